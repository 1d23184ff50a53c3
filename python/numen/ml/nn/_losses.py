"""Losses: ``value = loss(output, target)``, then ``model.backward(loss.backward())``."""

import numen as np

from ..functional import _class_losses, _losses
from ._module import Module

__all__ = [
    "BCELoss", "BCEWithLogitsLoss", "CrossEntropyLoss", "HuberLoss", "L1Loss", "MSELoss", "NLLLoss", "SmoothL1Loss",
]  # fmt: skip


class _Loss(Module):
    """A loss over a pair of pure functions; the arguments are attributes."""

    _names = ("reduction",)

    def _arguments(self):
        return {name: getattr(self, name) for name in self._names}

    def forward(self, input, target):
        """Return the loss of the input, given the target."""
        value, self._saved = self._function[0](input, target, **self._arguments())
        return value

    def backward(self, grad=1.0):
        """Return the gradient of the input of the last call; `grad` is that of the loss itself."""
        return self._function[1](np.asarray(grad), self._last())

    def extra_repr(self):
        return ", ".join(f"{k}={v!r}" for k, v in self._arguments().items() if v is not None)


class _Plain(_Loss):
    def __init__(self, reduction="mean"):
        super().__init__()
        self.reduction = reduction


class MSELoss(_Plain):
    """The mean of ``(x - t)**2``.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}

    Examples
    --------
    >>> from numen.ml import nn
    >>> loss = nn.MSELoss()
    >>> loss([1.0, 2.0], [1.0, 4.0]), loss.backward()
    (np.float64(2.0), array([ 0., -2.]))
    """

    _function = _losses.mse_loss_forward, _losses.mse_loss_backward


class L1Loss(_Plain):
    """The mean of ``|x - t|``; arguments as for `MSELoss`."""

    _function = _losses.l1_loss_forward, _losses.l1_loss_backward


class HuberLoss(_Loss):
    """A parabola up to ``|x - t| = delta``, straight beyond.

    Parameters
    ----------
    reduction : {"mean", "sum", "none"}
    delta : float, positive
    """

    _function = _losses.huber_loss_forward, _losses.huber_loss_backward
    _names = "reduction", "delta"

    def __init__(self, reduction="mean", delta=1.0):
        super().__init__()
        if delta <= 0:
            raise ValueError(f"delta must be positive, got {delta}")
        self.reduction, self.delta = reduction, delta


class SmoothL1Loss(_Loss):
    """`HuberLoss` with ``delta = beta``, over beta."""

    _function = _losses.smooth_l1_loss_forward, _losses.smooth_l1_loss_backward
    _names = "reduction", "beta"

    def __init__(self, reduction="mean", beta=1.0):
        super().__init__()
        self.reduction, self.beta = reduction, beta


class CrossEntropyLoss(_Loss):
    """The mean of ``-log softmax(logits)[target]``: see `numen.ml.functional.cross_entropy`.

    Parameters
    ----------
    weight : array_like, shape (classes,), optional
    ignore_index : int
    reduction : {"mean", "sum", "none"}
    label_smoothing : float

    Examples
    --------
    >>> from numen.ml import nn
    >>> loss = nn.CrossEntropyLoss()
    >>> loss([[0.0, 0.0]], [1]).round(4), loss.backward()
    (np.float64(0.6931), array([[ 0.5, -0.5]]))
    """

    _function = _class_losses.cross_entropy_forward, _class_losses.cross_entropy_backward
    _names = "weight", "ignore_index", "reduction", "label_smoothing"

    def __init__(self, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
        super().__init__()
        self.weight, self.ignore_index = weight, ignore_index
        self.reduction, self.label_smoothing = reduction, label_smoothing


class NLLLoss(_Loss):
    """The mean of ``-logs[target]``, of logarithms of probabilities; arguments as for `CrossEntropyLoss`."""

    _function = _class_losses.nll_loss_forward, _class_losses.nll_loss_backward
    _names = "weight", "ignore_index", "reduction"

    def __init__(self, weight=None, ignore_index=-100, reduction="mean"):
        super().__init__()
        self.weight, self.ignore_index, self.reduction = weight, ignore_index, reduction


class BCELoss(_Loss):
    """The mean of ``-t log(p) - (1 - t) log(1 - p)`` of probabilities.

    Parameters
    ----------
    weight : array_like, optional
    reduction : {"mean", "sum", "none"}
    """

    _function = _losses.binary_cross_entropy_forward, _losses.binary_cross_entropy_backward
    _names = "weight", "reduction"

    def __init__(self, weight=None, reduction="mean"):
        super().__init__()
        self.weight, self.reduction = weight, reduction


class BCEWithLogitsLoss(_Loss):
    """`BCELoss` of ``sigmoid(x)``, finite for all `x`.

    Parameters
    ----------
    weight : array_like, optional
    reduction : {"mean", "sum", "none"}
    pos_weight : array_like, optional
        Factor of the positive part.
    """

    _function = (
        _losses.binary_cross_entropy_with_logits_forward,
        _losses.binary_cross_entropy_with_logits_backward,
    )
    _names = "weight", "reduction", "pos_weight"

    def __init__(self, weight=None, reduction="mean", pos_weight=None):
        super().__init__()
        self.weight, self.reduction, self.pos_weight = weight, reduction, pos_weight
