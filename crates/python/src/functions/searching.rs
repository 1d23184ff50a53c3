//! Places: `searchsorted`, `nonzero`, `bincount`, `interp`.

use super::dispatch::dispatch;
use super::singles::common_or_objects;
use super::sorting::{less, native};
use crate::boundary::args::{is_none, text_of, Call};
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::elements::Elements;
use crate::ndarray::object::{array_of, finish_result, is_array, is_exact, NdArray};
use crate::scalar;
use crate::ufunc::{fast, numbers};
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Kind, Num};
use numen_exec::{advanced, selecting, sorting};
use numen_kernels::select;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

crate::signature!(SEARCHSORTED: "searchsorted", 2, 4, 0; "a", "v", "side", "sorter");

/// The place of a number in a dense vector of its type, searched from the left; `None` if it is not that.
unsafe fn place_of_number(
    py: Python<'_>,
    a: *mut PyObject,
    v: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) || is_array(v) {
        return Ok(None);
    }
    let x = array_of(a);
    let (d, n) = (x.dtype(), x.size());
    // Beside other types a number of Python's is one of 64 bits.
    let wide = matches!(d.num(), Num::Double | Num::Long);
    if x.ndim() != 1 || !x.is_c_contiguous() || !x.is_behaved() || d.is_swapped() || !d.is_number() {
        return Ok(None);
    }
    let mut room = Default::default();
    let key = match fast::type_beside(v, d.num()) {
        Some(t) if wide && t == d.num() => fast::scalar_operand(v, t, &mut room),
        Some(_) => None,
        None => numbers::typed(v).filter(|k| k.num == d.num()),
    };
    let Some(key) = key else { return Ok(None) };
    let mut place = 0i64;
    let single =
        |p: *mut u8, d: DType| Array::from_parts(p, d, Default::default(), Default::default(), None, true);
    let (key, out) = (single(key.ptr, d.clone()), single((&raw mut place).cast(), DType::of(Num::Long)));
    if n == 0 || !sorting::searchsorted(x, &key, false, None, &out).py(py)? {
        return Ok(None);
    }
    Ok(Some(scalar::from_memory(py, out.dtype(), out.read(), std::ptr::null_mut())?))
}

unsafe fn searchsorted(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    if call.n == 2 && call.kw.is_null() {
        if let Some(r) = place_of_number(py, call.value(0), call.value(1))? {
            return Ok(r);
        }
    }
    let [a, v, side, sorter] = SEARCHSORTED.parse(call)?;
    if let Some(r) = dispatch(py, "searchsorted", &[a, v, sorter], call)? {
        return Ok(r);
    }
    let given = [("v", v), ("side", side), ("sorter", sorter)];
    if let Some(r) = super::reductions::own_method(py, "searchsorted", a, &given)? {
        return Ok(r);
    }
    let right = side_of(side)?;
    let (key, x, mut v) = (v, convert::array(py, a)?, convert::array(py, v)?);
    let t = common_or_objects(&x, &v).native();
    if t.num() == Num::Object {
        // A scalar is its own object.
        v = convert::array_as(py, key, &t)?;
    }
    if x.ndim() != 1 {
        return Err(convert::wrong_depth(&x));
    }
    if !can_cast(v.dtype(), &t, Casting::Safe) {
        return Err(convert::cast_refused(&v, &t, "safe"));
    }
    let cast = |x: &Array| -> PyResult<Array> { native(py, &numen_ops::call::as_type(x, &t).py(py)?) };
    let (x, v) = (cast(&x)?, cast(&v)?);
    let sorter = sorter_of(py, sorter, x.size())?;
    let out = Array::empty(DType::of(Num::Long), v.shape(), Order::C).py(py)?;
    let good = if sorting::sort_type(&t).is_some() {
        sorting::searchsorted(&x, &v, right, sorter.as_ref(), &out).py(py)?
    } else {
        by_comparison(py, &x, &v, right, sorter.as_ref(), &out)?
    };
    if !good {
        return Err(PyValueError::new_err("Sorter index out of range."));
    }
    finish_result(py, out)
}

unsafe fn side_of(side: *mut PyObject) -> PyResult<bool> {
    if side.is_null() {
        return Ok(false);
    }
    if ffi::PyUnicode_Check(side) == 0 {
        return Err(PyTypeError::new_err("search side must be 'left' or 'right'"));
    }
    match text_of(side).as_str() {
        "left" => Ok(false),
        "right" => Ok(true),
        other => Err(PyValueError::new_err(format!("search side must be 'left' or 'right' (got '{other}')"))),
    }
}

unsafe fn sorter_of(py: Python<'_>, sorter: *mut PyObject, n: usize) -> PyResult<Option<Array>> {
    if is_none(sorter) {
        return Ok(None);
    }
    let s = convert::array(py, sorter)?;
    if s.ndim() != 1 {
        return Err(PyTypeError::new_err("could not parse sorter argument"));
    }
    if !matches!(s.dtype().kind(), Kind::Int | Kind::UInt | Kind::Bool) {
        return Err(PyTypeError::new_err("sorter must only contain integers"));
    }
    if s.size() != n {
        return Err(PyValueError::new_err("sorter.size must equal a.size"));
    }
    super::selecting::index_array(py, &s).map(Some)
}

/// Whether the object at `p` is greater than the one at `q`, by its own word.
unsafe fn greater(py: Python<'_>, p: *const u8, q: *const u8) -> PyResult<bool> {
    let load = |p: *const u8| Bound::from_borrowed_ptr(py, crate::objects::get(p.cast_mut()));
    load(p).gt(load(q))
}

/// Binary search where items are compared one by one.
unsafe fn by_comparison(
    py: Python<'_>,
    a: &Array,
    v: &Array,
    right: bool,
    sorter: Option<&Array>,
    out: &Array,
) -> PyResult<bool> {
    let (d, size, n) = (a.dtype(), a.itemsize(), a.size());
    let at = |i: usize| -> Option<*const u8> {
        let i = sorter.map_or(i as i64, |s| *(s.read() as *const i64).add(i));
        ((i as u64) < n as u64).then(|| a.read().add(i as usize * size))
    };
    let objects = d.kind() == Kind::Object;
    let mut last = v.read();
    for j in 0..v.size() {
        let key = v.read().add(j * size);
        let (mut lo, mut hi) = (0, n);
        if objects {
            // NumPy compares each key with the one before it, which tells what cannot be compared at all.
            less(py, d, last, key)?;
            last = key;
        }
        while lo < hi {
            let mid = (lo + hi) / 2;
            let Some(x) = at(mid) else { return Ok(false) };
            let before = match right {
                true if objects => less(py, d, x, key)? || !greater(py, x, key)?,
                true => !less(py, d, key, x)?,
                false => less(py, d, x, key)?,
            };
            if before {
                lo = mid + 1;
            } else {
                hi = mid;
            }
        }
        *(out.write() as *mut i64).add(j) = lo as i64;
    }
    Ok(true)
}

crate::signature!(NONZERO: "nonzero", 1, 1, 0; "a");

unsafe fn nonzero(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a] = NONZERO.parse(call)?;
    nonzero_of(py, a, call)
}

/// Positions in a short plain vector; `None` if it is none.
#[inline(always)]
unsafe fn quick_nonzero(py: Python<'_>, a: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    const SHORT: usize = 1024;
    if !is_exact(a) {
        return Ok(None);
    }
    let x = array_of(a);
    let d = x.dtype();
    let (Some(ty), 1, true) = (numen_exec::ty(d.num()), x.ndim(), x.is_behaved()) else { return Ok(None) };
    let n = x.shape()[0];
    if n > SHORT {
        return Ok(None);
    }
    let mut truth = [0u8; SHORT];
    let (mut mask, mut step) = (x.read(), x.strides()[0]);
    if !d.is_bool() {
        select::truth(ty, mask, step, n, truth.as_mut_ptr());
        (mask, step) = (truth.as_ptr(), 1);
    }
    let count = select::count_true(mask, step, n);
    let r = NdArray::fresh(py, DType::of(Num::Long), &[count])?;
    select::nonzero(mask, step, n, 0, (*r).array.write().cast(), count);
    let t = ffi::PyTuple_New(1);
    if t.is_null() {
        ffi::Py_DECREF(r.cast());
        return Err(PyErr::fetch(py));
    }
    ffi::PyTuple_SET_ITEM(t, 0, r.cast());
    Ok(Some(t))
}

/// What elements are true; objects are asked themselves.
pub unsafe fn truth(py: Python<'_>, x: &Array) -> PyResult<Array> {
    let bools = DType::of(Num::Bool);
    if x.dtype().num() != Num::Object {
        return Ok(numen_exec::astype(x, &bools, Order::C).py(py)?.0);
    }
    let out = Array::empty(bools, x.shape(), Order::C).py(py)?;
    for (i, p) in Elements::of(x).enumerate() {
        *out.write().add(i) = crate::objects::truth_of(py, x.dtype(), p)?.into();
    }
    Ok(out)
}

/// `nonzero(a)`, the work of `where` with one argument too.
pub unsafe fn nonzero_of(py: Python<'_>, a: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    if let Some(r) = quick_nonzero(py, a)? {
        return Ok(r);
    }
    if let Some(r) = dispatch(py, "nonzero", &[a], call)? {
        return Ok(r);
    }
    if let Some(r) = super::reductions::own_method(py, "nonzero", a, &[])? {
        return Ok(r);
    }
    let mut x = convert::array(py, a)?;
    if x.ndim() == 0 {
        let mask = if x.dtype().is_bool() {
            " If the context of this error is of the form `arr[nonzero(cond)]`, just use `arr[cond]`."
        } else {
            ""
        };
        return Err(PyValueError::new_err(
            "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead."
                .to_string()
                + mask,
        ));
    }
    let truth = |x: &Array| truth(py, x);
    if x.dtype().num() == Num::Object {
        // NumPy asks the objects twice, for the count and for the places: they may change their minds.
        let (first, second) = (truth(&x)?, truth(&x)?);
        if advanced::count_true(&first) != advanced::count_true(&second) {
            return Err(PyRuntimeError::new_err(
                "number of non-zero array elements changed during function execution.",
            ));
        }
        x = second;
    }
    let mask = if x.dtype().is_bool() { x } else { truth(&x)? };
    let found = numen_exec::advanced::nonzero(&mask).py(py)?;
    let mut all = Vec::new();
    for r in found {
        all.push(owned(py, NdArray::wrap(py, r)?.cast())?);
    }
    Ok(PyTuple::new(py, all)?.into_ptr())
}

crate::signature!(BINCOUNT: "bincount", 1, 3, 1; "x", "weights", "minlength");

unsafe fn bincount(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [x, weights, minlength] = BINCOUNT.parse(call)?;
    if let Some(r) = dispatch(py, "bincount", &[x, weights], call)? {
        return Ok(r);
    }
    let long = DType::of(Num::Long);
    let given = convert::discover::array_limited(py, x, None, 1)?;
    let mut list = !is_array(x) && given.size() == 0;
    if !list && ffi::PyList_Check(x) != 0 && given.dtype().is_float() {
        let text = c"Non-integer input passed to bincount. In a future version of NumPy, this will be an error. (Deprecated NumPy 2.1)";
        PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyDeprecationWarning>(), text, 1)?;
        list = true;
    }
    // Unsigned integers are taken for signed ones; those that are none then count as negative.
    let integers = given.dtype().is_integer() || given.dtype().is_bool();
    if given.ndim() != 1 {
        return Err(convert::wrong_depth(&given));
    }
    if !list && !integers {
        return Err(convert::cast_refused(&given, &long, "safe"));
    }
    let v = native(py, &numen_ops::call::as_type(&given, &long).py(py)?)?;
    if minlength == ffi::Py_None() {
        return Err(PyTypeError::new_err("use 0 instead of None for minlength"));
    }
    let least = if minlength.is_null() { 0 } else { convert::int(py, minlength)? };
    if least < 0 {
        return Err(PyValueError::new_err("'minlength' must not be negative"));
    }
    let (mut len, mut low) = (0, 0);
    if v.size() > 0 {
        let (lo, hi) = selecting::range_i64(&v);
        (low, len) = (lo, hi.saturating_add(1));
    }
    if low < 0 {
        return Err(PyValueError::new_err("'list' argument must have no negative elements"));
    }
    let len = len.max(least) as usize;
    if is_none(weights) {
        let out = Array::zeros(long, &[len], Order::C).py(py)?;
        selecting::bincount(&v, None, &out).py(py)?;
        return Ok(NdArray::wrap(py, out)?.cast());
    }
    let w = convert::discover::array_limited(py, weights, None, 1)?;
    if w.ndim() != 1 {
        return Err(convert::wrong_depth(&w));
    }
    let double = DType::of(Num::Double);
    if !can_cast(w.dtype(), &double, Casting::Safe) {
        return Err(convert::cast_refused(&w, &double, "safe"));
    }
    let w = native(py, &numen_ops::call::as_type(&w, &double).py(py)?)?;
    if w.size() != v.size() {
        return Err(PyValueError::new_err("The weights and list don't have the same length."));
    }
    let out = Array::zeros(double, &[len], Order::C).py(py)?;
    selecting::bincount(&v, Some(&w), &out).py(py)?;
    Ok(NdArray::wrap(py, out)?.cast())
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("searchsorted", crate::c_function!(searchsorted), "searchsorted(a, v, side='left', sorter=None)\n--\n\n\
        Where elements would have to be inserted to keep an array sorted.\n\n\
        Parameters\n----------\na : 1-D array_like\n    Sorted, or sorted by `sorter`.\nv : array_like\nside : {'left', 'right'}\n    Before or behind equal elements.\n\
        sorter : 1-D array_like of ints, optional\n\n\
        Returns\n-------\nint or ndarray of ints\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.searchsorted([1, 2, 3], [2.5, 0])\narray([2, 0])\n"));
    out.push(method(
        "nonzero",
        crate::c_function!(nonzero),
        "nonzero(a)\n--\n\n\
        Indices of the elements that are true, one array an axis, in C order.\n\n\
        Parameters\n----------\na : array_like\n\n\
        Returns\n-------\ntuple of ndarrays of int64\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.nonzero([0, 3, 0, 5])\n(array([1, 3]),)\n",
    ));
    out.push(method("bincount", crate::c_function!(bincount), "bincount(x, /, weights=None, minlength=0)\n--\n\n\
        How often each non-negative integer occurs, or the sums of weights.\n\n\
        Parameters\n----------\nx : 1-D array_like of ints\nweights : array_like, optional\nminlength : int\n    Least length of the result.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.bincount([0, 2, 2])\narray([1, 0, 2])\n"));
}
