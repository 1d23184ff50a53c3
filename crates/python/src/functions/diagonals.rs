//! `trace`.

use super::dispatch::dispatch;
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::owned;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::methods::shape::diagonal_impl;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::ufunc::methods::{Axis, Reduction};
use crate::ufunc::object::builtin;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(TRACE: "trace", 1, 6, 0; "a", "offset", "axis1", "axis2", "dtype", "out");

unsafe fn trace(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, offset, axis1, axis2, dtype, out] = TRACE.parse(call)?;
    if let Some(r) = dispatch(py, "trace", &[a, out], call)? {
        return Ok(r);
    }
    crate::ufunc::call::method_output(out)?;
    let number = |p: *mut PyObject, default: i64| -> PyResult<i64> {
        if p.is_null() {
            return Ok(default);
        }
        convert::axis(py, p)
    };
    let (offset, axis1, axis2) = (number(offset, 0)? as isize, number(axis1, 0)?, number(axis2, 1)?);
    let array;
    let a = if is_array(a) {
        a
    } else {
        array = owned(py, NdArray::wrap(py, convert::array(py, a)?)?.cast())?;
        array.as_ptr()
    };
    if !is_exact(a) {
        // Subclasses have a diagonal and a sum of their own.
        let d = Bound::from_borrowed_ptr(py, a).call_method1("diagonal", (offset, axis1, axis2))?;
        let or_none = |p: *mut PyObject| (!p.is_null()).then(|| Bound::<PyAny>::from_borrowed_ptr(py, p));
        let r = d.call_method1("sum", (-1, or_none(dtype), or_none(out)))?;
        // A sum that kept no axis is a number.
        let single = is_none(out) && is_array(r.as_ptr()) && array_of(r.as_ptr()).ndim() == 0;
        return Ok(if single { r.get_item(())?.into_ptr() } else { r.into_ptr() });
    }
    let d = owned(py, diagonal_impl(py, a, offset, axis1, axis2)?)?;
    let last = (-1i64).into_pyobject(py)?;
    let r = Reduction {
        axis: Axis::Given(last.as_ptr()),
        dtype: if is_none(dtype) { std::ptr::null_mut() } else { dtype },
        out: if is_none(out) { std::ptr::null_mut() } else { out },
        arrays: false,
        keepdims: false,
        initial: std::ptr::null_mut(),
        mask: std::ptr::null_mut(),
    };
    r.run(py, builtin("add"), d.as_ptr())
}

/// The function.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "trace",
        crate::c_function!(trace),
        "trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None)\n--\n\n\
        Sum along a diagonal of two axes.\n\n\
        Parameters\n----------\na : array_like\n    With two or more axes.\n\
        offset : int, optional\n    Above (positive) or below the main diagonal.\n\
        axis1, axis2 : int, optional\n    The axes whose diagonals are summed.\n\
        dtype : dtype, optional\n    Type to sum in; that of `sum` by default.\n\
        out : ndarray, optional\n    Where the result goes.\n\n\
        Returns\n-------\nscalar or ndarray\n    Of the shape of the other axes.\n\n\
        Raises\n------\nValueError\n    With fewer than two axes.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.trace(np.eye(3))\nnp.float64(3.0)\n",
    ));
}
