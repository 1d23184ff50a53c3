//! `det`, `inv` and `solve` of one small matrix of float64.

use super::{doubles, quick};
use crate::boundary::types::method;
use crate::ndarray::object::NdArray;
use numen_array::Array;
use numen_dtype::{DType, Num};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

crate::signature!(DET: "det", 1, 1, 0; "a");
crate::signature!(INV: "inv", 1, 1, 0; "a");
crate::signature!(SOLVE: "solve", 2, 2, 0; "a", "b");

/// The largest order; larger ones are worth the general way.
const MOST: usize = 8;

/// Room for one matrix, column by column.
type Room = [f64; MOST * MOST];

/// The order of a small square matrix.
unsafe fn order(a: &Array) -> Option<usize> {
    match *a.shape() {
        [m, n] if m == n && (1..=MOST).contains(&n) => Some(n),
        _ => None,
    }
}

/// The columns of `rows` rows of `columns` elements.
unsafe fn load(a: &Array, rows: usize, columns: usize) -> Room {
    let from = a.read().cast::<f64>();
    let mut room = [0.0; MOST * MOST];
    for i in 0..rows {
        for j in 0..columns {
            room[j * rows + i] = *from.add(i * columns + j);
        }
    }
    room
}

/// A new array from columns of `rows` elements.
unsafe fn stored(py: Python<'_>, room: &Room, shape: &[usize], rows: usize) -> PyResult<*mut PyObject> {
    let size = shape.iter().product::<usize>();
    let r = NdArray::fresh_number(py, Num::Double, shape, size)?;
    let (to, columns) = ((*r).array.write().cast::<f64>(), size / rows);
    for i in 0..rows {
        for j in 0..columns {
            *to.add(i * columns + j) = room[j * rows + i];
        }
    }
    Ok(r.cast())
}

unsafe fn det(py: Python<'_>, [a]: [*mut PyObject; 1]) -> PyResult<Option<*mut PyObject>> {
    let Some(a) = doubles(a) else { return Ok(None) };
    let Some(n) = order(a) else { return Ok(None) };
    let value = numen_linalg::det(&mut load(a, n, n)[..n * n], n);
    let p = (&raw const value).cast();
    crate::scalar::from_memory(py, &DType::of(Num::Double), p, std::ptr::null_mut()).map(Some)
}
quick!(quick_det, det, DET);

// A singular matrix is the general function's to refuse.
unsafe fn inv(py: Python<'_>, [a]: [*mut PyObject; 1]) -> PyResult<Option<*mut PyObject>> {
    let Some(a) = doubles(a) else { return Ok(None) };
    let Some(n) = order(a) else { return Ok(None) };
    let mut out = [0.0; MOST * MOST];
    if numen_linalg::inv(&mut load(a, n, n)[..n * n], n, &mut out[..n * n]).is_err() {
        return Ok(None);
    }
    stored(py, &out, a.shape(), n).map(Some)
}
quick!(quick_inv, inv, INV);

unsafe fn solve(py: Python<'_>, [a, b]: [*mut PyObject; 2]) -> PyResult<Option<*mut PyObject>> {
    let (Some(a), Some(b)) = (doubles(a), doubles(b)) else { return Ok(None) };
    let Some(n) = order(a) else { return Ok(None) };
    let columns = match *b.shape() {
        [rows] if rows == n => 1,
        [rows, columns] if rows == n && (1..=MOST).contains(&columns) => columns,
        _ => return Ok(None),
    };
    let mut right = load(b, n, columns);
    if numen_linalg::solve(&mut load(a, n, n)[..n * n], n, &mut right[..n * columns]).is_err() {
        return Ok(None);
    }
    stored(py, &right, b.shape(), n).map(Some)
}
quick!(quick_solve, solve, SOLVE);

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("_quick_det", crate::c_function!(quick_det), "The usual arguments of `det`."));
    out.push(method("_quick_inv", crate::c_function!(quick_inv), "The usual arguments of `inv`."));
    out.push(method("_quick_solve", crate::c_function!(quick_solve), "The usual arguments of `solve`."));
}
