//! Operands that lie across the others: `m.T + m`.
//!
//! Along the innermost axis such an operand jumps from row to row, an element at a time. It is turned round in strips
//! that fit the second-level cache, and the loop runs over contiguous rows.

use crate::plan::{Axes, AxisStrides};
use crate::run::Operand;
use numen_buffer::Block;
use numen_kernels::convert::copy2d;
use numen_shape::{Error, Result};
use smallvec::{smallvec, SmallVec};

/// Bytes of all strips together.
const ROOM: usize = 128 << 10;

/// Fewer rows or columns are not worth it.
const FEW: usize = 8;

/// The numbers of the inputs to turn, and their item sizes.
pub type Turned = SmallVec<[(usize, usize); 2]>;

/// Which of the inputs lie across the first output.
pub fn across(axes: &Axes, operands: &[Operand], nin: usize) -> Turned {
    let (lens, strides) = (&axes.lens, &axes.strides);
    if lens.len() != 2 || lens[0] < FEW || lens[1] < FEW || nin >= operands.len() {
        return Turned::new();
    }
    if strides[0][nin] != operands[nin].dtype.itemsize() as isize {
        return Turned::new();
    }
    let inputs = operands[..nin].iter().enumerate();
    let found: Turned = inputs
        .map(|(i, o)| (i, o.dtype.itemsize()))
        .filter(|&(i, size)| {
            let plain = matches!(size, 1 | 2 | 4 | 8 | 16) && crate::is_plain(operands[i].dtype);
            plain && strides[1][i] == size as isize && strides[0][i].unsigned_abs() > size
        })
        .collect();
    let row: usize = found.iter().map(|f| f.1 * lens[0]).sum();
    if row * FEW > ROOM {
        return Turned::new();
    }
    found
}

/// Calls `f` with the axes and pointers of each strip, in which the inputs are turned.
///
/// # Safety
/// The pointers reach valid memory over the axes; `turned` is what [`across`] found for them.
pub unsafe fn strips<const N: usize>(
    turned: &Turned,
    axes: &Axes,
    ptrs: &[*mut u8; N],
    mut f: impl FnMut(&Axes, &[*mut u8; N]) -> Result<()>,
) -> Result<()> {
    let (n, rows) = (axes.lens[0], axes.lens[1]);
    let row: usize = turned.iter().map(|t| t.1 * n).sum();
    let step = (ROOM / row).clamp(1, rows);
    let room = Block::alloc(row * step).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))?;
    for start in (0..rows).step_by(step) {
        let m = step.min(rows - start);
        let mut part = axes.clone();
        let mut at = *ptrs;
        for (p, s) in at.iter_mut().zip(&axes.strides[1]) {
            *p = p.wrapping_offset(start as isize * s);
        }
        let mut to = room.data();
        let mut lines: [AxisStrides; 2] = [axes.strides[0].clone(), axes.strides[1].clone()];
        for &(i, size) in turned {
            let (s, pitch) = (size as isize, (size * n) as isize);
            copy2d(size, to, [pitch, s], at[i], [axes.strides[1][i], axes.strides[0][i]], [m, n]);
            (at[i], lines[0][i], lines[1][i]) = (to, s, pitch);
            to = to.add(size * n * step);
        }
        let one_run = lines[0].iter().zip(&lines[1]).all(|(&near, &far)| near * n as isize == far);
        if one_run {
            part.lens = smallvec![n * m];
            part.strides = smallvec![lines[0].clone()];
        } else {
            part.lens[1] = m;
            part.strides = lines.into_iter().collect();
        }
        f(&part, &at)?;
    }
    Ok(())
}
