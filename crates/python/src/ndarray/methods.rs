//! Methods.

use super::object::{array_of, is_exact, NdArray};
use crate::boundary::args::is_none;
use crate::boundary::call::{entry, none};
use crate::boundary::errors::ToPy;
use crate::boundary::types::{method, TypeSpec};
use crate::ufunc::methods::{Axis, Reduction};
use numen_array::{Array, Order};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;

/// `ndarray(shape, dtype=float, buffer=None, offset=0, strides=None, order=None)`.
pub unsafe fn construct(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    args: *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let args = Bound::from_borrowed_ptr(py, args).cast_into::<pyo3::types::PyTuple>()?;
    let kw = (!kw.is_null())
        .then(|| Bound::from_borrowed_ptr(py, kw).cast_into::<pyo3::types::PyDict>())
        .transpose()?;
    let get = |i: usize, name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        if i < args.len() {
            return Ok(Some(args.get_item(i)?));
        }
        match &kw {
            Some(k) => k.get_item(name),
            None => Ok(None),
        }
    };
    let Some(shape) = get(0, "shape")? else {
        return Err(pyo3::exceptions::PyTypeError::new_err(
            "function missing required argument 'shape' (pos 1)",
        ));
    };
    let shape = crate::convert::shape(py, shape.as_ptr())?;
    let dtype = match get(1, "dtype")? {
        Some(d) => crate::dtype::from_object(py, d.as_ptr())?,
        None => numen_dtype::DType::of(numen_dtype::Num::Double),
    };
    for (i, name) in [(2, "buffer"), (4, "strides")] {
        if get(i, name)?.is_some_and(|b| !b.is_none()) {
            return Err(pyo3::exceptions::PyNotImplementedError::new_err(format!(
                "{name}= is not there yet"
            )));
        }
    }
    let order = match get(5, "order")? {
        Some(o) => crate::ufunc::call::order(o.as_ptr())?,
        None => Order::C,
    };
    let a = Array::empty(dtype, &shape, order).py(py)?;
    let p = NdArray::with_type(py, ty, a, std::ptr::null_mut())?.cast();
    if !is_exact(p) {
        finalize(py, p, ffi::Py_None())?;
    }
    Ok(p)
}

/// Calls `__array_finalize__(obj)` of a subclass's new instance (consumed on error).
pub unsafe fn finalize(py: Python<'_>, p: *mut PyObject, from: *mut PyObject) -> PyResult<()> {
    let call = || -> PyResult<()> {
        let o = Bound::from_borrowed_ptr(py, p);
        let f = o.getattr("__array_finalize__")?;
        if f.is_none() {
            return Ok(());
        }
        f.call1((Bound::from_borrowed_ptr(py, from),)).map(drop)
    };
    call().inspect_err(|_| ffi::Py_DECREF(p))
}

unsafe extern "C" fn array_finalize(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|_| Ok(none()))
}

crate::signature!(SUM: "sum", 0, 3, 0; "axis", "dtype", "out", "keepdims", "initial", "where");

unsafe extern "C" fn sum(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let u = crate::ufunc::object::builtin("add");
        if n == 0 && kw.is_null() {
            if let Some(r) = crate::ufunc::fast::reduce_all(py, u, o, 0.0)? {
                return Ok(r);
            }
        }
        let [axis, dtype, out, keepdims, initial, mask] = SUM.parse(args, n, kw)?;
        let axis = if is_none(axis) { Axis::All } else { Axis::Given(axis) };
        let keepdims = crate::boundary::args::truth(py, keepdims, false)?;
        Reduction { axis, dtype, out, keepdims, initial, mask }.run(py, u, o)
    })
}

crate::signature!(ASTYPE: "astype", 1, 5, 0; "dtype", "order", "casting", "subok", "copy");

unsafe extern "C" fn astype(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let [dtype, order, _casting, _subok, _copy] = ASTYPE.parse(args, n, kw)?;
        let d = crate::dtype::from_object(py, dtype)?;
        let (a, s) = numen_exec::astype(array_of(o), &d, crate::ufunc::call::order(order)?).py(py)?;
        crate::convert::report(py, s)?;
        Ok(NdArray::wrap(py, a)?.cast())
    })
}

/// Adds the methods.
pub fn definitions(spec: &mut TypeSpec) {
    spec.methods.push(method("sum", sum, "sum($self, /, axis=None, dtype=None, out=None, keepdims=False, initial=0, where=True)\n--\n\nSum over axes."));
    spec.methods.push(method("astype", astype, "astype($self, /, dtype, order='K', casting='unsafe', subok=True, copy=True)\n--\n\nThe elements as another type."));
    spec.methods.push(crate::boundary::types::method_o(
        "__array_finalize__",
        array_finalize,
        "Called on new instances of subclasses.",
    ));
}
