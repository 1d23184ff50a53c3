"""Values for places that have none."""

import warnings

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._sections import documented
from .._validation import check_array, check_features, check_is_fitted
from ._categories import distinct, is_nan
from ._names import feature_names

__all__ = ["SimpleImputer"]

STRATEGIES = ("mean", "median", "most_frequent", "constant")


@documented
class SimpleImputer(TransformerMixin, BaseEstimator):
    """Missing values filled in with one number for each feature: ``x[missing] = mean(x[known])``.

    A feature without any value in `fit` is left out, unless `keep_empty_features`.

    Parameters
    ----------
    missing_values : number, str, None or NaN
        What stands for a missing value.
    strategy : {"mean", "median", "most_frequent", "constant"} or callable
        Of values that occur equally often the smallest counts as most frequent. A callable gets the known values of
        a feature.
    fill_value : object, optional
        For "constant"; 0 for numbers and "missing_value" for texts by default.
    copy : bool
        False writes to the array given where no feature is left out.
    add_indicator : bool
        Append a column for each feature that has missing values in `fit`, with 1 where they are missing.
    keep_empty_features : bool
        Fill features without any value with 0, or with `fill_value`.

    Attributes
    ----------
    statistics_ : ndarray, shape (n_features,)
        What is filled in; NaN for a feature that is left out.
    n_features_in_ : int

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.preprocessing import SimpleImputer
    >>> SimpleImputer().fit_transform([[1.0, 2.0], [np.nan, 4.0], [3.0, np.nan]])
    array([[1., 2.],
           [2., 4.],
           [3., 3.]])

    By hand::

        X = np.where(np.isnan(X), np.nanmean(X, axis=0), X)

    where new data must get the means of the training data, not their own. Filling in makes variances too small and
    hides that values were missing: `add_indicator` keeps that.
    """

    def __init__(
        self,
        *,
        missing_values=np.nan,
        strategy="mean",
        fill_value=None,
        copy=True,
        add_indicator=False,
        keep_empty_features=False,
    ):
        self.missing_values = missing_values
        self.strategy = strategy
        self.fill_value = fill_value
        self.copy = copy
        self.add_indicator = add_indicator
        self.keep_empty_features = keep_empty_features

    @fitting
    def fit(self, X, y=None):
        """Learn what to fill in.

        {learning_or_error}
            There is no such strategy, it needs numbers, or the value to fill in does not fit the data.
        """
        if self.strategy not in STRATEGIES and not callable(self.strategy):
            raise ValueError(
                "The 'strategy' parameter of SimpleImputer must be a str among {'constant', 'mean', 'median', "
                f"'most_frequent'}} or a callable. Got {self.strategy!r} instead."
            )
        x = self._data(X)
        check_features(self, X, x, reset=True)
        missing = self._missing(x)
        self._with_holes = np.flatnonzero(missing.any(axis=0))
        fill = self.fill_value
        if self.strategy == "constant":
            if fill is None:
                fill = "missing_value" if x.dtype.kind == "O" else 0
            elif not np.can_cast(np.asarray(fill).dtype, x.dtype, casting="same_kind"):
                raise ValueError(
                    f"fill_value={fill!r} (of type {type(fill)!r}) cannot be cast to the input data that is {x.dtype!r}."
                )
        found = [self._statistic(column[~gone], fill) for column, gone in zip(x.T, missing.T, strict=True)]
        if x.dtype.kind == "O" or self.strategy == "constant":
            self.statistics_ = np.empty(len(found), dtype=object)
            self.statistics_[:] = found
        else:
            self.statistics_ = np.array(found, dtype=x.dtype if x.dtype.kind == "f" else np.float64)
        return self

    def _data(self, X, copy=False):
        words = self.strategy in ("most_frequent", "constant")
        if words and hasattr(X, "iloc") and not hasattr(X, "dtype"):
            X = np.asarray(X)
        listed = words and not hasattr(X, "dtype") and np.asarray(X).dtype.kind in "US"
        dtype = object if listed else (None if words else (np.float64, np.float32))
        holes = is_nan(self.missing_values) or self.missing_values is None
        try:
            x = check_array(X, dtype=dtype, allow_nan=holes, copy=copy, estimator=self)
        except ValueError as e:
            if "could not convert" in str(e):
                raise ValueError(f"Cannot use {self.strategy} strategy with non-numeric data:\n{e}") from None
            raise
        if x.dtype.kind not in "iufO":
            raise ValueError(
                f"SimpleImputer does not support data with dtype {x.dtype}. Please provide either a numeric array "
                "(with a floating point or integer dtype) or categorical data represented either as an array with "
                "integer dtype or an array of string values with an object dtype."
            )
        if x.dtype.kind != "O" and isinstance(self.missing_values, str):
            raise ValueError(
                f"'X' and 'missing_values' types are expected to be both numerical. Got X.dtype={x.dtype} and "
                f" type(missing_values)={type(self.missing_values)}."
            )
        return x

    def _missing(self, x):
        mark = self.missing_values
        if is_nan(mark):
            return x != x if x.dtype.kind in "fO" else np.zeros(x.shape, dtype=bool)
        if mark is None:
            return np.array([v is None for v in x.ravel().tolist()], dtype=bool).reshape(x.shape)
        return x == mark

    def _statistic(self, known, fill):
        if not known.size:
            if not self.keep_empty_features:
                return np.nan
            return fill if self.strategy == "constant" else 0
        if self.strategy == "mean":
            return np.mean(known, dtype=np.float64)
        if self.strategy == "median":
            return np.median(known)
        if self.strategy == "constant":
            return fill
        if self.strategy == "most_frequent":
            values, often = distinct(known, counts=True)
            return values[np.argmax(often)]
        return self.strategy(known)

    def transform(self, X):
        """Return the data with the missing values filled in.

        {other_features}
        """
        check_is_fitted(self)
        x = self._data(X, copy=self.copy)
        check_features(self, X, x, reset=False)
        missing = self._missing(x)
        kept = self._kept()
        flags = missing[:, self._with_holes] if self.add_indicator else None
        if not kept.all():
            gone = np.flatnonzero(~kept)
            gone = self.feature_names_in_[gone] if hasattr(self, "feature_names_in_") else gone
            warnings.warn(
                f"Skipping features without any observed values: {gone}. At least one non-missing value is needed for "
                f"imputation with strategy='{self.strategy}'.",
                UserWarning,
                stacklevel=2,
            )
            x, missing = x[:, kept], missing[:, kept]
        fill = self.statistics_[kept]
        fill = fill if x.dtype.kind == "O" else fill.astype(x.dtype)
        np.copyto(x, fill, where=missing)
        return x if flags is None else np.concatenate([x, flags.astype(x.dtype)], axis=1)

    def _kept(self):
        return np.array([not is_nan(v) for v in self.statistics_.tolist()], dtype=bool)

    def inverse_transform(self, X):
        """Return the data with missing values where the columns of `add_indicator` say so.

        Raises
        ------
        ValueError
            There are no such columns.
        """
        check_is_fitted(self)
        if not self.add_indicator:
            raise ValueError(
                "'inverse_transform' works only when 'SimpleImputer' is instantiated with 'add_indicator=True'. "
                f"Got 'add_indicator={self.add_indicator}' instead."
            )
        z = check_array(X, dtype=None, allow_nan=True)
        kept = np.flatnonzero(self._kept())
        out = np.full((len(z), self.n_features_in_), self.missing_values, dtype=z.dtype)
        out[:, kept] = z[:, : len(kept)]
        for place, i in enumerate(self._with_holes.tolist()):
            out[z[:, len(kept) + place].astype(bool), i] = self.missing_values
        return out

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features that are kept, and ``missingindicator_name`` for each indicator.

        Returns
        -------
        ndarray of object
        """
        names = feature_names(self, input_features)
        out = names[self._kept()].tolist()
        if self.add_indicator:
            out += [f"missingindicator_{name}" for name in names[self._with_holes].tolist()]
        return np.array(out, dtype=object)

    def _describe(self, tags):
        tags.input_tags.allow_nan = is_nan(self.missing_values)
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]
