"""Filters that choose one of the pixels around: the least, the greatest, the one in the middle."""

import numbers

import numen as np

from ._borders import check_mode, extended
from ._convolution import both
from ._planes import Layout, image_array, stored_as

__all__ = ["maximum_filter", "median_filter", "minimum_filter"]

# Pixels of a result at a time, so that the windows' parts stay in the cache.
PIXELS = 2**14

# Up to this area exchanges of whole parts, whose number grows with its square, beat the partition of each window.
EXCHANGED = 81


def _bordered(image, size, mode, value, channel_axis):
    """The image with half a window more on each side, its axes of rows and columns, and the window."""
    check_mode(mode)
    sizes = both(size, "size", numbers.Integral)
    if min(sizes) < 1:
        raise ValueError(f"size must be positive, got {size!r}")
    x = image_array(image)
    axes = Layout(x, channel_axis).axes
    value = stored_as(np.asarray(value, dtype=np.float64), x.dtype)
    for n, axis in zip(sizes, axes):
        x = extended(x, n // 2, n - 1 - n // 2, axis, mode, value)
    return x, axes, sizes


def _running(x, n, axis, choose):
    """``choose`` over each `n` neighbours, where they fit: over 2, 4, 8 ..., and twice the last that fits."""
    x = np.moveaxis(x, axis, 0)
    width = 1
    while width < n:
        step = min(width, n - width)
        x = choose(x[:-step], x[step:])
        width += step
    return np.moveaxis(x, 0, axis)


def _extreme(choose, image, size, mode, value, channel_axis):
    x, axes, sizes = _bordered(image, size, mode, value, channel_axis)
    for n, axis in zip(sizes, axes):
        x = _running(x, n, axis, choose)
    return np.ascontiguousarray(x)


def minimum_filter(image, size=3, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return the least of the ``size`` pixels by ``size`` around each (erosion); parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import minimum_filter
    >>> minimum_filter([[5, 4, 7, 8, 9]])
    array([[4, 4, 4, 7, 8]])
    """
    return _extreme(np.minimum, image, size, mode, value, channel_axis)


def maximum_filter(image, size=3, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return the greatest of the ``size`` pixels by ``size`` around each (dilation); parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import maximum_filter
    >>> maximum_filter([[5, 4, 7, 8, 9]])
    array([[5, 7, 8, 9, 9]])
    """
    return _extreme(np.maximum, image, size, mode, value, channel_axis)


def _selected(planes, sizes):
    """The middle by forgetting: of enough numbers neither the least nor the greatest is the middle of all.

    With ``m`` numbers below the middle of ``n`` that holds for ``m + 2`` of them. Both are dropped, one more comes in,
    and the rest's middle is sought. Each number here is a whole part of the image.
    """
    rows, columns = (n - m + 1 for n, m in zip(planes.shape[1:], sizes))
    waiting = [planes[:, i : i + rows, j : j + columns] for i in range(sizes[0]) for j in range(sizes[1])]
    held, waiting = waiting[: len(waiting) // 2 + 2], waiting[len(waiting) // 2 + 2 :]
    while len(held) > 2:
        for choose, other in ((np.minimum, np.maximum), (np.maximum, np.minimum)):
            best = held.pop()
            for i, part in enumerate(held):
                held[i], best = other(best, part), choose(best, part)
        if waiting:
            held.append(waiting.pop())
    return np.maximum(*held) if len(held) == 2 else held[0]


def _partitioned(planes, sizes):
    seen = np.lib.stride_tricks.sliding_window_view(planes, sizes, axis=(1, 2))
    seen = seen.reshape(*seen.shape[:3], -1)
    middle = seen.shape[-1] // 2
    return np.partition(seen, middle, axis=-1)[..., middle]


def median_filter(image, size=3, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return the pixel in the middle of the sorted ``size`` by ``size`` around each.

    Single wrong pixels vanish and edges stay sharp, which no weighted sum does. Of an even number the upper of the two
    in the middle is taken: no new values appear, and the type stays. Parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import median_filter
    >>> median_filter([[1, 1, 9, 1, 1, 5, 5, 5]], (1, 3))
    array([[1, 1, 1, 1, 1, 5, 5, 5]])

    By hand::

        around = np.pad(image, 1, mode="symmetric")
        seen = np.lib.stride_tricks.sliding_window_view(around, (3, 3))
        out = np.median(seen, axis=(-2, -1))
    """
    x, axes, sizes = _bordered(image, size, mode, value, channel_axis)
    moved = np.moveaxis(x, axes, (-2, -1))
    planes = moved.reshape(-1, *moved.shape[-2:])
    height, width = (n - m + 1 for n, m in zip(planes.shape[1:], sizes))
    out = np.empty((len(planes), height, width), dtype=x.dtype)
    rows = min(height, max(1, PIXELS // width))
    step = max(1, PIXELS // (rows * width))
    middle = _selected if sizes[0] * sizes[1] <= EXCHANGED else _partitioned
    for first in range(0, len(planes), step):
        for top in range(0, height, rows):
            part = planes[first : first + step, top : top + rows + sizes[0] - 1]
            out[first : first + step, top : top + rows] = middle(part, sizes)
    out = out.reshape(*moved.shape[:-2], height, width)
    return np.ascontiguousarray(np.moveaxis(out, (-2, -1), axes))
