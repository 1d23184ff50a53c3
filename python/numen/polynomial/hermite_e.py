"""Series of the Hermite polynomials of probability, orthogonal with weight ``exp(-x**2 / 2)``.

    He[n] = x He[n-1] - (n - 1) He[n-2],    He[0] = 1,  He[1] = x.

DLMF 18.3 and 18.9.
"""

import math

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
    "hermezero", "hermeone", "hermex", "hermedomain", "hermeline", "hermefromroots", "hermeadd", "hermesub",
    "hermemulx", "hermemul", "hermediv", "hermepow", "hermeder", "hermeint", "hermeval", "hermeval2d",
    "hermegrid2d", "hermeval3d", "hermegrid3d", "hermevander", "hermevander2d", "hermevander3d", "hermefit",
    "hermecompanion", "hermeroots", "poly2herme", "herme2poly", "hermegauss", "hermeweight", "hermetrim",
    "HermiteE",
]  # fmt: skip

_FAMILY = Family(first=(1, 0), recurrence=lambda n: (1, 0, n - 1, 1), total=math.sqrt(2 * math.pi))

# The series of zero, of one, of `x`; the default domain.
hermezero = array([0])
hermeone = array([1])
hermex = array([0, 1])
hermedomain = array([-1.0, 1.0])

hermetrim = trimcoef


def hermeline(off, scl):
    """Return ``off + scl * x`` as a Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeline(3, 2)
    array([3, 2])
    """
    return array([off, scl]) if scl != 0 else array([off])


def hermefromroots(roots):
    """Return the Hermite series with given roots, and one as the coefficient of the highest power of `x`.

    Parameters
    ----------
    roots : array_like, shape (N,)
        A root of multiplicity m stands m times.

    Returns
    -------
    ndarray, shape (N + 1,)

    Examples
    --------
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermefromroots([-1, 0, 1])
    array([0., 2., 0., 1.])
    """
    return from_roots(hermeline, hermemul, roots)


def hermeadd(c1, c2):
    """Return the sum of two Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeadd([1, 2, 3], [3, 2, 1])
    array([4., 4., 4.])
    """
    return add(c1, c2)


def hermesub(c1, c2):
    """Return the difference of two Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermesub([1, 2, 3], [3, 2, 1])
    array([-2.,  0.,  2.])
    """
    return subtract(c1, c2)


def hermemulx(c):
    """Return `x` times a Hermite series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermemulx([1, 2, 3])
    array([2., 7., 2., 3.])
    """
    return _FAMILY.times_x(c)


def hermemul(c1, c2):
    """Return the product of two Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermemul([1, 2], [0, 1])
    array([2., 1., 2.])
    """
    return _FAMILY.product(c1, c2)


def hermediv(c1, c2):
    """Divide Hermite series with remainder.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermediv(H.hermemul([2, 1], [0, 3]), [0, 3])
    (array([2., 1.]), array([0.]))
    """
    return divide(hermemul, c1, c2)


def hermepow(c, pow, maxpower=16):
    """Return a Hermite series to a power.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermepow([0, 2], 2)
    array([4., 0., 4.])
    """
    return power(hermemul, c, pow, maxpower)


def _differentiate(c):
    """``He[n]' = n He[n-1]`` (DLMF 18.9.27)."""
    return c[1:] * orders(c[1:], 1)


def hermeder(c, m=1, scl=1, axis=0):
    """Return a derivative of a Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeder([1, 2, 3, 4])
    array([ 2.,  6., 12.])
    """
    return derivative(_differentiate, c, m, scl, axis)


def _integrate(c):
    """``He[n+1] / (n+1)`` has the derivative ``He[n]``."""
    result = raised(c)
    result[1:] = c / orders(c, 1)
    return result


def hermeint(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
    """Return an antiderivative of a Hermite series.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeint([1, 2, 3])
    array([1., 1., 1., 1.])
    """
    return integral(_integrate, hermeval, c, m, k, lbnd, scl, axis)


def hermeval(x, c, tensor=True):
    """Return the values of a Hermite series, by Clenshaw's summation.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeval([0, 1, 2], [1, 2, 3])
    array([-2.,  3., 14.])
    """
    return _FAMILY.evaluate(x, c, tensor)


def hermeval2d(x, y, c):
    """Return the values of a Hermite series in two variables at points.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeval2d([1, 2], [1, 0], [[1, 2], [3, 4]])
    array([10.,  7.])
    """
    return value_nd(hermeval, c, x, y)


def hermegrid2d(x, y, c):
    """Return the values of a Hermite series in two variables on a grid.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermegrid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
    (2, 3)
    """
    return grid_nd(hermeval, c, x, y)


def hermeval3d(x, y, z, c):
    """Return the values of a Hermite series in three variables at points.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeval3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
    array([16.,  5.])
    """
    return value_nd(hermeval, c, x, y, z)


def hermegrid3d(x, y, z, c):
    """Return the values of a Hermite series in three variables on a grid.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermegrid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
    (2, 2, 1)
    """
    return grid_nd(hermeval, c, x, y, z)


def hermevander(x, deg):
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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermevander([0, 1, 2], 2)
    array([[ 1.,  0., -1.],
           [ 1.,  1.,  0.],
           [ 1.,  2.,  3.]])
    """
    return _FAMILY.vander(x, deg)


def hermevander2d(x, y, deg):
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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermevander2d([1, 2], [0, 1], [1, 2])
    array([[ 1.,  0., -1.,  1.,  0., -1.],
           [ 1.,  1.,  0.,  2.,  2.,  0.]])
    """
    return vander_nd_flat((hermevander,) * 2, (x, y), deg)


def hermevander3d(x, y, z, deg):
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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermevander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
    array([[1., 2., 1., 2.],
           [1., 2., 2., 4.]])
    """
    return vander_nd_flat((hermevander,) * 3, (x, y, z), deg)


def hermefit(x, y, deg, rcond=None, full=False, w=None):
    """Fit a Hermite series to points by least squares.

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
    >>> from numen.polynomial import hermite_e as H
    >>> c = H.hermefit([0, 1, 2, 3], [1, 3, 5, 7], 1)
    >>> c.round(6)
    array([1., 2.])
    """
    return fit(hermevander, x, y, deg, rcond, full, w)


def hermecompanion(c):
    """Return the companion matrix of a Hermite series: its eigenvalues are the roots.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermecompanion([1, 2, 3]).round(4)
    array([[ 0.    ,  0.6667],
           [ 1.    , -0.6667]])
    """
    return _FAMILY.companion(c)


def hermeroots(c):
    """Return the roots of a Hermite series, sorted.

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
    >>> from numen.polynomial import hermite_e as H
    >>> H.hermeroots(H.hermefromroots([1, 2, 3])).round(6)
    array([1., 2., 3.])
    """
    return _FAMILY.roots(c)


def poly2herme(pol):
    """Return the Hermite series of a polynomial.

    Parameters
    ----------
    pol : array_like, shape (N,)
        Coefficients of the powers of `x`, lowest first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import hermite_e as H
    >>> H.poly2herme([0, 0, 1])
    array([1., 0., 1.])
    """
    return _FAMILY.from_powers(pol)


def herme2poly(c):
    """Return the coefficients of the powers of `x` of a Hermite series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import hermite_e as H
    >>> H.herme2poly([0, 0, 1])
    array([-1.,  0.,  1.])
    """
    return _FAMILY.to_powers(c)


def hermegauss(deg):
    """Return points and weights of Gauss-HermiteE quadrature.

    With the weight function of the family, the integral over the real line of a polynomial of degree up to
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
    >>> from numen.polynomial import hermite_e as H
    >>> x, w = H.hermegauss(3)
    >>> x.round(6), w.round(6)
    (array([-1.732051,  0.      ,  1.732051]), array([0.417771, 1.671086, 0.417771]))
    """
    return _FAMILY.gauss(deg)


def hermeweight(x):
    """Return the weight function of the family, ``exp(-x**2 / 2)``.

    Parameters
    ----------
    x : array_like
        Points.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import hermite_e as H
    >>> import numen as np
    >>> H.hermeweight(np.array([0.0, 0.5])).round(6)
    array([1.      , 0.882497])
    """
    return nc.exp(-0.5 * x**2)


class HermiteE(ABCPolyBase):
    """A series of the Hermite polynomials of probability as an object: arithmetic, values, calculus, roots, fits.

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
    >>> from numen.polynomial import HermiteE
    >>> p = HermiteE([1, 2, 3])
    >>> print(p + 1)
    2.0 + 2.0·He₁(x) + 3.0·He₂(x)
    >>> p(0.5)
    np.float64(-0.25)
    """

    __module__ = f"{type_module}.polynomial.hermite_e"

    _add = staticmethod(hermeadd)
    _sub = staticmethod(hermesub)
    _mul = staticmethod(hermemul)
    _div = staticmethod(hermediv)
    _pow = staticmethod(hermepow)
    _val = staticmethod(hermeval)
    _int = staticmethod(hermeint)
    _der = staticmethod(hermeder)
    _fit = staticmethod(hermefit)
    _line = staticmethod(hermeline)
    _roots = staticmethod(hermeroots)
    _fromroots = staticmethod(hermefromroots)

    domain = array(hermedomain)
    window = array(hermedomain)
    basis_name = "He"
