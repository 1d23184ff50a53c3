//! Floating-point numbers from text.

use super::unicode::{is_ascii_space, strip, to_ascii, without_underscores};

/// What Python's `float(text)` accepts: blanks around, underscores between digits, digits of any script,
/// `inf`, `infinity`, `nan` in any case. Too large becomes infinite.
pub fn parse_float(text: &str) -> Option<f64> {
    let ascii = to_ascii(text);
    whole(&without_underscores(strip(&ascii))?)
}

/// The same without underscores, as text files are read.
pub fn parse_float_plain(text: &str) -> Option<f64> {
    whole(strip(&to_ascii(text)))
}

fn whole(text: &[u8]) -> Option<f64> {
    match number(text) {
        Some((x, n)) if n == text.len() => Some(x),
        _ => None,
    }
}

/// The number `text` begins with, after blanks, and where it ends: the `strtod` of `fromstring` and
/// `fromfile`. `nan(...)` counts as a NaN here.
pub fn float_prefix(text: &[u8]) -> Option<(f64, usize)> {
    let start = text.iter().position(|&b| !is_ascii_space(b))?;
    let (x, mut n) = number(&text[start..])?;
    let rest = &text[start + n..];
    if x.is_nan() && rest.first() == Some(&b'(') {
        let name = rest[1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if rest.get(1 + name) == Some(&b')') {
            n += name + 2;
        }
    }
    Some((x, start + n))
}

/// The longest number at the very beginning of `text`, and its length.
pub(super) fn number(text: &[u8]) -> Option<(f64, usize)> {
    let signed = matches!(text.first(), Some(b'+' | b'-')) as usize;
    let first = *text.get(signed)?;
    if first.is_ascii_digit() || first == b'.' {
        return fast_float2::parse_partial::<f64, _>(&text[signed..])
            .ok()
            .map(|(x, n)| (if text[0] == b'-' { -x } else { x }, signed + n));
    }
    let rest = &text[signed..];
    let starts =
        |word: &str| rest.len() >= word.len() && rest[..word.len()].eq_ignore_ascii_case(word.as_bytes());
    let (x, n) = if starts("infinity") {
        (f64::INFINITY, 8)
    } else if starts("inf") {
        (f64::INFINITY, 3)
    } else if starts("nan") {
        (f64::NAN, 3)
    } else {
        return None;
    };
    Some((if text[0] == b'-' { -x } else { x }, signed + n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        for (text, want) in [
            ("1_0", 10.0),
            ("Infinity", f64::INFINITY),
            ("1e400", f64::INFINITY),
            (" 1.5\t\n", 1.5),
            ("1.", 1.0),
            (".5", 0.5),
            ("+1E5", 1e5),
            ("１２", 12.0),
            ("\u{a0}1", 1.0),
            ("1_0.5", 10.5),
            ("1_0e1_0", 1e11),
            ("-inf", f64::NEG_INFINITY),
            ("2.2250738585072014e-308", f64::MIN_POSITIVE),
        ] {
            assert_eq!(parse_float(text), Some(want), "{text}");
        }
        assert!(parse_float(" -nan ").unwrap().is_nan());
        assert!(parse_float("-0").unwrap().is_sign_negative());
    }

    #[test]
    fn refused() {
        for text in [
            "0x10", "1j", "nan(123)", ".", "", "  ", "1,5", "1e", "1e+", "1__0", "_1", "1_", "infinit",
            "1.5 2", "\u{1c}1", "+-1", "1_.5", "e5", "--1", "1d5", "in_f",
        ] {
            assert_eq!(parse_float(text), None, "{text}");
        }
        assert_eq!(parse_float_plain("1_0"), None);
    }

    #[test]
    fn prefixes() {
        assert_eq!(float_prefix(b" 1.5, 2"), Some((1.5, 4)));
        assert_eq!(float_prefix(b"1e+x"), Some((1.0, 1)));
        assert_eq!(float_prefix(b"nan(12)x").unwrap().1, 7);
        assert_eq!(float_prefix(b"x"), None);
    }
}
