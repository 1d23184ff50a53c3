//! Floating-point numbers as decimal text: shortest digits that read back, exact digits to a precision.

mod bignum;
pub(crate) mod digits;
pub(crate) mod dragon;
mod notation;

pub(crate) use notation::{ascii, fill, write_positional, write_scientific};
pub use notation::{
    format_float_positional, format_float_scientific, FormatError, Positional, Scientific, Trim,
};

/// The binary format whose neighbours decide how many digits are needed. Values travel as `f64`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    F16,
    F32,
    F64,
}

impl Width {
    /// Decimal digits that any normal number of this format keeps there and back.
    pub(crate) fn digits10(self) -> i32 {
        match self {
            Width::F16 => 3,
            Width::F32 => 6,
            Width::F64 => 15,
        }
    }

    /// Mantissa bits with the implied one, and the exponent of the smallest subnormal.
    fn layout(self) -> (i32, i32) {
        match self {
            Width::F16 => (11, -24),
            Width::F32 => (24, -149),
            Width::F64 => (53, -1074),
        }
    }
}

/// A positive finite number as `mantissa · 2^exponent` in its own format.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Binary {
    pub mantissa: u64,
    pub exponent: i32,
    /// The neighbour below is nearer than the neighbour above.
    pub unequal: bool,
    pub subnormal: bool,
}

impl Binary {
    /// Takes apart `|x|`, which must be finite, non-zero and representable in `width`.
    pub(crate) fn new(x: f64, width: Width) -> Binary {
        let bits = x.to_bits() & !(1 << 63);
        let (field, fraction) = ((bits >> 52) as i32, bits & ((1 << 52) - 1));
        let (mantissa, exponent) =
            if field == 0 { (fraction, -1074) } else { (fraction | 1 << 52, field - 1075) };
        let (precision, smallest) = width.layout();
        let top = 64 - mantissa.leading_zeros() as i32;
        // The lowest bit of the format: `precision` bits below the top, but not below the subnormals.
        let lowest = (exponent + top - precision).max(smallest);
        let shift = lowest - exponent;
        let mantissa = if shift >= 0 { mantissa >> shift } else { mantissa << -shift };
        let subnormal = mantissa < 1 << (precision - 1);
        let unequal = mantissa == 1 << (precision - 1) && lowest > smallest;
        Binary { mantissa, exponent: lowest, unequal, subnormal }
    }
}
