//! `a.flags`.

use super::object::{array_of, is_array, NdArray};
use crate::boundary::call::borrowed;
use numen_array::Flags;
use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyKeyError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

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
#[pyclass(name = "flagsobj", module = "numen._core.multiarray", frozen, freelist = 16)]
pub struct FlagsObject {
    array: Py<PyAny>,
}

/// The flags of an array object.
pub unsafe fn new_object(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    let f = FlagsObject { array: borrowed(py, o).unbind() };
    Ok(Py::new(py, f)?.into_ptr())
}

impl FlagsObject {
    fn read(&self) -> (Flags, bool) {
        let o = self.array.as_ptr();
        // SAFETY: the object is an array; its reference is ours.
        unsafe { (array_of(o).flags(), (*o.cast::<NdArray>()).base.is_null()) }
    }

    fn has(&self, f: Flags) -> bool {
        self.read().0.has(f)
    }

    /// Writeable, and what else is asked for; says so where a broadcast made the array.
    fn writeable_by(&self, py: Python<'_>, more: Flags) -> PyResult<bool> {
        if self.has(Flags::WARN_ON_WRITE) {
            let text = c"future versions will not create a writeable array from broadcast_array. Set the writable flag explicitly to avoid this warning.";
            PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyFutureWarning>(), text, 1)?;
        }
        Ok(self.has(Flags::WRITEABLE) && self.has(more))
    }
}

#[pymethods]
impl FlagsObject {
    #[getter]
    fn c_contiguous(&self) -> bool {
        self.has(Flags::C)
    }

    #[getter]
    fn contiguous(&self) -> bool {
        self.has(Flags::C)
    }

    #[getter]
    fn f_contiguous(&self) -> bool {
        self.has(Flags::F)
    }

    #[getter]
    fn fortran(&self) -> bool {
        self.has(Flags::F)
    }

    #[getter]
    fn owndata(&self) -> bool {
        self.read().1
    }

    /// Says so where the memory is shared by a broadcast.
    #[getter]
    fn writeable(&self, py: Python<'_>) -> PyResult<bool> {
        self.writeable_by(py, Flags::WRITEABLE)
    }

    /// Writeable, and nothing would be said.
    #[getter]
    fn _writeable_no_warn(&self) -> bool {
        self.has(Flags::WRITEABLE) && !self.has(Flags::WARN_ON_WRITE)
    }

    #[setter]
    fn set_writeable(&self, on: Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: the object is an array.
        unsafe { set_writeable(self.array.as_ptr(), on.is_truthy()?) }
    }

    /// Writing warns once.
    #[setter(_warn_on_write)]
    fn set_warn_on_write(&self, on: Bound<'_, PyAny>) -> PyResult<()> {
        if !on.is_truthy()? {
            return Err(PyValueError::new_err("cannot clear the _warn_on_write flag"));
        }
        // SAFETY: the object is an array.
        unsafe {
            let a = &mut (*self.array.as_ptr().cast::<NdArray>()).array;
            if a.is_writeable() {
                a.set_flag(Flags::WARN_ON_WRITE, true);
            }
        }
        Ok(())
    }

    #[getter]
    fn aligned(&self) -> bool {
        self.has(Flags::ALIGNED)
    }

    #[setter]
    fn set_aligned(&self, on: Bound<'_, PyAny>) -> PyResult<()> {
        // SAFETY: the object is an array.
        unsafe { set_aligned(self.array.as_ptr(), on.is_truthy()?) }
    }

    #[getter]
    fn writebackifcopy(&self) -> bool {
        self.has(Flags::WRITEBACK)
    }

    #[setter]
    fn set_writebackifcopy(&self, on: Bound<'_, PyAny>) -> PyResult<()> {
        set_writeback(on.is_truthy()?)
    }

    /// Aligned and writeable.
    #[getter]
    fn behaved(&self, py: Python<'_>) -> PyResult<bool> {
        self.writeable_by(py, Flags::ALIGNED)
    }

    #[getter]
    fn carray(&self, py: Python<'_>) -> PyResult<bool> {
        self.writeable_by(py, Flags::ALIGNED.with(Flags::C, true))
    }

    /// NumPy answers for any one of the three properties (and no C order), not for all of them.
    #[getter]
    fn farray(&self) -> bool {
        (self.aligned() || self.has(Flags::WRITEABLE) || self.f_contiguous()) && !self.c_contiguous()
    }

    /// Fortran order and not C order.
    #[getter]
    fn fnc(&self) -> bool {
        self.f_contiguous() && !self.c_contiguous()
    }

    #[getter]
    fn forc(&self) -> bool {
        self.f_contiguous() || self.c_contiguous()
    }

    /// The flags as NumPy's bits.
    #[getter]
    fn num(&self) -> i32 {
        let bits = [
            (self.has(Flags::WARN_ON_WRITE), i32::MIN),
            (self.c_contiguous(), 1),
            (self.f_contiguous(), 2),
            (self.owndata(), 4),
            (self.aligned(), 0x100),
            (self.has(Flags::WRITEABLE), 0x400),
        ];
        bits.iter().filter(|b| b.0).fold(0, |all, b| all | b.1)
    }

    fn __getitem__(&self, key: Bound<'_, PyAny>) -> PyResult<bool> {
        let py = key.py();
        let unknown = || PyKeyError::new_err("Unknown flag");
        let key: String = key.extract().map_err(|_| unknown())?;
        Ok(match key.as_str() {
            "C" | "CONTIGUOUS" | "C_CONTIGUOUS" => self.c_contiguous(),
            "F" | "FORTRAN" | "F_CONTIGUOUS" => self.f_contiguous(),
            "O" | "OWNDATA" => self.owndata(),
            "W" | "WRITEABLE" => self.writeable(py)?,
            "A" | "ALIGNED" => self.aligned(),
            "X" | "WRITEBACKIFCOPY" => false,
            "B" | "BEHAVED" => self.behaved(py)?,
            "CA" | "CARRAY" => self.carray(py)?,
            "FA" | "FARRAY" => self.farray(),
            "FNC" => self.fnc(),
            "FORC" => self.forc(),
            _ => return Err(unknown()),
        })
    }

    fn __setitem__(&self, key: Bound<'_, PyAny>, on: Bound<'_, PyAny>) -> PyResult<()> {
        let unknown = || PyKeyError::new_err("Unknown flag");
        let key: String = key.extract().map_err(|_| unknown())?;
        match key.as_str() {
            "W" | "WRITEABLE" => self.set_writeable(on),
            "A" | "ALIGNED" => self.set_aligned(on),
            "X" | "WRITEBACKIFCOPY" => self.set_writebackifcopy(on),
            _ => Err(unknown()),
        }
    }

    fn __richcmp__(&self, other: Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let Ok(other) = other.cast::<FlagsObject>() else { return Ok(py.NotImplemented()) };
        let same = self.num() == other.get().num();
        let answer = match op {
            CompareOp::Eq => same,
            CompareOp::Ne => !same,
            _ => return Ok(py.NotImplemented()),
        };
        Ok(pyo3::types::PyBool::new(py, answer).to_owned().into_any().unbind())
    }

    fn __hash__(&self) -> PyResult<isize> {
        Err(PyTypeError::new_err("unhashable type: 'numpy._core.multiarray.flagsobj'"))
    }

    fn __repr__(&self) -> String {
        let word = |b| if b { "True" } else { "False" };
        format!(
            "  C_CONTIGUOUS : {}\n  F_CONTIGUOUS : {}\n  OWNDATA : {}\n  WRITEABLE : {}{}\n  ALIGNED : {}\n  \
             WRITEBACKIFCOPY : False\n",
            word(self.c_contiguous()),
            word(self.f_contiguous()),
            word(self.owndata()),
            word(self.has(Flags::WRITEABLE)),
            if self.has(Flags::WARN_ON_WRITE) { "  (with WARN_ON_WRITE=True)" } else { "" },
            word(self.aligned()),
        )
    }
}
