//! Position of the largest or smallest element: the first of equals, the first NaN before all.

use crate::convert::bits::{true_bits, Equal, EQUAL};
use crate::convert::half::{to_f32, widen};
use crate::cpu::{baseline, best, best_v3, Level, Loop};
use crate::elementwise::fold::Fold;
use crate::elementwise::logical::contains;
use crate::elementwise::minmax::{Maximum, Minimum};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Elements whose extremum is found at vector speed before its position is looked for.
const BLOCK: usize = 1024;

/// Which extremum.
pub(crate) trait Side {
    /// `a` comes before `b`.
    fn before<T: PartialOrd>(a: T, b: T) -> bool;
}
impl Side for Maximum {
    #[inline(always)]
    fn before<T: PartialOrd>(a: T, b: T) -> bool {
        a > b
    }
}
impl Side for Minimum {
    #[inline(always)]
    fn before<T: PartialOrd>(a: T, b: T) -> bool {
        a < b
    }
}

/// The first element of a contiguous row with a property, from `start` on; chunks are tested as a whole, a bit an element.
#[inline(always)]
unsafe fn position_of<T: Copy>(row: *const T, start: usize, n: usize, property: impl Fn(T) -> bool) -> usize {
    const CHUNK: usize = 16;
    let mut at = start;
    while at + CHUNK <= n {
        let bits = (0..CHUNK).fold(0u32, |bits, j| bits | (property(*row.add(at + j)) as u32) << j);
        if bits != 0 {
            return at + bits.trailing_zeros() as usize;
        }
        at += CHUNK;
    }
    (at..n).find(|&i| property(*row.add(i))).unwrap_or(start)
}

/// The first element of a contiguous row that is `x`, from `start` on.
#[inline(always)]
unsafe fn position_equal<L: Level, T: Equal>(row: *const T, start: usize, n: usize, x: T) -> usize {
    let mut at = start;
    while at + EQUAL <= n {
        let bits = T::equal_bits::<L>(row.add(at), x);
        if bits != 0 {
            return at + bits.trailing_zeros() as usize;
        }
        at += EQUAL;
    }
    (at..n).find(|&i| *row.add(i) == x).unwrap_or(start)
}

/// The position in a contiguous row of numbers.
#[inline(always)]
#[allow(clippy::eq_op)]
unsafe fn dense<L: Level, T: Equal + PartialOrd, S: Side + Fold<T>>(row: *const T, n: usize) -> usize {
    let (mut best, mut block) = (*row, 0);
    if best != best {
        return 0;
    }
    let mut at = 0;
    while at < n {
        let len = BLOCK.min(n - at);
        let first = row.add(at);
        let m = S::fold::<L>(*first, first as *const u8, size_of::<T>() as isize, len);
        if m != m {
            return position_of(row, at, n, |x| x != x);
        }
        if S::before(m, best) {
            (best, block) = (m, at);
        }
        at += len;
    }
    position_equal::<L, T>(row, block, n, best)
}

#[inline(always)]
#[allow(clippy::eq_op)]
unsafe fn strided<T: Copy + PartialOrd, S: Side>(row: *const u8, stride: isize, n: usize) -> usize {
    let get = |i: usize| *(row.wrapping_offset(i as isize * stride) as *const T);
    let (mut best, mut at) = (get(0), 0);
    for i in 0..n {
        let x = get(i);
        if x != x {
            return i;
        }
        if S::before(x, best) {
            (best, at) = (x, i);
        }
    }
    at
}

struct Number<T, S>(PhantomData<(T, S)>);
impl<T: Equal + PartialOrd, S: Side + Fold<T>> Loop for Number<T, S> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        // A very short row is searched directly.
        let at = if *s == size_of::<T>() as isize && n >= 16 {
            dense::<L, T, S>(*p as *const T, n)
        } else {
            strided::<T, S>(*p, *s, n)
        };
        *(*p.add(1) as *mut i64) = at as i64;
        Status::OK
    }
}

/// The first true (or false) element, else the first.
struct Truth<const WANTED: bool>;
impl<const WANTED: bool> Loop for Truth<WANTED> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (row, stride) = (*p, *s);
        let mut found = 0;
        let mut at = 0;
        if L::HALF && stride == 1 {
            while at + 64 <= n {
                let bits = true_bits::<L>(row.add(at));
                let bits = if WANTED { bits } else { !bits };
                if bits != 0 {
                    *(*p.add(1) as *mut i64) = (at + bits.trailing_zeros() as usize) as i64;
                    return Status::OK;
                }
                at += 64;
            }
        }
        while at < n {
            let len = BLOCK.min(n - at);
            let first = row.wrapping_offset(at as isize * stride);
            if contains::<u8>(first, stride, len, WANTED) {
                let is = |i: &usize| (*row.wrapping_offset(*i as isize * stride) != 0) == WANTED;
                found = if stride == 1 {
                    position_of(row as *const u8, at, n, |x| (x != 0) == WANTED)
                } else {
                    (at..n).find(is).unwrap_or(0)
                };
                break;
            }
            at += len;
        }
        *(*p.add(1) as *mut i64) = found as i64;
        Status::OK
    }
}

/// Half precision, widened block by block.
struct Half<S>(PhantomData<S>);
impl<S: Side + Fold<f32>> Loop for Half<S> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let mut wide = MaybeUninit::<[f32; BLOCK]>::uninit();
        let x = wide.as_mut_ptr() as *mut f32;
        let get = |i: usize| to_f32(*((*p).wrapping_offset(i as isize * *s) as *const u16));
        let (mut best, mut found, mut at) = (get(0), 0, 0);
        while at < n && !best.is_nan() {
            let len = BLOCK.min(n - at);
            widen::<L>((*p).wrapping_offset(at as isize * *s), *s, len, x);
            let m = S::fold::<L>(*x, x as *const u8, 4, len);
            if m.is_nan() || S::before(m, best) {
                let nan = m.is_nan();
                found = at + position_of(x, 0, len, |x| (x == m) | (nan & x.is_nan()));
                best = m;
            }
            at += len;
        }
        *(*p.add(1) as *mut i64) = found as i64;
        Status::OK
    }
}

/// Complex numbers by real, then imaginary part.
struct Pair<T, S>(PhantomData<(T, S)>);
impl<T: Copy + PartialOrd, S: Side> Loop for Pair<T, S> {
    #[inline(always)]
    #[allow(clippy::eq_op)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let get = |i: usize| *((*p).wrapping_offset(i as isize * *s) as *const Complex<T>);
        let (mut best, mut found) = (get(0), 0);
        for i in 0..n {
            let x = get(i);
            if x.re != x.re || x.im != x.im {
                found = i;
                break;
            }
            if S::before(x.re, best.re) || (x.re == best.re && S::before(x.im, best.im)) {
                (best, found) = (x, i);
            }
        }
        *(*p.add(1) as *mut i64) = found as i64;
        Status::OK
    }
}

macro_rules! position {
    ($ty:expr, $side:ident, $wanted:literal) => {{
        let run = match $ty {
            Ty::Bool => best_v3::<Truth<$wanted>>(),
            Ty::I8 => best_v3::<Number<i8, $side>>(),
            Ty::U8 => best_v3::<Number<u8, $side>>(),
            Ty::I16 => best_v3::<Number<i16, $side>>(),
            Ty::U16 => best_v3::<Number<u16, $side>>(),
            Ty::I32 => best_v3::<Number<i32, $side>>(),
            Ty::U32 => best_v3::<Number<u32, $side>>(),
            Ty::I64 => best::<Number<i64, $side>>(),
            Ty::U64 => best::<Number<u64, $side>>(),
            Ty::F16 => best_v3::<Half<$side>>(),
            Ty::F32 => best::<Number<f32, $side>>(),
            Ty::F64 => best::<Number<f64, $side>>(),
            Ty::C64 => baseline::<Pair<f32, $side>>(),
            Ty::C128 => baseline::<Pair<f64, $side>>(),
        };
        Kernel::new(run, Fp::Never, 0.03 * $ty.size() as f32)
    }};
}

/// Position of the largest element of a row that is not empty; operands: row, `int64` result.
pub fn argmax(ty: Ty) -> Kernel {
    position!(ty, Maximum, true)
}

/// Position of the smallest element of a row that is not empty; operands: row, `int64` result.
pub fn argmin(ty: Ty) -> Kernel {
    position!(ty, Minimum, false)
}
