//! Elementary reflectors `H = I - tau v v*` with `v[0] = 1`, LAPACK's conventions.

use crate::norm::norm2;
use crate::scalar::{axpy, dot, Real, Scalar};

/// Makes the reflector whose adjoint maps `(alpha, x)` to `(beta, 0)` with a real beta; `x` becomes the tail of
/// `v`. Returns `(beta, tau)`.
pub(crate) fn reflector<T: Scalar>(alpha: T, x: &mut [T]) -> (T::R, T) {
    let mut norm = norm2(x);
    if norm == T::R::zero() && alpha.im() == T::R::zero() {
        return (alpha.re(), T::zero());
    }
    let length = |alpha: T, norm: T::R| alpha.re().hypot(alpha.im()).hypot(norm);
    let mut alpha = alpha;
    let mut beta = -length(alpha, norm).signed(alpha.re());
    let small = T::R::SAFE_MIN / T::R::EPS;
    let mut scalings = 0;
    // A tiny beta would lose digits: scale up, at most a few times.
    while beta.absolute() < small && scalings < 20 {
        let up = T::R::one() / small;
        x.iter_mut().for_each(|v| *v = v.scaled(up));
        alpha = alpha.scaled(up);
        beta *= up;
        scalings += 1;
    }
    if scalings > 0 {
        norm = norm2(x);
        beta = -length(alpha, norm).signed(alpha.re());
    }
    let tau = T::from_parts((beta - alpha.re()) / beta, -alpha.im() / beta);
    let scale = T::one().over(alpha - T::from_re(beta));
    x.iter_mut().for_each(|v| *v *= scale);
    for _ in 0..scalings {
        beta *= small;
    }
    (beta, tau)
}

/// `C = (I - tau v v*) C` for the columns of `c`, each of `rows` elements of which the last `1 + tail.len()`
/// take part; `v = (1, tail)`.
pub(crate) fn apply_left<T: Scalar>(tau: T, tail: &[T], c: &mut [T], rows: usize) {
    if tau == T::zero() {
        return;
    }
    let skip = rows - 1 - tail.len();
    for column in c.chunks_exact_mut(rows) {
        let (head, rest) = column[skip..].split_at_mut(1);
        let s = tau * (head[0] + dot(tail, rest));
        head[0] -= s;
        axpy(-s, tail, rest);
    }
}

/// `C = C (I - tau v v*)` for the rows from `from` of the `1 + tail.len()` columns in `c`.
pub(crate) fn apply_right<T: Scalar>(
    tau: T,
    tail: &[T],
    c: &mut [T],
    rows: usize,
    from: usize,
    work: &mut [T],
) {
    if tau == T::zero() || rows == from {
        return;
    }
    let work = &mut work[..rows - from];
    work.copy_from_slice(&c[from..rows]);
    for (v, column) in tail.iter().zip(c[rows..].chunks_exact(rows)) {
        axpy(*v, &column[from..], work);
    }
    axpy(-tau, work, &mut c[from..rows]);
    for (v, column) in tail.iter().zip(c[rows..].chunks_exact_mut(rows)) {
        axpy(-(tau * v.conj()), work, &mut column[from..]);
    }
}
