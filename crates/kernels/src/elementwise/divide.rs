//! Division with remainder: `floor_divide`, `remainder`, `fmod`, `divmod` of integers and floats.
//!
//! The quotient is rounded down (`fmod`: towards zero). Integers divided by zero give zero and the
//! divide flag; the smallest integer divided by -1 gives itself and the overflow flag.

use super::divide_float as float;
use super::loops::step;
use super::select::{table, uniform};
use crate::cpu::{Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// Integers with the quotient rounded down and towards zero, for a divisor that is not zero (nor -1
/// under the smallest integer).
pub(super) trait Divisible: Copy + PartialEq + 'static {
    const ZERO: Self;
    const ONE: Self;
    fn overflows(self, by: Self) -> bool;
    fn floor(self, by: Self) -> Self;
    fn trunc(self, by: Self) -> Self;
    /// `self - quotient * by`.
    fn rest(self, quotient: Self, by: Self) -> Self;
    /// Whether both are small enough to divide as the narrow types do, in vector code.
    fn small(self, by: Self) -> bool;
    fn floor_small(self, by: Self) -> Self;
    fn trunc_small(self, by: Self) -> Self;
    /// A divisor prepared for many dividends.
    type Prepared: Copy;
    fn prepare(by: Self) -> Option<Self::Prepared>;
    fn floor_prepared(self, by: Self::Prepared) -> Self;
    fn trunc_prepared(self, by: Self::Prepared) -> Self;
}

// Narrow integers divide through a float that holds every quotient: where it is no integer it lies
// at least 1/divisor away from one, far more than the rounding. Adding 1.5 * 2^(precision - 1)
// moves the integer into the low bits. Such loops become vector code.
macro_rules! through_float {
    ($t:ident, $f:ident, $magic:literal, $overflows:expr) => {
        impl Divisible for $t {
            const ZERO: $t = 0;
            const ONE: $t = 1;
            #[inline(always)]
            fn overflows(self, by: $t) -> bool {
                let test: fn($t, $t) -> bool = $overflows;
                test(self, by)
            }
            #[inline(always)]
            fn floor(self, by: $t) -> $t {
                (((self as $f) / (by as $f)).floor() + $magic).to_bits() as $t
            }
            #[inline(always)]
            fn trunc(self, by: $t) -> $t {
                (((self as $f) / (by as $f)).trunc() + $magic).to_bits() as $t
            }
            #[inline(always)]
            fn rest(self, quotient: $t, by: $t) -> $t {
                self.wrapping_sub(quotient.wrapping_mul(by))
            }
            #[inline(always)]
            fn small(self, _: $t) -> bool {
                true
            }
            #[inline(always)]
            fn floor_small(self, by: $t) -> $t {
                self.floor(by)
            }
            #[inline(always)]
            fn trunc_small(self, by: $t) -> $t {
                self.trunc(by)
            }
            type Prepared = $t;
            #[inline(always)]
            fn prepare(_: $t) -> Option<$t> {
                None
            }
            #[inline(always)]
            fn floor_prepared(self, by: $t) -> $t {
                self.floor(by)
            }
            #[inline(always)]
            fn trunc_prepared(self, by: $t) -> $t {
                self.trunc(by)
            }
        }
    };
}
through_float!(i8, f32, 12582912.0, |a, b| (a == i8::MIN) & (b == -1));
through_float!(u8, f32, 12582912.0, |_, _| false);
through_float!(i16, f32, 12582912.0, |a, b| (a == i16::MIN) & (b == -1));
through_float!(u16, f32, 12582912.0, |_, _| false);
through_float!(i32, f64, 6755399441055744.0, |a, b| (a == i32::MIN) & (b == -1));
through_float!(u32, f64, 4503599627370496.0, |_, _| false);

/// Division by a fixed number through multiplication (Granlund and Montgomery, "Division by
/// invariant integers using multiplication", 1994, figure 4.1).
#[derive(Clone, Copy)]
pub(super) struct Invariant {
    multiplier: u64,
    first: u32,
    second: u32,
}

impl Invariant {
    #[inline(always)]
    fn new(d: u64) -> Invariant {
        let l = 64 - (d - 1).leading_zeros();
        let power = if l == 64 { 0u64.wrapping_sub(d) } else { (1u64 << l) - d };
        let multiplier = (((power as u128) << 64) / d as u128) as u64 + 1;
        Invariant { multiplier, first: l.min(1), second: l.saturating_sub(1) }
    }

    #[inline(always)]
    fn divide(self, n: u64) -> u64 {
        let t = ((self.multiplier as u128 * n as u128) >> 64) as u64;
        (t + ((n - t) >> self.first)) >> self.second
    }
}

/// 1.5 * 2^52: added to a whole number below 2^51 it leaves that number in the low bits.
const MAGIC: f64 = 6755399441055744.0;

/// Whole numbers below 2^51 to floats and back, by bits: there is no instruction for it before AVX-512.
#[inline(always)]
fn whole_to_float(x: i64) -> f64 {
    f64::from_bits(x.wrapping_add(MAGIC.to_bits() as i64) as u64) - MAGIC
}
#[inline(always)]
fn float_to_whole(x: f64) -> i64 {
    ((x + MAGIC).to_bits() as i64).wrapping_sub(MAGIC.to_bits() as i64)
}

macro_rules! small_numbers {
    ($t:ident, |$a:ident, $b:ident| $small:expr) => {
        #[inline(always)]
        fn small(self, by: $t) -> bool {
            let ($a, $b) = (self, by);
            $small
        }
        #[inline(always)]
        fn floor_small(self, by: $t) -> $t {
            float_to_whole((whole_to_float(self as i64) / whole_to_float(by as i64)).floor()) as $t
        }
        #[inline(always)]
        fn trunc_small(self, by: $t) -> $t {
            float_to_whole((whole_to_float(self as i64) / whole_to_float(by as i64)).trunc()) as $t
        }
    };
}

impl Divisible for u64 {
    const ZERO: u64 = 0;
    const ONE: u64 = 1;
    #[inline(always)]
    fn overflows(self, _: u64) -> bool {
        false
    }
    #[inline(always)]
    fn floor(self, by: u64) -> u64 {
        // By zero never happens; `checked_div` says so without a panic.
        self.checked_div(by).unwrap_or(0)
    }
    #[inline(always)]
    fn trunc(self, by: u64) -> u64 {
        self.floor(by)
    }
    #[inline(always)]
    fn rest(self, quotient: u64, by: u64) -> u64 {
        self.wrapping_sub(quotient.wrapping_mul(by))
    }
    small_numbers!(u64, |a, b| (a | b) >> 51 == 0);
    type Prepared = Invariant;
    #[inline(always)]
    fn prepare(by: u64) -> Option<Invariant> {
        (by > 0).then(|| Invariant::new(by))
    }
    #[inline(always)]
    fn floor_prepared(self, by: Invariant) -> u64 {
        by.divide(self)
    }
    #[inline(always)]
    fn trunc_prepared(self, by: Invariant) -> u64 {
        by.divide(self)
    }
}

impl Divisible for i64 {
    const ZERO: i64 = 0;
    const ONE: i64 = 1;
    #[inline(always)]
    fn overflows(self, by: i64) -> bool {
        (self == i64::MIN) & (by == -1)
    }
    #[inline(always)]
    fn floor(self, by: i64) -> i64 {
        let q = self.trunc(by);
        let r = self.wrapping_sub(q.wrapping_mul(by));
        q - ((r != 0) & ((r < 0) != (by < 0))) as i64
    }
    #[inline(always)]
    fn trunc(self, by: i64) -> i64 {
        self.checked_div(by).unwrap_or(0)
    }
    #[inline(always)]
    fn rest(self, quotient: i64, by: i64) -> i64 {
        self.wrapping_sub(quotient.wrapping_mul(by))
    }
    // A number and its sign bits differ above bit 51 only in large numbers.
    small_numbers!(i64, |a, b| ((a ^ (a >> 63)) | (b ^ (b >> 63))) >> 51 == 0);
    type Prepared = Invariant;
    #[inline(always)]
    fn prepare(by: i64) -> Option<Invariant> {
        (by > 0).then(|| Invariant::new(by as u64))
    }
    #[inline(always)]
    fn floor_prepared(self, by: Invariant) -> i64 {
        // For negative n: floor(n / d) = -1 - floor((-1 - n) / d), and -1 - n has all bits inverted.
        let sign = self >> 63;
        by.divide((self ^ sign) as u64) as i64 ^ sign
    }
    #[inline(always)]
    fn trunc_prepared(self, by: Invariant) -> i64 {
        let sign = self >> 63;
        (by.divide(self.unsigned_abs()) as i64 ^ sign).wrapping_sub(sign)
    }
}

/// What a loop over quotients yields; `bad` says that the divisor was zero (and was replaced by one).
pub(super) trait Part<T: Divisible> {
    const OVERFLOWS: bool;
    const FLOOR: bool;
    fn take(a: T, quotient: T, by: T, zero: bool) -> T;
}
pub(super) struct Floor;
impl<T: Divisible> Part<T> for Floor {
    const OVERFLOWS: bool = true;
    const FLOOR: bool = true;
    #[inline(always)]
    fn take(_: T, quotient: T, _: T, zero: bool) -> T {
        if zero {
            T::ZERO
        } else {
            quotient
        }
    }
}
pub(super) struct Remainder;
impl<T: Divisible> Part<T> for Remainder {
    const OVERFLOWS: bool = false;
    const FLOOR: bool = true;
    #[inline(always)]
    fn take(a: T, quotient: T, by: T, _: bool) -> T {
        a.rest(quotient, by)
    }
}
pub(super) struct Fmod;
impl<T: Divisible> Part<T> for Fmod {
    const OVERFLOWS: bool = false;
    const FLOOR: bool = false;
    #[inline(always)]
    fn take(a: T, quotient: T, by: T, _: bool) -> T {
        a.rest(quotient, by)
    }
}

/// What went wrong in a row.
#[derive(Default)]
struct Wrong {
    zero: bool,
    overflow: bool,
}

impl Wrong {
    #[inline(always)]
    fn status(self, overflows: bool) -> Status {
        Status::DIVIDE.when(self.zero).with(Status::OVERFLOW.when(self.overflow & overflows))
    }
}

#[inline(always)]
fn one<T: Divisible, P: Part<T>>(a: T, b: T, wrong: &mut Wrong) -> T {
    let (zero, overflow) = (b == T::ZERO, a.overflows(b));
    wrong.zero |= zero;
    wrong.overflow |= overflow;
    let by = if zero | overflow { T::ONE } else { b };
    let quotient = if P::FLOOR { a.floor(by) } else { a.trunc(by) };
    P::take(a, quotient, by, zero)
}

struct Division<T, P>(PhantomData<(T, P)>);

/// Elements of a block that are small or not together.
const BLOCK: usize = 32;

impl<T: Divisible, P: Part<T>> Loop for Division<T, P> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut wrong = Wrong::default();
        let unit = step::<T>();
        let rows = L::FAST && so == unit && sa == unit && (sb == unit || (sb == 0 && b != o));
        if rows && size_of::<T>() < 8 {
            narrow::<T, P>(a as *const T, b as *const T, o as *mut T, sb == 0, n, &mut wrong);
        } else if rows {
            let mut done = 0;
            while done < n {
                let m = BLOCK.min(n - done);
                let at = done as isize * unit;
                wide::<T, P>(
                    (a.offset(at), b.offset(if sb == 0 { 0 } else { at }), o.offset(at)),
                    sb,
                    m,
                    &mut wrong,
                );
                done += m;
            }
        } else {
            strided::<T, P>((a, b, o), (sa, sb, so), n, &mut wrong);
        }
        wrong.status(P::OVERFLOWS)
    }
}

/// Types whose division is vector code.
#[inline(always)]
unsafe fn narrow<T: Divisible, P: Part<T>>(
    x: *const T,
    y: *const T,
    r: *mut T,
    scalar: bool,
    n: usize,
    wrong: &mut Wrong,
) {
    // Flags in a local, not through the reference, so that they stay in registers.
    let mut seen = Wrong::default();
    if scalar {
        let y = *y;
        for i in 0..n {
            *r.add(i) = one::<T, P>(*x.add(i), y, &mut seen);
        }
    } else if std::ptr::eq(x, r) {
        for i in 0..n {
            *r.add(i) = one::<T, P>(*r.add(i), *y.add(i), &mut seen);
        }
    } else {
        for i in 0..n {
            *r.add(i) = one::<T, P>(*x.add(i), *y.add(i), &mut seen);
        }
    }
    *wrong = seen;
}

/// A block of 64-bit integers: through floats where all of them are small.
#[inline(always)]
unsafe fn wide<T: Divisible, P: Part<T>>(
    (a, b, o): (*mut u8, *mut u8, *mut u8),
    sb: isize,
    n: usize,
    wrong: &mut Wrong,
) {
    let (x, y, r) = (a as *const T, b as *const T, o as *mut T);
    let mut usual = n == BLOCK;
    if usual {
        for i in 0..BLOCK {
            let by = *y.add(if sb == 0 { 0 } else { i });
            usual &= (*x.add(i)).small(by) & (by != T::ZERO);
        }
    }
    if !usual {
        return strided::<T, P>((a, b, o), (step::<T>(), sb, step::<T>()), n, wrong);
    }
    // All quotients first: the result may be one of the operands.
    let mut quotients = [T::ZERO; BLOCK];
    for (i, q) in quotients.iter_mut().enumerate() {
        let (x, by) = (*x.add(i), *y.add(if sb == 0 { 0 } else { i }));
        let quotient = if P::FLOOR { x.floor_small(by) } else { x.trunc_small(by) };
        *q = P::take(x, quotient, by, false);
    }
    *(r as *mut [T; BLOCK]) = quotients;
}

#[inline(always)]
unsafe fn strided<T: Divisible, P: Part<T>>(
    (mut a, mut b, mut o): (*mut u8, *mut u8, *mut u8),
    (sa, sb, so): (isize, isize, isize),
    n: usize,
    wrong: &mut Wrong,
) {
    if sb == 0 && n > 4 && b != o {
        let divisor = *(b as *const T);
        if let Some(by) = T::prepare(divisor) {
            for _ in 0..n {
                let x = *(a as *const T);
                let q = if P::FLOOR { x.floor_prepared(by) } else { x.trunc_prepared(by) };
                *(o as *mut T) = P::take(x, q, divisor, false);
                a = a.wrapping_offset(sa);
                o = o.wrapping_offset(so);
            }
            return;
        }
    }
    for _ in 0..n {
        *(o as *mut T) = one::<T, P>(*(a as *const T), *(b as *const T), wrong);
        a = a.wrapping_offset(sa);
        b = b.wrapping_offset(sb);
        o = o.wrapping_offset(so);
    }
}

/// Quotient and remainder.
struct Both<T>(PhantomData<T>);

impl<T: Divisible> Loop for Both<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut b, mut q, mut r) = (*p, *p.add(1), *p.add(2), *p.add(3));
        let mut wrong = Wrong::default();
        for _ in 0..n {
            let (x, y) = (*(a as *const T), *(b as *const T));
            let (zero, overflow) = (y == T::ZERO, x.overflows(y));
            wrong.zero |= zero;
            wrong.overflow |= overflow;
            let by = if zero | overflow { T::ONE } else { y };
            let quotient = x.floor(by);
            *(q as *mut T) = if zero { T::ZERO } else { quotient };
            *(r as *mut T) = x.rest(quotient, by);
            a = a.wrapping_offset(*s);
            b = b.wrapping_offset(*s.add(1));
            q = q.wrapping_offset(*s.add(2));
            r = r.wrapping_offset(*s.add(3));
        }
        wrong.status(true)
    }
}

macro_rules! integers {
    ($ty:expr, $part:ident) => {
        table!($ty, avx2, Fp::Returned, 0.2, |T| Division<T, $part>; i8: I8, i16: I16, i32: I32,
            i64: I64, u8: U8, u16: U16, u32: U32, u64: U64)
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let ty = uniform(types)?;
    if matches!(ty, Ty::F16 | Ty::F32 | Ty::F64) {
        return float::find(name, ty, types.len());
    }
    match (name, types.len()) {
        ("floor_divide", 3) => integers!(ty, Floor),
        ("remainder", 3) => integers!(ty, Remainder),
        ("fmod", 3) => integers!(ty, Fmod),
        ("divmod", 4) => table!(ty, any, Fp::Returned, 0.5, |T| Both<T>; i8: I8, i16: I16, i32: I32,
            i64: I64, u8: U8, u16: U16, u32: U32, u64: U64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn division_by_an_invariant_equals_division() {
        let edges = [
            1u64,
            2,
            3,
            5,
            7,
            10,
            641,
            1 << 31,
            (1 << 32) + 1,
            1 << 63,
            (1 << 63) + 1,
            u64::MAX - 1,
            u64::MAX,
        ];
        for d in edges {
            let by = Invariant::new(d);
            for n in edges.iter().flat_map(|&e| [e.wrapping_sub(1), e, e.wrapping_mul(3), e.wrapping_add(1)])
            {
                assert_eq!(by.divide(n), n / d, "{n} / {d}");
            }
        }
        for d in [1i64, 2, 3, 10, i64::MAX] {
            let by = i64::prepare(d).unwrap();
            for n in [0, 1, -1, 9, -9, 10, -10, i64::MIN, i64::MIN + 1, i64::MAX] {
                assert_eq!(n.floor_prepared(by), n.div_euclid(d), "{n} // {d}");
                assert_eq!(n.trunc_prepared(by), n / d, "{n} / {d}");
            }
        }
    }

    #[test]
    fn narrow_quotients_are_exact() {
        for a in i8::MIN..=i8::MAX {
            for b in (i8::MIN..=i8::MAX).filter(|&b| b != 0 && (a, b) != (i8::MIN, -1)) {
                assert_eq!(a.floor(b), (a as f64 / b as f64).floor() as i8);
                assert_eq!(a.trunc(b), a / b);
            }
        }
        for (a, b) in [(i32::MIN, 1), (i32::MAX, -1), (i32::MIN, i32::MAX), (-7, 2), (i32::MIN, i32::MIN)] {
            assert_eq!(a.floor(b), (a as i64).div_euclid(b as i64) as i32 - ((b < 0) && a % b != 0) as i32);
            assert_eq!(a.trunc(b), a / b);
        }
        for (a, b) in [(u32::MAX, 1), (u32::MAX, u32::MAX), (u32::MAX - 1, u32::MAX), (u32::MAX, 3)] {
            assert_eq!(a.floor(b), a / b);
        }
    }
}
