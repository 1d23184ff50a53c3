//! Division of floats with remainder.
//!
//! The flags are computed, not read: the way over `fmod` of the C library and the way without it raise
//! different ones, and vector code raises those of ways not taken.

use super::pin::Pin;
use super::select::table;
use crate::convert::half::{from_f32, to_f32};
use crate::cpu::{Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// Floats with the operations of division with remainder.
pub(super) trait Real: Copy {
    /// Remainder of the quotient rounded towards zero.
    fn fmod<L: Level>(self, by: Self, status: &mut Status) -> Self;
    /// Remainder of the quotient rounded down; it has the divisor's sign.
    fn remainder<L: Level>(self, by: Self, status: &mut Status) -> Self;
    /// Quotient rounded down, and the remainder if `BOTH`.
    fn divmod<L: Level, const BOTH: bool>(self, by: Self, status: &mut Status) -> (Self, Self);
}

macro_rules! real {
    ($t:ident, $exact:literal) => {
        impl Real for $t {
            #[inline(always)]
            fn fmod<L: Level>(self, by: $t, status: &mut Status) -> $t {
                // With a fused multiply-add the remainder of a small quotient is exact; a quotient
                // rounded up to the next integer shows as a remainder of the wrong sign.
                if L::FMA {
                    let (a, b) = (self.abs(), by.abs());
                    // The test excludes NaN and infinities as well.
                    if b > 0.0 && b < <$t>::MAX && a < b * $exact {
                        let r = (-(a / b).trunc()).mul_add(b, a);
                        return if r < 0.0 { r + b } else { r }.copysign(self);
                    }
                }
                let invalid = (self.is_infinite() && !by.is_nan()) || (by == 0.0 && !self.is_nan());
                *status = status.with(Status::INVALID.when(invalid));
                self % by
            }

            #[inline(always)]
            fn remainder<L: Level>(self, by: $t, status: &mut Status) -> $t {
                let m = self.fmod::<L>(by, status);
                if by == 0.0 {
                    m
                } else if m == 0.0 {
                    (0.0 as $t).copysign(by)
                } else if (by < 0.0) != (m < 0.0) {
                    m + by
                } else {
                    m
                }
            }

            #[inline(always)]
            fn divmod<L: Level, const BOTH: bool>(self, by: $t, status: &mut Status) -> ($t, $t) {
                if by == 0.0 {
                    let invalid = if BOTH { !self.is_nan() } else { self == 0.0 };
                    let divide = self.is_finite() && self != 0.0;
                    *status = status.with(Status::INVALID.when(invalid)).with(Status::DIVIDE.when(divide));
                    return (self / by.pinned(), <$t>::NAN);
                }
                let m = self.fmod::<L>(by, status);
                let mut quotient = (self - m) / by;
                let mut rest = m;
                if m == 0.0 {
                    rest = (0.0 as $t).copysign(by);
                } else if (by < 0.0) != (m < 0.0) {
                    rest = m + by;
                    quotient -= 1.0;
                }
                if quotient == 0.0 {
                    let ratio = self / by;
                    // The sign of the zero is that of the ratio, which may be too small for a float.
                    // The product of two single-precision numbers is exact in double precision.
                    let exact = if L::FMA && size_of::<$t>() == 8 {
                        ratio.mul_add(by, -self) == 0.0
                    } else {
                        ratio as f64 * by as f64 == self as f64
                    };
                    let tiny = ratio.abs() < <$t>::MIN_POSITIVE && by.is_finite() && !exact;
                    *status = status.with(Status::UNDERFLOW.when(tiny));
                    return ((0.0 as $t).copysign(ratio), rest);
                }
                // `quotient` is an integer but for rounding; an infinite one has an invalid distance to it.
                let both = Status::OVERFLOW.with(Status::INVALID);
                *status = status.with(both.when(quotient.is_infinite() && self.is_finite()));
                let floor = quotient.floor();
                (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
            }
        }
    };
}
real!(f32, 4194304.0);
real!(f64, 2251799813685248.0);

/// Half precision, computed in single precision.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Half(u16);

impl Half {
    fn rounded(x: f32, status: &mut Status) -> Half {
        let half = from_f32(x);
        *status = status.with(Status::OVERFLOW.when(half & 0x7fff == 0x7c00 && x.is_finite()));
        Half(half)
    }
}

impl Real for Half {
    #[inline(always)]
    fn fmod<L: Level>(self, by: Half, status: &mut Status) -> Half {
        Half::rounded(to_f32(self.0).fmod::<L>(to_f32(by.0), status), status)
    }
    #[inline(always)]
    fn remainder<L: Level>(self, by: Half, status: &mut Status) -> Half {
        Half::rounded(to_f32(self.0).remainder::<L>(to_f32(by.0), status), status)
    }
    #[inline(always)]
    fn divmod<L: Level, const BOTH: bool>(self, by: Half, status: &mut Status) -> (Half, Half) {
        let (q, r) = to_f32(self.0).divmod::<L, BOTH>(to_f32(by.0), status);
        (Half::rounded(q, status), Half::rounded(r, status))
    }
}

/// One of the three results.
trait Part {
    fn apply<L: Level, T: Real>(a: T, b: T, status: &mut Status) -> T;
}
struct FloorDivide;
struct Remainder;
struct Fmod;
impl Part for FloorDivide {
    #[inline(always)]
    fn apply<L: Level, T: Real>(a: T, b: T, status: &mut Status) -> T {
        a.divmod::<L, false>(b, status).0
    }
}
impl Part for Remainder {
    #[inline(always)]
    fn apply<L: Level, T: Real>(a: T, b: T, status: &mut Status) -> T {
        a.remainder::<L>(b, status)
    }
}
impl Part for Fmod {
    #[inline(always)]
    fn apply<L: Level, T: Real>(a: T, b: T, status: &mut Status) -> T {
        a.fmod::<L>(b, status)
    }
}

/// One strided loop: the body is too long to gain from more.
struct Strided<T, P>(PhantomData<(T, P)>);
impl<T: Real, P: Part> Loop for Strided<T, P> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let mut status = Status::OK;
        for i in 0..n as isize {
            let a = *((*p).wrapping_offset(i * *s) as *const T);
            let b = *((*p.add(1)).wrapping_offset(i * *s.add(1)) as *const T);
            *((*p.add(2)).wrapping_offset(i * *s.add(2)) as *mut T) = P::apply::<L, T>(a, b, &mut status);
        }
        status
    }
}

struct Both<T>(PhantomData<T>);
impl<T: Real> Loop for Both<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let mut status = Status::OK;
        for i in 0..n as isize {
            let a = *((*p).wrapping_offset(i * *s) as *const T);
            let b = *((*p.add(1)).wrapping_offset(i * *s.add(1)) as *const T);
            let (q, r) = a.divmod::<L, true>(b, &mut status);
            *((*p.add(2)).wrapping_offset(i * *s.add(2)) as *mut T) = q;
            *((*p.add(3)).wrapping_offset(i * *s.add(3)) as *mut T) = r;
        }
        status
    }
}

macro_rules! floats {
    ($ty:expr, $cost:expr, |$T:ident| $o:ty) => {
        table!($ty, avx2, Fp::Returned, $cost, |$T| $o; Half: F16, f32: F32, f64: F64)
    };
}

pub(super) fn find(name: &str, ty: Ty, operands: usize) -> Option<Kernel> {
    match (name, operands) {
        ("floor_divide", 3) => floats!(ty, 1.2, |T| Strided<T, FloorDivide>),
        ("remainder", 3) => floats!(ty, 0.7, |T| Strided<T, Remainder>),
        ("fmod", 3) => floats!(ty, 0.6, |T| Strided<T, Fmod>),
        ("divmod", 4) => floats!(ty, 1.1, |T| Both<T>),
        _ => None,
    }
}
