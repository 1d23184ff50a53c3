//! Arrays of one value: `zeros`, `ones`, `empty`, `full` and their relatives after a prototype.

use super::{dispatch, like};
use crate::boundary::args::{is_none, text_of, truth, Call};
use crate::boundary::call::attached;
use crate::boundary::errors::ToPy;
use crate::boundary::notes;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::methods::finalize;
use crate::ndarray::object::{is_array, is_exact, NdArray, INLINE};
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType, Num};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// An order argument with a default.
pub unsafe fn order_or(p: *mut PyObject, default: Order) -> PyResult<Order> {
    if is_none(p) {
        Ok(default)
    } else {
        crate::ufunc::call::order(p)
    }
}

/// Arrays live on the CPU.
pub unsafe fn device(p: *mut PyObject) -> PyResult<()> {
    if is_none(p) || ffi::PyUnicode_Check(p) != 0 && text_of(p) == "cpu" {
        return Ok(());
    }
    let text =
        attached(|py| Bound::from_borrowed_ptr(py, p).str().map(|s| s.to_string()).unwrap_or_default());
    Err(PyValueError::new_err(format!(
        "Device not understood. Only \"cpu\" is allowed, but received: {text}"
    )))
}

/// What a new array is filled with.
#[derive(Clone, Copy)]
enum Fill {
    Nothing,
    Zero,
    One,
    Value(*mut PyObject),
}

/// Strings without a length have one character.
pub fn sized(d: DType) -> DType {
    if d.is_flexible() && d.itemsize() == 0 && d.ext().is_none() {
        return match d.num() {
            Num::Str => DType::str(1),
            Num::Bytes => DType::bytes(1),
            _ => d,
        };
    }
    d
}

/// Fills a fresh array.
unsafe fn fill(py: Python<'_>, a: &Array, with: Fill) -> PyResult<()> {
    let value = match with {
        Fill::Nothing => {
            if a.dtype().has_object() {
                crate::objects::empty_references(a);
            }
            return Ok(());
        }
        Fill::Zero if a.dtype().num() != Num::Object => {
            if a.dtype().has_object() {
                crate::objects::zero_references(py, a)?;
            }
            return Ok(());
        }
        Fill::Value(v) if a.dtype().as_record().is_some() && convert::discover::is_sequence(v) => {
            // A sequence is spread over the elements, not over the fields.
            let values = convert::array(py, v)?;
            return numen_exec::assign(a, &values, None).py(py).map(drop);
        }
        Fill::Value(v) => {
            let from = super::copying::copied_from(py, v, a.dtype(), Casting::Unsafe)?;
            crate::ndarray::methods::copy::warn_if_discarding(py, from.dtype(), a.dtype())?;
            let s = numen_exec::assign(a, &from, None).py(py)?;
            return convert::report(py, s);
        }
        Fill::Zero => 0,
        Fill::One => 1,
    };
    let one = crate::boundary::call::owned(py, ffi::PyLong_FromLong(value))?;
    if a.dtype().num() == Num::Void && a.dtype().as_record().is_none() {
        // Bare bytes are those of the number.
        return fill(py, a, Fill::Value(one.as_ptr()));
    }
    let cell = Array::empty(a.dtype().clone(), &[], Order::C).py(py)?;
    crate::scalar::to_memory(py, cell.dtype(), cell.write(), one.as_ptr())?;
    numen_exec::fill_with(a, &cell).py(py).map(drop)
}

unsafe fn shape_of(py: Python<'_>, p: *mut PyObject) -> PyResult<numen_shape::Shape> {
    if p == ffi::Py_None() {
        return Err(pyo3::exceptions::PyTypeError::new_err("Use () not None as shape arguments"));
    }
    convert::shape(py, p)
}

/// The axes of items become axes of the array.
fn unfolded(d: DType, shape: &[usize]) -> (DType, numen_shape::Shape) {
    match d.as_subarray() {
        None => (d, shape.into()),
        Some((base, axes)) => (base.clone(), shape.iter().chain(axes).copied().collect()),
    }
}

unsafe fn make(py: Python<'_>, d: DType, shape: &[usize], o: Order, with: Fill) -> PyResult<*mut PyObject> {
    if d.as_subarray().is_some() {
        let (d, shape) = unfolded(d, shape);
        return make(py, d, &shape, o, with);
    }
    // No product can overflow: lengths are small where they are multiplied.
    let small = shape.len() <= 4
        && shape.iter().all(|&n| n <= 128)
        && shape.iter().product::<usize>() * d.itemsize() <= 128;
    if small && !d.has_object() && o != Order::F {
        let p = NdArray::fresh(py, d, shape)?;
        let a = &(*p).array;
        if matches!(with, Fill::Zero) {
            a.write().write_bytes(0, a.nbytes());
        }
        if let Err(e) = fill(py, a, with) {
            ffi::Py_DECREF(p.cast());
            return Err(e);
        }
        return Ok(p.cast());
    }
    let get = if matches!(with, Fill::Zero) { Array::zeros } else { Array::empty };
    let a = get(d, shape, o).py(py)?;
    fill(py, &a, with)?;
    Ok(NdArray::wrap(py, a)?.cast())
}

crate::signature!(ZEROS: "zeros", 1, 3, 0; "shape", "dtype", "order", "device", "like");
crate::signature!(EMPTY: "empty", 1, 3, 0; "shape", "dtype", "order", "device", "like");
crate::signature!(ONES: "ones", 1, 3, 0; "shape", "dtype", "order", "device", "like");

macro_rules! of_shape {
    ($($f:ident $sig:ident $name:literal $fill:expr;)*) => { $(
        unsafe fn $f(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            let [shape, dtype, order, device_, like_] = $sig.parse(call)?;
            if call.n == 1 && call.kw.is_null() && ffi::PyLong_CheckExact(shape) != 0 {
                let len = ffi::PyLong_AsSsize_t(shape);
                if (0..=INLINE as isize / 8).contains(&len) {
                    return make(py, DType::of(Num::Double), &[len as usize], Order::C, $fill);
                }
                ffi::PyErr_Clear();
            }
            if !is_none(like_) {
                if let Some(r) = like::ask(py, $name, like_, call)? {
                    return Ok(r);
                }
            }
            device(device_)?;
            let d = crate::dtype::optional(py, dtype)
                .map_err(|e| notes::lengths_given_apart(py, e, $name, shape, dtype))?;
            let d = sized(d.unwrap_or(DType::of(Num::Double)));
            make(py, d, &shape_of(py, shape)?, only_c_or_f(order)?, $fill)
        }
    )* };
}

unsafe fn only_c_or_f(order: *mut PyObject) -> PyResult<Order> {
    let o = order_or(order, Order::C)?;
    if matches!(o, Order::A | Order::K) {
        return Err(PyValueError::new_err("only 'C' or 'F' order is permitted"));
    }
    Ok(o)
}

of_shape! {
    zeros ZEROS "zeros" Fill::Zero;
    empty EMPTY "empty" Fill::Nothing;
    ones ONES "ones" Fill::One;
}

crate::signature!(FULL: "full", 2, 4, 0; "shape", "fill_value", "dtype", "order", "device", "like");

unsafe fn full(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [shape, value, dtype, order, device_, like_] = FULL.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "full", like_, call)? {
            return Ok(r);
        }
    }
    device(device_)?;
    let d = match crate::dtype::optional(py, dtype)? {
        Some(d) => sized(d),
        None => convert::array(py, value)?.dtype().clone(),
    };
    make(py, d, &shape_of(py, shape)?, only_c_or_f(order)?, Fill::Value(value))
}

crate::signature!(ZEROS_LIKE: "zeros_like", 1, 4, 0; "a", "dtype", "order", "subok", "shape", "device");
crate::signature!(EMPTY_LIKE: "empty_like", 1, 4, 0; "prototype", "dtype", "order", "subok", "shape", "device");
crate::signature!(ONES_LIKE: "ones_like", 1, 4, 0; "a", "dtype", "order", "subok", "shape", "device");

macro_rules! after_prototype {
    ($($f:ident $sig:ident $name:literal $fill:expr;)*) => { $(
        unsafe fn $f(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            let parsed = $sig.parse(call)?;
            if let Some(r) = dispatch::dispatch(py, $name, &[parsed[0]], call)? {
                return Ok(r);
            }
            after(py, parsed, $fill)
        }
    )* };
}

after_prototype! {
    zeros_like ZEROS_LIKE "zeros_like" Fill::Zero;
    empty_like EMPTY_LIKE "empty_like" Fill::Nothing;
    ones_like ONES_LIKE "ones_like" Fill::One;
}

unsafe fn after(
    py: Python<'_>,
    [prototype, dtype, order, subok, shape, device_]: [*mut PyObject; 6],
    with: Fill,
) -> PyResult<*mut PyObject> {
    device(device_)?;
    let a = convert::array(py, prototype)?;
    let d = match crate::dtype::optional(py, dtype)? {
        Some(d) => sized(d),
        None => a.dtype().clone(),
    };
    let o = order_or(order, Order::K)?;
    let zero = matches!(with, Fill::Zero);
    let new = if let (true, Some((_, axes))) = (is_none(shape), d.as_subarray()) {
        let (kept, n) = (a.ndim(), axes.iter().product::<usize>());
        let (base, shape) = unfolded(d.clone(), a.shape());
        let mut strides = a.strides_for(o, base.itemsize() * n);
        strides.extend_from_slice(&numen_shape::c_strides(&shape[kept..], base.itemsize()));
        let new = Array::empty_with_strides(base, &shape, strides).py(py)?;
        if zero && !new.dtype().has_object() {
            new.write().write_bytes(0, new.nbytes());
        }
        new
    } else if is_none(shape) {
        let strides = a.strides_for(o, d.itemsize());
        let new = Array::empty_with_strides(d, a.shape(), strides).py(py)?;
        if zero && !new.dtype().has_object() {
            new.write().write_bytes(0, new.nbytes());
        }
        new
    } else {
        let shape = convert::shape(py, shape)?;
        let o = match o {
            Order::K if shape.len() == a.ndim() => {
                let strides = numen_shape::ordered_strides(&shape, d.itemsize(), a.strides());
                let new = Array::empty_with_strides(d, &shape, strides).py(py)?;
                if zero && !new.dtype().has_object() {
                    new.write().write_bytes(0, new.nbytes());
                }
                return wrap_after(py, prototype, subok, new, with);
            }
            Order::A if a.is_f_contiguous() && !a.is_c_contiguous() => Order::F,
            Order::F => Order::F,
            _ => Order::C,
        };
        if zero { Array::zeros(d, &shape, o) } else { Array::empty(d, &shape, o) }.py(py)?
    };
    wrap_after(py, prototype, subok, new, with)
}

unsafe fn wrap_after(
    py: Python<'_>,
    prototype: *mut PyObject,
    subok: *mut PyObject,
    new: Array,
    with: Fill,
) -> PyResult<*mut PyObject> {
    fill(py, &new, with)?;
    if is_array(prototype) && !is_exact(prototype) && truth(py, subok, true)? {
        let p = NdArray::with_type(py, ffi::Py_TYPE(prototype), new, std::ptr::null_mut())?.cast();
        finalize(py, p, prototype)?;
        return Ok(p);
    }
    Ok(NdArray::wrap(py, new)?.cast())
}

crate::signature!(FULL_LIKE: "full_like", 2, 5, 0; "a", "fill_value", "dtype", "order", "subok", "shape", "device");

unsafe fn full_like(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, value, dtype, order, subok, shape, device_] = FULL_LIKE.parse(call)?;
    if let Some(r) = dispatch::dispatch(py, "full_like", &[a], call)? {
        return Ok(r);
    }
    after(py, [a, dtype, order, subok, shape, device_], Fill::Value(value))
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "zeros",
        crate::c_function!(zeros),
        "zeros(shape, dtype=None, order='C', *, device=None, like=None)\n--\n\n\
         A new array of zeros.\n\nParameters\n----------\nshape : int or tuple of ints\ndtype : data-type, optional\n    float64 by default.\n\
         order : {'C', 'F'}\n\nReturns\n-------\nndarray\n\n\
         Examples\n--------\n>>> import numen as np\n>>> np.zeros(2)\narray([0., 0.])\n",
    ));
    out.push(method(
        "empty",
        crate::c_function!(empty),
        "empty(shape, dtype=None, order='C', *, device=None, like=None)\n--\n\n\
         A new array whose elements are not set: whatever the memory held.\n\nParameters\n----------\nshape : int or tuple of ints\ndtype : data-type, optional\n    float64 by default.\norder : {'C', 'F'}\n    Rows or columns next to each other in memory.\n\nReturns\n-------\nndarray\n\nExamples\n--------\n>>> import numen as np\n>>> np.empty((2, 3)).shape\n(2, 3)\n",
    ));
    out.push(method(
        "ones",
        crate::c_function!(ones),
        "ones(shape, dtype=None, order='C', *, device=None, like=None)\n--\n\n\
         A new array of ones.\n\n\
         Parameters\n----------\nshape : int or tuple of ints\ndtype : data-type, optional\n    float64 by default.\norder : {'C', 'F'}\n    Rows or columns next to each other in memory.\n\n\
        Returns\n-------\nndarray\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.ones(2)\narray([1., 1.])\n",
    ));
    out.push(method(
        "full",
        crate::c_function!(full),
        "full(shape, fill_value, dtype=None, order='C', *, device=None, like=None)\n--\n\n\
         A new array of one value, or of values broadcast to its shape.\n\n\
         Parameters\n----------\nshape : int or tuple of ints\nfill_value : array_like\n    The value, or values that broadcast to the shape.\ndtype : data-type, optional\n    By default that of `fill_value`.\norder : {'C', 'F'}\n    Rows or columns next to each other in memory.\n\n\
        Returns\n-------\nndarray\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.full(2, 7)\narray([7, 7])\n",
    ));
    out.push(method("zeros_like", crate::c_function!(zeros_like), "zeros_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None)\n--\n\nZeros in the shape and type of another array.\n"));
    out.push(method("empty_like", crate::c_function!(empty_like), "empty_like(prototype, /, dtype=None, order='K', subok=True, shape=None, *, device=None)\n--\n\nAn array in the shape and type of another, its elements not set.\n"));
    out.push(method("ones_like", crate::c_function!(ones_like), "ones_like(a, dtype=None, order='K', subok=True, shape=None, *, device=None)\n--\n\nOnes in the shape and type of another array.\n"));
    out.push(method("full_like", crate::c_function!(full_like), "full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None)\n--\n\nOne value in the shape and type of another array.\n"));
}
