//! Nearness of two rows of float64 within a tolerance, and equality.

use crate::cpu::Level;
use crate::select::level::per_level;

/// `|x - y| <= atol + rtol * |y|`, `y` finite; or `x == y`; with `equal_nan` also NaN beside NaN.
#[derive(Clone, Copy, Debug)]
pub struct Tolerance {
    pub rtol: f64,
    pub atol: f64,
    pub equal_nan: bool,
}

#[inline(always)]
fn near(x: f64, y: f64, t: &Tolerance) -> u8 {
    let within = ((x - y).abs() <= t.atol + t.rtol * y.abs()) & (y.abs() < f64::INFINITY);
    let both_nan = t.equal_nan & (x != x) & (y != y);
    (within | (x == y) | both_nan) as u8
}

#[inline(always)]
unsafe fn close_body<L: Level>(
    a: *const f64,
    sa: usize,
    b: *const f64,
    sb: usize,
    n: usize,
    t: &Tolerance,
    out: *mut u8,
) {
    macro_rules! pass {
        ($sa:expr, $sb:expr) => {
            for i in 0..n {
                *out.add(i) = near(*a.add(i * $sa), *b.add(i * $sb), t);
            }
        };
    }
    match (sa, sb) {
        (1, 1) => pass!(1, 1),
        (1, _) => pass!(1, 0),
        (_, 1) => pass!(0, 1),
        _ => pass!(0, 0),
    }
}
per_level! {
    /// `out[i]`: `a[i]` is near `b[i]`. Steps are 1, or 0 for one value beside all.
    ///
    /// # Safety
    /// The rows are aligned and valid for `n` elements at their steps, `out` for writing `n` bytes.
    pub unsafe fn close[](a: *const f64, sa: usize, b: *const f64, sb: usize, n: usize, t: &Tolerance,
        out: *mut u8) = close_body
}

#[inline(always)]
unsafe fn equal_body<L: Level>(a: *const f64, b: *const f64, n: usize) -> bool {
    const BLOCK: usize = 256;
    for start in (0..n).step_by(BLOCK) {
        let mut different = false;
        for i in start..n.min(start + BLOCK) {
            different |= *a.add(i) != *b.add(i);
        }
        if different {
            return false;
        }
    }
    true
}
per_level! {
    /// All pairs are equal; NaN equals nothing.
    ///
    /// # Safety
    /// Both rows are aligned and valid for `n` elements.
    pub unsafe fn equal_rows[](a: *const f64, b: *const f64, n: usize) -> bool = equal_body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearness() {
        let t = Tolerance { rtol: 1e-5, atol: 1e-8, equal_nan: true };
        let a = [1.0, 1.0, f64::INFINITY, f64::INFINITY, f64::NAN, 0.0, -0.0, 1e300];
        let b = [1.0 + 1e-6, 1.1, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e-9, 0.0, f64::INFINITY];
        let mut out = [9u8; 8];
        // SAFETY: the arrays hold the eight elements named by the count.
        unsafe { close(a.as_ptr(), 1, b.as_ptr(), 1, 8, &t, out.as_mut_ptr()) };
        assert_eq!(out, [1, 0, 1, 0, 1, 1, 1, 0]);
        // SAFETY: the arrays hold the eight elements named by the count.
        assert!(unsafe { equal_rows(a.as_ptr(), a.as_ptr(), 4) });
        // SAFETY: the arrays hold the eight elements named by the count.
        assert!(!unsafe { equal_rows(a.as_ptr(), a.as_ptr(), 8) });
    }
}
