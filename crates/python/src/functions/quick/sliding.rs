//! `correlate` and `convolve` of vectors of numbers.

use super::quick;
use crate::boundary::args::text_of;
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert::numbers;
use crate::functions::products::conjugate;
use crate::ndarray::object::{array_of, finish_result, is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::promote;
use numen_exec::ty;
use numen_kernels::{reduce, Ctx, Ty};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(CORRELATE: "correlate", 2, 3, 0; "a", "v", "mode");
crate::signature!(CONVOLVE: "convolve", 2, 3, 0; "a", "v", "mode");

/// Where the shorter vector may stand.
#[derive(Clone, Copy)]
enum Mode {
    Valid,
    Same,
    Full,
}

unsafe fn mode_of(o: *mut PyObject, default: Mode) -> Option<Mode> {
    if o.is_null() {
        return Some(default);
    }
    if ffi::PyUnicode_CheckExact(o) == 0 {
        return None;
    }
    match text_of(o).as_str() {
        "valid" => Some(Mode::Valid),
        "same" => Some(Mode::Same),
        "full" => Some(Mode::Full),
        _ => None,
    }
}

/// A vector: an exact array, or a list or tuple of Python's numbers.
unsafe fn vector(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<Array>> {
    let a = if is_exact(o) { Some(array_of(o).view()) } else { numbers::array(py, o, None, 1)? };
    Ok(a.filter(|a| a.ndim() == 1 && a.size() > 0))
}

/// Two vectors as dense ones of one type.
unsafe fn vectors(
    py: Python<'_>,
    a: *mut PyObject,
    v: *mut PyObject,
) -> PyResult<Option<(Array, Array, Ty)>> {
    let (Some(a), Some(v)) = (vector(py, a)?, vector(py, v)?) else { return Ok(None) };
    if ty(a.dtype().num()).is_none() || ty(v.dtype().num()).is_none() {
        return Ok(None);
    }
    let Some(common) = promote(a.dtype(), v.dtype()) else { return Ok(None) };
    let Some(t) = ty(common.num()) else { return Ok(None) };
    let of_type = |x: Array| -> PyResult<Array> {
        if *x.dtype() == common && x.is_behaved() && x.is_c_contiguous() {
            return Ok(x);
        }
        // To a type that holds every value: nothing is lost, nothing to report.
        Ok(numen_exec::astype(&x, &common, Order::C).py(py)?.0)
    };
    Ok(Some((of_type(a)?, of_type(v)?, t)))
}

fn reversed(py: Python<'_>, v: &Array) -> PyResult<Array> {
    let n = v.size();
    let back = numen_shape::Slice { start: n as isize - 1, step: -1, len: n };
    numen_exec::copy(&v.slice_axis(0, back), Order::C).py(py)
}

unsafe fn correlate(py: Python<'_>, given: [*mut PyObject; 3]) -> PyResult<Option<*mut PyObject>> {
    let [a, v, mode] = given;
    let (Some(mode), Some((a, v, t))) = (mode_of(mode, Mode::Valid), vectors(py, a, v)?) else {
        return Ok(None);
    };
    let v = conjugate(py, &v)?;
    if a.size() >= v.size() {
        return products(py, &a, &v, t, mode).map(Some);
    }
    // The same products, met from the other end.
    let r = owned(py, products(py, &v, &a, t, mode)?)?;
    let turned = reversed(py, array_of(r.as_ptr()))?;
    finish_result(py, turned).map(Some)
}
quick!(correlate_py, correlate, CORRELATE);

unsafe fn convolve(py: Python<'_>, given: [*mut PyObject; 3]) -> PyResult<Option<*mut PyObject>> {
    let [a, v, mode] = given;
    let (Some(mode), Some((a, v, t))) = (mode_of(mode, Mode::Full), vectors(py, a, v)?) else {
        return Ok(None);
    };
    let (a, v) = if v.size() > a.size() { (v, a) } else { (a, v) };
    products(py, &a, &reversed(py, &v)?, t, mode).map(Some)
}
quick!(convolve_py, convolve, CONVOLVE);

/// The products of `a` with `v` at every place, `v` being the shorter one; both dense.
unsafe fn products(py: Python<'_>, a: &Array, v: &Array, t: Ty, mode: Mode) -> PyResult<*mut PyObject> {
    let (n, m, item) = (a.size(), v.size(), a.itemsize());
    let (left, right) = match mode {
        Mode::Valid => (0, 0),
        Mode::Same => (m / 2, m - m / 2 - 1),
        Mode::Full => (m - 1, m - 1),
    };
    let inside = n - m + 1;
    let r = NdArray::fresh(py, a.dtype().native(), &[left + inside + right])?;
    let p = Pointers { a: a.read(), v: v.read(), out: (*r).array.write(), item, t };
    numen_exec::gil::without((n * m) as f64 * 0.1, || {
        // The shorter one sticks out at the left, by less and less.
        for i in 0..left {
            p.dot(0, left - i, m - left + i, i);
        }
        p.slide(m, left, inside);
        for i in 0..right {
            p.dot(inside + i, 0, m - 1 - i, left + inside + i);
        }
    });
    Ok(r.cast())
}

/// From this length on a product of its own is as good as one of several side by side.
const LONG: usize = 24;

struct Pointers {
    a: *const u8,
    v: *const u8,
    out: *mut u8,
    item: usize,
    t: Ty,
}

impl Pointers {
    /// `out[at] = a[i..i + n] . v[k..k + n]`
    unsafe fn dot(&self, i: usize, k: usize, n: usize, at: usize) {
        let w = self.item;
        let ptrs = [self.a.add(i * w).cast_mut(), self.v.add(k * w).cast_mut(), self.out.add(at * w)];
        let s = w as isize;
        let _ = (reduce::dot(self.t).run)(&Ctx::EMPTY, ptrs.as_ptr(), [s, s, 0].as_ptr(), n);
    }

    unsafe fn slide(&self, m: usize, at: usize, count: usize) {
        // Results that are too few to be computed side by side are products of their own.
        let few = if m >= LONG { count % reduce::SIDE_BY_SIDE } else { 0 };
        let many = count - few;
        let slid = reduce::slide(self.t, self.a, self.v, m, self.out.add(at * self.item), many);
        (if slid { many } else { 0 }..count).for_each(|i| self.dot(i, 0, m, at + i));
    }
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "_quick_correlate",
        crate::c_function!(correlate_py),
        "The usual arguments of `correlate`.",
    ));
    out.push(method(
        "_quick_convolve",
        crate::c_function!(convolve_py),
        "The usual arguments of `convolve`.",
    ));
}
