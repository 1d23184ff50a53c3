//! The array type.
//!
//! | module | what |
//! |---|---|
//! | [`object`] | layout, allocation and life |
//! | [`getset`], [`flags`], [`flat`], [`capsule`] | attributes |
//! | [`export`] | buffers, the array interface, DLPack |
//! | [`methods`] | methods |
//! | [`mapping`], [`few`], [`iter`], [`walk`], [`elements`] | indexing and iteration |
//! | [`number`] | operators |

pub mod capsule;
pub mod elements;
pub mod export;
pub mod few;
pub mod flags;
pub mod flat;
pub mod getset;
pub mod iter;
pub mod lent;
pub mod mapping;
pub mod methods;
pub mod number;
pub mod object;
pub mod walk;

use pyo3::prelude::*;

/// Makes the types and puts them into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<flat::FlatIter>()?;
    m.add_function(wrap_pyfunction!(flat::broadcast_flat, m)?)?;
    flags::init(m)?;
    walk::init(m)?;
    object::init(m)
}
