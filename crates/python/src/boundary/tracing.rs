//! Blocks of arrays in `tracemalloc`.

use pyo3::ffi;
use std::os::raw::{c_int, c_uint};

/// The domain under which NumPy reports its data: programs filter by it.
const DOMAIN: c_uint = 389047;

extern "C" {
    fn PyTraceMalloc_Track(domain: c_uint, pointer: usize, size: usize) -> c_int;
    fn PyTraceMalloc_Untrack(domain: c_uint, pointer: usize) -> c_int;
}

/// Reports every block handed out and taken back; both calls return at once where nothing is traced.
pub fn init() {
    numen_buffer::set_observer(Some(|address, bytes, handed_out| {
        // SAFETY: the calls look at the address as a number only. Tracking takes the interpreter's lock: a
        // thread of the pool must not wait for it, its caller may hold it. Blocks of such threads are scratch.
        unsafe {
            if !handed_out {
                PyTraceMalloc_Untrack(DOMAIN, address);
            } else if !ffi::PyGILState_GetThisThreadState().is_null() {
                PyTraceMalloc_Track(DOMAIN, address, bytes);
            }
        }
    }));
}
