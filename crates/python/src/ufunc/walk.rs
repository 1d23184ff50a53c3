//! Small operands of few axes, broadcast or strided: walked axis by axis, without a plan.

use super::fast::{scalar_operand, Room};
use crate::boundary::call::Served;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::{Array, Few};
use numen_dtype::{DType, Num};
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// Most rows that are walked; rows of this length and more are as many as the work allows.
const ROWS: usize = 32;

/// An operand: memory and strides, aligned to the right.
struct Operand {
    num: Num,
    ptr: *mut u8,
    shape: [usize; Few::MAX],
    strides: [isize; Few::MAX],
    ndim: usize,
}

impl Operand {
    /// An array whose axes lie in memory in their order, so that the result has C order whatever is asked for.
    fn of(a: &Array) -> Option<Operand> {
        let (d, ndim) = (a.dtype(), a.ndim());
        if ndim > Few::MAX || d.is_swapped() || !a.is_aligned() || d.ext().is_some() {
            return None;
        }
        let mut o = Operand {
            num: d.num(),
            ptr: a.read().cast_mut(),
            shape: [1; Few::MAX],
            strides: [0; Few::MAX],
            ndim,
        };
        let mut last = isize::MAX;
        for (i, (&n, &s)) in a.shape().iter().zip(a.strides()).enumerate() {
            if n == 1 || s == 0 {
                o.shape[Few::MAX - ndim + i] = n;
                continue;
            }
            if n == 0 || s < 0 || s > last {
                return None;
            }
            last = s;
            o.shape[Few::MAX - ndim + i] = n;
            o.strides[Few::MAX - ndim + i] = s;
        }
        Some(o)
    }

    /// An array, or a scalar beside one.
    unsafe fn of_either(p: *mut PyObject, beside: Num, room: &mut Room) -> Option<Operand> {
        if is_exact(p) {
            return Operand::of(array_of(p));
        }
        let s = scalar_operand(p, beside, room)?;
        Some(Operand { num: s.num, ptr: s.ptr, shape: [1; Few::MAX], strides: [0; Few::MAX], ndim: 0 })
    }

    /// No two elements share memory.
    fn distinct(&self, itemsize: usize) -> bool {
        let mut extent = itemsize as isize;
        (0..Few::MAX).rev().all(|i| {
            let apart = self.shape[i] == 1 || self.strides[i] >= extent;
            extent = extent.max(self.strides[i] * self.shape[i] as isize);
            apart
        })
    }

    /// One past the last byte that is reached.
    fn end(&self, itemsize: usize) -> usize {
        let reach = (0..Few::MAX).map(|i| (self.shape[i] - 1) * self.strides[i] as usize).sum::<usize>();
        self.ptr as usize + reach + itemsize
    }
}

/// The shape two operands have together, and its length; `None` if they have none, or one that is better planned.
fn together(x: &Operand, y: &Operand) -> Option<([usize; Few::MAX], usize)> {
    let mut shape = [1; Few::MAX];
    for i in 0..Few::MAX {
        shape[i] = match (x.shape[i], y.shape[i]) {
            (n, m) if n == m => n,
            (1, m) => m,
            (n, 1) => n,
            _ => return None,
        };
    }
    let row = shape[Few::MAX - 1];
    let rows: usize = shape[..Few::MAX - 1].iter().product();
    (rows <= ROWS || row >= ROWS).then_some((shape, x.ndim.max(y.ndim)))
}

/// Both operands, where one at least is an array.
unsafe fn operands(a: *mut PyObject, b: *mut PyObject, room: &mut Room) -> Option<(Operand, Operand)> {
    let (x, y);
    if is_exact(a) {
        x = Operand::of(array_of(a))?;
        y = Operand::of_either(b, x.num, room)?;
    } else if is_exact(b) {
        y = Operand::of(array_of(b))?;
        x = Operand::of_either(a, y.num, room)?;
    } else {
        return None;
    }
    (x.num == y.num).then_some((x, y))
}

/// Runs a kernel along the last axis for each position on the others.
unsafe fn walk(k: Kernel, shape: &[usize; Few::MAX], operands: [(*mut u8, &[isize; Few::MAX]); 3]) -> Status {
    let at = |i: usize, axis: usize| operands[i].1[axis];
    let strides = [at(0, 3), at(1, 3), at(2, 3)];
    let mut status = Status::OK;
    if k.fp == Fp::Hardware {
        clear_hardware_flags();
    }
    for h in 0..shape[0] as isize {
        for i in 0..shape[1] as isize {
            for j in 0..shape[2] as isize {
                let p = |o: usize| operands[o].0.offset(h * at(o, 0) + i * at(o, 1) + j * at(o, 2));
                let ptrs = [p(0), p(1), p(2)];
                status = status.with((k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), shape[3]));
            }
        }
    }
    if k.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    status
}

/// A binary operation, if this way serves it.
#[inline(never)]
pub unsafe fn binary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let mut room = [0u64; 2];
    let Some((x, y)) = operands(a, b, &mut room) else { return Served::No };
    let Some((shape, ndim)) = together(&x, &y) else { return Served::No };
    let Some(quick) = u.quick(x.num) else { return Served::No };
    let n: usize = shape.iter().product();
    if n > quick.most || ndim == 0 {
        return Served::No;
    }
    let dtype = DType::of(quick.out);
    let mut strides = [0; Few::MAX];
    let mut step = dtype.itemsize();
    for i in (0..Few::MAX).rev() {
        strides[i] = step as isize;
        step *= shape[i];
    }
    let r = match NdArray::fresh(py, dtype, &shape[Few::MAX - ndim..]) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let status = walk(
        quick.kernel,
        &shape,
        [(x.ptr, &x.strides), (y.ptr, &y.strides), ((*r).array.write(), &strides)],
    );
    super::fast::finish(py, u, status, r.cast())
}

/// A binary operation into an array of the loop's type, if this way serves it: the output may be the first operand
/// and shares no memory with the second.
#[inline(never)]
pub unsafe fn binary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let mut room = [0u64; 2];
    let Some((x, y)) = operands(a, b, &mut room) else { return Ok(None) };
    let Some(t) = Operand::of(array_of(out)) else { return Ok(None) };
    let Some((shape, ndim)) = together(&x, &y) else { return Ok(None) };
    let Some(quick) = u.quick(x.num) else { return Ok(None) };
    let n: usize = shape.iter().product();
    if t.num != quick.out || t.shape != shape || t.ndim != ndim || n > quick.most {
        return Ok(None);
    }
    let item = |o: &Operand| DType::of(o.num).itemsize();
    let apart = |o: &Operand| o.end(item(o)) <= t.ptr as usize || t.end(item(&t)) <= o.ptr as usize;
    let same = x.ptr == t.ptr && x.shape == t.shape && x.strides == t.strides;
    if !t.distinct(item(&t)) || !(same || apart(&x)) || !apart(&y) {
        return Ok(None);
    }
    let status = walk(quick.kernel, &shape, [(x.ptr, &x.strides), (y.ptr, &y.strides), (t.ptr, &t.strides)]);
    super::fast::filled(py, u, status, out)
}
