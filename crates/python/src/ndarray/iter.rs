//! Iteration over the first axis.

use crate::boundary::call::entry;
use crate::boundary::types::TypeSpec;
use crate::ndarray::object::array_of;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};

unsafe extern "C" fn iter(a: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if array_of(a).ndim() == 0 {
            return Err(PyTypeError::new_err("iteration over a 0-d array"));
        }
        crate::boundary::call::checked(py, ffi::PySeqIter_New(a))
    })
}

/// Adds the slot.
pub fn slots(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_tp_iter, iter as *const ());
}
