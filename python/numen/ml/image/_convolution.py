"""Filters that are weighted sums: any kernel, the mean, the bell curve, sharpening."""

import numbers

import numen as np

from ._bands import filtered
from ._borders import check_mode, extended
from ._planes import Layout, by_planes, computed_in, image_array

__all__ = ["convolve", "correlate", "gaussian_filter", "mean_filter", "sharpen"]


def both(value, name, kind=numbers.Real):
    """One number for rows and columns, or two."""
    values = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(values) != 2 or not all(isinstance(v, kind) and not isinstance(v, bool) for v in values):
        raise ValueError(f"{name} must be a number or a pair of them, for rows and columns, got {value!r}")
    return values


def separable(planes, by_row, by_column, mode, value):
    """Correlate along axis -2 with `by_row` and along axis -1 with `by_column`, sizes kept.

    The centre of ``n`` weights is number ``n // 2``. What is beyond the border in the second pass is what the first
    made of it there.
    """
    for weights, axis in ((by_row, -2), (by_column, -1)):
        n = len(weights)
        planes = filtered(extended(planes, n // 2, n - 1 - n // 2, axis, mode, value), weights, axis)
        value = value * float(np.sum(weights))
    return planes


def _correlated(planes, kernel, mode, value):
    """Each row of the kernel along the rows of the image, added."""
    rows, columns = kernel.shape
    if mode != "valid":
        planes = extended(planes, rows // 2, rows - 1 - rows // 2, -2, mode, value)
        planes = extended(planes, columns // 2, columns - 1 - columns // 2, -1, mode, value)
    height = planes.shape[-2] - rows + 1
    total = None
    for i in range(rows):
        if kernel[i].any():
            part = filtered(planes[..., i : i + height, :], kernel[i], -1)
            total = part if total is None else np.add(total, part, out=total)
    if total is None:
        return np.zeros((len(planes), height, planes.shape[-1] - columns + 1), dtype=planes.dtype)
    return total


def _kernel(kernel):
    k = np.asarray(kernel)
    if k.ndim != 2 or 0 in k.shape or k.dtype.kind not in "biuf":
        raise ValueError(f"kernel must have two axes and hold numbers, got {k.dtype} of shape {k.shape}")
    return k.astype(np.float64)


def correlate(image, kernel, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return ``out[r, c] = sum over i, j of kernel[i, j] * image[r + i - h // 2, c + j - w // 2]``.

    The kernel slides over the image as it is; `convolve` flips it first. Networks and most programs on images call
    this one a convolution.

    Parameters
    ----------
    image : array_like, shape (..., rows, columns[, channels])
    kernel : array_like, shape (h, w)
        It is used on each channel by itself.
    mode : {"reflect", "mirror", "nearest", "wrap", "constant", "valid"}
        Beyond the border a row ``a b c d`` goes on ``d c b a`` (reflected at the edge), ``c b a`` (at the last pixel),
        ``d d d``, ``a b c d``, or with `value`: SciPy's names.
        "valid" gives only the pixels where the kernel lies inside, ``rows - h + 1`` by ``columns - w + 1``.
    value : float
    channel_axis : int, None or "auto"
        The axis of channels; None if there is none. "auto" is the last axis of an array of four axes and more, and of
        three where its length is 1, 3 or 4.

    Returns
    -------
    ndarray of float
        float32 for types of one and two bytes and float32, else float64: sums of pixels may leave the image's type.

    Raises
    ------
    ValueError
        The kernel is larger than the image and `mode` is "valid"; the mode is unknown.

    Examples
    --------
    >>> from numen.ml.image import correlate
    >>> correlate([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]], mode="valid")
    array([[-4., -4.],
           [-4., -4.]])

    By hand::

        seen = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
        out = np.einsum("rcij,ij->rc", seen, kernel)
    """
    check_mode(mode, "valid")
    x, k = image_array(image), _kernel(kernel)
    layout = Layout(x, channel_axis)
    size = tuple(x.shape[a] for a in layout.axes)
    if mode == "valid":
        size = tuple(n - m + 1 for n, m in zip(size, k.shape))
        if min(size) < 1:
            raise ValueError(f"kernel of shape {k.shape} does not fit into an image of shape {x.shape}")
    return by_planes(
        x, layout, lambda planes: _correlated(planes, k, mode, value), size=size, dtype=computed_in(x.dtype)
    )


def convolve(image, kernel, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Correlate with the kernel turned by half a turn: the convolution of mathematics. Parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import convolve
    >>> convolve([[1, 2, 3], [4, 5, 6], [7, 8, 9]], [[1, 0], [0, -1]], mode="valid")
    array([[4., 4.],
           [4., 4.]])
    """
    k = _kernel(kernel)[::-1, ::-1]
    if mode == "valid":
        return correlate(image, k, mode=mode, channel_axis=channel_axis)
    # The flipped kernel's centre is where the centre went: a row and column of zeros keeps it for even sizes.
    k = np.pad(k, [(1 - n % 2, 0) for n in k.shape]) if 0 in [n % 2 for n in k.shape] else k
    return correlate(image, k, mode=mode, value=value, channel_axis=channel_axis)


def _smooth(image, rows, columns, mode, value, channel_axis):
    check_mode(mode)
    x = image_array(image)
    return by_planes(x, Layout(x, channel_axis), lambda p: separable(p, rows, columns, mode, value))


def mean_filter(image, size=3, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return the mean of the ``size`` pixels by ``size`` around each; the type stays. Parameters as in `correlate`.

    Examples
    --------
    >>> from numen.ml.image import mean_filter
    >>> mean_filter([[0.0, 9.0, 0.0]], (1, 3))
    array([[3., 3., 3.]])
    """
    sizes = both(size, "size", numbers.Integral)
    if min(sizes) < 1:
        raise ValueError(f"size must be positive, got {size!r}")
    return _smooth(image, *[np.full(n, 1 / n) for n in sizes], mode, value, channel_axis)


def _bell(sigma, truncate):
    reach = int(truncate * sigma + 0.5)
    at = np.arange(-reach, reach + 1)
    weights = np.exp(-0.5 * (at / sigma) ** 2) if sigma > 0 else np.ones(1)
    return weights / np.sum(weights)


def gaussian_filter(image, sigma=1.0, *, truncate=4.0, mode="reflect", value=0.0, channel_axis="auto"):
    """Return means with weights ``exp(-d**2 / (2 * sigma**2))``; the type stays. Parameters as in `correlate`.

    `sigma` is in pixels, one or a pair for rows and columns; weights end at ``truncate * sigma``.

    Examples
    --------
    >>> from numen.ml.image import gaussian_filter
    >>> gaussian_filter([[0.0, 0.0, 1.0, 0.0, 0.0]], 0.5).round(3)
    array([[0.   , 0.106, 0.787, 0.106, 0.   ]])
    """
    sigmas = both(sigma, "sigma")
    if min(sigmas) < 0:
        raise ValueError(f"sigma must not be negative, got {sigma!r}")
    return _smooth(image, *[_bell(s, truncate) for s in sigmas], mode, value, channel_axis)


def sharpen(image, amount=1.0, sigma=1.0, *, mode="reflect", value=0.0, channel_axis="auto"):
    """Return ``image + amount * (image - gaussian_filter(image, sigma))``; whole numbers stay in their range.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.image import sharpen
    >>> sharpen(np.full((2, 2), 7, dtype=np.uint8)).tolist()
    [[7, 7], [7, 7]]
    """
    check_mode(mode)
    x = image_array(image)
    bells = [_bell(s, 4.0) for s in both(sigma, "sigma")]
    return by_planes(
        x, Layout(x, channel_axis), lambda p: p + amount * (p - separable(p, *bells, mode, value))
    )
