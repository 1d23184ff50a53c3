//! Sums of squared deviations, for variances.

use crate::cpu::{best, Level, Loop};
use crate::elementwise::pairwise::{sum, Numbers, Real};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// The row of `(x - mean)^2`, without memory of its own; `DENSE` if `x` is contiguous.
struct Deviations<T, const DENSE: bool> {
    row: *const u8,
    stride: isize,
    mean: T,
}

struct SumSquares<T>(PhantomData<T>);

macro_rules! deviations {
    ($($t:ident)+) => { $(
        impl<const DENSE: bool> Numbers for Deviations<$t, DENSE> {
            type T = $t;
            const ZERO: $t = -0.0;
            #[inline(always)]
            unsafe fn get(&self, i: usize) -> $t {
                let stride = if DENSE { size_of::<$t>() as isize } else { self.stride };
                let d = *(self.row.wrapping_offset(i as isize * stride) as *const $t) - self.mean;
                d * d
            }
        }
        impl Loop for SumSquares<$t> {
            #[inline(always)]
            unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
                let (x, m, out) = (*p, *p.add(1), *p.add(2) as *mut $t);
                let (sx, sm, so) = (*s, *s.add(1), *s.add(2));
                let size = size_of::<$t>() as isize;
                if so == 0 && sm == 0 {
                    let mean = *(m as *const $t);
                    *out += if sx == size {
                        sum::<L, _>(&Real(Deviations::<$t, true> { row: x, stride: sx, mean }), n)
                    } else {
                        sum::<L, _>(&Real(Deviations::<$t, false> { row: x, stride: sx, mean }), n)
                    };
                } else if so == size && sm == size && sx == size {
                    let (x, m) = (x as *const $t, m as *const $t);
                    for i in 0..n {
                        let d = *x.add(i) - *m.add(i);
                        *out.add(i) += d * d;
                    }
                } else {
                    for i in 0..n as isize {
                        let d = *(x.wrapping_offset(i * sx) as *const $t) - *(m.wrapping_offset(i * sm) as *const $t);
                        *out.wrapping_byte_offset(i * so) += d * d;
                    }
                }
                Status::OK
            }
        }
    )+ };
}
deviations!(f32 f64);

/// `out += sum((x - mean) ** 2)` with the bits of the pairwise sum over the temporary; operands: row,
/// mean, result of their type.
///
/// With strides of zero for mean and result it reduces; else each element is added to its result
/// (the reduction over an outer axis).
pub fn sum_sq_dev(ty: Ty) -> Option<Kernel> {
    match ty {
        Ty::F32 => Some(Kernel::new(best::<SumSquares<f32>>(), Fp::Hardware, 0.1)),
        Ty::F64 => Some(Kernel::new(best::<SumSquares<f64>>(), Fp::Hardware, 0.2)),
        _ => None,
    }
}
