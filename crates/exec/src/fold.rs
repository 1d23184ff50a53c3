//! Reductions of whole contiguous arrays: one kernel call, or parts on several threads whose results are
//! combined in an order that depends on the shape only.

use crate::gil;
use crate::run::Loop;
use numen_array::{Array, Order};
use numen_kernels::{clear_hardware_flags, hardware_flags, Fp, Status};
use numen_shape::Result;
use std::sync::atomic::{AtomicU32, Ordering};

/// Elements below which a full reduction stays on one thread, and the least size of a thread's part.
const LEAF: usize = 16_384;

/// How a reduction may be cut into parts without a change of the result's bits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Not at all.
    No,
    /// Anywhere.
    Anywhere,
    /// Where the pairwise tree of floating-point sums is cut; complex numbers count twice there.
    Tree { complex: bool },
}

/// A reduction of a whole contiguous array of the loop's type: one kernel call, or, where the work is worth
/// it, parts on several threads.
pub fn fold_all(l: &Loop, acc: &Array, a: &Array, cut: Cut) -> Result<Option<Status>> {
    let dense = a.is_c_contiguous() || a.is_f_contiguous();
    let same_types = l.types.iter().all(|t| t == a.dtype()) || l.types[2].is_bool() && a.dtype().is_bool();
    if acc.size() != 1 || !dense || !a.is_behaved() || !same_types || l.gil {
        return Ok(None);
    }
    let n = a.size();
    let size = a.itemsize();
    let cost = n as f64 * l.kernel.cost as f64;
    if n < 2 * LEAF || cut == Cut::No || numen_pool::threads_for(cost) == 1 {
        // SAFETY: `n` contiguous elements of the loop's type; the accumulator has one.
        let body = || unsafe { fold(l, acc.write(), a.read(), n, size) };
        return Ok(Some(gil::without(cost, body)));
    }
    let mut leaves: Vec<(usize, usize)> = Vec::new();
    divide(0, n, cut, &mut leaves);
    let partial = Array::zeros(l.types[2].clone(), &[leaves.len()], Order::C)?;
    let flags = AtomicU32::new(0);
    gil::without(cost, || {
        numen_pool::run(leaves.len(), |i| {
            let (at, len) = leaves[i];
            // SAFETY: the leaf lies within the array; partial results are distinct elements.
            let s = unsafe {
                let p = partial.write().add(i * size);
                let src = a.read().add(at * size);
                if cut == Cut::Anywhere {
                    std::ptr::copy_nonoverlapping(src, p, size);
                    fold(l, p, src.add(size), len - 1, size)
                } else {
                    fold(l, p, src, len, size)
                }
            };
            flags.fetch_or(s.0, Ordering::Relaxed);
        });
    });
    // SAFETY: as many partial results as leaves; the accumulator is one element more.
    let s = unsafe {
        if cut == Cut::Anywhere {
            fold(l, acc.write(), partial.read(), leaves.len(), size)
        } else {
            let s = combine(l, partial.write(), size, n, cut, &mut 0);
            s.with(fold(l, acc.write(), partial.read(), 1, size))
        }
    };
    Ok(Some(s.with(Status(flags.load(Ordering::Relaxed)))))
}

/// Where a run of `n` elements is halved.
fn half_of(n: usize, cut: Cut) -> usize {
    match cut {
        // The tree counts floats and cuts at multiples of 8 of them.
        Cut::Tree { complex: true } => (n - n % 8) / 2,
        _ => n / 2 - (n / 2) % 8,
    }
}

/// Cuts a run of elements into leaves.
fn divide(at: usize, n: usize, cut: Cut, out: &mut Vec<(usize, usize)>) {
    if n <= LEAF {
        out.push((at, n));
        return;
    }
    let half = half_of(n, cut);
    divide(at, half, cut, out);
    divide(at + half, n - half, cut, out);
}

/// Adds the leaves' sums in the order of the tree; the sum of the run that starts at leaf `next` ends up
/// in that leaf's place.
unsafe fn combine(l: &Loop, partial: *mut u8, size: usize, n: usize, cut: Cut, next: &mut usize) -> Status {
    let first = *next;
    if n <= LEAF {
        *next += 1;
        return Status::OK;
    }
    let half = half_of(n, cut);
    let s = combine(l, partial, size, half, cut, next);
    let second = *next;
    let s = s.with(combine(l, partial, size, n - half, cut, next));
    s.with(fold(l, partial.add(first * size), partial.add(second * size), 1, size))
}

unsafe fn fold(l: &Loop, acc: *mut u8, src: *const u8, n: usize, size: usize) -> Status {
    let ptrs = [acc, src.cast_mut(), acc];
    let strides = [0, size as isize, 0];
    if l.kernel.fp == Fp::Hardware {
        clear_hardware_flags();
        let s = (l.kernel.run)(&l.ctx, ptrs.as_ptr(), strides.as_ptr(), n);
        return s.with(hardware_flags());
    }
    (l.kernel.run)(&l.ctx, ptrs.as_ptr(), strides.as_ptr(), n)
}
