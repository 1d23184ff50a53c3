//! Registers of keys: what sorting networks and vector partitions are made of.

use super::keys::Key;

/// A register of `N` keys.
///
/// The methods are `#[inline(always)]` around instructions of one level and are only called in bodies that
/// are compiled for it.
pub(crate) trait Lanes: Copy {
    type K: Key;
    const N: usize;
    unsafe fn splat(k: Self::K) -> Self;
    unsafe fn load(p: *const Self::K) -> Self;
    unsafe fn store(self, p: *mut Self::K);
    /// The first `count` (at most `N`) keys, greatest possible ones behind them.
    unsafe fn load_first(p: *const Self::K, count: usize) -> Self;
    unsafe fn store_first(self, p: *mut Self::K, count: usize);
    /// Lesser and greater, lane by lane.
    unsafe fn exchange(self, o: Self) -> (Self, Self);
    /// The lesser where bit `D` of the lane's number is clear, the greater where it is set.
    unsafe fn min_max<const D: usize>(self, o: Self) -> Self;
    /// The greater where bit `D` is clear, the lesser where it is set.
    unsafe fn max_min<const D: usize>(self, o: Self) -> Self;
    /// Lanes `l` and `l ^ D` exchanged.
    unsafe fn swap<const D: usize>(self) -> Self;
    /// Groups of `G` lanes reversed.
    unsafe fn reverse<const G: usize>(self) -> Self;
    /// Transposes `N` registers.
    unsafe fn transpose(rows: &mut [Self]);
    /// Writes the keys below the pivot from `left` on, the others up to `right`, and returns how many are below.
    ///
    /// Up to `N` keys from `left` on and before `right` may be overwritten.
    unsafe fn split(self, pivot: Self, left: *mut Self::K, right: *mut Self::K) -> usize;
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx512 {
    use super::Lanes;
    use crate::select::compress::ORDER;
    use std::arch::x86_64::*;

    #[derive(Clone, Copy)]
    pub(crate) struct I64x8(__m512i);

    impl Lanes for I64x8 {
        type K = i64;
        const N: usize = 8;
        #[inline(always)]
        unsafe fn splat(k: i64) -> Self {
            I64x8(_mm512_set1_epi64(k))
        }
        #[inline(always)]
        unsafe fn load(p: *const i64) -> Self {
            I64x8(_mm512_loadu_epi64(p))
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut i64) {
            _mm512_storeu_epi64(p, self.0)
        }
        #[inline(always)]
        unsafe fn load_first(p: *const i64, count: usize) -> Self {
            I64x8(_mm512_mask_loadu_epi64(_mm512_set1_epi64(i64::MAX), ((1u32 << count) - 1) as u8, p))
        }
        #[inline(always)]
        unsafe fn store_first(self, p: *mut i64, count: usize) {
            _mm512_mask_storeu_epi64(p, ((1u32 << count) - 1) as u8, self.0)
        }
        #[inline(always)]
        unsafe fn exchange(self, o: Self) -> (Self, Self) {
            (I64x8(_mm512_min_epi64(self.0, o.0)), I64x8(_mm512_max_epi64(self.0, o.0)))
        }
        #[inline(always)]
        unsafe fn min_max<const D: usize>(self, o: Self) -> Self {
            let low = _mm512_min_epi64(self.0, o.0);
            I64x8(_mm512_mask_max_epi64(low, mask8(D), self.0, o.0))
        }
        #[inline(always)]
        unsafe fn max_min<const D: usize>(self, o: Self) -> Self {
            let high = _mm512_max_epi64(self.0, o.0);
            I64x8(_mm512_mask_min_epi64(high, mask8(D), self.0, o.0))
        }
        #[inline(always)]
        unsafe fn swap<const D: usize>(self) -> Self {
            I64x8(match D {
                1 => _mm512_shuffle_epi32::<0x4E>(self.0),
                2 => _mm512_permutex_epi64::<0x4E>(self.0),
                _ => _mm512_shuffle_i64x2::<0x4E>(self.0, self.0),
            })
        }
        #[inline(always)]
        unsafe fn reverse<const G: usize>(self) -> Self {
            I64x8(match G {
                2 => _mm512_shuffle_epi32::<0x4E>(self.0),
                4 => _mm512_permutex_epi64::<0x1B>(self.0),
                _ => _mm512_permutexvar_epi64(_mm512_setr_epi64(7, 6, 5, 4, 3, 2, 1, 0), self.0),
            })
        }
        #[inline(always)]
        unsafe fn transpose(r: &mut [Self]) {
            macro_rules! columns {
                ($unpack:ident, $c:literal) => {{
                    let (t0, t2) = ($unpack(r[0].0, r[1].0), $unpack(r[2].0, r[3].0));
                    let (t4, t6) = ($unpack(r[4].0, r[5].0), $unpack(r[6].0, r[7].0));
                    four_by_four(t0, t2, t4, t6)
                }};
            }
            let even = columns!(_mm512_unpacklo_epi64, 0);
            let odd = columns!(_mm512_unpackhi_epi64, 1);
            for i in 0..4 {
                r[2 * i] = I64x8(even[i]);
                r[2 * i + 1] = I64x8(odd[i]);
            }
        }
        #[inline(always)]
        unsafe fn split(self, pivot: Self, left: *mut i64, right: *mut i64) -> usize {
            let below = _mm512_cmplt_epi64_mask(self.0, pivot.0);
            let order = _mm_loadl_epi64(ORDER[below as usize].as_ptr() as *const __m128i);
            let v = _mm512_permutexvar_epi64(_mm512_cvtepu8_epi64(order), self.0);
            _mm512_storeu_epi64(left, v);
            _mm512_storeu_epi64(right.sub(8), v);
            below.count_ones() as usize
        }
    }

    #[inline(always)]
    const fn mask8(d: usize) -> u8 {
        match d {
            1 => 0xAA,
            2 => 0xCC,
            _ => 0xF0,
        }
    }
    #[inline(always)]
    const fn mask16(d: usize) -> u16 {
        match d {
            1 => 0xAAAA,
            2 => 0xCCCC,
            4 => 0xF0F0,
            _ => 0xFF00,
        }
    }

    /// Transposes 4 registers of 4 quarters.
    #[inline(always)]
    unsafe fn four_by_four(a: __m512i, b: __m512i, c: __m512i, d: __m512i) -> [__m512i; 4] {
        let (ab02, ab13) = (_mm512_shuffle_i64x2::<0x88>(a, b), _mm512_shuffle_i64x2::<0xDD>(a, b));
        let (cd02, cd13) = (_mm512_shuffle_i64x2::<0x88>(c, d), _mm512_shuffle_i64x2::<0xDD>(c, d));
        [
            _mm512_shuffle_i64x2::<0x88>(ab02, cd02),
            _mm512_shuffle_i64x2::<0x88>(ab13, cd13),
            _mm512_shuffle_i64x2::<0xDD>(ab02, cd02),
            _mm512_shuffle_i64x2::<0xDD>(ab13, cd13),
        ]
    }

    #[derive(Clone, Copy)]
    pub(crate) struct I32x16(__m512i);

    impl Lanes for I32x16 {
        type K = i32;
        const N: usize = 16;
        #[inline(always)]
        unsafe fn splat(k: i32) -> Self {
            I32x16(_mm512_set1_epi32(k))
        }
        #[inline(always)]
        unsafe fn load(p: *const i32) -> Self {
            I32x16(_mm512_loadu_epi32(p))
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut i32) {
            _mm512_storeu_epi32(p, self.0)
        }
        #[inline(always)]
        unsafe fn load_first(p: *const i32, count: usize) -> Self {
            I32x16(_mm512_mask_loadu_epi32(_mm512_set1_epi32(i32::MAX), ((1u32 << count) - 1) as u16, p))
        }
        #[inline(always)]
        unsafe fn store_first(self, p: *mut i32, count: usize) {
            _mm512_mask_storeu_epi32(p, ((1u32 << count) - 1) as u16, self.0)
        }
        #[inline(always)]
        unsafe fn exchange(self, o: Self) -> (Self, Self) {
            (I32x16(_mm512_min_epi32(self.0, o.0)), I32x16(_mm512_max_epi32(self.0, o.0)))
        }
        #[inline(always)]
        unsafe fn min_max<const D: usize>(self, o: Self) -> Self {
            let low = _mm512_min_epi32(self.0, o.0);
            I32x16(_mm512_mask_max_epi32(low, mask16(D), self.0, o.0))
        }
        #[inline(always)]
        unsafe fn max_min<const D: usize>(self, o: Self) -> Self {
            let high = _mm512_max_epi32(self.0, o.0);
            I32x16(_mm512_mask_min_epi32(high, mask16(D), self.0, o.0))
        }
        #[inline(always)]
        unsafe fn swap<const D: usize>(self) -> Self {
            I32x16(match D {
                1 => _mm512_shuffle_epi32::<0xB1>(self.0),
                2 => _mm512_shuffle_epi32::<0x4E>(self.0),
                4 => _mm512_permutex_epi64::<0x4E>(self.0),
                _ => _mm512_shuffle_i64x2::<0x4E>(self.0, self.0),
            })
        }
        #[inline(always)]
        unsafe fn reverse<const G: usize>(self) -> Self {
            I32x16(match G {
                2 => _mm512_shuffle_epi32::<0xB1>(self.0),
                4 => _mm512_shuffle_epi32::<0x1B>(self.0),
                8 => _mm512_permutex_epi64::<0x4E>(_mm512_shuffle_epi32::<0x1B>(self.0)),
                _ => {
                    let order = _mm512_setr_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
                    _mm512_permutexvar_epi32(order, self.0)
                }
            })
        }
        #[inline(always)]
        unsafe fn transpose(r: &mut [Self]) {
            // Quarters of four rows each are transposed first, the quarters then.
            macro_rules! rows {
                ($g:literal) => {{
                    let (a, b) = (r[$g].0, r[$g + 1].0);
                    let (c, d) = (r[$g + 2].0, r[$g + 3].0);
                    let (ab_lo, ab_hi) = (_mm512_unpacklo_epi32(a, b), _mm512_unpackhi_epi32(a, b));
                    let (cd_lo, cd_hi) = (_mm512_unpacklo_epi32(c, d), _mm512_unpackhi_epi32(c, d));
                    [
                        _mm512_unpacklo_epi64(ab_lo, cd_lo),
                        _mm512_unpackhi_epi64(ab_lo, cd_lo),
                        _mm512_unpacklo_epi64(ab_hi, cd_hi),
                        _mm512_unpackhi_epi64(ab_hi, cd_hi),
                    ]
                }};
            }
            let (q0, q1, q2, q3) = (rows!(0), rows!(4), rows!(8), rows!(12));
            macro_rules! column {
                ($c:literal) => {
                    let t = four_by_four(q0[$c], q1[$c], q2[$c], q3[$c]);
                    r[$c] = I32x16(t[0]);
                    r[4 + $c] = I32x16(t[1]);
                    r[8 + $c] = I32x16(t[2]);
                    r[12 + $c] = I32x16(t[3]);
                };
            }
            column!(0);
            column!(1);
            column!(2);
            column!(3);
        }
        #[inline(always)]
        unsafe fn split(self, pivot: Self, left: *mut i32, right: *mut i32) -> usize {
            let below = _mm512_cmplt_epi32_mask(self.0, pivot.0);
            let count = below.count_ones();
            let others = 16 - count;
            _mm512_storeu_epi32(left, _mm512_maskz_compress_epi32(below, self.0));
            let high = _mm512_maskz_compress_epi32(!below, self.0);
            _mm512_mask_storeu_epi32(right.sub(others as usize), ((1u32 << others) - 1) as u16, high);
            count as usize
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(crate) mod avx2 {
    use super::Lanes;
    use crate::select::compress::ORDER;
    use std::arch::x86_64::*;

    #[derive(Clone, Copy)]
    pub(crate) struct I64x4(__m256i);

    /// For each mask of four 64-bit lanes: the 32-bit halves of those lanes, then of the others.
    static ORDER4: [[i32; 8]; 16] = order4();
    const fn order4() -> [[i32; 8]; 16] {
        let mut t = [[0i32; 8]; 16];
        let mut mask = 0;
        while mask < 16 {
            let (mut w, mut l) = (0, 0);
            while l < 8 {
                if (l < 4) == (mask >> (l % 4) & 1 == 1) {
                    t[mask][w] = 2 * (l % 4);
                    t[mask][w + 1] = 2 * (l % 4) + 1;
                    w += 2;
                }
                l += 1;
            }
            mask += 1;
        }
        t
    }

    impl Lanes for I64x4 {
        type K = i64;
        const N: usize = 4;
        #[inline(always)]
        unsafe fn splat(k: i64) -> Self {
            I64x4(_mm256_set1_epi64x(k))
        }
        #[inline(always)]
        unsafe fn load(p: *const i64) -> Self {
            I64x4(_mm256_loadu_si256(p as *const __m256i))
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut i64) {
            _mm256_storeu_si256(p as *mut __m256i, self.0)
        }
        #[inline(always)]
        unsafe fn load_first(p: *const i64, count: usize) -> Self {
            let mut room = [i64::MAX; 4];
            p.copy_to_nonoverlapping(room.as_mut_ptr(), count);
            Self::load(room.as_ptr())
        }
        #[inline(always)]
        unsafe fn store_first(self, p: *mut i64, count: usize) {
            let mut room = [0; 4];
            self.store(room.as_mut_ptr());
            room.as_ptr().copy_to_nonoverlapping(p, count);
        }
        #[inline(always)]
        unsafe fn exchange(self, o: Self) -> (Self, Self) {
            let above = _mm256_cmpgt_epi64(self.0, o.0);
            (I64x4(_mm256_blendv_epi8(self.0, o.0, above)), I64x4(_mm256_blendv_epi8(o.0, self.0, above)))
        }
        #[inline(always)]
        unsafe fn min_max<const D: usize>(self, o: Self) -> Self {
            let above = _mm256_cmpgt_epi64(self.0, o.0);
            let high =
                if D == 1 { _mm256_setr_epi64x(0, -1, 0, -1) } else { _mm256_setr_epi64x(0, 0, -1, -1) };
            I64x4(_mm256_blendv_epi8(self.0, o.0, _mm256_xor_si256(above, high)))
        }
        #[inline(always)]
        unsafe fn max_min<const D: usize>(self, o: Self) -> Self {
            let above = _mm256_cmpgt_epi64(self.0, o.0);
            let high =
                if D == 1 { _mm256_setr_epi64x(0, -1, 0, -1) } else { _mm256_setr_epi64x(0, 0, -1, -1) };
            I64x4(_mm256_blendv_epi8(o.0, self.0, _mm256_xor_si256(above, high)))
        }
        #[inline(always)]
        unsafe fn swap<const D: usize>(self) -> Self {
            I64x4(match D {
                1 => _mm256_shuffle_epi32::<0x4E>(self.0),
                _ => _mm256_permute4x64_epi64::<0x4E>(self.0),
            })
        }
        #[inline(always)]
        unsafe fn reverse<const G: usize>(self) -> Self {
            I64x4(match G {
                2 => _mm256_shuffle_epi32::<0x4E>(self.0),
                _ => _mm256_permute4x64_epi64::<0x1B>(self.0),
            })
        }
        #[inline(always)]
        unsafe fn transpose(r: &mut [Self]) {
            let (a, b) = (_mm256_unpacklo_epi64(r[0].0, r[1].0), _mm256_unpackhi_epi64(r[0].0, r[1].0));
            let (c, d) = (_mm256_unpacklo_epi64(r[2].0, r[3].0), _mm256_unpackhi_epi64(r[2].0, r[3].0));
            r[0] = I64x4(_mm256_permute2x128_si256::<0x20>(a, c));
            r[1] = I64x4(_mm256_permute2x128_si256::<0x20>(b, d));
            r[2] = I64x4(_mm256_permute2x128_si256::<0x31>(a, c));
            r[3] = I64x4(_mm256_permute2x128_si256::<0x31>(b, d));
        }
        #[inline(always)]
        unsafe fn split(self, pivot: Self, left: *mut i64, right: *mut i64) -> usize {
            let below = _mm256_movemask_pd(_mm256_castsi256_pd(_mm256_cmpgt_epi64(pivot.0, self.0)));
            let order = _mm256_loadu_si256(ORDER4[below as usize].as_ptr() as *const __m256i);
            let v = I64x4(_mm256_permutevar8x32_epi32(self.0, order));
            v.store(left);
            v.store(right.sub(4));
            below.count_ones() as usize
        }
    }

    #[derive(Clone, Copy)]
    pub(crate) struct I32x8(__m256i);

    impl Lanes for I32x8 {
        type K = i32;
        const N: usize = 8;
        #[inline(always)]
        unsafe fn splat(k: i32) -> Self {
            I32x8(_mm256_set1_epi32(k))
        }
        #[inline(always)]
        unsafe fn load(p: *const i32) -> Self {
            I32x8(_mm256_loadu_si256(p as *const __m256i))
        }
        #[inline(always)]
        unsafe fn store(self, p: *mut i32) {
            _mm256_storeu_si256(p as *mut __m256i, self.0)
        }
        #[inline(always)]
        unsafe fn load_first(p: *const i32, count: usize) -> Self {
            let mut room = [i32::MAX; 8];
            p.copy_to_nonoverlapping(room.as_mut_ptr(), count);
            Self::load(room.as_ptr())
        }
        #[inline(always)]
        unsafe fn store_first(self, p: *mut i32, count: usize) {
            let mut room = [0; 8];
            self.store(room.as_mut_ptr());
            room.as_ptr().copy_to_nonoverlapping(p, count);
        }
        #[inline(always)]
        unsafe fn exchange(self, o: Self) -> (Self, Self) {
            (I32x8(_mm256_min_epi32(self.0, o.0)), I32x8(_mm256_max_epi32(self.0, o.0)))
        }
        #[inline(always)]
        unsafe fn min_max<const D: usize>(self, o: Self) -> Self {
            let (low, high) = self.exchange(o);
            I32x8(blend::<D>(low.0, high.0))
        }
        #[inline(always)]
        unsafe fn max_min<const D: usize>(self, o: Self) -> Self {
            let (low, high) = self.exchange(o);
            I32x8(blend::<D>(high.0, low.0))
        }
        #[inline(always)]
        unsafe fn swap<const D: usize>(self) -> Self {
            I32x8(match D {
                1 => _mm256_shuffle_epi32::<0xB1>(self.0),
                2 => _mm256_shuffle_epi32::<0x4E>(self.0),
                _ => _mm256_permute4x64_epi64::<0x4E>(self.0),
            })
        }
        #[inline(always)]
        unsafe fn reverse<const G: usize>(self) -> Self {
            I32x8(match G {
                2 => _mm256_shuffle_epi32::<0xB1>(self.0),
                4 => _mm256_shuffle_epi32::<0x1B>(self.0),
                _ => _mm256_permutevar8x32_epi32(self.0, _mm256_setr_epi32(7, 6, 5, 4, 3, 2, 1, 0)),
            })
        }
        #[inline(always)]
        unsafe fn transpose(r: &mut [Self]) {
            macro_rules! rows {
                ($g:literal) => {{
                    let (a, b, c, d) = (r[$g].0, r[$g + 1].0, r[$g + 2].0, r[$g + 3].0);
                    let (ab_lo, ab_hi) = (_mm256_unpacklo_epi32(a, b), _mm256_unpackhi_epi32(a, b));
                    let (cd_lo, cd_hi) = (_mm256_unpacklo_epi32(c, d), _mm256_unpackhi_epi32(c, d));
                    [
                        _mm256_unpacklo_epi64(ab_lo, cd_lo),
                        _mm256_unpackhi_epi64(ab_lo, cd_lo),
                        _mm256_unpacklo_epi64(ab_hi, cd_hi),
                        _mm256_unpackhi_epi64(ab_hi, cd_hi),
                    ]
                }};
            }
            let (q0, q1) = (rows!(0), rows!(4));
            for c in 0..4 {
                r[c] = I32x8(_mm256_permute2x128_si256::<0x20>(q0[c], q1[c]));
                r[4 + c] = I32x8(_mm256_permute2x128_si256::<0x31>(q0[c], q1[c]));
            }
        }
        #[inline(always)]
        unsafe fn split(self, pivot: Self, left: *mut i32, right: *mut i32) -> usize {
            let below = _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpgt_epi32(pivot.0, self.0)));
            let order = _mm_loadl_epi64(ORDER[below as usize].as_ptr() as *const __m128i);
            let v = I32x8(_mm256_permutevar8x32_epi32(self.0, _mm256_cvtepu8_epi32(order)));
            v.store(left);
            v.store(right.sub(8));
            below.count_ones() as usize
        }
    }

    #[inline(always)]
    unsafe fn blend<const D: usize>(clear: __m256i, set: __m256i) -> __m256i {
        match D {
            1 => _mm256_blend_epi32::<0xAA>(clear, set),
            2 => _mm256_blend_epi32::<0xCC>(clear, set),
            _ => _mm256_blend_epi32::<0xF0>(clear, set),
        }
    }
}
