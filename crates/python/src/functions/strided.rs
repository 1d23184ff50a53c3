//! Views for the iterators written in Python: any part of an array's memory with given strides.

use crate::boundary::args::{index, truth, Call};
use crate::boundary::call::none;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array, NdArray};
use numen_array::Flags;
use numen_shape::{bounds, Shape, Strides};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(VIEW: "_strided_view", 4, 5, 5; "array", "offset", "shape", "strides", "writeable");

unsafe fn strided_view(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [o, offset, shape, strides, writeable] = VIEW.parse(call)?;
    if !is_array(o) {
        return Err(PyTypeError::new_err("the first argument must be an array"));
    }
    let a = array_of(o);
    let offset = index(py, offset)?;
    let shape: Shape = convert::ints(py, shape)?.iter().map(|&n| n.max(0) as usize).collect();
    let strides: Strides = convert::ints(py, strides)?.iter().map(|&s| s as isize).collect();
    if shape.len() != strides.len() {
        return Err(PyValueError::new_err("shape and strides must have the same length"));
    }
    numen_shape::checked_bytes(&shape, a.itemsize()).py(py)?;
    if !within(a.shape(), a.strides(), a.itemsize(), offset, &shape, &strides) {
        return Err(PyValueError::new_err("the view reaches beyond the array"));
    }
    // SAFETY (of the view's elements): they lie between the first and the last byte of the array's, as just
    // checked; the object keeps them alive.
    let mut view = a.view_parts(offset, a.dtype().clone(), shape, strides);
    if !truth(py, writeable, true)? {
        view.set_writeable(false);
    }
    Ok(NdArray::view(py, view, o)?.cast())
}

/// The bytes of the view lie between the first and the last byte of the array's elements.
fn within(
    shape: &[usize],
    strides: &[isize],
    itemsize: usize,
    offset: isize,
    new_shape: &[usize],
    new_strides: &[isize],
) -> bool {
    if new_shape.contains(&0) {
        return true;
    }
    let (low, high) = bounds(shape, strides, itemsize);
    let (new_low, new_high) = bounds(new_shape, new_strides, itemsize);
    offset.checked_add(new_low).is_some_and(|l| l >= low)
        && offset.checked_add(new_high).is_some_and(|h| h <= high)
}

crate::signature!(WRITEBACK: "_set_writeback", 2, 2, 2; "array", "on");

unsafe fn set_writeback(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [o, on] = WRITEBACK.parse(call)?;
    if !is_array(o) {
        return Err(PyTypeError::new_err("the first argument must be an array"));
    }
    (*o.cast::<NdArray>()).array.set_flag(Flags::WRITEBACK, truth(py, on, false)?);
    Ok(none())
}

/// Adds the functions.
pub fn definitions(methods: &mut Vec<ffi::PyMethodDef>) {
    methods.push(method(
        "_strided_view",
        crate::c_function!(strided_view),
        "_strided_view(array, offset, shape, strides, writeable=True, /)\n--\n\nA view of an array's memory, checked to stay within it.",
    ));
    methods.push(method(
        "_set_writeback",
        crate::c_function!(set_writeback),
        "_set_writeback(array, on, /)\n--\n\nMarks a copy that is to be written back.",
    ));
}
