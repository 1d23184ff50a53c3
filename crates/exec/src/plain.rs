//! Copies of plain items of one type without a plan: of few items, and across axes that lie the other way round.

use crate::gil;
use numen_array::Array;
use numen_kernels::{convert, Ctx};
use smallvec::SmallVec;

/// Bytes up to which a copy is not worth a plan.
pub const FEW: usize = 32 << 10;

/// Rows of the destination that a thread copies at a time.
const STRIP: usize = 64;

/// Nanoseconds a byte of a copy across axes.
const BYTE_NS: f64 = 0.05;

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
    let across = across(&axes);
    if !few && across.is_none() {
        return false;
    }
    let outer = match across {
        Some(k) => without(&axes, k),
        None => axes.iter().skip(1).copied().collect(),
    };
    let count: usize = outer.iter().map(|a| a.len).product();
    let start = |i: usize| {
        let (mut i, mut d, mut s) = (i, 0, 0);
        for a in &outer {
            d += (i % a.len) as isize * a.to;
            s += (i % a.len) as isize * a.from;
            i /= a.len;
        }
        (dst.write().wrapping_offset(d), src.read().wrapping_offset(s))
    };
    let Some(k) = across else {
        let inner = axes.first().copied().unwrap_or(Axis { len: 1, to: size as isize, from: size as isize });
        let kernel = convert::copy(size);
        let ctx = Ctx { sizes: [size, size, 0, 0], ..Ctx::EMPTY };
        for i in 0..count {
            let (d, s) = start(i);
            // SAFETY: the items of one axis of both arrays, which do not overlap or exactly.
            let _ = unsafe {
                (kernel.run)(&ctx, [s.cast_mut(), d].as_ptr(), [inner.from, inner.to].as_ptr(), inner.len)
            };
        }
        return true;
    };
    let (row, column) = (axes[k], axes[0]);
    let strips = row.len.div_ceil(STRIP);
    let strip = |job: usize| {
        let (d, s) = start(job / strips);
        let first = job % strips * STRIP;
        let shape = [STRIP.min(row.len - first), column.len];
        let (d, s) =
            (d.wrapping_offset(first as isize * row.to), s.wrapping_offset(first as isize * row.from));
        // SAFETY: items of two axes of both arrays; strips are apart.
        unsafe { convert::copy2d(size, d, [row.to, column.to], s, [row.from, column.from], shape) }
    };
    let cost = if few { 0.0 } else { dst.nbytes() as f64 * BYTE_NS };
    gil::without(cost, || {
        if few || numen_pool::threads_for(cost) == 1 {
            (0..count * strips).for_each(strip);
        } else {
            numen_pool::run(count * strips, strip);
        }
    });
    true
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
