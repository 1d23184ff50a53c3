//! Repeating items.

use super::item::{with_item, Item};

unsafe fn repeat_items<T: Item>(src: *const u8, step: isize, n: usize, count: usize, dst: *mut u8) {
    let mut d = dst;
    for i in 0..n as isize {
        let x = T::get(src.offset(i * step));
        for _ in 0..count {
            x.put(d);
            d = d.add(T::SIZE);
        }
    }
}

/// Each of `n` items `count` times, contiguous in `dst`.
///
/// # Safety
/// `src` is valid for `n` items `step` bytes apart, `dst` for `n * count`; no overlap.
pub unsafe fn repeat(item: usize, src: *const u8, step: isize, n: usize, count: usize, dst: *mut u8) {
    with_item!(item, T => repeat_items::<T>(src, step, n, count, dst), _ => {
        let mut d = dst;
        for i in 0..n as isize {
            for _ in 0..count {
                src.offset(i * step).copy_to_nonoverlapping(d, item);
                d = d.add(item);
            }
        }
    })
}

/// Item `i` `counts[i]` times; writes at most `cap` items and returns how many.
///
/// # Safety
/// As [`repeat`], `counts` valid for `n` and not negative, `dst` for `cap` items.
pub unsafe fn repeat_each(
    item: usize,
    src: *const u8,
    step: isize,
    n: usize,
    counts: *const i64,
    dst: *mut u8,
    cap: usize,
) -> usize {
    let mut w = 0;
    for i in 0..n {
        let k = ((*counts.add(i)).max(0) as usize).min(cap - w);
        repeat(item, src.offset(i as isize * step), 0, 1, k, dst.add(w * item));
        w += k;
    }
    w
}
