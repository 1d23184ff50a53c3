"""How results lie in memory: strides as NumPy gives them, for operands that are not in C order."""

import pytest
from programs import agree, lines

CODES = lines("""
    np.zeros(0)[::-1].strides
    np.zeros((0,3))[::-1].strides
    np.zeros(5)[3:1:1].strides
    np.zeros(5)[1:3:-1].strides
    np.concatenate([np.zeros((2,3)).T,np.zeros((2,3)).T],axis=1).flags.f_contiguous
    np.concatenate([np.zeros((2,3)).T,np.zeros((2,3)).T],axis=0).flags.f_contiguous
    np.stack([np.zeros((2,3)).T,np.zeros((2,3)).T]).strides
    np.stack([np.zeros((2,3)).T,np.zeros((2,3)).T],axis=-1).strides
    np.vstack([np.zeros((2,3)).T,np.zeros((2,3)).T]).strides
    np.sort(np.zeros((2,3)).T).strides
    np.argsort(np.zeros((2,3)).T).strides
    np.partition(np.zeros((2,3)).T,1).strides
    np.sort(np.zeros((2,3)).T,axis=0).strides
    np.round(np.zeros((2,3)).T,1).strides
    np.round(np.zeros((2,3)).T).strides
    np.clip(np.zeros((2,3)).T,0,1).strides
    np.cumsum(np.zeros((2,3)).T,axis=0).strides
    np.where(np.zeros((2,3)).T>0,1,2).strides
    np.take(np.zeros((2,3)).T,[0],axis=1).strides
    np.repeat(np.zeros((2,3)).T,2,axis=1).strides
    np.roll(np.zeros((2,3)).T,1,axis=1).strides
    np.tile(np.zeros((2,3)).T,2).strides
    np.pad(np.zeros((2,3)).T,1).strides
    np.nan_to_num(np.zeros((2,3)).T).strides
    np.unique(np.zeros((2,3)).T,axis=1).strides
    np.diff(np.zeros((2,3)).T).strides
    np.insert(np.zeros((2,3)).T,0,1,axis=1).strides
    np.nansum(np.zeros((2,3,4)).T,axis=1).strides
    np.mean(np.zeros((2,3,4)).T,axis=1).strides
    np.sum(np.zeros((2,3,4)).T,axis=1).strides
    np.max(np.zeros((2,3,4)).T,axis=1).strides
    np.argmax(np.zeros((2,3,4)).T,axis=1).strides
    np.std(np.zeros((2,3,4)).T,axis=1).strides
    np.median(np.zeros((2,3,4)).T,axis=1).strides
    np.percentile(np.zeros((2,3,4)).T,50,axis=1).strides
    np.apply_along_axis(np.sum,1,np.zeros((2,3,4)).T).strides
    np.flip(np.zeros((2,3)).T,0).strides
    np.zeros((2,3)).T.astype('f4').strides
    (np.zeros((2,3)).T+1).strides
    (np.zeros((2,3)).T @ np.zeros((2,3))).strides
    np.linalg.inv(np.eye(3).T).strides
    np.linalg.qr(np.zeros((3,2)))[0].strides
    np.linalg.svd(np.zeros((3,2)))[0].strides
    np.linalg.solve(np.eye(3),np.zeros((3,2))).strides
    np.fft.fft(np.zeros((2,3)).T,axis=0).strides
    np.triu(np.zeros((2,3)).T).strides
    np.outer([1,2],[3,4]).strides
    np.kron(np.zeros((2,3)).T,np.eye(2)).strides
    np.einsum('ij->ji',np.zeros((2,3))).strides
    np.einsum('ij,jk->ik',np.zeros((2,3)),np.zeros((3,2))).strides
    np.tensordot(np.zeros((2,3)).T,np.zeros((2,3)),1).strides
    np.argwhere(np.eye(3)).strides
    np.meshgrid([1,2],[3,4,5])[0].strides
    np.meshgrid([1,2],[3,4,5],indexing='ij')[0].strides
    np.indices((2,3)).strides
    np.mgrid[0:2,0:3].strides
    np.logspace([1,2],[3,4],3).strides
    np.linspace([1,2],[3,4],3).strides
    np.linspace([1,2],[3,4],3,axis=1).strides
    np.searchsorted([1,2],np.zeros((2,3)).T).strides
    np.digitize(np.zeros((2,3)).T,[1]).strides
    np.interp(np.zeros((2,3)).T,[1,2],[3,4]).strides
    np.select([np.zeros((2,3)).T>0],[np.zeros((2,3)).T]).strides
    np.vectorize(lambda x:x)(np.zeros((2,3)).T).strides
    np.frompyfunc(lambda x:x,1,1)(np.zeros((2,3)).T).strides
    np.isin(np.zeros((2,3)).T,[0]).strides
    np.gradient(np.zeros((3,4)).T)[0].strides
    np.cross(np.zeros((2,3)),np.zeros((2,3))).strides
    np.cov(np.zeros((2,3)).T).strides
    np.corrcoef(np.eye(3)).strides
    np.array(np.zeros((2,3)).T).strides
    np.array([np.zeros((2,3)).T,np.zeros((2,3)).T]).strides
    np.copy(np.zeros((2,3)).T).strides
    np.zeros((2,3)).T.copy().strides
    np.zeros((2,3)).T[[0,1]].strides
    np.zeros((2,3)).T[:,[0,1]].strides
    np.zeros((2,3,4)).T[:,[0,1]].strides
    np.zeros((2,3,4))[[0,1],:,[0,1]].strides
    np.zeros((2,3)).T[np.zeros((2,3)).T>-1].strides
""")


@pytest.mark.parametrize("code", CODES)
def test_strides(code):
    agree(code)
