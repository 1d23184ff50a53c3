//! Sorting complex numbers, by real, then by imaginary part.

use super::keys::{Key, Sortable};
use super::merge::insertion_sort_by;
use super::order::{compare, Order};
use super::values::{presorted, SMALL};
use super::vector;
use num_complex::Complex;

/// Complex numbers as one integer of two keys, the real part's above.
pub(crate) trait Pair: Order {
    /// Neither NaN nor a zero real part below zero: the keys have the order of the numbers.
    fn plain(self) -> bool;
    unsafe fn sort_plain(p: *mut Self, n: usize);
}

impl Pair for Complex<f32> {
    #[inline(always)]
    fn plain(self) -> bool {
        (self.re == self.re) & (self.im == self.im) & (self.re.to_bits() != 1 << 31)
    }
    unsafe fn sort_plain(p: *mut Self, n: usize) {
        let k = p as *mut i64;
        for i in 0..n {
            let c = *p.add(i);
            *k.add(i) = i64::from_u64((c.re.key().to_u64() << 32) | c.im.key().to_u64());
        }
        vector::sort_i64(k, n);
        for i in 0..n {
            let key = (*k.add(i)).to_u64();
            let part = |k: u64| f32::from_key(i32::from_u64(k & 0xFFFF_FFFF));
            *p.add(i) = Complex::new(part(key >> 32), part(key));
        }
    }
}

/// Two keys, compared as one of 128 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(C)]
struct Keys(u64, u64);

impl Keys {
    #[inline(always)]
    fn whole(self) -> u128 {
        ((self.0 as u128) << 64) | self.1 as u128
    }
}
impl Ord for Keys {
    #[inline(always)]
    fn cmp(&self, o: &Keys) -> std::cmp::Ordering {
        self.whole().cmp(&o.whole())
    }
}
impl PartialOrd for Keys {
    #[inline(always)]
    fn partial_cmp(&self, o: &Keys) -> Option<std::cmp::Ordering> {
        Some(self.cmp(o))
    }
    #[inline(always)]
    fn lt(&self, o: &Keys) -> bool {
        self.whole() < o.whole()
    }
}

impl Pair for Complex<f64> {
    #[inline(always)]
    fn plain(self) -> bool {
        (self.re == self.re) & (self.im == self.im) & (self.re.to_bits() != 1 << 63)
    }
    unsafe fn sort_plain(p: *mut Self, n: usize) {
        let k = p as *mut Keys;
        for i in 0..n {
            let c = *p.add(i);
            *k.add(i) = Keys(c.re.key().to_u64(), c.im.key().to_u64());
        }
        std::slice::from_raw_parts_mut(k, n).sort_unstable();
        for i in 0..n {
            let Keys(re, im) = *k.add(i);
            *p.add(i) = Complex::new(f64::from_key(i64::from_u64(re)), f64::from_key(i64::from_u64(im)));
        }
    }
}

/// Sorts complex numbers.
pub(crate) unsafe fn sort_complex<C: Pair>(p: *mut C, n: usize) {
    if n <= SMALL {
        return insertion_sort_by(p, n, &mut |a, b| C::less(*a, *b));
    }
    if presorted(p, n) {
        return;
    }
    // Pairs of floats need not be aligned as integers of both.
    if (p as usize).is_multiple_of(8) && (0..n).all(|i| (*p.add(i)).plain()) {
        return C::sort_plain(p, n);
    }
    std::slice::from_raw_parts_mut(p, n).sort_unstable_by(|a, b| compare(*a, *b));
}
