//! `linspace`.

use super::creation::device;
use super::dispatch::dispatch;
use crate::boundary::args::{is_none, truth, Call};
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyDict;

crate::signature!(LINSPACE: "linspace", 2, 7, 0; "start", "stop", "num", "endpoint", "retstep", "dtype", "axis", "device");

unsafe fn linspace(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [start, stop, num, endpoint, retstep, dtype, axis, device_] = LINSPACE.parse(call)?;
    if let Some(r) = dispatch(py, "linspace", &[start, stop], call)? {
        return Ok(r);
    }
    device(device_)?;
    let num = if num.is_null() {
        50
    } else {
        let i = ffi::PyNumber_AsSsize_t(num, ffi::PyExc_OverflowError);
        if i == -1 && !ffi::PyErr_Occurred().is_null() {
            return Err(PyErr::fetch(py));
        }
        i
    };
    if num < 0 {
        return Err(PyValueError::new_err(format!("Number of samples, {num}, must be non-negative.")));
    }
    let (endpoint, retstep) = (truth(py, endpoint, true)?, truth(py, retstep, false)?);
    let dtype = crate::dtype::optional(py, dtype)?;
    let (y, step) = match (real(start), real(stop)) {
        (Some(a), Some(b)) => numbers(py, a, b, num as usize, endpoint, dtype)?,
        _ => {
            let axis = if is_none(axis) { 0 } else { crate::convert::axis(py, axis)? };
            arrays(py, start, stop, num as usize, endpoint, dtype, axis)?
        }
    };
    if retstep {
        return Ok((y, step).into_pyobject(py)?.into_any().into_ptr());
    }
    Ok(y.into_ptr())
}

/// A Python int or float.
unsafe fn real(p: *mut PyObject) -> Option<f64> {
    if ffi::PyFloat_CheckExact(p) != 0 {
        return Some(ffi::PyFloat_AS_DOUBLE(p));
    }
    if ffi::PyLong_CheckExact(p) == 0 {
        return None;
    }
    let v = ffi::PyLong_AsDouble(p);
    if v == -1.0 && !ffi::PyErr_Occurred().is_null() {
        ffi::PyErr_Clear();
        return None;
    }
    Some(v)
}

type Spaced<'py> = (Bound<'py, PyAny>, Bound<'py, PyAny>);

/// Between two numbers: `start + i * step`, the last one exactly `stop`.
unsafe fn numbers(
    py: Python<'_>,
    start: f64,
    stop: f64,
    n: usize,
    endpoint: bool,
    dtype: Option<DType>,
) -> PyResult<Spaced<'_>> {
    let wanted = dtype.unwrap_or(DType::of(Num::Double));
    let direct = wanted.num() == Num::Double && wanted.is_native();
    let object = direct.then(|| NdArray::fresh(py, wanted.clone(), &[n])).transpose()?;
    let temp = if direct { None } else { Some(Array::empty(DType::of(Num::Double), &[n], Order::C).py(py)?) };
    let array = match (&object, &temp) {
        (Some(o), _) => &(**o).array,
        (None, Some(t)) => t,
        _ => unreachable!("one of both"),
    };
    let y = array.write().cast::<f64>();
    let parts = if endpoint { n as f64 - 1.0 } else { n as f64 };
    let delta = stop - start;
    let step = if parts > 0.0 { delta / parts } else { f64::NAN };
    if parts > 0.0 && step == 0.0 {
        // A step that vanished by underflow: divide first.
        for i in 0..n {
            *y.add(i) = i as f64 / parts * delta + start;
        }
    } else {
        numen_exec::ramp(array, start, if parts > 0.0 { step } else { delta }, 0);
    }
    if !delta.is_finite() {
        infinite(py, start, stop, if parts > 0.0 { step } else { delta }, n)?;
    }
    if endpoint && n > 1 {
        *y.add(n - 1) = stop;
    }
    let step = if parts > 0.0 {
        Bound::from_owned_ptr(py, crate::scalar::object::float64(py, step)?)
    } else {
        f64::NAN.into_pyobject(py)?.into_any()
    };
    let y: *mut PyObject = match (object, temp) {
        (Some(o), _) => o.cast(),
        (None, Some(t)) => {
            if matches!(wanted.kind(), Kind::Int | Kind::UInt) {
                for i in 0..n {
                    *y.add(i) = (*y.add(i)).floor();
                }
            }
            let (t, s) = numen_exec::astype(&t, &wanted, Order::C).py(py)?;
            crate::convert::report(py, s)?;
            NdArray::wrap(py, t)?.cast()
        }
        _ => unreachable!("one of both"),
    };
    Ok((Bound::from_owned_ptr(py, y), step))
}

/// The warnings of a distance that is no number: of the difference, of `0 * step`, and of infinities added to others.
fn infinite(py: Python<'_>, start: f64, stop: f64, step: f64, n: usize) -> PyResult<()> {
    use numen_kernels::Status;
    let delta = stop - start;
    let nan = start.is_nan() || stop.is_nan();
    if delta.is_nan() && !nan {
        crate::ufunc::errstate::report(py, Status::INVALID, "subtract")?;
    } else if delta.is_infinite() && start.is_finite() && stop.is_finite() {
        crate::ufunc::errstate::report(py, Status::OVERFLOW, "subtract")?;
    }
    if step.is_infinite() && n > 0 {
        crate::ufunc::errstate::report(py, Status::INVALID, "multiply")?;
    }
    if step.is_infinite() && n > 1 && start == -step {
        crate::ufunc::errstate::report(py, Status::INVALID, "add")?;
    }
    Ok(())
}

/// Between arrays, by the operations of the public functions.
unsafe fn arrays<'py>(
    py: Python<'py>,
    start: *mut PyObject,
    stop: *mut PyObject,
    n: usize,
    endpoint: bool,
    dtype: Option<DType>,
    axis: i64,
) -> PyResult<Spaced<'py>> {
    let np = PyModule::import(py, "numen")?;
    let array = |p: *mut PyObject| -> PyResult<Bound<'py, PyAny>> {
        np.call_method1("asanyarray", (Bound::from_borrowed_ptr(py, p),))
    };
    // Python numbers adapt to the type of the other end.
    let typed = |p: *mut PyObject, a: &Bound<'py, PyAny>| {
        if real(p).is_some() || ffi::PyComplex_CheckExact(p) != 0 {
            Bound::from_borrowed_ptr(py, p)
        } else {
            a.clone()
        }
    };
    let (first, last) = (start, stop);
    let (start, stop) = (array(start)?, array(stop)?);
    let common = np.call_method1("result_type", (typed(first, &start), typed(last, &stop), n as f64))?;
    let wanted = match &dtype {
        Some(d) => Bound::from_owned_ptr(py, crate::dtype::new_object(py, d)?),
        None => common.clone(),
    };
    let kw = PyDict::new(py);
    kw.set_item("dtype", &common)?;
    let delta = np.getattr("subtract")?.call((&stop, &start), Some(&kw))?;
    let ndim: usize = np.call_method1("ndim", (&delta,))?.extract()?;
    let mut shape = vec![1isize; ndim + 1];
    shape[0] = -1;
    let shape = pyo3::types::PyTuple::new(py, shape)?;
    let mut y = np.getattr("arange")?.call((0, n), Some(&kw))?.call_method1("reshape", (shape,))?;
    let parts = if endpoint { n as isize - 1 } else { n as isize };
    let step;
    if parts > 0 {
        step = delta.div(parts)?;
        let vanished = {
            let zero = step.rich_compare(0, pyo3::basic::CompareOp::Eq)?;
            np.call_method1("any", (zero,))?.is_truthy()?
        };
        y = if vanished { y.div(parts)?.mul(&delta)? } else { y.mul(&step)? };
    } else {
        step = f64::NAN.into_pyobject(py)?.into_any();
        y = y.mul(&delta)?;
    }
    // In place: the ends may have another type than the result, a class of their own never.
    y = owned(py, ffi::PyNumber_InPlaceAdd(y.as_ptr(), start.as_ptr()))?;
    if endpoint && n > 1 {
        y.set_item((-1, pyo3::types::PyEllipsis::get(py)), &stop)?;
    }
    if axis != 0 {
        y = np.call_method1("moveaxis", (y, 0, axis))?;
    }
    if dtype.as_ref().is_some_and(|d| matches!(d.kind(), Kind::Int | Kind::UInt)) {
        y = np.call_method1("floor", (y,))?;
    }
    let kw = PyDict::new(py);
    kw.set_item("copy", false)?;
    let y = y.call_method("astype", (wanted,), Some(&kw))?;
    Ok((y, step))
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "linspace",
        crate::c_function!(linspace),
        "linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None)\n--\n\n\
         `num` evenly spaced values from `start` to `stop`.\n\n\
         Parameters\n----------\nstart, stop : array_like\nnum : int\nendpoint : bool\n    Whether `stop` is the last value.\n\
         retstep : bool\n    Return the step too.\ndtype : data-type, optional\naxis : int\n    Where the new axis stands, if `start` or `stop` are arrays.\n\n\
         Returns\n-------\nndarray, or (ndarray, step)\n\n\
         Examples\n--------\n>>> import numen as np\n>>> np.linspace(0, 1, 3)\narray([0. , 0.5, 1. ])\n",
    ));
}
