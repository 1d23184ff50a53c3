//! `float16`: blocks are converted to `float32` and back around the kernel of that type.

use super::vector::{Binary as Binary32, Unary as Unary32, Vector1, Vector2};
use crate::cpu::{best, Level, Loop};
use crate::{Ctx, Raw, Status};
use std::marker::PhantomData;

/// Elements of a block.
const BLOCK: usize = 256;

/// The `f32` of the bits of a half: the magnitude in its place, the exponent off by 112; infinities
/// and NaN apart.
#[inline(always)]
pub fn widened(h: u16) -> f32 {
    let h = h as u32;
    let magnitude = (h & 0x7fff) << 13;
    let finite = f32::from_bits(magnitude) * f32::from_bits((127 + 112) << 23);
    let bits = if magnitude >= 0x7c00 << 13 { magnitude | 0x7f80_0000 } else { finite.to_bits() };
    f32::from_bits(bits | (h & 0x8000) << 16)
}

/// The bits of the nearest half, ties to even, and whether that overflows and whether it is tiny and
/// not exact.
#[inline(always)]
pub fn narrowed(x: f32) -> (u16, u32, u32) {
    let bits = x.to_bits() & 0x7fff_ffff;
    // Normal: the exponent rebased, half of the last place (less for even) added.
    let normal = bits.wrapping_sub(112 << 23).wrapping_add(0xfff + ((bits >> 13) & 1)) >> 13;
    // Subnormal: adding 0.5 leaves multiples of 2^-24 in the low bits.
    let subnormal = (f32::from_bits(bits) + 0.5).to_bits().wrapping_sub(0.5f32.to_bits());
    let special = if bits > 0x7f80_0000 { 0x7e00 } else { 0x7c00 };
    let tiny = bits < 113 << 23;
    let r = if tiny { subnormal } else { normal };
    let r = if bits >= 0x477f_f000 { special } else { r };
    let overflow = (0x477f_f000..0x7f80_0000).contains(&bits);
    let back = f32::from_bits(r << 13) * f32::from_bits((127 + 112) << 23);
    let inexact = tiny & (back.to_bits() != bits);
    ((r | (x.to_bits() >> 16 & 0x8000)) as u16, overflow as u32, inexact as u32)
}

/// Converts `n` elements at a stride to a contiguous block of `f32`.
struct Widen;
impl Loop for Widen {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, o, stride) = (*p, *p.add(1) as *mut f32, *s);
        if stride == 2 {
            let a = a as *const u16;
            for i in 0..n {
                *o.add(i) = widened(*a.add(i));
            }
        } else {
            for i in 0..n {
                *o.add(i) = widened(*(a.offset(i as isize * stride) as *const u16));
            }
        }
        Status::OK
    }
}

/// Rounds a contiguous block of `f32` to `n` elements at a stride.
struct Narrow;
impl Loop for Narrow {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, o, stride) = (*p as *const f32, *p.add(1), *s.add(1));
        let (mut overflow, mut underflow) = (0, 0);
        if stride == 2 {
            let o = o as *mut u16;
            for i in 0..n {
                let (r, over, under) = narrowed(*a.add(i));
                (overflow, underflow) = (overflow | over, underflow | under);
                *o.add(i) = r;
            }
        } else {
            for i in 0..n {
                let (r, over, under) = narrowed(*a.add(i));
                (overflow, underflow) = (overflow | over, underflow | under);
                *(o.offset(i as isize * stride) as *mut u16) = r;
            }
        }
        Status::OVERFLOW.when(overflow != 0).with(Status::UNDERFLOW.when(underflow != 0))
    }
}

/// Runs a kernel of `float32` over blocks of its operands, `K` of them inputs.
unsafe fn through<const K: usize>(run: Raw, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let (widen, narrow) = (best::<Widen>(), best::<Narrow>());
    let size = size_of::<f32>() as isize;
    let mut blocks = [[0f32; BLOCK]; K];
    let mut status = Status::OK;
    // Into one element: the kernel reduces, one step after the other.
    let step = if *s.add(K) == 0 { 1 } else { BLOCK };
    let mut done = 0;
    while done < n {
        let k = step.min(n - done);
        let at = |i: usize| (*p.add(i)).offset(done as isize * *s.add(i));
        let mut pointers = [std::ptr::null_mut(); 3];
        for (i, block) in blocks.iter_mut().enumerate() {
            pointers[i] = block.as_mut_ptr() as *mut u8;
            let _ = widen(&Ctx::EMPTY, [at(i), pointers[i]].as_ptr(), [*s.add(i), size].as_ptr(), k);
        }
        // The result takes the place of the first input.
        pointers[K] = pointers[0];
        status = status.with(run(&Ctx::EMPTY, pointers.as_ptr(), [size; 3].as_ptr(), k));
        let flags = narrow(&Ctx::EMPTY, [pointers[0], at(K)].as_ptr(), [size, *s.add(K)].as_ptr(), k);
        status = status.with(flags);
        done += k;
    }
    status
}

pub struct Unary<F>(PhantomData<F>);
pub struct Binary<F>(PhantomData<F>);

impl<F: Vector1> Loop for Unary<F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        through::<1>(best::<Unary32<f32, F>>(), p, s, n)
    }
}

impl<F: Vector2> Loop for Binary<F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        through::<2>(best::<Binary32<f32, F>>(), p, s, n)
    }
}
