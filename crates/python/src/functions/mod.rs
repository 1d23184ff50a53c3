//! The functions of the module.

pub mod bits;
pub mod choosing;
pub mod copying;
pub mod creation;
pub mod date_ranges;
pub mod diagonals;
pub mod dispatch;
pub mod dispatcher;
pub mod dlpack;
pub mod einsum;
pub mod foreign;
pub mod from_data;
pub mod from_file;
pub mod from_text;
pub mod joining;
pub mod like;
pub mod linspace;
pub mod machine;
pub mod placing;
mod positions;
pub mod product_flags;
pub mod products;
pub mod quick;
pub mod quick_join;
pub mod ranges;
pub mod reductions;
pub mod scans;
pub mod searching;
pub mod selecting;
mod singles;
pub mod sorting;
pub mod statistics;
pub mod strided;
mod table;
pub mod types;

use pyo3::ffi;
use pyo3::prelude::*;

/// Puts the functions into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let mut methods: Vec<ffi::PyMethodDef> = Vec::new();
    bits::definitions(&mut methods);
    copying::definitions(&mut methods);
    dlpack::definitions(&mut methods);
    einsum::definitions(&mut methods);
    creation::definitions(&mut methods);
    diagonals::definitions(&mut methods);
    choosing::definitions(&mut methods);
    joining::definitions(&mut methods);
    foreign::definitions(&mut methods);
    from_data::definitions(&mut methods);
    from_file::definitions(&mut methods);
    from_text::definitions(&mut methods);
    linspace::definitions(&mut methods);
    placing::definitions(&mut methods);
    positions::definitions(&mut methods);
    products::definitions(&mut methods);
    ranges::definitions(&mut methods);
    reductions::definitions(&mut methods);
    table::definitions(&mut methods);
    types::definitions(&mut methods);
    scans::definitions(&mut methods);
    searching::definitions(&mut methods);
    selecting::definitions(&mut methods);
    sorting::definitions(&mut methods);
    quick::definitions(&mut methods);
    statistics::definitions(&mut methods);
    strided::definitions(&mut methods);
    // Public functions say that they belong to the package, where users find them.
    add_as(m, methods, &crate::boundary::types::type_module(m.py()))?;
    m.add_function(pyo3::wrap_pyfunction!(machine::_machine, m)?)?;
    m.add_function(pyo3::wrap_pyfunction!(machine::_set_threads, m)?)?;
    dispatcher::init(m)
}

/// Adds functions to the module; they live as long as the process.
pub fn add(m: &Bound<'_, PyModule>, methods: Vec<ffi::PyMethodDef>) -> PyResult<()> {
    let name = m.name()?.to_string();
    add_as(m, methods, &name)
}

fn add_as(m: &Bound<'_, PyModule>, methods: Vec<ffi::PyMethodDef>, home: &str) -> PyResult<()> {
    let home = pyo3::types::PyString::new(m.py(), home);
    for def in methods.leak() {
        // SAFETY: the definition lives as long as the process.
        unsafe {
            let f = ffi::PyCFunction_NewEx(def, std::ptr::null_mut(), home.as_ptr());
            let f = Bound::from_owned_ptr_or_err(m.py(), f)?;
            let name = std::ffi::CStr::from_ptr(def.ml_name).to_string_lossy().into_owned();
            m.add(name.as_str(), f)?;
        }
    }
    Ok(())
}
