//! Reshaping without moving data.

use crate::{size, Error, Result, Shape, Strides};

/// The full new shape: one length may be -1 and is inferred.
pub fn infer_shape(wanted: &[i64], old: &[usize]) -> Result<Shape> {
    let total = size(old);
    let mut known = 1usize;
    let mut unknown = None;
    for (i, &n) in wanted.iter().enumerate() {
        if n < 0 {
            if n != -1 {
                // NumPy takes any negative length for the unknown one only if it is -1.
                return Err(cannot(total, wanted));
            }
            if unknown.replace(i).is_some() {
                return Err(Error::value("can only specify one unknown dimension"));
            }
        } else {
            known = known.checked_mul(n as usize).ok_or_else(|| cannot(total, wanted))?;
        }
    }
    let mut shape: Shape = wanted.iter().map(|&n| n.max(0) as usize).collect();
    match unknown {
        Some(i) if known != 0 && total.is_multiple_of(known) => shape[i] = total / known,
        None if known == total => {}
        _ => return Err(cannot(total, wanted)),
    }
    Ok(shape)
}

#[cold]
fn cannot(total: usize, wanted: &[i64]) -> Error {
    let length = |n: &i64| if *n < 0 { "newaxis".to_string() } else { n.to_string() };
    // As NumPy prints it: open lengths in front are left out.
    let lead = wanted.iter().take_while(|&&n| n < 0).count();
    let text = match wanted {
        [n] if lead == 0 => format!("({},)", length(n)),
        _ => format!("({})", wanted[lead..].iter().map(length).collect::<Vec<_>>().join(",")),
    };
    let e = Error::value(format!("cannot reshape array of size {total} into shape {text}"));
    let product: i128 = wanted.iter().filter(|&&n| n >= 0).map(|&n| n as i128).product();
    let mut note = if wanted.contains(&-1) {
        format!("{total} elements do not divide by {product}, the product of the given lengths.")
    } else {
        format!(
            "The new shape has {product} elements, the array {total}; their numbers must be equal. \
             One length may be -1: it is computed from the others."
        )
    };
    if let Some(edit) = fitting(total, wanted) {
        note.push_str(&edit);
    }
    e.with_note(note)
}

/// A shape with one of the lengths asked for that would work.
fn fitting(total: usize, wanted: &[i64]) -> Option<String> {
    let n = wanted.iter().rev().find(|&&n| n > 1 && total % n as usize == 0)?;
    let rows = total / *n as usize;
    Some(if wanted.last() == Some(n) {
        format!(" `a.reshape(-1, {n})` would give ({rows}, {n}).")
    } else {
        format!(" `a.reshape({n}, -1)` would give ({n}, {rows}).")
    })
}

/// Strides that show the old memory in the new shape, if there are any. `fortran` reads and places the
/// elements with the first axis changing fastest.
pub fn reshape_strides(
    shape: &[usize],
    strides: &[isize],
    new: &[usize],
    itemsize: usize,
    fortran: bool,
) -> Option<Strides> {
    debug_assert_eq!(size(shape), size(new));
    // Axes of length 1 carry no information.
    let mut old: Vec<(usize, isize)> =
        shape.iter().copied().zip(strides.iter().copied()).filter(|&(n, _)| n != 1).collect();
    if fortran {
        old.reverse();
    }
    let axes: Vec<usize> = if fortran { (0..new.len()).rev().collect() } else { (0..new.len()).collect() };
    let mut out: Strides = smallvec::smallvec![0; new.len()];
    // `axes` and `old` both run from the slowest axis to the fastest.
    let (mut oi, mut ni) = (0, 0);
    while ni < axes.len() && oi < old.len() {
        let (mut np, mut op) = (new[axes[ni]], old[oi].0);
        let (nstart, ostart) = (ni, oi);
        while np != op {
            if np < op {
                ni += 1;
                np *= new[axes[ni]];
            } else {
                oi += 1;
                op *= old[oi].0;
            }
        }
        for k in ostart..oi {
            if old[k].1 != old[k + 1].0 as isize * old[k + 1].1 {
                return None;
            }
        }
        let mut step = old[oi].1;
        for k in (nstart..=ni).rev() {
            out[axes[k]] = step;
            step *= new[axes[k]] as isize;
        }
        ni += 1;
        oi += 1;
    }
    // Trailing axes of length 1.
    let last = if ni >= 1 { out[axes[ni - 1]] } else { itemsize as isize };
    for &a in &axes[ni.min(axes.len())..] {
        out[a] = last;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_length_is_inferred() {
        assert_eq!(infer_shape(&[2, -1], &[6]).unwrap().as_slice(), &[2, 3]);
        let e = infer_shape(&[4], &[2, 3]).unwrap_err();
        assert_eq!(e.message(), "cannot reshape array of size 6 into shape (4,)");
        assert!(infer_shape(&[-1, 0], &[0]).is_err());
    }

    #[test]
    fn contiguous_runs_split_and_join() {
        let s = |a: &[usize], b: &[isize], n: &[usize], f| reshape_strides(a, b, n, 8, f);
        assert_eq!(s(&[6], &[8], &[2, 3], false).unwrap().as_slice(), &[24, 8]);
        assert_eq!(s(&[2, 3], &[8, 16], &[6], false), None);
        assert_eq!(s(&[2, 3], &[8, 16], &[6], true).unwrap().as_slice(), &[8]);
        assert_eq!(s(&[6], &[16], &[3, 2], false).unwrap().as_slice(), &[32, 16]);
        assert_eq!(s(&[1], &[8], &[1, 1], false).unwrap().as_slice(), &[8, 8]);
    }
}
