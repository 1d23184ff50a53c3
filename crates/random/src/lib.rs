//! Bit generators and distributions, with NumPy's streams bit for bit.
//!
//! Nothing here knows arrays or Python: functions take a generator and plain numbers and fill slices.
//!
//! - [`bitgen`]: seed sequences and the generators MT19937, PCG64, PCG64DXSM, Philox, SFC64
//! - [`integers`]: bounded integers of every width, and [`integers::interval`] for shuffles
//! - [`shared`]: distributions with one algorithm for both families
//! - [`legacy`]: those of `RandomState` that differ, and its cached normal
//! - [`generator`]: those of `Generator`: ziggurats, single precision, exact choices
//! - [`multivariate`]: multinomial, Dirichlet, multivariate hypergeometric
//! - [`shuffle`]: shuffles and choices
//! - [`dist`]: the table of all of them with parameters, checks and messages

pub mod bitgen;
pub mod dist;
pub mod generator;
pub mod integers;
pub mod legacy;
pub mod multivariate;
pub mod shared;
pub mod shuffle;
mod source;
mod special;

pub use bitgen::{AnyBitGenerator, BitGenerator, SeedSequence};
pub use source::Source;
pub use special::kahan_sum;
