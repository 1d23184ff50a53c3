//! Gather and scatter: items at computed positions.

use super::index::{normal, offsets, raw_index, BadIndex, Index, Mode, Offsets, BLOCK};
use super::item::{with_item, Item};
use super::level::per_level;
use crate::cpu::Level;

/// The place that an index of a plain list names, in bytes; read once, so that what is checked is what is used.
#[inline(always)]
unsafe fn place(x: &Index, j: usize, stride: isize) -> Result<isize, BadIndex> {
    let value = raw_index(&Index { step: 8, ..*x }, j);
    let (w, ok) = normal(Mode::Raise, value, x.len);
    if ok {
        Ok((w as isize).wrapping_mul(stride))
    } else {
        Err(BadIndex { axis: 0, position: j, value })
    }
}

/// Positions that are checked together: one branch for all of them keeps more of them under way.
const TOGETHER: usize = 4;

/// As [`place`] for positions side by side; `None` if one of them is outside.
#[inline(always)]
unsafe fn places(x: &Index, j: usize, stride: isize) -> Option<[isize; TOGETHER]> {
    let mut all = true;
    let at = std::array::from_fn(|k| {
        let (w, ok) = normal(Mode::Raise, raw_index(&Index { step: 8, ..*x }, j + k), x.len);
        all &= ok;
        (w as isize).wrapping_mul(stride)
    });
    all.then_some(at)
}

/// Stores wait for their cache lines one after the other: the line of the place so many positions ahead is asked for.
const SOON: usize = 24;

/// Fewer bytes than these stay near.
const FAR: usize = 256 << 10;

/// Asks for a cache line that will be written.
#[inline(always)]
fn will_write(p: *const u8) {
    // SAFETY: a hint, for any address.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        use std::arch::x86_64::{_mm_prefetch, _MM_HINT_ET0};
        _mm_prefetch::<_MM_HINT_ET0>(p as *const i8)
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = p;
}

/// Calls `f(position, place)` for the indices of a plain list, in order.
#[inline(always)]
unsafe fn each_place(
    x: &Index,
    stride: isize,
    n: usize,
    mut f: impl FnMut(usize, isize),
) -> Result<(), BadIndex> {
    let mut j = 0;
    while j + TOGETHER <= n {
        let Some(at) = places(x, j, stride) else { break };
        for (k, &o) in at.iter().enumerate() {
            f(j + k, o);
        }
        j += TOGETHER;
    }
    while j < n {
        f(j, place(x, j, stride)?);
        j += 1;
    }
    Ok(())
}

/// One index array in a row and a dense destination: no block of offsets between.
#[inline(always)]
unsafe fn gather_list<T: Item>(
    src: *const u8,
    x: &Index,
    stride: isize,
    n: usize,
    dst: *mut u8,
) -> Result<(), BadIndex> {
    each_place(x, stride, n, |j, at| T::get(src.offset(at)).put(dst.add(j * T::SIZE)))
}

/// As [`gather_list`], the other way round.
#[inline(always)]
unsafe fn scatter_list<T: Item>(
    dst: *mut u8,
    x: &Index,
    stride: isize,
    n: usize,
    src: *const u8,
    step: isize,
) -> Result<(), BadIndex> {
    if n < SOON || x.len.saturating_mul(stride.unsigned_abs()) < FAR {
        return each_place(x, stride, n, |j, at| T::get(src.offset(j as isize * step)).put(dst.offset(at)));
    }
    each_place(x, stride, n, |j, at| {
        // The index may be any: the place is only asked for.
        let later = raw_index(&Index { step: 8, ..*x }, (j + SOON).min(n - 1));
        will_write(dst.wrapping_offset((later as isize).wrapping_mul(stride)));
        T::get(src.offset(j as isize * step)).put(dst.offset(at))
    })
}

#[inline(always)]
unsafe fn gather_items<L: Level, T: Item>(
    mode: Mode,
    src: *const u8,
    axes: &[Index],
    n: usize,
    dst: *mut u8,
    step: isize,
) -> Result<(), BadIndex> {
    let w = T::SIZE as isize;
    if let ([x], Mode::Raise) = (axes, mode) {
        if x.step == 8 && step == w {
            return if x.stride == w {
                gather_list::<T>(src, x, w, n, dst)
            } else {
                gather_list::<T>(src, x, x.stride, n, dst)
            };
        }
    }
    let mut at: Offsets = [0; BLOCK];
    let mut start = 0;
    while start < n {
        let m = BLOCK.min(n - start);
        offsets(mode, axes, start, m, &mut at)?;
        let d = dst.offset(start as isize * step);
        if step == T::SIZE as isize {
            for (j, &o) in at[..m].iter().enumerate() {
                T::get(src.offset(o as isize)).put(d.add(j * T::SIZE));
            }
        } else {
            for (j, &o) in at[..m].iter().enumerate() {
                T::get(src.offset(o as isize)).put(d.offset(j as isize * step));
            }
        }
        start += m;
    }
    Ok(())
}

#[inline(always)]
unsafe fn scatter_items<L: Level, T: Item>(
    mode: Mode,
    dst: *mut u8,
    axes: &[Index],
    n: usize,
    src: *const u8,
    step: isize,
) -> Result<(), BadIndex> {
    let w = T::SIZE as isize;
    if let ([x], Mode::Raise) = (axes, mode) {
        if x.step == 8 {
            // The caller has checked all indices.
            return match (x.stride == w, step) {
                (true, 0) => scatter_list::<T>(dst, x, w, n, src, 0),
                (true, s) if s == w => scatter_list::<T>(dst, x, w, n, src, w),
                (_, s) => scatter_list::<T>(dst, x, x.stride, n, src, s),
            };
        }
    }
    let mut at: Offsets = [0; BLOCK];
    let mut start = 0;
    while start < n {
        let m = BLOCK.min(n - start);
        offsets(mode, axes, start, m, &mut at)?;
        let s = src.offset(start as isize * step);
        for (j, &o) in at[..m].iter().enumerate() {
            T::get(s.offset(j as isize * step)).put(dst.offset(o as isize));
        }
        start += m;
    }
    Ok(())
}

per_level! { unsafe fn gather_at_level[T: Item](mode: Mode, src: *const u8, axes: &[Index], n: usize,
dst: *mut u8, step: isize) -> Result<(), BadIndex> = gather_items }
per_level! { unsafe fn scatter_at_level[T: Item](mode: Mode, dst: *mut u8, axes: &[Index], n: usize,
src: *const u8, step: isize) -> Result<(), BadIndex> = scatter_items }

unsafe fn gather_bytes(
    mode: Mode,
    item: usize,
    src: *const u8,
    axes: &[Index],
    n: usize,
    dst: *mut u8,
    step: isize,
) -> Result<(), BadIndex> {
    let mut at: Offsets = [0; BLOCK];
    for start in (0..n).step_by(BLOCK) {
        let m = BLOCK.min(n - start);
        offsets(mode, axes, start, m, &mut at)?;
        for (j, &o) in at[..m].iter().enumerate() {
            src.offset(o as isize).copy_to_nonoverlapping(dst.offset((start + j) as isize * step), item);
        }
    }
    Ok(())
}

unsafe fn scatter_bytes(
    mode: Mode,
    item: usize,
    dst: *mut u8,
    axes: &[Index],
    n: usize,
    src: *const u8,
    step: isize,
) -> Result<(), BadIndex> {
    let mut at: Offsets = [0; BLOCK];
    for start in (0..n).step_by(BLOCK) {
        let m = BLOCK.min(n - start);
        offsets(mode, axes, start, m, &mut at)?;
        for (j, &o) in at[..m].iter().enumerate() {
            src.offset((start + j) as isize * step).copy_to_nonoverlapping(dst.offset(o as isize), item);
        }
    }
    Ok(())
}

/// `dst[i] = src[axes[0][i], axes[1][i], …]` for items of `item` bytes (a whole contiguous row counts as one).
///
/// # Safety
/// `src` is valid for reads at every position inside the axes; `dst` for `n` writes, `step` bytes apart;
/// the index arrays for `n` reads. `dst` overlaps none of them. Any alignment.
pub unsafe fn gather(
    mode: Mode,
    item: usize,
    src: *const u8,
    axes: &[Index],
    n: usize,
    dst: *mut u8,
    step: isize,
) -> Result<(), BadIndex> {
    with_item!(item, T => gather_at_level::<T>(mode, src, axes, n, dst, step),
        _ => gather_bytes(mode, item, src, axes, n, dst, step))
}

/// `dst[axes[0][i], axes[1][i], …] = src[i]`, in order; the last of several writes to one position stays.
///
/// All indices are checked before anything is written (and once more as they are used).
///
/// # Safety
/// As [`gather`], with the roles of `src` and `dst` exchanged. `step` may be 0.
pub unsafe fn scatter(
    mode: Mode,
    item: usize,
    dst: *mut u8,
    axes: &[Index],
    n: usize,
    src: *const u8,
    step: isize,
) -> Result<(), BadIndex> {
    if n > BLOCK || axes.len() != 1 || axes[0].step == 8 {
        if let Some(bad) = super::index::find_bad_index(mode, axes, n) {
            return Err(bad);
        }
    }
    with_item!(item, T => scatter_at_level::<T>(mode, dst, axes, n, src, step),
        _ => scatter_bytes(mode, item, dst, axes, n, src, step))
}

/// `dst[i] = src[indices[i]]` along one axis of `len` items, `stride` bytes apart; `dst` is contiguous.
///
/// # Safety
/// As [`gather`]; `indices` is contiguous.
pub unsafe fn take(
    mode: Mode,
    item: usize,
    src: *const u8,
    len: usize,
    stride: isize,
    indices: *const i64,
    n: usize,
    dst: *mut u8,
) -> Result<(), BadIndex> {
    let axis = Index { data: indices as *const u8, step: 8, len, stride };
    gather(mode, item, src, &[axis], n, dst, item as isize)
}

/// `dst[indices[i]] = values[i % nv]` along one contiguous axis of `len` items (`np.put`).
///
/// Returns the first bad index, before which everything has been written.
///
/// # Safety
/// `dst` is valid for `len` items, `indices` for `n`, `values` for `nv >= 1` (contiguous); no overlap.
pub unsafe fn put(
    mode: Mode,
    item: usize,
    dst: *mut u8,
    len: usize,
    indices: *const i64,
    n: usize,
    values: *const u8,
    nv: usize,
) -> Result<(), BadIndex> {
    let mut v = 0;
    for position in 0..n {
        let value = *indices.add(position);
        let (w, ok) = super::index::normal(mode, value, len);
        if !ok {
            return Err(BadIndex { axis: 0, position, value });
        }
        values.add(v * item).copy_to_nonoverlapping(dst.add(w as usize * item), item);
        v += 1;
        if v == nv {
            v = 0;
        }
    }
    Ok(())
}
