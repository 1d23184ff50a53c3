//! Numbers from text, with the spellings Python and NumPy accept.

mod complex;
mod float;
mod int;
mod prefix;
mod unicode;

pub use complex::parse_complex;
pub use float::{float_prefix, parse_float, parse_float_plain};
pub use int::{parse_int, parse_int_plain, IntError};
pub use prefix::{complex_prefix, signed_prefix, unsigned_prefix, Separated, Separator};
pub(crate) use unicode::is_space;
