//! `__array_function__` (NEP 18) for native functions: `dispatch` is asked first, and costs a look at the
//! types of the relevant arguments where nobody overrides.

use crate::boundary::args::Call;
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

/// The object's class has an `__array_function__` that is not the arrays' own.
#[inline(never)]
pub unsafe fn may_override(o: *mut PyObject) -> bool {
    let f = _PyType_Lookup(ffi::Py_TYPE(o), ARRAY_FUNCTION.get());
    !f.is_null() && f != DEFAULT.load(Relaxed)
}

extern "C" {
    /// An attribute of a class by way of its cache, borrowed; NULL without an exception.
    fn _PyType_Lookup(ty: *mut ffi::PyTypeObject, name: *mut PyObject) -> *mut PyObject;
}

/// `ndarray.__array_function__` as it stands in the class, borrowed for good; NULL before the first question.
static DEFAULT: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// Lets an argument's `__array_function__` do the work of the public function `name` (dotted below the
/// module: `linalg.norm`); `None` if nobody overrides. `relevant` are the array-like arguments, borrowed.
#[inline(always)]
pub unsafe fn dispatch(
    py: Python<'_>,
    name: &str,
    relevant: &[*mut PyObject],
    call: Call,
) -> PyResult<Option<*mut PyObject>> {
    if !relevant.iter().any(|&o| !is_plain(o) && may_override(o)) {
        return Ok(None);
    }
    slow(py, name, relevant, call)
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
    call: Call,
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
    ask(py, &public, &overriding, &call.positional(py)?, &call.named(py)?).map(|r| Some(r.into_ptr()))
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
pub unsafe fn overriding<'py>(
    py: Python<'py>,
    relevant: &[*mut PyObject],
) -> PyResult<Vec<Bound<'py, PyAny>>> {
    let mut found: Vec<Bound<'py, PyAny>> = Vec::new();
    if DEFAULT.load(Relaxed).is_null() {
        DEFAULT.store(_PyType_Lookup(type_object(), ARRAY_FUNCTION.get()), Relaxed);
    }
    for &o in relevant {
        if is_plain(o) || found.iter().any(|x| ffi::Py_TYPE(x.as_ptr()) == ffi::Py_TYPE(o)) {
            continue;
        }
        if !may_override(o) || is_real_array(py, o) {
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
        let method = o.getattr("__array_function__")?;
        // SAFETY: references of this frame.
        let r = if unsafe { super::foreign::of_package(py, o.as_ptr())? } {
            // A package's class knows the real NumPy's functions, and arrays of its kind.
            let given = (public, &types, args, kwargs).into_pyobject(py)?;
            // SAFETY: a reference of this frame.
            let given = unsafe { super::foreign::converted(py, given.as_ptr())? };
            method.call1(given.cast_into::<PyTuple>()?)?
        } else {
            method.call1((public, &types, args, kwargs))?
        };
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
