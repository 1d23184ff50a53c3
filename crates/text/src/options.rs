//! Print options, as `set_printoptions` knows them.

/// When digits after the point are left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FloatMode {
    Fixed,
    Unique,
    MaxPrec,
    MaxPrecEqual,
}

impl FloatMode {
    /// From the option's name.
    pub fn parse(name: &str) -> Option<FloatMode> {
        Some(match name {
            "fixed" => FloatMode::Fixed,
            "unique" => FloatMode::Unique,
            "maxprec" => FloatMode::MaxPrec,
            "maxprec_equal" => FloatMode::MaxPrecEqual,
            _ => return None,
        })
    }

    /// The option's name.
    pub fn name(self) -> &'static str {
        match self {
            FloatMode::Fixed => "fixed",
            FloatMode::Unique => "unique",
            FloatMode::MaxPrec => "maxprec",
            FloatMode::MaxPrecEqual => "maxprec_equal",
        }
    }
}

/// What stands where a negative number has its minus.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Minus,
    Plus,
    Space,
}

impl Sign {
    /// From the option's character.
    pub fn parse(c: &str) -> Option<Sign> {
        Some(match c {
            "-" => Sign::Minus,
            "+" => Sign::Plus,
            " " => Sign::Space,
            _ => return None,
        })
    }

    /// The option's character.
    pub fn name(self) -> &'static str {
        match self {
            Sign::Minus => "-",
            Sign::Plus => "+",
            Sign::Space => " ",
        }
    }
}

/// Printing as an older release did it; later ones compare greater.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Legacy {
    V1_13,
    V1_21,
    V1_25,
    V2_1,
    V2_2,
    /// `legacy=False`.
    Current,
}

impl Legacy {
    /// From the option's text.
    pub fn parse(name: &str) -> Option<Legacy> {
        Some(match name {
            "1.13" => Legacy::V1_13,
            "1.21" => Legacy::V1_21,
            "1.25" => Legacy::V1_25,
            "2.1" => Legacy::V2_1,
            "2.2" => Legacy::V2_2,
            _ => return None,
        })
    }

    /// The option's text; `None` for no legacy mode.
    pub fn name(self) -> Option<&'static str> {
        Some(match self {
            Legacy::V1_13 => "1.13",
            Legacy::V1_21 => "1.21",
            Legacy::V1_25 => "1.25",
            Legacy::V2_1 => "2.1",
            Legacy::V2_2 => "2.2",
            Legacy::Current => return None,
        })
    }
}

/// Options of array printing. `formatter` and `override_repr` call Python and live at the boundary.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// Digits after the point; `None` for as many as needed.
    pub precision: Option<u32>,
    /// Arrays with more elements are summarised.
    pub threshold: i64,
    /// Items shown at each end of a summarised axis.
    pub edgeitems: usize,
    /// Characters a line; `i64::MAX` for no limit.
    pub linewidth: i64,
    /// No scientific notation for small numbers.
    pub suppress: bool,
    pub nanstr: String,
    pub infstr: String,
    pub sign: Sign,
    pub floatmode: FloatMode,
    pub legacy: Legacy,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            precision: Some(8),
            threshold: 1000,
            edgeitems: 3,
            linewidth: 75,
            suppress: false,
            nanstr: "nan".into(),
            infstr: "inf".into(),
            sign: Sign::Minus,
            floatmode: FloatMode::MaxPrec,
            legacy: Legacy::Current,
        }
    }
}
