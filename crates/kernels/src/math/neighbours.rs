//! `nextafter` and `spacing`: the numbers next to a number.

use super::half::{narrowed, widened};
use crate::cpu::{baseline, Level, Loop};
use crate::{Ctx, Element, Fp, Kernel, Status, Ty};
use half::f16;
use std::marker::PhantomData;

/// Neighbours of a number of a type; flags go to the status word or are returned.
trait Neighbours: Element {
    fn toward(self, y: Self) -> (Self, Status);
    fn spacing(self) -> (Self, Status);
}

macro_rules! neighbours {
    ($t:ty, $bits:ty) => {
        impl Neighbours for $t {
            #[inline(always)]
            fn toward(self, y: $t) -> ($t, Status) {
                if self.is_nan() | y.is_nan() {
                    return (self + y, Status::OK);
                }
                if self == y {
                    return (y, Status::OK);
                }
                let bits = self.to_bits();
                let zero = (y.to_bits() & (1 << (<$bits>::BITS - 1))) | 1;
                let away = (self < y) == (self > 0.0);
                let next = if away { bits.wrapping_add(1) } else { bits.wrapping_sub(1) };
                let r = <$t>::from_bits(if self == 0.0 { zero } else { next });
                let overflow = Status::OVERFLOW.when(r.is_infinite());
                (r, overflow.with(Status::UNDERFLOW.when(r.abs() < <$t>::MIN_POSITIVE)))
            }

            /// The distance to the neighbour away from zero, with the sign of the number (a NaN for
            /// infinities, without a flag).
            #[inline(always)]
            fn spacing(self) -> ($t, Status) {
                let away = if self == 0.0 { 1 } else { self.to_bits().wrapping_add(1) };
                let away = <$t>::from_bits(away);
                if !self.is_finite() {
                    return (<$t>::NAN, Status::OK);
                }
                (away - self, Status::OVERFLOW.when(away.is_infinite()))
            }
        }
    };
}
neighbours!(f64, u64);
neighbours!(f32, u32);

impl Neighbours for f16 {
    fn toward(self, y: f16) -> (f16, Status) {
        if self.is_nan() || y.is_nan() {
            return (f16::NAN, Status::OK);
        }
        if self == y {
            return (self, Status::OK);
        }
        let bits = self.to_bits();
        let r = if bits & 0x7fff == 0 {
            f16::from_bits((y.to_bits() & 0x8000) | 1)
        } else if (self < y) == (bits & 0x8000 == 0) {
            f16::from_bits(bits + 1)
        } else {
            f16::from_bits(bits - 1)
        };
        (r, Status::OVERFLOW.when(r.is_infinite() && self.is_finite()))
    }

    /// The distance to the next number above, as NumPy defines it for this type alone.
    fn spacing(self) -> (f16, Status) {
        if !self.is_finite() {
            return (f16::NAN, Status::INVALID);
        }
        let (up, status) = self.toward(f16::INFINITY);
        (f16::from_bits(narrowed(widened(up.to_bits()) - widened(self.to_bits())).0), status)
    }
}

struct Nextafter<T>(PhantomData<T>);
struct Spacing<T>(PhantomData<T>);

impl<T: Neighbours> Loop for Nextafter<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut status = Status::OK;
        for i in 0..n as isize {
            let (r, f) = (*(a.offset(i * sa) as *const T)).toward(*(b.offset(i * sb) as *const T));
            status = status.with(f);
            *(o.offset(i * so) as *mut T) = r;
        }
        status
    }
}

impl<T: Neighbours> Loop for Spacing<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, o) = (*p, *p.add(1));
        let (sa, so) = (*s, *s.add(1));
        let mut status = Status::OK;
        for i in 0..n as isize {
            let (r, f) = (*(a.offset(i * sa) as *const T)).spacing();
            status = status.with(f);
            *(o.offset(i * so) as *mut T) = r;
        }
        status
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    use Ty::*;
    let run = match (name, types) {
        ("nextafter", [F16, F16, F16]) => baseline::<Nextafter<f16>>(),
        ("nextafter", [F32, F32, F32]) => baseline::<Nextafter<f32>>(),
        ("nextafter", [F64, F64, F64]) => baseline::<Nextafter<f64>>(),
        ("spacing", [F16, F16]) => baseline::<Spacing<f16>>(),
        ("spacing", [F32, F32]) => baseline::<Spacing<f32>>(),
        ("spacing", [F64, F64]) => baseline::<Spacing<f64>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Returned, 2.0))
}
