//! Binary search for many keys (`searchsorted`, `digitize`).

use super::order::{with_type, Order};
use crate::Ty;
use std::hint::select_unpredictable;

/// On which side of equal elements a key belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Whether an element stands before the place of a key; `plain` promises that the key is no NaN.
#[inline(always)]
fn before<T: Order>(side: Side, plain: bool, element: T, key: T) -> bool {
    match (side, plain) {
        (Side::Left, true) => T::below(element, key),
        (Side::Right, true) => T::not_above(element, key),
        (Side::Left, false) => T::less(element, key),
        (Side::Right, false) => !T::less(key, element),
    }
}

/// Keys searched side by side, so that their cache misses overlap.
const GROUP: usize = 8;

/// Positions of a group of keys among the elements `from..from + len`, without branches.
#[inline(always)]
unsafe fn search_group<T: Order>(
    side: Side,
    plain: bool,
    group: [T; GROUP],
    from: usize,
    mut len: usize,
    at: &impl Fn(usize) -> T,
) -> [usize; GROUP] {
    let mut base = [from; GROUP];
    while len > 1 {
        let half = len / 2;
        for (b, k) in base.iter_mut().zip(group) {
            let passes = before(side, plain, at(*b + half - 1), k);
            *b += select_unpredictable(passes, half, 0);
        }
        len -= half;
    }
    if len == 1 {
        for (b, k) in base.iter_mut().zip(group) {
            *b += before(side, plain, at(*b), k) as usize;
        }
    }
    base
}

/// Binary searches, a group of keys at a time. Where keys ascend, a group is searched between the position
/// before it and that of its last key, which is found in growing steps.
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
    let mut last = 0;
    for j in (0..m).step_by(GROUP) {
        let have = GROUP.min(m - j);
        // The last group repeats its last key.
        let group: [T; GROUP] = std::array::from_fn(|l| key(j + l.min(have - 1)));
        let mut falls = (j > 0) & T::less(group[0], key(j.saturating_sub(1)));
        for l in 1..GROUP {
            falls |= T::less(group[l], group[l - 1]);
        }
        if !falls && last < n && !before(side, false, at(last), group[GROUP - 1]) {
            // The whole group belongs where the one before it ended.
            for l in 0..have {
                *out.add(j + l) = last as i64;
            }
            continue;
        }
        let (from, len) = if falls { (0, n) } else { gallop(side, group[GROUP - 1], last, n, &at) };
        let plain = group.iter().fold(true, |p, k| p & k.is_number());
        let base = match (side, plain) {
            (Side::Left, true) => search_group(Side::Left, true, group, from, len, &at),
            (Side::Right, true) => search_group(Side::Right, true, group, from, len, &at),
            _ => search_group(side, false, group, from, len, &at),
        };
        last = base[GROUP - 1];
        for l in 0..have {
            *out.add(j + l) = base[l] as i64;
        }
    }
}

/// The elements from `from` on among which the place of the key is: where to begin, and how many.
#[inline(always)]
unsafe fn gallop<T: Order>(
    side: Side,
    key: T,
    from: usize,
    n: usize,
    at: &impl Fn(usize) -> T,
) -> (usize, usize) {
    let mut step = GROUP;
    while from + step < n && before(side, false, at(from + step - 1), key) {
        step *= 2;
    }
    (from, step.min(n - from))
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
