//! Formatting and parsing of numbers and arrays, the `.npy` header.
//!
//! Knows nothing of arrays: they are presented through [`Elements`].

mod cast;
mod elements;
pub mod float;
mod format;
pub mod integer;
mod layout;
pub mod npy;
mod options;
pub mod parse;
pub mod pyrepr;
mod scalar;

pub use cast::{string_width, write_element_str};
pub use elements::{Elements, Kind, Slice, Stopped};
pub use float::Width;
pub use format::LayoutError;
pub use layout::{array2string, array_repr, array_str, framed, shape_text, ReprParts};
pub use options::{FloatMode, Legacy, Options, Sign};
pub use scalar::{complex_repr, complex_str, float_repr, float_str, write_complex_str, write_float_str};
