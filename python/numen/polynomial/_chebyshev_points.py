"""Chebyshev points: interpolation and quadrature; the recurrence of the family.

Mason and Handscomb, "Chebyshev Polynomials" (2003), chapters 6 and 8.
"""

import math

from .. import _core as nc
from .._core import asarray
from ._family import Family
from ._shared import as_int

CHEBYSHEV = Family(first=(1, 0), recurrence=lambda n: (2, 0, 1, 1), total=math.pi)


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
    n = int(npts)
    if n != npts:
        raise ValueError("npts must be integer")
    if n < 1:
        raise ValueError("npts must be >= 1")
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
    n = int(npts)
    if n != npts:
        raise ValueError("npts must be integer")
    if n < 2:
        raise ValueError("npts must be >= 2")
    return nc.cos(nc.linspace(-math.pi, 0, n))


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
    c = nc.dot(CHEBYSHEV.vander(x, n - 1).T, func(x, *args))
    c[0] /= n
    c[1:] /= 0.5 * n
    return c


def chebgauss(deg):
    """Return points and weights of Gauss-Chebyshev quadrature.

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
    >>> from numen.polynomial import chebyshev as C
    >>> x, w = C.chebgauss(3)
    >>> x.round(6), w.round(6)
    (array([ 0.866025,  0.      , -0.866025]), array([1.047198, 1.047198, 1.047198]))
    """
    deg = as_int(deg, "deg")
    if deg <= 0:
        raise ValueError("deg must be a positive integer")
    x = nc.cos(math.pi * nc.arange(1, 2 * deg, 2) / (2.0 * deg))
    return x, nc.ones(deg) * (math.pi / deg)


def chebweight(x):
    """Return the weight function of the family, ``1 / sqrt(1 - x**2)``.

    Parameters
    ----------
    x : array_like
        Points.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> from numen.polynomial import chebyshev as C
    >>> import numen as np
    >>> C.chebweight(np.array([0.0, 0.5])).round(6)
    array([1.      , 1.154701])
    """
    return 1.0 / (nc.sqrt(1.0 + x) * nc.sqrt(1.0 - x))
