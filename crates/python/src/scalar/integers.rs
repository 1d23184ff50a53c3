//! What integer and floating-point scalars have beyond the common: `numerator`, `bit_count`, `is_integer`.

use crate::boundary::call::{bool_, checked, entry, new_ref, owned};
use crate::boundary::types::{getset, method, TypeSpec};
use numen_dtype::Num;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_void;

unsafe extern "C" fn numerator(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|_| Ok(new_ref(o)))
}

unsafe extern "C" fn denominator(_: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| checked(py, ffi::PyLong_FromLong(1)))
}

unsafe extern "C" fn bit_count(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| Ok(owned(py, super::conversions::plain(py, o)?)?.call_method0("bit_count")?.into_ptr()))
}

unsafe extern "C" fn always_integer(
    _: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|_| Ok(bool_(true)))
}

unsafe extern "C" fn is_integer(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| Ok(owned(py, super::conversions::plain(py, o)?)?.call_method0("is_integer")?.into_ptr()))
}

unsafe extern "C" fn as_integer_ratio(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| Ok(owned(py, super::conversions::plain(py, o)?)?.call_method0("as_integer_ratio")?.into_ptr()))
}

unsafe extern "C" fn complex(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| super::conversions::plain(py, o))
}

/// `number[Any]`: of the abstract classes only, for the others have no variable left.
unsafe extern "C" fn class_getitem(cls: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let name = std::ffi::CStr::from_ptr((*cls.cast::<ffi::PyTypeObject>()).tp_name).to_string_lossy();
        if super::object::num_of_type(cls.cast()).is_some() {
            return Err(PyTypeError::new_err(format!("There are no type variables left in {name}")));
        }
        let most = if name.ends_with(".complexfloating") { 2 } else { 1 };
        crate::dtype::classes::generic_alias(py, cls, key, most)
    })
}

/// `bool[...]`, `datetime64[...]`: any arguments.
unsafe extern "C" fn any_getitem(cls: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let alias = PyModule::import(py, "types")?.getattr("GenericAlias")?;
        Ok(alias.call1((Bound::from_borrowed_ptr(py, cls), Bound::from_borrowed_ptr(py, key)))?.into_ptr())
    })
}

/// Adds to a concrete class.
pub fn concrete_definitions(spec: &mut TypeSpec, num: Num) {
    if matches!(num, Num::Bool | Num::Datetime) {
        let mut m = crate::boundary::types::method_o("__class_getitem__", any_getitem, "For annotations.");
        m.ml_flags |= ffi::METH_CLASS;
        spec.methods.push(m);
    }
}

/// Adds to an abstract class by name.
pub fn definitions(spec: &mut TypeSpec, name: &str) {
    match name {
        "integer" => {
            spec.getset.push(getset("numerator", numerator, None, "The integer itself."));
            spec.getset.push(getset("denominator", denominator, None, "1."));
            spec.methods.push(method("is_integer", always_integer, "is_integer($self, /)\n--\n\nTrue."));
            spec.methods.push(method(
                "bit_count",
                bit_count,
                "bit_count($self, /)\n--\n\nNumber of bits set in the absolute value.",
            ));
        }
        "floating" => {
            spec.methods.push(method(
                "is_integer",
                is_integer,
                "is_integer($self, /)\n--\n\nWhether it is a whole number.",
            ));
            spec.methods.push(method(
                "as_integer_ratio",
                as_integer_ratio,
                "as_integer_ratio($self, /)\n--\n\nTwo ints whose quotient it is.",
            ));
        }
        "complexfloating" => {
            spec.methods.push(method("__complex__", complex, "The value as a Python complex."));
        }
        "number" => {
            let mut m =
                crate::boundary::types::method_o("__class_getitem__", class_getitem, "For annotations.");
            m.ml_flags |= ffi::METH_CLASS;
            spec.methods.push(m);
            super::generic::number_definitions(spec);
        }
        _ => {}
    }
}
