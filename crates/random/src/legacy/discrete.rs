//! Discrete distributions as `RandomState` draws them, where `Generator` has since changed.

use crate::bitgen::BitGenerator;
use crate::shared::{binomial_by, geometric_search, logseries_by, zipf_by, BinomialState, LogQ};
use crate::special::to_i64;

/// Binomial; draws even where the result is certain.
pub fn binomial<B: BitGenerator + ?Sized>(g: &mut B, state: &mut BinomialState, n: i64, p: f64) -> i64 {
    binomial_by(g, state, n, p, LogQ::Plain)
}

/// Geometric: by search for likely successes, else by inversion.
pub fn geometric<B: BitGenerator + ?Sized>(g: &mut B, p: f64) -> i64 {
    if p >= 1.0 / 3.0 {
        geometric_search(g, p)
    } else {
        to_i64(((-g.next_f64()).ln_1p() / (1.0 - p).ln()).ceil())
    }
}

/// Logarithmic series.
pub fn logseries<B: BitGenerator + ?Sized>(g: &mut B, p: f64) -> i64 {
    let r = (1.0 - p).ln();
    logseries_by(g, p, |u| 1.0 - (r * u).exp())
}

/// Zipf. From where 2^(a-1) is infinite, the test that accepts a draw never would: there the result is one,
/// which it is for all but a part of 2^-1024 of draws.
pub fn zipf<B: BitGenerator + ?Sized>(g: &mut B, a: f64) -> i64 {
    if a >= 1025.0 {
        return 1;
    }
    zipf_by(g, a, |u| 1.0 - u)
}
