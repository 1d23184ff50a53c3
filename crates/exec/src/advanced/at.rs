//! In place at index arrays: `ufunc.at`, where an element that is named twice is worked on twice.

use super::gather::{offset_of, Job};
use super::plan::Plan;
use crate::plan::Walk;
use crate::{assign, find_cast, CastLoop, Loop};
use numen_array::{Array, Order};
use numen_kernels::scan::{self, Op};
use numen_kernels::select::{self, BadIndex};
use numen_kernels::{clear_hardware_flags, hardware_flags, Fp, Status};
use numen_shape::{broadcast_strides, Error, Result, Shape, Strides};
use smallvec::{smallvec, SmallVec};

/// `a[plan] = loop(a[plan], values)`, one position after the other in NumPy's order. The values have the loop's
/// second type, are aligned and share no memory with `a`; without them the loop is unary. `op` is the loop's
/// operation where it accumulates. All indices are checked before anything is written.
pub fn apply_at(
    a: &Array,
    plan: &mut Plan,
    l: &Loop,
    op: Option<Op>,
    values: Option<&Array>,
) -> Result<Status> {
    let shape = plan.shape();
    let strides: Strides = match values {
        Some(v) => value_strides(v, &shape)?,
        None => smallvec![0; shape.len()],
    };
    plan.check()?;
    if shape.contains(&0) || a.itemsize() == 0 {
        return Ok(Status::OK);
    }
    plan.detach(a)?;
    let (fancy, rest) = plan.divide(&strides);
    let job = Job::new(a, plan, values.unwrap_or(a), &fancy, &rest, Walk::Numpy);
    let last = l.types.len() - 1;
    let direct = a.is_behaved() && *a.dtype() == l.types[0] && *a.dtype() == l.types[last];
    let quick = op.filter(|&op| {
        let ty = crate::ty(a.dtype().num());
        direct && values.is_some() && job.single() && ty.is_some_and(|t| scan::find(op, t).is_some())
    });
    let cost = shape.iter().product::<usize>() as f64 * 2.0;
    let r = match quick {
        // SAFETY: the values are broadcast to the plan's shape; types and alignment were checked.
        Some(op) => crate::gil::without(cost, || unsafe { accumulate(&job, a, op) }),
        None if direct && !l.gil => {
            // SAFETY: as above; the loop's types are those of the operands.
            crate::gil::without(cost * 4.0, || unsafe { rows(&job, a.itemsize(), l) })
        }
        // SAFETY: as above.
        None if direct => unsafe { rows(&job, a.itemsize(), l) },
        // SAFETY: as above.
        None => return unsafe { through_cells(&job, a, l) },
    };
    r.map_err(|_| changed())
}

fn changed() -> Error {
    Error::index("an index array changed while it was used")
}

/// Strides of the values over the selected shape.
fn value_strides(values: &Array, shape: &Shape) -> Result<Strides> {
    let own = values.shape();
    let fits =
        own.len() <= shape.len() && own.iter().rev().zip(shape.iter().rev()).all(|(&v, &n)| v == n || v == 1);
    if !fits {
        return Err(Error::value("array is not broadcastable to correct shape"));
    }
    Ok(broadcast_strides(own, values.strides(), shape))
}

/// Single elements and an operation that accumulates: the kernel's own loop.
unsafe fn accumulate(job: &Job, a: &Array, op: Op) -> std::result::Result<Status, BadIndex> {
    let Some(ty) = crate::ty(a.dtype().num()) else { return Ok(Status::OK) };
    // Comparisons of NaN raise a flag that is none.
    let flags = !matches!(op, Op::Maximum | Op::Minimum) && !a.dtype().is_integer();
    clear_hardware_flags();
    job.runs(|indices, n, offset, step| {
        let values = job.dst.offset(offset);
        select::accumulate_at(op, ty, job.src, indices, n, values, step).unwrap_or(Ok(()))
    })?;
    Ok(if flags { hardware_flags() } else { Status::OK })
}

/// The loop on the memory itself, a row of the axes left at a time.
unsafe fn rows(job: &Job, size: usize, l: &Loop) -> std::result::Result<Status, BadIndex> {
    // One wide item is a row of elements on both sides.
    let wide = job.item / size;
    let unit = size as isize;
    let (n, (step, value_step)) = if wide > 1 {
        (wide, (unit, unit))
    } else {
        (job.rest.lens[0], (job.rest.strides[0][0], job.rest.strides[0][1]))
    };
    let from = usize::from(wide == 1);
    let unary = l.types.len() == 2;
    let hardware = l.kernel.fp == Fp::Hardware;
    let mut status = Status::OK;
    if hardware {
        clear_hardware_flags();
    }
    job.runs(|indices, count, offset, values_step| {
        for i in 0..count {
            let d = job.src.offset(offset_of(indices, i)?);
            let v = job.dst.offset(offset + i as isize * values_step);
            job.rest.each(from, |at| {
                if status.has(Status::ERROR) {
                    return Ok(());
                }
                let (d, v) = (d.offset(at[0]), v.offset(at[1]));
                let s = if unary {
                    (l.kernel.run)(&l.ctx, [d, d].as_ptr(), [step, step].as_ptr(), n)
                } else {
                    (l.kernel.run)(&l.ctx, [d, v, d].as_ptr(), [step, value_step, step].as_ptr(), n)
                };
                status = status.with(s);
                Ok(())
            })?;
        }
        Ok(())
    })?;
    Ok(if hardware { status.with(hardware_flags()) } else { status })
}

/// How an element of the array comes into the loop's type and back.
enum Cell {
    Kernel(CastLoop),
    /// Byte orders, alignments and strings: assignment between arrays without axes.
    Assign,
}

impl Cell {
    fn new(a: &Array, from: &numen_dtype::DType, to: &numen_dtype::DType) -> Cell {
        match (a.is_behaved(), find_cast(from, to)) {
            (true, Ok(c)) => Cell::Kernel(c),
            _ => Cell::Assign,
        }
    }

    unsafe fn run(&self, from: &Array, to: &Array) -> Result<Status> {
        match self {
            Cell::Kernel(c) => {
                let ptrs = [from.read().cast_mut(), to.write()];
                Ok((c.kernel.run)(&c.ctx, ptrs.as_ptr(), [0, 0].as_ptr(), 1))
            }
            Cell::Assign => assign(to, from, None),
        }
    }
}

/// Element by element through cells of the loop's types.
unsafe fn through_cells(job: &Job, a: &Array, l: &Loop) -> Result<Status> {
    let last = l.types.len() - 1;
    let cell = |i: usize| Array::empty(l.types[i].clone(), &[], Order::C);
    let (left, result) = (cell(0)?, cell(last)?);
    let load = Cell::new(a, a.dtype(), &l.types[0]);
    let store = Cell::new(a, &l.types[last], a.dtype());
    let size = a.itemsize();
    let mut status = Status::OK;
    let mut failed = None;
    let mut one = |d: *mut u8, v: *mut u8| -> Result<()> {
        let at = Array::from_parts(d, a.dtype().clone(), Shape::new(), Strides::new(), None, true);
        status = status.with(load.run(&at, &left)?);
        let ptrs: SmallVec<[*mut u8; 3]> = if last == 1 {
            smallvec![left.write(), result.write()]
        } else {
            smallvec![left.write(), v, result.write()]
        };
        clear_hardware_flags();
        status = status.with((l.kernel.run)(&l.ctx, ptrs.as_ptr(), [0isize; 3].as_ptr(), 1));
        if l.kernel.fp == Fp::Hardware {
            status = status.with(hardware_flags());
        }
        if !status.has(Status::ERROR) {
            status = status.with(store.run(&result, &at)?);
        }
        if status.has(Status::ERROR) {
            return Err(Error::pending());
        }
        Ok(())
    };
    let r: std::result::Result<(), BadIndex> = job.runs(|indices, n, offset, step| {
        for i in 0..n {
            let d = job.src.offset(offset_of(indices, i)?);
            let v = job.dst.offset(offset + i as isize * step);
            job.rest.each(0, |at| {
                for k in 0..job.item / size {
                    if failed.is_none() {
                        failed = one(d.offset(at[0]).add(k * size), v.offset(at[1]).add(k * size)).err();
                    }
                }
                Ok(())
            })?;
        }
        Ok(())
    });
    match (failed, r) {
        (Some(e), _) => Err(e),
        (None, Err(_)) => Err(changed()),
        (None, Ok(())) => Ok(status),
    }
}
