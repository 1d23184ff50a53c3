//! Dates and durations from Python's own objects: their values, and the units they are natural in.

use crate::boundary::call::owned;
use crate::boundary::names::Name;
use crate::dtype::from_python::dtype_error;
use crate::scalar;
use numen_dtype::{Casting, DType, Instant, Kind, Num, TimeConversion, TimeUnit, Unit, NAT};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDate, PyDateTime, PyDelta};

/// Stores an object as a date or duration at `p` (native order).
pub unsafe fn store(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    p.cast::<i64>().write_unaligned(time_value(py, d, x)?);
    Ok(())
}

/// What an object is as a date or duration of a type, cast by the rule `same_kind`.
pub unsafe fn time_value(py: Python<'_>, d: &DType, x: *mut PyObject) -> PyResult<i64> {
    let o = Bound::from_borrowed_ptr(py, x);
    if o.is_none() {
        return Ok(NAT);
    }
    if scalar::object::num_of(x) == Some(d.num()) {
        let t = x.cast::<scalar::object::Time>();
        let from = (*t).dtype.time_unit();
        if (*t).value == NAT {
            return Ok(NAT);
        }
        same_kind(from, d, || format!("NumPy {} scalar", d.descriptor().scalar))?;
        return converted((*t).value, from, d);
    }
    if let Some(own) = crate::convert::real::object(py, x)? {
        return time_value(py, d, owned(py, own)?.as_ptr());
    }
    if crate::ndarray::object::is_array(x) {
        let a = crate::ndarray::object::array_of(x);
        if a.ndim() == 0 && a.dtype().num() == d.num() {
            let s = owned(py, scalar::from_memory(py, a.dtype(), a.read(), std::ptr::null_mut())?)?;
            return time_value(py, d, s.as_ptr());
        }
        return Err(unconvertible(d));
    }
    if let Some(text) = text_of(&o)? {
        return from_text(py, d, &text);
    }
    if d.kind() == Kind::Datetime && ISOFORMAT.of(py, o.as_ptr())?.is_some() {
        let text: String = o.call_method0("isoformat")?.extract()?;
        return from_text(py, d, &text);
    }
    if d.kind() == Kind::Timedelta && is_duration(&o)? {
        let part = |name: &str| -> PyResult<i64> { o.getattr(name)?.extract() };
        let us = (part("days")? * 86_400 + part("seconds")?) * 1_000_000 + part("microseconds")?;
        same_kind(coarsest(us), d, || "datetime.timedelta object".to_string())?;
        return converted(us, TimeUnit::of(Unit::Micro), d);
    }
    if let (Kind::Timedelta, Some(n)) = (d.kind(), scalar::object::num_of(x)) {
        // Integers and truth values of ours.
        if matches!(n.descriptor().kind, Kind::Int | Kind::UInt | Kind::Bool) {
            return owned(py, scalar::conversions::plain(py, x)?)?.extract();
        }
    }
    if ffi::PyLong_Check(x) == 0 {
        return Err(unconvertible(d));
    }
    match o.extract::<i64>() {
        Ok(_) if d.kind() == Kind::Datetime && d.time_unit().is_generic() => {
            Err(PyValueError::new_err("Converting an integer to a NumPy datetime requires a specified unit"))
        }
        Ok(v) => Ok(v),
        Err(e) => Err(e),
    }
}

fn unconvertible(d: &DType) -> PyErr {
    let what = if d.kind() == Kind::Datetime { "datetime" } else { "timedelta" };
    PyValueError::new_err(format!("Could not convert object to NumPy {what}"))
}

/// Years and months have no fixed length: durations do not become others by assignment.
fn same_kind(from: TimeUnit, d: &DType, what: impl Fn() -> String) -> PyResult<()> {
    let to = d.time_unit();
    if numen_dtype::can_cast(&DType::time(d.num(), from), d, Casting::SameKind) {
        return Ok(());
    }
    let bracketed = |u: TimeUnit| u.metadata();
    Err(PyTypeError::new_err(format!(
        "Cannot cast {} from metadata {} to {} according to the rule 'same_kind'",
        what(),
        bracketed(from),
        bracketed(to)
    )))
}

/// The coarsest unit that so many microseconds are whole numbers of.
fn coarsest(us: i64) -> TimeUnit {
    let units = [Unit::Week, Unit::Day, Unit::Hour, Unit::Minute, Unit::Second, Unit::Milli];
    let whole = |u: &Unit| u.factor_to(Unit::Micro).is_some_and(|f| us % f as i64 == 0);
    TimeUnit::of(units.into_iter().find(whole).unwrap_or(Unit::Micro))
}

fn converted(v: i64, from: TimeUnit, d: &DType) -> PyResult<i64> {
    let c = if d.kind() == Kind::Datetime {
        TimeConversion::datetime(from, d.time_unit())
    } else {
        TimeConversion::duration(from, d.time_unit())
    };
    Ok(c.map_err(dtype_error)?.apply(v))
}

/// The text of str and bytes.
fn text_of(o: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if let Ok(b) = o.cast::<pyo3::types::PyBytes>() {
        return Ok(Some(String::from_utf8_lossy(b.as_bytes()).into_owned()));
    }
    o.cast::<pyo3::types::PyString>().ok().map(|s| s.extract()).transpose()
}

unsafe fn from_text(py: Python<'_>, d: &DType, text: &str) -> PyResult<i64> {
    if d.kind() == Kind::Datetime {
        let s = owned(py, scalar::time::from_text(py, text, Some(d.clone()))?)?;
        return Ok((*s.as_ptr().cast::<scalar::object::Time>()).value);
    }
    if text.is_empty() || text.eq_ignore_ascii_case("nat") {
        return Ok(NAT);
    }
    text.parse().map_err(|_| PyValueError::new_err("Could not convert object to NumPy timedelta"))
}

fn is_duration(o: &Bound<'_, PyAny>) -> PyResult<bool> {
    static PARTS: [Name; 3] = [Name::new("days"), Name::new("seconds"), Name::new("microseconds")];
    for part in &PARTS {
        // SAFETY: the object is alive.
        if unsafe { part.of(o.py(), o.as_ptr())? }.is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

static ISOFORMAT: Name = Name::new("isoformat");
static HOUR: Name = Name::new("hour");

/// Microseconds in a unit of fixed length, at least one.
fn microseconds(unit: Unit) -> i128 {
    match unit {
        Unit::Week => 604_800_000_000,
        Unit::Day => 86_400_000_000,
        Unit::Hour => 3_600_000_000,
        Unit::Minute => 60_000_000,
        Unit::Second => 1_000_000,
        Unit::Milli => 1_000,
        _ => 1,
    }
}

/// A date or duration as Python's own object: `date`, `datetime`, `timedelta`; an int where those are too coarse or
/// too narrow; None for NaT.
pub unsafe fn to_python(py: Python<'_>, d: &DType, value: i64) -> PyResult<*mut PyObject> {
    let int = || Ok(value.into_pyobject(py)?.into_any().into_ptr());
    if value == NAT {
        return Ok(crate::boundary::call::none());
    }
    let unit = d.time_unit();
    if unit.is_generic() || unit.unit > Unit::Micro {
        return int();
    }
    if d.kind() == Kind::Timedelta {
        if unit.unit.is_nonlinear() {
            return int();
        }
        let us = i128::from(value) * i128::from(unit.count) * microseconds(unit.unit);
        let Ok(days) = i32::try_from(us.div_euclid(86_400_000_000)) else { return int() };
        let rest = us.rem_euclid(86_400_000_000);
        let (seconds, micros) = ((rest / 1_000_000) as i32, (rest % 1_000_000) as i32);
        return match PyDelta::new(py, days, seconds, micros, false) {
            Ok(t) => Ok(t.into_any().into_ptr()),
            Err(_) => int(),
        };
    }
    let Some(c) = numen_dtype::Civil::from_value(value, unit) else { return int() };
    if !(1..=9999).contains(&c.year) {
        return int();
    }
    let (year, month, day) = (c.year as i32, c.month, c.day);
    if unit.unit <= Unit::Day {
        return Ok(PyDate::new(py, year, month, day)?.into_any().into_ptr());
    }
    let us = (c.atto / 1_000_000_000_000) as u32;
    let (hour, minute, second) = (c.hour, c.minute, c.second);
    Ok(PyDateTime::new(py, year, month, day, hour, minute, second, us, None)?.into_any().into_ptr())
}

/// The type with the unit that an object is natural in; generic where it has none.
pub unsafe fn natural(py: Python<'_>, wanted: &DType, x: *mut PyObject) -> PyResult<DType> {
    let o = Bound::from_borrowed_ptr(py, x);
    let with = |unit: Unit| Ok(DType::time(wanted.num(), TimeUnit::of(unit)));
    let own = match crate::ndarray::object::is_array(x) {
        true => Some(crate::ndarray::object::array_of(x).dtype().clone()),
        false => scalar::object::dtype_of_scalar(x),
    };
    if let Some(d) = own.filter(|d| d.num() == wanted.num()) {
        return Ok(d);
    }
    if let Some(own) = crate::convert::real::object(py, x)? {
        return natural(py, wanted, owned(py, own)?.as_ptr());
    }
    if wanted.kind() == Kind::Timedelta {
        let duration = ffi::PyLong_Check(x) == 0 && ffi::PyUnicode_Check(x) == 0 && is_duration(&o)?;
        return if duration { with(Unit::Micro) } else { Ok(DType::of(Num::Timedelta)) };
    }
    if let Some(text) = text_of(&o)? {
        return match numen_dtype::parse_datetime(&text).map_err(dtype_error)? {
            Instant::NaT => Ok(DType::of(Num::Datetime)),
            Instant::Date { unit, .. } => with(unit),
            Instant::Today => with(Unit::Day),
            _ => with(Unit::Second),
        };
    }
    if ffi::PyLong_Check(x) == 0 && ISOFORMAT.of(py, x)?.is_some() {
        return with(if HOUR.of(py, x)?.is_some() { Unit::Micro } else { Unit::Day });
    }
    Ok(DType::of(Num::Datetime))
}
