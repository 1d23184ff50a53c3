//! Matrices up to 4 by 4: loops of constant length, which the compiler unrolls; nothing is allocated.

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

/// LU with partial pivoting; returns the rows swapped with each and whether a pivot is zero.
#[inline(always)]
fn factor<T: Scalar, const N: usize>(m: &mut Columns<T, N>) -> ([usize; N], bool) {
    let mut pivots = [0; N];
    let mut singular = false;
    for k in 0..N {
        let mut p = k;
        let mut best = m[k][k].taxicab();
        for i in k + 1..N {
            let size = m[k][i].taxicab();
            if size > best {
                best = size;
                p = i;
            }
        }
        pivots[k] = p;
        if best == T::R::zero() {
            singular = true;
            continue;
        }
        if p != k {
            for column in m.iter_mut() {
                column.swap(k, p);
            }
        }
        let scale = T::one().over(m[k][k]);
        for i in k + 1..N {
            m[k][i] *= scale;
        }
        for j in k + 1..N {
            let u = m[j][k];
            for i in k + 1..N {
                let l = m[k][i];
                m[j][i] -= l * u;
            }
        }
    }
    (pivots, singular)
}

/// Solves for one right side with the factors.
#[inline(always)]
fn substitute<T: Scalar, const N: usize>(m: &Columns<T, N>, pivots: &[usize; N], b: &mut [T]) {
    let mut x = [T::zero(); N];
    x.copy_from_slice(b);
    for k in 0..N {
        x.swap(k, pivots[k]);
    }
    for k in 0..N {
        for i in k + 1..N {
            let l = m[k][i];
            x[i] = x[i] - l * x[k];
        }
    }
    for k in (0..N).rev() {
        x[k] = x[k].over(m[k][k]);
        for i in 0..k {
            let u = m[k][i];
            x[i] = x[i] - u * x[k];
        }
    }
    b.copy_from_slice(&x);
}

/// Solves in place for the columns of `b`; false if a pivot is zero.
pub(crate) fn solve<T: Scalar, const N: usize>(a: &[T], b: &mut [T]) -> bool {
    let mut m = load::<T, N>(a);
    let (pivots, singular) = factor(&mut m);
    if !singular {
        for column in b.chunks_exact_mut(N) {
            substitute(&m, &pivots, column);
        }
    }
    !singular
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
