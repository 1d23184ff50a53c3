//! Half precision (IEEE 754 binary16) to and from the other precisions.
//!
//! One number at a time by its bits, a block at a time by the instruction where the level has it. Both
//! round to nearest, ties to even, and raise overflow and underflow.

use crate::cpu::Level;
use crate::elementwise::pin::{raise_overflow, raise_underflow};

/// Elements in a block of the loops that compute in single precision.
pub(crate) const BLOCK: usize = 64;

/// Half to single precision, exact.
#[inline(always)]
pub(crate) fn to_f32(h: u16) -> f32 {
    let sign = ((h & 0x8000) as u32) << 16;
    let magnitude = (h & 0x7fff) as u32;
    if magnitude >= 0x7c00 {
        return f32::from_bits(sign | 0x7f80_0000 | ((magnitude & 0x3ff) << 13));
    }
    if magnitude >= 0x0400 {
        return f32::from_bits(sign | ((magnitude << 13) + (112 << 23)));
    }
    // A subnormal is its integer times 2^-24.
    f32::from_bits(sign | (magnitude as f32 * f32::from_bits(0x3380_0000)).to_bits())
}

/// Double to half precision in one rounding.
pub(crate) fn from_f64(x: f64) -> u16 {
    let bits = x.to_bits();
    let sign = (bits >> 48) as u16 & 0x8000;
    let magnitude = bits & (u64::MAX >> 1);
    if magnitude >= 0x7ff0 << 48 {
        let payload = (magnitude >> 42) as u16 & 0x3ff;
        // A NaN stays one, even where its payload does not fit.
        let quiet = (magnitude > 0x7ff0 << 48 && payload == 0) as u16;
        return sign | 0x7c00 | payload | quiet;
    }
    let exponent = (magnitude >> 52) as i32 - 1023;
    if exponent > 15 {
        raise_overflow();
        return sign | 0x7c00;
    }
    let significand = (magnitude & ((1 << 52) - 1)) | (1 << 52);
    // Normal results keep 11 bits of 53; a subnormal result loses one more with each exponent below.
    let dropped = if exponent >= -14 { 42 } else { 42 + (-14 - exponent) };
    if dropped > 54 {
        if magnitude != 0 {
            raise_underflow();
        }
        return sign;
    }
    let kept = significand >> dropped;
    let rest = significand & ((1 << dropped) - 1);
    let middle = 1u64 << (dropped - 1);
    let rounded = kept + (rest > middle || (rest == middle && kept & 1 == 1)) as u64;
    if exponent < -14 {
        if rest != 0 {
            raise_underflow();
        }
        return sign | rounded as u16;
    }
    // The carry of the rounding goes into the exponent by itself.
    let result = (((exponent + 15) as u64) << 10) + rounded - (1 << 10);
    if result >= 0x7c00 {
        raise_overflow();
        return sign | 0x7c00;
    }
    sign | result as u16
}

/// Single to half precision in one rounding (the way over double precision is exact).
#[inline]
pub(crate) fn from_f32(x: f32) -> u16 {
    if x.is_nan() {
        // By bits: a conversion would quiet a signalling NaN.
        let bits = x.to_bits();
        let payload = (bits >> 13) as u16 & 0x3ff;
        return (bits >> 16) as u16 & 0x8000 | 0x7c00 | payload | (payload == 0) as u16;
    }
    from_f64(x as f64)
}

/// `n` elements of half precision to single precision.
#[inline(always)]
pub(crate) unsafe fn widen<L: Level>(src: *const u8, stride: isize, n: usize, dst: *mut f32) {
    #[cfg(target_arch = "x86_64")]
    if L::HALF {
        use std::arch::x86_64::*;
        if stride == 2 {
            let mut i = 0;
            while i + 8 <= n {
                let h = _mm_loadu_si128(src.add(2 * i) as *const __m128i);
                _mm256_storeu_ps(dst.add(i), _mm256_cvtph_ps(h));
                i += 8;
            }
            while i < n {
                *dst.add(i) = widen_one::<L>(*(src as *const u16).add(i));
                i += 1;
            }
            return;
        }
    }
    for i in 0..n {
        *dst.add(i) = widen_one::<L>(*(src.wrapping_offset(i as isize * stride) as *const u16));
    }
}

#[inline(always)]
unsafe fn widen_one<L: Level>(h: u16) -> f32 {
    #[cfg(target_arch = "x86_64")]
    if L::HALF {
        use std::arch::x86_64::*;
        let (x, y): (__m128i, __m128);
        x = _mm_cvtsi32_si128(h as i32);
        // Not the intrinsic: where one lane is asked for, the compiler leaves what it likes in the others, and their
        // conversion raises flags.
        std::arch::asm!("vcvtph2ps {y}, {x}", x = in(xmm_reg) x, y = out(xmm_reg) y,
            options(nomem, nostack));
        return _mm_cvtss_f32(y);
    }
    to_f32(h)
}

/// `n` elements of single precision to half precision.
#[inline(always)]
pub(crate) unsafe fn narrow<L: Level>(src: *const f32, n: usize, dst: *mut u8, stride: isize) {
    #[cfg(target_arch = "x86_64")]
    if L::HALF {
        use std::arch::x86_64::*;
        if stride == 2 {
            let mut i = 0;
            while i + 8 <= n {
                let h = _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(_mm256_loadu_ps(src.add(i)));
                _mm_storeu_si128(dst.add(2 * i) as *mut __m128i, h);
                i += 8;
            }
            while i < n {
                *(dst as *mut u16).add(i) = narrow_one::<L>(*src.add(i));
                i += 1;
            }
            return;
        }
    }
    for i in 0..n {
        *(dst.wrapping_offset(i as isize * stride) as *mut u16) = narrow_one::<L>(*src.add(i));
    }
}

#[inline(always)]
unsafe fn narrow_one<L: Level>(x: f32) -> u16 {
    #[cfg(target_arch = "x86_64")]
    if L::HALF {
        use std::arch::x86_64::*;
        let (wide, narrow): (__m128, __m128i);
        wide = _mm_set_ss(x);
        // As in `widen_one`; 0 rounds to nearest even.
        std::arch::asm!("vcvtps2ph {n}, {w}, 0", w = in(xmm_reg) wide, n = out(xmm_reg) narrow,
            options(nomem, nostack));
        return _mm_cvtsi128_si32(narrow) as u16;
    }
    from_f32(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_half_survives_the_round_trip() {
        for h in 0..=u16::MAX {
            let x = to_f32(h);
            assert_eq!(x.to_bits(), half::f16::from_bits(h).to_f32_const().to_bits() & !quiet(h), "{h:#06x}");
            assert_eq!(from_f32(x), h);
            if !x.is_nan() {
                assert_eq!(from_f64(x as f64), h);
            }
        }
        // The crate quiets signalling NaNs; here a conversion keeps the bits.
        fn quiet(h: u16) -> u32 {
            ((h & 0x7fff) > 0x7c00 && h & 0x200 == 0) as u32 * 0x0040_0000
        }
    }

    #[test]
    fn roundings_at_the_edges() {
        assert_eq!(from_f64(65519.999999), 0x7bff);
        assert_eq!(from_f64(65520.0), 0x7c00);
        assert_eq!(from_f64(2f64.powi(-25)), 0);
        assert_eq!(from_f64(2f64.powi(-25) * 1.0000001), 1);
        assert_eq!(from_f64(-(2f64.powi(-14) - 2f64.powi(-40))), 0x8400);
        // Through single precision this would round twice, to 0x3c01.
        assert_eq!(from_f64(1.0 + 2f64.powi(-11) + 2f64.powi(-40)), 0x3c01);
        assert_eq!(from_f64(1.0 + 2f64.powi(-11)), 0x3c00);
        assert_eq!(from_f64(f64::NAN) & 0x7fff, 0x7e00);
    }
}
