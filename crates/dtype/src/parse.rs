//! dtype strings.

use crate::record::{record_from_list, subarray, FieldSpec, MAX_ITEMSIZE};
use crate::{DType, DTypeError, ErrorClass, Num, TimeUnit};

/// The type a string such as `"f8"`, `">i4"`, `"U7"`, `"float64"`, `"M8[s]"`, `"i4,f8"` names; `Err` is
/// NumPy's message of the TypeError.
pub fn parse(text: &str) -> Result<DType, String> {
    parse_string(text, false).map(|p| p.dtype).map_err(|e| e.message)
}

/// A parsed dtype string.
#[derive(Clone, Debug)]
pub struct Parsed {
    pub dtype: DType,
    /// The text of a DeprecationWarning to be given.
    pub warning: Option<&'static str>,
}

const ALIAS_A: &str = "Data type alias 'a' was deprecated in NumPy 2.0. Use the 'S' alias instead.";

/// As [`parse`], with the class of the exception, the warning, and `align=True` for comma strings.
pub fn parse_string(text: &str, align: bool) -> Result<Parsed, DTypeError> {
    if text.contains(',') || starts_with_count(text) {
        let mut warning = None;
        let dtype = parse_comma(text, align, &mut warning)?;
        return Ok(Parsed { dtype, warning });
    }
    parse_single(text)
}

fn not_understood(text: &str) -> DTypeError {
    DTypeError::type_error(format!("data type {} not understood", crate::format::py_str(text)))
}

/// `3i4`, `<3i4`, `()i4`: a repeat count needs the grammar of comma strings.
fn starts_with_count(text: &str) -> bool {
    let rest = text.strip_prefix(['<', '>', '=', '|']).unwrap_or(text);
    rest.starts_with(|c: char| c.is_ascii_digit()) || rest.starts_with("()")
}

/// One type: an order mark, then a code, a code with a size, a name, or a time type with its unit.
fn parse_single(text: &str) -> Result<Parsed, DTypeError> {
    if let Some(dtype) = time_type(text)? {
        return Ok(Parsed { dtype, warning: None });
    }
    let (order, body) = match text.as_bytes().first() {
        Some(c @ (b'<' | b'>' | b'=' | b'|')) => (*c, &text[1..]),
        _ => (b'=', text),
    };
    let swapped = order == if cfg!(target_endian = "little") { b'>' } else { b'<' };
    if swapped || body.len() < text.len() {
        if let Some(dtype) = time_type(body)? {
            return Ok(Parsed { dtype: dtype.with_swapped(swapped), warning: None });
        }
    }
    let dtype = match body.as_bytes() {
        [] => None,
        [b'a'] => Some(DType::of(Num::Bytes)),
        [b'c'] => Some(DType::bytes(1)),
        [code] => Num::from_char(*code).map(DType::of),
        [code, size @ ..] => sized_code(*code, size),
    };
    if let Some(dtype) = dtype {
        let warning = (body.starts_with('a')).then_some(ALIAS_A);
        return Ok(Parsed { dtype: dtype.with_swapped(swapped), warning });
    }
    // Names take no order mark.
    let named = if body.len() == text.len() { by_name(text) } else { None };
    match named {
        Some(num) => Ok(Parsed { dtype: DType::of(num), warning: None }),
        None if matches!(text, "int0" | "uint0" | "void0" | "object0" | "str0" | "bytes0" | "bool8") => {
            Err(DTypeError::type_error(format!(
                "Alias '{text}' was removed in NumPy 2.0. Use a name without a digit at the end."
            )))
        }
        None => Err(not_understood(text)),
    }
}

/// `M8`, `m8[25s]`, `datetime64[D]`; None if it is no time type.
fn time_type(text: &str) -> Result<Option<DType>, DTypeError> {
    for (prefix, num) in [
        ("M8", Num::Datetime),
        ("m8", Num::Timedelta),
        ("datetime64", Num::Datetime),
        ("timedelta64", Num::Timedelta),
    ] {
        if let Some(metadata) = text.strip_prefix(prefix) {
            return Ok(Some(DType::time(num, TimeUnit::parse_metadata(metadata)?)));
        }
    }
    Ok(None)
}

/// A kind and a size: bytes, or characters for `U`.
fn sized_code(code: u8, size: &[u8]) -> Option<DType> {
    let size = parse_size(size)?;
    let flexible = |num, unit: usize| {
        let bytes = size.checked_mul(unit).filter(|b| *b <= MAX_ITEMSIZE)?;
        Some(DType::flexible(num, bytes))
    };
    match code {
        b'S' | b'a' => return flexible(Num::Bytes, 1),
        b'U' => return flexible(Num::Str, 4),
        b'V' => return flexible(Num::Void, 1),
        // Pickles of 32-bit machines say O4.
        b'O' if size == 8 || size == 4 => return Some(DType::of(Num::Object)),
        _ => {}
    }
    number_of(code, size).map(DType::of)
}

/// The number type of a kind's letter and a size in bytes.
pub fn number_of(kind: u8, size: usize) -> Option<Num> {
    Some(match (kind, size) {
        (b'b', 1) => Num::Bool,
        (b'i', 1) => Num::Byte,
        (b'i', 2) => Num::Short,
        (b'i', 4) => Num::Int,
        (b'i', 8) => Num::Long,
        (b'u', 1) => Num::UByte,
        (b'u', 2) => Num::UShort,
        (b'u', 4) => Num::UInt,
        (b'u', 8) => Num::ULong,
        (b'f', 2) => Num::Half,
        (b'f', 4) => Num::Float,
        (b'f', 8) => Num::Double,
        (b'c', 8) => Num::CFloat,
        (b'c', 16) => Num::CDouble,
        _ => return None,
    })
}

/// C's `strtol`: leading blanks and a plus sign are fine.
fn parse_size(digits: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(digits).ok()?.trim_start();
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.is_empty() || !text.bytes().all(|c| c.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// Names of the scalar types and NumPy's and Python's aliases of them.
fn by_name(name: &str) -> Option<Num> {
    Some(match name {
        "bool" | "bool_" => Num::Bool,
        "int8" | "byte" => Num::Byte,
        "uint8" | "ubyte" => Num::UByte,
        "int16" | "short" => Num::Short,
        "uint16" | "ushort" => Num::UShort,
        "int32" | "intc" => Num::Int,
        "uint32" | "uintc" => Num::UInt,
        "int64" | "int" | "int_" | "long" | "intp" => Num::Long,
        "uint64" | "uint" | "ulong" | "uintp" => Num::ULong,
        "longlong" => Num::LongLong,
        "ulonglong" => Num::ULongLong,
        "float16" | "half" => Num::Half,
        "float32" | "single" => Num::Float,
        "float64" | "float" | "double" => Num::Double,
        "longdouble" => Num::LongDouble,
        "complex64" | "csingle" => Num::CFloat,
        "complex128" | "complex" | "cdouble" => Num::CDouble,
        "clongdouble" => Num::CLongDouble,
        "object" | "object_" => Num::Object,
        "str" | "str_" | "unicode" => Num::Str,
        "bytes" | "bytes_" => Num::Bytes,
        "void" => Num::Void,
        _ => return None,
    })
}

/// One item of a comma string: `order? repeat? order? type`.
struct Item<'a> {
    order: Option<char>,
    shape: Option<Vec<i64>>,
    /// The shape as it stands: a number alone.
    count: Option<i64>,
    code: &'a str,
    rest: &'a str,
}

const PARENTHESIZED: &str =
    "Passing in a parenthesized single number for repeats is deprecated; pass either a single \
     number or indicate a tuple with a comma, like \"(2,)\".";

fn parse_comma(text: &str, align: bool, warning: &mut Option<&'static str>) -> Result<DType, DTypeError> {
    let mut specs = Vec::new();
    let mut rest = text;
    let mut single = true;
    let mut shape_of_single = None;
    loop {
        let item = scan_item(rest, text, specs.len() + 1)?;
        let head = rest.trim_start().trim_start_matches(['<', '>', '=', '|']);
        if head.starts_with('(')
            && head.split(')').next().is_some_and(|inside| !inside.contains(','))
            && item.shape.is_some()
        {
            *warning = warning.or(Some(PARENTHESIZED));
        }
        rest = item.rest;
        let had_shape = item.shape.is_some();
        let dtype = build_item(item, warning)?;
        if rest.is_empty() && specs.is_empty() && single {
            shape_of_single = Some((dtype.clone(), had_shape));
        }
        specs.push(FieldSpec { name: String::new(), title: None, dtype });
        rest = rest.trim_start();
        if rest.is_empty() {
            break;
        }
        rest = rest.strip_prefix(',').ok_or_else(|| unrecognized(specs.len(), text))?.trim_start();
        single = false;
        if rest.is_empty() {
            break;
        }
    }
    match shape_of_single {
        Some((dtype, _)) if single => Ok(dtype),
        _ => record_from_list(specs, align),
    }
}

fn unrecognized(number: usize, text: &str) -> DTypeError {
    DTypeError::value_error(format!("format number {number} of \"{text}\" is not recognized"))
}

fn scan_item<'a>(text: &'a str, whole: &str, number: usize) -> Result<Item<'a>, DTypeError> {
    let (mut order, mut rest) = take_order(text.trim_start());
    let (mut shape, mut count) = (None, None);
    if rest.starts_with('(') {
        let Some(close) = rest.find(')') else {
            return Err(DTypeError::new(ErrorClass::Syntax, "'(' was never closed (<unknown>, line 1)"));
        };
        shape = Some(parse_shape(&rest[1..close]).ok_or_else(|| not_understood(whole))?);
        rest = rest[close + 1..].trim_start();
    } else {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            let n = rest[..digits].parse().map_err(|_| unrecognized(number, whole))?;
            shape = Some(vec![n]);
            count = Some(n);
            rest = rest[digits..].trim_start();
        }
    }
    if shape.is_some() {
        let (second, after) = take_order(rest);
        if let (Some(a), Some(b)) = (order, second) {
            if a != b {
                let message = format!("inconsistent byte-order specification {a} and {b}");
                return Err(DTypeError::value_error(message));
            }
        }
        order = order.or(second);
        rest = after;
    }
    let end = type_end(rest);
    let code = rest[..end].trim_end();
    if code.is_empty() && (text.trim_start().starts_with(',') || shape.is_none()) {
        return Err(DTypeError::new(ErrorClass::Syntax, "invalid syntax (<unknown>, line 1)"));
    }
    if shape.is_none() && order.is_some() && code.starts_with(' ') {
        return Err(DTypeError::new(ErrorClass::Syntax, "invalid syntax (<unknown>, line 0)"));
    }
    if code.starts_with('(') {
        return Err(unrecognized(number, whole));
    }
    Ok(Item { order, shape, count, code, rest: &rest[end..] })
}

fn take_order(text: &str) -> (Option<char>, &str) {
    match text.chars().next() {
        Some(c @ ('<' | '>' | '=' | '|')) => (Some(c), &text[1..]),
        _ => (None, text),
    }
}

/// Up to the next comma outside brackets.
fn type_end(text: &str) -> usize {
    let mut depth = 0i32;
    for (i, c) in text.char_indices() {
        match c {
            '[' | '(' => depth += 1,
            ']' | ')' => depth -= 1,
            ',' if depth <= 0 => return i,
            _ => {}
        }
    }
    text.len()
}

/// `2,3`, `2,`, or nothing; a single number without a comma is no tuple in Python.
fn parse_shape(inside: &str) -> Option<Vec<i64>> {
    let inside = inside.trim();
    if inside.is_empty() {
        return Some(Vec::new());
    }
    if !inside.contains(',') {
        return inside.parse().ok().map(|n| vec![n]);
    }
    let inside = inside.strip_suffix(',').unwrap_or(inside);
    inside.split(',').map(|n| n.trim().parse().ok()).collect()
}

fn build_item(item: Item<'_>, warning: &mut Option<&'static str>) -> Result<DType, DTypeError> {
    if item.code.is_empty() {
        return Err(not_understood(""));
    }
    let native = if cfg!(target_endian = "little") { '<' } else { '>' };
    let code = match item.order {
        Some(order) if order != native && matches!(order, '<' | '>') => format!("{order}{}", item.code),
        _ => item.code.to_string(),
    };
    let parsed = parse_string(&code, false)?;
    *warning = warning.or(parsed.warning);
    let dtype = parsed.dtype;
    // A count before a type without a length is its length: `3S` is `S3`.
    let open = dtype.is_flexible() && dtype.itemsize() == 0 && dtype.ext().is_none();
    match item.shape {
        Some(_) if open => crate::record::sized(&dtype, item.count.unwrap_or(-1)),
        Some(shape) => subarray(dtype, &shape),
        None => Ok(dtype),
    }
}
