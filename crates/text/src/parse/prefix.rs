//! Numbers at the beginning of a text, and the separators between them: what `fromstring` and `fromfile` read.

use super::float::float_prefix;
use super::unicode::is_ascii_space;

/// The integer `text` begins with, after blanks, saturated to 64 bits, and where it ends.
pub fn signed_prefix(text: &[u8]) -> Option<(i64, usize)> {
    let start = text.iter().position(|&b| !is_ascii_space(b))?;
    let negative = text[start] == b'-';
    let digits = start + usize::from(negative || text[start] == b'+');
    let (magnitude, end) = digits_prefix(text, digits)?;
    let value = if negative {
        if magnitude > i64::MAX as u64 {
            i64::MIN
        } else {
            -(magnitude as i64)
        }
    } else {
        magnitude.min(i64::MAX as u64) as i64
    };
    Some((value, end))
}

/// The same without signs, for unsigned types.
pub fn unsigned_prefix(text: &[u8]) -> Option<(u64, usize)> {
    let start = text.iter().position(|&b| !is_ascii_space(b))?;
    digits_prefix(text, start)
}

fn digits_prefix(text: &[u8], start: usize) -> Option<(u64, usize)> {
    let count = text[start..].iter().take_while(|b| b.is_ascii_digit()).count();
    if count == 0 {
        return None;
    }
    let end = start + count;
    let value =
        text[start..end].iter().fold(0u64, |v, b| v.saturating_mul(10).saturating_add(u64::from(b - b'0')));
    Some((value, end))
}

/// The complex number `text` begins with: `1`, `2j`, `1+2j`.
pub fn complex_prefix(text: &[u8]) -> Option<((f64, f64), usize)> {
    let (x, n) = float_prefix(text)?;
    match text.get(n) {
        Some(b'j') => Some(((0.0, x), n + 1)),
        Some(b'+' | b'-') => {
            let (y, m) = float_prefix(&text[n..])?;
            (text.get(n + m) == Some(&b'j')).then_some(((x, y), n + m + 1))
        }
        _ => Some(((x, 0.0), n)),
    }
}

/// How a separator ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separated {
    /// The next number begins after so many bytes.
    After(usize),
    /// The text ends, after so many bytes.
    End(usize),
    /// Something else stands there.
    Mismatch,
}

/// A separator in which each run of blanks, also none at either end, matches any number of blanks.
pub struct Separator(Vec<u8>);

impl Separator {
    pub fn new(text: &[u8]) -> Separator {
        let mut pattern = vec![b' '];
        for word in text.split(|&b| is_ascii_space(b)).filter(|w| !w.is_empty()) {
            pattern.extend_from_slice(word);
            pattern.push(b' ');
        }
        Separator(pattern)
    }

    /// Skips the separator that `text` begins with.
    pub fn skip(&self, text: &[u8]) -> Separated {
        let (mut at, mut p) = (0, 0);
        loop {
            let Some(&c) = text.get(at) else { return Separated::End(at) };
            match self.0.get(p) {
                None if at > 0 => return Separated::After(at),
                // A separator of blanks alone needs one.
                None => return Separated::Mismatch,
                Some(b' ') if is_ascii_space(c) => at += 1,
                Some(b' ') => p += 1,
                Some(&s) if s == c => {
                    at += 1;
                    p += 1;
                }
                Some(_) => return Separated::Mismatch,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers() {
        assert_eq!(signed_prefix(b" -12,"), Some((-12, 4)));
        assert_eq!(signed_prefix(b"99999999999999999999"), Some((i64::MAX, 20)));
        assert_eq!(signed_prefix(b"+-1"), None);
        assert_eq!(unsigned_prefix(b"-1"), None);
        assert_eq!(unsigned_prefix(b"18446744073709551616"), Some((u64::MAX, 20)));
    }

    #[test]
    fn complex() {
        assert_eq!(complex_prefix(b"1+2j,"), Some(((1.0, 2.0), 4)));
        assert_eq!(complex_prefix(b"3j"), Some(((0.0, 3.0), 2)));
        assert_eq!(complex_prefix(b"4 "), Some(((4.0, 0.0), 1)));
        assert_eq!(complex_prefix(b"1+j"), None);
    }

    #[test]
    fn separators() {
        assert_eq!(Separator::new(b",").skip(b" , 2"), Separated::After(3));
        assert_eq!(Separator::new(b" ").skip(b"\t\n2"), Separated::After(2));
        assert_eq!(Separator::new(b" ").skip(b"2"), Separated::Mismatch);
        assert_eq!(Separator::new(b" a  b ").skip(b"ab2"), Separated::After(2));
        assert_eq!(Separator::new(b",").skip(b";"), Separated::Mismatch);
        assert_eq!(Separator::new(b",").skip(b",  "), Separated::End(3));
    }
}
