//! The hot path where all operands are single numbers: scalars of ours or of the real NumPy, Python's floats.

use super::fast::{finish_number, run_fresh, scalar_operand, Fast, Room};
use crate::boundary::call::Served;
use crate::convert::real;
use crate::scalar::object::{exact_num, value_of};
use numen_dtype::{DType, Num};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// A scalar with a type of its own.
pub(super) unsafe fn typed(o: *mut PyObject) -> Option<Fast> {
    let num = exact_num(o).filter(|&n| real::is_number(n)).or_else(|| real::number(o))?;
    Some(Fast { num, ptr: value_of(o), stride: 0 })
}

/// A scalar of another type is no operand of this path; a Python number takes the type beside it.
unsafe fn beside(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    match typed(o) {
        Some(x) => (x.num == num).then_some(x),
        None => scalar_operand(o, num, room),
    }
}

unsafe fn is_float(o: *mut PyObject) -> bool {
    ffi::Py_TYPE(o) == &raw mut ffi::PyFloat_Type
}

/// A unary operation on a number.
#[inline(never)]
pub unsafe fn unary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> Served {
    let mut room: Room = [0; 2];
    let x = if is_float(a) { scalar_operand(a, Num::Double, &mut room) } else { typed(a) };
    let Some(x) = x else { return Served::No };
    apply(py, u, &[x])
}

/// A binary operation on two numbers of one type, or one of Python's.
#[inline(never)]
pub unsafe fn binary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let num = match (typed(a), typed(b)) {
        (Some(x), _) | (None, Some(x)) => x.num,
        (None, None) if is_float(a) || is_float(b) => Num::Double,
        _ => return Served::No,
    };
    let mut rooms: [Room; 2] = [[0; 2]; 2];
    let [left, right] = &mut rooms;
    let (Some(x), Some(y)) = (beside(a, num, left), beside(b, num, right)) else { return Served::No };
    apply(py, u, &[x, y])
}

unsafe fn apply(py: Python<'_>, u: &'static Ufunc, operands: &[Fast]) -> Served {
    let Some(quick) = u.quick(operands[0].num) else { return Served::No };
    let mut out: Room = [0; 2];
    let size = |num| DType::of(num).itemsize() as isize;
    let mut ptrs = [out.as_mut_ptr().cast::<u8>(); 3];
    let mut strides = [size(quick.out); 3];
    for (i, x) in operands.iter().enumerate() {
        ptrs[i] = x.ptr;
        strides[i] = size(x.num);
    }
    let n = operands.len() + 1;
    let s = run_fresh(quick, &ptrs[..n], &strides[..n], 1);
    finish_number(py, u, s, quick.out, ptrs[n - 1])
}
