//! The tree of scalar classes.

use super::object::{set_type, Number};
use crate::boundary::meta;
use crate::boundary::types::{type_module, TypeSpec};
use numen_dtype::Num;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::collections::HashMap;

/// Abstract classes: name, base, documentation.
const ABSTRACT: &[(&str, &str, &str)] = &[
    ("generic", "", "Base of all scalar types."),
    ("number", "generic", "Base of all number types."),
    ("integer", "number", "Base of all integer types."),
    ("signedinteger", "integer", "Base of the signed integer types."),
    ("unsignedinteger", "integer", "Base of the unsigned integer types."),
    ("inexact", "number", "Base of the types with rounding: floating-point and complex."),
    ("floating", "inexact", "Base of the floating-point types."),
    ("complexfloating", "inexact", "Base of the complex types."),
    ("flexible", "generic", "Base of the types whose size is a parameter."),
    ("character", "flexible", "Base of the string types."),
];

/// Concrete classes: number, base, documentation.
const CONCRETE: &[(Num, &str, &str)] = &[
    (Num::Bool, "generic", "A truth value, one byte."),
    (Num::Byte, "signedinteger", "Signed 8-bit integer."),
    (Num::UByte, "unsignedinteger", "Unsigned 8-bit integer."),
    (Num::Short, "signedinteger", "Signed 16-bit integer."),
    (Num::UShort, "unsignedinteger", "Unsigned 16-bit integer."),
    (Num::Int, "signedinteger", "Signed 32-bit integer."),
    (Num::UInt, "unsignedinteger", "Unsigned 32-bit integer."),
    (Num::Long, "signedinteger", "Signed 64-bit integer, the default integer type."),
    (Num::ULong, "unsignedinteger", "Unsigned 64-bit integer."),
    (Num::LongLong, "signedinteger", "Signed 64-bit integer, C's long long."),
    (Num::ULongLong, "unsignedinteger", "Unsigned 64-bit integer, C's unsigned long long."),
    (Num::Half, "floating", "Half-precision floating-point number, 16 bits."),
    (Num::Float, "floating", "Single-precision floating-point number, 32 bits."),
    (Num::Double, "floating", "Double-precision floating-point number, 64 bits; also a Python float."),
    (Num::LongDouble, "floating", "C's long double, stored as a double here."),
    (Num::CFloat, "complexfloating", "Complex number of two single-precision numbers."),
    (Num::CDouble, "complexfloating", "Complex number of two doubles; also a Python complex."),
    (Num::CLongDouble, "complexfloating", "Complex number of two long doubles, stored as doubles here."),
    (Num::Object, "generic", "Any Python object."),
    (Num::Bytes, "character", "A byte string; also Python bytes."),
    (Num::Str, "character", "A string; also a Python str."),
    (Num::Void, "flexible", "Raw bytes, or the fields of a structured type."),
    (Num::Datetime, "generic", "A date and time."),
    (Num::Timedelta, "signedinteger", "A length of time."),
];

/// Makes the classes and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let module = type_module(py);
    let mut made: HashMap<&str, *mut PyTypeObject> = HashMap::new();
    let mut all = Vec::new();
    for &(name, base, doc) in ABSTRACT {
        let mut spec = TypeSpec::new(format!("{module}.{name}"), std::mem::size_of::<PyObject>());
        spec.doc = Some(doc);
        spec.flags |= ffi::Py_TPFLAGS_BASETYPE;
        if let Some(&b) = made.get(base) {
            spec.bases.push(b);
        }
        super::object::abstract_slots(&mut spec, name);
        // SAFETY: the slots have their signatures.
        let ty = unsafe { spec.build(py)? };
        made.insert(name, ty);
        all.push((name, ty));
    }
    for &(num, base, doc) in CONCRETE {
        let name = num.descriptor().scalar;
        let mut spec = TypeSpec::new(format!("{module}.{name}"), size(num));
        spec.doc = Some(doc);
        spec.flags |= ffi::Py_TPFLAGS_BASETYPE;
        bases(num, made[base], &mut spec);
        super::object::slots(&mut spec, num);
        super::number::slots(&mut spec, num);
        super::integers::concrete_definitions(&mut spec, num);
        // SAFETY: as above.
        let ty = unsafe { spec.build(py)? };
        set_type(num, ty);
        // SAFETY: the type was just made.
        unsafe { super::object::set_vectorcall(num) };
        all.push((name, ty));
    }
    for (name, ty) in all {
        // SAFETY: the types were just made. They are adopted last: a base with a metaclass would hand it
        // down while deriving.
        unsafe {
            meta::adopt(py, ty)?;
            m.add(name, Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()))?;
        }
    }
    super::object::make_bools(py, m)
}

fn bases(num: Num, base: *mut PyTypeObject, spec: &mut TypeSpec) {
    match num {
        Num::Double => spec.bases = vec![base, &raw mut ffi::PyFloat_Type],
        Num::CDouble => spec.bases = vec![base, &raw mut ffi::PyComplex_Type],
        // The Python type comes first, as in NumPy: its methods are the strings' own.
        Num::Str => spec.bases = vec![&raw mut ffi::PyUnicode_Type, base],
        Num::Bytes => spec.bases = vec![&raw mut ffi::PyBytes_Type, base],
        _ => spec.bases = vec![base],
    }
}

fn size(num: Num) -> usize {
    match num {
        // Inherited from the Python type.
        Num::Str | Num::Bytes => 0,
        Num::Double => std::mem::size_of::<ffi::PyFloatObject>(),
        Num::CDouble => std::mem::size_of::<ffi::PyComplexObject>(),
        Num::Void => std::mem::size_of::<super::object::Void>(),
        Num::Datetime | Num::Timedelta => std::mem::size_of::<super::object::Time>(),
        _ => std::mem::size_of::<Number>(),
    }
}
