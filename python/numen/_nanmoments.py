"""Means and variances that leave NaN out."""

import warnings

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, ndarray
from ._errstate import errstate
from ._globals import _NoValue, given

__all__ = ["nanmean", "nanstd", "nanvar"]


def without_nan(a, filler):
    """A copy of `a` with `filler` for NaN, and where NaN was; `a` and None if it cannot hold NaN."""
    a = asanyarray(a)
    if a.dtype.kind == "O":
        missing = asanyarray(nc.not_equal(a, a, dtype=bool))
    elif issubclass(a.dtype.type, nc.inexact):
        missing = nc.isnan(a)
    else:
        return a, None
    a = nc.array(a, subok=True, copy=True)
    nc.copyto(a, filler, where=missing)
    return a, missing


def _divided(total, count, out=None):
    """``total / count`` in the type of the total; 0/0 gives NaN without a warning."""
    with errstate(invalid="ignore", divide="ignore"):
        if isinstance(total, ndarray):
            return nc.divide(total, count, out=total if out is None else out, casting="unsafe")
        if out is not None:
            return nc.divide(total, count, out=out, casting="unsafe")
        return total.dtype.type(total / count) if hasattr(total, "dtype") else total / count


def _require_inexact(dtype, out):
    if dtype is not None and not issubclass(nc.dtype(dtype).type, nc.inexact):
        raise TypeError("If a is inexact, then dtype must be inexact")
    if out is not None and not issubclass(out.dtype.type, nc.inexact):
        raise TypeError("If a is inexact, then out must be inexact")


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None, *_, **__: (a, out))
def nanmean(a, axis=None, dtype=None, out=None, keepdims=_NoValue, *, where=_NoValue):
    """Return the mean, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to average over, all by default.
    dtype : dtype, optional
        Type to compute in.
    out : ndarray, optional
        Where to put the result.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    where : array_like of bool, optional
        Elements to average.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all elements are.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanmean([1.0, np.nan, 2.0]))
    1.5
    """
    a, missing = without_nan(a, 0)
    options = given(keepdims=keepdims, where=where)
    if missing is None:
        return nc.mean(a, axis=axis, dtype=dtype, out=out, **options)
    _require_inexact(dtype, out)
    count = nc.sum(~missing, axis=axis, dtype=nc.int64, **options)
    total = nc.sum(a, axis=axis, dtype=dtype, out=out, **options)
    mean = _divided(total, count, out=out)
    if (count == 0).any():
        # The division has left NaN there.
        warnings.warn("Mean of empty slice", RuntimeWarning, stacklevel=2)
    return mean


def put(result, value, where):
    """`result` with `value` where a condition holds, in place for arrays."""
    if isinstance(result, ndarray):
        nc.copyto(result, value, where=where, casting="unsafe")
        return result
    return result.dtype.type(value) if where else result


def _variance(a, axis, dtype, out, ddof, keepdims, where, mean, level):
    """Variance without NaN, or None and the array where it cannot hold NaN."""
    a, missing = without_nan(a, 0)
    chosen = given(where=where)
    if missing is None:
        return None, a
    _require_inexact(dtype, out)
    # A matrix cannot drop the axis it keeps, nor do base arrays need to here.
    if mean is not _NoValue:
        center = mean
        count = nc.sum(~missing, axis=axis, dtype=nc.int64, **given(keepdims=keepdims), **chosen)
    else:
        kept = {} if type(a) is not ndarray and a.ndim == 2 and not _keeps(a) else {"keepdims": True}
        if chosen or not kept:
            count = nc.sum(~missing, axis=axis, dtype=nc.int64, **kept, **chosen)
        else:
            count = nc.count_nonzero(~missing, axis=axis, keepdims=True)
        center = _divided(nc.sum(a, axis=axis, dtype=dtype, **kept, **chosen), count)
    nc.subtract(a, center, out=a, casting="unsafe", **chosen)
    nc.copyto(a, 0, where=missing)
    squares = (
        nc.multiply(a, a.conj(), out=a, **chosen).real
        if a.dtype.kind == "c"
        else nc.multiply(a, a, out=a, **chosen)
    )
    variance = nc.sum(squares, axis=axis, dtype=dtype, out=out, **given(keepdims=keepdims), **chosen)
    count = nc.asarray(count)
    if count.ndim > nc.asarray(variance).ndim:
        count = count.squeeze(axis)
    freedom = count - ddof
    variance = _divided(variance, freedom, out=out)
    bad = freedom <= 0
    if nc.any(bad):
        warnings.warn("Degrees of freedom <= 0 for slice.", RuntimeWarning, stacklevel=level)
        variance = put(variance, float("nan"), bad)
    return variance, None


def _keeps(a):
    """Whether reductions of this subclass take ``keepdims``."""
    return type(a).sum is ndarray.sum


def _freedom(ddof, correction):
    if correction is _NoValue:
        return ddof
    if ddof != 0:
        raise ValueError("ddof and correction can't be provided simultaneously.")
    return correction


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None, *_, **__: (a, out))
def nanvar(
    a,
    axis=None,
    dtype=None,
    out=None,
    ddof=0,
    keepdims=_NoValue,
    *,
    where=_NoValue,
    mean=_NoValue,
    correction=_NoValue,
):
    """Return the variance, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The array.
    axis : int or tuple of int, optional
        Axes to reduce, all by default.
    dtype : dtype, optional
        Type to compute in.
    out : ndarray, optional
        Where to put the result.
    ddof : number, optional
        The sum of squares is divided by the number of elements less `ddof`.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    where : array_like of bool, optional
        Elements to look at.
    mean : array_like, optional
        The mean, where it is known, with the reduced axes kept.
    correction : number, optional
        Another name of `ddof`.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where there are too few elements.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanvar([1.0, np.nan, 3.0]))
    1.0
    """
    ddof = _freedom(ddof, correction)
    variance, plain = _variance(a, axis, dtype, out, ddof, keepdims, where, mean, level=3)
    if plain is not None:
        return nc.var(
            plain,
            axis=axis,
            dtype=dtype,
            out=out,
            ddof=ddof,
            **given(keepdims=keepdims, where=where, mean=mean),
        )
    return variance


@array_function_dispatch(lambda a, axis=None, dtype=None, out=None, *_, **__: (a, out))
def nanstd(
    a,
    axis=None,
    dtype=None,
    out=None,
    ddof=0,
    keepdims=_NoValue,
    *,
    where=_NoValue,
    mean=_NoValue,
    correction=_NoValue,
):
    """Return the standard deviation, leaving NaN out: the square root of `nanvar`.

    Parameters
    ----------
    a : array_like
        The array.
    axis, dtype, out, ddof, keepdims, where, mean, correction
        As for `nanvar`.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where there are too few elements.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanstd([1.0, np.nan, 3.0]))
    1.0
    """
    ddof = _freedom(ddof, correction)
    variance, plain = _variance(a, axis, dtype, out, ddof, keepdims, where, mean, level=3)
    if plain is not None:
        variance = nc.var(
            plain,
            axis=axis,
            dtype=dtype,
            out=out,
            ddof=ddof,
            **given(keepdims=keepdims, where=where, mean=mean),
        )
    if isinstance(variance, ndarray):
        return nc.sqrt(variance, out=variance)
    return variance.dtype.type(nc.sqrt(variance)) if hasattr(variance, "dtype") else nc.sqrt(variance)
