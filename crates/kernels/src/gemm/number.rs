//! Element types of products: how they are packed, which microkernel multiplies them, how results return.

use super::tile::*;
use half::f16;
use num_complex::Complex;

/// An element type of a matrix product.
pub(crate) trait Number: Copy + 'static {
    type Tiles: Tiles<E = Self::E>;
    /// What it is packed as.
    type E: Copy + 'static;
    /// 2 for complex numbers, packed in two planes.
    const PARTS: usize = 1;
    /// Packed elements are the elements themselves, and so are the results.
    const DIRECT: bool = false;
    /// Sums must not be rounded to the element type before they are complete.
    const WHOLE: bool = false;
    const ZERO: Self;
    fn part(self, part: usize) -> Self::E;
    fn join(parts: [Self::E; 2]) -> Self;
    /// A complex number as the two pairs whose products with the parts of another add up to the parts of the product.
    #[inline(always)]
    fn factors(self) -> [[Self::E; 2]; 2] {
        [[self.part(0); 2]; 2]
    }
    fn plus(self, o: Self) -> Self;
    /// For sums of few products, without packing.
    type Sum: Copy + 'static;
    fn sum(self) -> Self::Sum;
    /// `s + a * b`
    fn accumulate(s: Self::Sum, a: Self, b: Self) -> Self::Sum;
    /// The same, in one instruction where `FMA` says that the level has it.
    #[inline(always)]
    fn fused<const FMA: bool>(s: Self::Sum, a: Self, b: Self) -> Self::Sum {
        Self::accumulate(s, a, b)
    }
    fn both(s: Self::Sum, t: Self::Sum) -> Self::Sum;
    fn round(s: Self::Sum) -> Self;
}

macro_rules! number {
    ($($t:ty, $tiles:ident, $e:ty, $direct:literal, $zero:expr;
       $sum:ty, |$x:ident| $part:expr, $join:expr, $plus:expr, $acc:expr $(, $fma:expr)?;)*) => { $(
        impl Number for $t {
            type Tiles = $tiles;
            type E = $e;
            type Sum = $sum;
            const DIRECT: bool = $direct;
            const ZERO: $t = $zero;
            #[inline(always)]
            fn part(self, _: usize) -> $e { let $x = self; $part }
            #[inline(always)]
            fn join(parts: [$e; 2]) -> $t { $join(parts[0]) }
            #[inline(always)]
            fn plus(self, o: $t) -> $t { $plus(self, o) }
            #[inline(always)]
            fn sum(self) -> $sum { self as $sum }
            #[inline(always)]
            fn accumulate(s: $sum, a: $t, b: $t) -> $sum { $acc(s, a, b) }
            $(
                #[inline(always)]
                fn fused<const FMA: bool>(s: $sum, a: $t, b: $t) -> $sum {
                    if FMA { $fma(s, a, b) } else { $acc(s, a, b) }
                }
            )?
            #[inline(always)]
            fn both(s: $sum, t: $sum) -> $sum { $plus(s, t) }
            #[inline(always)]
            fn round(s: $sum) -> $t { s as $t }
        }
    )* };
}
macro_rules! integers {
    ($($t:ty, $tiles:ident, $e:ty, $direct:literal);*) => { number! { $(
        $t, $tiles, $e, $direct, 0; $t, |x| x as $e, |e: $e| e as $t, |a: $t, b: $t| a.wrapping_add(b),
        |s: $t, a: $t, b: $t| s.wrapping_add(a.wrapping_mul(b));
    )* } };
}
integers!(i8, RealI16, i16, false; i16, RealI16, i16, true; i32, RealI32, i32, true; i64, RealI64, i64, true);
number! {
    f64, RealF64, f64, true, 0.0; f64, |x| x, |e| e, |a, b| a + b, |s, a: f64, b| s + a * b, |s, a: f64, b| a.mul_add(b, s);
    f32, RealF32, f32, true, 0.0; f32, |x| x, |e| e, |a, b| a + b, |s, a: f32, b| s + a * b, |s, a: f32, b| a.mul_add(b, s);
}

/// A bool: sums are `or`, products `and`.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct Truth(u8);

impl Number for Truth {
    type Tiles = Bytes;
    type E = u8;
    type Sum = u8;
    const ZERO: Truth = Truth(0);
    #[inline(always)]
    fn part(self, _: usize) -> u8 {
        (self.0 != 0) as u8
    }
    #[inline(always)]
    fn join(parts: [u8; 2]) -> Truth {
        Truth(parts[0])
    }
    #[inline(always)]
    fn plus(self, o: Truth) -> Truth {
        Truth(((self.0 | o.0) != 0) as u8)
    }
    #[inline(always)]
    fn sum(self) -> u8 {
        (self.0 != 0) as u8
    }
    #[inline(always)]
    fn accumulate(s: u8, a: Truth, b: Truth) -> u8 {
        s | ((a.0 != 0) & (b.0 != 0)) as u8
    }
    #[inline(always)]
    fn both(s: u8, t: u8) -> u8 {
        s | t
    }
    #[inline(always)]
    fn round(s: u8) -> Truth {
        Truth(s)
    }
}

/// Half precision sums in single precision and rounds once, at the end.
impl Number for f16 {
    type Tiles = RealF32;
    type E = f32;
    type Sum = f32;
    const WHOLE: bool = true;
    const ZERO: f16 = f16::ZERO;
    #[inline(always)]
    fn part(self, _: usize) -> f32 {
        self.to_f32()
    }
    #[inline(always)]
    fn join(parts: [f32; 2]) -> f16 {
        f16::from_f32(parts[0])
    }
    #[inline(always)]
    fn plus(self, o: f16) -> f16 {
        f16::from_f32(self.to_f32() + o.to_f32())
    }
    #[inline(always)]
    fn sum(self) -> f32 {
        self.to_f32()
    }
    #[inline(always)]
    fn accumulate(s: f32, a: f16, b: f16) -> f32 {
        s + a.to_f32() * b.to_f32()
    }
    #[inline(always)]
    fn both(s: f32, t: f32) -> f32 {
        s + t
    }
    #[inline(always)]
    fn round(s: f32) -> f16 {
        f16::from_f32(s)
    }
}

macro_rules! complex {
    ($($t:ty, $tiles:ident);*) => { $(
        impl Number for Complex<$t> {
            type Tiles = $tiles;
            type E = $t;
            type Sum = Self;
            const PARTS: usize = 2;
            const ZERO: Self = Complex::new(0.0, 0.0);
            #[inline(always)]
            fn part(self, part: usize) -> $t { if part == 0 { self.re } else { self.im } }
            #[inline(always)]
            fn join(parts: [$t; 2]) -> Self { Complex::new(parts[0], parts[1]) }
            #[inline(always)]
            fn factors(self) -> [[$t; 2]; 2] { [[self.re, -self.im], [self.im, self.re]] }
            #[inline(always)]
            fn plus(self, o: Self) -> Self { self + o }
            #[inline(always)]
            fn sum(self) -> Self { self }
            #[inline(always)]
            fn accumulate(s: Self, a: Self, b: Self) -> Self {
                Complex::new(s.re + (a.re * b.re - a.im * b.im), s.im + (a.re * b.im + a.im * b.re))
            }
            #[inline(always)]
            fn both(s: Self, t: Self) -> Self { s + t }
            #[inline(always)]
            fn round(s: Self) -> Self { s }
        }
    )* };
}
complex!(f32, PlanesF32; f64, PlanesF64);

/// Evaluates the body with `$t` the [`Number`] of an element type. Products that wrap are the same for
/// signed and unsigned integers.
macro_rules! with_number {
    ($ty:expr, $t:ident => $body:expr) => {
        $crate::gemm::number::with_number!(@ $ty, $t, $body; Bool: $crate::gemm::number::Truth,
            I8 U8: i8, I16 U16: i16, I32 U32: i32, I64 U64: i64, F16: half::f16, F32: f32, F64: f64,
            C64: num_complex::Complex<f32>, C128: num_complex::Complex<f64>)
    };
    (@ $ty:expr, $t:ident, $body:expr; $($($v:ident)+: $e:ty),*) => {
        match $ty { $($($crate::Ty::$v)|+ => { type $t = $e; $body })* }
    };
}
pub(crate) use with_number;
