//! The blocked product: steps over slabs of B, chunks of C within a step.
//!
//! For each slab of columns and each block of `k`: B's block is packed (chunks of panels), then C's rows or
//! columns are updated (chunks), each chunk packing the blocks of A it needs into room of its own. `k` is never
//! divided among chunks, and every tile runs the same microkernel: the bits do not depend on who runs what.

use super::number::{with_number, Number};
use super::pack::pack;
use super::tile::{Pick, Tile, Tiles, MAX_TILE};
use crate::select::level::per_level;
use crate::Ty;

/// A matrix: an element and the byte strides between rows and between columns.
#[derive(Clone, Copy, Debug)]
pub struct Matrix {
    pub data: *mut u8,
    pub row: isize,
    pub column: isize,
}

impl Matrix {
    pub fn new(data: *const u8, row: isize, column: isize) -> Matrix {
        Matrix { data: data as *mut u8, row, column }
    }

    pub fn transposed(self) -> Matrix {
        Matrix { data: self.data, row: self.column, column: self.row }
    }

    #[inline(always)]
    pub(crate) unsafe fn at(self, i: usize, j: usize) -> *mut u8 {
        self.data.offset(i as isize * self.row + j as isize * self.column)
    }
}

/// Block of `k` that a panel of B and a row of panels of A share in L1 and L2.
const KC: usize = 256;
/// Bytes of a packed block of A: it stays in L2.
const A_BLOCK: usize = 384 << 10;
/// Bytes of a packed slab of B: it stays in L3.
const B_SLAB: usize = 8 << 20;
/// Most chunks of a step: each has room for a block of A.
const CHUNKS: usize = 32;
/// Multiply-adds under which a chunk is not worth handing to another thread.
const CHUNK_WORK: usize = 200_000;

/// A product `C = A B` or `C += A B` of `m × k` and `k × n` elements, divided into steps and chunks.
///
/// A step's packing chunks, all of them, come before its computing chunks; chunks of one kind may run at once.
/// The division depends on type and shape only.
#[derive(Clone, Copy, Debug)]
pub struct Gemm {
    ty: Ty,
    m: usize,
    n: usize,
    k: usize,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    add: bool,
    blocks: Blocks,
}

#[derive(Clone, Copy, Debug)]
struct Blocks {
    mr: usize,
    nr: usize,
    /// Bytes of a packed element, all parts.
    packed: usize,
    /// Rows of a block of A, columns of a slab of B, block of `k`.
    mc: usize,
    nc: usize,
    kc: usize,
    /// C is one narrow panel high.
    narrow: bool,
    /// Chunks divide columns instead of rows.
    by_column: bool,
}

#[inline(always)]
unsafe fn tile_body<L: Pick, T: Number>(m: usize) -> (bool, usize, usize) {
    let narrow = <T::Tiles as Tiles>::NARROW && m <= L::Narrow::<T::Tiles>::MR;
    if narrow {
        (true, L::Narrow::<T::Tiles>::MR, L::Narrow::<T::Tiles>::NR)
    } else {
        (false, L::Of::<T::Tiles>::MR, L::Of::<T::Tiles>::NR)
    }
}
per_level! { unsafe fn tile_shape[T: Number](m: usize) -> (bool, usize, usize) = tile_body }

fn round_up(x: usize, to: usize) -> usize {
    x.div_ceil(to) * to
}

impl Gemm {
    /// `a` is `m × k`, `b` `k × n`, `c` `m × n`; with `add`, `c` is added to.
    pub fn new(ty: Ty, m: usize, n: usize, k: usize, a: Matrix, b: Matrix, c: Matrix, add: bool) -> Gemm {
        // Tiles are stored by columns: a C whose rows are contiguous is the transposed product's.
        if c.column.unsigned_abs() < c.row.unsigned_abs() {
            let (at, bt) = (b.transposed(), a.transposed());
            return Gemm::by_columns(ty, n, m, k, at, bt, c.transposed(), add);
        }
        Gemm::by_columns(ty, m, n, k, a, b, c, add)
    }

    fn by_columns(ty: Ty, m: usize, n: usize, k: usize, a: Matrix, b: Matrix, c: Matrix, add: bool) -> Gemm {
        // SAFETY: reads two constants.
        let (narrow, mr, nr) = with_number!(ty, T => unsafe { tile_shape::<T>(m) });
        let (packed, whole) =
            with_number!(ty, T => (T::PARTS * std::mem::size_of::<<T as Number>::E>(), T::WHOLE));
        // Even blocks: no thin last one.
        let kc = if whole { k.max(1) } else { k.div_ceil(k.div_ceil(KC).max(1)).max(1) };
        let mc_most = (A_BLOCK / (kc * packed) / mr * mr).max(mr);
        let mc = round_up(m.div_ceil(m.div_ceil(mc_most).max(1)), mr).max(mr);
        let nc_most = (B_SLAB / (kc * packed) / nr * nr).max(nr);
        let nc = round_up(n.div_ceil(n.div_ceil(nc_most).max(1)), nr).max(nr);
        let by_column = m < n;
        Gemm { ty, m, n, k, a, b, c, add, blocks: Blocks { mr, nr, packed, mc, nc, kc, narrow, by_column } }
    }

    /// Bytes of scratch, aligned to 64.
    pub fn scratch_bytes(&self) -> usize {
        self.slab_bytes() + self.most_chunks() * self.block_bytes()
    }

    fn slab_bytes(&self) -> usize {
        round_up(self.blocks.nc * self.blocks.kc * self.blocks.packed, 64)
    }

    fn block_bytes(&self) -> usize {
        round_up(self.blocks.mc * self.blocks.kc * self.blocks.packed, 64)
    }

    /// Steps, one after the other.
    pub fn steps(&self) -> usize {
        if self.m == 0 || self.n == 0 {
            return 0;
        }
        self.n.div_ceil(self.blocks.nc) * self.k.div_ceil(self.blocks.kc).max(1)
    }

    /// First column and width of the step's slab, first index and length of its block of `k`.
    fn step(&self, step: usize) -> (usize, usize, usize, usize) {
        let kb = self.k.div_ceil(self.blocks.kc).max(1);
        let (j, p) = (step / kb * self.blocks.nc, step % kb * self.blocks.kc);
        (j, self.blocks.nc.min(self.n - j), p, self.blocks.kc.min(self.k - p))
    }

    fn most_chunks(&self) -> usize {
        let lines = if self.blocks.by_column {
            self.blocks.nc / self.blocks.nr
        } else {
            self.m.div_ceil(self.blocks.mr)
        };
        let work = self.m * self.blocks.nc * self.blocks.kc;
        lines.min(CHUNKS).min(work / CHUNK_WORK).max(1)
    }

    /// Packing chunks of a step.
    pub fn pack_chunks(&self, step: usize) -> usize {
        let (_, width, _, depth) = self.step(step);
        width.div_ceil(self.blocks.nr).min(CHUNKS).min(width * depth / 20_000).max(1)
    }

    /// Computing chunks of a step.
    pub fn chunks(&self, step: usize) -> usize {
        let (_, width, _, _) = self.step(step);
        let lines = if self.blocks.by_column {
            width.div_ceil(self.blocks.nr)
        } else {
            self.m.div_ceil(self.blocks.mr)
        };
        self.most_chunks().min(lines)
    }

    /// Estimated nanoseconds of the whole product on one thread.
    pub fn cost(&self) -> f64 {
        let flops = 2.0 * self.m as f64 * self.n as f64 * self.k as f64;
        let per_ns = match self.ty {
            Ty::F32 => 80.0,
            Ty::F64 | Ty::C64 | Ty::F16 => 40.0,
            Ty::C128 => 10.0,
            _ => 15.0,
        };
        flops / per_ns
    }

    /// Packs a part of the step's slab of B.
    ///
    /// # Safety
    /// `b` is valid; `scratch` is aligned to 64 and valid for [`Gemm::scratch_bytes`]; `chunk` is below
    /// [`Gemm::pack_chunks`]. No two threads run the same chunk.
    pub unsafe fn pack(&self, step: usize, chunk: usize, scratch: *mut u8) {
        with_number!(self.ty, T => pack_at_level::<T>(self, step, chunk, scratch))
    }

    /// Computes a part of C.
    ///
    /// # Safety
    /// As [`Gemm::pack`], with `a` and `c` valid too; `c` overlaps neither `a` nor `b`. All of the step's packing
    /// chunks have run, and all chunks of the steps before it.
    pub unsafe fn run(&self, step: usize, chunk: usize, scratch: *mut u8) {
        with_number!(self.ty, T => run_at_level::<T>(self, step, chunk, scratch))
    }

    /// The whole product on this thread.
    ///
    /// # Safety
    /// As [`Gemm::run`].
    pub unsafe fn run_all(&self, scratch: *mut u8) {
        for step in 0..self.steps() {
            for chunk in 0..self.pack_chunks(step) {
                self.pack(step, chunk, scratch);
            }
            for chunk in 0..self.chunks(step) {
                self.run(step, chunk, scratch);
            }
        }
    }
}

/// The `i`-th of `parts` nearly equal runs of `total` lines in units of `unit`.
fn share(total: usize, unit: usize, parts: usize, i: usize) -> (usize, usize) {
    let units = total.div_ceil(unit);
    let first = (units * i / parts * unit).min(total);
    let end = (units * (i + 1) / parts * unit).min(total);
    (first, end - first)
}

#[inline(always)]
unsafe fn pack_body<L: Pick, T: Number>(g: &Gemm, step: usize, chunk: usize, scratch: *mut u8) {
    let (j, width, p, depth) = g.step(step);
    let (first, count) = share(width, g.blocks.nr, g.pack_chunks(step), chunk);
    let dst = (scratch as *mut T::E).add(first * depth * T::PARTS);
    let src = g.b.at(p, j + first);
    if <T::Tiles as Tiles>::NARROW && g.blocks.narrow {
        pack::<T>(L::Narrow::<T::Tiles>::NR, count, depth, src, g.b.column, g.b.row, dst);
    } else {
        pack::<T>(L::Of::<T::Tiles>::NR, count, depth, src, g.b.column, g.b.row, dst);
    }
}
per_level! { unsafe fn pack_at_level[T: Number](g: &Gemm, step: usize, chunk: usize, scratch: *mut u8) = pack_body }

#[inline(always)]
unsafe fn run_body<L: Pick, T: Number>(g: &Gemm, step: usize, chunk: usize, scratch: *mut u8) {
    let (j0, width, p, depth) = g.step(step);
    let chunks = g.chunks(step);
    let room = scratch.add(g.slab_bytes() + chunk * g.block_bytes()) as *mut T::E;
    let ((i0, rows), (j1, columns)) = if g.blocks.by_column {
        ((0, g.m), share(width, g.blocks.nr, chunks, chunk))
    } else {
        (share(g.m, g.blocks.mr, chunks, chunk), (0, width))
    };
    let add = g.add || p > 0;
    let mut i = 0;
    while i < rows {
        let have = g.blocks.mc.min(rows - i);
        let b = (scratch as *const T::E).add(j1 * depth * T::PARTS);
        let (a, c) = (g.a.at(i0 + i, p), g.c.at(i0 + i, j0 + j1));
        if <T::Tiles as Tiles>::NARROW && g.blocks.narrow {
            pack::<T>(L::Narrow::<T::Tiles>::MR, have, depth, a, g.a.row, g.a.column, room);
            block::<T, L::Narrow<T::Tiles>>(have, columns, depth, room, b, c, g.c.row, g.c.column, add);
        } else {
            pack::<T>(L::Of::<T::Tiles>::MR, have, depth, a, g.a.row, g.a.column, room);
            block::<T, L::Of<T::Tiles>>(have, columns, depth, room, b, c, g.c.row, g.c.column, add);
        }
        i += have;
    }
}
per_level! { unsafe fn run_at_level[T: Number](g: &Gemm, step: usize, chunk: usize, scratch: *mut u8) = run_body }

/// A block of C from a packed block of A and packed panels of B.
#[inline(always)]
unsafe fn block<T: Number, K: Tile<E = T::E>>(
    m: usize,
    n: usize,
    k: usize,
    a: *const T::E,
    b: *const T::E,
    c: *mut u8,
    row: isize,
    column: isize,
    add: bool,
) {
    let size = std::mem::size_of::<T>() as isize;
    let mut room = std::mem::MaybeUninit::<[T::E; MAX_TILE]>::uninit();
    let tile = room.as_mut_ptr() as *mut T::E;
    for j in (0..n).step_by(K::NR) {
        let b = b.add(j * k * T::PARTS);
        let width = K::NR.min(n - j);
        for i in (0..m).step_by(K::MR) {
            let a = a.add(i * k * T::PARTS);
            let height = K::MR.min(m - i);
            let c = c.offset(i as isize * row + j as isize * column);
            if T::DIRECT && row == size && height == K::MR && width == K::NR {
                K::run(k, a, b, c as *mut T::E, column / size, add);
                continue;
            }
            K::run(k, a, b, tile, (T::PARTS * K::MR) as isize, false);
            for j in 0..width {
                for i in 0..height {
                    let t = tile.add(j * T::PARTS * K::MR + i);
                    let v = T::join([*t, *t.add((T::PARTS - 1) * K::MR)]);
                    let c = c.offset(i as isize * row + j as isize * column) as *mut T;
                    *c = if add { (*c).plus(v) } else { v };
                }
            }
        }
    }
}
