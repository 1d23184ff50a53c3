//! Powers, greatest common divisors and reciprocals of integers.

use super::loops::{step, Checked2, Plain2};
use super::select::{table, uniform};
use crate::cpu::{Level, Loop};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// `out = base ** exponent`, wrapping; stops at a negative exponent.
struct Power<T>(PhantomData<T>);

/// Bases that are raised to one exponent together, in vector code.
const BLOCK: usize = 64;

macro_rules! power {
    ($($t:ident)+) => { $(
        impl Power<$t> {
            /// A dense block to one exponent, which is not negative.
            #[inline(always)]
            unsafe fn block(a: *const $t, mut exponent: $t, o: *mut $t, n: usize) {
                let (mut base, mut result): ([$t; BLOCK], [$t; BLOCK]) = ([0; BLOCK], [1; BLOCK]);
                base.as_mut_ptr().copy_from_nonoverlapping(a, n);
                while exponent > 0 {
                    if exponent & 1 != 0 {
                        for (r, b) in result.iter_mut().zip(base) {
                            *r = r.wrapping_mul(b);
                        }
                    }
                    exponent >>= 1;
                    if exponent > 0 {
                        for b in &mut base {
                            *b = b.wrapping_mul(*b);
                        }
                    }
                }
                o.copy_from_nonoverlapping(result.as_ptr(), n);
            }
        }

        impl Loop for Power<$t> {
            #[inline(always)]
            unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
                let (mut a, mut b, mut o) = (*p, *p.add(1), *p.add(2));
                #[allow(unused_comparisons)]
                if L::FAST && n >= 8 && *s == step::<$t>() && *s.add(1) == 0 && *s.add(2) == step::<$t>() {
                    let exponent = *(b as *const $t);
                    if exponent < 0 {
                        return Status::NEGATIVE_POWER;
                    }
                    for at in (0..n).step_by(BLOCK) {
                        Self::block((a as *const $t).add(at), exponent, (o as *mut $t).add(at), BLOCK.min(n - at));
                    }
                    return Status::OK;
                }
                for _ in 0..n {
                    let (mut base, mut exponent) = (*(a as *const $t), *(b as *const $t));
                    #[allow(unused_comparisons)]
                    if exponent < 0 {
                        return Status::NEGATIVE_POWER;
                    }
                    let mut result: $t = if exponent & 1 != 0 { base } else { 1 };
                    exponent >>= 1;
                    while exponent > 0 {
                        base = base.wrapping_mul(base);
                        if exponent & 1 != 0 {
                            result = result.wrapping_mul(base);
                        }
                        exponent >>= 1;
                    }
                    *(o as *mut $t) = result;
                    a = a.wrapping_offset(*s);
                    b = b.wrapping_offset(*s.add(1));
                    o = o.wrapping_offset(*s.add(2));
                }
                Status::OK
            }
        }
    )+ };
}
power!(i8 i16 i32 i64 u8 u16 u32 u64);

/// The binary algorithm of Stein (1967).
fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let shift = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            (a, b) = (b, a);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
}

struct Gcd;
struct Lcm;
macro_rules! divisors {
    ($($t:ident |$a:ident| $abs:expr),+) => { $(
        impl Checked2<$t> for Gcd {
            type R = $t;
            #[inline(always)]
            fn apply(a: $t, b: $t, _: &mut Status) -> $t {
                let abs = |$a: $t| $abs;
                gcd(abs(a) as u64, abs(b) as u64) as $t
            }
        }
        impl Checked2<$t> for Lcm {
            type R = $t;
            #[inline(always)]
            fn apply(a: $t, b: $t, _: &mut Status) -> $t {
                let abs = |$a: $t| $abs;
                let (a, b) = (abs(a) as u64, abs(b) as u64);
                a.checked_div(gcd(a, b)).unwrap_or(0).wrapping_mul(b) as $t
            }
        }
    )+ };
}
divisors!(
    i8 | a | a.unsigned_abs(),
    i16 | a | a.unsigned_abs(),
    i32 | a | a.unsigned_abs(),
    i64 | a | a.unsigned_abs(),
    u8 | a | a,
    u16 | a | a,
    u32 | a | a,
    u64 | a | a
);

/// `1 / x` rounded towards zero; of zero what C's conversion of infinity gives.
struct Reciprocal<T>(PhantomData<T>);
macro_rules! reciprocal {
    ($($t:ident $of_zero:expr),+) => { $(
        impl Loop for Reciprocal<$t> {
            #[inline(always)]
            unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
                let (mut a, mut o) = (*p, *p.add(1));
                let mut zero = false;
                for _ in 0..n {
                    let x = *(a as *const $t);
                    zero |= x == 0;
                    #[allow(unused_comparisons)]
                    let minus_one = x < 0 && x == (0 as $t).wrapping_sub(1);
                    *(o as *mut $t) = if x == 0 { $of_zero } else if x == 1 || minus_one { x } else { 0 };
                    a = a.wrapping_offset(*s);
                    o = o.wrapping_offset(*s.add(1));
                }
                Status::DIVIDE.with(Status::INVALID).when(zero)
            }
        }
    )+ };
}
reciprocal!(i8 0, i16 0, i32 i32::MIN, i64 i64::MIN, u8 0, u16 0, u32 0, u64 0);

macro_rules! integers {
    ($ty:expr, $fp:expr, $cost:expr, |$T:ident| $o:ty) => {
        table!($ty, any, $fp, $cost, |$T| $o; i8: I8, i16: I16, i32: I32, i64: I64,
            u8: U8, u16: U16, u32: U32, u64: U64)
    };
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    let ty = uniform(types)?;
    match (name, types.len()) {
        ("power", 3) => {
            table!(ty, avx2, Fp::Returned, 0.5, |T| Power<T>; i8: I8, i16: I16, i32: I32, i64: I64,
            u8: U8, u16: U16, u32: U32, u64: U64)
        }
        ("gcd", 3) => integers!(ty, Fp::Never, 3.0, |T| Plain2<T, T, Gcd>),
        ("lcm", 3) => integers!(ty, Fp::Never, 4.0, |T| Plain2<T, T, Lcm>),
        ("reciprocal", 2) => integers!(ty, Fp::Returned, 0.2, |T| Reciprocal<T>),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::gcd;

    #[test]
    fn greatest_common_divisors() {
        assert_eq!(gcd(0, 0), 0);
        assert_eq!(gcd(0, 7), 7);
        assert_eq!(gcd(12, 18), 6);
        assert_eq!(gcd(1 << 63, 1 << 40), 1 << 40);
        assert_eq!(gcd(u64::MAX, u64::MAX - 1), 1);
    }
}
