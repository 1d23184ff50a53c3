//! `__array_struct__`: the C side of the array interface, version 3.

use crate::boundary::call::{checked, new_ref};
use numen_array::Array;
use numen_dtype::{DType, Kind, Num};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::{c_char, c_int, c_void};

/// The structure that the protocol prescribes, with its lengths and strides behind it.
#[repr(C)]
struct Interface {
    two: c_int,
    nd: c_int,
    typekind: c_char,
    itemsize: c_int,
    flags: c_int,
    shape: *mut isize,
    strides: *mut isize,
    data: *mut c_void,
    descr: *mut PyObject,
    lengths: Vec<isize>,
    steps: Vec<isize>,
    owner: *mut PyObject,
}

unsafe extern "C" fn release(capsule: *mut PyObject) {
    let p = ffi::PyCapsule_GetPointer(capsule, std::ptr::null()).cast::<Interface>();
    if !p.is_null() {
        let i = Box::from_raw(p);
        ffi::Py_XDECREF(i.descr);
        ffi::Py_DECREF(i.owner);
    }
}

/// A view of the memory of another library's array, of which `capsule` is the `__array_struct__`; `None` for other
/// types than numbers in the machine's byte order, which the capsule does not describe wholly.
pub unsafe fn view_of_struct(
    py: Python<'_>,
    owner: *mut PyObject,
    capsule: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let p = ffi::PyCapsule_GetPointer(capsule, std::ptr::null()).cast::<Interface>();
    if p.is_null() {
        return Err(PyErr::fetch(py));
    }
    let num = match ((*p).typekind as u8, (*p).itemsize) {
        (b'b', 1) => Num::Bool,
        (b'i', 1) => Num::Byte,
        (b'i', 2) => Num::Short,
        (b'i', 4) => Num::Int,
        (b'i', 8) => Num::Long,
        (b'u', 1) => Num::UByte,
        (b'u', 2) => Num::UShort,
        (b'u', 4) => Num::UInt,
        (b'u', 8) => Num::ULong,
        (b'f', 4) => Num::Float,
        (b'f', 8) => Num::Double,
        (b'c', 8) => Num::CFloat,
        (b'c', 16) => Num::CDouble,
        _ => return Ok(None),
    };
    if (*p).two != 2 || (*p).flags & NOT_SWAPPED == 0 || (*p).nd > numen_shape::MAX_DIMS as c_int {
        return Ok(None);
    }
    let axes = 0..(*p).nd as usize;
    let shape: Vec<usize> = axes.clone().map(|k| *(*p).shape.add(k) as usize).collect();
    let strides: Vec<isize> = axes.map(|k| *(*p).strides.add(k)).collect();
    let (shape, strides) = (shape.into_iter().collect(), strides.into_iter().collect());
    let writeable = (*p).flags & WRITEABLE != 0;
    let a = Array::from_parts((*p).data.cast(), DType::of(num), shape, strides, None, writeable);
    Ok(Some(super::object::NdArray::view(py, a, owner)?.cast()))
}

const NOT_SWAPPED: c_int = 0x200;
const WRITEABLE: c_int = 0x400;

/// The capsule.
pub unsafe fn array_struct(py: Python<'_>, o: *mut PyObject, a: &Array) -> PyResult<*mut PyObject> {
    if let Some(b) = a.block() {
        b.set_exported();
    }
    const HAS_DESCR: c_int = 0x800;
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
        descr = d.getattr("descr")?.into_ptr();
        flags |= HAS_DESCR;
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
    let mut i = Box::new(Interface {
        two: 2,
        nd: a.ndim() as c_int,
        typekind: kind as c_char,
        itemsize: a.itemsize() as c_int,
        flags,
        shape: std::ptr::null_mut(),
        strides: std::ptr::null_mut(),
        data: a.write().cast(),
        descr,
        lengths: a.shape().iter().map(|&n| n as isize).collect(),
        steps: a.strides().to_vec(),
        owner: new_ref(o),
    });
    i.shape = i.lengths.as_mut_ptr();
    i.strides = i.steps.as_mut_ptr();
    checked(py, ffi::PyCapsule_New(Box::into_raw(i).cast(), std::ptr::null(), Some(release)))
}
