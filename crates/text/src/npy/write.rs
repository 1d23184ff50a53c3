//! Making headers.

use super::{NpyError, Version, MAGIC, MAGIC_LEN};

/// Data begins at a multiple of this, so that memory maps are aligned for any dtype.
const ALIGN: usize = 64;

/// Room for the first axis (the last one in Fortran order) to grow in place to `8 * 2**64 - 1`.
const GROWTH_DIGITS: usize = 21;

/// Magic, version, length and padded header.
///
/// `descr` is the Python text of the dtype's description (`'<f8'` in quotes, or a list of fields).
/// Without a version the oldest that can hold the header is taken.
///
/// # Errors
/// [`NpyError::DoesNotFit`] and [`NpyError::NotLatin1`] for a version asked for.
pub fn build_header(
    descr: &str,
    fortran_order: bool,
    shape: &[usize],
    version: Option<Version>,
) -> Result<(Vec<u8>, Version), NpyError> {
    let truth = if fortran_order { "True" } else { "False" };
    let mut text = format!(
        "{{'descr': {descr}, 'fortran_order': {truth}, 'shape': {}, }}",
        crate::layout::shape_text(shape)
    );
    let growing = if fortran_order { shape.last() } else { shape.first() };
    if let Some(&n) = growing {
        let room = GROWTH_DIGITS.saturating_sub(crate::integer::width_u64(n as u64));
        text.extend(std::iter::repeat_n(' ', room));
    }
    if let Some(version) = version {
        super::check_version(version)?;
        return Ok((wrap(&text, version)?, version));
    }
    for version in [(1, 0), (2, 0)] {
        if let Ok(bytes) = wrap(&text, version) {
            return Ok((bytes, version));
        }
    }
    Ok((wrap(&text, (3, 0))?, (3, 0)))
}

fn wrap(text: &str, version: Version) -> Result<Vec<u8>, NpyError> {
    let encoded = if version == (3, 0) { text.as_bytes().to_vec() } else { latin1(text)? };
    let field = if version == (1, 0) { 2 } else { 4 };
    let length = encoded.len() + 1;
    let padding = ALIGN - (MAGIC_LEN + field + length) % ALIGN;
    let total = length + padding;
    let too_long = NpyError::DoesNotFit { length, version };
    let mut out = Vec::with_capacity(MAGIC_LEN + field + total);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[version.0, version.1]);
    if version == (1, 0) {
        out.extend_from_slice(&u16::try_from(total).map_err(|_| too_long)?.to_le_bytes());
    } else {
        out.extend_from_slice(&u32::try_from(total).map_err(|_| too_long)?.to_le_bytes());
    }
    out.extend_from_slice(&encoded);
    out.resize(out.len() + padding, b' ');
    out.push(b'\n');
    Ok(out)
}

fn latin1(text: &str) -> Result<Vec<u8>, NpyError> {
    text.chars()
        .enumerate()
        .map(|(at, character)| {
            u8::try_from(character as u32).map_err(|_| NpyError::NotLatin1 { character, at })
        })
        .collect()
}

/// The `UserWarning` NumPy gives when a version above 1.0 had to be chosen.
pub fn version_warning(version: Version) -> Option<&'static str> {
    match version {
        (2, 0) => Some("Stored array in format 2.0. It can only beread by NumPy >= 1.9"),
        (3, 0) => Some("Stored array in format 3.0. It can only be read by NumPy >= 1.17"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_header() {
        let (bytes, version) = build_header("'<f8'", false, &[3], None).unwrap();
        assert_eq!(version, (1, 0));
        assert_eq!(&bytes[..10], b"\x93NUMPY\x01\x00\x76\x00");
        assert_eq!(bytes.len(), 128);
        let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
        assert_eq!(&bytes[10..10 + text.len()], text.as_bytes());
        assert!(bytes[10 + text.len()..127].iter().all(|&b| b == b' '));
        assert_eq!(bytes[127], b'\n');
    }

    #[test]
    fn later_versions_when_needed() {
        let wide = format!("[{}]", "('abc', '<f8'), ".repeat(5000));
        assert_eq!(build_header(&wide, false, &[], None).unwrap().1, (2, 0));
        let e = build_header(&wide, false, &[], Some((1, 0))).unwrap_err();
        assert!(e.to_string().ends_with("too big for version=(1, 0)"));
        let (bytes, version) = build_header("[('中', '<f8')]", false, &[], None).unwrap();
        assert_eq!((version, bytes.len() % 64), ((3, 0), 0));
        let e = build_header("[('中', '<f8')]", false, &[], Some((1, 0))).unwrap_err();
        assert_eq!(
            e.to_string(),
            "'latin-1' codec can't encode character '\\u4e2d' in position 13: ordinal not in range(256)"
        );
    }
}
