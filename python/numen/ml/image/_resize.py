"""Other sizes, by weights that fall with the distance."""

import math

import numen as np

from ._bands import along
from ._planes import Layout, by_planes, image_array

__all__ = ["resize"]


def _cubic(x, a=-0.5):
    """Keys, "Cubic convolution interpolation for digital image processing" (1981)."""
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    far = a * (((x - 5) * x + 8) * x - 4)
    return np.where(x < 1, near, np.where(x < 2, far, 0.0))


# Weight at a distance, and the distance from which on it is 0.
METHODS = {
    "bilinear": (lambda x: np.maximum(1 - x, 0), 1),
    "bicubic": (_cubic, 2),
    "lanczos": (lambda x: np.where(x < 3, np.sinc(x) * np.sinc(x / 3), 0.0), 3),
}


def _weights(old, new, method, antialias):
    """First input of each output, and the weights from there on, which sum to 1."""
    kernel, reach = METHODS[method]
    scale = old / new
    wide = max(scale, 1.0) if antialias else 1.0
    centre = (np.arange(new) + 0.5) * scale
    taps = min(2 * math.ceil(reach * wide) + 1, old)
    starts = np.clip(np.floor(centre - reach * wide + 0.5).astype(np.int64), 0, old - taps)
    away = np.abs(starts[:, None] + np.arange(taps) + 0.5 - centre[:, None])
    weights = kernel(away / wide)
    return starts, weights / weights.sum(axis=1, keepdims=True)


def resize(image, size, *, method="bilinear", antialias=True, channel_axis="auto"):
    """Return the image in another size; the type stays.

    Pixels are squares, whose centres lie at halves. An output is the mean of inputs with weights by distance; where
    the image shrinks, `antialias` widens them so that every input counts. Weights beyond the border are left out.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    size : (int, int)
        Rows and columns.
    method : {"nearest", "bilinear", "bicubic", "lanczos"}
        "bicubic" and "lanczos" have negative weights and may leave the range of the pixels; whole numbers are cut.
    antialias : bool
    channel_axis : int, None or "auto"
        As in `correlate`.

    Returns
    -------
    ndarray of the type of `image`

    Examples
    --------
    >>> from numen.ml.image import resize
    >>> resize([[0.0, 4.0, 8.0, 8.0]], (1, 2))
    array([[2.85714286, 7.42857143]])
    >>> resize([[1, 2, 3, 4]], (2, 2), method="nearest")
    array([[2, 4],
           [2, 4]])
    """
    x = image_array(image)
    if method not in ("nearest", *METHODS):
        raise ValueError(f"method must be one of {['nearest', *METHODS]}, got {method!r}")
    if len(size) != 2 or min(size) < 1:
        raise ValueError(f"size must be two positive numbers, rows and columns, got {size!r}")
    layout = Layout(x, channel_axis)
    old = [x.shape[a] for a in layout.axes]
    if method == "nearest":
        for axis, n, m in zip(layout.axes, old, size):
            x = np.take(x, np.floor((np.arange(m) + 0.5) * (n / m)).astype(np.int64), axis=axis)
        return x
    down, right = (_weights(n, m, method, antialias) for n, m in zip(old, size))
    return by_planes(x, layout, lambda p: along(along(p, *right, -1), *down, -2), size=tuple(size))
