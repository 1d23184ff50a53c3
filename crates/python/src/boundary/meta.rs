//! The metaclass of the array and scalar types: under `isinstance` real NumPy's objects count as ours.
//!
//! It derives from `abc.ABCMeta`, so that classes which mix arrays with ABCs have one metaclass.

use super::call::{bool_, checked, entry, new_ref};
use super::types::{getset, method_o, TypeSpec};
use numen_dtype::DType;
use pyo3::exceptions::PyAttributeError;
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::PyModule;
use std::os::raw::c_int;
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

static META: AtomicPtr<PyTypeObject> = AtomicPtr::new(std::ptr::null_mut());
/// `ABCMeta.__instancecheck__` and `ABCMeta.__subclasscheck__`.
static ABC_INSTANCE: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());
static ABC_SUBCLASS: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// Makes the metaclass.
pub fn init(py: Python<'_>) -> PyResult<()> {
    let abc = PyModule::import(py, "abc")?.getattr("ABCMeta")?;
    let abc_ptr: *mut PyTypeObject = abc.as_ptr().cast();
    ABC_INSTANCE.store(abc.getattr("__instancecheck__")?.into_ptr(), Relaxed);
    ABC_SUBCLASS.store(abc.getattr("__subclasscheck__")?.into_ptr(), Relaxed);
    let mut spec = TypeSpec::new("numen._ArrayMeta", 0);
    spec.doc = Some("Metaclass of arrays and scalars.");
    spec.flags |= ffi::Py_TPFLAGS_BASETYPE;
    spec.bases.push(abc_ptr);
    spec.methods.push(method_o("__instancecheck__", instancecheck, ""));
    spec.methods.push(method_o("__subclasscheck__", subclasscheck, ""));
    spec.slot(ffi::Py_tp_richcompare, compare as *const ());
    // SAFETY: `type` is there before anything else; a class that compares must say how it hashes.
    let hash = unsafe { ffi::PyType_Type.tp_hash }.expect("classes hash by identity");
    spec.slot(ffi::Py_tp_hash, hash as *const ());
    let doc = "The type of a class's elements as the real NumPy spells it.";
    spec.getset.push(getset("__numpy_dtype__", numpy_dtype, None, doc));
    // SAFETY: the slots have their signatures; the class lives as long as the process.
    let ty = unsafe { spec.build(py)? };
    // SAFETY: as `type` itself: a class is called through its `tp_vectorcall`, where it has one. CPython 3.11
    // hands this down to immutable types only.
    unsafe {
        (*ty).tp_vectorcall_offset = ffi::PyType_Type.tp_vectorcall_offset;
        (*ty).tp_flags |= ffi::Py_TPFLAGS_HAVE_VECTORCALL;
    }
    std::mem::forget(abc);
    META.store(ty, Relaxed);
    Ok(())
}

/// Gives a new heap type the metaclass and makes it immutable.
///
/// # Safety
/// `ty` was just made and has no subclasses.
pub unsafe fn adopt(py: Python<'_>, ty: *mut PyTypeObject) -> PyResult<()> {
    set_metaclass(ty, META.load(Relaxed));
    let init = PyModule::import(py, "_abc")?.getattr("_abc_init")?;
    init.call1((Bound::from_borrowed_ptr(py, ty.cast::<PyObject>()),))?;
    (*ty).tp_flags |= ffi::Py_TPFLAGS_IMMUTABLETYPE;
    ffi::PyType_Modified(ty);
    Ok(())
}

/// Makes `meta` the class of a new heap type.
///
/// # Safety
/// As for [`adopt`]; `meta` adds nothing to the layout of `type`.
pub unsafe fn set_metaclass(ty: *mut PyTypeObject, meta: *mut PyTypeObject) {
    let old = ffi::Py_TYPE(ty.cast());
    ffi::Py_INCREF(meta.cast());
    (*ty.cast::<PyObject>()).ob_type = meta;
    // Instances own a reference to their class only where it is a heap type; `type` itself is none.
    if (*old).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE != 0 {
        ffi::Py_DECREF(old.cast());
    }
}

/// `numpy.dtype(cls)` of the real NumPy asks for it.
unsafe extern "C" fn numpy_dtype(cls: *mut PyObject, _: *mut std::os::raw::c_void) -> *mut PyObject {
    entry(|py| match crate::scalar::object::num_of_type(cls.cast()) {
        Some(num) => real_dtype(py, &DType::of(num)),
        None => Err(PyAttributeError::new_err("__numpy_dtype__")),
    })
}

/// The real NumPy's object for a type; an `AttributeError` where it is not imported.
pub unsafe fn real_dtype(py: Python<'_>, dtype: &DType) -> PyResult<*mut PyObject> {
    if let Some(d) = crate::convert::real::dtype(py, dtype)? {
        return Ok(d);
    }
    let d = Bound::from_owned_ptr(py, crate::dtype::new_object(py, dtype)?);
    Ok(PyModule::import(py, "numen._real_types")?.getattr("real_dtype")?.call1((d,))?.into_ptr())
}

/// Under the runner a class of ours equals the real NumPy's of its name: programs compare the types of what packages
/// give them.
unsafe extern "C" fn compare(cls: *mut PyObject, other: *mut PyObject, op: c_int) -> *mut PyObject {
    let undecided = cls == other
        || (op != ffi::Py_EQ && op != ffi::Py_NE)
        || ffi::PyType_Check(other) == 0
        || !crate::functions::foreign::is_set()
        || !crate::ufunc::overrides::is_real(other.cast());
    if undecided {
        return new_ref(ffi::Py_NotImplemented());
    }
    entry(|py| Ok(bool_((namesake(py, cls.cast()) == other) == (op == ffi::Py_EQ))))
}

unsafe extern "C" fn instancecheck(cls: *mut PyObject, obj: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let ty = ffi::Py_TYPE(obj);
        if ffi::PyType_IsSubtype(ty, cls.cast()) != 0 || stands_for(py, cls.cast(), ty)? {
            return Ok(bool_(true));
        }
        ask_abc(py, &ABC_INSTANCE, cls, obj)
    })
}

unsafe extern "C" fn subclasscheck(cls: *mut PyObject, sub: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        if ffi::PyType_Check(sub) != 0 {
            let ours = ffi::PyType_IsSubtype(sub.cast(), cls.cast()) != 0;
            if ours || stands_for(py, cls.cast(), sub.cast())? {
                return Ok(bool_(true));
            }
        }
        ask_abc(py, &ABC_SUBCLASS, cls, sub)
    })
}

/// What a class that a program made says as an abstract one. Our own are none: they answer as the real NumPy's.
unsafe fn ask_abc(
    py: Python<'_>,
    check: &AtomicPtr<PyObject>,
    cls: *mut PyObject,
    arg: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if is_own(cls.cast()) {
        return Ok(bool_(false));
    }
    let args = [cls, arg];
    checked(py, ffi::PyObject_Vectorcall(check.load(Relaxed), args.as_ptr(), 2, std::ptr::null_mut()))
}

/// Not a class that a program made.
unsafe fn is_own(cls: *mut PyTypeObject) -> bool {
    (*cls).tp_flags & ffi::Py_TPFLAGS_IMMUTABLETYPE != 0
}

/// A class of the real NumPy stands for ours of the same name.
unsafe fn stands_for(py: Python<'_>, ours: *mut PyTypeObject, theirs: *mut PyTypeObject) -> PyResult<bool> {
    let real = namesake(py, ours);
    Ok(!real.is_null() && ffi::PyType_IsSubtype(theirs, real.cast()) != 0)
}

/// The real NumPy's class of the same name, which lives as long as the process; NULL where there is none.
unsafe fn namesake(py: Python<'_>, ours: *mut PyTypeObject) -> *mut PyObject {
    let nothing = std::ptr::null_mut();
    let Some(numpy) = real_numpy(py).filter(|_| is_own(ours)) else { return nothing };
    if ffi::PyModule_Check(numpy.as_ptr()) == 0 {
        return nothing;
    }
    let name = (*ours.cast::<ffi::PyHeapTypeObject>()).ht_name;
    let t = ffi::PyDict_GetItemWithError(ffi::PyModule_GetDict(numpy.as_ptr()), name);
    if t.is_null() || ffi::PyType_Check(t) == 0 {
        return nothing;
    }
    t
}

/// The real NumPy, if the process has imported it.
pub fn real_numpy(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    // SAFETY: borrowed references of the interpreter's own dict.
    unsafe {
        let modules = ffi::PyImport_GetModuleDict();
        static NUMPY: super::names::Name = super::names::Name::new("numpy");
        let m = ffi::PyDict_GetItemWithError(modules, NUMPY.get());
        if m.is_null() {
            return None;
        }
        // Under the runner the name may stand for this package itself. Its dictionary is asked: for a name that is not
        // there NumPy's own `__getattr__` would be called.
        static MARK: super::names::Name = super::names::Name::new("__numen__");
        if ffi::PyModule_Check(m) != 0 && ffi::PyDict_Contains(ffi::PyModule_GetDict(m), MARK.get()) == 1 {
            return None;
        }
        Some(Bound::from_borrowed_ptr(py, m))
    }
}
