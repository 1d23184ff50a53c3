//! Addition, subtraction, multiplication and the unary operations of arithmetic.

use super::fold::{fold_in_order, pairwise, Fold, Fold2};
use super::half::{Half1, HalfFold2, HalfProduct, HalfSum};
use super::loops::{op1, op2, Map1, Map2};
use super::select::{table, uniform};
use crate::cpu::Level;
use crate::{Fp, Kernel, Ty};

pub(crate) struct Add;
op2!(Add commutes: u8 u16 u32 u64, |a, b| a.wrapping_add(b));
op2!(Add commutes: f32 f64, |a, b| a + b);
fold_in_order!(Add: u8 u16 u32 u64);
macro_rules! pairwise_sum { ($($t:ident)+) => { $(
    impl Fold<$t> for Add {
        #[inline(always)]
        unsafe fn fold<L: Level>(acc: $t, row: *const u8, stride: isize, n: usize) -> $t {
            pairwise::<L, $t>(acc, row, stride, n)
        }
    }
)+ } }
pairwise_sum!(f32 f64);

pub(crate) struct Subtract;
op2!(Subtract: u8 u16 u32 u64, |a, b| a.wrapping_sub(b));
op2!(Subtract: f32 f64, |a, b| a - b);
fold_in_order!(Subtract: f32 f64);

pub(crate) struct Multiply;
op2!(Multiply commutes: u8 u16 u32 u64, |a, b| a.wrapping_mul(b));
op2!(Multiply commutes: f32 f64, |a, b| a * b);
fold_in_order!(Multiply: u8 u16 u32 u64 f32 f64);

pub(crate) struct Divide;
op2!(Divide: f32 f64, |a, b| a / b);

struct Negative;
op1!(Negative: u8 u16 u32 u64, |a| a.wrapping_neg());
op1!(Negative: f32 f64, |a| -a);

pub(super) struct Identity;
op1!(Identity: u8 u16 u32 u64, |a| a);

struct Absolute;
op1!(Absolute: i8 i16 i32 i64, |a| a.wrapping_abs());
op1!(Absolute: f32 f64, |a| a.abs());

/// Clears or flips the sign bit of half precision.
struct ClearSign;
op1!(ClearSign: u16, |a| a & 0x7fff);
struct FlipSign;
op1!(FlipSign: u16, |a| a ^ 0x8000);

struct Sign;
// Two comparisons: `signum` is no vector code.
op1!(Sign: i8 i16 i32 i64, |a| (a > 0) as Self::R - (a < 0) as Self::R);
op1!(Sign: u8 u16 u32 u64, |a| (a != 0) as _);
op1!(Sign: f32 f64, |a| if a.is_nan() { a } else { (a > 0.0) as u8 as _ } - (a < 0.0) as u8 as Self::R);

struct Square;
op1!(Square: u8 u16 u32 u64, |a| a.wrapping_mul(a));
op1!(Square: f32 f64, |a| a * a);

struct Reciprocal;
op1!(Reciprocal: f32 f64, |a| 1.0 / a);

/// A copy of the operand, whatever its type.
pub(super) fn identity(ty: Ty) -> Option<Kernel> {
    table!(ty, avx2, Fp::Never, 0.015, |T| Map1<T, Identity>;
        u8: Bool I8 U8, u16: I16 U16 F16, u32: I32 U32 F32, u64: I64 U64 F64)
}

fn add(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 => Some(HalfSum::kernel(0.8)),
        _ => table!(ty, all, fp(ty), 0.018, |T| Fold2<T, Add>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64, f32: F32, f64: F64),
    }
}

fn subtract(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 => Some(HalfFold2::<Subtract>::kernel(0.8)),
        Ty::F32 | Ty::F64 => table!(ty, all, Fp::Hardware, 0.018, |T| Fold2<T, Subtract>; f32: F32, f64: F64),
        _ => table!(ty, all, Fp::Never, 0.018, |T| Map2<T, T, Subtract>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64),
    }
}

fn multiply(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 => Some(HalfProduct::kernel(0.8)),
        _ => table!(ty, all, fp(ty), 0.02, |T| Fold2<T, Multiply>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64, f32: F32, f64: F64),
    }
}

fn negative(ty: Ty) -> Option<Kernel> {
    table!(ty, avx2, Fp::Never, 0.016, |T| Map1<T, Negative>;
        u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64, f32: F32, f64: F64)
    .or_else(|| table!(ty, avx2, Fp::Never, 0.016, |T| Map1<T, FlipSign>; u16: F16))
}

fn absolute(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::Bool | Ty::U8 | Ty::U16 | Ty::U32 | Ty::U64 => identity(ty),
        Ty::F16 => table!(ty, avx2, Fp::Never, 0.016, |T| Map1<T, ClearSign>; u16: F16),
        _ => table!(ty, avx2, Fp::Never, 0.016, |T| Map1<T, Absolute>;
            i8: I8, i16: I16, i32: I32, i64: I64, f32: F32, f64: F64),
    }
}

fn sign(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 => Some(Half1::<Sign>::quiet(0.6)),
        _ => table!(ty, all, Fp::Never, 0.03, |T| Map1<T, Sign>;
            i8: I8, i16: I16, i32: I32, i64: I64, u8: U8, u16: U16, u32: U32, u64: U64, f32: F32, f64: F64),
    }
}

fn square(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F16 => Some(Half1::<Square>::kernel(0.6)),
        _ => table!(ty, all, fp(ty), 0.016, |T| Map1<T, Square>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64, f32: F32, f64: F64),
    }
}

fn fp(ty: Ty) -> Fp {
    if matches!(ty, Ty::F32 | Ty::F64) {
        Fp::Hardware
    } else {
        Fp::Never
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("add", 3) => add(ty),
        ("subtract", 3) => subtract(ty),
        ("multiply", 3) => multiply(ty),
        ("divide", 3) if ty == Ty::F16 => Some(HalfFold2::<Divide>::kernel(0.9)),
        ("divide", 3) => table!(ty, all, Fp::Hardware, 0.045, |T| Map2<T, T, Divide>; f32: F32, f64: F64),
        ("negative", 2) => negative(ty),
        ("absolute", 2) => absolute(ty),
        ("fabs", 2) if matches!(ty, Ty::F16 | Ty::F32 | Ty::F64) => absolute(ty),
        ("positive" | "conjugate", 2) if ty != Ty::Bool => identity(ty),
        ("sign", 2) => sign(ty),
        ("square", 2) => square(ty),
        ("reciprocal", 2) if ty == Ty::F16 => Some(Half1::<Reciprocal>::kernel(0.7)),
        ("reciprocal", 2) => {
            table!(ty, all, Fp::Hardware, 0.045, |T| Map1<T, Reciprocal>; f32: F32, f64: F64)
        }
        _ => None,
    }
}
