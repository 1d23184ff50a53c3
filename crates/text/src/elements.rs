//! What the layout needs to know of an array.

use crate::float::Width;

/// How elements are presented and printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Bool,
    Int,
    UInt,
    Float(Width),
    Complex(Width),
    /// Dates: text with NaT, aligned to the right (not in legacy mode 1.13).
    Date,
    /// Durations: text with NaT, aligned to the right.
    Duration,
    /// Anything that comes as finished text: objects, strings, bytes, user formatters.
    Text,
    /// Fields printed like arrays of their own, put in parentheses.
    Record,
}

/// The source of text stopped: it keeps the reason (a Python exception).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stopped;

/// Shape, and elements by their flat position in C order. Only the accessors of the own kind are called.
pub trait Elements {
    /// Lengths of the axes.
    fn shape(&self) -> &[usize];

    fn kind(&self) -> Kind;

    fn bool_at(&self, _i: usize) -> bool {
        wrong(self.kind())
    }

    fn i64_at(&self, _i: usize) -> i64 {
        wrong(self.kind())
    }

    fn u64_at(&self, _i: usize) -> u64 {
        wrong(self.kind())
    }

    /// The exact value of an element of any width.
    fn f64_at(&self, _i: usize) -> f64 {
        wrong(self.kind())
    }

    /// Real and imaginary part.
    fn complex_at(&self, _i: usize) -> (f64, f64) {
        wrong(self.kind())
    }

    /// Whether a date or duration is NaT; its text is not asked for then.
    fn is_nat(&self, _i: usize) -> bool {
        wrong(self.kind())
    }

    /// Appends UTF-8 text of a `Text`, `Date` or `Duration` element (quotes included where they belong).
    fn text_at(&self, _i: usize, _out: &mut Vec<u8>) -> Result<(), Stopped> {
        wrong(self.kind())
    }

    /// How many fields a `Record` has.
    fn field_count(&self) -> usize {
        wrong(self.kind())
    }

    /// A field of a `Record`. Its shape is that of the array, followed by that of a subarray.
    fn field(&self, _k: usize) -> &dyn Elements {
        wrong(self.kind())
    }
}

#[cold]
fn wrong(kind: Kind) -> ! {
    panic!("elements of kind {kind:?} do not offer this accessor")
}

/// A slice of numbers with a shape: for tests, and for contiguous arrays.
pub struct Slice<'a, T> {
    pub shape: &'a [usize],
    pub data: &'a [T],
}

macro_rules! slice_elements {
    ($($t:ty: $kind:expr, $accessor:ident -> $out:ty, $convert:expr;)*) => { $(
        impl Elements for Slice<'_, $t> {
            fn shape(&self) -> &[usize] {
                self.shape
            }
            fn kind(&self) -> Kind {
                $kind
            }
            fn $accessor(&self, i: usize) -> $out {
                let convert: fn($t) -> $out = $convert;
                convert(self.data[i])
            }
        } )*
    };
}

slice_elements! {
    bool: Kind::Bool, bool_at -> bool, |x| x;
    i64: Kind::Int, i64_at -> i64, |x| x;
    u64: Kind::UInt, u64_at -> u64, |x| x;
    f64: Kind::Float(Width::F64), f64_at -> f64, |x| x;
    f32: Kind::Float(Width::F32), f64_at -> f64, |x| x as f64;
    half::f16: Kind::Float(Width::F16), f64_at -> f64, |x| x.to_f64();
    (f64, f64): Kind::Complex(Width::F64), complex_at -> (f64, f64), |x| x;
    (f32, f32): Kind::Complex(Width::F32), complex_at -> (f64, f64), |x| (x.0 as f64, x.1 as f64);
}

/// The flat positions that are printed: all, or the corners of a summarised array.
pub(crate) struct Selection<'a> {
    shape: &'a [usize],
    /// Items kept at each end of a longer axis; `None` for all.
    edge: Option<usize>,
}

impl<'a> Selection<'a> {
    pub(crate) fn new(shape: &'a [usize], edge: Option<usize>) -> Self {
        // With no items at the ends NumPy's slice `-0:` takes the whole axis.
        Selection { shape, edge: edge.filter(|&e| e > 0) }
    }

    pub(crate) fn for_each(&self, f: &mut dyn FnMut(usize)) {
        match self.edge {
            None => (0..self.shape.iter().product()).for_each(f),
            Some(edge) => corners(self.shape, 0, edge, f),
        }
    }
}

fn corners(shape: &[usize], base: usize, edge: usize, f: &mut dyn FnMut(usize)) {
    let Some((&n, rest)) = shape.split_first() else {
        return f(base);
    };
    let stride: usize = rest.iter().product();
    let (head, tail) = if n > 2 * edge { (edge, n - edge) } else { (n, n) };
    for i in (0..head).chain(tail..n) {
        corners(rest, base + i * stride, edge, f);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_of_a_long_and_a_short_axis() {
        let mut seen = Vec::new();
        Selection::new(&[8, 2], Some(1)).for_each(&mut |i| seen.push(i));
        assert_eq!(seen, [0, 1, 14, 15]);
        seen.clear();
        Selection::new(&[3], Some(0)).for_each(&mut |i| seen.push(i));
        assert_eq!(seen, [0, 1, 2]);
    }
}
