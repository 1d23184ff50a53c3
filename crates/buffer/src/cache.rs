//! The cache of freed blocks: fresh pages cost more than any kernel (docs/architecture.md, memory).
//!
//! Size classes have four steps to a power of two, so at most a fifth of a block is unused. Blocks up to
//! `MAPPED` bytes come from the allocator, larger ones from mappings with huge pages. What has not
//! been used for two seconds is given back the next time a block is freed.

use crate::block::{Origin, HEADER};
use crate::{os, stats};
use std::alloc::{alloc, alloc_zeroed, dealloc, Layout};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};

/// From this many bytes on a block is a mapping of its own.
const MAPPED: usize = 4 << 20;
/// Up to this many bytes a kept block is cleared: a pass over it costs less than the faults of fresh pages. A larger
/// zeroed block is fresh, so that what is never touched takes no memory (the C library's `calloc` has the same bound).
const CLEARED: usize = 32 << 20;
/// Smallest class.
const FIRST: usize = 64;
/// 64 B to 4 MiB: 16 doublings of 4 steps, and the end.
const CLASSES: usize = 66;
/// Freed blocks kept for each class, whatever their size.
const PER_CLASS: usize = 64;
/// How long an unused block is kept.
const KEEP: Duration = Duration::from_secs(2);

/// What is kept. All methods are called under the lock.
pub struct Cache {
    classes: [Vec<NonNull<u8>>; CLASSES],
    mapped: Vec<(NonNull<u8>, usize, Instant)>,
    bytes: usize,
    /// Fewest blocks each class held since the last sweep: that many were not needed.
    low: [usize; CLASSES],
    swept: Option<Instant>,
}

// SAFETY: the pointers are to memory that nobody else refers to.
unsafe impl Send for Cache {}

static CACHE: Mutex<Cache> = Mutex::new(Cache {
    classes: [const { Vec::new() }; CLASSES],
    mapped: Vec::new(),
    bytes: 0,
    low: [0; CLASSES],
    swept: None,
});
static FREES: AtomicUsize = AtomicUsize::new(0);

fn lock() -> MutexGuard<'static, Cache> {
    CACHE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// At most this many bytes are kept: 1 GiB or an eighth of what the process may use.
fn limit() -> usize {
    static LIMIT: OnceLock<usize> = OnceLock::new();
    *LIMIT.get_or_init(|| (1usize << 30).min(os::memory_limit() / 8))
}

/// Class of a request and the bytes its blocks have.
fn class_of(bytes: usize) -> (u8, usize) {
    let b = bytes.max(FIRST);
    if b == FIRST {
        return (0, FIRST);
    }
    // b is in (2^k, 2^(k+1)]; four steps of a quarter of 2^k.
    let k = (b - 1).ilog2();
    let quarter = 1usize << (k - 2);
    let step = (b - (1 << k)).div_ceil(quarter);
    let class = (k as usize - 6) * 4 + step;
    (class as u8, (1 << k) + step * quarter)
}

fn class_bytes(class: u8) -> usize {
    let c = class as usize;
    if c == 0 {
        return FIRST;
    }
    let (k, step) = ((c - 1) / 4 + 6, (c - 1) % 4 + 1);
    (1 << k) + step * (1 << (k - 2))
}

fn layout(class: u8) -> Layout {
    Layout::from_size_align(class_bytes(class) + HEADER, 64).expect("classes are small")
}

/// Memory for a header and `bytes` behind it.
pub(crate) fn take(bytes: usize, zero: bool) -> Option<(NonNull<u8>, Origin)> {
    if bytes >= MAPPED {
        return take_mapped(bytes, zero);
    }
    let (class, _) = class_of(bytes);
    let mut cache = lock();
    if let Some(p) = cache.classes[class as usize].pop() {
        let c = class as usize;
        cache.low[c] = cache.low[c].min(cache.classes[c].len());
        cache.forget(class_bytes(class));
        drop(cache);
        if zero {
            // SAFETY: the block has room for the header and at least `bytes` bytes.
            unsafe { p.as_ptr().add(HEADER).write_bytes(0, bytes) };
        }
        return Some((p, Origin::Class(class)));
    }
    drop(cache);
    // SAFETY: the layout is not empty.
    let get = || unsafe {
        if zero {
            alloc_zeroed(layout(class))
        } else {
            alloc(layout(class))
        }
    };
    let p = NonNull::new(get()).or_else(|| {
        release_unused();
        NonNull::new(get())
    })?;
    Some((p, Origin::Class(class)))
}

fn take_mapped(bytes: usize, zero: bool) -> Option<(NonNull<u8>, Origin)> {
    let need = bytes.checked_add(HEADER)?.checked_next_multiple_of(os::HUGE)?;
    if !zero || bytes <= CLEARED {
        let mut cache = lock();
        // The tightest fit that wastes at most a quarter.
        let fit = cache
            .mapped
            .iter()
            .enumerate()
            .filter(|(_, m)| m.1 >= need && m.1 - need <= need / 4)
            .min_by_key(|(_, m)| m.1)
            .map(|(i, _)| i);
        if let Some(i) = fit {
            let (p, len, _) = cache.mapped.swap_remove(i);
            cache.forget(len);
            drop(cache);
            if zero {
                // SAFETY: the mapping has room for the header and at least `bytes` bytes.
                unsafe { p.as_ptr().add(HEADER).write_bytes(0, bytes) };
            }
            return Some((p, Origin::Mapped(len)));
        }
    }
    if need > os::memory_limit().saturating_mul(4) {
        // Overcommit would grant it and kill the process later.
        return None;
    }
    let p = os::map(need).or_else(|| {
        release_unused();
        os::map(need)
    })?;
    Some((p, Origin::Mapped(need)))
}

/// Takes memory back.
pub(crate) fn give(p: NonNull<u8>, origin: Origin) {
    let mut cache = lock();
    match origin {
        Origin::Class(class) => {
            let bytes = class_bytes(class);
            if cache.classes[class as usize].len() < PER_CLASS && cache.bytes + bytes <= limit() {
                cache.classes[class as usize].push(p);
                cache.remember(bytes);
            } else {
                // SAFETY: allocated with this layout.
                unsafe { dealloc(p.as_ptr(), layout(class)) };
            }
        }
        Origin::Mapped(len) => {
            if cache.bytes + len <= limit() {
                cache.mapped.push((p, len, Instant::now()));
                cache.remember(len);
            } else {
                drop(cache);
                // SAFETY: mapped with this length.
                unsafe { os::unmap(p, len) };
                return;
            }
        }
        Origin::Foreign { .. } => unreachable!("foreign memory goes to its owner"),
    }
    // The clock is read now and then only; large blocks always look.
    if matches!(origin, Origin::Mapped(_)) || FREES.fetch_add(1, Relaxed) % 1024 == 1023 {
        cache.sweep();
    }
}

impl Cache {
    fn remember(&mut self, bytes: usize) {
        self.bytes += bytes;
        stats::CACHED.store(self.bytes, Relaxed);
    }

    fn forget(&mut self, bytes: usize) {
        self.bytes -= bytes;
        stats::CACHED.store(self.bytes, Relaxed);
    }

    /// Gives back what nobody needed for `KEEP`.
    fn sweep(&mut self) {
        let now = Instant::now();
        let mut i = 0;
        while i < self.mapped.len() {
            if now.duration_since(self.mapped[i].2) > KEEP {
                let (p, len, _) = self.mapped.swap_remove(i);
                self.forget(len);
                // SAFETY: mapped with this length; nobody refers to it.
                unsafe { os::unmap(p, len) };
            } else {
                i += 1;
            }
        }
        if self.swept.is_some_and(|t| now.duration_since(t) < KEEP) {
            return;
        }
        self.swept = Some(now);
        for c in 0..CLASSES {
            for _ in 0..self.low[c].min(self.classes[c].len()) {
                let p = self.classes[c].remove(0);
                self.forget(class_bytes(c as u8));
                // SAFETY: allocated with this layout; nobody refers to it.
                unsafe { dealloc(p.as_ptr(), layout(c as u8)) };
            }
            self.low[c] = self.classes[c].len();
        }
    }

    fn clear(&mut self) {
        for c in 0..CLASSES {
            while let Some(p) = self.classes[c].pop() {
                // SAFETY: allocated with this layout; nobody refers to it.
                unsafe { dealloc(p.as_ptr(), layout(c as u8)) };
            }
        }
        while let Some((p, len, _)) = self.mapped.pop() {
            // SAFETY: mapped with this length; nobody refers to it.
            unsafe { os::unmap(p, len) };
        }
        self.bytes = 0;
        stats::CACHED.store(0, Relaxed);
    }
}

/// Gives everything kept back to the system.
pub fn release_unused() {
    lock().clear();
}

/// Takes the lock, so that a fork finds the cache consistent; kept until one of the next two.
pub fn before_fork() {
    let guard = lock();
    // SAFETY: this thread holds the lock, so it alone reaches the cell.
    unsafe { *HELD.0.get() = Some(guard) };
}

/// In the parent, after the fork.
///
/// # Safety
/// The calling thread holds the lock taken by [`before_fork`].
pub unsafe fn unlock_after_fork() {
    HELD.release();
}

/// In the child, after the fork: its copy of the lock is held by its only thread.
///
/// # Safety
/// As for [`unlock_after_fork`].
pub unsafe fn after_fork_in_child() {
    HELD.release();
}

/// The guard held over a fork, by the forking thread only.
struct Held(std::cell::UnsafeCell<Option<MutexGuard<'static, Cache>>>);
// SAFETY: written and read only by the thread that holds the lock itself.
unsafe impl Sync for Held {}
impl Held {
    unsafe fn release(&self) {
        let guard = (*self.0.get()).take();
        drop(guard);
    }
}
static HELD: Held = Held(std::cell::UnsafeCell::new(None));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_tight_and_consistent() {
        for bytes in (0..5000).chain([1 << 20, (1 << 20) + 1, MAPPED - 1]) {
            let (class, have) = class_of(bytes);
            assert!(have >= bytes && have == class_bytes(class), "{bytes} {class} {have}");
            assert!(bytes <= FIRST || have - bytes <= have / 4, "{bytes} {have}");
            assert!((class as usize) < CLASSES);
        }
    }
}
