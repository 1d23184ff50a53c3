//! `ndarray(...)` and what happens to a new instance of a subclass.

use crate::boundary::args::is_none;
use crate::boundary::call::{borrowed, checked, entry, none};
use crate::boundary::errors::ToPy;
use crate::boundary::names::Name;
use crate::boundary::words::unknown_keyword;
use crate::ndarray::object::{array_of, is_array, is_exact, type_object, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_shape::{bounds, c_strides, f_strides, size, Shape, Strides};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

const NAMES: [&str; 6] = ["shape", "dtype", "buffer", "offset", "strides", "order"];

/// `ndarray(shape, dtype=float, buffer=None, offset=0, strides=None, order=None)`.
pub unsafe fn construct(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    args: *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let given = arguments(py, args, kw)?;
    let [shape, dtype, buffer, offset, strides, order] = given.each_ref().map(|g| match g {
        Some(o) => o.as_ptr(),
        None => std::ptr::null_mut(),
    });
    let too_large = |e| crate::convert::too_large(py, e);
    let wanted = crate::convert::ints(py, shape).map_err(too_large)?;
    let dtype = crate::dtype::optional(py, dtype)?.unwrap_or(DType::of(Num::Double));
    let offset = if offset.is_null() { 0 } else { crate::convert::axis(py, offset)? };
    let strides: Option<Strides> = if is_none(strides) {
        None
    } else {
        Some(crate::convert::ints(py, strides)?.iter().map(|&s| s as isize).collect())
    };
    let fortran = !is_none(order) && crate::ufunc::call::order(order)? == Order::F;
    // A sub-array type adds its axes.
    let p = if is_none(buffer) {
        let shape = lengths(&wanted)?;
        if let Some(s) = &strides {
            let bytes = numen_shape::checked_bytes(&shape, dtype.itemsize()).py(py)?;
            fits(&shape, s, dtype.itemsize(), 0, bytes)?;
        }
        let (dtype, shape) = expanded(dtype, shape);
        let order = if fortran { Order::F } else { Order::C };
        let a = match strides.filter(|s| s.len() == shape.len()) {
            Some(s) => Array::empty_with_strides(dtype, &shape, s).py(py)?,
            None => Array::empty(dtype, &shape, order).py(py)?,
        };
        if a.dtype().has_object() {
            crate::objects::empty_references(&a);
        }
        NdArray::with_type(py, ty, a, std::ptr::null_mut())?
    } else {
        let a = over_buffer(py, buffer, dtype, &wanted, offset as isize, strides, fortran)?;
        let owner = crate::ndarray::lent::owner_of(py, buffer)?;
        NdArray::with_type(py, ty, a, owner.as_ptr())?
    };
    let p = p.cast();
    if !is_exact(p) {
        finalize(py, p, ffi::Py_None())?;
    }
    Ok(p)
}

/// The arguments by name.
unsafe fn arguments<'py>(
    py: Python<'py>,
    args: *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<[Option<Bound<'py, PyAny>>; 6]> {
    let args = borrowed(py, args).cast_into::<PyTuple>()?;
    if args.len() > 6 {
        return Err(PyTypeError::new_err(format!(
            "ndarray() takes at most 6 arguments ({} given)",
            args.len()
        )));
    }
    let mut out: [Option<Bound<'py, PyAny>>; 6] = Default::default();
    for (i, x) in args.iter().enumerate() {
        out[i] = Some(x);
    }
    if !kw.is_null() {
        for (k, v) in borrowed(py, kw).cast_into::<PyDict>()? {
            let key: String = k.extract()?;
            let Some(i) = NAMES.iter().position(|n| *n == key) else {
                return Err(PyTypeError::new_err(unknown_keyword(py, "ndarray()", &key)));
            };
            if out[i].is_some() {
                return Err(PyTypeError::new_err(format!(
                    "argument for ndarray() given by name ('{key}') and position ({})",
                    i + 1
                )));
            }
            out[i] = Some(v);
        }
    }
    if out[0].is_none() {
        return Err(PyTypeError::new_err("ndarray() missing required argument 'shape' (pos 1)"));
    }
    Ok(out)
}

fn lengths(wanted: &[i64]) -> PyResult<Shape> {
    if wanted.iter().any(|&n| n < 0) {
        return Err(PyValueError::new_err("negative dimensions are not allowed"));
    }
    if wanted.len() > numen_shape::MAX_DIMS {
        return Err(PyValueError::new_err(format!(
            "maximum supported dimension for an ndarray is currently {}, found {}",
            numen_shape::MAX_DIMS,
            wanted.len()
        )));
    }
    Ok(wanted.iter().map(|&n| n as usize).collect())
}

/// The base type and full shape of items that are arrays themselves.
pub fn expanded(dtype: DType, shape: Shape) -> (DType, Shape) {
    match dtype.as_subarray() {
        Some((base, extra)) => {
            let mut shape = shape;
            shape.extend_from_slice(extra);
            (base.clone(), shape)
        }
        None => (dtype, shape),
    }
}

/// Strides reach only memory within `len` bytes, of which `offset` lie before the first element.
pub fn fits(shape: &[usize], strides: &[isize], itemsize: usize, offset: isize, len: usize) -> PyResult<()> {
    if strides.len() != shape.len() {
        return Err(PyValueError::new_err("strides, if given, must be the same length as shape"));
    }
    if size(shape) == 0 {
        return Ok(());
    }
    let (low, high) = bounds(shape, strides, itemsize);
    if low + offset < 0 || high + offset > len as isize {
        return Err(PyValueError::new_err(
            "strides is incompatible with shape of requested array and size of buffer",
        ));
    }
    Ok(())
}

/// An array over the memory of an object that offers it.
unsafe fn over_buffer(
    py: Python<'_>,
    buffer: *mut PyObject,
    dtype: DType,
    wanted: &[i64],
    offset: isize,
    strides: Option<Strides>,
    fortran: bool,
) -> PyResult<Array> {
    let (data, len, writeable) = memory_of(py, buffer)?;
    let same_references = is_array(buffer) && array_of(buffer).dtype() == &dtype;
    if dtype.has_object() && !same_references {
        return Err(PyValueError::new_err("cannot construct an array of objects from a buffer"));
    }
    let item = dtype.itemsize().max(1);
    let shape = if wanted == [-1] {
        smallvec::smallvec![(len as isize - offset).max(0) as usize / item]
    } else {
        lengths(wanted)?
    };
    numen_shape::checked_bytes(&shape, dtype.itemsize()).py(py)?;
    match &strides {
        Some(s) => fits(&shape, s, dtype.itemsize(), offset, len)?,
        None => {
            let bytes = numen_shape::checked_bytes(&shape, dtype.itemsize()).py(py)?;
            if offset < 0 || offset as usize + bytes > len {
                return Err(PyTypeError::new_err("buffer is too small for requested array"));
            }
        }
    }
    let (dtype, shape) = expanded(dtype, shape);
    let strides = match strides.filter(|s| s.len() == shape.len()) {
        Some(s) => s,
        None if fortran => f_strides(&shape, dtype.itemsize()),
        None => c_strides(&shape, dtype.itemsize()),
    };
    Ok(Array::from_parts(data.offset(offset), dtype, shape, strides, None, writeable))
}

/// Address, bytes and writeability of the memory an object offers as one run.
pub unsafe fn memory_of(py: Python<'_>, o: *mut PyObject) -> PyResult<(*mut u8, usize, bool)> {
    if is_array(o) {
        let a = array_of(o);
        if !a.is_c_contiguous() && !a.is_f_contiguous() {
            return Err(PyValueError::new_err("ndarray is not C-contiguous"));
        }
        return Ok((a.write(), a.nbytes(), a.is_writeable()));
    }
    let mut view: ffi::Py_buffer = std::mem::zeroed();
    let mut writeable = true;
    if ffi::PyObject_GetBuffer(o, &mut view, ffi::PyBUF_WRITABLE | ffi::PyBUF_SIMPLE) < 0 {
        ffi::PyErr_Clear();
        writeable = false;
        if ffi::PyObject_GetBuffer(o, &mut view, ffi::PyBUF_SIMPLE) < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    let r = (view.buf.cast(), view.len as usize, writeable);
    // Whoever keeps the address holds a buffer of its own (`lent`).
    ffi::PyBuffer_Release(&mut view);
    Ok(r)
}

static FINALIZE: Name = Name::new("__array_finalize__");

/// Calls `__array_finalize__(obj)` of a subclass's new instance (consumed on error).
pub unsafe fn finalize(py: Python<'_>, p: *mut PyObject, from: *mut PyObject) -> PyResult<()> {
    let call = || -> PyResult<()> {
        let f = checked(py, ffi::PyObject_GetAttr(p, FINALIZE.get()))?;
        let f = Bound::from_owned_ptr(py, f);
        let own = ffi::PyCFunction_Check(f.as_ptr()) != 0
            && ffi::PyCFunction_GetFunction(f.as_ptr()).is_some_and(|g| {
                g as usize
                    == array_finalize as unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject
                        as usize
            });
        if own || f.is_none() {
            return Ok(());
        }
        f.call1((Bound::from_borrowed_ptr(py, from),)).map(drop)
    };
    call().inspect_err(|_| ffi::Py_DECREF(p))
}

pub unsafe extern "C" fn array_finalize(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|_| Ok(none()))
}

/// A new array that owns its memory, as an instance of the operand's class.
pub unsafe fn new_like(py: Python<'_>, like: *mut PyObject, a: Array) -> PyResult<*mut PyObject> {
    if is_exact(like) {
        return Ok(NdArray::wrap(py, a)?.cast());
    }
    let p = NdArray::with_type(py, ffi::Py_TYPE(like), a, std::ptr::null_mut())?.cast();
    finalize(py, p, like)?;
    Ok(p)
}

/// A view of an array object as an instance of a class.
pub unsafe fn view_as_type(
    py: Python<'_>,
    o: *mut PyObject,
    ty: *mut PyTypeObject,
    view: Array,
    from: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let p = NdArray::with_type(py, ty, view, o)?.cast();
    if ty != type_object() {
        finalize(py, p, from)?;
    }
    Ok(p)
}
