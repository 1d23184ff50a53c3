"""Least squares with a penalty on the absolute values of the coefficients, by coordinate descent."""

import numen as np

from .._base import fitting
from .._progress import Progress
from .._sections import documented
from .._validation import check_random_state, demand, not_converged, one_of
from ._linear import LinearRegressor, centred, regression_data, weighted

__all__ = ["ElasticNet", "Lasso"]


@documented
class ElasticNet(LinearRegressor):
    """Penalties on absolute values and on squares: few coefficients, and like ones for like features.

    Zou and Hastie, "Regularization and variable selection via the elastic net" (2005). Least is made::

        |y - X w|**2 / (2 n) + alpha * l1_ratio * |w|_1 + alpha * (1 - l1_ratio) / 2 * |w|**2

    Parameters
    ----------
    alpha : float
        Strength of the penalties.
    l1_ratio : float
        Share of the penalty on absolute values, in [0, 1].
    fit_intercept : bool
    max_iter : int
        Rounds over the coordinates.
    tol : float
        It has converged when the duality gap is at most `tol` times ``|y|**2 / n``.
    {never_in_place}
    warm_start : bool
        Start from the coefficients of the last `fit`.
    positive : bool
        Coefficients must not be negative.
    random_state : int, RandomState or None
        Draws the order of coordinates with ``selection="random"``.
    selection : {"cyclic", "random"}
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.

    Attributes
    ----------
    coef_ : ndarray, shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
    n_iter_ : int, or list of int for several targets
    dual_gap_ : float, or ndarray of shape (n_targets,)
        How far above the least value the cost is at most.
    converged_ : bool

    Examples
    --------
    >>> from numen.ml.linear_model import ElasticNet
    >>> ElasticNet(alpha=0.1).fit([[0, 0], [1, 1], [2, 2]], [0, 1, 2]).coef_.round(2)
    array([0.45, 0.45])
    """

    def __init__(
        self,
        alpha=1.0,
        *,
        l1_ratio=0.5,
        fit_intercept=True,
        max_iter=1000,
        tol=1e-4,
        copy_X=True,
        warm_start=False,
        positive=False,
        random_state=None,
        selection="cyclic",
        verbose=None,
    ):
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.fit_intercept = fit_intercept
        self.max_iter = max_iter
        self.tol = tol
        self.copy_X = copy_X
        self.warm_start = warm_start
        self.positive = positive
        self.random_state = random_state
        self.selection = selection
        self.verbose = verbose

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn coefficients and intercept; arguments as for `LinearRegression.fit`.

        Returns
        -------
        self
        """
        demand(self, "alpha", 0)
        demand(self, "max_iter", 1, whole=True)
        demand(self, "tol", 0)
        one_of(self, "selection", ("cyclic", "random"))
        if not 0 <= self.l1_ratio <= 1:
            raise ValueError(
                f"The 'l1_ratio' parameter of {type(self).__name__} must be a float in the range [0.0, 1.0]. Got "
                f"{self.l1_ratio!r} instead."
            )
        X, y, weight = regression_data(self, X, y, sample_weight)
        X, y, x_mean, y_mean = centred(X, y, weight, self.fit_intercept)
        X, y = weighted(X, y, weight)
        total = float(len(X)) if weight is None else float(np.sum(weight))
        random = check_random_state(self.random_state) if self.selection == "random" else None
        columns = y.reshape(len(y), -1)
        coef, rounds, gaps = np.zeros((X.shape[1], columns.shape[1]), dtype=X.dtype), [], []
        if self.warm_start and hasattr(self, "coef_") and self.coef_.size == coef.size:
            coef[:] = self.coef_.reshape(columns.shape[1], -1).T
        self.converged_ = False
        problem = _Problem(X, total * self.alpha * self.l1_ratio, total * self.alpha * (1 - self.l1_ratio))
        converged = []
        try:
            for t in range(columns.shape[1]):
                bar = Progress(range(1, self.max_iter + 1), "coordinate descent", self.verbose)
                found, n_iter, gap, done = problem.solve(
                    columns[:, t], coef[:, t], bar, self.tol, self.positive, random
                )
                coef[:, t] = found
                rounds.append(n_iter)
                gaps.append(gap / total)
                converged.append(done)
        except KeyboardInterrupt:
            coef[:, t] = problem.coef
            raise
        finally:
            one = y.ndim == 1
            self.converged_ = len(converged) == columns.shape[1] and all(converged)
            self._keep(coef[:, 0] if one else coef, x_mean, y_mean)
            self.n_iter_ = rounds[0] if one and rounds else rounds
            self.dual_gap_ = gaps[0] if one and gaps else np.array(gaps)
        if not np.isfinite(coef).all():
            raise ValueError(
                "Coordinate descent iterations resulted in non-finite parameter values. The input data may contain large "
                "values and need to be preprocessed."
            )
        if not self.converged_:
            not_converged(
                self,
                f"Objective did not converge in max_iter={self.max_iter} rounds. Duality gap: {max(gaps):.3e}. Raise "
                "max_iter, scale the features or raise alpha.",
            )
        return self

    @property
    def sparse_coef_(self):
        """Places and values of the coefficients that are not zero."""
        at = np.nonzero(self.coef_)
        return at, self.coef_[at]


class Lasso(ElasticNet):
    """Least squares with few coefficients: the ``w`` that makes ``|y - X w|**2 / (2 n) + alpha |w|_1`` least.

    Tibshirani, "Regression shrinkage and selection via the lasso" (1996); by coordinate descent (Friedman, Hastie and
    Tibshirani, 2010): with the others fixed, a coefficient is ``S(x_j . r_j, n alpha) / |x_j|**2`` where r_j is what the others
    leave, and ``S(z, a) = sign(z) max(|z| - a, 0)`` sets it to exactly zero where it helps less than it costs.

    Parameters
    ----------
    alpha, fit_intercept, max_iter, tol, copy_X, warm_start, positive, random_state, selection, verbose
        As for `ElasticNet`, whose `l1_ratio` is 1 here. ``alpha=0`` is least squares, which `LinearRegression` does
        better.

    Attributes
    ----------
    coef_, intercept_, n_iter_, dual_gap_, converged_
        As for `ElasticNet`.

    Examples
    --------
    >>> from numen.ml.linear_model import Lasso
    >>> model = Lasso(alpha=0.1).fit([[0, 0], [1, 1], [2, 2]], [0, 1, 2])
    >>> model.coef_.round(4), round(float(model.intercept_), 4)
    (array([0.85, 0.  ]), 0.15)

    By hand, the columns centred::

        for _ in range(1000):
            for j in range(X.shape[1]):
                left = y - X @ w + X[:, j] * w[j]
                z = X[:, j] @ left
                w[j] = np.sign(z) * max(abs(z) - n * alpha, 0) / (X[:, j] @ X[:, j])

    Pitfalls: of features that say the same, one is taken and which is chance; gradient descent with ``sign(w)`` as the
    gradient of the penalty never gives exact zeros; alpha is per sample, unlike that of `Ridge`.
    """

    def __init__(
        self,
        alpha=1.0,
        *,
        fit_intercept=True,
        max_iter=1000,
        tol=1e-4,
        copy_X=True,
        warm_start=False,
        positive=False,
        random_state=None,
        selection="cyclic",
        verbose=None,
    ):
        super().__init__(
            alpha,
            l1_ratio=1.0,
            fit_intercept=fit_intercept,
            max_iter=max_iter,
            tol=tol,
            copy_X=copy_X,
            warm_start=warm_start,
            positive=positive,
            random_state=random_state,
            selection=selection,
            verbose=verbose,
        )

    def get_params(self, deep=True):
        return {k: v for k, v in super().get_params(deep).items() if k != "l1_ratio"}


class _Problem:
    """Coordinate descent on ``|y - X w|**2 / 2 + l1 |w|_1 + l2 |w|**2 / 2``.

    The correlations ``X.T (y - X w)`` are kept up to date by columns of ``X.T X``, where features do not outnumber samples;
    else what is left of `y` is, by columns of `X`.
    """

    def __init__(self, X, l1, l2):
        self.X, self.l1, self.l2 = X.astype(np.float64), l1, l2
        self.tall = X.shape[1] <= len(X)
        self.lines = self.X.T @ self.X if self.tall else np.ascontiguousarray(self.X.T)
        square = np.diag(self.lines) if self.tall else np.sum(self.lines**2, axis=1)
        self.square = square.tolist()
        self.coef = np.zeros(X.shape[1])

    def solve(self, y, start, rounds, tol, positive, random):
        y = y.astype(np.float64)
        w = self.coef = start.astype(np.float64)
        left = y - self.X @ w
        state = self.X.T @ left if self.tall else left
        goal = tol * float(y @ y)
        every, active = list(range(len(w))), None
        gap = np.inf
        max_iter = rounds.total
        for n_iter in rounds:
            turn = every if active is None else active
            if random is not None:
                turn = [turn[i] for i in random.permutation(len(turn)).tolist()]
            moved = self._round(w, state, turn, positive)
            # Coefficients that are not zero go on by themselves until they rest; then all are asked again.
            if moved > tol * float(np.max(np.abs(w), initial=0)) and n_iter < max_iter:
                active = active if active is not None else np.nonzero(w)[0].tolist()
                continue
            if active is not None:
                active = None
                if n_iter < max_iter:
                    continue
            gap = self._gap(w, y, positive)
            rounds.note(gap=gap)
            if gap <= goal:
                return w, n_iter, gap, True
        return w, n_iter, self._gap(w, y, positive), False

    def _round(self, w, state, turn, positive):
        largest, l1, l2 = 0.0, self.l1, self.l2
        for j in turn:
            square = self.square[j]
            if square == 0:
                continue
            line, old = self.lines[j], float(w[j])
            z = (float(state[j]) if self.tall else float(line @ state)) + old * square
            size = (z if positive else abs(z)) - l1
            new = 0.0 if size <= 0 else (size if z > 0 else -size) / (square + l2)
            if new != old:
                w[j] = new
                state -= (new - old) * line
                largest = max(largest, abs(new - old))
        return largest

    def _gap(self, w, y, positive):
        """Cost less the value of the dual problem at what is left, scaled until it is feasible."""
        left = y - self.X @ w
        pull = self.X.T @ left - self.l2 * w
        largest = float(np.max(pull if positive else np.abs(pull), initial=0))
        r2, y2, w2 = float(left @ left), float(left @ y), float(w @ w)
        if largest > self.l1:
            scale = self.l1 / largest
            gap = 0.5 * (r2 + r2 * scale**2)
        else:
            scale, gap = 1.0, r2
        return gap + self.l1 * float(np.sum(np.abs(w))) - scale * y2 + 0.5 * self.l2 * (1 + scale**2) * w2
