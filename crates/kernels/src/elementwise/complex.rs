//! Arithmetic of complex numbers.

use super::fold::{in_order, pairwise, Fold, Fold2};
use super::loops::{op1, step, Map1, Map2, Op1, Op2};
use super::pin::{raise_invalid, Pin};
use super::select::{table, uniform};
use crate::cpu::{best, best_v3, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

extern "C" {
    fn hypot(x: f64, y: f64) -> f64;
    fn hypotf(x: f32, y: f32) -> f32;
}

struct Add;
struct Subtract;
struct Multiply;
struct Product;
struct Divide;
struct Negative;
struct Conjugate;
struct Square;
struct Reciprocal;
struct Sign;
struct Absolute;

op1!(Negative: C64 C128, |a| -a);
op1!(Conjugate: C64 C128, |a| a.conj());

macro_rules! arithmetic {
    ($c:ident, $t:ident, $hypot:ident) => {
        impl Op2<$c> for Add {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c, b: $c) -> $c {
                a + b
            }
        }
        impl Op2<$c> for Subtract {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c, b: $c) -> $c {
                a - b
            }
        }
        // The second product of each part is rounded, the first one fused with the sum (as on
        // every CPU that has the instruction).
        impl Op2<$c> for Multiply {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c, b: $c) -> $c {
                let (re, im) = (a.im * b.im, a.im * b.re);
                if L::FMA {
                    $c::new(a.re.mul_add(b.re, -re), a.re.mul_add(b.im, im))
                } else {
                    $c::new(a.re * b.re - re, a.re * b.im + im)
                }
            }
        }
        // The product of a row rounds every product.
        impl Op2<$c> for Product {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c, b: $c) -> $c {
                $c::new(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
            }
        }
        // R. L. Smith, "Algorithm 116: Complex division", 1962. Each branch begins with a pinned
        // operand: computed ahead of the test, it would raise flags of the way not taken (and so would
        // the unused lanes of two divisions in one vector).
        impl Op2<$c> for Divide {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c, b: $c) -> $c {
                let (re, im) = (b.re.abs(), b.im.abs());
                if re.is_nan() | im.is_nan() {
                    raise_invalid();
                }
                if re >= im {
                    if re == 0.0 && im == 0.0 {
                        let zero = re.pinned();
                        return $c::new((a.re / zero).pinned(), a.im / zero.pinned());
                    }
                    let divisor = b.re.pinned();
                    let ratio = b.im / divisor;
                    let scale = 1.0 / (divisor + b.im * ratio);
                    $c::new((a.re + a.im * ratio) * scale, (a.im - a.re * ratio) * scale)
                } else {
                    let divisor = b.im.pinned();
                    let ratio = b.re / divisor;
                    let scale = 1.0 / (divisor + b.re * ratio);
                    $c::new((a.re * ratio + a.im) * scale, (a.im * ratio - a.re) * scale)
                }
            }
        }
        impl Op1<$c> for Square {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c) -> $c {
                Multiply::apply::<L>(a, a)
            }
        }
        impl Op1<$c> for Reciprocal {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c) -> $c {
                if a.re.is_nan() | a.im.is_nan() {
                    raise_invalid();
                }
                if a.im.abs() <= a.re.abs() {
                    let re = a.re.pinned();
                    let ratio = a.im / re;
                    let d = re + a.im * ratio;
                    $c::new((1.0 / d).pinned(), -ratio / d.pinned())
                } else {
                    let im = a.im.pinned();
                    let ratio = a.re / im;
                    let d = a.re * ratio + im;
                    $c::new((ratio / d).pinned(), -1.0 / d.pinned())
                }
            }
        }
        impl Op1<$c> for Absolute {
            type R = $t;
            #[inline(always)]
            fn apply<L: Level>(a: $c) -> $t {
                // Scaled by the larger part; infinite if one part is, even beside a NaN.
                let (re, im) = (a.re.abs(), a.im.abs());
                let large = if re > im { re } else { im };
                let small = if re > im { im } else { re };
                let ratio = if large == 0.0 { 0.0 } else { small / large };
                let square = if L::FMA { ratio.mul_add(ratio, 1.0) } else { ratio * ratio + 1.0 };
                let finite = square.sqrt() * large;
                let nan = if re.is_nan() { re } else { im };
                let other = if re.is_infinite() | im.is_infinite() { <$t>::INFINITY } else { nan };
                if re.is_nan() | im.is_nan() | (large == <$t>::INFINITY) {
                    other
                } else {
                    finite
                }
            }
        }
        impl Op1<$c> for Sign {
            type R = $c;
            #[inline(always)]
            fn apply<L: Level>(a: $c) -> $c {
                // SAFETY: a C99 function of two numbers.
                let magnitude = unsafe { $hypot(a.re, a.im) };
                if magnitude.is_nan() {
                    $c::new(<$t>::NAN, <$t>::NAN)
                } else if magnitude.is_infinite() {
                    match (a.re.is_infinite(), a.im.is_infinite()) {
                        (true, true) => $c::new(<$t>::NAN, <$t>::NAN),
                        (true, false) => $c::new((1.0 as $t).copysign(a.re), 0.0),
                        _ => $c::new(0.0, (1.0 as $t).copysign(a.im)),
                    }
                } else if magnitude == 0.0 {
                    $c::new(0.0, 0.0)
                } else {
                    let m = magnitude.pinned();
                    $c::new((a.re / m).pinned(), a.im / m.pinned())
                }
            }
        }
        impl Fold<$c> for Add {
            #[inline(always)]
            unsafe fn fold<L: Level>(acc: $c, row: *const u8, stride: isize, n: usize) -> $c {
                pairwise::<L, $c>(acc, row, stride, n)
            }
        }
        impl Fold<$c> for Multiply {
            #[inline(always)]
            unsafe fn fold<L: Level>(acc: $c, row: *const u8, stride: isize, n: usize) -> $c {
                in_order::<L, $c, Product>(acc, row, stride, n)
            }
        }
    };
}
arithmetic!(C64, f32, hypotf);
arithmetic!(C128, f64, hypot);

/// Addition and subtraction act on the parts: a contiguous row is a real row of twice the length.
struct ByParts<T, C, O>(PhantomData<(T, C, O)>);
impl<T: Loop, C: Copy, O: Loop> Loop for ByParts<T, C, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let whole = step::<C>();
        if *s == whole && *s.add(1) == whole && *s.add(2) == whole {
            let part = whole / 2;
            return L::call::<T>(c, p, [part, part, part].as_ptr(), 2 * n);
        }
        O::run::<L>(c, p, s, n)
    }
}

type Sum<T, C> = ByParts<Fold2<T, super::arithmetic::Add>, C, Fold2<C, Add>>;
type Difference<T, C> = ByParts<Fold2<T, super::arithmetic::Subtract>, C, Map2<C, C, Subtract>>;

fn by_parts(name: &str, ty: Ty) -> Option<Kernel> {
    let run = match (name, ty) {
        ("add", Ty::C64) => best_v3::<Sum<f32, C64>>(),
        ("add", Ty::C128) => best_v3::<Sum<f64, C128>>(),
        ("subtract", Ty::C64) => best_v3::<Difference<f32, C64>>(),
        ("subtract", Ty::C128) => best_v3::<Difference<f64, C128>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Hardware, 0.02 * ty.size() as f32))
}

fn absolute(types: &[Ty]) -> Option<Kernel> {
    match types {
        [Ty::C64, Ty::F32] => Some(Kernel::new(best::<Map1<C64, Absolute>>(), Fp::Never, 0.3)),
        [Ty::C128, Ty::F64] => Some(Kernel::new(best::<Map1<C128, Absolute>>(), Fp::Never, 0.8)),
        _ => None,
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    if name == "absolute" {
        return absolute(types);
    }
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("add" | "subtract", 3) => by_parts(name, ty),
        ("multiply", 3) => table!(ty, avx2, Fp::Hardware, 0.03, |T| Fold2<T, Multiply>; C64: C64, C128: C128),
        ("divide", 3) => table!(ty, any, Fp::Hardware, 0.4, |T| Map2<T, T, Divide>; C64: C64, C128: C128),
        ("negative", 2) => table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, Negative>; C64: C64, C128: C128),
        ("positive", 2) => table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, Same>; C64: C64, C128: C128),
        ("conjugate", 2) => table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, Conjugate>; C64: C64, C128: C128),
        ("square", 2) => table!(ty, avx2, Fp::Hardware, 0.03, |T| Map1<T, Square>; C64: C64, C128: C128),
        ("reciprocal", 2) => {
            table!(ty, any, Fp::Hardware, 0.4, |T| Map1<T, Reciprocal>; C64: C64, C128: C128)
        }
        ("sign", 2) => table!(ty, any, Fp::Hardware, 3.0, |T| Map1<T, Sign>; C64: C64, C128: C128),
        _ => None,
    }
}

struct Same;
op1!(Same: C64 C128, |a| a);
