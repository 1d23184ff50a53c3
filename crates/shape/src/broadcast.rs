//! Broadcasting.

use crate::{show_tight, Error, Result, Shape, Strides, MAX_DIMS};

/// The common shape of several, or NumPy's error naming all of them.
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Shape> {
    let ndim = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    if ndim > MAX_DIMS {
        return Err(Error::value(format!(
            "maximum supported dimension for an ndarray is {MAX_DIMS}, found {ndim}"
        )));
    }
    let mut out: Shape = smallvec::smallvec![1; ndim];
    for s in shapes {
        let lead = ndim - s.len();
        for (i, &n) in s.iter().enumerate() {
            let o = &mut out[lead + i];
            if *o == 1 {
                *o = n;
            } else if n != 1 && n != *o {
                return Err(mismatch(shapes));
            }
        }
    }
    Ok(out)
}

#[cold]
fn mismatch(shapes: &[&[usize]]) -> Error {
    let all: Vec<String> = shapes.iter().map(|s| show_tight(s)).collect();
    Error::value(format!("operands could not be broadcast together with shapes {} ", all.join(" ")))
        .with_note(picture(shapes))
}

/// The shapes right-aligned with the clashing axes marked, the rule, and an edit that would work.
fn picture(shapes: &[&[usize]]) -> String {
    let ndim = shapes.iter().map(|s| s.len()).max().unwrap_or(0);
    let cell =
        |s: &[usize], axis: usize| -> Option<usize> { (axis + s.len()).checked_sub(ndim).map(|i| s[i]) };
    let clashes: Vec<bool> = (0..ndim)
        .map(|axis| {
            let mut seen = shapes.iter().filter_map(|s| cell(s, axis)).filter(|&n| n != 1);
            let first = seen.next();
            seen.any(|n| Some(n) != first)
        })
        .collect();
    let widths: Vec<usize> = (0..ndim)
        .map(|axis| {
            shapes.iter().filter_map(|s| cell(s, axis)).map(|n| n.to_string().len()).max().unwrap_or(1)
        })
        .collect();
    let mut text = String::from("The shapes, aligned at their last axis:\n");
    for (i, s) in shapes.iter().enumerate() {
        text.push_str(&format!("  operand {i}:"));
        for axis in 0..ndim {
            let item = cell(s, axis).map(|n| n.to_string()).unwrap_or_default();
            text.push_str(&format!("  {item:>w$}", w = widths[axis]));
        }
        text.push('\n');
    }
    text.push_str("            ");
    for axis in 0..ndim {
        let mark = if clashes[axis] { "^".repeat(widths[axis]) } else { " ".repeat(widths[axis]) };
        text.push_str(&format!("  {mark}"));
    }
    text = text.trim_end().to_string();
    text.push_str("\nLengths along an axis must be equal, or one of them 1 (a missing axis counts as 1).");
    if let [a, b] = shapes {
        text.push_str(&format!("\n{}", suggestion(a, b).unwrap_or_else(|| every_pair(a, b))));
    }
    text
}

/// An edit that makes two shapes fit: an axis appended to the shorter, or a transpose.
fn suggestion(a: &[usize], b: &[usize]) -> Option<String> {
    let fits = |x: &[usize], y: &[usize]| {
        x.iter().rev().zip(y.iter().rev()).all(|(&p, &q)| p == q || p == 1 || q == 1)
    };
    for (s, other, name) in [(b, a, "operand 1"), (a, b, "operand 0")] {
        if s.len() < other.len() || s.len() == 1 {
            let mut longer = s.to_vec();
            longer.push(1);
            if fits(&longer, other) {
                let colons = vec![":"; s.len()].join(", ");
                return Some(format!(
                    "It would fit with {name} as x[{colons}, None], shape {}.",
                    crate::show(&longer)
                ));
            }
        }
        let mut t = s.to_vec();
        t.reverse();
        if s.len() == 2 && fits(&t, other) {
            return Some(format!("It would fit with {name} transposed (x.T), shape {}.", crate::show(&t)));
        }
    }
    None
}

/// The edit that always works: all elements of one operand with all of the other.
fn every_pair(a: &[usize], b: &[usize]) -> String {
    let longer: Vec<usize> = a.iter().copied().chain(b.iter().map(|_| 1)).collect();
    let index = if a.is_empty() { String::new() } else { format!("{}, ", vec![":"; a.len()].join(", ")) };
    format!(
        "To pair every element of one with every element of the other, write operand 0 as x[{index}{}], shape {}.",
        vec!["None"; b.len()].join(", "),
        crate::show(&longer)
    )
}

/// Strides of an operand seen in the broadcast shape: 0 along axes it is stretched over.
#[inline]
pub fn broadcast_strides(shape: &[usize], strides: &[isize], to: &[usize]) -> Strides {
    let lead = to.len() - shape.len();
    let mut out: Strides = smallvec::smallvec![0; to.len()];
    for i in 0..shape.len() {
        out[lead + i] = if shape[i] == 1 && to[lead + i] != 1 { 0 } else { strides[i] };
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_stretch() {
        assert_eq!(broadcast_shapes(&[&[3, 1], &[4]]).unwrap().as_slice(), &[3, 4]);
        assert_eq!(broadcast_shapes(&[&[], &[0]]).unwrap().as_slice(), &[0]);
        assert_eq!(broadcast_strides(&[3, 1], &[8, 8], &[2, 3, 4]).as_slice(), &[0, 8, 0]);
    }

    #[test]
    fn a_clash_is_shown_and_mended() {
        let e = broadcast_shapes(&[&[3, 4], &[3]]).unwrap_err();
        assert_eq!(e.message(), "operands could not be broadcast together with shapes (3,4) (3,) ");
        let note = e.note().unwrap();
        assert!(note.contains("x[:, None], shape (3, 1)"), "{note}");
    }
}
