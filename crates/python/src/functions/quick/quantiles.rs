//! `percentile`, `quantile` (method linear) and `median` of float64.

use super::{doubles, number, quick};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::ndarray::object::NdArray;
use crate::scalar::object::float64;
use numen_array::Array;
use numen_dtype::{DType, Num};
use numen_exec::sorting::select_ranks;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::{smallvec, SmallVec};

crate::signature!(QUANTILE: "quantile", 2, 2, 0; "a", "q");
crate::signature!(MEDIAN: "median", 1, 1, 0; "a");

/// Fractions, and whether there was only one, without an axis.
struct Fractions {
    list: SmallVec<[f64; 8]>,
    single: bool,
}

unsafe fn fractions(q: *mut PyObject, over: f64) -> Option<Fractions> {
    // More of them are looked up in the sorted samples.
    const FEW: usize = 64;
    let list: SmallVec<[f64; 8]> = if let Some(x) = number(q) {
        return one(x / over);
    } else if ffi::PyList_CheckExact(q) != 0 {
        (0..ffi::PyList_GET_SIZE(q)).map(|i| number(ffi::PyList_GET_ITEM(q, i))).collect::<Option<_>>()?
    } else if ffi::PyTuple_CheckExact(q) != 0 {
        (0..ffi::PyTuple_GET_SIZE(q)).map(|i| number(ffi::PyTuple_GET_ITEM(q, i))).collect::<Option<_>>()?
    } else {
        let a = doubles(q).filter(|a| a.ndim() == 1 && a.size() <= FEW)?;
        (0..a.size()).map(|i| *a.read().cast::<f64>().add(i)).collect()
    };
    let list: SmallVec<[f64; 8]> = list.into_iter().map(|x| x / over).collect();
    let fits = !list.is_empty() && list.len() <= FEW && list.iter().all(|x| (0.0..=1.0).contains(x));
    fits.then_some(Fractions { list, single: false })
}

fn one(x: f64) -> Option<Fractions> {
    (0.0..=1.0).contains(&x).then(|| Fractions { list: smallvec![x], single: true })
}

/// The samples of these ranks; `None` if any is NaN or one of those found is infinite.
unsafe fn samples(py: Python<'_>, a: &Array, ranks: &[usize]) -> PyResult<Option<SmallVec<[f64; 16]>>> {
    let mut found: SmallVec<[f64; 16]> = smallvec![0.0; ranks.len()];
    let nan = select_ranks(a, ranks, &mut found).py(py)?;
    Ok((nan == 0 && found.iter().all(|x| x.is_finite())).then_some(found))
}

/// From `low` to `high`, exact at both ends and monotonic.
fn between(low: f64, high: f64, t: f64) -> f64 {
    let difference = high - low;
    if t >= 0.5 {
        high - difference * (1.0 - t)
    } else {
        low + difference * t
    }
}

unsafe fn quantiles(py: Python<'_>, given: [*mut PyObject; 2], over: f64) -> PyResult<Option<*mut PyObject>> {
    let [a, q] = given;
    let Some(a) = doubles(a).filter(|a| a.size() > 0) else { return Ok(None) };
    let Some(q) = fractions(q, over) else { return Ok(None) };
    let n = a.size();
    let last = (n - 1) as f64;
    // The two ranks around each fraction's place, and how far it lies from the lower one.
    let places: SmallVec<[(usize, usize, f64); 8]> = (q.list.iter())
        .map(|&q| {
            let v = last * q;
            if v >= last {
                return (n - 1, n - 1, v + 1.0);
            }
            let low = v.floor();
            (low as usize, low as usize + 1, v - low)
        })
        .collect();
    let mut ranks: SmallVec<[usize; 16]> = places.iter().flat_map(|&(low, high, _)| [low, high]).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let Some(found) = samples(py, a, &ranks)? else { return Ok(None) };
    let at = |rank: usize| found[ranks.binary_search(&rank).unwrap_or(0)];
    let value = |&(low, high, t): &(usize, usize, f64)| between(at(low), at(high), t);
    if !places.iter().all(|p| value(p).is_finite()) {
        return Ok(None);
    }
    if q.single {
        return float64(py, value(&places[0])).map(Some);
    }
    let r = NdArray::fresh(py, DType::of(Num::Double), &[places.len()])?;
    for (i, p) in places.iter().enumerate() {
        *(*r).array.write().cast::<f64>().add(i) = value(p);
    }
    Ok(Some(r.cast()))
}

unsafe fn quantile(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    quantiles(py, given, 1.0)
}
quick!(quantile_py, quantile, QUANTILE);

unsafe fn percentile(py: Python<'_>, given: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    quantiles(py, given, 100.0)
}
quick!(percentile_py, percentile, QUANTILE);

unsafe fn median(py: Python<'_>, given: [*mut PyObject; 1]) -> PyResult<Option<*mut PyObject>> {
    let Some(a) = doubles(given[0]).filter(|a| a.size() > 0) else { return Ok(None) };
    let half = a.size() / 2;
    let even = a.size() % 2 == 0;
    let ranks: &[usize] = if even { &[half - 1, half] } else { &[half] };
    let Some(found) = samples(py, a, ranks)? else { return Ok(None) };
    // The mean of the middle ones, as a sum from zero.
    let sum = found.iter().fold(0.0, |s, x| s + x);
    if !sum.is_finite() {
        return Ok(None);
    }
    float64(py, sum / found.len() as f64).map(Some)
}
quick!(median_py, median, MEDIAN);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "_quick_quantile",
        crate::c_function!(quantile_py),
        "The usual arguments of `quantile`.",
    ));
    out.push(method(
        "_quick_percentile",
        crate::c_function!(percentile_py),
        "The usual arguments of `percentile`.",
    ));
    out.push(method("_quick_median", crate::c_function!(median_py), "The usual arguments of `median`."));
}
