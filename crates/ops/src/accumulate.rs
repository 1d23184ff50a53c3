//! Running reductions along an axis, and reductions of slices (`reduceat`).

use crate::ufunc::Ufunc;
use numen_array::{Array, Order};
use numen_exec::{assign, run_views, Loop, Mode, View};
use numen_kernels::Status;
use numen_shape::{Error, Result, Slice};

/// The running reduction of `a` along `axis`, into a new array of the loop's type or `out`.
pub fn accumulate(l: &Loop, a: &Array, axis: usize, out: &Array) -> Result<Status> {
    let n = a.shape()[axis];
    if n == 0 || a.size() == 0 {
        return Ok(Status::OK);
    }
    let first = Slice { start: 0, step: 1, len: 1 };
    let mut status = assign(&out.slice_axis(axis, first), &a.slice_axis(axis, first), None)?;
    if n == 1 {
        return Ok(status);
    }
    let rest = Slice { start: 1, step: 1, len: n - 1 };
    let before = Slice { start: 0, step: 1, len: n - 1 };
    let (src, prev, dst) =
        (a.slice_axis(axis, rest), out.slice_axis(axis, before), out.slice_axis(axis, rest));
    // One line after the other: each element of a line needs the one before it.
    let lines = crate::reduce::result_shape(src.shape(), &[axis], false);
    let mut index = vec![0usize; lines.len()];
    loop {
        let line = |x: &Array| {
            // The axes before `axis` go from the front, those after it from the back.
            let mut v = x.view();
            for _ in 0..axis {
                v = v.index_axis(0, index[x.ndim() - v.ndim()]);
            }
            for k in (axis..index.len()).rev() {
                v = v.index_axis(v.ndim() - 1, index[k]);
            }
            v
        };
        let (p, q, r) = (line(&prev), line(&src), line(&dst));
        let views = [&p, &q, &r].map(|array| View { array, strides: array.strides() });
        status = status.with(run_views(l, 2, &[n - 1], &views, None, Mode::Reduce)?);
        let mut k = index.len();
        loop {
            if k == 0 {
                return Ok(status);
            }
            k -= 1;
            index[k] += 1;
            if index[k] < lines[k] {
                break;
            }
            index[k] = 0;
        }
    }
}

/// Reductions of `a[i:j]` along `axis` for neighbouring indices `i`, `j` (single elements where `i >= j`).
pub fn reduceat(u: &Ufunc, l: &Loop, a: &Array, indices: &[i64], axis: usize, out: &Array) -> Result<Status> {
    let n = a.shape()[axis] as i64;
    for &i in indices {
        if i < 0 || i >= n {
            return Err(Error::index(format!("index {i} out-of-bounds in {}.reduceat [0, {n})", u.name())));
        }
    }
    let mut status = Status::OK;
    for (k, &i) in indices.iter().enumerate() {
        let stop = indices.get(k + 1).copied().unwrap_or(n).max(i + 1);
        let stop = if k + 1 < indices.len() && indices[k + 1] <= i { i + 1 } else { stop };
        let part = a.slice_axis(axis, Slice { start: i as isize, step: 1, len: (stop - i) as usize });
        let target = out.slice_axis(axis, Slice { start: k as isize, step: 1, len: 1 });
        let o = crate::reduce::Options {
            axes: &[axis],
            keepdims: true,
            out: Some(&target),
            initial: None,
            no_identity: true,
            mask: None,
            casting: numen_dtype::Casting::Unsafe,
        };
        status = status.with(crate::reduce::reduce(u, l, &part, &o)?.1);
    }
    Ok(status)
}

/// A new array for the result of `accumulate`.
pub fn output_like(l: &Loop, a: &Array) -> Result<Array> {
    let strides = a.strides_for(Order::K, l.types[2].itemsize());
    Array::empty_with_strides(l.types[2].clone(), a.shape(), strides)
}
