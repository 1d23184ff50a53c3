//! Slices of an axis.

/// A slice already fitted to an axis: `len` elements from `start`, `step` apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    pub start: isize,
    pub step: isize,
    pub len: usize,
}

impl Slice {
    /// Python's rules for `start:stop:step` on an axis of length `n`; `step` is not 0. What is empty starts at the
    /// beginning, with steps of 1: the strides of empty views are those of their array.
    #[inline]
    pub fn fit(start: Option<isize>, stop: Option<isize>, step: isize, n: usize) -> Slice {
        let s = Slice::of_range(start, stop, step, n);
        if s.len == 0 {
            Slice { start: 0, step: 1, len: 0 }
        } else {
            s
        }
    }

    #[inline(always)]
    fn of_range(start: Option<isize>, stop: Option<isize>, step: isize, n: usize) -> Slice {
        let n = n as isize;
        let clamp = |i: isize, low: isize, high: isize| {
            let i = if i < 0 { i.saturating_add(n) } else { i };
            i.clamp(low, high)
        };
        if step > 0 {
            let start = start.map_or(0, |i| clamp(i, 0, n));
            let stop = stop.map_or(n, |i| clamp(i, 0, n));
            let len = match stop - start {
                n if n <= 0 => 0,
                n if step == 1 => n,
                n => (n - 1) / step + 1,
            };
            Slice { start, step, len: len as usize }
        } else {
            let start = start.map_or(n - 1, |i| clamp(i, -1, n - 1));
            let stop = stop.map_or(-1, |i| clamp(i, -1, n - 1));
            let len = if start > stop { (start - stop - 1) / step.saturating_neg() + 1 } else { 0 };
            Slice { start, step, len: len as usize }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Slice;

    #[test]
    fn slices_follow_python() {
        assert_eq!(Slice::fit(None, None, -1, 5), Slice { start: 4, step: -1, len: 5 });
        assert_eq!(Slice::fit(Some(1), Some(-1), 2, 6), Slice { start: 1, step: 2, len: 2 });
        assert_eq!(Slice::fit(Some(10), None, 1, 5).len, 0);
        assert_eq!(Slice::fit(Some(5), Some(2), 3, 9), Slice { start: 0, step: 1, len: 0 });
        assert_eq!(Slice::fit(None, None, -2, 0), Slice { start: 0, step: 1, len: 0 });
        assert_eq!(Slice::fit(Some(isize::MAX), Some(isize::MIN), isize::MIN, 5).len, 1);
    }
}
