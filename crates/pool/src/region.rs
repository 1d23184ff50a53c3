//! Parallel regions.

use crate::{place, threads};
use std::any::Any;
use std::cell::Cell;
use std::panic::{catch_unwind, resume_unwind, AssertUnwindSafe};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a worker looks for the next region before it parks.
pub(crate) const SPIN: Duration = Duration::from_micros(150);

/// A caller that has done its part and waits so long beyond that waits for a worker without a CPU.
const STOPPED: Duration = Duration::from_micros(300);

/// A region's work, on the caller's stack.
struct Job {
    call: unsafe fn(*const (), usize),
    data: *const (),
    chunks: usize,
    next: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
    control_word: u32,
}

/// What workers watch.
struct Shared {
    /// Number of the region; workers look for a change.
    epoch: AtomicU64,
    job: AtomicUsize,
    /// Workers that may enter the present region.
    seats: AtomicUsize,
    /// Workers inside the present region.
    inside: AtomicUsize,
    spinning: AtomicUsize,
    sleep: Mutex<usize>,
    wake: Condvar,
}

static SHARED: Shared = Shared {
    epoch: AtomicU64::new(0),
    job: AtomicUsize::new(0),
    seats: AtomicUsize::new(0),
    inside: AtomicUsize::new(0),
    spinning: AtomicUsize::new(0),
    sleep: Mutex::new(0),
    wake: Condvar::new(),
};
/// Taken for the length of a region; a region that finds it taken runs inline.
static BUSY: AtomicBool = AtomicBool::new(false);
/// Workers started so far in this process.
static STARTED: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    static IN_REGION: Cell<bool> = const { Cell::new(false) };
}

/// Workers are awake: a region starts at once.
#[inline]
pub fn warm() -> bool {
    SHARED.spinning.load(Ordering::Relaxed) > 0
}

/// Calls `f(i)` for every `i` below `chunks`, on up to [`threads`] threads, and returns when all are done.
/// A panic in a chunk reaches the caller after the region.
pub fn run<F: Fn(usize) + Sync>(chunks: usize, f: F) {
    run_on(threads(), chunks, f)
}

/// As [`run`], on so many threads at most.
pub fn run_on<F: Fn(usize) + Sync>(most: usize, chunks: usize, f: F) {
    let workers = threads().min(most).min(chunks).saturating_sub(1);
    let inline = workers == 0 || IN_REGION.get() || BUSY.swap(true, Ordering::Acquire);
    if inline {
        (0..chunks).for_each(f);
        return;
    }
    unsafe fn call<F: Fn(usize)>(data: *const (), i: usize) {
        (*(data as *const F))(i)
    }
    start_workers(workers);
    place::keep_off_caller(workers);
    let job = Job {
        call: call::<F>,
        data: (&raw const f).cast(),
        chunks,
        next: AtomicUsize::new(0),
        panic: Mutex::new(None),
        control_word: control_word(),
    };
    SHARED.job.store(&raw const job as usize, Ordering::Relaxed);
    SHARED.seats.store(workers, Ordering::SeqCst);
    SHARED.epoch.fetch_add(1, Ordering::SeqCst);
    wake(workers.saturating_sub(SHARED.spinning.load(Ordering::SeqCst)));
    IN_REGION.set(true);
    job.work();
    IN_REGION.set(false);
    // Nobody may enter any more; those inside finish their chunk.
    SHARED.seats.store(0, Ordering::SeqCst);
    wait_for_workers();
    SHARED.job.store(0, Ordering::Relaxed);
    BUSY.store(false, Ordering::Release);
    let panic = lock(&job.panic).take();
    if let Some(p) = panic {
        resume_unwind(p);
    }
}

/// Wakes so many workers, if they sleep.
fn wake(missing: usize) {
    if missing == 0 {
        return;
    }
    let sleeping = lock(&SHARED.sleep);
    if missing < *sleeping {
        (0..missing).for_each(|_| SHARED.wake.notify_one());
    } else if *sleeping > 0 {
        SHARED.wake.notify_all();
    }
}

fn wait_for_workers() {
    let nobody = || SHARED.inside.load(Ordering::SeqCst) == 0;
    if spin(nobody) {
        return;
    }
    let start = Instant::now();
    while !nobody() {
        std::thread::yield_now();
    }
    if start.elapsed() > STOPPED {
        crate::demand::worker_was_stopped();
    }
}

/// Waits in a loop, for [`SPIN`] at most; whether it has come true.
fn spin(mut done: impl FnMut() -> bool) -> bool {
    let mut start = None;
    loop {
        for _ in 0..64 {
            if done() {
                return true;
            }
            std::hint::spin_loop();
        }
        if start.get_or_insert_with(Instant::now).elapsed() > SPIN {
            return false;
        }
    }
}

impl Job {
    fn work(&self) {
        loop {
            let i = self.next.fetch_add(1, Ordering::Relaxed);
            if i >= self.chunks {
                return;
            }
            // SAFETY: `data` is the closure of `run`, which outlives the region.
            let result = catch_unwind(AssertUnwindSafe(|| unsafe { (self.call)(self.data, i) }));
            if let Err(p) = result {
                self.next.store(self.chunks, Ordering::Relaxed);
                lock(&self.panic).get_or_insert(p);
            }
        }
    }
}

fn lock<T>(m: &Mutex<T>) -> MutexGuard<'_, T> {
    m.lock().unwrap_or_else(PoisonError::into_inner)
}

fn start_workers(wanted: usize) {
    while STARTED.load(Ordering::Relaxed) < wanted {
        let n = STARTED.fetch_add(1, Ordering::Relaxed);
        let worker = std::thread::Builder::new().name(format!("numen-{n}")).stack_size(1 << 20);
        if worker.spawn(move || serve(n)).is_err() {
            // Without a thread the caller does the work itself.
            STARTED.fetch_sub(1, Ordering::Relaxed);
            return;
        }
    }
}

fn serve(n: usize) {
    place::started(n);
    IN_REGION.set(true);
    let mut seen = 0;
    loop {
        seen = wait_for_change(seen);
        // A seat is taken before the job is looked at: the caller waits for everybody inside.
        SHARED.inside.fetch_add(1, Ordering::SeqCst);
        let seat = SHARED.seats.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |s| s.checked_sub(1));
        if seat.is_ok() {
            let job = SHARED.job.load(Ordering::Relaxed) as *const Job;
            // SAFETY: seats are given out only while the caller is inside `run`, and it leaves only when
            // `inside` is zero again.
            let job = unsafe { &*job };
            set_control_word(job.control_word);
            job.work();
        }
        SHARED.inside.fetch_sub(1, Ordering::SeqCst);
    }
}

fn wait_for_change(seen: u64) -> u64 {
    SHARED.spinning.fetch_add(1, Ordering::SeqCst);
    let mut now = seen;
    let changed = spin(|| {
        now = SHARED.epoch.load(Ordering::SeqCst);
        now != seen
    });
    if changed {
        SHARED.spinning.fetch_sub(1, Ordering::SeqCst);
        return now;
    }
    let mut sleeping = lock(&SHARED.sleep);
    *sleeping += 1;
    SHARED.spinning.fetch_sub(1, Ordering::SeqCst);
    loop {
        // The caller raises the epoch before it takes this lock, so the change cannot be missed.
        let now = SHARED.epoch.load(Ordering::SeqCst);
        if now != seen {
            *sleeping -= 1;
            return now;
        }
        sleeping = SHARED.wake.wait(sleeping).unwrap_or_else(PoisonError::into_inner);
    }
}

/// In the child of a fork: its only thread is the caller; workers are started anew when needed.
pub fn after_fork_in_child() {
    place::after_fork_in_child();
    STARTED.store(0, Ordering::Relaxed);
    SHARED.spinning.store(0, Ordering::Relaxed);
    SHARED.inside.store(0, Ordering::Relaxed);
    SHARED.seats.store(0, Ordering::Relaxed);
    BUSY.store(false, Ordering::Relaxed);
    // A worker of the parent may have held the lock at the moment of the fork; no thread of the child
    // does, so the mutex is made new in place.
    // SAFETY: the child has one thread, which holds no reference into the mutex.
    unsafe {
        std::ptr::write((&raw const SHARED.sleep).cast_mut(), Mutex::new(0));
        std::ptr::write((&raw const SHARED.wake).cast_mut(), Condvar::new());
    }
}

/// The floating-point control word (rounding, flush to zero): workers take the caller's.
#[cfg(target_arch = "x86_64")]
fn control_word() -> u32 {
    let mut word = 0u32;
    // SAFETY: stmxcsr writes four bytes to the given address.
    unsafe { std::arch::asm!("stmxcsr [{}]", in(reg) &mut word, options(nostack, preserves_flags)) };
    word & !0x3f
}

#[cfg(target_arch = "x86_64")]
fn set_control_word(word: u32) {
    // SAFETY: ldmxcsr reads four bytes; the word came from `control_word`.
    unsafe { std::arch::asm!("ldmxcsr [{}]", in(reg) &word, options(nostack, preserves_flags)) };
}

#[cfg(not(target_arch = "x86_64"))]
fn control_word() -> u32 {
    0
}

#[cfg(not(target_arch = "x86_64"))]
fn set_control_word(_: u32) {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU32;

    #[test]
    fn every_chunk_runs_once() {
        crate::set_threads(4);
        for chunks in [0, 1, 2, 3, 17, 1000] {
            let hits: Vec<AtomicU32> = (0..chunks).map(|_| AtomicU32::new(0)).collect();
            for _ in 0..50 {
                run(chunks, |i| {
                    hits[i].fetch_add(1, Ordering::Relaxed);
                });
            }
            assert!(hits.iter().all(|h| h.load(Ordering::Relaxed) == 50));
        }
        let total = AtomicU32::new(0);
        run(4, |_| {
            run(4, |_| {
                total.fetch_add(1, Ordering::Relaxed);
            })
        });
        assert_eq!(total.load(Ordering::Relaxed), 16);
        let caught = catch_unwind(|| run(8, |i| assert_ne!(i, 5, "chunk five")));
        assert!(caught.is_err());
        run(8, |_| {});
    }
}
