//! Bits and positions: `packbits`, `unpackbits`, `unravel_index`, `ravel_multi_index`.

use super::dispatch::dispatch;
use crate::boundary::args::{index, is_none, text_of, Call};
use crate::boundary::call::checked;
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{finish_result, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_shape::Shape;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

unsafe fn little(order: *mut PyObject) -> PyResult<bool> {
    match if order.is_null() { "big".into() } else { text_of(order) }.as_str() {
        "little" => Ok(true),
        "big" => Ok(false),
        _ => Err(PyValueError::new_err("'order' must be either 'little' or 'big'")),
    }
}

/// The axis moved last and made contiguous; without an axis the array is flat.
unsafe fn lanes(py: Python<'_>, a: &Array, axis: *mut PyObject) -> PyResult<(Array, usize)> {
    if is_none(axis) || a.ndim() == 0 {
        let c = numen_exec::copy(a, Order::C).py(py)?;
        let n = c.size();
        return Ok((c.reshaped(&[n], false).unwrap_or(c), 0));
    }
    let axis = numen_shape::normalize_axis(convert::axis(py, axis)?, a.ndim()).py(py)?;
    let moved = a.swap_axes(axis, a.ndim() - 1);
    Ok((numen_exec::copy(&moved, Order::C).py(py)?, axis))
}

unsafe fn finish(py: Python<'_>, out: Array, axis: usize) -> PyResult<*mut PyObject> {
    let last = out.ndim() - 1;
    let out =
        if axis == last { out } else { numen_exec::copy(&out.swap_axes(axis, last), Order::C).py(py)? };
    Ok(NdArray::wrap(py, out)?.cast())
}

crate::signature!(PACK: "packbits", 1, 3, 1; "a", "axis", "bitorder");

unsafe fn packbits(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, order] = PACK.parse(call)?;
    if let Some(r) = dispatch(py, "packbits", &[a], call)? {
        return Ok(r);
    }
    let little = little(order)?;
    let a = convert::array(py, a)?;
    if !a.dtype().is_bool() && !a.dtype().is_integer() {
        return Err(PyTypeError::new_err("Expected an input array of integer or boolean data type"));
    }
    let a = numen_exec::astype(&a, &DType::of(Num::Bool), Order::K).py(py)?.0;
    let (bits, axis) = lanes(py, &a, axis)?;
    let len = bits.shape()[bits.ndim() - 1];
    let mut shape: Shape = bits.shape().into();
    *shape.last_mut().expect("an axis") = len.div_ceil(8);
    let out = Array::zeros(DType::of(Num::UByte), &shape, Order::C).py(py)?;
    if out.size() > 0 {
        let (src, dst) = (bits.read(), out.write());
        for lane in 0..bits.size() / len {
            for i in 0..len {
                let shift = if little { i % 8 } else { 7 - i % 8 };
                *dst.add(lane * len.div_ceil(8) + i / 8) |= (*src.add(lane * len + i)) << shift;
            }
        }
    }
    finish(py, out, axis)
}

crate::signature!(UNPACK: "unpackbits", 1, 4, 1; "a", "axis", "count", "bitorder");

unsafe fn unpackbits(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, count, order] = UNPACK.parse(call)?;
    if let Some(r) = dispatch(py, "unpackbits", &[a], call)? {
        return Ok(r);
    }
    let little = little(order)?;
    let a = convert::array(py, a)?;
    if a.dtype().num() != Num::UByte {
        return Err(PyTypeError::new_err("Expected an input array of unsigned byte data type"));
    }
    let (bytes, axis) = lanes(py, &a, axis)?;
    let len = bytes.shape()[bytes.ndim() - 1];
    let full = len as isize * 8;
    let keep = match if is_none(count) { full } else { index(py, count)? } {
        c if c >= 0 => c,
        c if c < -full => {
            return Err(PyValueError::new_err(format!(
                "-count larger than number of elements: {c} given, {full} elements"
            )))
        }
        c => full + c,
    } as usize;
    let mut shape: Shape = bytes.shape().into();
    *shape.last_mut().expect("an axis") = keep;
    let out = Array::zeros(DType::of(Num::UByte), &shape, Order::C).py(py)?;
    if out.size() > 0 && len > 0 {
        let (src, dst) = (bytes.read(), out.write());
        for lane in 0..bytes.size() / len {
            for i in 0..keep.min(len * 8) {
                let shift = if little { i % 8 } else { 7 - i % 8 };
                *dst.add(lane * keep + i) = (*src.add(lane * len + i / 8)) >> shift & 1;
            }
        }
    }
    finish(py, out, axis)
}

crate::signature!(UNRAVEL: "unravel_index", 2, 3, 0; "indices", "shape", "order");

/// C order, or Fortran order.
unsafe fn fortran(order: *mut PyObject) -> PyResult<bool> {
    if is_none(order) {
        return Ok(false);
    }
    match crate::ufunc::call::order(order)? {
        Order::C => Ok(false),
        Order::F => Ok(true),
        _ => Err(PyValueError::new_err("only 'C' or 'F' order is permitted")),
    }
}

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
    let a = numen_exec::astype(&a, &DType::of(Num::Long), Order::C).py(py)?.0;
    Ok(a)
}

unsafe fn unravel_index(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [indices, shape, order] = UNRAVEL.parse(call)?;
    if let Some(r) = dispatch(py, "unravel_index", &[indices], call)? {
        return Ok(r);
    }
    let fortran = fortran(order)?;
    let shape = convert::shape(py, shape)?;
    let Some(total) = numen_shape::checked_size(&shape) else {
        return Err(PyValueError::new_err("dimensions are too large; arrays and shapes with a total size greater than 'intp' are not supported."));
    };
    let a = int_array(py, indices)?;
    if shape.is_empty() && a.ndim() > 0 {
        return Err(PyValueError::new_err("multiple indices are not supported for 0d array"));
    }
    let outs: Vec<Array> = (0..shape.len())
        .map(|_| Array::empty(DType::of(Num::Long), a.shape(), Order::C))
        .collect::<numen_shape::Result<_>>()
        .py(py)?;
    let axes: Vec<usize> =
        if fortran { (0..shape.len()).collect() } else { (0..shape.len()).rev().collect() };
    for i in 0..a.size() {
        let v = *a.read().cast::<i64>().add(i);
        if v < 0 || v as usize >= total {
            return Err(PyValueError::new_err(format!(
                "index {v} is out of bounds for array with size {total}"
            )));
        }
        let mut rest = v as usize;
        for &axis in &axes {
            *outs[axis].write().cast::<i64>().add(i) = (rest % shape[axis]) as i64;
            rest /= shape[axis];
        }
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
    let fortran = fortran(order)?;
    let dims = convert::shape(py, dims)?;
    let modes = modes(py, mode, dims.len())?;
    let mut parts: Vec<Array> = Vec::new();
    for item in Bound::from_borrowed_ptr(py, multi).try_iter()? {
        parts.push(int_array(py, item?.as_ptr())?);
    }
    if parts.len() != dims.len() {
        return Err(PyValueError::new_err(format!(
            "parameter multi_index must be a sequence of length {}",
            dims.len()
        )));
    }
    if numen_shape::checked_size(&dims).is_none() {
        return Err(PyValueError::new_err(
            "invalid dims: array size defined by dims is larger than the maximum possible size.",
        ));
    }
    let shapes: Vec<&[usize]> = parts.iter().map(|p| p.shape()).collect();
    let shape = numen_shape::broadcast_shapes(&shapes).py(py)?;
    let out = Array::zeros(DType::of(Num::Long), &shape, Order::C).py(py)?;
    let mut step = 1i64;
    let axes: Vec<usize> = if fortran { (0..dims.len()).collect() } else { (0..dims.len()).rev().collect() };
    for axis in axes {
        let part = parts[axis].broadcast_to(&shape).py(py)?;
        let part = numen_exec::copy(&part, Order::C).py(py)?;
        let len = dims[axis] as i64;
        for i in 0..out.size() {
            let v = *part.read().cast::<i64>().add(i);
            let at = match modes[axis] {
                _ if (0..len).contains(&v) => v,
                Mode::Wrap if len > 0 => v.rem_euclid(len),
                Mode::Clip if len > 0 => v.clamp(0, len - 1),
                _ => return Err(PyValueError::new_err("invalid entry in coordinates array")),
            };
            *out.write().cast::<i64>().add(i) += at * step;
        }
        step *= len;
    }
    finish_result(py, out)
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
    out.push(method("packbits", crate::c_function!(packbits), "packbits(a, /, axis=None, bitorder='big')\n--\n\nEight truth values to a byte of a uint8 array, zeros behind the last.\n\nExamples\n--------\n>>> import numen as np\n>>> np.packbits([1, 0, 1])\narray([160], dtype=uint8)\n"));
    out.push(method("unpackbits", crate::c_function!(unpackbits), "unpackbits(a, /, axis=None, count=None, bitorder='big')\n--\n\nThe bits of a uint8 array as zeros and ones; `count` of them, or all but `-count`.\n"));
    out.push(method("unravel_index", crate::c_function!(unravel_index), "unravel_index(indices, shape, order='C')\n--\n\nPositions in the flat array as a tuple of indices along each axis.\n\nExamples\n--------\n>>> import numen as np\n>>> np.unravel_index(np.array([5, 6]), (2, 4))\n(array([1, 1]), array([1, 2]))\n"));
    out.push(method("ravel_multi_index", crate::c_function!(ravel_multi_index), "ravel_multi_index(multi_index, dims, mode='raise', order='C')\n--\n\nIndices along each axis as positions in the flat array.\n"));
}
