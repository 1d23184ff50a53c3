//! Packing: panels of rows (of A) or columns (of B) in the order the microkernel reads them.

use super::interleave;
use super::number::Number;

/// Lines to pack: the first element, and the byte strides from line to line and along a line.
#[derive(Clone, Copy)]
pub(crate) struct Source {
    pub(crate) at: *const u8,
    pub(crate) line: isize,
    pub(crate) step: isize,
}

/// Packs `lines` lines of `k` elements into panels of `width` lines, padded with zeros.
///
/// A panel holds for each of the `k` steps `PARTS` times `width` packed elements.
#[inline(always)]
pub(crate) unsafe fn pack<T: Number>(width: usize, lines: usize, k: usize, src: Source, mut dst: *mut T::E) {
    for first in (0..lines).step_by(width) {
        let have = width.min(lines - first);
        let src = Source { at: src.at.offset(first as isize * src.line), ..src };
        if T::PARTS == 2 {
            pairs::<T>(width, have, k, src, dst);
        } else if src.step == std::mem::size_of::<T>() as isize && src.line != src.step {
            along::<T>(width, have, k, src, dst);
        } else {
            across::<T>(width, have, k, src, dst);
        }
        dst = dst.add(T::PARTS * width * k);
    }
}

/// Step by step: neighbouring lines are neighbours in memory.
#[inline(always)]
unsafe fn across<T: Number>(
    width: usize,
    have: usize,
    k: usize,
    Source { at, line, step }: Source,
    dst: *mut T::E,
) {
    for p in 0..k {
        let s = at.offset(p as isize * step);
        let d = dst.add(p * width);
        // The width is a constant of the microkernel: whole registers.
        if T::DIRECT && line == std::mem::size_of::<T>() as isize && have == width {
            std::ptr::copy_nonoverlapping(s as *const T::E, d, width);
        } else if line == std::mem::size_of::<T>() as isize && have == width {
            for i in 0..width {
                *d.add(i) = (*(s as *const T).add(i)).part(0);
            }
        } else if line == std::mem::size_of::<T>() as isize {
            for i in 0..have {
                *d.add(i) = (*(s as *const T).add(i)).part(0);
            }
        } else {
            for i in 0..have {
                *d.add(i) = (*(s.offset(i as isize * line) as *const T)).part(0);
            }
        }
        for i in have..width {
            *d.add(i) = T::ZERO.part(0);
        }
    }
}

/// Steps after which the next lines of a panel are turned to: whole cache lines are read and written.
const TURN: usize = 16;

/// Line by line: a line is contiguous.
#[inline(always)]
unsafe fn along<T: Number>(
    width: usize,
    have: usize,
    k: usize,
    Source { at, line, .. }: Source,
    dst: *mut T::E,
) {
    for p in (0..k).step_by(TURN) {
        let deep = TURN.min(k - p);
        let (src, dst) = (at.add(p * std::mem::size_of::<T>()), dst.add(p * width));
        let mut i = 0;
        while i + 4 <= have {
            lines::<T, 4>(width, deep, src.offset(i as isize * line), line, dst.add(i));
            i += 4;
        }
        if i + 2 <= have {
            lines::<T, 2>(width, deep, src.offset(i as isize * line), line, dst.add(i));
            i += 2;
        }
        if i < have {
            lines::<T, 1>(width, deep, src.offset(i as isize * line), line, dst.add(i));
            i += 1;
        }
        for i in i..width {
            for p in 0..deep {
                *dst.add(p * width + i) = T::ZERO.part(0);
            }
        }
    }
}

/// `L` lines side by side.
#[inline(always)]
unsafe fn lines<T: Number, const L: usize>(
    width: usize,
    k: usize,
    src: *const u8,
    line: isize,
    dst: *mut T::E,
) {
    let mut done = 0;
    // Elements that are packed as they are, if there are instructions for their size.
    if T::DIRECT && std::mem::size_of::<T>() == 8 && L == 4 {
        done = interleave::words::<T::E, 2>(k, src, line, dst, width);
        interleave::words::<T::E, 2>(k, src.offset(2 * line), line, dst.add(2), width);
    } else if T::DIRECT {
        done = interleave::words::<T::E, L>(k, src, line, dst, width);
    }
    for p in done..k {
        for i in 0..L {
            *dst.add(p * width + i) = (*(src.offset(i as isize * line) as *const T).add(p)).part(0);
        }
    }
}

/// Complex numbers: two lines at a time, their real and their imaginary parts.
#[inline(always)]
unsafe fn pairs<T: Number>(
    width: usize,
    have: usize,
    k: usize,
    Source { at, line, step }: Source,
    dst: *mut T::E,
) {
    for p in 0..k {
        let s = |i: usize| at.offset(p as isize * step + i as isize * line);
        let d = dst.add(2 * p * width);
        let mut i = 0;
        while i + 2 <= have {
            interleave::planes(s(i), s(i + 1), d.add(i), width);
            i += 2;
        }
        while i < width {
            let x = if i < have { *(s(i) as *const T) } else { T::ZERO };
            *d.add(i) = x.part(0);
            *d.add(width + i) = x.part(1);
            i += 1;
        }
    }
}
