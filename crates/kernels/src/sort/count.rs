//! Counting sort of one- and two-byte keys.

use super::keys::Key;
use super::vector::{select_i32, sort_i32};

/// Fewer bytes sort faster as wider keys than by tables.
const FEW: usize = 400;

/// Sorts bytes.
pub(crate) unsafe fn sort_i8(p: *mut i8, n: usize) {
    if n < FEW {
        return widened::<i8, FEW>(p, n, |w| sort_i32(w, n));
    }
    sort_i8_by_table(p, n)
}

/// Puts the `k`-th smallest at `k`, no greater ones before it, no smaller ones behind it.
pub(crate) unsafe fn select_i8(p: *mut i8, n: usize, k: usize) {
    if n < FEW {
        return widened::<i8, FEW>(p, n, |w| select_i32(w, n, k));
    }
    sort_i8_by_table(p, n)
}

/// The same of two-byte keys.
pub(crate) unsafe fn select_i16(p: *mut i16, n: usize, k: usize) {
    if n < TABLE_PAYS {
        return widened::<i16, TABLE_PAYS>(p, n, |w| select_i32(w, n, k));
    }
    std::slice::from_raw_parts_mut(p, n).select_nth_unstable(k);
}

/// Works on at most `MOST` keys as keys of four bytes, on the stack.
#[inline(always)]
unsafe fn widened<K: Key, const MOST: usize>(p: *mut K, n: usize, work: impl FnOnce(*mut i32)) {
    let mut wide = std::mem::MaybeUninit::<[i32; MOST]>::uninit();
    let w = wide.as_mut_ptr() as *mut i32;
    for i in 0..n {
        *w.add(i) = (*p.add(i)).to_u64() as i32;
    }
    work(w);
    for i in 0..n {
        *p.add(i) = K::from_u64(*w.add(i) as u64);
    }
}

unsafe fn sort_i8_by_table(p: *mut i8, n: usize) {
    // Four tables: equal neighbours would wait for each other's counter.
    let mut counts = [[0u32; 256]; 4];
    let whole = n / 4 * 4;
    for i in (0..whole).step_by(4) {
        for (t, table) in counts.iter_mut().enumerate() {
            table[*p.add(i + t) as u8 as usize] += 1;
        }
    }
    for i in whole..n {
        counts[0][*p.add(i) as u8 as usize] += 1;
    }
    let mut w = 0;
    for v in 0..256 {
        let key = (v as u8 ^ 0x80) as usize;
        let c = counts.iter().map(|table| table[key] as usize).sum::<usize>();
        // At most n in all, whatever another thread writes meanwhile.
        if c > 0 {
            p.add(w).write_bytes(key as u8, c);
            w += c;
        }
    }
}

/// Below this a table of 65,536 counters costs more than comparisons.
const TABLE_PAYS: usize = 6000;

/// Sorts two-byte keys.
pub(crate) unsafe fn sort_i16(p: *mut i16, n: usize) {
    if n < TABLE_PAYS {
        widened::<i16, TABLE_PAYS>(p, n, |w| sort_i32(w, n));
    } else {
        sort_i16_by_table(p, n);
    }
}

#[inline(never)]
unsafe fn sort_i16_by_table(p: *mut i16, n: usize) {
    debug_assert!(n <= u32::MAX as usize);
    let mut counts = [0u32; 1 << 16];
    for i in 0..n {
        counts[*p.add(i) as u16 as usize] += 1;
    }
    let mut w = 0;
    for v in 0..1usize << 16 {
        let key = v as u16 ^ 0x8000;
        let count = counts[key as usize] as usize;
        if w + count.max(8) <= n {
            // Eight at once whatever the count: no branch on it as long as it is small.
            (p.add(w) as *mut [i16; 8]).write_unaligned([key as i16; 8]);
            for i in 8..count {
                *p.add(w + i) = key as i16;
            }
        } else {
            for i in 0..count.min(n - w) {
                *p.add(w + i) = key as i16;
            }
        }
        w = (w + count).min(n);
    }
}

/// Stable order of byte keys: `idx` becomes the permutation.
pub(crate) unsafe fn argsort_u8(key: impl Fn(usize) -> u8, n: usize, idx: *mut i64) {
    let mut at = [0usize; 257];
    for i in 0..n {
        at[key(i) as usize + 1] += 1;
    }
    for v in 0..256 {
        at[v + 1] += at[v];
    }
    for i in 0..n {
        let slot = &mut at[key(i) as usize];
        // The guard holds against keys that change meanwhile.
        if *slot < n {
            *idx.add(*slot) = i as i64;
            *slot += 1;
        }
    }
}
