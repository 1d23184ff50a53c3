"""Least squares, by three factorizations and by gradient descent."""

import numen as np

from .._base import fitting
from .._progress import Progress
from .._sections import documented
from .._validation import check_random_state, demand, not_converged, one_of
from ._linear import LinearRegressor, centred, regression_data, weighted

__all__ = ["LinearRegression", "least_squares"]


@documented
class LinearRegression(LinearRegressor):
    """Least squares: the ``w`` and ``b`` that make ``|y - X w - b|**2`` least.

    The means of `X` and `y` are taken away first, so that the intercept is ``mean(y) - mean(X) w``; then

    ============= ===================================================== =========================================
    solver        way                                                   digits lost
    ============= ===================================================== =========================================
    "svd"         ``V S^-1 U.T y``, tiny singular values left out        log10 of the condition number of X
    "qr"          ``R w = Q.T y``                                        the same
    "cholesky"    ``L L.T w = X.T y`` with ``L L.T = X.T X``             twice as many; the fastest for tall data
    "gradient"    ``w -= rate * X.T (X w - y) / n`` until it is flat     as `tol` says
    ============= ===================================================== =========================================

    Where the features depend on each other only the SVD has an answer, the shortest ``w``; "qr" and "cholesky" then take it.

    Parameters
    ----------
    fit_intercept : bool
    {never_in_place}
    {threads}
    solver : {"svd", "qr", "cholesky", "gradient"}
    learning_rate : "auto" or float
        Step of the gradient descent; "auto" is one over the largest eigenvalue of ``X.T X / n``, the largest step that
        is sure to descend.
    max_iter : int
        Rounds of gradient descent.
    tol : float
        It has converged when no entry of the gradient exceeds `tol` times the largest one at the start.
    early_stopping : bool
        Gradient descent: keep `validation_fraction` of the samples aside, and stop when the cost on them has not
        become better for `n_iter_no_change` rounds; the best coefficients are kept.
    validation_fraction : float
    n_iter_no_change : int
    random_state : int, RandomState or None
        Draws the samples that are kept aside.
    verbose : bool or None
        Whether gradient descent shows a bar; None shows it on a terminal.

    Attributes
    ----------
    coef_ : ndarray, shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
    rank_, singular_ : int, ndarray
        Of the centred data; after "svd".
    cost_history_ : ndarray, shape (n_iter_,)
        Half the mean squared error before each round of gradient descent.
    validation_history_ : ndarray, shape (n_iter_,)
        The same for the samples kept aside.
    converged_ : bool
    n_iter_ : int
        1 where no iteration is needed.

    Raises
    ------
    ValueError
        Data are empty, not finite, of different lengths, or a parameter has no such value.

    Examples
    --------
    >>> from numen.ml.linear_model import LinearRegression
    >>> model = LinearRegression().fit([[1, 1], [1, 2], [2, 2], [2, 3]], [6, 8, 9, 11])
    >>> model.coef_.round(6), round(float(model.intercept_), 6)
    (array([1., 2.]), 3.0)
    >>> model.predict([[3, 5]]).round(6)
    array([16.])

    By hand, as gradient descent::

        w, b = np.zeros(X.shape[1]), 0.0
        for _ in range(1000):
            error = X @ w + b - y
            w -= rate * X.T @ error / len(X)
            b -= rate * error.mean()

    which diverges where `rate` is above two over the largest eigenvalue of ``X.T X / n``: large features ask for small steps,
    so data are scaled first. "Converged" may only be said where the gradient is flat, not when the rounds are over.
    """

    def __init__(
        self,
        *,
        fit_intercept=True,
        copy_X=True,
        n_jobs=None,
        solver="svd",
        learning_rate="auto",
        max_iter=1000,
        tol=1e-6,
        early_stopping=False,
        validation_fraction=0.1,
        n_iter_no_change=5,
        random_state=None,
        verbose=None,
    ):
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.n_jobs = n_jobs
        self.solver = solver
        self.learning_rate = learning_rate
        self.max_iter = max_iter
        self.tol = tol
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.n_iter_no_change = n_iter_no_change
        self.random_state = random_state
        self.verbose = verbose

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn coefficients and intercept.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features)
        y : array_like, shape (n_samples,) or (n_samples, n_targets)
        sample_weight : array_like, shape (n_samples,), optional

        Returns
        -------
        self
        """
        one_of(self, "solver", ("svd", "qr", "cholesky", "gradient"))
        X, y, weight = regression_data(self, X, y, sample_weight)
        for name in ("rank_", "singular_", "cost_history_", "validation_history_", "converged_", "n_iter_"):
            vars(self).pop(name, None)
        if self.solver == "gradient":
            return self._descend(X, y, weight)
        X, y, x_mean, y_mean = centred(X, y, weight, self.fit_intercept)
        coef, rank, singular = least_squares(*weighted(X, y, weight), self.solver)
        self.n_iter_ = 1
        if rank is not None:
            self.rank_, self.singular_ = rank, singular
        self._keep(coef, x_mean, y_mean)
        return self

    def _descend(self, X, y, weight):
        """Gradient descent; what it has found so far is kept where it is interrupted."""
        demand(self, "max_iter", 1, whole=True)
        demand(self, "tol", 0)
        weight = np.ones(len(X), dtype=X.dtype) if weight is None else weight
        aside = None
        if self.early_stopping:
            X, y, weight, aside = self._set_aside(X, y, weight)
        X, y, x_mean, y_mean = centred(X, y, weight, self.fit_intercept)
        if aside is not None:
            aside = (aside[0] - x_mean, aside[1] - y_mean, aside[2])
        total = np.sum(weight)
        gram = (X.T * weight) @ X / total
        toward = (X.T * weight) @ y / total
        square = np.sum(weight @ y**2) / total
        rate = self.learning_rate
        if rate == "auto":
            rate = 1 / max(float(np.linalg.eigvalsh(gram)[-1]), np.finfo(X.dtype).tiny)
        coef = best = np.zeros_like(toward)
        flat = self.tol * float(np.max(np.abs(toward), initial=0))
        costs, checks, self.converged_, worse = [], [], False, 0
        try:
            bar = Progress(range(self.max_iter), "gradient descent", self.verbose)
            for _ in bar:
                gradient = gram @ coef - toward
                costs.append(float(square + np.sum(coef * (gradient - toward))) / 2)
                if not np.isfinite(costs[-1]):
                    raise ValueError(
                        f"Gradient descent diverges with learning_rate={self.learning_rate!r}: scale the data, lower it, or "
                        "leave it at 'auto'."
                    )
                if aside is not None:
                    checks.append(_cost(*aside, coef))
                    worse = 0 if checks[-1] <= min(checks) else worse + 1
                    best = coef if worse == 0 else best
                    if worse >= self.n_iter_no_change:
                        self.converged_ = True
                        break
                if np.max(np.abs(gradient), initial=0) <= flat:
                    self.converged_ = True
                    break
                coef = coef - rate * gradient
                bar.note(cost=costs[-1])
        finally:
            self.n_iter_, self.cost_history_ = len(costs), np.array(costs)
            if aside is not None:
                coef, self.validation_history_ = best, np.array(checks)
            self._keep(coef.astype(X.dtype), x_mean, y_mean)
        if not self.converged_:
            not_converged(
                self, f"the gradient is not flat after max_iter={self.max_iter} rounds; raise it, or scale X."
            )
        return self

    def _set_aside(self, X, y, weight):
        if not 0 < self.validation_fraction < 1:
            raise ValueError(
                "The 'validation_fraction' parameter of LinearRegression must be a float in the range (0.0, 1.0). Got "
                f"{self.validation_fraction!r} instead."
            )
        order = check_random_state(self.random_state).permutation(len(X))
        count = max(1, int(self.validation_fraction * len(X)))
        if count >= len(X):
            raise ValueError(
                f"n_samples={len(X)} is too few for early_stopping: no sample is left to learn from."
            )
        out, kept = order[:count], order[count:]
        return X[kept], y[kept], weight[kept], (X[out], y[out], weight[out])


def _cost(X, y, weight, coef):
    return float(np.sum(weight @ (y - X @ coef) ** 2) / (2 * max(float(np.sum(weight)), 1e-300)))


def least_squares(X, y, solver):
    """The `w` with the least ``|X w - y|``, and rank and singular values where the SVD was taken."""
    if solver == "qr" and len(X) >= X.shape[1]:
        q, r = np.linalg.qr(X)
        size = np.abs(np.diag(r))
        if size.min() > size.max() * max(X.shape) * np.finfo(X.dtype).eps:
            return np.linalg.solve(r, q.T @ y), None, None
    if solver == "cholesky" and len(X) >= X.shape[1]:
        try:
            factor = np.linalg.cholesky(X.T @ X)
        except np.linalg.LinAlgError:
            factor = None
        # The diagonal of the factor falls to the root of the rounding error where columns depend on each other.
        if factor is not None:
            size = np.diag(factor)
            if size.min() > size.max() * np.sqrt(max(X.shape) * np.finfo(X.dtype).eps):
                half = np.linalg.solve(factor, X.T @ y)
                return np.linalg.solve(factor.T, half), None, None
    u, s, vt = np.linalg.svd(X, full_matrices=False)
    kept = s > s.max(initial=0) * max(X.shape) * np.finfo(X.dtype).eps
    scaled = u.T @ y
    inverse = np.where(kept, 1 / np.where(kept, s, 1), 0).astype(X.dtype)
    scaled = scaled * (inverse if y.ndim == 1 else inverse[:, None])
    return vt.T @ scaled, int(np.sum(kept)), s
