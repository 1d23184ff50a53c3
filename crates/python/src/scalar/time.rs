//! Dates and durations as scalars.

use super::memory::time;
use crate::convert;
use numen_dtype::{Civil, DType, Instant, Num, TimeUnit, Unit, NAT};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;

/// `datetime64(x, unit)`, `timedelta64(x, unit)`.
pub unsafe fn construct(
    py: Python<'_>,
    _ty: *mut PyTypeObject,
    num: Num,
    args: *mut PyObject,
    _kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let n = ffi::PyTuple_GET_SIZE(args);
    let letter = if num == Num::Datetime { "M8" } else { "m8" };
    let dtype = if n > 1 {
        let unit = unit_text(&Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(args, 1)))?;
        Some(crate::dtype::from_python::from_text(py, &format!("{letter}[{unit}]"))?)
    } else {
        None
    };
    if n == 0 {
        let value = if num == Num::Datetime { NAT } else { 0 };
        return time(py, &DType::of(num), value);
    }
    let x = Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(args, 0));
    if let Ok(v) = x.extract::<i64>() {
        let d = dtype.unwrap_or(DType::of(num));
        if num == Num::Datetime && d.time_unit().is_generic() {
            return Err(PyValueError::new_err(
                "Converting an integer to a NumPy datetime requires a specified unit",
            ));
        }
        return time(py, &d, v);
    }
    if x.is_none() {
        return time(py, &dtype.unwrap_or(DType::of(num)), NAT);
    }
    if let (Num::Datetime, Ok(text)) = (num, x.extract::<String>()) {
        return from_text(py, &text, dtype);
    }
    let d = dtype.unwrap_or(DType::of(num));
    let a = convert::discover::array(py, x.as_ptr(), Some(&d))?;
    let open = convert::discover::is_open(&d) && a.dtype().num() == num;
    let a = if open { a } else { crate::boundary::errors::ToPy::py(numen_ops::call::as_type(&a, &d), py)? };
    crate::ndarray::object::finish_result(py, a)
}

/// A unit as text: `'s'`, `b's'`, `('s', 5)`.
fn unit_text(o: &Bound<'_, PyAny>) -> PyResult<String> {
    if let Ok(t) = o.cast::<pyo3::types::PyTuple>() {
        if t.len() >= 2 {
            return Ok(format!("{}{}", t.get_item(1)?.extract::<i64>()?, unit_text(&t.get_item(0)?)?));
        }
    }
    match o.cast::<pyo3::types::PyBytes>() {
        Ok(b) => Ok(String::from_utf8_lossy(b.as_bytes()).into_owned()),
        Err(_) => o.extract(),
    }
}

/// A date from ISO 8601 text; without a type in the unit that the text means.
pub unsafe fn from_text(py: Python<'_>, text: &str, dtype: Option<DType>) -> PyResult<*mut PyObject> {
    use crate::dtype::from_python::dtype_error;
    let given = dtype.as_ref().map(|d| d.time_unit()).filter(|u| !u.is_generic());
    let (value, unit) = match numen_dtype::parse_datetime(text).map_err(dtype_error)? {
        Instant::NaT => (NAT, given.unwrap_or(TimeUnit::GENERIC)),
        Instant::Date { civil, unit, .. } => {
            let unit = given.unwrap_or(TimeUnit::of(unit));
            (civil.to_value(unit), unit)
        }
        now => {
            let natural = if now == Instant::Today { Unit::Day } else { Unit::Second };
            let seconds = PyModule::import(py, "time")?.getattr("time")?.call0()?.extract::<f64>()? as i64;
            let unit = given.unwrap_or(TimeUnit::of(natural));
            let from = if now == Instant::Today {
                (seconds.div_euclid(86400), Unit::Day)
            } else {
                (seconds, Unit::Second)
            };
            let civil = Civil::from_value(from.0, TimeUnit::of(from.1));
            (civil.map_or(NAT, |c| c.to_value(unit)), unit)
        }
    };
    time(py, &DType::time(Num::Datetime, unit), value)
}
