//! The scalar types.

pub mod buffer;
pub mod conversions;
pub mod generic;
pub mod integers;
pub mod memory;
pub mod number;
pub mod object;
pub mod time;
pub mod tree;
pub mod void;

pub use memory::{from_memory, to_memory};
pub use object::{num_of_type, refused_abstract, type_of, value_of};

use pyo3::prelude::*;

/// Makes the classes and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    tree::init(m)?;
    let rebuild = crate::boundary::types::method(
        "scalar",
        crate::c_function!(generic::rebuild),
        "A scalar of a dtype from its bytes (for pickles).",
    );
    crate::functions::add(m, vec![rebuild])
}
