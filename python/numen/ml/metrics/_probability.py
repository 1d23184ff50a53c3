"""How good predicted probabilities are."""

import warnings

import numen as np

from .._validation import check_array, check_array_like, check_consistent_length, check_finite, column_or_1d
from ._targets import encode, kind_of, per_sample

__all__ = ["brier_score_loss", "log_loss"]


def log_loss(y_true, y_pred, *, normalize=True, sample_weight=None, labels=None):
    """Mean of ``-log p`` with p the probability that was given to the true class.

    Parameters
    ----------
    y_true : array_like, shape (n_samples,)
    y_pred : array_like, shape (n_samples, n_classes) or (n_samples,)
        Probabilities, columns in sorted order of the classes; one column is that of the second of two classes.
        They are kept away from 0 and 1 by the machine epsilon.
    normalize : bool
        The mean; else the sum.
    sample_weight : array_like, shape (n_samples,), optional
    labels : array_like, optional
        All classes, where `y_true` does not show all.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        Probabilities are outside [0, 1], or columns and classes differ in number.

    Examples
    --------
    >>> from numen.ml.metrics import log_loss
    >>> round(log_loss(["spam", "ham", "ham", "spam"], [[.1, .9], [.9, .1], [.8, .2], [.35, .65]]), 4)
    0.2162
    """
    check_array_like(y_true=y_true, y_pred=y_pred)
    p = check_array(y_pred, dtype=(np.float64, np.float32), ensure_2d=False, name="y_pred")
    y = column_or_1d(y_true)
    check_finite(y, name="y_true")
    check_consistent_length(p, y, sample_weight)
    classes = np.unique(y if labels is None else np.asarray(labels))
    if len(classes) < 2:
        if labels is None:
            raise ValueError(
                f"y_true contains only one label ({classes[0]}). Please provide the list of all expected class labels "
                "explicitly through the labels argument."
            )
        raise ValueError(
            f"The labels array needs to contain at least two labels for log_loss, got {classes}."
        )
    if (p < 0).any() or (p > 1).any():
        which = "greater than 1" if (p > 1).any() else "less than 0"
        extreme = p.max() if (p > 1).any() else p.min()
        raise ValueError(f"y_prob contains values {which}: {extreme}")
    if not np.isin(y, classes).all():
        raise ValueError(
            f"y_true contains values {set(np.unique(y).tolist())} not belonging to the passed labels "
            f"{classes.tolist()}."
        )
    if p.ndim == 1 or p.shape[1] == 1:
        p = p.reshape(-1)
        p = np.stack([1 - p, p], axis=1)
    if p.shape[1] != len(classes):
        given = "y_true" if labels is None else "labels"
        raise ValueError(
            f"The number of classes in {given} is different from that in y_pred. Classes found in {given}: "
            f"{classes}; y_pred has {p.shape[1]} columns"
        )
    eps = np.finfo(p.dtype).eps
    total = p.sum(axis=1)
    if not np.allclose(total, 1, rtol=np.sqrt(eps), atol=0):
        warnings.warn(
            "The y_prob values do not sum to one. Make sure to pass probabilities.", UserWarning, stacklevel=2
        )
    given = np.take_along_axis(p, encode(y, classes)[:, None], axis=1)[:, 0]
    loss = -np.log(np.clip(given, eps, 1 - eps))
    w = per_sample(sample_weight, y)
    if normalize:
        return float(np.average(loss, weights=w))
    return float(np.sum(loss) if w is None else np.sum(w * loss))


def brier_score_loss(y_true, y_proba, *, sample_weight=None, pos_label=None):
    """Mean of ``(p - y)**2`` with y 1 for the positive class and 0 else (Brier, 1950).

    Parameters
    ----------
    y_true : array_like, shape (n_samples,)
    y_proba : array_like, shape (n_samples,)
        Probability of the positive class.
    sample_weight : array_like, shape (n_samples,), optional
    pos_label : int or str, optional
        The positive class; 1 where the classes are 0 and 1 or -1 and 1.

    Returns
    -------
    float

    Examples
    --------
    >>> from numen.ml.metrics import brier_score_loss
    >>> round(brier_score_loss([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]), 4)
    0.0375
    """
    check_array_like(y_true=y_true, y_proba=y_proba)
    y = column_or_1d(y_true)
    p = column_or_1d(check_array(y_proba, dtype=np.float64, ensure_2d=False, name="y_proba"), name="y_proba")
    check_consistent_length(y, p, sample_weight)
    if (p > 1).any():
        raise ValueError(f"y_prob contains values greater than 1: {p.max()}")
    if (p < 0).any():
        raise ValueError(f"y_prob contains values less than 0: {p.min()}")
    if kind_of(y) != "binary":
        raise ValueError(
            f"The type of the target inferred from y_true is {kind_of(y)} but should be binary according to the shape "
            "of y_proba."
        )
    positive = y == positive_label(np.unique(y), pos_label)
    return float(np.average((p - positive) ** 2, weights=per_sample(sample_weight, y)))


def positive_label(classes, pos_label):
    """The class that is meant by "positive": the one given, or 1 where that can only be meant."""
    if pos_label is not None:
        if len(classes) > 1 and pos_label not in classes.tolist():
            raise ValueError(f"pos_label={pos_label} is not a valid label: It should be one of {classes}")
        return pos_label
    if (
        classes.dtype.kind in "OUS"
        or not set(classes.tolist()) <= {-1, 0, 1}
        or {-1, 0} <= set(classes.tolist())
    ):
        raise ValueError(
            f"y_true takes value in {set(classes.tolist())} and pos_label is not specified: either make y_true take "
            "value in {0, 1} or {-1, 1} or pass pos_label explicitly."
        )
    return 1
