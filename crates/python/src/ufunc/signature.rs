//! `signature=`: which loop, by the types of all operands.

use crate::boundary::call::owned;
use numen_dtype::{DType, Num};
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::{smallvec, SmallVec};

/// The types of the operands, `None` where open.
pub type Fixed = SmallVec<[Option<Num>; 4]>;

/// A string of type letters (`"dd->d"`), or a tuple of types.
pub unsafe fn parse(py: Python<'_>, u: &Ufunc, v: *mut PyObject) -> PyResult<Fixed> {
    if ffi::PyBytes_Check(v) != 0 {
        let text = owned(py, ffi::PyUnicode_FromEncodedObject(v, c"utf-8".as_ptr(), c"strict".as_ptr()))?;
        return letters(u, &text.extract::<String>()?);
    }
    if ffi::PyUnicode_Check(v) != 0 {
        return letters(u, &crate::boundary::args::text_of(v));
    }
    if ffi::PyTuple_Check(v) != 0 {
        return tuple(py, u, v);
    }
    Err(PyTypeError::new_err("the signature object to ufunc must be a string or a tuple."))
}

fn letters(u: &Ufunc, text: &str) -> PyResult<Fixed> {
    if text.chars().count() == 1 {
        return Err(one_type());
    }
    let wrong = || {
        PyValueError::new_err(format!(
            "a type-string for {}, {} typecode(s) before and {} after the -> sign",
            u.name(),
            u.row.nin,
            u.row.nout
        ))
    };
    let (ins, outs) = text.split_once("->").ok_or_else(wrong)?;
    if ins.chars().count() != u.row.nin || outs.chars().count() != u.row.nout {
        return Err(wrong());
    }
    let one = |c: char| -> PyResult<Option<Num>> {
        let num = u8::try_from(c).ok().and_then(Num::from_char);
        num.map(Some).ok_or_else(|| PyValueError::new_err("Invalid data-type for array"))
    };
    ins.chars().chain(outs.chars()).map(one).collect()
}

unsafe fn tuple(py: Python<'_>, u: &Ufunc, v: *mut PyObject) -> PyResult<Fixed> {
    let nargs = u.row.nin + u.row.nout;
    let n = ffi::PyTuple_GET_SIZE(v) as usize;
    if n == 1 && nargs != 1 {
        if ffi::PyTuple_GET_ITEM(v, 0) == ffi::Py_None() {
            return Err(PyTypeError::new_err("a single item type tuple cannot contain None."));
        }
        return Err(one_type());
    }
    if n != nargs {
        return Err(PyValueError::new_err(format!(
            "a type-tuple must be specified of length {nargs} for ufunc '{}'",
            u.name()
        )));
    }
    let mut fixed: Fixed = smallvec![None; nargs];
    for (i, f) in fixed.iter_mut().enumerate() {
        let d = crate::dtype::optional(py, ffi::PyTuple_GET_ITEM(v, i as isize))?;
        *f = only_class(d)?.map(|d| d.num());
    }
    Ok(fixed)
}

#[cold]
fn one_type() -> PyErr {
    PyTypeError::new_err("Use `dtype` or  fill the tuple with more than one 'None'.")
}

/// Refuses types with details that do not choose a loop: byte order, unit of time, length of text.
pub fn only_class(d: Option<DType>) -> PyResult<Option<DType>> {
    let Some(d) = d else { return Ok(None) };
    let detailed = d.is_swapped() || (d.is_time() || d.is_flexible()) && d != DType::of(d.num());
    if detailed {
        return Err(PyTypeError::new_err(
            "The `dtype` and `signature` arguments to ufuncs only select the general DType and not details such as \
             the byte order or time unit. You can avoid this error by using the scalar types `np.float64` or the \
             dtype string notation.",
        ));
    }
    Ok(Some(d))
}
