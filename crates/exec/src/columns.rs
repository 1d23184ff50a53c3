//! Passes over columns of `f64`, for the factorizations: each takes the shortest of its columns' lengths.

use numen_kernels::gemm::{cholesky, columns};
use numen_kernels::panel;
use numen_kernels::Ty;

/// `x . y`
#[inline]
pub fn dot(x: &[f64], y: &[f64]) -> f64 {
    let n = x.len().min(y.len());
    let mut out = 0.0;
    // SAFETY: both have `n` elements.
    unsafe {
        numen_kernels::gemm::dot(
            Ty::F64,
            n,
            x.as_ptr().cast(),
            8,
            y.as_ptr().cast(),
            8,
            (&raw mut out).cast(),
        );
    }
    out
}

/// `y += a x`
#[inline]
pub fn axpy(a: f64, x: &[f64], y: &mut [f64]) {
    // SAFETY: sound for all arguments.
    unsafe { columns::axpy(a, x, y) }
}

/// `y += a x + b z`
#[inline]
pub fn axpy2(a: f64, x: &[f64], b: f64, z: &[f64], y: &mut [f64]) {
    // SAFETY: sound for all arguments.
    unsafe { columns::axpy2(a, x, b, z, y) }
}

/// `y += a x`; returns `x . z`.
#[inline]
pub fn axpy_dot(a: f64, x: &[f64], y: &mut [f64], z: &[f64]) -> f64 {
    // SAFETY: sound for all arguments.
    unsafe { columns::axpy_dot(a, x, y, z) }
}

/// The first `count` columns of a symmetric matrix in one pass: `A -= x z' + z x'` for the vectors of `old`, then their
/// part of `w += A v`. The lower half of `A` is read, its columns `step` apart in `a`.
#[inline]
pub fn symmetric(
    a: &mut [f64],
    step: usize,
    old: Option<[&[f64]; 2]>,
    v: &[f64],
    w: &mut [f64],
    count: usize,
) {
    // SAFETY: sound for all arguments.
    unsafe { columns::symmetric(a, step, old, v, w, count) }
}

/// `y = A' x` for a matrix of `x.len()` rows whose columns are `step` apart in `a`.
#[inline]
pub fn transposed(a: &[f64], step: usize, x: &[f64], y: &mut [f64]) {
    // SAFETY: sound for all arguments.
    unsafe { panel::transposed(a, step, x, y) }
}

/// `y = A x` for a matrix of `y.len()` rows whose columns are `step` apart in `a`.
#[inline]
pub fn plain(a: &[f64], step: usize, x: &[f64], y: &mut [f64]) {
    // SAFETY: sound for all arguments.
    unsafe { panel::plain(a, step, x, y) }
}

/// `A += alpha x y'` for a matrix whose columns are `step` apart in `a`.
#[inline]
pub fn rank_one(a: &mut [f64], step: usize, alpha: f64, x: &[f64], y: &[f64]) {
    // SAFETY: sound for all arguments.
    unsafe { panel::rank_one(a, step, alpha, x, y) }
}

/// `A = L L'` in the lower half of the column-major `a`, of order `n`; what stands above the diagonal is lost. False, and `a`
/// unspecified, at a pivot that is not positive. None, and `a` as it was, where the order is beyond this way.
#[inline]
pub fn factor_cholesky(a: &mut [f64], n: usize) -> Option<bool> {
    // SAFETY: sound for all arguments.
    unsafe { (n <= cholesky::most()).then(|| cholesky::cholesky(a, n)) }
}
