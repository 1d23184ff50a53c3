//! The usual arguments of functions whose general form is written in Python: plain dense arrays, nothing unusual
//! asked for. Each returns `NotImplemented` where it does not serve, and never an error of its own.
//!
//! | module | what |
//! |---|---|
//! | `compare` | `isclose`, `allclose`, `array_equal` |
//! | `differences` | `diff`, `cross`, `expand_dims` |
//! | `lines` | `interp`, `digitize` |
//! | `matrices` | `det`, `inv`, `solve` |
//! | `sliding` | `correlate`, `convolve` |
//! | `quantiles` | `percentile`, `quantile`, `median` |
//! | `sets` | `unique`, `isin`, `histogram` |

mod compare;
mod differences;
mod lines;
mod matrices;
mod quantiles;
mod sets;
mod sliding;

use crate::boundary::errors::ToPy;
use crate::convert::numbers;
use crate::ndarray::object::{array_of, is_exact};
use crate::scalar::object::{class, value_of};
use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Defines the raw entry of a quick function: its body returns `None` where it does not serve.
macro_rules! quick {
    ($entry:ident, $body:ident, $signature:ident) => {
        unsafe fn $entry(
            py: pyo3::Python<'_>,
            call: crate::boundary::args::Call,
        ) -> pyo3::PyResult<*mut PyObject> {
            // Wrong arguments are the general function's to refuse.
            if let Ok(given) = $signature.parse(call) {
                if let Some(r) = $body(py, given)? {
                    return Ok(r);
                }
            }
            Ok(crate::boundary::call::new_ref(pyo3::ffi::Py_NotImplemented()))
        }
    };
}
pub(crate) use quick;

/// An exact array of float64: dense, aligned, native.
#[inline(always)]
pub(super) unsafe fn doubles<'a>(o: *mut PyObject) -> Option<&'a Array> {
    if o.is_null() || !is_exact(o) {
        return None;
    }
    let a = array_of(o);
    (a.dtype().num() == Num::Double && a.is_behaved() && a.is_c_contiguous()).then_some(a)
}

/// Real numbers as a dense array of float64: an exact array of them, or a list or tuple of Python's.
pub(crate) unsafe fn as_doubles(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<Array>> {
    if let Some(a) = doubles(o) {
        return Ok(Some(a.view()));
    }
    let double = DType::of(Num::Double);
    if o.is_null() || !is_exact(o) {
        return if o.is_null() { Ok(None) } else { numbers::array(py, o, Some(&double), 1) };
    }
    let a = array_of(o);
    let real = matches!(a.dtype().kind(), Kind::Bool | Kind::Int | Kind::UInt | Kind::Float);
    if !real || numen_exec::ty(a.dtype().num()).is_none() {
        return Ok(None);
    }
    let (cast, status) = numen_exec::astype(a, &double, Order::C).py(py)?;
    crate::convert::report(py, status)?;
    Ok(Some(cast))
}

/// A float, a small int, or a float64 scalar.
#[inline(always)]
pub(super) unsafe fn number(o: *mut PyObject) -> Option<f64> {
    if o.is_null() {
        return None;
    }
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyFloat_Type {
        return Some(ffi::PyFloat_AS_DOUBLE(o));
    }
    if ty == class(Num::Double) {
        return Some(*value_of(o).cast::<f64>());
    }
    small_int(o).map(|i| i as f64)
}

/// A Python int that a float64 holds.
#[inline(always)]
pub(crate) unsafe fn small_int(o: *mut PyObject) -> Option<i64> {
    if o.is_null() || ffi::Py_TYPE(o) != &raw mut ffi::PyLong_Type {
        return None;
    }
    let mut overflow = 0;
    let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
    (overflow == 0 && i.unsigned_abs() < 1 << 53).then_some(i)
}

/// One value, or a row of them.
pub(super) struct Row<'a> {
    pub ptr: *const f64,
    /// 1, or 0 for one value.
    pub step: usize,
    pub array: Option<&'a Array>,
}

/// An operand of float64; `room` holds the one value.
#[inline(always)]
pub(super) unsafe fn row<'a>(o: *mut PyObject, room: &mut f64) -> Option<Row<'a>> {
    if let Some(a) = doubles(o) {
        return Some(Row { ptr: a.read().cast(), step: usize::from(a.ndim() > 0), array: Some(a) });
    }
    *room = number(o)?;
    Some(Row { ptr: room, step: 0, array: None })
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    compare::definitions(out);
    differences::definitions(out);
    lines::definitions(out);
    matrices::definitions(out);
    quantiles::definitions(out);
    sets::definitions(out);
    sliding::definitions(out);
}
