"""Eigenvalues and eigenvectors."""

from typing import NamedTuple

from ._common import dispatch, give_class, nc

__all__ = ["eig", "eigh", "eigvals", "eigvalsh"]


class EigResult(NamedTuple):
    """Eigenvalues and right eigenvectors."""

    eigenvalues: object
    eigenvectors: object


class EighResult(NamedTuple):
    """Eigenvalues and eigenvectors of Hermitian matrices."""

    eigenvalues: object
    eigenvectors: object


def _upper(uplo):
    uplo = uplo.upper()
    if uplo not in ("L", "U"):
        raise ValueError("UPLO argument must be 'L' or 'U'")
    return uplo == "U"


@dispatch(lambda a: (a,))
def eig(a):
    """Return eigenvalues and right eigenvectors of square matrices.

    Parameters
    ----------
    a : array_like, shape (..., M, M)

    Returns
    -------
    EigResult
        `eigenvalues` (..., M) in no order, `eigenvectors` (..., M, M): columns of length 1. Complex unless all
        eigenvalues of real matrices are real.

    Raises
    ------
    LinAlgError
        For NaN or infinity, or where the iteration does not converge.
    """
    w, v = nc._linalg_eig(a)
    return EigResult(w, give_class(v, a))


@dispatch(lambda a: (a,))
def eigvals(a):
    """Return the eigenvalues of each matrix of shape (..., M, M); see `eig`."""
    return nc._linalg_eigvals(a)


@dispatch(lambda a, UPLO=None: (a,))
def eigh(a, UPLO="L"):
    """Return eigenvalues and eigenvectors of Hermitian (or real symmetric) matrices.

    Parameters
    ----------
    a : array_like, shape (..., M, M)
    UPLO : {'L', 'U'}, optional
        The half that is read.

    Returns
    -------
    EighResult
        `eigenvalues` (..., M) ascending, `eigenvectors` (..., M, M): orthonormal columns.
    """
    w, v = nc._linalg_eigh(a, _upper(UPLO))
    return EighResult(w, give_class(v, a))


@dispatch(lambda a, UPLO=None: (a,))
def eigvalsh(a, UPLO="L"):
    """Return the eigenvalues of Hermitian matrices, ascending; see `eigh`."""
    return nc._linalg_eigvalsh(a, _upper(UPLO))
