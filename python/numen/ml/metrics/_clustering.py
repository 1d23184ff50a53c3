"""Agreement of two clusterings of the same samples, whatever the clusters are called."""

import math

import numen as np

from ..._docstrings import completed
from .._validation import check_array_like, check_consistent_length, check_finite, column_or_1d

__all__ = [
    "adjusted_mutual_info_score",
    "adjusted_rand_score",
    "completeness_score",
    "contingency_matrix",
    "fowlkes_mallows_score",
    "homogeneity_score",
    "mutual_info_score",
    "normalized_mutual_info_score",
    "rand_score",
    "v_measure_score",
]

_LABELS = """\
Parameters
----------
labels_true, labels_pred : array_like, shape (n_samples,)"""
_FLOAT = """\
Returns
-------
float"""
_documented = completed(
    {
        "labels": _LABELS,
        "by_labels": f"{_LABELS}\n\n{_FLOAT}",
        "by_mean": f'{_LABELS}\naverage_method : {{"arithmetic", "geometric", "min", "max"}}\n\n{_FLOAT}',
    }
)


@_documented
def contingency_matrix(labels_true, labels_pred):
    """Count how many samples of true cluster i lie in cluster j.

    {labels}

    Returns
    -------
    ndarray of int, shape (n_true, n_pred)

    Examples
    --------
    >>> from numen.ml.metrics import contingency_matrix
    >>> contingency_matrix([0, 0, 1, 1], [5, 5, 5, 7])
    array([[2, 0],
           [1, 1]])
    """
    check_array_like(labels_true=labels_true, labels_pred=labels_pred)
    check_consistent_length(labels_true, labels_pred)
    labels_true = column_or_1d(labels_true, name="labels_true")
    labels_pred = column_or_1d(labels_pred, name="labels_pred")
    check_finite(labels_true, name="labels_true")
    check_finite(labels_pred, name="labels_pred")
    rows, i = np.unique(labels_true, return_inverse=True)
    columns, j = np.unique(labels_pred, return_inverse=True)
    shape = (len(rows), len(columns))
    return np.bincount(i * shape[1] + j, minlength=shape[0] * shape[1]).reshape(shape)


def _pairs(labels_true, labels_pred):
    """Pairs of samples: together in both, only in the second, only in the first, apart in both; as Python ints."""
    table = contingency_matrix(labels_true, labels_pred)
    n = int(table.sum())
    both = int(np.sum(table**2))
    first = int(np.sum(table.sum(axis=1) ** 2))
    second = int(np.sum(table.sum(axis=0) ** 2))
    return both - n, second - both, first - both, n * n - first - second + both


@_documented
def rand_score(labels_true, labels_pred):
    """Share of pairs of samples that both clusterings put together or both keep apart (Rand, 1971).

    {by_labels}
        In [0, 1]. Chance alone gives far more than 0: use `adjusted_rand_score` to compare.

    Examples
    --------
    >>> from numen.ml.metrics import rand_score
    >>> rand_score([0, 0, 1, 1], [1, 1, 0, 0])
    1.0
    """
    tp, fp, fn, tn = _pairs(labels_true, labels_pred)
    total = tp + fp + fn + tn
    return 1.0 if total == 0 or fp == fn == 0 else (tp + tn) / total


@_documented
def adjusted_rand_score(labels_true, labels_pred):
    """Rand index corrected for chance: 0 expected of random labels, 1 for equal clusterings.

    Hubert and Arabie, "Comparing partitions" (1985), in terms of pairs:
    ``2 (tp tn - fn fp) / ((tp + fn) (fn + tn) + (tp + fp) (fp + tn))``.

    {by_labels}
        At most 1; negative where the clusterings agree less than by chance.

    Examples
    --------
    >>> from numen.ml.metrics import adjusted_rand_score
    >>> round(adjusted_rand_score([0, 0, 1, 2], [0, 0, 1, 1]), 4)
    0.5714
    """
    tp, fp, fn, tn = _pairs(labels_true, labels_pred)
    if fp == fn == 0:
        return 1.0
    return 2.0 * (tp * tn - fn * fp) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn))


@_documented
def fowlkes_mallows_score(labels_true, labels_pred):
    """Geometric mean of precision and recall of pairs, ``tp / sqrt((tp + fp) (tp + fn))`` (Fowlkes, Mallows, 1983).

    {by_labels}

    Examples
    --------
    >>> from numen.ml.metrics import fowlkes_mallows_score
    >>> round(fowlkes_mallows_score([0, 0, 1, 2], [0, 0, 1, 1]), 4)
    0.7071
    """
    tp, fp, fn, _ = _pairs(labels_true, labels_pred)
    return 0.0 if tp == 0 else math.sqrt(tp / (tp + fp)) * math.sqrt(tp / (tp + fn))


def _entropy(counts):
    p = counts[counts > 0] / counts.sum()
    return float(-np.sum(p * np.log(p))) if len(p) > 1 else 0.0


def _information(table):
    n = table.sum()
    i, j = np.nonzero(table)
    together = table[i, j] / n
    apart = (table.sum(axis=1) / n)[i] * (table.sum(axis=0) / n)[j]
    information = float(np.sum(together * np.log(together / apart)))
    return max(0.0, information) if abs(information) > np.finfo(np.float64).eps else 0.0


@_documented
def mutual_info_score(labels_true, labels_pred):
    """Mutual information in nats, ``sum p_ij log(p_ij / (p_i p_j))``.

    {by_labels}

    Examples
    --------
    >>> from numen.ml.metrics import mutual_info_score
    >>> round(mutual_info_score([0, 0, 1, 1], [5, 5, 7, 7]), 4)
    0.6931
    """
    return _information(contingency_matrix(labels_true, labels_pred))


def _homogeneity_completeness(labels_true, labels_pred):
    table = contingency_matrix(labels_true, labels_pred)
    if table.size == 0:
        return 1.0, 1.0
    information = _information(table)
    first, second = _entropy(table.sum(axis=1)), _entropy(table.sum(axis=0))
    return (information / first if first else 1.0), (information / second if second else 1.0)


@_documented
def homogeneity_score(labels_true, labels_pred):
    """How far each cluster holds samples of one true class, ``I / H(true)``; in [0, 1].

    {by_labels}

    Examples
    --------
    >>> from numen.ml.metrics import homogeneity_score
    >>> round(homogeneity_score([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    1.0
    """
    return _homogeneity_completeness(labels_true, labels_pred)[0]


@_documented
def completeness_score(labels_true, labels_pred):
    """How far each true class lies in one cluster, ``I / H(pred)``; in [0, 1].

    {by_labels}

    Examples
    --------
    >>> from numen.ml.metrics import completeness_score
    >>> round(completeness_score([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.6667
    """
    return _homogeneity_completeness(labels_true, labels_pred)[1]


@_documented
def v_measure_score(labels_true, labels_pred, *, beta=1.0):
    """Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007).

    {labels}
    beta : float
        How many times as much completeness counts.

    Returns
    -------
    float

    Examples
    --------
    >>> from numen.ml.metrics import v_measure_score
    >>> round(v_measure_score([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.8
    """
    h, c = _homogeneity_completeness(labels_true, labels_pred)
    return 0.0 if h + c == 0 else (1 + beta) * h * c / (beta * h + c)


_MEANS = {
    "min": min,
    "max": max,
    "arithmetic": lambda a, b: (a + b) / 2,
    "geometric": lambda a, b: math.sqrt(a * b),
}


def _mean_entropy(table, method):
    if method not in _MEANS:
        raise ValueError(
            f"'average_method' must be 'min', 'geometric', 'arithmetic', or 'max'. Got {method!r} instead."
        )
    return _MEANS[method](_entropy(table.sum(axis=1)), _entropy(table.sum(axis=0)))


@_documented
def normalized_mutual_info_score(labels_true, labels_pred, *, average_method="arithmetic"):
    """Mutual information divided by a mean of both entropies; in [0, 1].

    {by_mean}

    Examples
    --------
    >>> from numen.ml.metrics import normalized_mutual_info_score
    >>> round(normalized_mutual_info_score([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.8
    """
    table = contingency_matrix(labels_true, labels_pred)
    if table.shape in ((0, 0), (1, 1)):
        return 1.0
    information = _information(table)
    return 0.0 if information == 0 else information / _mean_entropy(table, average_method)


@_documented
def adjusted_mutual_info_score(labels_true, labels_pred, *, average_method="arithmetic"):
    """Mutual information corrected for chance, ``(I - E[I]) / (mean(H) - E[I])`` (Vinh, Epps and Bailey, 2010).

    {by_mean}

    Examples
    --------
    >>> from numen.ml.metrics import adjusted_mutual_info_score
    >>> round(adjusted_mutual_info_score([0, 0, 1, 1], [0, 0, 1, 2]), 4)
    0.5714
    """
    table = contingency_matrix(labels_true, labels_pred)
    if table.shape in ((0, 0), (1, 1)):
        return 1.0
    information, expected = _information(table), _expected_information(table)
    mean = _mean_entropy(table, average_method)
    eps = np.finfo(np.float64).eps
    below = mean - expected
    below = min(below, -eps) if below < 0 else max(below, eps)
    return float((information - expected) / below)


def _expected_information(table):
    """E[I] over permutations of the labels: each count is hypergeometric given the sizes of the clusters."""
    n = int(table.sum())
    log_factorial = np.append(0.0, np.cumsum(np.log(np.arange(1, n + 1))))
    expected = 0.0
    for a, many_a in zip(*np.unique(table.sum(axis=1), return_counts=True)):
        for b, many_b in zip(*np.unique(table.sum(axis=0), return_counts=True)):
            a_, b_ = int(a), int(b)
            k = np.arange(max(1, a_ + b_ - n), min(a_, b_) + 1)
            log_chance = (
                log_factorial[a_] + log_factorial[b_] + log_factorial[n - a_] + log_factorial[n - b_]
                - log_factorial[n] - log_factorial[k] - log_factorial[a_ - k] - log_factorial[b_ - k]
                - log_factorial[n - a_ - b_ + k]
            )  # fmt: skip
            gain = k / n * np.log(n * k / (a_ * b_))
            expected += int(many_a) * int(many_b) * float(np.sum(gain * np.exp(log_chance)))
    return expected
