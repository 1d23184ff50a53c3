//! `__array_struct__`: the C side of the array interface, version 3.

use crate::boundary::call::{attached, checked, new_ref};
use numen_array::Array;
use numen_dtype::{DType, Kind};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::{c_char, c_int, c_void};

const NOT_SWAPPED: c_int = 0x200;
const WRITEABLE: c_int = 0x400;
const HAS_DESCR: c_int = 0x800;

/// The structure that the protocol prescribes.
#[repr(C)]
struct Head {
    two: c_int,
    nd: c_int,
    typekind: c_char,
    itemsize: c_int,
    flags: c_int,
    shape: *mut isize,
    strides: *mut isize,
    data: *mut c_void,
    descr: *mut PyObject,
}

/// The same with its lengths and strides behind it.
#[repr(C)]
struct Interface {
    head: Head,
    lengths: Vec<isize>,
    steps: Vec<isize>,
    owner: *mut PyObject,
}

unsafe extern "C" fn release(capsule: *mut PyObject) {
    let p = ffi::PyCapsule_GetPointer(capsule, std::ptr::null()).cast::<Interface>();
    if !p.is_null() {
        let i = Box::from_raw(p);
        ffi::Py_XDECREF(i.head.descr);
        (*i.owner.cast::<super::object::NdArray>()).count_export(-1);
        ffi::Py_DECREF(i.owner);
    }
}

/// What a foreign array over our memory holds: the array, which knows that its memory is lent as long as this lives.
pub unsafe fn lent(py: Python<'_>, o: *mut PyObject, a: &Array) -> PyResult<*mut PyObject> {
    if let Some(b) = a.block() {
        b.set_exported();
    }
    let capsule = checked(py, ffi::PyCapsule_New(o.cast(), std::ptr::null(), Some(given_back)))?;
    (*new_ref(o).cast::<super::object::NdArray>()).count_export(1);
    Ok(capsule)
}

unsafe extern "C" fn given_back(capsule: *mut PyObject) {
    let o = ffi::PyCapsule_GetPointer(capsule, std::ptr::null());
    if !o.is_null() {
        (*o.cast::<super::object::NdArray>()).count_export(-1);
        ffi::Py_DECREF(o.cast());
    }
}

/// A view of the memory of the real NumPy's array, of which `capsule` is the `__array_struct__`; `None` for other types
/// than numbers in the machine's byte order, which the capsule does not describe wholly.
pub unsafe fn view_of_numbers(
    py: Python<'_>,
    owner: *mut PyObject,
    capsule: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let a = match number(head(capsule)?) {
        Some(_) => described(py, capsule)?,
        None => return Ok(None),
    };
    Ok(Some(super::object::NdArray::view(py, a, owner)?.cast()))
}

/// What the capsule points to, checked.
unsafe fn head<'a>(capsule: *mut PyObject) -> PyResult<&'a Head> {
    let invalid = || PyValueError::new_err("invalid __array_struct__");
    if ffi::PyCapsule_IsValid(capsule, std::ptr::null()) == 0 {
        return Err(invalid());
    }
    let i = &*ffi::PyCapsule_GetPointer(capsule, std::ptr::null()).cast::<Head>();
    let axes = 0..usize::try_from(i.nd).map_err(|_| invalid())?;
    if i.two != 2
        || axes.end > numen_shape::MAX_DIMS
        || i.itemsize < 0
        || axes.into_iter().any(|k| *i.shape.add(k) < 0)
    {
        return Err(invalid());
    }
    Ok(i)
}

/// The type of numbers in the machine's byte order, which kind and size tell.
fn number(i: &Head) -> Option<DType> {
    let num = numen_dtype::number_of(i.typekind as u8, usize::try_from(i.itemsize).ok()?)?;
    (i.flags & NOT_SWAPPED != 0 && i.flags & HAS_DESCR == 0).then(|| DType::of(num))
}

/// The array that an object's capsule describes, without an owner.
pub unsafe fn described(py: Python<'_>, capsule: *mut PyObject) -> PyResult<Array> {
    let i = head(capsule)?;
    let dtype = match number(i) {
        Some(dtype) => dtype,
        None if i.flags & HAS_DESCR != 0 && !i.descr.is_null() => crate::dtype::from_object(py, i.descr)?,
        None => {
            let kind = i.typekind as u8 as char;
            let little = (i.flags & NOT_SWAPPED != 0) == cfg!(target_endian = "little");
            let order = if little { '<' } else { '>' };
            let size = if kind == 'U' { i.itemsize / 4 } else { i.itemsize };
            let text = format!("{order}{kind}{size}").into_pyobject(py)?;
            crate::dtype::from_object(py, text.as_ptr())?
        }
    };
    let n = i.nd as usize;
    let shape: numen_shape::Shape = (0..n).map(|k| *i.shape.add(k) as usize).collect();
    let strides = if i.strides.is_null() {
        numen_shape::c_strides(&shape, dtype.itemsize())
    } else {
        (0..n).map(|k| *i.strides.add(k)).collect()
    };
    Ok(Array::from_parts(i.data.cast(), dtype, shape, strides, None, i.flags & WRITEABLE != 0))
}

/// The capsule.
pub unsafe fn array_struct(py: Python<'_>, o: *mut PyObject, a: &Array) -> PyResult<*mut PyObject> {
    if let Some(b) = a.block() {
        b.set_exported();
    }
    let mut flags = 0;
    for (on, bit) in [
        (a.is_c_contiguous(), 1),
        (a.is_f_contiguous(), 2),
        (a.is_aligned(), 0x100),
        (a.dtype().is_native(), NOT_SWAPPED),
        (super::flags::freely_writeable(a), WRITEABLE),
    ] {
        flags |= if on { bit } else { 0 };
    }
    let mut descr = std::ptr::null_mut();
    if a.dtype().as_record().is_some() {
        let d = crate::boundary::call::owned(py, crate::dtype::new_object(py, a.dtype())?)?;
        // Records whose fields overlap have none.
        if let Some(fields) = attached(|_| d.getattr("descr").ok()) {
            descr = fields.into_ptr();
            flags |= HAS_DESCR;
        }
    } else if a.dtype().is_time() {
        // The letter of the kind alone says no unit; consumers take whatever names a dtype.
        let d = crate::boundary::call::owned(py, crate::dtype::new_object(py, a.dtype())?)?;
        descr = d.getattr("str")?.into_ptr();
        flags |= HAS_DESCR;
    }
    let kind = match a.dtype().kind() {
        Kind::Bool => b'b',
        Kind::Int => b'i',
        Kind::UInt => b'u',
        Kind::Float => b'f',
        Kind::Complex => b'c',
        Kind::Datetime => b'M',
        Kind::Timedelta => b'm',
        Kind::Object => b'O',
        Kind::Bytes => b'S',
        Kind::Str => b'U',
        Kind::Void => b'V',
    };
    let head = Head {
        two: 2,
        nd: a.ndim() as c_int,
        typekind: kind as c_char,
        itemsize: a.itemsize() as c_int,
        flags,
        shape: std::ptr::null_mut(),
        strides: std::ptr::null_mut(),
        data: a.write().cast(),
        descr,
    };
    let mut i = Box::new(Interface {
        head,
        lengths: a.shape().iter().map(|&n| n as isize).collect(),
        steps: a.strides().to_vec(),
        owner: new_ref(o),
    });
    i.head.shape = i.lengths.as_mut_ptr();
    i.head.strides = i.steps.as_mut_ptr();
    (*o.cast::<super::object::NdArray>()).count_export(1);
    checked(py, ffi::PyCapsule_New(Box::into_raw(i).cast(), std::ptr::null(), Some(release)))
}
