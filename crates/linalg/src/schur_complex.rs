//! The complex Schur form by single-shift QR.

use crate::householder::reflector;
use crate::scalar::{Real, Scalar};
use crate::LinalgError;

struct Schur<'a, T> {
    h: &'a mut [T],
    z: &'a mut [T],
    n: usize,
    whole: bool,
}

const EXCEPTIONAL: usize = 10;

/// Reduces the upper Hessenberg matrix `h` to upper triangular form (when vectors are wanted: `z`, `n` by `n`, is
/// multiplied from the right); the eigenvalues go to `w`. Rows outside `low..high` are already triangular. The
/// order is that of LAPACK's `lahqr`.
pub(crate) fn schur<T: Scalar>(
    h: &mut [T],
    n: usize,
    (low, high): (usize, usize),
    z: &mut [T],
    w: &mut [T],
) -> Result<(), LinalgError> {
    let whole = !z.is_empty();
    let mut s = Schur { h, z, n, whole };
    s.make_subdiagonal_real(low, high);
    let budget = 30 * (high - low).max(10);
    let mut end = high;
    while end > low {
        end = s.deflate(low, high, end, budget)?;
    }
    (0..n).for_each(|i| w[i] = s.at(i, i));
    Ok(())
}

impl<T: Scalar> Schur<'_, T> {
    fn at(&self, i: usize, j: usize) -> T {
        self.h[i + j * self.n]
    }

    fn set(&mut self, i: usize, j: usize, x: T) {
        self.h[i + j * self.n] = x;
    }

    fn scale_row(&mut self, i: usize, columns: std::ops::Range<usize>, by: T) {
        columns.for_each(|j| self.h[i + j * self.n] *= by);
    }

    fn scale_column(&mut self, j: usize, rows: std::ops::Range<usize>, by: T) {
        self.h[j * self.n..][rows].iter_mut().for_each(|x| *x *= by);
    }

    fn scale_vector(&mut self, j: usize, by: T) {
        if !self.z.is_empty() {
            self.z[j * self.n..(j + 1) * self.n].iter_mut().for_each(|x| *x *= by);
        }
    }

    fn make_subdiagonal_real(&mut self, low: usize, high: usize) {
        let (first, last) = if self.whole { (0, self.n) } else { (low, high) };
        for i in low + 1..high {
            let x = self.at(i, i - 1);
            if x.im() == T::R::zero() {
                continue;
            }
            let phase = x.divided(x.taxicab()).conj();
            let phase = phase.divided(phase.magnitude());
            self.set(i, i - 1, T::from_re(x.magnitude()));
            self.scale_row(i, i..last, phase);
            self.scale_column(i, first..last.min(i + 2), phase.conj());
            self.scale_vector(i, phase.conj());
        }
    }

    fn deflate(&mut self, low: usize, high: usize, end: usize, budget: usize) -> Result<usize, LinalgError> {
        let last = end - 1;
        let mut top = low;
        for iteration in 1..=budget + 1 {
            top = self.split(top, last, low, high);
            if top > low {
                self.set(top, top - 1, T::zero());
            }
            if top == last {
                return Ok(last);
            }
            let shift = self.shift(top, last, iteration);
            self.sweep(top, last, shift);
        }
        Err(LinalgError::EigenvaluesDidNotConverge)
    }

    fn split(&self, top: usize, last: usize, low: usize, high: usize) -> usize {
        let ulp = T::R::EPS + T::R::EPS;
        let small = T::R::SAFE_MIN * (T::R::from_f64((high - low) as f64) / ulp);
        for k in (top + 1..=last).rev() {
            let below = self.at(k, k - 1);
            if below.taxicab() <= small {
                return k;
            }
            let (up, diagonal) = (self.at(k - 1, k - 1), self.at(k, k));
            let mut test = up.taxicab() + diagonal.taxicab();
            if test == T::R::zero() {
                if k >= low + 2 {
                    test += self.at(k - 1, k - 2).re().absolute();
                }
                if k + 1 < high {
                    test += self.at(k + 1, k).re().absolute();
                }
            }
            if below.re().absolute() <= ulp * test {
                let (b, c) = (below.taxicab(), self.at(k - 1, k).taxicab());
                let (ab, ba) = (b.larger(c), b.smaller(c));
                let (d, g) = (diagonal.taxicab(), (up - diagonal).taxicab());
                let (aa, bb) = (d.larger(g), d.smaller(g));
                let s = aa + ab;
                if ba * (ab / s) <= small.larger(ulp * (bb * (aa / s))) {
                    return k;
                }
            }
        }
        top
    }

    /// Wilkinson's shift.
    fn shift(&self, top: usize, last: usize, iteration: usize) -> T {
        let exceptional = |s: T| T::from_re(T::R::from_f64(0.75) * s.re().absolute());
        if iteration % (2 * EXCEPTIONAL) == 0 {
            return exceptional(self.at(last, last - 1)) + self.at(last, last);
        }
        if iteration % EXCEPTIONAL == 0 {
            return exceptional(self.at(top + 1, top)) + self.at(top, top);
        }
        let t = self.at(last, last);
        let u = square_root(self.at(last - 1, last)) * square_root(self.at(last, last - 1));
        if u.taxicab() == T::R::zero() {
            return t;
        }
        let x = (self.at(last - 1, last - 1) - t).scaled(T::R::from_f64(0.5));
        let size = x.taxicab();
        let s = u.taxicab().larger(size);
        let (xs, us) = (x.divided(s), u.divided(s));
        let mut y = square_root(xs * xs + us * us).scaled(s);
        if size > T::R::zero() && (x.re() / size) * y.re() + (x.im() / size) * y.im() < T::R::zero() {
            y = -y;
        }
        t - u * u.over(x + y)
    }

    fn first_column(&self, m: usize, shift: T) -> (T, T::R) {
        let x = self.at(m, m) - shift;
        let below = self.at(m + 1, m).re();
        let s = x.taxicab() + below.absolute();
        if s == T::R::zero() {
            return (T::one(), below);
        }
        (x.divided(s), below / s)
    }

    fn sweep(&mut self, top: usize, last: usize, shift: T) {
        let ulp = T::R::EPS + T::R::EPS;
        let mut start = last - 1;
        let mut v = self.first_column(start, shift);
        while start > top {
            let left = self.at(start, start - 1).re().absolute() * v.1.absolute();
            let around = self.at(start, start).taxicab() + self.at(start + 1, start + 1).taxicab();
            if left <= ulp * (v.0.taxicab() * around) {
                break;
            }
            start -= 1;
            v = self.first_column(start, shift);
        }
        let mut pair = [v.0, T::from_re(v.1)];
        for k in start..last {
            if k > start {
                pair = [self.at(k, k - 1), self.at(k + 1, k - 1)];
            }
            let (head, tail) = pair.split_at_mut(1);
            let (beta, tau) = reflector(head[0], tail);
            if k > start {
                self.set(k, k - 1, T::from_re(beta));
                self.set(k + 1, k - 1, T::zero());
            }
            self.reflect(k, tau, pair[1], (top, last));
            if k == start && start > top {
                self.keep_subdiagonal_real(k, tau, (top, last));
            }
        }
        self.make_last_real(top, last);
    }

    /// Applies `I - tau v v*` with `v = (1, second)` from both sides.
    fn reflect(&mut self, k: usize, tau: T, second: T, (top, last): (usize, usize)) {
        let n = self.n;
        let t2 = (tau * second).re();
        let (first_row, last_column) = if self.whole { (0, n - 1) } else { (top, last) };
        for j in k..=last_column {
            let (x, y) = (self.at(k, j), self.at(k + 1, j));
            let sum = tau.conj() * x + y.scaled(t2);
            self.set(k, j, x - sum);
            self.set(k + 1, j, y - sum * second);
        }
        reflect_columns(self.h, n, k, first_row..(k + 2).min(last) + 1, tau, t2, second);
        if !self.z.is_empty() {
            reflect_columns(self.z, n, k, 0..n, tau, t2, second);
        }
    }

    /// A step that began below the top multiplied the element above it by a phase: taken out again.
    fn keep_subdiagonal_real(&mut self, k: usize, tau: T, (top, last): (usize, usize)) {
        let (first_row, last_column) = if self.whole { (0, self.n) } else { (top, last + 1) };
        let t = T::one() - tau;
        if t.magnitude() == T::R::zero() {
            return;
        }
        let phase = t.divided(t.magnitude());
        self.h[k + 1 + k * self.n] *= phase.conj();
        if k + 2 <= last {
            self.h[k + 2 + (k + 1) * self.n] *= phase;
        }
        for j in k..=last {
            if j == k + 1 {
                continue;
            }
            if last_column > j + 1 {
                self.scale_row(j, j + 1..last_column, phase);
            }
            self.scale_column(j, first_row..j, phase.conj());
            self.scale_vector(j, phase.conj());
        }
    }

    fn make_last_real(&mut self, top: usize, last: usize) {
        let x = self.at(last, last - 1);
        if x.im() == T::R::zero() {
            return;
        }
        let (first_row, last_column) = if self.whole { (0, self.n) } else { (top, last + 1) };
        let size = x.magnitude();
        let phase = x.divided(size);
        self.set(last, last - 1, T::from_re(size));
        self.scale_row(last, last + 1..last_column, phase.conj());
        self.scale_column(last, first_row..last, phase);
        self.scale_vector(last, phase);
    }
}

fn reflect_columns<T: Scalar>(
    a: &mut [T],
    n: usize,
    k: usize,
    rows: std::ops::Range<usize>,
    tau: T,
    t2: T::R,
    second: T,
) {
    let (x, y) = a[k * n..(k + 2) * n].split_at_mut(n);
    for row in rows {
        let sum = tau * x[row] + y[row].scaled(t2);
        x[row] -= sum;
        y[row] -= sum * second.conj();
    }
}

/// The principal square root.
fn square_root<T: Scalar>(x: T) -> T {
    let (zero, half) = (T::R::zero(), T::R::from_f64(0.5));
    let size = x.magnitude();
    if size == zero {
        return T::zero();
    }
    let a = (half * (size + x.re().absolute())).root();
    let b = half * (x.im() / a);
    if x.re() >= zero {
        T::from_parts(a, b)
    } else {
        T::from_parts(b.absolute(), a.signed(x.im()))
    }
}
