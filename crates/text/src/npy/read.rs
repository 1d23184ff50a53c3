//! Reading headers.

use super::literal::{parse, without_longs, Literal, Problem};
use super::{NpyError, Version, MAGIC, MAGIC_LEN};

/// What a header says, before the dtype is looked at.
#[derive(Clone, PartialEq, Debug)]
pub struct Header {
    /// A string such as `<f8`, a list of fields, or a tuple of base type and shape.
    pub descr: Literal,
    pub fortran_order: bool,
    /// As written; negative lengths are for the caller to refuse.
    pub shape: Vec<i64>,
    /// The header had Python 2's long integers; NumPy warns about it ([`Header::PYTHON2_WARNING`]).
    pub python2: bool,
}

impl Header {
    /// The `UserWarning` for [`Header::python2`].
    pub const PYTHON2_WARNING: &'static str =
        "Reading `.npy` or `.npz` file required additional header parsing as it was created on Python 2. \
         Save the file again to speed up loading and avoid this warning.";
}

/// NumPy's default for `max_header_size`.
pub const MAX_HEADER_SIZE: usize = 10000;

/// The version, from the (up to) eight bytes a file begins with.
pub fn read_magic(bytes: &[u8]) -> Result<Version, NpyError> {
    let magic = take(bytes, 0, MAGIC_LEN, "magic string")?;
    if magic[..MAGIC.len()] != MAGIC[..] {
        return Err(NpyError::Magic(magic[..MAGIC.len()].to_vec()));
    }
    Ok((magic[6], magic[7]))
}

/// Refuses versions not known.
pub fn check_version(version: Version) -> Result<(), NpyError> {
    match version {
        (1..=3, 0) => Ok(()),
        other => Err(NpyError::Version(other)),
    }
}

/// Bytes of the length field that follows the magic.
pub fn length_field(version: Version) -> usize {
    if version == (1, 0) {
        2
    } else {
        4
    }
}

/// The header's length, from the bytes of the length field.
pub fn header_length(bytes: &[u8], version: Version) -> Result<usize, NpyError> {
    let field = take(bytes, 0, length_field(version), "array header length")?;
    Ok(field.iter().rev().fold(0, |v, &b| v << 8 | b as usize))
}

/// What the text of a header says.
///
/// `bytes` is the header alone, `max_header_size` the longest that is taken.
pub fn parse_header(bytes: &[u8], version: Version, max_header_size: usize) -> Result<Header, NpyError> {
    let text = if version == (3, 0) {
        std::str::from_utf8(bytes)
            .map_err(|e| NpyError::NotUtf8 { byte: bytes[e.valid_up_to()], at: e.valid_up_to() })?
            .to_owned()
    } else {
        bytes.iter().map(|&b| b as char).collect()
    };
    let chars = text.chars().count();
    if chars > max_header_size {
        return Err(NpyError::TooLong { chars });
    }
    let (value, python2, text) = match parse(&text) {
        Err(Problem::Syntax) if version != (3, 0) => {
            let text = without_longs(&text);
            (parse(&text), true, text)
        }
        other => (other, false, text),
    };
    let value = value.map_err(|problem| match problem {
        Problem::Syntax => NpyError::Syntax(text),
        Problem::NotLiteral => NpyError::NotLiteral,
    })?;
    from_dict(value, python2)
}

/// Version, header and where the data begins, of a file held in memory.
pub fn read_header(file: &[u8], max_header_size: usize) -> Result<(Version, Header, usize), NpyError> {
    let version = read_magic(file)?;
    check_version(version)?;
    let start = MAGIC_LEN + length_field(version);
    let length = header_length(&file[MAGIC_LEN..], version)?;
    let text = take(file, start, length, "array header")?;
    Ok((version, parse_header(text, version, max_header_size)?, start + length))
}

fn take<'a>(bytes: &'a [u8], start: usize, n: usize, what: &'static str) -> Result<&'a [u8], NpyError> {
    let rest = &bytes[start.min(bytes.len())..];
    rest.get(..n).ok_or(NpyError::Eof { what, expected: n, got: rest.len() })
}

fn from_dict(value: Literal, python2: bool) -> Result<Header, NpyError> {
    let Literal::Dict(mut pairs) = value else {
        return Err(NpyError::NotADict(value.to_string()));
    };
    let text = |l: &Literal| match l {
        Literal::Str(s) => s.clone(),
        other => other.to_string(),
    };
    pairs.sort_by_key(|(key, _)| text(key));
    let names = ["descr", "fortran_order", "shape"];
    let expected = pairs.iter().map(|(key, _)| key).eq(names.map(|n| Literal::Str(n.into())).iter());
    if !expected {
        let keys = Literal::List(pairs.into_iter().map(|(key, _)| key).collect());
        return Err(NpyError::Keys(keys.to_string()));
    }
    let mut values = pairs.into_iter().map(|(_, value)| value);
    let (descr, order, shape) = (values.next(), values.next(), values.next());
    let shape = shape_of(&shape.unwrap_or(Literal::None))?;
    let fortran_order = match order {
        Some(Literal::Bool(b)) => b,
        other => return Err(NpyError::FortranOrder(other.unwrap_or(Literal::None).to_string())),
    };
    Ok(Header { descr: descr.unwrap_or(Literal::None), fortran_order, shape, python2 })
}

fn shape_of(value: &Literal) -> Result<Vec<i64>, NpyError> {
    let wrong = || NpyError::Shape(value.to_string());
    let Literal::Tuple(items) = value else {
        return Err(wrong());
    };
    if items.iter().any(|i| !matches!(i, Literal::Int(_) | Literal::BigInt(_) | Literal::Bool(_))) {
        return Err(wrong());
    }
    items
        .iter()
        .map(|item| match item {
            Literal::Int(v) => i64::try_from(*v).map_err(|_| NpyError::LengthOverflow),
            // A bool is an int in Python, and NumPy takes it.
            Literal::Bool(b) => Ok(*b as i64),
            _ => Err(NpyError::LengthOverflow),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(text: &str) -> Result<Header, NpyError> {
        parse_header(text.as_bytes(), (1, 0), MAX_HEADER_SIZE)
    }

    fn message(text: &str) -> String {
        header(text).unwrap_err().to_string()
    }

    #[test]
    fn round_trip() {
        for (shape, fortran) in [(vec![], false), (vec![3], false), (vec![2, 0, 5], true)] {
            let (bytes, version) =
                super::super::build_header("[('a', '<i4')]", fortran, &shape, None).unwrap();
            let (v, h, offset) = read_header(&bytes, MAX_HEADER_SIZE).unwrap();
            assert_eq!((v, offset, h.fortran_order), (version, bytes.len(), fortran));
            assert_eq!(h.shape, shape.iter().map(|&n| n as i64).collect::<Vec<_>>());
            assert_eq!(h.descr.to_string(), "[('a', '<i4')]");
        }
    }

    #[test]
    fn messages() {
        assert_eq!(message("[]"), "Header is not a dictionary: []");
        assert_eq!(message(""), "Cannot parse header: ''");
        assert_eq!(message("{'descr': '<f8'}"), "Header does not contain the correct keys: ['descr']");
        assert_eq!(
            message("{'descr': '<f8', 'fortran_order': 0, 'shape': (3,)}"),
            "fortran_order is not a valid bool: 0"
        );
        assert_eq!(
            message("{'descr': '<f8', 'fortran_order': False, 'shape': (3.0,), }"),
            "shape is not valid: (3.0,)"
        );
        assert_eq!(
            message("{'descr': '<f8', 'fortran_order': False, 'shape': (3), }"),
            "shape is not valid: 3"
        );
        assert_eq!(
            message("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775808,), }"),
            "Python int too large to convert to C long"
        );
        assert!(message(&" ".repeat(10001)).starts_with("Header info length (10001) is large"));
        let long = header("{'descr': '<f8', 'fortran_order': False, 'shape': (3L,), }").unwrap();
        assert!(long.python2 && long.shape == [3]);
    }

    #[test]
    fn short_files() {
        let eof = |b: &[u8]| read_header(b, MAX_HEADER_SIZE).unwrap_err().to_string();
        assert_eq!(eof(b""), "EOF: reading magic string, expected 8 bytes got 0");
        assert_eq!(
            eof(b"\x93NUMPX\x01\x00"),
            "the magic string is not correct; expected b'\\x93NUMPY', got b'\\x93NUMPX'"
        );
        assert_eq!(
            eof(b"\x93NUMPY\x04\x00"),
            "we only support format version (1,0), (2,0), and (3,0), not (4, 0)"
        );
        assert_eq!(eof(b"\x93NUMPY\x01\x00\xff"), "EOF: reading array header length, expected 2 bytes got 1");
        assert_eq!(
            eof(b"\x93NUMPY\x01\x00\xff\x00abc"),
            "EOF: reading array header, expected 255 bytes got 3"
        );
    }
}
