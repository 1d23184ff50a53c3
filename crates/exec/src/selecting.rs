//! Elements by position along an axis, repeated elements, counts.

use numen_array::Array;
use numen_kernels::select;
use numen_shape::Result;

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
    if outer == 0 || n == 0 || out.size() == 0 {
        return Ok(());
    }
    let inner = out.nbytes() / (outer * n);
    assert!(outer * len * inner == a.nbytes() && outer * n * inner == out.nbytes());
    for i in 0..outer {
        // SAFETY: sizes were checked above; positions are checked by the kernel.
        unsafe {
            select::take(
                mode,
                inner,
                a.read().add(i * len * inner),
                len,
                inner as isize,
                indices.read() as *const i64,
                n,
                out.write().add(i * n * inner),
            )?
        }
    }
    Ok(())
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
