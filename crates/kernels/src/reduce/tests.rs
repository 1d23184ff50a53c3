//! Positions, counts and products of short and long rows.

use super::*;
use crate::{Ctx, Element};

fn run<T, R>(kernel: Kernel, rows: &[&[T]], start: R) -> R {
    let mut out = start;
    let mut ptrs: Vec<*mut u8> = rows.iter().map(|r| r.as_ptr() as *mut u8).collect();
    ptrs.push(&mut out as *mut R as *mut u8);
    let mut strides = vec![size_of::<T>() as isize; rows.len()];
    strides.push(0);
    // SAFETY: contiguous rows of one length and one element for the result.
    let _ = unsafe { (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), rows[0].len()) };
    out
}

#[test]
fn the_first_extremum_and_the_first_nan() {
    for n in [1, 2, 15, 16, 40, 1023, 1024, 1025, 5000] {
        let mut row: Vec<f64> = (0..n).map(|i| (i % 7) as f64).collect();
        assert_eq!(run(argmax(Ty::F64), &[&row], -1i64), (n - 1).min(6) as i64);
        assert_eq!(run(argmin(Ty::F64), &[&row], -1i64), 0);
        row[n / 2] = f64::NAN;
        row[n - 1] = f64::NAN;
        assert_eq!(run(argmax(Ty::F64), &[&row], -1i64), (n / 2) as i64);
        assert_eq!(run(argmin(Ty::F64), &[&row], -1i64), (n / 2) as i64);
        let mut flags = vec![0u8; n];
        assert_eq!(run(argmax(Ty::Bool), &[&flags], -1i64), 0);
        flags[n - 1] = 1;
        assert_eq!(run(argmax(Ty::Bool), &[&flags], -1i64), (n - 1) as i64);
    }
}

#[test]
fn counts_and_tests_accumulate() {
    for n in [0, 1, 16, 127, 128, 300, 40000] {
        let row: Vec<u8> = (0..n).map(|i| (i % 3 != 0) as u8).collect();
        let expected = row.iter().map(|&x| x as i64).sum::<i64>();
        assert_eq!(run(count_nonzero(Ty::Bool), &[&row], 5i64), expected + 5);
        assert_eq!(run(sum_integers(Ty::U8).unwrap(), &[&row], 0i64), expected);
        assert_eq!(run(any(Ty::Bool), &[&row], 0u8), (n > 1) as u8);
        assert_eq!(run(all(Ty::Bool), &[&row], 1u8), (n == 0) as u8);
        assert_eq!(run(any(Ty::Bool), &[&row], 1u8), 1);
        assert_eq!(run(all(Ty::Bool), &[&row], 0u8), 0);
    }
    assert_eq!(run(any(Ty::F64), &[&[0.0, -0.0, f64::NAN][..]], 0u8), 1);
}

#[test]
fn inner_products() {
    fn check<T: Element + PartialEq + std::fmt::Debug>(n: usize, number: impl Fn(usize) -> T, total: T) {
        let row: Vec<T> = (0..n).map(number).collect();
        assert_eq!(run(dot(T::TY), &[&row, &row], row[0]), total);
    }
    for n in [1usize, 3, 8, 31, 64, 100, 257] {
        let total: usize = (0..n).map(|i| (i % 5) * (i % 5)).sum();
        check(n, |i| (i % 5) as f64, total as f64);
        check(n, |i| (i % 5) as f32, total as f32);
        check(n, |i| (i % 5) as i64, total as i64);
        check(n, |i| (i % 5) as u8, total as u8);
        check(
            n,
            |i| num_complex::Complex::new(0.0, (i % 5) as f64),
            num_complex::Complex::new(-(total as f64), 0.0),
        );
    }
}

#[test]
fn squared_deviations_have_the_bits_of_the_sum_over_a_temporary() {
    for n in [1, 7, 8, 100, 129, 1000] {
        let row: Vec<f64> = (0..n).map(|i| (i as f64 * 0.7).sin()).collect();
        let mean = 0.0123;
        let squares: Vec<f64> = row.iter().map(|x| (x - mean) * (x - mean)).collect();
        let mut expected = 0.0f64;
        let sum = crate::elementwise::find("add", &[Ty::F64; 3]).unwrap();
        let p = &mut expected as *mut f64 as *mut u8;
        // SAFETY: a reduction of `n` elements into one.
        let _ = unsafe {
            (sum.run)(&Ctx::EMPTY, [p, squares.as_ptr() as *mut u8, p].as_ptr(), [0, 8, 0].as_ptr(), n)
        };
        let mut got = 0.0f64;
        let ptrs = [row.as_ptr() as *mut u8, &mean as *const f64 as *mut u8, &mut got as *mut f64 as *mut u8];
        // SAFETY: as above, with one mean.
        let _ =
            unsafe { (sum_sq_dev(Ty::F64).unwrap().run)(&Ctx::EMPTY, ptrs.as_ptr(), [8, 0, 0].as_ptr(), n) };
        assert_eq!(got.to_bits(), expected.to_bits());
    }
}
