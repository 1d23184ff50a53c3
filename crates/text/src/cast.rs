//! Numbers as string elements: the text, and how wide a string type they ask for.

use crate::elements::{Elements, Kind, Stopped};
use crate::integer::{write_i64, write_u64};
use crate::options::Legacy;
use crate::scalar::{write_complex_str, write_float_str};

/// Characters of the string type that numbers of this kind and item size (in bytes) become, as in
/// `astype('U')`; `None` for kinds whose width depends on the elements.
pub fn string_width(kind: Kind, itemsize: usize) -> Option<usize> {
    Some(match kind {
        Kind::Bool => 5,
        Kind::Int => [4, 6, 11, 21][itemsize.ilog2() as usize],
        Kind::UInt => [3, 5, 10, 20][itemsize.ilog2() as usize],
        Kind::Float(_) => 32,
        Kind::Complex(_) => 64,
        Kind::Date | Kind::Duration | Kind::Text | Kind::Record => return None,
    })
}

/// Appends `str` of element `i`: what a cast to a string type stores (cut to its width by the caller).
pub fn write_element_str(
    view: &dyn Elements,
    i: usize,
    legacy: Legacy,
    out: &mut Vec<u8>,
) -> Result<(), Stopped> {
    match view.kind() {
        Kind::Bool => out.extend_from_slice(if view.bool_at(i) { b"True" } else { b"False" }),
        Kind::Int => write_i64(view.i64_at(i), out),
        Kind::UInt => write_u64(view.u64_at(i), out),
        Kind::Float(width) => write_float_str(view.f64_at(i), width, legacy, out),
        Kind::Complex(width) => {
            let (re, im) = view.complex_at(i);
            write_complex_str(re, im, width, legacy, out);
        }
        Kind::Date | Kind::Duration | Kind::Text | Kind::Record => view.text_at(i, out)?,
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elements::Slice;
    use crate::float::Width;

    #[test]
    fn widths() {
        assert_eq!(string_width(Kind::Int, 8), Some(21));
        assert_eq!(string_width(Kind::UInt, 1), Some(3));
        assert_eq!(string_width(Kind::Float(Width::F16), 2), Some(32));
    }

    #[test]
    fn texts() {
        let data = [1.5, 1e20, f64::NAN];
        let view = Slice { shape: &[3], data: &data };
        let mut out = Vec::new();
        for i in 0..3 {
            write_element_str(&view, i, Legacy::Current, &mut out).unwrap();
            out.push(b' ');
        }
        assert_eq!(out, b"1.5 1e+20 nan ");
    }
}
