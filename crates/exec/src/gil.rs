//! Letting other Python threads run: `python` registers how to give up and take back its lock.

use std::sync::OnceLock;

/// `release` returns what `acquire` needs; null if the calling thread does not hold the lock.
#[derive(Clone, Copy)]
pub struct Hooks {
    pub release: fn() -> *mut (),
    pub acquire: fn(*mut ()),
}

static HOOKS: OnceLock<Hooks> = OnceLock::new();

/// Called once, by the boundary.
pub fn set_hooks(hooks: Hooks) {
    let _ = HOOKS.set(hooks);
}

/// Work estimated above this many nanoseconds lets go of the lock (a release costs 54 ns).
pub const WORTH_NS: f64 = 20_000.0;

/// Runs `f` without the lock if the work is worth it. `f` must touch no Python object and neither clone
/// nor drop memory that a Python object lends.
#[inline]
pub fn without<T>(estimated_ns: f64, f: impl FnOnce() -> T) -> T {
    struct Again(Hooks, *mut ());
    impl Drop for Again {
        fn drop(&mut self) {
            if !self.1.is_null() {
                (self.0.acquire)(self.1)
            }
        }
    }
    if estimated_ns < WORTH_NS {
        return f();
    }
    let _again = HOOKS.get().map(|h| Again(*h, (h.release)()));
    f()
}
