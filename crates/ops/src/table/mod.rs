//! The table of ufuncs: the only place that says what a ufunc is.
//!
//! A row: name, numbers of inputs and outputs, identity, loops in NumPy's order of search, a line of
//! documentation. `types` is complete from the first row on; a loop without a kernel is "unsupported".

mod arithmetic;
mod bits;
mod comparison;
mod elementary;
mod examples;
mod private;
mod products;

pub use examples::example;

/// What a reduction over nothing gives, and whether axes may be reduced in any order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Identity {
    /// Neither an identity nor reorderable.
    None,
    /// No identity, any order (maximum).
    Reorderable,
    Zero,
    One,
    MinusOne,
    True,
    False,
    MinusInfinity,
}

/// A ufunc.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub name: &'static str,
    pub nin: usize,
    pub nout: usize,
    pub identity: Identity,
    /// `"dd->d ..."`, NumPy's letters and order.
    pub types: &'static str,
    pub doc: &'static str,
    /// The core dimensions of a generalised ufunc.
    pub signature: Option<&'static str>,
}

pub(crate) const fn row(
    name: &'static str,
    nin: usize,
    nout: usize,
    identity: Identity,
    types: &'static str,
    doc: &'static str,
) -> Row {
    Row { name, nin, nout, identity, types, doc, signature: None }
}

impl Row {
    const fn with_signature(self, signature: &'static str) -> Row {
        Row { signature: Some(signature), ..self }
    }
}

/// All rows, those of private operations included.
pub fn all_rows() -> impl Iterator<Item = &'static Row> {
    rows().chain(private::ROWS)
}

/// The rows of the public ufuncs.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [arithmetic::ROWS, comparison::ROWS, bits::ROWS, elementary::ROWS, products::ROWS].into_iter().flatten()
}

/// Other public names of the same objects.
pub const ALIASES: &[(&str, &str)] = &[
    ("abs", "absolute"),
    ("acos", "arccos"),
    ("acosh", "arccosh"),
    ("asin", "arcsin"),
    ("asinh", "arcsinh"),
    ("atan", "arctan"),
    ("atan2", "arctan2"),
    ("atanh", "arctanh"),
    ("bitwise_invert", "invert"),
    ("bitwise_left_shift", "left_shift"),
    ("bitwise_not", "invert"),
    ("bitwise_right_shift", "right_shift"),
    ("conj", "conjugate"),
    ("mod", "remainder"),
    ("pow", "power"),
    ("true_divide", "divide"),
];
