//! The common form of the floating-point elements of one array.
//!
//! One notation serves all elements. A first pass over the finite ones decides between positional and
//! scientific notation and finds how many characters stand before and after the point.

use crate::elements::Stopped;
use crate::float::digits::{generate, Cutoff, Digits, Request};
use crate::float::{
    fill, write_positional, write_scientific, FormatError, Positional, Scientific, Trim, Width,
};
use crate::integer::width_u64;
use crate::options::{FloatMode, Legacy, Options, Sign};

/// Why an array was not printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LayoutError {
    /// The source of text failed and holds the reason.
    Stopped,
    Format(FormatError),
}

impl From<Stopped> for LayoutError {
    fn from(_: Stopped) -> Self {
        LayoutError::Stopped
    }
}

impl From<FormatError> for LayoutError {
    fn from(e: FormatError) -> Self {
        LayoutError::Format(e)
    }
}

#[derive(Clone, Copy)]
enum Notation {
    Positional(Positional),
    Scientific(Scientific),
}

/// How every element of one array (or its real or imaginary parts) is written.
pub(crate) struct FloatFormat<'a> {
    width: Width,
    notation: Notation,
    /// Width to which NaN and infinities are filled.
    total: i32,
    plus: bool,
    nanstr: &'a str,
    infstr: &'a str,
}

/// What the first pass over the elements finds.
struct Survey {
    finite: usize,
    all: usize,
    largest: f64,
    /// Smallest but zero.
    smallest: f64,
    negative: bool,
    negative_infinity: bool,
}

impl Survey {
    fn of(each: &dyn Fn(&mut dyn FnMut(f64))) -> Survey {
        let mut s = Survey {
            finite: 0,
            all: 0,
            largest: 0.0,
            smallest: f64::INFINITY,
            negative: false,
            negative_infinity: false,
        };
        each(&mut |x| {
            s.all += 1;
            if x.is_finite() {
                s.finite += 1;
                s.negative |= x.is_sign_negative();
                let a = x.abs();
                if a != 0.0 {
                    s.largest = s.largest.max(a);
                    s.smallest = s.smallest.min(a);
                }
            } else {
                s.negative_infinity |= x == f64::NEG_INFINITY;
            }
        });
        s
    }

    /// Whether positional notation would be too long, judged in the arithmetic of the array's own type.
    fn scientific(&self, width: Width, o: &Options) -> bool {
        if self.largest == 0.0 {
            return false;
        }
        let limit = match width {
            _ if o.legacy <= Legacy::V2_2 => 1e8,
            Width::F16 => 1e3,
            Width::F32 => 1e6,
            Width::F64 => 1e8,
        };
        let (tiny, ratio) = match width {
            Width::F64 => (1e-4, self.largest / self.smallest),
            Width::F32 => (1e-4f32 as f64, (self.largest as f32 / self.smallest as f32) as f64),
            Width::F16 => {
                let ratio = self.largest as f32 / self.smallest as f32;
                (half::f16::from_f64(1e-4).to_f64(), half::f16::from_f32(ratio).to_f64())
            }
        };
        // In binary16 a limit of 1e8 is infinite, and no finite number reaches it.
        self.largest >= limit || (!o.suppress && (self.smallest < tiny || ratio > 1000.0))
    }
}

/// Widest parts met when every finite element is written on its own.
#[derive(Default)]
struct Extent {
    before: i32,
    after: i32,
    exponent: i32,
}

impl<'a> FloatFormat<'a> {
    /// `each` calls back with every element that is printed; `sign` and `mode` may differ from the
    /// options (imaginary parts).
    pub(crate) fn new(
        each: &dyn Fn(&mut dyn FnMut(f64)),
        zero_dim: bool,
        width: Width,
        mut sign: Sign,
        mode: FloatMode,
        o: &'a Options,
        d: &mut Digits,
    ) -> Result<Self, FormatError> {
        let old = o.legacy <= Legacy::V1_13;
        if old && !zero_dim && sign == Sign::Minus {
            sign = Sign::Space;
        }
        let plus = sign == Sign::Plus;
        let precision = if mode == FloatMode::Unique { -1 } else { o.precision.map_or(-1, |p| p as i32) };
        let survey = Survey::of(each);
        let scientific = survey.scientific(width, o);
        let unique = !(mode == FloatMode::Fixed || (old && scientific));
        if !unique && precision < 0 && survey.finite > 0 {
            return Err(FormatError::PrecisionMissing);
        }
        let extent = measure(each, width, unique, scientific, precision, plus, d);
        let mut pad_left = extent.before;
        if old && survey.finite > 0 {
            pad_left = if scientific { 3 } else { 1 + unsigned_before(each, width, unique, precision, d) };
        }
        if !old && sign == Sign::Space && !survey.negative {
            pad_left += 1;
        }
        let pad_right = if scientific { extent.exponent + 2 + extent.after } else { extent.after };
        if survey.finite < survey.all {
            let offset = pad_right + 1;
            let signed = (sign != Sign::Minus || survey.negative_infinity) as i32;
            pad_left = pad_left.max(chars(&o.nanstr) - offset).max(chars(&o.infstr) + signed - offset);
        }
        let notation = if scientific {
            Notation::Scientific(Scientific {
                precision: extent.after,
                min_digits: extent.after,
                unique,
                trim: Trim::Keep,
                sign: plus,
                pad_left,
                exp_digits: extent.exponent,
            })
        } else {
            let equal = matches!(mode, FloatMode::Fixed | FloatMode::MaxPrecEqual);
            Notation::Positional(Positional {
                precision: if equal { extent.after } else { precision },
                min_digits: if equal { extent.after } else { 0 },
                unique,
                fractional: true,
                trim: if equal { Trim::Keep } else { Trim::Zeros },
                sign: plus,
                pad_left,
                pad_right,
            })
        };
        let total = pad_left + pad_right + 1;
        Ok(FloatFormat { width, notation, total, plus, nanstr: &o.nanstr, infstr: &o.infstr })
    }

    /// Whether everything written is ASCII, so that bytes count characters.
    pub(crate) fn is_ascii(&self) -> bool {
        self.nanstr.is_ascii() && self.infstr.is_ascii()
    }

    pub(crate) fn write(&self, x: f64, d: &mut Digits, out: &mut Vec<u8>) {
        if !x.is_finite() {
            return self.write_special(x, out);
        }
        match &self.notation {
            Notation::Positional(o) => write_positional(x, self.width, o, d, out),
            Notation::Scientific(o) => write_scientific(x, self.width, o, d, out),
        }
    }

    fn write_special(&self, x: f64, out: &mut Vec<u8>) {
        let text = if x.is_nan() { self.nanstr } else { self.infstr };
        let sign = match (x < 0.0, self.plus) {
            (true, _) => "-",
            (false, true) => "+",
            _ => "",
        };
        fill(out, b' ', self.total - chars(text) - sign.len() as i32);
        out.extend_from_slice(sign.as_bytes());
        out.extend_from_slice(text.as_bytes());
    }
}

fn chars(s: &str) -> i32 {
    s.chars().count() as i32
}

fn measure(
    each: &dyn Fn(&mut dyn FnMut(f64)),
    width: Width,
    unique: bool,
    scientific: bool,
    precision: i32,
    plus: bool,
    d: &mut Digits,
) -> Extent {
    let cutoff = if scientific { Cutoff::Total } else { Cutoff::Fraction };
    let max = if scientific && precision >= 0 { precision + 1 } else { precision };
    let request = Request { unique, cutoff, max, min: -1, open: true };
    let mut e = Extent::default();
    each(&mut |x| {
        if !x.is_finite() {
            return;
        }
        generate(x, width, &request, d);
        let exponent = d.exponent();
        let sign = (plus || x.is_sign_negative()) as i32;
        let whole = if scientific { 1 } else { exponent + 1 };
        e.before = e.before.max(sign + whole.max(1));
        e.after = e.after.max(match d.trimmed() as i32 {
            _ if !unique => precision,
            0 => 0,
            n => n - whole,
        });
        if scientific {
            e.exponent = e.exponent.max(width_u64(exponent.unsigned_abs() as u64).max(2) as i32);
        }
    });
    e
}

/// Characters before the point without signs: the padding of 1.13 counts those only.
fn unsigned_before(
    each: &dyn Fn(&mut dyn FnMut(f64)),
    width: Width,
    unique: bool,
    precision: i32,
    d: &mut Digits,
) -> i32 {
    let absolute = |f: &mut dyn FnMut(f64)| each(&mut |x| f(x.abs()));
    measure(&absolute, width, unique, false, precision, false, d).before
}
