"""Factors of matrices as functions: a few singular vectors, the dominant eigenvector, whitening."""

import warnings

import numen as np

from .._progress import Progress
from .._validation import as_float, check_random_state
from ..exceptions import ConvergenceWarning, known

__all__ = ["power_iteration", "randomized_svd", "svd_flip", "whiten"]


def svd_flip(u, v, u_based_decision=True):
    """Choose the signs of singular vectors, which the matrix leaves open: the largest entry is positive.

    Parameters
    ----------
    u : ndarray, shape (m, k), or None
    v : ndarray, shape (k, n)
        Rows are right singular vectors.
    u_based_decision : bool
        Look at the columns of `u`; else at the rows of `v`.

    Returns
    -------
    u, v : ndarray

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.decomposition import svd_flip
    >>> u, v = svd_flip(np.array([[-0.6], [-0.8]]), np.array([[1.0, 0.0]]))
    >>> u.ravel(), v
    (array([0.6, 0.8]), array([[-1., -0.]]))
    """
    if u_based_decision:
        largest = u[np.argmax(np.abs(u), axis=0), np.arange(u.shape[1])]
    else:
        largest = v[np.arange(len(v)), np.argmax(np.abs(v), axis=1)]
    signs = np.where(largest < 0, -1, 1).astype(v.dtype)
    return None if u is None else u * signs, v * signs[:, None]


def randomized_svd(M, n_components, *, n_oversamples=10, n_iter="auto", random_state=None):
    """The largest singular values and vectors from the product with a few random vectors.

    Halko, Martinsson and Tropp, "Finding structure with randomness" (2011): ``Q`` spans ``(M M.T)**n_iter M Omega``, orthogonal
    again after each product; then the SVD of the small ``Q.T M``.

    Parameters
    ----------
    M : array_like, shape (m, n)
    n_components : int
    n_oversamples : int
        Random vectors beyond `n_components`.
    n_iter : int or "auto"
        Products more; they make the spectrum fall faster. "auto" is 7 where few components are asked for, else 4.
    random_state : int, RandomState or None

    Returns
    -------
    u, s, vt : ndarray, shapes (m, k), (k,), (k, n)

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.decomposition import randomized_svd
    >>> u, s, vt = randomized_svd(np.diag([5.0, 3.0, 1.0]), 2, random_state=0)
    >>> s.round(6)
    array([5., 3.])
    """
    M = as_float(M, name="M")
    wanted = min(n_components + n_oversamples, *M.shape)
    if n_iter == "auto":
        n_iter = 7 if n_components < 0.1 * min(M.shape) else 4
    wide = M.shape[0] < M.shape[1]
    M = M.T if wide else M
    q = check_random_state(random_state).normal(size=(M.shape[1], wanted)).astype(M.dtype)
    for _ in range(n_iter):
        q = np.linalg.qr(M.T @ np.linalg.qr(M @ q)[0])[0]
    q = np.linalg.qr(M @ q)[0]
    small, s, vt = np.linalg.svd(q.T @ M, full_matrices=False)
    u, s, vt = (q @ small)[:, :n_components], s[:n_components], vt[:n_components]
    if wide:
        u, vt = vt.T, u.T
    u, vt = svd_flip(u, vt)
    return u, s, vt


def power_iteration(A, *, max_iter=1000, tol=1e-10, random_state=None, verbose=None):
    """The eigenvalue of largest absolute value and its vector, by ``v <- A v / |A v|`` (von Mises, 1929).

    Parameters
    ----------
    A : array_like, shape (n, n)
    max_iter : int
    tol : float
        It has converged when ``|A v - lambda v| <= tol |lambda|``.
    random_state : int, RandomState or None
        Draws the start.
    verbose : bool or None
        Whether to show a bar; None shows it on a terminal.

    Returns
    -------
    value : float
        The largest in absolute value, which may be negative.
    vector : ndarray, shape (n,)
        Of length 1, its largest entry positive.

    Raises
    ------
    ValueError
        `A` is not square.

    Warns
    -----
    ConvergenceWarning
        `max_iter` is over: two eigenvalues may be as large, such as 1 and -1, or a complex pair.

    Examples
    --------
    >>> from numen.ml.decomposition import power_iteration
    >>> value, vector = power_iteration([[2.0, 0.0], [0.0, -3.0]], random_state=0)
    >>> round(value, 6), vector.round(6)
    (-3.0, array([0., 1.]))

    By hand::

        for _ in range(1000):
            v = A @ v
            v /= np.linalg.norm(v)
        value = v @ A @ v
    """
    A = as_float(A, name="A")
    if A.shape[0] != A.shape[1]:
        raise ValueError(f"Expected a square matrix A, got shape {A.shape}.")
    v = check_random_state(random_state).normal(size=len(A)).astype(A.dtype)
    v = v / np.linalg.norm(v)
    value, converged = 0.0, False
    bar = Progress(range(max_iter), "power iteration", verbose)
    for _ in bar:
        image = A @ v
        value = float(v @ image)
        length = float(np.linalg.norm(image))
        bar.note(value=value)
        if float(np.linalg.norm(image - value * v)) <= max(tol, np.finfo(A.dtype).eps) * max(
            abs(value), length
        ):
            converged = True
            break
        v = image / length
    if not converged:
        warnings.warn(
            f"power_iteration did not converge in max_iter={max_iter} rounds: eigenvalues of the same absolute value, or "
            "too few rounds.",
            known(ConvergenceWarning),
            stacklevel=2,
        )
    return value, v if v[np.argmax(np.abs(v))] >= 0 else -v


def whiten(X, *, method="zca", eps=1e-12):
    """Move and turn data so that features have variance 1 and no correlation.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
    method : {"zca", "pca"}
        With ``C = V diag(l) V.T`` the covariance: "pca" gives ``(X - mean) V l**-0.5``, "zca" turns back by ``V.T``, which stays
        nearest to the data (Kessy, Lewin and Strimmer, 2018).
    eps : float
        Directions with less than `eps` of the largest variance are left at 0, not blown up.

    Returns
    -------
    ndarray, shape (n_samples, n_features)

    Examples
    --------
    >>> import numen as np
    >>> from numen.ml.decomposition import whiten
    >>> Z = whiten([[1.0, 2.0], [2.0, 4.5], [3.0, 5.0], [5.0, 7.0]])
    >>> np.cov(Z.T).round(6) + 0.0
    array([[1., 0.],
           [0., 1.]])
    """
    X = as_float(X, min_samples=2)
    if method not in ("zca", "pca"):
        raise ValueError(f"method must be 'zca' or 'pca', got {method!r}.")
    centred = X - X.mean(axis=0)
    _, s, vt = np.linalg.svd(centred, full_matrices=False)
    _, vt = svd_flip(None, vt, u_based_decision=False)
    kept = s**2 > eps * s.max(initial=0) ** 2
    scale = np.where(kept, np.sqrt(len(X) - 1) / np.where(kept, s, 1), 0).astype(X.dtype)
    z = (centred @ vt.T) * scale
    if method == "zca":
        return z @ vt
    missing = X.shape[1] - z.shape[1]
    return np.pad(z, ((0, 0), (0, missing))) if missing else z
