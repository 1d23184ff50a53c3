//! Loops over objects within loops over objects: an array that holds itself would never end.

use pyo3::ffi;
use std::cell::Cell;
use std::ffi::CStr;

/// Deeper loops are refused. A level takes up to 20 KB of the stack, which Python's own limit does not count; threads
/// have 8 MB of it, where they have little 512 KB.
const DEEPEST: u32 = if cfg!(target_os = "linux") { 150 } else { 20 };

/// What is being done, in the words of Python's own limit.
pub const CALL: &CStr = c"maximum recursion depth exceeded while calling a Python object";
pub const COMPARISON: &CStr = c"maximum recursion depth exceeded in comparison";

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// A running loop.
pub struct Level(());

impl Level {
    /// One level deeper; `None` with `RecursionError` set where it is too deep.
    pub unsafe fn enter(words: &CStr) -> Option<Level> {
        DEPTH.with(|d| {
            if d.get() >= DEEPEST {
                ffi::PyErr_SetString(ffi::PyExc_RecursionError, words.as_ptr());
                return None;
            }
            d.set(d.get() + 1);
            Some(Level(()))
        })
    }
}

impl Drop for Level {
    fn drop(&mut self) {
        DEPTH.with(|d| d.set(d.get() - 1));
    }
}
