"""Losses of classes: from logits, from logarithms of probabilities."""

import numen as np

from ._arrays import floats
from ._reduction import reduced, spread
from ._softmax import log_softmax

__all__ = [
    "cross_entropy",
    "cross_entropy_backward",
    "cross_entropy_forward",
    "nll_loss",
    "nll_loss_backward",
    "nll_loss_forward",
]


def _shares(x, target, weight, ignore_index, smoothing):
    """What each class counts in each sample (the shape of `x`), the axis of classes, and what the mean divides by.

    The loss of a sample is ``-sum(share * log p)``.
    """
    dim = 0 if x.ndim == 1 else 1
    classes = x.shape[dim]
    t = np.asarray(target)
    across = [1] * x.ndim
    across[dim] = classes
    w = None
    if weight is not None:
        w = np.asarray(weight, dtype=x.dtype)
        if w.shape != (classes,):
            raise ValueError(f"weight should be of shape ({classes},), one a class, got {w.shape}")
        w = w.reshape(across)
    if t.shape == x.shape and t.dtype.kind == "f":
        shares = t * (1 - smoothing) + smoothing / classes
        shares = shares.astype(x.dtype)
        return shares if w is None else shares * w, dim, x.size // classes
    expected = x.shape[:dim] + x.shape[dim + 1 :]
    if t.dtype.kind not in "iu":
        raise TypeError(
            f"target must hold class indices (integers) of shape {expected} or probabilities (floats) of shape "
            f"{x.shape}, got dtype {t.dtype} and shape {t.shape}"
        )
    if t.shape != expected:
        raise ValueError(
            f"Expected target of shape {expected} for input of shape {x.shape}, got shape {t.shape}"
        )
    used = t != ignore_index
    wrong = used & ((t < 0) | (t >= classes))
    if wrong.any():
        raise IndexError(f"Target {int(t[wrong].ravel()[0])} is out of bounds for {classes} classes")
    hit = np.expand_dims(np.where(used, t, -1), dim) == np.arange(classes).reshape(across)
    shares = hit.astype(x.dtype)
    count = used.sum()
    if w is not None:
        shares *= w
        count = shares.sum()
    if smoothing:
        flat = smoothing / classes * (1 if w is None else w)
        shares = shares * (1 - smoothing) + np.expand_dims(used, dim) * flat
        shares = shares.astype(x.dtype)
    return shares, dim, count


def _summed(logs, shares, dim):
    """``-sum(share * log p)``; a class that does not count adds nothing, be its probability 0."""
    with np.errstate(invalid="ignore"):
        terms = shares * logs
    if not np.isfinite(logs).all():
        terms = np.where(shares == 0, 0, terms)
    return -terms.sum(axis=dim)


def cross_entropy_forward(
    input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0
):
    """Return ``cross_entropy(input, target)`` and what its gradient needs."""
    x = floats(input)
    if not 0 <= label_smoothing <= 1:
        raise ValueError(f"label_smoothing must be between 0.0 and 1.0. Got: {label_smoothing}")
    dim = 0 if x.ndim == 1 else 1
    logs = log_softmax(x, dim)
    shares, dim, count = _shares(x, target, weight, ignore_index, label_smoothing)
    values = np.asarray(_summed(logs, shares, dim))
    return reduced(values, reduction, count), (logs, shares, dim, count, reduction)


def cross_entropy_backward(grad, saved):
    """Return ``softmax * sum(share) - share`` of each sample, times its gradient."""
    logs, shares, dim, count, reduction = saved
    slope = np.exp(logs) * shares.sum(axis=dim, keepdims=True) - shares
    grad = spread(grad, slope, reduction, count)
    return slope * (np.expand_dims(grad, dim) if reduction == "none" else grad)


def cross_entropy(input, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    """Return the mean of ``-log softmax(logits)[target]``.

    Parameters
    ----------
    input : array_like, shape (n, k), (k,) or (n, k, d1, ...)
        Logits: `softmax` is part of the loss, so that none is to be applied before.
    target : array_like
        Class indices of shape (n,), () or (n, d1, ...), or probabilities of the shape of `input`.
    weight : array_like, shape (k,), optional
        Factor of each class; the mean over class indices divides by the factors' sum.
    ignore_index : int
        Samples with this target count nothing.
    reduction : {"mean", "sum", "none"}
    label_smoothing : float
        Share of the target spread evenly over all classes (Szegedy et al., 2016).

    Returns
    -------
    float, or ndarray for "none"

    Raises
    ------
    ValueError
        Shapes do not fit one another.
    TypeError
        Targets of another shape than the logits are not integers.
    IndexError
        A target is no class.

    Examples
    --------
    >>> from numen.ml.functional import cross_entropy
    >>> cross_entropy([[2.0, 0.0], [0.0, 0.0]], [0, 1], reduction="none").round(4)
    array([0.1269, 0.6931])
    >>> float(cross_entropy([0.0, 5000.0], 0))
    5000.0

    By hand, for indices (``np.log(softmax(z))`` is ``-inf`` in the last example)::

        z = z - z.max(axis=1, keepdims=True)
        logs = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
        loss = -logs[np.arange(len(z)), target].mean()
        grad = (np.exp(logs) - np.eye(k)[target]) / len(z)
    """
    return cross_entropy_forward(input, target, weight, ignore_index, reduction, label_smoothing)[0]


def nll_loss_forward(input, target, weight=None, ignore_index=-100, reduction="mean"):
    """Return ``nll_loss(input, target)`` and what its gradient needs."""
    x = floats(input)
    if np.asarray(target).dtype.kind == "f":
        raise TypeError("nll_loss expects class indices of an integer dtype as target")
    shares, dim, count = _shares(x, target, weight, ignore_index, 0.0)
    return reduced(np.asarray(_summed(x, shares, dim)), reduction, count), (shares, dim, count, reduction)


def nll_loss_backward(grad, saved):
    """Return ``-share`` of each sample, times its gradient."""
    shares, dim, count, reduction = saved
    grad = spread(grad, shares, reduction, count)
    return -shares * (np.expand_dims(grad, dim) if reduction == "none" else grad)


def nll_loss(input, target, weight=None, ignore_index=-100, reduction="mean"):
    """Return the mean of ``-input[target]``, of logarithms of probabilities; arguments as for `cross_entropy`.

    Examples
    --------
    >>> from numen.ml.functional import log_softmax, nll_loss
    >>> nll_loss(log_softmax([[2.0, 0.0], [0.0, 0.0]]), [0, 1], reduction="none").round(4)
    array([0.1269, 0.6931])
    """
    return nll_loss_forward(input, target, weight, ignore_index, reduction)[0]
