//! Eigenvalues and eigenvectors of Hermitian matrices.

use crate::cholesky::Triangle;
use crate::convert::{adjoint_in_place, view, view_mut, with_scratch};
use crate::householder::apply_left;
use crate::scalar::{scale_for, Real, Scalar};
use crate::{tridiagonal, LinalgError};
use faer::diag::DiagMut;
use faer::linalg::evd::{
    self_adjoint_evd, self_adjoint_evd_scratch, ComputeEigenvectors, SelfAdjointEvdParams,
};
use faer::{Auto, Par, Spec};

/// Up to this order LAPACK's `syevd` runs implicit QL, as we do; above it divides and conquers, and so does faer.
const QL_LIMIT: usize = 25;

/// Without vectors QL stays ahead longer: as long as half the matrix fits L2.
const QL_LIMIT_VALUES: usize = 300;

/// Eigenvalues (ascending, into `w`) and orthonormal eigenvectors (the columns of `a` afterwards) of the Hermitian
/// matrix `a`, `n` by `n`, of which only the given half is read. Up to order 25 the signs of the vectors are those
/// of LAPACK.
///
/// # Errors
/// `EigenvaluesDidNotConverge`, also for most matrices with NaN or infinity: where the iteration ends all the same,
/// there are NaN among the values.
pub fn eigh<T: Scalar>(a: &mut [T], n: usize, half: Triangle, w: &mut [T::R]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n && w.len() == n);
    run(a, n, half, w, true)
}

/// The eigenvalues only; `a` is destroyed.
///
/// # Errors
/// `EigenvaluesDidNotConverge`, also for most matrices with NaN or infinity: where the iteration ends all the same,
/// there are NaN among the values.
pub fn eigvalsh<T: Scalar>(a: &mut [T], n: usize, half: Triangle, w: &mut [T::R]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n && w.len() == n);
    run(a, n, half, w, false)
}

fn run<T: Scalar>(
    a: &mut [T],
    n: usize,
    half: Triangle,
    w: &mut [T::R],
    vectors: bool,
) -> Result<(), LinalgError> {
    if n == 0 {
        return Ok(());
    }
    if n == 1 {
        w[0] = a[0].re();
        a[0] = T::one();
        return Ok(());
    }
    let norm = largest(a, n, half);
    let limit = if vectors { QL_LIMIT } else { QL_LIMIT_VALUES };
    let ours = n <= limit || !norm.finite();
    // As in LAPACK, infinity scales by zero, which leaves NaN in its place, and NaN does not scale.
    let scale = scale_for::<T::R>(norm, !ours);
    if scale != T::R::one() {
        // A product of complex numbers: infinity times zero spoils both parts.
        a.iter_mut().for_each(|v| *v *= T::from_re(scale));
    }
    let done = if ours { by_ql(a, n, half, w, vectors) } else { by_faer(a, n, half, w, vectors) };
    if scale != T::R::one() {
        w.iter_mut().for_each(|v| *v /= scale);
    }
    done
}

/// The largest element of the half that is read; NaN if there is one.
fn largest<T: Scalar>(a: &[T], n: usize, half: Triangle) -> T::R {
    let mut norm = T::R::zero();
    for j in 0..n {
        let rows = if half == Triangle::Lower { j..n } else { 0..j + 1 };
        for v in &a[j * n + rows.start..j * n + rows.end] {
            norm = norm.larger_or_nan(v.re().absolute()).larger_or_nan(v.im().absolute());
        }
    }
    norm
}

/// The matrix with rows and columns in opposite order.
fn reverse<T: Scalar>(a: &mut [T]) {
    a.reverse();
}

fn by_ql<T: Scalar>(
    a: &mut [T],
    n: usize,
    half: Triangle,
    w: &mut [T::R],
    vectors: bool,
) -> Result<(), LinalgError> {
    // LAPACK reduces an upper half from the bottom: the mirror image of a lower half from the top.
    let upper = half == Triangle::Upper;
    if upper {
        reverse(a);
    }
    let mut e = vec![T::R::zero(); n];
    let mut tau = vec![T::zero(); n - 1];
    tridiagonal::reduce(a, n, w, &mut e, &mut tau);
    if upper {
        w.reverse();
        e[..n - 1].reverse();
    }
    if !vectors {
        return tridiagonal::eigenvalues(w, &mut e, &mut [], 0);
    }
    if n > QL_LIMIT {
        tridiagonal::split(w, &mut e);
    }
    let mut z = vec![T::R::zero(); n * n];
    (0..n).for_each(|j| z[j + j * n] = T::R::one());
    tridiagonal::eigenvalues(w, &mut e, &mut z, n)?;
    // LAPACK's rotations are of complex columns: NaN goes to both parts.
    let lift = |v: &T::R| if v.is_not_a_number() { T::from_parts(*v, *v) } else { T::from_re(*v) };
    let mut q: Vec<T> = z.iter().map(lift).collect();
    if upper {
        q.chunks_exact_mut(n).for_each(<[T]>::reverse);
    }
    for k in (0..n - 1).rev() {
        apply_left(tau[k], &a[k + 2 + k * n..(k + 1) * n], &mut q, n);
    }
    if upper {
        q.chunks_exact_mut(n).for_each(<[T]>::reverse);
    }
    a.copy_from_slice(&q);
    Ok(())
}

fn by_faer<T: Scalar>(
    a: &mut [T],
    n: usize,
    half: Triangle,
    w: &mut [T::R],
    vectors: bool,
) -> Result<(), LinalgError> {
    if half == Triangle::Upper {
        adjoint_in_place(a, n);
    }
    let mut values = vec![T::zero(); n];
    let mut u = vec![T::zero(); if vectors { n * n } else { 0 }];
    let want = if vectors { ComputeEigenvectors::Yes } else { ComputeEigenvectors::No };
    let params = Spec::new(SelfAdjointEvdParams {
        recursion_threshold: crate::svd::threshold(n),
        ..Auto::<T>::auto()
    });
    let need = self_adjoint_evd_scratch::<T>(n, want, Par::Seq, params);
    let done = with_scratch(need, |stack| {
        let s = DiagMut::from_slice_mut(&mut values);
        let u = vectors.then(|| view_mut(&mut u, n, n));
        self_adjoint_evd(view(a, n, n), s, u, Par::Seq, stack, params)
    });
    done.map_err(|_| LinalgError::EigenvaluesDidNotConverge)?;
    for (to, from) in w.iter_mut().zip(&values) {
        *to = from.re();
    }
    if vectors {
        a.copy_from_slice(&u);
    }
    Ok(())
}
