//! What errors add below NumPy's message for the one who reads the traceback: the rule, and an edit that works.

use super::call::{attached, entry};
use super::errors::settled;
use super::names::intern;
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_void;

/// The error with a note.
#[cold]
pub fn noted(py: Python<'_>, e: PyErr, note: &str) -> PyErr {
    let e = settled(py, e);
    // A failing note must not hide the error.
    attached(|py| drop(e.value(py).call_method1(intern(py, "add_note"), (note,))));
    e
}

unsafe fn text(py: Python<'_>, p: *mut PyObject) -> String {
    let text = Bound::from_borrowed_ptr(py, p).repr().map(|r| r.to_string()).unwrap_or_default();
    if text.chars().count() <= 40 && !text.contains('\n') {
        text
    } else {
        "...".to_string()
    }
}

unsafe fn is_list(p: *mut PyObject) -> bool {
    !p.is_null() && (ffi::PyList_Check(p) != 0 || ffi::PyTuple_Check(p) != 0)
}

unsafe fn is_int(p: *mut PyObject) -> bool {
    !p.is_null() && ffi::PyLong_Check(p) != 0
}

/// `np.array([1, 2], [3, 4])`: the second argument is no dtype.
#[cold]
pub unsafe fn rows_given_apart(
    py: Python<'_>,
    e: PyErr,
    object: *mut PyObject,
    dtype: *mut PyObject,
) -> PyErr {
    if !is_list(object) || !is_list(dtype) {
        return e;
    }
    let (a, b) = (text(py, object), text(py, dtype));
    let note = format!(
        "The second argument of `np.array` is the dtype. Rows go together into one list: `np.array([{a}, {b}])`."
    );
    noted(py, e, &note)
}

/// `np.zeros(3, 4)`: the second length stands where the dtype is expected.
#[cold]
pub unsafe fn lengths_given_apart(
    py: Python<'_>,
    e: PyErr,
    name: &str,
    shape: *mut PyObject,
    dtype: *mut PyObject,
) -> PyErr {
    if !is_int(shape) || !is_int(dtype) {
        return e;
    }
    let (a, b) = (text(py, shape), text(py, dtype));
    let note = format!(
        "The second argument of `np.{name}` is the dtype. The lengths of the axes go together into one tuple: \
         `np.{name}(({a}, {b}))`."
    );
    noted(py, e, &note)
}

/// `np.concatenate(a, b)`: the second array stands where the axis is expected.
#[cold]
pub unsafe fn arrays_given_apart(py: Python<'_>, e: PyErr, axis: *mut PyObject) -> PyErr {
    if !crate::ndarray::object::is_array(axis) && !is_list(axis) {
        return e;
    }
    let note = "The second argument of `np.concatenate` is the axis. The arrays to join go together into one tuple: \
                `np.concatenate((a, b))`.";
    noted(py, e, note)
}

/// The getter of names that lists have and arrays do not: an attribute that is not there, and what to write instead.
pub unsafe extern "C" fn not_a_list(o: *mut PyObject, name: *mut c_void) -> *mut PyObject {
    entry(|py| {
        let name = std::ffi::CStr::from_ptr(name.cast()).to_string_lossy().into_owned();
        let class = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        let e = settled(py, PyAttributeError::new_err(format!("'{class}' object has no attribute '{name}'")));
        let value = e.value(py);
        value.setattr("name", &name)?;
        value.setattr("obj", Bound::from_borrowed_ptr(py, o))?;
        let edit = if name == "append" { "`a = np.append(a, x)`" } else { "`a = np.concatenate((a, b))`" };
        let note = format!(
            "Arrays have a fixed length. {edit} makes a new, longer array; to collect values one by one, append them \
             to a list and make the array at the end: `np.array(values)`."
        );
        Err(noted(py, e, &note))
    })
}
