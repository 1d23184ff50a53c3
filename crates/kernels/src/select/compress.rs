//! Compressing by a mask and positions of its true bytes, in vectors.
//!
//! Each function handles a prefix and returns how far it came, in and out; the scalar loop does the rest. All
//! write whole registers, so they stop a register before the end of the output.

use super::item::Item;
use std::arch::x86_64::*;

/// How many items are read, and how many are written.
pub(crate) type Progress = (usize, usize);

/// For each mask of eight lanes: the numbers of those lanes, then of the others.
pub(crate) static ORDER: [[u8; 8]; 256] = order();
const fn order() -> [[u8; 8]; 256] {
    let mut t = [[0u8; 8]; 256];
    let mut mask = 0;
    while mask < 256 {
        let (mut w, mut l) = (0, 0);
        while l < 16 {
            if (l < 8) == (mask >> (l % 8) & 1 == 1) {
                t[mask][w] = l as u8 % 8;
                w += 1;
            }
            l += 1;
        }
        mask += 1;
    }
    t
}

/// 0xFF for each true byte of eight.
#[inline(always)]
unsafe fn true_bytes(mask: *const u8) -> u64 {
    let m = _mm_loadl_epi64(mask as *const __m128i);
    !(_mm_cvtsi128_si64(_mm_cmpeq_epi8(m, _mm_setzero_si128())) as u64)
}

/// A bit for each true byte of eight.
#[inline(always)]
unsafe fn true_bits(mask: *const u8) -> usize {
    let m = _mm_loadl_epi64(mask as *const __m128i);
    (!_mm_movemask_epi8(_mm_cmpeq_epi8(m, _mm_setzero_si128())) & 0xFF) as usize
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt,avx2")]
pub(crate) unsafe fn compress_v4<T: Item>(
    mask: *const u8,
    src: *const u8,
    n: usize,
    dst: *mut u8,
    cap: usize,
) -> Progress {
    let (mut i, mut w) = (0, 0);
    match T::SIZE {
        4 => {
            while i + 16 <= n && w + 16 <= cap {
                let m = _mm_loadu_si128(mask.add(i) as *const __m128i);
                let k = _mm_test_epi8_mask(m, m);
                let v = _mm512_loadu_epi32(src.add(4 * i) as *const i32);
                _mm512_storeu_epi32(dst.add(4 * w) as *mut i32, _mm512_maskz_compress_epi32(k, v));
                w += k.count_ones() as usize;
                i += 16;
            }
        }
        8 => {
            while i + 8 <= n && w + 8 <= cap {
                let k = true_bits(mask.add(i)) as u8;
                let v = _mm512_loadu_epi64(src.add(8 * i) as *const i64);
                _mm512_storeu_epi64(dst.add(8 * w) as *mut i64, _mm512_maskz_compress_epi64(k, v));
                w += k.count_ones() as usize;
                i += 8;
            }
        }
        16 => {
            while i + 8 <= n && w + 4 <= cap {
                let m = _mm_cvtsi32_si128((mask.add(i) as *const i32).read_unaligned());
                let twice = _mm_unpacklo_epi8(m, m);
                let k = _mm_test_epi8_mask(twice, twice) as u8;
                let v = _mm512_loadu_epi64(src.add(16 * i) as *const i64);
                _mm512_storeu_epi64(dst.add(16 * w) as *mut i64, _mm512_maskz_compress_epi64(k, v));
                w += k.count_ones() as usize / 2;
                i += 4;
            }
        }
        _ => return compress_v3::<T>(mask, src, n, dst, cap),
    }
    (i, w)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(crate) unsafe fn compress_v3<T: Item>(
    mask: *const u8,
    src: *const u8,
    n: usize,
    dst: *mut u8,
    cap: usize,
) -> Progress {
    let (mut i, mut w) = (0, 0);
    if !matches!(T::SIZE, 1 | 2 | 4 | 8) {
        return (0, 0);
    }
    while i + 8 <= n && w + 8 <= cap {
        let (s, d) = (src.add(T::SIZE * i), dst.add(T::SIZE * w));
        match T::SIZE {
            1 => {
                let m = true_bytes(mask.add(i));
                (d as *mut u64).write_unaligned(_pext_u64((s as *const u64).read_unaligned(), m));
                w += m.count_ones() as usize / 8;
            }
            2 => {
                let m = _mm_cvtsi64_si128(true_bytes(mask.add(i)) as i64);
                let twice = _mm_unpacklo_epi8(m, m);
                let (low, high) = (_mm_cvtsi128_si64(twice) as u64, _mm_extract_epi64::<1>(twice) as u64);
                let first = low.count_ones() as usize / 16;
                (d as *mut u64).write_unaligned(_pext_u64((s as *const u64).read_unaligned(), low));
                let rest = _pext_u64((s as *const u64).add(1).read_unaligned(), high);
                (d.add(2 * first) as *mut u64).write_unaligned(rest);
                w += first + high.count_ones() as usize / 16;
            }
            4 => {
                let k = true_bits(mask.add(i));
                let order = _mm256_cvtepu8_epi32(_mm_loadl_epi64(ORDER[k].as_ptr() as *const __m128i));
                let v = _mm256_permutevar8x32_epi32(_mm256_loadu_si256(s as *const __m256i), order);
                _mm256_storeu_si256(d as *mut __m256i, v);
                w += k.count_ones() as usize;
            }
            _ => {
                let k = true_bits(mask.add(i));
                let first = (k & 15).count_ones() as usize;
                four(k & 15, s, d);
                four(k >> 4, s.add(32), d.add(8 * first));
                w += k.count_ones() as usize;
            }
        }
        i += 8;
    }
    (i, w)
}

/// Four items of eight bytes by a mask of four bits.
#[inline(always)]
unsafe fn four(k: usize, s: *const u8, d: *mut u8) {
    // The order of 64-bit lanes, as pairs of 32-bit lanes.
    let lanes = _mm256_cvtepu8_epi64(_mm_cvtsi32_si128((ORDER[k].as_ptr() as *const i32).read_unaligned()));
    let low = _mm256_slli_epi64::<1>(lanes);
    let pairs =
        _mm256_or_si256(_mm256_or_si256(low, _mm256_slli_epi64::<32>(low)), _mm256_set1_epi64x(1 << 32));
    let v = _mm256_permutevar8x32_epi32(_mm256_loadu_si256(s as *const __m256i), pairs);
    _mm256_storeu_si256(d as *mut __m256i, v);
}

#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt,avx2")]
pub(crate) unsafe fn nonzero_v4(mask: *const u8, n: usize, base: i64, out: *mut i64, cap: usize) -> Progress {
    let (mut i, mut w) = (0, 0);
    while i + 8 <= n && w + 8 <= cap {
        let k = true_bits(mask.add(i));
        let lanes = _mm512_cvtepu8_epi64(_mm_loadl_epi64(ORDER[k].as_ptr() as *const __m128i));
        _mm512_storeu_epi64(out.add(w), _mm512_add_epi64(lanes, _mm512_set1_epi64(base + i as i64)));
        w += k.count_ones() as usize;
        i += 8;
    }
    (i, w)
}

#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(crate) unsafe fn nonzero_v3(mask: *const u8, n: usize, base: i64, out: *mut i64, cap: usize) -> Progress {
    let (mut i, mut w) = (0, 0);
    while i + 8 <= n && w + 8 <= cap {
        let k = true_bits(mask.add(i));
        let order = _mm_loadl_epi64(ORDER[k].as_ptr() as *const __m128i);
        let at = _mm256_set1_epi64x(base + i as i64);
        let (low, high) = (_mm256_cvtepu8_epi64(order), _mm256_cvtepu8_epi64(_mm_srli_si128::<4>(order)));
        _mm256_storeu_si256(out.add(w) as *mut __m256i, _mm256_add_epi64(low, at));
        _mm256_storeu_si256(out.add(w + 4) as *mut __m256i, _mm256_add_epi64(high, at));
        w += k.count_ones() as usize;
        i += 8;
    }
    (i, w)
}

/// `dst[mask] = values`: how far it came in `dst` and in `values`.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,bmi1,bmi2,popcnt,avx2")]
pub(crate) unsafe fn expand_v4<T: Item>(
    mask: *const u8,
    values: *const u8,
    nv: usize,
    dst: *mut u8,
    n: usize,
) -> Progress {
    let (mut i, mut r) = (0, 0);
    match T::SIZE {
        4 => {
            while i + 16 <= n && r + 16 <= nv {
                let m = _mm_loadu_si128(mask.add(i) as *const __m128i);
                let k = _mm_test_epi8_mask(m, m);
                let v = _mm512_maskz_expand_epi32(k, _mm512_loadu_epi32(values.add(4 * r) as *const i32));
                _mm512_mask_storeu_epi32(dst.add(4 * i) as *mut i32, k, v);
                r += k.count_ones() as usize;
                i += 16;
            }
        }
        8 => {
            while i + 8 <= n && r + 8 <= nv {
                let k = true_bits(mask.add(i)) as u8;
                let v = _mm512_maskz_expand_epi64(k, _mm512_loadu_epi64(values.add(8 * r) as *const i64));
                _mm512_mask_storeu_epi64(dst.add(8 * i) as *mut i64, k, v);
                r += k.count_ones() as usize;
                i += 8;
            }
        }
        16 => {
            while i + 8 <= n && r + 4 <= nv {
                let m = _mm_cvtsi32_si128((mask.add(i) as *const i32).read_unaligned());
                let twice = _mm_unpacklo_epi8(m, m);
                let k = _mm_test_epi8_mask(twice, twice) as u8;
                let v = _mm512_maskz_expand_epi64(k, _mm512_loadu_epi64(values.add(16 * r) as *const i64));
                _mm512_mask_storeu_epi64(dst.add(16 * i) as *mut i64, k, v);
                r += k.count_ones() as usize / 2;
                i += 4;
            }
        }
        _ => return expand_v3::<T>(mask, values, nv, dst, n),
    }
    (i, r)
}

/// As [`expand_v4`], for items of one and two bytes.
#[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
pub(crate) unsafe fn expand_v3<T: Item>(
    mask: *const u8,
    values: *const u8,
    nv: usize,
    dst: *mut u8,
    n: usize,
) -> Progress {
    let (mut i, mut r) = (0, 0);
    if T::SIZE > 2 {
        return (0, 0);
    }
    let merge = |d: *mut u8, v: *const u8, m: u64| {
        let d = d as *mut u64;
        let new = _pdep_u64((v as *const u64).read_unaligned(), m);
        d.write_unaligned((d.read_unaligned() & !m) | new);
        m.count_ones() as usize
    };
    while i + 8 <= n && r + 8 <= nv {
        if T::SIZE == 1 {
            r += merge(dst.add(i), values.add(r), true_bytes(mask.add(i))) / 8;
        } else {
            let m = _mm_cvtsi64_si128(true_bytes(mask.add(i)) as i64);
            let twice = _mm_unpacklo_epi8(m, m);
            r += merge(dst.add(2 * i), values.add(2 * r), _mm_cvtsi128_si64(twice) as u64) / 16;
            r += merge(dst.add(2 * i + 8), values.add(2 * r), _mm_extract_epi64::<1>(twice) as u64) / 16;
        }
        i += 8;
    }
    (i, r)
}
