"""Standard scores, shape of a distribution, outliers."""

import numen as np

from .._validation import as_float

__all__ = ["kurtosis", "mode", "outliers", "skew", "zscore"]


def _columns(x):
    """The data as floats with two axes, and whether one was given."""
    x = as_float(x, ensure_2d=False, allow_nan=True)
    if x.ndim == 0:
        raise ValueError("Expected 1D or 2D array, got scalar array instead")
    return (x[:, None], True) if x.ndim == 1 else (x, False)


def _centred(x):
    """Values less their mean, 0 in the place of NaN; which are known; how many."""
    known = ~np.isnan(x)
    count = np.sum(known, axis=0)
    safe = np.maximum(count, 1)
    filled = np.where(known, x, 0.0)
    left = np.where(known, filled - np.sum(filled, axis=0) / safe, 0.0)
    return left, known, count


def zscore(x, *, ddof=0):
    """Return ``(x - mean) / std`` for each column.

    Parameters
    ----------
    x : array_like, shape (n_samples,) or (n_samples, n_features)
    ddof : int
        The divisor of the variance is the number of known values less this.

    Returns
    -------
    ndarray of float
        Of the shape of `x`; NaN where `x` is NaN or its column does not vary.

    Examples
    --------
    >>> from numen.ml.stats import zscore
    >>> zscore([1.0, 2.0, 3.0, float("nan")]).round(3)
    array([-1.225,  0.   ,  1.225,    nan])

    By hand: ``(x - x.mean(axis=0)) / x.std(axis=0)``, which is NaN for all of a column with one NaN.
    """
    x, flat = _columns(x)
    left, known, count = _centred(x)
    free = count - ddof
    var = np.sum(left**2, axis=0) / np.where(free > 0, free, 1)
    size = np.max(np.abs(np.where(known, x, 0)), axis=0, initial=0)
    constant = (var <= (size * np.finfo(x.dtype).eps) ** 2) | (free <= 0)
    z = np.where(known & ~constant, left / np.where(constant, 1.0, np.sqrt(var)), np.nan).astype(x.dtype)
    return z[:, 0] if flat else z


def _standard_moment(x, power):
    left, _, count = _centred(x)
    safe = np.maximum(count, 1)
    var = np.sum(left**2, axis=0) / safe
    moment = np.sum(left**power, axis=0) / safe
    mean = np.sum(np.where(np.isnan(x), 0, x), axis=0) / safe
    flat = var <= (np.finfo(np.float64).eps * mean) ** 2
    return np.where(flat | (count == 0), np.nan, moment / np.where(flat, 1.0, var) ** (power / 2)), count


def skew(x, *, bias=True):
    """Return the skewness of each column: the mean of ``z**3``, positive for a long tail of large values.

    Parameters
    ----------
    x : array_like, shape (n_samples,) or (n_samples, n_features)
    bias : bool
        False multiplies by ``sqrt(n (n - 1)) / (n - 2)`` where there are more than two values.

    Returns
    -------
    float or ndarray, shape (n_features,)
        NaN where a column does not vary.

    Examples
    --------
    >>> from numen.ml.stats import skew
    >>> round(float(skew([1, 2, 10])), 3)
    0.675
    """
    x, flat = _columns(x)
    found, n = _standard_moment(x.astype(np.float64), 3)
    if not bias:
        found = np.where(n > 2, found * np.sqrt(n * (n - 1.0)) / np.maximum(n - 2, 1), found)
    return found[0] if flat else found


def kurtosis(x):
    """Return the excess kurtosis of each column: the mean of ``z**4`` less 3, which is 0 for normal values."""
    x, flat = _columns(x)
    found = _standard_moment(x.astype(np.float64), 4)[0] - 3
    return found[0] if flat else found


def mode(x):
    """Return the most frequent value of each column, the smallest of several, and how often it occurs.

    Returns
    -------
    values, counts : ndarray, shape (n_features,), or two numbers
        NaN and 0 for a column without known values.

    Examples
    --------
    >>> from numen.ml.stats import mode
    >>> [v.item() for v in mode([3, 1, 3, 1, 2])]
    [1.0, 2]
    """
    x, flat = _columns(x)
    values, counts = np.full(x.shape[1], np.nan), np.zeros(x.shape[1], dtype=np.int64)
    for i, column in enumerate(x.T):
        found, often = np.unique(column[~np.isnan(column)], return_counts=True)
        if found.size:
            top = np.argmax(often)
            values[i], counts[i] = found[top], often[top]
    return (values[0], counts[0]) if flat else (values, counts)


def outliers(x, *, method="iqr", factor=None):
    """Return which values lie far from the others of their column.

    Parameters
    ----------
    x : array_like, shape (n_samples,) or (n_samples, n_features)
    method : {"iqr", "zscore"}
        Below ``q1 - factor (q3 - q1)`` or above ``q3 + factor (q3 - q1)`` (Tukey, 1977), or more than `factor`
        standard deviations from the mean.
    factor : float, optional
        1.5 for "iqr", 3 for "zscore".

    Returns
    -------
    ndarray of bool
        Of the shape of `x`; False where `x` is NaN.

    Raises
    ------
    ValueError
        There is no such method.

    Examples
    --------
    >>> from numen.ml.stats import outliers
    >>> outliers([1.0, 2.0, 3.0, 2.0, float("nan"), 99.0]).tolist()
    [False, False, False, False, False, True]

    By hand, with ``np.nanpercentile``: ``np.percentile`` of a column with a NaN is NaN, no comparison with NaN is
    true, and no outlier is found. In less than eleven values none has a z-score above 3.
    """
    x, flat = _columns(x)
    if method == "iqr":
        low, high = fences(x, 1.5 if factor is None else factor)
        far = (x < low) | (x > high)
    elif method == "zscore":
        far = np.abs(zscore(x)) > (3 if factor is None else factor)
    else:
        raise ValueError(f"method must be 'iqr' or 'zscore', got {method!r}")
    return far[:, 0] if flat else far


def fences(x, factor):
    """Tukey's fences of each column."""
    q1, q3 = percentiles(x, [25, 75])
    return q1 - factor * (q3 - q1), q3 + factor * (q3 - q1)


def percentiles(x, levels):
    """Percentiles of the known values of each column, NaN where there are none."""
    found = np.full((len(levels), x.shape[1]), np.nan)
    some = ~np.isnan(x).all(axis=0)
    if some.any():
        found[:, some] = np.nanpercentile(x[:, some], levels, axis=0)
    return found
