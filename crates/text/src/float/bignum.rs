//! Fixed-capacity unsigned integers, just enough for exact binary-to-decimal conversion of a binary64.

use std::cmp::Ordering;

/// Limbs of 64 bits. The largest number met is `mantissa · 4 · 10^325`, 1140 bits; 1280 leave room.
const LIMBS: usize = 20;

/// An unsigned integer of at most 1280 bits, little-endian limbs.
#[derive(Clone, Copy)]
pub(crate) struct Big {
    limb: [u64; LIMBS],
    len: usize,
}

impl Big {
    pub(crate) fn new(v: u64) -> Self {
        let mut limb = [0; LIMBS];
        limb[0] = v;
        Big { limb, len: (v != 0) as usize }
    }

    pub(crate) fn is_zero(&self) -> bool {
        self.len == 0
    }

    pub(crate) fn shl(&mut self, bits: u32) {
        if self.len == 0 || bits == 0 {
            return;
        }
        let (words, rest) = ((bits / 64) as usize, bits % 64);
        let top = self.len + words;
        for i in (0..self.len).rev() {
            let v = self.limb[i];
            self.limb[i] = 0;
            if rest == 0 {
                self.limb[i + words] = v;
            } else {
                let high = v >> (64 - rest);
                if high != 0 || i + 1 < self.len {
                    self.limb[i + words + 1] |= high;
                }
                self.limb[i + words] = v << rest;
            }
        }
        self.len = top;
        if top < LIMBS && self.limb[top] != 0 {
            self.len += 1;
        }
    }

    pub(crate) fn mul_small(&mut self, by: u64) {
        let mut carry = 0u128;
        for x in &mut self.limb[..self.len] {
            let t = *x as u128 * by as u128 + carry;
            *x = t as u64;
            carry = t >> 64;
        }
        if carry != 0 {
            self.limb[self.len] = carry as u64;
            self.len += 1;
        }
    }

    /// Multiplies by `10^n`: `5^n` in steps of `5^27`, the largest power below `2^64`, then a shift.
    pub(crate) fn mul_pow10(&mut self, n: u32) {
        let mut left = n;
        while left > 0 {
            let step = left.min(27);
            self.mul_small(5u64.pow(step));
            left -= step;
        }
        self.shl(n);
    }

    pub(crate) fn plus(&self, other: &Big) -> Big {
        let mut out = *self;
        let mut carry = false;
        let n = self.len.max(other.len);
        for i in 0..n {
            let (a, c1) = out.limb[i].overflowing_add(other.limb[i]);
            let (b, c2) = a.overflowing_add(carry as u64);
            out.limb[i] = b;
            carry = c1 | c2;
        }
        out.len = n;
        if carry {
            out.limb[n] = 1;
            out.len += 1;
        }
        out
    }

    fn sub_assign(&mut self, other: &Big) {
        let mut borrow = false;
        for i in 0..self.len {
            let (a, b1) = self.limb[i].overflowing_sub(other.limb[i]);
            let (b, b2) = a.overflowing_sub(borrow as u64);
            self.limb[i] = b;
            borrow = b1 | b2;
        }
        while self.len > 0 && self.limb[self.len - 1] == 0 {
            self.len -= 1;
        }
    }

    /// Quotient (known to be below ten) by `other`, leaving the remainder.
    pub(crate) fn div_digit(&mut self, other: &Big) -> u8 {
        let mut q = 0;
        while self.compare(other) != Ordering::Less {
            self.sub_assign(other);
            q += 1;
        }
        q
    }

    pub(crate) fn compare(&self, other: &Big) -> Ordering {
        self.len
            .cmp(&other.len)
            .then_with(|| self.limb[..self.len].iter().rev().cmp(other.limb[..other.len].iter().rev()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shifts_and_products_agree_with_u128() {
        for (v, s) in [(1u64, 0u32), (3, 63), (u64::MAX, 1), (u64::MAX, 64), (0x1234_5678_9abc, 70)] {
            let mut a = Big::new(v);
            a.shl(s);
            let mut b = Big::new(v);
            for _ in 0..s {
                b.mul_small(2);
            }
            assert_eq!(a.compare(&b), Ordering::Equal, "{v} << {s}");
        }
        let mut a = Big::new(7);
        a.mul_pow10(30);
        for _ in 0..30 {
            assert_eq!(
                a.div_digit(&{
                    let mut ten = a;
                    ten.mul_small(1);
                    ten
                }),
                1
            );
            a = Big::new(7);
        }
    }

    #[test]
    fn addition_carries_into_a_new_limb() {
        let a = Big::new(u64::MAX).plus(&Big::new(1));
        let mut b = Big::new(1);
        b.shl(64);
        assert_eq!(a.compare(&b), Ordering::Equal);
    }
}
