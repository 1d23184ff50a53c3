//! Counting integers: `bincount`, and membership by table.

use super::level::per_level;
use crate::cpu::Level;

#[inline(always)]
unsafe fn range_body<L: Level>(x: *const i64, n: usize) -> (i64, i64) {
    let (mut lo, mut hi) = (i64::MAX, i64::MIN);
    for i in 0..n {
        lo = lo.min(*x.add(i));
        hi = hi.max(*x.add(i));
    }
    (lo, hi)
}
per_level! {
    /// Least and greatest of `n` integers; `(MAX, MIN)` if there are none.
    ///
    /// # Safety
    /// `x` is valid for `n` reads.
    pub unsafe fn range_i64[](x: *const i64, n: usize) -> (i64, i64) = range_body
}

/// `counts[x[i]] += 1`; returns the first position of a value outside `0..len`, before which all are counted.
///
/// # Safety
/// `x` is valid for `n` reads, `counts` for `len`.
pub unsafe fn bincount(x: *const i64, n: usize, counts: *mut i64, len: usize) -> Option<usize> {
    for i in 0..n {
        let v = *x.add(i);
        if v as u64 >= len as u64 {
            return Some(i);
        }
        *counts.add(v as usize) += 1;
    }
    None
}

/// `sums[x[i]] += weights[i]`, in order; returns as [`bincount`].
///
/// # Safety
/// As [`bincount`], `weights` valid for `n`.
pub unsafe fn bincount_weighted(
    x: *const i64,
    weights: *const f64,
    n: usize,
    sums: *mut f64,
    len: usize,
) -> Option<usize> {
    for i in 0..n {
        let v = *x.add(i);
        if v as u64 >= len as u64 {
            return Some(i);
        }
        *sums.add(v as usize) += *weights.add(i);
    }
    None
}

/// Marks `table[v[i] - lo] = 1`.
///
/// # Safety
/// `v` is valid for `n` reads, all inside `lo..lo + len`; `table` for `len` bytes.
pub unsafe fn mark_members(v: *const i64, n: usize, lo: i64, table: *mut u8, len: usize) {
    for i in 0..n {
        let k = (*v.add(i)).wrapping_sub(lo) as u64;
        if k < len as u64 {
            *table.add(k as usize) = 1;
        }
    }
}

/// `out[i] = table[x[i] - lo] ^ invert` (values outside the table are no members).
///
/// # Safety
/// `x` and `out` are valid for `n`, `table` for `len >= 1` bytes.
pub unsafe fn isin_table(
    x: *const i64,
    n: usize,
    lo: i64,
    table: *const u8,
    len: usize,
    invert: bool,
    out: *mut u8,
) {
    for i in 0..n {
        let k = (*x.add(i)).wrapping_sub(lo) as u64;
        let inside = k < len as u64;
        let t = *table.add(if inside { k as usize } else { 0 });
        *out.add(i) = (t & inside as u8) ^ invert as u8;
    }
}
