"""Normalisation over the batch and over the features, with one gradient for both."""

import numen as np

from ._arrays import floats

__all__ = [
    "batch_norm",
    "batch_norm_backward",
    "batch_norm_forward",
    "layer_norm",
    "layer_norm_backward",
    "layer_norm_forward",
]


def _normalized(x, axes, eps):
    mean = x.mean(axis=axes, keepdims=True)
    centred = x - mean
    var = (centred * centred).mean(axis=axes, keepdims=True)
    scale = 1 / np.sqrt(var + x.dtype.type(eps))
    return centred * scale, scale, mean, var


def _of_input(grad, z, scale, axes):
    """``scale * (g - mean(g) - z * mean(g * z))``: mean and variance depend on the input too."""
    along = (grad * z).mean(axis=axes, keepdims=True)
    return scale * (grad - grad.mean(axis=axes, keepdims=True) - z * along)


def batch_norm_forward(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
):
    """Return ``batch_norm(input, ...)`` and what its gradient needs; the running statistics are written to."""
    x = floats(input)
    axes = (0, *range(2, x.ndim))
    shape = [1] * x.ndim
    shape[1] = x.shape[1]
    if training:
        count = x.size // x.shape[1]
        if count <= 1:
            raise ValueError(
                f"Expected more than 1 value per channel when training, got input size {x.shape}"
            )
        z, scale, mean, var = _normalized(x, axes, eps)
        if running_mean is not None:
            running_mean += momentum * (mean.ravel() - running_mean)
            running_var += momentum * (var.ravel() * (count / (count - 1)) - running_var)
    else:
        scale = 1 / np.sqrt(np.reshape(running_var, shape) + x.dtype.type(eps))
        z = (x - np.reshape(running_mean, shape)) * scale
    out, w = z, None
    if weight is not None:
        w = np.reshape(weight, shape)
        out = z * w
    if bias is not None:
        out = out + np.reshape(bias, shape)
    return out, (z, scale, w, axes, training, bias is not None)


def batch_norm_backward(grad, saved):
    """Return the gradients of input, weight and bias."""
    z, scale, w, axes, training, with_bias = saved
    of_weight = None if w is None else (grad * z).sum(axis=axes)
    of_bias = grad.sum(axis=axes) if with_bias else None
    inner = grad if w is None else grad * w
    return _of_input(inner, z, scale, axes) if training else inner * scale, of_weight, of_bias


def batch_norm(
    input, running_mean, running_var, weight=None, bias=None, training=False, momentum=0.1, eps=1e-5
):
    """Return ``(x - mean) / sqrt(var + eps) * weight + bias`` with mean and variance of each channel.

    Ioffe and Szegedy, "Batch normalization" (2015).

    Parameters
    ----------
    input : array_like, shape (n, channels, ...)
    running_mean, running_var : ndarray, shape (channels,), or None
        In training moved towards those of the batch, in place (the variance with ``n - 1``); else used.
    weight, bias : array_like, shape (channels,), optional
    training : bool
        Normalise by the batch.
    momentum : float
        How far the running statistics move.
    eps : float

    Returns
    -------
    ndarray of float, the shape of `input`

    Raises
    ------
    ValueError
        In training a channel has one value only.

    Examples
    --------
    >>> from numen.ml.functional import batch_norm
    >>> batch_norm([[1.0], [3.0]], None, None, training=True).round(4)
    array([[-1.],
           [ 1.]])
    """
    return batch_norm_forward(input, running_mean, running_var, weight, bias, training, momentum, eps)[0]


def layer_norm_forward(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Return ``layer_norm(input, ...)`` and what its gradient needs."""
    x = floats(input)
    inner = tuple(normalized_shape)
    if x.shape[x.ndim - len(inner) :] != inner or x.ndim < len(inner):
        raise ValueError(
            f"Given normalized_shape={list(inner)}, expected input with shape [*, {str(list(inner))[1:-1]}], but got "
            f"input of size {list(x.shape)}"
        )
    axes = tuple(range(x.ndim - len(inner), x.ndim))
    z, scale, _, _ = _normalized(x, axes, eps)
    out = z if weight is None else z * weight
    return (out if bias is None else out + bias), (z, scale, weight, axes, bias is not None)


def layer_norm_backward(grad, saved):
    """Return the gradients of input, weight and bias."""
    z, scale, weight, axes, with_bias = saved
    outer = tuple(range(axes[0]))
    of_weight = None if weight is None else (grad * z).sum(axis=outer)
    of_bias = grad.sum(axis=outer) if with_bias else None
    return _of_input(grad if weight is None else grad * weight, z, scale, axes), of_weight, of_bias


def layer_norm(input, normalized_shape, weight=None, bias=None, eps=1e-5):
    """Return ``(x - mean) / sqrt(var + eps) * weight + bias`` with mean and variance over the last axes.

    Ba, Kiros and Hinton, "Layer normalization" (2016).

    Parameters
    ----------
    input : array_like, shape (..., \\*normalized_shape)
    normalized_shape : sequence of int
    weight, bias : array_like, shape normalized_shape, optional
    eps : float

    Returns
    -------
    ndarray of float, the shape of `input`

    Raises
    ------
    ValueError
        The last axes of `input` are others.

    Examples
    --------
    >>> from numen.ml.functional import layer_norm
    >>> layer_norm([[1.0, 3.0], [10.0, 30.0]], (2,)).round(4)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    return layer_norm_forward(input, normalized_shape, weight, bias, eps)[0]
