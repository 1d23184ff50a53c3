//! Runs of equal elements in sorted arrays: what `unique` is made of.

use super::order::{with_type, Order};
use crate::Ty;

/// `mask[i]`: element `i` differs from the one before it (the first always does); returns how many do.
///
/// With `equal_nan`, NaN equals NaN.
///
/// # Safety
/// `a` is aligned and valid for `n` elements, `mask` for writing `n` bytes.
pub unsafe fn run_starts(ty: Ty, a: *const u8, n: usize, equal_nan: bool, mask: *mut u8) -> usize {
    if n == 0 {
        return 0;
    }
    *mask = 1;
    with_type!(ty, T => {
        let a = a as *const T;
        let mut count = 1;
        for i in 1..n {
            let new = !T::same(*a.add(i - 1), *a.add(i), equal_nan);
            *mask.add(i) = new as u8;
            count += new as usize;
        }
        count
    })
}

/// Moves the first of each run together in place; returns how many there are.
///
/// # Safety
/// `a` is aligned and valid for `n` elements.
pub unsafe fn dedup_sorted(ty: Ty, a: *mut u8, n: usize, equal_nan: bool) -> usize {
    if n == 0 {
        return 0;
    }
    with_type!(ty, T => {
        let a = a as *mut T;
        let mut last = *a;
        let mut w = 1;
        for i in 1..n {
            let x = *a.add(i);
            *a.add(w) = x;
            w += !T::same(last, x, equal_nan) as usize;
            last = x;
        }
        w
    })
}

/// `inverse[order[i]]`: the number of the run in which element `i` of the sorted array lies.
///
/// # Safety
/// `mask` and `order` are valid for `n`, `inverse` for writing `n`; `order` is a permutation of `0..n`.
pub unsafe fn inverse_of_runs(mask: *const u8, order: *const i64, n: usize, inverse: *mut i64) {
    let mut run = -1;
    for i in 0..n {
        run += *mask.add(i) as i64;
        *inverse.add(*order.add(i) as usize) = run;
    }
}

/// Lengths of runs from their `count` start positions.
///
/// # Safety
/// `starts` is valid for `count`, `lengths` for writing `count`.
pub unsafe fn lengths_of_runs(starts: *const i64, count: usize, n: usize, lengths: *mut i64) {
    for i in 0..count {
        let end = if i + 1 < count { *starts.add(i + 1) } else { n as i64 };
        *lengths.add(i) = end - *starts.add(i);
    }
}
