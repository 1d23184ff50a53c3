//! Foreign arrays: the buffer protocol, `__array_interface__`, `__array__`.

use crate::boundary::call::owned;
use crate::boundary::meta::real_numpy;
use crate::boundary::names::Name;
use crate::ndarray::object::{is_array, NdArray};
use numen_array::Array;
use numen_dtype::DType;
use numen_shape::{c_strides, Shape, Strides};
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

static STRUCT: Name = Name::new("__array_struct__");
static INTERFACE: Name = Name::new("__array_interface__");
static ARRAY: Name = Name::new("__array__");

/// What the caller of [`from_protocols`] wants of copies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copy {
    Always,
    IfNeeded,
    Never,
}

/// Python's own types, which offer nothing.
unsafe fn is_basic(p: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(p);
    ty == &raw mut ffi::PyList_Type
        || ty == &raw mut ffi::PyTuple_Type
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyUnicode_Type
        || ty == &raw mut ffi::PyBytes_Type
        || ty == &raw mut ffi::PyBool_Type
        || ty == &raw mut ffi::PyComplex_Type
        || ty == &raw mut ffi::PyDict_Type
        || ty == &raw mut ffi::PySet_Type
        || ty == &raw mut ffi::PyFrozenSet_Type
        || ty == &raw mut ffi::PySlice_Type
        || p == ffi::Py_None()
        || p == ffi::Py_Ellipsis()
        || ffi::PyType_Check(p) != 0
}

/// The object offers its memory or an array of its own.
pub unsafe fn offers_array(p: *mut PyObject) -> bool {
    if is_basic(p) || crate::scalar::object::is_scalar(p) {
        return false;
    }
    ffi::PyObject_CheckBuffer(p) != 0 && ffi::PyBytes_Check(p) == 0
        || STRUCT.is_in(p)
        || INTERFACE.is_in(p)
        || ARRAY.is_in(p)
}

/// What an object, not a class, offers under a name; None offers nothing.
unsafe fn attribute<'py>(
    py: Python<'py>,
    p: *mut PyObject,
    name: &Name,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let a = name.of(py, p)?;
    Ok(a.filter(|a| ffi::PyType_Check(p) == 0 && !a.is_none()))
}

/// The array object that an object offers, sharing memory where it can; the new reference's `base` keeps
/// the owner of the memory alive.
pub unsafe fn object_from_protocols(
    py: Python<'_>,
    p: *mut PyObject,
    dtype: Option<&DType>,
    copy: Copy,
) -> PyResult<Option<*mut PyObject>> {
    if is_basic(p) {
        return Ok(None);
    }
    if let Some(a) = super::real::ours(py, p)? {
        return Ok(Some(a));
    }
    // Errors of absent attributes hold the object: they go at once.
    crate::boundary::call::attached(|py| offered(py, p, dtype, copy))
}

unsafe fn offered(
    py: Python<'_>,
    p: *mut PyObject,
    dtype: Option<&DType>,
    copy: Copy,
) -> PyResult<Option<*mut PyObject>> {
    let real = real_kind(py, p);
    if real.is_none() && ffi::PyObject_CheckBuffer(p) != 0 && ffi::PyBytes_Check(p) == 0 {
        if let Some(a) = from_buffer(py, p)? {
            return Ok(Some(a));
        }
    }
    if real == Some(Real::Array) {
        if let Some(c) = attribute(py, p, &STRUCT)? {
            if let Some(a) = crate::ndarray::capsule::view_of_numbers(py, p, c.as_ptr())? {
                return Ok(Some(a));
            }
        }
    } else if real.is_none() {
        if let Some(a) = from_struct(py, p)? {
            return Ok(Some(a));
        }
    }
    if real != Some(Real::Scalar) {
        if let Some(d) = attribute(py, p, &INTERFACE)? {
            return from_interface(py, p, &d).map(Some);
        }
    }
    let Some(method) = attribute(py, p, &ARRAY)? else { return Ok(None) };
    let r = if real.is_some() { method.call0()? } else { call_array(py, &method, dtype, copy)? };
    let r = r.as_ptr();
    if is_array(r) {
        return Ok(Some(crate::boundary::call::new_ref(r)));
    }
    if super::real::is_array(r) {
        if let Some(a) = super::real::ours(py, r)? {
            return Ok(Some(a));
        }
    }
    if real_kind(py, r) == Some(Real::Array) {
        if let Some(d) = attribute(py, r, &INTERFACE)? {
            return from_interface(py, r, &d).map(Some);
        }
    }
    Err(PyValueError::new_err("object __array__ method not producing an array"))
}

/// A view of the memory that `__array_struct__` describes; its base holds the object and the capsule.
unsafe fn from_struct(py: Python<'_>, p: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let capsule = ffi::PyObject_GetAttr(p, STRUCT.get());
    if capsule.is_null() && ffi::PyErr_ExceptionMatches(ffi::PyExc_AttributeError) != 0 {
        ffi::PyErr_Clear();
        return Ok(None);
    }
    let capsule = owned(py, capsule)?;
    let a = crate::ndarray::capsule::described(py, capsule.as_ptr())?;
    let base = PyTuple::new(py, [Bound::from_borrowed_ptr(py, p), capsule])?;
    Ok(Some(NdArray::view(py, a, base.as_ptr())?.cast()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Real {
    Array,
    Scalar,
}

/// An array or scalar of the real NumPy.
fn real_kind(py: Python<'_>, p: *mut PyObject) -> Option<Real> {
    // SAFETY: a valid object.
    match unsafe { super::real::kind(p) } {
        Some(super::real::Kind::Array) => return Some(Real::Array),
        Some(super::real::Kind::Scalar) => return Some(Real::Scalar),
        Some(super::real::Kind::Other) => return None,
        None => {}
    }
    let numpy = real_numpy(py)?;
    // SAFETY: a valid object.
    let o = unsafe { Bound::from_borrowed_ptr(py, p) };
    let is = |name: &str| numpy.getattr(name).and_then(|t| o.is_instance(&t)).unwrap_or(false);
    // Our own types answer `isinstance` for real ones only the other way round.
    if is("ndarray") {
        return Some(Real::Array);
    }
    is("generic").then_some(Real::Scalar)
}

fn call_array<'py>(
    py: Python<'py>,
    method: &Bound<'py, PyAny>,
    dtype: Option<&DType>,
    copy: Copy,
) -> PyResult<Bound<'py, PyAny>> {
    let args = match dtype {
        // SAFETY: makes a new object.
        Some(d) => PyTuple::new(py, [unsafe { owned(py, crate::dtype::new_object(py, d)?)? }])?,
        None => PyTuple::empty(py),
    };
    if copy == Copy::IfNeeded {
        return method.call1(args);
    }
    let kw = PyDict::new(py);
    kw.set_item("copy", copy == Copy::Always)?;
    match method.call(&args, Some(&kw)) {
        Err(e)
            if e.is_instance_of::<PyTypeError>(py)
                && e.value(py).to_string().contains("unexpected keyword argument 'copy'") =>
        {
            let text = c"__array__ implementation doesn't accept a copy keyword, so passing copy=False failed. __array__ must implement 'dtype' and 'copy' keyword arguments. To learn more, see the migration guide https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword";
            PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyDeprecationWarning>(), text, 1)?;
            if copy == Copy::Never {
                return Err(super::asarray::no_copy());
            }
            // The method has not heard that a copy is wanted.
            let r = method.call1(args)?;
            // SAFETY: a reference of this frame.
            let known = unsafe { is_array(r.as_ptr()) } || real_kind(py, r.as_ptr()) == Some(Real::Array);
            if known {
                r.call_method1("copy", ("K",))
            } else {
                Ok(r)
            }
        }
        other => other,
    }
}

/// A view of the memory of a buffer's exporter; `None` if it refuses.
pub unsafe fn from_buffer(py: Python<'_>, p: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let m = match owned(py, ffi::PyMemoryView_FromObject(p)) {
        Ok(m) => m,
        Err(_) => return Ok(None),
    };
    let view = shown(py, &m)?;
    if view.indirect {
        // NumPy's own words, a blank left out among them.
        return Err(pyo3::exceptions::PyBufferError::new_err(
            "NumPy currently does not support importing buffers which include suboffsets as they are not compatible \
             with the NumPymemory layout without a copy.  Consider copying the original before trying to convert it \
             to a NumPy array.",
        ));
    }
    let dtype = match &view.format {
        None => DType::of(numen_dtype::Num::UByte),
        Some(text) => match numen_dtype::pep3118::from_format(text) {
            Ok(d) => d,
            Err(e) => {
                let error =
                    PyValueError::new_err(format!("'{text}' is not a valid PEP 3118 buffer format string"));
                error.set_cause(py, Some(crate::dtype::from_python::dtype_error(e)));
                return Err(error);
            }
        },
    };
    let dtype =
        if dtype.itemsize() as isize == view.itemsize { dtype } else { guessed(py, p, &view, &dtype)? };
    if dtype.itemsize() as isize != view.itemsize {
        return Ok(None);
    }
    let shape: Shape = match &view.shape {
        Some(s) => s.iter().map(|&n| n as usize).collect(),
        None if view.ndim > 0 => smallvec::smallvec![(view.len / view.itemsize.max(1)) as usize],
        None => Shape::new(),
    };
    let strides: Strides = match view.strides {
        Some(s) => s.into_iter().collect(),
        None => c_strides(&shape, dtype.itemsize()),
    };
    let a = Array::from_parts(view.data, dtype, shape, strides, None, view.writeable);
    Ok(Some(NdArray::view(py, a, m.as_ptr())?.cast()))
}

/// The type of a `ctypes` object whose format does not fit its size, from its class; others are refused.
unsafe fn guessed(py: Python<'_>, p: *mut PyObject, view: &Shown, format: &DType) -> PyResult<DType> {
    let class = Bound::from_borrowed_ptr(py, p).get_type();
    let from_ctypes =
        class.mro().iter().any(|c| c.getattr("__module__").is_ok_and(|m| m.eq("_ctypes").unwrap_or(false)));
    if !from_ctypes {
        return Err(PyRuntimeError::new_err(format!(
            "Item size {} for PEP 3118 buffer format string {} does not match the dtype {} item size {}.",
            view.itemsize,
            view.format.as_deref().unwrap_or_default(),
            format.char(),
            format.itemsize(),
        )));
    }
    let text = c"A builtin ctypes object gave a PEP3118 format string that does not match its itemsize, so a best-guess will be made of the data type. Newer versions of python may behave correctly.";
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyRuntimeWarning>(), text, 1)?;
    let dtype = crate::dtype::from_object(py, class.as_ptr())?;
    // The axes of a `ctypes` array are the buffer's.
    Ok(dtype.as_subarray().filter(|_| view.ndim > 0).map(|(base, _)| base.clone()).unwrap_or(dtype))
}

/// What a memoryview shows. The buffer is released at once: the memoryview keeps its own until it goes.
unsafe fn shown(py: Python<'_>, m: &Bound<'_, PyAny>) -> PyResult<Shown> {
    let mut view: ffi::Py_buffer = std::mem::zeroed();
    if ffi::PyObject_GetBuffer(m.as_ptr(), &mut view, ffi::PyBUF_FULL_RO) < 0 {
        return Err(PyErr::fetch(py));
    }
    let n = view.ndim as usize;
    let lens = |p: *const isize| (!p.is_null()).then(|| (0..n).map(|i| *p.add(i)).collect());
    let text = |p: *const std::os::raw::c_char| {
        (!p.is_null()).then(|| std::ffi::CStr::from_ptr(p).to_string_lossy().into_owned())
    };
    let shown = Shown {
        data: view.buf.cast(),
        len: view.len,
        itemsize: view.itemsize,
        writeable: view.readonly == 0,
        ndim: n,
        format: text(view.format),
        shape: lens(view.shape),
        strides: lens(view.strides),
        indirect: !view.suboffsets.is_null(),
    };
    ffi::PyBuffer_Release(&mut view);
    Ok(shown)
}

struct Shown {
    data: *mut u8,
    len: isize,
    itemsize: isize,
    writeable: bool,
    ndim: usize,
    format: Option<String>,
    shape: Option<Vec<isize>>,
    strides: Option<Vec<isize>>,
    indirect: bool,
}

/// The array that `__array_interface__` describes.
unsafe fn from_interface(py: Python<'_>, p: *mut PyObject, d: &Bound<'_, PyAny>) -> PyResult<*mut PyObject> {
    let Ok(d) = d.cast::<PyDict>() else {
        return Err(PyValueError::new_err("Invalid __array_interface__ value, must be a dict"));
    };
    let Some(typestr) = d.get_item("typestr")? else {
        return Err(PyValueError::new_err("Missing __array_interface__ typestr"));
    };
    if ffi::PyUnicode_Check(typestr.as_ptr()) == 0 && ffi::PyBytes_Check(typestr.as_ptr()) == 0 {
        return Err(PyTypeError::new_err("__array_interface__ typestr must be a string"));
    }
    let mut dtype = crate::dtype::from_object(py, typestr.as_ptr())?;
    if dtype.num() == numen_dtype::Num::Void {
        if let Some(descr) = d.get_item("descr")? {
            let is_list = ffi::PyList_Check(descr.as_ptr()) != 0;
            let plain = is_list && descr.len()? == 1 && {
                let first = descr.get_item(0)?;
                first.len().unwrap_or(0) == 2 && first.get_item(0)?.eq("")?
            };
            if is_list && !plain {
                let full = crate::dtype::from_object(py, descr.as_ptr())?;
                if full.itemsize() == dtype.itemsize() {
                    dtype = full;
                }
            }
        }
    }
    let shape = match d.get_item("shape")? {
        Some(shape) => shape,
        None if d.contains("data")? => {
            return Err(PyValueError::new_err("Missing __array_interface__ shape"));
        }
        None => PyTuple::empty(py).into_any(),
    };
    if ffi::PyTuple_Check(shape.as_ptr()) == 0 {
        return Err(PyTypeError::new_err("shape must be a tuple"));
    }
    let shape = super::shape(py, shape.as_ptr())?;
    let strides: Option<Strides> = match d.get_item("strides")? {
        Some(s) if !s.is_none() => {
            if ffi::PyTuple_Check(s.as_ptr()) == 0 {
                return Err(PyTypeError::new_err("strides must be a tuple"));
            }
            Some(super::ints(py, s.as_ptr())?.iter().map(|&x| x as isize).collect())
        }
        _ => None,
    };
    if strides.as_ref().is_some_and(|s| s.len() != shape.len()) {
        return Err(PyValueError::new_err("mismatch in length of strides and shape"));
    }
    let strides = strides.unwrap_or_else(|| c_strides(&shape, dtype.itemsize()));
    crate::boundary::errors::ToPy::py(numen_shape::checked_bytes(&shape, dtype.itemsize()), py)?;
    let data = d.get_item("data")?;
    if data.is_none() {
        // No memory: the object is the value itself.
        if shape.iter().any(|&n| n > 1) {
            return Err(PyValueError::new_err("cannot coerce scalar to array with size > 1"));
        }
        let a = crate::boundary::errors::ToPy::py(Array::empty(dtype, &[], numen_array::Order::C), py)?;
        super::store_item(py, a.dtype(), a.write(), p)?;
        let a = a.reshaped(&shape, false).unwrap_or(a);
        return Ok(NdArray::wrap(py, a)?.cast());
    }
    let (ptr, writeable, base) = match data {
        Some(t) if ffi::PyTuple_Check(t.as_ptr()) != 0 => {
            if t.len()? != 2 {
                return Err(PyTypeError::new_err(
                    "__array_interface__ data must be a 2-tuple with (data pointer integer, read-only flag)",
                ));
            }
            let address: usize = t.get_item(0)?.extract().map_err(|_| {
                PyTypeError::new_err("first element of __array_interface__ data tuple must be an integer.")
            })?;
            (address as *mut u8, !t.get_item(1)?.is_truthy()?, Bound::from_borrowed_ptr(py, p))
        }
        other => {
            // A buffer, or the object itself as one.
            let exporter = other.filter(|o| !o.is_none()).unwrap_or_else(|| Bound::from_borrowed_ptr(py, p));
            if ffi::PyObject_CheckBuffer(exporter.as_ptr()) == 0 {
                let name = exporter.get_type().name()?;
                return Err(PyTypeError::new_err(format!("a bytes-like object is required, not '{name}'")));
            }
            let m = owned(py, ffi::PyMemoryView_FromObject(exporter.as_ptr()))?;
            let view = shown(py, &m)?;
            let offset: isize = match d.get_item("offset")? {
                Some(o) => o
                    .extract()
                    .map_err(|_| PyTypeError::new_err("__array_interface__ offset must be an integer"))?,
                None => 0,
            };
            let (low, high) = numen_shape::bounds(&shape, &strides, dtype.itemsize());
            if offset + low < 0 || offset + high > view.len {
                return Err(PyValueError::new_err(
                    "strides is incompatible with shape of requested array and size of buffer",
                ));
            }
            (view.data.offset(offset), view.writeable, m)
        }
    };
    let a = Array::from_parts(ptr, dtype, shape, strides, None, writeable);
    Ok(NdArray::view(py, a, base.as_ptr())?.cast())
}

/// The array an object offers, for the engine: it holds a reference to what owns the memory.
pub unsafe fn from_protocols(
    py: Python<'_>,
    p: *mut PyObject,
    dtype: Option<&DType>,
) -> PyResult<Option<Array>> {
    let Some(o) = object_from_protocols(py, p, dtype, Copy::IfNeeded)? else { return Ok(None) };
    let a = NdArray::handle(o);
    ffi::Py_DECREF(o);
    Ok(Some(a))
}
