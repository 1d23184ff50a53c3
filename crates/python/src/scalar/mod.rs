//! The scalar types.

pub mod memory;
pub mod number;
pub mod object;
pub mod tree;

pub use memory::{from_memory, to_memory};
pub use object::{num_of_abstract, num_of_type, type_of, value_of};

use pyo3::prelude::*;

/// Makes the classes and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    tree::init(m)
}
