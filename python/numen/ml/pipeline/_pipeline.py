"""Transformers one after the other, and a learner last."""

import time

import numen as np

from .._base import fitting, unless
from ._composed import Composed, named

__all__ = ["Pipeline", "make_pipeline"]


def _lacking(*names, all_steps=False):
    """Say where the last step, or any, has none of the methods."""

    def reason(pipeline):
        steps = pipeline._working() if all_steps else [pipeline._final()]
        if all(step is None or any(hasattr(step, name) for name in names) for step in steps):
            return None
        return f"This '{type(pipeline).__name__}' has no attribute '{names[0]}'"

    return reason


def _last(name, text):
    """A method that is there if the last step has it, and runs on what the steps before make of the data."""

    def method(self, X, *args, **kwargs):
        self._check_fitted()
        return getattr(self._final(), name)(self._before(X), *args, **kwargs)

    method.__name__, method.__qualname__, method.__doc__ = name, f"Pipeline.{name}", text
    return unless(_lacking(name))(method)


class Pipeline(Composed):
    """Steps in sequence: each but the last transforms the data for the next.

    As one estimator it is fitted and tried as a whole, so that scaling is learned from the training data alone.

    Parameters
    ----------
    steps : list of (name, estimator)
        All but the last have `transform`; "passthrough" or None does nothing.
    verbose : bool
        Print the time of each step of `fit`.

    Attributes
    ----------
    named_steps : dict
    n_features_in_ : int
    classes_ : ndarray
        Those of the last step.

    Examples
    --------
    >>> from numen.ml.pipeline import Pipeline
    >>> from numen.ml.preprocessing import MinMaxScaler, SimpleImputer
    >>> pipe = Pipeline([("fill", SimpleImputer()), ("scale", MinMaxScaler())])
    >>> pipe.fit_transform([[1.0], [float("nan")], [3.0]]).ravel()
    array([0. , 0.5, 1. ])
    >>> pipe.set_params(fill__strategy="median")["fill"]
    SimpleImputer(strategy='median')

    By hand::

        Z = scaler.fit_transform(X_train)
        model.fit(Z, y_train)
        model.predict(scaler.transform(X_test))     # transform: fit_transform here would learn from the test

    """

    _parts_in = "steps"

    def __init__(self, steps, *, verbose=False):
        self.steps = steps
        self.verbose = verbose

    def _working(self):
        return [None if step in (None, "passthrough") else step for _, step in self.steps]

    def _final(self):
        return self._working()[-1] if self.steps else None

    def _check_steps(self):
        if not self.steps:
            raise ValueError("The pipeline is empty. Please add steps.")
        self._check_names()
        *before, last = self._working()
        for step in before:
            learns = hasattr(step, "fit") or hasattr(step, "fit_transform")
            if step is not None and not (learns and hasattr(step, "transform")):
                raise TypeError(
                    "All intermediate steps should be transformers and implement fit and transform or be the string "
                    f"'passthrough' '{step}' (type {type(step)}) doesn't"
                )
        if last is not None and not hasattr(last, "fit"):
            raise TypeError(
                "Last step of Pipeline should implement fit or be the string 'passthrough'. "
                f"'{last}' (type {type(last)}) doesn't"
            )

    def _arguments(self, params):
        """Arguments of each step from ``step__argument``."""
        of = {name: {} for name, _ in self.steps}
        for key, value in params.items():
            name, _, rest = key.partition("__")
            if not rest or name not in of:
                raise ValueError(
                    f"Pipeline.fit does not accept the {key} parameter. You can pass parameters to specific steps of "
                    "your pipeline using the stepname__parameter format, e.g. `Pipeline.fit(X, y, "
                    "logisticregression__sample_weight=sample_weight)`."
                )
            of[name][rest] = value
        return of

    def _learn(self, X, y, params, method):
        """Fit all steps; the last one by its `method`."""
        self._check_steps()
        of = self._arguments(params)
        with self._restored_on_failure():
            *before, last = list(zip([name for name, _ in self.steps], self._working(), strict=True))
            for i, (name, step) in enumerate(before):
                start = time.perf_counter()
                if step is not None:
                    X = _fit_transform(step, X, y, of[name])
                self._say(i, name, start)
            name, step = last
            start = time.perf_counter()
            if step is None:
                out = X
            elif method == "fit_transform":
                out = _fit_transform(step, X, y, of[name])
            else:
                out = getattr(step, method)(X, *(() if y is None else (y,)), **of[name])
            self._say(len(before), name, start)
        return out

    def _say(self, i, name, start):
        if self.verbose:
            took = time.perf_counter() - start
            print(f"[Pipeline] (step {i + 1} of {len(self.steps)}) Processing {name}, total={took:6.1f}s")

    @fitting
    def fit(self, X, y=None, **params):
        """Fit each step on what the steps before make of the data.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,), optional
        **params
            Arguments for `fit` of the steps, as ``step__argument``.

        Returns
        -------
        self

        Raises
        ------
        TypeError, ValueError
            Steps are not as they must be; whatever a step raises. All steps are then as they were.
        """
        self._learn(X, y, params, "fit")
        return self

    @unless(_lacking("fit_transform", "transform"))
    @fitting
    def fit_transform(self, X, y=None, **params):
        """Fit, and return the data after all steps."""
        return self._learn(X, y, params, "fit_transform")

    @unless(_lacking("fit_predict"))
    @fitting
    def fit_predict(self, X, y=None, **params):
        """Fit, and return the labels of the last step."""
        return self._learn(X, y, params, "fit_predict")

    def _before(self, X):
        """What all steps but the last make of the data."""
        for step in self._working()[:-1]:
            X = X if step is None else step.transform(X)
        return X

    @unless(_lacking("transform", all_steps=True))
    def transform(self, X):
        """Return the data after all steps."""
        self._check_fitted()
        X = self._before(X)
        return X if self._final() is None else self._final().transform(X)

    @unless(_lacking("inverse_transform", all_steps=True))
    def inverse_transform(self, X):
        """Return the data before all steps."""
        self._check_fitted()
        for step in reversed(self._working()):
            X = X if step is None else step.inverse_transform(X)
        return X

    def _check_fitted(self):
        from .._validation import check_is_fitted

        check_is_fitted(self)

    predict = _last("predict", "Return the predictions of the last step.")
    predict_proba = _last("predict_proba", "Return the probabilities of the last step.")
    predict_log_proba = _last(
        "predict_log_proba", "Return the logarithms of the probabilities of the last step."
    )
    decision_function = _last("decision_function", "Return the decision values of the last step.")
    score_samples = _last("score_samples", "Return the score of each sample by the last step.")
    score = _last("score", "Return the score of the last step.")

    @property
    def named_steps(self):
        """The steps by name."""
        return dict(self.steps)

    @property
    def classes_(self):
        """Classes of the last step."""
        return self.steps[-1][1].classes_

    @property
    def n_features_in_(self):
        """Number of features that the first step has seen."""
        return self.steps[0][1].n_features_in_

    @property
    def feature_names_in_(self):
        """Names of the features that the first step has seen."""
        return self.steps[0][1].feature_names_in_

    @property
    def _estimator_type(self):
        return getattr(self._final(), "_estimator_type", None)

    def get_feature_names_out(self, input_features=None):
        """Return the names of the features after all steps.

        Raises
        ------
        AttributeError
            A step has no such names.
        """
        names = input_features
        for name, step in self.steps:
            if step in (None, "passthrough"):
                continue
            if not hasattr(step, "get_feature_names_out"):
                raise AttributeError(
                    f"Estimator {name} does not provide get_feature_names_out. Did you mean to call "
                    "pipeline[:-1].get_feature_names_out()?"
                )
            names = step.get_feature_names_out(names)
        return np.asarray(names, dtype=object)

    def __len__(self):
        return len(self.steps)

    def __getitem__(self, key):
        if isinstance(key, slice):
            if key.step not in (1, None):
                raise ValueError("Pipeline slicing only supports a step of 1")
            return type(self)(self.steps[key], verbose=self.verbose)
        return self.named_steps[key] if isinstance(key, str) else self.steps[key][1]

    def __sklearn_is_fitted__(self):
        working = [step for step in self._working() if step is not None]
        return not working or getattr(working[-1], "__sklearn_is_fitted__", lambda: True)()

    def _describe(self, tags):
        first = next((s for s in self._working() if s is not None), None)
        if hasattr(first, "__sklearn_tags__"):
            tags.input_tags = first.__sklearn_tags__().input_tags
        last = self._final()
        if hasattr(last, "__sklearn_tags__"):
            theirs = last.__sklearn_tags__()
            tags.estimator_type = theirs.estimator_type
            tags.target_tags = theirs.target_tags
            tags.classifier_tags, tags.regressor_tags = theirs.classifier_tags, theirs.regressor_tags


def _fit_transform(step, X, y, arguments):
    given = () if y is None else (y,)
    if hasattr(step, "fit_transform"):
        return step.fit_transform(X, *given, **arguments)
    return step.fit(X, *given, **arguments).transform(X)


def make_pipeline(*steps, verbose=False):
    """Return a `Pipeline` whose steps are named after their classes.

    Examples
    --------
    >>> from numen.ml.pipeline import make_pipeline
    >>> from numen.ml.preprocessing import PolynomialFeatures, StandardScaler
    >>> [name for name, _ in make_pipeline(StandardScaler(), PolynomialFeatures()).steps]
    ['standardscaler', 'polynomialfeatures']
    """
    return Pipeline(named(steps), verbose=verbose)
