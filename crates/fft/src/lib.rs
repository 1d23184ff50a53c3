//! Discrete Fourier transforms of one line of numbers, of any length.
//!
//! The algorithms are those of `rustfft` and `realfft` (mixed radix, Rader's and Bluestein's for large primes);
//! what stands here is the choice among them, their conventions, and a bounded store of plans.
//!
//! | module | what |
//! |---|---|
//! | [`plans`] | plans by length and kind, kept while they are used |
//! | [`line`] | transforming one line: complex to complex, real to complex, complex to real |

pub mod line;
pub mod plans;

pub use line::{Line, Transform};
pub use plans::Real;
