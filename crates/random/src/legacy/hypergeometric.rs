//! Hypergeometric variates as `RandomState` draws them.

use crate::bitgen::BitGenerator;
use crate::special::{log_gamma, to_i64};

/// The number of good items among `sample` drawn from `good + bad` without replacement.
pub fn hypergeometric<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    if sample > 10 {
        by_ratio(g, good, bad, sample)
    } else if sample > 0 {
        by_draws(g, good, bad, sample)
    } else {
        0
    }
}

/// Item by item (algorithm HYP of Kachitvichyanukul & Schmeiser, J. Stat. Comput. Simul. 22, 1985).
fn by_draws<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    let rest = bad.wrapping_add(good).wrapping_sub(sample);
    let fewer = bad.min(good) as f64;
    let mut left = fewer;
    let mut to_draw = sample;
    while left > 0.0 {
        let u = g.next_f64();
        left -= to_i64((u + left / rest.wrapping_add(to_draw) as f64).floor()) as f64;
        to_draw -= 1;
        if to_draw == 0 {
            break;
        }
    }
    let drawn = to_i64(fewer - left);
    if good > bad {
        sample - drawn
    } else {
        drawn
    }
}

/// Ratio of uniforms (Stadlober, J. Comput. Appl. Math. 31, 1990: algorithm HRUA*).
fn by_ratio<B: BitGenerator + ?Sized>(g: &mut B, good: i64, bad: i64, sample: i64) -> i64 {
    /// 2 sqrt(2/e) and 3 - 2 sqrt(3/e): the hat's width for a given standard deviation.
    const D1: f64 = 1.7155277699214135;
    const D2: f64 = 0.8989161620588988;
    let population = good.wrapping_add(bad);
    let (fewer, more) = (good.min(bad), good.max(bad));
    let m = sample.min(population - sample);
    let p = fewer as f64 / population as f64;
    let mean = m as f64 * p + 0.5;
    let deviation =
        ((population - m) as f64 * sample as f64 * p * (1.0 - p) / (population - 1) as f64 + 0.5).sqrt();
    let width = D1 * deviation + D2;
    let log_weight = |k: i64| {
        log_gamma((k + 1) as f64)
            + log_gamma((fewer - k + 1) as f64)
            + log_gamma((m - k + 1) as f64)
            + log_gamma((more - m + k + 1) as f64)
    };
    let mode = to_i64(((m + 1) as f64 * (fewer + 1) as f64 / population.wrapping_add(2) as f64).floor());
    let log_mode = log_weight(mode);
    // Sixteen standard deviations hold all that the sixteen digits of D1 and D2 can tell.
    let (support, reach) = (m.min(fewer) as f64 + 1.0, (mean + 16.0 * deviation).floor());
    let bound = if support < reach { support } else { reach };
    let drawn = loop {
        let x = g.next_f64();
        let y = g.next_f64();
        let w = mean + width * (y - 0.5) / x;
        if w < 0.0 || w >= bound {
            continue;
        }
        let k = to_i64(w.floor());
        let t = log_mode - log_weight(k);
        if x * (4.0 - x) - 3.0 <= t {
            break k;
        }
        if x * (x - t) >= 1.0 {
            continue;
        }
        if 2.0 * x.ln() <= t {
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
