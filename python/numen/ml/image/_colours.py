"""Ranges of pixels and grey from colours."""

import numen as np

from ._planes import Layout, computed_in, image_array, stored_as

__all__ = ["grayscale", "normalize", "to_float", "to_uint8"]


def to_float(image):
    """Return pixels from 0 to 1: types of one and two bytes in float32, floats as they are.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.image import to_float
    >>> to_float(np.array([[0, 51, 255]], dtype=np.uint8))
    array([[0. , 0.2, 1. ]], dtype=float32)
    """
    x = image_array(image)
    if x.dtype.kind == "f":
        return x
    top = 1 if x.dtype.kind == "b" else np.iinfo(x.dtype).max
    return x.astype(computed_in(x.dtype)) / top


def to_uint8(image):
    """Return pixels from 0 to 255: floats times 255, rounded, what lies outside of [0, 1] at its ends.

    Raises
    ------
    ValueError
        There are NaN, or whole numbers of another type than uint8 that do not fit.

    Examples
    --------
    >>> from numen.ml.image import to_uint8
    >>> to_uint8([[-0.1, 0.5, 2.0]])
    array([[  0, 128, 255]], dtype=uint8)
    """
    x = image_array(image)
    if x.dtype.kind == "f":
        if np.isnan(x).any():
            raise ValueError("image contains NaN")
        return stored_as(np.clip(x.astype(computed_in(x.dtype)), 0, 1) * 255, np.dtype(np.uint8))
    if x.dtype.kind == "b":
        return x.astype(np.uint8) * np.uint8(255)
    if x.dtype != np.uint8 and (int(x.min()) < 0 or int(x.max()) > 255):
        raise ValueError(f"image of {x.dtype} holds numbers from {x.min()} to {x.max()}, expected 0 to 255")
    return x.astype(np.uint8, copy=False)


def grayscale(image, *, channel_axis=-1):
    """Return ``0.299 * red + 0.587 * green + 0.114 * blue`` (ITU-R BT.601), opacity left out; the type stays.

    uint8 is computed with weights of 16 bits, as Pillow's ``convert("L")``.

    Examples
    --------
    >>> from numen.ml.image import grayscale
    >>> grayscale([[[1.0, 0.0, 0.0], [1.0, 1.0, 1.0]]])
    array([[0.299, 1.   ]])
    """
    x = image_array(image)
    x = Layout(x, channel_axis).last(x)
    if x.shape[-1] not in (3, 4):
        raise ValueError(f"expected 3 or 4 channels in an image of shape {x.shape}, got {x.shape[-1]}")
    red, green, blue = x[..., 0], x[..., 1], x[..., 2]
    if x.dtype == np.uint8:
        total = (
            red.astype(np.uint32) * 19595 + green.astype(np.uint32) * 38470 + blue.astype(np.uint32) * 7471
        )
        return ((total + 32768) >> 16).astype(np.uint8)
    work = computed_in(x.dtype).type
    return stored_as(red * work(0.299) + green * work(0.587) + blue * work(0.114), x.dtype)


def normalize(image, mean, std, *, channel_axis="auto"):
    """Return ``(to_float(image) - mean) / std``, in floats.

    `mean` and `std` are numbers, or one a channel: those of the training images, which new images share. Clip and
    add noise before, while pixels lie between 0 and 1: what is centred at 0 has no valid range to clip to.

    Raises
    ------
    ValueError
        `std` is not positive.

    Examples
    --------
    >>> from numen.ml.image import normalize
    >>> normalize([[0.0, 0.5, 1.0]], 0.5, 0.25)
    array([[-2.,  0.,  2.]])
    """
    x = to_float(image)
    mean, std = np.asarray(mean, dtype=x.dtype), np.asarray(std, dtype=x.dtype)
    if not (std > 0).all():
        raise ValueError(f"std must be positive, got {std}")
    layout = Layout(x, channel_axis)
    return np.ascontiguousarray(layout.from_last((layout.last(x) - mean) / std))
