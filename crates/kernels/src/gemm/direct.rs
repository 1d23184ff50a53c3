//! Products that are not worth packing: small matrices, matrix times vector, inner products.

use super::number::{with_number, Number};
use super::plan::Matrix;
use super::tile::{Pick, Tile};
use crate::select::level::per_level;
use crate::Ty;
use std::mem::MaybeUninit;

/// Side by side sums of an inner product.
const LANES: usize = 16;

#[inline(always)]
unsafe fn inner<T: Number>(n: usize, a: *const u8, sa: isize, b: *const u8, sb: isize) -> T::Sum {
    let size = std::mem::size_of::<T>() as isize;
    let mut total = T::ZERO.sum();
    let mut done = 0;
    if sa == size && sb == size && n >= LANES {
        let (a, b) = (a as *const T, b as *const T);
        let mut s = [T::ZERO.sum(); LANES];
        done = n / LANES * LANES;
        for i in (0..done).step_by(LANES) {
            for (l, s) in s.iter_mut().enumerate() {
                *s = T::accumulate(*s, *a.add(i + l), *b.add(i + l));
            }
        }
        let mut width = LANES / 2;
        while width > 0 {
            for l in 0..width {
                s[l] = T::both(s[l], s[l + width]);
            }
            width /= 2;
        }
        total = s[0];
    }
    for i in done as isize..n as isize {
        total = T::accumulate(total, *(a.offset(i * sa) as *const T), *(b.offset(i * sb) as *const T));
    }
    total
}

/// Inner products of `R` rows with a vector.
#[inline(always)]
unsafe fn inners<L: Pick, T: Number, const R: usize>(
    k: usize,
    rows: [*const u8; R],
    step: isize,
    x: *const u8,
    sx: isize,
) -> [T::Sum; R] {
    let size = std::mem::size_of::<T>() as isize;
    if T::DIRECT && step == size && sx == size {
        let rows = rows.map(|r| r as *const T::E);
        return L::Of::<T::Tiles>::inner::<R>(k, rows, x as *const T::E).map(|e| T::join([e, e]).sum());
    }
    rows.map(|r| inner::<T>(k, r, step, x, sx))
}

#[inline(always)]
unsafe fn put<T: Number>(c: *mut u8, s: T::Sum, add: bool) {
    let c = c as *mut T;
    let v = T::round(s);
    *c = if add { (*c).plus(v) } else { v };
}

#[inline(always)]
fn fused<L: Pick, T: Number>(s: T::Sum, a: T, b: T) -> T::Sum {
    if L::FMA {
        T::fused::<true>(s, a, b)
    } else {
        T::fused::<false>(s, a, b)
    }
}

/// `c[i] = Σ_p a[i, p] x[p]`, or that added to `c`: `m` rows, `k` columns; `sx` and `sc` are the steps of the vectors.
#[derive(Clone, Copy)]
struct TimesVector {
    m: usize,
    k: usize,
    a: Matrix,
    x: *const u8,
    sx: isize,
    c: *mut u8,
    sc: isize,
    add: bool,
}

/// Complex numbers of a vector whose factors are made at a time.
const FACTORS: usize = 256;

/// [`times_vector`] for contiguous rows of complex numbers: rows of twice as many real ones, times the factors of the
/// vector's numbers.
#[inline(always)]
unsafe fn times_complex<L: Pick, T: Number>(v: TimesVector) {
    let TimesVector { m, k, a, x, sx, c, sc, add } = v;
    let mut room = MaybeUninit::<[[[T::E; 2]; FACTORS]; 2]>::uninit();
    let factors = room.as_mut_ptr() as *mut [T::E; 2];
    for start in (0..k).step_by(FACTORS) {
        let n = FACTORS.min(k - start);
        for p in 0..n {
            let both = (*(x.offset((start + p) as isize * sx) as *const T)).factors();
            factors.add(p).write(both[0]);
            factors.add(FACTORS + p).write(both[1]);
        }
        let (real, imaginary) = (factors as *const T::E, factors.add(FACTORS) as *const T::E);
        let row = |i: usize| a.at(i, start) as *const T::E;
        let to = |i: usize| c.offset(i as isize * sc);
        let mut i = 0;
        while i + 4 <= m {
            let rows = [row(i), row(i + 1), row(i + 2), row(i + 3)];
            let re = L::Of::<T::Tiles>::inner::<4>(2 * n, rows, real);
            let im = L::Of::<T::Tiles>::inner::<4>(2 * n, rows, imaginary);
            for l in 0..4 {
                put::<T>(to(i + l), T::join([re[l], im[l]]).sum(), add || start > 0);
            }
            i += 4;
        }
        while i < m {
            let [re] = L::Of::<T::Tiles>::inner::<1>(2 * n, [row(i)], real);
            let [im] = L::Of::<T::Tiles>::inner::<1>(2 * n, [row(i)], imaginary);
            put::<T>(to(i), T::join([re, im]).sum(), add || start > 0);
            i += 1;
        }
    }
}

/// Computes the product.
#[inline(always)]
unsafe fn times_vector<L: Pick, T: Number>(v: TimesVector) {
    let TimesVector { m, k, a, x, sx, c, sc, add } = v;
    let size = std::mem::size_of::<T>() as isize;
    if T::PARTS == 2 && a.column == size && m >= 4 && k > 0 {
        return times_complex::<L, T>(v);
    }
    if a.row != size || m < 4 {
        let row = |i: usize| a.data.offset(i as isize * a.row) as *const u8;
        let mut i = 0;
        while i + 4 <= m {
            let sums = inners::<L, T, 4>(k, [row(i), row(i + 1), row(i + 2), row(i + 3)], a.column, x, sx);
            for (l, s) in sums.into_iter().enumerate() {
                put::<T>(c.offset((i + l) as isize * sc), s, add);
            }
            i += 4;
        }
        while i < m {
            let [s] = inners::<L, T, 1>(k, [row(i)], a.column, x, sx);
            put::<T>(c.offset(i as isize * sc), s, add);
            i += 1;
        }
        return;
    }
    // Contiguous columns: many sums at once, a column after the other.
    let mut sums = [T::ZERO.sum(); 256];
    for i in (0..m).step_by(256) {
        let height = 256.min(m - i);
        let s = &mut sums[..height];
        s.fill(T::ZERO.sum());
        let top = a.data.offset(i as isize * size);
        let mut p = 0;
        // Four columns for each load and store of the sums.
        while p + 4 <= k as isize {
            let column = |q: isize| top.offset((p + q) * a.column) as *const T;
            let factor = |q: isize| *(x.offset((p + q) * sx) as *const T);
            let (a0, a1, a2, a3) = (column(0), column(1), column(2), column(3));
            let (x0, x1, x2, x3) = (factor(0), factor(1), factor(2), factor(3));
            for (j, s) in s.iter_mut().enumerate() {
                let t = fused::<L, T>(fused::<L, T>(*s, *a0.add(j), x0), *a1.add(j), x1);
                *s = fused::<L, T>(fused::<L, T>(t, *a2.add(j), x2), *a3.add(j), x3);
            }
            p += 4;
        }
        while p < k as isize {
            let (column, factor) = (top.offset(p * a.column) as *const T, *(x.offset(p * sx) as *const T));
            for (j, s) in s.iter_mut().enumerate() {
                *s = fused::<L, T>(*s, *column.add(j), factor);
            }
            p += 1;
        }
        for (j, s) in s.iter().enumerate() {
            put::<T>(c.offset((i + j) as isize * sc), *s, add);
        }
    }
}

/// `W` neighbouring elements of a row of C; the rows of B are contiguous or not.
#[inline(always)]
unsafe fn strip<T: Number, const W: usize, const CONTIGUOUS: bool>(
    i: usize,
    j: usize,
    k: usize,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    add: bool,
) {
    let step = if CONTIGUOUS { std::mem::size_of::<T>() as isize } else { b.column };
    let mut sums = [T::ZERO.sum(); W];
    let (mut pa, mut pb) = (a.at(i, 0), b.at(0, j));
    for _ in 0..k {
        let x = *(pa as *const T);
        for (l, s) in sums.iter_mut().enumerate() {
            *s = T::accumulate(*s, x, *(pb.offset(l as isize * step) as *const T));
        }
        pa = pa.offset(a.column);
        pb = pb.offset(b.row);
    }
    for (l, s) in sums.iter().enumerate() {
        put::<T>(c.at(i, j + l), *s, add);
    }
}

#[inline(always)]
unsafe fn small<T: Number>(m: usize, n: usize, k: usize, a: Matrix, b: Matrix, c: Matrix, add: bool) {
    let contiguous = b.column == std::mem::size_of::<T>() as isize;
    for i in 0..m {
        let mut j = 0;
        if contiguous {
            while j + 8 <= n {
                strip::<T, 8, true>(i, j, k, a, b, c, add);
                j += 8;
            }
            if j + 4 <= n {
                strip::<T, 4, true>(i, j, k, a, b, c, add);
                j += 4;
            }
            match n - j {
                3 => strip::<T, 3, true>(i, j, k, a, b, c, add),
                2 => strip::<T, 2, true>(i, j, k, a, b, c, add),
                1 => strip::<T, 1, true>(i, j, k, a, b, c, add),
                _ => {}
            }
        } else {
            while j + 4 <= n {
                strip::<T, 4, false>(i, j, k, a, b, c, add);
                j += 4;
            }
            while j < n {
                strip::<T, 1, false>(i, j, k, a, b, c, add);
                j += 1;
            }
        }
    }
}

#[inline(always)]
unsafe fn direct_body<L: Pick, T: Number>(
    m: usize,
    n: usize,
    k: usize,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    add: bool,
) {
    if n == 1 && m > 1 {
        times_vector::<L, T>(TimesVector { m, k, a, x: b.data, sx: b.row, c: c.data, sc: c.row, add });
    } else if m == 1 && n > 1 {
        let b = b.transposed();
        times_vector::<L, T>(TimesVector {
            m: n,
            k,
            a: b,
            x: a.data,
            sx: a.column,
            c: c.data,
            sc: c.column,
            add,
        });
    } else if m == 1 && n == 1 {
        let size = std::mem::size_of::<T>() as isize;
        if T::DIRECT && a.column == size && b.row == size {
            let s = L::Of::<T::Tiles>::dot(k, a.data as *const T::E, b.data as *const T::E);
            return put::<T>(c.data, T::join([s, s]).sum(), add);
        }
        put::<T>(c.data, inner::<T>(k, a.data, a.column, b.data, b.row), add);
    } else {
        // Strips run along what is contiguous.
        let size = std::mem::size_of::<T>() as isize;
        let flip = b.column != size && a.row == size;
        let (m, n) = if flip { (n, m) } else { (m, n) };
        let (a, b) = if flip { (b.transposed(), a.transposed()) } else { (a, b) };
        small::<T>(m, n, k, a, b, if flip { c.transposed() } else { c }, add);
    }
}

/// Multiply-adds up to which packing does not pay.
const SMALL: usize = 1000;

/// Whether [`direct`] is the way for this shape: a vector is among the operands, or little is to be done.
pub fn is_direct(m: usize, n: usize, k: usize) -> bool {
    m <= 1 || n <= 1 || k == 0 || m.saturating_mul(n).saturating_mul(k) <= SMALL
}

/// `C = A B` (`C += A B` with `add`) without packing and scratch: `a` is `m × k`, `b` `k × n`, `c` `m × n`.
///
/// # Safety
/// The matrices are aligned and valid for their elements at any strides; `c` overlaps no other.
pub unsafe fn direct(ty: Ty, m: usize, n: usize, k: usize, a: Matrix, b: Matrix, c: Matrix, add: bool) {
    with_number!(ty, T => batch_at_level::<T>(1, m, n, k, (a, 0), (b, 0), (c, 0), add))
}

/// Products of `batch` pairs of small matrices, `step` bytes apart each.
///
/// # Safety
/// As [`direct`], for every pair.
pub unsafe fn direct_batch(
    ty: Ty,
    batch: usize,
    m: usize,
    n: usize,
    k: usize,
    a: (Matrix, isize),
    b: (Matrix, isize),
    c: (Matrix, isize),
) {
    with_number!(ty, T => batch_at_level::<T>(batch, m, n, k, a, b, c, false))
}

#[inline(always)]
unsafe fn batch_body<L: Pick, T: Number>(
    batch: usize,
    m: usize,
    n: usize,
    k: usize,
    a: (Matrix, isize),
    b: (Matrix, isize),
    c: (Matrix, isize),
    add: bool,
) {
    for i in 0..batch as isize {
        let at = |(x, step): (Matrix, isize)| Matrix { data: x.data.offset(i * step), ..x };
        direct_body::<L, T>(m, n, k, at(a), at(b), at(c), add);
    }
}
per_level! { unsafe fn batch_at_level[T: Number](batch: usize, m: usize, n: usize, k: usize, a: (Matrix, isize),
b: (Matrix, isize), c: (Matrix, isize), add: bool) = batch_body }

/// `out = Σ a[i] b[i]`, nothing conjugated.
///
/// # Safety
/// `a` and `b` are aligned and valid for `n` elements at their strides, `out` for one.
pub unsafe fn dot(ty: Ty, n: usize, a: *const u8, a_step: isize, b: *const u8, b_step: isize, out: *mut u8) {
    direct(ty, 1, 1, n, Matrix::new(a, 0, a_step), Matrix::new(b, b_step, 0), Matrix::new(out, 0, 0), false)
}
