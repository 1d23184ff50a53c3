//! The singular value decomposition.

use crate::bidiagonal::{reduce, singular_values};
use crate::convert::{view, view_mut, with_scratch};
use crate::qr::{multiply_q, qr_raw};
use crate::scalar::{scale_for, Real, Scalar};
use crate::LinalgError;
use faer::diag::DiagMut;
use faer::linalg::svd::{svd as faer_svd, svd_scratch, ComputeSvdVectors, SvdParams};
use faer::{Auto, Par, Spec};

/// How many singular vectors are wanted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vectors {
    /// `min(m, n)` on both sides.
    Reduced,
    /// Square `U` and `V`.
    Full,
}

/// Up to this order LAPACK's `gesdd` iterates with QR, as we do; above it divides and conquers, and so does faer.
const QR_LIMIT: usize = 25;

/// Parts of this order are left to QR (LAPACK's are 25); its rotations take longer than what divides (a fifth at order 100).
pub(crate) const SPLIT: usize = 32;
/// Up to this order the whole is.
pub(crate) const UNDIVIDED: usize = 64;

/// Where to stop dividing a problem of order `n`.
pub(crate) fn threshold(n: usize) -> usize {
    if n <= UNDIVIDED {
        UNDIVIDED + 1
    } else {
        SPLIT
    }
}

/// Without vectors QR stays ahead longer.
const QR_LIMIT_VALUES: usize = 128;

fn limit<T>(vectors: &Pair<T>) -> usize {
    if vectors.is_some() {
        QR_LIMIT
    } else {
        QR_LIMIT_VALUES
    }
}

/// `a = U S V*` for `a` (`m` by `n`, destroyed): singular values in `s` (length `k = min(m, n)`, descending), left
/// vectors in `u` (`m` by `k`, or `m` by `m` for `Vectors::Full`), the adjoint of the right ones in `vh` (`k` by
/// `n`, or `n` by `n`). Up to `k = 25` the signs are those of LAPACK's `gesdd`.
///
/// # Errors
/// `SvdDidNotConverge`, also for matrices with NaN or infinity.
pub fn svd<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    want: Vectors,
    s: &mut [T::R],
    u: &mut [T],
    vh: &mut [T],
) -> Result<(), LinalgError> {
    let k = m.min(n);
    debug_assert!(a.len() == m * n && s.len() == k);
    let full = want == Vectors::Full;
    let (left, right) = if full { (m, n) } else { (k, k) };
    debug_assert!(u.len() == m * left && vh.len() == right * n);
    let mut v = vec![T::zero(); n * right];
    decompose(a, m, n, s, Some((&mut *u, &mut v)))?;
    for j in 0..right {
        for i in 0..n {
            vh[j + i * right] = v[i + j * n].conj();
        }
    }
    Ok(())
}

/// The singular values of `a` (`m` by `n`, destroyed), descending.
///
/// # Errors
/// `SvdDidNotConverge`, also for matrices with NaN; infinity gives NaN.
pub fn svdvals<T: Scalar>(a: &mut [T], m: usize, n: usize, s: &mut [T::R]) -> Result<(), LinalgError> {
    debug_assert!(a.len() == m * n && s.len() == m.min(n));
    decompose(a, m, n, s, None)
}

/// `a = U S V*` with `V` itself in the second matrix; their numbers of columns follow from their lengths.
pub(crate) fn decompose<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T::R],
    vectors: Option<(&mut [T], &mut [T])>,
) -> Result<(), LinalgError> {
    if m == 0 || n == 0 {
        if let Some((u, v)) = vectors {
            identity(u, m);
            identity(v, n);
        }
        return Ok(());
    }
    let mut norm = T::R::zero();
    for x in a.iter() {
        norm = norm.larger_or_nan(x.re().absolute()).larger_or_nan(x.im().absolute());
    }
    if !norm.finite() {
        return not_finite(norm, s, vectors.is_some());
    }
    let scale = scale_for(norm, m.min(n) > limit(&vectors));
    if scale != T::R::one() {
        a.iter_mut().for_each(|x| *x = x.scaled(scale));
    }
    if m >= n {
        tall(a, m, n, s, vectors)?;
    } else {
        wide(a, m, n, s, vectors)?;
    }
    if scale != T::R::one() {
        s.iter_mut().for_each(|x| *x /= scale);
    }
    Ok(())
}

/// LAPACK refuses NaN. Infinity becomes NaN as it is scaled to one: its iteration for values alone ends with NaN, the one
/// with vectors would not end.
fn not_finite<R: Real>(norm: R, s: &mut [R], vectors: bool) -> Result<(), LinalgError> {
    if vectors || norm.is_not_a_number() {
        return Err(LinalgError::SvdDidNotConverge);
    }
    s.fill(R::NAN);
    Ok(())
}

fn identity<T: Scalar>(a: &mut [T], rows: usize) {
    a.fill(T::zero());
    for (j, column) in a.chunks_exact_mut(rows.max(1)).enumerate() {
        column[j] = T::one();
    }
}

/// So many more rows than columns that a QR factorization first pays; LAPACK's ratios, which the signs follow.
fn much_taller<T: Scalar>(m: usize, n: usize) -> bool {
    let (numerator, denominator) = if T::COMPLEX { (17, 9) } else { (11, 6) };
    m > n && m >= n * numerator / denominator
}

/// The triangle that QR left, as a square matrix.
fn triangle<T: Scalar>(a: &[T], m: usize, n: usize) -> Vec<T> {
    let mut r = vec![T::zero(); n * n];
    for j in 0..n {
        r[j * n..j * n + j + 1].copy_from_slice(&a[j * m..j * m + j + 1]);
    }
    r
}

/// `block` (`n` by `n`) in the corner of an identity with the shape of `to`.
fn extend<T: Scalar>(block: &[T], n: usize, to: &mut [T], rows: usize) {
    identity(to, rows);
    for (column, source) in to.chunks_exact_mut(rows).zip(block.chunks_exact(n)) {
        column[..n].copy_from_slice(source);
    }
}

type Pair<'a, T> = Option<(&'a mut [T], &'a mut [T])>;

fn tall<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T::R],
    vectors: Pair<T>,
) -> Result<(), LinalgError> {
    if n > limit(&vectors) {
        return by_faer(a, m, n, s, vectors);
    }
    if !much_taller::<T>(m, n) {
        return by_qr(a, m, n, s, vectors, false);
    }
    let mut tau = vec![T::zero(); n];
    qr_raw(a, m, n, &mut tau);
    let mut r = triangle(a, m, n);
    let Some((u, v)) = vectors else { return by_qr(&mut r, n, n, s, None, false) };
    let mut inner = vec![T::zero(); n * n];
    by_qr(&mut r, n, n, s, Some((&mut inner, v)), false)?;
    extend(&inner, n, u, m);
    multiply_q(a, m, &tau, u, false);
    Ok(())
}

/// LAPACK reduces a wide matrix to lower bidiagonal form: its adjoint to upper bidiagonal form.
fn wide<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T::R],
    vectors: Pair<T>,
) -> Result<(), LinalgError> {
    let mut x = vec![T::zero(); m * n];
    for j in 0..n {
        for i in 0..m {
            x[j + i * n] = a[i + j * m].conj();
        }
    }
    if m > limit(&vectors) {
        return by_faer(&mut x, n, m, s, vectors.map(|(u, v)| (v, u)));
    }
    if !much_taller::<T>(n, m) {
        return by_qr(&mut x, n, m, s, vectors.map(|(u, v)| (v, u)), true);
    }
    let mut tau = vec![T::zero(); m];
    qr_raw(&mut x, n, m, &mut tau);
    let mut l = triangle(&x, n, m);
    crate::convert::adjoint_in_place(&mut l, m);
    let Some((u, v)) = vectors else { return by_qr(&mut l, m, m, s, None, false) };
    let mut inner = vec![T::zero(); m * m];
    by_qr(&mut l, m, m, s, Some((u, &mut inner)), false)?;
    extend(&inner, m, v, n);
    multiply_q(&x, n, &tau, v, false);
    Ok(())
}

/// Bidiagonalisation and implicit QR for `m >= n`. `lower`: the bidiagonal matrix is iterated transposed.
fn by_qr<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T::R],
    vectors: Pair<T>,
    lower: bool,
) -> Result<(), LinalgError> {
    let mut r = reduce(a, m, n);
    let mut d = std::mem::take(&mut r.d);
    let mut e = std::mem::take(&mut r.e);
    let Some((u, v)) = vectors else {
        singular_values(&mut d, &mut e, &mut [], &mut [], lower)?;
        s.copy_from_slice(&d);
        return Ok(());
    };
    let unit = || {
        let mut x = vec![T::R::zero(); n * n];
        identity(&mut x, n);
        x
    };
    let (mut left, mut right) = (unit(), unit());
    singular_values(&mut d, &mut e, &mut left, &mut right, lower)?;
    s.copy_from_slice(&d);
    if lower {
        std::mem::swap(&mut left, &mut right);
    }
    let lift = |x: &[T::R]| x.iter().map(|v| T::from_re(*v)).collect::<Vec<T>>();
    extend(&lift(&left), n, u, m);
    v.copy_from_slice(&lift(&right));
    r.d = d;
    r.multiply_q(a, m, u);
    r.multiply_p(v);
    Ok(())
}

fn by_faer<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    s: &mut [T::R],
    vectors: Pair<T>,
) -> Result<(), LinalgError> {
    let wanted = |columns: usize, rows: usize| match columns {
        0 => ComputeSvdVectors::No,
        c if c == rows && rows > n => ComputeSvdVectors::Full,
        _ => ComputeSvdVectors::Thin,
    };
    let (columns, right) = vectors.as_ref().map_or((0, 0), |(u, v)| (u.len() / m, v.len() / n));
    let params = Spec::new(SvdParams { recursion_threshold: threshold(n), ..Auto::<T>::auto() });
    let need = svd_scratch::<T>(m, n, wanted(columns, m), wanted(right, n), Par::Seq, params);
    let mut values = vec![T::zero(); n];
    let done = with_scratch(need, |stack| {
        let (u, v) = match vectors {
            Some((u, v)) => (Some(view_mut(u, m, columns)), Some(view_mut(v, n, right))),
            None => (None, None),
        };
        let d = DiagMut::from_slice_mut(&mut values);
        faer_svd(view(a, m, n), d, u, v, Par::Seq, stack, params)
    });
    done.map_err(|_| LinalgError::SvdDidNotConverge)?;
    for (to, from) in s.iter_mut().zip(&values) {
        *to = from.re();
    }
    Ok(())
}
