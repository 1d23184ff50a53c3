//! Products of `f32` and `f64` whose operands stay in cache: A is read where it lies, an element broadcast at a
//! time, B in panels a few registers wide, packed only where its rows are not contiguous or lie far apart.
//!
//! Packing both operands, as [`Gemm`](super::Gemm) does, costs more than it saves up to some hundred rows; here
//! a 3 by 3 matrix is three masked loads. Panels and rows may be computed by any thread: every element is
//! the same sum, in blocks of [`DEPTH`] products each in order.

use super::plan::Matrix;
use super::vector::*;
use crate::cpu::{Level, V2, V3, V4};
use crate::select::level::per_level;
use crate::Ty;
use std::mem::MaybeUninit;

/// Products summed in registers before a tile is stored; a packed panel of B this deep fits L1.
const DEPTH: usize = 256;
/// Most bytes of a row of a panel: three registers of AVX-512.
const PANEL_BYTES: usize = 192;
/// Rows of A from which a copy of a panel of B is paid back, if B is larger than [`NEAR`] bytes.
const PACK_ROWS: usize = 24;
/// Bytes of B that stay in L1 wherever they lie.
const NEAR: usize = 16 << 10;
/// Multiply-adds up to which A need not be packed: its blocks come from L2 as fast as they are used.
const MOST: usize = 1 << 24;

/// A microkernel family of one element type and level.
trait Strips {
    type E: Copy;
    const WIDTH: usize;
    /// `C (+)= A B` for a panel of `width <= WIDTH` columns; strides in elements, rows of `b` and `c` contiguous.
    unsafe fn panel(
        m: usize,
        width: usize,
        k: usize,
        a: (*const Self::E, isize, isize),
        b: (*const Self::E, isize),
        c: (*mut Self::E, isize),
        add: bool,
    );
}

/// `R` rows and `W` registers of columns, of which the last has `tail` elements.
#[inline(always)]
unsafe fn strip<V: Vector, const R: usize, const W: usize, const FULL: bool>(
    k: usize,
    (a, row, step): (*const V::E, isize, isize),
    (b, b_row): (*const V::E, isize),
    (c, c_row): (*mut V::E, isize),
    tail: usize,
    add: bool,
) {
    let mut sums = [[V::zero(); W]; R];
    let (mut pa, mut pb) = (a, b);
    for _ in 0..k {
        let mut x = [V::zero(); W];
        for (w, x) in x.iter_mut().enumerate() {
            let p = pb.add(w * V::LANES);
            *x = if FULL || w + 1 < W { V::load(p) } else { V::load_part(p, tail) };
        }
        for (r, sums) in sums.iter_mut().enumerate() {
            let y = V::splat(pa.offset(r as isize * row));
            for (s, x) in sums.iter_mut().zip(x) {
                *s = s.fma(y, x);
            }
        }
        pa = pa.offset(step);
        pb = pb.offset(b_row);
    }
    for (r, sums) in sums.iter().enumerate() {
        for (w, s) in sums.iter().enumerate() {
            let p = c.offset(r as isize * c_row).add(w * V::LANES);
            let s = *s;
            if FULL || w + 1 < W {
                if add { V::load(p).plus(s) } else { s }.store(p);
            } else {
                if add { V::load_part(p, tail).plus(s) } else { s }.store_part(p, tail);
            }
        }
    }
}

macro_rules! strips {
    ($($name:ident = $v:ty, $widest:literal, [$($w:literal)*], $rows:tt;)*) => { $(
        struct $name;
        impl Strips for $name {
            type E = <$v as Vector>::E;
            const WIDTH: usize = $widest * <$v>::LANES;
            // Steps of one row among the steps.
            #[allow(clippy::int_plus_one)]
            #[inline(always)]
            unsafe fn panel(
                m: usize,
                width: usize,
                k: usize,
                a: (*const Self::E, isize, isize),
                b: (*const Self::E, isize),
                c: (*mut Self::E, isize),
                add: bool,
            ) {
                let vectors = width.div_ceil(<$v>::LANES);
                let tail = width - (vectors - 1) * <$v>::LANES;
                match (vectors, tail == <$v>::LANES) {
                    $(
                        ($w, true) => strips!(@rows $v, $w, true, $rows, m, k, a, b, c, tail, add),
                        ($w, false) => strips!(@rows $v, $w, false, $rows, m, k, a, b, c, tail, add),
                    )*
                    _ => unreachable!(),
                }
            }
        }
    )* };
    (@rows $v:ty, $w:literal, $full:literal, [$($r:literal)*], $m:ident, $k:ident, $a:ident, $b:ident, $c:ident,
     $tail:ident, $add:ident) => {{
        let mut i = 0;
        $(
            while i + $r <= $m {
                let top = $a.0.offset(i as isize * $a.1);
                let target = $c.0.offset(i as isize * $c.1);
                strip::<$v, $r, $w, $full>($k, (top, $a.1, $a.2), $b, (target, $c.1), $tail, $add);
                i += $r;
            }
        )*
    }};
}

// Sums, a row of B and a broadcast fit the registers: 32 of AVX-512, 16 below.
#[cfg(target_arch = "x86_64")]
strips! {
    F64V4 = F64x8, 3, [1 2 3], [8 4 2 1];
    F32V4 = F32x16, 3, [1 2 3], [8 4 2 1];
    F64V3 = F64x4, 2, [1 2], [6 3 1];
    F32V3 = F32x8, 2, [1 2], [6 3 1];
    F64V2 = F64x2, 2, [1 2], [4 1];
    F32V2 = F32x4, 2, [1 2], [4 1];
}
#[cfg(not(target_arch = "x86_64"))]
strips! {
    F64V2 = Plain<f64, 2>, 2, [1 2], [4 1];
    F32V2 = Plain<f32, 4>, 2, [1 2], [4 1];
}

/// `f32` or `f64`, and its microkernels for each level.
trait Short: Copy + 'static {
    type V2: Strips<E = Self>;
    type V3: Strips<E = Self>;
    type V4: Strips<E = Self>;
}
macro_rules! short { ($($t:ty: $v2:ident $v3:ident $v4:ident;)*) => { $(impl Short for $t {
    type V2 = $v2;
    #[cfg(target_arch = "x86_64")]
    type V3 = $v3;
    #[cfg(target_arch = "x86_64")]
    type V4 = $v4;
    #[cfg(not(target_arch = "x86_64"))]
    type V3 = $v2;
    #[cfg(not(target_arch = "x86_64"))]
    type V4 = $v2;
})* } }
short! { f64: F64V2 F64V3 F64V4; f32: F32V2 F32V3 F32V4; }

trait PickStrips: Level {
    type Of<T: Short>: Strips<E = T>;
}
impl PickStrips for V2 {
    type Of<T: Short> = T::V2;
}
impl PickStrips for V3 {
    type Of<T: Short> = T::V3;
}
impl PickStrips for V4 {
    type Of<T: Short> = T::V4;
}

/// A product for the kernels of this module.
#[derive(Clone, Copy, Debug)]
pub struct InPlace {
    ty: Ty,
    m: usize,
    n: usize,
    k: usize,
    a: Matrix,
    b: Matrix,
    c: Matrix,
    /// B is A transposed: only the lower triangle is computed, then copied.
    symmetric: bool,
    /// All matrices are transposed and the operands exchanged.
    flipped: bool,
}

#[repr(align(64))]
struct Panel {
    _bytes: [MaybeUninit<u8>; DEPTH * PANEL_BYTES],
}

impl InPlace {
    /// The product `C = A B` of `m × k` and `k × n` elements, if it is one for this module: of `f32` or `f64`, not
    /// too large, into a C with contiguous rows or columns.
    pub fn new(ty: Ty, m: usize, n: usize, k: usize, a: Matrix, b: Matrix, c: Matrix) -> Option<InPlace> {
        let size = match ty {
            Ty::F64 => 8,
            Ty::F32 => 4,
            _ => return None,
        };
        let work = m.saturating_mul(n).saturating_mul(k);
        // A product thin in one direction reads its long operands once, however large they are.
        if m < 2 || n < 2 || k == 0 || (work > MOST && m.min(n) > 64) {
            return None;
        }
        let flipped = c.column != size;
        let (m, n, a, b, c) =
            if !flipped { (m, n, a, b, c) } else { (n, m, b.transposed(), a.transposed(), c.transposed()) };
        let whole = |x: Matrix| x.row % size == 0 && x.column % size == 0;
        if c.column != size || !whole(a) || !whole(b) || !whole(c) {
            return None;
        }
        let symmetric = a.data == b.data && a.row == b.column && a.column == b.row && m == n && n > 16;
        Some(InPlace { ty, m, n, k, a, b, c, symmetric, flipped })
    }

    pub fn rows(&self) -> usize {
        self.m
    }

    pub fn columns(&self) -> usize {
        self.n
    }

    /// The same product of other matrices with the same strides.
    ///
    /// # Safety
    /// The offsets, in bytes, lead to valid matrices.
    pub unsafe fn moved(&self, a: isize, b: isize, c: isize) -> InPlace {
        let at = |x: Matrix, by: isize| Matrix { data: x.data.offset(by), ..x };
        let (a, b) = if self.flipped { (b, a) } else { (a, b) };
        InPlace {
            a: at(self.a, a),
            b: at(self.b, b),
            c: at(self.c, c),
            symmetric: self.symmetric && a == b,
            ..*self
        }
    }

    /// Columns of a panel.
    pub fn panel(&self) -> usize {
        // SAFETY: reads a constant.
        unsafe {
            match self.ty {
                Ty::F64 => width::<f64>(),
                _ => width::<f32>(),
            }
        }
    }

    /// Estimated nanoseconds on one thread.
    pub fn cost(&self) -> f64 {
        let flops = 2.0 * self.m as f64 * self.n as f64 * self.k as f64;
        flops / if self.ty == Ty::F64 { 40.0 } else { 80.0 } + 5.0
    }

    /// The same matrices with only the products from `first` up to `first + k` summed, into another C.
    pub fn part(&self, first: usize, k: usize, c: *mut u8) -> InPlace {
        let size = if self.ty == Ty::F64 { 8 } else { 4 };
        // SAFETY: inside the operands.
        let (a, b) = unsafe { (self.a.at(0, first), self.b.at(first, 0)) };
        InPlace {
            k,
            a: Matrix { data: a, ..self.a },
            b: Matrix { data: b, ..self.b },
            c: Matrix { data: c, row: self.n as isize * size, column: size },
            ..*self
        }
    }

    /// Adds `parts` results of [`InPlace::part`], which lie one after the other, into C.
    ///
    /// # Safety
    /// `c` and the parts are valid.
    pub unsafe fn gather(&self, parts: usize, from: *const u8) {
        match self.ty {
            Ty::F64 => self.gather_of::<f64>(parts, from.cast()),
            _ => self.gather_of::<f32>(parts, from.cast()),
        }
    }

    unsafe fn gather_of<T: Copy + std::ops::Add<Output = T>>(&self, parts: usize, from: *const T) {
        let size = self.m * self.n;
        for i in 0..self.m {
            for j in 0..self.n {
                let mut sum = *from.add(i * self.n + j);
                for part in 1..parts {
                    sum = sum + *from.add(part * size + i * self.n + j);
                }
                *(self.c.at(i, j) as *mut T) = sum;
            }
        }
    }

    /// Computes rows `rows.0..rows.1` and columns `columns.0..columns.1` of C.
    ///
    /// # Safety
    /// The matrices are aligned and valid for their elements; `c` overlaps neither of the others.
    pub unsafe fn run(&self, rows: (usize, usize), columns: (usize, usize)) {
        match self.ty {
            Ty::F64 => run_at_level::<f64>(self, rows, columns),
            _ => run_at_level::<f32>(self, rows, columns),
        }
    }

    /// The whole product on this thread.
    ///
    /// # Safety
    /// As [`InPlace::run`].
    pub unsafe fn run_all(&self) {
        self.run((0, self.m), (0, self.n));
        self.mirror();
    }

    /// The whole products of `count` pairs of matrices, `steps` bytes apart, on this thread.
    ///
    /// # Safety
    /// As [`InPlace::run`], for every pair.
    pub unsafe fn run_stack(&self, count: usize, steps: [isize; 3]) {
        match self.ty {
            Ty::F64 => stack_at_level::<f64>(self, count, steps),
            _ => stack_at_level::<f32>(self, count, steps),
        }
    }

    /// Completes a symmetric product after its parts.
    ///
    /// # Safety
    /// As [`InPlace::run`].
    pub unsafe fn mirror(&self) {
        if !self.symmetric {
            return;
        }
        match self.ty {
            Ty::F64 => mirror_of::<f64>(self.n, self.c),
            _ => mirror_of::<f32>(self.n, self.c),
        }
    }
}

/// Copies the lower triangle into the upper one, in blocks that stay in cache.
unsafe fn mirror_of<T: Copy>(n: usize, c: Matrix) {
    const BLOCK: usize = 16;
    for jb in (0..n).step_by(BLOCK) {
        for ib in (jb..n).step_by(BLOCK) {
            for j in jb..(jb + BLOCK).min(n) {
                for i in ib.max(j + 1)..(ib + BLOCK).min(n) {
                    *(c.at(j, i) as *mut T) = *(c.at(i, j) as *const T);
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn width_body<L: PickStrips, T: Short>() -> usize {
    <L::Of<T> as Strips>::WIDTH
}
per_level! { unsafe fn width[T: Short]() -> usize = width_body }

#[inline(always)]
unsafe fn run_body<L: PickStrips, T: Short>(g: &InPlace, rows: (usize, usize), columns: (usize, usize)) {
    let size = std::mem::size_of::<T>() as isize;
    let k = g.k;
    let depth = if k <= DEPTH { k } else { k.div_ceil(k.div_ceil(DEPTH)) };
    let contiguous = g.b.column == size;
    let all = rows.1 - rows.0;
    let packs = !contiguous || (all >= PACK_ROWS && k * g.b.row.unsigned_abs() > NEAR);
    let mut room = MaybeUninit::<Panel>::uninit();
    let room = room.as_mut_ptr() as *mut T;
    let mut j = columns.0;
    while j < columns.1 {
        let width = <L::Of<T> as Strips>::WIDTH.min(columns.1 - j);
        // Of a symmetric product, what lies above the panel's first row comes from the mirror.
        let top = if g.symmetric { rows.0.max(j).min(rows.1) } else { rows.0 };
        for p in (0..k).step_by(depth) {
            let deep = depth.min(k - p);
            let mut b = (g.b.at(p, j) as *const T, g.b.row / size);
            if packs {
                copy_panel::<T>(deep, width, g.b, p, j, room);
                b = (room, width as isize);
            }
            let a = (g.a.at(top, p) as *const T, g.a.row / size, g.a.column / size);
            let c = (g.c.at(top, j) as *mut T, g.c.row / size);
            <L::Of<T> as Strips>::panel(rows.1 - top, width, deep, a, b, c, p > 0);
        }
        j += width;
    }
}
per_level! { unsafe fn run_at_level[T: Short](g: &InPlace, rows: (usize, usize), columns: (usize, usize)) = run_body }

#[inline(always)]
unsafe fn stack_body<L: PickStrips, T: Short>(g: &InPlace, count: usize, steps: [isize; 3]) {
    let mut g = *g;
    let [a, b, c] = if g.flipped { [steps[1], steps[0], steps[2]] } else { steps };
    for _ in 0..count {
        g.symmetric &= g.a.data == g.b.data;
        run_body::<L, T>(&g, (0, g.m), (0, g.n));
        g.mirror();
        g.a.data = g.a.data.wrapping_offset(a);
        g.b.data = g.b.data.wrapping_offset(b);
        g.c.data = g.c.data.wrapping_offset(c);
    }
}
per_level! { unsafe fn stack_at_level[T: Short](g: &InPlace, count: usize, steps: [isize; 3]) = stack_body }

/// Rows `p..` and columns `j..` of B, row after row without gaps.
#[inline(always)]
unsafe fn copy_panel<T: Copy>(deep: usize, width: usize, b: Matrix, p: usize, j: usize, to: *mut T) {
    let size = std::mem::size_of::<T>() as isize;
    if b.column == size {
        for i in 0..deep {
            let from = b.at(p + i, j) as *const T;
            std::ptr::copy_nonoverlapping(from, to.add(i * width), width);
        }
        return;
    }
    let mut l = 0;
    while b.row == size && l + 4 <= width {
        // Four columns at a time fill a cache line sooner.
        let from = |c: usize| b.at(p, j + l + c) as *const T;
        let (s0, s1, s2, s3) = (from(0), from(1), from(2), from(3));
        for i in 0..deep {
            let d = to.add(i * width + l);
            *d = *s0.add(i);
            *d.add(1) = *s1.add(i);
            *d.add(2) = *s2.add(i);
            *d.add(3) = *s3.add(i);
        }
        l += 4;
    }
    for l in l..width {
        let from = b.at(p, j + l);
        for i in 0..deep {
            *to.add(i * width + l) = *(from.offset(i as isize * b.row) as *const T);
        }
    }
}
