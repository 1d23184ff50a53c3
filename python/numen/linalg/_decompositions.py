"""Cholesky, QR and singular value decompositions."""

from typing import NamedTuple

from .._core import asarray
from ._common import adjoint, dispatch, give_class, nc
from ._spectra import eigh, eigvalsh

__all__ = ["cholesky", "qr", "svd", "svdvals"]


class QRResult(NamedTuple):
    """The factors of a QR decomposition."""

    Q: object
    R: object


class SVDResult(NamedTuple):
    """The factors of a singular value decomposition."""

    U: object
    S: object
    Vh: object


@dispatch(lambda a, /, *, upper=None: (a,))
def cholesky(a, /, *, upper=False):
    """Return the triangular factor of positive definite matrices.

    Parameters
    ----------
    a : array_like, shape (..., M, M)
        Hermitian; only one half is read.
    upper : bool, optional
        Return `U` with ``U.conj().T @ U = a`` instead of `L` with ``L @ L.conj().T = a``.

    Raises
    ------
    LinAlgError
        For a matrix that is not positive definite.
    """
    return give_class(nc._linalg_cholesky(a, bool(upper)), a)


@dispatch(lambda a, mode=None: (a,))
def qr(a, mode="reduced"):
    """Factor matrices into `Q` with orthonormal columns and upper triangular `R`.

    Parameters
    ----------
    a : array_like, shape (..., M, N)
    mode : {'reduced', 'complete', 'r', 'raw'}, optional
        K = min(M, N) or M columns in `Q`; only `R`; or the reflectors as LAPACK leaves them.

    Returns
    -------
    QRResult, ndarray or tuple
        Named tuple `Q`, `R`; `R` alone for 'r'; ``(h, tau)`` for 'raw'.
    """
    if mode not in ("reduced", "complete", "r", "raw"):
        if mode in ("f", "full"):
            _deprecated(
                "The 'full' option is deprecated in favor of 'reduced'.\n"
                "For backward compatibility let mode default."
            )
            mode = "reduced"
        elif mode in ("e", "economic"):
            _deprecated("The 'economic' option is deprecated.")
            return give_class(nc._linalg_qr(a, "raw")[0].swapaxes(-1, -2), a)
        else:
            raise ValueError(f"Unrecognized mode '{mode}'")
    parts = nc._linalg_qr(a, mode)
    if mode == "r":
        return give_class(parts[0], a)
    if mode == "raw":
        return give_class(parts[0], a), parts[1]
    return QRResult(give_class(parts[0], a), give_class(parts[1], a))


def _deprecated(message):
    import warnings

    warnings.warn(message, DeprecationWarning, stacklevel=4)


@dispatch(lambda a, full_matrices=None, compute_uv=None, hermitian=None: (a,))
def svd(a, full_matrices=True, compute_uv=True, hermitian=False):
    """Factor matrices into ``U @ diag(S) @ Vh``.

    Parameters
    ----------
    a : array_like, shape (..., M, N)
    full_matrices : bool, optional
        Square `U` and `Vh`, else min(M, N) vectors each.
    compute_uv : bool, optional
        Otherwise only the singular values are returned.
    hermitian : bool, optional
        The matrices are Hermitian: eigenvalues do.

    Returns
    -------
    SVDResult or ndarray
        Named tuple `U`, `S` (descending), `Vh`, or `S`.
    """
    if hermitian:
        return _from_eigenvalues(a, compute_uv)
    if compute_uv:
        u, s, vh = nc._linalg_svd(a, bool(full_matrices))
        return SVDResult(give_class(u, a), s, give_class(vh, a))
    return nc._linalg_svdvals(a)


def _from_eigenvalues(a, compute_uv):
    x = asarray(a)
    if not compute_uv:
        s = nc.absolute(eigvalsh(x))
        return nc.sort(s, axis=-1)[..., ::-1]
    s, u = eigh(x)
    # Zero counts as positive: the vectors of a singular matrix stay orthonormal.
    sign = nc.where(s < 0, -1, 1).astype(s.dtype)
    s = nc.absolute(s)
    order = nc.argsort(s, axis=-1)[..., ::-1]
    from .._indexing import take_along_axis

    sign, s = take_along_axis(sign, order, axis=-1), take_along_axis(s, order, axis=-1)
    u = take_along_axis(u, order[..., None, :], axis=-1)
    vh = adjoint(u * sign[..., None, :])
    return SVDResult(give_class(u, a), s, give_class(vh, a))


@dispatch(lambda x, /: (x,))
def svdvals(x, /):
    """Return the singular values of each matrix of shape (..., M, N), descending."""
    return svd(x, compute_uv=False, hermitian=False)
