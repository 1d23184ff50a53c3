//! Rounding to integers, and the square root: one instruction each.

use super::arithmetic::identity;
use super::half::Half1;
use super::loops::{op1, Map1};
use super::select::{table, uniform};
use crate::{Fp, Kernel, Ty};
use num_complex::Complex;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

struct Rint;
op1!(Rint: f32 f64, |a| a.round_ties_even());
op1!(Rint: C64 C128, |a| Complex::new(a.re.round_ties_even(), a.im.round_ties_even()));
struct Floor;
op1!(Floor: f32 f64, |a| a.floor());
struct Ceil;
op1!(Ceil: f32 f64, |a| a.ceil());
struct Trunc;
op1!(Trunc: f32 f64, |a| a.trunc());
struct Sqrt;
op1!(Sqrt: f32 f64, |a| a.sqrt());

macro_rules! round {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => Some(Half1::<$op>::quiet(0.6)),
            _ => table!($ty, all, Fp::Never, 0.018, |T| Map1<T, $op>; f32: F32, f64: F64),
        }
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let ty = uniform(types)?;
    let float = matches!(ty, Ty::F16 | Ty::F32 | Ty::F64 | Ty::C64 | Ty::C128);
    match (name, types.len()) {
        ("floor" | "ceil" | "trunc", 2) if !float => identity(ty),
        ("rint", 2) => round!(ty, Rint)
            .or_else(|| table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, Rint>; C64: C64, C128: C128)),
        ("floor", 2) => round!(ty, Floor),
        ("ceil", 2) => round!(ty, Ceil),
        ("trunc", 2) => round!(ty, Trunc),
        ("sqrt", 2) if ty == Ty::F16 => Some(Half1::<Sqrt>::kernel(0.9)),
        ("sqrt", 2) => table!(ty, all, Fp::Hardware, 0.06, |T| Map1<T, Sqrt>; f32: F32, f64: F64),
        _ => None,
    }
}
