//! Pickling.

use super::items::bytes_of;
use crate::boundary::call::{borrowed, checked, entry, none, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::{method, method_o};
use crate::convert;
use crate::ndarray::elements::Elements;
use crate::ndarray::getset::shape_tuple;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::DType;
use numen_shape::{c_strides, f_strides};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyTuple};

/// Fortran order is kept, every other layout becomes C order.
fn is_fortran(a: &Array) -> bool {
    a.is_f_contiguous() && !a.is_c_contiguous()
}

/// What `__setstate__` takes: version, shape, dtype, whether the order is Fortran's, the elements.
unsafe fn state<'py>(py: Python<'py>, a: &Array) -> PyResult<Bound<'py, PyAny>> {
    let fortran = is_fortran(a);
    let data = if a.dtype().has_object() {
        let list = PyList::empty(py);
        // Objects are listed in the order of their indices, whatever the memory's.
        for p in Elements::of(a) {
            list.append(owned(py, convert::item(py, a, p)?)?)?;
        }
        list.into_any()
    } else {
        owned(py, bytes_of(py, a, if fortran { Order::F } else { Order::C })?)?
    };
    let shape = owned(py, shape_tuple(py, a.shape())?)?;
    let dtype = owned(py, crate::dtype::new_object(py, a.dtype())?)?;
    Ok((1, shape, dtype, fortran, data).into_pyobject(py)?.into_any())
}

unsafe fn reduced(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    let make = PyModule::import(py, "numen._array_methods")?.getattr("_reconstruct")?;
    let class = borrowed(py, ffi::Py_TYPE(o).cast());
    let args = (class, (0,), PyBytes::new(py, b"b"));
    Ok((make, args, state(py, array_of(o))?).into_pyobject(py)?.into_any().into_ptr())
}

unsafe extern "C" fn reduce(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| reduced(py, o))
}

/// From protocol 5 on, the memory of a dense array travels as a buffer.
unsafe extern "C" fn reduce_ex(o: *mut PyObject, protocol: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        let dense = a.is_c_contiguous() || a.is_f_contiguous();
        // Buffers have no code for dates.
        let shown = !a.dtype().has_object() && a.itemsize() > 0 && !a.dtype().is_time();
        let plain = is_exact(o) && dense && shown;
        if convert::axis(py, protocol)? < 5 || !plain {
            return Ok(borrowed(py, o).call_method0("__reduce__")?.into_ptr());
        }
        let helper = PyModule::import(py, "numen._array_methods")?;
        Ok(helper.getattr("_reduce_buffer")?.call1((borrowed(py, o), is_fortran(a)))?.into_ptr())
    })
}

unsafe extern "C" fn setstate(o: *mut PyObject, state: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if ffi::PyTuple_Check(state) == 0 {
            let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(state)).tp_name).to_string_lossy();
            return Err(PyTypeError::new_err(format!(
                "__setstate__() argument 1 must be 4-item sequence, not {name}"
            )));
        }
        let state = borrowed(py, state).cast_into::<PyTuple>()?;
        // Version 0 had no version.
        let skip = match state.len() {
            4 => 0,
            5 => 1,
            n => return Err(PyTypeError::new_err(format!("function takes exactly 5 arguments ({n} given)"))),
        };
        let get = |i: usize| state.get_item(i + skip);
        let shape = convert::shape(py, get(0)?.as_ptr())?;
        let d = crate::dtype::from_object(py, get(1)?.as_ptr())?;
        let order = if get(2)?.is_truthy()? { Order::F } else { Order::C };
        let data = get(3)?;
        if may_keep(&d, &shape, &data) {
            let strides = match order {
                Order::F => f_strides(&shape, d.itemsize()),
                _ => c_strides(&shape, d.itemsize()),
            };
            let p = ffi::PyBytes_AsString(data.as_ptr()).cast::<u8>();
            let own = o.cast::<NdArray>();
            (*own).adopt(Array::from_parts(p, d, shape, strides, None, true));
            (*own).base = data.into_ptr();
            return Ok(none());
        }
        let a = Array::empty(d, &shape, order).py(py)?;
        restore(py, &a, &data)?;
        // Bytes in a pickle are read into the machine's order.
        let a = if a.dtype().is_swapped() {
            numen_exec::astype(&a, &a.dtype().native(), Order::K).py(py)?.0
        } else {
            a
        };
        (*o.cast::<NdArray>()).adopt(a);
        Ok(none())
    })
}

/// References to the bytes of a pickle that is being read: its state, the memory of what was read, and ours.
const WHILE_READ: isize = 3;

/// Bytes up to which NumPy copies them too.
const COPIED: usize = 1000;

/// The elements are bytes that nobody else can see: they are taken as they are, without a copy.
unsafe fn may_keep(d: &DType, shape: &[usize], data: &Bound<'_, PyAny>) -> bool {
    let (o, n) = (data.as_ptr(), shape.iter().product::<usize>());
    ffi::PyBytes_CheckExact(o) != 0
        && n * d.itemsize() > COPIED
        && !d.has_object()
        && !d.is_swapped()
        && ffi::Py_REFCNT(o) <= WHILE_READ
        && ffi::PyBytes_Size(o) as usize == n * d.itemsize()
        && ffi::PyBytes_AsString(o) as usize % d.alignment() == 0
}

unsafe fn restore(py: Python<'_>, a: &Array, data: &Bound<'_, PyAny>) -> PyResult<()> {
    if a.dtype().has_object() {
        let Ok(list) = data.cast::<PyList>() else {
            return Err(PyTypeError::new_err("object pickle not returning list"));
        };
        if list.len() != a.size() {
            return Err(PyValueError::new_err("size of the list of objects does not match array size"));
        }
        for (p, x) in Elements::of(a).zip(list.iter()) {
            crate::scalar::to_memory(py, a.dtype(), p, x.as_ptr())?;
        }
        return Ok(());
    }
    let encoded;
    let bytes = if ffi::PyUnicode_Check(data.as_ptr()) != 0 {
        // Pickles of Python 2 read with encoding='latin1'.
        let b = ffi::PyUnicode_AsLatin1String(data.as_ptr());
        encoded = owned(
            py,
            checked(py, b).map_err(|_| {
                PyValueError::new_err("pickle is not encoded as latin1: use encoding='latin1'")
            })?,
        )?;
        encoded.as_ptr()
    } else {
        data.as_ptr()
    };
    if ffi::PyBytes_Check(bytes) == 0 {
        return Err(PyTypeError::new_err("pickle not returning string"));
    }
    if ffi::PyBytes_Size(bytes) as usize != a.nbytes() {
        return Err(PyValueError::new_err("buffer size does not match array size"));
    }
    std::ptr::copy_nonoverlapping(
        ffi::PyBytes_AsString(bytes).cast::<u8>().cast_const(),
        a.write(),
        a.nbytes(),
    );
    Ok(())
}

/// The methods of this file.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("__reduce__", reduce, "For pickling."));
    out.push(method_o(
        "__reduce_ex__",
        reduce_ex,
        "For pickling; protocol 5 hands the memory out as a buffer.",
    ));
    out.push(method_o(
        "__setstate__",
        setstate,
        "For unpickling: `(version, shape, dtype, is_fortran, data)`.",
    ));
}
