//! Pickles of dtypes, in the form that NumPy reads and writes: `dtype(text, False, True)`, then a state.

use super::attributes::{metadata_of, with_metadata};
use super::object::{dtype_of, is_singleton, new_object, replace};
use crate::boundary::call::{entry, none, owned};
use crate::boundary::types::{method, TypeSpec};
use numen_dtype::{DType, Field, Num, Record, TimeUnit, Unit};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple};

/// The state's layout; 4 has metadata.
const VERSION: i64 = 3;

unsafe extern "C" fn reduce(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let d = dtype_of(o);
        let class = Bound::from_borrowed_ptr(py, super::object::base_type().cast::<PyObject>());
        let args = (text_of(d), false, true);
        Ok((class, args, state(py, d)?).into_pyobject(py)?.into_any().into_ptr())
    })
}

/// The text that makes the type but for what the state adds.
fn text_of(d: &DType) -> String {
    if matches!(d.num(), Num::LongLong | Num::ULongLong | Num::LongDouble | Num::CLongDouble) {
        return d.char().to_string();
    }
    if d.is_time() {
        return format!("{}8", d.char());
    }
    d.typestr()[1..].to_string()
}

unsafe fn state<'py>(py: Python<'py>, d: &DType) -> PyResult<Bound<'py, PyTuple>> {
    let object = |d: &DType| owned(py, new_object(py, d)?);
    let native = if cfg!(target_endian = "little") { '<' } else { '>' };
    let order = if d.byteorder() == '=' { native } else { d.byteorder() }.to_string();
    let none = || py.None().into_bound(py);
    let (mut sub, mut names, mut fields) = (none(), none(), none());
    if let Some((base, shape)) = d.as_subarray() {
        sub = (object(base)?, PyTuple::new(py, shape)?).into_pyobject(py)?.into_any();
    }
    if let Some(r) = d.fields() {
        names = PyTuple::new(py, r.names().collect::<Vec<_>>())?.into_any();
        let all = PyDict::new(py);
        for f in r.fields() {
            let value = match &f.title {
                Some(t) => (object(&f.dtype)?, f.offset, t).into_pyobject(py)?,
                None => (object(&f.dtype)?, f.offset).into_pyobject(py)?.into_any().cast_into()?,
            };
            all.set_item(&f.name, &value)?;
            if let Some(t) = &f.title {
                all.set_item(t, &value)?;
            }
        }
        fields = all.into_any();
    }
    let (size, align) = if d.ext().is_some() && !d.is_time() || d.is_flexible() {
        (d.itemsize() as i64, d.alignment() as i64)
    } else {
        (-1, -1)
    };
    let metadata = metadata_of(py, d);
    let version = if metadata.is_some() || d.is_time() { VERSION + 1 } else { VERSION };
    let mut items = vec![
        version.into_pyobject(py)?.into_any(),
        order.into_pyobject(py)?.into_any(),
        sub,
        names,
        fields,
        size.into_pyobject(py)?.into_any(),
        align.into_pyobject(py)?.into_any(),
        (d.flags() as i64).into_pyobject(py)?.into_any(),
    ];
    if d.is_time() {
        let unit = d.time_unit();
        let name = PyBytes::new(py, unit.unit.name().as_bytes());
        let metadata = metadata.unwrap_or_else(|| PyDict::new(py).into_any());
        items.push((metadata, (name, unit.count, 1, 1)).into_pyobject(py)?.into_any());
    } else if let Some(m) = metadata {
        items.push(m);
    }
    PyTuple::new(py, items)
}

unsafe extern "C" fn setstate(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let state =
            if n == 1 { Bound::from_borrowed_ptr(py, *args).cast_into::<PyTuple>().ok() } else { None };
        let Some(state) = state.filter(|s| (5..=9).contains(&s.len())) else {
            return Err(PyTypeError::new_err("__setstate__ takes the tuple that __reduce__ made"));
        };
        if is_singleton(o) {
            // The type is complete, and shared.
            return Ok(none());
        }
        let d = restored(dtype_of(o), &state)?;
        if d.num() != dtype_of(o).num() {
            return Err(PyValueError::new_err("the state belongs to another type"));
        }
        replace(o, d);
        Ok(none())
    })
}

/// A name of a field: str, or bytes in pickles of Python 2.
fn name(o: &Bound<'_, PyAny>) -> PyResult<String> {
    match o.cast::<PyBytes>() {
        Ok(b) => Ok(b.as_bytes().iter().map(|&c| c as char).collect()),
        Err(_) => Ok(o.cast::<PyString>()?.to_string()),
    }
}

/// The type as a state describes it. Versions: 0 has no names in order, 2 and before no sizes of strings.
unsafe fn restored(d: &DType, state: &Bound<'_, PyTuple>) -> PyResult<DType> {
    let item = |i: usize| state.get_item(i);
    let version: i64 = item(0)?.extract()?;
    if !(1..=4).contains(&version) {
        return Err(PyValueError::new_err(format!("can't handle version {version} of numpy.dtype pickle")));
    }
    let order = name(&item(1)?)?;
    let swapped = order == if cfg!(target_endian = "little") { ">" } else { "<" };
    let (sub, names, fields) = (item(2)?, item(3)?, item(4)?);
    let size: i64 = if state.len() > 5 { item(5)?.extract()? } else { -1 };
    let mut new = if !sub.is_none() {
        let (base, shape): (Bound<'_, PyAny>, Vec<i64>) = sub.extract()?;
        let base = super::from_object(base.py(), base.as_ptr())?;
        numen_dtype::subarray(base, &shape).map_err(super::from_python::dtype_error)?
    } else if !fields.is_none() && !names.is_none() {
        let align = state.len() > 7 && item(7)?.extract::<i64>()? & 0x80 != 0;
        let size = usize::try_from(size).unwrap_or(d.itemsize());
        let r = record(&names, fields.cast::<PyDict>()?, size, align)?;
        if d.num() == Num::Void {
            DType::record(r)
        } else if d.is_flexible() {
            DType::flexible(d.num(), size).with_parts(Some(r))
        } else if size == d.itemsize() {
            d.with_note(None).with_parts(Some(r))
        } else {
            return Err(PyValueError::new_err("the fields belong to another type"));
        }
    } else if d.is_flexible() && size >= 0 {
        DType::flexible(d.num(), size as usize)
    } else {
        d.with_note(None)
    };
    if new.has_byte_order() && new.ext().is_none() || new.is_time() {
        let parts = new.parts().cloned();
        new = new.with_swapped(swapped).with_parts(parts);
    }
    if version == 4 && state.len() == 9 {
        new = with_extras(new, &item(8)?)?;
    }
    Ok(new)
}

unsafe fn record(
    names: &Bound<'_, PyAny>,
    fields: &Bound<'_, PyDict>,
    size: usize,
    align: bool,
) -> PyResult<Record> {
    let mut all = Vec::new();
    for n in names.try_iter()? {
        let n = n?;
        let Some(value) = fields.get_item(&n)? else {
            return Err(PyValueError::new_err("a field without a type"));
        };
        let value = value.cast_into::<PyTuple>()?;
        let dtype = super::from_object(value.py(), value.get_item(0)?.as_ptr())?;
        let offset: usize = value.get_item(1)?.extract()?;
        let title = if value.len() > 2 { Some(name(&value.get_item(2)?)?) } else { None };
        if offset.checked_add(dtype.itemsize()).is_none_or(|end| end > size) {
            return Err(PyValueError::new_err("a field beyond the end of the item"));
        }
        all.push(Field { name: name(&n)?, title, dtype, offset });
    }
    Ok(Record::new(all, size, align))
}

/// Metadata, and the unit of dates.
fn with_extras(d: DType, extra: &Bound<'_, PyAny>) -> PyResult<DType> {
    if let Ok(t) = extra.cast::<PyTuple>() {
        let unit = t.get_item(1)?.cast_into::<PyTuple>()?;
        let text = name(&unit.get_item(0)?)?;
        let kind = Unit::from_name(&text).unwrap_or(Unit::Generic);
        let count: i32 = unit.get_item(1)?.extract()?;
        let (swapped, parts) = (d.is_swapped(), d.parts().cloned());
        let d = DType::time(d.num(), TimeUnit { unit: kind, count }).with_swapped(swapped).with_parts(parts);
        return with_extras(d, &t.get_item(0)?);
    }
    match extra.cast::<PyDict>() {
        Ok(m) if !m.is_empty() => with_metadata(&d, m),
        _ => Ok(d),
    }
}

/// The methods of this file.
pub fn definitions(spec: &mut TypeSpec) {
    spec.methods.push(method("__reduce__", reduce, "For pickling."));
    spec.methods.push(method(
        "__setstate__",
        setstate,
        "__setstate__($self, state, /)\n--\n\nCompletes a copy with what a pickle holds.",
    ));
}
