//! Piecewise linear interpolation (`np.interp`).

use super::search::{searchsorted, Side};
use crate::Ty;

/// Abscissae are located so many at a time.
const BLOCK: usize = 64;

/// For each of `m <= BLOCK` values, the greatest `j` with `xp[j] <= x`, or -1; of NaN any such number.
unsafe fn locate(
    x: *const f64,
    m: usize,
    xp: *const f64,
    n: usize,
    guess: &mut isize,
    out: &mut [i64; BLOCK],
) {
    let rising = (1..m).all(|i| *x.add(i) >= *x.add(i - 1));
    if !rising || !(*x >= *xp.offset(*guess)) {
        searchsorted(Ty::F64, Side::Right, xp as *const u8, 8, n, x as *const u8, 8, m, out.as_mut_ptr());
        for o in &mut out[..m] {
            *o -= 1;
        }
        *guess = out[m - 1].clamp(0, n as i64 - 1) as isize;
        return;
    }
    let mut j = *guess;
    for (i, o) in out[..m].iter_mut().enumerate() {
        let v = *x.add(i);
        // A short walk, then a search of what lies above.
        let mut steps = 0;
        while j + 1 < n as isize && *xp.offset(j + 1) <= v {
            j += 1;
            steps += 1;
            if steps == 8 {
                let mut above = 0;
                let p = xp.offset(j) as *const u8;
                searchsorted(
                    Ty::F64,
                    Side::Right,
                    p,
                    8,
                    n - j as usize,
                    &v as *const f64 as *const u8,
                    8,
                    1,
                    &mut above,
                );
                j += above as isize - 1;
                break;
            }
        }
        *o = j as i64;
    }
    *guess = j;
}

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
    let mut guess = 0;
    let mut at = [0i64; BLOCK];
    for start in (0..m).step_by(BLOCK) {
        let count = BLOCK.min(m - start);
        locate(x.add(start), count, xp, n, &mut guess, &mut at);
        for (i, &j) in at[..count].iter().enumerate() {
            let v = *x.add(start + i);
            let o = out.add((start + i) * parts);
            if v != v {
                *o = v;
                if complex {
                    *o.add(1) = 0.0;
                }
                continue;
            }
            // Above the last point the value is `right`, and exactly there the last of `fp`.
            let above = v > *xp.add(last);
            for part in 0..parts {
                *o.add(part) = if above {
                    right[part]
                } else if j < 0 {
                    left[part]
                } else {
                    line(v, (j as usize).min(last), last, xp, fp.add(part), parts)
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
    let slope = (y1 - y0) / (x1 - x0);
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
