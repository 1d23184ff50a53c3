//! Axis numbers.

use crate::{Error, Result};
use smallvec::SmallVec;

/// A possibly negative axis as an index into the shape.
#[inline]
pub fn normalize_axis(axis: i64, ndim: usize) -> Result<usize> {
    let n = ndim as i64;
    if axis >= -n && axis < n {
        Ok(if axis < 0 { axis + n } else { axis } as usize)
    } else {
        Err(Error::axis(axis, ndim, None))
    }
}

/// Several axes, none twice.
pub fn normalize_axes(axes: &[i64], ndim: usize) -> Result<SmallVec<[usize; 4]>> {
    let mut out = SmallVec::new();
    for &a in axes {
        let a = normalize_axis(a, ndim)?;
        if out.contains(&a) {
            return Err(Error::value("duplicate value in 'axis'"));
        }
        out.push(a);
    }
    Ok(out)
}
