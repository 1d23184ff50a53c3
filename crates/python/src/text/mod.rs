//! Text: `repr` and `str` of arrays and scalars, print options, formatting of floats.

pub mod elements;
pub mod functions;
pub mod options;
pub mod scalars;

use pyo3::prelude::*;

/// Puts the functions into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    options::init(m)?;
    functions::init(m)
}
