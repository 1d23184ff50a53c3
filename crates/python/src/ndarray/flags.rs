//! `a.flags`.

use super::object::{array_of, is_array, NdArray};
use crate::boundary::args::text_of;
use crate::boundary::call::{bool_, borrowed, checked, entry, entry_int, entry_size, new_ref, revive};
use crate::boundary::types::{getset, TypeSpec};
use numen_array::Flags;
use pyo3::exceptions::{PyAttributeError, PyKeyError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject, PyTypeObject};
use pyo3::prelude::*;
use pyo3::types::PyString;
use std::os::raw::{c_int, c_void};
use std::sync::atomic::{AtomicPtr, Ordering::Relaxed};

/// Whether an array may become writeable: it owns its memory, or what it shows is writeable itself.
unsafe fn may_be_writeable(o: *mut PyObject) -> bool {
    let mut base = (*o.cast::<NdArray>()).base;
    if base.is_null() {
        return true;
    }
    while is_array(base) {
        if array_of(base).is_writeable() {
            return true;
        }
        let next = (*base.cast::<NdArray>()).base;
        if next.is_null() {
            return false;
        }
        base = next;
    }
    let object = super::lent::visible(Python::assume_attached(), base);
    let base = object.as_ptr();
    let mut view: ffi::Py_buffer = std::mem::zeroed();
    if ffi::PyObject_GetBuffer(base, &mut view, ffi::PyBUF_WRITABLE | ffi::PyBUF_SIMPLE) < 0 {
        ffi::PyErr_Clear();
        return false;
    }
    ffi::PyBuffer_Release(&mut view);
    true
}

/// Sets WRITEABLE; only what belongs to writeable memory can become writeable.
pub unsafe fn set_writeable(o: *mut PyObject, on: bool) -> PyResult<()> {
    if on && !array_of(o).is_writeable() && !may_be_writeable(o) {
        return Err(PyValueError::new_err("cannot set WRITEABLE flag to True of this array"));
    }
    let a = &mut (*o.cast::<NdArray>()).array;
    a.set_writeable(on);
    a.set_flag(Flags::WARN_ON_WRITE, false);
    Ok(())
}

/// Sets ALIGNED; the addresses must be.
pub unsafe fn set_aligned(o: *mut PyObject, on: bool) -> PyResult<()> {
    if on {
        let a = array_of(o);
        let again = a.view_parts(0, a.dtype().clone(), a.shape().into(), a.strides().into());
        if !again.is_aligned() {
            return Err(PyValueError::new_err("cannot set aligned flag of mis-aligned array to True"));
        }
    }
    (*o.cast::<NdArray>()).array.set_flag(Flags::ALIGNED, on);
    Ok(())
}

/// Says once that a result of `broadcast_arrays` is written to.
#[cold]
pub unsafe fn warn_on_write(py: Python<'_>, o: *mut PyObject) -> PyResult<()> {
    let text = c"Numpy has detected that you (may be) writing to an array with\noverlapping memory from np.broadcast_arrays. If this is intentional\nset the WRITEABLE flag True or make a copy immediately before writing.";
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyDeprecationWarning>(), text, 1)?;
    (*o.cast::<NdArray>()).array.set_flag(Flags::WARN_ON_WRITE, false);
    Ok(())
}

/// Writeable, and without a warning: what others are told.
pub fn freely_writeable(a: &numen_array::Array) -> bool {
    a.is_writeable() && !a.flags().has(Flags::WARN_ON_WRITE)
}

/// WRITEBACKIFCOPY can only be cleared.
pub fn set_writeback(on: bool) -> PyResult<()> {
    if on {
        return Err(PyValueError::new_err("cannot set WRITEBACKIFCOPY flag to True"));
    }
    Ok(())
}

/// Layout and rights of an array's memory, as attributes and by name.
#[repr(C)]
struct FlagsObject {
    ob: PyObject,
    array: *mut PyObject,
}

static TYPE: AtomicPtr<PyTypeObject> = AtomicPtr::new(std::ptr::null_mut());

/// The object that went last, for the next one: most are asked one question.
static FREE: AtomicPtr<PyObject> = AtomicPtr::new(std::ptr::null_mut());

/// The flags of an array object.
pub unsafe fn new_object(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    let ty = TYPE.load(Relaxed);
    let kept = FREE.load(Relaxed);
    let f = if kept.is_null() {
        checked(py, ffi::PyType_GenericAlloc(ty, 0))?
    } else {
        FREE.store(std::ptr::null_mut(), Relaxed);
        revive(kept);
        ffi::Py_INCREF(ty.cast());
        kept
    };
    (*f.cast::<FlagsObject>()).array = new_ref(o);
    Ok(f)
}

unsafe extern "C" fn dealloc(o: *mut PyObject) {
    let ty = ffi::Py_TYPE(o);
    ffi::Py_DECREF((*o.cast::<FlagsObject>()).array);
    if FREE.load(Relaxed).is_null() {
        FREE.store(o, Relaxed);
    } else {
        ffi::PyObject_Free(o.cast());
    }
    ffi::Py_DECREF(ty.cast());
}

/// What is asked for by an attribute or a name.
#[derive(Clone, Copy)]
enum Flag {
    C,
    F,
    OwnData,
    Writeable,
    /// Writeable, and nothing would be said.
    WriteableNoWarn,
    Aligned,
    WriteBack,
    /// Aligned and writeable.
    Behaved,
    CArray,
    FArray,
    Fnc,
    Forc,
}

impl Flag {
    fn named(name: &str) -> Option<Flag> {
        Some(match name {
            "C" | "CONTIGUOUS" | "C_CONTIGUOUS" => Flag::C,
            "F" | "FORTRAN" | "F_CONTIGUOUS" => Flag::F,
            "O" | "OWNDATA" => Flag::OwnData,
            "W" | "WRITEABLE" => Flag::Writeable,
            "A" | "ALIGNED" => Flag::Aligned,
            "X" | "WRITEBACKIFCOPY" => Flag::WriteBack,
            "B" | "BEHAVED" => Flag::Behaved,
            "CA" | "CARRAY" => Flag::CArray,
            "FA" | "FARRAY" => Flag::FArray,
            "FNC" => Flag::Fnc,
            "FORC" => Flag::Forc,
            _ => return None,
        })
    }

    unsafe fn of(self, py: Python<'_>, array: *mut PyObject) -> PyResult<bool> {
        let flags = array_of(array).flags();
        let has = |f: Flags| flags.has(f);
        Ok(match self {
            Flag::C => has(Flags::C),
            Flag::F => has(Flags::F),
            Flag::OwnData => (*array.cast::<NdArray>()).base.is_null(),
            Flag::Writeable => writeable_by(py, flags, Flags::WRITEABLE)?,
            Flag::WriteableNoWarn => has(Flags::WRITEABLE) && !has(Flags::WARN_ON_WRITE),
            Flag::Aligned => has(Flags::ALIGNED),
            Flag::WriteBack => has(Flags::WRITEBACK),
            Flag::Behaved => writeable_by(py, flags, Flags::ALIGNED)?,
            Flag::CArray => writeable_by(py, flags, Flags::ALIGNED.with(Flags::C, true))?,
            // NumPy answers for any one of the three properties (and no C order), not for all of them.
            Flag::FArray => (has(Flags::ALIGNED) || has(Flags::WRITEABLE) || has(Flags::F)) && !has(Flags::C),
            Flag::Fnc => has(Flags::F) && !has(Flags::C),
            Flag::Forc => has(Flags::F) || has(Flags::C),
        })
    }

    unsafe fn set(self, py: Python<'_>, array: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
        let on = borrowed(py, value).is_truthy()?;
        match self {
            Flag::Aligned => set_aligned(array, on),
            Flag::WriteBack => set_writeback(on),
            _ => set_writeable(array, on),
        }
    }
}

/// Writeable, and what else is asked for; says so where a broadcast made the array.
fn writeable_by(py: Python<'_>, flags: Flags, more: Flags) -> PyResult<bool> {
    if flags.has(Flags::WARN_ON_WRITE) {
        let text = c"future versions will not create a writeable array from broadcast_array. Set the writable flag explicitly to avoid this warning.";
        PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyFutureWarning>(), text, 1)?;
    }
    Ok(flags.has(Flags::WRITEABLE) && flags.has(more))
}

unsafe fn array_in(o: *mut PyObject) -> *mut PyObject {
    (*o.cast::<FlagsObject>()).array
}

const ATTRIBUTES: [(&str, Flag, &str); 14] = [
    ("c_contiguous", Flag::C, "In C order without gaps."),
    ("contiguous", Flag::C, "In C order without gaps."),
    ("f_contiguous", Flag::F, "In Fortran order without gaps."),
    ("fortran", Flag::F, "In Fortran order without gaps."),
    ("owndata", Flag::OwnData, "The memory is its own."),
    ("writeable", Flag::Writeable, "The memory may be written."),
    ("_writeable_no_warn", Flag::WriteableNoWarn, "Writeable, and nothing would be said."),
    ("aligned", Flag::Aligned, "The addresses fit the type."),
    ("writebackifcopy", Flag::WriteBack, "A copy that is written back."),
    ("behaved", Flag::Behaved, "Aligned and writeable."),
    ("carray", Flag::CArray, "Behaved and in C order."),
    ("farray", Flag::FArray, "Behaved and in Fortran order."),
    ("fnc", Flag::Fnc, "In Fortran order and not in C order."),
    ("forc", Flag::Forc, "In Fortran order or in C order."),
];

/// The attribute whose number the closure is.
unsafe extern "C" fn get(o: *mut PyObject, which: *mut c_void) -> *mut PyObject {
    entry(|py| Ok(bool_(ATTRIBUTES[which as usize].1.of(py, array_in(o))?)))
}

unsafe extern "C" fn set(o: *mut PyObject, value: *mut PyObject, which: *mut c_void) -> c_int {
    entry_int(|py| {
        if value.is_null() {
            return Err(PyAttributeError::new_err(format!(
                "Cannot delete flags {} attribute",
                ATTRIBUTES[which as usize].0
            )));
        }
        ATTRIBUTES[which as usize].1.set(py, array_in(o), value)?;
        Ok(0)
    })
}

/// Writing warns once.
unsafe extern "C" fn set_warn_on_write(o: *mut PyObject, value: *mut PyObject, _: *mut c_void) -> c_int {
    entry_int(|py| {
        if value.is_null() || !borrowed(py, value).is_truthy()? {
            return Err(PyValueError::new_err("cannot clear the _warn_on_write flag"));
        }
        let a = &mut (*array_in(o).cast::<NdArray>()).array;
        if a.is_writeable() {
            a.set_flag(Flags::WARN_ON_WRITE, true);
        }
        Ok(0)
    })
}

/// NumPy's bits.
unsafe fn bits(o: *mut PyObject) -> i32 {
    let array = array_in(o);
    let flags = array_of(array).flags();
    [
        (flags.has(Flags::WARN_ON_WRITE), i32::MIN),
        (flags.has(Flags::C), 1),
        (flags.has(Flags::F), 2),
        ((*array.cast::<NdArray>()).base.is_null(), 4),
        (flags.has(Flags::ALIGNED), 0x100),
        (flags.has(Flags::WRITEABLE), 0x400),
    ]
    .iter()
    .filter(|bit| bit.0)
    .fold(0, |all, bit| all | bit.1)
}

unsafe extern "C" fn num(o: *mut PyObject, _: *mut c_void) -> *mut PyObject {
    ffi::PyLong_FromLong(bits(o).into())
}

/// The flag that a key names.
unsafe fn flag_of(key: *mut PyObject) -> PyResult<Flag> {
    let name = if ffi::PyUnicode_Check(key) != 0 { text_of(key) } else { String::new() };
    Flag::named(&name).ok_or_else(|| PyKeyError::new_err("Unknown flag"))
}

unsafe extern "C" fn subscript(o: *mut PyObject, key: *mut PyObject) -> *mut PyObject {
    entry(|py| Ok(bool_(flag_of(key)?.of(py, array_in(o))?)))
}

unsafe extern "C" fn ass_subscript(o: *mut PyObject, key: *mut PyObject, value: *mut PyObject) -> c_int {
    entry_int(|py| match flag_of(key)? {
        flag @ (Flag::Writeable | Flag::Aligned | Flag::WriteBack) if !value.is_null() => {
            flag.set(py, array_in(o), value)?;
            Ok(0)
        }
        _ => Err(PyKeyError::new_err("Unknown flag")),
    })
}

unsafe extern "C" fn richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    if ffi::Py_TYPE(b) != TYPE.load(Relaxed) || !matches!(op, ffi::Py_EQ | ffi::Py_NE) {
        return new_ref(ffi::Py_NotImplemented());
    }
    bool_((bits(a) == bits(b)) == (op == ffi::Py_EQ))
}

unsafe extern "C" fn hash(_: *mut PyObject) -> isize {
    entry_size(|_| Err(PyTypeError::new_err("unhashable type: 'numpy._core.multiarray.flagsobj'")))
}

unsafe extern "C" fn repr(o: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let flags = array_of(array_in(o)).flags();
        let word = |b| if b { "True" } else { "False" };
        let text = format!(
            "  C_CONTIGUOUS : {}\n  F_CONTIGUOUS : {}\n  OWNDATA : {}\n  WRITEABLE : {}{}\n  ALIGNED : {}\n  \
             WRITEBACKIFCOPY : False\n",
            word(flags.has(Flags::C)),
            word(flags.has(Flags::F)),
            word(Flag::OwnData.of(py, array_in(o))?),
            word(flags.has(Flags::WRITEABLE)),
            if flags.has(Flags::WARN_ON_WRITE) { "  (with WARN_ON_WRITE=True)" } else { "" },
            word(flags.has(Flags::ALIGNED)),
        );
        Ok(PyString::new(py, &text).into_any().into_ptr())
    })
}

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let mut spec = TypeSpec::new("numen._core.multiarray.flagsobj", std::mem::size_of::<FlagsObject>());
    spec.doc = Some("Layout and rights of an array's memory, as attributes and by name.");
    spec.flags |= ffi::Py_TPFLAGS_DISALLOW_INSTANTIATION;
    spec.slot(ffi::Py_tp_dealloc, dealloc as *const ());
    spec.slot(ffi::Py_tp_repr, repr as *const ());
    spec.slot(ffi::Py_tp_hash, hash as *const ());
    spec.slot(ffi::Py_tp_richcompare, richcompare as *const ());
    spec.slot(ffi::Py_mp_subscript, subscript as *const ());
    spec.slot(ffi::Py_mp_ass_subscript, ass_subscript as *const ());
    for (i, (name, flag, doc)) in ATTRIBUTES.into_iter().enumerate() {
        let may_be_set = matches!(flag, Flag::Writeable | Flag::Aligned | Flag::WriteBack);
        let mut attribute = getset(name, get, may_be_set.then_some(set as ffi::setter), doc);
        attribute.closure = i as *mut c_void;
        spec.getset.push(attribute);
    }
    let mut warn = getset("_warn_on_write", num, Some(set_warn_on_write), "Set: writing warns once.");
    warn.get = None;
    spec.getset.push(warn);
    spec.getset.push(getset("num", num, None, "The flags as NumPy's bits."));
    // SAFETY: the slots have their signatures.
    let ty = unsafe { spec.build(m.py())? };
    TYPE.store(ty, Relaxed);
    // SAFETY: a type that lives as long as the process.
    m.add("flagsobj", unsafe { borrowed(m.py(), ty.cast()) })
}
