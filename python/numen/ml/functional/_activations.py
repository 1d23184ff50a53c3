"""Activations, each with its gradient; all take any shape and keep it."""

import math

import numen as np

from ._arrays import floats
from ._erf import erf

__all__ = ["erf"]

_HALF_ROOT = math.sqrt(0.5)
_DENSITY = 1 / math.sqrt(2 * math.pi)
_TANH_SCALE = math.sqrt(2 / math.pi)
_TANH_CUBE = 0.044715  # Hendrycks and Gimpel, "Gaussian error linear units" (2016), section 2


def _public(*names):
    for name in names:
        __all__.extend((name, f"{name}_forward", f"{name}_backward"))


_public("elu", "gelu", "leaky_relu", "logsigmoid", "relu", "sigmoid", "silu", "softplus", "tanh")


def sigmoid_forward(input):
    """Return ``sigmoid(input)`` and what its gradient needs."""
    x = floats(input)
    small = np.exp(-np.abs(x))
    out = np.where(x >= 0, 1, small) / (1 + small)
    return out.astype(x.dtype), out


def sigmoid_backward(grad, saved):
    """Return ``grad * s * (1 - s)``."""
    return grad * saved * (1 - saved)


def sigmoid(input):
    """Return ``1 / (1 + exp(-x))``, without overflow on either side.

    Parameters
    ----------
    input : array_like

    Returns
    -------
    ndarray of float

    Examples
    --------
    >>> from numen.ml.functional import sigmoid
    >>> sigmoid([-1000.0, 0.0, 1000.0])
    array([0. , 0.5, 1. ])

    At the output it answers questions that are independent of one another; of several classes of which one is
    right, `softmax` gives the probabilities.
    """
    return sigmoid_forward(input)[0]


def logsigmoid_forward(input):
    """Return ``logsigmoid(input)`` and what its gradient needs."""
    x = floats(input)
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x))), x


def logsigmoid_backward(grad, saved):
    """Return ``grad * (1 - sigmoid(x))``."""
    return grad * sigmoid(-saved)


def logsigmoid(input):
    """Return ``log(sigmoid(x))``, finite where `sigmoid` is 0.

    Examples
    --------
    >>> from numen.ml.functional import logsigmoid
    >>> logsigmoid([-1000.0, 1000.0])
    array([-1000.,     0.])
    """
    return logsigmoid_forward(input)[0]


def tanh_forward(input):
    """Return ``tanh(input)`` and what its gradient needs."""
    out = np.tanh(floats(input))
    return out, out


def tanh_backward(grad, saved):
    """Return ``grad * (1 - tanh(x)**2)``."""
    return grad * (1 - saved * saved)


def tanh(input):
    """Return the hyperbolic tangent.

    Examples
    --------
    >>> from numen.ml.functional import tanh
    >>> tanh([0.0, 100.0])
    array([0., 1.])
    """
    return tanh_forward(input)[0]


def relu_forward(input):
    """Return ``relu(input)`` and what its gradient needs."""
    x = np.asarray(input)
    out = np.maximum(x, 0)
    return out, out


def relu_backward(grad, saved):
    """Return the gradient where the output is positive, 0 elsewhere (at 0 too)."""
    return grad * (saved > 0)


def relu(input, inplace=False):
    """Return ``max(x, 0)``; `inplace` is not used.

    Examples
    --------
    >>> from numen.ml.functional import relu
    >>> relu([-2.0, 3.0])
    array([0., 3.])
    """
    return relu_forward(input)[0]


def leaky_relu_forward(input, negative_slope=0.01):
    """Return ``leaky_relu(input)`` and what its gradient needs."""
    x = floats(input)
    return np.where(x > 0, x, x * negative_slope).astype(x.dtype), (x, negative_slope)


def leaky_relu_backward(grad, saved):
    """Return the gradient, times the slope where `x` is not positive."""
    x, slope = saved
    return np.where(x > 0, grad, grad * slope)


def leaky_relu(input, negative_slope=0.01, inplace=False):
    """Return `x` where it is positive, ``negative_slope * x`` elsewhere; `inplace` is not used.

    Examples
    --------
    >>> from numen.ml.functional import leaky_relu
    >>> leaky_relu([-2.0, 3.0])
    array([-0.02,  3.  ])
    """
    return leaky_relu_forward(input, negative_slope)[0]


def elu_forward(input, alpha=1.0):
    """Return ``elu(input)`` and what its gradient needs."""
    x = floats(input)
    out = np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))).astype(x.dtype)
    return out, (x, out, alpha)


def elu_backward(grad, saved):
    """Return the gradient, times ``out + alpha`` where `x` is not positive."""
    x, out, alpha = saved
    return np.where(x > 0, grad, grad * (out + alpha))


def elu(input, alpha=1.0, inplace=False):
    """Return `x` where it is positive, ``alpha * (exp(x) - 1)`` elsewhere; `inplace` is not used.

    Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential linear units" (2015).

    Examples
    --------
    >>> from numen.ml.functional import elu
    >>> elu([-1000.0, 3.0])
    array([-1.,  3.])
    """
    return elu_forward(input, alpha)[0]


def softplus_forward(input, beta=1.0, threshold=20.0):
    """Return ``softplus(input)`` and what its gradient needs."""
    x = floats(input)
    z = x * beta
    out = np.where(z > threshold, x, np.logaddexp(0, z) / beta).astype(x.dtype)
    return out, (z, threshold)


def softplus_backward(grad, saved):
    """Return ``grad * sigmoid(beta * x)``; above the threshold the gradient itself."""
    z, threshold = saved
    return np.where(z > threshold, grad, grad * sigmoid(z))


def softplus(input, beta=1.0, threshold=20.0):
    """Return ``log(1 + exp(beta * x)) / beta``; `x` itself where ``beta * x`` exceeds the threshold.

    Examples
    --------
    >>> from numen.ml.functional import softplus
    >>> softplus([-100.0, 0.0, 100.0]).round(4)
    array([  0.    ,   0.6931, 100.    ])
    """
    return softplus_forward(input, beta, threshold)[0]


def silu_forward(input):
    """Return ``silu(input)`` and what its gradient needs."""
    x = floats(input)
    s = sigmoid(x)
    return x * s, (x, s)


def silu_backward(grad, saved):
    """Return ``grad * s * (1 + x * (1 - s))`` with ``s = sigmoid(x)``."""
    x, s = saved
    return grad * s * (1 + x * (1 - s))


def silu(input, inplace=False):
    """Return ``x * sigmoid(x)``, also called swish; `inplace` is not used.

    Examples
    --------
    >>> from numen.ml.functional import silu
    >>> silu([0.0, 100.0])
    array([  0., 100.])
    """
    return silu_forward(input)[0]


def gelu_forward(input, approximate="none"):
    """Return ``gelu(input)`` and what its gradient needs."""
    x = floats(input)
    if approximate == "none":
        share = 0.5 * (1 + erf(x * _HALF_ROOT))
        slope = share + x * (_DENSITY * np.exp(-0.5 * x * x))
    elif approximate == "tanh":
        square = x * x
        bent = np.tanh(_TANH_SCALE * x * (1 + _TANH_CUBE * square))
        share = 0.5 * (1 + bent)
        slope = share + 0.5 * x * (1 - bent * bent) * (_TANH_SCALE * (1 + 3 * _TANH_CUBE * square))
    else:
        raise ValueError(f"approximate must be 'none' or 'tanh', got {approximate!r}")
    return x * share, slope


def gelu_backward(grad, saved):
    """Return ``grad * (P(x) + x * p(x))``, with the normal distribution `P` and its density `p`."""
    return grad * saved


def gelu(input, approximate="none"):
    """Return ``x * P(x)``, with `P` the distribution function of the standard normal.

    Parameters
    ----------
    input : array_like
    approximate : {"none", "tanh"}
        "tanh": ``x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x**3)))``.

    Returns
    -------
    ndarray of float

    Raises
    ------
    ValueError
        `approximate` is neither.

    Examples
    --------
    >>> from numen.ml.functional import gelu
    >>> gelu([-1.0, 0.0, 1.0]).round(4)
    array([-0.1587,  0.    ,  0.8413])
    """
    return gelu_forward(input, approximate)[0]
