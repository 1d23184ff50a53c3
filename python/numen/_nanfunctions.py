"""Reductions that leave NaN out."""

import sys
import warnings

from . import _core as nc
from ._core import array_function_dispatch, ndarray
from ._globals import _NoValue, given
from ._nanmoments import nanmean, nanstd, nanvar, put, without_nan
from ._nanquantiles import nanmedian, nanpercentile, nanquantile

__all__ = [
    "nanargmax",
    "nanargmin",
    "nancumprod",
    "nancumsum",
    "nanmax",
    "nanmean",
    "nanmedian",
    "nanmin",
    "nanpercentile",
    "nanprod",
    "nanquantile",
    "nanstd",
    "nansum",
    "nanvar",
]


def _is_memmap(a):
    memory_maps = sys.modules.get("numen._io.memmap")
    return memory_maps is not None and type(a) is memory_maps.memmap


def _extremum(a, axis, out, options, reduce, function, worst):
    """`nanmin` and `nanmax`; `worst` never wins against a number."""
    if (type(a) is ndarray or _is_memmap(a)) and a.dtype.kind != "O":
        # fmin and fmax return NaN only where there is nothing else.
        result = reduce(a, axis=axis, out=out, **options)
        if nc.isnan(result).any():
            warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=4)
        return result
    a, missing = without_nan(a, worst)
    result = function(a, axis=axis, out=out, **options)
    if missing is None:
        return result
    options.pop("initial", None)
    empty = nc.all(missing, axis=axis, **options)
    if nc.any(empty):
        result = put(result, float("nan"), empty)
        warnings.warn("All-NaN axis encountered", RuntimeWarning, stacklevel=4)
    return result


@array_function_dispatch(lambda a, axis=None, out=None, *_, **__: (a, out))
def nanmin(a, axis=None, out=None, keepdims=_NoValue, initial=_NoValue, where=_NoValue):
    """Return the smallest element, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to reduce, all by default.
    out : ndarray, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    initial : scalar, optional
        An upper bound of the result.
    where : array_like of bool, optional
        Elements to look at.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all elements are.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanmin([3.0, np.nan, 1.0]))
    1.0
    """
    options = given(keepdims=keepdims, initial=initial, where=where)
    return _extremum(a, axis, out, options, nc.fmin.reduce, nc.amin, float("inf"))


@array_function_dispatch(lambda a, axis=None, out=None, *_, **__: (a, out))
def nanmax(a, axis=None, out=None, keepdims=_NoValue, initial=_NoValue, where=_NoValue):
    """Return the largest element, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to reduce, all by default.
    out : ndarray, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    initial : scalar, optional
        A lower bound of the result.
    where : array_like of bool, optional
        Elements to look at.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all elements are.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanmax([3.0, np.nan, 1.0]))
    3.0
    """
    options = given(keepdims=keepdims, initial=initial, where=where)
    return _extremum(a, axis, out, options, nc.fmax.reduce, nc.amax, -float("inf"))


def _position(a, axis, out, keepdims, function, worst):
    a, missing = without_nan(a, worst)
    if missing is not None and missing.size and nc.any(nc.all(missing, axis=axis)):
        raise ValueError("All-NaN slice encountered")
    return function(a, axis=axis, out=out, **given(keepdims=keepdims))


@array_function_dispatch(lambda a, axis=None, out=None, **_: (a,))
def nanargmin(a, axis=None, out=None, *, keepdims=_NoValue):
    """Return the position of the smallest element, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int, optional
        Axis to search along; by default the flattened array is.
    out : ndarray of int, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axis with length one.

    Returns
    -------
    ndarray of int, or int scalar

    Raises
    ------
    ValueError
        When a slice holds nothing but NaN.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanargmin([np.nan, 4.0, 3.0]))
    2
    """
    return _position(a, axis, out, keepdims, nc.argmin, float("inf"))


@array_function_dispatch(lambda a, axis=None, out=None, **_: (a,))
def nanargmax(a, axis=None, out=None, *, keepdims=_NoValue):
    """Return the position of the largest element, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int, optional
        Axis to search along; by default the flattened array is.
    out : ndarray of int, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axis with length one.

    Returns
    -------
    ndarray of int, or int scalar

    Raises
    ------
    ValueError
        When a slice holds nothing but NaN.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanargmax([np.nan, 4.0, 3.0]))
    1
    """
    return _position(a, axis, out, keepdims, nc.argmax, -float("inf"))


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None, *_, **__: (a, out))
def nansum(a, axis=None, dtype=None, out=None, keepdims=_NoValue, initial=_NoValue, where=_NoValue):
    """Return the sum, counting NaN as zero.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to sum over, all by default.
    dtype : dtype, optional
        Type of the sum.
    out : ndarray, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    initial : scalar, optional
        What the sum starts with.
    where : array_like of bool, optional
        Elements to sum.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.nansum([1.0, np.nan, 2.0]))
    3.0
    """
    a, _ = without_nan(a, 0)
    return nc.sum(
        a, axis=axis, dtype=dtype, out=out, **given(keepdims=keepdims, initial=initial, where=where)
    )


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None, *_, **__: (a, out))
def nanprod(a, axis=None, dtype=None, out=None, keepdims=_NoValue, initial=_NoValue, where=_NoValue):
    """Return the product, counting NaN as one.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to multiply over, all by default.
    dtype : dtype, optional
        Type of the product.
    out : ndarray, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    initial : scalar, optional
        What the product starts with.
    where : array_like of bool, optional
        Elements to multiply.

    Returns
    -------
    ndarray or scalar

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanprod([3.0, np.nan, 2.0]))
    6.0
    """
    a, _ = without_nan(a, 1)
    return nc.prod(
        a, axis=axis, dtype=dtype, out=out, **given(keepdims=keepdims, initial=initial, where=where)
    )


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None: (a, out))
def nancumsum(a, axis=None, dtype=None, out=None):
    """Return running sums, counting NaN as zero.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int, optional
        Axis to sum along; by default the flattened array is.
    dtype : dtype, optional
        Type of the sums.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.nancumsum([1.0, np.nan, 2.0])
    array([1., 1., 3.])
    """
    a, _ = without_nan(a, 0)
    return nc.cumsum(a, axis=axis, dtype=dtype, out=out)


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None: (a, out))
def nancumprod(a, axis=None, dtype=None, out=None):
    """Return running products, counting NaN as one.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int, optional
        Axis to multiply along; by default the flattened array is.
    dtype : dtype, optional
        Type of the products.
    out : ndarray, optional
        Where to put the result.

    Returns
    -------
    ndarray

    Examples
    --------
    >>> import numen as np
    >>> np.nancumprod([3.0, np.nan, 2.0])
    array([3., 3., 6.])
    """
    a, _ = without_nan(a, 1)
    return nc.cumprod(a, axis=axis, dtype=dtype, out=out)
