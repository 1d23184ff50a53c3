//! Elements by position (`take`, `compress`), and other shapes as functions (`reshape` and relatives).

use super::dispatch::dispatch;
use crate::boundary::args::{is_none, text_of, Call};
use crate::boundary::call::{borrowed, new_ref, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::methods::construct::new_like;
use crate::ndarray::object::{array_of, finish_result, is_array, is_exact, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Num};
use numen_exec::selecting::{self, IndexMode};
use numen_shape::{normalize_axis, Shape};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use smallvec::{smallvec, SmallVec};

/// The array flattened in C order, a view where possible.
pub fn flat(py: Python<'_>, a: &Array) -> PyResult<Array> {
    super::products::reshaped(py, a, &[a.size()])
}

/// Integers as contiguous int64.
pub fn index_array(py: Python<'_>, a: &Array) -> PyResult<Array> {
    let long = DType::of(Num::Long);
    if !can_cast(a.dtype(), &long, Casting::SameKind) {
        return Err(convert::cast_refused(a, &long, "same_kind"));
    }
    super::sorting::native(py, &numen_ops::call::as_type(a, &long).py(py)?)
}

/// Rows of `a` (contiguous) by valid positions; references to objects are counted.
pub unsafe fn take_rows(py: Python<'_>, a: &Array, idx: &Array) -> PyResult<Array> {
    take_axis(py, a, idx, 0, IndexMode::Raise)
}

/// `a[..., idx, ...]` along an axis.
unsafe fn take_axis(py: Python<'_>, a: &Array, idx: &Array, at: usize, mode: IndexMode) -> PyResult<Array> {
    let len = a.shape()[at];
    let mut shape: Shape = a.shape()[..at].into();
    shape.extend_from_slice(idx.shape());
    shape.extend_from_slice(&a.shape()[at + 1..]);
    let outer: usize = a.shape()[..at].iter().product();
    let dense = if a.is_c_contiguous() { a.view() } else { numen_exec::copy(a, Order::C).py(py)? };
    let objects = a.dtype().has_object();
    if objects && a.dtype().num() != Num::Object {
        return take_records(py, a, idx, at, mode);
    }
    if len == 0 && idx.size() > 0 && shape.iter().product::<usize>() > 0 {
        return Err(PyIndexError::new_err("cannot do a non-empty take from an empty axes."));
    }
    let out = Array::empty(a.dtype().clone(), &shape, Order::C).py(py)?;
    let bad = |b: selecting::BadIndex| {
        PyIndexError::new_err(format!("index {} is out of bounds for axis {at} with size {len}", b.value))
    };
    if !objects {
        selecting::take(mode, &dense, outer, len, idx, &out).map_err(bad)?;
        return Ok(out);
    }
    // Objects are gathered as bytes into memory that holds no references, then counted and stored.
    let word = DType::of(Num::Long);
    let n = out.size();
    let inner = Array::empty(word.clone(), out.shape(), Order::C).py(py)?;
    let bits = Array::fresh(dense.read().cast_mut(), word, dense.shape(), None);
    selecting::take(mode, &bits, outer, len, idx, &inner).map_err(bad)?;
    for i in 0..n {
        let o = *(inner.read() as *const *mut PyObject).add(i);
        ffi::Py_XINCREF(o);
        let slot = (out.write() as *mut *mut PyObject).add(i);
        ffi::Py_XDECREF(*slot);
        *slot = o;
    }
    Ok(out)
}

/// As [`take_axis`], for items with references among other fields: through indexing, which counts them.
unsafe fn take_records(
    py: Python<'_>,
    a: &Array,
    idx: &Array,
    at: usize,
    mode: IndexMode,
) -> PyResult<Array> {
    use numen_array::Item;
    let len = a.shape()[at] as i64;
    if len == 0 && idx.size() > 0 {
        return Err(PyIndexError::new_err("cannot do a non-empty take from an empty axes."));
    }
    let inside = numen_exec::copy(idx, Order::C).py(py)?;
    for i in 0..inside.size() {
        let p = inside.write().cast::<i64>().add(i);
        match mode {
            IndexMode::Raise => {}
            IndexMode::Wrap => *p = (*p).rem_euclid(len),
            IndexMode::Clip => *p = (*p).clamp(0, len - 1),
        }
    }
    let mut items: Vec<Item> = (0..at).map(|_| Item::Slice { start: None, stop: None, step: 1 }).collect();
    items.push(Item::Array(Box::new(inside)));
    let plan = numen_exec::advanced::Plan::new(a, &items).py(py)?;
    numen_exec::advanced::gather(a, &plan).py(py)
}

pub(super) unsafe fn mode_of(mode: *mut PyObject) -> PyResult<IndexMode> {
    if is_none(mode) {
        return Ok(IndexMode::Raise);
    }
    match text_of(mode).to_ascii_lowercase().as_str() {
        "raise" => Ok(IndexMode::Raise),
        "wrap" => Ok(IndexMode::Wrap),
        "clip" => Ok(IndexMode::Clip),
        _ => Err(PyValueError::new_err(format!(
            "clipmode must be one of 'clip', 'raise', or 'wrap' (got '{}')",
            text_of(mode)
        ))),
    }
}

/// A result, or its values in `out`.
unsafe fn finish(
    py: Python<'_>,
    r: Array,
    like: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if is_none(out) {
        if is_array(like) && !is_exact(like) && r.ndim() > 0 {
            return new_like(py, like, r);
        }
        return finish_result(py, r);
    }
    crate::ufunc::call::method_output(out)?;
    let o = array_of(out);
    if o.shape() != r.shape() {
        return Err(PyValueError::new_err("output array does not match result of ndarray.take"));
    }
    // NumPy works in a copy of the output in the elements' type, which it has to be cast to.
    if !can_cast(o.dtype(), r.dtype(), Casting::Safe) {
        return Err(convert::cast_refused(o, r.dtype(), "safe"));
    }
    if !o.is_writeable() {
        return Err(PyValueError::new_err("WRITEBACKIFCOPY base is read-only"));
    }
    let s = numen_exec::assign(o, &r, None).py(py)?;
    convert::report(py, s)?;
    Ok(new_ref(out))
}

/// The array and the axis number; flattened for None.
unsafe fn along(py: Python<'_>, a: &Array, axis: *mut PyObject) -> PyResult<(Array, usize)> {
    if is_none(axis) {
        return Ok((flat(py, a)?, 0));
    }
    let a = if a.ndim() == 0 { a.insert_axis(0) } else { a.view() };
    let at = normalize_axis(convert::axis(py, axis)?, a.ndim()).py(py)?;
    Ok((a, at))
}

/// Positions of a plain vector, if no plan is needed.
unsafe fn positions(py: Python<'_>, a: &Array, indices: &Array) -> PyResult<Option<*mut PyObject>> {
    if indices.dtype().is_bool() {
        return Ok(None);
    }
    convert::quick_index::get(py, a, indices)
}

crate::signature!(TAKE: "take", 2, 5, 0; "a", "indices", "axis", "out", "mode");

unsafe fn take(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, indices, axis, out, mode] = TAKE.parse(call)?;
    if out.is_null() && mode.is_null() && is_exact(a) && is_exact(indices) {
        let x = array_of(a);
        if x.ndim() == 1 && x.shape()[0] > 0 && is_none(axis) {
            if let Some(r) = positions(py, x, array_of(indices))? {
                return Ok(r);
            }
        }
    }
    if let Some(r) = dispatch(py, "take", &[a, out], call)? {
        return Ok(r);
    }
    let axis_given = if axis.is_null() { ffi::Py_None() } else { axis };
    let kwargs = [("indices", indices), ("axis", axis_given), ("out", out), ("mode", mode)];
    if let Some(r) = super::reductions::own_method(py, "take", a, &kwargs)? {
        return Ok(r);
    }
    let mode = mode_of(mode)?;
    let (x, at) = along(py, &convert::array(py, a)?, axis)?;
    let given = convert::array(py, indices)?;
    let idx = if !is_array(indices) && given.size() == 0 {
        Array::empty(DType::of(Num::Long), given.shape(), Order::C).py(py)?
    } else {
        index_array(py, &given)?
    };
    finish(py, take_axis(py, &x, &idx, at, mode)?, a, out)
}

crate::signature!(COMPRESS: "compress", 2, 4, 0; "condition", "a", "axis", "out");

unsafe fn compress(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [condition, a, axis, out] = COMPRESS.parse(call)?;
    if let Some(r) = dispatch(py, "compress", &[condition, a, out], call)? {
        return Ok(r);
    }
    let c = convert::array(py, condition)?;
    if c.ndim() != 1 {
        return Err(PyValueError::new_err("condition must be a 1-d array"));
    }
    let mask = numen_exec::astype(&c, &DType::of(Num::Bool), Order::C).py(py)?.0;
    let found = numen_exec::advanced::nonzero(&mask).py(py)?;
    let (x, at) = along(py, &convert::array(py, a)?, axis)?;
    let idx = super::sorting::native(py, &found[0])?;
    finish(py, take_axis(py, &x, &idx, at, IndexMode::Raise)?, a, out)
}

crate::signature!(REPEAT: "repeat", 2, 3, 0; "a", "repeats", "axis");

/// Items of a plain row, each as often as one number says, or its own of a row of int64.
unsafe fn repeated_row(
    py: Python<'_>,
    o: *mut PyObject,
    repeats: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(o) {
        return Ok(None);
    }
    let a = array_of(o);
    if a.ndim() != 1 || !a.is_c_contiguous() || a.dtype().has_object() {
        return Ok(None);
    }
    let one;
    let counts: &[i64] = if is_exact(repeats) {
        let c = array_of(repeats);
        let fits = c.dtype().num() == Num::Long && c.is_behaved() && c.is_c_contiguous();
        if !fits || c.ndim() != 1 || c.size() != a.size() {
            return Ok(None);
        }
        std::slice::from_raw_parts(c.read().cast(), c.size())
    } else if let Some(k) = super::quick::small_int(repeats) {
        one = [k];
        &one
    } else {
        return Ok(None);
    };
    if counts.iter().any(|&k| k < 0) {
        return Ok(None);
    }
    // Not negative: the bits of both types are the same.
    let counts = std::slice::from_raw_parts(counts.as_ptr().cast::<usize>(), counts.len());
    let r = numen_exec::repeat(a, 0, counts).py(py)?;
    Ok(Some(NdArray::wrap(py, r)?.cast()))
}

unsafe fn repeat(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    if call.n == 2 && call.kw.is_null() {
        if let Some(r) = repeated_row(py, call.value(0), call.value(1))? {
            return Ok(r);
        }
    }
    let [a, repeats, axis] = REPEAT.parse(call)?;
    if let Some(r) = dispatch(py, "repeat", &[a], call)? {
        return Ok(r);
    }
    let kwargs = [("repeats", repeats), ("axis", axis)];
    if let Some(r) = super::reductions::own_method(py, "repeat", a, &kwargs)? {
        return Ok(r);
    }
    let (x, at) = along(py, &convert::array(py, a)?, axis)?;
    let counts = match super::quick::small_int(repeats) {
        Some(k) if k >= 0 => smallvec![k as usize],
        _ => repetitions(py, repeats, x.shape()[at])?,
    };
    let dense = if x.is_c_contiguous() { x } else { numen_exec::copy(&x, Order::C).py(py)? };
    let r = if dense.dtype().has_object() {
        repeated_objects(py, &dense, at, &counts)?
    } else {
        numen_exec::repeat(&dense, at, &counts).py(py)?
    };
    finish(py, r, a, std::ptr::null_mut())
}

/// How often each item is repeated: one number, or one for each of `len`.
unsafe fn repetitions(py: Python<'_>, repeats: *mut PyObject, len: usize) -> PyResult<SmallVec<[usize; 4]>> {
    let long = DType::of(Num::Long);
    // Numbers and sequences of them are assigned to integers, arrays are cast.
    let given =
        if is_array(repeats) { convert::array(py, repeats)? } else { convert::array_as(py, repeats, &long)? };
    if !can_cast(given.dtype(), &long, Casting::Safe) {
        return Err(convert::cast_refused(&given, &long, "safe"));
    }
    let counts = index_array(py, &given)?;
    if counts.ndim() > 1 {
        return Err(PyValueError::new_err("object too deep for desired array"));
    }
    if counts.size() != 1 && counts.size() != len {
        return Err(PyValueError::new_err(format!(
            "operands could not be broadcast together with shape ({len},) ({},)",
            counts.size()
        )));
    }
    let c = std::slice::from_raw_parts(counts.read() as *const i64, counts.size());
    if len > 0 && c.iter().any(|&k| k < 0) {
        let text = match counts.ndim() {
            0 => "negative dimensions are not allowed",
            _ => "repeats may not contain negative values.",
        };
        return Err(PyValueError::new_err(text));
    }
    Ok(c.iter().map(|&k| k.max(0) as usize).collect())
}

/// Items with references are taken by their positions.
unsafe fn repeated_objects(py: Python<'_>, x: &Array, at: usize, counts: &[usize]) -> PyResult<Array> {
    let len = x.shape()[at];
    let count = |i: usize| counts[if counts.len() == 1 { 0 } else { i }];
    let total = (0..len).map(count).fold(0, usize::saturating_add);
    let idx = Array::empty(DType::of(Num::Long), &[total], Order::C).py(py)?;
    let mut to = idx.write().cast::<i64>();
    for i in 0..len {
        for _ in 0..count(i) {
            to.write(i as i64);
            to = to.add(1);
        }
    }
    take_axis(py, x, &idx, at, IndexMode::Raise)
}

/// Calls the method of the object, or of the array it becomes.
unsafe fn by_method(
    py: Python<'_>,
    name: &str,
    a: *mut PyObject,
    positional: &[*mut PyObject],
    kwargs: &[(&str, *mut PyObject)],
) -> PyResult<*mut PyObject> {
    let object = if is_array(a)
        || !super::dispatch::is_plain(a)
            && ffi::PyObject_HasAttrString(a, std::ffi::CString::new(name)?.as_ptr()) != 0
    {
        borrowed(py, a)
    } else {
        let x = convert::array(py, a)?;
        let x = if x.block().is_some() { x } else { convert::copied(py, &x)? };
        owned(py, NdArray::wrap(py, x)?.cast())?
    };
    let dict = PyDict::new(py);
    for &(k, v) in kwargs {
        if !v.is_null() {
            dict.set_item(k, borrowed(py, v))?;
        }
    }
    let positional: Vec<_> = positional.iter().filter(|p| !p.is_null()).map(|&p| borrowed(py, p)).collect();
    Ok(object.getattr(name)?.call(PyTuple::new(py, positional)?, Some(&dict))?.into_ptr())
}

macro_rules! shapes {
    ($($f:ident $S:ident $name:literal ($required:literal, $positional:literal) [$($arg:ident $text:literal),*] => [$($p:ident),*] [$($k:ident),*];)*) => { $(
        $crate::signature!($S: $name, $required, $positional, 0; "a" $(, $text)*);

        unsafe fn $f(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            let [a $(, $arg)*] = $S.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a], call)? {
                return Ok(r);
            }
            by_method(py, $name, a, &[$($p),*], &[$((stringify!($k), $k)),*])
        }
    )* };
}

shapes! {
    reshape RESHAPE "reshape" (2, 3) [shape "shape", order "order", copy "copy"] => [shape] [order, copy];
    ravel RAVEL "ravel" (1, 2) [order "order"] => [] [order];
    transpose TRANSPOSE "transpose" (1, 2) [axes "axes"] => [axes] [];
    squeeze SQUEEZE "squeeze" (1, 2) [axis "axis"] => [] [axis];
    swapaxes SWAPAXES "swapaxes" (3, 3) [axis1 "axis1", axis2 "axis2"] => [axis1, axis2] [];
    diagonal DIAGONAL "diagonal" (1, 4) [offset "offset", axis1 "axis1", axis2 "axis2"] => [] [offset, axis1, axis2];
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("take", crate::c_function!(take), "take(a, indices, axis=None, out=None, mode='raise')\n--\n\n\
        Elements by position along an axis.\n\n\
        Parameters\n----------\na : array_like\nindices : array_like of ints\naxis : int or None\n    None takes from the flattened array.\n\
        out : ndarray, optional\nmode : {'raise', 'wrap', 'clip'}\n    What becomes of positions outside.\n\n\
        Returns\n-------\nndarray or scalar\n    The axis is replaced by those of `indices`.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.take([4, 5, 6], [2, 0])\narray([6, 4])\n"));
    out.push(method("compress", crate::c_function!(compress), "compress(condition, a, axis=None, out=None)\n--\n\n\
        Elements along an axis where a one-dimensional condition is true.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.compress([True, False, True], [4, 5, 6])\narray([4, 6])\n"));
    out.push(method("repeat", crate::c_function!(repeat), "repeat(a, repeats, axis=None)\n--\n\n\
        Each element along an axis a number of times.\n\n\
        Parameters\n----------\na : array_like\nrepeats : int or 1-D array_like of ints\naxis : int or None\n    None repeats the elements of the flattened array.\n\n\
        Returns\n-------\nndarray\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.repeat([1, 2], [1, 3])\narray([1, 2, 2, 2])\n"));
    out.push(method(
        "reshape",
        crate::c_function!(reshape),
        "reshape(a, /, shape, order='C', *, copy=None)\n--\n\nThe elements in another shape; a view where possible.\n\nParameters\n----------\na : array_like\nshape : int or tuple of ints\n    One length may be -1: it follows from the others.\norder : {'C', 'F', 'A'}\n    In which order elements are read and placed.\ncopy : bool, optional\n    Always, never, or (None) where it must be.\n\nReturns\n-------\nndarray\n\nExamples\n--------\n>>> import numen as np\n>>> np.reshape([1, 2, 3, 4], (2, -1))\narray([[1, 2],\n       [3, 4]])\n",
    ));
    out.push(method("ravel", crate::c_function!(ravel), "ravel(a, order='C')\n--\n\nOne axis; a view where possible.\n\nParameters\n----------\na : array_like\norder : {'C', 'F', 'A', 'K'}\n    In which order elements are read.\n\nReturns\n-------\nndarray of one axis\n\nExamples\n--------\n>>> import numen as np\n>>> np.ravel([[1, 2], [3, 4]])\narray([1, 2, 3, 4])\n"));
    out.push(method(
        "transpose",
        crate::c_function!(transpose),
        "transpose(a, axes=None)\n--\n\nA view with the axes permuted, reversed by default.\n\nParameters\n----------\na : array_like\naxes : tuple of ints, optional\n    Which axis of `a` each axis of the result is.\n\nReturns\n-------\nndarray\n    A view.\n\nExamples\n--------\n>>> import numen as np\n>>> np.transpose([[1, 2], [3, 4]])\narray([[1, 3],\n       [2, 4]])\n",
    ));
    out.push(method(
        "squeeze",
        crate::c_function!(squeeze),
        "squeeze(a, axis=None)\n--\n\nA view without axes of length 1.\n",
    ));
    out.push(method(
        "swapaxes",
        crate::c_function!(swapaxes),
        "swapaxes(a, axis1, axis2)\n--\n\nA view with two axes exchanged.\n",
    ));
    out.push(method(
        "diagonal",
        crate::c_function!(diagonal),
        "diagonal(a, offset=0, axis1=0, axis2=1)\n--\n\nThe diagonals of two axes, a read-only view.\n",
    ));
}
