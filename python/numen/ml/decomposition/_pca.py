"""Directions of largest variance."""

import numbers

import numen as np

from .._base import fitting
from .._sections import documented
from .._validation import (
    as_float,
    check_is_fitted,
    check_moderate,
    check_random_state,
    fit_array,
    next_array,
)
from ._factors import randomized_svd, svd_flip
from ._projection import Projection

__all__ = ["PCA"]


@documented
class PCA(Projection):
    """Principal components: orthogonal directions, each with the largest variance that those before have left.

    Pearson (1901), Hotelling (1933). With ``X - mean = U S V.T`` the directions are the rows of ``V.T``, their variances
    ``S**2 / (n - 1)``.

    Parameters
    ----------
    n_components : int, float in (0, 1) or None
        So many; as few as explain this share of the variance; all.
    copy : bool
        Not used: data are never written to.
    whiten : bool
        Divide each component by its standard deviation.
    svd_solver : {"auto", "full", "covariance_eigh", "randomized"}
        The SVD; eigenvectors of the covariance, fast for many samples with few features, but small variances lose half
        of the digits; random projections. "auto": the second where samples outnumber features ten to one and these are at
        most 1000, the third where few components of large data are asked for, else the first.
    iterated_power : int or "auto"
    n_oversamples : int
        For "randomized"; see `randomized_svd`.
    random_state : int, RandomState or None

    Attributes
    ----------
    components_ : ndarray, shape (n_components_, n_features)
        The largest entry of each row is positive.
    explained_variance_, explained_variance_ratio_, singular_values_ : ndarray, shape (n_components_,)
    mean_ : ndarray, shape (n_features,)
    noise_variance_ : float
        Mean variance of the directions left out (Tipping and Bishop, 1999).
    n_components_, n_samples_ : int

    Examples
    --------
    >>> from numen.ml.decomposition import PCA
    >>> pca = PCA(n_components=1).fit([[1, 1], [2, 2], [3, 3.5]])
    >>> pca.components_.round(3), pca.explained_variance_ratio_.round(3)
    (array([[0.622, 0.783]]), array([0.997]))

    By hand::

        centred = X - X.mean(axis=0)
        u, s, vt = np.linalg.svd(centred, full_matrices=False)
        projected = centred @ vt[:k].T
        ratio = s**2 / (s**2).sum()

    Pitfalls: `eig` of a symmetric matrix may give complex numbers in no order: `eigh` gives real ones, rising. Signs are
    arbitrary until a rule is set. New data lose the mean of the training data, not their own. The ratio is of the variance of all
    features, not of the components kept.
    """

    def __init__(
        self,
        n_components=None,
        *,
        copy=True,
        whiten=False,
        svd_solver="auto",
        iterated_power="auto",
        n_oversamples=10,
        random_state=None,
    ):
        self.n_components = n_components
        self.copy = copy
        self.whiten = whiten
        self.svd_solver = svd_solver
        self.iterated_power = iterated_power
        self.n_oversamples = n_oversamples
        self.random_state = random_state

    @fitting
    def fit(self, X, y=None):
        """Learn the components.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_features), at least 2 samples
        y : ignored

        Returns
        -------
        self

        Raises
        ------
        ValueError
            More components are asked for than ``min(n_samples, n_features)``.
        """
        self._learn(X)
        return self

    def _learn(self, X):
        X = fit_array(self, X, min_samples=2)
        n, least = len(X), min(X.shape)
        count = self._count(least)
        solver = self._solver(X.shape, count)
        mean = X.mean(axis=0, dtype=np.float64).astype(X.dtype)
        check_moderate(mean)
        centred = X - mean
        total = None
        if solver == "randomized":
            if not isinstance(count, int) or count < 1:
                raise ValueError(
                    f"n_components={self.n_components!r} must be between 1 and {least} with svd_solver='randomized'"
                )
            random = check_random_state(self.random_state)
            _, s, vt = randomized_svd(
                centred,
                count,
                n_oversamples=self.n_oversamples,
                n_iter=self.iterated_power,
                random_state=random,
            )
            total = float(np.sum(centred.astype(np.float64) ** 2)) / (n - 1)
        elif solver == "covariance_eigh":
            values, vectors = np.linalg.eigh(centred.T @ centred)
            s, vt = np.sqrt(np.maximum(values[::-1], 0))[:least], vectors.T[::-1][:least]
        else:
            _, s, vt = np.linalg.svd(centred, full_matrices=False)
        _, vt = svd_flip(None, vt, u_based_decision=False)
        variance = s**2 / (n - 1)
        total = float(np.sum(variance)) if total is None else total
        ratio = variance / total if total > 0 else np.zeros_like(variance)
        if isinstance(count, float):
            count = int(np.searchsorted(np.cumsum(ratio), count, side="right")) + 1
            count = min(count, len(s))
        rest = least - count
        self.noise_variance_ = max(0.0, (total - float(np.sum(variance[:count]))) / rest) if rest else 0.0
        self.n_samples_, self.n_components_, self.mean_ = n, count, mean
        self.components_ = np.ascontiguousarray(vt[:count])
        self.explained_variance_, self.singular_values_ = variance[:count], s[:count]
        self.explained_variance_ratio_ = ratio[:count].astype(X.dtype)
        return centred

    def _count(self, least):
        count = self.n_components
        if count is None:
            return least
        if isinstance(count, numbers.Integral) and not isinstance(count, bool):
            if 0 <= count <= least:
                return int(count)
            raise ValueError(
                f"n_components={count} must be between 0 and min(n_samples, n_features)={least} with "
                f"svd_solver={self.svd_solver!r}"
            )
        if isinstance(count, numbers.Real) and 0 < count < 1:
            return float(count)
        raise ValueError(
            "The 'n_components' parameter of PCA must be an int in the range [0, inf), a float in the range (0.0, 1.0) or "
            f"None. Got {count!r} instead."
        )

    def _solver(self, shape, count):
        if self.svd_solver not in ("auto", "full", "covariance_eigh", "randomized"):
            raise ValueError(
                "The 'svd_solver' parameter of PCA must be a str among {'auto', 'covariance_eigh', 'full', 'randomized'}. "
                f"Got {self.svd_solver!r} instead."
            )
        if self.svd_solver != "auto":
            return self.svd_solver
        if shape[1] <= 1000 and shape[0] >= 10 * shape[1]:
            return "covariance_eigh"
        few = isinstance(count, int) and 1 <= count < 0.8 * min(shape)
        return "randomized" if max(shape) > 500 and few else "full"

    def transform(self, X):
        """Return ``(X - mean_) @ components_.T``, divided by standard deviations with `whiten`.

        {of_samples}
        ndarray, shape (n_samples, n_components_)
        """
        return self._project(next_array(self, X) - self.mean_)

    def _project(self, centred):
        z = centred @ self.components_.T
        return z / self._scale().astype(z.dtype) if self.whiten else z

    def _scale(self):
        """Standard deviations; none so small that rounding is blown up."""
        return np.sqrt(np.maximum(self.explained_variance_, np.finfo(self.explained_variance_.dtype).eps))

    @fitting
    def fit_transform(self, X, y=None):
        """Fit, and return the projected `X`; arguments as for `fit`."""
        return self._project(self._learn(X))

    def inverse_transform(self, X):
        """Return the points in the space of features: nearest to the data in the plane of the components.

        Parameters
        ----------
        X : array_like, shape (n_samples, n_components_)

        Returns
        -------
        ndarray, shape (n_samples, n_features)
        """
        check_is_fitted(self)
        z = as_float(X)
        if z.shape[1] != self.n_components_:
            raise ValueError(f"X has {z.shape[1]} features, but the components are {self.n_components_}.")
        if self.whiten:
            z = z * self._scale().astype(z.dtype)
        return z @ self.components_ + self.mean_

    def score_samples(self, X):
        """Return the logarithm of the density of each sample, of the normal distribution with the covariance of the model.

        {of_samples}
        ndarray, shape (n_samples,)
        """
        left = next_array(self, X) - self.mean_
        precision = self.get_precision()
        volume = np.linalg.slogdet(precision)[1] - len(self.mean_) * np.log(2 * np.pi)
        return 0.5 * (volume - np.sum(left * (left @ precision), axis=1))

    def score(self, X, y=None):
        """Return the mean of `score_samples` (Tipping and Bishop, 1999).

        {of_samples}
        float
        """
        return float(np.mean(self.score_samples(X)))

    def get_precision(self):
        """Return the inverse of `get_covariance`, shape (n_features, n_features)."""
        check_is_fitted(self)
        return np.linalg.inv(self.get_covariance())

    def get_covariance(self):
        """Return the covariance of the model, ``V.T (S - noise) V + noise``, shape (n_features, n_features)."""
        above = np.maximum(self.explained_variance_ - self.noise_variance_, 0)
        covariance = (self.components_.T * above) @ self.components_
        return covariance + self.noise_variance_ * np.eye(len(self.mean_))
