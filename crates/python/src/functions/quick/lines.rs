//! `interp` and `digitize` of float64.

use super::{as_doubles, doubles, number, quick};
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::Array;
use numen_dtype::{DType, Num};
use numen_kernels::sort::{self, Side};
use numen_kernels::Ty;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(INTERP: "interp", 3, 5, 0; "x", "xp", "fp", "left", "right");
crate::signature!(DIGITIZE: "digitize", 2, 3, 0; "x", "bins", "right");

/// The value left or right of the points: that of the end point if none is given.
unsafe fn beyond(o: *mut PyObject, end: *const f64, complex: bool) -> Option<[f64; 2]> {
    if o.is_null() || o == ffi::Py_None() {
        return Some([*end, if complex { *end.add(1) } else { 0.0 }]);
    }
    if complex && ffi::PyComplex_Check(o) != 0 {
        return Some([ffi::PyComplex_RealAsDouble(o), ffi::PyComplex_ImagAsDouble(o)]);
    }
    Some([number(o)?, 0.0])
}

/// The ordinates: complex128, or numbers that become float64.
unsafe fn ordinates(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<(Array, bool)>> {
    if is_exact(o) && array_of(o).dtype().num() == Num::CDouble {
        let a = array_of(o);
        return Ok((a.is_behaved() && a.is_c_contiguous()).then(|| (a.view(), true)));
    }
    Ok(as_doubles(py, o)?.map(|a| (a, false)))
}

unsafe fn interp(py: Python<'_>, given: [*mut PyObject; 5]) -> PyResult<Option<*mut PyObject>> {
    let [x, xp, fp, left, right] = given;
    let mut room = 0.0;
    let one = number(x).map(|value| room = value).is_some();
    let (Some(xp), Some((fp, complex))) = (as_doubles(py, xp)?, ordinates(py, fp)?) else { return Ok(None) };
    let many = if one { None } else { as_doubles(py, x)? };
    if !one && many.is_none() {
        return Ok(None);
    }
    if xp.ndim() != 1 || fp.ndim() != 1 || xp.size() != fp.size() || xp.size() == 0 {
        return Ok(None);
    }
    let (n, px, pf) = (xp.size(), xp.read().cast::<f64>(), fp.read().cast::<f64>());
    let last = pf.add((n - 1) * (1 + complex as usize));
    let (Some(left), Some(right)) = (beyond(left, pf, complex), beyond(right, last, complex)) else {
        return Ok(None);
    };
    let dtype = DType::of(if complex { Num::CDouble } else { Num::Double });
    let x = many.as_ref().map_or(&raw const room, |a| a.read().cast());
    let Some(like) = many.as_ref().filter(|a| a.ndim() > 0) else {
        let mut one = [0.0; 2];
        sort::interp(x, 1, px, pf, n, left, right, complex, one.as_mut_ptr());
        return crate::scalar::from_memory(py, &dtype, one.as_ptr().cast(), std::ptr::null_mut()).map(Some);
    };
    let r = NdArray::fresh(py, dtype, like.shape())?;
    let (out, m) = ((*r).array.write() as usize, like.size());
    let (x, px, pf) = (x as usize, px as usize, pf as usize);
    let cost = m as f64 * (4.0 + (n as f64).log2());
    numen_exec::gil::without(cost, || {
        let (x, px, pf) = (x as *const f64, px as *const f64, pf as *const f64);
        sort::interp(x, m, px, pf, n, left, right, complex, out as *mut f64);
    });
    Ok(Some(r.cast()))
}
quick!(interp_py, interp, INTERP);

/// The edges rise: the first that differ do, and none fall. NaN are neither.
unsafe fn rises(p: *const f64, n: usize) -> bool {
    let mut pairs = (1..n).map(|i| (*p.add(i - 1), *p.add(i)));
    let first = pairs.clone().find(|(a, b)| a != b);
    first.is_none_or(|(a, b)| a < b) && !pairs.any(|(a, b)| a > b)
}

unsafe fn digitize(py: Python<'_>, given: [*mut PyObject; 3]) -> PyResult<Option<*mut PyObject>> {
    let [x, bins, right] = given;
    let Some(bins) = doubles(bins).filter(|b| b.ndim() == 1) else { return Ok(None) };
    let Some(x) = doubles(x).filter(|x| x.ndim() > 0) else { return Ok(None) };
    let right = match right {
        r if r.is_null() || r == ffi::Py_False() => false,
        r if r == ffi::Py_True() => true,
        _ => return Ok(None),
    };
    let (n, edges) = (bins.size(), bins.read().cast::<f64>());
    if !rises(edges, n) {
        return Ok(None);
    }
    let side = if right { Side::Left } else { Side::Right };
    let r = NdArray::fresh(py, DType::of(Num::Long), x.shape())?;
    let (out, m) = ((*r).array.write() as usize, x.size());
    let (keys, edges) = (x.read() as usize, edges as usize);
    numen_exec::gil::without(m as f64 * 3.0, || {
        let (edges, keys) = (edges as *const u8, keys as *const u8);
        sort::searchsorted(Ty::F64, side, edges, 8, n, keys, 8, m, out as *mut i64);
    });
    Ok(Some(r.cast()))
}
quick!(digitize_py, digitize, DIGITIZE);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("_quick_interp", crate::c_function!(interp_py), "The usual arguments of `interp`."));
    out.push(method(
        "_quick_digitize",
        crate::c_function!(digitize_py),
        "The usual arguments of `digitize`.",
    ));
}
