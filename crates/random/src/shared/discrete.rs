//! Discrete distributions that both families draw alike, and the loops of those that differ by a term.

use super::gamma;
use crate::bitgen::BitGenerator;
use crate::source::Source;
use crate::special::{log_gamma, to_i64, two_to};

/// A Poisson sampler with what depends on the mean alone worked out.
pub enum Poisson {
    /// Mean zero.
    Zero,
    /// Small means: uniforms multiplied until their product falls below `exp(-lam)` (Knuth).
    Product {
        /// `exp(-lam)`.
        limit: f64,
    },
    /// Means from 10 on.
    Transformed(Ptrs),
}

/// Transformed rejection with squeeze (Hörmann, "The Transformed Rejection Method for Generating Poisson
/// Random Variables", Insurance: Math. and Econ. 12, 1993: algorithm PTRS).
pub struct Ptrs {
    lam: f64,
    log_lam: f64,
    a: f64,
    b: f64,
    log_inverse_alpha: f64,
    squeeze: f64,
}

impl Poisson {
    /// A sampler of mean `lam`.
    #[inline]
    pub fn new(lam: f64) -> Self {
        if lam >= 10.0 {
            Poisson::Transformed(Ptrs::new(lam))
        } else if lam == 0.0 {
            Poisson::Zero
        } else {
            Poisson::Product { limit: (-lam).exp() }
        }
    }

    /// The next variate.
    #[inline]
    pub fn draw<B: BitGenerator + ?Sized>(&self, g: &mut B) -> i64 {
        match self {
            Poisson::Zero => 0,
            Poisson::Product { limit } => {
                let mut count = 0;
                let mut product = g.next_f64();
                while product > *limit {
                    count += 1;
                    product *= g.next_f64();
                }
                count
            }
            Poisson::Transformed(ptrs) => ptrs.draw(g),
        }
    }
}

impl Ptrs {
    fn new(lam: f64) -> Self {
        let b = 0.931 + 2.53 * lam.sqrt();
        Ptrs {
            lam,
            log_lam: lam.ln(),
            a: -0.059 + 0.02483 * b,
            b,
            log_inverse_alpha: (1.1239 + 1.1328 / (b - 3.4)).ln(),
            squeeze: 0.9277 - 3.6224 / (b - 2.0),
        }
    }

    fn draw<B: BitGenerator + ?Sized>(&self, g: &mut B) -> i64 {
        let Ptrs { lam, log_lam, a, b, .. } = *self;
        loop {
            let u = g.next_f64() - 0.5;
            let v = g.next_f64();
            let us = 0.5 - u.abs();
            let k = to_i64(((2.0 * a / us + b) * u + lam + 0.43).floor());
            if us >= 0.07 && v <= self.squeeze {
                return k;
            }
            if k < 0 || (us < 0.013 && v > us) {
                continue;
            }
            let x = k as f64;
            let height = v.ln() + self.log_inverse_alpha - (a / (us * us) + b).ln();
            if height <= -lam + x * log_lam - log_gamma(x + 1.0) {
                return k;
            }
        }
    }
}

/// Poisson.
#[inline]
pub fn poisson<B: BitGenerator + ?Sized>(g: &mut B, lam: f64) -> i64 {
    Poisson::new(lam).draw(g)
}

/// Negative binomial, as a Poisson whose mean is a gamma.
pub fn negative_binomial<S: Source>(s: &mut S, n: f64, p: f64) -> i64 {
    let mean = gamma(s, n, (1.0 - p) / p);
    poisson(s.bits(), mean)
}

/// Geometric by adding up probabilities, good where `p` is not small.
pub fn geometric_search<B: BitGenerator + ?Sized>(g: &mut B, p: f64) -> i64 {
    let q = 1.0 - p;
    let (mut sum, mut term) = (p, p);
    let mut count = 1;
    let u = g.next_f64();
    while u > sum {
        term *= q;
        sum += term;
        count += 1;
    }
    count
}

/// Logarithmic series (Kemp, "Efficient Generation of Logarithmically Distributed Pseudo-Random Variables",
/// Appl. Stat. 30, 1981: algorithm LK), where `q_of` turns a uniform into `1 - (1 - p)^u`.
pub(crate) fn logseries_by<B: BitGenerator + ?Sized>(g: &mut B, p: f64, q_of: impl Fn(f64) -> f64) -> i64 {
    loop {
        let v = g.next_f64();
        if v >= p {
            return 1;
        }
        let q = q_of(g.next_f64());
        if v <= q * q {
            let k = to_i64((1.0 + v.ln() / q.ln()).floor());
            if k >= 1 && v != 0.0 {
                return k;
            }
        } else {
            return if v >= q { 1 } else { 2 };
        }
    }
}

/// Zipf by rejection from a Pareto (Devroye, "Non-Uniform Random Variate Generation", 1986, X.6.1), where
/// `u_of` turns a uniform in [0, 1) into the uniform to be inverted.
pub(crate) fn zipf_by<B: BitGenerator + ?Sized>(g: &mut B, a: f64, u_of: impl Fn(f64) -> f64) -> i64 {
    let am1 = a - 1.0;
    let b = two_to(am1);
    loop {
        let u = u_of(g.next_f64());
        let v = g.next_f64();
        let x = u.powf(-1.0 / am1).floor();
        if x > i64::MAX as f64 || x < 1.0 {
            continue;
        }
        let t = (1.0 + 1.0 / x).powf(am1);
        if v * x * (t - 1.0) / (b - 1.0) <= t / b {
            return to_i64(x);
        }
    }
}
