//! Python objects to arrays and back.

pub mod asarray;
pub mod discover;
pub mod indexing;
pub mod item;
pub mod numbers;
pub mod protocols;
pub mod quick_index;
pub mod real;

pub use item::{item, item_at, store_item};

use crate::boundary::args::is_none;
use crate::boundary::errors::{settled, ToPy};
use crate::ndarray::methods::copy::warn_if_discarding;
use crate::ndarray::object::{is_array, NdArray};
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num, Weak};
use numen_ops::resolve::Arg;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// An operand before its loop is known: an array, or a Python scalar that has no type of its own yet.
pub enum Source {
    Array(Array),
    Weak { object: *mut PyObject, weak: Weak, dtype: DType },
}

impl Source {
    /// What type resolution needs to know.
    pub fn arg(&self) -> Arg {
        match self {
            Source::Array(a) => Arg::of(a.dtype()),
            Source::Weak { weak, dtype, .. } => Arg { dtype: dtype.clone(), weak: Some(*weak) },
        }
    }

    pub fn dtype(&self) -> &DType {
        match self {
            Source::Array(a) => a.dtype(),
            Source::Weak { dtype, .. } => dtype,
        }
    }

    /// The array; a Python scalar becomes one of the loop's type.
    pub unsafe fn into_array(self, py: Python<'_>, dtype: &DType) -> PyResult<Array> {
        match self {
            Source::Array(a) => Ok(a),
            Source::Weak { object, .. } => scalar_array(py, object, dtype),
        }
    }
}

/// An operand of a ufunc.
pub unsafe fn source(py: Python<'_>, p: *mut PyObject) -> PyResult<Source> {
    if is_array(p) {
        return Ok(Source::Array(borrowed(p)));
    }
    let ty = ffi::Py_TYPE(p);
    let weak = if ty == &raw mut ffi::PyFloat_Type {
        Some((Weak::Float, Num::Double))
    } else if ty == &raw mut ffi::PyLong_Type {
        Some((Weak::Int, python_int_type(p)))
    } else if ty == &raw mut ffi::PyComplex_Type {
        Some((Weak::Complex, Num::CDouble))
    } else {
        None
    };
    if let Some((weak, num)) = weak {
        if num != Num::Object {
            return Ok(Source::Weak { object: p, weak, dtype: DType::of(num) });
        }
        // An int beyond 64 bits takes part by its kind too; its own array holds an object.
        return Ok(Source::Weak { object: p, weak, dtype: DType::of(Num::Long) });
    }
    Ok(Source::Array(array(py, p)?))
}

/// The type an array of this int gets: int64, uint64, or object.
pub unsafe fn python_int_type(p: *mut PyObject) -> Num {
    let mut overflow = 0;
    ffi::PyLong_AsLongLongAndOverflow(p, &mut overflow);
    if overflow == 0 {
        return Num::Long;
    }
    let u = ffi::PyLong_AsUnsignedLongLong(p);
    if u == u64::MAX && !ffi::PyErr_Occurred().is_null() {
        ffi::PyErr_Clear();
        return Num::Object;
    }
    Num::ULong
}

/// A 0-d array of a type holding a Python scalar.
pub unsafe fn scalar_array(py: Python<'_>, p: *mut PyObject, dtype: &DType) -> PyResult<Array> {
    let a = Array::empty(dtype.clone(), &[], Order::C).py(py)?;
    scalar::to_memory(py, dtype, a.write(), p)?;
    Ok(a)
}

/// The engine's view of an array object's memory; valid while the object lives.
pub unsafe fn borrowed(p: *mut PyObject) -> Array {
    (*p.cast::<NdArray>()).array.view()
}

/// Any object as an array (no copy where it is one); valid while the object lives or owning its memory.
pub unsafe fn array(py: Python<'_>, p: *mut PyObject) -> PyResult<Array> {
    if is_array(p) {
        return Ok(borrowed(p));
    }
    discover::array(py, p, None)
}

/// Any object as an array of a type.
pub unsafe fn array_as(py: Python<'_>, p: *mut PyObject, dtype: &DType) -> PyResult<Array> {
    if is_array(p) {
        return numen_ops::call::as_type(&borrowed(p), dtype).py(py);
    }
    let a = discover::array(py, p, Some(dtype))?;
    numen_ops::call::as_type(&a, dtype).py(py)
}

/// NumPy's refusal of a cast by its rule.
#[cold]
pub fn cast_refused(a: &Array, to: &DType, rule: &str) -> PyErr {
    let what = if a.ndim() == 0 { "scalar" } else { "array data" };
    PyTypeError::new_err(format!(
        "Cannot cast {what} from {} to {} according to the rule '{rule}'",
        a.dtype().repr(),
        to.repr()
    ))
}

/// The error where one axis is asked for and an array has none, or more.
#[cold]
pub fn wrong_depth(a: &Array) -> PyErr {
    PyValueError::new_err(if a.ndim() == 0 {
        "object of too small depth for desired array"
    } else {
        "object too deep for desired array"
    })
}

/// An array of one axis, by a safe cast, or a list of numbers, as contiguous int64.
pub unsafe fn whole_numbers(py: Python<'_>, p: *mut PyObject) -> PyResult<Array> {
    let long = DType::of(numen_dtype::Num::Long);
    let a = discover::array_limited(py, p, Some(&long), 1)?;
    if a.ndim() != 1 {
        return Err(wrong_depth(&a));
    }
    if is_array(p) && !numen_dtype::can_cast(a.dtype(), &long, numen_dtype::Casting::Safe) {
        return Err(cast_refused(&a, &long, "safe"));
    }
    let a = numen_ops::call::as_type(&a, &long).py(py)?;
    if a.is_c_contiguous() && a.is_behaved() {
        return Ok(a);
    }
    numen_exec::copy(&a, numen_array::Order::C).py(py)
}

/// The shape to which all broadcast; the message names the first two that do not.
pub fn broadcast_arguments(shapes: &[&[usize]]) -> PyResult<numen_shape::Shape> {
    let ndim = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    let mut out: numen_shape::Shape = std::iter::repeat_n(1, ndim).collect();
    for (axis, length) in out.iter_mut().enumerate() {
        let mut source = 0;
        for (k, shape) in shapes.iter().enumerate() {
            let Some(&n) = (axis + shape.len()).checked_sub(ndim).and_then(|i| shape.get(i)) else {
                continue;
            };
            if n == 1 || n == *length {
                continue;
            }
            if *length != 1 {
                return Err(PyValueError::new_err(format!(
                    "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg \
                     {source} with shape {} and arg {k} with shape {}.",
                    numen_shape::show(shapes[source]),
                    numen_shape::show(shape)
                )));
            }
            *length = n;
            source = k;
        }
    }
    Ok(out)
}

/// `a[...] = value` for any object.
pub unsafe fn assign_object(py: Python<'_>, dst: &Array, value: *mut PyObject) -> PyResult<()> {
    if is_array(value) {
        let src = borrowed(value);
        warn_if_discarding(py, src.dtype(), dst.dtype())?;
        let s = numen_exec::assign(dst, &src, None).py(py)?;
        return report(py, s);
    }
    let item = dst.dtype().num() == Num::Object || dst.dtype().num() == Num::Void;
    if dst.ndim() == 0 && (item || !discover::is_sequence(value)) {
        return scalar::to_memory(py, dst.dtype(), dst.write(), value);
    }
    if !item && scalar::object::num_of(value).is_some() {
        // A number of ours is assigned as a single item is: one that does not fit is refused, not wrapped.
        let one = Array::empty(dst.dtype().clone(), &[], Order::C).py(py)?;
        scalar::to_memory(py, dst.dtype(), one.write(), value)?;
        return numen_exec::assign(dst, &one, None).py(py).map(drop);
    }
    // As many axes as there are: what lies deeper is an object, or too deep.
    let src = discover::array_limited(py, value, Some(dst.dtype()), dst.ndim())?;
    warn_if_discarding(py, src.dtype(), dst.dtype())?;
    let s = numen_exec::assign(dst, &src, None).py(py)?;
    report(py, s)
}

/// Flags raised by a cast.
pub fn report(py: Python<'_>, s: numen_kernels::Status) -> PyResult<()> {
    if s.is_ok() {
        return Ok(());
    }
    crate::ufunc::errstate::report(py, s, "cast")
}

/// A copy in C order, owning its memory.
pub unsafe fn copied(py: Python<'_>, a: &Array) -> PyResult<Array> {
    numen_exec::copy(a, Order::C).py(py)
}

/// An axis number.
pub unsafe fn axis(py: Python<'_>, p: *mut PyObject) -> PyResult<i64> {
    let i = ffi::PyNumber_AsSsize_t(p, ffi::PyExc_OverflowError);
    if i == -1 && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok(i as i64)
}

/// What NumPy says of a length that no C integer holds.
#[cold]
pub fn too_large(py: Python<'_>, e: PyErr) -> PyErr {
    let e = settled(py, e);
    match e.is_instance_of::<PyOverflowError>(py) {
        true => PyValueError::new_err("Maximum allowed dimension exceeded"),
        false => e,
    }
}

/// A shape argument: an int or a sequence of ints, none negative.
pub unsafe fn shape(py: Python<'_>, p: *mut PyObject) -> PyResult<numen_shape::Shape> {
    let lens = ints(py, p).map_err(|e| too_large(py, e))?;
    let mut out = numen_shape::Shape::new();
    for n in lens {
        if n < 0 {
            return Err(PyValueError::new_err("negative dimensions are not allowed"));
        }
        out.push(n as usize);
    }
    if out.len() > numen_shape::MAX_DIMS {
        return Err(PyValueError::new_err(format!(
            "maximum supported dimension for an ndarray is currently {}, found {}",
            numen_shape::MAX_DIMS,
            out.len()
        )));
    }
    Ok(out)
}

/// An int or a sequence of ints.
pub unsafe fn ints(py: Python<'_>, p: *mut PyObject) -> PyResult<smallvec::SmallVec<[i64; 4]>> {
    if ffi::PyLong_CheckExact(p) != 0 {
        return Ok(smallvec::smallvec![int(py, p)?]);
    }
    if ffi::PyTuple_CheckExact(p) != 0 {
        let n = ffi::PyTuple_GET_SIZE(p);
        return (0..n).map(|i| int(py, ffi::PyTuple_GET_ITEM(p, i))).collect();
    }
    if is_none(p) {
        return Ok(Default::default());
    }
    if ffi::PyBool_Check(p) != 0 || scalar::object::num_of(p) == Some(Num::Bool) {
        return Err(neither_int_nor_sequence(py, p));
    }
    if ffi::PyIndex_Check(p) != 0 && !(is_array(p) && crate::ndarray::object::array_of(p).ndim() > 0) {
        return Ok(smallvec::smallvec![int(py, p)?]);
    }
    if ffi::PyUnicode_Check(p) != 0 {
        return Err(PyTypeError::new_err("'str' object cannot be interpreted as an integer"));
    }
    if ffi::PySequence_Check(p) == 0 {
        return Err(neither_int_nor_sequence(py, p));
    }
    let n = ffi::PySequence_Size(p);
    if n < 0 {
        return Err(PyErr::fetch(py));
    }
    (0..n)
        .map(|i| {
            let item = crate::boundary::call::owned(py, ffi::PySequence_GetItem(p, i))?;
            int(py, item.as_ptr())
        })
        .collect()
}

#[cold]
unsafe fn neither_int_nor_sequence(py: Python<'_>, p: *mut PyObject) -> PyErr {
    let text = Bound::from_borrowed_ptr(py, p).repr().map(|r| r.to_string()).unwrap_or_default();
    PyTypeError::new_err(format!("expected a sequence of integers or a single integer, got '{text}'"))
}

/// An integer, through `__index__`.
pub unsafe fn int(py: Python<'_>, p: *mut PyObject) -> PyResult<i64> {
    if ffi::PyLong_CheckExact(p) != 0 {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(p, &mut overflow);
        if overflow != 0 {
            return Err(PyOverflowError::new_err("Python int too large to convert to C long"));
        }
        return Ok(i);
    }
    if ffi::PyBool_Check(p) != 0 {
        return Err(PyTypeError::new_err("an integer is required"));
    }
    if ffi::PyIndex_Check(p) == 0 {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(p)).tp_name).to_string_lossy();
        return Err(PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer")));
    }
    axis(py, p)
}
