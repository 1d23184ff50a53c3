//! Discrete distributions as `Generator` draws them, where they differ from `RandomState`'s.

use super::standard_exponential;
use crate::bitgen::BitGenerator;
use crate::shared::{binomial_by, geometric_search, logseries_by, zipf_by, BinomialState, LogQ};

/// Binomial; certain results take no draw.
pub fn binomial<B: BitGenerator + ?Sized>(g: &mut B, state: &mut BinomialState, n: i64, p: f64) -> i64 {
    if n == 0 || p == 0.0 {
        return 0;
    }
    binomial_by(g, state, n, p, LogQ::Accurate)
}

/// Geometric: by search for likely successes, else an exponential rounded up.
pub fn geometric<B: BitGenerator + ?Sized>(g: &mut B, p: f64) -> i64 {
    if p >= 1.0 / 3.0 {
        return geometric_search(g, p);
    }
    let z = (-standard_exponential(g) / (-p).ln_1p()).ceil();
    // The conversion saturates, as is wanted here.
    z as i64
}

/// Logarithmic series.
pub fn logseries<B: BitGenerator + ?Sized>(g: &mut B, p: f64) -> i64 {
    let r = (-p).ln_1p();
    logseries_by(g, p, |u| -(r * u).exp_m1())
}

/// Zipf, with candidates beyond 64 bits left out from the start.
pub fn zipf<B: BitGenerator + ?Sized>(g: &mut B, a: f64) -> i64 {
    if a >= 1025.0 {
        // A two has a chance below 3e-309.
        return 1;
    }
    let smallest = (i64::MAX as f64).powf(-(a - 1.0));
    zipf_by(g, a, |u| u * smallest + (1.0 - u))
}
