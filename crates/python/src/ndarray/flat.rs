//! `a.flat`: the elements in C order as one sequence.

use super::elements::{element_at, Elements};
use super::getset::shape_tuple;
use super::methods::construct::new_like;
use super::methods::shape::flat_copy;
use super::object::{array_of, NdArray};
use crate::boundary::call::{borrowed, owned};
use crate::boundary::errors::ToPy;
use crate::convert;
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::DType;
use pyo3::basic::CompareOp;
use pyo3::exceptions::{PyDeprecationWarning, PyIndexError, PyRuntimeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::{PySlice, PyTuple};

/// The elements of an array in C order; can be iterated, indexed and assigned to.
#[pyclass(name = "flatiter", module = "numen")]
pub struct FlatIter {
    array: Py<PyAny>,
    at: usize,
    /// The array that `array` is a broadcast view of.
    base: Option<Py<PyAny>>,
}

/// `_broadcast_flat(array, base)`: the elements of a view, as those of the array it was broadcast from.
#[pyfunction(name = "_broadcast_flat")]
pub fn broadcast_flat(array: Py<PyAny>, base: Py<PyAny>) -> FlatIter {
    FlatIter { array, at: 0, base: Some(base) }
}

/// The most axes NumPy's iterators of this kind have.
const MAX_DIMS: usize = 32;

/// The iterator of an array object.
pub unsafe fn new_object(py: Python<'_>, o: *mut PyObject) -> PyResult<*mut PyObject> {
    let ndim = array_of(o).ndim();
    if ndim > MAX_DIMS {
        return Err(PyRuntimeError::new_err(format!(
            "this function only supports up to {MAX_DIMS} dimensions but the array has {ndim}."
        )));
    }
    Ok(Py::new(py, FlatIter { array: borrowed(py, o).unbind(), at: 0, base: None })?.into_ptr())
}

/// `a.flat = value`: the values over and over.
pub unsafe fn assign_all(py: Python<'_>, o: *mut PyObject, value: *mut PyObject) -> PyResult<()> {
    let a = array_of(o);
    if !a.is_writeable() {
        return Err(PyValueError::new_err("array is read-only"));
    }
    let values = values_as(py, value, a.dtype())?;
    if values.size() == 0 {
        return Ok(());
    }
    let mut from = Elements::of(&values);
    for p in Elements::of(a) {
        let q = match from.next() {
            Some(q) => q,
            None => {
                from = Elements::of(&values);
                from.next().expect("not empty")
            }
        };
        move_item(py, a.dtype(), p, q)?;
    }
    Ok(())
}

/// A value as an array of a type.
unsafe fn values_as(py: Python<'_>, value: *mut PyObject, d: &DType) -> PyResult<Array> {
    let v = convert::discover::array(py, value, Some(d))?;
    if v.dtype() == d {
        // A copy, since the values may share memory with the destination.
        return numen_exec::copy(&v, Order::C).py(py);
    }
    super::methods::copy::warn_if_discarding(py, v.dtype(), d)?;
    let (v, s) = numen_exec::astype(&v, d, Order::C).py(py)?;
    convert::report(py, s)?;
    Ok(v)
}

/// Copies one item; references are counted.
unsafe fn move_item(py: Python<'_>, d: &DType, to: *mut u8, from: *const u8) -> PyResult<()> {
    if !d.has_object() {
        std::ptr::copy_nonoverlapping(from, to, d.itemsize());
        return Ok(());
    }
    let cell =
        |p: *mut u8| Array::from_parts(p, d.clone(), Default::default(), Default::default(), None, true);
    numen_exec::assign(&cell(to), &cell(from.cast_mut()), None).py(py).map(drop)
}

/// The elements an index names.
enum Places {
    One(usize),
    Many(Vec<usize>, numen_shape::Shape),
}

const NOT_INTEGERS: &std::ffi::CStr = c"Invalid non-array indices for iterator objects are deprecated and will be removed in a future version. (Deprecated NumPy 2.4)";

const BAD: &str =
    "only integers, slices (`:`), ellipsis (`...`) and integer or boolean arrays are valid indices";

fn within(i: isize, size: usize) -> PyResult<usize> {
    let at = if i < 0 { i + size as isize } else { i };
    if at < 0 || at as usize >= size {
        return Err(PyIndexError::new_err(format!("index {i} is out of bounds for size {size}")));
    }
    Ok(at as usize)
}

unsafe fn places(py: Python<'_>, key: &Bound<'_, PyAny>, size: usize) -> PyResult<Places> {
    let all = || Places::Many((0..size).collect(), smallvec::smallvec![size]);
    if let Ok(t) = key.cast::<PyTuple>() {
        return match t.len() {
            0 => Ok(all()),
            1 => places(py, &t.get_item(0)?, size),
            n => Err(PyIndexError::new_err(format!(
                "too many indices for flat iterator: flat iterator is 1-dimensional, but {n} were indexed"
            ))),
        };
    }
    let p = key.as_ptr();
    if p == ffi::Py_Ellipsis() {
        return Ok(all());
    }
    if ffi::PyBool_Check(p) != 0 {
        warn(py, c"Indexing flat iterators with a 0-dimensional boolean index is deprecated and may be removed in a future version. (Deprecated NumPy 2.4)")?;
        let v = if p == ffi::Py_True() { vec![0] } else { Vec::new() };
        return Ok(if v.is_empty() { Places::Many(v, smallvec::smallvec![0]) } else { Places::One(0) });
    }
    if let Ok(s) = key.cast::<PySlice>() {
        let s = s.indices(size as isize)?;
        let v: Vec<usize> = (0..s.slicelength).map(|i| (s.start + i as isize * s.step) as usize).collect();
        let n = v.len();
        return Ok(Places::Many(v, smallvec::smallvec![n]));
    }
    if ffi::PyIndex_Check(p) != 0 && !(super::object::is_array(p) && array_of(p).ndim() > 0) {
        return Ok(Places::One(within(convert::int(py, p)? as isize, size)?));
    }
    if ffi::PyFloat_Check(p) != 0 {
        warn(py, NOT_INTEGERS)?;
        return Ok(Places::One(within(ffi::PyFloat_AsDouble(p) as isize, size)?));
    }
    if key.is_none() || ffi::PyUnicode_Check(p) != 0 {
        return Err(PyIndexError::new_err(BAD));
    }
    listed(py, p, size)
}

/// Positions given as an array of integers or of bools.
unsafe fn listed(py: Python<'_>, p: *mut PyObject, size: usize) -> PyResult<Places> {
    let index = convert::array(py, p).map_err(|_| PyIndexError::new_err(BAD))?;
    if index.dtype().is_bool() {
        if index.ndim() != 1 {
            return Err(PyIndexError::new_err(format!(
                "too many indices for flat iterator: flat iterator is 1-dimensional, but {} were indexed",
                index.ndim()
            )));
        }
        if index.size() != size {
            return Err(PyIndexError::new_err(format!(
                "boolean index did not match indexed flat iterator along axis 0; size of axis is {size} but size of \
                 corresponding boolean axis is {}",
                index.size()
            )));
        }
        let v: Vec<usize> =
            Elements::of(&index).enumerate().filter(|(_, q)| **q != 0).map(|(i, _)| i).collect();
        let n = v.len();
        return Ok(Places::Many(v, smallvec::smallvec![n]));
    }
    if index.dtype().is_float() && index.size() > 0 {
        warn(py, NOT_INTEGERS)?;
    } else if !index.dtype().is_integer() && index.size() > 0 {
        return Err(PyIndexError::new_err(BAD));
    }
    let long = DType::of(numen_dtype::Num::Long);
    let (index, _) = numen_exec::astype(&index, &long, Order::C).py(py)?;
    let v = Elements::of(&index)
        .map(|q| within(q.cast::<isize>().read_unaligned(), size))
        .collect::<PyResult<_>>()?;
    Ok(Places::Many(v, index.shape().into()))
}

fn warn(py: Python<'_>, text: &std::ffi::CStr) -> PyResult<()> {
    PyErr::warn(py, &py.get_type::<PyDeprecationWarning>(), text, 1)
}

impl FlatIter {
    fn array(&self) -> &Array {
        // SAFETY: the object is an array, which this reference keeps.
        unsafe { array_of(self.array.as_ptr()) }
    }
}

#[pymethods]
impl FlatIter {
    fn __len__(&self) -> usize {
        self.array().size()
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&mut self, py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
        if self.at >= self.array().size() {
            return Ok(None);
        }
        let at = self.at;
        self.at += 1;
        let a = self.array();
        // SAFETY: the position is within the array.
        unsafe {
            let p = if a.is_c_contiguous() { a.write().add(at * a.itemsize()) } else { element_at(a, at) };
            let x = scalar::from_memory(py, a.dtype(), p, self.array.as_ptr())?;
            Ok(Some(owned(py, x)?.unbind()))
        }
    }

    fn __getitem__(&self, py: Python<'_>, key: Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let a = self.array();
        // SAFETY: positions are within the array; the new array has an item for each.
        unsafe {
            let r = match places(py, &key, a.size())? {
                Places::One(i) => scalar::from_memory(py, a.dtype(), element_at(a, i), self.array.as_ptr())?,
                Places::Many(v, shape) => {
                    let out = Array::empty(a.dtype().clone(), &shape, Order::C).py(py)?;
                    for (k, i) in v.into_iter().enumerate() {
                        move_item(py, a.dtype(), out.write().add(k * a.itemsize()), element_at(a, i))?;
                    }
                    new_like(py, self.array.as_ptr(), out)?
                }
            };
            Ok(owned(py, r)?.unbind())
        }
    }

    fn __setitem__(&self, py: Python<'_>, key: Bound<'_, PyAny>, value: Bound<'_, PyAny>) -> PyResult<()> {
        let a = self.array();
        if !a.is_writeable() {
            return Err(PyValueError::new_err("underlying array is read-only"));
        }
        // SAFETY: positions are within the array.
        unsafe {
            match places(py, &key, a.size())? {
                Places::One(i) => {
                    // NumPy says the same of every value that cannot be assigned.
                    scalar::to_memory(py, a.dtype(), element_at(a, i), value.as_ptr())
                        .map_err(|_| PyValueError::new_err("Error setting single item of array."))
                }
                Places::Many(places, _) => {
                    let v = values_as(py, value.as_ptr(), a.dtype())?;
                    if v.size() == 0 {
                        return Ok(());
                    }
                    for (k, i) in places.into_iter().enumerate() {
                        let q = v.read().add(k % v.size() * a.itemsize());
                        move_item(py, a.dtype(), element_at(a, i), q)?;
                    }
                    Ok(())
                }
            }
        }
    }

    fn __delitem__(&self, _key: Bound<'_, PyAny>) -> PyResult<()> {
        Err(PyTypeError::new_err("Cannot delete iterator elements"))
    }

    /// The array.
    #[getter]
    fn base(&self, py: Python<'_>) -> Py<PyAny> {
        self.base.as_ref().unwrap_or(&self.array).clone_ref(py)
    }

    /// How many elements have been passed.
    #[getter]
    fn index(&self) -> usize {
        self.at
    }

    /// The next element's index along each axis.
    #[getter]
    fn coords(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let shape = self.array().shape();
        let mut rest = self.at;
        let mut coords = vec![0; shape.len()];
        for (i, &n) in shape.iter().enumerate().skip(1).rev() {
            coords[i] = rest % n.max(1);
            rest /= n.max(1);
        }
        if let Some(first) = coords.first_mut() {
            *first = rest;
        }
        // SAFETY: a new reference.
        unsafe { Ok(owned(py, shape_tuple(py, &coords)?)?.unbind()) }
    }

    /// copy($self, /)
    /// --
    ///
    /// A copy of the elements as an array of one axis.
    fn copy(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        // SAFETY: a new reference.
        unsafe {
            let flat = flat_copy(py, self.array(), Order::C)?;
            Ok(owned(py, new_like(py, self.array.as_ptr(), flat)?)?.unbind())
        }
    }

    /// The elements as an array of one axis, sharing memory where they lie in order.
    #[pyo3(signature = (dtype=None, copy=None))]
    fn __array__(
        &self,
        py: Python<'_>,
        dtype: Option<Bound<'_, PyAny>>,
        copy: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Py<PyAny>> {
        let a = self.array();
        // SAFETY: a view of the array, or a copy.
        let r = unsafe {
            match a.is_c_contiguous().then(|| a.reshaped(&[a.size()], false)).flatten() {
                Some(v) => owned(py, NdArray::view(py, v, self.array.as_ptr())?.cast())?,
                None => {
                    // Nothing written to the copy would reach the array.
                    let mut copy = flat_copy(py, a, Order::C)?;
                    copy.set_writeable(false);
                    owned(py, NdArray::wrap(py, copy)?.cast())?
                }
            }
        };
        let force = matches!(&copy, Some(c) if !c.is_none() && c.is_truthy()?);
        let r = match dtype {
            Some(d) if !d.is_none() => r.call_method1("astype", (d,))?,
            _ if force => r.call_method0("copy")?,
            _ => r,
        };
        Ok(r.unbind())
    }

    fn __richcmp__(&self, other: Bound<'_, PyAny>, op: CompareOp) -> PyResult<Py<PyAny>> {
        let py = other.py();
        let own = self.__array__(py, None, None)?;
        let other = match other.cast::<FlatIter>() {
            Ok(f) => f.try_borrow()?.__array__(py, None, None)?.into_bound(py),
            Err(_) => other,
        };
        Ok(own.bind(py).rich_compare(other, op)?.unbind())
    }
}
