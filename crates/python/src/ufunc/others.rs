//! The hot path of calls of other forms: two results (`divmod`, `modf`, `frexp`), lists.

use super::fast::{self, scalar_operand, type_beside, Fast, Room};
use super::{errstate, numbers};
use crate::boundary::call::{owned, Served};
use crate::convert;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::Array;
use numen_dtype::Num;
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// A dense array of native numbers with axes.
unsafe fn dense<'a>(o: *mut PyObject) -> Option<&'a Array> {
    let a = is_exact(o).then(|| array_of(o))?;
    let d = a.dtype();
    (a.ndim() > 0 && a.is_c_contiguous() && a.is_behaved() && d.is_number() && d.is_bare()).then_some(a)
}

/// A number that is one of the type beside an array of it.
unsafe fn number(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    match type_beside(o, num) {
        Some(t) if t == num => scalar_operand(o, num, room),
        Some(_) => None,
        None => numbers::typed(o).filter(|x| x.num == num),
    }
}

/// The two results of a ufunc for a dense array, beside another one of its type and shape or a number.
pub unsafe fn two_results(py: Python<'_>, u: &'static Ufunc, args: &[*mut PyObject]) -> Served {
    let Some(x) = dense(args[0]) else { return Served::No };
    let (num, n, step) = (x.dtype().num(), x.size(), x.itemsize() as isize);
    let Some(l) = u.mixed(num, num).filter(|l| n <= l.most) else { return Served::No };
    let (takes, gives) = l.nums.split_at(args.len());
    let [first, second] = gives else { return Served::No };
    if takes.iter().any(|&t| t != num) {
        return Served::No;
    }
    let mut room: Room = [0; 2];
    let mut operands = [(x.read().cast_mut(), step); 2];
    if let [_, b] = *args {
        operands[1] = match dense(b) {
            Some(y) if y.dtype().num() == num && y.shape() == x.shape() => (y.read().cast_mut(), step),
            Some(_) => return Served::No,
            None => match number(b, num, &mut room) {
                Some(y) => (y.ptr, 0),
                None => return Served::No,
            },
        };
    }
    let pair = || -> PyResult<Bound<'_, PyAny>> {
        let pair = owned(py, ffi::PyTuple_New(2))?;
        for (i, &num) in [first, second].into_iter().enumerate() {
            let r = NdArray::fresh_number(py, num, x.shape(), n)?;
            ffi::PyTuple_SET_ITEM(pair.as_ptr(), i as isize, r.cast());
        }
        Ok(pair)
    };
    let pair = match pair() {
        Ok(pair) => pair,
        Err(e) => return Served::failed(py, e),
    };
    let out = |i: isize, num: Num| {
        let a = array_of(ffi::PyTuple_GET_ITEM(pair.as_ptr(), i));
        (a.write(), num.descriptor().size as isize)
    };
    let mut all = [operands[0], operands[1], out(0, *first), out(1, *second)];
    if args.len() == 1 {
        all.copy_within(2.., 1);
    }
    let (ptrs, strides) = (all.map(|x| x.0), all.map(|x| x.1));
    clear_hardware_flags();
    let mut status = (l.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    if l.kernel.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    if !status.is_ok() {
        if let Err(e) = errstate::report(py, status, u.name()) {
            return Served::failed(py, e);
        }
    }
    Served::with(pair.into_ptr())
}

/// The call with lists and tuples of Python's numbers among the operands; `None` where it is none.
pub unsafe fn on_lists(
    py: Python<'_>,
    u: &'static Ufunc,
    args: &[*mut PyObject],
) -> PyResult<Option<*mut PyObject>> {
    let listed = |&o: &*mut PyObject| ffi::PyList_CheckExact(o) != 0 || ffi::PyTuple_CheckExact(o) != 0;
    if u.row.nout != 1 || args.len() > 2 || !args.iter().any(listed) {
        return Ok(None);
    }
    let mut made: [Option<Bound<'_, PyAny>>; 2] = [None, None];
    let mut given = [std::ptr::null_mut(); 2];
    for (i, o) in args.iter().enumerate() {
        given[i] = *o;
        if listed(o) {
            let Some(p) = convert::numbers::object(py, *o, None, numen_shape::MAX_DIMS)? else {
                return Ok(None);
            };
            given[i] = p;
            made[i] = Some(Bound::from_owned_ptr(py, p));
        }
    }
    let served = match args.len() {
        1 => fast::unary(py, u, given[0]),
        _ => fast::binary(py, u, given[0], given[1]),
    };
    served.ok(py)
}
