//! Matrix products of stacks of matrices: which kernel, and what threads share.
//!
//! | operands | how |
//! |---|---|
//! | two vectors | [`vectors`]: pieces of fixed length, their sums added in order |
//! | a matrix and a vector | [`vectors`]: pieces of the result |
//! | `f32`, `f64`, in cache or thin | [`in_place`]: panels and rows, matrices of a stack, or parts of a long sum |
//! | small, other types | [`direct_stack`] |
//! | the rest | [`crate::packed`] |
//!
//! Every division follows from shapes alone, so that results do not depend on the number of threads.

use crate::{gil, ty};
use num_complex::Complex;
use numen_array::Array;
use numen_buffer::Block;
pub use numen_kernels::gemm::Matrix;
use numen_kernels::gemm::{direct, direct_batch, is_direct, InPlace};
pub use numen_kernels::Ty;
use numen_shape::{Error, Result};

/// A product of stacks, as the kernels see it: the first matrices of `a`, `b` and the result, and how to come to
/// the others.
pub(crate) struct Stacks<'a> {
    pub t: Ty,
    pub m: usize,
    pub n: usize,
    pub k: usize,
    first: [Matrix; 3],
    lead: &'a [usize],
    strides: [&'a [isize]; 3],
}

// SAFETY: threads read operands and write disjoint parts of the result.
unsafe impl Sync for Stacks<'_> {}

/// `out[..., i, j] = sum over k of a[..., i, k] * b[..., k, j]`.
///
/// All three have the same number element type, are behaved and have the same leading axes; `out` overlaps
/// neither operand.
pub fn product(out: &Array, a: &Array, b: &Array) -> Result<()> {
    let nd = out.ndim();
    let (m, n, k) = (out.shape()[nd - 2], out.shape()[nd - 1], a.shape()[nd - 1]);
    let t = ty(out.dtype().num()).ok_or_else(|| Error::type_("a product of numbers is needed"))?;
    let first = [a, b, out].map(|x| Matrix::new(x.read(), x.strides()[nd - 2], x.strides()[nd - 1]));
    let strides = [a, b, out].map(|x| &x.strides()[..nd - 2]);
    multiply(&Stacks { t, m, n, k, first, lead: &out.shape()[..nd - 2], strides })
}

/// One product of an `m` by `k` and a `k` by `n` matrix.
///
/// # Safety
/// As [`product`], for the matrices `a`, `b` and the result, all of element type `t`.
#[inline]
pub unsafe fn pair(t: Ty, m: usize, n: usize, k: usize, matrices: [Matrix; 3]) -> Result<()> {
    let none: &[isize] = &[];
    multiply(&Stacks { t, m, n, k, first: matrices, lead: &[], strides: [none; 3] })
}

fn multiply(s: &Stacks) -> Result<()> {
    let (m, n, k) = (s.m, s.n, s.k);
    if m * n * s.batch() == 0 {
        return Ok(());
    }
    if (m == 1 || n == 1) && s.batch() == 1 {
        vectors(s);
        return Ok(());
    }
    let [x, y, z] = s.first;
    if let Some(g) = InPlace::new(s.t, m, n, k, x, y, z) {
        return in_place(s, g);
    }
    if is_direct(m, n, k) {
        direct_stack(s);
        return Ok(());
    }
    crate::packed::stack(s)
}

impl Stacks<'_> {
    pub fn batch(&self) -> usize {
        self.lead.iter().product()
    }

    /// Byte offsets of the matrices of pair `i`, counted over the first `axes` leading axes.
    fn offsets(&self, i: usize, axes: usize) -> [isize; 3] {
        let (mut offsets, mut rest) = ([0isize; 3], i);
        for axis in (0..axes).rev() {
            let at = (rest % self.lead[axis]) as isize;
            rest /= self.lead[axis];
            for (o, strides) in offsets.iter_mut().zip(self.strides) {
                *o += at * strides[axis];
            }
        }
        offsets
    }

    fn at(&self, offsets: [isize; 3]) -> [Matrix; 3] {
        let mut matrices = self.first;
        for (x, offset) in matrices.iter_mut().zip(offsets) {
            x.data = x.data.wrapping_offset(offset);
        }
        matrices
    }

    pub fn matrices(&self, i: usize) -> [Matrix; 3] {
        self.at(self.offsets(i, self.lead.len()))
    }
}

/// The `i`-th of `parts` nearly equal runs of `total` in units of `unit`.
pub(crate) fn share(total: usize, unit: usize, parts: usize, i: usize) -> (usize, usize) {
    let units = total.div_ceil(unit);
    ((units * i / parts * unit).min(total), (units * (i + 1) / parts * unit).min(total))
}

/// A pointer that chunks of a region share; each uses a part of its own.
pub(crate) struct Shared<T>(pub T);
// SAFETY: chunks read operands and write disjoint parts of results and scratch.
unsafe impl<T> Sync for Shared<T> {}

impl<T> Shared<T> {
    // Closures capture the whole struct through this, not its field, which is not Sync.
    pub fn get(&self) -> &T {
        &self.0
    }
}

/// Nanoseconds for an element of a matrix that is read once: from L2 or L3 as a rule.
const READ_NS: f64 = 0.1;
/// Elements of a long inner product that are summed on their own, and most such pieces.
const PIECE: usize = 8192;
const PIECES: usize = 64;

/// One product with a vector among the operands.
fn vectors(s: &Stacks) {
    let [a, b, c] = s.first;
    let (m, n, k, t) = (s.m, s.n, s.k, s.t);
    let cost = m as f64 * n as f64 * k as f64 * READ_NS;
    if m == 1 && n == 1 && k >= 2 * PIECE && numbers_that_add(t) {
        let cost = if a.data == b.data { cost } else { 2.0 * cost };
        return gil::without(cost, || long_inner(t, k, a, b, c, cost));
    }
    // Pieces of the result, each a fair amount of work.
    let long = m.max(n);
    let parts = (long / 64).min(m * n * k / (4 * PIECE)).clamp(1, PIECES);
    let shared = Shared((a, b, c));
    let one = |i: usize| {
        let (a, b, c) = *shared.get();
        let (from, to) = share(long, 64, parts, i);
        let skip = |x: Matrix, rows: usize, columns: usize| {
            // SAFETY: inside the matrix.
            let p = unsafe { x.data.offset(rows as isize * x.row + columns as isize * x.column) };
            Matrix { data: p, ..x }
        };
        // SAFETY: valid matrices; `out` overlaps no operand; the pieces are disjoint.
        unsafe {
            if n == 1 {
                direct(t, to - from, 1, k, skip(a, from, 0), b, skip(c, from, 0), false);
            } else {
                direct(t, 1, to - from, k, a, skip(b, 0, from), skip(c, 0, from), false);
            }
        }
    };
    if parts == 1 {
        return one(0);
    }
    gil::without(cost, || match numen_pool::threads_for(cost) {
        1 => (0..parts).for_each(one),
        _ => numen_pool::run(parts, one),
    });
}

fn numbers_that_add(t: Ty) -> bool {
    matches!(t, Ty::F64 | Ty::F32 | Ty::C128 | Ty::C64 | Ty::I64 | Ty::I32)
}

/// An inner product in pieces, added in order.
fn long_inner(t: Ty, k: usize, a: Matrix, b: Matrix, c: Matrix, cost: f64) {
    const ROOM: usize = std::mem::size_of::<Complex<f64>>();
    let parts = k.div_ceil(PIECE).min(PIECES);
    let mut sums = [[0u64; ROOM / 8]; PIECES];
    let shared = Shared((a, b, sums.as_mut_ptr()));
    let one = |i: usize| {
        let (a, b, sums) = *shared.get();
        let (from, to) = share(k, 64, parts, i);
        // SAFETY: valid vectors; every piece has a sum of its own.
        unsafe {
            let a = Matrix { data: a.data.offset(from as isize * a.column), ..a };
            let b = Matrix { data: b.data.offset(from as isize * b.row), ..b };
            direct(t, 1, 1, to - from, a, b, Matrix::new(sums.add(i).cast(), 0, 0), false);
        }
    };
    match numen_pool::threads_for(cost) {
        1 => (0..parts).for_each(one),
        _ => numen_pool::run(parts, one),
    }
    macro_rules! total {
        ($t:ty) => {{
            // SAFETY: every sum begins with an element of this type; `c` is one element.
            unsafe {
                let part = |i: usize| sums.as_ptr().add(i).cast::<$t>().read();
                *c.data.cast::<$t>() = (1..parts).fold(part(0), |s, i| s + part(i));
            }
        }};
    }
    match t {
        Ty::F64 => total!(f64),
        Ty::F32 => total!(f32),
        Ty::C128 => total!(Complex<f64>),
        Ty::C64 => total!(Complex<f32>),
        Ty::I64 => total!(std::num::Wrapping<i64>),
        _ => total!(std::num::Wrapping<i32>),
    }
}

/// Products from which a sum is divided where the result is too small to be, and the length of a part.
const DEEP: usize = 8192;
const DEEP_PART: usize = 2048;
/// Elements of such a result.
const DEEP_RESULT: usize = 4096;
/// A matrix of a stack that takes longer is divided itself.
pub(crate) const LONG_NS: f64 = 30_000.0;

fn in_place(s: &Stacks, g: InPlace) -> Result<()> {
    let batch = s.batch();
    if s.k >= DEEP && s.m * s.n <= DEEP_RESULT {
        for i in 0..batch {
            deep(s, s.moved(&g, i))?;
        }
        return Ok(());
    }
    let cost = g.cost() * batch as f64;
    gil::without(cost, || {
        let threads = numen_pool::threads_for(cost);
        if threads == 1 {
            s.run(&g, 0, batch);
        } else if batch >= 2 * threads || (batch > 1 && g.cost() < LONG_NS) {
            let parts = batch.min(threads * 8);
            let shared = Shared((s, g));
            numen_pool::run(parts, |part| {
                let (s, g) = shared.get();
                let (from, to) = share(batch, 1, parts, part);
                s.run(g, from, to);
            });
        } else {
            (0..batch).for_each(|i| divided(&s.moved(&g, i)));
        }
    });
    Ok(())
}

impl Stacks<'_> {
    /// Pair `i` of a stack.
    fn moved(&self, first: &InPlace, i: usize) -> InPlace {
        if i == 0 {
            return *first;
        }
        let [a, b, c] = self.offsets(i, self.lead.len());
        // SAFETY: offsets of the stack.
        unsafe { first.moved(a, b, c) }
    }
}

impl Stacks<'_> {
    /// Pairs `from..to`, the last leading axis at once.
    fn run(&self, first: &InPlace, from: usize, to: usize) {
        let inner = self.lead.last().copied().unwrap_or(1);
        let steps = self.strides.map(|x| x.last().copied().unwrap_or(0));
        let mut i = from;
        while i < to {
            let count = (inner - i % inner).min(to - i);
            // SAFETY: valid matrices of the stack; `out` overlaps no operand, and every pair is run once.
            unsafe { self.moved(first, i).run_stack(count, steps) };
            i += count;
        }
    }
}

/// One product, panels and rows shared among threads.
fn divided(g: &InPlace) {
    let width = g.panel();
    let panels = g.columns().div_ceil(width);
    // At least eight pieces, of whole tiles of rows.
    let rows = 8usize.div_ceil(panels).min(g.rows().div_ceil(16));
    let shared = Shared(*g);
    numen_pool::run(panels * rows, |i| {
        let g = shared.get();
        let (panel, part) = (i / rows, i % rows);
        let columns = (panel * width, ((panel + 1) * width).min(g.columns()));
        // SAFETY: valid matrices; the pieces are disjoint.
        unsafe { g.run(share(g.rows(), 8, rows, part), columns) };
    });
    // SAFETY: all pieces are done.
    unsafe { g.mirror() };
}

/// One product with a long sum for every element of a small result: parts of the sum.
fn deep(s: &Stacks, g: InPlace) -> Result<()> {
    let parts = (s.k / DEEP_PART).min(PIECES);
    let size = s.m * s.n * if s.t == Ty::F64 { 8 } else { 4 };
    let scratch = scratch(parts * size)?;
    let shared = Shared((g, scratch.data()));
    let one = |i: usize| {
        let (g, room) = *shared.get();
        let (from, to) = share(s.k, 1, parts, i);
        // SAFETY: valid matrices; every part has room of its own.
        unsafe { g.part(from, to - from, room.add(i * size)).run_all() };
    };
    gil::without(g.cost(), || {
        match numen_pool::threads_for(g.cost()) {
            1 => (0..parts).for_each(one),
            _ => numen_pool::run(parts, one),
        }
        // SAFETY: all parts are done.
        unsafe { g.gather(parts, scratch.data()) };
    });
    Ok(())
}

pub(crate) fn scratch(bytes: usize) -> Result<Block> {
    Block::alloc(bytes).map_err(|e| Error::out_of_memory(e.bytes, &[e.bytes], "uint8"))
}

/// Stacks that are not worth packing: one axis of matrices goes to the kernel at once.
fn direct_stack(s: &Stacks) {
    let (m, n, k) = (s.m, s.n, s.k);
    let lead = s.lead;
    let (outer, inner) = (lead.len().saturating_sub(1), lead.last().copied().unwrap_or(1));
    let [sa, sb, sc] = s.strides.map(|x| x.last().copied().unwrap_or(0));
    let rows = s.batch().checked_div(inner).unwrap_or(0);
    let cost = s.batch() as f64 * ((m * n * k) as f64 / 2.0 + 2.0);
    let one = |from: usize, len: usize, row: usize| {
        let mut offsets = s.offsets(row, outer);
        for (o, step) in offsets.iter_mut().zip([sa, sb, sc]) {
            *o += from as isize * step;
        }
        let [ma, mb, mc] = s.at(offsets);
        // SAFETY: valid matrices of the stack; `out` overlaps no operand.
        unsafe {
            if len == 1 {
                direct(s.t, m, n, k, ma, mb, mc, false);
            } else {
                direct_batch(s.t, len, m, n, k, (ma, sa), (mb, sb), (mc, sc));
            }
        }
    };
    gil::without(cost, || {
        let threads = numen_pool::threads_for(cost);
        if threads == 1 || s.batch() == 1 {
            return (0..rows).for_each(|r| one(0, inner, r));
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
}
