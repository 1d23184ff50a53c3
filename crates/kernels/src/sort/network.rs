//! Sorting up to 256 keys in registers.
//!
//! The keys fill a matrix of `R` registers. A sorting network over the registers sorts the columns (lanes); then
//! neighbouring columns are merged bitonically (Batcher 1968), two, four, eight, … at a time, until the matrix,
//! read column by column, is in order; it is stored transposed. The networks over registers are the
//! published ones of 19 (8 inputs) and 60 (16 inputs, Green 1969) comparators.

use super::keys::Key;
use super::lanes::Lanes;

macro_rules! exchange {
    ($v:ident: $($i:literal $j:literal),*) => { $(
        let (low, high) = $v[$i].exchange($v[$j]);
        $v[$i] = low;
        $v[$j] = high;
    )* };
}

/// A matrix of registers: its two steps that depend on the number of rows.
pub(crate) trait Rows<V: Lanes> {
    /// Sorts every column.
    unsafe fn sort_columns(&mut self);
    /// Merges groups of `G` columns: each half of a group is sorted.
    unsafe fn merge<const G: usize>(&mut self);
}

/// The reversed comparison that makes both halves of a group bitonic.
macro_rules! fold {
    ($v:ident, $g:ident: $($i:literal $j:literal),*) => { $(
        let (a, b) = ($v[$i], $v[$j].reverse::<$g>());
        // The upper half of a group of G lanes is told by bit G / 2.
        $v[$i] = match $g {
            2 => a.min_max::<1>(b),
            4 => a.min_max::<2>(b),
            8 => a.min_max::<4>(b),
            _ => a.min_max::<8>(b),
        };
        let rest = match $g {
            2 => a.max_min::<1>(b),
            4 => a.max_min::<2>(b),
            8 => a.max_min::<4>(b),
            _ => a.max_min::<8>(b),
        };
        $v[$j] = rest.reverse::<$g>();
    )* };
}

/// Half-cleaners between lanes of one register.
macro_rules! clean_lanes {
    ($v:ident, $g:ident: $($i:literal),*) => { $(
        let mut x = $v[$i];
        if $g >= 16 {
            x = x.min_max::<4>(x.swap::<4>());
        }
        if $g >= 8 {
            x = x.min_max::<2>(x.swap::<2>());
        }
        if $g >= 4 {
            x = x.min_max::<1>(x.swap::<1>());
        }
        $v[$i] = x;
    )* };
}

impl<V: Lanes> Rows<V> for [V; 8] {
    #[inline(always)]
    unsafe fn sort_columns(&mut self) {
        let v = self;
        exchange!(v: 0 2, 1 3, 4 6, 5 7, 0 4, 1 5, 2 6, 3 7, 0 1, 2 3, 4 5, 6 7, 2 4, 3 5, 1 4, 3 6, 1 2, 3 4, 5 6);
    }
    #[inline(always)]
    unsafe fn merge<const G: usize>(&mut self) {
        let v = self;
        fold!(v, G: 0 7, 1 6, 2 5, 3 4);
        clean_lanes!(v, G: 0, 1, 2, 3, 4, 5, 6, 7);
        exchange!(v: 0 4, 1 5, 2 6, 3 7, 0 2, 1 3, 4 6, 5 7, 0 1, 2 3, 4 5, 6 7);
    }
}

impl<V: Lanes> Rows<V> for [V; 16] {
    #[inline(always)]
    unsafe fn sort_columns(&mut self) {
        let v = self;
        exchange!(v: 0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15, 0 2, 4 6, 8 10, 12 14, 1 3, 5 7, 9 11, 13 15);
        exchange!(v: 0 4, 8 12, 1 5, 9 13, 2 6, 10 14, 3 7, 11 15, 0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15);
        exchange!(v: 5 10, 6 9, 3 12, 13 14, 4 8, 7 11, 1 2, 1 4, 7 13, 2 8, 11 14, 2 4, 5 6, 9 10, 11 13, 3 8, 7 12);
        exchange!(v: 6 8, 10 12, 3 5, 7 9, 3 4, 5 6, 7 8, 9 10, 11 12, 6 7, 8 9);
    }
    #[inline(always)]
    unsafe fn merge<const G: usize>(&mut self) {
        let v = self;
        fold!(v, G: 0 15, 1 14, 2 13, 3 12, 4 11, 5 10, 6 9, 7 8);
        clean_lanes!(v, G: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
        exchange!(v: 0 8, 1 9, 2 10, 3 11, 4 12, 5 13, 6 14, 7 15, 0 4, 1 5, 2 6, 3 7, 8 12, 9 13, 10 14, 11 15);
        exchange!(v: 0 2, 1 3, 4 6, 5 7, 8 10, 9 11, 12 14, 13 15, 0 1, 2 3, 4 5, 6 7, 8 9, 10 11, 12 13, 14 15);
    }
}

/// Sorts `n <= R * N` keys.
#[inline(always)]
pub(crate) unsafe fn sort_matrix<V: Lanes, const R: usize>(p: *mut V::K, n: usize)
where
    [V; R]: Rows<V>,
{
    let mut v = [V::splat(V::K::MAX_KEY); R];
    for (i, row) in v.iter_mut().enumerate() {
        let have = n.saturating_sub(i * V::N);
        *row = if have >= V::N {
            V::load(p.add(i * V::N))
        } else {
            V::load_first(p.wrapping_add(i * V::N), have)
        };
    }
    v.sort_columns();
    v.merge::<2>();
    v.merge::<4>();
    if V::N >= 8 {
        v.merge::<8>();
    }
    if V::N >= 16 {
        v.merge::<16>();
    }
    for block in 0..R / V::N {
        V::transpose(&mut v[block * V::N..(block + 1) * V::N]);
    }
    for (i, row) in v.iter().enumerate() {
        let at = i % V::N * R + i / V::N * V::N;
        let have = n.saturating_sub(at);
        if have >= V::N {
            row.store(p.add(at));
        } else if have > 0 {
            row.store_first(p.add(at), have);
        }
    }
}
