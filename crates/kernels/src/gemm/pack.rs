//! Packing: panels of rows (of A) or columns (of B) in the order the microkernel reads them.

use super::number::Number;

/// Packs `lines` lines of `k` elements into panels of `width` lines, padded with zeros.
///
/// A panel holds for each of the `k` steps `PARTS` times `width` packed elements. `line` and `step` are the
/// byte strides from line to line and along a line.
#[inline(always)]
pub(crate) unsafe fn pack<T: Number>(
    width: usize,
    lines: usize,
    k: usize,
    src: *const u8,
    line: isize,
    step: isize,
    dst: *mut T::E,
) {
    let mut dst = dst;
    for first in (0..lines).step_by(width) {
        let have = width.min(lines - first);
        let s = src.offset(first as isize * line);
        if step == std::mem::size_of::<T>() as isize && line != step {
            along::<T>(width, have, k, s, line, dst);
        } else {
            across::<T>(width, have, k, s, line, step, dst);
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
    src: *const u8,
    line: isize,
    step: isize,
    dst: *mut T::E,
) {
    for p in 0..k {
        let s = src.offset(p as isize * step);
        for part in 0..T::PARTS {
            let d = dst.add((p * T::PARTS + part) * width);
            if line == std::mem::size_of::<T>() as isize && have == width {
                // The width is a constant of the microkernel: whole registers.
                for i in 0..width {
                    *d.add(i) = (*(s as *const T).add(i)).part(part);
                }
            } else if line == std::mem::size_of::<T>() as isize {
                for i in 0..have {
                    *d.add(i) = (*(s as *const T).add(i)).part(part);
                }
            } else {
                for i in 0..have {
                    *d.add(i) = (*(s.offset(i as isize * line) as *const T)).part(part);
                }
            }
            for i in have..width {
                *d.add(i) = T::ZERO.part(0);
            }
        }
    }
}

/// Line by line: a line is contiguous.
#[inline(always)]
unsafe fn along<T: Number>(width: usize, have: usize, k: usize, src: *const u8, line: isize, dst: *mut T::E) {
    for part in 0..T::PARTS {
        let mut i = 0;
        // Four lines at a time, so that a written cache line is filled sooner.
        while i + 4 <= have {
            let s = |r: usize| src.offset((i + r) as isize * line) as *const T;
            let (s0, s1, s2, s3) = (s(0), s(1), s(2), s(3));
            for p in 0..k {
                let d = dst.add((p * T::PARTS + part) * width + i);
                *d = (*s0.add(p)).part(part);
                *d.add(1) = (*s1.add(p)).part(part);
                *d.add(2) = (*s2.add(p)).part(part);
                *d.add(3) = (*s3.add(p)).part(part);
            }
            i += 4;
        }
        while i < width {
            for p in 0..k {
                let x = if i < have { *(src.offset(i as isize * line) as *const T).add(p) } else { T::ZERO };
                *dst.add((p * T::PARTS + part) * width + i) = x.part(part);
            }
            i += 1;
        }
    }
}
