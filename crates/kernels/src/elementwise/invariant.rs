//! Division by a fixed integer through multiplication, which becomes vector code.
//!
//! Granlund and Montgomery, "Division by invariant integers using multiplication", 1994, figure 4.1; bytes divide
//! by one product of 16 bits.

/// Unsigned integers with their divisors.
pub(super) trait Magnitude: Copy {
    /// A divisor that is not zero, prepared for many dividends.
    type Divisor: Copy;
    fn prepare(self) -> Self::Divisor;
    fn divide(self, by: Self::Divisor) -> Self;
}

/// `2^16 / d` rounded up. Its error is below `d` parts of 2^16, and a dividend of 8 bits times that stays below
/// one; division by one keeps the dividend (the product would need a bit more).
#[derive(Clone, Copy)]
pub(super) struct OfBytes {
    multiplier: u16,
    keep: u8,
}

impl Magnitude for u8 {
    type Divisor = OfBytes;
    #[inline(always)]
    fn prepare(self) -> OfBytes {
        match self {
            1 => OfBytes { multiplier: 0, keep: u8::MAX },
            d => OfBytes { multiplier: (1u32 << 16).div_ceil(d as u32) as u16, keep: 0 },
        }
    }
    #[inline(always)]
    fn divide(self, by: OfBytes) -> u8 {
        ((self as u32 * by.multiplier as u32) >> 16) as u8 | (self & by.keep)
    }
}

/// Multiplier and shifts.
#[derive(Clone, Copy)]
pub(super) struct OfWords<T> {
    multiplier: T,
    first: u32,
    second: u32,
}

/// The upper half of a product, in parts that vectors multiply.
#[inline(always)]
fn high(a: u64, b: u64) -> u64 {
    const LOW: u64 = u32::MAX as u64;
    let (a0, a1, b0, b1) = (a & LOW, a >> 32, b & LOW, b >> 32);
    let middle = ((a0 * b0) >> 32) + ((a0 * b1) & LOW) + a1 * b0;
    a1 * b1 + ((a0 * b1) >> 32) + (middle >> 32)
}

macro_rules! words { ($($t:ident $wide:ident |$a:ident, $b:ident| $high:expr),+) => { $(
    impl Magnitude for $t {
        type Divisor = OfWords<$t>;
        #[inline(always)]
        fn prepare(self) -> OfWords<$t> {
            let l = $t::BITS - (self - 1).leading_zeros();
            let power = ((1 as $wide) << l) - self as $wide;
            let multiplier = ((power << $t::BITS) / self as $wide) as $t + 1;
            OfWords { multiplier, first: l.min(1), second: l.saturating_sub(1) }
        }
        #[inline(always)]
        fn divide(self, by: OfWords<$t>) -> $t {
            let ($a, $b) = (by.multiplier, self);
            let t = $high;
            (t + ((self - t) >> by.first)) >> by.second
        }
    }
)+ } }
words!(
    u16 u32 |a, b| ((a as u32 * b as u32) >> 16) as u16,
    u32 u64 |a, b| ((a as u64 * b as u64) >> 32) as u32,
    u64 u128 |a, b| high(a, b)
);

/// Integers that divide through their magnitudes.
pub(super) trait Invariant: Copy {
    type By: Copy;
    /// `None` for zero.
    fn prepare(by: Self) -> Option<Self::By>;
    fn floor_prepared(self, by: Self::By) -> Self;
    fn trunc_prepared(self, by: Self::By) -> Self;
}

macro_rules! unsigned { ($($t:ident)+) => { $(
    impl Invariant for $t {
        type By = <$t as Magnitude>::Divisor;
        #[inline(always)]
        fn prepare(by: $t) -> Option<Self::By> {
            (by != 0).then(|| Magnitude::prepare(by))
        }
        #[inline(always)]
        fn floor_prepared(self, by: Self::By) -> $t {
            self.divide(by)
        }
        #[inline(always)]
        fn trunc_prepared(self, by: Self::By) -> $t {
            self.divide(by)
        }
    }
)+ } }
unsigned!(u8 u16 u32 u64);

macro_rules! signed { ($($t:ident $u:ident),+) => { $(
    impl Invariant for $t {
        type By = (<$u as Magnitude>::Divisor, bool);
        #[inline(always)]
        fn prepare(by: $t) -> Option<Self::By> {
            (by != 0).then(|| (by.unsigned_abs().prepare(), by < 0))
        }
        /// A quotient below zero is `-ceil(n / d) = !floor((n - 1) / d)` of the magnitudes.
        #[inline(always)]
        fn floor_prepared(self, (by, negative): Self::By) -> $t {
            let below = if negative { -((self > 0) as $t) } else { self >> ($t::BITS - 1) };
            (self.unsigned_abs().wrapping_sub(below as $u & 1).divide(by)) as $t ^ below
        }
        #[inline(always)]
        fn trunc_prepared(self, (by, negative): Self::By) -> $t {
            let sign = (self >> ($t::BITS - 1)) ^ -(negative as $t);
            (self.unsigned_abs().divide(by) as $t ^ sign).wrapping_sub(sign)
        }
    }
)+ } }
signed!(i8 u8, i16 u16, i32 u32, i64 u64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn magnitudes_divide_exactly() {
        for d in 1..=u8::MAX {
            let by = Magnitude::prepare(d);
            assert!((0..=u8::MAX).all(|n| n.divide(by) == n / d), "by {d}");
        }
        for d in 1..=u16::MAX {
            let by = Magnitude::prepare(d);
            for n in [0, 1, d - 1, d, d.saturating_add(1), d.wrapping_mul(3), u16::MAX - 1, u16::MAX] {
                assert_eq!(n.divide(by), n / d, "{n} / {d}");
            }
        }
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
            for e in edges {
                for n in [e.wrapping_sub(1), e, e.wrapping_mul(3), e.wrapping_add(1)] {
                    assert_eq!(n.divide(Magnitude::prepare(d)), n / d, "{n} / {d}");
                    let (n, d) = (n as u32, (d as u32).max(1));
                    assert_eq!(n.divide(Magnitude::prepare(d)), n / d, "{n} / {d}");
                }
            }
        }
    }

    #[test]
    fn signed_quotients_are_rounded_as_named() {
        for d in i8::MIN..=i8::MAX {
            let Some(by) = i8::prepare(d) else { continue };
            for n in (i8::MIN..=i8::MAX).filter(|&n| (n, d) != (i8::MIN, -1)) {
                assert_eq!(n.floor_prepared(by), (n as f64 / d as f64).floor() as i8, "{n} // {d}");
                assert_eq!(n.trunc_prepared(by), n / d, "{n} / {d}");
            }
        }
        for d in [1i64, 2, 3, 10, i64::MAX, -1, -2, -7, i64::MIN] {
            let by = i64::prepare(d).unwrap();
            for n in [0, 1, -1, 9, -9, 10, -10, i64::MIN, i64::MIN + 1, i64::MAX] {
                let floor =
                    (n as i128).div_euclid(d as i128) - ((d < 0) && n as i128 % d as i128 != 0) as i128;
                assert_eq!(n.floor_prepared(by), floor as i64, "{n} // {d}");
                assert_eq!(n.trunc_prepared(by), (n as i128 / d as i128) as i64, "{n} / {d}");
            }
        }
        assert!(<i32 as Invariant>::prepare(0).is_none() && <u8 as Invariant>::prepare(0).is_none());
    }
}
