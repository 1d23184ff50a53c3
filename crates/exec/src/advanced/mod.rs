//! Advanced indexing: what index arrays and masks select.
//!
//! | module | what |
//! |---|---|
//! | `plan` | the items of an index resolved: index arrays broadcast together, the axes left over |
//! | `at` | operations in place, repeated indices repeatedly |
//! | `gather` | reading |
//! | `scatter` | assigning |
//! | `mask` | one mask over all axes; positions of true elements |

mod at;
mod gather;
mod mask;
mod plan;
mod scatter;

pub use at::apply_at;
pub use gather::gather;
pub use mask::{check_mask, compress, count_true, fill_masked, nonzero, spread};
pub use plan::Plan;
pub use scatter::scatter;
