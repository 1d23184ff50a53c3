//! Object elements: references, loops, casts.

use numen_dtype::DType;
use numen_exec::objects::{set_hooks, Hooks};
use numen_kernels::{Ctx, Kernel, Status};
use pyo3::exceptions::PyNotImplementedError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Registers with the engine.
pub fn init() {
    numen_buffer::set_clear_references(clear_references);
    set_hooks(Hooks { ufunc: find, copy, clear: clear_strided });
}

/// Drops `n` references at a stride and leaves NULL.
pub unsafe fn clear_references(p: *mut u8, stride: usize, n: usize) {
    clear_strided(p, stride as isize, n)
}

unsafe fn clear_strided(p: *mut u8, stride: isize, n: usize) {
    for i in 0..n as isize {
        let slot = p.offset(i * stride).cast::<*mut PyObject>();
        let o = slot.read_unaligned();
        if !o.is_null() {
            slot.write_unaligned(std::ptr::null_mut());
            ffi::Py_DECREF(o);
        }
    }
}

unsafe fn copy(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    for i in 0..n as isize {
        let x = (*p).offset(i * *s).cast::<*mut PyObject>().read_unaligned();
        let slot = (*p.add(1)).offset(i * *s.add(1)).cast::<*mut PyObject>();
        let old = slot.read_unaligned();
        ffi::Py_XINCREF(x);
        slot.write_unaligned(x);
        ffi::Py_XDECREF(old);
    }
    Status::OK
}

fn find(_name: &str, _nin: usize, _nout: usize) -> Option<Kernel> {
    None
}

/// Stores an object as an item that is no number: text, bytes, records, dates.
pub unsafe fn store(_py: Python<'_>, d: &DType, _p: *mut u8, _x: *mut PyObject) -> PyResult<()> {
    Err(PyNotImplementedError::new_err(format!("storing items of {} is not there yet", d.repr())))
}
