//! Pairwise summation: the tree whose sums have NumPy's bits.
//!
//! Up to 128 numbers make a leaf: fewer than eight are added in order, more go to eight accumulators
//! that are combined as ((0+1)+(2+3))+((4+5)+(6+7)). Longer rows are split in halves, the left one
//! rounded down to a multiple of eight. A complex number counts as two.

use super::pin::Pin;
use crate::cpu::Level;
use std::mem::MaybeUninit;

/// The longest leaf.
const LEAF: usize = 128;

/// Numbers to sum: the value of a leaf.
pub(crate) trait Leaves {
    type Sum: Copy;
    /// The sum of `len` numbers from `start` on.
    unsafe fn leaf<L: Level>(&self, start: usize, len: usize) -> Self::Sum;
    fn add(a: Self::Sum, b: Self::Sum) -> Self::Sum;
}

/// The sum of `n` numbers; the recursion is written out, since it must be inlined into its level.
#[inline(always)]
pub(crate) unsafe fn sum<L: Level, S: Leaves>(leaves: &S, n: usize) -> S::Sum {
    let mut left: [MaybeUninit<S::Sum>; 64] = [const { MaybeUninit::uninit() }; 64];
    let mut right: [MaybeUninit<usize>; 64] = [const { MaybeUninit::uninit() }; 64];
    let (mut depth, mut start, mut len) = (0, 0, n);
    loop {
        while len > LEAF {
            let half = (len / 2) & !7;
            right[depth].write(len - half);
            depth += 1;
            len = half;
        }
        let mut value = leaves.leaf::<L>(start, len);
        start += len;
        loop {
            if depth == 0 {
                return value;
            }
            // SAFETY note: frames below `depth` were written on the way down.
            let waiting = right[depth - 1].assume_init();
            if waiting != 0 {
                left[depth - 1].write(value);
                right[depth - 1].write(0);
                len = waiting;
                break;
            }
            value = S::add(left[depth - 1].assume_init(), value);
            depth -= 1;
        }
    }
}

/// Numbers reached by their index.
pub(crate) trait Numbers {
    type T: Copy + Pin + std::ops::Add<Output = Self::T>;
    const ZERO: Self::T;
    unsafe fn get(&self, i: usize) -> Self::T;
}

/// `(a + b) + (c + d)`. Pinned: in a vector with unused lanes the sums of those could overflow.
#[inline(always)]
fn combine<T: Copy + Pin + std::ops::Add<Output = T>>((a, b): (T, T), (c, d): (T, T)) -> T {
    let left = (a.pinned() + b.pinned()).pinned();
    left + (c.pinned() + d.pinned())
}

/// The leaf of real numbers.
#[inline(always)]
pub(crate) unsafe fn real_leaf<S: Numbers>(x: &S, start: usize, len: usize) -> S::T {
    if len < 8 {
        // -0.0 is the neutral element: a row of -0.0 keeps its sign.
        let mut sum = S::ZERO;
        for i in 0..len {
            sum = sum + x.get(start + i);
        }
        return sum;
    }
    let mut r = [S::ZERO; 8];
    for (j, r) in r.iter_mut().enumerate() {
        *r = x.get(start + j);
    }
    let whole = len & !7;
    let mut i = 8;
    while i < whole {
        for (j, r) in r.iter_mut().enumerate() {
            *r = *r + x.get(start + i + j);
        }
        i += 8;
    }
    let mut sum = combine((r[0] + r[1], r[2] + r[3]), (r[4] + r[5], r[6] + r[7]));
    for i in whole..len {
        sum = sum + x.get(start + i);
    }
    sum
}

/// The leaf of complex numbers; `start` and `len` count real numbers.
#[inline(always)]
pub(crate) unsafe fn complex_leaf<S: Numbers>(x: &S, start: usize, len: usize) -> (S::T, S::T) {
    // `get(2 i)` is the real part of number `i`, `get(2 i + 1)` the imaginary part.
    if len < 8 {
        let (mut re, mut im) = (S::ZERO, S::ZERO);
        for i in (0..len).step_by(2) {
            re = re + x.get(start + i);
            im = im + x.get(start + i + 1);
        }
        return (re, im);
    }
    let mut r = [S::ZERO; 8];
    for (j, r) in r.iter_mut().enumerate() {
        *r = x.get(start + j);
    }
    let whole = len & !7;
    let mut i = 8;
    while i < whole {
        for (j, r) in r.iter_mut().enumerate() {
            *r = *r + x.get(start + i + j);
        }
        i += 8;
    }
    let mut re = combine((r[0], r[2]), (r[4], r[6]));
    let mut im = combine((r[1], r[3]), (r[5], r[7]));
    for i in (whole..len).step_by(2) {
        re = re + x.get(start + i);
        im = im + x.get(start + i + 1);
    }
    (re, im)
}

/// A row of real numbers of one type; `S` is its stride in bytes, 0 if only known at run time.
#[derive(Clone, Copy)]
pub(crate) struct Row<T> {
    pub ptr: *const u8,
    pub stride: isize,
    pub marker: std::marker::PhantomData<T>,
}

/// A contiguous row.
#[derive(Clone, Copy)]
pub(crate) struct Dense<T>(pub *const T);

macro_rules! rows {
    ($($t:ident)+) => { $(
        impl Numbers for Dense<$t> {
            type T = $t;
            const ZERO: $t = -0.0;
            #[inline(always)]
            unsafe fn get(&self, i: usize) -> $t { *self.0.add(i) }
        }
        impl Numbers for Row<$t> {
            type T = $t;
            const ZERO: $t = -0.0;
            #[inline(always)]
            unsafe fn get(&self, i: usize) -> $t {
                *(self.ptr.wrapping_offset(i as isize * self.stride) as *const $t)
            }
        }
        impl Numbers for ComplexRow<$t> {
            type T = $t;
            const ZERO: $t = -0.0;
            #[inline(always)]
            unsafe fn get(&self, i: usize) -> $t {
                *(self.ptr.wrapping_offset((i >> 1) as isize * self.stride) as *const $t).add(i & 1)
            }
        }
        impl SumRow for $t {
            #[inline(always)]
            unsafe fn sum_row<L: Level>(ptr: *const u8, stride: isize, n: usize) -> $t {
                if stride == size_of::<$t>() as isize {
                    sum::<L, _>(&Real(Dense(ptr as *const $t)), n)
                } else {
                    sum::<L, _>(&Real(Row::<$t> { ptr, stride, marker: std::marker::PhantomData }), n)
                }
            }
        }
        impl SumRow for num_complex::Complex<$t> {
            #[inline(always)]
            unsafe fn sum_row<L: Level>(ptr: *const u8, stride: isize, n: usize) -> Self {
                let (re, im) = if stride == size_of::<Self>() as isize {
                    sum::<L, _>(&Pairs(Dense(ptr as *const $t)), 2 * n)
                } else {
                    let row = ComplexRow::<$t> { ptr, stride, marker: std::marker::PhantomData };
                    sum::<L, _>(&Pairs(row), 2 * n)
                };
                num_complex::Complex::new(re, im)
            }
        }
    )+ };
}

/// A strided row of complex numbers, as real ones.
#[derive(Clone, Copy)]
pub(crate) struct ComplexRow<T> {
    pub ptr: *const u8,
    pub stride: isize,
    pub marker: std::marker::PhantomData<T>,
}

/// Leaves of real numbers.
pub(crate) struct Real<S>(pub S);
impl<S: Numbers> Leaves for Real<S> {
    type Sum = S::T;
    #[inline(always)]
    unsafe fn leaf<L: Level>(&self, start: usize, len: usize) -> S::T {
        real_leaf(&self.0, start, len)
    }
    #[inline(always)]
    fn add(a: S::T, b: S::T) -> S::T {
        a + b
    }
}

/// Leaves of complex numbers.
pub(crate) struct Pairs<S>(pub S);
impl<S: Numbers> Leaves for Pairs<S> {
    type Sum = (S::T, S::T);
    #[inline(always)]
    unsafe fn leaf<L: Level>(&self, start: usize, len: usize) -> (S::T, S::T) {
        complex_leaf(&self.0, start, len)
    }
    #[inline(always)]
    fn add(a: (S::T, S::T), b: (S::T, S::T)) -> (S::T, S::T) {
        (a.0 + b.0, a.1 + b.1)
    }
}

/// Types whose rows have a pairwise sum.
pub(crate) trait SumRow: Copy {
    unsafe fn sum_row<L: Level>(ptr: *const u8, stride: isize, n: usize) -> Self;
}
rows!(f32 f64);
