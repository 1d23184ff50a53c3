//! Other shapes: `reshape`, `ravel`, `flatten`, `transpose`, `swapaxes`, `squeeze`, `diagonal`, `resize`.

use super::construct::new_like;
use crate::boundary::args::{is_none, text_of, Call};
use crate::boundary::call::{new_ref, none};
use crate::boundary::errors::{class, ToPy};
use crate::boundary::types::method;
use crate::boundary::words::unknown_keyword;
use crate::convert;
use crate::ndarray::few;
use crate::ndarray::mapping::view_like;
use crate::ndarray::object::{array_of, NdArray};
use crate::ufunc::methods::{axes_of, Axis};
use numen_array::{Array, Order};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// Lengths given one by one or as one sequence; `None` for a lone None.
unsafe fn lengths(
    py: Python<'_>,
    args: *const *mut PyObject,
    n: isize,
) -> PyResult<Option<SmallVec<[i64; 4]>>> {
    if n == 1 {
        let p = *args;
        if p == ffi::Py_None() {
            return Ok(None);
        }
        if ffi::PyUnicode_Check(p) != 0 {
            return Err(PyTypeError::new_err("'str' object cannot be interpreted as an integer"));
        }
        return convert::ints(py, p).map(Some);
    }
    (0..n).map(|i| convert::int(py, *args.offset(i))).collect::<PyResult<_>>().map(Some)
}

/// Keyword values by name; an unknown one is an error.
unsafe fn keywords<const N: usize>(names: [&str; N], call: Call) -> PyResult<[*mut PyObject; N]> {
    let mut out = [std::ptr::null_mut(); N];
    for k in 0..call.names() {
        let key = text_of(ffi::PyTuple_GET_ITEM(call.kw, k));
        match names.iter().position(|x| *x == key) {
            Some(i) => out[i] = call.value(call.n + k),
            None => {
                return Err(PyTypeError::new_err(unknown_keyword(
                    Python::assume_attached(),
                    "this function",
                    &key,
                )))
            }
        }
    }
    Ok(out)
}

/// An array in a new shape (one length may be negative): the array, and whether it is a view.
pub fn reshaped(
    py: Python<'_>,
    a: &Array,
    wanted: &[i64],
    order: Order,
    copy: Option<bool>,
) -> PyResult<(Array, bool)> {
    let fortran = match order {
        Order::K => return Err(PyValueError::new_err("order 'K' is not permitted for reshaping")),
        Order::A => a.is_f_contiguous() && !a.is_c_contiguous(),
        o => o == Order::F,
    };
    let wanted: SmallVec<[i64; 4]> = wanted.iter().map(|&n| n.max(-1)).collect();
    let shape = numen_shape::infer_shape(&wanted, a.shape()).py(py)?;
    if shape.len() > numen_shape::MAX_DIMS {
        return Err(PyValueError::new_err(format!(
            "maximum supported dimension for an ndarray is currently {}, found {}",
            numen_shape::MAX_DIMS,
            shape.len()
        )));
    }
    if copy != Some(true) {
        if let Some(v) = a.reshaped(&shape, fortran) {
            return Ok((v, true));
        }
        if copy == Some(false) {
            return Err(PyValueError::new_err("Unable to avoid creating a copy while reshaping."));
        }
    }
    let dense = numen_exec::copy(a, if fortran { Order::F } else { Order::C }).py(py)?;
    let out = dense.reshaped(&shape, fortran).expect("a dense copy has every shape");
    Ok((out, false))
}

/// `reshape` on an array object.
pub unsafe fn reshape_impl(
    py: Python<'_>,
    o: *mut PyObject,
    wanted: &[i64],
    order: Order,
    copy: Option<bool>,
) -> PyResult<*mut PyObject> {
    if let Some(few) =
        few::lender(o).filter(|_| copy != Some(true)).and_then(|a| few::reshaped(a, wanted, order))
    {
        return NdArray::lend(py, o, &few);
    }
    let (a, is_view) = reshaped(py, array_of(o), wanted, order, copy)?;
    if is_view {
        view_like(py, o, a)
    } else {
        new_like(py, o, a)
    }
}

unsafe fn reshape(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, .. } = call;
    let [order, copy] = keywords(["order", "copy"], call)?;
    if n == 0 {
        return Err(PyTypeError::new_err("reshape() takes exactly 1 argument (0 given)"));
    }
    let order = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
    let copy = if is_none(copy) { None } else { Some(crate::boundary::args::truth(py, copy, false)?) };
    match lengths(py, args, n)? {
        Some(w) => reshape_impl(py, o, &w, order, copy),
        None => view_like(py, o, array_of(o).view()),
    }
}

crate::signature!(RAVEL: "ravel", 0, 1, 0; "order");

unsafe fn ravel(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [order] = RAVEL.parse(call)?;
    let order = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
    ravel_impl(py, o, order)
}

/// One axis; a view where the elements lie in the wanted order.
pub unsafe fn ravel_impl(py: Python<'_>, o: *mut PyObject, order: Order) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    let n = a.size();
    if let Some(few) = few::lender(o).and_then(|a| few::reshaped(a, &[n as i64], order)) {
        return NdArray::lend(py, o, &few);
    }
    let order = match order {
        Order::A if a.is_f_contiguous() && !a.is_c_contiguous() => Order::F,
        Order::A => Order::C,
        Order::K if a.is_c_contiguous() => Order::C,
        Order::K if a.is_f_contiguous() => Order::F,
        o => o,
    };
    let view = match order {
        Order::C if a.is_c_contiguous() => a.reshaped(&[n], false),
        Order::F if a.is_f_contiguous() => a.reshaped(&[n], true),
        Order::K => {
            let p = a.permute(&a.axes_by_stride());
            (p.is_c_contiguous()).then(|| p.reshaped(&[n], false)).flatten()
        }
        _ => None,
    };
    match view {
        Some(v) => view_like(py, o, v),
        None => new_like(py, o, flat_copy(py, a, order)?),
    }
}

/// The elements in an order as a new array of one axis.
pub fn flat_copy(py: Python<'_>, a: &Array, order: Order) -> PyResult<Array> {
    let seen = match order {
        Order::F => a.t(),
        Order::A if a.is_f_contiguous() && !a.is_c_contiguous() => a.t(),
        Order::K => a.permute(&a.axes_by_stride()),
        _ => a.view(),
    };
    let dense = numen_exec::copy(&seen, Order::C).py(py)?;
    Ok(dense.reshaped(&[a.size()], false).expect("a dense copy has every shape"))
}

unsafe fn flatten(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [order] = RAVEL.parse(call)?;
    let order = if is_none(order) { Order::C } else { crate::ufunc::call::order(order)? };
    if array_of(o).ndim() == 1 {
        if let Some(r) = super::copy::small_copy(py, o, Order::C)? {
            return Ok(r);
        }
    }
    new_like(py, o, flat_copy(py, array_of(o), order)?)
}

unsafe fn transpose(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, .. } = call;
    keywords([], call)?;
    let axes = if n == 0 { None } else { lengths(py, args, n)? };
    let a = array_of(o);
    if let Some(a) = few::lender(o).filter(|_| axes.is_none()) {
        return NdArray::lend(py, o, &few::reversed(a));
    }
    let t = match axes {
        None => a.t(),
        Some(axes) => a.transpose(&axes).py(py)?,
    };
    view_like(py, o, t)
}

/// An axis number; the error names the argument.
fn named_axis(py: Python<'_>, i: i64, ndim: usize, name: &'static str) -> PyResult<usize> {
    match numen_shape::normalize_axis(i, ndim) {
        Ok(axis) => Ok(axis),
        Err(_) => Err(PyErr::from_type(class(py, "AxisError")?, (i, ndim, name))),
    }
}

crate::signature!(SWAPAXES: "swapaxes", 2, 2, 2; "axis1", "axis2");

unsafe fn swapaxes(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { n, .. } = call;
    if n != 2 {
        return Err(PyTypeError::new_err(format!("swapaxes() takes exactly 2 arguments ({n} given)")));
    }
    let [p, q] = SWAPAXES.parse(call)?;
    let a = array_of(o);
    let p = named_axis(py, convert::axis(py, p)?, a.ndim(), "axis1")?;
    let q = named_axis(py, convert::axis(py, q)?, a.ndim(), "axis2")?;
    view_like(py, o, a.swap_axes(p, q))
}

crate::signature!(SQUEEZE: "squeeze", 0, 1, 0; "axis");

unsafe fn squeeze(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [axis] = SQUEEZE.parse(call)?;
    let a = array_of(o);
    if is_none(axis) {
        let unit: SmallVec<[usize; 4]> = (0..a.ndim()).filter(|&i| a.shape()[i] == 1).collect();
        if unit.is_empty() {
            return Ok(new_ref(o));
        }
        return view_like(py, o, a.squeeze(&unit));
    }
    let axes = axes_of(py, &Axis::Given(axis), a.ndim())?;
    if axes.iter().any(|&i| a.shape()[i] != 1) {
        return Err(PyValueError::new_err(
            "cannot select an axis to squeeze out which has size not equal to one",
        ));
    }
    view_like(py, o, a.squeeze(&axes))
}

crate::signature!(DIAGONAL: "diagonal", 0, 3, 0; "offset", "axis1", "axis2");

unsafe fn diagonal(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [offset, p, q] = DIAGONAL.parse(call)?;
    let number = |p: *mut PyObject, default: i64| -> PyResult<i64> {
        if p.is_null() {
            Ok(default)
        } else {
            convert::axis(py, p)
        }
    };
    diagonal_impl(py, o, number(offset, 0)? as isize, number(p, 0)?, number(q, 1)?)
}

/// The diagonals of two axes, a read-only view.
pub unsafe fn diagonal_impl(
    py: Python<'_>,
    o: *mut PyObject,
    offset: isize,
    axis1: i64,
    axis2: i64,
) -> PyResult<*mut PyObject> {
    let a = array_of(o);
    if a.ndim() < 2 {
        return Err(PyValueError::new_err("diag requires an array of at least two dimensions"));
    }
    let p = named_axis(py, axis1, a.ndim(), "axis1")?;
    let q = named_axis(py, axis2, a.ndim(), "axis2")?;
    if p == q {
        return Err(PyValueError::new_err("axis1 and axis2 cannot be the same"));
    }
    let mut d = a.diagonal(offset, p, q).py(py)?;
    d.set_writeable(false);
    view_like(py, o, d)
}

unsafe fn resize(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, .. } = call;
    let [refcheck] = keywords(["refcheck"], call)?;
    let refcheck = crate::boundary::args::truth(py, refcheck, true)?;
    if n == 0 {
        return Ok(none());
    }
    if let Some(shape) = lengths(py, args, n)? {
        resize_in_place(py, o, &shape, refcheck)?;
    }
    Ok(none())
}

/// Gives an array that owns its memory another size; what is new is zero.
unsafe fn resize_in_place(py: Python<'_>, o: *mut PyObject, shape: &[i64], refcheck: bool) -> PyResult<()> {
    let a = array_of(o);
    if !a.is_c_contiguous() && !a.is_f_contiguous() {
        return Err(PyValueError::new_err("resize only works on single-segment arrays"));
    }
    if shape.iter().any(|&n| n < 0) {
        return Err(PyValueError::new_err("negative dimensions not allowed"));
    }
    let shape: numen_shape::Shape = shape.iter().map(|&n| n as usize).collect();
    let order = if a.is_c_contiguous() { Order::C } else { Order::F };
    let p = o.cast::<NdArray>();
    let bytes = numen_shape::checked_bytes(&shape, a.itemsize())
        .map_err(|_| pyo3::exceptions::PyMemoryError::new_err(()))?;
    if bytes == a.nbytes() {
        if let Some(v) = a.reshaped(&shape, order == Order::F) {
            (*p).replace(v);
        }
        return Ok(());
    }
    if !(*p).base.is_null() {
        return Err(PyValueError::new_err("cannot resize this array: it does not own its data"));
    }
    if (*p).is_exported() {
        let class = PyModule::import(py, "numen._exceptions")?.getattr("ExportedMemoryError")?;
        let text =
            "cannot resize an array whose memory is exported (a buffer, a DLPack tensor or an `__array_struct__` of it is in use)";
        return Err(PyErr::from_value(class.call1((text,))?));
    }
    // The caller's variable and the call's own reference.
    if refcheck && (ffi::Py_REFCNT(o) > 2 || (*p).is_weakly_referenced()) {
        return Err(PyValueError::new_err(
            "cannot resize an array that references or is referenced\n\
             by another object in this way.\n\
             Use the np.resize function to get a new resized copy or\n \
             set refcheck=False to disable this check",
        ));
    }
    let new = Array::zeros(a.dtype().clone(), &shape, order).py(py)?;
    let items = a.size().min(new.size());
    let flat_old = a.reshaped(&[a.size()], order == Order::F).expect("one segment");
    let flat_new = new.reshaped(&[new.size()], order == Order::F).expect("one segment");
    let head = |x: &Array| x.slice_axis(0, numen_shape::Slice { start: 0, step: 1, len: items });
    let _ = numen_exec::assign(&head(&flat_new), &head(&flat_old), None).py(py)?;
    if new.dtype().has_object() {
        let len = new.size() - items;
        let rest = numen_shape::Slice { start: items as isize, step: 1, len };
        crate::objects::zero_references(py, &flat_new.slice_axis(0, rest))?;
    }
    (*p).adopt(new);
    Ok(())
}

/// The methods of this file.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    let mut add = |name, f, doc| out.push(method(name, f, doc));
    add("reshape", crate::c_method!(reshape), "The elements in another shape, a view where that can be.\n\n`a.reshape(shape, /, *, order='C', copy=None)`; the lengths may also be given one by one, and one of\nthem may be -1: it is computed.\n\nRaises\n------\nValueError\n    The numbers of elements differ, or `copy=False` and a copy is needed.");
    add(
        "ravel",
        crate::c_method!(ravel),
        "ravel($self, /, order='C')\n--\n\nThe elements along one axis, a view where they lie in that order.",
    );
    add(
        "flatten",
        crate::c_method!(flatten),
        "flatten($self, /, order='C')\n--\n\nA copy of the elements along one axis.",
    );
    add(
        "transpose",
        crate::c_method!(transpose),
        "A view with the axes permuted: `a.transpose(*axes)`; without arguments reversed.",
    );
    add(
        "swapaxes",
        crate::c_method!(swapaxes),
        "swapaxes($self, axis1, axis2, /)\n--\n\nA view with two axes exchanged.",
    );
    add(
        "squeeze",
        crate::c_method!(squeeze),
        "squeeze($self, /, axis=None)\n--\n\nA view without axes of length 1.",
    );
    add(
        "diagonal",
        crate::c_method!(diagonal),
        "diagonal($self, /, offset=0, axis1=0, axis2=1)\n--\n\nThe diagonals of two axes, a read-only view.",
    );
    add("resize", crate::c_method!(resize), "Changes shape and size in place: `a.resize(new_shape, refcheck=True)`; new elements are zero.\n\nRaises\n------\nValueError\n    The memory is not the array's own, or something else refers to the array.");
}
