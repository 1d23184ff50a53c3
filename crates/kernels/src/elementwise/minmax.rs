//! Extrema of two, and clipping.
//!
//! `maximum` and `minimum` hand a NaN on, `fmax` and `fmin` skip it. Of equal zeros the second operand
//! is taken, as the instructions do (in half precision the first). A NaN is handed on as `a + b`: choosing `a` itself would
//! make the loops in place stores under a mask.

use super::fold::{fold_in_order, in_order, Fold, Fold2};
use super::half::{AsSingle, HalfFrame, HalfRow};
use super::loops::{op2, step, Op2};
use super::pack::{with_pack, Pack};
use super::select::{table, uniform};
use crate::cpu::{best_v3, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

pub(crate) struct Maximum;
op2!(Maximum commutes: i8 i16 i32 u8 u16 u32, |a, b| a.max(b));
op2!(Maximum commutes chooses: i64 u64, |a, b| a.max(b));
op2!(Maximum: f32 f64, |a, b| { let m = if a > b { a } else { b }; if a.is_nan() { a + b } else { m } });
op2!(Maximum: C64 C128, |a, b| if any_nan(a.re, a.im) || at_least((a.re, a.im), (b.re, b.im)) { a } else { b });

pub(crate) struct Minimum;
op2!(Minimum commutes: i8 i16 i32 u8 u16 u32, |a, b| a.min(b));
op2!(Minimum commutes chooses: i64 u64, |a, b| a.min(b));
op2!(Minimum: f32 f64, |a, b| { let m = if a < b { a } else { b }; if a.is_nan() { a + b } else { m } });
op2!(Minimum: C64 C128, |a, b| if any_nan(a.re, a.im) || at_least((b.re, b.im), (a.re, a.im)) { a } else { b });

struct FMax;
op2!(FMax chooses: f32 f64, |a, b| { let m = if a > b { a } else { b }; if b.is_nan() { a } else { m } });
op2!(FMax: C64 C128, |a, b| if any_nan(b.re, b.im) || at_least((a.re, a.im), (b.re, b.im)) { a } else { b });

struct FMin;
op2!(FMin chooses: f32 f64, |a, b| { let m = if a < b { a } else { b }; if b.is_nan() { a } else { m } });
op2!(FMin: C64 C128, |a, b| if any_nan(b.re, b.im) || at_least((b.re, b.im), (a.re, a.im)) { a } else { b });

#[inline(always)]
fn any_nan<T: PartialEq + Copy>(re: T, im: T) -> bool {
    #[allow(clippy::eq_op)]
    let nan = (re != re) | (im != im);
    nan
}

/// `a >= b` in the order of complex numbers.
#[inline(always)]
fn at_least<T: PartialOrd + Copy>(a: (T, T), b: (T, T)) -> bool {
    (a.0 > b.0 && !any_nan(a.1, b.1)) || (a.0 == b.0 && a.1 >= b.1)
}

fold_in_order!(Maximum: i8 i16 i32 i64 u8 u16 u32 u64 C64 C128);
fold_in_order!(Minimum: i8 i16 i32 i64 u8 u16 u32 u64 C64 C128);
fold_in_order!(FMax: C64 C128);
fold_in_order!(FMin: C64 C128);

/// The reduction of a contiguous row of floats: four registers of extrema that skip NaN, and whether
/// there was one.
macro_rules! fold_packed {
    ($op:ident, $t:ident, $better:ident, $worst:ident, nan $spreads:literal) => {
        impl Fold<$t> for $op {
            #[inline(always)]
            unsafe fn fold<L: Level>(acc: $t, row: *const u8, stride: isize, n: usize) -> $t {
                let small = with_pack!(L, $t, P => n < 2 * P::N);
                if stride != step::<$t>() || small {
                    return in_order::<L, $t, $op>(acc, row, stride, n);
                }
                let row = row as *const $t;
                with_pack!(L, $t, P => {
                    let worst = P::splat(<$t>::$worst);
                    let (mut r, mut nan) = ([worst; 4], P::no_nan());
                    let mut i = 0;
                    while i + 4 * P::N <= n {
                        for (j, r) in r.iter_mut().enumerate() {
                            let x = P::load(row.add(i + j * P::N));
                            *r = r.$better(x);
                            if $spreads {
                                nan = x.note_nan(nan);
                            }
                        }
                        i += 4 * P::N;
                    }
                    while i < n {
                        // The last one overlaps what was seen already.
                        let x = P::load(row.add(i.min(n - P::N)));
                        r[0] = r[0].$better(x);
                        if $spreads {
                            nan = x.note_nan(nan);
                        }
                        i += P::N;
                    }
                    if $spreads && P::any_nan(nan) {
                        return if acc.is_nan() { acc } else { first_nan(row, n) };
                    }
                    let mut lanes = [<$t>::$worst; 16];
                    r[0].$better(r[1]).$better(r[2].$better(r[3])).store(lanes.as_mut_ptr());
                    let mut width = P::N / 2;
                    while width > 0 {
                        for l in 0..width {
                            lanes[l] = <Self as Op2<$t>>::apply::<L>(lanes[l], lanes[l + width]);
                        }
                        width /= 2;
                    }
                    let best = lanes[0];
                    // Nothing better than the worst: rows of it, or of NaN alone.
                    if best == <$t>::$worst {
                        return in_order::<L, $t, $op>(acc, row as *const u8, stride, n);
                    }
                    <Self as Op2<$t>>::apply::<L>(acc, best)
                })
            }
        }
    };
}
fold_packed!(Maximum, f32, greater, NEG_INFINITY, nan true);
fold_packed!(Maximum, f64, greater, NEG_INFINITY, nan true);
fold_packed!(Minimum, f32, lesser, INFINITY, nan true);
fold_packed!(Minimum, f64, lesser, INFINITY, nan true);
fold_packed!(FMax, f32, greater, NEG_INFINITY, nan false);
fold_packed!(FMax, f64, greater, NEG_INFINITY, nan false);
fold_packed!(FMin, f32, lesser, INFINITY, nan false);
fold_packed!(FMin, f64, lesser, INFINITY, nan false);

/// The first NaN of a row that has one.
#[inline(always)]
#[allow(clippy::eq_op)]
unsafe fn first_nan<T: Copy + PartialEq>(row: *const T, n: usize) -> T {
    let mut at = 0;
    while at + 32 <= n && !(0..32).fold(false, |nan, j| nan | (*row.add(at + j) != *row.add(at + j))) {
        at += 32;
    }
    *row.add((at..n).find(|&i| *row.add(i) != *row.add(i)).unwrap_or(0))
}

/// Half precision: of equals the first operand.
struct FirstOfEquals<O>(PhantomData<O>);
impl<O: Op2<f32, R = f32>> Op2<f32> for FirstOfEquals<O> {
    type R = f32;
    #[inline(always)]
    fn apply<L: Level>(a: f32, b: f32) -> f32 {
        if a == b {
            a
        } else {
            O::apply::<L>(a, b)
        }
    }
}

fn half<O: Fold<f32>>() -> Option<Kernel>
where
    AsSingle<O>: HalfRow,
{
    let run = best_v3::<HalfFrame<FirstOfEquals<O>, AsSingle<O>>>();
    Some(Kernel::new(run, Fp::Never, 0.8))
}

macro_rules! floats {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => half::<$op>(),
            Ty::C64 | Ty::C128 => {
                table!($ty, any, Fp::Never, 0.15, |T| Fold2<T, $op>; C64: C64, C128: C128)
            }
            _ => table!($ty, all, Fp::Never, 0.02, |T| Fold2<T, $op>; f32: F32, f64: F64),
        }
    };
}

macro_rules! integers {
    ($ty:expr, $op:ident) => {
        table!($ty, all, Fp::Never, 0.018, |T| Fold2<T, $op>; i8: I8, i16: I16, i32: I32, i64: I64,
            u8: U8, u16: U16, u32: U32, u64: U64)
    };
}

/// `out = min(max(x, low), high)`; a NaN in any of the three is the result.
struct Clip<T>(PhantomData<T>);

/// What clipping needs of a type.
trait Clamp: Copy {
    fn clamp3(x: Self, low: Self, high: Self) -> Self;
}
macro_rules! clamp {
    ($($t:ident)+) => { $( impl Clamp for $t {
        #[inline(always)]
        fn clamp3(x: $t, low: $t, high: $t) -> $t { x.max(low).min(high) }
    } )+ }
}
clamp!(i8 i16 i32 i64 u8 u16 u32 u64);
macro_rules! clamp_float {
    ($($t:ident)+) => { $( impl Clamp for $t {
        #[inline(always)]
        fn clamp3(x: $t, low: $t, high: $t) -> $t {
            // Of equal zeros the bound is taken.
            let r = if x > low { x } else { low };
            let r = if x.is_nan() { x } else { r };
            let m = if r < high { r } else { high };
            if r.is_nan() { r } else { m }
        }
    } )+ }
}
clamp_float!(f32 f64);
macro_rules! clamp_complex {
    ($($t:ident)+) => { $( impl Clamp for $t {
        #[inline(always)]
        fn clamp3(x: $t, low: $t, high: $t) -> $t {
            // A NaN beside a decisive real part counts only in the number itself.
            let more = |a: $t, b: $t| (a.re > b.re) || (a.re == b.re && a.im > b.im);
            let r = if any_nan(x.re, x.im) || more(x, low) { x } else { low };
            if any_nan(r.re, r.im) || more(high, r) { r } else { high }
        }
    } )+ }
}
clamp_complex!(C64 C128);
/// Half precision in single.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Half(u16);
impl Clamp for Half {
    #[inline(always)]
    fn clamp3(x: Half, low: Half, high: Half) -> Half {
        use crate::convert::half::to_f32;
        let (fx, fl, fh) = (to_f32(x.0), to_f32(low.0), to_f32(high.0));
        let r = if fx.is_nan() || fx >= fl { (x, fx) } else { (low, fl) };
        if r.1.is_nan() || r.1 <= fh {
            r.0
        } else {
            high
        }
    }
}

impl<T: Clamp> Loop for Clip<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut x, mut low, mut high, mut o) = (*p, *p.add(1), *p.add(2), *p.add(3));
        let (sx, sl, sh, so) = (*s, *s.add(1), *s.add(2), *s.add(3));
        if L::FAST && sl == 0 && sh == 0 && sx == step::<T>() && so == step::<T>() {
            let (low, high) = (*(low as *const T), *(high as *const T));
            let r = o as *mut T;
            if x == o {
                for i in 0..n {
                    *r.add(i) = T::clamp3(*r.add(i), low, high);
                }
            } else {
                let x = x as *const T;
                for i in 0..n {
                    *r.add(i) = T::clamp3(*x.add(i), low, high);
                }
            }
            return Status::OK;
        }
        for _ in 0..n {
            *(o as *mut T) = T::clamp3(*(x as *const T), *(low as *const T), *(high as *const T));
            x = x.wrapping_offset(sx);
            low = low.wrapping_offset(sl);
            high = high.wrapping_offset(sh);
            o = o.wrapping_offset(so);
        }
        Status::OK
    }
}

fn clip(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 | Ty::C64 | Ty::C128 => {
            table!(ty, any, Fp::Never, 0.4, |T| Clip<T>; Half: F16, C64: C64, C128: C128)
        }
        _ => {
            table!(ty, all, Fp::Never, 0.025, |T| Clip<T>; u8: Bool U8, i8: I8, i16: I16, i32: I32, i64: I64,
            u16: U16, u32: U32, u64: U64, f32: F32, f64: F64)
        }
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("clip", 4) => clip(ty),
        ("maximum", 3) => integers!(ty, Maximum).or_else(|| floats!(ty, Maximum)),
        ("minimum", 3) => integers!(ty, Minimum).or_else(|| floats!(ty, Minimum)),
        ("fmax", 3) => integers!(ty, Maximum).or_else(|| floats!(ty, FMax)),
        ("fmin", 3) => integers!(ty, Minimum).or_else(|| floats!(ty, FMin)),
        _ => None,
    }
}
