//! Matrix products of every element type, at any strides.
//!
//! Large products are blocked and packed ([`Gemm`], in steps, units and pieces for the pool); small ones and those
//! with vectors are computed in place ([`direct`]).
//!
//! | module | what |
//! |---|---|
//! | `number` | element types: packed form, sums, results |
//! | `vector`, `tile` | registers and microkernels for each CPU level |
//! | `pack`, `interleave` | panels |
//! | `plan` | blocks, steps, units, pieces |
//! | `short` | floating-point products that stay in cache |
//! | `columns` | passes over columns |
//! | `cholesky` | a factorization that stays in cache |
//! | `direct` | without packing: vectors, small matrices of other types |

// Bodies name their level even where they need nothing of it.
#![allow(clippy::extra_unused_type_parameters)]

pub mod cholesky;
pub mod columns;
mod direct;
mod interleave;
mod number;
mod pack;
mod plan;
mod short;
#[cfg(test)]
mod tests;
mod tile;
mod vector;

pub use direct::{direct, direct_batch, dot, is_direct};
pub use plan::{Gemm, Matrix};
pub use short::InPlace;

use crate::Ty;

/// Bytes of scratch, aligned to 64, that [`gemm`] needs.
pub fn scratch_bytes(ty: Ty, m: usize, n: usize, k: usize, c: Matrix) -> usize {
    if is_direct(m, n, k) {
        return 0;
    }
    let none = Matrix::new(std::ptr::null(), 0, 0);
    Gemm::new(ty, m, n, k, none, none, c, false).scratch_bytes(1)
}

/// `C = A B` (`C += A B` with `add`) on this thread, by the way that suits the shape.
///
/// # Safety
/// As [`Gemm::run`]; `scratch` is aligned to 64 and valid for [`scratch_bytes`] bytes.
pub unsafe fn gemm(
    ty: Ty,
    m: usize,
    n: usize,
    k: usize,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    add: bool,
    scratch: *mut u8,
) {
    if is_direct(m, n, k) {
        direct(ty, m, n, k, a, b, c, add);
    } else {
        Gemm::new(ty, m, n, k, a, b, c, add).run_all(scratch);
    }
}

/// Products of `batch` pairs of matrices, each a first one and the bytes from one to the next.
///
/// # Safety
/// As [`gemm`], for every pair.
pub unsafe fn gemm_batch(
    ty: Ty,
    batch: usize,
    m: usize,
    n: usize,
    k: usize,
    a: (Matrix, isize),
    b: (Matrix, isize),
    c: (Matrix, isize),
    scratch: *mut u8,
) {
    if is_direct(m, n, k) {
        return direct_batch(ty, batch, m, n, k, a, b, c);
    }
    for i in 0..batch as isize {
        let at = |(x, step): (Matrix, isize)| Matrix { data: x.data.offset(i * step), ..x };
        Gemm::new(ty, m, n, k, at(a), at(b), at(c), false).run_all(scratch);
    }
}
