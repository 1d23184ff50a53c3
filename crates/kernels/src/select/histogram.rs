//! Equal bins by arithmetic, with NumPy's correction at the edges.

use super::level::per_level;
use crate::cpu::Level;
use crate::Ty;

pub(crate) trait Binned: Copy + PartialOrd + Default + 'static {
    fn position(self, first: Self, width: Self, bins: Self) -> Self;
    fn trunc(self) -> i64;
    fn number(n: usize) -> Self;
    fn minus(self, o: Self) -> Self;
}
macro_rules! binned { ($($t:ty),*) => { $(impl Binned for $t {
    #[inline(always)] fn position(self, first: $t, width: $t, bins: $t) -> $t { (self - first) / width * bins }
    #[inline(always)] fn trunc(self) -> i64 { self as i64 }
    #[inline(always)] fn number(n: usize) -> $t { n as $t }
    #[inline(always)] fn minus(self, o: $t) -> $t { self - o }
})* } }
binned!(f32, f64);

const BLOCK: usize = 256;

/// Bin of each value, `-1` outside; `edges` has `bins + 1` entries.
#[inline(always)]
unsafe fn bins_of_block<T: Binned>(
    x: *const T,
    m: usize,
    edges: *const T,
    bins: usize,
    out: &mut [i64; BLOCK],
) {
    let (first, last) = (*edges, *edges.add(bins));
    let (width, number) = (last.minus(first), T::number(bins));
    for (j, o) in out[..m].iter_mut().enumerate() {
        let v = *x.add(j);
        let inside = (v >= first) & (v <= last);
        let safe = if inside { v } else { first };
        let k = safe.position(first, width, number).trunc().min(bins as i64 - 1).max(0);
        *o = if inside { k } else { -1 };
    }
    for (j, o) in out[..m].iter_mut().enumerate() {
        let k = *o;
        if k >= 0 {
            let v = *x.add(j);
            let down = (v < *edges.add(k as usize)) as i64;
            let k = (k - down).max(0);
            let up = (v >= *edges.add(k as usize + 1)) & (k != bins as i64 - 1);
            *o = k + up as i64;
        }
    }
}

#[inline(always)]
unsafe fn count_body<L: Level, T: Binned>(
    x: *const u8,
    n: usize,
    edges: *const u8,
    bins: usize,
    counts: *mut i64,
) {
    let mut at = [0i64; BLOCK];
    let mut start = 0;
    while start < n {
        let m = BLOCK.min(n - start);
        bins_of_block::<T>((x as *const T).add(start), m, edges as *const T, bins, &mut at);
        for &k in &at[..m] {
            if k >= 0 {
                *counts.add(k as usize) += 1;
            }
        }
        start += m;
    }
}
per_level! { unsafe fn count_at_level[T: Binned](x: *const u8, n: usize, edges: *const u8, bins: usize,
counts: *mut i64) = count_body }

#[inline(always)]
unsafe fn weigh_body<L: Level, T: Binned>(
    x: *const u8,
    n: usize,
    edges: *const u8,
    bins: usize,
    weights: *const f64,
    sums: *mut f64,
) {
    let mut at = [0i64; BLOCK];
    let mut start = 0;
    while start < n {
        let m = BLOCK.min(n - start);
        bins_of_block::<T>((x as *const T).add(start), m, edges as *const T, bins, &mut at);
        for (j, &k) in at[..m].iter().enumerate() {
            if k >= 0 {
                *sums.add(k as usize) += *weights.add(start + j);
            }
        }
        start += m;
    }
}
per_level! { unsafe fn weigh_at_level[T: Binned](x: *const u8, n: usize, edges: *const u8, bins: usize,
weights: *const f64, sums: *mut f64) = weigh_body }

/// Adds to `counts` how many of the `n` values lie in each of the `bins` equal bins between the `edges`.
///
/// `x` and `edges` are of type `ty` (F32 or F64; NumPy casts the data to the type of its edges), contiguous.
/// Values outside, NaN among them, are not counted; the last bin includes its right edge.
///
/// # Safety
/// `x` is valid for `n` elements, `edges` for `bins + 1 >= 2` (increasing, of finite width), `counts` for `bins`.
pub unsafe fn histogram_uniform(
    ty: Ty,
    x: *const u8,
    n: usize,
    edges: *const u8,
    bins: usize,
    counts: *mut i64,
) {
    match ty {
        Ty::F32 => count_at_level::<f32>(x, n, edges, bins, counts),
        Ty::F64 => count_at_level::<f64>(x, n, edges, bins, counts),
        _ => unreachable!("histogram_uniform bins float32 and float64"),
    }
}

/// [`histogram_uniform`] with weights: `sums[bin(x[i])] += weights[i]`, in order. NumPy sums blocks of 65,536
/// values apart and adds the blocks; call it so for the same bits.
///
/// # Safety
/// As [`histogram_uniform`].
pub unsafe fn histogram_weighted(
    ty: Ty,
    x: *const u8,
    n: usize,
    edges: *const u8,
    bins: usize,
    weights: *const f64,
    sums: *mut f64,
) {
    match ty {
        Ty::F32 => weigh_at_level::<f32>(x, n, edges, bins, weights, sums),
        Ty::F64 => weigh_at_level::<f64>(x, n, edges, bins, weights, sums),
        _ => unreachable!("histogram_weighted bins float32 and float64"),
    }
}
