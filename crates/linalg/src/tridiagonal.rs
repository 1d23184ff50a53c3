//! Symmetric tridiagonal matrices: the reduction to them, and their eigenvalues by implicit QL and QR.

use crate::householder::reflector;
use crate::rotation::{rotate_columns, rotation};
use crate::scalar::{axpy, axpy2, axpy_dot, dot, Real, Scalar, LONG};
use crate::LinalgError;
use numen_exec::columns;

/// Reduces a Hermitian matrix (lower half read) to tridiagonal form `Q* a Q` by reflectors, whose tails replace
/// the columns below the subdiagonal; `Q = H_0 H_1 ...`, `H_k` acting on the rows from `k + 1`.
///
/// The correction of rank two after a reflector waits for the next one's product, so that the matrix is read once for
/// both.
pub(crate) fn reduce<T: Scalar>(a: &mut [T], n: usize, d: &mut [T::R], e: &mut [T::R], tau: &mut [T]) {
    let (mut w, mut w_old) = (vec![T::zero(); n], vec![T::zero(); n]);
    let mut waiting = false;
    for k in 0..n {
        let (left, trailing) = a.split_at_mut((k + 1) * n);
        let (done, column) = left.split_at_mut(k * n);
        let column = &mut column[k..];
        let old = waiting.then(|| [&done[(k - 1) * n + k..], &w_old[..n - k]]);
        if let Some([x, z]) = old {
            correct(column, x, z);
        }
        d[k] = column[0].re();
        if k + 1 == n {
            return;
        }
        let old = old.map(|[x, z]| [&x[1..], &z[1..]]);
        let column = &mut column[1..];
        let (head, tail) = column.split_at_mut(1);
        let (beta, t) = reflector(head[0], tail);
        e[k] = beta;
        tau[k] = t;
        waiting = t != T::zero();
        if !waiting {
            if let Some([x, z]) = old {
                (0..x.len())
                    .for_each(|j| correct(&mut trailing[j * n + k + 1 + j..(j + 1) * n], &x[j..], &z[j..]));
            }
            continue;
        }
        head[0] = T::one();
        let v = &*column;
        let w_new = &mut w[..v.len()];
        correct_and_multiply(&mut trailing[k + 1..], n, old, v, w_new);
        w_new.iter_mut().for_each(|x| *x *= t);
        let half = T::R::from_f64(-0.5);
        let alpha = t.scaled(half) * dot(w_new, v);
        axpy(alpha, v, w_new);
        std::mem::swap(&mut w, &mut w_old);
    }
}

/// `column -= x conj(z[0]) + z conj(x[0])`
fn correct<T: Scalar>(column: &mut [T], x: &[T], z: &[T]) {
    axpy2(-z[0].conj(), x, -x[0].conj(), z, column);
}

/// `A -= x z* + z x*` for the vectors of `old`, then `w = A v`, for the Hermitian matrix whose lower half is read.
fn correct_and_multiply<T: Scalar>(a: &mut [T], n: usize, old: Option<[&[T]; 2]>, v: &[T], w: &mut [T]) {
    w.fill(T::zero());
    let first = long_columns(a, n, old, v, w);
    for j in first..v.len() {
        let column = &mut a[j * n + j..j * n + v.len()];
        if let Some([x, z]) = old {
            correct(column, &x[j..], &z[j..]);
        }
        let (head, tail) = w[j..].split_at_mut(1);
        let s = axpy_dot(v[j], &column[1..], tail, &v[j + 1..]);
        head[0] += v[j].scaled(column[0].re()) + s;
    }
}

/// The columns of [`correct_and_multiply`] that are long enough for a kernel of the CPU's own level, in one call;
/// returns their number.
fn long_columns<T: Scalar>(a: &mut [T], n: usize, old: Option<[&[T]; 2]>, v: &[T], w: &mut [T]) -> usize {
    let count = v.len().saturating_sub(LONG);
    let vectors = match old {
        None => Some(None),
        Some([x, z]) => T::doubles(x).zip(T::doubles(z)).map(|(x, z)| Some([x, z])),
    };
    match (T::doubles_mut(a), vectors, T::doubles(v), T::doubles_mut(w)) {
        (Some(a), Some(old), Some(v), Some(w)) => columns::symmetric(a, n, old, v, w, count),
        _ => return 0,
    }
    count
}

/// Iterations allowed, times the order.
const MAX_ITERATIONS: usize = 30;

/// Eigenvalues of the tridiagonal matrix with diagonal `d` and off-diagonal `e`, ascending in `d`; the columns
/// of `z` (`rows` elements each, one column an eigenvalue; empty for none) are rotated along.
///
/// Implicit QL or QR with Wilkinson's shift, whichever starts at the smaller end of each unreduced block
/// (Parlett, "The Symmetric Eigenvalue Problem", chapter 8), in the order of LAPACK's `steqr`.
pub(crate) fn eigenvalues<R: Real>(
    d: &mut [R],
    e: &mut [R],
    z: &mut [R],
    rows: usize,
) -> Result<(), LinalgError> {
    let n = d.len();
    let mut left = n * MAX_ITERATIONS;
    let mut start = 0;
    while start < n {
        if start > 0 {
            e[start - 1] = R::zero();
        }
        let mut end = start;
        while end + 1 < n {
            let size = e[end].absolute();
            // LAPACK's iteration for values alone does not look at zeros beside NaN.
            if size == R::zero() && !z.is_empty() {
                break;
            }
            if size <= d[end].absolute().root() * d[end + 1].absolute().root() * R::EPS {
                e[end] = R::zero();
                break;
            }
            end += 1;
        }
        if end > start {
            solve_block(d, e, z, rows, (start, end), &mut left)?;
        }
        start = end + 1;
    }
    sort(d, z, rows);
    Ok(())
}

/// Splits where the off-diagonal is negligible or cannot be compared, as LAPACK's `stedc` does before it divides: what
/// is finite beside NaN gets its eigenvalues.
pub(crate) fn split<R: Real>(d: &[R], e: &mut [R]) {
    for i in 0..d.len().saturating_sub(1) {
        let coupled = e[i].absolute() > d[i].absolute().root() * d[i + 1].absolute().root() * R::EPS;
        if !coupled {
            e[i] = R::zero();
        }
    }
}

/// One unreduced block. It may split on the way; what splits off is finished in later passes.
fn solve_block<R: Real>(
    d: &mut [R],
    e: &mut [R],
    z: &mut [R],
    rows: usize,
    (start, end): (usize, usize),
    left: &mut usize,
) -> Result<(), LinalgError> {
    let (low, high) =
        (R::SAFE_MIN.root() / R::EPS / R::EPS, (R::one() / R::SAFE_MIN).root() / R::from_f64(3.0));
    loop {
        let norm =
            d[start..=end].iter().chain(&e[start..end]).fold(R::zero(), |m, v| m.larger_or_nan(v.absolute()));
        if norm == R::zero() {
            return Ok(());
        }
        let scale = if norm > high {
            norm / high
        } else if norm < low {
            norm / low
        } else {
            R::one()
        };
        d[start..=end].iter_mut().chain(&mut e[start..end]).for_each(|v| *v /= scale);
        let mut block = Block { d, e, z, rows, left };
        let done = if block.z.is_empty() {
            values_alone(&mut block.d[start..=end], &mut block.e[start..end], block.left)
        } else if block.d[end].absolute() < block.d[start].absolute() {
            block.qr(end, start)
        } else {
            block.ql(start, end)
        };
        d[start..=end].iter_mut().chain(&mut e[start..end]).for_each(|v| *v *= scale);
        if !done {
            return Err(LinalgError::EigenvaluesDidNotConverge);
        }
        if e[start..end].iter().all(|v| *v == R::zero()) {
            return Ok(());
        }
    }
}

struct Block<'a, R> {
    d: &'a mut [R],
    e: &'a mut [R],
    z: &'a mut [R],
    rows: usize,
    left: &'a mut usize,
}

impl<R: Real> Block<'_, R> {
    /// The off-diagonal element between `i` and `i + 1`, of which the pivot of the test is `at`, is negligible.
    fn negligible(&self, i: usize) -> bool {
        let size = self.e[i] * self.e[i];
        size <= (R::EPS * R::EPS * self.d[i].absolute()) * self.d[i + 1].absolute() + R::SAFE_MIN
    }

    fn rotate(&mut self, i: usize, c: R, s: R) {
        if !self.z.is_empty() {
            rotate_columns(self.z, self.rows, i, i + 1, c, s);
        }
    }

    /// Deflates from `at` upwards to `end`. False: too many iterations.
    fn ql(&mut self, mut at: usize, end: usize) -> bool {
        let two = R::from_f64(2.0);
        while at <= end {
            let mut m = at;
            while m < end && !self.negligible(m) {
                m += 1;
            }
            if m < end {
                self.e[m] = R::zero();
            }
            if m == at {
                at += 1;
                continue;
            }
            if m == at + 1 {
                let (big, small, c, s) = symmetric_2x2(self.d[at], self.e[at], self.d[at + 1]);
                self.rotate(at, c, s);
                (self.d[at], self.d[at + 1], self.e[at]) = (big, small, R::zero());
                at += 2;
                continue;
            }
            if *self.left == 0 {
                return false;
            }
            *self.left -= 1;
            let mut p = self.d[at];
            let mut g = (self.d[at + 1] - p) / (two * self.e[at]);
            let r = g.hypot(R::one());
            g = self.d[m] - p + self.e[at] / (g + r.signed(g));
            let (mut s, mut c) = (R::one(), R::one());
            p = R::zero();
            for i in (at..m).rev() {
                let (f, b) = (s * self.e[i], c * self.e[i]);
                let r;
                (c, s, r) = rotation(g, f);
                if i + 1 != m {
                    self.e[i + 1] = r;
                }
                g = self.d[i + 1] - p;
                let r = (self.d[i] - g) * s + two * c * b;
                p = s * r;
                self.d[i + 1] = g + p;
                g = c * r - b;
                self.rotate(i, c, -s);
            }
            self.d[at] -= p;
            self.e[at] = g;
        }
        true
    }

    /// Deflates from `at` downwards to `end`.
    fn qr(&mut self, at: usize, end: usize) -> bool {
        let two = R::from_f64(2.0);
        // One past the element, so that it may go below zero.
        let mut next = at + 1;
        while next > end {
            let at = next - 1;
            let mut m = at;
            while m > end && !self.negligible(m - 1) {
                m -= 1;
            }
            if m > end {
                self.e[m - 1] = R::zero();
            }
            if m == at {
                next -= 1;
                continue;
            }
            if m + 1 == at {
                let (big, small, c, s) = symmetric_2x2(self.d[m], self.e[m], self.d[at]);
                self.rotate(m, c, s);
                (self.d[m], self.d[at], self.e[m]) = (big, small, R::zero());
                next -= 2;
                continue;
            }
            if *self.left == 0 {
                return false;
            }
            *self.left -= 1;
            let mut p = self.d[at];
            let mut g = (self.d[at - 1] - p) / (two * self.e[at - 1]);
            let r = g.hypot(R::one());
            g = self.d[m] - p + self.e[at - 1] / (g + r.signed(g));
            let (mut s, mut c) = (R::one(), R::one());
            p = R::zero();
            for i in m..at {
                let (f, b) = (s * self.e[i], c * self.e[i]);
                let r;
                (c, s, r) = rotation(g, f);
                if i != m {
                    self.e[i - 1] = r;
                }
                g = self.d[i] - p;
                let r = (self.d[i + 1] - g) * s + two * c * b;
                p = s * r;
                self.d[i] = g + p;
                g = c * r - b;
                self.rotate(i, c, s);
            }
            self.d[at] -= p;
            self.e[at - 1] = g;
        }
        true
    }
}

/// All eigenvalues of an unreduced block, into `d` in no order; `e` becomes zero. False: too many iterations.
fn values_alone<R: Real>(d: &mut [R], e: &mut [R], left: &mut usize) -> bool {
    let norm = d.iter().chain(&*e).fold(0.0, |m: f64, v| m.larger_or_nan(v.absolute().to_f64()));
    // A power of two, the norm's: beyond these bounds the block has been scaled already, or is not finite.
    let scaled = norm > f64::SAFE_MIN && norm.finite();
    let unit = if scaled { f64::from_bits(norm.to_bits() & f64::INFINITY.to_bits()) } else { 1.0 };
    let double = |v: &[R]| v.iter().map(|v| v.to_f64() / unit).collect::<Vec<f64>>();
    let (mut values, mut off) = (double(d), double(e));
    let done = root_free(&mut values, &mut off, R::EPS.to_f64(), left);
    for (to, from) in d.iter_mut().chain(e).zip(values.iter().chain(&off)) {
        *to = R::from_f64(from * unit);
    }
    done
}

/// Below this, squares and products of what is as large leave the range; the matrix is of norm 1 to 2.
const TINY: f64 = 1e-100;

/// The eigenvalues of a block whose norm is about 1, to the precision `eps`.
///
/// The variant of implicit QL without square roots of Pal, Walker and Kahan (Parlett, "The Symmetric Eigenvalue
/// Problem", section 8.15), which works on the squares of the off-diagonal, in the order of LAPACK's `sterf`. A step
/// waits for two divisions, one after the other, `c = p / r` and `gamma^2 / c`; with the first put into the
/// second they go at once.
fn root_free(d: &mut [f64], e: &mut [f64], eps: f64, left: &mut usize) -> bool {
    let end = e.len();
    e.iter_mut().for_each(|v| *v *= *v);
    if d[end].abs() < d[0].abs() {
        d.reverse();
        e.reverse();
    }
    let mut at = 0;
    while at <= end {
        let negligible = |m: usize| e[m] <= (eps * eps * d[m].abs()) * d[m + 1].abs() + f64::SAFE_MIN;
        let mut m = at;
        while m < end && !negligible(m) {
            m += 1;
        }
        if m < end {
            e[m] = 0.0;
        }
        if m == at {
            at += 1;
            continue;
        }
        let root = e[at].sqrt();
        if m == at + 1 {
            let (big, small, _, _) = symmetric_2x2(d[at], root, d[at + 1]);
            (d[at], d[at + 1], e[at]) = (big, small, 0.0);
            at += 2;
            continue;
        }
        if *left == 0 {
            return false;
        }
        *left -= 1;
        let quotient = (d[at + 1] - d[at]) / (2.0 * root);
        let sigma = d[at] - root / (quotient + Real::hypot(quotient, 1.0).signed(quotient));
        let (mut c, mut s, mut gamma) = (1.0, 0.0, d[m] - sigma);
        let mut p = gamma * gamma;
        for i in (at..m).rev() {
            let b = e[i];
            let r = p + b;
            if i + 1 != m {
                e[i + 1] = s * r;
            }
            let old_gamma = gamma;
            s = b / r;
            if p > TINY {
                let t = p * (d[i] - sigma) - b * old_gamma;
                gamma = t / r;
                c = p / r;
                p = t * t / (r * p);
            } else {
                let old_c = c;
                c = p / r;
                gamma = c * (d[i] - sigma) - s * old_gamma;
                p = if c == 0.0 { old_c * b } else { gamma * gamma / c };
            }
            d[i + 1] = old_gamma + (d[i] - gamma);
        }
        e[at] = s * p;
        d[at] = sigma + gamma;
    }
    true
}

/// Eigenvalues of `[a b; b c]`, that of larger magnitude first, and the unit eigenvector `(c, s)` of it.
pub(crate) fn symmetric_2x2<R: Real>(a: R, b: R, c: R) -> (R, R, R, R) {
    let (zero, one, half) = (R::zero(), R::one(), R::from_f64(0.5));
    let (sum, difference, twice) = (a + c, a - c, b + b);
    let (gap, off) = (difference.absolute(), twice.absolute());
    let (large, small) = if a.absolute() > c.absolute() { (a, c) } else { (c, a) };
    let root = if gap > off {
        gap * (one + (off / gap) * (off / gap)).root()
    } else if gap < off {
        off * (one + (gap / off) * (gap / off)).root()
    } else {
        off * R::from_f64(2.0).root()
    };
    let product = |first: R| (large / first) * small - (b / first) * b;
    let (first, second, negative) = if sum < zero {
        let first = half * (sum - root);
        (first, product(first), true)
    } else if sum > zero {
        let first = half * (sum + root);
        (first, product(first), false)
    } else {
        (half * root, -(half * root), false)
    };
    let backwards = difference < zero;
    let leg = if backwards { difference - root } else { difference + root };
    let (cosine, sine) = if leg.absolute() > off {
        let cotangent = -twice / leg;
        let sine = one / (one + cotangent * cotangent).root();
        (cotangent * sine, sine)
    } else if off == zero {
        (one, zero)
    } else {
        let tangent = -leg / twice;
        let cosine = one / (one + tangent * tangent).root();
        (cosine, tangent * cosine)
    };
    if negative == backwards {
        (first, second, -sine, cosine)
    } else {
        (first, second, cosine, sine)
    }
}

/// Ascending, with the fewest exchanges of columns.
fn sort<R: Real>(d: &mut [R], z: &mut [R], rows: usize) {
    for i in 0..d.len() {
        let mut least = i;
        for j in i + 1..d.len() {
            if d[j] < d[least] {
                least = j;
            }
        }
        if least != i {
            d.swap(i, least);
            if !z.is_empty() {
                let (left, right) = z.split_at_mut(least * rows);
                left[i * rows..(i + 1) * rows].swap_with_slice(&mut right[..rows]);
            }
        }
    }
}
