//! Runs of equal elements in sorted arrays: what `unique` is made of.

use super::keys::{Key, Sortable};
use super::narrow::{counters, narrow_range};
use super::order::{with_type, Order};
use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;

/// Elements that are passed at once where the last of them is in the run too.
const STRIDE: usize = 32;

/// Calls `each(i, w, x, new)` for the elements of a sorted row: element `i` belongs to run `w`, which it begins
/// where `new`. Inside of long runs elements are left out where `skip`. Returns how many runs there are.
#[inline(always)]
unsafe fn runs<T: Order>(
    a: *const T,
    n: usize,
    nan: bool,
    skip: bool,
    mut each: impl FnMut(usize, usize, T, bool),
) -> usize {
    let mut last = *a;
    each(0, 0, last, true);
    let (mut w, mut i) = (0, 1);
    while i < n {
        let x = *a.add(i);
        let new = !T::same(last, x, nan);
        w += new as usize;
        each(i, w, x, new);
        last = x;
        i += 1;
        while skip && !new && i + STRIDE <= n && T::same(last, *a.add(i + STRIDE - 1), nan) {
            i += STRIDE;
        }
    }
    w + 1
}

/// Moves the first of each run together in place; returns how many there are.
///
/// # Safety
/// `a` is aligned and valid for `n` elements.
pub unsafe fn dedup_sorted(ty: Ty, a: *mut u8, n: usize, equal_nan: bool) -> usize {
    let nothing = Parts { values: a, ..Parts::NONE };
    unique_sorted(ty, a, std::ptr::null(), n, equal_nan, nothing)
}

#[inline(always)]
unsafe fn count_body<L: Level, T: Order>(a: *const T, n: usize, nan: bool) -> usize {
    let mut count = 1;
    for i in 1..n {
        count += !T::same(*a.add(i - 1), *a.add(i), nan) as usize;
    }
    count
}
per_level! { unsafe fn count[T: Order](a: *const T, n: usize, nan: bool) -> usize = count_body }

/// How many distinct elements a sorted row has.
///
/// # Safety
/// `a` is aligned and valid for `n` elements.
pub unsafe fn count_distinct(ty: Ty, a: *const u8, n: usize, equal_nan: bool) -> usize {
    if n == 0 {
        return 0;
    }
    with_type!(ty, T => count(a as *const T, n, equal_nan))
}

/// Where what is known of distinct elements goes; null where it is not wanted.
#[derive(Clone, Copy)]
pub struct Parts {
    /// The elements.
    pub values: *mut u8,
    /// Where each was found first.
    pub first: *mut i64,
    /// For each element of the array, its place among the distinct ones.
    pub inverse: *mut i64,
    /// How often each was found.
    pub counts: *mut i64,
}

impl Parts {
    pub const NONE: Parts = Parts {
        values: std::ptr::null_mut(),
        first: std::ptr::null_mut(),
        inverse: std::ptr::null_mut(),
        counts: std::ptr::null_mut(),
    };
}

/// The distinct elements of a sorted row; `order` says where its elements stood, and may be null if neither `first`
/// nor `inverse` is wanted. Returns how many there are.
///
/// # Safety
/// `a` is aligned and valid for `n` elements, `order` a permutation of `0..n`, `inverse` for writing `n`; the other
/// parts for one a distinct element, the values alone for `n`: these may be `a` itself.
pub unsafe fn unique_sorted(
    ty: Ty,
    a: *const u8,
    order: *const i64,
    n: usize,
    equal_nan: bool,
    to: Parts,
) -> usize {
    if n == 0 {
        return 0;
    }
    let Parts { values, first, inverse, counts } = to;
    with_type!(ty, T => {
        let a = a as *const T;
        let values = values as *mut T;
        let m = if first.is_null() && inverse.is_null() {
            if counts.is_null() {
                // The place behind the runs so far is free: elements that begin none go there, without a branch.
                runs(a, n, equal_nan, true, |_, w, x, new| *values.add(w + !new as usize) = x)
            } else {
                runs(a, n, equal_nan, true, |i, w, x, new| {
                    if new {
                        *values.add(w) = x;
                        *counts.add(w) = i as i64;
                    }
                })
            }
        } else {
            runs(a, n, equal_nan, false, |i, w, x, new| {
                // The guard holds against an order of elements that changed meanwhile.
                let at = (*order.add(i) as usize).min(n - 1);
                if new {
                    *values.add(w) = x;
                    if !first.is_null() {
                        *first.add(w) = at as i64;
                    }
                    if !counts.is_null() {
                        *counts.add(w) = i as i64;
                    }
                }
                if !inverse.is_null() {
                    *inverse.add(at) = w as i64;
                }
            })
        };
        if !counts.is_null() {
            // The starts of the runs become their lengths.
            for w in 0..m {
                let end = if w + 1 < m { *counts.add(w + 1) } else { n as i64 };
                *counts.add(w) = end - *counts.add(w);
            }
        }
        m
    })
}

/// The most distinct elements that [`unique_narrow`] finds.
pub fn most_narrow(n: usize) -> usize {
    super::narrow::most(n)
}

/// The distinct elements of integers in a narrow range, by counting; 0 where the range is not narrow.
///
/// # Safety
/// `a` is aligned and valid for `n` elements, `inverse` for writing `n`, the other parts for [`most_narrow`].
pub unsafe fn unique_narrow(ty: Ty, a: *const u8, n: usize, to: Parts) -> usize {
    with_type!(ty, T => narrow(a as *const T, n, to), complex _C => 0)
}

unsafe fn narrow<T: Sortable>(a: *const T, n: usize, to: Parts) -> usize {
    let Some(of) = narrow_range(a, n) else { return 0 };
    let key = |i: usize| (*a.add(i)).key().to_u64();
    counters!(room);
    let table = room.count(of, n, key);
    let most = most_narrow(n);
    let mut m = 0;
    for (at, count) in table.iter_mut().enumerate() {
        // More than there can be only where another thread writes meanwhile.
        if *count != 0 && m < most {
            *(to.values as *mut T).add(m) = T::from_key(T::K::from_u64(of.key(at)));
            if !to.counts.is_null() {
                *to.counts.add(m) = *count as i64;
            }
            if !to.first.is_null() {
                *to.first.add(m) = 0;
            }
            *count = m as u32;
            m += 1;
        }
    }
    if !to.inverse.is_null() {
        for i in 0..n {
            *to.inverse.add(i) = table[of.at(key(i))] as i64;
        }
    }
    if !to.first.is_null() {
        for i in (0..n).rev() {
            *to.first.add((table[of.at(key(i))] as usize).min(m - 1)) = i as i64;
        }
    }
    m
}
