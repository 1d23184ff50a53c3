//! Runs of floats as integers: the processor's conversion, and whether a number did not fit.
//!
//! Where a number does not fit, the instruction gives the smallest integer; only registers with that result are
//! looked at again.

use super::number::To;
use crate::cpu::Level;
use std::mem::MaybeUninit;

/// Numbers that pass through a block on the stack at a time.
const BLOCK: usize = 256;

/// Floats that have vector instructions to `i32` and `i64`. Whole registers are converted from the front of a run; returned is
/// how many numbers that were, and whether one did not fit.
pub(super) trait Truncated: To<i32> + To<i64> {
    unsafe fn to_i32<L: Level>(from: *const Self, to: *mut i32, n: usize) -> (usize, bool);
    unsafe fn to_i64<L: Level>(from: *const Self, to: *mut i64, n: usize) -> (usize, bool);
}

/// Converts whole registers from the front of a run. `x` and `r` name a register of floats and its result, `from` and `to` the
/// places they are loaded from and stored to.
#[cfg(target_arch = "x86_64")]
macro_rules! registers {
    ($lanes:literal of $n:ident, $from:ident => $to:ident, $x:ident: $load:expr, $r:ident: $convert:expr,
     least $least:expr, fits $fits:expr, $store:expr) => {{
        let (mut i, mut invalid) = (0, false);
        while i + $lanes <= $n {
            let $x = $load;
            let $r = $convert;
            let least = $least as u32;
            if least != 0 {
                invalid |= least & !($fits as u32) != 0;
            }
            $store;
            $from = $from.add($lanes);
            $to = $to.add($lanes);
            i += $lanes;
        }
        return (i, invalid);
    }};
}

impl Truncated for f64 {
    #[inline(always)]
    unsafe fn to_i32<L: Level>(mut from: *const f64, mut to: *mut i32, n: usize) -> (usize, bool) {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::*;
            if L::WIDE {
                registers!(8 of n, from => to, x: _mm512_loadu_pd(from), r: _mm512_cvttpd_epi32(x),
                    least _mm256_cmpeq_epi32_mask(r, _mm256_set1_epi32(i32::MIN)),
                    fits (_mm512_cmp_pd_mask::<_CMP_GT_OQ>(x, _mm512_set1_pd(-2147483649.0)) & _mm512_cmp_pd_mask::<_CMP_LT_OQ>(x, _mm512_set1_pd(0.0))),
                    _mm256_storeu_si256(to.cast(), r));
            }
            if L::FMA {
                registers!(4 of n, from => to, x: _mm256_loadu_pd(from), r: _mm256_cvttpd_epi32(x),
                    least _mm_movemask_ps(_mm_castsi128_ps(_mm_cmpeq_epi32(r, _mm_set1_epi32(i32::MIN)))),
                    fits _mm256_movemask_pd(_mm256_and_pd(_mm256_cmp_pd::<_CMP_GT_OQ>(x, _mm256_set1_pd(-2147483649.0)), _mm256_cmp_pd::<_CMP_LT_OQ>(x, _mm256_set1_pd(0.0)))),
                    _mm_storeu_si128(to.cast(), r));
            }
        }
        let _ = (&mut from, &mut to, n);
        (0, false)
    }

    #[inline(always)]
    unsafe fn to_i64<L: Level>(mut from: *const f64, mut to: *mut i64, n: usize) -> (usize, bool) {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::*;
            if L::WIDE {
                registers!(8 of n, from => to, x: _mm512_loadu_pd(from), r: _mm512_cvttpd_epi64(x),
                    least _mm512_cmpeq_epi64_mask(r, _mm512_set1_epi64(i64::MIN)),
                    fits _mm512_cmp_pd_mask::<_CMP_EQ_OQ>(x, _mm512_set1_pd(-9223372036854775808.0)),
                    _mm512_storeu_si512(to.cast(), r));
            }
        }
        let _ = (&mut from, &mut to, n);
        (0, false)
    }
}

impl Truncated for f32 {
    #[inline(always)]
    unsafe fn to_i32<L: Level>(mut from: *const f32, mut to: *mut i32, n: usize) -> (usize, bool) {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::*;
            if L::WIDE {
                registers!(16 of n, from => to, x: _mm512_loadu_ps(from), r: _mm512_cvttps_epi32(x),
                    least _mm512_cmpeq_epi32_mask(r, _mm512_set1_epi32(i32::MIN)),
                    fits _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(x, _mm512_set1_ps(-2147483648.0)),
                    _mm512_storeu_si512(to.cast(), r));
            }
            if L::FMA {
                registers!(8 of n, from => to, x: _mm256_loadu_ps(from), r: _mm256_cvttps_epi32(x),
                    least _mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(r, _mm256_set1_epi32(i32::MIN)))),
                    fits _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_EQ_OQ>(x, _mm256_set1_ps(-2147483648.0))),
                    _mm256_storeu_si256(to.cast(), r));
            }
        }
        let _ = (&mut from, &mut to, n);
        (0, false)
    }

    #[inline(always)]
    unsafe fn to_i64<L: Level>(mut from: *const f32, mut to: *mut i64, n: usize) -> (usize, bool) {
        #[cfg(target_arch = "x86_64")]
        {
            use std::arch::x86_64::*;
            if L::WIDE {
                registers!(8 of n, from => to, x: _mm256_loadu_ps(from), r: _mm512_cvttps_epi64(x),
                    least _mm512_cmpeq_epi64_mask(r, _mm512_set1_epi64(i64::MIN)),
                    fits _mm256_cmp_ps_mask::<_CMP_EQ_OQ>(x, _mm256_set1_ps(-9223372036854775808.0)),
                    _mm512_storeu_si512(to.cast(), r));
            }
        }
        let _ = (&mut from, &mut to, n);
        (0, false)
    }
}

/// Numbers that runs of floats are converted to; floats by the loop that the compiler makes.
pub(super) trait Whole: Copy {
    /// Converts numbers from the front of a run; how many, and whether one did not fit.
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut Self, n: usize) -> (usize, bool);
}

impl Whole for i32 {
    #[inline(always)]
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut i32, n: usize) -> (usize, bool) {
        A::to_i32::<L>(x, r, n)
    }
}

impl Whole for i64 {
    #[inline(always)]
    unsafe fn convert<L: Level, A: Truncated>(x: *const A, r: *mut i64, n: usize) -> (usize, bool) {
        A::to_i64::<L>(x, r, n)
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
                    let (m, bad) = A::to_i32::<L>(x.add(done), wide, (n - done).min(BLOCK));
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
