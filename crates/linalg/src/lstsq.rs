//! Least squares by the singular value decomposition.

use crate::scalar::{axpy, dot, Real, Scalar};
use crate::svd::decompose;
use crate::LinalgError;

/// What [`lstsq`] tells besides the solution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lstsq {
    /// Singular values above the threshold.
    pub rank: usize,
    /// The sums of squared residuals mean something: full rank and more equations than unknowns.
    pub has_residuals: bool,
}

/// The `x` of least norm that minimises `|b - a x|`, for each column of `b`.
///
/// `a` (`m` by `n`) is destroyed, `b` (`m` by any number of columns) left as it is; `x` (`n` by as many) is the
/// solution, `residuals` (one a column) the sums of squares `|b - a x|²` where [`Lstsq::has_residuals`], `s`
/// (`min(m, n)`) the singular values. Those not above `rcond` times the largest count as zero; a negative `rcond`
/// means the unit roundoff.
///
/// # Errors
/// `LstsqDidNotConverge`, also for matrices with NaN or infinity.
pub fn lstsq<T: Scalar>(
    a: &mut [T],
    m: usize,
    n: usize,
    b: &[T],
    rcond: T::R,
    x: &mut [T],
    residuals: &mut [T::R],
    s: &mut [T::R],
) -> Result<Lstsq, LinalgError> {
    let k = m.min(n);
    let (mut u, mut v) = (vec![T::zero(); m * k], vec![T::zero(); n * k]);
    decompose(a, m, n, s, Some((&mut u, &mut v))).map_err(|_| LinalgError::LstsqDidNotConverge)?;
    let rcond = if rcond < T::R::zero() { T::R::EPS } else { rcond };
    let largest = s.first().copied().unwrap_or(T::R::zero());
    let threshold = (rcond * largest).larger(T::R::SAFE_MIN);
    let rank = s.iter().take_while(|v| **v > threshold).count();
    let has_residuals = rank == n && m > n;
    x.fill(T::zero());
    let mut rest = vec![T::zero(); m];
    for (j, right) in b.chunks_exact(m.max(1)).enumerate() {
        rest.copy_from_slice(right);
        for i in 0..rank {
            let left = &u[i * m..(i + 1) * m];
            let c = dot(left, right);
            axpy(c.scaled(T::R::one() / s[i]), &v[i * n..(i + 1) * n], &mut x[j * n..(j + 1) * n]);
            axpy(-c, left, &mut rest);
        }
        if has_residuals {
            residuals[j] = rest.iter().fold(T::R::zero(), |sum, r| sum + r.square());
        }
    }
    Ok(Lstsq { rank, has_residuals })
}
