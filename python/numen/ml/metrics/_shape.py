"""Clusterings judged by geometry: how dense clusters are and how far apart."""

import numen as np

from .._validation import as_float, check_consistent_length, check_random_state, column_or_1d
from ._pairwise import blocks, euclidean_distances, pairwise_distances

__all__ = ["calinski_harabasz_score", "davies_bouldin_score", "silhouette_samples", "silhouette_score"]


def _data_and_clusters(X, labels):
    X = as_float(X)
    labels = column_or_1d(labels, name="labels")
    check_consistent_length(X, labels)
    names, at = np.unique(labels, return_inverse=True)
    if not 1 < len(names) < len(X):
        raise ValueError(f"Number of labels is {len(names)}. Valid values are 2 to n_samples - 1 (inclusive)")
    return X, at, np.bincount(at)


def silhouette_samples(X, labels, *, metric="euclidean"):
    """How much nearer a sample is to its own cluster than to the next, ``(b - a) / max(a, b)`` (Rousseeuw, 1987).

    a is the mean distance to the others of the cluster, b the least mean distance to another cluster. Distances are
    made by blocks of rows, so that memory does not grow with the square of the number of samples.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features) or (n_samples, n_samples)
        Points, or distances with ``metric="precomputed"``.
    labels : array_like, shape (n_samples,)
    metric : {"euclidean", "manhattan", "cosine", "precomputed", ...}

    Returns
    -------
    ndarray, shape (n_samples,)
        In [-1, 1]; 0 in a cluster of one.

    Raises
    ------
    ValueError
        There is one cluster, or one a sample.

    Examples
    --------
    >>> from numen.ml.metrics import silhouette_samples
    >>> silhouette_samples([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]).round(3)
    array([0.905, 0.895, 0.895, 0.905])
    """
    X, at, sizes = _data_and_clusters(X, labels)
    if metric == "precomputed" and (np.diag(X) != 0).any():
        raise ValueError("The precomputed distance matrix contains non-zero elements on the diagonal.")
    member = (at[:, None] == np.arange(len(sizes))).astype(X.dtype)
    result = np.empty(len(X), dtype=X.dtype)
    for rows in blocks(len(X), len(X)):
        distances = X[rows] if metric == "precomputed" else pairwise_distances(X[rows], X, metric=metric)
        if metric != "precomputed":
            # Rounding must not give a point a distance from itself.
            distances[np.arange(rows.stop - rows.start), np.arange(rows.start, rows.stop)] = 0
        sums = distances @ member
        own, mine = at[rows], np.arange(len(sums))
        inside = sums[mine, own] / np.maximum(sizes[own] - 1, 1)
        means = sums / sizes
        means[mine, own] = np.inf
        outside = means.min(axis=1)
        larger = np.maximum(inside, outside)
        result[rows] = np.where(larger == 0, 0.0, (outside - inside) / np.where(larger == 0, 1.0, larger))
    result[sizes[at] == 1] = 0
    return result


def silhouette_score(X, labels, *, metric="euclidean", sample_size=None, random_state=None):
    """Mean of `silhouette_samples`, over all or over drawn samples.

    Parameters
    ----------
    X, labels, metric
        As for `silhouette_samples`.
    sample_size : int, optional
        So many samples are drawn.
    random_state : int, RandomState, optional

    Returns
    -------
    float

    Examples
    --------
    >>> from numen.ml.metrics import silhouette_score
    >>> round(silhouette_score([[0.0], [1.0], [10.0], [11.0]], [0, 0, 1, 1]), 4)
    0.8997
    """
    if sample_size is not None:
        X, labels = as_float(X), np.asarray(labels)
        drawn = check_random_state(random_state).permutation(len(X))[:sample_size]
        X, labels = X[drawn], labels[drawn]
        X = X[:, drawn] if metric == "precomputed" else X
    return float(np.mean(silhouette_samples(X, labels, metric=metric)))


def _centres(X, at, sizes):
    member = (np.arange(len(sizes))[:, None] == at).astype(X.dtype)
    return member @ X / sizes[:, None].astype(X.dtype)


def calinski_harabasz_score(X, labels):
    """Spread between clusters over spread within, ``B / W * (n - k) / (k - 1)`` (Calinski and Harabasz, 1974).

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
    labels : array_like, shape (n_samples,)

    Returns
    -------
    float
        The higher, the better; 1 where points do not spread within clusters.
    """
    X, at, sizes = _data_and_clusters(X, labels)
    centres = _centres(X, at, sizes)
    between = float(sizes @ np.sum((centres - X.mean(axis=0)) ** 2, axis=1))
    within = float(np.sum((X - centres[at]) ** 2))
    k = len(sizes)
    return 1.0 if within == 0 else between * (len(X) - k) / (within * (k - 1))


def davies_bouldin_score(X, labels):
    """Mean over clusters of ``max_j (s_i + s_j) / d_ij``, the likeness to the next (Davies and Bouldin, 1979).

    s is the mean distance of a cluster's points from its centre, d the distance of two centres.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
    labels : array_like, shape (n_samples,)

    Returns
    -------
    float
        The lower, the better; 0 is the least.
    """
    X, at, sizes = _data_and_clusters(X, labels)
    centres = _centres(X, at, sizes)
    spread = np.bincount(at, weights=np.sqrt(np.sum((X - centres[at]) ** 2, axis=1))) / sizes
    apart = euclidean_distances(centres)
    if np.allclose(spread, 0) or np.allclose(apart, 0):
        return 0.0
    apart = np.where(apart == 0, np.inf, apart)
    return float(np.mean(np.max((spread[:, None] + spread) / apart, axis=1)))
