//! The guard of raw entries; the interpreter's lock; forks.

use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::NonNull;

/// Runs a slot's body: an error becomes the set exception and NULL, a panic becomes a `RuntimeError`.
///
/// # Safety
/// The calling thread holds the interpreter's lock.
#[inline(always)]
pub unsafe fn entry<'py>(f: impl FnOnce(Python<'py>) -> PyResult<*mut PyObject>) -> *mut PyObject {
    let py = Python::assume_attached();
    match catch_unwind(AssertUnwindSafe(|| f(py))) {
        Ok(Ok(p)) => {
            let_go_now_and_then();
            p
        }
        Ok(Err(e)) => raise(py, e),
        Err(p) => panicked(p),
    }
}

/// What a way that may not serve a call came to; it fits registers, where a `PyResult` goes through memory.
pub enum Served {
    /// Another way has to be taken.
    No,
    /// A new reference.
    Yes(NonNull<PyObject>),
    /// An exception is set.
    Failed,
}

impl Served {
    /// A new reference to a result.
    #[inline(always)]
    pub unsafe fn with(p: *mut PyObject) -> Served {
        Served::Yes(NonNull::new_unchecked(p))
    }

    /// A result or its exception.
    #[inline(always)]
    pub unsafe fn of(py: Python<'_>, r: PyResult<*mut PyObject>) -> Served {
        match r {
            Ok(p) => Served::with(p),
            Err(e) => Served::failed(py, e),
        }
    }

    /// Sets the exception.
    #[cold]
    pub fn failed(py: Python<'_>, e: PyErr) -> Served {
        e.restore(py);
        Served::Failed
    }

    /// As a result that may be absent.
    #[inline(always)]
    pub fn ok(self, py: Python<'_>) -> PyResult<Option<*mut PyObject>> {
        match self {
            Served::Yes(p) => Ok(Some(p.as_ptr())),
            Served::No => Ok(None),
            Served::Failed => Err(PyErr::fetch(py)),
        }
    }
}

/// The short way of an entry; `None` where another way has to be taken.
#[inline(always)]
pub unsafe fn quickly<'py>(short: impl FnOnce(Python<'py>) -> Served) -> Option<*mut PyObject> {
    let py = Python::assume_attached();
    match catch_unwind(AssertUnwindSafe(|| short(py))) {
        Ok(Served::Yes(p)) => Some(p.as_ptr()),
        Ok(Served::No) => None,
        Ok(Served::Failed) => Some(std::ptr::null_mut()),
        Err(p) => Some(panicked(p)),
    }
}

/// As [`entry`], with a short way that is tried first.
#[inline(always)]
pub unsafe fn entry_or<'py>(
    short: impl FnOnce(Python<'py>) -> Served,
    long: impl FnOnce(Python<'py>) -> PyResult<*mut PyObject>,
) -> *mut PyObject {
    match quickly(short) {
        Some(p) => p,
        None => entry(long),
    }
}

/// As [`entry`], for slots that return an int (-1 is an error).
#[inline(always)]
pub unsafe fn entry_int<'py>(f: impl FnOnce(Python<'py>) -> PyResult<i32>) -> i32 {
    let py = Python::assume_attached();
    match catch_unwind(AssertUnwindSafe(|| f(py))) {
        Ok(Ok(i)) => i,
        Ok(Err(e)) => {
            raise(py, e);
            -1
        }
        Err(p) => {
            panicked(p);
            -1
        }
    }
}

/// As [`entry`], for slots that return a size or hash.
#[inline(always)]
pub unsafe fn entry_size<'py>(f: impl FnOnce(Python<'py>) -> PyResult<isize>) -> isize {
    let py = Python::assume_attached();
    match catch_unwind(AssertUnwindSafe(|| f(py))) {
        Ok(Ok(i)) => i,
        Ok(Err(e)) => {
            raise(py, e);
            -1
        }
        Err(p) => {
            panicked(p);
            -1
        }
    }
}

#[cold]
unsafe fn raise(py: Python<'_>, e: PyErr) -> *mut PyObject {
    e.restore(py);
    // References dropped on the way here (errors that were caught) wait for the next attachment: it is now.
    attached(|_| ());
    std::ptr::null_mut()
}

/// Lets dropped references go after every 64th call that returns: where errors that were caught are not dropped
/// under [`attached`], what they refer to waits that long and no longer.
#[inline(always)]
unsafe fn let_go_now_and_then() {
    static mut CALLS: u8 = 0;
    CALLS = CALLS.wrapping_add(4);
    if CALLS == 0 {
        let_go();
    }
}

#[cold]
fn let_go() {
    attached(|_| ());
}

#[cold]
unsafe fn panicked(p: Box<dyn std::any::Any + Send>) -> *mut PyObject {
    let text = p
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| p.downcast_ref::<&str>().copied())
        .unwrap_or("no message");
    let text = format!("internal error (please report it): {text}\0");
    ffi::PyErr_SetString(ffi::PyExc_RuntimeError, text.as_ptr().cast());
    std::ptr::null_mut()
}

/// Runs slow code that drops errors or other handles of PyO3. Under an entry guard PyO3 does not know that the
/// thread is attached and would keep what they refer to until it next attaches; attaching costs 24 ns. The checked way
/// to attach refuses while the interpreter ends, when finalizers still call.
pub fn attached<R>(f: impl FnOnce(Python<'_>) -> R) -> R {
    // SAFETY: slots, kernels of object loops and conversions run on threads that hold the interpreter's lock.
    unsafe { Python::attach_unchecked(f) }
}

/// The pending exception as an error, for raw calls that returned NULL.
#[cold]
pub fn pending(py: Python<'_>) -> PyErr {
    PyErr::fetch(py)
}

/// A new reference, or the pending exception.
#[inline(always)]
pub fn checked(py: Python<'_>, p: *mut PyObject) -> PyResult<*mut PyObject> {
    if p.is_null() {
        Err(pending(py))
    } else {
        Ok(p)
    }
}

/// A new reference as a `Bound`, or the pending exception.
#[inline(always)]
pub unsafe fn owned<'py>(py: Python<'py>, p: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    Bound::from_owned_ptr_or_err(py, p)
}

/// A borrowed pointer (not NULL) as a `Bound` with a reference of its own.
#[inline(always)]
pub unsafe fn borrowed<'py>(py: Python<'py>, p: *mut PyObject) -> Bound<'py, PyAny> {
    Bound::from_borrowed_ptr(py, p)
}

/// None, with a reference.
#[inline(always)]
pub unsafe fn none() -> *mut PyObject {
    let n = ffi::Py_None();
    ffi::Py_INCREF(n);
    n
}

/// True or False, with a reference.
#[inline(always)]
pub unsafe fn bool_(b: bool) -> *mut PyObject {
    let n = if b { ffi::Py_True() } else { ffi::Py_False() };
    ffi::Py_INCREF(n);
    n
}

/// The pointer with one more reference.
#[inline(always)]
pub unsafe fn new_ref(p: *mut PyObject) -> *mut PyObject {
    ffi::Py_INCREF(p);
    p
}

/// Hands the engine the interpreter's lock and takes part in forks.
pub fn set_hooks() {
    numen_exec::gil::set_hooks(numen_exec::gil::Hooks { release, acquire });
    extern "C" fn before() {
        numen_buffer::before_fork();
    }
    extern "C" fn parent() {
        // SAFETY: `before` ran on this thread.
        unsafe { numen_buffer::unlock_after_fork() };
    }
    extern "C" fn child() {
        // SAFETY: `before` ran on this thread; the child has no other.
        unsafe { numen_buffer::after_fork_in_child() };
        numen_pool::after_fork_in_child();
    }
    #[cfg(unix)]
    // SAFETY: the handlers touch only locks of ours.
    unsafe {
        libc::pthread_atfork(
            Some(before_fork_c(before)),
            Some(before_fork_c(parent)),
            Some(before_fork_c(child)),
        );
    }
}

#[cfg(unix)]
fn before_fork_c(f: extern "C" fn()) -> unsafe extern "C" fn() {
    f
}

fn release() -> *mut () {
    // SAFETY: called by the thread that entered from Python; a thread without the lock gets null.
    unsafe {
        if ffi::PyGILState_Check() == 0 {
            return std::ptr::null_mut();
        }
        ffi::PyEval_SaveThread().cast()
    }
}

fn acquire(state: *mut ()) {
    // SAFETY: `state` came from `release` on this thread.
    unsafe { ffi::PyEval_RestoreThread(state.cast()) }
}

/// Gives an object from a free list its one reference back.
#[inline(always)]
pub unsafe fn revive(p: *mut PyObject) {
    // The count is the first word of every object.
    p.cast::<isize>().write(1);
}
