//! Balancing and the reduction to Hessenberg form.

use crate::householder::{apply_right, apply_to_rows, reflector};
use crate::norm::norm2;
use crate::scalar::{Real, Scalar};

/// A matrix similar to the given one: rows and columns permuted so that those outside `low..high` are already
/// triangular, and scaled inside.
pub(crate) struct Balanced<R> {
    pub low: usize,
    pub high: usize,
    /// Inside `low..high` the scale, outside the row it was exchanged with.
    scale: Vec<R>,
    exchanged: Vec<usize>,
}

fn exchange<T: Scalar>(a: &mut [T], n: usize, i: usize, j: usize, (low, high): (usize, usize)) {
    if i == j {
        return;
    }
    for row in 0..high {
        a.swap(row + i * n, row + j * n);
    }
    for column in low..n {
        a.swap(i + column * n, j + column * n);
    }
}

/// Balances in place (Parlett and Reinsch 1969, with the norms of James, Langou and Lowery 2014).
pub(crate) fn balance<T: Scalar>(a: &mut [T], n: usize) -> Balanced<T::R> {
    let (mut low, mut high) = (0, n);
    let mut exchanged: Vec<usize> = (0..n).collect();
    // Rows that isolate an eigenvalue go down.
    let mut again = true;
    while again && high > 1 {
        again = false;
        for i in (0..high).rev() {
            if i < high && (0..high).all(|j| i == j || a[i + j * n] == T::zero()) {
                exchanged[high - 1] = i;
                exchange(a, n, i, high - 1, (0, high));
                again = true;
                high -= 1;
                if high == 1 {
                    break;
                }
            }
        }
    }
    if high == 1 {
        return Balanced { low: 0, high: n.min(1), scale: vec![T::R::one(); n], exchanged };
    }
    // Columns that isolate one go left.
    again = true;
    while again {
        again = false;
        let mut j = low;
        while j < high {
            if (low..high).all(|i| i == j || a[i + j * n] == T::zero()) {
                exchanged[low] = j;
                exchange(a, n, j, low, (low, high));
                again = true;
                low += 1;
            }
            j += 1;
        }
    }
    let scale = scale_rows(a, n, low, high);
    Balanced { low, high, scale, exchanged }
}

/// Scales by powers of two until rows and columns have norms of one size.
fn scale_rows<T: Scalar>(a: &mut [T], n: usize, low: usize, high: usize) -> Vec<T::R> {
    let (one, two, zero) = (T::R::one(), T::R::from_f64(2.0), T::R::zero());
    let least = T::R::SAFE_MIN / (T::R::EPS * two);
    let most = one / least;
    let (least2, most2) = (least * two, most / two);
    let mut scale = vec![one; n];
    let mut row: Vec<T> = Vec::with_capacity(n);
    let peak = |x: &[T]| x.iter().fold(zero, |m, v| m.larger(v.magnitude()));
    // Every pass halves some norm; far more passes than exponents mean something that is not finite.
    for _ in 0..100 {
        let mut changed = false;
        for i in low..high {
            row.clear();
            row.extend((low..n).map(|j| a[i + j * n]));
            let mut c = norm2(&a[i * n + low..i * n + high]);
            let mut r = norm2(&row[..high - low]);
            let (mut ca, mut ra) = (peak(&a[i * n..i * n + high]), peak(&row));
            if c == zero || r == zero || !(c + r + ca + ra).finite() {
                continue;
            }
            let (mut g, mut f, s) = (r / two, one, c + r);
            while c < g && f.larger(c).larger(ca) < most2 && r.smaller(g).smaller(ra) > least2 {
                (f, c, ca) = (f * two, c * two, ca * two);
                (r, g, ra) = (r / two, g / two, ra / two);
            }
            g = c / two;
            while g >= r && r.larger(ra) < most2 && f.smaller(c).smaller(g).smaller(ca) > least2 {
                (f, c, g, ca) = (f / two, c / two, g / two, ca / two);
                (r, ra) = (r * two, ra * two);
            }
            let enough = c + r >= T::R::from_f64(0.95) * s;
            let vanishes = f < one && scale[i] < one && f * scale[i] <= least;
            let overflows = f > one && scale[i] > one && scale[i] >= most / f;
            if enough || vanishes || overflows {
                continue;
            }
            scale[i] *= f;
            changed = true;
            let inverse = one / f;
            (low..n).for_each(|j| a[i + j * n] = a[i + j * n].scaled(inverse));
            a[i * n..i * n + high].iter_mut().for_each(|v| *v = v.scaled(f));
        }
        if !changed {
            break;
        }
    }
    scale
}

impl<R: Real> Balanced<R> {
    /// Eigenvectors of the original matrix from those of the balanced one.
    pub(crate) fn restore<T: Scalar<R = R>>(&self, v: &mut [T], n: usize) {
        for column in v.chunks_exact_mut(n) {
            for (x, scale) in column[self.low..self.high].iter_mut().zip(&self.scale[self.low..]) {
                *x = x.scaled(*scale);
            }
            for i in (0..self.low).rev() {
                column.swap(i, self.exchanged[i]);
            }
            for i in self.high..n {
                column.swap(i, self.exchanged[i]);
            }
        }
    }
}

/// Reduces the balanced matrix to upper Hessenberg form `Q* a Q`; `Q` into `q` (`n` by `n`; empty: not wanted).
pub(crate) fn reduce<T: Scalar>(a: &mut [T], n: usize, low: usize, high: usize, q: &mut [T]) {
    let mut work = vec![T::zero(); n];
    let mut tails: Vec<(T, Vec<T>)> = Vec::new();
    for k in low..high.saturating_sub(1) {
        let mut tail = a[k * n + k + 2..k * n + high.max(k + 2)].to_vec();
        let (beta, tau) = reflector(a[k + 1 + k * n], &mut tail);
        a[k + 1 + k * n] = T::from_re(beta);
        a[k * n + k + 2..k * n + high.max(k + 2)].fill(T::zero());
        apply_right(tau, &tail, &mut a[(k + 1) * n..(k + 2 + tail.len()) * n], n, 0, &mut work);
        apply_to_rows(tau.conj(), &tail, &mut a[(k + 1) * n..], n, k + 1);
        tails.push((tau, tail));
    }
    if q.is_empty() {
        return;
    }
    q.fill(T::zero());
    (0..n).for_each(|j| q[j + j * n] = T::one());
    for (i, (tau, tail)) in tails.iter().enumerate().rev() {
        let first = low + i + 1;
        apply_to_rows(*tau, tail, &mut q[first * n..], n, first);
    }
}
