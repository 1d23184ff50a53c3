"""Transforms that make the distribution of a feature more like a normal one."""

import numen as np

from .._base import BaseEstimator, TransformerMixin, fitting
from .._minimize import minimize
from .._sections import documented
from .._validation import check_is_fitted, fit_array, next_array
from ._names import OneToOneMixin
from ._scalers import StandardScaler

__all__ = ["LogTransformer", "PowerTransformer"]


@documented
class LogTransformer(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Logarithms of features: ``z = log(x + shift)``.

    Parameters
    ----------
    shift : float
        Added first; with the default of 1, ``log1p``, zero stays zero.

    Examples
    --------
    >>> from numen.ml.preprocessing import LogTransformer
    >>> LogTransformer().fit_transform([[0.0], [1.0], [99.0]]).round(3).ravel()
    array([0.   , 0.693, 4.605])

    By hand::

        z = np.log1p(X)

    which is NaN or -inf, with a warning only, where ``x <= -1``; here that is an error.
    """

    def __init__(self, shift=1.0):
        self.shift = shift

    @fitting
    def fit(self, X, y=None):
        """Look at the data: all values must be greater than ``-shift``.

        {learning_or_error}
            A value is too small.
        """
        self._positive(fit_array(self, X, allow_nan=True))
        return self

    def _positive(self, x):
        if (x <= -self.shift).any():
            raise ValueError(
                f"Negative values in data passed to LogTransformer: X must be greater than {-self.shift} everywhere, "
                f"its minimum is {np.fmin.reduce(x.ravel())}"
            )
        return x

    def transform(self, X):
        """Return ``log(X + shift)``.

        {transforming}
        """
        x = self._positive(next_array(self, X, allow_nan=True))
        return np.log1p(x) if self.shift == 1 else np.log(x + x.dtype.type(self.shift))

    def inverse_transform(self, X):
        """Return ``exp(X) - shift``."""
        z = next_array(self, X, allow_nan=True)
        return np.expm1(z) if self.shift == 1 else np.exp(z) - z.dtype.type(self.shift)

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.input_tags.positive_only = True
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


@documented
class PowerTransformer(OneToOneMixin, TransformerMixin, BaseEstimator):
    """Features made as normal as a power makes them.

    Box and Cox, "An analysis of transformations" (1964), for positive values::

        z = (x^l - 1) / l        (l = 0: log x)

    Yeo and Johnson, "A new family of power transformations to improve normality or symmetry" (2000), for all::

        z = ((1 + x)^l - 1) / l                x >= 0
        z = -((1 - x)^(2 - l) - 1) / (2 - l)   x < 0

    For each feature `l` is the one of greatest likelihood, found by the minimisation of Brent, "Algorithms for
    minimization without derivatives" (1973). NaN are ignored in `fit` and kept in `transform`.

    Parameters
    ----------
    method : {"yeo-johnson", "box-cox"}
    standardize : bool
        Scale to mean 0 and variance 1 afterwards.
    copy : bool
        Kept for the interface; what is given is never written to.

    Attributes
    ----------
    lambdas_ : ndarray, shape (n_features,)
    n_features_in_ : int

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.preprocessing import PowerTransformer
    >>> x = np.exp(np.linspace(-2, 2, 9))[:, None]
    >>> power = PowerTransformer("box-cox", standardize=False).fit(x)
    >>> abs(power.lambdas_).round(6)
    array([0.])

    By hand, on a grid::

        def likelihood(l):
            z = (x**l - 1) / l if l else np.log(x)
            return (l - 1) * np.log(x).sum() - len(x) / 2 * np.log(z.var())
        best = max(np.linspace(-2, 2, 401), key=likelihood)

    A power does not remove outliers, and a feature of two heaps keeps them.
    """

    def __init__(self, method="yeo-johnson", *, standardize=True, copy=True):
        self.method = method
        self.standardize = standardize
        self.copy = copy

    @fitting
    def fit(self, X, y=None):
        """Learn the power of each feature.

        {learning_or_error}
            There is no such method; "box-cox" is given values that are not positive, or a feature of nothing but NaN.
        """
        if self.method not in ("yeo-johnson", "box-cox"):
            raise ValueError(
                f"The method parameter must be 'yeo-johnson' or 'box-cox', got {self.method!r} instead."
            )
        x = self._positive(fit_array(self, X, allow_nan=True))
        self.lambdas_ = np.array([self._best(column[~np.isnan(column)]) for column in x.T.astype(np.float64)])
        self._scaler = StandardScaler().fit(self._apply(x)) if self.standardize else None
        return self

    def _best(self, x):
        if self.method == "box-cox":
            if not x.size:
                raise ValueError("Column must not be all nan.")
            if (x == x[0]).all():
                raise ValueError("Data must not be constant.")
            return minimize(lambda power: _box_cox_cost(np.log(x), power))
        mean, var, n, eps = (
            np.mean(x) if x.size else 0.0,
            np.var(x) if x.size else 0.0,
            x.size,
            np.finfo(float).eps,
        )
        if var <= n * eps * var + (n * mean * eps) ** 2:
            return 1.0
        signed = np.copysign(np.log1p(np.abs(x)), x)
        return minimize(lambda power: _yeo_johnson_cost(x, signed, power))

    def _positive(self, x):
        if self.method == "box-cox" and (x <= 0).any():
            raise ValueError("The Box-Cox transformation can only be applied to strictly positive data")
        return x

    def _apply(self, x):
        forward = _box_cox if self.method == "box-cox" else _yeo_johnson
        columns = [forward(column, power) for column, power in zip(x.T, self.lambdas_.tolist(), strict=True)]
        return np.stack(columns, axis=1).astype(x.dtype, copy=False)

    def transform(self, X):
        """Return the features after their powers.

        {transforming}
        """
        check_is_fitted(self)
        z = self._apply(self._positive(next_array(self, X, allow_nan=True)))
        return z if self._scaler is None else self._scaler.transform(z)

    def inverse_transform(self, X):
        """Return the features before their powers; NaN where no value has that power."""
        z = next_array(self, X, allow_nan=True)
        if self._scaler is not None:
            z = self._scaler.inverse_transform(z)
        back = _box_cox_back if self.method == "box-cox" else _yeo_johnson_back
        with np.errstate(invalid="ignore"):
            columns = [back(column, power) for column, power in zip(z.T, self.lambdas_.tolist(), strict=True)]
        return np.stack(columns, axis=1).astype(z.dtype, copy=False)

    def _describe(self, tags):
        tags.input_tags.allow_nan = True
        tags.input_tags.positive_only = self.method == "box-cox"
        tags.transformer_tags.preserves_dtype = ["float64", "float32"]


def _curve(u, power):
    """``(exp(power u) - 1) / power``, which is u at power 0."""
    return u if abs(power) < np.finfo(float).eps else np.expm1(power * u) / power


def _back(z, power):
    return z if abs(power) < np.finfo(float).eps else np.log1p(power * z) / power


def _box_cox(x, power):
    return _curve(np.log(x), power)


def _box_cox_back(z, power):
    return np.exp(_back(z, power))


def _yeo_johnson(x, power):
    u = np.log1p(np.abs(x))
    return np.where(x >= 0, _curve(u, power), -_curve(u, 2 - power))


def _yeo_johnson_back(z, power):
    size = np.abs(z)
    return np.where(z >= 0, np.expm1(_back(size, power)), -np.expm1(_back(size, 2 - power)))


def _box_cox_cost(u, power):
    """Half the negative log-likelihood a sample, less what does not depend on the power.

    Around the geometric mean the sum of logarithms falls out, and no power overflows.
    """
    return 0.5 * np.log(np.var(_curve(u - np.mean(u), power)))


def _yeo_johnson_cost(x, signed, power):
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        cost = 0.5 * np.log(np.var(_yeo_johnson(x, power))) - (power - 1) * np.mean(signed)
    return cost if np.isfinite(cost) else np.inf
