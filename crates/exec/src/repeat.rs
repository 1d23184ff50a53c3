//! Items along an axis, each several times one after the other.

use crate::gil;
use numen_array::{Array, Order};
use numen_kernels::convert::copy_bytes;
use numen_kernels::select;
use numen_shape::{Result, Shape};

/// Nanoseconds a byte written.
const BYTE_NS: f64 = 0.06;

/// Items of a thread's part.
const PART: usize = 1 << 14;

/// Repeats what `from` holds, blocks of bytes, the block at `i` as often as `count(i)` says; returns the end.
///
/// # Safety
/// `from` and `to` are valid for what is read and written.
#[inline(always)]
unsafe fn blocks(from: *const u8, block: usize, n: usize, count: impl Fn(usize) -> usize, to: *mut u8) {
    /// Blocks that are one number.
    #[inline(always)]
    unsafe fn numbers<T: Copy>(from: *const u8, n: usize, count: impl Fn(usize) -> usize, to: *mut u8) {
        let (from, mut to) = (from.cast::<T>(), to.cast::<T>());
        for i in 0..n {
            let x = from.add(i).read_unaligned();
            let k = count(i);
            for j in 0..k {
                to.add(j).write_unaligned(x);
            }
            to = to.add(k);
        }
    }
    match block {
        1 => numbers::<u8>(from, n, count, to),
        2 => numbers::<u16>(from, n, count, to),
        4 => numbers::<u32>(from, n, count, to),
        8 => numbers::<u64>(from, n, count, to),
        16 => numbers::<[u64; 2]>(from, n, count, to),
        _ => {
            let mut to = to;
            for i in 0..n {
                for _ in 0..count(i) {
                    copy_bytes(from.add(i * block), to, block);
                    to = to.add(block);
                }
            }
        }
    }
}

/// A dense array whose items along `axis` stand there as often as `counts` says, one number for all or one for each.
///
/// # Panics
/// Where the array is not dense or holds objects, or the counts are neither one nor as many as the axis is long.
pub fn repeat(x: &Array, axis: usize, counts: &[usize]) -> Result<Array> {
    let len = x.shape()[axis];
    let all = counts.len() == 1;
    assert!(
        x.is_c_contiguous() && !x.dtype().has_object() && (all || counts.len() == len),
        "dense items, counts"
    );
    let total = if all {
        len.saturating_mul(counts[0])
    } else {
        counts.iter().fold(0, |n: usize, &k| n.saturating_add(k))
    };
    let mut shape: Shape = x.shape().into();
    shape[axis] = total;
    let made = Array::empty(x.dtype().clone(), &shape, Order::C)?;
    if made.size() == 0 {
        return Ok(made);
    }
    let block = x.itemsize() * x.shape()[axis + 1..].iter().product::<usize>();
    let outer: usize = x.shape()[..axis].iter().product();
    let cost = made.nbytes() as f64 * BYTE_NS;
    // SAFETY: both are dense, and each block goes to places of its own: `counts[0]` of them, or those of its line.
    let some = |i: usize, n: usize| unsafe {
        let from = x.read().add(i * block);
        match *counts {
            [1] => copy_bytes(from, made.write().add(i * block), n * block),
            // Known to the compiler, as the numbers that are asked for most.
            [2] => blocks(from, block, n, |_| 2, made.write().add(2 * i * block)),
            [3] => blocks(from, block, n, |_| 3, made.write().add(3 * i * block)),
            [k] => select::repeat(block, from, block as isize, n, k, made.write().add(k * i * block)),
            _ => {
                for line in i / len..(i + n) / len {
                    let to = made.write().add(line * total * block);
                    blocks(x.read().add(line * len * block), block, len, |at| counts[at], to);
                }
            }
        }
    };
    // Parts are whole lines where each item has a number of its own.
    let unit = if all { 1 } else { len };
    let part = (PART * 8 / block.max(8)).div_ceil(unit).max(1) * unit;
    gil::without(cost, || {
        if numen_pool::threads_for(cost) == 1 || outer * len <= part {
            some(0, outer * len);
        } else {
            numen_pool::run((outer * len).div_ceil(part), |k| {
                some(k * part, part.min(outer * len - k * part))
            });
        }
    });
    Ok(made)
}
