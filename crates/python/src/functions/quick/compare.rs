//! `isclose`, `allclose`, `array_equal` of float64.

use super::{doubles, number, quick, row, Row};
use crate::boundary::call::bool_;
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::Array;
use numen_dtype::{DType, Num};
use numen_kernels::reduce::{close, equal_rows, Tolerance};
use numen_kernels::{clear_hardware_flags, hardware_flags, Status};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(CLOSE: "isclose", 2, 5, 0; "a", "b", "rtol", "atol", "equal_nan");
crate::signature!(EQUAL: "array_equal", 2, 2, 0; "a1", "a2");

/// Two operands of one shape, or one value beside the other; and the tolerance.
struct Pair<'a> {
    a: Row<'a>,
    b: Row<'a>,
    /// The array that has the shape of the result.
    like: Option<&'a Array>,
    tolerance: Tolerance,
}

unsafe fn pair<'a>(given: [*mut PyObject; 5], rooms: &mut [f64; 2]) -> Option<Pair<'a>> {
    let [a, b, rtol, atol, equal_nan] = given;
    let rtol = if rtol.is_null() { 1e-5 } else { number(rtol)? };
    let atol = if atol.is_null() { 1e-8 } else { number(atol)? };
    if !rtol.is_finite() || !atol.is_finite() {
        return None;
    }
    let equal_nan = match equal_nan {
        p if p == ffi::Py_True() => true,
        p if p.is_null() || p == ffi::Py_False() => false,
        _ => return None,
    };
    let [left, right] = rooms;
    let (a, b) = (row(a, left)?, row(b, right)?);
    let like = match (a.array, b.array) {
        (Some(x), Some(y)) if x.shape() == y.shape() => Some(x),
        (Some(_), Some(_)) => return None,
        (x, y) => x.or(y),
    };
    Some(Pair { a, b, like, tolerance: Tolerance { rtol, atol, equal_nan } })
}

/// Runs the kernel; what overflows is warned of by the general function.
unsafe fn quiet(f: impl FnOnce()) -> bool {
    clear_hardware_flags();
    f();
    !hardware_flags().has(Status::OVERFLOW)
}

unsafe fn isclose(py: Python<'_>, given: [*mut PyObject; 5]) -> PyResult<Option<*mut PyObject>> {
    let mut rooms = [0.0; 2];
    let Some(p) = pair(given, &mut rooms) else { return Ok(None) };
    let Some(like) = p.like.filter(|l| l.ndim() > 0) else {
        let mut one = 0u8;
        let good = quiet(|| close(p.a.ptr, 0, p.b.ptr, 0, 1, &p.tolerance, &mut one));
        return Ok(good.then(|| crate::scalar::object::bool_(one != 0)));
    };
    let r = NdArray::fresh(py, DType::of(Num::Bool), like.shape())?;
    let out = (*r).array.write();
    if !quiet(|| close(p.a.ptr, p.a.step, p.b.ptr, p.b.step, like.size(), &p.tolerance, out)) {
        ffi::Py_DECREF(r.cast());
        return Ok(None);
    }
    Ok(Some(r.cast()))
}
quick!(isclose_py, isclose, CLOSE);

unsafe fn allclose(_: Python<'_>, given: [*mut PyObject; 5]) -> PyResult<Option<*mut PyObject>> {
    const BLOCK: usize = 512;
    let mut rooms = [0.0; 2];
    let Some(p) = pair(given, &mut rooms) else { return Ok(None) };
    let n = p.like.map_or(1, Array::size);
    let mut near = true;
    let mut block = [0u8; BLOCK];
    let good = quiet(|| {
        for start in (0..n).step_by(BLOCK) {
            let m = BLOCK.min(n - start);
            let (a, b) = (p.a.ptr.add(start * p.a.step), p.b.ptr.add(start * p.b.step));
            close(a, p.a.step, b, p.b.step, m, &p.tolerance, block.as_mut_ptr());
            near &= block[..m].iter().fold(1, |all, &x| all & x) != 0;
        }
    });
    Ok(good.then(|| bool_(near)))
}
quick!(allclose_py, allclose, CLOSE);

unsafe fn array_equal(_: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let [a, b] = given;
    if !is_exact(a) || !is_exact(b) {
        return Ok(None);
    }
    let (x, y) = (array_of(a), array_of(b));
    if x.shape() != y.shape() {
        return Ok(Some(bool_(false)));
    }
    if let (Some(x), Some(y)) = (doubles(a), doubles(b)) {
        return Ok(Some(bool_(equal_rows(x.read().cast(), y.read().cast(), x.size()))));
    }
    let plain = |a: &Array| a.dtype().is_integer() && a.is_behaved() && a.is_c_contiguous();
    if x.dtype().num() != y.dtype().num() || !plain(x) || !plain(y) {
        return Ok(None);
    }
    let n = x.nbytes();
    let same = std::slice::from_raw_parts(x.read(), n) == std::slice::from_raw_parts(y.read(), n);
    Ok(Some(bool_(same)))
}
quick!(array_equal_py, array_equal, EQUAL);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("_quick_isclose", crate::c_function!(isclose_py), "The usual arguments of `isclose`."));
    out.push(method(
        "_quick_allclose",
        crate::c_function!(allclose_py),
        "The usual arguments of `allclose`.",
    ));
    out.push(method(
        "_quick_array_equal",
        crate::c_function!(array_equal_py),
        "The usual arguments of `array_equal`.",
    ));
}
