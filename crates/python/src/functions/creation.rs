//! Creation: `array`, `asarray`, `zeros`, `empty`, ...

use crate::boundary::args::is_none;
use crate::boundary::call::entry;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject};

crate::signature!(ARRAY: "array", 1, 2, 1; "object", "dtype", "copy", "order", "subok", "ndmin", "ndmax", "like");

unsafe extern "C" fn array(
    _: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let [object, dtype, ..] = ARRAY.parse(args, n, kw)?;
        let d = crate::dtype::optional(py, dtype)?;
        let a = convert::discover::array(py, object, d.as_ref())?;
        let a = match &d {
            Some(d) if a.dtype() != d => numen_exec::astype(&a, d, Order::K).py(py)?.0,
            _ if a.block().is_none() || is_exact(object) => numen_exec::copy(&a, Order::K).py(py)?,
            _ => a,
        };
        Ok(NdArray::wrap(py, a)?.cast())
    })
}

crate::signature!(ZEROS: "zeros", 1, 3, 0; "shape", "dtype", "order", "device", "like");

unsafe extern "C" fn zeros(
    _: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    kw: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let [shape, dtype, order, ..] = ZEROS.parse(args, n, kw)?;
        let d = crate::dtype::optional(py, dtype)?.unwrap_or(DType::of(Num::Double));
        let o = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
        let a = Array::zeros(d, &convert::shape(py, shape)?, o).py(py)?;
        Ok(NdArray::wrap(py, a)?.cast())
    })
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("array", array, "array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None)\n--\n\nAn array of the given items."));
    out.push(method(
        "zeros",
        zeros,
        "zeros(shape, dtype=float, order='C', *, like=None)\n--\n\nAn array of zeros.",
    ));
}
