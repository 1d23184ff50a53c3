//! `__array_function__` (NEP 18) for native functions: `dispatch` is asked first, and costs a look at the
//! types of the relevant arguments where nobody overrides.

use crate::boundary::call::checked;
use crate::boundary::names::Name;
use crate::ndarray::object::{is_exact, type_object};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use smallvec::SmallVec;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

static ARRAY_FUNCTION: Name = Name::new("__array_function__");

/// An object of a type that can have no `__array_function__` of its own.
#[inline(always)]
pub unsafe fn is_plain(o: *mut PyObject) -> bool {
    if o.is_null() || is_exact(o) {
        return true;
    }
    let ty = ffi::Py_TYPE(o);
    ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyBool_Type
        || ty == &raw mut ffi::PyList_Type
        || ty == &raw mut ffi::PyTuple_Type
        || ty == &raw mut ffi::PyUnicode_Type
        || ty == &raw mut ffi::PyComplex_Type
        || ty == &raw mut ffi::PyBytes_Type
        || o == ffi::Py_None()
}

/// Lets an argument's `__array_function__` do the work of the public function `name` (dotted below the
/// module: `linalg.norm`); `None` if nobody overrides. `relevant` are the array-like arguments, borrowed.
#[inline(always)]
pub unsafe fn dispatch(
    py: Python<'_>,
    name: &str,
    relevant: &[*mut PyObject],
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if relevant.iter().all(|&o| is_plain(o)) {
        return Ok(None);
    }
    slow(py, name, relevant, args, n, kw)
}

/// The items of a sequence argument (`concatenate`) as relevant arguments.
pub unsafe fn items(p: *mut PyObject) -> SmallVec<[*mut PyObject; 8]> {
    if ffi::PyList_CheckExact(p) != 0 {
        (0..ffi::PyList_GET_SIZE(p)).map(|i| ffi::PyList_GET_ITEM(p, i)).collect()
    } else if ffi::PyTuple_CheckExact(p) != 0 {
        (0..ffi::PyTuple_GET_SIZE(p)).map(|i| ffi::PyTuple_GET_ITEM(p, i)).collect()
    } else {
        smallvec::smallvec![p]
    }
}

#[cold]
unsafe fn slow(
    py: Python<'_>,
    name: &str,
    relevant: &[*mut PyObject],
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let overriding = overriding(py, relevant)?;
    if overriding.is_empty() {
        return Ok(None);
    }
    let mut public = PyModule::import(py, "numen")?.into_any();
    for part in name.split('.') {
        public = public.getattr(part)?;
    }
    if UNASKED.swap(std::ptr::null_mut(), Relaxed) == public.as_ptr() {
        return Ok(None);
    }
    let positional: Vec<Bound<'_, PyAny>> =
        (0..n).map(|i| Bound::from_borrowed_ptr(py, *args.offset(i))).collect();
    let positional = PyTuple::new(py, positional)?;
    let kwargs = PyDict::new(py);
    let nkw = if kw.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(kw) };
    for i in 0..nkw {
        kwargs.set_item(
            Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(kw, i)),
            Bound::from_borrowed_ptr(py, *args.offset(n + i)),
        )?;
    }
    ask(py, &public, &overriding, &positional, &kwargs).map(|r| Some(r.into_ptr()))
}

/// The function that the next call runs without asking, borrowed.
static UNASKED: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// Calls a public native function as if no argument overrode it: `ndarray.__array_function__`.
pub fn without_asking<'py>(
    public: &Bound<'py, PyAny>,
    args: &Bound<'py, PyTuple>,
    kwargs: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    UNASKED.store(public.as_ptr(), Relaxed);
    let r = public.call(args, Some(kwargs));
    UNASKED.store(std::ptr::null_mut(), Relaxed);
    r
}

/// The arguments whose classes override, subclasses before their bases, each class once.
unsafe fn overriding<'py>(py: Python<'py>, relevant: &[*mut PyObject]) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut found: Vec<Bound<'py, PyAny>> = Vec::new();
    let own = default(py)?;
    for &o in relevant {
        if is_plain(o) || found.iter().any(|x| ffi::Py_TYPE(x.as_ptr()) == ffi::Py_TYPE(o)) {
            continue;
        }
        let f = ffi::PyObject_GetAttr(ffi::Py_TYPE(o).cast(), ARRAY_FUNCTION.get());
        if f.is_null() {
            ffi::PyErr_Clear();
            continue;
        }
        let is_default = f == own;
        ffi::Py_DECREF(f);
        if is_default || is_real_array(py, o) {
            continue;
        }
        let at = found
            .iter()
            .position(|x| ffi::PyType_IsSubtype(ffi::Py_TYPE(o), ffi::Py_TYPE(x.as_ptr())) != 0)
            .unwrap_or(found.len());
        found.insert(at, Bound::from_borrowed_ptr(py, o));
    }
    Ok(found)
}

/// A plain array of the real NumPy: it is converted, not asked.
unsafe fn is_real_array(py: Python<'_>, o: *mut PyObject) -> bool {
    crate::boundary::meta::real_numpy(py)
        .and_then(|n| n.getattr("ndarray").ok())
        .is_some_and(|t| ffi::Py_TYPE(o).cast() == t.as_ptr())
}

/// `ndarray.__array_function__` itself, borrowed.
unsafe fn default(py: Python<'_>) -> PyResult<*mut PyObject> {
    static CELL: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    if let Some(p) = CELL.get() {
        return Ok(*p as *mut PyObject);
    }
    let p = checked(py, ffi::PyObject_GetAttr(type_object().cast(), ARRAY_FUNCTION.get()))?;
    Ok(*CELL.get_or_init(|| p as usize) as *mut PyObject)
}

/// Calls `__array_function__(public, types, args, kwargs)` one after the other.
pub fn ask<'py>(
    py: Python<'py>,
    public: &Bound<'py, PyAny>,
    overriding: &[Bound<'py, PyAny>],
    args: &Bound<'py, PyTuple>,
    kwargs: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let types = PyTuple::new(py, overriding.iter().map(|o| o.get_type()).collect::<Vec<_>>())?;
    for o in overriding {
        let r = o.getattr("__array_function__")?.call1((public, &types, args, kwargs))?;
        if !r.is(py.NotImplemented()) {
            return Ok(r);
        }
    }
    let name: String = public
        .getattr("__module__")
        .and_then(|m| {
            Ok(format!("{}.{}", m.extract::<String>()?, public.getattr("__name__")?.extract::<String>()?))
        })
        .unwrap_or_default();
    let all: Vec<Bound<'_, PyAny>> = types.iter().collect();
    Err(PyTypeError::new_err(format!(
        "no implementation found for '{name}' on types that implement __array_function__: {}",
        PyList::new(py, all)?.repr()?
    )))
}

crate::signature!(OVERRIDING: "_overriding", 1, 1, 1; "relevant");

/// `_core._overriding(relevant)`: the arguments that override, for functions written in Python.
unsafe extern "C" fn overriding_py(
    _: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> *mut PyObject {
    crate::boundary::call::entry(|py| {
        let [relevant] = OVERRIDING.parse(args, n, kw)?;
        let all = crate::convert::discover::Items::of(py, relevant)?;
        let mut pointers: SmallVec<[*mut PyObject; 8]> = SmallVec::new();
        for i in 0..all.len() {
            pointers.push(all.get(py, i)?.as_ptr());
        }
        if pointers.iter().all(|&o| is_plain(o)) {
            return Ok(crate::boundary::call::none());
        }
        let found = overriding(py, &pointers)?;
        if found.is_empty() {
            return Ok(crate::boundary::call::none());
        }
        Ok(PyList::new(py, found)?.into_ptr())
    })
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(crate::boundary::types::method(
        "_overriding",
        overriding_py,
        "Arguments that override a function.",
    ));
}
