//! Transforming one line.

use crate::plans::{plan, Kind, Plan, Real};
use num_complex::Complex;

/// A transform of lines of `n` points.
///
/// Forward is `X[k] = sum over j of x[j] exp(-2πi jk/n)`; inverse has the other sign in the exponent and no
/// factor. Factors are the caller's.
pub enum Transform<T: Real> {
    /// `n` complex numbers, in place.
    Complex(Plan<T>),
    /// `n` real numbers to all `n` complex ones; the second half mirrors the first.
    RealToAll { plan: Plan<T>, inverse: bool },
    /// `n` real numbers to the first `n / 2 + 1` complex ones.
    RealToHalf(Plan<T>),
    /// The first `n / 2 + 1` complex numbers to `n` real ones.
    HalfToReal(Plan<T>),
}

/// A line's numbers and the transforms' scratch memory.
#[derive(Default)]
pub struct Line<T: Real> {
    pub real: Vec<T>,
    pub complex: Vec<Complex<T>>,
    scratch: Vec<Complex<T>>,
}

impl<T: Real> Transform<T> {
    /// Complex numbers to complex numbers.
    pub fn complex(n: usize, inverse: bool) -> Transform<T> {
        Transform::Complex(plan(if inverse { Kind::Inverse } else { Kind::Forward }, n))
    }

    pub fn real_to_all(n: usize, inverse: bool) -> Transform<T> {
        Transform::RealToAll { plan: plan(Kind::RealToComplex, n), inverse }
    }

    pub fn real_to_half(n: usize) -> Transform<T> {
        Transform::RealToHalf(plan(Kind::RealToComplex, n))
    }

    pub fn half_to_real(n: usize) -> Transform<T> {
        Transform::HalfToReal(plan(Kind::ComplexToReal, n))
    }

    fn plan(&self) -> &Plan<T> {
        match self {
            Transform::Complex(p) | Transform::RealToHalf(p) | Transform::HalfToReal(p) => p,
            Transform::RealToAll { plan, .. } => plan,
        }
    }

    /// Real and complex numbers of a line: their counts.
    fn room(&self) -> (usize, usize) {
        match (self, self.plan()) {
            (_, Plan::Complex(p)) => (0, p.len()),
            (Transform::RealToAll { .. }, Plan::RealToComplex(p)) => (p.len(), p.len()),
            (_, Plan::RealToComplex(p)) => (p.len(), p.len() / 2 + 1),
            (_, Plan::ComplexToReal(p)) => (p.len(), p.len() / 2 + 1),
        }
    }

    /// Zeroed memory for a line; `None` if it cannot be had.
    pub fn line(&self) -> Option<Line<T>> {
        let (real, complex) = self.room();
        let scratch = match self.plan() {
            Plan::Complex(p) => p.get_inplace_scratch_len(),
            Plan::RealToComplex(p) => p.get_scratch_len(),
            Plan::ComplexToReal(p) => p.get_scratch_len(),
        };
        let mut line = Line { real: Vec::new(), complex: Vec::new(), scratch: Vec::new() };
        line.real.try_reserve_exact(real).ok()?;
        line.complex.try_reserve_exact(complex).ok()?;
        line.scratch.try_reserve_exact(scratch).ok()?;
        line.real.resize(real, T::default());
        line.complex.resize(complex, Complex::default());
        line.scratch.resize(scratch, Complex::default());
        Some(line)
    }

    /// Transforms a line made by [`Transform::line`]: real or complex numbers in, the others (or the same) out.
    pub fn run(&self, line: &mut Line<T>) {
        let n = line.real.len();
        match self.plan() {
            Plan::Complex(p) => p.process_with_scratch(&mut line.complex, &mut line.scratch),
            Plan::RealToComplex(p) => {
                let half = &mut line.complex[..n / 2 + 1];
                p.process_with_scratch(&mut line.real, half, &mut line.scratch)
                    .expect("a line of the plan's own lengths");
            }
            Plan::ComplexToReal(p) => {
                // What must be real is taken as real.
                line.complex[0].im = T::zero();
                if n % 2 == 0 {
                    line.complex[n / 2].im = T::zero();
                }
                p.process_with_scratch(&mut line.complex, &mut line.real, &mut line.scratch)
                    .expect("a line of the plan's own lengths");
            }
        }
        if let Transform::RealToAll { inverse, .. } = self {
            mirror(&mut line.complex, *inverse);
        }
    }
}

/// Fills `X[n - k] = conj(X[k])` from the first half; the inverse transform of real numbers is the conjugate of
/// the forward one.
fn mirror<T: Real>(x: &mut [Complex<T>], inverse: bool) {
    let n = x.len();
    if inverse {
        // The first term, and the middle one of an even number, are real.
        for v in &mut x[1..n.div_ceil(2)] {
            v.im = -v.im;
        }
    }
    for k in 1..n.div_ceil(2) {
        x[n - k] = x[k].conj();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    fn direct(x: &[Complex<f64>], sign: f64) -> Vec<Complex<f64>> {
        let n = x.len();
        let term =
            |j: usize, k: usize| Complex::from_polar(1.0, sign * 2.0 * PI * ((j * k) % n) as f64 / n as f64);
        (0..n).map(|k| (0..n).map(|j| x[j] * term(j, k)).sum()).collect()
    }

    fn near(a: &[Complex<f64>], b: &[Complex<f64>]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).norm() < 1e-11 * (1.0 + a.len() as f64))
    }

    #[test]
    fn all_kinds_agree_with_the_sum() {
        for n in [1, 2, 3, 4, 5, 8, 12, 17, 30, 97, 101, 128] {
            let real: Vec<f64> = (0..n).map(|i| (i as f64 * 1.3).sin() + 0.2).collect();
            let x: Vec<Complex<f64>> = real.iter().map(|&r| Complex::new(r, (r * 3.0).cos())).collect();
            let only_real: Vec<Complex<f64>> = real.iter().map(|&r| r.into()).collect();
            for (inverse, sign) in [(false, -1.0), (true, 1.0)] {
                let t = Transform::complex(n, inverse);
                let mut line = t.line().unwrap();
                line.complex.copy_from_slice(&x);
                t.run(&mut line);
                assert!(near(&line.complex, &direct(&x, sign)), "complex {n}");
                let t = Transform::real_to_all(n, inverse);
                let mut line = t.line().unwrap();
                line.real.copy_from_slice(&real);
                t.run(&mut line);
                assert!(near(&line.complex, &direct(&only_real, sign)), "real {n} {inverse}");
            }
            let t = Transform::real_to_half(n);
            let mut line = t.line().unwrap();
            line.real.copy_from_slice(&real);
            t.run(&mut line);
            let half = line.complex.clone();
            assert!(near(&half, &direct(&only_real, -1.0)[..n / 2 + 1]), "half {n}");
            let t = Transform::half_to_real(n);
            let mut line = t.line().unwrap();
            line.complex.copy_from_slice(&half);
            t.run(&mut line);
            let back = line.real.iter().zip(&real).all(|(a, b)| (a / n as f64 - b).abs() < 1e-12);
            assert!(back, "back {n}");
        }
    }
}
