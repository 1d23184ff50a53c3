//! Frames for half precision: blocks are widened, computed in single precision, rounded once.

use super::fold::Fold;
use super::loops::{Op1, Op2};
use super::pairwise::{real_leaf, sum, Dense, Leaves};
use crate::convert::half::{narrow, widen, BLOCK};
use crate::cpu::{best_v3, Level, Loop};
use crate::elementwise::arithmetic::{Add, Multiply};
use crate::{Ctx, Fp, Kernel, Status};
use std::marker::PhantomData;
use std::mem::MaybeUninit;

type Block = MaybeUninit<[f32; BLOCK]>;

/// `out = O(a)`.
pub(crate) struct Half1<O>(PhantomData<O>);

impl<O: Op1<f32, R = f32>> Loop for Half1<O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        let mut block = Block::uninit();
        let x = block.as_mut_ptr() as *mut f32;
        let mut left = n;
        while left > 0 {
            let m = left.min(BLOCK);
            widen::<L>(a, sa, m, x);
            for i in 0..m {
                *x.add(i) = O::apply::<L>(*x.add(i));
            }
            narrow::<L>(x, m, o, so);
            a = a.wrapping_offset(sa * m as isize);
            o = o.wrapping_offset(so * m as isize);
            left -= m;
        }
        Status::OK
    }
}

impl<O: Op1<f32, R = f32>> Half1<O> {
    pub(crate) fn kernel(cost: f32) -> Kernel {
        Kernel::new(best_v3::<Self>(), Fp::Hardware, cost)
    }

    /// An operation that raises nothing.
    pub(crate) fn quiet(cost: f32) -> Kernel {
        Kernel::new(best_v3::<Self>(), Fp::Never, cost)
    }
}

/// Calls `f(x, y, offset, m)` for blocks of the two widened operands.
#[inline(always)]
unsafe fn blocks<L: Level>(
    p: *const *mut u8,
    s: *const isize,
    n: usize,
    mut f: impl FnMut(*mut f32, *mut f32, isize, usize),
) {
    let (mut first, mut second) = (Block::uninit(), Block::uninit());
    let (x, y) = (first.as_mut_ptr() as *mut f32, second.as_mut_ptr() as *mut f32);
    let mut done = 0;
    while done < n {
        let m = (n - done).min(BLOCK);
        widen::<L>((*p).wrapping_offset(*s * done as isize), *s, m, x);
        widen::<L>((*p.add(1)).wrapping_offset(*s.add(1) * done as isize), *s.add(1), m, y);
        f(x, y, done as isize, m);
        done += m;
    }
}

#[inline(always)]
unsafe fn map<L: Level, O: Op2<f32, R = f32>>(p: *const *mut u8, s: *const isize, n: usize) {
    let (o, so) = (*p.add(2), *s.add(2));
    blocks::<L>(p, s, n, |x, y, at, m| {
        for i in 0..m {
            *x.add(i) = O::apply::<L>(*x.add(i), *y.add(i));
        }
        narrow::<L>(x, m, o.wrapping_offset(so * at), so);
    });
}

/// How a row of half precision is reduced: in single precision, rounded once at the end.
pub(crate) trait HalfRow {
    unsafe fn row<L: Level>(acc: f32, row: *const u8, stride: isize, n: usize) -> f32;
}

/// `out = O(a, b)`, with the reduction of `R`.
pub(crate) struct HalfFrame<O, R>(PhantomData<(O, R)>);

impl<O: Op2<f32, R = f32>, R: HalfRow> Loop for HalfFrame<O, R> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        if *s == 0 && *s.add(2) == 0 && *p == *p.add(2) {
            let mut acc = 0f32;
            widen::<L>(*p, 2, 1, &mut acc);
            acc = R::row::<L>(acc, *p.add(1), *s.add(1), n);
            narrow::<L>(&acc, 1, *p, 2);
        } else {
            map::<L, O>(p, s, n);
        }
        Status::OK
    }
}

impl<O: Op2<f32, R = f32>, R: HalfRow> HalfFrame<O, R> {
    pub(crate) fn kernel(cost: f32) -> Kernel {
        Kernel::new(best_v3::<Self>(), Fp::Hardware, cost)
    }
}

/// Reduction in order.
pub(crate) struct InOrder<O>(PhantomData<O>);
impl<O: Op2<f32, R = f32>> HalfRow for InOrder<O> {
    #[inline(always)]
    unsafe fn row<L: Level>(mut acc: f32, row: *const u8, stride: isize, n: usize) -> f32 {
        let mut block = Block::uninit();
        let x = block.as_mut_ptr() as *mut f32;
        let mut done = 0;
        while done < n {
            let m = (n - done).min(BLOCK);
            widen::<L>(row.wrapping_offset(stride * done as isize), stride, m, x);
            for i in 0..m {
                acc = O::apply::<L>(acc, *x.add(i));
            }
            done += m;
        }
        acc
    }
}

/// The reduction that the operation has in single precision (an extremum).
pub(crate) struct AsSingle<O>(PhantomData<O>);
impl<O: Fold<f32>> HalfRow for AsSingle<O> {
    #[inline(always)]
    unsafe fn row<L: Level>(mut acc: f32, row: *const u8, stride: isize, n: usize) -> f32 {
        let mut block = Block::uninit();
        let x = block.as_mut_ptr() as *mut f32;
        let mut done = 0;
        while done < n {
            let m = (n - done).min(BLOCK);
            widen::<L>(row.wrapping_offset(stride * done as isize), stride, m, x);
            acc = O::fold::<L>(acc, x as *const u8, 4, m);
            done += m;
        }
        acc
    }
}

/// Pairwise sum of the widened numbers.
pub(crate) struct Pairwise;

struct HalfLeaves {
    row: *const u8,
    stride: isize,
}

impl Leaves for HalfLeaves {
    type Sum = f32;
    #[inline(always)]
    unsafe fn leaf<L: Level>(&self, start: usize, len: usize) -> f32 {
        let mut wide = MaybeUninit::<[f32; 128]>::uninit();
        let x = wide.as_mut_ptr() as *mut f32;
        widen::<L>(self.row.wrapping_offset(start as isize * self.stride), self.stride, len, x);
        real_leaf(&Dense(x as *const f32), 0, len)
    }
    #[inline(always)]
    fn add(a: f32, b: f32) -> f32 {
        a + b
    }
}

impl HalfRow for Pairwise {
    #[inline(always)]
    unsafe fn row<L: Level>(acc: f32, row: *const u8, stride: isize, n: usize) -> f32 {
        acc + sum::<L, _>(&HalfLeaves { row, stride }, n)
    }
}

pub(crate) type HalfFold2<O> = HalfFrame<O, InOrder<O>>;
pub(crate) type HalfSum = HalfFrame<Add, Pairwise>;
pub(crate) type HalfProduct = HalfFrame<Multiply, InOrder<Multiply>>;

/// A comparison; the result is a boolean.
pub(crate) struct HalfTest2<O>(PhantomData<O>);

impl<O: Op2<f32, R = u8>> Loop for HalfTest2<O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (o, so) = (*p.add(2), *s.add(2));
        blocks::<L>(p, s, n, |x, y, at, m| {
            for i in 0..m {
                *o.wrapping_offset((at + i as isize) * so) = O::apply::<L>(*x.add(i), *y.add(i));
            }
        });
        Status::OK
    }
}

impl<O: Op2<f32, R = u8>> HalfTest2<O> {
    pub(crate) fn kernel(cost: f32) -> Kernel {
        Kernel::new(best_v3::<Self>(), Fp::Never, cost)
    }

    /// The operands exchanged.
    pub(crate) fn flipped(cost: f32) -> Kernel {
        Kernel::new(best_v3::<super::loops::Flip<Self>>(), Fp::Never, cost)
    }
}
