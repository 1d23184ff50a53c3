//! What can be wrong with a header; `Display` gives NumPy's messages.

use super::{Version, MAGIC};
use crate::pyrepr::{bytes_repr, str_repr};
use std::fmt;

/// A header that cannot be read or written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NpyError {
    /// The file ends inside what is being read.
    Eof {
        what: &'static str,
        expected: usize,
        got: usize,
    },
    Magic(Vec<u8>),
    Version(Version),
    TooLong {
        chars: usize,
    },
    /// `UnicodeDecodeError`: byte and position.
    NotUtf8 {
        byte: u8,
        at: usize,
    },
    Syntax(String),
    /// Python syntax that is not a plain value.
    NotLiteral,
    NotADict(String),
    Keys(String),
    Shape(String),
    FortranOrder(String),
    /// `OverflowError`: a length beyond 64 bits.
    LengthOverflow,
    /// Writing: the header does not fit the length field.
    DoesNotFit {
        length: usize,
        version: Version,
    },
    /// Writing, `UnicodeEncodeError`: character and position.
    NotLatin1 {
        character: char,
        at: usize,
    },
}

impl fmt::Display for NpyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NpyError::Eof { what, expected, got } => {
                write!(f, "EOF: reading {what}, expected {expected} bytes got {got}")
            }
            NpyError::Magic(got) => write!(
                f,
                "the magic string is not correct; expected {}, got {}",
                bytes_repr(MAGIC),
                bytes_repr(got)
            ),
            NpyError::Version((major, minor)) => {
                write!(f, "we only support format version (1,0), (2,0), and (3,0), not ({major}, {minor})")
            }
            NpyError::TooLong { chars } => write!(
                f,
                "Header info length ({chars}) is large and may not be safe to load securely.\n\
                 To allow loading, adjust `max_header_size` or fully trust the `.npy` file using \
                 `allow_pickle=True`.\nFor safety against large resource use or crashes, sandboxing may be \
                 necessary."
            ),
            NpyError::NotUtf8 { byte, at } => {
                write!(f, "'utf-8' codec can't decode byte 0x{byte:02x} in position {at}: invalid start byte")
            }
            NpyError::Syntax(header) => write!(f, "Cannot parse header: {}", str_repr(header)),
            NpyError::NotLiteral => f.write_str("malformed node or string on line 1"),
            NpyError::NotADict(value) => write!(f, "Header is not a dictionary: {value}"),
            NpyError::Keys(keys) => write!(f, "Header does not contain the correct keys: {keys}"),
            NpyError::Shape(value) => write!(f, "shape is not valid: {value}"),
            NpyError::FortranOrder(value) => write!(f, "fortran_order is not a valid bool: {value}"),
            NpyError::LengthOverflow => f.write_str("Python int too large to convert to C long"),
            NpyError::DoesNotFit { length, version: (major, minor) } => {
                write!(f, "Header length {length} too big for version=({major}, {minor})")
            }
            NpyError::NotLatin1 { character, at } => {
                let shown = match *character as u32 {
                    c @ 0..=0xff => format!("\\x{c:02x}"),
                    c @ 0x100..=0xffff => format!("\\u{c:04x}"),
                    c => format!("\\U{c:08x}"),
                };
                write!(
                    f,
                    "'latin-1' codec can't encode character '{shown}' in position {at}: ordinal not in range(256)"
                )
            }
        }
    }
}

impl std::error::Error for NpyError {}
