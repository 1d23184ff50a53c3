//! Casts between element types, copies, byte swapping.
//!
//! Unlike other kernels these take operands at any address: their loads and stores are unaligned. Two
//! operands: source, destination. Truth values to bits and back are functions of their own.

pub(crate) mod bits;
mod cast;
mod copy;
pub(crate) mod half;
mod number;
mod rows;
mod transpose;
mod truncate;

pub use bits::{pack_bits, unpack_bits};
pub use cast::cast;
pub use copy::{copy, fill, swap};
pub use rows::{copy_bytes, copy_rows, zip};
pub use transpose::copy2d;
