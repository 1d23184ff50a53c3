"""Images side by side."""

import math
import numbers

import numen as np

from ._axes import pyplot

__all__ = ["plot_images"]


def plot_images(images, titles=None, *, columns=None, cmap="gray", axes=None):
    """Draw images side by side.

    Parameters
    ----------
    images : sequence of array_like
        Each of shape (rows, columns), (rows, columns, 3) or (rows, columns, 4): uint8, or floats from 0 to 1. Grey
        images run from their least to their largest value.
    titles : list of str, optional
    columns : int, optional
        Images in a row; by default as many as make the picture near to a square.
    cmap : str
        For grey images.
    axes : sequence of matplotlib axes, optional
        As many as there are images; new ones by default.

    Returns
    -------
    list of matplotlib axes

    Raises
    ------
    ValueError
        There are no images, not as many titles or axes, or `columns` is not a whole number from 1 on.

    Examples
    --------
    >>> from numen.ml.plot import plot_images
    >>> import numen as np
    >>> image = np.arange(12, dtype=np.uint8).reshape(3, 4)
    >>> axes = plot_images([image, 255 - image], ["as it is", "inverted"])
    >>> axes[1].get_title()
    'inverted'
    """
    images = [np.asarray(image) for image in images]
    if not images:
        raise ValueError("there are no images to draw")
    for name, given in (("titles", titles), ("axes", axes)):
        if given is not None and len(given) != len(images):
            raise ValueError(f"{name} must be as many as the {len(images)} images, got {len(given)}")
    for image in images:
        if image.ndim not in (2, 3) or image.ndim == 3 and image.shape[2] not in (3, 4):
            raise ValueError(
                f"an image must have shape (rows, columns), (rows, columns, 3) or (rows, columns, 4), got {image.shape}"
            )
    if columns is not None and not (isinstance(columns, numbers.Integral) and columns >= 1):
        raise ValueError(f"columns must be a whole number from 1 on, got {columns!r}")
    if axes is None:
        columns = columns or math.ceil(math.sqrt(len(images)))
        rows = -(-len(images) // columns)
        size = (2 * columns, 2.2 * rows)
        grid = pyplot().subplots(rows, columns, squeeze=False, figsize=size, layout="constrained")[1]
        axes = list(grid.flat)
    for ax in axes:
        ax.set_axis_off()
    for ax, image, title in zip(axes, images, titles or [""] * len(images), strict=False):
        ax.imshow(image, cmap=cmap if image.ndim == 2 else None)
        ax.set_title(title)
    return list(axes[: len(images)])
