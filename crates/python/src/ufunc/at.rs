//! `ufunc.at`: in place at indices, one after the other.

use super::call::{common_unit, Keywords};
use super::errstate;
use super::object::ufunc_of;
use crate::boundary::args::Call;
use crate::boundary::call::none;
use crate::boundary::errors::ToPy;
use crate::convert::{self, Source};
use crate::ndarray::object::{array_of, is_array};
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType};
use numen_exec::{advanced, Loop};
use numen_kernels::scan::Op;
use numen_ops::resolve::Arg;
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::PyObject;
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
    if let Some(r) = super::overrides::array_ufunc(py, o, c"at", call, n as usize)? {
        return Ok(r);
    }
    check(u, a, b)?;
    run(py, u, a, indices, b)?;
    Ok(none())
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
    let values = match sources.pop() {
        Some(Source::Array(v)) if !b.is_null() => Some(values_of(py, &v, &l.types[1], x)?),
        _ => None,
    };
    let status = advanced::apply_at(x, &mut plan, &l, accumulates(u, &l), values.as_ref()).py(py)?;
    if status.is_ok() {
        return Ok(());
    }
    errstate::report(py, status, u.name())
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

/// The second operand in the loop's type, apart from the memory that is written.
unsafe fn values_of(py: Python<'_>, v: &Array, dtype: &DType, a: &Array) -> PyResult<Array> {
    let fits = v.dtype() == dtype && v.is_behaved();
    let (v, status) = if fits && !v.may_share(a) {
        return Ok(v.view());
    } else if fits {
        (numen_exec::copy(v, Order::K).py(py)?, numen_kernels::Status::OK)
    } else {
        numen_exec::astype(v, dtype, Order::K).py(py)?
    };
    convert::report(py, status)?;
    Ok(v)
}

/// The operation, where the loop is one that accumulates in its own type.
fn accumulates(u: &Ufunc, l: &Loop) -> Option<Op> {
    if l.gil || l.types.len() != 3 || l.types[0] != l.types[1] || l.types[0] != l.types[2] {
        return None;
    }
    Some(match u.name() {
        "add" => Op::Add,
        "subtract" => Op::Subtract,
        "multiply" => Op::Multiply,
        "maximum" => Op::Maximum,
        "minimum" => Op::Minimum,
        _ => return None,
    })
}
