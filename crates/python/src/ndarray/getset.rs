//! Attributes.

use super::few;
use super::methods::construct::new_like;
use super::methods::copy::reinterpreted;
use super::methods::shape::reshaped;
use super::object::{array_of, NdArray};
use crate::boundary::call::{borrowed, checked, entry, entry_int, new_ref, none, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::notes;
use crate::boundary::types::{getset, TypeSpec};
use crate::convert;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyAttributeError, PyDeprecationWarning, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::{c_int, c_void};

/// A tuple of lengths.
pub unsafe fn shape_tuple(py: Python<'_>, shape: &[usize]) -> PyResult<*mut PyObject> {
    let t = checked(py, ffi::PyTuple_New(shape.len() as isize))?;
    for (i, &n) in shape.iter().enumerate() {
        ffi::PyTuple_SET_ITEM(t, i as isize, ffi::PyLong_FromSize_t(n));
    }
    Ok(t)
}

unsafe fn strides_tuple(py: Python<'_>, a: &Array) -> PyResult<*mut PyObject> {
    let t = checked(py, ffi::PyTuple_New(a.ndim() as isize))?;
    for (i, &s) in a.strides().iter().enumerate() {
        ffi::PyTuple_SET_ITEM(t, i as isize, ffi::PyLong_FromSsize_t(s));
    }
    Ok(t)
}

macro_rules! attributes {
    ($($name:ident $(($set:ident))?: $doc:literal => |$py:ident, $o:ident, $a:ident| $body:expr;)*) => {
        $( #[allow(non_snake_case)] unsafe extern "C" fn $name($o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|$py| { let $a = array_of($o); let _ = &$a; $body })
        } )*
        fn attribute_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(stringify!($name), $name, attributes!(@set $($set)?), $doc)); )*
        }
    };
    (@set) => { None };
    (@set $set:ident) => { Some($set) };
}

attributes! {
    shape (set_shape): "Lengths of the axes." => |py, _o, a| shape_tuple(py, a.shape());
    strides (set_strides): "Bytes between neighbours along each axis." => |py, _o, a| strides_tuple(py, a);
    ndim: "Number of axes." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.ndim()));
    size: "Number of elements." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.size()));
    itemsize: "Bytes an element." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.itemsize()));
    nbytes: "Bytes of all elements." => |py, _o, a| checked(py, ffi::PyLong_FromSize_t(a.nbytes()));
    T: "The array with its axes reversed, a view." => |py, o, a| match few::lender(o) {
        Some(a) => NdArray::lend(py, o, &few::reversed(a)),
        None => super::mapping::view_like(py, o, a.t()),
    };
    mT: "The array with its last two axes exchanged, a view." => |py, o, a| {
        let n = a.ndim();
        if n < 2 {
            return Err(PyValueError::new_err("matrix transpose with ndim < 2 is undefined"));
        }
        super::mapping::view_like(py, o, a.swap_axes(n - 2, n - 1))
    };
    base: "The object whose memory it is, or None." => |py, o, a| {
        let b = (*o.cast::<NdArray>()).base;
        Ok(if b.is_null() { none() } else { super::lent::visible(py, b).into_ptr() })
    };
    flags: "Layout and rights of the memory." => |py, o, a| super::flags::new_object(py, o);
    flat (set_flat): "The elements in C order, as an iterator that can be indexed." => |py, o, a| super::flat::new_object(py, o);
    real (set_real): "Real parts, a view." => |py, o, a| match component(a, false) {
        Some(v) => super::mapping::view_like(py, o, v),
        None => Ok(new_ref(o)),
    };
    imag (set_imag): "Imaginary parts, a view; zeros where there are none." => |py, o, a| match component(a, true) {
        Some(v) => super::mapping::view_like(py, o, v),
        None => no_imaginary(py, o, a),
    };
    data: "The memory as a memoryview." => |py, o, a| checked(py, ffi::PyMemoryView_FromObject(o));
    device: "Always 'cpu'." => |py, _o, a| checked(py, ffi::PyUnicode_FromString(c"cpu".as_ptr()));
    ctypes: "The memory for ctypes." => |py, o, a| {
        let m = PyModule::import(py, "numen._ctypes_view")?;
        Ok(m.getattr("CTypesView")?.call1((borrowed(py, o), a.read() as usize))?.into_ptr())
    };
    __array_priority__: "Which operand's class decides about results." => |py, _o, a| checked(py, ffi::PyFloat_FromDouble(0.0));
    __array_struct__: "The memory described as a C structure in a capsule." => |py, o, a| super::capsule::array_struct(py, o, a);
}

/// `a.dtype`: asked for so often that the object of a built-in type is returned without a guard.
unsafe extern "C" fn dtype(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    let d = array_of(o).dtype();
    match crate::dtype::singleton(d) {
        Some(p) => new_ref(p),
        None => entry(|py| crate::dtype::new_object(py, d)),
    }
}

/// The real or imaginary parts of complex elements.
pub fn component(a: &Array, imaginary: bool) -> Option<Array> {
    let part = match a.dtype().num() {
        Num::CFloat => Num::Float,
        Num::CDouble => Num::Double,
        Num::CLongDouble => Num::LongDouble,
        _ => return None,
    };
    let part = DType::of(part).with_swapped(a.dtype().is_swapped());
    let offset = if imaginary { part.itemsize() } else { 0 };
    Some(a.part(part, offset))
}

/// Zeros, read-only.
unsafe fn no_imaginary(py: Python<'_>, o: *mut PyObject, a: &Array) -> PyResult<*mut PyObject> {
    let strides = a.strides_for(Order::K, a.itemsize());
    let mut z = Array::zeros(a.dtype().clone(), a.shape(), Order::C).py(py)?;
    if z.strides() != &strides[..] && a.is_f_contiguous() {
        z = Array::zeros(a.dtype().clone(), a.shape(), Order::F).py(py)?;
    }
    if a.dtype().num() == Num::Object {
        let zero = owned(py, ffi::PyLong_FromLong(0))?;
        for p in super::elements::Elements::of(&z) {
            crate::scalar::to_memory(py, z.dtype(), p, zero.as_ptr())?;
        }
    }
    z.set_writeable(false);
    new_like(py, o, z)
}

unsafe fn not_deleted(value: *mut PyObject, what: &str) -> PyResult<()> {
    if value.is_null() {
        return Err(PyAttributeError::new_err(format!("Cannot delete array {what}")));
    }
    Ok(())
}

unsafe extern "C" fn set_shape(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "shape")?;
        let wanted = convert::ints(py, value)?;
        let (a, is_view) = reshaped(py, array_of(o), &wanted, Order::C, None)?;
        if !is_view {
            return Err(PyAttributeError::new_err(
                "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with the desired shape.",
            ));
        }
        (*o.cast::<NdArray>()).replace(a);
        Ok(0)
    })
}

unsafe extern "C" fn set_strides(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "strides")?;
        PyErr::warn(
            py,
            &py.get_type::<PyDeprecationWarning>(),
            c"Setting the strides on a NumPy array has been deprecated in NumPy 2.4.\nAs an alternative, you can create a new view using np.lib.stride_tricks.as_strided.",
            1,
        )?;
        if value == ffi::Py_None() {
            return Err(pyo3::exceptions::PyTypeError::new_err("invalid strides"));
        }
        let strides: numen_shape::Strides = convert::ints(py, value)?.iter().map(|&s| s as isize).collect();
        let a = array_of(o);
        if strides.len() != a.ndim() {
            return Err(PyValueError::new_err(format!(
                "strides must be  same length as shape ({})",
                a.ndim()
            )));
        }
        // The memory is what the last array of the chain of bases shows.
        let mut owner = o;
        loop {
            let b = (*owner.cast::<NdArray>()).base;
            if b.is_null() || !super::object::is_array(b) {
                break;
            }
            owner = b;
        }
        let whole = array_of(owner);
        let (low, high) = numen_shape::bounds(whole.shape(), whole.strides(), whole.itemsize());
        let (mut from, mut to) = (whole.read() as isize + low, whole.read() as isize + high);
        let foreign = (*owner.cast::<NdArray>()).base;
        if !foreign.is_null() {
            if let Ok((data, len, _)) = super::methods::construct::memory_of(py, foreign) {
                (from, to) = (data as isize, data as isize + len as isize);
            }
        }
        let (low, high) = numen_shape::bounds(a.shape(), &strides, a.itemsize());
        let at = a.read() as isize;
        if a.size() > 0 && (at + low < from || at + high > to) {
            return Err(PyValueError::new_err("strides is not compatible with available memory"));
        }
        let v = a.view_parts(0, a.dtype().clone(), a.shape().into(), strides);
        (*o.cast::<NdArray>()).replace(v);
        Ok(0)
    })
}

unsafe extern "C" fn set_dtype(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "dtype")?;
        let d = crate::dtype::from_object(py, value).map_err(|e| {
            if ffi::PyUnicode_Check(value) != 0 {
                e
            } else {
                PyTypeError::new_err("invalid data-type for array")
            }
        })?;
        let v = reinterpreted(array_of(o), &d)?;
        (*o.cast::<NdArray>()).replace(v);
        Ok(0)
    })
}

unsafe extern "C" fn set_flat(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "flat iterator")?;
        super::flat::assign_all(py, o, value)?;
        Ok(0)
    })
}

unsafe fn set_component(py: Python<'_>, o: *mut PyObject, value: *mut PyObject, imag: bool) -> PyResult<()> {
    let a = array_of(o);
    let part = match component(a, imag) {
        Some(p) => p,
        None if imag => return Err(PyTypeError::new_err("array does not have imaginary part to set")),
        None => a.view(),
    };
    if !a.is_writeable() {
        return Err(PyValueError::new_err("assignment destination is read-only"));
    }
    // The value is an array first, of a type of its own, and cast then.
    let own = convert::array(py, value)?;
    super::methods::copy::warn_if_discarding(py, own.dtype(), part.dtype())?;
    let s = numen_exec::assign(&part, &own, None).py(py)?;
    convert::report(py, s)
}

unsafe extern "C" fn set_real(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "real part")?;
        set_component(py, o, value, false).map(|()| 0)
    })
}

unsafe extern "C" fn set_imag(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        not_deleted(value, "imaginary part")?;
        set_component(py, o, value, true).map(|()| 0)
    })
}

/// Adds the attributes.
pub fn definitions(spec: &mut TypeSpec) {
    attribute_definitions(spec);
    spec.getset.push(getset("dtype", dtype, Some(set_dtype), "Type of the elements."));
    for name in [c"append", c"extend"] {
        let doc = "Not an attribute of arrays: see `numpy.append`.";
        let mut absent = getset(&name.to_string_lossy(), notes::not_a_list, None, doc);
        absent.closure = name.as_ptr().cast_mut().cast();
        spec.getset.push(absent);
    }
}
