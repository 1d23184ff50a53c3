//! Equal bins by arithmetic, with NumPy's correction at the edges.

use super::level::per_level;
use crate::cpu::Level;
use crate::Ty;

pub(crate) trait Binned: Copy + PartialOrd + Default + 'static {
    /// The bin by arithmetic alone, between 0 and `bins - 1`.
    unsafe fn guess(self, first: Self, width: Self, bins: Self) -> i32;
    fn number(n: usize) -> Self;
    fn minus(self, o: Self) -> Self;
}
macro_rules! binned { ($($t:ty),*) => { $(impl Binned for $t {
    #[inline(always)]
    unsafe fn guess(self, first: $t, width: $t, bins: $t) -> i32 {
        let t = (self - first) / width * bins;
        // The last edge itself belongs to the last bin; what is no number (no width) to the first.
        let t = if t >= bins { bins - 1.0 } else { t };
        (if t >= 0.0 { t } else { 0.0 }).to_int_unchecked()
    }
    #[inline(always)] fn number(n: usize) -> $t { n as $t }
    #[inline(always)] fn minus(self, o: $t) -> $t { self - o }
})* } }
binned!(f32, f64);

const BLOCK: usize = 256;

/// A block of values with their bins: values outside stand for the first edge and are marked.
struct Block<T> {
    value: [T; BLOCK],
    guess: [i32; BLOCK],
    outside: [i32; BLOCK],
}

impl<T: Binned> Block<T> {
    #[inline(always)]
    fn new() -> Block<T> {
        Block { value: [T::default(); BLOCK], guess: [0; BLOCK], outside: [0; BLOCK] }
    }

    #[inline(always)]
    unsafe fn load(&mut self, x: *const T, m: usize, edges: *const T, bins: usize) {
        let (first, last) = (*edges, *edges.add(bins));
        let (width, number) = (last.minus(first), T::number(bins));
        for j in 0..m {
            let v = *x.add(j);
            let inside = (v >= first) & (v <= last);
            let v = if inside { v } else { first };
            self.value[j] = v;
            self.guess[j] = v.guess(first, width, number);
            self.outside[j] = !inside as i32;
        }
    }

    /// The bin of a value inside: the guess is off by one at most.
    #[inline(always)]
    unsafe fn bin(&self, j: usize, edges: *const T, bins: usize) -> usize {
        let (k, v) = (*self.guess.get_unchecked(j) as usize, *self.value.get_unchecked(j));
        let down = (v < *edges.add(k)) as usize;
        let up = ((v >= *edges.add(k + 1)) & (k + 1 != bins)) as usize;
        k + up - down
    }
}

/// Up to here the counters are kept on the stack, twice: equal neighbours do not wait for each other.
const FEW: usize = 511;

#[inline(always)]
unsafe fn count_body<L: Level, T: Binned>(
    x: *const u8,
    n: usize,
    edges: *const u8,
    bins: usize,
    counts: *mut i64,
) {
    let (x, edges) = (x as *const T, edges as *const T);
    let mut block = Block::<T>::new();
    let mut tables = [[0i64; FEW + 1]; 2];
    for start in (0..n).step_by(BLOCK) {
        let m = BLOCK.min(n - start);
        block.load(x.add(start), m, edges, bins);
        if bins <= FEW {
            for j in 0..m {
                let k = block.bin(j, edges, bins);
                // Values outside are counted behind the last bin.
                let k = if block.outside[j] != 0 { bins } else { k };
                *tables.get_unchecked_mut(j & 1).get_unchecked_mut(k) += 1;
            }
        } else {
            for j in 0..m {
                if block.outside[j] == 0 {
                    *counts.add(block.bin(j, edges, bins)) += 1;
                }
            }
        }
    }
    if bins <= FEW {
        for k in 0..bins {
            *counts.add(k) += tables[0][k] + tables[1][k];
        }
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
    let (x, edges) = (x as *const T, edges as *const T);
    let mut block = Block::<T>::new();
    for start in (0..n).step_by(BLOCK) {
        let m = BLOCK.min(n - start);
        block.load(x.add(start), m, edges, bins);
        for j in 0..m {
            if block.outside[j] == 0 {
                *sums.add(block.bin(j, edges, bins)) += *weights.add(start + j);
            }
        }
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
/// `x` is valid for `n` elements, `edges` for `bins + 1 >= 2` (increasing, of finite width), `counts` for `bins`,
/// which is below 2^31.
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
