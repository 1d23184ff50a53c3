//! The Euclidean norm.

use crate::scalar::{dot, Real, Scalar};

/// Up to this length norms are rounded once: where an iteration works on noise, signs of vectors hang on the
/// last bit, and the usual BLAS on x86 sums in extended precision.
const EXACT: usize = 32;

/// The Euclidean norm, without overflow or underflow in between.
pub(crate) fn norm2<T: Scalar>(x: &[T]) -> T::R {
    if let (false, [only]) = (T::COMPLEX, x) {
        return only.re().absolute();
    }
    let sum = dot(x, x).re();
    let tiny = T::R::SAFE_MIN / (T::R::EPS * T::R::EPS);
    if sum > tiny && sum.finite() {
        return if x.len() <= EXACT { rounded_once(x) } else { sum.root() };
    }
    scaled_norm(x)
}

/// `a * a` and its rounding error (Dekker 1971).
fn square_and_error(a: f64) -> (f64, f64) {
    const SPLIT: f64 = 134_217_729.0;
    let p = a * a;
    let t = a * SPLIT;
    let high = t - (t - a);
    let low = a - high;
    (p, ((high * high - p) + 2.0 * high * low) + low * low)
}

/// Sums of squares in twice the precision, then one Newton step on the root.
fn rounded_once<T: Scalar>(x: &[T]) -> T::R {
    let (mut sum, mut rest) = (0.0, 0.0);
    for v in x {
        for part in [v.re().to_f64(), v.im().to_f64()] {
            let (p, error) = square_and_error(part);
            let s = sum + p;
            let back = s - sum;
            rest += (sum - (s - back)) + (p - back) + error;
            sum = s;
        }
    }
    let root = f64::sqrt(sum + rest);
    let (square, error) = square_and_error(root);
    let root = root + ((sum - square) - error + rest) / (2.0 * root);
    // Splitting overflows near the end of the range.
    if root.is_finite() {
        T::R::from_f64(root)
    } else {
        scaled_norm(x)
    }
}

#[cold]
fn scaled_norm<T: Scalar>(x: &[T]) -> T::R {
    if !x.iter().all(|v| v.is_finite_scalar()) {
        // An infinite element gives infinity, NaN gives NaN.
        return x.iter().fold(T::R::zero(), |s, v| s + v.taxicab());
    }
    let largest = x.iter().fold(T::R::zero(), |m, v| m.larger(v.re().absolute()).larger(v.im().absolute()));
    if largest == T::R::zero() {
        return largest;
    }
    let sum = x.iter().fold(T::R::zero(), |s, v| s + v.divided(largest).square());
    largest * sum.root()
}
