//! Division with remainder: `floor_divide`, `remainder`, `fmod`, `divmod` of integers and floats.
//!
//! The quotient is rounded down (`fmod`: towards zero). Integers divided by zero give zero and the
//! divide flag; the smallest integer divided by -1 gives itself and the overflow flag.

use super::divide_float as float;
use super::invariant::Invariant;
use super::loops::step;
use super::select::{table, uniform};
use crate::cpu::{Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// Integers with the quotient rounded down and towards zero, for a divisor that is not zero (nor -1
/// under the smallest integer).
pub(super) trait Divisible: Invariant + PartialEq + 'static {
    const ZERO: Self;
    const ONE: Self;
    /// Of unsigned types the greatest number: nothing overflows by it.
    const MINUS_ONE: Self;
    fn overflows(self, by: Self) -> bool;
    fn floor(self, by: Self) -> Self;
    fn trunc(self, by: Self) -> Self;
    /// `self - quotient * by`.
    fn rest(self, quotient: Self, by: Self) -> Self;
    /// Whether both are small enough to divide as the narrow types do, in vector code.
    fn small(self, by: Self) -> bool;
    fn floor_small(self, by: Self) -> Self;
    fn trunc_small(self, by: Self) -> Self;
}

// Narrow integers divide through a float that holds every quotient: where it is no integer it lies
// at least 1/divisor away from one, far more than the rounding. Adding 1.5 * 2^(precision - 1)
// moves the integer into the low bits. Such loops become vector code.
macro_rules! through_float {
    ($t:ident, $f:ident, $magic:literal, $overflows:expr) => {
        impl Divisible for $t {
            const ZERO: $t = 0;
            const ONE: $t = 1;
            const MINUS_ONE: $t = (0 as $t).wrapping_sub(1);
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
        }
    };
}
through_float!(i8, f32, 12582912.0, |a, b| (a == i8::MIN) & (b == -1));
through_float!(u8, f32, 12582912.0, |_, _| false);
through_float!(i16, f32, 12582912.0, |a, b| (a == i16::MIN) & (b == -1));
through_float!(u16, f32, 12582912.0, |_, _| false);
through_float!(i32, f64, 6755399441055744.0, |a, b| (a == i32::MIN) & (b == -1));
through_float!(u32, f64, 4503599627370496.0, |_, _| false);

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
    const MINUS_ONE: u64 = u64::MAX;
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
}

impl Divisible for i64 {
    const ZERO: i64 = 0;
    const ONE: i64 = 1;
    const MINUS_ONE: i64 = -1;
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
const BLOCK: usize = 64;

impl<T: Divisible, P: Part<T>> Loop for Division<T, P> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut wrong = Wrong::default();
        let unit = step::<T>();
        let rows = L::FAST && so == unit;
        let (x, y, r) = (a as *const T, b as *const T, o as *mut T);
        if rows && sa == unit && sb == 0 && b != o && n >= PREPARED && *y != T::ZERO {
            by_one::<T, P>(x, *y, r, n, &mut wrong);
        } else if rows && sb == unit && (sa == unit || (sa == 0 && a != o)) {
            if size_of::<T>() < 8 {
                narrow::<T, P>(x, sa == 0, y, r, n, &mut wrong);
            } else {
                wide::<T, P>(x, sa == 0, y, r, n, &mut wrong);
            }
        } else {
            strided::<T, P>((a, b, o), (sa, sb, so), n, &mut wrong);
        }
        wrong.status(P::OVERFLOWS)
    }
}

/// From here on preparing a divisor pays.
const PREPARED: usize = 5;

/// Types whose division is vector code, by dense divisors.
#[inline(always)]
unsafe fn narrow<T: Divisible, P: Part<T>>(
    x: *const T,
    scalar: bool,
    y: *const T,
    r: *mut T,
    n: usize,
    wrong: &mut Wrong,
) {
    // Flags in a local, not through the reference, so that they stay in registers.
    let mut seen = Wrong::default();
    if scalar {
        let x = *x;
        for i in 0..n {
            *r.add(i) = one::<T, P>(x, *y.add(i), &mut seen);
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

/// What an element yields with a prepared divisor.
#[inline(always)]
fn by_prepared<T: Divisible, P: Part<T>>(x: T, y: T, by: T::By) -> T {
    P::take(x, if P::FLOOR { x.floor_prepared(by) } else { x.trunc_prepared(by) }, y, false)
}

/// A dense row by one number, not zero.
#[inline(always)]
unsafe fn by_one<T: Divisible, P: Part<T>>(x: *const T, y: T, r: *mut T, n: usize, wrong: &mut Wrong) {
    let Some(by) = T::prepare(y) else { return };
    wrong.overflow |= any_overflows(x, y, n);
    if std::ptr::eq(x, r) {
        for i in 0..n {
            *r.add(i) = by_prepared::<T, P>(*r.add(i), y, by);
        }
    } else {
        for i in 0..n {
            *r.add(i) = by_prepared::<T, P>(*x.add(i), y, by);
        }
    }
}

/// Whether an element is the smallest integer and is divided by -1.
#[inline(always)]
unsafe fn any_overflows<T: Divisible>(x: *const T, y: T, n: usize) -> bool {
    let mut seen = false;
    if y == T::MINUS_ONE {
        for i in 0..n {
            seen |= (*x.add(i)).overflows(y);
        }
    }
    seen
}

/// Blocks that are divided one by one after one with large numbers, which seldom comes alone.
const LARGE: usize = 8;

/// 64-bit integers by dense divisors: through floats in blocks where all of them are small.
#[inline(always)]
unsafe fn wide<T: Divisible, P: Part<T>>(
    x: *const T,
    scalar: bool,
    y: *const T,
    r: *mut T,
    n: usize,
    wrong: &mut Wrong,
) {
    let mut done = 0;
    while done < n {
        let x = |i: usize| *x.add(if scalar { 0 } else { done + i });
        let (y, r) = (y.add(done), r.add(done));
        let mut usual = n - done >= BLOCK;
        if usual {
            for i in 0..BLOCK {
                usual &= x(i).small(*y.add(i)) & (*y.add(i) != T::ZERO);
            }
        }
        if usual {
            // All quotients first: the result may be one of the operands.
            let mut quotients = [T::ZERO; BLOCK];
            for (i, q) in quotients.iter_mut().enumerate() {
                let (x, by) = (x(i), *y.add(i));
                *q = P::take(x, if P::FLOOR { x.floor_small(by) } else { x.trunc_small(by) }, by, false);
            }
            *(r as *mut [T; BLOCK]) = quotients;
            done += BLOCK;
            continue;
        }
        let m = (LARGE * BLOCK).min(n - done);
        let mut seen = Wrong::default();
        for i in 0..m {
            *r.add(i) = one::<T, P>(x(i), *y.add(i), &mut seen);
        }
        wrong.zero |= seen.zero;
        wrong.overflow |= seen.overflow;
        done += m;
    }
}

#[inline(always)]
unsafe fn strided<T: Divisible, P: Part<T>>(
    (mut a, mut b, mut o): (*mut u8, *mut u8, *mut u8),
    (sa, sb, so): (isize, isize, isize),
    n: usize,
    wrong: &mut Wrong,
) {
    if sb == 0 && n >= PREPARED && b != o {
        let divisor = *(b as *const T);
        if let Some(by) = T::prepare(divisor) {
            for _ in 0..n {
                let x = *(a as *const T);
                wrong.overflow |= x.overflows(divisor);
                *(o as *mut T) = by_prepared::<T, P>(x, divisor, by);
                a = a.wrapping_offset(sa);
                o = o.wrapping_offset(so);
            }
            return;
        }
    }
    let mut seen = Wrong::default();
    for _ in 0..n {
        *(o as *mut T) = one::<T, P>(*(a as *const T), *(b as *const T), &mut seen);
        a = a.wrapping_offset(sa);
        b = b.wrapping_offset(sb);
        o = o.wrapping_offset(so);
    }
    *wrong = seen;
}

/// Quotient and remainder.
struct Both<T>(PhantomData<T>);

impl<T: Divisible> Loop for Both<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let ptrs = [*p, *p.add(1), *p.add(2), *p.add(3)];
        let strides = [*s, *s.add(1), *s.add(2), *s.add(3)];
        let unit = step::<T>();
        let dense = strides[0] == unit && strides[2] == unit && strides[3] == unit;
        let rows = L::FAST && dense && (strides[1] == unit || (strides[1] == 0 && n >= PREPARED));
        let by = if rows && strides[1] == 0 { T::prepare(*(ptrs[1] as *const T)) } else { None };
        let mut wrong = Wrong::default();
        let mut done = 0;
        while done < n {
            let m = if rows { BLOCK.min(n - done) } else { n - done };
            let at: [*mut u8; 4] =
                std::array::from_fn(|i| ptrs[i].wrapping_offset(done as isize * strides[i]));
            if !rows || !both_of_block::<T>(at, strides[1] == 0, by, m, &mut wrong) {
                both_strided::<T>(at, strides, m, &mut wrong);
            }
            done += m;
        }
        wrong.status(true)
    }
}

#[inline(always)]
fn both<T: Divisible>(x: T, y: T, wrong: &mut Wrong) -> (T, T) {
    let (zero, overflow) = (y == T::ZERO, x.overflows(y));
    wrong.zero |= zero;
    wrong.overflow |= overflow;
    let by = if zero | overflow { T::ONE } else { y };
    let quotient = x.floor(by);
    (if zero { T::ZERO } else { quotient }, x.rest(quotient, by))
}

/// A block in vector code; false where its numbers are too large for that.
#[inline(always)]
unsafe fn both_of_block<T: Divisible>(
    p: [*mut u8; 4],
    scalar: bool,
    by: Option<T::By>,
    n: usize,
    wrong: &mut Wrong,
) -> bool {
    let (a, b) = (p[0] as *const T, p[1] as *const T);
    let y = |i: usize| *b.add(if scalar { 0 } else { i });
    // The results wait here: they may go where the operands are.
    let (mut quotients, mut rests) = ([T::ZERO; BLOCK], [T::ZERO; BLOCK]);
    if let Some(by) = by {
        wrong.overflow |= any_overflows(a, *b, n);
        for i in 0..n {
            quotients[i] = (*a.add(i)).floor_prepared(by);
            rests[i] = (*a.add(i)).rest(quotients[i], *b);
        }
    } else if size_of::<T>() == 8 {
        let mut usual = true;
        for i in 0..n {
            usual &= (*a.add(i)).small(y(i)) & (y(i) != T::ZERO);
        }
        if !usual {
            return false;
        }
        for i in 0..n {
            quotients[i] = (*a.add(i)).floor_small(y(i));
            rests[i] = (*a.add(i)).rest(quotients[i], y(i));
        }
    } else {
        let mut seen = Wrong::default();
        for i in 0..n {
            (quotients[i], rests[i]) = both(*a.add(i), y(i), &mut seen);
        }
        wrong.zero |= seen.zero;
        wrong.overflow |= seen.overflow;
    }
    (p[2] as *mut T).copy_from_nonoverlapping(quotients.as_ptr(), n);
    (p[3] as *mut T).copy_from_nonoverlapping(rests.as_ptr(), n);
    true
}

#[inline(always)]
unsafe fn both_strided<T: Divisible>(mut p: [*mut u8; 4], s: [isize; 4], n: usize, wrong: &mut Wrong) {
    let mut seen = Wrong::default();
    for _ in 0..n {
        let (quotient, rest) = both(*(p[0] as *const T), *(p[1] as *const T), &mut seen);
        *(p[2] as *mut T) = quotient;
        *(p[3] as *mut T) = rest;
        for i in 0..4 {
            p[i] = p[i].wrapping_offset(s[i]);
        }
    }
    wrong.zero |= seen.zero;
    wrong.overflow |= seen.overflow;
}

macro_rules! integers {
    ($ty:expr, $part:ident) => {
        table!($ty, all, Fp::Returned, 0.1, |T| Division<T, $part>; i8: I8, i16: I16, i32: I32,
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
        ("divmod", 4) => table!(ty, all, Fp::Returned, 0.25, |T| Both<T>; i8: I8, i16: I16, i32: I32,
            i64: I64, u8: U8, u16: U16, u32: U32, u64: U64),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
