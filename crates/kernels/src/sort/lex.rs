//! The order by several keys: `lexsort`.

use super::arg::{argsort, argsort_scratch, bits, Elements};
use super::keys::{canonical, Sortable};
use super::narrow::{argsort_narrow, narrow};
use super::vector::sort_i64;
use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;
use num_complex::Complex;

/// One key of each element: real numbers at equal distances.
#[derive(Clone, Copy)]
pub struct Column {
    p: *const u8,
    step: isize,
    word: unsafe fn(*const u8) -> u64,
    range: unsafe fn(*const u8, isize, usize) -> (u64, u64),
    append: unsafe fn(*const u8, isize, usize, u64, u32, u32, *mut u64),
}

unsafe fn word<T: Sortable>(p: *const u8) -> u64 {
    canonical(*(p as *const T))
}

#[inline(always)]
unsafe fn range_body<L: Level, T: Sortable>(p: *const u8, step: isize, n: usize) -> (u64, u64) {
    let (mut lo, mut hi) = (u64::MAX, 0);
    for i in 0..n {
        let k = word::<T>(p.wrapping_offset(i as isize * step));
        (lo, hi) = (lo.min(k), hi.max(k));
    }
    (lo, hi)
}
per_level! { unsafe fn range[T: Sortable](p: *const u8, step: isize, n: usize) -> (u64, u64) = range_body }

#[inline(always)]
unsafe fn append_body<L: Level, T: Sortable>(
    p: *const u8,
    step: isize,
    n: usize,
    lo: u64,
    dropped: u32,
    width: u32,
    words: *mut u64,
) {
    for i in 0..n {
        let k = word::<T>(p.wrapping_offset(i as isize * step)).wrapping_sub(lo) >> dropped;
        *words.add(i) = (*words.add(i) << (width & 63)) | k;
    }
}
per_level! {
    unsafe fn append[T: Sortable](
        p: *const u8, step: isize, n: usize, lo: u64, dropped: u32, width: u32, words: *mut u64) = append_body
}

impl Column {
    /// The keys of a type at `p`, `step` bytes apart; two columns for the parts of complex numbers, the more
    /// significant first.
    pub fn of(ty: Ty, p: *const u8, step: isize, out: &mut Vec<Column>) {
        fn real<T: Sortable>(p: *const u8, step: isize) -> Column {
            Column { p, step, word: word::<T>, range: range::<T>, append: append::<T> }
        }
        macro_rules! table {
            ($($v:ident $t:ty),*) => {
                match ty {
                    $(Ty::$v => out.push(real::<$t>(p, step)),)*
                    Ty::C64 => out.extend([real::<f32>(p, step), real::<f32>(p.wrapping_add(4), step)]),
                    Ty::C128 => out.extend([real::<f64>(p, step), real::<f64>(p.wrapping_add(8), step)]),
                }
            };
        }
        table!(Bool u8, I8 i8, U8 u8, I16 i16, U16 u16, I32 i32, U32 u32, I64 i64, U64 u64,
               F16 half::f16, F32 f32, F64 f64);
    }
}

/// Whether numbers can be compared part by part: complex ones with NaN cannot.
///
/// # Safety
/// `p` is aligned and valid for `n` elements of the type.
pub unsafe fn has_columns(ty: Ty, p: *const u8, n: usize) -> bool {
    match ty {
        Ty::C64 => (0..n).all(|i| {
            let c = *(p as *const Complex<f32>).add(i);
            !(c.re.is_nan() | c.im.is_nan())
        }),
        Ty::C128 => (0..n).all(|i| {
            let c = *(p as *const Complex<f64>).add(i);
            !(c.re.is_nan() | c.im.is_nan())
        }),
        _ => true,
    }
}

/// Bytes of scratch for [`lexsort`], aligned to 8.
pub fn lexsort_scratch(n: usize) -> usize {
    16 * n
}

/// Columns that are ordered one by one rather than together, so that the stack stays low.
const DEEP: usize = 64;

/// `idx` becomes the order by the columns, the most significant first; equal elements keep theirs.
///
/// The leading columns that fit into one word with the index are sorted as one; the others only where these agree.
///
/// # Safety
/// Each column is aligned and valid for `n` elements, `idx` for writing `n`, `scratch` for [`lexsort_scratch`]
/// bytes; `n` is at most `u32::MAX`.
pub unsafe fn lexsort(columns: &[Column], n: usize, idx: *mut i64, scratch: *mut u8) {
    for i in 0..n {
        *idx.add(i) = i as i64;
    }
    if n < 2 || columns.is_empty() {
        return;
    }
    let index_bits = bits(n as u64 - 1);
    if columns.len() > DEEP {
        // From the least significant group on, each keeping the order of those before.
        return by_groups(columns, n, idx, scratch);
    }
    let all = Elements {
        word: |w: usize, i: usize| {
            let c: &Column = &columns[w];
            (c.word)(c.p.wrapping_offset(i as isize * c.step))
        },
        words: columns.len(),
        index_bits,
    };
    if n <= 16 {
        return all.order(idx, n, 0);
    }
    let words = scratch as *mut u64;
    words.write_bytes(0, n);
    let (mut used, mut taken, mut dropped) = (0, 0, 0);
    for c in columns {
        let (lo, hi) = (c.range)(c.p, c.step, n);
        let width = bits(hi.wrapping_sub(lo));
        if used + width + index_bits > 64 {
            if taken > 0 {
                break;
            }
            dropped = width + index_bits - 64;
        }
        (c.append)(c.p, c.step, n, lo, dropped, width - dropped, words);
        used += width - dropped;
        taken += 1;
        if dropped > 0 {
            break;
        }
    }
    let rest = if dropped > 0 { 0 } else { taken };
    if rest == columns.len() {
        if let Some(of) = narrow(0, (1u64 << used) - 1, n) {
            return argsort_narrow(|i| *words.add(i), n, of, idx);
        }
    }
    for i in 0..n {
        *idx.add(i) = ((*words.add(i) << index_bits) | i as u64) as i64 ^ i64::MIN;
    }
    sort_i64(idx, n);
    all.order_runs(idx, n, rest);
}

unsafe fn by_groups(columns: &[Column], n: usize, idx: *mut i64, scratch: *mut u8) {
    let before = (scratch as *mut i64).add(n);
    before.copy_from_nonoverlapping(idx, n);
    for group in columns.chunks(DEEP).rev() {
        let all = Elements {
            word: |w: usize, j: usize| {
                let c: &Column = &group[w];
                (c.word)(c.p.wrapping_offset(*before.add(j) as isize * c.step))
            },
            words: group.len(),
            index_bits: bits(n as u64 - 1),
        };
        for j in 0..n {
            *idx.add(j) = j as i64;
        }
        all.order(idx, n, 0);
        for j in 0..n {
            *idx.add(j) = *before.add(*idx.add(j) as usize);
        }
        before.copy_from_nonoverlapping(idx, n);
    }
}

/// Sorts the permutation `idx` stably by one more key, the most significant so far (`np.lexsort` calls it for
/// its keys in turn, beginning with any permutation).
///
/// # Safety
/// As [`argsort`](super::argsort), with scratch of [`lexsort_step_scratch`] bytes; `idx` holds a permutation of `0..n`.
pub unsafe fn lexsort_step(ty: Ty, keys: *const u8, n: usize, idx: *mut i64, scratch: *mut u8) {
    let size = ty.size();
    let order = scratch as *mut i64;
    let gathered = scratch.add(8 * n);
    for i in 0..n {
        keys.add(*idx.add(i) as usize * size).copy_to_nonoverlapping(gathered.add(i * size), size);
    }
    let more = scratch.add(8 * n + (n * size).div_ceil(16) * 16);
    argsort(ty, gathered, n, order, more);
    // The keys have served: their room holds the old permutation where it is large enough.
    let before = if size >= 8 { gathered } else { more } as *mut i64;
    idx.copy_to_nonoverlapping(before, n);
    for i in 0..n {
        *idx.add(i) = *before.add(*order.add(i) as usize);
    }
}

/// Bytes of scratch for [`lexsort_step`], aligned to 16.
pub fn lexsort_step_scratch(ty: Ty, n: usize) -> usize {
    8 * n + (n * ty.size()).div_ceil(16) * 16 + argsort_scratch(ty, n).max(8 * n)
}
