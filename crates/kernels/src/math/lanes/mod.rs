//! Registers of several `f64`, so that one text of a function serves all CPU levels.
//!
//! A value of these types exists only inside loops instantiated for a level that has the instructions
//! ([`with_lanes!`] chooses by the constants of [`Level`](crate::cpu::Level)); this is what makes their
//! safe methods sound.

/// Instructions on the values of one of the types below, without memory.
#[cfg(target_arch = "x86_64")]
macro_rules! instructions {
    ($($body:tt)*) => {
        // SAFETY: values of the type exist only where its level's instructions do.
        unsafe { $($body)* }
    };
}

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
mod portable;
mod two;

#[cfg(target_arch = "x86_64")]
pub use avx2::F256;
#[cfg(target_arch = "x86_64")]
pub use avx512::F512;
pub use portable::Portable;
pub use two::Two;

use super::constants::Table;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// The most lanes any implementation has.
pub const MAX: usize = 16;

/// `f64` lanes with the operations that elementary functions are made of.
pub trait Lanes:
    Copy + Add<Output = Self> + Sub<Output = Self> + Mul<Output = Self> + Div<Output = Self> + Neg<Output = Self>
{
    const N: usize;
    type Mask: Copy;
    /// Lanes of 64 bits.
    type Bits: Copy;

    fn splat(x: f64) -> Self;
    unsafe fn load(p: *const f64) -> Self;
    unsafe fn store(self, p: *mut f64);
    unsafe fn load_f32(p: *const f32) -> Self;
    unsafe fn store_f32(self, p: *mut f32);

    /// a*b + c for polynomials: rounded once where the level has it in one instruction.
    fn mul_add(self, b: Self, c: Self) -> Self;
    /// c - a*b, likewise.
    fn mul_rsub(self, b: Self, c: Self) -> Self;
    /// a*b as its rounded value and the rest.
    fn two_prod(self, b: Self) -> (Self, Self);
    fn sqrt(self) -> Self;
    fn abs(self) -> Self;
    /// The magnitude of `self` under the sign of `sign`.
    fn copysign(self, sign: Self) -> Self;
    /// The instruction: the second operand if either is NaN.
    fn min(self, b: Self) -> Self;
    fn max(self, b: Self) -> Self;
    /// To the nearest whole number, |x| below 2^51.
    fn round(self) -> Self;
    /// 1/x to 11 bits or better, for x between 2^-120 and 2^120.
    fn approx_recip(self) -> Self;
    /// a/b to 13 bits or better, b normal.
    fn approx_div(self, b: Self) -> Self;

    fn lt(self, b: Self) -> Self::Mask;
    fn le(self, b: Self) -> Self::Mask;
    fn eq(self, b: Self) -> Self::Mask;
    /// low <= self < high for positive bounds: one comparison of bits, false for NaN.
    fn within(self, low: f64, high: f64) -> Self::Mask;
    fn not(m: Self::Mask) -> Self::Mask;
    fn and(m: Self::Mask, n: Self::Mask) -> Self::Mask;
    fn or(m: Self::Mask, n: Self::Mask) -> Self::Mask;
    /// No lane.
    fn none() -> Self::Mask;
    /// `self` with its sign flipped where that of `sign` is set.
    fn flip(self, sign: Self) -> Self;
    /// `a` where the mask holds, else `b`.
    fn select(m: Self::Mask, a: Self, b: Self) -> Self;
    /// One bit a lane, the first lane lowest.
    fn bitmask(m: Self::Mask) -> u32;

    fn bits(self) -> Self::Bits;
    fn from_bits(b: Self::Bits) -> Self;
    fn splat_bits(b: u64) -> Self::Bits;
    fn add_bits(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    fn sub_bits(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    fn and_bits(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    fn or_bits(a: Self::Bits, b: Self::Bits) -> Self::Bits;
    fn shl<const K: u32>(a: Self::Bits) -> Self::Bits;
    fn shr<const K: u32>(a: Self::Bits) -> Self::Bits;
    /// The entries at the low four bits of the indices.
    fn lookup(t: &Table, index: Self::Bits) -> Self;

    /// a*b + c rounded about once also where a*b and c cancel.
    #[inline(always)]
    fn fused(self, b: Self, c: Self) -> Self {
        let (p, e) = self.two_prod(b);
        let (s, t) = two_sum(p, c);
        s + (t + e)
    }

    /// Some of the lanes, the others a copy of `fill`.
    #[inline(always)]
    unsafe fn load_some(p: *const f64, n: usize, fill: f64) -> Self {
        let mut block = [fill; MAX];
        for (i, x) in block.iter_mut().enumerate().take(n) {
            *x = *p.add(i);
        }
        Self::load(block.as_ptr())
    }

    #[inline(always)]
    unsafe fn store_some(self, p: *mut f64, n: usize) {
        let mut block = [0.0; MAX];
        self.store(block.as_mut_ptr());
        for (i, x) in block.iter().enumerate().take(n) {
            *p.add(i) = *x;
        }
    }
}

/// a + b as its rounded value and the rest (Knuth).
#[inline(always)]
pub fn two_sum<V: Lanes>(a: V, b: V) -> (V, V) {
    let s = a + b;
    let c = s - a;
    (s, (a - (s - c)) + (b - c))
}

/// a + b as its rounded value and the rest, |a| >= |b| or a = 0 (Dekker).
#[inline(always)]
pub fn fast_two_sum<V: Lanes>(a: V, b: V) -> (V, V) {
    let s = a + b;
    (s, (a - s) + b)
}

/// The polynomial with the given coefficients, lowest first (Horner; two registers hide the latency).
#[inline(always)]
pub fn poly<V: Lanes, const K: usize>(x: V, c: &[f64; K]) -> V {
    let mut r = V::splat(c[K - 1]);
    let mut k = K - 1;
    while k > 0 {
        k -= 1;
        r = r.mul_add(x, V::splat(c[k]));
    }
    r
}

/// Runs an expression with `$v` naming the lanes of the level `$l`.
macro_rules! with_lanes {
    ($l:ty, $v:ident => $body:expr) => {{
        #[cfg(target_arch = "x86_64")]
        {
            if <$l>::WIDE {
                type $v = $crate::math::lanes::F512;
                $body
            } else if <$l>::FMA {
                type $v = $crate::math::lanes::F256;
                $body
            } else {
                type $v = $crate::math::lanes::Portable<false>;
                $body
            }
        }
        #[cfg(not(target_arch = "x86_64"))]
        {
            if <$l>::FMA {
                type $v = $crate::math::lanes::Portable<true>;
                $body
            } else {
                type $v = $crate::math::lanes::Portable<false>;
                $body
            }
        }
    }};
}
pub(crate) use with_lanes;
