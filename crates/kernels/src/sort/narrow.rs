//! Counting instead of comparing: integers whose range is narrow against their number.

use super::keys::{Key, Sortable};
use crate::cpu::Level;
use crate::select::level::per_level;

/// Counters of at most this many values stay in the cache of first level, or near it.
const WIDEST: usize = 1 << 14;
/// Elements a counter must stand for, so that going through the counters costs little.
const EACH: usize = 16;
/// Fewer elements sort faster in registers.
const FEWEST: usize = 512;
/// Up to this many values four tables take turns: equal neighbours would wait for each other's counter.
const SHORT: usize = WIDEST / 4;

/// The least key and the number of counters, a power of two.
#[derive(Clone, Copy)]
pub(crate) struct Narrow {
    lo: u64,
    span: usize,
}

impl Narrow {
    /// The counter of a key. Any key has one: another thread may write while this one reads.
    #[inline(always)]
    pub(crate) fn at(self, key: u64) -> usize {
        key.wrapping_sub(self.lo) as usize & (self.span - 1)
    }
    #[inline(always)]
    pub(crate) fn key(self, at: usize) -> u64 {
        self.lo.wrapping_add(at as u64)
    }
}

/// As many counters as keys from `lo` to `hi` need, where that is few against `n`.
pub(crate) fn narrow(lo: u64, hi: u64, n: usize) -> Option<Narrow> {
    let span = (hi.wrapping_sub(lo)).checked_add(1)?;
    let few = n >= FEWEST && n <= u32::MAX as usize && span <= WIDEST as u64 && span as usize * EACH <= n;
    few.then(|| Narrow { lo, span: (span as usize).next_power_of_two() })
}

#[inline(always)]
unsafe fn range_body<L: Level, T: Sortable>(p: *const T, n: usize) -> (u64, u64) {
    let (mut lo, mut hi) = ((*p).key(), (*p).key());
    for i in 1..n {
        let k = (*p.add(i)).key();
        lo = if k < lo { k } else { lo };
        hi = if k > hi { k } else { hi };
    }
    (lo.to_u64(), hi.to_u64())
}
per_level! { unsafe fn range[T: Sortable](p: *const T, n: usize) -> (u64, u64) = range_body }

/// The range of integers, where it is narrow; a few samples tell most wide ones.
pub(crate) unsafe fn narrow_range<T: Sortable>(p: *const T, n: usize) -> Option<Narrow> {
    const SAMPLES: usize = 16;
    if T::FLOAT || n < FEWEST {
        return None;
    }
    let (mut lo, mut hi) = (u64::MAX, 0);
    for i in 0..SAMPLES {
        let k = (*p.add(n / SAMPLES * i)).key().to_u64();
        (lo, hi) = (lo.min(k), hi.max(k));
    }
    narrow(lo, hi, n)?;
    let (lo, hi) = range(p, n);
    narrow(lo, hi, n)
}

/// Counters on the stack.
pub(crate) struct Counters([u32; WIDEST]);

impl Counters {
    /// Counts `n` keys; the counts stand in the first `span` places.
    #[inline(always)]
    pub(crate) fn count(&mut self, of: Narrow, n: usize, key: impl Fn(usize) -> u64) -> &mut [u32] {
        let span = of.span;
        if span <= SHORT {
            self.0[..4 * span].fill(0);
            let whole = n / 4 * 4;
            for i in (0..whole).step_by(4) {
                for t in 0..4 {
                    self.0[t * span + of.at(key(i + t))] += 1;
                }
            }
            for i in whole..n {
                self.0[of.at(key(i))] += 1;
            }
            for v in 0..span {
                self.0[v] += self.0[span + v] + self.0[2 * span + v] + self.0[3 * span + v];
            }
        } else {
            self.0[..span].fill(0);
            for i in 0..n {
                self.0[of.at(key(i))] += 1;
            }
        }
        &mut self.0[..span]
    }
}

/// Room for counters that holds anything.
macro_rules! counters {
    ($name:ident) => {
        let mut room = std::mem::MaybeUninit::<$crate::sort::narrow::Counters>::uninit();
        // Integers of any bits; those that are read were written before.
        let $name = &mut *room.as_mut_ptr();
    };
}

pub(crate) use counters;

/// The most values a narrow range of `n` elements holds.
pub(crate) fn most(n: usize) -> usize {
    (n / EACH).min(WIDEST)
}

#[inline(always)]
unsafe fn sort_body<L: Level, T: Sortable>(p: *mut T, n: usize, of: Narrow) {
    counters!(room);
    let counts = room.count(of, n, |i| (*p.add(i)).key().to_u64());
    let mut w = 0;
    for (at, &c) in counts.iter().enumerate() {
        let x = T::from_key(T::K::from_u64(of.key(at)));
        // At most n in all, whatever another thread writes meanwhile.
        let end = (w + c as usize).min(n);
        for i in w..end {
            *p.add(i) = x;
        }
        w = end;
    }
}
per_level! {
    /// Sorts elements of a narrow range.
    pub(crate) unsafe fn sort_narrow[T: Sortable](p: *mut T, n: usize, of: Narrow) = sort_body
}

/// The stable order of keys of a narrow range: `idx` becomes the permutation.
#[inline(never)]
pub(crate) unsafe fn argsort_narrow(key: impl Fn(usize) -> u64, n: usize, of: Narrow, idx: *mut i64) {
    counters!(room);
    let places = room.count(of, n, &key);
    let mut next = 0;
    for place in places.iter_mut() {
        next += std::mem::replace(place, next);
    }
    for i in 0..n {
        let place = &mut places[of.at(key(i))];
        // The guard holds against keys that change meanwhile.
        if (*place as usize) < n {
            *idx.add(*place as usize) = i as i64;
            *place += 1;
        }
    }
}
