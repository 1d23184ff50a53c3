//! What kind of number an element is.

use super::loops::{op1, Map1};
use super::select::{predicate, table};
use crate::{Fp, Kernel, Ty};
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

// Integers are finite numbers.
struct False;
op1!(False: u8 u16 u32 u64 => u8, |_a| 0);
struct True;
op1!(True: u8 u16 u32 u64 => u8, |_a| 1);

macro_rules! test {
    ($ty:expr, $op:ident, $integers:ident) => {
        table!($ty, all, Fp::Never, 0.02, |T| Map1<T, $op>; f32: F32, f64: F64)
            .or_else(|| table!($ty, avx2, Fp::Never, 0.03, |T| Map1<T, $op>;
                Half: F16, C64: C64, C128: C128))
            .or_else(|| table!($ty, any, Fp::Never, 0.02, |T| Map1<T, $integers>;
                u8: Bool I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64))
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    if types.len() != 2 {
        return None;
    }
    let ty = predicate(types)?;
    match name {
        "isnan" => test!(ty, IsNan, False),
        "isinf" => test!(ty, IsInf, False),
        "isfinite" => test!(ty, IsFinite, True),
        "signbit" => table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, SignBit>; Half: F16, f32: F32, f64: F64),
        _ => None,
    }
}
