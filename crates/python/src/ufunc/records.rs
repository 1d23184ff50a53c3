//! `==` and `!=` of arrays of records: field by field.

use crate::boundary::call::{new_ref, owned};
use crate::boundary::errors::ToPy;
use crate::ndarray::object::{is_array, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num, Record};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::os::raw::c_int;

/// Records are equal where all their fields are; axes of fields count as fields.
pub unsafe fn compare(
    py: Python<'_>,
    objects: [*mut PyObject; 2],
    arrays: [&Array; 2],
    record: &Record,
    op: c_int,
) -> PyResult<*mut PyObject> {
    if let Err(e) = numen_dtype::try_promote(arrays[0].dtype(), arrays[1].dtype()) {
        let error = PyTypeError::new_err(
            "Cannot compare structured arrays unless they have a common dtype.  I.e. \
             `np.result_type(arr1, arr2)` must be defined.",
        );
        error.set_cause(py, Some(crate::dtype::from_python::dtype_error(e)));
        return Err(error);
    }
    let shape = numen_shape::broadcast_shapes(&[arrays[0].shape(), arrays[1].shape()]).py(py)?;
    let [a, b] =
        [stretched(py, objects[0], arrays[0], &shape)?, stretched(py, objects[1], arrays[1], &shape)?];
    let mut result: Option<Bound<PyAny>> = None;
    for name in record.names() {
        let r = ffi::PyObject_RichCompare(a.get_item(name)?.as_ptr(), b.get_item(name)?.as_ptr(), op);
        let r = joined(&owned(py, r)?, shape.len(), op)?;
        result = Some(match result {
            None => r,
            Some(before) if op == ffi::Py_EQ => before.bitand(r)?,
            Some(before) => before.bitor(r)?,
        });
    }
    match result {
        Some(r) => Ok(r.into_ptr()),
        None => {
            let all = Array::empty(DType::of(Num::Bool), &shape, Order::C).py(py)?;
            all.write().write_bytes((op == ffi::Py_EQ) as u8, all.nbytes());
            Ok(NdArray::wrap(py, all)?.cast())
        }
    }
}

/// The array object over a common shape, so that the axes of fields stand side by side.
unsafe fn stretched<'py>(
    py: Python<'py>,
    object: *mut PyObject,
    array: &Array,
    shape: &[usize],
) -> PyResult<Bound<'py, PyAny>> {
    if is_array(object) && array.shape() == shape {
        return Ok(Bound::from_owned_ptr(py, new_ref(object)));
    }
    let wide = array.broadcast_to(shape).py(py)?;
    let o = if is_array(object) { NdArray::view(py, wide, object)? } else { NdArray::wrap(py, wide)? };
    Ok(Bound::from_owned_ptr(py, o.cast()))
}

/// The axes of a field reduced to one truth value.
fn joined<'py>(r: &Bound<'py, PyAny>, ndim: usize, op: c_int) -> PyResult<Bound<'py, PyAny>> {
    let own = r.getattr("ndim")?.extract::<usize>()?;
    if own <= ndim {
        return Ok(r.clone());
    }
    let axes = PyTuple::new(r.py(), ndim..own)?;
    r.call_method1(if op == ffi::Py_EQ { "all" } else { "any" }, (axes,))
}
