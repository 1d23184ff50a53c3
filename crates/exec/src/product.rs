//! Matrix products of stacks of matrices.

use crate::{gil, ty};
use numen_array::Array;
use numen_buffer::Block;
use numen_kernels::gemm::{direct, direct_batch, is_direct, Gemm, Matrix};
use numen_shape::{Error, Result};

/// `out[..., i, j] = sum over k of a[..., i, k] * b[..., k, j]`.
///
/// All three have the same number element type, are behaved and have the same leading axes; `out` overlaps
/// neither operand.
pub fn product(out: &Array, a: &Array, b: &Array) -> Result<()> {
    let nd = out.ndim();
    let (m, n, k) = (out.shape()[nd - 2], out.shape()[nd - 1], a.shape()[nd - 1]);
    let t = ty(out.dtype().num()).ok_or_else(|| Error::type_("a product of numbers is needed"))?;
    if out.size() == 0 {
        return Ok(());
    }
    let matrix = |x: &Array, offset: isize| {
        // SAFETY: the offset leads to a matrix of the stack.
        let p = unsafe { x.read().offset(offset) };
        Matrix::new(p, x.strides()[nd - 2], x.strides()[nd - 1])
    };
    let lead = &out.shape()[..nd - 2];
    let batch: usize = lead.iter().product();
    let flops = 2.0 * (m * n * k) as f64;
    if is_direct(m, n, k) {
        // One axis of matrices goes to the kernel at once.
        let inner = lead.last().copied().unwrap_or(1);
        let step = |x: &Array| if lead.is_empty() { 0 } else { x.strides()[nd - 3] };
        let rows = batch.checked_div(inner).unwrap_or(0);
        let cost = batch as f64 * (flops / 4.0 + 2.0);
        gil::without(cost, || {
            let one = |from: usize, len: usize, row: usize| {
                let mut offsets = [0isize; 3];
                let mut rest = row;
                for axis in (0..lead.len().saturating_sub(1)).rev() {
                    let i = (rest % lead[axis]) as isize;
                    rest /= lead[axis];
                    for (o, x) in offsets.iter_mut().zip([a, b, out]) {
                        *o += i * x.strides()[axis];
                    }
                }
                for (o, x) in offsets.iter_mut().zip([a, b, out]) {
                    *o += from as isize * step(x);
                }
                let (ma, mb, mc) = (matrix(a, offsets[0]), matrix(b, offsets[1]), matrix(out, offsets[2]));
                // SAFETY: valid matrices of the stack; `out` overlaps no operand.
                unsafe {
                    if len == 1 {
                        direct(t, m, n, k, ma, mb, mc, false);
                    } else {
                        direct_batch(t, len, m, n, k, (ma, step(a)), (mb, step(b)), (mc, step(out)));
                    }
                }
            };
            let threads = numen_pool::threads_for(cost);
            if threads == 1 || batch == 1 {
                (0..rows).for_each(|r| one(0, inner, r));
                return;
            }
            // Parts of the inner axis, so that a single long stack is divided too.
            let per_row = if rows >= threads * 2 { 1 } else { threads * 4 };
            let chunk = inner.div_ceil(per_row);
            let parts = inner.div_ceil(chunk);
            numen_pool::run(rows * parts, |i| {
                let from = (i % parts) * chunk;
                one(from, chunk.min(inner - from), i / parts);
            });
        });
        return Ok(());
    }
    let zero = matrix(out, 0);
    let plan = |x: Matrix, y: Matrix, z: Matrix| Gemm::new(t, m, n, k, x, y, z, false);
    let bytes = plan(zero, zero, zero).scratch_bytes();
    let scratch = Block::alloc(bytes).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))?;
    let pointer = Pointer(scratch.data());
    let cost = plan(zero, zero, zero).cost();
    gil::without(cost * batch as f64, || {
        for i in 0..batch {
            let mut offsets = [0isize; 3];
            let mut rest = i;
            for axis in (0..lead.len()).rev() {
                let at = (rest % lead[axis]) as isize;
                rest /= lead[axis];
                for (o, x) in offsets.iter_mut().zip([a, b, out]) {
                    *o += at * x.strides()[axis];
                }
            }
            let g = Shared(plan(matrix(a, offsets[0]), matrix(b, offsets[1]), matrix(out, offsets[2])));
            run(&g, &pointer, cost);
        }
    });
    Ok(())
}

struct Pointer(*mut u8);
// SAFETY: the scratch is divided among the chunks by the plan.
unsafe impl Sync for Pointer {}

struct Shared(Gemm);
// SAFETY: chunks write disjoint parts of the output and of the scratch.
unsafe impl Sync for Shared {}

fn run(g: &Shared, scratch: &Pointer, cost: f64) {
    // In all calls the matrices are valid, the scratch has the size the plan asks for, and the packing chunks
    // of a step end before its computing chunks begin.
    if numen_pool::threads_for(cost) == 1 {
        // SAFETY: see above.
        unsafe { g.0.run_all(scratch.0) };
        return;
    }
    for step in 0..g.0.steps() {
        // SAFETY: see above.
        numen_pool::run(g.0.pack_chunks(step), |c| unsafe { shared(g).pack(step, c, pointer(scratch)) });
        // SAFETY: see above.
        numen_pool::run(g.0.chunks(step), |c| unsafe { shared(g).run(step, c, pointer(scratch)) });
    }
}

// Closures capture whole structs through these, not their fields, which are not Sync.
fn shared(g: &Shared) -> &Gemm {
    &g.0
}

fn pointer(p: &Pointer) -> *mut u8 {
    p.0
}
