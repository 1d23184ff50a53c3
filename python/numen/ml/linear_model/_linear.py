"""What linear models share: data with the means taken away, predictions, checks of parameters."""

import numen as np

from .._base import BaseEstimator, ClassifierMixin, RegressorMixin
from .._validation import check_features, check_moderate, check_sample_weight, check_X_y, next_array


def regression_data(estimator, X, y, sample_weight, *, multi_output=True):
    """Data, targets of the same float type, and weights or None."""
    array, y = check_X_y(
        X,
        y,
        multi_output=multi_output,
        y_numeric=True,
        dtype=(np.float64, np.float32),
        estimator=estimator,
    )
    check_features(estimator, X, array, reset=True)
    weight = None if sample_weight is None else check_sample_weight(sample_weight, array)
    return array, y.astype(array.dtype, copy=False), weight


def centred(X, y, weight, fit_intercept):
    """Data and targets without their (weighted) means, and the means: the intercept then falls out of the problem."""
    if not fit_intercept:
        return X, y, np.zeros(X.shape[1], dtype=X.dtype), np.zeros(y.shape[1:], dtype=y.dtype)
    x_mean = np.average(X, axis=0, weights=weight).astype(X.dtype)
    y_mean = np.asarray(np.average(y, axis=0, weights=weight), dtype=y.dtype)
    check_moderate(x_mean)
    return X - x_mean, y - y_mean, x_mean, y_mean


def weighted(X, y, weight):
    """Rows times the roots of their weights, which turns weighted least squares into plain."""
    if weight is None:
        return X, y
    root = np.sqrt(weight).astype(X.dtype)
    return X * root[:, None], y * (root if y.ndim == 1 else root[:, None])


class LinearRegressor(RegressorMixin, BaseEstimator):
    """``X @ coef_.T + intercept_``."""

    def predict(self, X):
        """Return ``X @ coef_.T + intercept_``.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)

        Returns
        -------
        ndarray, shape (n_samples,) or (n_samples, n_targets)
        """
        return next_array(self, X) @ self.coef_.T + self.intercept_

    def _keep(self, coef, x_mean, y_mean):
        """Store coefficients of centred data, (n_features,) or (n_features, n_targets), and the intercept."""
        self.coef_ = np.ascontiguousarray(coef.T)
        if self.fit_intercept:
            intercept = y_mean - x_mean @ coef
            self.intercept_ = intercept if intercept.ndim else intercept[()]
        else:
            self.intercept_ = 0.0

    def _describe(self, tags):
        tags.target_tags.multi_output = True


class LinearClassifier(ClassifierMixin, BaseEstimator):
    """The class with the largest score ``X @ coef_.T + intercept_``; of two classes, the second where it is positive."""

    def decision_function(self, X):
        """Return the scores of the classes.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)

        Returns
        -------
        ndarray, shape (n_samples,) for two classes, else (n_samples, n_classes)
        """
        scores = next_array(self, X) @ self.coef_.T + self.intercept_
        return scores[:, 0] if scores.shape[1] == 1 else scores

    def predict(self, X):
        """Return the class of each sample.

        Returns
        -------
        ndarray, shape (n_samples,)
        """
        scores = self.decision_function(X)
        at = (scores > 0).astype(np.int64) if scores.ndim == 1 else scores.argmax(axis=1)
        return self.classes_[at]


def class_targets(estimator, X, y):
    """Data, sorted classes, and the place of each sample's class among them.

    Raises
    ------
    ValueError
        The targets are continuous, or all of one class.
    """
    array, y = check_X_y(X, y, dtype=(np.float64, np.float32), estimator=estimator)
    check_features(estimator, X, array, reset=True)
    if y.dtype.kind == "f" and (y != np.floor(y)).any():
        raise ValueError(
            "Unknown label type: continuous. Maybe you are trying to fit a classifier, which expects discrete classes "
            "on a regression target with continuous values."
        )
    classes, at = np.unique(y, return_inverse=True)
    if len(classes) < 2:
        raise ValueError(
            f"This solver needs samples of at least 2 classes in the data, but the data contains only one class: "
            f"{classes[0]!r}"
        )
    return array, classes, at


def class_weights(estimator, classes, at, weight):
    """Weights of samples times those of their classes ("balanced": so that classes weigh the same)."""
    given = estimator.class_weight
    if given is None:
        return weight
    if isinstance(given, str):
        if given != "balanced":
            raise ValueError(
                f"The 'class_weight' parameter must be 'balanced', a dict or None. Got {given!r} instead."
            )
        total = np.bincount(at, weights=weight, minlength=len(classes))
        factor = np.sum(weight) / (len(classes) * total)
    else:
        names = classes.tolist()
        if unknown := [name for name in given if name not in names]:
            raise ValueError(f"The classes, {unknown}, are not in class_weight")
        factor = np.array([float(given.get(name, 1.0)) for name in names])
    return (weight * factor[at]).astype(weight.dtype)
