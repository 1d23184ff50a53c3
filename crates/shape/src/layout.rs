//! Sizes, contiguous strides, contiguity.

use crate::{Error, Result, Shape, Strides};

/// Number of elements.
#[inline(always)]
pub fn size(shape: &[usize]) -> usize {
    match *shape {
        // Without a loop: small calls ask often.
        [n] => n,
        [m, n] => m * n,
        _ => shape.iter().product(),
    }
}

/// Number of elements of a shape given by a user, who may ask for too many.
pub fn checked_size(shape: &[usize]) -> Option<usize> {
    if shape.contains(&0) {
        // The other lengths must still be representable together, as NumPy demands.
        return shape.iter().filter(|&&n| n != 0).try_fold(1usize, |a, &n| a.checked_mul(n)).map(|_| 0);
    }
    shape.iter().try_fold(1usize, |a, &n| a.checked_mul(n)).filter(|&n| n <= isize::MAX as usize)
}

/// Bytes of a new array of this shape.
pub fn checked_bytes(shape: &[usize], itemsize: usize) -> Result<usize> {
    let full = shape.iter().filter(|&&n| n != 0).try_fold(itemsize.max(1), |a, &n| a.checked_mul(n));
    match full {
        Some(b) if b <= isize::MAX as usize => Ok(size(shape) * itemsize),
        _ => Err(Error::value(
            "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum possible size.",
        )),
    }
}

/// Strides of a C-contiguous array.
#[inline]
pub fn c_strides(shape: &[usize], itemsize: usize) -> Strides {
    let mut strides: Strides = smallvec::smallvec![0; shape.len()];
    let mut step = itemsize as isize;
    for (s, &n) in strides.iter_mut().zip(shape).rev() {
        *s = step;
        // An axis of length 0 or 1 is never stepped over; NumPy's strides ignore a zero.
        step *= n.max(1) as isize;
    }
    strides
}

/// Strides of a Fortran-contiguous array.
pub fn f_strides(shape: &[usize], itemsize: usize) -> Strides {
    let mut strides: Strides = smallvec::smallvec![0; shape.len()];
    let mut step = itemsize as isize;
    for (s, &n) in strides.iter_mut().zip(shape) {
        *s = step;
        step *= n.max(1) as isize;
    }
    strides
}

/// Strides of a dense array whose axes are ordered in memory like those of `like` (order `'K'`).
pub fn ordered_strides(shape: &[usize], itemsize: usize, like: &[isize]) -> Strides {
    let mut order: Shape = (0..shape.len()).collect();
    // Stable: ties keep C order, so the longest stride comes first.
    order.sort_by(|&a, &b| like[b].unsigned_abs().cmp(&like[a].unsigned_abs()));
    let mut strides: Strides = smallvec::smallvec![0; shape.len()];
    let mut step = itemsize as isize;
    for &axis in order.iter().rev() {
        strides[axis] = step;
        step *= shape[axis].max(1) as isize;
    }
    strides
}

/// Which orders an array is contiguous in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contiguity {
    pub c: bool,
    pub f: bool,
}

impl Contiguity {
    /// Axes of length 1 have any stride, and an empty array is contiguous in both orders.
    #[inline]
    pub fn of(shape: &[usize], strides: &[isize], itemsize: usize) -> Contiguity {
        if shape.len() <= 1 {
            let c = shape.first().is_none_or(|&n| n <= 1 || strides[0] == itemsize as isize);
            return Contiguity { c, f: c };
        }
        if shape.contains(&0) {
            return Contiguity { c: true, f: true };
        }
        let mut c = true;
        let mut step = itemsize as isize;
        for (&n, &s) in shape.iter().zip(strides).rev() {
            if n != 1 {
                if s != step {
                    c = false;
                    break;
                }
                step *= n as isize;
            }
        }
        let mut f = true;
        let mut step = itemsize as isize;
        for (&n, &s) in shape.iter().zip(strides) {
            if n != 1 {
                if s != step {
                    f = false;
                    break;
                }
                step *= n as isize;
            }
        }
        Contiguity { c, f }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contiguity_ignores_axes_of_length_one() {
        assert_eq!(Contiguity::of(&[1, 3], &[999, 8], 8), Contiguity { c: true, f: true });
        assert_eq!(Contiguity::of(&[2, 3], &[24, 8], 8), Contiguity { c: true, f: false });
        assert_eq!(Contiguity::of(&[2, 3], &[8, 16], 8), Contiguity { c: false, f: true });
        assert_eq!(Contiguity::of(&[0, 3], &[1, 1], 8), Contiguity { c: true, f: true });
    }

    #[test]
    fn ordered_strides_follow_the_model() {
        assert_eq!(
            ordered_strides(&[2, 3, 4], 8, &[8, 16, 48]).as_slice(),
            f_strides(&[2, 3, 4], 8).as_slice()
        );
        assert_eq!(ordered_strides(&[2, 3], 8, &[0, 0]).as_slice(), c_strides(&[2, 3], 8).as_slice());
    }
}
