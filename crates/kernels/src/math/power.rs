//! `power` and `float_power` for floating-point and complex types.

use super::exp;
use super::lanes::Lanes;
use super::libm::{cpow, cpowf};
use super::log::{log_fine, log_short, Natural};
use super::real::Precision;
use super::vector::{binary, Vector2};
use crate::cpu::{baseline, Level, Loop};
use crate::{clear_hardware_flags, hardware_flags, Ctx, Element, Fp, Kernel, Status, Ty};
use num_complex::{Complex, Complex32, Complex64};
use std::marker::PhantomData;

/// |x|^y = e^(y log|x|) with the logarithm to 2^-64; the sign from whether y is odd.
struct Pow;
impl Vector2 for Pow {
    #[inline(always)]
    fn eval<V: Lanes, P: Precision>(x: V, y: V) -> (V, V::Mask) {
        let a = x.abs();
        let (r, z) = if P::SHORT {
            let z = y * log_short::<V, Natural>(a, None);
            let e = exp::reduce::<V, P>(z);
            (exp::scale(e.mantissa::<P>(), e.n), z)
        } else {
            let (log, log_low) = log_fine(a);
            let (z, rest) = y.two_prod(log);
            let e = exp::reduce_pair(z, y.mul_add(log_low, rest));
            (exp::scale(e.mantissa::<P>(), e.n), z)
        };
        // Without fused multiply-add the splitting of large results would overflow.
        let usual = z.abs().lt(V::splat(P::EXP.min(690.0)));
        let positive = x.within(f64::MIN_POSITIVE, f64::INFINITY);
        if V::bitmask(V::not(positive)) == 0 {
            return (r, V::not(usual));
        }
        let usual = V::and(usual, a.within(f64::MIN_POSITIVE, f64::INFINITY));
        let half = y * V::splat(0.5);
        let whole = V::and(y.round().eq(y), y.abs().lt(V::splat(1125899906842624.0)));
        let odd = V::not(half.round().eq(half));
        let minus = V::and(V::not(positive), odd);
        (V::select(minus, -r, r), V::not(V::and(usual, V::or(positive, whole))))
    }
    fn exact(x: f64, y: f64) -> f64 {
        x.powf(y)
    }
}

/// The general power of a complex type.
trait ComplexPow: Element {
    fn pow(self, w: Self) -> (Self, Status);
    /// A whole power by repeated squaring; 1, 2 and 3 as plain products.
    fn whole(self, k: i32) -> Self;
    /// 1/z by R. L. Smith, "Algorithm 116: Complex division" (1962): no overflow where there need be none;
    /// the zero terms of the numerator decide signs of zero.
    fn reciprocal(self) -> Self;
}

/// Exponents that are small whole numbers are products of the base (exact where those are); zero
/// to a power without a value is NaN and invalid.
macro_rules! complex_pow {
    ($c:ty, $r:ty, $cpow:ident) => {
        impl ComplexPow for $c {
            fn pow(self, w: $c) -> ($c, Status) {
                let zero = Complex::new(0.0, 0.0);
                if w == zero {
                    return (Complex::new(1.0, 0.0), Status::OK);
                }
                if self == zero {
                    if w.re > 0.0 {
                        return (zero, Status::OK);
                    }
                    return (Complex::new(<$r>::NAN, <$r>::NAN), Status::INVALID);
                }
                if w.im == 0.0 && w.re.fract() == 0.0 && w.re.abs() < 100.0 {
                    let r = self.whole(w.re as i32);
                    // The division of a negative power compares parts, and NaN with nothing.
                    let unordered = w.re < 0.0 && (r.re.is_nan() || r.im.is_nan());
                    return (r, if unordered { Status::INVALID } else { Status::OK });
                }
                // A real exponent is looked at as an integer first, and NaN is none.
                let nan = w.im == 0.0 && w.re.is_nan();
                // SAFETY: a function of the C library without preconditions.
                (unsafe { $cpow(self, w) }, if nan { Status::INVALID } else { Status::OK })
            }

            fn whole(self, k: i32) -> $c {
                let z = self;
                match k {
                    1 => return z,
                    2 => return z * z,
                    3 => return z * z * z,
                    _ => {}
                }
                let (mut n, mut square, mut r) = (k.unsigned_abs(), z, Complex::new(1.0, 0.0));
                loop {
                    if n & 1 == 1 {
                        r *= square;
                    }
                    n >>= 1;
                    if n == 0 {
                        break;
                    }
                    square = square * square;
                }
                if k < 0 {
                    r.reciprocal()
                } else {
                    r
                }
            }

            fn reciprocal(self) -> $c {
                if self.re.abs() >= self.im.abs() {
                    let ratio = self.im / self.re;
                    let scale = 1.0 / (self.re + self.im * ratio);
                    Complex::new((1.0 + 0.0 * ratio) * scale, (0.0 - ratio) * scale)
                } else {
                    let ratio = self.re / self.im;
                    let scale = 1.0 / (self.im + self.re * ratio);
                    Complex::new((ratio + 0.0) * scale, (0.0 * ratio - 1.0) * scale)
                }
            }
        }
    };
}
complex_pow!(Complex64, f64, cpow);
complex_pow!(Complex32, f32, cpowf);

struct ComplexPower<T>(PhantomData<T>);

impl<T: ComplexPow> Loop for ComplexPower<T> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        let mut status = Status::OK;
        clear_hardware_flags();
        for i in 0..n as isize {
            let (r, f) = (*(a.offset(i * sa) as *const T)).pow(*(b.offset(i * sb) as *const T));
            status = status.with(f);
            *(o.offset(i * so) as *mut T) = r;
        }
        status.with(hardware_flags())
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    use Ty::*;
    if name != "power" && name != "float_power" {
        return None;
    }
    let (run, cost) = match *types {
        [F16, F16, F16] | [F32, F32, F32] | [F64, F64, F64] => (binary::<Pow>(types[0])?, 4.0),
        [C64, C64, C64] => (baseline::<ComplexPower<Complex32>>(), 60.0),
        [C128, C128, C128] => (baseline::<ComplexPower<Complex64>>(), 80.0),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Returned, cost))
}
