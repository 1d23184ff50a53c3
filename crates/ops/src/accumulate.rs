//! Running reductions along an axis, and reductions of slices (`reduceat`).

use crate::ufunc::Ufunc;
use numen_array::{Array, Order};
use numen_exec::{assign, scan, Loop};
use numen_kernels::scan::Op;
use numen_kernels::{Kernel, Status, Ty};
use numen_shape::{Error, Result, Slice};

/// `a` as the loop takes it, and what the cast reports.
pub fn operand(l: &Loop, a: &Array) -> Result<(Array, Status)> {
    if a.is_behaved() && *a.dtype() == l.types[1] {
        return Ok((a.view(), Status::OK));
    }
    numen_exec::astype(a, &l.types[1], Order::K)
}

/// The running reduction along `axis` of `a`, an [`operand`] of the loop, ordered in memory as `a` is.
pub fn accumulate(u: &Ufunc, l: &Loop, a: &Array, axis: usize) -> Result<(Array, Status)> {
    let strides = a.strides_for(Order::K, l.types[2].itemsize());
    let out = Array::empty_with_strides(l.types[2].clone(), a.shape(), strides)?;
    if a.size() == 0 {
        return Ok((out, Status::OK));
    }
    let first = Slice { start: 0, step: 1, len: 1 };
    let status = assign(&out.slice_axis(axis, first), &a.slice_axis(axis, first), None)?;
    let status = status.with(scan(l, line_kernel(u, l), a, &out, axis)?);
    Ok((out, status))
}

/// The kernel that does a whole line in one call.
fn line_kernel(u: &Ufunc, l: &Loop) -> Option<Kernel> {
    let same = l.types.iter().all(|t| *t == l.types[0]);
    numen_exec::ty(l.types[0].num()).filter(|_| same).and_then(|t| line_of(u, t))
}

/// The same for a loop of one type.
pub fn line_of(u: &Ufunc, ty: Ty) -> Option<Kernel> {
    let op = match u.name() {
        "add" => Op::Add,
        "subtract" => Op::Subtract,
        "multiply" => Op::Multiply,
        "maximum" => Op::Maximum,
        "minimum" => Op::Minimum,
        _ => return None,
    };
    numen_kernels::scan::find(op, ty)
}

/// The indices of `reduceat` are within an axis of length `n`.
pub fn check_indices(u: &Ufunc, indices: &[i64], n: usize) -> Result<()> {
    match indices.iter().find(|&&i| i < 0 || i >= n as i64) {
        Some(i) => Err(Error::index(format!("index {i} out-of-bounds in {}.reduceat [0, {n})", u.name()))),
        None => Ok(()),
    }
}

/// Reductions of `a[i:j]` along `axis` for neighbouring indices `i`, `j` (single elements where `i >= j`).
pub fn reduceat(u: &Ufunc, l: &Loop, a: &Array, indices: &[i64], axis: usize, out: &Array) -> Result<Status> {
    let n = a.shape()[axis] as i64;
    check_indices(u, indices, n as usize)?;
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
