//! Copies into given arrays and views over given memory: `copyto`, `putmask`, `broadcast_to`, `frombuffer`,
//! `fromiter`.

use super::dispatch::{dispatch, items};
use super::like;
use super::quick::quick;
use crate::boundary::args::{index, is_none, truth, Call};
use crate::boundary::call::{none, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert::asarray::{as_array, Wanted};
use crate::convert::{self, quick_index, report, Source};
use crate::ndarray::getset::shape_tuple;
use crate::ndarray::mapping::view_like;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::scalar;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Kind, Num, Weak};
use numen_kernels::select;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

fn class_name(p: *mut PyObject) -> String {
    // SAFETY: a valid object.
    unsafe { std::ffi::CStr::from_ptr((*ffi::Py_TYPE(p)).tp_name) }.to_string_lossy().into_owned()
}

crate::signature!(COPYTO: "copyto", 2, 4, 0; "dst", "src", "casting", "where");

unsafe fn copyto(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [dst, src, casting, mask] = COPYTO.parse(call)?;
    if let Some(r) = dispatch(py, "copyto", &[dst, src, mask], call)? {
        return Ok(r);
    }
    if !is_array(dst) {
        return Err(PyTypeError::new_err(format!(
            "copyto() argument 1 must be a numpy.ndarray, not {}",
            class_name(dst)
        )));
    }
    let rule = if casting.is_null() { Casting::SameKind } else { crate::ufunc::call::casting(casting)? };
    let a = array_of(dst);
    if !a.is_writeable() {
        return Err(PyValueError::new_err("assignment destination is read-only"));
    }
    let whole = mask.is_null() || mask == ffi::Py_True();
    let mask = if whole { None } else { Some(crate::ufunc::call::mask_array(py, mask)?) };
    let from = copied_from(py, src, a.dtype(), rule)?;
    let mask = if let Some(m) = mask {
        if m.ndim() > a.ndim() {
            return Err(PyValueError::new_err(format!(
                "could not broadcast where mask from shape {} into shape {}",
                numen_shape::show_tight(m.shape()),
                numen_shape::show_tight(a.shape())
            )));
        }
        Some(
            m.broadcast_to(a.shape())
                .map_err(|_| {
                    numen_shape::Error::value(format!(
                        "could not broadcast where mask from shape {} into shape {}",
                        numen_shape::show_tight(m.shape()),
                        numen_shape::show_tight(a.shape())
                    ))
                })
                .py(py)?,
        )
    } else {
        None
    };
    let s = numen_exec::assign(a, &from, mask.as_ref()).py(py)?;
    report(py, s)?;
    Ok(none())
}

/// What [`copyto`] puts into an array of a type.
pub unsafe fn copied_from(py: Python<'_>, src: *mut PyObject, to: &DType, rule: Casting) -> PyResult<Array> {
    let from = match convert::source(py, src)? {
        Source::Array(x) => x,
        Source::Weak { object, weak, dtype } => {
            // A Python number counts by its kind, and its value must fit.
            let by_kind = match weak {
                Weak::Int => {
                    matches!(to.kind(), Kind::Int | Kind::UInt | Kind::Float | Kind::Complex | Kind::Object)
                }
                Weak::Float => matches!(to.kind(), Kind::Float | Kind::Complex | Kind::Object),
                Weak::Complex => matches!(to.kind(), Kind::Complex | Kind::Object),
            };
            if by_kind {
                return convert::scalar_array(py, object, to);
            }
            let own =
                if matches!(weak, Weak::Int) { DType::of(convert::python_int_type(object)) } else { dtype };
            convert::scalar_array(py, object, &own)?
        }
    };
    if !can_cast(from.dtype(), to, rule) {
        return Err(convert::cast_refused(&from, to, rule.name()));
    }
    Ok(from)
}

/// `a[mask] = value` for a number, if all of it is plain.
unsafe fn masked_number(
    py: Python<'_>,
    a: *mut PyObject,
    mask: *mut PyObject,
    value: *mut PyObject,
) -> PyResult<bool> {
    if !is_exact(a) || !is_exact(mask) || is_array(value) || !array_of(a).is_writeable() {
        return Ok(false);
    }
    let (a, mask) = (array_of(a), array_of(mask));
    Ok(mask.dtype().is_bool() && mask.shape() == a.shape() && quick_index::set(py, a, mask, value)?)
}

/// Dense arrays of one type whose bytes may be written: the array, as long a mask, and values apart from it.
unsafe fn masked_rows<'a>(
    a: *mut PyObject,
    mask: *mut PyObject,
    values: *mut PyObject,
) -> Option<(&'a Array, &'a Array, &'a Array)> {
    if !is_exact(a) || !is_exact(mask) || !is_exact(values) {
        return None;
    }
    let (a, mask, values) = (array_of(a), array_of(mask), array_of(values));
    let dense = a.is_c_contiguous() && mask.is_c_contiguous() && values.is_c_contiguous();
    let alike = values.dtype() == a.dtype() && mask.dtype().is_bool() && mask.size() == a.size();
    let plain = a.is_writeable() && !a.dtype().has_object() && a.size() > 0 && values.size() > 0;
    let apart = dense && alike && plain && !a.may_share(mask) && !a.may_share(values);
    apart.then_some((a, mask, values))
}

crate::signature!(PLACE: "place", 3, 3, 0; "arr", "mask", "vals");

unsafe fn place(py: Python<'_>, [a, mask, value]: [*mut PyObject; 3]) -> PyResult<Option<*mut PyObject>> {
    if let Some((a, mask, values)) = masked_rows(a, mask, value) {
        let (n, nv, item) = (a.size(), values.size(), a.itemsize());
        // With fewer values than places they begin again.
        if nv >= n || nv >= select::count_true(mask.read(), 1, n) {
            let step = item as isize;
            select::expand(item, mask.read(), 1, values.read(), step, nv, a.write(), step, n);
            return Ok(Some(none()));
        }
        return Ok(None);
    }
    Ok(masked_number(py, a, mask, value)?.then(|| none()))
}
quick!(quick_place, place, PLACE);

crate::signature!(PUTMASK: "putmask", 3, 3, 1; "a", "mask", "values");

unsafe fn putmask(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, mask, values] = PUTMASK.parse(call)?;
    if let Some(r) = dispatch(py, "putmask", &[a, mask, values], call)? {
        return Ok(r);
    }
    if !is_array(a) {
        return Err(PyTypeError::new_err("putmask: first argument must be an array"));
    }
    if masked_number(py, a, mask, values)? {
        return Ok(none());
    }
    if let Some((a, mask, values)) = masked_rows(a, mask, values) {
        select::putmask(a.itemsize(), mask.read(), values.read(), values.size(), a.write(), a.size());
        return Ok(none());
    }
    let a = array_of(a);
    if !a.is_writeable() {
        return Err(PyValueError::new_err("putmask: output array is read-only"));
    }
    let mask = convert::array_as(py, mask, &DType::of(Num::Bool))?;
    if mask.size() != a.size() {
        return Err(PyValueError::new_err("putmask: mask and data must be the same size"));
    }
    if is_array(values) && !can_cast(array_of(values).dtype(), a.dtype(), Casting::Safe) {
        return Err(convert::cast_refused(array_of(values), a.dtype(), "safe"));
    }
    let values = convert::array_as(py, values, a.dtype())?;
    if values.size() == 0 || a.size() == 0 {
        return Ok(none());
    }
    // Value `i % len` belongs to element `i`.
    let flat = numen_exec::copy(&values, Order::C).py(py)?;
    let nv = flat.size();
    let flat = flat.reshaped(&[nv], false).unwrap_or(flat);
    let mask = numen_exec::copy(&mask, Order::C).py(py)?;
    let mask = mask.reshaped(a.shape(), false).unwrap_or(mask);
    let full = if nv == 1 {
        flat
    } else {
        let full = Array::empty(a.dtype().clone(), &[a.size()], Order::C).py(py)?;
        for start in (0..a.size()).step_by(nv) {
            let len = nv.min(a.size() - start);
            let part = |x: &Array, start: usize| {
                x.slice_axis(0, numen_shape::Slice { start: start as isize, step: 1, len })
            };
            numen_exec::assign(&part(&full, start), &part(&flat, 0), None).py(py).map(drop)?;
        }
        full.reshaped(a.shape(), false).unwrap_or(full)
    };
    numen_exec::assign(a, &full, Some(&mask)).py(py).map(drop)?;
    Ok(none())
}

/// The shape that shapes broadcast to.
unsafe fn common_shape(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let shapes = items(call.value(0));
    let shapes: Vec<_> = shapes.into_iter().map(|s| convert::shape(py, s)).collect::<PyResult<_>>()?;
    let shapes: Vec<&[usize]> = shapes.iter().map(|s| &s[..]).collect();
    shape_tuple(py, &convert::broadcast_arguments(&shapes)?)
}

crate::signature!(BROADCAST_TO: "broadcast_to", 2, 3, 0; "array", "shape", "subok");

unsafe fn broadcast_to(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, shape, subok] = BROADCAST_TO.parse(call)?;
    if let Some(r) = dispatch(py, "broadcast_to", &[a], call)? {
        return Ok(r);
    }
    let lens = convert::ints(py, shape)?;
    if lens.iter().any(|&n| n < 0) {
        return Err(PyValueError::new_err("all elements of broadcast shape must be non-negative"));
    }
    let shape: numen_shape::Shape = lens.iter().map(|&n| n as usize).collect();
    let mut w = Wanted::any(None);
    w.subok = truth(py, subok, false)?;
    let o = owned(py, as_array(py, a, &w)?)?;
    if shape.is_empty() && array_of(o.as_ptr()).ndim() > 0 {
        return Err(PyValueError::new_err("cannot broadcast a non-scalar to a scalar array"));
    }
    if array_of(o.as_ptr()).ndim() > shape.len() {
        return Err(PyValueError::new_err(
            "input operand has more dimensions than allowed by the axis remapping",
        ));
    }
    let v = array_of(o.as_ptr()).broadcast_to(&shape).py(py)?;
    numen_shape::checked_bytes(&shape, v.itemsize()).py(py)?;
    view_like(py, o.as_ptr(), v)
}

crate::signature!(FROMBUFFER: "frombuffer", 1, 4, 0; "buffer", "dtype", "count", "offset", "like");

unsafe fn frombuffer(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [buffer, dtype, count, offset, like_] = FROMBUFFER.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "frombuffer", like_, call)? {
            return Ok(r);
        }
    }
    let d = crate::dtype::optional(py, dtype)?.unwrap_or(DType::of(Num::Double));
    let count = if count.is_null() { -1 } else { index(py, count)? };
    let offset = if offset.is_null() { 0 } else { index(py, offset)? };
    let fail = |text: String| Err(PyValueError::new_err(text));
    if d.has_object() {
        return fail("cannot create an OBJECT array from memory buffer".into());
    }
    if d.itemsize() == 0 && (d.as_record().is_none() || count < 0) {
        let text = match d.as_record() {
            Some(_) => "cannot determine count if itemsize is 0",
            None => "itemsize cannot be zero in type",
        };
        return fail(text.into());
    }
    let mut probe: ffi::Py_buffer = std::mem::zeroed();
    if ffi::PyObject_GetBuffer(buffer, &mut probe, ffi::PyBUF_WRITABLE | ffi::PyBUF_SIMPLE) < 0 {
        ffi::PyErr_Clear();
        if ffi::PyObject_GetBuffer(buffer, &mut probe, ffi::PyBUF_SIMPLE) < 0 {
            return Err(PyErr::fetch(py));
        }
    }
    let (data, len, readonly) = (probe.buf.cast::<u8>(), probe.len, probe.readonly != 0);
    ffi::PyBuffer_Release(&mut probe);
    if offset < 0 || offset > len {
        return fail(format!("offset must be non-negative and no greater than buffer length ({len})"));
    }
    let (rest, size) = (len - offset, d.itemsize() as isize);
    let items = if count < 0 {
        if rest % size != 0 {
            return fail("buffer size must be a multiple of element size".into());
        }
        rest / size
    } else {
        if rest < count.saturating_mul(size) {
            return fail("buffer is smaller than requested size".into());
        }
        count
    };
    // Whoever wants to hear when a buffer is given back may move its memory then: a memoryview holds it.
    let slots = (*ffi::Py_TYPE(buffer)).tp_as_buffer;
    let stays = is_array(buffer) || !slots.is_null() && (*slots).bf_releasebuffer.is_none();
    let itself = Bound::from_borrowed_ptr(py, buffer);
    let owner =
        if stays { itself } else { owned(py, ffi::PyMemoryView_FromObject(buffer)).unwrap_or(itself) };
    let a = Array::from_parts(
        data.offset(offset),
        d,
        smallvec::smallvec![items as usize],
        smallvec::smallvec![size],
        None,
        !readonly,
    );
    Ok(NdArray::view(py, a, owner.as_ptr())?.cast())
}

crate::signature!(FROMITER: "fromiter", 2, 3, 0; "iter", "dtype", "count", "like");

unsafe fn fromiter(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [iter, dtype, count, like_] = FROMITER.parse(call)?;
    if !is_none(like_) {
        if let Some(r) = like::ask(py, "fromiter", like_, call)? {
            return Ok(r);
        }
    }
    let d = crate::dtype::from_object(py, dtype)?;
    let count = if count.is_null() { -1 } else { index(py, count)? };
    if d.is_flexible() && d.itemsize() == 0 && d.ext().is_none() {
        return Err(PyValueError::new_err("Must specify length when using variable-size data-type."));
    }
    let it = Bound::from_borrowed_ptr(py, iter).try_iter()?;
    let mut a = Array::empty(d.clone(), &[if count > 0 { count as usize } else { 16 }], Order::C).py(py)?;
    let mut found = 0usize;
    for item in it {
        if count >= 0 && found == count as usize {
            break;
        }
        let item = item?;
        if found == a.size() {
            let more = Array::empty(d.clone(), &[a.size() + a.size() / 2], Order::C).py(py)?;
            let s = numen_shape::Slice { start: 0, step: 1, len: found };
            numen_exec::assign(&more.slice_axis(0, s), &a, None).py(py).map(drop)?;
            a = more;
        }
        scalar::to_memory(py, &d, a.write().add(found * d.itemsize()), item.as_ptr())?;
        found += 1;
    }
    if count >= 0 && found < count as usize {
        return Err(PyValueError::new_err(format!(
            "iterator too short: Expected {count} but iterator had only {found} items."
        )));
    }
    if found < a.size() {
        let s = numen_shape::Slice { start: 0, step: 1, len: found };
        a = numen_exec::copy(&a.slice_axis(0, s), Order::C).py(py)?;
    }
    // Items that are arrays themselves add their axes.
    Ok(NdArray::wrap(py, crate::ndarray::methods::copy::field_view(a))?.cast())
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("copyto", crate::c_function!(copyto), "copyto(dst, src, casting='same_kind', where=True)\n--\n\nCopies values into an array, broadcast to its shape and cast to its type.\n\nParameters\n----------\ndst : ndarray\nsrc : array_like\ncasting : str\n    Which casts are allowed.\nwhere : array_like of bool\n    Which elements are copied.\n\nRaises\n------\nTypeError\n    If the cast is not allowed.\n"));
    out.push(method(
        "_common_shape",
        crate::c_function!(common_shape),
        "The shape to which a list of shapes broadcasts.",
    ));
    out.push(method("_quick_place", crate::c_function!(quick_place), "The usual arguments of `place`."));
    out.push(method("putmask", crate::c_function!(putmask), "putmask(a, mask, values)\n--\n\nSets the elements where `mask` is true, element `i` to `values[i % len(values)]`.\n"));
    out.push(method("broadcast_to", crate::c_function!(broadcast_to), "broadcast_to(array, shape, subok=False)\n--\n\nA read-only view of the array stretched to a shape.\n\nRaises\n------\nValueError\n    If the shapes do not fit.\n\nExamples\n--------\n>>> import numen as np\n>>> np.broadcast_to([1, 2], (2, 2))\narray([[1, 2],\n       [1, 2]])\n"));
    out.push(method("frombuffer", crate::c_function!(frombuffer), "frombuffer(buffer, dtype=float, count=-1, offset=0, *, like=None)\n--\n\nA flat array over the memory of an object with a buffer; nothing is copied.\n\nExamples\n--------\n>>> import numen as np\n>>> np.frombuffer(b'ab', dtype='u1')\narray([97, 98], dtype=uint8)\n"));
    out.push(method(
        "fromiter",
        crate::c_function!(fromiter),
        "fromiter(iter, dtype, count=-1, *, like=None)\n--\n\nA flat array of the items of an iterable.\n",
    ));
}
