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

unsafe fn argsort_real<T: Sortable + Order>(keys: *const T, n: usize, idx: *mut i64, scratch: *mut i64) {
    if n <= SMALL || n > u32::MAX as usize {
        return argsort_by_order(keys, n, idx, scratch);
    }
    if std::mem::size_of::<T>() == 1 {
        return argsort_u8(|i| canonical(*keys.add(i)) as u8, n, idx);
    }
    let (mut lo, mut hi, mut sorted) = (u64::MAX, 0u64, true);
    let mut last = 0;
    for i in 0..n {
        let k = canonical(*keys.add(i));
        lo = lo.min(k);
        hi = hi.max(k);
        sorted &= last <= k;
        last = k;
    }
    if sorted {
        for i in 0..n {
            *idx.add(i) = i as i64;
        }
        return;
    }
    let index_bits = bits(n as u64 - 1);
    let mask = (1u64 << index_bits) - 1;
    let dropped = (bits(hi - lo) + index_bits).saturating_sub(64);
    // The difference is masked: keys that change meanwhile give another order, not another index.
    for i in 0..n {
        let k = canonical(*keys.add(i)).wrapping_sub(lo) >> dropped;
        *idx.add(i) = (k << index_bits | i as u64) as i64 ^ TOP;
    }
    sort_i64(idx, n);
    if dropped > 0 {
        resolve_runs(keys, n, idx, lo, dropped, index_bits);
    }
    for i in 0..n {
        *idx.add(i) = (*idx.add(i) as u64 & mask) as i64;
    }
}

/// Orders runs of packed keys that agree in their top bits by the bits that were dropped.
unsafe fn resolve_runs<T: Sortable>(
    keys: *const T,
    n: usize,
    idx: *mut i64,
    lo: u64,
    dropped: u32,
    index_bits: u32,
) {
    let mask = (1u64 << index_bits) - 1;
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
                *idx.add(j) = (k << index_bits | i) as i64 ^ TOP;
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
    argsort_scratch(ty, n).max(8 * n)
}

unsafe fn argpartition_real<T: Sortable + Order>(
    keys: *const T,
    n: usize,
    rank: usize,
    idx: *mut i64,
    scratch: *mut i64,
) {
    for i in 0..n {
        *scratch.add(i) = canonical(*keys.add(i)) as i64 ^ TOP;
    }
    select_ranks(scratch, n, 0, &[rank]);
    let pivot = *scratch.add(rank) as u64 ^ TOP as u64;
    let (mut less, mut equal) = (0usize, 0usize);
    for i in 0..n {
        let k = canonical(*keys.add(i));
        less += (k < pivot) as usize;
        equal += (k == pivot) as usize;
    }
    let mut at = [0, less, less + equal];
    for i in 0..n {
        let k = canonical(*keys.add(i));
        let part = (k >= pivot) as usize + (k > pivot) as usize;
        // The guard holds against keys that change meanwhile.
        if at[part] < n {
            *idx.add(at[part]) = i as i64;
            at[part] += 1;
        }
    }
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
    let plain = !matches!(ty, Ty::C64 | Ty::C128);
    match ranks {
        [rank] if plain && n > SMALL => with_type!(ty,
            T => argpartition_real(keys as *const T, n, *rank, idx, scratch as *mut i64), complex _C => ()),
        _ => argsort(ty, keys, n, idx, scratch),
    }
}
