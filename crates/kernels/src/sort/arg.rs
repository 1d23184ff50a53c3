//! Sorting indices: always stable.
//!
//! Key and index are packed into one integer, and integers are sorted: the top bits of the key that leave
//! room for the index, then, in the few runs that agree in them, the other bits.

use super::count::argsort_u8;
use super::keys::{canonical, Sortable};
use super::merge::merge_sort_by;
use super::order::{with_type, Order};
use super::values::select_ranks;
use super::vector::sort_i64;
use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;

const TOP: i64 = i64::MIN;

fn bits(x: u64) -> u32 {
    64 - x.leading_zeros()
}

/// Bytes of scratch for [`argsort`] and [`lexsort_step`], aligned to 16.
pub fn argsort_scratch(ty: Ty, n: usize) -> usize {
    match ty {
        Ty::C64 | Ty::C128 => 8 * (n / 2 + 1),
        _ if n > u32::MAX as usize => 8 * (n / 2 + 1),
        _ => 0,
    }
}

/// Up to here insertion is quickest.
const SMALL: usize = 16;

unsafe fn argsort_by_order<T: Order>(keys: *const T, n: usize, idx: *mut i64, scratch: *mut i64) {
    for i in 0..n {
        *idx.add(i) = i as i64;
    }
    merge_sort_by(idx, n, scratch, &mut |a, b| T::less(*keys.add(*a as usize), *keys.add(*b as usize)))
}

/// How keys and indices share an integer: `(key - lo) >> dropped` above `index_bits` bits of index.
struct Packing {
    lo: u64,
    dropped: u32,
    index_bits: u32,
    /// The keys are in order already.
    sorted: bool,
}

impl Packing {
    fn mask(&self) -> u64 {
        (1 << self.index_bits) - 1
    }
}

#[inline(always)]
unsafe fn pack_body<L: Level, T: Sortable>(keys: *const T, n: usize, idx: *mut i64) -> Packing {
    // The canonical keys wait in the place of the indices: each key is read once.
    let (mut lo, mut hi, mut falls) = (u64::MAX, 0u64, 0u64);
    for i in 0..n {
        let k = canonical(*keys.add(i));
        lo = lo.min(k);
        hi = hi.max(k);
        *idx.add(i) = k as i64;
    }
    for i in 1..n {
        falls += ((*idx.add(i) as u64) < *idx.add(i - 1) as u64) as u64;
    }
    let index_bits = bits(n as u64 - 1);
    let dropped = (bits(hi - lo) + index_bits).saturating_sub(64);
    for i in 0..n {
        let k = (*idx.add(i) as u64).wrapping_sub(lo) >> dropped;
        *idx.add(i) = ((k << index_bits) | i as u64) as i64 ^ TOP;
    }
    Packing { lo, dropped, index_bits, sorted: falls == 0 }
}
per_level! { unsafe fn pack[T: Sortable](keys: *const T, n: usize, idx: *mut i64) -> Packing = pack_body }

unsafe fn argsort_real<T: Sortable + Order>(keys: *const T, n: usize, idx: *mut i64, scratch: *mut i64) {
    if n <= SMALL || n > u32::MAX as usize {
        return argsort_by_order(keys, n, idx, scratch);
    }
    if std::mem::size_of::<T>() == 1 {
        return argsort_u8(|i| canonical(*keys.add(i)) as u8, n, idx);
    }
    let packing = pack(keys, n, idx);
    if !packing.sorted {
        sort_i64(idx, n);
        if packing.dropped > 0 {
            resolve_runs(keys, n, idx, &packing);
        }
    }
    for i in 0..n {
        *idx.add(i) = (*idx.add(i) as u64 & packing.mask()) as i64;
    }
}

/// Orders runs of packed keys that agree in their top bits by the bits that were dropped.
unsafe fn resolve_runs<T: Sortable>(keys: *const T, n: usize, idx: *mut i64, packing: &Packing) {
    let Packing { lo, dropped, index_bits, .. } = *packing;
    let mask = packing.mask();
    let low = (1u64 << dropped) - 1;
    let mut start = 0;
    while start + 1 < n {
        let top = *idx.add(start) >> index_bits;
        let mut end = start + 1;
        while end < n && *idx.add(end) >> index_bits == top {
            end += 1;
        }
        if end - start > 1 {
            for j in start..end {
                let i = *idx.add(j) as u64 & mask;
                let k = canonical(*keys.add(i as usize)).wrapping_sub(lo) & low;
                *idx.add(j) = ((k << index_bits) | i) as i64 ^ TOP;
            }
            sort_i64(idx.add(start), end - start);
        }
        start = end;
    }
}

/// `idx` becomes the permutation that sorts the keys; equal keys keep their order.
///
/// # Safety
/// `keys` is aligned and valid for `n` elements, `idx` for writing `n`, `scratch` for [`argsort_scratch`]
/// bytes; they do not overlap.
pub unsafe fn argsort(ty: Ty, keys: *const u8, n: usize, idx: *mut i64, scratch: *mut u8) {
    let s = scratch as *mut i64;
    with_type!(ty, T => argsort_real(keys as *const T, n, idx, s),
        complex C => argsort_by_order(keys as *const C, n, idx, s))
}

/// Sorts the permutation `idx` stably by one more key, the most significant so far (`np.lexsort` calls it for
/// its keys in turn, beginning with any permutation).
///
/// # Safety
/// As [`argsort`], with scratch of [`lexsort_scratch`] bytes; `idx` holds a permutation of `0..n`.
pub unsafe fn lexsort_step(ty: Ty, keys: *const u8, n: usize, idx: *mut i64, scratch: *mut u8) {
    let size = ty.size();
    let order = scratch as *mut i64;
    let gathered = scratch.add(8 * n);
    for i in 0..n {
        keys.add(*idx.add(i) as usize * size).copy_to_nonoverlapping(gathered.add(i * size), size);
    }
    let more = scratch.add(8 * n + (n * size).div_ceil(16) * 16);
    argsort(ty, gathered, n, order, more);
    let before = gathered as *mut i64;
    // The keys have served: their room holds the old permutation where it is large enough.
    if size >= 8 {
        idx.copy_to_nonoverlapping(before, n);
        for i in 0..n {
            *idx.add(i) = *before.add(*order.add(i) as usize);
        }
    } else {
        let before = more as *mut i64;
        idx.copy_to_nonoverlapping(before, n);
        for i in 0..n {
            *idx.add(i) = *before.add(*order.add(i) as usize);
        }
    }
}

/// Bytes of scratch for [`lexsort_step`], aligned to 16.
pub fn lexsort_scratch(ty: Ty, n: usize) -> usize {
    8 * n + (n * ty.size()).div_ceil(16) * 16 + argsort_scratch(ty, n).max(8 * n)
}

/// Bytes of scratch for [`argpartition`], aligned to 16.
pub fn argpartition_scratch(ty: Ty, n: usize) -> usize {
    argsort_scratch(ty, n)
}

unsafe fn argpartition_real<T: Sortable + Order>(
    keys: *const T,
    n: usize,
    ranks: &[usize],
    idx: *mut i64,
) -> bool {
    let packing = pack(keys, n, idx);
    let mask = packing.mask();
    if !packing.sorted {
        select_ranks(idx, n, 0, ranks);
        // Packed keys that agree with one of a rank need the bits that were dropped: rare, and left to a sort.
        if packing.dropped > 0
            && ranks.iter().any(|&r| !alone(idx, n, *idx.add(r) >> packing.index_bits, &packing))
        {
            return false;
        }
    }
    for i in 0..n {
        *idx.add(i) = (*idx.add(i) as u64 & mask) as i64;
    }
    true
}

/// Whether one packed key only has these top bits.
unsafe fn alone(idx: *const i64, n: usize, top: i64, packing: &Packing) -> bool {
    (0..n).map(|i| (*idx.add(i) >> packing.index_bits == top) as usize).sum::<usize>() == 1
}

/// `idx` becomes a permutation that partitions the keys at the given ranks.
///
/// # Safety
/// As [`argsort`], with scratch of [`argpartition_scratch`] bytes; `ranks` ascend and are below `n`.
pub unsafe fn argpartition(
    ty: Ty,
    keys: *const u8,
    n: usize,
    ranks: &[usize],
    idx: *mut i64,
    scratch: *mut u8,
) {
    let plain = !matches!(ty, Ty::C64 | Ty::C128) && n > SMALL && n <= u32::MAX as usize;
    let done =
        plain && with_type!(ty, T => argpartition_real(keys as *const T, n, ranks, idx), complex _C => false);
    if !done {
        argsort(ty, keys, n, idx, scratch);
    }
}
