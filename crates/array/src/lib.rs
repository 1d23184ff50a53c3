//! `Array`: dtype, block, offset, shape, strides; handles, views, indexing plans.

mod array;
mod basic_index;
mod few;
mod flags;
mod references;
mod views;

pub use array::{Array, Order};
pub use basic_index::{basic_index, check_index, out_of_bounds, too_many, Item};
pub use few::Few;
pub use flags::Flags;
pub use references::reference_offsets;
