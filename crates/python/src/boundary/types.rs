//! Making heap types from slots.

use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use std::ffi::{c_int, c_void, CString};

/// The parts of a heap type.
pub struct TypeSpec {
    /// With the module: `numen.ndarray`.
    pub name: String,
    pub doc: Option<&'static str>,
    pub basicsize: usize,
    pub flags: u64,
    pub slots: Vec<(c_int, *mut c_void)>,
    pub methods: Vec<ffi::PyMethodDef>,
    pub getset: Vec<ffi::PyGetSetDef>,
    pub members: Vec<ffi::PyMemberDef>,
    pub bases: Vec<*mut PyTypeObject>,
}

impl TypeSpec {
    pub fn new(name: impl Into<String>, basicsize: usize) -> TypeSpec {
        TypeSpec {
            name: name.into(),
            doc: None,
            basicsize,
            flags: ffi::Py_TPFLAGS_DEFAULT,
            slots: Vec::new(),
            methods: Vec::new(),
            getset: Vec::new(),
            members: Vec::new(),
            bases: Vec::new(),
        }
    }

    pub fn slot(&mut self, id: c_int, f: *const ()) {
        self.slots.push((id, f as *mut c_void));
    }

    /// Makes the type; everything given lives as long as the process.
    ///
    /// # Safety
    /// Slots and definitions have the signatures their ids ask for.
    pub unsafe fn build(mut self, py: Python<'_>) -> PyResult<*mut PyTypeObject> {
        if let Some(doc) = self.doc {
            let doc = CString::new(doc).expect("documentation without NUL").into_raw();
            self.slots.push((ffi::Py_tp_doc, doc.cast()));
        }
        if !self.methods.is_empty() {
            self.methods.push(std::mem::zeroed());
            self.slots.push((ffi::Py_tp_methods, self.methods.leak().as_mut_ptr().cast()));
        }
        if !self.getset.is_empty() {
            self.getset.push(std::mem::zeroed());
            self.slots.push((ffi::Py_tp_getset, self.getset.leak().as_mut_ptr().cast()));
        }
        if !self.members.is_empty() {
            self.members.push(std::mem::zeroed());
            self.slots.push((ffi::Py_tp_members, self.members.leak().as_mut_ptr().cast()));
        }
        let mut slots: Vec<ffi::PyType_Slot> =
            self.slots.iter().map(|&(slot, pfunc)| ffi::PyType_Slot { slot, pfunc }).collect();
        slots.push(ffi::PyType_Slot { slot: 0, pfunc: std::ptr::null_mut() });
        let name = CString::new(self.name).expect("a name without NUL").into_raw();
        let mut spec = ffi::PyType_Spec {
            name,
            basicsize: self.basicsize as c_int,
            itemsize: 0,
            flags: self.flags as u32,
            slots: slots.leak().as_mut_ptr(),
        };
        let bases = if self.bases.is_empty() {
            std::ptr::null_mut()
        } else {
            let t = ffi::PyTuple_New(self.bases.len() as isize);
            for (i, &b) in self.bases.iter().enumerate() {
                ffi::Py_INCREF(b.cast());
                ffi::PyTuple_SET_ITEM(t, i as isize, b.cast());
            }
            t
        };
        let ty = ffi::PyType_FromSpecWithBases(&mut spec, bases);
        ffi::Py_XDECREF(bases);
        if ty.is_null() {
            return Err(PyErr::fetch(py));
        }
        Ok(ty.cast())
    }
}

/// The type of a fastcall method.
pub type FastCall =
    unsafe extern "C" fn(*mut PyObject, *const *mut PyObject, isize, *mut PyObject) -> *mut PyObject;

/// A method or function with positional and keyword arguments; `doc` may begin with a text signature
/// (`name($self, /, axis=None)\n--\n\n`).
pub fn method(name: &str, f: FastCall, doc: &str) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: CString::new(name).expect("a name without NUL").into_raw(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: f },
        ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: CString::new(doc).expect("documentation without NUL").into_raw(),
    }
}

/// A method with one positional argument.
pub fn method_o(
    name: &str,
    f: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject,
    doc: &str,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef {
        ml_name: CString::new(name).expect("a name without NUL").into_raw(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: f },
        ml_flags: ffi::METH_O,
        ml_doc: CString::new(doc).expect("documentation without NUL").into_raw(),
    }
}

/// A method without arguments.
pub fn noargs(
    name: &str,
    f: unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject,
    doc: &str,
) -> ffi::PyMethodDef {
    ffi::PyMethodDef { ml_flags: ffi::METH_NOARGS, ..method_o(name, f, doc) }
}

/// An attribute.
pub fn getset(name: &str, get: ffi::getter, set: Option<ffi::setter>, doc: &str) -> ffi::PyGetSetDef {
    ffi::PyGetSetDef {
        name: CString::new(name).expect("a name without NUL").into_raw(),
        get: Some(get),
        set,
        doc: CString::new(doc).expect("documentation without NUL").into_raw(),
        closure: std::ptr::null_mut(),
    }
}

/// The module's name in type names: `numen`, or `numpy` under the runner (fixed before the types are made).
pub fn type_module(py: Python<'_>) -> String {
    let get =
        || -> PyResult<String> { PyModule::import(py, "numen._runtime")?.getattr("type_module")?.extract() };
    get().unwrap_or_else(|_| "numen".to_string())
}
