//! Digits and blanks beyond ASCII.

use std::borrow::Cow;

/// The zeros of the runs of ten decimal digits (general category Nd) beyond ASCII; Unicode 14, the
/// version of CPython 3.11.
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0,
    0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50,
    0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140,
    0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The value of a decimal digit of any script.
fn decimal(c: char) -> Option<u8> {
    let c = c as u32;
    let i = ZEROS.partition_point(|&zero| zero <= c).checked_sub(1)?;
    (c - ZEROS[i] < 10).then(|| (c - ZEROS[i]) as u8)
}

/// Blanks as Python's `str.isspace` knows them.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Blanks of C's `isspace`, which is what is skipped in ASCII text.
pub(crate) fn is_ascii_space(b: u8) -> bool {
    matches!(b, b'\t'..=b'\r' | b' ')
}

/// ASCII text as it is; in other text the blanks beyond ASCII become spaces, digits
/// ASCII digits, the rest `?`.
pub(super) fn to_ascii(text: &str) -> Cow<'_, [u8]> {
    if text.is_ascii() {
        return Cow::Borrowed(text.as_bytes());
    }
    let ascii = |c: char| match c {
        c if c.is_ascii() => c as u8,
        c if is_space(c) => b' ',
        c => decimal(c).map_or(b'?', |d| b'0' + d),
    };
    Cow::Owned(text.chars().map(ascii).collect())
}

pub(super) fn strip(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|&b| !is_ascii_space(b)).unwrap_or(text.len());
    let end = text.iter().rposition(|&b| !is_ascii_space(b)).map_or(start, |i| i + 1);
    &text[start..end]
}

/// Takes out underscores that stand between two digits; `None` where one stands elsewhere.
pub(super) fn without_underscores(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    if !text.contains(&b'_') {
        return Some(Cow::Borrowed(text));
    }
    let mut out = Vec::with_capacity(text.len());
    for (i, &b) in text.iter().enumerate() {
        if b != b'_' {
            out.push(b);
            continue;
        }
        let digit = |j: Option<usize>| j.and_then(|j| text.get(j)).is_some_and(u8::is_ascii_digit);
        if !digit(i.checked_sub(1)) || !digit(Some(i + 1)) {
            return None;
        }
    }
    Some(Cow::Owned(out))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_other_scripts() {
        assert_eq!(decimal('１'), Some(1));
        assert_eq!(decimal('٣'), Some(3));
        assert_eq!(decimal('²'), None);
        assert_eq!(decimal('é'), None);
    }
}
