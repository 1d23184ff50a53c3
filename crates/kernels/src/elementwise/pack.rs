//! Registers of floats for reductions that the compiler does not vectorise, because the order of the
//! operations is not free in its eyes.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// Several floats. The methods are only called in bodies compiled for a level that has them.
pub(crate) trait Pack: Copy {
    type T: Copy;
    const N: usize;
    unsafe fn splat(x: Self::T) -> Self;
    unsafe fn load(p: *const Self::T) -> Self;
    unsafe fn store(self, p: *mut Self::T);
    unsafe fn add(self, b: Self) -> Self;
    /// `self + a * b`
    unsafe fn add_product(self, a: Self, b: Self) -> Self;
    /// The greater (the lesser); `self` where `x` is NaN.
    unsafe fn greater(self, x: Self) -> Self;
    unsafe fn lesser(self, x: Self) -> Self;

    /// Lanes in which a NaN was seen.
    type Nan: Copy;
    unsafe fn no_nan() -> Self::Nan;
    unsafe fn note_nan(self, seen: Self::Nan) -> Self::Nan;
    unsafe fn any_nan(seen: Self::Nan) -> bool;
}

#[cfg(target_arch = "x86_64")]
macro_rules! avx2 {
    ($name:ident, $r:ty, $t:ident, $n:literal, $set1:ident, $load:ident, $store:ident, $add:ident, $fma:ident,
     $max:ident, $min:ident, $cmp:ident, $or:ident, $movemask:ident, $zero:ident) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $name($r);
        impl Pack for $name {
            type T = $t;
            const N: usize = $n;
            #[inline(always)]
            unsafe fn splat(x: $t) -> Self {
                $name($set1(x))
            }
            #[inline(always)]
            unsafe fn load(p: *const $t) -> Self {
                $name($load(p))
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $t) {
                $store(p, self.0)
            }
            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                $name($add(self.0, b.0))
            }
            #[inline(always)]
            unsafe fn add_product(self, a: Self, b: Self) -> Self {
                $name($fma(a.0, b.0, self.0))
            }
            // The instructions return their second operand if one is NaN.
            #[inline(always)]
            unsafe fn greater(self, x: Self) -> Self {
                $name($max(x.0, self.0))
            }
            #[inline(always)]
            unsafe fn lesser(self, x: Self) -> Self {
                $name($min(x.0, self.0))
            }
            type Nan = $r;
            #[inline(always)]
            unsafe fn no_nan() -> $r {
                $zero()
            }
            #[inline(always)]
            unsafe fn note_nan(self, seen: $r) -> $r {
                $or(seen, $cmp::<_CMP_UNORD_Q>(self.0, self.0))
            }
            #[inline(always)]
            unsafe fn any_nan(seen: $r) -> bool {
                $movemask(seen) != 0
            }
        }
    };
}
#[cfg(target_arch = "x86_64")]
avx2!(
    F64x4,
    __m256d,
    f64,
    4,
    _mm256_set1_pd,
    _mm256_loadu_pd,
    _mm256_storeu_pd,
    _mm256_add_pd,
    _mm256_fmadd_pd,
    _mm256_max_pd,
    _mm256_min_pd,
    _mm256_cmp_pd,
    _mm256_or_pd,
    _mm256_movemask_pd,
    _mm256_setzero_pd
);
#[cfg(target_arch = "x86_64")]
avx2!(
    F32x8,
    __m256,
    f32,
    8,
    _mm256_set1_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_add_ps,
    _mm256_fmadd_ps,
    _mm256_max_ps,
    _mm256_min_ps,
    _mm256_cmp_ps,
    _mm256_or_ps,
    _mm256_movemask_ps,
    _mm256_setzero_ps
);

#[cfg(target_arch = "x86_64")]
macro_rules! avx512 {
    ($name:ident, $r:ty, $t:ident, $n:literal, $mask:ty, $set1:ident, $load:ident, $store:ident, $add:ident,
     $fma:ident, $max:ident, $min:ident, $cmp:ident) => {
        #[derive(Clone, Copy)]
        pub(crate) struct $name($r);
        impl Pack for $name {
            type T = $t;
            const N: usize = $n;
            #[inline(always)]
            unsafe fn splat(x: $t) -> Self {
                $name($set1(x))
            }
            #[inline(always)]
            unsafe fn load(p: *const $t) -> Self {
                $name($load(p))
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $t) {
                $store(p, self.0)
            }
            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                $name($add(self.0, b.0))
            }
            #[inline(always)]
            unsafe fn add_product(self, a: Self, b: Self) -> Self {
                $name($fma(a.0, b.0, self.0))
            }
            #[inline(always)]
            unsafe fn greater(self, x: Self) -> Self {
                $name($max(x.0, self.0))
            }
            #[inline(always)]
            unsafe fn lesser(self, x: Self) -> Self {
                $name($min(x.0, self.0))
            }
            type Nan = $mask;
            #[inline(always)]
            unsafe fn no_nan() -> $mask {
                0
            }
            #[inline(always)]
            unsafe fn note_nan(self, seen: $mask) -> $mask {
                seen | $cmp::<_CMP_UNORD_Q>(self.0, self.0)
            }
            #[inline(always)]
            unsafe fn any_nan(seen: $mask) -> bool {
                seen != 0
            }
        }
    };
}
#[cfg(target_arch = "x86_64")]
avx512!(
    F64x8,
    __m512d,
    f64,
    8,
    __mmask8,
    _mm512_set1_pd,
    _mm512_loadu_pd,
    _mm512_storeu_pd,
    _mm512_add_pd,
    _mm512_fmadd_pd,
    _mm512_max_pd,
    _mm512_min_pd,
    _mm512_cmp_pd_mask
);
#[cfg(target_arch = "x86_64")]
avx512!(
    F32x16,
    __m512,
    f32,
    16,
    __mmask16,
    _mm512_set1_ps,
    _mm512_loadu_ps,
    _mm512_storeu_ps,
    _mm512_add_ps,
    _mm512_fmadd_ps,
    _mm512_max_ps,
    _mm512_min_ps,
    _mm512_cmp_ps_mask
);

/// Without instructions of a level: four numbers, which compilers turn into a register where they can.
#[derive(Clone, Copy)]
pub(crate) struct Portable<T>([T; 4]);

macro_rules! portable {
    ($($t:ident)+) => { $(
        impl Pack for Portable<$t> {
            type T = $t;
            const N: usize = 4;
            #[inline(always)]
            unsafe fn splat(x: $t) -> Self {
                Portable([x; 4])
            }
            #[inline(always)]
            unsafe fn load(p: *const $t) -> Self {
                Portable(*(p as *const [$t; 4]))
            }
            #[inline(always)]
            unsafe fn store(self, p: *mut $t) {
                *(p as *mut [$t; 4]) = self.0
            }
            #[inline(always)]
            unsafe fn add(self, b: Self) -> Self {
                Portable(std::array::from_fn(|i| self.0[i] + b.0[i]))
            }
            #[inline(always)]
            unsafe fn add_product(self, a: Self, b: Self) -> Self {
                Portable(std::array::from_fn(|i| self.0[i] + a.0[i] * b.0[i]))
            }
            #[inline(always)]
            unsafe fn greater(self, x: Self) -> Self {
                Portable(std::array::from_fn(|i| if x.0[i] > self.0[i] { x.0[i] } else { self.0[i] }))
            }
            #[inline(always)]
            unsafe fn lesser(self, x: Self) -> Self {
                Portable(std::array::from_fn(|i| if x.0[i] < self.0[i] { x.0[i] } else { self.0[i] }))
            }
            type Nan = bool;
            #[inline(always)]
            unsafe fn no_nan() -> bool {
                false
            }
            #[inline(always)]
            unsafe fn note_nan(self, seen: bool) -> bool {
                seen | self.0[0].is_nan() | self.0[1].is_nan() | self.0[2].is_nan() | self.0[3].is_nan()
            }
            #[inline(always)]
            unsafe fn any_nan(seen: bool) -> bool {
                seen
            }
        }
    )+ };
}
portable!(f32 f64);

/// `with_pack!(L, f64, P => expression)`: the expression with `P` the level's registers of the type.
macro_rules! with_pack {
    ($l:ident, f64, $p:ident => $e:expr) => {
        with_pack!(@ $l, F64x8, F64x4, f64, $p => $e)
    };
    ($l:ident, f32, $p:ident => $e:expr) => {
        with_pack!(@ $l, F32x16, F32x8, f32, $p => $e)
    };
    (@ $l:ident, $wide:ident, $half:ident, $t:ident, $p:ident => $e:expr) => {{
        #[cfg(target_arch = "x86_64")]
        let value = if $l::WIDE {
            type $p = $crate::elementwise::pack::$wide;
            $e
        } else if $l::HALF {
            type $p = $crate::elementwise::pack::$half;
            $e
        } else {
            type $p = $crate::elementwise::pack::Portable<$t>;
            $e
        };
        #[cfg(not(target_arch = "x86_64"))]
        let value = {
            type $p = $crate::elementwise::pack::Portable<$t>;
            $e
        };
        value
    }};
}
pub(crate) use with_pack;
