//! `logaddexp`, `logaddexp2`: the larger argument plus the logarithm of 1 + e^-(their distance).

use super::exp::{reduce, reduce2, scale, Reduced};
use super::lanes::{fast_two_sum, two_sum, Lanes};
use super::log::{log_pair, log_short, InBase, Natural, Two};
use super::real::{Full, Precision};
use super::vector::Vector2;
use std::hint::black_box;

/// A base b of powers and logarithms.
trait Sum: InBase {
    /// Above it b^d is normal.
    const LEAST: f64;
    /// log b.
    const UNIT: f64;
    fn reduce<V: Lanes>(d: V) -> Reduced<V>;
}
impl Sum for Natural {
    const LEAST: f64 = -690.0;
    const UNIT: f64 = 1.0;
    #[inline(always)]
    fn reduce<V: Lanes>(d: V) -> Reduced<V> {
        reduce::<V, Full>(d)
    }
}
impl Sum for Two {
    const LEAST: f64 = -1000.0;
    const UNIT: f64 = std::f64::consts::LN_2;
    #[inline(always)]
    fn reduce<V: Lanes>(d: V) -> Reduced<V> {
        reduce2(d)
    }
}

/// max(x, y) + log(1 + b^d) with d = -|x - y|.
#[inline(always)]
fn add<V: Lanes, P: Precision, B: Sum>(x: V, y: V) -> (V, V::Mask) {
    let (least, unit) = (B::LEAST, B::UNIT);
    let one = V::splat(1.0);
    let (u, v) = (x.max(y), y.min(x));
    let (d, d_low) = two_sum(v, -u);
    let usual = d.abs().lt(V::splat(-least));
    let e = B::reduce(d);
    let r = if P::SHORT {
        let p = scale(e.mantissa::<P>(), e.n);
        let (s, t) = fast_two_sum(one, p);
        u + log_short::<V, B>(s, Some(t))
    } else {
        let (p, p_low) = e.pair();
        let p_low = p.mul_add(d_low * V::splat(unit), p_low);
        let (s, t) = fast_two_sum(one, p);
        let (log, low) = log_pair::<V, B>(s, t + p_low);
        let (h, w) = two_sum(u, log);
        h + (w + low)
    };
    (r, V::not(usual))
}

/// The sum where an argument is NaN: its order is asked for, an invalid operation.
fn unordered(d: f64) -> f64 {
    black_box(black_box(f64::INFINITY) - black_box(f64::INFINITY));
    d
}

pub struct Logaddexp;
impl Vector2 for Logaddexp {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V, y: V) -> (V, V::Mask) {
        add::<V, P, Natural>(x, y)
    }
    fn exact(x: f64, y: f64) -> f64 {
        let d = x - y;
        if x == y {
            x + std::f64::consts::LN_2 // equal infinities
        } else if d.abs() > 800.0 {
            x.max(y) + 0.0
        } else if d > 0.0 {
            x + (-d).exp().ln_1p()
        } else if d <= 0.0 {
            y + d.exp().ln_1p()
        } else {
            unordered(d)
        }
    }
}

pub struct Logaddexp2;
impl Vector2 for Logaddexp2 {
    const LIBM: bool = false;
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V, y: V) -> (V, V::Mask) {
        add::<V, P, Two>(x, y)
    }
    fn exact(x: f64, y: f64) -> f64 {
        let d = x - y;
        if x == y {
            x + 1.0
        } else if d.abs() > 1200.0 {
            x.max(y) + 0.0
        } else if d > 0.0 {
            x + (-d).exp2().ln_1p() * std::f64::consts::LOG2_E
        } else if d <= 0.0 {
            y + d.exp2().ln_1p() * std::f64::consts::LOG2_E
        } else {
            unordered(d)
        }
    }
}
