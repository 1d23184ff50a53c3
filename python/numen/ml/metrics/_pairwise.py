"""Distances between the rows of two matrices, made by blocks of rows: beside the result, memory stays bounded."""

import numen as np

from .._sections import documented
from .._validation import as_float

__all__ = [
    "blocks",
    "cosine_distances",
    "cosine_similarity",
    "euclidean_distances",
    "manhattan_distances",
    "pairwise_distances",
    "pairwise_distances_argmin",
    "pairwise_distances_argmin_min",
]

# Numbers that a block of the work may hold, 16 MB of float64: some such blocks stay below 100 MB together.
BLOCK = 2**21


def blocks(rows, width, limit=BLOCK):
    """Slices that cover `rows`, each of so many rows that `width` numbers a row stay within `limit`."""
    step = max(1, min(rows, limit // max(width, 1)))
    return [slice(start, min(start + step, rows)) for start in range(0, rows, step)]


def _pair(X, Y):
    """Both as floats of one type and width; the second is the first where there is none."""
    X = as_float(X)
    Y = X if Y is None else as_float(Y, name="Y")
    if X.shape[1] != Y.shape[1]:
        raise ValueError(
            f"Incompatible dimension for X and Y matrices: X.shape[1] == {X.shape[1]} while Y.shape[1] == "
            f"{Y.shape[1]}"
        )
    if X.dtype != Y.dtype:
        X, Y = X.astype(np.float64), Y.astype(np.float64)
    return X, Y


def euclidean_distances(X, Y=None, *, squared=False):
    """Distance of each row of `X` from each of `Y`, ``sqrt(|x|**2 + |y|**2 - 2 x.y)``.

    The three terms cancel for near points far from 0, so that both are moved by the mean of `Y` first, which
    distances do not notice, and computed in float64 for float32 as well.

    Parameters
    ----------
    X : array_like, shape (n, n_features)
    Y : array_like, shape (m, n_features), optional
        `X` if not given; the diagonal is then exactly 0.
    squared : bool
        Return squares, which saves the root.

    Returns
    -------
    ndarray, shape (n, m)
        float32 where both are, else float64.

    Raises
    ------
    ValueError
        Widths differ; values are NaN or infinite.

    Examples
    --------
    >>> from numen.ml.metrics import euclidean_distances
    >>> euclidean_distances([[0, 1], [1, 1]], [[0, 0]])
    array([[1.        ],
           [1.41421356]])

    By hand::

        np.sqrt(((X[:, None, :] - Y) ** 2).sum(axis=-1))

    which makes an array of n * m * n_features numbers on its way.
    """
    same = Y is None or X is Y
    X, Y = _pair(X, Y)
    result = np.empty((len(X), len(Y)), dtype=X.dtype)
    centre = Y.mean(axis=0, dtype=np.float64)
    for columns in blocks(len(Y), Y.shape[1]):
        y = Y[columns] - centre
        y2 = np.sum(y * y, axis=1)
        for rows in blocks(len(X), max(len(y), X.shape[1])):
            x = X[rows] - centre
            d = x @ y.T
            d *= -2
            d += np.sum(x * x, axis=1)[:, None]
            d += y2
            np.maximum(d, 0, out=d)
            result[rows, columns] = d if squared else np.sqrt(d, out=d)
    if same:
        np.fill_diagonal(result, 0)
    return result


def manhattan_distances(X, Y=None):
    """Sum of the absolute differences of each row of `X` from each of `Y`; arguments as for `euclidean_distances`.

    Examples
    --------
    >>> from numen.ml.metrics import manhattan_distances
    >>> manhattan_distances([[1, 2], [3, 4]], [[1, 2], [0, 3]])
    array([[0., 2.],
           [4., 4.]])
    """
    return _by_features(X, Y, np.add)


def _chebyshev(X, Y=None):
    """The largest of the absolute differences."""
    return _by_features(X, Y, np.maximum)


def _minkowski(X, Y=None, p=2):
    """``(sum |x - y|**p) ** (1 / p)``."""
    if p == 1:
        return manhattan_distances(X, Y)
    if p == 2:
        return euclidean_distances(X, Y)
    if p == np.inf:
        return _chebyshev(X, Y)
    result = _by_features(X, Y, lambda total, step, out: np.add(total, np.power(step, p, out=step), out=out))
    return np.power(result, 1 / p, out=result)


def _by_features(X, Y, gathered):
    """What is gathered, from 0 on, of the absolute differences of the features, one after another."""
    X, Y = _pair(X, Y)
    result = np.zeros((len(X), len(Y)), dtype=X.dtype)
    for rows in blocks(len(X), len(Y), BLOCK // 8):
        part = result[rows]
        step = np.empty(part.shape, dtype=X.dtype)
        for x, y in zip(X[rows].T, Y.T):
            np.subtract(x[:, None], y, out=step)
            gathered(part, np.abs(step, out=step), out=part)
    return result


def _unit_rows(X):
    length = np.sqrt(np.sum(X * X, axis=1, keepdims=True))
    return X / np.where(length == 0, 1, length).astype(X.dtype)


def cosine_similarity(X, Y=None):
    """Cosine of the angle between each row of `X` and each of `Y`, ``x.y / (|x| |y|)``.

    Parameters
    ----------
    X : array_like, shape (n, n_features)
    Y : array_like, shape (m, n_features), optional

    Returns
    -------
    ndarray, shape (n, m)
        0 for a row of zeros, which has no direction.

    Examples
    --------
    >>> from numen.ml.metrics import cosine_similarity
    >>> cosine_similarity([[0, 0, 0], [1, 1, 1]], [[1, 0, 0], [1, 1, 0]]).round(4)
    array([[0.    , 0.    ],
           [0.5774, 0.8165]])
    """
    X, Y = _pair(X, Y)
    result = np.empty((len(X), len(Y)), dtype=X.dtype)
    for columns in blocks(len(Y), Y.shape[1]):
        y = _unit_rows(Y[columns]).T
        for rows in blocks(len(X), max(y.shape[1], X.shape[1])):
            result[rows, columns] = _unit_rows(X[rows]) @ y
    return result


def cosine_distances(X, Y=None):
    """``1 - cosine_similarity``, in [0, 2]; the diagonal is exactly 0 where `Y` is not given.

    Examples
    --------
    >>> from numen.ml.metrics import cosine_distances
    >>> cosine_distances([[1, 0], [0, 1], [-1, 0]], [[1, 0]])
    array([[0.],
           [1.],
           [2.]])
    """
    result = cosine_similarity(X, Y)
    np.subtract(1, result, out=result)
    np.clip(result, 0, 2, out=result)
    if Y is None or X is Y:
        np.fill_diagonal(result, 0)
    return result


def _squared(X, Y=None):
    return euclidean_distances(X, Y, squared=True)


METRICS = {
    "chebyshev": _chebyshev,
    "cityblock": manhattan_distances,
    "cosine": cosine_distances,
    "euclidean": euclidean_distances,
    "l1": manhattan_distances,
    "l2": euclidean_distances,
    "manhattan": manhattan_distances,
    "minkowski": _minkowski,
    "sqeuclidean": _squared,
}


def _distances(metric):
    if callable(metric):
        return metric
    if metric not in METRICS:
        raise ValueError(
            f"Unknown metric {metric!r}. Valid metrics are {sorted(METRICS)}, or a callable of two matrices."
        )
    return METRICS[metric]


@documented
def pairwise_distances(X, Y=None, metric="euclidean", *, n_jobs=None, **arguments):
    """Distances between rows under a metric of choice.

    Parameters
    ----------
    X : array_like, shape (n, n_features), or (n, m) with ``metric="precomputed"``
    Y : array_like, shape (m, n_features), optional
    metric : str or callable
        "euclidean" ("l2"), "sqeuclidean", "manhattan" ("l1", "cityblock"), "chebyshev", "minkowski", "cosine", "precomputed". A
        callable takes two matrices and returns all distances between their rows.
    {threads}
    **arguments
        For the metric: `p` for "minkowski".

    Returns
    -------
    ndarray, shape (n, m)

    Examples
    --------
    >>> from numen.ml.metrics import pairwise_distances
    >>> pairwise_distances([[0, 0], [3, 4]], metric="l1")
    array([[0., 7.],
           [7., 0.]])
    """
    if isinstance(metric, str) and metric == "precomputed":
        return as_float(X)
    return _distances(metric)(X, Y, **arguments)


def pairwise_distances_argmin_min(X, Y, *, axis=1, metric="euclidean"):
    """Nearest row of `Y` for each row of `X`, and its distance, without holding all distances.

    Parameters
    ----------
    X : array_like, shape (n, n_features)
    Y : array_like, shape (m, n_features)
    axis : {1, 0}
        0 asks for the nearest row of `X` for each of `Y`.
    metric : str or callable
        As for `pairwise_distances`.

    Returns
    -------
    nearest : ndarray of int
    distance : ndarray

    Examples
    --------
    >>> from numen.ml.metrics import pairwise_distances_argmin_min
    >>> pairwise_distances_argmin_min([[0.0], [9.0]], [[1.0], [10.0]])
    (array([0, 1]), array([1., 1.]))
    """
    X, Y = _pair(X, Y)
    if axis == 0:
        X, Y = Y, X
    nearest, distance = np.empty(len(X), dtype=np.int64), np.empty(len(X), dtype=X.dtype)
    measure = _distances(metric)
    for rows in blocks(len(X), len(Y)):
        d = measure(X[rows], Y)
        nearest[rows] = d.argmin(axis=1)
        distance[rows] = d.min(axis=1)
    return nearest, distance


def pairwise_distances_argmin(X, Y, *, axis=1, metric="euclidean"):
    """Nearest row of `Y` for each row of `X`; arguments as for `pairwise_distances_argmin_min`."""
    return pairwise_distances_argmin_min(X, Y, axis=axis, metric=metric)[0]
