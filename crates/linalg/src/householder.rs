//! Elementary reflectors `H = I - tau v v*` with `v[0] = 1`, LAPACK's conventions.

use crate::norm::norm2;
use crate::scalar::{axpy, dot, Real, Scalar};
use numen_exec::columns;

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
    if T::COMPLEX && scale == T::zero() {
        // BLAS fills complex vectors that are multiplied by zero, and LAPACK's factor of an infinite column is zero.
        x.fill(T::zero());
    } else {
        x.iter_mut().for_each(|v| *v *= scale);
    }
    for _ in 0..scalings {
        beta *= small;
    }
    (beta, tau)
}

/// `C = (I - tau v v*) C` for the columns of `c`, each of `rows` elements of which the last `1 + tail.len()`
/// take part; `v = (1, tail)`.
pub(crate) fn apply_left<T: Scalar>(tau: T, tail: &[T], c: &mut [T], rows: usize) {
    apply_to_rows(tau, tail, c, rows, rows - 1 - tail.len());
}

/// As [`apply_left`] on the rows from `first`; those after the tail are left alone.
pub(crate) fn apply_to_rows<T: Scalar>(tau: T, tail: &[T], c: &mut [T], rows: usize, first: usize) {
    if tau == T::zero() {
        return;
    }
    if let (Some(tail), Some(c)) = (T::doubles(tail), T::doubles_mut(c)) {
        return real_left(tau.re().to_f64(), tail, c, rows, first);
    }
    // Without the zeros at the end, as below: an infinite factor must not meet them.
    let tail = &tail[..tail.iter().rposition(|x| *x != T::zero()).map_or(0, |i| i + 1)];
    let rows_used = first..first + 1 + tail.len();
    let zero = |column: &[T]| column[rows_used.clone()].iter().all(|x| *x == T::zero());
    let used = c.chunks_exact(rows).rposition(|column| !zero(column)).map_or(0, |i| i + 1);
    for column in c.chunks_exact_mut(rows).take(used) {
        let (head, rest) = column[rows_used.clone()].split_at_mut(1);
        // Products with the one that stands for itself in the vector: an infinite factor spoils both parts of them.
        let s = tau * (head[0] * T::one() + dot(tail, rest));
        head[0] -= s * T::one();
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
    if let (Some(tail), Some(c)) = (T::doubles(tail), T::doubles_mut(c)) {
        return real_right(tau.re().to_f64(), tail, c, rows, from);
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

/// A reflector's vectors live on the stack up to this order.
const SHORT: usize = 64;

/// Calls `f` with `(1, tail)`, cut after its last nonzero element, and with `extra` further numbers.
fn with_vector(tail: &[f64], extra: usize, f: impl FnOnce(&[f64], &mut [f64])) {
    let used = 1 + tail.iter().rposition(|x| *x != 0.0).map_or(0, |i| i + 1);
    let mut short = [0.0; 2 * SHORT];
    let mut long = Vec::new();
    let space = if used + extra <= 2 * SHORT {
        &mut short[..used + extra]
    } else {
        long.resize(used + extra, 0.0);
        &mut long[..]
    };
    let (v, rest) = space.split_at_mut(used);
    v[0] = 1.0;
    v[1..].copy_from_slice(&tail[..used - 1]);
    f(v, rest)
}

// As LAPACK's `larf`: a product with a vector and a correction of rank one, without the rows and columns of zeros at
// the end, on whose number the order of additions depends.

fn real_left(tau: f64, tail: &[f64], c: &mut [f64], rows: usize, first: usize) {
    with_vector(tail, c.len() / rows, |v, w| {
        let zero = |column: &[f64]| column[first..first + v.len()].iter().all(|x| *x == 0.0);
        let used = c.chunks_exact(rows).rposition(|column| !zero(column)).map_or(0, |i| i + 1);
        let w = &mut w[..used];
        if used > 0 {
            columns::transposed(&c[first..], rows, v, w);
            columns::rank_one(&mut c[first..], rows, -tau, v, w);
        }
    });
}

fn real_right(tau: f64, tail: &[f64], c: &mut [f64], rows: usize, from: usize) {
    with_vector(tail, rows - from, |v, w| {
        let last = |column: &[f64]| column[from..].iter().rposition(|x| *x != 0.0).map_or(0, |i| i + 1);
        let used = c.chunks_exact(rows).take(v.len()).map(last).max().unwrap_or(0);
        let w = &mut w[..used];
        if used > 0 {
            columns::plain(&c[from..], rows, v, w);
            columns::rank_one(&mut c[from..], rows, -tau, w, v);
        }
    });
}
