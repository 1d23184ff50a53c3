"""Sums of exponentials that neither overflow nor lose everything: the largest term is taken out first."""

import numen as np

from ._arrays import floats

__all__ = [
    "log_softmax",
    "log_softmax_backward",
    "log_softmax_forward",
    "logsumexp",
    "logsumexp_backward",
    "logsumexp_forward",
    "softmax",
    "softmax_backward",
    "softmax_forward",
]


def _shifted(x, dim):
    """`x` less its maximum, and the maximum; where that is infinite, zero stands for it."""
    top = np.max(x, axis=dim, keepdims=True)
    if not np.isfinite(top).all():
        top = np.where(np.isinf(top), 0, top).astype(x.dtype)
    return x - top, top


def softmax_forward(input, dim=-1):
    """Return ``softmax(input)`` and what its gradient needs."""
    # Where a whole row is +inf or -inf, or overflow is inherent, the result is NaN as in exact arithmetic.
    with np.errstate(invalid="ignore", over="ignore"):
        out = np.exp(_shifted(floats(input), dim)[0])
        out /= out.sum(axis=dim, keepdims=True)
    return out, (out, dim)


def softmax_backward(grad, saved):
    """Return ``s * (grad - sum(grad * s))`` with ``s`` the softmax."""
    out, dim = saved
    weighted = grad * out
    return weighted - out * weighted.sum(axis=dim, keepdims=True)


def softmax(input, dim=-1):
    """Return ``exp(x) / sum(exp(x))`` along an axis: positive numbers with sum 1.

    Parameters
    ----------
    input : array_like, any shape
    dim : int
        The axis.

    Returns
    -------
    ndarray of float, the shape of `input`

    Examples
    --------
    >>> from numen.ml.functional import softmax
    >>> softmax([1000.0, 1001.0, 1002.0]).round(4)
    array([0.09  , 0.2447, 0.6652])

    By hand, with the shift that keeps ``exp(1000)`` from being infinite and changes nothing else::

        e = np.exp(x - x.max(axis=-1, keepdims=True))
        s = e / e.sum(axis=-1, keepdims=True)
    """
    return softmax_forward(input, dim)[0]


def log_softmax_forward(input, dim=-1):
    """Return ``log_softmax(input)`` and what its gradient needs."""
    with np.errstate(invalid="ignore", divide="ignore"):
        out = _shifted(floats(input), dim)[0]
        out -= np.log(np.exp(out).sum(axis=dim, keepdims=True))
    return out, (out, dim)


def log_softmax_backward(grad, saved):
    """Return ``grad - softmax * sum(grad)``."""
    out, dim = saved
    return grad - np.exp(out) * grad.sum(axis=dim, keepdims=True)


def log_softmax(input, dim=-1):
    """Return ``x - log(sum(exp(x)))`` along an axis, the logarithm of `softmax`, finite where that is 0.

    Parameters
    ----------
    input : array_like, any shape
    dim : int

    Returns
    -------
    ndarray of float, the shape of `input`

    Examples
    --------
    >>> from numen.ml.functional import log_softmax
    >>> log_softmax([0.0, 1000.0])
    array([-1000.,     0.])
    """
    return log_softmax_forward(input, dim)[0]


def logsumexp_forward(input, dim=-1, keepdim=False):
    """Return ``logsumexp(input)`` and what its gradient needs."""
    x = floats(input)
    axes = tuple(dim) if isinstance(dim, (tuple, list)) else dim
    shifted, top = _shifted(x, axes)
    with np.errstate(divide="ignore"):
        whole = np.log(np.exp(shifted).sum(axis=axes, keepdims=True)) + top
    return whole if keepdim else np.squeeze(whole, axis=axes)[()], (x, whole)


def logsumexp_backward(grad, saved):
    """Return ``grad * softmax``."""
    x, whole = saved
    return np.reshape(grad, whole.shape) * np.exp(x - whole)


def logsumexp(input, dim=-1, keepdim=False):
    """Return ``log(sum(exp(x)))`` along an axis or several.

    Parameters
    ----------
    input : array_like
    dim : int or tuple of int
    keepdim : bool
        Keep the axes that are summed over, with length 1.

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> from numen.ml.functional import logsumexp
    >>> logsumexp([1000.0, 1000.0])
    np.float64(1000.6931471805599)
    """
    return logsumexp_forward(input, dim, keepdim)[0]
