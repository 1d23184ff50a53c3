"""Scores that rank samples: ROC and precision-recall curves and the areas below them."""

import warnings
from itertools import combinations

import numen as np

from .._validation import check_array, check_array_like, check_consistent_length, column_or_1d
from ..exceptions import UndefinedMetricWarning, known
from ._probability import positive_label
from ._targets import kind_of, per_sample

__all__ = ["auc", "average_precision_score", "precision_recall_curve", "roc_auc_score", "roc_curve"]


def _cumulated(y_true, y_score, pos_label, sample_weight):
    """False and true positives at each distinct score, from the highest."""
    check_array_like(y_true=y_true, y_score=y_score)
    y, score = column_or_1d(y_true), column_or_1d(y_score)
    check_consistent_length(y, score, sample_weight)
    score = check_array(score, dtype=(np.float64, np.float32), ensure_2d=False, name="y_score")
    classes = np.unique(y)
    if kind_of(y) != "binary" and (pos_label is None or kind_of(y) == "continuous"):
        raise ValueError(f"{kind_of(y)} format is not supported")
    positive = y == (positive_label(classes, pos_label) if pos_label is None else pos_label)
    w = per_sample(sample_weight, y)
    if w is not None:
        kept = w != 0
        positive, score, w = positive[kept], score[kept], w[kept]
    order = np.argsort(score, kind="stable")[::-1]
    score, positive = score[order], positive[order]
    last = np.append(np.nonzero(np.diff(score))[0], len(score) - 1)
    if w is None:
        true = np.cumsum(positive)[last].astype(np.float64)
        false = 1 + last - true
    else:
        true = np.cumsum(positive * w[order])[last]
        false = np.cumsum(~positive * w[order])[last]
    return false, true, score[last]


def _undefined(text):
    warnings.warn(text, known(UndefinedMetricWarning), stacklevel=4)


def roc_curve(y_true, y_score, *, pos_label=None, sample_weight=None, drop_intermediate=True):
    """Share of true positives against share of false positives, as the threshold falls.

    Parameters
    ----------
    y_true : array_like, shape (n_samples,)
        Two classes.
    y_score : array_like, shape (n_samples,)
        The higher, the more likely positive.
    pos_label : int or str, optional
        The positive class; 1 where the classes are 0 and 1 or -1 and 1.
    sample_weight : array_like, shape (n_samples,), optional
    drop_intermediate : bool
        Leave out points on a straight line between their neighbours.

    Returns
    -------
    fpr, tpr, thresholds : ndarray, shape (n_thresholds,)
        The first threshold is infinite: nothing is predicted positive. Samples of equal score come in together, so
        that ties make a slanted piece and not a step that depends on their order.

    Examples
    --------
    >>> from numen.ml.metrics import roc_curve
    >>> fpr, tpr, thresholds = roc_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> fpr, tpr
    (array([0. , 0. , 0.5, 0.5, 1. ]), array([0. , 0.5, 0.5, 1. , 1. ]))
    """
    false, true, thresholds = _cumulated(y_true, y_score, pos_label, sample_weight)
    if drop_intermediate and len(false) > 2:
        bend = (np.diff(false, 2) != 0) | (np.diff(true, 2) != 0)
        kept = np.concatenate([[True], bend, [True]])
        false, true, thresholds = false[kept], true[kept], thresholds[kept]
    false, true = np.append(0.0, false), np.append(0.0, true)
    thresholds = np.append(np.array(np.inf, dtype=thresholds.dtype), thresholds)
    if false[-1] <= 0:
        _undefined("No negative samples in y_true, false positive value should be meaningless")
        false = np.full(false.shape, np.nan)
    else:
        false = false / false[-1]
    if true[-1] <= 0:
        _undefined("No positive samples in y_true, true positive value should be meaningless")
        true = np.full(true.shape, np.nan)
    else:
        true = true / true[-1]
    return false, true, thresholds


def auc(x, y):
    """Area below a curve by the trapezoidal rule.

    Parameters
    ----------
    x, y : array_like, shape (n,)
        Points; `x` rises or falls.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        There are fewer than two points, or `x` rises and falls.

    Examples
    --------
    >>> from numen.ml.metrics import auc
    >>> auc([0, 0.5, 1], [0, 1, 1])
    0.75
    """
    check_consistent_length(x, y)
    x, y = column_or_1d(x), column_or_1d(y)
    if len(x) < 2:
        raise ValueError(f"At least 2 points are needed to compute area under curve, but x.shape = {x.shape}")
    step = np.diff(x)
    if (step < 0).any() and not (step <= 0).all():
        raise ValueError(f"x is neither increasing nor decreasing : {x}.")
    area = float(np.trapezoid(y, x))
    return -area if (step < 0).any() else area


def _binary_area(y, score, w, max_fpr):
    if len(np.unique(y)) < 2:
        _undefined("Only one class is present in y_true. ROC AUC score is not defined in that case.")
        return float("nan")
    fpr, tpr, _ = roc_curve(y, score, pos_label=np.unique(y)[-1].item(), sample_weight=w)
    if max_fpr is None or max_fpr == 1:
        return auc(fpr, tpr)
    if not 0 < max_fpr <= 1:
        raise ValueError(f"Expected max_fpr in range (0, 1], got: {max_fpr!r}")
    stop = int(np.searchsorted(fpr, max_fpr, side="right"))
    height = np.interp(max_fpr, fpr[stop - 1 : stop + 1], tpr[stop - 1 : stop + 1])
    area = auc(np.append(fpr[:stop], max_fpr), np.append(tpr[:stop], height))
    least = 0.5 * max_fpr**2
    return float(0.5 * (1 + (area - least) / (max_fpr - least)))


def roc_auc_score(
    y_true, y_score, *, average="macro", sample_weight=None, max_fpr=None, multi_class="raise", labels=None
):
    """Area below the ROC curve: the chance that a positive sample is scored above a negative one, ties one half.

    Parameters
    ----------
    y_true : array_like, shape (n_samples,) or (n_samples, n_labels)
        Classes, or a 0/1 column a label.
    y_score : array_like, shape (n_samples,) or (n_samples, n_classes)
        Scores of the second class; for more than two classes probabilities, columns in sorted order.
    average : {"macro", "micro", "weighted"}, optional
        How areas of classes or labels are averaged; None gives all.
    sample_weight : array_like, shape (n_samples,), optional
    max_fpr : float, optional
        Only the part up to this share of false positives, rescaled so that guessing gives 0.5 (McClish, 1989).
    multi_class : {"raise", "ovr", "ovo"}
        More than two classes: each against the rest, or each against each (Hand and Till, 2001).
    labels : array_like, optional
        The classes, where `y_true` does not show all.

    Returns
    -------
    float, or ndarray of shape (n_classes,)

    Examples
    --------
    >>> from numen.ml.metrics import roc_auc_score
    >>> roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    0.75
    """
    check_array_like(y_true=y_true, y_score=y_score)
    y = np.asarray(y_true)
    score = check_array(y_score, dtype=(np.float64, np.float32), ensure_2d=False, name="y_score")
    check_consistent_length(y, score, sample_weight)
    kind = kind_of(y)
    if kind == "multiclass" or kind == "binary" and score.ndim == 2 and score.shape[1] > 2:
        return _many_classes(column_or_1d(y), score, average, sample_weight, multi_class, labels)
    if kind == "binary":
        return _binary_area(column_or_1d(y), column_or_1d(score), sample_weight, max_fpr)
    if kind != "multilabel-indicator":
        raise ValueError(f"{kind} format is not supported")
    return _average_columns(_binary_area, y, score, average, sample_weight, max_fpr)


def _average_columns(area, y, score, average, w, *rest):
    """The area of each column of 0 and 1, averaged."""
    if average == "micro":
        repeated = None if w is None else np.repeat(np.asarray(w), y.shape[1])
        return area(y.ravel(), score.ravel(), repeated, *rest)
    weights = None
    if average == "weighted":
        weights = np.sum(y, axis=0) if w is None else np.asarray(w) @ y
        if weights.sum() == 0:
            return 0.0
    areas = np.array([area(y[:, c], score[:, c], w, *rest) for c in range(y.shape[1])])
    return areas if average is None else float(np.average(areas, weights=weights))


def _many_classes(y, score, average, w, multi_class, labels):
    if score.ndim != 2 or not np.allclose(1, score.sum(axis=1)):
        raise ValueError(
            "Target scores need to be probabilities for multiclass roc_auc, i.e. they should sum up to 1.0 over classes"
        )
    if multi_class not in ("ovr", "ovo"):
        raise ValueError("multi_class must be in ('ovo', 'ovr')")
    allowed = ("macro", "weighted", "micro", None) if multi_class == "ovr" else ("macro", "weighted")
    if average not in allowed:
        raise ValueError(f"average must be one of {allowed} for multiclass problems")
    classes = np.unique(y) if labels is None else column_or_1d(labels)
    if len(classes) != score.shape[1]:
        source = "y_true" if labels is None else "labels"
        raise ValueError(f"Number of classes in {source} not equal to the number of columns in 'y_score'")
    if not np.isin(y, classes).all():
        raise ValueError("'y_true' contains labels not in parameter 'labels'")
    member = y[:, None] == classes
    if multi_class == "ovr":
        return _average_columns(_binary_area, member.astype(np.int64), score, average, w, None)
    if w is not None:
        raise ValueError(
            "sample_weight is not supported for multiclass one-vs-one ROC AUC, 'sample_weight' must be None in this "
            "case."
        )
    areas, shares = [], []
    for a, b in combinations(range(len(classes)), 2):
        both = member[:, a] | member[:, b]
        ones = member[both]
        forth = _binary_area(ones[:, a].astype(np.int64), score[both, a], None, None)
        back = _binary_area(ones[:, b].astype(np.int64), score[both, b], None, None)
        areas.append((forth + back) / 2)
        shares.append(np.mean(both))
    return float(np.average(areas, weights=shares if average == "weighted" else None))


def precision_recall_curve(y_true, y_score, *, pos_label=None, sample_weight=None, drop_intermediate=False):
    """Precision and recall as the threshold rises; arguments as for `roc_curve`.

    Returns
    -------
    precision, recall : ndarray, shape (n_thresholds + 1,)
        The last point is (1, 0): nothing is predicted positive.
    thresholds : ndarray, shape (n_thresholds,)

    Examples
    --------
    >>> from numen.ml.metrics import precision_recall_curve
    >>> precision, recall, thresholds = precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
    >>> recall
    array([1. , 1. , 0.5, 0.5, 0. ])
    """
    false, true, thresholds = _cumulated(y_true, y_score, pos_label, sample_weight)
    if drop_intermediate and len(true) > 2:
        kept = np.concatenate([[True], (np.diff(true)[:-1] != 0) | (np.diff(true)[1:] != 0), [True]])
        false, true, thresholds = false[kept], true[kept], thresholds[kept]
    named = false + true
    precision = np.where(named == 0, 0.0, true / np.where(named == 0, 1, named))
    if true[-1] == 0:
        _undefined("No positive class found in y_true, recall is set to one for all thresholds.")
        recall = np.ones(true.shape)
    else:
        recall = true / true[-1]
    return np.append(precision[::-1], 1.0), np.append(recall[::-1], 0.0), thresholds[::-1]


def average_precision_score(y_true, y_score, *, average="macro", pos_label=1, sample_weight=None):
    """Precision weighted by the steps of recall, ``sum (R_n - R_(n-1)) P_n``: no interpolation, which flatters.

    Parameters
    ----------
    y_true : array_like, shape (n_samples,) or (n_samples, n_labels)
        Two classes, or a 0/1 column a label.
    y_score : array_like, of the same shape
    average : {"macro", "micro", "weighted"}, optional
        Over labels.
    pos_label : int or str
    sample_weight : array_like, shape (n_samples,), optional

    Returns
    -------
    float, or ndarray of shape (n_labels,)

    Examples
    --------
    >>> from numen.ml.metrics import average_precision_score
    >>> round(average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 4)
    0.8333
    """

    def area(y, score, w):
        precision, recall, _ = precision_recall_curve(y, score, pos_label=pos_label, sample_weight=w)
        return float(max(0.0, -np.sum(np.diff(recall) * precision[:-1])))

    y, score = np.asarray(y_true), np.asarray(y_score)
    kind = kind_of(y)
    if kind == "multilabel-indicator":
        return _average_columns(area, y, score, average, sample_weight)
    if kind == "multiclass":
        score = check_array(score, dtype=np.float64, name="y_score")
        member = (y[:, None] == np.unique(y)).astype(np.int64)
        return _average_columns(area, member, score, average, sample_weight)
    present = np.unique(y).tolist()
    if len(present) == 2 and pos_label not in present:
        raise ValueError(f"pos_label={pos_label} is not a valid label. It should be one of {present}")
    return area(y, score, sample_weight)
