//! Basic indices of everyday arrays as views, without a plan: integers, slices, None and Ellipsis on at most four
//! axes. What does not fit, errors among it, is left to the general way.

use super::object::{array_of, is_exact};
use crate::functions::quick::small_int;
use crate::scalar::object::{class, value_of};
use numen_array::{Array, Few, Order};
use numen_dtype::Num;
use numen_shape::Slice;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// The array of an object of the exact type whose views can be lent.
#[inline(always)]
pub unsafe fn lender<'a>(o: *mut PyObject) -> Option<&'a Array> {
    if !is_exact(o) {
        return None;
    }
    let a = array_of(o);
    (a.ndim() <= Few::MAX && a.is_aligned()).then_some(a)
}

/// The view of `a[i]` along the first axis, `i` within bounds.
#[inline(always)]
pub fn at(a: &Array, i: usize) -> Few {
    let mut few = Few::new();
    few.skip(i as isize * a.strides()[0]);
    few.push_axes(a, 1, a.ndim());
    few
}

/// The view of `a[key]` for a slice.
#[inline(always)]
pub unsafe fn sliced(a: &Array, key: *mut PyObject) -> Option<Few> {
    if a.ndim() == 0 {
        return None;
    }
    let mut few = Few::new();
    few.push_slice(fitted(key, a.shape()[0])?, a.strides()[0]);
    few.push_axes(a, 1, a.ndim());
    Some(few)
}

/// The view with the axes reversed.
#[inline(always)]
pub fn reversed(a: &Array) -> Few {
    let mut few = Few::new();
    for i in (0..a.ndim()).rev() {
        few.push(a.shape()[i], a.strides()[i]);
    }
    few
}

/// The view of a C-contiguous array in another shape with as many elements; one length may be -1.
#[inline]
pub fn reshaped(a: &Array, wanted: &[i64], order: Order) -> Option<Few> {
    if wanted.len() > Few::MAX || order != Order::C || !a.is_c_contiguous() || a.size() == 0 {
        return None;
    }
    let mut lens = [1usize; Few::MAX];
    let (mut known, mut open) = (1usize, None);
    for (i, &n) in wanted.iter().enumerate() {
        if n < 0 && open.replace(i).is_some() {
            return None;
        }
        lens[i] = n.max(0) as usize;
        known = known.checked_mul(if n < 0 { 1 } else { lens[i] })?;
    }
    if let Some(i) = open {
        lens[i] = a.size().checked_div(known)?;
        known *= lens[i];
    }
    if known != a.size() {
        return None;
    }
    let mut strides = [0isize; Few::MAX];
    let mut step = a.itemsize() as isize;
    for i in (0..wanted.len()).rev() {
        strides[i] = step;
        step *= lens[i] as isize;
    }
    let mut few = Few::new();
    for i in 0..wanted.len() {
        few.push(lens[i], strides[i]);
    }
    Some(few)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Integer,
    Slice,
    NewAxis,
    Ellipsis,
}

#[inline(always)]
unsafe fn what(item: *mut PyObject) -> Option<What> {
    let ty = ffi::Py_TYPE(item);
    if ty == &raw mut ffi::PyLong_Type || ty == class(Num::Long) {
        Some(What::Integer)
    } else if ty == &raw mut ffi::PySlice_Type {
        Some(What::Slice)
    } else if item == ffi::Py_None() {
        Some(What::NewAxis)
    } else if item == ffi::Py_Ellipsis() {
        Some(What::Ellipsis)
    } else {
        None
    }
}

/// The view that basic items select.
#[inline]
pub unsafe fn selected(a: &Array, items: &[*mut PyObject]) -> Option<Few> {
    if items.is_empty() {
        return None;
    }
    let (mut used, mut gone, mut added, mut ellipses) = (0, 0, 0, 0);
    for &item in items {
        match what(item)? {
            What::Integer => (used, gone) = (used + 1, gone + 1),
            What::Slice => used += 1,
            What::NewAxis => added += 1,
            What::Ellipsis => ellipses += 1,
        }
    }
    if used > a.ndim() || a.ndim() - gone + added > Few::MAX || ellipses > 1 {
        return None;
    }
    let mut few = Few::new();
    let mut axis = 0;
    for &item in items {
        match what(item)? {
            What::Integer => {
                few.skip(position(item, a.shape()[axis])? as isize * a.strides()[axis]);
                axis += 1;
            }
            What::Slice => {
                few.push_slice(fitted(item, a.shape()[axis])?, a.strides()[axis]);
                axis += 1;
            }
            What::NewAxis => few.push(1, 0),
            What::Ellipsis => {
                few.push_axes(a, axis, axis + a.ndim() - used);
                axis += a.ndim() - used;
            }
        }
    }
    few.push_axes(a, axis, a.ndim());
    Some(few)
}

/// The items of a tuple, or the key itself as the only one.
#[inline(always)]
pub unsafe fn items_of(key: &*mut PyObject) -> &[*mut PyObject] {
    if ffi::PyTuple_CheckExact(*key) != 0 {
        let first = (&raw const (*key.cast::<ffi::PyTupleObject>()).ob_item).cast::<*mut PyObject>();
        std::slice::from_raw_parts(first, ffi::PyTuple_GET_SIZE(*key) as usize)
    } else {
        std::slice::from_ref(key)
    }
}

/// A Python int or an int64 scalar within bounds, counted from the start.
#[inline(always)]
unsafe fn position(i: *mut PyObject, n: usize) -> Option<usize> {
    let own = ffi::Py_TYPE(i) == class(Num::Long);
    let i = if own { *value_of(i).cast::<i64>() as isize } else { number(i)? };
    let fixed = if i < 0 { i + n as isize } else { i };
    (fixed >= 0 && (fixed as usize) < n).then_some(fixed as usize)
}

/// The value of a plain Python int.
#[inline(always)]
unsafe fn number(i: *mut PyObject) -> Option<isize> {
    let v = ffi::PyLong_AsSsize_t(i);
    if v == -1 && !ffi::PyErr_Occurred().is_null() {
        ffi::PyErr_Clear();
        return None;
    }
    Some(v)
}

/// A slice of plain ints and None, fitted to an axis.
#[inline(always)]
unsafe fn fitted(key: *mut PyObject, n: usize) -> Option<Slice> {
    let s = key.cast::<ffi::PySliceObject>();
    let part = |p: *mut PyObject| -> Option<Option<isize>> {
        if p == ffi::Py_None() {
            return Some(None);
        }
        if ffi::PyLong_CheckExact(p) == 0 {
            return None;
        }
        number(p).map(Some)
    };
    let step = part((*s).step)?.unwrap_or(1);
    if step == 0 {
        return None;
    }
    Some(Slice::fit(part((*s).start)?, part((*s).stop)?, step, n))
}

/// Elements that are written one by one rather than by a plan.
const DIRECT: usize = 512;

/// `view[...] = value` for a Python number and few elements; false if that is not what it is.
#[inline]
pub unsafe fn fill(py: Python<'_>, view: &Array, value: *mut PyObject) -> PyResult<bool> {
    let ty = ffi::Py_TYPE(value);
    let number = ty == &raw mut ffi::PyFloat_Type || ty == &raw mut ffi::PyLong_Type;
    if !number || !view.dtype().is_number() || view.size() > DIRECT {
        return Ok(false);
    }
    let mut room = [0u64; 4];
    let item = room.as_mut_ptr().cast::<u8>();
    crate::scalar::to_memory(py, view.dtype(), item, value)?;
    if view.size() > 0 {
        let to = view.write();
        match view.itemsize() {
            1 => spread::<u8>(view.shape(), view.strides(), to, item),
            2 => spread::<u16>(view.shape(), view.strides(), to, item),
            4 => spread::<u32>(view.shape(), view.strides(), to, item),
            8 => spread::<u64>(view.shape(), view.strides(), to, item),
            _ => spread::<[u64; 2]>(view.shape(), view.strides(), to, item),
        }
    }
    Ok(true)
}

/// Longest list whose items are read on the stack.
const LISTED: usize = 32;

/// `view[...] = value` for as many plain numbers in a list as one axis of float64 or int64 has; false if that is not
/// what it is, and nothing is written.
#[inline]
pub unsafe fn fill_from_list(view: &Array, value: *mut PyObject) -> bool {
    if ffi::PyList_CheckExact(value) == 0 || view.ndim() != 1 || view.dtype().is_swapped() {
        return false;
    }
    let n = ffi::PyList_GET_SIZE(value) as usize;
    if n != view.shape()[0] || n > LISTED {
        return false;
    }
    let mut items = [0u64; LISTED];
    for (i, item) in items[..n].iter_mut().enumerate() {
        let o = ffi::PyList_GET_ITEM(value, i as isize);
        let found = match view.dtype().num() {
            Num::Double if ffi::PyFloat_CheckExact(o) != 0 => Some(ffi::PyFloat_AS_DOUBLE(o).to_bits()),
            Num::Double => small_int(o).map(|x| (x as f64).to_bits()),
            Num::Long => small_int(o).map(|x| x as u64),
            _ => None,
        };
        match found {
            Some(bits) => *item = bits,
            None => return false,
        }
    }
    let (to, step) = (view.write(), view.strides()[0]);
    for (i, &item) in items[..n].iter().enumerate() {
        to.offset(i as isize * step).cast::<u64>().write_unaligned(item);
    }
    true
}

/// Writes an item to every place; axes have a length.
unsafe fn spread<T: Copy>(shape: &[usize], strides: &[isize], to: *mut u8, item: *const u8) {
    match shape {
        [] => to.cast::<T>().write_unaligned(item.cast::<T>().read()),
        [n] => {
            let x = item.cast::<T>().read();
            for i in 0..*n as isize {
                to.offset(i * strides[0]).cast::<T>().write_unaligned(x);
            }
        }
        [n, rest @ ..] => {
            for i in 0..*n as isize {
                spread::<T>(rest, &strides[1..], to.offset(i * strides[0]), item);
            }
        }
    }
}
