//! The rows of both tables.

use std::marker::PhantomData;

use super::{Aux, Constraint, Dist, Fill, Joint, Param};
use crate::bitgen::BitGenerator;
use crate::generator::{self as gen, ZigguratSource};
use crate::legacy::{self, LegacySource};
use crate::shared::{self, Poisson, StandardGamma};
use crate::source::Source;

/// The distributions of `RandomState` over `B`.
pub fn legacy<B: BitGenerator + ?Sized + 'static>() -> &'static [Dist<B>] {
    Table::<B>::LEGACY
}

/// The distributions of `Generator` over `B`.
pub fn generator<B: BitGenerator + ?Sized + 'static>() -> &'static [Dist<B>] {
    Table::<B>::GENERATOR
}

struct Table<B: ?Sized>(PhantomData<B>);

/// Parameters: `name`, `name = default`, each with its constraint.
macro_rules! params {
    ($($name:ident $(= $default:literal)? : $constraint:ident),*) => {
        &[$(Param {
            name: stringify!($name),
            default: default!($($default)?),
            constraint: Constraint::$constraint,
        }),*]
    };
}

macro_rules! default {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}

/// A filler that draws element by element from the bit generator.
macro_rules! each {
    ($kind:ident, |$g:ident, $p:ident| $draw:expr) => {
        Fill::$kind(|$g: &mut B, _: &mut Aux, $p, out| {
            for x in out {
                *x = $draw;
            }
        })
    };
}

/// A filler that takes one uniform an element.
macro_rules! from_uniform {
    (|$u:ident, $p:ident| $value:expr) => {
        Fill::Real(|g: &mut B, _: &mut Aux, $p, out| shared::fill_from_uniform(g, out, |$u| $value))
    };
}

/// A filler of gamma variates with the shape and the scale given.
macro_rules! from_gamma {
    (polar, |$p:ident| $shape_scale:expr) => {
        Fill::Real(|g: &mut B, aux: &mut Aux, $p, out| {
            fill_gamma(&mut LegacySource { bits: g, cache: &mut aux.legacy }, $shape_scale, out)
        })
    };
    (ziggurat, |$p:ident| $shape_scale:expr) => {
        Fill::Real(|g: &mut B, _: &mut Aux, $p, out| {
            fill_gamma(&mut ZigguratSource { bits: g }, $shape_scale, out)
        })
    };
}

fn fill_gamma<S: Source>(s: &mut S, (shape, scale): (f64, f64), out: &mut [f64]) {
    let sampler = StandardGamma::new(shape);
    for x in out {
        *x = scale * sampler.draw(s);
    }
}

/// A filler that draws element by element from a family's source.
macro_rules! from_source {
    (polar, $kind:ident, |$s:ident, $p:ident| $draw:expr) => {
        Fill::$kind(|g: &mut B, aux: &mut Aux, $p, out| {
            let $s = &mut LegacySource { bits: g, cache: &mut aux.legacy };
            for x in out {
                *x = $draw;
            }
        })
    };
    (ziggurat, $kind:ident, |$s:ident, $p:ident| $draw:expr) => {
        Fill::$kind(|g: &mut B, _: &mut Aux, $p, out| {
            let $s = &mut ZigguratSource { bits: g };
            for x in out {
                *x = $draw;
            }
        })
    };
}

macro_rules! row {
    ($name:literal, [$($params:tt)*], $fill:expr) => {
        row!($name, [$($params)*], Joint::None, $fill)
    };
    ($name:literal, [$($params:tt)*], $joint:expr, $fill:expr) => {
        Dist { name: $name, params: params!($($params)*), joint: $joint, fill: $fill }
    };
}

/// Rows that read alike for both families, with the family's source and its own functions in `$own`.
/// `uniform` takes its lower bound and its range, see the module above.
macro_rules! family {
    ($source:ident, $own:ident, [$($rows:expr),* $(,)?]) => {
        &[
            row!("random", [], Fill::Real(|g: &mut B, _: &mut Aux, _, out| g.fill_f64(out))),
            row!("beta", [a: Positive, b: Positive], from_source!($source, Real, |s, p| $own::beta(s, p[0], p[1]))),
            row!("uniform", [low = 0.0: None, high = 1.0: None],
                from_uniform!(|u, p| p[0] + p[1] * u)),
            row!("standard_gamma", [shape: NonNegative], from_gamma!($source, |p| (p[0], 1.0))),
            row!("gamma", [shape: NonNegative, scale = 1.0: NonNegative],
                from_gamma!($source, |p| (p[0], p[1]))),
            row!("chisquare", [df: Positive], from_gamma!($source, |p| (p[0] / 2.0, 2.0))),
            row!("f", [dfnum: Positive, dfden: Positive],
                from_source!($source, Real, |s, p| shared::f(s, p[0], p[1]))),
            row!("standard_cauchy", [], from_source!($source, Real, |s, _p| shared::standard_cauchy(s))),
            row!("standard_t", [df: Positive], from_source!($source, Real, |s, p| shared::standard_t(s, p[0]))),
            row!("pareto", [a: Positive], from_source!($source, Real, |s, p| $own::pareto(s, p[0]))),
            row!("weibull", [a: NonNegative], from_source!($source, Real, |s, p| shared::weibull(s, p[0]))),
            row!("power", [a: Positive], from_source!($source, Real, |s, p| $own::power(s, p[0]))),
            row!("laplace", [loc = 0.0: None, scale = 1.0: NonNegative],
                each!(Real, |g, p| shared::laplace(g, p[0], p[1]))),
            row!("gumbel", [loc = 0.0: None, scale = 1.0: NonNegative],
                each!(Real, |g, p| shared::gumbel(g, p[0], p[1]))),
            row!("logistic", [loc = 0.0: None, scale = 1.0: NonNegative],
                each!(Real, |g, p| shared::logistic(g, p[0], p[1]))),
            row!("lognormal", [mean = 0.0: None, sigma = 1.0: NonNegative],
                from_source!($source, Real, |s, p| shared::lognormal(s, p[0], p[1]))),
            row!("wald", [mean: Positive, scale: Positive],
                from_source!($source, Real, |s, p| $own::wald(s, p[0], p[1]))),
            row!("triangular", [left: None, mode: None, right: None], Joint::Triangular,
                each!(Real, |g, p| shared::triangular(g, p[0], p[1], p[2]))),
            row!("binomial", [n: NonNegative, p: Probability],
                Fill::Trials(|g: &mut B, aux: &mut Aux, n, p, out| {
                    for x in out {
                        *x = $own::binomial(g, &mut aux.binomial, n, p);
                    }
                })),
            row!("poisson", [lam = 1.0: Mean], Fill::Integer(|g: &mut B, _: &mut Aux, p, out| {
                let sampler = Poisson::new(p[0]);
                for x in out {
                    *x = sampler.draw(g);
                }
            })),
            row!("zipf", [a: AboveOne], each!(Integer, |g, p| $own::zipf(g, p[0]))),
            row!("geometric", [p: ProbabilityAboveZero], each!(Integer, |g, p| $own::geometric(g, p[0]))),
            row!("logseries", [p: ProbabilityBelowOne], each!(Integer, |g, p| $own::logseries(g, p[0]))),
            $($rows),*
        ]
    };
}

impl<B: BitGenerator + ?Sized + 'static> Table<B> {
    const LEGACY: &'static [Dist<B>] = family!(
        polar,
        legacy,
        [
            row!("random_sample", [], Fill::Real(|g: &mut B, _: &mut Aux, _, out| g.fill_f64(out))),
            row!("standard_exponential", [], from_uniform!(|u, _p| -(1.0 - u).ln())),
            row!("exponential", [scale = 1.0: NonNegative], from_uniform!(|u, p| p[0] * -(1.0 - u).ln())),
            row!(
                "standard_normal",
                [],
                Fill::Real(|g: &mut B, aux: &mut Aux, _, out| legacy::fill_gauss(
                    g,
                    &mut aux.legacy,
                    0.0,
                    1.0,
                    out
                ))
            ),
            row!("normal", [loc = 0.0: None, scale = 1.0: NonNegative],
            Fill::Real(|g: &mut B, aux: &mut Aux, p, out| {
                legacy::fill_gauss(g, &mut aux.legacy, p[0], p[1], out)
            })),
            row!("rayleigh", [scale = 1.0: NonNegative], from_uniform!(|u, p| p[0] * (-2.0 * (-u).ln_1p()).sqrt())),
            row!("noncentral_f", [dfnum: Positive, dfden: Positive, nonc: NonNegative],
            from_source!(polar, Real, |s, p| shared::noncentral_f(s, p[0], p[1], p[2]))),
            row!("noncentral_chisquare", [df: Positive, nonc: NonNegative],
            from_source!(polar, Real, |s, p| shared::noncentral_chisquare(s, p[0], p[1]))),
            row!("vonmises", [mu: None, kappa: NonNegative],
            each!(Real, |g, p| shared::vonmises(g, p[0], p[1]))),
            row!("negative_binomial", [n: Positive, p: Probability],
            from_source!(polar, Integer, |s, p| shared::negative_binomial(s, p[0], p[1]))),
            row!("hypergeometric", [ngood: NonNegativeLong, nbad: NonNegative, nsample: AtLeastOne],
            Joint::Hypergeometric, each!(Counts, |g, p| legacy::hypergeometric(g, p[0], p[1], p[2]))),
        ]
    );

    const GENERATOR: &'static [Dist<B>] = family!(
        ziggurat,
        gen,
        [
            row!(
                "standard_exponential",
                [],
                Fill::Real(|g: &mut B, _: &mut Aux, _, out| gen::fill_standard_exponential(g, out))
            ),
            row!("exponential", [scale = 1.0: NonNegative],
                from_source!(ziggurat, Real, |s, p| shared::exponential(s, p[0]))),
            row!(
                "standard_normal",
                [],
                Fill::Real(|g: &mut B, _: &mut Aux, _, out| gen::fill_standard_normal(g, out))
            ),
            row!("normal", [loc = 0.0: None, scale = 1.0: NonNegative],
            from_source!(ziggurat, Real, |s, p| shared::normal(s, p[0], p[1]))),
            row!("rayleigh", [scale = 1.0: NonNegative],
            from_source!(ziggurat, Real, |s, p| gen::rayleigh(s, p[0]))),
            row!("noncentral_f", [dfnum: Positive, dfden: Positive, nonc: NonNegative],
            from_source!(ziggurat, Real, |s, p| gen::noncentral_f(s, p[0], p[1], p[2]))),
            row!("noncentral_chisquare", [df: Positive, nonc: NonNegative],
            from_source!(ziggurat, Real, |s, p| gen::noncentral_chisquare(s, p[0], p[1]))),
            row!("vonmises", [mu: None, kappa: NonNegative],
            each!(Real, |g, p| gen::vonmises(g, p[0], p[1]))),
            row!("negative_binomial", [n: PositiveNotNan, p: ProbabilityAboveZero], Joint::NegativeBinomial,
            from_source!(ziggurat, Integer, |s, p| shared::negative_binomial(s, p[0], p[1]))),
            row!("hypergeometric", [ngood: NonNegative, nbad: NonNegative, nsample: NonNegative],
            Joint::HypergeometricBounded, each!(Counts, |g, p| gen::hypergeometric(g, p[0], p[1], p[2]))),
        ]
    );
}
