//! `unique`, `isin` and `histogram` of plain arrays.

use super::{doubles, quick, small_int};
use crate::boundary::args::is_none;
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_exec::{selecting, sorting};
use numen_kernels::{reduce, select, sort, Ctx, Ty};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(UNIQUE: "unique", 1, 5, 0; "ar", "return_index", "return_inverse", "return_counts", "axis", "equal_nan", "sorted");
crate::signature!(ISIN: "isin", 2, 2, 0; "element", "test_elements");
crate::signature!(HISTOGRAM: "histogram", 1, 2, 0; "a", "bins");

/// A flag that is a bool, or its default where it is absent.
unsafe fn flag(o: *mut PyObject, default: bool) -> Option<bool> {
    match o {
        o if o.is_null() => Some(default),
        o if o == ffi::Py_True() => Some(true),
        o if o == ffi::Py_False() => Some(false),
        _ => None,
    }
}

unsafe fn unique(py: Python<'_>, given: [*mut PyObject; 7]) -> PyResult<Option<*mut PyObject>> {
    let [o, first, inverse, counts, axis, equal_nan, sorted] = given;
    let flags = (flag(first, false), flag(inverse, false), flag(counts, false), flag(equal_nan, true));
    let (Some(first), Some(inverse), Some(counts), Some(equal_nan)) = flags else { return Ok(None) };
    if !is_exact(o) || !is_none(axis) || flag(sorted, true).is_none() {
        return Ok(None);
    }
    let a = array_of(o);
    let Some(t) = numen_exec::ty(a.dtype().num()) else { return Ok(None) };
    // Of complex NaN the first in the array stands for all: the general form sees to that.
    let simple = !matches!(t, Ty::C64 | Ty::C128) || first || inverse || counts;
    if !simple || !a.is_behaved() || !a.is_c_contiguous() {
        return Ok(None);
    }
    if !(first || inverse || counts) {
        return distinct_values(py, a, t, equal_nan).map(Some);
    }
    let found = sorting::distinct(a, first, inverse, counts, equal_nan).py(py)?;
    let shaped = found.inverse.map(|i| i.reshaped(a.shape(), false).expect("contiguous"));
    let parts: Vec<Array> =
        [Some(found.values), found.first, shaped, found.counts].into_iter().flatten().collect();
    let t = owned(py, ffi::PyTuple_New(parts.len() as isize))?;
    for (i, part) in parts.into_iter().enumerate() {
        ffi::PyTuple_SET_ITEM(t.as_ptr(), i as isize, NdArray::wrap(py, part)?.cast());
    }
    Ok(Some(t.into_ptr()))
}

unsafe fn distinct_values(py: Python<'_>, a: &Array, t: Ty, equal_nan: bool) -> PyResult<*mut PyObject> {
    let n = a.size();
    // Sorted in an object of its own, which is the result where nothing is left out.
    let r = NdArray::fresh(py, a.dtype().clone(), &[n])?;
    let sorted = &(*r).array;
    std::ptr::copy_nonoverlapping(a.read(), sorted.write(), a.nbytes());
    sorting::sort_rows(sorted, false).py(py)?;
    let m = sort::dedup_sorted(t, sorted.write(), n, equal_nan);
    if m == n {
        return Ok(r.cast());
    }
    let short = NdArray::fresh(py, a.dtype().clone(), &[m])?;
    std::ptr::copy_nonoverlapping(sorted.read(), (*short).array.write(), m * a.itemsize());
    ffi::Py_DECREF(r.cast());
    Ok(short.cast())
}
quick!(unique_py, unique, UNIQUE);

/// An exact dense array of 64-bit integers with elements.
unsafe fn integers<'a>(o: *mut PyObject) -> Option<&'a Array> {
    if !is_exact(o) {
        return None;
    }
    let a = array_of(o);
    let long = matches!(a.dtype().num(), Num::Long | Num::LongLong);
    (long && a.is_behaved() && a.is_c_contiguous() && a.size() > 0).then_some(a)
}

unsafe fn isin(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let (Some(x), Some(members)) = (integers(given[0]), integers(given[1])) else { return Ok(None) };
    if x.ndim() == 0 {
        return Ok(None);
    }
    // A table pays as long as it is not much longer than the arrays.
    let (low, high) = selecting::range_i64(members);
    let Some(span) = high.checked_sub(low).map(|s| s as usize) else { return Ok(None) };
    if span > 1024 + 6 * (x.size() + members.size()) {
        return Ok(None);
    }
    let table = Array::zeros(DType::of(Num::Bool), &[span + 1], Order::C).py(py)?;
    let t = table.write();
    select::mark_members(members.read().cast(), members.size(), low, t, span + 1);
    let r = NdArray::fresh(py, DType::of(Num::Bool), x.shape())?;
    select::isin_table(x.read().cast(), x.size(), low, t, span + 1, false, (*r).array.write());
    Ok(Some(r.cast()))
}
quick!(isin_py, isin, ISIN);

unsafe fn histogram(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    const MOST: i64 = 1 << 20;
    let [a, bins] = given;
    let Some(a) = doubles(a).filter(|a| a.size() > 0) else { return Ok(None) };
    let bins = if bins.is_null() { Some(10) } else { small_int(bins) };
    let Some(bins) = bins.filter(|b| (1..MOST).contains(b)).map(|b| b as usize) else { return Ok(None) };
    let Some(kernel) = reduce::minmax(Ty::F64) else { return Ok(None) };
    let (mut low, mut high) = (0.0f64, 0.0f64);
    let ptrs = [a.read().cast_mut(), (&raw mut low).cast(), (&raw mut high).cast()];
    let _ = (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [8, 0, 0].as_ptr(), a.size());
    if !(high - low).is_finite() {
        return Ok(None);
    }
    if low == high {
        (low, high) = (low - 0.5, high + 0.5);
    }
    let edges = NdArray::fresh(py, DType::of(Num::Double), &[bins + 1])?;
    let e = (*edges).array.write().cast::<f64>();
    // Equal steps, as `linspace` makes them.
    let step = (high - low) / bins as f64;
    for i in 0..=bins {
        *e.add(i) = i as f64 * step + low;
    }
    *e.add(bins) = high;
    if step == 0.0 || (0..bins).any(|i| *e.add(i) >= *e.add(i + 1)) {
        ffi::Py_DECREF(edges.cast());
        return Ok(None);
    }
    let counts = NdArray::fresh(py, DType::of(Num::Long), &[bins])?;
    let c = (*counts).array.write().cast::<i64>();
    c.write_bytes(0, bins);
    select::histogram_uniform(Ty::F64, a.read(), a.size(), e.cast(), bins, c);
    let t = ffi::PyTuple_New(2);
    if t.is_null() {
        ffi::Py_DECREF(edges.cast());
        ffi::Py_DECREF(counts.cast());
        return Err(PyErr::fetch(py));
    }
    ffi::PyTuple_SET_ITEM(t, 0, counts.cast());
    ffi::PyTuple_SET_ITEM(t, 1, edges.cast());
    Ok(Some(t))
}
quick!(histogram_py, histogram, HISTOGRAM);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("_quick_unique", crate::c_function!(unique_py), "The usual arguments of `unique`."));
    out.push(method("_quick_isin", crate::c_function!(isin_py), "The usual arguments of `isin`."));
    out.push(method(
        "_quick_histogram",
        crate::c_function!(histogram_py),
        "The usual arguments of `histogram`.",
    ));
}
