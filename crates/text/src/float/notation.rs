//! Positional and scientific notation with every option of `format_float_positional` and
//! `format_float_scientific`.

use super::digits::{generate, Cutoff, Digits, Request};
use super::Width;

/// What becomes of zeros at the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trim {
    /// `'k'`: zeros and point stay.
    Keep,
    /// `'.'`: zeros go, the point stays.
    Zeros,
    /// `'0'`: one zero after the point stays.
    LeaveOneZero,
    /// `'-'`: zeros and point go.
    PointAndZeros,
}

/// Options of positional notation; -1 is "not given".
#[derive(Clone, Copy, Debug)]
pub struct Positional {
    pub precision: i32,
    pub unique: bool,
    pub fractional: bool,
    pub trim: Trim,
    pub sign: bool,
    pub pad_left: i32,
    pub pad_right: i32,
    pub min_digits: i32,
}

impl Default for Positional {
    fn default() -> Self {
        Positional {
            precision: -1,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: -1,
            pad_right: -1,
            min_digits: -1,
        }
    }
}

/// Options of scientific notation; -1 is "not given".
#[derive(Clone, Copy, Debug)]
pub struct Scientific {
    pub precision: i32,
    pub unique: bool,
    pub trim: Trim,
    pub sign: bool,
    pub pad_left: i32,
    pub exp_digits: i32,
    pub min_digits: i32,
}

impl Default for Scientific {
    fn default() -> Self {
        Scientific {
            precision: -1,
            unique: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: -1,
            exp_digits: -1,
            min_digits: -1,
        }
    }
}

/// Why a number was not formatted; `Display` is NumPy's message.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FormatError {
    /// `TypeError`
    PrecisionMissing,
    /// `ValueError`
    MinDigitsAbovePrecision,
    /// `ValueError`
    NoSignificantDigits,
    /// `RuntimeError`
    TooLong,
}

impl std::fmt::Display for FormatError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FormatError::PrecisionMissing => "in non-unique mode `precision` must be supplied",
            FormatError::MinDigitsAbovePrecision => "min_digits must be less than or equal to precision",
            FormatError::NoSignificantDigits => "precision must be greater than 0 if fractional=False",
            FormatError::TooLong => "Float formatting result too large",
        })
    }
}

impl std::error::Error for FormatError {}

/// The longest text NumPy's formatter gives.
const LONGEST: i32 = 16383;

/// `format_float_positional`.
pub fn format_float_positional(x: f64, width: Width, o: &Positional) -> Result<String, FormatError> {
    if !o.fractional && o.precision == 0 {
        return Err(FormatError::NoSignificantDigits);
    }
    check(o.precision, o.min_digits, o.unique)?;
    if o.pad_left.max(o.pad_right) > LONGEST || (!o.unique && o.precision > LONGEST) {
        return Err(FormatError::TooLong);
    }
    let o = Positional { min_digits: o.min_digits.min(LONGEST - 2), ..*o };
    let mut out = Vec::new();
    write_positional(x, width, &o, &mut Digits::new(), &mut out);
    if out.len() > LONGEST as usize {
        return Err(FormatError::TooLong);
    }
    Ok(ascii(out))
}

/// `format_float_scientific`.
pub fn format_float_scientific(x: f64, width: Width, o: &Scientific) -> Result<String, FormatError> {
    check(o.precision, o.min_digits, o.unique)?;
    let limit = |v: i32| v.min(LONGEST - 1);
    let o = Scientific {
        precision: limit(o.precision),
        min_digits: limit(o.min_digits),
        pad_left: limit(o.pad_left),
        ..*o
    };
    let mut out = Vec::new();
    write_scientific(x, width, &o, &mut Digits::new(), &mut out);
    Ok(ascii(out))
}

fn check(precision: i32, min_digits: i32, unique: bool) -> Result<(), FormatError> {
    if min_digits > 0 && precision > 0 && min_digits > precision {
        return Err(FormatError::MinDigitsAbovePrecision);
    }
    if !unique && precision < 0 {
        return Err(FormatError::PrecisionMissing);
    }
    Ok(())
}

pub(crate) fn ascii(out: Vec<u8>) -> String {
    String::from_utf8(out).expect("digits are ASCII")
}

pub(crate) fn fill(out: &mut Vec<u8>, byte: u8, n: i32) {
    if n > 0 {
        out.resize(out.len() + n as usize, byte);
    }
}

/// Sign and name of an infinity or a NaN; a NaN shows no sign.
fn write_special(x: f64, plus: bool, out: &mut Vec<u8>) {
    if x.is_nan() {
        out.extend_from_slice(b"nan");
    } else {
        write_sign(x, plus, out);
        out.extend_from_slice(b"inf");
    }
}

fn write_sign(x: f64, plus: bool, out: &mut Vec<u8>) {
    if x.is_sign_negative() {
        out.push(b'-');
    } else if plus {
        out.push(b'+');
    }
}

/// Appends `x` in positional notation.
pub(crate) fn write_positional(x: f64, width: Width, o: &Positional, d: &mut Digits, out: &mut Vec<u8>) {
    if !x.is_finite() {
        return write_special(x, o.sign, out);
    }
    let cutoff = if o.fractional { Cutoff::Fraction } else { Cutoff::Total };
    let request =
        Request { unique: o.unique, cutoff, max: o.precision, min: o.min_digits, open: o.fractional };
    generate(x, width, &request, d);
    let before = (d.exponent() + 1).max(1);
    fill(out, b' ', o.pad_left - before - (o.sign || x.is_sign_negative()) as i32);
    write_sign(x, o.sign, out);
    let fraction = write_split(d, out);
    let asked = if o.unique { o.min_digits } else { o.precision };
    let wanted = if o.fractional { asked.max(0) } else { asked - before };
    let fraction = finish(fraction, wanted, o.trim, out);
    if o.pad_right >= fraction {
        if o.trim == Trim::PointAndZeros && fraction == 0 {
            out.push(b' ');
        }
        fill(out, b' ', o.pad_right - fraction);
    }
}

/// Whole part, and point and fraction where there are fraction digits; returns how many.
fn write_split(d: &Digits, out: &mut Vec<u8>) -> i32 {
    let (digits, exponent, count) = (d.significant(), d.exponent(), d.count() as i32);
    if exponent < 0 {
        out.extend_from_slice(b"0.");
        fill(out, b'0', -exponent - 1);
        out.extend_from_slice(digits);
        fill(out, b'0', count - digits.len() as i32);
        return count - exponent - 1;
    }
    let before = exponent as usize + 1;
    if digits.len() <= before {
        out.extend_from_slice(digits);
        fill(out, b'0', (before - digits.len()) as i32);
        if count > before as i32 {
            out.push(b'.');
            fill(out, b'0', count - before as i32);
        }
    } else {
        out.extend_from_slice(&digits[..before]);
        out.push(b'.');
        out.extend_from_slice(&digits[before..]);
        fill(out, b'0', count - digits.len() as i32);
    }
    (count - before as i32).max(0)
}

/// Point and zeros at the end as `trim` says; returns the digits now after the point.
fn finish(mut fraction: i32, wanted: i32, trim: Trim, out: &mut Vec<u8>) -> i32 {
    if fraction == 0 {
        if trim != Trim::PointAndZeros {
            out.push(b'.');
        }
        if trim == Trim::LeaveOneZero {
            out.push(b'0');
            fraction = 1;
        }
    }
    if trim == Trim::Keep {
        fill(out, b'0', wanted - fraction);
        return fraction.max(wanted);
    }
    if fraction > 0 {
        while out.last() == Some(&b'0') {
            out.pop();
            fraction -= 1;
        }
        if fraction == 0 {
            match trim {
                Trim::LeaveOneZero => {
                    out.push(b'0');
                    fraction = 1;
                }
                Trim::PointAndZeros => {
                    out.pop();
                }
                _ => {}
            }
        }
    }
    fraction
}

/// Appends `x` in scientific notation.
pub(crate) fn write_scientific(x: f64, width: Width, o: &Scientific, d: &mut Digits, out: &mut Vec<u8>) {
    if !x.is_finite() {
        return write_special(x, o.sign, out);
    }
    let more = |n: i32| if n < 0 { -1 } else { n + 1 };
    let request = Request {
        unique: o.unique,
        cutoff: Cutoff::Total,
        max: more(o.precision),
        min: more(o.min_digits),
        open: o.trim != Trim::PointAndZeros,
    };
    generate(x, width, &request, d);
    fill(out, b' ', o.pad_left - 1 - (o.sign || x.is_sign_negative()) as i32);
    write_sign(x, o.sign, out);
    let fraction = d.count() as i32 - 1;
    out.push(d.significant()[0]);
    if fraction > 0 {
        out.push(b'.');
        out.extend_from_slice(&d.significant()[1..]);
        fill(out, b'0', (d.count() - d.significant().len()) as i32);
    }
    let wanted = if o.unique { o.min_digits } else { o.precision }.max(0);
    let left = finish(fraction, wanted, o.trim, out);
    if o.trim == Trim::PointAndZeros && fraction > 0 && left == 0 {
        // NumPy drops the point only where no digit ever followed it.
        out.push(b'.');
    }
    write_exponent(d.exponent(), o.exp_digits, out);
}

fn write_exponent(exponent: i32, least: i32, out: &mut Vec<u8>) {
    let least = if least < 0 { 2 } else { least.min(5) };
    out.extend_from_slice(if exponent < 0 { b"e-" } else { b"e+" });
    let v = exponent.unsigned_abs() as u64;
    // Zero has no digits of its own here: `exp_digits=0` leaves the exponent empty.
    let own = if v == 0 { 0 } else { crate::integer::width_u64(v) as i32 };
    fill(out, b'0', least - own);
    if v != 0 {
        crate::integer::write_u64(v, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn p(x: f64, o: Positional) -> String {
        format_float_positional(x, Width::F64, &o).unwrap()
    }

    fn s(x: f64, o: Scientific) -> String {
        format_float_scientific(x, Width::F64, &o).unwrap()
    }

    #[test]
    fn positional_options() {
        let d = Positional::default();
        assert_eq!(p(std::f64::consts::PI, d), "3.141592653589793");
        assert_eq!(p(1e-7, Positional { precision: 4, ..d }), "0.0000");
        assert_eq!(p(0.5, Positional { precision: 3, fractional: false, unique: false, ..d }), "0.50");
        assert_eq!(p(0.05, Positional { precision: 3, fractional: false, unique: false, ..d }), "0.0500");
        assert_eq!(p(123456.0, Positional { precision: 2, fractional: false, ..d }), "120000.");
        assert_eq!(p(1.5, Positional { precision: 0, trim: Trim::PointAndZeros, ..d }), "2");
        assert_eq!(p(2f64.powi(70), Positional { min_digits: 3, ..d }), "1180591620717411303424.000");
        assert_eq!(p(2f64.powi(70), d), "1180591620717411300000.");
        assert_eq!(p(-1.0, Positional { pad_left: 5, pad_right: 3, ..d }), "   -1.   ");
        let tenth = Positional { unique: false, precision: 10, ..d };
        assert_eq!(format_float_positional(0.1f32 as f64, Width::F32, &tenth).unwrap(), "0.1000000015");
    }

    #[test]
    fn scientific_options() {
        let d = Scientific::default();
        assert_eq!(s(1.23e24, Scientific { exp_digits: 4, ..d }), "1.23e+0024");
        assert_eq!(s(1.0, Scientific { min_digits: 3, trim: Trim::PointAndZeros, ..d }), "1.e+00");
        assert_eq!(s(1.0, Scientific { trim: Trim::PointAndZeros, ..d }), "1e+00");
        assert_eq!(s(0.0, Scientific { min_digits: 3, ..d }), "0.000e+00");
        assert_eq!(s(1.0, Scientific { exp_digits: 0, ..d }), "1.e+");
        assert_eq!(s(f64::NEG_INFINITY, d), "-inf");
    }

    #[test]
    fn errors() {
        let d = Positional::default();
        let e = format_float_positional(1.0, Width::F64, &Positional { unique: false, ..d }).unwrap_err();
        assert_eq!(e.to_string(), "in non-unique mode `precision` must be supplied");
        let e =
            format_float_positional(1.0, Width::F64, &Positional { unique: false, precision: 20000, ..d });
        assert_eq!(e, Err(FormatError::TooLong));
    }
}
