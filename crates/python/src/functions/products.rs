//! Products of vectors and matrices: `matmul`, `dot`, `vdot`, `inner`, `outer`, and the generalised ufuncs.

use super::dispatch::dispatch;
use super::product_flags;
use super::singles::{by_number, by_single, common_or_objects};
use crate::boundary::args::{is_none, Call};
use crate::boundary::call::{new_ref, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::notes::noted;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::ufunc::call::{binary, Keywords};
use crate::ufunc::core_axes::CoreAxes;
use crate::ufunc::object::builtin;
use crate::ufunc::overrides::{wrap_output, wrap_result, Context};
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Num};
use numen_exec::product::{pair, product, Matrix};
use numen_ops::call::Options;
use numen_ops::resolve::{resolve, resolve_fixed, Arg};
use numen_ops::ufunc::Ufunc;
use numen_shape::{broadcast_shapes, Shape};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

/// Which axes of the operands are core axes, as matrices after adding what is missing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Core {
    Matmul,
    Vecdot,
    Matvec,
    Vecmat,
}

/// The product of exact arrays of one number type with one or two axes each, which need neither conversion nor
/// broadcasting nor wrapping; `None` for all others, and where the lengths differ.
#[inline]
pub unsafe fn quick(py: Python<'_>, a: *mut PyObject, b: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) || !is_exact(b) {
        return Ok(None);
    }
    quick_arrays(py, array_of(a), array_of(b))
}

/// The same for the products with a name: of one axis or two as the name says, the first conjugated where it is a row.
pub unsafe fn quick_named(
    py: Python<'_>,
    name: &str,
    a: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let axes = match name {
        "matmul" => return quick(py, a, b),
        "vecdot" => (1, 1),
        "matvec" => (2, 1),
        "vecmat" => (1, 2),
        _ => return Ok(None),
    };
    if !is_exact(a) || !is_exact(b) || (array_of(a).ndim(), array_of(b).ndim()) != axes {
        return Ok(None);
    }
    let x = array_of(a);
    if axes.0 == 1 && x.dtype().is_complex() {
        return quick_arrays(py, &conjugate(py, x)?, array_of(b));
    }
    quick_arrays(py, x, array_of(b))
}

#[inline]
unsafe fn quick_arrays(py: Python<'_>, x: &Array, y: &Array) -> PyResult<Option<*mut PyObject>> {
    let num = x.dtype().num();
    if num != y.dtype().num() || !x.is_behaved() || !y.is_behaved() {
        return Ok(None);
    }
    let Some(t) = numen_exec::ty(num) else { return Ok(None) };
    let (m, k, left) = match (x.shape(), x.strides()) {
        (&[k], &[s]) => (1, k, Matrix::new(x.read(), 0, s)),
        (&[m, k], &[r, s]) => (m, k, Matrix::new(x.read(), r, s)),
        _ => return Ok(None),
    };
    let (k2, n, right) = match (y.shape(), y.strides()) {
        (&[k], &[s]) => (k, 1, Matrix::new(y.read(), s, 0)),
        (&[k, n], &[r, s]) => (k, n, Matrix::new(y.read(), r, s)),
        _ => return Ok(None),
    };
    if k != k2 {
        return Ok(None);
    }
    let (rows, columns) = (x.ndim() == 2, y.ndim() == 2);
    if !rows && !columns {
        let mut room = [0u64; 2];
        let out: *mut u8 = room.as_mut_ptr().cast();
        pair(t, 1, 1, k, [left, right, Matrix::new(out, 0, 0)]).py(py)?;
        if !product_flags::is_finite(num, out, 1) {
            // The general way finds out why and says so.
            return Ok(None);
        }
        return crate::scalar::from_memory(py, x.dtype(), out, std::ptr::null_mut()).map(Some);
    }
    let shape = [m, n];
    let shape = if !rows {
        &shape[1..]
    } else if !columns {
        &shape[..1]
    } else {
        &shape[..]
    };
    let r = NdArray::fresh(py, x.dtype().clone(), shape)?;
    let size = x.dtype().itemsize() as isize;
    let down = if columns { n as isize * size } else { size };
    let out = Matrix::new((*r).array.write(), down, size);
    let done = pair(t, m, n, k, [left, right, out]).py(py);
    if done.is_err() || !product_flags::is_finite(num, (*r).array.read(), (*r).array.size()) {
        ffi::Py_DECREF(r.cast());
        return done.map(|()| None);
    }
    Ok(Some(r.cast()))
}

/// `a @ b`, into `out` if not NULL.
pub unsafe fn matmul(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    crate::ufunc::call::check_output(out)?;
    let k = Keywords { outs: smallvec::smallvec![out], subok: true, ..Default::default() };
    gufunc(py, builtin("matmul"), &[a, b], &k)
}

/// A generalised ufunc's call.
pub unsafe fn gufunc(
    py: Python<'_>,
    u: &'static Ufunc,
    inputs: &[*mut PyObject],
    k: &Keywords,
) -> PyResult<*mut PyObject> {
    let core = match u.name() {
        "matmul" => Core::Matmul,
        "vecdot" => Core::Vecdot,
        "matvec" => Core::Matvec,
        _ => Core::Vecmat,
    };
    if k.mask.is_some() {
        return Err(PyTypeError::new_err(format!(
            "{}() got an unexpected keyword argument 'where'",
            u.name()
        )));
    }
    let (a, b) = (convert::array(py, inputs[0])?, convert::array(py, inputs[1])?);
    let axes = if k.core.given() { Some(core_axes(py, u, core, &a, &b, k)?) } else { None };
    let (a, b) = match &axes {
        Some(x) => (x.at_the_end(0, &a), x.at_the_end(1, &b)),
        None => (a, b),
    };
    let l = pick(py, u, &a, &b, k)?;
    let casting = k.casting.unwrap_or(Casting::SameKind);
    let t = DType::of(l);
    for (i, x) in [&a, &b].into_iter().enumerate() {
        if !can_cast(x.dtype(), &t, casting) {
            return Err(crate::boundary::errors::to_python(
                py,
                numen_ops::resolve::input_casting(u, i, x.dtype(), &t, casting, 2),
            ));
        }
    }
    let given = k.outs.first().copied().filter(|&o| !is_none(o));
    let target = match (given, &axes) {
        (None, _) => None,
        (Some(o), None) => Some(array_of(o).view()),
        (Some(o), Some(x)) => {
            x.check_output(2, array_of(o))?;
            Some(x.output_view(2, array_of(o)))
        }
    };
    let r = compute(py, u, core, &a, &b, &t, target.as_ref())?;
    product_flags::report(py, &r, &a, &b, u.name())?;
    match given {
        Some(o) => {
            let target = &target.unwrap_or_else(|| array_of(o).view());
            if !target.is_writeable() {
                return Err(PyValueError::new_err("output array is read-only"));
            }
            if !can_cast(&t, target.dtype(), casting) {
                return Err(crate::boundary::errors::to_python(
                    py,
                    numen_ops::resolve::output_casting(u, 0, &t, target.dtype(), casting, 1),
                ));
            }
            let s = numen_exec::assign(target, &r, None).py(py)?;
            convert::report(py, s)?;
            Ok(new_ref(o))
        }
        None => {
            let r = match &axes {
                Some(x) => x.put_back(2, r),
                None => r,
            };
            let c = Context { ufunc: u, inputs, outs: &k.outs, number: 0 };
            wrap_output(py, r, &c, k.subok, k.arrays)
        }
    }
}

/// The core axes that the keywords name.
unsafe fn core_axes(
    py: Python<'_>,
    u: &'static Ufunc,
    core: Core,
    a: &Array,
    b: &Array,
    k: &Keywords,
) -> PyResult<CoreAxes> {
    // Matrices of `matmul` may lack an axis each.
    let (ca, cb) = match core {
        Core::Matmul => (a.ndim().min(2), b.ndim().min(2)),
        Core::Vecdot => (1, 1),
        Core::Matvec => (2, 1),
        Core::Vecmat => (1, 2),
    };
    check_ndim(u, core, a, b)?;
    let result = match core {
        Core::Matmul => ca + cb - 2,
        Core::Vecdot => 0,
        _ => 1,
    };
    k.core.resolve(py, u, &[a.ndim(), b.ndim()], &[ca, cb, result])
}

/// Operands have their core axes.
fn check_ndim(u: &Ufunc, core: Core, a: &Array, b: &Array) -> PyResult<()> {
    let need = match core {
        Core::Matmul | Core::Vecdot => [1, 1],
        Core::Matvec => [2, 1],
        Core::Vecmat => [1, 2],
    };
    for (i, (x, n)) in [a, b].into_iter().zip(need).enumerate() {
        if x.ndim() < n {
            return Err(PyValueError::new_err(format!(
                "{}: Input operand {i} does not have enough dimensions (has {}, gufunc core with signature {} requires {n})",
                u.name(),
                x.ndim(),
                u.row.signature.unwrap_or("")
            )));
        }
    }
    Ok(())
}

unsafe fn pick(py: Python<'_>, u: &'static Ufunc, a: &Array, b: &Array, k: &Keywords) -> PyResult<Num> {
    let args = [Arg::of(a.dtype()), Arg::of(b.dtype())];
    let mut fixed: SmallVec<[Option<Num>; 4]> = k.signature.clone().unwrap_or(smallvec::smallvec![None; 3]);
    if let Some(d) = &k.dtype {
        fixed[2] = Some(d.num());
    }
    let casting = k.casting.unwrap_or(Casting::SameKind);
    let i = if fixed.iter().any(Option::is_some) {
        resolve_fixed(u, &args, &fixed, casting).py(py)?
    } else {
        resolve(u, &args).py(py)?
    };
    Ok(u.loops[i].nums[2])
}

/// Core shapes checked, operands as stacks of matrices, the product, core axes dropped.
unsafe fn compute(
    py: Python<'_>,
    u: &Ufunc,
    core: Core,
    a: &Array,
    b: &Array,
    t: &DType,
    out: Option<&Array>,
) -> PyResult<Array> {
    check_ndim(u, core, a, b)?;
    // Every operand as a stack of matrices; `drop_rows` and `drop_columns` say what was added.
    let row = |x: &Array| x.insert_axis(x.ndim() - 1);
    let column = |x: &Array| x.insert_axis(x.ndim());
    let conjugated = |x: &Array| -> PyResult<Array> {
        if t.num() == Num::Object {
            return conjugate_objects(py, &numen_ops::call::as_type(x, t).py(py)?);
        }
        conjugate(py, x)
    };
    let (a2, b2, drop_rows, drop_columns) = match core {
        Core::Matmul => {
            let (va, vb) = (a.ndim() == 1, b.ndim() == 1);
            (if va { row(a) } else { a.view() }, if vb { column(b) } else { b.view() }, va, vb)
        }
        Core::Vecdot => (row(&conjugated(a)?), column(b), true, true),
        Core::Matvec => (a.view(), column(b), false, true),
        Core::Vecmat => (row(&conjugated(a)?), b.view(), true, false),
    };
    let (k1, k2) = (a2.shape()[a2.ndim() - 1], b2.shape()[b2.ndim() - 2]);
    if k1 != k2 {
        return Err(mismatch(py, u, a, b, k1, k2));
    }
    let lead = broadcast_shapes(&[&a2.shape()[..a2.ndim() - 2], &b2.shape()[..b2.ndim() - 2]]).py(py)?;
    let (m, n) = (a2.shape()[a2.ndim() - 2], b2.shape()[b2.ndim() - 1]);
    let full = |x: &Array| -> PyResult<Array> {
        let mut s: Shape = lead.clone();
        s.extend_from_slice(&x.shape()[x.ndim() - 2..]);
        x.broadcast_to(&s).py(py)
    };
    let typed = |x: &Array| {
        if t.num() == Num::Timedelta && x.dtype().is_time() {
            // Whatever the unit: products are of the counts.
            let x = numen_ops::call::as_type(x, &x.dtype().native()).py(py)?;
            return Ok(x.reinterpret(t.clone()));
        }
        numen_ops::call::as_type(x, t).py(py)
    };
    let (a3, b3) = (full(&typed(&a2)?)?, full(&typed(&b2)?)?);
    let mut shape: Shape = lead.clone();
    shape.push(m);
    shape.push(n);
    check_out(u, out, &shape, drop_rows, drop_columns)?;
    let r = Array::empty(t.clone(), &shape, Order::C).py(py)?;
    if t.num() == Num::Object {
        objects(py, &r, &a3, &b3)?;
    } else if t.num() == Num::Timedelta {
        // Durations are multiplied as the integers they are stored as.
        product(&counts(&r), &counts(&a3), &counts(&b3)).py(py)?;
    } else if t.is_number() {
        product(&r, &a3, &b3).py(py)?;
    } else {
        let what = if t.is_flexible() && t.num() != Num::Void {
            "data type must provide an itemsize"
        } else {
            "dot not available for this type"
        };
        return Err(PyValueError::new_err(what));
    }
    let nd = r.ndim();
    let mut gone: SmallVec<[usize; 2]> = SmallVec::new();
    if drop_rows {
        gone.push(nd - 2);
    }
    if drop_columns {
        gone.push(nd - 1);
    }
    Ok(r.squeeze(&gone))
}

/// Durations as integers.
fn counts(a: &Array) -> Array {
    a.reinterpret(DType::of(Num::Long))
}

/// The product of stacks of matrices with equal leading axes and one behaved number type.
pub fn product_of(py: Python<'_>, a: &Array, b: &Array) -> PyResult<Array> {
    let mut shape: Shape = a.shape()[..a.ndim() - 1].into();
    shape.push(b.shape()[b.ndim() - 1]);
    let r = Array::empty(a.dtype().clone(), &shape, Order::C).py(py)?;
    product(&r, a, b).py(py)?;
    Ok(r)
}

/// The conjugate of numbers; real ones are lent.
pub(super) fn conjugate(py: Python<'_>, x: &Array) -> PyResult<Array> {
    if !x.dtype().is_complex() {
        return Ok(x.view());
    }
    let u = builtin("conjugate");
    let i = resolve(u, &[Arg::of(x.dtype())]).py(py)?;
    let l = u.ready(i).expect("built for complex numbers");
    let (mut results, _) = numen_ops::call::map(u, &l, &[x], &Options::plain(1)).py(py)?;
    Ok(results[0].take().expect("a new output"))
}

/// Every object says itself what its conjugate is.
unsafe fn conjugate_objects(py: Python<'_>, x: &Array) -> PyResult<Array> {
    let o = owned(py, NdArray::wrap(py, numen_exec::copy(x, Order::K).py(py)?)?.cast())?;
    let c = owned(py, crate::ufunc::call::unary_into(py, builtin("conjugate"), o.as_ptr(), o.as_ptr())?)?;
    Ok(NdArray::handle(c.as_ptr()))
}

fn check_out(
    u: &Ufunc,
    out: Option<&Array>,
    shape: &[usize],
    drop_rows: bool,
    drop_columns: bool,
) -> PyResult<()> {
    let Some(o) = out else { return Ok(()) };
    let mut want: Shape = shape.into();
    let nd = want.len();
    if drop_columns {
        want.remove(nd - 1);
    }
    if drop_rows {
        want.remove(nd - 2);
    }
    if o.shape() == want.as_slice() {
        return Ok(());
    }
    let core = usize::from(!drop_rows) + usize::from(!drop_columns);
    if o.ndim() >= core {
        for i in 0..core {
            let (have, need) = (o.shape()[o.ndim() - core + i], want[want.len() - core + i]);
            if have != need {
                return Err(PyValueError::new_err(format!(
                    "{}: Output operand 0 has a mismatch in its core dimension {i}, with gufunc signature {} (size {have} is different from {need})",
                    u.name(),
                    u.row.signature.unwrap_or("")
                )));
            }
        }
    }
    if o.ndim() < core {
        // A missing core axis is taken for the one that may be left out.
        return Err(PyValueError::new_err(match (o.shape().last(), want.last()) {
            (Some(have), Some(need)) if have != need => format!(
                "{}: Output operand 0 has a mismatch in its core dimension 0, with gufunc signature {} (size {have} is different from {need})",
                u.name(),
                u.row.signature.unwrap_or("")
            ),
            _ => "output operand requires a reduction along dimension -1, but the reduction is not enabled. The dimension size of 1 does not match the expected output shape.".to_string(),
        }));
    }
    Err(PyValueError::new_err(format!(
        "non-broadcastable output operand with shape {} doesn't match the broadcast shape {}",
        numen_shape::show_tight(o.shape()),
        numen_shape::show_tight(&want)
    )))
}

#[cold]
fn mismatch(py: Python<'_>, u: &Ufunc, a: &Array, b: &Array, k1: usize, k2: usize) -> PyErr {
    let e = PyValueError::new_err(format!(
        "{}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {} (size {k2} is different from {k1})",
        u.name(),
        u.row.signature.unwrap_or("")
    ));
    let mut note = format!(
        "{} @ {}: the last axis of the first ({k1}) meets the {} of the second ({k2}); they must be equal.",
        numen_shape::show(a.shape()),
        numen_shape::show(b.shape()),
        if b.ndim() > 1 { "last axis but one" } else { "only axis" }
    );
    if a.ndim() == 2 && b.ndim() == 2 {
        if a.shape()[1] == b.shape()[1] {
            note.push_str(" `a @ b.T` would work.");
        } else if a.shape()[0] == b.shape()[0] {
            note.push_str(" `a.T @ b` would work.");
        } else if a.shape()[0] == b.shape()[1] {
            note.push_str(" `b @ a` would work.");
        }
    }
    noted(py, e, &note)
}

/// Products of objects, by their own `*` and `+`.
unsafe fn objects(py: Python<'_>, out: &Array, a: &Array, b: &Array) -> PyResult<()> {
    numen_kernels::clear_hardware_flags();
    let nd = out.ndim();
    let (m, n, k) = (out.shape()[nd - 2], out.shape()[nd - 1], a.shape()[nd - 1]);
    let batch: usize = out.shape()[..nd - 2].iter().product();
    let get = |x: &Array, lead: usize, i: usize, j: usize| -> *mut PyObject {
        let mut offset = i as isize * x.strides()[nd - 2] + j as isize * x.strides()[nd - 1];
        let mut rest = lead;
        for axis in (0..nd - 2).rev() {
            offset += (rest % x.shape()[axis]) as isize * x.strides()[axis];
            rest /= x.shape()[axis];
        }
        x.read().offset(offset) as *mut PyObject
    };
    let load = |p: *mut PyObject| -> *mut PyObject {
        let o = *(p as *mut *mut PyObject);
        if o.is_null() {
            ffi::Py_None()
        } else {
            o
        }
    };
    for l in 0..batch {
        for i in 0..m {
            for j in 0..n {
                let mut total: Option<Bound<'_, PyAny>> = None;
                for x in 0..k {
                    let p = owned(py, ffi::PyNumber_Multiply(load(get(a, l, i, x)), load(get(b, l, x, j))))?;
                    total = Some(match total {
                        None => p,
                        Some(t) => owned(py, ffi::PyNumber_Add(t.as_ptr(), p.as_ptr()))?,
                    });
                }
                let r = match total {
                    Some(t) => t,
                    None => owned(py, ffi::PyLong_FromLong(0))?,
                };
                crate::scalar::to_memory(py, out.dtype(), get(out, l, i, j).cast(), r.as_ptr())?;
            }
        }
    }
    Ok(())
}

/// The common type of two operands of a product.
/// `dot`: the sum over the last axis of `a` and the last but one of `b`, all other axes kept.
unsafe fn dot_arrays(py: Python<'_>, a: &Array, b: &Array) -> PyResult<Array> {
    let mut t = common_or_objects(a, b);
    if t.num() == Num::Timedelta {
        // Products of durations are counts without a unit.
        t = DType::of(Num::Timedelta);
    }
    let u = builtin("matmul");
    if b.ndim() <= 2 {
        let (k1, k2) = (a.shape()[a.ndim() - 1], b.shape()[b.ndim().saturating_sub(2)]);
        if k1 != k2 {
            return Err(not_aligned(py, a, b));
        }
        if a.ndim() <= 2 {
            return compute(py, u, Core::Matmul, a, b, &t, None);
        }
        // All leading axes of `a` as one.
        let rows: usize = a.shape()[..a.ndim() - 1].iter().product();
        let flat = reshaped(py, a, &[rows, k1])?;
        let r = compute(py, u, Core::Matmul, &flat, b, &t, None)?;
        let mut shape: Shape = a.shape()[..a.ndim() - 1].into();
        if b.ndim() == 2 {
            shape.push(b.shape()[1]);
        }
        return Ok(r.reshaped(&shape, false).expect("contiguous"));
    }
    // b has more than two axes: its leading axes follow those of `a`.
    let nb = b.ndim();
    let (k1, k2) = (a.shape()[a.ndim() - 1], b.shape()[nb - 2]);
    if k1 != k2 {
        return Err(not_aligned(py, a, b));
    }
    let rows: usize = a.shape()[..a.ndim() - 1].iter().product();
    let mut order: SmallVec<[usize; 8]> = (0..nb).filter(|&i| i != nb - 2).collect();
    order.insert(0, nb - 2);
    let columns: usize = b.size() / k2.max(1);
    let columns = if k2 == 0 { order[1..].iter().map(|&i| b.shape()[i]).product() } else { columns };
    let moved = numen_exec::copy(&b.permute(&order), Order::C).py(py)?;
    let flat_b = moved.reshaped(&[k2, columns], false).expect("contiguous");
    let flat_a = reshaped(py, a, &[rows, k1])?;
    let r = compute(py, u, Core::Matmul, &flat_a, &flat_b, &t, None)?;
    let mut shape: Shape = a.shape()[..a.ndim() - 1].into();
    shape.extend(order[1..].iter().map(|&i| b.shape()[i]));
    Ok(r.reshaped(&shape, false).expect("contiguous"))
}

#[cold]
fn not_aligned(py: Python<'_>, a: &Array, b: &Array) -> PyErr {
    let (da, db) = (a.ndim() - 1, b.ndim().saturating_sub(2));
    let e = PyValueError::new_err(format!(
        "shapes {} and {} not aligned: {} (dim {da}) != {} (dim {db})",
        numen_shape::show_tight(a.shape()),
        numen_shape::show_tight(b.shape()),
        a.shape()[da],
        b.shape()[db]
    ));
    if a.ndim() == 2 && b.ndim() == 2 && a.shape()[1] == b.shape()[1] {
        return noted(py, e, "`a.dot(b.T)` would work.");
    }
    e
}

/// A result of `dot`: a scalar where no axis is left, whatever the classes of the operands.
unsafe fn wrap_dot(py: Python<'_>, r: Array, inputs: &[*mut PyObject]) -> PyResult<*mut PyObject> {
    if r.ndim() == 0 {
        return crate::ndarray::object::finish_result(py, r);
    }
    wrap_result(py, r, inputs, true)
}

/// A result stored into `out=` of `dot`, which must fit exactly.
pub(super) unsafe fn into_exact(
    py: Python<'_>,
    r: Array,
    out: *mut PyObject,
    inputs: &[*mut PyObject],
) -> PyResult<*mut PyObject> {
    if is_none(out) {
        return wrap_dot(py, r, inputs);
    }
    if !is_array(out) {
        return Err(PyTypeError::new_err("'out' must be an array"));
    }
    let o = array_of(out);
    if o.ndim() != r.ndim() || o.dtype() != r.dtype() || !o.is_c_contiguous() {
        return Err(PyValueError::new_err(
            "output array is not acceptable (must have the right datatype, number of dimensions, and be a C-Array)",
        ));
    }
    if o.shape() != r.shape() {
        return Err(PyValueError::new_err("output array has wrong dimensions"));
    }
    let _ = numen_exec::assign(o, &r, None).py(py)?;
    Ok(new_ref(out))
}

/// `dot(a, b)` on objects.
pub unsafe fn dot_objects(
    py: Python<'_>,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if is_none(out) {
        if let Some(r) = quick(py, a, b)? {
            return Ok(r);
        }
        if let Some(r) = by_number(py, a, b)? {
            return Ok(r);
        }
    }
    if !is_none(out) && !is_array(out) {
        return Err(PyTypeError::new_err("'out' must be an array"));
    }
    let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
    if x.ndim() == 0 || y.ndim() == 0 {
        return by_single(py, [a, b], [&x, &y], out);
    }
    let r = dot_arrays(py, &x, &y)?;
    product_flags::report(py, &r, &x, &y, "dot")?;
    into_exact(py, r, out, &[a, b])
}

crate::signature!(DOT: "dot", 2, 3, 0; "a", "b", "out");
crate::signature!(VDOT: "vdot", 2, 2, 0; "a", "b");
crate::signature!(INNER: "inner", 2, 2, 0; "a", "b");
crate::signature!(OUTER: "outer", 2, 3, 0; "a", "b", "out");

unsafe fn dot(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    if n == 2 && kw.is_null() {
        if let Some(r) = quick(py, *args, *args.add(1))? {
            return Ok(r);
        }
    }
    let [a, b, out] = DOT.parse(call)?;
    if let Some(r) = dispatch(py, "dot", &[a, b, out], call)? {
        return Ok(r);
    }
    dot_objects(py, a, b, out)
}

/// The array with another shape, copied only where it must be.
pub(super) fn reshaped(py: Python<'_>, x: &Array, shape: &[usize]) -> PyResult<Array> {
    match x.reshaped(shape, false) {
        Some(r) => Ok(r),
        None => Ok(numen_exec::copy(x, Order::C).py(py)?.reshaped(shape, false).expect("contiguous")),
    }
}

unsafe fn vdot(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    if n == 2 && kw.is_null() {
        if let Some(r) = quick_named(py, "vecdot", *args, *args.add(1))? {
            return Ok(r);
        }
    }
    let [a, b] = VDOT.parse(call)?;
    if let Some(r) = dispatch(py, "vdot", &[a, b], call)? {
        return Ok(r);
    }
    let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
    let (x, y) = (reshaped(py, &x, &[x.size()])?, reshaped(py, &y, &[y.size()])?);
    if x.size() != y.size() {
        return Err(PyValueError::new_err(
            "cannot reshape array of size ".to_string() + &format!("{} into shape ({},)", y.size(), x.size()),
        ));
    }
    let mut t = common_or_objects(&x, &y);
    if t.num() == Num::Timedelta {
        t = DType::of(Num::Timedelta);
    }
    let r = compute(py, builtin("vecdot"), Core::Vecdot, &x, &y, &t, None)?;
    crate::ndarray::object::finish_result(py, r)
}

unsafe fn inner(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    if n == 2 && kw.is_null() && is_exact(*args.add(1)) && array_of(*args.add(1)).ndim() == 1 {
        if let Some(r) = quick(py, *args, *args.add(1))? {
            return Ok(r);
        }
    }
    let [a, b] = INNER.parse(call)?;
    if let Some(r) = dispatch(py, "inner", &[a, b], call)? {
        return Ok(r);
    }
    if let Some(r) = by_number(py, a, b)? {
        return Ok(r);
    }
    let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
    if x.ndim() == 0 || y.ndim() == 0 {
        return by_single(py, [a, b], [&x, &y], std::ptr::null_mut());
    }
    let (kx, ky) = (x.shape()[x.ndim() - 1], y.shape()[y.ndim() - 1]);
    if kx != ky {
        // The message is that of the product with the second operand transposed.
        let mut turned: Shape = y.shape().into();
        let n = turned.len();
        turned.swap(n - 1, n.saturating_sub(2));
        return Err(PyValueError::new_err(format!(
            "shapes {} and {} not aligned: {kx} (dim {}) != {ky} (dim {})",
            numen_shape::show_tight(x.shape()),
            numen_shape::show_tight(&turned),
            x.ndim() - 1,
            n.saturating_sub(2)
        )));
    }
    let y2 = if y.ndim() >= 2 { y.swap_axes(y.ndim() - 1, y.ndim() - 2) } else { y };
    let r = dot_arrays(py, &x, &y2)?;
    product_flags::report(py, &r, &x, &y2, "dot")?;
    wrap_dot(py, r, &[a, b])
}

unsafe fn outer(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, b, out] = OUTER.parse(call)?;
    if let Some(r) = dispatch(py, "outer", &[a, b, out], call)? {
        return Ok(r);
    }
    let u = builtin("multiply");
    if is_none(out) && is_exact(a) && is_exact(b) {
        if let Some(r) = crate::ufunc::methods::outer_of_rows(py, u, a, b)? {
            return Ok(r);
        }
    }
    let (x, y) = (convert::array(py, a)?, convert::array(py, b)?);
    let (nx, ny) = (x.size(), y.size());
    let fx = owned(py, NdArray::view_or_wrap(py, reshaped(py, &x, &[nx, 1])?, a)?)?;
    let fy = owned(py, NdArray::view_or_wrap(py, reshaped(py, &y, &[1, ny])?, b)?)?;
    if is_none(out) {
        return binary(py, u, fx.as_ptr(), fy.as_ptr());
    }
    crate::ufunc::call::binary_into(py, u, fx.as_ptr(), fy.as_ptr(), out)
}

/// `a.dot(b, out=None)`.
pub unsafe fn dot_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    crate::signature!(DOT_METHOD: "dot", 1, 2, 0; "b", "out");
    let [b, out] = DOT_METHOD.parse(call)?;
    dot_objects(py, o, b, out)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("dot", crate::c_function!(dot), "dot(a, b, out=None)\n--\n\n\
        Product over the last axis of `a` and the last but one of `b`.\n\n\
        For vectors the inner product, for matrices the matrix product (`@` says it more clearly), for a scalar the\n\
        ordinary product.\n\n\
        Parameters\n----------\na, b : array_like\nout : ndarray, optional\n    Of exactly the result's shape and type, C-contiguous.\n\n\
        Returns\n-------\nndarray or scalar\n\n\
        Raises\n------\nValueError\n    If the axes differ in length.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.dot([1, 2], [3, 4])\nnp.int64(11)\n"));
    out.push(method(
        "vdot",
        crate::c_function!(vdot),
        "vdot(a, b, /)\n--\n\nInner product of two arrays, flattened; the first is conjugated.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.vdot([1, 2], [3, 4])\nnp.int64(11)\n",
    ));
    out.push(method(
        "inner",
        crate::c_function!(inner),
        "inner(a, b, /)\n--\n\nSum of products over the last axes.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.inner([1.0, 2.0], [3.0, 4.0])\nnp.float64(11.0)\n",
    ));
    out.push(method("outer", crate::c_function!(outer), "outer(a, b, out=None)\n--\n\nAll products of an element of `a` with one of `b`, shape (a.size, b.size).\n\n\
        Parameters\n----------\na, b : array_like\n    Flattened.\nout : ndarray, optional\n    Where to put the result.\n\n\
        Returns\n-------\nndarray of shape (a.size, b.size)\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.outer([1, 2], [3, 4])\narray([[3, 4],\n       [6, 8]])\n"));
}
