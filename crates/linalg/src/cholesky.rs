//! The Cholesky factorization.

use crate::convert::{adjoint_in_place, view_mut, with_scratch};
use crate::scalar::{axpy, two_columns, Real, Scalar};
use crate::LinalgError;
use faer::linalg::cholesky::llt::factor::{cholesky_in_place, cholesky_in_place_scratch};
use faer::Par;
use numen_exec::columns;

/// The half of a Hermitian matrix that is read, or the shape of a factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Triangle {
    Lower,
    Upper,
}

/// Up to this order the plain loops are as fast as any, and their last bits are those of others.
const UNBLOCKED: usize = 24;

/// Factors `a = L L*` or, for `Triangle::Upper`, `a = U* U`, in place; `a` is `n` by `n`, and only its half of
/// the same name is read. The other half of the result is zero, the diagonal is real and positive.
///
/// # Errors
/// `NotPositiveDefinite` if a pivot is zero or negative; `a` is then unspecified. NaN goes through.
pub fn cholesky<T: Scalar>(a: &mut [T], n: usize, triangle: Triangle) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n);
    if triangle == Triangle::Upper {
        adjoint_in_place(a, n);
    }
    // faer refuses NaN.
    let finite = (0..n).all(|j| a[j * n + j..(j + 1) * n].iter().all(|v| v.is_finite_scalar()));
    let done = if n <= UNBLOCKED || !finite {
        factor_unblocked(a, n, finite)
    } else {
        let by_panels = T::doubles_mut(a).and_then(|a| columns::factor_cholesky(a, n));
        by_panels.unwrap_or_else(|| factor_blocked(a, n))
    };
    if !done {
        return Err(LinalgError::NotPositiveDefinite);
    }
    for j in 1..n {
        a[j * n..j * n + j].fill(T::zero());
    }
    if triangle == Triangle::Upper {
        adjoint_in_place(a, n);
    }
    Ok(())
}

fn factor_unblocked<T: Scalar>(a: &mut [T], n: usize, finite: bool) -> bool {
    for j in 0..n {
        let pivot = a[j + j * n].re();
        if pivot <= T::R::zero() {
            return false;
        }
        let d = pivot.root();
        a[j + j * n] = T::from_re(d);
        let scale = T::R::one() / d;
        let below = &mut a[j + 1 + j * n..(j + 1) * n];
        below.iter_mut().for_each(|v| *v = v.scaled(scale));
        if T::COMPLEX && !finite {
            // BLAS scales both parts by a complex number, of which NaN leaves nothing.
            below
                .iter_mut()
                .filter(|v| v.taxicab().is_not_a_number())
                .for_each(|v| *v = T::from_parts(T::R::NAN, T::R::NAN));
        }
        for k in j + 1..n {
            let (l, column) = two_columns(a, n, j, k);
            if finite {
                axpy(-l[k].conj(), &l[k..], &mut column[k..]);
                continue;
            }
            // BLAS multiplies sums by a complex factor, so that an infinite product is NaN in both parts and no pivot
            // after it is negative.
            let factor = -l[k].conj();
            for (c, l) in column[k..].iter_mut().zip(&l[k..]) {
                *c += *l * factor * T::one();
            }
        }
    }
    true
}

fn factor_blocked<T: Scalar>(a: &mut [T], n: usize) -> bool {
    // faer takes the diagonal as it is; only its real part counts.
    for j in 0..n {
        a[j + j * n] = T::from_re(a[j + j * n].re());
    }
    let done = with_scratch(cholesky_in_place_scratch::<T>(n, Par::Seq, Default::default()), |stack| {
        cholesky_in_place(view_mut(a, n, n), Default::default(), Par::Seq, stack, Default::default()).is_ok()
    });
    // The imaginary parts of its diagonal are rounding errors.
    for j in 0..n {
        a[j + j * n] = T::from_re(a[j + j * n].re());
    }
    done && (0..n).all(|j| a[j + j * n].re() > T::R::zero())
}
