//! Distributions of vectors: multinomial, Dirichlet, multivariate hypergeometric.

use crate::bitgen::BitGenerator;
use crate::generator::{self, hypergeometric, ZigguratSource};
use crate::integers::interval;
use crate::shared::{standard_gamma, BinomialState};
use crate::source::Source;

/// One multinomial vector of `n` draws over `p` into `out`, as a chain of binomials (both families).
///
/// # Panics
/// If `out` and `p` differ in length.
pub fn multinomial<B: BitGenerator + ?Sized>(
    g: &mut B,
    state: &mut BinomialState,
    n: i64,
    p: &[f64],
    out: &mut [i64],
) {
    assert_eq!(p.len(), out.len());
    let Some(last) = out.len().checked_sub(1) else { return };
    out.fill(0);
    let (mut left, mut left_p) = (n, 1.0);
    for i in 0..last {
        out[i] = generator::binomial(g, state, left, p[i] / left_p);
        left = left.wrapping_sub(out[i]);
        if left <= 0 {
            return;
        }
        left_p -= p[i];
    }
    if left > 0 {
        out[last] = left;
    }
}

/// One Dirichlet vector: gammas divided by their sum.
pub fn dirichlet_by_gammas<S: Source>(s: &mut S, alpha: &[f64], out: &mut [f64]) {
    let mut sum = 0.0;
    for (x, &a) in out.iter_mut().zip(alpha) {
        *x = standard_gamma(s, a);
        sum += *x;
    }
    let inverse = 1.0 / sum;
    out.iter_mut().for_each(|x| *x *= inverse);
}

/// `Generator`'s Dirichlet sampler for one `alpha`.
///
/// Where all of `alpha` is small the gammas could all be zero and the quotient NaN: there a stick of length
/// one is broken by betas instead.
pub struct Dirichlet<'a> {
    alpha: &'a [f64],
    /// Sums of `alpha` from each place to the end, if the stick is to be broken.
    tail_sums: Option<Vec<f64>>,
}

impl<'a> Dirichlet<'a> {
    /// Below this largest `alpha` the stick is broken: above, a NaN has a chance below 2e-31.
    const SMALL: f64 = 0.1;

    /// A sampler over `alpha`.
    pub fn new(alpha: &'a [f64]) -> Self {
        // A NaN anywhere makes the maximum NaN, which is not small.
        let small = !alpha.is_empty() && alpha.iter().all(|&a| a < Self::SMALL);
        let tail_sums = small.then(|| {
            let mut sums = alpha.to_vec();
            let mut sum = 0.0;
            for x in sums.iter_mut().rev() {
                sum += *x;
                *x = sum;
            }
            sums
        });
        Dirichlet { alpha, tail_sums }
    }

    /// One vector into `out`, which has the length of `alpha`.
    pub fn draw<B: BitGenerator + ?Sized>(&self, g: &mut B, out: &mut [f64]) {
        let s = &mut ZigguratSource { bits: g };
        let Some(sums) = &self.tail_sums else {
            return dirichlet_by_gammas(s, self.alpha, out);
        };
        out.fill(0.0);
        if sums[0] > 0.0 {
            self.break_stick(s, sums, out);
        }
    }

    fn break_stick<S: Source>(&self, s: &mut S, sums: &[f64], out: &mut [f64]) {
        let last = out.len() - 1;
        let mut left = 1.0;
        for i in 0..last {
            let part = generator::beta(s, self.alpha[i], sums[i + 1]);
            out[i] = left * part;
            left *= 1.0 - part;
            if sums[i + 1] == 0.0 {
                break;
            }
        }
        out[last] = left;
    }
}

/// Fills `out`, rows of the length of `colors`, with counts of `nsample` items drawn without replacement from
/// an urn with `colors[i]` of each kind, one kind after the other (`method='marginals'`).
pub fn fill_multivariate_hypergeometric<B: BitGenerator + ?Sized>(
    g: &mut B,
    colors: &[i64],
    nsample: i64,
    out: &mut [i64],
) {
    by_rows(colors, nsample, out, |to_draw, row| {
        let mut left: i64 = colors.iter().sum();
        let mut to_draw = to_draw;
        for i in 0..colors.len() - 1 {
            if to_draw <= 0 {
                break;
            }
            left -= colors[i];
            row[i] = hypergeometric(g, colors[i], left, to_draw);
            to_draw -= row[i];
        }
        if to_draw > 0 {
            row[colors.len() - 1] = to_draw;
        }
    });
}

/// The same by drawing items from a list of all of them (`method='count'`): `items` is scratch for as many as
/// `colors` sum to.
///
/// # Panics
/// If `items` has not that length.
pub fn fill_multivariate_hypergeometric_count<B: BitGenerator + ?Sized>(
    g: &mut B,
    colors: &[i64],
    nsample: i64,
    items: &mut [i64],
    out: &mut [i64],
) {
    let mut rest = &mut items[..];
    for (color, &count) in colors.iter().enumerate() {
        let (these, others) = rest.split_at_mut(count as usize);
        these.fill(color as i64);
        rest = others;
    }
    assert!(rest.is_empty(), "scratch of another length");
    by_rows(colors, nsample, out, |to_draw, row| {
        // The list stays shuffled from row to row.
        for i in 0..to_draw as usize {
            let j = i + interval(g, (items.len() - i - 1) as u64) as usize;
            items.swap(i, j);
            row[items[i] as usize] += 1;
        }
    });
}

/// Draws the smaller of the sample and what it leaves for each row, and turns the latter into the former.
fn by_rows(colors: &[i64], nsample: i64, out: &mut [i64], mut draw: impl FnMut(i64, &mut [i64])) {
    out.fill(0);
    let total: i64 = colors.iter().sum();
    if total == 0 || nsample == 0 {
        return;
    }
    let complement = nsample > total / 2;
    let to_draw = if complement { total - nsample } else { nsample };
    for row in out.chunks_exact_mut(colors.len()) {
        draw(to_draw, row);
        if complement {
            for (x, &count) in row.iter_mut().zip(colors) {
                *x = count - *x;
            }
        }
    }
}
