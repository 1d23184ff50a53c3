"""The largest, or the mean, of each window."""

import numen as np

from ._arrays import floats
from ._windows import padded, pair, scatter, windows

__all__ = [
    "avg_pool2d",
    "avg_pool2d_backward",
    "avg_pool2d_forward",
    "max_pool2d",
    "max_pool2d_backward",
    "max_pool2d_forward",
]


def _places(size, kernel, stride, padding, dilation, ceil_mode):
    """How many windows there are, and the margin behind that the last one needs."""
    reach = dilation * (kernel - 1) + 1
    room = size + 2 * padding - reach
    count = -(-room // stride) + 1 if ceil_mode else room // stride + 1
    if ceil_mode and (count - 1) * stride >= size + padding:
        count -= 1  # the last window would lie in the margin alone
    return max(padding, (count - 1) * stride + reach - size - padding)


def _settings(x, kernel_size, stride, padding, dilation, ceil_mode):
    if x.ndim not in (3, 4):
        raise ValueError(f"Expected 3D or 4D input to pooling, but got input of shape {x.shape}")
    kernel = pair(kernel_size, "kernel_size")
    stride = kernel if stride is None else pair(stride, "stride")
    padding, dilation = pair(padding, "padding"), pair(dilation, "dilation")
    if any(2 * p > k for p, k in zip(padding, kernel)):
        raise ValueError(
            f"padding should be at most half of kernel size, got padding={padding}, kernel_size={kernel}"
        )
    after = [
        _places(n, k, s, p, d, ceil_mode)
        for n, k, s, p, d in zip(x.shape[-2:], kernel, stride, padding, dilation)
    ]
    return kernel, stride, padding, after, dilation


def max_pool2d_forward(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """Return ``max_pool2d(input)`` and what its gradient needs."""
    x = floats(input)
    kernel, stride, before, after, dilation = _settings(x, kernel_size, stride, padding, dilation, ceil_mode)
    wide = padded(x, before, after, -np.inf)
    seen = windows(wide, kernel, stride, dilation)
    flat = seen.reshape(*seen.shape[:-2], -1)
    place = np.argmax(flat, axis=-1)
    out = np.take_along_axis(flat, place[..., None], axis=-1)[..., 0]
    return out, (place, wide.shape, x.shape, kernel, stride, before, dilation)


def max_pool2d_backward(grad, saved):
    """Return the gradient where the largest was taken from, the first of equal ones."""
    place, wide, shape, kernel, stride, before, dilation = saved
    hit = place[..., None, :, :] == np.arange(kernel[0] * kernel[1])[:, None, None]
    parts = (grad[..., None, :, :] * hit).reshape(*place.shape[:-2], *kernel, *place.shape[-2:])
    whole = scatter(parts, wide, kernel, stride, dilation)
    top, left = before
    return whole[..., top : top + shape[-2], left : left + shape[-1]]


def max_pool2d_indices(saved):
    """The place of each largest in its image, counted along rows."""
    place, _, shape, kernel, stride, before, dilation = saved
    row = place // kernel[1] * dilation[0] + (np.arange(place.shape[-2]) * stride[0])[:, None] - before[0]
    column = place % kernel[1] * dilation[1] + np.arange(place.shape[-1]) * stride[1] - before[1]
    return row * shape[-1] + column


def max_pool2d(input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False):
    """Return the largest element of each window.

    Parameters
    ----------
    input : array_like, shape (n, channels, rows, columns) or (channels, rows, columns)
    kernel_size : int or (int, int)
    stride : int or (int, int), optional
        `kernel_size` if it is not given.
    padding : int or (int, int)
        Margin of ``-inf``, at most half the window.
    dilation : int or (int, int)
    ceil_mode : bool
        Take windows that reach beyond the image too.
    return_indices : bool
        Return the places in the image too.

    Returns
    -------
    ndarray of float, or two arrays

    Raises
    ------
    ValueError
        The input has neither three nor four axes; the window does not fit.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.functional import max_pool2d
    >>> max_pool2d(np.arange(16.0).reshape(1, 4, 4), 2)
    array([[[ 5.,  7.],
            [13., 15.]]])

    By hand, where the window divides the image::

        image.reshape(rows // 2, 2, columns // 2, 2).max(axis=(1, 3))
    """
    out, saved = max_pool2d_forward(input, kernel_size, stride, padding, dilation, ceil_mode)
    return (out, max_pool2d_indices(saved)) if return_indices else out


def avg_pool2d_forward(
    input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    """Return ``avg_pool2d(input)`` and what its gradient needs."""
    x = floats(input)
    kernel, stride, before, after, dilation = _settings(x, kernel_size, stride, padding, 1, ceil_mode)
    wide = padded(x, before, after)
    if divisor_override is None:
        # A window counts its elements in the image and, if wanted, in the margin, not those that `ceil_mode` adds behind.
        inner = np.ones(x.shape[-2:], dtype=x.dtype)
        beyond = [a - b for a, b in zip(after, before)]
        inner = padded(padded(inner, before, before, int(count_include_pad)), (0, 0), beyond)
        counts = windows(inner, kernel, stride, dilation).sum(axis=(-2, -1))
    else:
        counts = x.dtype.type(divisor_override)
    out = windows(wide, kernel, stride, dilation).sum(axis=(-2, -1)) / counts
    return out, (wide.shape, x.shape, kernel, stride, before, counts)


def avg_pool2d_backward(grad, saved):
    """Return the gradient, spread evenly over each window."""
    wide, shape, kernel, stride, before, counts = saved
    share = (grad / counts).astype(grad.dtype)[..., None, None, :, :]
    parts = np.broadcast_to(share, (*grad.shape[:-2], *kernel, *grad.shape[-2:]))
    whole = scatter(parts, wide, kernel, stride, (1, 1))
    top, left = before
    return whole[..., top : top + shape[-2], left : left + shape[-1]]


def avg_pool2d(
    input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None
):
    """Return the mean of each window.

    Parameters
    ----------
    input, kernel_size, stride, padding, ceil_mode
        As for `max_pool2d`; the margin holds zeros.
    count_include_pad : bool
        Count the zeros of the margin in the mean.
    divisor_override : int, optional
        Divide the sum by this number instead of by how many were summed.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.functional import avg_pool2d
    >>> avg_pool2d(np.arange(16.0).reshape(1, 4, 4), 2)
    array([[[ 2.5,  4.5],
            [10.5, 12.5]]])
    """
    return avg_pool2d_forward(
        input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )[0]
