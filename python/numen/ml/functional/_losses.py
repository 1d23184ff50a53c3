"""Losses between predictions and targets of the same shape, each with its gradient."""

import numen as np

from ._arrays import floats, unbroadcast
from ._reduction import reduced, spread

__all__ = []


def _public(*names):
    for name in names:
        __all__.extend((name, f"{name}_forward", f"{name}_backward"))


_public(
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "huber_loss",
    "l1_loss",
    "mse_loss",
    "smooth_l1_loss",
)


def _pair(input, target):
    """Both as floats of one shape: (n, 1) against (n,) would quietly become (n, n)."""
    x = floats(input)
    t = np.asarray(target)
    t = t.astype(x.dtype) if t.dtype != x.dtype else t
    if x.shape != t.shape:
        raise ValueError(f"Target size {t.shape} must be the same as input size {x.shape}")
    return x, t


def mse_loss_forward(input, target, reduction="mean"):
    """Return ``mse_loss(input, target)`` and what its gradient needs."""
    x, t = _pair(input, target)
    left = x - t
    return reduced(left * left, reduction), (left, reduction)


def mse_loss_backward(grad, saved):
    """Return ``2 (x - t)``, times the gradient, over the count if the mean was taken."""
    left, reduction = saved
    return spread(grad, left, reduction) * (2 * left)


def mse_loss(input, target, reduction="mean"):
    """Return the mean of ``(input - target)**2``.

    Parameters
    ----------
    input, target : array_like of one shape
    reduction : {"mean", "sum", "none"}
        "none" returns the loss of each element.

    Returns
    -------
    float, or ndarray for "none"

    Raises
    ------
    ValueError
        The shapes differ. (Of a column and a row, broadcasting would make a square of differences.)

    Examples
    --------
    >>> from numen.ml.functional import mse_loss
    >>> mse_loss([1.0, 2.0], [1.0, 4.0])
    np.float64(2.0)
    """
    return mse_loss_forward(input, target, reduction)[0]


def l1_loss_forward(input, target, reduction="mean"):
    """Return ``l1_loss(input, target)`` and what its gradient needs."""
    x, t = _pair(input, target)
    left = x - t
    return reduced(np.abs(left), reduction), (left, reduction)


def l1_loss_backward(grad, saved):
    """Return ``sign(x - t)``, 0 where they are equal."""
    left, reduction = saved
    return spread(grad, left, reduction) * np.sign(left)


def l1_loss(input, target, reduction="mean"):
    """Return the mean of ``|input - target|``; arguments as for `mse_loss`.

    Examples
    --------
    >>> from numen.ml.functional import l1_loss
    >>> l1_loss([1.0, 2.0], [1.0, 4.0])
    np.float64(1.0)
    """
    return l1_loss_forward(input, target, reduction)[0]


def huber_loss_forward(input, target, reduction="mean", delta=1.0):
    """Return ``huber_loss(input, target)`` and what its gradient needs."""
    x, t = _pair(input, target)
    left = x - t
    size = np.abs(left)
    values = np.where(size <= delta, 0.5 * left * left, delta * (size - 0.5 * delta)).astype(x.dtype)
    return reduced(values, reduction), (left, reduction, delta)


def huber_loss_backward(grad, saved):
    """Return ``x - t``, kept within ``[-delta, delta]``."""
    left, reduction, delta = saved
    return spread(grad, left, reduction) * np.clip(left, -delta, delta)


def huber_loss(input, target, reduction="mean", delta=1.0):
    """Return the mean of ``r**2 / 2`` where ``|r| <= delta`` and ``delta * (|r| - delta / 2)`` beyond.

    ``r = input - target``; arguments as for `mse_loss`. Huber, "Robust estimation of a location parameter" (1964).

    Examples
    --------
    >>> from numen.ml.functional import huber_loss
    >>> huber_loss([0.5, 10.0], [0.0, 0.0], reduction="none")
    array([0.125, 9.5  ])
    """
    return huber_loss_forward(input, target, reduction, delta)[0]


def smooth_l1_loss_forward(input, target, reduction="mean", beta=1.0):
    """Return ``smooth_l1_loss(input, target)`` and what its gradient needs."""
    if beta == 0:
        value, (left, reduction) = l1_loss_forward(input, target, reduction)
        return value, (left, reduction, 0)
    value, saved = huber_loss_forward(input, target, reduction, beta)
    return value / beta, saved


def smooth_l1_loss_backward(grad, saved):
    """Return that of `huber_loss`, over beta."""
    left, reduction, beta = saved
    if beta == 0:
        return l1_loss_backward(grad, saved[:2])
    return huber_loss_backward(grad, saved) / beta


def smooth_l1_loss(input, target, reduction="mean", beta=1.0):
    """Return `huber_loss` with ``delta = beta``, over beta; for ``beta = 0`` `l1_loss`.

    Examples
    --------
    >>> from numen.ml.functional import smooth_l1_loss
    >>> smooth_l1_loss([0.5, 10.0], [0.0, 0.0], reduction="none", beta=0.5)
    array([0.25, 9.75])
    """
    return smooth_l1_loss_forward(input, target, reduction, beta)[0]


def binary_cross_entropy_forward(input, target, weight=None, reduction="mean"):
    """Return ``binary_cross_entropy(input, target)`` and what its gradient needs."""
    x, t = _pair(input, target)
    if not ((x >= 0) & (x <= 1)).all():
        raise ValueError("all elements of input should be between 0 and 1")
    with np.errstate(divide="ignore"):
        # A logarithm below -100 is taken as -100: one sure mistake must not make the sum infinite.
        values = -t * np.maximum(np.log(x), -100) - (1 - t) * np.maximum(np.log1p(-x), -100)
    w = None if weight is None else np.asarray(weight, dtype=x.dtype)
    return reduced(values if w is None else values * w, reduction), (x, t, w, reduction)


def binary_cross_entropy_backward(grad, saved):
    """Return ``(x - t) / (x (1 - x))``."""
    x, t, w, reduction = saved
    slope = (x - t) / np.maximum(x * (1 - x), 1e-12)
    return spread(grad, x, reduction) * (slope if w is None else slope * w)


def binary_cross_entropy(input, target, weight=None, reduction="mean"):
    """Return the mean of ``-t log(x) - (1 - t) log(1 - x)`` of probabilities.

    Parameters
    ----------
    input : array_like
        Probabilities; of logits, `binary_cross_entropy_with_logits` keeps more digits.
    target : array_like, the shape of `input`
        Usually 0 or 1.
    weight : array_like, optional
        Factor of each element, broadcast.
    reduction : {"mean", "sum", "none"}

    Returns
    -------
    float, or ndarray for "none"

    Raises
    ------
    ValueError
        The shapes differ, or `input` has a value outside [0, 1].

    Examples
    --------
    >>> from numen.ml.functional import binary_cross_entropy
    >>> binary_cross_entropy([0.7, 0.0], [1.0, 0.0], reduction="none").round(4)
    array([0.3567, 0.    ])
    """
    return binary_cross_entropy_forward(input, target, weight, reduction)[0]


def binary_cross_entropy_with_logits_forward(input, target, weight=None, reduction="mean", pos_weight=None):
    """Return ``binary_cross_entropy_with_logits(input, target)`` and what its gradient needs."""
    x, t = _pair(input, target)
    small = np.exp(-np.abs(x))
    minus_log = np.log1p(small) + np.maximum(-x, 0)  # -log(sigmoid(x))
    of_one = np.where(x >= 0, small, 1) / (1 + small)  # 1 - sigmoid(x)
    stress = 1 if pos_weight is None else 1 + (np.asarray(pos_weight, dtype=x.dtype) - 1) * t
    values = (1 - t) * x + stress * minus_log
    slope = (1 - t) - stress * of_one
    if weight is not None:
        weight = np.asarray(weight, dtype=x.dtype)
        values, slope = values * weight, slope * weight
    return reduced(values, reduction), (slope, reduction, x.shape)


def binary_cross_entropy_with_logits_backward(grad, saved):
    """Return ``sigmoid(x) - t`` (with the weights)."""
    slope, reduction, shape = saved
    return unbroadcast(spread(grad, slope, reduction) * slope, shape)


def binary_cross_entropy_with_logits(input, target, weight=None, reduction="mean", pos_weight=None):
    """Return the mean of ``-p t log(sigmoid(x)) - (1 - t) log(1 - sigmoid(x))``, finite for all finite `x`.

    Parameters
    ----------
    input : array_like
        Logits.
    target, weight, reduction
        As for `binary_cross_entropy`.
    pos_weight : array_like, optional
        The factor `p` of the positive part, broadcast.

    Returns
    -------
    float, or ndarray for "none"

    Examples
    --------
    >>> from numen.ml.functional import binary_cross_entropy_with_logits
    >>> binary_cross_entropy_with_logits([-100.0, 0.0], [1.0, 0.0], reduction="none").round(4)
    array([100.    ,   0.6931])
    """
    return binary_cross_entropy_with_logits_forward(input, target, weight, reduction, pos_weight)[0]
