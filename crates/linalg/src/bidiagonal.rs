//! Bidiagonal matrices: the reduction to them, and their singular values by implicit QR.

use crate::householder::{apply_left, apply_right, reflector};
use crate::rotation::{rotate_columns, rotation};
use crate::scalar::{Real, Scalar};
use crate::LinalgError;

/// `a = Q B P*` with an upper bidiagonal `B`, for a matrix with at least as many rows as columns.
pub(crate) struct Reduction<T: Scalar> {
    pub d: Vec<T::R>,
    pub e: Vec<T::R>,
    pub tau_q: Vec<T>,
    pub tau_p: Vec<T>,
    /// Column `k` holds the tail of `P`'s reflector `k` from row `k + 2`; that of `Q` stays in the matrix.
    pub p: Vec<T>,
}

/// Reduces `a` (`m` by `n`, `m >= n`) by reflectors from both sides in turn.
pub(crate) fn reduce<T: Scalar>(a: &mut [T], m: usize, n: usize) -> Reduction<T> {
    let zeros = || vec![T::zero(); n];
    let mut r = Reduction {
        d: vec![T::R::zero(); n],
        e: vec![T::R::zero(); n],
        tau_q: zeros(),
        tau_p: zeros(),
        p: vec![T::zero(); n * n],
    };
    let mut work = vec![T::zero(); m];
    for k in 0..n {
        let (left, right) = a.split_at_mut((k + 1) * m);
        let (head, tail) = left[k * m + k..].split_at_mut(1);
        let (beta, tau) = reflector(head[0], tail);
        (r.d[k], r.tau_q[k]) = (beta, tau);
        apply_left(tau.conj(), tail, right, m);
        if k + 1 == n {
            break;
        }
        let row = &mut r.p[k * n + k + 1..(k + 1) * n];
        for (v, column) in row.iter_mut().zip(right.chunks_exact(m)) {
            *v = column[k].conj();
        }
        let (head, tail) = row.split_at_mut(1);
        let (beta, tau) = reflector(head[0], tail);
        (r.e[k], r.tau_p[k]) = (beta, tau);
        apply_right(tau, tail, right, m, k + 1, &mut work);
    }
    r
}

impl<T: Scalar> Reduction<T> {
    /// `C = Q C` for columns of `m` elements; `a` is what [`reduce`] left.
    pub(crate) fn multiply_q(&self, a: &[T], m: usize, c: &mut [T]) {
        for k in (0..self.d.len()).rev() {
            apply_left(self.tau_q[k], &a[k * m + k + 1..(k + 1) * m], c, m);
        }
    }

    /// `C = P C` for columns of `n` elements.
    pub(crate) fn multiply_p(&self, c: &mut [T]) {
        let n = self.d.len();
        for k in (0..n.saturating_sub(1)).rev() {
            apply_left(self.tau_p[k], &self.p[k * n + k + 2..(k + 1) * n], c, n);
        }
    }
}

/// Singular values of the bidiagonal matrix with diagonal `d` and off-diagonal `e`, descending in `d`, and with
/// them the columns of `u` and `v` (`n` by `n`, the identity before; empty for none), `B = U S V'`.
///
/// Implicit QR with zero shifts where they keep relative accuracy (Demmel and Kahan, "Accurate singular values
/// of bidiagonal matrices", 1990), in the order of LAPACK's `bdsqr`. `lower`: `e` stands below the diagonal.
pub(crate) fn singular_values<R: Real>(
    d: &mut [R],
    e: &mut [R],
    u: &mut [R],
    v: &mut [R],
    lower: bool,
) -> Result<(), LinalgError> {
    let n = d.len();
    if n == 1 && !u.is_empty() {
        // LAPACK gives the sign of a single value to the left vector.
        u[0] = R::one().signed(d[0]);
        d[0] = d[0].absolute();
        return Ok(());
    }
    let mut turned = Vec::new();
    if lower {
        for i in 0..n.saturating_sub(1) {
            let (c, s, r) = rotation(d[i], e[i]);
            d[i] = r;
            e[i] = s * d[i + 1];
            d[i + 1] = c * d[i + 1];
            turned.push((c, s));
        }
    }
    let mut b = Bidiagonal { d, e, u, v, n };
    let done = b.iterate();
    b.make_positive();
    b.sort();
    for (i, &(c, s)) in turned.iter().enumerate().rev() {
        for column in u.chunks_exact_mut(n) {
            let (x, y) = (column[i], column[i + 1]);
            column[i] = c * x - s * y;
            column[i + 1] = c * y + s * x;
        }
    }
    done.then_some(()).ok_or(LinalgError::SvdDidNotConverge)
}

struct Bidiagonal<'a, R> {
    d: &'a mut [R],
    e: &'a mut [R],
    u: &'a mut [R],
    v: &'a mut [R],
    n: usize,
}

/// Iterations allowed, in units of the square of the order.
const MAX_ITERATIONS: usize = 6;

impl<R: Real> Bidiagonal<'_, R> {
    fn rotate_u(&mut self, i: usize, c: R, s: R) {
        if !self.u.is_empty() {
            rotate_columns(self.u, self.n, i, i + 1, c, s);
        }
    }

    fn rotate_v(&mut self, i: usize, c: R, s: R) {
        if !self.v.is_empty() {
            rotate_columns(self.v, self.n, i, i + 1, c, s);
        }
    }

    /// Below this an off-diagonal element is nothing against the smallest singular value.
    fn threshold(&self, tolerance: R) -> R {
        let mut mu = self.d[0].absolute();
        let mut least = mu;
        for i in 1..self.n {
            if least == R::zero() {
                break;
            }
            mu = self.d[i].absolute() * (mu / (mu + self.e[i - 1].absolute()));
            least = least.smaller(mu);
        }
        let n = R::from_f64(self.n as f64);
        let floor = R::from_f64(MAX_ITERATIONS as f64) * n * (n * R::SAFE_MIN);
        (tolerance * (least / n.root())).larger(floor)
    }

    /// False: too many iterations.
    fn iterate(&mut self) -> bool {
        let n = self.n;
        if n < 2 {
            return true;
        }
        let power = R::from_f64(R::EPS.to_f64().powf(-0.125));
        let tolerance = R::from_f64(10.0).larger(R::from_f64(100.0).smaller(power)) * R::EPS;
        let threshold = self.threshold(tolerance);
        let mut left = MAX_ITERATIONS * n * n;
        // The block last worked on, and the direction it was chased in.
        let (mut last, mut downwards) = (None, true);
        let mut bottom = n - 1;
        while bottom > 0 {
            let Some((top, largest)) = self.find_block(bottom, threshold) else {
                bottom -= 1;
                continue;
            };
            if top + 1 == bottom {
                self.finish_2x2(top);
                if bottom < 2 {
                    break;
                }
                bottom -= 2;
                continue;
            }
            if last.is_none_or(|(t, b)| top > b || bottom < t) {
                downwards = self.d[top].absolute() >= self.d[bottom].absolute();
            }
            let Some(least) = self.deflate(top, bottom, downwards, tolerance) else { continue };
            last = Some((top, bottom));
            if left < bottom - top {
                return false;
            }
            left -= bottom - top;
            let shift = self.shift(top, bottom, downwards, tolerance, least / largest);
            match (shift == R::zero(), downwards) {
                (true, true) => self.zero_shift_down(top, bottom),
                (true, false) => self.zero_shift_up(top, bottom),
                (false, true) => self.shift_down(top, bottom, shift),
                (false, false) => self.shift_up(top, bottom, shift),
            }
            let end = if downwards { bottom - 1 } else { top };
            if self.e[end].absolute() <= threshold {
                self.e[end] = R::zero();
            }
        }
        true
    }

    /// The first row of the unreduced block that ends at `bottom`, and its largest element; None if the last
    /// value has converged.
    fn find_block(&mut self, bottom: usize, threshold: R) -> Option<(usize, R)> {
        let mut largest = self.d[bottom].absolute();
        for i in (0..bottom).rev() {
            let off = self.e[i].absolute();
            if off <= threshold {
                self.e[i] = R::zero();
                return (i + 1 < bottom).then_some((i + 1, largest));
            }
            largest = largest.larger(self.d[i].absolute()).larger(off);
        }
        Some((0, largest))
    }

    fn finish_2x2(&mut self, i: usize) {
        let (least, most, (cr, sr), (cl, sl)) = triangular_2x2(self.d[i], self.e[i], self.d[i + 1]);
        (self.d[i], self.d[i + 1], self.e[i]) = (most, least, R::zero());
        self.rotate_v(i, cr, sr);
        self.rotate_u(i, cl, sl);
    }

    /// Sets an element that the convergence criteria call negligible to zero (then None), or gives a lower bound
    /// of the smallest singular value.
    fn deflate(&mut self, top: usize, bottom: usize, downwards: bool, tolerance: R) -> Option<R> {
        let (end, at) = if downwards { (bottom - 1, bottom) } else { (top, top) };
        if self.e[end].absolute() <= tolerance * self.d[at].absolute() {
            self.e[end] = R::zero();
            return None;
        }
        let mut mu = self.d[if downwards { top } else { bottom }].absolute();
        let mut least = mu;
        for step in 0..bottom - top {
            let (i, next) =
                if downwards { (top + step, top + step + 1) } else { (bottom - 1 - step, bottom - 1 - step) };
            let off = self.e[i].absolute();
            if off <= tolerance * mu {
                self.e[i] = R::zero();
                return None;
            }
            mu = self.d[next].absolute() * (mu / (mu + off));
            least = least.smaller(mu);
        }
        Some(least)
    }

    /// Zero where a shift would spoil the relative accuracy of small values.
    fn shift(&self, top: usize, bottom: usize, downwards: bool, tolerance: R, ratio: R) -> R {
        let n = R::from_f64(self.n as f64);
        if n * tolerance * ratio <= R::EPS.larger(R::from_f64(0.01) * tolerance) {
            return R::zero();
        }
        let (start, i) = if downwards { (top, bottom - 1) } else { (bottom, top) };
        let shift = least_singular_value(self.d[i], self.e[i], self.d[i + 1]);
        let size = self.d[start].absolute();
        let quotient = shift / size;
        if size > R::zero() && quotient * quotient < R::EPS {
            R::zero()
        } else {
            shift
        }
    }

    fn zero_shift_down(&mut self, top: usize, bottom: usize) {
        let (mut c, mut old_c, mut old_s) = (R::one(), R::one(), R::zero());
        for i in top..bottom {
            let (s, r);
            (c, s, r) = rotation(self.d[i] * c, self.e[i]);
            if i > top {
                self.e[i - 1] = old_s * r;
            }
            (old_c, old_s, self.d[i]) = rotation(old_c * r, self.d[i + 1] * s);
            self.rotate_v(i, c, s);
            self.rotate_u(i, old_c, old_s);
        }
        let h = self.d[bottom] * c;
        self.d[bottom] = h * old_c;
        self.e[bottom - 1] = h * old_s;
    }

    fn zero_shift_up(&mut self, top: usize, bottom: usize) {
        let (mut c, mut old_c, mut old_s) = (R::one(), R::one(), R::zero());
        for i in (top + 1..=bottom).rev() {
            let (s, r);
            (c, s, r) = rotation(self.d[i] * c, self.e[i - 1]);
            if i < bottom {
                self.e[i] = old_s * r;
            }
            (old_c, old_s, self.d[i]) = rotation(old_c * r, self.d[i - 1] * s);
            self.rotate_v(i - 1, old_c, -old_s);
            self.rotate_u(i - 1, c, -s);
        }
        let h = self.d[top] * c;
        self.d[top] = h * old_c;
        self.e[top] = h * old_s;
    }

    /// `((|d| - shift) (sign d + shift / d)`: the first column of `B'B - shift²` over `d`.
    fn start(d: R, shift: R) -> R {
        (d.absolute() - shift) * (R::one().signed(d) + shift / d)
    }

    fn shift_down(&mut self, top: usize, bottom: usize, shift: R) {
        let (mut f, mut g) = (Self::start(self.d[top], shift), self.e[top]);
        for i in top..bottom {
            let (cr, sr, r) = rotation(f, g);
            if i > top {
                self.e[i - 1] = r;
            }
            f = cr * self.d[i] + sr * self.e[i];
            self.e[i] = cr * self.e[i] - sr * self.d[i];
            g = sr * self.d[i + 1];
            self.d[i + 1] = cr * self.d[i + 1];
            let (cl, sl, r) = rotation(f, g);
            self.d[i] = r;
            f = cl * self.e[i] + sl * self.d[i + 1];
            self.d[i + 1] = cl * self.d[i + 1] - sl * self.e[i];
            if i + 1 < bottom {
                g = sl * self.e[i + 1];
                self.e[i + 1] = cl * self.e[i + 1];
            }
            self.rotate_v(i, cr, sr);
            self.rotate_u(i, cl, sl);
        }
        self.e[bottom - 1] = f;
    }

    fn shift_up(&mut self, top: usize, bottom: usize, shift: R) {
        let (mut f, mut g) = (Self::start(self.d[bottom], shift), self.e[bottom - 1]);
        for i in (top + 1..=bottom).rev() {
            let (cr, sr, r) = rotation(f, g);
            if i < bottom {
                self.e[i] = r;
            }
            f = cr * self.d[i] + sr * self.e[i - 1];
            self.e[i - 1] = cr * self.e[i - 1] - sr * self.d[i];
            g = sr * self.d[i - 1];
            self.d[i - 1] = cr * self.d[i - 1];
            let (cl, sl, r) = rotation(f, g);
            self.d[i] = r;
            f = cl * self.e[i - 1] + sl * self.d[i - 1];
            self.d[i - 1] = cl * self.d[i - 1] - sl * self.e[i - 1];
            if i > top + 1 {
                g = sl * self.e[i - 2];
                self.e[i - 2] = cl * self.e[i - 2];
            }
            self.rotate_v(i - 1, cl, -sl);
            self.rotate_u(i - 1, cr, -sr);
        }
        self.e[top] = f;
    }

    fn make_positive(&mut self) {
        for i in 0..self.n {
            if self.d[i] < R::zero() {
                self.d[i] = -self.d[i];
                if !self.v.is_empty() {
                    self.v[i * self.n..(i + 1) * self.n].iter_mut().for_each(|x| *x = -*x);
                }
            }
        }
    }

    /// Descending: the smallest goes to the end, again and again.
    fn sort(&mut self) {
        let n = self.n;
        for end in (1..n).rev() {
            let mut least = 0;
            for j in 1..=end {
                if self.d[j] <= self.d[least] {
                    least = j;
                }
            }
            if least == end {
                continue;
            }
            self.d.swap(least, end);
            for vectors in [&mut *self.u, &mut *self.v] {
                if !vectors.is_empty() {
                    let (left, right) = vectors.split_at_mut(end * n);
                    left[least * n..(least + 1) * n].swap_with_slice(&mut right[..n]);
                }
            }
        }
    }
}

/// The smaller singular value of `[f g; 0 h]`.
fn least_singular_value<R: Real>(f: R, g: R, h: R) -> R {
    let one = R::one();
    let (f, g, h) = (f.absolute(), g.absolute(), h.absolute());
    let (small, large) = (f.smaller(h), f.larger(h));
    if small == R::zero() {
        return small;
    }
    let (sum, difference) = (one + small / large, (large - small) / large);
    if g < large {
        let q = (g / large) * (g / large);
        let root = (sum * sum + q).root() + (difference * difference + q).root();
        return small * (R::from_f64(2.0) / root);
    }
    let q = large / g;
    if q == R::zero() {
        return small * large / g;
    }
    let (x, y) = (sum * q, difference * q);
    let half = (small * (one / ((one + x * x).root() + (one + y * y).root()))) * q;
    half + half
}

/// Singular values of `[f g; 0 h]` with signs, the smaller first, and the rotations `(cos, sin)` on the right
/// and on the left that make it diagonal.
fn triangular_2x2<R: Real>(f: R, g: R, h: R) -> (R, R, (R, R), (R, R)) {
    let (zero, one, two) = (R::zero(), R::one(), R::from_f64(2.0));
    let swapped = h.absolute() > f.absolute();
    let (ft, ht) = if swapped { (h, f) } else { (f, h) };
    let (fa, ha, ga) = (ft.absolute(), ht.absolute(), g.absolute());
    let (least, most, clt, slt, crt, srt);
    if ga == zero {
        (least, most, clt, slt, crt, srt) = (ha, fa, one, zero, one, zero);
    } else if ga > fa && fa / ga < R::EPS {
        most = ga;
        least = if ha > one { fa / (ga / ha) } else { (fa / ga) * ha };
        (clt, slt, srt, crt) = (one, ht / g, one, ft / g);
    } else {
        let difference = fa - ha;
        let l = if difference == fa { one } else { difference / fa };
        let m = g / ft;
        let t = two - l;
        let (mm, tt) = (m * m, t * t);
        let s = (tt + mm).root();
        let r = if l == zero { m.absolute() } else { (l * l + mm).root() };
        let a = R::from_f64(0.5) * (s + r);
        (least, most) = (ha / a, fa * a);
        let t = if mm != zero {
            (m / (s + t) + m / (r + l)) * (one + a)
        } else if l == zero {
            two.signed(ft) * one.signed(g)
        } else {
            g / difference.signed(ft) + m / t
        };
        let l = (t * t + R::from_f64(4.0)).root();
        (crt, srt) = (two / l, t / l);
        clt = (crt + srt * m) / a;
        slt = (ht / ft) * srt / a;
    }
    let (cl, sl, cr, sr) = if swapped { (srt, crt, slt, clt) } else { (clt, slt, crt, srt) };
    // The sign of the larger value is that of the product at its place in the matrix.
    let sign = |x: R| one.signed(x);
    let corner = if ga > fa {
        sign(sr) * sign(cl) * sign(g)
    } else if swapped {
        sign(sr) * sign(sl) * sign(h)
    } else {
        sign(cr) * sign(cl) * sign(f)
    };
    (least.signed(corner * sign(f) * sign(h)), most.signed(corner), (cr, sr), (cl, sl))
}
