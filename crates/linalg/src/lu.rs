//! LU with partial pivoting: solve, inverse, determinant.

use crate::convert::{view_mut, with_scratch};
use crate::scalar::{axpy, two_columns, Real, Scalar};
use crate::{small, LinalgError};
use faer::linalg::lu::partial_pivoting::factor::{lu_in_place, lu_in_place_scratch};
use faer::linalg::triangular_solve::{solve_unit_lower_triangular_in_place, solve_upper_triangular_in_place};
use faer::Par;

/// Up to this order the plain loops below beat faer's set-up.
const UNBLOCKED: usize = 24;

/// Factors `a = P L U` in place; `rows[i]` is the row of `a` that comes to row `i`. Returns whether a pivot is
/// zero and the number of row swaps.
fn factor<T: Scalar>(a: &mut [T], n: usize, rows: &mut Vec<usize>) -> (bool, usize) {
    rows.clear();
    rows.extend(0..n);
    // With infinities and NaN, which elements get NaN follows from the order of the plain loops.
    if n <= UNBLOCKED || !a.iter().all(|v| v.is_finite_scalar()) {
        return factor_unblocked(a, n, rows);
    }
    let mut inverse = vec![0usize; n];
    let swaps = with_scratch(lu_in_place_scratch::<usize, T>(n, n, Par::Seq, Default::default()), |stack| {
        let (info, _) =
            lu_in_place(view_mut(a, n, n), rows, &mut inverse, Par::Seq, stack, Default::default());
        info.transposition_count
    });
    ((0..n).any(|k| a[k + k * n] == T::zero()), swaps)
}

fn factor_unblocked<T: Scalar>(a: &mut [T], n: usize, rows: &mut [usize]) -> (bool, usize) {
    let (mut singular, mut swaps) = (false, 0);
    for k in 0..n {
        let column = &a[k * n..(k + 1) * n];
        let mut p = k;
        for i in k + 1..n {
            if column[i].taxicab() > column[p].taxicab() {
                p = i;
            }
        }
        if column[p] == T::zero() {
            singular = true;
            continue;
        }
        if p != k {
            (0..n).for_each(|j| a.swap(k + j * n, p + j * n));
            rows.swap(k, p);
            swaps += 1;
        }
        let (head, tail) = a[k + k * n..(k + 1) * n].split_at_mut(1);
        small::divide_column(head[0], tail);
        for j in k + 1..n {
            let (l, u) = two_columns(a, n, k, j);
            axpy(-u[k], &l[k + 1..], &mut u[k + 1..]);
        }
    }
    (singular, swaps)
}

/// Above this order several right sides go to faer's triangular solves.
const SUBSTITUTE: usize = 10;

/// Solves `L U x = b` in place for columns whose rows are already permuted.
fn substitute<T: Scalar>(a: &[T], n: usize, b: &mut [T]) {
    let columns = b.len() / n;
    if n > SUBSTITUTE && columns > 1 {
        let lu = crate::convert::view(a, n, n);
        solve_unit_lower_triangular_in_place(lu, view_mut(b, n, columns), Par::Seq);
        solve_upper_triangular_in_place(lu, view_mut(b, n, columns), Par::Seq);
        return;
    }
    for x in b.chunks_exact_mut(n) {
        for k in 0..n {
            let (head, tail) = x.split_at_mut(k + 1);
            axpy(-head[k], &a[k + 1 + k * n..(k + 1) * n], tail);
        }
        for k in (0..n).rev() {
            let (head, tail) = x.split_at_mut(k);
            tail[0] = tail[0].over(a[k + k * n]);
            axpy(-tail[0], &a[k * n..k * n + k], head);
        }
    }
}

/// Solves `a x = b` for the columns of `b`, in place.
///
/// `a` (`n` by `n`) is destroyed for `n` over 5 and untouched otherwise; `b` (`n` by any number of columns) holds
/// the solution. Pivots are the largest by `|re| + |im|`, the first of equals, as in LAPACK's `gesv`.
///
/// # Errors
/// `Singular` if a pivot is exactly zero; `b` is then unspecified. NaN goes through.
pub fn solve<T: Scalar>(a: &mut [T], n: usize, b: &mut [T]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n);
    let regular = match n {
        0 => true,
        1 => small::solve::<T, 1>(a, b),
        2 => small::solve::<T, 2>(a, b),
        3 => small::solve::<T, 3>(a, b),
        4 => small::solve::<T, 4>(a, b),
        5 => small::solve::<T, 5>(a, b),
        _ => solve_general(a, n, b),
    };
    regular.then_some(()).ok_or(LinalgError::Singular)
}

fn solve_general<T: Scalar>(a: &mut [T], n: usize, b: &mut [T]) -> bool {
    let mut rows = Vec::new();
    if factor(a, n, &mut rows).0 {
        return false;
    }
    let mut permuted = vec![T::zero(); n];
    for column in b.chunks_exact_mut(n) {
        for (to, &from) in permuted.iter_mut().zip(&rows) {
            *to = column[from];
        }
        column.copy_from_slice(&permuted);
    }
    substitute(a, n, b);
    true
}

/// The inverse of `a` (`n` by `n`, destroyed) into `out`.
///
/// # Errors
/// `Singular` if a pivot is exactly zero.
pub fn inv<T: Scalar>(a: &mut [T], n: usize, out: &mut [T]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == n * n && out.len() == n * n);
    let regular = match n {
        0 => true,
        1 => small::inv::<T, 1>(a, out),
        2 => small::inv::<T, 2>(a, out),
        3 => small::inv::<T, 3>(a, out),
        4 => small::inv::<T, 4>(a, out),
        5 => small::inv::<T, 5>(a, out),
        _ => {
            let mut rows = Vec::new();
            let regular = !factor(a, n, &mut rows).0;
            if regular {
                out.fill(T::zero());
                for (i, &row) in rows.iter().enumerate() {
                    out[i + row * n] = T::one();
                }
                substitute(a, n, out);
            }
            regular
        }
    };
    regular.then_some(()).ok_or(LinalgError::Singular)
}

/// Sign (for complex matrices the phase) and natural logarithm of the absolute value of the determinant of `a`
/// (`n` by `n`, destroyed); `(0, -inf)` for a singular matrix, `(1, 0)` for an empty one.
pub fn slogdet<T: Scalar>(a: &mut [T], n: usize) -> (T, T::R) {
    debug_assert!(a.len() == n * n);
    match n {
        0 => (T::one(), T::R::zero()),
        1 => small::slogdet::<T, 1>(a),
        2 => small::slogdet::<T, 2>(a),
        3 => small::slogdet::<T, 3>(a),
        4 => small::slogdet::<T, 4>(a),
        5 => small::slogdet::<T, 5>(a),
        _ => {
            let mut rows = Vec::new();
            let (singular, swaps) = factor(a, n, &mut rows);
            if singular {
                return (T::zero(), -(T::R::one() / T::R::zero()));
            }
            let diagonal: Vec<T> = (0..n).map(|k| a[k + k * n]).collect();
            small::sign_and_log(&diagonal, swaps)
        }
    }
}

/// The determinant of `a` (`n` by `n`, destroyed), as NumPy forms it: the sign times the exponential of the
/// logarithm, so that products of the diagonal do not overflow on the way.
pub fn det<T: Scalar>(a: &mut [T], n: usize) -> T {
    let (sign, log) = slogdet(a, n);
    sign * T::from_re(log.exponential())
}
