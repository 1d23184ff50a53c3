//! Element-wise kernels, found by the name of their ufunc and the types of a loop.
//!
//! Each family has its operations beside the table of its kernels; [`loops`] and [`fold`] hold the
//! frames around them, [`half`] those for half precision, which computes in single precision.

mod arithmetic;
mod bits;
mod compare;
mod complex;
mod divide;
mod divide_float;
mod floats;
pub(crate) mod fold;
mod half;
mod integer;
mod invariant;
pub(crate) mod logical;
pub(crate) mod loops;
pub(crate) mod minmax;
pub(crate) mod pack;
pub(crate) mod pairwise;
pub(crate) mod pin;
mod predicates;
mod rounding;
pub(crate) mod select;
#[cfg(test)]
mod tests;

use crate::{Kernel, Ty};

/// The kernel of a ufunc for the given types (inputs, then outputs), if it is built.
///
/// Types of one size with the same bits share kernels; which combinations exist is what NumPy's
/// `ufunc.types` lists.
pub fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    const FAMILIES: [fn(&str, &[Ty]) -> Option<Kernel>; 11] = [
        arithmetic::find,
        compare::find,
        logical::find,
        minmax::find,
        divide::find,
        integer::find,
        bits::find,
        predicates::find,
        rounding::find,
        floats::find,
        complex::find,
    ];
    FAMILIES.iter().find_map(|family| family(name, types))
}
