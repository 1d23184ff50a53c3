"""Scalers: each feature moved and stretched by numbers learned from it."""

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import check_sample_weight, fit_array, next_array
from ._names import OneToOneMixin

__all__ = ["StandardScaler"]


@documented
class StandardScaler(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Features with mean 0 and standard deviation 1: ``z = (x - mean) / std``.

    Mean and variance of chunks are joined as in Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm
    for computing sample variances" (1979), so that `partial_fit` over chunks learns what `fit` over all learns.
    NaN are ignored in `fit` and kept in `transform`.

    Parameters
    ----------
    with_mean, with_std : bool
        Whether to move, whether to stretch.
    copy : bool
        False writes to the array given, where it is one of floats.

    Attributes
    ----------
    mean_, var_, scale_ : ndarray, shape (n_features,), or None
        `scale_` is 1 for a feature that does not vary.
    n_samples_seen_ : int, or ndarray of int where features have NaN
    n_features_in_ : int

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.preprocessing import StandardScaler
    >>> scaler = StandardScaler().fit([[0, 0], [0, 0], [1, 1], [1, 1]])
    >>> scaler.mean_
    array([0.5, 0.5])
    >>> scaler.transform([[2, 2]])
    array([[3., 3.]])

    By hand::

        z = (X - X.mean(axis=0)) / X.std(axis=0)

    which divides by zero where a feature does not vary, and takes the mean of new data if it is written again for
    them: what was learned from the training data is to be used.
    """

    def __init__(self, *, copy=True, with_mean=True, with_std=True):
        self.copy = copy
        self.with_mean = with_mean
        self.with_std = with_std

    @fitting
    def fit(self, X, y=None, sample_weight=None):
        """Learn mean and standard deviation.

        {weighted_learning_or_error}
            `X` has not two axes, is empty, or holds infinities.
        """
        for name in ("mean_", "var_", "scale_", "n_samples_seen_"):
            vars(self).pop(name, None)
        return self._learn(X, sample_weight, first=True)

    @fitting
    def partial_fit(self, X, y=None, sample_weight=None):
        """Learn from a further chunk; arguments as for `fit`.

        Returns
        -------
        self
        """
        return self._learn(X, sample_weight, first=not hasattr(self, "n_samples_seen_"))

    def _learn(self, X, sample_weight, first):
        if first:
            array = fit_array(self, X, allow_nan=True)
        else:
            array = next_array(self, X, allow_nan=True)
        w = check_sample_weight(sample_weight, array)
        known = ~np.isnan(array)
        width = array.shape[1]
        full = bool(known.all())
        weight = np.full(width, np.sum(w)) if full else w @ known.astype(np.float64)
        present = np.full(width, len(array)) if full else np.sum(known, axis=0)
        mean, var = _moments(array, None if full else known, w, weight)
        seen = weight if sample_weight is not None else present
        if not first:
            mean, var, seen = _join((self._mean, self._var, self._seen), (mean, var, seen))
        self._mean, self._var, self._seen = mean, var, seen
        self.n_samples_seen_ = seen[0] if (seen == seen[0]).all() else seen
        self.mean_ = mean if self.with_mean or self.with_std else None
        self.var_ = var if self.with_std else None
        self.scale_ = _scale(np.sqrt(var), mean, var, seen) if self.with_std else None
        return self

    def transform(self, X, copy=None):
        """Return ``(X - mean_) / scale_``.

        {transforming_a_copy}
        """
        z = next_array(self, X, allow_nan=True, copy=self.copy if copy is None else copy)
        if self.with_mean:
            z -= self.mean_.astype(z.dtype)
        if self.with_std:
            z /= self.scale_.astype(z.dtype)
        return z

    def inverse_transform(self, X, copy=None):
        """Return ``X * scale_ + mean_``; arguments as for `transform`."""
        x = next_array(self, X, allow_nan=True, copy=self.copy if copy is None else copy)
        if self.with_std:
            x *= self.scale_.astype(x.dtype)
        if self.with_mean:
            x += self.mean_.astype(x.dtype)
        return x

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


def _moments(array, known, w, weight):
    """Weighted mean and variance of each feature over the values that are known; all are if `known` is None."""
    if known is None:
        total = np.sum(w)
        mean = w @ array / total if array.dtype == np.float64 else w @ array.astype(np.float64) / total
        left = array - mean
        shift = w @ left / total
        left *= left
        return mean, np.maximum(w @ left / total - shift**2, 0)
    x = np.where(known, array, 0.0).astype(np.float64)
    total = np.where(weight == 0, 1.0, weight)
    mean = w @ x / total
    left = np.where(known, x - mean, 0.0)
    # The second term is zero but for rounding, and takes away what rounding of the mean leaves.
    var = w @ left**2 / total - (w @ left / total) ** 2
    return np.where(weight == 0, np.nan, mean), np.where(weight == 0, np.nan, np.maximum(var, 0))


def _join(one, two):
    """Mean, variance and count of two chunks together."""
    (m1, v1, n1), (m2, v2, n2) = one, two
    m1, v1 = np.where(n1 == 0, 0.0, m1), np.where(n1 == 0, 0.0, v1)
    m2, v2 = np.where(n2 == 0, 0.0, m2), np.where(n2 == 0, 0.0, v2)
    n = n1 + n2
    total = np.where(n == 0, 1, n)
    step = m2 - m1
    mean = m1 + step * (n2 / total)
    var = (n1 * v1 + n2 * v2) / total + step**2 * (n1 * n2 / total**2)
    return np.where(n == 0, np.nan, mean), np.where(n == 0, np.nan, var), n


def _scale(std, mean, var, n):
    """Standard deviations with 1 for features that do not vary beyond rounding."""
    eps = np.finfo(np.float64).eps
    constant = var <= n * eps * var + (n * mean * eps) ** 2
    return np.where(constant | (std == 0), 1.0, std)
