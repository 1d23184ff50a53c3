//! The four element types, as one trait.

use faer::traits::ComplexField;
use num_complex::Complex;
use numen_exec::columns;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// `f32`, `f64`, `Complex<f32>` or `Complex<f64>`.
pub trait Scalar:
    ComplexField
    + Copy
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
{
    type R: Real;
    const COMPLEX: bool;

    fn zero() -> Self;
    fn one() -> Self;
    fn from_parts(re: Self::R, im: Self::R) -> Self;
    fn re(self) -> Self::R;
    fn im(self) -> Self::R;
    fn conj(self) -> Self;
    fn scaled(self, by: Self::R) -> Self;
    /// Division that does not overflow in between.
    fn over(self, by: Self) -> Self;

    fn from_re(re: Self::R) -> Self {
        Self::from_parts(re, Self::R::zero())
    }

    /// Divided by a real number, whose reciprocal may overflow.
    #[inline(always)]
    fn divided(self, by: Self::R) -> Self {
        Self::from_parts(self.re() / by, self.im() / by)
    }

    /// `self * by + plus`, rounded once for real numbers.
    #[inline(always)]
    fn fused(self, by: Self, plus: Self) -> Self {
        self * by + plus
    }

    /// The absolute value.
    fn magnitude(self) -> Self::R {
        if Self::COMPLEX {
            self.re().hypot(self.im())
        } else {
            self.re().absolute()
        }
    }

    /// `|re| + |im|`, by which LAPACK chooses pivots.
    fn taxicab(self) -> Self::R {
        self.re().absolute() + self.im().absolute()
    }

    /// The square of the absolute value.
    fn square(self) -> Self::R {
        self.re() * self.re() + self.im() * self.im()
    }

    fn is_finite_scalar(self) -> bool {
        self.re().finite() && self.im().finite()
    }

    /// The columns as `f64`, which have kernels for each CPU.
    #[inline(always)]
    fn doubles(_: &[Self]) -> Option<&[f64]> {
        None
    }
    #[inline(always)]
    fn doubles_mut(_: &mut [Self]) -> Option<&mut [f64]> {
        None
    }
}

/// `f32` or `f64`.
pub trait Real: Scalar<R = Self> + PartialOrd + Div<Output = Self> + DivAssign {
    /// Half the distance from 1 to the next number (LAPACK's `eps`).
    const EPS: Self;
    /// The smallest number whose reciprocal does not overflow.
    const SAFE_MIN: Self;
    const MAX: Self;
    const NAN: Self;

    fn from_f64(x: f64) -> Self;
    fn to_f64(self) -> f64;
    fn root(self) -> Self;
    fn absolute(self) -> Self;
    fn hypot(self, other: Self) -> Self;
    fn logarithm(self) -> Self;
    fn exponential(self) -> Self;
    /// The magnitude of `self` with the sign of `sign`.
    fn signed(self, sign: Self) -> Self;
    fn finite(self) -> bool;

    fn larger(self, other: Self) -> Self {
        if other > self {
            other
        } else {
            self
        }
    }

    fn is_not_a_number(self) -> bool {
        self.partial_cmp(&self).is_none()
    }

    /// As [`Real::larger`], but NaN wins.
    fn larger_or_nan(self, other: Self) -> Self {
        if other > self || other.is_not_a_number() {
            other
        } else {
            self
        }
    }

    fn smaller(self, other: Self) -> Self {
        if other < self {
            other
        } else {
            self
        }
    }
}

macro_rules! real {
    ($t:ident $($doubles:tt)*) => {
        impl Scalar for $t {
            type R = $t;
            const COMPLEX: bool = false;

            #[inline(always)]
            fn zero() -> $t {
                0.0
            }
            #[inline(always)]
            fn one() -> $t {
                1.0
            }
            #[inline(always)]
            fn from_parts(re: $t, _: $t) -> $t {
                re
            }
            #[inline(always)]
            fn re(self) -> $t {
                self
            }
            #[inline(always)]
            fn im(self) -> $t {
                0.0
            }
            #[inline(always)]
            fn conj(self) -> $t {
                self
            }
            #[inline(always)]
            fn scaled(self, by: $t) -> $t {
                self * by
            }
            #[inline(always)]
            fn over(self, by: $t) -> $t {
                self / by
            }
            #[inline(always)]
            fn fused(self, by: $t, plus: $t) -> $t {
                self.mul_add(by, plus)
            }
            $($doubles)*
        }

        impl Real for $t {
            const EPS: $t = $t::EPSILON / 2.0;
            const SAFE_MIN: $t = $t::MIN_POSITIVE;
            const MAX: $t = $t::MAX;
            const NAN: $t = $t::NAN;

            #[inline(always)]
            fn from_f64(x: f64) -> $t {
                x as $t
            }
            #[inline(always)]
            fn to_f64(self) -> f64 {
                self as f64
            }
            #[inline(always)]
            fn root(self) -> $t {
                self.sqrt()
            }
            #[inline(always)]
            fn absolute(self) -> $t {
                self.abs()
            }
            #[inline(always)]
            fn hypot(self, other: $t) -> $t {
                hypotenuse(self as f64, other as f64) as $t
            }
            #[inline(always)]
            fn logarithm(self) -> $t {
                self.ln()
            }
            #[inline(always)]
            fn exponential(self) -> $t {
                self.exp()
            }
            #[inline(always)]
            fn signed(self, sign: $t) -> $t {
                self.copysign(sign)
            }
            #[inline(always)]
            fn finite(self) -> bool {
                self.is_finite()
            }
        }

        impl Scalar for Complex<$t> {
            type R = $t;
            const COMPLEX: bool = true;

            #[inline(always)]
            fn zero() -> Self {
                Complex { re: 0.0, im: 0.0 }
            }
            #[inline(always)]
            fn one() -> Self {
                Complex { re: 1.0, im: 0.0 }
            }
            #[inline(always)]
            fn from_parts(re: $t, im: $t) -> Self {
                Complex { re, im }
            }
            #[inline(always)]
            fn re(self) -> $t {
                self.re
            }
            #[inline(always)]
            fn im(self) -> $t {
                self.im
            }
            #[inline(always)]
            fn conj(self) -> Self {
                Complex { re: self.re, im: -self.im }
            }
            #[inline(always)]
            fn scaled(self, by: $t) -> Self {
                Complex { re: self.re * by, im: self.im * by }
            }
            /// Smith, "Algorithm 116: complex division" (1962).
            #[inline]
            fn over(self, by: Self) -> Self {
                if by.im.abs() <= by.re.abs() {
                    let r = by.im / by.re;
                    let d = by.re + by.im * r;
                    Complex { re: (self.re + self.im * r) / d, im: (self.im - self.re * r) / d }
                } else {
                    let r = by.re / by.im;
                    let d = by.im + by.re * r;
                    Complex { re: (self.re * r + self.im) / d, im: (self.im * r - self.re) / d }
                }
            }
        }
    };
}

real!(f32);
real! { f64
    #[inline(always)]
    fn doubles(x: &[f64]) -> Option<&[f64]> {
        Some(x)
    }
    #[inline(always)]
    fn doubles_mut(x: &mut [f64]) -> Option<&mut [f64]> {
        Some(x)
    }
}

/// `sqrt(a² + b²)` scaled by the larger, which is what LAPACK computes; NaN wins.
#[inline]
fn hypotenuse(a: f64, b: f64) -> f64 {
    let (a, b) = (a.abs(), b.abs());
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let (large, small) = if a > b { (a, b) } else { (b, a) };
    if small == 0.0 || large == f64::INFINITY {
        return large;
    }
    let r = small / large;
    large * (1.0 + r * r).sqrt()
}

/// What brings a matrix with this largest element into the range where squares neither overflow nor vanish; to
/// one if `unit`, as faer's iterations want it.
pub(crate) fn scale_for<R: Real>(norm: R, unit: bool) -> R {
    let low = R::SAFE_MIN.root() / (R::EPS + R::EPS);
    let high = R::one() / low;
    let reciprocal = R::one() / norm;
    if norm == R::zero() {
        R::one()
    } else if unit && reciprocal.finite() {
        reciprocal
    } else if norm < low {
        low / norm
    } else if norm > high {
        high / norm
    } else {
        R::one()
    }
}

/// Columns from which a kernel of the CPU's own level pays. Below, the last bits are those of plain loops, on
/// which signs of vectors of noise hang.
pub(crate) const LONG: usize = 32;

/// Partial sums of a long inner product: enough to hide the latency of additions.
const LANES: usize = 8;

/// `conj(x) . y`
#[inline]
pub(crate) fn dot<T: Scalar>(x: &[T], y: &[T]) -> T {
    if x.len() >= LONG {
        if let (Some(x), Some(y)) = (T::doubles(x), T::doubles(y)) {
            return T::from_re(T::R::from_f64(columns::dot(x, y)));
        }
    }
    let mut s = T::zero();
    if x.len() < 2 * LANES {
        for (a, b) in x.iter().zip(y) {
            s += a.conj() * *b;
        }
        return s;
    }
    let mut sums = [T::zero(); LANES];
    let (xs, ys) = (x.chunks_exact(LANES), y[..x.len()].chunks_exact(LANES));
    let rest = xs.remainder().iter().zip(ys.remainder());
    for (a, b) in xs.zip(ys) {
        for lane in 0..LANES {
            sums[lane] += a[lane].conj() * b[lane];
        }
    }
    for (a, b) in rest {
        s += a.conj() * *b;
    }
    for partial in sums {
        s += partial;
    }
    s
}

/// `y += a x`
#[inline]
pub(crate) fn axpy<T: Scalar>(a: T, x: &[T], y: &mut [T]) {
    if x.len() >= LONG {
        if let (Some(x), Some(y)) = (T::doubles(x), T::doubles_mut(y)) {
            return columns::axpy(a.re().to_f64(), x, y);
        }
    }
    for (v, u) in y.iter_mut().zip(x) {
        *v += a * *u;
    }
}

/// `y += a x + b z`
#[inline]
pub(crate) fn axpy2<T: Scalar>(a: T, x: &[T], b: T, z: &[T], y: &mut [T]) {
    if x.len() >= LONG {
        if let (Some(x), Some(z), Some(y)) = (T::doubles(x), T::doubles(z), T::doubles_mut(y)) {
            return columns::axpy2(a.re().to_f64(), x, b.re().to_f64(), z, y);
        }
    }
    axpy(a, x, y);
    axpy(b, z, y);
}

/// `y += a x`; returns `conj(x) . z`.
#[inline]
pub(crate) fn axpy_dot<T: Scalar>(a: T, x: &[T], y: &mut [T], z: &[T]) -> T {
    if x.len() >= LONG {
        if let (Some(x), Some(y), Some(z)) = (T::doubles(x), T::doubles_mut(y), T::doubles(z)) {
            return T::from_re(T::R::from_f64(columns::axpy_dot(a.re().to_f64(), x, y, z)));
        }
    }
    axpy(a, x, y);
    dot(x, z)
}

/// Mutable column `j` and shared column `i` of a column-major matrix.
#[inline]
pub(crate) fn two_columns<T>(a: &mut [T], rows: usize, i: usize, j: usize) -> (&[T], &mut [T]) {
    if i < j {
        let (left, right) = a.split_at_mut(j * rows);
        (&left[i * rows..(i + 1) * rows], &mut right[..rows])
    } else {
        let (left, right) = a.split_at_mut(i * rows);
        (&right[..rows], &mut left[j * rows..(j + 1) * rows])
    }
}
