//! Continuous distributions as `RandomState` draws them, where `Generator` has since changed.

use super::Legacy;
use crate::bitgen::BitGenerator;
use crate::shared::standard_gamma;
use crate::source::Source;

/// A point of the open unit disc without its centre, and its squared radius.
#[inline(always)]
pub(super) fn disc_point<B: BitGenerator + ?Sized>(g: &mut B) -> (f64, f64, f64) {
    loop {
        let x1 = 2.0 * g.next_f64() - 1.0;
        let x2 = 2.0 * g.next_f64() - 1.0;
        let r2 = x1 * x1 + x2 * x2;
        if r2 < 1.0 && r2 != 0.0 {
            return (x1, x2, r2);
        }
    }
}

/// Fills `out` with `loc + scale * gauss`, as many calls would.
///
/// Points are collected first: a rejection is then a step not taken instead of a mispredicted branch, and
/// the logarithms do not wait for it.
pub fn fill_gauss<B: BitGenerator + ?Sized>(
    g: &mut B,
    cache: &mut Legacy,
    loc: f64,
    scale: f64,
    mut out: &mut [f64],
) {
    const BATCH: usize = 64;
    if cache.has_gauss && !out.is_empty() {
        out[0] = loc + scale * super::gauss(g, cache);
        out = &mut out[1..];
    }
    let mut points = [(0.0, 0.0, 0.0); BATCH];
    while out.len() >= 2 {
        let count = (out.len() / 2).min(BATCH);
        let mut found = 0;
        while found < count {
            let x1 = 2.0 * g.next_f64() - 1.0;
            let x2 = 2.0 * g.next_f64() - 1.0;
            let r2 = x1 * x1 + x2 * x2;
            points[found] = (x1, x2, r2);
            found += usize::from(r2 < 1.0 && r2 != 0.0);
        }
        let (now, later) = out.split_at_mut(2 * count);
        for (pair, &(x1, x2, r2)) in now.chunks_exact_mut(2).zip(&points[..count]) {
            let f = (-2.0 * r2.ln() / r2).sqrt();
            pair[0] = loc + scale * (f * x2);
            pair[1] = loc + scale * (f * x1);
        }
        out = later;
    }
    if let [last] = out {
        *last = loc + scale * super::gauss(g, cache);
    }
}

/// Pareto (Lomax), as an exponential minus one.
pub fn pareto<S: Source>(s: &mut S, a: f64) -> f64 {
    (s.exponential() / a).exp() - 1.0
}

/// Power function distribution on [0, 1].
pub fn power<S: Source>(s: &mut S, a: f64) -> f64 {
    (1.0 - (-s.exponential()).exp()).powf(1.0 / a)
}

/// Rayleigh.
pub fn rayleigh<B: BitGenerator + ?Sized>(g: &mut B, scale: f64) -> f64 {
    scale * (-2.0 * (-g.next_f64()).ln_1p()).sqrt()
}

/// Inverse Gaussian (Michael, Schucany & Haas, Amer. Statist. 30, 1976).
pub fn wald<S: Source>(s: &mut S, mean: f64, scale: f64) -> f64 {
    let half_ratio = mean / (2.0 * scale);
    let y = s.normal();
    let y = mean * y * y;
    let x = mean + half_ratio * (y - (4.0 * scale * y + y * y).sqrt());
    if s.uniform() <= mean / (mean + x) {
        x
    } else {
        mean * mean / x
    }
}

/// Beta: Jöhnk's method (Metrika 8, 1964) where both parameters are at most one, else a ratio of gammas.
pub fn beta<S: Source>(s: &mut S, a: f64, b: f64) -> f64 {
    if !(a <= 1.0 && b <= 1.0) {
        let first = standard_gamma(s, a);
        let second = standard_gamma(s, b);
        return first / (first + second);
    }
    loop {
        let u = s.uniform();
        let v = s.uniform();
        let x = u.powf(1.0 / a);
        let y = v.powf(1.0 / b);
        if x + y > 1.0 {
            continue;
        }
        if x + y > 0.0 {
            return x / (x + y);
        }
        // Both powers underflowed: the ratio from their logarithms.
        let log_x = u.ln() / a;
        let log_y = v.ln() / b;
        let top = if log_x > log_y { log_x } else { log_y };
        let (log_x, log_y) = (log_x - top, log_y - top);
        return (log_x - (log_x.exp() + log_y.exp()).ln()).exp();
    }
}
