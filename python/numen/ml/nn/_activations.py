"""Activations as layers."""

from ..functional import _activations as F
from ..functional import _softmax
from ._module import Operation

__all__ = [
    "ELU", "GELU", "LeakyReLU", "LogSigmoid", "LogSoftmax", "ReLU", "SiLU", "Sigmoid", "Softmax", "Softplus", "Tanh",
]  # fmt: skip


class _Elementwise(Operation):
    """`inplace` is taken and not used: the layer before may have kept what it returned."""

    def __init__(self, inplace=False):
        super().__init__()
        self.inplace = inplace

    def extra_repr(self):
        said = super().extra_repr()
        return ", ".join(filter(None, [said, "inplace=True" if self.inplace else ""]))


class ReLU(_Elementwise):
    """``max(x, 0)``; `inplace` is not used."""

    _function = F.relu_forward, F.relu_backward


class Sigmoid(Operation):
    """``1 / (1 + exp(-x))``."""

    _function = F.sigmoid_forward, F.sigmoid_backward


class LogSigmoid(Operation):
    """``log(sigmoid(x))``."""

    _function = F.logsigmoid_forward, F.logsigmoid_backward


class Tanh(Operation):
    """The hyperbolic tangent."""

    _function = F.tanh_forward, F.tanh_backward


class SiLU(_Elementwise):
    """``x * sigmoid(x)``; `inplace` is not used."""

    _function = F.silu_forward, F.silu_backward


class LeakyReLU(_Elementwise):
    """`x` where it is positive, ``negative_slope * x`` elsewhere; `inplace` is not used."""

    _function = F.leaky_relu_forward, F.leaky_relu_backward

    def __init__(self, negative_slope=0.01, inplace=False):
        super().__init__(inplace)
        self.negative_slope = negative_slope

    def _arguments(self):
        return {"negative_slope": self.negative_slope}


class ELU(_Elementwise):
    """`x` where it is positive, ``alpha * (exp(x) - 1)`` elsewhere; `inplace` is not used."""

    _function = F.elu_forward, F.elu_backward

    def __init__(self, alpha=1.0, inplace=False):
        super().__init__(inplace)
        self.alpha = alpha

    def _arguments(self):
        return {"alpha": self.alpha}


class Softplus(Operation):
    """``log(1 + exp(beta * x)) / beta``."""

    _function = F.softplus_forward, F.softplus_backward

    def __init__(self, beta=1.0, threshold=20.0):
        super().__init__()
        self.beta, self.threshold = beta, threshold

    def _arguments(self):
        return {"beta": self.beta, "threshold": self.threshold}


class GELU(Operation):
    """``x * P(x)`` with the normal distribution `P`; ``approximate="tanh"`` for the approximation."""

    _function = F.gelu_forward, F.gelu_backward

    def __init__(self, approximate="none"):
        super().__init__()
        self.approximate = approximate

    def _arguments(self):
        return {"approximate": self.approximate}


class _AlongAxis(Operation):
    def __init__(self, dim=-1):
        super().__init__()
        self.dim = dim

    def _arguments(self):
        return {"dim": self.dim}


class Softmax(_AlongAxis):
    """``exp(x) / sum(exp(x))`` along an axis; not before `CrossEntropyLoss`, which takes logits."""

    _function = _softmax.softmax_forward, _softmax.softmax_backward


class LogSoftmax(_AlongAxis):
    """The logarithm of `Softmax`, finite where that is 0."""

    _function = _softmax.log_softmax_forward, _softmax.log_softmax_backward
