"""The search for the nearest samples by comparing with all."""

import numbers

import numen as np

from .._base import BaseEstimator, fitting
from .._sections import documented
from .._validation import check_is_fitted, demand, fit_array, next_array, one_of
from ..metrics._pairwise import METRICS, blocks, pairwise_distances

__all__ = ["NearestNeighbors", "Search"]

# Up to so many neighbours are taken one after another as the least of a row, which is faster than to part all of it.
FEW = 16
# Columns whose least stands for them while a long row is searched.
GROUP = 64
# Numbers of a block of distances, so that the passes over it find it in the cache.
CACHED = 2**20


def nearest(distances, count):
    """Places of the `count` least numbers of each row, in rising order, of equal ones the first.

    `distances` is written to. In long rows they are looked for in the `count` groups of columns with the least
    minima: a number outside of these has at least `count` others before it, one in each.
    """
    groups = distances.shape[1] // GROUP
    if groups < 4 * count:
        return _least(distances, count)
    rows, whole = np.arange(len(distances))[:, None], groups * GROUP
    least = distances[:, :whole].reshape(len(distances), groups, GROUP).min(axis=2)
    chosen = np.sort(np.argsort(least, axis=1, kind="stable")[:, :count], axis=1)
    columns = (chosen[:, :, None] * GROUP + np.arange(GROUP)).reshape(len(distances), count * GROUP)
    rest = np.broadcast_to(np.arange(whole, distances.shape[1]), (len(distances), distances.shape[1] - whole))
    columns = np.concatenate([columns, rest], axis=1)
    return columns[rows, _least(distances[rows, columns], count)]


def _least(distances, count):
    at = np.empty((len(distances), count), dtype=np.int64)
    if count > FEW:
        found = np.argpartition(distances, count - 1, axis=1)[:, :count]
        order = np.argsort(np.take_along_axis(distances, found, axis=1), axis=1, kind="stable")
        return np.take_along_axis(found, order, axis=1)
    rows = np.arange(len(distances))
    for j in range(count):
        at[:, j] = distances.argmin(axis=1)
        distances[rows, at[:, j]] = np.inf
    return at


def _euclidean(queries, samples):
    """A function of a slice of queries: for each of them ``|y|**2 - 2 x.y`` of all samples, by one product.

    The distances less a number that is the same for all samples, near 0 moved as in `euclidean_distances`.
    """
    centre = samples.mean(axis=0, dtype=np.float64)
    y = samples - centre
    factors = np.concatenate([-2 * y, np.sum(y * y, axis=1)[:, None]], axis=1).T

    def scores(rows):
        x = queries[rows] - centre
        return np.concatenate([x, np.ones((len(x), 1))], axis=1) @ factors

    return scores


class Search(BaseEstimator):
    """Stores the samples and finds the nearest of them."""

    def _store(self, X):
        count = self.n_neighbors
        if not isinstance(count, numbers.Integral) or isinstance(count, bool) or count < 1:
            raise ValueError(
                f"The 'n_neighbors' parameter of {type(self).__name__} must be an int in the range [1, inf). Got {count!r} "
                "instead."
            )
        if not callable(self.metric) and self.metric not in METRICS:
            raise ValueError(
                f"The 'metric' parameter of {type(self).__name__} must be one of {sorted(METRICS)} or a callable. Got "
                f"{self.metric!r} instead."
            )
        one_of(self, "algorithm", ("auto", "ball_tree", "brute", "kd_tree"))
        demand(self, "p", 0, above=True)
        self.effective_metric_, self.effective_metric_params_ = self._measure()
        self._samples = fit_array(self, X)
        self.n_samples_fit_ = len(self._samples)

    def _measure(self):
        """The metric and its arguments, by the name that has none where there is one."""
        arguments = dict(self.metric_params or {})
        if callable(self.metric) or self.metric != "minkowski":
            return self.metric, arguments
        p = arguments.pop("p", self.p)
        named = {1: "manhattan", 2: "euclidean", np.inf: "chebyshev"}
        return (named[p], arguments) if p in named else ("minkowski", {"p": p, **arguments})

    def kneighbors(self, X=None, n_neighbors=None, return_distance=True):
        """Find the nearest samples.

        Parameters
        ----------
        X : array_like, shape (n_queries, n_features), optional
            If not given, the samples themselves, each without itself.
        n_neighbors : int, optional
            Instead of the parameter.
        return_distance : bool

        Returns
        -------
        distance : ndarray, shape (n_queries, n_neighbors), if asked for
            Rising in each row.
        at : ndarray of int, shape (n_queries, n_neighbors)
            Places among the samples of `fit`; of equal distances, the first.

        Raises
        ------
        ValueError
            More neighbours are asked for than there are samples.
        """
        check_is_fitted(self)
        count = self.n_neighbors if n_neighbors is None else n_neighbors
        if not isinstance(count, numbers.Integral):
            raise TypeError(f"n_neighbors does not take {type(count)} value, enter integer value")
        if count < 1:
            raise ValueError(f"Expected n_neighbors > 0. Got {count}")
        itself = X is None
        queries = self._samples if itself else next_array(self, X)
        if count + itself > self.n_samples_fit_:
            raise ValueError(
                f"Expected n_neighbors {'<' if itself else '<='} n_samples_fit, but n_neighbors = {count}, n_samples_fit = "
                f"{self.n_samples_fit_}, n_samples = {len(queries)}"
            )
        metric, arguments = self.effective_metric_, self.effective_metric_params_
        euclidean = isinstance(metric, str) and metric in ("euclidean", "l2")
        at = np.empty((len(queries), count), dtype=np.int64)
        distance = np.empty((len(queries), count), dtype=np.result_type(queries.dtype, self._samples.dtype))
        squares = isinstance(metric, str) and metric == "sqeuclidean"
        scores = _euclidean(queries, self._samples) if euclidean or squares else None
        longest = max(self.n_samples_fit_, count * queries.shape[1])
        for rows in blocks(len(queries), longest, CACHED):
            d = (
                scores(rows)
                if scores
                else pairwise_distances(queries[rows], self._samples, metric=metric, **arguments)
            )
            if itself:
                d[np.arange(len(d)), np.arange(rows.start, rows.stop)] = np.inf
            kept = d.copy() if return_distance and not scores else None
            at[rows] = found = nearest(d, count)
            if scores:
                # Those found are measured by their differences, in which no digits are lost.
                found = np.sort(found, axis=1)
                left = self._samples[found] - queries[rows][:, None, :]
                exact = np.sum(left * left, axis=2)
                order = np.argsort(exact, axis=1, kind="stable")
                at[rows] = np.take_along_axis(found, order, axis=1)
                exact = np.take_along_axis(exact, order, axis=1)
                distance[rows] = np.sqrt(exact) if euclidean else exact
            elif return_distance:
                distance[rows] = np.take_along_axis(kept, found, axis=1)
        return (distance, at) if return_distance else at


@documented
class NearestNeighbors(Search):
    """The nearest samples, by comparing with all of them.

    Distances are made and dropped by blocks of queries, so that memory does not grow with the number of pairs.

    Parameters
    ----------
    n_neighbors : int
    radius : float
        Of `radius_neighbors`.
    algorithm, leaf_size, metric, p, metric_params, n_jobs
        As for `KNeighborsClassifier`.

    Attributes
    ----------
    effective_metric_ : str or callable
    effective_metric_params_ : dict
    n_samples_fit_ : int

    Examples
    --------
    >>> from numen.ml.neighbors import NearestNeighbors
    >>> search = NearestNeighbors(n_neighbors=2).fit([[0.0], [1.0], [5.0]])
    >>> search.kneighbors([[0.9]])
    (array([[0.1, 0.9]]), array([[1, 0]]))

    By hand::

        d = np.sqrt(((X[:, None, :] - samples) ** 2).sum(axis=-1))
        at = np.argsort(d, axis=1)[:, :k]

    which holds all differences, and sorts where the k least are enough.
    """

    def __init__(
        self, *, n_neighbors=5, radius=1.0, algorithm="auto", leaf_size=30, metric="minkowski", p=2,
        metric_params=None, n_jobs=None,
    ):  # fmt: skip
        self.n_neighbors = n_neighbors
        self.radius = radius
        self.algorithm = algorithm
        self.leaf_size = leaf_size
        self.metric = metric
        self.p = p
        self.metric_params = metric_params
        self.n_jobs = n_jobs

    @fitting
    def fit(self, X, y=None):
        """Store the samples.

        {learning}
        """
        self._store(X)
        return self

    def radius_neighbors(self, X=None, radius=None, return_distance=True, sort_results=False):
        """Find all samples that are not farther than `radius`.

        Parameters
        ----------
        X : array_like, shape (n_queries, n_features), optional
            If not given, the samples themselves, each without itself.
        radius : float, optional
            Instead of the parameter.
        return_distance : bool
        sort_results : bool
            The nearest first; else in the order of the samples.

        Returns
        -------
        distance : ndarray of object, shape (n_queries,), if asked for
            Of each query an array, as long as there are neighbours.
        at : ndarray of object, shape (n_queries,)
            Places among the samples of `fit`.
        """
        check_is_fitted(self)
        radius = self.radius if radius is None else radius
        queries = self._samples if X is None else next_array(self, X)
        distance, at = np.empty(len(queries), dtype=object), np.empty(len(queries), dtype=object)
        metric, arguments = self.effective_metric_, self.effective_metric_params_
        for rows in blocks(len(queries), self.n_samples_fit_):
            d = pairwise_distances(queries[rows], self._samples, metric=metric, **arguments)
            if X is None:
                d[np.arange(len(d)), np.arange(rows.start, rows.stop)] = np.inf
            for i, row in enumerate(d, rows.start):
                found = np.flatnonzero(row <= radius)
                if sort_results:
                    found = found[np.argsort(row[found], kind="stable")]
                distance[i], at[i] = row[found], found
        return (distance, at) if return_distance else at
