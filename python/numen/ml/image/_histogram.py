"""How often each brightness occurs, and images whose brightnesses occur equally often."""

import numen as np

from ._planes import BLOCK, Layout, graded, image_array, stored_as

__all__ = ["equalize_histogram", "histogram"]


def _span(x, span):
    """Lowest and highest pixel counted."""
    if span is not None:
        low, high = (float(end) for end in span)
        if not low < high or not np.isfinite(high - low):
            raise ValueError(f"range must be two finite numbers, the lower one first, got {span!r}")
        return low, high
    if x.dtype.kind == "f":
        if not bool(((x >= 0) & (x <= 1)).all()):
            raise ValueError("floats of an image must lie between 0 and 1, or `range` says where they lie")
        return 0.0, 1.0
    if x.dtype.kind == "b" or x.dtype.itemsize <= 2:
        low, high = (0, 1) if x.dtype.kind == "b" else (np.iinfo(x.dtype).min, np.iinfo(x.dtype).max)
        return float(low), float(high) + 1
    return float(x.min()), float(x.max()) + 1


def _by_row(at, bins):
    """How often each whole number below `bins` stands in each row."""
    rows = np.arange(len(at))[:, None] * bins
    return np.bincount((at + rows).reshape(-1), minlength=len(at) * bins).reshape(len(at), bins)


def _counted(flat, edges):
    """Counts in equal parts between the edges; one more part takes what lies outside."""
    bins = len(edges) - 1
    low, high = edges[0], edges[-1]
    x = flat.astype(np.float64)
    inside = (x >= low) & (x <= high)
    x = np.where(inside, x, low)
    at = np.minimum(((x - low) * (bins / (high - low))).astype(np.int64), bins - 1)
    # The product is rounded; the edges as they are printed decide.
    at -= x < edges[at]
    at += (x >= edges[at + 1]) & (at < bins - 1)
    return _by_row(np.where(inside, at, bins), bins + 1)[:, :bins]


def histogram(image, bins=256, *, range=None, channel_axis="auto"):
    """Return how many pixels of each image and channel fall into each of `bins` parts of `range`, and their edges.

    A part reaches from its edge up to the next one, which it leaves out; the last holds its end.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    bins : int
    range : (float, float), optional
        By default 0 to 1 for floats, all numbers of a type of one or two bytes (with 256 bins one for each of uint8),
        else from the least pixel to the greatest. Pixels outside are not counted.
    channel_axis : int, None or "auto"
        As in `correlate`.

    Returns
    -------
    counts : ndarray of int64, shape (..., [channels,] bins)
    edges : ndarray of float64, shape (bins + 1,)

    Raises
    ------
    ValueError
        Floats do not lie between 0 and 1 and there is no `range`.

    Examples
    --------
    >>> from numen.ml.image import histogram
    >>> counts, edges = histogram([[0.0, 0.1, 0.6], [1.0, 0.2, 0.3]], 4)
    >>> counts, edges
    (array([3, 1, 1, 1]), array([0.  , 0.25, 0.5 , 0.75, 1.  ]))

    By hand, for uint8: ``np.bincount(image.ravel(), minlength=256)``.
    """
    x = image_array(image)
    if bins < 1:
        raise ValueError(f"bins must be positive, got {bins!r}")
    low, high = _span(x, range)
    edges = np.linspace(low, high, bins + 1)
    moved = Layout(x, channel_axis).first(x)
    lead = moved.shape[:-2]
    flat = moved.reshape(-1, moved.shape[-2] * moved.shape[-1])
    step = max(1, BLOCK // flat.shape[1])
    starts = np.arange(0, len(flat), step)
    parts = [_counted(flat[start : start + step], edges) for start in starts]
    counts = np.concatenate(parts)
    return counts.reshape(*lead, bins), edges


def _levels(flat):
    """Pillow's rule for uint8: what is below each level, in steps of a 255th of all but the brightest pixels."""
    count = _by_row(flat, 256)
    below = np.cumsum(count, axis=1) - count
    step = below[np.arange(len(flat)), flat.max(axis=1)] // 255
    table = (below + (step // 2)[:, None]) // np.maximum(step, 1)[:, None]
    table = np.where(step[:, None] > 0, np.minimum(table, 255), np.arange(256)).astype(np.uint8)
    return np.take_along_axis(table, flat, axis=1)


def _shares(flat):
    """The share of darker pixels among all but the brightest; of one single value the pixels as they are."""
    order = np.argsort(flat, axis=1, kind="stable")
    ranked = np.take_along_axis(flat, order, axis=1)
    first = np.zeros(flat.shape, dtype=np.int64)
    first[:, 1:] = np.where(ranked[:, 1:] > ranked[:, :-1], np.arange(1, flat.shape[1]), 0)
    darker = np.maximum.accumulate(first, axis=1)
    out = np.empty(flat.shape, dtype=np.float64)
    np.put_along_axis(out, order, darker / np.maximum(darker[:, -1:], 1), axis=1)
    top = 1 if flat.dtype.kind == "f" else np.iinfo(flat.dtype).max
    return np.where(darker[:, -1:] > 0, stored_as(out * top, flat.dtype), flat)


def equalize_histogram(image, *, channel_axis="auto"):
    """Return each pixel's share of darker ones among all but the brightest: brightnesses then occur equally often.

    The darkest become 0, the brightest the end of the range (1, 255, 65535); equal pixels stay equal and their order
    stays. uint8 is rounded as by Pillow's ``ImageOps.equalize``. Each image and channel is taken by itself.

    Parameters
    ----------
    image : array_like of uint8, uint16 or floats, shape (..., rows, columns[, channels])
    channel_axis : int, None or "auto"
        As in `correlate`.

    Returns
    -------
    ndarray of the type of `image`
        Of images with a single value that value.

    Raises
    ------
    TypeError
        Pixels are of another type: `to_float` and `to_uint8` change it.
    ValueError
        There are NaN.

    Examples
    --------
    >>> from numen.ml.image import equalize_histogram
    >>> equalize_histogram([[0.1, 0.1, 0.2, 0.2, 0.9]])
    array([[0. , 0. , 0.5, 0.5, 1. ]])

    By hand, for uint8::

        count = np.bincount(image.ravel(), minlength=256)
        below = np.cumsum(count) - count
        out = (below / below[image.max()] * 255).astype(np.uint8)[image]
    """
    x = graded(image_array(image))
    if x.dtype.kind == "f" and np.isnan(x).any():
        raise ValueError("image contains NaN")
    layout = Layout(x, channel_axis)
    moved = layout.first(x)
    flat = moved.reshape(-1, moved.shape[-2] * moved.shape[-1])
    step = max(1, BLOCK // flat.shape[1])
    found = np.empty(flat.shape, dtype=x.dtype)
    for start in range(0, len(flat), step):
        part = slice(start, start + step)
        found[part] = _levels(flat[part]) if x.dtype == np.uint8 else _shares(flat[part])
    return np.ascontiguousarray(layout.from_first(found.reshape(moved.shape)))
