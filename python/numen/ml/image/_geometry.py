"""Parts of images and mirror images, as views."""

import numen as np

from ._planes import Layout, image_array

__all__ = ["crop", "flip"]


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
