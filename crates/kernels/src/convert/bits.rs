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
