//! Sliding products: the core of `correlate` and `convolve`.

use crate::cpu::Level;
use crate::select::level::per_level;
use crate::Ty;
use num_complex::Complex;
use std::ops::{Add, Mul};

/// Results computed side by side, so that the weights are read once for all of them.
pub const WIDE: usize = 32;

/// A number with NumPy's arithmetic (integers wrap around).
trait Number: Copy + 'static {
    const ZERO: Self;
    fn fused(self, x: Self, w: Self) -> Self;
}
macro_rules! number { ($($t:ty, $zero:expr, $f:expr);*) => { $(
    impl Number for $t {
        const ZERO: $t = $zero;
        #[inline(always)]
        fn fused(self, x: $t, w: $t) -> $t { let f: fn($t, $t, $t) -> $t = $f; f(self, x, w) }
    }
)* } }
number!(f64, 0.0, |s, x, w| s.add(x.mul(w)); f32, 0.0, |s, x, w| s.add(x.mul(w));
    Complex<f64>, Complex { re: 0.0, im: 0.0 }, |s, x, w| s.add(x.mul(w));
    Complex<f32>, Complex { re: 0.0, im: 0.0 }, |s, x, w| s.add(x.mul(w));
    i64, 0, |s, x, w| s.wrapping_add(x.wrapping_mul(w)); i32, 0, |s, x, w| s.wrapping_add(x.wrapping_mul(w));
    i16, 0, |s, x, w| s.wrapping_add(x.wrapping_mul(w)); i8, 0, |s, x, w| s.wrapping_add(x.wrapping_mul(w)));

/// A truth value: the product of two is both, the sum of two either.
#[derive(Clone, Copy)]
#[repr(transparent)]
struct Bit(u8);
impl Number for Bit {
    const ZERO: Bit = Bit(0);
    #[inline(always)]
    fn fused(self, x: Bit, w: Bit) -> Bit {
        Bit(self.0 | (u8::from(x.0 != 0) & u8::from(w.0 != 0)))
    }
}

#[inline(always)]
unsafe fn slide_body<L: Level, T: Number>(a: *const T, v: *const T, m: usize, out: *mut T, count: usize) {
    let mut i = 0;
    while i + WIDE <= count {
        let mut sums = [T::ZERO; WIDE];
        for k in 0..m {
            let w = *v.add(k);
            let row = a.add(i + k);
            for (j, s) in sums.iter_mut().enumerate() {
                *s = s.fused(*row.add(j), w);
            }
        }
        for (j, s) in sums.iter().enumerate() {
            *out.add(i + j) = *s;
        }
        i += WIDE;
    }
    while i < count {
        let mut s = T::ZERO;
        for k in 0..m {
            s = s.fused(*a.add(i + k), *v.add(k));
        }
        *out.add(i) = s;
        i += 1;
    }
}
per_level! { unsafe fn slide_at_level[T: Number](a: *const T, v: *const T, m: usize, out: *mut T, count: usize)
= slide_body }

/// `out[i] = sum(a[i + k] * v[k] for k in 0..m)` for `count` positions; false if the type has no such loop.
///
/// # Safety
/// All are aligned; `a` is valid for `count + m - 1` elements, `v` for `m`, `out` for writing `count`; no overlap.
pub unsafe fn slide(ty: Ty, a: *const u8, v: *const u8, m: usize, out: *mut u8, count: usize) -> bool {
    match ty {
        Ty::F64 => slide_at_level::<f64>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::F32 => slide_at_level::<f32>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::I64 | Ty::U64 => slide_at_level::<i64>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::I32 | Ty::U32 => slide_at_level::<i32>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::I16 | Ty::U16 => slide_at_level::<i16>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::Bool => slide_at_level::<Bit>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::I8 | Ty::U8 => slide_at_level::<i8>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::C128 => slide_at_level::<Complex<f64>>(a.cast(), v.cast(), m, out.cast(), count),
        Ty::C64 => slide_at_level::<Complex<f32>>(a.cast(), v.cast(), m, out.cast(), count),
        _ => return false,
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_of_every_length() {
        let a: Vec<i64> = (0..100).map(|i| i * i - 7 * i).collect();
        let v = [3i64, -1, 4, 1, -5];
        for n in [5, 6, 36, 37, 100] {
            let count = n - 4;
            let mut out = vec![0i64; count];
            let o = out.as_mut_ptr().cast();
            // SAFETY: `a` holds `count + 4` elements, `v` five, the result `count`.
            assert!(unsafe { slide(Ty::I64, a.as_ptr().cast(), v.as_ptr().cast(), 5, o, count) });
            for i in 0..count {
                assert_eq!(out[i], (0..5).map(|k| a[i + k] * v[k]).sum::<i64>());
            }
        }
    }
}
