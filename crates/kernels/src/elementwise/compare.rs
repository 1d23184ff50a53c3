//! Comparisons; the result is a boolean.

use super::half::HalfTest2;
use super::loops::{op2, Checked2, Flip, Map2, Op2, Plain2};
use super::select::{predicate, table};
use crate::cpu::{best_v3, Level};
use crate::{Fp, Kernel, Status, Ty};
use num_complex::Complex;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

/// A boolean: any byte but 0 is true.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Flag(u8);

impl Flag {
    #[inline(always)]
    fn on(self) -> u8 {
        (self.0 != 0) as u8
    }
}

struct Equal;
op2!(Equal commutes: Flag => u8, |a, b| (a.on() == b.on()) as u8);
op2!(Equal commutes: u8 u16 u32 u64 f32 f64 => u8, |a, b| (a == b) as u8);
op2!(Equal: C64 C128 => u8, |a, b| ((a.re == b.re) & (a.im == b.im)) as u8);

struct NotEqual;
op2!(NotEqual commutes: Flag => u8, |a, b| (a.on() != b.on()) as u8);
op2!(NotEqual commutes: u8 u16 u32 u64 f32 f64 => u8, |a, b| (a != b) as u8);
op2!(NotEqual: C64 C128 => u8, |a, b| ((a.re != b.re) | (a.im != b.im)) as u8);

struct Less;
op2!(Less: Flag => u8, |a, b| (a.on() < b.on()) as u8);
op2!(Less: i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 => u8, |a, b| (a < b) as u8);

struct LessEqual;
op2!(LessEqual: Flag => u8, |a, b| (a.on() <= b.on()) as u8);
op2!(LessEqual: i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 => u8, |a, b| (a <= b) as u8);

// Complex numbers are ordered by real, then imaginary part; a NaN anywhere makes it false. Ordering a
// NaN is invalid in IEEE 754; for real numbers no ufunc reports it, for complex ones all do.
macro_rules! complex_order {
    ($name:ident, $c:ident, $op:tt) => {
        impl Checked2<$c> for $name {
            type R = u8;
            #[inline(always)]
            fn apply(a: $c, b: $c, status: &mut Status) -> u8 {
                let (real_nan, part_nan) = (a.re.is_nan() | b.re.is_nan(), a.im.is_nan() | b.im.is_nan());
                let same = a.re == b.re;
                *status = status.with(Status::INVALID.when(real_nan | (same & part_nan)));
                (((a.re < b.re) & !part_nan) | (same & (a.im $op b.im))) as u8
            }
        }
    };
}
complex_order!(Less, C64, <);
complex_order!(Less, C128, <);
complex_order!(LessEqual, C64, <=);
complex_order!(LessEqual, C128, <=);

// A signed with an unsigned number, by value.
macro_rules! mixed {
    ($name:ident, |$a:ident: i64, $b:ident: u64| $e:expr) => {
        impl Op2<i64, u64> for $name {
            type R = u8;
            #[inline(always)]
            fn apply<L: Level>($a: i64, $b: u64) -> u8 {
                ($e) as u8
            }
        }
    };
    ($name:ident, |$a:ident: u64, $b:ident: i64| $e:expr) => {
        impl Op2<u64, i64> for $name {
            type R = u8;
            #[inline(always)]
            fn apply<L: Level>($a: u64, $b: i64) -> u8 {
                ($e) as u8
            }
        }
    };
}
mixed!(Equal, |a: i64, b: u64| (a >= 0) & (a as u64 == b));
mixed!(NotEqual, |a: i64, b: u64| (a < 0) | (a as u64 != b));
mixed!(Less, |a: i64, b: u64| (a < 0) | ((a as u64) < b));
mixed!(LessEqual, |a: i64, b: u64| (a < 0) | (a as u64 <= b));
mixed!(Less, |a: u64, b: i64| (b >= 0) & (a < b as u64));
mixed!(LessEqual, |a: u64, b: i64| (b >= 0) & (a <= b as u64));

/// Equality does not see signs.
macro_rules! equality {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => Some(HalfTest2::<$op>::kernel(0.5)),
            Ty::C64 | Ty::C128 => {
                table!($ty, avx2, Fp::Never, 0.05, |T| Map2<T, T, $op>; C64: C64, C128: C128)
            }
            _ => table!($ty, all, Fp::Never, 0.018, |T| Map2<T, T, $op>;
                Flag: Bool, u8: I8 U8, u16: I16 U16, u32: I32 U32, u64: I64 U64, f32: F32, f64: F64),
        }
    };
}

macro_rules! order {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => Some(HalfTest2::<$op>::kernel(0.5)),
            Ty::C64 | Ty::C128 => {
                table!($ty, avx2, Fp::Returned, 0.05, |T| Plain2<T, T, $op>; C64: C64, C128: C128)
            }
            _ => table!($ty, all, Fp::Never, 0.018, |T| Map2<T, T, $op>;
                i8: I8, i16: I16, i32: I32, i64: I64,
                Flag: Bool, u8: U8, u16: U16, u32: U32, u64: U64, f32: F32, f64: F64),
        }
    };
}

macro_rules! flipped {
    ($ty:expr, $op:ident) => {
        match $ty {
            Ty::F16 => Some(HalfTest2::<$op>::flipped(0.5)),
            Ty::C64 | Ty::C128 => {
                table!($ty, avx2, Fp::Returned, 0.05, |T| Flip<Plain2<T, T, $op>>; C64: C64, C128: C128)
            }
            _ => table!($ty, all, Fp::Never, 0.018, |T| Flip<Map2<T, T, $op>>;
                i8: I8, i16: I16, i32: I32, i64: I64,
                Flag: Bool, u8: U8, u16: U16, u32: U32, u64: U64, f32: F32, f64: F64),
        }
    };
}

/// `int64` with `uint64`, and the other way round.
fn signed_unsigned(name: &str, signed_first: bool) -> Option<Kernel> {
    type SU<O> = Map2<i64, u64, O>;
    type US<O> = Map2<u64, i64, O>;
    let run = match (name, signed_first) {
        ("equal", true) => best_v3::<SU<Equal>>(),
        ("equal", false) => best_v3::<Flip<SU<Equal>>>(),
        ("not_equal", true) => best_v3::<SU<NotEqual>>(),
        ("not_equal", false) => best_v3::<Flip<SU<NotEqual>>>(),
        ("less", true) => best_v3::<SU<Less>>(),
        ("less", false) => best_v3::<US<Less>>(),
        ("less_equal", true) => best_v3::<SU<LessEqual>>(),
        ("less_equal", false) => best_v3::<US<LessEqual>>(),
        ("greater", true) => best_v3::<Flip<US<Less>>>(),
        ("greater", false) => best_v3::<Flip<SU<Less>>>(),
        ("greater_equal", true) => best_v3::<Flip<US<LessEqual>>>(),
        ("greater_equal", false) => best_v3::<Flip<SU<LessEqual>>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Never, 0.2))
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    match types {
        [Ty::I64, Ty::U64, Ty::Bool] => return signed_unsigned(name, true),
        [Ty::U64, Ty::I64, Ty::Bool] => return signed_unsigned(name, false),
        _ => {}
    }
    if types.len() != 3 {
        return None;
    }
    let ty = predicate(types)?;
    match name {
        "equal" => equality!(ty, Equal),
        "not_equal" => equality!(ty, NotEqual),
        "less" => order!(ty, Less),
        "less_equal" => order!(ty, LessEqual),
        "greater" => flipped!(ty, Less),
        "greater_equal" => flipped!(ty, LessEqual),
        _ => None,
    }
}
