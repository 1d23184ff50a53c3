//! Runs elementary functions on raw data, for measuring accuracy, flags and time from outside.
//!
//! Reads requests on standard input: a line `name types n stride repetitions` (types as letters of
//! NumPy, inputs then output, as in `ddd`; the stride in elements), then the inputs as raw
//! arrays of `n * stride` elements. Answers with a line `flags nanoseconds_per_element` and `n` results,
//! or the line `none`.

use numen_kernels::{math, Ctx, Ty};
use std::io::{self, BufRead, Read, Write};
use std::time::Instant;

fn ty(letter: char) -> Ty {
    match letter {
        'e' => Ty::F16,
        'f' => Ty::F32,
        'd' => Ty::F64,
        'F' => Ty::C64,
        'D' => Ty::C128,
        _ => panic!("unknown type {letter}"),
    }
}

fn main() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        let types: Vec<Ty> = words[1].chars().map(ty).collect();
        let number = |i: usize| words[i].parse::<usize>().expect("a number");
        let (n, stride, repetitions) = (number(2), number(3), number(4));
        // Blocks of 16 bytes keep every type aligned.
        let mut data: Vec<Vec<u128>> = Vec::new();
        for (i, t) in types.iter().enumerate() {
            let bytes = n * t.size() * stride;
            let mut block = vec![0u128; bytes.div_ceil(16) + 1];
            if i + 1 < types.len() {
                // SAFETY: the block holds at least `bytes` initialised bytes.
                let raw = unsafe { std::slice::from_raw_parts_mut(block.as_mut_ptr() as *mut u8, bytes) };
                input.read_exact(raw)?;
            }
            data.push(block);
        }
        match math::find(words[0], &types) {
            None => writeln!(output, "none")?,
            Some(kernel) => {
                let pointers: Vec<*mut u8> = data.iter_mut().map(|b| b.as_mut_ptr() as *mut u8).collect();
                let strides: Vec<isize> = types.iter().map(|t| (t.size() * stride) as isize).collect();
                let mut best = f64::INFINITY;
                let mut flags = 0;
                for _ in 0..repetitions {
                    let start = Instant::now();
                    // SAFETY: each operand holds `n` elements at its stride.
                    let status = unsafe { (kernel.run)(&Ctx::EMPTY, pointers.as_ptr(), strides.as_ptr(), n) };
                    best = best.min(start.elapsed().as_nanos() as f64);
                    flags = status.0;
                }
                writeln!(output, "{} {:.3}", flags, best / n.max(1) as f64)?;
                let size = types[types.len() - 1].size();
                let last = data[data.len() - 1].as_ptr() as *const u8;
                for i in 0..n {
                    // SAFETY: element `i` of the output block.
                    let item = unsafe { std::slice::from_raw_parts(last.add(i * size * stride), size) };
                    output.write_all(item)?;
                }
            }
        }
        output.flush()?;
        line.clear();
    }
    Ok(())
}
