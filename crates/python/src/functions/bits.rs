//! Bits: `packbits`, `unpackbits`.

use super::dispatch::dispatch;
use crate::boundary::args::{index, is_none, text_of, Call};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_kernels::convert::{pack_bits, unpack_bits};
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
        let c = if a.is_c_contiguous() { a.view() } else { numen_exec::copy(a, Order::C).py(py)? };
        let n = c.size();
        return Ok((c.reshaped(&[n], false).unwrap_or(c), 0));
    }
    let axis = numen_shape::normalize_axis(convert::axis(py, axis)?, a.ndim()).py(py)?;
    let moved = a.swap_axes(axis, a.ndim() - 1);
    if moved.is_c_contiguous() {
        return Ok((moved, axis));
    }
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
    // Bytes that are not zero count as true.
    let a =
        if a.itemsize() == 1 { a } else { numen_exec::astype(&a, &DType::of(Num::Bool), Order::K).py(py)?.0 };
    let (bits, axis) = lanes(py, &a, axis)?;
    let len = bits.shape()[bits.ndim() - 1];
    let mut shape: Shape = bits.shape().into();
    *shape.last_mut().expect("an axis") = len.div_ceil(8);
    let out = Array::empty(DType::of(Num::UByte), &shape, Order::C).py(py)?;
    if out.size() > 0 {
        let (src, dst) = (bits.read(), out.write());
        for lane in 0..bits.size() / len {
            pack_bits(src.add(lane * len), len, little, dst.add(lane * len.div_ceil(8)));
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
    // More may be asked for than there is: zeros.
    let make = if keep > len * 8 { Array::zeros } else { Array::empty };
    let out = make(DType::of(Num::UByte), &shape, Order::C).py(py)?;
    if out.size() > 0 && len > 0 {
        let (src, dst) = (bytes.read(), out.write());
        for lane in 0..bytes.size() / len {
            unpack_bits(src.add(lane * len), keep.min(len * 8), little, dst.add(lane * keep));
        }
    }
    finish(py, out, axis)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("packbits", crate::c_function!(packbits), "packbits(a, /, axis=None, bitorder='big')\n--\n\nEight truth values to a byte of a uint8 array, zeros behind the last.\n\nExamples\n--------\n>>> import numen as np\n>>> np.packbits([1, 0, 1])\narray([160], dtype=uint8)\n"));
    out.push(method("unpackbits", crate::c_function!(unpackbits), "unpackbits(a, /, axis=None, count=None, bitorder='big')\n--\n\nThe bits of a uint8 array as zeros and ones; `count` of them, or all but `-count`.\n"));
}
