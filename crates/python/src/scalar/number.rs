//! Behaviour of scalars: construction, operators, attributes.

use super::object::{class, num_of_type};
use crate::boundary::call::{entry, new_ref};
use crate::boundary::types::TypeSpec;
use crate::convert;
use crate::ufunc::object::builtin;
use numen_dtype::{DType, Num};
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;

/// `float64(x)`: the item of `array(x, dtype)`.
pub unsafe fn construct(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    args: *mut PyObject,
    _kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let num = num_of_type(ty).ok_or_else(|| PyTypeError::new_err("not a concrete scalar type"))?;
    let d = DType::of(num);
    if ffi::PyTuple_GET_SIZE(args) == 0 {
        let zero = numen_array::Array::zeros(d, &[], numen_array::Order::C);
        let zero = crate::boundary::errors::ToPy::py(zero, py)?;
        return super::from_memory(py, zero.dtype(), zero.read(), std::ptr::null_mut());
    }
    let x = ffi::PyTuple_GET_ITEM(args, 0);
    let a = convert::array_as(py, x, &d)?;
    let _ = class;
    crate::ndarray::object::finish_result(py, a)
}

macro_rules! binary {
    ($($slot:ident $f:ident $name:literal),* $(,)?) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
            entry(|py| {
                if crate::ufunc::overrides::should_defer(py, a, b)? {
                    return Ok(new_ref(ffi::Py_NotImplemented()));
                }
                crate::ufunc::call::binary(py, builtin($name), a, b)
            })
        }
    )*
        fn binary_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
        }
    };
}

binary! {
    Py_nb_add add "add",
    Py_nb_subtract subtract "subtract",
    Py_nb_multiply multiply "multiply",
    Py_nb_true_divide true_divide "divide",
}

/// Adds the slots of operators.
pub fn slots(spec: &mut TypeSpec, num: Num) {
    if !matches!(num, Num::Str | Num::Bytes | Num::Void | Num::Object) {
        binary_slots(spec);
    }
}

/// Attributes and methods of `generic`.
pub fn generic_definitions(_spec: &mut TypeSpec) {}
