//! Passes over one or two columns of `f64`, of which unblocked factorizations are made.

use crate::cpu::Level;
use crate::select::level::per_level;

/// Side by side sums: two registers of AVX-512, four of AVX2.
const LANES: usize = 16;

/// `a x + y`, rounded once where the CPU can.
#[inline(always)]
pub(crate) fn fma<L: Level>(a: f64, x: f64, y: f64) -> f64 {
    if L::FMA {
        a.mul_add(x, y)
    } else {
        a * x + y
    }
}

#[inline(always)]
unsafe fn axpy_body<L: Level>(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = fma::<L>(a, *x, *y);
    }
}
per_level! {
    /// `y += a x`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy[](a: f64, x: &[f64], y: &mut [f64]) = axpy_body
}

#[inline(always)]
unsafe fn axpy2_body<L: Level>(a: f64, x: &[f64], b: f64, z: &[f64], y: &mut [f64]) {
    for ((y, x), z) in y.iter_mut().zip(x).zip(z) {
        *y = fma::<L>(b, *z, fma::<L>(a, *x, *y));
    }
}
per_level! {
    /// `y += a x + b z`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy2[](a: f64, x: &[f64], b: f64, z: &[f64], y: &mut [f64]) = axpy2_body
}

#[inline(always)]
unsafe fn axpy_dot_body<L: Level>(a: f64, x: &[f64], y: &mut [f64], z: &[f64]) -> f64 {
    let n = x.len().min(y.len()).min(z.len());
    let ((xs, x), (ys, y), (zs, z)) =
        (x[..n].as_chunks::<LANES>(), y[..n].as_chunks_mut::<LANES>(), z[..n].as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for ((x, y), z) in xs.iter().zip(ys).zip(zs) {
        for l in 0..LANES {
            y[l] = fma::<L>(a, x[l], y[l]);
            sums[l] = fma::<L>(x[l], z[l], sums[l]);
        }
    }
    let mut rest = 0.0;
    for ((x, y), z) in x.iter().zip(y).zip(z) {
        *y = fma::<L>(a, *x, *y);
        rest = fma::<L>(*x, *z, rest);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for l in 0..width {
            sums[l] += sums[l + width];
        }
        width /= 2;
    }
    sums[0] + rest
}
per_level! {
    /// `y += a x`; returns `x . z`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy_dot[](a: f64, x: &[f64], y: &mut [f64], z: &[f64]) -> f64 = axpy_dot_body
}
