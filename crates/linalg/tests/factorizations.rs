//! Residuals of every factorization over sizes, shapes and types, and printed values of NumPy for small ones.

use num_complex::Complex;
use numen_linalg::*;

/// Reproducible numbers in (-1, 1).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }

    fn matrix<T: Scalar>(&mut self, elements: usize) -> Vec<T> {
        let part = |s: &mut Self| T::R::from_f64(s.next());
        (0..elements).map(|_| T::from_parts(part(self), part(self))).collect()
    }
}

/// `op(a) b` for column-major matrices, `op` the adjoint or nothing.
fn product<T: Scalar>(a: &[T], adjoint: bool, (m, k, n): (usize, usize, usize), b: &[T]) -> Vec<T> {
    let at = |i: usize, l: usize| if adjoint { a[l + i * k].conj() } else { a[i + l * m] };
    let mut c = vec![T::zero(); m * n];
    for j in 0..n {
        for i in 0..m {
            for l in 0..k {
                c[i + j * m] += at(i, l) * b[l + j * k];
            }
        }
    }
    c
}

fn largest_difference<T: Scalar>(a: &[T], b: &[T]) -> f64 {
    assert_eq!(a.len(), b.len());
    a.iter().zip(b).map(|(x, y)| (*x - *y).magnitude().to_f64()).fold(0.0, f64::max)
}

fn identity<T: Scalar>(n: usize) -> Vec<T> {
    (0..n * n).map(|i| if i / n == i % n { T::one() } else { T::zero() }).collect()
}

fn close<T: Scalar>(a: &[T], b: &[T], n: usize, what: &str) {
    let bound = 40.0 * T::R::EPS.to_f64() * (n as f64 + 1.0);
    let difference = largest_difference(a, b);
    assert!(difference <= bound, "{what}, order {n}: {difference:e} > {bound:e}");
}

const ORDERS: [usize; 12] = [0, 1, 2, 3, 4, 5, 8, 17, 25, 26, 40, 80];

fn square<T: Spectrum>() {
    let mut numbers = Numbers(7);
    for n in ORDERS {
        let shape = (n, n, n);
        let mut a: Vec<T> = numbers.matrix(n * n);
        (0..n).for_each(|i| a[i + i * n] += T::from_re(T::R::from_f64(4.0)));
        let mut inverse = vec![T::zero(); n * n];
        inv(&mut a.clone(), n, &mut inverse).unwrap();
        close(&product(&a, false, shape, &inverse), &identity(n), n * n, "inv");

        let b: Vec<T> = numbers.matrix(n * 3);
        let mut x = b.clone();
        solve(&mut a.clone(), n, &mut x).unwrap();
        close(&product(&a, false, (n, n, 3), &x), &b, n * n, "solve");

        let mut gram = product(&a, true, shape, &a);
        let norm = T::R::from_f64(1.0 / (n * n + 20) as f64);
        gram.iter_mut().for_each(|v| *v = v.scaled(norm));
        let mut l = gram.clone();
        cholesky(&mut l, n, Triangle::Lower).unwrap();
        let mut u = gram.clone();
        cholesky(&mut u, n, Triangle::Upper).unwrap();
        close(&product(&u, true, shape, &u), &gram, n, "cholesky");
        let adjoint: Vec<T> = (0..n * n).map(|i| l[i / n + i % n * n].conj()).collect();
        close(&adjoint, &u, n, "cholesky halves");

        for half in [Triangle::Lower, Triangle::Upper] {
            let mut w = vec![T::R::zero(); n];
            let mut v = gram.clone();
            eigh(&mut v, n, half, &mut w).unwrap();
            assert!(w.windows(2).all(|p| p[0] <= p[1]));
            close(&product(&v, true, shape, &v), &identity(n), n, "eigh vectors");
            let scaled: Vec<T> = v.iter().enumerate().map(|(i, x)| x.scaled(w[i / n])).collect();
            close(&product(&gram, false, shape, &v), &scaled, n, "eigh");
            let mut values = vec![T::R::zero(); n];
            eigvalsh(&mut gram.clone(), n, half, &mut values).unwrap();
            close(&values, &w, n, "eigvalsh");
        }

        let (mut w, mut v) = (vec![T::Complex::zero(); n], vec![T::Complex::zero(); n * n]);
        eig(&mut a.clone(), n, &mut w, &mut v).unwrap();
        let lifted: Vec<T::Complex> = a.iter().map(|x| T::Complex::from_parts(x.re(), x.im())).collect();
        let scaled: Vec<T::Complex> = v.iter().enumerate().map(|(i, x)| *x * w[i / n]).collect();
        close(&product(&lifted, false, shape, &v), &scaled, 4 * n, "eig");
        eigvals(&mut a.clone(), n, &mut w).unwrap();
        let trace = (0..n).fold(T::Complex::zero(), |s, i| s + lifted[i + i * n]);
        close(&[w.iter().fold(T::Complex::zero(), |s, x| s + *x)], &[trace], 10 * n, "eigvals");
    }
}

fn rectangular<T: Scalar>() {
    let mut numbers = Numbers(11);
    for m in ORDERS {
        for n in [0, 1, 3, 10, 30, 70] {
            let (k, a) = (m.min(n), numbers.matrix::<T>(m * n));
            let (mut h, mut tau) = (a.clone(), vec![T::zero(); k]);
            qr_raw(&mut h, m, n, &mut tau);
            for columns in [k, m] {
                let mut q = vec![T::zero(); m * columns];
                form_q(&h, m, &tau, &mut q, columns);
                let r: Vec<T> = (0..columns * n)
                    .map(|i| (i % columns, i / columns))
                    .map(|(i, j)| if i <= j && i < k { h[i + j * m] } else { T::zero() })
                    .collect();
                close(&product(&q, true, (columns, m, columns), &q), &identity(columns), m + n, "qr vectors");
                close(&product(&q, false, (m, columns, n), &r), &a, m + n, "qr");
            }
            for want in [Vectors::Reduced, Vectors::Full] {
                let (p, q) = if want == Vectors::Full { (m, n) } else { (k, k) };
                let (mut s, mut u, mut vh) =
                    (vec![T::R::zero(); k], vec![T::zero(); m * p], vec![T::zero(); q * n]);
                svd(&mut a.clone(), m, n, want, &mut s, &mut u, &mut vh).unwrap();
                assert!(s.windows(2).all(|p| p[0] >= p[1]) && s.iter().all(|v| *v >= T::R::zero()));
                close(&product(&u, true, (p, m, p), &u), &identity(p), m + n, "svd left");
                let us: Vec<T> = (0..m * k).map(|i| u[i].scaled(s[i / m])).collect();
                let top: Vec<T> = (0..k * n).map(|i| vh[i % k + i / k * q]).collect();
                close(&product(&us, false, (m, k, n), &top), &a, m + n, "svd");
                let mut values = vec![T::R::zero(); k];
                svdvals(&mut a.clone(), m, n, &mut values).unwrap();
                close(&values, &s, m + n, "svdvals");
            }
            if m > n && n > 0 {
                let truth: Vec<T> = numbers.matrix(n * 2);
                let b = product(&a, false, (m, n, 2), &truth);
                let (mut x, mut s) = (vec![T::zero(); n * 2], vec![T::R::zero(); k]);
                let mut residuals = [T::R::one(); 2];
                let rcond = T::R::from_f64(1e-6);
                let info = lstsq(&mut a.clone(), m, n, &b, rcond, &mut x, &mut residuals, &mut s).unwrap();
                assert_eq!((info.rank, info.has_residuals), (n, true));
                close(&x, &truth, 100 * m, "lstsq");
                let bound = m as f64 * (2e3 * T::R::EPS.to_f64()).powi(2);
                assert!(residuals.iter().all(|r| r.to_f64() < bound));
            }
        }
    }
}

#[test]
fn square_matrices() {
    square::<f64>();
    square::<f32>();
    square::<Complex<f64>>();
    square::<Complex<f32>>();
}

#[test]
fn rectangular_matrices() {
    rectangular::<f64>();
    rectangular::<f32>();
    rectangular::<Complex<f64>>();
    rectangular::<Complex<f32>>();
}

#[test]
fn printed_by_numpy() {
    // np.linalg.det([[1, 2], [3, 4]]) and friends, to the last bit.
    let a = [1.0, 3.0, 2.0, 4.0];
    assert_eq!(det(&mut a.clone(), 2), -2.0000000000000004);
    let mut inverse = [0.0; 4];
    inv(&mut a.clone(), 2, &mut inverse).unwrap();
    assert_eq!(inverse, [-1.9999999999999996, 1.4999999999999998, 0.9999999999999998, -0.4999999999999999]);
    let (mut w, mut v) = ([Complex::new(0.0, 0.0); 2], [Complex::new(0.0, 0.0); 4]);
    eig(&mut a.clone(), 2, &mut w, &mut v).unwrap();
    let signs: Vec<bool> = v.iter().map(|x| x.re > 0.0).collect();
    assert!(largest_difference(&[w[0].re, w[1].re], &[-0.3722813232690143, 5.372281323269014]) < 1e-14);
    assert_eq!(signs, [false, true, false, false]);
    let (mut s, mut u, mut vh) = ([0.0; 2], [0.0; 4], [0.0; 4]);
    svd(&mut a.clone(), 2, 2, Vectors::Full, &mut s, &mut u, &mut vh).unwrap();
    assert_eq!(u.map(|x| x > 0.0), [false, false, false, true]);
    assert_eq!(vh.map(|x| x > 0.0), [false, true, false, false]);
    let mut tau = [0.0; 2];
    let mut h = a;
    qr_raw(&mut h, 2, 2, &mut tau);
    assert!(h[0] < 0.0 && h[3] < 0.0 && tau[1] == 0.0);
}

#[test]
fn failures() {
    assert_eq!(solve(&mut [1.0, 2.0, 2.0, 4.0], 2, &mut [1.0, 1.0]), Err(LinalgError::Singular));
    assert_eq!(inv(&mut [0.0; 36], 6, &mut [0.0; 36]), Err(LinalgError::Singular));
    assert_eq!(slogdet(&mut [0.0; 9], 3), (0.0, f64::NEG_INFINITY));
    assert_eq!(det(&mut [] as &mut [f64], 0), 1.0);
    let indefinite = cholesky(&mut [1.0, 2.0, 2.0, 1.0], 2, Triangle::Lower);
    assert_eq!(indefinite, Err(LinalgError::NotPositiveDefinite));
}

/// NaN and infinity end in an error or a result, never in a panic or an endless loop.
#[test]
fn not_finite() {
    for bad in [f64::NAN, f64::INFINITY] {
        for n in [1, 2, 3, 4, 6, 25, 30] {
            let mut a: Vec<f64> = Numbers(3).matrix(n * n);
            a[n * n / 2] = bad;
            let fresh = || a.clone();
            let (mut w, mut b, mut c) = (vec![0.0; n], vec![0.0; n * n], vec![0.0; n * n]);
            let _ = solve(&mut fresh(), n, &mut b);
            let _ = inv(&mut fresh(), n, &mut b);
            let _ = det(&mut fresh(), n);
            let _ = cholesky(&mut fresh(), n, Triangle::Lower);
            qr_raw(&mut fresh(), n, n, &mut w);
            assert!(svd(&mut fresh(), n, n, Vectors::Full, &mut w, &mut b, &mut c).is_err());
            let mut values = vec![Complex::new(0.0, 0.0); n];
            assert!(eigvals(&mut fresh(), n, &mut values).is_err());
            if n > 1 {
                a[n - 1] = bad;
                let done = eigh(&mut a.clone(), n, Triangle::Lower, &mut w);
                assert!(done.is_err() || w.iter().any(|x| x.is_nan()));
            }
        }
    }
}
