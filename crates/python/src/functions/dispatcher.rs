//! The public form of a function written in Python: arguments that override it (NEP 18) are looked for
//! natively, and where there are none the implementation is called as it stands.

use super::dispatch::{ask, is_plain, may_override, overriding};
use crate::boundary::args::Call;
use crate::boundary::call::{borrowed, checked, entry, entry_int, new_ref, owned};
use crate::boundary::types::{method, TypeSpec};
use crate::convert::discover::Items;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;
use std::mem::offset_of;
use std::os::raw::{c_int, c_void};

#[repr(C)]
struct Dispatcher {
    ob: PyObject,
    dict: *mut PyObject,
    weak: *mut PyObject,
    vectorcall: ffi::vectorcallfunc,
    /// The function that does the work.
    implementation: *mut PyObject,
    /// Called with the arguments; returns those that may override.
    relevant: *mut PyObject,
    /// A native function for the usual arguments, or NULL: it returns NotImplemented where it does not serve.
    quick: *mut PyObject,
}

/// Lists within lists are looked into so far (`block`, `select`).
const DEPTH: usize = 4;

/// The object, or something in it, may have an override.
#[inline(always)]
unsafe fn suspicious(o: *mut PyObject) -> bool {
    if crate::ndarray::object::is_exact(o) {
        return false;
    }
    slowly_suspicious(o, DEPTH)
}

unsafe fn slowly_suspicious(o: *mut PyObject, depth: usize) -> bool {
    let list = ffi::PyList_CheckExact(o) != 0;
    if list || ffi::PyTuple_CheckExact(o) != 0 {
        let n = if list { ffi::PyList_GET_SIZE(o) } else { ffi::PyTuple_GET_SIZE(o) };
        return (0..n).any(|i| {
            let item = if list { ffi::PyList_GET_ITEM(o, i) } else { ffi::PyTuple_GET_ITEM(o, i) };
            depth == 0 || slowly_suspicious(item, depth - 1)
        });
    }
    if is_plain(o) {
        return false;
    }
    // A subclass may hold what overrides, as may what is iterated over.
    ffi::PyList_Check(o) != 0 || ffi::PyTuple_Check(o) != 0 || may_override(o)
}

unsafe extern "C" fn call(
    o: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kw: *mut PyObject,
) -> *mut PyObject {
    let d = o.cast::<Dispatcher>();
    let n = ffi::PyVectorcall_NARGS(nargsf);
    let all = n + if kw.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(kw) };
    if !(0..all).any(|i| suspicious(*args.offset(i))) {
        if !(*d).quick.is_null() {
            let r = ffi::PyObject_Vectorcall((*d).quick, args, nargsf, kw);
            if r != ffi::Py_NotImplemented() {
                return r;
            }
            ffi::Py_DECREF(r);
        }
        return ffi::PyObject_Vectorcall((*d).implementation, args, nargsf, kw);
    }
    entry(|py| asking(py, o, Call { args, n, kw }))
}

/// The call where an argument may override.
unsafe fn asking(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let d = o.cast::<Dispatcher>();
    let implementation = borrowed(py, (*d).implementation);
    let Call { args, n, kw } = call;
    let flags = n as usize;
    let relevant = ffi::PyObject_Vectorcall((*d).relevant, args, flags, kw);
    if relevant.is_null() {
        let error = PyErr::fetch(py);
        if error.is_instance_of::<PyTypeError>(py) {
            // Wrong arguments: the function's own error names the function.
            owned(py, ffi::PyObject_Vectorcall(implementation.as_ptr(), args, flags, kw))?;
        }
        return Err(error);
    }
    let relevant = owned(py, relevant)?;
    let items = Items::of(py, relevant.as_ptr())?;
    let mut keep: SmallVec<[Bound<'_, PyAny>; 8]> = SmallVec::new();
    for i in 0..items.len() {
        keep.push(items.get(py, i)?);
    }
    let pointers: SmallVec<[*mut PyObject; 8]> = keep.iter().map(|k| k.as_ptr()).collect();
    let found = overriding(py, &pointers)?;
    if found.is_empty() {
        return checked(py, ffi::PyObject_Vectorcall(implementation.as_ptr(), args, flags, kw));
    }
    Ok(ask(py, &borrowed(py, o), &found, &call.positional(py)?, &call.named(py)?)?.into_ptr())
}

unsafe extern "C" fn new(ty: *mut ffi::PyTypeObject, args: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let n = ffi::PyTuple_GET_SIZE(args);
        if n != 2 && n != 3 {
            return Err(PyTypeError::new_err("a function and its dispatcher are needed"));
        }
        let p = checked(py, ffi::PyType_GenericAlloc(ty, 0))?;
        let d = p.cast::<Dispatcher>();
        (*d).vectorcall = call;
        (*d).implementation = new_ref(ffi::PyTuple_GET_ITEM(args, 0));
        (*d).relevant = new_ref(ffi::PyTuple_GET_ITEM(args, 1));
        if n == 3 && ffi::PyTuple_GET_ITEM(args, 2) != ffi::Py_None() {
            (*d).quick = new_ref(ffi::PyTuple_GET_ITEM(args, 2));
        }
        Ok(p)
    })
}

unsafe extern "C" fn traverse(o: *mut PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
    let d = o.cast::<Dispatcher>();
    for p in [ffi::Py_TYPE(o).cast(), (*d).dict, (*d).implementation, (*d).relevant, (*d).quick] {
        if !p.is_null() {
            let r = visit(p, arg);
            if r != 0 {
                return r;
            }
        }
    }
    0
}

unsafe extern "C" fn clear(o: *mut PyObject) -> c_int {
    let d = o.cast::<Dispatcher>();
    for slot in [&mut (*d).dict, &mut (*d).implementation, &mut (*d).relevant, &mut (*d).quick] {
        ffi::Py_XDECREF(std::mem::replace(slot, std::ptr::null_mut()));
    }
    0
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let ty = ffi::Py_TYPE(o);
    ffi::PyObject_GC_UnTrack(o.cast());
    if !(*o.cast::<Dispatcher>()).weak.is_null() {
        ffi::PyObject_ClearWeakRefs(o);
    }
    clear(o);
    ffi::PyObject_GC_Del(o.cast());
    ffi::Py_DECREF(ty.cast());
}

/// As functions do: the function of an instance's class becomes its method.
unsafe extern "C" fn get(o: *mut PyObject, instance: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    if instance.is_null() || instance == ffi::Py_None() {
        return new_ref(o);
    }
    PyMethod_New(o, instance)
}

extern "C" {
    fn PyMethod_New(function: *mut PyObject, instance: *mut PyObject) -> *mut PyObject;
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    ffi::PyObject_Repr((*o.cast::<Dispatcher>()).implementation)
}

unsafe extern "C" fn reduce(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    // Pickled by name, as functions are.
    ffi::PyObject_GetAttrString(o, c"__qualname__".as_ptr())
}

unsafe extern "C" fn implementation(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    new_ref((*o.cast::<Dispatcher>()).implementation)
}

unsafe extern "C" fn set_dict(o: *mut PyObject, value: *mut PyObject, closure: *mut c_void) -> c_int {
    entry_int(|py| match ffi::PyObject_GenericSetDict(o, value, closure) {
        0 => Ok(0),
        _ => Err(PyErr::fetch(py)),
    })
}

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let mut spec = TypeSpec::new("numen._ArrayFunctionDispatcher", std::mem::size_of::<Dispatcher>());
    spec.flags |=
        ffi::Py_TPFLAGS_HAVE_GC | ffi::Py_TPFLAGS_HAVE_VECTORCALL | ffi::Py_TPFLAGS_METHOD_DESCRIPTOR;
    spec.slot(ffi::Py_tp_new, new as *const ());
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.slot(ffi::Py_tp_traverse, traverse as *const ());
    spec.slot(ffi::Py_tp_clear, clear as *const ());
    spec.slot(ffi::Py_tp_call, ffi::PyVectorcall_Call as *const ());
    spec.slot(ffi::Py_tp_descr_get, get as *const ());
    spec.slot(ffi::Py_tp_repr, repr as *const ());
    for (name, offset) in [
        (c"__dictoffset__", offset_of!(Dispatcher, dict)),
        (c"__weaklistoffset__", offset_of!(Dispatcher, weak)),
        (c"__vectorcalloffset__", offset_of!(Dispatcher, vectorcall)),
    ] {
        spec.members.push(ffi::PyMemberDef {
            name: name.as_ptr(),
            type_code: ffi::Py_T_PYSSIZET,
            offset: offset as isize,
            flags: ffi::Py_READONLY,
            doc: std::ptr::null(),
        });
    }
    use crate::boundary::types::getset;
    spec.getset.push(getset("__dict__", ffi::PyObject_GenericGetDict, Some(set_dict), "Attributes."));
    spec.getset.push(getset("_implementation", implementation, None, "The function that does the work."));
    spec.methods.push(method("__reduce__", reduce, "__reduce__($self, /)\n--\n\nThe name."));
    // SAFETY: the slots have their signatures.
    unsafe {
        let ty = spec.build(py)?;
        m.add("_ArrayFunctionDispatcher", owned(py, ty.cast())?)
    }
}
