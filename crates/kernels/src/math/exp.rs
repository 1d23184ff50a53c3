//! `exp`, `exp2`, `expm1`: e^x = 2^k T_j e^r with T_j = 2^(j/16), |r| <= ln 2 / 32 (after Tang,
//! "Table-driven implementation of the exponential function in IEEE floating-point arithmetic", 1989).

use super::constants as c;
use super::lanes::{fast_two_sum, poly, two_sum, Lanes, Portable};
use super::real::{Full, Precision};
use super::vector::Vector1;
use std::hint::black_box;

/// 1.5 * 2^48: adding it rounds to a multiple of 1/16 and leaves sixteenths in the low bits.
const SIXTEENTHS: f64 = 422212465065984.0;

/// x reduced: n/16 octaves and a rest r + r_low in units of e.
pub struct Reduced<V: Lanes> {
    /// n in the low bits.
    pub n: V::Bits,
    pub r: V,
    pub r_low: V,
}

/// Reduces x = n/16 ln 2 + r + r_low.
#[inline(always)]
pub fn reduce<V: Lanes, P: Precision>(x: V) -> Reduced<V> {
    let shifted = x.mul_add(V::splat(c::LOG2_E[0]), V::splat(SIXTEENTHS));
    let octaves = shifted - V::splat(SIXTEENTHS);
    let minus = -octaves;
    let high = minus.fused(V::splat(c::LN2[0]), x);
    if P::SHORT {
        return Reduced { n: shifted.bits(), r: high, r_low: V::splat(0.0) };
    }
    // `high` is exact: a multiple of the last place of x or of the product, and below 1/16.
    let low = octaves * V::splat(-c::LN2[1]);
    let (r, r_low) = fast_two_sum(high, low);
    Reduced { n: shifted.bits(), r, r_low }
}

/// Reduces x + low, low below the last places of x that matter: for full precision.
#[inline(always)]
pub fn reduce_pair<V: Lanes>(x: V, low: V) -> Reduced<V> {
    let shifted = x.mul_add(V::splat(c::LOG2_E[0]), V::splat(SIXTEENTHS));
    let octaves = shifted - V::splat(SIXTEENTHS);
    let high = (-octaves).fused(V::splat(c::LN2[0]), x);
    let (r, r_low) = fast_two_sum(high, octaves.mul_add(V::splat(-c::LN2[1]), low));
    Reduced { n: shifted.bits(), r, r_low }
}

/// Reduces x in units of octaves: x = n/16 + f, r = f ln 2.
#[inline(always)]
pub fn reduce2<V: Lanes>(x: V) -> Reduced<V> {
    let shifted = x + V::splat(SIXTEENTHS);
    let octaves = shifted - V::splat(SIXTEENTHS);
    let f = x - octaves;
    let (r, rest) = f.two_prod(V::splat(c::LN2[0]));
    let r_low = f.mul_add(V::splat(c::LN2[1]), rest);
    Reduced { n: shifted.bits(), r, r_low }
}

/// y 2^floor(n/16), the result being normal.
#[inline(always)]
pub fn scale<V: Lanes>(y: V, n: V::Bits) -> V {
    let k = V::shl::<48>(V::and_bits(n, V::splat_bits(!15)));
    V::from_bits(V::add_bits(y.bits(), k))
}

impl<V: Lanes> Reduced<V> {
    /// e^r - 1 - r.
    #[inline(always)]
    pub fn beyond<P: Precision>(&self) -> V {
        let q = if P::SHORT { poly(self.r, &c::EXP_SHORT) } else { poly(self.r, &c::EXP) };
        (self.r * self.r) * q
    }

    /// T_j e^(r + r_low).
    #[inline(always)]
    pub fn mantissa<P: Precision>(&self) -> V {
        let table = V::lookup(&c::EXP_HIGH, self.n);
        if P::SHORT {
            return table.mul_add(self.r + self.beyond::<P>(), table);
        }
        let e = self.r + (self.r_low + self.beyond::<P>());
        table + table.mul_add(e, V::lookup(&c::EXP_LOW, self.n))
    }

    /// e^x as a sum of two, to about 2^-60.
    #[inline(always)]
    pub fn pair(&self) -> (V, V) {
        let high = V::lookup(&c::EXP_HIGH, self.n);
        let low = V::lookup(&c::EXP_LOW, self.n);
        let (p, rest) = high.two_prod(self.r);
        let (s, t) = fast_two_sum(high, p);
        let small = high.mul_add(self.r_low + self.beyond::<Full>(), low.mul_add(self.r, low + rest));
        let (s, t) = fast_two_sum(s, t + small);
        (scale(s, self.n), scale_any(t, self.n))
    }
}

/// t 2^floor(n/16) for any t (a zero must stay one).
#[inline(always)]
fn scale_any<V: Lanes>(t: V, n: V::Bits) -> V {
    t * scale(V::splat(1.0), n)
}

/// e^x - 1 as a sum of two, to about 2^-58 relative, for x in [-700, 700].
#[inline(always)]
pub fn expm1_pair<V: Lanes>(x: V) -> (V, V) {
    let e = reduce::<V, Full>(x);
    let power = scale(V::splat(1.0), e.n);
    let a = V::lookup(&c::EXP_HIGH, e.n) * power;
    let a_low = V::lookup(&c::EXP_LOW, e.n) * power;
    let (p, rest) = a.two_prod(e.r);
    let (u, d) = two_sum(a, V::splat(-1.0));
    // u = 0 or |u| >= 0.042 > |p|.
    let (s, t) = fast_two_sum(u, p);
    let small = a.mul_add(e.r_low + e.beyond::<Full>(), a_low.mul_add(e.r, a_low) + rest);
    fast_two_sum(s, small + (t + d))
}

/// Half of e^x for x in [600, 1000], without overflow before its time: sinh and cosh near the end of
/// their range.
pub fn half_exp(x: f64) -> f64 {
    let mut e = reduce::<Portable<false>, Full>(Portable::splat(x));
    e.n = e.n.map(|n| n - 16 * 600);
    let (s, t) = e.pair();
    (s + t).first() * 2f64.powi(300) * 2f64.powi(299)
}

pub struct Exp;
impl Vector1 for Exp {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let e = reduce::<V, P>(x);
        (scale(e.mantissa::<P>(), e.n), V::not(x.abs().lt(V::splat(P::EXP))))
    }
    fn exact(x: f64) -> f64 {
        if x < -746.0 {
            return vanishing(x);
        }
        x.exp()
    }
}

/// 0 with the flag that a finite exponent gives.
#[inline]
fn vanishing(x: f64) -> f64 {
    if x == f64::NEG_INFINITY {
        return 0.0;
    }
    black_box(f64::MIN_POSITIVE) * f64::MIN_POSITIVE
}

pub struct Exp2;
impl Vector1 for Exp2 {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let e = reduce2(x);
        (scale(e.mantissa::<P>(), e.n), V::not(x.abs().lt(V::splat(P::EXP2))))
    }
    fn exact(x: f64) -> f64 {
        if x < -1076.0 {
            return vanishing(x);
        }
        x.exp2()
    }
}

pub struct Expm1;
impl Vector1 for Expm1 {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let special = V::not(x.lt(V::splat(P::EXP.min(690.0))));
        // Below -40 the result is -1 to the last place; the order keeps NaN.
        let clamped = V::splat(-60.0).max(x);
        let r = if P::SHORT {
            let e = reduce::<V, P>(clamped);
            let a = scale(V::lookup(&c::EXP_HIGH, e.n), e.n);
            a.mul_add(e.r + e.beyond::<P>(), a - V::splat(1.0))
        } else {
            let (high, low) = expm1_pair(clamped);
            high + low
        };
        (r.copysign(x), special)
    }
    fn exact(x: f64) -> f64 {
        x.exp_m1()
    }
}
