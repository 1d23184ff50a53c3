//! Attributes and methods of dtype objects.

use super::object::{dtype_of, is_dtype, new_object};
use crate::boundary::args::{text_of, Call};
use crate::boundary::call::{attached, bool_, entry, entry_int, new_ref, none};
use crate::boundary::types::{getset, method, method_o, TypeSpec};
use numen_dtype::{can_cast, equivalent, Casting, DType, Descr};
use pyo3::exceptions::{PyAttributeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};
use std::os::raw::{c_int, c_void};

/// A new str.
pub unsafe fn text(py: Python<'_>, s: &str) -> PyResult<*mut PyObject> {
    crate::boundary::call::checked(py, ffi::PyUnicode_FromStringAndSize(s.as_ptr().cast(), s.len() as isize))
}

/// Comparison: equality of equivalent types, order by safe casting.
pub unsafe fn compare(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    op: c_int,
) -> PyResult<*mut PyObject> {
    let x = dtype_of(a);
    let y = if is_dtype(b) {
        dtype_of(b).clone()
    } else {
        match attached(|_| super::from_object(py, b).ok()) {
            // Any class is an object type, but a dtype equals only those that name it.
            Some(d) if d.num() == numen_dtype::Num::Object && ffi::PyType_Check(b) != 0 => {
                let named = b == (&raw mut ffi::PyBaseObject_Type).cast()
                    || crate::scalar::num_of_type(b.cast()).is_some();
                if !named {
                    return Ok(new_ref(ffi::Py_NotImplemented()));
                }
                d
            }
            Some(d) => d,
            None => return Ok(new_ref(ffi::Py_NotImplemented())),
        }
    };
    let same = equivalent(x, &y);
    Ok(bool_(match op {
        ffi::Py_EQ => same,
        ffi::Py_NE => !same,
        ffi::Py_LE => can_cast(x, &y, Casting::Safe),
        ffi::Py_GE => can_cast(&y, x, Casting::Safe),
        ffi::Py_LT => !same && can_cast(x, &y, Casting::Safe),
        _ => !same && can_cast(&y, x, Casting::Safe),
    }))
}

macro_rules! attributes {
    ($($name:ident: $doc:literal => |$py:ident, $d:ident| $body:expr;)*) => {
        $( unsafe extern "C" fn $name(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|$py| { let $d = dtype_of(o); let _ = &$d; $body })
        } )*
        fn attribute_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(stringify!($name).trim_end_matches('_'), $name, None, $doc)); )*
        }
    };
}

unsafe fn int(py: Python<'_>, n: usize) -> PyResult<*mut PyObject> {
    crate::boundary::call::checked(py, ffi::PyLong_FromSize_t(n))
}

attributes! {
    itemsize: "Bytes an item." => |py, d| int(py, d.itemsize());
    alignment: "Alignment of an item in bytes." => |py, d| int(py, d.alignment());
    num: "The type's number." => |py, d| int(py, d.num() as usize);
    kind: "One letter for the kind of type." => |py, d| text(py, &(d.kind() as u8 as char).to_string());
    char: "One letter for the type." => |py, d| text(py, &d.char().to_string());
    byteorder: "'=' native, '|' not applicable, '<' little, '>' big." => |py, d| text(py, &d.byteorder().to_string());
    str_: "The type as a string with byte order and size." => |py, d| text(py, &d.typestr());
    name: "The type's name with its size in bits." => |py, d| text(py, &d.name());
    isnative: "Whether items are in the machine's byte order." => |_py, d| Ok(bool_(d.is_native()));
    hasobject: "Whether items hold references to objects." => |_py, d| Ok(bool_(d.has_object()));
    isalignedstruct: "Whether the structured type was made with align=True." => |_py, d| Ok(bool_(d.is_aligned_struct()));
    type_: "The class of the items as scalars." => |_py, d| Ok(new_ref(crate::scalar::type_of(d).cast()));
    isbuiltin: "1 for built-in types, 0 for types with fields or another byte order." => |py, d| {
        int(py, usize::from(d.is_builtin()))
    };
    flags: "Bits that say how items are to be treated." => |py, d| int(py, d.flags() as usize);
    ndim: "Number of axes of a sub-array type." => |py, d| int(py, d.as_subarray().map_or(0, |(_, s)| s.len()));
    shape: "Shape of a sub-array type." => |py, d| {
        let s: Vec<usize> = d.as_subarray().map_or(Vec::new(), |(_, s)| s.to_vec());
        Ok(PyTuple::new(py, s)?.into_ptr())
    };
    base: "The element type of a sub-array type." => |py, d| match d.as_subarray() {
        Some((b, _)) => new_object(py, b),
        None => new_object(py, d),
    };
    subdtype: "Base and shape of a sub-array type, or None." => |py, d| match d.as_subarray() {
        Some((b, s)) => {
            let b = Bound::from_owned_ptr(py, new_object(py, b)?);
            Ok((b, PyTuple::new(py, s)?).into_pyobject(py)?.into_any().into_ptr())
        }
        None => Ok(none()),
    };
    fields: "Mapping of names to (type, offset), or None." => |py, d| match d.fields() {
        Some(_) => fields_of(py, d).map(|f| f.into_ptr()),
        None => Ok(none()),
    };
    descr: "Description of the fields for `__array_interface__`." => |py, d| {
        let descr = d.descr().map_err(super::from_python::dtype_error)?;
        Ok(descr_list(py, &descr)?.into_ptr())
    };
}

fn fields_of<'py>(py: Python<'py>, d: &DType) -> PyResult<Bound<'py, PyAny>> {
    let dict = PyDict::new(py);
    for f in d.fields().into_iter().flat_map(|r| r.fields()) {
        // SAFETY: a new reference.
        let t = unsafe { Bound::from_owned_ptr(py, new_object(py, &f.dtype)?) };
        let value = match &f.title {
            Some(title) => (t, f.offset, title).into_pyobject(py)?.into_any(),
            None => (t, f.offset).into_pyobject(py)?.into_any(),
        };
        dict.set_item(&f.name, &value)?;
        if let Some(title) = &f.title {
            dict.set_item(title, &value)?;
        }
    }
    PyModule::import(py, "types")?.getattr("MappingProxyType")?.call1((dict,))
}

/// A description as the list of tuples that Python sees.
pub fn descr_list<'py>(py: Python<'py>, descr: &Descr) -> PyResult<Bound<'py, PyAny>> {
    // The text form is a Python literal.
    let literal = PyModule::import(py, "ast")?.getattr("literal_eval")?;
    literal.call1((descr.text(),))
}

/// `numpy.dtype(d)` of the real NumPy asks for it.
unsafe extern "C" fn numpy_dtype(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| crate::boundary::meta::real_dtype(py, dtype_of(o)))
}

unsafe extern "C" fn metadata(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| match metadata_of(py, dtype_of(o)) {
        Some(m) => Ok(PyModule::import(py, "types")?.getattr("MappingProxyType")?.call1((m,))?.into_ptr()),
        None => Ok(none()),
    })
}

/// The mapping given as `metadata=`.
pub fn metadata_of<'py>(py: Python<'py>, d: &DType) -> Option<Bound<'py, PyAny>> {
    d.note()?.downcast_ref::<Py<PyAny>>().map(|m| m.bind(py).clone())
}

/// The same type with a mapping attached, added to the one it has.
pub fn with_metadata(d: &DType, metadata: &Bound<'_, PyDict>) -> PyResult<DType> {
    let py = metadata.py();
    let all = match metadata_of(py, d) {
        Some(old) => {
            let all = old.cast::<PyDict>()?.copy()?;
            all.update(metadata.as_mapping())?;
            all
        }
        None => metadata.clone(),
    };
    Ok(d.with_note(Some(std::sync::Arc::new(all.into_any().unbind()))))
}

unsafe extern "C" fn names(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| match dtype_of(o).fields() {
        Some(r) => Ok(PyTuple::new(py, r.names().collect::<Vec<_>>())?.into_ptr()),
        None => Ok(none()),
    })
}

unsafe extern "C" fn set_names(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        let d = dtype_of(o);
        let Some(r) = d.fields() else {
            return Err(PyValueError::new_err("there are no fields defined"));
        };
        if value.is_null() {
            return Err(PyAttributeError::new_err("Cannot delete dtype names attribute"));
        }
        let n = r.fields().len();
        let wrong =
            || PyValueError::new_err(format!("must replace all names at once with a sequence of length {n}"));
        let items: Vec<Bound<'_, PyAny>> = match Bound::from_borrowed_ptr(py, value).extract() {
            Ok(items) => items,
            Err(_) => return Err(wrong()),
        };
        if items.len() != n {
            return Err(wrong());
        }
        let mut names: Vec<String> = Vec::with_capacity(n);
        for (i, item) in items.iter().enumerate() {
            let Ok(name) = item.extract::<String>() else {
                let what = item.get_type().name()?;
                return Err(PyValueError::new_err(format!(
                    "item #{i} of names is of type {what} and not string"
                )));
            };
            names.push(name);
        }
        if (1..n).any(|i| names[..i].contains(&names[i])) {
            return Err(PyValueError::new_err("Duplicate field names given."));
        }
        r.rename(names);
        Ok(0)
    })
}

crate::signature!(NEWBYTEORDER: "newbyteorder", 0, 1, 1; "new_order");

unsafe fn newbyteorder(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [order] = NEWBYTEORDER.parse(call)?;
    if !order.is_null() && ffi::PyUnicode_Check(order) == 0 {
        let name = Bound::from_borrowed_ptr(py, order).get_type().name()?;
        return Err(PyTypeError::new_err(format!("byteorder must be str, not {name}")));
    }
    let order = if order.is_null() { "S".to_string() } else { text_of(order) };
    let d = dtype_of(o).newbyteorder(&order).map_err(super::from_python::dtype_error)?;
    new_object(py, &d)
}

/// `dtype * n`: so many items as one.
unsafe extern "C" fn repeat(o: *mut PyObject, n: isize) -> *mut PyObject {
    entry(|py| {
        if n < 0 {
            return Err(PyValueError::new_err(format!("Array length must be >= 0, not {n}")));
        }
        let d = numen_dtype::subarray(dtype_of(o).clone(), &[n as i64])
            .map_err(super::from_python::dtype_error)?;
        new_object(py, &d)
    })
}

unsafe extern "C" fn length(o: *mut PyObject) -> isize {
    dtype_of(o).fields().map_or(0, |r| r.fields().len() as isize)
}

unsafe extern "C" fn truth(_: *mut PyObject) -> c_int {
    1
}

const FIELD_KEY: &str =
    "Field key must be an integer field offset, single field name, or list of field names.";

unsafe extern "C" fn subscript(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        use pyo3::exceptions::{PyIndexError, PyKeyError};
        let d = dtype_of(o);
        let Some(r) = d.fields() else {
            return Err(PyKeyError::new_err(format!("There are no fields in dtype {}.", d.display())));
        };
        if ffi::PyUnicode_Check(key) != 0 {
            let name = text_of(key);
            let f = r
                .field(&name)
                .ok_or_else(|| PyKeyError::new_err(format!("Field named '{name}' not found.")))?;
            return new_object(py, &f.dtype);
        }
        let key = Bound::from_borrowed_ptr(py, key);
        if let Ok(list) = key.cast::<PyList>() {
            let names: Vec<String> = list.extract().map_err(|_| PyTypeError::new_err(FIELD_KEY))?;
            let sub = r.select(&names).map_err(super::from_python::dtype_error)?;
            return new_object(py, &DType::record(sub));
        }
        let Ok(i) = key.extract::<isize>() else {
            return Err(PyTypeError::new_err(FIELD_KEY));
        };
        let n = r.fields().len() as isize;
        let at = if i < 0 { i + n } else { i };
        if at < 0 || at >= n {
            return Err(PyIndexError::new_err(format!("Field index {i} out of range.")));
        }
        new_object(py, &r.fields()[at as usize].dtype)
    })
}

/// Adds attributes and methods.
pub fn definitions(spec: &mut TypeSpec) {
    attribute_definitions(spec);
    spec.getset.push(getset("__numpy_dtype__", numpy_dtype, None, "The type as the real NumPy spells it."));
    spec.getset.push(getset("metadata", metadata, None, "Mapping given as metadata=, or None."));
    spec.methods.push(method(
        "newbyteorder",
        crate::c_method!(newbyteorder),
        "newbyteorder($self, new_order='S', /)\n--\n\nThe same type with another byte order ('S' swaps).",
    ));
    spec.getset.push(getset("names", names, Some(set_names), "Names of the fields, or None."));
    super::pickle::definitions(spec);
    let mut item =
        method_o("__class_getitem__", super::classes::class_getitem, "`dtype[scalar_type]` for annotations.");
    item.ml_flags |= ffi::METH_CLASS;
    spec.methods.push(item);
    spec.slot(ffi::Py_sq_repeat, repeat as *const ());
    spec.slot(ffi::Py_mp_length, length as *const ());
    spec.slot(ffi::Py_sq_length, length as *const ());
    spec.slot(ffi::Py_nb_bool, truth as *const ());
    spec.slot(ffi::Py_mp_subscript, subscript as *const ());
}
