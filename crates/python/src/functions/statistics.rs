//! `mean`, `var`, `std`, as functions and as methods.

use super::dispatch::dispatch;
use super::reductions::{own_method, run, Args};
use crate::boundary::args::{is_none, unmarked, Call};
use crate::boundary::call::{checked, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array, is_exact, NdArray};
use crate::scalar::object::float64;
use crate::ufunc::call as ufunc_call;
use crate::ufunc::methods::{axes_of, Axis};
use crate::ufunc::object::builtin;
use crate::ufunc::{fast, numbers};
use numen_array::Array;
use numen_dtype::{DType, Kind, Num};
use numen_exec::{Loop, Mode, Operand};
use numen_kernels::{reduce as kernels, Ctx, Status};
use numen_ops::Ufunc;
use numen_shape::broadcast_strides;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::smallvec;

/// Arguments of the three, borrowed, NULL where absent.
struct Moments {
    axis: *mut PyObject,
    dtype: *mut PyObject,
    out: *mut PyObject,
    ddof: f64,
    keepdims: *mut PyObject,
    mask: *mut PyObject,
    mean: *mut PyObject,
    root: bool,
}

/// Elements up to which the hot path serves.
const SMALL: usize = 16_384;

/// The sum of a contiguous float64 array.
#[inline(always)]
unsafe fn quick_sum(a: &Array) -> Option<(f64, usize)> {
    let d = a.dtype();
    let n = a.size();
    if d.num() != Num::Double
        || d.is_swapped()
        || !a.is_c_contiguous()
        || !a.is_aligned()
        || n == 0
        || n > SMALL
    {
        return None;
    }
    let u = builtin("add");
    let numen_ops::ufunc::Cached::Loop(i) = u.cached(Num::Double, Num::Double) else { return None };
    let kernel = u.kernel(i)?;
    let mut acc = 0.0f64;
    let p = (&raw mut acc).cast::<u8>();
    let ptrs = [p, a.read().cast_mut(), p];
    let _ = (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [0, 8, 0].as_ptr(), n);
    acc.is_finite().then_some((acc, n))
}

/// The variance of a contiguous float64 array.
#[inline(always)]
unsafe fn quick_var(a: &Array, ddof: f64) -> Option<f64> {
    let (sum, n) = quick_sum(a)?;
    let count = n as f64 - ddof;
    if count <= 0.0 {
        return None;
    }
    let mut mean = sum / n as f64;
    let kernel = kernels::find("sum_sq_dev", numen_kernels::Ty::F64)?;
    let mut acc = 0.0f64;
    let ptrs = [a.read().cast_mut(), (&raw mut mean).cast(), (&raw mut acc).cast()];
    let _ = (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [8, 0, 0].as_ptr(), n);
    acc.is_finite().then_some(acc / count)
}

crate::signature!(MEAN: "mean", 1, 5, 0; "a", "axis", "dtype", "out", "keepdims", "where");
crate::signature!(MEAN_M: "mean", 0, 4, 0; "axis", "dtype", "out", "keepdims", "where");

unsafe fn mean(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let Call { args, n, kw } = call;
    if n == 1 && kw.is_null() && is_exact(*args) {
        if let Some((s, n)) = quick_sum(array_of(*args)) {
            return float64(py, s / n as f64);
        }
    }
    let [a, axis, dtype, out, keepdims, mask] = MEAN.parse(call)?;
    if let Some(r) = dispatch(py, "mean", &[a, mask, out], call)? {
        return Ok(r);
    }
    let kwargs = [("axis", axis), ("dtype", dtype), ("out", out), ("keepdims", keepdims), ("where", mask)];
    if let Some(r) = ask(py, "mean", a, &kwargs)? {
        return Ok(r);
    }
    general_mean(py, a, axis, dtype, out, keepdims, mask)
}

/// NumPy hands axis, dtype and out on to an object's own method, the rest only if given.
unsafe fn ask(
    py: Python<'_>,
    name: &str,
    a: *mut PyObject,
    kwargs: &[(&str, *mut PyObject)],
) -> PyResult<Option<*mut PyObject>> {
    if super::dispatch::is_plain(a) || is_exact(a) {
        return Ok(None);
    }
    let mut all = kwargs.to_vec();
    for (k, v) in &mut all {
        if v.is_null() && matches!(*k, "axis" | "dtype" | "out") {
            *v = ffi::Py_None();
        }
    }
    own_method(py, name, a, &all)
}

unsafe fn mean_method(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
    let Call { n, kw, .. } = call;
    if n == 0 && kw.is_null() && is_exact(o) {
        if let Some((s, n)) = quick_sum(array_of(o)) {
            return float64(py, s / n as f64);
        }
    }
    let [axis, dtype, out, keepdims, mask] = MEAN_M.parse(call)?;
    general_mean(py, o, axis, dtype, out, keepdims, mask)
}

/// Numbers of elements reduced: one for all results, or an array where a mask decides.
enum Count {
    All(usize),
    Masked(*mut PyObject),
}

unsafe fn count(
    py: Python<'_>,
    a: &Array,
    axis: *mut PyObject,
    mask: *mut PyObject,
    keepdims: bool,
) -> PyResult<Count> {
    if is_none(mask) || mask == ffi::Py_True() {
        if a.ndim() == 0 && !is_none(axis) && ffi::PyTuple_Check(axis) == 0 {
            // Sums let a 0-d array have a "first" axis, means do not.
            numen_shape::normalize_axis(convert::axis(py, axis)?, 0).py(py)?;
        }
        let axes = axes_of(py, &axis_of(axis), a.ndim())?;
        return Ok(Count::All(axes.iter().map(|&i| a.shape()[i]).product()));
    }
    let m = ufunc_call::mask_array(py, mask)?.broadcast_to(a.shape()).py(py)?;
    let m = owned(py, NdArray::wrap(py, numen_exec::copy(&m, numen_array::Order::C).py(py)?)?.cast())?;
    let int = owned(py, crate::dtype::new_object(py, &DType::of(Num::Long))?)?;
    let x = Args {
        axis,
        dtype: int.as_ptr(),
        out: std::ptr::null_mut(),
        keepdims: if keepdims { ffi::Py_True() } else { ffi::Py_False() },
        initial: std::ptr::null_mut(),
        mask: std::ptr::null_mut(),
    };
    Ok(Count::Masked(run(py, builtin("add"), m.as_ptr(), &x)?))
}

fn axis_of(axis: *mut PyObject) -> Axis {
    // SAFETY: a borrowed argument.
    if unsafe { is_none(axis) } {
        Axis::All
    } else {
        Axis::Given(axis)
    }
}

unsafe fn warn(py: Python<'_>, text: &std::ffi::CStr) -> PyResult<()> {
    PyErr::warn(py, &py.get_type::<pyo3::exceptions::PyRuntimeWarning>(), text, 2)
}

/// The type a mean accumulates in.
fn accumulator(d: &DType) -> Option<DType> {
    match (d.kind(), d.num()) {
        (Kind::Bool | Kind::Int | Kind::UInt, _) => Some(DType::of(Num::Double)),
        (_, Num::Half) => Some(DType::of(Num::Float)),
        _ => None,
    }
}

unsafe fn general_mean(
    py: Python<'_>,
    a: *mut PyObject,
    axis: *mut PyObject,
    dtype: *mut PyObject,
    out: *mut PyObject,
    keepdims: *mut PyObject,
    mask: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let own;
    let a = if is_array(a) {
        a
    } else {
        own = owned(py, NdArray::wrap(py, keep(py, a)?)?.cast())?;
        own.as_ptr()
    };
    let d = array_of(a).dtype().clone();
    let keep = crate::boundary::args::keeps(py, unmarked(keepdims))?;
    let n = count(py, array_of(a), axis, unmarked(mask), keep)?;
    let empty = match &n {
        Count::All(n) => *n == 0,
        Count::Masked(c) => any_at_most_zero(py, *c)?,
    };
    if empty {
        warn(py, c"Mean of empty slice")?;
    }
    let acc = if is_none(dtype) { accumulator(&d) } else { None };
    let half = d.num() == Num::Half && is_none(dtype) && is_none(out);
    let acc_object;
    let acc_dtype = match &acc {
        Some(t) => {
            acc_object = owned(py, crate::dtype::new_object(py, t)?)?;
            acc_object.as_ptr()
        }
        None => dtype,
    };
    let x = Args { axis, dtype: acc_dtype, out, keepdims, initial: std::ptr::null_mut(), mask };
    let total = owned(py, run(py, builtin("add"), a, &x)?)?;
    let r = divide(py, total.as_ptr(), &n)?;
    release(n);
    if half {
        return to_half(py, r);
    }
    Ok(r)
}

/// An array that owns (or shares safely) the elements of any object.
unsafe fn keep(py: Python<'_>, a: *mut PyObject) -> PyResult<Array> {
    let x = convert::array(py, a)?;
    if x.block().is_some() {
        return Ok(x);
    }
    convert::copied(py, &x)
}

unsafe fn release(n: Count) {
    if let Count::Masked(c) = n {
        ffi::Py_DECREF(c);
    }
}

unsafe fn any_at_most_zero(py: Python<'_>, c: *mut PyObject) -> PyResult<bool> {
    let zero = owned(py, ffi::PyLong_FromLong(0))?;
    let b = owned(py, ufunc_call::binary(py, builtin("less_equal"), c, zero.as_ptr())?)?;
    let x = Args {
        axis: std::ptr::null_mut(),
        dtype: std::ptr::null_mut(),
        out: std::ptr::null_mut(),
        keepdims: std::ptr::null_mut(),
        initial: std::ptr::null_mut(),
        mask: std::ptr::null_mut(),
    };
    owned(py, run(py, builtin("logical_or"), b.as_ptr(), &x)?)?.is_truthy()
}

/// `total / n`, in place where it is an array, in the total's own type.
unsafe fn divide(py: Python<'_>, total: *mut PyObject, n: &Count) -> PyResult<*mut PyObject> {
    let number;
    let by = match n {
        Count::All(n) => {
            number = owned(py, ffi::PyLong_FromSize_t(*n))?;
            number.as_ptr()
        }
        Count::Masked(c) => *c,
    };
    divide_by(py, total, by)
}

/// A Python number as a scalar of ours; anything else as it is.
unsafe fn counted(py: Python<'_>, n: *mut PyObject) -> PyResult<Bound<'_, PyAny>> {
    let num = match (ffi::PyLong_CheckExact(n), ffi::PyFloat_CheckExact(n)) {
        (0, 0) => return Ok(Bound::from_borrowed_ptr(py, n)),
        (0, _) => Num::Double,
        _ => Num::Long,
    };
    owned(py, ffi::PyObject_CallOneArg(crate::scalar::type_of(&DType::of(num)).cast(), n))
}

/// A total divided by a count, in the total's own type.
unsafe fn divide_by(py: Python<'_>, total: *mut PyObject, by: *mut PyObject) -> PyResult<*mut PyObject> {
    let u = builtin("divide");
    let num = match is_array(total) {
        true => Some(array_of(total).dtype().num()),
        false => crate::scalar::object::num_of(total),
    };
    let strong;
    let by = if num == Some(Num::CFloat) && ffi::PyLong_CheckExact(by) + ffi::PyFloat_CheckExact(by) > 0 {
        // A count is an integer of eight bytes: the quotient is rounded from double precision. (Quotients of real
        // numbers are the same either way.)
        strong = counted(py, by)?;
        strong.as_ptr()
    } else {
        by
    };
    // In the total's own type: a quotient of another type would be cast.
    let same = matches!(num, Some(Num::Float | Num::Double | Num::CDouble));
    if same && is_exact(total) && ffi::PyLong_CheckExact(by) != 0 {
        if let Some(r) = fast::binary_into(py, u, total, by, total)? {
            return Ok(r);
        }
    }
    if same && crate::scalar::object::exact_num(total).is_some() && ffi::PyLong_CheckExact(by) != 0 {
        let name = if num == Some(Num::Float) { "divide" } else { "scalar divide" };
        if let Some(r) = numbers::binary(py, u, total, by, || name).ok(py)? {
            return Ok(r);
        }
    }
    if is_array(total) {
        let k = ufunc_call::Keywords {
            outs: smallvec![total],
            casting: Some(numen_dtype::Casting::Unsafe),
            subok: false,
            ..Default::default()
        };
        return ufunc_call::call(py, u, &[total, by], &k);
    }
    if !crate::scalar::object::is_scalar(total) {
        // A count of ours makes the quotient of Python's numbers one of ours.
        return checked(py, ffi::PyNumber_TrueDivide(total, counted(py, by)?.as_ptr()));
    }
    // Where the count widens the total, the operation is one of arrays.
    let own = matches!(num, Some(Num::Double | Num::CDouble | Num::LongDouble | Num::CLongDouble));
    let name = own.then_some("scalar divide");
    let k = ufunc_call::Keywords { subok: true, name, ..Default::default() };
    let q = owned(py, ufunc_call::call(py, u, &[total, by], &k)?)?;
    // Back in the total's own type: float32 / int64 would stay float64.
    let ty = ffi::Py_TYPE(total);
    if ffi::Py_TYPE(q.as_ptr()) == ty {
        return Ok(q.into_ptr());
    }
    checked(py, ffi::PyObject_CallOneArg(ty.cast(), q.as_ptr()))
}

/// A float32 result as float16 (consumed).
unsafe fn to_half(py: Python<'_>, r: *mut PyObject) -> PyResult<*mut PyObject> {
    let r = owned(py, r)?;
    let half = DType::of(Num::Half);
    if is_array(r.as_ptr()) {
        let (h, s) = numen_exec::astype(array_of(r.as_ptr()), &half, numen_array::Order::K).py(py)?;
        convert::report(py, s)?;
        return Ok(NdArray::wrap(py, h)?.cast());
    }
    checked(py, ffi::PyObject_CallOneArg(crate::scalar::type_of(&half).cast(), r.as_ptr()))
}

crate::signature!(VAR: "var", 1, 6, 0; "a", "axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction");
crate::signature!(STD: "std", 1, 6, 0; "a", "axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction");
crate::signature!(VAR_M: "var", 0, 5, 0; "axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction");
crate::signature!(STD_M: "std", 0, 5, 0; "axis", "dtype", "out", "ddof", "keepdims", "where", "mean", "correction");

unsafe fn ddof_of(py: Python<'_>, ddof: *mut PyObject, correction: *mut PyObject) -> PyResult<f64> {
    let correction = unmarked(correction);
    let p = if correction.is_null() { ddof } else { correction };
    if !correction.is_null() && !is_none(ddof) {
        let d = Bound::from_borrowed_ptr(py, ddof);
        if !d.eq(0)? {
            return Err(pyo3::exceptions::PyValueError::new_err(
                "ddof and correction can't be provided simultaneously.",
            ));
        }
    }
    if p.is_null() {
        return Ok(0.0);
    }
    let x = ffi::PyFloat_AsDouble(p);
    if x == -1.0 && !ffi::PyErr_Occurred().is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok(x)
}

macro_rules! spread {
    ($function:ident $meth:ident $F:ident $M:ident $name:literal $root:literal) => {
        unsafe fn $function(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            if call.n == 1 && call.kw.is_null() && is_exact(call.value(0)) {
                if let Some(v) = quick_var(array_of(call.value(0)), 0.0) {
                    return float64(py, if $root { v.sqrt() } else { v });
                }
            }
            let [a, axis, dtype, out, ddof, keepdims, mask, mean, correction] = $F.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a, mask, out, mean], call)? {
                return Ok(r);
            }
            let d = ddof_of(py, ddof, correction)?;
            let dd = owned(py, ffi::PyFloat_FromDouble(d))?;
            let ddof_given = if ddof.is_null() && correction.is_null() {
                dd.as_ptr()
            } else if correction.is_null() {
                ddof
            } else {
                correction
            };
            let kwargs = [
                ("axis", axis),
                ("dtype", dtype),
                ("out", out),
                ("ddof", ddof_given),
                ("keepdims", keepdims),
                ("where", mask),
                ("mean", mean),
            ];
            if let Some(r) = ask(py, $name, a, &kwargs)? {
                return Ok(r);
            }
            Moments { axis, dtype, out, ddof: d, keepdims, mask, mean, root: $root }.run(py, a)
        }

        unsafe fn $meth(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            if call.n == 0 && call.kw.is_null() && is_exact(o) {
                if let Some(v) = quick_var(array_of(o), 0.0) {
                    return float64(py, if $root { v.sqrt() } else { v });
                }
            }
            let [axis, dtype, out, ddof, keepdims, mask, mean, correction] = $M.parse(call)?;
            let ddof = ddof_of(py, ddof, correction)?;
            Moments { axis, dtype, out, ddof, keepdims, mask, mean, root: $root }.run(py, o)
        }
    };
}

spread!(var var_method VAR VAR_M "var" false);
spread!(std std_method STD STD_M "std" true);

/// A ufunc of one or two operands, by the hot path where it serves them.
unsafe fn evaluate(py: Python<'_>, u: &'static Ufunc, args: &[*mut PyObject]) -> PyResult<*mut PyObject> {
    let quick = match args {
        [a, b] => fast::binary(py, u, *a, *b),
        _ => fast::unary(py, u, args[0]),
    };
    match (quick.ok(py)?, args) {
        (Some(r), _) => Ok(r),
        (None, [a, b]) => ufunc_call::binary(py, u, *a, *b),
        (None, _) => ufunc_call::unary(py, u, args[0]),
    }
}

/// A ufunc of one operand into its own memory, likewise.
unsafe fn evaluate_into(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> PyResult<*mut PyObject> {
    match fast::unary_into(py, u, a, a)? {
        Some(r) => Ok(r),
        None => ufunc_call::unary_into(py, u, a, a),
    }
}

/// The squares of deviations `x` of items of a type, in the memory of `x` where it is an array.
unsafe fn squared<'py>(py: Python<'py>, x: &Bound<'py, PyAny>, d: &DType) -> PyResult<Bound<'py, PyAny>> {
    let square = |x: &Bound<'py, PyAny>| {
        let u = builtin("square");
        let p = x.as_ptr();
        owned(py, if is_array(p) { evaluate_into(py, u, p)? } else { evaluate(py, u, &[p])? })
    };
    if d.is_complex() {
        let (re, im) = (square(&x.getattr("real")?)?, square(&x.getattr("imag")?)?);
        return owned(py, evaluate(py, builtin("add"), &[re.as_ptr(), im.as_ptr()])?);
    }
    if matches!(d.kind(), Kind::Float | Kind::Int | Kind::UInt) {
        return square(x);
    }
    let c = owned(py, evaluate(py, builtin("conjugate"), &[x.as_ptr()])?)?;
    owned(py, evaluate(py, builtin("multiply"), &[x.as_ptr(), c.as_ptr()])?)?.getattr("real")
}

impl Moments {
    /// The variance (or its root), in NumPy's steps: mean, squared deviations summed, division.
    unsafe fn run(&self, py: Python<'_>, a: *mut PyObject) -> PyResult<*mut PyObject> {
        let own;
        let a = if is_array(a) {
            a
        } else {
            own = owned(py, NdArray::wrap(py, keep(py, a)?)?.cast())?;
            own.as_ptr()
        };
        let x = array_of(a);
        let d = x.dtype().clone();
        let keepdims = crate::boundary::args::keeps(py, unmarked(self.keepdims))?;
        let mask = unmarked(self.mask);
        let n = count(py, x, self.axis, mask, keepdims)?;
        let few = match &n {
            Count::All(n) => self.ddof >= *n as f64,
            Count::Masked(c) => {
                let dd = owned(py, ffi::PyFloat_FromDouble(self.ddof))?;
                let left = owned(py, ufunc_call::binary(py, builtin("subtract"), *c, dd.as_ptr())?)?;
                any_at_most_zero(py, left.as_ptr())?
            }
        };
        if few {
            warn(py, c"Degrees of freedom <= 0 for slice")?;
        }
        // Every step of float16 is one of float16, other than in means.
        let acc = if is_none(self.dtype) && d.num() != Num::Half { accumulator(&d) } else { None };
        let acc_object;
        let dtype = match &acc {
            Some(t) => {
                acc_object = owned(py, crate::dtype::new_object(py, t)?)?;
                acc_object.as_ptr()
            }
            None => self.dtype,
        };
        let total = owned(py, self.squares(py, a, dtype, mask, &n)?)?;
        let divisor = self.divisor(py, &n)?;
        release(n);
        let v = divide_by(py, total.as_ptr(), divisor.as_ptr())?;
        if !self.root {
            return Ok(v);
        }
        let v = owned(py, v)?;
        let u = builtin("sqrt");
        if is_array(v.as_ptr()) {
            return evaluate_into(py, u, v.as_ptr());
        }
        let r = owned(py, evaluate(py, u, &[v.as_ptr()])?)?;
        // In the type of the sum, also where that is an integer.
        if r.get_type().is(v.get_type()) || !crate::scalar::object::is_scalar(v.as_ptr()) {
            return Ok(r.into_ptr());
        }
        Ok(v.get_type().call1((r,))?.into_ptr())
    }

    /// `max(n - ddof, 0)`.
    unsafe fn divisor<'py>(&self, py: Python<'py>, n: &Count) -> PyResult<Bound<'py, PyAny>> {
        match n {
            Count::All(n) => {
                let d = (*n as f64 - self.ddof).max(0.0);
                let whole = self.ddof.fract() == 0.0;
                owned(py, if whole { ffi::PyLong_FromDouble(d) } else { ffi::PyFloat_FromDouble(d) })
            }
            Count::Masked(c) => {
                let dd = owned(py, ffi::PyFloat_FromDouble(self.ddof))?;
                let left = owned(py, ufunc_call::binary(py, builtin("subtract"), *c, dd.as_ptr())?)?;
                let zero = owned(py, ffi::PyLong_FromLong(0))?;
                owned(py, ufunc_call::binary(py, builtin("maximum"), left.as_ptr(), zero.as_ptr())?)
            }
        }
    }

    /// The sum of squared deviations from the mean.
    unsafe fn squares(
        &self,
        py: Python<'_>,
        a: *mut PyObject,
        dtype: *mut PyObject,
        mask: *mut PyObject,
        n: &Count,
    ) -> PyResult<*mut PyObject> {
        let mean = self.mean_kept(py, a, dtype, mask, n)?;
        if let Some(r) = self.fused(py, a, &mean, dtype, mask)? {
            return Ok(r);
        }
        let x = owned(py, evaluate(py, builtin("subtract"), &[a, mean.as_ptr()])?)?;
        let squared = squared(py, &x, array_of(a).dtype())?;
        // The dtype given by the user is the sum's too.
        let args = Args {
            axis: self.axis,
            dtype,
            out: self.out,
            keepdims: self.keepdims,
            initial: std::ptr::null_mut(),
            mask,
        };
        run(py, builtin("add"), squared.as_ptr(), &args)
    }

    /// The mean over the axes, which keep length 1.
    unsafe fn mean_kept<'py>(
        &self,
        py: Python<'py>,
        a: *mut PyObject,
        dtype: *mut PyObject,
        mask: *mut PyObject,
        n: &Count,
    ) -> PyResult<Bound<'py, PyAny>> {
        let given = unmarked(self.mean);
        if !is_none(given) {
            return Ok(Bound::from_borrowed_ptr(py, given));
        }
        let args = Args {
            axis: self.axis,
            dtype,
            out: std::ptr::null_mut(),
            keepdims: ffi::Py_True(),
            initial: std::ptr::null_mut(),
            mask,
        };
        let total = owned(py, run(py, builtin("add"), a, &args)?)?;
        let n = match n {
            Count::All(n) => owned(py, ffi::PyLong_FromSize_t(*n))?,
            Count::Masked(c) => {
                let kept = count(py, array_of(a), self.axis, mask, true)?;
                match kept {
                    Count::Masked(k) => owned(py, k)?,
                    Count::All(_) => Bound::from_borrowed_ptr(py, *c),
                }
            }
        };
        owned(py, divide_by(py, total.as_ptr(), n.as_ptr())?)
    }

    /// Deviations squared and summed without an array of them: float64 and float32 in their own type.
    unsafe fn fused(
        &self,
        py: Python<'_>,
        a: *mut PyObject,
        mean: &Bound<'_, PyAny>,
        dtype: *mut PyObject,
        mask: *mut PyObject,
    ) -> PyResult<Option<*mut PyObject>> {
        let x = array_of(a);
        let plain = is_exact(a) && x.is_behaved() && is_none(dtype) && is_none(self.out) && is_none(mask);
        if !plain || x.size() == 0 || !matches!(x.dtype().num(), Num::Double | Num::Float) {
            return Ok(None);
        }
        let Some(kernel) = numen_exec::ty(x.dtype().num()).and_then(kernels::sum_sq_dev) else {
            return Ok(None);
        };
        let m = convert::array_as(py, mean.as_ptr(), x.dtype())?;
        let axes = axes_of(py, &axis_of(self.axis), x.ndim())?;
        let kept = numen_ops::reduce::result_shape(x.shape(), &axes, true);
        if m.shape() != kept.as_slice() && m.ndim() != 0 {
            return Ok(None);
        }
        let d = x.dtype().clone();
        let out = if x.is_c_contiguous() {
            Array::zeros(d, &kept, numen_array::Order::C).py(py)?
        } else {
            // The axes that stay in the order that they have in memory.
            let s = numen_ops::call::like_inputs(&kept, d.itemsize(), &[x.strides().into()]);
            let out = Array::empty_with_strides(d, &kept, s).py(py)?;
            std::ptr::write_bytes(out.write(), 0, out.nbytes());
            out
        };
        let l = Loop {
            kernel,
            ctx: Ctx::EMPTY,
            types: smallvec![x.dtype().clone(), x.dtype().clone(), x.dtype().clone()],
            gil: false,
        };
        let ms = broadcast_strides(m.shape(), m.strides(), x.shape());
        let os = broadcast_strides(out.shape(), out.strides(), x.shape());
        let operands = [
            Operand { ptr: x.read().cast_mut(), dtype: x.dtype(), aligned: true, strides: x.strides() },
            Operand { ptr: m.read().cast_mut(), dtype: m.dtype(), aligned: true, strides: &ms },
            Operand { ptr: out.write(), dtype: out.dtype(), aligned: true, strides: &os },
        ];
        let s: Status = numen_exec::run(&l, 2, x.shape(), &operands, None, Mode::Reduce).py(py)?;
        if !s.is_ok() {
            // The steps one by one say which of them raised it.
            return Ok(None);
        }
        let keepdims = crate::boundary::args::keeps(py, unmarked(self.keepdims))?;
        let r = if keepdims { out } else { out.squeeze(&axes) };
        if r.ndim() == 0 {
            return crate::scalar::from_memory(py, r.dtype(), r.read(), std::ptr::null_mut()).map(Some);
        }
        Ok(Some(NdArray::wrap(py, r)?.cast()))
    }
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("mean", crate::c_function!(mean), MEAN_DOC));
    out.push(method("var", crate::c_function!(var), VAR_DOC));
    out.push(method("std", crate::c_function!(std), STD_DOC));
}

/// The methods of arrays.
pub fn methods(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("mean", crate::c_method!(mean_method), "mean($self, /, axis=None, dtype=None, out=None, keepdims=False, *, where=True)\n--\n\nMean over axes; see `numen.mean`."));
    out.push(method("var", crate::c_method!(var_method), "var($self, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None)\n--\n\nVariance over axes; see `numen.var`."));
    out.push(method("std", crate::c_method!(std_method), "std($self, /, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None)\n--\n\nStandard deviation over axes; see `numen.std`."));
}

const MEAN_DOC: &str = "mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True)\n--\n\n\
Arithmetic mean over axes.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes averaged over, all by default.\n\
dtype : dtype, optional\n    Type of the accumulator: float64 for integers, float32 for float16, else the elements' own.\n\
out : ndarray, optional\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\n\
where : array_like of bool, optional\n    Which elements take part.\n\n\
Returns\n-------\nndarray or scalar\n\n\
Warns\n-----\nRuntimeWarning\n    If there is nothing to average; the result is NaN.\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.mean([[1, 2], [3, 4]], axis=0)\narray([2., 3.])\n";
const VAR_DOC: &str = "var(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None)\n--\n\n\
Variance over axes: the mean of the squared deviations from the mean.\n\n\
The sum of squares is divided by n - ddof. With ddof=1 it estimates the variance of what the sample is from.\n\
Other arguments as for `mean`; `mean` may be given if it is known (with keepdims).\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\ndtype : data-type, optional\n    Type to compute in; float64 for integers.\nout : ndarray, optional\n    Where to put the result.\nddof : number\n    What is taken from the number of elements.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\nwhere : array_like of bool, optional\n    Which elements take part.\nmean : array_like, optional\n    The mean, with the reduced axes kept.\ncorrection : number, optional\n    Another name of `ddof`.\n\n\
Returns\n-------\nndarray or scalar\n\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.var([1.0, 2.0, 3.0, 4.0])\nnp.float64(1.25)\n";
const STD_DOC: &str = "std(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=None, correction=None)\n--\n\n\
Standard deviation over axes: the square root of the variance.\n\n\
Parameters\n----------\na : array_like\naxis : None, int or tuple of ints\n    The axes reduced, all by default.\ndtype : data-type, optional\n    Type to compute in; float64 for integers.\nout : ndarray, optional\n    Where to put the result.\nddof : number\n    What is taken from the number of elements.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\nwhere : array_like of bool, optional\n    Which elements take part.\nmean : array_like, optional\n    The mean, with the reduced axes kept.\ncorrection : number, optional\n    Another name of `ddof`.\n\n\
Returns\n-------\nndarray or scalar\n\n\n\
Examples\n--------\n>>> import numen as np\n>>> np.std([1.0, 3.0])\nnp.float64(1.0)\n";
