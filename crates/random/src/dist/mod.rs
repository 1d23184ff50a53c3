//! The distributions of scalars as tables: name, parameters, what is checked and with which message.
//!
//! A binding looks a name up, checks scalars or arrays against each parameter's [`Constraint`] and the
//! distribution's [`Joint`] condition, and calls the filler with a slice: of the whole result where the
//! parameters are scalars, of one element where they are broadcast. `uniform` alone is called with other numbers
//! than it is given: its lower bound and the range that [`uniform_range`] and its like make of the bounds.

mod constraint;
mod table;

pub use constraint::{
    legacy_uniform_range, uniform_range, uniform_range_of_element, Constraint, Joint, ParamError,
};
pub use table::{generator, legacy};

use crate::legacy::Legacy;
use crate::shared::BinomialState;

/// What a `RandomState` or a `Generator` keeps beside its bit generator.
#[derive(Clone, Debug, Default)]
pub struct Aux {
    /// The cached normal; `Generator` does not use it.
    pub legacy: Legacy,
    /// The setup of the last binomial.
    pub binomial: BinomialState,
}

/// A parameter of a distribution.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Its name, in the signature and in messages.
    pub name: &'static str,
    /// Its default, where it has one.
    pub default: Option<f64>,
    /// What it has to fulfil.
    pub constraint: Constraint,
}

/// Fills a slice with doubles for up to three real parameters.
pub type RealFill<B> = fn(&mut B, &mut Aux, &[f64; 3], &mut [f64]);
/// Fills a slice with integers for up to three real parameters.
pub type IntegerFill<B> = fn(&mut B, &mut Aux, &[f64; 3], &mut [i64]);
/// Fills a slice with integers for a number of trials and a probability.
pub type TrialsFill<B> = fn(&mut B, &mut Aux, i64, f64, &mut [i64]);
/// Fills a slice with integers for three integer parameters.
pub type CountsFill<B> = fn(&mut B, &mut Aux, &[i64; 3], &mut [i64]);

/// A distribution's filler, by what it takes and gives.
pub enum Fill<B: ?Sized> {
    /// Real parameters, real variates.
    Real(RealFill<B>),
    /// Real parameters, integer variates.
    Integer(IntegerFill<B>),
    /// `binomial`: parameters `n` (integer) and `p` (real); NumPy checks `p` first.
    Trials(TrialsFill<B>),
    /// `hypergeometric`: integer parameters.
    Counts(CountsFill<B>),
}

/// A distribution for the bit generator `B`.
pub struct Dist<B: ?Sized> {
    /// The method's name.
    pub name: &'static str,
    /// Its parameters, at most three.
    pub params: &'static [Param],
    /// What the parameters have to fulfil together; checked before the single ones for
    /// [`Joint::precedes_constraints`].
    pub joint: Joint,
    /// The filler.
    pub fill: Fill<B>,
}

/// The entry of that name.
pub fn find<B: ?Sized>(table: &'static [Dist<B>], name: &str) -> Option<&'static Dist<B>> {
    table.iter().find(|entry| entry.name == name)
}
