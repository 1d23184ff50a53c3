//! Shapes, strides, broadcasting, slices, axes, overlap, and the structured errors of all these.

mod axes;
mod broadcast;
mod error;
mod layout;
mod overlap;
mod reshape;
mod slice;

use smallvec::SmallVec;

pub use axes::{normalize_axes, normalize_axis};
pub use broadcast::{broadcast_shapes, broadcast_strides};
pub use error::{Class, Error, Result};
pub use layout::{c_strides, checked_bytes, checked_size, f_strides, ordered_strides, size, Contiguity};
pub use overlap::{bounds, may_overlap, same_layout, solve_overlap};
pub use reshape::{infer_shape, reshape_strides};
pub use slice::Slice;

/// Lengths of the axes.
pub type Shape = SmallVec<[usize; 4]>;
/// Bytes between neighbours along each axis.
pub type Strides = SmallVec<[isize; 4]>;
/// NumPy's limit.
pub const MAX_DIMS: usize = 64;

/// A shape as Python prints a tuple: `()`, `(3,)`, `(2, 3)`.
pub fn show(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(|n| n.to_string()).collect::<Vec<_>>().join(", ")),
    }
}

/// A shape as ufunc errors print it, without spaces: `(2,3)`.
pub fn show_tight(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => format!("({})", shape.iter().map(|n| n.to_string()).collect::<Vec<_>>().join(",")),
    }
}
