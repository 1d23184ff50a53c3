//! Dates and durations as scalars.

use super::memory::time;
use numen_dtype::{Civil, DType, Instant, Num, TimeUnit, Unit, NAT};
use pyo3::exceptions::{PyTypeError, PyValueError};
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
    let given = match n > 1 {
        true => Some(unit(&Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(args, 1)))?),
        false => None,
    };
    let dtype = DType::time(num, given.unwrap_or(TimeUnit::GENERIC));
    if n == 0 {
        return time(py, &dtype, if num == Num::Datetime { NAT } else { 0 });
    }
    let x = ffi::PyTuple_GET_ITEM(args, 0);
    let d = match given {
        Some(_) => dtype,
        None => crate::objects::natural_time(py, &dtype, x)?,
    };
    time(py, &d, crate::objects::time_value(py, &d, x)?)
}

/// A unit as an argument: `'s'`, `'25s'`, `'[s]'`, `b's'`, `('s', 5)`.
fn unit(o: &Bound<'_, PyAny>) -> PyResult<TimeUnit> {
    let parsed = |text: &str| TimeUnit::parse_code(text).map_err(crate::dtype::from_python::dtype_error);
    if let Ok(t) = o.cast::<pyo3::types::PyTuple>() {
        if !(2..=4).contains(&t.len()) {
            return Err(PyTypeError::new_err(
                "Require tuple of size 2 to 4 for tuple to NumPy datetime metadata conversion",
            ));
        }
        let count = t.get_item(1)?.extract::<i64>()?;
        return parsed(&format!("{count}{}", unit(&t.get_item(0)?)?.code()));
    }
    match o.cast::<pyo3::types::PyBytes>() {
        Ok(b) => parsed(&String::from_utf8_lossy(b.as_bytes())),
        Err(_) => parsed(&o.extract::<String>()?),
    }
}

/// A date from ISO 8601 text; without a type in the unit that the text means.
pub unsafe fn from_text(py: Python<'_>, text: &str, dtype: Option<DType>) -> PyResult<*mut PyObject> {
    use crate::dtype::from_python::dtype_error;
    let given = dtype.as_ref().map(|d| d.time_unit()).filter(|u| !u.is_generic());
    let (value, unit) = match numen_dtype::parse_datetime(text).map_err(dtype_error)? {
        Instant::NaT => (NAT, given.unwrap_or(TimeUnit::GENERIC)),
        Instant::Date { civil, unit, zone } => {
            if zone {
                warn_zone(py)?;
            }
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

#[cold]
fn warn_zone(py: Python<'_>) -> PyResult<()> {
    let text = std::ffi::CString::new(numen_dtype::ZONE_WARNING).unwrap_or_default();
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyUserWarning>(), &text, 1)
}

/// The hash of a date or duration: that of the `datetime` or `timedelta` it equals, where there is one; equal ones in
/// other units have the same. NaT equals nothing, not even itself.
pub unsafe fn hash(py: Python<'_>, o: *mut PyObject) -> PyResult<isize> {
    let t = o.cast::<super::object::Time>();
    let (value, dtype) = ((*t).value, &*(*t).dtype);
    let unit = dtype.time_unit();
    if value == NAT {
        // As objects hash that compare by identity.
        return Ok((o as usize).rotate_right(4) as isize);
    }
    let module = PyModule::import(py, "datetime")?;
    if dtype.num() == Num::Datetime {
        let Some(c) = Civil::from_value(value, unit).filter(|_| !unit.is_generic()) else {
            return value.into_pyobject(py)?.hash();
        };
        let micro = c.atto / ATTO_PER_MICRO;
        let exact = c.atto % ATTO_PER_MICRO == 0 && (1..=9999).contains(&c.year);
        if exact {
            let parts = (c.year, c.month, c.day, c.hour, c.minute, c.second, micro);
            return module.getattr("datetime")?.call1(parts)?.hash();
        }
        return (c.year, c.month, c.day, c.hour, c.minute, c.second, c.atto).into_pyobject(py)?.hash();
    }
    if unit.is_generic() {
        return Err(PyValueError::new_err("Can't hash generic timedelta64"));
    }
    let count = i128::from(value) * i128::from(unit.count);
    if unit.unit.is_nonlinear() {
        let months = if unit.unit == Unit::Year { count * 12 } else { count };
        return (months, "M").into_pyobject(py)?.hash();
    }
    // Attoseconds in 128 bits hold five million years; longer durations are whole seconds.
    let (seconds, atto) = unit.unit.in_seconds(count);
    if let (0, Ok(days)) = (atto % i128::from(ATTO_PER_MICRO), i32::try_from(seconds.div_euclid(86_400))) {
        let micro = atto / i128::from(ATTO_PER_MICRO);
        if let Ok(d) = module.getattr("timedelta")?.call1((days, seconds.rem_euclid(86_400), micro)) {
            return d.hash();
        }
    }
    (seconds, atto).into_pyobject(py)?.hash()
}

const ATTO_PER_MICRO: u64 = 1_000_000_000_000;
