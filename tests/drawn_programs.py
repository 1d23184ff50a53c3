"""Random one-line programs under both libraries: those that do not do the same are printed.

    python tests/drawn_programs.py [--seed N] [--count N] [--only TEXT]

Results are compared as in `programs`, values to some digits; what is said in the order of a sort (`argpartition`, objects
that do not compare) differs by nature.
"""

import argparse
import collections
import copy
import io
import pickle
import random
import re

import numpy
import programs
from programs import built, lines, outcome

import numen

TYPES = "? ? ? i1 u1 i2 u2 i4 i4 u4 i8 i8 i8 i8 u8 f2 f4 f4 f8 f8 f8 f8 f8 f8 c8 c16 c16 >f8 >i4 O U3 S3 M8[D] m8[s]".split()

# What a name in braces stands for; choices may hold further names.
CHOICES = {
    name: lines(text)
    for name, text in {
        "operand": "a\na\na\na[..., 0]\na.T\n{scalar}",
        "unary": "\n".join(
            "negative positive absolute sign sqrt square exp log sin floor ceil rint trunc isnan isinf isfinite signbit "
            "conjugate logical_not invert reciprocal cbrt deg2rad log1p expm1 tanh arctan fabs spacing isnat exp2".split()
        ),
        "binary": "\n".join(
            "add subtract multiply divide floor_divide remainder fmod power maximum minimum fmax fmin equal not_equal less "
            "less_equal greater greater_equal logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor "
            "left_shift right_shift hypot arctan2 copysign nextafter heaviside gcd lcm float_power divmod matmul".split()
        ),
        "reduction": "\n".join(
            "sum prod max min mean std var any all argmax argmin ptp median cumsum cumprod count_nonzero nansum nanmean "
            "nanmax nanmin nanstd nanprod".split()
        ),
        "operator": "\n".join("+ - * / // % ** & | ^ << >> < <= == != > >= @".split()),
        "in_place": "\n".join("+= -= *= /= //= %= **= &= |= ^= <<= >>= @=".split()),
        "some": "sum\nprod\nmax\nmin\nany\nall\nnansum\nnanmax\nmean",
        "spread": "std\nvar\nnanstd\nnanvar",
        "casting": "'no'\n'equiv'\n'safe'\n'same_kind'\n'unsafe'",
        "order": "'C'\n'F'\n'K'\n'A'",
        "mode": "'wrap'\n'clip'\n'raise'",
        "count": "0\n1\n2\n3\n5",
        "ints": "0\n-1\n1\n[0]\n[0, 1]\n[1, 0]\n()\n2",
        "method": "\n".join(
            map(
                repr,
                "linear lower higher nearest midpoint inverted_cdf hazen weibull median_unbiased".split(),
            )
        ),
        "pad": "\n".join(
            map(repr, "edge linear_ramp maximum mean minimum reflect symmetric wrap empty constant".split())
        ),
        "norm": "None\n1\n2\n-1\n'fro'\n'nuc'\nnp.inf\n0\n3",
        "floatmode": "'fixed'\n'unique'\n'maxprec'\n'maxprec_equal'",
        "sign": "'+'\n'-'\n' '",
        "legacy": "'1.13'\n'1.21'\n'1.25'\n'2.1'\nFalse",
        "kinds": "number\ninteger\nfloating\ncomplexfloating\ngeneric\nsignedinteger\nflexible\ncharacter",
        "draws": "normal\nuniform\nstandard_normal\nrandom_sample\nexponential\npoisson\nlogistic",
        "axis": "0\n-1\n1\nNone\nNone\n(0, 1)\n2\n-3\n(0,)\n()\n(0, -1)",
        "dtype": "'f4'\nfloat\n'i8'\nobject\n'u1'\ncomplex\nbool\n'S2'\n'M8[s]'\n'U1'\nstr",
        "scalar": """
            2
            -1
            0
            3.5
            1j
            True
            None
            'x'
            b'q'
            300
            1e300
            10**20
            float('nan')
            float('inf')
            [1, 2, 3]
            (1, 2)
            np.array(2)
            np.True_
            np.int8(3)
            np.uint8(200)
            np.int64(-7)
            np.float16(1)
            np.float32(2.5)
        """,
        "num": "0\n1\n2\n-1\n3.5\n10\n0.1\n-2.5\n100\n1e-3\n5\n7\nnp.pi\nnp.inf\nNone\n'3'\n2j\nTrue",
        "shape": "3\n(2, 3)\n(2,)\n()\n(0, 2)\n[2, 2]\n(1, 3, 2)\n-1\n2.0\n(2, -1)\n'2'\nNone\nnp.int64(2)\n(2.0, 3)\nTrue",
        "k": "0\n1\n-1\n2\n5\n-3\n1.5\nNone",
        "bool": "True\nFalse\nTrue\nFalse\n1\nNone",
        "window": "bartlett\nblackman\nhanning\nhamming",
        "nested": """
            [1, 2, 3]
            [1.5, 2.5, -3.0]
            [[1, 2], [3, 4]]
            [[1.0, 2.0, 3.0], [4.0, 5.0, 6.5]]
            [[1, 2], [3]]
            []
            [[]]
            5
            3.5
            range(4)
            (1, 2.5, True)
            [True, False, True]
            ['a', 'bc', '']
            [1, 'a', None]
            [1, None]
            [2**63, -1]
            [2**64]
            [1, 2j]
            [[[1], [2]], [[3], [4]]]
            [np.float32(1), 2]
            [np.array([1, 2]), np.array([3, 4])]
            [np.array([1, 2]), [3, 4, 5]]
            [b'a', 'b']
            [np.nan, 1]
            [np.inf, -np.inf, 0]
            {'a': 1}
            'text'
            None
            [[4, 2], [2, 3]]
            [3, 1, 2, 1]
            [5, 0, -3]
            [np.datetime64('2020-01-01'), np.datetime64('2021-06')]
            [(1, 2), (3, 4)]
            np.arange(6).reshape(2, 3)
            np.arange(12.0).reshape(3, 4)[:, ::-1]
            np.eye(3)
            np.ones((2, 3), 'f4')
            np.arange(5)
            np.linspace(0, 1, 5)
        """,
        "drawn": """
            normal(0, 1, {shape})
            normal(loc={num}, scale={num}, size={shape})
            normal({nested}, {nested})
            uniform({num}, {num}, {shape})
            uniform(low={num}, high={num}, size={shape})
            random({shape})
            binomial({count}, 0.5, {shape})
            choice({nested}, {shape})
            choice({count}, size=2, replace={bool})
            choice({nested}, p=[0.2, 0.3, 0.5])
            permutation({nested})
            poisson({num}, {shape})
            exponential({num}, size={shape})
            standard_normal({shape})
            multinomial({count}, [0.2, 0.8], size={shape})
            beta({num}, 2, 2)
            gamma({num}, {num}, {shape})
            laplace({num}, {num})
            bytes({count})
            dirichlet({nested})
            geometric({num}, 3)
            lognormal({num}, {num}, 2)
            weibull({num}, 2)
            triangular({num}, {num}, {num})
            chisquare({num}, 2)
            shuffle({nested})
            normal(nope=1)
            normal()
        """,
        "legacy_drawn": """
            {drawn}
            randn(2, {count})
            randn({shape})
            rand({count}, {num})
            randint({num}, {num}, {shape})
            randint({count}, size={shape})
            randint(low={num}, high={num}, size=2, dtype={dtype})
            random_sample({shape})
            random_integers({num}, {num})
            seed({num})
        """,
        "linear": """
            inv({nested})
            det({nested})
            norm({nested}, {norm}, {axis})
            norm({nested}, axis={axis})
            solve({nested}, {nested})
            eigvalsh({nested})
            matrix_rank({nested}, tol={num})
            svd({nested}, compute_uv=False)
            pinv({nested})
            cholesky({nested})
            lstsq({nested}, {nested}, rcond=None)
            matrix_power({nested}, {k})
            qr({nested}, mode='r').shape
            cond({nested})
            trace({nested}, offset={k})
            multi_dot([{nested}, {nested}])
            eigvals({nested})
            eigh({nested}).eigenvalues
            slogdet({nested})
            tensorsolve({nested}, {nested})
        """,
        "index": """
            0
            -1
            5
            ...
            None
            ::2
            ::-1
            1:
            0:0
            [0]
            [0, -1]
            [True, False]
            [[0, 1], [1, 0]]
            np.array([1, 0])
            a > 0
            a
            b
            0, 0
            0, None
            ..., 0
            [0, 1], [1, 0]
            1:, [0]
            [0], ::-1
            [1, -1], None
            []
            ()
            2.0
            'x'
            True
            np.int8(1)
            np.array(0)
            np.ix_([0], [0, -1])
        """,
    }.items()
}
TEMPLATES = lines("""
    np.{unary}({operand})
    np.{unary}({operand}, dtype={dtype})
    np.{binary}({operand}, b)
    np.{binary}(a, {scalar})
    np.{binary}({scalar}, b)
    np.{binary}(a, b, dtype={dtype})
    {operand} {operator} b
    a {operator} {scalar}
    {scalar} {operator} a
    a = a.copy(); a {in_place} b; a
    a = a.copy(); a {in_place} {scalar}; a
    np.{reduction}(a)
    np.{reduction}(a, axis={axis})
    np.{reduction}(a, axis={axis}, keepdims=True)
    np.{reduction}(a, dtype={dtype})
    a.{reduction}(axis={axis})
    np.{binary}.reduce(a, axis={axis})
    np.{binary}.accumulate(a, axis={axis})
    np.{binary}.outer(a, b)
    np.{binary}.reduceat(a, [0, 1])
    a = a.copy(); np.{binary}.at(a, [0], 1); a
    a[{index}]
    a = a.copy(); a[{index}] = b; a
    a = a.copy(); a[{index}] = {scalar}; a
    a.reshape(-1), a.ravel('F'), a.flatten('K'), a.T, a.squeeze()
    a.reshape(2, -1)
    a.astype({dtype})
    a.view({dtype})
    a.repeat(2, axis={axis})
    a.take([0, -1], axis={axis})
    a.clip({scalar}, {scalar})
    a.round(1)
    a.tolist(), a.tobytes(), a.nbytes
    a.byteswap()
    a.diagonal()
    a.choose([b, b])
    a.dot(b)
    np.array({scalar})
    np.array([a, b])
    np.array([a, {scalar}])
    np.asarray({scalar}, dtype=a.dtype)
    np.full((2, 2), {scalar}, dtype=a.dtype)
    np.full_like(a, {scalar})
    np.concatenate([a, b], axis={axis})
    np.stack([a, b], axis={axis})
    np.hstack([a, b]), np.vstack([a, b]), np.dstack([a, b]), np.column_stack([a, b])
    np.append(a, b), np.delete(a, 0), np.insert(a, 0, b)
    np.split(a, 2)
    np.roll(a, 1, axis={axis})
    np.flip(a, axis={axis})
    np.rot90(a)
    np.tile(a, (2, 1))
    np.expand_dims(a, {axis})
    np.broadcast_to(a, (3, 4, 3))
    np.broadcast_arrays(a, b)
    np.where(a, b, {scalar})
    np.where(a > 0, a, b)
    np.unique(a, return_index=True, return_inverse=True, return_counts=True)
    np.sort(a, axis={axis})
    np.argsort(a, kind='stable')
    np.isin(a, b), np.intersect1d(a, b), np.union1d(a, b), np.setdiff1d(a, b)
    np.diff(a), np.ediff1d(a)
    np.gradient(a)
    np.cross(a, b)
    np.inner(a, b)
    np.outer(a, b)
    np.tensordot(a, b, 1)
    np.kron(a, b)
    np.einsum('...i->...', a)
    np.diag(a), np.tril(a)
    np.pad(a, 1)
    np.pad(a, 1, mode='reflect')
    np.percentile(a, 50, axis={axis})
    np.histogram(a, 3)
    np.bincount(a)
    np.digitize(a, [0, 1, 2])
    np.interp(a, [0, 1, 2], [3, 4, 5])
    np.convolve(a, b)
    np.cov(a)
    np.clip(a, {scalar}, {scalar})
    np.nan_to_num(a)
    np.array_equal(a, b), np.allclose(a, b)
    np.isclose(a, b)
    np.result_type(a, b), np.promote_types(a.dtype, b.dtype), np.can_cast(a.dtype, b.dtype)
    np.meshgrid(a, b)
    np.copyto(a, b)
    np.putmask(a, a > 0, b)
    np.take_along_axis(a, np.argsort(a, axis=-1), axis=-1)
    np.array2string(a, precision=2, threshold=3)
    str(a), repr(a)
    np.arange({scalar}, {scalar})
    np.linspace({scalar}, {scalar}, 4)
    np.zeros({scalar})
    np.fromiter(a.flat, dtype=a.dtype), np.frombuffer(a.tobytes(), dtype=a.dtype)
    np.{reduction}(a, axis={axis}, out=np.zeros((3,)))
    np.{some}(a, axis={axis}, where=a == a)
    np.{some}(a, axis={axis}, initial={scalar})
    np.{some}(a, axis={axis}, keepdims=True, dtype={dtype})
    np.{spread}(a, axis={axis}, ddof=1)
    np.{spread}(a, correction=1, keepdims=True)
    np.{unary}(a, out=np.zeros_like(a))
    np.{unary}(a, where=a == a, out=np.zeros(a.shape))
    np.{binary}(a, b, out=a.copy())
    np.{binary}(a, b, casting={casting})
    np.{binary}(a, b, where=np.ones_like(a, dtype=bool), out=np.zeros(a.shape))
    np.{binary}(a, b, order={order})
    np.{binary}.accumulate(a, axis=-1, dtype={dtype})
    np.{binary}.reduce(a, axis={axis}, keepdims=True)
    np.{binary}.reduce(a, axis=0, initial={scalar})
    a.{reduction}(keepdims=True)
    a.sum(axis={axis}, dtype={dtype})
    a.mean(axis={axis}, dtype={dtype}), a.max(axis={axis})
    a = a.copy(); a.sort(axis={axis}); a
    a = a.copy(); a.sort(kind='stable'); a
    a = a.copy(); a.partition(0); a.shape
    a = a.copy(); a.fill({scalar}); a
    a = a.copy(); a.put([0, -1], b); a
    a = a.copy(); a.put([0, 5, -7], {scalar}, mode={mode}); a
    a = a.copy(); a.resize((2, 3), refcheck=False); a
    a = a.copy(); np.fill_diagonal(a, {scalar}); a
    a = a.copy(); np.fill_diagonal(a, b, wrap=True); a
    a = a.copy(); np.place(a, a > 0, b); a
    a = a.copy(); np.put_along_axis(a, np.zeros(a.shape, int), {scalar}, axis=-1); a
    a = a.copy(); np.copyto(a, b, casting={casting}); a
    a = a.copy(); np.copyto(a, {scalar}, where=a == a); a
    a = a.copy(); a[a == a] = {scalar}; a
    a = a.copy(); a[...] = {scalar}; a
    a = a.copy(); a.flat = b; a
    a = a.copy(); a.flat[::2] = {scalar}; a
    a = a.copy(); a.shape = (-1,); a
    a = a.copy(); a.T[...] = b; a
    a = a.copy(); a.real = {scalar}; a
    a.flat[1:3], a.flat[-1], a.flat.index
    a.reshape((-1, 1), order={order}).flags.c_contiguous
    a.reshape(a.shape[::-1], order={order})
    a.ravel(order={order}), a.flatten(order={order})
    a.copy(order={order}).strides, np.array(a, order={order}).strides
    np.array(a, dtype={dtype}, ndmin={count})
    np.array(a, copy=False), np.asarray(a, copy=None)
    np.asarray(a, dtype={dtype}, order={order})
    np.ascontiguousarray(a), np.asfortranarray(a)
    np.require(a, {dtype}, ['C', 'W'])
    a.astype({dtype}, order={order}, casting={casting}, copy=False)
    a.view({dtype}).shape
    a.swapaxes(0, -1), np.moveaxis(a, 0, -1), np.rollaxis(a, -1)
    a.squeeze(axis={axis})
    a.transpose({ints})
    np.atleast_1d(a), np.atleast_2d(a), np.atleast_3d(a)
    np.array_split(a, {count}, axis=-1)
    np.hsplit(a, 2), np.vsplit(a, 1)
    np.insert(a, {ints}, {scalar}, axis={axis})
    np.delete(a, {ints}, axis={axis})
    np.append(a, b, axis={axis})
    np.resize(a, (2, {count}))
    np.rot90(a, {count}, axes=(0, -1))
    np.fliplr(a), np.flipud(a)
    np.roll(a, {ints}, axis=0)
    np.repeat(a, {ints}, axis=0)
    np.take(a, {ints}, axis={axis}, mode={mode})
    np.compress([True, False, True], a, axis={axis})
    np.extract(a > 0, a), np.argwhere(a), np.flatnonzero(a)
    np.choose(np.array([0, 1]), [a, b], mode={mode})
    np.select([a > 0, a < 0], [a, b], default={scalar})
    np.piecewise(a, [a < 0, a >= 0], [-1, 1])
    np.where(a == a, {scalar}, {scalar})
    np.searchsorted(np.sort(a.ravel()), b, side='right')
    np.unique(a, axis={axis}), np.unique(a, equal_nan=False)
    np.unique_counts(a), np.unique_values(a)
    np.setxor1d(a, b), np.intersect1d(a, b, return_indices=True)
    np.isin(a, [1, 0], invert=True)
    np.lexsort((a, a)), np.lexsort(a)
    np.sort(a, axis=None), np.sort(a, stable=True)
    np.partition(a, 0, axis={axis}).shape
    np.percentile(a, [10, 50], axis={axis}, method={method})
    np.quantile(a, 0.3, axis={axis}, keepdims=True, method={method})
    np.median(a, axis={axis}, keepdims=True), np.nanmedian(a, axis=0)
    np.nanpercentile(a, 30, axis={axis})
    np.average(a, axis={axis}, weights=np.arange(a.shape[0]) + 1, returned=True)
    np.average(a, weights=b)
    np.histogram(a, bins=[0, 1, 5, 9], density=True)
    np.histogram(a, bins={count}, range=(0, 4), weights=a)
    np.histogram_bin_edges(a, 'auto')
    np.histogram2d(a, b, bins=2)
    np.digitize(a, [0, 1, 5], right=True)
    np.corrcoef(a), np.cov(a, b, ddof=0)
    np.trapezoid(a, dx=0.5, axis=0), np.trapezoid(a, b)
    np.gradient(a, 2.0, axis=0), np.gradient(a, edge_order=2)
    np.diff(a, n={count}, axis={axis}), np.diff(a, prepend=0, append={scalar})
    np.ediff1d(a, to_begin={scalar}, to_end=[1, 2])
    np.cumulative_sum(a, axis={axis}, include_initial=True)
    np.cumprod(a, axis={axis}, dtype={dtype})
    np.clip(a, None, {scalar}), np.clip(a, {scalar}, None, dtype={dtype})
    np.round(a, {ints}), np.around(a, -1), np.fix(a)
    np.nan_to_num(a, nan={scalar}, posinf=9)
    np.unwrap(a), np.sinc(a), np.i0(a), np.angle(a, deg=True)
    np.real_if_close(a), np.iscomplex(a), np.isreal(a), np.isrealobj(a)
    np.frexp(a), np.modf(a), np.ldexp(a, {count})
    np.divmod(a, b), np.floor_divide(a, {scalar})
    np.isclose(a, b, rtol=0.5, equal_nan=True), np.array_equal(a, b, equal_nan=True), np.array_equiv(a, b)
    np.tensordot(a, b, axes=([0], [0])), np.tensordot(a, b, axes=0)
    np.einsum('i,i', a, b), np.einsum('i...->...', a), np.einsum('i,j->ij', a, b)
    np.einsum('ij,kj->ik', a, a), np.einsum('ii->i', a), np.einsum('ij->ji', a)
    np.vdot(a, b), np.inner(a, a), np.matmul(a, a.T)
    np.vecdot(a, b), np.matvec(a, b), np.linalg.outer(a, b)
    np.cross(a, b, axis=0), np.trace(a, offset=1), a.trace(dtype={dtype})
    np.diag(a, k=1), np.diagflat(a), np.triu(a, -1), np.tril(a, k={count})
    np.vander(a, {count}), np.tri({count}, 3, dtype={dtype})
    np.meshgrid(a, b, indexing='ij', sparse=True)
    np.r_[a, {scalar}], np.c_[a, b]
    np.block([[a, b], [b, a]])
    np.ix_(a, b), np.ravel_multi_index((a, b), (9, 9)), np.unravel_index(a, (20, 20))
    np.bincount(a, weights=b, minlength={count})
    np.packbits(a, axis={axis}), np.unpackbits(a, count={count})
    np.apply_along_axis(np.sum, 0, a), np.apply_over_axes(np.max, a, 0)
    np.vectorize(lambda x: x)(a), np.vectorize(str)(a), np.frompyfunc(lambda x, y: x, 2, 1)(a, b)
    np.fromfunction(lambda i, j: i + j, (2, {count}), dtype={dtype})
    np.full_like(a, {scalar}, dtype={dtype}, order={order}), np.ones_like(a, shape=(2,)), np.zeros_like(a, order={order}).strides
    np.full({count}, {scalar}, dtype={dtype}), np.full((2, 1), b)
    np.arange({scalar}, {scalar}, {scalar}), np.arange({count}, dtype={dtype})
    np.linspace({scalar}, {scalar}, {count}, endpoint=False, dtype={dtype}), np.linspace(a, b, 3)
    np.logspace(0, 2, {count}), np.geomspace(1, {scalar}, 3)
    np.eye({count}, k=1, dtype={dtype}), np.identity({count}), np.empty((0, {count}), dtype={dtype})
    np.pad(a, {count}, mode={pad})
    np.pad(a, (1, 2), mode='constant', constant_values={scalar})
    np.pad(a, 2, mode={pad}, stat_length=1)
    np.convolve(a, b, mode='same'), np.correlate(a, b, mode='full'), np.correlate(a, [1, 2], 'valid')
    np.interp([0.5, 1.5], a, b), np.interp(a, [0, 1], [1j, 2], left=0)
    np.polyfit([0, 1, 2], a, 1), np.polyval(a, 2), np.roots(a), np.polyadd(a, b), np.polymul(a, b), np.polyder(a), np.polyint(a)
    str(np.poly1d(a)), repr(np.poly1d(a)), np.poly1d(a)(b), np.poly(a)
    np.trim_zeros(a), np.trim_zeros(a, 'f')
    np.fft.fft(a), np.fft.ifft(a, n=4), np.fft.rfft(a, norm='ortho'), np.fft.fftshift(a, axes=0)
    np.fft.fft2(a), np.fft.irfft(a), np.fft.fftn(a, axes=(0,)), np.fft.hfft(a)
    np.linalg.norm(a, ord={norm}), np.linalg.norm(a, axis={axis}, keepdims=True)
    np.linalg.norm(a, ord={norm}, axis={axis})
    np.linalg.det(a), np.linalg.slogdet(a), np.linalg.matrix_rank(a), np.linalg.cond(a)
    np.linalg.inv(a), np.linalg.pinv(a), np.linalg.solve(a, b), np.linalg.matrix_power(a, {count})
    np.linalg.svd(a, compute_uv=False), np.linalg.eigvalsh(a), np.linalg.qr(a, mode='r').shape, np.linalg.cholesky(a)
    np.linalg.lstsq(a, b, rcond=None)[0], np.linalg.multi_dot([a, a, a]), np.linalg.trace(a), np.linalg.diagonal(a)
    np.linalg.vector_norm(a, axis={axis}), np.linalg.matrix_norm(a), np.linalg.cross(a, b), np.linalg.matrix_transpose(a)
    np.array2string(a, precision={count}, suppress_small=True, separator=', ', floatmode={floatmode})
    np.array2string(a, threshold=2, edgeitems=1, sign={sign}, max_line_width=20, prefix='xx')
    np.array2string(a, formatter={'all': str}), np.array_repr(a, precision=2, suppress_small=True), np.array_str(a, precision=1)
    with_options(np, lambda: (repr(a), str(a), repr(b)), precision={count}, suppress=True, linewidth=30, nanstr='N', infstr='I')
    with_options(np, lambda: (repr(a), str(a), str(a.ravel()[:1])), legacy={legacy})
    with_options(np, lambda: (repr(a), str(a)), floatmode={floatmode}, sign={sign}, threshold=3, edgeitems=1)
    f'{a}', f'{a.ravel()[0]:.2f}', '%s' % (a.ravel()[0],), format(a.ravel()[0], '')
    [repr(x) for x in a.flat], [str(x) for x in a.flat], [x.item() for x in a.flat]
    [type(x).__name__ for x in a.tolist()], a.item(0), a.item(-1)
    bool(a), int(a), float(a), complex(a), a.__index__()
    len(a), [x for x in a], list(enumerate(a))[:1], a in [1], 1 in a
    s = np.zeros(a.shape, [('x', a.dtype), ('y', b.dtype, 2)]); s['x'] = a; s
    s = np.zeros(a.shape, [('x', a.dtype), ('y', 'i4')]); s['x'] = a; s['y'] = np.arange(a.size).reshape(a.shape); np.sort(s, order='y'), s[['y']], s.ravel()[:1], s == s
    s = np.zeros(3, [('x', a.dtype), ('y', b.dtype)]); s[0] = ({scalar}, {scalar}); s, str(s), s.tolist()
    s = np.array([(1, 2.5), (3, {scalar})], dtype=[('x', a.dtype), ('y', 'f4')]); s.astype([('x', 'f8'), ('y', {dtype})]), s.dtype, s['x']
    save(np, a), save(np, a.T), save(np, np.asfortranarray(a))
    text(np, a, fmt='%s'), text(np, a), text(np, a, fmt='%.3g', delimiter=',')
    np.loadtxt(['1 2', '3 {scalar}'], dtype={dtype}), np.genfromtxt(['1 2', '3 {scalar}'], dtype={dtype})
    np.genfromtxt(['a,b', '1,{scalar}', ',3'], delimiter=',', names=True, dtype=None, encoding='utf-8')
    np.loadtxt(['1,2', '3,4'], delimiter=',', usecols={ints}, unpack=True, dtype=a.dtype)
    np.fromstring('1 2 3', dtype=a.dtype, sep=' '), np.fromiter([1, 2], dtype=a.dtype, count=2)
    pickle.loads(pickle.dumps(a)), copy.copy(a), copy.deepcopy(a)
    rng = np.random.RandomState(3); rng.shuffle(a := a.copy()); a, rng.permutation(a), rng.choice(a, 2)
    rng = np.random.default_rng(3); rng.permutation(a), rng.choice(a, 2, axis=0), rng.permuted(a, axis=0)
    np.random.RandomState(1).{draws}(size=a.shape), np.random.default_rng(1).normal(a, 1.0)
    np.random.RandomState(1).randint({scalar}, {scalar}, size=2), np.random.default_rng(1).integers({scalar}, {scalar}, 3, dtype=a.dtype)
    np.testing.assert_allclose(a, b)
    np.testing.assert_array_equal(a, b)
    np.testing.assert_equal(a, b)
    np.testing.assert_array_almost_equal(a, b, decimal=3)
    np.testing.assert_array_less(a, b)
    np.issubdtype(a.dtype, np.{kinds}), isinstance(a.ravel()[:1], np.ndarray), np.isscalar(a), np.ndim(a), np.size(a, 0), np.shape(a)
    np.result_type(a, {scalar}), np.min_scalar_type({scalar}), np.can_cast({scalar}, a.dtype), np.common_type(a, b)
    a.dtype.name, a.dtype.str, a.dtype.kind, a.dtype.char, a.dtype.num, a.dtype.descr, a.dtype.newbyteorder(), str(a.dtype), repr(a.dtype), hash(a.dtype) == hash(b.dtype), a.dtype == b.dtype
    a.flags.c_contiguous, a.flags.f_contiguous, a.flags.owndata, a.base is None, a.strides, a.itemsize, a.nbytes, a.ndim
    np.shares_memory(a, a[..., :1]), np.may_share_memory(a, b), np.broadcast_shapes(a.shape, b.shape), np.broadcast(a, b).shape
    np.lib.stride_tricks.sliding_window_view(a, 2, axis=0), np.lib.stride_tricks.as_strided(a, (2,), (0,))
    list(np.ndenumerate(a)), list(np.ndindex(*a.shape)), [x.copy() for x in np.nditer(a, order={order})]
    [(x.item(), y.item()) for x, y in np.nditer([a, b])]
    it = np.nditer(a, flags=['multi_index']); [(x.item(), it.multi_index) for x in it]
    x = a.ravel()[:1]; x += {scalar}; x
    x = a.ravel()[0]; x + {scalar}, {scalar} - x, x * x, -x
    x = a.ravel()[0]; x / {scalar}, x // 2, x % 3, x ** 2
    x = a.ravel()[0]; x == {scalar}, x < {scalar}, {scalar} >= x, hash(x) == hash(x.item())
    x = a.ravel()[0]; x.astype({dtype}), x.dtype, x.reshape(1), x.tolist(), x.view(x.dtype), x.nbytes, x.round(1), repr(x)
    abs(a), +a, ~a, a.conj(), a.real, a.imag, divmod(a, b), pow(a, 2)
    np.array({nested})
    np.array({nested}, dtype={dtype})
    np.asarray({nested}, {dtype}), np.asanyarray({nested})
    np.array({nested}, {nested})
    np.array({nested}, ndmin={count}, copy={bool}, order={order})
    np.zeros({shape}), np.zeros({shape}, {dtype}), np.zeros(3, 4)
    np.ones({shape}, dtype={dtype}), np.empty({shape}, {dtype}).shape, np.ones(shape={shape}, order={order}).strides
    np.full({shape}, {num}), np.full({shape}, {nested})
    np.arange({num}), np.arange({num}, {num}), np.arange({num}, {num}, {num}), np.arange(start={num}, stop={num}, step={num})
    np.arange({num}, {num}, 0.5, dtype={dtype})
    np.linspace({num}, {num}), np.linspace({num}, {num}, {count}), np.linspace({num}, {num}, num={shape})
    np.linspace({num}, {num}, {count}, retstep={bool}, endpoint={bool})
    np.linspace({nested}, {nested}, 3, axis={axis})
    np.logspace({num}, {num}, {count}, base={num}), np.geomspace({num}, {num}, {count})
    np.eye({shape}), np.eye({count}, {count}, {k}, dtype={dtype}), np.identity({num})
    np.diag({nested}, {k}), np.diagflat({nested}), np.tri({count}, k={k}), np.triu({nested}, {k})
    np.meshgrid({nested}, {nested}), np.meshgrid([1, 2], [3, 4, 5], indexing='xy', sparse={bool})
    np.mgrid[0:{count}, {num}:{num}:3j], np.ogrid[0:{count}, 0:2], np.mgrid[{num}:{num}:{num}]
    np.r_[{num}:{num}:3j, {nested}], np.c_[{nested}, {nested}], np.s_[1:2, ...]
    np.concatenate(({nested}, {nested})), np.concatenate([{nested}, {nested}], axis={axis})
    np.concatenate({nested}, {nested})
    np.vstack(({nested}, {nested})), np.hstack(({nested}, {nested})), np.column_stack(({nested}, {nested}))
    np.stack([{nested}, {nested}], {axis}), np.dstack([{nested}, {nested}]), np.block([[{nested}, {nested}]])
    np.append({nested}, {nested}), np.append({nested}, {nested}, axis={axis})
    np.insert({nested}, {ints}, {num}), np.delete({nested}, {ints}, {axis})
    np.sum({nested}), np.sum({nested}, {axis}), np.sum({nested}, axis={axis}, keepdims={bool})
    np.mean({nested}, axis={axis}), np.std({nested}, {axis}), np.var({nested}, ddof={num}), np.median({nested}, {axis})
    np.max({nested}), np.min({nested}, {axis}), np.argmax({nested}), np.argmin({nested}, axis={axis}), np.ptp({nested})
    np.sum({nested}, 0, None, None, True), np.max({nested}, 0, None, True), np.any({nested}, {axis}, None, True)
    np.prod({nested}, dtype={dtype}), np.cumsum({nested}, {axis}), np.diff({nested}, {count}), np.all({nested}), np.any({nested})
    np.sum({nested}, nope=1), np.mean(), np.max({nested}, {nested})
    np.{unary}({nested}), np.{unary}({num})
    np.{unary}({nested}, {nested})
    np.{binary}({nested}, {nested}), np.{binary}({num}, {nested})
    np.{binary}({nested})
    np.dot({nested}, {nested}), np.matmul({nested}, {nested}), np.inner({nested}, {nested}), np.outer({nested}, {nested})
    np.array({nested}) {operator} np.array({nested})
    np.array({nested}) {operator} {num}
    x = np.array({nested}); x {in_place} {num}; x
    x = np.array({nested}); x[{index}] if False else x[0], x[-1], x[:, 0]
    x = np.array({nested}); x[{k}] = {num}; x
    x = np.array({nested}); x[x > 1] = {nested}; x
    x = np.array({nested}); x[:, 0] = {nested}; x
    x = np.array({nested}); x.reshape({shape}), x.reshape({count}, -1), x.T.shape, x.ravel()
    x = np.array({nested}); x.sum({axis}), x.mean(0), x.std(ddof={num}), x.max(axis={axis}), x.argmax()
    x = np.array({nested}); x.astype({dtype}).sum(), x.tolist(), x.dtype, len(x)
    np.where({nested}), np.where({nested}, {num}, {nested}), np.where({nested}, {nested})
    np.reshape({nested}, {shape}), np.ravel({nested}), np.transpose({nested}), np.squeeze({nested}, {axis})
    np.expand_dims({nested}, {axis}), np.atleast_2d({nested}), np.swapaxes({nested}, 0, {k}), np.moveaxis({nested}, 0, {k})
    np.tile({nested}, {shape}), np.repeat({nested}, {count}), np.repeat({nested}, {nested}, axis={axis})
    np.sort({nested}), np.argsort({nested}), np.sort({nested}, {axis}), np.lexsort(({nested}, {nested})), np.searchsorted({nested}, {num})
    np.unique({nested}), np.unique({nested}, return_counts={bool}), np.unique({nested}, axis={axis})
    np.isin({nested}, {nested}), np.intersect1d({nested}, {nested}), np.setdiff1d({nested}, {nested}), np.union1d({nested}, {nested})
    np.clip({nested}, {num}, {num}), np.round({nested}, {k}), np.abs({nested}), np.sign({nested})
    np.bincount({nested}), np.bincount({nested}, minlength={num}), np.histogram({nested}), np.histogram({nested}, bins={nested})
    np.histogram({nested}, {count}, range=({num}, {num})), np.digitize({nested}, {nested}), np.percentile({nested}, {num})
    np.quantile({nested}, {nested}), np.percentile({nested}, [25, 75], axis={axis}), np.average({nested}, weights={nested})
    np.cov({nested}), np.corrcoef({nested}), np.cov({nested}, {nested}, rowvar={bool}, bias={bool})
    np.convolve({nested}, {nested}, 'same'), np.correlate({nested}, {nested}, mode={mode}), np.interp({nested}, {nested}, {nested})
    np.polyfit({nested}, {nested}, {k}), np.polyval({nested}, {num}), np.roots({nested}), np.poly({nested}), np.poly1d({nested})({num})
    np.pad({nested}, {shape}), np.pad({nested}, 1, {pad}), np.roll({nested}, {k}, {axis}), np.rot90({nested}, {k}), np.flip({nested}, {axis})
    np.split({nested}, {nested}), np.array_split({nested}, {k}), np.hsplit({nested}, 2), np.vsplit({nested}, {count})
    np.kron({nested}, {nested}), np.cross({nested}, {nested}), np.trace({nested}), np.tensordot({nested}, {nested}, {k})
    np.einsum('ij,jk->ik', {nested}, {nested}), np.einsum('i,i', {nested}, {nested}), np.einsum('ii', {nested})
    np.allclose({nested}, {nested}), np.isclose({nested}, {num}, atol={num}), np.array_equal({nested}, {nested})
    np.nonzero({nested}), np.argwhere({nested}), np.count_nonzero({nested}, axis={axis}), np.flatnonzero({nested})
    np.take({nested}, {ints}), np.choose({nested}, {nested}), np.compress({nested}, {nested}), np.extract({nested}, {nested})
    np.isnan({nested}), np.nan_to_num({nested}), np.real({nested}), np.imag({nested}), np.angle({nested}), np.isscalar({nested})
    np.unravel_index({nested}, {shape}), np.ravel_multi_index(({nested}, {nested}), (3, 4)), np.indices({shape}), np.ix_({nested}, {nested})
    np.broadcast_to({nested}, {shape}), np.broadcast_arrays({nested}, {nested}), np.ndim({nested}), np.shape({nested}), np.size({nested}, {k})
    np.{window}({num}), np.{window}({count}), np.kaiser({count}, {num})
    np.fft.fft({nested}, {num}), np.fft.fftfreq({num}, {num}), np.fft.rfftfreq({count}), np.fft.ifft({nested}), np.fft.fftshift({nested})
    np.linalg.{linear}
    rng = np.random.RandomState({count}); rng.{legacy_drawn}
    np.random.seed({count}); np.random.{legacy_drawn}
    rng = np.random.default_rng({count}); rng.{drawn}
    rng = np.random.default_rng(1); rng.integers({num}, {num}, {shape}), rng.integers({num}, size={shape}, dtype={dtype}, endpoint={bool})
    np.finfo({dtype}), np.finfo({dtype}).eps, np.iinfo({dtype}).max
    np.dtype({dtype}), np.dtype({nested}), np.dtype([('x', {dtype}), ('y', {shape})])
    np.vectorize(lambda x, y={num}: x + y)({nested}), np.vectorize(str, otypes=[{dtype}])({nested}), np.vectorize(len)({nested})
    np.fromfunction(lambda i, j: i * {num} + j, {shape}), np.fromiter({nested}, {dtype}), np.frombuffer({nested})
    np.apply_along_axis(lambda v: v * {num}, {axis}, {nested}), np.apply_along_axis(np.sort, {k}, {nested})
    np.gradient({nested}), np.gradient({nested}, {num}), np.trapezoid({nested}, dx={num}), np.ediff1d({nested})
    np.fill_diagonal({nested}, 3), np.tril_indices({count}, {k}), np.diag_indices({count}), np.triu_indices({count}, m={count})
    np.select([{nested}, {nested}], [1, 2], {num}), np.piecewise({nested}, [{bool}], [{num}])
    np.zeros_like({nested}), np.ones_like({nested}, {dtype}), np.full_like({nested}, {num}), np.empty_like({nested}).shape, np.copy({nested})
    with_options(np, lambda: repr(b), precision={num}), with_options(np, lambda: repr(a), threshold={num}, suppress={bool})
    np.array_str(np.array({nested}), {count}), np.array2string(np.array({nested}), separator=',', max_line_width={count})
    np.savetxt(io.StringIO(), {nested}, {num}), np.loadtxt(io.StringIO('1 2'), {dtype}), np.loadtxt('/nowhere/x'), np.load('/nowhere/x')
    f = io.BytesIO(); np.savez(f, a, b=b); f.seek(0); z = np.load(f); sorted(z), z['arr_0'], z['b']
    f = io.BytesIO(); np.savez_compressed(f, x={nested}); f.seek(0); np.load(f)['x'], np.load(f)['y']
    np.genfromtxt(io.StringIO('1,2,x\\n3,,y'), delimiter=',', dtype={dtype}, usecols={ints})
    np.datetime64({num}), np.datetime64('2020-01-01') + {num}, np.timedelta64({num}, 'D'), np.timedelta64(1, 'h') {operator} np.timedelta64({count}, 's')
    np.arange('2020-01', '2020-03', dtype='M8[M]') {operator} {num}, np.datetime64('2020-01-31') - np.datetime64({nested})
    np.issubdtype({dtype}, np.{kinds}), np.can_cast({dtype}, {dtype}), np.promote_types({dtype}, {dtype}), np.result_type({num}, {dtype})
    np.float32({num}), np.int8({num}), np.uint8({nested}), np.complex64({num}), np.bool_({nested}), np.str_({num}), np.int64({nested})
    np.float32(1.1) {operator} {num}, np.uint8(200) {operator} {num}, np.int64(3) {operator} {nested}
    np.ndarray({shape}, {dtype}).shape, np.ndarray(2, buffer=b'1' * 16), np.nditer({nested}).shape, np.ndenumerate({nested}).next()
    np.logical_and({nested}, {bool}), np.maximum({nested}, {num}), np.minimum.reduce({nested}), np.add.outer({nested}, {nested})
    np.lib.stride_tricks.as_strided(np.array({nested}), shape={shape}, strides={shape}).shape, np.lib.NumpyVersion('2.1.0') < {nested}
    np.unwrap({nested}), np.deg2rad({nested}), np.hypot({nested}, {num}), np.arctan2({nested}, {nested}), np.modf({nested}), np.heaviside({nested}, {num})
    np.partition({nested}, {k}), np.argpartition({nested}, {k}).shape, np.packbits({nested}), np.base_repr({num}, {count}), np.binary_repr({num})
    a.min(), a.max(), a.argsort(), a.nonzero(), a.any(), a.all(), a.cumsum(), a.prod(), a.ptp if hasattr(a, 'ptp') else 0
""")


BLANK = re.compile("{(%s)}" % "|".join(CHOICES))


def program(draw):
    """A line with each name in braces replaced by one of its choices."""
    text, before = draw.choice(TEMPLATES), None
    while text != before:
        before = text
        text = BLANK.sub(lambda m: draw.choice(CHOICES[m[1]]), text)
    return text


def operands(draw):
    """Recipes of two arrays whose shapes often broadcast."""
    shape = tuple(draw.choice((0, 1, 2, 3, 3, 4)) for _ in range(draw.choice((0, 1, 1, 1, 2, 2, 3))))
    other = draw.choice((shape, shape, shape[1:], (), tuple(1 if draw.random() < 0.4 else n for n in shape)))
    first = draw.choice(TYPES)
    return [
        (dtype, s, draw.random() < 0.25, tuple(draw.choice((1, 1, 1, 2, -1)) for _ in s), draw.randrange(8))
        for dtype, s in ((first, shape), (draw.choice((first, draw.choice(TYPES))), other))
    ]


def with_options(library, told, **options):
    """What `told` gives while arrays are printed with other options."""
    with library.printoptions(**options):
        return told()


def save(library, a):
    """The bytes of an array's file, and the array read from it."""
    file = io.BytesIO()
    library.save(file, a)
    written = file.getvalue()
    file.seek(0)
    return written, library.load(file)


def text(library, a, **options):
    """An array as a table of text."""
    file = io.StringIO()
    library.savetxt(file, a, **options)
    return file.getvalue()


programs.COMMON.update(io=io, with_options=with_options, save=save, text=text, pickle=pickle, copy=copy)

NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|inf|nan)")


def close(x, y, digits):
    """What `outcome` tells of two results agrees, numbers to so many digits."""
    if x == y:
        return True
    if type(x) is not type(y):
        return False
    if isinstance(x, (list, tuple)):
        return len(x) == len(y) and all(close(p, q, digits) for p, q in zip(x, y))
    if not isinstance(x, str) or NUMBER.sub("#", x) != NUMBER.sub("#", y):
        return False
    pairs = [(float(p), float(q)) for p, q in zip(NUMBER.findall(x), NUMBER.findall(y))]
    return all(p == q or abs(p - q) <= 10.0**-digits * max(abs(p), abs(q)) for p, q in pairs)


def precision(code, *recipes):
    """Digits to which results agree: those of the shortest floats in the program."""
    short = " ".join([code, *(r[0] for r in recipes)])
    return (
        3
        if re.search(r"f2|float16|i1|u1|\?|bool", short)
        else 5
        if re.search(r"f4|c8|float32|i2|u2", short)
        else 10
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--show", type=int, default=2, help="how many of a kind")
    parser.add_argument("--only", default="", help="only programs with this text")
    options = parser.parse_args()
    draw, seen, ran = random.Random(options.seed), collections.Counter(), 0
    for _ in range(options.count):
        code, recipes = program(draw), operands(draw)
        # Powers of Python's own ints, without a limit, are nobody's program.
        if options.only not in code or "10**20 **" in code or "** 10**20" in code:
            continue
        ran += 1
        expected, mine = (
            outcome(code, library, {"a": built(library, recipes[0]), "b": built(library, recipes[1])})
            for library in (numpy, numen)
        )
        if expected[1:] == mine[1:] and close(expected[0], mine[0], precision(code, *recipes)):
            continue
        kind = code.split("(")[0]
        seen[kind] += 1
        if seen[kind] <= options.show:
            print(
                f"{code}\n  a, b   {recipes}\n  NumPy  {str(expected)[:900]}\n  Numen  {str(mine)[:900]}",
                flush=True,
            )
    print(f"{sum(seen.values())} of {ran} programs differ: {dict(seen.most_common())}")


if __name__ == "__main__":
    main()
