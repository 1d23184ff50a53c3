//! Piecewise linear interpolation (`np.interp`).

use super::search::{searchsorted, Side};
use crate::Ty;

/// Abscissae are located so many at a time.
const BLOCK: usize = 256;
/// So few points are searched one after the other.
const LINEAR: usize = 4;

/// `out[i]`: the line through the points at `x[i]`; `left` below the first, `right` above the last; NaN stays.
///
/// `complex` values have two parts, interleaved in `fp` and `out` (and `left`, `right`).
///
/// # Safety
/// `x` is valid for `m` elements; `xp` for `n >= 1`, increasing; `fp` for `n` and `out` for writing `m` elements
/// of one (real) or two (complex) parts.
pub unsafe fn interp(
    x: *const f64,
    m: usize,
    xp: *const f64,
    fp: *const f64,
    n: usize,
    left: [f64; 2],
    right: [f64; 2],
    complex: bool,
    out: *mut f64,
) {
    let parts = 1 + complex as usize;
    let last = n - 1;
    let mut at = [0i64; BLOCK];
    for start in (0..m).step_by(BLOCK) {
        let count = BLOCK.min(m - start);
        let block = x.add(start) as *const u8;
        if n <= LINEAR {
            for (i, place) in at[..count].iter_mut().enumerate() {
                let v = *x.add(start + i);
                // NumPy's own search of few points, which decides what NaN among them does.
                *place = if v < *xp { 0 } else { 1 + (1..n).take_while(|&k| v >= *xp.add(k)).count() as i64 };
            }
        } else {
            searchsorted(Ty::F64, Side::Right, xp as *const u8, 8, n, block, 8, count, at.as_mut_ptr());
        }
        for (i, &above) in at[..count].iter().enumerate() {
            // The last point that is not above the value; -1 if all are.
            let j = above - 1;
            let v = *x.add(start + i);
            let o = out.add((start + i) * parts);
            if !complex && j >= 0 && (j as usize) < last {
                // Between two points, and all is finite: the usual case.
                let (p, f) = (xp.add(j as usize), fp.add(j as usize));
                let r = (*f.add(1) - *f) / (*p.add(1) - *p) * (v - *p) + *f;
                if r == r && v > *p {
                    *o = r;
                    continue;
                }
            }
            // With a single point NumPy compares only, and NaN is neither below nor above.
            if v != v && n > 1 {
                *o = v;
                if complex {
                    *o.add(1) = 0.0;
                }
                continue;
            }
            // Above the last point the value is `right`, and exactly there the last of `fp`.
            let beyond = v > *xp.add(last);
            for part in 0..parts {
                *o.add(part) = if beyond {
                    right[part]
                } else if j < 0 && v == v {
                    left[part]
                } else {
                    line(v, (j.max(0) as usize).min(last), last, xp, fp.add(part), parts)
                };
            }
        }
    }
}

#[inline(always)]
unsafe fn line(v: f64, j: usize, last: usize, xp: *const f64, fp: *const f64, parts: usize) -> f64 {
    let (x0, y0) = (*xp.add(j), *fp.add(j * parts));
    if j == last || x0 == v {
        return y0;
    }
    let (x1, y1) = (*xp.add(j + 1), *fp.add((j + 1) * parts));
    // NumPy multiplies by the reciprocal where the values are complex.
    let slope = if parts == 2 { (y1 - y0) * (1.0 / (x1 - x0)) } else { (y1 - y0) / (x1 - x0) };
    // Infinite ordinates: from the right point, then a constant.
    let mut r = slope * (v - x0) + y0;
    if r != r {
        r = slope * (v - x1) + y1;
        if r != r && y0 == y1 {
            r = y0;
        }
    }
    r
}
