//! Lines laid side by side: the inner loops of packing where a line's elements are neighbours, four or two lines at a
//! time through the registers that every CPU of the family has.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::*;

/// `dst[p * width + i] = lines[i][p]` for `LINES` lines of `k` elements of 4 or 8 bytes; returns how many of the `k`
/// were done, from the first on.
///
/// # Safety
/// `src` is valid for lines `line` bytes apart, `dst` for what is written.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(crate) unsafe fn words<E, const LINES: usize>(
    k: usize,
    src: *const u8,
    line: isize,
    dst: *mut E,
    width: usize,
) -> usize {
    let at = |i: isize, p: usize| src.offset(i * line).add(p * std::mem::size_of::<E>());
    let mut p = 0;
    match (std::mem::size_of::<E>(), LINES) {
        (4, 4) => {
            while p + 4 <= k {
                let row = |i: isize| _mm_loadu_ps(at(i, p).cast());
                let (a, b, c, d) = (row(0), row(1), row(2), row(3));
                let (ab, cd) = (_mm_unpacklo_ps(a, b), _mm_unpacklo_ps(c, d));
                let (ef, gh) = (_mm_unpackhi_ps(a, b), _mm_unpackhi_ps(c, d));
                let to = |q: usize| dst.add((p + q) * width).cast::<f32>();
                _mm_storeu_ps(to(0), _mm_movelh_ps(ab, cd));
                _mm_storeu_ps(to(1), _mm_movehl_ps(cd, ab));
                _mm_storeu_ps(to(2), _mm_movelh_ps(ef, gh));
                _mm_storeu_ps(to(3), _mm_movehl_ps(gh, ef));
                p += 4;
            }
        }
        (4, 2) => {
            while p + 4 <= k {
                let (a, b) = (_mm_loadu_ps(at(0, p).cast()), _mm_loadu_ps(at(1, p).cast()));
                let (low, high) =
                    (_mm_castps_pd(_mm_unpacklo_ps(a, b)), _mm_castps_pd(_mm_unpackhi_ps(a, b)));
                let to = |q: usize| dst.add((p + q) * width).cast::<f64>();
                _mm_storel_pd(to(0), low);
                _mm_storeh_pd(to(1), low);
                _mm_storel_pd(to(2), high);
                _mm_storeh_pd(to(3), high);
                p += 4;
            }
        }
        (8, 2) => {
            while p + 2 <= k {
                let (a, b) = (_mm_loadu_pd(at(0, p).cast()), _mm_loadu_pd(at(1, p).cast()));
                _mm_storeu_pd(dst.add(p * width).cast(), _mm_unpacklo_pd(a, b));
                _mm_storeu_pd(dst.add((p + 1) * width).cast(), _mm_unpackhi_pd(a, b));
                p += 2;
            }
        }
        _ => {}
    }
    p
}

/// Complex numbers of two lines at one step, real parts to `dst`, imaginary parts `width` elements further.
///
/// # Safety
/// `a` and `b` are valid for a complex number each, `dst` for what is written.
#[cfg(target_arch = "x86_64")]
#[inline(always)]
pub(crate) unsafe fn planes<E>(a: *const u8, b: *const u8, dst: *mut E, width: usize) {
    if std::mem::size_of::<E>() == 8 {
        let (a, b) = (_mm_loadu_pd(a.cast()), _mm_loadu_pd(b.cast()));
        _mm_storeu_pd(dst.cast(), _mm_unpacklo_pd(a, b));
        _mm_storeu_pd(dst.add(width).cast(), _mm_unpackhi_pd(a, b));
    } else {
        let (a, b) = (_mm_castpd_ps(_mm_load_sd(a.cast())), _mm_castpd_ps(_mm_load_sd(b.cast())));
        let both = _mm_castps_pd(_mm_unpacklo_ps(a, b));
        _mm_storel_pd(dst.cast(), both);
        _mm_storeh_pd(dst.add(width).cast(), both);
    }
}

#[cfg(not(target_arch = "x86_64"))]
pub(crate) unsafe fn words<E, const LINES: usize>(
    _: usize,
    _: *const u8,
    _: isize,
    _: *mut E,
    _: usize,
) -> usize {
    0
}

#[cfg(not(target_arch = "x86_64"))]
#[inline(always)]
pub(crate) unsafe fn planes<E: Copy>(a: *const u8, b: *const u8, dst: *mut E, width: usize) {
    let (a, b) = (a as *const E, b as *const E);
    (*dst, *dst.add(1)) = (*a, *b);
    (*dst.add(width), *dst.add(width + 1)) = (*a.add(1), *b.add(1));
}
