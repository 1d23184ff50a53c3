//! Order-preserving integer keys: every real type sorts as an integer.
//!
//! The key of a float is its bits with all but the sign flipped where the sign is set: signed comparison
//! of keys is the order of the floats, with -0.0 just below 0.0. NaN is dealt with before: it goes last.

use half::f16;

/// A signed integer that stands for an element while sorting.
pub(crate) trait Key: Copy + Ord + 'static {
    const MAX_KEY: Self;
    /// The next greater key, if there is one.
    fn next(self) -> Option<Self>;
    fn to_u64(self) -> u64;
    fn from_u64(k: u64) -> Self;
}

macro_rules! key { ($($i:ty, $u:ty);*) => { $(impl Key for $i {
    const MAX_KEY: $i = <$i>::MAX;
    #[inline(always)] fn next(self) -> Option<$i> { self.checked_add(1) }
    /// The same order among unsigned integers.
    #[inline(always)] fn to_u64(self) -> u64 { (self ^ <$i>::MIN) as $u as u64 }
    #[inline(always)] fn from_u64(k: u64) -> $i { k as $i ^ <$i>::MIN }
})* } }
key!(i8, u8; i16, u16; i32, u32; i64, u64);

/// An element type that sorts by a key of its own width.
pub(crate) trait Sortable: Copy + 'static {
    type K: Key;
    /// The elements are their own keys.
    const SAME: bool = false;
    const FLOAT: bool = false;
    fn key(self) -> Self::K;
    fn from_key(k: Self::K) -> Self;
    fn is_nan(self) -> bool {
        false
    }
    /// Whether a key is one of NaN.
    fn nan_key(_: Self::K) -> bool {
        false
    }
}

macro_rules! signed { ($($t:ty),*) => { $(impl Sortable for $t {
    type K = $t;
    const SAME: bool = true;
    #[inline(always)] fn key(self) -> $t { self }
    #[inline(always)] fn from_key(k: $t) -> $t { k }
})* } }
signed!(i8, i16, i32, i64);

macro_rules! unsigned { ($($t:ty, $k:ty);*) => { $(impl Sortable for $t {
    type K = $k;
    #[inline(always)] fn key(self) -> $k { self as $k ^ <$k>::MIN }
    #[inline(always)] fn from_key(k: $k) -> $t { (k ^ <$k>::MIN) as $t }
})* } }
unsigned!(u8, i8; u16, i16; u32, i32; u64, i64);

macro_rules! float { ($($t:ty, $k:ty, $u:ty);*) => { $(impl Sortable for $t {
    type K = $k;
    const FLOAT: bool = true;
    #[inline(always)]
    fn key(self) -> $k {
        let b = self.to_bits() as $k;
        b ^ ((b >> (<$k>::BITS - 1)) as $u >> 1) as $k
    }
    #[inline(always)]
    fn from_key(k: $k) -> $t { <$t>::from_bits((k ^ ((k >> (<$k>::BITS - 1)) as $u >> 1) as $k) as $u) }
    #[inline(always)]
    fn is_nan(self) -> bool { self != self }
    #[inline(always)]
    fn nan_key(k: $k) -> bool {
        // Their bits lie beyond those of infinity, on both sides.
        let infinity = <$t>::INFINITY.to_bits() as $k;
        (k > infinity) | (k < !infinity)
    }
})* } }
float!(f16, i16, u16; f32, i32, u32; f64, i64, u64);

/// The key with equal elements equal: zeros of both signs, NaN of all kinds (greater than all else).
#[inline(always)]
pub(crate) fn canonical<T: Sortable>(x: T) -> u64 {
    if !T::FLOAT {
        return x.key().to_u64();
    }
    if x.is_nan() {
        // One above the key of infinity would do; the top is simpler and also free.
        return T::K::MAX_KEY.to_u64();
    }
    let k = x.key().to_u64();
    // -0.0 has the key just below that of 0.0, which is the middle.
    k + (k == T::K::MAX_KEY.to_u64() >> 1) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_the_order_of_floats() {
        let x = [f64::NEG_INFINITY, -1e300, -1.5, -1e-310, -0.0, 0.0, 1e-310, 2.0, f64::INFINITY];
        for w in x.windows(2) {
            assert!(w[0].key() < w[1].key());
        }
        for v in x {
            assert_eq!(f64::from_key(v.key()).to_bits(), v.to_bits());
        }
        assert_eq!(canonical(-0.0f64), canonical(0.0f64));
        assert_eq!(canonical(-0.0f32), canonical(0.0f32));
        assert_eq!(canonical(f16::NEG_ZERO), canonical(f16::ZERO));
        assert!(canonical(-1e-310f64) < canonical(0.0) && canonical(0.0) < canonical(1e-310f64));
        assert!(canonical(-f64::NAN) > canonical(f64::INFINITY));
        assert!(canonical(u64::MAX) > canonical(0u64) && canonical(-1i8) < canonical(0i8));
    }
}
