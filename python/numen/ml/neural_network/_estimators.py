"""The classifier and the regressor."""

import numen as np

from .._base import ClassifierMixin, RegressorMixin, fitting, unless
from .._validation import check_features, check_X_y
from ..functional import binary_cross_entropy_with_logits as logistic_loss
from ..functional import cross_entropy_backward, cross_entropy_forward, sigmoid, softmax
from ._training import PARAMETERS, MultilayerPerceptron, whole

__all__ = ["MLPClassifier", "MLPRegressor"]


def _labels(y):
    """Classes; numbers that are not whole are none."""
    if y.dtype.kind == "f" and (y != np.floor(y)).any():
        raise ValueError(
            "Unknown label type: continuous. Maybe you are trying to fit a classifier, which expects discrete "
            "classes on a regression target with continuous values."
        )
    return y


class MLPClassifier(ClassifierMixin, MultilayerPerceptron):
    __doc__ = f"""Classes from layers ``activation(x @ W + b)``, the last a softmax; of two classes, one sigmoid.

    The loss is the cross-entropy; see `numen.ml.nn` for the layers and `numen.ml.optim` for the solvers.

    Parameters
    ----------
    {PARAMETERS}
    classes_ : ndarray, shape (n_classes,)

    Examples
    --------
    >>> from numen.ml.neural_network import MLPClassifier
    >>> X, y = [[0, 0], [0, 1], [1, 0], [1, 1]] * 5, ["no", "yes", "yes", "no"] * 5
    >>> model = MLPClassifier((16,), learning_rate_init=0.05, random_state=0).fit(X, y)
    >>> model.predict([[0, 1], [1, 1]])
    array(['yes', 'no'], dtype='<U3')
    """

    _told = False  # whether partial_fit was told the classes

    def _targets(self, X, y, first):
        given = X
        X, y = check_X_y(X, y, estimator=self, dtype=(np.float64, np.float32))
        check_features(self, given, X, reset=first)
        y = _labels(y)
        if first and not self._told:
            self.classes_ = np.unique(y)
        unseen = ~np.isin(y, self.classes_)
        if unseen.any():
            raise ValueError(f"`y` has classes not in `self.classes_`. `self.classes_` has {self.classes_}.")
        rows = np.searchsorted(self.classes_, y)
        self.out_activation_ = "softmax" if len(self.classes_) > 2 else "logistic"
        if len(self.classes_) > 2:
            return X, (rows[:, None] == np.arange(len(self.classes_))).astype(X.dtype)
        return X, rows[:, None].astype(X.dtype)

    def _loss(self, out, t, w, count):
        w = np.ones(len(t), dtype=out.dtype) if w is None else w.astype(out.dtype)
        share = (w / count)[:, None]
        if out.shape[1] == 1:
            losses = logistic_loss(out, t, reduction="none")
            return float((losses * share).sum()), (sigmoid(out) - t) * share
        losses, saved = cross_entropy_forward(out, t, reduction="none")
        return float((losses * share[:, 0]).sum()), cross_entropy_backward(share[:, 0], saved)

    def _decided(self, out):
        place = np.argmax(out, axis=1) if out.shape[1] > 1 else (out[:, 0] > 0).astype(np.intp)
        return self.classes_[place]

    def _scored(self, out, y, w):
        return float(np.average(self._decided(out) == y.ravel(), weights=w))

    @unless(whole)
    @fitting
    def partial_fit(self, X, y, classes=None):
        """Learn one epoch from a chunk.

        Parameters
        ----------
        X, y : array_like
        classes : array_like, optional
            All classes there are; needed in the first call.

        Returns
        -------
        self
        """
        first = not hasattr(self, "coefs_")
        self._told = True
        if first:
            if classes is None:
                raise ValueError("classes must be passed on the first call to partial_fit.")
            self.classes_ = np.unique(np.asarray(classes))
        elif classes is not None and np.unique(np.asarray(classes)).tolist() != self.classes_.tolist():
            raise ValueError(f"`classes={classes!r}` is not the same as on last call to partial_fit")
        try:
            return self._partial(X, y, None, first)
        finally:
            vars(self).pop("_told", None)

    def predict(self, X):
        """Return the most probable class of each sample.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)

        Returns
        -------
        ndarray, shape (n_samples,)
        """
        return self._decided(self._outputs(self._checked(X)))

    def predict_proba(self, X):
        """Return the probabilities of the classes, shape (n_samples, n_classes)."""
        out = self._outputs(self._checked(X))
        if out.shape[1] > 1:
            return softmax(out)
        p = sigmoid(out)
        return np.concatenate([1 - p, p], axis=1)[:, : max(len(self.classes_), 2)]

    def predict_log_proba(self, X):
        """Return the logarithms of `predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))


class MLPRegressor(RegressorMixin, MultilayerPerceptron):
    __doc__ = f"""Numbers from layers ``activation(x @ W + b)``, the last without activation.

    The loss is half the mean squared error.

    Parameters
    ----------
    {PARAMETERS}

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.neural_network import MLPRegressor
    >>> X = np.linspace(-1, 1, 50)[:, None]
    >>> model = MLPRegressor((20,), learning_rate_init=0.05, random_state=0).fit(X, X[:, 0] ** 2)
    >>> model.score(X, X[:, 0] ** 2) > 0.95
    True
    """

    def _targets(self, X, y, first):
        given = X
        X, y = check_X_y(
            X, y, estimator=self, dtype=(np.float64, np.float32), multi_output=True, y_numeric=True
        )
        check_features(self, given, X, reset=first)
        self.out_activation_ = "identity"
        return X, y.reshape(len(X), -1).astype(X.dtype)

    def _loss(self, out, t, w, count):
        left = out - t
        share = left.dtype.type(1 / count) if w is None else (w / count).astype(left.dtype)[:, None]
        return float(0.5 * (left * left * share).sum() / left.shape[1]), left * share

    def _scored(self, out, y, w):
        y = y.reshape(out.shape)
        w = np.ones((len(y), 1)) if w is None else w[:, None]
        left = (w * (y - out) ** 2).sum(axis=0)
        total = (w * (y - (w * y).sum(axis=0) / w.sum()) ** 2).sum(axis=0)
        return float(np.mean(1 - left / np.where(total == 0, 1, total)))

    @unless(whole)
    @fitting
    def partial_fit(self, X, y):
        """Learn one epoch from a chunk.

        Returns
        -------
        self
        """
        return self._partial(X, y, None, not hasattr(self, "coefs_"))

    def predict(self, X):
        """Return the numbers of each sample, shape (n_samples,) or (n_samples, n_outputs).

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        """
        out = self._outputs(self._checked(X))
        return out[:, 0] if out.shape[1] == 1 else out

    def _describe(self, tags):
        tags.target_tags.multi_output = True
        tags.regressor_tags.poor_score = True
