//! Format strings of the buffer protocol (PEP 3118 and the `struct` module).

use crate::record::{record_from_dict, subarray, FieldSpec};
use crate::{DType, DTypeError, ErrorClass, Kind, Num};
use std::fmt::Write;

/// The format of a type in memory that is aligned as far as the type allows.
pub fn to_format(dtype: &DType) -> Result<String, DTypeError> {
    to_format_at(dtype, 64)
}

/// The format of a type whose items begin at multiples of `alignment` only (the largest power of two dividing
/// the address and the strides): fields that are not aligned there have standard sizes.
pub fn to_format_at(dtype: &DType, alignment: usize) -> Result<String, DTypeError> {
    let mut w = Writer { out: String::new(), order: '@', alignment, root: dtype };
    w.write(dtype, 0)?;
    Ok(w.out)
}

struct Writer<'a> {
    out: String,
    order: char,
    alignment: usize,
    root: &'a DType,
}

impl Writer<'_> {
    fn write(&mut self, d: &DType, offset: usize) -> Result<(), DTypeError> {
        if let Some((base, shape)) = d.as_subarray() {
            let dims: Vec<String> = shape.iter().map(usize::to_string).collect();
            let _ = write!(self.out, "({})", dims.join(","));
            return self.write(base, offset);
        }
        match d.fields() {
            Some(_) => self.write_record(d, offset),
            None => self.write_scalar(d, offset),
        }
    }

    fn write_record(&mut self, d: &DType, offset: usize) -> Result<(), DTypeError> {
        let Some(r) = d.fields() else { return Ok(()) };
        self.out.push_str("T{");
        let mut end = 0;
        for f in r.fields() {
            if f.offset < end {
                return Err(DTypeError::value_error(
                    "dtypes with overlapping or out-of-order fields are not representable as buffers. Consider \
                     reordering the fields.",
                ));
            }
            self.out.extend(std::iter::repeat_n('x', f.offset - end));
            self.write(&f.dtype, offset + f.offset)?;
            if f.name.contains(':') {
                return Err(DTypeError::value_error("':' is not an allowed character in buffer field names"));
            }
            let _ = write!(self.out, ":{}:", f.name);
            end = f.offset + f.dtype.itemsize();
        }
        self.out.push('}');
        Ok(())
    }

    /// Native sizes where the item is aligned, else standard ones.
    fn write_scalar(&mut self, d: &DType, offset: usize) -> Result<(), DTypeError> {
        let mut standard = false;
        if d.has_byte_order() {
            let order = match d.byteorder() {
                '=' if self.is_aligned(d, offset) => '@',
                other => other,
            };
            standard = order != '@';
            if self.order != order {
                self.out.push(order);
                self.order = order;
            }
        }
        let size = d.itemsize();
        match d.kind() {
            Kind::Bytes => write!(self.out, "{size}s"),
            Kind::Str => write!(self.out, "{}w", size / 4),
            Kind::Void => write!(self.out, "{size}x"),
            Kind::Datetime | Kind::Timedelta => {
                let message = format!("cannot include dtype '{}' in a buffer", d.char());
                return Err(DTypeError::value_error(message));
            }
            _ => match d.num() {
                Num::Long if standard => write!(self.out, "q"),
                Num::ULong if standard => write!(self.out, "Q"),
                // `long double` is stored as a double.
                Num::LongDouble => write!(self.out, "d"),
                Num::CFloat => write!(self.out, "Zf"),
                Num::CDouble | Num::CLongDouble => write!(self.out, "Zd"),
                _ => write!(self.out, "{}", d.char()),
            },
        }
        .ok();
        Ok(())
    }

    fn is_aligned(&self, d: &DType, offset: usize) -> bool {
        let a = d.alignment();
        let nested = self.root.ext().is_some();
        self.alignment.is_multiple_of(a)
            && (!nested || offset.is_multiple_of(a) && self.root.itemsize().is_multiple_of(a))
    }
}

/// The type that a format describes; an empty format is an empty record.
pub fn from_format(format: &str) -> Result<DType, DTypeError> {
    let mut reader = Reader { rest: format, order: '@' };
    reader.record(false, 0).map(|(dtype, _)| dtype)
}

/// Deeper nesting is no data type but an attack.
const MAX_DEPTH: usize = 100;

struct Reader<'a> {
    rest: &'a str,
    order: char,
}

/// One item before it is placed.
struct Element {
    dtype: DType,
    align: usize,
    repeat: i64,
    shape: Option<Vec<i64>>,
    padding: bool,
}

impl<'a> Reader<'a> {
    fn accept(&mut self, c: char) -> bool {
        match self.rest.strip_prefix(c) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn until(&mut self, c: char) -> Result<&'a str, DTypeError> {
        let (text, rest) =
            self.rest.split_once(c).ok_or_else(|| DTypeError::value_error("substring not found"))?;
        self.rest = rest;
        Ok(text)
    }

    fn native(&self) -> bool {
        matches!(self.order, '@' | '^')
    }

    /// Items up to `}` or the end; a single unnamed one stands for itself unless `nested`.
    fn record(&mut self, nested: bool, depth: usize) -> Result<(DType, usize), DTypeError> {
        if depth > MAX_DEPTH {
            return Err(DTypeError::value_error("PEP 3118 format is nested too deeply"));
        }
        let mut fields: Vec<(Option<String>, DType, i64)> = Vec::new();
        let (mut offset, mut size, mut common) = (0usize, 0usize, 1usize);
        while !self.rest.is_empty() {
            if self.accept('}') {
                break;
            }
            let mut e = self.element(depth)?;
            let mut extra = 0;
            if self.order == '@' {
                offset = offset.next_multiple_of(e.align);
                let gap = e.dtype.itemsize().next_multiple_of(e.align) - e.dtype.itemsize();
                let many = e.repeat > 1 || e.shape.as_ref().is_some_and(|s| s.iter().product::<i64>() > 1);
                if gap > 0 && many {
                    e.dtype = with_trailing(&e.dtype, gap)?;
                } else {
                    extra = gap;
                }
                common = lcm(common, e.align);
            }
            let mut dtype = e.dtype;
            if e.repeat != 1 {
                dtype = subarray(dtype, &[e.repeat])?;
            }
            if let Some(shape) = e.shape {
                dtype = subarray(dtype, &shape)?;
            }
            let name = if self.accept(':') { Some(self.until(':')?.to_string()) } else { None };
            if let Some(name) = name.as_ref().filter(|n| fields.iter().any(|f| f.0.as_ref() == Some(n))) {
                let message = format!("Duplicate field name '{name}' in PEP3118 format");
                return Err(DTypeError::new(ErrorClass::Runtime, message));
            }
            let bytes = dtype.itemsize();
            if !(e.padding && name.is_none()) {
                fields.push((name, dtype, offset as i64));
            }
            offset += bytes + extra;
            size = offset;
            if size > crate::MAX_ITEMSIZE {
                return Err(DTypeError::value_error("dtype size in bytes must fit into a C int."));
            }
        }
        if self.order == '@' {
            size = size.next_multiple_of(common);
        }
        if let [(None, only, 0)] = fields.as_slice() {
            if !nested && only.itemsize() == size {
                return Ok((only.clone(), common));
            }
        }
        Ok((build(fields, size)?, common))
    }

    fn element(&mut self, depth: usize) -> Result<Element, DTypeError> {
        let mut shape = None;
        if self.accept('(') {
            let text = self.until(')')?;
            let dims: Result<Vec<i64>, _> = text.split(',').map(|n| n.trim().parse::<i64>()).collect();
            shape = Some(dims.map_err(|_| self.unknown(text))?);
        }
        if let Some(c @ ('@' | '=' | '<' | '>' | '^' | '!')) = self.rest.chars().next() {
            self.order = if c == '!' { '>' } else { c };
            self.rest = &self.rest[1..];
        }
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let mut repeat = 1;
        if digits > 0 {
            repeat = self.rest[..digits].parse().map_err(|_| self.unknown(self.rest))?;
            self.rest = &self.rest[digits..];
        }
        if let Some(rest) = self.rest.strip_prefix("T{") {
            self.rest = rest;
            let (dtype, align) = self.record(true, depth + 1)?;
            return Ok(Element { dtype, align, repeat, shape, padding: false });
        }
        self.scalar(repeat, shape)
    }

    fn scalar(&mut self, repeat: i64, shape: Option<Vec<i64>>) -> Result<Element, DTypeError> {
        let whole = self.rest;
        let complex = self.accept('Z');
        let Some(code) = self.rest.chars().next() else {
            return Err(DTypeError::new(ErrorClass::Index, "string index out of range"));
        };
        if let Some(what) = unrepresentable(code) {
            let message = format!("Unrepresentable PEP 3118 data type '{code}' ({what})");
            return Err(DTypeError::new(ErrorClass::NotImplemented, message));
        }
        self.rest = &self.rest[code.len_utf8()..];
        let swapped = self.order == if cfg!(target_endian = "little") { '>' } else { '<' };
        if !complex && matches!(code, 's' | 'w' | 'x') {
            let dtype = crate::sized(&DType::of(string_num(code)), repeat)?.with_swapped(swapped);
            let align = dtype.alignment();
            return Ok(Element { dtype, align, repeat: 1, shape, padding: code == 'x' });
        }
        let num = number(code, complex, self.native()).ok_or_else(|| self.unknown(whole))?;
        let dtype = if code == 'c' && !complex { DType::bytes(1) } else { DType::of(num) };
        let align = dtype.alignment();
        Ok(Element { dtype: dtype.with_swapped(swapped), align, repeat, shape, padding: false })
    }

    fn unknown(&self, text: &str) -> DTypeError {
        let text = crate::format::py_str(text);
        DTypeError::value_error(format!("Unknown PEP 3118 data type specifier {text}"))
    }
}

fn unrepresentable(code: char) -> Option<&'static str> {
    Some(match code {
        'u' => "UCS-2 strings",
        '&' => "pointers",
        't' => "bitfields",
        'X' => "function pointers",
        _ => return None,
    })
}

fn string_num(code: char) -> Num {
    match code {
        's' => Num::Bytes,
        'w' => Num::Str,
        _ => Num::Void,
    }
}

/// `l` has four bytes in standard sizes; `g` has no standard size.
fn number(code: char, complex: bool, native: bool) -> Option<Num> {
    Some(match (code, complex, native) {
        ('?', false, _) => Num::Bool,
        ('b', false, _) => Num::Byte,
        ('B', false, _) => Num::UByte,
        ('h', false, _) => Num::Short,
        ('H', false, _) => Num::UShort,
        ('i', false, _) | ('l', false, false) => Num::Int,
        ('I', false, _) | ('L', false, false) => Num::UInt,
        ('l', false, true) => Num::Long,
        ('L', false, true) => Num::ULong,
        ('q', false, true) => Num::LongLong,
        ('Q', false, true) => Num::ULongLong,
        ('q', false, false) => Num::Long,
        ('Q', false, false) => Num::ULong,
        ('e', false, _) => Num::Half,
        ('f', false, _) => Num::Float,
        ('d', false, _) => Num::Double,
        ('f', true, _) => Num::CFloat,
        ('d', true, _) => Num::CDouble,
        ('O', false, _) => Num::Object,
        ('c', false, _) => Num::Bytes,
        _ => return None,
    })
}

fn lcm(a: usize, b: usize) -> usize {
    // Alignments are powers of two.
    a.max(b)
}

/// The same item with bytes of padding behind it.
fn with_trailing(d: &DType, gap: usize) -> Result<DType, DTypeError> {
    let size = d.itemsize() + gap;
    match d.as_record() {
        Some(r) => Ok(DType::record(crate::Record::new(r.fields().to_vec(), size, false))),
        None => build(vec![(None, d.clone(), 0)], size),
    }
}

fn build(fields: Vec<(Option<String>, DType, i64)>, size: usize) -> Result<DType, DTypeError> {
    let taken: Vec<String> = fields.iter().filter_map(|f| f.0.clone()).collect();
    let mut next = 0;
    let mut specs = Vec::with_capacity(fields.len());
    let mut offsets = Vec::with_capacity(fields.len());
    for (name, dtype, offset) in fields {
        let name = name.unwrap_or_else(|| loop {
            let candidate = format!("f{next}");
            next += 1;
            if !taken.contains(&candidate) {
                break candidate;
            }
        });
        specs.push(FieldSpec { name, title: None, dtype });
        offsets.push(offset);
    }
    record_from_dict(specs, Some(&offsets), Some(size as i64), false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    #[test]
    fn written() {
        for (text, want) in [
            ("?", "?"),
            ("l", "l"),
            ("q", "q"),
            ("F", "Zf"),
            ("S3", "3s"),
            (">U3", ">3w"),
            ("i4,f8", "T{i:f0:=d:f1:}"),
            ("i1,>f8", "T{b:f0:>d:f1:}"),
            ("3i1,2i2", "T{(3)b:f0:(2)=h:f1:}"),
            ("i4,>i4,<i4,u1,i4", "T{=i:f0:>i:f1:=i:f2:B:f3:i:f4:}"),
            ("i8,i1", "T{=q:f0:b:f1:}"),
        ] {
            assert_eq!(to_format(&parse(text).unwrap()).unwrap(), want, "{text}");
        }
        assert!(to_format(&parse("M8[s]").unwrap()).is_err());
    }

    #[test]
    fn read() {
        for (format, want) in [
            ("=l", "dtype('int32')"),
            ("@l", "dtype('int64')"),
            ("!i", "dtype('>i4')"),
            (">Zd", "dtype('>c16')"),
            ("(2,3)i", "dtype(('<i4', (2, 3)))"),
            ("ii", "dtype([('f0', '<i4'), ('f1', '<i4')])"),
            ("T{=i:a:d:b:}", "dtype([('a', '<i4'), ('b', '<f8')])"),
            ("T{b:a:4x}", "dtype({'names': ['a'], 'formats': ['i1'], 'offsets': [0], 'itemsize': 5})"),
            (
                "T{i:a:d:b:}",
                "dtype({'names': ['a', 'b'], 'formats': ['<i4', '<f8'], 'offsets': [0, 8], 'itemsize': 16})",
            ),
            ("", "dtype([])"),
        ] {
            assert_eq!(from_format(format).unwrap().repr(), want, "{format}");
        }
        for (format, want) in [
            ("p", "Unknown PEP 3118 data type specifier 'p'"),
            ("T{i:a", "substring not found"),
            ("u", "Unrepresentable PEP 3118 data type 'u' (UCS-2 strings)"),
            ("T{i:a:i:a:}", "Duplicate field name 'a' in PEP3118 format"),
        ] {
            assert_eq!(from_format(format).unwrap_err().message, want, "{format}");
        }
        assert!(from_format(&"T{".repeat(100_000)).is_err());
    }
}
