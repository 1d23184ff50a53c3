//! Sorting indices: always stable.
//!
//! Elements are words: integers with their order, one for a real number, two for a complex one, one a key for
//! `lexsort`. Word and index are packed into one integer, and integers are sorted: the top bits of the first
//! word that leave room for the index, then, in the few runs that agree in them, what was left out.

use super::count::argsort_u8;
use super::keys::{canonical, Sortable};
use super::merge::merge_sort_by;
use super::narrow::{argsort_narrow, narrow_range};
use super::order::{with_type, Order};
use super::values::select_ranks;
use super::vector::sort_i64;
use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;
use num_complex::Complex;

const TOP: i64 = i64::MIN;

pub(super) fn bits(x: u64) -> u32 {
    64 - x.leading_zeros()
}

/// Elements as words that are compared in turn.
pub(crate) trait Words: Order {
    const COUNT: usize;
    /// Only of numbers whose parts are no NaN where there are several words.
    fn word(self, w: usize) -> u64;
    /// For NaN in parts: classes, in the order in which they stand.
    fn class(self) -> u8 {
        0
    }
    /// The order of a narrow range of integers, if it is one.
    unsafe fn argsort_narrow(_: *const Self, _: usize, _: *mut i64) -> bool {
        false
    }
}

impl<T: Sortable + Order> Words for T {
    const COUNT: usize = 1;
    #[inline(always)]
    fn word(self, _: usize) -> u64 {
        canonical(self)
    }
    unsafe fn argsort_narrow(keys: *const T, n: usize, idx: *mut i64) -> bool {
        match narrow_range(keys, n) {
            Some(of) => argsort_narrow(|i| canonical(*keys.add(i)), n, of, idx),
            None => return false,
        }
        true
    }
}

macro_rules! pairs { ($($t:ty),*) => { $(impl Words for Complex<$t> {
    const COUNT: usize = 2;
    #[inline(always)]
    fn word(self, w: usize) -> u64 {
        canonical(if w == 0 { self.re } else { self.im })
    }
    #[inline(always)]
    fn class(self) -> u8 {
        (self.re != self.re) as u8 * 2 + (self.im != self.im) as u8
    }
})* } }
pairs!(f32, f64);

/// Bytes of scratch for [`argsort`] and [`lexsort_step`], aligned to 16.
pub fn argsort_scratch(_: Ty, n: usize) -> usize {
    match n > u32::MAX as usize {
        true => 8 * (n / 2 + 1),
        false => 0,
    }
}

/// Up to here insertion is quickest.
const SMALL: usize = 16;
/// Fewer bytes sort faster with their indices than by a table.
const FEW_BYTES: usize = 128;

unsafe fn argsort_by_order<T: Order>(keys: *const T, n: usize, idx: *mut i64, scratch: *mut i64) {
    for i in 0..n {
        *idx.add(i) = i as i64;
    }
    merge_sort_by(idx, n, scratch, &mut |a, b| T::less(*keys.add(*a as usize), *keys.add(*b as usize)))
}

/// How words and indices share an integer: `(word - lo) >> dropped` above `index_bits` bits of index.
struct Packing {
    dropped: u32,
    index_bits: u32,
    /// The words are in order already.
    sorted: bool,
}

impl Packing {
    fn mask(&self) -> u64 {
        (1 << self.index_bits) - 1
    }
}

#[inline(always)]
unsafe fn pack_body<L: Level, T: Words>(keys: *const T, n: usize, idx: *mut i64) -> Packing {
    // The words wait in the place of the indices: each element is read once.
    let (mut lo, mut hi, mut falls) = (u64::MAX, 0u64, 0u64);
    for i in 0..n {
        let k = (*keys.add(i)).word(0);
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
    Packing { dropped, index_bits, sorted: falls == 0 }
}
per_level! { unsafe fn pack[T: Words](keys: *const T, n: usize, idx: *mut i64) -> Packing = pack_body }

/// What the order of indices needs to know of elements.
pub(super) struct Elements<F> {
    /// The word of an element.
    pub word: F,
    /// How many words an element has.
    pub words: usize,
    /// Bits of the greatest index.
    pub index_bits: u32,
}

impl<F: Fn(usize, usize) -> u64> Elements<F> {
    #[inline(always)]
    fn less(&self, mut w: usize, a: i64, b: i64) -> bool {
        while w < self.words {
            let (x, y) = ((self.word)(w, a as usize), (self.word)(w, b as usize));
            if x != y {
                return x < y;
            }
            w += 1;
        }
        false
    }

    /// Orders `n` indices, which ascend, by the words of their elements from `w` on.
    pub(super) unsafe fn order(&self, idx: *mut i64, n: usize, mut w: usize) {
        if n <= SMALL {
            return super::merge::insertion_sort_by(idx, n, &mut |a, b| self.less(w, *a, *b));
        }
        let (lo, hi) = loop {
            if w >= self.words {
                return;
            }
            let (mut lo, mut hi) = (u64::MAX, 0);
            for j in 0..n {
                let k = (self.word)(w, *idx.add(j) as usize);
                (lo, hi) = (lo.min(k), hi.max(k));
            }
            if lo < hi {
                break (lo, hi);
            }
            // All agree in this word.
            w += 1;
        };
        let dropped = (bits(hi - lo) + self.index_bits).saturating_sub(64);
        for j in 0..n {
            let i = *idx.add(j) as u64;
            let k = (self.word)(w, i as usize).wrapping_sub(lo) >> dropped;
            *idx.add(j) = ((k << self.index_bits) | i) as i64 ^ TOP;
        }
        sort_i64(idx, n);
        self.order_runs(idx, n, if dropped > 0 { w } else { w + 1 });
    }

    /// Of sorted packed words: orders the runs of equal ones by the words from `w` on, and leaves indices.
    pub(super) unsafe fn order_runs(&self, idx: *mut i64, n: usize, w: usize) {
        let mask = (1u64 << self.index_bits) - 1;
        if w < self.words {
            let mut start = 0;
            while start < n {
                let top = *idx.add(start) >> self.index_bits;
                let mut end = start + 1;
                while end < n && *idx.add(end) >> self.index_bits == top {
                    end += 1;
                }
                for j in start..end {
                    *idx.add(j) = (*idx.add(j) as u64 & mask) as i64;
                }
                if end - start > 1 {
                    self.order(idx.add(start), end - start, w);
                }
                start = end;
            }
        } else {
            for j in 0..n {
                *idx.add(j) = (*idx.add(j) as u64 & mask) as i64;
            }
        }
    }
}

unsafe fn elements<T: Words>(keys: *const T, n: usize) -> Elements<impl Fn(usize, usize) -> u64> {
    let word = move |w: usize, i: usize| (*keys.add(i)).word(w);
    Elements { word, words: T::COUNT, index_bits: bits(n as u64 - 1) }
}

pub(super) unsafe fn argsort_words<T: Words>(keys: *const T, n: usize, idx: *mut i64, scratch: *mut i64) {
    if n <= SMALL || n > u32::MAX as usize {
        return argsort_by_order(keys, n, idx, scratch);
    }
    if std::mem::size_of::<T>() == 1 && n > FEW_BYTES {
        return argsort_u8(|i| (*keys.add(i)).word(0) as u8, n, idx);
    }
    if T::argsort_narrow(keys, n, idx) {
        return;
    }
    if T::COUNT > 1 && (0..n).any(|i| (*keys.add(i)).class() != 0) {
        return argsort_classes(keys, n, idx);
    }
    let packing = pack(keys, n, idx);
    if !packing.sorted {
        sort_i64(idx, n);
    }
    let settled = packing.dropped == 0 || (packing.sorted && T::COUNT == 1);
    elements(keys, n).order_runs(idx, n, settled as usize);
}

/// Complex numbers with NaN among them: no NaN, NaN imaginary part, NaN real part, both; in a class what is a
/// number decides.
unsafe fn argsort_classes<T: Words>(keys: *const T, n: usize, idx: *mut i64) {
    let mut all = elements(keys, n);
    let mut start = 0;
    for class in 0..4 {
        let mut end = start;
        for i in 0..n {
            // The guard holds against elements that change meanwhile.
            if (*keys.add(i)).class() == class && end < n {
                *idx.add(end) = i as i64;
                end += 1;
            }
        }
        all.words = if class == 0 { 2 } else { 1 };
        match class {
            0 | 1 => all.order(idx.add(start), end - start, 0),
            2 => {
                all.words = 2;
                all.order(idx.add(start), end - start, 1);
            }
            _ => {}
        }
        start = end;
    }
    for i in start..n {
        *idx.add(i) = i as i64;
    }
}

/// `idx` becomes the permutation that sorts the keys; equal keys keep their order.
///
/// # Safety
/// `keys` is aligned and valid for `n` elements, `idx` for writing `n`, `scratch` for [`argsort_scratch`]
/// bytes; they do not overlap.
pub unsafe fn argsort(ty: Ty, keys: *const u8, n: usize, idx: *mut i64, scratch: *mut u8) {
    with_type!(ty, T => argsort_words(keys as *const T, n, idx, scratch as *mut i64))
}

/// Bytes of scratch for [`argpartition`], aligned to 16.
pub fn argpartition_scratch(ty: Ty, n: usize) -> usize {
    argsort_scratch(ty, n)
}

unsafe fn argpartition_words<T: Words>(keys: *const T, n: usize, ranks: &[usize], idx: *mut i64) -> bool {
    if T::COUNT > 1 && (0..n).any(|i| (*keys.add(i)).class() != 0) {
        return false;
    }
    let packing = pack(keys, n, idx);
    let mask = packing.mask();
    // Packed words that agree with one of a rank need what was left out: rare, and left to a sort.
    let whole = T::COUNT == 1 && (packing.dropped == 0 || packing.sorted);
    if !packing.sorted {
        select_ranks(idx, n, 0, ranks);
    }
    if !whole && ranks.iter().any(|&r| !alone(idx, n, *idx.add(r) >> packing.index_bits, &packing)) {
        return false;
    }
    for i in 0..n {
        *idx.add(i) = (*idx.add(i) as u64 & mask) as i64;
    }
    true
}

/// Whether one packed word only has these top bits.
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
    let plain = n > SMALL && n <= u32::MAX as usize;
    if !plain || !with_type!(ty, T => argpartition_words(keys as *const T, n, ranks, idx)) {
        argsort(ty, keys, n, idx, scratch);
    }
}
