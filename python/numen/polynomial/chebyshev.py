"""Series of Chebyshev polynomials of the first kind, ``T[n](cos t) = cos(n t)``.

    T[n] = 2 x T[n-1] - T[n-2],    T[0] = 1,  T[1] = x.

Products are made of ``T[m] T[n] = (T[m+n] + T[|m-n|]) / 2``: with ``x = (z + 1/z) / 2``, a series is a symmetric
Laurent polynomial in `z`, and products are convolutions. DLMF 18.3, 18.9, 18.18; Mason and Handscomb,
"Chebyshev Polynomials" (2003), chapter 2.
"""

from .. import _core as nc
from .._calculus import convolve
from .._core import array
from .._runtime import type_module
from ._chebyshev_points import CHEBYSHEV, chebgauss, chebinterpolate, chebpts1, chebpts2, chebweight
from ._coefficients import as_series, mapdomain, trimcoef, trimseq
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
    "chebzero", "chebone", "chebx", "chebdomain", "chebline", "chebfromroots", "chebadd", "chebsub",
    "chebmulx", "chebmul", "chebdiv", "chebpow", "chebder", "chebint", "chebval", "chebval2d", "chebgrid2d",
    "chebval3d", "chebgrid3d", "chebvander", "chebvander2d", "chebvander3d", "chebfit", "chebcompanion",
    "chebroots", "poly2cheb", "cheb2poly", "chebgauss", "chebweight", "chebinterpolate", "chebpts1",
    "chebpts2", "chebtrim", "Chebyshev",
]  # fmt: skip


# The series of zero, of one, of `x`; the default domain.
chebzero = array([0])
chebone = array([1])
chebx = array([0, 1])
chebdomain = array([-1.0, 1.0])

chebtrim = trimcoef


# Symmetric Laurent polynomials: coefficients of z**-n .. z**n.


def _cseries_to_zseries(c):
    """The Laurent polynomial of a series."""
    n = len(c)
    z = nc.zeros(2 * n - 1, dtype=c.dtype)
    z[n - 1 :] = c / 2
    return z + z[::-1]


def _zseries_to_cseries(z):
    """The series of a symmetric Laurent polynomial."""
    n = (len(z) + 1) // 2
    c = z[n - 1 :].copy()
    c[1:] *= 2
    return c


def _zseries_mul(z1, z2):
    """The product of two Laurent polynomials."""
    return convolve(z1, z2)


def chebline(off, scl):
    """Return ``off + scl * x`` as a Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebline(3, 2)
    array([3, 2])
    """
    return array([off, scl]) if scl != 0 else array([off])


def chebfromroots(roots):
    """Return the Chebyshev series with given roots, and one as the coefficient of the highest power of `x`.

    Parameters
    ----------
    roots : array_like, shape (N,)
        A root of multiplicity m stands m times.

    Returns
    -------
    ndarray, shape (N + 1,)

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebfromroots([-1, 0, 1])
    array([ 0.  , -0.25,  0.  ,  0.25])
    """
    return from_roots(chebline, chebmul, roots)


def chebadd(c1, c2):
    """Return the sum of two Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebadd([1, 2, 3], [3, 2, 1])
    array([4., 4., 4.])
    """
    return add(c1, c2)


def chebsub(c1, c2):
    """Return the difference of two Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebsub([1, 2, 3], [3, 2, 1])
    array([-2.,  0.,  2.])
    """
    return subtract(c1, c2)


def chebmulx(c):
    """Return `x` times a Chebyshev series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebmulx([1, 2, 3])
    array([1. , 2.5, 1. , 1.5])
    """
    return CHEBYSHEV.times_x(c)


def chebmul(c1, c2):
    """Return the product of two Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebmul([1, 2], [0, 1])
    array([1., 1., 1.])
    """
    c1, c2 = as_series([c1, c2])
    z = _zseries_mul(_cseries_to_zseries(c1), _cseries_to_zseries(c2))
    return trimseq(_zseries_to_cseries(z))


def chebdiv(c1, c2):
    """Divide Chebyshev series with remainder.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebdiv(C.chebmul([2, 1], [0, 3]), [0, 3])
    (array([2., 1.]), array([0.]))
    """
    # Multiples in the type of the divisor, so that the remainder has it.
    return divide(lambda unit, c: chebmul(array(unit, dtype=c.dtype), c), c1, c2)


def chebpow(c, pow, maxpower=16):
    """Return a Chebyshev series to a power.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebpow([0, 2], 2)
    array([2., 0., 2.])
    """
    return power(chebmul, c, pow, maxpower)


def _differentiate(c):
    """From ``2 T[n] = T[n+1]' / (n+1) - T[n-1]' / (n-1)``, highest degree first (Mason and Handscomb 2.4.4)."""
    n = len(c)
    c = c.copy()
    result = nc.empty((n - 1,) + c.shape[1:], dtype=c.dtype)
    for j in range(n - 1, 2, -1):
        result[j - 1] = (2 * j) * c[j]
        c[j - 2] += (j * c[j]) / (j - 2)
    if n > 2:
        result[1] = 4 * c[2]
    result[0] = c[1]
    return result


def chebder(c, m=1, scl=1, axis=0):
    """Return a derivative of a Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebder([1, 2, 3, 4])
    array([14., 12., 24.])
    """
    return derivative(_differentiate, c, m, scl, axis)


def _integrate(c):
    """``T[n]`` is the derivative of ``T[n+1] / (2(n+1)) - T[n-1] / (2(n-1))``; of ``T[2] / 4`` for degree one."""
    result = raised(c)
    result[1] = c[0]
    if len(c) > 1:
        result[2] = c[1] / 4
    if len(c) > 2:
        rest, n = c[2:], orders(c[2:], 2)
        result[3:] = rest / (2 * (n + 1))
        result[1:-2] -= rest / (2 * (n - 1))
    return result


def chebint(c, m=1, k=[], lbnd=0, scl=1, axis=0):  # noqa: B006 - never changed
    """Return an antiderivative of a Chebyshev series.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebint([1, 2, 3])
    array([ 0.5, -0.5,  0.5,  0.5])
    """
    return integral(_integrate, chebval, c, m, k, lbnd, scl, axis)


def chebval(x, c, tensor=True):
    """Return the values of a Chebyshev series, by Clenshaw's summation.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebval([0, 1, 2], [1, 2, 3])
    array([-2.,  6., 26.])
    """
    return CHEBYSHEV.evaluate(x, c, tensor)


def chebval2d(x, y, c):
    """Return the values of a Chebyshev series in two variables at points.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebval2d([1, 2], [1, 0], [[1, 2], [3, 4]])
    array([10.,  7.])
    """
    return value_nd(chebval, c, x, y)


def chebgrid2d(x, y, c):
    """Return the values of a Chebyshev series in two variables on a grid.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebgrid2d([1, 2], [0, 1, 2], [[1, 2], [3, 4]]).shape
    (2, 3)
    """
    return grid_nd(chebval, c, x, y)


def chebval3d(x, y, z, c):
    """Return the values of a Chebyshev series in three variables at points.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebval3d([1, 2], [1, 0], [2, 2], [[[1, 2], [3, 4]]])
    array([16.,  5.])
    """
    return value_nd(chebval, c, x, y, z)


def chebgrid3d(x, y, z, c):
    """Return the values of a Chebyshev series in three variables on a grid.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebgrid3d([1, 2], [0, 1], [2], [[[1, 2], [3, 4]]]).shape
    (2, 2, 1)
    """
    return grid_nd(chebval, c, x, y, z)


def chebvander(x, deg):
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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebvander([0, 1, 2], 2)
    array([[ 1.,  0., -1.],
           [ 1.,  1.,  1.],
           [ 1.,  2.,  7.]])
    """
    return CHEBYSHEV.vander(x, deg)


def chebvander2d(x, y, deg):
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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebvander2d([1, 2], [0, 1], [1, 2])
    array([[ 1.,  0., -1.,  1.,  0., -1.],
           [ 1.,  1.,  1.,  2.,  2.,  2.]])
    """
    return vander_nd_flat((chebvander,) * 2, (x, y), deg)


def chebvander3d(x, y, z, deg):
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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebvander3d([1, 2], [0, 1], [2, 2], [1, 0, 1])
    array([[1., 2., 1., 2.],
           [1., 2., 2., 4.]])
    """
    return vander_nd_flat((chebvander,) * 3, (x, y, z), deg)


def chebfit(x, y, deg, rcond=None, full=False, w=None):
    """Fit a Chebyshev series to points by least squares.

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
    >>> from numen.polynomial import chebyshev as C
    >>> c = C.chebfit([0, 1, 2, 3], [1, 3, 5, 7], 1)
    >>> c.round(6)
    array([1., 2.])
    """
    return fit(chebvander, x, y, deg, rcond, full, w)


def chebcompanion(c):
    """Return the companion matrix of a Chebyshev series: its eigenvalues are the roots.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebcompanion([1, 2, 3]).round(4)
    array([[ 0.    ,  0.4714],
           [ 0.7071, -0.3333]])
    """
    return CHEBYSHEV.companion(c)


def chebroots(c):
    """Return the roots of a Chebyshev series, sorted.

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
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebroots(C.chebfromroots([1, 2, 3])).round(6)
    array([1., 2., 3.])
    """
    return CHEBYSHEV.roots(c)


def poly2cheb(pol):
    """Return the Chebyshev series of a polynomial.

    Parameters
    ----------
    pol : array_like, shape (N,)
        Coefficients of the powers of `x`, lowest first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.poly2cheb([0, 0, 1])
    array([0.5, 0. , 0.5])
    """
    return CHEBYSHEV.from_powers(pol)


def cheb2poly(c):
    """Return the coefficients of the powers of `x` of a Chebyshev series.

    Parameters
    ----------
    c : array_like, shape (N,)
        Coefficients, lowest degree first.

    Returns
    -------
    ndarray, shape (N,)

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.cheb2poly([0, 0, 1])
    array([-1.,  0.,  2.])
    """
    return CHEBYSHEV.to_powers(c)


class Chebyshev(ABCPolyBase):
    """A Chebyshev series as an object: arithmetic, values, calculus, roots, fits.

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
    >>> from numen.polynomial import Chebyshev
    >>> p = Chebyshev([1, 2, 3])
    >>> print(p + 1)
    2.0 + 2.0·T₁(x) + 3.0·T₂(x)
    >>> p(0.5)
    np.float64(0.5)
    """

    __module__ = f"{type_module}.polynomial.chebyshev"

    _add = staticmethod(chebadd)
    _sub = staticmethod(chebsub)
    _mul = staticmethod(chebmul)
    _div = staticmethod(chebdiv)
    _pow = staticmethod(chebpow)
    _val = staticmethod(chebval)
    _int = staticmethod(chebint)
    _der = staticmethod(chebder)
    _fit = staticmethod(chebfit)
    _line = staticmethod(chebline)
    _roots = staticmethod(chebroots)
    _fromroots = staticmethod(chebfromroots)

    domain = array(chebdomain)
    window = array(chebdomain)
    basis_name = "T"

    @classmethod
    def interpolate(cls, func, deg, domain=None, args=()):
        """Return the series that equals a function at the Chebyshev points of a domain.

        Parameters
        ----------
        func : callable
            Called with an array of points of the domain, and `args`.
        deg : int
            Degree of the series.
        domain : array_like, shape (2,), optional
            That of the class by default.
        args : tuple, optional
            Further arguments of the function.

        Returns
        -------
        Chebyshev

        Examples
        --------
        >>> from numen.polynomial import Chebyshev
        >>> Chebyshev.interpolate(lambda x: x**2, 2, domain=[0, 2])(1.5).round(6)
        np.float64(2.25)
        """
        domain = cls.domain if domain is None else domain
        coef = chebinterpolate(lambda x: func(mapdomain(x, cls.window, domain), *args), deg)
        return cls(coef, domain=domain)
