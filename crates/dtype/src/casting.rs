//! Which casts are allowed under which rule.

use crate::time::divides;
use crate::{DType, Kind, Num, Record, TimeUnit, Unit};
use std::cmp::Ordering;

/// NumPy's casting rules, strictest first; `SameValue` of NumPy 2.4 allows any cast, and the values decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Casting {
    No,
    Equiv,
    Safe,
    SameKind,
    Unsafe,
    SameValue,
}

impl Casting {
    /// The word users write.
    pub fn name(self) -> &'static str {
        match self {
            Casting::No => "no",
            Casting::Equiv => "equiv",
            Casting::Safe => "safe",
            Casting::SameKind => "same_kind",
            Casting::Unsafe => "unsafe",
            Casting::SameValue => "same_value",
        }
    }

    pub fn from_name(name: &str) -> Option<Casting> {
        Some(match name {
            "no" => Casting::No,
            "equiv" => Casting::Equiv,
            "safe" => Casting::Safe,
            "same_kind" => Casting::SameKind,
            "unsafe" => Casting::Unsafe,
            "same_value" => Casting::SameValue,
            _ => return None,
        })
    }
}

/// Whether `from` may be cast to `to` under a rule. A flexible target without a length (`S`, `U`, `V`) means
/// any length.
#[inline]
pub fn can_cast(from: &DType, to: &DType, casting: Casting) -> bool {
    cast_safety(from, to).is_some_and(|level| level <= casting)
}

/// The strictest rule that allows the cast, or None if there is no such cast at all.
#[inline]
pub fn cast_safety(from: &DType, to: &DType) -> Option<Casting> {
    if is_plain(from) && is_plain(to) {
        let level = table(from.num(), to.num());
        return Some(if level == Casting::No { order_level(from, to) } else { level });
    }
    if is_unsized(to) {
        any_length_safety(from, to)
    } else {
        parametric_safety(from, to)
    }
}

/// The same values in the same bytes: what NumPy's `dtype ==` answers (`q` and `l` are equivalent).
pub fn equivalent(a: &DType, b: &DType) -> bool {
    if a == b {
        return true;
    }
    a.kind() == b.kind() && safety(a, b) == Some(Casting::No)
}

impl DType {
    /// Feeds a hasher so that [`equivalent`] types give equal hashes.
    pub fn hash_equivalent<H: std::hash::Hasher>(&self, state: &mut H) {
        use std::hash::Hash;
        (self.kind(), self.itemsize(), self.is_swapped()).hash(state);
        if let Some(r) = self.as_record() {
            for f in r.fields() {
                (&f.name, f.offset).hash(state);
                f.dtype.hash_equivalent(state);
            }
        }
        if let Some((base, shape)) = self.as_subarray() {
            shape.hash(state);
            base.hash_equivalent(state);
        }
    }
}

fn is_plain(d: &DType) -> bool {
    d.is_number() || d.num() == Num::Object
}

/// For types equal but for it: does the byte order differ?
fn order_level(a: &DType, b: &DType) -> Casting {
    if a.is_swapped() == b.is_swapped() {
        Casting::No
    } else {
        Casting::Equiv
    }
}

fn table(from: Num, to: Num) -> Casting {
    match LEVELS[from as usize][to as usize] {
        b'N' => Casting::No,
        b'S' => Casting::Safe,
        b'K' => Casting::SameKind,
        _ => Casting::Unsafe,
    }
}

/// By type number, N(o) < S(afe) < same K(ind) < U(nsafe); flexible types as if of any length.
static LEVELS: [[u8; Num::COUNT]; Num::COUNT] = [
    *b"NSSSSSSSSSSSSSSSSSSSSUSS",
    *b"UNUSUSUSUSUSSSSSSSSSSUSS",
    *b"UKNSSSSSSSSSSSSSSSSSSUSS",
    *b"UKUNUSUSUSUSSSSSSSSSSUSK",
    *b"UKKKNSSSSSSSSSSSSSSSSUSK",
    *b"UKUKUNUSUSUKSSKSSSSSSUSK",
    *b"UKKKKKNSSSSKSSKSSSSSSUSK",
    *b"UKUKUKUNUNUKSSKSSSSSSUSK",
    *b"UKKKKKKKNKNKSSKSSSSSSUKK",
    *b"UKUKUKUNUNUKSSKSSSSSSUSK",
    *b"UKKKKKKKNKNKSSKSSSSSSUKK",
    *b"UUUUUUUUUUUNSSSSSSSSSUUK",
    *b"UUUUUUUUUUUKNSKSSSSSSUUK",
    *b"UUUUUUUUUUUKKNKKSSSSSUUK",
    *b"UUUUUUUUUUUUUUNSSSSSSUUU",
    *b"UUUUUUUUUUUUUUKNSSSSSUUU",
    *b"UUUUUUUUUUUUUUKKNSSSSUUU",
    *b"UUUUUUUUUUUUUUUUUNUUUUUU",
    *b"UUUUUUUUUUUUUUUUUSNSSUUU",
    *b"UUUUUUUUUUUUUUUUUSUNSUUU",
    *b"UUUUUUUUUUUUUUUUUSUUNUUU",
    *b"UUUUUUUUUUUUUUUUUSUUSNUU",
    *b"UUUUUUUUUUUUUUUUUSUUSUNU",
    *b"UUUUUUUUUUUSSSSSSSSSSUUN",
];

/// To a flexible type of the length that fits.
#[cold]
fn any_length_safety(from: &DType, to: &DType) -> Option<Casting> {
    match (from.as_record(), from.as_subarray()) {
        (Some(_), _) if to.kind() == Kind::Void => Some(Casting::No),
        (Some(r), _) => record_to_plain(r, to),
        (_, Some(_)) if to.kind() == Kind::Void => Some(Casting::Safe),
        (_, Some((base, _))) => any_length_safety(base, to).map(|_| Casting::Unsafe),
        _ => match table(from.num(), to.num()) {
            Casting::No => Some(order_level(from, to)),
            level => Some(level),
        },
    }
}

/// As [`cast_safety`], but lengths of zero are lengths: what parts of structured types follow.
fn safety(from: &DType, to: &DType) -> Option<Casting> {
    if is_plain(from) && is_plain(to) {
        cast_safety(from, to)
    } else {
        parametric_safety(from, to)
    }
}

#[cold]
fn parametric_safety(from: &DType, to: &DType) -> Option<Casting> {
    match (from.as_record(), to.as_record()) {
        (Some(a), Some(b)) => return record_safety(a, b),
        (Some(a), None) => return record_to_plain(a, to),
        (None, Some(b)) => {
            let castable = b.fields().iter().all(|f| safety(from, &f.dtype).is_some());
            return castable.then_some(Casting::Unsafe);
        }
        _ => {}
    }
    match (from.as_subarray(), to.as_subarray()) {
        (Some((a, s)), Some((b, t))) if s == t => return safety(a, b),
        (Some((a, _)), Some((b, _))) => return safety(a, b).map(|_| Casting::Unsafe),
        (Some(_), None) if to.num() == Num::Object => return Some(Casting::Safe),
        (Some((a, _)), None) => return safety(a, to).map(|_| Casting::Unsafe),
        (None, Some(_)) if from.kind() == Kind::Void => return Some(Casting::Unsafe),
        (None, Some((b, _))) => return safety(from, b).map(|level| level.max(Casting::Safe)),
        (None, None) => {}
    }
    let level = table(from.num(), to.num());
    Some(match (from.kind(), to.kind()) {
        (Kind::Datetime, Kind::Datetime) => time_safety(from, to, false),
        (Kind::Timedelta, Kind::Timedelta) => time_safety(from, to, true),
        (_, Kind::Bytes | Kind::Str) if level < Casting::Unsafe => string_safety(from, to, level),
        (a, Kind::Void) if level < Casting::Unsafe => match from.itemsize().cmp(&to.itemsize()) {
            Ordering::Greater if a == Kind::Void => Casting::SameKind,
            Ordering::Greater => Casting::Unsafe,
            Ordering::Equal => level,
            Ordering::Less => Casting::Safe,
        },
        _ => level,
    })
}

fn is_unsized(d: &DType) -> bool {
    d.is_flexible() && d.itemsize() == 0 && d.ext().is_none()
}

/// Numbers and strings to strings: by the length needed.
fn string_safety(from: &DType, to: &DType, level: Casting) -> Casting {
    let unit = if to.kind() == Kind::Str { 4 } else { 1 };
    match from.string_length().cmp(&(to.itemsize() / unit)) {
        Ordering::Greater => Casting::SameKind,
        Ordering::Equal if level == Casting::No => order_level(from, to),
        Ordering::Equal => level,
        Ordering::Less => Casting::Safe,
    }
}

impl DType {
    /// Characters that a value needs when written as a string, NumPy's widths; the length of a string type.
    pub fn string_length(&self) -> usize {
        const LENGTHS: [usize; Num::COUNT] =
            [5, 4, 3, 6, 5, 11, 10, 21, 20, 21, 20, 32, 32, 48, 64, 64, 96, 0, 0, 0, 0, 28, 21, 32];
        match self.kind() {
            Kind::Str => self.itemsize() / 4,
            Kind::Bytes | Kind::Void => self.itemsize(),
            _ => LENGTHS[self.num() as usize],
        }
    }

    /// Characters that every value needs: as [`DType::string_length`], but of dates by their unit.
    pub fn written_length(&self) -> usize {
        if self.kind() != Kind::Datetime {
            return self.string_length();
        }
        // A year takes 21 characters at most, of which one is the sign; a NUL ends the text.
        const YEAR: usize = 22;
        // Up to the day two digits and a mark a part, then also the Z; fractions in steps of three digits.
        match self.time_unit().unit {
            Unit::Year => YEAR,
            Unit::Month => YEAR + 3,
            Unit::Week | Unit::Day => YEAR + 6,
            Unit::Hour => YEAR + 10,
            Unit::Minute => YEAR + 13,
            Unit::Second => YEAR + 16,
            Unit::Milli => YEAR + 20,
            Unit::Micro => YEAR + 23,
            Unit::Nano => YEAR + 26,
            Unit::Pico => YEAR + 29,
            Unit::Femto => YEAR + 32,
            Unit::Atto => YEAR + 35,
            Unit::Generic => self.string_length(),
        }
    }
}

fn time_safety(from: &DType, to: &DType, duration: bool) -> Casting {
    let (a, b) = (from.time_unit(), to.time_unit());
    if same_span(a, b) {
        return order_level(from, to);
    }
    if a.is_generic() {
        return Casting::Safe;
    }
    if b.is_generic() || duration && a.unit.is_nonlinear() != b.unit.is_nonlinear() {
        return Casting::Unsafe;
    }
    if a.unit <= b.unit && divides(a, b, duration) {
        Casting::Safe
    } else {
        Casting::SameKind
    }
}

/// Equal units, and `[1000ms]` for `[s]`: NumPy's integer quotient of the counts.
fn same_span(a: TimeUnit, b: TimeUnit) -> bool {
    if a == b {
        return true;
    }
    if a.is_generic() || b.unit < Unit::Second || a.unit <= b.unit || b.count <= 0 {
        return false;
    }
    let quotient = (a.count / b.count) as i64;
    matches!((a.unit as i32 - b.unit as i32, quotient), (1, 1000) | (2, 1_000_000) | (3, 1_000_000_000))
}

/// Field by field in order; other names make it at most safe, another layout at most equivalent.
fn record_safety(a: &Record, b: &Record) -> Option<Casting> {
    if a.fields().len() != b.fields().len() {
        return None;
    }
    let mut level = Casting::No;
    if a.itemsize() != b.itemsize() {
        level = Casting::Equiv;
    }
    for (f, g) in a.fields().iter().zip(b.fields()) {
        if f.name != g.name || f.title != g.title {
            level = level.max(Casting::Safe);
        }
        if f.offset != g.offset {
            level = level.max(Casting::Equiv);
        }
        level = level.max(safety(&f.dtype, &g.dtype)?);
    }
    Some(level)
}

/// Only a single field has one value.
fn record_to_plain(a: &Record, to: &DType) -> Option<Casting> {
    if to.num() == Num::Object {
        return Some(Casting::Safe);
    }
    match a.fields() {
        [only] => safety(&only.dtype, to).map(|_| Casting::Unsafe),
        _ => None,
    }
}
