//! Indexing by plain arrays without a plan: a mask over all elements, positions along the first axis, or positions
//! along every axis.

use crate::boundary::errors::ToPy;
use crate::functions::quick::small_int;
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

/// Reads a list of plain ints; how many there are.
unsafe fn read_list(list: *mut PyObject, places: &mut [i64; LISTED]) -> Option<usize> {
    if ffi::PyList_CheckExact(list) == 0 {
        return None;
    }
    let n = ffi::PyList_GET_SIZE(list) as usize;
    if n == 0 || n > LISTED {
        return None;
    }
    for (i, place) in places[..n].iter_mut().enumerate() {
        *place = small_int(ffi::PyList_GET_ITEM(list, i as isize))?;
    }
    Some(n)
}

/// Calls `f` with a list of plain ints as an array of positions; `None` for other keys.
#[inline]
pub unsafe fn listed<T>(key: *mut PyObject, f: impl FnOnce(&Array) -> T) -> Option<T> {
    let mut places = [0i64; LISTED];
    let n = read_list(key, &mut places)?;
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
    if !plain_number(value, d) {
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

/// Most axes whose positions are looked at.
const AXES: usize = 4;

/// Positions along every axis.
struct Positions {
    axes: [Index; AXES],
    ndim: usize,
    n: usize,
    /// Whether an index array may show the memory of the array.
    shared: bool,
}

/// Calls `f` with as many items as the array has axes, arrays of positions of one length with lists and integers
/// among them; `None` for other keys.
#[inline]
unsafe fn at_positions<T>(
    a: &Array,
    items: &[*mut PyObject],
    f: impl FnOnce(&Positions) -> Option<T>,
) -> Option<T> {
    if items.len() != a.ndim() || !(2..=AXES).contains(&items.len()) {
        return None;
    }
    let none = Index { data: std::ptr::null(), step: 0, len: 0, stride: 0 };
    let mut p = Positions { axes: [none; AXES], ndim: items.len(), n: 0, shared: false };
    let mut room = [[0i64; LISTED]; AXES];
    let mut lens = None;
    for (k, &item) in items.iter().enumerate() {
        let (data, step, n) = if is_exact(item) {
            let x = array_of(item);
            let plain = x.ndim() == 1 && x.dtype().num() == Num::Long && !x.dtype().is_swapped();
            if !plain || x.size() > LIMIT {
                return None;
            }
            p.shared |= x.may_share(a);
            (x.read(), x.strides()[0], Some(x.size()))
        } else if let Some(n) = read_list(item, &mut room[k]) {
            (room[k].as_ptr().cast(), 8, Some(n))
        } else {
            room[k][0] = small_int(item)?;
            (room[k].as_ptr().cast(), 0, None)
        };
        if n.is_some() && lens.replace(n).is_some_and(|before| before != n) {
            return None;
        }
        p.axes[k] = Index { data, step, len: a.shape()[k], stride: a.strides()[k] };
    }
    p.n = lens??;
    f(&p)
}

/// `a[i, j, …]`, `a` of the exact type, if no plan is needed; what lies outside is left to the general way.
pub unsafe fn get_at(py: Python<'_>, a: &Array, items: &[*mut PyObject]) -> PyResult<Option<*mut PyObject>> {
    let item = a.itemsize();
    if a.dtype().has_object() || item == 0 {
        return Ok(None);
    }
    let taken = at_positions(a, items, |p| {
        let made = NdArray::fresh(py, a.dtype().clone(), &[p.n]).map(|r| {
            let out = (*r).array.write();
            let done =
                select::gather(Mode::Raise, item, a.read(), &p.axes[..p.ndim], p.n, out, item as isize);
            if done.is_err() {
                ffi::Py_DECREF(r.cast());
            }
            done.is_ok().then_some(r.cast())
        });
        made.transpose()
    });
    taken.transpose()
}

/// `a[i, j, …] = value`, if no plan is needed: a Python or own number for all, or an array of the same type, one element
/// a position. What lies outside is left to the general way.
pub unsafe fn set_at(
    py: Python<'_>,
    a: &Array,
    items: &[*mut PyObject],
    value: *mut PyObject,
) -> PyResult<bool> {
    let (d, item) = (a.dtype(), a.itemsize());
    if !d.is_number() || d.is_swapped() || item > 16 || !(is_exact(value) || plain_number(value, d)) {
        return Ok(false);
    }
    let done = at_positions(a, items, |p| {
        let mut room = [0u64; 2];
        let (values, step) = if is_exact(value) {
            let v = array_of(value);
            if v.dtype() != d || v.shape() != [p.n] || v.may_share(a) {
                return None;
            }
            (v.read(), v.strides()[0])
        } else {
            if let Err(e) = scalar::to_memory(py, d, room.as_mut_ptr().cast(), value) {
                return Some(Err(e));
            }
            (room.as_ptr().cast::<u8>(), 0)
        };
        // Where all run backwards NumPy's iterator begins at the other end, and another of several values stays.
        let backwards = step < 0 && p.axes[..p.ndim].iter().all(|x| x.step <= 0);
        if p.shared || backwards {
            return None;
        }
        let to = (a.write(), &p.axes[..p.ndim]);
        select::scatter(Mode::Raise, item, to.0, to.1, p.n, values, step).is_ok().then_some(Ok(()))
    });
    Ok(done.transpose()?.is_some())
}

/// A number that is stored in items of the type as in one item: Python's, or a scalar that needs no cast.
unsafe fn plain_number(o: *mut PyObject, d: &DType) -> bool {
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyFloat_Type || ty == &raw mut ffi::PyLong_Type || ty == &raw mut ffi::PyBool_Type
    {
        return true;
    }
    let own = scalar::object::exact_num(o);
    own == Some(d.num()) || own == Some(Num::Long) && d.num() == Num::Double
}

unsafe fn scatter(py: Python<'_>, a: &Array, key: &Array, values: *const u8, step: isize) -> PyResult<()> {
    let (len, item) = (a.shape()[0], a.itemsize());
    let at = [Index { data: key.read(), step: 8, len, stride: item as isize }];
    match select::scatter(Mode::Raise, item, a.write(), &at, key.size(), values, step) {
        Ok(()) => Ok(()),
        Err(bad) => Err(out_of_bounds(bad.value as isize, len, 0)).py(py),
    }
}
