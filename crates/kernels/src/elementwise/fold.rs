//! Binary operations with their reduction: into one element, held in a register.

use super::loops::{map2, step, Op2};
use super::pairwise::SumRow;
use crate::cpu::{Level, Loop};
use crate::{Ctx, Status};
use std::marker::PhantomData;

/// How a row is reduced into an accumulator.
pub(crate) trait Fold<T: Copy>: Op2<T, R = T> {
    unsafe fn fold<L: Level>(acc: T, row: *const u8, stride: isize, n: usize) -> T;
}

/// `out = O(a, b)`, or `out = O(out, b)` over all `b` when input and output are one element.
pub(crate) struct Fold2<T, O>(PhantomData<(T, O)>);

impl<T: Copy, O: Fold<T>> Loop for Fold2<T, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        if so == 0 && sa == 0 && a == o {
            let acc = o as *mut T;
            *acc = O::fold::<L>(*acc, b, sb, n);
        } else {
            map2::<L, T, T, O>((a, b, o), (sa, sb, so), n);
        }
        Status::OK
    }
}

/// In order; the compiler makes several accumulators of it where the operation is associative.
#[inline(always)]
pub(crate) unsafe fn in_order<L: Level, T: Copy, O: Op2<T, R = T>>(
    mut acc: T,
    mut row: *const u8,
    stride: isize,
    n: usize,
) -> T {
    if L::FAST && stride == step::<T>() {
        let x = row as *const T;
        for i in 0..n {
            acc = O::apply::<L>(acc, *x.add(i));
        }
        return acc;
    }
    for _ in 0..n {
        acc = O::apply::<L>(acc, *(row as *const T));
        row = row.wrapping_offset(stride);
    }
    acc
}

/// The accumulator plus the pairwise sum of the row.
#[inline(always)]
pub(crate) unsafe fn pairwise<L: Level, T: SumRow + std::ops::Add<Output = T>>(
    acc: T,
    row: *const u8,
    stride: isize,
    n: usize,
) -> T {
    acc + T::sum_row::<L>(row, stride, n)
}

/// Declares reductions in order: `fold_in_order!(Name: types)`.
macro_rules! fold_in_order {
    ($name:ident: $($t:ident)+) => { $(
        impl $crate::elementwise::fold::Fold<$t> for $name {
            #[inline(always)]
            unsafe fn fold<L: $crate::cpu::Level>(acc: $t, row: *const u8, stride: isize, n: usize) -> $t {
                $crate::elementwise::fold::in_order::<L, $t, $name>(acc, row, stride, n)
            }
        }
    )+ };
}
pub(crate) use fold_in_order;
