//! Storing Python objects as items that are no numbers: text, bytes, dates, records.

use crate::boundary::call::{checked, owned};
use crate::convert;
use crate::scalar;
use numen_array::Array;
use numen_dtype::{DType, Kind};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Stores an object as an item of text, bytes, date or record type at `p` (native order).
pub unsafe fn store(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    match d.kind() {
        Kind::Str => text(py, d, p, x),
        Kind::Bytes => bytes(py, d, p, x),
        Kind::Datetime | Kind::Timedelta => super::times::store(py, d, p, x),
        Kind::Void => void(py, d, p, x),
        _ => Err(PyTypeError::new_err(format!("cannot store into {}", d.repr()))),
    }
}

/// As assignment stores any object (scalars of ours included).
pub unsafe fn store_any(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    if matches!(d.kind(), Kind::Str | Kind::Bytes | Kind::Void | Kind::Datetime | Kind::Timedelta) {
        return store(py, d, p, x);
    }
    // Text stays the scalar it is: errors show it.
    let text = ffi::PyUnicode_Check(x) != 0 || ffi::PyBytes_Check(x) != 0;
    if scalar::object::is_scalar(x) && !text {
        let plain = owned(py, scalar::conversions::plain(py, x)?)?;
        return convert::store_item(py, d, p, plain.as_ptr());
    }
    convert::store_item(py, d, p, x)
}

unsafe fn text(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    let n = d.itemsize() / 4;
    let s = if ffi::PyUnicode_Check(x) != 0 {
        Bound::from_borrowed_ptr(py, x)
    } else if ffi::PyBytes_Check(x) != 0 {
        owned(py, ffi::PyUnicode_FromEncodedObject(x, c"ascii".as_ptr(), c"strict".as_ptr()))?
    } else {
        refuse_sequence(x)?;
        owned(py, ffi::PyObject_Str(x))?
    };
    let len = ffi::PyUnicode_GET_LENGTH(s.as_ptr()) as usize;
    let out = p.cast::<u32>();
    for i in 0..n {
        let c = if i < len { ffi::PyUnicode_ReadChar(s.as_ptr(), i as isize) } else { 0 };
        out.add(i).write_unaligned(c);
    }
    Ok(())
}

/// Lists and their like are no text, though `str` takes them.
unsafe fn refuse_sequence(x: *mut PyObject) -> PyResult<()> {
    if ffi::PySequence_Check(x) != 0 && !scalar::object::is_scalar(x) {
        return Err(PyValueError::new_err("setting an array element with a sequence"));
    }
    Ok(())
}

unsafe fn bytes(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    let n = d.itemsize();
    let b = if ffi::PyBytes_Check(x) != 0 {
        Bound::from_borrowed_ptr(py, x)
    } else {
        let s = if ffi::PyUnicode_Check(x) != 0 {
            Bound::from_borrowed_ptr(py, x)
        } else {
            refuse_sequence(x)?;
            owned(py, ffi::PyObject_Str(x))?
        };
        owned(py, ffi::PyUnicode_AsASCIIString(s.as_ptr()))?
    };
    let len = (ffi::PyBytes_Size(b.as_ptr()) as usize).min(n);
    std::ptr::copy_nonoverlapping(ffi::PyBytes_AsString(b.as_ptr()).cast(), p, len);
    p.add(len).write_bytes(0, n - len);
    Ok(())
}

unsafe fn void(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    if let Some((base, shape)) = d.as_subarray() {
        let dst = Array::from_parts(
            p,
            base.clone(),
            shape.into(),
            numen_shape::c_strides(shape, base.itemsize()),
            None,
            true,
        );
        return convert::assign_object(py, &dst, x);
    }
    let Some(record) = d.as_record() else { return raw(py, d, p, x) };
    let o = Bound::from_borrowed_ptr(py, x);
    let fields = record.fields();
    if scalar::object::num_of(x) == Some(numen_dtype::Num::Void) {
        let item = (*x.cast::<scalar::object::Void>()).item;
        let src = crate::ndarray::object::array_of(item);
        if let Some(r) = src.dtype().as_record() {
            if r.fields().len() == fields.len() {
                for (f, g) in fields.iter().zip(r.fields()) {
                    let v = owned(
                        py,
                        scalar::from_memory(py, &g.dtype, src.read().add(g.offset), std::ptr::null_mut())?,
                    )?;
                    put_field(py, &f.dtype, p.add(f.offset), v.as_ptr())?;
                }
                return Ok(());
            }
        }
    }
    if let Ok(t) = o.cast::<pyo3::types::PyTuple>() {
        if t.len() != fields.len() {
            return Err(PyValueError::new_err(format!(
                "could not assign tuple of length {} to structure with {} fields.",
                t.len(),
                fields.len()
            )));
        }
        for (f, v) in fields.iter().zip(t.iter()) {
            put_field(py, &f.dtype, p.add(f.offset), v.as_ptr())?;
        }
        return Ok(());
    }
    // Anything else goes into every field.
    for f in fields {
        put_field(py, &f.dtype, p.add(f.offset), x)?;
    }
    Ok(())
}

/// A field's value: through an array where the field is unaligned or swapped.
unsafe fn put_field(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    scalar::to_memory(py, d, p, x)
}

unsafe fn raw(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    let n = d.itemsize();
    if scalar::object::num_of(x) == Some(numen_dtype::Num::Void) {
        let src = crate::ndarray::object::array_of((*x.cast::<scalar::object::Void>()).item);
        let len = src.itemsize().min(n);
        std::ptr::copy_nonoverlapping(src.read(), p, len);
        p.add(len).write_bytes(0, n - len);
        return Ok(());
    }
    if ffi::PyObject_CheckBuffer(x) == 0 {
        return Err(PyTypeError::new_err(format!(
            "a bytes-like object is required, not '{}'",
            Bound::from_borrowed_ptr(py, x).get_type().name()?
        )));
    }
    let b = checked(py, ffi::PyBytes_FromObject(x))?;
    let b = owned(py, b)?;
    let len = (ffi::PyBytes_Size(b.as_ptr()) as usize).min(n);
    std::ptr::copy_nonoverlapping(ffi::PyBytes_AsString(b.as_ptr()).cast(), p, len);
    p.add(len).write_bytes(0, n - len);
    Ok(())
}
