//! Elements by position along an axis, repeated elements, counts.

use numen_array::Array;
use numen_kernels::select::{self, Index};
use numen_shape::Result;
use smallvec::SmallVec;

pub use numen_kernels::select::{BadIndex, Mode as IndexMode};

/// `out[i, j, k] = a[i, indices[j], k]`: `a` contiguous, seen as `outer` blocks of `len` rows.
pub fn take(
    mode: IndexMode,
    a: &Array,
    outer: usize,
    len: usize,
    indices: &Array,
    out: &Array,
) -> std::result::Result<(), BadIndex> {
    assert!(a.is_c_contiguous() && out.is_c_contiguous() && indices.is_c_contiguous());
    assert!(indices.itemsize() == 8 && a.itemsize() == out.itemsize());
    let n = indices.size();
    if outer == 0 || n == 0 {
        return Ok(());
    }
    if out.size() == 0 {
        // Rows of nothing: the indices are checked all the same.
        let axis = Index { data: indices.read(), step: 8, len, stride: 0 };
        // SAFETY: a contiguous array of 64-bit indices.
        return unsafe { select::find_bad_index(mode, &[axis], n) }.map_or(Ok(()), Err);
    }
    let inner = out.nbytes() / (outer * n);
    assert!(outer * len * inner == a.nbytes() && outer * n * inner == out.nbytes());
    let p = Parts { a: a.read(), out: out.write(), indices: indices.read().cast(), mode, inner, len, n };
    let cost = (outer * n) as f64 * 1.5 + out.nbytes() as f64 * 0.1;
    crate::gil::without(cost, || p.run(outer, numen_pool::threads_for(cost)))
}

/// What the threads of a `take` share.
struct Parts {
    a: *const u8,
    out: *mut u8,
    indices: *const i64,
    mode: IndexMode,
    /// Bytes of a row.
    inner: usize,
    len: usize,
    n: usize,
}

// SAFETY: threads read the array and the indices, and write parts of the result that are apart.
unsafe impl Sync for Parts {}

impl Parts {
    fn run(&self, outer: usize, threads: usize) -> std::result::Result<(), BadIndex> {
        if threads <= 1 {
            return (0..outer).try_for_each(|i| self.block(i, 0, self.n));
        }
        // Blocks, each cut so that all threads have work.
        let cuts = (4 * threads).div_ceil(outer).max(1);
        let each = self.n.div_ceil(cuts).max(1);
        let cuts = self.n.div_ceil(each);
        let bad = std::sync::Mutex::new(None);
        numen_pool::run(outer * cuts, |c| {
            let start = c % cuts * each;
            if let Err(b) = self.block(c / cuts, start, each.min(self.n - start)) {
                *bad.lock().unwrap_or_else(|e| e.into_inner()) = Some(b);
            }
        });
        match bad.into_inner().unwrap_or_else(|e| e.into_inner()) {
            // The first bad index is named, whichever thread found one.
            Some(b) => (0..outer).try_for_each(|i| self.block(i, 0, self.n)).and(Err(b)),
            None => Ok(()),
        }
    }

    fn block(&self, i: usize, start: usize, n: usize) -> std::result::Result<(), BadIndex> {
        // SAFETY: the sizes were checked by `take`; positions are checked by the kernel.
        unsafe {
            select::take(
                self.mode,
                self.inner,
                self.a.add(i * self.len * self.inner),
                self.len,
                self.inner as isize,
                self.indices.add(start),
                n,
                self.out.add((i * self.n + start) * self.inner),
            )
        }
    }
}

/// Least and greatest of contiguous 64-bit integers.
pub fn range_i64(x: &Array) -> (i64, i64) {
    assert!(x.is_c_contiguous() && x.itemsize() == 8 && x.is_aligned());
    // SAFETY: a contiguous array of integers.
    unsafe { select::range_i64(x.read() as *const i64, x.size()) }
}

/// Adds one, or its weight, to the place of each value; all values are below the length of `out`.
pub fn bincount(x: &Array, weights: Option<&Array>, out: &Array) -> Result<()> {
    assert!(x.is_c_contiguous() && x.itemsize() == 8 && out.is_c_contiguous() && out.itemsize() == 8);
    let xs = x.read() as *const i64;
    // SAFETY: contiguous arrays of the lengths given; the kernel checks the values.
    unsafe {
        match weights {
            None => drop(select::bincount(xs, x.size(), out.write() as *mut i64, out.size())),
            Some(w) => {
                assert!(w.is_c_contiguous() && w.itemsize() == 8 && w.size() == x.size());
                let w = w.read() as *const f64;
                let _ = select::bincount_weighted(xs, w, x.size(), out.write() as *mut f64, out.size());
            }
        }
    }
    Ok(())
}

/// `out[...] = choices[which[...]][...]`: all of one shape, `which` int64, the others of one type.
pub fn choose(
    mode: IndexMode,
    which: &Array,
    choices: &[Array],
    out: &Array,
) -> std::result::Result<(), BadIndex> {
    let item = out.itemsize();
    assert!(
        which.itemsize() == 8 && choices.iter().all(|c| c.itemsize() == item && c.shape() == out.shape())
    );
    assert!(which.shape() == out.shape());
    let mut strides: SmallVec<[&[isize]; 8]> = choices.iter().map(Array::strides).collect();
    strides.push(which.strides());
    strides.push(out.strides());
    let axes = crate::plan::Axes::in_c_order(out.shape(), &strides);
    let k = choices.len();
    axes.each(1, |at| {
        let steps = &axes.strides[0];
        // SAFETY: the offsets stay within the arrays; numbers of choices are checked by the kernel.
        unsafe {
            let rows: SmallVec<[(*const u8, isize); 8]> =
                (0..k).map(|i| (choices[i].read().offset(at[i]), steps[i])).collect();
            let (w, o) = (which.read().offset(at[k]), out.write().offset(at[k + 1]));
            select::choose(mode, item, w, steps[k], &rows, o, steps[k + 1], axes.lens[0])
        }
    })
}
