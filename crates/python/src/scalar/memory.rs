//! Items of memory as Python objects and back.

use super::object::{alloc, bool_, class, float64, is_listed, value_of, Time, Void};
use crate::boundary::call::{checked, new_ref};
use crate::ndarray::object::NdArray;
use numen_array::Array;
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::mem::ManuallyDrop;

/// The item at `p` (any alignment and byte order) as a scalar object; of object arrays the object itself.
/// `owner` is the array object the item belongs to, or NULL: fields of records stay views of it.
#[inline]
pub unsafe fn from_memory(
    py: Python<'_>,
    d: &DType,
    p: *const u8,
    owner: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if !d.is_swapped() {
        match d.num() {
            Num::Double => return float64(py, p.cast::<f64>().read_unaligned()),
            Num::Bool => return Ok(bool_(*p != 0)),
            Num::Object => {
                let o = p.cast::<*mut PyObject>().read_unaligned();
                return Ok(new_ref(if o.is_null() { ffi::Py_None() } else { o }));
            }
            num if is_listed(num) => return number(py, num, p),
            _ => {}
        }
    }
    other(py, d, p, owner)
}

/// A number in native byte order.
#[inline(always)]
unsafe fn number(py: Python<'_>, num: Num, p: *const u8) -> PyResult<*mut PyObject> {
    let o = alloc(py, num)?;
    let v = value_of(o);
    match num.descriptor().size {
        1 => *v = *p,
        2 => *v.cast::<u16>() = p.cast::<u16>().read_unaligned(),
        4 => *v.cast::<u32>() = p.cast::<u32>().read_unaligned(),
        8 => *v.cast::<u64>() = p.cast::<u64>().read_unaligned(),
        n => std::ptr::copy_nonoverlapping(p, v, n),
    }
    Ok(o)
}

unsafe fn other(py: Python<'_>, d: &DType, p: *const u8, owner: *mut PyObject) -> PyResult<*mut PyObject> {
    match d.num() {
        Num::Str => text(py, d, p),
        Num::Bytes => {
            let s = std::slice::from_raw_parts(p, d.itemsize());
            let n = s.iter().rposition(|&c| c != 0).map_or(0, |i| i + 1);
            let b = checked(py, ffi::PyBytes_FromStringAndSize(p.cast(), n as isize))?;
            subclassed(py, class(Num::Bytes), &raw mut ffi::PyBytes_Type, b)
        }
        Num::Void => void(py, d, p, owner),
        Num::Datetime | Num::Timedelta => {
            let mut v = p.cast::<i64>().read_unaligned();
            if d.is_swapped() {
                v = v.swap_bytes();
            }
            time(py, &d.native(), v)
        }
        num => {
            let o = alloc(py, num)?;
            let v = value_of(o);
            let n = d.itemsize();
            std::ptr::copy_nonoverlapping(p, v, n);
            if d.is_swapped() {
                let part = if d.is_complex() { n / 2 } else { n };
                for c in std::slice::from_raw_parts_mut(v, n).chunks_mut(part) {
                    c.reverse();
                }
            }
            Ok(o)
        }
    }
}

/// A date or duration.
pub unsafe fn time(py: Python<'_>, d: &DType, v: i64) -> PyResult<*mut PyObject> {
    let o = alloc(py, d.num())?;
    (*o.cast::<Time>()).value = v;
    std::ptr::write(&mut (*o.cast::<Time>()).dtype, ManuallyDrop::new(d.clone()));
    Ok(o)
}

unsafe fn text(py: Python<'_>, d: &DType, p: *const u8) -> PyResult<*mut PyObject> {
    let n = d.itemsize() / 4;
    let mut chars: Vec<u32> = Vec::with_capacity(n);
    for i in 0..n {
        let c = p.cast::<u32>().add(i).read_unaligned();
        chars.push(if d.is_swapped() { c.swap_bytes() } else { c });
    }
    while chars.last() == Some(&0) {
        chars.pop();
    }
    // PyUnicode_4BYTE_KIND
    let s = checked(py, PyUnicode_FromKindAndData(4, chars.as_ptr().cast(), chars.len() as isize))?;
    subclassed(py, class(Num::Str), &raw mut ffi::PyUnicode_Type, s)
}

extern "C" {
    fn PyUnicode_FromKindAndData(kind: i32, data: *const std::ffi::c_void, n: isize) -> *mut PyObject;
}

/// The same value as an instance of a subclass of a Python type, made by the Python type itself; `value`
/// is consumed.
pub unsafe fn subclassed(
    py: Python<'_>,
    ty: *mut ffi::PyTypeObject,
    python: *mut ffi::PyTypeObject,
    value: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let args = ffi::PyTuple_Pack(1, value);
    ffi::Py_DECREF(value);
    let args = checked(py, args)?;
    let r = match (*python).tp_new {
        Some(new) => new(ty, args, std::ptr::null_mut()),
        None => std::ptr::null_mut(),
    };
    ffi::Py_DECREF(args);
    checked(py, r)
}

/// An item of a void or structured type: a view of its owner, or a copy.
unsafe fn void(py: Python<'_>, d: &DType, p: *const u8, owner: *mut PyObject) -> PyResult<*mut PyObject> {
    let writeable = owner.is_null()
        || !crate::ndarray::object::is_array(owner)
        || crate::ndarray::object::array_of(owner).is_writeable();
    if let Some((base, shape)) = d.as_subarray() {
        let item = Array::from_parts(
            p.cast_mut(),
            base.clone(),
            shape.into(),
            numen_shape::c_strides(shape, base.itemsize()),
            None,
            writeable,
        );
        if !owner.is_null() {
            return Ok(NdArray::view(py, item, owner)?.cast());
        }
        let copy = crate::convert::copied(py, &item)?;
        return Ok(NdArray::wrap(py, copy)?.cast());
    }
    let item =
        Array::from_parts(p.cast_mut(), d.clone(), Default::default(), Default::default(), None, writeable);
    let array = if owner.is_null() || d.as_record().is_none() {
        let copy = crate::convert::copied(py, &item)?;
        NdArray::wrap(py, copy)?
    } else {
        NdArray::view(py, item, owner)?
    };
    let o = alloc(py, Num::Void).inspect_err(|_| ffi::Py_DECREF(array.cast()))?;
    (*o.cast::<Void>()).item = array.cast();
    Ok(o)
}

/// Stores an object as an item at `p`: what `a[i] = x` does.
#[inline]
pub unsafe fn to_memory(py: Python<'_>, d: &DType, p: *mut u8, x: *mut PyObject) -> PyResult<()> {
    if !d.is_swapped() {
        if d.num() == Num::Double && ffi::PyFloat_Check(x) != 0 {
            p.cast::<f64>().write_unaligned(ffi::PyFloat_AS_DOUBLE(x));
            return Ok(());
        }
        if d.num() == Num::Object {
            let slot = p.cast::<*mut PyObject>();
            let old = slot.read_unaligned();
            ffi::Py_INCREF(x);
            slot.write_unaligned(x);
            ffi::Py_XDECREF(old);
            return Ok(());
        }
    }
    crate::convert::store_item(py, d, p, x)
}
