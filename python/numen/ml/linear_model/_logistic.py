"""Probabilities of classes that are linear in the features on the scale of their logarithms."""

import numen as np

from .._base import fitting
from .._lbfgs import lbfgs
from .._progress import Progress
from .._proximal import proximal
from .._sections import documented
from .._validation import check_sample_weight, demand, not_converged, one_of
from ._linear import LinearClassifier, class_targets, class_weights

__all__ = ["LogisticRegression"]


# Names of scikit-learn's that lead to the same minimum stand for what is here.
SOLVERS = {
    "lbfgs": "lbfgs",
    "newton-cholesky": "newton-cholesky",
    "proximal": "proximal",
    "newton-cg": "lbfgs",
    "sag": "lbfgs",
    "saga": "proximal",
}


@documented
class LogisticRegression(LinearClassifier):
    """Classes by ``P(k | x) = softmax(W x + b)_k``; for two classes ``P(1 | x) = sigmoid(w x + b)``.

    Least is made the cross-entropy with a penalty on the squares of the coefficients, not of the intercepts::

        sum_i -log P(y_i | x_i) + |W|**2 / (2 C)

    Parameters
    ----------
    C : float
        Inverse of the strength of the penalty.
    penalty : {"l2", "l1", "elasticnet", None}
        Squares; absolute values ``|W|_1 / C``, which set coefficients to zero; ``l1_ratio`` parts of these and the rest squares.
    l1_ratio : float
        Share of absolute values, in [0, 1]; other than 0 it makes "l2" the mixture as well.
    tol : float
        It has converged when no entry of the gradient of the mean cost exceeds `tol`.
    fit_intercept : bool
    class_weight : dict or "balanced", optional
        Factors of the weights of samples, by class; "balanced" makes classes weigh the same.
    solver : {"lbfgs", "newton-cholesky", "proximal"}
        L-BFGS takes gradients alone; Newton's method solves with all second derivatives, ``(n_classes * n_features)**2``, in
        few rounds; proximal gradients are for absolute values, which the others cannot do. Of scikit-learn's other names
        "newton-cg" and "sag" are taken as "lbfgs", "saga" as "proximal": they lead to the same minimum.
    max_iter : int
    {nothing_drawn}
    {threads}
    warm_start : bool
        Start from the coefficients of the last `fit`.
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
    coef_ : ndarray, shape (1, n_features) for two classes, else (n_classes, n_features)
    intercept_ : ndarray, shape (1,) or (n_classes,)
    n_iter_ : ndarray of int, shape (1,)
    loss_history_ : ndarray
        Mean cost before each round and at the end.
    converged_ : bool

    Examples
    --------
    >>> from numen.ml.linear_model import LogisticRegression
    >>> model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["no", "no", "yes", "yes"])
    >>> model.predict([[0.5], [2.5]])
    array(['no', 'yes'], dtype='<U3')
    >>> model.predict_proba([[1.5]]).round(3)
    array([[0.5, 0.5]])

    By hand, with one-hot targets Y::

        for _ in range(1000):
            Z = X @ W + b
            P = np.exp(Z - Z.max(axis=1, keepdims=True))
            P /= P.sum(axis=1, keepdims=True)
            W -= rate * (X.T @ (P - Y) / len(X) + W / (C * len(X)))
            b -= rate * (P - Y).mean(axis=0)

    Pitfalls: ``exp`` of large scores overflows unless the largest is taken away; sigmoids at the output are for classes that
    do not exclude each other; without penalty, classes that a plane separates have no finite solution.
    """

    def __init__(
        self,
        *,
        C=1.0,
        penalty="l2",
        l1_ratio=0.0,
        tol=1e-4,
        fit_intercept=True,
        class_weight=None,
        random_state=None,
        solver="lbfgs",
        max_iter=100,
        warm_start=False,
        verbose=None,
        n_jobs=None,
    ):
        self.C = C
        self.penalty = penalty
        self.l1_ratio = l1_ratio
        self.tol = tol
        self.fit_intercept = fit_intercept
        self.class_weight = class_weight
        self.random_state = random_state
        self.n_jobs = n_jobs
        self.solver = solver
        self.max_iter = max_iter
        self.warm_start = warm_start
        self.verbose = verbose

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn coefficients and intercepts.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)
            Classes: numbers or texts.
        sample_weight : array_like, shape (n_samples,), optional

        Returns
        -------
        self

        Raises
        ------
        ValueError
            There is one class only, targets are continuous, or data are not finite.
        """
        demand(self, "C", 0, above=True)
        demand(self, "tol", 0)
        demand(self, "max_iter", 0, whole=True)
        solver, ratio = self._way()
        array, classes, at = class_targets(self, X, y)
        weight = class_weights(self, classes, at, check_sample_weight(sample_weight, array))
        total = float(np.sum(weight))
        strength = 0.0 if self.penalty is None else 1 / (self.C * total)
        kind = _Two if len(classes) == 2 else _Many
        problem = kind(array, at, len(classes), weight / total, strength * (1 - ratio), self.fit_intercept)
        start = self._start(problem)
        if solver == "proximal":
            rounds = proximal(problem.cost, start, problem.widths(strength * ratio))
        else:
            rounds = lbfgs(problem.cost, start) if solver == "lbfgs" else _newton(problem, start)
        losses, self.converged_ = [], False
        x = None
        try:
            bar = Progress(rounds, "logistic regression", self.verbose, total=self.max_iter)
            for x, value, gradient in bar:  # noqa: B007
                losses.append(value)
                bar.note(loss=value)
                if np.max(np.abs(gradient)) <= self.tol:
                    self.converged_ = True
                    break
                if len(losses) > self.max_iter:
                    break
        finally:
            if x is not None:
                w = x.reshape(problem.shape).astype(array.dtype)
                self.classes_ = classes
                self.coef_ = np.ascontiguousarray(w[:, : array.shape[1]])
                self.intercept_ = w[:, -1] if self.fit_intercept else np.zeros(len(w), dtype=array.dtype)
                self.n_iter_ = np.array([max(len(losses) - 1, 0)])
                self.loss_history_ = np.array(losses)
        if not self.converged_:
            not_converged(
                self,
                f"{self.solver} failed to converge after {len(losses) - 1} iteration(s): the largest entry of the "
                f"gradient is {float(np.max(np.abs(gradient))):.3e}. Raise max_iter, or scale the data.",
            )
        return self

    def _way(self):
        """The solver, and the share of absolute values in the penalty."""
        one_of(self, "penalty", ("l2", "l1", "elasticnet", None))
        solver = SOLVERS[one_of(self, "solver", SOLVERS)]
        if not 0 <= self.l1_ratio <= 1:
            raise ValueError(
                f"The 'l1_ratio' parameter of LogisticRegression must be a float in the range [0.0, 1.0]. Got "
                f"{self.l1_ratio!r} instead."
            )
        ratio = {"l1": 1.0, None: 0.0}.get(self.penalty, float(self.l1_ratio))
        if ratio and solver != "proximal":
            raise ValueError(
                f"Solver {self.solver} supports only 'l2' or None penalties, got {self.penalty} penalty with "
                f"l1_ratio={ratio}. Take solver='proximal'."
            )
        return solver, ratio

    def _start(self, problem):
        if self.warm_start and hasattr(self, "coef_"):
            parts = [self.coef_] + ([self.intercept_[:, None]] if self.fit_intercept else [])
            start = np.concatenate(parts, axis=1).astype(np.float64)
            if start.shape == problem.shape:
                return start.ravel()
        return np.zeros(problem.shape).ravel()

    def predict_log_proba(self, X):
        """Return the logarithms of `predict_proba`, which do not run out of range."""
        scores = self.decision_function(X)
        if scores.ndim == 1:
            return -np.stack([np.logaddexp(0, scores), np.logaddexp(0, -scores)], axis=1)
        scores = scores - scores.max(axis=1, keepdims=True)
        return scores - np.log(np.sum(np.exp(scores), axis=1, keepdims=True))

    def predict_proba(self, X):
        """Return the probability of each class.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)

        Returns
        -------
        ndarray, shape (n_samples, n_classes)
            Rows sum to 1; columns are those of `classes_`.
        """
        return np.exp(self.predict_log_proba(X))


class _Problem:
    """Mean cost of coefficients (rows of classes, the intercept in the last column), gradient and second derivatives."""

    def __init__(self, X, at, classes, weight, strength, intercept):
        self.X, self.at, self.weight = X, at, weight
        self.strength, self.intercept = strength, intercept
        self.shape = (classes if classes > 2 else 1, X.shape[1] + intercept)

    def scores(self, w):
        features = self.X.shape[1]
        z = self.X @ w[:, :features].T.astype(self.X.dtype)
        return z + w[:, -1].astype(z.dtype) if self.intercept else z

    def finish(self, w, loss, slope):
        """Value and gradient from the loss and its slope in the scores, with the penalty."""
        features = self.X.shape[1]
        gradient = np.empty(self.shape)
        gradient[:, :features] = slope.T @ self.X + self.strength * w[:, :features]
        if self.intercept:
            gradient[:, -1] = slope.sum(axis=0)
        penalty = 0.5 * self.strength * float(np.sum(w[:, :features] ** 2))
        return float(loss) + penalty, gradient.ravel()

    def block(self, v):
        """``A.T diag(v) A`` with A the data and, for the intercept, a column of ones."""
        features = self.X.shape[1]
        h = np.empty((self.shape[1],) * 2)
        scaled = self.X * v[:, None]
        h[:features, :features] = scaled.T @ self.X
        if self.intercept:
            h[:features, -1] = h[-1, :features] = scaled.sum(axis=0)
            h[-1, -1] = v.sum()
        return h

    def widths(self, strength):
        """The penalty on the absolute value of each entry."""
        w = np.full(self.shape, strength)
        if self.intercept:
            w[:, -1] = 0
        return w.ravel()

    def ridge(self):
        r = np.full(self.shape[1], self.strength)
        if self.intercept:
            r[-1] = 0
        return r


class _Two(_Problem):
    def cost(self, x):
        w = x.reshape(self.shape)
        z = self.scores(w)[:, 0]
        small = np.exp(-np.abs(z))
        loss = self.weight @ (np.log1p(small) + np.maximum(z, 0) - z * self.at)
        self.p = np.where(z >= 0, 1, small) / (1 + small)
        return self.finish(w, loss, (self.weight * (self.p - self.at))[:, None])

    def curvature(self):
        h = self.block(self.weight * self.p * (1 - self.p))
        return h + np.diag(self.ridge())


class _Many(_Problem):
    def cost(self, x):
        w = x.reshape(self.shape)
        z = self.scores(w)
        z -= z.max(axis=1, keepdims=True)
        own = np.take_along_axis(z, self.at[:, None], axis=1)[:, 0]
        p = np.exp(z, out=z)
        total = p.sum(axis=1)
        p /= total[:, None]
        self.p = p
        slope = p.copy()
        slope[np.arange(len(p)), self.at] -= 1
        slope *= self.weight[:, None]
        return self.finish(w, self.weight @ (np.log(total) - own), slope)

    def curvature(self):
        k, d = self.shape
        h = np.empty((k, d, k, d))
        for a in range(k):
            for b in range(a, k):
                v = self.weight * self.p[:, a] * ((a == b) - self.p[:, b])
                h[a, :, b, :] = h[b, :, a, :] = self.block(v)
        # The same added to all classes changes no probability: along it, where nothing is penalized, nothing moves.
        ridge = self.ridge()
        free = np.diag((ridge == 0).astype(np.float64))
        h += free[None, :, None, :]
        return h.reshape(k * d, k * d) + np.diag(np.tile(ridge, k))


def _newton(problem, x):
    """Yield point, value and gradient of each round of Newton's method, with steps halved until they lead down."""
    value, gradient = problem.cost(x)
    while True:
        curvature = problem.curvature()
        yield x, value, gradient
        try:
            step = np.linalg.solve(curvature, gradient)
        except np.linalg.LinAlgError:
            step = np.linalg.lstsq(curvature, gradient, rcond=None)[0]
        fall, t = float(gradient @ step), 1.0
        for _ in range(50):
            there, after = problem.cost(x - t * step)
            if there <= value - 1e-4 * t * fall + 1e-14 * abs(value):
                break
            t /= 2
        else:
            return
        x, value, gradient = x - t * step, there, after
