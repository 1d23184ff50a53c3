"""Series of Chebyshev polynomials of the first kind, ``T[n](cos t) = cos(n t)``.

    T[n] = 2 x T[n-1] - T[n-2],    T[0] = 1,  T[1] = x.

Products are made of ``T[m] T[n] = (T[m+n] + T[|m-n|]) / 2``: with ``x = (z + 1/z) / 2``, a series is a symmetric
Laurent polynomial in `z`, and products are convolutions. DLMF 18.3, 18.9, 18.18; Mason and Handscomb,
"Chebyshev Polynomials" (2003), chapters 2, 6 and 8.
"""

import math

from .. import _core as nc
from .._calculus import convolve
from .._core import array, asarray
from .._runtime import type_module
from ._coefficients import as_series, mapdomain, trimcoef, trimseq
from ._family import Family
from ._functions import class_doc, family_functions
from ._polybase import ABCPolyBase
from ._shared import as_int, divide, orders, raised

__all__ = [
    "chebzero", "chebone", "chebx", "chebdomain", "chebline", "chebfromroots", "chebadd", "chebsub",
    "chebmulx", "chebmul", "chebdiv", "chebpow", "chebder", "chebint", "chebval", "chebval2d", "chebgrid2d",
    "chebval3d", "chebgrid3d", "chebvander", "chebvander2d", "chebvander3d", "chebfit", "chebcompanion",
    "chebroots", "poly2cheb", "cheb2poly", "chebgauss", "chebweight", "chebinterpolate", "chebpts1",
    "chebpts2", "chebtrim", "Chebyshev",
]  # fmt: skip

# The series of zero, of one, of `x`; the default domain.
chebzero, chebone, chebx = array([0]), array([1]), array([0, 1])
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


class _Chebyshev(Family):
    """``T[n]``: products and quadrature have forms of their own."""

    total = math.pi

    def recurrence(self, n):
        return 2, 0, 1, 1

    def product(self, c1, c2):
        c1, c2 = as_series([c1, c2])
        z = _zseries_mul(_cseries_to_zseries(c1), _cseries_to_zseries(c2))
        return trimseq(_zseries_to_cseries(z))

    def divide(self, c1, c2):
        # Multiples in the type of the divisor, so that the remainder has it.
        return divide(lambda unit, c: self.product(array(unit, dtype=c.dtype), c), c1, c2)

    def differentiate(self, c):
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

    def integrate(self, c):
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

    def gauss(self, deg):
        """The points are the roots of ``T[deg]``, and all weights are the same (Mason and Handscomb 8.3)."""
        deg = as_int(deg, "deg")
        if deg <= 0:
            raise ValueError("deg must be a positive integer")
        x = nc.cos(math.pi * nc.arange(1, 2 * deg, 2) / (2.0 * deg))
        return x, nc.ones(deg) * (math.pi / deg)

    def weight(self, x):
        return 1.0 / (nc.sqrt(1.0 + x) * nc.sqrt(1.0 - x))


# What the examples of the functions print.
_EXAMPLES = {
    "line": "array([3, 2])",
    "fromroots": "array([ 0.  , -0.25,  0.  ,  0.25])",
    "mulx": "array([1. , 2.5, 1. , 1.5])",
    "mul": "array([1., 1., 1.])",
    "pow": "array([2., 0., 2.])",
    "der": "array([14., 12., 24.])",
    "int": "array([ 0.5, -0.5,  0.5,  0.5])",
    "val": "array([-2.,  6., 26.])",
    "val2d": "array([10.,  7.])",
    "val3d": "array([16.,  5.])",
    "vander": "array([[ 1.,  0., -1.],\n       [ 1.,  1.,  1.],\n       [ 1.,  2.,  7.]])",
    "vander2d": "array([[ 1.,  0., -1.,  1.,  0., -1.],\n       [ 1.,  1.,  1.,  2.,  2.,  2.]])",
    "vander3d": "array([[1., 2., 1., 2.],\n       [1., 2., 2., 4.]])",
    "fit": "array([1., 2.])",
    "companion": "array([[ 0.    ,  0.4714],\n       [ 0.7071, -0.3333]])",
    "poly2": "array([0.5, 0. , 0.5])",
    "2poly": "array([-1.,  0.,  2.])",
    "gauss": "(array([ 0.866025,  0.      , -0.866025]), array([1.047198, 1.047198, 1.047198]))",
    "weight": "array([1.      , 1.154701])",
}

_functions = family_functions(
    _Chebyshev(),
    __name__,
    "cheb",
    letter="C",
    series="Chebyshev series",
    examples=_EXAMPLES,
    weight="1 / sqrt(1 - x**2)",
)
(
    chebline, chebfromroots, chebadd, chebsub, chebmulx, chebmul, chebdiv, chebpow, chebder, chebint, chebval,
    chebval2d, chebgrid2d, chebval3d, chebgrid3d, chebvander, chebvander2d, chebvander3d, chebfit,
    chebcompanion, chebroots, poly2cheb, cheb2poly, chebgauss, chebweight,
) = _functions.values()  # fmt: skip


def _number_of_points(npts, least):
    n = int(npts)
    if n != npts:
        raise ValueError("npts must be integer")
    if n < least:
        raise ValueError(f"npts must be >= {least}")
    return n


def chebpts1(npts):
    """Return the Chebyshev points of the first kind, the roots of ``T[npts]``, in ascending order.

    Parameters
    ----------
    npts : int
        Number of points, at least 1.

    Returns
    -------
    ndarray, shape (npts,)

    Raises
    ------
    ValueError
        When `npts` is no integer, or less than 1.

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebpts1(3).round(6)
    array([-0.866025,  0.      ,  0.866025])
    """
    n = _number_of_points(npts, 1)
    # The sine keeps the points symmetric.
    return nc.sin(0.5 * math.pi / n * nc.arange(1 - n, n + 1, 2))


def chebpts2(npts):
    """Return the Chebyshev points of the second kind, the extrema of ``T[npts - 1]``, in ascending order.

    Parameters
    ----------
    npts : int
        Number of points, at least 2.

    Returns
    -------
    ndarray, shape (npts,)

    Raises
    ------
    ValueError
        When `npts` is no integer, or less than 2.

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebpts2(5).round(6)
    array([-1.      , -0.707107,  0.      ,  0.707107,  1.      ])
    """
    return nc.cos(nc.linspace(-math.pi, 0, _number_of_points(npts, 2)))


def chebinterpolate(func, deg, args=()):
    """Return the series that equals a function at the Chebyshev points of the first kind.

    Parameters
    ----------
    func : callable
        Called with an array of points in [-1, 1], and `args`.
    deg : int
        Degree of the series.
    args : tuple, optional
        Further arguments of the function.

    Returns
    -------
    ndarray, shape (deg + 1,)

    Raises
    ------
    TypeError
        When `deg` is not an integer.
    ValueError
        When `deg` is negative.

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> C.chebinterpolate(lambda x: x**2, 2).round(6) + 0.0
    array([0.5, 0. , 0.5])
    """
    deg = asarray(deg)
    if deg.ndim > 0 or deg.dtype.kind not in "iu" or deg.size == 0:
        raise TypeError("deg must be an int")
    if deg < 0:
        raise ValueError("expected deg >= 0")
    n = int(deg) + 1
    x = chebpts1(n)
    # The basis functions are orthogonal under summation over these points (DLMF 3.11.9).
    c = nc.dot(chebvander(x, n - 1).T, func(x, *args))
    c[0] /= n
    c[1:] /= 0.5 * n
    return c


class Chebyshev(ABCPolyBase, functions=_functions):
    __doc__ = class_doc("A Chebyshev series", "Chebyshev", "2.0 + 2.0·T₁(x) + 3.0·T₂(x)", "np.float64(0.5)")
    __module__ = f"{type_module}.polynomial.chebyshev"

    domain, window = array(chebdomain), array(chebdomain)
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
