//! Continuous distributions as `Generator` draws them, where they differ from `RandomState`'s.

use std::f64::consts::PI;

use crate::bitgen::BitGenerator;
use crate::shared::{self, chisquare, standard_gamma};
use crate::source::Source;

use super::standard_normal;

/// Pareto (Lomax), without cancellation near zero.
pub fn pareto<S: Source>(s: &mut S, a: f64) -> f64 {
    (s.exponential() / a).exp_m1()
}

/// Power function distribution on [0, 1], without cancellation near zero.
pub fn power<S: Source>(s: &mut S, a: f64) -> f64 {
    (-(-s.exponential()).exp_m1()).powf(1.0 / a)
}

/// Rayleigh.
pub fn rayleigh<S: Source>(s: &mut S, scale: f64) -> f64 {
    scale * (2.0 * s.exponential()).sqrt()
}

/// Inverse Gaussian (Michael, Schucany & Haas, 1976), in a form that does not cancel.
pub fn wald<S: Source>(s: &mut S, mean: f64, scale: f64) -> f64 {
    let y = s.normal();
    let y = mean * y * y;
    let d = 1.0 + (1.0 + 4.0 * scale / y).sqrt();
    let x = mean * (1.0 - 2.0 / d);
    if s.uniform() <= mean / (mean + x) {
        x
    } else {
        mean * mean / x
    }
}

/// Beta: Jöhnk's method (Metrika 8, 1964) where both parameters are at most one, else a ratio of gammas.
pub fn beta<S: Source>(s: &mut S, a: f64, b: f64) -> f64 {
    /// Below this a result other than zero or one has a chance of about 1e-100.
    const TINY: f64 = 3e-103;
    if !(a <= 1.0 && b <= 1.0) {
        let first = standard_gamma(s, a);
        let second = standard_gamma(s, b);
        return first / (first + second);
    }
    if a < TINY && b < TINY {
        return if (a + b) * s.uniform() < a { 1.0 } else { 0.0 };
    }
    loop {
        let u = s.uniform();
        let v = s.uniform();
        let x = u.powf(1.0 / a);
        let y = v.powf(1.0 / b);
        if x + y > 1.0 || u + v <= 0.0 {
            continue;
        }
        if x > 0.0 && y > 0.0 {
            return x / (x + y);
        }
        // A power underflowed: the ratio from the difference of the logarithms.
        let difference = u.ln() / a - v.ln() / b;
        return if difference > 0.0 {
            (-(-difference).exp().ln_1p()).exp()
        } else {
            (difference - difference.exp().ln_1p()).exp()
        };
    }
}

/// Chi-square with noncentrality; a NaN one gives NaN without a draw.
pub fn noncentral_chisquare<S: Source>(s: &mut S, df: f64, nonc: f64) -> f64 {
    if nonc.is_nan() {
        return f64::NAN;
    }
    shared::noncentral_chisquare(s, df, nonc)
}

/// F with a noncentral numerator.
pub fn noncentral_f<S: Source>(s: &mut S, dfnum: f64, dfden: f64, nonc: f64) -> f64 {
    let above = noncentral_chisquare(s, dfnum, nonc) * dfden;
    above / (chisquare(s, dfden) * dfnum)
}

/// Von Mises; beyond a concentration of a million a wrapped normal.
pub fn vonmises<B: BitGenerator + ?Sized>(g: &mut B, mu: f64, kappa: f64) -> f64 {
    if kappa > 1e6 {
        let angle = mu + (1.0 / kappa).sqrt() * standard_normal(g);
        let angle = if angle < -PI { angle + 2.0 * PI } else { angle };
        return if angle > PI { angle - 2.0 * PI } else { angle };
    }
    shared::vonmises(g, mu, kappa)
}
