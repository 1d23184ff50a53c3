"""Series of Legendre polynomials, orthogonal on [-1, 1].

    n P[n] = (2n - 1) x P[n-1] - (n - 1) P[n-2],    P[0] = 1,  P[1] = x.

DLMF 18.3 and 18.9.
"""

from .. import _core as nc
from .._core import array
from .._runtime import type_module
from ._coefficients import trimcoef
from ._family import Family
from ._polybase import ABCPolyBase
from ._shared import (
    add,
    derivative,
    divide,
    fit,
    from_roots,
    grid_nd,
    integral,
    orders,
    power,
    raised,
    subtract,
    value_nd,
    vander_nd_flat,
)

__all__ = [
    "legzero", "legone", "legx", "legdomain", "legline", "legfromroots", "legadd", "legsub", "legmulx",
    "legmul", "legdiv", "legpow", "legder", "legint", "legval", "legval2d", "leggrid2d", "legval3d",
    "leggrid3d", "legvander", "legvander2d", "legvander3d", "legfit", "legcompanion", "legroots",
    "poly2leg", "leg2poly", "leggauss", "legweight", "legtrim", "Legendre",
]  # fmt: skip

_FAMILY = Family(first=(1, 0), recurrence=lambda n: (2 * n - 1, 0, n - 1, n), total=2.0)

# The series of zero, of one, of `x`; the default domain.
legzero = array([0])
legone = array([1])
legx = array([0, 1])
legdomain = array([-1.0, 1.0])

legtrim = trimcoef


def legline(off, scl):
    """Return ``off + scl * x`` as a Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legline(3, 2)
    array([3, 2])
    """
    return array([off, scl]) if scl != 0 else array([off])


def legfromroots(roots):
    """Return the Legendre series with given roots, and one as the coefficient of the highest power of `x`.

    Parameters
    ----------
    roots : array_like, shape (N,)
        A root of multiplicity m stands m times.

    Returns
    -------
    ndarray, shape (N + 1,)

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> L.legfromroots([-1, 0, 1])
    array([ 0. , -0.4,  0. ,  0.4])
    """
    return from_roots(legline, legmul, roots)


def legadd(c1, c2):
    """Return the sum of two Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legadd([1, 2, 3], [3, 2, 1])
    array([4., 4., 4.])
    """
    return add(c1, c2)


def legsub(c1, c2):
    """Return the difference of two Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legsub([1, 2, 3], [3, 2, 1])
    array([-2.,  0.,  2.])
    """
    return subtract(c1, c2)


def legmulx(c):
    """Return `x` times a Legendre series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> L.legmulx([1, 2, 3])
    array([0.66666667, 2.2       , 1.33333333, 1.8       ])
    """
    return _FAMILY.times_x(c)


def legmul(c1, c2):
    """Return the product of two Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legmul([1, 2], [0, 1])
    array([0.66666667, 1.        , 1.33333333])
    """
    return _FAMILY.product(c1, c2)


def legdiv(c1, c2):
    """Divide Legendre series with remainder.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legdiv(L.legmul([2, 1], [0, 3]), [0, 3])
    (array([2., 1.]), array([0.]))
    """
    return divide(legmul, c1, c2)


def legpow(c, pow, maxpower=16):
    """Return a Legendre series to a power.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legpow([0, 2], 2)
    array([1.33333333, 0.        , 2.66666667])
    """
    return power(legmul, c, pow, maxpower)


def _differentiate(c):
    """From ``(2n + 1) P[n] = P[n+1]' - P[n-1]'``, highest degree first."""
    n = len(c)
    c = c.copy()
    result = nc.empty((n - 1,) + c.shape[1:], dtype=c.dtype)
    for j in range(n - 1, 0, -1):
        result[j - 1] = (2 * j - 1) * c[j]
        if j > 1:
            c[j - 2] += c[j]
    return result


def legder(c, m=1, scl=1, axis=0):
    """Return a derivative of a Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legder([1, 2, 3, 4])
    array([ 6.,  9., 20.])
    """
    return derivative(_differentiate, c, m, scl, axis)


def _integrate(c):
    """``(2n + 1) P[n]`` is the derivative of ``P[n+1] - P[n-1]``; the constant ``P[0]`` is left out."""
    result = raised(c)
    result[1] = c[0]
    if len(c) > 1:
        parts = c[1:] / (2 * orders(c[1:], 1) + 1)
        result[2:] = parts
        result[1:-2] -= parts[1:]
    return result


def legint(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
    """Return an antiderivative of a Legendre series.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legint([1, 2, 3])
    array([0.33333333, 0.4       , 0.66666667, 0.6       ])
    """
    return integral(_integrate, legval, c, m, k, lbnd, scl, axis)


def legval(x, c, tensor=True):
    """Return the values of a Legendre series, by Clenshaw's summation.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legval([0, 1, 2], [1, 2, 3])
    array([-0.5,  6. , 21.5])
    """
    return _FAMILY.evaluate(x, c, tensor)


def legval2d(x, y, c):
    """Return the values of a Legendre series in two variables at points.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legval2d([1, 2], [1, 0], [[1, 2], [3, 4]])
    array([10.,  7.])
    """
    return value_nd(legval, c, x, y)


def leggrid2d(x, y, c):
    """Return the values of a Legendre series in two variables on a grid.

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
    >>> from numen.polynomial import legendre as L
    >>> L.leggrid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
    (2, 3)
    """
    return grid_nd(legval, c, x, y)


def legval3d(x, y, z, c):
    """Return the values of a Legendre series in three variables at points.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legval3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
    array([16.,  5.])
    """
    return value_nd(legval, c, x, y, z)


def leggrid3d(x, y, z, c):
    """Return the values of a Legendre series in three variables on a grid.

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
    >>> from numen.polynomial import legendre as L
    >>> L.leggrid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
    (2, 2, 1)
    """
    return grid_nd(legval, c, x, y, z)


def legvander(x, deg):
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
    >>> from numen.polynomial import legendre as L
    >>> L.legvander([0, 1, 2], 2)
    array([[ 1. ,  0. , -0.5],
           [ 1. ,  1. ,  1. ],
           [ 1. ,  2. ,  5.5]])
    """
    return _FAMILY.vander(x, deg)


def legvander2d(x, y, deg):
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
    >>> from numen.polynomial import legendre as L
    >>> L.legvander2d([1, 2], [0, 1], [1, 2])
    array([[ 1. ,  0. , -0.5,  1. ,  0. , -0.5],
           [ 1. ,  1. ,  1. ,  2. ,  2. ,  2. ]])
    """
    return vander_nd_flat((legvander,) * 2, (x, y), deg)


def legvander3d(x, y, z, deg):
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
    >>> from numen.polynomial import legendre as L
    >>> L.legvander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
    array([[1., 2., 1., 2.],
           [1., 2., 2., 4.]])
    """
    return vander_nd_flat((legvander,) * 3, (x, y, z), deg)


def legfit(x, y, deg, rcond=None, full=False, w=None):
    """Fit a Legendre series to points by least squares.

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
    >>> from numen.polynomial import legendre as L
    >>> c = L.legfit([0, 1, 2, 3], [1, 3, 5, 7], 1)
    >>> c.round(6)
    array([1., 2.])
    """
    return fit(legvander, x, y, deg, rcond, full, w)


def legcompanion(c):
    """Return the companion matrix of a Legendre series: its eigenvalues are the roots.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N - 1, N - 1)
        Scaled so that it is symmetric for a basis function.

    Raises
    ------
    ValueError
        When the degree is zero.

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> L.legcompanion([1, 2, 3]).round(4)
    array([[ 0.    ,  0.1925],
           [ 0.5774, -0.4444]])
    """
    return _FAMILY.companion(c)


def legroots(c):
    """Return the roots of a Legendre series, sorted.

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
    >>> from numen.polynomial import legendre as L
    >>> L.legroots(L.legfromroots([1, 2, 3])).round(6)
    array([1., 2., 3.])
    """
    return _FAMILY.roots(c)


def poly2leg(pol):
    """Return the Legendre series of a polynomial.

    Parameters
    ----------
    pol : array_like, shape (N,)
        Coefficients of the powers of `x`, lowest first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> L.poly2leg([0, 0, 1])
    array([0.33333333, 0.        , 0.66666667])
    """
    return _FAMILY.from_powers(pol)


def leg2poly(c):
    """Return the coefficients of the powers of `x` of a Legendre series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> L.leg2poly([0, 0, 1])
    array([-0.5,  0. ,  1.5])
    """
    return _FAMILY.to_powers(c)


def leggauss(deg):
    """Return points and weights of Gauss-Legendre quadrature.

    With the weight function of the family, the integral over [-1, 1] of a polynomial of degree up to
    ``2 * deg - 1`` is the sum of the weights times its values at the points.

    Parameters
    ----------
    deg : int
        Number of points, at least 1.

    Returns
    -------
    x, w : ndarray, shape (deg,)

    Raises
    ------
    ValueError
        When `deg` is not positive.

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> x, w = L.leggauss(3)
    >>> x.round(6), w.round(6)
    (array([-0.774597,  0.      ,  0.774597]), array([0.555556, 0.888889, 0.555556]))
    """
    return _FAMILY.gauss(deg)


def legweight(x):
    """Return the weight function of the family, ``1``.

    Parameters
    ----------
    x : array_like
        Points.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import legendre as L
    >>> import numen as np
    >>> L.legweight(np.array([0.0, 0.5])).round(6)
    array([1., 1.])
    """
    return x * 0.0 + 1.0


class Legendre(ABCPolyBase):
    """A Legendre series as an object: arithmetic, values, calculus, roots, fits.

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
    >>> from numen.polynomial import Legendre
    >>> p = Legendre([1, 2, 3])
    >>> print(p + 1)
    2.0 + 2.0·P₁(x) + 3.0·P₂(x)
    >>> p(0.5)
    np.float64(1.625)
    """

    __module__ = f"{type_module}.polynomial.legendre"

    _add = staticmethod(legadd)
    _sub = staticmethod(legsub)
    _mul = staticmethod(legmul)
    _div = staticmethod(legdiv)
    _pow = staticmethod(legpow)
    _val = staticmethod(legval)
    _int = staticmethod(legint)
    _der = staticmethod(legder)
    _fit = staticmethod(legfit)
    _line = staticmethod(legline)
    _roots = staticmethod(legroots)
    _fromroots = staticmethod(legfromroots)

    domain = array(legdomain)
    window = array(legdomain)
    basis_name = "P"
