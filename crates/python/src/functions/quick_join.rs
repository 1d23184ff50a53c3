//! Joining plain dense arrays of one type without a plan.

use crate::ndarray::object::{array_of, is_exact, NdArray};
use numen_array::Array;
use numen_dtype::{DType, Operand};
use numen_shape::Shape;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// Larger results that are the parts end to end are copied by the planner: threads share each part.
const LIMIT: usize = 1 << 18;

/// Along what the arrays are joined.
#[derive(Clone, Copy)]
pub enum Along {
    /// An axis they have.
    Axis(usize),
    /// A new axis at this place.
    New(usize),
    /// `vstack`: rows.
    Rows,
    /// `hstack`: the second axis, vectors end to end.
    Columns,
    /// `column_stack`: the second axis, vectors as columns.
    Vectors,
}

/// A sequence of borrowed items.
struct Items {
    seq: *mut PyObject,
    list: bool,
    n: isize,
}

impl Items {
    #[inline(always)]
    unsafe fn of(seq: *mut PyObject) -> Option<Items> {
        if ffi::PyTuple_CheckExact(seq) != 0 {
            return Some(Items { seq, list: false, n: ffi::PyTuple_GET_SIZE(seq) });
        }
        (ffi::PyList_CheckExact(seq) != 0).then(|| Items { seq, list: true, n: ffi::PyList_GET_SIZE(seq) })
    }

    #[inline(always)]
    unsafe fn get(&self, i: isize) -> *mut PyObject {
        if self.list {
            ffi::PyList_GET_ITEM(self.seq, i)
        } else {
            ffi::PyTuple_GET_ITEM(self.seq, i)
        }
    }
}

/// The array of an item, if it is plain: exact, dense, native, without references.
#[inline(always)]
unsafe fn plain<'a>(o: *mut PyObject) -> Option<&'a Array> {
    if !is_exact(o) {
        return None;
    }
    let a = array_of(o);
    let d = a.dtype();
    (a.is_c_contiguous() && d.is_number() && !d.is_swapped()).then_some(a)
}

/// Axis and whether it is new, for arrays with `ndim` axes.
fn place(along: Along, ndim: usize) -> Option<(usize, bool)> {
    let (axis, new) = match along {
        Along::Axis(i) => (i, false),
        Along::New(i) => (i, true),
        Along::Rows => (0, ndim == 1),
        Along::Columns => (usize::from(ndim > 1), false),
        Along::Vectors => (1, ndim == 1),
    };
    (ndim > 0 && (axis < ndim || new && axis == ndim)).then_some((axis, new))
}

/// The joined array; `None` if something about the arrays needs the general way (or is an error).
#[inline]
pub unsafe fn join(py: Python<'_>, seq: *mut PyObject, along: Along) -> PyResult<Option<*mut PyObject>> {
    let Some(items) = Items::of(seq) else { return Ok(None) };
    if items.n == 0 {
        return Ok(None);
    }
    let Some(first) = plain(items.get(0)) else { return Ok(None) };
    let Some((axis, new)) = place(along, first.ndim()) else { return Ok(None) };
    let own = first.shape();
    let (mut total, mut mixed) = (0, false);
    for i in 0..items.n {
        let Some(a) = plain(items.get(i)) else { return Ok(None) };
        if a.ndim() != own.len() {
            return Ok(None);
        }
        mixed |= a.dtype().num() != first.dtype().num();
        let fits = |k: usize| a.shape()[k] == own[k] || k == axis && !new;
        if !(0..own.len()).all(fits) {
            return Ok(None);
        }
        total += if new { 1 } else { a.shape()[axis] };
    }
    let mut shape: Shape = own.into();
    if new {
        shape.insert(axis, total);
    } else {
        shape[axis] = total;
    }
    let outer: usize = own[..axis].iter().product();
    if mixed && outer != 1 {
        return Ok(None);
    }
    let dtype = if mixed { common(&items) } else { Some(first.dtype().clone()) };
    let Some(dtype) = dtype else { return Ok(None) };
    let bytes = dtype.itemsize() * shape.iter().product::<usize>();
    if outer == 1 && bytes > LIMIT || shape.len() > numen_shape::MAX_DIMS {
        return Ok(None);
    }
    let r = NdArray::fresh(py, dtype, &shape)?;
    if mixed {
        if let Err(e) = cast_in_turn(py, &items, &(*r).array) {
            ffi::Py_DECREF(r.cast());
            return Err(e);
        }
        return Ok(Some(r.cast()));
    }
    let parts = (0..items.n).map(|i| array_of(items.get(i)));
    numen_exec::join(&(*r).array, parts, outer);
    Ok(Some(r.cast()))
}

/// The type that the items' types have in common.
#[cold]
unsafe fn common(items: &Items) -> Option<DType> {
    let types: SmallVec<[Operand; 4]> =
        (0..items.n).map(|i| Operand::Type(array_of(items.get(i)).dtype().clone())).collect();
    numen_dtype::result_type(&types)
}

/// Plain parts of other types end to end.
#[cold]
unsafe fn cast_in_turn(py: Python<'_>, items: &Items, out: &Array) -> PyResult<()> {
    let to = out.dtype();
    let mut at = out.write();
    for i in 0..items.n {
        let a = array_of(items.get(i));
        let types = (numen_exec::ty(a.dtype().num()), numen_exec::ty(to.num()));
        let (Some(from), Some(into)) = types else { unreachable!("plain parts are numbers") };
        let strides = [a.itemsize() as isize, to.itemsize() as isize];
        let cast = numen_kernels::convert::cast(from, into);
        let status = numen_exec::casts::run_plain(&cast, &[a.read().cast_mut(), at], &strides, a.size());
        crate::convert::report(py, status)?;
        at = at.add(a.size() * to.itemsize());
    }
    Ok(())
}
