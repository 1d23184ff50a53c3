//! Binary search for many keys (`searchsorted`, `digitize`).

use super::order::{with_type, Order};
use crate::Ty;

/// On which side of equal elements a key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Whether an element stands before the place of a key.
#[inline(always)]
fn before<T: Order>(side: Side, element: T, key: T) -> bool {
    match side {
        Side::Left => T::less(element, key),
        Side::Right => !T::less(key, element),
    }
}

/// Keys searched side by side, so that their cache misses overlap.
const GROUP: usize = 8;

/// Binary searches without branches, a group of keys at a time.
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
    let key = |j: usize| *(keys.offset(j as isize * ks) as *const T);
    let mut j = 0;
    while j + GROUP <= m {
        let group: [T; GROUP] = std::array::from_fn(|l| key(j + l));
        let mut base = [0usize; GROUP];
        let mut len = n;
        while len > 1 {
            let half = len / 2;
            for (b, k) in base.iter_mut().zip(group) {
                *b += if before(side, at(*b + half - 1), k) { half } else { 0 };
            }
            len -= half;
        }
        for l in 0..GROUP {
            *out.add(j + l) = (base[l] + (len == 1 && before(side, at(base[l]), group[l])) as usize) as i64;
        }
        j += GROUP;
    }
    while j < m {
        let k = key(j);
        let (mut base, mut len) = (0, n);
        while len > 1 {
            let half = len / 2;
            base += if before(side, at(base + half - 1), k) { half } else { 0 };
            len -= half;
        }
        *out.add(j) = (base + (len == 1 && before(side, at(base), k)) as usize) as i64;
        j += 1;
    }
}

/// Sorted keys: both arrays are walked together.
#[inline(always)]
unsafe fn walk<T: Order>(side: Side, a: *const T, n: usize, keys: *const T, m: usize, out: *mut i64) {
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        let passes = before(side, *a.add(i), *keys.add(j));
        *out.add(j) = i as i64;
        i += passes as usize;
        j += !passes as usize;
    }
    while j < m {
        *out.add(j) = n as i64;
        j += 1;
    }
}

/// A walk costs a step for each element of both arrays, a search some steps for each key.
const WALK: usize = 4;

unsafe fn ascending<T: Order>(keys: *const T, m: usize) -> bool {
    (1..m).all(|j| !T::less(*keys.add(j), *keys.add(j - 1)))
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
        let size = std::mem::size_of::<T>() as isize;
        if a_step == size && key_step == size && n <= WALK * m && m > 1 && ascending(keys as *const T, m) {
            match side {
                Side::Left => walk(Side::Left, a as *const T, n, keys as *const T, m, out),
                Side::Right => walk(Side::Right, a as *const T, n, keys as *const T, m, out),
            }
        } else if a_step == size {
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
