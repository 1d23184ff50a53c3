//! What Python objects name a type.

use super::object::{dtype_of, is_dtype, new_object};
use crate::boundary::args::text_of;
use crate::boundary::call::{attached, new_ref};
use crate::boundary::errors::class;
use crate::boundary::names::Name;
use crate::scalar;
use numen_dtype::{parse_string, DType, DTypeError, ErrorClass, FieldSpec, Num};
use pyo3::exceptions::*;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyTuple};

static GET: Name = Name::new("__get__");

/// An error of the dtype crate as an exception.
#[cold]
pub fn dtype_error(e: DTypeError) -> PyErr {
    match e.class {
        ErrorClass::Type => PyTypeError::new_err(e.message),
        ErrorClass::Value => PyValueError::new_err(e.message),
        ErrorClass::Key => PyKeyError::new_err(e.message),
        ErrorClass::Index => PyIndexError::new_err(e.message),
        ErrorClass::Overflow => PyOverflowError::new_err(e.message),
        ErrorClass::Syntax => PySyntaxError::new_err(e.message),
        ErrorClass::Runtime => PyRuntimeError::new_err(e.message),
        ErrorClass::NotImplemented => PyNotImplementedError::new_err(e.message),
        ErrorClass::Promotion => attached(|py| match class(py, "DTypePromotionError") {
            Ok(c) => PyErr::from_type(c, (e.message,)),
            Err(err) => err,
        }),
    }
}

/// A dtype argument that may be absent or None.
#[inline]
pub unsafe fn optional(py: Python<'_>, p: *mut PyObject) -> PyResult<Option<DType>> {
    if p.is_null() || p == ffi::Py_None() {
        return Ok(None);
    }
    from_object(py, p).map(Some)
}

/// The type an object names.
pub unsafe fn from_object(py: Python<'_>, p: *mut PyObject) -> PyResult<DType> {
    from_any(py, p, false)
}

/// The same; `align` puts the fields of records, of those within records too, where C compilers put them.
unsafe fn from_any(py: Python<'_>, p: *mut PyObject, align: bool) -> PyResult<DType> {
    if is_dtype(p) {
        return Ok(dtype_of(p).clone());
    }
    if p == ffi::Py_None() {
        return Ok(DType::of(Num::Double));
    }
    if ffi::PyType_Check(p) != 0 {
        if p == super::object::base_type().cast() {
            return Err(PyTypeError::new_err("Cannot convert np.dtype into a dtype."));
        }
        return match super::classes::num_of_class(p) {
            Some(num) => Ok(DType::of(num)),
            None => from_type(py, p),
        };
    }
    if ffi::PyUnicode_Check(p) != 0 {
        return parsed(py, &text_of(p), align);
    }
    if ffi::PyBytes_Check(p) != 0 {
        return from_bytes(py, p);
    }
    let o = Bound::from_borrowed_ptr(py, p);
    if let Ok(list) = o.cast::<PyList>() {
        return from_list(list, align);
    }
    if let Ok(t) = o.cast::<PyTuple>() {
        return from_tuple(t, align);
    }
    if let Ok(d) = o.cast::<PyDict>() {
        return from_dict(d, align);
    }
    from_other(py, &o)
}

/// A dtype string in bytes.
unsafe fn from_bytes(py: Python<'_>, p: *mut PyObject) -> PyResult<DType> {
    let o = Bound::from_borrowed_ptr(py, p);
    let b: Vec<u8> = o.extract()?;
    // A byte alone may be the number of a type.
    if let [n] = b[..] {
        if let Some(&num) = Num::ALL.get(usize::from(n)) {
            return Ok(DType::of(num));
        }
    }
    match std::str::from_utf8(&b) {
        Ok(text) if b.is_ascii() => from_text(py, text),
        _ => Err(PyTypeError::new_err(format!("data type {} not understood", o.repr()?))),
    }
}

/// A Python or scalar class.
unsafe fn from_type(py: Python<'_>, p: *mut PyObject) -> PyResult<DType> {
    let is = |t: *mut ffi::PyTypeObject| p == t.cast();
    let num = if is(&raw mut ffi::PyFloat_Type) {
        Num::Double
    } else if is(&raw mut ffi::PyLong_Type) {
        Num::Long
    } else if is(&raw mut ffi::PyBool_Type) {
        Num::Bool
    } else if is(&raw mut ffi::PyComplex_Type) {
        Num::CDouble
    } else if is(&raw mut ffi::PyUnicode_Type) {
        Num::Str
    } else if is(&raw mut ffi::PyBytes_Type) {
        Num::Bytes
    } else if is(&raw mut ffi::PyMemoryView_Type) {
        Num::Void
    } else if is(&raw mut ffi::PyBaseObject_Type) {
        Num::Object
    } else if let Some(n) = scalar::num_of_type(p.cast()) {
        // A program's own kind of records says what its fields are.
        if n == Num::Void && p != scalar::object::class(Num::Void).cast() {
            let class = Bound::from_borrowed_ptr(py, p);
            let own = class.getattr("dtype")?;
            if is_dtype(own.as_ptr()) {
                return Ok(dtype_of(own.as_ptr()).clone());
            }
            if GET.of(py, own.as_ptr())?.is_none() {
                let text = format!("`.dtype` attribute {} is not a valid dtype instance", own.repr()?);
                return Err(PyValueError::new_err(text));
            }
        }
        n
    } else {
        if let Some(e) = scalar::refused_abstract(p) {
            return Err(PyTypeError::new_err(e));
        }
        let o = Bound::from_borrowed_ptr(py, p);
        // A class with a `dtype` attribute (also the real NumPy's scalar classes).
        if let Some(d) = from_attribute(py, &o)? {
            return Ok(d);
        }
        if let Some(d) = real_scalar_class(&o)? {
            return Ok(d);
        }
        // C's types of the standard library.
        if o.get_type().getattr("__module__").is_ok_and(|m| m.eq("_ctypes").unwrap_or(false)) {
            let made = PyModule::import(py, "numen._ctypes_types")?.getattr("dtype_of")?.call1((&o,))?;
            return from_object(py, made.as_ptr());
        }
        return Ok(DType::of(Num::Object));
    };
    Ok(DType::of(num))
}

/// A scalar class of the real NumPy.
fn real_scalar_class(o: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    let Some(numpy) = crate::boundary::meta::real_numpy(o.py()) else { return Ok(None) };
    let generic = numpy.getattr("generic")?;
    let class = o.cast::<pyo3::types::PyType>()?;
    if !class.is_subclass(&generic)? {
        return Ok(None);
    }
    let real = numpy.getattr("dtype")?.call1((o,))?;
    from_real(&real).map(Some)
}

/// A dtype of the real NumPy, by its own description.
fn from_real(d: &Bound<'_, PyAny>) -> PyResult<DType> {
    let fields = d.getattr("fields")?;
    if !fields.is_none() {
        let descr = d.getattr("descr")?;
        return from_list(descr.cast::<PyList>()?, false);
    }
    let char: String = d.getattr("char")?.extract()?;
    let swapped = !d.getattr("isnative")?.extract::<bool>()?;
    let text: String = d.getattr("str")?.extract()?;
    let base = match char.as_bytes() {
        // Types whose name tells more than their layout.
        [c @ (b'q' | b'Q' | b'g' | b'G')] => Num::from_char(*c).map(DType::of),
        _ => None,
    };
    match base {
        Some(b) => Ok(b.with_swapped(swapped)),
        None => from_text(d.py(), &text),
    }
}

/// A dtype string.
pub fn from_text(py: Python<'_>, text: &str) -> PyResult<DType> {
    parsed(py, text, false)
}

fn parsed(py: Python<'_>, text: &str, align: bool) -> PyResult<DType> {
    let p = parse_string(text, align).map_err(dtype_error)?;
    if let Some(w) = p.warning {
        let category = py.get_type::<pyo3::exceptions::PyDeprecationWarning>();
        let text = std::ffi::CString::new(w).unwrap_or_default();
        PyErr::warn(py, &category, &text, 1)?;
    }
    Ok(p.dtype)
}

/// A list of fields.
pub fn from_list(list: &Bound<'_, PyList>, align: bool) -> PyResult<DType> {
    let mut specs = Vec::new();
    for item in list.iter() {
        specs.push(field_spec(&item, align)?);
    }
    numen_dtype::record_from_list(specs, align).map_err(dtype_error)
}

fn field_spec(item: &Bound<'_, PyAny>, align: bool) -> PyResult<FieldSpec> {
    let bad = || {
        PyTypeError::new_err(format!(
            "Field elements must be 2- or 3-tuples, got '{}'",
            item.repr().map(|r| r.to_string()).unwrap_or_default()
        ))
    };
    let t = item.cast::<PyTuple>().map_err(|_| bad())?;
    if t.len() < 2 || t.len() > 3 {
        return Err(bad());
    }
    let first = t.get_item(0)?;
    let (title, name) = if let Ok(pair) = first.cast::<PyTuple>() {
        (Some(pair.get_item(0)?.extract::<String>()?), pair.get_item(1)?.extract::<String>()?)
    } else if let Ok(name) = first.extract::<String>() {
        (None, name)
    } else {
        return Err(PyTypeError::new_err("First element of field tuple is neither a tuple nor str"));
    };
    // SAFETY: the object is alive.
    let mut dtype = unsafe { from_any(t.py(), t.get_item(1)?.as_ptr(), align)? };
    if t.len() == 3 {
        dtype = shaped(dtype, &t.get_item(2)?)?;
    }
    Ok(FieldSpec { name, title, dtype })
}

fn with_shape(dtype: DType, shape: &Bound<'_, PyAny>) -> PyResult<DType> {
    let wrong = |_| PyValueError::new_err("invalid shape in fixed-type tuple.");
    // SAFETY: the object is alive.
    let shape: Vec<i64> = if unsafe { ffi::PyIndex_Check(shape.as_ptr()) } != 0 {
        vec![shape.extract().map_err(wrong)?]
    } else {
        shape.extract().map_err(wrong)?
    };
    numen_dtype::subarray(dtype, &shape).map_err(dtype_error)
}

/// `(base, shape)`, `(flexible, size)`, `(base, new)`.
fn from_tuple(t: &Bound<'_, PyTuple>, align: bool) -> PyResult<DType> {
    if t.len() != 2 {
        return Err(PyTypeError::new_err(format!("Tuple must have size 2, but has size {}", t.len())));
    }
    // SAFETY: the object is alive.
    let base = unsafe { from_any(t.py(), t.get_item(0)?.as_ptr(), align)? };
    let second = t.get_item(1)?;
    if let (Some(_), Ok(m)) = (base.note(), second.cast::<PyDict>()) {
        return super::attributes::with_metadata(&base, m);
    }
    // SAFETY: the object is alive.
    let integer = unsafe { ffi::PyIndex_Check(second.as_ptr()) != 0 };
    let is_shape = integer || second.is_instance_of::<PyTuple>();
    if !is_shape {
        // SAFETY: the object is alive.
        if let Some(new) = unsafe { attached(|py| from_object(py, second.as_ptr()).ok()) } {
            return inherited(&base, &new);
        }
    }
    shaped(base, &second)
}

/// A type and its shape, or the length of a type without one: `(str, 5)` is `U5`.
fn shaped(base: DType, second: &Bound<'_, PyAny>) -> PyResult<DType> {
    if base.is_flexible() && base.itemsize() == 0 && base.ext().is_none() {
        let length = second.extract::<i64>().unwrap_or(-1);
        return numen_dtype::sized(&base, length).map_err(dtype_error);
    }
    with_shape(base, second)
}

/// `(base, new)`: the base's items with the fields of a type of the same size.
fn inherited(base: &DType, new: &DType) -> PyResult<DType> {
    let open = base.is_flexible() && base.itemsize() == 0 && base.ext().is_none();
    if !open && base.itemsize() != new.itemsize() {
        return Err(PyValueError::new_err("mismatch in size of old and new data-descriptor"));
    }
    if base.has_object() != new.has_object() {
        return Err(PyValueError::new_err(
            "dtypes of the form (old_dtype, new_dtype) containing the object dtype are not supported",
        ));
    }
    let base = if open { DType::flexible(base.num(), new.itemsize()) } else { base.clone() };
    let made = match (base.num(), new.fields()) {
        (Num::Void, Some(_)) if new.num() == Num::Void => new.clone(),
        (Num::Void, Some(r)) => DType::record(r.clone()),
        (_, Some(r)) => base.with_parts(Some(r.unaligned())),
        _ => base.clone(),
    };
    Ok(made.with_note(new.note().or(base.note()).cloned()))
}

/// `{'names': [...], 'formats': [...], ...}`.
pub fn from_dict(d: &Bound<'_, PyDict>, align: bool) -> PyResult<DType> {
    let get = |k: &str| d.get_item(k);
    let (Some(names), Some(formats)) = (get("names")?, get("formats")?) else {
        return from_field_dict(d, align);
    };
    let names: Vec<String> = names
        .try_iter()?
        .map(|n| n?.extract().map_err(|_| PyValueError::new_err("field names must be strings")))
        .collect::<PyResult<_>>()?;
    let mut dtypes = Vec::new();
    for f in formats.try_iter()? {
        // SAFETY: the object is alive.
        dtypes.push(unsafe { from_any(d.py(), f?.as_ptr(), align)? });
    }
    let offsets: Option<Vec<i64>> = get("offsets")?.map(|o| o.extract()).transpose()?;
    let titles: Option<Vec<Option<String>>> = get("titles")?.map(|o| o.extract()).transpose()?;
    let itemsize: Option<i64> = get("itemsize")?.map(|o| o.extract()).transpose()?;
    let aligned = align || get("aligned")?.map(|a| a.is_truthy()).transpose()?.unwrap_or(false);
    // What there is more of than names is not looked at.
    let mut offsets = offsets;
    let mut titles = titles;
    dtypes.truncate(names.len());
    offsets.iter_mut().for_each(|o| o.truncate(names.len()));
    titles.iter_mut().for_each(|t| t.truncate(names.len()));
    if names.len() != dtypes.len()
        || offsets.as_ref().is_some_and(|o| o.len() != names.len())
        || titles.as_ref().is_some_and(|t| t.len() != names.len())
    {
        return Err(PyValueError::new_err(
            "'names', 'formats', 'offsets', and 'titles' dict entries must have the same length",
        ));
    }
    let titles = titles.unwrap_or_else(|| vec![None; names.len()]);
    let specs = names.into_iter().zip(dtypes).zip(titles).map(|((name, dtype), title)| FieldSpec {
        name,
        title,
        dtype,
    });
    numen_dtype::record_from_dict(specs.collect(), offsets.as_deref(), itemsize, aligned).map_err(dtype_error)
}

/// `{name: (dtype, offset)}` or `{name: (dtype, offset, title)}`.
fn from_field_dict(d: &Bound<'_, PyDict>, align: bool) -> PyResult<DType> {
    let mut all = Vec::new();
    for (key, value) in d.iter() {
        let entry = value.cast::<PyTuple>().ok().filter(|t| (2..=3).contains(&t.len()));
        let Some(t) = entry else {
            return Err(PyValueError::new_err("entry not a 2- or 3- tuple"));
        };
        let offset: i64 = t.get_item(1)?.extract().map_err(|_| PyValueError::new_err("invalid offset"))?;
        // SAFETY: the object is alive.
        let dtype = unsafe { from_any(d.py(), t.get_item(0)?.as_ptr(), align)? };
        let title = if t.len() == 3 { t.get_item(2)?.extract::<Option<String>>()? } else { None };
        all.push((offset, FieldSpec { name: key.extract()?, title, dtype }));
    }
    all.sort_by_key(|(offset, _)| *offset);
    let (offsets, specs): (Vec<i64>, Vec<FieldSpec>) = all.into_iter().unzip();
    numen_dtype::record_from_dict(specs, Some(&offsets), None, align).map_err(dtype_error)
}

/// The type that an object's `__numpy_dtype__` or `dtype` attribute names; it must be a dtype itself.
fn from_attribute(py: Python<'_>, o: &Bound<'_, PyAny>) -> PyResult<Option<DType>> {
    static NAMES: [Name; 2] = [Name::new("__numpy_dtype__"), Name::new("dtype")];
    for (name, attribute) in NAMES.iter().map(|n| (n.text(), n)) {
        // SAFETY: the object is alive.
        let Some(value) = (unsafe { attribute.of(py, o.as_ptr())? }) else { continue };
        // SAFETY: the object is alive.
        if unsafe { is_dtype(value.as_ptr()) } {
            // SAFETY: just tested.
            return Ok(Some(unsafe { dtype_of(value.as_ptr()).clone() }));
        }
        // A property of a class says nothing about the class.
        // SAFETY: the value is alive.
        if o.is_instance_of::<pyo3::types::PyType>() && unsafe { GET.of(py, value.as_ptr())? }.is_some() {
            continue;
        }
        if let Some(numpy) = crate::boundary::meta::real_numpy(py) {
            if value.is_instance(&numpy.getattr("dtype")?)? {
                return from_real(&value).map(Some);
            }
        }
        return Err(PyValueError::new_err(format!(
            "Could not convert {} to a NumPy dtype (via `.{name}` value {}).",
            o.repr()?,
            value.repr()?
        )));
    }
    Ok(None)
}

/// An object with a `dtype` attribute, or a dtype of the real NumPy.
unsafe fn from_other(py: Python<'_>, o: &Bound<'_, PyAny>) -> PyResult<DType> {
    if let Some(numpy) = crate::boundary::meta::real_numpy(py) {
        if o.is_instance(&numpy.getattr("dtype")?)? {
            return from_real(o);
        }
    }
    if crate::ndarray::object::is_array(o.as_ptr()) {
        return Err(PyTypeError::new_err("Cannot construct a dtype from an array"));
    }
    if let Some(d) = from_attribute(py, o)? {
        return Ok(d);
    }
    Err(PyTypeError::new_err(format!("Cannot interpret '{}' as a data type", o.repr()?)))
}

fn warn_align(py: Python<'_>, align: &Bound<'_, PyAny>) -> PyResult<()> {
    let category = crate::boundary::errors::class(py, "VisibleDeprecationWarning")?;
    let text = format!(
        "dtype(): align should be passed as Python or NumPy boolean but got `align={}`. Did you mean to pass a tuple \
         to create a subarray type? (Deprecated NumPy 2.4)",
        align.repr()?
    );
    PyErr::warn(py, &category, &std::ffi::CString::new(text).unwrap_or_default(), 1)
}

/// `dtype(...)`.
pub unsafe fn construct(py: Python<'_>, args: *mut PyObject, kw: *mut PyObject) -> PyResult<*mut PyObject> {
    let args = Bound::from_borrowed_ptr(py, args).cast_into::<PyTuple>()?;
    let kw = (!kw.is_null()).then(|| Bound::from_borrowed_ptr(py, kw).cast_into::<PyDict>()).transpose()?;
    let get = |i: usize, name: &str| -> PyResult<Option<Bound<'_, PyAny>>> {
        if i < args.len() {
            return Ok(Some(args.get_item(i)?));
        }
        match &kw {
            Some(k) => k.get_item(name),
            None => Ok(None),
        }
    };
    let Some(obj) = get(0, "dtype")? else {
        return Err(PyTypeError::new_err("dtype() missing required argument 'dtype' (pos 0)"));
    };
    let align = match get(1, "align")? {
        Some(a) => {
            let truth = a.is_instance_of::<pyo3::types::PyBool>()
                || scalar::object::num_of(a.as_ptr()) == Some(Num::Bool);
            if !truth {
                warn_align(py, &a)?;
            }
            a.is_truthy()?
        }
        None => false,
    };
    let copy = get(2, "copy")?.map(|a| a.is_truthy()).transpose()?.unwrap_or(false);
    let metadata = get(3, "metadata")?;
    if !copy && metadata.is_none() && is_dtype(obj.as_ptr()) {
        return Ok(new_ref(obj.as_ptr()));
    }
    let mut dtype = if super::classes::is_class(obj.as_ptr()) {
        DType::of(Num::Object)
    } else {
        from_any(py, obj.as_ptr(), align)?
    };
    if let Some(m) = metadata {
        let Ok(m) = m.cast::<PyDict>() else {
            let name = m.get_type().name()?;
            let name = if m.is_none() { "None".to_string() } else { name.to_string() };
            return Err(PyTypeError::new_err(format!("dtype() argument 4 must be dict, not {name}")));
        };
        dtype = super::attributes::with_metadata(&dtype, m)?;
    }
    // NumPy gives types with fields themselves, asked for a copy or not.
    if copy && dtype.fields().is_none() {
        return super::object::copy(py, &dtype);
    }
    new_object(py, &dtype)
}
