//! Items of void and structured types as scalars: windows onto a 0-d array.

use super::object::Void;
use crate::boundary::call::{attached, checked, entry, entry_int, entry_size, owned};
use crate::boundary::types::TypeSpec;
use crate::ndarray::object::array_of;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyIndexError, PyOverflowError, PyTypeError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use std::os::raw::c_int;

/// `void(5)`: so many zero bytes; `void(b'abc')`: these bytes; `void(x, dtype)`.
pub unsafe fn construct(py: Python<'_>, args: *mut PyObject, kw: *mut PyObject) -> PyResult<*mut PyObject> {
    let args = Bound::from_borrowed_ptr(py, args).cast_into::<pyo3::types::PyTuple>()?;
    let kw = (!kw.is_null())
        .then(|| Bound::from_borrowed_ptr(py, kw).cast_into::<pyo3::types::PyDict>())
        .transpose()?;
    let mut dtype = args.get_item(1).ok();
    if let (None, Some(k)) = (&dtype, &kw) {
        dtype = k.get_item("dtype")?;
    }
    let x = args
        .get_item(0)
        .map_err(|_| PyTypeError::new_err("void() takes at least 1 positional argument (0 given)"))?;
    if let Some(d) = dtype.filter(|d| !d.is_none()) {
        let d = crate::dtype::from_object(py, d.as_ptr())?;
        let a = crate::convert::array_as(py, x.as_ptr(), &d)?;
        return crate::ndarray::object::finish_result(py, a);
    }
    let integer = x.is_instance_of::<pyo3::types::PyInt>()
        || super::object::num_of(x.as_ptr()).is_some_and(|n| DType::of(n).is_integer());
    if !integer && ffi::PyBytes_Check(x.as_ptr()) == 0 && !super::object::is_scalar(x.as_ptr()) {
        // What shows its memory, or is a sequence, is one of bare bytes.
        let p = x.as_ptr();
        let open = DType::of(Num::Void);
        let a = if crate::ndarray::object::is_array(p) || crate::convert::protocols::offers_array(p) {
            let a = crate::convert::array(py, p)?;
            let d = crate::ndarray::methods::copy::adapted(py, &a, open)?;
            crate::boundary::errors::ToPy::py(numen_ops::call::as_type(&a, &d), py)?
        } else {
            crate::convert::array_as(py, p, &open)?
        };
        return crate::ndarray::object::finish_result(py, a);
    }
    let bytes = if integer {
        match x.extract::<i64>() {
            Ok(n) if (0..=i32::MAX as i64).contains(&n) => vec![0u8; n as usize],
            _ => {
                return Err(PyOverflowError::new_err(format!(
                    "size must be non-negative and not greater than {}",
                    i32::MAX
                )))
            }
        }
    } else {
        if ffi::PyObject_CheckBuffer(x.as_ptr()) == 0 {
            let name = x.get_type().name()?;
            return Err(PyTypeError::new_err(format!("A bytes-like object is required, not '{name}'")));
        }
        let b = owned(py, ffi::PyBytes_FromObject(x.as_ptr()))?;
        b.extract::<Vec<u8>>()?
    };
    let d = DType::flexible(Num::Void, bytes.len());
    let a = crate::boundary::errors::ToPy::py(Array::empty(d, &[], Order::C), py)?;
    std::ptr::copy_nonoverlapping(bytes.as_ptr(), a.write(), bytes.len());
    super::from_memory(py, a.dtype(), a.read(), std::ptr::null_mut())
}

unsafe fn item(o: *mut PyObject) -> *mut PyObject {
    (*o.cast::<Void>()).item
}

/// The name of the field a position or name stands for.
unsafe fn key<'py>(py: Python<'py>, o: *mut PyObject, key: *mut PyObject) -> PyResult<Bound<'py, PyAny>> {
    let k = Bound::from_borrowed_ptr(py, key);
    let Some(r) = array_of(item(o)).dtype().as_record() else { return Ok(k) };
    if ffi::PyIndex_Check(key) == 0 {
        return Ok(k);
    }
    let Some(i) = attached(|_| k.extract::<isize>().ok()) else { return Ok(k) };
    let n = r.fields().len() as isize;
    let at = if i < 0 { i + n } else { i };
    if at < 0 || at >= n {
        return Err(PyIndexError::new_err(format!("invalid index ({i})")));
    }
    Ok(r.fields()[at as usize].name.as_str().into_pyobject(py)?.into_any())
}

unsafe extern "C" fn subscript(o: *mut PyObject, k: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let whole = k == ffi::Py_Ellipsis();
        let k = key(py, o, k)?;
        let r = owned(py, ffi::PyObject_GetItem(item(o), k.as_ptr()))?;
        let p = r.as_ptr();
        if whole {
            return Ok(r.into_ptr());
        }
        if crate::ndarray::object::is_array(p) && array_of(p).ndim() == 0 {
            return super::from_memory(py, array_of(p).dtype(), array_of(p).read(), p);
        }
        Ok(r.into_ptr())
    })
}

unsafe extern "C" fn ass_subscript(o: *mut PyObject, k: *mut PyObject, v: *mut PyObject) -> c_int {
    entry_int(|py| {
        let k = key(py, o, k)?;
        if !k.is_instance_of::<pyo3::types::PyString>() && !k.is_instance_of::<pyo3::types::PyList>() {
            return Err(PyIndexError::new_err("invalid index"));
        }
        let field = owned(py, ffi::PyObject_GetItem(item(o), k.as_ptr()))?;
        let p = field.as_ptr();
        let cell = crate::ndarray::object::is_array(p).then(|| array_of(p));
        if let Some(cell) =
            cell.filter(|c| c.ndim() == 0 && c.is_writeable() && k.is_instance_of::<pyo3::types::PyString>())
        {
            // One item takes what an element takes, objects any.
            return super::to_memory(py, cell.dtype(), cell.write(), v).map(|()| 0);
        }
        if ffi::PyObject_SetItem(item(o), k.as_ptr(), v) < 0 {
            return Err(PyErr::fetch(py));
        }
        Ok(0)
    })
}

unsafe extern "C" fn length(o: *mut PyObject) -> isize {
    entry_size(|_| Ok(array_of(item(o)).dtype().as_record().map_or(0, |r| r.fields().len() as isize)))
}

unsafe extern "C" fn richcompare(a: *mut PyObject, b: *mut PyObject, op: c_int) -> *mut PyObject {
    entry(|py| {
        let (x, y) = (super::generic::as_array(py, a)?, Bound::from_borrowed_ptr(py, b));
        let y = if super::object::is_scalar(b) { super::generic::as_array(py, b)? } else { y };
        checked(py, ffi::PyObject_RichCompare(x.as_ptr(), y.as_ptr(), op))
    })
}

/// `v[i]` for sequences' sake: iteration goes over the fields.
unsafe extern "C" fn sq_item(o: *mut PyObject, i: isize) -> *mut PyObject {
    entry(|py| {
        if array_of(item(o)).dtype().as_record().is_none() {
            return Err(PyIndexError::new_err("can't index void scalar without fields"));
        }
        let i = owned(py, ffi::PyLong_FromSsize_t(i))?;
        checked(py, subscript(o, i.as_ptr()))
    })
}

unsafe extern "C" fn hash(o: *mut PyObject) -> isize {
    entry_size(|py| {
        if array_of(item(o)).is_writeable() {
            return Err(PyTypeError::new_err("unhashable type: 'writeable void-scalar'"));
        }
        // As the tuple of the fields; bytes without fields are an empty one.
        let t = match array_of(item(o)).dtype().as_record() {
            Some(_) => owned(py, super::conversions::plain(py, o)?)?,
            None => owned(py, ffi::PyTuple_New(0))?,
        };
        let h = ffi::PyObject_Hash(t.as_ptr());
        if h == -1 {
            return Err(PyErr::fetch(py));
        }
        Ok(h)
    })
}

/// Adds the slots.
pub fn slots(spec: &mut TypeSpec) {
    spec.slot(ffi::Py_mp_subscript, subscript as *const ());
    spec.slot(ffi::Py_mp_ass_subscript, ass_subscript as *const ());
    spec.slot(ffi::Py_mp_length, length as *const ());
    spec.slot(ffi::Py_sq_length, length as *const ());
    spec.slot(ffi::Py_sq_item, sq_item as *const ());
    spec.slot(ffi::Py_tp_richcompare, richcompare as *const ());
    spec.slot(ffi::Py_tp_hash, hash as *const ());
}
