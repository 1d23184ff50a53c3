"""`matrix`, `asmatrix` and `bmat` do what NumPy's do."""

import pickle
import warnings

import pytest
from programs import agree, lines

import numen as np


def two(library):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return library.matrix("1 2; 3 4")


def wide(library):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return library.matrix([[1.5, 2, 3], [4, 5, 7]])


def row(library):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return library.asmatrix([[1 + 2j, 3]])


@pytest.mark.parametrize(
    "code",
    lines("""
    np.matrix(5), np.matrix([1, 2]), np.matrix((1, 2.5)), np.matrix('1,2;3,4.5'), np.matrix([[1], [2]], dtype=float)
    np.matrix(m), np.matrix(m, dtype='f4'), np.matrix(m, copy=False) is m, np.asmatrix(m) is m, np.asmatrix(m, dtype=float)
    np.matrix('[1 2; 3 4]'), np.matrix(''), np.matrix("'a' 'b'"), np.matrix(np.arange(3)), np.matrix(np.float32(2))
    np.matrix(np.zeros((2, 2, 2)))
    np.matrix([[[1]]])
    np.matrix('1 2; 3')
    np.matrix('1,2;;3')
    np.matrix(np.arange(6).reshape(2, 1, 3)), np.matrix(np.arange(6).reshape(2, 3).T)
    m * m, m * 2, 2 * m, m * [[1], [2]], m * np.array([1, 2]).reshape(2, 1), [1, 2] * m, 3.5 * f, np.float64(2) * f
    m * [1, 2]
    m ** 2, m ** -1, m ** 0, m / 2, m + m, m - 1, m // 2, m % 2, -m, m == m, m > 2, abs(-m), m @ m
    2 ** m
    m * None
    m.__imul__(2), m
    m.__ipow__(2), m
    m[0], m[:, 0], m[0, 1], m[0, :], m[m > 2], m[[0, 1]], m[[0, 1], [1, 0]], m[...], m[0, ...], m[:, 1:], m[()]
    m[0][0], m[0][0, 1], m[-1, -1], m[[0, 1], 1], m[(0,)], m[1:, 0], list(m), len(m), 3 in m
    m[0, 0] = 9; m[:, 1] = [[5], [6]]; m
    m.T, m.H, m.A, m.A1, z.H, z.T, f.getT(), f.getA(), f.getA1(), z.getH(), m.shape, m.ndim
    np.round(m.I, 12), np.round(f.I, 12), np.round(m.getI(), 12)
    f.sum(), f.sum(0), f.sum(1), f.sum(axis=-1), f.mean(), f.mean(0), f.std(1), f.var(), f.var(0, ddof=1), f.prod(1)
    f.any(), f.any(0), f.all(1), f.max(), f.max(0), f.min(1), f.argmax(), f.argmax(0), f.argmax(1), f.argmin(1)
    f.ptp(), f.ptp(0), f.ptp(1), f.trace(), m.trace(), m.diagonal()
    f.argmax(-1)
    f.ptp(-1)
    f.sum(axis=2)
    out = np.matrix([0.0, 0, 0]); f.sum(axis=0, out=out) is out, out
    f.ravel(), f.flatten(), f.ravel('F'), f.squeeze(), f[:, 0].squeeze(), f.tolist(), f.cumsum(1)
    f.squeeze(axis=0)
    np.sum(f), np.sum(f, axis=0), np.mean(f, axis=1), np.max(f, 1), np.argmax(f, 1), np.ptp(f, 0), np.cumsum(f, axis=0)
    np.ravel(m), np.diagonal(m), np.trace(m), np.expand_dims(m, 0), np.diag(m), np.diag([1, 2]) * m
    np.concatenate([m, m]), np.vstack([m, m]), np.hstack([m, m.A]), np.stack([m, m]).shape, np.column_stack([m, m])
    np.tile(m, (1, 2)), np.repeat(m, 2), np.outer(m, m), np.transpose(f), np.where(m > 1, m, 0)
    np.zeros_like(m), np.ones_like(f), np.full_like(m, 7), m.copy(), m.astype(float), m.view(np.ndarray), np.array(m)
    np.asarray(m), np.asanyarray(m), np.array(m, subok=True), np.exp(m), np.add.reduce(m), np.clip(m, 2, 3), np.unique(m)
    np.median(f), np.median(f, axis=1), np.percentile(f, 50, axis=0), np.average(f, axis=0)
    np.einsum('ij,jk', m, m), np.tensordot(m, m, 1), np.matmul(m, m), np.inner(m, m), np.dot(m, m)
    np.nansum(f), np.nansum(f, axis=0), np.nanmax(f, 0), np.argwhere(m > 1), np.triu(m), np.rot90(m)
    np.delete(m, 0, 0), np.insert(m, 0, 5, axis=1), np.append(m, m, axis=0), np.split(m, 2), np.allclose(m, m)
    np.linalg.det(m).round(9), np.linalg.inv(m).round(9), np.linalg.matrix_power(m, 3), np.linalg.norm(f, axis=1)
    np.bmat([[m, m], [m, m]]), np.bmat([m, m]), np.bmat(np.eye(2)), np.bmat(((m, m), (m, m)))
    np.bmat('m,m;m n', {'m': m}, {'n': m + 1, 'm': 0})
    np.bmat('q', {}, {})
    np.bmat('m,m', gdict={'m': m})
    np.r_['r', 1:4], np.r_['c', 1:4], np.c_[m, m], np.r_[m, m], np.r_['r', [1, 2], 3]
    repr(m), str(m), repr(f), str(z), repr(np.matrix([])), repr(m[0:0])
    m.reshape(1, 4), m.reshape(4), m.reshape(-1, 1), m.reshape(2, 2, 1), np.atleast_1d(m), np.atleast_3d(m).shape
    m.reshape(2, 1, 2, 1, 1)
    m.item(0), m.dot(m), m.take([0, 1]), m.take([0], axis=1), m.argsort(), m.conj(), z.imag, m.swapaxes(0, 1)
    np.matrix.__module__, np.matrix.__array_priority__, issubclass(np.matrix, np.ndarray), np.asmatrix.__module__
    bool(np.matrix(1)), float(np.matrix(2.5)), int(np.matrix(3))
    """),
)
def test_programs(code):
    agree(code, m=two, f=wide, z=row)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_names_in_text_are_the_callers():
    A, B = np.eye(2), np.ones((2, 1))
    assert np.bmat("A, B").tolist() == np.hstack([A, B]).tolist()
    assert np.r_["A B; A, B"].shape == (4, 3)


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_memory_is_shared_where_it_can_be():
    x = np.arange(4.0).reshape(2, 2)
    m = np.asmatrix(x)
    m[0, 0] = 9
    m.A[1, 1] = 8
    assert x.tolist() == [[9, 1], [2, 8]]
    assert not np.shares_memory(np.matrix(x), x)
    again = pickle.loads(pickle.dumps(m))
    assert type(again) is np.matrix and again.tolist() == m.tolist()


class Sub(np.ndarray):
    pass


def test_what_keeps_the_class_of_its_operands():
    s = np.arange(4.0).reshape(2, 2).view(Sub)
    assert type(np.einsum("ij,jk", s, s)) is np.ndarray
    assert type(np.trace(s)) is type(s.trace()) is np.float64
