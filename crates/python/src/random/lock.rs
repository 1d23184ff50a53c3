//! The lock of a bit generator: held by one thread, which may take it again. A native draw sees at once that it is free.

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// How long a thread sleeps before it looks for signals.
const NAP: Duration = Duration::from_millis(20);

/// A lock that its holder may take again. Its state changes under the interpreter's lock only.
#[pyclass(name = "_RLock", module = "numen._core", frozen)]
#[derive(Default)]
pub struct Lock {
    /// Which thread holds it; 0 where none does.
    owner: AtomicUsize,
    /// How often that thread has taken it.
    count: AtomicUsize,
    waiting: AtomicUsize,
    /// How often it was given back while others waited.
    returned: Mutex<u64>,
    wake: Condvar,
}

/// A number for this thread, not 0.
fn me() -> usize {
    thread_local!(static PLACE: u8 = const { 0 });
    PLACE.with(|place| std::ptr::from_ref(place) as usize)
}

impl Lock {
    /// Nobody holds it, and nobody takes it as long as the caller keeps the interpreter's lock.
    #[inline(always)]
    pub fn is_free(&self) -> bool {
        self.owner.load(Relaxed) == 0
    }

    fn returned(&self) -> MutexGuard<'_, u64> {
        self.returned.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes it if it is free or this thread's.
    fn take(&self) -> bool {
        let free = self.is_free();
        if !free && self.owner.load(Relaxed) != me() {
            return false;
        }
        if free {
            self.owner.store(me(), Relaxed);
        }
        self.count.fetch_add(1, Relaxed);
        true
    }

    /// Takes it, or waits until `end` for it.
    pub fn take_or_wait(&self, py: Python<'_>, end: Option<Instant>) -> PyResult<bool> {
        while !self.take() {
            if end.is_some_and(|end| end <= Instant::now()) {
                return Ok(false);
            }
            self.waiting.fetch_add(1, Relaxed);
            let seen = *self.returned();
            let nap = end.map_or(NAP, |end| NAP.min(end.saturating_duration_since(Instant::now())));
            py.detach(|| {
                let same = |now: &mut u64| *now == seen;
                drop(self.wake.wait_timeout_while(self.returned(), nap, same));
            });
            self.waiting.fetch_sub(1, Relaxed);
            py.check_signals()?;
        }
        Ok(true)
    }

    /// Gives it back once; false where another thread holds it.
    pub fn give_back(&self) -> bool {
        if self.owner.load(Relaxed) != me() {
            return false;
        }
        if self.count.fetch_sub(1, Relaxed) == 1 {
            self.owner.store(0, Relaxed);
            if self.waiting.load(Relaxed) > 0 {
                *self.returned() += 1;
                self.wake.notify_one();
            }
        }
        true
    }
}

#[pymethods]
impl Lock {
    #[new]
    fn new() -> Lock {
        Lock::default()
    }

    /// Takes the lock, or waits for it; False where that is not wanted, or took too long.
    #[pyo3(signature = (blocking=true, timeout=-1.0))]
    fn acquire(&self, py: Python<'_>, blocking: bool, timeout: f64) -> PyResult<bool> {
        if !blocking {
            if timeout != -1.0 {
                return Err(PyValueError::new_err("can't specify a timeout for a non-blocking call"));
            }
            return Ok(self.take());
        }
        if timeout < 0.0 && timeout != -1.0 {
            return Err(PyValueError::new_err("timeout value must be a non-negative number"));
        }
        let wait = (timeout >= 0.0).then(|| Duration::try_from_secs_f64(timeout).ok()).flatten();
        self.take_or_wait(py, wait.and_then(|wait| Instant::now().checked_add(wait)))
    }

    /// Gives the lock back.
    fn release(&self) -> PyResult<()> {
        if self.give_back() {
            return Ok(());
        }
        Err(PyRuntimeError::new_err("cannot release un-acquired lock"))
    }

    fn __enter__(&self, py: Python<'_>) -> PyResult<bool> {
        self.take_or_wait(py, None)
    }

    #[pyo3(signature = (*_error))]
    fn __exit__(&self, _error: &Bound<'_, PyAny>) -> PyResult<()> {
        self.release()
    }
}
