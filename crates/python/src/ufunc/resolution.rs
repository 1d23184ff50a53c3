//! `ufunc.resolve_dtypes`: the types an operation works with, without doing it.

use super::call::{casting, pick, Keywords};
use super::object::ufunc_of;
use crate::boundary::args::{is_none, truth, Call};
use crate::boundary::errors::ToPy;
use crate::boundary::types::{method, TypeSpec};
use numen_dtype::{can_cast, Casting, DType, Num, Weak};
use numen_ops::resolve::{input_casting, output_casting, Arg};
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use smallvec::SmallVec;

crate::signature!(RESOLVE: "resolve_dtypes", 1, 1, 1; "dtypes", "signature", "casting", "reduction");

unsafe fn resolve_dtypes(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [dtypes, signature, rule, reduction] = RESOLVE.parse(call)?;
    let u = ufunc_of(o);
    let rule = if is_none(rule) { Casting::SameKind } else { casting(rule)? };
    let mut k = Keywords::default();
    if !is_none(signature) {
        k.signature = Some(super::signature::parse(py, u, signature)?);
    }
    let reduction = truth(py, reduction, false)?;
    let given = operands(py, u, dtypes, reduction)?;
    let found = types(py, u, &given, &k, rule, reduction)?;
    let objects: Vec<_> =
        found.into_iter().map(|d| crate::dtype::object::make(py, d)).collect::<PyResult<Vec<_>>>()?;
    let items: Vec<_> = objects.into_iter().map(|p| Bound::from_owned_ptr(py, p)).collect();
    Ok(PyTuple::new(py, items)?.into_ptr())
}

/// The given types, one an operand; Python's number types stand for Python's numbers.
unsafe fn operands(
    py: Python<'_>,
    u: &Ufunc,
    dtypes: *mut PyObject,
    reduction: bool,
) -> PyResult<SmallVec<[Option<Arg>; 4]>> {
    let nargs = u.row.nin + u.row.nout;
    let fail = |text: &'static str| Err(PyTypeError::new_err(text));
    if ffi::PyTuple_CheckExact(dtypes) == 0 || ffi::PyTuple_GET_SIZE(dtypes) as usize != nargs {
        return fail("resolve_dtypes: The dtypes must be a tuple of `ufunc.nargs` length.");
    }
    if reduction && (u.row.nin != 2 || u.row.nout != 1) {
        return Err(PyValueError::new_err("ufunc is not compatible with reduction operations."));
    }
    let mut given: SmallVec<[Option<Arg>; 4]> = SmallVec::new();
    for i in 0..nargs {
        let p = ffi::PyTuple_GET_ITEM(dtypes, i as isize);
        let weak = |w, n| Some(Arg { dtype: DType::of(n), weak: Some(w) });
        let arg = if p == ffi::Py_None() {
            if i < u.row.nin && !(reduction && i == 0) {
                return fail("All input dtypes must be provided (except the first one in reductions)");
            }
            None
        } else if p == (&raw mut ffi::PyLong_Type).cast() {
            weak(Weak::Int, Num::Long)
        } else if p == (&raw mut ffi::PyFloat_Type).cast() {
            weak(Weak::Float, Num::Double)
        } else if p == (&raw mut ffi::PyComplex_Type).cast() {
            weak(Weak::Complex, Num::CDouble)
        } else if crate::dtype::object::is_dtype(p) {
            crate::dtype::optional(py, p)?.map(|d| Arg::of(&d))
        } else {
            return fail("Provided dtype must be a valid NumPy dtype, int, float, complex, or None.");
        };
        given.push(arg);
    }
    if reduction && given[nargs - 1].is_some() {
        return fail("Output dtype must not be passed for reductions, pass the first input instead.");
    }
    Ok(given)
}

unsafe fn types(
    py: Python<'_>,
    u: &'static Ufunc,
    given: &[Option<Arg>],
    k: &Keywords,
    rule: Casting,
    reduction: bool,
) -> PyResult<SmallVec<[DType; 4]>> {
    let mut ins: SmallVec<[Arg; 3]> = given[..u.row.nin].iter().flatten().cloned().collect();
    if ins.len() < u.row.nin {
        // A reduction without a given output: both operands have the type it accumulates in.
        let t = Arg::of(&numen_ops::reduce::default_type(u, &ins[0].dtype));
        ins = smallvec::smallvec![t.clone(), t];
    }
    let mut index = pick(py, u, &ins, k, rule)?;
    if reduction && u.loops[index].nums[2] == Num::Bool && u.loops[index].nums[0] != Num::Bool {
        if !u.name().starts_with("logical_") {
            return Err(numen_ops::families::no_match(u)).py(py);
        }
        let b = Arg::of(&DType::of(Num::Bool));
        ins = smallvec::smallvec![b.clone(), b];
        index = pick(py, u, &ins, k, rule)?;
    }
    let mut found: SmallVec<[DType; 4]> = u.loops[index].nums.iter().map(|&n| DType::of(n)).collect();
    for (t, a) in found.iter_mut().zip(&ins) {
        if a.weak.is_none() && t.num() == a.dtype.num() && (a.dtype.ext().is_some() || a.dtype.is_flexible())
        {
            *t = a.dtype.native();
        }
    }
    if matches!(found[0].num(), Num::Str | Num::Bytes) && found.len() == 3 && found[2].num() == found[0].num()
    {
        found[2] = DType::flexible(found[0].num(), found[0].itemsize() + found[1].itemsize());
    }
    super::call::share_unit(&mut found, ins.iter().map(|a| &a.dtype))?;
    for (i, a) in ins.iter().enumerate().filter(|(_, a)| a.weak.is_none()) {
        if !can_cast(&a.dtype, &found[i], rule) {
            let e = input_casting(u, i, &a.dtype, &found[i], rule, u.row.nin);
            return Err(e).py(py);
        }
    }
    for (i, a) in given[u.row.nin..].iter().enumerate() {
        let Some(a) = a.as_ref().filter(|a| a.weak.is_none()) else { continue };
        let t = &found[u.row.nin + i];
        if !can_cast(t, &a.dtype, rule) {
            return Err(output_casting(u, i, t, &a.dtype, rule, u.row.nout)).py(py);
        }
    }
    Ok(found)
}

/// Adds the method.
pub fn definitions(spec: &mut TypeSpec) {
    spec.methods.push(method(
        "resolve_dtypes",
        crate::c_method!(resolve_dtypes),
        "resolve_dtypes($self, dtypes, *, signature=None, casting=None, reduction=False)\n--\n\n\
         The types that operands of given types are cast to and that results have.\n\n\
         Parameters\n----------\n\
         dtypes : tuple of dtype, None, int, float or complex\n    One for each operand; None for outputs that are not given.\n\
         signature : str or tuple of dtype, optional\n    As in a call.\n\
         casting : str, optional\n    As in a call.\n\
         reduction : bool, optional\n    Whether a reduction is meant: then the first is the output's, or None.\n\n\
         Returns\n-------\ntuple of dtype\n\n\
         Examples\n--------\n>>> import numen as np\n>>> i, f = np.dtype('i4'), np.dtype('f4')\n\
         >>> np.add.resolve_dtypes((i, f, None))\n(dtype('float64'), dtype('float64'), dtype('float64'))\n",
    ));
}
