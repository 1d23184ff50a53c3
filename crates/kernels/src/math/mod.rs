//! Elementary functions, found by the name of their ufunc and the types of a loop.
//!
//! | module | what |
//! |---|---|
//! | [`real`] | element types that compute in `f64` and round once |
//! | [`lanes`] | registers of several `f64` |
//! | [`vector`] | loops over lanes |
//! | [`constants`] | tables and coefficients, printed by `generate.py` |
//! | [`exp`] | `exp`, `exp2`, `expm1` |
//! | [`log`] | `log`, `log2`, `log10`, `log1p` |
//! | [`trig`] | `sin`, `cos`, `tan`, `deg2rad`, `rad2deg` |
//! | [`hyperbolic`] | `sinh`, `cosh`, `tanh` |
//! | [`arc`] | `arcsin`, `arccos`, `arctan`, `arctan2` |
//! | [`inverse_hyperbolic`] | `arcsinh`, `arccosh`, `arctanh` |
//! | [`logaddexp`] | `logaddexp`, `logaddexp2` |
//! | [`roots`] | `sqrt`, `cbrt`, `hypot` |
//! | [`half`] | `float16` through `float32` |
//! | [`scalar`] | loops over the functions of the C library, without fused multiply-add |
//! | [`complex`] | complex functions (C99 Annex G through the C library) |
//! | [`power`] | `power` and `float_power` |
//! | [`neighbours`] | `spacing`, `nextafter` |

mod arc;
mod complex;
mod constants;
mod exp;
mod half;
mod hyperbolic;
mod inverse_hyperbolic;
mod lanes;
mod libm;
mod log;
mod logaddexp;
mod neighbours;
mod power;
mod real;
mod roots;
mod scalar;
#[cfg(test)]
mod tests;
mod trig;
mod vector;

use crate::{Fp, Kernel, Ty};
use vector::{binary, unary};

/// The kernel of a ufunc for the given types (inputs, then outputs), if it is built.
pub fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    vectors(name, types)
        .or_else(|| power::find(name, types))
        .or_else(|| neighbours::find(name, types))
        .or_else(|| complex::find(name, types))
}

/// The vector kernels, with their nanoseconds an element (float64, AVX2).
fn vectors(name: &str, types: &[Ty]) -> Option<Kernel> {
    let t = *types.first()?;
    if types.iter().any(|&u| u != t) {
        return None;
    }
    let (run, cost) = match (name, types.len()) {
        ("exp", 2) => (unary::<exp::Exp>(t), 0.5),
        ("exp2", 2) => (unary::<exp::Exp2>(t), 0.5),
        ("expm1", 2) => (unary::<exp::Expm1>(t), 1.0),
        ("log", 2) => (unary::<log::Log>(t), 1.0),
        ("log2", 2) => (unary::<log::Log2>(t), 1.2),
        ("log10", 2) => (unary::<log::Log10>(t), 1.2),
        ("log1p", 2) => (unary::<log::Log1p>(t), 1.5),
        ("sin", 2) => (unary::<trig::Sin>(t), 1.5),
        ("cos", 2) => (unary::<trig::Cos>(t), 1.5),
        ("tan", 2) => (unary::<trig::Tan>(t), 2.5),
        ("sinh", 2) => (unary::<hyperbolic::Sinh>(t), 2.0),
        ("cosh", 2) => (unary::<hyperbolic::Cosh>(t), 2.0),
        ("tanh", 2) => (unary::<hyperbolic::Tanh>(t), 2.0),
        ("arctan", 2) => (unary::<arc::Arctan>(t), 2.0),
        ("arctan2", 3) => (binary::<arc::Arctan2>(t), 2.5),
        ("arcsin", 2) => (unary::<arc::Arcsin>(t), 8.0),
        ("arccos", 2) => (unary::<arc::Arccos>(t), 8.0),
        ("arcsinh", 2) => (unary::<inverse_hyperbolic::Arcsinh>(t), 4.0),
        ("arccosh", 2) => (unary::<inverse_hyperbolic::Arccosh>(t), 4.0),
        ("arctanh", 2) => (unary::<inverse_hyperbolic::Arctanh>(t), 4.0),
        ("logaddexp", 3) => (binary::<logaddexp::Logaddexp>(t), 5.0),
        ("logaddexp2", 3) => (binary::<logaddexp::Logaddexp2>(t), 5.0),
        ("deg2rad" | "radians", 2) => (unary::<trig::Deg2rad>(t), 0.3),
        ("rad2deg" | "degrees", 2) => (unary::<trig::Rad2deg>(t), 0.3),
        ("sqrt", 2) => (unary::<roots::Sqrt>(t), 1.0),
        ("cbrt", 2) => (unary::<roots::Cbrt>(t), 2.5),
        ("hypot", 3) => (binary::<roots::Hypot>(t), 2.0),
        _ => return None,
    };
    Some(Kernel::new(run?, Fp::Returned, cost))
}
