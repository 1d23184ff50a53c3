//! Eigenvalues and eigenvectors of general matrices.

use crate::convert::{view, with_scratch};
use crate::scalar::{scale_for, Real, Scalar};
use crate::{eigenvectors, hessenberg, schur, schur_complex, LinalgError};
use faer::diag::DiagMut;
use faer::linalg::evd::{evd_cplx, evd_real, evd_scratch, ComputeEigenvectors};
use faer::Par;
use num_complex::Complex;

/// Up to this order the double-shift iteration is as fast as faer's multishift one. (LAPACK changes over, and with
/// it the order of eigenvalues, at 75.)
const SMALL: usize = 128;

/// A type whose spectrum can be computed.
pub trait Spectrum: Scalar {
    /// The complex type of the same precision.
    type Complex: Scalar<R = Self::R>;

    /// Eigenvalues into `w`, right eigenvectors (unless empty) into `v`.
    fn spectrum(
        a: &mut [Self],
        n: usize,
        w: &mut [Self::Complex],
        v: &mut [Self::Complex],
    ) -> Result<(), LinalgError>;
}

/// Eigenvalues `w` (length `n`) and right eigenvectors, the columns of `v` (`n` by `n`), of `a` (`n` by `n`,
/// destroyed), always as complex numbers: for a real matrix without complex pairs all imaginary parts are zero.
///
/// Vectors have length 1; the largest element of one with complex elements is real. Up to order 75 the order is
/// that of LAPACK's `geev`, and so are the signs, as far as rounding decides nothing.
///
/// # Errors
/// `EigenvaluesDidNotConverge`, also for matrices with NaN or infinity.
pub fn eig<T: Spectrum>(
    a: &mut [T],
    n: usize,
    w: &mut [T::Complex],
    v: &mut [T::Complex],
) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n && w.len() == n && v.len() == n * n);
    run(a, n, w, v)
}

/// The eigenvalues only, in the order of [`eig`] up to rounding; `a` is destroyed.
///
/// # Errors
/// `EigenvaluesDidNotConverge`, also for matrices with NaN or infinity.
pub fn eigvals<T: Spectrum>(a: &mut [T], n: usize, w: &mut [T::Complex]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n && w.len() == n);
    run(a, n, w, &mut [])
}

fn run<T: Spectrum>(
    a: &mut [T],
    n: usize,
    w: &mut [T::Complex],
    v: &mut [T::Complex],
) -> Result<(), LinalgError> {
    if n == 0 {
        return Ok(());
    }
    let mut norm = T::R::zero();
    for x in a.iter() {
        if !x.is_finite_scalar() {
            return Err(LinalgError::EigenvaluesDidNotConverge);
        }
        norm = norm.larger(x.re().absolute()).larger(x.im().absolute());
    }
    let scale = scale_for(norm, n > SMALL);
    if scale != T::R::one() {
        a.iter_mut().for_each(|x| *x = x.scaled(scale));
    }
    T::spectrum(a, n, w, v)?;
    if scale != T::R::one() {
        w.iter_mut().for_each(|x| *x = T::Complex::from_parts(x.re() / scale, x.im() / scale));
    }
    Ok(())
}

fn real_small<R: Real, C: Scalar<R = R>>(
    a: &mut [R],
    n: usize,
    w: &mut [C],
    v: &mut [C],
) -> Result<(), LinalgError> {
    let balanced = hessenberg::balance(a, n);
    let mut z = vec![R::zero(); if v.is_empty() { 0 } else { n * n }];
    hessenberg::reduce(a, n, balanced.low, balanced.high, &mut z);
    let mut values = vec![(R::zero(), R::zero()); n];
    schur::schur(a, n, (balanced.low, balanced.high), &mut z, &mut values)?;
    for (to, (re, im)) in w.iter_mut().zip(&values) {
        *to = C::from_parts(*re, *im);
    }
    if v.is_empty() {
        return Ok(());
    }
    eigenvectors::of_quasi_triangular(a, n, &z, &values, v);
    balanced.restore(v, n);
    finish_real(n, w, v);
    Ok(())
}

/// Unit length; of each complex pair the second vector is the conjugate of the first.
fn finish_real<C: Scalar>(n: usize, w: &[C], v: &mut [C]) {
    let mut k = 0;
    while k < n {
        eigenvectors::normalize(&mut v[k * n..(k + 1) * n]);
        if w[k].im() == C::R::zero() || k + 1 == n {
            k += 1;
            continue;
        }
        let (first, second) = v[k * n..(k + 2) * n].split_at_mut(n);
        eigenvectors::turn(first, true);
        for (to, from) in second.iter_mut().zip(first.iter()) {
            *to = from.conj();
        }
        k += 2;
    }
}

fn complex_small<T: Scalar>(a: &mut [T], n: usize, w: &mut [T], v: &mut [T]) -> Result<(), LinalgError> {
    let balanced = hessenberg::balance(a, n);
    let mut z = vec![T::zero(); if v.is_empty() { 0 } else { n * n }];
    hessenberg::reduce(a, n, balanced.low, balanced.high, &mut z);
    schur_complex::schur(a, n, (balanced.low, balanced.high), &mut z, w)?;
    if v.is_empty() {
        return Ok(());
    }
    eigenvectors::of_triangular(a, n, &z, v);
    balanced.restore(v, n);
    for column in v.chunks_exact_mut(n) {
        eigenvectors::normalize(column);
        eigenvectors::turn(column, false);
    }
    Ok(())
}

fn all_finite<T: Scalar>(x: &[T]) -> bool {
    x.iter().all(|v| v.is_finite_scalar())
}

fn wanted<C>(v: &[C]) -> ComputeEigenvectors {
    if v.is_empty() {
        ComputeEigenvectors::No
    } else {
        ComputeEigenvectors::Yes
    }
}

macro_rules! spectrum {
    ($t:ident) => {
        impl Spectrum for $t {
            type Complex = Complex<$t>;

            fn spectrum(
                a: &mut [$t],
                n: usize,
                w: &mut [Complex<$t>],
                v: &mut [Complex<$t>],
            ) -> Result<(), LinalgError> {
                if n <= SMALL {
                    return real_small(a, n, w, v);
                }
                let (mut re, mut im) = (vec![0.0; n], vec![0.0; n]);
                let mut packed = vec![0.0; v.len()];
                let want = wanted(v);
                let need = evd_scratch::<$t>(n, ComputeEigenvectors::No, want, Par::Seq, Default::default());
                let done = with_scratch(need, |stack| {
                    let (s_re, s_im) = (DiagMut::from_slice_mut(&mut re), DiagMut::from_slice_mut(&mut im));
                    let u = (!v.is_empty()).then(|| crate::convert::view_mut(&mut packed, n, n));
                    evd_real(view(a, n, n), s_re, s_im, None, u, Par::Seq, stack, Default::default())
                });
                if done.is_err() || !all_finite(&re) || !all_finite(&im) || !all_finite(&packed) {
                    // Defective matrices may defeat its back substitution.
                    return real_small(a, n, w, v);
                }
                for k in 0..n {
                    w[k] = Complex::new(re[k], im[k]);
                }
                if v.is_empty() {
                    return Ok(());
                }
                let mut k = 0;
                while k < n {
                    let pair = im[k] != 0.0 && k + 1 < n;
                    for i in 0..n {
                        let second = if pair { packed[i + (k + 1) * n] } else { 0.0 };
                        v[i + k * n] = Complex::new(packed[i + k * n], second);
                    }
                    k += 1 + pair as usize;
                }
                finish_real(n, w, v);
                Ok(())
            }
        }

        impl Spectrum for Complex<$t> {
            type Complex = Complex<$t>;

            fn spectrum(a: &mut [Self], n: usize, w: &mut [Self], v: &mut [Self]) -> Result<(), LinalgError> {
                if n <= SMALL {
                    return complex_small(a, n, w, v);
                }
                let want = wanted(v);
                let need =
                    evd_scratch::<Self>(n, ComputeEigenvectors::No, want, Par::Seq, Default::default());
                let done = with_scratch(need, |stack| {
                    let u = (!v.is_empty()).then(|| crate::convert::view_mut(&mut *v, n, n));
                    let s = DiagMut::from_slice_mut(&mut *w);
                    evd_cplx::<$t>(view(a, n, n), s, None, u, Par::Seq, stack, Default::default())
                });
                if done.is_err() || !all_finite(w) || !all_finite(v) {
                    return complex_small(a, n, w, v);
                }
                for column in v.chunks_exact_mut(n) {
                    eigenvectors::normalize(column);
                    eigenvectors::turn(column, false);
                }
                Ok(())
            }
        }
    };
}

spectrum!(f32);
spectrum!(f64);
