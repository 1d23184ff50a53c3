//! The form of one array's elements: found from all that are printed, then applied to each.

mod float;

pub use float::LayoutError;

use crate::elements::{Elements, Kind, Selection};
use crate::float::digits::Digits;
use crate::float::{fill, FormatError};
use crate::integer::{width_i64, width_u64, write_i64, write_u64};
use crate::options::{FloatMode, Legacy, Options, Sign};
use float::FloatFormat;

/// Writes elements of one array so that they line up.
pub(crate) struct ElementFormat<'a> {
    view: &'a dyn Elements,
    form: Form<'a>,
}

enum Form<'a> {
    Bool { pad: bool },
    Int { width: i32, sign: Sign },
    UInt { width: i32, sign: Sign },
    Float(FloatFormat<'a>),
    Complex(FloatFormat<'a>, FloatFormat<'a>),
    Timelike { width: i32 },
    Text,
    Record(Vec<Field<'a>>),
}

/// A field of a record; a subarray in it prints as nested brackets.
struct Field<'a> {
    format: ElementFormat<'a>,
    shape: &'a [usize],
    edge: Option<usize>,
}

impl<'a> ElementFormat<'a> {
    /// Finds the form from the elements in `which` (flat positions of the outermost array, each standing
    /// for `per` elements of this view).
    pub(crate) fn new(
        view: &'a dyn Elements,
        which: &Selection,
        per: usize,
        o: &'a Options,
        d: &mut Digits,
    ) -> Result<Self, FormatError> {
        let each = |f: &mut dyn FnMut(usize)| {
            which.for_each(&mut |i| (i * per..(i + 1) * per).for_each(&mut *f));
        };
        let zero_dim = view.shape().is_empty();
        let form = match view.kind() {
            Kind::Bool => Form::Bool { pad: !zero_dim },
            Kind::Int => int_form(view, &each, o.sign),
            Kind::UInt => uint_form(view, &each, o.sign),
            Kind::Float(width) => {
                let values = |f: &mut dyn FnMut(f64)| each(&mut |i| f(view.f64_at(i)));
                Form::Float(FloatFormat::new(&values, zero_dim, width, o.sign, o.floatmode, o, d)?)
            }
            Kind::Complex(width) => {
                let old = o.legacy <= Legacy::V1_13;
                let mode = |other| if old { other } else { o.floatmode };
                let real = |f: &mut dyn FnMut(f64)| each(&mut |i| f(view.complex_at(i).0));
                let imag = |f: &mut dyn FnMut(f64)| each(&mut |i| f(view.complex_at(i).1));
                let (equal, most) = (mode(FloatMode::MaxPrecEqual), mode(FloatMode::MaxPrec));
                Form::Complex(
                    FloatFormat::new(&real, zero_dim, width, o.sign, equal, o, d)?,
                    FloatFormat::new(&imag, zero_dim, width, Sign::Plus, most, o, d)?,
                )
            }
            Kind::Date | Kind::Duration => Form::Timelike { width: 0 },
            Kind::Text => Form::Text,
            Kind::Record => Form::Record(record_form(view, which, per, o, d)?),
        };
        Ok(ElementFormat { view, form })
    }

    /// Texts of dates and durations can fail, so their width is found apart.
    pub(crate) fn measure_times(
        &mut self,
        which: &Selection,
        per: usize,
        o: &Options,
    ) -> Result<(), LayoutError> {
        match &mut self.form {
            Form::Timelike { width } if o.legacy > Legacy::V1_13 || self.view.kind() == Kind::Duration => {
                let (view, mut word, mut failed) = (self.view, Vec::new(), None);
                which.for_each(&mut |i| {
                    for i in i * per..(i + 1) * per {
                        if view.is_nat(i) {
                            *width = (*width).max(5);
                        } else if failed.is_none() {
                            word.clear();
                            failed = view.text_at(i, &mut word).err();
                            *width = (*width).max(count_chars(&word) as i32);
                        }
                    }
                });
                failed.map_or(Ok(()), |stopped| Err(stopped.into()))
            }
            Form::Record(fields) => fields
                .iter_mut()
                .try_for_each(|f| f.format.measure_times(which, per * f.shape.iter().product::<usize>(), o)),
            _ => Ok(()),
        }
    }

    /// Whether a byte is a character in all that is written.
    pub(crate) fn is_ascii(&self) -> bool {
        match &self.form {
            Form::Float(f) => f.is_ascii(),
            Form::Complex(re, im) => re.is_ascii() && im.is_ascii(),
            Form::Timelike { .. } | Form::Text | Form::Record(_) => false,
            _ => true,
        }
    }

    /// Appends element `i`.
    pub(crate) fn write(&self, i: usize, d: &mut Digits, out: &mut Vec<u8>) -> Result<(), LayoutError> {
        match &self.form {
            Form::Bool { pad } => out.extend_from_slice(match (self.view.bool_at(i), pad) {
                (false, _) => b"False",
                (true, true) => b" True",
                (true, false) => b"True",
            }),
            Form::Int { width, sign } => {
                let v = self.view.i64_at(i);
                let extra = write_plus(v >= 0, *sign);
                fill(out, b' ', width - width_i64(v) as i32 - extra.len() as i32);
                out.extend_from_slice(extra);
                write_i64(v, out);
            }
            Form::UInt { width, sign } => {
                let v = self.view.u64_at(i);
                let extra = write_plus(true, *sign);
                fill(out, b' ', width - width_u64(v) as i32 - extra.len() as i32);
                out.extend_from_slice(extra);
                write_u64(v, out);
            }
            Form::Float(f) => f.write(self.view.f64_at(i), d, out),
            Form::Complex(re, im) => {
                let (x, y) = self.view.complex_at(i);
                re.write(x, d, out);
                im.write(y, d, out);
                // The unit stands before the padding.
                let end = out.iter().rposition(|&c| c != b' ').map_or(0, |p| p + 1);
                out.insert(end, b'j');
            }
            Form::Timelike { width } => self.write_time(i, *width, out)?,
            Form::Text => self.view.text_at(i, out)?,
            Form::Record(fields) => {
                out.push(b'(');
                for (k, f) in fields.iter().enumerate() {
                    if k > 0 {
                        out.extend_from_slice(b", ");
                    }
                    f.write(i, d, out)?;
                }
                out.extend_from_slice(if fields.len() == 1 { b",)" } else { b")" });
            }
        }
        Ok(())
    }

    fn write_time(&self, i: usize, width: i32, out: &mut Vec<u8>) -> Result<(), LayoutError> {
        let start = out.len();
        if self.view.is_nat(i) {
            out.extend_from_slice(b"'NaT'");
        } else {
            self.view.text_at(i, out)?;
        }
        let missing = width - count_chars(&out[start..]) as i32;
        if missing > 0 {
            fill(out, b' ', missing);
            out[start..].rotate_right(missing as usize);
        }
        Ok(())
    }
}

impl Field<'_> {
    fn write(&self, i: usize, d: &mut Digits, out: &mut Vec<u8>) -> Result<(), LayoutError> {
        let per: usize = self.shape.iter().product();
        self.nested(self.shape, i * per, d, out)
    }

    fn nested(
        &self,
        shape: &[usize],
        base: usize,
        d: &mut Digits,
        out: &mut Vec<u8>,
    ) -> Result<(), LayoutError> {
        let Some((&n, rest)) = shape.split_first() else {
            return self.format.write(base, d, out);
        };
        let per: usize = rest.iter().product();
        let short = self.edge.filter(|&e| n > 2 * e);
        // With no items at the ends NumPy's slice `-0:` takes them all.
        let (head, tail) = match short {
            Some(0) => (0, 0),
            Some(e) => (e, n - e),
            None => (n, n),
        };
        out.push(b'[');
        for k in 0..head {
            out.extend_from_slice(if k > 0 { b", " } else { b"" });
            self.nested(rest, base + k * per, d, out)?;
        }
        if short.is_some() {
            out.extend_from_slice(if head > 0 { b", ..." } else { b"..." });
        }
        for k in tail..n {
            out.extend_from_slice(b", ");
            self.nested(rest, base + k * per, d, out)?;
        }
        out.push(b']');
        Ok(())
    }
}

fn write_plus(positive: bool, sign: Sign) -> &'static [u8] {
    match sign {
        _ if !positive => b"",
        Sign::Minus => b"",
        Sign::Plus => b"+",
        Sign::Space => b" ",
    }
}

fn int_form<'a>(view: &dyn Elements, each: &dyn Fn(&mut dyn FnMut(usize)), mut sign: Sign) -> Form<'a> {
    let (mut low, mut high) = (i64::MAX, i64::MIN);
    each(&mut |i| {
        let v = view.i64_at(i);
        low = low.min(v);
        high = high.max(v);
    });
    if low > high {
        return Form::Int { width: 0, sign };
    }
    if sign == Sign::Space && low < 0 {
        sign = Sign::Minus;
    }
    let extra = (high >= 0 && sign != Sign::Minus) as usize;
    Form::Int { width: (width_i64(high) + extra).max(width_i64(low)) as i32, sign }
}

fn uint_form<'a>(view: &dyn Elements, each: &dyn Fn(&mut dyn FnMut(usize)), sign: Sign) -> Form<'a> {
    let mut high = None;
    each(&mut |i| high = high.max(Some(view.u64_at(i))));
    let extra = (sign != Sign::Minus) as usize;
    Form::UInt { width: high.map_or(0, |v| width_u64(v) + extra) as i32, sign }
}

fn record_form<'a>(
    view: &'a dyn Elements,
    which: &Selection,
    per: usize,
    o: &'a Options,
    d: &mut Digits,
) -> Result<Vec<Field<'a>>, FormatError> {
    let outer = view.shape().len();
    (0..view.field_count())
        .map(|k| {
            let field = view.field(k);
            let shape = &field.shape()[outer..];
            let size: usize = shape.iter().product();
            let format = ElementFormat::new(field, which, per * size, o, d)?;
            Ok(Field { format, shape, edge: (size as i64 > o.threshold).then_some(o.edgeitems) })
        })
        .collect()
}

/// Characters in UTF-8 text.
pub(crate) fn count_chars(text: &[u8]) -> usize {
    text.iter().filter(|&&b| b & 0xc0 != 0x80).count()
}
