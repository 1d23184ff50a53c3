"""What every estimator is: parameters by name, one line of text, a fit that leaves nothing behind when it fails.

The conventions are scikit-learn's (https://scikit-learn.org/stable/developers/develop.html).
"""

import functools
import html
import inspect

import numen as np

from ._validation import check_is_fitted, n_samples

__all__ = [
    "BaseEstimator",
    "ClassifierMixin",
    "ClusterMixin",
    "RegressorMixin",
    "TransformerMixin",
    "fitting",
    "unless",
]


def fitting(method):
    """A method that learns: if it fails, the estimator stays as it was.

    Learned arrays are replaced, never written to in place, so that the attributes from before are enough to go
    back to. An interrupt keeps what was learned so far.
    """

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        before = dict(vars(self))
        try:
            return method(self, *args, **kwargs)
        except Exception:
            vars(self).clear()
            vars(self).update(before)
            raise

    return guarded


class unless:
    """A method that is there unless `reason` of the estimator is a text: that is why, and `hasattr` answers no."""

    def __init__(self, reason):
        self.reason = reason

    def __call__(self, method):
        self.method = method
        functools.update_wrapper(self, method)
        return self

    def __get__(self, estimator, owner=None):
        if estimator is None:
            return self.method
        reason = self.reason(estimator)
        if reason:
            raise AttributeError(reason)
        return self.method.__get__(estimator, owner)


class BaseEstimator:
    """Parameters are the arguments of `__init__`, which stores each under its name and does nothing else."""

    @classmethod
    def _defaults(cls):
        """Names of the parameters and their defaults."""
        if cls.__init__ is object.__init__:
            return {}
        given = list(inspect.signature(cls.__init__).parameters.values())[1:]
        return {p.name: p.default for p in given}

    def get_params(self, deep=True):
        """Return the parameters by name.

        Parameters
        ----------
        deep : bool
            Add the parameters of parameters that are estimators, as ``name__parameter``.

        Returns
        -------
        dict
        """
        found = {}
        for name in sorted(self._defaults()):
            value = getattr(self, name)
            if deep and hasattr(value, "get_params") and not isinstance(value, type):
                found.update((f"{name}__{k}", v) for k, v in value.get_params().items())
            found[name] = value
        return found

    def set_params(self, **params):
        """Set parameters by name, those of a parameter as ``name__parameter``.

        Returns
        -------
        self

        Raises
        ------
        ValueError
            There is no such parameter.
        """
        inner = {}
        valid = self.get_params(deep=True)
        for key, value in params.items():
            name, _, rest = key.partition("__")
            if name not in valid:
                own = sorted(self._parameter_names())
                raise ValueError(
                    f"Invalid parameter {name!r} for estimator {self}. Valid parameters are: {own!r}."
                )
            if rest:
                inner.setdefault(name, {})[rest] = value
            else:
                setattr(self, name, value)
                valid[name] = value
        for name, values in inner.items():
            valid[name].set_params(**values)
        return self

    def _parameter_names(self):
        return list(self._defaults())

    def __repr__(self):
        defaults = self._defaults()
        shown = []
        for name, value in self.get_params(deep=False).items():
            default = defaults.get(name, inspect.Parameter.empty)
            same = value is default or (
                isinstance(value, (bool, int, float, str, tuple, type(None)))
                and type(value) is type(default)
                and (value == default or value != value and default != default)
            )
            if not same:
                shown.append(f"{name}={value!r}")
        text = f"{type(self).__name__}({', '.join(shown)})"
        return " ".join(text.split())

    def _repr_html_(self):
        rows = "".join(
            f"<tr><td>{html.escape(name)}</td><td><code>{html.escape(repr(value))}</code></td></tr>"
            for name, value in self.get_params(deep=False).items()
        )
        state = "fitted" if self.__sklearn_is_fitted__() else "not fitted"
        return (
            f"<details><summary><b>{html.escape(type(self).__name__)}</b> ({state})</summary>"
            f"<table>{rows}</table></details>"
        )

    def __sklearn_is_fitted__(self):
        return any(name.endswith("_") and not name.startswith("_") for name in vars(self))

    def _describe(self, tags):
        """Say in scikit-learn's tags what the estimator takes; classes add to it."""

    def __sklearn_tags__(self):
        # Only scikit-learn asks for these, so that it is there when they are made.
        from sklearn.utils import ClassifierTags, InputTags, RegressorTags, Tags, TargetTags, TransformerTags

        kind = getattr(self, "_estimator_type", None)
        tags = Tags(
            estimator_type=kind,
            target_tags=TargetTags(required=kind in ("classifier", "regressor")),
            transformer_tags=TransformerTags() if hasattr(self, "transform") else None,
            classifier_tags=ClassifierTags() if kind == "classifier" else None,
            regressor_tags=RegressorTags() if kind == "regressor" else None,
            input_tags=InputTags(),
        )
        self._describe(tags)
        return tags


class TransformerMixin:
    """Adds `fit_transform` to `fit` and `transform`."""

    def fit_transform(self, X, y=None, **fit_params):
        """Fit, and return the transformed `X`.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,), optional
        **fit_params
            Passed to `fit`.

        Returns
        -------
        ndarray
        """
        if y is None:
            return self.fit(X, **fit_params).transform(X)
        return self.fit(X, y, **fit_params).transform(X)


class ClassifierMixin:
    """Adds accuracy as `score`."""

    _estimator_type = "classifier"

    def score(self, X, y, sample_weight=None):
        """Return the share of samples whose class is predicted right.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)
        sample_weight : array_like, shape (n_samples,), optional

        Returns
        -------
        float
        """
        right = np.asarray(self.predict(X)) == np.asarray(y)
        return float(np.average(right, weights=None if sample_weight is None else np.asarray(sample_weight)))


class RegressorMixin:
    """Adds the coefficient of determination as `score`."""

    _estimator_type = "regressor"

    def score(self, X, y, sample_weight=None):
        """Return ``1 - sum (y - prediction)**2 / sum (y - mean(y))**2``, averaged over targets.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,) or (n_samples, n_targets)
        sample_weight : array_like, shape (n_samples,), optional

        Returns
        -------
        float
            1 for a perfect prediction, 0 for that of the mean; where the targets do not vary, 1 or 0.
        """
        y = np.asarray(y, dtype=float)
        predicted = np.asarray(self.predict(X)).reshape(y.shape)
        w = np.ones(n_samples(y)) if sample_weight is None else np.asarray(sample_weight, dtype=float)
        w = w if y.ndim == 1 else w[:, None]
        left = np.sum(w * (y - predicted) ** 2, axis=0)
        total = np.sum(w * (y - np.sum(w * y, axis=0) / np.sum(w)) ** 2, axis=0)
        constant = total == 0
        scores = np.where(constant, np.where(left == 0, 1.0, 0.0), 1 - left / np.where(constant, 1.0, total))
        return float(np.mean(scores))


class ClusterMixin:
    """Adds `fit_predict` to estimators that learn `labels_`."""

    _estimator_type = "clusterer"

    def fit_predict(self, X, y=None, **fit_params):
        """Fit, and return the label of each sample.

        Returns
        -------
        ndarray of int, shape (n_samples,)
        """
        self.fit(X, **fit_params)
        check_is_fitted(self, "labels_")
        return self.labels_
