//! The memory of scalars for others: the buffer protocol, read only.

use super::object::{dtype_of_scalar, value_of};
use crate::boundary::call::{entry_int, new_ref};
use crate::boundary::types::TypeSpec;
use crate::dtype::from_python::dtype_error;
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyBufferError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::ffi::CString;
use std::os::raw::c_int;

/// What a buffer points to: the format, one length and stride for dates, which go out as bytes, and the characters of
/// text, which Python stores otherwise.
struct Export {
    format: CString,
    lens: [isize; 2],
    chars: Vec<u32>,
}

unsafe extern "C" fn get_buffer(o: *mut PyObject, view: *mut ffi::Py_buffer, flags: c_int) -> c_int {
    (*view).obj = std::ptr::null_mut();
    entry_int(|_| {
        if flags & ffi::PyBUF_WRITABLE == ffi::PyBUF_WRITABLE {
            return Err(PyBufferError::new_err("scalar buffer is readonly"));
        }
        let d = dtype_of_scalar(o).ok_or_else(|| PyTypeError::new_err("not a scalar with a buffer"))?;
        if d.is_time() && crate::convert::real::is_there() {
            return Err(PyBufferError::new_err("NumPy would take the bytes of a time for eight numbers"));
        }
        let text = if d.is_time() { "B".to_string() } else { format_of(&d)? };
        let format = CString::new(text).map_err(|_| PyValueError::new_err("a field name with NUL"))?;
        let mut export = Box::new(Export { format, lens: [d.itemsize() as isize, 1], chars: Vec::new() });
        let v = &mut *view;
        v.buf = match d.num() {
            Num::Str => {
                let n = d.itemsize() / 4;
                export.chars = (0..n).map(|i| ffi::PyUnicode_ReadChar(o, i as isize)).collect();
                export.chars.as_mut_ptr().cast()
            }
            Num::Void => crate::ndarray::object::array_of((*o.cast::<super::object::Void>()).item)
                .read()
                .cast_mut()
                .cast(),
            _ => value_of(o).cast(),
        };
        v.len = d.itemsize() as isize;
        v.itemsize = if d.is_time() { 1 } else { d.itemsize() as isize };
        v.readonly = 1;
        v.ndim = d.is_time() as c_int;
        let null = std::ptr::null_mut();
        let asks = |bits: c_int| flags & bits == bits;
        v.format = if asks(ffi::PyBUF_FORMAT) { export.format.as_ptr().cast_mut() } else { null };
        let lens = export.lens.as_mut_ptr();
        let axes = d.is_time();
        v.shape = if axes && asks(ffi::PyBUF_ND) { lens } else { std::ptr::null_mut() };
        v.strides = if axes && asks(ffi::PyBUF_STRIDES) { lens.add(1) } else { std::ptr::null_mut() };
        v.suboffsets = std::ptr::null_mut();
        v.internal = Box::into_raw(export).cast();
        v.obj = new_ref(o);
        Ok(0)
    })
}

fn format_of(d: &DType) -> PyResult<String> {
    numen_dtype::pep3118::to_format(d).map_err(dtype_error)
}

unsafe extern "C" fn release_buffer(_: *mut PyObject, view: *mut ffi::Py_buffer) {
    if !(*view).internal.is_null() {
        drop(Box::from_raw((*view).internal.cast::<Export>()));
        (*view).internal = std::ptr::null_mut();
    }
}

/// Adds the slots; bytes keep Python's own.
pub fn slots(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_bf_getbuffer, get_buffer as *const ());
    spec.slot(ffi::Py_bf_releasebuffer, release_buffer as *const ());
}
