//! `np.array` of nested sequences: find shape and type, then store.

use super::{borrowed, protocols, python_int_type};
use crate::boundary::errors::ToPy;
use crate::ndarray::methods::copy;
use crate::ndarray::object::is_array;
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{promote, DType, Num};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Any object as an array, its type found or given.
pub unsafe fn array(py: Python<'_>, p: *mut PyObject, dtype: Option<&DType>) -> PyResult<Array> {
    array_limited(py, p, dtype, numen_shape::MAX_DIMS)
}

/// Any object as an array of at most `ndmax` axes.
pub unsafe fn array_limited(
    py: Python<'_>,
    p: *mut PyObject,
    dtype: Option<&DType>,
    ndmax: usize,
) -> PyResult<Array> {
    if is_array(p) {
        return Ok(borrowed(p));
    }
    if !is_sequence(p) {
        return leaf_array(py, p, dtype);
    }
    if ndmax > 0 {
        if let Some(a) = flat_numbers(py, p, dtype)? {
            return Ok(a);
        }
    }
    let objects = dtype.is_some_and(|d| d.num() == Num::Object);
    let mut max = ndmax;
    let mut found = Found::default();
    while let Err(e) = found.visit(py, p, 0, max, dtype) {
        // Objects: what is ragged below some depth is an object itself.
        match found.ragged {
            Some(depth) if objects && depth < max => max = depth,
            _ => return Err(e),
        }
        found = Found::default();
    }
    let d = match dtype {
        Some(d) => sized_for(d, &found),
        None => at_least_one(found.dtype.clone().unwrap_or(DType::of(Num::Double))),
    };
    let a = Array::empty(d, &found.shape, Order::C).py(py)?;
    fill(py, &a, p)?;
    Ok(a)
}

/// A flexible type without a size takes the one of the longest item.
fn sized_for(d: &DType, found: &Found) -> DType {
    if !(d.is_flexible() && d.itemsize() == 0) {
        return d.clone();
    }
    match &found.dtype {
        Some(natural) => sized(natural, d),
        None => at_least_one(d.clone()),
    }
}

/// A flexible type without a size takes the one that an item of a type needs.
fn sized(natural: &DType, d: &DType) -> DType {
    let fits = match d.num() {
        Num::Str => Some(DType::str(natural.string_length())),
        Num::Bytes => Some(DType::bytes(natural.string_length())),
        _ => promote(natural, d).filter(|r| r.num() == d.num()),
    };
    at_least_one(fits.unwrap_or_else(|| d.clone()))
}

/// Text without characters has room for one.
fn at_least_one(d: DType) -> DType {
    if is_open_text(&d) {
        return if d.num() == Num::Str { DType::str(1) } else { DType::bytes(1) };
    }
    d
}

/// `S` or `U` without a length.
fn is_open_text(d: &DType) -> bool {
    matches!(d.num(), Num::Str | Num::Bytes) && d.itemsize() == 0
}

/// The type of one item where text without a length is asked for: Python objects by the length of their text,
/// scalars and arrays by the longest text of their type.
unsafe fn text_type(py: Python<'_>, p: *mut PyObject) -> PyResult<DType> {
    if scalar::object::is_scalar(p) || ffi::PyUnicode_Check(p) != 0 || ffi::PyBytes_Check(p) != 0 {
        return leaf_type(py, p);
    }
    Ok(DType::str(copy::text_length(py, p)?))
}

/// Lists, tuples and other sequences (not text, not bytes) are axes.
unsafe fn is_sequence(p: *mut PyObject) -> bool {
    if ffi::PyList_CheckExact(p) != 0 || ffi::PyTuple_CheckExact(p) != 0 {
        return true;
    }
    if ffi::PyUnicode_Check(p) != 0 || ffi::PyBytes_Check(p) != 0 || scalar::object::is_scalar(p) {
        return false;
    }
    if protocols::offers_array(p) {
        return false;
    }
    ffi::PySequence_Check(p) != 0 && ffi::PySequence_Size(p) >= 0 || clear_error()
}

unsafe fn clear_error() -> bool {
    ffi::PyErr_Clear();
    false
}

/// An object that is no sequence: a scalar, an array-like, or any object.
unsafe fn leaf_array(py: Python<'_>, p: *mut PyObject, dtype: Option<&DType>) -> PyResult<Array> {
    if scalar::object::is_scalar(p) {
        return from_scalar(py, p);
    }
    if let Some(a) = protocols::from_protocols(py, p, dtype)? {
        return Ok(a);
    }
    let d = match dtype {
        Some(d) if !(d.is_flexible() && d.itemsize() == 0) => d.clone(),
        Some(d) if is_open_text(d) => sized(&text_type(py, p)?, d),
        Some(d) => promote(&leaf_type(py, p)?, d).unwrap_or(d.clone()),
        None => leaf_type(py, p)?,
    };
    let d = at_least_one(d);
    let a = Array::empty(d, &[], Order::C).py(py)?;
    scalar::to_memory(py, a.dtype(), a.write(), p)?;
    Ok(a)
}

/// A 0-d array of a scalar of ours.
pub unsafe fn from_scalar(py: Python<'_>, p: *mut PyObject) -> PyResult<Array> {
    let d = scalar::object::dtype_of_scalar(p).ok_or_else(|| PyTypeError::new_err("not a scalar"))?;
    match d.num() {
        Num::Str | Num::Bytes => {
            let a = Array::empty(d.clone(), &[], Order::C).py(py)?;
            crate::objects::store(py, &d, a.write(), p)?;
            Ok(a)
        }
        Num::Void => {
            let item = (*p.cast::<scalar::object::Void>()).item;
            super::copied(py, crate::ndarray::object::array_of(item))
        }
        _ => {
            let a = Array::empty(d, &[], Order::C).py(py)?;
            std::ptr::copy_nonoverlapping(scalar::value_of(p).cast_const(), a.write(), a.itemsize());
            Ok(a)
        }
    }
}

/// The type an object alone asks for.
unsafe fn leaf_type(py: Python<'_>, p: *mut PyObject) -> PyResult<DType> {
    let ty = ffi::Py_TYPE(p);
    if let Some(d) = scalar::object::dtype_of_scalar(p) {
        return Ok(d);
    }
    if ty == &raw mut ffi::PyBool_Type {
        return Ok(DType::of(Num::Bool));
    }
    if ffi::PyLong_Check(p) != 0 {
        return Ok(DType::of(python_int_type(p)));
    }
    if ffi::PyFloat_Check(p) != 0 {
        return Ok(DType::of(Num::Double));
    }
    if ffi::PyComplex_Check(p) != 0 {
        return Ok(DType::of(Num::CDouble));
    }
    if ffi::PyUnicode_Check(p) != 0 {
        return Ok(DType::str(ffi::PyUnicode_GET_LENGTH(p) as usize));
    }
    if ffi::PyBytes_Check(p) != 0 {
        return Ok(DType::bytes(ffi::PyBytes_Size(p) as usize));
    }
    let _ = py;
    Ok(DType::of(Num::Object))
}

/// A flat list or tuple of floats or of ints, the commonest case, in one pass.
unsafe fn flat_numbers(py: Python<'_>, p: *mut PyObject, dtype: Option<&DType>) -> PyResult<Option<Array>> {
    let list = ffi::PyList_CheckExact(p) != 0;
    if !list && ffi::PyTuple_CheckExact(p) == 0 {
        return Ok(None);
    }
    let n = if list { ffi::PyList_GET_SIZE(p) } else { ffi::PyTuple_GET_SIZE(p) } as usize;
    let get = |i: usize| {
        if list {
            ffi::PyList_GET_ITEM(p, i as isize)
        } else {
            ffi::PyTuple_GET_ITEM(p, i as isize)
        }
    };
    if n == 0 {
        return Ok(None);
    }
    let wanted = match dtype {
        None => None,
        Some(d) if d.is_native() && matches!(d.num(), Num::Double | Num::Long) => Some(d.num()),
        Some(_) => return Ok(None),
    };
    let first = ffi::Py_TYPE(get(0));
    if first == &raw mut ffi::PyFloat_Type && wanted != Some(Num::Long) {
        let a = Array::empty(DType::of(Num::Double), &[n], Order::C).py(py)?;
        let out = a.write().cast::<f64>();
        for i in 0..n {
            let x = get(i);
            if ffi::PyFloat_CheckExact(x) == 0 {
                return Ok(None);
            }
            *out.add(i) = ffi::PyFloat_AS_DOUBLE(x);
        }
        return Ok(Some(a));
    }
    if first == &raw mut ffi::PyLong_Type && wanted != Some(Num::Double) {
        let a = Array::empty(DType::of(Num::Long), &[n], Order::C).py(py)?;
        let out = a.write().cast::<i64>();
        for i in 0..n {
            let x = get(i);
            let mut overflow = 0;
            if ffi::PyLong_CheckExact(x) == 0 {
                return Ok(None);
            }
            *out.add(i) = ffi::PyLong_AsLongLongAndOverflow(x, &mut overflow);
            if overflow != 0 {
                return Ok(None);
            }
        }
        return Ok(Some(a));
    }
    Ok(None)
}

/// Shape and type of nested sequences.
#[derive(Default)]
struct Found {
    shape: Vec<usize>,
    dtype: Option<DType>,
    max_depth: bool,
    /// The depth at which lengths differed.
    ragged: Option<usize>,
}

impl Found {
    unsafe fn visit(
        &mut self,
        py: Python<'_>,
        p: *mut PyObject,
        depth: usize,
        max: usize,
        wanted: Option<&DType>,
    ) -> PyResult<()> {
        let tuple_is_item = wanted.is_some_and(|d| d.as_record().is_some()) && ffi::PyTuple_Check(p) != 0;
        if is_array(p) {
            let a = crate::ndarray::object::array_of(p);
            let d = match wanted {
                Some(d) if is_open_text(d) => copy::adapted(py, a, d.clone())?,
                _ => a.dtype().clone(),
            };
            return self.leaf(a.shape(), d, depth);
        }
        let objects = wanted.is_some_and(|d| d.num() == Num::Object);
        if depth >= max && !tuple_is_item && !objects && is_sequence(p) {
            return Err(PyValueError::new_err(format!(
                "setting an array element with a sequence. The requested array would exceed the maximum number of \
                 dimension of {max}."
            )));
        }
        if tuple_is_item || !is_sequence(p) || depth >= max {
            if protocols::offers_array(p) {
                if let Some(a) = protocols::from_protocols(py, p, None)? {
                    return self.leaf(a.shape(), a.dtype().clone(), depth);
                }
            }
            let d = match wanted {
                Some(d) if is_open_text(d) => text_type(py, p)?,
                Some(d) if !(d.is_flexible() && d.itemsize() == 0) => DType::of(Num::Object),
                _ => leaf_type(py, p)?,
            };
            return self.leaf(&[], d, depth);
        }
        if ffi::Py_EnterRecursiveCall(c" while converting nested sequences".as_ptr()) != 0 {
            return Err(PyErr::fetch(py));
        }
        let r = self.sequence(py, p, depth, max, wanted);
        ffi::Py_LeaveRecursiveCall();
        r
    }

    unsafe fn sequence(
        &mut self,
        py: Python<'_>,
        p: *mut PyObject,
        depth: usize,
        max: usize,
        wanted: Option<&DType>,
    ) -> PyResult<()> {
        let items = Items::of(py, p)?;
        self.axis(items.len(), depth)?;
        if items.len() == 0 {
            self.max_depth = true;
        }
        let mut ragged = None;
        for i in 0..items.len() {
            let item = items.get(py, i)?;
            if let Err(e) = self.visit(py, item.as_ptr(), depth + 1, max, wanted) {
                ragged = Some(e);
                break;
            }
        }
        match ragged {
            Some(e) => Err(e),
            None => Ok(()),
        }
    }

    /// An axis of length `n` at `depth`.
    fn axis(&mut self, n: usize, depth: usize) -> PyResult<()> {
        if self.shape.len() == depth && !self.max_depth {
            self.shape.push(n);
            return Ok(());
        }
        if self.shape.get(depth) != Some(&n) {
            self.ragged = Some(depth);
            return Err(self.inhomogeneous(depth));
        }
        Ok(())
    }

    fn leaf(&mut self, shape: &[usize], d: DType, depth: usize) -> PyResult<()> {
        for (i, &n) in shape.iter().enumerate() {
            self.axis(n, depth + i)?;
        }
        let end = depth + shape.len();
        if self.shape.len() != end {
            self.ragged = Some(end);
            return Err(self.inhomogeneous(end));
        }
        self.max_depth = true;
        self.dtype = Some(match self.dtype.take() {
            None => d,
            Some(old) if old == d => old,
            Some(old) => promote(&old, &d).unwrap_or(DType::of(Num::Object)),
        });
        Ok(())
    }

    #[cold]
    fn inhomogeneous(&self, depth: usize) -> PyErr {
        let shape = numen_shape::show(&self.shape[..depth.min(self.shape.len())]);
        let e = PyValueError::new_err(format!(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after {depth} \
             dimensions. The detected shape was {shape} + inhomogeneous part."
        ));
        Python::attach(|py| {
            let note =
                "All sequences of one depth must have the same length. For rows of different lengths keep a \
                        list of arrays, or ask for it with dtype=object.";
            let _ = e.value(py).call_method1("add_note", (note,));
        });
        e
    }
}

/// The items of a sequence.
pub struct Items<'py>(Bound<'py, PyAny>);

impl<'py> Items<'py> {
    pub unsafe fn of(py: Python<'py>, p: *mut PyObject) -> PyResult<Items<'py>> {
        let s = ffi::PySequence_Fast(p, c"not a sequence".as_ptr());
        Ok(Items(crate::boundary::call::owned(py, s)?))
    }

    pub fn len(&self) -> usize {
        // SAFETY: a list or tuple.
        unsafe {
            let p = self.0.as_ptr();
            (if ffi::PyList_Check(p) != 0 { ffi::PyList_GET_SIZE(p) } else { ffi::PyTuple_GET_SIZE(p) })
                as usize
        }
    }

    /// The item, or an error if user code shortened the list meanwhile.
    pub unsafe fn get(&self, py: Python<'py>, i: usize) -> PyResult<Bound<'py, PyAny>> {
        if i >= self.len() {
            return Err(pyo3::exceptions::PyRuntimeError::new_err("Inconsistent object during array creation? Content of sequences changed (length inconsistent)."));
        }
        let p = self.0.as_ptr();
        let item = if ffi::PyList_Check(p) != 0 {
            ffi::PyList_GET_ITEM(p, i as isize)
        } else {
            ffi::PyTuple_GET_ITEM(p, i as isize)
        };
        Ok(Bound::from_borrowed_ptr(py, item))
    }
}

/// Stores nested sequences into an array of the shape found.
unsafe fn fill(py: Python<'_>, a: &Array, p: *mut PyObject) -> PyResult<()> {
    if a.ndim() == 0 {
        return scalar::to_memory(py, a.dtype(), a.write(), p);
    }
    if is_array(p) || protocols::offers_array(p) {
        let src = array(py, p, Some(a.dtype()))?;
        let s = numen_exec::assign(a, &src, None).py(py)?;
        return super::report(py, s);
    }
    let items = Items::of(py, p)?;
    if items.len() != a.shape()[0] {
        return Err(pyo3::exceptions::PyRuntimeError::new_err(
            "Inconsistent object during array creation? Content of sequences changed (length inconsistent).",
        ));
    }
    if a.ndim() == 1 {
        for i in 0..items.len() {
            let item = items.get(py, i)?;
            let at = a.write().offset(i as isize * a.strides()[0]);
            scalar::to_memory(py, a.dtype(), at, item.as_ptr())?;
        }
        return Ok(());
    }
    for i in 0..items.len() {
        let item = items.get(py, i)?;
        fill(py, &a.index_axis(0, i), item.as_ptr())?;
    }
    Ok(())
}
