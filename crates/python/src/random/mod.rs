//! Random numbers: bit generators and draws from them as native objects, `_core._Bits` and `_core._Random`; the
//! classes that users see are Python (`numen.random`).

mod bits;
mod core;
mod draw;
mod lock;
mod order;
mod parallel;
mod parameters;
mod state;

use pyo3::prelude::*;

/// Puts classes and functions into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<bits::Bits>()?;
    m.add_class::<core::Random>()?;
    m.add_class::<lock::Lock>()?;
    m.add_function(pyo3::wrap_pyfunction!(draw::_distribution_index, m)?)?;
    m.add_function(pyo3::wrap_pyfunction!(core::_seed_state, m)?)?;
    m.add_function(pyo3::wrap_pyfunction!(core::_seed_pool, m)?)?;
    m.add_function(pyo3::wrap_pyfunction!(core::_kahan_sum, m)?)?;
    Ok(())
}
