//! Sorting complex numbers, by real, then by imaginary part.

use super::arg::{argsort_words, Words};
use super::keys::{Key, Sortable};
use super::merge::insertion_sort_by;
use super::values::{presorted, SMALL};
use super::vector;
use num_complex::Complex;

/// Complex numbers, those of single precision as one integer of two keys, the real part's above.
pub(crate) trait Pair: Words {
    /// Sorts by one key a number, where that has the order of the numbers.
    unsafe fn sort_plain(p: *mut Self, n: usize) -> bool;
}

impl Pair for Complex<f32> {
    unsafe fn sort_plain(p: *mut Self, n: usize) -> bool {
        // Neither NaN nor a real part of -0.0; pairs of floats need not be aligned as integers of both.
        let plain = |c: Self| (c.re == c.re) & (c.im == c.im) & (c.re.to_bits() != 1 << 31);
        if !(p as usize).is_multiple_of(8) || !(0..n).all(|i| plain(*p.add(i))) {
            return false;
        }
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
        true
    }
}

impl Pair for Complex<f64> {
    unsafe fn sort_plain(_: *mut Self, _: usize) -> bool {
        false
    }
}

/// Bytes of scratch for sorting `n` numbers of `size` bytes: their order, a copy, and what the order needs.
pub(crate) fn scratch(size: usize, n: usize) -> usize {
    8 * n + n.next_multiple_of(2) * size + 8 * (n / 2 + 1)
}

/// Sorts complex numbers; with `stable`, equal ones stay in the order they came.
pub(crate) unsafe fn sort_complex<C: Pair>(p: *mut C, n: usize, stable: bool, scratch: *mut u8) {
    if n <= SMALL {
        return insertion_sort_by(p, n, &mut |a, b| C::less(*a, *b));
    }
    if presorted(p, n) || (!stable && C::sort_plain(p, n)) {
        return;
    }
    let copy = scratch as *mut C;
    let order = scratch.add(n.next_multiple_of(2) * std::mem::size_of::<C>()) as *mut i64;
    copy.copy_from_nonoverlapping(p, n);
    argsort_words(copy, n, order, order.add(n));
    for i in 0..n {
        *p.add(i) = *copy.add(*order.add(i) as usize);
    }
}
