//! `from_dlpack`: the memory of another library's tensor.

use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{attached, owned};
use crate::boundary::names::Name;
use crate::boundary::types::method;
use crate::ndarray::export::{Managed, Tensor, Versioned, CPU, READ_ONLY};
use crate::ndarray::object::NdArray;
use numen_array::Array;
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyBufferError, PyRuntimeError, PyTypeError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyDict;

crate::signature!(FROM: "from_dlpack", 1, 1, 1; "x", "device", "copy");

unsafe fn from_dlpack(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [x, device, copy] = FROM.parse(call)?;
    super::creation::device(device)?;
    let o = Bound::from_borrowed_ptr(py, x);
    static EXPORT: Name = Name::new("__dlpack__");
    let Some(export) = EXPORT.of(py, x)? else {
        return Err(pyo3::exceptions::PyAttributeError::new_err(format!(
            "'{}' object has no attribute '__dlpack__'",
            o.get_type().name()?
        )));
    };
    let ask = PyDict::new(py);
    ask.set_item("dl_device", if is_none(device) { None } else { Some((CPU, 0)) })?;
    ask.set_item("copy", (!is_none(copy)).then(|| Bound::from_borrowed_ptr(py, copy)))?;
    ask.set_item("max_version", (1, 0))?;
    let capsule = match export.call((), Some(&ask)) {
        Ok(c) => c,
        // Producers from before version 1.0.
        Err(e) if e.is_instance_of::<PyTypeError>(py) && is_none(copy) && is_none(device) => {
            attached(|_| drop(e));
            export.call0()?
        }
        Err(e) => return Err(e),
    };
    let p = capsule.as_ptr();
    let (new_name, old_name) = (c"dltensor_versioned", c"dltensor");
    if ffi::PyCapsule_IsValid(p, new_name.as_ptr()) != 0 {
        let m: *mut Versioned = ffi::PyCapsule_GetPointer(p, new_name.as_ptr()).cast();
        if (*m).major > 1 {
            return Err(PyBufferError::new_err("from_dlpack(): the exported DLPack major version is too high to be imported by this version of NumPy."));
        }
        let a = view(&(*m).tensor, (*m).flags & READ_ONLY == 0)?;
        ffi::PyCapsule_SetName(p, c"used_dltensor_versioned".as_ptr());
        let keep = ffi::PyCapsule_New(m.cast(), c"numpy_dltensor_versioned".as_ptr(), Some(drop_versioned));
        let keep = owned(py, keep)?;
        return Ok(NdArray::view(py, a, keep.as_ptr())?.cast());
    }
    let m: *mut Managed = ffi::PyCapsule_GetPointer(p, old_name.as_ptr()).cast();
    if m.is_null() {
        return Err(PyErr::fetch(py));
    }
    let a = view(&(*m).tensor, false)?;
    ffi::PyCapsule_SetName(p, c"used_dltensor".as_ptr());
    let keep = ffi::PyCapsule_New(m.cast(), c"numpy_dltensor".as_ptr(), Some(drop_managed));
    let keep = owned(py, keep)?;
    Ok(NdArray::view(py, a, keep.as_ptr())?.cast())
}

unsafe extern "C" fn drop_versioned(capsule: *mut PyObject) {
    let m: *mut Versioned = ffi::PyCapsule_GetPointer(capsule, c"numpy_dltensor_versioned".as_ptr()).cast();
    if let Some(delete) = (*m).deleter {
        delete(m);
    }
}

unsafe extern "C" fn drop_managed(capsule: *mut PyObject) {
    let m: *mut Managed = ffi::PyCapsule_GetPointer(capsule, c"numpy_dltensor".as_ptr()).cast();
    if let Some(delete) = (*m).deleter {
        delete(m);
    }
}

/// The tensor's memory as an array; its owner is the caller's to keep.
unsafe fn view(t: &Tensor, writeable: bool) -> PyResult<Array> {
    if t.ndim > numen_shape::MAX_DIMS as i32 {
        return Err(PyRuntimeError::new_err(
            "maxdims of DLPack tensor is higher than the supported maxdims.",
        ));
    }
    // CPU memory, and memory of other devices that the CPU reaches.
    if ![CPU, 3, 11, 13].contains(&t.device_type) {
        return Err(PyRuntimeError::new_err("Unsupported device in DLTensor."));
    }
    let unsupported = || PyRuntimeError::new_err("Unsupported dtype in DLTensor.");
    if t.lanes != 1 {
        return Err(PyRuntimeError::new_err("Unsupported lanes in DLTensor dtype."));
    }
    let num = match (t.code, t.bits) {
        (6, 8) => Num::Bool,
        (0, 8) => Num::Byte,
        (0, 16) => Num::Short,
        (0, 32) => Num::Int,
        (0, 64) => Num::Long,
        (1, 8) => Num::UByte,
        (1, 16) => Num::UShort,
        (1, 32) => Num::UInt,
        (1, 64) => Num::ULong,
        (2, 16) => Num::Half,
        (2, 32) => Num::Float,
        (2, 64) => Num::Double,
        (5, 64) => Num::CFloat,
        (5, 128) => Num::CDouble,
        _ => return Err(unsupported()),
    };
    let d = DType::of(num);
    let n = t.ndim as usize;
    let shape: numen_shape::Shape = (0..n).map(|i| *t.shape.add(i) as usize).collect();
    let size = d.itemsize() as isize;
    let strides = if t.strides.is_null() {
        numen_shape::c_strides(&shape, d.itemsize())
    } else {
        (0..n).map(|i| *t.strides.add(i) as isize * size).collect()
    };
    let data = t.data.cast::<u8>().wrapping_add(t.byte_offset as usize);
    Ok(Array::from_parts(data, d, shape, strides, None, writeable))
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "from_dlpack",
        crate::c_function!(from_dlpack),
        "from_dlpack(x, /, *, device=None, copy=None)\n--\n\n\
         An array over the memory of an object with `__dlpack__`, without a copy.\n\n\
         Raises\n------\nRuntimeError\n    If the memory is on another device or its type has no dtype.\nBufferError\n    If the producer cannot export it.\n",
    ));
}
