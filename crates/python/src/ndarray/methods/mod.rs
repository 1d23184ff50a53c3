//! Methods.
//!
//! | module | what |
//! |---|---|
//! | [`construct`] | `ndarray(...)`, subclasses' new instances |
//! | [`shape`] | other shapes |
//! | [`copy`] | copies, other types, other readings of the bytes |
//! | [`items`] | elements as Python objects and bytes |
//! | [`pickle`] | pickling |
//! | [`protocol`] | what other code asks arrays |
//! | [`forward`] | methods that are functions of the module |

pub mod construct;
pub mod copy;
pub mod forward;
pub mod items;
pub mod pickle;
pub mod protocol;
pub mod shape;

pub use construct::{construct, finalize};

use crate::boundary::types::TypeSpec;

/// Adds the methods.
pub fn definitions(spec: &mut TypeSpec) {
    protocol::definitions(spec);
    shape::definitions(&mut spec.methods);
    copy::definitions(&mut spec.methods);
    items::definitions(&mut spec.methods);
    pickle::definitions(&mut spec.methods);
    forward::definitions(&mut spec.methods);
}
