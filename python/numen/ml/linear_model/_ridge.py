"""Least squares with a penalty on the squares of the coefficients."""

import numbers

import numen as np

from .._base import fitting
from .._sections import documented
from .._validation import one_of
from ._linear import LinearRegressor, centred, regression_data, weighted

__all__ = ["Ridge"]


@documented
class Ridge(LinearRegressor):
    """Least squares with shorter coefficients: the ``w`` that makes ``|y - X w|**2 + alpha |w|**2`` least.

    Hoerl and Kennard, "Ridge regression: biased estimation for nonorthogonal problems" (1970). The intercept is not
    penalized. The solution is ``(X.T X + alpha)^-1 X.T y``, or ``X.T (X X.T + alpha)^-1 y`` where features
    outnumber samples; with the SVD of X, each singular value ``s`` contributes by ``s / (s**2 + alpha)``.

    Parameters
    ----------
    alpha : float or array_like, shape (n_targets,)
        Strength of the penalty, one or one a target.
    fit_intercept : bool
    solver : {"auto", "cholesky", "svd"}
        "auto" is "cholesky", and "svd" where that breaks down. Scikit-learn's iterative ones, "lsqr", "sparse_cg", "sag" and
        "saga", are taken as "auto": they approach the same solution.
    {nothing_drawn}
    {never_in_place}

    Attributes
    ----------
    coef_ : ndarray, shape (n_features,) or (n_targets, n_features)
    intercept_ : float or ndarray of shape (n_targets,)
    solver_ : str
        The solver that was taken.

    Examples
    --------
    >>> from numen.ml.linear_model import Ridge
    >>> model = Ridge(alpha=1.0).fit([[0.0], [1.0], [2.0]], [0.0, 2.0, 4.0])
    >>> model.coef_.round(4), round(float(model.intercept_), 4)
    (array([1.3333]), 0.6667)

    By hand::

        w = np.linalg.solve(X.T @ X + alpha * np.eye(X.shape[1]), X.T @ y)

    which penalizes the intercept too where a column of ones was added for it. The penalty is on the sum, not the mean, of
    squares: twice as many samples want twice the alpha; and features of small scale are penalized more, so scale first.
    """

    def __init__(
        self,
        alpha=1.0,
        *,
        fit_intercept=True,
        copy_X=True,
        solver="auto",
        random_state=None,
    ):
        self.alpha = alpha
        self.fit_intercept = fit_intercept
        self.copy_X = copy_X
        self.solver = solver
        self.random_state = random_state

    @fitting
    def fit(self, X, y, sample_weight=None):
        """Learn coefficients and intercept; arguments as for `LinearRegression.fit`.

        Returns
        -------
        self
        """
        one_of(self, "solver", ("auto", "cholesky", "svd", "lsqr", "sparse_cg", "sag", "saga"))
        X, y, weight = regression_data(self, X, y, sample_weight)
        targets = y.shape[1] if y.ndim == 2 else 1
        alpha = self._alphas(targets).astype(X.dtype)
        X, y, x_mean, y_mean = centred(X, y, weight, self.fit_intercept)
        X, y = weighted(X, y, weight)
        columns = y.reshape(len(y), targets)
        coef, self.solver_ = None, "svd"
        if self.solver != "svd" and (alpha == alpha[0]).all():
            coef = _cholesky(X, columns, alpha[0])
            self.solver_ = "svd" if coef is None else "cholesky"
        if coef is None:
            u, s, vt = np.linalg.svd(X, full_matrices=False)
            kept = s > np.finfo(X.dtype).eps * max(X.shape) * s.max(initial=0)
            below = np.where(kept[:, None], s[:, None] ** 2 + alpha, 1)
            coef = vt.T @ (np.where(kept[:, None], s[:, None] / below, 0).astype(X.dtype) * (u.T @ columns))
        self._keep(coef[:, 0] if y.ndim == 1 else coef, x_mean, y_mean)
        return self

    def _alphas(self, targets):
        if not isinstance(self.alpha, numbers.Number):
            alpha = np.asarray(self.alpha, dtype=np.float64).ravel()
            if len(alpha) not in (1, targets):
                raise ValueError(
                    f"Number of targets and number of penalties do not correspond: {len(alpha)} != {targets}"
                )
        else:
            alpha = np.array([float(self.alpha)])
        if not (alpha >= 0).all():
            raise ValueError(
                f"The 'alpha' parameter of Ridge must be a float in the range [0.0, inf). Got {self.alpha!r} instead."
            )
        return np.broadcast_to(alpha, (targets,))


def _cholesky(X, y, alpha):
    """Coefficients from the normal equations, or None where they are singular."""
    wide = X.shape[1] > len(X)
    gram = X @ X.T if wide else X.T @ X
    gram[np.arange(len(gram)), np.arange(len(gram))] += alpha
    try:
        factor = np.linalg.cholesky(gram)
    except np.linalg.LinAlgError:
        return None
    size = np.diag(factor)
    if size.min() <= size.max() * np.sqrt(max(X.shape) * np.finfo(X.dtype).eps):
        return None
    right = y if wide else X.T @ y
    solved = np.linalg.solve(factor.T, np.linalg.solve(factor, right))
    return X.T @ solved if wide else solved
