//! Four lanes (AVX2, FMA).

use super::Lanes;
use crate::math::constants::Table;
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy)]
pub struct F256(__m256d);

macro_rules! operator {
    ($op:ident, $f:ident, $i:ident) => {
        impl $op for F256 {
            type Output = F256;
            #[inline(always)]
            fn $f(self, b: F256) -> F256 {
                F256(instructions! { $i(self.0, b.0) })
            }
        }
    };
}
operator!(Add, add, _mm256_add_pd);
operator!(Sub, sub, _mm256_sub_pd);
operator!(Mul, mul, _mm256_mul_pd);
operator!(Div, div, _mm256_div_pd);

impl Neg for F256 {
    type Output = F256;
    #[inline(always)]
    fn neg(self) -> F256 {
        F256(instructions! { _mm256_xor_pd(self.0, _mm256_set1_pd(-0.0)) })
    }
}

impl Lanes for F256 {
    const N: usize = 4;
    type Mask = __m256d;
    type Bits = __m256i;

    #[inline(always)]
    fn splat(x: f64) -> F256 {
        F256(instructions! { _mm256_set1_pd(x) })
    }
    #[inline(always)]
    unsafe fn load(p: *const f64) -> F256 {
        F256(_mm256_loadu_pd(p))
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f64) {
        _mm256_storeu_pd(p, self.0)
    }
    #[inline(always)]
    unsafe fn load_f32(p: *const f32) -> F256 {
        F256(_mm256_cvtps_pd(_mm_loadu_ps(p)))
    }
    #[inline(always)]
    unsafe fn store_f32(self, p: *mut f32) {
        _mm_storeu_ps(p, _mm256_cvtpd_ps(self.0))
    }
    #[inline(always)]
    fn mul_add(self, b: F256, c: F256) -> F256 {
        F256(instructions! { _mm256_fmadd_pd(self.0, b.0, c.0) })
    }
    #[inline(always)]
    fn mul_rsub(self, b: F256, c: F256) -> F256 {
        F256(instructions! { _mm256_fnmadd_pd(self.0, b.0, c.0) })
    }
    #[inline(always)]
    fn fused(self, b: F256, c: F256) -> F256 {
        self.mul_add(b, c)
    }
    #[inline(always)]
    fn two_prod(self, b: F256) -> (F256, F256) {
        let p = self * b;
        (p, F256(instructions! { _mm256_fmsub_pd(self.0, b.0, p.0) }))
    }
    #[inline(always)]
    fn sqrt(self) -> F256 {
        F256(instructions! { _mm256_sqrt_pd(self.0) })
    }
    #[inline(always)]
    fn abs(self) -> F256 {
        F256(instructions! { _mm256_andnot_pd(_mm256_set1_pd(-0.0), self.0) })
    }
    #[inline(always)]
    fn copysign(self, sign: F256) -> F256 {
        F256(instructions! {
            let mask = _mm256_set1_pd(-0.0);
            _mm256_or_pd(_mm256_and_pd(mask, sign.0), _mm256_andnot_pd(mask, self.0))
        })
    }
    #[inline(always)]
    fn min(self, b: F256) -> F256 {
        F256(instructions! { _mm256_min_pd(self.0, b.0) })
    }
    #[inline(always)]
    fn max(self, b: F256) -> F256 {
        F256(instructions! { _mm256_max_pd(self.0, b.0) })
    }
    #[inline(always)]
    fn round(self) -> F256 {
        F256(instructions! { _mm256_round_pd::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(self.0) })
    }
    #[inline(always)]
    fn approx_recip(self) -> F256 {
        // The single-precision instruction; callers stay within its range.
        F256(instructions! { _mm256_cvtps_pd(_mm_rcp_ps(_mm256_cvtpd_ps(self.0))) })
    }
    #[inline(always)]
    fn approx_div(self, b: F256) -> F256 {
        self / b
    }
    #[inline(always)]
    fn lt(self, b: F256) -> __m256d {
        instructions! { _mm256_cmp_pd::<_CMP_LT_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn le(self, b: F256) -> __m256d {
        instructions! { _mm256_cmp_pd::<_CMP_LE_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn eq(self, b: F256) -> __m256d {
        instructions! { _mm256_cmp_pd::<_CMP_EQ_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> __m256d {
        // Shifted so that the signed comparison orders like an unsigned one.
        const LEAST: u64 = 1 << 63;
        let x = Self::sub_bits(self.bits(), Self::splat_bits(low.to_bits().wrapping_add(LEAST)));
        let end = Self::splat_bits((high.to_bits() - low.to_bits()).wrapping_sub(LEAST));
        instructions! { _mm256_castsi256_pd(_mm256_cmpgt_epi64(end, x)) }
    }
    #[inline(always)]
    fn flip(self, sign: F256) -> F256 {
        F256(instructions! { _mm256_xor_pd(self.0, _mm256_and_pd(_mm256_set1_pd(-0.0), sign.0)) })
    }
    #[inline(always)]
    fn not(m: __m256d) -> __m256d {
        instructions! { _mm256_xor_pd(m, _mm256_castsi256_pd(_mm256_set1_epi64x(-1))) }
    }
    #[inline(always)]
    fn and(m: __m256d, n: __m256d) -> __m256d {
        instructions! { _mm256_and_pd(m, n) }
    }
    #[inline(always)]
    fn or(m: __m256d, n: __m256d) -> __m256d {
        instructions! { _mm256_or_pd(m, n) }
    }
    #[inline(always)]
    fn none() -> __m256d {
        instructions! { _mm256_setzero_pd() }
    }
    #[inline(always)]
    fn select(m: __m256d, a: F256, b: F256) -> F256 {
        F256(instructions! { _mm256_blendv_pd(b.0, a.0, m) })
    }
    #[inline(always)]
    fn bitmask(m: __m256d) -> u32 {
        instructions! { _mm256_movemask_pd(m) as u32 }
    }
    #[inline(always)]
    fn bits(self) -> __m256i {
        instructions! { _mm256_castpd_si256(self.0) }
    }
    #[inline(always)]
    fn from_bits(b: __m256i) -> F256 {
        F256(instructions! { _mm256_castsi256_pd(b) })
    }
    #[inline(always)]
    fn splat_bits(b: u64) -> __m256i {
        instructions! { _mm256_set1_epi64x(b as i64) }
    }
    #[inline(always)]
    fn add_bits(a: __m256i, b: __m256i) -> __m256i {
        instructions! { _mm256_add_epi64(a, b) }
    }
    #[inline(always)]
    fn sub_bits(a: __m256i, b: __m256i) -> __m256i {
        instructions! { _mm256_sub_epi64(a, b) }
    }
    #[inline(always)]
    fn and_bits(a: __m256i, b: __m256i) -> __m256i {
        instructions! { _mm256_and_si256(a, b) }
    }
    #[inline(always)]
    fn or_bits(a: __m256i, b: __m256i) -> __m256i {
        instructions! { _mm256_or_si256(a, b) }
    }
    #[inline(always)]
    fn shl<const K: u32>(a: __m256i) -> __m256i {
        instructions! { _mm256_sll_epi64(a, _mm_cvtsi32_si128(K as i32)) }
    }
    #[inline(always)]
    fn shr<const K: u32>(a: __m256i) -> __m256i {
        instructions! { _mm256_srl_epi64(a, _mm_cvtsi32_si128(K as i32)) }
    }
    #[inline(always)]
    fn lookup(t: &Table, index: __m256i) -> F256 {
        // SAFETY: indices are below 16, the table's length.
        F256(unsafe {
            let i = _mm256_and_si256(index, _mm256_set1_epi64x(15));
            let (low, high) = (_mm256_castsi256_si128(i), _mm256_extracti128_si256::<1>(i));
            let at = |k: i64| *t.0.as_ptr().add(k as usize);
            let (a, b) = (at(_mm_cvtsi128_si64(low)), at(_mm_extract_epi64::<1>(low)));
            let (c, d) = (at(_mm_cvtsi128_si64(high)), at(_mm_extract_epi64::<1>(high)));
            _mm256_setr_pd(a, b, c, d)
        })
    }
    #[inline(always)]
    unsafe fn load_some(p: *const f64, n: usize, fill: f64) -> F256 {
        let mask = first(n);
        F256(_mm256_blendv_pd(_mm256_set1_pd(fill), _mm256_maskload_pd(p, mask), _mm256_castsi256_pd(mask)))
    }
    #[inline(always)]
    unsafe fn store_some(self, p: *mut f64, n: usize) {
        _mm256_maskstore_pd(p, first(n), self.0)
    }
}

/// The mask of the first lanes.
#[inline(always)]
unsafe fn first(n: usize) -> __m256i {
    _mm256_cmpgt_epi64(_mm256_set1_epi64x(n as i64), _mm256_setr_epi64x(0, 1, 2, 3))
}
