//! Positions: `unravel_index`, `ravel_multi_index`.

use super::dispatch::dispatch;
use crate::boundary::args::{is_none, text_of, Call};
use crate::boundary::call::{borrowed, checked};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::finish_result;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// Positions that are worked on at a time, axis by axis.
const BLOCK: usize = 1024;

crate::signature!(UNRAVEL: "unravel_index", 2, 3, 0; "indices", "shape", "order");

unsafe fn parsed_order(order: *mut PyObject) -> PyResult<Order> {
    if is_none(order) {
        return Ok(Order::C);
    }
    crate::ufunc::call::order(order)
}

/// C order, or Fortran order.
fn fortran(order: Order) -> PyResult<bool> {
    match order {
        Order::C => Ok(false),
        Order::F => Ok(true),
        _ => Err(PyValueError::new_err("only 'C' or 'F' order is permitted")),
    }
}

/// The integers of an object, contiguous; an array of them is not copied.
unsafe fn int_array(py: Python<'_>, p: *mut PyObject) -> PyResult<Array> {
    let a = convert::array(py, p)?;
    if !a.dtype().is_integer() && !a.dtype().is_bool() {
        let guessed = a.size() == 0 && !crate::ndarray::object::is_array(p);
        return Err(PyTypeError::new_err(if guessed {
            "indices must be integral: the provided empty sequence was inferred as float. Wrap it with \
             'np.array(indices, dtype=np.intp)'"
        } else {
            "only int indices permitted"
        }));
    }
    dense(py, a)
}

/// As a contiguous array of `int64`.
fn dense(py: Python<'_>, a: Array) -> PyResult<Array> {
    let long = DType::of(Num::Long);
    if *a.dtype() == long && a.is_c_contiguous() && a.is_aligned() {
        return Ok(a);
    }
    Ok(numen_exec::astype(&a, &long, Order::C).py(py)?.0)
}

/// The axes from the one whose index changes fastest.
fn fastest_first(ndim: usize, fortran: bool) -> SmallVec<[usize; 8]> {
    if fortran {
        (0..ndim).collect()
    } else {
        (0..ndim).rev().collect()
    }
}

/// Quotients by one divisor: with both below 2^32 the high half of a product with a rounded-up reciprocal is exact
/// (Lemire, Kaser and Kurz, "Faster remainder by direct computation", 2019).
struct Divisor {
    by: u64,
    reciprocal: Option<u64>,
}

impl Divisor {
    /// For dividends below `total`.
    fn new(by: usize, total: usize) -> Divisor {
        let small = by > 1 && total <= u32::MAX as usize;
        Divisor { by: by as u64, reciprocal: small.then(|| u64::MAX / by as u64 + 1) }
    }

    /// Divides each, the remainders in `out`.
    unsafe fn divide(&self, values: &mut [u64], out: *mut u64) {
        match self.reciprocal {
            Some(r) => {
                for (i, v) in values.iter_mut().enumerate() {
                    let q = ((*v as u128 * r as u128) >> 64) as u64;
                    *out.add(i) = *v - q * self.by;
                    *v = q;
                }
            }
            None => {
                for (i, v) in values.iter_mut().enumerate() {
                    *out.add(i) = *v % self.by;
                    *v /= self.by;
                }
            }
        }
    }
}

unsafe fn unravel_index(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [indices, shape, order] = UNRAVEL.parse(call)?;
    if let Some(r) = dispatch(py, "unravel_index", &[indices], call)? {
        return Ok(r);
    }
    let order = parsed_order(order)?;
    let shape = convert::shape(py, shape)?;
    let Some(total) = numen_shape::checked_size(&shape) else {
        return Err(PyValueError::new_err("dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported."));
    };
    let a = int_array(py, indices)?;
    let fortran = fortran(order)?;
    let mut outs: SmallVec<[Array; 4]> = SmallVec::new();
    for _ in 0..shape.len() {
        outs.push(Array::empty(DType::of(Num::Long), a.shape(), Order::C).py(py)?);
    }
    let axes = fastest_first(shape.len(), fortran);
    let mut left = [0u64; BLOCK];
    for start in (0..a.size()).step_by(BLOCK) {
        let n = BLOCK.min(a.size() - start);
        let given = a.read().cast::<i64>().add(start);
        let mut outside = false;
        for (i, v) in left[..n].iter_mut().enumerate() {
            *v = *given.add(i) as u64;
            outside |= *v >= total as u64;
        }
        if let Some(v) = left[..n].iter().find(|&&v| outside && v >= total as u64) {
            return Err(PyValueError::new_err(format!(
                "index {} is out of bounds for array with size {total}",
                *v as i64
            )));
        }
        for (k, &axis) in axes.iter().enumerate() {
            let out = outs[axis].write().cast::<u64>().add(start);
            if k + 1 == axes.len() {
                // What is left counts along the slowest axis.
                std::ptr::copy_nonoverlapping(left.as_ptr(), out, n);
            } else {
                Divisor::new(shape[axis], total).divide(&mut left[..n], out);
            }
        }
    }
    if shape.is_empty() && a.ndim() > 0 {
        return Err(PyValueError::new_err("multiple indices are not supported for 0d arrays"));
    }
    let t = checked(py, ffi::PyTuple_New(outs.len() as isize))?;
    for (k, o) in outs.into_iter().enumerate() {
        match finish_result(py, o) {
            Ok(o) => ffi::PyTuple_SET_ITEM(t, k as isize, o),
            Err(e) => {
                ffi::Py_DECREF(t);
                return Err(e);
            }
        };
    }
    Ok(t)
}

crate::signature!(RAVEL: "ravel_multi_index", 2, 4, 0; "multi_index", "dims", "mode", "order");

unsafe fn ravel_multi_index(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [multi, dims, mode, order] = RAVEL.parse(call)?;
    if let Some(r) = dispatch(py, "ravel_multi_index", &[multi], call)? {
        return Ok(r);
    }
    let order = parsed_order(order)?;
    let dims = convert::shape(py, dims)?;
    let modes = modes(py, mode, dims.len())?;
    let fortran = fortran(order)?;
    let parts = coordinates(py, multi, dims.len())?;
    if numen_shape::checked_size(&dims).is_none() {
        return Err(PyValueError::new_err(
            "invalid dims: array size defined by dims is larger than the maximum possible size.",
        ));
    }
    let shapes: SmallVec<[&[usize]; 4]> = parts.iter().map(|p| p.shape()).collect();
    let shape = numen_shape::broadcast_shapes(&shapes).py(py)?;
    if dims.contains(&0) && !shape.contains(&0) {
        return Err(PyValueError::new_err("cannot unravel if shape has zero entries (is empty)."));
    }
    let out = Array::zeros(DType::of(Num::Long), &shape, Order::C).py(py)?;
    let mut step = 1i64;
    for axis in fastest_first(dims.len(), fortran) {
        let part = &parts[axis];
        let part =
            if part.shape() == shape.as_slice() { part.view() } else { part.broadcast_to(&shape).py(py)? };
        let part = dense(py, part)?;
        if !add_steps(
            part.read().cast(),
            out.write().cast(),
            out.size(),
            dims[axis] as i64,
            step,
            modes[axis],
        ) {
            return Err(PyValueError::new_err("invalid entry in coordinates array"));
        }
        step *= dims[axis] as i64;
    }
    finish_result(py, out)
}

/// The arrays of a sequence of so many coordinates.
unsafe fn coordinates(py: Python<'_>, multi: *mut PyObject, n: usize) -> PyResult<SmallVec<[Array; 4]>> {
    let items: SmallVec<[Bound<'_, PyAny>; 4]> = borrowed(py, multi).try_iter()?.collect::<PyResult<_>>()?;
    if items.len() != n {
        return Err(PyValueError::new_err(format!("parameter multi_index must be a sequence of length {n}")));
    }
    items.iter().map(|item| int_array(py, item.as_ptr())).collect()
}

/// Adds `step` times each index to `out`; false if one is not on its axis of `len` items and may not be.
unsafe fn add_steps(indices: *const i64, out: *mut i64, n: usize, len: i64, step: i64, mode: Mode) -> bool {
    let mut inside = true;
    for i in 0..n {
        let v = *indices.add(i);
        inside &= (v as u64) < len as u64;
        *out.add(i) = (*out.add(i)).wrapping_add(v.wrapping_mul(step));
    }
    if inside || mode == Mode::Raise || len == 0 {
        return inside;
    }
    // What lies outside counts as another index.
    for i in 0..n {
        let v = *indices.add(i);
        let at = if mode == Mode::Wrap { v.rem_euclid(len) } else { v.clamp(0, len - 1) };
        *out.add(i) = (*out.add(i)).wrapping_add(at.wrapping_sub(v).wrapping_mul(step));
    }
    true
}

#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Raise,
    Wrap,
    Clip,
}

unsafe fn modes(py: Python<'_>, p: *mut PyObject, n: usize) -> PyResult<Vec<Mode>> {
    let one = |p: *mut PyObject| -> PyResult<Mode> {
        match text_of(p).as_str() {
            "raise" => Ok(Mode::Raise),
            "wrap" => Ok(Mode::Wrap),
            "clip" => Ok(Mode::Clip),
            other => Err(PyValueError::new_err(format!(
                "clipmode must be one of 'clip', 'raise', or 'wrap' (got '{other}')"
            ))),
        }
    };
    if p.is_null() {
        return Ok(vec![Mode::Raise; n]);
    }
    if ffi::PyUnicode_Check(p) != 0 {
        return Ok(vec![one(p)?; n]);
    }
    let mut all = Vec::new();
    for item in Bound::from_borrowed_ptr(py, p).try_iter()? {
        all.push(one(item?.as_ptr())?);
    }
    if all.len() != n {
        return Err(PyTypeError::new_err(format!(
            "list of clipmodes has wrong length ({} instead of {n})",
            all.len()
        )));
    }
    Ok(all)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("unravel_index", crate::c_function!(unravel_index), "unravel_index(indices, shape, order='C')\n--\n\nPositions in the flat array as a tuple of indices along each axis.\n\nExamples\n--------\n>>> import numen as np\n>>> np.unravel_index(np.array([5, 6]), (2, 4))\n(array([1, 1]), array([1, 2]))\n"));
    out.push(method("ravel_multi_index", crate::c_function!(ravel_multi_index), "ravel_multi_index(multi_index, dims, mode='raise', order='C')\n--\n\nIndices along each axis as positions in the flat array.\n"));
}
