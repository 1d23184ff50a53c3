"""Parts of images and mirror images, as views, and images with a border around them."""

import numbers

import numen as np

from ._borders import check_mode, extended
from ._convolution import both
from ._planes import Layout, image_array, stored_as

__all__ = ["center_crop", "crop", "flip", "pad"]


def crop(image, top, left, height, width, *, channel_axis="auto"):
    """Return so many rows and columns from a corner on: a view.

    Raises
    ------
    ValueError
        The part does not lie in the image.

    Examples
    --------
    >>> from numen.ml.image import crop
    >>> crop([[1, 2, 3], [4, 5, 6]], 0, 1, 2, 2)
    array([[2, 3],
           [5, 6]])
    """
    x = image_array(image)
    rows, columns = Layout(x, channel_axis).axes
    inside = 0 <= top and 0 <= left and height > 0 and width > 0
    if not inside or top + height > x.shape[rows] or left + width > x.shape[columns]:
        raise ValueError(f"{height} x {width} pixels from ({top}, {left}) do not lie in shape {x.shape}")
    part = [slice(None)] * x.ndim
    part[rows], part[columns] = slice(top, top + height), slice(left, left + width)
    return x[tuple(part)]


def center_crop(image, size, *, channel_axis="auto"):
    """Return the rows and columns in the middle: a view. Of an odd rest the larger part is cut below and right.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    size : int or (int, int)
        Rows and columns.
    channel_axis : int, None or "auto"
        As in `correlate`.

    Raises
    ------
    ValueError
        The part is larger than the image.

    Examples
    --------
    >>> from numen.ml.image import center_crop
    >>> center_crop([[1, 2, 3, 4], [5, 6, 7, 8]], (1, 2))
    array([[2, 3]])
    """
    x = image_array(image)
    height, width = both(size, "size", numbers.Integral)
    rows, columns = (x.shape[a] for a in Layout(x, channel_axis).axes)
    if not 0 < height <= rows or not 0 < width <= columns:
        raise ValueError(f"the middle {height} x {width} pixels do not lie in shape {x.shape}")
    return crop(x, (rows - height) // 2, (columns - width) // 2, height, width, channel_axis=channel_axis)


def pad(image, width, *, mode="constant", value=0.0, channel_axis="auto"):
    """Return the image with more rows and columns around it; the type stays.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    width : int, (int, int) or ((int, int), (int, int))
        How many: all around; of rows and of columns; ``((top, bottom), (left, right))``.
    mode, value, channel_axis
        As in `correlate`, whose names are SciPy's: "reflect" repeats the pixel at the edge, `numpy.pad` calls that
        "symmetric" and "mirror" it calls "reflect".

    Examples
    --------
    >>> from numen.ml.image import pad
    >>> pad([[1, 2, 3]], ((0, 1), (2, 0)), mode="nearest")
    array([[1, 1, 1, 2, 3],
           [1, 1, 1, 2, 3]])
    """
    check_mode(mode)
    x = image_array(image)
    value = stored_as(np.asarray(value, dtype=np.float64), x.dtype)
    for n, axis in zip(both(width, "width", (numbers.Integral, tuple, list)), Layout(x, channel_axis).axes):
        before, after = both(n, "width", numbers.Integral)
        if min(before, after) < 0:
            raise ValueError(f"width must not be negative, got {width!r}")
        x = extended(x, before, after, axis, mode, value)
    return x


def flip(image, direction="horizontal", *, channel_axis="auto"):
    """Return the mirror image, a view: left and right change places, top and bottom if "vertical".

    Examples
    --------
    >>> from numen.ml.image import flip
    >>> flip([[1, 2, 3]])
    array([[3, 2, 1]])
    """
    if direction not in ("horizontal", "vertical"):
        raise ValueError(f"direction must be 'horizontal' or 'vertical', got {direction!r}")
    x = image_array(image)
    return np.flip(x, Layout(x, channel_axis).axes[direction == "horizontal"])
