//! Loops that call one scalar function an element.

use super::libm;
use super::real::Real;
use crate::cpu::{baseline, Level, Loop};
use crate::{clear_hardware_flags, hardware_flags, Ctx, Fp, Kernel, Raw, Status, Ty};
use half::f16;
use std::marker::PhantomData;

/// A function of one variable.
pub trait Fn1 {
    fn at(x: f64) -> f64;
}

/// A function of two variables.
pub trait Fn2 {
    fn at(x: f64, y: f64) -> f64;
}

struct Map1<T, F>(PhantomData<(T, F)>);
struct Map2<T, F>(PhantomData<(T, F)>);

impl<T: Real, F: Fn1> Loop for Map1<T, F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        let mut status = Status::OK;
        clear_hardware_flags();
        for i in 0..n as isize {
            let x = F::at((*(a.offset(i * sa) as *const T)).widen());
            let r = T::narrow(x);
            if T::SOFT {
                status = status.with(T::narrowing(x, r));
            }
            *(o.offset(i * so) as *mut T) = r;
        }
        status.with(hardware_flags())
    }
}

impl<T: Real, F: Fn2> Loop for Map2<T, F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut status = Status::OK;
        clear_hardware_flags();
        for i in 0..n as isize {
            let (x, y) = (*(a.offset(i * sa) as *const T), *(b.offset(i * sb) as *const T));
            let z = F::at(x.widen(), y.widen());
            let r = T::narrow(z);
            if T::SOFT {
                status = status.with(T::narrowing(z, r));
            }
            *(o.offset(i * so) as *mut T) = r;
        }
        status.with(hardware_flags())
    }
}

/// The loop of a function of one variable for an element type.
pub fn map1<F: Fn1>(t: Ty) -> Option<Raw> {
    Some(match t {
        Ty::F16 => baseline::<Map1<f16, F>>(),
        Ty::F32 => baseline::<Map1<f32, F>>(),
        Ty::F64 => baseline::<Map1<f64, F>>(),
        _ => return None,
    })
}

/// The loop of a function of two variables for an element type.
pub fn map2<F: Fn2>(t: Ty) -> Option<Raw> {
    Some(match t {
        Ty::F16 => baseline::<Map2<f16, F>>(),
        Ty::F32 => baseline::<Map2<f32, F>>(),
        Ty::F64 => baseline::<Map2<f64, F>>(),
        _ => return None,
    })
}

macro_rules! fn1 { ($($ty:ident = $f:expr;)*) => { $(
    pub struct $ty;
    impl Fn1 for $ty {
        #[inline(always)]
        fn at(x: f64) -> f64 { let f: fn(f64) -> f64 = $f; f(x) }
    }
)* } }
macro_rules! fn2 { ($($ty:ident = $f:expr;)*) => { $(
    pub struct $ty;
    impl Fn2 for $ty {
        #[inline(always)]
        fn at(x: f64, y: f64) -> f64 { let f: fn(f64, f64) -> f64 = $f; f(x, y) }
    }
)* } }

fn1! {
    Exp = f64::exp;
    Exp2 = f64::exp2;
    Expm1 = f64::exp_m1;
    Log = f64::ln;
    Log2 = f64::log2;
    Log10 = f64::log10;
    Log1p = f64::ln_1p;
    Sqrt = f64::sqrt;
    Cbrt = f64::cbrt;
    Sin = f64::sin;
    Cos = f64::cos;
    Tan = f64::tan;
    Arcsin = f64::asin;
    Arccos = f64::acos;
    Arctan = f64::atan;
    Sinh = f64::sinh;
    Cosh = f64::cosh;
    Tanh = f64::tanh;
    // SAFETY (three lines): functions of the C library without preconditions.
    Arcsinh = |x| unsafe { libm::asinh(x) };
    Arccosh = |x| unsafe { libm::acosh(x) };
    Arctanh = |x| unsafe { libm::atanh(x) };
    Deg2rad = |x| x * (std::f64::consts::PI / 180.0);
    Rad2deg = |x| x * (180.0 / std::f64::consts::PI);
}

fn2! {
    Arctan2 = f64::atan2;
    Hypot = f64::hypot;
    Logaddexp = |x, y| {
        let d = x - y;
        if x == y {
            x + std::f64::consts::LN_2 // also equal infinities
        } else if d > 0.0 {
            x + (-d).exp().ln_1p()
        } else if d <= 0.0 {
            y + d.exp().ln_1p()
        } else {
            d // NaN
        }
    };
    Logaddexp2 = |x, y| {
        let d = x - y;
        if x == y {
            x + 1.0
        } else if d > 0.0 {
            x + (-d).exp2().ln_1p() * std::f64::consts::LOG2_E
        } else if d <= 0.0 {
            y + d.exp2().ln_1p() * std::f64::consts::LOG2_E
        } else {
            d
        }
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let t = types[0];
    if types.iter().any(|&u| u != t) {
        return None;
    }
    let run = match (name, types.len()) {
        ("exp", 2) => map1::<Exp>(t),
        ("exp2", 2) => map1::<Exp2>(t),
        ("expm1", 2) => map1::<Expm1>(t),
        ("log", 2) => map1::<Log>(t),
        ("log2", 2) => map1::<Log2>(t),
        ("log10", 2) => map1::<Log10>(t),
        ("log1p", 2) => map1::<Log1p>(t),
        ("sqrt", 2) => map1::<Sqrt>(t),
        ("cbrt", 2) => map1::<Cbrt>(t),
        ("sin", 2) => map1::<Sin>(t),
        ("cos", 2) => map1::<Cos>(t),
        ("tan", 2) => map1::<Tan>(t),
        ("arcsin", 2) => map1::<Arcsin>(t),
        ("arccos", 2) => map1::<Arccos>(t),
        ("arctan", 2) => map1::<Arctan>(t),
        ("sinh", 2) => map1::<Sinh>(t),
        ("cosh", 2) => map1::<Cosh>(t),
        ("tanh", 2) => map1::<Tanh>(t),
        ("arcsinh", 2) => map1::<Arcsinh>(t),
        ("arccosh", 2) => map1::<Arccosh>(t),
        ("arctanh", 2) => map1::<Arctanh>(t),
        ("deg2rad" | "radians", 2) => map1::<Deg2rad>(t),
        ("rad2deg" | "degrees", 2) => map1::<Rad2deg>(t),
        ("arctan2", 3) => map2::<Arctan2>(t),
        ("hypot", 3) => map2::<Hypot>(t),
        ("logaddexp", 3) => map2::<Logaddexp>(t),
        ("logaddexp2", 3) => map2::<Logaddexp2>(t),
        _ => None,
    };
    run.map(|f| Kernel::new(f, Fp::Returned, 10.0))
}
