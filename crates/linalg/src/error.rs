//! What a factorization can fail with.

use std::fmt;

/// Why a factorization failed; the messages are those of `numpy.linalg.LinAlgError`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LinalgError {
    /// A pivot is exactly zero.
    Singular,
    NotPositiveDefinite,
    /// The iteration for eigenvalues.
    EigenvaluesDidNotConverge,
    /// The iteration for singular values.
    SvdDidNotConverge,
    /// The iteration for singular values, in a least-squares problem.
    LstsqDidNotConverge,
}

impl LinalgError {
    pub fn message(self) -> &'static str {
        match self {
            LinalgError::Singular => "Singular matrix",
            LinalgError::NotPositiveDefinite => "Matrix is not positive definite",
            LinalgError::EigenvaluesDidNotConverge => "Eigenvalues did not converge",
            LinalgError::SvdDidNotConverge => "SVD did not converge",
            LinalgError::LstsqDidNotConverge => "SVD did not converge in Linear Least Squares",
        }
    }
}

impl fmt::Display for LinalgError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for LinalgError {}
