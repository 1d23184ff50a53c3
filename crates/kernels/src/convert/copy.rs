//! Copies of items of any size, filling, byte swapping.

use super::rows::copy_bytes;
use crate::cpu::{baseline, best_v3, Level, Loop};
use crate::{Ctx, Fp, Kernel, Status};
use std::marker::PhantomData;

/// Items that are one register wide.
pub(super) struct Copy1<T>(PhantomData<T>);

impl<T: Copy> Loop for Copy1<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p as *const T, *p.add(1) as *mut T);
        let (sa, so) = (*s, *s.add(1));
        let size = size_of::<T>() as isize;
        if so == size {
            if sa == size {
                copy_bytes(a as *const u8, o as *mut u8, n * size_of::<T>());
                return Status::OK;
            }
            if sa == 0 {
                if n > 0 {
                    let value = a.read_unaligned();
                    for i in 0..n {
                        o.add(i).write_unaligned(value);
                    }
                }
                return Status::OK;
            }
            // Steps known to the compiler become loads of whole registers.
            match sa / size {
                -1 if sa == -size => every::<T, -1>(a, o, n),
                2 if sa == 2 * size => every::<T, 2>(a, o, n),
                3 if sa == 3 * size => every::<T, 3>(a, o, n),
                4 if sa == 4 * size => every::<T, 4>(a, o, n),
                _ => {
                    for i in 0..n {
                        o.add(i).write_unaligned(a.read_unaligned());
                        a = a.wrapping_byte_offset(sa);
                    }
                }
            }
            return Status::OK;
        }
        for _ in 0..n {
            o.write_unaligned(a.read_unaligned());
            a = a.wrapping_byte_offset(sa);
            o = o.wrapping_byte_offset(so);
        }
        Status::OK
    }
}

/// Each `STEP`th item.
#[inline(always)]
unsafe fn every<T: Copy, const STEP: isize>(a: *const T, o: *mut T, n: usize) {
    for i in 0..n {
        o.add(i).write_unaligned(a.offset(STEP * i as isize).read_unaligned());
    }
}

/// Items of `ctx.sizes[0]` bytes.
struct CopyAny;

impl Loop for CopyAny {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p as *const u8, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        let size = c.sizes[0];
        if sa == size as isize && so == size as isize {
            copy_bytes(a, o, n * size);
            return Status::OK;
        }
        for _ in 0..n {
            // An item may be copied to where it is.
            copy_bytes(a, o, size);
            a = a.wrapping_offset(sa);
            o = o.wrapping_offset(so);
        }
        Status::OK
    }
}

/// The kernel that copies items of `size` bytes from rows of any stride to rows of any stride.
///
/// Sizes other than 1, 2, 4, 8, 16 are read from `ctx.sizes[0]`, which must hold `size`. The rows do
/// not overlap, or are the same. A source of stride zero fills the destination.
pub fn copy(size: usize) -> Kernel {
    let run = match size {
        1 => best_v3::<Copy1<u8>>(),
        2 => best_v3::<Copy1<u16>>(),
        4 => best_v3::<Copy1<u32>>(),
        8 => best_v3::<Copy1<u64>>(),
        16 => best_v3::<Copy1<u128>>(),
        _ => baseline::<CopyAny>(),
    };
    let cost = if matches!(size, 1 | 2 | 4 | 8 | 16) { 0.02 * size as f32 } else { 2.0 + 0.02 * size as f32 };
    Kernel::new(run, Fp::Never, cost.max(0.03))
}

/// The kernel that fills a row with the one item of its first operand (at stride zero).
pub fn fill(size: usize) -> Kernel {
    copy(size)
}

/// Units that can be reversed.
trait Unit: Copy {
    fn reversed(self) -> Self;
}
macro_rules! unit { ($($t:ident)+) => { $( impl Unit for $t {
    #[inline(always)]
    fn reversed(self) -> $t { self.swap_bytes() }
} )+ } }
unit!(u16 u32 u64 u128);
impl<T: Unit> Unit for (T, T) {
    #[inline(always)]
    fn reversed(self) -> (T, T) {
        (self.0.reversed(), self.1.reversed())
    }
}

struct Swap<T>(PhantomData<T>);

impl<T: Unit> Loop for Swap<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p as *const T, *p.add(1) as *mut T);
        let (sa, so) = (*s, *s.add(1));
        let size = size_of::<T>() as isize;
        if sa == size && so == size {
            if std::ptr::eq(a, o) {
                for i in 0..n {
                    o.add(i).write_unaligned(o.add(i).read_unaligned().reversed());
                }
            } else {
                for i in 0..n {
                    o.add(i).write_unaligned(a.add(i).read_unaligned().reversed());
                }
            }
            return Status::OK;
        }
        for _ in 0..n {
            o.write_unaligned(a.read_unaligned().reversed());
            a = a.wrapping_byte_offset(sa);
            o = o.wrapping_byte_offset(so);
        }
        Status::OK
    }
}

/// Items of `ctx.sizes[0]` bytes, made of units of `ctx.arg` bytes.
struct SwapAny;

impl Loop for SwapAny {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p as *const u8, *p.add(1));
        let (size, unit) = (c.sizes[0], c.arg as usize);
        for _ in 0..n {
            if !std::ptr::eq(a, o) {
                std::ptr::copy_nonoverlapping(a, o, size);
            }
            let mut at = 0;
            while at + unit <= size {
                for i in 0..unit / 2 {
                    std::ptr::swap(o.add(at + i), o.add(at + unit - 1 - i));
                }
                at += unit;
            }
            a = a.wrapping_offset(*s);
            o = o.wrapping_offset(*s.add(1));
        }
        Status::OK
    }
}

/// The kernel that copies items of `size` bytes and reverses the bytes of each of their `parts` equal
/// parts (two for complex numbers, the length for text); exact in place is allowed.
///
/// Other combinations than units of 2, 4, 8, 16 bytes and pairs of 4 and 8 read `ctx.sizes[0]`, which
/// must hold `size`, and `ctx.arg`, which must hold `size / parts`.
pub fn swap(size: usize, parts: usize) -> Kernel {
    let run = match (size, parts) {
        (1, _) => best_v3::<Copy1<u8>>(),
        (2, 1) => best_v3::<Swap<u16>>(),
        (4, 1) => best_v3::<Swap<u32>>(),
        (8, 1) => best_v3::<Swap<u64>>(),
        (16, 1) => best_v3::<Swap<u128>>(),
        (8, 2) => best_v3::<Swap<(u32, u32)>>(),
        (16, 2) => best_v3::<Swap<(u64, u64)>>(),
        _ => baseline::<SwapAny>(),
    };
    Kernel::new(run, Fp::Never, 0.03 * size as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(k: Kernel, ctx: &Ctx, src: &[u8], ss: isize, dst: &mut [u8], ds: isize, n: usize) {
        let ptrs = [src.as_ptr() as *mut u8, dst.as_mut_ptr()];
        // SAFETY: the tests pass strides that stay inside the slices.
        let status = unsafe { (k.run)(ctx, ptrs.as_ptr(), [ss, ds].as_ptr(), n) };
        assert!(status.is_ok());
    }

    #[test]
    fn copies_of_every_size_and_stride() {
        for size in 1..20usize {
            let src: Vec<u8> = (0..200).map(|i| i as u8).collect();
            let ctx = Ctx { sizes: [size; 4], ..Ctx::EMPTY };
            for (ss, ds) in [(size, size), (size + 3, size), (size, size + 1), (0, size), (0, size + 2)] {
                let mut dst = vec![255u8; 200];
                run(copy(size), &ctx, &src, ss as isize, &mut dst, ds as isize, 7);
                for i in 0..7 {
                    assert_eq!(dst[i * ds..i * ds + size], src[i * ss..i * ss + size], "{size} {ss} {ds}");
                }
                assert!(dst[6 * ds + size..].iter().all(|&b| b == 255));
            }
        }
    }

    #[test]
    fn swapping_reverses_each_part() {
        for (size, parts) in [(2, 1), (4, 1), (8, 1), (16, 1), (8, 2), (16, 2), (12, 3), (6, 3), (1, 1)] {
            let unit = size / parts;
            let ctx = Ctx { sizes: [size; 4], arg: unit as i64, ..Ctx::EMPTY };
            let src: Vec<u8> = (0..(size * 9) as u8).collect();
            let mut dst = vec![0; size * 9];
            run(swap(size, parts), &ctx, &src, size as isize, &mut dst, size as isize, 9);
            let expected: Vec<u8> = src.chunks(unit).flat_map(|c| c.iter().rev().copied()).collect();
            assert_eq!(dst, expected, "{size} {parts}");
            let mut same = src.clone();
            let ptr = same.as_mut_ptr();
            // SAFETY: exact in place over the whole vector.
            let _ =
                unsafe { (swap(size, parts).run)(&ctx, [ptr, ptr].as_ptr(), [size as isize; 2].as_ptr(), 9) };
            assert_eq!(same, expected);
        }
    }
}
