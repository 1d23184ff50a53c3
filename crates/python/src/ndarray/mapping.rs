//! `len`, `a[...]`, `a[...] = x`.

use crate::boundary::args::index;
use crate::boundary::call::{entry, entry_int, entry_size};
use crate::boundary::errors::ToPy;
use crate::boundary::types::TypeSpec;
use crate::convert;
use crate::ndarray::few;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar;
use numen_array::{basic_index, check_index, Array, Item};
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyIndexError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;
use std::os::raw::c_int;

unsafe extern "C" fn length(a: *mut PyObject) -> isize {
    match array_of(a).shape().first() {
        Some(&n) => n as isize,
        None => entry_size(|_| Err(PyTypeError::new_err("len() of unsized object"))),
    }
}

/// `a[i]` for a position within or outside of the first axis.
pub unsafe fn get_position(py: Python<'_>, o: *mut PyObject, i: isize) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    if a.ndim() == 0 {
        return Err(PyIndexError::new_err(
            "too many indices for array: array is 0-dimensional, but 1 were indexed",
        ));
    }
    let at = check_index(i, a.shape()[0], 0).py(py)?;
    if a.ndim() == 1 {
        let p = a.read().offset(at as isize * a.strides()[0]);
        return scalar::from_memory(py, a.dtype(), p, o);
    }
    match few::lender(o) {
        Some(a) => NdArray::lend(py, o, &few::at(a, at)),
        None => view_like(py, o, a.index_axis(0, at)),
    }
}

/// A view as the operand's own type, `__array_finalize__` called for subclasses.
pub unsafe fn view_like(py: Python<'_>, o: *mut PyObject, view: Array) -> PyResult<*mut PyObject> {
    if is_exact(o) {
        return Ok(NdArray::view(py, view, o)?.cast());
    }
    let p = NdArray::with_type(py, ffi::Py_TYPE(o), view, o)?.cast();
    super::methods::finalize(py, p, o)?;
    Ok(p)
}

unsafe extern "C" fn sq_item(o: *mut PyObject, i: isize) -> *mut PyObject {
    entry(|py| get_position(py, o, i))
}

unsafe extern "C" fn subscript(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if let Some(i) = integer(key) {
            return get_position(py, o, i?);
        }
        let a = array_of(o);
        let is_slice = ffi::Py_TYPE(key) == &raw mut ffi::PySlice_Type;
        if let Some(a) = few::lender(o).filter(|_| is_slice) {
            if let Some(few) = few::sliced(a, key) {
                return NdArray::lend(py, o, &few);
            }
        }
        if is_exact(key) && is_exact(o) {
            if let Some(r) = convert::quick_index::get(py, a, array_of(key))? {
                return Ok(r);
            }
        }
        if is_exact(o) {
            if let Some(r) = convert::quick_index::listed(key, |at| convert::quick_index::get(py, a, at)) {
                if let Some(r) = r? {
                    return Ok(r);
                }
            }
        }
        if ffi::PyTuple_CheckExact(key) != 0 {
            if let Some(r) = all_integers(py, o, key)? {
                return Ok(r);
            }
        }
        if let Some(few) = few::lender(o).and_then(|a| few::selected(a, few::items_of(&key))) {
            return NdArray::lend(py, o, &few);
        }
        if is_exact(o) && ffi::PyTuple_CheckExact(key) != 0 {
            if let Some(r) = convert::quick_index::get_at(py, a, few::items_of(&key))? {
                return Ok(r);
            }
        }
        if ffi::PyUnicode_Check(key) != 0 || is_name_list(a, key) {
            return field(py, o, key);
        }
        let items = parse(py, key)?;
        let scalar_result = items.len() == a.ndim() && items.iter().all(|i| matches!(i, Item::Int(_)));
        if items.iter().all(Item::is_basic) {
            let v = basic_index(a, &items).py(py)?;
            if scalar_result {
                return scalar::from_memory(py, a.dtype(), v.read(), o);
            }
            return view_like(py, o, v);
        }
        crate::convert::indexing::get(py, o, items)
    })
}

/// `a[i, j]` with as many plain integers as axes.
unsafe fn all_integers(
    py: Python<'_>,
    o: *mut PyObject,
    key: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let a = array_of(o);
    Ok(match element(py, a, key)? {
        Some(p) => Some(scalar::from_memory(py, a.dtype(), p, o)?),
        None => None,
    })
}

/// The index that a Python int or an int64 scalar is; `None` for other objects.
#[inline(always)]
unsafe fn integer(o: *mut PyObject) -> Option<PyResult<isize>> {
    if ffi::PyLong_CheckExact(o) == 0 {
        let long = ffi::Py_TYPE(o) == scalar::object::class(Num::Long);
        return long.then(|| Ok(*scalar::object::value_of(o).cast::<i64>() as isize));
    }
    let i = ffi::PyLong_AsSsize_t(o);
    if i == -1 && !ffi::PyErr_Occurred().is_null() {
        ffi::PyErr_Clear();
        return Some(Err(too_large()));
    }
    Some(Ok(i))
}

/// The address of the element that a tuple of as many plain integers as axes names.
unsafe fn element(py: Python<'_>, a: &Array, key: *mut PyObject) -> PyResult<Option<*mut u8>> {
    let n = ffi::PyTuple_GET_SIZE(key) as usize;
    if n != a.ndim() || n == 0 {
        return Ok(None);
    }
    let mut offset = 0;
    for k in 0..n {
        let i = ffi::PyTuple_GET_ITEM(key, k as isize);
        let Some(i) = integer(i) else { return Ok(None) };
        offset += check_index(i?, a.shape()[k], k).py(py)? as isize * a.strides()[k];
    }
    Ok(Some(a.write().offset(offset)))
}

#[cold]
fn too_large() -> PyErr {
    PyIndexError::new_err(
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid \
         indices",
    )
}

/// The items of an index.
pub unsafe fn parse(py: Python<'_>, key: *mut PyObject) -> PyResult<SmallVec<[Item; 4]>> {
    let mut items: SmallVec<[Item; 4]> = SmallVec::new();
    if ffi::PyTuple_Check(key) != 0 {
        for k in 0..ffi::PyTuple_GET_SIZE(key) {
            let item = parse_one(py, ffi::PyTuple_GET_ITEM(key, k))?;
            if matches!(item, Item::Ellipsis) && items.iter().any(|i| matches!(i, Item::Ellipsis)) {
                return Err(PyIndexError::new_err("an index can only have a single ellipsis ('...')"));
            }
            items.push(item);
        }
    } else {
        items.push(parse_one(py, key)?);
    }
    Ok(items)
}

unsafe fn parse_one(py: Python<'_>, key: *mut PyObject) -> PyResult<Item> {
    if ffi::PyLong_CheckExact(key) != 0 {
        return index(py, key).map(Item::Int).map_err(|_| too_large());
    }
    if key == ffi::Py_Ellipsis() {
        return Ok(Item::Ellipsis);
    }
    if key == ffi::Py_None() {
        return Ok(Item::NewAxis);
    }
    if ffi::Py_TYPE(key) == &raw mut ffi::PySlice_Type {
        let part = |p: *mut PyObject| -> PyResult<Option<isize>> {
            if p == ffi::Py_None() {
                return Ok(None);
            }
            if ffi::PyIndex_Check(p) == 0 {
                return Err(PyTypeError::new_err(
                    "slice indices must be integers or None or have an __index__ method",
                ));
            }
            // Out of range saturates, as for Python's own sequences.
            let i = ffi::PyNumber_AsSsize_t(p, std::ptr::null_mut());
            if i == -1 && !ffi::PyErr_Occurred().is_null() {
                return Err(PyErr::fetch(py));
            }
            Ok(Some(i))
        };
        let s = key.cast::<ffi::PySliceObject>();
        let step = part((*s).step)?.unwrap_or(1);
        return Ok(Item::Slice { start: part((*s).start)?, stop: part((*s).stop)?, step });
    }
    convert::indexing::advanced_item(py, key)
}

/// A list of field names.
unsafe fn is_name_list(a: &Array, key: *mut PyObject) -> bool {
    a.dtype().fields().is_some()
        && ffi::PyList_Check(key) != 0
        && ffi::PyList_GET_SIZE(key) > 0
        && (0..ffi::PyList_GET_SIZE(key)).all(|i| ffi::PyUnicode_Check(ffi::PyList_GET_ITEM(key, i)) != 0)
}

const BAD_INDEX: &str = "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices";

/// `a["name"]`.
unsafe fn field(py: Python<'_>, o: *mut PyObject, key: *mut PyObject) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    let Some(record) = a.dtype().fields() else {
        return Err(PyIndexError::new_err(BAD_INDEX));
    };
    if ffi::PyUnicode_Check(key) == 0 {
        let names: Vec<String> = Bound::from_borrowed_ptr(py, key).extract()?;
        let some = record.select(&names).map_err(crate::dtype::from_python::dtype_error)?;
        return view_like(py, o, a.part(DType::record(some), 0));
    }
    let name = crate::boundary::args::text_of(key);
    let Some(f) = record.field(&name) else {
        return Err(PyValueError::new_err(format!("no field of name {name}")));
    };
    view_like(py, o, super::methods::copy::field_view(a.part(f.dtype.clone(), f.offset)))
}

unsafe extern "C" fn ass_subscript(o: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    entry_int(|py| {
        if value.is_null() {
            return Err(PyValueError::new_err("cannot delete array elements"));
        }
        let a = array_of(o);
        if !a.is_writeable() {
            return Err(PyValueError::new_err("assignment destination is read-only"));
        }
        if a.flags().has(numen_array::Flags::WARN_ON_WRITE) {
            super::flags::warn_on_write(py, o)?;
        }
        if let Some(p) = single(py, a, key)? {
            scalar::to_memory(py, a.dtype(), p, value)?;
            return Ok(0);
        }
        if is_exact(key) && convert::quick_index::set(py, a, array_of(key), value)? {
            return Ok(0);
        }
        if let Some(done) =
            convert::quick_index::listed(key, |at| convert::quick_index::set(py, a, at, value))
        {
            if done? {
                return Ok(0);
            }
        }
        if ffi::PyUnicode_Check(key) != 0 || is_name_list(a, key) {
            let part = field(py, o, key)?;
            let r = ffi::PyObject_SetItem(part, ffi::Py_Ellipsis(), value);
            ffi::Py_DECREF(part);
            return if r < 0 { Err(PyErr::fetch(py)) } else { Ok(0) };
        }
        if let Some(few) = few::lender(o).and_then(|a| few::selected(a, few::items_of(&key))) {
            let view = a.lend(&few);
            if !few::fill(py, &view, value)? && !few::fill_from_list(&view, value) {
                convert::assign_object(py, &view, value)?;
            }
            return Ok(0);
        }
        if ffi::PyTuple_CheckExact(key) != 0
            && convert::quick_index::set_at(py, a, few::items_of(&key), value)?
        {
            return Ok(0);
        }
        let items = parse(py, key)?;
        if items.iter().all(Item::is_basic) {
            let v = basic_index(a, &items).py(py)?;
            if items.len() == a.ndim() && items.iter().all(|i| matches!(i, Item::Int(_))) {
                scalar::to_memory(py, a.dtype(), v.write(), value)?;
                return Ok(0);
            }
            convert::assign_object(py, &v, value)?;
            return Ok(0);
        }
        convert::indexing::set(py, o, items, value)?;
        Ok(0)
    })
}

unsafe fn single(py: Python<'_>, a: &Array, key: *mut PyObject) -> PyResult<Option<*mut u8>> {
    if ffi::PyTuple_CheckExact(key) != 0 {
        return element(py, a, key);
    }
    let Some(i) = integer(key).filter(|_| a.ndim() == 1) else { return Ok(None) };
    let at = check_index(i?, a.shape()[0], 0).py(py)?;
    Ok(Some(a.write().offset(at as isize * a.strides()[0])))
}

/// Adds the slots.
pub fn slots(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_mp_length, length as *const ());
    spec.slot(ffi::Py_sq_length, length as *const ());
    spec.slot(ffi::Py_sq_item, sq_item as *const ());
    spec.slot(ffi::Py_mp_subscript, subscript as *const ());
    spec.slot(ffi::Py_mp_ass_subscript, ass_subscript as *const ());
}
