"""``pad``: arrays with a border, filled by one of many rules.

The input is copied to the middle of the result, and the two margins of each
axis are filled in turn. At axis ``k`` the margins span the axes before it in
full (they are filled already) and only the middle of those after it, so that
every corner is written once.
"""

from . import _core as nc
from ._core import array_function_dispatch, asarray
from ._grids import ndindex
from ._quantiles import median
from ._rearranging import moveaxis

__all__ = ["pad"]

_OPTIONS = {
    "constant": {"constant_values"},
    "edge": set(),
    "empty": set(),
    "linear_ramp": {"end_values"},
    "maximum": {"stat_length"},
    "mean": {"stat_length"},
    "median": {"stat_length"},
    "minimum": {"stat_length"},
    "reflect": {"reflect_type"},
    "symmetric": {"reflect_type"},
    "wrap": set(),
}
_STATISTICS = {"maximum": nc.amax, "minimum": nc.amin, "mean": nc.mean, "median": median}


def _pairs(value, ndim, lengths=False):
    """One (before, after) pair an axis, from a number, a pair, or pairs."""
    if value is None:
        return [(None, None)] * ndim
    value = nc.array(value)
    if lengths:
        value = nc.round(value).astype(nc.int64, copy=False)
    if ndim < 3 and value.size == 1:
        one = value.ravel()[0]
        pairs = [(one, one)] * ndim
    elif ndim < 3 and value.size == 2 and value.shape != (2, 1):
        pairs = [tuple(value.ravel())] * ndim
    else:
        pairs = nc.broadcast_to(value, (ndim, 2)).tolist()
    if lengths and value.size and value.min() < 0:
        raise ValueError("index can't contain negative values")
    return [(int(before), int(after)) for before, after in pairs] if lengths else pairs


@array_function_dispatch(lambda array, pad_width, mode=None, **_: (array,))
def pad(array, pad_width, mode="constant", **kwargs):
    """Put a border around an array.

    Parameters
    ----------
    array : array_like of rank N
        The array.
    pad_width : int, pair, N pairs, or dict
        Number of elements before and after, for every axis or each; a dict
        maps axes to a number or a pair.
    mode : str or callable, optional
        How the border is filled:

        - 'constant': with `constant_values`, 0 by default;
        - 'edge': with the value at the edge;
        - 'linear_ramp': linearly from the edge to `end_values`;
        - 'maximum', 'mean', 'median', 'minimum': of the `stat_length`
          elements next to the edge, all by default;
        - 'reflect', 'symmetric': mirrored at the edge, which is not repeated
          or is; ``reflect_type='odd'`` mirrors the values as well;
        - 'wrap': with the elements from the other end;
        - 'empty': left undefined;
        - a function ``f(vector, pad_pair, axis, kwargs)`` that fills the
          border of each 1-D slice in place.
    **kwargs
        The options named above.

    Returns
    -------
    ndarray

    Raises
    ------
    TypeError
        When a width is not an integer.
    ValueError
        When a width is negative, the mode or an option unknown, or an empty
        axis would have to be extended.

    Examples
    --------
    >>> import numen as np
    >>> np.pad([1, 2, 3], 2)
    array([0, 0, 1, 2, 3, 0, 0])
    >>> np.pad([1, 2, 3], (2, 1), mode='reflect')
    array([3, 2, 1, 2, 3, 2])
    """
    array = asarray(array)
    n = array.ndim
    if isinstance(pad_width, dict):
        widths = [(0, 0)] * n
        for axis, width in pad_width.items():
            widths[axis] = (width, width) if isinstance(width, (int, nc.integer)) else tuple(width)
        pad_width = widths
    width = asarray(pad_width)
    if width.dtype.kind not in "iu":
        raise TypeError("`pad_width` must be of integral type.")
    widths = _pairs(width, n, lengths=True)

    if callable(mode):
        padded, middle = _framed(array, widths)
        for axis in range(n):
            _zero_margins(padded, middle, axis)
        _pad_by_function(padded, widths, mode, kwargs)
        return padded
    if mode not in _OPTIONS:
        raise ValueError(f"mode '{mode}' is not supported")
    unknown = set(kwargs) - _OPTIONS[mode]
    if unknown:
        raise ValueError(f"unsupported keyword arguments for mode '{mode}': {unknown}")
    if mode not in ("constant", "empty"):
        for axis, pair in enumerate(widths):
            if array.shape[axis] == 0 and any(pair):
                raise ValueError(
                    f"can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
                )
    padded, middle = _framed(array, widths)
    # With an empty axis that stays so, there is nothing to fill.
    if mode == "empty" or (array.size == 0 and mode != "constant"):
        return padded
    fill = _filler(mode, n, kwargs)
    for axis, (before, after) in enumerate(widths):
        # A statistic without elements is refused or warned of even where nothing is filled.
        if before or after or mode in _STATISTICS:
            region = padded[(slice(None),) * (axis + 1) + middle[axis + 1 :]]
            fill(region.swapaxes(0, axis) if axis else region, before, after, axis)
    return padded


def _framed(array, widths):
    """An uninitialised array with `array` in its middle, and the index of the middle."""
    shape = tuple(n + before + after for n, (before, after) in zip(array.shape, widths))
    padded = nc.empty(shape, dtype=array.dtype, order="F" if array.flags.fnc else "C")
    middle = tuple(slice(before, before + n) for n, (before, _) in zip(array.shape, widths))
    padded[middle] = array
    return padded, middle


def _zero_margins(padded, middle, axis):
    before = (slice(None),) * axis
    padded[before + (slice(None, middle[axis].start),)] = 0
    padded[before + (slice(middle[axis].stop, None),)] = 0


def _pad_by_function(padded, widths, function, kwargs):
    for axis, pair in enumerate(widths):
        lines = moveaxis(padded, axis, -1)
        for at in ndindex(lines.shape[:-1]):
            function(lines[at + (...,)], pair, axis, kwargs)


def _filler(mode, ndim, options):
    """A function ``fill(region, before, after, axis)``; `region` has the axis in front."""
    if mode == "constant":
        values = _pairs(options.get("constant_values", 0), ndim)

        def fill(region, before, after, axis):
            region[:before], region[len(region) - after :] = values[axis]

    elif mode == "edge":

        def fill(region, before, after, axis):
            last = len(region) - after
            region[:before] = region[before : before + 1]
            region[last:] = region[last - 1 : last]

    elif mode == "linear_ramp":
        ends = _pairs(options.get("end_values", 0), ndim)

        def fill(region, before, after, axis):
            _fill_ramps(region, before, after, ends[axis])

    elif mode in _STATISTICS:
        lengths = _pairs(options.get("stat_length"), ndim, lengths=options.get("stat_length") is not None)

        def fill(region, before, after, axis):
            _fill_statistics(region, before, after, lengths[axis], mode)

    elif mode == "wrap":

        def fill(region, before, after, axis):
            n = len(region) - before - after
            _fill_from(region, before, n, nc.arange(-before, n + after) % n)

    else:
        odd = options.get("reflect_type", "even") == "odd"
        repeat = mode == "symmetric"

        def fill(region, before, after, axis):
            n = len(region) - before - after
            if n == 1 and not repeat:
                # A single element has nothing to mirror.
                region[:before] = region[before + n :] = region[before : before + 1]
            elif odd:
                _fill_odd(region, before, n, repeat)
            else:
                _fill_from(region, before, n, _mirrored(before, n, after, repeat))

    return fill


def _fill_from(region, before, n, source):
    """Fill both margins from the positions `source` of the middle."""
    source += before
    region[:before] = region[source[:before]]
    region[before + n :] = region[source[before + n :]]


def _mirrored(before, n, after, repeat):
    """Positions in the middle of an evenly mirrored sequence."""
    period = 2 * n if repeat else 2 * n - 2
    place = nc.arange(-before, n + after) % period
    return nc.minimum(place, period - (1 if repeat else 0) - place)


def _fill_odd(region, low, n, repeat):
    """Mirror positions and values at the edges, as often as the margins need it."""
    high, total = low + n, len(region)
    skip = 0 if repeat else 1
    # Whole periods only are mirrored again, so that a cut-off copy never is.
    period = n if repeat else n - 1
    while low > 0 or high < total:
        length = (high - low - skip) // period * period
        if low > 0:
            count = min(length, low)
            chunk = region[low + skip : low + skip + count][::-1]
            region[low - count : low] = 2 * region[low : low + 1] - chunk
            low -= count
        if high < total:
            count = min(length, total - high)
            chunk = region[high - skip - count : high - skip][::-1]
            region[high : high + count] = 2 * region[high - 1 : high] - chunk
            high += count


def _fill_ramps(region, before, after, ends):
    last = len(region) - after
    for end, count, edge, backwards in (
        (ends[0], before, region[before], False),
        (ends[1], after, region[last - 1], True),
    ):
        ramp = nc.linspace(start=end, stop=edge, num=count, endpoint=False, dtype=region.dtype, axis=0)
        if backwards:
            region[last:] = ramp[::-1]
        else:
            region[:before] = ramp


def _fill_statistics(region, before, after, lengths, mode):
    last = len(region) - after
    n = last - before
    left, right = (n if length is None or length > n else length for length in lengths)
    if (left == 0 or right == 0) and mode in ("maximum", "minimum"):
        raise ValueError("stat_length of 0 yields no value for padding")
    statistic = _STATISTICS[mode]
    values = [statistic(region[before : before + left], axis=0, keepdims=True)]
    if left == right == n:
        values.append(values[0])
    else:
        values.append(statistic(region[last - right : last], axis=0, keepdims=True))
    if region.dtype.kind in "iu":
        values = [nc.round(value) for value in values]
    region[:before], region[last:] = values
