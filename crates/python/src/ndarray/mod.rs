//! The array type.

pub mod export;
pub mod getset;
pub mod iter;
pub mod mapping;
pub mod methods;
pub mod number;
pub mod object;

use pyo3::prelude::*;

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    object::init(m)
}
