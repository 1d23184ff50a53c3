//! How many threads to use.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static THREADS: AtomicUsize = AtomicUsize::new(0);

/// Threads in use, the caller included: `NUMEN_NUM_THREADS`, else `OMP_NUM_THREADS`, else what affinity and
/// the control group's quota allow; one in a worker process of multiprocessing or joblib.
#[inline]
pub fn threads() -> usize {
    match THREADS.load(Relaxed) {
        0 => {
            let n = initial();
            THREADS.store(n, Relaxed);
            n
        }
        n => n,
    }
}

/// Sets the number of threads (at least 1); returns the former.
pub fn set_threads(n: usize) -> usize {
    let before = threads();
    THREADS.store(n.clamp(1, 256), Relaxed);
    before
}

fn initial() -> usize {
    let from = |name: &str| {
        let text = std::env::var(name).ok()?;
        // OMP_NUM_THREADS may be a list, one number for each level of nesting.
        text.split(',').next()?.trim().parse::<usize>().ok().filter(|&n| n > 0)
    };
    from("NUMEN_NUM_THREADS").or_else(|| from("OMP_NUM_THREADS")).unwrap_or_else(available).clamp(1, 256)
}

/// `available_parallelism` knows affinity and the quotas of both versions of control groups.
fn available() -> usize {
    std::thread::available_parallelism().map_or(1, |n| n.get())
}
