//! What `np.array` and its relatives do with any object.

use super::protocols::{object_from_protocols, Copy};
use super::{discover, numbers, report};
use crate::boundary::errors::ToPy;
use crate::ndarray::methods::copy::{small_astype, small_copy, warn_if_discarding};
use crate::ndarray::methods::finalize;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// What is wanted.
pub struct Wanted {
    pub dtype: Option<DType>,
    pub copy: Copy,
    pub order: Order,
    pub subok: bool,
    pub ndmin: usize,
    pub ndmax: usize,
}

impl Wanted {
    /// As `asarray` wants it.
    pub fn any(dtype: Option<DType>) -> Wanted {
        Wanted {
            dtype,
            copy: Copy::IfNeeded,
            order: Order::K,
            subok: false,
            ndmin: 0,
            ndmax: numen_shape::MAX_DIMS,
        }
    }
}

/// `copy=False` cannot be had.
#[cold]
pub fn no_copy() -> PyErr {
    PyValueError::new_err(
        "Unable to avoid copy while creating an array as requested.\nIf using `np.array(obj, copy=False)` replace \
         it with `np.asarray(obj)` to allow a copy when needed (no behavior change in NumPy 1.x).\nFor more \
         details, see https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.",
    )
}

/// A new reference to the array object of any object.
pub unsafe fn as_array(py: Python<'_>, p: *mut PyObject, w: &Wanted) -> PyResult<*mut PyObject> {
    if is_array(p) {
        return from_array(py, p, w, w.copy);
    }
    let r = convert(py, p, w)?;
    if w.ndmin > array_of(r).ndim() {
        return with_axes(py, r, w);
    }
    Ok(r)
}

unsafe fn convert(py: Python<'_>, p: *mut PyObject, w: &Wanted) -> PyResult<*mut PyObject> {
    if !scalar::object::is_scalar(p) {
        if w.copy != Copy::Never {
            if ffi::PyFloat_CheckExact(p) != 0 && w.dtype.is_none() {
                let o = NdArray::fresh(py, DType::of(Num::Double), &[])?;
                (*o).array.write().cast::<f64>().write(ffi::PyFloat_AS_DOUBLE(p));
                return Ok(o.cast());
            }
            if w.order != Order::F {
                if let Some(r) = numbers::object(py, p, w.dtype.as_ref(), w.ndmax)? {
                    return Ok(r);
                }
            }
        }
        // A scalar of NumPy's shows its memory as a buffer, and is copied.
        if w.copy == Copy::Never && super::real::kind(p) == Some(super::real::Kind::Scalar) {
            return Err(no_copy());
        }
        if let Some(o) = object_from_protocols(py, p, w.dtype.as_ref(), w.copy)? {
            // What `__array__` was asked to copy is not copied again; shared memory is.
            let shares = !(*o.cast::<NdArray>()).base.is_null();
            let copy = if w.copy == Copy::Always && !shares { Copy::IfNeeded } else { w.copy };
            let r = from_array(py, o, w, copy);
            ffi::Py_DECREF(o);
            return r;
        }
    }
    if w.copy == Copy::Never {
        return Err(no_copy());
    }
    let a = discover::without_protocols(py, p, w.dtype.as_ref(), w.ndmax)?;
    let wanted = fitting(py, &a, w.dtype.as_ref())?;
    // Items that are arrays themselves have become axes.
    let wanted = match wanted.as_subarray() {
        Some((base, _)) if a.ndim() > 0 => base.clone(),
        _ => wanted,
    };
    if *a.dtype() != wanted || w.order == Order::F && !a.is_f_contiguous() || a.block().is_none() {
        let (a, s) = numen_exec::astype(&a, &wanted, w.order).py(py)?;
        report(py, s)?;
        return Ok(NdArray::wrap(py, a)?.cast());
    }
    let in_order = if w.order == Order::F { a.reshaped(a.shape(), true) } else { None };
    Ok(NdArray::wrap(py, in_order.unwrap_or(a))?.cast())
}

/// The type a conversion ends in: flexible types without a length take the one that fits.
pub unsafe fn fitting(py: Python<'_>, a: &Array, wanted: Option<&DType>) -> PyResult<DType> {
    match wanted {
        None => Ok(a.dtype().clone()),
        Some(d) if discover::is_open(d) && a.dtype().num() == d.num() => Ok(a.dtype().clone()),
        Some(d) if discover::is_open(d) => crate::ndarray::methods::copy::adapted(py, a, d.clone()),
        Some(d) => Ok(d.clone()),
    }
}

unsafe fn from_array(py: Python<'_>, p: *mut PyObject, w: &Wanted, copy: Copy) -> PyResult<*mut PyObject> {
    let a = array_of(p);
    let keeps_class = is_exact(p) || w.subok;
    let dtype = match &w.dtype {
        None => a.dtype().clone(),
        d => fitting(py, a, d.as_ref())?,
    };
    let same_type = *a.dtype() == dtype || numen_dtype::can_cast(a.dtype(), &dtype, numen_dtype::Casting::No);
    let in_order = match w.order {
        Order::C => a.is_c_contiguous(),
        Order::F => a.is_f_contiguous(),
        _ => true,
    };
    let needed = !same_type || !in_order;
    if needed && copy == Copy::Never {
        return Err(no_copy());
    }
    let r = if copy == Copy::Always || needed {
        warn_if_discarding(py, a.dtype(), &dtype)?;
        if w.ndmin <= a.ndim() {
            let quick = if *a.dtype() == dtype {
                small_copy(py, p, w.order)
            } else {
                small_astype(py, p, &dtype, w.order)
            };
            if let Some(r) = quick? {
                return Ok(r);
            }
        }
        let (new, s) = numen_exec::astype(a, &dtype, w.order).py(py)?;
        report(py, s)?;
        let new = crate::ndarray::methods::copy::field_view(new);
        if keeps_class && !is_exact(p) {
            let r = NdArray::with_type(py, ffi::Py_TYPE(p), new, std::ptr::null_mut())?.cast();
            finalize(py, r, p)?;
            r
        } else {
            NdArray::wrap(py, new)?.cast()
        }
    } else if keeps_class && *a.dtype() == dtype && a.dtype().parts() == dtype.parts() {
        crate::boundary::call::new_ref(p)
    } else {
        // The same memory as a plain array, or under an equal type's other name.
        NdArray::view(py, a.reinterpret(dtype), p)?.cast()
    };
    if w.ndmin > array_of(r).ndim() {
        return with_axes(py, r, w);
    }
    Ok(r)
}

/// Axes of length 1 in front; consumes `r`.
unsafe fn with_axes(py: Python<'_>, r: *mut PyObject, w: &Wanted) -> PyResult<*mut PyObject> {
    let mut v = array_of(r).view();
    while v.ndim() < w.ndmin {
        v = v.insert_axis(0);
    }
    // Axes of length 1 have the strides of the order that the elements lie in.
    let fortran = v.is_f_contiguous() && (w.order == Order::F || !v.is_c_contiguous());
    let v = v.reshaped(v.shape(), fortran).unwrap_or(v);
    let out = crate::ndarray::mapping::view_like(py, r, v);
    ffi::Py_DECREF(r);
    out
}
