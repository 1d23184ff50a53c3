//! What all scalars share: construction, attributes and methods, which are those of a 0-d array.

use super::object::{class, dtype_of_scalar, num_of, num_of_type};
use crate::boundary::args::Call;
use crate::boundary::call::{checked, entry, new_ref, none, owned};
use crate::boundary::types::{getset, method, TypeSpec};
use crate::convert;
use crate::ndarray::object::{is_array, NdArray};
use numen_dtype::{DType, Kind, Num};
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::os::raw::c_void;

/// `float64(x)`: the item of `array(x, dtype)`; an array for sequences.
pub unsafe fn construct(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    args: *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let num = num_of_type(ty).ok_or_else(|| PyTypeError::new_err("not a concrete scalar type"))?;
    let n = ffi::PyTuple_GET_SIZE(args);
    if matches!(num, Num::Str | Num::Bytes) {
        return text(py, ty, num, args, kw);
    }
    if matches!(num, Num::Datetime | Num::Timedelta) {
        return super::time::construct(py, ty, num, args, kw);
    }
    if num == Num::Void {
        return super::void::construct(py, args, kw);
    }
    if !kw.is_null() && ffi::PyDict_Size(kw) > 0
        || n > 1 && !matches!(num, Num::CDouble | Num::CFloat | Num::CLongDouble)
    {
        let given = n + if kw.is_null() { 0 } else { ffi::PyDict_Size(kw) };
        return Err(PyTypeError::new_err(match num {
            Num::Double | Num::CDouble => {
                format!("{} expected at most 1 argument, got {given}", plain_name(num))
            }
            Num::Bool => format!("bool_() takes at most 1 argument ({given} given)"),
            _ => format!("function takes at most 1 argument ({given} given)"),
        }));
    }
    let d = DType::of(num);
    if num == Num::Object {
        return Ok(if n == 0 { none() } else { new_ref(ffi::PyTuple_GET_ITEM(args, 0)) });
    }
    let r = if n == 0 {
        let zero =
            crate::boundary::errors::ToPy::py(numen_array::Array::zeros(d, &[], numen_array::Order::C), py)?;
        super::from_memory(py, zero.dtype(), zero.read(), std::ptr::null_mut())?
    } else if n == 2 {
        // complex128(re, im)
        let c = checked(
            py,
            ffi::PyObject_Call((&raw mut ffi::PyComplex_Type).cast(), args, std::ptr::null_mut()),
        )?;
        let c = owned(py, c)?;
        let a = convert::array_as(py, c.as_ptr(), &d)?;
        crate::ndarray::object::finish_result(py, a)?
    } else {
        let x = ffi::PyTuple_GET_ITEM(args, 0);
        one(py, x, &d)?
    };
    as_subclass(py, r, ty, num)
}

fn plain_name(num: Num) -> &'static str {
    match num {
        Num::Double => "float",
        Num::CDouble => "complex",
        _ => num.descriptor().scalar,
    }
}

unsafe fn one(py: Python<'_>, x: *mut PyObject, d: &DType) -> PyResult<*mut PyObject> {
    if !is_array(x) && num_of(x).is_none() {
        let number = ffi::PyLong_Check(x) != 0
            || ffi::PyFloat_Check(x) != 0
            || ffi::PyUnicode_Check(x) != 0
            || ffi::PyComplex_Check(x) != 0;
        if number {
            let a = convert::scalar_array(py, x, d)?;
            return super::from_memory(py, d, a.read(), std::ptr::null_mut());
        }
        if x == ffi::Py_None() && d.is_number() && !d.is_float() && !d.is_complex() && !d.is_bool() {
            return Err(PyTypeError::new_err(
                "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
            ));
        }
    }
    let a = convert::array(py, x)?;
    let (r, s) = crate::boundary::errors::ToPy::py(numen_exec::astype(&a, d, numen_array::Order::K), py)?;
    convert::report(py, s)?;
    crate::ndarray::object::finish_result(py, r)
}

/// An instance of a program's own subclass with the same value (`r` is consumed).
unsafe fn as_subclass(
    py: Python<'_>,
    r: *mut PyObject,
    ty: *mut PyTypeObject,
    num: Num,
) -> PyResult<*mut PyObject> {
    if ty == class(num) || ffi::Py_TYPE(r) != class(num) {
        return Ok(r);
    }
    let r = owned(py, r)?;
    let alloc = (*ty).tp_alloc.unwrap_or(ffi::PyType_GenericAlloc);
    let o = checked(py, alloc(ty, 0))?;
    let size = num.descriptor().size;
    std::ptr::copy_nonoverlapping(super::value_of(r.as_ptr()), super::value_of(o), size);
    Ok(o)
}

/// `str_(x)` and `bytes_(x)`: Python's own constructor, else the text of the array's item.
unsafe fn text(
    py: Python<'_>,
    ty: *mut PyTypeObject,
    num: Num,
    args: *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let base = if num == Num::Str { &raw mut ffi::PyUnicode_Type } else { &raw mut ffi::PyBytes_Type };
    let one = ffi::PyTuple_GET_SIZE(args) == 1 && kw.is_null();
    let Some(new) = (*base).tp_new else { return Err(PyTypeError::new_err("no constructor")) };
    let made = new(ty, args, kw);
    if made.is_null() && num == Num::Bytes && one {
        // What Python makes no bytes of is written.
        ffi::PyErr_Clear();
        let text = owned(py, ffi::PyObject_Str(ffi::PyTuple_GET_ITEM(args, 0)))?;
        let bytes = owned(py, ffi::PyUnicode_AsASCIIString(text.as_ptr()))?;
        return checked(py, new(ty, PyTuple::new(py, [bytes])?.as_ptr(), std::ptr::null_mut()));
    }
    checked(py, made)
}

/// The scalar as a 0-d array object.
pub unsafe fn as_array<'py>(py: Python<'py>, o: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    let a = convert::discover::from_scalar(py, o)?;
    owned(py, NdArray::wrap(py, a)?.cast())
}

/// Calls the array's method of the same name.
unsafe fn forward(py: Python<'_>, name: &str, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    if name == "nonzero" {
        return Err(pyo3::exceptions::PyValueError::new_err(
            "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() instead.",
        ));
    }
    // Records work on the memory they show.
    let void = num_of(o) == Some(Num::Void);
    let a = if void {
        Bound::from_borrowed_ptr(py, (*o.cast::<super::object::Void>()).item)
    } else {
        as_array(py, o)?
    };
    let r = a.getattr(name)?.call(call.positional(py)?, Some(&call.named(py)?))?;
    // What is still a 0-d array of numbers is a scalar.
    let p = r.as_ptr();
    if is_array(p) && crate::ndarray::object::array_of(p).ndim() == 0 && name != "__array__" {
        let x = crate::ndarray::object::array_of(p);
        let owner = if void { p } else { std::ptr::null_mut() };
        return super::from_memory(py, x.dtype(), x.read(), owner);
    }
    Ok(r.into_ptr())
}

macro_rules! methods {
    ($($f:ident)*) => {
        $( unsafe fn $f(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            forward(py, stringify!($f), o, call)
        } )*
        fn method_definitions(spec: &mut TypeSpec) {
            $( spec.methods.push(method(stringify!($f), $crate::c_method!($f), concat!("As the array method `", stringify!($f), "` on an array of this one element."))); )*
        }
    };
}

methods! {
    all any argmax argmin argsort astype byteswap choose clip compress conj conjugate copy cumprod cumsum diagonal
    dump dumps fill flatten getfield max mean min nonzero prod put ravel repeat reshape resize round searchsorted
    setfield setflags sort squeeze std sum swapaxes take tobytes tofile trace transpose var view
    __array__ __array_namespace__
}

unsafe extern "C" fn item(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| super::conversions::plain(py, o))
}

unsafe fn itself(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    if num_of(o) == Some(Num::Void) {
        let name = if call.n == 0 { "__copy__" } else { "__deepcopy__" };
        return forward(py, name, o, call);
    }
    Ok(new_ref(o))
}

unsafe fn to_device(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    ffi::Py_DECREF(forward(py, "to_device", o, call)?);
    Ok(new_ref(o))
}

unsafe extern "C" fn array_wrap(
    _: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        // The real NumPy's ufuncs, which packages call with our scalars, give its arrays.
        let is_array_like =
            |p| is_array(p) || ffi::PyObject_HasAttrString(p, c"__array_struct__".as_ptr()) == 1;
        if n < 1 || !is_array_like(*args) {
            return Err(PyTypeError::new_err("can only be called with ndarray object"));
        }
        let a = convert::array(py, *args)?;
        if a.ndim() == 0 {
            return super::from_memory(py, a.dtype(), a.read(), std::ptr::null_mut());
        }
        Ok(new_ref(*args))
    })
}

unsafe extern "C" fn reduce(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let a = convert::discover::from_scalar(py, o)?;
        let d = owned(py, crate::dtype::new_object(py, a.dtype())?)?;
        let rebuild = PyModule::import(py, "numen._core")?.getattr("scalar")?;
        let bytes = pyo3::types::PyBytes::new(py, std::slice::from_raw_parts(a.read(), a.itemsize()));
        Ok((rebuild, (d, bytes)).into_pyobject(py)?.into_any().into_ptr())
    })
}

crate::signature!(SCALAR: "scalar", 1, 2, 0; "dtype", "obj");

/// `_core.scalar(dtype, bytes)`: what pickles of scalars call.
pub unsafe fn rebuild(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [d, b] = SCALAR.parse(call)?;
    let d = crate::dtype::from_object(py, d)?;
    let bytes: Vec<u8> =
        if b.is_null() { vec![0; d.itemsize()] } else { Bound::from_borrowed_ptr(py, b).extract()? };
    if bytes.len() < d.itemsize() {
        return Err(pyo3::exceptions::PyValueError::new_err("initialization string is too small"));
    }
    super::from_memory(py, &d, bytes.as_ptr(), std::ptr::null_mut())
}

unsafe extern "C" fn format(o: *mut PyObject, spec: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        crate::ndarray::methods::protocol::format_spec(spec, "argument 1")?;
        // Numbers are written as Python's own are, also without a format.
        let number = num_of(o).is_some_and(|n| DType::of(n).is_number() || n == Num::Bool);
        if !number {
            let s = owned(py, ffi::PyObject_Str(o))?;
            return checked(py, ffi::PyObject_Format(s.as_ptr(), spec));
        }
        let v = owned(py, super::conversions::plain(py, o)?)?;
        checked(py, ffi::PyObject_Format(v.as_ptr(), spec))
    })
}

crate::signature!(ROUND: "__round__", 0, 1, 0; "ndigits");

unsafe fn dunder_round(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [digits] = ROUND.parse(call)?;
    if num_of(o).is_some_and(|num| num.descriptor().kind == Kind::Complex) {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        return Err(PyTypeError::new_err(format!("type {name} doesn't define __round__ method")));
    }
    if crate::boundary::args::is_none(digits) {
        let v = owned(py, super::conversions::plain(py, o)?)?;
        return Ok(v.call_method0("__round__")?.into_ptr());
    }
    forward(py, "round", o, Call { args: &digits, n: 1, kw: std::ptr::null_mut() })
}

/// A bool, of Python, as a scalar or as an array without axes.
unsafe fn is_truth_value(k: *mut PyObject) -> bool {
    if is_array(k) {
        let a = crate::ndarray::object::array_of(k);
        return a.ndim() == 0 && a.dtype().num() == Num::Bool;
    }
    ffi::PyBool_Check(k) != 0 || ffi::Py_TYPE(k) == class(Num::Bool)
}

unsafe extern "C" fn subscript(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let empty = ffi::PyTuple_Check(key) != 0 && ffi::PyTuple_GET_SIZE(key) == 0;
        if empty {
            return Ok(new_ref(o));
        }
        let basic = key == ffi::Py_Ellipsis()
            || key == ffi::Py_None()
            || ffi::PyTuple_Check(key) != 0
                && (0..ffi::PyTuple_GET_SIZE(key)).all(|i| {
                    let k = ffi::PyTuple_GET_ITEM(key, i);
                    k == ffi::Py_Ellipsis() || k == ffi::Py_None() || is_truth_value(k)
                })
            || is_truth_value(key);
        if !basic {
            return Err(PyIndexError::new_err("invalid index to scalar variable."));
        }
        let a = as_array(py, o)?;
        checked(py, ffi::PyObject_GetItem(a.as_ptr(), key))
    })
}

macro_rules! attributes {
    ($($f:ident)*) => {
        $( #[allow(non_snake_case)] unsafe extern "C" fn $f(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|py| {
                let a = as_array(py, o)?;
                // Scalars do not change; records show memory that may.
                if num_of(o) != Some(Num::Void) {
                    (*a.as_ptr().cast::<NdArray>()).array.set_writeable(false);
                }
                let r = a.getattr(stringify!($f))?;
                let p = r.as_ptr();
                if is_array(p) && crate::ndarray::object::array_of(p).ndim() == 0 {
                    let x = crate::ndarray::object::array_of(p);
                    return crate::scalar::from_memory(py, x.dtype(), x.read(), std::ptr::null_mut());
                }
                Ok(r.into_ptr())
            })
        } )*
        fn attribute_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(stringify!($f), $f, None, concat!("As the array attribute `", stringify!($f), "`."))); )*
        }
    };
}

mod attribute {
    use super::*;
    attributes! {
        T data flags flat imag itemsize nbytes ndim real shape size strides device
        __array_interface__ __array_struct__
    }
    pub(super) fn definitions(spec: &mut TypeSpec) {
        attribute_definitions(spec);
    }
}

unsafe extern "C" fn dtype(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| {
        let d = dtype_of_scalar(o).ok_or_else(|| PyTypeError::new_err("not a scalar"))?;
        crate::dtype::new_object(py, &d)
    })
}

unsafe extern "C" fn numpy_dtype(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| {
        let d = dtype_of_scalar(o).ok_or_else(|| PyTypeError::new_err("not a scalar"))?;
        crate::boundary::meta::real_dtype(py, &d)
    })
}

unsafe extern "C" fn base(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| {
        if num_of(o) == Some(Num::Void) {
            let item = Bound::from_borrowed_ptr(py, (*o.cast::<super::object::Void>()).item);
            return Ok(item.getattr("base")?.into_ptr());
        }
        Ok(none())
    })
}

unsafe extern "C" fn priority(_: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|py| checked(py, ffi::PyFloat_FromDouble(-1_000_000.0)))
}

/// Attributes and methods of `generic`; concrete classes with a Python base get them again.
pub fn definitions(spec: &mut TypeSpec) {
    method_definitions(spec);
    attribute::definitions(spec);
    spec.getset.push(getset("dtype", dtype, None, "The scalar's dtype."));
    spec.getset.push(getset(
        "__numpy_dtype__",
        numpy_dtype,
        None,
        "The scalar's dtype as the real NumPy spells it.",
    ));
    spec.getset.push(getset("base", base, None, "None: a scalar owns its value."));
    spec.getset.push(getset("__array_priority__", priority, None, "Arrays go before scalars."));
    spec.methods.push(method(
        "item",
        item,
        "item($self, /, *args)\n--\n\nThe value as a plain Python object.",
    ));
    spec.methods.push(method("tolist", item, "tolist($self, /)\n--\n\nThe value as a plain Python object."));
    spec.methods.push(method(
        "to_device",
        crate::c_method!(to_device),
        "to_device($self, device, /, *, stream=None)\n--\n\nThe scalar itself, if the device is 'cpu'.",
    ));
    spec.methods.push(method(
        "__copy__",
        crate::c_method!(itself),
        "Scalars do not change: the same object.",
    ));
    spec.methods.push(method(
        "__deepcopy__",
        crate::c_method!(itself),
        "Scalars do not change: the same object.",
    ));
    spec.methods.push(method("__array_wrap__", array_wrap, "An array of no axes as a scalar."));
    spec.methods.push(method("__reduce__", reduce, "For pickling."));
    spec.methods.push(crate::boundary::types::method_o(
        "__format__",
        format,
        "Formats as the plain Python value.",
    ));
}

/// `__round__`, for numbers.
pub fn number_definitions(spec: &mut TypeSpec) {
    spec.methods.push(method(
        "__round__",
        crate::c_method!(dunder_round),
        "Rounds to decimals, or to a Python int.",
    ));
}

/// `x[()]`, `x[...]`, `x[None]`.
pub fn subscript_slot(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_mp_subscript, subscript as *const ());
}
