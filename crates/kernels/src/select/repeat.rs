//! Repeating items.

use super::item::{with_item, Item};
use super::level::per_level;
use crate::cpu::Level;

#[inline(always)]
unsafe fn repeat_body<L: Level, T: Item>(src: *const u8, step: isize, n: usize, count: usize, dst: *mut u8) {
    if count == 0 {
        return;
    }
    // Whole registers: what lies behind an item's own places belongs to the next one, which comes later.
    let wide = (64 / T::SIZE).min(count.next_power_of_two());
    macro_rules! items {
        ($w:expr) => {{
            const W: usize = $w;
            let (to, written) = (dst as *mut T, count.next_multiple_of(W));
            let whole = (n * count).checked_sub(written).map_or(0, |room| (room / count + 1).min(n));
            for i in 0..n {
                let (x, to) = (T::get(src.offset(i as isize * step)), to.add(i * count));
                if i < whole {
                    for j in (0..count).step_by(W) {
                        (to.add(j) as *mut [T; W]).write_unaligned([x; W]);
                    }
                } else {
                    for j in 0..count {
                        to.add(j).write_unaligned(x);
                    }
                }
            }
        }};
    }
    match wide {
        0 | 1 => items!(1),
        2 => items!(2),
        4 => items!(4),
        8 => items!(8),
        _ => items!(16),
    }
}
per_level! { unsafe fn repeat_items[T: Item](src: *const u8, step: isize, n: usize, count: usize, dst: *mut u8) =
repeat_body }

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
