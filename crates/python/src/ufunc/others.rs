//! The hot path of calls of other forms: two results (`divmod`, `modf`, `frexp`), lists, texts, dates and objects.

use super::fast::{self, scalar_operand, type_beside, Fast, Room};
use super::{errstate, numbers};
use crate::boundary::call::{owned, Served};
use crate::convert;
use crate::ndarray::object::{array_of, is_exact, NdArray};
use crate::scalar::object::{exact_num, Time};
use numen_array::Array;
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{clear_hardware_flags, hardware_flags, Ctx, Fp};
use numen_ops::families::{fit_texts, Family};
use numen_ops::resolve::{resolve, Arg};
use numen_ops::ufunc::Ufunc;
use pyo3::ffi::{self, PyObject};
use pyo3::prelude::*;

/// A dense array of native numbers with axes.
unsafe fn dense<'a>(o: *mut PyObject) -> Option<&'a Array> {
    let a = is_exact(o).then(|| array_of(o))?;
    let d = a.dtype();
    (a.ndim() > 0 && a.is_c_contiguous() && a.is_behaved() && d.is_number() && d.is_bare()).then_some(a)
}

/// A number that is one of the type beside an array of it.
unsafe fn number(o: *mut PyObject, num: Num, room: &mut Room) -> Option<Fast> {
    match type_beside(o, num) {
        Some(t) if t == num => scalar_operand(o, num, room),
        Some(_) => None,
        None => numbers::typed(o).filter(|x| x.num == num),
    }
}

/// The two results of a ufunc for a dense array, beside another one of its type and shape or a number.
pub unsafe fn two_results(py: Python<'_>, u: &'static Ufunc, args: &[*mut PyObject]) -> Served {
    let Some(x) = dense(args[0]) else { return Served::No };
    let (num, n, step) = (x.dtype().num(), x.size(), x.itemsize() as isize);
    let Some(l) = u.mixed(num, num).filter(|l| n <= l.most) else { return Served::No };
    let (takes, gives) = l.nums.split_at(args.len());
    let [first, second] = gives else { return Served::No };
    if takes.iter().any(|&t| t != num) {
        return Served::No;
    }
    let mut room: Room = [0; 2];
    let mut operands = [(x.read().cast_mut(), step); 2];
    if let [_, b] = *args {
        operands[1] = match dense(b) {
            Some(y) if y.dtype().num() == num && y.shape() == x.shape() => (y.read().cast_mut(), step),
            Some(_) => return Served::No,
            None => match number(b, num, &mut room) {
                Some(y) => (y.ptr, 0),
                None => return Served::No,
            },
        };
    }
    let pair = || -> PyResult<Bound<'_, PyAny>> {
        let pair = owned(py, ffi::PyTuple_New(2))?;
        for (i, &num) in [first, second].into_iter().enumerate() {
            let r = NdArray::fresh_number(py, num, x.shape(), n)?;
            ffi::PyTuple_SET_ITEM(pair.as_ptr(), i as isize, r.cast());
        }
        Ok(pair)
    };
    let pair = match pair() {
        Ok(pair) => pair,
        Err(e) => return Served::failed(py, e),
    };
    let out = |i: isize, num: Num| {
        let a = array_of(ffi::PyTuple_GET_ITEM(pair.as_ptr(), i));
        (a.write(), num.descriptor().size as isize)
    };
    let mut all = [operands[0], operands[1], out(0, *first), out(1, *second)];
    if args.len() == 1 {
        all.copy_within(2.., 1);
    }
    let (ptrs, strides) = (all.map(|x| x.0), all.map(|x| x.1));
    clear_hardware_flags();
    let mut status = (l.kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    if l.kernel.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    if !status.is_ok() {
        if let Err(e) = errstate::report(py, status, u.name()) {
            return Served::failed(py, e);
        }
    }
    Served::with(pair.into_ptr())
}

/// The call with lists and tuples of Python's numbers among the operands; `None` where it is none.
pub unsafe fn on_lists(
    py: Python<'_>,
    u: &'static Ufunc,
    args: &[*mut PyObject],
) -> PyResult<Option<*mut PyObject>> {
    let listed = |&o: &*mut PyObject| ffi::PyList_CheckExact(o) != 0 || ffi::PyTuple_CheckExact(o) != 0;
    if u.row.nout != 1 || args.len() > 2 || !args.iter().any(listed) {
        return Ok(None);
    }
    let mut made: [Option<Bound<'_, PyAny>>; 2] = [None, None];
    let mut given = [std::ptr::null_mut(); 2];
    for (i, o) in args.iter().enumerate() {
        given[i] = *o;
        if listed(o) {
            let Some(p) = convert::numbers::object(py, *o, None, numen_shape::MAX_DIMS)? else {
                return Ok(None);
            };
            given[i] = p;
            made[i] = Some(Bound::from_owned_ptr(py, p));
        }
    }
    let served = match args.len() {
        1 => fast::unary(py, u, given[0]),
        _ => fast::binary(py, u, given[0], given[1]),
    };
    served.ok(py)
}

/// Bytes of text that are compared at once.
const TEXT: usize = 16 << 10;

/// Longest text that is spread on the stack.
const LONGEST: usize = 64;

/// The second operand beside texts or dates.
struct Second {
    dtype: DType,
    ptr: *const u8,
    step: isize,
}

/// An array of the same kind and shape, a text, or a date or duration of the same unit.
unsafe fn beside(x: &Array, o: *mut PyObject, room: &mut [u32; LONGEST]) -> Option<Second> {
    let d = x.dtype();
    if is_exact(o) {
        let y = array_of(o);
        let e = y.dtype();
        let dense = y.shape() == x.shape() && y.is_c_contiguous() && y.is_aligned() && !e.is_swapped();
        let fits =
            if d.is_time() { e.is_time() && e.time_unit() == d.time_unit() } else { e.num() == d.num() };
        let step = y.itemsize() as isize;
        return (dense && fits).then(|| Second { dtype: e.clone(), ptr: y.read(), step });
    }
    if d.num() == Num::Str && ffi::PyUnicode_CheckExact(o) != 0 {
        let n = ffi::PyUnicode_GET_LENGTH(o) as usize;
        if n == 0 || n > LONGEST || ffi::PyUnicode_AsUCS4(o, room.as_mut_ptr(), n as isize, 0).is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        return Some(Second { dtype: DType::flexible(Num::Str, 4 * n), ptr: room.as_ptr().cast(), step: 0 });
    }
    if d.is_time() && matches!(exact_num(o), Some(Num::Datetime | Num::Timedelta)) {
        let t = o.cast::<Time>();
        let e: &DType = &(*t).dtype;
        let fits = e.time_unit() == d.time_unit() && !e.is_swapped();
        let ptr = (&raw const (*t).value).cast();
        return fits.then(|| Second { dtype: e.clone(), ptr, step: 0 });
    }
    None
}

/// Comparisons of texts, and operations on dates and durations of one unit.
#[inline(never)]
pub unsafe fn alike(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let x = array_of(a);
    let d = x.dtype();
    let text = matches!(d.kind(), Kind::Str | Kind::Bytes) && u.family == Family::Comparison;
    let dense = x.ndim() > 0 && x.is_c_contiguous() && x.is_aligned() && !d.is_swapped();
    if !(text || d.is_time()) || !dense || x.size() == 0 || x.nbytes() > TEXT {
        return Served::No;
    }
    let mut room = [0; LONGEST];
    let Some(y) = beside(x, b, &mut room) else { return Served::No };
    let Ok(index) = resolve(u, &[Arg::of(d), Arg::of(&y.dtype)]) else { return Served::No };
    let Some(mut l) = u.ready(index) else { return Served::No };
    let [first, second, out] = l.types.as_mut_slice() else { return Served::No };
    if l.gil || first.num() != d.num() || second.num() != y.dtype.num() {
        return Served::No;
    }
    if out.is_time() {
        *out = DType::time(out.num(), d.time_unit());
    }
    (*first, *second) = (d.clone(), y.dtype);
    let out = out.clone();
    fit_texts(&mut l);
    let r = match NdArray::fresh(py, out.clone(), x.shape()) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    let ptrs = [x.read().cast_mut(), y.ptr.cast_mut(), (*r).array.write()];
    let strides = [x.itemsize() as isize, y.step, out.itemsize() as isize];
    clear_hardware_flags();
    let mut status = (l.kernel.run)(&l.ctx, ptrs.as_ptr(), strides.as_ptr(), x.size());
    if l.kernel.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    fast::finish(py, u, status, r.cast())
}

/// A dense array of objects with axes, and at least one item.
unsafe fn objects<'a>(o: *mut PyObject) -> Option<&'a Array> {
    let a = is_exact(o).then(|| array_of(o))?;
    let fits = a.dtype().num() == Num::Object && a.dtype().ext().is_none();
    (fits && a.ndim() > 0 && a.size() > 0 && a.is_c_contiguous() && a.is_aligned()).then_some(a)
}

/// A number of Python's own, which is its own object.
unsafe fn is_number(o: *mut PyObject) -> bool {
    ffi::PyLong_CheckExact(o) != 0 || ffi::PyFloat_CheckExact(o) != 0 || ffi::PyComplex_CheckExact(o) != 0
}

/// Operations on objects, beside objects of the same shape or a number of Python's.
#[inline(never)]
pub unsafe fn of_objects(py: Python<'_>, u: &'static Ufunc, a: *mut PyObject, b: *mut PyObject) -> Served {
    let (x, y) = match (objects(a), objects(b)) {
        (Some(x), Some(y)) if x.shape() == y.shape() => (x, Some(y)),
        (Some(x), None) if is_number(b) => (x, None),
        (None, Some(y)) if is_number(a) => (y, None),
        _ => return Served::No,
    };
    let of = Arg::of(x.dtype());
    let Ok(index) = resolve(u, &[of, Arg::of(x.dtype())]) else { return Served::No };
    let Some(l) = u.ready(index) else { return Served::No };
    let [first, second, out] = l.types.as_slice() else { return Served::No };
    if first.num() != Num::Object || second.num() != Num::Object {
        return Served::No;
    }
    let r = match NdArray::fresh(py, out.clone(), x.shape()) {
        Ok(r) => r,
        Err(e) => return Served::failed(py, e),
    };
    // What the operators of the items run may give the arrays other memory.
    let _held = (x.view(), y.map(Array::view));
    let (mut left, mut right) = (a, b);
    let item = size_of::<*mut PyObject>() as isize;
    let operand = |array: bool, o: *mut PyObject, number: &mut *mut PyObject| match array {
        true => (array_of(o).read().cast_mut(), item),
        false => ((&raw mut *number).cast(), 0),
    };
    let (p, sp) = operand(is_exact(a), a, &mut left);
    let (q, sq) = operand(is_exact(b), b, &mut right);
    let ptrs = [p, q, (*r).array.write()];
    let strides = [sp, sq, out.itemsize() as isize];
    let n = x.size();
    // What the operators of floats raise in the processor counts, as it does with numbers.
    clear_hardware_flags();
    let status = (l.kernel.run)(&l.ctx, ptrs.as_ptr(), strides.as_ptr(), n).with(hardware_flags());
    fast::finish(py, u, status, r.cast())
}
