//! Division of floats with remainder.

use super::half::Half2;
use super::loops::Op2;
use super::select::table;
use crate::convert::half::{narrow, widen};
use crate::cpu::{best_v3, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// Floats with the exact remainder of C's `fmod`.
pub(super) trait Real: Copy + PartialEq + PartialOrd {
    /// Remainder of the quotient rounded towards zero, and whether it is invalid.
    fn fmod<L: Level>(self, by: Self) -> Self;
    fn floor_divide<L: Level>(self, by: Self) -> Self;
    fn remainder<L: Level>(self, by: Self) -> Self;
    fn divmod<L: Level>(self, by: Self) -> (Self, Self);
}

macro_rules! real {
    ($t:ident, $exact:literal) => {
        impl Real for $t {
            #[inline(always)]
            fn fmod<L: Level>(self, by: $t) -> $t {
                // With a fused multiply-add the remainder of a small quotient is exact; a quotient
                // rounded up to the next integer shows as a remainder of the wrong sign.
                if L::FMA {
                    let (a, b) = (self.abs(), by.abs());
                    // The test excludes NaN and infinities as well.
                    if b > 0.0 && a < <$t>::MAX && b < <$t>::MAX && a < b * $exact {
                        let r = (-(a / b).trunc()).mul_add(b, a);
                        return if r < 0.0 { r + b } else { r }.copysign(self);
                    }
                }
                self % by
            }

            #[inline(always)]
            fn remainder<L: Level>(self, by: $t) -> $t {
                let m = self.fmod::<L>(by);
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
            fn divmod<L: Level>(self, by: $t) -> ($t, $t) {
                if by == 0.0 {
                    return (self / by, self.fmod::<L>(by));
                }
                let m = self.fmod::<L>(by);
                let mut quotient = (self - m) / by;
                let mut rest = m;
                if m == 0.0 {
                    rest = (0.0 as $t).copysign(by);
                } else if (by < 0.0) != (m < 0.0) {
                    rest = m + by;
                    quotient -= 1.0;
                }
                // `quotient` is an integer but for rounding.
                if quotient == 0.0 {
                    return ((0.0 as $t).copysign(self / by), rest);
                }
                let floor = quotient.floor();
                (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
            }

            #[inline(always)]
            fn floor_divide<L: Level>(self, by: $t) -> $t {
                if by == 0.0 { self / by } else { self.divmod::<L>(by).0 }
            }
        }
    };
}
real!(f32, 4194304.0);
real!(f64, 2251799813685248.0);

pub(super) struct FloorDivide;
pub(super) struct Remainder;
pub(super) struct Fmod;
impl<T: Real> Op2<T> for FloorDivide {
    type R = T;
    #[inline(always)]
    fn apply<L: Level>(a: T, b: T) -> T {
        a.floor_divide::<L>(b)
    }
}
impl<T: Real> Op2<T> for Remainder {
    type R = T;
    #[inline(always)]
    fn apply<L: Level>(a: T, b: T) -> T {
        a.remainder::<L>(b)
    }
}
impl<T: Real> Op2<T> for Fmod {
    type R = T;
    #[inline(always)]
    fn apply<L: Level>(a: T, b: T) -> T {
        a.fmod::<L>(b)
    }
}

/// One strided loop: the body is too long to gain from more.
struct Strided<T, O>(PhantomData<(T, O)>);
impl<T: Real, O: Op2<T, R = T>> Loop for Strided<T, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        for i in 0..n as isize {
            let a = *((*p).wrapping_offset(i * *s) as *const T);
            let b = *((*p.add(1)).wrapping_offset(i * *s.add(1)) as *const T);
            *((*p.add(2)).wrapping_offset(i * *s.add(2)) as *mut T) = O::apply::<L>(a, b);
        }
        Status::OK
    }
}

struct Both<T>(PhantomData<T>);
impl<T: Real> Loop for Both<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        for i in 0..n as isize {
            let a = *((*p).wrapping_offset(i * *s) as *const T);
            let b = *((*p.add(1)).wrapping_offset(i * *s.add(1)) as *const T);
            let (q, r) = a.divmod::<L>(b);
            *((*p.add(2)).wrapping_offset(i * *s.add(2)) as *mut T) = q;
            *((*p.add(3)).wrapping_offset(i * *s.add(3)) as *mut T) = r;
        }
        Status::OK
    }
}

struct HalfBoth;
impl Loop for HalfBoth {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        for i in 0..n as isize {
            let (mut a, mut b) = (0f32, 0f32);
            widen::<L>((*p).wrapping_offset(i * *s), 2, 1, &mut a);
            widen::<L>((*p.add(1)).wrapping_offset(i * *s.add(1)), 2, 1, &mut b);
            let (q, r) = a.divmod::<L>(b);
            narrow::<L>(&q, 1, (*p.add(2)).wrapping_offset(i * *s.add(2)), 2);
            narrow::<L>(&r, 1, (*p.add(3)).wrapping_offset(i * *s.add(3)), 2);
        }
        Status::OK
    }
}

macro_rules! floats {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => Some(Half2::<$op>::kernel(Fp::Hardware, 4.0)),
            _ => table!($ty, avx2, Fp::Hardware, 0.5, |T| Strided<T, $op>; f32: F32, f64: F64),
        }
    };
}

pub(super) fn find(name: &str, ty: Ty, operands: usize) -> Option<Kernel> {
    match (name, operands) {
        ("floor_divide", 3) => floats!(ty, FloorDivide),
        ("remainder", 3) => floats!(ty, Remainder),
        ("fmod", 3) => floats!(ty, Fmod),
        ("divmod", 4) if ty == Ty::F16 => Some(Kernel::new(best_v3::<HalfBoth>(), Fp::Hardware, 4.0)),
        ("divmod", 4) => table!(ty, avx2, Fp::Hardware, 0.6, |T| Both<T>; f32: F32, f64: F64),
        _ => None,
    }
}
