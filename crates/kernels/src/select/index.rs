//! Integer indices: normalising, checking, and turning them into byte offsets, a block at a time.

use super::level::per_level;
use crate::cpu::Level;

/// What becomes of an index outside its axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Negative indices count from the end; what is still outside is an error.
    Raise,
    /// Modulo the length.
    Wrap,
    /// To the nearest end (negative indices become 0).
    Clip,
}

/// One index array and the axis of the array it indexes.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// `i64` indices, `step` bytes apart (0 repeats one index).
    pub data: *const u8,
    pub step: isize,
    /// Length of the axis.
    pub len: usize,
    /// Byte stride of the axis.
    pub stride: isize,
}

/// An index outside its axis: which index array, at which position, which value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadIndex {
    pub axis: usize,
    pub position: usize,
    pub value: i64,
}

/// Offsets are computed for so many positions at a time, on the stack.
pub(crate) const BLOCK: usize = 256;
pub(crate) type Offsets = [i64; BLOCK];

#[inline(always)]
pub(crate) unsafe fn raw_index(x: &Index, i: usize) -> i64 {
    (x.data.offset(i as isize * x.step) as *const i64).read_unaligned()
}

/// The index as a position on the axis, and whether it is one.
#[inline(always)]
pub(crate) fn normal(mode: Mode, i: i64, len: usize) -> (i64, bool) {
    let n = len as i64;
    match mode {
        Mode::Raise => {
            let w = if i < 0 { i.wrapping_add(n) } else { i };
            (w, (w as u64) < n as u64)
        }
        Mode::Clip => (i.max(0).min(n - 1), n > 0),
        Mode::Wrap if (i as u64) < n as u64 => (i, true),
        Mode::Wrap => (if n == 0 { 0 } else { i.rem_euclid(n) }, n > 0),
    }
}

/// Byte offsets of positions `start..start + m` under all index arrays; `m <= BLOCK`.
///
/// Indices are read once: what is checked here is what is used.
#[inline(always)]
pub(crate) unsafe fn offsets(
    mode: Mode,
    axes: &[Index],
    start: usize,
    m: usize,
    out: &mut Offsets,
) -> Result<(), BadIndex> {
    for (k, x) in axes.iter().enumerate() {
        let first = k == 0;
        let mut good = true;
        macro_rules! pass {
            ($mode:expr, $step:expr) => {{
                let p = x.data.offset(start as isize * $step);
                for j in 0..m {
                    let i = (p.offset(j as isize * $step) as *const i64).read_unaligned();
                    let (w, ok) = normal($mode, i, x.len);
                    good &= ok;
                    let o = w.wrapping_mul(x.stride as i64);
                    let before = if first { 0 } else { out[j] };
                    out[j] = before.wrapping_add(o);
                }
            }};
        }
        match (mode, x.step) {
            (Mode::Raise, 8) => pass!(Mode::Raise, 8),
            (Mode::Raise, s) => pass!(Mode::Raise, s),
            (Mode::Wrap, s) => pass!(Mode::Wrap, s),
            (Mode::Clip, s) => pass!(Mode::Clip, s),
        }
        if !good {
            return Err(name_bad(mode, x, k, start, m));
        }
    }
    Ok(())
}

/// Finds the index that a block's check refused.
#[cold]
unsafe fn name_bad(mode: Mode, x: &Index, axis: usize, start: usize, m: usize) -> BadIndex {
    for position in start..start + m {
        let value = raw_index(x, position);
        if !normal(mode, value, x.len).1 {
            return BadIndex { axis, position, value };
        }
    }
    // Another thread repaired it meanwhile: the block was refused all the same.
    BadIndex { axis, position: start, value: raw_index(x, start) }
}

#[inline(always)]
unsafe fn all_good_body<L: Level>(mode: Mode, x: &Index, start: usize, m: usize) -> bool {
    let mut bad = 0u64;
    if x.step == 8 && mode == Mode::Raise {
        let (p, n) = (x.data as *const i64, x.len as i64);
        for i in start..start + m {
            let w = p.add(i).read_unaligned().wrapping_add(n);
            bad |= (w as u64 >= 2 * n as u64) as u64;
        }
    } else {
        for i in start..start + m {
            bad |= !normal(mode, raw_index(x, i), x.len).1 as u64;
        }
    }
    bad == 0
}
per_level! { unsafe fn all_good[](mode: Mode, x: &Index, start: usize, m: usize) -> bool = all_good_body }

#[inline(always)]
unsafe fn offsets_body<L: Level>(
    mode: Mode,
    axes: &[Index],
    start: usize,
    m: usize,
    out: &mut Offsets,
) -> Result<(), BadIndex> {
    offsets(mode, axes, start, m, out)
}
per_level! {
    /// [`offsets`] as a function of its own, for kernels that are not compiled for the levels themselves.
    pub(crate) unsafe fn offsets_at_level[](mode: Mode, axes: &[Index], start: usize, m: usize, out: &mut Offsets)
        -> Result<(), BadIndex> = offsets_body
}

/// The first index outside its axis, index arrays in order (all of the first, then the second, …).
///
/// # Safety
/// Each `axes[k].data` is valid for `n` reads of an `i64`, `step` bytes apart.
pub unsafe fn find_bad_index(mode: Mode, axes: &[Index], n: usize) -> Option<BadIndex> {
    for (axis, x) in axes.iter().enumerate() {
        let mut start = 0;
        while start < n {
            let m = (8 * BLOCK).min(n - start);
            if !all_good(mode, x, start, m) {
                return Some(name_bad(mode, x, axis, start, m));
            }
            start += m;
        }
    }
    None
}
