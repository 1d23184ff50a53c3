"""Votes and means of the nearest samples."""

import numen as np

from .._base import ClassifierMixin, RegressorMixin, fitting
from .._sections import documented
from .._validation import check_X_y
from ._brute import Search

__all__ = ["KNeighborsClassifier", "KNeighborsRegressor"]


class _Neighbours(Search):
    def __init__(
        self, n_neighbors=5, *, weights="uniform", algorithm="auto", leaf_size=30, p=2, metric="minkowski",
        metric_params=None, n_jobs=None,
    ):  # fmt: skip
        self.n_neighbors = n_neighbors
        self.weights = weights
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.p = p
        self.metric = metric
        self.metric_params = metric_params
        self.n_jobs = n_jobs

    def _check_weights(self):
        if not callable(self.weights) and self.weights not in ("uniform", "distance", None):
            raise ValueError(
                f"The 'weights' parameter of {type(self).__name__} must be 'uniform', 'distance', a callable or None. Got "
                f"{self.weights!r} instead."
            )

    def _found(self, X):
        """Places of the neighbours and their weights; samples at distance 0 outweigh all others."""
        distance, at = self.kneighbors(X)
        if callable(self.weights):
            return at, np.asarray(self.weights(distance))
        if self.weights != "distance":
            return at, np.ones_like(distance)
        same = distance == 0
        weight = 1 / np.where(same, 1, distance)
        return at, np.where(same.any(axis=1, keepdims=True), same, weight).astype(distance.dtype)


@documented
class KNeighborsClassifier(ClassifierMixin, _Neighbours):
    """The class that most of the nearest samples have (Fix and Hodges, 1951; Cover and Hart, 1967).

    Parameters
    ----------
    n_neighbors : int
    weights : {"uniform", "distance"} or callable
        Votes count the same, or by one over the distance; a callable makes weights of an array of distances.
    algorithm : {"auto", "brute", "ball_tree", "kd_tree"}
        All compare with every sample: trees are another way to the same neighbours.
    leaf_size : int
        Not used: there are no trees.
    p : float
        Power of "minkowski": 1 is "manhattan", 2 "euclidean".
    metric : str or callable
        As for `numen.ml.metrics.pairwise_distances`.
    metric_params : dict, optional
        Further arguments of the metric.
    {threads}

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
    effective_metric_ : str or callable
    effective_metric_params_ : dict
    n_samples_fit_ : int

    Examples
    --------
    >>> from numen.ml.neighbors import KNeighborsClassifier
    >>> model = KNeighborsClassifier(3).fit([[0], [1], [2], [3]], ["a", "a", "b", "b"])
    >>> model.predict([[1.1]]), model.predict_proba([[0.9]]).round(2)
    (array(['a'], dtype='<U1'), array([[0.67, 0.33]]))

    Pitfalls: features of large scale decide alone, so scale first; an even `n_neighbors` gives ties, which the first class
    wins; samples that are compared with themselves are right for ever, so score on others.
    """

    @fitting
    def fit(self, X, y):
        """Store samples and classes.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)

        Returns
        -------
        self
        """
        self._check_weights()
        _, y = check_X_y(X, y, dtype=(np.float64, np.float32), estimator=self)
        if y.dtype.kind == "f" and (y != np.floor(y)).any():
            raise ValueError("Unknown label type: continuous. A classifier expects discrete classes.")
        self._store(X)
        self.classes_, self._y = np.unique(y, return_inverse=True)
        return self

    def predict_proba(self, X):
        """Return the share of the votes of each class.

        Parameters
        ----------
        X : array_like, shape (n_queries, n_features)

        Returns
        -------
        ndarray, shape (n_queries, n_classes)
        """
        at, weight = self._found(X)
        k, rows = len(self.classes_), np.arange(len(at))
        cells = rows[:, None] * k + self._y[at]
        votes = np.bincount(cells.ravel(), weights=weight.ravel(), minlength=len(at) * k).reshape(len(at), k)
        total = votes.sum(axis=1, keepdims=True)
        return (votes / np.where(total == 0, 1, total)).astype(weight.dtype)

    def predict(self, X):
        """Return the class with most votes, of equal ones the first.

        Returns
        -------
        ndarray, shape (n_queries,)
        """
        at = self.predict_proba(X).argmax(axis=1)
        return self.classes_[at]


class KNeighborsRegressor(RegressorMixin, _Neighbours):
    """The mean of the targets of the nearest samples.

    Parameters
    ----------
    n_neighbors, weights, algorithm, leaf_size, p, metric, metric_params, n_jobs
        As for `KNeighborsClassifier`.

    Attributes
    ----------
    effective_metric_, effective_metric_params_, n_samples_fit_
        As for `KNeighborsClassifier`.

    Examples
    --------
    >>> from numen.ml.neighbors import KNeighborsRegressor
    >>> KNeighborsRegressor(2).fit([[0], [1], [2], [3]], [0, 0, 1, 1]).predict([[1.4]])
    array([0.5])
    """

    @fitting
    def fit(self, X, y):
        """Store samples and targets.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,) or (n_samples, n_targets)

        Returns
        -------
        self
        """
        self._check_weights()
        _, y = check_X_y(
            X, y, multi_output=True, y_numeric=True, dtype=(np.float64, np.float32), estimator=self
        )
        self._store(X)
        self._y = y
        return self

    def predict(self, X):
        """Return the weighted mean of the neighbours' targets.

        Parameters
        ----------
        X : array_like, shape (n_queries, n_features)

        Returns
        -------
        ndarray, shape (n_queries,) or (n_queries, n_targets)
        """
        at, weight = self._found(X)
        weight = weight / weight.sum(axis=1, keepdims=True)
        targets = self._y[at]
        return np.sum(targets * (weight if targets.ndim == 2 else weight[:, :, None]), axis=1)

    def _describe(self, tags):
        tags.target_tags.multi_output = True
