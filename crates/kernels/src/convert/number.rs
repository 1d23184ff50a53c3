//! Conversion of one number, with the results C gives on x86-64.
//!
//! A float outside the range of the 32- or 64-bit instruction that converts it becomes the smallest
//! integer of that width, is cut to the type's width, and is invalid.

use num_complex::Complex;

/// `self` as a number of type `R`.
pub(super) trait To<R>: Copy {
    fn to(self) -> R;

    /// The result in scalar code, where it differs out of range.
    #[inline(always)]
    fn to_scalar(self) -> R {
        self.to()
    }

    /// Whether scalar code raises the invalid flag.
    #[inline(always)]
    fn invalid_scalar(self) -> bool {
        self.invalid()
    }

    /// Whether `to_scalar` differs from `to`.
    const SCALAR: bool = false;

    /// Whether the conversion raises the invalid flag.
    #[inline(always)]
    fn invalid(self) -> bool {
        false
    }
}

/// A boolean: any byte but 0 is true.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(super) struct Flag(u8);

macro_rules! flag {
    ($($r:ty)+) => { $(
        impl To<$r> for Flag {
            #[inline(always)]
            fn to(self) -> $r {
                ((self.0 != 0) as u8).to()
            }
        }
    )+ };
}
flag!(u16 u32 u64 f32 f64 Complex<f32> Complex<f64>);

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

/// Floats to the signed integers that have an instruction, and whether they are out of range.
trait Truncate: Copy {
    fn to_i32(self) -> i32;
    fn to_i64(self) -> i64;
    fn beyond_i32(self) -> bool;
    fn beyond_i64(self) -> bool;
}

macro_rules! truncate {
    ($f:ident, $below_i32:literal) => {
        impl Truncate for $f {
            #[inline(always)]
            fn to_i32(self) -> i32 {
                if self.beyond_i32() {
                    i32::MIN
                } else {
                    // SAFETY: the truncated number is in range.
                    unsafe { self.to_int_unchecked() }
                }
            }
            #[inline(always)]
            fn to_i64(self) -> i64 {
                if self.beyond_i64() {
                    i64::MIN
                } else {
                    // SAFETY: as above.
                    unsafe { self.to_int_unchecked() }
                }
            }
            #[inline(always)]
            fn beyond_i32(self) -> bool {
                !((self > $below_i32) & (self < 2147483648.0))
            }
            #[inline(always)]
            #[allow(clippy::manual_range_contains)]
            fn beyond_i64(self) -> bool {
                !((self >= -9223372036854775808.0) & (self < 9223372036854775808.0))
            }
        }
        narrow!($f: u8 u16 i32);
        impl To<i64> for $f {
            #[inline(always)]
            fn to(self) -> i64 {
                self.to_i64()
            }
            #[inline(always)]
            fn invalid(self) -> bool {
                self.beyond_i64()
            }
        }
        unsigned!($f, u32, to_i32, beyond_i32, 2147483648.0, true);
        unsigned!($f, u64, to_i64, beyond_i64, 9223372036854775808.0, false);
    };
}

macro_rules! narrow {
    ($f:ident: $($r:ident)+) => { $(
        impl To<$r> for $f {
            #[inline(always)]
            fn to(self) -> $r {
                self.to_i32() as $r
            }
            #[inline(always)]
            fn invalid(self) -> bool {
                self.beyond_i32()
            }
        }
    )+ };
}

// The upper half of an unsigned type is reached by moving it into the signed one's range; scalar code
// has a wider instruction for 32 bits.
macro_rules! unsigned {
    ($f:ident, $r:ident, $convert:ident, $beyond:ident, $half:literal, $scalar:literal) => {
        impl To<$r> for $f {
            const SCALAR: bool = $scalar;
            #[inline(always)]
            fn to_scalar(self) -> $r {
                if $scalar {
                    self.to_i64() as $r
                } else {
                    self.to()
                }
            }
            #[inline(always)]
            fn invalid_scalar(self) -> bool {
                if $scalar {
                    self.beyond_i64()
                } else {
                    <$f as To<$r>>::invalid(self)
                }
            }
            #[inline(always)]
            fn to(self) -> $r {
                let upper = self >= $half;
                let low = if upper { self - $half } else { self };
                low.$convert() as $r ^ ((upper as $r) << ($r::BITS - 1))
            }
            #[inline(always)]
            fn invalid(self) -> bool {
                let upper = self >= $half;
                (if upper { self - $half } else { self }).$beyond()
            }
        }
    };
}
truncate!(f32, -2147483904.0);
truncate!(f64, -2147483649.0);

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
        for (x, expected) in [(1.8e19f64, 18_000_000_000_000_000_000u64), (-1.0, u64::MAX), (2e19, 0)] {
            let wide: u64 = x.to();
            assert_eq!(wide, expected);
        }
        let narrow: u8 = 300.7f64.to();
        assert_eq!(narrow, 44);
        for (x, expected) in [(-1.0f32, u32::MAX), (4294967040.0, 4294967040), (2147483648.0, 1 << 31)] {
            let wrapped: u32 = x.to();
            assert_eq!((wrapped, x.to_scalar()), (expected, expected));
        }
    }
}
