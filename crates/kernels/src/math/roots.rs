//! `sqrt`, `cbrt`, `hypot`.

use super::constants as c;
use super::lanes::{fast_two_sum, poly, Lanes, Portable};
use super::real::{Full, Precision};
use super::vector::{Vector1, Vector2};

pub struct Sqrt;
impl Vector1 for Sqrt {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        (x.sqrt(), x.lt(V::splat(0.0)))
    }
    fn exact(x: f64) -> f64 {
        x.sqrt()
    }
}

/// x = 2^(3q + i) m with i in 0..3 and m in [0.75, 1.5); the root of m by Newton's method.
pub struct Cbrt;
impl Vector1 for Cbrt {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        /// 1.5 * 2^52: adding it rounds to a whole number and leaves that in the low bits.
        const WHOLE: f64 = 6755399441055744.0;
        let a = x.abs();
        let (k, m) = super::log::octaves(a, 0.75);
        let third = V::splat(1.0 / 3.0);
        let q = k.mul_add(third, V::splat(-1.0 / 3.0)) + V::splat(WHOLE);
        let scale = V::shl::<52>(q.bits());
        let i = ((q - V::splat(WHOLE)).mul_add(V::splat(-3.0), k) + V::splat(WHOLE)).bits();
        let y = poly(m, &c::CBRT);
        // One over the slope 3y², to 2^-22.
        let slope = V::splat(3.0) * (y * y);
        let w = slope.approx_recip();
        let w = w * slope.mul_rsub(w, V::splat(2.0));
        let y = (y * y).mul_rsub(y, m).mul_add(w, y);
        let table = V::lookup(&c::CBRT_HIGH, i);
        let r = if P::SHORT {
            y * table
        } else {
            let y = (y * y).mul_rsub(y, m).mul_add(w, y);
            // m - y³ to all its digits.
            let (s, s_low) = y.two_prod(y);
            let (t, t_low) = s.two_prod(y);
            let rest = ((m - t) - t_low) - s_low * y;
            let (p, p_low) = y.two_prod(table);
            p + (rest * w).mul_add(table, y.mul_add(V::lookup(&c::CBRT_LOW, i), p_low))
        };
        let r = V::from_bits(V::add_bits(r.bits(), scale)).copysign(x);
        (r, V::not(a.within(f64::MIN_POSITIVE, f64::INFINITY)))
    }
    fn exact(x: f64) -> f64 {
        if x.is_finite() && x != 0.0 {
            // Subnormal.
            let (r, _) = Self::eval::<Portable<false>, Full>(Portable::splat(x * 2f64.powi(60)));
            return r.first() * 2f64.powi(-20);
        }
        x.cbrt()
    }
}

/// The root of x² + y², both squares as sums of two.
pub struct Hypot;
impl Vector2 for Hypot {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V, y: V) -> (V, V::Mask) {
        let (x, y) = (x.abs(), y.abs());
        let (u, v) = (x.max(y), y.min(x));
        if P::SHORT {
            return (u.mul_add(u, v * v).sqrt(), V::not(u.lt(V::splat(P::LARGE))));
        }
        let (p, p_low) = u.two_prod(u);
        let (q, q_low) = v.two_prod(v);
        let (s, t) = fast_two_sum(p, q);
        let r = s.sqrt();
        let rest = (-r).fused(r, s) + (t + (p_low + q_low));
        let inverse = V::splat(0.5).approx_div(r);
        (rest.mul_add(inverse, r), V::not(u.within(1e-130, 1e140)))
    }
    fn exact(x: f64, y: f64) -> f64 {
        if x == 0.0 {
            return y.abs();
        }
        x.hypot(y)
    }
}
