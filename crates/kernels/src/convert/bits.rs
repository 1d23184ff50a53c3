//! Truth values to bits and back, eight to a byte.

use crate::cpu::Level;
use crate::select::level::per_level;
#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// A bit for each of 64 bytes that is not zero, the first one lowest.
#[inline(always)]
pub(crate) unsafe fn true_bits<L: Level>(p: *const u8) -> u64 {
    #[cfg(target_arch = "x86_64")]
    if L::WIDE {
        let v = _mm512_loadu_si512(p as *const __m512i);
        return _mm512_test_epi8_mask(v, v);
    } else if L::HALF {
        let bits = |p: *const u8| {
            let v = _mm256_loadu_si256(p as *const __m256i);
            !_mm256_movemask_epi8(_mm256_cmpeq_epi8(v, _mm256_setzero_si256())) as u32 as u64
        };
        return bits(p) | bits(p.add(32)) << 32;
    }
    (0..64).fold(0, |bits, i| bits | ((*p.add(i) != 0) as u64) << i)
}

/// Elements that are compared together.
pub(crate) const EQUAL: usize = 16;

/// Elements that vectors compare.
pub(crate) trait Equal: Copy + PartialEq {
    /// A bit for each of [`EQUAL`] elements that is `x`, the first one lowest.
    unsafe fn equal_bits<L: Level>(p: *const Self, x: Self) -> u32;
}

/// The bits of registers of some lanes each, by the expression for the one at `q`.
#[cfg(target_arch = "x86_64")]
macro_rules! bits_of {
    ($lanes:literal, $p:ident, |$q:ident| $bits:expr) => {{
        let mut bits = 0u32;
        for i in 0..EQUAL / $lanes {
            let $q = $p.add(i * $lanes);
            bits |= (($bits) as u32) << (i * $lanes);
        }
        bits
    }};
}

macro_rules! equal {
    ($($t:ident)+; |$p:ident, $x:ident| wide $wide:expr, half $half:expr) => { $(
        impl Equal for $t {
            #[inline(always)]
            unsafe fn equal_bits<L: Level>($p: *const $t, $x: $t) -> u32 {
                #[cfg(target_arch = "x86_64")]
                if L::WIDE {
                    return $wide;
                } else if L::HALF {
                    return $half;
                }
                (0..EQUAL).fold(0, |bits, i| bits | ((*$p.add(i) == $x) as u32) << i)
            }
        }
    )+ };
}
equal!(f64; |p, x|
    wide bits_of!(8, p, |q| _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(_mm512_loadu_pd(q), _mm512_set1_pd(x))),
    half bits_of!(4, p, |q| _mm256_movemask_pd(_mm256_cmp_pd::<_CMP_EQ_OQ>(_mm256_loadu_pd(q), _mm256_set1_pd(x)))));
equal!(f32; |p, x|
    wide bits_of!(16, p, |q| _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(_mm512_loadu_ps(q), _mm512_set1_ps(x))),
    half bits_of!(8, p, |q| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(_mm256_loadu_ps(q), _mm256_set1_ps(x)))));
equal!(i64 u64; |p, x|
    wide bits_of!(8, p, |q| _mm512_cmpeq_epi64_mask(_mm512_loadu_si512(q.cast()), _mm512_set1_epi64(x as i64))),
    half bits_of!(4, p, |q| _mm256_movemask_pd(_mm256_castsi256_pd(
        _mm256_cmpeq_epi64(_mm256_loadu_si256(q.cast()), _mm256_set1_epi64x(x as i64))))));
equal!(i32 u32; |p, x|
    wide bits_of!(16, p, |q| _mm512_cmpeq_epi32_mask(_mm512_loadu_si512(q.cast()), _mm512_set1_epi32(x as i32))),
    half bits_of!(8, p, |q| _mm256_movemask_ps(_mm256_castsi256_ps(
        _mm256_cmpeq_epi32(_mm256_loadu_si256(q.cast()), _mm256_set1_epi32(x as i32))))));
equal!(i16 u16; |p, x|
wide bits_of!(16, p, |q| _mm256_cmpeq_epi16_mask(_mm256_loadu_si256(q.cast()), _mm256_set1_epi16(x as i16))),
half {
    let one = |q: *const __m128i| _mm_cmpeq_epi16(_mm_loadu_si128(q), _mm_set1_epi16(x as i16));
    _mm_movemask_epi8(_mm_packs_epi16(one(p.cast()), one(p.add(8).cast()))) as u32
});
equal!(i8 u8; |p, x|
    wide _mm_cmpeq_epi8_mask(_mm_loadu_si128(p.cast()), _mm_set1_epi8(x as i8)) as u32,
    half _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(p.cast()), _mm_set1_epi8(x as i8))) as u32);

/// The bits of every byte turned round.
#[inline(always)]
fn turned(bits: u64) -> u64 {
    bits.reverse_bits().swap_bytes()
}

#[inline(always)]
unsafe fn pack_body<L: Level>(src: *const u8, n: usize, little: bool, dst: *mut u8) {
    let whole = n / 64 * 64;
    for i in (0..whole).step_by(64) {
        let bits = true_bits::<L>(src.add(i));
        let bits = if little { bits } else { turned(bits) };
        (dst.add(i / 8) as *mut [u8; 8]).write(bits.to_le_bytes());
    }
    let bits = (whole..n).fold(0, |bits, i| bits | ((*src.add(i) != 0) as u64) << (i - whole));
    let bits = if little { bits } else { turned(bits) };
    let rest = bits.to_le_bytes();
    dst.add(whole / 8).copy_from_nonoverlapping(rest.as_ptr(), (n - whole).div_ceil(8));
}
per_level! {
    /// Packs `n` truth values (bytes that are zero or not) into `n / 8` bytes, rounded up; the first one goes to
    /// the lowest (`little`) or the highest bit.
    ///
    /// # Safety
    /// `src` is valid for `n` reads, `dst` for as many writes as said; they do not overlap.
    pub unsafe fn pack_bits[](src: *const u8, n: usize, little: bool, dst: *mut u8) = pack_body
}

/// A zero or one in every byte of the result for the bits of a byte, the lowest first.
#[inline(always)]
fn spread(byte: u8) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // Byte `i` keeps bit `i`; adding 127 carries it into the top bit of its byte.
    let single = (byte as u64).wrapping_mul(ONES) & 0x8040_2010_0804_0201;
    ((single + 0x7f7f_7f7f_7f7f_7f7f) >> 7) & ONES
}

#[inline(always)]
unsafe fn unpack_body<L: Level>(src: *const u8, n: usize, little: bool, dst: *mut u8) {
    let mut done = 0;
    #[cfg(target_arch = "x86_64")]
    if L::WIDE {
        let turn = _mm512_set_epi64(
            0x38393a3b3c3d3e3f,
            0x3031323334353637,
            0x28292a2b2c2d2e2f,
            0x2021222324252627,
            0x18191a1b1c1d1e1f,
            0x1011121314151617,
            0x08090a0b0c0d0e0f,
            0x0001020304050607,
        );
        while n - done >= 64 {
            let bits = (src.add(done / 8) as *const u64).read_unaligned();
            let v = _mm512_maskz_set1_epi8(bits, 1);
            let v = if little { v } else { _mm512_shuffle_epi8(v, turn) };
            _mm512_storeu_si512(dst.add(done) as *mut __m512i, v);
            done += 64;
        }
    }
    let one = |i: usize| {
        let bits = spread(*src.add(i));
        if little { bits } else { bits.swap_bytes() }.to_le_bytes()
    };
    for i in done / 8..n / 8 {
        (dst.add(8 * i) as *mut [u8; 8]).write(one(i));
    }
    if !n.is_multiple_of(8) {
        dst.add(n / 8 * 8).copy_from_nonoverlapping(one(n / 8).as_ptr(), n % 8);
    }
}
per_level! {
    /// The first `n` bits of packed bytes as zeros and ones.
    ///
    /// # Safety
    /// `src` is valid for `n / 8` reads, rounded up, `dst` for `n` writes; they do not overlap.
    pub unsafe fn unpack_bits[](src: *const u8, n: usize, little: bool, dst: *mut u8) = unpack_body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_elements_are_found_by_their_bits() {
        #[inline(always)]
        unsafe fn body<L: Level>() {
            macro_rules! check { ($($t:ident)+) => { $(
                let row: [$t; EQUAL] = std::array::from_fn(|i| (i * i % 7) as $t);
                for x in 0..7 {
                    let want = (0..EQUAL).fold(0, |bits, i| bits | u32::from(row[i] == x as $t) << i);
                    assert_eq!($t::equal_bits::<L>(row.as_ptr(), x as $t), want);
                }
            )+ } }
            check!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);
            assert_eq!(f64::equal_bits::<L>([-0.0; EQUAL].as_ptr(), 0.0), 0xffff);
            assert_eq!(f32::equal_bits::<L>([f32::NAN; EQUAL].as_ptr(), f32::NAN), 0);
        }
        per_level! { unsafe fn at_level[]() = body }
        // SAFETY: sixteen elements each.
        unsafe { at_level() }
    }

    #[test]
    fn bits_go_where_they_belong() {
        for n in [1usize, 7, 8, 9, 63, 64, 65, 130, 1000] {
            let truth: Vec<u8> = (0..n).map(|i| (i * i % 7 % 3) as u8).collect();
            for little in [false, true] {
                let (mut packed, mut back) = (vec![0u8; n.div_ceil(8)], vec![9u8; n]);
                // SAFETY: the lengths are those asked for.
                unsafe {
                    pack_bits(truth.as_ptr(), n, little, packed.as_mut_ptr());
                    unpack_bits(packed.as_ptr(), n, little, back.as_mut_ptr());
                }
                for i in 0..n {
                    let at = if little { i % 8 } else { 7 - i % 8 };
                    assert_eq!(packed[i / 8] >> at & 1, (truth[i] != 0) as u8);
                    assert_eq!(back[i], (truth[i] != 0) as u8);
                }
                assert_eq!(
                    packed.iter().map(|b| b.count_ones()).sum::<u32>() as usize,
                    truth.iter().filter(|&&t| t != 0).count()
                );
            }
        }
    }
}
