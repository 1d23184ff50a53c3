//! Masks: counting, positions, compressing by and expanding into a mask.
//!
//! A mask is an array of bytes; any byte but 0 is true.

#[cfg(target_arch = "x86_64")]
use super::compress::{compress_v3, compress_v4, nonzero_v3, nonzero_v4};
use super::item::{with_item, Item};
use super::level::per_level;
use crate::cpu::{level, CpuLevel, Level};
use crate::Ty;
use half::f16;

#[inline(always)]
unsafe fn count_body<L: Level>(mask: *const u8, n: usize) -> usize {
    let mut total = 0;
    let mut i = 0;
    while i < n {
        // Bytes are summed in bytes, at most 255 at a time in each lane.
        let m = (n - i).min(64 * 255);
        let mut lanes = [0u8; 64];
        let whole = m / 64 * 64;
        for j in (0..whole).step_by(64) {
            for (k, lane) in lanes.iter_mut().enumerate() {
                *lane += (*mask.add(i + j + k) != 0) as u8;
            }
        }
        total += lanes.iter().map(|&x| x as usize).sum::<usize>();
        for j in whole..m {
            total += (*mask.add(i + j) != 0) as usize;
        }
        i += m;
    }
    total
}
per_level! { unsafe fn count_contiguous[](mask: *const u8, n: usize) -> usize = count_body }

/// How many of `n` mask bytes, `step` bytes apart, are true.
///
/// # Safety
/// `mask` is valid for the reads.
pub unsafe fn count_true(mask: *const u8, step: isize, n: usize) -> usize {
    if step == 1 {
        return count_contiguous(mask, n);
    }
    (0..n as isize).map(|i| (*mask.offset(i * step) != 0) as usize).sum()
}

unsafe fn compress_items<T: Item>(
    mask: *const u8,
    src: *const u8,
    n: usize,
    dst: *mut u8,
    cap: usize,
) -> usize {
    #[cfg(target_arch = "x86_64")]
    let (mut i, mut w) = match level() {
        CpuLevel::Avx512 => compress_v4::<T>(mask, src, n, dst, cap),
        CpuLevel::Avx2 => compress_v3::<T>(mask, src, n, dst, cap),
        CpuLevel::Baseline => (0, 0),
    };
    #[cfg(not(target_arch = "x86_64"))]
    let (mut i, mut w) = (0, 0);
    // Branchless: every item is written, the position moves on only behind a true one.
    while i < n && w < cap {
        T::get(src.add(i * T::SIZE)).put(dst.add(w * T::SIZE));
        w += (*mask.add(i) != 0) as usize;
        i += 1;
    }
    w
}

/// Copies the items of `src` whose mask is true to `dst`, in order, at most `cap`; returns how many.
///
/// `mask` and `src` are contiguous.
///
/// # Safety
/// `mask` is valid for `n` bytes, `src` for `n` items, `dst` for writing `cap`; `dst` does not overlap them.
pub unsafe fn compress(
    item: usize,
    mask: *const u8,
    src: *const u8,
    n: usize,
    dst: *mut u8,
    cap: usize,
) -> usize {
    with_item!(item, T => compress_items::<T>(mask, src, n, dst, cap),
        _ => compress_strided(item, mask, 1, src, item as isize, n, dst, cap))
}

/// [`compress`] for any strides of mask and source.
///
/// # Safety
/// As [`compress`], with reads `mask_step` and `src_step` bytes apart.
pub unsafe fn compress_strided(
    item: usize,
    mask: *const u8,
    mask_step: isize,
    src: *const u8,
    src_step: isize,
    n: usize,
    dst: *mut u8,
    cap: usize,
) -> usize {
    let mut w = 0;
    for i in 0..n as isize {
        if *mask.offset(i * mask_step) != 0 && w < cap {
            src.offset(i * src_step).copy_to_nonoverlapping(dst.add(w * item), item);
            w += 1;
        }
    }
    w
}

/// Writes `base + i` for every true mask byte `i`, at most `cap` positions; returns how many.
///
/// # Safety
/// `mask` is valid for `n` bytes `step` apart, `out` for writing `cap` positions.
pub unsafe fn nonzero(mask: *const u8, step: isize, n: usize, base: i64, out: *mut i64, cap: usize) -> usize {
    let (mut i, mut w) = (0, 0);
    #[cfg(target_arch = "x86_64")]
    if step == 1 {
        (i, w) = match level() {
            CpuLevel::Avx512 => nonzero_v4(mask, n, base, out, cap),
            CpuLevel::Avx2 => nonzero_v3(mask, n, base, out, cap),
            CpuLevel::Baseline => (0, 0),
        };
    }
    while i < n && w < cap {
        *out.add(w) = base + i as i64;
        w += (*mask.offset(i as isize * step) != 0) as usize;
        i += 1;
    }
    w
}

trait Truth: Copy {
    fn truth(self) -> bool;
}
macro_rules! truth { ($($t:ty),*) => { $(impl Truth for $t {
    #[inline(always)] fn truth(self) -> bool { self != <$t>::default() }
})* } }
truth!(u8, u16, u32, u64, f16, f32, f64);
impl Truth for [f32; 2] {
    #[inline(always)]
    fn truth(self) -> bool {
        self[0] != 0.0 || self[1] != 0.0
    }
}
impl Truth for [f64; 2] {
    #[inline(always)]
    fn truth(self) -> bool {
        self[0] != 0.0 || self[1] != 0.0
    }
}

#[inline(always)]
unsafe fn truth_body<L: Level, T: Truth>(src: *const u8, step: isize, n: usize, out: *mut u8) {
    if step == std::mem::size_of::<T>() as isize {
        let src = src as *const T;
        for i in 0..n {
            *out.add(i) = (*src.add(i)).truth() as u8;
        }
    } else {
        for i in 0..n {
            *out.add(i) = (*(src.offset(i as isize * step) as *const T)).truth() as u8;
        }
    }
}
per_level! { unsafe fn truth_at_level[T: Truth](src: *const u8, step: isize, n: usize, out: *mut u8) = truth_body }

/// `out[i] = src[i] != 0` as bytes 0 and 1, contiguous (NaN is true).
///
/// # Safety
/// `src` is aligned and valid for `n` reads `step` bytes apart, `out` for `n` bytes.
pub unsafe fn truth(ty: Ty, src: *const u8, step: isize, n: usize, out: *mut u8) {
    match ty {
        Ty::Bool | Ty::I8 | Ty::U8 => truth_at_level::<u8>(src, step, n, out),
        Ty::I16 | Ty::U16 => truth_at_level::<u16>(src, step, n, out),
        Ty::I32 | Ty::U32 => truth_at_level::<u32>(src, step, n, out),
        Ty::I64 | Ty::U64 => truth_at_level::<u64>(src, step, n, out),
        Ty::F16 => truth_at_level::<f16>(src, step, n, out),
        Ty::F32 => truth_at_level::<f32>(src, step, n, out),
        Ty::F64 => truth_at_level::<f64>(src, step, n, out),
        Ty::C64 => truth_at_level::<[f32; 2]>(src, step, n, out),
        Ty::C128 => truth_at_level::<[f64; 2]>(src, step, n, out),
    }
}

/// How many of `n` elements are not zero.
///
/// # Safety
/// `src` is aligned and valid for `n` reads `step` bytes apart.
pub unsafe fn count_nonzero(ty: Ty, src: *const u8, step: isize, n: usize) -> usize {
    if ty.size() == 1 {
        return count_true(src, step, n);
    }
    let mut block = [0u8; 1024];
    let mut total = 0;
    for start in (0..n).step_by(block.len()) {
        let m = block.len().min(n - start);
        truth(ty, src.offset(start as isize * step), step, m, block.as_mut_ptr());
        total += count_contiguous(block.as_ptr(), m);
    }
    total
}
