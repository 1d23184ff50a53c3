//! Positions of extremes and running reductions: `argmax`, `argmin`, `cumsum`, `cumprod`, `count_nonzero`, `ptp`.

use super::dispatch::dispatch;
use super::quick::small_int;
use super::reductions::own_method;
use super::selecting::flat;
use crate::boundary::args::{is_none, truth, unmarked, Call};
use crate::boundary::call::{new_ref, owned};
use crate::boundary::errors::ToPy;
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, finish_result, is_array, is_exact, NdArray};
use crate::ufunc::methods::{axes_of, reduction_loop, Axis};
use crate::ufunc::object::builtin;
use crate::ufunc::overrides::wrap_result;
use numen_array::{Array, Order};
use numen_dtype::{Casting, DType, Num};
use numen_exec::{Loop, Mode, Operand};
use numen_kernels::{clear_hardware_flags, hardware_flags, reduce as kernels, Ctx, Fp, Kernel, Ty};
use numen_ops::accumulate;
use numen_ops::ufunc::QUICK_NS;
use numen_shape::{broadcast_strides, normalize_axis, Shape};
use pyo3::exceptions::PyValueError;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;
use smallvec::smallvec;

/// Runs a kernel over rows along the last axis of `a` into `out`, which lacks that axis.
unsafe fn rows(py: Python<'_>, kernel: Kernel, a: &Array, out: &Array) -> PyResult<()> {
    // The row is the kernel's inner axis: one call a row.
    let nd = a.ndim();
    let n = a.shape()[nd - 1];
    let lead = &a.shape()[..nd - 1];
    let count: usize = lead.iter().product();
    let (stride, item) = (a.strides()[nd - 1], out.itemsize() as isize);
    let cost = count as f64 * (n as f64 * kernel.cost as f64 + 5.0);
    struct Shared<'a>(&'a Array, &'a Array);
    // SAFETY: rows write distinct results.
    unsafe impl Sync for Shared<'_> {}
    let s = Shared(a, out);
    let some = |from: usize, to: usize| {
        let Shared(a, out) = &s;
        let mut at: Shape = std::iter::repeat_n(0, nd - 1).collect();
        let (mut offset, mut rest) = (0isize, from);
        for axis in (0..nd - 1).rev() {
            at[axis] = rest % a.shape()[axis];
            rest /= a.shape()[axis];
            offset += at[axis] as isize * a.strides()[axis];
        }
        for i in from..to {
            // SAFETY: the offsets lead to a row and its result.
            unsafe {
                let ptrs = [a.read().offset(offset).cast_mut(), out.write().offset(i as isize * item)];
                let _ = (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [stride, 0].as_ptr(), n);
            }
            for axis in (0..nd - 1).rev() {
                at[axis] += 1;
                offset += a.strides()[axis];
                if at[axis] < a.shape()[axis] {
                    break;
                }
                offset -= at[axis] as isize * a.strides()[axis];
                at[axis] = 0;
            }
        }
    };
    numen_exec::gil::without(cost, || {
        let threads = numen_pool::threads_for(cost);
        if threads == 1 || count < 2 {
            some(0, count);
        } else {
            let chunk = count.div_ceil(threads * 4);
            numen_pool::run(count.div_ceil(chunk), |c| some(c * chunk, ((c + 1) * chunk).min(count)));
        }
    });
    let _ = py;
    Ok(())
}

/// The same for columns that lie side by side: those of the last axis but one of `a`, in groups; false where they
/// do not.
unsafe fn columns(t: Ty, largest: bool, a: &Array, out: &Array) -> bool {
    let nd = a.ndim();
    if nd < 2 || a.strides()[nd - 2] != a.itemsize() as isize {
        return false;
    }
    let (n, m, step) = (a.shape()[nd - 1], a.shape()[nd - 2], a.strides()[nd - 1]);
    let Some(run) = kernels::extreme_of_columns(t, largest) else { return false };
    if m < kernels::FEWEST_COLUMNS || n > u32::MAX as usize {
        return false;
    }
    let lead = &a.shape()[..nd - 2];
    let groups: usize = lead.iter().product();
    // As many groups as leave each at least 64 columns.
    let cost = out.size() as f64 * n as f64 * 0.05 * a.itemsize() as f64;
    let parts = if numen_pool::threads_for(cost) == 1 { 1 } else { (m / 64).clamp(1, 64) };
    let (from, to) = (a.read() as usize, out.write() as usize);
    let some = |task: usize| {
        let (mut rest, part) = (task / parts, task % parts);
        let mut offset = 0isize;
        for axis in (0..nd - 2).rev() {
            offset += (rest % a.shape()[axis]) as isize * a.strides()[axis];
            rest /= a.shape()[axis];
        }
        let (start, end) = (m * part / parts, m * (part + 1) / parts);
        let p = (from as *const u8).wrapping_offset(offset).wrapping_add(start * a.itemsize());
        // SAFETY: the columns of one group and their results, apart from those of other tasks.
        unsafe { run(p, step, n, end - start, (to as *mut i64).add(task / parts * m + start)) };
    };
    numen_exec::gil::without(cost, || match parts * groups {
        1 => some(0),
        tasks if numen_pool::threads_for(cost) == 1 => (0..tasks).for_each(some),
        tasks => numen_pool::run(tasks, some),
    });
    true
}

/// The position among all elements of a small dense array, without a plan.
unsafe fn extreme_of_all(py: Python<'_>, largest: bool, a: *mut PyObject) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) {
        return Ok(None);
    }
    let x = array_of(a);
    let n = x.size();
    if n == 0 || !x.is_behaved() || !x.is_c_contiguous() {
        return Ok(None);
    }
    let Some(t) = numen_exec::ty(x.dtype().num()) else { return Ok(None) };
    let k = if largest { kernels::argmax(t) } else { kernels::argmin(t) };
    if n as f32 * k.cost > QUICK_NS {
        return Ok(None);
    }
    let mut at = 0i64;
    let ptrs = [x.read().cast_mut(), (&raw mut at).cast()];
    let _ = (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), [x.itemsize() as isize, 0].as_ptr(), n);
    crate::scalar::from_memory(py, &DType::of(Num::Long), ptrs[1], std::ptr::null_mut()).map(Some)
}

/// The positions along an axis of a small array with two, without a plan.
unsafe fn extreme_of_rows(
    py: Python<'_>,
    largest: bool,
    a: *mut PyObject,
    axis: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let Some(axis) = small_int(axis).filter(|_| is_exact(a)) else { return Ok(None) };
    let x = array_of(a);
    if x.ndim() != 2 || !(-2..2).contains(&axis) || !x.is_behaved() {
        return Ok(None);
    }
    let along = axis.rem_euclid(2) as usize;
    let (n, count) = (x.shape()[along], x.shape()[1 - along]);
    let Some(t) = numen_exec::ty(x.dtype().num()) else { return Ok(None) };
    let k = if largest { kernels::argmax(t) } else { kernels::argmin(t) };
    if n == 0 || count as f32 * (n as f32 * k.cost + 5.0) > QUICK_NS {
        return Ok(None);
    }
    let r = NdArray::fresh_number(py, Num::Long, &[count], count)?;
    let to = array_of(r.cast()).write();
    let strides = [x.strides()[along], 0];
    if along == 0 && columns(t, largest, &x.permute(&[1, 0]), array_of(r.cast())) {
        return Ok(Some(r.cast()));
    }
    for i in 0..count {
        let row = x.read().offset(i as isize * x.strides()[1 - along]).cast_mut();
        let _ = (k.run)(&Ctx::EMPTY, [row, to.add(i * 8)].as_ptr(), strides.as_ptr(), n);
    }
    Ok(Some(r.cast()))
}

/// `argmax` or `argmin` of any object.
pub unsafe fn extreme(
    py: Python<'_>,
    largest: bool,
    a: *mut PyObject,
    axis: *mut PyObject,
    out: *mut PyObject,
    keepdims: bool,
) -> PyResult<*mut PyObject> {
    if is_none(out) && !keepdims {
        let quick = match is_none(axis) {
            true => extreme_of_all(py, largest, a)?,
            false => extreme_of_rows(py, largest, a, axis)?,
        };
        if let Some(r) = quick {
            return Ok(r);
        }
    }
    let name = if largest { "argmax" } else { "argmin" };
    let x = convert::array(py, a)?;
    let ndim = x.ndim();
    let (x, at) = if is_none(axis) {
        (flat(py, &x)?, 0)
    } else {
        let i = convert::axis(py, axis)?;
        let x = if ndim == 0 { x.insert_axis(0) } else { x };
        let at = normalize_axis(i, x.ndim()).py(py)?;
        (x, at)
    };
    if x.shape()[at] == 0 {
        return Err(PyValueError::new_err(format!("attempt to get {name} of an empty sequence")));
    }
    // The axis goes last; items become behaved.
    let mut order: Shape = (0..x.ndim()).filter(|&i| i != at).collect();
    order.push(at);
    let moved = x.permute(&order);
    let shape: Shape = moved.shape()[..moved.ndim() - 1].into();
    let r = Array::empty(DType::of(Num::Long), &shape, Order::C).py(py)?;
    let (moved, kind) = match x.dtype().is_time() {
        true => (ordered_times(py, &moved, largest)?, Num::LongLong),
        false => (moved, x.dtype().num()),
    };
    match numen_exec::ty(kind) {
        Some(t) if r.size() > 0 => {
            let k = if largest { kernels::argmax(t) } else { kernels::argmin(t) };
            let behaved = if moved.is_behaved() {
                moved
            } else {
                numen_exec::astype(&moved, &x.dtype().native(), Order::C).py(py)?.0
            };
            if !columns(t, largest, &behaved, &r) {
                rows(py, k, &behaved, &r)?;
            }
        }
        Some(_) => {}
        None => by_comparison(py, largest, &moved, &r)?,
    }
    let r = if keepdims {
        let mut kept: Shape = if is_none(axis) { smallvec![1; ndim] } else { x.shape().into() };
        match kept.get_mut(at) {
            _ if is_none(axis) => {}
            Some(n) if ndim > 0 => *n = 1,
            _ => kept.clear(),
        }
        r.reshaped(&kept, false).expect("contiguous")
    } else {
        r
    };
    if is_none(out) {
        if is_array(a) && !is_exact(a) {
            return wrap_result(py, r, &[a], true);
        }
        return finish_result(py, r);
    }
    crate::ufunc::call::method_output(out)?;
    let o = array_of(out);
    if o.shape() != r.shape() {
        return Err(PyValueError::new_err(format!("output array does not match result of np.{name}.")));
    }
    if !numen_dtype::can_cast(o.dtype(), r.dtype(), Casting::Safe) {
        return Err(convert::cast_refused(o, r.dtype(), "safe"));
    }
    if !o.is_writeable() {
        return Err(PyValueError::new_err("WRITEBACKIFCOPY base is read-only"));
    }
    let _ = numen_exec::assign(o, &r, None).py(py)?;
    Ok(new_ref(out))
}

/// Dates and durations as integers in whose order NaT is the extreme: it is the least integer as it is, and the largest
/// once 1 is taken from all.
unsafe fn ordered_times(py: Python<'_>, a: &Array, largest: bool) -> PyResult<Array> {
    let (native, _) = numen_exec::astype(a, &a.dtype().native(), Order::C).py(py)?;
    let own = numen_exec::copy(&native, Order::C).py(py)?;
    if largest {
        for i in 0..own.size() {
            let p = own.write().cast::<i64>().add(i);
            *p = (*p).wrapping_sub(1);
        }
    }
    crate::ndarray::methods::copy::reinterpreted(&own, &DType::of(Num::LongLong))
}

/// Types without a kernel: element by element, by Python's comparison.
unsafe fn by_comparison(py: Python<'_>, largest: bool, a: &Array, out: &Array) -> PyResult<()> {
    let nd = a.ndim();
    let n = a.shape()[nd - 1];
    let op = if largest { ffi::Py_GT } else { ffi::Py_LT };
    for i in 0..out.size() {
        let mut offset = 0isize;
        let mut rest = i;
        for axis in (0..nd - 1).rev() {
            offset += (rest % a.shape()[axis]) as isize * a.strides()[axis];
            rest /= a.shape()[axis];
        }
        let get = |j: usize| -> PyResult<Bound<'_, PyAny>> {
            let p = a.read().offset(offset + j as isize * a.strides()[nd - 1]);
            owned(py, crate::scalar::from_memory(py, a.dtype(), p, std::ptr::null_mut())?)
        };
        let mut best = get(0)?;
        let mut at = 0i64;
        for j in 1..n {
            let x = get(j)?;
            match ffi::PyObject_RichCompareBool(x.as_ptr(), best.as_ptr(), op) {
                -1 => return Err(PyErr::fetch(py)),
                0 => {}
                _ => {
                    best = x;
                    at = j as i64;
                }
            }
        }
        *out.write().cast::<i64>().add(i) = at;
    }
    Ok(())
}

macro_rules! extremes {
    ($($f:ident $m:ident $F:ident $M:ident $name:literal $largest:literal;)*) => { $(
        $crate::signature!($F: $name, 1, 3, 0; "a", "axis", "out", "keepdims");
        $crate::signature!($M: $name, 0, 2, 0; "axis", "out", "keepdims");
        unsafe fn $f(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            let [a, axis, out, keepdims] = $F.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a, out], call)? {
                return Ok(r);
            }
            if let Some(r) = own_method(py, $name, a, &[("axis", axis), ("out", out), ("keepdims", keepdims)])? {
                return Ok(r);
            }
            extreme(py, $largest, a, axis, out, truth(py, unmarked(keepdims), false)?)
        }
        unsafe fn $m(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            let [axis, out, keepdims] = $M.parse(call)?;
            extreme(py, $largest, o, axis, out, truth(py, keepdims, false)?)
        }
    )* };
}

extremes! {
    argmax argmax_method ARGMAX ARGMAX_M "argmax" true;
    argmin argmin_method ARGMIN ARGMIN_M "argmin" false;
}

/// What a running reduction is asked for besides its operand.
pub struct Running {
    /// None flattens.
    pub axis: Option<i64>,
    pub dtype: *mut PyObject,
    pub out: *mut PyObject,
}

/// The running reduction of any object with a ufunc.
pub unsafe fn running(
    py: Python<'_>,
    u: &'static numen_ops::Ufunc,
    a: *mut PyObject,
    asked: &Running,
) -> PyResult<*mut PyObject> {
    if let Some(r) = running_few(py, u, a, asked)? {
        return Ok(r);
    }
    let &Running { axis, dtype, out } = asked;
    let mut x = convert::array(py, a)?;
    let at = match axis {
        None => {
            x = flat(py, &x)?;
            0
        }
        Some(i) => {
            if x.ndim() == 0 {
                x = flat(py, &x)?;
            }
            normalize_axis(i, x.ndim()).py(py)?
        }
    };
    crate::ufunc::call::check_output(out)?;
    let given = (!is_none(out)).then(|| array_of(out));
    let asked = crate::dtype::optional(py, dtype)?;
    let l = reduction_loop(py, u, &x, asked, given, "accumulate")?;
    let (x, cast) = accumulate::operand(&l, &x).py(py)?;
    convert::report(py, cast)?;
    let (result, s) = accumulate::accumulate(u, &l, &x, at).py(py)?;
    if !s.is_ok() {
        crate::ufunc::errstate::report(py, s, "accumulate")?;
    }
    match given {
        None => wrap_result(py, result, &[a], true),
        Some(o) => {
            if o.shape() != result.shape() {
                return Err(PyValueError::new_err(format!(
                    "provided out is the wrong size for the accumulation: {} instead of {}",
                    numen_shape::show(o.shape()),
                    numen_shape::show(result.shape())
                )));
            }
            let s = numen_exec::assign(o, &result, None).py(py)?;
            convert::report(py, s)?;
            Ok(new_ref(out))
        }
    }
}

/// The same of few elements on one axis, without a plan: cast into the result and scanned there.
unsafe fn running_few(
    py: Python<'_>,
    u: &'static numen_ops::Ufunc,
    a: *mut PyObject,
    asked: &Running,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) || !is_none(asked.dtype) || !is_none(asked.out) {
        return Ok(None);
    }
    let x = array_of(a);
    let d = x.dtype();
    if x.ndim() != 1
        || x.size() == 0
        || !matches!(asked.axis, None | Some(0 | -1))
        || !x.is_behaved()
        || !d.is_bare()
    {
        return Ok(None);
    }
    let to = numen_ops::reduce::default_type(u, d).num();
    let (Some(from), Some(into)) = (numen_exec::ty(d.num()), numen_exec::ty(to)) else { return Ok(None) };
    let same = u.quick(to).is_some_and(|q| q.out == to);
    let Some(kernel) = numen_ops::accumulate::line_of(u, into).filter(|_| same) else { return Ok(None) };
    let (n, cast) = (x.size(), numen_kernels::convert::cast(from, into));
    if n as f32 * (kernel.cost + cast.cost) > QUICK_NS {
        return Ok(None);
    }
    let r = NdArray::fresh_number(py, to, &[n], n)?;
    let (p, step) = ((*r).array.write(), to.descriptor().size as isize);
    let _ = (cast.run)(&Ctx::EMPTY, [x.read().cast_mut(), p].as_ptr(), [x.strides()[0], step].as_ptr(), n);
    let watched = kernel.fp == Fp::Hardware;
    if watched {
        clear_hardware_flags();
    }
    let mut status = (kernel.run)(&Ctx::EMPTY, [p, p].as_ptr(), [step, step].as_ptr(), n);
    if watched {
        status = status.with(hardware_flags());
    }
    crate::ufunc::fast::finish_named(py, status, "accumulate", r.cast()).ok(py)
}

/// What an array's own `__array_ufunc__` answers to `accumulate`; without an axis it is asked of the flat array.
unsafe fn overridden(
    py: Python<'_>,
    ufunc: &str,
    o: *mut PyObject,
    axis: *mut PyObject,
    dtype: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if is_exact(o) {
        return Ok(None);
    }
    let present = |p: *mut PyObject| if is_none(p) { std::ptr::null_mut() } else { p };
    let (dtype, out) = (present(dtype), present(out));
    if !is_none(axis) {
        return crate::ufunc::overrides::method(py, builtin(ufunc), c"accumulate", &[o, axis, dtype, out]);
    }
    let zero = owned(py, ffi::PyLong_FromLong(0))?;
    let flat = if array_of(o).ndim() == 1 {
        crate::boundary::call::borrowed(py, o)
    } else {
        crate::boundary::call::borrowed(py, o).call_method0("ravel")?
    };
    let args = [flat.as_ptr(), zero.as_ptr(), dtype, out];
    crate::ufunc::overrides::method(py, builtin(ufunc), c"accumulate", &args)
}

macro_rules! runnings {
    ($($f:ident $m:ident $F:ident $M:ident $name:literal $ufunc:literal;)*) => { $(
        $crate::signature!($F: $name, 1, 4, 0; "a", "axis", "dtype", "out");
        $crate::signature!($M: $name, 0, 3, 0; "axis", "dtype", "out");
        unsafe fn $f(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
            let [a, axis, dtype, out] = $F.parse(call)?;
            if let Some(r) = dispatch(py, $name, &[a, out], call)? {
                return Ok(r);
            }
            if let Some(r) = own_method(py, $name, a, &[("axis", axis), ("dtype", dtype), ("out", out)])? {
                return Ok(r);
            }
            crate::ufunc::call::method_output(out)?;
            let axis = if is_none(axis) { None } else { Some(convert::axis(py, axis)?) };
            running(py, builtin($ufunc), a, &Running { axis, dtype, out })
        }
        unsafe fn $m(py: Python<'_>, o: *mut PyObject, call: Call) -> PyResult<*mut PyObject> {
            let [axis, dtype, out] = $M.parse(call)?;
            if let Some(r) = overridden(py, $ufunc, o, axis, dtype, out)? {
                return Ok(r);
            }
            crate::ufunc::call::method_output(out)?;
            let axis = if is_none(axis) { None } else { Some(convert::axis(py, axis)?) };
            running(py, builtin($ufunc), o, &Running { axis, dtype, out })
        }
    )* };
}

runnings! {
    cumsum cumsum_method CUMSUM CUMSUM_M "cumsum" "add";
    cumprod cumprod_method CUMPROD CUMPROD_M "cumprod" "multiply";
}

crate::signature!(COUNT: "count_nonzero", 1, 2, 0; "a", "axis", "keepdims");

unsafe fn count_nonzero(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, keepdims] = COUNT.parse(call)?;
    if let Some(r) = dispatch(py, "count_nonzero", &[a], call)? {
        return Ok(r);
    }
    let keepdims = truth(py, keepdims, false)?;
    let mut x = convert::array(py, a)?;
    if numen_exec::ty(x.dtype().num()).is_none() || !x.is_behaved() {
        x = super::searching::truth(py, &x)?;
    }
    let t = numen_exec::ty(x.dtype().num()).expect("a number");
    let given = if is_none(axis) { Axis::All } else { Axis::Given(axis) };
    let axes = axes_of(py, &given, x.ndim())?;
    let kept = numen_ops::reduce::result_shape(x.shape(), &axes, true);
    let out = Array::zeros(DType::of(Num::Long), &kept, Order::C).py(py)?;
    let k = kernels::count_nonzero(t);
    let dense = (x.is_c_contiguous() || x.is_f_contiguous()) && axes.len() == x.ndim();
    if dense {
        let ptrs = [x.read().cast_mut(), out.write()];
        let _ = (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), [x.itemsize() as isize, 0].as_ptr(), x.size());
    } else if x.size() > 0 {
        let l = Loop {
            kernel: k,
            ctx: Ctx::EMPTY,
            types: smallvec![x.dtype().clone(), out.dtype().clone()],
            gil: false,
        };
        let os = broadcast_strides(out.shape(), out.strides(), x.shape());
        let operands = [
            Operand { ptr: x.read().cast_mut(), dtype: x.dtype(), aligned: true, strides: x.strides() },
            Operand { ptr: out.write(), dtype: out.dtype(), aligned: true, strides: &os },
        ];
        // Each row's kernel adds to its count.
        let s = numen_exec::run(&l, 1, x.shape(), &operands, None, Mode::Reduce).py(py)?;
        convert::report(py, s)?;
    }
    let r = if keepdims { out } else { out.squeeze(&axes) };
    finish_result(py, r)
}

crate::signature!(PTP: "ptp", 1, 4, 0; "a", "axis", "out", "keepdims");

unsafe fn ptp(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, axis, out, keepdims] = PTP.parse(call)?;
    if let Some(r) = dispatch(py, "ptp", &[a, out], call)? {
        return Ok(r);
    }
    let own;
    let a = if is_array(a) {
        a
    } else {
        own = owned(
            py,
            NdArray::wrap(py, numen_exec::copy(&convert::array(py, a)?, Order::K).py(py)?)?.cast(),
        )?;
        own.as_ptr()
    };
    let null = std::ptr::null_mut();
    let x = |out| super::reductions::Args { axis, dtype: null, out, keepdims, initial: null, mask: null };
    let high = owned(py, super::reductions::run(py, builtin("maximum"), a, &x(out))?)?;
    let low = owned(py, super::reductions::run(py, builtin("minimum"), a, &x(null))?)?;
    if is_none(out) {
        let u = builtin("subtract");
        if let Some(r) = crate::ufunc::fast::binary(py, u, high.as_ptr(), low.as_ptr()).ok(py)? {
            return Ok(r);
        }
        return crate::ufunc::call::binary(py, u, high.as_ptr(), low.as_ptr());
    }
    crate::ufunc::call::binary_into(py, builtin("subtract"), high.as_ptr(), low.as_ptr(), out)
}

/// The functions.
pub fn definitions(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("argmax", crate::c_function!(argmax), "argmax(a, axis=None, out=None, *, keepdims=False)\n--\n\n\
        Position of the largest element along an axis (the first of equal ones; a NaN counts as largest).\n\n\
        Parameters\n----------\na : array_like\naxis : int, optional\n    By default the position in the flattened array.\nout : ndarray of int64, optional\nkeepdims : bool\n\n\
        Returns\n-------\nndarray of int64, or an integer\n\n\
        Raises\n------\nValueError\n    If there is no element.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.argmax([3, 9, 2])\nnp.int64(1)\n"));
    out.push(method("argmin", crate::c_function!(argmin), "argmin(a, axis=None, out=None, *, keepdims=False)\n--\n\n\
        Position of the smallest element along an axis (the first of equal ones; a NaN counts as smallest).\n\n\
        Parameters\n----------\na : array_like\naxis : int, optional\n    By default the position in the flattened array.\nout : ndarray, optional\n    Where to put the result.\nkeepdims : bool\n    Whether the reduced axes stay, with length 1.\n\n\
        Returns\n-------\nndarray of int64, or an integer\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.argmin([3, 9, 2])\nnp.int64(2)\n"));
    out.push(method(
        "cumsum",
        crate::c_function!(cumsum),
        "cumsum(a, axis=None, dtype=None, out=None)\n--\n\n\
        Running sum along an axis, of the flattened array by default.\n\n\
        Parameters\n----------\na : array_like\naxis : int, optional\n    By default the flattened array.\ndtype : data-type, optional\n    Type of the sums: at least the default integer.\nout : ndarray, optional\n    Where to put the result.\n\n\
        Returns\n-------\nndarray\n    Of the shape of `a`, or flat.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.cumsum([1, 2, 3])\narray([1, 3, 6])\n",
    ));
    out.push(method(
        "cumprod",
        crate::c_function!(cumprod),
        "cumprod(a, axis=None, dtype=None, out=None)\n--\n\n\
        Running product along an axis, of the flattened array by default.\n\n\
        Parameters\n----------\na : array_like\naxis : int, optional\n    By default the flattened array.\ndtype : data-type, optional\n    Type of the products: at least the default integer.\nout : ndarray, optional\n    Where to put the result.\n\n\
        Returns\n-------\nndarray\n    Of the shape of `a`, or flat.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.cumprod([1, 2, 3])\narray([1, 2, 6])\n",
    ));
    out.push(method(
        "count_nonzero",
        crate::c_function!(count_nonzero),
        "count_nonzero(a, axis=None, *, keepdims=False)\n--\n\n\
        Number of elements that are not zero (not False, not empty).\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.count_nonzero([0, 1, 7])\nnp.int64(2)\n",
    ));
    out.push(method(
        "ptp",
        crate::c_function!(ptp),
        "ptp(a, axis=None, out=None, keepdims=False)\n--\n\n\
        Range of the elements over axes: largest minus smallest.\n\n\
        Examples\n--------\n>>> import numen as np\n>>> np.ptp([3, 9, 2])\nnp.int64(7)\n",
    ));
}

/// The methods of arrays.
pub fn methods(out: &mut Vec<ffi::PyMethodDef>) {
    out.push(method("argmax", crate::c_method!(argmax_method), "argmax($self, /, axis=None, out=None, *, keepdims=False)\n--\n\nPosition of the largest element; see `numen.argmax`."));
    out.push(method("argmin", crate::c_method!(argmin_method), "argmin($self, /, axis=None, out=None, *, keepdims=False)\n--\n\nPosition of the smallest element; see `numen.argmin`."));
    out.push(method(
        "cumsum",
        crate::c_method!(cumsum_method),
        "cumsum($self, /, axis=None, dtype=None, out=None)\n--\n\nRunning sum; see `numen.cumsum`.",
    ));
    out.push(method(
        "cumprod",
        crate::c_method!(cumprod_method),
        "cumprod($self, /, axis=None, dtype=None, out=None)\n--\n\nRunning product; see `numen.cumprod`.",
    ));
}
