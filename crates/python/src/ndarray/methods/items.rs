//! Elements as Python objects and bytes: `item`, `tolist`, `tobytes`, `tofile`, `dump`, `dumps`.

use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{checked, entry};
use crate::boundary::errors::ToPy;
use crate::boundary::types::{method, noargs};
use crate::convert;
use crate::ndarray::elements::element_at;
use crate::ndarray::object::array_of;
use numen_array::{check_index, Array, Order};
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyIndexError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

unsafe extern "C" fn item(
    o: *mut PyObject,
    args: *const *mut PyObject,
    n: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        let p = item_address(py, a, args, n)?;
        convert::item(py, a, p)
    })
}

/// The element that `item`'s arguments name: none, a position, or an index an axis.
unsafe fn item_address(
    py: Python<'_>,
    a: &Array,
    args: *const *mut PyObject,
    n: isize,
) -> PyResult<*const u8> {
    if n == 0 {
        if a.size() != 1 {
            return Err(PyValueError::new_err("can only convert an array of size 1 to a Python scalar"));
        }
        return Ok(a.read());
    }
    if n == 1 && ffi::PyTuple_Check(*args) == 0 {
        let i = convert::int(py, *args)? as isize;
        let size = a.size();
        if a.ndim() == 1 {
            let at = check_index(i, size, 0).py(py)?;
            return Ok(a.read().offset(at as isize * a.strides()[0]));
        }
        let at = if i < 0 { i + size as isize } else { i };
        if at < 0 || at as usize >= size {
            return Err(PyIndexError::new_err(format!("index {i} is out of bounds for size {size}")));
        }
        return Ok(element_at(a, at as usize));
    }
    let (get, count): (Box<dyn Fn(isize) -> *mut PyObject>, isize) = if n == 1 {
        let t = *args;
        // SAFETY: positions below the size of a tuple that the caller holds.
        (Box::new(move |i| unsafe { ffi::PyTuple_GET_ITEM(t, i) }), ffi::PyTuple_GET_SIZE(t))
    } else {
        // SAFETY: positions below the number of arguments.
        (Box::new(move |i| unsafe { *args.offset(i) }), n)
    };
    if count as usize != a.ndim() {
        return Err(PyValueError::new_err("incorrect number of indices for array"));
    }
    let mut p = a.read();
    for axis in 0..a.ndim() {
        let i = convert::int(py, get(axis as isize))? as isize;
        let at = check_index(i, a.shape()[axis], axis).py(py)?;
        p = p.offset(at as isize * a.strides()[axis]);
    }
    Ok(p)
}

unsafe extern "C" fn tolist(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| {
        let a = array_of(o);
        nested(py, a, a.read(), 0)
    })
}

/// The elements from an axis on, as nested lists.
unsafe fn nested(py: Python<'_>, a: &Array, p: *const u8, axis: usize) -> PyResult<*mut PyObject> {
    if axis == a.ndim() {
        return convert::item(py, a, p);
    }
    let (n, step) = (a.shape()[axis], a.strides()[axis]);
    let list = checked(py, ffi::PyList_New(n as isize))?;
    macro_rules! fill {
        ($q:ident => $item:expr) => {
            for i in 0..n as isize {
                let $q = p.offset(i * step);
                match $item {
                    Ok(x) => ffi::PyList_SET_ITEM(list, i, x),
                    Err(e) => {
                        ffi::Py_DECREF(list);
                        return Err(e);
                    }
                }
            }
        };
    }
    let d = a.dtype();
    match d.num() {
        _ if axis + 1 < a.ndim() => fill!(q => nested(py, a, q, axis + 1)),
        Num::Double if d.is_native() => {
            fill!(q => checked(py, ffi::PyFloat_FromDouble(q.cast::<f64>().read_unaligned())))
        }
        Num::Long if d.is_native() => {
            fill!(q => checked(py, ffi::PyLong_FromLong(q.cast::<i64>().read_unaligned())))
        }
        _ => fill!(q => convert::item(py, a, q)),
    }
    Ok(list)
}

crate::signature!(TOBYTES: "tobytes", 0, 1, 0; "order");

unsafe fn tobytes(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [order] = TOBYTES.parse(call)?;
    let order = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
    bytes_of(py, array_of(o), order)
}

/// The elements' bytes one after the other.
pub unsafe fn bytes_of(py: Python<'_>, a: &Array, order: Order) -> PyResult<*mut PyObject> {
    let bytes = checked(py, ffi::PyBytes_FromStringAndSize(std::ptr::null(), a.nbytes() as isize))?;
    let data: *mut u8 = ffi::PyBytes_AsString(bytes).cast();
    let fortran = match order {
        Order::F => true,
        Order::C => false,
        _ => a.is_f_contiguous() && !a.is_c_contiguous(),
    };
    if a.is_c_contiguous() && !fortran || a.is_f_contiguous() && fortran {
        std::ptr::copy_nonoverlapping(a.read(), data, a.nbytes());
        return Ok(bytes);
    }
    // References are copied as the bytes they are.
    let raw =
        if a.dtype().has_object() { DType::flexible(Num::Void, a.itemsize()) } else { a.dtype().clone() };
    let src = a.reinterpret(raw.clone());
    let strides = src.strides_for(if fortran { Order::F } else { Order::C }, a.itemsize());
    let dst = Array::from_parts(data, raw, a.shape().into(), strides, None, true);
    numen_exec::copy_into(&dst, &src).py(py).inspect_err(|_| ffi::Py_DECREF(bytes))?;
    Ok(bytes)
}

/// Calls a function of `numen._array_methods` with the array first.
unsafe fn in_python(py: Python<'_>, name: &str, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let f = PyModule::import(py, "numen._array_methods")?.getattr(name)?;
    super::forward::call(py, &f, o, call)
}

macro_rules! python_methods {
    ($($name:ident)*) => { $(
        unsafe fn $name(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            in_python(py, stringify!($name), o, call)
        }
    )* };
}

python_methods!(tofile dump dumps);

unsafe extern "C" fn repr_html(o: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    entry(|py| {
        let page = PyModule::import(py, "numen.display.html")?.getattr("of")?;
        Ok(page.call1((Bound::from_borrowed_ptr(py, o),))?.into_ptr())
    })
}

/// The methods of this file.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    let mut add = |name, f, doc| out.push(method(name, f, doc));
    add(
        "item",
        item,
        "An element as a plain Python object: `a.item(*index)`; without arguments the only one.",
    );
    add("tolist", tolist, "tolist($self, /)\n--\n\nThe elements as nested lists of plain Python objects.");
    add(
        "tobytes",
        crate::c_method!(tobytes),
        "tobytes($self, /, order='C')\n--\n\nThe bytes of the elements.",
    );
    add("tofile", crate::c_method!(tofile), "tofile($self, fid, /, sep='', format='%s')\n--\n\nWrites the elements to a file, as bytes or as text.");
    add("dump", crate::c_method!(dump), "dump($self, file)\n--\n\nPickles the array into a file.");
    add("dumps", crate::c_method!(dumps), "dumps($self)\n--\n\nThe pickle of the array as bytes.");
    out.push(noargs(
        "_repr_html_",
        repr_html,
        "_repr_html_($self)\n--\n\nThe array as notebooks show it, or None where that is off.",
    ));
}
