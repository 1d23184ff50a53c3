"""Scores on data that were not learned from."""

import warnings
from numbers import Integral

import numen as np

from .._clone import clone
from .._progress import Progress
from .._sections import documented
from .._select import take_rows
from .._validation import check_consistent_length, n_samples
from ..exceptions import FitFailedWarning, known
from ._split import KFold, StratifiedKFold

__all__ = ["cross_val_predict", "cross_val_score"]

# Name: function of `metrics`, what it takes (a method; "score": decisions or the chance of the second class; "chances": of
# two classes the second's), its sign, further arguments.
SCORES = {
    "accuracy": ("accuracy_score", "predict", 1, {}),
    "balanced_accuracy": ("balanced_accuracy_score", "predict", 1, {}),
    "matthews_corrcoef": ("matthews_corrcoef", "predict", 1, {}),
    "roc_auc": ("roc_auc_score", "score", 1, {}),
    "average_precision": ("average_precision_score", "score", 1, {}),
    "neg_log_loss": ("log_loss", "predict_proba", -1, {}),
    "r2": ("r2_score", "predict", 1, {}),
    "explained_variance": ("explained_variance_score", "predict", 1, {}),
    "neg_max_error": ("max_error", "predict", -1, {}),
    "neg_mean_squared_error": ("mean_squared_error", "predict", -1, {}),
    "neg_root_mean_squared_error": ("root_mean_squared_error", "predict", -1, {}),
    "neg_mean_absolute_error": ("mean_absolute_error", "predict", -1, {}),
    "neg_median_absolute_error": ("median_absolute_error", "predict", -1, {}),
    "neg_mean_absolute_percentage_error": ("mean_absolute_percentage_error", "predict", -1, {}),
    "neg_mean_squared_log_error": ("mean_squared_log_error", "predict", -1, {}),
}
for _name in ("f1", "precision", "recall"):
    SCORES[_name] = (f"{_name}_score", "predict", 1, {})
    for _average in ("macro", "micro", "weighted"):
        SCORES[f"{_name}_{_average}"] = (f"{_name}_score", "predict", 1, {"average": _average})
for _kind in ("ovr", "ovo"):
    _several = {"multi_class": _kind}
    SCORES[f"roc_auc_{_kind}"] = ("roc_auc_score", "chances", 1, _several)
    SCORES[f"roc_auc_{_kind}_weighted"] = (
        "roc_auc_score", "chances", 1, {**_several, "average": "weighted"},
    )  # fmt: skip
for _name in (
    "adjusted_mutual_info", "adjusted_rand", "completeness", "fowlkes_mallows", "homogeneity", "mutual_info",
    "normalized_mutual_info", "rand", "v_measure",
):  # fmt: skip
    SCORES[f"{_name}_score"] = (f"{_name}_score", "predict", 1, {})


def scorer(scoring, estimator):
    """The function of estimator, X and y that a name stands for."""
    if scoring is None:
        if not hasattr(estimator, "score"):
            raise TypeError(
                "If no scoring is specified, the estimator passed should have a 'score' method. The estimator "
                f"{estimator!r} does not."
            )
        return lambda fitted, X, y: fitted.score(X, y)
    if callable(scoring):
        return scoring
    if scoring not in SCORES:
        raise ValueError(f"{scoring!r} is not a valid scoring value. Valid ones are {sorted(SCORES)}.")
    from .. import metrics

    name, method, sign, more = SCORES[scoring]

    def score(fitted, X, y):
        return sign * getattr(metrics, name)(y, _answers(fitted, X, method), **more)

    return score


def _answers(fitted, X, method):
    if method == "chances":
        chances = fitted.predict_proba(X)
        return chances[:, 1] if chances.shape[1] == 2 else chances
    if method != "score":
        return getattr(fitted, method)(X)
    if hasattr(fitted, "decision_function"):
        return fitted.decision_function(X)
    return fitted.predict_proba(X)[:, 1]


def folds(cv, X, y, estimator, groups=None):
    """The splits that `cv` stands for, as a list."""
    if cv is None or isinstance(cv, Integral):
        classes = y is not None and _is_classifier(estimator) and np.asarray(y).ndim == 1
        cv = (StratifiedKFold if classes else KFold)(5 if cv is None else int(cv))
    if hasattr(cv, "split"):
        return list(cv.split(X, y) if groups is None else cv.split(X, y, groups))
    return [(np.asarray(train), np.asarray(test)) for train, test in cv]


def _is_classifier(estimator):
    kind = getattr(estimator, "_estimator_type", None)
    if (
        kind is None
        and hasattr(estimator, "__sklearn_tags__")
        and type(estimator).__module__.startswith("sklearn")
    ):
        kind = estimator.__sklearn_tags__().estimator_type
    return kind == "classifier"


@documented
def cross_val_score(
    estimator, X, y=None, *, groups=None, scoring=None, cv=None, n_jobs=None, verbose=None, params=None,
    error_score=np.nan,
):  # fmt: skip
    """Return the score on each fold of a copy of the estimator that has learned from the others.

    Parameters
    ----------
    estimator : estimator
        Not changed. With a `Pipeline`, scaling too is learned from the training part alone.
    X : array_like, shape (n_samples, n_features)
    y : array_like, shape (n_samples,), optional
    scoring : str or callable, optional
        A name such as "accuracy", "r2", "neg_mean_squared_error", or a function of estimator, X and y; else the
        estimator's `score`. More is better in all of them.
    cv : int, splitter or iterable of (train, test), optional
        Number of folds, 5 by default; of the same share of classes for a classifier.
    groups : array_like, shape (n_samples,), optional
        Passed to ``cv.split``, for splitters that keep groups together.
    {threads}
    params : dict, optional
        Arguments for `fit`. Those with one value a sample are split with the data.
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.
    error_score : float or "raise"
        Stands for the score of a fold whose fit failed, with a warning.

    Returns
    -------
    ndarray of float, shape (n_folds,)

    Raises
    ------
    ValueError
        There is no such score; lengths differ; no fit succeeded. With "raise", whatever `fit` raises.

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.model_selection import cross_val_score
    >>> from numen.ml._base import BaseEstimator
    >>> class Share(BaseEstimator):
    ...     def fit(self, X, y):
    ...         self.share_ = np.mean(y)
    ...         return self
    ...     def score(self, X, y):
    ...         return float(abs(np.mean(y) - self.share_))
    >>> cross_val_score(Share(), np.zeros((4, 1)), [0, 0, 1, 1], cv=2)
    array([1., 1.])

    By hand::

        for train, test in KFold(5, shuffle=True).split(X):
            model = Model().fit(X[train], y[train])
            scores.append(model.score(X[test], y[test]))

    The spread of the scores is not that of independent experiments: their training parts overlap.
    """
    check_consistent_length(X, y)
    score = scorer(scoring, estimator)
    found, failures = [], []
    bar = Progress(folds(cv, X, y, estimator, groups), "cross-validation", verbose, unit="fold")
    for train, test in bar:
        try:
            fitted = _fitted(estimator, X, y, train, params)
        except Exception as e:
            if error_score == "raise":
                raise
            failures.append(e)
            found.append(error_score)
            continue
        found.append(score(fitted, take_rows(X, test), take_rows(y, test)))
        bar.note(score=found[-1])
    if failures:
        _report(failures, len(found), error_score)
    return np.array(found, dtype=np.float64)


def _report(failures, count, error_score):
    """Say which fits failed, by an error if all did."""
    reasons = "\n".join(sorted({f"{type(e).__name__}: {e}" for e in failures}))
    if len(failures) == count:
        raise ValueError(
            f"\nAll the {count} fits failed.\nIt is very likely that your model is misconfigured.\nYou can try to debug the "
            f"error by setting error_score='raise'.\n\n{reasons}"
        ) from failures[0]
    warnings.warn(
        f"\n{len(failures)} fits failed out of a total of {count}.\nThe score on these train-test partitions for these "
        f"parameters will be set to {error_score}.\n\n{reasons}",
        known(FitFailedWarning),
        stacklevel=3,
    )


def _fitted(estimator, X, y, train, params):
    model, count = clone(estimator), n_samples(X)
    arguments = {
        name: take_rows(value, train) if _one_a_sample(value, count) else value
        for name, value in (params or {}).items()
    }
    part = take_rows(X, train)
    return model.fit(part, **arguments) if y is None else model.fit(part, take_rows(y, train), **arguments)


def _one_a_sample(value, count):
    return not isinstance(value, (str, dict)) and hasattr(value, "__len__") and n_samples(value) == count


def cross_val_predict(
    estimator, X, y=None, *, groups=None, cv=None, n_jobs=None, verbose=None, params=None, method="predict"
):
    """Return for each sample the prediction of a copy of the estimator that has not learned from it.

    Arguments as for `cross_val_score`; `method` is what is called for the predictions.

    Returns
    -------
    ndarray, shape (n_samples, ...)

    Raises
    ------
    ValueError
        The folds do not hold each sample once.
    """
    check_consistent_length(X, y)
    splits = folds(cv, X, y, estimator, groups)
    order = np.concatenate([test for _, test in splits])
    if len(order) != n_samples(X) or (np.sort(order) != np.arange(len(order))).any():
        raise ValueError("cross_val_predict only works for partitions")
    parts = [
        np.asarray(getattr(_fitted(estimator, X, y, train, params), method)(take_rows(X, test)))
        for train, test in Progress(splits, "cross-validation", verbose, unit="fold")
    ]
    return np.concatenate(parts)[np.argsort(order)]
