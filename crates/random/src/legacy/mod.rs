//! Distributions of `RandomState`: frozen since NumPy 1.16, so that old programs keep their streams.

mod continuous;
mod discrete;
mod hypergeometric;

pub use continuous::{beta, fill_gauss, pareto, power, rayleigh, wald};
pub use discrete::{binomial, geometric, logseries, zipf};
pub use hypergeometric::hypergeometric;

use crate::bitgen::BitGenerator;
use crate::source::Source;

/// The second normal of the last pair, which belongs to the state of a `RandomState`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Legacy {
    /// Whether `gauss` is still to be handed out.
    pub has_gauss: bool,
    /// The normal, zero once it is handed out.
    pub gauss: f64,
}

/// A bit generator with `RandomState`'s cached normal.
pub struct LegacySource<'a, B: ?Sized> {
    /// The bit generator.
    pub bits: &'a mut B,
    /// The cached normal.
    pub cache: &'a mut Legacy,
}

impl<B: BitGenerator + ?Sized> Source for LegacySource<'_, B> {
    type Bits = B;

    #[inline(always)]
    fn bits(&mut self) -> &mut B {
        self.bits
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        gauss(self.bits, self.cache)
    }

    #[inline(always)]
    fn exponential(&mut self) -> f64 {
        -(1.0 - self.bits.next_f64()).ln()
    }
}

/// A standard normal by Marsaglia's polar method, two at a time.
#[inline]
pub fn gauss<B: BitGenerator + ?Sized>(g: &mut B, cache: &mut Legacy) -> f64 {
    if cache.has_gauss {
        return std::mem::take(cache).gauss;
    }
    let (x1, x2, r2) = continuous::disc_point(g);
    let f = (-2.0 * r2.ln() / r2).sqrt();
    *cache = Legacy { has_gauss: true, gauss: f * x1 };
    f * x2
}
