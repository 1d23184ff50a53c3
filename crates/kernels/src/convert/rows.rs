//! Copies of rows of bytes that lie apart from each other, and rows of several sources that become one.

// The level is what a body is compiled for.
#![allow(clippy::extra_unused_type_parameters)]

use crate::cpu::Level;
use crate::select::level::per_level;

/// Bytes that are copied by one call where the two sides are at unlucky places.
const PIECE: usize = 1 << 10;

/// `std::ptr::copy` of bytes, without its slow case: the C library copies from some 2 KiB on with `rep movsb`, which takes
/// 20 to 30 times as long on Zen 4 where the destination is 1 to 15 bytes further in its page than the source (the two
/// being whole arrays, one of them from its second item on: `r[1:] = a[:-1]`, `concatenate(([0], a))`, `roll`).
///
/// # Safety
/// As `std::ptr::copy`.
#[inline]
pub unsafe fn copy_bytes(src: *const u8, dst: *mut u8, n: usize) {
    let ahead = (dst as usize).wrapping_sub(src as usize);
    if n <= PIECE || !(1..16).contains(&(ahead % 4096)) || ahead < n {
        return std::ptr::copy(src, dst, n);
    }
    for at in (0..n).step_by(PIECE) {
        std::ptr::copy(src.add(at), dst.add(at), PIECE.min(n - at));
    }
}

/// Copies `rows` rows of `width` bytes; `steps` are the bytes from row to row of destination and source.
///
/// Short rows are copied in registers: a call for each of them would cost more than the copy.
///
/// # Safety
/// Both sides are valid for all rows, and are the same or do not overlap. Any alignment.
pub unsafe fn copy_rows(width: usize, dst: *mut u8, src: *const u8, steps: [isize; 2], rows: usize) {
    if steps == [width as isize; 2] {
        return copy_bytes(src, dst, width * rows);
    }
    match width {
        0 => {}
        1 => whole::<u8>(dst, src, steps, rows),
        2 => whole::<u16>(dst, src, steps, rows),
        4 => whole::<u32>(dst, src, steps, rows),
        8 => whole::<u64>(dst, src, steps, rows),
        16 => whole::<u128>(dst, src, steps, rows),
        3 => ends::<u16>(width, dst, src, steps, rows),
        5..8 => ends::<u32>(width, dst, src, steps, rows),
        9..16 => ends::<u64>(width, dst, src, steps, rows),
        17..=32 => ends::<u128>(width, dst, src, steps, rows),
        33..=64 => ends::<[u128; 2]>(width, dst, src, steps, rows),
        _ => {
            for i in 0..rows as isize {
                let (from, to) = (src.wrapping_offset(i * steps[1]), dst.wrapping_offset(i * steps[0]));
                copy_bytes(from, to, width);
            }
        }
    }
}

/// Rows of one register.
#[inline(always)]
unsafe fn whole<T: Copy>(mut dst: *mut u8, mut src: *const u8, steps: [isize; 2], rows: usize) {
    for _ in 0..rows {
        (dst as *mut T).write_unaligned((src as *const T).read_unaligned());
        dst = dst.wrapping_offset(steps[0]);
        src = src.wrapping_offset(steps[1]);
    }
}

/// Rows of one to two registers: the first bytes and the last, which overlap.
#[inline(always)]
unsafe fn ends<T: Copy>(width: usize, mut dst: *mut u8, mut src: *const u8, steps: [isize; 2], rows: usize) {
    let last = width - size_of::<T>();
    for _ in 0..rows {
        let (a, b) = ((src as *const T).read_unaligned(), (src.add(last) as *const T).read_unaligned());
        (dst as *mut T).write_unaligned(a);
        (dst.add(last) as *mut T).write_unaligned(b);
        dst = dst.wrapping_offset(steps[0]);
        src = src.wrapping_offset(steps[1]);
    }
}

/// Makes one run of `n` items of each of two to four sources in turn: item `i` of source `k` becomes item
/// `i * sources.len() + k`. False, and nothing done, for other numbers of sources and items not of 1, 2, 4, 8 bytes.
///
/// # Safety
/// The sources are valid for `n` items each, the destination for all of them; it overlaps none. Any alignment.
pub unsafe fn zip(size: usize, dst: *mut u8, sources: &[*const u8], n: usize) -> bool {
    match size {
        1 => zip_items::<u8>(dst, sources, n),
        2 => zip_items::<u16>(dst, sources, n),
        4 => zip_items::<u32>(dst, sources, n),
        8 => zip_items::<u64>(dst, sources, n),
        _ => false,
    }
}

per_level! { unsafe fn zip_items[T: Copy](dst: *mut u8, sources: &[*const u8], n: usize) -> bool = zip_any }

#[inline(always)]
unsafe fn zip_any<L: Level, T: Copy>(dst: *mut u8, sources: &[*const u8], n: usize) -> bool {
    match *sources {
        [a, b] => zip_of::<T, 2>(dst as *mut T, [a, b], n),
        [a, b, c] => zip_of::<T, 3>(dst as *mut T, [a, b, c], n),
        [a, b, c, d] => zip_of::<T, 4>(dst as *mut T, [a, b, c, d], n),
        _ => return false,
    }
    true
}

#[inline(always)]
unsafe fn zip_of<T: Copy, const K: usize>(dst: *mut T, sources: [*const u8; K], n: usize) {
    for i in 0..n {
        for (k, source) in sources.iter().enumerate() {
            dst.add(i * K + k).write_unaligned((*source as *const T).add(i).read_unaligned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_arrive_from_and_at_any_place_of_a_page() {
        let src: Vec<u8> = (0..20000).map(|i| (i * 7 % 251) as u8).collect();
        for ahead in (0..40).chain(4090..4100) {
            for n in [0, 1, 1023, 1024, 1025, 4096, 7993] {
                let mut dst = vec![0; 20000];
                let page =
                    (4096 - dst.as_ptr() as usize % 4096 + src.as_ptr() as usize % 4096) % 4096 + ahead;
                // SAFETY: at most 4095 + 4099 + 7993 of 20000 bytes are named, in two vectors.
                unsafe { copy_bytes(src.as_ptr(), dst.as_mut_ptr().add(page), n.min(20000 - page)) };
                let n = n.min(20000 - page);
                assert_eq!(dst[page..page + n], src[..n], "{ahead} {n}");
                assert!(dst[..page].iter().chain(&dst[page + n..]).all(|&b| b == 0));
                let mut moved = src.clone();
                // SAFETY: both ends lie in the vector; they overlap.
                unsafe { copy_bytes(moved.as_ptr(), moved.as_mut_ptr().add(ahead), n) };
                assert_eq!(moved[ahead..ahead + n], src[..n], "{ahead} {n} in place");
            }
        }
    }

    #[test]
    fn rows_of_every_width_arrive_whole() {
        let src: Vec<u8> = (0..4000).map(|i| (i * 7 % 251) as u8).collect();
        for width in 0..80usize {
            for (to, from) in [(width, width), (width + 3, width), (width, width + 5), (90, 91)] {
                let mut dst = vec![255u8; 4000];
                // SAFETY: 40 rows of at most 91 bytes.
                unsafe { copy_rows(width, dst.as_mut_ptr(), src.as_ptr(), [to as isize, from as isize], 40) };
                let mut expected = vec![255u8; 4000];
                for i in 0..40 {
                    expected[i * to..i * to + width].copy_from_slice(&src[i * from..i * from + width]);
                }
                assert_eq!(dst, expected, "{width} {to} {from}");
            }
        }
    }

    #[test]
    fn zipped_sources_take_turns() {
        for size in [1usize, 2, 4, 8] {
            for (k, n) in [(2usize, 0usize), (2, 1), (2, 77), (3, 50), (4, 65)] {
                let sources: Vec<Vec<u8>> =
                    (0..k).map(|s| (0..n * size).map(|i| (i * 3 + s * 101) as u8).collect()).collect();
                let mut dst = vec![0u8; n * k * size];
                let heads: Vec<*const u8> = sources.iter().map(|s| s.as_ptr()).collect();
                // SAFETY: as long as said.
                assert!(unsafe { zip(size, dst.as_mut_ptr(), &heads, n) });
                for (i, item) in dst.chunks(size).enumerate() {
                    let from = i / k * size;
                    assert_eq!(item, &sources[i % k][from..from + size], "{size} {k} {n}");
                }
            }
        }
        // SAFETY: nothing is read.
        assert!(!unsafe { zip(8, std::ptr::null_mut(), &[std::ptr::null(); 5], 1) });
    }
}
