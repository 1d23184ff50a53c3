//! Vectors of the microkernels: what a register holds and the one operation `acc + a * b`.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// An element on its own: the operations that a vector has in every lane.
pub(crate) trait Scalar: Copy {
    const ZERO: Self;
    fn sum(a: Self, b: Self) -> Self;
    fn product(a: Self, b: Self) -> Self;
}
macro_rules! scalar { ($($t:ty, $zero:expr, $sum:expr, $product:expr;)*) => { $(impl Scalar for $t {
    const ZERO: $t = $zero;
    #[inline(always)] fn sum(a: $t, b: $t) -> $t { $sum(a, b) }
    #[inline(always)] fn product(a: $t, b: $t) -> $t { $product(a, b) }
})* } }
scalar! {
    f64, 0.0, |a, b| a + b, |a: f64, b| a * b;
    f32, 0.0, |a, b| a + b, |a: f32, b| a * b;
    i64, 0, i64::wrapping_add, i64::wrapping_mul;
    i32, 0, i32::wrapping_add, i32::wrapping_mul;
    i16, 0, i16::wrapping_add, i16::wrapping_mul;
    u8, 0, |a, b| a | b, |a: u8, b| a & b;
}

/// A register of packed elements.
///
/// The methods are `#[inline(always)]` around instructions of one level and are only called in bodies that
/// are compiled for it.
pub(crate) trait Vector: Copy {
    type E: Scalar;
    const LANES: usize;
    unsafe fn zero() -> Self;
    unsafe fn splat(p: *const Self::E) -> Self;
    unsafe fn load(p: *const Self::E) -> Self;
    unsafe fn store(self, p: *mut Self::E);
    unsafe fn plus(self, o: Self) -> Self;
    /// `self + a * b`
    unsafe fn fma(self, a: Self, b: Self) -> Self;
    /// `self - a * b`
    unsafe fn fnma(self, a: Self, b: Self) -> Self;
    /// The first `count < LANES` elements, and zeros.
    #[inline(always)]
    unsafe fn load_part(p: *const Self::E, count: usize) -> Self {
        let mut room = [Self::E::ZERO; 64];
        std::ptr::copy_nonoverlapping(p, room.as_mut_ptr(), count);
        Self::load(room.as_ptr())
    }
    /// Stores the first `count < LANES` elements.
    #[inline(always)]
    unsafe fn store_part(self, p: *mut Self::E, count: usize) {
        let mut room = [Self::E::ZERO; 64];
        self.store(room.as_mut_ptr());
        std::ptr::copy_nonoverlapping(room.as_ptr(), p, count);
    }
}

#[cfg(target_arch = "x86_64")]
macro_rules! vector {
    ($name:ident, $r:ty, $e:ty, $lanes:literal, $zero:expr, $splat:expr, $load:expr, $store:expr, $plus:expr,
     $fma:expr, $fnma:expr $(, $load_part:expr, $store_part:expr)?) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $name($r);
        impl Vector for $name {
            type E = $e;
            const LANES: usize = $lanes;
            #[inline(always)]
            unsafe fn zero() -> Self {
                $name($zero())
            }
            #[inline(always)]
            unsafe fn splat(p: *const $e) -> Self {
                $name($splat(*p as _))
            }
            #[inline(always)]
            unsafe fn load(p: *const $e) -> Self {
                $name($load(p as _))
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $e) {
                $store(p as _, self.0)
            }
            #[inline(always)]
            unsafe fn plus(self, o: Self) -> Self {
                $name($plus(self.0, o.0))
            }
            #[inline(always)]
            unsafe fn fma(self, a: Self, b: Self) -> Self {
                $name($fma(self.0, a.0, b.0))
            }
            #[inline(always)]
            unsafe fn fnma(self, a: Self, b: Self) -> Self {
                $name($fnma(self.0, a.0, b.0))
            }
            $(
                #[inline(always)]
                unsafe fn load_part(p: *const $e, count: usize) -> Self {
                    $name($load_part(p, count))
                }
                #[inline(always)]
                unsafe fn store_part(self, p: *mut $e, count: usize) {
                    $store_part(p, count, self.0)
                }
            )?
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::*;

    /// A mask of the first `n` lanes.
    #[inline(always)]
    fn low_bits(n: usize) -> u32 {
        (1 << n) - 1
    }

    /// All bits of the first `n` lanes: a window into ones and zeros.
    #[inline(always)]
    unsafe fn lanes_pd(n: usize) -> __m256i {
        static ONES: [i64; 8] = [-1, -1, -1, -1, 0, 0, 0, 0];
        _mm256_loadu_si256(ONES.as_ptr().add(4 - n).cast())
    }
    #[inline(always)]
    unsafe fn lanes_ps(n: usize) -> __m256i {
        static ONES: [i32; 16] = [-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0];
        _mm256_loadu_si256(ONES.as_ptr().add(8 - n).cast())
    }

    macro_rules! fma {
        ($f:ident) => {
            |c, a, b| $f(a, b, c)
        };
    }
    macro_rules! mul {
        ($mul:ident, $then:ident) => {
            |c, a, b| $then(c, $mul(a, b))
        };
    }

    vector!(
        F64x8,
        __m512d,
        f64,
        8,
        _mm512_setzero_pd,
        _mm512_set1_pd,
        _mm512_loadu_pd,
        _mm512_storeu_pd,
        _mm512_add_pd,
        fma!(_mm512_fmadd_pd),
        fma!(_mm512_fnmadd_pd),
        |p, n| _mm512_maskz_loadu_pd(low_bits(n) as u8, p),
        |p, n, v| _mm512_mask_storeu_pd(p, low_bits(n) as u8, v)
    );
    vector!(
        F32x16,
        __m512,
        f32,
        16,
        _mm512_setzero_ps,
        _mm512_set1_ps,
        _mm512_loadu_ps,
        _mm512_storeu_ps,
        _mm512_add_ps,
        fma!(_mm512_fmadd_ps),
        fma!(_mm512_fnmadd_ps),
        |p, n| _mm512_maskz_loadu_ps(low_bits(n) as u16, p),
        |p, n, v| _mm512_mask_storeu_ps(p, low_bits(n) as u16, v)
    );
    vector!(
        F64x4,
        __m256d,
        f64,
        4,
        _mm256_setzero_pd,
        _mm256_set1_pd,
        _mm256_loadu_pd,
        _mm256_storeu_pd,
        _mm256_add_pd,
        fma!(_mm256_fmadd_pd),
        fma!(_mm256_fnmadd_pd),
        |p, n| _mm256_maskload_pd(p, lanes_pd(n)),
        |p, n, v| _mm256_maskstore_pd(p, lanes_pd(n), v)
    );
    vector!(
        F32x8,
        __m256,
        f32,
        8,
        _mm256_setzero_ps,
        _mm256_set1_ps,
        _mm256_loadu_ps,
        _mm256_storeu_ps,
        _mm256_add_ps,
        fma!(_mm256_fmadd_ps),
        fma!(_mm256_fnmadd_ps),
        |p, n| _mm256_maskload_ps(p, lanes_ps(n)),
        |p, n, v| _mm256_maskstore_ps(p, lanes_ps(n), v)
    );
    vector!(
        F64x2,
        __m128d,
        f64,
        2,
        _mm_setzero_pd,
        _mm_set1_pd,
        _mm_loadu_pd,
        _mm_storeu_pd,
        _mm_add_pd,
        mul!(_mm_mul_pd, _mm_add_pd),
        mul!(_mm_mul_pd, _mm_sub_pd)
    );
    vector!(
        F32x4,
        __m128,
        f32,
        4,
        _mm_setzero_ps,
        _mm_set1_ps,
        _mm_loadu_ps,
        _mm_storeu_ps,
        _mm_add_ps,
        mul!(_mm_mul_ps, _mm_add_ps),
        mul!(_mm_mul_ps, _mm_sub_ps)
    );

    vector!(
        I64x8,
        __m512i,
        i64,
        8,
        _mm512_setzero_si512,
        _mm512_set1_epi64,
        _mm512_loadu_epi64,
        _mm512_storeu_epi64,
        _mm512_add_epi64,
        mul!(_mm512_mullo_epi64, _mm512_add_epi64),
        mul!(_mm512_mullo_epi64, _mm512_sub_epi64)
    );
    vector!(
        I32x16,
        __m512i,
        i32,
        16,
        _mm512_setzero_si512,
        _mm512_set1_epi32,
        _mm512_loadu_epi32,
        _mm512_storeu_epi32,
        _mm512_add_epi32,
        mul!(_mm512_mullo_epi32, _mm512_add_epi32),
        mul!(_mm512_mullo_epi32, _mm512_sub_epi32)
    );
    vector!(
        I16x32,
        __m512i,
        i16,
        32,
        _mm512_setzero_si512,
        _mm512_set1_epi16,
        _mm512_loadu_epi16,
        _mm512_storeu_epi16,
        _mm512_add_epi16,
        mul!(_mm512_mullo_epi16, _mm512_add_epi16),
        mul!(_mm512_mullo_epi16, _mm512_sub_epi16)
    );
    vector!(
        B8x64,
        __m512i,
        u8,
        64,
        _mm512_setzero_si512,
        _mm512_set1_epi8,
        _mm512_loadu_epi8,
        _mm512_storeu_epi8,
        _mm512_or_si512,
        mul!(_mm512_and_si512, _mm512_or_si512),
        mul!(_mm512_and_si512, _mm512_or_si512)
    );

    /// The low half of a product, from three of 32 bits.
    #[inline(always)]
    unsafe fn mullo64(a: __m256i, b: __m256i) -> __m256i {
        let cross = _mm256_mullo_epi32(a, _mm256_shuffle_epi32(b, 0xB1));
        let high = _mm256_add_epi32(cross, _mm256_shuffle_epi32(cross, 0xB1));
        _mm256_add_epi64(_mm256_mul_epu32(a, b), _mm256_slli_epi64(high, 32))
    }
    vector!(
        I64x4,
        __m256i,
        i64,
        4,
        _mm256_setzero_si256,
        _mm256_set1_epi64x,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_add_epi64,
        mul!(mullo64, _mm256_add_epi64),
        mul!(mullo64, _mm256_sub_epi64)
    );
    vector!(
        I32x8,
        __m256i,
        i32,
        8,
        _mm256_setzero_si256,
        _mm256_set1_epi32,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_add_epi32,
        mul!(_mm256_mullo_epi32, _mm256_add_epi32),
        mul!(_mm256_mullo_epi32, _mm256_sub_epi32)
    );
    vector!(
        I16x16,
        __m256i,
        i16,
        16,
        _mm256_setzero_si256,
        _mm256_set1_epi16,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_add_epi16,
        mul!(_mm256_mullo_epi16, _mm256_add_epi16),
        mul!(_mm256_mullo_epi16, _mm256_sub_epi16)
    );
    vector!(
        B8x32,
        __m256i,
        u8,
        32,
        _mm256_setzero_si256,
        _mm256_set1_epi8,
        _mm256_loadu_si256,
        _mm256_storeu_si256,
        _mm256_or_si256,
        mul!(_mm256_and_si256, _mm256_or_si256),
        mul!(_mm256_and_si256, _mm256_or_si256)
    );
}
#[cfg(target_arch = "x86_64")]
pub(crate) use x86::*;

/// A vector without instructions of its own: the compiler finds some.
#[derive(Clone, Copy)]
pub(crate) struct Plain<E, const N: usize>([E; N]);

macro_rules! plain {
    ($($e:ty, $zero:expr, $plus:expr, $times:expr, $minus:expr;)*) => { $(
        impl<const N: usize> Vector for Plain<$e, N> {
            type E = $e;
            const LANES: usize = N;
            #[inline(always)]
            unsafe fn zero() -> Self { Plain([$zero; N]) }
            #[inline(always)]
            unsafe fn splat(p: *const $e) -> Self { Plain([*p; N]) }
            #[inline(always)]
            unsafe fn load(p: *const $e) -> Self { Plain(*(p as *const [$e; N])) }
            #[inline(always)]
            unsafe fn store(self, p: *mut $e) { *(p as *mut [$e; N]) = self.0 }
            #[inline(always)]
            unsafe fn plus(mut self, o: Self) -> Self {
                for i in 0..N { self.0[i] = $plus(self.0[i], o.0[i]); }
                self
            }
            #[inline(always)]
            unsafe fn fma(mut self, a: Self, b: Self) -> Self {
                for i in 0..N { self.0[i] = $plus(self.0[i], $times(a.0[i], b.0[i])); }
                self
            }
            #[inline(always)]
            unsafe fn fnma(mut self, a: Self, b: Self) -> Self {
                for i in 0..N { self.0[i] = $minus(self.0[i], $times(a.0[i], b.0[i])); }
                self
            }
        }
    )* };
}
plain! {
    f64, 0.0, |a, b| a + b, |a: f64, b| a * b, |a, b| a - b;
    f32, 0.0, |a, b| a + b, |a: f32, b| a * b, |a, b| a - b;
    i64, 0, i64::wrapping_add, i64::wrapping_mul, i64::wrapping_sub;
    i32, 0, i32::wrapping_add, i32::wrapping_mul, i32::wrapping_sub;
    i16, 0, i16::wrapping_add, i16::wrapping_mul, i16::wrapping_sub;
    u8, 0, |a, b| a | b, |a: u8, b| a & b, |a, b| a | b;
}
