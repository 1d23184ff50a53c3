//! Eight lanes (AVX-512 F, DQ).

use super::Lanes;
use crate::math::constants::Table;
use std::arch::x86_64::*;
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy)]
pub struct F512(__m512d);

macro_rules! operator {
    ($op:ident, $f:ident, $i:ident) => {
        impl $op for F512 {
            type Output = F512;
            #[inline(always)]
            fn $f(self, b: F512) -> F512 {
                F512(instructions! { $i(self.0, b.0) })
            }
        }
    };
}
operator!(Add, add, _mm512_add_pd);
operator!(Sub, sub, _mm512_sub_pd);
operator!(Mul, mul, _mm512_mul_pd);
operator!(Div, div, _mm512_div_pd);

impl Neg for F512 {
    type Output = F512;
    #[inline(always)]
    fn neg(self) -> F512 {
        F512(instructions! { _mm512_xor_pd(self.0, _mm512_set1_pd(-0.0)) })
    }
}

impl Lanes for F512 {
    const N: usize = 8;
    type Mask = __mmask8;
    type Bits = __m512i;

    #[inline(always)]
    fn splat(x: f64) -> F512 {
        F512(instructions! { _mm512_set1_pd(x) })
    }
    #[inline(always)]
    unsafe fn load(p: *const f64) -> F512 {
        F512(_mm512_loadu_pd(p))
    }
    #[inline(always)]
    unsafe fn store(self, p: *mut f64) {
        _mm512_storeu_pd(p, self.0)
    }
    #[inline(always)]
    unsafe fn load_f32(p: *const f32) -> F512 {
        F512(_mm512_cvtps_pd(_mm256_loadu_ps(p)))
    }
    #[inline(always)]
    unsafe fn store_f32(self, p: *mut f32) {
        _mm256_storeu_ps(p, _mm512_cvtpd_ps(self.0))
    }
    #[inline(always)]
    fn mul_add(self, b: F512, c: F512) -> F512 {
        F512(instructions! { _mm512_fmadd_pd(self.0, b.0, c.0) })
    }
    #[inline(always)]
    fn mul_rsub(self, b: F512, c: F512) -> F512 {
        F512(instructions! { _mm512_fnmadd_pd(self.0, b.0, c.0) })
    }
    #[inline(always)]
    fn fused(self, b: F512, c: F512) -> F512 {
        self.mul_add(b, c)
    }
    #[inline(always)]
    fn two_prod(self, b: F512) -> (F512, F512) {
        let p = self * b;
        (p, F512(instructions! { _mm512_fmsub_pd(self.0, b.0, p.0) }))
    }
    #[inline(always)]
    fn sqrt(self) -> F512 {
        F512(instructions! { _mm512_sqrt_pd(self.0) })
    }
    #[inline(always)]
    fn abs(self) -> F512 {
        F512(instructions! { _mm512_abs_pd(self.0) })
    }
    #[inline(always)]
    fn copysign(self, sign: F512) -> F512 {
        // 0xca: bits of the second operand where the mask is set, else of the third.
        F512(instructions! {
            let mask = _mm512_castpd_si512(_mm512_set1_pd(-0.0));
            let (a, b) = (_mm512_castpd_si512(sign.0), _mm512_castpd_si512(self.0));
            _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<0xca>(mask, a, b))
        })
    }
    #[inline(always)]
    fn min(self, b: F512) -> F512 {
        F512(instructions! { _mm512_min_pd(self.0, b.0) })
    }
    #[inline(always)]
    fn max(self, b: F512) -> F512 {
        F512(instructions! { _mm512_max_pd(self.0, b.0) })
    }
    #[inline(always)]
    fn round(self) -> F512 {
        F512(instructions! { _mm512_roundscale_pd::<0x08>(self.0) })
    }
    #[inline(always)]
    fn approx_recip(self) -> F512 {
        F512(instructions! { _mm512_rcp14_pd(self.0) })
    }
    #[inline(always)]
    fn approx_div(self, b: F512) -> F512 {
        self * b.approx_recip()
    }
    #[inline(always)]
    fn lt(self, b: F512) -> __mmask8 {
        instructions! { _mm512_cmp_pd_mask::<_CMP_LT_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn le(self, b: F512) -> __mmask8 {
        instructions! { _mm512_cmp_pd_mask::<_CMP_LE_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn eq(self, b: F512) -> __mmask8 {
        instructions! { _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(self.0, b.0) }
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> __mmask8 {
        let length = Self::splat_bits(high.to_bits() - low.to_bits());
        instructions! {
            _mm512_cmplt_epu64_mask(Self::sub_bits(self.bits(), Self::splat_bits(low.to_bits())), length)
        }
    }
    #[inline(always)]
    fn flip(self, sign: F512) -> F512 {
        // 0x78: the first operand xor the conjunction of the others.
        F512(instructions! {
            let mask = _mm512_castpd_si512(_mm512_set1_pd(-0.0));
            _mm512_castsi512_pd(_mm512_ternarylogic_epi64::<0x78>(self.bits(), sign.bits(), mask))
        })
    }
    #[inline(always)]
    fn not(m: __mmask8) -> __mmask8 {
        !m
    }
    #[inline(always)]
    fn and(m: __mmask8, n: __mmask8) -> __mmask8 {
        m & n
    }
    #[inline(always)]
    fn or(m: __mmask8, n: __mmask8) -> __mmask8 {
        m | n
    }
    #[inline(always)]
    fn none() -> __mmask8 {
        0
    }
    #[inline(always)]
    fn select(m: __mmask8, a: F512, b: F512) -> F512 {
        F512(instructions! { _mm512_mask_blend_pd(m, b.0, a.0) })
    }
    #[inline(always)]
    fn bitmask(m: __mmask8) -> u32 {
        m as u32
    }
    #[inline(always)]
    fn bits(self) -> __m512i {
        instructions! { _mm512_castpd_si512(self.0) }
    }
    #[inline(always)]
    fn from_bits(b: __m512i) -> F512 {
        F512(instructions! { _mm512_castsi512_pd(b) })
    }
    #[inline(always)]
    fn splat_bits(b: u64) -> __m512i {
        instructions! { _mm512_set1_epi64(b as i64) }
    }
    #[inline(always)]
    fn add_bits(a: __m512i, b: __m512i) -> __m512i {
        instructions! { _mm512_add_epi64(a, b) }
    }
    #[inline(always)]
    fn sub_bits(a: __m512i, b: __m512i) -> __m512i {
        instructions! { _mm512_sub_epi64(a, b) }
    }
    #[inline(always)]
    fn and_bits(a: __m512i, b: __m512i) -> __m512i {
        instructions! { _mm512_and_si512(a, b) }
    }
    #[inline(always)]
    fn or_bits(a: __m512i, b: __m512i) -> __m512i {
        instructions! { _mm512_or_si512(a, b) }
    }
    #[inline(always)]
    fn shl<const K: u32>(a: __m512i) -> __m512i {
        instructions! { _mm512_slli_epi64::<K>(a) }
    }
    #[inline(always)]
    fn shr<const K: u32>(a: __m512i) -> __m512i {
        instructions! { _mm512_srli_epi64::<K>(a) }
    }
    #[inline(always)]
    fn lookup(t: &Table, index: __m512i) -> F512 {
        // SAFETY: a table is 16 numbers, aligned to 64 bytes.
        F512(unsafe {
            let p = t.0.as_ptr();
            _mm512_permutex2var_pd(_mm512_load_pd(p), index, _mm512_load_pd(p.add(8)))
        })
    }
    #[inline(always)]
    unsafe fn load_some(p: *const f64, n: usize, fill: f64) -> F512 {
        F512(_mm512_mask_loadu_pd(_mm512_set1_pd(fill), ((1u32 << n) - 1) as __mmask8, p))
    }
    #[inline(always)]
    unsafe fn store_some(self, p: *mut f64, n: usize) {
        _mm512_mask_storeu_pd(p, ((1u32 << n) - 1) as __mmask8, self.0)
    }
}
