//! What kind of number an element is.

use super::loops::{op1, Map1};
use super::select::{predicate, table};
use crate::cpu::{baseline, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// Bits of a half-precision number.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Half(u16);

struct IsNan;
op1!(IsNan: f32 f64 => u8, |a| a.is_nan() as u8);
op1!(IsNan: C64 C128 => u8, |a| (a.re.is_nan() | a.im.is_nan()) as u8);
op1!(IsNan: Half => u8, |a| (a.0 & 0x7fff > 0x7c00) as u8);

struct IsInf;
op1!(IsInf: f32 f64 => u8, |a| a.is_infinite() as u8);
op1!(IsInf: C64 C128 => u8, |a| (a.re.is_infinite() | a.im.is_infinite()) as u8);
op1!(IsInf: Half => u8, |a| (a.0 & 0x7fff == 0x7c00) as u8);

struct IsFinite;
op1!(IsFinite: f32 f64 => u8, |a| a.is_finite() as u8);
op1!(IsFinite: C64 C128 => u8, |a| (a.re.is_finite() & a.im.is_finite()) as u8);
op1!(IsFinite: Half => u8, |a| (a.0 & 0x7c00 != 0x7c00) as u8);

struct SignBit;
op1!(SignBit: f32 f64 => u8, |a| a.is_sign_negative() as u8);
op1!(SignBit: Half => u8, |a| (a.0 >> 15) as u8);

/// The answer for every integer: they are finite numbers.
struct Constant<const VALUE: u8>;
impl<const VALUE: u8> Loop for Constant<VALUE> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut o, so) = (*p.add(1), *s.add(1));
        if so == 1 {
            o.write_bytes(VALUE, n);
            return Status::OK;
        }
        for _ in 0..n {
            *o = VALUE;
            o = o.wrapping_offset(so);
        }
        Status::OK
    }
}

macro_rules! test {
    ($ty:expr, $op:ident, $integers:literal) => {
        table!($ty, all, Fp::Never, 0.02, |T| Map1<T, $op>; f32: F32, f64: F64)
            .or_else(|| table!($ty, avx2, Fp::Never, 0.03, |T| Map1<T, $op>;
                Half: F16, C64: C64, C128: C128))
            .or_else(|| Some(Kernel::new(baseline::<Constant<$integers>>(), Fp::Never, 0.004)))
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    if types.len() != 2 {
        return None;
    }
    let ty = predicate(types)?;
    match name {
        "isnan" => test!(ty, IsNan, 0),
        "isinf" => test!(ty, IsInf, 0),
        "isfinite" => test!(ty, IsFinite, 1),
        "signbit" => table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, SignBit>; Half: F16, f32: F32, f64: F64),
        _ => None,
    }
}
