"""The functions of ``lib.scimath`` (also ``emath``): complex answers outside the real domain."""

from . import _core as nc
from ._complex import isreal
from ._core import array_function_dispatch, asarray

__all__ = []

# Types whose complex counterpart is the single precision one.
_SINGLE = frozenset("fbhBHF")


def _complex(x):
    return x.astype("F" if x.dtype.char in _SINGLE else "G" if x.dtype.char in "gG" else "D")


def _where_negative(x):
    """`x`, complex where a real element is negative."""
    x = asarray(x)
    return _complex(x) if nc.any(isreal(x) & (x < 0)) else x


def _where_beyond_one(x):
    """`x`, complex where a real element lies outside of [-1, 1]."""
    x = asarray(x)
    return _complex(x) if nc.any(isreal(x) & (nc.absolute(x) > 1)) else x


@array_function_dispatch(lambda x: (x,))
def sqrt(x):
    """Return the square root, complex for negative numbers.

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.sqrt(-4))
    2j
    """
    return nc.sqrt(_where_negative(x))


@array_function_dispatch(lambda x: (x,))
def log(x):
    """Return the natural logarithm, complex for negative numbers.

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.log(1.0))
    0.0
    """
    return nc.log(_where_negative(x))


@array_function_dispatch(lambda x: (x,))
def log10(x):
    """Return the logarithm to base 10, complex for negative numbers.

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.log10(100.0))
    2.0
    """
    return nc.log10(_where_negative(x))


@array_function_dispatch(lambda x: (x,))
def log2(x):
    """Return the logarithm to base 2, complex for negative numbers.

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.log2(8.0))
    3.0
    """
    return nc.log2(_where_negative(x))


@array_function_dispatch(lambda n, x: (n, x))
def logn(n, x):
    """Return the logarithm to any base, complex for negative numbers.

    Parameters
    ----------
    n : array_like
        The base.
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.logn(2, 4.0))
    2.0
    """
    return nc.log(_where_negative(x)) / nc.log(_where_negative(n))


@array_function_dispatch(lambda x, p: (x, p))
def power(x, p):
    """Return powers, complex for negative bases, and fractions for negative integer exponents.

    Parameters
    ----------
    x : array_like
        The bases.
    p : array_like
        The exponents.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> np.emath.power([2, 4], -2)
    array([0.25  , 0.0625])
    """
    x = _where_negative(x)
    p = asarray(p)
    if nc.any(isreal(p) & (p < 0)):
        p = p * 1.0
    return nc.power(x, p)


@array_function_dispatch(lambda x: (x,))
def arccos(x):
    """Return the inverse cosine, complex outside of [-1, 1].

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.arccos(1.0))
    0.0
    """
    return nc.arccos(_where_beyond_one(x))


@array_function_dispatch(lambda x: (x,))
def arcsin(x):
    """Return the inverse sine, complex outside of [-1, 1].

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.arcsin(0.0))
    0.0
    """
    return nc.arcsin(_where_beyond_one(x))


@array_function_dispatch(lambda x: (x,))
def arctanh(x):
    """Return the inverse hyperbolic tangent, complex outside of [-1, 1].

    Parameters
    ----------
    x : array_like
        The numbers.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.emath.arctanh(0.0))
    0.0
    """
    return nc.arctanh(_where_beyond_one(x))
