//! Scans: running sums, products, maxima and minima.
//!
//! The order of the operations is NumPy's, one after the other, so floats have NumPy's bits.

// NaN is what differs from itself.
#![allow(clippy::eq_op)]

pub(crate) mod op;

pub use op::Op;

use crate::cpu::{baseline, Level, Loop};
use crate::{Ctx, Element, Fp, Kernel, Status, Ty};
use op::{with_op, Acc};
use std::marker::PhantomData;

struct Scan<T, O>(PhantomData<(T, O)>);

impl<T: Element, O: Acc<T>> Loop for Scan<T, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        if n == 0 {
            return Status::OK;
        }
        let (a, o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        let mut r = *(a as *const T);
        *(o as *mut T) = r;
        let w = T::TY.size() as isize;
        if sa == w && so == w {
            let (a, o) = (a as *const T, o as *mut T);
            for i in 1..n {
                r = O::acc(r, *a.add(i));
                *o.add(i) = r;
            }
        } else {
            for i in 1..n as isize {
                r = O::acc(r, *(a.offset(i * sa) as *const T));
                *(o.offset(i * so) as *mut T) = r;
            }
        }
        Status::OK
    }
}

/// The scan `out[0] = a[0]; out[i] = op(out[i-1], a[i])` of one type, operands `(a, out)`; any strides,
/// in place allowed. Axes that are not innermost scan row by row with the binary kernel.
pub fn find(op: Op, ty: Ty) -> Option<Kernel> {
    let fp = match (op, ty) {
        (Op::Maximum | Op::Minimum, _) => Fp::Never,
        (_, Ty::F16 | Ty::F32 | Ty::F64 | Ty::C64 | Ty::C128) => Fp::Hardware,
        _ => Fp::Never,
    };
    let cost = if matches!(ty, Ty::F16 | Ty::C64 | Ty::C128) { 2.0 } else { 0.6 };
    with_op!(op, ty, T, O => Some(Kernel::new(baseline::<Scan<T, O>>(), fp, cost)), _ => None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan<T: Element>(op: Op, a: &[T], step: usize) -> Vec<T> {
        let mut out = a.to_vec();
        let k = find(op, T::TY).unwrap();
        let w = std::mem::size_of::<T>();
        let n = a.len().div_ceil(step);
        let ptrs = [a.as_ptr() as *mut u8, out.as_mut_ptr() as *mut u8];
        let steps = [(w * step) as isize, w as isize];
        // SAFETY: `n` elements, `step` apart, lie in `a`, and as many in `out`, which is as long.
        let _ = unsafe { (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), steps.as_ptr(), n) };
        out.truncate(n);
        out
    }

    #[test]
    fn sums_and_products_go_left_to_right() {
        let a: Vec<f64> = (0..50).map(|i| (i as f64 * 0.7).sin() * 1e3).collect();
        let got = scan(Op::Add, &a, 1);
        let mut r = a[0];
        for i in 1..50 {
            r += a[i];
            assert_eq!(got[i].to_bits(), r.to_bits());
        }
        assert_eq!(scan(Op::Multiply, &[100u8, 3, 5, 7], 1), [100, 44, 220, 4]);
        assert_eq!(scan(Op::Add, &[1i64, 2, 3, 4, 5], 2), [1, 4, 9]);
        assert_eq!(scan(Op::Add, &[-0.0f64], 1)[0].to_bits(), (-0.0f64).to_bits());
        assert!(scan::<i32>(Op::Add, &[], 1).is_empty());
    }

    #[test]
    fn maxima_keep_nan() {
        let got = scan(Op::Maximum, &[1.0f32, 3.0, 2.0, f32::NAN, 9.0], 1);
        assert_eq!(&got[..3], [1.0, 3.0, 3.0]);
        assert!(got[3].is_nan() && got[4].is_nan());
        assert_eq!(scan(Op::Minimum, &[5i16, 7, -2, 3], 1), [5, 5, -2, -2]);
    }

    #[test]
    fn in_place() {
        let mut a = [1i32, 2, 3, 4];
        let p = a.as_mut_ptr() as *mut u8;
        let k = find(Op::Add, Ty::I32).unwrap();
        // SAFETY: four elements, read and written in place.
        let _ = unsafe { (k.run)(&Ctx::EMPTY, [p, p].as_ptr(), [4, 4].as_ptr(), 4) };
        assert_eq!(a, [1, 3, 6, 10]);
    }
}
