//! Products of an array and a single number: for `dot` and `inner` both are arrays before their types meet.

use super::products::into_exact;
use crate::boundary::args::is_none;
use crate::boundary::call::owned;
use crate::convert;
use crate::ndarray::methods::construct::new_like;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::ufunc::call::{binary, binary_into};
use crate::ufunc::object::builtin;
use crate::ufunc::{fast, numbers};
use numen_array::Array;
use numen_dtype::{DType, Num};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// The type that two arrays have together; objects, where they have none.
pub(super) fn common_or_objects(a: &Array, b: &Array) -> DType {
    numen_dtype::try_promote(a.dtype(), b.dtype()).unwrap_or_else(|_| DType::of(Num::Object))
}

/// The product of an array and a number, if it needs no plan. Both are arrays for NumPy: a number of Python's is one of
/// 64 bits, whatever it stands beside.
pub(super) unsafe fn by_number(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let (x, number) = match (is_exact(a), is_exact(b)) {
        (true, false) => (array_of(a), b),
        (false, true) => (array_of(b), a),
        _ => return Ok(None),
    };
    let num = x.dtype().num();
    let wide = matches!(num, Num::Double | Num::Long);
    let serves = match fast::type_beside(number, num) {
        Some(beside) => wide && beside == num,
        None => numbers::typed(number).is_some(),
    };
    if !serves {
        return Ok(None);
    }
    fast::binary(py, builtin("multiply"), a, b).ok(py)
}

/// The product of two objects of which one is an array without axes, or none.
pub(super) unsafe fn by_single(
    py: Python<'_>,
    [a, b]: [*mut PyObject; 2],
    [x, y]: [&Array; 2],
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let t = common_or_objects(x, y);
    let typed = |o: *mut PyObject, x: &Array| -> PyResult<Bound<'_, PyAny>> {
        if is_array(o) && *x.dtype() == t {
            return Ok(Bound::from_borrowed_ptr(py, o));
        }
        let x = convert::array_as(py, o, &t)?;
        owned(py, if is_array(o) { new_like(py, o, x)? } else { NdArray::wrap(py, x)?.cast() })
    };
    let (x, y) = (typed(a, x)?, typed(b, y)?);
    let u = builtin("multiply");
    if is_none(out) {
        return binary(py, u, x.as_ptr(), y.as_ptr());
    }
    if matches!(t.num(), Num::Float | Num::Double | Num::CFloat | Num::CDouble) {
        // As for products of matrices, which these are for NumPy.
        let r = owned(py, binary(py, u, x.as_ptr(), y.as_ptr())?)?;
        return into_exact(py, convert::array(py, r.as_ptr())?, out, &[a, b]);
    }
    binary_into(py, u, x.as_ptr(), y.as_ptr(), out)
}
