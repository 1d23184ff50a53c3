"""Series of Laguerre polynomials, orthogonal on [0, inf) with weight ``exp(-x)``.

    n L[n] = (2n - 1 - x) L[n-1] - (n - 1) L[n-2],    L[0] = 1,  L[1] = 1 - x.

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
    power,
    raised,
    subtract,
    value_nd,
    vander_nd_flat,
)

__all__ = [
    "lagzero", "lagone", "lagx", "lagdomain", "lagline", "lagfromroots", "lagadd", "lagsub", "lagmulx",
    "lagmul", "lagdiv", "lagpow", "lagder", "lagint", "lagval", "lagval2d", "laggrid2d", "lagval3d",
    "laggrid3d", "lagvander", "lagvander2d", "lagvander3d", "lagfit", "lagcompanion", "lagroots",
    "poly2lag", "lag2poly", "laggauss", "lagweight", "lagtrim", "Laguerre",
]  # fmt: skip

_FAMILY = Family(first=(-1, 1), recurrence=lambda n: (-1, 2 * n - 1, n - 1, n), total=1.0)

# The series of zero, of one, of `x`; the default domain.
lagzero = array([0])
lagone = array([1])
lagx = array([1, -1])
lagdomain = array([0.0, 1.0])

lagtrim = trimcoef


def lagline(off, scl):
    """Return ``off + scl * x`` as a Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagline(3, 2)
    array([ 5, -2])
    """
    return array([off + scl, -scl]) if scl != 0 else array([off])


def lagfromroots(roots):
    """Return the Laguerre series with given roots, and one as the coefficient of the highest power of `x`.

    Parameters
    ----------
    roots : array_like, shape (N,)
        A root of multiplicity m stands m times.

    Returns
    -------
    ndarray, shape (N + 1,)

    Examples
    --------
    >>> from numen.polynomial import laguerre as L
    >>> L.lagfromroots([-1, 0, 1])
    array([  5., -17.,  18.,  -6.])
    """
    return from_roots(lagline, lagmul, roots)


def lagadd(c1, c2):
    """Return the sum of two Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagadd([1, 2, 3], [3, 2, 1])
    array([4., 4., 4.])
    """
    return add(c1, c2)


def lagsub(c1, c2):
    """Return the difference of two Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagsub([1, 2, 3], [3, 2, 1])
    array([-2.,  0.,  2.])
    """
    return subtract(c1, c2)


def lagmulx(c):
    """Return `x` times a Laguerre series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import laguerre as L
    >>> L.lagmulx([1, 2, 3])
    array([-1., -1., 11., -9.])
    """
    return _FAMILY.times_x(c)


def lagmul(c1, c2):
    """Return the product of two Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagmul([1, 2], [0, 1])
    array([ 2., -3.,  4.])
    """
    return _FAMILY.product(c1, c2)


def lagdiv(c1, c2):
    """Divide Laguerre series with remainder.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagdiv(L.lagmul([2, 1], [0, 3]), [0, 3])
    (array([2., 1.]), array([0.]))
    """
    return divide(lagmul, c1, c2)


def lagpow(c, pow, maxpower=16):
    """Return a Laguerre series to a power.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagpow([0, 2], 2)
    array([ 4., -8.,  8.])
    """
    return power(lagmul, c, pow, maxpower)


def _differentiate(c):
    """``L[n]' = L[n-1]' - L[n-1]``, so the derivative of ``L[n]`` is minus the sum of all below it."""
    # The sums of all coefficients from each degree on.
    return -nc.add.accumulate(c[:0:-1], axis=0)[::-1]


def lagder(c, m=1, scl=1, axis=0):
    """Return a derivative of a Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagder([1, 2, 3, 4])
    array([-9., -7., -4.])
    """
    return derivative(_differentiate, c, m, scl, axis)


def _integrate(c):
    """``L[n] - L[n+1]`` has the derivative ``L[n]``."""
    result = raised(c)
    result[:-1] += c
    result[1:] -= c
    return result


def lagint(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
    """Return an antiderivative of a Laguerre series.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagint([1, 2, 3])
    array([ 1.,  1.,  1., -3.])
    """
    return integral(_integrate, lagval, c, m, k, lbnd, scl, axis)


def lagval(x, c, tensor=True):
    """Return the values of a Laguerre series, by Clenshaw's summation.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagval([0, 1, 2], [1, 2, 3])
    array([ 6. , -0.5, -4. ])
    """
    return _FAMILY.evaluate(x, c, tensor)


def lagval2d(x, y, c):
    """Return the values of a Laguerre series in two variables at points.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagval2d([1, 2], [1, 0], [[1, 2], [3, 4]])
    array([ 1., -4.])
    """
    return value_nd(lagval, c, x, y)


def laggrid2d(x, y, c):
    """Return the values of a Laguerre series in two variables on a grid.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.laggrid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
    (2, 3)
    """
    return grid_nd(lagval, c, x, y)


def lagval3d(x, y, z, c):
    """Return the values of a Laguerre series in three variables at points.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagval3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
    array([-1., -2.])
    """
    return value_nd(lagval, c, x, y, z)


def laggrid3d(x, y, z, c):
    """Return the values of a Laguerre series in three variables on a grid.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.laggrid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
    (2, 2, 1)
    """
    return grid_nd(lagval, c, x, y, z)


def lagvander(x, deg):
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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagvander([0, 1, 2], 2)
    array([[ 1. ,  1. ,  1. ],
           [ 1. ,  0. , -0.5],
           [ 1. , -1. , -1. ]])
    """
    return _FAMILY.vander(x, deg)


def lagvander2d(x, y, deg):
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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagvander2d([1, 2], [0, 1], [1, 2])
    array([[ 1. ,  1. ,  1. ,  0. ,  0. ,  0. ],
           [ 1. ,  0. , -0.5, -1. , -0. ,  0.5]])
    """
    return vander_nd_flat((lagvander,) * 2, (x, y), deg)


def lagvander3d(x, y, z, deg):
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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagvander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
    array([[ 1., -1.,  0., -0.],
           [ 1., -1., -1.,  1.]])
    """
    return vander_nd_flat((lagvander,) * 3, (x, y, z), deg)


def lagfit(x, y, deg, rcond=None, full=False, w=None):
    """Fit a Laguerre series to points by least squares.

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
    >>> from numen.polynomial import laguerre as L
    >>> c = L.lagfit([0, 1, 2, 3], [1, 3, 5, 7], 1)
    >>> c.round(6)
    array([ 3., -2.])
    """
    return fit(lagvander, x, y, deg, rcond, full, w)


def lagcompanion(c):
    """Return the companion matrix of a Laguerre series: its eigenvalues are the roots.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagcompanion([1, 2, 3]).round(4)
    array([[ 1.    , -0.3333],
           [-1.    ,  4.3333]])
    """
    return _FAMILY.companion(c)


def lagroots(c):
    """Return the roots of a Laguerre series, sorted.

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
    >>> from numen.polynomial import laguerre as L
    >>> L.lagroots(L.lagfromroots([1, 2, 3])).round(6)
    array([1., 2., 3.])
    """
    return _FAMILY.roots(c)


def poly2lag(pol):
    """Return the Laguerre series of a polynomial.

    Parameters
    ----------
    pol : array_like, shape (N,)
        Coefficients of the powers of `x`, lowest first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import laguerre as L
    >>> L.poly2lag([0, 0, 1])
    array([ 2., -4.,  2.])
    """
    return _FAMILY.from_powers(pol)


def lag2poly(c):
    """Return the coefficients of the powers of `x` of a Laguerre series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import laguerre as L
    >>> L.lag2poly([0, 0, 1])
    array([ 1. , -2. ,  0.5])
    """
    return _FAMILY.to_powers(c)


def laggauss(deg):
    """Return points and weights of Gauss-Laguerre quadrature.

    With the weight function of the family, the integral over [0, inf) of a polynomial of degree up to
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
    >>> from numen.polynomial import laguerre as L
    >>> x, w = L.laggauss(3)
    >>> x.round(6), w.round(6)
    (array([0.415775, 2.29428 , 6.289945]), array([0.711093, 0.278518, 0.010389]))
    """
    return _FAMILY.gauss(deg)


def lagweight(x):
    """Return the weight function of the family, ``exp(-x)``.

    Parameters
    ----------
    x : array_like
        Points.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import laguerre as L
    >>> import numen as np
    >>> L.lagweight(np.array([0.0, 0.5])).round(6)
    array([1.      , 0.606531])
    """
    return nc.exp(-x)


class Laguerre(ABCPolyBase):
    """A Laguerre series as an object: arithmetic, values, calculus, roots, fits.

    Parameters
    ----------
    coef : array_like, shape (N,)
        Coefficients, lowest degree first.
    domain : array_like, shape (2,), optional
        The interval that is mapped to the window, ``[0, 1]`` by default.
    window : array_like, shape (2,), optional
        The interval the basis functions see, ``[0, 1]`` by default.
    symbol : str, optional
        Name of the variable when printed.

    Examples
    --------
    >>> from numen.polynomial import Laguerre
    >>> p = Laguerre([1, 2, 3])
    >>> print(p + 1)
    2.0 + 2.0·L₁(x) + 3.0·L₂(x)
    >>> p(0.5)
    np.float64(2.375)
    """

    __module__ = f"{type_module}.polynomial.laguerre"

    _add = staticmethod(lagadd)
    _sub = staticmethod(lagsub)
    _mul = staticmethod(lagmul)
    _div = staticmethod(lagdiv)
    _pow = staticmethod(lagpow)
    _val = staticmethod(lagval)
    _int = staticmethod(lagint)
    _der = staticmethod(lagder)
    _fit = staticmethod(lagfit)
    _line = staticmethod(lagline)
    _roots = staticmethod(lagroots)
    _fromroots = staticmethod(lagfromroots)

    domain = array(lagdomain)
    window = array(lagdomain)
    basis_name = "L"
