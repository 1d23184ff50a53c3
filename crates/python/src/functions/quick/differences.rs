//! `diff`, `cross`, `expand_dims` of plain arrays.

use super::{doubles, quick, small_int};
use crate::boundary::call::owned;
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::ufunc::object::builtin;
use numen_dtype::{DType, Num};
use numen_shape::Slice;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(DIFF: "diff", 1, 3, 0; "a", "n", "axis");
crate::signature!(CROSS: "cross", 2, 2, 0; "a", "b");
crate::signature!(EXPAND: "expand_dims", 2, 2, 0; "a", "axis");

/// An axis as a place below `ndim`; absent is the last.
unsafe fn place(axis: *mut PyObject, ndim: usize) -> Option<usize> {
    let i = if axis.is_null() { -1 } else { small_int(axis)? };
    let at = if i < 0 { i + ndim as i64 } else { i };
    (0..ndim as i64).contains(&at).then_some(at as usize)
}

unsafe fn diff(py: Python<'_>, given: [*mut PyObject; 3]) -> PyResult<Option<*mut PyObject>> {
    let [o, n, axis] = given;
    if !is_exact(o) || !(n.is_null() || small_int(n) == Some(1)) {
        return Ok(None);
    }
    let a = array_of(o);
    let Some(at) = place(axis, a.ndim()) else { return Ok(None) };
    let len = a.shape()[at].saturating_sub(1);
    let part = |start: usize| -> PyResult<Bound<'_, PyAny>> {
        let s = Slice { start: start as isize, step: 1, len };
        owned(py, NdArray::view(py, a.slice_axis(at, s), o)?.cast())
    };
    let (upper, lower) = (part(usize::from(len > 0))?, part(0)?);
    let u = builtin(if a.dtype().is_bool() { "not_equal" } else { "subtract" });
    if let Some(r) = crate::ufunc::fast::binary(py, u, upper.as_ptr(), lower.as_ptr()).ok(py)? {
        return Ok(Some(r));
    }
    crate::ufunc::call::binary(py, u, upper.as_ptr(), lower.as_ptr()).map(Some)
}
quick!(diff_py, diff, DIFF);

unsafe fn cross(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let (Some(a), Some(b)) = (doubles(given[0]), doubles(given[1])) else { return Ok(None) };
    if a.shape() != b.shape() || a.shape().last() != Some(&3) {
        return Ok(None);
    }
    let r = NdArray::fresh(py, DType::of(Num::Double), a.shape())?;
    let (x, y, out) = (a.read().cast::<f64>(), b.read().cast::<f64>(), (*r).array.write().cast::<f64>());
    let mut good = true;
    for i in (0..a.size()).step_by(3) {
        let ([a0, a1, a2], [b0, b1, b2]) = (*x.add(i).cast::<[f64; 3]>(), *y.add(i).cast::<[f64; 3]>());
        let v = [a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, a0 * b1 - a1 * b0];
        good &= v.iter().all(|c| c.is_finite());
        *out.add(i).cast::<[f64; 3]>() = v;
    }
    if !good {
        // Overflow and the like are warned of by the general function.
        ffi::Py_DECREF(r.cast());
        return Ok(None);
    }
    Ok(Some(r.cast()))
}
quick!(cross_py, cross, CROSS);

unsafe fn expand_dims(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let [o, axis] = given;
    if !is_exact(o) || axis.is_null() {
        return Ok(None);
    }
    let a = array_of(o);
    match place(axis, a.ndim() + 1) {
        Some(at) if a.ndim() < numen_shape::MAX_DIMS => {
            Ok(Some(NdArray::view(py, a.insert_axis(at), o)?.cast()))
        }
        _ => Ok(None),
    }
}
quick!(expand_dims_py, expand_dims, EXPAND);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("_quick_diff", crate::c_function!(diff_py), "The usual arguments of `diff`."));
    out.push(method("_quick_cross", crate::c_function!(cross_py), "The usual arguments of `cross`."));
    out.push(method(
        "_quick_expand_dims",
        crate::c_function!(expand_dims_py),
        "The usual arguments of `expand_dims`.",
    ));
}
