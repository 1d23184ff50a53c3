//! `sin`, `cos`, `tan`, `deg2rad`, `rad2deg`: x = n pi/8 + r, |r| <= pi/16; the sine and cosine of n pi/8 from a table.

use super::constants as c;
use super::lanes::{fast_two_sum, poly, two_sum, Lanes};
use super::real::Precision;
use super::vector::Vector1;

/// 1.5 * 2^52: adding it rounds to a whole number and leaves that in the low bits.
const WHOLE: f64 = 6755399441055744.0;
/// Above it the reduction by three parts of pi/8 loses digits.
const LIMIT: f64 = 536870912.0;
/// 8 / pi.
const PER_EIGHTH: f64 = 8.0 * std::f64::consts::FRAC_1_PI;

/// r + r_low = x - n pi/8, n in the low bits.
#[inline(always)]
fn reduce<V: Lanes, P: Precision>(x: V) -> (V::Bits, V, V) {
    let shifted = x.mul_add(V::splat(PER_EIGHTH), V::splat(WHOLE));
    let k = V::splat(WHOLE) - shifted; // -n
                                       // Exact: a multiple of the last place of pi/8 or of x, of less than 53 digits.
    let r = k.fused(V::splat(c::EIGHTH_PI[0]), x);
    if P::SHORT {
        return (shifted.bits(), k.mul_add(V::splat(c::EIGHTH_PI[1]), r), V::splat(0.0));
    }
    let (p, rest) = k.two_prod(V::splat(c::EIGHTH_PI[1]));
    let (r, t) = two_sum(r, p);
    (shifted.bits(), r, t + k.mul_add(V::splat(c::EIGHTH_PI[2]), rest))
}

/// sin r - r and cos r - 1; the latter for full precision without its leading -r²/2.
#[inline(always)]
fn beyond<V: Lanes, P: Precision>(r: V) -> (V, V) {
    let z = r * r;
    if P::SHORT {
        return ((r * z) * poly(z, &c::SIN_SHORT), z * poly(z, &c::COS_SHORT));
    }
    ((r * z) * poly(z, &c::SIN), (z * z) * poly(z, &c::COS))
}

/// Sine and cosine of `index` eighths of pi, as sums of two.
#[inline(always)]
fn sine_and_cosine<V: Lanes>(index: V::Bits) -> ((V, V), (V, V)) {
    let quarter = V::add_bits(index, V::splat_bits(4));
    let sine = (V::lookup(&c::SIN_HIGH, index), V::lookup(&c::SIN_LOW, index));
    (sine, (V::lookup(&c::SIN_HIGH, quarter), V::lookup(&c::SIN_LOW, quarter)))
}

/// S + C r + S (cos r - 1) + C (sin r - r) as a sum of two, for S and C that are such;
/// `a` is sin r - r and `b` is cos r - 1 + r²/2.
#[inline(always)]
fn combine<V: Lanes>((s, s_low): (V, V), (q, q_low): (V, V), r: V, r_low: V, a: V, b: V) -> (V, V) {
    let (p, rest) = q.two_prod(r);
    // S = 0 or |S| > 0.38 > |r|.
    let (h, t) = fast_two_sum(s, p);
    // S r²/2 is large enough for its rounding to show.
    let half = s * V::splat(-0.5);
    let (z, z_low) = r.two_prod(r);
    let (u, u_low) = half.two_prod(z);
    let (h, v) = fast_two_sum(h, u);
    // The slope at r carries r_low.
    let slope = s.mul_rsub(r, q);
    let small = q.mul_add(a, slope.mul_add(r_low, q_low.mul_add(r, s_low + rest)));
    let small = s.mul_add(b, half.mul_add(z_low, small + u_low));
    (h, small + (t + v))
}

/// The same to 2^-57, with cos r - 1 for `b`.
#[inline(always)]
fn combine_roughly<V: Lanes>((s, s_low): (V, V), (q, q_low): (V, V), r: V, r_low: V, a: V, b: V) -> (V, V) {
    let (p, rest) = q.two_prod(r);
    let (h, t) = fast_two_sum(s, p);
    let slope = s.mul_rsub(r, q);
    let small = q.mul_add(a, slope.mul_add(r_low, q_low.mul_add(r, s_low + rest)));
    fast_two_sum(h, s.mul_add(b, small) + t)
}

/// The sine of x plus `turn` eighths of pi.
#[inline(always)]
fn sine<V: Lanes, P: Precision>(x: V, turn: u64) -> (V, V::Mask) {
    let (n, r, r_low) = reduce::<V, P>(x);
    let index = V::add_bits(n, V::splat_bits(turn));
    let (a, b) = beyond::<V, P>(r);
    let y = if P::SHORT {
        let s = V::lookup(&c::SIN_HIGH, index);
        let q = V::lookup(&c::SIN_HIGH, V::add_bits(index, V::splat_bits(4)));
        q.mul_add(r + a, s.mul_add(b, s))
    } else {
        let (s, q) = sine_and_cosine::<V>(index);
        let (h, t) = combine(s, q, r, r_low, a, b);
        h + t
    };
    (y, V::not(x.abs().lt(V::splat(LIMIT))))
}

pub struct Sin;
impl Vector1 for Sin {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        // Odd, which keeps the sign of a zero.
        let (y, special) = sine::<V, P>(x.abs(), 0);
        (y.flip(x), special)
    }
    fn exact(x: f64) -> f64 {
        x.sin()
    }
}

pub struct Cos;
impl Vector1 for Cos {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        sine::<V, P>(x, 4)
    }
    fn exact(x: f64) -> f64 {
        x.cos()
    }
}

pub struct Tan;
impl Vector1 for Tan {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let a = x.abs();
        let (n, r, r_low) = reduce::<V, P>(a);
        let special = V::not(a.lt(V::splat(LIMIT)));
        let (a, b) = beyond::<V, P>(r);
        let y = if P::SHORT {
            let s = V::lookup(&c::SIN_HIGH, n);
            let q = V::lookup(&c::SIN_HIGH, V::add_bits(n, V::splat_bits(4)));
            let sine = r + a;
            q.mul_add(sine, s.mul_add(b, s)) / (-s).mul_add(sine, q.mul_add(b, q))
        } else {
            let (sine, cosine) = sine_and_cosine::<V>(n);
            let b = (r * r).mul_add(V::splat(-0.5), b);
            let (s, s_low) = combine_roughly(sine, cosine, r, r_low, a, b);
            let (q, q_low) = combine_roughly(cosine, (-sine.0, -sine.1), r, r_low, a, b);
            let inverse = V::splat(1.0) / q;
            let y = s * inverse;
            let rest = (-y).fused(q, s) + y.mul_rsub(q_low, s_low);
            rest.mul_add(inverse, y)
        };
        (y.flip(x), special)
    }
    fn exact(x: f64) -> f64 {
        x.tan()
    }
}

macro_rules! factor {
    ($name:ident, $factor:expr) => {
        pub struct $name;
        impl Vector1 for $name {
            const LIBM: bool = false;
            #[inline(always)]
            fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
                (x * V::splat($factor), V::not(x.abs().lt(V::splat(P::LARGE / 64.0))))
            }
            fn exact(x: f64) -> f64 {
                x * $factor
            }
        }
    };
}
factor!(Deg2rad, std::f64::consts::PI / 180.0);
factor!(Rad2deg, 180.0 / std::f64::consts::PI);
