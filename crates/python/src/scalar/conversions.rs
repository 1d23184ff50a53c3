//! Scalars as plain Python objects: values, truth, hashes, `int()` and `float()`.

use super::number::as_integer;
use super::object::{exact_num, num_of, value_of};
use crate::boundary::call::{checked, entry, entry_int, entry_size, owned};
use numen_dtype::{DType, Kind, Num};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_int;

/// The plain Python value.
pub unsafe fn plain(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    if let Some(num) = exact_num(o).filter(|&num| is_bare_number(num)) {
        return crate::convert::item_at(py, &DType::of(num), value_of(o));
    }
    let a = crate::convert::discover::from_scalar(py, o)?;
    crate::convert::item(py, &a, a.read())
}

/// A number whose bytes are all of it.
fn is_bare_number(num: Num) -> bool {
    matches!(num.descriptor().kind, Kind::Bool | Kind::Int | Kind::UInt | Kind::Float | Kind::Complex)
}

/// A real number as a double, with what an integer may lose; `None` for complex numbers and what is no number.
pub(super) unsafe fn real(o: *mut PyObject) -> Option<f64> {
    let v = value_of(o);
    match exact_num(o)? {
        Num::Half => Some(v.cast::<half::f16>().read().to_f64()),
        Num::Float => Some(v.cast::<f32>().read().into()),
        Num::Double | Num::LongDouble => Some(v.cast::<f64>().read()),
        Num::ULong | Num::ULongLong => Some(v.cast::<u64>().read() as f64),
        _ => as_integer(o).map(|(i, _)| i as i64 as f64),
    }
}

pub(super) unsafe extern "C" fn hash(o: *mut PyObject) -> isize {
    entry_size(|py| {
        if num_of(o).is_some_and(|n| matches!(n, Num::Datetime | Num::Timedelta)) {
            return super::time::hash(py, o);
        }
        let v = owned(py, plain(py, o)?)?;
        let h = ffi::PyObject_Hash(v.as_ptr());
        if h == -1 {
            return Err(PyErr::fetch(py));
        }
        Ok(h)
    })
}

pub(super) unsafe extern "C" fn truth(o: *mut PyObject) -> c_int {
    entry_int(|py| {
        let v = value_of(o);
        match num_of(o) {
            Some(Num::Bool) => return Ok((*v != 0).into()),
            Some(Num::Datetime | Num::Timedelta) => return Ok((*v.cast::<i64>() != 0).into()),
            Some(Num::CFloat) => return Ok((v.cast::<[f32; 2]>().read() != [0.0; 2]).into()),
            Some(Num::CDouble) => return Ok((v.cast::<[f64; 2]>().read() != [0.0; 2]).into()),
            _ => {}
        }
        match real(o) {
            Some(x) => Ok((x != 0.0).into()),
            None => Ok(owned(py, plain(py, o)?)?.is_truthy()?.into()),
        }
    })
}

/// The real part of a complex number.
unsafe fn real_part(o: *mut PyObject) -> Option<f64> {
    let v = value_of(o);
    match num_of(o)? {
        Num::CFloat => Some(v.cast::<f32>().read().into()),
        Num::CDouble | Num::CLongDouble => Some(v.cast::<f64>().read()),
        _ => None,
    }
}

/// The value through one of Python's conversions.
unsafe fn converted(
    py: Python<'_>,
    o: *mut PyObject,
    convert: unsafe extern "C" fn(*mut PyObject) -> *mut PyObject,
) -> PyResult<*mut PyObject> {
    if let Some(real) = real_part(o) {
        let w = crate::boundary::errors::class(py, "ComplexWarning")?;
        PyErr::warn(py, &w, c"Casting complex values to real discards the imaginary part", 1)?;
        let v = owned(py, ffi::PyFloat_FromDouble(real))?;
        return checked(py, convert(v.as_ptr()));
    }
    // Dates and durations stand for their Python objects here, which are no numbers where units are coarse.
    let v = owned(py, plain(py, o)?)?;
    checked(py, convert(v.as_ptr()))
}

pub(super) unsafe extern "C" fn int(o: *mut PyObject) -> *mut PyObject {
    entry(|py| converted(py, o, ffi::PyNumber_Long))
}

pub(super) unsafe extern "C" fn float(o: *mut PyObject) -> *mut PyObject {
    entry(|py| match real(o) {
        Some(x) => checked(py, ffi::PyFloat_FromDouble(x)),
        None => converted(py, o, ffi::PyNumber_Float),
    })
}

pub(super) unsafe extern "C" fn index(o: *mut PyObject) -> *mut PyObject {
    entry(|py| plain(py, o))
}

pub(super) unsafe extern "C" fn no_index(o: *mut PyObject) -> *mut PyObject {
    entry(|_| {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        Err(PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer")))
    })
}
