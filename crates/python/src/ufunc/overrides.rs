//! Who else has a say: `__array_ufunc__`, `__array_priority__`, `__array_wrap__`.

use crate::boundary::args::{is_mark, Call};
use crate::boundary::call::{attached, checked};
use crate::boundary::names::{intern, Name};
use crate::convert::real;
use crate::functions::foreign::{converted, of_package};
use crate::ndarray::object::{finish_result, is_array, is_exact, NdArray};
use crate::scalar;
use numen_array::Array;
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;
use std::ffi::CStr;

static ARRAY_UFUNC: Name = Name::new("__array_ufunc__");
static ARRAY_PRIORITY: Name = Name::new("__array_priority__");
static ARRAY_WRAP: Name = Name::new("__array_wrap__");

/// Python's own types, ours and NumPy's never override.
#[inline]
unsafe fn is_basic(o: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(o);
    is_exact(o)
        || ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyBool_Type
        || ty == &raw mut ffi::PyComplex_Type
        || ty == &raw mut ffi::PyList_Type
        || ty == &raw mut ffi::PyTuple_Type
        || ty == &raw mut ffi::PyUnicode_Type
        || ty == &raw mut ffi::PyBytes_Type
        || o == ffi::Py_None()
        || scalar::object::is_scalar(o) && (*ty).tp_flags & ffi::Py_TPFLAGS_IMMUTABLETYPE != 0
        || is_real(ty)
}

/// One of NumPy's own types, not a subclass: arrays and scalars of it are operands like any others, and what comes
/// out is ours. Its types are static, ours, whatever their names, are not.
pub unsafe fn is_real(ty: *mut ffi::PyTypeObject) -> bool {
    (*ty).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE == 0
        && CStr::from_ptr((*ty).tp_name).to_bytes().starts_with(b"numpy.")
}

/// An attribute of an object's class, or NULL without an exception.
unsafe fn class_attribute(o: *mut PyObject, name: &Name) -> *mut PyObject {
    class_attribute_of(ffi::Py_TYPE(o), name)
}

unsafe fn class_attribute_of(ty: *mut ffi::PyTypeObject, name: &Name) -> *mut PyObject {
    // `_PyType_Lookup` of the public interface: the attribute of the type.
    let p = ffi::PyObject_GetAttr(ty.cast(), name.get());
    if p.is_null() {
        ffi::PyErr_Clear();
    }
    p
}

/// An operator's other operand wants to be asked first (its class says `__array_ufunc__ = None`, or has a
/// higher priority and no `__array_ufunc__`).
pub unsafe fn should_defer(py: Python<'_>, a: *mut PyObject, b: *mut PyObject) -> PyResult<bool> {
    defers(py, a, b, false)
}

/// As [`should_defer`], of an operator in place: `__array_ufunc__ = None` is an error of the ufunc there.
pub unsafe fn should_defer_in_place(py: Python<'_>, a: *mut PyObject, b: *mut PyObject) -> PyResult<bool> {
    defers(py, a, b, true)
}

unsafe fn defers(py: Python<'_>, own: *mut PyObject, other: *mut PyObject, in_place: bool) -> PyResult<bool> {
    // Only the right operand of a forward operation can be asked; in a reflected one ours stands right.
    let ours = is_array(own) || scalar::object::is_scalar(own);
    if !ours || is_basic(other) || ffi::Py_TYPE(own) == ffi::Py_TYPE(other) {
        return Ok(false);
    }
    let f = class_attribute(other, &ARRAY_UFUNC);
    if !f.is_null() {
        let defer = f == ffi::Py_None() && !in_place;
        ffi::Py_DECREF(f);
        return Ok(defer);
    }
    if !in_place && ffi::PyType_IsSubtype(ffi::Py_TYPE(other), ffi::Py_TYPE(own)) != 0 {
        return Ok(false);
    }
    Ok(priority(py, other, SCALAR_PRIORITY)? > priority(py, own, SCALAR_PRIORITY)?)
}

/// The priority of scalars, and of what states none.
const SCALAR_PRIORITY: f64 = -1_000_000.0;

/// `__array_priority__`.
pub unsafe fn priority(_py: Python<'_>, o: *mut PyObject, default: f64) -> PyResult<f64> {
    if is_exact(o) {
        return Ok(0.0);
    }
    let p = ffi::PyObject_GetAttr(o, ARRAY_PRIORITY.get());
    if p.is_null() {
        ffi::PyErr_Clear();
        return Ok(if is_basic(o) { SCALAR_PRIORITY } else { default });
    }
    let x = ffi::PyFloat_AsDouble(p);
    ffi::Py_DECREF(p);
    if x == -1.0 && !ffi::PyErr_Occurred().is_null() {
        ffi::PyErr_Clear();
        return Ok(default);
    }
    Ok(x)
}

/// The names of the arguments of a ufunc's method that overrides get as keywords, after its operands.
fn keyword_names(method: &CStr) -> Option<(usize, &'static [&'static str])> {
    match method.to_bytes() {
        b"reduce" => Some((1, &["axis", "dtype", "out", "keepdims", "initial", "where"])),
        b"accumulate" => Some((1, &["axis", "dtype", "out"])),
        b"reduceat" => Some((2, &["axis", "dtype", "out"])),
        _ => None,
    }
}

/// The positional arguments that may override: operands, outputs and masks.
unsafe fn operands_of(method: &CStr, args: *const *mut PyObject, n: usize) -> SmallVec<[*mut PyObject; 4]> {
    let takes_part = |i: usize| match keyword_names(method) {
        Some((own, names)) => i < own || matches!(names[i - own], "out" | "where"),
        None => true,
    };
    let mut operands = SmallVec::new();
    for o in (0..n).filter(|&i| takes_part(i)).map(|i| *args.add(i)).filter(|o| !o.is_null()) {
        if ffi::PyTuple_Check(o) != 0 && keyword_names(method).is_some() && o != *args {
            operands.extend((0..ffi::PyTuple_GET_SIZE(o)).map(|j| ffi::PyTuple_GET_ITEM(o, j)));
        } else {
            operands.push(o);
        }
    }
    operands
}

/// The answer of an operand with an `__array_ufunc__` of its own to an operator, if there is one.
#[inline]
pub unsafe fn operator(
    py: Python<'_>,
    u: &'static Ufunc,
    args: &[*mut PyObject],
) -> PyResult<Option<*mut PyObject>> {
    if args.iter().all(|&o| is_basic(o)) {
        return Ok(None);
    }
    let o = super::object::object_of(u);
    if o == ffi::Py_None() {
        return Ok(None);
    }
    array_ufunc(py, o, c"__call__", Call::of(args), u.row.nin)
}

/// The same for a method with its arguments in order, NULL where absent.
pub unsafe fn method(
    py: Python<'_>,
    u: &'static Ufunc,
    name: &CStr,
    args: &[*mut PyObject],
) -> PyResult<Option<*mut PyObject>> {
    if is_basic(args[0]) && operands_of(name, args.as_ptr(), args.len()).iter().all(|&o| is_basic(o)) {
        return Ok(None);
    }
    let o = super::object::object_of(u);
    array_ufunc(py, o, name, Call::of(args), args.len())
}

/// Asks operands with an `__array_ufunc__` of their own; `None` if there are none.
pub unsafe fn array_ufunc(
    py: Python<'_>,
    ufunc: *mut PyObject,
    method: &CStr,
    call: Call,
    nin: usize,
) -> PyResult<Option<*mut PyObject>> {
    let mut operands: SmallVec<[*mut PyObject; 4]> = operands_of(method, call.args, call.n as usize);
    for i in 0..call.names() {
        let key = ffi::PyTuple_GET_ITEM(call.kw, i);
        let is = |name: &CStr| ffi::PyUnicode_CompareWithASCIIString(key, name.as_ptr()) == 0;
        if is(c"where") {
            operands.push(call.value(call.n + i));
        } else if is(c"out") {
            let v = call.value(call.n + i);
            if ffi::PyTuple_Check(v) != 0 {
                operands.extend((0..ffi::PyTuple_GET_SIZE(v)).map(|j| ffi::PyTuple_GET_ITEM(v, j)));
            } else {
                operands.push(v);
            }
        }
    }
    if operands.iter().all(|&o| is_basic(o)) {
        return Ok(None);
    }
    // Subclasses before their bases, else from left to right; each class once.
    let mut asked: SmallVec<[(*mut PyObject, *mut PyObject); 4]> = SmallVec::new();
    for &o in &operands {
        if is_basic(o) || asked.iter().any(|(x, _)| ffi::Py_TYPE(*x) == ffi::Py_TYPE(o)) {
            continue;
        }
        let f = class_attribute(o, &ARRAY_UFUNC);
        if f.is_null() {
            continue;
        }
        if f == default_array_ufunc(py)? {
            ffi::Py_DECREF(f);
            continue;
        }
        let at = asked
            .iter()
            .position(|(x, _)| ffi::PyType_IsSubtype(ffi::Py_TYPE(o), ffi::Py_TYPE(*x)) != 0)
            .unwrap_or(asked.len());
        asked.insert(at, (o, f));
    }
    if asked.is_empty() {
        return Ok(None);
    }
    let result = ask(py, ufunc, method, call, nin, &asked);
    for (_, f) in &asked {
        ffi::Py_DECREF(*f);
    }
    result.map(Some)
}

unsafe fn ask(
    py: Python<'_>,
    ufunc: *mut PyObject,
    method: &CStr,
    Call { args, n, kw }: Call,
    nin: usize,
    asked: &[(*mut PyObject, *mut PyObject)],
) -> PyResult<*mut PyObject> {
    let u = Bound::from_borrowed_ptr(py, ufunc);
    let n = n as usize;
    let name = method.to_str().unwrap_or("__call__");
    let kwargs = pyo3::types::PyDict::new(py);
    let nout = super::object::ufunc_of(ufunc).row.nout;
    let mut n_own = n;
    if let Some((own, names)) = keyword_names(method) {
        n_own = n.min(own);
        for (key, i) in names.iter().zip(own..n) {
            let value = *args.add(i);
            if value.is_null() || is_mark(value) {
                continue;
            }
            let value = Bound::from_borrowed_ptr(py, value);
            if *key != "out" {
                kwargs.set_item(key, value)?;
            } else if let Some(outs) = outputs(py, value, 1)? {
                kwargs.set_item(key, outs)?;
            }
        }
    }
    let all: Vec<Bound<'_, PyAny>> = (0..n_own).map(|i| Bound::from_borrowed_ptr(py, *args.add(i))).collect();
    let inputs = if name == "__call__" { &all[..nin.min(all.len())] } else { &all[..] };
    let positional = name == "__call__" && n > nin;
    if positional && all[nin..].iter().any(|o| !o.is_none()) {
        let mut outs = all[nin..].to_vec();
        outs.resize(nout.max(outs.len()), py.None().into_bound(py));
        kwargs.set_item("out", pyo3::types::PyTuple::new(py, outs)?)?;
    }
    let nkw = if kw.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(kw) };
    for i in 0..nkw {
        let key = Bound::from_borrowed_ptr(py, ffi::PyTuple_GET_ITEM(kw, i));
        let mut value = Bound::from_borrowed_ptr(py, *args.offset(n as isize + i));
        if key.eq("out")? {
            if positional {
                return Err(PyTypeError::new_err(
                    "cannot specify 'out' as both a positional and keyword argument",
                ));
            }
            match outputs(py, value, nout)? {
                Some(outs) => value = outs,
                None => continue,
            }
        }
        let key = if key.eq("sig")? { intern(py, "signature").into_any() } else { key };
        kwargs.set_item(key, value)?;
    }
    // One operand that opts out is enough, whatever the others say.
    for &(o, f) in asked {
        if f == ffi::Py_None() {
            let class = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
            let short = class.rsplit('.').next().unwrap_or("");
            return Err(PyTypeError::new_err(format!(
                "operand '{short}' does not support ufuncs (__array_ufunc__=None)"
            )));
        }
    }
    for &(o, _) in asked {
        let own = Bound::from_borrowed_ptr(py, o);
        let mut positional: Vec<Bound<'_, PyAny>> = vec![u.clone(), name.into_pyobject(py)?.into_any()];
        positional.extend(inputs.iter().cloned());
        let mut positional = pyo3::types::PyTuple::new(py, positional)?;
        let mut kwargs = kwargs.clone();
        if of_package(py, o)? {
            // A package's class knows the real NumPy's ufuncs, and arrays of its kind.
            positional = converted(py, positional.as_ptr())?.cast_into()?;
            kwargs = converted(py, kwargs.as_ptr())?.cast_into()?;
        }
        let r = own.getattr("__array_ufunc__")?.call(positional, Some(&kwargs))?;
        if r.as_ptr() != ffi::Py_NotImplemented() {
            return Ok(r.into_ptr());
        }
    }
    Err(refused(&u, name, inputs, &kwargs)?)
}

/// The error where no operand has an answer.
fn refused(
    u: &Bound<'_, PyAny>,
    name: &str,
    inputs: &[Bound<'_, PyAny>],
    kwargs: &Bound<'_, pyo3::types::PyDict>,
) -> PyResult<PyErr> {
    let shown = |x: &Bound<'_, PyAny>| x.repr().map(|r| r.to_string()).unwrap_or_default();
    let mut operands: Vec<String> = inputs.iter().map(shown).collect();
    operands.extend(kwargs.iter().map(|(k, v)| format!("{k}={}", shown(&v))));
    let mut asked = inputs.to_vec();
    if let Some(outs) = kwargs.get_item("out")? {
        asked.extend(outs.try_iter()?.collect::<PyResult<Vec<_>>>()?);
    }
    let types: Vec<String> =
        asked.iter().map(|x| x.get_type().name().map(|s| format!("'{s}'")).unwrap_or_default()).collect();
    Ok(PyTypeError::new_err(format!(
        "operand type(s) all returned NotImplemented from __array_ufunc__({}, '{name}', {}): {}",
        u.repr()?,
        operands.join(", "),
        types.join(", ")
    )))
}

/// `out=` as overrides get it: a tuple with an entry for each output, nothing where all are None.
fn outputs<'py>(py: Python<'py>, out: Bound<'py, PyAny>, nout: usize) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Ok(outs) = out.cast::<pyo3::types::PyTuple>() else {
        if nout > 1 {
            return Err(PyTypeError::new_err("'out' must be a tuple of arrays"));
        }
        return Ok(if out.is_none() { None } else { Some(pyo3::types::PyTuple::new(py, [out])?.into_any()) });
    };
    if outs.len() != nout {
        return Err(PyValueError::new_err("The 'out' tuple must have exactly one entry per ufunc output"));
    }
    Ok(if outs.iter().all(|o| o.is_none()) { None } else { Some(out) })
}

/// `ndarray.__array_ufunc__` itself, borrowed.
unsafe fn default_array_ufunc(py: Python<'_>) -> PyResult<*mut PyObject> {
    static CELL: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    if let Some(p) = CELL.get() {
        return Ok(*p as *mut PyObject);
    }
    let p =
        checked(py, ffi::PyObject_GetAttr(crate::ndarray::object::type_object().cast(), ARRAY_UFUNC.get()))?;
    // The method descriptor lives as long as the type; this reference is kept.
    Ok(*CELL.get_or_init(|| p as usize) as *mut PyObject)
}

/// What `__array_wrap__` is told of the call: the ufunc, its arguments, which output.
pub struct Context<'a> {
    pub ufunc: &'static Ufunc,
    pub inputs: &'a [*mut PyObject],
    pub outs: &'a [*mut PyObject],
    pub number: usize,
}

impl Context<'_> {
    unsafe fn tuple<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let given = self.outs.iter().any(|&o| !o.is_null() && o != ffi::Py_None());
        let outs = self.outs.iter().filter(|_| given).map(|&o| if o.is_null() { ffi::Py_None() } else { o });
        let args: Vec<_> =
            self.inputs.iter().copied().chain(outs).map(|p| Bound::from_borrowed_ptr(py, p)).collect();
        let ufunc = Bound::from_borrowed_ptr(py, super::object::object_of(self.ufunc));
        Ok((ufunc, pyo3::types::PyTuple::new(py, args)?, self.number).into_pyobject(py)?.into_any())
    }
}

/// A new result of a call as an object; with `arrays` also one without axes is an array.
pub unsafe fn wrap_output(
    py: Python<'_>,
    a: Array,
    c: &Context<'_>,
    subok: bool,
    arrays: bool,
) -> PyResult<*mut PyObject> {
    let wrapper = if subok { wrapper(py, c.inputs)? } else { None };
    let Some(w) = wrapper else {
        return if arrays { Ok(NdArray::wrap(py, a)?.cast()) } else { finish_result(py, a) };
    };
    let scalar = a.ndim() == 0 && !arrays;
    let plain = NdArray::wrap(py, a)?.cast();
    wrap_with(py, w, plain, Some(c), scalar)
}

/// The result of a reduction, wrapped as the operand's class says.
pub unsafe fn wrap_reduced(
    py: Python<'_>,
    r: Array,
    operand: *mut PyObject,
    arrays: bool,
) -> PyResult<*mut PyObject> {
    let Some(w) = wrapper(py, &[operand])? else {
        return if arrays { Ok(NdArray::wrap(py, r)?.cast()) } else { finish_result(py, r) };
    };
    let scalar = r.ndim() == 0 && !arrays;
    let plain = NdArray::wrap(py, r)?.cast();
    wrap_with(py, w, plain, None, scalar)
}

/// A given output, by its own `__array_wrap__` where its class has one.
pub unsafe fn wrap_given(py: Python<'_>, out: *mut PyObject, c: &Context<'_>) -> PyResult<*mut PyObject> {
    let plain = crate::boundary::call::new_ref(out);
    if is_exact(out) {
        return Ok(plain);
    }
    let f = class_attribute(out, &ARRAY_WRAP);
    let own = class_attribute_of(crate::ndarray::object::type_object(), &ARRAY_WRAP);
    ffi::Py_XDECREF(f);
    ffi::Py_XDECREF(own);
    if f == own {
        return Ok(plain);
    }
    wrap_with(py, out, plain, Some(c), false)
}

/// Arrays joined: of the class of the array whose priority is highest, if it is above a plain array's.
pub unsafe fn wrap_joined(py: Python<'_>, a: Array, parts: &[*mut PyObject]) -> PyResult<*mut PyObject> {
    let mut best = (std::ptr::null_mut(), 0.0);
    for &o in parts.iter().filter(|&&o| is_array(o) && !is_exact(o)) {
        let p = priority(py, o, 0.0)?;
        if p > best.1 {
            best = (o, p);
        }
    }
    if best.0.is_null() {
        return finish_result(py, a);
    }
    wrap_result(py, a, &[best.0], true)
}

/// A new result as an object: the operand with the highest priority wraps it; 0-d becomes a scalar.
pub unsafe fn wrap_result(
    py: Python<'_>,
    a: Array,
    inputs: &[*mut PyObject],
    subok: bool,
) -> PyResult<*mut PyObject> {
    let wrapper = if subok { wrapper(py, inputs)? } else { None };
    let Some(w) = wrapper else { return finish_result(py, a) };
    let scalar = a.ndim() == 0;
    let plain = NdArray::wrap(py, a)?.cast();
    wrap_with(py, w, plain, None, scalar)
}

/// A result as an object of the class of `original`, if that wraps results.
pub unsafe fn wrap_as(
    py: Python<'_>,
    result: *mut PyObject,
    original: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let plain = crate::boundary::call::new_ref(result);
    if is_basic(original) {
        return Ok(plain);
    }
    let f = class_attribute(original, &ARRAY_WRAP);
    if f.is_null() {
        return Ok(plain);
    }
    ffi::Py_DECREF(f);
    wrap_with(py, original, plain, None, false)
}

/// The operand whose `__array_wrap__` is used: not an exact array or scalar, highest priority, leftmost.
pub unsafe fn wrapper(py: Python<'_>, inputs: &[*mut PyObject]) -> PyResult<Option<*mut PyObject>> {
    let mut best: Option<(*mut PyObject, f64)> = None;
    for &o in inputs {
        if is_basic(o) {
            continue;
        }
        let f = class_attribute(o, &ARRAY_WRAP);
        if f.is_null() {
            continue;
        }
        ffi::Py_DECREF(f);
        let p = priority(py, o, 0.0)?;
        if best.is_none_or(|(_, b)| p > b) {
            best = Some((o, p));
        }
    }
    // An exact array among the inputs has priority 0 and wraps to itself.
    if let Some((_, p)) = best {
        if p < 0.0 && inputs.iter().any(|&o| is_exact(o)) {
            return Ok(None);
        }
    }
    Ok(best.map(|(o, _)| o))
}

/// `w.__array_wrap__(array, context, return_scalar)`; `plain` is consumed.
pub unsafe fn wrap_with(
    py: Python<'_>,
    w: *mut PyObject,
    plain: *mut PyObject,
    context: Option<&Context<'_>>,
    scalar: bool,
) -> PyResult<*mut PyObject> {
    let mut plain = Bound::from_owned_ptr(py, plain);
    let f = Bound::from_borrowed_ptr(py, w).getattr("__array_wrap__")?;
    let mut context = match context {
        Some(c) => c.tuple(py)?,
        None => py.None().into_bound(py),
    };
    if of_package(py, w)? {
        plain = converted(py, plain.as_ptr())?;
        context = converted(py, context.as_ptr())?;
    } else if real::is_array(w) {
        // NumPy's own subclasses take NumPy's arrays alone.
        if let Some(r) = real::theirs(py, plain.as_ptr())? {
            plain = Bound::from_owned_ptr(py, r);
        }
        context = py.None().into_bound(py);
    }
    let is_refusal = |e: &PyErr| e.is_instance_of::<PyTypeError>(py);
    match f.call1((&plain, &context, scalar)) {
        Err(e) if is_refusal(&e) => attached(|_| drop(e)),
        other => return Ok(other?.into_ptr()),
    }
    // Methods written before NumPy 2 take fewer arguments.
    let with_context = (!context.is_none()).then(|| f.call1((&plain, &context)));
    let older = match with_context {
        Some(Err(e)) if is_refusal(&e) => {
            attached(|_| drop(e));
            f.call1((&plain,))?
        }
        Some(other) => other?,
        None => f.call1((&plain,))?,
    };
    let text = c"__array_wrap__ must accept context and return_scalar arguments (positionally) in the future. (Deprecated NumPy 2.0)";
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyDeprecationWarning>(), text, 1)?;
    Ok(older.into_ptr())
}
