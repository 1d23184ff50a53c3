"""Targets of kinds as integers."""

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._validation import check_is_fitted, column_or_1d
from ._categories import codes, distinct, unknown_values

__all__ = ["LabelEncoder"]


class LabelEncoder(TransformerMixin, BaseEstimator):
    """Labels as integers ``0 ... n_classes - 1``, in the order of the labels. For targets, not for features.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)

    Examples
    --------
    >>> from numen.ml.preprocessing import LabelEncoder
    >>> encoder = LabelEncoder().fit(["cat", "dog", "bird", "dog"])
    >>> encoder.transform(["dog", "bird"])
    array([2, 0])
    >>> encoder.inverse_transform([1]).tolist()
    ['cat']

    By hand::

        classes, y = np.unique(labels, return_inverse=True)

    The integers have an order that the labels do not have: as a feature, encode them with `OneHotEncoder`.
    """

    @fitting
    def fit(self, y):
        """Learn which labels there are.

        Parameters
        ----------
        y : array_like, shape (n_samples,)

        Returns
        -------
        self
        """
        self.classes_ = distinct(_labels(y))
        return self

    def fit_transform(self, y):
        """Learn the labels of `y` and return their integers.

        Returns
        -------
        ndarray of int, shape (n_samples,)
        """
        return self.fit(y).transform(y)

    def transform(self, y):
        """Return the integer of each label.

        Parameters
        ----------
        y : array_like, shape (n_samples,)

        Returns
        -------
        ndarray of int, shape (n_samples,)

        Raises
        ------
        ValueError
            `fit` has not seen a label.
        """
        check_is_fitted(self)
        y = _labels(y)
        found = codes(y, self.classes_)
        if (found < 0).any():
            raise ValueError(f"y contains previously unseen labels: {unknown_values(y, found)}")
        return found

    def inverse_transform(self, y):
        """Return the label of each integer.

        Raises
        ------
        ValueError
            An integer stands for no label.
        """
        check_is_fitted(self)
        y = column_or_1d(y, warn=True)
        if not y.size:
            return self.classes_[:0]
        wrong = np.setdiff1d(y, np.arange(len(self.classes_)))
        if wrong.size:
            raise ValueError(f"y contains previously unseen labels: {wrong}")
        return self.classes_[y.astype(np.intp)]

    def _describe(self, tags):
        tags.input_tags.two_d_array = False
        tags.target_tags.one_d_labels = True


def _labels(y):
    given = y
    y = column_or_1d(y, warn=True)
    mixed = y.dtype.kind in "US" and not hasattr(given, "dtype")
    if mixed and len({type(v) for v in given}) > 1:
        return np.array(given, dtype=object)
    return y
