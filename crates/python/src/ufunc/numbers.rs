//! The hot path where all operands are single numbers: scalars of ours or of the real NumPy, arrays without axes,
//! Python's numbers.

use super::fast::{finish_number, run_fresh, scalar_operand, type_beside, Fast, Room};
use crate::boundary::call::{checked, Served};
use crate::convert::real;
use crate::ndarray::object::{array_of, is_exact};
use crate::scalar::object::{exact_num, value_of};
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{clear_hardware_flags, convert, hardware_flags, Ctx, Fp, Kernel};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// One number with a type of its own.
#[inline(always)]
pub(crate) unsafe fn typed(o: *mut PyObject) -> Option<Fast> {
    if let Some(num) = exact_num(o) {
        return real::is_number(num).then(|| Fast { num, ptr: value_of(o), stride: 0 });
    }
    let ty = ffi::Py_TYPE(o);
    if ty == &raw mut ffi::PyFloat_Type || ty == &raw mut ffi::PyLong_Type {
        return None;
    }
    if ty == &raw mut ffi::PyBool_Type {
        let value = if o == ffi::Py_True() { &1u8 } else { &0u8 };
        return Some(Fast { num: Num::Bool, ptr: (&raw const *value).cast_mut(), stride: 0 });
    }
    if is_exact(o) {
        let (a, d) = (array_of(o), array_of(o).dtype());
        let bare = a.ndim() == 0 && real::is_number(d.num()) && !d.is_swapped() && a.is_aligned();
        return (bare && d.is_bare()).then(|| Fast { num: d.num(), ptr: a.read().cast_mut(), stride: 0 });
    }
    real::number(o).map(|num| Fast { num, ptr: value_of(o), stride: 0 })
}

/// The type of a Python number for itself.
unsafe fn own_type(o: *mut PyObject) -> Option<Num> {
    type_beside(o, Num::Bool)
}

/// A unary operation on a number; `name` is what warnings call it.
#[inline(never)]
pub unsafe fn unary(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    name: impl Fn() -> &'static str,
) -> Served {
    let mut room: Room = [0; 2];
    let x = match typed(a) {
        Some(x) => Some(x),
        None => own_type(a).and_then(|num| scalar_operand(a, num, &mut room)),
    };
    let Some(x) = x else { return Served::No };
    apply(py, u, [x], name)
}

/// A binary operation on two numbers; a Python number has no more of a type than its kind.
#[inline(never)]
pub unsafe fn binary(
    py: Python<'_>,
    u: &'static Ufunc,
    a: *mut PyObject,
    b: *mut PyObject,
    name: impl Fn() -> &'static str,
) -> Served {
    let mut rooms: [Room; 2] = [[0; 2]; 2];
    let [left, right] = &mut rooms;
    let operands = match (typed(a), typed(b)) {
        (Some(x), Some(y)) => Some((x, y)),
        (Some(x), None) => beside(b, x.num, right).map(|y| (x, y)),
        (None, Some(y)) => beside(a, y.num, left).map(|x| (x, y)),
        (None, None) => match own_type(a).and_then(|num| type_beside(b, num)) {
            Some(num) => scalar_operand(a, num, left).zip(scalar_operand(b, num, right)),
            None => None,
        },
    };
    let Some((x, y)) = operands else { return Served::No };
    apply(py, u, [x, y], name)
}

unsafe fn beside(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    scalar_operand(o, type_beside(o, num)?, room)
}

/// Most operands.
const MOST: usize = 4;

unsafe fn apply<const N: usize>(
    py: Python<'_>,
    u: &'static Ufunc,
    operands: [Fast; N],
    name: impl Fn() -> &'static str,
) -> Served {
    let num = operands[0].num;
    if let Some(quick) = operands.iter().all(|x| x.num == num).then(|| u.quick(num)).flatten() {
        let mut out: Room = [0; 2];
        let mut ptrs = [out.as_mut_ptr().cast::<u8>(); MOST];
        let mut strides = [num.descriptor().size as isize; MOST];
        for (i, x) in operands.iter().enumerate() {
            ptrs[i] = x.ptr;
        }
        strides[N] = quick.out.descriptor().size as isize;
        let s = run_fresh(quick, &ptrs[..=N], &strides[..=N], 1);
        return finish_number(py, s, name, quick.out, ptrs[N]);
    }
    mixed(py, u, &operands, name)
}

/// One of the operands may be a Python number that was rounded to the type of the other, although the loop takes a
/// wider one (`float_power`).
pub(super) fn rounded(x: Num, y: Num, takes: Num) -> bool {
    let inexact = |num: Num| matches!(num.descriptor().kind, Kind::Float | Kind::Complex);
    let one_complex = (x == Num::CFloat) != (y == Num::CFloat);
    inexact(x) && inexact(y) && takes != x && takes != y && (x == y || one_complex)
}

/// Where the loop wants other types, or gives two results.
unsafe fn mixed(
    py: Python<'_>,
    u: &'static Ufunc,
    operands: &[Fast],
    name: impl Fn() -> &'static str,
) -> Served {
    let n = operands.len();
    let Some(l) = u.mixed(operands[0].num, operands[n - 1].num) else { return Served::No };
    // Where a loop takes two types, a Python number counts otherwise than an array of its type (`ldexp`).
    if l.nums.len() > MOST
        || n > 1 && (l.nums[0] != l.nums[1] || rounded(operands[0].num, operands[1].num, l.nums[0]))
    {
        return Served::No;
    }
    let mut rooms: [Room; MOST] = [[0; 2]; MOST];
    let mut ptrs = rooms.each_mut().map(|room| room.as_mut_ptr().cast::<u8>());
    let mut strides = [0; MOST];
    for (i, &num) in l.nums.iter().enumerate() {
        strides[i] = num.descriptor().size as isize;
    }
    for (i, x) in operands.iter().enumerate() {
        if x.num == l.nums[i] {
            ptrs[i] = x.ptr;
            continue;
        }
        let (Some(from), Some(into)) = (numen_exec::ty(x.num), numen_exec::ty(l.nums[i])) else {
            return Served::No;
        };
        let steps = [x.num.descriptor().size as isize, strides[i]];
        // What the loop takes is cast to without loss: there is nothing to report.
        let _ = (convert::cast(from, into).run)(&Ctx::EMPTY, [x.ptr, ptrs[i]].as_ptr(), steps.as_ptr(), 1);
    }
    let s = once(l.kernel, &ptrs, &strides);
    match &l.nums[n..] {
        [out] => finish_number(py, s, name, *out, ptrs[n]),
        [first, second] => finish_two(py, s, name, [(*first, ptrs[n]), (*second, ptrs[n + 1])]),
        _ => Served::No,
    }
}

unsafe fn once(k: Kernel, ptrs: &[*mut u8; MOST], strides: &[isize; MOST]) -> numen_kernels::Status {
    if k.fp != Fp::Hardware {
        return (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), 1);
    }
    clear_hardware_flags();
    let s = (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), 1);
    s.with(hardware_flags())
}

/// Both results as a tuple.
unsafe fn finish_two(
    py: Python<'_>,
    s: numen_kernels::Status,
    name: impl Fn() -> &'static str,
    results: [(Num, *mut u8); 2],
) -> Served {
    if !s.is_ok() {
        if let Err(e) = super::errstate::report(py, s, name()) {
            return Served::failed(py, e);
        }
    }
    let pair = || -> PyResult<*mut PyObject> {
        let t = crate::boundary::call::owned(py, ffi::PyTuple_New(2))?;
        for (i, (num, p)) in results.into_iter().enumerate() {
            let o = crate::scalar::from_memory(py, &DType::of(num), p, std::ptr::null_mut())?;
            ffi::PyTuple_SET_ITEM(t.as_ptr(), i as isize, o);
        }
        checked(py, t.into_ptr())
    };
    Served::of(py, pair())
}
