//! Distributions with the same algorithm in `RandomState` and `Generator`.

mod binomial;
mod continuous;
mod discrete;

pub use binomial::BinomialState;
pub(crate) use binomial::{binomial_by, LogQ};
pub(crate) use continuous::fill_from_uniform;
pub use continuous::{
    chisquare, exponential, f, gamma, gumbel, laplace, logistic, lognormal, noncentral_chisquare,
    noncentral_f, normal, standard_cauchy, standard_gamma, standard_t, triangular, uniform, vonmises,
    weibull, StandardGamma,
};
pub use discrete::{geometric_search, negative_binomial, poisson, Poisson};
pub(crate) use discrete::{logseries_by, zipf_by};
