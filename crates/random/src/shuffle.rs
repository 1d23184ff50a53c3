//! Shuffles, permutations and choices, as sequences of swaps and lists of indices.

use crate::bitgen::BitGenerator;
use crate::integers::{interval, mask_of, BoundedInt, IntBuffer, Method};
use std::collections::TryReserveError;

/// Fisher-Yates from the end: calls `swap(i, j)` for `i` from `n - 1` down to 1 with `j` uniform on [0, i].
///
/// `shuffle`, `permutation` and `permuted` of both families draw like this. A draw that is thrown away calls `swap(i, i)`: to
/// branch on it would be mispredicted once in three draws, which costs more than a swap of small items.
pub fn shuffle_with<B: BitGenerator + ?Sized>(g: &mut B, n: usize, mut swap: impl FnMut(usize, usize)) {
    let mut i = n.saturating_sub(1);
    while i > u32::MAX as usize {
        swap(i, interval(g, i as u64) as usize);
        i -= 1;
    }
    while i > 0 {
        let mask = mask_of(i as u64) as usize;
        while i > mask >> 1 {
            let j = g.next_u32() as usize & mask;
            let taken = usize::from(j <= i);
            swap(i, i ^ ((i ^ j) & taken.wrapping_neg()));
            i -= taken;
        }
    }
}

/// Shuffles a slice.
pub fn shuffle<B: BitGenerator + ?Sized, T>(g: &mut B, items: &mut [T]) {
    shuffle_with(g, items.len(), |i, j| items.swap(i, j));
}

/// Fills `out` with a permutation of `0..out.len()`.
pub fn permutation<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [i64]) {
    count_up(out);
    shuffle(g, out);
}

fn count_up(out: &mut [i64]) {
    for (i, x) in out.iter_mut().enumerate() {
        *x = i as i64;
    }
}

/// Fisher-Yates from the end down to place `first`, with Lemire's integers.
fn shuffle_tail<B: BitGenerator + ?Sized>(g: &mut B, items: &mut [i64], first: usize) {
    for i in (first..items.len()).rev() {
        items.swap(i, up_to(g, i));
    }
}

fn up_to<B: BitGenerator + ?Sized>(g: &mut B, max: usize) -> usize {
    u64::draw(g, &mut IntBuffer::default(), 0, max as u64, Method::Lemire) as usize
}

/// Whether [`choice`] shuffles the end of a list of the whole population, for which it wants scratch.
pub fn choice_wants_scratch(population: usize, size: usize, shuffled: bool) -> bool {
    let cutoff = if shuffled { 50 } else { 20 };
    population > 10_000 && size > population / cutoff
}

/// Fills `out` with different indices below `population`: `Generator.choice` without replacement. With
/// `shuffled` every order is equally likely, else only every set. `scratch` has the population's length where
/// [`choice_wants_scratch`] says so.
///
/// # Errors
/// If there is no memory for the set of what was drawn; then nothing is.
///
/// # Panics
/// If `out` is longer than the population, or `scratch` not of the length asked for.
pub fn choice<B: BitGenerator + ?Sized>(
    g: &mut B,
    population: usize,
    shuffled: bool,
    scratch: &mut [i64],
    out: &mut [i64],
) -> Result<(), TryReserveError> {
    let size = out.len();
    assert!(size <= population, "a larger sample than the population");
    if choice_wants_scratch(population, size, shuffled) {
        assert_eq!(scratch.len(), population);
        count_up(scratch);
        shuffle_tail(g, scratch, (population - size).max(1));
        out.copy_from_slice(&scratch[population - size..]);
    } else {
        floyd(g, population, out)?;
        if shuffled {
            shuffle_tail(g, out, 1);
        }
    }
    Ok(())
}

/// Floyd's sampling (Bentley & Floyd, "A Sample of Brilliance", CACM 30, 1987).
fn floyd<B: BitGenerator + ?Sized>(
    g: &mut B,
    population: usize,
    out: &mut [i64],
) -> Result<(), TryReserveError> {
    let mut seen = IndexSet::with_room_for(out.len())?;
    let first = population - out.len();
    for (last, x) in (first..population).zip(out) {
        let candidate = up_to(g, last);
        let chosen = if seen.insert(candidate) { candidate } else { last };
        if chosen == last {
            seen.insert(last);
        }
        *x = chosen as i64;
    }
    Ok(())
}

/// A set of indices by open addressing, at most five sixths full.
struct IndexSet {
    slots: Vec<usize>,
    mask: usize,
}

impl IndexSet {
    const FREE: usize = usize::MAX;

    fn with_room_for(count: usize) -> Result<Self, TryReserveError> {
        let mask = mask_of((1.2 * count as f64) as u64) as usize;
        let mut slots = Vec::new();
        slots.try_reserve_exact(mask + 1)?;
        slots.resize(mask + 1, Self::FREE);
        Ok(IndexSet { slots, mask })
    }

    /// Whether `index` was not yet in the set.
    fn insert(&mut self, index: usize) -> bool {
        let mut at = index & self.mask;
        while self.slots[at] != Self::FREE {
            if self.slots[at] == index {
                return false;
            }
            at = (at + 1) & self.mask;
        }
        self.slots[at] = index;
        true
    }
}

/// The running sums of `p`, divided by the last: what choices with probabilities search in.
pub fn cumulative(p: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    // The first sum is the first term itself, also for a negative zero.
    let mut sums: Vec<f64> = p
        .iter()
        .enumerate()
        .map(|(i, &x)| {
            sum = if i == 0 { x } else { sum + x };
            sum
        })
        .collect();
    if let Some(&total) = sums.last() {
        sums.iter_mut().for_each(|x| *x /= total);
    }
    sums
}

/// How many of the running sums are at most `u`: the index drawn (`searchsorted(side='right')`).
#[inline]
pub fn index_of(cdf: &[f64], u: f64) -> i64 {
    cdf.partition_point(|&x| x <= u) as i64
}

/// Fills `out` with indices drawn with probabilities `p`, with replacement, for both families.
pub fn fill_choice<B: BitGenerator + ?Sized>(g: &mut B, p: &[f64], out: &mut [i64]) {
    let cdf = cumulative(p);
    for x in out {
        *x = index_of(&cdf, g.next_f64());
    }
}

/// Fills `out` with different indices drawn with probabilities `p`, for both families: rounds of draws, each
/// keeping the first of equal ones and setting their probabilities to zero for the next.
///
/// # Panics
/// If fewer than `out.len()` probabilities are positive.
pub fn fill_choice_without_replacement<B: BitGenerator + ?Sized>(g: &mut B, p: &[f64], out: &mut [i64]) {
    assert!(p.iter().filter(|&&x| x > 0.0).count() >= out.len(), "fewer non-zero probabilities than draws");
    let mut p = p.to_vec();
    let mut taken = vec![false; p.len()];
    let mut found = 0;
    while found < out.len() {
        for &index in &out[..found] {
            p[index as usize] = 0.0;
        }
        let cdf = cumulative(&p);
        let round: Vec<i64> = (found..out.len()).map(|_| index_of(&cdf, g.next_f64())).collect();
        for index in round {
            if !std::mem::replace(&mut taken[index as usize], true) {
                out[found] = index;
                found += 1;
            }
        }
    }
}
