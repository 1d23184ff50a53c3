"""Scores on data that were not learned from."""

from numbers import Integral

import numen as np

from .._clone import clone
from .._progress import Progress
from .._select import take_rows
from .._validation import check_consistent_length, n_samples
from ._split import KFold, StratifiedKFold

__all__ = ["cross_val_predict", "cross_val_score"]

# Name: function of `metrics`, what it takes, its sign, further arguments.
SCORES = {
    "accuracy": ("accuracy_score", "predict", 1, {}),
    "balanced_accuracy": ("balanced_accuracy_score", "predict", 1, {}),
    "f1": ("f1_score", "predict", 1, {}),
    "f1_macro": ("f1_score", "predict", 1, {"average": "macro"}),
    "f1_weighted": ("f1_score", "predict", 1, {"average": "weighted"}),
    "precision": ("precision_score", "predict", 1, {}),
    "recall": ("recall_score", "predict", 1, {}),
    "roc_auc": ("roc_auc_score", "score", 1, {}),
    "neg_log_loss": ("log_loss", "predict_proba", -1, {}),
    "r2": ("r2_score", "predict", 1, {}),
    "explained_variance": ("explained_variance_score", "predict", 1, {}),
    "neg_max_error": ("max_error", "predict", -1, {}),
    "neg_mean_squared_error": ("mean_squared_error", "predict", -1, {}),
    "neg_root_mean_squared_error": ("root_mean_squared_error", "predict", -1, {}),
    "neg_mean_absolute_error": ("mean_absolute_error", "predict", -1, {}),
    "neg_median_absolute_error": ("median_absolute_error", "predict", -1, {}),
}


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
    if method != "score":
        return getattr(fitted, method)(X)
    if hasattr(fitted, "decision_function"):
        return fitted.decision_function(X)
    return fitted.predict_proba(X)[:, 1]


def folds(cv, X, y, estimator):
    """The splits that `cv` stands for, as a list."""
    if cv is None or isinstance(cv, Integral):
        classes = y is not None and _is_classifier(estimator) and np.asarray(y).ndim == 1
        cv = (StratifiedKFold if classes else KFold)(5 if cv is None else int(cv))
    if hasattr(cv, "split"):
        return list(cv.split(X, y))
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


def cross_val_score(estimator, X, y=None, *, scoring=None, cv=None, params=None, verbose=None):
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
    params : dict, optional
        Arguments for `fit`. Those with one value a sample are split with the data.
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.

    Returns
    -------
    ndarray of float, shape (n_folds,)

    Raises
    ------
    ValueError
        There is no such score; lengths differ; whatever `fit` raises.

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
    found = []
    bar = Progress(folds(cv, X, y, estimator), "cross-validation", verbose, unit="fold")
    for train, test in bar:
        fitted = _fitted(estimator, X, y, train, params)
        found.append(score(fitted, take_rows(X, test), take_rows(y, test)))
        bar.note(score=found[-1])
    return np.array(found, dtype=np.float64)


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


def cross_val_predict(estimator, X, y=None, *, cv=None, method="predict", params=None, verbose=None):
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
    splits = folds(cv, X, y, estimator)
    order = np.concatenate([test for _, test in splits])
    if len(order) != n_samples(X) or (np.sort(order) != np.arange(len(order))).any():
        raise ValueError("cross_val_predict only works for partitions")
    parts = [
        np.asarray(getattr(_fitted(estimator, X, y, train, params), method)(take_rows(X, test)))
        for train, test in Progress(splits, "cross-validation", verbose, unit="fold")
    ]
    return np.concatenate(parts)[np.argsort(order)]
