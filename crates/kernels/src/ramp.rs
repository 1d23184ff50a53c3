//! Numbers at equal distances: `first + i * step`.

use crate::cpu::Level;
use crate::select::level::per_level;

/// Numbers that ranges are made of.
pub trait Ramp: Copy {
    /// Writes `n` numbers, those at the places `from` and after.
    ///
    /// # Safety
    /// `p` is aligned for and valid for `n` numbers.
    unsafe fn write<L: Level>(p: *mut Self, first: Self, step: Self, from: usize, n: usize);
}

macro_rules! wrapping {
    ($($t:ty)*) => { $(
        impl Ramp for $t {
            #[inline(always)]
            unsafe fn write<L: Level>(p: *mut $t, first: $t, step: $t, from: usize, n: usize) {
                let first = first.wrapping_add(step.wrapping_mul(from as $t));
                for i in 0..n {
                    p.add(i).write(first.wrapping_add(step.wrapping_mul(i as $t)));
                }
            }
        }
    )* };
}
wrapping!(i8 i16 i32 i64 u8 u16 u32 u64);

/// Places that are counted in 32 bits, which vectors convert at once.
const RUN: usize = 1 << 16;

impl Ramp for f64 {
    #[inline(always)]
    unsafe fn write<L: Level>(p: *mut f64, first: f64, step: f64, from: usize, n: usize) {
        for start in (0..n).step_by(RUN) {
            let base = (from + start) as f64;
            for i in 0..RUN.min(n - start) {
                // Places are whole numbers below 2^53: their sums are exact.
                p.add(start + i).write(first + (base + i as i32 as f64) * step);
            }
        }
    }
}

impl Ramp for f32 {
    #[inline(always)]
    unsafe fn write<L: Level>(p: *mut f32, first: f32, step: f32, from: usize, n: usize) {
        for i in 0..n {
            p.add(i).write(first + (from + i) as f32 * step);
        }
    }
}

per_level! {
    /// Writes `n` numbers of a range, from the one at the place `from` on.
    ///
    /// # Safety
    /// `p` is aligned for and valid for `n` numbers.
    pub unsafe fn ramp[T: Ramp](p: *mut T, first: T, step: T, from: usize, n: usize) = write
}

#[inline(always)]
unsafe fn write<L: Level, T: Ramp>(p: *mut T, first: T, step: T, from: usize, n: usize) {
    T::write::<L>(p, first, step, from, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made<T: Ramp + Default>(first: T, step: T, from: usize, n: usize) -> Vec<T> {
        let mut out = vec![T::default(); n];
        // SAFETY: the vector's own memory and length.
        unsafe { ramp(out.as_mut_ptr(), first, step, from, n) };
        out
    }

    #[test]
    fn ranges_have_each_number_in_its_place() {
        for n in [0, 1, 2, 7, 33, 70_001] {
            for from in [0, 5, 1 << 40] {
                let whole = |i: usize| 3i64.wrapping_add(-7i64.wrapping_mul((from + i) as i64));
                assert_eq!(made(3i64, -7, from, n), (0..n).map(whole).collect::<Vec<_>>());
                let real = |i: usize| 0.1 + (from + i) as f64 * 0.3;
                assert_eq!(made(0.1f64, 0.3, from, n), (0..n).map(real).collect::<Vec<_>>());
                let short = |i: usize| 0.1 + (from + i) as f32 * 0.3;
                assert_eq!(made(0.1f32, 0.3, from, n), (0..n).map(short).collect::<Vec<_>>());
                let bytes = |i: usize| 250u8.wrapping_add(((from + i) as u8).wrapping_mul(3));
                assert_eq!(made(250u8, 3, from, n), (0..n).map(bytes).collect::<Vec<_>>());
            }
        }
    }
}
