//! What every raw entry needs.

pub mod args;
pub mod call;
pub mod errors;
pub mod meta;
pub mod module;
pub mod names;
pub mod notes;
pub mod tracing;
pub mod types;
pub mod words;

use pyo3::prelude::*;

/// Hooks into the engine: the lock, references, forks.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    errors::init(m)?;
    meta::init(m.py())?;
    call::set_hooks();
    tracing::init();
    module::init(m)?;
    Ok(())
}
