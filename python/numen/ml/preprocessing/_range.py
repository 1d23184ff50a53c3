"""Scalers by order statistics and by the length of each sample."""

from statistics import NormalDist

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import as_float, check_features, fit_array, next_array
from ._names import OneToOneMixin

__all__ = ["MinMaxScaler", "Normalizer", "RobustScaler"]


def nonzero(scale):
    """The scales, with 1 for those that are zero but for rounding."""
    return np.where(np.abs(scale) < 10 * np.finfo(scale.dtype).eps, scale.dtype.type(1), scale)


@documented
class MinMaxScaler(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Features stretched to a range: ``z = low + (high - low) (x - min) / (max - min)``.

    NaN are ignored in `fit` and kept in `transform`. A feature that does not vary becomes `low`.

    Parameters
    ----------
    feature_range : (low, high)
    copy : bool
        False writes to the array given, where it is one of floats.
    clip : bool
        Bring what lies outside the range of the training data to its ends.

    Attributes
    ----------
    data_min_, data_max_, data_range_ : ndarray, shape (n_features,)
    scale_, min_ : ndarray, shape (n_features,)
        ``z = x * scale_ + min_``.
    n_samples_seen_, n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.preprocessing import MinMaxScaler
    >>> scaler = MinMaxScaler().fit([[-1, 2], [1, 18], [0, 6]])
    >>> scaler.transform([[-1, 2], [0, 6], [2, 2]])
    array([[0.  , 0.  ],
           [0.5 , 0.25],
           [1.5 , 0.  ]])

    By hand::

        z = (X - X.min(axis=0)) / (X.max(axis=0) - X.min(axis=0))

    which is NaN for a constant feature and for each feature with a NaN, and lets one outlier press all other values
    into a corner (`RobustScaler` does not). New data may lie outside the range.
    """

    def __init__(self, feature_range=(0, 1), *, copy=True, clip=False):
        self.feature_range = feature_range
        self.copy = copy
        self.clip = clip

    @fitting
    def fit(self, X, y=None):
        """Learn the smallest and largest value of each feature.

        {learning_or_error}
            The range is empty; `X` has not two axes, is empty, or holds infinities.
        """
        vars(self).pop("n_samples_seen_", None)
        return self._learn(X, first=True)

    @fitting
    def partial_fit(self, X, y=None):
        """Learn from a further chunk; arguments as for `fit`.

        Returns
        -------
        self
        """
        return self._learn(X, first=not hasattr(self, "n_samples_seen_"))

    def _learn(self, X, first):
        low, high = self.feature_range
        if low >= high:
            raise ValueError(
                f"Minimum of desired feature range must be smaller than maximum. Got {self.feature_range}."
            )
        x = fit_array(self, X, allow_nan=True) if first else next_array(self, X, allow_nan=True)
        smallest, largest = np.fmin.reduce(x, axis=0), np.fmax.reduce(x, axis=0)
        seen = len(x)
        if not first:
            smallest, largest = np.fmin(smallest, self.data_min_), np.fmax(largest, self.data_max_)
            seen += self.n_samples_seen_
        self.n_samples_seen_ = seen
        self.data_min_, self.data_max_, self.data_range_ = smallest, largest, largest - smallest
        self.scale_ = (high - low) / nonzero(self.data_range_)
        self.min_ = low - smallest * self.scale_
        return self

    def transform(self, X):
        """Return ``X * scale_ + min_``.

        {transforming}
        """
        z = next_array(self, X, allow_nan=True, copy=self.copy)
        z *= self.scale_.astype(z.dtype)
        z += self.min_.astype(z.dtype)
        if self.clip:
            np.clip(z, *self.feature_range, out=z)
        return z

    def inverse_transform(self, X):
        """Return ``(X - min_) / scale_``; arguments as for `transform`."""
        x = next_array(self, X, allow_nan=True, copy=self.copy)
        x -= self.min_.astype(x.dtype)
        x /= self.scale_.astype(x.dtype)
        return x

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


@documented
class RobustScaler(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Features centred at their median and stretched by a distance of quantiles: ``z = (x - median) / (q3 - q1)``.

    A quarter of the samples may be outliers without moving the result. NaN are ignored in `fit` and kept in
    `transform`.

    Parameters
    ----------
    with_centering, with_scaling : bool
    quantile_range : (float, float)
        In percent.
    copy : bool
        False writes to the array given, where it is one of floats.
    unit_variance : bool
        Divide the distance by that of the normal distribution, so that normal features get variance 1.

    Attributes
    ----------
    center_, scale_ : ndarray, shape (n_features,), or None
    n_features_in_ : int

    Examples
    --------
    >>> from numen.ml.preprocessing import RobustScaler
    >>> RobustScaler().fit_transform([[1.0], [2.0], [3.0], [4.0], [1000.0]]).ravel()
    array([ -1. ,  -0.5,   0. ,   0.5, 498.5])

    By hand::

        q1, median, q3 = np.percentile(X, [25, 50, 75], axis=0)
        z = (X - median) / (q3 - q1)

    where one NaN makes a whole feature NaN (`numen.nanpercentile` does not), and a feature of which half the values
    are equal may be divided by zero.
    """

    def __init__(
        self,
        *,
        with_centering=True,
        with_scaling=True,
        quantile_range=(25.0, 75.0),
        copy=True,
        unit_variance=False,
    ):
        self.with_centering = with_centering
        self.with_scaling = with_scaling
        self.quantile_range = quantile_range
        self.copy = copy
        self.unit_variance = unit_variance

    @fitting
    def fit(self, X, y=None):
        """Learn median and quantiles of each feature.

        {learning_or_error}
            The quantiles are not in order; `X` has not two axes, is empty, or holds infinities.
        """
        x = fit_array(self, X, allow_nan=True)
        low, high = self.quantile_range
        if not 0 <= low <= high <= 100:
            raise ValueError(f"Invalid quantile range: {self.quantile_range}")
        q1, median, q3 = _percentiles(x, [low, 50, high])
        self.center_ = median if self.with_centering else None
        self.scale_ = None
        if self.with_scaling:
            self.scale_ = nonzero(q3 - q1)
            if self.unit_variance:
                normal = NormalDist()
                self.scale_ = self.scale_ / (normal.inv_cdf(high / 100) - normal.inv_cdf(low / 100))
        return self

    def transform(self, X):
        """Return ``(X - center_) / scale_``.

        {transforming}
        """
        z = next_array(self, X, allow_nan=True, copy=self.copy)
        if self.with_centering:
            z -= self.center_.astype(z.dtype)
        if self.with_scaling:
            z /= self.scale_.astype(z.dtype)
        return z

    def inverse_transform(self, X):
        """Return ``X * scale_ + center_``; arguments as for `transform`."""
        x = next_array(self, X, allow_nan=True, copy=self.copy)
        if self.with_scaling:
            x *= self.scale_.astype(x.dtype)
        if self.with_centering:
            x += self.center_.astype(x.dtype)
        return x

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


def _percentiles(x, levels):
    """Percentiles of each feature over the values that are known; NaN where there are none."""
    unknown = np.isnan(x)
    if not unknown.any():
        return np.percentile(x, levels, axis=0)
    found = np.full((len(levels), x.shape[1]), np.nan, dtype=x.dtype)
    some = ~unknown.all(axis=0)
    found[:, some] = np.nanpercentile(x[:, some], levels, axis=0)
    return found


@documented
class Normalizer(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Samples of length 1: ``z = x / ||x||``, each row by itself. There is nothing to learn.

    Parameters
    ----------
    norm : {"l1", "l2", "max"}
        Sum of absolute values, Euclidean length, largest absolute value.
    copy : bool
        False writes to the array given, where it is one of floats.

    Examples
    --------
    >>> from numen.ml.preprocessing import Normalizer
    >>> Normalizer().transform([[3.0, 4.0], [0.0, 0.0]])
    array([[0.6, 0.8],
           [0. , 0. ]])

    By hand::

        z = X / np.linalg.norm(X, axis=1, keepdims=True)

    which is NaN for a sample of zeros. Rows are scaled here, not columns: the features keep their proportions.
    """

    def __init__(self, norm="l2", *, copy=True):
        self.norm = norm
        self.copy = copy

    @fitting
    def fit(self, X, y=None):
        """Look at the data and remember the number of features.

        {learning}
        """
        fit_array(self, X)
        return self

    def transform(self, X, copy=None):
        """Return the samples, each divided by its norm; a sample of zeros stays.

        {transforming_a_copy}

        Raises
        ------
        ValueError
            There is no such norm.
        """
        z = as_float(X, estimator=self, copy=self.copy if copy is None else copy)
        check_features(self, X, z, reset=False)
        if self.norm == "l1":
            length = np.sum(np.abs(z), axis=1)
        elif self.norm == "l2":
            length = np.sqrt(np.einsum("ij,ij->i", z, z))
        elif self.norm == "max":
            length = np.max(np.abs(z), axis=1)
        else:
            raise ValueError(f"'{self.norm}' is not a supported norm")
        z /= nonzero(length)[:, None]
        return z

    def __sklearn_is_fitted__(self):
        return True

    def _describe(self, tags):
        tags.requires_fit = False
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
