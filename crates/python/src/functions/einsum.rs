//! `einsum`: one array rearranged or summed, or two that make a matrix product.
//!
//! Whatever this does not understand (keywords, ellipses, lengths of 1 that broadcast, more operands, mistakes) is
//! left to `numen._einsum`, which knows everything and raises.

use super::dispatch::dispatch;
use super::products::product_of;
use crate::boundary::args::Call;
use crate::boundary::call::{checked, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::ndarray::object::{array_of, finish_result, is_exact, NdArray};
use crate::ufunc::call::binary;
use crate::ufunc::methods::{Axis, Reduction};
use crate::ufunc::object::builtin;
use numen_array::Array;
use numen_dtype::{promote, Num};
use numen_ops::call::as_type;
use numen_shape::{Shape, Strides};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use smallvec::SmallVec;

type Labels = SmallVec<[u8; 8]>;

unsafe fn einsum(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    let operands = if n == 0 { &[] } else { std::slice::from_raw_parts(args, n as usize) };
    if kw.is_null() {
        if let Some(r) = quick(py, operands)? {
            return Ok(r);
        }
    }
    let mut relevant: SmallVec<[*mut PyObject; 8]> = SmallVec::from_slice(operands);
    if !kw.is_null() {
        let out = (0..ffi::PyTuple_GET_SIZE(kw)).find(|&i| {
            ffi::PyUnicode_CompareWithASCIIString(ffi::PyTuple_GET_ITEM(kw, i), c"out".as_ptr()) == 0
        });
        relevant.extend(out.map(|i| *args.offset(n + i)));
    }
    if let Some(r) = dispatch(py, "einsum", &relevant, call)? {
        return Ok(r);
    }
    let general = py.import("numen._einsum")?.getattr("einsum")?;
    checked(py, ffi::PyObject_Vectorcall(general.as_ptr(), args, n as usize, kw))
}

unsafe fn quick(py: Python<'_>, arguments: &[*mut PyObject]) -> PyResult<Option<*mut PyObject>> {
    let r = match *arguments {
        [text, a] if plain(a) => read(text, &[a]).map(|(terms, out)| one(py, a, &terms[0], &out)),
        [text, a, b] if plain(a) && plain(b) => match operands_of_one_type(py, array_of(a), array_of(b))? {
            Some((x, y)) => read(text, &[a, b]).map(|(terms, out)| two(py, &x, &y, &terms, &out)),
            None => None,
        },
        _ => None,
    };
    Ok(r.transpose()?.flatten())
}

/// An exact array of numbers, native and aligned.
unsafe fn plain(o: *mut PyObject) -> bool {
    is_exact(o) && {
        let a = array_of(o);
        numen_exec::ty(a.dtype().num()).is_some() && a.is_behaved()
    }
}

/// Both operands in their common type; None for halves, whose sums are of floats.
fn operands_of_one_type(py: Python<'_>, a: &Array, b: &Array) -> PyResult<Option<(Array, Array)>> {
    let Some(common) = promote(a.dtype(), b.dtype()).filter(|t| t.num() != Num::Half) else {
        return Ok(None);
    };
    // The common type holds every value but for the last digits of large integers: there is nothing to report.
    Ok(Some((as_type(a, &common).py(py)?, as_type(b, &common).py(py)?)))
}

/// The labels of each operand's axes and of the result's.
unsafe fn read(text: *mut PyObject, operands: &[*mut PyObject]) -> Option<(SmallVec<[Labels; 2]>, Labels)> {
    if ffi::PyUnicode_CheckExact(text) == 0 {
        return None;
    }
    let mut length = 0;
    let p = ffi::PyUnicode_AsUTF8AndSize(text, &mut length);
    if p.is_null() {
        ffi::PyErr_Clear();
        return None;
    }
    let text = std::slice::from_raw_parts(p.cast::<u8>(), length as usize);
    let arrow = text.windows(2).position(|w| w == b"->");
    let (inputs, output) = match arrow {
        Some(at) => (&text[..at], Some(&text[at + 2..])),
        None => (text, None),
    };
    let terms: SmallVec<[Labels; 2]> = inputs.split(|c| *c == b',').map(Labels::from_slice).collect();
    let letters = |t: &[u8]| t.iter().all(u8::is_ascii_alphabetic);
    let fits = terms.len() == operands.len()
        && terms.iter().zip(operands).all(|(t, &o)| letters(t) && t.len() == array_of(o).ndim());
    if !fits {
        return None;
    }
    let every: Labels = terms.iter().flatten().copied().collect();
    let out: Labels = match output {
        Some(out) => Labels::from_slice(out),
        None => {
            let mut once: Labels =
                every.iter().copied().filter(|x| every.iter().filter(|y| *y == x).count() == 1).collect();
            once.sort_unstable();
            once
        }
    };
    let valid = out.iter().enumerate().all(|(i, x)| every.contains(x) && !out[..i].contains(x));
    valid.then_some((terms, out))
}

/// Distinct labels with their lengths and strides, equal labels walked together; None where lengths differ.
fn merged(a: &Array, labels: &[u8]) -> Option<SmallVec<[(u8, usize, isize); 8]>> {
    let mut axes: SmallVec<[(u8, usize, isize); 8]> = SmallVec::new();
    for ((&label, &length), &stride) in labels.iter().zip(a.shape()).zip(a.strides()) {
        match axes.iter_mut().find(|x| x.0 == label) {
            Some(x) if x.1 != length => return None,
            Some(x) => x.2 += stride,
            None => axes.push((label, length, stride)),
        }
    }
    Some(axes)
}

/// A diagonal or another order of the axes, as a view; or a sum of it.
unsafe fn one(
    py: Python<'_>,
    o: *mut PyObject,
    labels: &[u8],
    out: &[u8],
) -> PyResult<Option<*mut PyObject>> {
    let a = array_of(o);
    let Some(mut axes) = merged(a, labels) else { return Ok(None) };
    let rank = |x: &u8| out.iter().position(|y| y == x).unwrap_or(out.len());
    axes.sort_by_key(|x| rank(&x.0));
    let shape: Shape = axes.iter().map(|x| x.1).collect();
    let strides: Strides = axes.iter().map(|x| x.2).collect();
    let view = a.view_parts(0, a.dtype().clone(), shape, strides);
    let view = owned(py, NdArray::view(py, view, o)?.cast())?;
    if axes.len() == out.len() {
        return Ok((!out.is_empty()).then(|| view.into_ptr()));
    }
    let gone = PyTuple::new(py, out.len()..axes.len())?;
    let axis = if out.is_empty() { Axis::All } else { Axis::Given(gone.as_ptr()) };
    let nothing = std::ptr::null_mut();
    // Sums are of the operand's own type, and those of truth values are truth values.
    let (sum, dtype) = match a.dtype().num() {
        Num::Half => return Ok(None),
        Num::Bool => ("logical_or", None),
        Num::Double | Num::Long => ("add", None),
        _ => ("add", Some(owned(py, crate::dtype::new_object(py, a.dtype())?)?)),
    };
    let r = Reduction {
        axis,
        dtype: dtype.as_ref().map_or(nothing, Bound::as_ptr),
        out: nothing,
        arrays: false,
        keepdims: false,
        initial: nothing,
        mask: nothing,
    };
    r.run(py, builtin(sum), view.as_ptr()).map(Some)
}

/// The matrix product that two operands make, if each letter has a place in one.
unsafe fn two(
    py: Python<'_>,
    a: &Array,
    b: &Array,
    terms: &[Labels],
    out: &[u8],
) -> PyResult<Option<*mut PyObject>> {
    let (la, lb) = (&terms[0], &terms[1]);
    let distinct = |t: &[u8]| t.iter().enumerate().all(|(i, x)| !t[..i].contains(x));
    let equal = la
        .iter()
        .zip(a.shape())
        .all(|(x, n)| lb.iter().position(|y| y == x).map_or(out.contains(x), |at| b.shape()[at] == *n));
    if !distinct(la) || !distinct(lb) || !equal || !lb.iter().all(|x| la.contains(x) || out.contains(x)) {
        return Ok(None);
    }
    let pick = |t: &[u8], f: &dyn Fn(&u8) -> bool| t.iter().copied().filter(|x| f(x)).collect::<Labels>();
    let batch = pick(la, &|x| lb.contains(x) && out.contains(x));
    let summed = pick(la, &|x| lb.contains(x) && !out.contains(x));
    let (left, right) = (pick(la, &|x| !lb.contains(x)), pick(lb, &|x| !la.contains(x)));
    let join = |parts: [&Labels; 3]| parts.into_iter().flatten().copied().collect::<Labels>();
    if summed.is_empty() {
        return if join([&batch, &left, &right]).as_slice() == out && !out.is_empty() {
            elements(py, (a, la), (b, lb), out).map(Some)
        } else {
            Ok(None)
        };
    }
    // The order that gives the result as it is wanted, if one of the two does.
    let swap = join([&batch, &right, &left]).as_slice() == out && !right.is_empty() && !left.is_empty();
    let ((a, la, left), (b, lb, right)) =
        if swap { ((b, lb, right), (a, la, left)) } else { ((a, la, left), (b, lb, right)) };
    let (Some(x), Some(y)) =
        (matrices(a, la, [&batch, &left, &summed]), matrices(b, lb, [&batch, &summed, &right]))
    else {
        return Ok(None);
    };
    let r = product_of(py, &x, &y)?;
    let labels = join([&batch, &left, &right]);
    let length = |x: u8| match la.iter().position(|y| *y == x) {
        Some(at) => a.shape()[at],
        None => b.shape()[lb.iter().position(|y| *y == x).expect("of one of the two")],
    };
    let shape: Shape = labels.iter().map(|x| length(*x)).collect();
    let r = r.reshaped(&shape, false).expect("contiguous");
    let order: SmallVec<[usize; 8]> =
        out.iter().map(|x| labels.iter().position(|y| y == x).expect("of one of the two")).collect();
    let sorted = order.iter().enumerate().all(|(i, x)| i == *x);
    finish_result(py, if sorted { r } else { r.permute(&order) }).map(Some)
}

/// The products of elements: nothing is summed.
unsafe fn elements(
    py: Python<'_>,
    (a, la): (&Array, &Labels),
    (b, lb): (&Array, &Labels),
    out: &[u8],
) -> PyResult<*mut PyObject> {
    let spread = |x: &Array, labels: &Labels| -> PyResult<Bound<'_, PyAny>> {
        let axis = |l: &u8| labels.iter().position(|y| y == l);
        let shape: Shape = out.iter().map(|l| axis(l).map_or(1, |i| x.shape()[i])).collect();
        let strides: Strides = out.iter().map(|l| axis(l).map_or(0, |i| x.strides()[i])).collect();
        owned(py, NdArray::wrap(py, x.view_parts(0, x.dtype().clone(), shape, strides))?.cast())
    };
    let (x, y) = (spread(a, la)?, spread(b, lb)?);
    binary(py, builtin("multiply"), x.as_ptr(), y.as_ptr())
}

/// The operand as a stack of matrices with the groups of axes `(batch, rows, columns)`; None if that takes a copy.
fn matrices(a: &Array, labels: &[u8], groups: [&Labels; 3]) -> Option<Array> {
    let order: SmallVec<[usize; 8]> = groups
        .into_iter()
        .flatten()
        .map(|x| labels.iter().position(|y| y == x).expect("of this operand"))
        .collect();
    let moved = a.permute(&order);
    let lead = groups[0].len();
    let middle = lead + groups[1].len();
    let mut shape: Shape = moved.shape()[..lead].into();
    shape.push(moved.shape()[lead..middle].iter().product());
    shape.push(moved.shape()[middle..].iter().product());
    moved.reshaped(&shape, false)
}

/// The function.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method(
        "einsum",
        crate::c_function!(einsum),
        "einsum(*operands, out=None, optimize=False, **kwargs)\n--\n\n\
        Sum products of the elements of arrays, as subscripts say.\n\n\
        Each operand has a letter for each axis. Elements with equal letters are multiplied; letters that the output\n\
        lacks are summed over. ``'...'`` stands for further axes, which broadcast.\n\n\
        Parameters\n----------\n\
        subscripts : str\n    Such as ``'ij,jk->ik'``. Without ``->`` the output has the letters that occur once, in\n    \
        alphabetical order. Instead, operands may be followed each by a list of integers:\n    \
        ``einsum(a, [0, 1], b, [1, 2], [0, 2])``.\n\
        *operands : array_like\n    The arrays.\n\
        out : ndarray, optional\n    Where to put the result.\n\
        optimize : bool, str or list, optional\n    The order of contractions: chosen here, or a path of `einsum_path`.\n\
        dtype : dtype, optional\n    Type to compute in.\n\
        order : {'C', 'F', 'A', 'K'}, optional\n    Memory order of the result.\n\
        casting : str, optional\n    Which casts are allowed, 'safe' by default.\n\n\
        Returns\n-------\nndarray or scalar\n    A view where a single operand is only rearranged.\n\n\
        Raises\n------\nValueError\n    When the subscripts make no sense, or lengths under one letter differ.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> a = np.arange(6).reshape(2, 3)\n>>> np.einsum('ij->j', a)\n\
        array([3, 5, 7])\n>>> np.einsum('ij,kj->ik', a, a)\narray([[ 5, 14],\n       [14, 50]])\n",
    ));
}
