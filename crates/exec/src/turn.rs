//! Inputs that do not run along the others: across them, as in `m.T + m`, or stretched along short rows, as in
//! `a - mean[:, None]`.
//!
//! One that lies across jumps from row to row, an element at a time; a stretched one makes a loop of every row. Such inputs
//! are laid out anew in strips that fit a cache, and the loop runs over contiguous rows, or over all rows of a strip as one.

use crate::plan::{Axes, AxisStrides};
use crate::run::Operand;
use numen_buffer::Block;
use numen_kernels::convert::{copy2d, copy_bytes};
use numen_kernels::select::repeat;
use numen_shape::{Error, Result};
use smallvec::{smallvec, SmallVec};

/// Bytes of all strips together: those that are turned fit the second-level cache,
const ROOM: usize = 128 << 10;
/// those that are stretched the first.
const NEAR_ROOM: usize = 16 << 10;

/// Strips of several inputs begin at multiples of so many bytes.
const ALIGN: usize = 64;

/// Fewer rows or columns are not worth it.
const FEW: usize = 8;

/// Rows of so many elements are worth a loop of their own.
const LONG: usize = 48;

/// Fewer elements in all are not worth a strip.
const MANY: usize = 512;

/// An input to lay out anew.
#[derive(Clone, Copy)]
pub struct Change {
    input: usize,
    size: usize,
}

/// The inputs to lay out anew, and the bytes for all their strips.
#[derive(Default)]
pub struct Turned {
    changes: SmallVec<[Change; 2]>,
    room: usize,
}

impl Turned {
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// Which of the inputs lie across the first output, or are stretched along its short rows.
pub fn across(axes: &Axes, operands: &[Operand], nin: usize) -> Turned {
    let (lens, strides) = (&axes.lens, &axes.strides);
    let none = Turned::default();
    if lens.len() != 2 || lens[1] < FEW || nin >= operands.len() {
        return none;
    }
    let size = |i: usize| operands[i].dtype.itemsize();
    if strides[0][nin] != size(nin) as isize {
        return none;
    }
    let plain = |i: usize| matches!(size(i), 1 | 2 | 4 | 8 | 16) && crate::is_plain(operands[i].dtype);
    let changes = |f: &dyn Fn(usize) -> bool| -> SmallVec<[Change; 2]> {
        (0..nin).filter(|&i| f(i)).map(|i| Change { input: i, size: size(i) }).collect()
    };
    if lens[0] < LONG && lens[0] * lens[1] >= MANY {
        let runs = |i: usize| strides[0][i] * lens[0] as isize == strides[1][i];
        let flat = |i: usize| strides[0][i] == 0 || strides[1][i] == 0 && strides[0][i] == size(i) as isize;
        // Everything else, the mask too, is one run already.
        if (0..strides[0].len()).all(|i| runs(i) || i < nin && plain(i) && flat(i)) {
            return Turned { changes: changes(&|i| !runs(i)), room: NEAR_ROOM };
        }
    }
    if lens[0] < FEW {
        return none;
    }
    let crosses =
        |i: usize| strides[1][i] == size(i) as isize && strides[0][i].unsigned_abs() > size(i) && plain(i);
    let found = Turned { changes: changes(&crosses), room: ROOM };
    if row(&found, lens[0]) * FEW > ROOM {
        return none;
    }
    found
}

/// Bytes of a row of all changed inputs.
fn row(turned: &Turned, n: usize) -> usize {
    turned.changes.iter().map(|c| c.size * n).sum()
}

/// Calls `f` with the axes and pointers of each strip, in which the inputs are laid out anew.
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
    let row = row(turned, n);
    let step = (turned.room / row).clamp(1, rows);
    let bytes = row * step + ALIGN * turned.changes.len();
    let room = Block::alloc(bytes).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))?;
    for start in (0..rows).step_by(step) {
        let m = step.min(rows - start);
        let mut part = axes.clone();
        let mut at = *ptrs;
        for (p, s) in at.iter_mut().zip(&axes.strides[1]) {
            *p = p.wrapping_offset(start as isize * s);
        }
        let mut to = room.data();
        let mut lines: [AxisStrides; 2] = [axes.strides[0].clone(), axes.strides[1].clone()];
        for &Change { input: i, size } in &turned.changes {
            let (s, pitch) = (size as isize, (size * n) as isize);
            let (along, down) = (axes.strides[0][i], axes.strides[1][i]);
            if along == 0 {
                repeat(size, at[i], down, m, n, to);
            } else if down != 0 {
                copy2d(size, to, [pitch, s], at[i], [down, along], [m, n]);
            } else if start == 0 {
                tile(at[i], size * n, to, m);
            }
            (at[i], lines[0][i], lines[1][i]) = (to, s, pitch);
            to = to.add((size * n * step).next_multiple_of(ALIGN));
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

/// A row of bytes, `times` times: what is there already is doubled.
unsafe fn tile(row: *const u8, bytes: usize, to: *mut u8, times: usize) {
    copy_bytes(row, to, bytes);
    let (mut done, all) = (bytes, bytes * times);
    while done < all {
        let more = done.min(all - done);
        copy_bytes(to, to.add(done), more);
        done += more;
    }
}
