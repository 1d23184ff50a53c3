//! Accumulation at indices: `ufunc.at`, where repeated indices accumulate.

use super::index::{find_bad_index, offsets_at_level, BadIndex, Index, Mode, Offsets, BLOCK};
use crate::scan::op::{with_op, Acc};
use crate::scan::Op;
use crate::{Element, Ty};

unsafe fn run<T: Element, O: Acc<T>>(
    dst: *mut u8,
    axes: &[Index],
    n: usize,
    values: *const u8,
    step: isize,
) -> Result<(), BadIndex> {
    let mut at: Offsets = [0; BLOCK];
    for start in (0..n).step_by(BLOCK) {
        let m = BLOCK.min(n - start);
        offsets_at_level(Mode::Raise, axes, start, m, &mut at)?;
        let v = values.offset(start as isize * step);
        for (j, &o) in at[..m].iter().enumerate() {
            let d = dst.offset(o as isize) as *mut T;
            *d = O::acc(*d, *(v.offset(j as isize * step) as *const T));
        }
    }
    Ok(())
}

/// `dst[axes…[i]] = op(dst[axes…[i]], values[i])`, one after the other; `None` if the type has no such operation.
///
/// All indices are checked before anything is written.
///
/// # Safety
/// `dst` is aligned and valid at every position inside the axes, `values` for `n` reads `step` bytes apart,
/// the index arrays for `n` reads; `dst` overlaps none of them.
pub unsafe fn accumulate_at(
    op: Op,
    ty: Ty,
    dst: *mut u8,
    axes: &[Index],
    n: usize,
    values: *const u8,
    step: isize,
) -> Option<Result<(), BadIndex>> {
    if let Some(bad) = find_bad_index(Mode::Raise, axes, n) {
        return Some(Err(bad));
    }
    with_op!(op, ty, T, O => Some(run::<T, O>(dst, axes, n, values, step)), _ => None)
}
