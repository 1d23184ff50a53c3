//! `np.array` of nested sequences: find shape and type, then store.

use super::{borrowed, protocols, python_int_type};
use crate::boundary::call::attached;
use crate::boundary::errors::ToPy;
use crate::boundary::notes::noted;
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
    if let Some(a) = super::real::operand(py, p)? {
        return Ok(a);
    }
    if may_offer(p) {
        if let Some(a) = protocols::from_protocols(py, p, dtype)? {
            return Ok(a);
        }
    }
    without_protocols(py, p, dtype, ndmax)
}

/// The same of an object that has been asked for an array by the protocols and has given none.
pub unsafe fn without_protocols(
    py: Python<'_>,
    p: *mut PyObject,
    dtype: Option<&DType>,
    ndmax: usize,
) -> PyResult<Array> {
    if !is_sequence(p) {
        return leaf_array(py, p, dtype);
    }
    if let Some(a) = super::numbers::array(py, p, dtype, ndmax)? {
        return Ok(a);
    }
    let mut found = Found { wanted: dtype, ..Found::default() };
    let depth = found.visit(py, p, 0, ndmax)?;
    if found.ragged && dtype.is_none_or(|d| d.num() != Num::Object) {
        return Err(found.inhomogeneous(depth, ndmax));
    }
    found.shape.truncate(depth);
    let d = found.result(dtype);
    let a = Array::empty(d, &found.shape, Order::C).py(py)?;
    fill(py, &a, p, &found.arrays)?;
    // Items that are arrays themselves add their axes.
    Ok(crate::ndarray::methods::copy::field_view(a))
}

/// Neither a list nor a tuple nor one of the plain values, which are no arrays.
unsafe fn may_offer(p: *mut PyObject) -> bool {
    ffi::PyList_CheckExact(p) == 0
        && ffi::PyTuple_CheckExact(p) == 0
        && ffi::PyUnicode_Check(p) == 0
        && ffi::PyBytes_Check(p) == 0
        && !scalar::object::is_scalar(p)
}

/// Lists, tuples and other sequences (not text, not bytes) are axes.
pub unsafe fn is_sequence(p: *mut PyObject) -> bool {
    if ffi::PyList_CheckExact(p) != 0 || ffi::PyTuple_CheckExact(p) != 0 {
        return true;
    }
    if ffi::PyUnicode_Check(p) != 0 || ffi::PyBytes_Check(p) != 0 || scalar::object::is_scalar(p) {
        return false;
    }
    if protocols::offers_array(p) {
        return false;
    }
    if ffi::PySequence_Check(p) == 0 {
        return false;
    }
    let known = ffi::PySequence_Size(p) >= 0;
    ffi::PyErr_Clear();
    known
}

/// An object that is no sequence: a scalar, an array-like, or any object.
unsafe fn leaf_array(py: Python<'_>, p: *mut PyObject, dtype: Option<&DType>) -> PyResult<Array> {
    if scalar::object::is_scalar(p) {
        // Where objects are asked for, the scalar is one.
        if dtype.is_none_or(|d| d.num() != Num::Object) {
            return from_scalar(py, p);
        }
    } else if let Some(a) = protocols::from_protocols(py, p, dtype)? {
        return Ok(a);
    }
    let d = match dtype {
        Some(d) if !is_open(d) => d.clone(),
        Some(d) => open_leaf(py, p, d)?,
        None => leaf_type(py, p)?,
    };
    let a = Array::empty(at_least_one(d), &[], Order::C).py(py)?;
    scalar::to_memory(py, a.dtype(), a.write(), p)?;
    Ok(crate::ndarray::methods::copy::field_view(a))
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

/// A type whose items decide a part of it: the length of text and bytes, the unit of dates.
pub fn is_open(d: &DType) -> bool {
    d.ext().is_none() && (d.is_flexible() && d.itemsize() == 0 || d.is_time())
}

/// What an open type needs to hold one object.
unsafe fn open_leaf(py: Python<'_>, p: *mut PyObject, wanted: &DType) -> PyResult<DType> {
    let own = scalar::object::dtype_of_scalar(p);
    if let Some(d) = own.as_ref().filter(|d| d.num() == wanted.num()) {
        return Ok(d.clone());
    }
    if wanted.is_time() {
        return crate::objects::natural_time(py, wanted, p);
    }
    let bytes_like = ffi::PyBytes_Check(p) != 0;
    if wanted.num() == Num::Void {
        if !bytes_like {
            let name = Bound::from_borrowed_ptr(py, p).get_type().name()?;
            return Err(PyTypeError::new_err(format!("A bytes-like object is required, not '{name}'")));
        }
        return Ok(DType::flexible(Num::Void, ffi::PyBytes_Size(p) as usize));
    }
    let chars = match own {
        Some(d) if d.is_number() => d.string_length(),
        _ if bytes_like => ffi::PyBytes_Size(p) as usize,
        _ => {
            let text = crate::boundary::call::owned(py, ffi::PyObject_Str(p))?;
            ffi::PyUnicode_GET_LENGTH(text.as_ptr()) as usize
        }
    };
    let width = if wanted.num() == Num::Str { 4 } else { 1 };
    Ok(DType::flexible(wanted.num(), chars * width))
}

/// Shape and type of nested sequences, found depth first. As in NumPy the first path to a leaf sets the
/// shape; what does not fit it makes the array ragged and cuts its axes down to those that hold everywhere,
/// below which everything is an object.
#[derive(Default)]
struct Found<'a> {
    wanted: Option<&'a DType>,
    shape: Vec<usize>,
    dtype: Option<DType>,
    /// A leaf was met: the shape is complete.
    complete: bool,
    ragged: bool,
    /// Items that gave an array with axes, which they are asked for once; each is kept.
    arrays: Arrays<'a>,
}

/// Objects by their addresses, with the arrays they have given.
type Arrays<'py> = std::collections::HashMap<*mut PyObject, (Bound<'py, PyAny>, Array)>;

impl<'a> Found<'a> {
    /// Takes an object at `depth` in; the number of axes possible is at most `max` and returned.
    unsafe fn visit(
        &mut self,
        py: Python<'a>,
        p: *mut PyObject,
        depth: usize,
        max: usize,
    ) -> PyResult<usize> {
        if is_array(p) {
            let a = crate::ndarray::object::array_of(p);
            return self.array(py, a, depth, max);
        }
        let tuple_is_item = self.wanted.is_some_and(|d| d.ext().is_some() && d.num() == Num::Void)
            && ffi::PyTuple_Check(p) != 0;
        if may_offer(p) {
            if let Some(a) = protocols::from_protocols(py, p, None)? {
                let max = self.array(py, &a, depth, max)?;
                if a.ndim() > 0 {
                    self.arrays.insert(p, (Bound::from_borrowed_ptr(py, p), a));
                }
                return Ok(max);
            }
        }
        let sequence = !tuple_is_item && is_sequence(p);
        if !sequence || depth >= max {
            let max = self.leaf(py, p, depth, max)?;
            self.ragged |= sequence;
            return Ok(max);
        }
        if ffi::Py_EnterRecursiveCall(c" while converting nested sequences".as_ptr()) != 0 {
            return Err(PyErr::fetch(py));
        }
        let r = self.sequence(py, p, depth, max);
        ffi::Py_LeaveRecursiveCall();
        r
    }

    unsafe fn sequence(
        &mut self,
        py: Python<'a>,
        p: *mut PyObject,
        depth: usize,
        mut max: usize,
    ) -> PyResult<usize> {
        let items = Items::of(py, p)?;
        if !self.fits(depth, &mut max, &[items.len()], true) {
            return Ok(max);
        }
        if items.len() == 0 {
            // An empty sequence is the last axis.
            self.complete = true;
            return Ok(depth + 1);
        }
        for i in 0..items.len() {
            let item = items.get(py, i)?;
            max = self.visit(py, item.as_ptr(), depth + 1, max)?;
        }
        Ok(max)
    }

    /// Axes from `depth` on compared with those known, which they set where none are.
    fn fits(&mut self, depth: usize, max: &mut usize, lens: &[usize], sequence: bool) -> bool {
        let known = self.complete;
        let mut n = lens.len();
        let mut good = true;
        if depth + n > *max {
            good = false;
            n = *max - depth;
        } else if !sequence && *max != depth + n {
            *max = depth + n;
            good = !known;
        }
        for (i, &len) in lens[..n].iter().enumerate() {
            let at = depth + i;
            if !known {
                self.shape.truncate(at);
                self.shape.push(len);
            } else if self.shape.get(at) != Some(&len) {
                good = false;
                *max = if sequence { depth } else { *max - (n - i) };
                break;
            }
        }
        self.complete |= !sequence;
        self.ragged |= !good;
        good
    }

    unsafe fn array(&mut self, py: Python<'_>, a: &Array, depth: usize, mut max: usize) -> PyResult<usize> {
        if self.fits(depth, &mut max, a.shape(), false) {
            let d = match self.wanted {
                Some(d) if is_open(d) => crate::ndarray::methods::copy::adapted(py, a, d.clone())?,
                _ => a.dtype().clone(),
            };
            self.take(d);
        }
        Ok(max)
    }

    unsafe fn leaf(
        &mut self,
        py: Python<'_>,
        p: *mut PyObject,
        depth: usize,
        mut max: usize,
    ) -> PyResult<usize> {
        if self.fits(depth, &mut max, &[], false) {
            match self.wanted {
                None => self.take(leaf_type(py, p)?),
                Some(d) if is_open(d) => self.take(open_leaf(py, p, d)?),
                Some(_) => {}
            }
        }
        Ok(max)
    }

    fn take(&mut self, d: DType) {
        self.dtype = Some(match self.dtype.take() {
            None => d,
            // Several in the other byte order have the machine's together; records with gaps are laid out anew.
            Some(old) if old == d && d.is_native() && d.as_record().is_none_or(|r| r.is_packed()) => old,
            Some(old) => promote(&old, &d).unwrap_or(DType::of(Num::Object)),
        });
    }

    /// The type of the array.
    fn result(&self, wanted: Option<&DType>) -> DType {
        let found = self.dtype.clone();
        match wanted {
            Some(d) if !is_open(d) => d.clone(),
            Some(d) => match found.filter(|f| f.num() == d.num()) {
                Some(f) if f.is_flexible() && f.itemsize() == 0 && f.ext().is_none() => least(d),
                Some(f) => f,
                None if d.is_flexible() => least(d),
                None => d.clone(),
            },
            None => at_least_one(found.unwrap_or(DType::of(Num::Double))),
        }
    }

    #[cold]
    fn inhomogeneous(&self, depth: usize, most: usize) -> PyErr {
        if depth == most {
            return PyValueError::new_err(format!(
                "setting an array element with a sequence. The requested array would exceed the maximum number of \
                 dimension of {most}."
            ));
        }
        let shape = numen_shape::show(&self.shape[..depth.min(self.shape.len())]);
        let e = PyValueError::new_err(format!(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after {depth} \
             dimensions. The detected shape was {shape} + inhomogeneous part."
        ));
        let note = "All sequences of one depth must have the same length. For rows of different lengths keep a list \
                    of arrays, or ask for it with dtype=object.";
        attached(|py| noted(py, e, note))
    }
}

/// Text and bytes have at least one character; plain `V` stays empty.
fn least(d: &DType) -> DType {
    let width = match d.num() {
        Num::Str => 4,
        Num::Bytes => 1,
        _ => 0,
    };
    DType::flexible(d.num(), width)
}

fn at_least_one(d: DType) -> DType {
    if d.is_flexible() && d.itemsize() == 0 && d.ext().is_none() {
        return least(&d);
    }
    d
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
unsafe fn fill(py: Python<'_>, a: &Array, p: *mut PyObject, known: &Arrays<'_>) -> PyResult<()> {
    if a.ndim() == 0 {
        return scalar::to_memory(py, a.dtype(), a.write(), p);
    }
    if let Some((_, src)) = known.get(&p) {
        let s = numen_exec::assign(a, src, None).py(py)?;
        return super::report(py, s);
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
        fill(py, &a.index_axis(0, i), item.as_ptr(), known)?;
    }
    Ok(())
}
