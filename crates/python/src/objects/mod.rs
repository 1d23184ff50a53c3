//! Object elements: references, loops, casts; text, bytes and records as items.

mod casts;
mod loops;
mod nesting;
mod store;
mod times;

pub use casts::{empty_references, truth_of, zero_references};
pub use store::store;
pub use times::{natural as natural_time, time_value, to_python as time_to_python};

use numen_exec::objects::{set_hooks, Hooks};
use numen_kernels::{Ctx, Status};
use pyo3::ffi::{self, PyObject};

/// Registers with the engine.
pub fn init() {
    numen_buffer::set_clear_references(clear_references);
    set_hooks(Hooks { ufunc: loops::find, copy, clear: clear_strided });
    numen_exec::register_casts(casts::find);
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
        ffi::Py_XINCREF(x);
        put((*p.add(1)).offset(i * *s.add(1)), x);
    }
    Status::OK
}

/// The object at `p`, borrowed; NULL reads as None.
pub(crate) unsafe fn get(p: *const u8) -> *mut PyObject {
    let o = p.cast::<*mut PyObject>().read_unaligned();
    if o.is_null() {
        ffi::Py_None()
    } else {
        o
    }
}

/// Stores a new reference, dropping the old one.
pub(crate) unsafe fn put(p: *mut u8, o: *mut PyObject) {
    let slot = p.cast::<*mut PyObject>();
    let old = slot.read_unaligned();
    slot.write_unaligned(o);
    ffi::Py_XDECREF(old);
}
