//! Plane rotations (Givens), and where they act on columns of a matrix.

use crate::scalar::{Real, Scalar};

/// `[c s; -s c] [f; g] = [r; 0]`, with the sign of `r` that LAPACK 3.10 and later gives (that of `f`).
#[inline]
pub(crate) fn rotation<R: Real>(f: R, g: R) -> (R, R, R) {
    let zero = R::zero();
    if g == zero {
        return (R::one(), zero, f);
    }
    if f == zero {
        return (zero, R::one().signed(g), g.absolute());
    }
    let (a, b) = (f.absolute(), g.absolute());
    let (low, high) = (R::SAFE_MIN.root(), (R::MAX / (R::one() + R::one())).root() / (R::one() + R::one()));
    if a > low && a < high && b > low && b < high {
        let d = (f * f + g * g).root();
        let c = a / d;
        let r = d.signed(f);
        return (c, g / r, r);
    }
    let u = a.larger(b).larger(R::SAFE_MIN).smaller(R::one() / R::SAFE_MIN);
    let (fs, gs) = (f / u, g / u);
    let d = (fs * fs + gs * gs).root();
    let c = fs.absolute() / d;
    let r = d.signed(f);
    (c, gs / r, r * u)
}

/// Columns `(x, y)` become `(c x + s y, c y - s x)`.
#[inline]
pub(crate) fn rotate_columns<T: Scalar>(a: &mut [T], rows: usize, i: usize, j: usize, c: T::R, s: T::R) {
    let (left, right) = a.split_at_mut(i.max(j) * rows);
    let low = &mut left[i.min(j) * rows..(i.min(j) + 1) * rows];
    let high = &mut right[..rows];
    let (x, y) = if i < j { (low, high) } else { (high, low) };
    for (p, q) in x.iter_mut().zip(y) {
        let t = q.scaled(c) - p.scaled(s);
        *p = q.scaled(s) + p.scaled(c);
        *q = t;
    }
}
