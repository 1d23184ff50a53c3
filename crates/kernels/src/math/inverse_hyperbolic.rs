//! `arcsinh`, `arccosh`, `arctanh`: logarithms of sums of two.

use super::lanes::{fast_two_sum, two_sum, Lanes};
use super::log::{log_pair, log_short, Natural};
use super::real::Precision;
use super::vector::Vector1;

/// Squares of larger numbers would overflow.
const LARGE: f64 = 1e140;

/// The root of s + t as a sum of two.
#[inline(always)]
fn root<V: Lanes>(s: V, t: V) -> (V, V) {
    let r = s.sqrt();
    (r, ((-r).fused(r, s) + t) / (r + r).max(V::splat(1e-300)))
}

/// log(x + low).
#[inline(always)]
fn log<V: Lanes>(x: V, low: V) -> V {
    let (s, t) = log_pair::<V, Natural>(x, low);
    s + t
}

/// log(|x| + sqrt(x² + 1)).
pub struct Arcsinh;
impl Vector1 for Arcsinh {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let a = x.abs();
        let one = V::splat(1.0);
        if P::SHORT {
            let (u, low) = fast_two_sum(a.mul_add(a, one).sqrt(), a);
            return (log_short::<V, Natural>(u, Some(low)).copysign(x), V::not(a.lt(V::splat(LARGE))));
        }
        let (p, p_low) = a.two_prod(a);
        let (s, t) = two_sum(p, one);
        let (r, r_low) = root(s, t + p_low);
        let (u, low) = fast_two_sum(r, a);
        let y = log(u, low + r_low);
        (y.copysign(x), V::not(a.lt(V::splat(LARGE))))
    }
    fn exact(x: f64) -> f64 {
        // Large: log 2|x|.
        if x.is_finite() {
            return (x.abs().ln() + std::f64::consts::LN_2).copysign(x);
        }
        x
    }
}

/// log(x + sqrt(x² - 1)).
pub struct Arccosh;
impl Vector1 for Arccosh {
    const FILL: f64 = 1.5;
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let one = V::splat(1.0);
        if P::SHORT {
            let u = x + x.mul_add(x, -one).sqrt();
            return (log_short::<V, Natural>(u, None), V::not(x.within(1.0, LARGE)));
        }
        let (p, p_low) = x.two_prod(x);
        let (s, t) = two_sum(p, -one);
        let (s, t) = fast_two_sum(s, t + p_low);
        let (r, r_low) = root(s, t);
        let (u, low) = fast_two_sum(x, r);
        (log(u, low + r_low), V::not(x.within(1.0, LARGE)))
    }
    fn exact(x: f64) -> f64 {
        if x > 1.0 && x.is_finite() {
            return x.ln() + std::f64::consts::LN_2;
        }
        // SAFETY: a function of the C library without preconditions.
        unsafe { super::libm::acosh(x) }
    }
}

/// log((1 + |x|) / (1 - |x|)) / 2.
pub struct Arctanh;
impl Vector1 for Arctanh {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask) {
        let a = x.abs();
        let one = V::splat(1.0);
        let tiny = a.lt(V::splat(3.7e-9));
        if P::SHORT {
            let y = log_short::<V, Natural>((one + a) / (one - a), None) * V::splat(0.5);
            return (V::select(tiny, a, y).copysign(x), V::not(a.lt(one)));
        }
        let (n, n_low) = fast_two_sum(one, a);
        let (d, d_low) = fast_two_sum(one, -a);
        let inverse = one / d;
        let q = n * inverse;
        let rest = (-q).fused(d, n) + q.mul_rsub(d_low, n_low);
        let y = log(q, rest * inverse) * V::splat(0.5);
        // Below 2^-28 it is x to the last place, and the quotient has no digits to spare.
        let y = V::select(tiny, a, y);
        (y.copysign(x), V::not(a.lt(one)))
    }
    fn exact(x: f64) -> f64 {
        // SAFETY: as above.
        unsafe { super::libm::atanh(x) }
    }
}
