//! Units of dates and durations.

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

/// A unit with its multiple: `[25s]`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TimeUnit {
    pub unit: Unit,
    pub count: i32,
}

impl TimeUnit {
    pub const GENERIC: TimeUnit = TimeUnit { unit: Unit::Generic, count: 1 };

    pub fn is_generic(self) -> bool {
        self.unit == Unit::Generic
    }
}
