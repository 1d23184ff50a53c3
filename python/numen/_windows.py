"""Window functions for spectral analysis; `sinc` and the Bessel function `i0`.

Blackman and Tukey, "The Measurement of Power Spectra" (1958), for the first
four windows; Kaiser (1966) for the last.
"""

import math

from . import _core as nc
from ._core import array_function_dispatch, asanyarray
from ._getlimits import finfo

__all__ = ["bartlett", "blackman", "hamming", "hanning", "i0", "kaiser", "sinc"]


def _window(M, shape):
    """``shape(n, M)`` at the symmetric odd or even numbers ``n = 1-M, 3-M, .. M-1``."""
    # Together with 0.0 the number of points becomes at least float64.
    values = nc.array([0.0, M])
    M = values[1]
    if M < 1:
        return nc.array([], dtype=values.dtype)
    if M == 1:
        return nc.ones(1, dtype=values.dtype)
    return shape(nc.arange(1 - M, M, 2), M)


def bartlett(M):
    """Return the triangular window with zeros at both ends.

    Parameters
    ----------
    M : int
        Number of points.

    Returns
    -------
    ndarray of shape (M,)

    Examples
    --------
    >>> import numen as np
    >>> np.bartlett(5)
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    return _window(M, lambda n, M: nc.where(nc.less_equal(n, 0), 1 + n / (M - 1), 1 - n / (M - 1)))


def blackman(M):
    """Return the Blackman window, a sum of three cosines.

    Parameters
    ----------
    M : int
        Number of points.

    Returns
    -------
    ndarray of shape (M,)

    Examples
    --------
    >>> import numen as np
    >>> np.blackman(5).round(2)
    array([-0.  ,  0.34,  1.  ,  0.34, -0.  ])
    """
    pi = math.pi
    return _window(
        M, lambda n, M: 0.42 + 0.5 * nc.cos(pi * n / (M - 1)) + 0.08 * nc.cos(2.0 * pi * n / (M - 1))
    )


def hamming(M):
    """Return the Hamming window, a raised cosine.

    Parameters
    ----------
    M : int
        Number of points.

    Returns
    -------
    ndarray of shape (M,)

    Examples
    --------
    >>> import numen as np
    >>> np.hamming(5)
    array([0.08, 0.54, 1.  , 0.54, 0.08])
    """
    return _window(M, lambda n, M: 0.54 + 0.46 * nc.cos(math.pi * n / (M - 1)))


def hanning(M):
    """Return the window of von Hann, a raised cosine with zeros at both ends.

    Parameters
    ----------
    M : int
        Number of points.

    Returns
    -------
    ndarray of shape (M,)

    Examples
    --------
    >>> import numen as np
    >>> np.hanning(5)
    array([0. , 0.5, 1. , 0.5, 0. ])
    """
    return _window(M, lambda n, M: 0.5 + 0.5 * nc.cos(math.pi * n / (M - 1)))


# Chebyshev expansions of exp(-x) I0(x) on [0, 8] and exp(-x) sqrt(x) I0(x) on
# [8, inf): the coefficients of Moshier's Cephes library, function i0.
_SMALL = (
    -4.41534164647933937950e-18, 3.33079451882223809783e-17, -2.43127984654795469359e-16, 1.71539128555513303061e-15,
    -1.16853328779934516808e-14, 7.67618549860493561688e-14, -4.85644678311192946090e-13, 2.95505266312963983461e-12,
    -1.72682629144155570723e-11, 9.67580903537323691224e-11, -5.18979560163526290666e-10, 2.65982372468238665035e-9,
    -1.30002500998624804212e-8, 6.04699502254191894932e-8, -2.67079385394061173391e-7, 1.11738753912010371815e-6,
    -4.41673835845875056359e-6, 1.64484480707288970893e-5, -5.75419501008210370398e-5, 1.88502885095841655729e-4,
    -5.76375574538582365885e-4, 1.63947561694133579842e-3, -4.32430999505057594430e-3, 1.05464603945949983183e-2,
    -2.37374148058994688156e-2, 4.93052842396707084878e-2, -9.49010970480476444210e-2, 1.71620901522208775349e-1,
    -3.04682672343198398683e-1, 6.76795274409476084995e-1,
)  # fmt: skip
_LARGE = (
    -7.23318048787475395456e-18, -4.83050448594418207126e-18, 4.46562142029675999901e-17, 3.46122286769746109310e-17,
    -2.82762398051658348494e-16, -3.42548561967721913462e-16, 1.77256013305652638360e-15, 3.81168066935262242075e-15,
    -9.55484669882830764870e-15, -4.15056934728722208663e-14, 1.54008621752140982691e-14, 3.85277838274214270114e-13,
    7.18012445138366623367e-13, -1.79417853150680611778e-12, -1.32158118404477131188e-11, -3.14991652796324136454e-11,
    1.18891471078464383424e-11, 4.94060238822496958910e-10, 3.39623202570838634515e-9, 2.26666899049817806459e-8,
    2.04891858946906374183e-7, 2.89137052083475648297e-6, 6.88975834691682398426e-5, 3.36911647825569408990e-3,
    8.04490411014108831608e-1,
)  # fmt: skip


def _chebyshev(x, coefficients):
    """Sum of a Chebyshev series by Clenshaw's recurrence."""
    b0, b1, b2 = coefficients[0], 0.0, 0.0
    for c in coefficients[1:]:
        b0, b1, b2 = x * b0 - b1 + c, b0, b1
    return 0.5 * (b0 - b2)


@array_function_dispatch(lambda x: (x,))
def i0(x):
    """Return the modified Bessel function of the first kind and order zero.

    Parameters
    ----------
    x : array_like of real numbers
        The arguments.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        When the arguments are complex.

    Examples
    --------
    >>> import numen as np
    >>> np.i0(0.0)
    array(1.)
    """
    x = asanyarray(x)
    if x.dtype.kind == "c":
        raise TypeError("i0 not supported for complex values")
    if x.dtype.kind != "f":
        x = x.astype(float)
    x = nc.absolute(x)
    # A scalar cannot be written by a mask.
    x = asanyarray(x)
    result = nc.empty_like(x)
    small = x <= 8.0
    near, far = x[small], x[~small]
    result[small] = nc.exp(near) * _chebyshev(near / 2.0 - 2.0, _SMALL)
    result[~small] = nc.exp(far) * _chebyshev(32.0 / far - 2.0, _LARGE) / nc.sqrt(far)
    return result


def kaiser(M, beta):
    """Return the Kaiser window, made of a Bessel function.

    Parameters
    ----------
    M : int
        Number of points.
    beta : float
        Shape: 0 is a rectangle, 5 resembles Hamming's, 6 von Hann's, 8.6
        Blackman's window.

    Returns
    -------
    ndarray of shape (M,)

    Examples
    --------
    >>> import numen as np
    >>> np.kaiser(3, 14.0).round(6)
    array([8.e-06, 1.e+00, 8.e-06])
    """
    values = nc.array([0.0, M, beta])
    M, beta = values[1], values[2]
    if M == 1:
        return nc.ones(1, dtype=values.dtype)
    n = nc.arange(0, M)
    half = (M - 1) / 2.0
    return i0(beta * nc.sqrt(1 - ((n - half) / half) ** 2.0)) / i0(beta)


@array_function_dispatch(lambda x: (x,))
def sinc(x):
    """Return ``sin(pi x) / (pi x)``, and 1 at zero.

    Parameters
    ----------
    x : array_like
        The arguments.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> np.sinc([0.0, 0.5]).round(6)
    array([1.     , 0.63662])
    """
    x = asanyarray(x)
    y = math.pi * x
    # The quotient of any tiny number has the value of the limit.
    y = nc.where(y, y, 1e-20 if y.dtype.kind == "O" else finfo(y.dtype).eps)
    return nc.sin(y) / y
