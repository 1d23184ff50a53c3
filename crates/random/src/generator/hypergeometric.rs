//! Hypergeometric variates as `Generator` draws them.

use crate::bitgen::BitGenerator;
use crate::integers::interval;
use crate::special::{log_factorial, to_i64};

/// The number of good items among `sample` drawn from `good + bad` without replacement.
pub fn hypergeometric<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    if sample >= 10 && sample <= good + bad - 10 {
        by_ratio(g, good, bad, sample)
    } else {
        by_draws(g, good, bad, sample)
    }
}

/// Item by item, of the sample or of what it leaves, whichever is fewer.
fn by_draws<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let total = good + bad;
    let complement = sample > total / 2;
    let mut to_draw = if complement { total - sample } else { sample };
    let (mut left, mut left_good) = (total, good);
    while to_draw > 0 && left_good > 0 && left > left_good {
        left -= 1;
        if (interval(g, left as u64) as i64) < left_good {
            left_good -= 1;
        }
        to_draw -= 1;
    }
    if left == left_good {
        // Only good ones are left.
        left_good -= to_draw;
    }
    if complement {
        left_good
    } else {
        good - left_good
    }
}

/// Ratio of uniforms (Stadlober, "The Ratio of Uniforms Approach for Generating Discrete Random Variates",
/// J. Comput. Appl. Math. 31, 1990: algorithm HRUA).
fn by_ratio<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    /// 2 sqrt(2/e) and 3 - 2 sqrt(3/e): the hat's width for a given standard deviation.
    const D1: f64 = 1.7155277699214135;
    const D2: f64 = 0.8989161620588988;
    let population = good + bad;
    let m = sample.min(population - sample);
    let (fewer, more) = (good.min(bad), good.max(bad));
    let p = fewer as f64 / population as f64;
    let q = more as f64 / population as f64;
    let centre = m as f64 * p + 0.5;
    let variance = (population - m) as f64 * m as f64 * p * q / (population - 1) as f64;
    let deviation = (variance + 0.5).sqrt();
    let width = D1 * deviation + D2;
    let log_weight = |k: i64| {
        log_factorial(k) + log_factorial(fewer - k) + log_factorial(m - k) + log_factorial(more - m + k)
    };
    let mode = to_i64(((m + 1) as f64 * (fewer + 1) as f64 / (population + 2) as f64).floor());
    let log_mode = log_weight(mode);
    let (support, reach) = ((m.min(fewer) + 1) as f64, (centre + 16.0 * deviation).floor());
    let bound = if support < reach { support } else { reach };
    let drawn = loop {
        let u = g.next_f64();
        let v = g.next_f64();
        let x = centre + width * (v - 0.5) / u;
        if x < 0.0 || x >= bound {
            continue;
        }
        let k = to_i64(x.floor());
        let t = log_mode - log_weight(k);
        if u * (4.0 - u) - 3.0 <= t {
            break k;
        }
        if u * (u - t) >= 1.0 {
            continue;
        }
        if 2.0 * u.ln() <= t {
            break k;
        }
    };
    let drawn = if good > bad { m - drawn } else { drawn };
    if m < sample {
        good - drawn
    } else {
        drawn
    }
}
