//! Iteration over the first axis.

use super::mapping::get_position;
use crate::boundary::call::{checked, entry, new_ref};
use crate::boundary::types::{method, TypeSpec};
use crate::ndarray::object::{array_of, is_exact};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::os::raw::{c_int, c_void};

/// An iterator of an array of the exact type.
#[repr(C)]
struct Iter {
    ob: PyObject,
    /// NULL once it is exhausted.
    array: *mut PyObject,
    at: usize,
}

static mut TYPE: *mut PyTypeObject = std::ptr::null_mut();

unsafe extern "C" fn iter(a: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if array_of(a).ndim() == 0 {
            return Err(PyTypeError::new_err("iteration over a 0-d array"));
        }
        if !is_exact(a) {
            // A subclass may have items of its own.
            return checked(py, ffi::PySeqIter_New(a));
        }
        let p: *mut Iter = ffi::PyObject_GC_New(TYPE);
        if p.is_null() {
            return Err(PyErr::fetch(py));
        }
        (*p).array = new_ref(a);
        (*p).at = 0;
        ffi::PyObject_GC_Track(p.cast());
        Ok(p.cast())
    })
}

unsafe extern "C" fn next(o: *mut PyObject) -> *mut PyObject {
    let it = o.cast::<Iter>();
    if (*it).array.is_null() {
        return std::ptr::null_mut();
    }
    let a = array_of((*it).array);
    // The array may have been resized meanwhile.
    if a.ndim() == 0 || (*it).at >= a.shape()[0] {
        ffi::Py_DECREF(std::mem::replace(&mut (*it).array, std::ptr::null_mut()));
        return std::ptr::null_mut();
    }
    let i = (*it).at;
    (*it).at += 1;
    entry(|py| {
        if a.ndim() == 1 && a.dtype().is_number() {
            let p = a.read().offset(i as isize * a.strides()[0]);
            return crate::scalar::from_memory(py, a.dtype(), p, std::ptr::null_mut());
        }
        get_position(py, (*it).array, i as isize)
    })
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let r = visit(ffi::Py_TYPE(o).cast(), arg);
    if r != 0 || (*o.cast::<Iter>()).array.is_null() {
        return r;
    }
    visit((*o.cast::<Iter>()).array, arg)
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let ty = ffi::Py_TYPE(o);
    ffi::PyObject_GC_UnTrack(o.cast());
    ffi::Py_XDECREF((*o.cast::<Iter>()).array);
    ffi::PyObject_GC_Del(o.cast());
    ffi::Py_DECREF(ty.cast());
}

unsafe fn left(it: *mut Iter) -> usize {
    if (*it).array.is_null() {
        return 0;
    }
    array_of((*it).array).shape().first().map_or(0, |n| n.saturating_sub((*it).at))
}

unsafe extern "C" fn length_hint(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| checked(py, ffi::PyLong_FromSize_t(left(o.cast()))))
}

/// Copied and pickled as an iterator of what is left.
unsafe extern "C" fn reduce(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let it = o.cast::<Iter>();
        let function = PyModule::import(py, "builtins")?.getattr("iter")?;
        if (*it).array.is_null() {
            return Ok((function, (pyo3::types::PyList::empty(py),))
                .into_pyobject(py)?
                .into_any()
                .into_ptr());
        }
        let array = crate::boundary::call::borrowed(py, (*it).array);
        let rest = pyo3::types::PySlice::new(py, (*it).at as isize, isize::MAX, 1);
        Ok((function, (array.get_item(rest)?,)).into_pyobject(py)?.into_any().into_ptr())
    })
}

/// Makes the iterators' type.
pub fn init(py: Python<'_>) -> PyResult<()> {
    let mut spec = TypeSpec::new("numen.iterator", std::mem::size_of::<Iter>());
    spec.flags |= ffi::Py_TPFLAGS_HAVE_GC;
    spec.slot(ffi::Py_tp_iter, ffi::PyObject_SelfIter as *const ());
    spec.slot(ffi::Py_tp_iternext, next as *const ());
    spec.slot(ffi::Py_tp_traverse, traverse as *const ());
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.methods.push(method("__length_hint__", length_hint, "How many items are left."));
    spec.methods.push(method("__reduce__", reduce, "What is left, to be iterated over."));
    // SAFETY: the slots have their signatures; written once, with the lock held.
    unsafe { TYPE = spec.build(py)? };
    Ok(())
}

/// Adds the slot.
pub fn slots(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_tp_iter, iter as *const ());
}
