//! Continuous distributions that both families draw alike, given their normals and exponentials.

use std::f64::consts::PI;

use super::poisson;
use crate::bitgen::BitGenerator;
use crate::source::Source;

/// Uniform on [`low`, `low + range`).
#[inline]
pub fn uniform<B: BitGenerator + ?Sized>(g: &mut B, low: f64, range: f64) -> f64 {
    low + range * g.next_f64()
}

/// Fills `out` with `f` of one uniform each: whole blocks of uniforms first, which is faster.
pub(crate) fn fill_from_uniform<B: BitGenerator + ?Sized>(
    g: &mut B,
    out: &mut [f64],
    f: impl Fn(f64) -> f64,
) {
    /// Small enough for the innermost cache.
    const BLOCK: usize = 1024;
    for block in out.chunks_mut(BLOCK) {
        g.fill_f64(block);
        block.iter_mut().for_each(|x| *x = f(*x));
    }
}

/// Normal.
#[inline]
pub fn normal<S: Source>(s: &mut S, loc: f64, scale: f64) -> f64 {
    loc + scale * s.normal()
}

/// Logarithm normally distributed.
#[inline]
pub fn lognormal<S: Source>(s: &mut S, mean: f64, sigma: f64) -> f64 {
    normal(s, mean, sigma).exp()
}

/// Exponential.
#[inline]
pub fn exponential<S: Source>(s: &mut S, scale: f64) -> f64 {
    scale * s.exponential()
}

/// A sampler of gamma variates with unit scale, with what depends on the shape alone worked out.
///
/// Marsaglia & Tsang ("A Simple Method for Generating Gamma Variables", ACM TOMS 26, 2000) above shape 1,
/// Ahrens & Dieter's GS (Computing 12, 1974) with an exponential for the logarithm below.
#[derive(Clone, Copy, Debug)]
pub enum StandardGamma {
    /// Shape zero: always zero.
    Zero,
    /// Shape below one.
    BelowOne {
        /// The shape.
        shape: f64,
    },
    /// Shape one: an exponential.
    One,
    /// Shape above one.
    AboveOne {
        /// Shape less a third.
        b: f64,
        /// A third of the inverse root of `b`.
        c: f64,
    },
}

impl StandardGamma {
    /// A sampler for `shape`.
    #[inline]
    pub fn new(shape: f64) -> Self {
        if shape == 1.0 {
            StandardGamma::One
        } else if shape == 0.0 {
            StandardGamma::Zero
        } else if shape < 1.0 {
            StandardGamma::BelowOne { shape }
        } else {
            let b = shape - 1.0 / 3.0;
            StandardGamma::AboveOne { b, c: 1.0 / (9.0 * b).sqrt() }
        }
    }

    /// The next variate.
    #[inline]
    pub fn draw<S: Source>(&self, s: &mut S) -> f64 {
        match *self {
            StandardGamma::Zero => 0.0,
            StandardGamma::One => s.exponential(),
            StandardGamma::BelowOne { shape } => gamma_below_one(s, shape),
            StandardGamma::AboveOne { b, c } => gamma_above_one(s, b, c),
        }
    }
}

/// Gamma with unit scale.
pub fn standard_gamma<S: Source>(s: &mut S, shape: f64) -> f64 {
    StandardGamma::new(shape).draw(s)
}

fn gamma_above_one<S: Source>(s: &mut S, b: f64, c: f64) -> f64 {
    loop {
        let x = s.normal();
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let u = s.uniform();
        if u < 1.0 - 0.0331 * (x * x) * (x * x) || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
            return b * v;
        }
    }
}

fn gamma_below_one<S: Source>(s: &mut S, shape: f64) -> f64 {
    loop {
        let u = s.uniform();
        let v = s.exponential();
        if u <= 1.0 - shape {
            let x = u.powf(1.0 / shape);
            if x <= v {
                return x;
            }
        } else {
            let y = -((1.0 - u) / shape).ln();
            let x = (1.0 - shape + shape * y).powf(1.0 / shape);
            if x <= v + y {
                return x;
            }
        }
    }
}

/// Gamma.
#[inline]
pub fn gamma<S: Source>(s: &mut S, shape: f64, scale: f64) -> f64 {
    scale * standard_gamma(s, shape)
}

/// Chi-square.
#[inline]
pub fn chisquare<S: Source>(s: &mut S, df: f64) -> f64 {
    2.0 * standard_gamma(s, df / 2.0)
}

/// Fisher's F.
pub fn f<S: Source>(s: &mut S, dfnum: f64, dfden: f64) -> f64 {
    let above = chisquare(s, dfnum) * dfden;
    above / (chisquare(s, dfden) * dfnum)
}

/// Chi-square with noncentrality `nonc`; a NaN one gives NaN after the draws.
pub fn noncentral_chisquare<S: Source>(s: &mut S, df: f64, nonc: f64) -> f64 {
    if nonc == 0.0 {
        return chisquare(s, df);
    }
    if 1.0 < df {
        let central = chisquare(s, df - 1.0);
        let shifted = s.normal() + nonc.sqrt();
        return central + shifted * shifted;
    }
    let extra = poisson(s.bits(), nonc / 2.0);
    let drawn = chisquare(s, df + extra.wrapping_mul(2) as f64);
    if nonc.is_nan() {
        f64::NAN
    } else {
        drawn
    }
}

/// F with a noncentral numerator.
pub fn noncentral_f<S: Source>(s: &mut S, dfnum: f64, dfden: f64, nonc: f64) -> f64 {
    let above = noncentral_chisquare(s, dfnum, nonc) * dfden;
    above / (chisquare(s, dfden) * dfnum)
}

/// Student's t.
pub fn standard_t<S: Source>(s: &mut S, df: f64) -> f64 {
    let above = s.normal();
    let below = standard_gamma(s, df / 2.0);
    (df / 2.0).sqrt() * above / below.sqrt()
}

/// Cauchy, as a ratio of normals.
pub fn standard_cauchy<S: Source>(s: &mut S) -> f64 {
    let above = s.normal();
    above / s.normal()
}

/// Weibull.
pub fn weibull<S: Source>(s: &mut S, a: f64) -> f64 {
    if a == 0.0 {
        return 0.0;
    }
    s.exponential().powf(1.0 / a)
}

/// Laplace, by inversion; a zero, whose logarithm is infinite, is drawn again.
pub fn laplace<B: BitGenerator + ?Sized>(g: &mut B, loc: f64, scale: f64) -> f64 {
    loop {
        let u = g.next_f64();
        if u >= 0.5 {
            return loc - scale * (2.0 - u - u).ln();
        }
        if u > 0.0 {
            return loc + scale * (u + u).ln();
        }
    }
}

/// Gumbel, by inversion; a one is drawn again.
pub fn gumbel<B: BitGenerator + ?Sized>(g: &mut B, loc: f64, scale: f64) -> f64 {
    loop {
        let u = 1.0 - g.next_f64();
        if u < 1.0 {
            return loc - scale * (-u.ln()).ln();
        }
    }
}

/// Logistic, by inversion; a zero is drawn again.
pub fn logistic<B: BitGenerator + ?Sized>(g: &mut B, loc: f64, scale: f64) -> f64 {
    loop {
        let u = g.next_f64();
        if u > 0.0 {
            return loc + scale * (u / (1.0 - u)).ln();
        }
    }
}

/// Triangular on [`left`, `right`] with its top at `mode`.
pub fn triangular<B: BitGenerator + ?Sized>(g: &mut B, left: f64, mode: f64, right: f64) -> f64 {
    let base = right - left;
    let left_base = mode - left;
    let u = g.next_f64();
    if u <= left_base / base {
        left + (u * (left_base * base)).sqrt()
    } else {
        right - ((1.0 - u) * ((right - mode) * base)).sqrt()
    }
}

/// Von Mises on the circle, by Best & Fisher's rejection from a wrapped Cauchy (Appl. Stat. 28, 1979);
/// uniform where the concentration is next to nothing.
pub fn vonmises<B: BitGenerator + ?Sized>(g: &mut B, mu: f64, kappa: f64) -> f64 {
    if kappa.is_nan() {
        return f64::NAN;
    }
    if kappa < 1e-8 {
        return PI * (2.0 * g.next_f64() - 1.0);
    }
    let s = if kappa < 1e-5 {
        // Second-order expansion around zero, where the closed form cancels.
        1.0 / kappa + kappa
    } else {
        let r = 1.0 + (1.0 + 4.0 * kappa * kappa).sqrt();
        let rho = (r - (2.0 * r).sqrt()) / (2.0 * kappa);
        (1.0 + rho * rho) / (2.0 * rho)
    };
    let w = loop {
        let z = (PI * g.next_f64()).cos();
        let w = (1.0 + s * z) / (s + z);
        let y = kappa * (s - w);
        let v = g.next_f64();
        if y * (2.0 - y) - v >= 0.0 || (y / v).ln() + 1.0 - y >= 0.0 {
            break w;
        }
    };
    let angle = if g.next_f64() < 0.5 { -w.acos() } else { w.acos() };
    let angle = angle + mu;
    // Wrapped into [-pi, pi), by magnitude.
    let wrapped = (angle.abs() + PI) % (2.0 * PI) - PI;
    if angle < 0.0 {
        -wrapped
    } else {
        wrapped
    }
}
