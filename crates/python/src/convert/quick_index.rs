//! Indexing by one plain array without a plan: a mask over all elements, or positions along the first axis.

use crate::boundary::errors::ToPy;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar;
use numen_array::{out_of_bounds, Array};
use numen_dtype::{DType, Num};
use numen_kernels::select::{self, Index, Mode};
use numen_shape::Shape;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Larger work is planned: threads, the lock let go.
const LIMIT: usize = 16_384;

/// What a key selects.
enum Key {
    Mask,
    Positions,
}

/// Both plain, dense and small; the mask has the shape of the array.
#[inline(always)]
fn kind(a: &Array, key: &Array) -> Option<Key> {
    if !key.is_c_contiguous() || !a.is_c_contiguous() || a.ndim() == 0 || key.ndim() == 0 {
        return None;
    }
    if a.dtype().has_object() || a.itemsize() == 0 || key.size() > LIMIT {
        return None;
    }
    match key.dtype().num() {
        Num::Bool if key.shape() == a.shape() => Some(Key::Mask),
        Num::Long | Num::LongLong if !key.dtype().is_swapped() => Some(Key::Positions),
        _ => None,
    }
}

/// Longest list of positions that is read on the stack.
const LISTED: usize = 64;

/// Calls `f` with a list of plain ints as an array of positions; `None` for other keys.
#[inline]
pub unsafe fn listed<T>(key: *mut PyObject, f: impl FnOnce(&Array) -> T) -> Option<T> {
    if ffi::PyList_CheckExact(key) == 0 {
        return None;
    }
    let n = ffi::PyList_GET_SIZE(key) as usize;
    if n == 0 || n > LISTED {
        return None;
    }
    let mut places = [0i64; LISTED];
    for (i, place) in places[..n].iter_mut().enumerate() {
        let item = ffi::PyList_GET_ITEM(key, i as isize);
        if ffi::PyLong_CheckExact(item) == 0 {
            return None;
        }
        let mut overflow = 0;
        *place = ffi::PyLong_AsLongLongAndOverflow(item, &mut overflow);
        if overflow != 0 {
            return None;
        }
    }
    let strides = smallvec::smallvec![8];
    let p = places.as_mut_ptr().cast();
    // It lives in `f` only.
    let a = Array::from_parts(p, DType::of(Num::Long), smallvec::smallvec![n], strides, None, false);
    Some(f(&a))
}

/// `a[key]`, both of the exact type, if no plan is needed.
#[inline(always)]
pub unsafe fn get(py: Python<'_>, a: &Array, key: &Array) -> PyResult<Option<*mut PyObject>> {
    match kind(a, key) {
        Some(Key::Mask) => compress(py, a, key).map(Some),
        Some(Key::Positions) if a.ndim() == 1 => take(py, a, key, a.itemsize(), key.shape()).map(Some),
        Some(Key::Positions) if a.ndim() + key.ndim() <= numen_shape::MAX_DIMS => {
            let mut shape: Shape = key.shape().into();
            shape.extend_from_slice(&a.shape()[1..]);
            let row = a.itemsize() * a.shape()[1..].iter().product::<usize>();
            if row == 0 || row > LIMIT || row * key.size() > 8 * LIMIT {
                return Ok(None);
            }
            take(py, a, key, row, &shape).map(Some)
        }
        _ => Ok(None),
    }
}

unsafe fn compress(py: Python<'_>, a: &Array, mask: &Array) -> PyResult<*mut PyObject> {
    let len = mask.size();
    let n = select::count_true(mask.read(), 1, len);
    let r = NdArray::fresh(py, a.dtype().clone(), &[n])?;
    let done = select::compress(a.itemsize(), mask.read(), a.read(), len, (*r).array.write(), n);
    debug_assert_eq!(done, n, "the lock is held: the mask does not change");
    Ok(r.cast())
}

unsafe fn take(
    py: Python<'_>,
    a: &Array,
    key: &Array,
    item: usize,
    shape: &[usize],
) -> PyResult<*mut PyObject> {
    let r = NdArray::fresh(py, a.dtype().clone(), shape)?;
    let len = a.shape()[0];
    let at = [Index { data: key.read(), step: 8, len, stride: item as isize }];
    let out = (*r).array.write();
    if let Err(bad) = select::gather(Mode::Raise, item, a.read(), &at, key.size(), out, item as isize) {
        ffi::Py_DECREF(r.cast());
        return Err(out_of_bounds(bad.value as isize, len, 0)).py(py);
    }
    Ok(r.cast())
}

/// `a[key] = value`, `a` and `key` of the exact type, if no plan is needed: a Python or own number for all, or
/// an array of the same type, one element a position.
#[inline(always)]
pub unsafe fn set(py: Python<'_>, a: &Array, key: &Array, value: *mut PyObject) -> PyResult<bool> {
    let Some(kind) = kind(a, key) else { return Ok(false) };
    let d = a.dtype();
    if !d.is_number() || d.is_swapped() || d.itemsize() > 16 {
        return Ok(false);
    }
    let mut room = [0u64; 2];
    let item = d.itemsize();
    if is_exact(value) {
        let v = array_of(value);
        let shared = overlap(v, a) || overlap(key, a);
        if a.ndim() != 1 || !matches!(kind, Key::Positions) || !same(v, d, key) || shared {
            return Ok(false);
        }
        return scatter(py, a, key, v.read(), item as isize).map(|()| true);
    }
    if !plain_number(value) {
        return Ok(false);
    }
    scalar::to_memory(py, d, room.as_mut_ptr().cast(), value)?;
    let v = room.as_ptr().cast::<u8>();
    match kind {
        // A mask that shows the array's own memory changes with it.
        Key::Mask if overlap(key, a) => return Ok(false),
        Key::Mask => select::masked_fill(item, key.read(), 1, v, a.write(), item as isize, key.size()),
        Key::Positions if a.ndim() == 1 && !overlap(key, a) => scatter(py, a, key, v, 0)?,
        Key::Positions => return Ok(false),
    }
    Ok(true)
}

/// Values of this type, one a position.
fn same(v: &Array, d: &DType, key: &Array) -> bool {
    v.dtype() == d && v.is_c_contiguous() && v.shape() == key.shape()
}

/// The memory of two dense arrays meets.
fn overlap(x: &Array, a: &Array) -> bool {
    let (p, q) = (x.read() as usize, a.read() as usize);
    p < q + a.nbytes() && q < p + x.nbytes()
}

unsafe fn plain_number(o: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(o);
    ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyBool_Type
        || ty == scalar::object::class(Num::Double)
        || ty == scalar::object::class(Num::Long)
}

unsafe fn scatter(py: Python<'_>, a: &Array, key: &Array, values: *const u8, step: isize) -> PyResult<()> {
    let (len, item) = (a.shape()[0], a.itemsize());
    let at = [Index { data: key.read(), step: 8, len, stride: item as isize }];
    match select::scatter(Mode::Raise, item, a.write(), &at, key.size(), values, step) {
        Ok(()) => Ok(()),
        Err(bad) => Err(out_of_bounds(bad.value as isize, len, 0)).py(py),
    }
}
