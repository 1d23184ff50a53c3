//! Conversion of one number, with the results C gives on x86-64.
//!
//! A float outside the range of the integer type is converted by the 32- or 64-bit instruction, which
//! yields the smallest integer, and cut to the type's width.

use num_complex::Complex;

/// `self` as a number of type `R`.
pub(super) trait To<R>: Copy {
    fn to(self) -> R;
}

macro_rules! by_as {
    ($($a:ident => $($r:ident)+;)+) => { $( $(
        impl To<$r> for $a {
            #[inline(always)]
            fn to(self) -> $r {
                self as $r
            }
        }
    )+ )+ };
}
by_as! {
    i8 => u16 u32 u64 f32 f64;
    u8 => u16 u32 u64 f32 f64;
    i16 => u8 u32 u64 f32 f64;
    u16 => u8 u32 u64 f32 f64;
    i32 => u8 u16 u64 f32 f64;
    u32 => u8 u16 u64 f32 f64;
    i64 => u8 u16 u32 f32 f64;
    u64 => u8 u16 u32 f32 f64;
    f32 => f64 f32;
    f64 => f32 f64;
}

/// Floats to the integers that have an instruction.
pub(super) trait Truncate: Copy {
    fn to_i32(self) -> i32;
    fn to_i64(self) -> i64;
    fn to_u64(self) -> u64;
}

macro_rules! truncate {
    ($($f:ident)+) => { $(
        impl Truncate for $f {
            #[inline(always)]
            fn to_i32(self) -> i32 {
                if (self > below_i32::$f()) & (self < 2147483648.0) {
                    // SAFETY: the truncated number is in range.
                    unsafe { self.to_int_unchecked() }
                } else {
                    i32::MIN
                }
            }
            #[inline(always)]
            fn to_i64(self) -> i64 {
                if (self >= -9223372036854775808.0) & (self < 9223372036854775808.0) {
                    // SAFETY: as above.
                    unsafe { self.to_int_unchecked() }
                } else {
                    i64::MIN
                }
            }
            #[inline(always)]
            fn to_u64(self) -> u64 {
                const HALF: $f = 9223372036854775808.0;
                if self >= HALF {
                    (self - HALF).to_i64() as u64 ^ (1 << 63)
                } else {
                    self.to_i64() as u64
                }
            }
        }
        impl To<u8> for $f {
            #[inline(always)]
            fn to(self) -> u8 { self.to_i32() as u8 }
        }
        impl To<u16> for $f {
            #[inline(always)]
            fn to(self) -> u16 { self.to_i32() as u16 }
        }
        impl To<i32> for $f {
            #[inline(always)]
            fn to(self) -> i32 { self.to_i32() }
        }
        impl To<u32> for $f {
            #[inline(always)]
            fn to(self) -> u32 { self.to_i64() as u32 }
        }
        impl To<i64> for $f {
            #[inline(always)]
            fn to(self) -> i64 { self.to_i64() }
        }
        impl To<u64> for $f {
            #[inline(always)]
            fn to(self) -> u64 { self.to_u64() }
        }
    )+ };
}
truncate!(f32 f64);

/// The largest number that truncates to less than the smallest 32-bit integer.
mod below_i32 {
    #[inline(always)]
    pub(super) fn f32() -> f32 {
        -2147483904.0
    }
    #[inline(always)]
    pub(super) fn f64() -> f64 {
        -2147483649.0
    }
}

macro_rules! complex {
    ($($a:ident)+) => { $(
        impl To<Complex<f32>> for $a {
            #[inline(always)]
            fn to(self) -> Complex<f32> { Complex::new(self as f32, 0.0) }
        }
        impl To<Complex<f64>> for $a {
            #[inline(always)]
            fn to(self) -> Complex<f64> { Complex::new(self as f64, 0.0) }
        }
    )+ };
}
complex!(i8 u8 i16 u16 i32 u32 i64 u64 f32 f64);

impl To<Complex<f64>> for Complex<f32> {
    #[inline(always)]
    fn to(self) -> Complex<f64> {
        Complex::new(self.re as f64, self.im as f64)
    }
}
impl To<Complex<f32>> for Complex<f64> {
    #[inline(always)]
    fn to(self) -> Complex<f32> {
        Complex::new(self.re as f32, self.im as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_out_of_range_become_the_smallest_integer() {
        assert_eq!(2147483647.5f64.to_i32(), i32::MAX);
        assert_eq!(2147483648.0f64.to_i32(), i32::MIN);
        assert_eq!((-2147483648.9f64).to_i32(), i32::MIN);
        assert_eq!((-2147483904f32).to_i32(), i32::MIN);
        assert_eq!((-2147483520f32).to_i32(), -2147483520);
        assert_eq!(f64::NAN.to_i32(), i32::MIN);
        assert_eq!(f64::INFINITY.to_i64(), i64::MIN);
        assert_eq!(1.8e19f64.to_u64(), 18_000_000_000_000_000_000);
        assert_eq!((-1.0f64).to_u64(), u64::MAX);
        assert_eq!(2e19f64.to_u64(), 0);
        let narrow: u8 = 300.7f64.to();
        assert_eq!(narrow, 44);
        let wrapped: u32 = (-1.0f32).to();
        assert_eq!(wrapped, u32::MAX);
    }
}
