//! Runs kernels on request, for comparing them with another implementation.
//!
//! A request is a line and a buffer: `FAMILY NAME TYPES N OFFSETS STRIDES BYTES [REPEAT]` (lists
//! separated by commas), then BYTES bytes that hold all operands. The answer is a line `STATUS FP
//! NANOSECONDS` (the mask of flags, whether hardware flags count, time of one call) and the buffer
//! after the call; `missing` if there is no such kernel.

use numen_kernels::{
    clear_hardware_flags, convert, elementwise, hardware_flags, reduce, Ctx, Fp, Kernel, Ty,
};
use std::io::{BufRead, Read, Write};
use std::time::Instant;

fn ty(name: &str) -> Ty {
    *Ty::ALL.iter().find(|t| format!("{t:?}") == name).expect("a type's name")
}

fn find(family: &str, name: &str, types: &[Ty]) -> Option<Kernel> {
    let size = |k: usize| name.split(':').nth(k).and_then(|s| s.parse().ok()).unwrap_or(1);
    match (family, name.split(':').next()?) {
        ("elementwise", _) => elementwise::find(name, types),
        ("convert", "cast") => Some(convert::cast(types[0], types[1])),
        ("convert", "copy") => Some(convert::copy(size(1))),
        ("convert", "swap") => Some(convert::swap(size(1), size(2))),
        ("reduce", _) => reduce::find(name, types[0]),
        _ => None,
    }
}

fn main() {
    let mut input = std::io::stdin().lock();
    let mut output = std::io::stdout().lock();
    let mut line = String::new();
    while {
        line.clear();
        input.read_line(&mut line).expect("a request") > 0
    } {
        let words: Vec<&str> = line.split_whitespace().collect();
        let types: Vec<Ty> = words[2].split(',').map(ty).collect();
        let n: usize = words[3].parse().expect("a count");
        let offsets: Vec<usize> = words[4].split(',').map(|w| w.parse().expect("an offset")).collect();
        let strides: Vec<isize> = words[5].split(',').map(|w| w.parse().expect("a stride")).collect();
        let bytes: usize = words[6].parse().expect("a size");
        let repeat: usize = words.get(7).map_or(1, |w| w.parse().expect("a count"));
        // Aligned to 64 bytes.
        let mut memory = vec![0u128; bytes / 16 + 8];
        let base = memory.as_mut_ptr() as *mut u8;
        let base = base.wrapping_add(base.align_offset(64));
        // SAFETY: the vector has more than `bytes` bytes behind the aligned address.
        let buffer = unsafe { std::slice::from_raw_parts_mut(base, bytes) };
        input.read_exact(buffer).expect("the operands");
        let Some(kernel) = find(words[0], words[1], &types) else {
            writeln!(output, "missing").and_then(|_| output.flush()).expect("an answer");
            continue;
        };
        let pointers: Vec<*mut u8> = offsets.iter().map(|&o| base.wrapping_add(o)).collect();
        clear_hardware_flags();
        let start = Instant::now();
        let mut status = numen_kernels::Status::OK;
        for _ in 0..repeat {
            // SAFETY: the request's offsets and strides stay inside the buffer.
            let got = unsafe { (kernel.run)(&Ctx::EMPTY, pointers.as_ptr(), strides.as_ptr(), n) };
            status = status.with(got);
        }
        let time = start.elapsed().as_nanos() as f64 / repeat as f64;
        if kernel.fp == Fp::Hardware {
            status = status.with(hardware_flags());
        }
        writeln!(output, "{} {:?} {time}", status.0, kernel.fp).expect("an answer");
        output.write_all(buffer).and_then(|_| output.flush()).expect("an answer");
    }
}
