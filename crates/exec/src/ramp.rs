//! Ranges: numbers at equal distances, on several threads where they are many.

use crate::gil;
use numen_array::Array;
use numen_kernels::ramp::{ramp as write, Ramp};

/// Nanoseconds a byte: a range takes as long as writing it.
const BYTE_NS: f64 = 0.03;

/// Numbers of a thread's part.
const PART: usize = 1 << 16;

/// Writes `first + i * step` into a dense array of numbers of type `T`, from the element `from` on.
///
/// # Panics
/// Where the array is not dense, or its items have another size.
pub fn ramp<T: Ramp + Sync>(a: &Array, first: T, step: T, from: usize) {
    assert!(
        a.is_c_contiguous() && a.is_behaved() && a.itemsize() == size_of::<T>(),
        "a dense array of these"
    );
    let n = a.size();
    let part = |at: usize, len: usize| {
        // SAFETY: elements `at` to `at + len` of a dense, aligned array of this type; parts are apart.
        unsafe { write(a.write().cast::<T>().add(at), first, step, at, len) }
    };
    let rest = n.saturating_sub(from);
    let cost = (rest * size_of::<T>()) as f64 * BYTE_NS;
    gil::without(cost, || {
        if rest < 2 * PART || numen_pool::threads_for(cost) == 1 {
            part(from, rest);
        } else {
            numen_pool::run(rest.div_ceil(PART), |k| {
                let at = from + k * PART;
                part(at, PART.min(n - at));
            });
        }
    });
}
