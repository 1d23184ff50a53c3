//! Joining: `concatenate`, `stack`, `vstack`, `hstack`.

use super::dispatch::{dispatch, items};
use super::quick_join::{self, Along};
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::new_ref;
use crate::boundary::errors::ToPy;
use crate::boundary::notes;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array};
use crate::ufunc::overrides::wrap_joined;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Operand, Weak};
use numen_shape::{normalize_axis, Shape, Slice};
use pyo3::exceptions::{PyMemoryError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// The arrays of a sequence argument.
pub(super) struct Parts<'py> {
    pub arrays: SmallVec<[Array; 8]>,
    operands: SmallVec<[Operand; 8]>,
    objects: SmallVec<[*mut PyObject; 8]>,
    /// Keeps the objects.
    _keep: Vec<Bound<'py, PyAny>>,
}

pub(super) unsafe fn parts(py: Python<'_>, seq: *mut PyObject) -> PyResult<Parts<'_>> {
    let mut p = Parts {
        arrays: SmallVec::new(),
        operands: SmallVec::new(),
        objects: SmallVec::new(),
        _keep: Vec::new(),
    };
    let exact = ffi::PyTuple_CheckExact(seq) != 0 || ffi::PyList_CheckExact(seq) != 0;
    if !exact && is_array(seq) && array_of(seq).ndim() == 0 {
        return Err(PyValueError::new_err("zero-dimensional arrays cannot be concatenated"));
    }
    let own;
    if exact {
        // Long sequences want room that may not be there.
        let n = ffi::PySequence_Size(seq).max(0) as usize;
        let room = p.arrays.try_reserve(n).and_then(|()| p.operands.try_reserve(n));
        if room.is_err() || p._keep.try_reserve(n).is_err() {
            return Err(PyMemoryError::new_err(()));
        }
        p.objects = items(seq);
    } else {
        own = convert::discover::Items::of(py, seq)
            .map_err(|_| PyTypeError::new_err("The first input argument needs to be a sequence"))?;
        for i in 0..own.len() {
            let item = own.get(py, i)?;
            p.objects.push(item.as_ptr());
            p._keep.push(item);
        }
    }
    for &o in &p.objects {
        // A list may change under user code: every item is held.
        if !is_array(o) {
            p._keep.push(Bound::from_borrowed_ptr(py, o));
        }
        let ty = ffi::Py_TYPE(o);
        let weak = if ty == &raw mut ffi::PyLong_Type {
            Some(Weak::Int)
        } else if ty == &raw mut ffi::PyFloat_Type {
            Some(Weak::Float)
        } else if ty == &raw mut ffi::PyComplex_Type {
            Some(Weak::Complex)
        } else {
            None
        };
        let a = convert::array(py, o)?;
        p.operands.push(weak.map_or_else(|| Operand::Type(a.dtype().clone()), Operand::Weak));
        p.arrays.push(a);
    }
    if p.arrays.is_empty() {
        return Err(PyValueError::new_err("need at least one array to concatenate"));
    }
    Ok(p)
}

pub(super) fn common(p: &Parts<'_>) -> PyResult<DType> {
    // Records are laid out anew, without the gaps they may have.
    let first = p.arrays[0].dtype();
    if first.num() != numen_dtype::Num::Void && p.arrays.iter().all(|a| a.dtype() == first) {
        return Ok(p.arrays[0].dtype().native());
    }
    numen_dtype::try_result_type(&p.operands).map_err(crate::dtype::from_python::dtype_error)
}

/// A type without length or unit, with those that all parts fit into.
unsafe fn filled(py: Python<'_>, p: &Parts<'_>, open: &DType) -> PyResult<DType> {
    let mut found: Option<DType> = None;
    for a in &p.arrays {
        let d = crate::ndarray::methods::copy::adapted(py, a, open.clone())?;
        found = Some(match found {
            None => d.native(),
            Some(f) => numen_dtype::try_promote(&f, &d).map_err(crate::dtype::from_python::dtype_error)?,
        });
    }
    Ok(found.unwrap_or(open.clone()))
}

/// Where the result goes and as what.
struct Target {
    out: *mut PyObject,
    dtype: Option<DType>,
    casting: Casting,
}

/// Joins along an existing axis.
unsafe fn join(py: Python<'_>, p: Parts<'_>, axis: usize, t: &Target) -> PyResult<*mut PyObject> {
    let first = p.arrays[0].shape();
    let mut shape: Shape = first.into();
    shape[axis] = 0;
    for (i, a) in p.arrays.iter().enumerate() {
        if a.ndim() != first.len() {
            return Err(PyValueError::new_err(format!(
                "all the input arrays must have same number of dimensions, but \
                 the array at index 0 has {} dimension(s) and the array at index {i} has {} dimension(s)",
                first.len(),
                a.ndim()
            )));
        }
        for k in 0..first.len() {
            if k != axis && a.shape()[k] != first[k] {
                return Err(PyValueError::new_err(format!(
                    "all the input array dimensions except for the concatenation axis must match exactly, but along dimension {k}, \
                     the array at index 0 has size {} and the array at index {i} has size {}",
                    first[k],
                    a.shape()[k]
                )));
            }
        }
        shape[axis] += a.shape()[axis];
    }
    let given = !is_none(t.out);
    if given && t.dtype.is_some() {
        return Err(PyTypeError::new_err(
            "concatenate() only takes `out` or `dtype` as an argument, but both were provided.",
        ));
    }
    let natural = match (&t.dtype, given) {
        (Some(d), _) => d.clone(),
        (None, true) => array_of(t.out).dtype().clone(),
        (None, false) => common(&p)?,
    };
    if given {
        let o = array_of(t.out);
        if o.shape() != shape.as_slice() {
            return Err(PyValueError::new_err("Output array is the wrong shape"));
        }
        if !o.is_writeable() {
            return Err(PyValueError::new_err("assignment destination is read-only"));
        }
    }
    for a in &p.arrays {
        if a.dtype() != &natural && !can_cast(a.dtype(), &natural, t.casting) {
            return Err(PyTypeError::new_err(format!(
                "Cannot cast array data from {} to {} according to the rule '{}'",
                a.dtype().repr(),
                natural.repr(),
                t.casting.name()
            )));
        }
    }
    let result = if given {
        array_of(t.out).view()
    } else {
        let sized = if convert::discover::is_open(&natural) { filled(py, &p, &natural)? } else { natural };
        if p.arrays.iter().all(Array::is_c_contiguous) {
            Array::empty(sized, &shape, Order::C).py(py)?
        } else {
            // The axes in the order that the inputs have in memory.
            let moving = |a: &Array| {
                a.shape().iter().zip(a.strides()).map(|(&n, &s)| if n == 1 { 0 } else { s }).collect()
            };
            let strides: Vec<_> = p.arrays.iter().map(moving).collect();
            let s = numen_ops::call::like_inputs(&shape, sized.itemsize(), &strides);
            Array::empty_with_strides(sized, &shape, s).py(py)?
        }
    };
    let mut at = 0;
    for a in &p.arrays {
        let n = a.shape()[axis];
        if a.size() > 0 {
            let part = result.slice_axis(axis, Slice { start: at as isize, step: 1, len: n });
            let s = numen_exec::assign(&part, a, None).py(py)?;
            convert::report(py, s)?;
        }
        at += n;
    }
    if given {
        return Ok(new_ref(t.out));
    }
    wrap_joined(py, result, &p.objects)
}

unsafe fn target(
    py: Python<'_>,
    out: *mut PyObject,
    dtype: *mut PyObject,
    casting: *mut PyObject,
) -> PyResult<Target> {
    if !is_none(out) && !is_array(out) {
        return Err(PyTypeError::new_err("'out' must be an array"));
    }
    Ok(Target {
        out,
        dtype: crate::dtype::optional(py, dtype)?,
        casting: if casting.is_null() { Casting::SameKind } else { crate::ufunc::call::casting(casting)? },
    })
}

/// A non-negative axis that needs no conversion; absent means 0.
unsafe fn small_axis(axis: *mut PyObject) -> Option<usize> {
    if axis.is_null() {
        return Some(0);
    }
    if ffi::PyLong_CheckExact(axis) == 0 {
        return None;
    }
    let mut overflow = 0;
    let i = ffi::PyLong_AsLongLongAndOverflow(axis, &mut overflow);
    (overflow == 0 && (0..64).contains(&i)).then_some(i as usize)
}

crate::signature!(CONCATENATE: "concatenate", 1, 3, 1; "arrays", "axis", "out", "dtype", "casting");

unsafe fn concatenate(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [seq, axis, out, dtype, casting] = CONCATENATE.parse(call)?;
    if let (Some(at), true) = (small_axis(axis), out.is_null() && dtype.is_null()) {
        if let Some(r) = quick_join::join(py, seq, Along::Axis(at))? {
            return Ok(r);
        }
    }
    let mut relevant = items(seq);
    relevant.push(out);
    if let Some(r) = dispatch(py, "concatenate", &relevant, call)? {
        return Ok(r);
    }
    let mut p = parts(py, seq)?;
    let t = target(py, out, dtype, casting)?;
    if axis == ffi::Py_None() {
        for a in &mut p.arrays {
            *a = super::selecting::flat(py, a)?;
        }
        return join(py, p, 0, &t);
    }
    let axis = if axis.is_null() {
        0
    } else {
        convert::axis(py, axis).map_err(|e| notes::arrays_given_apart(py, e, axis))?
    };
    if p.arrays[0].ndim() == 0 {
        return Err(PyValueError::new_err("zero-dimensional arrays cannot be concatenated"));
    }
    let axis = normalize_axis(axis, p.arrays[0].ndim()).py(py)?;
    join(py, p, axis, &t)
}

crate::signature!(STACK: "stack", 1, 3, 0; "arrays", "axis", "out", "dtype", "casting");

unsafe fn stack(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [seq, axis, out, dtype, casting] = STACK.parse(call)?;
    if let (Some(at), true) = (small_axis(axis), out.is_null() && dtype.is_null()) {
        if let Some(r) = quick_join::join(py, seq, Along::New(at))? {
            return Ok(r);
        }
    }
    let mut relevant = items(seq);
    relevant.push(out);
    if let Some(r) = dispatch(py, "stack", &relevant, call)? {
        return Ok(r);
    }
    no_generator(seq)?;
    let mut p = parts(py, seq).map_err(|e| {
        if e.to_string().contains("at least one array") {
            PyValueError::new_err("need at least one array to stack")
        } else {
            e
        }
    })?;
    let shape: Shape = p.arrays[0].shape().into();
    if p.arrays.iter().any(|a| a.shape() != shape.as_slice()) {
        return Err(PyValueError::new_err("all input arrays must have the same shape"));
    }
    let axis = if axis.is_null() { 0 } else { convert::axis(py, axis)? };
    let axis = normalize_axis(axis, shape.len() + 1).py(py)?;
    for a in &mut p.arrays {
        *a = a.insert_axis(axis);
    }
    let t = target(py, out, dtype, casting)?;
    join(py, p, axis, &t)
}

unsafe fn no_generator(seq: *mut PyObject) -> PyResult<()> {
    if ffi::PySequence_Check(seq) == 0 {
        return Err(PyTypeError::new_err(
            "arrays to stack must be passed as a \"sequence\" type such as list or tuple.",
        ));
    }
    Ok(())
}

crate::signature!(VSTACK: "vstack", 1, 1, 0; "tup", "dtype", "casting");

unsafe fn vstack(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [seq, dtype, casting] = VSTACK.parse(call)?;
    if dtype.is_null() {
        if let Some(r) = quick_join::join(py, seq, Along::Rows)? {
            return Ok(r);
        }
    }
    if let Some(r) = dispatch(py, "vstack", &items(seq), call)? {
        return Ok(r);
    }
    no_generator(seq)?;
    let mut p = parts(py, seq)?;
    for a in &mut p.arrays {
        while a.ndim() < 2 {
            *a = a.insert_axis(0);
        }
    }
    let t = target(py, std::ptr::null_mut(), dtype, casting)?;
    join(py, p, 0, &t)
}

crate::signature!(HSTACK: "hstack", 1, 1, 0; "tup", "dtype", "casting");

unsafe fn hstack(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [seq, dtype, casting] = HSTACK.parse(call)?;
    if dtype.is_null() {
        if let Some(r) = quick_join::join(py, seq, Along::Columns)? {
            return Ok(r);
        }
    }
    if let Some(r) = dispatch(py, "hstack", &items(seq), call)? {
        return Ok(r);
    }
    no_generator(seq)?;
    let mut p = parts(py, seq)?;
    for a in &mut p.arrays {
        if a.ndim() == 0 {
            *a = a.insert_axis(0);
        }
    }
    let axis = usize::from(p.arrays[0].ndim() > 1);
    let t = target(py, std::ptr::null_mut(), dtype, casting)?;
    join(py, p, axis, &t)
}

crate::signature!(COLUMN_STACK: "column_stack", 1, 1, 0; "tup");

unsafe fn column_stack(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [seq] = COLUMN_STACK.parse(call)?;
    if let Some(r) = quick_join::join(py, seq, Along::Vectors)? {
        return Ok(r);
    }
    if let Some(r) = dispatch(py, "column_stack", &items(seq), call)? {
        return Ok(r);
    }
    no_generator(seq)?;
    let mut p = parts(py, seq)?;
    for a in &mut p.arrays {
        // Vectors are columns: a new axis behind; numbers are one row of one column.
        while a.ndim() < 2 {
            *a = a.insert_axis(a.ndim());
        }
    }
    let t = target(py, std::ptr::null_mut(), std::ptr::null_mut(), std::ptr::null_mut())?;
    join(py, p, 1, &t)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("concatenate", crate::c_function!(concatenate), "concatenate(arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind')\n--\n\n\
        Join arrays along an existing axis.\n\n\
        Parameters\n----------\narrays : sequence of array_like\n    Equal in shape but for the axis.\naxis : int or None\n    None flattens first.\n\
        out : ndarray, optional\ndtype : dtype, optional\ncasting : str\n\n\
        Returns\n-------\nndarray\n\n\
        Raises\n------\nValueError\n    If shapes do not fit, or there is nothing to join.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.concatenate([[1, 2], [3]])\narray([1, 2, 3])\n"));
    out.push(method("stack", crate::c_function!(stack), "stack(arrays, axis=0, out=None, *, dtype=None, casting='same_kind')\n--\n\n\
        Join arrays of one shape along a new axis.\n\n\
        Parameters\n----------\narrays : sequence of array_like\n    All of one shape.\naxis : int\n    Where the new axis stands in the result.\nout : ndarray, optional\n    Where to put the result.\ndtype : data-type, optional\n    Type of the result, by default the common one.\ncasting : str\n    Which casts are allowed.\n\n\
        Returns\n-------\nndarray\n    With one axis more than the arrays.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.stack([[1, 2], [3, 4]], axis=1)\narray([[1, 3],\n       [2, 4]])\n"));
    out.push(method("vstack", crate::c_function!(vstack), "vstack(tup, *, dtype=None, casting='same_kind')\n--\n\n\
        Stack arrays as rows: along the first axis, vectors as rows of a matrix.\n\n\
        Parameters\n----------\ntup : sequence of array_like\n    Equal in shape but for the first axis.\ndtype : data-type, optional\n    Type of the result, by default the common one.\ncasting : str\n    Which casts are allowed.\n\n\
        Returns\n-------\nndarray of at least two axes\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.vstack(([1, 2], [3, 4]))\narray([[1, 2],\n       [3, 4]])\n"));
    out.push(method(
        "hstack",
        crate::c_function!(hstack),
        "hstack(tup, *, dtype=None, casting='same_kind')\n--\n\n\
        Stack arrays as columns: along the second axis, vectors end to end.\n\n\
        Parameters\n----------\ntup : sequence of array_like\n    Equal in shape but for the second axis; vectors of any length.\ndtype : data-type, optional\n    Type of the result, by default the common one.\ncasting : str\n    Which casts are allowed.\n\n\
        Returns\n-------\nndarray\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.hstack(([1, 2], [3]))\narray([1, 2, 3])\n",
    ));
    out.push(method(
        "column_stack",
        crate::c_function!(column_stack),
        "column_stack(tup)\n--\n\n\
        Join 1-D arrays as the columns of a matrix; matrices side by side.\n\n\
        Parameters\n----------\ntup : sequence of 1-D or 2-D arrays\n    All with the same number of rows.\n\n\
        Returns\n-------\nndarray, 2-D\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.column_stack(([1, 2], [3, 4]))\narray([[1, 3],\n       [2, 4]])\n",
    ));
}
