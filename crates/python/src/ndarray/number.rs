//! Operators. Each is its ufunc, but that a foreign operand with a higher say may be asked first.

use crate::boundary::call::{checked, entry, entry_int, entry_or, new_ref, owned};
use crate::boundary::notes::noted;
use crate::boundary::types::TypeSpec;
use crate::ufunc::fast;
use crate::ufunc::object::{builtin, comparison};
use numen_dtype::Kind;
use numen_ops::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_int;
use std::sync::OnceLock;

use super::object::{array_of, is_array};

macro_rules! binary {
    ($($slot:ident $f:ident $name:literal),* $(,)?) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = || *U.get_or_init(|| builtin($name));
            entry_or(|py| fast::binary(py, u(), a, b), |py| {
                let u = u();
                if crate::ufunc::overrides::should_defer(py, a, b)? {
                    return Ok(new_ref(ffi::Py_NotImplemented()));
                }
                crate::ufunc::call::binary(py, u, a, b)
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
    Py_nb_floor_divide floor_divide "floor_divide",
    Py_nb_remainder remainder "remainder",
    Py_nb_divmod divmod "divmod",
    Py_nb_and and "bitwise_and",
    Py_nb_or or "bitwise_or",
    Py_nb_xor xor "bitwise_xor",
    Py_nb_lshift lshift "left_shift",
    Py_nb_rshift rshift "right_shift",
}

macro_rules! in_place {
    ($($slot:ident $f:ident $name:literal),* $(,)?) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            entry(|py| {
                let u = *U.get_or_init(|| builtin($name));
                if let Some(r) = fast::binary_into(py, u, a, b, a)? {
                    return Ok(r);
                }
                if crate::ufunc::overrides::should_defer_in_place(py, a, b)? {
                    return Ok(new_ref(ffi::Py_NotImplemented()));
                }
                crate::ufunc::call::binary_into(py, u, a, b, a)
            })
        }
    )*
        fn in_place_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
        }
    };
}

in_place! {
    Py_nb_inplace_add iadd "add",
    Py_nb_inplace_subtract isubtract "subtract",
    Py_nb_inplace_multiply imultiply "multiply",
    Py_nb_inplace_true_divide itrue_divide "divide",
    Py_nb_inplace_floor_divide ifloor_divide "floor_divide",
    Py_nb_inplace_remainder iremainder "remainder",
    Py_nb_inplace_and iand "bitwise_and",
    Py_nb_inplace_or ior "bitwise_or",
    Py_nb_inplace_xor ixor "bitwise_xor",
    Py_nb_inplace_lshift ilshift "left_shift",
    Py_nb_inplace_rshift irshift "right_shift",
}

macro_rules! unary {
    ($($slot:ident $f:ident $name:literal),* $(,)?) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject) -> *mut PyObject {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = || *U.get_or_init(|| builtin($name));
            entry_or(|py| fast::unary(py, u(), a), |py| crate::ufunc::call::unary(py, u(), a))
        }
    )*
        fn unary_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
        }
    };
}

unary! {
    Py_nb_negative negative "negative",
    Py_nb_positive positive "positive",
    Py_nb_absolute absolute "absolute",
    Py_nb_invert invert "invert",
}

/// The ufunc that stands for a power with this exponent: a few small ones have kernels of their own.
unsafe fn power_shortcut(a: *mut PyObject, exponent: *mut PyObject) -> Option<&'static str> {
    if !is_array(a) {
        return None;
    }
    let e = if ffi::PyFloat_CheckExact(exponent) != 0 {
        ffi::PyFloat_AS_DOUBLE(exponent)
    } else if ffi::PyLong_CheckExact(exponent) != 0 {
        let i = ffi::PyLong_AsLong(exponent);
        if i == -1 && !ffi::PyErr_Occurred().is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        i as f64
    } else {
        return None;
    };
    let float_exponent = ffi::PyFloat_CheckExact(exponent) != 0;
    match array_of(a).dtype().kind() {
        Kind::Float | Kind::Complex => match e {
            1.0 => Some("positive"),
            -1.0 => Some("reciprocal"),
            0.5 => Some("sqrt"),
            2.0 => Some("square"),
            _ => None,
        },
        Kind::Int | Kind::UInt if !float_exponent => match e {
            1.0 => Some("positive"),
            2.0 => Some("square"),
            _ => None,
        },
        _ => None,
    }
}

unsafe extern "C" fn power(a: *mut PyObject, b: *mut PyObject, modulo: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if modulo != ffi::Py_None() {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if let Some(name) = power_shortcut(a, b) {
            let u = builtin(name);
            return match fast::unary(py, u, a).ok(py)? {
                Some(r) => Ok(r),
                None => crate::ufunc::call::unary(py, u, a),
            };
        }
        static U: OnceLock<&'static Ufunc> = OnceLock::new();
        let u = *U.get_or_init(|| builtin("power"));
        if let Some(r) = fast::binary(py, u, a, b).ok(py)? {
            return Ok(r);
        }
        if crate::ufunc::overrides::should_defer(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        crate::ufunc::call::binary(py, u, a, b)
    })
}

unsafe extern "C" fn ipower(a: *mut PyObject, b: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if let Some(name) = power_shortcut(a, b) {
            return crate::ufunc::call::unary_into(py, builtin(name), a, a);
        }
        if crate::ufunc::overrides::should_defer_in_place(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        crate::ufunc::call::binary_into(py, builtin("power"), a, b, a)
    })
}

unsafe extern "C" fn matmul(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if let Some(r) = crate::functions::products::quick(py, a, b)? {
            return Ok(r);
        }
        if crate::ufunc::overrides::should_defer(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if let Some(r) = crate::ufunc::overrides::operator(py, builtin("matmul"), &[a, b])? {
            return Ok(r);
        }
        crate::functions::products::matmul(py, a, b, std::ptr::null_mut())
    })
}

unsafe extern "C" fn imatmul(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if crate::ufunc::overrides::should_defer_in_place(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if let Some(r) = crate::ufunc::overrides::operator(py, builtin("matmul"), &[a, b, a])? {
            return Ok(r);
        }
        // Without axes at all the product itself refuses.
        let (m, n) = (array_of(a).ndim(), crate::convert::array(py, b)?.ndim());
        if m > 0 && n == 1 {
            return Err(PyValueError::new_err(
                "inplace matrix multiplication requires the first operand to have at least one and the second at \
                 least two dimensions.",
            ));
        }
        crate::functions::products::matmul(py, a, b, a)
    })
}

unsafe extern "C" fn richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    entry(|py| {
        let u = comparison(op);
        if let Some(r) = fast::binary(py, u, a, b).ok(py)? {
            return Ok(r);
        }
        if crate::ufunc::overrides::should_defer(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        crate::ufunc::call::compare(py, u, a, b, op)
    })
}

/// The truth of an array of one element.
/// A level of Python's own recursion: an array may hold itself.
struct Deeper(());

impl Deeper {
    unsafe fn enter(py: Python<'_>, what: &std::ffi::CStr) -> PyResult<Deeper> {
        match ffi::Py_EnterRecursiveCall(what.as_ptr()) {
            0 => Ok(Deeper(())),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

impl Drop for Deeper {
    fn drop(&mut self) {
        // SAFETY: made by `enter` only, which entered.
        unsafe { ffi::Py_LeaveRecursiveCall() }
    }
}

unsafe extern "C" fn bool_slot(a: *mut PyObject) -> c_int {
    entry_int(|py| {
        let x = array_of(a);
        match x.size() {
            1 if x.dtype().num() == numen_dtype::Num::Void => {
                Ok(crate::objects::truth_of(py, &x.dtype().native(), x.read())?.into())
            }
            1 => {
                let item = owned(py, crate::convert::item(py, x, x.read())?)?;
                let _deeper = Deeper::enter(py, c" while converting array to bool")?;
                match ffi::PyObject_IsTrue(item.as_ptr()) {
                    -1 => Err(PyErr::fetch(py)),
                    truth => Ok(truth),
                }
            }
            0 => Err(PyValueError::new_err(
                "The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.",
            )),
            n => {
                let e = PyValueError::new_err(
                    "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
                );
                let note = format!(
                    "The array has {n} elements. `a.any()` asks whether one of them is true, `a.all()` whether all are; \
                     element by element, write `&` for `and`, `|` for `or`, `~` for `not`, with the comparisons in \
                     parentheses: `(a > 0) & (a < 1)`."
                );
                Err(noted(py, e, &note))
            }
        }
    })
}

/// The only element, for `int()`, `float()` and `complex()`.
unsafe fn only_item(py: Python<'_>, a: *mut PyObject) -> PyResult<*mut PyObject> {
    let x = array_of(a);
    if x.size() != 1 {
        return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
    }
    if x.ndim() > 0 {
        return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
    }
    crate::convert::item(py, x, x.read())
}

unsafe extern "C" fn int_slot(a: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let item = owned(py, only_item(py, a)?)?;
        let _deeper = Deeper::enter(py, c" in ndarray.__int__")?;
        checked(py, ffi::PyNumber_Long(item.as_ptr()))
    })
}

unsafe extern "C" fn float_slot(a: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let item = owned(py, only_item(py, a)?)?;
        let _deeper = Deeper::enter(py, c" in ndarray.__float__")?;
        checked(py, ffi::PyNumber_Float(item.as_ptr()))
    })
}

unsafe extern "C" fn index_slot(a: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let x = array_of(a);
        if !x.dtype().is_integer() || x.ndim() != 0 {
            return Err(PyTypeError::new_err(
                "only integer scalar arrays can be converted to a scalar index",
            ));
        }
        crate::convert::item(py, x, x.read())
    })
}

/// Adds the number slots.
pub fn slots(spec: &mut TypeSpec) {
    binary_slots(spec);
    in_place_slots(spec);
    unary_slots(spec);
    spec.slot(ffi::Py_nb_power, power as *const ());
    spec.slot(ffi::Py_nb_inplace_power, ipower as *const ());
    spec.slot(ffi::Py_nb_matrix_multiply, matmul as *const ());
    spec.slot(ffi::Py_nb_inplace_matrix_multiply, imatmul as *const ());
    spec.slot(ffi::Py_nb_bool, bool_slot as *const ());
    spec.slot(ffi::Py_nb_int, int_slot as *const ());
    spec.slot(ffi::Py_nb_float, float_slot as *const ());
    spec.slot(ffi::Py_nb_index, index_slot as *const ());
    spec.slot(ffi::Py_tp_richcompare, richcompare as *const ());
    // Arrays are not hashable.
    spec.slot(ffi::Py_tp_hash, ffi::PyObject_HashNotImplemented as *const ());
}
