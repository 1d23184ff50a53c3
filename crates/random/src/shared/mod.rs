//! Distributions with the same algorithm in `RandomState` and `Generator`.

mod binomial;
mod continuous;
mod discrete;

pub use binomial::BinomialState;
pub(crate) use binomial::{binomial_by, LogQ};
pub use continuous::*;
pub use discrete::{geometric_search, negative_binomial, poisson, Poisson};
pub(crate) use discrete::{logseries_by, zipf_by};
