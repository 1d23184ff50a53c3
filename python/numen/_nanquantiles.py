"""Medians and quantiles that leave NaN out."""

import warnings

from . import _core as nc
from ._core import array_function_dispatch, asanyarray
from ._globals import _NoValue
from ._indexing import take_along_axis
from ._nanmoments import nanmean
from ._quantiles import median, prepare, quantiles_of, reduce_axes
from ._rearranging import moveaxis

__all__ = ["nanmedian", "nanpercentile", "nanquantile"]


def _count(shape):
    n = 1
    for length in shape:
        n *= length
    return n


def _columnwise(a, axis, out, function, leading):
    """Apply a function of 1-D samples without NaN to every slice along an axis.

    `leading` is the shape of its result, whose axes go in front.
    """
    a = asanyarray(a)
    if axis is None:
        return function(a.ravel(), out)
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


def _present(x, warn=True):
    """The elements that are not NaN; warns where there are none, as an extra NaN says."""
    missing = nc.not_equal(x, x, dtype=bool) if x.dtype.kind == "O" else nc.isnan(x)
    present = x[~missing]
    if present.size == 0 and x.size and warn:
        warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=7)
    return present


def _nanmedian_of(a, axis=None, out=None, overwrite_input=False):
    if a.dtype.kind not in "fc":
        return _columnwise(a, axis, out, _median_of_present, ())
    x = nc.sort(a.ravel() if axis is None else moveaxis(a, axis, -1), axis=-1)
    # NaN stand at the end, so that the middle depends on how many there are.
    count = x.shape[-1] - nc.isnan(x).sum(axis=-1)
    for _ in range(nc.count_nonzero(count == 0)):
        warnings.warn("All-NaN slice encountered", RuntimeWarning, stacklevel=5)
    odd = count % 2 == 1
    if x.dtype.char == "e":
        x = x.astype(nc.float32)
    low = take_along_axis(x, nc.asarray(nc.maximum(count - 1, 0) // 2)[..., None], -1)[..., 0]
    high = take_along_axis(x, nc.asarray(nc.minimum(count // 2, x.shape[-1] - 1))[..., None], -1)[..., 0]
    # The mean of both, whose sum may be of opposite infinities.
    total = nc.add.reduce(nc.stack([low, nc.where(odd, 0, high)]), axis=0)
    middle = total / nc.where(odd, 1, 2).astype(x.real.dtype)
    if out is not None:
        out[...] = middle
        return out
    return middle.astype(a.dtype) if isinstance(middle, nc.ndarray) else a.dtype.type(middle)


def _median_of_present(x, out):
    present = _present(x)
    if present.size:
        return median(present, out=out)
    result = x[:1][0] if x.size else x.dtype.type(float("nan"))
    if out is not None:
        out[...] = result
    return result


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
