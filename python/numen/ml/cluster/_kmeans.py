"""K-means by Lloyd's rounds from centres that k-means++ draws."""

import math
import numbers

import numen as np

from .._base import BaseEstimator, ClusterMixin, TransformerMixin, fitting
from .._progress import Progress
from .._sections import documented
from .._validation import (
    as_float,
    check_is_fitted,
    check_random_state,
    check_sample_weight,
    demand,
    fit_array,
    next_array,
    not_converged,
    one_of,
)
from ..metrics._pairwise import blocks, euclidean_distances

__all__ = ["KMeans", "kmeans_plusplus"]


def assign(X, centres):
    """Nearest centre of each sample and the square of its distance; `X` should be near 0, where digits are not lost."""
    labels, square = np.empty(len(X), dtype=np.int32), np.empty(len(X), dtype=X.dtype)
    half = 0.5 * np.sum(centres * centres, axis=1)
    for rows in blocks(len(X), len(centres)):
        x = X[rows]
        near = x @ centres.T
        near -= half
        labels[rows] = at = near.argmax(axis=1)
        square[rows] = np.sum((x - centres[at]) ** 2, axis=1)
    return labels, square


def sums(X, labels, weight, k):
    """Weighted sum of the samples of each cluster, and the weights' sums."""
    member = (np.arange(k)[:, None] == labels) * weight
    return member.astype(X.dtype) @ X, np.bincount(labels, weights=weight, minlength=k)


def kmeans_plusplus(
    X, n_clusters, *, sample_weight=None, x_squared_norms=None, random_state=None, n_local_trials=None
):
    """Draw centres that lie apart: each with a chance in proportion to the square of its distance to those drawn.

    Arthur and Vassilvitskii, "k-means++: the advantages of careful seeding" (2007); of some candidates the one is taken
    that leaves the least sum of squares.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
    n_clusters : int
    sample_weight : array_like, shape (n_samples,), optional
    x_squared_norms : array_like, optional
        Not used.
    random_state : int, RandomState or None
    n_local_trials : int, optional
        How many candidates; by default ``2 + log(n_clusters)``.

    Returns
    -------
    centres : ndarray, shape (n_clusters, n_features)
    at : ndarray of int, shape (n_clusters,)
        Their places in `X`.

    Examples
    --------
    >>> from numen.ml.cluster import kmeans_plusplus
    >>> centres, at = kmeans_plusplus([[0.0], [0.1], [9.0], [9.1]], 2, random_state=0)
    >>> sorted(centres.round().ravel().tolist())
    [0.0, 9.0]
    """
    X = as_float(X)
    if len(X) < n_clusters:
        raise ValueError(f"n_samples={len(X)} should be >= n_clusters={n_clusters}.")
    random = check_random_state(random_state)
    weight = check_sample_weight(sample_weight, X).astype(np.float64)
    trials = 2 + int(math.log(n_clusters)) if n_local_trials is None else n_local_trials
    at = [int(random.choice(len(X), p=weight / weight.sum()))]
    nearest = np.sum((X - X[at[0]]) ** 2, axis=1)
    while len(at) < n_clusters:
        reached = np.cumsum(weight * nearest)
        drawn = np.searchsorted(reached, random.random_sample(trials) * reached[-1])
        drawn = np.minimum(drawn, len(X) - 1)
        left = np.minimum(nearest, euclidean_distances(X[drawn], X, squared=True))
        best = int(np.argmin(left @ weight.astype(left.dtype)))
        at.append(int(drawn[best]))
        nearest = left[best]
    return X[np.array(at)], np.array(at)


@documented
class Centres(ClusterMixin, TransformerMixin, BaseEstimator):
    """What is done with centres once there are some."""

    def _start(self, X, weight, random):
        """First centres, and how many times to start."""
        k, init = self.n_clusters, self.init
        if isinstance(init, str):
            if init == "k-means++":
                return lambda: kmeans_plusplus(X, k, sample_weight=weight, random_state=random)[0]
            if init == "random":
                chance = weight / weight.sum()
                return lambda: X[random.choice(len(X), k, replace=False, p=chance)]
            raise ValueError(
                f"The 'init' parameter of {type(self).__name__} must be 'k-means++', 'random', a callable or an array. Got "
                f"{init!r} instead."
            )
        given = as_float(init(X, k, random) if callable(init) else init, name="init").astype(X.dtype)
        if given.shape != (k, X.shape[1]):
            raise ValueError(
                f"The shape of the initial centers {given.shape} does not match the number of clusters {k} and features "
                f"{X.shape[1]}."
            )
        return lambda: given - self._mean

    def _starts(self):
        if not isinstance(self.init, str) and not callable(self.init):
            return 1
        if self.n_init == "auto":
            return 1 if isinstance(self.init, str) and self.init == "k-means++" else 10
        return demand(self, "n_init", 1, whole=True)

    def _checked(self, X, first=True):
        demand(self, "n_clusters", 1, whole=True)
        demand(self, "max_iter", 1, whole=True)
        demand(self, "tol", 0)
        if not isinstance(self.n_init, numbers.Integral) and self.n_init != "auto":
            raise ValueError(
                f"The 'n_init' parameter must be 'auto' or an int in the range [1, inf). Got {self.n_init!r}."
            )
        array = fit_array(self, X) if first else next_array(self, X)
        if first and len(array) < self.n_clusters:
            raise ValueError(f"n_samples={len(array)} should be >= n_clusters={self.n_clusters}.")
        return array

    def predict(self, X):
        """Return the nearest centre of each sample.

        {of_samples}
        ndarray of int, shape (n_samples,)
        """
        X = next_array(self, X)
        mean = self.cluster_centers_.mean(axis=0)
        return assign(X - mean, (self.cluster_centers_ - mean).astype(X.dtype))[0]

    def transform(self, X):
        """Return the distance of each sample from each centre.

        {of_samples}
        ndarray, shape (n_samples, n_clusters)
        """
        return euclidean_distances(next_array(self, X), self.cluster_centers_)

    def score(self, X, y=None, sample_weight=None):
        """Return minus the (weighted) sum of the squares of the distances from the nearest centres."""
        X = next_array(self, X)
        mean = self.cluster_centers_.mean(axis=0)
        square = assign(X - mean, (self.cluster_centers_ - mean).astype(X.dtype))[1]
        return -float(np.sum(square * check_sample_weight(sample_weight, X)))

    def get_feature_names_out(self, input_features=None):
        """Return the names of the distances, ``kmeans0``, ``kmeans1``, ..."""
        check_is_fitted(self)
        return np.array([f"{type(self).__name__.lower()}{i}" for i in range(self.n_clusters)], dtype=object)

    @property
    def _n_features_out(self):
        return self.n_clusters

    def _describe(self, tags):
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


@documented
class KMeans(Centres):
    """Centres that make the sum of the squares of the distances from the nearest least, by Lloyd's rounds (1982).

    Each round gives every sample to its nearest centre and moves the centres to the means of their samples; both lower the
    sum. A centre without samples moves to the sample that is farthest from its own.

    Parameters
    ----------
    n_clusters : int
    init : {"k-means++", "random"}, array_like of shape (n_clusters, n_features) or callable
    n_init : int or "auto"
        Starts, the best of which is kept; "auto" is 1 for "k-means++" and 10 for "random".
    max_iter : int
    tol : float
        It has converged when the squares of the steps of centres sum to at most `tol` times the mean variance of the
        features, or no sample changes its centre.
    random_state : int, RandomState or None
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.
    copy_x : bool
        Not used: data are never written to.
    algorithm : {"lloyd", "elkan"}
        Both compare with all centres: bounds on distances (Elkan, 2003) are another way to the same.

    Attributes
    ----------
    cluster_centers_ : ndarray, shape (n_clusters, n_features)
    labels_ : ndarray of int, shape (n_samples,)
    inertia_ : float
        The sum of squares.
    inertia_history_ : ndarray, shape (n_iter_,)
        Before each round of the best start.
    n_iter_ : int
    converged_ : bool

    Examples
    --------
    >>> from numen.ml.cluster import KMeans
    >>> model = KMeans(2, random_state=0).fit([[1, 2], [1, 4], [1, 0], [10, 2], [10, 4], [10, 0]])
    >>> sorted(model.cluster_centers_.tolist()), model.inertia_
    ([[1.0, 2.0], [10.0, 2.0]], 16.0)

    By hand::

        for _ in range(100):
            labels = ((X[:, None] - centres) ** 2).sum(axis=-1).argmin(axis=1)
            new = np.array([X[labels == j].mean(axis=0) for j in range(k)])
            if np.allclose(new, centres):
                break
            centres = new

    Pitfalls: the mean of a cluster without samples is NaN; it may be said to have converged only if the loop was left
    early; what is found depends on the start; features of large scale decide alone.
    """

    def __init__(
        self,
        n_clusters=8,
        *,
        init="k-means++",
        n_init="auto",
        max_iter=300,
        tol=1e-4,
        random_state=None,
        verbose=None,
        copy_x=True,
        algorithm="lloyd",
    ):
        self.n_clusters = n_clusters
        self.init = init
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state
        self.verbose = verbose
        self.copy_x = copy_x
        self.algorithm = algorithm

    @fitting
    def fit(self, X, y=None, sample_weight=None):
        """Find the centres.

        {weighted_learning}
        """
        one_of(self, "algorithm", ("lloyd", "elkan"))
        X = self._checked(X)
        weight = check_sample_weight(sample_weight, X)
        random = check_random_state(self.random_state)
        mean = X.mean(axis=0)
        self._mean = mean
        X = X - mean
        limit = self.tol * float(np.mean(np.var(X, axis=0)))
        draw, best = self._start(X, weight, random), np.inf
        starts = self._starts()
        bar = Progress(range(starts), "k-means", self.verbose if starts > 1 else False, unit="start")
        for _ in bar:
            run = {"centres": draw(), "history": [], "converged": False}
            try:
                self._rounds(X, weight, limit, run, self.verbose if starts == 1 else False)
            finally:
                if run["history"] and (run["history"][-1] < best or not run["converged"] and best == np.inf):
                    best = run["history"][-1]
                    self.cluster_centers_, self.labels_ = run["centres"] + mean, run["labels"]
                    self.inertia_, self.inertia_history_ = best, np.array(run["history"])
                    self.n_iter_, self.converged_ = len(run["history"]), run["converged"]
            bar.note(best=best)
        if not self.converged_:
            not_converged(self, f"centres still move after max_iter={self.max_iter} rounds; raise max_iter.")
        return self

    def _rounds(self, X, weight, limit, run, verbose):
        labels = None
        bar = Progress(range(self.max_iter), "k-means", verbose)
        for _ in bar:
            before, (labels, square) = labels, assign(X, run["centres"])
            run["labels"] = labels
            run["history"].append(float(np.sum(weight * square)))
            bar.note(inertia=run["history"][-1])
            if before is not None and (labels == before).all():
                run["converged"] = True
                return
            total, size = sums(X, labels, weight, self.n_clusters)
            empty = np.nonzero(size == 0)[0]
            if len(empty):
                far = np.argsort(np.where(weight > 0, square, -1))[::-1][: len(empty)]
                taken = (X[far] * weight[far][:, None]).astype(X.dtype)
                np.subtract.at(total, labels[far], taken)
                np.subtract.at(size, labels[far], weight[far])
                total[empty], size[empty] = taken, weight[far]
            size = np.where(size > 0, size, 1).astype(X.dtype)
            new = total / size[:, None]
            moved = float(np.sum((new - run["centres"]) ** 2))
            run["centres"] = new
            if moved <= limit:
                run["labels"], square = assign(X, new)
                run["history"].append(float(np.sum(weight * square)))
                run["converged"] = True
                return
