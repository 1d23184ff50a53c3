//! Many short rows at once: the lanes of a register are rows, and one sorting network runs over their elements.

use super::keys::{Key, Sortable};
#[cfg(target_arch = "x86_64")]
use super::lanes::{avx2, avx512, Lanes};
use super::order::with_type;
use super::values::{from_keys_body, keys_in_place};
use crate::convert::copy2d;
use crate::cpu::{level, CpuLevel, Level};
use crate::select::level::per_level;
use crate::Ty;
use std::mem::MaybeUninit;

/// Bytes of the keys of one place in all rows: a register, or two.
const WIDTH: usize = 64;

/// The longest rows.
const LONGEST: usize = 256;

/// Room for the keys of all rows.
#[repr(align(64))]
struct Room {
    _keys: [u8; WIDTH * LONGEST],
}

/// The elements of rows that are sorted faster side by side than one by one.
fn longest(ty: Ty) -> usize {
    match (ty.size(), level()) {
        (_, CpuLevel::Baseline) => 0,
        (8, CpuLevel::Avx2) => 64,
        (8, _) => 160,
        _ => LONGEST,
    }
}

/// How many rows of `n` elements [`sort_rows`] sorts at a time; 0 where they are sorted one by one.
pub fn rows_together(ty: Ty, n: usize) -> usize {
    let real = !matches!(ty, Ty::C64 | Ty::C128);
    if real && (3..=longest(ty)).contains(&n) {
        WIDTH / ty.size()
    } else {
        0
    }
}

/// Puts the smaller of each lane at `i`, the greater at `j`.
#[inline(always)]
unsafe fn exchange<L: Level, K: Key, const W: usize>(room: *mut [K; W], i: usize, j: usize) {
    let (p, q) = (room.add(i), room.add(j));
    // The compiler makes no registers of wide keys.
    #[cfg(target_arch = "x86_64")]
    if size_of::<K>() == 8 {
        if L::WIDE {
            return exchange_registers::<avx512::I64x8>(p.cast(), q.cast(), W);
        } else if L::FMA {
            return exchange_registers::<avx2::I64x4>(p.cast(), q.cast(), W);
        }
    }
    let (a, b) = (*p, *q);
    let (mut low, mut high) = (a, b);
    for l in 0..W {
        low[l] = a[l].min(b[l]);
        high[l] = a[l].max(b[l]);
    }
    *p = low;
    *q = high;
}

#[cfg(target_arch = "x86_64")]
#[inline(always)]
unsafe fn exchange_registers<V: Lanes>(p: *mut V::K, q: *mut V::K, n: usize) {
    for l in (0..n).step_by(V::N) {
        let (low, high) = V::load(p.add(l)).exchange(V::load(q.add(l)));
        low.store(p.add(l));
        high.store(q.add(l));
    }
}

/// Batcher's odd-even merge sort of any number of places (Knuth, "The Art of Computer Programming", volume 3, algorithm
/// 5.2.2 M).
#[inline(always)]
unsafe fn network<L: Level, K: Key, const W: usize>(room: *mut [K; W], n: usize) {
    let top = n.next_power_of_two() / 2;
    let mut p = top;
    while p > 0 {
        let (mut q, mut r, mut d) = (top, 0, p);
        loop {
            // All places of which bit `p` is that of `r`.
            for start in (r..n - d).step_by(2 * p) {
                for i in start..(start + p).min(n - d) {
                    exchange::<L, K, W>(room, i, i + d);
                }
            }
            if q == p {
                break;
            }
            (d, q, r) = (q - p, q / 2, p);
        }
        p /= 2;
    }
}

#[inline(always)]
unsafe fn rows_body<L: Level, T: Sortable>(p: *mut T, n: usize) -> bool {
    match WIDTH / size_of::<T>() {
        8 => rows_of::<L, T, 8>(p, n),
        16 => rows_of::<L, T, 16>(p, n),
        32 => rows_of::<L, T, 32>(p, n),
        _ => rows_of::<L, T, 64>(p, n),
    }
}
per_level! { unsafe fn rows_at_level[T: Sortable](p: *mut T, n: usize) -> bool = rows_body }

#[inline(always)]
unsafe fn rows_of<L: Level, T: Sortable, const W: usize>(p: *mut T, n: usize) -> bool {
    // Keys have no order for NaN.
    if !T::SAME && keys_in_place(p, n * W) > 0 {
        from_keys_body::<L, T>(p, n * W);
        return false;
    }
    let mut room = MaybeUninit::<Room>::uninit();
    let keys = room.as_mut_ptr() as *mut [T::K; W];
    let (size, pitch) = (size_of::<T>() as isize, (n * size_of::<T>()) as isize);
    let (by_place, by_row) = ([WIDTH as isize, size], [size, pitch]);
    copy2d(size_of::<T>(), keys as *mut u8, by_place, p as *const u8, by_row, [n, W]);
    network::<L, T::K, W>(keys, n);
    copy2d(size_of::<T>(), p as *mut u8, by_row, keys as *const u8, by_place, [n, W]);
    if !T::SAME {
        from_keys_body::<L, T>(p, n * W);
    }
    true
}

/// Sorts [`rows_together`] rows of `n` elements, one behind the other. False, and nothing done, where NaN is among them.
///
/// # Safety
/// `p` is aligned and valid for reads and writes of all rows, which are as many and as long as [`rows_together`] says.
pub unsafe fn sort_rows(ty: Ty, p: *mut u8, n: usize) -> bool {
    with_type!(ty, T => rows_at_level::<T>(p as *mut T, n), complex _C => false)
}
