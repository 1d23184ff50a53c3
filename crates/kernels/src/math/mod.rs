//! Elementary functions, found by the name of their ufunc and the types of a loop.
//!
//! | module | what |
//! |---|---|
//! | [`real`] | element types that compute in `f64` and round once |
//! | [`scalar`] | loops over the functions of the C library |
//! | [`complex`] | complex functions (C99 Annex G through the C library) |
//! | [`power`] | `power` and `float_power` |
//! | [`neighbours`] | `spacing`, `nextafter` |

mod complex;
mod libm;
mod neighbours;
mod power;
mod real;
mod scalar;

use crate::{Kernel, Ty};

/// The kernel of a ufunc for the given types (inputs, then outputs), if it is built.
pub fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    scalar::find(name, types)
        .or_else(|| power::find(name, types))
        .or_else(|| neighbours::find(name, types))
        .or_else(|| complex::find(name, types))
}
