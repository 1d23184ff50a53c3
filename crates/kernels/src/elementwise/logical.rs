//! Logical operations on any type: zero is false, everything else (NaN too) is true.

use super::fold::{Fold, Fold2};
use super::loops::{op1, op2, step, Map1, Map2};
use super::select::{predicate, table};
use crate::cpu::Level;
use crate::{Fp, Kernel, Ty};
use num_complex::Complex;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// A half-precision number by its bits.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct HalfBits(pub u16);

/// Whether an element counts as true.
pub(crate) trait Truth: Copy {
    fn truth(self) -> bool;
}
macro_rules! truth {
    ($($t:ident)+) => { $( impl Truth for $t {
        #[inline(always)]
        fn truth(self) -> bool { self != (0 as $t) }
    } )+ }
}
truth!(u8 u16 u32 u64 f32 f64);
impl Truth for HalfBits {
    #[inline(always)]
    fn truth(self) -> bool {
        self.0 & 0x7fff != 0
    }
}
impl Truth for C64 {
    #[inline(always)]
    fn truth(self) -> bool {
        (self.re != 0.0) | (self.im != 0.0)
    }
}
impl Truth for C128 {
    #[inline(always)]
    fn truth(self) -> bool {
        (self.re != 0.0) | (self.im != 0.0)
    }
}

struct And;
op2!(And commutes: u8 u16 u32 u64 HalfBits f32 f64 C64 C128 => u8, |a, b| (a.truth() & b.truth()) as u8);
struct Or;
op2!(Or commutes: u8 u16 u32 u64 HalfBits f32 f64 C64 C128 => u8, |a, b| (a.truth() | b.truth()) as u8);
struct Xor;
op2!(Xor commutes: u8 u16 u32 u64 HalfBits f32 f64 C64 C128 => u8, |a, b| (a.truth() ^ b.truth()) as u8);
struct Not;
op1!(Not: u8 u16 u32 u64 HalfBits f32 f64 C64 C128 => u8, |a| !a.truth() as u8);

/// Whether any element of the row has the given truth; stops at the block that has one.
#[inline(always)]
pub(crate) unsafe fn contains<T: Truth>(row: *const u8, stride: isize, n: usize, wanted: bool) -> bool {
    let mut i = 0;
    if stride == step::<T>() {
        if block_contains::<T, 256>(row as *const T, &mut i, n, wanted) {
            return true;
        }
        if block_contains::<T, 16>(row as *const T, &mut i, n, wanted) {
            return true;
        }
    }
    let mut at = row.wrapping_offset(i as isize * stride);
    while i < n {
        if (*(at as *const T)).truth() == wanted {
            return true;
        }
        at = at.wrapping_offset(stride);
        i += 1;
    }
    false
}

/// The same in whole blocks of `B` from element `i` on, which is moved behind them.
#[inline(always)]
unsafe fn block_contains<T: Truth, const B: usize>(
    row: *const T,
    i: &mut usize,
    n: usize,
    wanted: bool,
) -> bool {
    while *i + B <= n {
        let x = row.add(*i);
        let mut found = false;
        for j in 0..B {
            found |= (*x.add(j)).truth() == wanted;
        }
        if found {
            return true;
        }
        *i += B;
    }
    false
}

// The reduction of booleans; other types reduce through a boolean result (`reduce::any`, `all`).
impl Fold<u8> for And {
    #[inline(always)]
    unsafe fn fold<L: Level>(acc: u8, row: *const u8, stride: isize, n: usize) -> u8 {
        (acc.truth() && !contains::<u8>(row, stride, n, false)) as u8
    }
}
impl Fold<u8> for Or {
    #[inline(always)]
    unsafe fn fold<L: Level>(acc: u8, row: *const u8, stride: isize, n: usize) -> u8 {
        (acc.truth() || contains::<u8>(row, stride, n, true)) as u8
    }
}

macro_rules! others {
    ($ty:expr, $op:ident) => {
        table!($ty, avx2, Fp::Never, 0.03, |T| Map2<T, T, $op>; u16: I16 U16, u32: I32 U32,
            u64: I64 U64, HalfBits: F16, f32: F32, f64: F64, C64: C64, C128: C128)
    };
}

fn two(name: &str, ty: Ty) -> Option<Kernel> {
    let byte = matches!(ty, Ty::Bool | Ty::I8 | Ty::U8);
    match name {
        "logical_and" if byte => {
            table!(ty, all, Fp::Never, 0.02, |T| Fold2<T, And>; u8: Bool I8 U8)
        }
        "logical_or" if byte => {
            table!(ty, all, Fp::Never, 0.02, |T| Fold2<T, Or>; u8: Bool I8 U8)
        }
        "logical_xor" if byte => {
            table!(ty, all, Fp::Never, 0.02, |T| Map2<T, T, Xor>; u8: Bool I8 U8)
        }
        "logical_and" => others!(ty, And),
        "logical_or" => others!(ty, Or),
        "logical_xor" => others!(ty, Xor),
        _ => None,
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    // On booleans the sum, the larger one and the bitwise "or" are one operation; so are the product,
    // the smaller one and "and".
    if types == [Ty::Bool; 3] {
        return match name {
            "add" | "maximum" | "fmax" | "bitwise_or" => two("logical_or", Ty::Bool),
            "multiply" | "minimum" | "fmin" | "bitwise_and" => two("logical_and", Ty::Bool),
            "bitwise_xor" => two("logical_xor", Ty::Bool),
            _ => two(name, Ty::Bool),
        };
    }
    let ty = predicate(types)?;
    match (name, types.len()) {
        ("logical_not", 2) => not(ty),
        ("invert", 2) if ty == Ty::Bool => not(ty),
        (_, 3) => two(name, ty),
        _ => None,
    }
}

fn not(ty: Ty) -> Option<Kernel> {
    table!(ty, avx2, Fp::Never, 0.02, |T| Map1<T, Not>; u8: Bool I8 U8, u16: I16 U16, u32: I32 U32,
        u64: I64 U64, HalfBits: F16, f32: F32, f64: F64, C64: C64, C128: C128)
}
