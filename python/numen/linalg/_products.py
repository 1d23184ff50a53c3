"""Powers and products of matrices, and the array API's variants of general functions."""

import operator

from .. import _tensor
from .._core import asanyarray, asarray
from ._common import LinAlgError, dispatch, nc, need_square
from ._systems import inv

__all__ = (
    """cross diagonal matmul matrix_power matrix_transpose multi_dot outer tensordot trace vecdot""".split()
)


@dispatch(lambda a, n: (a,))
def matrix_power(a, n):
    """Return square matrices of shape (..., M, M) to the integer power `n`; negative ones invert."""
    a = asanyarray(a)
    need_square(a)
    try:
        n = operator.index(n)
    except TypeError as e:
        raise TypeError("exponent must be an integer") from e
    if a.dtype == object:
        if a.ndim != 2:
            # NumPy's own limit and error: `dot` of objects knows no stacks.
            raise NotImplementedError("matrix_power not supported for stacks of object arrays")
        times = nc.dot
    else:
        times = nc.matmul
    if n == 0:
        r = nc.empty_like(a)
        from .._creation import eye

        r[...] = eye(a.shape[-2], dtype=a.dtype)
        return r
    if n < 0:
        a, n = inv(a), -n
    if n == 3:
        return times(times(a, a), a)
    # Squares and products, by the binary digits.
    original, result = a, None
    while True:
        n, bit = divmod(n, 2)
        if bit:
            result = a if result is None else times(result, a)
        if n == 0:
            return result.copy() if result is original else result
        a = times(a, a)


def _dot_arguments(arrays, *, out=None):
    yield from arrays
    yield out


@dispatch(_dot_arguments)
def multi_dot(arrays, *, out=None):
    """Return the product of two or more matrices in the cheapest order (Cormen et al., matrix-chain order).

    Parameters
    ----------
    arrays : sequence of array_like
        Matrices; the first and the last may be vectors.
    out : ndarray, optional
        Where the result goes.
    """
    n = len(arrays)
    if n < 2:
        raise ValueError("Expecting at least two arrays.")
    if n == 2:
        return nc.dot(arrays[0], arrays[1], out)
    arrays = [asanyarray(a) for a in arrays]
    first, last = arrays[0].ndim, arrays[-1].ndim
    if first == 1:
        arrays[0] = arrays[0][None, :]
    if last == 1:
        arrays[-1] = arrays[-1][:, None]
    for a in arrays:
        if a.ndim != 2:
            raise LinAlgError(f"{a.ndim}-dimensional array given. Array must be two-dimensional")
    target = out if first == last == 2 else None
    if n == 3:
        a, b, c = arrays
        (m, k), (j, l) = a.shape, c.shape
        left_first = m * k * j + m * j * l <= k * j * l + m * k * l
        r = nc.dot(nc.dot(a, b), c, target) if left_first else nc.dot(a, nc.dot(b, c), target)
    else:
        r = _chain(
            arrays, 0, n - 1, _chain_order([a.shape[0] for a in arrays] + [arrays[-1].shape[1]]), target
        )
    if first == 1 and last == 1:
        r = r[0, 0]
    elif first == 1 or last == 1:
        r = r.ravel()
    if out is not None and r is not out:
        out[...] = r
        return out
    return r


def _chain(arrays, i, j, split, out=None):
    if i == j:
        return arrays[i]
    k = split[i, j]
    return nc.dot(_chain(arrays, i, k, split), _chain(arrays, k + 1, j, split), out)


def _chain_order(p):
    """Map (i, j) to where the product of matrices i to j is best split; matrix i is p[i] by p[i + 1]."""
    n = len(p) - 1
    cost, split = {(i, i): 0 for i in range(n)}, {}
    for length in range(1, n):
        for i in range(n - length):
            j = i + length
            cost[i, j], split[i, j] = min(
                (cost[i, k] + cost[k + 1, j] + p[i] * p[k + 1] * p[j + 1], k) for k in range(i, j)
            )
    return split


@dispatch(lambda x, /, *, offset=None: (x,))
def diagonal(x, /, *, offset=0):
    """Return the diagonal of each matrix of shape (..., M, N)."""
    return nc.diagonal(x, offset, axis1=-2, axis2=-1)


@dispatch(lambda x, /, *, offset=None, dtype=None: (x,))
def trace(x, /, *, offset=0, dtype=None):
    """Return the sum along the diagonal of each matrix of shape (..., M, N)."""
    return nc.trace(x, offset, axis1=-2, axis2=-1, dtype=dtype)


@dispatch(lambda x1, x2, /, *, axis=None: (x1, x2))
def cross(x1, x2, /, *, axis=-1):
    """Return the cross product of vectors of three elements along `axis`."""
    x1, x2 = asanyarray(x1), asanyarray(x2)
    if x1.shape[axis] != 3 or x2.shape[axis] != 3:
        raise ValueError(
            "Both input arrays must be (arrays of) 3-dimensional vectors, "
            f"but they are {x1.shape[axis]} and {x2.shape[axis]} dimensional instead."
        )
    return nc.cross(x1, x2, axis=axis)


@dispatch(lambda x1, x2, /: (x1, x2))
def outer(x1, x2, /):
    """Return the outer product of two vectors."""
    x1, x2 = asanyarray(x1), asanyarray(x2)
    if x1.ndim != 1 or x2.ndim != 1:
        raise ValueError(
            f"Input arrays must be one-dimensional, but they are x1.ndim={x1.ndim} and x2.ndim={x2.ndim}."
        )
    return nc.outer(x1, x2)


@dispatch(lambda x1, x2, /, *, axes=None: (x1, x2))
def tensordot(x1, x2, /, *, axes=2):
    """Sum the products of two arrays over pairs of axes; see `numen.tensordot`."""
    return _tensor.tensordot(x1, x2, axes=axes)


@dispatch(lambda x1, x2, /: (x1, x2))
def matmul(x1, x2, /):
    """Return the matrix product; see `numen.matmul`."""
    return nc.matmul(x1, x2)


@dispatch(lambda x, /: (x,))
def matrix_transpose(x, /):
    """Return each matrix of shape (..., M, N) transposed."""
    x = asanyarray(x)
    if x.ndim < 2:
        raise ValueError(f"Input array must be at least 2-dimensional, but it is {x.ndim}")
    return x.swapaxes(-1, -2)


@dispatch(lambda x1, x2, /, *, axis=None: (x1, x2))
def vecdot(x1, x2, /, *, axis=-1):
    """Return the dot products of vectors along `axis`; the first is conjugated."""
    if axis == -1:
        return nc.vecdot(x1, x2)
    x1, x2 = asarray(x1), asarray(x2)
    axis = operator.index(axis)
    return nc.vecdot(_last(x1, axis), _last(x2, axis))


def _last(x, axis):
    axis = axis % x.ndim
    return x.transpose([k for k in range(x.ndim) if k != axis] + [axis])
