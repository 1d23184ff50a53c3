//! The border between a program that is run unchanged and installed packages, which keep the real NumPy.
//!
//! The runner writes the program's calls, subscripts and returned values through the functions here. Each costs a
//! look at the types of what is handed over; only where something of ours may cross into a package is the
//! conversion asked (`numen.run.border`), so that packages see the real NumPy's objects and nothing else.

use crate::boundary::args::Call;
use crate::boundary::call::{borrowed, checked, entry, new_ref, none, owned};
use crate::boundary::names::Name;
use crate::convert::real;
use crate::ndarray::elements::Elements;
use crate::ndarray::object::{array_of, is_array, is_exact};
use numen_dtype::Num;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use smallvec::SmallVec;
use std::os::raw::c_int;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// `convert(object)`: the real NumPy's object for ours, other objects as they are.
static CONVERT: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());
/// Names of modules and of files -> whether they belong to an installed package; a dict that fills itself.
static FOREIGN: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// The classes whose objects stay as they are; a set that the conversion fills.
static KEPT: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// Our public types, ufuncs and functions -> the real NumPy's; a dict that the conversion fills.
static TWINS: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

static MODULE: Name = Name::new("__module__");

/// Containers within containers are looked into so far.
const DEPTH: usize = 6;

/// Something that may have to be converted: anything but Python's own plain values and containers of them.
#[inline]
unsafe fn suspicious(o: *mut PyObject, depth: usize) -> bool {
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyLong_Type
        || ty == &raw mut ffi::PyFloat_Type
        || ty == &raw mut ffi::PyUnicode_Type
        || ty == &raw mut ffi::PyBool_Type
        || ty == &raw mut ffi::PyBytes_Type
        || o == ffi::Py_None()
    {
        return false;
    }
    let list = ty == &raw mut ffi::PyList_Type;
    if list || ty == &raw mut ffi::PyTuple_Type {
        let n = if list { ffi::PyList_GET_SIZE(o) } else { ffi::PyTuple_GET_SIZE(o) };
        let item = |i| if list { ffi::PyList_GET_ITEM(o, i) } else { ffi::PyTuple_GET_ITEM(o, i) };
        return depth > 0 && (0..n).any(|i| suspicious(item(i), depth - 1));
    }
    if ty == &raw mut ffi::PyDict_Type {
        let (mut at, mut key, mut value) = (0, std::ptr::null_mut(), std::ptr::null_mut());
        while depth > 0 && ffi::PyDict_Next(o, &mut at, &mut key, &mut value) != 0 {
            if suspicious(key, depth - 1) || suspicious(value, depth - 1) {
                return true;
            }
        }
        return false;
    }
    true
}

/// The module in which a callable was made, a new reference; NULL, without an exception, where it says none.
unsafe fn home(f: *mut PyObject) -> *mut PyObject {
    let mut f = f;
    if ffi::Py_TYPE(f) == &raw mut PyMethod_Type {
        f = PyMethod_Function(f);
    }
    if ffi::PyCFunction_Check(f) != 0 {
        let own = ffi::PyCFunction_GetSelf(f);
        // What a module's function is bound to, if anything, says nothing of its home.
        if !own.is_null() && own != ffi::Py_None() && ffi::PyModule_Check(own) == 0 {
            f = if ffi::PyType_Check(own) != 0 { own } else { ffi::Py_TYPE(own).cast() };
        }
    }
    let module = ffi::PyObject_GetAttr(f, MODULE.get());
    if module.is_null() {
        ffi::PyErr_Clear();
    }
    module
}

extern "C" {
    static mut PyMethod_Type: ffi::PyTypeObject;
    fn PyMethod_Function(method: *mut PyObject) -> *mut PyObject;
    fn PyFunction_GetGlobals(function: *mut PyObject) -> *mut PyObject;
}

/// A module's or file's name in the table.
unsafe fn listed(py: Python<'_>, name: *mut PyObject) -> PyResult<bool> {
    if name.is_null() || ffi::PyUnicode_Check(name) == 0 {
        return Ok(false);
    }
    let table = FOREIGN.load(Relaxed);
    // The table is a dict whose `__missing__` finds out: asked as a mapping.
    let found = owned(py, ffi::PyObject_GetItem(table, name))?;
    Ok(found.as_ptr() == ffi::Py_True())
}

unsafe fn is_foreign(py: Python<'_>, f: *mut PyObject) -> PyResult<bool> {
    if is_instance(f) && of_class(py, f)? {
        return Ok(true);
    }
    let module = home(f);
    // A function in C that names no module is of an extension module made by hand (OpenCV's), and of nothing of ours.
    let answer = if module == ffi::Py_None() && is_unbound(f) { Ok(true) } else { listed(py, module) };
    ffi::Py_XDECREF(module);
    answer
}

/// A function in C that is bound to nothing.
unsafe fn is_unbound(f: *mut PyObject) -> bool {
    if ffi::PyCFunction_Check(f) == 0 {
        return false;
    }
    let own = ffi::PyCFunction_GetSelf(f);
    own.is_null() || own == ffi::Py_None()
}

/// A function that a package has made around another and named after it (`jax.grad(f)`): its own text is the package's.
unsafe fn is_wrapper(py: Python<'_>, f: *mut PyObject) -> PyResult<bool> {
    static NAME: Name = Name::new("__name__");
    if ffi::Py_TYPE(f) != &raw mut ffi::PyFunction_Type {
        return Ok(false);
    }
    let name = ffi::PyDict_GetItemWithError(PyFunction_GetGlobals(f), NAME.get());
    if name.is_null() && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    listed(py, name)
}

/// A program is run unchanged: there is a border.
pub fn is_set() -> bool {
    !CONVERT.load(Relaxed).is_null()
}

/// A callable object, neither function nor class: what it stands for may be the program's while itself is a package's.
unsafe fn is_instance(f: *mut PyObject) -> bool {
    let ty = ffi::Py_TYPE(f);
    ty != &raw mut ffi::PyFunction_Type
        && ty != &raw mut PyMethod_Type
        && ffi::PyCFunction_Check(f) == 0
        && ffi::PyType_Check(f) == 0
}

unsafe fn of_class(py: Python<'_>, o: *mut PyObject) -> PyResult<bool> {
    let module = home(ffi::Py_TYPE(o).cast());
    let answer = listed(py, module);
    ffi::Py_XDECREF(module);
    answer
}

/// An object of a class from an installed package.
pub unsafe fn of_package(py: Python<'_>, o: *mut PyObject) -> PyResult<bool> {
    if CONVERT.load(Relaxed).is_null() {
        return Ok(false);
    }
    of_class(py, o)
}

/// The real NumPy's object for ours.
pub unsafe fn converted<'py>(py: Python<'py>, o: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    converted_at(py, o, DEPTH)
}

unsafe fn converted_at<'py>(py: Python<'py>, o: *mut PyObject, depth: usize) -> PyResult<Bound<'py, PyAny>> {
    if !suspicious(o, depth) || is_kept(o) {
        return Ok(borrowed(py, o));
    }
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyTuple_Type {
        let given = borrowed(py, o).cast_into::<PyTuple>()?;
        let items =
            given.iter().map(|x| converted_at(py, x.as_ptr(), depth - 1)).collect::<PyResult<Vec<_>>>()?;
        let same = items.iter().zip(given.iter()).all(|(new, old)| new.is(&old));
        return if same { Ok(given.into_any()) } else { Ok(PyTuple::new(py, items)?.into_any()) };
    }
    if let Some(r) = real::theirs(py, o)? {
        return Ok(Bound::from_owned_ptr(py, r));
    }
    if let Some(twin) = twin(py, o)? {
        return Ok(twin);
    }
    owned(py, ffi::PyObject_CallOneArg(CONVERT.load(Relaxed), o))
}

/// The real one of a type, ufunc or function, if it has been found before.
unsafe fn twin<'py>(py: Python<'py>, o: *mut PyObject) -> PyResult<Option<Bound<'py, PyAny>>> {
    let twins = TWINS.load(Relaxed);
    let ty = ffi::Py_TYPE(o);
    // What is found by its identity, as ufuncs and functions are.
    let hash_of = |ty: *mut ffi::PyTypeObject| (*ty).tp_hash.map(|f| f as usize);
    let by_identity = hash_of(ty) == hash_of(&raw mut ffi::PyBaseObject_Type);
    if twins.is_null() || !(by_identity || ffi::PyType_Check(o) != 0 || ffi::PyCFunction_Check(o) != 0) {
        return Ok(None);
    }
    let found = ffi::PyDict_GetItemWithError(twins, o);
    if found.is_null() && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok((!found.is_null()).then(|| borrowed(py, found)))
}

/// An object of a class of which the conversion has found that its objects stay as they are.
unsafe fn is_kept(o: *mut PyObject) -> bool {
    let kept = KEPT.load(Relaxed);
    !kept.is_null() && ffi::PySet_Contains(kept, ffi::Py_TYPE(o).cast()) == 1
}

/// `real(object)`: the real NumPy's object for one of ours that is an array or scalar of numbers; else None.
unsafe extern "C" fn real_object(_: *mut PyObject, o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        Ok(match real::theirs(py, o)? {
            Some(r) => r,
            None => none(),
        })
    })
}

/// `types(array)`: the classes of the objects in an array of objects, a set.
unsafe extern "C" fn types(_: *mut PyObject, o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let a = is_array(o).then(|| array_of(o)).filter(|a| a.dtype().num() == Num::Object);
        let a = a.ok_or_else(|| PyTypeError::new_err("an array of objects is needed"))?;
        let found = owned(py, ffi::PySet_New(std::ptr::null_mut()))?;
        let mut last = std::ptr::null_mut();
        for p in Elements::of(a) {
            let ty = ffi::Py_TYPE(crate::objects::get(p));
            if ty != last && ffi::PySet_Add(found.as_ptr(), ty.cast()) < 0 {
                return Err(PyErr::fetch(py));
            }
            last = ty;
        }
        Ok(found.into_ptr())
    })
}

/// `call(f, *args, **kwargs)`: `f(*args, **kwargs)`, with the arguments converted if `f` is a package's.
unsafe fn call(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    if n < 1 {
        return Err(PyTypeError::new_err("nothing to call"));
    }
    let f = *args;
    let all = n + call.names();
    if CONVERT.load(Relaxed).is_null() || !(1..all).any(|i| suspicious(call.value(i), DEPTH)) {
        return checked(py, ffi::PyObject_Vectorcall(f, args.add(1), (n - 1) as usize, kw));
    }
    let foreign = is_foreign(py, f)?;
    if !foreign && !is_wrapper(py, f)? {
        return checked(py, ffi::PyObject_Vectorcall(f, args.add(1), (n - 1) as usize, kw));
    }
    let mut keep: SmallVec<[Bound<'_, PyAny>; 8]> = SmallVec::new();
    for i in 1..all {
        let given = call.value(i);
        // What is inside may be the program's function, which gets its own lists and not copies of them.
        let kept = !foreign && !suspicious(given, 0);
        keep.push(if kept { borrowed(py, given) } else { converted(py, given)? });
    }
    let pointers: SmallVec<[*mut PyObject; 8]> = keep.iter().map(|k| k.as_ptr()).collect();
    let result = checked(py, ffi::PyObject_Vectorcall(f, pointers.as_ptr(), (n - 1) as usize, kw))?;
    // What comes back as it went in is what the program gave: `f(x, out=y) is y`.
    Ok(match pointers.iter().position(|p| *p == result) {
        Some(i) => owned(py, result).map(|_| new_ref(call.value(i as isize + 1)))?,
        None => result,
    })
}

/// `getitem(container, key)`: `container[key]`.
unsafe fn getitem(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [container, key] = call.exactly()?;
    let key = given_to(py, container, key)?;
    checked(py, ffi::PyObject_GetItem(container, key.as_ptr()))
}

unsafe fn done(py: Python<'_>, status: c_int) -> PyResult<*mut PyObject> {
    if status < 0 {
        return Err(PyErr::fetch(py));
    }
    Ok(none())
}

/// `setitem(value, container, key)`: `container[key] = value`, in the order in which Python evaluates it.
unsafe fn setitem(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [value, container, key] = call.exactly()?;
    let asked = !CONVERT.load(Relaxed).is_null() && (suspicious(value, DEPTH) || suspicious(key, DEPTH));
    if !asked || !of_package(py, container)? {
        return done(py, ffi::PyObject_SetItem(container, key, value));
    }
    let (value, key) = (converted(py, value)?, converted(py, key)?);
    done(py, ffi::PyObject_SetItem(container, key.as_ptr(), value.as_ptr()))
}

/// `setattr(value, object, name)`: `object.name = value`, in the order in which Python evaluates it.
unsafe fn setattr(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [value, object, name] = call.exactly()?;
    let value = given_to(py, object, value)?;
    done(py, ffi::PyObject_SetAttr(object, name, value.as_ptr()))
}

/// A value as it is stored in an object: converted if that is a package's.
unsafe fn given_to<'py>(
    py: Python<'py>,
    object: *mut PyObject,
    value: *mut PyObject,
) -> PyResult<Bound<'py, PyAny>> {
    if CONVERT.load(Relaxed).is_null() || !suspicious(value, DEPTH) || !of_package(py, object)? {
        return Ok(borrowed(py, value));
    }
    converted(py, value)
}

/// `item(container, key)`: the place that an operator in place changes, with what stands there: a tuple.
unsafe fn item(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [container, key] = call.exactly()?;
    let key = given_to(py, container, key)?;
    let old = owned(py, ffi::PyObject_GetItem(container, key.as_ptr()))?;
    Ok(PyTuple::new(py, [borrowed(py, container), key, old])?.into_ptr())
}

/// `attribute(object, name)`: the same for an attribute.
unsafe fn attribute(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [object, name] = call.exactly()?;
    let old = owned(py, ffi::PyObject_GetAttr(object, name))?;
    Ok(PyTuple::new(py, [borrowed(py, object), borrowed(py, name), old])?.into_ptr())
}

/// `change(code, place, b)`: the operator in place on what stands in a place, which `item` has found.
unsafe fn change(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let (container, key, new) = changed(py, call)?;
    done(py, ffi::PyObject_SetItem(container, key, new.as_ptr()))
}

/// `change_attribute(code, place, b)`: the same for an attribute.
unsafe fn change_attribute(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let (object, name, new) = changed(py, call)?;
    done(py, ffi::PyObject_SetAttr(object, name, new.as_ptr()))
}

/// Where the result of an operator in place goes, and the result.
unsafe fn changed<'py>(
    py: Python<'py>,
    call: Call,
) -> PyResult<(*mut PyObject, *mut PyObject, Bound<'py, PyAny>)> {
    let [code, found, b] = call.exactly()?;
    if ffi::PyTuple_CheckExact(found) == 0 || ffi::PyTuple_GET_SIZE(found) != 3 {
        return Err(PyTypeError::new_err("no place with what stands in it"));
    }
    let part = |i| ffi::PyTuple_GET_ITEM(found, i);
    let (container, key, old) = (part(0), part(1), part(2));
    let b = beside(py, old, b)?;
    let new = match IN_PLACE.get(place(py, code)?) {
        Some(f) => f(old, b.as_ptr()),
        None => ffi::PyNumber_InPlacePower(old, b.as_ptr(), ffi::Py_None()),
    };
    let new = owned(py, new)?;
    let new = given_to(py, container, new.as_ptr())?;
    Ok((container, key, new))
}

/// `right(a, b)`: the right operand `b` of an operator, converted if `a` is an object of a package.
unsafe fn right(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, b] = call.exactly()?;
    Ok(beside(py, a, b)?.into_ptr())
}

/// The right operand of an operator.
unsafe fn beside<'py>(py: Python<'py>, a: *mut PyObject, b: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    if is_exact(a) || !suspicious(a, 0) {
        return Ok(borrowed(py, b));
    }
    given_to(py, a, b)
}

/// `a in b`, after the power and the comparisons.
const CONTAINED: usize = OPERATORS.len() + 7;

/// The operator that a number stands for: its place in [`OPERATORS`], the power, one of six comparisons, or `in`.
unsafe fn place(py: Python<'_>, code: *mut PyObject) -> PyResult<usize> {
    let code: usize = borrowed(py, code).extract()?;
    if code > CONTAINED {
        return Err(PyTypeError::new_err("no such operator"));
    }
    Ok(code)
}

/// `operate(code, a, b)`: an operator between the two; the code is its place in [`OPERATORS`], or six more.
unsafe fn operate(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [code, a, b] = call.exactly()?;
    let code = place(py, code)?;
    if code == CONTAINED {
        let a = given_to(py, b, a)?;
        return match ffi::PySequence_Contains(b, a.as_ptr()) {
            -1 => Err(PyErr::fetch(py)),
            found => Ok(crate::boundary::call::bool_(found != 0)),
        };
    }
    // Real array or scalar and one of ours: ours is asked, as it would be in the end.
    if is_ours(b) && real::is_plain(a) || is_ours(a) && real::is_plain(b) {
        let own = |o| -> PyResult<Bound<'_, PyAny>> {
            Ok(match real::object(py, o)? {
                Some(o) => Bound::from_owned_ptr(py, o),
                None => borrowed(py, o),
            })
        };
        let (a, b) = (own(a)?, own(b)?);
        return checked(py, operated(code, a.as_ptr(), b.as_ptr()));
    }
    if is_ours(a) && !is_ours(b) && suspicious(b, 0) && of_package(py, b)? {
        let a = converted(py, a)?;
        let r = owned(py, operated(code, a.as_ptr(), b))?;
        // What NumPy itself has made of it is ours.
        return Ok(match real::object(py, r.as_ptr())? {
            Some(own) => own,
            None => r.into_ptr(),
        });
    }
    let b = beside(py, a, b)?;
    checked(py, operated(code, a, b.as_ptr()))
}

unsafe fn is_ours(o: *mut PyObject) -> bool {
    is_exact(o) || crate::scalar::object::is_scalar(o)
}

unsafe fn operated(code: usize, a: *mut PyObject, b: *mut PyObject) -> *mut PyObject {
    match OPERATORS.get(code) {
        Some(f) => f(a, b),
        None if code == OPERATORS.len() => ffi::PyNumber_Power(a, b, ffi::Py_None()),
        None => ffi::PyObject_RichCompare(a, b, (code - OPERATORS.len() - 1) as c_int),
    }
}

type Binary = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;

/// The binary operators in the order of `numen.run.crossings`; the power and the comparisons (in the order of
/// `Py_LT` and what follows) come after them.
static OPERATORS: [Binary; 12] = [
    ffi::PyNumber_Add,
    ffi::PyNumber_Subtract,
    ffi::PyNumber_Multiply,
    ffi::PyNumber_TrueDivide,
    ffi::PyNumber_FloorDivide,
    ffi::PyNumber_Remainder,
    ffi::PyNumber_MatrixMultiply,
    ffi::PyNumber_And,
    ffi::PyNumber_Or,
    ffi::PyNumber_Xor,
    ffi::PyNumber_Lshift,
    ffi::PyNumber_Rshift,
];

/// The same in place; the power is the one after their end.
static IN_PLACE: [Binary; 12] = [
    ffi::PyNumber_InPlaceAdd,
    ffi::PyNumber_InPlaceSubtract,
    ffi::PyNumber_InPlaceMultiply,
    ffi::PyNumber_InPlaceTrueDivide,
    ffi::PyNumber_InPlaceFloorDivide,
    ffi::PyNumber_InPlaceRemainder,
    ffi::PyNumber_InPlaceMatrixMultiply,
    ffi::PyNumber_InPlaceAnd,
    ffi::PyNumber_InPlaceOr,
    ffi::PyNumber_InPlaceXor,
    ffi::PyNumber_InPlaceLshift,
    ffi::PyNumber_InPlaceRshift,
];

/// `returned(value)`: the value, converted if the function that returns it was called by a package.
unsafe extern "C" fn returned(_: *mut PyObject, value: *mut PyObject) -> *mut PyObject {
    if CONVERT.load(Relaxed).is_null() || !suspicious(value, DEPTH) {
        return new_ref(value);
    }
    entry(|py| if called_by_package(py)? { Ok(converted(py, value)?.into_ptr()) } else { Ok(new_ref(value)) })
}

/// Whether the Python function that is running was called by code of a package.
unsafe fn called_by_package(py: Python<'_>) -> PyResult<bool> {
    let frame = ffi::PyEval_GetFrame();
    if frame.is_null() {
        return Ok(false);
    }
    let back = ffi::PyFrame_GetBack(frame);
    if back.is_null() {
        return Ok(false);
    }
    let back = owned(py, back.cast())?;
    let code = owned(py, ffi::PyFrame_GetCode(back.as_ptr().cast()).cast())?;
    let file = code.getattr(pyo3::intern!(py, "co_filename"))?;
    listed(py, file.as_ptr())
}

/// `wrapped(result, original)`: a result as an object of the class of `original`, if that wraps results.
unsafe fn wrapped(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [result, original] = call.exactly()?;
    crate::ufunc::overrides::wrap_as(py, result, original)
}

crate::signature!(SET: "_border_set", 2, 4, 4; "convert", "foreign", "kept", "twins");

/// `set_border(convert, foreign, kept, twins)`: the runner's conversion, the table of what belongs to packages, the
/// classes whose objects need no conversion, the real ones of our types and functions.
unsafe fn set_border(_: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [convert, foreign, kept, twins] = SET.parse(call)?;
    // They stay for good: a call may be under way when they are set again.
    for (given, place) in [(foreign, &FOREIGN), (kept, &KEPT), (twins, &TWINS)] {
        if !given.is_null() {
            place.store(new_ref(given), Relaxed);
        }
    }
    CONVERT.store(if convert == ffi::Py_None() { std::ptr::null_mut() } else { new_ref(convert) }, Relaxed);
    Ok(none())
}

/// Adds the functions; their names are the runner's own.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    use crate::boundary::types::{method, method_o};
    out.push(method("_border_call", crate::c_function!(call), "A call of the program's."));
    out.push(method("_border_getitem", crate::c_function!(getitem), "A subscript of the program's."));
    out.push(method(
        "_border_setitem",
        crate::c_function!(setitem),
        "A subscript that the program assigns to.",
    ));
    out.push(method(
        "_border_setattr",
        crate::c_function!(setattr),
        "An attribute that the program assigns to.",
    ));
    out.push(method(
        "_border_item",
        crate::c_function!(item),
        "A subscript that an operator in place changes.",
    ));
    out.push(method(
        "_border_attribute",
        crate::c_function!(attribute),
        "An attribute that an operator in place changes.",
    ));
    out.push(method("_border_change", crate::c_function!(change), "An operator in place on a subscript."));
    out.push(method(
        "_border_change_attribute",
        crate::c_function!(change_attribute),
        "An operator in place on an attribute.",
    ));
    out.push(method("_border_right", crate::c_function!(right), "The right operand of an operator."));
    out.push(method("_border_operate", crate::c_function!(operate), "An operator of the program's."));
    out.push(method_o("_border_real", real_object, "The real NumPy's array or scalar of numbers."));
    out.push(method_o("_border_types", types, "The classes of the objects in an array of objects."));
    out.push(method_o("_border_returned", returned, "A value that a function of the program's returns."));
    out.push(method("_wrapped", crate::c_function!(wrapped), "A result in the class of an argument."));
    out.push(method("_border_set", crate::c_function!(set_border), "Sets the conversion."));
}
