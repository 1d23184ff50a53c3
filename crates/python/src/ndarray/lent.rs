//! Owners of memory that arrays are made over by hand: they hold the buffer, so that the memory can neither move nor go.

use super::object::is_array;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// A buffer of an object, given back when the last array over it goes.
#[pyclass(module = "numen._core", frozen)]
pub struct Lent {
    view: Box<ffi::Py_buffer>,
    object: Py<PyAny>,
}

// SAFETY: the buffer is only given back, with the interpreter's lock held.
unsafe impl Send for Lent {}
// SAFETY: as above.
unsafe impl Sync for Lent {}

impl Drop for Lent {
    fn drop(&mut self) {
        Python::try_attach(|_| {
            // SAFETY: filled by `PyObject_GetBuffer`, given back once.
            unsafe { ffi::PyBuffer_Release(&mut *self.view) }
        });
    }
}

/// What becomes the base of an array over an object's memory: an array itself, for others a holder of their buffer.
pub unsafe fn owner_of<'py>(py: Python<'py>, o: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    let object = Bound::from_borrowed_ptr(py, o);
    if is_array(o) {
        return Ok(object);
    }
    let mut view: Box<ffi::Py_buffer> = Box::new(std::mem::zeroed());
    if ffi::PyObject_GetBuffer(o, &mut *view, ffi::PyBUF_SIMPLE) < 0 {
        return Err(PyErr::fetch(py));
    }
    Ok(Bound::new(py, Lent { view, object: object.unbind() })?.into_any())
}

/// The object that programs see as the base.
pub unsafe fn visible<'py>(py: Python<'py>, base: *mut PyObject) -> Bound<'py, PyAny> {
    let base = Bound::from_borrowed_ptr(py, base);
    match base.cast::<Lent>() {
        Ok(lent) => lent.get().object.bind(py).clone(),
        Err(_) => base,
    }
}
