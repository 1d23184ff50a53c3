"""Reductions that leave NaN out."""

import warnings

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, ndarray
from ._globals import _NoValue, given
from ._quantiles import prepare, quantiles_of, reduce_axes

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


def _without_nan(a, filler):
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


def _put(result, value, where):
    """`result` with `value` where a condition holds, in place for arrays."""
    if isinstance(result, ndarray):
        nc.copyto(result, value, where=where, casting="unsafe")
        return result
    return result.dtype.type(value) if where else result


def _divided(total, count, out=None):
    """``total / count`` in the type of the total; 0/0 gives NaN without a warning."""
    with nc.errstate(invalid="ignore", divide="ignore"):
        if isinstance(total, ndarray):
            return nc.divide(total, count, out=total if out is None else out, casting="unsafe")
        if out is not None:
            return nc.divide(total, count, out=out, casting="unsafe")
        return total.dtype.type(total / count) if hasattr(total, "dtype") else total / count


def _extremum(a, axis, out, options, reduce, function, worst):
    """`nanmin` and `nanmax`; `worst` never wins against a number."""
    if type(a) is ndarray and a.dtype.kind != "O":
        # fmin and fmax return NaN only where there is nothing else.
        result = reduce(a, axis=axis, out=out, **options)
        if nc.isnan(result).any():
            warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=4)
        return result
    a, missing = _without_nan(a, worst)
    result = function(a, axis=axis, out=out, **options)
    if missing is None:
        return result
    options.pop("initial", None)
    empty = nc.all(missing, axis=axis, **options)
    if nc.any(empty):
        result = _put(result, float("nan"), empty)
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
    a, missing = _without_nan(a, worst)
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
    a, _ = _without_nan(a, 0)
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
    a, _ = _without_nan(a, 1)
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
    a, _ = _without_nan(a, 0)
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
    a, _ = _without_nan(a, 1)
    return nc.cumprod(a, axis=axis, dtype=dtype, out=out)


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
    a, missing = _without_nan(a, 0)
    options = given(keepdims=keepdims, where=where)
    if missing is None:
        return nc.mean(a, axis=axis, dtype=dtype, out=out, **options)
    _require_inexact(dtype, out)
    count = nc.sum(~missing, axis=axis, dtype=nc.intp, **options)
    total = nc.sum(a, axis=axis, dtype=dtype, out=out, **options)
    mean = _divided(total, count, out=out)
    if (count == 0).any():
        # The division has left NaN there.
        warnings.warn("Mean of empty slice", RuntimeWarning, stacklevel=2)
    return mean


def _variance(a, axis, dtype, out, ddof, keepdims, where, mean, level):
    """Variance without NaN, or None and the array where it cannot hold NaN."""
    a, missing = _without_nan(a, 0)
    chosen = given(where=where)
    if missing is None:
        return None, a
    _require_inexact(dtype, out)
    # A matrix cannot drop the axis it keeps, nor do base arrays need to here.
    if mean is not _NoValue:
        center = mean
        count = nc.sum(~missing, axis=axis, dtype=nc.intp, **given(keepdims=keepdims), **chosen)
    else:
        kept = {} if type(a) is not ndarray and a.ndim == 2 and not _keeps(a) else {"keepdims": True}
        count = nc.sum(~missing, axis=axis, dtype=nc.intp, **kept, **chosen)
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
        variance = _put(variance, float("nan"), bad)
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


def _columnwise(a, axis, out, function, leading):
    """Apply a function of 1-D samples without NaN to every slice along an axis.

    `leading` is the shape of its result, whose axes go in front.
    """
    a = asanyarray(a)
    if axis is None:
        return function(a.ravel(), out)
    from ._rearranging import moveaxis

    rows = moveaxis(a, axis, -1)
    outer = rows.shape[:-1]
    rows = rows.reshape(-1, rows.shape[-1]) if rows.shape[-1] else rows.reshape(_count(outer), 0)
    columns = [function(row, None) for row in rows]
    made = (
        nc.stack(columns, axis=-1)
        if columns
        else nc.empty(leading + (0,), nc.result_type(a.dtype, "f8" if a.dtype.kind in "iub" else a.dtype))
    )
    result = made.reshape(leading + outer)
    if out is not None:
        out[...] = result
        return out
    return result if result.ndim else result[()]


def _count(shape):
    n = 1
    for length in shape:
        n *= length
    return n


def _present(x, warn=True):
    """The elements that are not NaN; warns where there are none, as an extra NaN says."""
    missing = nc.not_equal(x, x, dtype=bool) if x.dtype.kind == "O" else nc.isnan(x)
    present = x[~missing]
    if present.size == 0 and x.size and warn:
        warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=7)
    return present


def _nanmedian_of(a, axis=None, out=None, overwrite_input=False):
    def one(x, into):
        present = _present(x)
        if present.size == 0:
            result = x[:1][0] if x.size else x.dtype.type(float("nan"))
            if into is not None:
                into[...] = result
            return result
        return nc.median(present, out=into)

    return _columnwise(a, axis, out, one, ())


@array_function_dispatch(lambda a, axis=None, out=None, *_, **__: (a, out))
def nanmedian(a, axis=None, out=None, overwrite_input=False, keepdims=_NoValue):
    """Return the median, leaving NaN out.

    Parameters
    ----------
    a : array_like
        The samples.
    axis : int or tuple of int, optional
        Axes of the samples, all by default.
    out : ndarray, optional
        Where to put the result.
    overwrite_input : bool, optional
        Allow the memory of `a` to be used for sorting.
    keepdims : bool, optional
        Keep the reduced axes with length one.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all samples are.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanmedian([3.0, np.nan, 1.0]))
    2.0
    """
    a = asanyarray(a)
    if a.size == 0:
        return nanmean(a, axis, out=out, keepdims=keepdims)
    keep = False if keepdims is _NoValue else keepdims
    if not _may_hold_nan(a):
        from ._quantiles import median

        return median(a, axis, out, overwrite_input, keep)
    return reduce_axes(a, _nanmedian_of, axis, keep, out, overwrite_input=overwrite_input)


def _may_hold_nan(a):
    return a.dtype.kind == "O" or a.dtype.kind in "Mm" or issubclass(a.dtype.type, nc.inexact)


def _nanquantiles_of(
    a, axis=None, out=None, q=None, method="linear", weights=None, overwrite_input=False, weak=False
):
    if weights is not None:
        return _nanquantiles_weighted(a, axis, out, q, method, weights)

    def one(x, into):
        present = _present(x)
        if present.size == 0:
            result = nc.full(q.shape, float("nan"), dtype=x.dtype)[()]
            if into is not None:
                into[...] = result
            return result
        return quantiles_of(present, q, axis=0, out=into, method=method, weak=weak)

    return _columnwise(a, axis, out, one, q.shape)


def _nanquantiles_weighted(a, axis, out, q, method, weights):
    from ._rearranging import moveaxis

    if axis is None:
        a, weights, axis = a.ravel(), weights.ravel(), 0
    rows, loads = moveaxis(a, axis, -1), moveaxis(weights, axis, -1)
    outer, n = rows.shape[:-1], rows.shape[-1]
    made = nc.empty(q.shape + (_count(outer),), a.dtype)
    for k, (row, load) in enumerate(zip(rows.reshape(-1, n), loads.reshape(-1, n))):
        keep = ~nc.isnan(row)
        if not keep.any():
            warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=6)
            made[..., k] = float("nan")
            continue
        made[..., k] = quantiles_of(row[keep], q, axis=0, method=method, weights=load[keep])
    result = made.reshape(q.shape + outer)
    if out is not None:
        out[...] = result
        return out
    return result


def _nanquantile(a, q, axis, out, overwrite_input, method, keepdims, weights, percent):
    a, arguments = prepare(a, q, axis, method, weights, percent)
    keep = False if keepdims is _NoValue else keepdims
    if a.size == 0:
        return nanmean(a, axis, out=out, keepdims=keep)
    function = _nanquantiles_of if _may_hold_nan(a) else quantiles_of
    return reduce_axes(a, function, axis, keep, out, overwrite_input=overwrite_input, **arguments)


@array_function_dispatch(lambda a, q, axis=None, out=None, *_, weights=None, **__: (a, q, out, weights))
def nanquantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=_NoValue, *, weights=None
):
    """Return quantiles, leaving NaN out.

    Parameters
    ----------
    a : array_like of real numbers
        The samples.
    q : array_like of float
        Fractions from 0 to 1.
    axis, out, overwrite_input, method, keepdims, weights
        As for `quantile`.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all samples are.

    Examples
    --------
    >>> import numen as np
    >>> np.nanquantile([1.0, np.nan, 2.0], [0.0, 0.5])
    array([1. , 1.5])
    """
    return _nanquantile(a, q, axis, out, overwrite_input, method, keepdims, weights, percent=False)


@array_function_dispatch(lambda a, q, axis=None, out=None, *_, weights=None, **__: (a, q, out, weights))
def nanpercentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=_NoValue, *, weights=None
):
    """Return percentiles, leaving NaN out.

    Parameters
    ----------
    a : array_like of real numbers
        The samples.
    q : array_like of float
        Percentages from 0 to 100.
    axis, out, overwrite_input, method, keepdims, weights
        As for `quantile`.

    Returns
    -------
    ndarray or scalar
        NaN, with a RuntimeWarning, where all samples are.

    Examples
    --------
    >>> import numen as np
    >>> print(np.nanpercentile([1.0, np.nan, 2.0], 50))
    1.5
    """
    return _nanquantile(a, q, axis, out, overwrite_input, method, keepdims, weights, percent=True)
