//! Distributions of `Generator`: ziggurats for normals and exponentials, careful tails, single precision.

mod continuous;
mod discrete;
mod hypergeometric;
mod single;
mod tables;
mod ziggurat;

pub use continuous::{beta, noncentral_chisquare, noncentral_f, pareto, power, rayleigh, vonmises, wald};
pub use discrete::{binomial, geometric, logseries, zipf};
pub use hypergeometric::hypergeometric;
pub use single::{
    fill_standard_exponential_f32, fill_standard_exponential_inverse_f32, fill_standard_normal_f32,
    standard_exponential_f32, standard_gamma_f32, standard_normal_f32,
};
pub use ziggurat::{
    fill_standard_exponential, fill_standard_exponential_inverse, fill_standard_normal, standard_exponential,
    standard_normal,
};

use crate::bitgen::BitGenerator;
use crate::source::Source;

/// A bit generator whose normals and exponentials come from ziggurats.
pub struct ZigguratSource<'a, B: ?Sized> {
    /// The bit generator.
    pub bits: &'a mut B,
}

impl<B: BitGenerator + ?Sized> Source for ZigguratSource<'_, B> {
    type Bits = B;

    #[inline(always)]
    fn bits(&mut self) -> &mut B {
        self.bits
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        standard_normal(self.bits)
    }

    #[inline]
    fn exponential(&mut self) -> f64 {
        standard_exponential(self.bits)
    }
}
