//! Passes over columns of `f64`, of which unblocked factorizations are made.

use crate::cpu::Level;
use crate::select::level::per_level;

/// Side by side sums: two registers of AVX-512, four of AVX2.
const LANES: usize = 16;

/// `a x + y`, rounded once where the CPU can.
#[inline(always)]
pub(crate) fn fma<L: Level>(a: f64, x: f64, y: f64) -> f64 {
    if L::FMA {
        a.mul_add(x, y)
    } else {
        a * x + y
    }
}

#[inline(always)]
unsafe fn axpy_body<L: Level>(a: f64, x: &[f64], y: &mut [f64]) {
    for (y, x) in y.iter_mut().zip(x) {
        *y = fma::<L>(a, *x, *y);
    }
}
per_level! {
    /// `y += a x`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy[](a: f64, x: &[f64], y: &mut [f64]) = axpy_body
}

#[inline(always)]
unsafe fn axpy2_body<L: Level>(a: f64, x: &[f64], b: f64, z: &[f64], y: &mut [f64]) {
    for ((y, x), z) in y.iter_mut().zip(x).zip(z) {
        *y = fma::<L>(b, *z, fma::<L>(a, *x, *y));
    }
}
per_level! {
    /// `y += a x + b z`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy2[](a: f64, x: &[f64], b: f64, z: &[f64], y: &mut [f64]) = axpy2_body
}

#[inline(always)]
unsafe fn axpy_dot_body<L: Level>(a: f64, x: &[f64], y: &mut [f64], z: &[f64]) -> f64 {
    let n = x.len().min(y.len()).min(z.len());
    let ((xs, x), (ys, y), (zs, z)) =
        (x[..n].as_chunks::<LANES>(), y[..n].as_chunks_mut::<LANES>(), z[..n].as_chunks::<LANES>());
    let mut sums = [0.0; LANES];
    for ((x, y), z) in xs.iter().zip(ys).zip(zs) {
        for l in 0..LANES {
            y[l] = fma::<L>(a, x[l], y[l]);
            sums[l] = fma::<L>(x[l], z[l], sums[l]);
        }
    }
    let mut rest = 0.0;
    for ((x, y), z) in x.iter().zip(y).zip(z) {
        *y = fma::<L>(a, *x, *y);
        rest = fma::<L>(*x, *z, rest);
    }
    let mut width = LANES / 2;
    while width > 0 {
        for l in 0..width {
            sums[l] += sums[l + width];
        }
        width /= 2;
    }
    sums[0] + rest
}
per_level! {
    /// `y += a x`; returns `x . z`
    ///
    /// # Safety
    /// Sound for all arguments.
    pub unsafe fn axpy_dot[](a: f64, x: &[f64], y: &mut [f64], z: &[f64]) -> f64 = axpy_dot_body
}

#[inline(always)]
unsafe fn symmetric_body<L: Level>(
    a: &mut [f64],
    step: usize,
    old: Option<[&[f64]; 2]>,
    v: &[f64],
    w: &mut [f64],
    count: usize,
) {
    let n = v.len();
    let mut j = 0;
    // Two columns at a time, so that the vectors are read once for both.
    while j + 1 < count {
        let (left, right) = a.split_at_mut((j + 1) * step);
        let (one, two) = (&mut left[j * step + j..j * step + n], &mut right[j + 1..n]);
        // The rows above the common ones: the diagonal and the element between the columns.
        if let Some([x, z]) = old {
            axpy2_body::<L>(-z[j], &x[j..j + 2], -x[j], &z[j..j + 2], &mut one[..2]);
            axpy2_body::<L>(-z[j + 1], &x[j + 1..j + 2], -x[j + 1], &z[j + 1..j + 2], &mut two[..1]);
        }
        let (head, tail) = w[j..n].split_at_mut(2);
        let (v0, v1) = (v[j], v[j + 1]);
        let columns = [&mut one[2..], &mut two[1..]];
        let sums = match old {
            Some([x, z]) => {
                let factors = [[-z[j], -x[j]], [-z[j + 1], -x[j + 1]]];
                pair_of_columns::<L, true>(
                    columns,
                    [&x[j + 2..], &z[j + 2..]],
                    factors,
                    [v0, v1],
                    &v[j + 2..],
                    tail,
                )
            }
            None => {
                pair_of_columns::<L, false>(columns, [&[]; 2], [[0.0; 2]; 2], [v0, v1], &v[j + 2..], tail)
            }
        };
        head[0] += v0 * one[0] + (v1 * one[1] + sums[0]);
        head[1] += v0 * one[1] + (v1 * two[0] + sums[1]);
        j += 2;
    }
    if j < count {
        let column = &mut a[j * step + j..j * step + n];
        if let Some([x, z]) = old {
            axpy2_body::<L>(-z[j], &x[j..], -x[j], &z[j..], column);
        }
        let (head, tail) = w[j..].split_at_mut(1);
        let s = axpy_dot_body::<L>(v[j], &column[1..], tail, &v[j + 1..]);
        head[0] += v[j] * column[0] + s;
    }
}

/// Side by side sums of each of two columns.
const PAIR: usize = 8;

/// `c += f x + g z` for both columns `c` (with `CORRECT`), `w += c0 by[0] + c1 by[1]`; returns both `c . v`.
#[inline(always)]
unsafe fn pair_of_columns<L: Level, const CORRECT: bool>(
    [c0, c1]: [&mut [f64]; 2],
    [x, z]: [&[f64]; 2],
    [f0, f1]: [[f64; 2]; 2],
    by: [f64; 2],
    v: &[f64],
    w: &mut [f64],
) -> [f64; 2] {
    let n = v.len();
    let (c0, c1, w) = (&mut c0[..n], &mut c1[..n], &mut w[..n]);
    let (x, z) = if CORRECT { (&x[..n], &z[..n]) } else { (v, v) };
    let (mut s0, mut s1) = ([0.0; PAIR], [0.0; PAIR]);
    {
        let (c0, c1, w) =
            (c0.as_chunks_mut::<PAIR>().0, c1.as_chunks_mut::<PAIR>().0, w.as_chunks_mut::<PAIR>().0);
        let (x, z, v) = (x.as_chunks::<PAIR>().0, z.as_chunks::<PAIR>().0, v.as_chunks::<PAIR>().0);
        for (((((c0, c1), w), x), z), v) in c0.iter_mut().zip(c1).zip(w).zip(x).zip(z).zip(v) {
            // Loop by loop over registers: the compiler turns each into an instruction or two.
            let (mut a0, mut a1, mut sum) = (*c0, *c1, *w);
            if CORRECT {
                for l in 0..PAIR {
                    a0[l] = fma::<L>(f0[0], x[l], a0[l]);
                }
                for l in 0..PAIR {
                    a0[l] = fma::<L>(f0[1], z[l], a0[l]);
                }
                for l in 0..PAIR {
                    a1[l] = fma::<L>(f1[0], x[l], a1[l]);
                }
                for l in 0..PAIR {
                    a1[l] = fma::<L>(f1[1], z[l], a1[l]);
                }
                (*c0, *c1) = (a0, a1);
            }
            for l in 0..PAIR {
                sum[l] = fma::<L>(by[0], a0[l], sum[l]);
            }
            for l in 0..PAIR {
                sum[l] = fma::<L>(by[1], a1[l], sum[l]);
            }
            *w = sum;
            for l in 0..PAIR {
                s0[l] = fma::<L>(a0[l], v[l], s0[l]);
            }
            for l in 0..PAIR {
                s1[l] = fma::<L>(a1[l], v[l], s1[l]);
            }
        }
    }
    for i in n / PAIR * PAIR..n {
        if CORRECT {
            c0[i] = fma::<L>(f0[1], z[i], fma::<L>(f0[0], x[i], c0[i]));
            c1[i] = fma::<L>(f1[1], z[i], fma::<L>(f1[0], x[i], c1[i]));
        }
        w[i] = fma::<L>(by[1], c1[i], fma::<L>(by[0], c0[i], w[i]));
        s0[0] = fma::<L>(c0[i], v[i], s0[0]);
        s1[0] = fma::<L>(c1[i], v[i], s1[0]);
    }
    [s0, s1].map(|s| ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7])))
}
per_level! {
    /// The first `count` columns of a symmetric matrix in one pass: `A -= x z' + z x'`, then their part of `w += A v`.
    /// The lower half of `A` is read, its columns `step` apart in `a`.
    ///
    /// # Safety
    /// Sound for all arguments; those that do not fit panic.
    pub unsafe fn symmetric[](
        a: &mut [f64], step: usize, old: Option<[&[f64]; 2]>, v: &[f64], w: &mut [f64], count: usize
    ) = symmetric_body
}
