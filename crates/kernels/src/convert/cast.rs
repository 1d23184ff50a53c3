//! Casts between all element types.
//!
//! Integers of one width share kernels; the real part of a complex number is reached by the kernel of
//! its real type, at the complex number's stride.

use super::copy::{copy, Copy1};
use super::half::{from_f64, narrow, widen, BLOCK};
use super::number::{Flag, To};
use super::truncate::{Truncated, Whole};
use crate::cpu::{baseline, best, best_v3, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// A loop over unaligned operands.
#[inline(always)]
unsafe fn each<A: Copy, R>(p: *const *mut u8, s: *const isize, n: usize, mut f: impl FnMut(A) -> R) {
    if !contiguous::<A, R>(p, s, n, &mut f) {
        strided::<A, R>(p, s, n, f);
    }
}

#[inline(always)]
unsafe fn contiguous<A: Copy, R>(
    p: *const *mut u8,
    s: *const isize,
    n: usize,
    mut f: impl FnMut(A) -> R,
) -> bool {
    let dense = *s == size_of::<A>() as isize && *s.add(1) == size_of::<R>() as isize;
    if dense {
        let (x, r) = (*p as *const A, *p.add(1) as *mut R);
        for i in 0..n {
            r.add(i).write_unaligned(f(x.add(i).read_unaligned()));
        }
    }
    dense
}

#[inline(always)]
unsafe fn strided<A: Copy, R>(p: *const *mut u8, s: *const isize, n: usize, mut f: impl FnMut(A) -> R) {
    let (mut a, mut o) = (*p as *const u8, *p.add(1));
    let (sa, so) = (*s, *s.add(1));
    for _ in 0..n {
        (o as *mut R).write_unaligned(f((a as *const A).read_unaligned()));
        a = a.wrapping_offset(sa);
        o = o.wrapping_offset(so);
    }
}

/// Numbers side by side that are converted by vector code together, where that makes a difference: what is left of a row
/// is converted one by one.
const GROUP: usize = 4;

/// The length from which a row of items apart from each other is worth a block.
const VECTOR: usize = 8;

/// Items that pass through a block on the stack at a time, where the source's do not lie side by side.
const PACKED: usize = 256;

struct Convert<A, R>(PhantomData<(A, R)>);
impl<A: To<R>, R> Loop for Convert<A, R> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut invalid, mut small) = (false, false);
        let run = if A::SCALAR { n / GROUP * GROUP } else { n };
        let dense = contiguous::<A, R>(p, s, run, |x: A| {
            invalid |= x.invalid();
            x.to()
        });
        if !dense || run < n {
            let done = if dense { run as isize } else { 0 };
            let rest = [(*p).wrapping_offset(done * *s), (*p.add(1)).wrapping_offset(done * *s.add(1))];
            strided::<A, R>(rest.as_ptr(), s, n - done as usize, |x: A| {
                small |= x.invalid_scalar();
                x.to_scalar()
            });
        }
        Status::INVALID.when(invalid | small)
    }
}

/// Real parts of complex numbers to `u32`. The compiler that built the reference does all but the last one to four numbers
/// of a run with vector code.
struct Parts<A>(PhantomData<A>);
impl<A: To<u32>> Loop for Parts<A> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let dense = *s == 2 * size_of::<A>() as isize && *s.add(1) == 4;
        let front = if dense { n.saturating_sub(1) / GROUP * GROUP } else { 0 };
        let mut invalid = false;
        strided::<A, u32>(p, s, front, |x: A| {
            invalid |= x.invalid();
            x.to()
        });
        let done = front as isize;
        let rest = [(*p).wrapping_offset(done * *s), (*p.add(1)).wrapping_offset(done * *s.add(1))];
        strided::<A, u32>(rest.as_ptr(), s, n - front, |x: A| {
            invalid |= x.invalid_scalar();
            x.to_scalar()
        });
        Status::INVALID.when(invalid)
    }
}

/// Floats to signed integers and to narrow ones with the processor's instruction for runs; parts of complex numbers and
/// other items apart from each other go through a block.
struct Runs<A, R>(PhantomData<(A, R)>);
impl<A: To<R> + Truncated, R: Whole> Loop for Runs<A, R> {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (from, to) = (size_of::<A>() as isize, size_of::<R>() as isize);
        let dense = *s == from;
        let (mut x, mut r) = (*p, *p.add(1));
        if *s.add(1) != to || !dense && n < VECTOR {
            return Convert::<A, R>::run::<L>(c, p, s, n);
        }
        let mut room = MaybeUninit::<[A; PACKED]>::uninit();
        let (mut left, mut status) = (n, Status::OK);
        while left > 0 {
            let m = if dense { left } else { left.min(PACKED) };
            let run = if dense { x } else { room.as_mut_ptr() as *mut u8 };
            if !dense {
                let _ = L::call::<Copy1<A>>(c, [x, run].as_ptr(), [*s, from].as_ptr(), m);
            }
            let (done, bad) = R::convert::<L, A>(run as *const A, r as *mut R, m);
            let rest = [run.add(done * size_of::<A>()), r.add(done * size_of::<R>())];
            let tail = Convert::<A, R>::run::<L>(c, rest.as_ptr(), [from, to].as_ptr(), m - done);
            status = status.with(tail).with(Status::INVALID.when(bad));
            x = x.wrapping_offset(m as isize * *s);
            r = r.add(m * size_of::<R>());
            left -= m;
        }
        status
    }
}

/// To booleans.
struct NonZero<A>(PhantomData<A>);
impl<A: Truth> Loop for NonZero<A> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        each::<A, u8>(p, s, n, |x| x.truth() as u8);
        Status::OK
    }
}
use crate::elementwise::logical::{HalfBits, Truth};

/// Half precision to `R`, through single precision.
struct FromHalf<R>(PhantomData<R>);
impl<R> Loop for FromHalf<R>
where
    f32: To<R>,
{
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let mut block = MaybeUninit::<[f32; BLOCK]>::uninit();
        let x = block.as_mut_ptr() as *mut u8;
        let (mut done, mut status) = (0, Status::OK);
        while done < n {
            let m = (n - done).min(BLOCK);
            widen::<L>((*p).wrapping_offset(*s * done as isize), *s, m, x as *mut f32);
            let out = (*p.add(1)).wrapping_offset(*s.add(1) * done as isize);
            let (ptrs, strides) = ([x, out], [4, *s.add(1)]);
            if <f32 as To<R>>::SCALAR {
                let mut invalid = false;
                strided::<f32, R>(ptrs.as_ptr(), strides.as_ptr(), m, |x| {
                    invalid |= x.invalid_scalar();
                    x.to_scalar()
                });
                status = status.with(Status::INVALID.when(invalid));
            } else {
                status = status.with(Convert::<f32, R>::run::<L>(c, ptrs.as_ptr(), strides.as_ptr(), m));
            }
            done += m;
        }
        status
    }
}

/// `A` to half precision, through single precision.
struct ToHalf<A>(PhantomData<A>);
impl<A: To<f32>> Loop for ToHalf<A> {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let mut block = MaybeUninit::<[f32; BLOCK]>::uninit();
        let x = block.as_mut_ptr() as *mut u8;
        let mut done = 0;
        while done < n {
            let m = (n - done).min(BLOCK);
            let row = (*p).wrapping_offset(*s * done as isize);
            let _ = Convert::<A, f32>::run::<L>(c, [row, x].as_ptr(), [*s, 4].as_ptr(), m);
            narrow::<L>(
                x as *const f32,
                m,
                (*p.add(1)).wrapping_offset(*s.add(1) * done as isize),
                *s.add(1),
            );
            done += m;
        }
        Status::OK
    }
}

/// Double to half precision in one rounding.
struct DoubleToHalf;
impl Loop for DoubleToHalf {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        if !L::HALF {
            each::<f64, u16>(p, s, n, from_f64);
            return Status::OK;
        }
        let mut block = MaybeUninit::<[f32; BLOCK]>::uninit();
        let x = block.as_mut_ptr() as *mut u8;
        let mut done = 0;
        while done < n {
            let m = (n - done).min(BLOCK);
            let row = (*p).wrapping_offset(*s * done as isize);
            each::<f64, f32>([row, x].as_ptr(), [*s, 4].as_ptr(), m, round_to_odd);
            narrow::<L>(
                x as *const f32,
                m,
                (*p.add(1)).wrapping_offset(*s.add(1) * done as isize),
                *s.add(1),
            );
            done += m;
        }
        Status::OK
    }
}

/// To single precision such that a second rounding to fewer bits is as good as the only one: an
/// inexact result is cut and gets an odd last bit (Boldo and Melquiond, 2008).
#[inline(always)]
fn round_to_odd(x: f64) -> f32 {
    let y = x as f32;
    let back = y as f64;
    // By bits: the comparison of a NaN would raise a flag.
    let cut = y.to_bits() - (back.abs().to_bits() > x.abs().to_bits()) as u32;
    f32::from_bits(cut | (back.to_bits() != x.to_bits()) as u32)
}

macro_rules! from {
    ($run:ident, $a:ident, $to:expr; $($V:ident)|+ => $r:ident $(, $($W:ident)|+ => $q:ident)*) => {
        match $to {
            $(Ty::$V)|+ => $run::<Convert<$a, $r>>(),
            $( $(Ty::$W)|+ => $run::<Convert<$a, $q>>(), )*
            _ => unreachable!(),
        }
    };
}

macro_rules! from_integer {
    ($a:ident, $from:expr, $to:expr) => {
        match $to {
            Ty::F16 => best_v3::<ToHalf<$a>>(),
            Ty::F32 => best::<Convert<$a, f32>>(),
            Ty::F64 => best::<Convert<$a, f64>>(),
            Ty::C64 => baseline::<Convert<$a, C64>>(),
            Ty::C128 => baseline::<Convert<$a, C128>>(),
            _ => from_integer!(@$a, $to),
        }
    };
    (@i8, $to:expr) => { from!(best_v3, i8, $to; I16 | U16 => u16, I32 | U32 => u32, I64 | U64 => u64) };
    (@Flag, $to:expr) => { from!(best_v3, Flag, $to; I16 | U16 => u16, I32 | U32 => u32, I64 | U64 => u64) };
    (@u8, $to:expr) => { from!(best_v3, u8, $to; I16 | U16 => u16, I32 | U32 => u32, I64 | U64 => u64) };
    (@i16, $to:expr) => { from!(best_v3, i16, $to; I8 | U8 => u8, I32 | U32 => u32, I64 | U64 => u64) };
    (@u16, $to:expr) => { from!(best_v3, u16, $to; I8 | U8 => u8, I32 | U32 => u32, I64 | U64 => u64) };
    (@i32, $to:expr) => { from!(best_v3, i32, $to; I8 | U8 => u8, I16 | U16 => u16, I64 | U64 => u64) };
    (@u32, $to:expr) => { from!(best_v3, u32, $to; I8 | U8 => u8, I16 | U16 => u16, I64 | U64 => u64) };
    (@i64, $to:expr) => { from!(best, i64, $to; I8 | U8 => u8, I16 | U16 => u16, I32 | U32 => u32) };
    (@u64, $to:expr) => { from!(best, u64, $to; I8 | U8 => u8, I16 | U16 => u16, I32 | U32 => u32) };
}

macro_rules! from_float {
    ($a:ident, $frame:ident, $whole:ident, $to:expr) => {
        match $to {
            Ty::I8 | Ty::U8 => best::<$whole!($a, u8)>(),
            Ty::I16 | Ty::U16 => best::<$whole!($a, u16)>(),
            Ty::I32 => best::<$whole!($a, i32)>(),
            Ty::U32 => best::<$frame!($a, u32)>(),
            Ty::I64 => best::<$whole!($a, i64)>(),
            Ty::U64 => best::<$frame!($a, u64)>(),
            Ty::F32 => best::<$whole!($a, f32)>(),
            Ty::F64 => best::<$whole!($a, f64)>(),
            Ty::C64 => best_v3::<$frame!($a, C64)>(),
            _ => best_v3::<$frame!($a, C128)>(),
        }
    };
}
macro_rules! direct { ($a:ident, $r:ident) => { Convert<$a, $r> }; }
macro_rules! runs { ($a:ident, $r:ident) => { Runs<$a, $r> }; }
macro_rules! through_single { ($a:ident, $r:ident) => { FromHalf<$r> }; }

fn to_bool(from: Ty) -> Kernel {
    let run = match from {
        Ty::Bool | Ty::I8 | Ty::U8 => best_v3::<NonZero<u8>>(),
        Ty::I16 | Ty::U16 => best_v3::<NonZero<u16>>(),
        Ty::I32 | Ty::U32 => best_v3::<NonZero<u32>>(),
        Ty::I64 | Ty::U64 => best_v3::<NonZero<u64>>(),
        Ty::F16 => best_v3::<NonZero<HalfBits>>(),
        Ty::F32 => best_v3::<NonZero<f32>>(),
        Ty::F64 => best_v3::<NonZero<f64>>(),
        Ty::C64 => best_v3::<NonZero<C64>>(),
        Ty::C128 => best_v3::<NonZero<C128>>(),
    };
    Kernel::new(run, Fp::Never, 0.15)
}

fn is_integer(ty: Ty) -> bool {
    !matches!(ty, Ty::F16 | Ty::F32 | Ty::F64 | Ty::C64 | Ty::C128)
}

/// The kernel that casts elements of one type to another.
pub fn cast(from: Ty, to: Ty) -> Kernel {
    if from == to {
        return copy(from.size());
    }
    if to == Ty::Bool || from == Ty::Bool && to.size() == 1 {
        return to_bool(from);
    }
    if is_integer(from) && is_integer(to) && from.size() == to.size() {
        return copy(from.size());
    }
    let run = match (from, to) {
        (Ty::F64, Ty::F16) | (Ty::C128, Ty::F16) => best_v3::<DoubleToHalf>(),
        (Ty::F32, Ty::F16) | (Ty::C64, Ty::F16) => best_v3::<ToHalf<f32>>(),
        (Ty::C64, Ty::C128) => best_v3::<Convert<C64, C128>>(),
        (Ty::C128, Ty::C64) => best_v3::<Convert<C128, C64>>(),
        (Ty::C64, Ty::U32) => best::<Parts<f32>>(),
        (Ty::C128, Ty::U32) => best::<Parts<f64>>(),
        (Ty::C64, Ty::F32) => return copy(4),
        (Ty::C128, Ty::F64) => return copy(8),
        (Ty::Bool, _) => from_integer!(Flag, from, to),
        (Ty::U8, _) => from_integer!(u8, from, to),
        (Ty::I8, _) => from_integer!(i8, from, to),
        (Ty::I16, _) => from_integer!(i16, from, to),
        (Ty::U16, _) => from_integer!(u16, from, to),
        (Ty::I32, _) => from_integer!(i32, from, to),
        (Ty::U32, _) => from_integer!(u32, from, to),
        (Ty::I64, _) => from_integer!(i64, from, to),
        (Ty::U64, _) => from_integer!(u64, from, to),
        (Ty::F16, _) => from_float!(f32, through_single, through_single, to),
        (Ty::F32 | Ty::C64, _) => from_float!(f32, direct, runs, to),
        (Ty::F64 | Ty::C128, _) => from_float!(f64, direct, runs, to),
    };
    // Integers become floats without an error but for half precision, which has a small range. Vector
    // code may skip the conversion that would raise a flag: there it is computed.
    let fp = match (is_integer(from), is_integer(to)) {
        (true, _) if to != Ty::F16 => Fp::Never,
        (false, true) => Fp::Returned,
        _ => Fp::Hardware,
    };
    Kernel::new(run, fp, cost(from, to))
}

/// Nanoseconds an element.
fn cost(from: Ty, to: Ty) -> f32 {
    let bytes = (from.size() + to.size()) as f32;
    match (from, to) {
        (Ty::F64 | Ty::C128, Ty::F16) => 0.6,
        (Ty::F16, _) | (_, Ty::F16) => 0.5,
        (Ty::F32 | Ty::F64 | Ty::C64 | Ty::C128, Ty::I64 | Ty::U64 | Ty::U32) => 0.6,
        _ => 0.02 * bytes,
    }
}
