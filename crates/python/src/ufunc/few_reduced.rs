//! Reductions of few elements, of all of them or over one of at most two axes, without a plan.
//!
//! Elements are folded in the order of the planned way: along the axis that lies densest in memory, in runs where that
//! axis is reduced and row by row where it stays.

use super::fast::{finish_number, write_int, Room};
use crate::boundary::call::Served;
use crate::convert::real;
use crate::ndarray::object::NdArray;
use numen_array::Array;
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{
    clear_hardware_flags, convert, hardware_flags, reduce as kernels, Ctx, Fp, Kernel, Status,
};
use numen_ops::reduce::default_type;
use numen_ops::ufunc::{Ufunc, QUICK_NS};
use numen_ops::Identity;
use pyo3::prelude::*;
use std::mem::MaybeUninit;

/// Nanoseconds that a call of a kernel costs beside its elements.
const CALL_NS: f32 = 5.0;

/// Elements of another type than the loop's that are cast on the stack.
const CAST: usize = 256;

type CastRoom = [MaybeUninit<u128>; CAST];

/// How elements of a type are folded into accumulators.
struct Fold {
    kernel: Kernel,
    /// From the elements' type to the accumulators', where they differ.
    cast: Option<Kernel>,
    /// Folds a run into one accumulator without a cast (operands: run, accumulator).
    run: Option<Kernel>,
    from: Num,
    to: Num,
    /// What accumulators begin with; else the first elements.
    identity: Option<Room>,
}

/// What accumulators of this type begin with; the outer `None` where that is not known here.
unsafe fn identity(u: &Ufunc, to: Num) -> Option<Option<Room>> {
    let whole = match u.row.identity {
        Identity::None | Identity::Reorderable => return Some(None),
        Identity::Zero | Identity::False => 0,
        Identity::One | Identity::True => 1,
        _ => return None,
    };
    let mut room: Room = [0; 2];
    let p = room.as_mut_ptr().cast::<u8>();
    if to == Num::Bool {
        *p = whole as u8;
    } else if !write_int(whole, to, p) {
        return None;
    }
    Some(Some(room))
}

impl Fold {
    unsafe fn of(u: &'static Ufunc, from: Num, asked: Option<Num>) -> Option<Fold> {
        let sums = matches!(u.name(), "add" | "multiply");
        let truth = matches!(u.name(), "logical_and" | "logical_or");
        let to = match asked {
            Some(num) if sums && num != Num::Bool && real::is_number(num) => num,
            Some(_) => return None,
            None if truth => Num::Bool,
            None => default_type(u, &DType::of(from)).num(),
        };
        let quick = u.quick(to).filter(|q| q.out == to)?;
        let (source, target) = (numen_exec::ty(from)?, numen_exec::ty(to)?);
        if from.descriptor().kind == Kind::Complex && to.descriptor().kind != Kind::Complex && !truth {
            // That is warned of.
            return None;
        }
        let run = match u.name() {
            "logical_and" => Some(kernels::all(source)),
            "logical_or" => Some(kernels::any(source)),
            "add" if matches!(to, Num::Long | Num::ULong) && from != to => kernels::sum_integers(source),
            _ => None,
        };
        let cast = (from != to).then(|| convert::cast(source, target));
        let identity = identity(u, to)?;
        (cast.is_none() || identity.is_some()).then_some(Fold {
            kernel: quick.kernel,
            cast,
            run,
            from,
            to,
            identity,
        })
    }

    fn cost(&self) -> f32 {
        self.kernel.cost + self.cast.map_or(0.0, |k| k.cost)
    }

    fn sizes(&self) -> [isize; 2] {
        [self.from, self.to].map(|num| num.descriptor().size as isize)
    }

    /// Sums of runs that are cast part by part have the same bits.
    fn may_be_cut(&self) -> bool {
        let few_bits = |num: Num| {
            let d = num.descriptor();
            matches!(d.kind, Kind::Bool | Kind::Int | Kind::UInt) && d.size <= 4
        };
        self.cast.is_none()
            || self.run.is_some()
            || !matches!(self.to.descriptor().kind, Kind::Float | Kind::Complex)
            || few_bits(self.from) && self.to == Num::Double
    }

    /// `n` elements into the accumulators at `acc`: into the one, or each into its own where `step` is its size.
    unsafe fn fold(
        &self,
        acc: *mut u8,
        step: isize,
        mut from: *mut u8,
        stride: isize,
        mut n: usize,
    ) -> Status {
        let Some(cast) = self.cast else {
            return (self.kernel.run)(
                &Ctx::EMPTY,
                [acc, from, acc].as_ptr(),
                [step, stride, step].as_ptr(),
                n,
            );
        };
        let mut room: CastRoom = [MaybeUninit::uninit(); CAST];
        let cell = room.as_mut_ptr().cast::<u8>();
        let [_, size] = self.sizes();
        let (mut acc, mut status) = (acc, Status::OK);
        while n > 0 {
            let part = n.min(CAST);
            let _ = (cast.run)(&Ctx::EMPTY, [from, cell].as_ptr(), [stride, size].as_ptr(), part);
            let ptrs = [acc, cell, acc];
            status =
                status.with((self.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [step, size, step].as_ptr(), part));
            acc = acc.offset(part as isize * step);
            from = from.offset(part as isize * stride);
            n -= part;
        }
        status
    }

    /// A run of elements, at least one, into a new accumulator.
    unsafe fn run_into(&self, acc: *mut u8, from: *mut u8, stride: isize, n: usize) -> Status {
        let size = self.to.descriptor().size;
        let Some(first) = &self.identity else {
            std::ptr::copy_nonoverlapping(from, acc, size);
            return if n == 1 { Status::OK } else { self.fold(acc, 0, from.offset(stride), stride, n - 1) };
        };
        std::ptr::copy_nonoverlapping(first.as_ptr().cast::<u8>(), acc, size);
        match self.run {
            Some(k) => (k.run)(&Ctx::EMPTY, [from, acc].as_ptr(), [stride, 0].as_ptr(), n),
            None => self.fold(acc, 0, from, stride, n),
        }
    }

    /// `n` rows of `m` elements, at least one each, into `m` new accumulators.
    unsafe fn rows_into(
        &self,
        acc: *mut u8,
        from: *mut u8,
        (n, next): (usize, isize),
        (m, stride): (usize, isize),
    ) -> Status {
        let size = self.to.descriptor().size as isize;
        let Some(ty) = numen_exec::ty(self.to) else { return Status::OK };
        let copy = convert::cast(ty, ty);
        let (start, step, done) = match &self.identity {
            Some(first) => (first.as_ptr().cast::<u8>().cast_mut(), 0, 0),
            None => (from, stride, 1),
        };
        let _ = (copy.run)(&Ctx::EMPTY, [start, acc].as_ptr(), [step, size].as_ptr(), m);
        (done..n).fold(Status::OK, |status, i| {
            status.with(self.fold(acc, size, from.offset(i as isize * next), stride, m))
        })
    }

    /// With the flags of the hardware, where the loop leaves them there.
    unsafe fn watched(&self, f: impl FnOnce() -> Status) -> Status {
        if self.kernel.fp != Fp::Hardware {
            return f();
        }
        clear_hardware_flags();
        f().with(hardware_flags())
    }
}

/// The reduction over all axes or one, into a new array or a scalar, if this way serves it.
pub unsafe fn reduce(
    py: Python<'_>,
    u: &'static Ufunc,
    a: &Array,
    axis: Option<i64>,
    asked: Option<Num>,
    keepdims: bool,
) -> Served {
    let (d, n) = (a.dtype(), a.size());
    let plain = real::is_number(d.num()) && !d.is_swapped() && d.is_bare() && a.is_aligned();
    if n == 0 || !matches!(a.ndim(), 1 | 2) || !plain {
        return Served::No;
    }
    let ndim = a.ndim() as i64;
    let axis = match axis {
        Some(i) if !(-ndim..ndim).contains(&i) => return Served::No,
        Some(i) if ndim == 2 => Some(i.rem_euclid(2) as usize),
        _ => None,
    };
    let Some(f) = Fold::of(u, d.num(), asked) else { return Served::No };
    if n as f32 * f.cost() > QUICK_NS {
        return Served::No;
    }
    match axis {
        Some(along) => over_one(py, &f, a, along, keepdims),
        None => over_all(py, u, &f, a, keepdims),
    }
}

/// Over all elements, which lie in a run.
unsafe fn over_all(py: Python<'_>, u: &Ufunc, f: &Fold, a: &Array, keepdims: bool) -> Served {
    let (n, ndim) = (a.size(), a.ndim());
    let stride = if ndim == 1 { a.strides()[0] } else { f.sizes()[0] };
    let run = ndim == 1 && stride > 0 || a.is_c_contiguous() && u.row.identity != Identity::None;
    if !run || n > CAST && !f.may_be_cut() {
        return Served::No;
    }
    let mut room: Room = [0; 2];
    let acc = room.as_mut_ptr().cast::<u8>();
    let status = f.watched(|| f.run_into(acc, a.read().cast_mut(), stride, n));
    if !keepdims {
        return finish_number(py, status, || "reduce", f.to, acc);
    }
    let r = match NdArray::fresh_number(py, f.to, &[1, 1][..ndim], 1) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    std::ptr::copy_nonoverlapping(acc, (*r).array.write(), f.to.descriptor().size);
    super::fast::finish_named(py, status, "reduce", r.cast())
}

/// Over one of two axes.
unsafe fn over_one(py: Python<'_>, f: &Fold, a: &Array, along: usize, keepdims: bool) -> Served {
    let (n, next) = (a.shape()[along], a.strides()[along]);
    let (m, stride) = (a.shape()[1 - along], a.strides()[1 - along]);
    if next <= 0 || stride <= 0 || next == stride {
        return Served::No;
    }
    // Lengths of 1 order nothing.
    let in_runs = next < stride && n > 1 || m == 1;
    let calls = if in_runs { m } else { n };
    if calls as f32 * CALL_NS > QUICK_NS || in_runs && n > CAST && !f.may_be_cut() {
        return Served::No;
    }
    let mut shape = [1, 1];
    shape[1 - along] = m;
    let shape = if keepdims { &shape[..] } else { std::slice::from_ref(&m) };
    let r = match NdArray::fresh_number(py, f.to, shape, m) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let (from, acc) = (a.read().cast_mut(), (*r).array.write());
    let size = f.to.descriptor().size;
    let status = f.watched(|| {
        if !in_runs {
            return f.rows_into(acc, from, (n, next), (m, stride));
        }
        (0..m).fold(Status::OK, |status, i| {
            status.with(f.run_into(acc.add(i * size), from.offset(i as isize * stride), next, n))
        })
    });
    super::fast::finish_named(py, status, "reduce", r.cast())
}
