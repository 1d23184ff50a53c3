//! Copies of two axes whose orders in memory differ.

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
        1 => typed::<u8>(dst, dst_strides, src, src_strides, shape),
        2 => typed::<u16>(dst, dst_strides, src, src_strides, shape),
        4 => typed::<u32>(dst, dst_strides, src, src_strides, shape),
        8 => typed::<u64>(dst, dst_strides, src, src_strides, shape),
        16 => typed::<u128>(dst, dst_strides, src, src_strides, shape),
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

unsafe fn typed<T: Item>(dst: *mut u8, ds: [isize; 2], src: *const u8, ss: [isize; 2], shape: [usize; 2]) {
    let size = size_of::<T>() as isize;
    // Where the source runs along axis 0 and the destination along axis 1, squares are loaded by
    // contiguous columns and stored by contiguous rows; the mirror image is the same with axes
    // exchanged.
    if ds[1] == size && ss[0] == size {
        return transposing::<T>(dst, ds[0], src, ss[1], shape);
    }
    if ds[0] == size && ss[1] == size {
        return transposing::<T>(dst, ds[1], src, ss[0], [shape[1], shape[0]]);
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
unsafe fn transposing<T: Item>(dst: *mut u8, row: isize, src: *const u8, column: isize, shape: [usize; 2]) {
    let whole = shape[1] / T::SIDE * T::SIDE;
    for i0 in (0..shape[0]).step_by(STRIP) {
        let rows = STRIP.min(shape[0] - i0);
        let whole_rows = rows / T::SIDE * T::SIDE;
        for j in (0..whole).step_by(T::SIDE) {
            for i in (i0..i0 + whole_rows).step_by(T::SIDE) {
                let to = element::<T>(dst, row, i, j);
                T::square(to, row, element::<T>(src as *mut u8, column, j, i), column);
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

/// Items that are transposed a square at a time.
trait Item: Copy {
    /// The side of the square.
    const SIDE: usize;

    /// `dst[i][k] = src[k][i]` for contiguous rows, `row` and `column` bytes apart.
    unsafe fn square(dst: *mut Self, row: isize, src: *const Self, column: isize);
}

#[inline(always)]
unsafe fn square<T: Copy, const SIDE: usize>(dst: *mut T, row: isize, src: *const T, column: isize) {
    let lines: [[T; SIDE]; SIDE] = std::array::from_fn(|k| {
        (src.wrapping_byte_offset(k as isize * column) as *const [T; SIDE]).read_unaligned()
    });
    for i in 0..SIDE {
        let out: [T; SIDE] = std::array::from_fn(|k| lines[k][i]);
        (dst.wrapping_byte_offset(i as isize * row) as *mut [T; SIDE]).write_unaligned(out);
    }
}

macro_rules! by_items {
    ($($t:ty: $side:literal)+) => { $(
        impl Item for $t {
            const SIDE: usize = $side;
            #[inline(always)]
            unsafe fn square(dst: *mut $t, row: isize, src: *const $t, column: isize) {
                square::<$t, $side>(dst, row, src, column)
            }
        }
    )+ };
}
by_items! { u128: 4 }
#[cfg(not(target_arch = "x86_64"))]
by_items! { u8: 8 u16: 8 u32: 8 u64: 4 }

/// Squares of registers of 16 bytes: merging register `i` with the one half the square further, item by item, is one
/// step of the transposition, and there are as many steps as the side has bits (the perfect shuffle; Stone, 1971).
#[cfg(target_arch = "x86_64")]
macro_rules! by_registers {
    ($($t:ty: $side:literal, $low:ident $high:ident;)+) => { $(
        impl Item for $t {
            const SIDE: usize = $side;
            #[inline(always)]
            unsafe fn square(dst: *mut $t, row: isize, src: *const $t, column: isize) {
                use std::arch::x86_64::*;
                let mut lines: [__m128i; $side] = std::array::from_fn(|k| {
                    _mm_loadu_si128(src.wrapping_byte_offset(k as isize * column) as *const __m128i)
                });
                for _ in 0..($side as usize).trailing_zeros() {
                    let old = lines;
                    for i in 0..$side / 2 {
                        lines[2 * i] = $low(old[i], old[i + $side / 2]);
                        lines[2 * i + 1] = $high(old[i], old[i + $side / 2]);
                    }
                }
                for (i, &line) in lines.iter().enumerate() {
                    _mm_storeu_si128(dst.wrapping_byte_offset(i as isize * row) as *mut __m128i, line);
                }
            }
        }
    )+ };
}
#[cfg(target_arch = "x86_64")]
by_registers! {
    u8: 16, _mm_unpacklo_epi8 _mm_unpackhi_epi8;
    u16: 8, _mm_unpacklo_epi16 _mm_unpackhi_epi16;
    u32: 4, _mm_unpacklo_epi32 _mm_unpackhi_epi32;
    u64: 2, _mm_unpacklo_epi64 _mm_unpackhi_epi64;
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
