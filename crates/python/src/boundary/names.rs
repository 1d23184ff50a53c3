//! Interned strings.

use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// An interned string; for hot paths use a [`Name`].
pub fn intern<'py>(py: Python<'py>, text: &str) -> Bound<'py, PyString> {
    PyString::intern(py, text)
}

/// A string interned on first use.
pub struct Name {
    text: &'static str,
    object: AtomicPtr<PyObject>,
}

impl Name {
    pub const fn new(text: &'static str) -> Name {
        Name { text, object: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// A borrowed reference that lives as long as the process.
    #[inline(always)]
    pub fn get(&self) -> *mut PyObject {
        let p = self.object.load(Relaxed);
        if p.is_null() {
            self.make()
        } else {
            p
        }
    }

    pub fn text(&self) -> &'static str {
        self.text
    }

    /// The attribute of this name, which may be absent.
    ///
    /// # Safety
    /// `p` is an object.
    pub unsafe fn of<'py>(&self, py: Python<'py>, p: *mut PyObject) -> PyResult<Option<Bound<'py, PyAny>>> {
        let a = ffi::PyObject_GetAttr(p, self.get());
        if a.is_null() && ffi::PyErr_ExceptionMatches(ffi::PyExc_AttributeError) != 0 {
            // The error refers to the object: it goes at once.
            ffi::PyErr_Clear();
            return Ok(None);
        }
        Bound::from_owned_ptr_or_err(py, a).map(Some)
    }

    /// The object has an attribute of this name; errors on the way to it say no.
    ///
    /// # Safety
    /// `p` is an object.
    pub unsafe fn is_in(&self, p: *mut PyObject) -> bool {
        let a = ffi::PyObject_GetAttr(p, self.get());
        if a.is_null() {
            ffi::PyErr_Clear();
        }
        ffi::Py_XDECREF(a);
        !a.is_null()
    }

    #[cold]
    fn make(&self) -> *mut PyObject {
        // SAFETY: the caller holds the interpreter's lock; the reference is kept for good.
        unsafe {
            let p = ffi::PyUnicode_FromStringAndSize(self.text.as_ptr().cast(), self.text.len() as isize);
            let mut p = p;
            ffi::PyUnicode_InternInPlace(&mut p);
            self.object.store(p, Relaxed);
            p
        }
    }
}
