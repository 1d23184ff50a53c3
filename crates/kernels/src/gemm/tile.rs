//! Microkernels: one tile of the product from packed panels, all of it in registers.

use super::vector::{Plain, Scalar, Vector};
use crate::cpu::{Level, V2, V3, V4};

/// Most elements of a tile, all parts counted.
pub(crate) const MAX_TILE: usize = 1024;

/// A microkernel. `a` holds for each of `k` steps `PARTS` times `MR` elements, `b` `PARTS` times `NR`.
pub(crate) trait Tile {
    type E: Copy;
    const MR: usize;
    const NR: usize;
    /// `c[part * MR + i + j * step] (+)= Σ a b`; with `add` the tile is added to.
    unsafe fn run(k: usize, a: *const Self::E, b: *const Self::E, c: *mut Self::E, step: isize, add: bool);
    /// Inner products of `R` contiguous rows with a contiguous vector: of each row the same bits for every `R`.
    unsafe fn inner<const R: usize>(n: usize, rows: [*const Self::E; R], x: *const Self::E) -> [Self::E; R];
    /// The inner product of two contiguous vectors.
    unsafe fn dot(n: usize, x: *const Self::E, y: *const Self::E) -> Self::E;
}

/// The sum of a register's lanes, pair by pair.
#[inline(always)]
unsafe fn across<V: Vector>(v: V) -> V::E {
    let mut lanes = [V::E::ZERO; 64];
    v.store(lanes.as_mut_ptr());
    let mut width = V::LANES / 2;
    while width > 0 {
        for l in 0..width {
            lanes[l] = V::E::sum(lanes[l], lanes[l + width]);
        }
        width /= 2;
    }
    lanes[0]
}

/// Registers of sums that hide the latency of an addition behind two loads a step, and behind one.
const CHAINS: usize = 4;
const MANY_CHAINS: usize = 8;
/// Elements from which a sum takes more registers: adding them up costs little then.
const MANY: usize = 512;

#[inline(always)]
unsafe fn dot_of<V: Vector>(n: usize, x: *const V::E, y: *const V::E) -> V::E {
    if n < MANY {
        dot_in::<V, CHAINS, false>(n, x, y)
    } else if std::ptr::eq(x, y) {
        dot_in::<V, MANY_CHAINS, true>(n, x, x)
    } else {
        dot_in::<V, MANY_CHAINS, false>(n, x, y)
    }
}

/// `SELF`: both are one vector, of which every element is loaded once; the sums are the same.
#[inline(always)]
unsafe fn dot_in<V: Vector, const REGISTERS: usize, const SELF: bool>(
    n: usize,
    x: *const V::E,
    y: *const V::E,
) -> V::E {
    let pair = |at: usize| {
        let a = V::load(x.add(at));
        (a, if SELF { a } else { V::load(y.add(at)) })
    };
    let mut sums = [V::zero(); REGISTERS];
    let mut i = 0;
    while i + REGISTERS * V::LANES <= n {
        for (c, s) in sums.iter_mut().enumerate() {
            let (a, b) = pair(i + c * V::LANES);
            *s = s.fma(a, b);
        }
        i += REGISTERS * V::LANES;
    }
    while i + V::LANES <= n {
        let (a, b) = pair(i);
        sums[0] = sums[0].fma(a, b);
        i += V::LANES;
    }
    let mut rest = V::E::ZERO;
    for j in i..n {
        rest = V::E::sum(rest, V::E::product(*x.add(j), *y.add(j)));
    }
    let mut width = REGISTERS / 2;
    while width > 0 {
        for c in 0..width {
            sums[c] = sums[2 * c].plus(sums[2 * c + 1]);
        }
        width /= 2;
    }
    V::E::sum(across(sums[0]), rest)
}

/// Two registers of sums a row, then one, then element by element.
#[inline(always)]
unsafe fn inner_of<V: Vector, const R: usize>(n: usize, rows: [*const V::E; R], x: *const V::E) -> [V::E; R] {
    let mut sums = [[V::zero(); 2]; R];
    let mut i = 0;
    while i + 2 * V::LANES <= n {
        let (x0, x1) = (V::load(x.add(i)), V::load(x.add(i + V::LANES)));
        for (s, row) in sums.iter_mut().zip(rows) {
            s[0] = s[0].fma(V::load(row.add(i)), x0);
            s[1] = s[1].fma(V::load(row.add(i + V::LANES)), x1);
        }
        i += 2 * V::LANES;
    }
    if i + V::LANES <= n {
        let x0 = V::load(x.add(i));
        for (s, row) in sums.iter_mut().zip(rows) {
            s[0] = s[0].fma(V::load(row.add(i)), x0);
        }
        i += V::LANES;
    }
    let mut out = [V::E::ZERO; R];
    for ((o, s), row) in out.iter_mut().zip(sums).zip(rows) {
        let mut rest = V::E::ZERO;
        for j in i..n {
            rest = V::E::sum(rest, V::E::product(*row.add(j), *x.add(j)));
        }
        *o = V::E::sum(across(s[0].plus(s[1])), rest);
    }
    out
}

/// Asks for what will be written, or added to, after a thousand cycles.
#[inline(always)]
unsafe fn prefetch<E>(c: *const E, elements: usize) {
    #[cfg(target_arch = "x86_64")]
    for at in (0..elements * std::mem::size_of::<E>()).step_by(64) {
        std::arch::x86_64::_mm_prefetch::<{ std::arch::x86_64::_MM_HINT_T0 }>(c.cast::<i8>().add(at));
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (c, elements);
}

/// `MV` vectors high, `NR` columns wide.
#[inline(always)]
unsafe fn real<V: Vector, const MV: usize, const NR: usize>(
    k: usize,
    mut a: *const V::E,
    mut b: *const V::E,
    c: *mut V::E,
    step: isize,
    add: bool,
) {
    for j in 0..NR {
        prefetch::<V::E>(c.offset(j as isize * step), MV * V::LANES);
    }
    let mut acc = [[V::zero(); MV]; NR];
    for _ in 0..k {
        let mut x = [V::zero(); MV];
        for (i, x) in x.iter_mut().enumerate() {
            *x = V::load(a.add(i * V::LANES));
        }
        for (j, column) in acc.iter_mut().enumerate() {
            let y = V::splat(b.add(j));
            for (r, x) in column.iter_mut().zip(x) {
                *r = r.fma(x, y);
            }
        }
        a = a.add(MV * V::LANES);
        b = b.add(NR);
    }
    for (j, column) in acc.iter().enumerate() {
        for (i, r) in column.iter().enumerate() {
            let p = c.offset(j as isize * step).add(i * V::LANES);
            if add {
                V::load(p).plus(*r).store(p);
            } else {
                r.store(p);
            }
        }
    }
}

/// Complex numbers in two planes, real parts first.
#[inline(always)]
unsafe fn planes<V: Vector, const MV: usize, const NR: usize>(
    k: usize,
    mut a: *const V::E,
    mut b: *const V::E,
    c: *mut V::E,
    step: isize,
    add: bool,
) {
    let mr = MV * V::LANES;
    let mut re = [[V::zero(); MV]; NR];
    let mut im = [[V::zero(); MV]; NR];
    for _ in 0..k {
        let (mut xr, mut xi) = ([V::zero(); MV], [V::zero(); MV]);
        for i in 0..MV {
            xr[i] = V::load(a.add(i * V::LANES));
            xi[i] = V::load(a.add(mr + i * V::LANES));
        }
        for j in 0..NR {
            let (yr, yi) = (V::splat(b.add(j)), V::splat(b.add(NR + j)));
            for i in 0..MV {
                re[j][i] = re[j][i].fma(xr[i], yr).fnma(xi[i], yi);
                im[j][i] = im[j][i].fma(xr[i], yi).fma(xi[i], yr);
            }
        }
        a = a.add(2 * mr);
        b = b.add(2 * NR);
    }
    for j in 0..NR {
        for i in 0..MV {
            let p = c.offset(j as isize * step).add(i * V::LANES);
            let q = p.add(mr);
            if add {
                V::load(p).plus(re[j][i]).store(p);
                V::load(q).plus(im[j][i]).store(q);
            } else {
                re[j][i].store(p);
                im[j][i].store(q);
            }
        }
    }
}

macro_rules! tile {
    ($($name:ident = $f:ident<$v:ty, $mv:literal, $nr:literal>;)*) => { $(
        pub(crate) struct $name;
        impl Tile for $name {
            type E = <$v as Vector>::E;
            const MR: usize = $mv * <$v>::LANES;
            const NR: usize = $nr;
            #[inline(always)]
            unsafe fn run(k: usize, a: *const Self::E, b: *const Self::E, c: *mut Self::E, step: isize, add: bool) {
                $f::<$v, $mv, $nr>(k, a, b, c, step, add)
            }
            #[inline(always)]
            unsafe fn inner<const R: usize>(n: usize, rows: [*const Self::E; R], x: *const Self::E) -> [Self::E; R] {
                inner_of::<$v, R>(n, rows, x)
            }
            #[inline(always)]
            unsafe fn dot(n: usize, x: *const Self::E, y: *const Self::E) -> Self::E {
                dot_of::<$v>(n, x, y)
            }
        }
    )* };
}

// Accumulators, one row of A and a broadcast fit the registers: 32 of AVX-512, 16 below. Complex numbers take two of
// each; with six columns at 16 registers, whether all fit depends on the order the compiler finds.
#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::super::vector::*;
    use super::*;
    tile! {
        F64V4 = real<F64x8, 3, 8>;
        F32V4 = real<F32x16, 3, 8>;
        I64V4 = real<I64x8, 3, 6>;
        I32V4 = real<I32x16, 3, 6>;
        I16V4 = real<I16x32, 2, 8>;
        B8V4 = real<B8x64, 2, 8>;
        C128V4 = planes<F64x8, 2, 6>;
        C64V4 = planes<F32x16, 2, 6>;
        F64V3 = real<F64x4, 2, 6>;
        F32V3 = real<F32x8, 2, 6>;
        I64V3 = real<I64x4, 2, 3>;
        I32V3 = real<I32x8, 2, 5>;
        I16V3 = real<I16x16, 2, 5>;
        B8V3 = real<B8x32, 2, 5>;
        C128V3 = planes<F64x4, 1, 5>;
        C64V3 = planes<F32x8, 1, 5>;
        F64N4 = real<F64x8, 1, 8>;
        F32N4 = real<F32x16, 1, 8>;
        F64N3 = real<F64x4, 1, 8>;
        F32N3 = real<F32x8, 1, 8>;
        F64V2 = real<F64x2, 2, 4>;
        F32V2 = real<F32x4, 2, 4>;
        C128V2 = planes<F64x2, 1, 4>;
        C64V2 = planes<F32x4, 1, 4>;
    }
}
#[cfg(target_arch = "x86_64")]
use x86::*;
#[cfg(not(target_arch = "x86_64"))]
tile! {
    F64V2 = real<Plain<f64, 2>, 2, 4>;
    F32V2 = real<Plain<f32, 4>, 2, 4>;
    C128V2 = planes<Plain<f64, 2>, 1, 4>;
    C64V2 = planes<Plain<f32, 4>, 1, 4>;
}
tile! {
    I64V2 = real<Plain<i64, 2>, 2, 4>;
    I32V2 = real<Plain<i32, 4>, 2, 4>;
    I16V2 = real<Plain<i16, 8>, 2, 4>;
    B8V2 = real<Plain<u8, 16>, 2, 4>;
}

/// The microkernels of a kind of numbers, one for each level.
pub(crate) trait Tiles: 'static {
    type E: Copy + 'static;
    type V2: Tile<E = Self::E>;
    type V3: Tile<E = Self::E>;
    type V4: Tile<E = Self::E>;
    /// There are microkernels a register high, for thin products.
    const NARROW: bool = false;
    type N3: Tile<E = Self::E>;
    type N4: Tile<E = Self::E>;
}

/// The microkernels of a level.
pub(crate) trait Pick: Level {
    type Of<K: Tiles>: Tile<E = K::E>;
    type Narrow<K: Tiles>: Tile<E = K::E>;
}
impl Pick for V2 {
    type Of<K: Tiles> = K::V2;
    type Narrow<K: Tiles> = K::V2;
}
impl Pick for V3 {
    type Of<K: Tiles> = K::V3;
    type Narrow<K: Tiles> = K::N3;
}
impl Pick for V4 {
    type Of<K: Tiles> = K::V4;
    type Narrow<K: Tiles> = K::N4;
}

macro_rules! tiles {
    ($($name:ident $e:ty: $v2:ident $v3:ident $v4:ident, $narrow:literal $n3:ident $n4:ident;)*) => { $(
        pub(crate) struct $name;
        impl Tiles for $name {
            type E = $e;
            type V2 = $v2;
            const NARROW: bool = $narrow;
            #[cfg(target_arch = "x86_64")]
            type N3 = $n3;
            #[cfg(target_arch = "x86_64")]
            type N4 = $n4;
            #[cfg(not(target_arch = "x86_64"))]
            type N3 = $v2;
            #[cfg(not(target_arch = "x86_64"))]
            type N4 = $v2;
            #[cfg(target_arch = "x86_64")]
            type V3 = $v3;
            #[cfg(target_arch = "x86_64")]
            type V4 = $v4;
            #[cfg(not(target_arch = "x86_64"))]
            type V3 = $v2;
            #[cfg(not(target_arch = "x86_64"))]
            type V4 = $v2;
        }
    )* };
}
tiles! {
    RealF64 f64: F64V2 F64V3 F64V4, true F64N3 F64N4;
    RealF32 f32: F32V2 F32V3 F32V4, true F32N3 F32N4;
    RealI64 i64: I64V2 I64V3 I64V4, false I64V3 I64V4;
    RealI32 i32: I32V2 I32V3 I32V4, false I32V3 I32V4;
    RealI16 i16: I16V2 I16V3 I16V4, false I16V3 I16V4;
    Bytes u8: B8V2 B8V3 B8V4, false B8V3 B8V4;
    PlanesF64 f64: C128V2 C128V3 C128V4, false C128V3 C128V4;
    PlanesF32 f32: C64V2 C64V3 C64V4, false C64V3 C64V4;
}
