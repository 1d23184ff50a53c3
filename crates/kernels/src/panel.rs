//! Products of a narrow column-major matrix with a vector, of which reflectors are applied.
//!
//! The order of additions, and where a product is fused, is that of the kernels for AVX2 in the usual BLAS: signs of
//! eigenvectors hang on the last bit, and this way they are those that other programs print.

use crate::cpu::Level;
use crate::gemm::columns::fma;
use crate::select::level::per_level;

/// Lanes of a register of AVX2.
const LANES: usize = 4;

/// Rows that `y += a x` handles with fused products; the rest is multiplied, then added.
const FUSED_ROWS: usize = 16;

#[inline(always)]
fn folded(s: [f64; LANES]) -> f64 {
    (s[0] + s[2]) + (s[1] + s[3])
}

/// `column . x` over whole registers.
#[inline(always)]
fn product<L: Level>(column: &[f64], x: &[f64], fused: bool) -> f64 {
    let mut s = [0.0; LANES];
    for (a, x) in column.as_chunks::<LANES>().0.iter().zip(x.as_chunks::<LANES>().0) {
        for l in 0..LANES {
            s[l] = if fused { fma::<L>(a[l], x[l], s[l]) } else { s[l] + a[l] * x[l] };
        }
    }
    folded(s)
}

/// Four columns at once.
#[inline(always)]
fn four_products<L: Level>(columns: [&[f64]; 4], x: &[f64]) -> [f64; 4] {
    let x = x.as_chunks::<LANES>().0;
    let columns = columns.map(|c| &c.as_chunks::<LANES>().0[..x.len()]);
    let mut sums = [[0.0; LANES]; 4];
    for (i, x) in x.iter().enumerate() {
        for c in 0..4 {
            for l in 0..LANES {
                sums[c][l] = fma::<L>(columns[c][i][l], x[l], sums[c][l]);
            }
        }
    }
    sums.map(folded)
}

/// `column . x`, in two sums.
#[inline(always)]
fn product_in_pairs(column: &[f64], x: &[f64]) -> f64 {
    let mut s = [0.0; 2];
    for (a, x) in column.as_chunks::<2>().0.iter().zip(x.as_chunks::<2>().0) {
        s[0] += a[0] * x[0];
        s[1] += a[1] * x[1];
    }
    s[0] + s[1]
}

/// What the last one to three rows add to `y`.
#[inline(always)]
fn rest_of_product<L: Level>(a: &[f64], x: &[f64], y: f64) -> f64 {
    match *x {
        [x0] => fma::<L>(a[0], x0, y),
        [x0, x1] => y + fma::<L>(a[0], x0, a[1] * x1),
        [x0, x1, x2] => y + fma::<L>(a[2], x2, fma::<L>(a[0], x0, a[1] * x1)),
        _ => y,
    }
}

#[inline(always)]
unsafe fn transposed_body<L: Level>(a: &[f64], step: usize, x: &[f64], y: &mut [f64]) {
    let (m, n) = (x.len(), y.len());
    let whole = m - m % LANES;
    let column = |j: usize| &a[j * step..j * step + m];
    let fours = n - n % 4;
    for (g, y) in y[..fours].as_chunks_mut::<4>().0.iter_mut().enumerate() {
        let columns = [column(4 * g), column(4 * g + 1), column(4 * g + 2), column(4 * g + 3)];
        *y = four_products::<L>(columns.map(|c| &c[..whole]), &x[..whole]);
    }
    let pairs = if n % 4 >= 2 { fours + 2 } else { fours };
    for j in fours..pairs {
        y[j] = product_in_pairs(&column(j)[..whole], &x[..whole]);
    }
    for j in pairs..n {
        y[j] = product::<L>(&column(j)[..whole], &x[..whole], false);
    }
    if whole < m {
        for (j, y) in y.iter_mut().enumerate() {
            *y = rest_of_product::<L>(&column(j)[whole..], &x[whole..], *y);
        }
    }
}
per_level! {
    /// `y = A' x` for the columns of `A`, which are `step` apart in `a`.
    ///
    /// # Safety
    /// Sound for all arguments; panics where `a` is too short.
    pub unsafe fn transposed[](a: &[f64], step: usize, x: &[f64], y: &mut [f64]) = transposed_body
}

#[inline(always)]
unsafe fn plain_body<L: Level>(a: &[f64], step: usize, x: &[f64], y: &mut [f64]) {
    let (m, n) = (y.len(), x.len());
    let whole = m - m % LANES;
    let column = |j: usize| &a[j * step..j * step + m];
    let (top, bottom) = y.split_at_mut(whole);
    top.fill(0.0);
    let fours = n - n % 4;
    for j in (0..fours).step_by(4) {
        let (a0, a1) = (&column(j)[..whole], &column(j + 1)[..whole]);
        let (a2, a3) = (&column(j + 2)[..whole], &column(j + 3)[..whole]);
        for i in 0..whole {
            let even = fma::<L>(a2[i], x[j + 2], a0[i] * x[j]);
            let odd = fma::<L>(a3[i], x[j + 3], a1[i] * x[j + 1]);
            top[i] += even + odd;
        }
    }
    let mut j = fours;
    if n - j >= 2 {
        let (a0, a1) = (&column(j)[..whole], &column(j + 1)[..whole]);
        for i in 0..whole {
            top[i] += a0[i] * x[j] + a1[i] * x[j + 1];
        }
        j += 2;
    }
    if j < n {
        for (y, a) in top.iter_mut().zip(column(j)) {
            *y += a * x[j];
        }
    }
    bottom.fill(0.0);
    for (j, x) in x.iter().enumerate() {
        for (y, a) in bottom.iter_mut().zip(&column(j)[whole..]) {
            *y += a * x;
        }
    }
}
per_level! {
    /// `y = A x` for the columns of `A`, which are `step` apart in `a`.
    ///
    /// # Safety
    /// Sound for all arguments; panics where `a` is too short.
    pub unsafe fn plain[](a: &[f64], step: usize, x: &[f64], y: &mut [f64]) = plain_body
}

#[inline(always)]
unsafe fn rank_one_body<L: Level>(a: &mut [f64], step: usize, alpha: f64, x: &[f64], y: &[f64]) {
    let whole = x.len() - x.len() % FUSED_ROWS;
    let (top, bottom) = x.split_at(whole);
    for (column, y) in a.chunks_mut(step.max(1)).zip(y) {
        let by = alpha * y;
        let (upper, lower) = column[..x.len()].split_at_mut(whole);
        for (a, x) in upper.iter_mut().zip(top) {
            *a = fma::<L>(by, *x, *a);
        }
        for (a, x) in lower.iter_mut().zip(bottom) {
            *a += by * x;
        }
    }
}
per_level! {
    /// `A += alpha x y'` for the columns of `A`, which are `step` apart in `a`.
    ///
    /// # Safety
    /// Sound for all arguments; panics where `a` is too short.
    pub unsafe fn rank_one[](a: &mut [f64], step: usize, alpha: f64, x: &[f64], y: &[f64]) = rank_one_body
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, seed: u64) -> Vec<f64> {
        let mut state = seed;
        let next = || {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        std::iter::repeat_with(next).take(count).collect()
    }

    #[test]
    fn products_with_every_remainder() {
        for m in 0..21 {
            for n in 0..10 {
                let step = m + 3;
                let (a, x, z) = (numbers(step * n + m, 1), numbers(m, 2), numbers(n, 3));
                let (mut y, mut w) = (vec![7.0; n], vec![7.0; m]);
                // SAFETY: sound for all arguments.
                unsafe {
                    transposed(&a, step, &x, &mut y);
                    plain(&a, step, &z, &mut w);
                }
                for (j, y) in y.iter().enumerate() {
                    let exact: f64 = (0..m).map(|i| a[i + j * step] * x[i]).sum();
                    assert!((y - exact).abs() < 1e-14, "{m} {n}");
                }
                for (i, w) in w.iter().enumerate() {
                    let exact: f64 = (0..n).map(|j| a[i + j * step] * z[j]).sum();
                    assert!((w - exact).abs() < 1e-14, "{m} {n}");
                }
                let mut b = a.clone();
                // SAFETY: sound for all arguments.
                unsafe { rank_one(&mut b, step, -2.0, &x, &z) };
                for (k, (b, a)) in b.iter().zip(&a).enumerate() {
                    let (i, j) = (k % step, k / step);
                    let change = if i < m && j < n { -2.0 * x[i] * z[j] } else { 0.0 };
                    assert!((b - a - change).abs() < 1e-14, "{m} {n}");
                }
            }
        }
    }
}
