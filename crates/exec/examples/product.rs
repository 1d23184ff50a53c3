//! Speed of square products, in Gflop/s: `product f32|f64|c64|c128 THREADS SIZE...`.

use numen_exec::product::{pair, Matrix, Ty};
use std::time::{Duration, Instant};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let (ty, size, flops) = match args[0].as_str() {
        "f32" => (Ty::F32, 4, 2.0),
        "f64" => (Ty::F64, 8, 2.0),
        "c64" => (Ty::C64, 8, 8.0),
        _ => (Ty::C128, 16, 8.0),
    };
    numen_pool::set_threads(args[1].parse().expect("a number of threads"));
    for n in args[2..].iter().map(|s| s.parse::<usize>().expect("a size")) {
        let bytes = n * n * size;
        // Small doubles, whose halves are small floats too.
        let filled = |x: f64| {
            let block = numen_buffer::Block::alloc(bytes + 8).expect("memory");
            // SAFETY: the block has room for them.
            unsafe { std::slice::from_raw_parts_mut(block.data().cast::<f64>(), bytes / 8).fill(x) };
            block
        };
        let blocks = [filled(1.5), filled(0.25), filled(0.0)];
        let matrices = blocks.each_ref().map(|b| Matrix::new(b.data(), (n * size) as isize, size as isize));
        let mut times = Vec::new();
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(1500) {
            let t = Instant::now();
            // SAFETY: three matrices of their own.
            unsafe { pair(ty, n, n, n, matrices) }.expect("memory");
            times.push(t.elapsed().as_nanos() as f64);
        }
        times.sort_by(f64::total_cmp);
        let speed = |t: f64| flops * (n as f64).powi(3) / t;
        println!("{} {n}: best {:.1}, median {:.1}", args[0], speed(times[0]), speed(times[times.len() / 2]));
    }
}
