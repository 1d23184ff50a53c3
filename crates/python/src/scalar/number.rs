//! Operators of scalars. float64 and the integers have short ways; the rest goes through the ufuncs on 0-d
//! arrays.

use super::object::{class, float64, num_of, value_of};
use crate::boundary::call::{checked, entry, entry_int, entry_size, new_ref, owned};
use crate::boundary::types::TypeSpec;
use crate::ufunc::call::{call, Keywords};
use crate::ufunc::errstate;
use crate::ufunc::object::builtin;
use numen_dtype::{Kind, Num};
use numen_kernels::Status;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::os::raw::c_int;

/// A float64 scalar, Python float or small Python int as a double.
#[inline(always)]
unsafe fn as_double(o: *mut PyObject) -> Option<f64> {
    let ty = ffi::Py_TYPE(o);
    if ty == class(Num::Double) || ty == &raw mut ffi::PyFloat_Type {
        return Some(ffi::PyFloat_AS_DOUBLE(o));
    }
    if ty == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        return (overflow == 0 && i.unsigned_abs() <= 1 << 53).then_some(i as f64);
    }
    None
}

/// Two doubles, one of them a float64 scalar.
#[inline(always)]
unsafe fn doubles(a: *mut PyObject, b: *mut PyObject) -> Option<(f64, f64)> {
    let ours = class(Num::Double);
    if ffi::Py_TYPE(a) != ours && ffi::Py_TYPE(b) != ours {
        return None;
    }
    Some((as_double(a)?, as_double(b)?))
}

/// The result of an operation on these raised no flag for sure; sums are zero only exactly.
#[inline(always)]
fn tame(r: f64, x: f64, y: f64, sum: bool) -> bool {
    r.is_finite() && r.abs() > f64::MIN_POSITIVE || r == 0.0 && (sum || x == 0.0 || y == 0.0)
}

/// An integer scalar's (or Python int's) value; `None` for anything else.
unsafe fn as_integer(o: *mut PyObject) -> Option<(i128, Option<Num>)> {
    if ffi::PyBool_Check(o) != 0 {
        return Some(((o == ffi::Py_True()).into(), None));
    }
    if ffi::PyLong_CheckExact(o) != 0 {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        if overflow == 1 {
            let i = ffi::PyLong_AsUnsignedLongLong(o);
            if i == u64::MAX && !ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_Clear();
                return None;
            }
            return Some((i.into(), None));
        }
        return (overflow == 0).then_some((i.into(), None));
    }
    let num = num_of(o)?;
    let v = value_of(o);
    macro_rules! read {
        ($t:ty) => {
            v.cast::<$t>().read() as i128
        };
    }
    let i = match num {
        Num::Byte => read!(i8),
        Num::UByte => read!(u8),
        Num::Short => read!(i16),
        Num::UShort => read!(u16),
        Num::Int => read!(i32),
        Num::UInt => read!(u32),
        Num::Long | Num::LongLong => read!(i64),
        Num::ULong | Num::ULongLong => read!(u64),
        _ => return None,
    };
    Some((i, Some(num)))
}

/// Sum, difference or product of integer scalars, with the overflow warning that arrays do not give.
unsafe fn integers(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    op: fn(i128, i128) -> i128,
    name: &str,
) -> PyResult<Option<*mut PyObject>> {
    let (Some((x, nx)), Some((y, ny))) = (as_integer(a), as_integer(b)) else { return Ok(None) };
    let num = match (nx, ny) {
        (Some(m), Some(n)) if m == n => m,
        (Some(m), None) | (None, Some(m)) => m,
        _ => return Ok(None),
    };
    let range = range_of(num);
    if !range.contains(&x) || !range.contains(&y) {
        // A Python int outside of the type: the general way raises.
        return Ok(None);
    }
    integer(py, num, op(x, y), name).map(Some)
}

/// The values of an integer type.
fn range_of(num: Num) -> std::ops::RangeInclusive<i128> {
    let d = num.descriptor();
    let bits = d.size * 8;
    match d.kind {
        Kind::Int => -(1i128 << (bits - 1))..=(1i128 << (bits - 1)) - 1,
        _ => 0..=(1i128 << bits) - 1,
    }
}

/// An integer scalar of the lowest bits of `r`, with a warning if these are not all of it.
unsafe fn integer(py: Python<'_>, num: Num, r: i128, name: &str) -> PyResult<*mut PyObject> {
    if !range_of(num).contains(&r) {
        errstate::report(py, Status::OVERFLOW, name)?;
    }
    let bytes = r.to_le_bytes();
    let o = super::object::alloc(py, num)?;
    std::ptr::copy_nonoverlapping(bytes.as_ptr(), value_of(o), num.descriptor().size);
    Ok(o)
}

/// The general way: the ufunc on 0-d arrays.
unsafe fn general(
    py: Python<'_>,
    ufunc: &'static str,
    name: &'static str,
    a: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if crate::ufunc::overrides::should_defer(py, a, b)? {
        return Ok(new_ref(ffi::Py_NotImplemented()));
    }
    if let Some(r) = crate::ufunc::overrides::operator(py, builtin(ufunc), &[a, b])? {
        return Ok(r);
    }
    let text = |o: *mut PyObject| ffi::PyUnicode_Check(o) != 0 || ffi::PyBytes_Check(o) != 0;
    if ufunc == "add" && text(a) {
        // Text says itself what it cannot be joined to.
        return Ok(new_ref(ffi::Py_NotImplemented()));
    }
    if matches!(ufunc, "floor_divide" | "remainder" | "divmod") && refuses(a, b) {
        return Ok(new_ref(ffi::Py_NotImplemented()));
    }
    if ufunc == "multiply" {
        if let Some(r) = repeated(py, a, b)? {
            return Ok(r);
        }
    }
    if ufunc == "divmod" && (is_foreign(py, a)? || is_foreign(py, b)?) {
        // The ufunc has no loop for objects: the Python numbers are asked.
        let (a, b) = (python_number(py, a)?, python_number(py, b)?);
        return checked(py, ffi::PyNumber_Divmod(a.as_ptr(), b.as_ptr()));
    }
    let name = Some(name).filter(|_| among_scalars(a, b));
    call(py, builtin(ufunc), &[a, b], &Keywords { subok: true, name, ..Default::default() })
}

/// An object that only Python's operators know.
unsafe fn is_foreign(py: Python<'_>, o: *mut PyObject) -> PyResult<bool> {
    let python = ffi::PyLong_Check(o) != 0 || ffi::PyFloat_Check(o) != 0 || ffi::PyComplex_Check(o) != 0;
    if python || num_of(o).is_some() || crate::ndarray::object::is_array(o) {
        return Ok(false);
    }
    let a = crate::convert::array(py, o)?;
    Ok(a.ndim() == 0 && a.dtype().num() == Num::Object)
}

unsafe fn python_number(py: Python<'_>, o: *mut PyObject) -> PyResult<Bound<'_, PyAny>> {
    match num_of(o) {
        Some(_) => owned(py, plain(py, o)?),
        None => Ok(Bound::from_borrowed_ptr(py, o)),
    }
}

/// Complex scalars have no quotients in whole numbers and no remainders.
unsafe fn refuses(a: *mut PyObject, b: *mut PyObject) -> bool {
    let complex = |n: Option<Num>| n.is_some_and(|n| n.descriptor().kind == Kind::Complex);
    match (num_of(a), num_of(b)) {
        (Some(_), Some(Num::Bool)) => false,
        (Some(x), Some(y)) if !complex(Some(x)) || !complex(Some(y)) => {
            (complex(Some(x)) || complex(Some(y))) && among_scalars(a, b)
        }
        (x, y) => complex(x) || complex(y),
    }
}

/// One of the two scalars takes the other in: the operation is theirs, not one of arrays.
unsafe fn among_scalars(a: *mut PyObject, b: *mut PyObject) -> bool {
    let number = |n: Num| numen_dtype::DType::of(n).is_number();
    let with_python = |n: Num, o: *mut PyObject| {
        let d = numen_dtype::DType::of(n);
        number(n)
            && !d.is_bool()
            && (ffi::PyLong_Check(o) != 0
                || ffi::PyFloat_Check(o) != 0 && !d.is_integer()
                || ffi::PyComplex_Check(o) != 0 && d.is_complex())
    };
    match (num_of(a), num_of(b)) {
        (Some(x), Some(y)) => {
            let (x, y) = (numen_dtype::DType::of(x), numen_dtype::DType::of(y));
            let safe = |f, t| numen_dtype::can_cast(f, t, numen_dtype::Casting::Safe);
            x.is_number() && y.is_number() && !x.is_bool() && (safe(&x, &y) || safe(&y, &x))
        }
        (Some(x), None) => with_python(x, b),
        (None, Some(y)) => with_python(y, a),
        _ => false,
    }
}

/// A sequence that is no number times an integer: the sequence repeated, as Python does it.
unsafe fn repeated(py: Python<'_>, a: *mut PyObject, b: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let sequence = |o: *mut PyObject| {
        let ty = ffi::Py_TYPE(o);
        let (s, n) = ((*ty).tp_as_sequence, (*ty).tp_as_number);
        num_of(o).is_none()
            && !s.is_null()
            && (*s).sq_repeat.is_some()
            && (n.is_null() || (*n).nb_multiply.is_none())
    };
    let (s, times) = match (sequence(a), sequence(b)) {
        (true, _) => (a, b),
        (_, true) => (b, a),
        _ => return Ok(None),
    };
    let Some((n, _)) = as_integer(times) else {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(times)).tp_name).to_string_lossy();
        return Err(PyTypeError::new_err(format!("can't multiply sequence by non-int of type '{name}'")));
    };
    let n = isize::try_from(n).unwrap_or(isize::MAX);
    checked(py, ffi::PySequence_Repeat(s, n)).map(Some)
}

macro_rules! arithmetic {
    ($($slot:ident $f:ident $ufunc:literal $name:literal $double:expr, $int:expr;)*) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
            entry(|py| {
                if let Some((x, y)) = doubles(a, b) {
                    let op: fn(f64, f64) -> f64 = $double;
                    let r = op(x, y);
                    if tame(r, x, y, matches!($ufunc, "add" | "subtract")) {
                        return float64(py, r);
                    }
                }
                let op: Option<fn(i128, i128) -> i128> = $int;
                if let Some(op) = op {
                    if let Some(r) = integers(py, a, b, op, $name)? {
                        return Ok(r);
                    }
                }
                general(py, $ufunc, $name, a, b)
            })
        }
    )*
        fn arithmetic_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
        }
    };
}

arithmetic! {
    Py_nb_add add "add" "scalar add" |x, y| x + y, Some(|x, y| x + y);
    Py_nb_subtract subtract "subtract" "scalar subtract" |x, y| x - y, Some(|x, y| x - y);
    Py_nb_multiply multiply "multiply" "scalar multiply" |x, y| x * y, Some(|x, y| x.wrapping_mul(y));
    Py_nb_true_divide true_divide "divide" "scalar divide" |x, y| x / y, None;
    Py_nb_floor_divide floor_divide "floor_divide" "scalar floor_divide" |_, _| f64::NAN, None;
    Py_nb_remainder remainder "remainder" "scalar remainder" |_, _| f64::NAN, None;
    Py_nb_divmod divmod "divmod" "scalar divmod" |_, _| f64::NAN, None;
    Py_nb_and and "bitwise_and" "scalar and" |_, _| f64::NAN, Some(|x, y| x & y);
    Py_nb_or or "bitwise_or" "scalar or" |_, _| f64::NAN, Some(|x, y| x | y);
    Py_nb_xor xor "bitwise_xor" "scalar xor" |_, _| f64::NAN, Some(|x, y| x ^ y);
    Py_nb_lshift lshift "left_shift" "scalar left_shift" |_, _| f64::NAN, None;
    Py_nb_rshift rshift "right_shift" "scalar right_shift" |_, _| f64::NAN, None;
}

unsafe extern "C" fn power(a: *mut PyObject, b: *mut PyObject, modulo: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if modulo != ffi::Py_None() {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if let Some((x, 2.0)) = doubles(a, b) {
            let r = x * x;
            if tame(r, x, x, false) {
                return float64(py, r);
            }
        }
        general(py, "power", "scalar power", a, b)
    })
}

/// The negative of an integer scalar, or its absolute value, is none of its type.
unsafe fn beyond_own_type(o: *mut PyObject, ufunc: &str) -> bool {
    let Some((i, Some(num))) = as_integer(o) else { return false };
    let d = num.descriptor();
    let lowest = d.kind == Kind::Int && i == -(1i128 << (d.size * 8 - 1));
    match ufunc {
        "negative" => lowest || d.kind == Kind::UInt && i != 0,
        "absolute" => lowest,
        _ => false,
    }
}

macro_rules! unary {
    ($($slot:ident $f:ident $ufunc:literal $double:expr, $int:expr;)*) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject) -> *mut PyObject {
            entry(|py| {
                let whole: Option<fn(i128) -> i128> = $int;
                if let (Some(op), Some((x, Some(num)))) = (whole, as_integer(a)) {
                    return integer(py, num, op(x), concat!("scalar ", $ufunc));
                }
                let op: Option<fn(f64) -> f64> = $double;
                if let (true, Some(op)) = (ffi::Py_TYPE(a) == class(Num::Double), op) {
                    return float64(py, op(ffi::PyFloat_AS_DOUBLE(a)));
                }
                let name = concat!("scalar ", $ufunc);
                if beyond_own_type(a, $ufunc) {
                    errstate::report(py, Status::OVERFLOW, name)?;
                }
                call(py, builtin($ufunc), &[a], &Keywords { subok: true, name: Some(name), ..Default::default() })
            })
        }
    )*
        fn unary_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
        }
    };
}

unary! {
    Py_nb_negative negative "negative" Some(|x| -x), Some(|x| -x);
    Py_nb_positive positive "positive" Some(|x| x), Some(|x| x);
    Py_nb_absolute absolute "absolute" Some(f64::abs), Some(|x| x.abs());
    Py_nb_invert invert "invert" None, None;
}

unsafe extern "C" fn richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    entry(|py| {
        if let Some((x, y)) = doubles(a, b) {
            return Ok(super::object::bool_(match op {
                ffi::Py_LT => x < y,
                ffi::Py_LE => x <= y,
                ffi::Py_EQ => x == y,
                ffi::Py_NE => x != y,
                ffi::Py_GT => x > y,
                _ => x >= y,
            }));
        }
        if let (Some((x, _)), Some((y, _))) = (as_integer(a), as_integer(b)) {
            return Ok(super::object::bool_(match op {
                ffi::Py_LT => x < y,
                ffi::Py_LE => x <= y,
                ffi::Py_EQ => x == y,
                ffi::Py_NE => x != y,
                ffi::Py_GT => x > y,
                _ => x >= y,
            }));
        }
        if crate::ufunc::overrides::should_defer(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if crate::ndarray::object::is_array(b) && !crate::ndarray::object::is_exact(b) {
            // Of two arrays the subclass is asked first.
            let a = super::generic::as_array(py, a)?;
            return checked(py, ffi::PyObject_RichCompare(a.as_ptr(), b, op));
        }
        let name = match op {
            ffi::Py_LT => "less",
            ffi::Py_LE => "less_equal",
            ffi::Py_EQ => "equal",
            ffi::Py_NE => "not_equal",
            ffi::Py_GT => "greater",
            _ => "greater_equal",
        };
        if b == ffi::Py_None() && (op == ffi::Py_EQ || op == ffi::Py_NE) {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        crate::ufunc::call::compare(py, builtin(name), a, b, op)
    })
}

/// The plain Python value.
pub unsafe fn plain(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    if ffi::Py_TYPE(o) == class(Num::Double) {
        return checked(py, ffi::PyFloat_FromDouble(*value_of(o).cast::<f64>()));
    }
    if let Some((i, Some(num))) = as_integer(o) {
        let unsigned = matches!(num, Num::ULong | Num::ULongLong);
        let p = if unsigned {
            ffi::PyLong_FromUnsignedLongLong(i as u64)
        } else {
            ffi::PyLong_FromLongLong(i as i64)
        };
        return checked(py, p);
    }
    match num_of(o) {
        Some(Num::Double) => return checked(py, ffi::PyFloat_FromDouble(*value_of(o).cast::<f64>())),
        Some(Num::Float) => return checked(py, ffi::PyFloat_FromDouble((*value_of(o).cast::<f32>()).into())),
        _ => {}
    }
    let a = crate::convert::discover::from_scalar(py, o)?;
    crate::convert::item(py, &a, a.read())
}

unsafe extern "C" fn hash(o: *mut PyObject) -> isize {
    entry_size(|py| {
        if num_of(o).is_some_and(|n| matches!(n, Num::Datetime | Num::Timedelta)) {
            return super::time::hash(py, o);
        }
        let v = owned(py, plain(py, o)?)?;
        let h = ffi::PyObject_Hash(v.as_ptr());
        if h == -1 {
            return Err(PyErr::fetch(py));
        }
        Ok(h)
    })
}

unsafe extern "C" fn truth(o: *mut PyObject) -> c_int {
    entry_int(|py| {
        if ffi::Py_TYPE(o) == class(Num::Bool) {
            return Ok((*value_of(o) != 0).into());
        }
        if num_of(o).is_some_and(|n| matches!(n, Num::Datetime | Num::Timedelta)) {
            return Ok((*value_of(o).cast::<i64>() != 0).into());
        }
        Ok(owned(py, plain(py, o)?)?.is_truthy()?.into())
    })
}

/// The value through one of Python's conversions.
unsafe fn converted(
    py: Python<'_>,
    o: *mut PyObject,
    convert: unsafe extern "C" fn(*mut PyObject) -> *mut PyObject,
) -> PyResult<*mut PyObject> {
    // Dates and durations stand for their Python objects here, which are no numbers where units are coarse.
    let v = owned(py, plain(py, o)?)?;
    if num_of(o).is_some_and(|n| n.descriptor().kind == Kind::Complex) {
        let w = crate::boundary::errors::class(py, "ComplexWarning")?;
        PyErr::warn(py, &w, c"Casting complex values to real discards the imaginary part", 1)?;
        return checked(py, convert(v.getattr("real")?.as_ptr()));
    }
    checked(py, convert(v.as_ptr()))
}

unsafe extern "C" fn int(o: *mut PyObject) -> *mut PyObject {
    entry(|py| converted(py, o, ffi::PyNumber_Long))
}

unsafe extern "C" fn float(o: *mut PyObject) -> *mut PyObject {
    entry(|py| match num_of(o) {
        Some(Num::Double) => plain(py, o),
        _ => converted(py, o, ffi::PyNumber_Float),
    })
}

unsafe extern "C" fn index(o: *mut PyObject) -> *mut PyObject {
    entry(|py| plain(py, o))
}

unsafe extern "C" fn no_index(o: *mut PyObject) -> *mut PyObject {
    entry(|_| {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        Err(PyTypeError::new_err(format!("'{name}' object cannot be interpreted as an integer")))
    })
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    entry(|py| crate::dtype::attributes::text(py, &crate::text::scalars::repr(py, o)?))
}

unsafe extern "C" fn str_(o: *mut PyObject) -> *mut PyObject {
    entry(|py| crate::dtype::attributes::text(py, &crate::text::scalars::str_(py, o)?))
}

/// Text shows no zeros at its end.
unsafe fn without_zeros<'py>(py: Python<'py>, o: *mut PyObject, is_str: bool) -> PyResult<Bound<'py, PyAny>> {
    let o = Bound::from_borrowed_ptr(py, o);
    let zero = if is_str { "\0".into_pyobject(py)?.into_any() } else { PyBytes::new(py, b"\0").into_any() };
    let base = if is_str { &raw mut ffi::PyUnicode_Type } else { &raw mut ffi::PyBytes_Type };
    let strip = owned(py, ffi::PyObject_GetAttrString(base.cast(), c"rstrip".as_ptr()))?;
    strip.call1((o, zero))
}

unsafe extern "C" fn text_str(o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let is_str = ffi::PyUnicode_Check(o) != 0;
        let value = without_zeros(py, o, is_str)?;
        if is_str {
            return Ok(value.into_ptr());
        }
        Ok(value.repr()?.into_any().into_ptr())
    })
}

/// `np.str_('a')`, `np.bytes_(b'a')`.
unsafe extern "C" fn text_repr(o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let is_str = ffi::PyUnicode_Check(o) != 0;
        let base = if is_str { &raw mut ffi::PyUnicode_Type } else { &raw mut ffi::PyBytes_Type };
        let value = without_zeros(py, o, is_str)?;
        let r = match (*base).tp_repr {
            Some(f) => owned(py, f(value.as_ptr()))?,
            None => value.str()?.into_any(),
        };
        let old = crate::text::options::read(py)?.options.legacy <= numen_text::Legacy::V1_25;
        if old {
            return Ok(r.into_ptr());
        }
        let name = if is_str { "str_" } else { "bytes_" };
        crate::dtype::attributes::text(py, &format!("np.{name}({})", r.str()?.to_string_lossy()))
    })
}

/// The scalars without operators of their own (records, bytes, text): an operation on them is one of their arrays. Text
/// joins and repeats as Python's does, which comes after this one's refusal.
unsafe fn by_arrays(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    f: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject,
) -> PyResult<*mut PyObject> {
    let text = |o: *mut PyObject| ffi::PyUnicode_Check(o) != 0 || ffi::PyBytes_Check(o) != 0;
    if text(a) || text(b) {
        return Ok(new_ref(ffi::Py_NotImplemented()));
    }
    let array = |o: *mut PyObject| {
        if num_of(o).is_some() {
            super::generic::as_array(py, o)
        } else {
            Ok(Bound::from_borrowed_ptr(py, o))
        }
    };
    checked(py, f(array(a)?.as_ptr(), array(b)?.as_ptr()))
}

macro_rules! generic_slots {
    (binary { $($slot:ident $f:ident $call:path;)* } unary { $($uslot:ident $g:ident $ucall:path;)* }) => {
        $( unsafe extern "C" fn $f(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
            entry(|py| by_arrays(py, a, b, $call))
        } )*
        $( unsafe extern "C" fn $g(a: *mut PyObject) -> *mut PyObject {
            entry(|py| checked(py, $ucall(super::generic::as_array(py, a)?.as_ptr())))
        } )*
        /// The operators of `generic`, which concrete classes with better ones replace.
        pub(super) fn generic_slots(spec: &mut TypeSpec) {
            $( spec.slot(ffi::$slot, $f as *const ()); )*
            $( spec.slot(ffi::$uslot, $g as *const ()); )*
            spec.slot(ffi::Py_nb_power, generic_power as *const ());
            spec.slot(ffi::Py_nb_bool, generic_truth as *const ());
            spec.slot(ffi::Py_nb_int, int as *const ());
            spec.slot(ffi::Py_nb_float, float as *const ());
        }
    };
}

generic_slots! {
    binary {
    Py_nb_add generic_add ffi::PyNumber_Add;
    Py_nb_subtract generic_subtract ffi::PyNumber_Subtract;
    Py_nb_multiply generic_multiply ffi::PyNumber_Multiply;
    Py_nb_true_divide generic_divide ffi::PyNumber_TrueDivide;
    Py_nb_floor_divide generic_floor_divide ffi::PyNumber_FloorDivide;
    Py_nb_remainder generic_remainder ffi::PyNumber_Remainder;
    Py_nb_divmod generic_divmod ffi::PyNumber_Divmod;
    Py_nb_and generic_and ffi::PyNumber_And;
    Py_nb_or generic_or ffi::PyNumber_Or;
    Py_nb_xor generic_xor ffi::PyNumber_Xor;
    Py_nb_lshift generic_lshift ffi::PyNumber_Lshift;
    Py_nb_rshift generic_rshift ffi::PyNumber_Rshift;
    }
    unary {
    Py_nb_negative generic_negative ffi::PyNumber_Negative;
    Py_nb_positive generic_positive ffi::PyNumber_Positive;
    Py_nb_absolute generic_absolute ffi::PyNumber_Absolute;
    Py_nb_invert generic_invert ffi::PyNumber_Invert;
    }
}

unsafe extern "C" fn generic_power(a: *mut PyObject, b: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    unsafe extern "C" fn power_of_two(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Power(a, b, ffi::Py_None())
    }
    entry(|py| by_arrays(py, a, b, power_of_two))
}

unsafe extern "C" fn generic_truth(o: *mut PyObject) -> c_int {
    entry_int(|py| {
        if ffi::PyUnicode_Check(o) != 0 {
            return Ok((ffi::PyUnicode_GET_LENGTH(o) > 0).into());
        }
        if ffi::PyBytes_Check(o) != 0 {
            return Ok((ffi::PyBytes_Size(o) > 0).into());
        }
        Ok(super::generic::as_array(py, o)?.is_truthy()?.into())
    })
}

/// Adds the slots of operators and text.
pub fn slots(spec: &mut TypeSpec, num: Num) {
    match num {
        Num::Str | Num::Bytes => {
            spec.slot(ffi::Py_tp_repr, text_repr as *const ());
            spec.slot(ffi::Py_tp_str, text_str as *const ());
            return;
        }
        Num::Void => {
            super::void::slots(spec);
            spec.slot(ffi::Py_tp_repr, repr as *const ());
            spec.slot(ffi::Py_tp_str, str_ as *const ());
            return;
        }
        Num::Object => return,
        _ => {}
    }
    arithmetic_slots(spec);
    unary_slots(spec);
    spec.slot(ffi::Py_nb_power, power as *const ());
    spec.slot(ffi::Py_tp_richcompare, richcompare as *const ());
    spec.slot(ffi::Py_tp_hash, hash as *const ());
    spec.slot(ffi::Py_nb_bool, truth as *const ());
    spec.slot(ffi::Py_nb_int, int as *const ());
    spec.slot(ffi::Py_nb_float, float as *const ());
    let integer = matches!(num.descriptor().kind, Kind::Int | Kind::UInt);
    if integer {
        spec.slot(ffi::Py_nb_index, index as *const ());
    } else if num == Num::Bool {
        spec.slot(ffi::Py_nb_index, no_index as *const ());
    }
    spec.slot(ffi::Py_tp_repr, repr as *const ());
    spec.slot(ffi::Py_tp_str, str_ as *const ());
}
