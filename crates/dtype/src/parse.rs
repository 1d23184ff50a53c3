//! dtype strings.

use crate::DType;

/// The type a string such as `"f8"`, `">i4"`, `"U7"`, `"float64"`, `"M8[s]"`, `"i4,f8"` names; `Err` is
/// NumPy's message of the TypeError.
pub fn parse(_text: &str) -> Result<DType, String> {
    unimplemented!("the dtype crate is being written")
}
