"""Filters that find edges: differences of neighbours."""

import numen as np

from ._borders import check_mode
from ._convolution import correlate, separable
from ._planes import Layout, by_planes, computed_in, image_array

__all__ = ["laplacian", "prewitt", "sobel"]


def _slopes(image, across, axis, mode, value, channel_axis):
    check_mode(mode)
    if axis not in (None, 0, 1):
        raise ValueError(f"axis must be 0 (down the rows), 1 (along the columns) or None, got {axis!r}")
    x = image_array(image)
    step, across = np.array([-1.0, 0.0, 1.0]), np.array(across)

    def slopes(planes):
        found = [
            separable(planes, *pair, mode, value)
            for i, pair in enumerate([(step, across), (across, step)])
            if axis in (None, i)
        ]
        return np.hypot(*found) if axis is None else found[0]

    return by_planes(x, Layout(x, channel_axis), slopes, dtype=computed_in(x.dtype))


def sobel(image, axis=None, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return differences of neighbours, smoothed across with weights 1, 2, 1; other parameters as in `correlate`.

    `axis` 0 is the slope down the rows, 1 along the columns, None the length of both. Floats come out: slopes have
    signs.

    Examples
    --------
    >>> from numen.ml.image import sobel
    >>> sobel([[0, 1, 2], [0, 1, 2]], axis=1)
    array([[4., 8., 4.],
           [4., 8., 4.]])
    """
    return _slopes(image, [1.0, 2.0, 1.0], axis, mode, value, channel_axis)


def prewitt(image, axis=None, *, mode="reflect", value=0.0, channel_axis="auto"):
    """As `sobel`, with weights 1, 1, 1 across.

    Examples
    --------
    >>> from numen.ml.image import prewitt
    >>> prewitt([[0, 1, 2], [0, 1, 2]], axis=1)
    array([[3., 6., 3.],
           [3., 6., 3.]])
    """
    return _slopes(image, [1.0, 1.0, 1.0], axis, mode, value, channel_axis)


def laplacian(image, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return the sum of the four neighbours less four times the pixel, in floats; parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import laplacian
    >>> laplacian([[0, 0, 0], [0, 1, 0], [0, 0, 0]])[1]
    array([ 1., -4.,  1.])
    """
    kernel = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
    return correlate(image, kernel, mode=mode, value=value, channel_axis=channel_axis)
