//! What was found on this machine, for `python -m numen info` and the tests.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// CPU level in use, threads, and bytes: in arrays, their peak, kept for reuse, the limit.
#[pyfunction]
pub fn _machine(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let memory = numen_buffer::stats();
    let facts = PyDict::new(py);
    facts.set_item("cpu_level", numen_kernels::cpu::level().name())?;
    facts.set_item("cpu_detected", numen_kernels::cpu::detected().name())?;
    facts.set_item("threads", numen_pool::threads())?;
    facts.set_item("memory_in_use", memory.live)?;
    facts.set_item("memory_peak", memory.peak)?;
    facts.set_item("memory_cached", memory.cached)?;
    facts.set_item("memory_limit", numen_buffer::memory_limit())?;
    Ok(facts)
}

/// Sets the number of threads; returns the former.
#[pyfunction]
pub fn _set_threads(n: usize) -> usize {
    numen_pool::set_threads(n)
}

/// The number of threads, by a name in the library by which other code knows whose it is.
#[no_mangle]
pub extern "C" fn numen_threads() -> usize {
    numen_pool::threads()
}
