//! `arctan`, `arctan2`, `arcsin`, `arccos`.

use super::constants as c;
use super::lanes::{fast_two_sum, poly, Lanes};
use super::real::Precision;
use super::vector::{Vector1, Vector2};

/// 1.5 * 2^49: adding it rounds to a multiple of 1/8 and leaves eighths in the low bits.
const EIGHTHS: f64 = 844424930131968.0;

/// atan(u/v) as a sum of two for 0 <= u <= v, v normal: j/8 next to u/v, then
/// atan(u/v) = atan(j/8) + atan((u - v j/8) / (v + u j/8)).
#[inline(always)]
fn octant<V: Lanes, P: Precision>(u: V, v: V) -> (V, V) {
    let shifted = u.approx_div(v) + V::splat(EIGHTHS);
    let j = shifted - V::splat(EIGHTHS);
    let base = V::lookup(&c::ATAN_HIGH, shifted.bits());
    if P::SHORT {
        let t = j.mul_rsub(v, u) / j.mul_add(u, v);
        let z = t * t;
        return (base, (t * z).mul_add(poly(z, &c::ATAN_SHORT), t));
    }
    let (p, p_low) = j.two_prod(v);
    // Exact: j = 0, or u within a factor of two of v j/8.
    let n = u - p;
    let (q, q_low) = j.two_prod(u);
    let (d, d_low) = fast_two_sum(v, q);
    let d_low = d_low + q_low;
    let inverse = V::splat(1.0) / d;
    let t = n * inverse;
    let rest = (-t).fused(d, n) - t.mul_add(d_low, p_low);
    let t_low = rest * inverse;
    let z = t * t;
    let tail = (t * z).mul_add(poly(z, &c::ATAN), t_low);
    // base = 0 or base >= 0.124 > |t|.
    let (s, w) = fast_two_sum(base, t);
    (s, w + (V::lookup(&c::ATAN_LOW, shifted.bits()) + tail))
}

/// Numbers whose products with eighths and reciprocals stay normal; zero numerators are exact.
const LARGE: f64 = 1e290;
const SMALL: f64 = 1e-270;

pub struct Arctan;
impl Vector1 for Arctan {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let one = V::splat(1.0);
        // Beyond 2^60 the result is that of 2^60.
        let a = V::splat(1152921504606846976.0).min(x.abs());
        let (u, v) = (a.min(one), one.max(a));
        let (s, t) = octant::<V, P>(u, v);
        let steep = one.lt(a);
        let y = if P::SHORT {
            let y = s + t;
            V::select(steep, V::splat(c::HALF_PI[0]) - y, y)
        } else {
            let (h, w) = fast_two_sum(V::splat(c::HALF_PI[0]), -s);
            V::select(steep, h + (w + (V::splat(c::HALF_PI[1]) - t)), s + t)
        };
        (y.copysign(x), V::none())
    }
    fn exact(x: f64) -> f64 {
        x.atan()
    }
}

pub struct Arctan2;
impl Vector2 for Arctan2 {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(y: V, x: V) -> (V, V::Mask) {
        let (ay, ax) = (y.abs(), x.abs());
        let (u, v) = (ay.min(ax), ax.max(ay));
        // The bits of zero less one are the largest of all.
        let below = V::from_bits(V::sub_bits(u.bits(), V::splat_bits(1)));
        let special = V::or(V::not(v.within(SMALL, LARGE)), below.within(5e-324, SMALL));
        let (s, t) = octant::<V, P>(u, v);
        let steep = ax.lt(ay);
        // Right of the axis: a or pi/2 - a; left of it: pi - a or pi/2 + a.
        let one = V::splat(1.0);
        let side = one.copysign(x);
        let sign = V::select(steep, -side, side);
        let turns = V::select(steep, one, one - side);
        let high = turns * V::splat(c::HALF_PI[0]);
        let r = if P::SHORT {
            sign.mul_add(s + t, high)
        } else {
            let (h, w) = fast_two_sum(high, s * sign);
            h + (w + turns.mul_add(V::splat(c::HALF_PI[1]), t * sign))
        };
        (r.copysign(y), special)
    }
    fn exact(y: f64, x: f64) -> f64 {
        y.atan2(x)
    }
}

/// asin of the small side: for |x| <= 1/2 of x itself, else the half angle of the cosine,
/// sqrt((1 - |x|)/2), each as leading part, its rest, and what the series adds.
#[inline(always)]
fn small_side<V: Lanes, P: Precision>(x: V) -> (V::Mask, V, V) {
    let a = x.abs();
    let half = V::splat(0.5);
    let outer = half.lt(a);
    let z = V::select(outer, a.mul_rsub(half, half), x * x);
    if P::SHORT {
        let s = V::select(outer, z.sqrt(), a);
        return (outer, s, (s * z) * poly(z, &c::ASIN_SHORT));
    }
    let s = V::select(outer, z.sqrt(), a);
    // The rest of the root: (z - s²) / 2s; the least s of an outer x is 2^-27, zero excepted.
    let root = s.max(V::splat(1e-9));
    let rest = (-s).fused(s, z) * (half * root.approx_recip());
    let rest = V::select(outer, rest, V::splat(0.0));
    (outer, s, (s * z).mul_add(poly(z, &c::ASIN), rest))
}

#[inline(always)]
fn outside<V: Lanes>(x: V) -> V::Mask {
    V::not(x.abs().le(V::splat(1.0)))
}

pub struct Arcsin;
impl Vector1 for Arcsin {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let (outer, s, t) = small_side::<V, P>(x);
        let two = V::splat(2.0);
        let (h, w) = fast_two_sum(V::splat(c::HALF_PI[0]), -(s * two));
        let far = h + (w + t.mul_rsub(two, V::splat(c::HALF_PI[1])));
        (V::select(outer, far, s + t).copysign(x), outside(x))
    }
    fn exact(x: f64) -> f64 {
        x.asin()
    }
}

pub struct Arccos;
impl Vector1 for Arccos {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let (outer, s, t) = small_side::<V, P>(x);
        // Near 1: 2s; near -1: pi - 2s; between: pi/2 - asin x.
        let one = V::splat(1.0);
        let side = one.copysign(x);
        let turns = V::select(outer, one - side, one);
        let factor = V::select(outer, side + side, -side);
        let (h, w) = fast_two_sum(turns * V::splat(c::HALF_PI[0]), s * factor);
        let y = h + (w + t.mul_add(factor, turns * V::splat(c::HALF_PI[1])));
        (y, outside(x))
    }
    fn exact(x: f64) -> f64 {
        x.acos()
    }
}
