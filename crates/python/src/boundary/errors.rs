//! Engine errors as Python exceptions.

use numen_shape::{Class, Error};
use pyo3::exceptions::*;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyModule, PyType};

static CLASSES: PyOnceLock<Py<PyModule>> = PyOnceLock::new();

/// Imports the exception classes that have bases of their own (`numen.exceptions`).
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let classes = PyModule::import(py, "numen._exceptions")?;
    let _ = CLASSES.set(py, classes.unbind());
    Ok(())
}

/// A class of `numen._exceptions`.
pub fn class<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyType>> {
    let m = CLASSES.get(py).ok_or_else(|| PyRuntimeError::new_err("the module is not initialised"))?;
    Ok(m.bind(py).getattr(name)?.cast_into::<PyType>()?)
}

/// The exception for an engine error; its note, if any, is added with `add_note`.
#[cold]
pub fn to_python(py: Python<'_>, e: Error) -> PyErr {
    if e.class() == Class::Pending {
        return PyErr::fetch(py);
    }
    let err = build(py, &e).unwrap_or_else(|err| err);
    match e.note() {
        Some(note) => super::notes::noted(py, err, note),
        None => err,
    }
}

/// The error with its exception object made, so that it can be looked at. PyO3 makes it in `value` and `is_instance_of`
/// too, but lets other threads run meanwhile, and not at all while the interpreter ends.
#[cold]
pub fn settled(py: Python<'_>, e: PyErr) -> PyErr {
    e.restore(py);
    PyErr::fetch(py)
}

fn build(py: Python<'_>, e: &Error) -> PyResult<PyErr> {
    let m = e.message().to_string();
    let named = |name: &str| -> PyResult<PyErr> { Ok(PyErr::from_type(class(py, name)?, (m.clone(),))) };
    Ok(match e.class() {
        Class::Value => PyValueError::new_err(m),
        Class::Type => PyTypeError::new_err(m),
        Class::Index => PyIndexError::new_err(m),
        Class::Memory => PyMemoryError::new_err(m),
        Class::NotImplemented => PyNotImplementedError::new_err(m),
        Class::Overflow => PyOverflowError::new_err(m),
        Class::ZeroDivision => PyZeroDivisionError::new_err(m),
        Class::FloatingPoint => PyFloatingPointError::new_err(m),
        Class::Runtime => PyRuntimeError::new_err(m),
        Class::Buffer => PyBufferError::new_err(m),
        Class::Attribute => PyAttributeError::new_err(m),
        Class::Key => PyKeyError::new_err(m),
        Class::Axis => {
            let (axis, ndim) = e.axis_info().unwrap_or((0, 0));
            let prefix = m.split_once(": axis ").map(|(p, _)| p.to_string());
            PyErr::from_type(class(py, "AxisError")?, (axis, ndim, prefix))
        }
        Class::LinAlg => named("LinAlgError")?,
        Class::NoLoop => named("_UFuncNoLoopError")?,
        Class::UFuncCasting => named("UFuncTypeError")?,
        Class::Promotion => named("DTypePromotionError")?,
        Class::ArrayMemory => named("_ArrayMemoryError")?,
        Class::ComplexWarning => named("ComplexWarning")?,
        Class::Pending => PyErr::fetch(py),
    })
}

/// Turns engine results into Python's with `?`-like brevity: `ops.py(py)?`.
pub trait ToPy<T> {
    fn py(self, py: Python<'_>) -> PyResult<T>;
}

impl<T> ToPy<T> for numen_shape::Result<T> {
    #[inline(always)]
    fn py(self, py: Python<'_>) -> PyResult<T> {
        match self {
            Ok(v) => Ok(v),
            Err(e) => Err(to_python(py, e)),
        }
    }
}
