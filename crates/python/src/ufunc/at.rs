//! `ufunc.at`: in place at indices, one after the other.

use super::call::{common_unit, Keywords};
use super::object::ufunc_of;
use super::{errstate, fast};
use crate::boundary::args::Call;
use crate::boundary::call::none;
use crate::boundary::errors::ToPy;
use crate::convert::{self, Source};
use crate::ndarray::methods::copy::warn_if_discarding;
use crate::ndarray::object::{array_of, is_array, is_exact};
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType, Num};
use numen_exec::{advanced, Loop};
use numen_kernels::scan::Op;
use numen_kernels::select::{self, Index};
use numen_kernels::{clear_hardware_flags, hardware_flags, Status, Ty};
use numen_ops::resolve::Arg;
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

crate::signature!(AT: "at", 2, 3, 3; "a", "indices", "b");

/// `u.at(a, indices, b)`.
pub unsafe fn at_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let n = call.n;
    if call.names() > 0 {
        return Err(PyTypeError::new_err("ufunc.at() takes no keyword arguments"));
    }
    if !(2..=3).contains(&n) {
        let bound = if n < 2 { "least 2" } else { "most 3" };
        return Err(PyTypeError::new_err(format!("at() takes at {bound} arguments ({n} given)")));
    }
    let [a, indices, b] = AT.parse(call)?;
    let u = ufunc_of(o);
    if quick(py, u, a, indices, b)? {
        return Ok(none());
    }
    if let Some(r) = super::overrides::array_ufunc(py, o, c"at", call, n as usize)? {
        return Ok(r);
    }
    check(u, a, b)?;
    run(py, u, a, indices, b)?;
    Ok(none())
}

/// Elements up to which no other thread is let run meanwhile.
const FEW: usize = 4096;

/// A plain array of one axis at a plain array of indices, with as many values of its type or one number: done at
/// once. False, and nothing done, where the operands are others or an index lies outside.
unsafe fn quick(
    py: Python<'_>,
    u: &Ufunc,
    a: *mut PyObject,
    indices: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<bool> {
    if b.is_null() || !is_exact(a) || !is_exact(indices) {
        return Ok(false);
    }
    let (x, at) = (array_of(a), array_of(indices));
    let (Some(op), Some(t)) = (accumulation(u), numen_exec::ty(x.dtype().num())) else { return Ok(false) };
    let plain = x.is_behaved() && at.is_behaved() && x.is_writeable() && x.ndim() == 1 && at.ndim() == 1;
    let n = at.size();
    let long = at.dtype().num() == Num::Long;
    if !plain || !long || t == Ty::Bool || n == 0 || n > FEW || x.may_share(at) {
        return Ok(false);
    }
    let mut room = [0u64; 2];
    let (values, step) = if is_exact(b) {
        let v = array_of(b);
        let same = v.dtype() == x.dtype() && v.is_behaved() && v.shape() == at.shape() && !v.may_share(x);
        if !same {
            return Ok(false);
        }
        (v.read(), v.strides()[0])
    } else {
        // A Python number takes part as the array it becomes: of these types.
        let own = match x.dtype().num() {
            Num::Double => ffi::PyFloat_CheckExact(b) != 0,
            Num::Long => ffi::PyLong_CheckExact(b) != 0,
            _ => false,
        };
        match fast::scalar_operand(b, x.dtype().num(), &mut room).filter(|_| own) {
            Some(f) => (f.ptr.cast_const(), 0),
            None => return Ok(false),
        }
    };
    let index = Index { data: at.read(), step: at.strides()[0], len: x.size(), stride: x.strides()[0] };
    // Comparisons of NaN raise a flag that is none.
    let flags = !matches!(op, Op::Maximum | Op::Minimum) && !x.dtype().is_integer();
    clear_hardware_flags();
    if !matches!(select::accumulate_at(op, t, x.write(), &[index], n, values, step), Some(Ok(()))) {
        return Ok(false);
    }
    if flags && !hardware_flags().is_ok() {
        errstate::report(py, hardware_flags(), u.name())?;
    }
    Ok(true)
}

unsafe fn check(u: &Ufunc, a: *mut PyObject, b: *mut PyObject) -> PyResult<()> {
    if let Some(signature) = u.row.signature {
        return Err(PyTypeError::new_err(format!(
            "{0}.at does not support ufunc with non-trivial signature: {0} has signature {signature}.",
            u.name()
        )));
    }
    if u.row.nin > 2 {
        return Err(PyValueError::new_err("Only unary and binary ufuncs supported at this time"));
    }
    if u.row.nout != 1 {
        return Err(PyValueError::new_err("Only single output ufuncs supported at this time"));
    }
    if u.row.nin == 2 && b.is_null() {
        return Err(PyValueError::new_err("second operand needed for ufunc"));
    }
    if u.row.nin == 1 && !b.is_null() {
        return Err(PyValueError::new_err("second operand provided when ufunc is unary"));
    }
    if !is_array(a) {
        return Err(PyTypeError::new_err("first operand must be array"));
    }
    if !array_of(a).is_writeable() {
        return Err(PyValueError::new_err("input/output array is read-only"));
    }
    Ok(())
}

unsafe fn run(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    indices: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<()> {
    let x = array_of(a);
    let items = crate::ndarray::mapping::parse(py, indices)?;
    convert::indexing::check_ellipses(py, &items)?;
    let mut plan = advanced::Plan::new(x, &items).py(py)?;
    // Python scalars take part as the arrays they become, not by their kind.
    let mut sources: SmallVec<[Source; 2]> = smallvec::smallvec![Source::Array(x.view())];
    if !b.is_null() {
        sources.push(Source::Array(convert::array(py, b)?));
    }
    let l = loop_for(py, u, &sources)?;
    warn_if_discarding(py, &l.types[l.types.len() - 1], x.dtype())?;
    let own = |i: usize, a: &Array| *a.dtype() == l.types[i] && a.is_aligned();
    let values = match sources.pop() {
        Some(Source::Array(v)) if !b.is_null() => Some(v),
        _ => None,
    };
    let lines = x.ndim() == 1 && values.as_ref().is_none_or(|v| v.ndim() <= 1 && own(1, v));
    let named = lines && own(0, x) && *x.dtype() == l.types[l.types.len() - 1] && is_indexed(u);
    let (values, cast) = match values {
        Some(v) => {
            let (v, status) = values_of(py, &v, &l.types[1], x)?;
            (Some(v), status)
        }
        None => (None, Status::OK),
    };
    let status = advanced::apply_at(x, &mut plan, &l, accumulates(u, &l), values.as_ref()).py(py)?.with(cast);
    if status.is_ok() {
        return Ok(());
    }
    errstate::report(py, status, if named { u.name() } else { "at" })
}

/// Warnings name these operations where nothing is cast and there is one axis; others are called `at`.
fn is_indexed(u: &Ufunc) -> bool {
    matches!(
        u.name(),
        "add" | "subtract" | "multiply" | "divide" | "floor_divide" | "maximum" | "minimum" | "fmax" | "fmin"
    )
}

/// The loop for these operands, its dates and strings with the operands' parameters.
unsafe fn loop_for(py: Python<'_>, u: &'static Ufunc, sources: &[Source]) -> PyResult<Loop> {
    let args: SmallVec<[Arg; 2]> = sources.iter().map(Source::arg).collect();
    let index = super::call::pick(py, u, &args, &Keywords::default(), Casting::Unsafe)?;
    let mut l = super::call::ready(u, index)?;
    for (t, s) in l.types.iter_mut().zip(sources) {
        if t.num() == s.dtype().num() && (s.dtype().ext().is_some() || s.dtype().is_flexible()) {
            *t = s.dtype().native();
        }
    }
    numen_ops::families::fit_texts(&mut l);
    if l.types.iter().any(DType::is_time) {
        common_unit(&mut l.types, sources)?;
    }
    Ok(l)
}

/// The second operand in the loop's type, apart from the memory that is written, and what the cast has to say.
unsafe fn values_of(py: Python<'_>, v: &Array, dtype: &DType, a: &Array) -> PyResult<(Array, Status)> {
    let fits = v.dtype() == dtype && v.is_behaved();
    if fits && !v.may_share(a) {
        Ok((v.view(), Status::OK))
    } else if fits {
        Ok((numen_exec::copy(v, Order::K).py(py)?, Status::OK))
    } else {
        numen_exec::astype(v, dtype, Order::K).py(py)
    }
}

/// The operation, where the loop is one that accumulates in its own type.
fn accumulates(u: &Ufunc, l: &Loop) -> Option<Op> {
    if l.gil || l.types.len() != 3 || l.types[0] != l.types[1] || l.types[0] != l.types[2] {
        return None;
    }
    accumulation(u)
}

fn accumulation(u: &Ufunc) -> Option<Op> {
    Some(match u.name() {
        "add" => Op::Add,
        "subtract" => Op::Subtract,
        "multiply" => Op::Multiply,
        "maximum" => Op::Maximum,
        "minimum" => Op::Minimum,
        _ => return None,
    })
}
