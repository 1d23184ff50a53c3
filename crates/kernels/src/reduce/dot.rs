//! Inner products.

use crate::convert::half::{narrow, widen, BLOCK};
use crate::cpu::{best, best_v3, Level, Loop};
use crate::elementwise::logical::Truth;
use crate::elementwise::pack::{with_pack, Pack};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;
use std::mem::MaybeUninit;

/// Numbers that can be multiplied and summed, wrapping where they are integers.
trait Product: Copy {
    const ZERO: Self;
    fn add_product<L: Level>(self, a: Self, b: Self) -> Self;
    fn plus(self, other: Self) -> Self;
}
macro_rules! integer { ($($t:ident)+) => { $( impl Product for $t {
    const ZERO: $t = 0;
    #[inline(always)]
    fn add_product<L: Level>(self, a: $t, b: $t) -> $t { self.wrapping_add(a.wrapping_mul(b)) }
    #[inline(always)]
    fn plus(self, other: $t) -> $t { self.wrapping_add(other) }
} )+ } }
integer!(u8 u16 u32 u64);
macro_rules! float { ($($t:ident)+) => { $(
    impl Product for $t {
        const ZERO: $t = 0.0;
        #[inline(always)]
        fn add_product<L: Level>(self, a: $t, b: $t) -> $t {
            if L::FMA { a.mul_add(b, self) } else { self + a * b }
        }
        #[inline(always)]
        fn plus(self, other: $t) -> $t { self + other }
    }
    impl Product for Complex<$t> {
        const ZERO: Self = Complex { re: 0.0, im: 0.0 };
        #[inline(always)]
        fn add_product<L: Level>(self, a: Self, b: Self) -> Self { self + a * b }
        #[inline(always)]
        fn plus(self, other: Self) -> Self { self + other }
    }
)+ } }
float!(f32 f64);

/// The product of two contiguous rows over `LANES` accumulators.
#[inline(always)]
unsafe fn dense<L: Level, T: Product, const LANES: usize>(a: *const T, b: *const T, n: usize) -> T {
    let mut lanes = [T::ZERO; LANES];
    let mut i = 0;
    while i + LANES <= n {
        for (j, lane) in lanes.iter_mut().enumerate() {
            *lane = lane.add_product::<L>(*a.add(i + j), *b.add(i + j));
        }
        i += LANES;
    }
    let mut sum = T::ZERO;
    if i > 0 {
        let mut width = LANES / 2;
        while width > 0 {
            for j in 0..width {
                lanes[j] = lanes[j].plus(lanes[j + width]);
            }
            width /= 2;
        }
        sum = lanes[0];
    }
    while i < n {
        sum = sum.add_product::<L>(*a.add(i), *b.add(i));
        i += 1;
    }
    sum
}

/// Real floats: registers of accumulators.
struct RealDot<T>(PhantomData<T>);
macro_rules! real_dot {
    ($t:ident) => {
        impl Loop for RealDot<$t> {
            #[inline(always)]
            unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
                let size = size_of::<$t>() as isize;
                if *s != size || *s.add(1) != size {
                    return Dot::<$t, 8>::run::<L>(c, p, s, n);
                }
                let (a, b) = (*p as *const $t, *p.add(1) as *const $t);
                let mut i = 0;
                let mut sum = 0.0;
                with_pack!(L, $t, P => {
                    if n >= P::N {
                        let mut r = [P::splat(0.0); 8];
                        while i + 8 * P::N <= n {
                            for (j, r) in r.iter_mut().enumerate() {
                                let at = i + j * P::N;
                                *r = r.add_product(P::load(a.add(at)), P::load(b.add(at)));
                            }
                            i += 8 * P::N;
                        }
                        while i + P::N <= n {
                            r[0] = r[0].add_product(P::load(a.add(i)), P::load(b.add(i)));
                            i += P::N;
                        }
                        let halves = [r[0].add(r[4]), r[1].add(r[5]), r[2].add(r[6]), r[3].add(r[7])];
                        let mut lanes = [0.0; 16];
                        halves[0].add(halves[2]).add(halves[1].add(halves[3])).store(lanes.as_mut_ptr());
                        let mut width = P::N / 2;
                        while width > 0 {
                            for j in 0..width {
                                lanes[j] += lanes[j + width];
                            }
                            width /= 2;
                        }
                        sum = lanes[0];
                    }
                });
                while i < n {
                    sum = sum.add_product::<L>(*a.add(i), *b.add(i));
                    i += 1;
                }
                *(*p.add(2) as *mut $t) = sum;
                Status::OK
            }
        }
    };
}
real_dot!(f32);
real_dot!(f64);

struct Dot<T, const LANES: usize>(PhantomData<T>);
impl<T: Product, const LANES: usize> Loop for Dot<T, LANES> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut a, mut b) = (*p as *const T, *p.add(1) as *const T);
        let size = size_of::<T>() as isize;
        *(*p.add(2) as *mut T) = if *s == size && *s.add(1) == size {
            dense::<L, T, LANES>(a, b, n)
        } else {
            let mut sums = [T::ZERO; 4];
            for i in 0..n {
                sums[i & 3] = sums[i & 3].add_product::<L>(*a, *b);
                a = a.wrapping_byte_offset(*s);
                b = b.wrapping_byte_offset(*s.add(1));
            }
            sums[0].plus(sums[1]).plus(sums[2].plus(sums[3]))
        };
        Status::OK
    }
}

/// Bytes, in lanes of two, of whose sums the lower bytes are kept: vectors multiply no bytes.
struct ByteDot;
impl Loop for ByteDot {
    #[inline(always)]
    unsafe fn run<L: Level>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        const LANES: usize = 64;
        if *s != 1 || *s.add(1) != 1 {
            return Dot::<u8, 64>::run::<L>(c, p, s, n);
        }
        let (a, b) = (*p as *const u8, *p.add(1) as *const u8);
        let mut lanes = [0u16; LANES];
        let whole = n / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            for (j, lane) in lanes.iter_mut().enumerate() {
                let product = (*a.add(i + j) as u16).wrapping_mul(*b.add(i + j) as u16);
                *lane = lane.wrapping_add(product);
            }
        }
        let mut sum = lanes.iter().fold(0u16, |sum, &lane| sum.wrapping_add(lane)) as u8;
        for i in whole..n {
            sum = sum.add_product::<L>(*a.add(i), *b.add(i));
        }
        **p.add(2) = sum;
        Status::OK
    }
}

/// Half precision: the sum of products in single precision, in order, rounded once.
struct HalfDot;
impl Loop for HalfDot {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (mut first, mut second) =
            (MaybeUninit::<[f32; BLOCK]>::uninit(), MaybeUninit::<[f32; BLOCK]>::uninit());
        let (x, y) = (first.as_mut_ptr() as *mut f32, second.as_mut_ptr() as *mut f32);
        let (mut sum, mut done) = (0f32, 0);
        while done < n {
            let m = (n - done).min(BLOCK);
            widen::<L>((*p).wrapping_offset(*s * done as isize), *s, m, x);
            widen::<L>((*p.add(1)).wrapping_offset(*s.add(1) * done as isize), *s.add(1), m, y);
            for i in 0..m {
                sum += *x.add(i) * *y.add(i);
            }
            done += m;
        }
        narrow::<L>(&sum, 1, *p.add(2), 2);
        Status::OK
    }
}

/// Booleans: whether two true elements meet.
struct Meet;
impl Loop for Meet {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        const BLOCK: usize = 256;
        let (mut a, mut b) = (*p as *const u8, *p.add(1) as *const u8);
        let (mut found, mut left) = (false, n);
        while left > 0 && !found {
            let m = left.min(BLOCK);
            for i in 0..m as isize {
                found |= (*a.wrapping_offset(i * *s)).truth() & (*b.wrapping_offset(i * *s.add(1))).truth();
            }
            a = a.wrapping_offset(m as isize * *s);
            b = b.wrapping_offset(m as isize * *s.add(1));
            left -= m;
        }
        **p.add(2) = found as u8;
        Status::OK
    }
}

/// `out = sum(a * b)`; operands: two rows, result of their type.
pub fn dot(ty: Ty) -> Kernel {
    let (run, fp) = match ty {
        Ty::Bool => (best_v3::<Meet>(), Fp::Never),
        Ty::I8 | Ty::U8 => (best::<ByteDot>(), Fp::Never),
        Ty::I16 | Ty::U16 => (best_v3::<Dot<u16, 64>>(), Fp::Never),
        Ty::I32 | Ty::U32 => (best_v3::<Dot<u32, 32>>(), Fp::Never),
        Ty::I64 | Ty::U64 => (best::<Dot<u64, 32>>(), Fp::Never),
        Ty::F16 => (best_v3::<HalfDot>(), Fp::Hardware),
        Ty::F32 => (best::<RealDot<f32>>(), Fp::Hardware),
        Ty::F64 => (best::<RealDot<f64>>(), Fp::Hardware),
        Ty::C64 => (best_v3::<Dot<Complex<f32>, 8>>(), Fp::Hardware),
        Ty::C128 => (best_v3::<Dot<Complex<f64>, 4>>(), Fp::Hardware),
    };
    Kernel::new(run, fp, 0.03 * ty.size() as f32)
}
