"""Linear models learned in small steps from mini-batches, the learning curve kept."""

from functools import partial

import numen as np

from .._base import fitting, unless
from .._progress import Progress
from .._sections import documented
from .._validation import (
    check_random_state,
    check_sample_weight,
    column_or_1d,
    demand,
    not_converged,
    one_of,
)
from ._linear import (
    LinearClassifier,
    LinearRegressor,
    class_targets,
    class_weights,
    regression_data,
)

__all__ = ["SGDClassifier", "SGDRegressor"]


def _sigmoid(z):
    return 0.5 * (1 + np.tanh(0.5 * z))


def _beyond(p, y, e):
    """How much the error exceeds `e`."""
    return np.maximum(np.abs(p - y) - e, 0)


# Loss and its slope in the score p, for targets y: numbers, or -1 and 1; e is `epsilon`.
LOSSES = {
    "squared_error": (lambda p, y, e: 0.5 * (p - y) ** 2, lambda p, y, e: p - y),
    "huber": (
        lambda p, y, e: np.where(np.abs(p - y) <= e, 0.5 * (p - y) ** 2, e * np.abs(p - y) - 0.5 * e * e),
        lambda p, y, e: np.clip(p - y, -e, e),
    ),
    "epsilon_insensitive": (_beyond, lambda p, y, e: np.sign(p - y) * (np.abs(p - y) > e)),
    "squared_epsilon_insensitive": (
        lambda p, y, e: _beyond(p, y, e) ** 2,
        lambda p, y, e: 2 * np.sign(p - y) * _beyond(p, y, e),
    ),
    "hinge": (lambda p, y, e: np.maximum(0, 1 - p * y), lambda p, y, e: np.where(p * y < 1, -y, 0)),
    "squared_hinge": (
        lambda p, y, e: np.maximum(0, 1 - p * y) ** 2,
        lambda p, y, e: -2 * y * np.maximum(0, 1 - p * y),
    ),
    "modified_huber": (
        lambda p, y, e: np.where(p * y < -1, -4 * p * y, np.maximum(0, 1 - p * y) ** 2),
        lambda p, y, e: -2 * y * np.clip(1 - p * y, 0, 2),
    ),
    "log_loss": (lambda p, y, e: np.logaddexp(0, -p * y), lambda p, y, e: -y * _sigmoid(-p * y)),
    "perceptron": (lambda p, y, e: np.maximum(0, -p * y), lambda p, y, e: np.where(p * y <= 0, -y, 0)),
}
# Steeper slopes are cut: where the first steps are too long, the scores of the next ones would overflow.
STEEPEST = 1e12
FOR_NUMBERS = ("squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive")


class _Stochastic:
    """Steps over batches; one column of scores a target or, for more than two classes, a class against the rest."""

    _kinds = ()

    def __init__(
        self,
        loss,
        *,
        penalty,
        alpha,
        l1_ratio,
        fit_intercept,
        max_iter,
        tol,
        shuffle,
        batch_size,
        learning_rate,
        eta0,
        power_t,
        early_stopping,
        validation_fraction,
        n_iter_no_change,
        random_state,
        verbose,
        epsilon,
        warm_start,
        average,
    ):
        self.loss = loss
        self.penalty = penalty
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.epsilon = epsilon
        self.warm_start = warm_start
        self.average = average
        self.fit_intercept = fit_intercept
        self.max_iter = max_iter
        self.tol = tol
        self.shuffle = shuffle
        self.batch_size = batch_size
        self.learning_rate = learning_rate
        self.eta0 = eta0
        self.power_t = power_t
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.random_state = random_state
        self.verbose = verbose

    def _check(self):
        one_of(self, "loss", self._kinds)
        one_of(self, "penalty", ("l2", "l1", "elasticnet", None))
        one_of(self, "learning_rate", ("constant", "optimal", "invscaling", "adaptive"))
        demand(self, "alpha", 0)
        demand(self, "epsilon", 0)
        if not 0 <= self.l1_ratio <= 1:
            raise ValueError(
                f"The 'l1_ratio' parameter of {type(self).__name__} must be a float in the range [0.0, 1.0]. Got "
                f"{self.l1_ratio!r} instead."
            )
        if self.learning_rate == "optimal" and not self.alpha:
            raise ValueError(
                "alpha must be > 0 since learning_rate is 'optimal'. alpha is used to compute the optimal learning rate."
            )
        demand(self, "eta0", 0, above=True)
        demand(self, "max_iter", 1, whole=True)
        demand(self, "batch_size", 1, whole=True)
        demand(self, "n_iter_no_change", 1, whole=True)

    def _learn(self, X, targets, weight, *, epochs, fresh):
        """Steps for so many epochs, from zero (`fresh`) or from where it stands; `targets` has two axes."""
        random = check_random_state(self.random_state)
        mean_loss, slope = (partial(f, e=self.epsilon) for f in LOSSES[self.loss])
        aside = None
        if epochs > 1:
            # Steps must not grow with the scale of the weights.
            weight = weight * (len(X) / max(float(np.sum(weight)), 1e-300))
        if self.early_stopping and epochs > 1:
            if not 0 < self.validation_fraction < 1:
                raise ValueError(
                    "The 'validation_fraction' parameter must be a float in the range (0.0, 1.0)."
                )
            order = random.permutation(len(X))
            count = max(1, int(self.validation_fraction * len(X)))
            if count >= len(X):
                raise ValueError(
                    f"n_samples={len(X)} is too few for early_stopping: no sample is left to learn from."
                )
            aside = X[order[:count]], targets[order[:count]], weight[order[:count]]
            X, targets, weight = X[order[count:]], targets[order[count:]], weight[order[count:]]
        shape = X.shape[1], targets.shape[1]
        if fresh or self._plain[0].shape != shape:
            w, b, self.t_, curve = np.zeros(shape, X.dtype), np.zeros(shape[1], X.dtype), 1, []
            mean = w, b, 0
        else:
            w, b, mean = *self._plain, self._mean
            curve = [] if epochs > 1 else self.loss_curve_.tolist()
        late = int(self.average) if self.average else np.inf
        self.converged_, best, kept, worse, rate, checks = False, np.inf, None, 0, self.eta0, []
        total, size = max(float(np.sum(weight)), 1e-300), self.batch_size
        try:
            bar = Progress(range(epochs), "SGD", self.verbose if epochs > 1 else False, unit="epoch")
            for _ in bar:
                order = random.permutation(len(X)) if self.shuffle else np.arange(len(X))
                seen = 0.0
                for start in range(0, len(X), size):
                    rows = order[start : start + size]
                    x, y, v = X[rows], targets[rows], weight[rows][:, None]
                    p = x @ w + b
                    seen += float(np.sum(v * mean_loss(p, y)))
                    g = v * np.clip(slope(p, y), -STEEPEST, STEEPEST) / len(rows)
                    eta = self._rate(rate)
                    w = self._shrunk(w - eta * (x.T @ g), eta).astype(X.dtype)
                    if self.fit_intercept:
                        b = (b - eta * g.sum(axis=0)).astype(X.dtype)
                    self.t_ += 1
                    if (self.t_ - 1) * size >= late:
                        n = mean[2] + 1
                        mean = mean[0] + (w - mean[0]) / n, mean[1] + (b - mean[1]) / n, n
                curve.append(seen / total)
                bar.note(loss=curve[-1])
                if not np.isfinite(w).all():
                    raise ValueError(
                        "Floating-point under-/overflow occurred: scale the data (StandardScaler), or lower eta0."
                    )
                watched = curve[-1]
                if aside is not None:
                    watched = float(
                        np.average(np.sum(mean_loss(aside[0] @ w + b, aside[1]), axis=1), weights=aside[2])
                    )
                    checks.append(watched)
                if self.tol is None:
                    continue
                worse = worse + 1 if watched > best - self.tol else 0
                if watched < best:
                    best, kept = watched, (w, b)
                if worse >= self.n_iter_no_change:
                    if self.learning_rate == "adaptive" and rate > 1e-6:
                        rate, worse = rate / 5, 0
                        continue
                    self.converged_ = True
                    break
        finally:
            if aside is not None and kept is not None:
                w, b = kept
            self._plain, self._mean = (w, b), mean
            if mean[2]:
                w, b, _ = mean
            self.coef_, self.intercept_ = np.ascontiguousarray(w.T), b
            self.loss_curve_, self.n_iter_ = np.array(curve), len(curve)
            if aside is not None:
                self.validation_curve_ = np.array(checks)
        if epochs > 1 and not self.converged_ and self.tol is not None:
            not_converged(
                self, f"the loss still falls after max_iter={self.max_iter} epochs; raise max_iter."
            )
        return self

    def _rate(self, rate):
        """The length of the step; "optimal" as in Bottou, "Stochastic gradient descent tricks" (2012)."""
        if self.learning_rate == "invscaling":
            return self.eta0 / self.t_**self.power_t
        if self.learning_rate == "optimal":
            # The first step is the size that weights typically have under this penalty.
            return 1 / (self.alpha**0.25 + self.alpha * (self.t_ - 1))
        return rate

    def _shrunk(self, w, eta):
        """The step of the penalty: for squares a factor, for absolute values a move towards zero that stops there."""
        ratio = {"l2": 0.0, "l1": 1.0, "elasticnet": self.l1_ratio}.get(self.penalty)
        if ratio is None:
            return w
        if ratio < 1:
            w = w * max(0.0, 1 - eta * self.alpha * (1 - ratio))
        return np.sign(w) * np.maximum(np.abs(w) - eta * self.alpha * ratio, 0) if ratio else w

    def _fresh(self):
        return not (self.warm_start and hasattr(self, "coef_"))


class SGDRegressor(_Stochastic, LinearRegressor):
    """Linear regression in small steps: ``w -= eta * mean(slope(x.w + b, y) x)`` over mini-batches.

    Robbins and Monro, "A stochastic approximation method" (1951). A batch takes the place of a single sample, so that steps are
    products of matrices.

    Parameters
    ----------
    loss : {"squared_error", "huber", "epsilon_insensitive", "squared_epsilon_insensitive"}
        "huber" grows in proportion beyond errors of `epsilon`, so that outliers pull less; the last two count what exceeds it.
    penalty : {"l2", "l1", "elasticnet", None}
    alpha : float
        Strength of the penalty.
    l1_ratio : float
        Share of "l1" in "elasticnet".
    fit_intercept : bool
    max_iter : int
        Epochs, rounds over all data.
    tol : float or None
        It has converged when the loss has not fallen by `tol` below the best for `n_iter_no_change` epochs.
    shuffle : bool
        Draw a new order for each epoch.
    batch_size : int
    learning_rate : {"invscaling", "constant", "adaptive", "optimal"}
        ``eta = eta0 / t**power_t`` after t steps; `eta0`; `eta0` divided by 5 each time the loss rests; ``1 / (alpha**0.25 + alpha t)``.
    eta0, power_t : float
    early_stopping : bool
        Watch the loss of `validation_fraction` of the samples, kept aside, and keep the best coefficients.
    validation_fraction : float
    n_iter_no_change : int
    random_state : int, RandomState or None
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.
    epsilon : float
    warm_start : bool
        Go on from the coefficients of the last `fit`.
    average : bool or int
        Take the mean of the coefficients of all steps, or of those after so many samples (Polyak and Juditsky, 1992).

    Attributes
    ----------
    coef_ : ndarray, shape (n_features,)
    intercept_ : ndarray, shape (1,)
    loss_curve_ : ndarray, shape (n_iter_,)
        Mean loss of each epoch.
    validation_curve_ : ndarray
        With `early_stopping`.
    n_iter_, t_ : int
        Epochs, steps.
    converged_ : bool

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.linear_model import SGDRegressor
    >>> X = np.linspace(-1, 1, 50)[:, None]
    >>> model = SGDRegressor(random_state=0, eta0=0.5, tol=1e-6).fit(X, 3 * X[:, 0] + 1)
    >>> model.coef_.round(1), model.intercept_.round(1)
    (array([3.]), array([1.]))

    By hand::

        for epoch in range(100):
            for rows in np.array_split(np.random.permutation(n), n // 32):
                error = X[rows] @ w + b - y[rows]
                w -= eta * X[rows].T @ error / len(rows)
                b -= eta * error.mean()

    Pitfalls: features have to be scaled, one `eta` fits all; a constant `eta` ends in a cloud around the minimum; without a
    new order each epoch sorted targets pull back and forth.
    """

    _kinds = FOR_NUMBERS

    def __init__(
        self,
        loss="squared_error",
        *,
        penalty="l2",
        alpha=1e-4,
        l1_ratio=0.15,
        fit_intercept=True,
        max_iter=1000,
        tol=1e-3,
        shuffle=True,
        batch_size=32,
        learning_rate="invscaling",
        eta0=0.1,
        power_t=0.25,
        early_stopping=False,
        validation_fraction=0.1,
        n_iter_no_change=5,
        random_state=None,
        verbose=None,
        epsilon=0.1,
        warm_start=False,
        average=False,
    ):
        args = {k: v for k, v in locals().items() if k not in ("self", "__class__")}
        super().__init__(**args)

    def _targets(self, X, y, sample_weight):
        self._check()
        X, y, weight = regression_data(self, X, y, sample_weight, multi_output=False)
        return X, y[:, None], np.ones(len(X), X.dtype) if weight is None else weight

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn until the loss rests; arguments as for `LinearRegression.fit`, one target.

        Returns
        -------
        self
        """
        X, y, weight = self._targets(X, y, sample_weight)
        try:
            self._learn(X, y, weight, epochs=self.max_iter, fresh=self._fresh())
        finally:
            if hasattr(self, "coef_"):
                self.coef_ = self.coef_.ravel()
        return self

    @fitting
    def partial_fit(self, X, y, sample_weight=None):
        """One epoch over a further chunk; arguments as for `fit`.

        Returns
        -------
        self
        """
        fresh = not hasattr(self, "coef_")
        seen = getattr(self, "n_features_in_", None)
        X, y, weight = self._targets(X, y, sample_weight)
        same_width(self, seen, X)
        self._learn(X, y, weight, epochs=1, fresh=fresh)
        self.coef_ = self.coef_.ravel()
        return self

    def _describe(self, tags):
        tags.regressor_tags.poor_score = True


def same_width(estimator, seen, X):
    """Raise `ValueError` where a chunk has another number of features than those before."""
    if seen is not None and X.shape[1] != seen:
        raise ValueError(
            f"X has {X.shape[1]} features, but {type(estimator).__name__} is expecting {seen} features as input."
        )


def _unlikely(estimator):
    """Say where the loss is not that of probabilities."""
    if estimator.loss in ("log_loss", "modified_huber"):
        return None
    return f"probability estimates are not available for loss={estimator.loss!r}"


@documented
class SGDClassifier(_Stochastic, LinearClassifier):
    """Linear classes in small steps; more than two as each against the rest, all in the same products of matrices.

    Parameters
    ----------
    loss : {"hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron"}
        Support vectors; logistic regression; squares that go on straight, for outliers (Zhang, 2004); squares; Rosenblatt's
        perceptron (1958). Those of `SGDRegressor` take the classes as -1 and 1.
    class_weight : dict or "balanced", optional
    {threads}
    penalty, alpha, l1_ratio, fit_intercept, max_iter, tol, shuffle, batch_size, learning_rate, eta0, power_t
        As for `SGDRegressor`.
    early_stopping, validation_fraction, n_iter_no_change, random_state, verbose, epsilon, warm_start, average
        As for `SGDRegressor`.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
    coef_ : ndarray, shape (1, n_features) for two classes, else (n_classes, n_features)
    intercept_ : ndarray, shape (1,) or (n_classes,)
    loss_curve_, validation_curve_, n_iter_, t_, converged_
        As for `SGDRegressor`.

    Examples
    --------
    >>> from numen.ml.linear_model import SGDClassifier
    >>> model = SGDClassifier(random_state=0).fit([[-1, -1], [-2, -1], [1, 1], [2, 1]], [1, 1, 2, 2])
    >>> model.predict([[-0.8, -1], [3, 2]])
    array([1, 2])
    """

    _kinds = ("hinge", "log_loss", "modified_huber", "squared_hinge", "perceptron", *FOR_NUMBERS)

    def __init__(
        self,
        loss="hinge",
        *,
        penalty="l2",
        alpha=1e-4,
        l1_ratio=0.15,
        fit_intercept=True,
        max_iter=1000,
        tol=1e-3,
        shuffle=True,
        batch_size=32,
        learning_rate="adaptive",
        eta0=0.5,
        power_t=0.25,
        early_stopping=False,
        validation_fraction=0.1,
        n_iter_no_change=5,
        class_weight=None,
        random_state=None,
        n_jobs=None,
        verbose=None,
        epsilon=0.1,
        warm_start=False,
        average=False,
    ):
        args = {k: v for k, v in locals().items() if k not in ("self", "__class__", "class_weight", "n_jobs")}
        super().__init__(**args)
        self.class_weight = class_weight
        self.n_jobs = n_jobs

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn until the loss rests; arguments as for `LogisticRegression.fit`.

        Returns
        -------
        self
        """
        self._check()
        X, classes, at = class_targets(self, X, y)
        fresh = self._fresh() or not np.array_equal(classes, self.classes_)
        self.classes_ = classes
        return self._steps(X, at, sample_weight, self.max_iter, fresh)

    @fitting
    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """One epoch over a further chunk.

        Parameters
        ----------
        X, y, sample_weight
            As for `fit`.
        classes : array_like
            All classes there will be; needed in the first call.

        Returns
        -------
        self
        """
        self._check()
        fresh, seen = not hasattr(self, "coef_"), getattr(self, "n_features_in_", None)
        if fresh and classes is None:
            raise ValueError("classes must be passed on the first call to partial_fit.")
        every = np.unique(np.asarray(classes)) if fresh else self.classes_
        if not fresh and classes is not None and np.unique(np.asarray(classes)).tolist() != every.tolist():
            raise ValueError(
                f"`classes={np.asarray(classes)!r}` is not the same as on last call to partial_fit, was: {every!r}"
            )
        labels = column_or_1d(y)
        if not np.isin(labels, every).all():
            raise ValueError(f"y has classes that are not among those of the first call: {every.tolist()}")
        array, _, _ = regression_data(self, X, np.searchsorted(every, labels), None, multi_output=False)
        same_width(self, seen, array)
        self.classes_ = every
        return self._steps(array, np.searchsorted(every, labels), sample_weight, 1, fresh)

    def _steps(self, X, at, sample_weight, epochs, fresh):
        k = len(self.classes_)
        weight = class_weights(self, self.classes_, at, check_sample_weight(sample_weight, X))
        member = (at[:, None] == np.arange(k)) if k > 2 else (at == 1)[:, None]
        signs = np.where(member, 1, -1).astype(X.dtype)
        return self._learn(X, signs, weight, epochs=epochs, fresh=fresh)

    @unless(_unlikely)
    def predict_proba(self, X):
        """Return ``sigmoid`` of the scores, for "modified_huber" ``(1 + score) / 2`` within 0 and 1; there for these losses.

        Those of more than two classes are made to sum to 1.

        Returns
        -------
        ndarray, shape (n_samples, n_classes)
        """
        scores = self.decision_function(X)
        p = _sigmoid(scores) if self.loss == "log_loss" else (np.clip(scores, -1, 1) + 1) / 2
        if p.ndim == 1:
            return np.stack([1 - p, p], axis=1)
        total = p.sum(axis=1, keepdims=True)
        return np.where(total == 0, 1 / p.shape[1], p / np.where(total == 0, 1, total))

    @unless(_unlikely)
    def predict_log_proba(self, X):
        """Return the logarithms of `predict_proba`."""
        with np.errstate(divide="ignore"):
            return np.log(self.predict_proba(X))
