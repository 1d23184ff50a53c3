//! Items as plain Python objects, and plain Python objects as items.

use crate::boundary::call::{checked, owned};
use crate::boundary::errors::ToPy;
use crate::ndarray::methods::copy::warn_if_discarding;
use crate::ndarray::object::{array_of, is_array};
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num};
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// The item at `p` as the plain Python object (`a.item()`): float, int, bool, complex, str, bytes, tuple.
#[inline]
pub unsafe fn item(py: Python<'_>, a: &Array, p: *const u8) -> PyResult<*mut PyObject> {
    item_at(py, a.dtype(), p)
}

/// The same of an item of this type.
pub unsafe fn item_at(py: Python<'_>, d: &DType, p: *const u8) -> PyResult<*mut PyObject> {
    if d.is_swapped() {
        let s = scalar::from_memory(py, d, p, std::ptr::null_mut())?;
        let r = checked(py, ffi::PyObject_CallMethod(s, c"item".as_ptr(), std::ptr::null()));
        ffi::Py_DECREF(s);
        return r;
    }
    macro_rules! read {
        ($t:ty) => {
            p.cast::<$t>().read_unaligned()
        };
    }
    let o = match d.num() {
        Num::Bool => return Ok(crate::boundary::call::bool_(*p != 0)),
        Num::Byte => ffi::PyLong_FromLong(read!(i8).into()),
        Num::UByte => ffi::PyLong_FromLong((*p).into()),
        Num::Short => ffi::PyLong_FromLong(read!(i16).into()),
        Num::UShort => ffi::PyLong_FromLong(read!(u16).into()),
        Num::Int => ffi::PyLong_FromLong(read!(i32).into()),
        Num::UInt => ffi::PyLong_FromLongLong(read!(u32).into()),
        Num::Long | Num::LongLong => ffi::PyLong_FromLongLong(read!(i64)),
        Num::ULong | Num::ULongLong => ffi::PyLong_FromUnsignedLongLong(read!(u64)),
        Num::Half => ffi::PyFloat_FromDouble(read!(half::f16).to_f64()),
        Num::Float => ffi::PyFloat_FromDouble(read!(f32).into()),
        Num::Double | Num::LongDouble => ffi::PyFloat_FromDouble(read!(f64)),
        Num::CFloat => {
            let [re, im] = read!([f32; 2]);
            ffi::PyComplex_FromDoubles(re.into(), im.into())
        }
        Num::CDouble | Num::CLongDouble => {
            let [re, im] = read!([f64; 2]);
            ffi::PyComplex_FromDoubles(re, im)
        }
        Num::Str | Num::Bytes => {
            if let Some(o) = text(d.num(), p, d.itemsize()) {
                return checked(py, o);
            }
            // Through the scalar to the exact Python type.
            let s = scalar::from_memory(py, d, p, std::ptr::null_mut())?;
            let r =
                if d.num() == Num::Str { ffi::PyUnicode_FromObject(s) } else { ffi::PyBytes_FromObject(s) };
            ffi::Py_DECREF(s);
            r
        }
        Num::Void if d.as_record().is_some() => return record(py, d, p),
        Num::Void if d.ext().is_none() => ffi::PyBytes_FromStringAndSize(p.cast(), d.itemsize() as isize),
        Num::Datetime | Num::Timedelta => return crate::objects::time_to_python(py, d, read!(i64)),
        _ => return scalar::from_memory(py, d, p, std::ptr::null_mut()),
    };
    checked(py, o)
}

/// Text or bytes without the zeros at their end; None for text that is not aligned or none at all.
unsafe fn text(num: Num, p: *const u8, bytes: usize) -> Option<*mut PyObject> {
    if num == Num::Bytes {
        let all = std::slice::from_raw_parts(p, bytes);
        let n = all.iter().rposition(|&c| c != 0).map_or(0, |i| i + 1);
        return Some(ffi::PyBytes_FromStringAndSize(p.cast(), n as isize));
    }
    if p as usize % 4 != 0 {
        return None;
    }
    let all = std::slice::from_raw_parts(p.cast::<u32>(), bytes / 4);
    let n = all.iter().rposition(|&c| c != 0).map_or(0, |i| i + 1);
    let valid = all[..n].iter().all(|&c| c <= char::MAX as u32);
    valid.then(|| ffi::PyUnicode_FromKindAndData(UCS4, p.cast(), n as isize))
}

/// The kind of text whose characters take four bytes.
const UCS4: std::os::raw::c_int = 4;

/// A structured item as a tuple.
unsafe fn record(py: Python<'_>, d: &DType, p: *const u8) -> PyResult<*mut PyObject> {
    let fields = d.as_record().map(|r| r.fields()).unwrap_or(&[]);
    let t = checked(py, ffi::PyTuple_New(fields.len() as isize))?;
    for (i, f) in fields.iter().enumerate() {
        let cell = Array::from_parts(
            p.add(f.offset).cast_mut(),
            f.dtype.clone(),
            Default::default(),
            Default::default(),
            None,
            false,
        );
        match item(py, &cell, cell.read()) {
            Ok(o) => ffi::PyTuple_SET_ITEM(t, i as isize, o),
            Err(e) => {
                ffi::Py_DECREF(t);
                return Err(e);
            }
        }
    }
    Ok(t)
}

/// Stores an object as an item: the general path of `scalar::to_memory`.
pub unsafe fn store_item(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    if let (Some(num), false) = (scalar::object::num_of(x), d.is_swapped()) {
        if num == d.num() && d.is_number() {
            std::ptr::copy_nonoverlapping(scalar::value_of(x).cast_const(), p, d.itemsize());
            return Ok(());
        }
        // Signed integers take what int() makes of a scalar, with an error where it does not fit.
        if d.kind() == Kind::Int && num.descriptor().kind != Kind::Complex {
            return integer(py, d, p, x);
        }
    }
    // Axes of items take arrays and sequences as arrays do.
    if d.as_subarray().is_some() {
        return crate::objects::store(py, d, p, x);
    }
    let text = ffi::PyUnicode_Check(x) != 0 || ffi::PyBytes_Check(x) != 0;
    if d.is_swapped() || scalar::object::is_scalar(x) && !(text && d.is_number()) || is_array(x) {
        return through_array(py, d, p, x);
    }
    macro_rules! write {
        ($v:expr) => {{
            let v = $v;
            std::ptr::copy_nonoverlapping((&raw const v).cast::<u8>(), p, std::mem::size_of_val(&v))
        }};
    }
    match d.kind() {
        Kind::Bool => {
            let t = ffi::PyObject_IsTrue(x);
            if t < 0 {
                return Err(PyErr::fetch(py));
            }
            *p = t as u8;
        }
        Kind::Int | Kind::UInt => return integer(py, d, p, x),
        Kind::Float => {
            let v = float(py, x, d)?;
            match d.num() {
                Num::Half => write!(half::f16::from_f64(v)),
                Num::Float => write!(v as f32),
                _ => write!(v),
            }
            let lost = v.is_finite()
                && match d.num() {
                    Num::Half => half::f16::from_f64(v).is_infinite(),
                    Num::Float => (v as f32).is_infinite(),
                    _ => false,
                };
            if lost {
                crate::ufunc::errstate::report(py, numen_kernels::Status::OVERFLOW, "cast")?;
            }
        }
        Kind::Complex => {
            let c = complex(py, x)?;
            match d.num() {
                Num::CFloat => write!([c.0 as f32, c.1 as f32]),
                _ => write!([c.0, c.1]),
            }
            let lost = |v: f64| v.is_finite() && (v as f32).is_infinite();
            if d.num() == Num::CFloat && (lost(c.0) || lost(c.1)) {
                crate::ufunc::errstate::report(py, numen_kernels::Status::OVERFLOW, "cast")?;
            }
        }
        Kind::Object => {
            let old = p.cast::<*mut PyObject>().read_unaligned();
            ffi::Py_INCREF(x);
            p.cast::<*mut PyObject>().write_unaligned(x);
            ffi::Py_XDECREF(old);
        }
        _ => return crate::objects::store(py, d, p, x),
    }
    Ok(())
}

/// A scalar of ours, an array of one element: cast as arrays are.
unsafe fn through_array(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    let cell = Array::from_parts(p, d.clone(), Default::default(), Default::default(), None, true);
    if d.num() == Num::Object {
        return scalar::to_memory(py, d, p, x);
    }
    if is_array(x) {
        let a = array_of(x);
        if a.ndim() > 0 && d.is_complex() {
            return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
        }
        let sequence = || match d.kind() {
            Kind::Str | Kind::Bytes => PyValueError::new_err("setting an array element with a sequence"),
            Kind::Datetime => PyValueError::new_err("Could not convert object to NumPy datetime"),
            Kind::Timedelta => PyValueError::new_err("Could not convert object to NumPy timedelta"),
            _ => PyValueError::new_err("setting an array element with a sequence."),
        };
        if a.ndim() > 0 && a.size() == 1 && d.is_bool() && a.dtype().num() == Num::Object {
            // Its element says what it is, which may be the array again.
            *p = Bound::from_borrowed_ptr(py, x).is_truthy().map_err(|_| sequence())?.into();
            return Ok(());
        }
        let one_item = a.size() == 1 && (d.is_bool() || d.num() == Num::Void);
        if a.ndim() > 0 && one_item {
            if let Some(f) = a.reshaped(&[], false) {
                let s = numen_exec::assign(&cell, &f, None).py(py)?;
                return super::report(py, s);
            }
        }
        if a.ndim() > 0 {
            return Err(sequence());
        }
        // A class of the program's own says itself what number it is.
        if !crate::ndarray::object::is_exact(x) && matches!(d.kind(), Kind::Int | Kind::UInt | Kind::Float) {
            let python = if d.kind() == Kind::Float { ffi::PyNumber_Float(x) } else { ffi::PyNumber_Long(x) };
            let number = owned(py, python)?;
            return scalar::to_memory(py, d, p, number.as_ptr());
        }
        warn_if_discarding(py, a.dtype(), d)?;
        let s = numen_exec::assign(&cell, a, None).py(py)?;
        return super::report(py, s);
    }
    if d.is_swapped() && !scalar::object::is_scalar(x) {
        let temp = Array::empty(d.native(), &[], Order::C).py(py)?;
        store_item(py, &d.native(), temp.write(), x)?;
        let s = numen_exec::assign(&cell, &temp, None).py(py)?;
        return super::report(py, s);
    }
    if d.is_time() && scalar::object::num_of(x) == Some(d.num()) {
        // Assignment is stricter than a cast: months are no days.
        let v = crate::objects::time_value(py, d, x)?;
        p.cast::<i64>().write_unaligned(if d.is_swapped() { v.swap_bytes() } else { v });
        return Ok(());
    }
    let a = super::discover::from_scalar(py, x)?;
    warn_if_discarding(py, a.dtype(), d)?;
    let s = numen_exec::assign(&cell, &a, None).py(py)?;
    super::report(py, s)
}

unsafe fn float(py: Python<'_>, x: *mut PyObject, d: &DType) -> PyResult<f64> {
    if ffi::PyUnicode_Check(x) != 0 || ffi::PyBytes_Check(x) != 0 {
        // As Python's own float() reads text.
        let f = checked(py, ffi::PyFloat_FromString(x))?;
        let v = ffi::PyFloat_AS_DOUBLE(f);
        ffi::Py_DECREF(f);
        return Ok(v);
    }
    if x == ffi::Py_None() {
        return Ok(f64::NAN);
    }
    let f = ffi::PyNumber_Float(x);
    if f.is_null() {
        let e = PyErr::fetch(py);
        let sequence = ffi::PySequence_Check(x) != 0 && e.is_instance_of::<PyTypeError>(py);
        let _ = d;
        if sequence {
            let new = PyValueError::new_err("setting an array element with a sequence.");
            new.set_cause(py, Some(e));
            return Err(new);
        }
        return Err(e);
    }
    let v = ffi::PyFloat_AS_DOUBLE(f);
    ffi::Py_DECREF(f);
    Ok(v)
}

unsafe fn complex(py: Python<'_>, x: *mut PyObject) -> PyResult<(f64, f64)> {
    if ffi::PyUnicode_Check(x) != 0 || ffi::PyBytes_Check(x) != 0 {
        let text = if ffi::PyBytes_Check(x) != 0 {
            owned(py, ffi::PyUnicode_FromEncodedObject(x, c"ascii".as_ptr(), c"strict".as_ptr()))?
        } else {
            Bound::from_borrowed_ptr(py, x)
        };
        let args = checked(py, ffi::PyTuple_Pack(1, text.as_ptr()))?;
        let c = ffi::PyObject_Call((&raw mut ffi::PyComplex_Type).cast(), args, std::ptr::null_mut());
        ffi::Py_DECREF(args);
        let c = checked(py, c)?;
        let v = (ffi::PyComplex_RealAsDouble(c), ffi::PyComplex_ImagAsDouble(c));
        ffi::Py_DECREF(c);
        return Ok(v);
    }
    if x == ffi::Py_None() {
        return Ok((f64::NAN, f64::NAN));
    }
    let c = ffi::PyComplex_AsCComplex(x);
    if c.real == -1.0 && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok((c.real, c.imag))
}

extern "C" {
    fn PyLong_FromUnicodeObject(text: *mut PyObject, base: std::os::raw::c_int) -> *mut PyObject;
}

/// A Python integer within the type's range, or NumPy's OverflowError.
unsafe fn integer(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    let as_int;
    let mut i = x;
    if ffi::PyLong_Check(x) == 0 {
        // int() of floats, strings and objects with __int__, as NumPy assigns them.
        // Text goes to `int` itself, not to the scalar's own conversion: the error shows it.
        let made = if ffi::PyUnicode_Check(x) != 0 {
            PyLong_FromUnicodeObject(x, 10)
        } else {
            ffi::PyNumber_Long(x)
        };
        if made.is_null() {
            let e = PyErr::fetch(py);
            // Lists and tuples leave int()'s own error.
            let plain =
                ffi::PyList_Check(x) != 0 || ffi::PyTuple_Check(x) != 0 || ffi::PyUnicode_Check(x) != 0;
            if ffi::PySequence_Check(x) != 0 && !plain && e.is_instance_of::<PyTypeError>(py) {
                let new = PyValueError::new_err("setting an array element with a sequence.");
                new.set_cause(py, Some(e));
                return Err(new);
            }
            return Err(e);
        }
        as_int = Bound::from_owned_ptr(py, made);
        i = as_int.as_ptr();
    }
    let out_of_bounds = || {
        let text = Bound::from_borrowed_ptr(py, i).str().map(|s| s.to_string()).unwrap_or_default();
        PyOverflowError::new_err(format!("Python integer {text} out of bounds for {}", d.descriptor().name))
    };
    let mut overflow = 0;
    let v = ffi::PyLong_AsLongLongAndOverflow(i, &mut overflow);
    if overflow != 0 {
        if d.kind() == Kind::UInt && d.itemsize() == 8 && overflow > 0 {
            let u = ffi::PyLong_AsUnsignedLongLong(i);
            if u != u64::MAX || ffi::PyErr_Occurred().is_null() {
                p.cast::<u64>().write_unaligned(u);
                return Ok(());
            }
            ffi::PyErr_Clear();
        }
        // NumPy reads unsigned ints of four bytes as unsigned longs.
        if d.num() == Num::UInt && overflow > 0 {
            let u = ffi::PyLong_AsUnsignedLongLong(i);
            if u != u64::MAX || ffi::PyErr_Occurred().is_null() {
                return Err(out_of_bounds());
            }
            ffi::PyErr_Clear();
        }
        // What no C integer holds is refused before the type is looked at.
        return Err(PyOverflowError::new_err(match d.num() {
            Num::LongLong | Num::ULongLong => "int too big to convert",
            _ => "Python int too large to convert to C long",
        }));
    }
    macro_rules! fit {
        ($t:ty) => {
            match <$t>::try_from(v) {
                Ok(v) => p.cast::<$t>().write_unaligned(v),
                Err(_) => return Err(out_of_bounds()),
            }
        };
    }
    match (d.kind(), d.itemsize()) {
        (Kind::Int, 1) => fit!(i8),
        (Kind::Int, 2) => fit!(i16),
        (Kind::Int, 4) => fit!(i32),
        (Kind::Int, _) => fit!(i64),
        (_, 1) => fit!(u8),
        (_, 2) => fit!(u16),
        (_, 4) => fit!(u32),
        _ => fit!(u64),
    }
    Ok(())
}
