//! Python literals, as far as headers use them: strings, bytes, numbers, `True`, `False`, `None`, tuples,
//! lists, dicts, sets. Nothing is evaluated.

use crate::parse::{parse_float, parse_int_plain};
use crate::pyrepr::{bytes_repr, str_repr};
use crate::{float_repr, Legacy, Width};
use std::fmt;

/// A value written as Python source; `Display` is its `repr`.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    Str(String),
    Bytes(Vec<u8>),
    Int(i128),
    /// Decimal digits, with a sign, beyond 128 bits.
    BigInt(String),
    Float(f64),
    Bool(bool),
    None,
    Tuple(Vec<Literal>),
    List(Vec<Literal>),
    Set(Vec<Literal>),
    Dict(Vec<(Literal, Literal)>),
}

/// Why text is not a literal.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Problem {
    /// Not Python.
    Syntax,
    /// Python, but not a plain value: names, calls, operators.
    NotLiteral,
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::Str(s) => f.write_str(&str_repr(s)),
            Literal::Bytes(b) => f.write_str(&bytes_repr(b)),
            Literal::Int(v) => write!(f, "{v}"),
            Literal::BigInt(s) => f.write_str(s),
            Literal::Float(x) => f.write_str(&float_repr(*x, Width::F64, Legacy::Current)),
            Literal::Bool(b) => f.write_str(if *b { "True" } else { "False" }),
            Literal::None => f.write_str("None"),
            Literal::Tuple(items) if items.len() == 1 => write!(f, "({},)", items[0]),
            Literal::Tuple(items) => join(f, "(", items, ")"),
            Literal::List(items) => join(f, "[", items, "]"),
            Literal::Set(items) => join(f, "{", items, "}"),
            Literal::Dict(items) => {
                f.write_str("{")?;
                for (i, (k, v)) in items.iter().enumerate() {
                    write!(f, "{}{k}: {v}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str("}")
            }
        }
    }
}

fn join(f: &mut fmt::Formatter<'_>, open: &str, items: &[Literal], close: &str) -> fmt::Result {
    f.write_str(open)?;
    for (i, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if i > 0 { ", " } else { "" })?;
    }
    f.write_str(close)
}

/// Deeper nesting is refused rather than risked on the stack; CPython's own limit is 200 brackets.
const DEEPEST: usize = 100;

/// Reads one literal.
pub(super) fn parse(text: &str) -> Result<Literal, Problem> {
    if text.contains('\0') {
        return Err(Problem::Syntax);
    }
    let mut p = Parser { text: text.as_bytes(), at: 0, depth: 0, foreign: false };
    let value = p.value()?;
    p.skip();
    match (p.at < p.text.len(), p.foreign) {
        (true, _) => Err(Problem::Syntax),
        (false, true) => Err(Problem::NotLiteral),
        (false, false) => Ok(value),
    }
}

/// The text without the `L` that Python 2 put after long integers; a blank takes its place.
pub(super) fn without_longs(text: &str) -> String {
    let mut out = text.as_bytes().to_vec();
    let (mut i, mut number) = (0, false);
    while i < out.len() {
        let c = out[i];
        match c {
            b'\'' | b'"' => {
                let ends = |&(_, &d): &(usize, &u8)| d == c || d == b'\n';
                let end = out.iter().enumerate().skip(i + 1).find(ends).map(|(j, _)| j);
                // A quote that nothing closes stands alone.
                i = end.filter(|&j| out[j] == c).unwrap_or(i) + 1;
                number = false;
            }
            b'#' => {
                while out.get(i).is_some_and(|&c| c != b'\n') {
                    i += 1;
                }
            }
            b'L' if number && !out.get(i + 1).is_some_and(u8::is_ascii_alphanumeric) => {
                out[i] = b' ';
                number = false;
                i += 1;
            }
            _ if c.is_ascii_digit() => {
                let hex = matches!(out[i..], [b'0', b'x' | b'X', ..]);
                i += 2 * hex as usize;
                while out.get(i).is_some_and(|c| {
                    c.is_ascii_digit() || (hex && c.is_ascii_hexdigit()) || matches!(c, b'.' | b'_')
                }) {
                    i += 1;
                }
                number = true;
            }
            _ if c.is_ascii_alphabetic() || c == b'_' => {
                while out.get(i).is_some_and(|c| c.is_ascii_alphanumeric() || *c == b'_') {
                    i += 1;
                }
                number = false;
            }
            _ => {
                number &= matches!(c, b' ' | b'\t');
                i += 1;
            }
        }
    }
    String::from_utf8(out).expect("only ASCII was replaced")
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    depth: usize,
    /// Something was met that is Python, but no literal.
    foreign: bool,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Blanks, line ends (continued lines too), comments.
    fn skip(&mut self) {
        while let Some(c) = self.peek() {
            match c {
                b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' => self.at += 1,
                b'\\' if self.text.get(self.at + 1) == Some(&b'\n') => self.at += 2,
                b'#' => {
                    while self.peek().is_some_and(|c| c != b'\n') {
                        self.at += 1;
                    }
                }
                _ => break,
            }
        }
    }

    fn value(&mut self) -> Result<Literal, Problem> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Problem::Syntax);
        }
        let value = self.primary()?;
        self.operators()?;
        self.depth -= 1;
        Ok(value)
    }

    fn primary(&mut self) -> Result<Literal, Problem> {
        self.skip();
        match self.peek().ok_or(Problem::Syntax)? {
            b'(' => self.tuple(),
            b'[' => self.items(b']').map(|(items, _)| Literal::List(items)),
            b'{' => self.braces(),
            b'\'' | b'"' => self.strings(),
            b'0'..=b'9' | b'.' => self.number(false),
            sign @ (b'+' | b'-') => {
                self.at += 1;
                self.skip();
                if matches!(self.peek(), Some(b'0'..=b'9' | b'.')) {
                    return self.number(sign == b'-');
                }
                self.foreign = true;
                self.value()
            }
            c if c.is_ascii_alphabetic() || c == b'_' || c >= 0x80 => self.word(),
            _ => Err(Problem::Syntax),
        }
    }

    /// Whatever may follow a value in an expression: it is read, to tell it from what is no Python.
    fn operators(&mut self) -> Result<(), Problem> {
        loop {
            self.skip();
            match self.peek() {
                Some(b'+' | b'-' | b'*' | b'/' | b'%' | b'<' | b'>' | b'&' | b'|' | b'^' | b'@') => {
                    self.at += 1;
                    self.value()?;
                }
                Some(b'(') => drop(self.items(b')')?),
                Some(b'[') => drop(self.items(b']')?),
                _ => return Ok(()),
            }
            self.foreign = true;
        }
    }

    /// Values up to `close`, and whether a comma ended the last one.
    fn items(&mut self, close: u8) -> Result<(Vec<Literal>, bool), Problem> {
        self.at += 1;
        let (mut items, mut comma) = (Vec::new(), false);
        loop {
            self.skip();
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok((items, comma));
            }
            if !items.is_empty() && !comma {
                return Err(Problem::Syntax);
            }
            items.push(self.value()?);
            self.skip();
            comma = self.peek() == Some(b',');
            self.at += comma as usize;
        }
    }

    fn tuple(&mut self) -> Result<Literal, Problem> {
        let (mut items, comma) = self.items(b')')?;
        // Parentheses around one value without a comma only group it.
        match items.pop() {
            Some(only) if items.is_empty() && !comma => Ok(only),
            last => {
                items.extend(last);
                Ok(Literal::Tuple(items))
            }
        }
    }

    fn braces(&mut self) -> Result<Literal, Problem> {
        let start = self.at;
        self.at += 1;
        let mut pairs: Vec<(Literal, Literal)> = Vec::new();
        loop {
            self.skip();
            if self.peek() == Some(b'}') {
                self.at += 1;
                return Ok(Literal::Dict(pairs));
            }
            let key = self.value()?;
            self.skip();
            if self.peek() != Some(b':') {
                if !pairs.is_empty() || !matches!(self.peek(), Some(b',' | b'}')) {
                    return Err(Problem::Syntax);
                }
                self.at = start;
                return Ok(Literal::Set(self.items(b'}')?.0));
            }
            self.at += 1;
            let value = self.value()?;
            match pairs.iter_mut().find(|(k, _)| *k == key) {
                Some(old) => old.1 = value,
                None => pairs.push((key, value)),
            }
            self.skip();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {}
                _ => return Err(Problem::Syntax),
            }
        }
    }

    fn word(&mut self) -> Result<Literal, Problem> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphanumeric() || c == b'_' || c >= 0x80) {
            self.at += 1;
        }
        let word = &self.text[start..self.at];
        if matches!(self.peek(), Some(b'\'' | b'"')) {
            self.at = start;
            return self.strings();
        }
        match word {
            b"True" => Ok(Literal::Bool(true)),
            b"False" => Ok(Literal::Bool(false)),
            b"None" => Ok(Literal::None),
            b"if" | b"else" | b"in" | b"is" | b"and" | b"or" | b"for" | b"not" => Err(Problem::Syntax),
            _ => {
                self.foreign = true;
                Ok(Literal::None)
            }
        }
    }

    fn number(&mut self, negative: bool) -> Result<Literal, Problem> {
        let start = self.at;
        while let Some(c) = self.peek() {
            let sign = matches!(c, b'+' | b'-')
                && matches!(self.text[self.at - 1], b'e' | b'E')
                && !self.text[start..].starts_with(b"0x");
            if !(c.is_ascii_alphanumeric() || c == b'_' || c == b'.' || sign) {
                break;
            }
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.text[start..self.at]).map_err(|_| Problem::Syntax)?;
        number(text, negative).ok_or(Problem::Syntax)
    }

    /// One or more adjacent strings, all of characters or all of bytes.
    fn strings(&mut self) -> Result<Literal, Problem> {
        let (mut all, mut bytes) = (Vec::new(), None);
        loop {
            let (is_bytes, raw) = self.prefix()?;
            if *bytes.get_or_insert(is_bytes) != is_bytes {
                return Err(Problem::Syntax);
            }
            self.string(is_bytes, raw, &mut all)?;
            self.skip();
            let more = matches!(self.peek(), Some(b'\'' | b'"'))
                || (matches!(self.peek(), Some(b'u' | b'b' | b'r' | b'U' | b'B' | b'R'))
                    && self.text[self.at..].iter().take(3).any(|c| matches!(c, b'\'' | b'"')));
            if !more {
                break;
            }
        }
        if bytes == Some(true) {
            return Ok(Literal::Bytes(all));
        }
        String::from_utf8(all).map(Literal::Str).map_err(|_| Problem::Syntax)
    }

    fn prefix(&mut self) -> Result<(bool, bool), Problem> {
        let start = self.at;
        while self.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            self.at += 1;
        }
        match self.text[start..self.at].to_ascii_lowercase().as_slice() {
            b"" | b"u" => Ok((false, false)),
            b"r" => Ok((false, true)),
            b"b" => Ok((true, false)),
            b"br" | b"rb" => Ok((true, true)),
            b"f" | b"fr" | b"rf" => {
                self.foreign = true;
                Ok((false, true))
            }
            _ => Err(Problem::Syntax),
        }
    }

    fn string(&mut self, bytes: bool, raw: bool, out: &mut Vec<u8>) -> Result<(), Problem> {
        let quote = self.peek().ok_or(Problem::Syntax)?;
        let triple = self.text[self.at..].starts_with(&[quote; 3]);
        let close = &[quote; 3][..if triple { 3 } else { 1 }];
        self.at += close.len();
        loop {
            if self.text[self.at..].starts_with(close) {
                self.at += close.len();
                return Ok(());
            }
            let c = self.peek().ok_or(Problem::Syntax)?;
            self.at += 1;
            match c {
                b'\n' if !triple => return Err(Problem::Syntax),
                b'\\' if raw => {
                    out.push(c);
                    out.push(self.peek().ok_or(Problem::Syntax)?);
                    self.at += 1;
                }
                b'\\' => self.escape(bytes, out)?,
                0x80.. if bytes => return Err(Problem::Syntax),
                _ => out.push(c),
            }
        }
    }

    fn escape(&mut self, bytes: bool, out: &mut Vec<u8>) -> Result<(), Problem> {
        let c = self.peek().ok_or(Problem::Syntax)?;
        self.at += 1;
        let code = match c {
            b'\n' => return Ok(()),
            b'\\' | b'\'' | b'"' => c as u32,
            b'a' => 7,
            b'b' => 8,
            b't' => 9,
            b'n' => 10,
            b'v' => 11,
            b'f' => 12,
            b'r' => 13,
            b'0'..=b'7' => {
                self.at -= 1;
                self.digits(8, 1, 3)?
            }
            b'x' => self.digits(16, 2, 2)?,
            b'u' if !bytes => self.digits(16, 4, 4)?,
            b'U' if !bytes => self.digits(16, 8, 8)?,
            // Character names need a table that a header has no use for.
            b'N' if !bytes => return Err(Problem::Syntax),
            _ => {
                out.extend_from_slice(&[b'\\', c]);
                return Ok(());
            }
        };
        if bytes {
            out.push(code as u8);
        } else {
            let c = char::from_u32(code).ok_or(Problem::Syntax)?;
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
        }
        Ok(())
    }

    fn digits(&mut self, radix: u32, least: usize, most: usize) -> Result<u32, Problem> {
        let (mut v, mut n) = (0u32, 0);
        while n < most {
            let Some(d) = self.peek().and_then(|c| (c as char).to_digit(radix)) else { break };
            v = v.checked_mul(radix).ok_or(Problem::Syntax)? + d;
            self.at += 1;
            n += 1;
        }
        if n < least {
            return Err(Problem::Syntax);
        }
        Ok(v)
    }
}

/// A number literal without its sign.
fn number(text: &str, negative: bool) -> Option<Literal> {
    let sign = |v: i128| Literal::Int(if negative { -v } else { v });
    if let Some(radix) = match text.get(..2) {
        Some("0x" | "0X") => Some(16),
        Some("0o" | "0O") => Some(8),
        Some("0b" | "0B") => Some(2),
        _ => None,
    } {
        return i128::from_str_radix(&text[2..].replace('_', ""), radix).ok().map(sign);
    }
    if text.bytes().all(|c| c.is_ascii_digit() || c == b'_') {
        let digits = text.replace('_', "");
        let misplaced = text.starts_with('_') || text.ends_with('_') || text.contains("__");
        // `007` was octal once and is refused now; zeros alone are zero.
        if misplaced || (digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|c| c != b'0')) {
            return None;
        }
        return Some(match parse_int_plain(&digits, 0, i128::MAX) {
            Some(v) => sign(v),
            None => Literal::BigInt(if negative { format!("-{digits}") } else { digits }),
        });
    }
    parse_float(text).filter(|x| !x.is_nan()).map(|x| Literal::Float(if negative { -x } else { x }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_their_repr() {
        for (text, want) in [
            (
                "  {'a': [1, 2.5, -3, None, True, (1,), ()], b'x': 0x10}\n",
                "{'a': [1, 2.5, -3, None, True, (1,), ()], b'x': 16}",
            ),
            ("(3)", "3"),
            ("'<f' '8'", "'<f8'"),
            ("u'\\x41\\n\\u00e9'", "'A\\né'"),
            ("{1, 2}", "{1, 2}"),
            ("r'\\x'", "'\\\\x'"),
            ("1e400", "inf"),
            ("99999999999999999999999999999999999999999999", "99999999999999999999999999999999999999999999"),
            ("'''a\nb'''", "'a\\nb'"),
            ("[1, # one\n 2]", "[1, 2]"),
        ] {
            assert_eq!(parse(text).unwrap().to_string(), want, "{text}");
        }
        assert_eq!(without_longs("(3L, 'a 4L', 0x10 L, xL, '5L)"), "(3 , 'a 4L', 0x10  , xL, '5 )");
    }

    #[test]
    fn refusals() {
        for text in [
            "", "{", "(1,", "x y", "03", "'abc", "{'a':}", "[1,,2]", "1__0", "0xg", "\\", "3L", "'a\nb'",
            "\0",
        ] {
            assert_eq!(parse(text), Err(Problem::Syntax), "{text}");
        }
        for text in ["foo", "1+2", "f'x'", "--3", "f(1)", "{'a': b}", "(1, x[0])"] {
            assert_eq!(parse(text), Err(Problem::NotLiteral), "{text}");
        }
        assert_eq!(parse(&"[".repeat(100_000)), Err(Problem::Syntax));
        assert_eq!(parse(&"-".repeat(100_000)), Err(Problem::Syntax));
    }
}
