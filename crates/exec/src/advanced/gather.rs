//! Reading through index arrays.

use super::plan::Plan;
use crate::plan::{Axes, Walk};
use numen_array::{Array, Order};
use numen_kernels::select::{self, BadIndex, Index, Mode};
use numen_kernels::{convert, Ctx};
use numen_shape::{c_strides, checked_bytes, ordered_strides, Error, Result, Strides};
use smallvec::SmallVec;

/// What a plan selects of `a`, a new array.
///
/// In memory the common axes of the index arrays come first in C order, then the axes left, ordered as in
/// `a`; without axes left, the order is that of the index arrays.
pub fn gather(a: &Array, plan: &Plan) -> Result<Array> {
    let shape = plan.shape();
    let item = a.itemsize();
    checked_bytes(&shape, item)?;
    let (fancy, rest) = result_strides(plan, item);
    let mut strides: Strides = rest[..plan.at].into();
    strides.extend_from_slice(&fancy);
    strides.extend_from_slice(&rest[plan.at..]);
    if shape.contains(&0) {
        plan.check()?;
        strides = c_strides(&shape, item);
    }
    let out = Array::empty_with_strides(a.dtype().clone(), &shape, strides)?;
    if out.size() == 0 || item == 0 {
        plan.check()?;
        return Ok(out);
    }
    let job = Job::new(a, plan, &out, &fancy, &rest, Walk::Free);
    let r = if a.dtype().has_object() {
        // SAFETY: `out` has the plan's shape and is new.
        unsafe { job.objects()? }
    } else {
        let cost = out.size() as f64 * 1.5 + out.nbytes() as f64 * 0.1;
        let threads = numen_pool::threads_for(cost);
        // SAFETY: as above.
        crate::gil::without(cost, || unsafe { job.gather(threads) })
    };
    match r {
        Ok(()) => Ok(out),
        Err(_) => {
            plan.check()?;
            Err(Error::index("an index array changed while it was used"))
        }
    }
}

fn result_strides(plan: &Plan, item: usize) -> (Strides, Strides) {
    let rest = ordered_strides(&plan.rest_shape, item, &plan.rest_strides);
    let part: usize = plan.rest_shape.iter().product();
    if !plan.rest_shape.is_empty() {
        return (c_strides(&plan.fancy_shape, item * part.max(1)), rest);
    }
    // The order of the index arrays, as far as they agree: the strides of the largest decide.
    let mut like: SmallVec<[isize; 4]> = smallvec::smallvec![0; plan.fancy_shape.len()];
    for f in &plan.fancy {
        for (l, s) in like.iter_mut().zip(&f.strides) {
            *l = (*l).max(s.abs());
        }
    }
    (ordered_strides(&plan.fancy_shape, item, &like), rest)
}

/// Index arrays, source and destination with their axes joined as far as possible.
pub(super) struct Job<'a> {
    pub src: *mut u8,
    pub dst: *mut u8,
    plan: &'a Plan,
    /// Strides of each index array, then those of the dense side.
    pub fancy: Axes,
    /// Strides of the indexed side, then of the dense side.
    pub rest: Axes,
    pub item: usize,
    dtype: numen_dtype::DType,
}

impl<'a> Job<'a> {
    /// `a` is the indexed array, `dense` the result or the values, with its strides along the common axes
    /// and along those left; `walk` is the order of positions.
    pub fn new(
        a: &Array,
        plan: &'a Plan,
        dense: &Array,
        fancy: &[isize],
        rest: &[isize],
        walk: Walk,
    ) -> Job<'a> {
        let mut strides: SmallVec<[&[isize]; 4]> = plan.fancy.iter().map(|f| f.strides.as_slice()).collect();
        strides.push(fancy);
        let fancy = Axes::new(&plan.fancy_shape, &strides, walk);
        let within = if walk == Walk::Given { Walk::Numpy } else { walk };
        let mut rest = Axes::new(&plan.rest_shape, &[&plan.rest_strides, rest], within);
        let mut item = a.itemsize();
        // A run of memory on both sides is one wide item.
        let unit = item as isize;
        if rest.strides[0].iter().all(|&s| s == unit) {
            item *= rest.lens.remove(0);
            rest.strides.remove(0);
            if rest.lens.is_empty() {
                rest.lens.push(1);
                rest.strides.push(smallvec::smallvec![0; 2]);
            }
        }
        // SAFETY: the plan's offset leads to an element of `a` (or nowhere is read).
        let src = unsafe { a.write().offset(plan.offset) };
        Job { src, dst: dense.write(), plan, fancy, rest, item, dtype: a.dtype().clone() }
    }

    /// Calls `f(indices, n, offset, step)` for runs of `n` positions: `offset` and `step` are the dense side's.
    pub unsafe fn runs<E>(
        &self,
        mut f: impl FnMut(&[Index], usize, isize, isize) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let k = self.plan.fancy.len();
        let inner = &self.fancy.strides[0];
        self.fancy.each(1, |at| {
            let indices: SmallVec<[Index; 4]> = (self.plan.fancy.iter().zip(at).zip(inner))
                .map(|((x, &at), &step)| Index {
                    data: x.index.read().offset(at),
                    step,
                    len: x.len,
                    stride: x.stride,
                })
                .collect();
            f(&indices, self.fancy.lens[0], at[k], inner[k])
        })
    }

    /// Every position is a single element.
    pub fn single(&self) -> bool {
        self.rest.size() == 1 && self.item == self.dtype.itemsize()
    }

    /// Many positions of small parts: the kernel runs over the positions, once for each place of the part.
    pub fn positions_inside(&self) -> bool {
        self.fancy.lens[0] > self.rest.lens[0]
    }

    unsafe fn gather(&self, threads: usize) -> std::result::Result<(), BadIndex> {
        if threads > 1 && self.fancy.lens.len() == 1 && self.rest.size() == 1 {
            return self.in_parts(4 * threads);
        }
        self.runs(|indices, n, offset, step| {
            let dst = self.dst.offset(offset);
            if self.positions_inside() || self.rest.size() == 1 {
                return self.rest.each(0, |at| {
                    let (s, d) = (self.src.offset(at[0]), dst.offset(at[1]));
                    select::gather(Mode::Raise, self.item, s, indices, n, d, step)
                });
            }
            let copy = convert::copy(self.item);
            let ctx = Ctx { sizes: [self.item, self.item, 0, 0], ..Ctx::EMPTY };
            for i in 0..n {
                let s = self.src.offset(offset_of(indices, i)?);
                let d = dst.offset(i as isize * step);
                let run = self.rest.each(1, |at| {
                    let ptrs = [s.offset(at[0]), d.offset(at[1])];
                    let _ = (copy.run)(&ctx, ptrs.as_ptr(), self.rest.strides[0].as_ptr(), self.rest.lens[0]);
                    Ok(())
                });
                run?;
            }
            Ok(())
        })
    }

    /// Single items in one row of positions, a part of the row a thread.
    unsafe fn in_parts(&self, parts: usize) -> std::result::Result<(), BadIndex> {
        self.runs(|indices, n, offset, step| {
            let row = Row { job: self, indices, dst: self.dst.offset(offset), step };
            let each = n.div_ceil(parts).max(1);
            let bad = std::sync::Mutex::new(None);
            numen_pool::run(n.div_ceil(each), |c| {
                // SAFETY: parts of the row are apart from each other in the destination.
                let r = unsafe { row.gather(c * each, each.min(n - c * each)) };
                if let Err(b) = r {
                    *bad.lock().unwrap_or_else(|e| e.into_inner()) = Some(b);
                }
            });
            bad.into_inner().unwrap_or_else(|e| e.into_inner()).map_or(Ok(()), Err)
        })
    }

    /// References are counted: item by item through the type's own copy.
    unsafe fn objects(&self) -> Result<std::result::Result<(), BadIndex>> {
        let copy = crate::find_cast(&self.dtype, &self.dtype)?;
        let size = self.dtype.itemsize();
        let steps = [size as isize; 2];
        Ok(self.runs(|indices, n, offset, step| {
            for i in 0..n {
                let s = self.src.offset(offset_of(indices, i)?);
                let d = self.dst.offset(offset + i as isize * step);
                let run = self.rest.each(0, |at| {
                    let ptrs = [s.offset(at[0]), d.offset(at[1])];
                    let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), steps.as_ptr(), self.item / size);
                    Ok(())
                });
                run?;
            }
            Ok(())
        }))
    }
}

/// A row of positions that threads share.
struct Row<'a> {
    job: &'a Job<'a>,
    indices: &'a [Index],
    dst: *mut u8,
    step: isize,
}

// SAFETY: threads read the indices and the source, and write parts of the destination that are apart.
unsafe impl Sync for Row<'_> {}

impl Row<'_> {
    unsafe fn gather(&self, start: usize, n: usize) -> std::result::Result<(), BadIndex> {
        let indices: SmallVec<[Index; 4]> = (self.indices.iter())
            .map(|x| Index { data: x.data.offset(start as isize * x.step), ..*x })
            .collect();
        let src = self.job.src.offset(self.job.rest.offsets[0]);
        let dst = self.dst.offset(self.job.rest.offsets[1] + start as isize * self.step);
        select::gather(Mode::Raise, self.job.item, src, &indices, n, dst, self.step)
    }
}

/// The offset that the index arrays give at a position.
pub(super) unsafe fn offset_of(indices: &[Index], i: usize) -> std::result::Result<isize, BadIndex> {
    let mut offset = 0isize;
    for (axis, x) in indices.iter().enumerate() {
        let value = x.data.offset(i as isize * x.step).cast::<i64>().read_unaligned();
        let at = if value < 0 { value.wrapping_add(x.len as i64) } else { value };
        if at as u64 >= x.len as u64 {
            return Err(BadIndex { axis, position: i, value });
        }
        offset = offset.wrapping_add((at as isize).wrapping_mul(x.stride));
    }
    Ok(offset)
}

/// An order for copies of values.
pub(super) const VALUES: Order = Order::K;
