//! Copies of plain items of one type without a plan: of few items, of rows, and across axes that lie the other way round.

use crate::gil;
use numen_array::Array;
use numen_kernels::{convert, Ctx};
use smallvec::SmallVec;

/// Bytes up to which a copy is not worth a plan.
pub const FEW: usize = 32 << 10;

/// Rows of the destination that a thread copies at a time.
const STRIP: usize = 64;

/// An axis shorter than this is not the innermost, where that leaves a choice.
const SHORT: usize = 8;

/// Nanoseconds a byte of a copy.
const BYTE_NS: f64 = 0.05;

fn bytes_ns(bytes: usize) -> f64 {
    bytes as f64 * BYTE_NS
}

/// An axis: its length, and the steps of destination and source.
#[derive(Clone, Copy)]
struct Axis {
    len: usize,
    to: isize,
    from: isize,
}

type Axes = SmallVec<[Axis; 4]>;

/// Copies if this is the way for it; false, and nothing done, otherwise. `strides` are the source's for the
/// destination's shape.
///
/// Both arrays hold plain items of one size, whose bytes are copied as they are. They overlap exactly or not at all, and
/// no item of the destination is there twice.
pub fn copy(dst: &Array, src: &Array, strides: &[isize]) -> bool {
    let size = dst.itemsize();
    let few = dst.nbytes() <= FEW;
    let axes = axes(dst, strides);
    let start = (dst.write(), src.read());
    match across(&axes) {
        Some(k) => crosswise(size, &axes, k, start, few),
        None if few || axes.len() > 1 || numen_pool::threads_for(bytes_ns(dst.nbytes())) == 1 => {
            rows(size, &axes, start, few)
        }
        None => return false,
    }
    true
}

/// Copies along axes of which the source's nearest, `k`, is not the destination's.
fn crosswise(size: usize, axes: &Axes, k: usize, start: (*mut u8, *const u8), few: bool) {
    let outer = without(axes, k);
    let count: usize = outer.iter().map(|a| a.len).product();
    let start = Ends(start.0, start.1);
    let (row, column) = (axes[k], axes[0]);
    let strips = row.len.div_ceil(STRIP);
    let strip = |job: usize| {
        let mut i = job / strips;
        let first = job % strips * STRIP;
        let mut at = start.moved(row, first);
        for a in &outer {
            at = Ends(at.0, at.1).moved(*a, i % a.len);
            i /= a.len;
        }
        let (d, s) = at;
        let shape = [STRIP.min(row.len - first), column.len];
        // SAFETY: items of two axes of both arrays; strips are apart.
        unsafe { convert::copy2d(size, d, [row.to, column.to], s, [row.from, column.from], shape) }
    };
    let cost = if few { 0.0 } else { bytes_ns(size * count * row.len * column.len) };
    gil::without(cost, || {
        if few || numen_pool::threads_for(cost) == 1 {
            (0..count * strips).for_each(strip);
        } else {
            numen_pool::run(count * strips, strip);
        }
    });
}

/// Copies along axes that lie alike on both sides: rows of the nearest axis, or of items, one next farther axis at a time.
fn rows(size: usize, axes: &[Axis], start: (*mut u8, *const u8), few: bool) {
    let item = Axis { len: 1, to: size as isize, from: size as isize };
    let one = Axis { len: 1, to: 0, from: 0 };
    let inner = axes.first().copied().unwrap_or(item);
    let run = inner.to == item.to && inner.from == item.from;
    let farther = axes.get(1).copied().unwrap_or(one);
    // The longer axis inside, where neither is a run of memory.
    let (inner, row) = if !run && inner.len < SHORT && farther.len > inner.len {
        (farther, inner)
    } else {
        (inner, farther)
    };
    let kernel = convert::copy(size);
    let part = |d: *mut u8, s: *const u8, n: usize| {
        if run {
            // SAFETY: items of two axes of both arrays, which do not overlap or exactly.
            return unsafe { convert::copy_rows(inner.len * size, d, s, [row.to, row.from], n) };
        }
        let ctx = Ctx { sizes: [size, size, 0, 0], ..Ctx::EMPTY };
        for i in 0..n as isize {
            let ends = [s.wrapping_offset(i * row.from).cast_mut(), d.wrapping_offset(i * row.to)];
            // SAFETY: as above.
            let _ = unsafe { (kernel.run)(&ctx, ends.as_ptr(), [inner.from, inner.to].as_ptr(), inner.len) };
        }
    };
    let outer = axes.get(2..).unwrap_or(&[]);
    let bytes = size * axes.iter().map(|a| a.len).product::<usize>();
    let cost = if few { 0.0 } else { bytes_ns(bytes) };
    let threads = if few { 1 } else { numen_pool::threads_for(cost) };
    let outermost = outer.last().copied().unwrap_or(row);
    if threads == 1 || outermost.len < threads {
        return gil::without(cost, || each(outer, start, &mut |(d, s)| part(d, s, row.len)));
    }
    // Ranges of the farthest axis for the threads.
    let step = outermost.len.div_ceil(4 * threads);
    let start = Ends(start.0, start.1);
    gil::without(cost, || {
        numen_pool::run(outermost.len.div_ceil(step), |c| {
            let (first, n) = (c * step, step.min(outermost.len - c * step));
            let at = start.moved(outermost, first);
            match outer.split_last() {
                None => part(at.0, at.1, n),
                Some((last, between)) => {
                    for i in 0..n {
                        let at = Ends(at.0, at.1).moved(*last, i);
                        each(between, at, &mut |(d, s)| part(d, s, row.len));
                    }
                }
            }
        });
    });
}

/// Where destination and source begin.
struct Ends(*mut u8, *const u8);
// SAFETY: threads read the source and write parts of the destination that are apart.
unsafe impl Sync for Ends {}

impl Ends {
    fn moved(&self, a: Axis, i: usize) -> (*mut u8, *const u8) {
        (self.0.wrapping_offset(i as isize * a.to), self.1.wrapping_offset(i as isize * a.from))
    }
}

/// Calls `f` at every position of the axes.
fn each(axes: &[Axis], at: (*mut u8, *const u8), f: &mut impl FnMut((*mut u8, *const u8))) {
    let Some((last, rest)) = axes.split_last() else { return f(at) };
    for i in 0..last.len {
        each(rest, Ends(at.0, at.1).moved(*last, i), f);
    }
}

/// The axes of more than one item, from the destination's nearest to its farthest, those that are one run joined.
fn axes(dst: &Array, strides: &[isize]) -> Axes {
    let mut axes = Axes::new();
    for ((&len, &to), &from) in dst.shape().iter().zip(dst.strides()).zip(strides).rev() {
        if len > 1 {
            let at = axes.iter().position(|a| a.to.unsigned_abs() > to.unsigned_abs()).unwrap_or(axes.len());
            axes.insert(at, Axis { len, to, from });
        }
    }
    axes.dedup_by(|far, near| {
        let n = near.len as isize;
        let one = far.to == near.to * n && far.from == near.from * n;
        if one {
            near.len *= far.len;
        }
        one
    });
    axes
}

/// The axis along which the source's items lie nearest, where it is another than the destination's.
fn across(axes: &Axes) -> Option<usize> {
    let first = axes.first()?.from.unsigned_abs();
    let (k, nearest) =
        axes.iter().enumerate().filter(|(_, a)| a.from != 0).min_by_key(|(_, a)| a.from.unsigned_abs())?;
    (nearest.from.unsigned_abs() < first).then_some(k)
}

fn without(axes: &Axes, k: usize) -> Axes {
    axes.iter().enumerate().filter(|&(i, _)| i != 0 && i != k).map(|(_, &a)| a).collect()
}
