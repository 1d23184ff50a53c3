"""Counts of true against predicted classes, and what one number says of them."""

import warnings

import numen as np

from ..exceptions import UndefinedMetricWarning, known
from ._targets import encode, label_pair, per_sample

__all__ = [
    "accuracy_score",
    "balanced_accuracy_score",
    "cohen_kappa_score",
    "confusion_matrix",
    "matthews_corrcoef",
    "zero_one_loss",
]


def confusion_matrix(y_true, y_pred, *, labels=None, sample_weight=None, normalize=None):
    """Count how often class i is predicted as class j: true classes are rows, predictions columns.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (n_samples,)
        Numbers or texts.
    labels : array_like, shape (n_classes,), optional
        The classes in the order wanted; those that occur, sorted, if not given. Samples of others are left out.
    sample_weight : array_like, shape (n_samples,), optional
    normalize : {"true", "pred", "all"}, optional
        Divide by the sums of rows, of columns, or by the total; empty ones give 0.

    Returns
    -------
    ndarray, shape (n_classes, n_classes)
        Of int, of float where weights are floats or shares are asked for.

    Raises
    ------
    ValueError
        Lengths differ, a target is continuous, or `labels` is empty or unknown to `y_true`.

    Examples
    --------
    >>> from numen.ml.metrics import confusion_matrix
    >>> confusion_matrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2])
    array([[2, 0, 0],
           [0, 0, 1],
           [1, 0, 2]])

    By hand, with classes 0 to k - 1::

        for t, p in zip(y_true, y_pred):
            matrix[t, p] += 1

    which takes a step of the interpreter a sample; ``matrix[y_true, y_pred] += 1`` is wrong, since a pair that comes
    twice is counted once. Here the pairs are numbered ``t * k + p`` and counted by `numen.bincount`.
    """
    y_true, y_pred, present, _ = label_pair(y_true, y_pred)
    w = per_sample(sample_weight, y_true)
    if normalize not in (None, "true", "pred", "all"):
        raise ValueError(
            "The 'normalize' parameter of confusion_matrix must be a str among {'true', 'pred', 'all'} or None. "
            f"Got {normalize!r} instead."
        )
    matrix = _counts(y_true, y_pred, present, w)
    if sample_weight is not None and np.asarray(sample_weight).dtype.kind in "biu":
        matrix = np.rint(matrix).astype(np.int64)
    if labels is not None:
        matrix = _chosen(matrix, present, np.asarray(labels), y_true)
    if normalize is None:
        return matrix
    axis = {"true": 1, "pred": 0, "all": None}[normalize]
    total = matrix.sum(axis=axis, keepdims=True)
    return np.where(total == 0, 0.0, matrix / np.where(total == 0, 1, total))


def _counts(y_true, y_pred, present, w):
    k = len(present)
    pairs = encode(y_true, present) * k + encode(y_pred, present)
    return np.bincount(pairs, weights=w, minlength=k * k).reshape(k, k)


def _chosen(matrix, present, labels, y_true):
    """Rows and columns of the labels asked for, zeros for those that do not occur."""
    if len(labels) == 0:
        raise ValueError("'labels' should contain at least one label.")
    if not np.isin(labels, y_true).any():
        raise ValueError("At least one label specified must be in y_true")
    at = np.minimum(np.searchsorted(present, labels), len(present) - 1)
    occurs = present[at] == labels
    return np.where(occurs[:, None] & occurs, matrix[np.ix_(at, at)], matrix.dtype.type(0))


def accuracy_score(y_true, y_pred, *, normalize=True, sample_weight=None):
    """Share of samples whose class is right; their number (or weight) with ``normalize=False``.

    Parameters
    ----------
    y_true, y_pred : array_like, shape (n_samples,)
    normalize : bool
    sample_weight : array_like, shape (n_samples,), optional

    Returns
    -------
    float

    Examples
    --------
    >>> from numen.ml.metrics import accuracy_score
    >>> accuracy_score([0, 1, 2, 3], [0, 2, 1, 3])
    0.5
    """
    y_true, y_pred, _, _ = label_pair(y_true, y_pred)
    w = per_sample(sample_weight, y_true)
    right = y_true == y_pred
    if normalize:
        return float(np.average(right, weights=w))
    return float(np.sum(right) if w is None else np.sum(w * right))


def zero_one_loss(y_true, y_pred, *, normalize=True, sample_weight=None):
    """Share (or number) of samples whose class is wrong; arguments as for `accuracy_score`."""
    right = accuracy_score(y_true, y_pred, normalize=normalize, sample_weight=sample_weight)
    if normalize:
        return 1 - right
    return (
        float(len(np.asarray(y_true)) if sample_weight is None else np.sum(np.asarray(sample_weight))) - right
    )


def balanced_accuracy_score(y_true, y_pred, *, sample_weight=None, adjusted=False):
    """Mean over classes of the share that is found, so that rare classes count as much as frequent ones.

    Parameters
    ----------
    y_true, y_pred, sample_weight
        As for `accuracy_score`.
    adjusted : bool
        Stretch the scale so that guessing gives 0 and perfection 1.

    Returns
    -------
    float
    """
    matrix = confusion_matrix(y_true, y_pred, sample_weight=sample_weight)
    total = matrix.sum(axis=1)
    if (total == 0).any():
        warnings.warn("y_pred contains classes not in y_true")
    found = np.diag(matrix)[total > 0] / total[total > 0]
    score = float(np.mean(found))
    chance = 1 / len(found)
    return (score - chance) / (1 - chance) if adjusted else score


def matthews_corrcoef(y_true, y_pred, *, sample_weight=None):
    """Correlation of true and predicted classes, in [-1, 1]; 0 where one of them does not vary.

    For k classes it is the R_K of Gorodkin, "Comparing two K-category assignments by a K-category correlation
    coefficient" (2004): ``(c s - sum t_k p_k) / sqrt((s**2 - sum p_k**2) (s**2 - sum t_k**2))`` with c samples right of
    s, and class k t_k times true and p_k times predicted.

    Parameters
    ----------
    y_true, y_pred, sample_weight
        As for `accuracy_score`.

    Returns
    -------
    float

    Examples
    --------
    >>> from numen.ml.metrics import matthews_corrcoef
    >>> round(matthews_corrcoef([1, 1, 1, -1], [1, -1, 1, 1]), 4)
    -0.3333
    """
    matrix = confusion_matrix(y_true, y_pred, sample_weight=sample_weight).astype(np.float64)
    t, p, s = matrix.sum(axis=1), matrix.sum(axis=0), matrix.sum()
    spread = (s**2 - p @ p) * (s**2 - t @ t)
    return 0.0 if spread <= 0 else float((np.trace(matrix) * s - t @ p) / np.sqrt(spread))


def cohen_kappa_score(y1, y2, *, labels=None, weights=None, sample_weight=None):
    """Agreement of two raters beyond chance, ``(p_o - p_e) / (1 - p_e)`` (Cohen, 1960).

    Parameters
    ----------
    y1, y2 : array_like, shape (n_samples,)
    labels : array_like, optional
        As for `confusion_matrix`.
    weights : {"linear", "quadratic"}, optional
        How much a disagreement counts by the distance of classes; the same for all if not given.
    sample_weight : array_like, shape (n_samples,), optional

    Returns
    -------
    float
        NaN, with a warning, where both raters name one and the same class throughout.
    """
    matrix = confusion_matrix(y1, y2, labels=labels, sample_weight=sample_weight).astype(np.float64)
    steps = np.abs(np.arange(len(matrix))[:, None] - np.arange(len(matrix)))
    if weights not in (None, "linear", "quadratic"):
        raise ValueError(
            "The 'weights' parameter of cohen_kappa_score must be a str among {'linear', 'quadratic'} or None. "
            f"Got {weights!r} instead."
        )
    cost = {None: steps > 0, "linear": steps, "quadratic": steps**2}[weights]
    expected = np.outer(matrix.sum(axis=0), matrix.sum(axis=1)) / matrix.sum()
    by_chance = np.sum(cost * expected)
    if by_chance == 0:
        warnings.warn(
            "Cohen's kappa has no value: chance alone makes both raters agree.", known(UndefinedMetricWarning)
        )
        return float("nan")
    return float(1 - np.sum(cost * matrix) / by_chance)
