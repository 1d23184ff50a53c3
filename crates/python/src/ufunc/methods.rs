//! `reduce`, `accumulate`, `reduceat`, `outer`, `at`.

use super::errstate;
use super::object::ufunc_of;
use crate::boundary::args::{is_none, keeps, unmarked, Call};
use crate::boundary::call::{entry, new_ref, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::{method, TypeSpec};
use crate::convert;
use crate::functions::scans::{running, Running};
use crate::ndarray::object::{array_of, finish_result, is_array, is_exact, NdArray};
use numen_array::Array;
use numen_dtype::{Casting, DType, Kind};
use numen_exec::Loop;
use numen_ops::reduce::{self, Options};
use numen_ops::resolve::{resolve, resolve_fixed, Arg};
use numen_ops::ufunc::Ufunc;
use pyo3::exceptions::{PyRuntimeError, PyTypeError, PyValueError};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::SmallVec;

unsafe extern "C" fn reduce_to_name(
    o: *mut PyObject,
    _: *const *mut PyObject,
    _: isize,
    _: *mut PyObject,
) -> *mut PyObject {
    entry(|py| crate::dtype::attributes::text(py, super::object::ufunc_of(o).name()))
}

crate::signature!(REDUCE: "reduce", 1, 7, 0; "array", "axis", "dtype", "out", "keepdims", "initial", "where");

unsafe fn reduce_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, dtype, out, keepdims, initial, mask] = REDUCE.parse(call)?;
    let initial = unmarked(initial);
    if let Some(r) = super::overrides::array_ufunc(py, o, c"reduce", call, call.n as usize)? {
        return Ok(r);
    }
    if !is_none(dtype) {
        // Before the axes: what is wrong first is said first.
        super::signature::only_class(crate::dtype::optional(py, dtype)?)?;
    }
    let (out, arrays) = output(out, call.n > 3)?;
    let r = Reduction {
        axis: if axis.is_null() { Axis::First } else { Axis::Given(axis) },
        dtype,
        out,
        arrays,
        keepdims: keeps(py, keepdims)?,
        initial,
        mask,
    };
    r.run(py, ufunc_of(o), a)
}

/// `out=` of a reduction: an array or a tuple of one; `...` (by keyword) gives NULL and true.
unsafe fn output(out: *mut PyObject, by_position: bool) -> PyResult<(*mut PyObject, bool)> {
    let dots = ffi::Py_Ellipsis();
    if out == dots {
        return if by_position { Err(super::call::ellipsis(true)) } else { Ok((std::ptr::null_mut(), true)) };
    }
    if out.is_null() || ffi::PyTuple_Check(out) == 0 {
        super::call::check_output(out)?;
        return Ok((out, false));
    }
    if ffi::PyTuple_GET_SIZE(out) != 1 {
        return Err(PyValueError::new_err("The 'out' tuple must have exactly one entry per ufunc output"));
    }
    let out = ffi::PyTuple_GET_ITEM(out, 0);
    if out == dots {
        return Err(super::call::ellipsis(false));
    }
    super::call::check_output(out)?;
    Ok((out, false))
}

/// The one axis of `accumulate` and `reduceat`; None where the array has only one.
unsafe fn one_axis(py: Python<'_>, axis: *mut PyObject, ndim: usize, what: &str) -> PyResult<i64> {
    let several = || PyValueError::new_err(format!("{what} does not allow multiple axes"));
    if axis.is_null() {
        return Ok(0);
    }
    if axis == ffi::Py_None() {
        return if ndim <= 1 { Ok(0) } else { Err(several()) };
    }
    if ffi::PyTuple_Check(axis) != 0 {
        let mut one = 0;
        for i in 0..ffi::PyTuple_GET_SIZE(axis) {
            one = convert::axis(py, ffi::PyTuple_GET_ITEM(axis, i))?;
            numen_shape::normalize_axis(one, ndim).py(py)?;
        }
        return if ffi::PyTuple_GET_SIZE(axis) == 1 { Ok(one) } else { Err(several()) };
    }
    convert::axis(py, axis)
}

/// A scalar has one axis as far as the argument goes.
fn scalar_axis(axis: i64) -> numen_shape::Result<()> {
    if axis == 0 || axis == -1 {
        return Ok(());
    }
    numen_shape::normalize_axis(axis, 0).map(|_| ())
}

/// The axis argument of a reduction.
pub enum Axis {
    /// Absent in `ufunc.reduce`: axis 0.
    First,
    /// Absent or None in `sum` and the like: all.
    All,
    Given(*mut PyObject),
}

/// The arguments of a reduction, borrowed; NULL where absent.
pub struct Reduction {
    pub axis: Axis,
    pub dtype: *mut PyObject,
    pub out: *mut PyObject,
    /// A result without axes stays an array.
    pub arrays: bool,
    pub keepdims: bool,
    pub initial: *mut PyObject,
    pub mask: *mut PyObject,
}

/// The axes an argument names, ascending.
pub unsafe fn axes_of(py: Python<'_>, axis: &Axis, ndim: usize) -> PyResult<SmallVec<[usize; 4]>> {
    let p = match axis {
        Axis::First if ndim == 0 => return Ok(SmallVec::new()),
        Axis::First => return Ok(smallvec::smallvec![0]),
        Axis::All => return Ok(reduce::all_axes(ndim)),
        Axis::Given(p) if is_none(*p) => return Ok(reduce::all_axes(ndim)),
        Axis::Given(p) => *p,
    };
    if ffi::PyTuple_Check(p) != 0 {
        let mut v: SmallVec<[i64; 4]> = SmallVec::new();
        for i in 0..ffi::PyTuple_GET_SIZE(p) {
            v.push(convert::axis(py, ffi::PyTuple_GET_ITEM(p, i))?);
        }
        let mut axes = numen_shape::normalize_axes(&v, ndim).py(py)?;
        axes.sort_unstable();
        return Ok(axes);
    }
    let i = convert::axis(py, p)?;
    if ndim == 0 && (i == 0 || i == -1) {
        // NumPy lets a 0-d array be reduced over its "first" axis.
        return Ok(SmallVec::new());
    }
    Ok(smallvec::smallvec![numen_shape::normalize_axis(i, ndim).py(py)?])
}

impl Reduction {
    /// Runs the reduction on an object.
    pub unsafe fn run(&self, py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> PyResult<*mut PyObject> {
        if u.row.nin != 2 {
            return Err(PyValueError::new_err("reduce only supported for binary functions"));
        }
        if u.row.nout != 1 {
            return Err(PyValueError::new_err(
                "reduce only supported for functions returning a single value",
            ));
        }
        if u.row.signature.is_some() {
            return Err(PyRuntimeError::new_err("Reduction not defined on ufunc with signature"));
        }
        if let Some(r) = self.on_few(py, u, a)? {
            return Ok(r);
        }
        super::call::check_output(self.out)?;
        let array = convert::array(py, a)?;
        let (result, wrapped) = self.on_array(py, u, &array)?;
        match result {
            None => Ok(new_ref(wrapped)),
            Some(r) if self.arrays && is_exact(a) => Ok(NdArray::wrap(py, r)?.cast()),
            Some(r) if is_exact(a) => finish_result(py, r),
            Some(r) => super::overrides::wrap_reduced(py, r, a, self.arrays),
        }
    }

    /// The reduction of few elements that has no more arguments than an axis and a type.
    unsafe fn on_few(
        &self,
        py: Python<'_>,
        u: &'static Ufunc,
        a: *mut PyObject,
    ) -> PyResult<Option<*mut PyObject>> {
        let masked = !is_none(self.mask) && self.mask != ffi::Py_True();
        if masked || !is_none(self.out) || self.arrays || !self.initial.is_null() {
            return Ok(None);
        }
        if !is_exact(a) {
            return Ok(None);
        }
        let axis = match self.axis {
            Axis::First => Some(0),
            Axis::All => None,
            Axis::Given(p) if is_none(p) => None,
            Axis::Given(p) => match crate::functions::quick::small_int(p) {
                Some(i) => Some(i),
                None => return Ok(None),
            },
        };
        let asked = match is_none(self.dtype) {
            true => None,
            false if crate::dtype::object::is_dtype(self.dtype) => {
                let d = crate::dtype::object::dtype_of(self.dtype);
                if d.is_swapped() || !d.is_bare() {
                    return Ok(None);
                }
                Some(d.num())
            }
            false => return Ok(None),
        };
        super::few_reduced::reduce(py, u, array_of(a), axis, asked, self.keepdims).ok(py)
    }

    /// The result, or the given output.
    unsafe fn on_array(
        &self,
        py: Python<'_>,
        u: &'static Ufunc,
        a: &Array,
    ) -> PyResult<(Option<Array>, *mut PyObject)> {
        let axes = axes_of(py, &self.axis, a.ndim())?;
        let out = self.out;
        let out_array = (!is_none(out)).then(|| array_of(out));
        let asked = super::signature::only_class(crate::dtype::optional(py, self.dtype)?)?;
        let l = reduction_loop(py, u, a, asked, out_array, "reduce")?;
        let no_identity = self.initial == ffi::Py_None();
        let own = super::from_python::identity(u);
        let initial = if self.initial.is_null() && !own.is_null() && axes.iter().any(|&i| a.shape()[i] == 0) {
            Some(convert::array_as(py, own, &l.types[2])?)
        } else if self.initial.is_null() || no_identity {
            None
        } else {
            Some(initial_value(py, self.initial, &l.types[2])?)
        };
        let mask = if self.mask.is_null() || self.mask == ffi::Py_True() {
            None
        } else {
            let m = super::call::mask_array(py, self.mask)?;
            Some(m.broadcast_to(a.shape()).py(py)?)
        };
        let o = Options {
            axes: &axes,
            keepdims: self.keepdims,
            out: out_array,
            initial: initial.as_ref(),
            no_identity,
            mask: mask.as_ref(),
            casting: Casting::Unsafe,
        };
        // The result must not be written over what is still to be read.
        let held = match out_array {
            Some(target) if target.may_share(a) => Some(numen_exec::copy(a, numen_array::Order::K).py(py)?),
            _ => None,
        };
        let (r, status) = reduce::reduce(u, &l, held.as_ref().unwrap_or(a), &o).py(py)?;
        if !status.is_ok() {
            errstate::report(py, status, "reduce")?;
        }
        Ok((r, out))
    }
}

/// `initial=` as an array of the type; of objects it is one itself, whatever it is.
unsafe fn initial_value(py: Python<'_>, value: *mut PyObject, d: &DType) -> PyResult<Array> {
    if d.num() != numen_dtype::Num::Object || is_array(value) {
        return convert::array_as(py, value, d);
    }
    let cell = Array::empty(d.clone(), &[], numen_array::Order::C).py(py)?;
    crate::scalar::to_memory(py, d, cell.write(), value)?;
    Ok(cell)
}

/// The loop a reduction (by `method`) runs: accumulator and input of one type.
pub unsafe fn reduction_loop(
    py: Python<'_>,
    u: &'static Ufunc,
    a: &Array,
    dtype: Option<DType>,
    out: Option<&Array>,
    method: &str,
) -> PyResult<Loop> {
    let t = match (&dtype, out) {
        // What a type leaves open the operand says: the unit of time, the length of text.
        (Some(d), _) if d.num() == a.dtype().num() && d.is_bare() => a.dtype().native(),
        (Some(d), _) if d.is_flexible() && d.itemsize() == 0 && d.is_bare() => {
            let width = if d.num() == numen_dtype::Num::Str { 4 } else { 1 };
            DType::flexible(d.num(), a.dtype().string_length() * width)
        }
        (Some(d), _) => d.native(),
        (None, Some(o)) if matches!(u.name(), "add" | "multiply") && o.dtype().is_number() => {
            // NumPy accumulates in the output's type where that is at least the default one.
            let d = reduce::default_type(u, a.dtype());
            if numen_dtype::can_cast(&d, o.dtype(), Casting::Safe) {
                o.dtype().native()
            } else {
                d
            }
        }
        (None, _) => reduce::default_type(u, a.dtype()),
    };
    let args = [Arg::of(&t), Arg::of(&t)];
    let index = if dtype.is_some() {
        resolve_fixed(u, &args, &[None, None, Some(t.num())], Casting::Unsafe)
            .or_else(|_| resolve(u, &args))
            .py(py)?
    } else {
        resolve(u, &args).py(py)?
    };
    let nums = &u.loops[index].nums;
    if nums[2].descriptor().kind == Kind::Bool && nums[0] != nums[2] && !u.name().starts_with("logical_") {
        return Err(numen_ops::families::no_match(u)).py(py);
    }
    let incompatible = |result: DType| {
        let (t, result) = (t.repr(), result.repr());
        Err(PyTypeError::new_err(format!(
            "the resolved dtypes are not compatible with {}.{method}. Resolved ({t}, {t}, {result})",
            u.name(),
        )))
    };
    if u.loops[index].on_text() {
        return incompatible(DType::flexible(t.num(), 2 * t.itemsize()));
    }
    if t.is_time() && nums[0] == t.num() && nums[1] == t.num() && nums[2] != t.num() {
        let result = DType::of(nums[2]);
        return incompatible(if result.is_time() { DType::time(nums[2], t.time_unit()) } else { result });
    }
    if let Some(d) = &dtype {
        crate::ndarray::methods::copy::warn_if_discarding(py, a.dtype(), d)?;
    }
    let mut l = super::call::ready(u, index)?;
    // The accumulator has the result's type; a comparison-like loop (`dd->?`) reads bools.
    if l.types[0] != l.types[2] && l.types[2].is_bool() {
        let b = DType::of(numen_dtype::Num::Bool);
        let index = resolve(u, &[Arg::of(&b), Arg::of(&b)]).py(py)?;
        l = u.ready(index).unwrap_or(l);
    }
    for ty in l.types.iter_mut() {
        if t.is_time() && ty.is_time() {
            *ty = DType::time(ty.num(), t.time_unit());
        } else if ty.num() == t.num() && t.ext().is_some() {
            *ty = t.clone();
        }
    }
    Ok(l)
}

crate::signature!(ACCUMULATE: "accumulate", 1, 4, 0; "array", "axis", "dtype", "out");

unsafe fn accumulate_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, dtype, out] = ACCUMULATE.parse(call)?;
    let u = ufunc_of(o);
    if let Some(r) = super::overrides::array_ufunc(py, o, c"accumulate", call, call.n as usize)? {
        return Ok(r);
    }
    if u.row.nin != 2 || u.row.nout != 1 || u.row.signature.is_some() {
        return Err(binary_only(u, "accumulate"));
    }
    let (out, _) = output(out, call.n > 3)?;
    super::signature::only_class(crate::dtype::optional(py, dtype)?)?;
    let ndim = convert::array(py, a)?.ndim();
    let axis = one_axis(py, axis, ndim, "accumulate")?;
    if ndim == 0 {
        scalar_axis(axis).py(py)?;
        return Err(PyTypeError::new_err("cannot accumulate on a scalar"));
    }
    running(py, u, a, &Running { axis: Some(axis), dtype, out })
}

fn binary_only(u: &Ufunc, what: &str) -> PyErr {
    if u.row.signature.is_some() {
        PyRuntimeError::new_err("Reduction not defined on ufunc with signature")
    } else if u.row.nin != 2 {
        PyValueError::new_err(format!("{what} only supported for binary functions"))
    } else {
        PyValueError::new_err(format!("{what} only supported for functions returning a single value"))
    }
}

crate::signature!(REDUCEAT: "reduceat", 2, 5, 0; "array", "indices", "axis", "dtype", "out");

unsafe fn reduceat_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let [a, indices, axis, dtype, out] = REDUCEAT.parse(call)?;
    let u = ufunc_of(o);
    if let Some(r) = super::overrides::array_ufunc(py, o, c"reduceat", call, call.n as usize)? {
        return Ok(r);
    }
    if u.row.nin != 2 || u.row.nout != 1 || u.row.signature.is_some() {
        return Err(binary_only(u, "reduceat"));
    }
    let (out, _) = output(out, call.n > 4)?;
    let i = convert::whole_numbers(py, indices)?;
    let list = std::slice::from_raw_parts(i.read().cast::<i64>(), i.size());
    let wanted = super::signature::only_class(crate::dtype::optional(py, dtype)?)?;
    let x = convert::array(py, a)?;
    let axis = one_axis(py, axis, x.ndim(), "reduceat")?;
    if x.ndim() == 0 {
        scalar_axis(axis).py(py)?;
        return Err(PyTypeError::new_err("cannot reduceat on a scalar"));
    }
    let at = numen_shape::normalize_axis(axis, x.ndim()).py(py)?;
    let given = (!is_none(out)).then(|| array_of(out));
    numen_ops::accumulate::check_indices(u, list, x.shape()[at]).py(py)?;
    let l = reduction_loop(py, u, &x, wanted, given, "reduceat")?;
    let (x, cast) = numen_ops::accumulate::operand(&l, &x).py(py)?;
    convert::report(py, cast)?;
    let mut shape: numen_shape::Shape = x.shape().into();
    shape[at] = list.len();
    let result = Array::empty(l.types[2].clone(), &shape, numen_array::Order::C).py(py)?;
    let s = numen_ops::accumulate::reduceat(u, &l, &x, list, at, &result).py(py)?;
    if !s.is_ok() {
        errstate::report(py, s, "reduceat")?;
    }
    match given {
        None => super::overrides::wrap_result(py, result, &[a], true),
        Some(g) => {
            let s = numen_exec::assign(g, &result, None).py(py)?;
            convert::report(py, s)?;
            Ok(new_ref(out))
        }
    }
}

/// The same of two arrays of one axis and few elements.
pub(crate) unsafe fn outer_of_rows(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let x = array_of(a);
    if x.ndim() != 1 || array_of(b).ndim() != 1 || u.row.nout != 1 {
        return Ok(None);
    }
    let column = NdArray::view(py, x.view().insert_axis(1), a)?;
    let column = owned(py, column.cast())?;
    super::fast::binary(py, u, column.as_ptr(), b).ok(py)
}

/// `u.outer(a, b, **kw)`: the axes of `b` after those of `a`.
unsafe fn outer_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let u = ufunc_of(o);
    if u.row.nin != 2 {
        return Err(PyValueError::new_err("outer product only supported for binary functions"));
    }
    if u.row.signature.is_some() {
        return Err(PyTypeError::new_err("method outer is not allowed in ufunc with non-trivial signature"));
    }
    if call.n != 2 {
        return Err(PyTypeError::new_err("exactly two arguments expected"));
    }
    if let Some(r) = super::overrides::array_ufunc(py, o, c"outer", call, 2)? {
        return Ok(r);
    }
    let (a, b) = (call.value(0), call.value(1));
    if call.kw.is_null() && is_exact(a) && is_exact(b) {
        if let Some(r) = outer_of_rows(py, u, a, b)? {
            return Ok(r);
        }
    }
    let x = convert::array(py, a)?;
    let nb = convert::array(py, b)?.ndim();
    let mut spread = x.view();
    for _ in 0..nb {
        spread = spread.insert_axis(spread.ndim());
    }
    let left = owned(
        py,
        if is_array(a) {
            crate::ndarray::mapping::view_like(py, a, spread)?
        } else {
            NdArray::wrap(py, numen_exec::copy(&spread, numen_array::Order::K).py(py)?)?.cast()
        },
    )?;
    let mut all: SmallVec<[*mut PyObject; 8]> = smallvec::smallvec![left.as_ptr(), b];
    all.extend((0..call.names()).map(|i| call.value(2 + i)));
    super::call::general(py, o, Call { args: all.as_ptr(), n: 2, kw: call.kw })
}

/// Adds the methods.
pub fn definitions(spec: &mut TypeSpec) {
    spec.methods.push(method(
        "__reduce__",
        reduce_to_name,
        "__reduce__($self, /)\n--\n\nThe name under which pickle finds the ufunc.",
    ));
    spec.methods.push(method(
        "reduce",
        crate::c_method!(reduce_method),
        "reduce($self, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True)\n--\n\n\
         Applies the ufunc between all elements along axes, which disappear.",
    ));
    spec.methods.push(method(
        "accumulate",
        crate::c_method!(accumulate_method),
        "accumulate($self, array, axis=0, dtype=None, out=None)\n--\n\nThe results of applying the ufunc to all elements up to each one along an axis.",
    ));
    spec.methods.push(method(
        "reduceat",
        crate::c_method!(reduceat_method),
        "reduceat($self, array, indices, axis=0, dtype=None, out=None)\n--\n\nReductions of slices between neighbouring indices along an axis.",
    ));
    spec.methods.push(method(
        "outer",
        crate::c_method!(outer_method),
        "outer($self, A, B, /, **kwargs)\n--\n\nThe ufunc on all pairs of an element of `A` and one of `B`.",
    ));
    spec.methods.push(method(
        "at",
        crate::c_method!(super::at::at_method),
        "at($self, a, indices, b=None, /)\n--\n\nThe ufunc in place at the given indices, repeated ones repeatedly.",
    ));
}
