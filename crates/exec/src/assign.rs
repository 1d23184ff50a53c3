//! Assignment with broadcasting and casting; copies.

use crate::casts::find_cast;
use crate::plain;
use crate::program::same_bytes;
use crate::run::{run, Loop, Mode, Operand};
use crate::structured::takes_any_layout;
use numen_array::{Array, Order};
use numen_dtype::{promote, DType, Kind};
use numen_kernels::{convert, select, Ctx, Fp, Kernel, Status};
use numen_shape::{broadcast_strides, show_tight, Error, Result};
use smallvec::smallvec;

/// `dst[...] = src`: `src` is broadcast to `dst`'s shape and cast; overlap is safe. The mask, if given, is
/// a bool array of `dst`'s shape.
pub fn assign(dst: &Array, src: &Array, mask: Option<&Array>) -> Result<Status> {
    if !dst.is_writeable() {
        return Err(Error::value("assignment destination is read-only"));
    }
    // Leading axes of length 1 beyond the destination's are dropped, as NumPy does.
    let extra = src.ndim().saturating_sub(dst.ndim());
    let fits = src.shape()[..extra].iter().all(|&n| n == 1)
        && src.shape()[extra..].iter().rev().zip(dst.shape().iter().rev()).all(|(&a, &b)| a == b || a == 1);
    if !fits {
        return Err(Error::value(format!(
            "could not broadcast input array from shape {} into shape {}",
            show_tight(&src.shape()[src.shape()[..extra].iter().take_while(|&&n| n == 1).count()..]),
            show_tight(dst.shape())
        )));
    }
    if dst.size() == 0 {
        return Ok(Status::OK);
    }
    let temp;
    let mut src = src;
    let apart = !dst.may_overlap_itself();
    if !apart {
        // The last value written stays: the order of writing must not depend on how the source lies in memory.
        temp = copy(src, Order::C)?;
        src = &temp;
    } else if overlaps_badly(dst, src) {
        temp = copy(src, Order::K)?;
        src = &temp;
    }
    let strides = broadcast_strides(&src.shape()[extra..], &src.strides()[extra..], dst.shape());
    if apart && mask.is_none() && is_alike(src.dtype(), dst.dtype()) && plain::copy(dst, src, &strides) {
        return Ok(Status::OK);
    }
    let l = Loop {
        kernel: Kernel::new(nothing, Fp::Never, 0.1),
        ctx: Ctx::EMPTY,
        types: smallvec![src.dtype().native(), dst.dtype().native()],
        gil: false,
    };
    copy_loop(l, dst, src, &strides, mask)
}

unsafe fn nothing(_: &Ctx, _: *const *mut u8, _: *const isize, _: usize) -> Status {
    Status::OK
}

/// Plain items whose bytes are copied as they are; a swapped item stays swapped.
fn is_alike(from: &DType, to: &DType) -> bool {
    (from == to || from.is_native() && to.is_native() && same_bytes(from, to)) && crate::is_plain(from)
}

/// Chooses the one kernel (or load and store steps) between two types and runs it.
fn copy_loop(
    mut l: Loop,
    dst: &Array,
    src: &Array,
    strides: &[isize],
    mask: Option<&Array>,
) -> Result<Status> {
    let (from, to) = (src.dtype(), dst.dtype());
    if is_alike(from, to) {
        // The copying kernels take any alignment.
        let size = from.itemsize();
        // A mask that is written itself is read element by element.
        let apart = mask.filter(|m| !m.may_share(dst));
        if let (Some(mask), Some(kernel)) = (apart, select::copy_where_loop(size)) {
            return copy_where(kernel, dst, src, strides, mask);
        }
        l.kernel = convert::copy(size);
        l.ctx.sizes = [size, size, 0, 0];
        let t = l.types[0].clone();
        l.types = smallvec![t.clone(), t.clone()];
        return copy_run(&l, [&t, &t], [true, true], dst, src, strides, mask);
    }
    let direct = takes_any_layout(from, to);
    let cast = if direct {
        l.types = smallvec![from.clone(), to.clone()];
        find_cast(from, to)?
    } else {
        find_cast(&from.native(), &to.native())?
    };
    l.kernel = cast.kernel;
    l.ctx = cast.ctx;
    l.gil = cast.gil;
    let aligned = [direct || src.is_aligned(), direct || dst.is_aligned()];
    let r = copy_run(&l, [from, to], aligned, dst, src, strides, mask);
    // What the context points to lives until here.
    drop(cast);
    r
}

/// Copies items of a number's width where the mask is true.
fn copy_where(kernel: Kernel, dst: &Array, src: &Array, strides: &[isize], mask: &Array) -> Result<Status> {
    let types = smallvec![mask.dtype().clone(), src.dtype().clone(), src.dtype().clone()];
    let l = Loop { kernel, ctx: Ctx::EMPTY, types, gil: false };
    let operand = |a: &Array, strides| Operand { ptr: a.write(), dtype: src.dtype(), aligned: true, strides };
    let mask = Operand { dtype: mask.dtype(), ..operand(mask, mask.strides()) };
    let operands = [mask, operand(src, strides), operand(dst, dst.strides())];
    // SAFETY: all arrays reach valid memory over the destination's shape; they do not overlap, or exactly.
    unsafe { run(&l, 2, dst.shape(), &operands, None, Mode::Map) }
}

fn copy_run(
    l: &Loop,
    types: [&DType; 2],
    aligned: [bool; 2],
    dst: &Array,
    src: &Array,
    strides: &[isize],
    mask: Option<&Array>,
) -> Result<Status> {
    let operands = [
        Operand { ptr: src.read().cast_mut(), dtype: types[0], aligned: aligned[0], strides },
        Operand { ptr: dst.write(), dtype: types[1], aligned: aligned[1], strides: dst.strides() },
    ];
    let mask = mask.map(|m| Operand {
        ptr: m.read().cast_mut(),
        dtype: m.dtype(),
        aligned: true,
        strides: m.strides(),
    });
    // SAFETY: both arrays reach valid memory over the destination's shape; they do not overlap, or exactly.
    unsafe { run(l, 1, dst.shape(), &operands, mask, Mode::Map) }
}

/// Writing `dst` from `src` element by element could read what was already written.
pub fn overlaps_badly(dst: &Array, src: &Array) -> bool {
    if !dst.may_share(src) {
        return false;
    }
    // Numbers are read before they are written; the parts of other items change places one by one.
    let alike = dst.dtype() == src.dtype() || dst.dtype().is_number() && src.dtype().is_number();
    let same = alike
        && dst.shape() == src.shape()
        && dst.read() == src.read()
        && dst.itemsize() == src.itemsize()
        && dst
            .shape()
            .iter()
            .zip(dst.strides().iter().zip(src.strides()))
            .all(|(&n, (a, b))| n <= 1 || a == b);
    // A few steps of the solver settle the ordinary cases; what stays open counts as overlap.
    !same && dst.shares_memory(src, 100) != Some(false)
}

/// A new array with the same elements.
pub fn copy(a: &Array, order: Order) -> Result<Array> {
    let strides = a.strides_for(order, a.itemsize());
    let out = Array::empty_with_strides(a.dtype().clone(), a.shape(), strides)?;
    copy_into(&out, a)?;
    Ok(out)
}

/// Copies into a fresh array of the same shape and type.
pub fn copy_into(dst: &Array, src: &Array) -> Result<()> {
    debug_assert_eq!(dst.shape(), src.shape());
    if dst.dtype() == src.dtype() && crate::is_plain(src.dtype()) {
        let dense =
            dst.is_c_contiguous() && src.is_c_contiguous() || dst.is_f_contiguous() && src.is_f_contiguous();
        if dense && src.nbytes() <= plain::FEW {
            // SAFETY: both hold `nbytes` bytes in one run; `dst` is new, so they do not overlap.
            unsafe { std::ptr::copy_nonoverlapping(src.read(), dst.write(), src.nbytes()) };
            return Ok(());
        }
        if dst.size() == 0 || plain::copy(dst, src, src.strides()) {
            return Ok(());
        }
    }
    assign(dst, src, None).map(|_| ())
}

/// A new array of another type; the flags say what the casts raised.
pub fn astype(a: &Array, dtype: &DType, order: Order) -> Result<(Array, Status)> {
    let closed = closed(a.dtype(), dtype);
    let dtype = closed.as_ref().unwrap_or(dtype);
    let strides = a.strides_for(order, dtype.itemsize());
    let out = Array::empty_with_strides(dtype.clone(), a.shape(), strides)?;
    let status = assign(&out, a, None)?;
    Ok((out, status))
}

/// Text of no length takes the length that every number of the source's type fits, dates and durations of no unit
/// the source's unit.
fn closed(from: &DType, to: &DType) -> Option<DType> {
    if to.is_time() && to.time_unit().is_generic() && from.is_time() && !from.time_unit().is_generic() {
        return Some(DType::time(to.num(), from.time_unit()).with_swapped(to.is_swapped()));
    }
    let open = matches!(to.kind(), Kind::Str | Kind::Bytes) && to.itemsize() == 0;
    if !open || matches!(from.kind(), Kind::Object | Kind::Void) {
        return None;
    }
    if from.is_time() {
        let n = from.written_length();
        return Some(if to.kind() == Kind::Str { DType::str(n) } else { DType::bytes(n) });
    }
    promote(from, to)
}

/// Sets every element to the one of a 0-d array.
pub fn fill_with(a: &Array, value: &Array) -> Result<Status> {
    assign(a, value, None)
}

/// A 0-d array of int64.
pub fn int_scalar(value: i64) -> Result<Array> {
    let a = Array::empty(DType::of(numen_dtype::Num::Long), &[], Order::C)?;
    // SAFETY: a new array of one int64.
    unsafe { a.write().cast::<i64>().write(value) };
    Ok(a)
}

/// A 0-d array of float64.
pub fn float_scalar(value: f64) -> Result<Array> {
    let a = Array::empty(DType::of(numen_dtype::Num::Double), &[], Order::C)?;
    // SAFETY: a new array of one float64.
    unsafe { a.write().cast::<f64>().write(value) };
    Ok(a)
}

/// Sets all bytes of a contiguous array of numbers; false if it is none.
pub fn set_numbers(a: &Array, byte: u8) -> bool {
    if !(a.is_c_contiguous() || a.is_f_contiguous()) || crate::ty(a.dtype().num()).is_none() {
        return false;
    }
    // SAFETY: one run of `nbytes` bytes of numbers, which any bytes are.
    unsafe { a.write().write_bytes(byte, a.nbytes()) };
    true
}
