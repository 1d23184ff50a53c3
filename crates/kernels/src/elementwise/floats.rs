//! Operations on the parts of a float: sign, exponent, neighbours.

use super::loops::{op2, Map2, Op2};
use super::pin::{raise_invalid, raise_overflow, raise_underflow};
use super::select::{table, uniform};
use crate::convert::half::{from_f32, from_f64, to_f32};
use crate::cpu::{baseline, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

extern "C" {
    fn ldexp(x: f64, exponent: i32) -> f64;
    fn ldexpf(x: f32, exponent: i32) -> f32;
    fn nextafter(x: f64, towards: f64) -> f64;
    fn nextafterf(x: f32, towards: f32) -> f32;
}

/// Half precision by its bits.
#[derive(Clone, Copy, PartialEq)]
#[repr(transparent)]
pub(super) struct Half(u16);

impl Half {
    fn is_nan(self) -> bool {
        self.0 & 0x7fff > 0x7c00
    }
}

struct CopySign;
op2!(CopySign: f32 f64, |a, b| a.copysign(b));
op2!(CopySign: Half, |a, b| Half(a.0 & 0x7fff | b.0 & 0x8000));

struct Heaviside;
op2!(Heaviside: f32 f64, |x, h| if x.is_nan() { x } else if x == 0.0 { h } else { (x > 0.0) as u8 as Self::R });
op2!(Heaviside: Half, |x, h| if x.is_nan() {
    x
} else if x.0 & 0x7fff == 0 {
    h
} else {
    Half(if x.0 >> 15 == 0 { 0x3c00 } else { 0 })
});

struct NextAfter;
// SAFETY: C99 functions of two numbers.
op2!(NextAfter: f64, |x, y| unsafe { nextafter(x, y) });
// SAFETY: as above.
op2!(NextAfter: f32, |x, y| unsafe { nextafterf(x, y) });
op2!(NextAfter: Half, |x, y| next_half(x, y));

fn next_half(x: Half, y: Half) -> Half {
    if x.is_nan() || y.is_nan() {
        return Half(0x7e00);
    }
    let (fx, fy) = (to_f32(x.0), to_f32(y.0));
    if fx == fy {
        return x;
    }
    if fx == 0.0 {
        return Half(y.0 & 0x8000 | 1);
    }
    let next = if (fx < fy) == (fx > 0.0) { x.0 + 1 } else { x.0 - 1 };
    if next & 0x7fff == 0x7c00 {
        raise_overflow();
    }
    Half(next)
}

/// The distance to the neighbour farther from zero, with the number's sign; of half precision the
/// distance to the next larger number.
trait Spacing: Copy {
    fn spacing(self) -> Self;
}
macro_rules! spacing {
    ($($t:ident)+) => { $( impl Spacing for $t {
        fn spacing(self) -> $t {
            if !self.is_finite() {
                return if self.is_nan() { self } else { <$t>::NAN };
            }
            if self == 0.0 {
                return <$t>::from_bits(1);
            }
            let next = <$t>::from_bits(self.to_bits() + 1);
            if next.is_infinite() {
                raise_overflow();
            } else if next.is_subnormal() {
                raise_underflow();
            }
            next - self
        }
    } )+ };
}
spacing!(f32 f64);
impl Spacing for Half {
    fn spacing(self) -> Half {
        if self.0 & 0x7c00 == 0x7c00 {
            raise_invalid();
            return Half(0x7e00);
        }
        if self.0 == 0x7bff {
            raise_overflow();
            return Half(0x7c00);
        }
        let next = if self.0 & 0x7fff == 0 {
            1
        } else if self.0 >> 15 == 0 {
            self.0 + 1
        } else {
            self.0 - 1
        };
        Half(from_f32(to_f32(next) - to_f32(self.0)))
    }
}

struct SpacingOf<T>(PhantomData<T>);
impl<T: Spacing> Loop for SpacingOf<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        for i in 0..n as isize {
            let x = *((*p).wrapping_offset(i * *s) as *const T);
            *((*p.add(1)).wrapping_offset(i * *s.add(1)) as *mut T) = x.spacing();
        }
        Status::OK
    }
}

struct Ldexp;
macro_rules! scale {
    ($t:ident, |$x:ident, $e:ident| $value:expr) => {
        impl Op2<$t, i32> for Ldexp {
            type R = $t;
            #[inline(always)]
            fn apply<L: Level>($x: $t, $e: i32) -> $t {
                $value
            }
        }
        impl Op2<$t, i64> for Ldexp {
            type R = $t;
            #[inline(always)]
            fn apply<L: Level>(x: $t, e: i64) -> $t {
                <Ldexp as Op2<$t, i32>>::apply::<L>(x, e.clamp(i32::MIN as i64, i32::MAX as i64) as i32)
            }
        }
    };
}
// SAFETY: C99 functions of two numbers.
scale!(f64, |x, e| unsafe { ldexp(x, e) });
// SAFETY: as above.
scale!(f32, |x, e| unsafe { ldexpf(x, e) });
// SAFETY: as above; the scaled number has few enough bits for one rounding.
scale!(Half, |x, e| Half(from_f64(unsafe { ldexp(to_f32(x.0) as f64, e.clamp(-200, 200)) })));

/// Calls `f(x, first output, second output)` for each element.
#[inline(always)]
unsafe fn two_outputs<T: Copy, U>(
    p: *const *mut u8,
    s: *const isize,
    n: usize,
    f: impl Fn(T, *mut T, *mut U),
) {
    let item = std::mem::size_of::<T>() as isize;
    if [*s, *s.add(1), *s.add(2)] == [item, item, std::mem::size_of::<U>() as isize] {
        let (x, first, second) = (*p as *const T, *p.add(1) as *mut T, *p.add(2) as *mut U);
        for i in 0..n {
            f(*x.add(i), first.add(i), second.add(i));
        }
        return;
    }
    for i in 0..n as isize {
        f(
            *((*p).wrapping_offset(i * *s) as *const T),
            (*p.add(1)).wrapping_offset(i * *s.add(1)) as *mut T,
            (*p.add(2)).wrapping_offset(i * *s.add(2)) as *mut U,
        );
    }
}

/// C99's `frexp`, without branches: a fraction from 0.5 to 1 and a power of two; zeros, infinities and NaN are their own.
macro_rules! frexp {
    ($name:ident, $t:ty, $bits:ty, $digits:literal, $exponents:literal, $half:literal) => {
        #[inline(always)]
        fn $name(x: $t) -> ($t, i32) {
            const SCALE: i32 = $digits + 2;
            let power = |b: $bits| ((b >> $digits) & $exponents) as i32;
            let subnormal = power(x.to_bits()) == 0;
            let y = if subnormal { x * ((1u64 << SCALE) as $t) } else { x };
            let e = power(y.to_bits()) - ($half - 1) - if subnormal { SCALE } else { 0 };
            let itself = x == 0.0 || !x.is_finite();
            let fraction: $bits = y.to_bits() & !($exponents << $digits) | (($half - 1) << $digits);
            // The sum makes a signalling NaN quiet.
            (if itself { x + x } else { <$t>::from_bits(fraction) }, if itself { 0 } else { e })
        }
    };
}
frexp!(frexp, f64, u64, 52, 0x7ff, 1023);
frexp!(frexpf, f32, u32, 23, 0xff, 127);

struct Frexp<T>(PhantomData<T>);
impl Loop for Frexp<f64> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        two_outputs::<f64, i32>(p, s, n, |x, mantissa, exponent| {
            (*mantissa, *exponent) = frexp(x);
        });
        Status::OK
    }
}
impl Loop for Frexp<f32> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        two_outputs::<f32, i32>(p, s, n, |x, mantissa, exponent| {
            (*mantissa, *exponent) = frexpf(x);
        });
        Status::OK
    }
}
impl Loop for Frexp<Half> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        two_outputs::<Half, i32>(p, s, n, |x, mantissa, exponent| {
            let (m, e) = frexpf(to_f32(x.0));
            (*mantissa, *exponent) = (Half(from_f32(m)), e);
        });
        Status::OK
    }
}

/// The fraction and the whole number, both with the number's sign.
struct Modf<T>(PhantomData<T>);
macro_rules! modf {
    ($($t:ident)+) => { $( impl Loop for Modf<$t> {
        #[inline(always)]
        unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
            two_outputs::<$t, $t>(p, s, n, |x, fraction, whole| {
                let w = x.trunc();
                *whole = w;
                *fraction = if x.is_infinite() { (0.0 as $t).copysign(x) } else { (x - w).copysign(x) };
            });
            Status::OK
        }
    } )+ };
}
modf!(f32 f64);
impl Loop for Modf<Half> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        two_outputs::<Half, Half>(p, s, n, |x, fraction, whole| {
            let wide = to_f32(x.0);
            let w = wide.trunc();
            let f = if wide.is_infinite() { 0f32 } else { wide - w };
            *whole = Half(from_f32(w));
            *fraction = Half(from_f32(f.copysign(wide)));
        });
        Status::OK
    }
}

fn ldexp_of(types: &[Ty]) -> Option<Kernel> {
    let run = match types {
        [Ty::F16, Ty::I32, Ty::F16] => baseline::<Map2<Half, i32, Ldexp>>(),
        [Ty::F32, Ty::I32, Ty::F32] => baseline::<Map2<f32, i32, Ldexp>>(),
        [Ty::F64, Ty::I32, Ty::F64] => baseline::<Map2<f64, i32, Ldexp>>(),
        [Ty::F16, Ty::I64, Ty::F16] => baseline::<Map2<Half, i64, Ldexp>>(),
        [Ty::F32, Ty::I64, Ty::F32] => baseline::<Map2<f32, i64, Ldexp>>(),
        [Ty::F64, Ty::I64, Ty::F64] => baseline::<Map2<f64, i64, Ldexp>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Hardware, 3.0))
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    match (name, types) {
        ("ldexp", _) => return ldexp_of(types),
        ("frexp", &[ty, out, Ty::I32]) if ty == out => {
            return table!(ty, avx2, Fp::Never, 0.1, |T| Frexp<T>; Half: F16, f32: F32, f64: F64)
        }
        _ => {}
    }
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("copysign", 3) => {
            table!(ty, avx2, Fp::Never, 0.02, |T| Map2<T, T, CopySign>; Half: F16, f32: F32, f64: F64)
        }
        ("heaviside", 3) => {
            table!(ty, any, Fp::Never, 0.2, |T| Map2<T, T, Heaviside>; Half: F16, f32: F32, f64: F64)
        }
        ("nextafter", 3) => {
            table!(ty, any, Fp::Hardware, 0.5, |T| Map2<T, T, NextAfter>; Half: F16, f32: F32, f64: F64)
        }
        ("spacing", 2) => table!(ty, any, Fp::Hardware, 0.3, |T| SpacingOf<T>; Half: F16, f32: F32, f64: F64),
        ("modf", 3) => table!(ty, avx2, Fp::Never, 0.1, |T| Modf<T>; Half: F16, f32: F32, f64: F64),
        _ => None,
    }
}
