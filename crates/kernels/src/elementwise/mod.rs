//! Element-wise kernels, found by the name of their ufunc and the types of a loop.

mod binary;

use crate::{Kernel, Ty};

/// The kernel of a ufunc for the given types (inputs, then outputs), if it is built.
pub fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    binary::find(name, types)
}
