//! Passes over columns of `f64`, for the factorizations: each takes the shortest of its columns' lengths.

use numen_kernels::gemm::columns;
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
