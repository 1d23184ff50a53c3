//! The proleptic Gregorian calendar: values of `datetime64` as dates and back.

use crate::time::NAT;
use crate::{conversion_factor, DTypeError, ErrorClass, TimeUnit, Unit};

/// A date and time of day; `atto` is the fraction of the second in 1e-18 s.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Civil {
    pub year: i64,
    pub month: u8,
    pub day: u8,
    pub hour: u8,
    pub minute: u8,
    pub second: u8,
    pub atto: u64,
}

/// The start of a year.
impl Default for Civil {
    fn default() -> Civil {
        Civil { year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, atto: 0 }
    }
}

pub fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub fn days_in_month(year: i64, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01. Eras of 400 years, years that begin in March (Hinnant, "chrono-Compatible Low-Level
/// Date Algorithms"); wraps far outside the range.
pub fn days_from_civil(year: i64, month: u8, day: u8) -> i64 {
    let y = if month <= 2 { year.wrapping_sub(1) } else { year };
    let era = y.div_euclid(400);
    let year_of_era = y.rem_euclid(400);
    let from_march = (month as i64 + 9) % 12;
    let day_of_year = (153 * from_march + 2) / 5 + day as i64 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era.wrapping_mul(146_097).wrapping_add(day_of_era - 719_468)
}

/// Year, month, day of a number of days since 1970-01-01.
pub fn civil_from_days(days: i64) -> (i64, u8, u8) {
    let shifted = days as i128 + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097) as i64;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    let year = era as i64 * 400 + year_of_era + (month <= 2) as i64;
    (year, month as u8, day as u8)
}

/// Monday is 0.
pub fn weekday(days: i64) -> u8 {
    (days.rem_euclid(7) + 3).rem_euclid(7) as u8
}

/// Ticks of a unit finer than a day in a second (None: coarser than a second), and in a day where that fits.
fn ticks_per_second(unit: Unit) -> Option<i64> {
    (unit >= Unit::Second && unit < Unit::Generic).then(|| 1000i64.pow(unit as u32 - Unit::Second as u32))
}

impl Civil {
    /// The date of a value; None for NaT and the generic unit.
    pub fn from_value(value: i64, unit: TimeUnit) -> Option<Civil> {
        if value == NAT || unit.is_generic() {
            return None;
        }
        let v = value.wrapping_mul(unit.count as i64);
        let mut c = Civil::default();
        match unit.unit {
            Unit::Year => c.year = v.wrapping_add(1970),
            Unit::Month => {
                c.year = v.div_euclid(12) + 1970;
                c.month = v.rem_euclid(12) as u8 + 1;
            }
            Unit::Week => c.set_days(v.wrapping_mul(7)),
            Unit::Day => c.set_days(v),
            Unit::Hour => c.set_seconds(v.div_euclid(24), v.rem_euclid(24) * 3600),
            Unit::Minute => c.set_seconds(v.div_euclid(1440), v.rem_euclid(1440) * 60),
            fine => {
                let ticks = ticks_per_second(fine)?;
                let seconds = v.div_euclid(ticks);
                c.set_seconds(seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
                c.atto = v.rem_euclid(ticks) as u64 * (1_000_000_000_000_000_000 / ticks as u64);
            }
        }
        Some(c)
    }

    fn set_days(&mut self, days: i64) {
        (self.year, self.month, self.day) = civil_from_days(days);
    }

    fn set_seconds(&mut self, days: i64, second_of_day: i64) {
        self.set_days(days);
        self.hour = (second_of_day / 3600) as u8;
        self.minute = (second_of_day / 60 % 60) as u8;
        self.second = (second_of_day % 60) as u8;
    }

    pub fn days(&self) -> i64 {
        days_from_civil(self.year, self.month, self.day)
    }

    /// The value in a unit, rounded down; wraps outside the range, as NumPy does.
    pub fn to_value(&self, unit: TimeUnit) -> i64 {
        let years = self.year.wrapping_sub(1970);
        let minutes = || {
            let hours = self.days().wrapping_mul(24).wrapping_add(self.hour as i64);
            hours.wrapping_mul(60).wrapping_add(self.minute as i64)
        };
        let v = match unit.unit {
            Unit::Year => years,
            Unit::Month => years.wrapping_mul(12).wrapping_add(self.month as i64 - 1),
            Unit::Week => self.days().div_euclid(7),
            Unit::Day => self.days(),
            Unit::Hour => self.days().wrapping_mul(24).wrapping_add(self.hour as i64),
            Unit::Minute => minutes(),
            Unit::Generic => return NAT,
            fine => {
                let ticks = ticks_per_second(fine).unwrap_or(1);
                let seconds = minutes().wrapping_mul(60).wrapping_add(self.second as i64);
                let fraction = (self.atto / (1_000_000_000_000_000_000 / ticks as u64)) as i64;
                seconds.wrapping_mul(ticks).wrapping_add(fraction)
            }
        };
        if unit.count > 1 {
            v.div_euclid(unit.count as i64)
        } else {
            v
        }
    }

    /// Shifted by whole minutes.
    pub fn plus_minutes(&self, minutes: i64) -> Civil {
        let total = self.hour as i64 * 60 + self.minute as i64 + minutes;
        let mut c = *self;
        c.set_days(self.days() + total.div_euclid(1440));
        c.hour = (total.rem_euclid(1440) / 60) as u8;
        c.minute = (total.rem_euclid(60)) as u8;
        c
    }

    /// The coarsest unit, from days down, that loses nothing (hours are written with minutes).
    pub fn lossless_unit(&self) -> Unit {
        if self.atto != 0 {
            let mut unit = Unit::Atto;
            let mut rest = self.atto;
            while rest.is_multiple_of(1000) && unit > Unit::Milli {
                rest /= 1000;
                unit = Unit::ALL[unit as usize - 1];
            }
            unit
        } else if self.second != 0 {
            Unit::Second
        } else if self.hour != 0 || self.minute != 0 {
            Unit::Minute
        } else {
            Unit::Day
        }
    }
}

/// How values of one time unit become values of another: prepared once, applied to each value.
#[derive(Clone, Copy, Debug)]
pub enum TimeConversion {
    Same,
    /// Multiply, then divide rounding down.
    Scale(i64, i64),
    /// Through the calendar.
    Calendar(TimeUnit, TimeUnit),
}

impl TimeConversion {
    /// Between units of `datetime64`; `OverflowError` where the ratio of the units is too large.
    pub fn datetime(from: TimeUnit, to: TimeUnit) -> Result<TimeConversion, DTypeError> {
        let scale = TimeConversion::duration(from, to)?;
        if from.unit.is_nonlinear() != to.unit.is_nonlinear() && !from.is_generic() {
            return Ok(TimeConversion::Calendar(from, to));
        }
        Ok(scale)
    }

    /// Between units of `timedelta64`; a year has 365.2425 days.
    pub fn duration(from: TimeUnit, to: TimeUnit) -> Result<TimeConversion, DTypeError> {
        if from == to || from.is_generic() {
            return Ok(TimeConversion::Same);
        }
        if to.is_generic() {
            return Err(DTypeError::value_error(
                "Cannot convert from specific units to generic units in NumPy datetimes or timedeltas",
            ));
        }
        match conversion_factor(from, to) {
            Some((1, 1)) => Ok(TimeConversion::Same),
            Some((num, den)) => Ok(TimeConversion::Scale(num, den)),
            None => Err(DTypeError::new(
                ErrorClass::Overflow,
                format!(
                    "Integer overflow while computing the conversion factor between NumPy datetime units {} and {}",
                    from.unit.min(to.unit).name(),
                    from.unit.max(to.unit).name()
                ),
            )),
        }
    }

    /// Converts a value; NaT stays.
    #[inline]
    pub fn apply(&self, value: i64) -> i64 {
        if value == NAT {
            return NAT;
        }
        match *self {
            TimeConversion::Same => value,
            // The sign is that of the value, not of the product, which may wrap.
            TimeConversion::Scale(num, den) if value < 0 => {
                value.wrapping_mul(num).wrapping_sub(den - 1) / den
            }
            TimeConversion::Scale(num, den) => value.wrapping_mul(num) / den,
            TimeConversion::Calendar(from, to) => {
                Civil::from_value(value, from).map_or(NAT, |civil| civil.to_value(to))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_back() {
        for days in (-800_000..800_000).step_by(97).chain([i64::MAX, i64::MIN + 1]) {
            let (y, m, d) = civil_from_days(days);
            assert!((1..=12).contains(&m) && d >= 1 && d <= days_in_month(y, m));
            assert_eq!(days_from_civil(y, m, d), days);
        }
        assert_eq!(civil_from_days(-800_000), (-221, 9, 4));
        assert_eq!(weekday(0), 3);
        assert_eq!(weekday(-1), 2);
    }

    #[test]
    fn values_and_back() {
        for unit in Unit::ALL.into_iter().take(13) {
            for count in [1, 25] {
                let unit = TimeUnit { unit, count };
                for value in [0, 1, -1, 12_345, -98_765] {
                    assert_eq!(Civil::from_value(value, unit).unwrap().to_value(unit), value, "{unit:?}");
                }
            }
        }
    }

    #[test]
    fn conversions() {
        let unit = |c: &str| TimeUnit::parse_code(c).unwrap();
        let datetime = |v, a, b| TimeConversion::datetime(unit(a), unit(b)).unwrap().apply(v);
        let duration = |v, a, b| TimeConversion::duration(unit(a), unit(b)).unwrap().apply(v);
        assert_eq!(datetime(-1, "D", "M"), -1);
        assert_eq!(datetime(10_000_000_000, "Y", "D"), 3_652_425_000_000);
        assert_eq!(datetime(5, "25s", "7s"), 17);
        assert_eq!(datetime(i64::MAX, "s", "D"), 106_751_991_167_300);
        assert_eq!(datetime(1 << 55, "D", "s"), -4_611_686_018_427_387_904);
        assert_eq!(duration(i64::MAX, "Y", "D"), 23_058_430_092_136_574);
        assert_eq!(duration(NAT, "s", "ns"), NAT);
        assert!(TimeConversion::datetime(unit("Y"), unit("as")).is_err());
    }
}
