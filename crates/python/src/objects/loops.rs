//! Loops of ufuncs over objects: each element's own operators and methods.

use super::nesting::Level;
use super::{get, put};
use crate::boundary::names::Name;
use numen_kernels::{Ctx, Fp, Kernel, Status};
use pyo3::ffi::{self, PyObject};
use std::os::raw::c_int;

/// An operation on two objects: a new reference, or NULL with an exception.
trait Binary {
    unsafe fn apply(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject;
}

trait Unary {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject;
}

/// `(a, b) -> out`. Operands are held while their own code runs: it may change the array.
unsafe fn binary<O: Binary>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::CALL) else { return Status::ERROR };
    for i in 0..n as isize {
        let a = get((*p).offset(i * *s));
        let b = get((*p.add(1)).offset(i * *s.add(1)));
        ffi::Py_INCREF(a);
        ffi::Py_INCREF(b);
        let r = O::apply(a, b);
        ffi::Py_DECREF(a);
        ffi::Py_DECREF(b);
        if r.is_null() {
            return Status::ERROR;
        }
        put((*p.add(2)).offset(i * *s.add(2)), r);
    }
    Status::OK
}

/// `(a, b) -> bool`.
unsafe fn predicate<O: Binary>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::COMPARISON) else { return Status::ERROR };
    for i in 0..n as isize {
        let a = get((*p).offset(i * *s));
        let b = get((*p.add(1)).offset(i * *s.add(1)));
        ffi::Py_INCREF(a);
        ffi::Py_INCREF(b);
        let r = O::apply(a, b);
        ffi::Py_DECREF(a);
        ffi::Py_DECREF(b);
        if r.is_null() {
            return Status::ERROR;
        }
        let t = ffi::PyObject_IsTrue(r);
        ffi::Py_DECREF(r);
        if t < 0 {
            return Status::ERROR;
        }
        *(*p.add(2)).offset(i * *s.add(2)) = t as u8;
    }
    Status::OK
}

unsafe fn unary<O: Unary>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::CALL) else { return Status::ERROR };
    for i in 0..n as isize {
        let a = get((*p).offset(i * *s));
        ffi::Py_INCREF(a);
        let r = O::apply(a);
        ffi::Py_DECREF(a);
        if r.is_null() {
            return Status::ERROR;
        }
        put((*p.add(1)).offset(i * *s.add(1)), r);
    }
    Status::OK
}

macro_rules! operators {
    ($($ty:ident = |$a:ident, $b:ident| $e:expr;)*) => { $(
        struct $ty;
        impl Binary for $ty {
            unsafe fn apply($a: *mut PyObject, $b: *mut PyObject) -> *mut PyObject { $e }
        }
    )* };
}

operators! {
    Add = |a, b| ffi::PyNumber_Add(a, b);
    Subtract = |a, b| ffi::PyNumber_Subtract(a, b);
    Multiply = |a, b| ffi::PyNumber_Multiply(a, b);
    Divide = |a, b| ffi::PyNumber_TrueDivide(a, b);
    FloorDivide = |a, b| ffi::PyNumber_FloorDivide(a, b);
    Remainder = |a, b| ffi::PyNumber_Remainder(a, b);
    Power = |a, b| ffi::PyNumber_Power(a, b, ffi::Py_None());
    And = |a, b| ffi::PyNumber_And(a, b);
    Or = |a, b| ffi::PyNumber_Or(a, b);
    Xor = |a, b| ffi::PyNumber_Xor(a, b);
    LeftShift = |a, b| ffi::PyNumber_Lshift(a, b);
    RightShift = |a, b| ffi::PyNumber_Rshift(a, b);
    Less = |a, b| compare(a, b, ffi::Py_LT);
    LessEqual = |a, b| compare(a, b, ffi::Py_LE);
    Equal = |a, b| compare(a, b, ffi::Py_EQ);
    NotEqual = |a, b| compare(a, b, ffi::Py_NE);
    Greater = |a, b| compare(a, b, ffi::Py_GT);
    GreaterEqual = |a, b| compare(a, b, ffi::Py_GE);
    Maximum = |a, b| better(a, b, ffi::Py_GE);
    Minimum = |a, b| better(a, b, ffi::Py_LE);
    LogicalAnd = |a, b| match ffi::PyObject_IsTrue(a) { -1 => std::ptr::null_mut(), 0 => same(a), _ => same(b) };
    LogicalOr = |a, b| match ffi::PyObject_IsTrue(a) { -1 => std::ptr::null_mut(), 0 => same(b), _ => same(a) };
    LogicalXor = |a, b| method1(a, b, &LOGICAL_XOR);
    Gcd = |a, b| common_divisor(a, b);
    Lcm = |a, b| common_multiple(a, b);
    Arctan2 = |a, b| method1(a, b, &ARCTAN2);
    Hypot = |a, b| method1(a, b, &HYPOT);
    Fmod = |a, b| method1(a, b, &FMOD);
}

static GCD: Name = Name::new("gcd");
static ISFINITE: Name = Name::new("isfinite");
static LOGICAL_XOR: Name = Name::new("logical_xor");
static FMOD: Name = Name::new("fmod");
static ARCTAN2: Name = Name::new("arctan2");
static HYPOT: Name = Name::new("hypot");

unsafe fn same(o: *mut PyObject) -> *mut PyObject {
    ffi::Py_INCREF(o);
    o
}

unsafe fn compare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    ffi::PyObject_RichCompare(a, b, op)
}

/// The first where the comparison holds, else the second; a NaN first wins, as with numbers.
unsafe fn better(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    match ffi::PyObject_RichCompareBool(a, b, op) {
        -1 => std::ptr::null_mut(),
        0 => same(b),
        _ => same(a),
    }
}

/// `math.name(a, b)`, or `math.name(a)` where `b` is NULL.
unsafe fn from_math(a: *mut PyObject, b: *mut PyObject, name: &Name) -> *mut PyObject {
    let m = ffi::PyImport_ImportModule(c"math".as_ptr());
    if m.is_null() {
        return m;
    }
    let r = ffi::PyObject_CallMethodObjArgs(m, name.get(), a, b, std::ptr::null_mut::<PyObject>());
    ffi::Py_DECREF(m);
    r
}

/// `math.gcd(a, b)`, and for what are no ints (fractions, decimals, floats) Euclid's algorithm.
unsafe fn common_divisor(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    let r = from_math(a, b, &GCD);
    if !r.is_null() || ffi::PyErr_ExceptionMatches(ffi::PyExc_TypeError) == 0 {
        return r;
    }
    ffi::PyErr_Clear();
    for o in [a, b] {
        let finite = from_math(o, std::ptr::null_mut(), &ISFINITE);
        if finite.is_null() {
            return finite;
        }
        ffi::Py_DECREF(finite);
        if finite != ffi::Py_True() {
            let text = c"Can only find greatest common divisor of finite arguments, found \"%S\" and \"%S\"";
            ffi::PyErr_Format(ffi::PyExc_ValueError, text.as_ptr(), a, b);
            return std::ptr::null_mut();
        }
    }
    let (mut x, mut y) = (same(a), same(b));
    loop {
        match ffi::PyObject_IsTrue(y) {
            0 => break,
            1 => {
                let rest = ffi::PyNumber_Remainder(x, y);
                ffi::Py_DECREF(x);
                (x, y) = (y, rest);
            }
            _ => {
                ffi::Py_DECREF(y);
                y = std::ptr::null_mut();
            }
        }
        if y.is_null() {
            ffi::Py_DECREF(x);
            return y;
        }
    }
    ffi::Py_DECREF(y);
    let r = ffi::PyNumber_Absolute(x);
    ffi::Py_DECREF(x);
    r
}

/// `abs(a // gcd(a, b) * b)`
unsafe fn common_multiple(a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    type Step = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;
    let then = |f: Step, x: *mut PyObject, y: *mut PyObject, used: *mut PyObject| {
        if used.is_null() {
            return used;
        }
        let r = f(x, y);
        ffi::Py_DECREF(used);
        r
    };
    let divisor = common_divisor(a, b);
    let quotient = then(ffi::PyNumber_FloorDivide, a, divisor, divisor);
    let product = then(ffi::PyNumber_Multiply, quotient, b, quotient);
    if product.is_null() {
        return product;
    }
    let r = ffi::PyNumber_Absolute(product);
    ffi::Py_DECREF(product);
    r
}

unsafe fn method1(a: *mut PyObject, b: *mut PyObject, name: &Name) -> *mut PyObject {
    ffi::PyObject_CallMethodObjArgs(a, name.get(), b, std::ptr::null_mut::<PyObject>())
}

struct Negative;
impl Unary for Negative {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Negative(a)
    }
}
struct Positive;
impl Unary for Positive {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Positive(a)
    }
}
struct Absolute;
impl Unary for Absolute {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Absolute(a)
    }
}
struct Invert;
impl Unary for Invert {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Invert(a)
    }
}
struct Square;
impl Unary for Square {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        ffi::PyNumber_Multiply(a, a)
    }
}
struct Reciprocal;
impl Unary for Reciprocal {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        let one = ffi::PyLong_FromLong(1);
        let r = ffi::PyNumber_TrueDivide(one, a);
        ffi::Py_DECREF(one);
        r
    }
}
struct LogicalNot;
impl Unary for LogicalNot {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        match ffi::PyObject_IsTrue(a) {
            -1 => std::ptr::null_mut(),
            t => crate::boundary::call::bool_(t == 0),
        }
    }
}
/// The sign by comparisons with 0.
struct Sign;
impl Unary for Sign {
    unsafe fn apply(a: *mut PyObject) -> *mut PyObject {
        let zero = ffi::PyLong_FromLong(0);
        let mut sign = None;
        for (op, value) in [(ffi::Py_LT, -1), (ffi::Py_GT, 1), (ffi::Py_EQ, 0)] {
            match ffi::PyObject_RichCompareBool(a, zero, op) {
                -1 => {
                    ffi::Py_DECREF(zero);
                    return std::ptr::null_mut();
                }
                0 => {}
                _ => {
                    sign = Some(value);
                    break;
                }
            }
        }
        ffi::Py_DECREF(zero);
        match sign {
            Some(v) => ffi::PyLong_FromLong(v),
            None => {
                ffi::PyErr_SetString(ffi::PyExc_TypeError, c"unorderable types for comparison".as_ptr());
                std::ptr::null_mut()
            }
        }
    }
}

/// Elementary functions are the elements' methods of the same name; rounding falls back on `math`.
unsafe fn by_method(ctx: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::CALL) else { return Status::ERROR };
    let name = &*ctx.data.cast::<Name>();
    for i in 0..n as isize {
        let a = get((*p).offset(i * *s));
        ffi::Py_INCREF(a);
        let mut r = ffi::PyObject_CallMethodObjArgs(a, name.get(), std::ptr::null_mut::<PyObject>());
        if r.is_null() && ffi::PyErr_ExceptionMatches(ffi::PyExc_AttributeError) != 0 {
            r = without_method(a, name, i);
        }
        ffi::Py_DECREF(a);
        if r.is_null() {
            return Status::ERROR;
        }
        put((*p.add(1)).offset(i * *s.add(1)), r);
    }
    Status::OK
}

/// What an element without the method gets: rounding from `math`, itself as its conjugate, else NumPy's
/// TypeError.
unsafe fn without_method(a: *mut PyObject, name: &Name, place: isize) -> *mut PyObject {
    let text = crate::boundary::args::text_of(name.get());
    match text.as_str() {
        "floor" | "ceil" | "trunc" => {
            ffi::PyErr_Clear();
            let m = ffi::PyImport_ImportModule(c"math".as_ptr());
            if m.is_null() {
                return m;
            }
            let r = ffi::PyObject_CallMethodObjArgs(m, name.get(), a, std::ptr::null_mut::<PyObject>());
            ffi::Py_DECREF(m);
            r
        }
        _ => {
            let class = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(a)).tp_name).to_string_lossy().into_owned();
            let e = format!("loop of ufunc does not support argument {place} of type {class} which has no callable {text} method\0");
            ffi::PyErr_SetString(ffi::PyExc_TypeError, e.as_ptr().cast());
            std::ptr::null_mut()
        }
    }
}

/// The loop of a ufunc over objects with its data; `bools` for loops with a bool result.
pub fn find(name: &'static str, nin: usize, bools: bool) -> Option<(Kernel, *const ())> {
    // The operators of Python's floats leave their flags in the processor.
    let k = |run| Some((Kernel::new(run, Fp::Hardware, 50.0), std::ptr::null()));
    if !bools {
        let compared = match name {
            "less" => k(binary::<Less>),
            "less_equal" => k(binary::<LessEqual>),
            "equal" => k(binary::<Equal>),
            "not_equal" => k(binary::<NotEqual>),
            "greater" => k(binary::<Greater>),
            "greater_equal" => k(binary::<GreaterEqual>),
            _ => None,
        };
        if compared.is_some() {
            return compared;
        }
    }
    match name {
        "add" => k(binary::<Add>),
        "subtract" => k(binary::<Subtract>),
        "multiply" => k(binary::<Multiply>),
        "divide" => k(binary::<Divide>),
        "floor_divide" => k(binary::<FloorDivide>),
        "remainder" => k(binary::<Remainder>),
        "fmod" => k(binary::<Fmod>),
        "power" => k(binary::<Power>),
        "bitwise_and" => k(binary::<And>),
        "bitwise_or" => k(binary::<Or>),
        "bitwise_xor" => k(binary::<Xor>),
        "left_shift" => k(binary::<LeftShift>),
        "right_shift" => k(binary::<RightShift>),
        "less" => k(predicate::<Less>),
        "less_equal" => k(predicate::<LessEqual>),
        "equal" => k(predicate::<Equal>),
        "not_equal" => k(predicate::<NotEqual>),
        "greater" => k(predicate::<Greater>),
        "greater_equal" => k(predicate::<GreaterEqual>),
        "maximum" | "fmax" => k(binary::<Maximum>),
        "minimum" | "fmin" => k(binary::<Minimum>),
        "logical_and" => k(binary::<LogicalAnd>),
        "logical_or" => k(binary::<LogicalOr>),
        "logical_xor" => k(binary::<LogicalXor>),
        "gcd" => k(binary::<Gcd>),
        "lcm" => k(binary::<Lcm>),
        "arctan2" => k(binary::<Arctan2>),
        "hypot" => k(binary::<Hypot>),
        "negative" => k(unary::<Negative>),
        "positive" => k(unary::<Positive>),
        "absolute" => k(unary::<Absolute>),
        "invert" => k(unary::<Invert>),
        "square" => k(unary::<Square>),
        "reciprocal" => k(unary::<Reciprocal>),
        "logical_not" => k(unary::<LogicalNot>),
        "sign" => k(unary::<Sign>),
        "clip" => k(clip),
        "bitwise_count" => Some((Kernel::new(by_method, Fp::Hardware, 80.0), method_name("bit_count"))),
        _ if nin == 1 => Some((Kernel::new(by_method, Fp::Hardware, 80.0), method_name(name))),
        _ => None,
    }
}

/// `min(max(a, low), high)`.
unsafe fn clip(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let Some(_level) = Level::enter(super::nesting::COMPARISON) else { return Status::ERROR };
    for i in 0..n as isize {
        let [a, low, high] = [0, 1, 2].map(|k| get((*p.add(k)).offset(i * *s.add(k))));
        for o in [a, low, high] {
            ffi::Py_INCREF(o);
        }
        let mut r = Maximum::apply(a, low);
        if !r.is_null() {
            let m = Minimum::apply(r, high);
            ffi::Py_DECREF(r);
            r = m;
        }
        for o in [a, low, high] {
            ffi::Py_DECREF(o);
        }
        if r.is_null() {
            return Status::ERROR;
        }
        put((*p.add(3)).offset(i * *s.add(3)), r);
    }
    Status::OK
}

/// The name of a method as the loop's data.
fn method_name(name: &'static str) -> *const () {
    let boxed: &'static Name = Box::leak(Box::new(Name::new(name)));
    std::ptr::from_ref(boxed).cast()
}
