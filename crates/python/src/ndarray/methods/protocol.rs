//! What other code asks arrays: `__array__`, `__array_wrap__`, `__array_ufunc__`, `__array_function__`, ...

use super::construct::{array_finalize, view_as_type};
use crate::boundary::args::{is_none, text_of, truth, Call};
use crate::boundary::call::{borrowed, checked, entry, new_ref, none, owned};
use crate::boundary::names::Name;
use crate::boundary::types::{method, method_o};
use crate::ndarray::object::{array_of, is_array, is_exact, type_object};
use crate::ufunc::overrides::is_real;
use numen_array::Order;
use numen_dtype::Casting;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

crate::signature!(ARRAY: "__array__", 0, 2, 0; "dtype", "copy");

unsafe fn array(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [dtype, copy] = ARRAY.parse(call)?;
    let copy = if is_none(copy) { None } else { Some(truth(py, copy, true)?) };
    let base = if is_exact(o) {
        borrowed(py, o)
    } else {
        owned(py, view_as_type(py, o, type_object(), array_of(o).view(), o)?)?
    };
    let a = array_of(base.as_ptr());
    let d = match crate::dtype::optional(py, dtype)? {
        Some(d) => super::copy::adapted(py, a, d)?,
        None => a.dtype().clone(),
    };
    if &d == a.dtype() && copy != Some(true) {
        return Ok(base.into_ptr());
    }
    if copy == Some(false) {
        return Err(PyValueError::new_err(NO_COPY));
    }
    super::copy::astype_impl(py, base.as_ptr(), d, Order::K, Casting::Unsafe, true)
}

const NO_COPY: &str = "Unable to avoid copy while creating an array as requested.\n\
If using `np.array(obj, copy=False)` replace it with `np.asarray(obj)` to allow a copy when needed (no behavior \
change in NumPy 1.x).\n\
For more details, see https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword.";

crate::signature!(WRAP: "__array_wrap__", 1, 3, 3; "array", "context", "return_scalar");

unsafe fn array_wrap(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { n, .. } = call;
    if n < 1 {
        return Err(PyTypeError::new_err("__array_wrap__() takes at least 1 argument (0 given)"));
    }
    let [a, _, scalar] = WRAP.parse(call)?;
    if !is_array(a) {
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(a)).tp_name).to_string_lossy();
        return Err(PyTypeError::new_err(format!(
            "__array_wrap__() argument 1 must be numpy.ndarray, not {name}"
        )));
    }
    if is_exact(o) && truth(py, scalar, false)? && array_of(a).ndim() == 0 {
        let x = array_of(a);
        return crate::scalar::from_memory(py, x.dtype(), x.read(), std::ptr::null_mut());
    }
    if ffi::Py_TYPE(o) == ffi::Py_TYPE(a) {
        return Ok(new_ref(a));
    }
    view_as_type(py, a, ffi::Py_TYPE(o), array_of(a).view(), o)
}

/// An object's class has an attribute other than arrays' own.
unsafe fn overrides(o: *mut PyObject, name: &std::ffi::CStr) -> bool {
    let f = ffi::PyObject_GetAttrString(ffi::Py_TYPE(o).cast(), name.as_ptr());
    if f.is_null() {
        ffi::PyErr_Clear();
        return false;
    }
    let own = ffi::PyObject_GetAttrString(type_object().cast(), name.as_ptr());
    let differs = f != own;
    ffi::Py_DECREF(f);
    ffi::Py_XDECREF(own);
    differs
}

/// A call of NumPy's ufunc on arrays of which one is ours: done by our ufunc of its name, into the outputs given;
/// what we have not, by NumPy on its own arrays of the same memory.
fn real_ufunc<'py>(
    args: &Bound<'py, PyTuple>,
    name: &str,
    kwargs: &Bound<'py, PyDict>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = args.py();
    let real = args.get_item(0)?;
    let package = PyModule::import(py, "numen")?;
    let name_of = real.getattr("__name__")?.cast_into::<pyo3::types::PyString>()?;
    // Packages have ufuncs of their own, which may bear the name of one of ours.
    let numpys = PyModule::import(py, "numpy")?.getattr(&name_of).is_ok_and(|f| f.is(&real));
    let own = package.getattr(&name_of).ok().filter(|_| numpys);
    let own = own.filter(|f| f.get_type().is(package.getattr("ufunc").unwrap_or(f.clone())));
    let (f, convert) = match own {
        Some(f) => (f, package.getattr("asarray")?),
        None => (real, PyModule::import(py, "numpy")?.getattr("asarray")?),
    };
    static INTERFACE: Name = Name::new("__array_interface__");
    let adapted = |x: Bound<'py, PyAny>| {
        // SAFETY: the object is alive.
        let is_array = unsafe { INTERFACE.of(py, x.as_ptr())? }.is_some();
        if is_array {
            convert.call1((x,))
        } else {
            Ok(x)
        }
    };
    let inputs = args.iter().skip(2).map(adapted).collect::<PyResult<Vec<_>>>()?;
    let keywords = kwargs.copy()?;
    let given = kwargs.get_item("out")?;
    if let Some(outs) = given.as_ref().and_then(|o| o.cast::<PyTuple>().ok()) {
        let outs = outs.iter().map(adapted).collect::<PyResult<Vec<_>>>()?;
        keywords.set_item("out", PyTuple::new(py, outs)?)?;
    }
    if let Some(mask) = kwargs.get_item("where")? {
        keywords.set_item("where", adapted(mask)?)?;
    }
    let result = f.getattr(name)?.call(PyTuple::new(py, inputs)?, Some(&keywords))?;
    match given.as_ref().and_then(|o| o.cast::<PyTuple>().ok()) {
        Some(outs) if outs.len() == 1 => outs.get_item(0),
        Some(outs) if !outs.iter().any(|o| o.is_none()) => Ok(outs.clone().into_any()),
        _ => Ok(result),
    }
}

unsafe extern "C" fn array_ufunc(_o: *mut PyObject, args: *mut PyObject, kw: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let args = borrowed(py, args).cast_into::<PyTuple>()?;
        if args.len() < 2 {
            return Err(PyTypeError::new_err("__array_ufunc__ requires at least 2 arguments"));
        }
        let kwargs = if kw.is_null() { PyDict::new(py) } else { borrowed(py, kw).cast_into::<PyDict>()? };
        let mut operands: Vec<Bound<'_, PyAny>> = args.iter().skip(2).collect();
        if let Some(out) = kwargs.get_item("out")? {
            match out.cast::<PyTuple>() {
                Ok(t) => operands.extend(t.iter()),
                Err(_) => operands.push(out),
            }
        }
        operands.extend(kwargs.get_item("where")?);
        let plain = |x: &Bound<'_, PyAny>| is_exact(x.as_ptr()) || is_real(ffi::Py_TYPE(x.as_ptr()));
        if operands.iter().any(|x| !plain(x) && overrides(x.as_ptr(), c"__array_ufunc__")) {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
        let name: String = args.get_item(1)?.extract()?;
        if is_real(ffi::Py_TYPE(args.get_item(0)?.as_ptr())) {
            return Ok(real_ufunc(&args, &name, &kwargs)?.into_ptr());
        }
        let f = args.get_item(0)?.getattr(name.as_str())?;
        Ok(f.call(args.get_slice(2, args.len()), Some(&kwargs))?.into_ptr())
    })
}

crate::signature!(FUNCTION: "__array_function__", 4, 4, 0; "func", "types", "args", "kwargs");

unsafe fn array_function(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [func, types, args, kwargs] = FUNCTION.parse(call)?;
    if is_real_function(&borrowed(py, func)) {
        let call = PyModule::import(py, "numen._real_functions")?.getattr("call")?;
        let given = [func, types, args, kwargs].map(|x| borrowed(py, x));
        return Ok(call.call1(PyTuple::new(py, given)?)?.into_ptr());
    }
    for t in borrowed(py, types).try_iter()? {
        let t = t?;
        let ours = ffi::PyType_Check(t.as_ptr()) != 0
            && ffi::PyType_IsSubtype(t.as_ptr().cast(), type_object()) != 0;
        if !ours {
            return Ok(new_ref(ffi::Py_NotImplemented()));
        }
    }
    let func = borrowed(py, func);
    let args = borrowed(py, args).cast_into::<PyTuple>()?;
    let kwargs = borrowed(py, kwargs).cast_into::<PyDict>()?;
    static IMPLEMENTATION: Name = Name::new("_implementation");
    if let Some(implementation) = IMPLEMENTATION.of(py, func.as_ptr())? {
        return Ok(implementation.call(args, Some(&kwargs))?.into_ptr());
    }
    Ok(crate::functions::dispatch::without_asking(&func, &args, &kwargs)?.into_ptr())
}

/// A public function of the real NumPy: of its class of dispatchers, or one that takes `like`, found by its name.
fn is_real_function(f: &Bound<'_, PyAny>) -> bool {
    // SAFETY: a valid object, whose class is one.
    if unsafe { is_real(ffi::Py_TYPE(f.as_ptr())) } {
        return true;
    }
    let named = |numpy: Bound<'_, PyAny>| {
        numpy.getattr(f.getattr("__name__")?.extract::<String>()?.as_str()).map(|g| g.is(f))
    };
    crate::boundary::meta::real_numpy(f.py()).is_some_and(|numpy| named(numpy).unwrap_or(false))
}

crate::signature!(NAMESPACE: "__array_namespace__", 0, 0, 0; "api_version");

unsafe fn array_namespace(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [version] = NAMESPACE.parse(call)?;
    if !is_none(version) {
        if ffi::PyUnicode_Check(version) == 0 {
            return Err(PyValueError::new_err(format!(
                "Only None and strings are allowed as the Array API version, but received: {}.",
                borrowed(py, version).repr()?
            )));
        }
        let text = text_of(version);
        if !["2021.12", "2022.12", "2023.12", "2024.12"].contains(&text.as_str()) {
            return Err(PyValueError::new_err(format!(
                "Version \"{text}\" of the Array API Standard is not supported."
            )));
        }
    }
    Ok(PyModule::import(py, "numen")?.into_ptr())
}

unsafe extern "C" fn class_getitem(class: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let count = if ffi::PyTuple_Check(key) != 0 { ffi::PyTuple_GET_SIZE(key) } else { 1 };
        if !(1..=2).contains(&count) {
            let name =
                std::ffi::CStr::from_ptr((*class.cast::<ffi::PyTypeObject>()).tp_name).to_string_lossy();
            let which = if count < 1 { "few" } else { "many" };
            return Err(PyTypeError::new_err(format!("Too {which} arguments for {name}")));
        }
        checked(py, ffi::Py_GenericAlias(class, key))
    })
}

unsafe extern "C" fn contains(o: *mut PyObject, x: *mut PyObject) -> i32 {
    crate::boundary::call::entry_int(|py| {
        let equal = borrowed(py, o).rich_compare(borrowed(py, x), pyo3::pyclass::CompareOp::Eq)?;
        Ok(equal.call_method0("any")?.is_truthy()? as i32)
    })
}

/// `__format__` takes text.
pub unsafe fn format_spec(spec: *mut PyObject, argument: &str) -> PyResult<()> {
    if ffi::PyUnicode_Check(spec) != 0 {
        return Ok(());
    }
    let class = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(spec)).tp_name).to_string_lossy();
    Err(PyTypeError::new_err(format!("__format__() {argument} must be str, not {class}")))
}

unsafe extern "C" fn format(o: *mut PyObject, spec: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        if a.ndim() == 0 {
            // NumPy has a SystemError here, which Python keeps for faults of its own.
            format_spec(spec, "argument")?;
            let item = owned(py, crate::scalar::from_memory(py, a.dtype(), a.read(), o)?)?;
            return checked(py, ffi::PyObject_Format(item.as_ptr(), spec));
        }
        format_spec(spec, "argument")?;
        if ffi::PyUnicode_GET_LENGTH(spec) == 0 {
            return checked(py, ffi::PyObject_Str(o));
        }
        let name = std::ffi::CStr::from_ptr((*ffi::Py_TYPE(o)).tp_name).to_string_lossy();
        Err(PyTypeError::new_err(format!("unsupported format string passed to {name}.__format__")))
    })
}

unsafe extern "C" fn complex(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        if a.ndim() != 0 {
            return Err(PyTypeError::new_err("only 0-dimensional arrays can be converted to Python scalars"));
        }
        if a.dtype().is_time() {
            return Err(PyTypeError::new_err(format!("Unable to convert {} to complex", a.dtype().repr())));
        }
        let item = owned(py, crate::convert::item(py, a, a.read())?)?;
        let args = owned(py, ffi::PyTuple_Pack(1, item.as_ptr()))?;
        checked(
            py,
            ffi::PyObject_Call((&raw mut ffi::PyComplex_Type).cast(), args.as_ptr(), std::ptr::null_mut()),
        )
    })
}

crate::signature!(DEVICE: "to_device", 1, 1, 1; "device", "stream");

unsafe fn to_device(_: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [device, stream] = DEVICE.parse(call)?;
    if !is_none(stream) {
        return Err(PyValueError::new_err("The stream argument in to_device() is not supported"));
    }
    let name = text_of(device);
    if name != "cpu" {
        return Err(PyValueError::new_err(format!("Unsupported device: {name}. Only 'cpu' is accepted.")));
    }
    Ok(new_ref(o))
}

crate::signature!(SETFLAGS: "setflags", 0, 3, 0; "write", "align", "uic");

unsafe fn setflags(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [write, align, uic] = SETFLAGS.parse(call)?;
    if !is_none(align) {
        crate::ndarray::flags::set_aligned(o, truth(py, align, false)?)?;
    }
    if !is_none(uic) {
        crate::ndarray::flags::set_writeback(truth(py, uic, false)?)?;
    }
    if !is_none(write) {
        crate::ndarray::flags::set_writeable(o, truth(py, write, false)?)?;
    }
    Ok(none())
}

/// Adds the methods and the slot of `in`.
pub fn definitions(spec: &mut crate::boundary::types::TypeSpec) {
    spec.slot(ffi::Py_sq_contains, contains as *const ());
    let out = &mut spec.methods;
    out.push(method_o(
        "__array_finalize__",
        array_finalize,
        "Called on new instances of subclasses with the array they come from.",
    ));
    out.push(method_o(
        "__format__",
        format,
        "The only element of a 0-d array formatted; others take no format.",
    ));
    let mut getitem =
        method_o("__class_getitem__", class_getitem, "`ndarray[shape, dtype]` for annotations.");
    getitem.ml_flags |= ffi::METH_CLASS;
    out.push(getitem);
    let mut ufunc =
        method_o("__array_ufunc__", array_finalize, "Runs a ufunc unless an operand overrides it.");
    ufunc.ml_meth = ffi::PyMethodDefPointer { PyCFunctionWithKeywords: array_ufunc };
    ufunc.ml_flags = ffi::METH_VARARGS | ffi::METH_KEYWORDS;
    out.push(ufunc);
    let mut add = |name, f, doc| out.push(method(name, f, doc));
    add("__array__", crate::c_method!(array), "The array itself as a plain array, or a copy as another type: `a.__array__(dtype=None, *, copy=None)`.");
    add("__array_wrap__", crate::c_method!(array_wrap), "A result as an instance of this array's class: `a.__array_wrap__(array, context=None, return_scalar=False)`.");
    add(
        "__array_function__",
        crate::c_function!(array_function),
        "Runs a function of the package without asking for overrides.",
    );
    add(
        "__array_namespace__",
        crate::c_function!(array_namespace),
        "The package: `a.__array_namespace__(*, api_version=None)`.",
    );
    add("__complex__", complex, "complex(self)");
    add("to_device", crate::c_method!(to_device), "The array itself, if the device is 'cpu'.");
    add(
        "setflags",
        crate::c_method!(setflags),
        "setflags($self, /, write=None, align=None, uic=None)\n--\n\nSets the flags WRITEABLE and ALIGNED.",
    );
}
