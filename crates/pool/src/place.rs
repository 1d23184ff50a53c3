//! Where workers run: on any CPU but the caller's.
//!
//! A kernel that finds all CPUs busy, be it with threads of another library that wait in a loop, wakes a worker where
//! its caller runs. There it gets no time before the caller's slice ends, and the caller does all the work alone
//! (products beside OpenBLAS's waiting threads took twice their time).

/// With more workers than this, one that waits matters little, and moving them all costs more.
const MOST: usize = 8;

#[cfg(target_os = "linux")]
mod linux {
    use super::MOST;
    use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering::Relaxed};

    /// The workers' names for the system; 0: not started.
    static IDS: [AtomicI32; MOST] = [const { AtomicI32::new(0) }; MOST];
    /// One more than the CPU that workers keep off; 0: workers may be anywhere.
    static KEPT_OFF: AtomicUsize = AtomicUsize::new(0);

    /// Called by worker `n` as it starts.
    pub fn started(n: usize) {
        if let Some(id) = IDS.get(n) {
            // SAFETY: no arguments, no failure.
            id.store(unsafe { libc::gettid() }, Relaxed);
            KEPT_OFF.store(0, Relaxed);
        }
    }

    pub fn keep_off_caller(workers: usize) {
        // SAFETY: no arguments; a failure is negative.
        let cpu = unsafe { libc::sched_getcpu() };
        let Ok(cpu) = usize::try_from(cpu) else { return };
        if workers <= MOST && KEPT_OFF.load(Relaxed) != cpu + 1 {
            move_off(cpu);
        }
    }

    #[cold]
    fn move_off(cpu: usize) {
        KEPT_OFF.store(cpu + 1, Relaxed);
        let size = std::mem::size_of::<libc::cpu_set_t>();
        // SAFETY: zeros are an empty set; the calls read and write `size` bytes of it, and `CPU_CLR` checks its
        // bounds. Workers live as long as the process, so that no other thread has got one of their numbers. Where the
        // system refuses, they stay where they are.
        unsafe {
            let mut cpus: libc::cpu_set_t = std::mem::zeroed();
            if cpu >= 8 * size || libc::sched_getaffinity(0, size, &mut cpus) != 0 {
                return;
            }
            libc::CPU_CLR(cpu, &mut cpus);
            if libc::CPU_COUNT(&cpus) == 0 {
                return;
            }
            for id in IDS.iter().map(|id| id.load(Relaxed)).filter(|&id| id != 0) {
                libc::sched_setaffinity(id, size, &cpus);
            }
        }
    }

    #[cfg(test)]
    pub fn kept_off() -> Option<usize> {
        KEPT_OFF.load(Relaxed).checked_sub(1)
    }

    /// Where each worker may run.
    #[cfg(test)]
    pub fn cpus_of_workers() -> Vec<Vec<usize>> {
        let ids = IDS.iter().map(|id| id.load(Relaxed)).filter(|&id| id != 0);
        ids.map(|id| {
            // SAFETY: as in `move_off`.
            unsafe {
                let mut cpus: libc::cpu_set_t = std::mem::zeroed();
                libc::sched_getaffinity(id, std::mem::size_of_val(&cpus), &mut cpus);
                (0..1024).filter(|&cpu| libc::CPU_ISSET(cpu, &cpus)).collect()
            }
        })
        .collect()
    }

    pub fn after_fork_in_child() {
        IDS.iter().for_each(|id| id.store(0, Relaxed));
        KEPT_OFF.store(0, Relaxed);
    }
}

#[cfg(target_os = "linux")]
pub use linux::{after_fork_in_child, keep_off_caller, started};

#[cfg(not(target_os = "linux"))]
mod elsewhere {
    pub fn started(_: usize) {}
    pub fn keep_off_caller(_: usize) {}
    pub fn after_fork_in_child() {}
}

#[cfg(not(target_os = "linux"))]
pub use elsewhere::{after_fork_in_child, keep_off_caller, started};

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::linux::{cpus_of_workers, kept_off};

    #[test]
    fn workers_keep_off_the_callers_cpu() {
        crate::set_threads(3);
        if std::thread::available_parallelism().is_ok_and(|n| n.get() == 1) {
            return;
        }
        // The first regions may run before the workers have told their numbers, and other tests' regions move them.
        for _ in 0..1000 {
            crate::run(64, |_| std::hint::spin_loop());
            let (cpu, cpus) = (kept_off(), cpus_of_workers());
            if cpu.is_some_and(|cpu| !cpus.is_empty() && cpus.iter().all(|of| !of.contains(&cpu))) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(2));
        }
        panic!("workers are on the caller's CPU");
    }
}
