//! What tells the two families of distributions apart: where normals and exponentials come from.

use crate::bitgen::BitGenerator;

/// Uniform, normal and exponential variates, from which the other distributions are made.
///
/// `RandomState` draws normals by the polar method and exponentials by inversion
/// ([`LegacySource`](crate::legacy::LegacySource)), `Generator` both by ziggurats
/// ([`ZigguratSource`](crate::generator::ZigguratSource)).
pub trait Source {
    /// The bit generator below.
    type Bits: BitGenerator + ?Sized;

    /// The bit generator below.
    fn bits(&mut self) -> &mut Self::Bits;

    /// A standard normal.
    fn normal(&mut self) -> f64;

    /// A standard exponential.
    fn exponential(&mut self) -> f64;

    /// A double in [0, 1).
    #[inline(always)]
    fn uniform(&mut self) -> f64 {
        self.bits().next_f64()
    }
}
