//! Reductions that are no repeated binary operation of one type.
//!
//! Each kernel takes its input row(s) and, last, the element(s) it writes; only the inputs' strides
//! count unless it says otherwise.

mod arg;
mod count;
mod dot;
mod extrema;
mod moments;
#[cfg(test)]
mod tests;

pub use arg::{argmax, argmin};
pub use count::{all, any, count_nonzero, sum_integers};
pub use dot::dot;
pub use extrema::minmax;
pub use moments::sum_sq_dev;

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
