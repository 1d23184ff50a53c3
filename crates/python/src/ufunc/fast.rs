//! The hot path: small contiguous operands of one type, without a plan.

use super::{errstate, numbers, walk};
use crate::boundary::call::{new_ref, Served};
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar::object::{class, value_of};
use numen_array::Array;
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{
    clear_hardware_flags, hardware_flags, unremarkable_f32, unremarkable_f64, Ctx, Fp, Kernel, Status,
};
use numen_ops::ufunc::{Quick, Ufunc};
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

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
    if d.is_swapped() || !a.is_aligned() || !a.is_c_contiguous() || !d.is_bare() {
        return None;
    }
    Some(Fast { num: d.num(), ptr: a.read().cast_mut(), stride: d.itemsize() as isize })
}

/// The type a Python number takes beside an operand of the type `beside`: that type, unless the number is of a wider
/// kind; `None` for other objects.
#[inline(always)]
pub(crate) unsafe fn type_beside(o: *mut PyObject, beside: Num) -> Option<Num> {
    let ty = ffi::Py_TYPE(o);
    let kind = beside.descriptor().kind;
    if ty == &raw mut ffi::PyFloat_Type {
        return Some(if matches!(kind, Kind::Float | Kind::Complex) { beside } else { Num::Double });
    }
    if ty == &raw mut ffi::PyLong_Type {
        return Some(if beside == Num::Bool { Num::Long } else { beside });
    }
    if ty == &raw mut ffi::PyComplex_Type {
        return Some(match beside {
            _ if kind == Kind::Complex => beside,
            Num::Half | Num::Float => Num::CFloat,
            _ => Num::CDouble,
        });
    }
    None
}

/// A Python number as one of the type `num`; `None` where it does not fit as it is, or is of a wider kind.
#[inline(always)]
pub(crate) unsafe fn scalar_operand(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    if num == Num::Double && ffi::Py_TYPE(o) == &raw mut ffi::PyFloat_Type {
        let ptr = room.as_mut_ptr().cast::<u8>();
        *ptr.cast::<f64>() = ffi::PyFloat_AS_DOUBLE(o);
        return Some(Fast { num, ptr, stride: 0 });
    }
    other_scalar_operand(o, num, room)
}

/// Of any other type: apart, so that the frame of the common calls stays small.
#[inline(never)]
unsafe fn other_scalar_operand(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    let ty = ffi::Py_TYPE(o);
    let ptr = room.as_mut_ptr().cast::<u8>();
    if ty == &raw mut ffi::PyFloat_Type {
        if !write_float(ffi::PyFloat_AS_DOUBLE(o), num, ptr) {
            return None;
        }
    } else if ty == &raw mut ffi::PyLong_Type {
        let mut overflow = 0;
        let i = ffi::PyLong_AsLongLongAndOverflow(o, &mut overflow);
        if overflow != 0 || !write_int(i, num, ptr) {
            return None;
        }
    } else if ty == &raw mut ffi::PyComplex_Type {
        if !write_complex(ffi::PyComplex_AsCComplex(o), num, ptr) {
            return None;
        }
    } else if ty == class(Num::Double) && num == Num::Double {
        return Some(Fast { num, ptr: value_of(o), stride: 0 });
    } else {
        return None;
    }
    Some(Fast { num, ptr, stride: 0 })
}

/// Writes a double as a floating-point or complex number; false where that overflows or is no such type.
unsafe fn write_float(x: f64, num: Num, p: *mut u8) -> bool {
    // What would become infinite or zero is left to the general way.
    let fits = |y: f64| (y.is_finite() || !x.is_finite()) && (y != 0.0 || x == 0.0);
    match num {
        Num::Float | Num::CFloat => {
            *p.cast::<[f32; 2]>() = [x as f32, 0.0];
            fits((x as f32).into())
        }
        Num::Half => {
            let y = half::f16::from_f64(x);
            *p.cast() = y;
            fits(y.to_f64())
        }
        Num::CDouble => {
            *p.cast::<[f64; 2]>() = [x, 0.0];
            true
        }
        _ => false,
    }
}

/// Writes an integer; false where the type has not exactly this number.
#[inline(always)]
pub(super) unsafe fn write_int(i: i64, num: Num, p: *mut u8) -> bool {
    macro_rules! fit {
        ($t:ty) => {{
            *p.cast::<$t>() = i as $t;
            <$t>::try_from(i).is_ok()
        }};
    }
    match num {
        Num::Double => {
            *p.cast::<f64>() = i as f64;
            i.unsigned_abs() <= 1 << 53
        }
        Num::Long | Num::LongLong => fit!(i64),
        Num::Byte => fit!(i8),
        Num::UByte => fit!(u8),
        Num::Short => fit!(i16),
        Num::UShort => fit!(u16),
        Num::Int => fit!(i32),
        Num::UInt => fit!(u32),
        Num::ULong | Num::ULongLong => fit!(u64),
        Num::Float | Num::CFloat => i.unsigned_abs() <= 1 << 24 && write_float(i as f64, num, p),
        Num::Half => i.unsigned_abs() <= 1 << 11 && write_float(i as f64, num, p),
        Num::CDouble => i.unsigned_abs() <= 1 << 53 && write_float(i as f64, num, p),
        _ => false,
    }
}

/// Writes a complex number; false where a part overflows or the type is no complex one.
unsafe fn write_complex(z: ffi::Py_complex, num: Num, p: *mut u8) -> bool {
    match num {
        Num::CDouble => *p.cast::<[f64; 2]>() = [z.real, z.imag],
        Num::CFloat => {
            let parts = [z.real as f32, z.imag as f32];
            *p.cast::<[f32; 2]>() = parts;
            let fits = |x: f64, y: f32| y.is_finite() || !x.is_finite();
            return fits(z.real, parts[0]) && fits(z.imag, parts[1]);
        }
        _ => return false,
    }
    true
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

/// Results of a basic operation that are looked at instead of the status word.
const FEW: usize = 16;

/// As [`run`] into memory that no operand shares, the last of `ptrs`: the status word is read only where the results
/// do not tell, and cleared only where it was found set.
#[inline(always)]
pub(crate) unsafe fn run_fresh(q: &Quick, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    let s = (q.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    if q.kernel.fp != Fp::Hardware || unremarkable(q, ptrs, n) || hardware_flags().is_ok() {
        return s;
    }
    run_again(q.kernel, ptrs, strides, n)
}

/// The results, dense and the last of `ptrs`, are few and say that nothing was raised.
#[inline(always)]
unsafe fn unremarkable(q: &Quick, ptrs: &[*mut u8], n: usize) -> bool {
    let out = ptrs[ptrs.len() - 1];
    q.shows.is_some_and(|from| {
        n <= FEW
            && match q.out {
                Num::Double => unremarkable_f64(out.cast(), n, from),
                _ => unremarkable_f32(out.cast(), n, from),
            }
    })
}

/// As [`run`] into an array that was given.
#[inline(always)]
unsafe fn run_into(q: &Quick, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    if q.kernel.fp != Fp::Hardware {
        return run(q.kernel, ptrs, strides, n);
    }
    clear_hardware_flags();
    let s = (q.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    if unremarkable(q, ptrs, n) {
        return s;
    }
    s.with(hardware_flags())
}

#[cold]
unsafe fn run_again(k: Kernel, ptrs: &[*mut u8], strides: &[isize], n: usize) -> Status {
    run(k, ptrs, strides, n)
}

/// Equality, of one axis without a call.
#[inline(always)]
fn same_shape(a: &[usize], b: &[usize]) -> bool {
    match (a, b) {
        ([m], [n]) => m == n,
        _ => a == b,
    }
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
            if fx.num != fy.num || !same_shape(x.shape(), y.shape()) {
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
    let Some((x, y, like)) = operands(a, b, &mut room) else {
        if !is_exact(a) && !is_exact(b) {
            return numbers::binary(py, u, a, b, || u.name());
        }
        return walk::binary(py, u, a, b);
    };
    if like.ndim() == 0 {
        return numbers::binary(py, u, a, b, || u.name());
    }
    let Some(quick) = u.quick(x.num) else { return walk::binary(py, u, a, b) };
    let r = match fresh(py, quick, like) {
        Ok(r) => r,
        Err(served) => return served,
    };
    let (out, step) = elements(r, quick);
    let s = run_fresh(quick, &[x.ptr, y.ptr, out], &[x.stride, y.stride, step], like.size());
    finish(py, u, s, r.cast())
}

/// A new array of the shape of `like` for results of few elements.
#[inline(always)]
unsafe fn fresh(py: Python<'_>, quick: &Quick, like: &Array) -> Result<*mut NdArray, Served> {
    let n = like.size();
    if n > quick.most {
        return Err(Served::No);
    }
    NdArray::fresh_number(py, quick.out, like.shape(), n).map_err(|e| Served::failed(py, e))
}

/// Where its elements are, and the step between them.
#[inline(always)]
unsafe fn elements(r: *mut NdArray, quick: &Quick) -> (*mut u8, isize) {
    ((*r).array.write(), quick.out.descriptor().size as isize)
}

#[inline(always)]
pub(crate) unsafe fn finish(py: Python<'_>, u: &Ufunc, s: Status, r: *mut PyObject) -> Served {
    finish_named(py, s, u.name(), r)
}

/// As [`finish`], where warnings call the operation by another name.
#[inline(always)]
pub(crate) unsafe fn finish_named(py: Python<'_>, s: Status, name: &str, r: *mut PyObject) -> Served {
    if s.is_ok() {
        return Served::with(r);
    }
    match errstate::report(py, s, name) {
        Ok(()) => Served::with(r),
        Err(e) => {
            ffi::Py_DECREF(r);
            Served::failed(py, e)
        }
    }
}

/// As [`finish`], of a number that stands at `p`.
#[inline(always)]
pub(super) unsafe fn finish_number(
    py: Python<'_>,
    s: Status,
    name: impl Fn() -> &'static str,
    num: Num,
    p: *const u8,
) -> Served {
    if !s.is_ok() {
        if let Err(e) = errstate::report(py, s, name()) {
            return Served::failed(py, e);
        }
    }
    Served::of(py, crate::scalar::from_memory(py, &DType::of(num), p, std::ptr::null_mut()))
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
    let Some((quick, t)) = target(u, &x, like, out) else { return Ok(None) };
    if !apart(&y, &t, array_of(out)) {
        return Ok(None);
    }
    let s = run_into(quick, &[x.ptr, y.ptr, t.ptr], &[x.stride, y.stride, t.stride], like.size());
    filled(py, u, s, out)
}

/// The loop for the operand `x` and the output, which is writeable, if it has the loop's type, the shape of `like`,
/// and does not overlap `x`.
#[inline(always)]
unsafe fn target<'a>(u: &'a Ufunc, x: &Fast, like: &Array, out: *mut PyObject) -> Option<(&'a Quick, Fast)> {
    let quick = u.quick(x.num)?;
    let a = array_of(out);
    let t = array_operand(a)?;
    let fits = t.num == quick.out && a.shape() == like.shape() && like.size() <= quick.most;
    (fits && apart(x, &t, a)).then_some((quick, t))
}

/// A new reference to the output that was given, after what its loop reported.
#[inline(always)]
pub(super) unsafe fn filled(
    py: Python<'_>,
    u: &Ufunc,
    s: Status,
    out: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
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
    let like = array_of(a);
    let Some(x) = array_operand(like) else { return Ok(None) };
    let Some((quick, t)) = target(u, &x, like, out) else { return Ok(None) };
    let s = run_into(quick, &[x.ptr, t.ptr], &[x.stride, t.stride], like.size());
    filled(py, u, s, out)
}

fn within(p: *mut u8, a: &Array) -> bool {
    let start = a.read() as usize;
    (start..start + a.nbytes()).contains(&(p as usize))
}

/// A unary operation, if the hot path serves it.
#[inline(always)]
pub unsafe fn unary(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject) -> Served {
    if !is_exact(a) {
        return numbers::unary(py, u, a, || u.name());
    }
    let like = array_of(a);
    if like.ndim() == 0 {
        return numbers::unary(py, u, a, || u.name());
    }
    let Some(x) = array_operand(like) else { return walk::unary(py, u, a) };
    let Some(quick) = u.quick(x.num) else { return walk::unary(py, u, a) };
    let r = match fresh(py, quick, like) {
        Ok(r) => r,
        Err(served) => return served,
    };
    let (out, step) = elements(r, quick);
    let s = run_fresh(quick, &[x.ptr, out], &[x.stride, step], like.size());
    finish(py, u, s, r.cast())
}

/// The elements of an array that one call of the loop for its type folds, with that loop.
#[inline(always)]
unsafe fn foldable<'a>(u: &'static Ufunc, a: *mut PyObject) -> Option<(&'a Array, Fast, &'static Quick)> {
    if !is_exact(a) {
        return None;
    }
    let like = array_of(a);
    let x = array_operand(like)?;
    let quick = u.quick(x.num)?;
    (quick.out == x.num && like.size() <= quick.most).then_some((like, x, quick))
}

/// `n` elements folded into `acc`, as a scalar object.
#[inline(always)]
unsafe fn folded(
    py: Python<'_>,
    (like, x, quick): (&Array, Fast, &Quick),
    n: usize,
    mut acc: Room,
) -> PyResult<Option<*mut PyObject>> {
    let p = acc.as_mut_ptr().cast::<u8>();
    let s = run(quick.kernel, &[p, x.ptr, p], &[0, x.stride, 0], n);
    if !s.is_ok() {
        errstate::report(py, s, "reduce")?;
    }
    crate::scalar::from_memory(py, like.dtype(), p, std::ptr::null_mut()).map(Some)
}

/// The full reduction of a contiguous array of float64 or int64, as a scalar object, if the hot path serves it: all
/// elements are folded into `start`.
#[inline(always)]
pub unsafe fn reduce_all(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    start: f64,
) -> PyResult<Option<*mut PyObject>> {
    let Some(found) = foldable(u, a) else { return Ok(None) };
    let first = match found.1.num {
        Num::Double => start.to_bits(),
        Num::Long => start as i64 as u64,
        _ => return Ok(None),
    };
    let n = found.0.size();
    folded(py, found, n, [first, 0])
}

/// As [`reduce_all`], beginning with the first element (`max`, `min`).
#[inline(always)]
pub unsafe fn reduce_first(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
) -> PyResult<Option<*mut PyObject>> {
    let Some((like, mut x, quick)) = foldable(u, a) else { return Ok(None) };
    let n = like.size();
    if n == 0 {
        return Ok(None);
    }
    let mut acc = [0u64; 2];
    std::ptr::copy_nonoverlapping(x.ptr, acc.as_mut_ptr().cast(), like.itemsize());
    x.ptr = x.ptr.offset(x.stride);
    folded(py, (like, x, quick), n - 1, acc)
}

/// `any` and `all` of a bool array.
#[inline(always)]
pub unsafe fn reduce_bool(u: &'static Ufunc, a: *mut PyObject) -> Option<*mut PyObject> {
    let (like, x, quick) = foldable(u, a)?;
    if x.num != Num::Bool {
        return None;
    }
    let mut acc = (u.row.identity == numen_ops::Identity::True) as u8;
    let p = &raw mut acc;
    // The loops of bools raise nothing.
    let _ = run(quick.kernel, &[p, x.ptr, p], &[0, x.stride, 0], like.size());
    Some(crate::scalar::object::bool_(acc != 0))
}
