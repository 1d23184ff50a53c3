//! Ranges: `arange`.

use super::creation::device;
use super::like;
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{new_ref, owned};
use crate::boundary::errors::{settled, ToPy};
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::NdArray;
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{promote, DType, Kind, Num};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(ARANGE: "arange", 0, 4, 0; "start", "stop", "step", "dtype", "device", "like");

unsafe fn arange(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { n, .. } = call;
    let [start, stop, step, dtype, device_, like_] = ARANGE.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "arange", like_, call)? {
            return Ok(r);
        }
    }
    device(device_)?;
    let (start, stop) = if is_none(stop) {
        if start.is_null() || n == 0 {
            return Err(PyTypeError::new_err("arange() requires stop to be specified."));
        }
        (std::ptr::null_mut(), start)
    } else {
        if start == ffi::Py_None() {
            // The length is asked first, which says what is wrong.
            let zero = owned(py, ffi::PyLong_FromLong(0))?;
            let _ = if stop == ffi::Py_None() { zero } else { owned(py, new_ref(stop))? }
                .sub(Bound::from_borrowed_ptr(py, start))?;
        }
        (start, stop)
    };
    let step = if is_none(step) { std::ptr::null_mut() } else { step };
    if is_none(dtype) {
        if let Some(r) = integers(py, start, stop, step)? {
            return Ok(r);
        }
        if let Some(r) = floats(py, start, stop, step)? {
            return Ok(r);
        }
    }
    general(py, start, stop, step, crate::dtype::optional(py, dtype)?)
}

/// A range of Python ints that fit in 64 bits.
unsafe fn integers(
    py: Python<'_>,
    start: *mut PyObject,
    stop: *mut PyObject,
    step: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let get = |p: *mut PyObject, default: i64| -> Option<i64> {
        if p.is_null() {
            return Some(default);
        }
        if ffi::PyLong_CheckExact(p) == 0 {
            return None;
        }
        let mut overflow = 0;
        let v = ffi::PyLong_AsLongLongAndOverflow(p, &mut overflow);
        // Away from the ends, so that no difference overflows.
        (overflow == 0 && v.unsigned_abs() < 1 << 53).then_some(v)
    };
    let (Some(a), Some(b), Some(d)) = (get(start, 0), get(stop, 0), get(step, 1)) else { return Ok(None) };
    if d == 0 {
        return Ok(None);
    }
    let span = b - a;
    let n = if span.signum() != d.signum() { 0 } else { span.unsigned_abs().div_ceil(d.unsigned_abs()) };
    let out = NdArray::fresh(py, DType::of(Num::Long), &[n as usize])?;
    numen_exec::ramp(&(*out).array, a, d, 0);
    Ok(Some(out.cast()))
}

/// A range of Python floats, among them small ints.
unsafe fn floats(
    py: Python<'_>,
    start: *mut PyObject,
    stop: *mut PyObject,
    step: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    const MOST: f64 = (1u64 << 40) as f64;
    let get = |p: *mut PyObject, default: f64| -> Option<f64> {
        if p.is_null() {
            return Some(default);
        }
        if ffi::PyFloat_CheckExact(p) != 0 {
            return Some(ffi::PyFloat_AS_DOUBLE(p));
        }
        super::quick::small_int(p).map(|i| i as f64)
    };
    let (Some(a), Some(b), Some(d)) = (get(start, 0.0), get(stop, 0.0), get(step, 1.0)) else {
        return Ok(None);
    };
    let parts = (b - a) / d;
    // What is empty, unlimited or without a step has rules of its own.
    if d == 0.0 || !(parts > 0.0 && parts < MOST) {
        return Ok(None);
    }
    let n = parts.ceil() as usize;
    let out = NdArray::fresh(py, DType::of(Num::Double), &[n])?;
    let next = a + d;
    numen_exec::ramp(&(*out).array, a, next - a, 0);
    if n > 1 {
        (*out).array.write().cast::<f64>().add(1).write(next);
    }
    Ok(Some(out.cast()))
}

unsafe fn general(
    py: Python<'_>,
    start: *mut PyObject,
    stop: *mut PyObject,
    step: *mut PyObject,
    dtype: Option<DType>,
) -> PyResult<*mut PyObject> {
    let zero = owned(py, ffi::PyLong_FromLong(0))?;
    let one = owned(py, ffi::PyLong_FromLong(1))?;
    let or = |p: *mut PyObject, d: &Bound<'_, PyAny>| {
        Bound::from_owned_ptr(py, new_ref(if p.is_null() { d.as_ptr() } else { p }))
    };
    let (a, b, d) = (or(start, &zero), or(stop, &zero), or(step, &one));
    let dtype = match dtype {
        Some(d) => d,
        None => common(py, &[start, stop, step])?,
    };
    if !(dtype.is_number() || dtype.num() == Num::Object) {
        if dtype.is_time() {
            return super::date_ranges::range(py, start, stop, step, &dtype);
        }
        return Err(PyTypeError::new_err(format!(
            "arange() not supported for inputs with DType {}.",
            numen_dtype::class_text(dtype.num().class_name())
        )));
    }
    let n = length(py, &a, &b, &d)?;
    let next = a.add(&d)?;
    let native = dtype.native();
    let out = Array::empty(native.clone(), &[n], Order::C).py(py)?;
    let size = out.itemsize();
    if n > 0 {
        scalar::to_memory(py, &native, out.write(), a.as_ptr())?;
    }
    if n > 1 {
        scalar::to_memory(py, &native, out.write().add(size), next.as_ptr())?;
    }
    if n > 2 {
        if dtype.is_bool() {
            return Err(PyTypeError::new_err(
                "arange() is only supported for booleans when the result has at most length 2.",
            ));
        }
        fill(py, &out)?;
    }
    let out = if dtype == native { out } else { numen_exec::astype(&out, &dtype, Order::C).py(py)?.0 };
    Ok(NdArray::wrap(py, out)?.cast())
}

/// The type of a range without `dtype=`: at least int64.
unsafe fn common(py: Python<'_>, parts: &[*mut PyObject]) -> PyResult<DType> {
    let mut d = DType::of(Num::Long);
    let mut time = None;
    for &p in parts {
        if !p.is_null() {
            let a = convert::array(py, p)?;
            if a.dtype().is_time() && time != Some(Num::Datetime) {
                time = Some(a.dtype().num());
            }
            d = promote(&d, a.dtype()).unwrap_or_else(|| a.dtype().clone());
        }
    }
    // One date makes a range of dates, one duration a range of durations; the unit is found there.
    Ok(time.map_or(d, DType::of))
}

/// `ceil((stop - start) / step)`, computed as Python does.
fn length(
    py: Python<'_>,
    a: &Bound<'_, PyAny>,
    b: &Bound<'_, PyAny>,
    d: &Bound<'_, PyAny>,
) -> PyResult<usize> {
    let too_long = || PyValueError::new_err("Maximum allowed size exceeded");
    let span = b.sub(a)?;
    let ratio = span.div(d)?;
    let ceil = |x: f64| -> PyResult<f64> {
        if x.is_nan() {
            return Err(PyValueError::new_err("arange: cannot compute length"));
        }
        if x < isize::MIN as f64 {
            return Err(too_long());
        }
        // A tiny step that vanished in the division still makes one element.
        Ok(if x == 0.0 && span.is_truthy().unwrap_or(false) && !x.is_sign_negative() {
            1.0
        } else {
            x.ceil()
        })
    };
    // SAFETY: a valid object.
    let complex = unsafe { ffi::PyComplex_Check(ratio.as_ptr()) != 0 };
    let n = if complex {
        let re: f64 = ratio.getattr("real")?.extract()?;
        let im: f64 = ratio.getattr("imag")?.extract()?;
        if re.is_nan() || im.is_nan() {
            return Err(PyValueError::new_err("arange: cannot compute length"));
        }
        re.ceil().min(im.ceil())
    } else {
        let x: f64 = ratio.call_method0("__float__")?.extract().map_err(|e: PyErr| {
            let e = settled(py, e);
            if e.is_instance_of::<PyOverflowError>(py) {
                too_long()
            } else {
                e
            }
        })?;
        ceil(x)?
    };
    if n >= isize::MAX as f64 {
        return Err(too_long());
    }
    Ok(n.max(0.0) as usize)
}

/// Continues the range that the first two elements begin.
unsafe fn fill(py: Python<'_>, a: &Array) -> PyResult<()> {
    let n = a.size();
    let p = a.write();
    macro_rules! wrap {
        ($t:ty) => {{
            let p = p.cast::<$t>();
            numen_exec::ramp(a, *p, (*p.add(1)).wrapping_sub(*p), 2);
        }};
    }
    macro_rules! float {
        ($t:ty) => {{
            let p = p.cast::<$t>();
            numen_exec::ramp(a, *p, *p.add(1) - *p, 2);
        }};
    }
    macro_rules! complex {
        ($t:ty) => {{
            let p = p.cast::<[$t; 2]>();
            for part in 0..2 {
                let first = (*p)[part];
                let step = (*p.add(1))[part] - first;
                for i in 2..n {
                    (*p.add(i))[part] = first + i as $t * step;
                }
            }
        }};
    }
    match (a.dtype().kind(), a.itemsize()) {
        (Kind::Int, 1) => wrap!(i8),
        (Kind::Int, 2) => wrap!(i16),
        (Kind::Int, 4) => wrap!(i32),
        (Kind::Int, _) => wrap!(i64),
        (Kind::UInt, 1) => wrap!(u8),
        (Kind::UInt, 2) => wrap!(u16),
        (Kind::UInt, 4) => wrap!(u32),
        (Kind::UInt, _) => wrap!(u64),
        (Kind::Float, 2) => {
            let p = p.cast::<half::f16>();
            let first = (*p).to_f32();
            let step = (*p.add(1)).to_f32() - first;
            for i in 2..n {
                *p.add(i) = half::f16::from_f32(first + i as f32 * step);
            }
        }
        (Kind::Float, 4) => float!(f32),
        (Kind::Float, _) => float!(f64),
        (Kind::Complex, 8) => complex!(f32),
        (Kind::Complex, _) => complex!(f64),
        _ => return objects(py, p.cast(), n),
    }
    Ok(())
}

unsafe fn objects(py: Python<'_>, p: *mut *mut PyObject, n: usize) -> PyResult<()> {
    let step = owned(py, ffi::PyNumber_Subtract(*p.add(1), *p))?;
    for i in 2..n {
        let next = crate::boundary::call::checked(py, ffi::PyNumber_Add(*p.add(i - 1), step.as_ptr()))?;
        p.add(i).write(next);
    }
    Ok(())
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "arange",
        crate::c_function!(arange),
        "arange(start_or_stop, /, stop=None, step=1, *, dtype=None, device=None, like=None)\n--\n\n\
         Evenly spaced values from `start` up to, not including, `stop`.\n\n\
         Parameters\n----------\nstart : number, optional\n    0 by default.\nstop : number\nstep : number, optional\n    1 by default.\n\
         dtype : data-type, optional\n    By default what holds the arguments.\n\n\
         Returns\n-------\nndarray\n    Of length `ceil((stop - start) / step)`.\n\n\
         Examples\n--------\n>>> import numen as np\n>>> np.arange(2, 8, 3)\narray([2, 5])\n",
    ));
}
