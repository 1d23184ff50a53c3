//! The header of `.npy` files, format versions 1.0, 2.0 and 3.0.
//!
//! Magic string, version, length of the header, then a Python dict literal with `descr`,
//! `fortran_order` and `shape`, padded so that the data begins at a multiple of 64 bytes.

mod error;
mod literal;
mod read;
mod write;

pub use error::NpyError;
pub use literal::Literal;
pub use read::{
    check_version, header_length, length_field, parse_header, read_header, read_magic, Header,
    MAX_HEADER_SIZE,
};
pub use write::{build_header, version_warning};

/// Major and minor number.
pub type Version = (u8, u8);

/// What every file begins with.
pub const MAGIC: &[u8; 6] = b"\x93NUMPY";

/// Magic and version.
pub const MAGIC_LEN: usize = 8;
