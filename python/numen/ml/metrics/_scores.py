"""Precision, recall and the F-score, by class or averaged over classes."""

import warnings

import numen as np

from ..._docstrings import completed
from ..exceptions import UndefinedMetricWarning, known
from ._targets import encode, label_pair, per_sample

__all__ = [
    "classification_report",
    "f1_score",
    "fbeta_score",
    "precision_recall_fscore_support",
    "precision_score",
    "recall_score",
]

AVERAGES = (None, "micro", "macro", "weighted", "binary")

_TARGETS = """\
y_true, y_pred : array_like, shape (n_samples,)
    Numbers or texts."""
_BETA = """\
beta : float
    How many times as much recall counts as precision."""
_AVERAGING = """\
labels : array_like, optional
    The classes wanted, in this order; those that occur, sorted, if not given.
pos_label : int or str
    The class that is meant with ``average="binary"``.
average : {"binary", "micro", "macro", "weighted"}, optional
    One number for `pos_label`; one from the counts of all classes together; the mean over classes; the mean with
    the classes' numbers of samples as weights. None gives an array with one number a class."""
_WEIGHTING = """\
sample_weight : array_like, shape (n_samples,), optional
zero_division : {"warn", 0, 1, nan}
    What 0 / 0 gives; "warn" is 0 and a warning. Classes with NaN are left out of averages."""
_REFUSED = """\
Raises
------
ValueError
    There are more than two classes with ``average="binary"``, or `pos_label` is none of them."""


def _arguments(*rows):
    """The sections of a score that is one number, or one a class."""
    rows = "\n".join(rows)
    returned = "float, or ndarray of shape (n_classes,) for ``average=None``"
    return f"Parameters\n----------\n{rows}\n\nReturns\n-------\n{returned}\n\n{_REFUSED}"


_documented = completed(
    {
        "targets": _TARGETS,
        "beta": _BETA,
        "averaging": _AVERAGING,
        "weighting": _WEIGHTING,
        "refused": _REFUSED,
        "score": _arguments(_TARGETS, _AVERAGING, _WEIGHTING),
        "score_of_beta": _arguments(_TARGETS, _BETA, _AVERAGING, _WEIGHTING),
    }
)


@_documented
def precision_recall_fscore_support(
    y_true,
    y_pred,
    *,
    beta=1.0,
    labels=None,
    pos_label=1,
    average=None,
    warn_for=("precision", "recall", "f-score"),
    sample_weight=None,
    zero_division="warn",
):
    """Precision, recall, F-score and number of samples of each class, or their averages.

    With tp samples of a class found, fp wrongly named so and fn missed::

        precision = tp / (tp + fp)
        recall    = tp / (tp + fn)
        F_beta    = (1 + beta**2) tp / ((1 + beta**2) tp + beta**2 fn + fp)

    Parameters
    ----------
    {targets}
    {beta}
    {averaging}
    warn_for : tuple of str
        Which of the results a warning may name.
    {weighting}

    Returns
    -------
    precision, recall, fscore : float or ndarray of shape (n_classes,)
    support : ndarray of shape (n_classes,), or None for an average

    {refused}

    Examples
    --------
    >>> from numen.ml.metrics import precision_recall_fscore_support
    >>> p, r, f, n = precision_recall_fscore_support([0, 1, 1, 1], [0, 0, 1, 1])
    >>> p, r, n
    (array([0.5, 1. ]), array([1.        , 0.66666667]), array([1, 3]))
    """
    if average not in AVERAGES:
        raise ValueError(f"average has to be one of {AVERAGES}")
    if not beta >= 0:
        raise ValueError(
            f"The 'beta' parameter of precision_recall_fscore_support must be a float in [0.0, inf). Got {beta!r}."
        )
    y_true, y_pred, present, kind = label_pair(y_true, y_pred)
    if average == "binary":
        labels = [_positive(present, kind, pos_label)]
    found, named, real = _tallies(y_true, y_pred, present, labels, per_sample(sample_weight, y_true))
    if average == "micro":
        found, named, real = found.sum()[None], named.sum()[None], real.sum()[None]
    ask = (average, zero_division, warn_for)
    precision = _ratio(found, named, "precision", "predicted", *ask)
    recall = _ratio(found, real, "recall", "true", *ask)
    b = beta**2
    fscore = _ratio((1 + b) * found, b * real + named, "f-score", "true nor predicted", *ask)
    if average is None:
        return precision, recall, fscore, real
    weights = real if average == "weighted" else None
    return tuple(_average(v, weights) for v in (precision, recall, fscore)) + (None,)


def _positive(present, kind, pos_label):
    if kind != "binary":
        raise ValueError(
            "Target is multiclass but average='binary'. Please choose another average setting, one of "
            "[None, 'micro', 'macro', 'weighted']."
        )
    if pos_label not in present.tolist() and len(present) >= 2:
        raise ValueError(
            f"pos_label={pos_label} is not a valid label. It should be one of {present.tolist()}"
        )
    return pos_label


def _tallies(y_true, y_pred, present, labels, w):
    """By class: how many are found, named, real."""
    k = len(present)
    true, predicted = encode(y_true, present), encode(y_pred, present)
    right = true == predicted
    counted = [
        np.bincount(true[right], weights=None if w is None else w[right], minlength=k),
        np.bincount(predicted, weights=w, minlength=k),
        np.bincount(true, weights=w, minlength=k),
    ]
    if labels is None:
        return counted
    place = {label: i for i, label in enumerate(present.tolist())}
    at = np.array([place.get(label, k) for label in np.asarray(labels).tolist()], dtype=np.int64)
    return [np.append(c, c.dtype.type(0))[at] for c in counted]


def _ratio(above, below, metric, axis, average, zero_division, warn_for):
    empty = below == 0
    filled = 0.0 if zero_division == "warn" else float(zero_division)
    if empty.any() and zero_division == "warn" and metric in warn_for:
        where = "in labels with" if average in (None, "macro", "weighted") else "due to"
        warnings.warn(
            f"{metric.capitalize()} is ill-defined and being set to 0.0 {where} no {axis} samples. Use "
            "`zero_division` parameter to control this behavior.",
            known(UndefinedMetricWarning),
            stacklevel=4,
        )
    return np.where(empty, filled, above / np.where(empty, 1, below))


def _average(values, weights):
    kept = ~np.isnan(values)
    if not kept.any():
        return float("nan")
    if weights is not None:
        weights = weights[kept]
        weights = None if weights.sum() == 0 else weights
    return float(np.average(values[kept], weights=weights))


def _one(index, metric, y_true, y_pred, labels, pos_label, average, sample_weight, zero_division, beta=1.0):
    return precision_recall_fscore_support(
        y_true,
        y_pred,
        beta=beta,
        labels=labels,
        pos_label=pos_label,
        average=average,
        warn_for=(metric,),
        sample_weight=sample_weight,
        zero_division=zero_division,
    )[index]


@_documented
def precision_score(
    y_true, y_pred, *, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"
):
    """Of those predicted to be of the class, the share that is; see `precision_recall_fscore_support`.

    {score}

    Examples
    --------
    >>> from numen.ml.metrics import precision_score
    >>> precision_score([0, 1, 1, 0], [1, 1, 1, 0], average="macro")
    0.8333333333333333
    """
    return _one(0, "precision", y_true, y_pred, labels, pos_label, average, sample_weight, zero_division)


@_documented
def recall_score(
    y_true, y_pred, *, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"
):
    """Of those that are of the class, the share that is found; see `precision_recall_fscore_support`.

    {score}

    Examples
    --------
    >>> from numen.ml.metrics import recall_score
    >>> recall_score([0, 1, 1, 0], [1, 1, 0, 0])
    0.5
    """
    return _one(1, "recall", y_true, y_pred, labels, pos_label, average, sample_weight, zero_division)


@_documented
def fbeta_score(
    y_true,
    y_pred,
    *,
    beta,
    labels=None,
    pos_label=1,
    average="binary",
    sample_weight=None,
    zero_division="warn",
):
    """Weighted harmonic mean of precision and recall; see `precision_recall_fscore_support`.

    {score_of_beta}

    Examples
    --------
    >>> from numen.ml.metrics import fbeta_score
    >>> round(fbeta_score([0, 1, 1, 0], [1, 1, 1, 0], beta=0.5), 4)
    0.7143
    """
    return _one(2, "f-score", y_true, y_pred, labels, pos_label, average, sample_weight, zero_division, beta)


@_documented
def f1_score(
    y_true, y_pred, *, labels=None, pos_label=1, average="binary", sample_weight=None, zero_division="warn"
):
    """Harmonic mean of precision and recall, ``2 tp / (2 tp + fp + fn)``; see `precision_recall_fscore_support`.

    {score}

    Examples
    --------
    >>> from numen.ml.metrics import f1_score
    >>> f1_score([0, 1, 1, 0], [1, 1, 1, 0])
    0.8
    """
    return _one(2, "f-score", y_true, y_pred, labels, pos_label, average, sample_weight, zero_division)


def classification_report(
    y_true,
    y_pred,
    *,
    labels=None,
    target_names=None,
    sample_weight=None,
    digits=2,
    output_dict=False,
    zero_division="warn",
):
    """Precision, recall, F1 and number of samples of each class and their averages, as a table.

    Parameters
    ----------
    y_true, y_pred, labels, sample_weight, zero_division
        As for `precision_recall_fscore_support`.
    target_names : list of str, optional
        What the rows are called.
    digits : int
        After the point.
    output_dict : bool
        Return a dict of dicts of floats.

    Returns
    -------
    str or dict

    Examples
    --------
    >>> from numen.ml.metrics import classification_report
    >>> print(classification_report([0, 1, 1, 1], [0, 1, 1, 0]))
                   precision    recall  f1-score   support
    <BLANKLINE>
               0       0.50      1.00      0.67         1
               1       1.00      0.67      0.80         3
    <BLANKLINE>
        accuracy                           0.75         4
       macro avg       0.75      0.83      0.73         4
    weighted avg       0.88      0.75      0.77         4
    <BLANKLINE>
    """
    true, predicted, present, _ = label_pair(y_true, y_pred)
    classes = present if labels is None else np.asarray(labels)
    names = [str(c) for c in classes.tolist()] if target_names is None else [str(n) for n in target_names]
    if len(names) != len(classes):
        raise ValueError(
            f"Number of classes, {len(classes)}, does not match size of target_names, {len(names)}. "
            "Try specifying the labels parameter"
        )
    ask = dict(labels=classes, sample_weight=sample_weight, zero_division=zero_division)
    columns = precision_recall_fscore_support(true, predicted, **ask)
    support = columns[3]
    rows = {name: values for name, values in zip(names, zip(*(c.tolist() for c in columns)))}
    whole = set(present.tolist()) <= set(classes.tolist())
    for average in ("micro", "macro", "weighted"):
        values = precision_recall_fscore_support(true, predicted, average=average, **ask)
        title = "accuracy" if average == "micro" and whole else f"{average} avg"
        rows[title] = (*values[:3], support.sum().item())
    if output_dict:
        keys = ("precision", "recall", "f1-score", "support")
        return {n: v[0] if n == "accuracy" else dict(zip(keys, map(float, v))) for n, v in rows.items()}
    width = max(len("weighted avg"), digits, *(len(n) for n in rows))
    lines = [
        " " * (width + 1) + "".join(f" {h:>9}" for h in ("precision", "recall", "f1-score", "support")),
        "",
    ]
    for i, (name, (p, r, f, n)) in enumerate(rows.items()):
        if i == len(names):
            lines.append("")
        numbers = ["", "", f] if name == "accuracy" else [p, r, f]
        cells = "".join(f" {v:>9}" if v == "" else f" {v:>9.{digits}f}" for v in numbers)
        lines.append(f"{name:>{width}} {cells} {n:>9}")
    return "\n".join(lines) + "\n"
