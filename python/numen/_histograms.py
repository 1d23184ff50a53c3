"""Histograms in one, two and more dimensions."""

import operator
import warnings

from . import _core as nc
from ._bin_widths import RULES, span
from ._core import array_function_dispatch, asarray
from ._stacking import atleast_2d

__all__ = ["histogram", "histogram2d", "histogram_bin_edges", "histogramdd"]

# Samples that are counted at a time, so that temporaries stay in the cache.
_BLOCK = 65536


def _samples(a, weights):
    """Flattened samples and weights of one shape."""
    a = asarray(a)
    if a.dtype == bool:
        warnings.warn(
            f"Converting input from {a.dtype} to {nc.uint8} for compatibility.", RuntimeWarning, stacklevel=3
        )
        a = a.astype(nc.uint8)
    if weights is not None:
        weights = asarray(weights)
        if weights.shape != a.shape:
            raise ValueError("weights should have the same shape as a.")
        weights = weights.ravel()
    return a.ravel(), weights


def _limits(a, limits):
    """First and last edge: those asked for, or those of the finite samples."""
    if limits is not None:
        first, last = limits
        if first > last:
            raise ValueError("max must be larger than min in range parameter.")
        if not (nc.isfinite(first) and nc.isfinite(last)):
            raise ValueError(f"supplied range of [{first}, {last}] is not finite")
    elif a.size == 0:
        first, last = 0, 1
    else:
        first, last = a.min(), a.max()
        if not (nc.isfinite(first) and nc.isfinite(last)):
            raise ValueError(f"autodetected range of [{first}, {last}] is not finite")
    if first == last:
        first, last = first - 0.5, last + 0.5
    return first, last


def _estimated_count(a, rule, limits, weights):
    """Number of bins by one of the named rules."""
    if rule not in RULES:
        raise ValueError(f"{rule!r} is not a valid estimator for `bins`")
    if weights is not None:
        raise TypeError("Automated estimation of the number of bins is not supported for weighted data")
    first, last = _limits(a, limits)
    if limits is not None:
        inside = (a >= first) & (a <= last)
        if not nc.all(inside):
            a = a[inside]
    if a.size == 0:
        return first, last, 1
    width = RULES[rule](a, (first, last))
    if not width:
        return first, last, 1
    if a.dtype.kind in "iu" and width < 1:
        # Narrower bins would stay empty.
        width = 1
    return first, last, int(nc.ceil(span(first, last) / width))


def _edges(a, bins, limits, weights):
    """Edges of the bins; and (first, last, number) where all are equally wide, else None."""
    if isinstance(bins, str):
        first, last, n = _estimated_count(a, bins, limits, weights)
    elif nc.asarray(bins).ndim == 0:
        try:
            n = operator.index(bins)
        except TypeError as e:
            raise TypeError("`bins` must be an integer, a string, or an array") from e
        if n < 1:
            raise ValueError("`bins` must be positive, when an integer")
        first, last = _limits(a, limits)
    elif nc.asarray(bins).ndim == 1:
        edges = asarray(bins)
        if nc.any(edges[:-1] > edges[1:]):
            raise ValueError("`bins` must increase monotonically, when an array")
        return edges, None
    else:
        raise ValueError("`bins` must be 1d, when an array")
    dtype = nc.result_type(first, last, a)
    if issubclass(dtype.type, nc.integer):
        dtype = nc.result_type(dtype, float)
    edges = nc.linspace(first, last, n + 1, endpoint=True, dtype=dtype)
    if nc.any(edges[:-1] >= edges[1:]):
        raise ValueError(f"Too many bins for data range. Cannot create {n} finite-sized bins.")
    return edges, (first, last, n)


def _count_uniform(a, weights, edges, uniform, dtype):
    """Count by computing the bin of each sample, then correcting it against the edges."""
    first, last, n = uniform
    width = span(first, last)
    counts = nc.zeros(n, dtype)
    for at in range(0, len(a), _BLOCK):
        x = a[at : at + _BLOCK]
        w = None if weights is None else weights[at : at + _BLOCK]
        inside = (x >= first) & (x <= last)
        if not inside.all():
            x = x[inside]
            w = None if w is None else w[inside]
        x = x.astype(edges.dtype, copy=False)
        k = (span(first, x) / width * n).astype(nc.int64)
        k[k == n] -= 1
        # Rounding may put a sample on the wrong side of an edge.
        k[x < edges[k]] -= 1
        k[(x >= edges[k + 1]) & (k != n - 1)] += 1
        if dtype.kind == "c":
            counts.real += nc.bincount(k, weights=w.real, minlength=n)
            counts.imag += nc.bincount(k, weights=w.imag, minlength=n)
        else:
            counts += nc.bincount(k, weights=w, minlength=n).astype(dtype)
    return counts


def _count_between(a, weights, edges, dtype):
    """Count by looking the edges up in the sorted samples."""
    below = nc.zeros(edges.shape, dtype)
    for at in range(0, len(a), _BLOCK):
        x = a[at : at + _BLOCK]
        if weights is None:
            x = nc.sort(x)
            below += _positions(x, edges)
        else:
            order = nc.argsort(x)
            sums = nc.concatenate((nc.zeros(1, dtype), weights[at : at + _BLOCK][order].cumsum()))
            below += sums[_positions(x[order], edges)]
    return nc.diff(below)


def _positions(x, edges):
    """Number of sorted samples before each edge; the last edge belongs to its bin."""
    return nc.concatenate((x.searchsorted(edges[:-1], "left"), x.searchsorted(edges[-1:], "right")))


@array_function_dispatch(lambda a, bins=None, range=None, weights=None: (a, bins, weights))
def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """Return the edges of the bins that `histogram` would use.

    Parameters
    ----------
    a : array_like
        The samples.
    bins : int, str or 1-D array, optional
        Number of bins, a rule for it, or the edges.
    range : pair of float, optional
        First and last edge.
    weights : array_like, optional
        Not looked at, but refused with a rule.

    Returns
    -------
    ndarray of shape (number of bins + 1,)

    Examples
    --------
    >>> import numen as np
    >>> np.histogram_bin_edges([0, 1, 4], bins=2)
    array([0., 2., 4.])
    """
    a, weights = _samples(a, weights)
    return _edges(a, bins, range, weights)[0]


@array_function_dispatch(
    lambda a, bins=None, range=None, density=None, weights=None: (a, bins, weights), quick=nc._quick_histogram
)
def histogram(a, bins=10, range=None, density=None, weights=None):
    """Count samples in bins.

    Parameters
    ----------
    a : array_like
        The samples.
    bins : int, str or 1-D array, optional
        Number of bins of equal width; a rule for it: 'auto', 'fd', 'doane',
        'scott', 'stone', 'rice', 'sturges', 'sqrt'; or the edges.
    range : pair of float, optional
        First and last edge; samples outside are left out.
    density : bool, optional
        Scale such that the integral over all bins is one.
    weights : array_like, optional
        What each sample counts, in the shape of `a`.

    Returns
    -------
    counts : ndarray
        Each bin holds its lower edge; the last one its upper edge as well.
    edges : ndarray
        One more than bins.

    Raises
    ------
    ValueError
        When the bins or the range make no sense.

    Examples
    --------
    >>> import numen as np
    >>> np.histogram([1, 2, 1], bins=[0, 1, 2, 3])
    (array([0, 2, 1]), array([0, 1, 2, 3]))
    """
    a, weights = _samples(a, weights)
    edges, uniform = _edges(a, bins, range, weights)
    dtype = nc.dtype(nc.int64) if weights is None else weights.dtype
    simple = weights is None or nc.can_cast(weights.dtype, nc.float64) or weights.dtype.kind == "c"
    if uniform is not None and simple:
        counts = _count_uniform(a, weights, edges, uniform, dtype)
    else:
        counts = _count_between(a, weights, edges, dtype)
    if density:
        return counts / nc.array(nc.diff(edges), float) / counts.sum(), edges
    return counts, edges


def _edges_of_axis(x, bins, limits, i):
    """Edges of one axis of `histogramdd`."""
    bins_array = nc.asarray(bins)
    if bins_array.ndim == 0:
        if bins < 1:
            raise ValueError(f"`bins[{i}]` must be positive, when an integer")
        low, high = _limits(x, limits)
        try:
            n = operator.index(bins)
        except TypeError as e:
            raise TypeError(f"`bins[{i}]` must be an integer, when a scalar") from e
        return nc.linspace(low, high, n + 1)
    if bins_array.ndim == 1:
        edges = asarray(bins)
        if nc.any(edges[:-1] > edges[1:]):
            raise ValueError(f"`bins[{i}]` must be monotonically increasing, when an array")
        return edges
    raise ValueError(f"`bins[{i}]` must be a scalar or 1d array")


def _relevant_2d(x, y, bins=None, range=None, density=None, weights=None):
    yield from (x, y, weights)
    try:
        two = len(bins) == 2
    except TypeError:
        two = False
    yield from bins if two else (bins,)


def _relevant(sample, bins=None, weights=None):
    """Arrays among the arguments of the histograms of several variables."""
    yield from (sample,) if hasattr(sample, "shape") else sample
    try:
        yield from bins
    except TypeError:
        pass
    yield weights


@array_function_dispatch(
    lambda sample, bins=None, range=None, density=None, weights=None: _relevant(sample, bins, weights)
)
def histogramdd(sample, bins=10, range=None, density=None, weights=None):
    """Count points of several coordinates in boxes.

    Parameters
    ----------
    sample : array_like of shape (N, D), or sequence of D arrays
        The points.
    bins : int, sequence of int, or sequence of arrays, optional
        Numbers of bins or edges, for all axes or each.
    range : sequence of pairs, optional
        First and last edge of each axis, or None.
    density : bool, optional
        Scale such that the integral is one.
    weights : array_like of shape (N,), optional
        What each point counts.

    Returns
    -------
    counts : ndarray of float, D axes
    edges : list of D ndarrays

    Raises
    ------
    ValueError
        When the bins or ranges do not fit the points.

    Examples
    --------
    >>> import numen as np
    >>> counts, edges = np.histogramdd(np.array([[0.1, 0.1], [0.9, 0.8]]), bins=2)
    >>> counts
    array([[1., 0.],
           [0., 1.]])
    """
    try:
        points, d = sample.shape
    except (AttributeError, ValueError):
        sample = atleast_2d(sample).T
        points, d = sample.shape
    if weights is not None:
        weights = asarray(weights)
    try:
        if len(bins) != d:
            raise ValueError("The dimension of bins must be equal to the dimension of the sample x.")
    except TypeError:
        bins = d * [bins]
    if range is None:
        range = (None,) * d
    elif len(range) != d:
        raise ValueError("range argument must have one entry per dimension")

    edges = [_edges_of_axis(sample[:, i], bins[i], limits, i) for i, limits in enumerate(range)]
    # Two more boxes along each axis take what lies outside.
    shape = tuple(len(e) + 1 for e in edges)
    places = []
    for i, e in enumerate(edges):
        place = nc.searchsorted(e, sample[:, i], side="right")
        place[sample[:, i] == e[-1]] -= 1
        places.append(place)
    total = 1
    for n in shape:
        total *= n
    counts = nc.bincount(nc.ravel_multi_index(tuple(places), shape), weights, minlength=total)
    counts = counts.reshape(shape).astype(float, casting="safe")[d * (slice(1, -1),)]
    if density:
        whole = counts.sum()
        for i, e in enumerate(edges):
            counts = counts / nc.diff(e).reshape((-1,) + (1,) * (d - i - 1))
        counts /= whole
    return counts, edges


@array_function_dispatch(_relevant_2d)
def histogram2d(x, y, bins=10, range=None, density=None, weights=None):
    """Count points of the plane in rectangles.

    Parameters
    ----------
    x, y : array_like of shape (N,)
        Coordinates of the points.
    bins : int, array, or pair of them, optional
        Numbers of bins or edges, for both axes or each.
    range : pair of pairs, optional
        First and last edge of both axes.
    density : bool, optional
        Scale such that the integral is one.
    weights : array_like of shape (N,), optional
        What each point counts.

    Returns
    -------
    counts : ndarray of shape (bins of x, bins of y)
    x_edges, y_edges : ndarray

    Raises
    ------
    ValueError
        When `x` and `y` differ in length.

    Examples
    --------
    >>> import numen as np
    >>> np.histogram2d([0, 1, 1], [0, 1, 1], bins=2)[0]
    array([[1., 0.],
           [0., 2.]])
    """
    if len(x) != len(y):
        raise ValueError("x and y must have the same length.")
    try:
        n = len(bins)
    except TypeError:
        n = 1
    if n not in (1, 2):
        bins = [asarray(bins)] * 2
    counts, edges = histogramdd([x, y], bins, range, density, weights)
    return counts, edges[0], edges[1]
