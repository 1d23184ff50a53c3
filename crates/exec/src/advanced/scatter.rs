//! Assigning through index arrays.

use super::gather::{offset_of, Job, VALUES};
use super::plan::Plan;
use crate::plan::Walk;
use numen_array::Array;
use numen_kernels::select::{self, BadIndex, Mode};
use numen_kernels::{convert, Ctx};
use numen_shape::{broadcast_strides, show_tight, Error, Result};

/// `a[plan] = values`; the values have the array's type and are broadcast. The last of several values for
/// one element stays. All indices are checked before anything is written.
pub fn scatter(a: &Array, plan: &mut Plan, values: &Array) -> Result<()> {
    let shape = plan.shape();
    let extra = values.ndim().saturating_sub(shape.len());
    let (lead, own) = values.shape().split_at(extra);
    let fits = lead.iter().all(|&n| n == 1)
        && own.iter().rev().zip(shape.iter().rev()).all(|(&v, &n)| v == n || v == 1);
    if !fits {
        return Err(Error::value(format!(
            "shape mismatch: value array of shape {} could not be broadcast to indexing result of shape {}",
            show_tight(values.shape()),
            show_tight(&shape)
        )));
    }
    plan.check()?;
    if shape.contains(&0) || a.itemsize() == 0 {
        return Ok(());
    }
    plan.detach(a)?;
    let copied;
    let mut values = values;
    if values.may_share(a) {
        copied = crate::copy(values, VALUES)?;
        values = &copied;
    }
    let own = &values.shape()[extra..];
    let strides = broadcast_strides(own, &values.strides()[extra..], &shape);
    let (fancy, rest) = plan.divide(&strides);
    // NumPy's iterator decides which of several values for an element is the last, but not over rows of positions, nor
    // where each position is a part.
    let row = plan.fancy.len() == 1 && plan.fancy_shape.len() == 1;
    let parts = plan.rest_shape.iter().product::<usize>() > 1;
    let walk = if row || parts { Walk::Given } else { Walk::Numpy };
    let job = Job::new(a, plan, values, &fancy, &rest, walk);
    let r = if a.dtype().has_object() {
        // SAFETY: the values are broadcast to the plan's shape; they share no memory with `a`.
        unsafe { objects(&job, a)? }
    } else {
        let cost = shape.iter().product::<usize>() as f64 * 2.0;
        // SAFETY: as above.
        crate::gil::without(cost, || unsafe { plain(&job) })
    };
    r.map_err(|_| Error::index("an index array changed while it was used"))
}

unsafe fn plain(job: &Job) -> std::result::Result<(), BadIndex> {
    let fills_rows = job.rest.strides[0][0] == job.item as isize && job.rest.lens[0] >= 8;
    let copy = convert::copy(job.item);
    let ctx = Ctx { sizes: [job.item, job.item, 0, 0], ..Ctx::EMPTY };
    // The values come first for the kernel.
    let steps = [job.rest.strides[0][1], job.rest.strides[0][0]];
    job.runs(|indices, n, offset, step| {
        let values = job.dst.offset(offset);
        if job.rest.size() == 1 || job.positions_inside() && !fills_rows {
            return job.rest.each(0, |at| {
                let (d, v) = (job.src.offset(at[0]), values.offset(at[1]));
                select::scatter(Mode::Raise, job.item, d, indices, n, v, step)
            });
        }
        for i in 0..n {
            let d = job.src.offset(offset_of(indices, i)?);
            let v = values.offset(i as isize * step);
            let run = job.rest.each(1, |at| {
                let ptrs = [v.offset(at[1]), d.offset(at[0])];
                let _ = (copy.run)(&ctx, ptrs.as_ptr(), steps.as_ptr(), job.rest.lens[0]);
                Ok(())
            });
            run?;
        }
        Ok(())
    })
}

unsafe fn objects(job: &Job, a: &Array) -> Result<std::result::Result<(), BadIndex>> {
    let copy = crate::find_cast(a.dtype(), a.dtype())?;
    let size = a.itemsize();
    let steps = [size as isize; 2];
    Ok(job.runs(|indices, n, offset, step| {
        for i in 0..n {
            let d = job.src.offset(offset_of(indices, i)?);
            let v = job.dst.offset(offset + i as isize * step);
            let run = job.rest.each(0, |at| {
                let ptrs = [v.offset(at[1]), d.offset(at[0])];
                let _ = (copy.kernel.run)(&copy.ctx, ptrs.as_ptr(), steps.as_ptr(), job.item / size);
                Ok(())
            });
            run?;
        }
        Ok(())
    }))
}
