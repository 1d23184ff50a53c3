//! Extrema of columns that lie side by side, with their positions.

use super::arg::Side;
use crate::cpu::Level;
use crate::elementwise::minmax::{Maximum, Minimum};
use crate::select::level::per_level;
use crate::Ty;

/// Elements whose positions are kept in integers of their own width, so that both move under one mask.
pub(super) trait Placed: Copy + PartialOrd {
    type I: Copy;
    fn place(at: usize) -> Self::I;
    fn at(place: Self::I) -> usize;
}
macro_rules! placed { ($($t:ty, $i:ty);*) => { $(impl Placed for $t {
    type I = $i;
    #[inline(always)]
    fn place(at: usize) -> $i { at as $i }
    #[inline(always)]
    fn at(place: $i) -> usize { place as usize }
})* } }
placed!(i8, u32; u8, u32; i16, u32; u16, u32; i32, u32; u32, u32; f32, u32; i64, u64; u64, u64; f64, u64);

/// The extrema of `W` lanes so far.
struct Lanes<T: Placed, const W: usize> {
    best: [T; W],
    place: [T::I; W],
}

impl<T: Placed, const W: usize> Lanes<T, W> {
    #[inline(always)]
    unsafe fn of(p: *const T, at: usize) -> Self {
        Lanes { best: *(p as *const [T; W]), place: [T::place(at); W] }
    }

    /// Takes what is better than the best; the first NaN, against which nothing is.
    #[inline(always)]
    #[allow(clippy::eq_op)]
    unsafe fn take<S: Side>(&mut self, p: *const T, at: usize) {
        let place = T::place(at);
        for l in 0..W {
            let (x, best) = (*p.add(l), self.best[l]);
            let better = (S::before(x, best) | (x != x)) & (best == best);
            self.best[l] = if better { x } else { best };
            self.place[l] = if better { place } else { self.place[l] };
        }
    }
}

/// The positions in `W` columns.
#[inline(always)]
unsafe fn of_columns<T: Placed, S: Side, const W: usize>(p: *const u8, step: isize, n: usize, out: *mut i64) {
    let mut lanes = Lanes::<T, W>::of(p as *const T, 0);
    for i in 1..n {
        lanes.take::<S>(p.wrapping_offset(i as isize * step) as *const T, i);
    }
    for l in 0..W {
        *out.add(l) = T::at(lanes.place[l]) as i64;
    }
}

/// Columns that are gone through together.
const WIDE: usize = 64;
/// The fewest that are worth it.
pub const FEWEST_COLUMNS: usize = 8;

#[inline(always)]
unsafe fn columns_body<L: Level, T: Placed, S: Side>(
    p: *const u8,
    step: isize,
    n: usize,
    m: usize,
    out: *mut i64,
) {
    let column = |j: usize| p.wrapping_add(j * size_of::<T>());
    let mut j = 0;
    while m - j >= WIDE {
        of_columns::<T, S, WIDE>(column(j), step, n, out.add(j));
        j += WIDE;
    }
    while j < m {
        // The last ones overlap what was done already.
        let at = j.min(m - FEWEST_COLUMNS);
        of_columns::<T, S, FEWEST_COLUMNS>(column(at), step, n, out.add(at));
        j += FEWEST_COLUMNS;
    }
}
per_level! {
    unsafe fn columns[T: Placed, S: Side](p: *const u8, step: isize, n: usize, m: usize, out: *mut i64) =
        columns_body
}

/// Writes the position of the extremum of each of `m` dense columns, whose `n` elements are `step` bytes apart.
pub type Columns = unsafe fn(p: *const u8, step: isize, n: usize, m: usize, out: *mut i64);

/// Positions of extrema of columns: the first of equals, the first NaN before all; at least
/// [`FEWEST_COLUMNS`] columns, and from one to `u32::MAX` elements.
pub fn extreme_of_columns(ty: Ty, largest: bool) -> Option<Columns> {
    macro_rules! table {
        ($($v:ident $t:ty),*) => {
            match (ty, largest) {
                $((Ty::$v, true) => Some(columns::<$t, Maximum>),
                (Ty::$v, false) => Some(columns::<$t, Minimum>),)*
                _ => None,
            }
        };
    }
    table!(I8 i8, U8 u8, I16 i16, U16 u16, I32 i32, U32 u32, F32 f32, I64 i64, U64 u64, F64 f64)
}
