//! Element types: descriptors, promotion, casting rules, dtype strings.
//!
//! A [`DType`] is a reference to a static [`Descriptor`], a byte order, an item size and, for parametric
//! types, its parameters ([`Ext`]). `match` on type numbers happens in this crate only.

mod casting;
mod descriptor;
mod dtype;
mod parse;
mod promotion;
mod record;
mod time;

pub use casting::{can_cast, Casting};
pub use descriptor::{Descriptor, Kind, Num};
pub use dtype::{DType, Ext};
pub use parse::parse;
pub use promotion::{promote, promote_all, result_type, Operand, Weak};
pub use record::{Field, Record};
pub use time::{TimeUnit, Unit};
