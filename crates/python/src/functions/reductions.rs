//! Reductions as functions and as methods: `sum`, `prod`, `max`, `min`, `any`, `all`.

use super::dispatch::dispatch;
use crate::boundary::args::{is_mark, is_none, keeps, unmarked, Call};
use crate::boundary::call::{attached, owned};
use crate::boundary::types::method;
use crate::ndarray::object::is_exact;
use crate::ufunc::methods::{Axis, Reduction};
use crate::ufunc::object::builtin;
use crate::ufunc::{fast, few_reduced};
use numen_ops::Ufunc;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::sync::OnceLock;

/// The arguments of a reduction by name, borrowed, NULL where absent.
pub struct Args {
    pub axis: *mut PyObject,
    pub dtype: *mut PyObject,
    pub out: *mut PyObject,
    pub keepdims: *mut PyObject,
    pub initial: *mut PyObject,
    pub mask: *mut PyObject,
}

/// "Not given" marks of Python callers count as absent.
unsafe fn absent(p: *mut PyObject) -> bool {
    p.is_null() || is_mark(p)
}

/// An object that is no array of ours but has a method of the function's name does the work itself, as
/// NumPy lets it (frames).
pub unsafe fn own_method(
    py: Python<'_>,
    name: &str,
    a: *mut PyObject,
    kwargs: &[(&str, *mut PyObject)],
) -> PyResult<Option<*mut PyObject>> {
    if super::dispatch::is_plain(a) || crate::ndarray::object::is_array(a) && is_exact(a) {
        return Ok(None);
    }
    if crate::scalar::object::is_scalar(a) || crate::ufunc::overrides::is_real(ffi::Py_TYPE(a)) {
        return Ok(None);
    }
    let o = Bound::from_borrowed_ptr(py, a);
    let Some(f) = attached(|_| o.getattr(name).ok()) else { return Ok(None) };
    let dict = PyDict::new(py);
    for &(key, value) in kwargs {
        if !absent(value) {
            dict.set_item(key, Bound::from_borrowed_ptr(py, value))?;
        }
    }
    Ok(Some(f.call(PyTuple::empty(py), Some(&dict))?.into_ptr()))
}

/// Runs a reduction on any object.
pub unsafe fn run(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, x: &Args) -> PyResult<*mut PyObject> {
    if !is_exact(a) {
        let or_none = |p: *mut PyObject| if p.is_null() { ffi::Py_None() } else { p };
        let keepdims = if absent(x.keepdims) { ffi::Py_False() } else { x.keepdims };
        // `any` and `all` name a mask only where there is one.
        let mask = match (unmarked(x.mask), u.name().starts_with("logical")) {
            (p, true) if p == ffi::Py_True() => std::ptr::null_mut(),
            (p, false) if p.is_null() => ffi::Py_True(),
            (p, _) => p,
        };
        let args =
            [a, or_none(x.axis), or_none(x.dtype), or_none(x.out), keepdims, unmarked(x.initial), mask];
        if let Some(r) = crate::ufunc::overrides::method(py, u, c"reduce", &args)? {
            return Ok(r);
        }
    }
    let r = Reduction {
        axis: if is_none(x.axis) { Axis::All } else { Axis::Given(x.axis) },
        dtype: x.dtype,
        out: x.out,
        arrays: false,
        keepdims: keeps(py, unmarked(x.keepdims))?,
        initial: unmarked(x.initial),
        mask: unmarked(x.mask),
    };
    r.run(py, u, a)
}

/// A full reduction of a small contiguous array without arguments.
#[inline(always)]
unsafe fn quick(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    kind: Kind,
) -> PyResult<Option<*mut PyObject>> {
    let r = match kind {
        Kind::Start(x) => fast::reduce_all(py, u, a, x)?,
        Kind::First => fast::reduce_first(py, u, a)?,
        Kind::Truth => fast::reduce_bool(u, a),
    };
    if r.is_some() || !is_exact(a) {
        return Ok(r);
    }
    few_reduced::reduce(py, u, crate::ndarray::object::array_of(a), None, None, false).ok(py)
}

/// How the hot path begins.
#[derive(Clone, Copy)]
enum Kind {
    /// With this value.
    Start(f64),
    /// With the first element.
    First,
    /// On bools.
    Truth,
}

macro_rules! reductions {
    ($($function:ident $meth:ident $F:ident $M:ident $name:literal $ufunc:literal $kind:expr;)*) => { $(
        $crate::signature!($F: $name, 1, 7, 0; "a", "axis", "dtype", "out", "keepdims", "initial", "where");
        $crate::signature!($M: $name, 0, 6, 0; "axis", "dtype", "out", "keepdims", "initial", "where");

        unsafe fn $function(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = *U.get_or_init(|| builtin($ufunc));
            if call.n == 1 && call.kw.is_null() {
                if let Some(r) = quick(py, u, call.value(0), $kind)? {
                    return Ok(r);
                }
            }
            let [a, axis, dtype, out, keepdims, initial, mask] = $F.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a, out], call)? {
                return Ok(r);
            }
            let kwargs = [("axis", axis), ("dtype", dtype), ("out", out), ("keepdims", keepdims), ("initial", initial), ("where", mask)];
            let asked: Vec<_> = kwargs.iter().copied().filter(|(k, v)| !(*k == "dtype" && is_none(*v))).collect();
            if let Some(r) = own_method(py, $name, a, &asked)? {
                return Ok(r);
            }
            run(py, u, a, &Args { axis, dtype, out, keepdims, initial, mask })
        }

        unsafe fn $meth(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = *U.get_or_init(|| builtin($ufunc));
            if call.n == 0 && call.kw.is_null() {
                if let Some(r) = quick(py, u, o, $kind)? {
                    return Ok(r);
                }
            }
            let [axis, dtype, out, keepdims, initial, mask] = $M.parse(call)?;
            run(py, u, o, &Args { axis, dtype, out, keepdims, initial, mask })
        }
    )* };
}

reductions! {
    sum sum_method SUM SUM_M "sum" "add" Kind::Start(0.0);
    prod prod_method PROD PROD_M "prod" "multiply" Kind::Start(1.0);
}

// `max`, `min`, `any` and `all` have no dtype; the methods of the last two have one, by position the second.
macro_rules! untyped {
    ($($function:ident $meth:ident $F:ident $M:ident $name:literal $ufunc:literal $kind:expr, $initial:literal, $most:literal, [$($param:literal),*], $given:expr;)*) => { $(
        $crate::signature!($F: $name, 1, $most, 0; "a", "axis", "out", "keepdims", $initial, "where");
        $crate::signature!($M: $name, 0, 5, 0; $($param),*);

        unsafe fn $function(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = *U.get_or_init(|| builtin($ufunc));
            if call.n == 1 && call.kw.is_null() {
                if let Some(r) = quick(py, u, call.value(0), $kind)? {
                    return Ok(r);
                }
            }
            let [a, axis, out, keepdims, initial, mask] = $F.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a, out], call)? {
                return Ok(r);
            }
            let kwargs = [("axis", axis), ("out", out), ("keepdims", keepdims), ("initial", initial), ("where", mask)];
            if let Some(r) = own_method(py, $name, a, &kwargs)? {
                return Ok(r);
            }
            run_untyped(py, u, a, &Args { axis, dtype: std::ptr::null_mut(), out, keepdims, initial, mask })
        }

        unsafe fn $meth(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            static U: OnceLock<&'static Ufunc> = OnceLock::new();
            let u = *U.get_or_init(|| builtin($ufunc));
            if call.n == 0 && call.kw.is_null() {
                if let Some(r) = quick(py, u, o, $kind)? {
                    return Ok(r);
                }
            }
            let given: fn([*mut PyObject; 5]) -> Args = $given;
            run_untyped(py, u, o, &given($M.parse(call)?))
        }
    )* };
}

untyped! {
    max max_method MAX MAX_M "max" "maximum" Kind::First, "initial", 6, ["axis", "out", "keepdims", "initial", "where"], extreme;
    min min_method MIN MIN_M "min" "minimum" Kind::First, "initial", 6, ["axis", "out", "keepdims", "initial", "where"], extreme;
    any any_method ANY ANY_M "any" "logical_or" Kind::Truth, " ", 4, ["axis", "dtype", "out", "keepdims", "where"], truth_of;
    all all_method ALL ALL_M "all" "logical_and" Kind::Truth, " ", 4, ["axis", "dtype", "out", "keepdims", "where"], truth_of;
}

/// The arguments of the methods `max` and `min`.
fn extreme([axis, out, keepdims, initial, mask]: [*mut PyObject; 5]) -> Args {
    Args { axis, dtype: std::ptr::null_mut(), out, keepdims, initial, mask }
}

/// The arguments of the methods `any` and `all`.
fn truth_of([axis, dtype, out, keepdims, mask]: [*mut PyObject; 5]) -> Args {
    Args { axis, dtype, out, keepdims, initial: std::ptr::null_mut(), mask }
}

/// `any` and `all` give bools whatever they read.
unsafe fn run_untyped(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    x: &Args,
) -> PyResult<*mut PyObject> {
    if !u.name().starts_with("logical") {
        return run(py, u, a, x);
    }
    if !is_exact(a) && crate::ndarray::object::is_array(a) {
        let bools =
            owned(py, crate::dtype::new_object(py, &numen_dtype::DType::of(numen_dtype::Num::Bool))?)?;
        let args = Args { dtype: bools.as_ptr(), ..*x };
        return run(py, u, a, &args);
    }
    let array = crate::convert::array(py, a)?;
    if array.dtype().is_bool() {
        return run(py, u, a, x);
    }
    let plain = array.dtype().clone();
    if numen_exec::ty(plain.num()).is_none() {
        // Text is true where it is not empty, objects as they say; the cast knows.
        let (b, _) = crate::boundary::errors::ToPy::py(
            numen_exec::astype(
                &array,
                &numen_dtype::DType::of(numen_dtype::Num::Bool),
                numen_array::Order::K,
            ),
            py,
        )?;
        let b = owned(py, crate::ndarray::object::NdArray::wrap(py, b)?.cast())?;
        return run(py, u, b.as_ptr(), x);
    }
    run(py, u, a, x)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("sum", crate::c_function!(sum), SUM_DOC));
    out.push(method("prod", crate::c_function!(prod), PROD_DOC));
    for name in ["max", "amax"] {
        out.push(method(name, crate::c_function!(max), &format!("{name}{MAX_DOC}")));
    }
    for name in ["min", "amin"] {
        out.push(method(name, crate::c_function!(min), &format!("{name}{MIN_DOC}")));
    }
    out.push(method("any", crate::c_function!(any), ANY_DOC));
    out.push(method("all", crate::c_function!(all), ALL_DOC));
}

/// The methods of arrays.
pub fn methods(out: &mut Vec<ffi::PyMethodDef>) {
    let sig = "($self, /, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n";
    let short = "($self, /, axis=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n";
    out.push(method(
        "sum",
        crate::c_method!(sum_method),
        &format!("sum{sig}Sum over axes; see `numen.sum`."),
    ));
    out.push(method(
        "prod",
        crate::c_method!(prod_method),
        &format!("prod{sig}Product over axes; see `numen.prod`."),
    ));
    out.push(method(
        "max",
        crate::c_method!(max_method),
        &format!("max{short}Largest element over axes; see `numen.max`."),
    ));
    out.push(method(
        "min",
        crate::c_method!(min_method),
        &format!("min{short}Smallest element over axes; see `numen.min`."),
    ));
    let truth = "($self, /, axis=None, out=None, keepdims=False, *, where=True)\n--\n\n";
    out.push(method(
        "any",
        crate::c_method!(any_method),
        &format!("any{truth}Whether an element is true; see `numen.any`."),
    ));
    out.push(method(
        "all",
        crate::c_method!(all_method),
        &format!("all{truth}Whether all elements are true; see `numen.all`."),
    ));
}

const SUM_DOC: &str = "sum(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n\
Sum of the elements over axes.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes summed over, all by default.\n\
dtype : dtype, optional\n    Type of the accumulator and the result: by default the elements' own, but at least the default integer.\n\
out : ndarray, optional\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\n\
initial : scalar, optional\n    What the sum begins with.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
Returns\n-------\nndarray or scalar\n\n\
Notes\n-----\nFloating-point numbers are added pairwise, which keeps the error near log2(n) roundings.\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.sum([[1, 2], [3, 4]], axis=0)\narray([4, 6])\n";
const PROD_DOC: &str = "prod(a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n\
Product of the elements over axes.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\ndtype : data-type, optional\n    Type of the accumulator and the result.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\ninitial : scalar, optional\n    Takes part as one more element.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
        Returns\n-------\nndarray or scalar\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.prod([1.0, 2.0, 4.0])\nnp.float64(8.0)\n";
const MAX_DOC: &str =
    "(a, axis=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n\
Largest element over axes; NaN if there is one among them.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\ninitial : scalar, optional\n    Takes part as one more element.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
        Returns\n-------\nndarray or scalar\n\n\
        Raises\n------\nValueError\n    If there is no element and no `initial`.\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.max([[1, 5], [7, 2]], axis=1)\narray([5, 7])\n";
const MIN_DOC: &str =
    "(a, axis=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n\
Smallest element over axes; NaN if there is one among them.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\ninitial : scalar, optional\n    Takes part as one more element.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
        Returns\n-------\nndarray or scalar\n\n\
        Raises\n------\nValueError\n    If there is no element and no `initial`.\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.min([[1, 5], [7, 2]], axis=1)\narray([1, 2])\n";
const ANY_DOC: &str = "any(a, axis=None, out=None, keepdims=False, *, where=True)\n--\n\n\
Whether at least one element over axes is true. NaN is true.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
        Returns\n-------\nndarray of bool, or bool\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.any([[0, 0], [0, 3]], axis=1)\narray([False,  True])\n";
const ALL_DOC: &str = "all(a, axis=None, out=None, keepdims=False, *, where=True)\n--\n\n\
Whether all elements over axes are true. NaN is true.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\nwhere : array_like of bool, optional\n    Which elements take part.\n\n\
        Returns\n-------\nndarray of bool, or bool\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.all([[1, 1], [0, 3]], axis=1)\narray([ True, False])\n";
