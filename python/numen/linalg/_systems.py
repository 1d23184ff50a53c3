"""Systems of linear equations, inverses, determinants, least squares."""

from typing import NamedTuple

from .._core import asarray
from ._common import LinAlgError, _NoValue, dispatch, give_class, nc

__all__ = ["det", "inv", "lstsq", "pinv", "slogdet", "solve", "tensorinv", "tensorsolve"]


class SlogdetResult(NamedTuple):
    """Signs and logarithms of the absolute values of determinants."""

    sign: object
    logabsdet: object


@dispatch(lambda a, b: (a, b), nc._quick_solve)
def solve(a, b):
    """Return `x` with ``a @ x = b``.

    Parameters
    ----------
    a : array_like, shape (..., M, M)
        Matrices of coefficients.
    b : array_like, shape (M,) or (..., M, K)
        Right sides: one vector if it has one axis, else columns.

    Returns
    -------
    ndarray
        The solutions, in the shape of the right sides.

    Raises
    ------
    LinAlgError
        For a singular matrix, or one that is not square.

    Examples
    --------
    >>> import numen as np
    >>> np.linalg.solve([[1.0, 2.0], [3.0, 5.0]], [1.0, 2.0])
    array([-1.,  1.])
    """
    return give_class(nc._linalg_solve(a, b), b)


@dispatch(lambda a: (a,), nc._quick_inv)
def inv(a):
    """Return the inverse of each matrix of shape (..., M, M); `LinAlgError` for a singular one."""
    return give_class(nc._linalg_inv(a), a)


@dispatch(lambda a: (a,), nc._quick_det)
def det(a):
    """Return the determinant of each matrix of shape (..., M, M)."""
    return nc._linalg_det(a)


@dispatch(lambda a: (a,))
def slogdet(a):
    """Return sign and natural logarithm of the absolute value of each determinant.

    Parameters
    ----------
    a : array_like, shape (..., M, M)

    Returns
    -------
    SlogdetResult
        Named tuple `sign`, `logabsdet`; 0 and -inf for a singular matrix.
    """
    return SlogdetResult(*nc._linalg_slogdet(a))


@dispatch(lambda a, rcond=None, hermitian=None, *, rtol=None: (a,))
def pinv(a, rcond=None, hermitian=False, *, rtol=_NoValue):
    """Return the Moore-Penrose inverse, from the singular value decomposition.

    Parameters
    ----------
    a : array_like, shape (..., M, N)
    rcond, rtol : float or array_like, optional
        Singular values up to this multiple of the largest count as zero; 1e-15 by default, or for
        ``rtol=None`` the machine epsilon times the larger of M and N.
    hermitian : bool, optional
        The matrices are Hermitian: eigenvalues do.

    Returns
    -------
    ndarray, shape (..., N, M)
    """
    from ._decompositions import svd

    x = asarray(a)
    if rcond is None:
        if rtol is _NoValue:
            rcond = 1e-15
        elif rtol is None:
            rcond = max(x.shape[-2:]) * _eps(x)
        else:
            rcond = rtol
    elif rtol is not _NoValue:
        raise ValueError("`rtol` and `rcond` can't be both set.")
    rcond = asarray(rcond)
    if x.ndim >= 2 and 0 in x.shape[-2:]:
        m, n = x.shape[-2:]
        return give_class(nc.empty(x.shape[:-2] + (n, m), dtype=x.dtype), a)
    u, s, vh = svd(nc.conjugate(x), full_matrices=False, hermitian=hermitian)
    cutoff = rcond[..., None] * nc.maximum.reduce(s, axis=-1, keepdims=True)
    large = s > cutoff
    s = nc.divide(1, s, where=large, out=s)
    s[~large] = 0
    r = nc.matmul(vh.swapaxes(-1, -2), s[..., None] * u.swapaxes(-1, -2))
    return give_class(r, a)


def _eps(x):
    from .._getlimits import finfo

    return finfo(x.dtype if x.dtype.kind in "fc" else "f8").eps


@dispatch(lambda a, b, rcond=None: (a, b))
def lstsq(a, b, rcond=None):
    """Return the `x` of least norm that minimises ``|b - a @ x|``.

    Parameters
    ----------
    a : array_like, shape (M, N)
    b : array_like, shape (M,) or (M, K)
    rcond : float, optional
        Singular values up to this multiple of the largest count as zero; the machine epsilon times the
        larger of M and N by default, the machine epsilon itself for -1.

    Returns
    -------
    tuple
        Solution, sums of squared residuals (empty unless the rank is full and M > N), rank, singular values.
    """
    x, y = asarray(a), asarray(b)
    for operand in (x, y[:, None] if y.ndim == 1 else y):
        if operand.ndim != 2:
            raise LinAlgError(f"{operand.ndim}-dimensional array given. Array must be two-dimensional")
    if x.shape[0] != y.shape[0]:
        raise LinAlgError("Incompatible dimensions")
    if rcond is None:
        single = all(o.dtype.char in "fF" for o in (x, y))
        rcond = (1.1920928955078125e-07 if single else 2.220446049250313e-16) * max(x.shape)
    solution, residuals, rank, s = nc._linalg_lstsq(x, y, rcond)
    return give_class(solution, b), give_class(residuals, b), nc.int32(rank), s


@dispatch(lambda a, b, axes=None: (a, b))
def tensorsolve(a, b, axes=None):
    """Return `x` with ``tensordot(a, x, x.ndim) = b``.

    Parameters
    ----------
    a : array_like
        Its shape is that of `b` followed by that of the result; both parts have equally many elements.
    b : array_like
    axes : sequence of int, optional
        Axes of `a` that are moved to the end first.
    """
    x, y = asarray(a), asarray(b)
    n = x.ndim
    if axes is not None:
        order = list(range(n))
        for k in axes:
            order.remove(k)
            order.insert(n, k)
        x = x.transpose(order)
    rest = x.shape[-(n - y.ndim) :]
    length = 1
    for k in rest:
        length *= k
    if x.size != length**2:
        raise LinAlgError(
            "Input arrays must satisfy the requirement             "
            "prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])"
        )
    result = solve(x.reshape(length, length), y.ravel())
    return give_class(result.reshape(rest), a)


@dispatch(lambda a, ind=None: (a,))
def tensorinv(a, ind=2):
    """Return the inverse of `a` as a map by ``tensordot(a, ., ind)``.

    Parameters
    ----------
    a : array_like
        The product of its first `ind` lengths equals that of the others.
    ind : int, optional
        Positive.
    """
    x = asarray(a)
    if ind <= 0:
        raise ValueError("Invalid ind argument.")
    rows = 1
    for k in x.shape[ind:]:
        rows *= k
    return inv(x.reshape(rows, -1)).reshape(x.shape[ind:] + x.shape[:ind])
