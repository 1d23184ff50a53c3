//! The Cholesky factorization of matrices that stay in L2, a panel of columns after the other.

use super::vector::*;
use crate::cpu::{Level, V2, V3, V4};
use crate::select::level::per_level;
use std::ops::Range;

/// Registers of rows at a time: with these the sums of a panel, a part of a column and a broadcast fit the registers.
const HIGH: usize = 3;

/// Where a panel stands: its first element `c` (the diagonal's), `k` finished columns of `l` to its left, and what is from a
/// column to the next.
#[derive(Clone, Copy)]
struct Place {
    k: usize,
    l: *const f64,
    c: *mut f64,
    step: usize,
}

/// What a level uses: a register, and a panel of columns.
trait Panels: Level {
    const WIDTH: usize;
    /// Up to this order the factorization is the way (measured beside one by blocks of blocks): wide panels read what stands
    /// to their left less often, so that it may lie in L2, narrow ones from L1 for the most part.
    const MOST: usize;
    unsafe fn panel<const ONE: bool>(at: Place, rows: usize) -> bool;
}
macro_rules! panels { ($($level:ty: $v:ty, $width:literal, $most:literal;)*) => { $(impl Panels for $level {
    const WIDTH: usize = $width;
    const MOST: usize = $most;
    #[inline(always)]
    unsafe fn panel<const ONE: bool>(at: Place, rows: usize) -> bool {
        if ONE { panel::<$v, 1>(at, rows) } else { panel::<$v, $width>(at, rows) }
    }
})* } }
#[cfg(target_arch = "x86_64")]
panels! { V2: F64x2, 4, 128; V3: F64x4, 4, 128; V4: F64x8, 8, 320; }
#[cfg(not(target_arch = "x86_64"))]
panels! { V2: Plain<f64, 2>, 4, 128; V3: Plain<f64, 2>, 4, 128; V4: Plain<f64, 2>, 4, 128; }

/// A panel: `WIDTH` columns of `rows` rows, the first of them the diagonal block's.
#[inline(always)]
unsafe fn panel<V: Vector<E = f64>, const WIDTH: usize>(at: Place, rows: usize) -> bool {
    // The first rows with the diagonal block, which the others are divided by.
    let head = rows.min(HIGH * V::LANES);
    let mut inverse = [0.0; WIDTH];
    blocks::<V, WIDTH, false>(at, 0..head, &inverse);
    if !diagonal::<WIDTH>(at, head, &mut inverse) {
        return false;
    }
    blocks::<V, WIDTH, true>(at, head..rows, &inverse);
    true
}

/// Some rows of a panel.
#[inline(always)]
unsafe fn blocks<V: Vector<E = f64>, const WIDTH: usize, const DIVIDE: bool>(
    at: Place,
    all: Range<usize>,
    inverse: &[f64; WIDTH],
) {
    let mut i = all.start;
    while i < all.end {
        let (rows, lanes) = (all.end - i, V::LANES);
        let tail = if rows % lanes == 0 { lanes } else { rows % lanes };
        // The mask of a tail takes a register, which three registers of rows do not leave.
        i += lanes
            * match (rows.div_ceil(lanes), tail == lanes) {
                (1, _) => block::<V, 1, WIDTH, DIVIDE>(at, i, inverse, tail),
                (2, _) => block::<V, 2, WIDTH, DIVIDE>(at, i, inverse, tail),
                (3, false) => block::<V, 2, WIDTH, DIVIDE>(at, i, inverse, lanes),
                _ => block::<V, HIGH, WIDTH, DIVIDE>(at, i, inverse, lanes),
            };
    }
}

/// `HEIGHT` registers of rows from the `first`, of which the last has `tail` elements: `C -= L B'` for `B`, the first rows of
/// `L`, and with `DIVIDE` the solution of `X D' = C` for the diagonal block `D`. Returns `HEIGHT`.
#[inline(always)]
unsafe fn block<V: Vector<E = f64>, const HEIGHT: usize, const WIDTH: usize, const DIVIDE: bool>(
    at: Place,
    first: usize,
    inverse: &[f64; WIDTH],
    tail: usize,
) -> usize {
    if tail == V::LANES {
        whole_or_not::<V, HEIGHT, WIDTH, DIVIDE, true>(at, first, inverse, tail)
    } else {
        whole_or_not::<V, HEIGHT, WIDTH, DIVIDE, false>(at, first, inverse, tail)
    }
    HEIGHT
}

#[inline(always)]
unsafe fn whole_or_not<
    V: Vector<E = f64>,
    const HEIGHT: usize,
    const WIDTH: usize,
    const DIVIDE: bool,
    const FULL: bool,
>(
    at: Place,
    first: usize,
    inverse: &[f64; WIDTH],
    tail: usize,
) {
    let Place { k, l, c, step } = at;
    let load = |p: *const f64, i: usize| {
        let p = p.add(i * V::LANES);
        if FULL || i + 1 < HEIGHT {
            V::load(p)
        } else {
            V::load_part(p, tail)
        }
    };
    let mut sums = [[V::zero(); HEIGHT]; WIDTH];
    for (j, column) in sums.iter_mut().enumerate() {
        for (i, s) in column.iter_mut().enumerate() {
            *s = load(c.add(first + j * step), i);
        }
    }
    let (mut x, mut b) = (l.add(first), l);
    for _ in 0..k {
        let mut column = [V::zero(); HEIGHT];
        for (i, x_i) in column.iter_mut().enumerate() {
            *x_i = load(x, i);
        }
        for (j, sums) in sums.iter_mut().enumerate() {
            let y = V::splat(b.add(j));
            for (s, x) in sums.iter_mut().zip(column) {
                *s = s.fnma(x, y);
            }
        }
        (x, b) = (x.add(step), b.add(step));
    }
    if DIVIDE {
        for j in 0..WIDTH {
            let by = V::splat(&inverse[j]);
            let solved = sums[j].map(|s| V::zero().fma(s, by));
            sums[j] = solved;
            for (next, sums) in sums.iter_mut().enumerate().skip(j + 1) {
                let factor = V::splat(c.add(j * step + next));
                for (s, x) in sums.iter_mut().zip(solved) {
                    *s = s.fnma(x, factor);
                }
            }
        }
    }
    for (j, column) in sums.iter().enumerate() {
        for (i, s) in column.iter().enumerate() {
            let p = c.add(first + j * step + i * V::LANES);
            if FULL || i + 1 < HEIGHT {
                s.store(p)
            } else {
                s.store_part(p, tail)
            }
        }
    }
}

/// Factors the diagonal block and what stands below it in the first `rows` rows; the reciprocals of its diagonal go to
/// `inverse`. False at a pivot that is not positive.
#[inline(always)]
unsafe fn diagonal<const WIDTH: usize>(at: Place, rows: usize, inverse: &mut [f64; WIDTH]) -> bool {
    let Place { c, step, .. } = at;
    for j in 0..WIDTH {
        let column = c.add(j * step);
        let pivot = *column.add(j);
        // NaN, from sums that overflow, goes through.
        if pivot <= 0.0 {
            return false;
        }
        let root = pivot.sqrt();
        *column.add(j) = root;
        inverse[j] = 1.0 / root;
        for i in j + 1..rows {
            *column.add(i) *= inverse[j];
        }
        for next in j + 1..WIDTH {
            let (target, by) = (c.add(next * step), *column.add(next));
            for i in next..rows {
                *target.add(i) -= by * *column.add(i);
            }
        }
    }
    true
}

#[inline(always)]
unsafe fn cholesky_body<L: Panels>(a: &mut [f64], n: usize) -> bool {
    assert!(a.len() == n * n);
    let a = a.as_mut_ptr();
    let mut j = 0;
    while j < n {
        let at = Place { k: j, l: a.add(j), c: a.add(j * n + j), step: n };
        let whole = j + L::WIDTH <= n;
        let done = if whole { L::panel::<false>(at, n - j) } else { L::panel::<true>(at, n - j) };
        if !done {
            return false;
        }
        j += if whole { L::WIDTH } else { 1 };
    }
    true
}
#[inline(always)]
unsafe fn most_body<L: Panels>() -> usize {
    L::MOST
}
per_level! {
    /// The order up to which [`cholesky`] is the way.
    ///
    /// # Safety
    /// Sound.
    pub unsafe fn most[]() -> usize = most_body
}
per_level! {
    /// `A = L L'` in the lower half of the column-major `a`, of order `n`; what stands above the diagonal is lost. False, and
    /// `a` unspecified, at a pivot that is not positive.
    ///
    /// # Safety
    /// Sound for all arguments; panics where the order does not fit.
    pub unsafe fn cholesky[](a: &mut [f64], n: usize) -> bool = cholesky_body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn factors_of_every_order() {
        for n in 0..60 {
            let entry = |i: usize, j: usize| {
                let (i, j) = (i.max(j), i.min(j));
                ((i * 7 + j * 13) % 11) as f64 / 11.0 + if i == j { n as f64 } else { 0.0 }
            };
            // Nothing above the diagonal is read.
            let mut a: Vec<f64> =
                (0..n * n).map(|p| if p % n >= p / n { entry(p % n, p / n) } else { f64::NAN }).collect();
            // SAFETY: sound for all arguments.
            assert!(unsafe { cholesky(&mut a, n) });
            for j in 0..n {
                for i in j..n {
                    let s: f64 = (0..=j).map(|k| a[i + k * n] * a[j + k * n]).sum();
                    assert!((s - entry(i, j)).abs() < 1e-12, "{n} {i} {j}");
                }
            }
            if n > 0 {
                let mut b: Vec<f64> = (0..n * n).map(|p| entry(p % n, p / n)).collect();
                b[n * n - 1] = -1.0;
                // SAFETY: as above.
                assert!(!unsafe { cholesky(&mut b, n) });
            }
        }
    }
}
