"""Convolution of images, as one product of matrices a group."""

import numen as np

from ._arrays import floats
from ._windows import padded, pair, scatter, windows

__all__ = ["conv2d", "conv2d_backward", "conv2d_forward"]


def _margins(padding, kernel, stride, dilation):
    """Rows and columns added before and after."""
    if padding == "valid":
        return (0, 0), (0, 0)
    if padding == "same":
        if tuple(stride) != (1, 1):
            raise ValueError("padding='same' is not supported for strided convolutions")
        total = [d * (k - 1) for k, d in zip(kernel, dilation)]
        return tuple(t // 2 for t in total), tuple(t - t // 2 for t in total)
    if isinstance(padding, str):
        raise ValueError(f"Invalid padding string {padding!r}, should be one of 'valid', 'same'")
    both = pair(padding, "padding")
    return both, both


def conv2d_forward(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Return ``conv2d(input, weight, bias)`` and what its gradient needs."""
    x, w = floats(input), floats(weight)
    if x.ndim not in (3, 4):
        raise ValueError(
            f"Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of shape {x.shape}"
        )
    if x.shape[-3] != w.shape[1] * groups:
        raise ValueError(
            f"Given groups={groups}, weight of shape {w.shape}, expected input of shape {x.shape} to have "
            f"{w.shape[1] * groups} channels, but got {x.shape[-3]} channels instead"
        )
    if w.shape[0] % groups:
        raise ValueError(f"out_channels ({w.shape[0]}) must be divisible by groups ({groups})")
    stride, dilation = pair(stride, "stride"), pair(dilation, "dilation")
    kernel = w.shape[2:]
    batch = x if x.ndim == 4 else x[None]
    before, after = _margins(padding, kernel, stride, dilation)
    wide = padded(batch, before, after)
    n, channels = wide.shape[:2]
    seen = windows(wide, kernel, stride, dilation)
    rows, columns = seen.shape[2:4]
    # (n, groups, channels of the group x kernel, positions): what the weight is multiplied with.
    patches = seen.transpose(0, 1, 4, 5, 2, 3).reshape(n, groups, -1, rows * columns)
    matrix = w.reshape(groups, w.shape[0] // groups, -1)
    out = (matrix @ patches).reshape(n, w.shape[0], rows, columns)
    if bias is not None:
        out += np.reshape(bias, (-1, 1, 1))
    saved = (patches, w, wide.shape, x.shape, before, stride, dilation, groups, bias is not None)
    return (out if x.ndim == 4 else out[0]), saved


def conv2d_backward(grad, saved):
    """Return the gradients of input, weight and bias: products with the other factor, windows laid back and added."""
    patches, w, wide, shape, before, stride, dilation, groups, with_bias = saved
    kernel = w.shape[2:]
    grad = grad if len(shape) == 4 else grad[None]
    n, _, rows, columns = grad.shape
    flat = grad.reshape(n, groups, w.shape[0] // groups, rows * columns)
    matrix = w.reshape(groups, w.shape[0] // groups, -1)
    of_weight = (flat @ patches.swapaxes(-1, -2)).sum(axis=0).reshape(w.shape)
    parts = (matrix.swapaxes(-1, -2) @ flat).reshape(n, wide[1], *kernel, rows, columns)
    of_input = scatter(parts, wide, kernel, stride, dilation)
    top, left = before
    of_input = of_input[:, :, top : top + shape[-2], left : left + shape[-1]].reshape(shape)
    return of_input, of_weight, grad.sum(axis=(0, 2, 3)) if with_bias else None


def conv2d(input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    """Return the images correlated with each kernel: ``sum over c, i, j of x[n, c, r + i, s + j] * w[o, c, i, j]``.

    Parameters
    ----------
    input : array_like, shape (n, channels, rows, columns) or (channels, rows, columns)
    weight : array_like, shape (out, channels / groups, kernel rows, kernel columns)
    bias : array_like, shape (out,), optional
    stride, dilation : int or (int, int)
        Steps of the window, steps within it.
    padding : int, (int, int), "same" or "valid"
        Zeros around the image; "same" keeps its size.
    groups : int
        Channels are split into groups that do not see one another.

    Returns
    -------
    ndarray of float, shape (n, out, rows', columns'), with
    ``rows' = (rows + 2 * padding - dilation * (kernel - 1) - 1) // stride + 1``

    Raises
    ------
    ValueError
        Shapes do not fit one another; the kernel is larger than the padded image.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.functional import conv2d
    >>> image = np.arange(1.0, 10.0).reshape(1, 3, 3)
    >>> conv2d(image, [[[[1.0, 0.0], [0.0, -1.0]]]])
    array([[[-4., -4.],
            [-4., -4.]]])

    By hand, one image of one channel::

        seen = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
        out = np.einsum("rsij,ij->rs", seen, kernel)

    The kernel is not flipped: networks call a correlation convolution, signal processing does not.
    """
    return conv2d_forward(input, weight, bias, stride, padding, dilation, groups)[0]
