//! Object elements: `python` registers how to count references; loops over objects come from there too.

use numen_kernels::{Kernel, Raw};
use std::sync::OnceLock;

/// What the boundary provides for arrays of references.
#[derive(Clone, Copy)]
pub struct Hooks {
    /// The loop of a ufunc on objects, `(name, nin, whether the result is a bool)`, with its data.
    pub ufunc: fn(&'static str, usize, bool) -> Option<(Kernel, *const ())>,
    /// Copies references: `(src, dst)`; drops what `dst` referred to.
    pub copy: Raw,
    /// Drops the references of `n` items at a stride and leaves NULL.
    pub clear: unsafe fn(ptr: *mut u8, stride: isize, n: usize),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Called once, by the boundary.
pub fn set_hooks(hooks: Hooks) {
    let _ = HOOKS.set(hooks);
}

/// The registered hooks; without a boundary there are no object arrays.
pub fn hooks() -> Option<&'static Hooks> {
    HOOKS.get()
}
