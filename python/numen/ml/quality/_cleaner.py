"""Cleaning steps learned once and replayed on new data."""

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import check_is_fitted, fit_array, next_array
from ..preprocessing._names import feature_names
from ..stats._moments import fences, percentiles

__all__ = ["Cleaner"]


@documented
class Cleaner(TransformerMixin, BaseEstimator):
    """Features that do not vary are left out, outliers handled, holes filled, by numbers learned in `fit`.

    Parameters
    ----------
    drop_constant : bool
        Leave out features of one value or none.
    outliers : {"clip", "fill"} or None
        Bring values beyond Tukey's fences, ``q1 - factor iqr`` and ``q3 + factor iqr``, to the fence, or treat them
        as missing. A feature of which half the values are equal has no fences.
    factor : float
    fill : {"median", "mean"} or None
        What missing values get; of the values within the fences. None keeps them.

    Attributes
    ----------
    kept_ : ndarray of int
        Features that are kept.
    low_, high_ : ndarray, shape (n_features,)
        Fences.
    fill_ : ndarray, shape (n_features,)
    n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.quality import Cleaner
    >>> nan = float("nan")
    >>> cleaner = Cleaner().fit([[1.0, 7.0], [2.0, 7.0], [3.0, 7.0], [4.0, 7.0]])
    >>> cleaner.transform([[nan, 7.0], [100.0, 8.0]])
    array([[2.5],
           [5.5]])

    By hand::

        q1, q3 = np.nanpercentile(X, [25, 75], axis=0)
        X = np.clip(X, q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1))
        X = np.where(np.isnan(X), np.nanmedian(X, axis=0), X)

    with quartiles and medians of the training data for new data too. Samples are never left out, so that targets stay
    beside them. An outlier may be what matters most: look at it first.
    """

    def __init__(self, *, drop_constant=True, outliers="clip", factor=1.5, fill="median"):
        self.drop_constant = drop_constant
        self.outliers = outliers
        self.factor = factor
        self.fill = fill

    @fitting
    def fit(self, X, y=None):
        """Learn fences, fill values, and which features vary.

        {learning_or_error}
            A parameter is wrong, no feature varies; `X` has not two axes, is empty, or holds infinities.
        """
        for name, choices in (("outliers", ("clip", "fill", None)), ("fill", ("median", "mean", None))):
            if getattr(self, name) not in choices:
                raise ValueError(f"{name} must be one of {choices}, got {getattr(self, name)!r}")
        x = fit_array(self, X, allow_nan=True)
        varies = np.fmax.reduce(x, axis=0) > np.fmin.reduce(x, axis=0)
        if self.drop_constant and not varies.any() and len(x) > 1:
            raise ValueError(f"No feature in X varies: X of shape {x.shape} has nothing to keep.")
        drop = self.drop_constant and len(x) > 1
        self.kept_ = np.flatnonzero(varies) if drop else np.arange(x.shape[1])
        low, high = fences(x, self.factor)
        none = ~(high > low)
        self.low_, self.high_ = np.where(none, -np.inf, low), np.where(none, np.inf, high)
        within = self._handle(x)
        count = np.maximum(np.sum(~np.isnan(within), axis=0), 1)
        if self.fill == "mean":
            value = np.sum(np.nan_to_num(within), axis=0) / count
        else:
            value = percentiles(within, [50])[0]
        self.fill_ = np.where(np.isnan(value), 0.0, value)
        return self

    def _handle(self, x):
        low, high = self.low_.astype(x.dtype), self.high_.astype(x.dtype)
        if self.outliers == "clip":
            return np.clip(x, low, high)
        return np.where((x < low) | (x > high), x.dtype.type(np.nan), x) if self.outliers == "fill" else x

    def transform(self, X):
        """Return the data, cleaned as in `fit`.

        {of_samples}
        ndarray of float, shape (n_samples, n_features_out)
        """
        x = self._handle(next_array(self, X, allow_nan=True))
        if self.fill is not None:
            x = np.where(np.isnan(x), self.fill_.astype(x.dtype), x)
        return x[:, self.kept_]

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features that are kept."""
        check_is_fitted(self)
        return feature_names(self, input_features)[self.kept_]

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
