//! Sorting text and bytes: by the units that fit a machine word first, and by all of them where these are equal.

use numen_array::Array;
use numen_dtype::Kind;
use numen_shape::{Error, Result};
use std::cmp::Ordering;

/// Refines a permutation by one more key, contiguous native text or bytes; equal keys keep their order.
pub fn refine_text(keys: &Array, idx: &mut [i64]) -> Result<()> {
    let n = keys.size();
    assert!(keys.is_c_contiguous() && keys.is_behaved() && idx.iter().all(|&i| (i as u64) < n as u64));
    let all = keys.read();
    if keys.dtype().kind() == Kind::Str {
        let units = keys.itemsize() / 4;
        // SAFETY: an aligned contiguous array of `n` items of `units` units.
        refine(unsafe { std::slice::from_raw_parts(all.cast::<u32>(), n * units) }, units, idx)
    } else {
        let units = keys.itemsize();
        // SAFETY: a contiguous array of `n` items of `units` bytes.
        refine(unsafe { std::slice::from_raw_parts(all, n * units) }, units, idx)
    }
}

fn refine<T: Copy + Ord + Into<u32>>(all: &[T], units: usize, idx: &mut [i64]) -> Result<()> {
    if units == 0 {
        return Ok(());
    }
    let most = all.iter().fold(0, |m, &c| m | c.into());
    let bits = (32 - most.leading_zeros()).max(8);
    let first = ((64 / bits) as usize).min(units);
    let item = |i: i64| &all[i as usize * units..][..units];
    let mut pairs: Vec<(u64, i64)> = Vec::new();
    let bytes = std::mem::size_of_val(idx) * 2;
    pairs.try_reserve_exact(idx.len()).map_err(|_| Error::out_of_memory(bytes, &[bytes], "uint8"))?;
    pairs.extend(idx.iter().map(|&i| {
        let word = item(i)[..first].iter().fold(0, |word, &c| word << bits | u64::from(c.into()));
        (word, i)
    }));
    let rest = |i: i64| &item(i)[first..];
    pairs.sort_by(|a, b| match a.0.cmp(&b.0) {
        Ordering::Equal if first < units => rest(a.1).cmp(rest(b.1)),
        order => order,
    });
    for (place, (_, i)) in idx.iter_mut().zip(pairs) {
        *place = i;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_beginnings_are_told_apart_by_the_rest() {
        let words: [&[u8; 10]; 5] =
            [b"abcdefghij", b"abcdefgh\0\0", b"abcdefghia", b"b\0\0\0\0\0\0\0\0\0", b"abcdefghij"];
        for high in [0, 0x1_0000, 0x20_0000] {
            let all: Vec<u32> = words
                .iter()
                .flat_map(|w| w.iter().map(|&c| if c > 0 { c as u32 + high } else { 0 }))
                .collect();
            let mut idx = [3, 4, 0, 1, 2];
            refine(&all, 10, &mut idx).unwrap();
            assert_eq!(idx, [1, 2, 4, 0, 3]);
        }
    }
}
