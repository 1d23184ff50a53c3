//! `like=` (NEP 35): another array type makes the array.

use crate::boundary::args::Call;
use crate::boundary::call::owned;
use crate::ndarray::object::is_exact;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// What `like`'s `__array_function__` returns for the call without `like`; `None` if it is a plain array.
#[cold]
pub unsafe fn ask(
    py: Python<'_>,
    name: &str,
    like: *mut PyObject,
    call: Call,
) -> PyResult<Option<*mut PyObject>> {
    if is_exact(like) {
        return Ok(None);
    }
    let o = Bound::from_borrowed_ptr(py, like);
    let Ok(method) = o.getattr("__array_function__") else {
        return Err(PyTypeError::new_err(
            "The `like` argument must be an array-like that implements the `__array_function__` protocol.",
        ));
    };
    // Subclasses that do not override take part as arrays.
    let own = owned(
        py,
        ffi::PyObject_GetAttrString(
            crate::ndarray::object::type_object().cast(),
            c"__array_function__".as_ptr(),
        ),
    );
    if let (Ok(own), Ok(theirs)) = (own, o.get_type().getattr("__array_function__")) {
        if own.is(&theirs) {
            return Ok(None);
        }
    }
    let public = PyModule::import(py, "numen")?.getattr(name)?;
    let kwargs = call.named(py)?;
    if kwargs.contains("like")? {
        kwargs.del_item("like")?;
    }
    let types = PyTuple::new(py, [o.get_type()])?;
    let r = method.call1((&public, types, call.positional(py)?, kwargs))?;
    if r.is(py.NotImplemented()) {
        return Err(PyTypeError::new_err(format!(
            "no implementation found for 'numpy.{name}' on types that implement __array_function__: [{}]",
            o.get_type().repr()?
        )));
    }
    Ok(Some(r.into_ptr()))
}
