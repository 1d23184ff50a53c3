//! Matrix products.

use crate::ufunc::call::Keywords;
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::PyNotImplementedError;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// `a @ b`, into `out` if not NULL.
pub unsafe fn matmul(
    _py: Python<'_>,
    _a: *mut PyObject,
    _b: *mut PyObject,
    _out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    Err(PyNotImplementedError::new_err("matmul is not there yet"))
}

/// A generalised ufunc's call.
pub unsafe fn gufunc(
    _py: Python<'_>,
    _u: &'static Ufunc,
    _inputs: &[*mut PyObject],
    _k: &Keywords,
) -> PyResult<*mut PyObject> {
    Err(PyNotImplementedError::new_err("generalised ufuncs are not there yet"))
}
