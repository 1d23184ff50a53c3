//! Arrays as text: brackets, separators, summarising, line breaks.

use crate::elements::{Elements, Kind, Selection};
use crate::float::digits::Digits;
use crate::format::{count_chars, ElementFormat, LayoutError};
use crate::options::{Legacy, Options};
use crate::parse::is_space;

/// `array2string`: `prefix` and `suffix` are the characters that will stand before and after the text.
///
/// # Errors
/// What the source of element text reports, or fixed notation without a precision.
pub fn array2string(
    view: &dyn Elements,
    o: &Options,
    separator: &str,
    prefix: usize,
    suffix: usize,
) -> Result<String, LayoutError> {
    let shape = view.shape();
    let size: usize = shape.iter().product();
    if size == 0 {
        return Ok("[]".into());
    }
    let old = o.legacy <= Legacy::V1_13;
    let width = if old { o.linewidth } else { o.linewidth.saturating_sub(suffix as i64) };
    let summarised = size as i64 > o.threshold;
    let which = Selection::new(shape, summarised.then_some(o.edgeitems));
    let mut digits = Digits::new();
    let mut format = ElementFormat::new(view, &which, 1, o, &mut digits)?;
    if matches!(view.kind(), Kind::Date | Kind::Duration | Kind::Record) {
        format.measure_times(&which, 1, o)?;
    }
    let bare = trim_end(separator.as_bytes());
    let mut page = Page {
        ascii: format.is_ascii(),
        lines: view.kind() == Kind::Text || view.kind() == Kind::Record,
        format,
        digits,
        old,
        edge: summarised.then_some(o.edgeitems),
        separator,
        separator_chars: separator.chars().count() as i64,
        bare: &separator[..bare],
        bare_chars: separator[..bare].chars().count() as i64,
        out: Vec::with_capacity(size.min(4096) * 12 + 16),
        word: Vec::with_capacity(32),
        line_start: 0,
        line: 0,
        indent: 0,
        first_line: true,
        blank_first: false,
    };
    page.nested(shape, 0, 1 + prefix, width)?;
    Ok(String::from_utf8(page.out).expect("separator, numbers and element text are UTF-8"))
}

struct Page<'a> {
    format: ElementFormat<'a>,
    digits: Digits,
    ascii: bool,
    /// Whether an element's text may hold line breaks.
    lines: bool,
    /// The line breaking of 1.13.
    old: bool,
    edge: Option<usize>,
    separator: &'a str,
    separator_chars: i64,
    /// The separator without blanks at its end.
    bare: &'a str,
    bare_chars: i64,
    out: Vec<u8>,
    word: Vec<u8>,
    /// Where the current line begins in `out`, and how many characters it has, indentation included.
    line_start: usize,
    line: i64,
    /// Indentation of the current row, and whether its first line is being filled.
    indent: usize,
    first_line: bool,
    /// That line came out empty.
    blank_first: bool,
}

impl Page<'_> {
    fn nested(&mut self, shape: &[usize], base: usize, indent: usize, width: i64) -> Result<(), LayoutError> {
        match shape {
            [] => self.format.write(base, &mut self.digits, &mut self.out),
            [n] => self.row(*n, base, indent, width),
            [n, rest @ ..] => self.rows(*n, rest, base, indent, width),
        }
    }

    /// Positions of one axis: the first and the last ones, and whether some between are left out.
    fn ends(&self, n: usize) -> (usize, usize, bool) {
        match self.edge {
            Some(e) if n > 2 * e => (e, n - e.max(1), true),
            _ => (0, 0, false),
        }
    }

    fn rows(
        &mut self,
        n: usize,
        rest: &[usize],
        base: usize,
        indent: usize,
        width: i64,
    ) -> Result<(), LayoutError> {
        let per: usize = rest.iter().product();
        let inner = if self.old { width } else { width - 1 };
        let (head, tail, short) = self.ends(n);
        let mut first = true;
        self.out.push(b'[');
        for i in 0..head {
            self.item_break(&mut first, indent, rest.len());
            self.nested(rest, base + i * per, indent + 1, inner)?;
        }
        if short {
            self.item_break(&mut first, indent, rest.len());
            self.out.extend_from_slice(b"...");
            if self.old {
                self.out.extend_from_slice(b", \n");
                self.blanks(indent);
                first = true;
            }
        }
        for i in tail..n {
            self.item_break(&mut first, indent, rest.len());
            self.nested(rest, base + i * per, indent + 1, inner)?;
        }
        self.out.push(b']');
        Ok(())
    }

    fn item_break(&mut self, first: &mut bool, indent: usize, newlines: usize) {
        if !std::mem::take(first) {
            self.out.extend_from_slice(self.bare.as_bytes());
            self.out.resize(self.out.len() + newlines, b'\n');
            self.blanks(indent);
        }
    }

    fn blanks(&mut self, n: usize) {
        self.out.resize(self.out.len() + n, b' ');
    }

    fn row(&mut self, n: usize, base: usize, indent: usize, width: i64) -> Result<(), LayoutError> {
        let room = width - if self.old { self.bare_chars } else { self.bare_chars.max(1) };
        let (head, tail, short) = self.ends(n);
        self.out.push(b'[');
        let start = self.out.len();
        self.line_start = start;
        self.line = indent as i64;
        self.indent = indent;
        self.first_line = true;
        self.blank_first = false;
        for i in 0..head {
            self.element(base + i, room)?;
            self.separate();
        }
        if short {
            self.word.clear();
            self.word.extend_from_slice(b"...");
            self.place(3, room);
            if self.old {
                self.out.extend_from_slice(b", ");
                self.line += 2;
            } else {
                self.separate();
            }
        }
        for i in tail..n - 1 {
            self.element(base + i, room)?;
            self.separate();
        }
        self.element(base + n - 1, if self.old { width } else { room })?;
        if self.blank_first {
            // NumPy takes the indentation off the finished row; an empty first line has lost its own.
            let row = std::str::from_utf8(&self.out[start..]).expect("the row is UTF-8");
            let cut = row.char_indices().nth(indent).map_or(row.len(), |(i, _)| i);
            self.out.drain(start..start + cut);
        }
        self.out.push(b']');
        Ok(())
    }

    fn separate(&mut self) {
        self.out.extend_from_slice(self.separator.as_bytes());
        self.line += self.separator_chars;
    }

    fn element(&mut self, i: usize, room: i64) -> Result<(), LayoutError> {
        self.word.clear();
        self.format.write(i, &mut self.digits, &mut self.word)?;
        if self.lines && !self.old && self.word.iter().any(|b| !(0x20..0x80).contains(b)) {
            let word = std::mem::take(&mut self.word);
            let text = std::str::from_utf8(&word).expect("element text is UTF-8");
            let parts = split_lines(text);
            if parts.len() > 1 {
                self.place_lines(&parts, room);
                self.word = word;
                return Ok(());
            }
            self.word = word;
        }
        let chars = if self.ascii { self.word.len() } else { count_chars(&self.word) };
        self.place(chars as i64, room);
        Ok(())
    }

    /// Appends the word, on a new line if it does not fit and a new line helps.
    fn place(&mut self, chars: i64, room: i64) {
        if self.line + chars > room && (self.old || self.line > self.indent as i64) {
            self.new_line(self.indent);
        }
        self.out.extend_from_slice(&self.word);
        self.line += chars;
    }

    fn new_line(&mut self, column: usize) {
        let end = self.line_start + trim_end(&self.out[self.line_start..]);
        self.out.truncate(end);
        self.blank_first |= std::mem::take(&mut self.first_line) && end == self.line_start;
        self.out.push(b'\n');
        self.line_start = self.out.len();
        self.blanks(column);
        self.line = column as i64;
    }

    /// Appends text of several lines as a block: later lines are indented to the first one's column.
    fn place_lines(&mut self, parts: &[&str], room: i64) {
        let widths: Vec<i64> = parts.iter().map(|p| p.chars().count() as i64).collect();
        let widest = widths.iter().copied().max().unwrap_or(0);
        let mut column = self.line;
        if self.line + widest > room && self.line > self.indent as i64 {
            self.new_line(self.indent);
            column = self.line;
        }
        for (k, part) in parts.iter().enumerate() {
            if k > 0 {
                self.new_line(column as usize);
            }
            self.out.extend_from_slice(part.as_bytes());
        }
        self.blanks((widest - widths[widths.len() - 1]) as usize);
        self.line = column + widest;
    }
}

fn trim_end(text: &[u8]) -> usize {
    match std::str::from_utf8(text) {
        Ok(s) => s.trim_end_matches(is_space).len(),
        Err(_) => text.len(),
    }
}

/// `str.splitlines`: every line boundary of Unicode, none at the end.
fn split_lines(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut chars) = (0, text.char_indices().peekable());
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}') {
            continue;
        }
        parts.push(&text[start..at]);
        start = at + c.len_utf8();
        if c == '\r' && chars.peek().is_some_and(|p| p.1 == '\n') {
            chars.next();
            start += 1;
        }
    }
    if start < text.len() {
        parts.push(&text[start..]);
    }
    parts
}

/// What `array_repr` adds to the elements.
#[derive(Clone, Copy, Debug)]
pub struct ReprParts<'a> {
    /// `array`, or the name of a subclass.
    pub class_name: &'a str,
    /// The dtype as it stands after `dtype=`.
    pub dtype: &'a str,
    /// The elements alone tell the dtype (int64, float64, complex128, bool; native, no fields).
    pub dtype_implied: bool,
    /// String, bytes and void types, which 1.13 put on a line of their own.
    pub flexible: bool,
}

/// `array_repr`: `array(...)` with shape and dtype where the elements do not tell them.
///
/// In legacy mode 1.13 the text of a 0-d array is that of its item; the caller passes it as `Text`.
pub fn array_repr(view: &dyn Elements, o: &Options, parts: &ReprParts) -> Result<String, LayoutError> {
    let prefix = parts.class_name.chars().count() + 1;
    Ok(framed(&array2string(view, o, ", ", prefix, 1)?, view.shape(), o, parts))
}

/// The `repr` around the text of the elements of an array.
pub fn framed(body: &str, shape: &[usize], o: &Options, parts: &ReprParts) -> String {
    let size: usize = shape.iter().product();
    let prefix = parts.class_name.chars().count() + 1;
    let mut text = String::with_capacity(parts.class_name.len() + body.len() + 24);
    text.push_str(parts.class_name);
    text.push('(');
    text.push_str(body);
    let with_shape = (size == 0 && shape != [0]) || (o.legacy > Legacy::V2_2 && size as i64 > o.threshold);
    let with_dtype = size == 0 || !parts.dtype_implied;
    if !with_shape && !with_dtype {
        text.push(')');
        return text;
    }
    let extras = extras(shape, with_shape, with_dtype.then_some(parts.dtype));
    text.push(',');
    let last_line = text.rsplit('\n').next().unwrap_or("").chars().count();
    let wraps = if o.legacy <= Legacy::V1_13 {
        parts.flexible
    } else {
        (last_line + extras.chars().count() + 1) as i64 > o.linewidth
    };
    text.push(if wraps { '\n' } else { ' ' });
    if wraps {
        text.extend(std::iter::repeat_n(' ', prefix));
    }
    text.push_str(&extras);
    text
}

fn extras(shape: &[usize], with_shape: bool, dtype: Option<&str>) -> String {
    let mut text = String::new();
    if with_shape {
        text.push_str("shape=");
        text.push_str(&shape_text(shape));
        if dtype.is_some() {
            text.push_str(", ");
        }
    }
    if let Some(dtype) = dtype {
        text.push_str("dtype=");
        text.push_str(dtype);
    }
    text.push(')');
    text
}

/// A shape as Python prints the tuple: `()`, `(3,)`, `(2, 3)`.
pub fn shape_text(shape: &[usize]) -> String {
    let mut text = String::from("(");
    for (i, n) in shape.iter().enumerate() {
        if i > 0 {
            text.push_str(", ");
        }
        text.push_str(&n.to_string());
    }
    text.push_str(if shape.len() == 1 { ",)" } else { ")" });
    text
}

/// `array_str` of an array that has axes. (A 0-d array prints as its scalar does.)
pub fn array_str(view: &dyn Elements, o: &Options) -> Result<String, LayoutError> {
    array2string(view, o, " ", 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::elements::Slice;
    use crate::options::{FloatMode, Sign};

    const FLOAT: ReprParts =
        ReprParts { class_name: "array", dtype: "float64", dtype_implied: true, flexible: false };

    fn text(shape: &[usize], data: &[f64], o: &Options) -> String {
        array2string(&Slice { shape, data }, o, " ", 0, 0).unwrap()
    }

    fn floats(data: &[f64], o: &Options) -> String {
        text(&[data.len()], data, o)
    }

    #[test]
    fn notation_is_common_to_all_elements() {
        let o = Options::default();
        assert_eq!(floats(&[1.0, 2.5, -3.125], &o), "[ 1.     2.5   -3.125]");
        assert_eq!(floats(&[1.0, 1e-5], &o), "[1.e+00 1.e-05]");
        assert_eq!(floats(&[1.0, 1e8], &o), "[1.e+00 1.e+08]");
        assert_eq!(floats(&[f64::NAN, f64::NEG_INFINITY, 1.5], &o), "[ nan -inf  1.5]");
        let suppress = Options { suppress: true, ..o.clone() };
        assert_eq!(floats(&[1.0, 1e-5], &suppress), "[1.      0.00001]");
        let fixed = Options { floatmode: FloatMode::Fixed, precision: Some(2), ..o.clone() };
        assert_eq!(floats(&[1.0, 9.999], &fixed), "[ 1.00 10.00]");
        let plus = Options { sign: Sign::Plus, ..o };
        assert_eq!(floats(&[1.0, -0.5], &plus), "[+1.  -0.5]");
    }

    #[test]
    fn width_of_the_type_decides() {
        let o = Options::default();
        let narrow = Slice { shape: &[2], data: &[0.1f32, 0.25][..] };
        assert_eq!(array2string(&narrow, &o, " ", 0, 0).unwrap(), "[0.1  0.25]");
        let large = Slice { shape: &[1], data: &[1e6f32][..] };
        assert_eq!(array2string(&large, &o, " ", 0, 0).unwrap(), "[1.e+06]");
        assert_eq!(floats(&[1e6], &o), "[1000000.]");
    }

    #[test]
    fn nesting_and_empty_arrays() {
        let o = Options::default();
        assert_eq!(text(&[2, 1, 2], &[1.0, 2.0, 3.0, 4.0], &o), "[[[1. 2.]]\n\n [[3. 4.]]]");
        assert_eq!(text(&[], &[1.5], &o), "1.5");
        assert_eq!(text(&[0, 3], &[], &o), "[]");
        let empty = |shape: &[usize]| array_repr(&Slice::<f64> { shape, data: &[] }, &o, &FLOAT).unwrap();
        assert_eq!(empty(&[0]), "array([], dtype=float64)");
        assert_eq!(empty(&[0, 3]), "array([], shape=(0, 3), dtype=float64)");
    }

    #[test]
    fn summaries() {
        let data: Vec<i64> = (0..1001).collect();
        let view = Slice { shape: &[1001], data: &data[..] };
        let parts = ReprParts { dtype: "int64", ..FLOAT };
        let show = |o: &Options| array_repr(&view, o, &parts).unwrap();
        assert_eq!(
            show(&Options::default()),
            "array([   0,    1,    2, ...,  998,  999, 1000], shape=(1001,))"
        );
        let old = Options { legacy: Legacy::V2_1, ..Options::default() };
        assert_eq!(show(&old), "array([   0,    1,    2, ...,  998,  999, 1000])");
        let ends = Options { edgeitems: 0, ..Options::default() };
        assert_eq!(show(&ends), "array([..., 1000], shape=(1001,))");
    }

    #[test]
    fn lines_break_at_the_width() {
        let data: Vec<i64> = (0..30).collect();
        let o = Options { linewidth: 30, ..Options::default() };
        let parts = ReprParts { dtype: "int32", dtype_implied: false, ..FLOAT };
        assert_eq!(
            array_repr(&Slice { shape: &[10], data: &data[..10] }, &o, &parts).unwrap(),
            "array([0, 1, 2, 3, 4, 5, 6,\n       7, 8, 9], dtype=int32)"
        );
        let wide = Options { linewidth: 20, ..Options::default() };
        assert_eq!(
            array_repr(&Slice { shape: &[3], data: &data[..3] }, &wide, &parts).unwrap(),
            "array([0, 1, 2],\n      dtype=int32)"
        );
    }

    #[test]
    fn complex_parts_have_widths_of_their_own() {
        let data = [(1.0, -2.5), (10.0, 3.0)];
        let view = Slice { shape: &[2], data: &data[..] };
        assert_eq!(array2string(&view, &Options::default(), " ", 0, 0).unwrap(), "[ 1.-2.5j 10.+3.j ]");
    }

    #[test]
    fn fixed_notation_needs_a_precision() {
        let o = Options { floatmode: FloatMode::Fixed, precision: None, ..Options::default() };
        let e = array2string(&Slice { shape: &[1], data: &[1.0] }, &o, " ", 0, 0).unwrap_err();
        assert_eq!(e, LayoutError::Format(crate::float::FormatError::PrecisionMissing));
    }

    #[test]
    fn lines_of_text() {
        assert_eq!(split_lines("a\r\nb\u{85}c\n"), ["a", "b", "c"]);
        assert!(split_lines("").is_empty());
    }
}
