//! Reductions that are no repeated binary operation of one type.
//!
//! Each kernel takes its input row(s) and, last, the element(s) it writes; only the inputs' strides
//! count unless it says otherwise.

// NaN is what differs from itself; bodies name their level even where they need nothing of it.
#![allow(clippy::eq_op, clippy::extra_unused_type_parameters)]

mod arg;
mod arg_columns;
mod close;
mod count;
mod dot;
mod extrema;
mod moments;
mod slide;
#[cfg(test)]
mod tests;

pub use arg::{argmax, argmin};
pub use arg_columns::{extreme_of_columns, Columns, FEWEST_COLUMNS};
pub use close::{close, equal_rows, Tolerance};
pub use count::{all, any, count_nonzero, sum_integers};
pub use dot::dot;
pub use extrema::minmax;
pub use moments::sum_sq_dev;
pub use slide::{slide, WIDE as SIDE_BY_SIDE};

use crate::{Kernel, Ty};

/// A reduction by its name.
pub fn find(name: &str, ty: Ty) -> Option<Kernel> {
    match name {
        "argmax" => Some(argmax(ty)),
        "argmin" => Some(argmin(ty)),
        "any" => Some(any(ty)),
        "all" => Some(all(ty)),
        "count_nonzero" => Some(count_nonzero(ty)),
        "sum_integers" => sum_integers(ty),
        "dot" => Some(dot(ty)),
        "minmax" => minmax(ty),
        "sum_sq_dev" => sum_sq_dev(ty),
        _ => None,
    }
}
