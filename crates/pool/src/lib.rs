//! One pool of threads: [`run`] calls a function for every chunk number, on the caller and the workers.
//!
//! Workers spin briefly after a region and then park; the caller takes part, so that a warm region costs
//! well under a microsecond more than its work. Regions inside a region, regions while another thread's
//! runs, and regions of one chunk go inline. Chunks are handed out by a counter: which thread runs a
//! chunk is not determined, so results must depend on chunk numbers only.

mod count;
mod place;
mod region;

pub use count::{set_threads, threads};
pub use region::{after_fork_in_child, run, warm};

/// Estimated nanoseconds of work from which a region gains, with workers awake and asleep (measured on
/// Zen 3 and Zen 5: a warm region costs 0.5-1 us, waking a worker 8-15 us).
pub const WORTH_WARM_NS: f64 = 8_000.0;
pub const WORTH_COLD_NS: f64 = 40_000.0;

/// How many threads work estimated at `ns` deserves, at least 1.
#[inline]
pub fn threads_for(ns: f64) -> usize {
    if ns < WORTH_WARM_NS {
        return 1;
    }
    let worth = if warm() { WORTH_WARM_NS } else { WORTH_COLD_NS };
    if ns < worth {
        return 1;
    }
    threads().min((ns / (WORTH_WARM_NS / 2.0)) as usize).max(1)
}
