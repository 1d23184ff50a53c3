//! Speed of square products on one thread, in Gflop/s: `gemm f32|f64|c64|c128 SIZE...`.

use numen_kernels::gemm::{Gemm, InPlace, Matrix};
use numen_kernels::Ty;
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (ty, size, flops) = match args[0].as_str() {
        "f32" => (Ty::F32, 4, 2.0),
        "f64" => (Ty::F64, 8, 2.0),
        "c64" => (Ty::C64, 8, 8.0),
        _ => (Ty::C128, 16, 8.0),
    };
    for n in args[1..].iter().map(|s| s.parse::<usize>().expect("a size")) {
        let words = n * n * size / 8 + 8;
        // Bytes of small doubles, which are small floats too.
        let a = vec![1.5f64; words];
        let b = vec![0.25f64; words];
        let mut c = vec![0f64; words];
        let rows = |p: *const f64| Matrix::new(p.cast(), (n * size) as isize, size as isize);
        let (am, bm, cm) = (rows(a.as_ptr()), rows(b.as_ptr()), rows(c.as_mut_ptr()));
        let packed = Gemm::new(ty, n, n, n, am, bm, cm, false);
        let mut scratch = vec![[0u64; 8]; packed.scratch_bytes(1) / 64 + 2];
        let room = scratch.as_mut_ptr() as usize;
        let room = ((room + 63) & !63) as *mut u8;
        let work = flops * (n as f64).powi(3);
        let best = |f: &mut dyn FnMut()| {
            let mut least = f64::INFINITY;
            let began = Instant::now();
            while began.elapsed().as_millis() < 700 {
                let t = Instant::now();
                f();
                least = least.min(t.elapsed().as_nanos() as f64);
            }
            work / least
        };
        // SAFETY: the matrices and the scratch live as long as the products.
        let with = best(&mut || unsafe { packed.run_all(room) });
        let without = InPlace::new(ty, n, n, n, am, bm, cm);
        // SAFETY: as above.
        let without = without.map_or(0.0, |g| best(&mut || unsafe { g.run_all() }));
        println!("{} {n}: packed {with:.1}, in place {without:.1}", args[0]);
    }
}
