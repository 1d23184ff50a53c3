//! Four lanes in plain Rust, which the compiler turns into what the target has.

use super::{two_sum, Lanes};
use crate::math::constants::Table;
use std::ops::{Add, Div, Mul, Neg, Sub};

const N: usize = 4;

/// An array of what an expression gives for each lane: a loop, since closures may stay calls.
macro_rules! each {
    ($i:ident, $zero:expr, $e:expr) => {{
        let mut r = [$zero; N];
        let mut $i = 0;
        while $i < N {
            r[$i] = $e;
            $i += 1;
        }
        r
    }};
}

/// Lanes without intrinsics; `FMA` says that `mul_add` is one instruction.
#[derive(Clone, Copy)]
pub struct Portable<const FMA: bool>([f64; N]);

impl<const FMA: bool> Portable<FMA> {
    /// The first lane.
    pub fn first(self) -> f64 {
        self.0[0]
    }

    /// Upper and lower half of the digits (Veltkamp).
    #[inline(always)]
    fn halves(self) -> (Self, Self) {
        let c = Self::splat(134217729.0) * self;
        let high = c - (c - self);
        (high, self - high)
    }
}

impl<const FMA: bool> Add for Portable<FMA> {
    type Output = Self;
    #[inline(always)]
    fn add(self, b: Self) -> Self {
        Portable(each!(i, 0.0, self.0[i] + b.0[i]))
    }
}
impl<const FMA: bool> Sub for Portable<FMA> {
    type Output = Self;
    #[inline(always)]
    fn sub(self, b: Self) -> Self {
        Portable(each!(i, 0.0, self.0[i] - b.0[i]))
    }
}
impl<const FMA: bool> Mul for Portable<FMA> {
    type Output = Self;
    #[inline(always)]
    fn mul(self, b: Self) -> Self {
        Portable(each!(i, 0.0, self.0[i] * b.0[i]))
    }
}
impl<const FMA: bool> Div for Portable<FMA> {
    type Output = Self;
    #[inline(always)]
    fn div(self, b: Self) -> Self {
        Portable(each!(i, 0.0, self.0[i] / b.0[i]))
    }
}
impl<const FMA: bool> Neg for Portable<FMA> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Portable(each!(i, 0.0, -self.0[i]))
    }
}

impl<const FMA: bool> Lanes for Portable<FMA> {
    const N: usize = N;
    type Mask = [bool; N];
    type Bits = [u64; N];

    #[inline(always)]
    fn splat(x: f64) -> Self {
        Portable([x; N])
    }
    #[inline(always)]
    unsafe fn load(p: *const f64) -> Self {
        Portable(each!(i, 0.0, *p.add(i)))
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f64) {
        for (i, x) in self.0.into_iter().enumerate() {
            *p.add(i) = x;
        }
    }
    #[inline(always)]
    unsafe fn load_f32(p: *const f32) -> Self {
        Portable(each!(i, 0.0, *p.add(i) as f64))
    }
    #[inline(always)]
    unsafe fn store_f32(self, p: *mut f32) {
        for (i, x) in self.0.into_iter().enumerate() {
            *p.add(i) = x as f32;
        }
    }
    #[inline(always)]
    fn mul_add(self, b: Self, c: Self) -> Self {
        if FMA {
            Portable(each!(i, 0.0, self.0[i].mul_add(b.0[i], c.0[i])))
        } else {
            self * b + c
        }
    }
    #[inline(always)]
    fn mul_rsub(self, b: Self, c: Self) -> Self {
        (-self).mul_add(b, c)
    }
    #[inline(always)]
    fn fused(self, b: Self, c: Self) -> Self {
        if FMA {
            return self.mul_add(b, c);
        }
        let (p, e) = self.two_prod(b);
        let (s, t) = two_sum(p, c);
        s + (t + e)
    }
    #[inline(always)]
    fn two_prod(self, b: Self) -> (Self, Self) {
        let p = self * b;
        if FMA {
            return (p, self.mul_add(b, -p));
        }
        // Dekker's product.
        let ((ah, al), (bh, bl)) = (self.halves(), b.halves());
        (p, (((ah * bh - p) + ah * bl) + al * bh) + al * bl)
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        Portable(each!(i, 0.0, self.0[i].sqrt()))
    }
    #[inline(always)]
    fn abs(self) -> Self {
        Portable(each!(i, 0.0, self.0[i].abs()))
    }
    #[inline(always)]
    fn copysign(self, sign: Self) -> Self {
        Portable(each!(i, 0.0, self.0[i].copysign(sign.0[i])))
    }
    #[inline(always)]
    fn min(self, b: Self) -> Self {
        Portable(each!(i, 0.0, if self.0[i] < b.0[i] { self.0[i] } else { b.0[i] }))
    }
    #[inline(always)]
    fn max(self, b: Self) -> Self {
        Portable(each!(i, 0.0, if self.0[i] > b.0[i] { self.0[i] } else { b.0[i] }))
    }
    #[inline(always)]
    fn round(self) -> Self {
        let magic = Self::splat(6755399441055744.0);
        (self + magic) - magic
    }
    #[inline(always)]
    fn approx_recip(self) -> Self {
        Portable(each!(i, 0.0, 1.0 / self.0[i]))
    }
    #[inline(always)]
    fn approx_div(self, b: Self) -> Self {
        self / b
    }
    #[inline(always)]
    fn lt(self, b: Self) -> [bool; N] {
        each!(i, false, self.0[i] < b.0[i])
    }
    #[inline(always)]
    fn le(self, b: Self) -> [bool; N] {
        each!(i, false, self.0[i] <= b.0[i])
    }
    #[inline(always)]
    fn eq(self, b: Self) -> [bool; N] {
        each!(i, false, self.0[i] == b.0[i])
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> [bool; N] {
        each!(i, false, low <= self.0[i] && self.0[i] < high)
    }
    #[inline(always)]
    fn flip(self, sign: Self) -> Self {
        let sign = sign.bits();
        Portable(each!(i, 0.0, f64::from_bits(self.0[i].to_bits() ^ (sign[i] & (1 << 63)))))
    }
    #[inline(always)]
    fn not(m: [bool; N]) -> [bool; N] {
        each!(i, false, !m[i])
    }
    #[inline(always)]
    fn and(m: [bool; N], n: [bool; N]) -> [bool; N] {
        each!(i, false, m[i] & n[i])
    }
    #[inline(always)]
    fn or(m: [bool; N], n: [bool; N]) -> [bool; N] {
        each!(i, false, m[i] | n[i])
    }
    #[inline(always)]
    fn none() -> [bool; N] {
        [false; N]
    }
    #[inline(always)]
    fn select(m: [bool; N], a: Self, b: Self) -> Self {
        Portable(each!(i, 0.0, if m[i] { a.0[i] } else { b.0[i] }))
    }
    #[inline(always)]
    fn bitmask(m: [bool; N]) -> u32 {
        m[0] as u32 | (m[1] as u32) << 1 | (m[2] as u32) << 2 | (m[3] as u32) << 3
    }
    #[inline(always)]
    fn bits(self) -> [u64; N] {
        each!(i, 0, self.0[i].to_bits())
    }
    #[inline(always)]
    fn from_bits(b: [u64; N]) -> Self {
        Portable(each!(i, 0.0, f64::from_bits(b[i])))
    }
    #[inline(always)]
    fn splat_bits(b: u64) -> [u64; N] {
        [b; N]
    }
    #[inline(always)]
    fn add_bits(a: [u64; N], b: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i].wrapping_add(b[i]))
    }
    #[inline(always)]
    fn sub_bits(a: [u64; N], b: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i].wrapping_sub(b[i]))
    }
    #[inline(always)]
    fn and_bits(a: [u64; N], b: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i] & b[i])
    }
    #[inline(always)]
    fn or_bits(a: [u64; N], b: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i] | b[i])
    }
    #[inline(always)]
    fn shl<const K: u32>(a: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i] << K)
    }
    #[inline(always)]
    fn shr<const K: u32>(a: [u64; N]) -> [u64; N] {
        each!(i, 0, a[i] >> K)
    }
    #[inline(always)]
    fn lookup(t: &Table, index: [u64; N]) -> Self {
        Portable(each!(i, 0.0, t.0[(index[i] & 15) as usize]))
    }
}
