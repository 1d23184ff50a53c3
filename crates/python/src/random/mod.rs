//! Random numbers: a bit generator with its distributions as one native object, `_core._Random`; the classes
//! that users see are Python (`numen.random`).

mod core;
mod state;

use pyo3::prelude::*;

/// Puts the class into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<core::Random>()?;
    m.add_function(pyo3::wrap_pyfunction!(core::_seed_state, m)?)?;
    Ok(())
}
