//! The classes of dtypes: `type(np.dtype('f8')) is np.dtypes.Float64DType`, and their metaclass.

use super::object::{base_type, new_object};
use crate::boundary::call::{bool_, entry, new_ref, none};
use crate::boundary::types::{getset, type_module, TypeSpec};
use numen_dtype::{DType, Num, MAX_ITEMSIZE};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::os::raw::c_void;

static mut CLASSES: [*mut PyTypeObject; Num::COUNT] = [std::ptr::null_mut(); Num::COUNT];

/// The class of a type's dtype objects.
#[inline(always)]
pub fn class(num: Num) -> *mut PyTypeObject {
    // SAFETY: written at import only.
    unsafe { CLASSES[num as usize] }
}

/// The type that a class stands for; `None` for `dtype` itself and other objects.
pub fn num_of_class(ty: *mut PyObject) -> Option<Num> {
    Num::ALL.into_iter().find(|&n| class(n).cast() == ty)
}

/// A dtype class, `dtype` itself included.
pub fn is_class(o: *mut PyObject) -> bool {
    o == base_type().cast() || num_of_class(o).is_some()
}

fn name(num: Num) -> String {
    let root = match num {
        Num::LongDouble => "LongDouble".to_string(),
        Num::CLongDouble => "CLongDouble".to_string(),
        Num::LongLong => "LongLong".to_string(),
        Num::ULongLong => "ULongLong".to_string(),
        Num::Datetime => "DateTime64".to_string(),
        Num::Timedelta => "TimeDelta64".to_string(),
        _ => {
            let name = num.descriptor().name;
            let upper = name[..1].to_uppercase();
            match name.strip_prefix("uint") {
                Some(bits) => format!("UInt{bits}"),
                None => format!("{upper}{}", &name[1..]),
            }
        }
    };
    format!("{root}DType")
}

/// Its instances have parameters besides how they are stored.
fn is_parametric(num: Num) -> bool {
    matches!(num, Num::Bytes | Num::Str | Num::Void | Num::Datetime | Num::Timedelta)
}

macro_rules! questions {
    ($($name:ident $text:literal |$num:ident| $body:expr;)*) => {
        $( unsafe extern "C" fn $name(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
            entry(|_| { let $num = num_of_class(o); Ok(bool_($body)) })
        } )*
        fn question_definitions(spec: &mut TypeSpec) {
            $( spec.getset.push(getset(concat!("_", stringify!($name)).trim_end_matches('_'), $name, None, $text)); )*
        }
    };
}

questions! {
    legacy "One of the numbered types." |num| num.is_some();
    abstract_ "A class without instances." |num| num.is_none();
    parametric "Its instances have parameters." |num| num.is_some_and(is_parametric);
    is_numeric "Its items are numbers." |num| num.is_some_and(|n| DType::of(n).is_number());
}

unsafe extern "C" fn scalar_type(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    entry(|_| Ok(num_of_class(o).map_or_else(|| none(), |n| new_ref(crate::scalar::object::class(n).cast()))))
}

/// `Float64DType()`, `StrDType(5)`.
unsafe extern "C" fn new(ty: *mut PyTypeObject, args: *mut PyObject, kw: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let num = num_of_class(ty.cast()).ok_or_else(|| PyTypeError::new_err("Cannot subclass DType."))?;
        let n = ffi::PyTuple_GET_SIZE(args);
        if matches!(num, Num::Str | Num::Bytes) {
            if n != 1 {
                return Err(PyTypeError::new_err(format!(
                    "function takes exactly 1 positional argument ({n} given)"
                )));
            }
            return text(py, num, ffi::PyTuple_GET_ITEM(args, 0));
        }
        if is_parametric(num) {
            return Err(PyTypeError::new_err(format!(
                "Preliminary-API: Flexible/Parametric legacy DType '{}' can only be instantiated using \
                 `np.dtype(...)`",
                Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()).repr()?
            )));
        }
        if n != 0 || !kw.is_null() && ffi::PyDict_Size(kw) > 0 {
            return Err(PyTypeError::new_err(
                "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
            ));
        }
        new_object(py, &DType::of(num))
    })
}

/// A string type of a length.
unsafe fn text(py: Python<'_>, num: Num, length: *mut PyObject) -> PyResult<*mut PyObject> {
    let n = crate::convert::int(py, length)?;
    if n < 0 {
        return Err(PyValueError::new_err(format!(
            "Strings cannot have a negative size but a size of {n} was given"
        )));
    }
    let width = if num == Num::Str { 4 } else { 1 };
    match usize::try_from(n).ok().and_then(|n| n.checked_mul(width)).filter(|&bytes| bytes <= MAX_ITEMSIZE) {
        Some(bytes) => new_object(py, &DType::flexible(num, bytes)),
        None => Err(PyTypeError::new_err("Strings too large to store inside array.")),
    }
}

/// `dtype[...]` for annotations: one argument.
pub unsafe extern "C" fn class_getitem(cls: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| generic_alias(py, cls, key, 1))
}

/// `types.GenericAlias` of a class that takes up to so many arguments.
pub unsafe fn generic_alias(
    py: Python<'_>,
    cls: *mut PyObject,
    key: *mut PyObject,
    most: isize,
) -> PyResult<*mut PyObject> {
    let n = if ffi::PyTuple_Check(key) != 0 { ffi::PyTuple_GET_SIZE(key) } else { 1 };
    if n == 0 || n > most {
        let amount = if n == 0 { "few" } else { "many" };
        let name = std::ffi::CStr::from_ptr((*cls.cast::<PyTypeObject>()).tp_name).to_string_lossy();
        return Err(PyTypeError::new_err(format!("Too {amount} arguments for {name}")));
    }
    let alias = PyModule::import(py, "types")?.getattr("GenericAlias")?;
    Ok(alias.call1((Bound::from_borrowed_ptr(py, cls), Bound::from_borrowed_ptr(py, key)))?.into_ptr())
}

/// Makes the metaclass and a class for each type; `dealloc` frees dtype objects.
///
/// # Safety
/// At import, with the lock held; `base` was just made.
pub unsafe fn init(
    py: Python<'_>,
    m: &Bound<'_, PyModule>,
    base: *mut PyTypeObject,
    dealloc: *const (),
) -> PyResult<()> {
    let module = type_module(py);
    let mut meta = TypeSpec::new(format!("{module}._DTypeMeta"), 0);
    meta.doc = Some("The class of dtype classes.");
    meta.bases.push(&raw mut ffi::PyType_Type);
    meta.getset.push(getset("type", scalar_type, None, "The class of the items as scalars."));
    question_definitions(&mut meta);
    let meta = meta.build(py)?;
    let all = PyDict::new(py);
    for num in Num::ALL {
        let name = name(num);
        let mut spec = TypeSpec::new(format!("{module}.dtypes.{name}"), 0);
        spec.doc = Some("The class of the dtypes of one scalar type; `numen.dtype` makes instances.");
        spec.bases.push(base);
        spec.slot(ffi::Py_tp_dealloc, dealloc);
        spec.slot(ffi::Py_tp_new, new as *const ());
        let ty = spec.build(py)?;
        CLASSES[num as usize] = ty;
        all.set_item(name, Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()))?;
    }
    for ty in Num::ALL.map(class).into_iter().chain([base]) {
        crate::boundary::meta::set_metaclass(ty, meta);
        (*ty).tp_flags &= !ffi::Py_TPFLAGS_BASETYPE;
        (*ty).tp_flags |= ffi::Py_TPFLAGS_IMMUTABLETYPE;
        ffi::PyType_Modified(ty);
    }
    debug_assert_eq!(base, base_type());
    m.add("_dtype_classes", all)
}
