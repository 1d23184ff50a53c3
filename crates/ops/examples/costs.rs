//! The estimated costs of element-wise kernels beside the measured ones: `cargo run --release -p numen-ops --example costs`.
//!
//! Work is split over threads by the estimates. Prints those that are off by more than the factor given as argument
//! (default 2): ufunc, types, nanoseconds an element as estimated and as measured in the first two levels of cache.

use numen_array::{Array, Order};
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{Ctx, Kernel};
use numen_ops::{table, ufunc};
use std::time::Instant;

const N: usize = 8000;

/// Numbers from 1 on, of which every kernel makes something ordinary.
fn operand(num: Num, seed: usize) -> Array {
    let a = Array::empty(DType::of(num), &[N], Order::C).expect("memory");
    let d = num.descriptor();
    for i in 0..N {
        let x = (i * 7919 + seed * 13) % 89;
        // SAFETY: element `i` of an array of numbers of this size.
        unsafe {
            let p = a.write().add(i * d.size);
            let real = 1.0 + x as f64 / 89.0 * if seed > 0 { 1.0 } else { 40.0 };
            match (d.kind, d.size) {
                (Kind::Float, 2) => p.cast::<u16>().write(0x3c00 + x as u16),
                (Kind::Float, 4) => p.cast::<f32>().write(real as f32),
                (Kind::Float, _) => p.cast::<f64>().write(real),
                (Kind::Complex, 8) => p.cast::<[f32; 2]>().write([real as f32, 0.5]),
                (Kind::Complex, _) => p.cast::<[f64; 2]>().write([real, 0.5]),
                (Kind::Bool, _) => p.write((x % 2) as u8),
                (_, size) => {
                    (0..size).for_each(|b| p.add(b).write(if b == 0 { 1 + x as u8 % 50 } else { 0 }))
                }
            }
        }
    }
    a
}

fn measured(k: Kernel, arrays: &[Array]) -> f64 {
    let ptrs: Vec<*mut u8> = arrays.iter().map(Array::write).collect();
    let strides: Vec<isize> = arrays.iter().map(|a| a.itemsize() as isize).collect();
    let once = || {
        let start = Instant::now();
        // SAFETY: as many arrays of N elements of the loop's types as it has operands.
        let _ = unsafe { (k.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), N) };
        start.elapsed().as_nanos() as f64 / N as f64
    };
    (0..30).map(|_| once()).fold(f64::INFINITY, f64::min)
}

fn main() {
    let factor: f64 = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(2.0);
    let mut found = Vec::new();
    for row in table::all_rows().filter(|r| r.signature.is_none()) {
        let u = ufunc::get(row.name).expect("a name of the table");
        for (index, l) in u.loops.iter().enumerate() {
            let numbers = l.nums.iter().all(|&n| DType::of(n).is_number() || DType::of(n).is_bool());
            let Some(k) = u.kernel(index).filter(|_| numbers) else { continue };
            let arrays: Vec<Array> = l.nums.iter().enumerate().map(|(i, &n)| operand(n, i)).collect();
            let types: Vec<&str> = l.nums.iter().map(|n| n.descriptor().name).collect();
            found.push((measured(k, &arrays) / k.cost as f64, row.name, types.join(" "), k.cost));
        }
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (ratio, name, types, cost) in found {
        if ratio > factor || ratio < 1.0 / factor {
            println!("{ratio:7.2}  {name:16} {types:40} {cost:6.3} {:6.3}", cost as f64 * ratio);
        }
    }
}
