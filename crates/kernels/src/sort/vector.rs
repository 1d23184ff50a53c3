//! Sorting and selecting integer keys in place: the engine below every sort.
//!
//! Quicksort with a vectorised partition, small parts by sorting networks; selection by the same partition.

use super::keys::Key;
use super::lanes::Lanes;
use super::network::sort_matrix;

/// Moves keys below the pivot before the others and returns how many there are; `n >= 2 * U * N`.
///
/// `U` vectors are moved at once: the choice of a side is paid once for all. The outer vectors are held in
/// registers, so that both ends have room to write; each step reads where less room is left, and so never
/// overwrites what is unread (Bramas 2017). The block after the one being written is on its way already.
#[inline(always)]
unsafe fn partition<V: Lanes, const U: usize>(p: *mut V::K, n: usize, pivot: V::K) -> usize {
    let block = U * V::N;
    let by = V::splat(pivot);
    let (first, last) = (load::<V, U>(p), load::<V, U>(p.add(n - block)));
    // Writing from `left` up and from `right` down, reading between `from` and `to`.
    let (mut left, mut right) = (0, n);
    let (mut from, mut to) = (block, n - block);
    macro_rules! put {
        ($v:expr) => {
            for x in $v {
                let below = x.split(by, p.add(left), p.add(right));
                left += below;
                right -= V::N - below;
            }
        };
    }
    macro_rules! next {
        ($count:expr) => {{
            let at_left = from - left <= right - to;
            let src = p.add(if at_left { from } else { to - $count });
            from += if at_left { $count } else { 0 };
            to -= if at_left { 0 } else { $count };
            src
        }};
    }
    let mut v = first;
    let some = to - from >= block;
    if some {
        v = load::<V, U>(next!(block));
        while to - from >= block {
            let after = load::<V, U>(next!(block));
            put!(v);
            v = after;
        }
    }
    while to - from >= V::N {
        let x = V::load(next!(V::N));
        put!([x]);
    }
    let rest = to - from;
    let mut room = [V::K::MAX_KEY; 16];
    p.add(from).copy_to_nonoverlapping(room.as_mut_ptr(), rest);
    for &x in &room[..rest] {
        let below = x < pivot;
        let at = if below { left } else { right - 1 };
        *p.add(at) = x;
        left += below as usize;
        right -= !below as usize;
    }
    // All is read: what is left of the room is in one piece.
    if some {
        put!(v);
    }
    put!(first);
    put!(last);
    left
}

#[inline(always)]
unsafe fn load<V: Lanes, const U: usize>(p: *const V::K) -> [V; U] {
    let mut v = [V::load(p); U];
    for (i, v) in v.iter_mut().enumerate() {
        *v = V::load(p.add(i * V::N));
    }
    v
}

/// The engine of one register type and level: how many keys a network sorts, and the network.
trait Level: Copy {
    type K: Key;
    const BASE: usize;
    unsafe fn base(p: *mut Self::K, n: usize);
    unsafe fn partition(p: *mut Self::K, n: usize, pivot: Self::K) -> usize;
}

/// From this length on the pivot is the median of 64 samples instead of nine.
const MANY: usize = 2048;

/// A pivot near the median.
#[inline(always)]
unsafe fn pivot<E: Level>(p: *const E::K, n: usize) -> E::K {
    if n < MANY {
        let step = n / 9;
        let at = |i: usize| *p.add(i * step + step / 2);
        let third = |i: usize| median(at(i), at(i + 3), at(i + 6));
        return median(third(0), third(1), third(2));
    }
    let mut s = [E::K::MAX_KEY; 64];
    let step = n / 64;
    for (i, s) in s.iter_mut().enumerate() {
        *s = *p.add(i * step + step / 2);
    }
    if E::BASE >= 64 {
        E::base(s.as_mut_ptr(), 64);
    } else {
        s.sort_unstable();
    }
    s[32]
}

#[inline(always)]
fn median<K: Key>(a: K, b: K, c: K) -> K {
    a.min(b).max(a.max(b).min(c))
}

#[inline(always)]
unsafe fn sort_part<E: Level>(
    mut p: *mut E::K,
    mut n: usize,
    recurse: unsafe fn(*mut E::K, usize, u32),
    mut depth: u32,
) {
    while n > E::BASE {
        if depth == 0 {
            return std::slice::from_raw_parts_mut(p, n).sort_unstable();
        }
        depth -= 1;
        let (left, done) = split::<E>(p, n);
        // `done` keys behind the left part are equal.
        let right = n - left - done;
        if left < right {
            recurse(p, left, depth);
            p = p.add(left + done);
            n = right;
        } else {
            recurse(p.add(left + done), right, depth);
            n = left;
        }
    }
    E::base(p, n);
}

/// Partitions by a pivot: lengths of the part below it and of a run of keys equal to the least.
#[inline(always)]
unsafe fn split<E: Level>(p: *mut E::K, n: usize) -> (usize, usize) {
    let by = pivot::<E>(p, n);
    let left = E::partition(p, n, by);
    if left > 0 {
        return (left, 0);
    }
    // Nothing is below the pivot: those equal to it are done.
    match by.next() {
        None => (0, n),
        Some(above) => (0, E::partition(p, n, above)),
    }
}

#[inline(always)]
unsafe fn select_part<E: Level>(mut p: *mut E::K, mut n: usize, mut k: usize) {
    let mut depth = 2 * n.ilog2() + 8;
    while n > E::BASE {
        if depth == 0 {
            std::slice::from_raw_parts_mut(p, n).select_nth_unstable(k);
            return;
        }
        depth -= 1;
        let (left, done) = split::<E>(p, n);
        if k < left {
            n = left;
        } else if k < left + done {
            return;
        } else {
            p = p.add(left + done);
            n -= left + done;
            k -= left + done;
        }
    }
    E::base(p, n);
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::super::lanes::{avx2::*, avx512::*};
    use super::*;

    macro_rules! level {
        ($name:ident, $features:literal, $k:ty, $v:ty, $unroll:literal, $base:literal, |$p:ident, $n:ident| $sort:expr) => {
            #[derive(Clone, Copy)]
            pub(super) struct $name;
            impl Level for $name {
                type K = $k;
                const BASE: usize = $base;
                #[inline(always)]
                unsafe fn base($p: *mut $k, $n: usize) {
                    #[target_feature(enable = $features)]
                    unsafe fn base($p: *mut $k, $n: usize) {
                        $sort
                    }
                    base($p, $n)
                }
                #[inline(always)]
                unsafe fn partition(p: *mut $k, n: usize, pivot: $k) -> usize {
                    #[target_feature(enable = $features)]
                    unsafe fn run(p: *mut $k, n: usize, pivot: $k) -> usize {
                        partition::<$v, $unroll>(p, n, pivot)
                    }
                    run(p, n, pivot)
                }
            }
            impl $name {
                #[target_feature(enable = $features)]
                pub(super) unsafe fn sort(p: *mut $k, n: usize, depth: u32) {
                    sort_part::<$name>(p, n, $name::sort, depth)
                }
                #[target_feature(enable = $features)]
                pub(super) unsafe fn cut(p: *mut $k, n: usize) -> usize {
                    let (left, done) = split::<$name>(p, n);
                    left + done
                }
                #[target_feature(enable = $features)]
                pub(super) unsafe fn select(p: *mut $k, n: usize, k: usize) {
                    select_part::<$name>(p, n, k)
                }
            }
        };
    }
    level!(
        I64V4,
        "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c",
        i64,
        I64x8,
        8,
        128,
        |p, n| if n <= 64 { sort_matrix::<I64x8, 8>(p, n) } else { sort_matrix::<I64x8, 16>(p, n) }
    );
    level!(
        I32V4,
        "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c",
        i32,
        I32x16,
        8,
        256,
        |p, n| if n <= 64 {
            sort_matrix::<I32x8, 8>(p, n)
        } else if n <= 128 {
            sort_matrix::<I32x8, 16>(p, n)
        } else {
            sort_matrix::<I32x16, 16>(p, n)
        }
    );
    level!(I64V3, "avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c", i64, I64x4, 4, 32, |p, n| sort_matrix::<I64x4, 8>(
        p, n
    ));
    level!(I32V3, "avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c", i32, I32x8, 4, 64, |p, n| sort_matrix::<I32x8, 8>(
        p, n
    ));
}

macro_rules! engine {
    ($k:ty, $sort:ident, $select:ident, $cut:ident, $v3:ident, $v4:ident) => {
        /// Sorts.
        pub(crate) unsafe fn $sort(p: *mut $k, n: usize) {
            if n < 2 {
                return;
            }
            #[cfg(target_arch = "x86_64")]
            {
                let depth = 2 * n.ilog2() + 8;
                match crate::cpu::level() {
                    crate::cpu::CpuLevel::Avx512 => return x86::$v4::sort(p, n, depth),
                    crate::cpu::CpuLevel::Avx2 => return x86::$v3::sort(p, n, depth),
                    crate::cpu::CpuLevel::Baseline => {}
                }
            }
            std::slice::from_raw_parts_mut(p, n).sort_unstable();
        }
        /// Puts the `k`-th smallest at `k`, no greater ones before it, no smaller ones behind it.
        pub(crate) unsafe fn $select(p: *mut $k, n: usize, k: usize) {
            debug_assert!(k < n);
            #[cfg(target_arch = "x86_64")]
            match crate::cpu::level() {
                crate::cpu::CpuLevel::Avx512 => return x86::$v4::select(p, n, k),
                crate::cpu::CpuLevel::Avx2 => return x86::$v3::select(p, n, k),
                crate::cpu::CpuLevel::Baseline => {}
            }
            std::slice::from_raw_parts_mut(p, n).select_nth_unstable(k);
        }
        /// Moves keys to two parts near the middle, no greater ones in the first than in the second; where the second
        /// begins. At least [`CUTS`] keys.
        pub(crate) unsafe fn $cut(p: *mut $k, n: usize) -> usize {
            debug_assert!(n >= CUTS);
            #[cfg(target_arch = "x86_64")]
            match crate::cpu::level() {
                crate::cpu::CpuLevel::Avx512 => return x86::$v4::cut(p, n),
                crate::cpu::CpuLevel::Avx2 => return x86::$v3::cut(p, n),
                crate::cpu::CpuLevel::Baseline => {}
            }
            std::slice::from_raw_parts_mut(p, n).select_nth_unstable(n / 2);
            n / 2
        }
    };
}
/// Fewer keys are not cut.
pub(crate) const CUTS: usize = 4096;
engine!(i64, sort_i64, select_i64, cut_i64, I64V3, I64V4);
engine!(i32, sort_i32, select_i32, cut_i32, I32V3, I32V4);
