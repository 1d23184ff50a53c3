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
