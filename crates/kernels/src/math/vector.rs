//! Loops over lanes: blocks of a register, special elements repaired by the C library.
//!
//! A function computes all lanes without branches and says in which its result does not count
//! (outside the range of its reduction, infinities where they need a flag). Those are done one by one by
//! its `exact` scalar function, whose flags are read from the status word; all other lanes raise none.

use super::half;
use super::lanes::{with_lanes, Lanes, Two, MAX};
use super::real::{Precision, Real};
use super::scalar::{scalar1, scalar2};
use crate::cpu::{baseline, best, Level, Loop};
use crate::{clear_hardware_flags, hardware_flags, Ctx, Raw, Status, Ty};
use std::hint::black_box;
use std::marker::PhantomData;

/// A function of one variable over lanes.
pub trait Vector1 {
    /// An argument without trouble, for the lanes that a short block leaves over.
    const FILL: f64 = 0.5;
    /// Without fused multiply-add the C library is as exact and faster.
    const LIBM: bool = true;
    /// The results, and the lanes that `exact` must do.
    fn eval<V: Lanes, P: Precision>(x: V) -> (V, V::Mask);
    fn exact(x: f64) -> f64;
}

/// A function of two variables over lanes.
pub trait Vector2 {
    const LIBM: bool = true;
    fn eval<V: Lanes, P: Precision>(x: V, y: V) -> (V, V::Mask);
    fn exact(x: f64, y: f64) -> f64;
}

/// Does the lanes of `mask` with a scalar function of their number.
#[cold]
#[inline(never)]
fn repair<T: Real>(r: &mut [f64; MAX], mask: u32, exact: impl Fn(usize) -> f64) -> Status {
    clear_hardware_flags();
    let mut left = mask;
    while left != 0 {
        let i = left.trailing_zeros() as usize;
        left &= left - 1;
        let x = black_box(exact(i));
        r[i] = black_box(T::narrow(x).widen());
    }
    hardware_flags()
}

/// One block: `n` of its lanes count.
#[inline(always)]
unsafe fn block1<V: Lanes, T: Real, F: Vector1>(x: V, n: usize) -> (V, Status) {
    let (r, m) = F::eval::<V, T::Precision>(x);
    let mask = V::bitmask(m) & ((1 << n) - 1);
    if mask == 0 {
        return (r, Status::OK);
    }
    let (mut a, mut b) = ([0.0; MAX], [0.0; MAX]);
    x.store(a.as_mut_ptr());
    r.store(b.as_mut_ptr());
    let status = repair::<T>(&mut b, mask, |i| F::exact(a[i]));
    (V::load(b.as_ptr()), status)
}

#[inline(always)]
unsafe fn block2<V: Lanes, T: Real, F: Vector2>(x: V, y: V, n: usize) -> (V, Status) {
    let (r, m) = F::eval::<V, T::Precision>(x, y);
    let mask = V::bitmask(m) & ((1 << n) - 1);
    if mask == 0 {
        return (r, Status::OK);
    }
    let (mut a, mut b, mut c) = ([0.0; MAX], [0.0; MAX], [0.0; MAX]);
    x.store(a.as_mut_ptr());
    y.store(b.as_mut_ptr());
    r.store(c.as_mut_ptr());
    let status = repair::<T>(&mut c, mask, |i| F::exact(a[i], b[i]));
    (V::load(c.as_ptr()), status)
}

/// All elements, a block at a time; there is one text of the function in the loop, since
/// its instances are most of what this crate takes to compile.
#[inline(always)]
unsafe fn drive1<V: Lanes, T: Real, F: Vector1>(p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let (mut a, mut o) = (*p, *p.add(1));
    let (sa, so) = (*s, *s.add(1));
    let size = size_of::<T>() as isize;
    let contiguous = sa == size && so == size;
    let mut status = Status::OK;
    let mut left = n;
    while left > 0 {
        let k = left.min(V::N);
        let whole = contiguous && k == V::N;
        let x: V = if whole { T::load(a.cast()) } else { T::gather(a, sa, k, F::FILL) };
        let (r, f) = block1::<V, T, F>(x, k);
        if whole {
            T::store(r, o.cast());
        } else {
            T::scatter(r, o, so, k);
        }
        status = status.with(f);
        a = a.offset(k as isize * sa);
        o = o.offset(k as isize * so);
        left -= k;
    }
    status
}

#[inline(always)]
unsafe fn drive2<V: Lanes, T: Real, F: Vector2>(p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let (mut a, mut b, mut o) = (*p, *p.add(1), *p.add(2));
    let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
    let size = size_of::<T>() as isize;
    let unit = |stride| stride == size || stride == 0;
    let contiguous = unit(sa) && unit(sb) && so == size;
    // Into one element: the kernel reduces, one step after the other.
    let step = if so == 0 { 1 } else { V::N };
    let mut status = Status::OK;
    let mut left = n;
    while left > 0 {
        let k = left.min(step);
        let whole = contiguous && k == V::N;
        let x: V = operand::<V, T>(a, sa, k, whole);
        let y: V = operand::<V, T>(b, sb, k, whole);
        let (r, f) = block2::<V, T, F>(x, y, k);
        if whole {
            T::store(r, o.cast());
        } else {
            T::scatter(r, o, so, k);
        }
        status = status.with(f);
        a = a.offset(k as isize * sa);
        b = b.offset(k as isize * sb);
        o = o.offset(k as isize * so);
        left -= k;
    }
    status
}

/// A block of an operand: contiguous, one element repeated, or anything.
#[inline(always)]
unsafe fn operand<V: Lanes, T: Real>(p: *const u8, stride: isize, n: usize, whole: bool) -> V {
    if whole && stride != 0 {
        T::load(p.cast())
    } else if stride == 0 {
        V::splat((*(p as *const T)).widen())
    } else {
        T::gather(p, stride, n, 0.5)
    }
}

pub struct Unary<T, F>(PhantomData<(T, F)>);
pub struct Binary<T, F>(PhantomData<(T, F)>);

impl<T: Real, F: Vector1> Loop for Unary<T, F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        if !L::FMA && F::LIBM {
            return scalar1::<T>(p, s, n, F::exact);
        }
        with_lanes!(L, V => drive1::<Two<V>, T, F>(p, s, n))
    }
}

impl<T: Real, F: Vector2> Loop for Binary<T, F> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        if !L::FMA && F::LIBM {
            return scalar2::<T>(p, s, n, F::exact);
        }
        with_lanes!(L, V => drive2::<Two<V>, T, F>(p, s, n))
    }
}

/// The loop of a function of one variable for an element type.
pub fn unary<F: Vector1>(t: Ty) -> Option<Raw> {
    Some(match t {
        Ty::F16 => baseline::<half::Unary<F>>(),
        Ty::F32 => best::<Unary<f32, F>>(),
        Ty::F64 => best::<Unary<f64, F>>(),
        _ => return None,
    })
}

/// The loop of a function of two variables for an element type.
pub fn binary<F: Vector2>(t: Ty) -> Option<Raw> {
    Some(match t {
        Ty::F16 => baseline::<half::Binary<F>>(),
        Ty::F32 => best::<Binary<f32, F>>(),
        Ty::F64 => best::<Binary<f64, F>>(),
        _ => return None,
    })
}
