//! The base of `nditer`: its plain steps, from element to element of arrays that need no buffer.

use super::object::{array_of, is_exact, NdArray};
use crate::boundary::call::{checked, entry};
use crate::boundary::types::TypeSpec;
use numen_array::Array;
use numen_shape::{Shape, Strides};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::mem::offset_of;
use std::os::raw::{c_char, c_int, c_void};

/// Where an iteration stands. The names are those of the attributes that Python reads and writes.
#[repr(C)]
struct Walk {
    ob: PyObject,
    /// A tuple of views with the axes of the iteration, or None where steps are not plain.
    views: *mut PyObject,
    at: isize,
    end: isize,
    started: c_char,
    finished: c_char,
    begun: c_char,
}

/// The element number `at` in C order as a view without axes. Numbers beyond the last begin again.
unsafe fn element(py: Python<'_>, view: *mut PyObject, at: usize) -> PyResult<*mut PyObject> {
    let a: &Array = array_of(view);
    let (mut left, mut offset) = (at, 0);
    for (&n, &step) in a.shape().iter().zip(a.strides()).rev() {
        let n = n.max(1);
        offset += (left % n) as isize * step;
        left /= n;
    }
    let item = a.view_parts(offset, a.dtype().clone(), Shape::new(), Strides::new());
    Ok(NdArray::view(py, item, view)?.cast())
}

unsafe fn elements(py: Python<'_>, views: *mut PyObject, at: usize) -> PyResult<*mut PyObject> {
    let count = ffi::PyTuple_GET_SIZE(views);
    if count == 1 {
        return element(py, ffi::PyTuple_GET_ITEM(views, 0), at);
    }
    let all = checked(py, ffi::PyTuple_New(count))?;
    for i in 0..count {
        match element(py, ffi::PyTuple_GET_ITEM(views, i), at) {
            Ok(item) => ffi::PyTuple_SET_ITEM(all, i, item),
            Err(e) => {
                ffi::Py_DECREF(all);
                return Err(e);
            }
        }
    }
    Ok(all)
}

/// Exact arrays with elements.
unsafe fn are_plain(views: *mut PyObject) -> bool {
    !views.is_null()
        && ffi::PyTuple_CheckExact(views) != 0
        && (0..ffi::PyTuple_GET_SIZE(views)).all(|i| {
            let v = ffi::PyTuple_GET_ITEM(views, i);
            is_exact(v) && array_of(v).size() > 0
        })
}

unsafe extern "C" fn next(o: *mut PyObject) -> *mut PyObject {
    let w = o.cast::<Walk>();
    if !are_plain((*w).views) {
        // Its exceptions, also the one that ends an iteration, go on as they are.
        return ffi::PyObject_CallMethod(o, c"_next".as_ptr(), std::ptr::null());
    }
    if (*w).finished != 0 {
        return std::ptr::null_mut();
    }
    if (*w).started != 0 {
        let next = (*w).at.saturating_add(1);
        if next >= (*w).end {
            (*w).at = (*w).end;
            (*w).finished = 1;
            return std::ptr::null_mut();
        }
        (*w).at = next;
    }
    (*w).started = 1;
    entry(|py| elements(py, (*w).views, (*w).at as usize))
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let r = visit(ffi::Py_TYPE(o).cast(), arg);
    let views = (*o.cast::<Walk>()).views;
    if r != 0 || views.is_null() {
        return r;
    }
    visit(views, arg)
}

unsafe extern "C" fn clear(o: *mut PyObject) -> c_int {
    let views = std::mem::replace(&mut (*o.cast::<Walk>()).views, std::ptr::null_mut());
    ffi::Py_XDECREF(views);
    0
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let ty = ffi::Py_TYPE(o);
    ffi::PyObject_GC_UnTrack(o.cast());
    clear(o);
    ((*ty).tp_free.unwrap_or(ffi::PyObject_GC_Del))(o.cast());
    ffi::Py_DECREF(ty.cast());
}

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let mut spec = TypeSpec::new("numen._core._Walk", std::mem::size_of::<Walk>());
    spec.doc = Some("Base of `nditer`: where an iteration stands, and its plain steps.");
    spec.flags |= ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_BASETYPE;
    spec.slot(ffi::Py_tp_iter, ffi::PyObject_SelfIter as *const ());
    spec.slot(ffi::Py_tp_iternext, next as *const ());
    spec.slot(ffi::Py_tp_traverse, traverse as *const ());
    spec.slot(ffi::Py_tp_clear, clear as *const ());
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    for (name, type_code, offset) in [
        (c"_walk", ffi::Py_T_OBJECT_EX, offset_of!(Walk, views)),
        (c"_at", ffi::Py_T_PYSSIZET, offset_of!(Walk, at)),
        (c"_end", ffi::Py_T_PYSSIZET, offset_of!(Walk, end)),
        (c"_started", ffi::Py_T_BOOL, offset_of!(Walk, started)),
        (c"_finished", ffi::Py_T_BOOL, offset_of!(Walk, finished)),
        (c"_begun", ffi::Py_T_BOOL, offset_of!(Walk, begun)),
    ] {
        let (name, offset) = (name.as_ptr(), offset as isize);
        spec.members.push(ffi::PyMemberDef { name, type_code, offset, flags: 0, doc: std::ptr::null() });
    }
    // SAFETY: the slots have their signatures, the members their types.
    let ty = unsafe { Bound::from_owned_ptr(m.py(), spec.build(m.py())?.cast::<PyObject>()) };
    m.add("_Walk", ty)
}
