//! Advanced indexing: integer and boolean arrays among the items.

use super::{borrowed, discover, report};
use crate::boundary::errors::ToPy;
use crate::ndarray::methods::copy::warn_if_discarding;
use crate::ndarray::methods::finalize;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::scalar;
use numen_array::{basic_index, Array, Item, Order};
use numen_dtype::{DType, Num};
use numen_exec::advanced::{self, Plan};
use numen_shape::Error;
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

const BAD_INDEX: &str = "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices";

/// An item that is no plain int, slice, None or Ellipsis.
pub unsafe fn advanced_item(py: Python<'_>, key: *mut PyObject) -> PyResult<Item> {
    if is_array(key) {
        return array_item(py, borrowed(key), true);
    }
    if key == ffi::Py_True() || key == ffi::Py_False() {
        return mask_of(py, key == ffi::Py_True());
    }
    let own = scalar::object::num_of(key);
    if own == Some(Num::Bool) {
        return mask_of(py, *scalar::value_of(key) != 0);
    }
    if ffi::PyIndex_Check(key) != 0 {
        let i = ffi::PyNumber_AsSsize_t(key, ffi::PyExc_IndexError);
        if i != -1 || ffi::PyErr_Occurred().is_null() {
            return Ok(Item::Int(i));
        }
        ffi::PyErr_Clear();
    }
    let a = discover::array(py, key, None)?;
    // An empty list has no type of its own.
    if a.size() == 0 && !matches!(a.dtype().num(), Num::Bool) {
        return Ok(Item::Array(Box::new(as_index(py, &a)?)));
    }
    array_item(py, a, false)
}

unsafe fn mask_of(py: Python<'_>, on: bool) -> PyResult<Item> {
    let a = Array::zeros(DType::of(Num::Bool), &[], Order::C).py(py)?;
    *a.write() = on as u8;
    Ok(Item::Mask(Box::new(a)))
}

unsafe fn array_item(py: Python<'_>, a: Array, given: bool) -> PyResult<Item> {
    if a.dtype().is_bool() {
        return Ok(Item::Mask(Box::new(a)));
    }
    if a.dtype().is_integer() {
        if !given && a.ndim() == 0 {
            let a = as_index(py, &a)?;
            return Ok(Item::Int(a.read().cast::<i64>().read_unaligned() as isize));
        }
        return Ok(Item::Array(Box::new(as_index(py, &a)?)));
    }
    Err(PyIndexError::new_err(if !given {
        BAD_INDEX
    } else {
        "arrays used as indices must be of integer (or boolean) type"
    }))
}

/// The indices as int64 in native order.
fn as_index(py: Python<'_>, a: &Array) -> PyResult<Array> {
    if numen_exec::ty(a.dtype().num()) == Some(numen_kernels::Ty::I64) && a.dtype().is_native() {
        return Ok(a.view());
    }
    Ok(numen_exec::astype(a, &DType::of(Num::Long), Order::K).py(py)?.0)
}

/// The one mask over all axes, if that is the whole index.
fn only_mask<'a>(a: &Array, items: &'a [Item]) -> Option<&'a Array> {
    match items {
        [Item::Mask(m)] if m.ndim() == a.ndim() && a.ndim() > 0 => Some(m),
        _ => None,
    }
}

/// Arrays without axes are integers, if no array with axes is among them: then nothing is advanced but that
/// the result is a copy.
unsafe fn scalars_only(items: &mut [Item]) -> bool {
    let only = items.iter().all(|i| match i {
        Item::Array(x) => x.ndim() == 0,
        other => other.is_basic(),
    });
    if only {
        for item in items {
            if let Item::Array(x) = item {
                *item = Item::Int(x.read().cast::<i64>().read_unaligned() as isize);
            }
        }
    }
    only
}

pub fn check_ellipses(py: Python<'_>, items: &[Item]) -> PyResult<()> {
    if items.iter().filter(|i| matches!(i, Item::Ellipsis)).count() > 1 {
        return Err(Error::index("an index can only have a single ellipsis ('...')")).py(py);
    }
    Ok(())
}

/// `a[items]` with index arrays among the items.
pub unsafe fn get(
    py: Python<'_>,
    o: *mut PyObject,
    mut items: SmallVec<[Item; 4]>,
) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    if let Some(m) = only_mask(a, &items) {
        advanced::check_mask(m, a.shape()).py(py)?;
        let r = advanced::compress(a, m).py(py)?;
        return like(py, o, r);
    }
    check_ellipses(py, &items)?;
    if scalars_only(&mut items) {
        let view = basic_index(a, &items).py(py)?;
        if items.len() == a.ndim() && view.ndim() == 0 {
            return scalar::from_memory(py, a.dtype(), view.read(), o);
        }
        return like(py, o, numen_exec::copy(&view, Order::K).py(py)?);
    }
    let plan = Plan::new(a, &items).py(py)?;
    let r = advanced::gather(a, &plan).py(py)?;
    like(py, o, r)
}

/// A new array as an object of the indexed one's class.
unsafe fn like(py: Python<'_>, o: *mut PyObject, r: Array) -> PyResult<*mut PyObject> {
    if is_exact(o) {
        return Ok(NdArray::wrap(py, r)?.cast());
    }
    let p = NdArray::with_type(py, ffi::Py_TYPE(o), r, std::ptr::null_mut())?.cast();
    finalize(py, p, o)?;
    Ok(p)
}

/// `a[items] = value` with index arrays among the items.
pub unsafe fn set(
    py: Python<'_>,
    o: *mut PyObject,
    mut items: SmallVec<[Item; 4]>,
    value: *mut PyObject,
) -> PyResult<()> {
    let a = array_of(o);
    check_ellipses(py, &items)?;
    if scalars_only(&mut items) {
        let view = basic_index(a, &items).py(py)?;
        if items.len() == a.ndim() && items.iter().all(|i| matches!(i, Item::Int(_))) {
            return scalar::to_memory(py, a.dtype(), view.write(), value);
        }
        return super::assign_object(py, &view, value);
    }
    let mask = only_mask(a, &items);
    if let Some(m) = mask {
        advanced::check_mask(m, a.shape()).py(py)?;
    }
    if let Some(m) = mask {
        return set_mask(py, a, m, value);
    }
    let mut plan = Plan::new(a, &items).py(py)?;
    let ambiguous = a.dtype().num() == Num::Object || a.dtype().as_record().is_some();
    let deep = ambiguous && !is_array(value) && discover::is_sequence(value);
    let values = if a.dtype().has_gaps() {
        // What lies between the fields stays.
        let room = advanced::gather(a, &plan).py(py)?;
        super::assign_object(py, &room, value)?;
        room
    } else if deep {
        // A list may be an element here: the places say how deep it is to be read.
        let room = numen_array::Array::empty(a.dtype().clone(), &plan.shape(), Order::C).py(py)?;
        super::assign_object(py, &room, value)?;
        room
    } else {
        values_for(py, a, value)?
    };
    advanced::scatter(a, &mut plan, &values).py(py)
}

/// The value as an array of the type of `a`.
unsafe fn values_for(py: Python<'_>, a: &Array, value: *mut PyObject) -> PyResult<Array> {
    let v = if is_array(value) { borrowed(value) } else { discover::array(py, value, Some(a.dtype()))? };
    if v.dtype() == a.dtype() {
        return Ok(v);
    }
    warn_if_discarding(py, v.dtype(), a.dtype())?;
    let (v, s) = numen_exec::astype(&v, a.dtype(), Order::K).py(py)?;
    report(py, s)?;
    Ok(v)
}

unsafe fn set_mask(py: Python<'_>, a: &Array, mask: &Array, value: *mut PyObject) -> PyResult<()> {
    let mut values = values_for(py, a, value)?;
    if values.ndim() > 1 {
        return Err(PyTypeError::new_err(format!(
            "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input has {} dimensions",
            values.ndim()
        )));
    }
    if values.may_share(a) {
        values = numen_exec::copy(&values, Order::K).py(py)?;
    }
    let copied;
    let mut mask = mask;
    if mask.may_share(a) {
        copied = numen_exec::copy(mask, Order::K).py(py)?;
        mask = &copied;
    }
    if values.ndim() == 0 || values.size() == 1 {
        let cell = values.reshaped(&[], false).unwrap_or(values);
        return advanced::fill_masked(a, mask, &cell).py(py).map(drop);
    }
    let n = advanced::count_true(mask);
    if values.size() != n {
        return Err(PyValueError::new_err(format!(
            "NumPy boolean array indexing assignment cannot assign {} input values to the {n} output values where \
             the mask is true",
            values.size()
        )));
    }
    advanced::spread(a, mask, &values).py(py).map(drop)
}
