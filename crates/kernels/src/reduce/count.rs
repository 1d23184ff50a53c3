//! Counting and testing elements; sums of integers in 64 bits.

use crate::cpu::{best, best_v3, Level, Loop};
use crate::elementwise::logical::{contains, HalfBits, Truth};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use num_complex::Complex;
use std::marker::PhantomData;

type C64 = Complex<f32>;
type C128 = Complex<f64>;

struct Test<T, const ANY: bool>(PhantomData<T>);
impl<T: Truth, const ANY: bool> Loop for Test<T, ANY> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let out = *p.add(1);
        if (*out != 0) != ANY && contains::<T>(*p, *s, n, ANY) {
            *out = ANY as u8;
        }
        Status::OK
    }
}

struct Count<T>(PhantomData<T>);
impl<T: Truth> Loop for Count<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let out = *p.add(1) as *mut i64;
        let step = *s.add(1);
        if step != 0 {
            // The row runs across results: each element is counted in its own.
            for i in 0..n as isize {
                let x = *((*p).wrapping_offset(i * *s) as *const T);
                *((out as *mut u8).wrapping_offset(i * step) as *mut i64) += x.truth() as i64;
            }
            return Status::OK;
        }
        *out += if *s != size_of::<T>() as isize {
            (0..n as isize).map(|i| (*((*p).wrapping_offset(i * *s) as *const T)).truth() as i64).sum::<i64>()
        } else if size_of::<T>() == 1 {
            count_bytes(*p as *const T, n)
        } else if size_of::<T>() == 2 {
            count_pairs(*p as *const T, n)
        } else {
            let mut count = 0u64;
            for i in 0..n {
                count += (*(*p as *const T).add(i)).truth() as u64;
            }
            count as i64
        };
        Status::OK
    }
}

/// Counts in lanes of the elements' width, as many rounds as one can hold.
macro_rules! count_in_lanes { ($($name:ident $t:ident $lanes:literal),*) => { $(
    #[inline(always)]
    unsafe fn $name<T: Truth>(row: *const T, n: usize) -> i64 {
        let (mut at, mut count) = (0, 0i64);
        while at + $lanes <= n {
            let mut lanes = [0 as $t; $lanes];
            let rounds = ((n - at) / $lanes).min($t::MAX as usize);
            for _ in 0..rounds {
                let x = row.add(at);
                for (j, lane) in lanes.iter_mut().enumerate() {
                    *lane += (*x.add(j)).truth() as $t;
                }
                at += $lanes;
            }
            count += lanes.iter().map(|&c| c as i64).sum::<i64>();
        }
        for i in at..n {
            count += (*row.add(i)).truth() as i64;
        }
        count
    }
)* } }
count_in_lanes!(count_bytes u8 128, count_pairs u16 64);

struct Sum<T>(PhantomData<T>);
macro_rules! sum {
    ($($t:ident)+) => { $( impl Loop for Sum<$t> {
        #[inline(always)]
        unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
            let out = *p.add(1) as *mut i64;
            let mut sum = 0i64;
            if *s == size_of::<$t>() as isize {
                let row = *p as *const $t;
                for i in 0..n {
                    sum = sum.wrapping_add(*row.add(i) as i64);
                }
            } else {
                for i in 0..n as isize {
                    sum = sum.wrapping_add(*((*p).wrapping_offset(i * *s) as *const $t) as i64);
                }
            }
            *out = (*out).wrapping_add(sum);
            Status::OK
        }
    } )+ }
}
sum!(i8 u8 i16 u16 i32 u32 i64);

macro_rules! by_truth {
    ($ty:expr, |$T:ident| $o:ty) => {
        match $ty {
            Ty::Bool | Ty::I8 | Ty::U8 => {
                type $T = u8;
                best::<$o>()
            }
            Ty::I16 | Ty::U16 => {
                type $T = u16;
                best_v3::<$o>()
            }
            Ty::F16 => {
                type $T = HalfBits;
                best_v3::<$o>()
            }
            Ty::I32 | Ty::U32 => {
                type $T = u32;
                best_v3::<$o>()
            }
            Ty::I64 | Ty::U64 => {
                type $T = u64;
                best_v3::<$o>()
            }
            Ty::F32 => {
                type $T = f32;
                best_v3::<$o>()
            }
            Ty::F64 => {
                type $T = f64;
                best_v3::<$o>()
            }
            Ty::C64 => {
                type $T = C64;
                best_v3::<$o>()
            }
            Ty::C128 => {
                type $T = C128;
                best_v3::<$o>()
            }
        }
    };
}

fn cost(ty: Ty) -> f32 {
    0.02 * ty.size() as f32
}

/// `out = out or any(row)`; operands: row, boolean result.
pub fn any(ty: Ty) -> Kernel {
    Kernel::new(by_truth!(ty, |T| Test<T, true>), Fp::Never, cost(ty))
}

/// `out = out and all(row)`; operands: row, boolean result.
pub fn all(ty: Ty) -> Kernel {
    Kernel::new(by_truth!(ty, |T| Test<T, false>), Fp::Never, cost(ty))
}

/// `out += ` the number of elements that are not zero; operands: row, `int64` result or a row of them.
pub fn count_nonzero(ty: Ty) -> Kernel {
    Kernel::new(by_truth!(ty, |T| Count<T>), Fp::Never, cost(ty))
}

/// `out += ` the sum of an integer or boolean row, modulo 2^64; operands: row, 64-bit result.
pub fn sum_integers(ty: Ty) -> Option<Kernel> {
    let run = match ty {
        Ty::Bool => return Some(count_nonzero(ty)),
        Ty::U8 => best::<Sum<u8>>(),
        Ty::I8 => best::<Sum<i8>>(),
        Ty::I16 => best::<Sum<i16>>(),
        Ty::U16 => best::<Sum<u16>>(),
        Ty::I32 => best::<Sum<i32>>(),
        Ty::U32 => best::<Sum<u32>>(),
        Ty::I64 | Ty::U64 => best::<Sum<i64>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Never, 0.05))
}
