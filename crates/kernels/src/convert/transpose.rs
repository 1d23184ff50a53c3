//! Copies of two axes whose orders in memory differ.

// The level is what a body is compiled for.
#![allow(clippy::extra_unused_type_parameters)]

use crate::cpu::Level;
use crate::select::level::per_level;

/// Items in the side of a tile of the general case: its rows of both sides stay in the first-level cache.
const TILE: usize = 32;

/// Rows of the destination that are written side by side. Each cache line of the source is read once,
/// with its neighbours, and each of the destination written once (at side 3000, 8 bytes: a third
/// faster than square tiles).
const STRIP: usize = 64;

/// Copies `shape[0] * shape[1]` items of `size` bytes from one pair of strides to another.
///
/// In tiles where source and destination run along different axes, row by row else. The memory does
/// not overlap; no alignment is asked for.
///
/// # Safety
/// Both sides are valid for all items at the given byte strides.
pub unsafe fn copy2d(
    size: usize,
    dst: *mut u8,
    dst_strides: [isize; 2],
    src: *const u8,
    src_strides: [isize; 2],
    shape: [usize; 2],
) {
    match size {
        1 => in_eights::<u8>(dst, dst_strides, src, src_strides, shape),
        2 => in_eights::<u16>(dst, dst_strides, src, src_strides, shape),
        4 => in_eights::<u32>(dst, dst_strides, src, src_strides, shape),
        8 => in_fours::<u64>(dst, dst_strides, src, src_strides, shape),
        16 => in_fours::<u128>(dst, dst_strides, src, src_strides, shape),
        _ => tiles(shape, |i, j, rows, columns| {
            for i in i..i + rows {
                for j in j..j + columns {
                    let from = src.wrapping_offset(at(src_strides, i, j));
                    std::ptr::copy_nonoverlapping(from, dst.wrapping_offset(at(dst_strides, i, j)), size);
                }
            }
        }),
    }
}

#[inline(always)]
fn at(strides: [isize; 2], i: usize, j: usize) -> isize {
    i as isize * strides[0] + j as isize * strides[1]
}

/// Calls `f(first row, first column, rows, columns)` for each tile.
#[inline(always)]
fn tiles(shape: [usize; 2], mut f: impl FnMut(usize, usize, usize, usize)) {
    for i in (0..shape[0]).step_by(TILE) {
        for j in (0..shape[1]).step_by(TILE) {
            f(i, j, TILE.min(shape[0] - i), TILE.min(shape[1] - j));
        }
    }
}

per_level! {
    unsafe fn in_eights[T: Copy](dst: *mut u8, ds: [isize; 2], src: *const u8, ss: [isize; 2], shape: [usize; 2]) = eights
}
per_level! {
    unsafe fn in_fours[T: Copy](dst: *mut u8, ds: [isize; 2], src: *const u8, ss: [isize; 2], shape: [usize; 2]) = fours
}

#[inline(always)]
unsafe fn eights<L: Level, T: Copy>(
    dst: *mut u8,
    ds: [isize; 2],
    src: *const u8,
    ss: [isize; 2],
    shape: [usize; 2],
) {
    typed::<T, 8>(dst, ds, src, ss, shape)
}

#[inline(always)]
unsafe fn fours<L: Level, T: Copy>(
    dst: *mut u8,
    ds: [isize; 2],
    src: *const u8,
    ss: [isize; 2],
    shape: [usize; 2],
) {
    typed::<T, 4>(dst, ds, src, ss, shape)
}

/// `SQUARE` is the side of the square that is transposed at once: a cache line of the wider types.
#[inline(always)]
unsafe fn typed<T: Copy, const SQUARE: usize>(
    dst: *mut u8,
    ds: [isize; 2],
    src: *const u8,
    ss: [isize; 2],
    shape: [usize; 2],
) {
    let size = size_of::<T>() as isize;
    // Where the source runs along axis 0 and the destination along axis 1, squares are loaded by
    // contiguous columns and stored by contiguous rows; the mirror image is the same with axes
    // exchanged.
    if ds[1] == size && ss[0] == size {
        return transposing::<T, SQUARE>(dst, ds[0], src, ss[1], shape);
    }
    if ds[0] == size && ss[1] == size {
        return transposing::<T, SQUARE>(dst, ds[1], src, ss[0], [shape[1], shape[0]]);
    }
    tiles(shape, |i, j, rows, columns| {
        for i in i..i + rows {
            for j in j..j + columns {
                let value = (src.wrapping_offset(at(ss, i, j)) as *const T).read_unaligned();
                (dst.wrapping_offset(at(ds, i, j)) as *mut T).write_unaligned(value);
            }
        }
    });
}

/// `dst[i][j] = src[j][i]` for contiguous rows on both sides, `row` and `column` their strides.
#[inline(always)]
unsafe fn transposing<T: Copy, const SQUARE: usize>(
    dst: *mut u8,
    row: isize,
    src: *const u8,
    column: isize,
    shape: [usize; 2],
) {
    let whole = shape[1] / SQUARE * SQUARE;
    for i0 in (0..shape[0]).step_by(STRIP) {
        let rows = STRIP.min(shape[0] - i0);
        let whole_rows = rows / SQUARE * SQUARE;
        for j in (0..whole).step_by(SQUARE) {
            for i in (i0..i0 + whole_rows).step_by(SQUARE) {
                let to = element::<T>(dst, row, i, j);
                square::<T, SQUARE>(to, row, element::<T>(src as *mut u8, column, j, i), column);
            }
        }
        for i in i0..i0 + rows {
            let first = if i < i0 + whole_rows { whole } else { 0 };
            for j in first..shape[1] {
                let value = element::<T>(src as *mut u8, column, j, i).read_unaligned();
                element::<T>(dst, row, i, j).write_unaligned(value);
            }
        }
    }
}

#[inline(always)]
fn element<T>(base: *mut u8, stride: isize, row: usize, column: usize) -> *mut T {
    base.wrapping_offset(row as isize * stride + (column * size_of::<T>()) as isize) as *mut T
}

#[inline(always)]
unsafe fn square<T: Copy, const SQUARE: usize>(dst: *mut T, row: isize, src: *const T, column: isize) {
    let lines: [[T; SQUARE]; SQUARE] = std::array::from_fn(|k| {
        (src.wrapping_byte_offset(k as isize * column) as *const [T; SQUARE]).read_unaligned()
    });
    #[allow(clippy::needless_range_loop)]
    for i in 0..SQUARE {
        let out: [T; SQUARE] = std::array::from_fn(|k| lines[k][i]);
        (dst.wrapping_byte_offset(i as isize * row) as *mut [T; SQUARE]).write_unaligned(out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transposed_copy_has_every_item_in_its_place() {
        for size in [1usize, 2, 3, 4, 8, 16, 24] {
            for (rows, columns) in [(1, 1), (3, 5), (4, 4), (33, 70), (64, 31), (0, 5)] {
                let src: Vec<u8> = (0..rows * columns * size).map(|i| (i * 31 % 251) as u8).collect();
                for mirror in [false, true] {
                    let mut dst = vec![0u8; src.len()];
                    let (a, b) =
                        ([(columns * size) as isize, size as isize], [size as isize, (rows * size) as isize]);
                    // Source in C order, destination in F order, or with the axes exchanged.
                    let (ss, ds, shape) = if mirror {
                        ([a[1], a[0]], [b[1], b[0]], [columns, rows])
                    } else {
                        (a, b, [rows, columns])
                    };
                    // SAFETY: both vectors hold all items at these strides.
                    unsafe { copy2d(size, dst.as_mut_ptr(), ds, src.as_ptr(), ss, shape) };
                    for i in 0..rows {
                        for j in 0..columns {
                            let (s, d) = ((i * columns + j) * size, (j * rows + i) * size);
                            assert_eq!(src[s..s + size], dst[d..d + size]);
                        }
                    }
                }
            }
        }
    }
}
