"""Medians, quantiles and percentiles, by all methods and with weights.

The methods are the nine of Hyndman and Fan, "Sample quantiles in statistical
packages", The American Statistician 50 (1996), and four more. Each says where
between the sorted samples ``x[0] .. x[n-1]`` the quantile lies: a *virtual
index* ``v(n, q)``, whose fraction is then used to interpolate.
"""

from . import _core as nc
from ._core import array_function_dispatch, asanyarray, normalize_axis_index, normalize_axis_tuple
from ._indexing import take_along_axis
from ._rearranging import moveaxis
from ._statistics import weights_like

__all__ = ["median", "percentile", "quantile"]


def _plotting_position(alpha, beta):
    """Virtual index of the family with parameters `alpha` and `beta` (Hyndman and Fan)."""
    return lambda n, q: n * q + (alpha + q * (1 - alpha - beta)) - 1


def _lower_unless(stays):
    """Integer index: the sample below where ``stays(fraction, index)``, else the one above."""

    def choose(index):
        below = nc.floor(index)
        chosen = nc.where(stays(index - below, index), below, below + 1).astype(nc.int64)
        return nc.maximum(chosen, 0)

    return choose


_on_sample = _lower_unless(lambda fraction, index: fraction == 0)
_on_odd_sample = _lower_unless(lambda fraction, index: (fraction == 0) & (nc.floor(index) % 2 == 1))


def _as_is(fraction, index):
    return fraction


# Name: (virtual index, correction of the fraction). Without a correction the
# index is an integer, and nothing is interpolated.
_METHODS = {
    "inverted_cdf": (lambda n, q: _on_sample(n * q - 1), None),
    "averaged_inverted_cdf": (
        lambda n, q: n * q - 1,
        lambda fraction, index: nc.where(fraction == 0, 0.5, 1.0),
    ),
    "closest_observation": (lambda n, q: _on_odd_sample(n * q - 1 - 0.5), None),
    "interpolated_inverted_cdf": (_plotting_position(0, 1), _as_is),
    "hazen": (_plotting_position(0.5, 0.5), _as_is),
    "weibull": (_plotting_position(0, 0), _as_is),
    "linear": (lambda n, q: (n - 1) * q, _as_is),
    "median_unbiased": (_plotting_position(1 / 3.0, 1 / 3.0), _as_is),
    "normal_unbiased": (_plotting_position(3 / 8.0, 3 / 8.0), _as_is),
    "lower": (lambda n, q: nc.floor((n - 1) * q).astype(nc.int64), None),
    "higher": (lambda n, q: nc.ceil((n - 1) * q).astype(nc.int64), None),
    "midpoint": (
        lambda n, q: 0.5 * (nc.floor((n - 1) * q) + nc.ceil((n - 1) * q)),
        lambda fraction, index: nc.where(index % 1 == 0, 0.0, 0.5),
    ),
    "nearest": (lambda n, q: nc.round((n - 1) * q).astype(nc.int64), None),
}


def reduce_axes(a, function, axis, keepdims, out=None, **kwargs):
    """Apply ``function(a, axis=..., out=...)`` of one axis over several, as ``axis=`` and ``keepdims=`` say.

    With `axis` None the function gets None and flattens. Axes of a result
    that come before those of `a` (the quantiles) stay in front.
    """
    a = asanyarray(a)
    if not keepdims and (axis is None or type(axis) is int):
        if axis is not None:
            axis = normalize_axis_index(axis, a.ndim)
        result = function(a, axis=axis, out=out, **kwargs)
        return result if out is None else out
    n = a.ndim
    reduced = range(n) if axis is None else normalize_axis_tuple(axis, n)
    if keepdims and out is not None:
        squeeze = tuple(0 if ax in reduced else slice(None) for ax in range(n))
        result = reduce_axes(a, function, axis, False, out[(Ellipsis,) + squeeze], **kwargs)
        return out if result is not None else result
    if axis is None:
        one = None
    elif len(reduced) == 1:
        (one,) = reduced
    else:
        kept = [ax for ax in range(n) if ax not in reduced]
        shape = tuple(a.shape[ax] for ax in kept)
        merged = [*kept, *sorted(reduced)]
        a = a.transpose(merged).reshape(shape + (-1,))
        if kwargs.get("weights") is not None:
            kwargs["weights"] = kwargs["weights"].transpose(merged).reshape(a.shape)
        one = -1
    result = function(a, axis=one, out=out, **kwargs)
    if out is not None:
        return out
    if keepdims:
        result = result[(Ellipsis,) + tuple(None if ax in reduced else slice(None) for ax in range(n))]
    return result


def _between(low, high, t, out=None):
    """Interpolate from `low` to `high`; exact at both ends, and monotonic in `t`."""
    difference = high - low
    result = asanyarray(nc.add(low, difference * t, out=out))
    nc.subtract(
        high, difference * (1 - t), out=result, where=t >= 0.5, casting="unsafe", dtype=type(result.dtype)
    )
    return result[()] if result.ndim == 0 and out is None else result


def _sortable_nan(dtype):
    return issubclass(dtype.type, nc.inexact) or dtype.kind in "Mm"


def quantiles_of(a, q, axis=None, out=None, method="linear", weights=None, overwrite_input=False, weak=False):
    """Quantiles `q` along one axis, with the axes of `q` in front.

    With `weak`, `q` was a Python number, and adapts to the type of the samples.
    """
    if q.ndim > 2:
        raise ValueError("q must be a scalar or 1d")
    if axis is None:
        axis = 0
        if weights is not None:
            weights = weights.ravel()
        a = a.ravel() if overwrite_input else a.flatten()
    elif not overwrite_input:
        a = a.copy()
    if method not in _METHODS:
        raise ValueError(f"{method!r} is not a valid method. Use one of: {_METHODS.keys()}")
    x = moveaxis(a, axis, 0)
    if weights is not None:
        return _weighted(x, q, moveaxis(weights, axis, 0), out)
    position, correct = _METHODS[method]
    index = asanyarray(position(x.shape[0], q))
    may_be_nan = _sortable_nan(x.dtype)
    if correct is None or (method == "linear" and issubclass(index.dtype.type, nc.integer)):
        kth = nc.concatenate((index.ravel(), [-1])) if may_be_nan else index.ravel()
        x.partition(kth, axis=0)
        last = x[-1, ...] if may_be_nan else None
        result = nc.take(x, index, axis=0, out=out)
    else:
        below, above = _neighbours(index, x.shape[0], may_be_nan)
        x.partition(sorted({0, -1, *below.ravel().tolist(), *above.ravel().tolist()}), axis=0)
        last = x[-1, ...] if may_be_nan else None
        fraction = asanyarray(correct(asanyarray(nc.subtract(index, below)), index), dtype=index.dtype)
        fraction = float(fraction) if weak else fraction.reshape(index.shape + (1,) * (x.ndim - 1))
        result = _between(x[below], x[above], fraction, out=out)
    if may_be_nan:
        result = _nan_where(last, result, out)
    return result


def _neighbours(index, n, may_be_nan):
    """The two integer positions around a virtual index, kept inside the samples."""
    below = asanyarray(nc.floor(index))
    above = asanyarray(below + 1)
    for outside, end in ((index >= n - 1, -1), (index < 0, 0), (nc.isnan(index) if may_be_nan else None, -1)):
        if outside is not None and outside.any():
            below[outside] = end
            above[outside] = end
    return below.astype(nc.int64), above.astype(nc.int64)


def _nan_where(last, result, out):
    """NaN in every column whose last sample, the largest in sorting order, is NaN."""
    missing = nc.isnan(last)
    if nc.any(missing):
        if isinstance(result, nc.generic) and out is None:
            return last if isinstance(last, nc.generic) else last[()]
        nc.copyto(result, last, where=missing)
    return result


def _weighted(x, q, weights, out):
    """Inverse of the weighted distribution function: the first sample that reaches `q`."""
    order = nc.argsort(x, axis=0)
    x = take_along_axis(x, order, axis=0)
    if weights.shape == x.shape:
        weights = take_along_axis(weights, order, axis=0)
    else:
        weights = weights.reshape(-1)[order]
    missing = nc.isnan(x[-1, ...]) if _sortable_nan(x.dtype) else nc.zeros(x.shape[1:], bool)
    reached = weights.cumsum(axis=0, dtype=nc.float64)
    reached /= reached[-1, ...]
    if nc.any(nc.isnan(reached[-1, ...])):
        raise ValueError("Weights included NaN, inf or were all zero.")
    if x.ndim == 1 and q.ndim == 0 and out is None and missing:
        return x[-1]
    # Samples without weight in front must not be found, not even for q = 0.
    reached[reached == 0] = -1
    columns = x.reshape(x.shape[0], -1)
    steps = reached.reshape(x.shape[0], -1)
    found = nc.empty(q.shape + (columns.shape[1],), x.dtype)
    for k in range(columns.shape[1]):
        index = nc.minimum(nc.searchsorted(steps[:, k], q, side="left"), columns.shape[0] - 1)
        found[..., k] = columns[index, k]
        if missing.ravel()[k]:
            found[..., k] = columns[-1, k]
    result = found.reshape(q.shape + x.shape[1:])
    if out is not None:
        nc.copyto(out, result)
        return out
    # Of objects a single one is itself; a single number stays an array.
    return result[()] if result.ndim == 0 and result.dtype == object else result


def valid_quantiles(q):
    """Whether all are in [0, 1]; NaN is not."""
    if q.ndim == 1 and q.size < 10:
        return all(0.0 <= p <= 1.0 for p in q)
    return bool(q.min() >= 0 and q.max() <= 1)


def prepare(a, q, axis, method, weights, percent=False):
    """Checked array, and the arguments of `quantiles_of`, shared with the functions that skip NaN."""
    a = asanyarray(a)
    if a.dtype.kind == "c":
        raise TypeError("a must be an array of real numbers")
    weak = type(q) in (int, float)
    q = asanyarray(nc.true_divide(q, 100)) if percent else asanyarray(q)
    if not valid_quantiles(q):
        raise ValueError(
            "Percentiles must be in the range [0, 100]"
            if percent
            else "Quantiles must be in the range [0, 1]"
        )
    if weights is not None:
        if method != "inverted_cdf":
            raise ValueError(f"Only method 'inverted_cdf' supports weights. Got: {method}.")
        if axis is not None:
            axis = normalize_axis_tuple(axis, a.ndim, argname="axis")
        weights = nc.broadcast_to(weights_like(weights, a, axis), a.shape)
        if nc.any(weights < 0):
            raise ValueError("Weights must be non-negative.")
    return a, {"q": q, "weights": weights, "weak": weak, "method": method}


@array_function_dispatch(
    lambda a, q, axis=None, out=None, overwrite_input=None, method=None, keepdims=None, *, weights=None: (
        a,
        q,
        out,
        weights,
    ),
    quick=nc._quick_quantile,
)
def quantile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    """Return quantiles: values below which given fractions of the samples lie.

    Parameters
    ----------
    a : array_like of real numbers
        The samples.
    q : array_like of float
        Fractions from 0 to 1.
    axis : int or tuple of int, optional
        Axes of the samples, all by default.
    out : ndarray, optional
        Where to put the result.
    overwrite_input : bool, optional
        Allow the memory of `a` to be used for sorting.
    method : str, optional
        'linear' by default; 'inverted_cdf', 'averaged_inverted_cdf',
        'closest_observation', 'interpolated_inverted_cdf', 'hazen',
        'weibull', 'median_unbiased', 'normal_unbiased', 'lower', 'higher',
        'midpoint', 'nearest'.
    keepdims : bool, optional
        Keep the reduced axes with length one.
    weights : array_like, optional
        Weight of each sample, for the method 'inverted_cdf'.

    Returns
    -------
    ndarray or scalar
        The axes of `q` come first.

    Raises
    ------
    ValueError
        When a fraction is out of range, or the method unknown.
    TypeError
        When the samples are complex.

    Examples
    --------
    >>> import numen as np
    >>> np.quantile([1.0, 2.0, 4.0, 8.0], [0.25, 0.5])
    array([1.75, 3.  ])
    """
    a, arguments = prepare(a, q, axis, method, weights)
    return reduce_axes(a, quantiles_of, axis, keepdims, out, overwrite_input=overwrite_input, **arguments)


@array_function_dispatch(
    lambda a, q, axis=None, out=None, overwrite_input=None, method=None, keepdims=None, *, weights=None: (
        a,
        q,
        out,
        weights,
    ),
    quick=nc._quick_percentile,
)
def percentile(
    a, q, axis=None, out=None, overwrite_input=False, method="linear", keepdims=False, *, weights=None
):
    """Return percentiles: `quantile` with fractions from 0 to 100.

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
        The axes of `q` come first.

    Raises
    ------
    ValueError
        When a percentage is out of range, or the method unknown.

    Examples
    --------
    >>> import numen as np
    >>> float(np.percentile([1.0, 2.0, 4.0, 8.0], 50))
    3.0
    """
    a, arguments = prepare(a, q, axis, method, weights, percent=True)
    return reduce_axes(a, quantiles_of, axis, keepdims, out, overwrite_input=overwrite_input, **arguments)


def _median_of(a, axis=None, out=None, overwrite_input=False):
    n = a.size if axis is None else a.shape[axis]
    half = n // 2
    kth = [half - 1, half] if n % 2 == 0 else [half]
    may_be_nan = issubclass(a.dtype.type, nc.inexact) or a.dtype.kind in "Mm"
    if may_be_nan:
        kth.append(-1)
    if not overwrite_input:
        x = nc.partition(a, kth, axis=axis)
    elif axis is None:
        x = a.ravel()
        x.partition(kth)
    else:
        a.partition(kth, axis=axis)
        x = a
    axis = 0 if axis is None else axis % x.ndim
    # A matrix keeps two axes where it is flattened.
    n = x.shape[axis]
    half = n // 2
    before = (slice(None),) * axis
    middle = slice(half - 1, half + 1) if n % 2 == 0 else slice(half, half + 1)
    result = nc.mean(x[before + (middle,)], axis=axis, out=out)
    if may_be_nan and n > 0:
        result = _nan_where(moveaxis(x, axis, 0)[-1, ...], result, out)
    return result


@array_function_dispatch(lambda a, axis=None, out=None, *_, **__: (a, out), quick=nc._quick_median)
def median(a, axis=None, out=None, overwrite_input=False, keepdims=False):
    """Return the median: the middle one of the sorted samples, or the mean of the middle two.

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
        NaN where a sample is NaN.

    Examples
    --------
    >>> import numen as np
    >>> np.median([[10, 7, 4], [3, 2, 1]], axis=0)
    array([6.5, 4.5, 2.5])
    """
    return reduce_axes(a, _median_of, axis, keepdims, out, overwrite_input=overwrite_input)
