"""Power series: coefficients of 1, x, x**2, ... (Horner's rule; companion matrices)."""

from .. import _core as nc
from .._calculus import convolve
from .._core import array, array_function_dispatch, asarray, ndarray
from .._runtime import type_module
from ._coefficients import as_series, trimcoef, trimseq
from ._family import POWERS
from ._polybase import ABCPolyBase
from ._shared import (
    add,
    derivative,
    fit,
    from_roots,
    grid_nd,
    inexact,
    integral,
    orders,
    power,
    raised,
    subtract,
    value_nd,
    vander_nd_flat,
)

__all__ = [
    "polyzero", "polyone", "polyx", "polydomain", "polyline", "polyfromroots", "polyadd", "polysub",
    "polymulx", "polymul", "polydiv", "polypow", "polyder", "polyint", "polyval", "polyvalfromroots",
    "polyval2d", "polygrid2d", "polyval3d", "polygrid3d", "polyvander", "polyvander2d", "polyvander3d",
    "polyfit", "polycompanion", "polyroots", "polytrim", "Polynomial",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
polyzero = array([0])
polyone = array([1])
polyx = array([0, 1])
polydomain = array([-1.0, 1.0])

polytrim = trimcoef


def polyline(off, scl):
    """Return ``off + scl * x`` as a power series.

    Parameters
    ----------
    off, scl : scalar
        Value at zero, and slope.

    Returns
    -------
    ndarray
        One coefficient where `scl` is zero, else two.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyline(3, 2)
    array([3, 2])
    """
    return array([off, scl]) if scl != 0 else array([off])


def polyfromroots(roots):
    """Return the power series with given roots, and one as the coefficient of the highest power of `x`.

    Parameters
    ----------
    roots : array_like, shape (N,)
        A root of multiplicity m stands m times.

    Returns
    -------
    ndarray, shape (N + 1,)

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyfromroots([-1, 0, 1])
    array([ 0., -1.,  0.,  1.])
    """
    return from_roots(polyline, polymul, roots)


def polyadd(c1, c2):
    """Return the sum of two power series.

    Parameters
    ----------
    c1, c2 : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray
        Without zeros of highest degree.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyadd([1, 2, 3], [3, 2, 1])
    array([4., 4., 4.])
    """
    return add(c1, c2)


def polysub(c1, c2):
    """Return the difference of two power series.

    Parameters
    ----------
    c1, c2 : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray
        Without zeros of highest degree.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polysub([1, 2, 3], [3, 2, 1])
    array([-2.,  0.,  2.])
    """
    return subtract(c1, c2)


def polymulx(c):
    """Return `x` times a power series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polymulx([1, 2, 3])
    array([0., 1., 2., 3.])
    """
    return POWERS.times_x(c)


def polymul(c1, c2):
    """Return the product of two power series.

    Parameters
    ----------
    c1, c2 : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray
        Without zeros of highest degree.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polymul([1, 2], [0, 1])
    array([0., 1., 2.])
    """
    c1, c2 = as_series([c1, c2])
    return trimseq(convolve(c1, c2))


def polydiv(c1, c2):
    """Divide power series with remainder.

    Parameters
    ----------
    c1, c2 : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    quotient, remainder : ndarray

    Raises
    ------
    ZeroDivisionError
        When the last coefficient of `c2` is zero.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polydiv(P.polymul([2, 1], [0, 3]), [0, 3])
    (array([2., 1.]), array([0.]))
    """
    c1, c2 = as_series([c1, c2])
    if c2[-1] == 0:
        raise ZeroDivisionError
    n = len(c2)
    if len(c1) < n:
        return c1[:1] * 0, c1
    if n == 1:
        return c1 / c2[-1], c1[:1] * 0
    # The divisor made monic; the quotient grows where the dividend was.
    monic, lead = c2[:-1] / c2[-1], c2[-1]
    for i in range(len(c1) - n, -1, -1):
        c1[i : i + n - 1] -= monic * c1[i + n - 1]
    return c1[n - 1 :] / lead, trimseq(c1[: n - 1])


def polypow(c, pow, maxpower=None):
    """Return a power series to a power.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.
    pow : int
        The exponent, not negative.
    maxpower : int or None, optional
        Larger exponents are refused.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        For an exponent that is negative, fractional, or too large.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polypow([0, 2], 2)
    array([0., 0., 4.])
    """
    return power(polymul, c, pow, maxpower)


def _differentiate(c):
    """``x**n`` has the derivative ``n x**(n-1)``."""
    return c[1:] * orders(c[1:], 1)


def polyder(c, m=1, scl=1, axis=0):
    """Return a derivative of a power series.

    Parameters
    ----------
    c : array_like
        Coefficients, lowest degree first; an axis a variable.
    m : int, optional
        How often to differentiate.
    scl : scalar, optional
        Factor of every derivative, for a linear change of the variable.
    axis : int, optional
        Axis of the variable.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When `m` is negative.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyder([1, 2, 3, 4])
    array([ 2.,  6., 12.])
    """
    return derivative(_differentiate, c, m, scl, axis)


def _integrate(c):
    """``x**n`` has the antiderivative ``x**(n+1) / (n+1)``."""
    result = raised(c)
    result[1:] = c / orders(c, 1)
    return result


def polyint(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
    """Return an antiderivative of a power series.

    Parameters
    ----------
    c : array_like
        Coefficients, lowest degree first; an axis a variable.
    m : int, optional
        How often to integrate.
    k : scalar or sequence, optional
        The values at `lbnd`, zero where there are too few.
    lbnd : scalar, optional
        Lower bound of the integrals.
    scl : scalar, optional
        Factor before every integration, for a linear change of the variable.
    axis : int, optional
        Axis of the variable.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When `m` is negative, there are more than `m` constants, or `lbnd` or `scl` is no scalar.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyint([1, 2, 3])
    array([0., 1., 1., 1.])
    """
    return integral(_integrate, polyval, c, m, k, lbnd, scl, axis)


def polyval(x, c, tensor=True):
    """Return the values of a power series, by Horner's rule.

    Parameters
    ----------
    x : array_like or object
        Points; anything that can be multiplied by the coefficients and added to them.
    c : array_like, shape (N, ...)
        Coefficients, lowest degree first; further axes hold further series.
    tensor : bool, optional
        Every series at every point, the axes of `x` last. Otherwise `x` is broadcast against the further
        axes of `c`.

    Returns
    -------
    ndarray or object

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyval([0, 1, 2], [1, 2, 3])
    array([ 1.,  6., 17.])
    """
    c = inexact(c)
    if isinstance(x, (tuple, list)):
        x = asarray(x)
    if isinstance(x, ndarray) and tensor:
        c = c.reshape(c.shape + (1,) * x.ndim)
    value = c[-1] + x * 0
    for n in range(2, len(c) + 1):
        value = c[-n] + value * x
    return value


def polyvalfromroots(x, r, tensor=True):
    """Return the values of the monic polynomial with given roots.

    Parameters
    ----------
    x : array_like or object
        Points.
    r : array_like, shape (N, ...)
        Roots; further axes hold the roots of further polynomials.
    tensor : bool, optional
        Every polynomial at every point, the axes of `x` last. Otherwise `x` is broadcast against the further
        axes of `r`.

    Returns
    -------
    ndarray or object

    Raises
    ------
    ValueError
        When `x` has too many axes for ``tensor=False``.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyvalfromroots([0, 1, 2, 3], [1, 2])
    array([ 2., -0.,  0.,  2.])
    """
    r = inexact(r)
    if isinstance(x, (tuple, list)):
        x = asarray(x)
    if isinstance(x, ndarray):
        if tensor:
            r = r.reshape(r.shape + (1,) * x.ndim)
        elif x.ndim >= r.ndim:
            raise ValueError("x.ndim must be < r.ndim when tensor == False")
    return nc.prod(x - r, axis=0)


@array_function_dispatch(lambda x, y, c: (x, y, c), module="numpy.polynomial.polynomial")
def polyval2d(x, y, c):
    """Return the values of a power series in two variables at points.

    Parameters
    ----------
    x, y : array_like
        Coordinates of the points, all of one shape.
    c : array_like, shape (N, M, ...)
        Coefficients: an axis a variable.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When the shapes of the coordinates differ.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyval2d([1, 2], [1, 0], [[1, 2], [3, 4]])
    array([10.,  7.])
    """
    return value_nd(polyval, c, x, y)


@array_function_dispatch(lambda x, y, c: (x, y, c), module="numpy.polynomial.polynomial")
def polygrid2d(x, y, c):
    """Return the values of a power series in two variables on a grid.

    Parameters
    ----------
    x, y : array_like
        Coordinates along the axes of the grid.
    c : array_like, shape (N, M, ...)
        Coefficients: an axis a variable.

    Returns
    -------
    ndarray, shape (..., *x.shape, *y.shape)

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polygrid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
    (2, 3)
    """
    return grid_nd(polyval, c, x, y)


def polyval3d(x, y, z, c):
    """Return the values of a power series in three variables at points.

    Parameters
    ----------
    x, y, z : array_like
        Coordinates of the points, all of one shape.
    c : array_like, shape (N, M, K, ...)
        Coefficients: an axis a variable.

    Returns
    -------
    ndarray

    Raises
    ------
    ValueError
        When the shapes of the coordinates differ.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyval3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
    array([16.,  5.])
    """
    return value_nd(polyval, c, x, y, z)


def polygrid3d(x, y, z, c):
    """Return the values of a power series in three variables on a grid.

    Parameters
    ----------
    x, y, z : array_like
        Coordinates along the axes of the grid.
    c : array_like, shape (N, M, K, ...)
        Coefficients: an axis a variable.

    Returns
    -------
    ndarray, shape (..., *x.shape, *y.shape, *z.shape)

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polygrid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
    (2, 2, 1)
    """
    return grid_nd(polyval, c, x, y, z)


def polyvander(x, deg):
    """Return the values of the basis functions, an axis of degrees behind the axes of `x`.

    Parameters
    ----------
    x : array_like
        Points.
    deg : int
        The highest degree.

    Returns
    -------
    ndarray, shape (*x.shape, deg + 1)

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyvander([0, 1, 2], 2)
    array([[1., 0., 0.],
           [1., 1., 1.],
           [1., 2., 4.]])
    """
    return POWERS.vander(x, deg)


def polyvander2d(x, y, deg):
    """Return the products of basis functions in two variables at points.

    Parameters
    ----------
    x, y : array_like
        Coordinates of the points, all of one shape.
    deg : sequence of 2 ints
        The highest degrees.

    Returns
    -------
    ndarray, shape (*x.shape, K)
        `K` is the product of the degrees plus one; the degree of the last variable runs fastest.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyvander2d([1, 2], [0, 1], [1, 2])
    array([[1., 0., 0., 1., 0., 0.],
           [1., 1., 1., 2., 2., 2.]])
    """
    return vander_nd_flat((polyvander,) * 2, (x, y), deg)


def polyvander3d(x, y, z, deg):
    """Return the products of basis functions in three variables at points.

    Parameters
    ----------
    x, y, z : array_like
        Coordinates of the points, all of one shape.
    deg : sequence of 3 ints
        The highest degrees.

    Returns
    -------
    ndarray, shape (*x.shape, K)
        `K` is the product of the degrees plus one; the degree of the last variable runs fastest.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyvander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
    array([[1., 2., 1., 2.],
           [1., 2., 2., 4.]])
    """
    return vander_nd_flat((polyvander,) * 3, (x, y, z), deg)


def polyfit(x, y, deg, rcond=None, full=False, w=None):
    """Fit a power series to points by least squares.

    Parameters
    ----------
    x : array_like, shape (M,)
        Positions.
    y : array_like, shape (M,) or (M, K)
        Values, of K sets of points at once.
    deg : int or array_like of int
        Degree; or the degrees of the terms to use.
    rcond : float, optional
        Relative size below which singular values count as zero; ``M * eps`` by default.
    full : bool, optional
        Return diagnostics as well.
    w : array_like, shape (M,), optional
        Weights: what the residuals are multiplied by before they are squared.

    Returns
    -------
    coef : ndarray, shape (deg + 1,) or (deg + 1, K)
    [residuals, rank, singular_values, rcond] : list
        With `full`.

    Raises
    ------
    TypeError
        When the shapes do not fit.
    ValueError
        When a degree is negative.

    Warns
    -----
    RankWarning
        When the points do not determine the coefficients, and `full` is false.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> c = P.polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1)
    >>> c.round(6)
    array([1., 2.])
    """
    return fit(polyvander, x, y, deg, rcond, full, w)


def polycompanion(c):
    """Return the companion matrix of a power series: its eigenvalues are the roots.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N - 1, N - 1)
        Ones below the diagonal, and the last column from the coefficients.

    Raises
    ------
    ValueError
        When the degree is zero.

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polycompanion([1, 2, 3])
    array([[ 0.        , -0.33333333],
           [ 1.        , -0.66666667]])
    """
    [c] = as_series([c])
    n = len(c) - 1
    if n < 1:
        raise ValueError("Series must have maximum degree of at least 1.")
    matrix = nc.zeros((n, n), dtype=c.dtype)
    rows = nc.arange(n - 1)
    matrix[rows + 1, rows] = 1
    matrix[:, -1] -= c[:-1] / c[-1]
    return matrix


def polyroots(c):
    """Return the roots of a power series, sorted.

    They are eigenvalues of the companion matrix, and can be inaccurate far outside of the domain or where
    roots are multiple.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N - 1,)

    Examples
    --------
    >>> from numen.polynomial import polynomial as P
    >>> P.polyroots(P.polyfromroots([1, 2, 3])).round(6)
    array([1., 2., 3.])
    """
    [c] = as_series([c])
    if len(c) < 2:
        return array([], dtype=c.dtype)
    if len(c) == 2:
        return array([-c[0] / c[1]])
    from ..linalg import eigvals

    r = eigvals(polycompanion(c))
    r.sort()
    return r


class Polynomial(ABCPolyBase):
    """A power series as an object: arithmetic, values, calculus, roots, fits.

    Parameters
    ----------
    coef : array_like, shape (N,)
        Coefficients, lowest degree first.
    domain : array_like, shape (2,), optional
        The interval that is mapped to the window, ``[-1, 1]`` by default.
    window : array_like, shape (2,), optional
        The interval the basis functions see, ``[-1, 1]`` by default.
    symbol : str, optional
        Name of the variable when printed.

    Examples
    --------
    >>> from numen.polynomial import Polynomial
    >>> p = Polynomial([1, 2, 3])
    >>> print(p + 1)
    2.0 + 2.0·x + 3.0·x²
    >>> p(0.5)
    np.float64(2.75)
    """

    __module__ = f"{type_module}.polynomial.polynomial"

    _add = staticmethod(polyadd)
    _sub = staticmethod(polysub)
    _mul = staticmethod(polymul)
    _div = staticmethod(polydiv)
    _pow = staticmethod(polypow)
    _val = staticmethod(polyval)
    _int = staticmethod(polyint)
    _der = staticmethod(polyder)
    _fit = staticmethod(polyfit)
    _line = staticmethod(polyline)
    _roots = staticmethod(polyroots)
    _fromroots = staticmethod(polyfromroots)

    domain = array(polydomain)
    window = array(polydomain)
    basis_name = None

    @classmethod
    def _str_term_unicode(cls, i, arg_str):
        return f"·{arg_str}" if i == "1" else f"·{arg_str}{i.translate(cls._superscript_mapping)}"

    @staticmethod
    def _str_term_ascii(i, arg_str):
        return f" {arg_str}" if i == "1" else f" {arg_str}**{i}"

    @staticmethod
    def _repr_latex_term(i, arg_str, needs_parens):
        if i == 0:
            return "1"
        if needs_parens:
            arg_str = rf"\left({arg_str}\right)"
        return arg_str if i == 1 else f"{arg_str}^{{{i}}}"
