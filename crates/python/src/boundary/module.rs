//! The type of the package as a module.
//!
//! A module with a `__getattr__` of its own (names that come late) takes the interpreter's general way for each
//! attribute: the type's attributes, then the dictionary. `np.add` costs more there than the addition of ten
//! numbers. This type looks into the dictionary first, and into that only where it has changed since the name was last
//! asked for: how long a dictionary searches depends on the process's hashes.

use super::call::{checked, entry, new_ref};
use super::types::{noargs, TypeSpec};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// How a dictionary of CPython 3.11 to 3.13 begins: its version is another one after each change, and no other
/// dictionary's.
#[repr(C)]
struct DictHead {
    ob: PyObject,
    used: isize,
    version: u64,
}

/// The interpreter's dictionaries have versions.
static VERSIONS: AtomicBool = AtomicBool::new(false);

/// A name (a reference of its own), and what a dictionary of this version has for it.
struct Last {
    name: *mut PyObject,
    version: u64,
    value: *mut PyObject,
}

const PLACES: usize = 256;

/// What was found last, by the names' addresses.
static mut LAST: [Last; PLACES] =
    [const { Last { name: ptr::null_mut(), version: 0, value: ptr::null_mut() } }; PLACES];

unsafe extern "C" fn getattro(o: *mut PyObject, name: *mut PyObject) -> *mut PyObject {
    // Where modules keep their dictionary; asking for it would look at the type's bases first.
    let dict = *o.byte_offset(ffi::PyModule_Type.tp_dictoffset).cast::<*mut PyObject>();
    let place = (&raw mut LAST).cast::<Last>().add(name as usize / 16 % PLACES);
    let place = &mut *place;
    if place.name == name && place.version == (*dict.cast::<DictHead>()).version && VERSIONS.load(Relaxed) {
        return new_ref(place.value);
    }
    let found = ffi::PyDict_GetItemWithError(dict, name);
    if !found.is_null() {
        let before = std::mem::replace(&mut place.name, new_ref(name));
        place.version = (*dict.cast::<DictHead>()).version;
        place.value = found;
        ffi::Py_XDECREF(before);
        return new_ref(found);
    }
    if !ffi::PyErr_Occurred().is_null() {
        return ptr::null_mut();
    }
    match ffi::PyModule_Type.tp_getattro {
        Some(general) => general(o, name),
        None => ffi::PyObject_GenericGetAttr(o, name),
    }
}

/// Pickles go by name: tools that send functions elsewhere know modules by their exact type and would not know this
/// one.
unsafe extern "C" fn reduce(o: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let import = PyModule::import(py, "importlib")?.getattr("import_module")?;
        let name = Bound::from_owned_ptr_or_err(py, ffi::PyModule_GetNameObject(o))?;
        checked(py, (import, (name,)).into_pyobject(py)?.into_ptr())
    })
}

/// Makes the type and puts it into the module; the package takes it as its class.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    let version = py.version_info();
    VERSIONS.store(
        (3, 11) <= (version.major, version.minor) && (version.major, version.minor) <= (3, 13),
        Relaxed,
    );
    // It prints as any module's type.
    let mut spec = TypeSpec::new("builtins.module", 0);
    spec.slot(ffi::Py_tp_getattro, getattro as *const ());
    spec.methods.push(noargs("__reduce__", reduce, "A module is found again by its name."));
    spec.bases.push(&raw mut ffi::PyModule_Type);
    // SAFETY: the slots have their signatures; the layout is that of modules, nothing is added.
    unsafe {
        let ty = spec.build(py)?;
        let ty = Bound::from_owned_ptr(py, ty.cast::<PyObject>());
        ty.setattr("__name__", "module")?;
        m.add("_Module", ty)
    }
}
