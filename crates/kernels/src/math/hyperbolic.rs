//! `sinh`, `cosh`, `tanh`.

use super::constants as c;
use super::exp::{expm1_pair, half_exp, reduce, scale, Reduced};
use super::lanes::{fast_two_sum, poly, two_sum, Lanes};
use super::real::{Full, Precision};
use super::vector::Vector1;

/// |x| = a + r with a = n/16 ln 2: the hyperbolic functions of a as sums of two, and those of r.
struct Parts<V: Lanes> {
    sinh: (V, V),
    cosh: (V, V),
    r: V,
    r_low: V,
    /// sinh r - r and cosh r - 1.
    s: V,
    q: V,
}

/// Half of 2^(n/16) as a sum of two.
#[inline(always)]
fn half_power<V: Lanes>(n: V::Bits) -> (V, V) {
    let half = scale(V::splat(0.5), n);
    (V::lookup(&c::EXP_HIGH, n) * half, V::lookup(&c::EXP_LOW, n) * half)
}

#[inline(always)]
fn parts<V: Lanes>(x: V) -> Parts<V> {
    let Reduced { n, r, r_low } = reduce::<V, Full>(x);
    // -n beside the same multiple of the last place, so that its low bits count likewise.
    let minus = V::sub_bits(V::splat_bits(2 * 0x42f8_0000_0000_0000), n);
    let ((u, u_low), (v, v_low)) = (half_power::<V>(n), half_power::<V>(minus));
    let (cosh, t) = fast_two_sum(u, v);
    let (sinh, w) = fast_two_sum(u, -v);
    let z = r * r;
    Parts {
        sinh: (sinh, w + (u_low - v_low)),
        cosh: (cosh, t + (u_low + v_low)),
        r,
        r_low,
        s: (r * z) * poly(z, &c::SINH),
        q: z * poly(z, &c::COSH),
    }
}

/// f + g sinh r + f (cosh r - 1): the addition theorem of sinh and of cosh.
#[inline(always)]
fn add<V: Lanes>(f: (V, V), g: (V, V), p: &Parts<V>) -> V {
    let (m, rest) = g.0.two_prod(p.r);
    // f = 0 or |f| >= 0.043 > |g r|.
    let (h, t) = fast_two_sum(f.0, m);
    let small = g.0.mul_add(p.s + p.r_low, g.1.mul_add(p.r, f.1 + rest));
    h + (f.0.mul_add(p.q, small) + t)
}

pub struct Sinh;
impl Vector1 for Sinh {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let a = x.abs();
        let special = V::not(a.lt(V::splat(P::EXP.min(690.0))));
        if P::SHORT {
            // (m + m / (m + 1)) / 2 with m = e^|x| - 1.
            let e = reduce::<V, P>(a);
            let b = scale(V::lookup(&c::EXP_HIGH, e.n), e.n);
            let m = b.mul_add(e.r + e.beyond::<P>(), b - V::splat(1.0));
            let y = (m + m / (m + V::splat(1.0))) * V::splat(0.5);
            return (y.copysign(x), special);
        }
        let p = parts(a);
        (add(p.sinh, p.cosh, &p).copysign(x), special)
    }
    fn exact(x: f64) -> f64 {
        if x.abs() > 690.0 && x.is_finite() {
            return half_exp(x.abs().min(1000.0)).copysign(x);
        }
        x.sinh()
    }
}

pub struct Cosh;
impl Vector1 for Cosh {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let a = x.abs();
        let special = V::not(a.lt(V::splat(P::EXP.min(690.0))));
        if P::SHORT {
            let e = reduce::<V, P>(a);
            let y = scale(e.mantissa::<P>(), e.n);
            return ((y + V::splat(1.0) / y) * V::splat(0.5), special);
        }
        let p = parts(a);
        (add(p.cosh, p.sinh, &p), special)
    }
    fn exact(x: f64) -> f64 {
        if x.abs() > 690.0 && x.is_finite() {
            return half_exp(x.abs().min(1000.0));
        }
        x.cosh()
    }
}

/// tanh |x| = m / (m + 2) with m = e^(2|x|) - 1.
pub struct Tanh;
impl Vector1 for Tanh {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let two = V::splat(2.0);
        // 1 to the last place from 19.1 on; the order keeps NaN.
        let a = V::splat(40.0).min(x.abs() * two);
        let y = if P::SHORT {
            let e = reduce::<V, P>(a);
            let b = scale(V::lookup(&c::EXP_HIGH, e.n), e.n);
            let m = b.mul_add(e.r + e.beyond::<P>(), b - V::splat(1.0));
            m / (m + two)
        } else {
            let (m, m_low) = expm1_pair(a);
            let (d, t) = two_sum(m, two);
            let d_low = t + m_low;
            let inverse = V::splat(1.0) / d;
            let q = m * inverse;
            let rest = (-q).fused(d, m) + q.mul_rsub(d_low, m_low);
            rest.mul_add(inverse, q)
        };
        (y.copysign(x), V::none())
    }
    fn exact(x: f64) -> f64 {
        x.tanh()
    }
}
