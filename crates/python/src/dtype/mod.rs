//! `numpy.dtype` objects.

pub mod attributes;
pub mod classes;
pub mod from_python;
pub mod object;
mod pickle;

pub use from_python::{from_object, optional};
pub use object::{new_object, singleton};

use pyo3::prelude::*;

/// Makes the type and puts it into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    object::init(m)
}
