//! ufunc objects, `errstate`, overrides.

pub mod at;
pub mod call;
pub mod core_axes;
pub mod errstate;
pub mod fast;
pub mod few_reduced;
pub mod from_python;
pub mod methods;
pub mod numbers;
pub mod object;
pub mod others;
pub mod overrides;
pub mod records;
pub mod resolution;
pub mod signature;
pub mod walk;

use pyo3::prelude::*;

/// Makes the type and the objects and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    errstate::init(m)?;
    object::init(m)
}
