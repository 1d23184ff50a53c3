"""Real and imaginary parts, angles, infinities and NaN."""

import math

from . import _core as nc
from ._core import array_function_dispatch, asanyarray
from ._getlimits import finfo

__all__ = [
    "angle",
    "fix",
    "imag",
    "iscomplex",
    "iscomplexobj",
    "isneginf",
    "isposinf",
    "isreal",
    "isrealobj",
    "nan_to_num",
    "real",
    "real_if_close",
]


@array_function_dispatch(lambda val: (val,))
def real(val):
    """Return the real part.

    Parameters
    ----------
    val : array_like
        The values.

    Returns
    -------
    ndarray or scalar
        `val` itself where it is real.

    Examples
    --------
    >>> import numen as np
    >>> np.real([1 + 2j, 3 + 4j])
    array([1., 3.])
    """
    try:
        return val.real
    except AttributeError:
        return asanyarray(val).real


@array_function_dispatch(lambda val: (val,))
def imag(val):
    """Return the imaginary part.

    Parameters
    ----------
    val : array_like
        The values.

    Returns
    -------
    ndarray or scalar
        Zeros where `val` is real.

    Examples
    --------
    >>> import numen as np
    >>> np.imag([1 + 2j, 3 + 4j])
    array([2., 4.])
    """
    try:
        return val.imag
    except AttributeError:
        return asanyarray(val).imag


@array_function_dispatch(lambda z, deg=None: (z,))
def angle(z, deg=False):
    """Return the angle of complex numbers.

    Parameters
    ----------
    z : array_like
        The numbers.
    deg : bool, optional
        In degrees instead of radians.

    Returns
    -------
    ndarray or scalar
        From -pi to pi, counterclockwise from the positive real axis.

    Examples
    --------
    >>> import numen as np
    >>> np.angle([1, 1j, -1], deg=True)
    array([  0.,  90., 180.])
    """
    z = asanyarray(z)
    if issubclass(z.dtype.type, nc.complexfloating):
        a = nc.arctan2(z.imag, z.real)
    else:
        a = nc.arctan2(0, z)
    if deg:
        a *= 180 / math.pi
    return a


@array_function_dispatch(lambda a, tol=None: (a,))
def real_if_close(a, tol=100):
    """Drop imaginary parts that are all close to zero.

    Parameters
    ----------
    a : array_like
        The numbers.
    tol : float, optional
        The bound, in units of the machine epsilon if above 1, else absolute.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.real_if_close([2.0 + 1e-15j])
    array([2.])
    """
    a = asanyarray(a)
    if not issubclass(a.dtype.type, nc.complexfloating):
        return a
    if tol > 1:
        tol = finfo(a.dtype.type).eps * tol
    return a.real if nc.all(nc.absolute(a.imag) < tol) else a


@array_function_dispatch(lambda x: (x,))
def iscomplex(x):
    """Tell for each element whether it has an imaginary part other than zero.

    Parameters
    ----------
    x : array_like
        The elements.

    Returns
    -------
    ndarray of bool, or bool scalar

    Examples
    --------
    >>> import numen as np
    >>> np.iscomplex([1 + 1j, 1 + 0j, 3])
    array([ True, False, False])
    """
    x = asanyarray(x)
    if issubclass(x.dtype.type, nc.complexfloating):
        return x.imag != 0
    return nc.zeros(x.shape, bool)[()]


@array_function_dispatch(lambda x: (x,))
def isreal(x):
    """Tell for each element whether its imaginary part is zero.

    Parameters
    ----------
    x : array_like
        The elements.

    Returns
    -------
    ndarray of bool, or bool scalar

    Examples
    --------
    >>> import numen as np
    >>> np.isreal([1 + 1j, 1 + 0j, 3])
    array([False,  True,  True])
    """
    return imag(x) == 0


@array_function_dispatch(lambda x: (x,))
def iscomplexobj(x):
    """Tell whether an object has a complex type, whatever its values.

    Parameters
    ----------
    x : any
        What to look at.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.iscomplexobj([3, 1 + 0j]), np.iscomplexobj(3)
    (True, False)
    """
    try:
        cls = x.dtype.type
    except AttributeError:
        cls = nc.asarray(x).dtype.type
    return isinstance(cls, type) and issubclass(cls, nc.complexfloating)


@array_function_dispatch(lambda x: (x,))
def isrealobj(x):
    """Tell whether an object has a type other than a complex one.

    Parameters
    ----------
    x : any
        What to look at.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numen as np
    >>> np.isrealobj([3, 1 + 0j]), np.isrealobj(3)
    (False, True)
    """
    return not iscomplexobj(x)


@array_function_dispatch(lambda x, *_, **__: (x,))
def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """Replace NaN and infinities by numbers.

    Parameters
    ----------
    x : array_like
        The values.
    copy : bool, optional
        False writes into `x` where that is possible.
    nan : scalar or array_like, optional
        For NaN.
    posinf, neginf : scalar or array_like, optional
        For the infinities; by default the largest and the smallest number.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> np.nan_to_num([np.nan, np.inf, 1.0], posinf=9.0)
    array([0., 9., 1.])
    """
    x = nc.array(x, subok=True, copy=copy)
    scalar = x.ndim == 0
    if issubclass(x.dtype.type, nc.inexact):
        limits = finfo(x.dtype)
        high = limits.max if posinf is None else posinf
        low = limits.min if neginf is None else neginf
        for part in (x.real, x.imag) if x.dtype.kind == "c" else (x,):
            infinite = nc.isinf(part)
            negative = nc.signbit(part)
            nc.copyto(part, nan, where=nc.isnan(part))
            nc.copyto(part, high, where=infinite & ~negative)
            nc.copyto(part, low, where=infinite & negative)
    return x[()] if scalar else x


def _signed_infinity(x, out, negative):
    infinite = nc.isinf(x)
    try:
        sign = nc.signbit(x)
    except TypeError as e:
        dtype = asanyarray(x).dtype
        raise TypeError(
            f"This operation is not supported for {dtype} values because it would be ambiguous."
        ) from e
    return nc.logical_and(infinite, sign if negative else ~sign, out)


@array_function_dispatch(lambda x, out=None: (x, out))
def isposinf(x, out=None):
    """Tell for each element whether it is positive infinity.

    Parameters
    ----------
    x : array_like of real numbers
        The elements.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray of bool, or bool scalar

    Raises
    ------
    TypeError
        When the numbers are complex.

    Examples
    --------
    >>> import numen as np
    >>> np.isposinf([-np.inf, 0.0, np.inf])
    array([False, False,  True])
    """
    return _signed_infinity(x, out, negative=False)


@array_function_dispatch(lambda x, out=None: (x, out))
def isneginf(x, out=None):
    """Tell for each element whether it is negative infinity.

    Parameters
    ----------
    x : array_like of real numbers
        The elements.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray of bool, or bool scalar

    Raises
    ------
    TypeError
        When the numbers are complex.

    Examples
    --------
    >>> import numen as np
    >>> np.isneginf([-np.inf, 0.0, np.inf])
    array([ True, False, False])
    """
    return _signed_infinity(x, out, negative=True)


@array_function_dispatch(lambda x, out=None: (x, out))
def fix(x, out=None):
    """Round towards zero.

    Parameters
    ----------
    x : array_like of real numbers
        The numbers.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> np.fix([2.7, -2.7])
    array([ 2., -2.])
    """
    return nc.trunc(x, out=out)
