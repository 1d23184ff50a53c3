"""Names of the features that come out of a transformer."""

import numen as np

from .._validation import check_is_fitted

__all__ = ["OneToOneMixin", "feature_names"]


class OneToOneMixin:
    """As many features come out as go in, under their names."""

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features.

        Parameters
        ----------
        input_features : array_like of str, optional
            Names to use where `fit` has seen none; else they must be those it has seen.

        Returns
        -------
        ndarray of object, shape (n_features,)

        Raises
        ------
        ValueError
            The names are not those of `fit`, or not as many.
        """
        return feature_names(self, input_features)


def feature_names(estimator, given=None):
    """Names of the features that `fit` has seen: its own, those given, or ``x0``, ``x1``, ..."""
    check_is_fitted(estimator, "n_features_in_")
    seen = getattr(estimator, "feature_names_in_", None)
    if given is None:
        names = [f"x{i}" for i in range(estimator.n_features_in_)] if seen is None else seen.tolist()
        return np.array(names, dtype=object)
    given = np.asarray(given, dtype=object)
    if seen is not None and seen.tolist() != given.tolist():
        raise ValueError("input_features is not equal to feature_names_in_")
    if len(given) != estimator.n_features_in_:
        count = estimator.n_features_in_
        raise ValueError(
            f"input_features should have length equal to number of features ({count}), got {len(given)}"
        )
    return given
