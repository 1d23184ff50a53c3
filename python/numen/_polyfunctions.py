"""Polynomials as arrays of coefficients, highest power first (the older interface)."""

import warnings

from . import _core as nc
from ._calculus import convolve
from ._core import array_function_dispatch, asanyarray, asarray
from ._exceptions import RankWarning
from ._getlimits import finfo
from ._stacking import atleast_1d
from ._types import mintypecode

__all__ = [
    "poly",
    "polyadd",
    "polyder",
    "polydiv",
    "polyfit",
    "polyint",
    "polymul",
    "polysub",
    "polyval",
    "roots",
]


def _like(result, *originals):
    """The result as a `poly1d`, where one of the arguments was one."""
    from ._poly1d import poly1d

    return poly1d(result) if any(isinstance(x, poly1d) for x in originals) else result


def _elements(x, *_, **__):
    return x


@array_function_dispatch(_elements)
def poly(seq_of_zeros):
    """Return the coefficients of the polynomial with given roots, and leading coefficient one.

    Parameters
    ----------
    seq_of_zeros : array_like of shape (N,) or (N, N)
        The roots; or a square matrix, whose eigenvalues are the roots.

    Returns
    -------
    ndarray of shape (N + 1,)

    Raises
    ------
    ValueError
        When the input has another shape.

    Examples
    --------
    >>> import numen as np
    >>> np.poly([1, 2])
    array([ 1., -3.,  2.])
    """
    zeros = atleast_1d(seq_of_zeros)
    if zeros.ndim == 2 and zeros.shape[0] == zeros.shape[1] != 0:
        from .linalg import eigvals

        zeros = eigvals(zeros)
    elif zeros.ndim == 1:
        if zeros.dtype.kind != "O":
            zeros = zeros.astype(mintypecode(zeros.dtype.char))
    else:
        raise ValueError("input must be 1d or non-empty square 2d array.")
    if len(zeros) == 0:
        return 1.0
    dtype = zeros.dtype
    c = nc.ones((1,), dtype=dtype)
    for zero in zeros:
        c = convolve(c, nc.array([1, -zero], dtype=dtype), mode="full")
    if dtype.kind == "c" and nc.all(nc.sort(zeros) == nc.sort(zeros.conjugate())):
        # Roots in conjugate pairs have real coefficients.
        c = c.real.copy()
    return c


@array_function_dispatch(_elements)
def roots(p):
    """Return the roots of a polynomial: the eigenvalues of its companion matrix.

    Parameters
    ----------
    p : array_like, 1-D
        Coefficients, highest power first.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When the coefficients are not one-dimensional.

    Examples
    --------
    >>> import numen as np
    >>> np.roots([1, -3, 2])
    array([2., 1.])
    """
    p = atleast_1d(p)
    if p.ndim != 1:
        raise ValueError("Input must be a rank-1 array.")
    nonzero = nc.nonzero(p)[0]
    if len(nonzero) == 0:
        return nc.array([])
    at_zero = len(p) - nonzero[-1] - 1
    p = p[int(nonzero[0]) : int(nonzero[-1]) + 1]
    if not issubclass(p.dtype.type, nc.inexact):
        p = p.astype(float)
    found = nc.array([])
    n = len(p)
    if n > 1:
        from .linalg import eigvals

        companion = nc.zeros((n - 1, n - 1), p.dtype)
        companion.flat[n - 1 :: n] = 1
        companion[0, :] = -p[1:] / p[0]
        found = eigvals(companion)
    return nc.concatenate((found, nc.zeros(int(at_zero), found.dtype)))


@array_function_dispatch(lambda p, x: (p, x))
def polyval(p, x):
    """Evaluate a polynomial by Horner's rule.

    Parameters
    ----------
    p : array_like, 1-D
        Coefficients, highest power first.
    x : array_like or poly1d
        Where to evaluate.

    Returns
    -------
    ndarray, scalar or poly1d

    Examples
    --------
    >>> import numen as np
    >>> np.polyval([3, 0, 1], [1, 2])
    array([ 4, 13])
    """
    from ._poly1d import poly1d

    p = asarray(p)
    if isinstance(x, poly1d):
        y = 0
    else:
        x = asanyarray(x)
        y = nc.zeros_like(x)
    for c in p:
        y = y * x + c
    return y


def _aligned(a1, a2):
    """Coefficients of equal length, with zeros in front of the shorter ones."""
    a1, a2 = atleast_1d(a1), atleast_1d(a2)
    lack = len(a2) - len(a1)
    if lack > 0:
        a1 = nc.concatenate((nc.zeros(lack, a1.dtype), a1))
    elif lack < 0:
        a2 = nc.concatenate((nc.zeros(-lack, a2.dtype), a2))
    return a1, a2


@array_function_dispatch(lambda a1, a2: (a1, a2))
def polyadd(a1, a2):
    """Return the sum of two polynomials.

    Parameters
    ----------
    a1, a2 : array_like or poly1d
        Coefficients, highest power first.

    Returns
    -------
    ndarray or poly1d

    Examples
    --------
    >>> import numen as np
    >>> np.polyadd([1, 2], [9, 5, 4])
    array([9, 6, 6])
    """
    x, y = _aligned(a1, a2)
    return _like(x + y, a1, a2)


@array_function_dispatch(lambda a1, a2: (a1, a2))
def polysub(a1, a2):
    """Return the difference of two polynomials.

    Parameters
    ----------
    a1, a2 : array_like or poly1d
        Coefficients, highest power first.

    Returns
    -------
    ndarray or poly1d

    Examples
    --------
    >>> import numen as np
    >>> np.polysub([2, 10, -2], [3, 10, -4])
    array([-1,  0,  2])
    """
    x, y = _aligned(a1, a2)
    return _like(x - y, a1, a2)


@array_function_dispatch(lambda a1, a2: (a1, a2))
def polymul(a1, a2):
    """Return the product of two polynomials.

    Parameters
    ----------
    a1, a2 : array_like or poly1d
        Coefficients, highest power first.

    Returns
    -------
    ndarray or poly1d

    Examples
    --------
    >>> import numen as np
    >>> np.polymul([1, 2], [1, -2])
    array([ 1,  0, -4])
    """
    from ._poly1d import poly1d

    return _like(convolve(poly1d(a1).coeffs, poly1d(a2).coeffs), a1, a2)


@array_function_dispatch(lambda u, v: (u, v))
def polydiv(u, v):
    """Divide polynomials with remainder.

    Parameters
    ----------
    u : array_like or poly1d
        Coefficients of the dividend, highest power first.
    v : array_like or poly1d
        Coefficients of the divisor.

    Returns
    -------
    quotient, remainder : ndarray or poly1d

    Examples
    --------
    >>> import numen as np
    >>> np.polydiv([1, 3, 2], [1, 1])
    (array([1., 2.]), array([0.]))
    """
    top, bottom = atleast_1d(u) + 0.0, atleast_1d(v) + 0.0
    dtype = (top[0] + bottom[0]).dtype
    m, n = len(top) - 1, len(bottom) - 1
    scale = 1.0 / bottom[0]
    quotient = nc.zeros((max(m - n + 1, 1),), dtype)
    rest = top.astype(dtype)
    for k in range(m - n + 1):
        factor = scale * rest[k]
        quotient[k] = factor
        rest[k : k + n + 1] -= factor * bottom
    while len(rest) > 1 and nc.allclose(rest[0], 0, rtol=1e-14):
        rest = rest[1:]
    return _like(quotient, u, v), _like(rest, u, v)


@array_function_dispatch(lambda p, m=None: (p,))
def polyder(p, m=1):
    """Return a derivative of a polynomial.

    Parameters
    ----------
    p : array_like or poly1d
        Coefficients, highest power first.
    m : int, optional
        How often to differentiate.

    Returns
    -------
    ndarray or poly1d

    Raises
    ------
    ValueError
        When `m` is negative.

    Examples
    --------
    >>> import numen as np
    >>> np.polyder([1, 1, 1, 1])
    array([3, 2, 1])
    """
    m = int(m)
    if m < 0:
        raise ValueError("Order of derivative must be positive (see polyint)")
    c = asarray(p)
    for _ in range(m):
        powers = nc.arange(len(c) - 1, 0, -1)
        c = c[:-1] * powers
    return _like(c, p)


@array_function_dispatch(lambda p, m=None, k=None: (p,))
def polyint(p, m=1, k=None):
    """Return an antiderivative of a polynomial.

    Parameters
    ----------
    p : array_like or poly1d
        Coefficients, highest power first.
    m : int, optional
        How often to integrate.
    k : scalar or list of `m` scalars, optional
        Constants of integration, zero by default.

    Returns
    -------
    ndarray or poly1d

    Raises
    ------
    ValueError
        When `m` is negative, or there are too few constants.

    Examples
    --------
    >>> import numen as np
    >>> np.polyint([3, 2, 1])
    array([1., 1., 1., 0.])
    """
    m = int(m)
    if m < 0:
        raise ValueError("Order of integral must be positive (see polyder)")
    k = nc.zeros(m, float) if k is None else atleast_1d(k)
    if len(k) == 1 and m > 1:
        k = k[0] * nc.ones(m, float)
    if len(k) < m:
        raise ValueError("k must be a scalar or a rank-1 array of length 1 or >m.")
    c = asarray(p)
    for i in range(m):
        c = nc.concatenate((nc.true_divide(c, nc.arange(len(c), 0, -1)), [k[i]]))
    return _like(c, p)


def check_samples(x, y):
    """Refuse positions and values that no fit can take."""
    if x.ndim != 1:
        raise TypeError("expected 1D vector for x")
    if x.size == 0:
        raise TypeError("expected non-empty vector for x")
    if y.ndim < 1 or y.ndim > 2:
        raise TypeError("expected 1D or 2D array for y")
    if len(x) != len(y):
        raise TypeError("expected x and y to have same length")


def _fit_arguments(x, y, deg, w):
    """Checked samples, and the matrix and right side of the least-squares problem."""
    from ._creation import vander

    x, y = asarray(x) + 0.0, asarray(y) + 0.0
    if deg < 0:
        raise ValueError("expected deg >= 0")
    check_samples(x, y)
    powers, right = vander(x, deg + 1), y
    if w is not None:
        w = asarray(w) + 0.0
        if w.ndim != 1:
            raise TypeError("expected a 1-d array for weights")
        if w.shape[0] != y.shape[0]:
            raise TypeError("expected w and y to have the same length")
        powers = powers * w[:, None]
        right = right * (w[:, None] if right.ndim == 2 else w)
    return x, y, powers, right


@array_function_dispatch(lambda x, y, deg, rcond=None, full=None, w=None, cov=None: (x, y, w))
def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """Fit a polynomial to points by least squares.

    Parameters
    ----------
    x : array_like of shape (M,)
        Positions.
    y : array_like of shape (M,) or (M, K)
        Values, of K sets of points at once.
    deg : int
        Degree of the polynomial.
    rcond : float, optional
        Relative size below which singular values count as zero.
    full : bool, optional
        Return diagnostics as well.
    w : array_like of shape (M,), optional
        Weights: what the residuals are multiplied by before they are squared.
    cov : bool or 'unscaled', optional
        Return the covariance of the coefficients as well.

    Returns
    -------
    p : ndarray of shape (deg + 1,) or (deg + 1, K)
        Coefficients, highest power first.
    residuals, rank, singular_values, rcond
        With `full`.
    V : ndarray of shape (deg + 1, deg + 1) or (deg + 1, deg + 1, K)
        With `cov`.

    Raises
    ------
    TypeError
        When the shapes do not fit.
    ValueError
        When the degree is negative, or there are too few points for `cov`.

    Examples
    --------
    >>> import numen as np
    >>> np.polyfit([0, 1, 2], [1, 3, 5], 1).round(6) + 0.0
    array([2., 1.])
    """
    from .linalg import inv, lstsq

    deg = int(deg)
    order = deg + 1
    x, y, powers, right = _fit_arguments(x, y, deg, w)
    if rcond is None:
        rcond = len(x) * finfo(x.dtype).eps
    # Columns of length one make the rank a question of direction only.
    scale = nc.sqrt((powers * powers).sum(axis=0))
    powers = powers / scale
    c, residuals, rank, singular = lstsq(powers, right, rcond)
    c = (c.T / scale).T
    if full:
        return c, residuals, rank, singular, rcond
    if rank != order:
        warnings.warn("Polyfit may be poorly conditioned", RankWarning, stacklevel=2)
    if not cov:
        return c
    variance = inv(nc.dot(powers.T, powers))
    variance /= nc.outer(scale, scale)
    if isinstance(cov, str) and cov == "unscaled":
        factor = 1
    else:
        if len(x) <= order:
            raise ValueError("the number of data points must exceed order to scale the covariance matrix")
        factor = residuals / (len(x) - order)
    return c, variance * factor if y.ndim == 1 else variance[:, :, None] * factor
