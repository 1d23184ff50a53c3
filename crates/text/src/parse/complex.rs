//! Complex numbers from text.

use super::float::number;
use super::unicode::{strip, to_ascii, without_underscores};

/// What Python's `complex(text)` accepts: `1+2j`, `2J`, `-j`, `1`, `(1+2j)`, blanks around and inside the
/// parentheses, none between the parts. `None` is "complex() arg is a malformed string".
pub fn parse_complex(text: &str) -> Option<(f64, f64)> {
    let ascii = to_ascii(text);
    let text = without_underscores(strip(&ascii))?;
    let text = match text.strip_prefix(b"(") {
        Some(inner) => strip(inner.strip_suffix(b")")?),
        None => &text,
    };
    match number(text) {
        None => Some((0.0, unit(text)?)),
        Some((x, n)) => {
            let rest = &text[n..];
            match rest.first() {
                None => Some((x, 0.0)),
                Some(b'j' | b'J') if rest.len() == 1 => Some((0.0, x)),
                Some(b'+' | b'-') => Some((x, imaginary(rest)?)),
                _ => None,
            }
        }
    }
}

/// A signed number, or just a sign, followed by the unit.
fn imaginary(text: &[u8]) -> Option<f64> {
    match number(text) {
        Some((y, n)) => matches!(&text[n..], b"j" | b"J").then_some(y),
        None => unit(text),
    }
}

fn unit(text: &[u8]) -> Option<f64> {
    match text {
        b"j" | b"J" | b"+j" | b"+J" => Some(1.0),
        b"-j" | b"-J" => Some(-1.0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepted() {
        for (text, want) in [
            ("1j", (0.0, 1.0)),
            ("1+2j", (1.0, 2.0)),
            ("( 1+2j )", (1.0, 2.0)),
            (" 1-2J ", (1.0, -2.0)),
            ("1", (1.0, 0.0)),
            ("(1)", (1.0, 0.0)),
            ("-j", (0.0, -1.0)),
            ("1+j", (1.0, 1.0)),
            ("1e5+1e-5j", (1e5, 1e-5)),
            ("1_0+1_0j", (10.0, 10.0)),
            ("-infj", (0.0, f64::NEG_INFINITY)),
        ] {
            assert_eq!(parse_complex(text), Some(want), "{text}");
        }
    }

    #[test]
    fn refused() {
        for text in
            ["1 + 2j", "((1))", "1i", "2j+1", "", "()", "1++2j", "1+-2j", "(1", "1)", "1+2", "+", "jj"]
        {
            assert_eq!(parse_complex(text), None, "{text}");
        }
    }
}
