//! Piecewise linear interpolation (`np.interp`).

/// Greatest `j` with `xp[j] <= x`, or -1; looks near `guess` first (NaN in `xp` give any such number).
#[inline(always)]
unsafe fn locate(x: f64, xp: *const f64, n: usize, guess: isize) -> isize {
    let at = |i: isize| *xp.offset(i);
    let n = n as isize;
    if !(x >= at(0)) {
        return -1;
    }
    let (mut lo, mut hi) = (0, n);
    if guess >= 0 && guess < n && at(guess) <= x {
        lo = guess;
        for step in 1..=3 {
            if guess + step >= n || x < at(guess + step) {
                return guess + step - 1;
            }
        }
    } else if guess > 0 && guess < n && x < at(guess) {
        hi = guess;
    }
    while hi - lo > 1 {
        let middle = lo + (hi - lo) / 2;
        if at(middle) <= x {
            lo = middle;
        } else {
            hi = middle;
        }
    }
    lo
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
    let last = n as isize - 1;
    let mut j = 0;
    for i in 0..m {
        let v = *x.add(i);
        let o = out.add(i * parts);
        if v != v {
            *o = v;
            if complex {
                *o.add(1) = 0.0;
            }
            continue;
        }
        // Above the last point the value is `right`, and exactly there the last of `fp`.
        let above = v > *xp.offset(last);
        if !above {
            j = locate(v, xp, n, j);
        }
        for part in 0..parts {
            *o.add(part) = if above {
                right[part]
            } else if j < 0 {
                left[part]
            } else {
                line(v, j as usize, last as usize, xp, fp.add(part), parts)
            };
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
