//! The blocked product: steps, in each of which one operand's part is packed, then C is computed by pieces.
//!
//! A step takes a slab of lines of one operand (columns of B or rows of A, whichever C has fewer of) and as many
//! blocks of `k` as fit the slab's room. The slab is packed in units of a panel and a block of `k`; then pieces of the
//! other operand's lines are packed by who computes with them, into room of its own. Threads meet after each of the two.
//! Units and pieces may be divided among threads in any way: `k` is never divided among pieces, and every tile runs the
//! same microkernel, so that the bits do not depend on who runs what.

use super::number::{with_number, Number};
use super::pack::{pack, Source};
use super::tile::{Pick, Tile, Tiles, MAX_TILE};
use crate::select::level::per_level;
use crate::Ty;
use std::ops::Range;

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
/// Bytes of a packed block of a piece: it stays in L2.
const BLOCK: usize = 384 << 10;
/// Bytes of a packed slab: it stays in L3.
const SLAB: usize = 8 << 20;
/// Bytes up to which a slab takes several blocks of `k`: fewer meetings of threads, but each piece reads all of it.
const DEEP_SLAB: usize = 4 << 20;
/// Elements that are packed at a time.
const PACKED_AT_ONCE: usize = 16 << 10;
/// Multiply-adds under which a piece is not worth handing to another thread.
const PIECE_WORK: usize = 200_000;
/// Parts in which a panel's work can be divided: the last pieces are small, so that threads end together.
const PARTS_OF_PANEL: usize = 4;

/// A product `C = A B` or `C += A B` of `m × k` and `k × n` elements, divided into steps, units to pack and pieces to
/// compute.
///
/// Steps follow one another; in each, all units are packed before the first piece is computed.
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
    /// Lines of a slab, lines of a packed block of a piece, block of `k`, such blocks in a step.
    slab: usize,
    lines: usize,
    kc: usize,
    deep: usize,
    /// C is one narrow panel high.
    narrow: bool,
    /// The slab is of A, pieces are of columns.
    by_column: bool,
    /// Parts of the slab with which a panel of a piece may be multiplied on its own.
    parts: usize,
}

/// A slab and its blocks of `k`.
struct Step {
    first: usize,
    lines: usize,
    blocks: Range<usize>,
}

/// A part of an operand to pack: lines (rows of A, columns of B) and the steps along them.
#[derive(Clone, Copy)]
struct Part {
    first: usize,
    lines: usize,
    p: usize,
    depth: usize,
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

/// Length of even runs of `total` lines, whole panels of at most `bytes` bytes.
fn even(total: usize, panel: usize, line_bytes: usize, bytes: usize) -> usize {
    let most = (bytes / line_bytes / panel * panel).max(panel);
    round_up(total.div_ceil(total.div_ceil(most).max(1)), panel).max(panel)
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
        let by_column = m < n;
        let (common, taken) = if by_column { ((m, mr), (n, nr)) } else { ((n, nr), (m, mr)) };
        let slab = even(common.0, common.1, kc * packed, SLAB);
        let lines = even(taken.0, taken.1, kc * packed, BLOCK);
        let deep = (DEEP_SLAB / (slab * kc * packed)).clamp(1, k.div_ceil(kc).max(1));
        let panel_work = slab * kc * deep * taken.1;
        let parts = (panel_work / PIECE_WORK).min(slab / common.1).clamp(1, PARTS_OF_PANEL);
        let blocks = Blocks { mr, nr, packed, slab, lines, kc, deep, narrow, by_column, parts };
        Gemm { ty, m, n, k, a, b, c, add, blocks }
    }

    /// Bytes of scratch, aligned to 64, for a number of threads.
    pub fn scratch_bytes(&self, threads: usize) -> usize {
        self.slab_bytes() + threads * self.room_bytes()
    }

    fn slab_bytes(&self) -> usize {
        round_up(self.packed_slab() * self.blocks.deep * self.blocks.packed, 64)
    }

    fn room_bytes(&self) -> usize {
        round_up(self.blocks.lines * self.blocks.kc * self.blocks.packed, 64)
    }

    /// Elements of one block of `k` of a packed slab.
    fn packed_slab(&self) -> usize {
        self.blocks.slab * self.blocks.kc
    }

    /// Lines of the slab's operand and of the other one, each with the lines of its panels.
    fn lines(&self) -> ((usize, usize), (usize, usize)) {
        let (rows, columns) = ((self.m, self.blocks.mr), (self.n, self.blocks.nr));
        if self.blocks.by_column {
            (rows, columns)
        } else {
            (columns, rows)
        }
    }

    /// Blocks of `k`; one of nothing where `k` is zero.
    fn blocks_of_k(&self) -> usize {
        self.k.div_ceil(self.blocks.kc).max(1)
    }

    /// First index and length of a block of `k`.
    fn block_of_k(&self, block: usize) -> (usize, usize) {
        let p = block * self.blocks.kc;
        (p, self.blocks.kc.min(self.k - p))
    }

    /// Steps, one after the other.
    pub fn steps(&self) -> usize {
        if self.m == 0 || self.n == 0 {
            return 0;
        }
        self.lines().0 .0.div_ceil(self.blocks.slab) * self.blocks_of_k().div_ceil(self.blocks.deep)
    }

    fn step(&self, step: usize) -> Step {
        let deep = self.blocks_of_k().div_ceil(self.blocks.deep);
        let (first, block) = (step / deep * self.blocks.slab, step % deep * self.blocks.deep);
        Step {
            first,
            lines: self.blocks.slab.min(self.lines().0 .0 - first),
            blocks: block..(block + self.blocks.deep).min(self.blocks_of_k()),
        }
    }

    /// Units to pack in a step.
    pub fn units(&self, step: usize) -> usize {
        let step = self.step(step);
        step.lines.div_ceil(self.lines().0 .1) * step.blocks.len()
    }

    /// How many units are worth taking at once.
    pub fn units_at_once(&self) -> usize {
        (PACKED_AT_ONCE / (self.lines().0 .1 * self.blocks.kc)).max(1)
    }

    /// What there is to compute in a step, in the measure of [`Gemm::piece`].
    pub fn pieces(&self) -> usize {
        let (_, (lines, panel)) = self.lines();
        lines.div_ceil(panel) * self.blocks.parts
    }

    /// How much of a step should be taken next when `taken` of it is: a fair share of what is left, in whole panels, and
    /// parts of a panel in the end.
    pub fn piece(&self, taken: usize, threads: usize) -> usize {
        let (left, parts) = (self.pieces() - taken, self.blocks.parts);
        if threads == 1 {
            return left;
        }
        let share = left / (2 * threads);
        if share >= parts && taken % parts == 0 {
            share / parts * parts
        } else {
            left.min(1)
        }
    }

    /// Threads that the product can employ.
    pub fn most_threads(&self) -> usize {
        let work = self.m.saturating_mul(self.n).saturating_mul(self.blocks.kc * self.blocks.deep);
        self.pieces().min(work / PIECE_WORK).max(1)
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

    /// Packs units of the step's slab.
    ///
    /// # Safety
    /// The slab's operand is valid; `scratch` is aligned to 64 and valid for [`Gemm::scratch_bytes`]; `units` are below
    /// [`Gemm::units`]. No two threads pack the same unit.
    pub unsafe fn pack(&self, step: usize, units: Range<usize>, scratch: *mut u8) {
        let s = self.step(step);
        let ((_, panel), _) = self.lines();
        let panels = s.lines.div_ceil(panel);
        let mut unit = units.start;
        while unit < units.end {
            // Neighbouring panels of one block of `k` at once.
            let (block, first) = (unit / panels, unit % panels);
            let count = (panels - first).min(units.end - unit);
            let (p, depth) = self.block_of_k(s.blocks.start + block);
            let lines = (count * panel).min(s.lines - first * panel);
            let to = (block * self.packed_slab() + first * panel * depth) * self.blocks.packed;
            let part = Part { first: s.first + first * panel, lines, p, depth };
            self.pack_lines(!self.blocks.by_column, part, scratch.add(to));
            unit += count;
        }
    }

    unsafe fn pack_lines(&self, columns: bool, part: Part, to: *mut u8) {
        with_number!(self.ty, T => pack_at_level::<T>(self, columns, part, to))
    }

    /// Computes a piece of C, which [`Gemm::piece`] gave.
    ///
    /// # Safety
    /// As [`Gemm::pack`], with all matrices valid; `c` overlaps neither `a` nor `b`. All of the step's units are packed,
    /// and all pieces of the steps before it computed. `slot` is below the number of threads that `scratch` is for, and no
    /// two threads use the same.
    pub unsafe fn run(&self, step: usize, piece: Range<usize>, slot: usize, scratch: *mut u8) {
        let s = self.step(step);
        let ((_, unit), (all, panel)) = self.lines();
        let parts = self.blocks.parts;
        let (mut first, end) = (piece.start / parts * panel, (piece.end.div_ceil(parts) * panel).min(all));
        // Part of a panel: part of the slab.
        let (from, to) = if piece.start % parts == 0 && piece.end % parts == 0 {
            (0, s.lines)
        } else {
            let (part, last) = (piece.start % parts, (piece.end - 1) % parts);
            (share(s.lines, unit, parts, part).0, share(s.lines, unit, parts, last).1)
        };
        let room = scratch.add(self.slab_bytes() + slot * self.room_bytes());
        while first < end && from < to {
            let lines = self.blocks.lines.min(end - first);
            for (i, block) in s.blocks.clone().enumerate() {
                let (p, depth) = self.block_of_k(block);
                self.pack_lines(self.blocks.by_column, Part { first, lines, p, depth }, room);
                let slab = scratch.add((i * self.packed_slab() + from * depth) * self.blocks.packed);
                let add = self.add || p > 0;
                let (slab_lines, at) = (to - from, s.first + from);
                if self.blocks.by_column {
                    let c = self.c.at(at, first);
                    with_number!(self.ty, T => block_at_level::<T>(self, slab_lines, lines, depth, slab, room, c, add));
                } else {
                    let c = self.c.at(first, at);
                    with_number!(self.ty, T => block_at_level::<T>(self, lines, slab_lines, depth, room, slab, c, add));
                }
            }
            first += lines;
        }
    }

    /// The whole product on this thread.
    ///
    /// # Safety
    /// As [`Gemm::run`].
    pub unsafe fn run_all(&self, scratch: *mut u8) {
        for step in 0..self.steps() {
            self.pack(step, 0..self.units(step), scratch);
            self.run(step, 0..self.pieces(), 0, scratch);
        }
    }
}

/// Bounds of the `i`-th of `parts` nearly equal runs of `total` lines in units of `unit`.
fn share(total: usize, unit: usize, parts: usize, i: usize) -> (usize, usize) {
    let units = total.div_ceil(unit);
    ((units * i / parts * unit).min(total), (units * (i + 1) / parts * unit).min(total))
}

/// Packs rows of A or columns of B.
#[inline(always)]
unsafe fn pack_body<L: Pick, T: Number>(g: &Gemm, columns: bool, part: Part, to: *mut u8) {
    let (to, Part { first, lines, p, depth }) = (to as *mut T::E, part);
    let narrow = <T::Tiles as Tiles>::NARROW && g.blocks.narrow;
    if columns {
        let from = Source { at: g.b.at(p, first), line: g.b.column, step: g.b.row };
        if narrow {
            pack::<T>(L::Narrow::<T::Tiles>::NR, lines, depth, from, to);
        } else {
            pack::<T>(L::Of::<T::Tiles>::NR, lines, depth, from, to);
        }
    } else {
        let from = Source { at: g.a.at(first, p), line: g.a.row, step: g.a.column };
        if narrow {
            pack::<T>(L::Narrow::<T::Tiles>::MR, lines, depth, from, to);
        } else {
            pack::<T>(L::Of::<T::Tiles>::MR, lines, depth, from, to);
        }
    }
}
per_level! { unsafe fn pack_at_level[T: Number](g: &Gemm, columns: bool, part: Part, to: *mut u8) = pack_body }

/// A block of C from packed panels of A and B.
#[inline(always)]
unsafe fn block_body<L: Pick, T: Number>(
    g: &Gemm,
    m: usize,
    n: usize,
    k: usize,
    a: *const u8,
    b: *const u8,
    c: *mut u8,
    add: bool,
) {
    let (a, b) = (a as *const T::E, b as *const T::E);
    if <T::Tiles as Tiles>::NARROW && g.blocks.narrow {
        block::<T, L::Narrow<T::Tiles>>(g, m, n, k, a, b, c, add);
    } else {
        block::<T, L::Of<T::Tiles>>(g, m, n, k, a, b, c, add);
    }
}
per_level! { unsafe fn block_at_level[T: Number](g: &Gemm, m: usize, n: usize, k: usize, a: *const u8, b: *const u8,
c: *mut u8, add: bool) = block_body }

/// The slab's panels one after the other, each with all panels of the piece, which are in L2.
#[inline(always)]
unsafe fn block<T: Number, K: Tile<E = T::E>>(
    g: &Gemm,
    m: usize,
    n: usize,
    k: usize,
    a: *const T::E,
    b: *const T::E,
    c: *mut u8,
    add: bool,
) {
    let (outer, inner) = if g.blocks.by_column { ((m, K::MR), (n, K::NR)) } else { ((n, K::NR), (m, K::MR)) };
    let mut o = 0;
    while o < outer.0 {
        let mut i = 0;
        while i < inner.0 {
            let (row, column) = if g.blocks.by_column { (o, i) } else { (i, o) };
            tile::<T, K>(g, (row, m), (column, n), k, a, b, c, add);
            i += inner.1;
        }
        o += outer.1;
    }
}

/// The tile at row `i` and column `j` of a block of `m` rows and `n` columns.
#[inline(always)]
unsafe fn tile<T: Number, K: Tile<E = T::E>>(
    g: &Gemm,
    (i, m): (usize, usize),
    (j, n): (usize, usize),
    k: usize,
    a: *const T::E,
    b: *const T::E,
    c: *mut u8,
    add: bool,
) {
    let size = std::mem::size_of::<T>() as isize;
    let (row, column) = (g.c.row, g.c.column);
    let (a, b) = (a.add(i * k * T::PARTS), b.add(j * k * T::PARTS));
    let (height, width) = (K::MR.min(m - i), K::NR.min(n - j));
    let c = c.offset(i as isize * row + j as isize * column);
    if T::DIRECT && row == size && height == K::MR && width == K::NR {
        return K::run(k, a, b, c as *mut T::E, column / size, add);
    }
    let mut room = std::mem::MaybeUninit::<[T::E; MAX_TILE]>::uninit();
    let tile = room.as_mut_ptr() as *mut T::E;
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
