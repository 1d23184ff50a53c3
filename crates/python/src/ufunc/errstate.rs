//! Floating-point errors: what to do about them (`errstate`), and doing it.
//!
//! The state lives in a context variable, which is read only when an error was raised.

use numen_kernels::Status;
use pyo3::exceptions::{PyFloatingPointError, PyNameError, PyValueError};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyModule, PyTuple};

/// `(divide, over, under, invalid, call, bufsize)`, modes as their names.
static STATE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

/// Makes the context variable, which `numen._errstate` reads and sets.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let default = ("warn", "warn", "ignore", "warn", py.None(), 8192);
    let kw = pyo3::types::PyDict::new(py);
    kw.set_item("default", default)?;
    let var =
        PyModule::import(py, "contextvars")?.getattr("ContextVar")?.call(("numen.errstate",), Some(&kw))?;
    m.add("_errstate", &var)?;
    let _ = STATE.set(py, var.unbind());
    Ok(())
}

/// The present state.
fn state(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    let var = STATE.get(py).ok_or_else(|| PyValueError::new_err("the module is not initialised"))?;
    Ok(var.bind(py).call_method0("get")?.cast_into::<PyTuple>()?)
}

/// Acts on raised flags as the state says: ignores, warns, raises, calls, prints, logs. Other bits of the
/// status become their exceptions.
#[cold]
pub fn report(py: Python<'_>, status: Status, name: &str) -> PyResult<()> {
    if status.has(Status::ERROR) {
        return Err(PyErr::fetch(py));
    }
    if status.has(Status::NEGATIVE_POWER) {
        return Err(PyValueError::new_err("Integers to negative integer powers are not allowed."));
    }
    let state = state(py)?;
    let kinds = [
        (Status::DIVIDE, "divide by zero"),
        (Status::OVERFLOW, "overflow"),
        (Status::UNDERFLOW, "underflow"),
        (Status::INVALID, "invalid value"),
    ];
    for (i, (flag, what)) in kinds.into_iter().enumerate() {
        if status.has(flag) {
            act(py, &state, i, status, what, name)?;
        }
    }
    Ok(())
}

fn act(
    py: Python<'_>,
    state: &Bound<'_, PyTuple>,
    i: usize,
    status: Status,
    what: &str,
    name: &str,
) -> PyResult<()> {
    let mode: String = state.get_item(i)?.extract()?;
    let message = || format!("{what} encountered in {name}");
    match mode.as_str() {
        "warn" => {
            let text = std::ffi::CString::new(message()).unwrap_or_default();
            PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyRuntimeWarning>(), &text, 1)
        }
        "raise" => Err(PyFloatingPointError::new_err(message())),
        "call" => {
            let call = state.get_item(4)?;
            if call.is_none() {
                return Err(PyNameError::new_err(format!(
                    "python callback specified for {what} (in  {name}) but no function found."
                )));
            }
            call.call1((what, status.0 & 15)).map(drop)
        }
        "print" => {
            PyModule::import(py, "sys")?
                .getattr("stderr")?
                .call_method1("write", (format!("Warning: {}\n", message()),))?;
            Ok(())
        }
        "log" => {
            let log = state.get_item(4)?;
            if log.is_none() {
                return Err(PyNameError::new_err(format!(
                    "log specified for {what} (in {name}) but no object with write method found."
                )));
            }
            log.call_method1("write", (format!("Warning: {}\n", message()),)).map(drop)
        }
        _ => Ok(()),
    }
}
