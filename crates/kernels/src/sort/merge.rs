//! A stable merge sort by any order, with scratch of the caller.
//!
//! The order may be inconsistent (comparisons that fail, NaN): the result is then some permutation.

/// Runs of this length are sorted by insertion.
const RUN: usize = 12;

/// Sorts stably; `less(a, b)` says whether `a` must stand before `b`.
///
/// # Safety
/// `p` is valid for `n` elements, `scratch` for `n / 2 + 1`; they do not overlap. Both are aligned.
pub unsafe fn merge_sort_by<T: Copy>(
    p: *mut T,
    n: usize,
    scratch: *mut T,
    less: &mut impl FnMut(&T, &T) -> bool,
) {
    if n <= RUN {
        return insertion_sort_by(p, n, less);
    }
    let half = n / 2;
    merge_sort_by(p, half, scratch, less);
    merge_sort_by(p.add(half), n - half, scratch, less);
    merge_by(p, half, n, scratch, less);
}

/// Merges the sorted `p[..mid]` and `p[mid..n]` stably.
unsafe fn merge_by<T: Copy>(
    p: *mut T,
    mid: usize,
    n: usize,
    scratch: *mut T,
    less: &mut impl FnMut(&T, &T) -> bool,
) {
    if !less(&*p.add(mid), &*p.add(mid - 1)) {
        return;
    }
    // What is already in place at the left stays.
    let mut skip = 0;
    while skip < mid && !less(&*p.add(mid), &*p.add(skip)) {
        skip += 1;
    }
    let left = mid - skip;
    p.add(skip).copy_to_nonoverlapping(scratch, left);
    let (mut i, mut j, mut w) = (0, mid, skip);
    while i < left && j < n {
        let right_first = less(&*p.add(j), &*scratch.add(i));
        *p.add(w) = if right_first { *p.add(j) } else { *scratch.add(i) };
        j += right_first as usize;
        i += !right_first as usize;
        w += 1;
    }
    scratch.add(i).copy_to_nonoverlapping(p.add(w), left - i);
}

/// Insertion sort, stable.
///
/// # Safety
/// `p` is valid for `n` elements.
pub unsafe fn insertion_sort_by<T: Copy>(p: *mut T, n: usize, less: &mut impl FnMut(&T, &T) -> bool) {
    for i in 1..n {
        let x = *p.add(i);
        let mut j = i;
        while j > 0 && less(&x, &*p.add(j - 1)) {
            *p.add(j) = *p.add(j - 1);
            j -= 1;
        }
        *p.add(j) = x;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::select::tests::Rng;

    #[test]
    fn stable_for_every_length() {
        let mut r = Rng(9);
        for n in (0..70).chain([100, 1000]) {
            for values in [1usize, 3, 50, 1 << 30] {
                let mut x: Vec<(usize, usize)> = (0..n).map(|i| (r.below(values), i)).collect();
                let mut want = x.clone();
                want.sort();
                let mut scratch = x.clone();
                // SAFETY: `x` and the scratch hold as many elements as said.
                unsafe { merge_sort_by(x.as_mut_ptr(), n, scratch.as_mut_ptr(), &mut |a, b| a.0 < b.0) };
                assert_eq!(x, want);
            }
        }
    }

    #[test]
    fn an_inconsistent_order_loses_nothing() {
        let mut r = Rng(10);
        let mut x: Vec<usize> = (0..500).collect();
        let mut scratch = x.clone();
        // SAFETY: `x` and the scratch hold as many elements as said.
        unsafe { merge_sort_by(x.as_mut_ptr(), 500, scratch.as_mut_ptr(), &mut |_, _| r.below(2) == 0) };
        x.sort();
        assert_eq!(x, (0..500).collect::<Vec<_>>());
    }
}
