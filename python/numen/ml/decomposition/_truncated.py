"""A few singular vectors of data that are not centred."""

import numen as np

from .._base import fitting
from .._sections import documented
from .._validation import as_float, check_is_fitted, check_moderate, check_random_state, fit_array, next_array
from ._factors import randomized_svd, svd_flip
from ._projection import Projection

__all__ = ["TruncatedSVD"]


@documented
class TruncatedSVD(Projection):
    """The first k singular vectors: ``X ~ U_k S_k V_k.T``, the nearest matrix of rank k (Eckart and Young, 1936).

    Unlike `PCA` the mean is not taken away, so that zeros stay zeros.

    Parameters
    ----------
    n_components : int
    algorithm : {"randomized", "full"}
        Random projections, or the whole SVD cut off.
    n_iter : int
    n_oversamples : int
        For "randomized"; see `randomized_svd`.
    random_state : int, RandomState or None

    Attributes
    ----------
    components_ : ndarray, shape (n_components, n_features)
    singular_values_, explained_variance_, explained_variance_ratio_ : ndarray, shape (n_components,)
        Variance of each component, and its share in the variance of all features.

    Examples
    --------
    >>> from numen.ml.decomposition import TruncatedSVD
    >>> svd = TruncatedSVD(1, algorithm="full").fit([[3.0, 0.0], [0.0, 1.0], [4.0, 0.0]])
    >>> svd.singular_values_, svd.components_
    (array([5.]), array([[1., 0.]]))

    By hand::

        u, s, vt = np.linalg.svd(X, full_matrices=False)
        near = (u[:, :k] * s[:k]) @ vt[:k]
    """

    def __init__(
        self, n_components=2, *, algorithm="randomized", n_iter=5, n_oversamples=10, random_state=None
    ):
        self.n_components = n_components
        self.algorithm = algorithm
        self.n_iter = n_iter
        self.n_oversamples = n_oversamples
        self.random_state = random_state

    def fit(self, X, y=None):
        """Learn the components.

        {learning}
        """
        self.fit_transform(X)
        return self

    @fitting
    def fit_transform(self, X, y=None):
        """Fit, and return ``X @ components_.T``; arguments as for `fit`."""
        X = fit_array(self, X, min_features=2)
        if self.algorithm not in ("randomized", "full"):
            raise ValueError(f"unknown algorithm {self.algorithm!r}")
        if not 1 <= self.n_components <= X.shape[1]:
            raise ValueError(f"n_components({self.n_components}) must be <= n_features({X.shape[1]}).")
        check_moderate(np.linalg.norm(X, axis=0))
        if self.algorithm == "full":
            u, s, vt = np.linalg.svd(X, full_matrices=False)
            s, vt = s[: self.n_components], vt[: self.n_components]
        else:
            random = check_random_state(self.random_state)
            u, s, vt = randomized_svd(
                X,
                self.n_components,
                n_oversamples=self.n_oversamples,
                n_iter=self.n_iter,
                random_state=random,
            )
        _, vt = svd_flip(None, vt, u_based_decision=False)
        self.components_, self.singular_values_ = np.ascontiguousarray(vt), s
        z = X @ vt.T
        self.explained_variance_ = np.var(z, axis=0)
        total = np.sum(np.var(X, axis=0))
        self.explained_variance_ratio_ = self.explained_variance_ / (total if total else 1)
        return z

    def transform(self, X):
        """Return ``X @ components_.T``.

        {of_samples}
        ndarray, shape (n_samples, n_components)
        """
        return next_array(self, X) @ self.components_.T

    def inverse_transform(self, X):
        """Return ``X @ components_``, the points in the space of features."""
        check_is_fitted(self)
        return as_float(X) @ self.components_
