//! Accounting: how much is live, how much is kept; an observer for tracemalloc.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};

pub(crate) static LIVE: AtomicUsize = AtomicUsize::new(0);
pub(crate) static PEAK: AtomicUsize = AtomicUsize::new(0);
pub(crate) static CACHED: AtomicUsize = AtomicUsize::new(0);

/// Bytes in use, their maximum, bytes kept for reuse.
#[derive(Clone, Copy, Debug)]
pub struct Stats {
    pub live: usize,
    pub peak: usize,
    pub cached: usize,
}

/// The present figures.
pub fn stats() -> Stats {
    Stats { live: LIVE.load(Relaxed), peak: PEAK.load(Relaxed), cached: CACHED.load(Relaxed) }
}

/// Called with the address and size of every block handed out (`true`) and taken back (`false`).
pub type Observer = fn(address: usize, bytes: usize, handed_out: bool);

static OBSERVER: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());

/// Sets or removes the observer.
pub fn set_observer(observer: Option<Observer>) {
    OBSERVER.store(observer.map_or(std::ptr::null_mut(), |f| f as *mut ()), Relaxed);
}

#[inline]
pub(crate) fn note(address: usize, bytes: usize, handed_out: bool) {
    if handed_out {
        let live = LIVE.fetch_add(bytes, Relaxed) + bytes;
        if live > PEAK.load(Relaxed) {
            PEAK.fetch_max(live, Relaxed);
        }
    } else {
        LIVE.fetch_sub(bytes, Relaxed);
    }
    let f = OBSERVER.load(Relaxed);
    if !f.is_null() {
        // SAFETY: only `set_observer` stores here, and only pointers of type `Observer`.
        let f: Observer = unsafe { std::mem::transmute(f) };
        f(address, bytes, handed_out);
    }
}
