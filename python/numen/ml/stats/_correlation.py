"""How columns vary together."""

import numen as np

from .._validation import as_float

__all__ = ["correlation", "rank"]


def rank(x):
    """Return the ranks of a column, from 1; equal values get the mean of their ranks, NaN stay NaN.

    Parameters
    ----------
    x : array_like, shape (n_samples,)

    Returns
    -------
    ndarray of float, shape (n_samples,)

    Examples
    --------
    >>> from numen.ml.stats import rank
    >>> rank([30, 10, 30, 20])
    array([3.5, 1. , 3.5, 2. ])

    By hand, without ties: ``np.argsort(np.argsort(x)) + 1``. One argsort alone says where the sorted values come from,
    not which rank each has.
    """
    x = as_float(x, ensure_2d=False, allow_nan=True, allow_infinite=True)
    known = ~np.isnan(x)
    out = np.full(x.shape, np.nan)
    if known.any():
        _, of, counts = np.unique(x[known], return_inverse=True, return_counts=True)
        out[known] = (np.cumsum(counts) - (counts - 1) / 2)[of]
    return out


def correlation(x, *, method="pearson"):
    """Return the correlations of all columns, over the samples in which both values of a pair are known.

    Parameters
    ----------
    x : array_like, shape (n_samples, n_features)
    method : {"pearson", "spearman"}
        ``cov(a, b) / (std(a) std(b))``, of the values or of their ranks.

    Returns
    -------
    ndarray of float, shape (n_features, n_features)
        NaN where a column does not vary.

    Raises
    ------
    ValueError
        There is no such method, or `x` has not two axes.

    Examples
    --------
    >>> from numen.ml.stats import correlation
    >>> correlation([[1, 9], [2, 4], [3, 1]], method="spearman")
    array([[ 1., -1.],
           [-1.,  1.]])

    By hand: ``np.corrcoef(X.T)``; variables are rows there, and one NaN makes a row and column NaN.
    """
    x = as_float(x, allow_nan=True).astype(np.float64)
    if method == "pearson":
        return _pearson(x)
    if method != "spearman":
        raise ValueError(f"method must be 'pearson' or 'spearman', got {method!r}")
    if not np.isnan(x).any():
        return _pearson(np.stack([rank(column) for column in x.T], axis=1))
    out = np.full((x.shape[1], x.shape[1]), np.nan)
    for i in range(x.shape[1]):
        for j in range(i + 1):
            both = ~(np.isnan(x[:, i]) | np.isnan(x[:, j]))
            if both.any():
                pair = np.stack([rank(x[both, i]), rank(x[both, j])], axis=1)
                out[i, j] = out[j, i] = _pearson(pair)[0, 1]
    return out


def _pearson(x):
    """Sums over the samples known to both columns are products of matrices of values and of marks."""
    known = ~np.isnan(x)
    marks = known.astype(np.float64)
    mean = np.sum(np.where(known, x, 0), axis=0) / np.maximum(np.sum(marks, axis=0), 1)
    value = np.where(known, x - mean, 0.0)
    scale = np.max(np.abs(value), axis=0, initial=0)
    value = value / np.where(scale > 0, scale, 1)
    n = marks.T @ marks
    count = np.maximum(n, 1)
    total = value.T @ marks
    square = (value**2).T @ marks
    cov = value.T @ value - total * total.T / count
    var = square - total**2 / count
    flat = (var <= 1e-14 * square) | (scale <= 4 * np.finfo(np.float64).eps * np.abs(mean))[:, None]
    flat = flat | flat.T | (n < 2)
    r = cov / np.sqrt(np.where(flat, 1.0, var * var.T))
    return np.where(flat, np.nan, np.clip(r, -1, 1))
