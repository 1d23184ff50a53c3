//! The real Schur form by double-shift QR.

use crate::householder::reflector;
use crate::scalar::Real;
use crate::LinalgError;

/// A Hessenberg matrix on its way to Schur form, with the vectors that are carried along.
struct Schur<'a, R> {
    h: &'a mut [R],
    z: &'a mut [R],
    n: usize,
    /// The whole matrix is transformed, not only the block in work.
    whole: bool,
}

/// Shifts after so many iterations without deflation are made up.
const EXCEPTIONAL: usize = 10;

/// Reduces the upper Hessenberg matrix `h` to real Schur form (when vectors are wanted: `z`, `n` by `n`, is
/// multiplied from the right) and gives the eigenvalues as real and imaginary parts. Rows outside `low..high` are
/// already triangular.
///
/// Francis's implicit double shift with the deflation test of Ahues and Tisseur (1997), in the order of LAPACK's
/// `lahqr`.
pub(crate) fn schur<R: Real>(
    h: &mut [R],
    n: usize,
    (low, high): (usize, usize),
    z: &mut [R],
    w: &mut [(R, R)],
) -> Result<(), LinalgError> {
    for i in (0..low).chain(high..n) {
        w[i] = (h[i + i * n], R::zero());
    }
    let whole = !z.is_empty();
    let mut s = Schur { h, z, n, whole };
    let budget = 30 * (high - low).max(10);
    let mut end = high;
    while end > low {
        end = s.deflate(low, high, end, budget, w)?;
    }
    Ok(())
}

impl<R: Real> Schur<'_, R> {
    fn at(&self, i: usize, j: usize) -> R {
        self.h[i + j * self.n]
    }

    fn set(&mut self, i: usize, j: usize, x: R) {
        self.h[i + j * self.n] = x;
    }

    /// Iterates on the block that ends before `end` until one or two eigenvalues split off; the new end.
    fn deflate(
        &mut self,
        low: usize,
        high: usize,
        end: usize,
        budget: usize,
        w: &mut [(R, R)],
    ) -> Result<usize, LinalgError> {
        let last = end - 1;
        let mut top = low;
        for iteration in 1..=budget + 1 {
            top = self.split(top, last, low, high);
            if top > low {
                self.set(top, top - 1, R::zero());
            }
            if top == last {
                w[last] = (self.at(last, last), R::zero());
                return Ok(last);
            }
            if top + 1 == last {
                self.standardize(top, w);
                return Ok(top);
            }
            let shifts = self.shifts(top, last, iteration);
            self.sweep(top, last, shifts);
        }
        Err(LinalgError::EigenvaluesDidNotConverge)
    }

    /// The first row of the unreduced block that ends at `last`.
    fn split(&self, top: usize, last: usize, low: usize, high: usize) -> usize {
        let ulp = R::EPS + R::EPS;
        let small = R::SAFE_MIN * (R::from_f64((high - low) as f64) / ulp);
        for k in (top + 1..=last).rev() {
            let below = self.at(k, k - 1).absolute();
            if below <= small {
                return k;
            }
            let (up, diagonal) = (self.at(k - 1, k - 1), self.at(k, k));
            let mut test = up.absolute() + diagonal.absolute();
            if test == R::zero() {
                if k >= low + 2 {
                    test += self.at(k - 1, k - 2).absolute();
                }
                if k + 1 < high {
                    test += self.at(k + 1, k).absolute();
                }
            }
            if below <= ulp * test {
                let above = self.at(k - 1, k).absolute();
                let (ab, ba) = (below.larger(above), below.smaller(above));
                let (d, g) = (diagonal.absolute(), (up - diagonal).absolute());
                let (aa, bb) = (d.larger(g), d.smaller(g));
                let s = aa + ab;
                if ba * (ab / s) <= small.larger(ulp * (bb * (aa / s))) {
                    return k;
                }
            }
        }
        top
    }

    /// Two shifts: the eigenvalues of the last 2 by 2 block, or the real one nearer to the corner twice.
    fn shifts(&self, top: usize, last: usize, iteration: usize) -> [(R, R); 2] {
        let exceptional = |i: usize, s: R| {
            let h11 = R::from_f64(0.75) * s + self.at(i, i);
            (h11, R::from_f64(-0.4375) * s, s, h11)
        };
        let (h11, h12, h21, h22) = if iteration % (2 * EXCEPTIONAL) == 0 {
            exceptional(last, self.at(last, last - 1).absolute() + self.at(last - 1, last - 2).absolute())
        } else if iteration % EXCEPTIONAL == 0 {
            exceptional(top, self.at(top + 1, top).absolute() + self.at(top + 2, top + 1).absolute())
        } else {
            let p = last - 1;
            (self.at(p, p), self.at(p, last), self.at(last, p), self.at(last, last))
        };
        let zero = R::zero();
        let s = h11.absolute() + h12.absolute() + h21.absolute() + h22.absolute();
        if s == zero {
            return [(zero, zero); 2];
        }
        let (h11, h12, h21, h22) = (h11 / s, h12 / s, h21 / s, h22 / s);
        let half = (h11 + h22) / R::from_f64(2.0);
        let determinant = (h11 - half) * (h22 - half) - h12 * h21;
        let root = determinant.absolute().root();
        if determinant >= zero {
            return [(half * s, root * s), (half * s, -root * s)];
        }
        let (first, second) = (half + root, half - root);
        let near = if (first - h22).absolute() <= (second - h22).absolute() { first } else { second };
        [(near * s, zero); 2]
    }

    /// The first column of `(H - s1)(H - s2)` from row `m`, scaled.
    fn first_column(&self, m: usize, [(r1, i1), (r2, i2)]: [(R, R); 2]) -> [R; 3] {
        let below = self.at(m + 1, m);
        let s = (self.at(m, m) - r2).absolute() + i2.absolute() + below.absolute();
        if s == R::zero() {
            return [R::one(), R::zero(), R::zero()];
        }
        let b = below / s;
        let x = b * self.at(m, m + 1) + (self.at(m, m) - r1) * ((self.at(m, m) - r2) / s) - i1 * (i2 / s);
        let y = b * (self.at(m, m) + self.at(m + 1, m + 1) - r1 - r2);
        let z = b * self.at(m + 2, m + 1);
        let size = x.absolute() + y.absolute() + z.absolute();
        if size == R::zero() {
            return [R::one(), R::zero(), R::zero()];
        }
        [x / size, y / size, z / size]
    }

    /// One double-shift step on rows `top..=last`.
    fn sweep(&mut self, top: usize, last: usize, shifts: [(R, R); 2]) {
        let ulp = R::EPS + R::EPS;
        let mut start = last - 2;
        let mut v = self.first_column(start, shifts);
        while start > top {
            let left = self.at(start, start - 1).absolute() * (v[1].absolute() + v[2].absolute());
            let around = self.at(start - 1, start - 1).absolute()
                + self.at(start, start).absolute()
                + self.at(start + 1, start + 1).absolute();
            if left <= ulp * v[0].absolute() * around {
                break;
            }
            start -= 1;
            v = self.first_column(start, shifts);
        }
        for k in start..last {
            let size = 3.min(last - k + 1);
            if k > start {
                v[..size].copy_from_slice(&self.h[k + (k - 1) * self.n..][..size]);
            }
            let (head, tail) = v[..size].split_at_mut(1);
            let (beta, tau) = reflector(head[0], tail);
            if k > start {
                self.set(k, k - 1, beta);
                self.set(k + 1, k - 1, R::zero());
                if size == 3 {
                    self.set(k + 2, k - 1, R::zero());
                }
            } else if start > top {
                // Not a change of sign: the tail may have underflowed.
                self.h[k + (k - 1) * self.n] *= R::one() - tau;
            }
            let third = if size == 3 { v[2] } else { R::zero() };
            self.reflect(k, size, tau, (v[1], third), (top, last));
        }
    }

    /// Applies `I - tau v v'` with `v = (1, second, third)` from both sides.
    fn reflect(
        &mut self,
        k: usize,
        size: usize,
        tau: R,
        (second, third): (R, R),
        (top, last): (usize, usize),
    ) {
        let n = self.n;
        let (t2, t3) = (tau * second, tau * third);
        let (first_row, last_column) = if self.whole { (0, n - 1) } else { (top, last) };
        for j in k..=last_column {
            let column = &mut self.h[j * n + k..j * n + k + size];
            let mut sum = column[0] + second * column[1];
            if size == 3 {
                sum += third * column[2];
                column[2] -= sum * t3;
            }
            column[0] -= sum * tau;
            column[1] -= sum * t2;
        }
        let rows = first_row..(k + 3).min(last) + 1;
        reflect_columns(self.h, n, k, size, rows, (tau, t2, t3), (second, third));
        if !self.z.is_empty() {
            reflect_columns(self.z, n, k, size, 0..n, (tau, t2, t3), (second, third));
        }
    }

    /// Brings the 2 by 2 block at `i` to standard form and notes its eigenvalues.
    fn standardize(&mut self, i: usize, w: &mut [(R, R)]) {
        let n = self.n;
        let block = (self.at(i, i), self.at(i, i + 1), self.at(i + 1, i), self.at(i + 1, i + 1));
        let ((a, b, c, d), (cs, sn)) = standard_2x2(block);
        self.set(i, i, a);
        self.set(i, i + 1, b);
        self.set(i + 1, i, c);
        self.set(i + 1, i + 1, d);
        let imaginary = if c == R::zero() { R::zero() } else { b.absolute().root() * c.absolute().root() };
        w[i] = (a, imaginary);
        w[i + 1] = (d, -imaginary);
        if !self.whole {
            return;
        }
        for j in i + 2..n {
            let (x, y) = (self.at(i, j), self.at(i + 1, j));
            self.set(i, j, cs * x + sn * y);
            self.set(i + 1, j, cs * y - sn * x);
        }
        rotate_rows(self.h, n, i, 0..i, cs, sn);
        if !self.z.is_empty() {
            rotate_rows(self.z, n, i, 0..n, cs, sn);
        }
    }
}

fn rotate_rows<R: Real>(a: &mut [R], n: usize, i: usize, rows: std::ops::Range<usize>, c: R, s: R) {
    let (left, right) = a.split_at_mut((i + 1) * n);
    let (x, y) = (&mut left[i * n..], &mut right[..n]);
    for row in rows {
        let (p, q) = (x[row], y[row]);
        x[row] = c * p + s * q;
        y[row] = c * q - s * p;
    }
}

fn reflect_columns<R: Real>(
    a: &mut [R],
    n: usize,
    k: usize,
    size: usize,
    rows: std::ops::Range<usize>,
    (t1, t2, t3): (R, R, R),
    (second, third): (R, R),
) {
    let (x, rest) = a[k * n..(k + size) * n].split_at_mut(n);
    let (y, z) = rest.split_at_mut(n);
    if size == 3 {
        for row in rows {
            let sum = x[row] + second * y[row] + third * z[row];
            x[row] -= sum * t1;
            y[row] -= sum * t2;
            z[row] -= sum * t3;
        }
    } else {
        for row in rows {
            let sum = x[row] + second * y[row];
            x[row] -= sum * t1;
            y[row] -= sum * t2;
        }
    }
}

type Block2<R> = (R, R, R, R);

/// The Schur form of `[a b; c d]`: upper triangular for real eigenvalues, equal diagonal and opposite signs
/// beside it for a complex pair; with the rotation that brings it there (LAPACK's `lanv2`).
fn standard_2x2<R: Real>((a, b, c, d): Block2<R>) -> (Block2<R>, (R, R)) {
    let (zero, one, half) = (R::zero(), R::one(), R::from_f64(0.5));
    if c == zero {
        return ((a, b, c, d), (one, zero));
    }
    if b == zero {
        return ((d, -c, zero, a), (zero, one));
    }
    let difference = a - d;
    if difference == zero && one.signed(b) != one.signed(c) {
        return ((a, b, c, d), (one, zero));
    }
    let p = half * difference;
    let large = b.absolute().larger(c.absolute());
    let small = b.absolute().smaller(c.absolute()) * one.signed(b) * one.signed(c);
    let scale = p.absolute().larger(large);
    let z = (p / scale) * p + (large / scale) * small;
    if z >= R::from_f64(4.0) * (R::EPS + R::EPS) {
        let z = p + (scale.root() * z.root()).signed(p);
        let tau = c.hypot(z);
        return ((d + z, b - c, zero, d - (large / z) * small), (z / tau, c / tau));
    }
    // A complex pair, or equal real eigenvalues: make the diagonal equal.
    let sigma = b + c;
    let tau = sigma.hypot(difference);
    let cs = (half * (one + sigma.absolute() / tau)).root();
    let sn = -(p / (tau * cs)) * one.signed(sigma);
    let (aa, bb, cc, dd) = (a * cs + b * sn, b * cs - a * sn, c * cs + d * sn, d * cs - c * sn);
    let (a, b, c, d) = (aa * cs + cc * sn, bb * cs + dd * sn, cc * cs - aa * sn, dd * cs - bb * sn);
    let middle = half * (a + d);
    if c == zero {
        return ((middle, b, c, middle), (cs, sn));
    }
    if b == zero {
        return ((middle, -c, zero, middle), (-sn, cs));
    }
    if one.signed(b) != one.signed(c) {
        return ((middle, b, c, middle), (cs, sn));
    }
    let (sab, sac) = (b.absolute().root(), c.absolute().root());
    let p = (sab * sac).signed(c);
    let tau = one / (b + c).absolute().root();
    let (cs1, sn1) = (sab * tau, sac * tau);
    ((middle + p, b - c, zero, middle - p), (cs * cs1 - sn * sn1, cs * sn1 + sn * cs1))
}
