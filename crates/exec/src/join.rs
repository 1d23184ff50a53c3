//! Joining dense parts along an axis that is not the first: a row of each in turn.

use crate::gil;
use numen_array::Array;
use numen_kernels::convert::{copy_rows, zip};
use smallvec::SmallVec;

/// Bytes of the result that are finished before the next: what several parts write stays in the first-level cache.
const BLOCK: usize = 16 << 10;

/// Nanoseconds a byte of the result.
const BYTE_NS: f64 = 0.05;

/// A part: its first byte and the bytes of its rows.
#[derive(Clone, Copy)]
struct Part {
    data: *const u8,
    width: usize,
}

struct Job {
    dst: *mut u8,
    parts: SmallVec<[Part; 8]>,
    /// Bytes of an item, and of a row of the result.
    item: usize,
    pitch: usize,
}

// SAFETY: threads read the parts and write rows that are apart.
unsafe impl Sync for Job {}

impl Job {
    /// Copies rows `from..to`.
    unsafe fn rows(&self, from: usize, to: usize) {
        let n = to - from;
        let dst = self.dst.add(from * self.pitch);
        if self.parts.len() <= 4 && self.parts.iter().all(|p| p.width == self.item) {
            let heads: SmallVec<[*const u8; 4]> =
                self.parts.iter().map(|p| p.data.add(from * p.width)).collect();
            if zip(self.item, dst, &heads, n) {
                return;
            }
        }
        let mut at = 0;
        for p in &self.parts {
            let steps = [self.pitch as isize, p.width as isize];
            copy_rows(p.width, dst.add(at), p.data.add(from * p.width), steps, n);
            at += p.width;
        }
    }
}

/// Fills a new array with `outer` rows, each made of a row of every part.
///
/// # Panics
/// If an array is not C-contiguous, or the parts are not the whole result.
pub fn join<'a>(dst: &Array, parts: impl Iterator<Item = &'a Array>, outer: usize) {
    let (bytes, item) = (dst.nbytes(), dst.itemsize());
    if bytes == 0 {
        return;
    }
    let mut job = Job { dst: dst.write(), parts: SmallVec::new(), item, pitch: bytes / outer };
    let mut width = 0;
    for a in parts {
        assert!(a.is_c_contiguous() && a.nbytes() % outer == 0, "a part has no such rows");
        job.parts.push(Part { data: a.read(), width: a.nbytes() / outer });
        width += a.nbytes() / outer;
    }
    assert!(dst.is_c_contiguous() && width * outer == bytes, "the parts are not the whole");
    let step = (BLOCK / job.pitch).max(1);
    if bytes <= BLOCK {
        // SAFETY: every part has `outer` rows, and the result one of their sum; it is new, so nothing overlaps.
        return unsafe { job.rows(0, outer) };
    }
    let cost = bytes as f64 * BYTE_NS;
    // SAFETY: as above; the blocks are apart.
    let block = |b: usize| unsafe { job.rows(b * step, outer.min((b + 1) * step)) };
    let blocks = outer.div_ceil(step);
    gil::without(cost, || {
        if numen_pool::threads_for(cost) == 1 {
            (0..blocks).for_each(block);
        } else {
            numen_pool::run(blocks, block);
        }
    });
}
