//! Runs of floats as integers: the processor's conversion, and whether a number did not fit.
//!
//! Where a number does not fit, the instruction gives the smallest integer; only registers with that result are
//! looked at again.

use super::number::To;
use crate::cpu::Level;
use std::mem::MaybeUninit;

/// Numbers that pass through a block on the stack at a time.
const BLOCK: usize = 256;

/// A register of floats, loaded, converted and stored; whether one of them did not fit.
pub(super) trait Register<A, R> {
    const LANES: usize;
    unsafe fn convert(from: *const A, to: *mut R) -> bool;
}

/// For processors that have no such instruction.
#[cfg(not(target_arch = "x86_64"))]
pub(super) struct NoRegister;
#[cfg(not(target_arch = "x86_64"))]
impl<A, R> Register<A, R> for NoRegister {
    const LANES: usize = usize::MAX;
    #[inline(always)]
    unsafe fn convert(_: *const A, _: *mut R) -> bool {
        false
    }
}

/// Converts whole registers from the front of a run; how many numbers, and whether one did not fit.
#[inline(always)]
unsafe fn registers<A, R, V: Register<A, R>>(from: *const A, to: *mut R, n: usize) -> (usize, bool) {
    let (mut done, mut invalid) = (0, false);
    while n - done >= V::LANES {
        invalid |= V::convert(from.add(done), to.add(done));
        done += V::LANES;
    }
    (done, invalid)
}

/// Floats with their registers: of 512 bits, and of 256.
pub(super) trait Truncated: To<i32> + To<i64> {
    type Wide32: Register<Self, i32>;
    type Narrow32: Register<Self, i32>;
    type Wide64: Register<Self, i64>;
}

/// `$least` and `$fits` give a bit or a byte a lane: where the result `r` is the smallest integer, and where that is the right
/// one for `x`.
#[cfg(target_arch = "x86_64")]
macro_rules! register {
    ($name:ident $from:ty => $to:ty, $lanes:literal: $load:ident $convert:ident $store:ident,
     least |$r:ident| $least:expr, fits |$x:ident| $fits:expr) => {
        pub struct $name;
        impl Register<$from, $to> for $name {
            const LANES: usize = $lanes;
            #[inline(always)]
            unsafe fn convert(from: *const $from, to: *mut $to) -> bool {
                let $x = $load(from);
                let $r = $convert($x);
                $store(to.cast(), $r);
                let least = $least as u32;
                least != 0 && least & !($fits as u32) != 0
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::Register;
    use std::arch::x86_64::*;

    // Doubles are cut off to the smallest `i32` from just above the integer below it.
    const BELOW: f64 = i32::MIN as f64 - 1.0;

    register!(F64x8ToI32 f64 => i32, 8: _mm512_loadu_pd _mm512_cvttpd_epi32 _mm256_storeu_si256,
        least |r| _mm256_cmpeq_epi32_mask(r, _mm256_set1_epi32(i32::MIN)),
        fits |x| _mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_set1_pd(BELOW))
            & _mm512_cmp_pd_mask::<_CMP_LT_OQ>(x, _mm512_setzero_pd()));
    register!(F64x4ToI32 f64 => i32, 4: _mm256_loadu_pd _mm256_cvttpd_epi32 _mm_storeu_si128,
    least |r| _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(r, _mm_set1_epi32(i32::MIN)))),
    fits |x| _mm256_movemask_pd(_mm256_and_pd(
        _mm256_cmp_pd::<_CMP_GT_OQ>(x, _mm256_set1_pd(BELOW)),
        _mm256_cmp_pd::<_CMP_LT_OQ>(x, _mm256_setzero_pd()),
    )));
    register!(F32x16ToI32 f32 => i32, 16: _mm512_loadu_ps _mm512_cvttps_epi32 _mm512_storeu_si512,
        least |r| _mm512_cmpeq_epi32_mask(r, _mm512_set1_epi32(i32::MIN)),
        fits |x| _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(x, _mm512_set1_ps(i32::MIN as f32)));
    register!(F32x8ToI32 f32 => i32, 8: _mm256_loadu_ps _mm256_cvttps_epi32 _mm256_storeu_si256,
        least |r| _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(r, _mm256_set1_epi32(i32::MIN)))),
        fits |x| _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(x, _mm256_set1_ps(i32::MIN as f32))));
    register!(F64x8ToI64 f64 => i64, 8: _mm512_loadu_pd _mm512_cvttpd_epi64 _mm512_storeu_si512,
        least |r| _mm512_cmpeq_epi64_mask(r, _mm512_set1_epi64(i64::MIN)),
        fits |x| _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(x, _mm512_set1_pd(i64::MIN as f64)));
    register!(F32x8ToI64 f32 => i64, 8: _mm256_loadu_ps _mm512_cvttps_epi64 _mm512_storeu_si512,
        least |r| _mm512_cmpeq_epi64_mask(r, _mm512_set1_epi64(i64::MIN)),
        fits |x| _mm256_cmp_ps_mask::<_CMP_EQ_OQ>(x, _mm256_set1_ps(i64::MIN as f32)));
}

macro_rules! truncated {
    ($t:ident: $wide32:ident $narrow32:ident $wide64:ident) => {
        #[cfg(target_arch = "x86_64")]
        impl Truncated for $t {
            type Wide32 = x86::$wide32;
            type Narrow32 = x86::$narrow32;
            type Wide64 = x86::$wide64;
        }
        #[cfg(not(target_arch = "x86_64"))]
        impl Truncated for $t {
            type Wide32 = NoRegister;
            type Narrow32 = NoRegister;
            type Wide64 = NoRegister;
        }
    };
}
truncated!(f64: F64x8ToI32 F64x4ToI32 F64x8ToI64);
truncated!(f32: F32x16ToI32 F32x8ToI32 F32x8ToI64);

/// Numbers that runs of floats are converted to; floats by the loop that the compiler makes.
pub(super) trait Whole: Copy {
    /// Converts numbers from the front of a run; how many, and whether one did not fit.
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut Self, n: usize) -> (usize, bool);
}

impl Whole for i32 {
    #[inline(always)]
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut i32, n: usize) -> (usize, bool) {
        if L::WIDE {
            registers::<A, i32, A::Wide32>(x, r, n)
        } else if L::FMA {
            registers::<A, i32, A::Narrow32>(x, r, n)
        } else {
            (0, false)
        }
    }
}

impl Whole for i64 {
    #[inline(always)]
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut i64, n: usize) -> (usize, bool) {
        if L::WIDE {
            registers::<A, i64, A::Wide64>(x, r, n)
        } else {
            (0, false)
        }
    }
}

macro_rules! narrow {
    ($($t:ident)+) => { $(
        impl Whole for $t {
            #[inline(always)]
            unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut $t, n: usize) -> (usize, bool) {
                let mut room = MaybeUninit::<[i32; BLOCK]>::uninit();
                let wide = room.as_mut_ptr() as *mut i32;
                let (mut done, mut invalid) = (0, false);
                while done < n {
                    let (m, bad) = i32::convert::<L, A>(x.add(done), wide, (n - done).min(BLOCK));
                    for i in 0..m {
                        r.add(done + i).write_unaligned(wide.add(i).read() as $t);
                    }
                    invalid |= bad;
                    done += m;
                    if m < BLOCK {
                        break;
                    }
                }
                (done, invalid)
            }
        }
    )+ };
}
narrow!(u8 u16);

macro_rules! as_compiled {
    ($($t:ident)+) => { $(
        impl Whole for $t {
            #[inline(always)]
            unsafe fn convert<L: Level, A: Truncated>(_: *const A, _: *mut $t, _: usize) -> (usize, bool) {
                (0, false)
            }
        }
    )+ };
}
as_compiled!(f32 f64);
