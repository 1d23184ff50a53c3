//! One pool of threads: [`run`] calls a function for every chunk number, on the caller and the workers.
//!
//! Workers spin briefly after a region and then park; the caller takes part, so that a warm region costs
//! well under a microsecond more than its work. Short work that comes again and again wakes them; after one has
//! lost its CPU to another thread in the midst of a region, short work does without them for a while.
//!
//! Regions inside a region, regions while another thread's runs, and regions of one chunk go inline. Chunks are
//! handed out by a counter: which thread runs a chunk is not determined, so results must depend on chunk numbers
//! only.

mod count;
mod demand;
mod place;
mod region;

pub use count::{set_threads, threads};
pub use demand::{WORTH_COLD_NS, WORTH_WARM_NS};
pub use region::{after_fork_in_child, run, run_on, warm};

/// How many threads work estimated at `ns` deserves, at least 1.
#[inline]
pub fn threads_for(ns: f64) -> usize {
    if !demand::worth(ns) {
        return 1;
    }
    threads().min((ns / (WORTH_WARM_NS / 2.0)) as usize).max(1)
}
