//! Advanced indexing: integer and boolean arrays among the items.

use numen_array::Item;
use pyo3::exceptions::PyNotImplementedError;
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use smallvec::SmallVec;

/// An item that is no plain int, slice, None or Ellipsis.
pub unsafe fn advanced_item(_py: Python<'_>, _key: *mut PyObject) -> PyResult<Item> {
    Err(PyNotImplementedError::new_err("advanced indexing is not there yet"))
}

/// `a[items]` with index arrays among the items.
pub unsafe fn get(
    _py: Python<'_>,
    _o: *mut PyObject,
    _items: SmallVec<[Item; 4]>,
) -> PyResult<*mut PyObject> {
    Err(PyNotImplementedError::new_err("advanced indexing is not there yet"))
}

/// `a[items] = value` with index arrays among the items.
pub unsafe fn set(
    _py: Python<'_>,
    _o: *mut PyObject,
    _items: SmallVec<[Item; 4]>,
    _value: *mut PyObject,
) -> PyResult<()> {
    Err(PyNotImplementedError::new_err("advanced indexing is not there yet"))
}
