//! Times of factorizations: `cargo run --release -p numen-linalg --example times`.
use numen_linalg::*;
use std::time::Instant;

struct Numbers(u64);
impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
    fn matrix(&mut self, n: usize) -> Vec<f64> {
        (0..n).map(|_| self.next()).collect()
    }
}

fn time(name: &str, mut f: impl FnMut()) {
    let mut best = f64::INFINITY;
    let start = Instant::now();
    while start.elapsed().as_secs_f64() < 0.6 {
        let t = Instant::now();
        f();
        best = best.min(t.elapsed().as_secs_f64());
    }
    println!("{name:20} {:10.1} us", best * 1e6);
}

fn main() {
    let mut r = Numbers(1);
    for n in [100usize, 200, 500] {
        let mut a = r.matrix(n * n);
        for i in 0..n {
            for j in 0..i {
                a[i * n + j] = a[j * n + i];
            }
        }
        let mut spd = a.clone();
        (0..n).for_each(|i| spd[i * n + i] += n as f64);
        let mut x = a.clone();
        time(&format!("cholesky {n}"), || {
            x.copy_from_slice(&spd);
            cholesky(&mut x, n, Triangle::Lower).unwrap();
        });
        let mut out = x.clone();
        time(&format!("inv {n}"), || {
            x.copy_from_slice(&spd);
            inv(&mut x, n, &mut out).unwrap();
        });
        time(&format!("det {n}"), || {
            x.copy_from_slice(&spd);
            det(&mut x, n);
        });
        let mut w = vec![0.0; n];
        time(&format!("eigvalsh {n}"), || {
            x.copy_from_slice(&a);
            eigvalsh(&mut x, n, Triangle::Lower, &mut w).unwrap();
        });
        time(&format!("eigh {n}"), || {
            x.copy_from_slice(&a);
            eigh(&mut x, n, Triangle::Lower, &mut w).unwrap();
        });
    }
    for (m, n) in [(100usize, 100usize), (1000, 50), (300, 300)] {
        let a = r.matrix(m * n);
        let mut x = a.clone();
        let mut tau = vec![0.0; n];
        let mut q = vec![0.0; m * n];
        time(&format!("qr {m}x{n}"), || {
            x.copy_from_slice(&a);
            qr_raw(&mut x, m, n, &mut tau);
            form_q(&x, m, &tau, &mut q, n);
        });
        let (mut s, mut v) = (vec![0.0; n], vec![0.0; n * n]);
        time(&format!("svd {m}x{n}"), || {
            x.copy_from_slice(&a);
            svd(&mut x, m, n, Vectors::Reduced, &mut s, &mut q, &mut v).unwrap();
        });
        time(&format!("svdvals {m}x{n}"), || {
            x.copy_from_slice(&a);
            svdvals(&mut x, m, n, &mut s).unwrap();
        });
    }
}
