"""Windows that slide over the last two axes: pairs of sizes, padding, and the way back of gradients."""

import numen as np


def pair(value, name):
    """One number for both axes, or two.

    Examples
    --------
    >>> pair(3, "stride"), pair((1, 2), "stride")
    ((3, 3), (1, 2))
    """
    values = (value, value) if not isinstance(value, (tuple, list)) else tuple(value)
    if len(values) != 2:
        raise ValueError(f"{name} must be a number or two numbers, got {value!r}")
    return values


def padded(x, before, after, value=0):
    """`x` with a margin around its last two axes."""
    if not any(before) and not any(after):
        return x
    h, w = x.shape[-2:]
    top, left = before
    out = np.full((*x.shape[:-2], h + top + after[0], w + left + after[1]), value, dtype=x.dtype)
    out[..., top : top + h, left : left + w] = x
    return out


def continued(x, before, after, mode):
    """`x` with a margin around its last two axes that goes on as a mode of `numen.pad` says, and where its pixels are from."""
    at = [np.pad(np.arange(n), ends, mode=mode) for n, ends in zip(x.shape[-2:], zip(before, after))]
    return x[..., at[0][:, None], at[1]], at


def folded(grad, at, shape):
    """The way back of `continued`: each pixel gets the gradients of all that were made of it."""
    for axis, places in zip((-2, -1), at):
        along = np.moveaxis(grad, axis, 0)
        total = np.zeros((shape[axis], *along.shape[1:]), dtype=grad.dtype)
        np.add.at(total, places, along)
        grad = np.moveaxis(total, 0, axis)
    return grad


def windows(x, kernel, stride, dilation):
    """A view of shape (..., rows, columns, kernel rows, kernel columns)."""
    reach = tuple(d * (k - 1) + 1 for k, d in zip(kernel, dilation))
    if x.shape[-2] < reach[0] or x.shape[-1] < reach[1]:
        raise ValueError(
            f"Kernel size can't be greater than actual input size: padded input {x.shape[-2:]}, kernel {reach}"
        )
    seen = np.lib.stride_tricks.sliding_window_view(x, reach, axis=(-2, -1))
    return seen[..., :: stride[0], :: stride[1], :: dilation[0], :: dilation[1]]


def scatter(parts, shape, kernel, stride, dilation):
    """The sum of windows laid back where they came from: `parts` has kernel rows and columns, then rows and columns.

    One strided addition for each element of the kernel.
    """
    out = np.zeros(shape, dtype=parts.dtype)
    rows, columns = parts.shape[-2:]
    for i in range(kernel[0]):
        top = i * dilation[0]
        for j in range(kernel[1]):
            left = j * dilation[1]
            down = slice(top, top + stride[0] * (rows - 1) + 1, stride[0])
            right = slice(left, left + stride[1] * (columns - 1) + 1, stride[1])
            out[..., down, right] += parts[..., i, j, :, :]
    return out
