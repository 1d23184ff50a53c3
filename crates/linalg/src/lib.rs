//! Factorizations of dense matrices.
//!
//! Every function takes one matrix, **column-major and contiguous** (LAPACK's layout, element `(i, j)` of an
//! `m` by `n` matrix at `i + j * m`), in slices that the caller owns; stacks of matrices are loops of the
//! caller. `T` is `f32`, `f64`, `Complex<f32>` or `Complex<f64>`.
//!
//! Signs, order and phases of the results are those that LAPACK, and so NumPy, gives, as far as each
//! function's description says. Nothing panics on NaN or infinity, and every iteration is bounded.

mod bidiagonal;
mod cholesky;
mod convert;
mod eig;
mod eigenvectors;
mod eigh;
mod error;
mod hessenberg;
mod householder;
mod lstsq;
mod lu;
mod norm;
mod qr;
mod rotation;
mod scalar;
mod schur;
mod schur_complex;
mod small;
mod svd;
mod tridiagonal;

pub use cholesky::{cholesky, Triangle};
pub use eig::{eig, eigvals, Spectrum};
pub use eigh::{eigh, eigvalsh};
pub use error::LinalgError;
pub use lstsq::{lstsq, Lstsq};
pub use lu::{det, inv, slogdet, solve};
pub use qr::{form_q, qr_raw};
pub use scalar::{Real, Scalar};
pub use svd::{svd, svdvals, Vectors};
