//! Matrices up to 5 by 5: loops of constant length, which the compiler unrolls; nothing is allocated.

// Indices as in the formulas; iterators over columns would hide which triangle is meant.
#![allow(clippy::needless_range_loop)]

use crate::scalar::{Real, Scalar};

/// Columns of a small matrix.
type Columns<T, const N: usize> = [[T; N]; N];

#[inline(always)]
fn load<T: Scalar, const N: usize>(a: &[T]) -> Columns<T, N> {
    let mut m = [[T::zero(); N]; N];
    for (column, source) in m.iter_mut().zip(a.chunks_exact(N)) {
        column.copy_from_slice(source);
    }
    m
}

/// LU with partial pivoting, column by column with inner products, as the usual BLAS does it at this size (so
/// that the last bits agree); returns the rows swapped with each and whether a pivot is zero.
#[inline(always)]
fn factor<T: Scalar, const N: usize>(m: &mut Columns<T, N>) -> ([usize; N], bool) {
    let mut pivots = [0; N];
    let mut singular = false;
    for j in 0..N {
        for k in 0..j {
            m[j].swap(k, pivots[k]);
        }
        for i in 1..N {
            let mut s = T::zero();
            for k in 0..i.min(j) {
                s += m[k][i] * m[j][k];
            }
            m[j][i] -= s;
        }
        let mut p = j;
        for i in j + 1..N {
            if m[j][i].taxicab() > m[j][p].taxicab() {
                p = i;
            }
        }
        pivots[j] = p;
        if m[j][p] == T::zero() {
            singular = true;
            continue;
        }
        for column in &mut m[..=j] {
            column.swap(j, p);
        }
        let (head, tail) = m[j].split_at_mut(j + 1);
        divide_column(head[j], tail);
    }
    (pivots, singular)
}

/// A column below its pivot, times the pivot's reciprocal.
///
/// Below an infinite pivot there is nothing left, of other infinities neither: BLAS fills real vectors that are multiplied
/// by zero. LAPACK divides only by what is not smaller than the least normal number, which NaN is not; in columns longer
/// than a register its search passes NaN over, so that the next pivot carries it everywhere, as dividing by it does.
#[inline(always)]
pub(crate) fn divide_column<T: Scalar>(pivot: T, column: &mut [T]) {
    let normal = |x: T::R| x.absolute() >= T::R::SAFE_MIN;
    let short = column.len() < if T::COMPLEX { 3 } else { 8 };
    if short && pivot.taxicab().is_not_a_number() && !normal(pivot.re()) && !normal(pivot.im()) {
        return;
    }
    let scale = T::one().over(pivot);
    if !T::COMPLEX && scale == T::zero() {
        return column.fill(scale);
    }
    column.iter_mut().for_each(|l| *l *= scale);
}

#[inline(always)]
fn permuted<T: Scalar, const N: usize>(b: &[T], pivots: &[usize; N]) -> [T; N] {
    let mut x = [T::zero(); N];
    x.copy_from_slice(b);
    for k in 0..N {
        x.swap(k, pivots[k]);
    }
    x
}

/// Solves for the only right side.
#[inline(always)]
fn substitute_one<T: Scalar, const N: usize>(m: &Columns<T, N>, pivots: &[usize; N], b: &mut [T]) {
    let mut x = permuted(b, pivots);
    for k in 0..N {
        for i in k + 1..N {
            let step = m[k][i] * x[k];
            x[i] -= step;
        }
    }
    for k in (0..N).rev() {
        x[k] = x[k].over(m[k][k]);
        for i in 0..k {
            let step = m[k][i] * x[k];
            x[i] -= step;
        }
    }
    b.copy_from_slice(&x);
}

/// Solves for one of several right sides with the reciprocals of the pivots: as BLAS's kernels do, in blocks of
/// four, two and one row, with fused products between blocks.
#[inline(always)]
fn substitute_many<T: Scalar, const N: usize>(
    m: &Columns<T, N>,
    pivots: &[usize; N],
    reciprocals: &[T; N],
    b: &mut [T],
) {
    let block = if N > 1 && N % 2 == 1 { N - 1 } else { N };
    let mut x = permuted(b, pivots);
    for k in 0..block {
        for i in k + 1..block {
            let step = m[k][i] * x[k];
            x[i] -= step;
        }
    }
    for i in block..N {
        let mut s = T::zero();
        for k in 0..block {
            s = m[k][i].fused(x[k], s);
        }
        x[i] = (x[i] - s) * reciprocals[i];
        for k in 0..block {
            let step = m[i][k] * x[i];
            x[k] -= step;
        }
    }
    for k in (0..block).rev() {
        x[k] *= reciprocals[k];
        for i in 0..k {
            let step = m[k][i] * x[k];
            x[i] -= step;
        }
    }
    b.copy_from_slice(&x);
}

/// Solves in place for the columns of `b`; false if a pivot is zero.
pub(crate) fn solve<T: Scalar, const N: usize>(a: &[T], b: &mut [T]) -> bool {
    let mut m = load::<T, N>(a);
    let (pivots, singular) = factor(&mut m);
    if singular {
        return false;
    }
    if b.len() == N {
        substitute_one(&m, &pivots, b);
        return true;
    }
    let reciprocals = std::array::from_fn(|k| T::one().over(m[k][k]));
    for column in b.chunks_exact_mut(N) {
        substitute_many(&m, &pivots, &reciprocals, column);
    }
    true
}

/// The inverse into `out`; false if a pivot is zero.
pub(crate) fn inv<T: Scalar, const N: usize>(a: &[T], out: &mut [T]) -> bool {
    for (j, column) in out.chunks_exact_mut(N).enumerate() {
        column.fill(T::zero());
        column[j] = T::one();
    }
    solve::<T, N>(a, out)
}

/// Sign (or phase) and logarithm of the absolute value of the determinant.
pub(crate) fn slogdet<T: Scalar, const N: usize>(a: &[T]) -> (T, T::R) {
    let mut m = load::<T, N>(a);
    let (pivots, singular) = factor(&mut m);
    if singular {
        return (T::zero(), -(T::R::one() / T::R::zero()));
    }
    let swaps = (0..N).filter(|&k| pivots[k] != k).count();
    let diagonal: [T; N] = std::array::from_fn(|k| m[k][k]);
    sign_and_log(&diagonal, swaps)
}

/// The product of a diagonal as sign and logarithm, in the order NumPy adds.
pub(crate) fn sign_and_log<T: Scalar>(diagonal: &[T], swaps: usize) -> (T, T::R) {
    let mut sign = if swaps % 2 == 1 { -T::one() } else { T::one() };
    let mut log = T::R::zero();
    for &d in diagonal {
        let size = d.magnitude();
        sign *= if T::COMPLEX {
            T::from_parts(d.re() / size, d.im() / size)
        } else {
            T::from_re(T::R::one().signed(d.re()))
        };
        log += size.logarithm();
    }
    (sign, log)
}
