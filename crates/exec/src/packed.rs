//! Products with both operands packed: what threads share, and where they wait for each other.
//!
//! One region for the whole product. Threads take units to pack and pieces to compute as they come to them, so that one
//! that starts late or loses its CPU leaves its work to the others; they wait only for what another has begun.

use crate::gil;
use crate::product::{scratch, share, Shared, Stacks, LONG_NS};
use numen_kernels::gemm::Gemm;
use numen_shape::Result;
use std::sync::atomic::{AtomicUsize, Ordering};

pub(crate) fn stack(s: &Stacks) -> Result<()> {
    let batch = s.batch();
    let plan = |i: usize| {
        let [x, y, z] = s.matrices(i);
        Gemm::new(s.t, s.m, s.n, s.k, x, y, z, false)
    };
    let first = plan(0);
    let cost = first.cost();
    let all = numen_pool::threads_for(cost * batch as f64);
    let threads = all.min(batch);
    if threads > 1 && (batch >= 2 * threads || cost < LONG_NS) {
        // Every thread takes whole matrices.
        let bytes = first.scratch_bytes(1);
        let scratch = scratch(bytes * threads)?;
        let shared = Shared((scratch.data(), s));
        gil::without(cost * batch as f64, || {
            numen_pool::run(threads, |part| {
                let (from, to) = share(batch, 1, threads, part);
                // SAFETY: valid matrices, and scratch for every thread.
                (from..to).for_each(|i| unsafe { plan(i).run_all(shared.get().0.add(part * bytes)) });
            });
        });
        return Ok(());
    }
    let threads = numen_pool::threads_for(cost).min(first.most_threads());
    let scratch = scratch(first.scratch_bytes(threads))?;
    gil::without(cost * batch as f64, || (0..batch).for_each(|i| one(plan(i), threads, scratch.data())));
    Ok(())
}

/// One product. `scratch` has what the plan asks for.
fn one(g: Gemm, threads: usize, scratch: *mut u8) {
    if threads == 1 {
        // SAFETY: valid matrices, and scratch for one thread.
        return unsafe { g.run_all(scratch) };
    }
    let steps: Vec<Progress> = (0..g.steps()).map(|_| Progress::default()).collect();
    let shared = Shared((g, scratch));
    numen_pool::run(threads, |slot| {
        let (g, scratch) = shared.get();
        for (step, progress) in steps.iter().enumerate() {
            let units = g.units(step);
            progress.packing.work(
                units,
                |_| g.units_at_once(),
                |units| {
                    // SAFETY: valid matrices; every unit is taken once.
                    unsafe { g.pack(step, units, *scratch) }
                },
            );
            progress.packing.wait_for(units);
            let pieces = g.pieces();
            progress.computing.work(
                pieces,
                |taken| g.piece(taken, threads),
                |piece| {
                    // SAFETY: as above; all units are packed, and each thread has a slot of its own.
                    unsafe { g.run(step, piece, slot, *scratch) }
                },
            );
            if step + 1 < steps.len() {
                progress.computing.wait_for(pieces);
            }
        }
    });
}

#[derive(Default)]
struct Progress {
    packing: Work,
    computing: Work,
}

/// Work that threads take from the front; on a cache line of its own.
#[derive(Default)]
#[repr(align(64))]
struct Work {
    taken: AtomicUsize,
    done: AtomicUsize,
}

/// Turns of a waiting loop, some hundred microseconds, after which others may have the CPU: longer than the last pieces of
/// a product take.
const TURNS: u32 = 100_000;

impl Work {
    /// Takes parts of `0..total`, of a length that depends on what is taken, until there are none.
    fn work(&self, total: usize, length: impl Fn(usize) -> usize, run: impl Fn(std::ops::Range<usize>)) {
        let mut taken = self.taken.load(Ordering::Relaxed);
        while taken < total {
            let end = (taken + length(taken)).min(total);
            match self.taken.compare_exchange_weak(taken, end, Ordering::Relaxed, Ordering::Relaxed) {
                Ok(_) => {
                    run(taken..end);
                    // Whoever sees the count sees the work.
                    self.done.fetch_add(end - taken, Ordering::Release);
                    taken = self.taken.load(Ordering::Relaxed);
                }
                Err(now) => taken = now,
            }
        }
    }

    fn wait_for(&self, total: usize) {
        let mut turns = 0;
        while self.done.load(Ordering::Acquire) < total {
            turns += 1;
            if turns < TURNS {
                std::hint::spin_loop();
            } else {
                std::thread::yield_now();
            }
        }
    }
}
