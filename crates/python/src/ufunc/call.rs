//! The general call of a ufunc: conversion, keywords, overrides, wrapping.

use super::errstate;
use super::object::{builtin, ufunc_of};
use crate::boundary::args::{is_none, text_of, Call};
use crate::boundary::call::{attached, checked, new_ref};
use crate::boundary::errors::{settled, ToPy};
use crate::convert::{self, real, Source};
use crate::ndarray::elements::Elements;
use crate::ndarray::object::{array_of, is_array, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType, Num, Weak};
use numen_exec::Loop;
use numen_ops::call::{map, Options};
use numen_ops::families::{fit_texts, Family};
use numen_ops::resolve::{resolve, resolve_fixed, Arg};
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyNotImplementedError, PyOverflowError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::{smallvec, SmallVec};
use std::os::raw::c_int;
use std::ptr;

/// Most operands of a ufunc.
const MAX: usize = 64;

/// The keywords of a call, borrowed; NULL where absent.
#[derive(Default)]
pub struct Keywords {
    pub outs: SmallVec<[*mut PyObject; 2]>,
    pub mask: Option<*mut PyObject>,
    pub casting: Option<Casting>,
    pub order: Option<Order>,
    pub dtype: Option<DType>,
    pub signature: Option<SmallVec<[Option<Num>; 4]>>,
    pub subok: bool,
    /// `out=...`: results without axes stay arrays.
    pub arrays: bool,
    /// Core axes of a generalised ufunc.
    pub core: super::core_axes::CoreKeywords,
    /// How warnings call the operation, where not by the ufunc's name.
    pub name: Option<&'static str>,
}

/// The call with objects of ours in place of the real NumPy's plain arrays and numbers; `None` where none are among
/// the operands.
pub unsafe fn with_real(
    py: Python<'_>,
    u: &'static Ufunc,
    args: &[*mut PyObject],
) -> PyResult<Option<*mut PyObject>> {
    if !args.iter().any(|&o| real::is_plain(o)) {
        return Ok(None);
    }
    let f = super::object::object_of(u);
    let mut given: SmallVec<[Bound<'_, PyAny>; 2]> = SmallVec::new();
    let mut changed = false;
    for &o in args {
        let ours = real::object(py, o)?;
        changed |= ours.is_some();
        given.push(match ours {
            Some(p) => Bound::from_owned_ptr(py, p),
            None => Bound::from_borrowed_ptr(py, o),
        });
    }
    if !changed || f == ffi::Py_None() {
        return Ok(None);
    }
    let pointers: SmallVec<[*mut PyObject; 2]> = given.iter().map(|x| x.as_ptr()).collect();
    checked(py, ffi::PyObject_Vectorcall(f, pointers.as_ptr(), pointers.len(), ptr::null_mut())).map(Some)
}

/// `a op b` for any operands.
pub unsafe fn binary(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if let Some(r) = with_real(py, u, &[a, b])? {
        return Ok(r);
    }
    if let Some(r) = super::overrides::operator(py, u, &[a, b])? {
        return Ok(r);
    }
    call(py, u, &[a, b], &Keywords { subok: true, ..Default::default() })
}

/// `out = a op b`.
pub unsafe fn binary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if let Some(r) = super::overrides::operator(py, u, &[a, b, out])? {
        return Ok(r);
    }
    check_output(out)?;
    call(py, u, &[a, b], &Keywords { outs: smallvec![out], subok: true, ..Default::default() })
}

/// `op a`.
pub unsafe fn unary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> PyResult<*mut PyObject> {
    if let Some(r) = super::overrides::operator(py, u, &[a])? {
        return Ok(r);
    }
    call(py, u, &[a], &Keywords { subok: true, ..Default::default() })
}

/// `out = op a`.
pub unsafe fn unary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if let Some(r) = super::overrides::operator(py, u, &[a, out])? {
        return Ok(r);
    }
    check_output(out)?;
    call(py, u, &[a], &Keywords { outs: smallvec![out], subok: true, ..Default::default() })
}

/// A comparison operator: where no loop compares the types, equality is False and order an error.
pub unsafe fn compare(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    op: c_int,
) -> PyResult<*mut PyObject> {
    if let Some(r) = bare_bytes(py, a, b, op)? {
        return Ok(r);
    }
    match binary(py, u, a, b).map_err(|e| settled(py, e)) {
        Err(e) if (op == ffi::Py_EQ || op == ffi::Py_NE) && no_loop(py, &e) => {
            attached(|_| drop(e));
            let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
            let shape = numen_shape::broadcast_shapes(&[x.shape(), y.shape()]).py(py)?;
            let r = NdArray::fresh(py, DType::of(Num::Bool), &shape)?;
            let out = &(*r).array;
            out.write().write_bytes((op == ffi::Py_NE) as u8, out.nbytes());
            if shape.is_empty() {
                ffi::Py_DECREF(r.cast());
                return Ok(crate::scalar::object::bool_(op == ffi::Py_NE));
            }
            let plain = |p: *mut PyObject| !is_array(p) || crate::ndarray::object::is_exact(p);
            if plain(a) && plain(b) {
                return Ok(r.cast());
            }
            let own = NdArray::handle(r.cast());
            ffi::Py_DECREF(r.cast());
            super::overrides::wrap_result(py, own, &[a, b], true)
        }
        other => other,
    }
}

/// `==` and `!=` of arrays of records or bare bytes: those of one size are compared byte by byte, others with nothing.
unsafe fn bare_bytes(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    op: c_int,
) -> PyResult<Option<*mut PyObject>> {
    let void = |p: *mut PyObject| is_array(p) && array_of(p).dtype().num() == Num::Void;
    if op != ffi::Py_EQ && op != ffi::Py_NE || !void(a) && !void(b) {
        return Ok(None);
    }
    let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
    if x.dtype().num() != y.dtype().num() {
        return Err(PyTypeError::new_err("Cannot compare structured or void to non-void arrays."));
    }
    let bare = |d: &DType| d.as_record().is_none() && d.as_subarray().is_none();
    if let (Some(r), Some(_)) = (x.dtype().as_record(), y.dtype().as_record()) {
        return super::records::compare(py, [a, b], [&x, &y], r, op).map(Some);
    }
    if !bare(x.dtype()) || !bare(y.dtype()) || x.itemsize() != y.itemsize() {
        return Ok(None);
    }
    let shape = numen_shape::broadcast_shapes(&[x.shape(), y.shape()]).py(py)?;
    let (x, y) = (x.broadcast_to(&shape).py(py)?, y.broadcast_to(&shape).py(py)?);
    let r = NdArray::fresh(py, DType::of(Num::Bool), &shape)?;
    let (out, n) = ((*r).array.write(), x.itemsize());
    for (i, (p, q)) in Elements::of(&x).zip(Elements::of(&y)).enumerate() {
        let equal = std::slice::from_raw_parts(p, n) == std::slice::from_raw_parts(q, n);
        *out.add(i) = (equal == (op == ffi::Py_EQ)) as u8;
    }
    Ok(Some(r.cast()))
}

/// The error says that no loop exists for the types.
fn no_loop(py: Python<'_>, e: &PyErr) -> bool {
    ["_UFuncNoLoopError", "DTypePromotionError"]
        .iter()
        .any(|n| crate::boundary::errors::class(py, n).is_ok_and(|c| e.is_instance(py, &c)))
}

/// The call with positional and keyword arguments.
pub unsafe fn general(py: Python<'_>, o: *mut PyObject, whole: Call) -> PyResult<*mut PyObject> {
    let u = ufunc_of(o);
    let Call { args, n, kw } = whole;
    let (nin, nout, n) = (u.row.nin, u.row.nout, n as usize);
    if n == 2 && kw.is_null() && u.row.signature.is_some() {
        if let Some(r) = crate::functions::products::quick_named(py, u.name(), *args, *args.add(1))? {
            return Ok(r);
        }
    }
    if n < nin || n > nin + nout {
        let takes = format!("from {nin} to {}", nin + nout);
        let were = if n == 1 { "was" } else { "were" };
        return Err(PyTypeError::new_err(format!(
            "{}() takes {takes} positional arguments but {n} {were} given",
            u.name()
        )));
    }
    let inputs: SmallVec<[*mut PyObject; 4]> = (0..nin).map(|i| *args.add(i)).collect();
    let positional: SmallVec<[*mut PyObject; 2]> = (nin..n).map(|i| *args.add(i)).collect();
    if let Some(r) = super::overrides::array_ufunc(py, o, c"__call__", whole, nin)? {
        return Ok(r);
    }
    let k = keywords(py, u, positional, args.add(n), kw)?;
    if u.row.signature.is_some() {
        return crate::functions::products::gufunc(py, u, &inputs, &k);
    }
    call(py, u, &inputs, &k)
}

unsafe fn keywords(
    py: Python<'_>,
    u: &Ufunc,
    mut outs: SmallVec<[*mut PyObject; 2]>,
    values: *const *mut PyObject,
    kw: *mut PyObject,
) -> PyResult<Keywords> {
    let nout = u.row.nout;
    let given_by_position = !outs.is_empty();
    let (mut out_named, mut dtype_given) = (false, false);
    let (mut rule, mut layout, mut subok) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
    let mut k = Keywords { subok: true, ..Default::default() };
    let count = if kw.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(kw) };
    for i in 0..count {
        let v = *values.offset(i);
        match text_of(ffi::PyTuple_GET_ITEM(kw, i)).as_str() {
            "out" => {
                if given_by_position {
                    return Err(PyTypeError::new_err(
                        "cannot specify 'out' as both a positional and keyword argument",
                    ));
                }
                out_named = true;
                if v == ffi::Py_Ellipsis() {
                    k.arrays = true;
                } else {
                    outs = out_argument(v, nout)?;
                }
            }
            "where" => {
                if v != ffi::Py_True() {
                    k.mask = Some(v);
                }
            }
            // These are looked at once the outputs are known to be fit.
            "casting" => rule = v,
            "order" => layout = v,
            "subok" => subok = v,
            "dtype" => {
                dtype_given = v != ffi::Py_None();
                k.dtype = super::signature::only_class(crate::dtype::optional(py, v)?)?;
            }
            "signature" | "sig" => {
                if k.signature.is_some() {
                    return Err(PyTypeError::new_err("cannot specify both 'sig' and 'signature'"));
                }
                k.signature = Some(super::signature::parse(py, u, v)?);
            }
            "axes" if u.row.signature.is_some() => k.core.axes = v,
            "axis" if u.row.signature.is_some() => k.core.axis = v,
            "keepdims" if u.row.signature.is_some() => k.core.set_keepdims(v)?,
            name => {
                return Err(PyTypeError::new_err(format!(
                    "{}() got an unexpected keyword argument '{name}'",
                    u.name()
                )))
            }
        }
    }
    if k.mask.is_some() && !out_named && outs.iter().all(|&o| is_none(o)) {
        let text = c"'where' used without 'out', expect unitialized memory in output. If this is intentional, use out=None.";
        PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyUserWarning>(), text, 1)?;
    }
    if dtype_given && k.signature.is_some() {
        return Err(PyTypeError::new_err("cannot specify both 'signature' and 'dtype'"));
    }
    if !k.core.axes.is_null() && !k.core.axis.is_null() {
        return Err(PyTypeError::new_err("cannot specify both 'axis' and 'axes'"));
    }
    for &o in &outs {
        if o == ffi::Py_Ellipsis() {
            return Err(ellipsis(given_by_position));
        }
        check_output(o)?;
    }
    if !rule.is_null() {
        k.casting = Some(casting(rule)?);
    }
    if !layout.is_null() {
        k.order = Some(order(layout)?);
    }
    k.subok = crate::boundary::args::truth(py, subok, true)?;
    outs.resize(nout, std::ptr::null_mut());
    k.outs = outs;
    Ok(k)
}

/// A given output is an array that may be written; asked before anything else of the operands.
pub unsafe fn check_output(out: *mut PyObject) -> PyResult<()> {
    if is_none(out) {
        return Ok(());
    }
    if out == ffi::Py_Ellipsis() {
        return Err(ellipsis(true));
    }
    if !is_array(out) {
        return Err(PyTypeError::new_err("return arrays must be of ArrayType"));
    }
    if !array_of(out).is_writeable() {
        return Err(PyValueError::new_err("output array is read-only"));
    }
    Ok(())
}

/// The `out=` of methods that are no ufunc's.
pub unsafe fn method_output(out: *mut PyObject) -> PyResult<()> {
    if is_none(out) || is_array(out) {
        return Ok(());
    }
    Err(PyTypeError::new_err("output must be an array"))
}

/// `...` where it does not ask for arrays instead of scalars.
pub fn ellipsis(by_position: bool) -> PyErr {
    PyTypeError::new_err(if by_position {
        "out=... is only allowed as a keyword argument."
    } else {
        "must use `...` as `out=...` and not per-operand/in a tuple"
    })
}

/// `out=`: an array, or a tuple with one entry an output.
unsafe fn out_argument(v: *mut PyObject, nout: usize) -> PyResult<SmallVec<[*mut PyObject; 2]>> {
    if ffi::PyTuple_CheckExact(v) == 0 {
        if nout > 1 && v != ffi::Py_None() {
            return Err(PyTypeError::new_err("'out' must be a tuple of arrays"));
        }
        return Ok(smallvec![v]);
    }
    if ffi::PyTuple_GET_SIZE(v) as usize != nout {
        return Err(PyValueError::new_err("The 'out' tuple must have exactly one entry per ufunc output"));
    }
    Ok((0..nout).map(|i| ffi::PyTuple_GET_ITEM(v, i as isize)).collect())
}

/// A casting rule by name.
pub unsafe fn casting(v: *mut PyObject) -> PyResult<Casting> {
    casting_of(v, "")
}

/// As [`casting`], of a conversion, which knows one more rule: the values have to stay what they are.
pub unsafe fn conversion_casting(v: *mut PyObject) -> PyResult<Casting> {
    casting_of(v, ", 'same_value'")
}

unsafe fn casting_of(v: *mut PyObject, more: &str) -> PyResult<Casting> {
    if ffi::PyUnicode_Check(v) == 0 {
        return Err(PyTypeError::new_err(format!(
            "casting must be str, not {}",
            std::ffi::CStr::from_ptr((*ffi::Py_TYPE(v)).tp_name).to_string_lossy()
        )));
    }
    let name = text_of(v);
    match Casting::from_name(&name) {
        Some(c) if c != Casting::SameValue || !more.is_empty() => Ok(c),
        _ => Err(PyValueError::new_err(format!(
            "casting must be one of 'no', 'equiv', 'safe', 'same_kind', 'unsafe'{more} (got '{name}')"
        ))),
    }
}

/// A memory order by letter.
pub unsafe fn order(v: *mut PyObject) -> PyResult<Order> {
    if is_none(v) {
        return Ok(Order::K);
    }
    if ffi::PyUnicode_Check(v) == 0 {
        return Err(PyTypeError::new_err(format!(
            "order must be str, not {}",
            std::ffi::CStr::from_ptr((*ffi::Py_TYPE(v)).tp_name).to_string_lossy()
        )));
    }
    let name = text_of(v);
    match name.as_str() {
        "C" | "c" => Ok(Order::C),
        "F" | "f" => Ok(Order::F),
        "A" | "a" => Ok(Order::A),
        "K" | "k" => Ok(Order::K),
        _ => Err(PyValueError::new_err(format!("order must be one of 'C', 'F', 'A', or 'K' (got '{name}')"))),
    }
}

/// The loop at a place of the ufunc's list.
pub fn ready(u: &'static Ufunc, index: usize) -> PyResult<Loop> {
    u.ready(index).ok_or_else(|| {
        // For a row of the table that comes before its kernel; a test goes through the loops of all rows.
        PyNotImplementedError::new_err(format!(
            "the loop {} of ufunc '{}' is not there yet",
            u.row.types.split(' ').nth(index).unwrap_or(""),
            u.name()
        ))
    })
}

/// The call on converted keywords.
pub unsafe fn call(
    py: Python<'_>,
    u: &'static Ufunc,
    inputs: &[*mut PyObject],
    k: &Keywords,
) -> PyResult<*mut PyObject> {
    debug_assert!(inputs.len() <= MAX);
    let mut sources: SmallVec<[Source; 3]> = SmallVec::new();
    for &p in inputs {
        sources.push(convert::source(py, p)?);
    }
    if let [Source::Weak { object, weak: Weak::Int, .. }] = sources.as_slice() {
        // Alone, an int beyond int64 is a uint64, and one beyond that an object.
        let num = convert::python_int_type(*object);
        if num != Num::Long {
            sources[0] = Source::Array(convert::scalar_array(py, *object, &DType::of(num))?);
        }
    }
    let args: SmallVec<[Arg; 3]> = sources.iter().map(Source::arg).collect();
    let casting = k.casting.unwrap_or(Casting::SameKind);
    let index = pick(py, u, &args, k, casting)?;
    let mut l = ready(u, index)?;
    for (t, s) in l.types.iter_mut().zip(&sources) {
        // The unit of dates and the length of strings are the operand's.
        if t.num() == s.dtype().num() && (s.dtype().ext().is_some() || s.dtype().is_flexible()) {
            *t = s.dtype().native();
        }
    }
    if l.types.iter().any(DType::is_time) {
        common_unit(&mut l.types, &sources)?;
    }
    fit_texts(&mut l);
    // A comparison with truth values is one of integers, beyond which no int may be.
    let bools: SmallVec<[bool; 3]> =
        sources.iter().map(|s| matches!(s, Source::Array(a) if a.dtype().is_bool())).collect();
    let mut arrays: SmallVec<[Array; 3]> = SmallVec::new();
    for (i, s) in sources.into_iter().enumerate() {
        match s.into_array(py, &l.types[i]).map_err(|e| settled(py, e)) {
            Err(e) if inputs.len() == 2 && !bools[1 - i] && is_beyond(py, u, &e) => {
                return beyond(py, u, inputs, i, k);
            }
            a => arrays.push(a?),
        }
    }
    let refs: SmallVec<[&Array; 3]> = arrays.iter().collect();
    let mask = k.mask.map(|m| mask_array(py, m)).transpose()?;
    let mut outs: SmallVec<[Option<&Array>; 2]> =
        k.outs.iter().map(|&o| if is_none(o) { None } else { Some(array_of(o)) }).collect();
    outs.resize(u.row.nout, None);
    let o = Options {
        outs,
        mask: mask.as_ref(),
        casting,
        order: k.order.unwrap_or(Order::K),
        out_types: smallvec![None; u.row.nout],
    };
    let (results, status) = map(u, &l, &refs, &o).py(py)?;
    if !status.is_ok() {
        errstate::report(py, status, k.name.unwrap_or(u.name()))?;
    }
    wrap(py, u, inputs, k, results)
}

/// A Python int did not fit the type of the integers it is compared with.
fn is_beyond(py: Python<'_>, u: &Ufunc, e: &PyErr) -> bool {
    e.is_instance_of::<PyOverflowError>(py) && u.family == Family::Comparison
}

/// A comparison with a Python int, `inputs[i]`, beyond all values of the other operand: the same everywhere. An
/// integer always equals itself, so that `equal` or `not_equal` of the other operand gives it.
unsafe fn beyond(
    py: Python<'_>,
    u: &'static Ufunc,
    inputs: &[*mut PyObject],
    i: usize,
    k: &Keywords,
) -> PyResult<*mut PyObject> {
    let other = inputs[1 - i];
    if ffi::PyLong_CheckExact(other) != 0 {
        // Two Python ints: their own comparison, given to every element there is.
        let (x, y) = (Bound::from_borrowed_ptr(py, inputs[0]), Bound::from_borrowed_ptr(py, inputs[1]));
        let answer = match u.name() {
            "less" => x.lt(y)?,
            "less_equal" => x.le(y)?,
            "greater" => x.gt(y)?,
            "greater_equal" => x.ge(y)?,
            "equal" => x.eq(y)?,
            _ => x.ne(y)?,
        };
        let zero = crate::boundary::call::owned(py, ffi::PyLong_FromLong(0))?;
        let same = builtin(if answer { "equal" } else { "not_equal" });
        return call(py, same, &[zero.as_ptr(), zero.as_ptr()], k);
    }
    let large = Bound::from_borrowed_ptr(py, inputs[i]).gt(0)?;
    let first_is_less = (i == 1) == large;
    let answer = match u.name() {
        "less" | "less_equal" => first_is_less,
        "greater" | "greater_equal" => !first_is_less,
        name => name == "not_equal",
    };
    call(py, builtin(if answer { "equal" } else { "not_equal" }), &[other, other], k)
}

/// Gives the loop's dates and durations the common unit of the operands that are ones.
pub(super) fn common_unit(types: &mut [DType], sources: &[Source]) -> PyResult<()> {
    share_unit(types, sources.iter().map(Source::dtype))
}

/// The same of operands' types.
pub(super) fn share_unit<'a>(types: &mut [DType], operands: impl Iterator<Item = &'a DType>) -> PyResult<()> {
    let mut common: Option<DType> = None;
    for d in operands.filter(|d| d.is_time()) {
        common = Some(match common {
            None => d.native(),
            Some(c) => numen_dtype::try_promote(&c, d).map_err(crate::dtype::from_python::dtype_error)?,
        });
    }
    let Some(unit) = common.map(|c| c.time_unit()) else { return Ok(()) };
    for t in types.iter_mut().filter(|t| t.is_time()) {
        *t = DType::time(t.num(), unit);
    }
    Ok(())
}

pub(super) unsafe fn pick(
    py: Python<'_>,
    u: &'static Ufunc,
    args: &[Arg],
    k: &Keywords,
    casting: Casting,
) -> PyResult<usize> {
    let mut fixed: SmallVec<[Option<Num>; 4]> = smallvec![None; u.row.nin + u.row.nout];
    if let Some(s) = &k.signature {
        fixed.clone_from(s);
    }
    if let Some(d) = &k.dtype {
        for f in &mut fixed[u.row.nin..] {
            *f = Some(d.num());
        }
    }
    if fixed.iter().any(Option::is_some) {
        return resolve_fixed(u, args, &fixed, casting).py(py);
    }
    resolve(u, args).py(py)
}

/// `where=` as a bool array.
pub unsafe fn mask_array(py: Python<'_>, m: *mut PyObject) -> PyResult<Array> {
    if !is_array(m) {
        return convert::array_as(py, m, &DType::of(Num::Bool));
    }
    let a = convert::array(py, m)?;
    if !a.dtype().is_bool() {
        return Err(convert::cast_refused(&a, &DType::of(Num::Bool), "safe"));
    }
    Ok(a)
}

/// Results as objects: given outputs as they are, new ones wrapped as the operands' class says.
unsafe fn wrap(
    py: Python<'_>,
    u: &'static Ufunc,
    inputs: &[*mut PyObject],
    k: &Keywords,
    results: SmallVec<[Option<Array>; 2]>,
) -> PyResult<*mut PyObject> {
    let mut objects: SmallVec<[*mut PyObject; 2]> = SmallVec::new();
    for (i, r) in results.into_iter().enumerate() {
        let c = super::overrides::Context { ufunc: u, inputs, outs: &k.outs, number: i };
        let o = match r {
            None if k.subok => super::overrides::wrap_given(py, k.outs[i], &c),
            None => Ok(new_ref(k.outs[i])),
            Some(a) => super::overrides::wrap_output(py, a, &c, k.subok, k.arrays),
        };
        match o {
            Ok(o) => objects.push(o),
            Err(e) => {
                objects.iter().for_each(|&o| ffi::Py_DECREF(o));
                return Err(e);
            }
        }
    }
    if objects.len() == 1 {
        return Ok(objects[0]);
    }
    let t = checked(py, ffi::PyTuple_New(objects.len() as isize))?;
    for (i, &o) in objects.iter().enumerate() {
        ffi::PyTuple_SET_ITEM(t, i as isize, o);
    }
    Ok(t)
}
