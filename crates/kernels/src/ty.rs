//! The element types that kernels are instantiated for.

use half::f16;
use num_complex::Complex;

/// A native element type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum Ty {
    Bool,
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F16,
    F32,
    F64,
    C64,
    C128,
}

impl Ty {
    pub const ALL: [Ty; 14] = [
        Ty::Bool,
        Ty::I8,
        Ty::U8,
        Ty::I16,
        Ty::U16,
        Ty::I32,
        Ty::U32,
        Ty::I64,
        Ty::U64,
        Ty::F16,
        Ty::F32,
        Ty::F64,
        Ty::C64,
        Ty::C128,
    ];

    /// Bytes of one element.
    pub const fn size(self) -> usize {
        match self {
            Ty::Bool | Ty::I8 | Ty::U8 => 1,
            Ty::I16 | Ty::U16 | Ty::F16 => 2,
            Ty::I32 | Ty::U32 | Ty::F32 => 4,
            Ty::I64 | Ty::U64 | Ty::F64 | Ty::C64 => 8,
            Ty::C128 => 16,
        }
    }
}

/// A Rust type that is an element type. `bool` elements are the bytes 0 and 1 (`u8` in kernels).
pub trait Element: Copy + Send + Sync + 'static {
    const TY: Ty;
}

macro_rules! element { ($($t:ty => $ty:ident),*) => { $(impl Element for $t { const TY: Ty = Ty::$ty; })* } }
element!(i8 => I8, u8 => U8, i16 => I16, u16 => U16, i32 => I32, u32 => U32, i64 => I64, u64 => U64,
         f16 => F16, f32 => F32, f64 => F64, Complex<f32> => C64, Complex<f64> => C128);
