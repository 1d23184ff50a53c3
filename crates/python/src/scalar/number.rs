//! Operators of scalars. float64 and the integers have short ways; the rest goes through the ufuncs on 0-d
//! arrays.

use super::conversions::{float, hash, index, int, no_index, plain, truth};
use super::object::{class, exact_num, float64, num_of, value_of};
use crate::boundary::call::{checked, entry, entry_int, entry_or, new_ref, owned, Served};
use crate::boundary::types::TypeSpec;
use crate::ufunc::call::{call, Keywords};
use crate::ufunc::object::{builtin, comparison};
use crate::ufunc::{errstate, numbers};
use numen_dtype::{Kind, Num};
use numen_kernels::Status;
use numen_ops::Ufunc;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::os::raw::c_int;
use std::sync::OnceLock;

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

/// Two numbers as `read` gives them, one of them a scalar of the class.
#[inline(always)]
unsafe fn pair(
    num: Num,
    read: unsafe fn(*mut PyObject) -> Option<f64>,
    a: *mut PyObject,
    b: *mut PyObject,
) -> Option<(f64, f64)> {
    let ours = class(num);
    if ffi::Py_TYPE(a) != ours && ffi::Py_TYPE(b) != ours {
        return None;
    }
    Some((read(a)?, read(b)?))
}

/// Two doubles, one of them a float64 scalar.
#[inline(always)]
unsafe fn doubles(a: *mut PyObject, b: *mut PyObject) -> Option<(f64, f64)> {
    pair(Num::Double, as_double, a, b)
}

/// Two numbers of single precision, one of them a float32 scalar, as doubles.
#[inline(always)]
unsafe fn singles(a: *mut PyObject, b: *mut PyObject) -> Option<(f64, f64)> {
    pair(Num::Float, as_single, a, b)
}

/// A float32 scalar, or a Python float or small int as one.
#[inline(always)]
unsafe fn as_single(o: *mut PyObject) -> Option<f64> {
    let ty = ffi::Py_TYPE(o);
    if ty == class(Num::Float) {
        return Some(value_of(o).cast::<f32>().read().into());
    }
    if ty == &raw mut ffi::PyFloat_Type {
        let x = ffi::PyFloat_AS_DOUBLE(o);
        let single = f64::from(x as f32);
        // What becomes infinite or zero is left to the general way.
        return (x == 0.0 || single != 0.0 && single.is_finite()).then_some(single);
    }
    if ty == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        return (overflow == 0 && i.unsigned_abs() <= 1 << 24).then_some(i as f64);
    }
    None
}

/// A float32 scalar of a result in double precision, which rounds sums, products and quotients of single precision as if
/// they had been rounded once (Figueroa, 1995), where it raised no flag.
#[inline(always)]
unsafe fn single(py: Python<'_>, r: f64, x: f64, y: f64, sum: bool) -> Option<Served> {
    let rounded = r as f32;
    let quiet =
        rounded.is_finite() && rounded.abs() > f32::MIN_POSITIVE || r == 0.0 && (sum || x == 0.0 || y == 0.0);
    if !quiet {
        return None;
    }
    Some(match super::object::alloc(py, Num::Float) {
        Ok(o) => {
            *value_of(o).cast::<f32>() = rounded;
            Served::with(o)
        }
        Err(e) => Served::failed(py, e),
    })
}

/// Two numbers in double precision, one of them a complex scalar; `None` where single precision would round one.
#[inline(always)]
unsafe fn complexes(a: *mut PyObject, b: *mut PyObject) -> Option<([f64; 2], [f64; 2])> {
    let is_complex = |o| matches!(exact_num(o), Some(Num::CFloat | Num::CDouble));
    if !is_complex(a) && !is_complex(b) {
        return None;
    }
    if exact_num(a) != exact_num(b) && !among_scalars(a, b) {
        return None;
    }
    let x = as_complex(a)?;
    let y = as_complex(b)?;
    // A Python number beside complex64 is rounded to its parts.
    let single = |o| exact_num(o) == Some(Num::CFloat);
    let rounds = |o, z: [f64; 2]| {
        exact_num(o).is_none() && z.iter().any(|&part| !part.is_nan() && f64::from(part as f32) != part)
    };
    (!(single(a) && rounds(b, y) || single(b) && rounds(a, x))).then_some((x, y))
}

unsafe fn as_complex(o: *mut PyObject) -> Option<[f64; 2]> {
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyComplex_Type {
        let z = ffi::PyComplex_AsCComplex(o);
        return Some([z.real, z.imag]);
    }
    match exact_num(o) {
        Some(Num::CFloat) => Some(value_of(o).cast::<[f32; 2]>().read().map(f64::from)),
        Some(Num::CDouble) => Some(value_of(o).cast::<[f64; 2]>().read()),
        Some(Num::Bool) => Some([f64::from(*value_of(o)), 0.0]),
        Some(_) => super::conversions::real(o).map(|x| [x, 0.0]),
        None => as_double(o).map(|x| [x, 0.0]),
    }
}

/// Complex numbers are ordered by their real parts, then by the imaginary ones; NaN anywhere is in no order.
fn complex_compared([a, b]: [f64; 2], [c, d]: [f64; 2], op: c_int) -> bool {
    match op {
        ffi::Py_EQ => a == c && b == d,
        ffi::Py_NE => a != c || b != d,
        _ if a == c => compared(b, d, op),
        _ => !b.is_nan() && !d.is_nan() && compared(a, c, op),
    }
}

/// What a comparison operator says.
#[inline(always)]
fn compared<T: PartialOrd>(x: T, y: T, op: c_int) -> bool {
    match op {
        ffi::Py_LT => x < y,
        ffi::Py_LE => x <= y,
        ffi::Py_EQ => x == y,
        ffi::Py_NE => x != y,
        ffi::Py_GT => x > y,
        _ => x >= y,
    }
}

/// The result of an operation on these raised no flag for sure; sums are zero only exactly.
#[inline(always)]
fn tame(r: f64, x: f64, y: f64, sum: bool) -> bool {
    r.is_finite() && r.abs() > f64::MIN_POSITIVE || r == 0.0 && (sum || x == 0.0 || y == 0.0)
}

/// An integer scalar's (or Python int's) value; `None` for anything else.
pub(super) unsafe fn as_integer(o: *mut PyObject) -> Option<(i128, Option<Num>)> {
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

/// As [`as_integer`], where a truth value of ours is 0 or 1 in the other's type.
#[inline(always)]
unsafe fn whole(o: *mut PyObject) -> Option<(i128, Option<Num>)> {
    if ffi::Py_TYPE(o) == class(Num::Bool) {
        return Some(((*value_of(o)).into(), None));
    }
    as_integer(o)
}

/// Sum, difference or product of integer scalars, with the overflow warning that arrays do not give.
unsafe fn integers(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    op: fn(i128, i128) -> i128,
    name: &str,
) -> PyResult<Option<*mut PyObject>> {
    let (Some((x, nx)), Some((y, ny))) = (as_integer(a), whole(b)) else { return Ok(None) };
    let num = match (nx, ny) {
        (Some(m), Some(n)) if m == n => m,
        (Some(m), Some(n)) => {
            // Else it is an operation of arrays, which wrap in silence.
            if !among_scalars(a, b) {
                return Ok(None);
            }
            let common = numen_dtype::promote_nums(m, n);
            match common.filter(|n| matches!(n.descriptor().kind, Kind::Int | Kind::UInt)) {
                Some(common) => common,
                None => return Ok(None),
            }
        }
        (Some(m), None) | (None, Some(m)) => m,
        (None, None) => return Ok(None),
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

/// A scalar of ours or a number of Python's, no instances of subclasses: nothing else has a say in the operation.
unsafe fn is_plain(o: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(o);
    ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyComplex_Type
        || ty == &raw mut ffi::PyBool_Type
        || exact_num(o).is_some()
}

/// The ufunc's loop on two numbers.
unsafe fn quick(
    py: Python<'_>,
    u: &'static Ufunc,
    name: &'static str,
    a: *mut PyObject,
    b: *mut PyObject,
) -> Served {
    if !is_plain(a) || !is_plain(b) {
        return Served::No;
    }
    numbers::binary(py, u, a, b, || if among_scalars(a, b) { name } else { u.name() })
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
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            entry_or(|py| {
                if let Some((x, y)) = doubles(a, b) {
                    let op: fn(f64, f64) -> f64 = $double;
                    let r = op(x, y);
                    if tame(r, x, y, matches!($ufunc, "add" | "subtract")) {
                        return Served::of(py, float64(py, r));
                    }
                }
                if let Some((x, y)) = singles(a, b) {
                    let op: fn(f64, f64) -> f64 = $double;
                    if let Some(r) = single(py, op(x, y), x, y, matches!($ufunc, "add" | "subtract")) {
                        return r;
                    }
                }
                let op: Option<fn(i128, i128) -> i128> = $int;
                if let Some(op) = op {
                    match integers(py, a, b, op, $name) {
                        Ok(None) => {}
                        Ok(Some(r)) => return Served::with(r),
                        Err(e) => return Served::failed(py, e),
                    }
                }
                quick(py, *U.get_or_init(|| builtin($ufunc)), $name, a, b)
            }, |py| general(py, $ufunc, $name, a, b))
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
        static U: OnceLock<&'static Ufunc> = OnceLock::new();
        if let Some(r) = quick(py, U.get_or_init(|| builtin("power")), "scalar power", a, b).ok(py)? {
            return Ok(r);
        }
        general(py, "power", "scalar power", a, b)
    })
}

macro_rules! unary {
    ($($slot:ident $f:ident $ufunc:literal $double:expr, $int:expr;)*) => { $(
        unsafe extern "C" fn $f(a: *mut PyObject) -> *mut PyObject {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            const NAME: &str = concat!("scalar ", $ufunc);
            entry(|py| {
                let op: Option<fn(f64) -> f64> = $double;
                if let (true, Some(op)) = (ffi::Py_TYPE(a) == class(Num::Double), op) {
                    return float64(py, op(ffi::PyFloat_AS_DOUBLE(a)));
                }
                let whole: Option<fn(i128) -> i128> = $int;
                if let (Some(op), Some((x, Some(num)))) = (whole, as_integer(a)) {
                    return integer(py, num, op(x), NAME);
                }
                let u = *U.get_or_init(|| builtin($ufunc));
                if exact_num(a).is_some() {
                    if let Some(r) = numbers::unary(py, u, a, || NAME).ok(py)? {
                        return Ok(r);
                    }
                }
                call(py, u, &[a], &Keywords { subok: true, name: Some(NAME), ..Default::default() })
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
            return Ok(super::object::bool_(compared(x, y, op)));
        }
        if let Some((x, y)) = singles(a, b) {
            return Ok(super::object::bool_(compared(x, y, op)));
        }
        if let (Some((x, _)), Some((y, _))) = (as_integer(a), as_integer(b)) {
            return Ok(super::object::bool_(compared(x, y, op)));
        }
        if let Some((x, y)) = complexes(a, b) {
            return Ok(super::object::bool_(complex_compared(x, y, op)));
        }
        let u = comparison(op);
        if let Some(r) = quick(py, u, u.name(), a, b).ok(py)? {
            return Ok(r);
        }
        if crate::ufunc::overrides::should_defer(py, a, b)? {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        if crate::ndarray::object::is_array(b) && !crate::ndarray::object::is_exact(b) {
            // Of two arrays the subclass is asked first.
            let a = super::generic::as_array(py, a)?;
            return checked(py, ffi::PyObject_RichCompare(a.as_ptr(), b, op));
        }
        if b == ffi::Py_None() && (op == ffi::Py_EQ || op == ffi::Py_NE) {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        crate::ufunc::call::compare(py, u, a, b, op)
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
