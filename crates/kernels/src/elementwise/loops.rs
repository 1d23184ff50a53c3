//! The frames around one operation: contiguous, scalar operand, exact in place, strided.
//!
//! The compiler's run-time test for overlap would send an exact in-place call to a scalar loop,
//! hence a loop of its own for it. All frames read and write element by element in order.

use crate::cpu::{Level, Loop};
use crate::{Ctx, Status};
use std::marker::PhantomData;

/// An operation on one element.
pub(crate) trait Op1<A> {
    type R: Copy;
    fn apply<L: Level>(a: A) -> Self::R;
}

/// An operation on two elements.
pub(crate) trait Op2<A, B = A> {
    type R: Copy;
    /// Operands may change places: one loop serves a scalar on either side.
    const COMMUTES: bool = false;
    /// The result is one of the operands: see [`in_place`].
    const CHOOSES: bool = false;
    fn apply<L: Level>(a: A, b: B) -> Self::R;
}

/// Operations on one element: `op1!(Name: types => result, |a| …)`; the result has the operand's type
/// if none is named.
macro_rules! op1 {
    ($name:ident: $($t:ident)+, |$a:ident| $e:expr) => { $(
        impl $crate::elementwise::loops::Op1<$t> for $name {
            type R = $t;
            #[inline(always)]
            fn apply<L: $crate::cpu::Level>($a: $t) -> $t { $e }
        }
    )+ };
    ($name:ident: $($t:ident)+ => $r:ty, |$a:ident| $e:expr) => { $(
        impl $crate::elementwise::loops::Op1<$t> for $name {
            type R = $r;
            #[inline(always)]
            fn apply<L: $crate::cpu::Level>($a: $t) -> $r { $e }
        }
    )+ };
}

/// Operations on two elements: `op2!(Name: types => result, |a, b| …)`, `commutes` after the name if
/// operands may change places, then `chooses` if the result is one of them.
macro_rules! op2 {
    (@impl $name:ident, $t:ident, $r:ty, $c:literal, $chooses:literal, $a:ident, $b:ident, $e:expr) => {
        impl $crate::elementwise::loops::Op2<$t> for $name {
            type R = $r;
            const COMMUTES: bool = $c;
            const CHOOSES: bool = $chooses;
            #[inline(always)]
            fn apply<L: $crate::cpu::Level>($a: $t, $b: $t) -> $r { $e }
        }
    };
    ($name:ident: $($t:ident)+, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $t, false, false, $a, $b, $e); )+
    };
    ($name:ident chooses: $($t:ident)+, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $t, false, true, $a, $b, $e); )+
    };
    ($name:ident commutes chooses: $($t:ident)+, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $t, true, true, $a, $b, $e); )+
    };
    ($name:ident commutes: $($t:ident)+, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $t, true, false, $a, $b, $e); )+
    };
    ($name:ident: $($t:ident)+ => $r:ty, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $r, false, false, $a, $b, $e); )+
    };
    ($name:ident commutes: $($t:ident)+ => $r:ty, |$a:ident, $b:ident| $e:expr) => {
        $( op2!(@impl $name, $t, $r, true, false, $a, $b, $e); )+
    };
}
pub(crate) use {op1, op2};

/// The byte stride of a contiguous row.
#[inline(always)]
pub(crate) const fn step<T>() -> isize {
    size_of::<T>() as isize
}

/// `out = O(a)`.
pub(crate) struct Map1<A, O>(PhantomData<(A, O)>);

impl<A: Copy, O: Op1<A>> Loop for Map1<A, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        if sa == step::<A>() && so == step::<O::R>() {
            let (x, r) = (a as *const A, o as *mut O::R);
            if L::FAST && step::<A>() == step::<O::R>() && a == o {
                for i in 0..n {
                    *r.add(i) = O::apply::<L>(*(r.add(i) as *const A));
                }
            } else {
                for i in 0..n {
                    *r.add(i) = O::apply::<L>(*x.add(i));
                }
            }
            return Status::OK;
        }
        for _ in 0..n {
            *(o as *mut O::R) = O::apply::<L>(*(a as *const A));
            a = a.wrapping_offset(sa);
            o = o.wrapping_offset(so);
        }
        Status::OK
    }
}

/// `out = O(a, b)`.
pub(crate) struct Map2<A, B, O>(PhantomData<(A, B, O)>);

impl<A: Copy, B: Copy, O: Op2<A, B>> Loop for Map2<A, B, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        map2::<L, A, B, O>((*p, *p.add(1), *p.add(2)), (*s, *s.add(1), *s.add(2)), n);
        Status::OK
    }
}

#[inline(always)]
pub(crate) unsafe fn map2<L: Level, A: Copy, B: Copy, O: Op2<A, B>>(
    (mut a, mut b, mut o): (*mut u8, *mut u8, *mut u8),
    (mut sa, mut sb, so): (isize, isize, isize),
    n: usize,
) {
    if so == step::<O::R>() {
        if sa == step::<A>() && sb == step::<B>() {
            return contiguous::<L, A, B, O>(a, b, o, n);
        }
        if L::FAST {
            if O::COMMUTES && sa == 0 {
                (a, b, sa, sb) = (b, a, sb, sa);
            }
            if sb == 0 && sa == step::<A>() {
                return scalar_right::<L, A, B, O>(a, *(b as *const B), o, n);
            }
            if !O::COMMUTES && sa == 0 && sb == step::<B>() {
                return scalar_left::<L, A, B, O>(*(a as *const A), b, o, n);
            }
        }
    }
    for _ in 0..n {
        *(o as *mut O::R) = O::apply::<L>(*(a as *const A), *(b as *const B));
        a = a.wrapping_offset(sa);
        b = b.wrapping_offset(sb);
        o = o.wrapping_offset(so);
    }
}

/// `r[i] = f(r[i], i)`.
///
/// With `apart` it reads copies of blocks: what chooses between the old item and another would become stores under a
/// mask, which take AMD's processors some ten cycles each in AVX2 (in AVX-512 one).
#[inline(always)]
unsafe fn in_place<A: Copy, R: Copy>(r: *mut R, n: usize, apart: bool, f: impl Fn(A, usize) -> R) {
    const BLOCK: usize = 256;
    let mut done = 0;
    if apart {
        let mut before = [std::mem::MaybeUninit::<A>::uninit(); BLOCK];
        while done + BLOCK <= n {
            let row = r.add(done);
            before.as_mut_ptr().copy_from_nonoverlapping(row.cast(), BLOCK);
            for i in 0..BLOCK {
                *row.add(i) = f(before[i].assume_init(), done + i);
            }
            done += BLOCK;
        }
    }
    for i in done..n {
        *r.add(i) = f(*(r.add(i) as *const A), i);
    }
}

#[inline(always)]
unsafe fn contiguous<L: Level, A: Copy, B: Copy, O: Op2<A, B>>(a: *mut u8, b: *mut u8, o: *mut u8, n: usize) {
    let (x, y, r) = (a as *const A, b as *const B, o as *mut O::R);
    if L::FAST && step::<A>() == step::<O::R>() && a == o {
        if a == b && step::<A>() == step::<B>() {
            for i in 0..n {
                *r.add(i) = O::apply::<L>(*(r.add(i) as *const A), *(r.add(i) as *const B));
            }
        } else {
            in_place::<A, _>(r, n, O::CHOOSES && !L::WIDE, |x, i| O::apply::<L>(x, *y.add(i)));
        }
    } else if L::FAST && step::<B>() == step::<O::R>() && b == o {
        in_place::<B, _>(r, n, O::CHOOSES && !L::WIDE, |y, i| O::apply::<L>(*x.add(i), y));
    } else {
        for i in 0..n {
            *r.add(i) = O::apply::<L>(*x.add(i), *y.add(i));
        }
    }
}

#[inline(always)]
unsafe fn scalar_right<L: Level, A: Copy, B: Copy, O: Op2<A, B>>(a: *mut u8, y: B, o: *mut u8, n: usize) {
    let (x, r) = (a as *const A, o as *mut O::R);
    if step::<A>() == step::<O::R>() && a == o {
        in_place::<A, _>(r, n, O::CHOOSES && !L::WIDE, |x, _| O::apply::<L>(x, y));
    } else {
        for i in 0..n {
            *r.add(i) = O::apply::<L>(*x.add(i), y);
        }
    }
}

#[inline(always)]
unsafe fn scalar_left<L: Level, A: Copy, B: Copy, O: Op2<A, B>>(x: A, b: *mut u8, o: *mut u8, n: usize) {
    let (y, r) = (b as *const B, o as *mut O::R);
    if step::<B>() == step::<O::R>() && b == o {
        in_place::<B, _>(r, n, O::CHOOSES && !L::WIDE, |y, _| O::apply::<L>(x, y));
    } else {
        for i in 0..n {
            *r.add(i) = O::apply::<L>(x, *y.add(i));
        }
    }
}

/// The same loop with its inputs exchanged (`a > b` is `b < a`).
pub(crate) struct Flip<X>(PhantomData<X>);

impl<X: Loop> Loop for Flip<X> {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let ptrs = [*p.add(1), *p, *p.add(2)];
        let strides = [*s.add(1), *s, *s.add(2)];
        L::call::<X>(c, ptrs.as_ptr(), strides.as_ptr(), n)
    }
}

/// A loop without special frames, for operations that gain nothing from them; the operation's
/// flags are united.
pub(crate) struct Plain2<A, B, O>(PhantomData<(A, B, O)>);

/// An operation on two elements that reports floating-point errors itself.
pub(crate) trait Checked2<A, B = A> {
    type R: Copy;
    fn apply(a: A, b: B, status: &mut Status) -> Self::R;
}

impl<A: Copy, B: Copy, O: Checked2<A, B>> Loop for Plain2<A, B, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut b, mut o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut status = Status::OK;
        for _ in 0..n {
            *(o as *mut O::R) = O::apply(*(a as *const A), *(b as *const B), &mut status);
            a = a.wrapping_offset(sa);
            b = b.wrapping_offset(sb);
            o = o.wrapping_offset(so);
        }
        status
    }
}
