//! Arrays of given data: `array`, `asarray` and relatives.

use super::creation::{device, order_or};
use super::like;
use crate::boundary::args::{index, is_none, truth, Call};
use crate::boundary::notes;
use crate::boundary::types::method;
use crate::convert::asarray::{as_array, Wanted};
use crate::convert::protocols::Copy;
use crate::ndarray::object::{is_exact, NdArray};
use numen_array::Order;
use numen_dtype::Num;
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(ARRAY: "array", 1, 2, 0; "object", "dtype", "copy", "order", "subok", "ndmin", "ndmax", "like");

unsafe fn array(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [object, dtype, copy, order, subok, ndmin, ndmax, like_] = ARRAY.parse(call)?;
    if call.n == 1 && call.kw.is_null() {
        if is_exact(object) {
            if let Some(r) = crate::ndarray::methods::copy::small_copy(py, object, Order::K)? {
                return Ok(r);
            }
        } else if let Some(r) = number(py, object)? {
            return Ok(r);
        }
    }
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "array", like_, call)? {
            return Ok(r);
        }
    }
    let d = crate::dtype::optional(py, dtype);
    let mut w = Wanted::any(d.map_err(|e| notes::rows_given_apart(py, e, object, dtype))?);
    w.copy = copy_mode(py, copy, Copy::Always)?;
    w.order = crate::ufunc::call::order(order)?;
    w.subok = truth(py, subok, false)?;
    if !ndmax.is_null() {
        let m = index(py, ndmax)?;
        if !(0..=64).contains(&m) {
            return Err(PyValueError::new_err("ndmax must be in the range [0, NPY_MAXDIMS (64)] "));
        }
        w.ndmax = m as usize;
    }
    if !ndmin.is_null() {
        let m = index(py, ndmin)?;
        if m > w.ndmax as isize {
            return Err(PyValueError::new_err(format!("ndmin must be <= ndmax ({})", w.ndmax)));
        }
        w.ndmin = m.max(0) as usize;
    }
    as_array(py, object, &w)
}

/// The array of a Python int or float.
#[inline(always)]
unsafe fn number(py: Python<'_>, o: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    let (num, bits) = if ffi::PyFloat_CheckExact(o) != 0 {
        (Num::Double, ffi::PyFloat_AS_DOUBLE(o).to_bits())
    } else if let Some(i) = super::quick::small_int(o) {
        (Num::Long, i as u64)
    } else {
        return Ok(None);
    };
    let r = NdArray::fresh_number(py, num, &[], 1)?;
    (*r).array.write().cast::<u64>().write(bits);
    Ok(Some(r.cast()))
}

/// `copy=`: True, False, None, or the enumeration's values.
pub unsafe fn copy_mode(py: Python<'_>, p: *mut PyObject, default: Copy) -> PyResult<Copy> {
    if p.is_null() {
        return Ok(default);
    }
    if p == ffi::Py_None() {
        return Ok(Copy::IfNeeded);
    }
    let o = Bound::from_borrowed_ptr(py, p);
    if o.get_type().name()? == "_CopyMode" {
        return Ok(match o.getattr("value")?.extract::<i64>()? {
            1 => Copy::Always,
            0 => Copy::Never,
            _ => Copy::IfNeeded,
        });
    }
    if ffi::PyUnicode_Check(p) != 0 {
        return Err(pyo3::exceptions::PyValueError::new_err(
            "strings are not allowed for 'copy' keyword. Use True/False/None instead.",
        ));
    }
    Ok(if truth(py, p, true)? { Copy::Always } else { Copy::Never })
}

crate::signature!(ASARRAY: "asarray", 1, 3, 0; "a", "dtype", "order", "device", "copy", "like");

unsafe fn as_(py: Python<'_>, name: &str, call: Call, subok: bool) -> PyResult<*mut PyObject> {
    if call.n == 1 && call.kw.is_null() {
        let a = call.value(0);
        if is_exact(a) || subok && crate::ndarray::object::is_array(a) {
            return Ok(crate::boundary::call::new_ref(a));
        }
    }
    let [a, dtype, order, device_, copy, like_] = ASARRAY.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, name, like_, call)? {
            return Ok(r);
        }
    }
    device(device_)?;
    let mut w = Wanted::any(crate::dtype::optional(py, dtype)?);
    w.order = crate::ufunc::call::order(order)?;
    w.copy = copy_mode(py, copy, Copy::IfNeeded)?;
    w.subok = subok;
    as_array(py, a, &w)
}

unsafe fn asarray(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    as_(py, "asarray", call, false)
}

unsafe fn asanyarray(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    as_(py, "asanyarray", call, true)
}

crate::signature!(CONTIGUOUS: "ascontiguousarray", 1, 2, 0; "a", "dtype", "like");
crate::signature!(FORTRAN: "asfortranarray", 1, 2, 0; "a", "dtype", "like");

unsafe fn contiguous(
    py: Python<'_>,
    name: &str,
    [a, dtype, like_]: [*mut PyObject; 3],
    call: Call,
    order: Order,
) -> PyResult<*mut PyObject> {
    if !is_none(like_) {
        if let Some(r) = like::ask(py, name, like_, call)? {
            return Ok(r);
        }
    }
    let mut w = Wanted::any(crate::dtype::optional(py, dtype)?);
    w.order = order_or(std::ptr::null_mut(), order)?;
    w.ndmin = 1;
    as_array(py, a, &w)
}

unsafe fn ascontiguousarray(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let a = CONTIGUOUS.parse(call)?;
    contiguous(py, "ascontiguousarray", a, call, Order::C)
}

unsafe fn asfortranarray(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let a = FORTRAN.parse(call)?;
    contiguous(py, "asfortranarray", a, call, Order::F)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "array",
        crate::c_function!(array),
        "array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, ndmax=0, like=None)\n--\n\n\
         A new array of the given data.\n\n\
         Parameters\n----------\n\
         object : array_like\n    An array, a number, nested sequences, or an object that offers an array.\n\
         dtype : data-type, optional\n    The type of the elements; by default the smallest that holds them all.\n\
         copy : bool or None\n    True: always copy. None: only if needed. False: never, an error if one is needed.\n\
         order : {'K', 'A', 'C', 'F'}\n    Memory order of the result.\n\
         subok : bool\n    Keep subclasses of ndarray.\n\
         ndmin : int\n    Axes of length 1 are put in front until there are so many.\n\n\
         Returns\n-------\nndarray\n\n\
         Raises\n------\nValueError\n    For sequences of unequal lengths, or if a forbidden copy is needed.\n\n\
         Examples\n--------\n>>> import numen as np\n>>> np.array([[1, 2], [3, 4]]).shape\n(2, 2)\n",
    ));
    out.push(method(
        "asarray",
        crate::c_function!(asarray),
        "asarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)\n--\n\n\
         The object as an array, without a copy where it is one of the wanted type and order already.\n\n\
         Parameters\n----------\na : array_like\ndtype : data-type, optional\norder : {'C', 'F', 'A', 'K'}, optional\n\n\
         Returns\n-------\nndarray\n\n\
         Examples\n--------\n>>> import numen as np\n>>> a = np.array([1, 2])\n>>> np.asarray(a) is a\nTrue\n",
    ));
    out.push(method(
        "asanyarray",
        crate::c_function!(asanyarray),
        "asanyarray(a, dtype=None, order=None, *, device=None, copy=None, like=None)\n--\n\n\
         As `asarray`, but instances of subclasses pass through.\n",
    ));
    out.push(method(
        "ascontiguousarray",
        crate::c_function!(ascontiguousarray),
        "ascontiguousarray(a, dtype=None, *, like=None)\n--\n\n\
         The object as an array of at least one axis, contiguous in C order; copied only if needed.\n",
    ));
    out.push(method(
        "asfortranarray",
        crate::c_function!(asfortranarray),
        "asfortranarray(a, dtype=None, *, like=None)\n--\n\n\
         The object as an array of at least one axis, contiguous in Fortran order; copied only if needed.\n",
    ));
}
