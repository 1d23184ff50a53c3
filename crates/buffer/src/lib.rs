//! Aligned blocks of memory, the cache of freed blocks, accounting.
//!
//! A [`Block`] is a counted reference to memory: its own, from the cache or the system, or borrowed from
//! an owner that is told when the last reference goes. The header precedes owned data, so that a small
//! block is one allocation.

mod block;
mod cache;
mod os;
mod stats;

pub use block::{set_clear_references, Block, Cleaner, ClearReferences, OutOfMemory, ALIGN};
pub use cache::{after_fork_in_child, before_fork, release_unused, unlock_after_fork, Cache};
pub use os::memory_limit;
pub use stats::{set_observer, stats, Observer, Stats};
