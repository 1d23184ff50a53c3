//! Products of every type, shape and layout against the definition.

use super::*;
use crate::select::tests::Rng;
use crate::{Element, Ty};
use half::f16;
use num_complex::Complex;

trait Sample: Element + PartialEq + std::fmt::Debug {
    fn sample(r: &mut Rng) -> Self;
    fn product(a: &[Self], b: &[Self], start: Self) -> Self;
    /// Distance in units that a sum of rounded products may have.
    fn close(a: Self, b: Self, k: usize) -> bool;
}
macro_rules! ints { ($($t:ty),*) => { $(impl Sample for $t {
    fn sample(r: &mut Rng) -> $t { r.next() as $t }
    fn product(a: &[$t], b: &[$t], start: $t) -> $t {
        a.iter().zip(b).fold(start, |s, (x, y)| s.wrapping_add(x.wrapping_mul(*y)))
    }
    fn close(a: $t, b: $t, _: usize) -> bool { a == b }
})* } }
ints!(i8, u8, i16, u16, i32, u32, i64, u64);
macro_rules! floats { ($($t:ty, $eps:expr);*) => { $(impl Sample for $t {
    fn sample(r: &mut Rng) -> $t { ((r.next() >> 40) as f64 / (1u64 << 23) as f64 - 1.0) as $t }
    fn product(a: &[$t], b: &[$t], start: $t) -> $t {
        a.iter().zip(b).fold(start as f64, |s, (x, y)| s + *x as f64 * *y as f64) as $t
    }
    fn close(a: $t, b: $t, k: usize) -> bool { (a as f64 - b as f64).abs() <= (k + 4) as f64 * $eps }
})* } }
floats!(f32, 1.2e-7; f64, 2.3e-16);
impl Sample for f16 {
    fn sample(r: &mut Rng) -> f16 {
        f16::from_f32((r.below(2001) as f32 - 1000.0) / 1000.0)
    }
    fn product(a: &[f16], b: &[f16], start: f16) -> f16 {
        let sum: f64 = a.iter().zip(b).map(|(x, y)| x.to_f64() * y.to_f64()).sum();
        f16::from_f64(f16::from_f64(sum).to_f64() + start.to_f64())
    }
    fn close(a: f16, b: f16, _: usize) -> bool {
        (a.to_f64() - b.to_f64()).abs() <= 2e-3 * (1.0 + b.to_f64().abs())
    }
}
macro_rules! complexes { ($($t:ty, $eps:expr);*) => { $(impl Sample for Complex<$t> {
    fn sample(r: &mut Rng) -> Self { Complex::new(<$t>::sample(r), <$t>::sample(r)) }
    fn product(a: &[Self], b: &[Self], start: Self) -> Self {
        let wide = |c: Self| Complex::new(c.re as f64, c.im as f64);
        let s = a.iter().zip(b).fold(wide(start), |s, (x, y)| s + wide(*x) * wide(*y));
        Complex::new(s.re as $t, s.im as $t)
    }
    fn close(a: Self, b: Self, k: usize) -> bool { ((a - b).norm() as f64) <= (2 * k + 8) as f64 * $eps }
})* } }
complexes!(f32, 1.2e-7; f64, 2.3e-16);

/// A matrix somewhere in a larger block: by rows, by columns, with gaps, backwards.
fn layout<T: Sample>(r: &mut Rng, kind: usize, rows: usize, columns: usize) -> (Vec<T>, Matrix) {
    let size = std::mem::size_of::<T>() as isize;
    let (rs, cs, offset, total) = match kind {
        0 => (columns as isize, 1, 0, rows * columns),
        1 => (1, rows as isize, 0, rows * columns),
        2 => (2 * columns as isize + 1, 2, 3, 3 + rows * (2 * columns + 1) + 2),
        _ => (-(columns as isize), -1, (rows * columns).saturating_sub(1), rows * columns),
    };
    let mut v: Vec<T> = (0..total.max(1)).map(|_| T::sample(r)).collect();
    // SAFETY: the offset lies in the block.
    let p = unsafe { v.as_mut_ptr().add(offset) } as *const u8;
    (v, Matrix::new(p, rs * size, cs * size))
}

fn get<T: Copy>(x: Matrix, i: usize, j: usize) -> T {
    // SAFETY: `i` and `j` lie in the matrix that the caller made.
    unsafe { *(x.at(i, j) as *const T) }
}

fn check<T: Sample>() {
    let mut r = Rng(T::TY as u64 + 3);
    let shapes = [
        (1, 1, 1),
        (1, 1, 40),
        (3, 3, 3),
        (2, 5, 1),
        (4, 4, 0),
        (1, 30, 20),
        (30, 1, 20),
        (300, 1, 9),
        (1, 300, 33),
        (7, 9, 11),
        (8, 8, 8),
        (16, 17, 18),
        (33, 31, 5),
        (64, 64, 64),
        (100, 7, 300),
        (5, 200, 70),
        (130, 50, 17),
        (8, 8, 500),
        (6, 40, 70),
        (0, 5, 3),
        (5, 0, 3),
    ];
    for (m, n, k) in shapes {
        for kinds in 0..12 {
            let (ka, kb, kc) = (kinds % 4, kinds % 3, (kinds / 3) % 4);
            let (_va, a) = layout::<T>(&mut r, ka, m, k);
            let (_vb, b) = layout::<T>(&mut r, kb, k, n);
            let (vc, c) = layout::<T>(&mut r, kc, m, n);
            let before: Vec<T> = (0..m * n).map(|i| get(c, i / n, i % n)).collect();
            let all = vc.clone();
            for (add, force) in [(false, false), (true, false), (false, true), (true, true)] {
                for (i, x) in before.iter().enumerate() {
                    // SAFETY: `i` runs over the elements of `c`.
                    unsafe { *(c.at(i / n, i % n) as *mut T) = *x };
                }
                let g = Gemm::new(T::TY, m, n, k, a, b, c, add);
                let mut scratch = vec![[0u64; 8]; g.scratch_bytes(1) / 64 + 1];
                let s = scratch.as_mut_ptr() as *mut u8;
                // SAFETY: the matrices live as long as `g`, the scratch holds what it asks for.
                unsafe {
                    if force && k > 0 {
                        g.run_all(s)
                    } else {
                        gemm(T::TY, m, n, k, a, b, c, add, s)
                    }
                }
                for i in 0..m {
                    let row: Vec<T> = (0..k).map(|p| get(a, i, p)).collect();
                    for j in 0..n {
                        let column: Vec<T> = (0..k).map(|p| get(b, p, j)).collect();
                        let start = if add { before[i * n + j] } else { zero::<T>() };
                        let want = T::product(&row, &column, start);
                        let got = get(c, i, j);
                        assert!(T::close(got, want, k), "{:?} {m} {n} {k}: {got:?} {want:?}", T::TY);
                    }
                }
            }
            // Gaps between the elements stay as they were.
            if kc == 2 {
                let touched =
                    |i: usize| i >= 3 && (i - 3) % (2 * n + 1) < 2 * n && (i - 3) % (2 * n + 1) % 2 == 0;
                for i in 0..vc.len() {
                    let inside = touched(i) && (i - 3) / (2 * n + 1) < m;
                    assert!(inside || vc[i] == all[i]);
                }
            }
        }
    }
}

fn zero<T: Copy>() -> T {
    // SAFETY: all element types are zero in zero bytes.
    unsafe { std::mem::zeroed() }
}

macro_rules! types { ($($name:ident $t:ty),*) => { $(#[test] fn $name() { check::<$t>() })* } }
types!(gemm_i8 i8, gemm_u8 u8, gemm_i16 i16, gemm_u16 u16, gemm_i32 i32, gemm_u32 u32, gemm_i64 i64, gemm_u64 u64,
       gemm_f16 f16, gemm_f32 f32, gemm_f64 f64, gemm_c64 Complex<f32>, gemm_c128 Complex<f64>);

#[test]
fn bools() {
    let mut r = Rng(8);
    for (m, n, k) in [(3usize, 4usize, 5usize), (40, 50, 60), (1, 9, 8)] {
        let a: Vec<u8> = (0..m * k).map(|_| if r.below(8) == 0 { 1 + r.below(9) as u8 } else { 0 }).collect();
        let b: Vec<u8> = (0..n * k).map(|_| (r.below(8) == 0) as u8).collect();
        let mut c = vec![7u8; m * n];
        let by_rows = |p: *const u8, columns: usize| Matrix::new(p, columns as isize, 1);
        let cm = by_rows(c.as_mut_ptr(), n);
        let mut scratch = vec![[0u64; 8]; scratch_bytes(Ty::Bool, m, n, k, cm) / 64 + 1];
        let (am, bm) = (by_rows(a.as_ptr(), k), by_rows(b.as_ptr(), n));
        // SAFETY: the three blocks hold the whole matrices, the scratch what `scratch_bytes` asks for.
        unsafe { gemm(Ty::Bool, m, n, k, am, bm, cm, false, scratch.as_mut_ptr() as *mut u8) };
        for i in 0..m * n {
            let want = (0..k).any(|p| a[i / n * k + p] != 0 && b[p * n + i % n] != 0);
            assert_eq!(c[i], want as u8);
        }
    }
}

/// Several blocks of rows, columns and `k`; units and pieces of any size and order give the same bits.
#[test]
fn large_products_do_not_depend_on_their_division() {
    let mut r = Rng(11);
    for (m, n, k) in [(700usize, 90usize, 900usize), (90, 4500, 300), (1100, 1000, 2100)] {
        let (_va, a) = layout::<f64>(&mut r, 0, m, k);
        let (_vb, b) = layout::<f64>(&mut r, 0, k, n);
        let (vc, c) = layout::<f64>(&mut r, 0, m, n);
        let g = Gemm::new(Ty::F64, m, n, k, a, b, c, false);
        let mut scratch = vec![[0u64; 8]; g.scratch_bytes(2) / 64 + 1];
        let s = scratch.as_mut_ptr() as *mut u8;
        // SAFETY: the matrices live as long as `g`, the scratch holds what it asks for.
        unsafe { g.run_all(s) };
        let serial = vc.clone();
        for step in 0..g.steps() {
            for unit in (0..g.units(step)).rev() {
                // SAFETY: a unit of this step, with the scratch that `g` asks for.
                unsafe { g.pack(step, unit..unit + 1, s) };
            }
            let mut pieces = Vec::new();
            let mut taken = 0;
            while taken < g.pieces() {
                let piece = g.piece(taken, 1 + step % 3);
                pieces.push(taken..taken + piece);
                taken += piece;
            }
            assert_eq!(taken, g.pieces());
            for piece in pieces.into_iter().rev() {
                let slot = piece.start % 2;
                // SAFETY: a piece of this step, which is packed.
                unsafe { g.run(step, piece, slot, s) };
            }
        }
        assert_eq!(serial, vc);
        for (i, j) in [(0, 0), (m - 1, n - 1), (m / 2, n / 3)] {
            let row: Vec<f64> = (0..k).map(|p| get(a, i, p)).collect();
            let column: Vec<f64> = (0..k).map(|p| get(b, p, j)).collect();
            assert!(f64::close(get(c, i, j), f64::product(&row, &column, 0.0), k));
        }
    }
}

#[test]
fn stacks_and_inner_products() {
    let mut r = Rng(12);
    let a: Vec<i64> = (0..5 * 6).map(|_| r.below(100) as i64).collect();
    let b: Vec<i64> = (0..5 * 6).map(|_| r.below(100) as i64).collect();
    let mut c = vec![0i64; 5 * 4];
    let m = |p: &Vec<i64>, row, column| Matrix::new(p.as_ptr() as *const u8, row, column);
    let product = Matrix::new(c.as_mut_ptr() as *const u8, 16, 8);
    let none = std::ptr::null_mut();
    // SAFETY: the vectors hold the whole matrices, at these distances.
    unsafe { gemm_batch(Ty::I64, 5, 2, 2, 3, (m(&a, 24, 8), 48), (m(&b, 16, 8), 48), (product, 32), none) };
    for s in 0..5 {
        for i in 0..4 {
            let want: i64 = (0..3).map(|p| a[s * 6 + i / 2 * 3 + p] * b[s * 6 + p * 2 + i % 2]).sum();
            assert_eq!(c[s * 4 + i], want);
        }
    }
    let mut out = 0i64;
    let (ap, bp) = (a.as_ptr() as *const u8, b.as_ptr() as *const u8);
    // SAFETY: the strided elements lie in the two vectors, the result in `out`.
    unsafe { dot(Ty::I64, 30, ap, 8, bp, 8, &mut out as *mut i64 as *mut u8) };
    assert_eq!(out, a.iter().zip(&b).map(|(x, y)| x * y).sum::<i64>());
    // SAFETY: the strided elements lie in the two vectors, the result in `out`.
    unsafe { dot(Ty::I64, 15, ap, 16, bp, 0, &mut out as *mut i64 as *mut u8) };
    assert_eq!(out, (0..15).map(|i| a[2 * i] * b[0]).sum::<i64>());
}

fn check_in_place<T: Sample>() {
    let mut r = Rng(T::TY as u64 + 30);
    let shapes = [
        (2usize, 2usize, 1usize),
        (3, 3, 3),
        (8, 24, 7),
        (9, 25, 300),
        (31, 50, 64),
        (40, 2, 3),
        (2, 70, 9),
        (17, 17, 520),
    ];
    for (m, n, k) in shapes {
        for kinds in 0..8 {
            let (_va, a) = layout::<T>(&mut r, kinds % 4, m, k);
            let (_vb, b) = layout::<T>(&mut r, kinds % 3, k, n);
            let (_vc, c) = layout::<T>(&mut r, kinds % 2, m, n);
            let g = InPlace::new(T::TY, m, n, k, a, b, c).expect("contiguous results");
            // In pieces, backwards: the bits are those of the whole.
            // SAFETY: the matrices live as long as `g`.
            unsafe { g.run_all() };
            let whole: Vec<T> = (0..m * n).map(|i| get(c, i / n, i % n)).collect();
            let (rows, columns, width) = (g.rows(), g.columns(), g.panel());
            for j in (0..columns).step_by(width).rev() {
                for i in (0..rows).step_by(8).rev() {
                    // SAFETY: rows and columns of the product, the matrices live as long as `g`.
                    unsafe { g.run((i, (i + 8).min(rows)), (j, (j + width).min(columns))) };
                }
            }
            for i in 0..m {
                let row: Vec<T> = (0..k).map(|p| get(a, i, p)).collect();
                for j in 0..n {
                    let column: Vec<T> = (0..k).map(|p| get(b, p, j)).collect();
                    assert_eq!(get::<T>(c, i, j), whole[i * n + j]);
                    assert!(T::close(get(c, i, j), T::product(&row, &column, zero::<T>()), k));
                }
            }
        }
    }
}

#[test]
fn products_in_place() {
    check_in_place::<f32>();
    check_in_place::<f64>();
}
