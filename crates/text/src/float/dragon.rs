//! Exact binary-to-decimal conversion with arbitrary cut-offs.
//!
//! The free-format and fixed-format algorithms of Steele & White, "How to Print Floating-Point Numbers
//! Accurately" (PLDI 1990), in the formulation of Burger & Dybvig, "Printing Floating-Point Numbers
//! Quickly and Accurately" (PLDI 1996). This is the reference: `digits` takes shorter ways wherever the
//! result is provably the same, and comes here for everything else.

use super::bignum::Big;
use super::digits::{Cutoff, Digits, Request};
use super::Binary;
use std::cmp::Ordering;

/// Value, scale and half-gaps to the neighbours as integers: `v = value / scale`.
struct Scaled {
    value: Big,
    scale: Big,
    low: Big,
    /// The gap above is twice the gap below at powers of two.
    unequal: bool,
    /// `10^exponent` is the place just above the first digit to come.
    exponent: i32,
}

impl Scaled {
    fn new(b: Binary, lowest: Option<i32>) -> Scaled {
        let extra = 1 + b.unequal as u32;
        let (mut value, mut scale, mut low) = (Big::new(b.mantissa), Big::new(1), Big::new(1));
        value.shl(extra);
        scale.shl(extra);
        if b.exponent > 0 {
            value.shl(b.exponent as u32);
            low.shl(b.exponent as u32);
        } else {
            scale.shl(-b.exponent as u32);
        }
        let bits = 63 - b.mantissa.leading_zeros() as i32 + b.exponent;
        // Right or one too small: 0.69 + log10(2) is below one by more than the rounding error.
        let mut exponent = (bits as f64 * std::f64::consts::LOG10_2 - 0.69).ceil() as i32;
        if let Some(p) = lowest {
            exponent = exponent.max(p + 1);
        }
        if exponent > 0 {
            scale.mul_pow10(exponent as u32);
        } else {
            value.mul_pow10(-exponent as u32);
            low.mul_pow10(-exponent as u32);
        }
        if value.compare(&scale) != Ordering::Less {
            exponent += 1;
        } else {
            value.mul_small(10);
            low.mul_small(10);
        }
        Scaled { value, scale, low, unequal: b.unequal, exponent }
    }

    fn high(&self) -> Big {
        let mut high = self.low;
        if self.unequal {
            high.mul_small(2);
        }
        high
    }

    /// Whether the digits so far (and so far plus one) already tell the value from its neighbours.
    fn unique(&self, even: bool) -> (bool, bool) {
        let below = self.value.compare(&self.low);
        let above = self.value.plus(&self.high()).compare(&self.scale);
        if even {
            (below != Ordering::Greater, above != Ordering::Less)
        } else {
            (below == Ordering::Less, above == Ordering::Greater)
        }
    }

    fn step(&mut self, track_margins: bool) {
        self.value.mul_small(10);
        // A gap that has outgrown a digit decides nothing more; letting it grow would overflow.
        if track_margins && self.low.compare(&self.scale) == Ordering::Less {
            self.low.mul_small(10);
        }
    }
}

/// Digits of a non-zero number.
pub(crate) fn generate(b: Binary, r: &Request, out: &mut Digits) {
    let lowest = (r.max >= 0 && r.cutoff == Cutoff::Fraction).then_some(-r.max);
    let mut s = Scaled::new(b, lowest);
    let place = |n: i32| if r.cutoff == Cutoff::Total { s.exponent - n } else { -n };
    let last = if r.max >= 0 { place(r.max) } else { i32::MIN };
    let least = if r.min >= 0 { place(r.min).min(s.exponent) } else { s.exponent };
    let even = b.mantissa.is_multiple_of(2);
    let mut at = s.exponent;
    out.clear(s.exponent - 1);
    let (digit, low, high) = loop {
        at -= 1;
        let digit = s.value.div_digit(&s.scale);
        let (low, high) = if r.unique { s.unique(even) } else { (false, false) };
        let done = if r.unique { (low | high) && at <= least } else { s.value.is_zero() };
        if done || at == last {
            break (digit, low, high);
        }
        out.push(b'0' + digit);
        s.step(r.unique);
    };
    let down = if low == high { nearest_is_down(&s, digit) } else { low };
    out.push(b'0' + digit);
    if !down {
        out.increment();
    }
}

/// Whether the remainder is below a half, ties going to the even digit.
fn nearest_is_down(s: &Scaled, digit: u8) -> bool {
    let mut twice = s.value;
    twice.mul_small(2);
    match twice.compare(&s.scale) {
        Ordering::Less => true,
        Ordering::Equal => digit.is_multiple_of(2),
        Ordering::Greater => false,
    }
}

/// Exact comparison of the number with `digits · 10^place`.
pub(crate) fn compare_decimal(b: Binary, digits: u64, place: i32) -> Ordering {
    let (mut x, mut y) = (Big::new(b.mantissa), Big::new(digits));
    if b.exponent > 0 {
        x.shl(b.exponent as u32);
    } else {
        y.shl(-b.exponent as u32);
    }
    if place > 0 {
        y.mul_pow10(place as u32);
    } else {
        x.mul_pow10(-place as u32);
    }
    x.compare(&y)
}
