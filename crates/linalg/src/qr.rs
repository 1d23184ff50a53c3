//! QR by Householder reflectors, blocked (compact WY form, Schreiber and Van Loan 1989).

use crate::convert::{view, view_mut};
use crate::householder::{apply_left, reflector};
use crate::scalar::{dot, Scalar};
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{matmul as triangular_matmul, BlockStructure};
use faer::{Accum, Par};

/// Columns that are factored before the rest is updated with matrix products.
const BLOCK: usize = 32;

/// Factors `a` (`m` by `n`) as `Q R`, in place: `R` in and above the diagonal, the tails of the reflectors below,
/// `tau` (length `min(m, n)`) their factors: LAPACK's `geqrf`, with its signs (real diagonal of `R`).
/// `Q = H_0 H_1 ...` with `H_k = I - tau_k v v*`.
pub fn qr_raw<T: Scalar>(a: &mut [T], m: usize, n: usize, tau: &mut [T]) {
    let k = m.min(n);
    debug_assert!(a.len() == m * n && tau.len() == k);
    if k == 0 {
        return;
    }
    let block = if k <= 2 * BLOCK { k } else { BLOCK };
    for start in (0..k).step_by(block) {
        let end = (start + block).min(k);
        let (panel, rest) = a.split_at_mut(end * m);
        factor_panel(&mut panel[start * m..], m, start, &mut tau[start..end]);
        if rest.is_empty() {
            continue;
        }
        let panel = &panel[start * m..];
        if block == k {
            for (i, t) in tau[start..end].iter().enumerate() {
                apply_left(t.conj(), &panel[start + i + 1 + i * m..(i + 1) * m], rest, m);
            }
        } else {
            Block::new(panel, m, start, &tau[start..end]).apply(rest, true);
        }
    }
}

/// Unblocked QR of columns whose rows above `start` are finished.
fn factor_panel<T: Scalar>(panel: &mut [T], m: usize, start: usize, tau: &mut [T]) {
    for (i, t) in tau.iter_mut().enumerate() {
        let row = start + i;
        let (left, right) = panel.split_at_mut((i + 1) * m);
        let column = &mut left[i * m + row..];
        let (head, tail) = column.split_at_mut(1);
        let (beta, factor) = reflector(head[0], tail);
        *t = factor;
        apply_left(factor.conj(), tail, right, m);
        head[0] = T::from_re(beta);
    }
}

/// Reflectors as one transformation `I - V T V*`.
struct Block<T> {
    /// Unit lower trapezoid, `rows` by `width`.
    v: Vec<T>,
    /// Upper triangle, `width` by `width`.
    t: Vec<T>,
    rows: usize,
    width: usize,
    skip: usize,
}

impl<T: Scalar> Block<T> {
    fn new(panel: &[T], m: usize, skip: usize, tau: &[T]) -> Block<T> {
        let (rows, width) = (m - skip, tau.len());
        let mut v = vec![T::zero(); rows * width];
        for i in 0..width {
            let column = &mut v[i * rows..(i + 1) * rows];
            column[i] = T::one();
            column[i + 1..].copy_from_slice(&panel[i * m + skip + i + 1..(i + 1) * m]);
        }
        let mut t = vec![T::zero(); width * width];
        for i in 0..width {
            // T[..i, i] = -tau_i T[..i, ..i] (V[.., ..i]* v_i)
            let products: Vec<T> = (0..i)
                .map(|j| dot(&v[j * rows + i..(j + 1) * rows], &v[i * rows + i..(i + 1) * rows]))
                .collect();
            for row in 0..i {
                let mut s = T::zero();
                for (j, p) in products.iter().enumerate().skip(row) {
                    s += t[row + j * width] * *p;
                }
                t[row + i * width] = -(tau[i] * s);
            }
            t[i + i * width] = tau[i];
        }
        Block { v, t, rows, width, skip }
    }

    /// `C = (I - V T V*) C`, or with `T*` for the adjoint, on the last `rows` rows of the columns of `c`.
    fn apply(&self, c: &mut [T], adjoint: bool) {
        let m = self.rows + self.skip;
        let columns = c.len() / m;
        let v = view(&self.v, self.rows, self.width);
        let mut w = vec![T::zero(); self.width * columns];
        let mut tw = vec![T::zero(); self.width * columns];
        let mut target = view_mut(c, m, columns).subrows_mut(self.skip, self.rows);
        let (one, minus) = (T::one(), -T::one());
        matmul(
            view_mut(&mut w, self.width, columns),
            Accum::Replace,
            v.adjoint(),
            target.as_ref(),
            one,
            Par::Seq,
        );
        let t = view(&self.t, self.width, self.width);
        let (full, upper, lower) =
            (BlockStructure::Rectangular, BlockStructure::TriangularUpper, BlockStructure::TriangularLower);
        let product = view_mut(&mut tw, self.width, columns);
        let right = view(&w, self.width, columns);
        if adjoint {
            triangular_matmul(product, full, Accum::Replace, t.adjoint(), lower, right, full, one, Par::Seq);
        } else {
            triangular_matmul(product, full, Accum::Replace, t, upper, right, full, one, Par::Seq);
        }
        let tw = view(&tw, self.width, columns);
        matmul(target.as_mut(), Accum::Add, v, tw, minus, Par::Seq);
    }
}

/// The first `columns` columns of `Q` (`m` by `columns`, into `q`) from the reflectors that [`qr_raw`] left in
/// `a` (`m` rows): `columns = min(m, n)` for the reduced form, `m` for the complete one.
pub fn form_q<T: Scalar>(a: &[T], m: usize, tau: &[T], q: &mut [T], columns: usize) {
    debug_assert!(q.len() == m * columns && columns >= tau.len());
    q.fill(T::zero());
    for j in 0..columns {
        q[j + j * m] = T::one();
    }
    if tau.len() > 2 * BLOCK {
        return multiply_q(a, m, tau, q, false);
    }
    // A reflector leaves the columns of the identity before its own alone.
    for i in (0..tau.len()).rev() {
        let tail = &a[i + 1 + i * m..(i + 1) * m];
        let (own, rest) = q[i * m..].split_at_mut(m);
        apply_left(tau[i], tail, rest, m);
        own[i] = T::one() - tau[i];
        own[i + 1..].iter_mut().zip(tail).for_each(|(to, v)| *to = -(tau[i] * *v));
    }
}

/// `C = Q C`, or `Q* C` for the adjoint, for the columns of `c` (`m` rows).
pub(crate) fn multiply_q<T: Scalar>(a: &[T], m: usize, tau: &[T], c: &mut [T], adjoint: bool) {
    let k = tau.len();
    if k > 2 * BLOCK {
        let starts: Vec<usize> = (0..k).step_by(BLOCK).collect();
        let apply = |&start: &usize, c: &mut [T]| {
            let end = (start + BLOCK).min(k);
            Block::new(&a[start * m..end * m], m, start, &tau[start..end]).apply(c, adjoint);
        };
        if adjoint {
            starts.iter().for_each(|s| apply(s, c));
        } else {
            starts.iter().rev().for_each(|s| apply(s, c));
        }
        return;
    }
    let tail = |i: usize| &a[i + 1 + i * m..(i + 1) * m];
    if adjoint {
        (0..k).for_each(|i| apply_left(tau[i].conj(), tail(i), c, m));
    } else {
        (0..k).rev().for_each(|i| apply_left(tau[i], tail(i), c, m));
    }
}
