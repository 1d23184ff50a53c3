//! `arange` of dates and durations: counts of a common unit.

use crate::boundary::args::is_none;
use crate::boundary::call::attached;
use crate::boundary::errors::ToPy;
use crate::boundary::names::Name;
use crate::convert::{self, discover};
use crate::dtype::from_python::dtype_error;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num, Unit, NAT};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// One of start, stop and step: an array without axes, of dates or of durations.
struct Part {
    value: Array,
    is_date: bool,
}

/// A range of type `dtype`, whose unit may be open; NULL and None are absent arguments.
pub unsafe fn range(
    py: Python<'_>,
    start: *mut PyObject,
    stop: *mut PyObject,
    step: *mut PyObject,
    dtype: &DType,
) -> PyResult<*mut PyObject> {
    let dates = dtype.num() == Num::Datetime;
    if dates && (is_none(start) || is_none(stop)) {
        return Err(PyValueError::new_err(
            "arange requires both a start and a stop for NumPy datetime64 ranges",
        ));
    }
    let first = part(py, start, dtype, dates)?;
    // The end of a range of dates may be a number of steps of one from the start.
    let relative = dates && !is_none(stop) && is_span(py, stop)?;
    let end = part(py, stop, dtype, dates && !relative)?;
    let by = part(py, step, dtype, false).map_err(|e| {
        if is_date(step) {
            PyValueError::new_err(DATE_AS_STEP)
        } else {
            e
        }
    })?;
    let unit = common_unit(dtype, [&first, &end, &by].into_iter().flatten())?;
    let count = |p: &Option<Part>, default: i64| -> PyResult<i64> {
        let Some(p) = p else { return Ok(default) };
        let kind = if p.is_date { Num::Datetime } else { Num::Timedelta };
        let a = numen_ops::call::as_type(&p.value, &DType::time(kind, unit.time_unit())).py(py)?;
        Ok(a.read().cast::<i64>().read_unaligned())
    };
    let (a, mut b, d) = (count(&first, 0)?, count(&end, 0)?, count(&by, 1)?);
    if [a, b, d].contains(&NAT) {
        return Err(PyValueError::new_err("arange: cannot use NaT (not-a-time) datetime values"));
    }
    if relative {
        b = a.wrapping_add(b);
    }
    let n = length(a, b, d)?;
    let native = DType::time(dtype.num(), unit.time_unit());
    let out = Array::empty(native, &[n], Order::C).py(py)?;
    let p = out.write().cast::<i64>();
    for i in 0..n {
        p.add(i).write(a.wrapping_add(d.wrapping_mul(i as i64)));
    }
    let out = if dtype.is_swapped() {
        let swapped = out.dtype().with_swapped(true);
        numen_exec::astype(&out, &swapped, Order::C).py(py)?.0
    } else {
        out
    };
    Ok(NdArray::wrap(py, out)?.cast())
}

const DATE_AS_STEP: &str = "cannot use a datetime as a step in arange";

fn length(a: i64, b: i64, d: i64) -> PyResult<usize> {
    if d == 0 {
        return Err(PyValueError::new_err("arange: step cannot be zero"));
    }
    let (span, step) = (i128::from(b) - i128::from(a), i128::from(d));
    if span == 0 || (span < 0) != (step < 0) {
        return Ok(0);
    }
    let n = (span.abs() + step.abs() - 1) / step.abs();
    usize::try_from(n).map_err(|_| PyValueError::new_err("Maximum allowed size exceeded"))
}

/// An argument as a date or a duration; what has no unit takes that of `dtype`.
unsafe fn part(py: Python<'_>, p: *mut PyObject, dtype: &DType, is_date: bool) -> PyResult<Option<Part>> {
    if is_none(p) {
        return Ok(None);
    }
    let kind = if is_date { Num::Datetime } else { Num::Timedelta };
    let other = if is_date { Kind::Timedelta } else { Kind::Datetime };
    if discover::array(py, p, None)?.dtype().kind() == other {
        let what = if is_date { "datetime" } else { "timedelta" };
        return Err(PyValueError::new_err(format!("Could not convert object to NumPy {what}")));
    }
    let a = convert::discover::array(py, p, Some(&DType::time(kind, dtype.time_unit())))?;
    if a.ndim() != 0 {
        return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
    }
    Ok(Some(Part { value: convert::copied(py, &a)?, is_date }))
}

/// The argument is a number or a duration.
unsafe fn is_span(py: Python<'_>, p: *mut PyObject) -> PyResult<bool> {
    let a = discover::array(py, p, None)?;
    static SECONDS: Name = Name::new("total_seconds");
    Ok(match a.dtype().kind() {
        Kind::Bool | Kind::Int | Kind::UInt | Kind::Timedelta => true,
        Kind::Object => SECONDS.of(py, p)?.is_some(),
        _ => false,
    })
}

unsafe fn is_date(p: *mut PyObject) -> bool {
    attached(|py| discover::array(py, p, None).is_ok_and(|a| a.dtype().kind() == Kind::Datetime))
}

/// The type whose unit all parts have in common, where `dtype` leaves it open.
fn common_unit<'a>(dtype: &DType, parts: impl Iterator<Item = &'a Part>) -> PyResult<DType> {
    if !dtype.time_unit().is_generic() {
        return Ok(dtype.native());
    }
    let mut common: Option<DType> = None;
    for p in parts {
        let d = p.value.dtype().native();
        common = Some(match common {
            None => d,
            Some(c) => {
                // Steps of months or years have no length in days.
                let months = matches!(d.time_unit().unit, Unit::Year | Unit::Month) && !p.is_date;
                let c = if months { DType::time(Num::Timedelta, c.time_unit()) } else { c };
                numen_dtype::try_promote(&d, &c).map_err(dtype_error)?
            }
        });
    }
    Ok(common.unwrap_or_else(|| dtype.native()))
}
