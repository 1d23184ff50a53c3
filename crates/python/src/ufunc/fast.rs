//! The hot path: small contiguous operands of one type, without a plan.

use super::{errstate, walk};
use crate::boundary::call::{new_ref, Served};
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar::object::{class, value_of};
use numen_array::Array;
use numen_dtype::{DType, Num};
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_ops::ufunc::{Cached, Ufunc};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// Work above this is planned: threads, blocks, the lock let go.
pub(crate) const LIMIT_NS: f32 = 8_000.0;

/// An operand of the hot path.
pub(crate) struct Fast {
    pub(crate) num: Num,
    pub(crate) ptr: *mut u8,
    pub(crate) stride: isize,
}

/// Room for a Python scalar in the other operand's type.
pub(crate) type Room = [u64; 2];

#[inline(always)]
unsafe fn array_operand(a: &Array) -> Option<Fast> {
    let d = a.dtype();
    if d.is_swapped() || !a.is_aligned() || !(a.is_c_contiguous()) || d.ext().is_some() {
        return None;
    }
    Some(Fast { num: d.num(), ptr: a.read().cast_mut(), stride: d.itemsize() as isize })
}

/// A Python float or int, or a float64 scalar, beside an array of numbers.
#[inline(always)]
pub(crate) unsafe fn scalar_operand(o: *mut PyObject, beside: Num, room: &mut Room) -> Option<Fast> {
    let ty = ffi::Py_TYPE(o);
    let ptr = room.as_mut_ptr().cast::<u8>();
    let double = |x: f64| {
        *ptr.cast::<f64>() = x;
    };
    if ty == &raw mut ffi::PyFloat_Type {
        let x = ffi::PyFloat_AS_DOUBLE(o);
        match beside {
            Num::Double => double(x),
            Num::Float => {
                let y = x as f32;
                if y.is_infinite() && x.is_finite() {
                    return None;
                }
                *ptr.cast::<f32>() = y;
            }
            _ => return None,
        }
        return Some(Fast { num: beside, ptr, stride: 0 });
    }
    if ty == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        if overflow != 0 || i.unsigned_abs() >= 1 << 53 {
            return None;
        }
        match beside {
            Num::Double => double(i as f64),
            Num::Long | Num::LongLong => *ptr.cast::<i64>() = i,
            Num::Float if i.unsigned_abs() < 1 << 24 => *ptr.cast::<f32>() = i as f32,
            Num::Int if i32::try_from(i).is_ok() => *ptr.cast::<i32>() = i as i32,
            Num::UByte if u8::try_from(i).is_ok() => *ptr = i as u8,
            _ => return None,
        }
        return Some(Fast { num: beside, ptr, stride: 0 });
    }
    if ty == class(Num::Double) && beside == Num::Double {
        return Some(Fast { num: Num::Double, ptr: value_of(o), stride: 0 });
    }
    None
}

/// The loop for two operands of the same type, if its kernel takes them as they are.
#[inline(always)]
pub(super) fn lookup(u: &'static Ufunc, num: Num) -> Option<(Kernel, Num)> {
    let Cached::Loop(i) = u.cached(num, num) else {
        return lookup_slow(u, num);
    };
    take(u, i, num)
}

#[inline(always)]
fn take(u: &'static Ufunc, i: usize, num: Num) -> Option<(Kernel, Num)> {
    let l = &u.loops[i];
    if l.nums[0] != num || matches!(num, Num::Object | Num::Str | Num::Bytes) || u.row.nout != 1 {
        return None;
    }
    Some((u.kernel(i)?, l.nums[u.row.nin]))
}

#[cold]
fn lookup_slow(u: &'static Ufunc, num: Num) -> Option<(Kernel, Num)> {
    use numen_ops::resolve::{resolve, Arg};
    let d = DType::of(num);
    if !d.is_number() {
        return None;
    }
    let args: Vec<Arg> = (0..u.row.nin).map(|_| Arg::of(&d)).collect();
    take(u, resolve(u, &args).ok()?, num)
}

#[inline(always)]
unsafe fn run(k: Kernel, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    match k.fp {
        Fp::Hardware => {
            clear_hardware_flags();
            let s = (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
            s.with(hardware_flags())
        }
        _ => (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n),
    }
}

/// As [`run`] into memory that no operand shares: the status word is cleared only where it was found set.
#[inline(always)]
unsafe fn run_fresh(k: Kernel, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    let s = (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    match k.fp {
        Fp::Hardware if !hardware_flags().is_ok() => run_again(k, ptrs, strides, n),
        _ => s,
    }
}

#[cold]
unsafe fn run_again(k: Kernel, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    run(k, ptrs, strides, n)
}

/// Operands, common shape, number of elements; `None` if the plan is needed.
#[inline(always)]
unsafe fn operands<'a>(
    a: *mut PyObject,
    b: *mut PyObject,
    room: &mut Room,
) -> Option<(Fast, Fast, &'a Array)> {
    if is_exact(a) {
        let x = array_of(a);
        let fx = array_operand(x)?;
        if is_exact(b) {
            let y = array_of(b);
            let fy = array_operand(y)?;
            if fx.num != fy.num || x.shape() != y.shape() {
                return None;
            }
            return Some((fx, fy, x));
        }
        let fy = scalar_operand(b, fx.num, room)?;
        return Some((fx, fy, x));
    }
    if !is_exact(b) {
        return None;
    }
    let y = array_of(b);
    let fy = array_operand(y)?;
    let fx = scalar_operand(a, fy.num, room)?;
    Some((fx, fy, y))
}

/// A binary operation, if the hot path serves it.
#[inline(always)]
pub unsafe fn binary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let mut room = [0u64; 2];
    let Some((x, y, like)) = operands(a, b, &mut room) else { return walk::binary(py, u, a, b) };
    let Some((kernel, out)) = lookup(u, x.num) else { return Served::No };
    let n = like.size();
    if n as f32 * kernel.cost > LIMIT_NS || like.ndim() == 0 {
        return Served::No;
    }
    let dtype = DType::of(out);
    let so = dtype.itemsize() as isize;
    let r = match NdArray::fresh(py, dtype, like.shape()) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let ptrs = [x.ptr, y.ptr, (*r).array.write()];
    let s = run_fresh(kernel, &ptrs, &[x.stride, y.stride, so], n);
    finish(py, u, s, r.cast())
}

#[inline(always)]
pub(super) unsafe fn finish(py: Python<'_>, u: &Ufunc, s: Status, r: *mut PyObject) -> Served {
    if s.is_ok() {
        return Served::with(r);
    }
    match errstate::report(py, s, u.name()) {
        Ok(()) => Served::with(r),
        Err(e) => {
            ffi::Py_DECREF(r);
            Served::failed(py, e)
        }
    }
}

/// A binary operation into an array of the operands' own type (in place).
#[inline(always)]
pub unsafe fn binary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(out) || !array_of(out).is_writeable() {
        return Ok(None);
    }
    let mut room = [0u64; 2];
    let Some((x, y, like)) = operands(a, b, &mut room) else { return walk::binary_into(py, u, a, b, out) };
    let Some((kernel, num)) = lookup(u, x.num) else { return Ok(None) };
    let target = array_of(out);
    let Some(t) = array_operand(target) else { return Ok(None) };
    let n = like.size();
    if t.num != num || target.shape() != like.shape() || n as f32 * kernel.cost > LIMIT_NS {
        return Ok(None);
    }
    if !apart(&x, &t, target) || !apart(&y, &t, target) {
        return Ok(None);
    }
    let s = run(kernel, &[x.ptr, y.ptr, t.ptr], &[x.stride, y.stride, t.stride], n);
    if !s.is_ok() {
        errstate::report(py, s, u.name())?;
    }
    Ok(Some(new_ref(out)))
}

/// An operand and the output do not overlap, or exactly; other overlap needs the plan.
#[inline(always)]
fn apart(f: &Fast, t: &Fast, target: &Array) -> bool {
    let n = target.size();
    f.stride == 0 && !within(f.ptr, target)
        || f.ptr == t.ptr && f.stride == t.stride
        || f.ptr as usize + n * f.stride as usize <= t.ptr as usize
        || t.ptr as usize + target.nbytes() <= f.ptr as usize
}

/// A unary operation into an array of the loop's type.
#[inline(always)]
pub unsafe fn unary_into(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) || !is_exact(out) || !array_of(out).is_writeable() {
        return Ok(None);
    }
    let (like, target) = (array_of(a), array_of(out));
    let (Some(x), Some(t)) = (array_operand(like), array_operand(target)) else { return Ok(None) };
    let Some((kernel, num)) = lookup(u, x.num) else { return Ok(None) };
    let n = like.size();
    let fits = t.num == num && target.shape() == like.shape() && n as f32 * kernel.cost <= LIMIT_NS;
    if !fits || !apart(&x, &t, target) {
        return Ok(None);
    }
    let s = run(kernel, &[x.ptr, t.ptr], &[x.stride, t.stride], n);
    if !s.is_ok() {
        errstate::report(py, s, u.name())?;
    }
    Ok(Some(new_ref(out)))
}

fn within(p: *mut u8, a: &Array) -> bool {
    let start = a.read() as usize;
    (start..start + a.nbytes()).contains(&(p as usize))
}

/// A unary operation, if the hot path serves it.
#[inline(always)]
pub unsafe fn unary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> Served {
    if !is_exact(a) {
        return Served::No;
    }
    let like = array_of(a);
    let Some(x) = array_operand(like) else { return Served::No };
    let Some((kernel, out)) = lookup(u, x.num) else { return Served::No };
    let n = like.size();
    if n as f32 * kernel.cost > LIMIT_NS || like.ndim() == 0 {
        return Served::No;
    }
    let dtype = DType::of(out);
    let so = dtype.itemsize() as isize;
    let r = match NdArray::fresh(py, dtype, like.shape()) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let s = run_fresh(kernel, &[x.ptr, (*r).array.write()], &[x.stride, so], n);
    finish(py, u, s, r.cast())
}

/// The full reduction of a contiguous array, as a scalar object, if the hot path serves it: `op` folds all
/// elements into the identity.
#[inline(always)]
pub unsafe fn reduce_all(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    start: f64,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) {
        return Ok(None);
    }
    let like = array_of(a);
    let Some(x) = array_operand(like) else { return Ok(None) };
    if x.num != Num::Double && x.num != Num::Long {
        return Ok(None);
    }
    let Some((kernel, out)) = lookup(u, x.num) else { return Ok(None) };
    let n = like.size();
    if out != x.num || n as f32 * kernel.cost > LIMIT_NS {
        return Ok(None);
    }
    let mut acc = [0u64; 2];
    let p = acc.as_mut_ptr().cast::<u8>();
    if x.num == Num::Double {
        *p.cast::<f64>() = start;
    } else {
        *p.cast::<i64>() = start as i64;
    }
    let s = run(kernel, &[p, x.ptr, p], &[0, x.stride, 0], n);
    if !s.is_ok() {
        errstate::report(py, s, "reduce")?;
    }
    crate::scalar::from_memory(py, like.dtype(), p, std::ptr::null_mut()).map(Some)
}

/// As [`reduce_all`], beginning with the first element (`max`, `min`).
#[inline(always)]
pub unsafe fn reduce_first(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) {
        return Ok(None);
    }
    let like = array_of(a);
    let Some(x) = array_operand(like) else { return Ok(None) };
    let n = like.size();
    if n == 0 || x.num == Num::Object {
        return Ok(None);
    }
    let Some((kernel, out)) = lookup(u, x.num) else { return Ok(None) };
    if out != x.num || n as f32 * kernel.cost > LIMIT_NS {
        return Ok(None);
    }
    let mut acc = [0u64; 2];
    let p = acc.as_mut_ptr().cast::<u8>();
    std::ptr::copy_nonoverlapping(x.ptr, p, like.itemsize());
    let s = run(kernel, &[p, x.ptr.offset(x.stride), p], &[0, x.stride, 0], n - 1);
    if !s.is_ok() {
        errstate::report(py, s, "reduce")?;
    }
    crate::scalar::from_memory(py, like.dtype(), p, std::ptr::null_mut()).map(Some)
}

/// `any` and `all` of a bool array.
#[inline(always)]
pub unsafe fn reduce_bool(
    _py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    if !is_exact(a) {
        return Ok(None);
    }
    let like = array_of(a);
    let Some(x) = array_operand(like) else { return Ok(None) };
    if x.num != Num::Bool {
        return Ok(None);
    }
    let Some((kernel, out)) = lookup(u, x.num) else { return Ok(None) };
    let n = like.size();
    if out != Num::Bool || n as f32 * kernel.cost > LIMIT_NS {
        return Ok(None);
    }
    let mut acc = (u.row.identity == numen_ops::Identity::True) as u8;
    let p = &raw mut acc;
    let _ = run(kernel, &[p, x.ptr, p], &[0, x.stride, 0], n);
    Ok(Some(crate::scalar::object::bool_(acc != 0)))
}
