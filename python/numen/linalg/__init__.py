"""Linear algebra: systems, factorizations, eigenvalues, norms.

All functions take stacks of matrices where that makes sense: the matrices are in the last two axes.
"""

from .._exceptions import LinAlgError
from ._decompositions import cholesky, qr, svd, svdvals
from ._norms import cond, matrix_norm, matrix_rank, norm, vector_norm
from ._products import (
    cross,
    diagonal,
    matmul,
    matrix_power,
    matrix_transpose,
    multi_dot,
    outer,
    tensordot,
    trace,
    vecdot,
)
from ._spectra import eig, eigh, eigvals, eigvalsh
from ._systems import det, inv, lstsq, pinv, slogdet, solve, tensorinv, tensorsolve

__all__ = [
    "LinAlgError",
    "cholesky",
    "cond",
    "cross",
    "det",
    "diagonal",
    "eig",
    "eigh",
    "eigvals",
    "eigvalsh",
    "inv",
    "lstsq",
    "matmul",
    "matrix_norm",
    "matrix_power",
    "matrix_rank",
    "matrix_transpose",
    "multi_dot",
    "norm",
    "outer",
    "pinv",
    "qr",
    "slogdet",
    "solve",
    "svd",
    "svdvals",
    "tensordot",
    "tensorinv",
    "tensorsolve",
    "trace",
    "vecdot",
    "vector_norm",
]
