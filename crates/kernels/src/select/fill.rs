//! Writing where a mask is true.

#[cfg(target_arch = "x86_64")]
use super::compress::{expand_v3, expand_v4};
use super::item::{with_item, Item};
use super::level::per_level;
use crate::convert::bits::true_bits;
use crate::cpu::{best, level, CpuLevel, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status};
use std::marker::PhantomData;

#[inline(always)]
unsafe fn fill_items<L: Level, T: Item>(
    mask: *const u8,
    ms: isize,
    value: *const u8,
    dst: *mut u8,
    ds: isize,
    n: usize,
) {
    let v = T::get(value);
    if T::SIZE == 16 {
        // No masked store of such items: a position that is not chosen is written with what it holds.
        for i in 0..n as isize {
            let d = dst.offset(i * ds);
            T::choose(*mask.offset(i * ms) != 0, v, T::get(d)).put(d);
        }
    } else if ms == 1 && ds == T::SIZE as isize {
        for i in 0..n {
            if *mask.add(i) != 0 {
                v.put(dst.add(i * T::SIZE));
            }
        }
    } else {
        for i in 0..n as isize {
            if *mask.offset(i * ms) != 0 {
                v.put(dst.offset(i * ds));
            }
        }
    }
}
per_level! { unsafe fn fill_at_level[T: Item](mask: *const u8, ms: isize, value: *const u8, dst: *mut u8,
ds: isize, n: usize) = fill_items }

/// `dst[mask] = value`, one item for all.
///
/// # Safety
/// `mask` is valid for `n` bytes `mask_step` apart, `dst` for `n` items `dst_step` bytes apart, `value` for one.
/// `dst` overlaps neither.
pub unsafe fn masked_fill(
    item: usize,
    mask: *const u8,
    mask_step: isize,
    value: *const u8,
    dst: *mut u8,
    dst_step: isize,
    n: usize,
) {
    with_item!(item, T => fill_at_level::<T>(mask, mask_step, value, dst, dst_step, n), _ => {
        for i in 0..n as isize {
            if *mask.offset(i * mask_step) != 0 {
                value.copy_to_nonoverlapping(dst.offset(i * dst_step), item);
            }
        }
    })
}

unsafe fn expand_items<T: Item>(
    mask: *const u8,
    ms: isize,
    values: *const u8,
    vs: isize,
    nv: usize,
    dst: *mut u8,
    ds: isize,
    n: usize,
) -> usize {
    let w = T::SIZE as isize;
    let (mut i, mut k) = (0, 0);
    #[cfg(target_arch = "x86_64")]
    if ms == 1 && vs == w && ds == w {
        (i, k) = match level() {
            CpuLevel::Avx512 => expand_v4::<T>(mask, values, nv, dst, n),
            CpuLevel::Avx2 => expand_v3::<T>(mask, values, nv, dst, n),
            CpuLevel::Baseline => (0, 0),
        };
    }
    // Branchless: a position that is not chosen is written with what it holds.
    while i < n && k < nv {
        let d = dst.offset(i as isize * ds);
        let chosen = *mask.offset(i as isize * ms) != 0;
        T::choose(chosen, T::get(values.offset(k as isize * vs)), T::get(d)).put(d);
        k += chosen as usize;
        i += 1;
    }
    k
}

/// `dst[mask] = values`, successive ones, at most `nv`; returns how many were used.
///
/// # Safety
/// As [`masked_fill`]; `values` is valid for `nv` items `values_step` bytes apart.
pub unsafe fn expand(
    item: usize,
    mask: *const u8,
    mask_step: isize,
    values: *const u8,
    values_step: isize,
    nv: usize,
    dst: *mut u8,
    dst_step: isize,
    n: usize,
) -> usize {
    with_item!(item, T => expand_items::<T>(mask, mask_step, values, values_step, nv, dst, dst_step, n), _ => {
        let mut k = 0;
        for i in 0..n as isize {
            if *mask.offset(i * mask_step) != 0 && k < nv {
                let v = values.offset(k as isize * values_step);
                v.copy_to_nonoverlapping(dst.offset(i * dst_step), item);
                k += 1;
            }
        }
        k
    })
}

/// `dst[i] = values[i % nv]` where the mask is true (`np.putmask`); all contiguous.
///
/// # Safety
/// `mask` is valid for `n` bytes, `dst` for `n` items, `values` for `nv >= 1`; `dst` overlaps neither.
pub unsafe fn putmask(item: usize, mask: *const u8, values: *const u8, nv: usize, dst: *mut u8, n: usize) {
    let mut i = 0;
    while i < n {
        let m = nv.min(n - i);
        copy_where(item, mask.add(i), 1, values, item as isize, dst.add(i * item), item as isize, m);
        i += m;
        if nv == 1 {
            return masked_fill(item, mask.add(i), 1, values, dst.add(i * item), item as isize, n - i);
        }
    }
}

/// Mask bytes that are looked at together: where none is true nothing is read or written.
const BLOCK: usize = 64;

#[inline(always)]
unsafe fn copy_items<L: Level, T: Item>(
    mask: *const u8,
    ms: isize,
    src: *const u8,
    ss: isize,
    dst: *mut u8,
    ds: isize,
    n: usize,
) {
    let w = T::SIZE as isize;
    let mut done = 0;
    if ms == 1 && ds == w && (ss == w || ss == 0) {
        while done + BLOCK <= n {
            let d = dst.add(done * T::SIZE);
            if true_bits::<L>(mask.add(done)) != 0 {
                // Without branches: a position that is not chosen is written with what it holds.
                for j in 0..BLOCK {
                    let value = if ss == 0 { T::get(src) } else { T::get(src.add((done + j) * T::SIZE)) };
                    let d = d.add(j * T::SIZE);
                    T::choose(*mask.add(done + j) != 0, value, T::get(d)).put(d);
                }
            }
            done += BLOCK;
        }
    }
    for i in done as isize..n as isize {
        if *mask.offset(i * ms) != 0 {
            T::get(src.offset(i * ss)).put(dst.offset(i * ds));
        }
    }
}
per_level! { unsafe fn copy_at_level[T: Item](mask: *const u8, ms: isize, src: *const u8, ss: isize, dst: *mut u8,
ds: isize, n: usize) = copy_items }

struct CopyWhere<T>(PhantomData<T>);

impl<T: Item> Loop for CopyWhere<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        copy_items::<L, T>(*p, *s, *p.add(1), *s.add(1), *p.add(2), *s.add(2), n);
        Status::OK
    }
}

/// `out = a` where the mask is true, for items of `item` bytes; operands `(mask, a, out)`, the mask in bytes. Widths that are
/// no number's have none.
pub fn copy_where_loop(item: usize) -> Option<Kernel> {
    let cost = 0.1 + item as f32 * 0.03;
    with_item!(item, T => Some(Kernel::new(best::<CopyWhere<T>>(), Fp::Never, cost)), _ => None)
}

/// `dst[i] = src[i]` where the mask is true (`np.copyto(..., where=)`).
///
/// # Safety
/// As [`masked_fill`]; `src` is valid for `n` items `src_step` bytes apart.
pub unsafe fn copy_where(
    item: usize,
    mask: *const u8,
    mask_step: isize,
    src: *const u8,
    src_step: isize,
    dst: *mut u8,
    dst_step: isize,
    n: usize,
) {
    with_item!(item, T => copy_at_level::<T>(mask, mask_step, src, src_step, dst, dst_step, n), _ => {
        for i in 0..n as isize {
            if *mask.offset(i * mask_step) != 0 {
                src.offset(i * src_step).copy_to_nonoverlapping(dst.offset(i * dst_step), item);
            }
        }
    })
}
