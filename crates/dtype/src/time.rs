//! Units of dates and durations: names, conversion factors, the common unit of two.

use crate::{DTypeError, ErrorClass};

/// A unit of time, NumPy's order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unit {
    Year,
    Month,
    Week,
    Day,
    Hour,
    Minute,
    Second,
    Milli,
    Micro,
    Nano,
    Pico,
    Femto,
    Atto,
    Generic,
}

impl Unit {
    pub const ALL: [Unit; 14] = [
        Unit::Year,
        Unit::Month,
        Unit::Week,
        Unit::Day,
        Unit::Hour,
        Unit::Minute,
        Unit::Second,
        Unit::Milli,
        Unit::Micro,
        Unit::Nano,
        Unit::Pico,
        Unit::Femto,
        Unit::Atto,
        Unit::Generic,
    ];

    /// The code users write: `Y`, `M`, ..., `ns`, `generic`.
    pub fn name(self) -> &'static str {
        const NAMES: [&str; 14] =
            ["Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "generic"];
        NAMES[self as usize]
    }

    /// The unit of a code; the micro sign is accepted for `us`.
    pub fn from_name(name: &str) -> Option<Unit> {
        if matches!(name, "\u{3bc}s" | "\u{b5}s") {
            return Some(Unit::Micro);
        }
        Unit::ALL.into_iter().find(|u| u.name() == name)
    }

    /// NumPy's number of the unit (3, business days, is gone).
    pub fn number(self) -> i32 {
        let n = self as i32;
        if n >= Unit::Day as i32 {
            n + 1
        } else {
            n
        }
    }

    /// Years and months: their length in days varies.
    pub fn is_nonlinear(self) -> bool {
        self <= Unit::Month
    }

    /// So many of a unit of fixed length as whole seconds and attoseconds.
    pub fn in_seconds(self, count: i128) -> (i128, i128) {
        if self <= Unit::Second {
            let factor = self.factor_to(Unit::Second).unwrap_or(1);
            return (count * i128::from(factor), 0);
        }
        let finer = self as u32 - Unit::Second as u32;
        let (per_second, atto) = (1000i128.pow(finer), 10i128.pow(18 - 3 * finer));
        (count.div_euclid(per_second), count.rem_euclid(per_second) * atto)
    }

    /// How many of the next finer unit it holds; 1 for years and months, which hold no fixed number.
    fn step(self) -> u64 {
        match self {
            Unit::Year | Unit::Month => 1,
            Unit::Week => 7,
            Unit::Day => 24,
            Unit::Hour | Unit::Minute => 60,
            _ => 1000,
        }
    }

    /// How many `finer` units this one holds, a year or month taken as a week; None above 2^56, NumPy's limit.
    pub fn factor_to(self, finer: Unit) -> Option<u64> {
        let mut factor = 1u64;
        for u in &Unit::ALL[self as usize..finer as usize] {
            factor = factor.checked_mul(u.step()).filter(|f| f >> 56 == 0)?;
        }
        Some(factor)
    }
}

/// A unit with its multiple: `[25s]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TimeUnit {
    pub unit: Unit,
    pub count: i32,
}

/// The value that stands for "not a time".
pub const NAT: i64 = i64::MIN;

impl TimeUnit {
    pub const GENERIC: TimeUnit = TimeUnit { unit: Unit::Generic, count: 1 };

    /// One of a unit.
    pub fn of(unit: Unit) -> TimeUnit {
        TimeUnit { unit, count: 1 }
    }

    pub fn is_generic(self) -> bool {
        self.unit == Unit::Generic
    }

    /// `[25s]`, `[D]`; empty for the generic unit.
    pub fn metadata(self) -> String {
        if self.is_generic() {
            String::new()
        } else {
            format!("[{}]", self.code())
        }
    }

    /// `25s`, `D`, `generic`.
    pub fn code(self) -> String {
        if self.count == 1 {
            self.unit.name().to_string()
        } else {
            format!("{}{}", self.count, self.unit.name())
        }
    }

    /// The unit of the text between the brackets of `[25s]`, `[s/2]`, brackets included; an empty text is the
    /// generic unit.
    pub fn parse_metadata(text: &str) -> Result<TimeUnit, DTypeError> {
        if text.is_empty() {
            return Ok(TimeUnit::GENERIC);
        }
        let invalid = || DTypeError::type_error(format!("Invalid datetime metadata string \"{text}\""));
        if text.len() < 3 || !text.starts_with('[') {
            return Err(invalid());
        }
        let close = text.find(']').ok_or_else(invalid)?;
        if close + 1 != text.len() {
            return Err(at_position(text, close + 1));
        }
        parse_extended(&text[1..close], text, 1)
    }

    /// The unit of `25s`, with or without brackets, as in the second argument of `np.datetime64`.
    pub fn parse_code(text: &str) -> Result<TimeUnit, DTypeError> {
        if text.is_empty() || text.starts_with('[') {
            let invalid = || DTypeError::type_error("Invalid datetime metadata string \"\"");
            return if text.is_empty() { Err(invalid()) } else { TimeUnit::parse_metadata(text) };
        }
        parse_extended(text, text, 0)
    }
}

fn at_position(text: &str, position: usize) -> DTypeError {
    DTypeError::type_error(format!("Invalid datetime metadata string \"{text}\" at position {position}"))
}

/// `[count] unit [/ divisor]`.
fn parse_extended(body: &str, whole: &str, at: usize) -> Result<TimeUnit, DTypeError> {
    let digits = body.bytes().take_while(u8::is_ascii_digit).count();
    let count: i32 = match digits {
        0 if body.starts_with('-') => return Err(at_position(whole, at)),
        0 => 1,
        n => body[..n].parse().map_err(|_| at_position(whole, at))?,
    };
    let rest = &body[digits..];
    let (name, divisor) = match rest.split_once('/') {
        Some((n, d)) => (n, Some(d)),
        None => (rest, None),
    };
    let unit = Unit::from_name(name).ok_or_else(|| {
        let message = if at == 1 {
            format!("Invalid datetime unit in metadata string \"{whole}\"")
        } else {
            format!("Invalid datetime unit \"{name}\" in metadata")
        };
        DTypeError::type_error(message)
    })?;
    if unit == Unit::Generic {
        return Ok(TimeUnit::GENERIC);
    }
    let Some(divisor) = divisor else {
        return Ok(TimeUnit { unit, count });
    };
    let slash = at + digits + name.len() + 1;
    match divisor.parse::<i32>() {
        Ok(d) if d > 0 => divide(TimeUnit { unit, count }, d, whole),
        _ => Err(at_position(whole, slash)),
    }
}

/// `[D/24]`: the multiple of a finer unit that a fraction of a unit is, by NumPy's list of candidates.
fn divide(of: TimeUnit, divisor: i32, whole: &str) -> Result<TimeUnit, DTypeError> {
    use Unit::*;
    let finer: &[(i64, Unit)] = match of.unit {
        Year => &[(12, Month), (52, Week), (365, Day)],
        Month => &[(4, Week), (30, Day), (720, Hour)],
        Week => &[(7, Day), (168, Hour), (10080, Minute)],
        Day => &[(24, Hour), (1440, Minute), (86400, Second)],
        Hour => &[(60, Minute), (3600, Second)],
        Minute => &[(60, Second), (60000, Milli)],
        Second => &[(1000, Milli), (1_000_000, Micro)],
        Milli => &[(1000, Micro), (1_000_000, Nano)],
        Micro => &[(1000, Nano), (1_000_000, Pico)],
        Nano => &[(1000, Pico), (1_000_000, Femto)],
        Pico => &[(1000, Femto), (1_000_000, Atto)],
        Femto => &[(1000, Atto)],
        Atto | Generic => &[],
    };
    let d = divisor as i64;
    for &(n, unit) in finer {
        if n % d == 0 {
            if let Ok(count) = i32::try_from(of.count as i64 * (n / d)) {
                return Ok(TimeUnit { unit, count });
            }
        }
    }
    Err(DTypeError::value_error(format!(
        "divisor ({divisor}) is not a multiple of a lower-unit in datetime metadata \"{whole}\""
    )))
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The coarsest unit in which both are whole numbers. `strict_a`, `strict_b`: the operand is a duration, whose
/// years and months do not convert to other units.
pub fn common_unit(a: TimeUnit, b: TimeUnit, strict_a: bool, strict_b: bool) -> Result<TimeUnit, DTypeError> {
    if a.is_generic() {
        return Ok(b);
    }
    if b.is_generic() {
        return Ok(a);
    }
    let (mut x, mut y) = (a.count as u64, b.count as u64);
    let unit = a.unit.max(b.unit);
    if a.unit != b.unit {
        let ((coarse, strict), count) =
            if a.unit < b.unit { ((a, strict_a), &mut x) } else { ((b, strict_b), &mut y) };
        match (coarse.unit, unit) {
            (Unit::Year, Unit::Month) => *count *= 12,
            (Unit::Year | Unit::Month, _) if strict => return Err(incompatible(a, b)),
            // The product wraps, as NumPy's does.
            (linear, _) => {
                *count = count.wrapping_mul(linear.factor_to(unit).ok_or_else(|| overflow(a, b))?);
            }
        }
    }
    match i32::try_from(gcd(x as u128, y as u128)) {
        Ok(count) if count > 0 => Ok(TimeUnit { unit, count }),
        _ => Err(overflow(a, b)),
    }
}

fn incompatible(a: TimeUnit, b: TimeUnit) -> DTypeError {
    DTypeError::type_error(format!(
        "Cannot get a common metadata divisor for Numpy datetime metadata {} and {} because they have \
         incompatible nonlinear base time units.",
        a.metadata(),
        b.metadata()
    ))
}

fn overflow(a: TimeUnit, b: TimeUnit) -> DTypeError {
    let message = format!(
        "Integer overflow getting a common metadata divisor for NumPy datetime metadata {} and {}.",
        a.metadata(),
        b.metadata()
    );
    DTypeError::new(ErrorClass::Overflow, message)
}

/// Every value of unit `a` is a whole number of `b`, as NumPy's casting rules see it: years and months count
/// as divisible by anything finer unless `strict`.
pub(crate) fn divides(a: TimeUnit, b: TimeUnit, strict: bool) -> bool {
    let (mut x, mut y) = (a.count as u64, b.count as u64);
    match (a.unit.min(b.unit), a.unit.max(b.unit)) {
        (p, q) if p == q => {}
        (Unit::Year, Unit::Month) => *(if a.unit == Unit::Year { &mut x } else { &mut y }) *= 12,
        (Unit::Year | Unit::Month, _) => return !strict,
        (coarse, fine) => {
            let Some(f) = coarse.factor_to(fine) else { return false };
            let count = if a.unit == coarse { &mut x } else { &mut y };
            let Some(product) = count.checked_mul(f).filter(|p| p >> 56 == 0) else { return false };
            *count = product;
        }
    }
    y != 0 && x % y == 0
}

/// The ratio by which a duration of unit `from` is multiplied to give `to`, in lowest terms; a year has
/// 365.2425 days and a month a twelfth of that. None if it does not fit, or a unit is generic or zero.
pub fn conversion_factor(from: TimeUnit, to: TimeUnit) -> Option<(i64, i64)> {
    if from.is_generic() {
        return Some((1, 1));
    }
    if to.is_generic() || from.count <= 0 || to.count <= 0 {
        return None;
    }
    let swapped = from.unit > to.unit;
    let (coarse, fine) = if swapped { (to.unit, from.unit) } else { (from.unit, to.unit) };
    let (mut num, mut den) = coarse_to_fine(coarse, fine)?;
    if swapped {
        std::mem::swap(&mut num, &mut den);
    }
    let (num, den) = (num as u128 * from.count as u128, den as u128 * to.count as u128);
    let g = gcd(num, den);
    Some((i64::try_from(num / g).ok()?, i64::try_from(den / g).ok()?))
}

fn coarse_to_fine(coarse: Unit, fine: Unit) -> Option<(u64, u64)> {
    // The Gregorian calendar repeats after 400 years of 146097 days.
    const CYCLE: u64 = 146_097;
    Some(match (coarse, fine) {
        (a, b) if a == b => (1, 1),
        (Unit::Year, Unit::Month) => (12, 1),
        (Unit::Year, Unit::Week) => (CYCLE, 400 * 7),
        (Unit::Month, Unit::Week) => (CYCLE, 400 * 12 * 7),
        (Unit::Year, _) => (CYCLE.checked_mul(Unit::Day.factor_to(fine)?)?, 400),
        (Unit::Month, _) => (CYCLE.checked_mul(Unit::Day.factor_to(fine)?)?, 400 * 12),
        _ => (coarse.factor_to(fine)?, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(code: &str) -> TimeUnit {
        TimeUnit::parse_code(code).unwrap()
    }

    #[test]
    fn metadata_strings() {
        let parse = |s: &str| TimeUnit::parse_metadata(s).map(|u| u.metadata()).map_err(|e| e.message);
        for (text, want) in [
            ("[25s]", "[25s]"),
            ("[1s]", "[s]"),
            ("[s/2]", "[500ms]"),
            ("[D/24]", "[h]"),
            ("[Y/5]", "[73D]"),
            ("[2s/4]", "[500ms]"),
            ("[\u{3bc}s]", "[us]"),
            ("[2generic]", ""),
        ] {
            assert_eq!(parse(text).unwrap(), want, "{text}");
        }
        for (text, want) in [
            ("[]", "Invalid datetime metadata string \"[]\""),
            ("[s", "Invalid datetime metadata string \"[s\""),
            ("[s]x", "Invalid datetime metadata string \"[s]x\" at position 3"),
            ("[xx]", "Invalid datetime unit in metadata string \"[xx]\""),
            ("[-1s]", "Invalid datetime metadata string \"[-1s]\" at position 1"),
            ("[99999999999s]", "Invalid datetime metadata string \"[99999999999s]\" at position 1"),
            ("[s/3]", "divisor (3) is not a multiple of a lower-unit in datetime metadata \"[s/3]\""),
        ] {
            assert_eq!(parse(text).unwrap_err(), want, "{text}");
        }
    }

    #[test]
    fn common_units() {
        for (a, b, want) in [
            ("25s", "10s", "5s"),
            ("3W", "2D", "D"),
            ("2Y", "3s", "3s"),
            ("2M", "3s", "3s"),
            ("4Y", "6M", "6M"),
            ("as", "ms", "as"),
        ] {
            let got = common_unit(unit(a), unit(b), false, false).map(|u| u.code());
            assert_eq!(got.as_deref(), Ok(want), "{a} {b}");
        }
        assert_eq!(common_unit(unit("Y"), unit("D"), true, true).unwrap_err().class, ErrorClass::Type);
        assert_eq!(common_unit(unit("as"), unit("s"), false, false).unwrap_err().class, ErrorClass::Overflow);
    }

    #[test]
    fn factors() {
        assert_eq!(conversion_factor(unit("25s"), unit("ms")), Some((25_000, 1)));
        assert_eq!(conversion_factor(unit("ms"), unit("25s")), Some((1, 25_000)));
        assert_eq!(conversion_factor(unit("Y"), unit("D")), Some((146_097, 400)));
        assert_eq!(conversion_factor(unit("Y"), unit("as")), None);
    }
}
