//! ISO 8601 text of dates.

use crate::calendar::{days_in_month, Civil};
use crate::{DTypeError, TimeUnit, Unit};
use std::fmt::Write;

/// What a date string says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Instant {
    NaT,
    /// The current day, in days.
    Today,
    /// The current moment, in seconds.
    Now,
    Date {
        civil: Civil,
        /// The unit that the text's precision means.
        unit: Unit,
        /// A zone was given (and applied): NumPy warns.
        zone: bool,
    },
}

/// The UserWarning where a string names a zone.
pub const ZONE_WARNING: &str = "no explicit representation of timezones available for np.datetime64";

/// Parses `2020-01-02T03:04:05.678` and shortened forms, `NaT`, `today`, `now`.
pub fn parse_datetime(text: &str) -> Result<Instant, DTypeError> {
    if text.is_empty() || text.eq_ignore_ascii_case("nat") {
        return Ok(Instant::NaT);
    }
    if text.eq_ignore_ascii_case("today") {
        return Ok(Instant::Today);
    }
    if text.eq_ignore_ascii_case("now") {
        return Ok(Instant::Now);
    }
    let mut p = Parser { text, bytes: text.as_bytes(), at: 0, zone: false };
    let (civil, unit) = p.date()?;
    Ok(Instant::Date { civil, unit, zone: p.zone })
}

struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    zone: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn at_digit(&self) -> bool {
        self.peek().is_some_and(|c| c.is_ascii_digit())
    }

    fn accept(&mut self, c: u8) -> bool {
        let found = self.peek() == Some(c);
        self.at += found as usize;
        found
    }

    fn skip_blanks(&mut self) {
        while self.peek().is_some_and(|c| c.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn error<T>(&self) -> Result<T, DTypeError> {
        Err(DTypeError::value_error(format!(
            "Error parsing datetime string \"{}\" at position {}",
            self.text, self.at
        )))
    }

    fn range_error<T>(&self, what: &str) -> Result<T, DTypeError> {
        Err(DTypeError::value_error(format!("{what} out of range in datetime string \"{}\"", self.text)))
    }

    fn two_digits(&mut self) -> Result<u8, DTypeError> {
        match self.bytes.get(self.at..self.at + 2) {
            Some([a, b]) if a.is_ascii_digit() && b.is_ascii_digit() => {
                self.at += 2;
                Ok((a - b'0') * 10 + (b - b'0'))
            }
            _ => self.error(),
        }
    }

    fn date(&mut self) -> Result<(Civil, Unit), DTypeError> {
        let mut c = Civil::default();
        self.skip_blanks();
        let negative = self.accept(b'-');
        if !negative {
            self.accept(b'+');
        }
        if !self.at_digit() {
            return self.error();
        }
        let mut year = 0i64;
        while self.at_digit() {
            year = year.wrapping_mul(10).wrapping_add((self.bytes[self.at] - b'0') as i64);
            self.at += 1;
        }
        c.year = if negative { year.wrapping_neg() } else { year };
        if self.peek().is_none() {
            return Ok((c, Unit::Year));
        }
        if !self.accept(b'-') {
            return self.error();
        }
        c.month = self.two_digits()?;
        if !(1..=12).contains(&c.month) {
            return self.range_error("Month");
        }
        if self.peek().is_none() {
            return Ok((c, Unit::Month));
        }
        if !self.accept(b'-') {
            return self.error();
        }
        c.day = self.two_digits()?;
        if c.day < 1 || c.day > days_in_month(c.year, c.month) {
            return self.range_error("Day");
        }
        if self.peek().is_none() {
            return Ok((c, Unit::Day));
        }
        if !self.accept(b'T') && !self.accept(b' ') {
            return self.error();
        }
        let unit = self.time_of_day(&mut c)?;
        if self.peek().is_some() {
            self.zone(&mut c)?;
        }
        Ok((c, unit))
    }

    fn time_of_day(&mut self, c: &mut Civil) -> Result<Unit, DTypeError> {
        c.hour = self.two_digits()?;
        if c.hour >= 24 {
            return self.range_error("Hours");
        }
        if !self.accept(b':') {
            return Ok(Unit::Hour);
        }
        c.minute = self.two_digits()?;
        if c.minute >= 60 {
            return self.range_error("Minutes");
        }
        if !self.accept(b':') {
            return Ok(Unit::Minute);
        }
        c.second = self.two_digits()?;
        if c.second >= 60 {
            return self.range_error("Seconds");
        }
        if !self.accept(b'.') {
            return Ok(Unit::Second);
        }
        let mut digits = 0u32;
        while digits < 18 && self.at_digit() {
            c.atto = c.atto * 10 + (self.bytes[self.at] - b'0') as u64;
            self.at += 1;
            digits += 1;
        }
        c.atto *= 10u64.pow(18 - digits);
        let steps = digits.div_ceil(3).max(1);
        Ok(Unit::ALL[Unit::Second as usize + steps as usize])
    }

    /// `Z`, `+01`, `-0130`, `+01:30`, and blanks.
    fn zone(&mut self, c: &mut Civil) -> Result<(), DTypeError> {
        self.zone = true;
        if !self.accept(b'Z') && matches!(self.peek(), Some(b'+' | b'-')) {
            let west = self.accept(b'-') || !self.accept(b'+');
            let hours = self.two_digits()?;
            if hours >= 24 {
                return self.range_error("Timezone hours offset");
            }
            let mut minutes = 0;
            if self.accept(b':') || self.at_digit() {
                minutes = self.two_digits()?;
                if minutes >= 60 {
                    return self.range_error("Timezone minutes offset");
                }
            }
            let offset = hours as i64 * 60 + minutes as i64;
            *c = c.plus_minutes(if west { offset } else { -offset });
        }
        self.skip_blanks();
        if self.peek().is_some() {
            return self.error();
        }
        Ok(())
    }
}

/// The text of a date down to a unit: `2020-01-02T03` for hours; weeks and days are dates.
pub fn format_civil(c: &Civil, unit: Unit) -> String {
    let mut out = String::with_capacity(32);
    // C's %04d: the sign counts to the width.
    let _ = write!(out, "{:04}", c.year);
    if unit == Unit::Year {
        return out;
    }
    let _ = write!(out, "-{:02}", c.month);
    if unit == Unit::Month {
        return out;
    }
    let _ = write!(out, "-{:02}", c.day);
    if unit <= Unit::Day {
        return out;
    }
    let _ = write!(out, "T{:02}", c.hour);
    if unit >= Unit::Minute {
        let _ = write!(out, ":{:02}", c.minute);
    }
    if unit >= Unit::Second {
        let _ = write!(out, ":{:02}", c.second);
    }
    if unit >= Unit::Milli && unit < Unit::Generic {
        let digits = 3 * (unit as u32 - Unit::Second as u32);
        let fraction = c.atto / 10u64.pow(18 - digits);
        let _ = write!(out, ".{fraction:0width$}", width = digits as usize);
    }
    out
}

/// `str(np.datetime64)`: the value's own unit decides; an error for values of the generic unit.
pub fn format_datetime(value: i64, unit: TimeUnit) -> Result<String, DTypeError> {
    match Civil::from_value(value, unit) {
        Some(civil) => Ok(format_civil(&civil, unit.unit)),
        None if value == crate::NAT => Ok("NaT".to_string()),
        None => Err(DTypeError::value_error(
            "Cannot convert a NumPy datetime value other than NaT with generic units",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> String {
        match parse_datetime(text) {
            Ok(Instant::Date { civil, unit, .. }) => format_civil(&civil, unit),
            Ok(other) => format!("{other:?}"),
            Err(e) => e.message,
        }
    }

    #[test]
    fn round_trips() {
        for text in [
            "2020",
            "-001-01",
            "12345-01-01",
            "2020-02-29",
            "2020-01-02T03",
            "2020-01-02T03:04",
            "2020-01-02T03:04:05",
            "2020-01-02T03:04:05.123",
            "1970-01-01T00:00:00.123456789123456789",
        ] {
            assert_eq!(value(text), text);
        }
        assert_eq!(value("  02020"), "2020");
        assert_eq!(value("2020-01-02 03:04:05.1234567"), "2020-01-02T03:04:05.123456700");
        assert_eq!(value("2020-01-02T03:04:05-0130"), "2020-01-02T04:34:05");
        assert_eq!(value("2020-01-01T00:04+01:30"), "2019-12-31T22:34");
    }

    #[test]
    fn errors() {
        for (text, want) in [
            ("2020-1", "Error parsing datetime string \"2020-1\" at position 5"),
            ("2020-001", "Month out of range in datetime string \"2020-001\""),
            ("2021-02-29", "Day out of range in datetime string \"2021-02-29\""),
            ("2020-01-02T24", "Hours out of range in datetime string \"2020-01-02T24\""),
            ("2020-01-02T0304", "Error parsing datetime string \"2020-01-02T0304\" at position 13"),
            (" NaT", "Error parsing datetime string \" NaT\" at position 1"),
        ] {
            assert_eq!(value(text), want);
        }
    }

    #[test]
    fn values() {
        let show = |v, code: &str| format_datetime(v, TimeUnit::parse_code(code).unwrap());
        assert_eq!(show(-1971, "Y").unwrap(), "-001");
        assert_eq!(show(5, "25s").unwrap(), "1970-01-01T00:02:05");
        assert_eq!(show(i64::MAX, "D").unwrap(), "25252734927768524-07-27");
        assert_eq!(show(-1, "as").unwrap(), "1969-12-31T23:59:59.999999999999999999");
        assert_eq!(show(crate::NAT, "s").unwrap(), "NaT");
        assert!(show(5, "generic").is_err());
    }
}
