"""Weighted sums of neighbours along rows or columns, as products with a band matrix.

Each output is a sum over a few neighbouring inputs, so the matrix of all sums has a narrow band. It is cut into blocks
of outputs, each a small dense matrix times the inputs that it reaches: the zeros in it cost less than passing over the
image once for each weight.
"""

import numen as np

__all__ = ["along", "filtered"]

# Outputs a block. Products with a band of w inputs take OUTPUTS + w multiplications an output: narrow blocks waste
# fewer, wide ones run faster.
OUTPUTS = 32


def _block(starts, weights):
    """The dense matrix of some outputs, and the inputs that it reaches from and up to."""
    low, taps = int(starts.min()), weights.shape[1]
    high = int(starts.max()) + taps
    matrix = np.zeros((len(starts), high - low), dtype=weights.dtype)
    matrix[np.arange(len(starts))[:, None], (starts - low)[:, None] + np.arange(taps)] = weights
    return matrix, low, high


def along(planes, starts, weights, axis):
    """Sums ``out[i] = sum over k of weights[i, k] * in[starts[i] + k]`` along axis -2 or -1.

    Parameters
    ----------
    planes : ndarray, shape (n, rows, columns)
    starts : ndarray of int, shape (m,)
        All inputs that have a weight are there.
    weights : ndarray, shape (m, taps)
    axis : {-2, -1}

    Examples
    --------
    >>> import numen as np
    >>> x = np.array([[[1.0, 2.0, 4.0]]])
    >>> along(x, np.array([0, 1]), np.array([[-1.0, 1.0], [-1.0, 1.0]]), -1)
    array([[[1., 2.]]])
    """
    weights = weights.astype(planes.dtype, copy=False)
    shape = list(planes.shape)
    shape[axis] = len(starts)
    out = np.empty(shape, dtype=planes.dtype)
    for first in range(0, len(starts), OUTPUTS):
        part = slice(first, first + OUTPUTS)
        matrix, low, high = _block(starts[part], weights[part])
        if axis == -1:
            np.matmul(planes[..., low:high], matrix.T, out=out[..., part])
        else:
            np.matmul(matrix, planes[..., low:high, :], out=out[..., part, :])
    return out


def filtered(planes, weights, axis):
    """Correlation with one row of weights, where it fits: ``out[i] = sum over k of weights[k] * in[i + k]``."""
    weights = np.asarray(weights)
    count = planes.shape[axis] - len(weights) + 1
    return along(planes, np.arange(count), np.broadcast_to(weights, (count, len(weights))), axis)
