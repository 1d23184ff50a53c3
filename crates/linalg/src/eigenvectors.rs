//! Eigenvectors of triangular and quasi-triangular matrices by back substitution.

use crate::scalar::{axpy, Real, Scalar};

/// Solves `(t - lambda) x = rhs` for a vector whose elements from `k` on are given: elements `0..k` of `x` hold
/// the right side and become the solution. `t` may be real with 2 by 2 blocks on its diagonal, `x` and `lambda`
/// complex. The whole vector is scaled down where it would overflow.
fn back_substitute<T: Scalar, C: Scalar<R = T::R>>(
    t: &[T],
    n: usize,
    k: usize,
    lambda: C,
    x: &mut [C],
    smallest: T::R,
) {
    let lift = |v: T| C::from_parts(v.re(), v.im());
    let at = |i: usize, j: usize| t[i + j * n];
    let mut end = k;
    while end > 0 {
        let j = end - 1;
        let coupled = !T::COMPLEX && j > 0 && at(j, j - 1) != T::zero();
        if !coupled {
            let mut pivot = lift(at(j, j)) - lambda;
            if pivot.taxicab() < smallest {
                pivot = C::from_re(smallest);
            }
            guard(x, x[j].taxicab(), pivot.taxicab());
            x[j] = x[j].over(pivot);
            end = j;
        } else {
            let i = j - 1;
            let (a, d) = (lift(at(i, i)) - lambda, lift(at(j, j)) - lambda);
            let (b, c) = (lift(at(i, j)), lift(at(j, i)));
            let mut determinant = a * d - b * c;
            if determinant.taxicab() < smallest * smallest.larger(b.taxicab()) {
                determinant = C::from_re(smallest * smallest.larger(b.taxicab()));
            }
            let size = a.taxicab().larger(d.taxicab()).larger(b.taxicab()).larger(c.taxicab());
            guard(x, x[i].taxicab().larger(x[j].taxicab()) * size, determinant.taxicab());
            let (p, q) = (x[i], x[j]);
            x[i] = (d * p - b * q).over(determinant);
            x[j] = (a * q - c * p).over(determinant);
            end = i;
        }
        let solved: Vec<C> = x[end..=j].to_vec();
        let largest = solved.iter().fold(T::R::zero(), |m, v| m.larger(v.taxicab()));
        guard(x, largest, T::R::one());
        for column in end..=j {
            let factor = x[column];
            for (v, t) in x[..end].iter_mut().zip(&t[column * n..]) {
                *v -= lift(*t) * factor;
            }
        }
    }
}

/// Scales `x` down if a quotient `size / by` comes near overflow.
fn guard<C: Scalar>(x: &mut [C], size: C::R, by: C::R) {
    // The fourth root leaves room for the products that follow.
    let large = C::R::MAX.root().root();
    if by < C::R::one() && size > large * by || size > large * large {
        let scale = if size > C::R::one() { C::R::one() / size } else { by / size };
        if scale.finite() && scale > C::R::zero() {
            x.iter_mut().for_each(|v| *v = v.scaled(scale));
        }
    }
}

fn smallest_pivot<R: Real>(n: usize, lambda: R) -> R {
    let ulp = R::EPS + R::EPS;
    let floor = R::SAFE_MIN * (R::from_f64(n as f64) / ulp);
    (ulp * lambda).larger(floor)
}

/// `z x` for the first `x.len()` columns of `z`.
fn combine<T: Scalar, C: Scalar<R = T::R>>(z: &[T], n: usize, x: &[C], out: &mut [C]) {
    out.fill(C::zero());
    for (column, &factor) in z.chunks_exact(n).zip(x) {
        for (o, v) in out.iter_mut().zip(column) {
            *o += C::from_parts(v.re(), v.im()) * factor;
        }
    }
}

fn divide_by_largest<C: Scalar>(v: &mut [C]) {
    let largest = v.iter().fold(C::R::zero(), |m, x| m.larger(x.taxicab()));
    if largest > C::R::zero() && largest.finite() {
        v.iter_mut().for_each(|x| *x = x.divided(largest));
    }
}

/// Eigenvectors of `z t z*` for an upper triangular `t`.
pub(crate) fn of_triangular<T: Scalar>(t: &[T], n: usize, z: &[T], v: &mut [T]) {
    for k in 0..n {
        let lambda = t[k + k * n];
        let mut x: Vec<T> = (0..k).map(|i| -t[i + k * n]).collect();
        x.push(T::one());
        back_substitute(t, n, k, lambda, &mut x, smallest_pivot(n, lambda.taxicab()));
        let out = &mut v[k * n..(k + 1) * n];
        combine(z, n, &x, out);
        divide_by_largest(out);
    }
}

/// Eigenvectors of `z t z'` for a real Schur form `t` with eigenvalues `w`.
pub(crate) fn of_quasi_triangular<R: Real, C: Scalar<R = R>>(
    t: &[R],
    n: usize,
    z: &[R],
    w: &[(R, R)],
    v: &mut [C],
) {
    let mut k = 0;
    while k < n {
        let (re, im) = w[k];
        if im == R::zero() {
            let mut x: Vec<R> = (0..k).map(|i| -t[i + k * n]).collect();
            x.push(R::one());
            back_substitute(t, n, k, re, &mut x, smallest_pivot(n, re.absolute()));
            let mut out = vec![R::zero(); n];
            for (column, &factor) in z.chunks_exact(n).zip(&x) {
                axpy(factor, column, &mut out);
            }
            divide_by_largest(&mut out);
            for (to, from) in v[k * n..(k + 1) * n].iter_mut().zip(out) {
                *to = C::from_re(from);
            }
            k += 1;
            continue;
        }
        complex_pair(t, n, z, k, (re, im), v);
        k += 2;
    }
}

/// The vectors of the pair at rows `k` and `k + 1`.
fn complex_pair<R: Real, C: Scalar<R = R>>(
    t: &[R],
    n: usize,
    z: &[R],
    k: usize,
    (re, im): (R, R),
    v: &mut [C],
) {
    let (above, below) = (t[k + (k + 1) * n], t[k + 1 + k * n]);
    let (p, q) = if above.absolute() >= below.absolute() {
        (C::one(), C::from_parts(R::zero(), im / above))
    } else {
        (C::from_re(-im / below), C::from_parts(R::zero(), R::one()))
    };
    let mut x: Vec<C> = (0..k).map(|i| -(p.scaled(t[i + k * n]) + q.scaled(t[i + (k + 1) * n]))).collect();
    x.extend([p, q]);
    let smallest = smallest_pivot(n, re.absolute() + im.absolute());
    back_substitute(t, n, k, C::from_parts(re, im), &mut x, smallest);
    let (first, second) = v[k * n..(k + 2) * n].split_at_mut(n);
    combine(z, n, &x, first);
    divide_by_largest(first);
    for (to, from) in second.iter_mut().zip(first.iter()) {
        *to = from.conj();
    }
}

/// Unit length; a complex vector's largest element becomes real (positive where the rotation of LAPACK makes
/// it so).
pub(crate) fn normalize<C: Scalar>(v: &mut [C]) {
    let norm = crate::norm::norm2(v);
    v.iter_mut().for_each(|x| *x = x.divided(norm));
}

/// Turns the phase so that the largest element is real. `keep_sign`: it keeps the sign of its real part (as for
/// pairs of a real matrix), else it becomes positive.
pub(crate) fn turn<C: Scalar>(v: &mut [C], keep_sign: bool) {
    let mut best = 0;
    for i in 1..v.len() {
        if v[i].square() > v[best].square() {
            best = i;
        }
    }
    let pivot = v[best];
    let size = pivot.magnitude();
    if size == C::R::zero() || !size.finite() {
        return;
    }
    let mut phase = pivot.conj().divided(size);
    if keep_sign && pivot.re() < C::R::zero() {
        phase = -phase;
    }
    v.iter_mut().for_each(|x| *x *= phase);
    v[best] = C::from_re(v[best].re());
}
