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
//!
//! ```
//! use numen_random::bitgen::{BitGenerator, Mt19937};
//! use numen_random::dist::{self, Aux, Fill};
//!
//! // numpy.random.seed(0); numpy.random.rand(); numpy.random.normal(10, 2)
//! let mut g = Mt19937::from_seed(0);
//! assert_eq!(g.next_f64(), 0.5488135039273248);
//! let normal = dist::find(dist::legacy::<Mt19937>(), "normal").unwrap();
//! let Fill::Real(fill) = normal.fill else { unreachable!() };
//! let mut out = [0.0];
//! fill(&mut g, &mut Aux::default(), &[10.0, 2.0, 0.0], &mut out);
//! assert_eq!(out, [11.483183481618322]);
//! ```

#![forbid(unsafe_code)]

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
