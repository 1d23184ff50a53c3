//! What parameters have to fulfil, with NumPy's messages for scalars and for arrays.

use std::borrow::Cow;
use std::fmt;

/// Largest mean for which a Poisson variate surely fits 64 bits: ten deviations below the largest integer.
const LARGEST_MEAN: f64 = 9.223372006484771e18;

/// A parameter that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamError {
    /// To be raised as `ValueError`.
    Value(Cow<'static, str>),
    /// To be raised as `OverflowError`.
    Overflow(Cow<'static, str>),
}

impl ParamError {
    fn value(message: impl Into<Cow<'static, str>>) -> Self {
        ParamError::Value(message.into())
    }
}

impl fmt::Display for ParamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParamError::Value(message) | ParamError::Overflow(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for ParamError {}

/// A condition on one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// Anything.
    None,
    /// Sign bit clear, or NaN.
    NonNegative,
    /// Above zero, or NaN.
    Positive,
    /// Above zero.
    PositiveNotNan,
    /// In [0, 1].
    Probability,
    /// In (0, 1].
    ProbabilityAboveZero,
    /// In [0, 1).
    ProbabilityBelowOne,
    /// Above one.
    AboveOne,
    /// One or more.
    AtLeastOne,
    /// The mean of a Poisson variate.
    Mean,
    /// A non-negative integer that fits the C type `long` (`RandomState`).
    NonNegativeLong,
}

impl Constraint {
    /// Checks a scalar.
    pub fn check(self, name: &str, x: f64) -> Result<(), ParamError> {
        if self.holds(x) {
            return Ok(());
        }
        Err(ParamError::value(match self {
            Constraint::PositiveNotNan if x.is_nan() => format!("{name} must not be NaN"),
            Constraint::Probability => format!("{name} < 0, {name} > 1 or {name} is NaN"),
            Constraint::ProbabilityAboveZero => format!("{name} <= 0, {name} > 1 or {name} contains NaNs"),
            Constraint::ProbabilityBelowOne => format!("{name} < 0, {name} >= 1 or {name} is NaN"),
            Constraint::AboveOne => format!("{name} <= 1 or {name} is NaN"),
            Constraint::AtLeastOne => format!("{name} < 1 or {name} is NaN"),
            Constraint::Mean if x > LARGEST_MEAN => format!("{name} value too large"),
            Constraint::Mean => format!("{name} < 0 or {name} is NaN"),
            Constraint::NonNegativeLong if x > 0.0 => format!(
                "{name} is out of bounds for long, consider using the new generator API for 64bit integers."
            ),
            Constraint::NonNegative | Constraint::NonNegativeLong => format!("{name} < 0"),
            Constraint::Positive | Constraint::PositiveNotNan | Constraint::None => format!("{name} <= 0"),
        }))
    }

    /// Checks all values of an array; where several fail, the message is that of NumPy's first test.
    pub fn check_array(self, name: &str, values: impl IntoIterator<Item = f64>) -> Result<(), ParamError> {
        let (mut nan, mut large, mut failed) = (false, false, false);
        for x in values {
            if !self.holds(x) {
                failed = true;
                nan |= x.is_nan();
                // A NaN is not at most anything, so the test for large ones takes it too.
                large |= x.is_nan() || x > LARGEST_MEAN;
            }
        }
        if !failed {
            return Ok(());
        }
        Err(ParamError::value(match self {
            Constraint::PositiveNotNan if nan => format!("{name} must not be NaN"),
            Constraint::Probability => format!("{name} < 0, {name} > 1 or {name} contains NaNs"),
            Constraint::ProbabilityAboveZero => format!("{name} <= 0, {name} > 1 or {name} contains NaNs"),
            Constraint::ProbabilityBelowOne => format!("{name} < 0, {name} >= 1 or {name} contains NaNs"),
            Constraint::AboveOne => format!("{name} <= 1 or {name} contains NaNs"),
            Constraint::AtLeastOne => format!("{name} < 1 or {name} contains NaNs"),
            Constraint::Mean if large => format!("{name} value too large"),
            Constraint::Mean => format!("{name} < 0 or {name} contains NaNs"),
            Constraint::NonNegative | Constraint::NonNegativeLong => format!("{name} < 0"),
            Constraint::Positive | Constraint::PositiveNotNan | Constraint::None => format!("{name} <= 0"),
        }))
    }

    /// Checks a scalar integer (by its double, as NumPy does).
    pub fn check_int(self, name: &str, n: i64) -> Result<(), ParamError> {
        self.check(name, n as f64)
    }

    fn holds(self, x: f64) -> bool {
        match self {
            Constraint::None => true,
            Constraint::NonNegative => x.is_nan() || x.is_sign_positive(),
            Constraint::Positive => x.is_nan() || x > 0.0,
            Constraint::PositiveNotNan => x > 0.0,
            Constraint::Probability => (0.0..=1.0).contains(&x),
            Constraint::ProbabilityAboveZero => x > 0.0 && x <= 1.0,
            Constraint::ProbabilityBelowOne => (0.0..1.0).contains(&x),
            Constraint::AboveOne => x > 1.0,
            Constraint::AtLeastOne => x >= 1.0,
            Constraint::Mean => (0.0..=LARGEST_MEAN).contains(&x),
            Constraint::NonNegativeLong => x >= 0.0 && x <= i64::MAX as f64,
        }
    }
}

/// A condition on all parameters of one element together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// None.
    None,
    /// `left <= mode <= right`, `left < right`.
    Triangular,
    /// Good and bad items together are as many as are drawn.
    Hypergeometric,
    /// The same, and fewer than 10^9 of either kind (`Generator`).
    HypergeometricBounded,
    /// The mean of the Poisson variate behind stays in bounds (`Generator`).
    NegativeBinomial,
}

impl Joint {
    /// Whether NumPy looks at this before the parameters' own constraints.
    pub fn precedes_constraints(self) -> bool {
        self != Joint::NegativeBinomial
    }

    /// Checks the real parameters of one element.
    pub fn check(self, p: &[f64; 3]) -> Result<(), ParamError> {
        self.check_each(std::iter::once(*p))
    }

    /// Checks the real parameters of all elements: of the conditions that any of them breaks the first is named.
    pub fn check_each(self, elements: impl Iterator<Item = [f64; 3]>) -> Result<(), ParamError> {
        match self {
            Joint::Triangular => first_broken(
                elements,
                ["left > mode", "mode > right", "left == right"],
                |[left, mode, right]| [left > mode, mode > right, left == right],
            ),
            Joint::NegativeBinomial => first_broken(
                elements,
                ["n too large or p too small, see Generator.negative_binomial Notes"],
                |[n, p, _]| [(1.0 - p) / p * (n + 10.0 * n.sqrt()) > LARGEST_MEAN],
            ),
            _ => Ok(()),
        }
    }

    /// Checks the integer parameters of one element.
    pub fn check_counts(self, counts: &[i64; 3]) -> Result<(), ParamError> {
        self.check_each_counts(std::iter::once(*counts))
    }

    /// Checks the integer parameters of all elements, as [`check_each`](Self::check_each) does real ones.
    pub fn check_each_counts(self, elements: impl Iterator<Item = [i64; 3]>) -> Result<(), ParamError> {
        const LIMIT: i64 = 1_000_000_000;
        let bounded = match self {
            Joint::Hypergeometric => false,
            Joint::HypergeometricBounded => true,
            _ => return Ok(()),
        };
        first_broken(
            elements,
            ["both ngood and nbad must be less than 1000000000", "ngood + nbad < nsample"],
            |[good, bad, sample]| {
                [bounded && (good >= LIMIT || bad >= LIMIT), good.wrapping_add(bad) < sample]
            },
        )
    }
}

/// The message of the first of the conditions that an element breaks.
fn first_broken<T, const N: usize>(
    elements: impl Iterator<Item = T>,
    messages: [&'static str; N],
    breaks: impl Fn(T) -> [bool; N],
) -> Result<(), ParamError> {
    let mut broken = [false; N];
    for element in elements {
        broken.iter_mut().zip(breaks(element)).for_each(|(all, one)| *all |= one);
    }
    match broken.iter().position(|&b| b) {
        Some(k) => Err(ParamError::value(messages[k])),
        None => Ok(()),
    }
}

/// The range of `RandomState.uniform` from its bounds.
pub fn legacy_uniform_range(low: f64, high: f64) -> Result<f64, ParamError> {
    finite(high - low, "Range exceeds valid bounds")
}

/// The range of `Generator.uniform` from scalar bounds.
pub fn uniform_range(low: f64, high: f64) -> Result<f64, ParamError> {
    let range = finite(high - low, "high - low range exceeds valid bounds")?;
    Constraint::NonNegative.check("high - low", range)?;
    Ok(range)
}

/// The range of `Generator.uniform` for one pair of bounds from arrays.
pub fn uniform_range_of_element(low: f64, high: f64) -> Result<f64, ParamError> {
    let range = finite(high - low, "Range exceeds valid bounds")?;
    Constraint::NonNegative.check("high - low", range)?;
    Ok(range)
}

fn finite(range: f64, message: &'static str) -> Result<f64, ParamError> {
    if range.is_finite() {
        Ok(range)
    } else {
        Err(ParamError::Overflow(message.into()))
    }
}
