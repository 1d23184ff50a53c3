//! Integers from text.

use super::unicode::{strip, to_ascii, without_underscores};

/// Why text is not an integer of the type asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IntError {
    /// `ValueError: invalid literal for int() with base 10: ...`
    Invalid,
    /// `OverflowError: Python int too large to convert to C long`
    TooLarge,
    /// `OverflowError: Python integer ... out of bounds for ...`
    OutOfBounds(i64),
    /// `ValueError`: more digits than Python converts.
    TooManyDigits(usize),
}

/// Python's limit on the digits of an integer literal (`sys.int_info.default_max_str_digits`).
const MOST_DIGITS: usize = 4300;

/// What Python's `int(text)` accepts, as an integer between `low` and `high`, the limits of the type.
///
/// Values reach NumPy as a C `long` (or `unsigned long` for uint64), which decides between the two kinds
/// of overflow.
pub fn parse_int(text: &str, low: i128, high: i128) -> Result<i128, IntError> {
    let ascii = to_ascii(text);
    let text = strip(&ascii);
    let text = without_underscores(text).ok_or(IntError::Invalid)?;
    let v = match magnitude(&text)? {
        Some(v) => v,
        None => return Err(IntError::TooLarge),
    };
    if (low..=high).contains(&v) {
        return Ok(v);
    }
    Err(i64::try_from(v).map_or(IntError::TooLarge, IntError::OutOfBounds))
}

/// Blanks, a sign and ASCII digits, as text files are read; `None` also where it does not fit.
pub fn parse_int_plain(text: &str, low: i128, high: i128) -> Option<i128> {
    let text = text.trim_matches(super::unicode::is_space).as_bytes();
    magnitude(text).ok().flatten().filter(|v| (low..=high).contains(v))
}

/// The value with its sign; `None` beyond 128 bits.
fn magnitude(text: &[u8]) -> Result<Option<i128>, IntError> {
    let (negative, digits) = match text.first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(IntError::Invalid);
    }
    if digits.len() > MOST_DIGITS {
        return Err(IntError::TooManyDigits(digits.len()));
    }
    let digit = |v: i128, &d: &u8| v.checked_mul(10)?.checked_add((d - b'0') as i128);
    Ok(digits.iter().try_fold(0i128, digit).map(|v| if negative { -v } else { v }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const I64: (i128, i128) = (i64::MIN as i128, i64::MAX as i128);

    #[test]
    fn int64() {
        for (text, want) in
            [("1", 1), ("-1", -1), ("+1", 1), (" 12 ", 12), ("1_0", 10), ("010", 10), ("１２", 12)]
        {
            assert_eq!(parse_int(text, I64.0, I64.1), Ok(want), "{text}");
        }
        for text in ["1__0", "_1", "1_", "0x10", "1.0", "1e3", "", "  ", "- 1", "+-1", "true", "-", "+_1"] {
            assert_eq!(parse_int(text, I64.0, I64.1), Err(IntError::Invalid), "{text}");
        }
        assert_eq!(parse_int("9223372036854775808", I64.0, I64.1), Err(IntError::TooLarge));
        assert_eq!(parse_int(&"9".repeat(60), I64.0, I64.1), Err(IntError::TooLarge));
        assert_eq!(parse_int(&"9".repeat(5000), I64.0, I64.1), Err(IntError::TooManyDigits(5000)));
    }

    #[test]
    fn bounds_of_the_type() {
        assert_eq!(parse_int("256", 0, 255), Err(IntError::OutOfBounds(256)));
        assert_eq!(parse_int("-1", 0, u64::MAX as i128), Err(IntError::OutOfBounds(-1)));
        assert_eq!(parse_int("18446744073709551615", 0, u64::MAX as i128), Ok(u64::MAX as i128));
        assert_eq!(parse_int("18446744073709551615", 0, 255), Err(IntError::TooLarge));
    }
}
