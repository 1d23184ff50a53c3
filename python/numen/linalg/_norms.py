"""Norms, condition numbers, ranks."""

from .._axis import normalize_axis_index, normalize_axis_tuple
from .._core import asarray
from ._common import LinAlgError, dispatch, nc, need_square
from ._decompositions import svd
from ._systems import inv

__all__ = ["cond", "matrix_norm", "matrix_rank", "norm", "vector_norm"]

_INF = float("inf")


@dispatch(lambda x, ord=None, axis=None, keepdims=None: (x,))
def norm(x, ord=None, axis=None, keepdims=False):
    """Return the norm of vectors or matrices.

    Parameters
    ----------
    x : array_like
    ord : number, 'fro' or 'nuc', optional
        For vectors a number (0 counts the elements that are not zero); for matrices 1, -1, 2, -2, inf, -inf,
        'fro' or 'nuc'. None: the square root of the sum of squares.
    axis : int or pair of int, optional
        The axis of vectors, the axes of matrices; None takes the whole array.
    keepdims : bool, optional
        Keep the reduced axes with length 1.

    Returns
    -------
    float or ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.linalg.norm(np.array([3.0, 4.0]))
    np.float64(5.0)
    """
    if ord is None and axis is None and not keepdims:
        r = nc._linalg_norm(x)
        if r is not None:
            return r
    x = asarray(x)
    if x.dtype.kind not in "fcO":
        x = x.astype(float)
    if axis is None:
        n = x.ndim
        if ord is None or (ord in ("f", "fro") and n == 2) or (ord == 2 and n == 1):
            flat = x.ravel(order="K")
            if x.dtype.kind == "c":
                squares = nc.dot(flat.real, flat.real) + nc.dot(flat.imag, flat.imag)
            else:
                squares = nc.dot(flat, flat)
            r = nc.sqrt(squares)
            return r.reshape(n * [1]) if keepdims else r
        axis = tuple(range(n))
    elif not isinstance(axis, tuple):
        try:
            axis = int(axis)
        except Exception as e:
            raise TypeError("'axis' must be None, an integer or a tuple of integers") from e
        axis = (axis,)
    if len(axis) == 1:
        return _of_vectors(x, ord, axis, keepdims)
    if len(axis) == 2:
        return _of_matrices(x, ord, axis, keepdims)
    raise ValueError("Improper number of dimensions to norm.")


def _of_vectors(x, ord, axis, keepdims):
    if ord == _INF:
        return nc.maximum.reduce(nc.absolute(x), axis=axis, keepdims=keepdims, initial=0)
    if ord == -_INF:
        return nc.minimum.reduce(nc.absolute(x), axis=axis, keepdims=keepdims)
    if ord == 0:
        return nc.add.reduce((x != 0).astype(x.real.dtype), axis=axis, keepdims=keepdims)
    if ord == 1:
        return nc.add.reduce(nc.absolute(x), axis=axis, keepdims=keepdims)
    if ord is None or ord == 2:
        return nc.sqrt(_sums_of_squares(x, axis, keepdims))
    if isinstance(ord, str):
        raise ValueError(f"Invalid norm order '{ord}' for vectors")
    powers = nc.absolute(x)
    powers **= ord
    r = nc.add.reduce(powers, axis=axis, keepdims=keepdims)
    # The type of the result follows the elements even if `ord` is a float64 scalar.
    r **= nc.reciprocal(ord, dtype=r.dtype)
    return r


def _sums_of_squares(x, axis, keepdims=False):
    """Sum the squares over the axes; along the last axis of real numbers in one pass."""
    if not keepdims and x.dtype.char in "fd" and len(axis) == 1 and axis[0] in (-1, x.ndim - 1):
        return nc.vecdot(x, x)
    squares = (nc.conjugate(x) * x).real if x.dtype.kind in "cO" else x * x
    return nc.add.reduce(squares, axis=axis, keepdims=keepdims)


def _of_matrices(x, ord, axis, keepdims):
    row, column = (normalize_axis_index(k, x.ndim) for k in axis)
    if row == column:
        raise ValueError("Duplicate axes given.")
    if ord is None or ord in ("fro", "f"):
        r = nc.sqrt(_sums_of_squares(x, (row, column)))
    elif ord == 2:
        r = _of_singular_values(x, row, column, nc.maximum, 0)
    elif ord == -2:
        r = _of_singular_values(x, row, column, nc.minimum)
    elif ord == "nuc":
        r = _of_singular_values(x, row, column, nc.add, 0)
    elif ord in (1, -1, _INF, -_INF):
        first, second = (row, column) if ord in (1, -1) else (column, row)
        sums = nc.add.reduce(nc.absolute(x), axis=first)
        second -= second > first
        if ord > 0:
            r = nc.maximum.reduce(sums, axis=second, initial=0)
        else:
            r = nc.minimum.reduce(sums, axis=second)
    else:
        raise ValueError("Invalid norm order for matrices.")
    if keepdims:
        shape = list(x.shape)
        shape[row] = shape[column] = 1
        r = r.reshape(shape)
    return r


def _of_singular_values(x, row, column, ufunc, *initial):
    s = svd(_to_end(x, row, column), compute_uv=False)
    return ufunc.reduce(s, axis=-1, **({"initial": initial[0]} if initial else {}))


def _to_end(x, row, column):
    return x.transpose([k for k in range(x.ndim) if k not in (row, column)] + [row, column])


@dispatch(lambda x, /, *, keepdims=None, ord=None: (x,))
def matrix_norm(x, /, *, keepdims=False, ord="fro"):
    """Return the norm of each matrix of shape (..., M, N); `ord` as for `norm`."""
    return norm(asarray(x), axis=(-2, -1), keepdims=keepdims, ord=ord)


@dispatch(lambda x, /, *, axis=None, keepdims=None, ord=None: (x,))
def vector_norm(x, /, *, axis=None, keepdims=False, ord=2):
    """Return the norm over one axis, several axes or (None) all elements; `ord` as for `norm`."""
    x = asarray(x)
    shape = list(x.shape)
    if axis is None:
        x, over = x.ravel(), 0
    elif isinstance(axis, tuple):
        gone = normalize_axis_tuple(axis, x.ndim)
        rest = tuple(k for k in range(x.ndim) if k not in gone)
        length = 1
        for k in gone:
            length *= shape[k]
        x = x.transpose(gone + rest).reshape((length, *(shape[k] for k in rest)))
        over = 0
    else:
        over = axis
    r = norm(x, axis=over, ord=ord)
    if keepdims:
        gone = range(len(shape)) if axis is None else normalize_axis_tuple(axis, len(shape))
        for k in gone:
            shape[k] = 1
        r = r.reshape(tuple(shape))
    return r


@dispatch(lambda x, p=None: (x,))
def cond(x, p=None):
    """Return the condition number of each matrix.

    Parameters
    ----------
    x : array_like, shape (..., M, N)
        Square unless `p` is None, 2 or -2.
    p : optional
        The norm, as `ord` of `norm`; None is 2.
    """
    from .._errstate import errstate

    x = asarray(x)
    if x.size == 0 and x.ndim >= 2 and 0 in x.shape[-2:]:
        raise LinAlgError("cond is not defined on empty arrays")
    with errstate(all="ignore"):
        if p is None or p == 2 or p == -2:
            s = svd(x, compute_uv=False)
            r = s[..., -1] / s[..., 0] if p == -2 else s[..., 0] / s[..., -1]
        else:
            need_square(x)
            double = x if x.dtype.char in "fdFD" else x.astype("D" if x.dtype.kind == "c" else "d")
            r = norm(double, p, axis=(-2, -1)) * norm(_inverse_or_nan(double), p, axis=(-2, -1))
    r = asarray(r)
    lost = nc.isnan(r)
    if lost.any():
        # Infinite unless the matrix itself has a NaN.
        lost &= ~nc.isnan(x).any(axis=(-2, -1))
        r[lost] = _INF
    return r[()]


def _inverse_or_nan(x):
    """Invert each matrix; the singular ones become NaN."""
    try:
        return inv(x)
    except LinAlgError:
        out = nc.full(x.shape, float("nan"), dtype=x.dtype)
        n = x.shape[-1]
        for source, target in zip(x.reshape(-1, n, n), out.reshape(-1, n, n)):
            try:
                target[...] = inv(source)
            except LinAlgError:
                continue
        return out


@dispatch(lambda A, tol=None, hermitian=None, *, rtol=None: (A,))
def matrix_rank(A, tol=None, hermitian=False, *, rtol=None):
    """Return how many singular values of each matrix are above a threshold.

    Parameters
    ----------
    A : array_like
        Of shape (..., M, N), or a vector, whose rank is 0 or 1.
    tol : array_like, optional
        The threshold; by default the largest singular value times `rtol`.
    hermitian : bool, optional
        The matrices are Hermitian: eigenvalues do.
    rtol : array_like, optional
        The machine epsilon times the larger of M and N by default.
    """
    if rtol is not None and tol is not None:
        raise ValueError("`tol` and `rtol` can't be both set.")
    a = asarray(A)
    if a.ndim < 2:
        return int(not (a == 0).all())
    s = svd(a, compute_uv=False, hermitian=hermitian)
    if tol is None:
        if rtol is None:
            from .._getlimits import finfo

            rtol = max(a.shape[-2:]) * finfo(s.dtype).eps
        else:
            rtol = asarray(rtol)[..., None]
        tol = nc.maximum.reduce(s, axis=-1, keepdims=True, initial=0) * rtol
    else:
        tol = asarray(tol)[..., None]
    return nc.count_nonzero(s > tol, axis=-1)
