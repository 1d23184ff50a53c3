//! Whether short work gains from a region now: workers are awake or will be wanted again at once, and get their CPUs.

use crate::region::{warm, SPIN};
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::OnceLock;
use std::time::Instant;

/// Estimated nanoseconds of work from which a region gains, with workers awake and asleep (measured on
/// Zen 3 and Zen 5: a warm region costs 0.5-1 us, waking a worker 8-15 us).
pub const WORTH_WARM_NS: f64 = 8_000.0;
pub const WORTH_COLD_NS: f64 = 40_000.0;

/// Work shorter than this waits for a worker that has lost its CPU longer than it would have taken alone.
const SHORT_NS: f64 = 1_000_000.0;

/// How long short work goes without workers after one has lost its CPU: at first, and at most, where it happens again
/// and again. A time slice is some 3 ms, so that a twentieth is lost beside a thread that never rests; those of other
/// libraries that wait in a loop give up within 25 to 100 ms.
const FIRST_PAUSE_NS: u64 = 4_000_000;
const LONGEST_PAUSE_NS: u64 = 64_000_000;

/// Short work that came so many times in a row, each before a worker would have gone to sleep again, wakes the workers.
const STREAK: u32 = 4;

/// When such work came last, and how many times in a row.
static LAST: AtomicU64 = AtomicU64::new(0);
static ROW: AtomicU32 = AtomicU32::new(0);
/// The end of the pause; 0: it is over.
static PAUSED_UNTIL: AtomicU64 = AtomicU64::new(0);
/// The end of the last pause, and how long it was.
static LAST_END: AtomicU64 = AtomicU64::new(0);
static LENGTH: AtomicU64 = AtomicU64::new(FIRST_PAUSE_NS);

/// Nanoseconds since the first call, at least 1.
fn now() -> u64 {
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_nanos() as u64 + 1
}

/// Work of this length gains from a region.
#[inline]
pub fn worth(ns: f64) -> bool {
    ns >= WORTH_WARM_NS && worth_now(ns)
}

fn worth_now(ns: f64) -> bool {
    if ns < SHORT_NS && paused() {
        return false;
    }
    ns >= WORTH_COLD_NS || warm() || wanted_again(ns)
}

fn paused() -> bool {
    let until = PAUSED_UNTIL.load(Relaxed);
    if until == 0 {
        return false;
    }
    let over = now() >= until;
    if over {
        PAUSED_UNTIL.store(0, Relaxed);
    }
    !over
}

/// Counts short work that finds the workers asleep. Threads that count at once may lose one of the counts.
fn wanted_again(ns: f64) -> bool {
    let now = now();
    let since = now - LAST.swap(now, Relaxed).min(now);
    let row =
        if since < SPIN.as_nanos() as u64 + 2 * ns as u64 { ROW.load(Relaxed).saturating_add(1) } else { 0 };
    ROW.store(row, Relaxed);
    row >= STREAK
}

/// A worker had no CPU in the midst of a region.
#[cold]
pub(crate) fn worker_was_stopped() {
    let (now, last) = (now(), LENGTH.load(Relaxed));
    let again = now < LAST_END.load(Relaxed) + last;
    let length = if again { (2 * last).min(LONGEST_PAUSE_NS) } else { FIRST_PAUSE_NS };
    LENGTH.store(length, Relaxed);
    LAST_END.store(now + length, Relaxed);
    PAUSED_UNTIL.store(now + length, Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_work_in_a_row_is_worth_a_region() {
        // Workers of other tests may be awake: only what they do not change is looked at.
        assert!(!worth(WORTH_WARM_NS / 2.0));
        assert!((0..10).any(|_| worth(WORTH_WARM_NS * 2.0)));
        worker_was_stopped();
        assert!(!worth(WORTH_WARM_NS * 2.0) && !worth(SHORT_NS / 2.0) && worth(SHORT_NS * 2.0));
        PAUSED_UNTIL.store(1, Relaxed);
        assert!(worth(SHORT_NS / 2.0));
    }
}
