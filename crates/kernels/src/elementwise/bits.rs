//! Operations on the bits of integers.

use super::fold::{fold_in_order, Fold2};
use super::loops::{op1, op2, Map1, Map2};
use super::select::{table, uniform};
use crate::{Fp, Kernel, Ty};

struct And;
op2!(And commutes: u8 u16 u32 u64, |a, b| a & b);
fold_in_order!(And: u8 u16 u32 u64);
struct Or;
op2!(Or commutes: u8 u16 u32 u64, |a, b| a | b);
fold_in_order!(Or: u8 u16 u32 u64);
struct Xor;
op2!(Xor commutes: u8 u16 u32 u64, |a, b| a ^ b);
fold_in_order!(Xor: u8 u16 u32 u64);
struct Not;
op1!(Not: u8 u16 u32 u64, |a| !a);

// A shift by the width or more (negative amounts count as huge) moves every bit out.
macro_rules! shifts {
    ($($t:ident/$u:ident)+) => { $(
        op2!(LeftShift: $t, |a, b| if (b as $u) < $t::BITS as $u { a << b } else { 0 });
    )+ };
}
struct LeftShift;
shifts!(u8/u8 u16/u16 u32/u32 u64/u64);

struct RightShift;
op2!(RightShift: u8 u16 u32 u64, |a, b| if b < Self::R::BITS as Self::R { a >> b } else { 0 });
macro_rules! arithmetic_shift {
    ($($t:ident/$u:ident)+) => { $(
        op2!(RightShift: $t, |a, b| a >> if (b as $u) < $t::BITS as $u { b } else { $t::BITS as $t - 1 });
    )+ };
}
arithmetic_shift!(i8/u8 i16/u16 i32/u32 i64/u64);

struct Count;
op1!(Count: i8 i16 i32 i64 => u8, |a| a.unsigned_abs().count_ones() as u8);
op1!(Count: u8 u16 u32 u64 => u8, |a| a.count_ones() as u8);

macro_rules! bitwise {
    ($ty:expr, $op:ident) => {
        table!($ty, all, Fp::Never, 0.018, |T| Fold2<T, $op>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64)
    };
}

fn count(types: &[Ty]) -> Option<Kernel> {
    let [ty, Ty::U8] = *types else { return None };
    table!(ty, avx2, Fp::Never, 0.05, |T| Map1<T, Count>;
        i8: I8, i16: I16, i32: I32, i64: I64, u8: U8, u16: U16, u32: U32, u64: U64)
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    if name == "bitwise_count" {
        return count(types);
    }
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("bitwise_and", 3) => bitwise!(ty, And),
        ("bitwise_or", 3) => bitwise!(ty, Or),
        ("bitwise_xor", 3) => bitwise!(ty, Xor),
        ("invert", 2) => table!(ty, all, Fp::Never, 0.016, |T| Map1<T, Not>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64),
        ("left_shift", 3) => table!(ty, avx2, Fp::Never, 0.03, |T| Map2<T, T, LeftShift>;
            u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64),
        ("right_shift", 3) => table!(ty, avx2, Fp::Never, 0.03, |T| Map2<T, T, RightShift>;
            i8: I8, i16: I16, i32: I32, i64: I64, u8: U8, u16: U16, u32: U32, u64: U64),
        _ => None,
    }
}
