//! Binary search for many keys (`searchsorted`, `digitize`).

use super::order::{with_type, Order};
use crate::Ty;

/// On which side of equal elements a key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

#[inline(always)]
fn before<T: Order>(side: Side, element: T, key: T) -> bool {
    match side {
        Side::Left => T::less(element, key),
        Side::Right => !T::less(key, element),
    }
}

#[inline(always)]
unsafe fn search<T: Order>(
    side: Side,
    n: usize,
    keys: *const u8,
    ks: isize,
    m: usize,
    out: *mut i64,
    at: impl Fn(usize) -> T,
) {
    for j in 0..m {
        let key = *(keys.offset(j as isize * ks) as *const T);
        let (mut base, mut len) = (0, n);
        while len > 1 {
            let half = len / 2;
            base += if before(side, at(base + half - 1), key) { half } else { 0 };
            len -= half;
        }
        *out.add(j) = (base + (len == 1 && before(side, at(base), key)) as usize) as i64;
    }
}

/// `out[j]`: how many elements of the sorted `a` stand before `keys[j]`.
///
/// # Safety
/// `a` is aligned and valid for `n` elements `a_step` bytes apart, `keys` for `m` elements `key_step` apart,
/// `out` for writing `m`. Where `a` is not sorted, the results are any numbers in `0..=n`.
pub unsafe fn searchsorted(
    ty: Ty,
    side: Side,
    a: *const u8,
    a_step: isize,
    n: usize,
    keys: *const u8,
    key_step: isize,
    m: usize,
    out: *mut i64,
) {
    with_type!(ty, T => {
        if a_step == std::mem::size_of::<T>() as isize {
            search(side, n, keys, key_step, m, out, |i| *(a as *const T).add(i))
        } else {
            search(side, n, keys, key_step, m, out, |i| *(a.offset(i as isize * a_step) as *const T))
        }
    })
}

/// [`searchsorted`] in `a[sorter]`; returns false if a sorter's index lies outside.
///
/// # Safety
/// As [`searchsorted`], `sorter` valid for `n` reads. The sorter is checked in a pass before the search; it
/// must not change during the call.
pub unsafe fn searchsorted_by(
    ty: Ty,
    side: Side,
    a: *const u8,
    a_step: isize,
    n: usize,
    sorter: *const i64,
    keys: *const u8,
    key_step: isize,
    m: usize,
    out: *mut i64,
) -> bool {
    if !(0..n).all(|i| (*sorter.add(i) as u64) < n as u64) {
        return false;
    }
    with_type!(ty, T => search(side, n, keys, key_step, m, out, |i| {
        *(a.offset(*sorter.add(i) as isize * a_step) as *const T)
    }));
    true
}
