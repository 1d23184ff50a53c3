//! `repr` of strings and bytes.

/// Appends `repr(text)` of a string: single quotes, unless it holds those and no double ones.
pub fn write_str_repr(text: &str, out: &mut Vec<u8>) {
    let quote = quote(text.as_bytes());
    out.push(quote);
    for c in text.chars() {
        if !write_common(c as u32, quote, out) {
            if c.is_ascii_graphic() || c == ' ' || (!c.is_ascii() && is_printable(c)) {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                write_escape(c as u32, out);
            }
        }
    }
    out.push(quote);
}

/// Appends `repr(bytes)`.
pub fn write_bytes_repr(bytes: &[u8], out: &mut Vec<u8>) {
    let quote = quote(bytes);
    out.extend_from_slice(&[b'b', quote]);
    for &b in bytes {
        if !write_common(b as u32, quote, out) {
            if b.is_ascii_graphic() || b == b' ' {
                out.push(b);
            } else {
                write_escape(b as u32, out);
            }
        }
    }
    out.push(quote);
}

fn quote(text: &[u8]) -> u8 {
    if text.contains(&b'\'') && !text.contains(&b'"') {
        b'"'
    } else {
        b'\''
    }
}

/// Escapes with a letter of their own, the backslash and the quote in use.
fn write_common(c: u32, quote: u8, out: &mut Vec<u8>) -> bool {
    let letter = match c {
        0x5c => b'\\',
        0x09 => b't',
        0x0a => b'n',
        0x0d => b'r',
        c if c == quote as u32 => quote,
        _ => return false,
    };
    out.extend_from_slice(&[b'\\', letter]);
    true
}

fn write_escape(c: u32, out: &mut Vec<u8>) {
    let (letter, digits) = match c {
        0..=0xff => (b'x', 2),
        0x100..=0xffff => (b'u', 4),
        _ => (b'U', 8),
    };
    out.extend_from_slice(&[b'\\', letter]);
    for i in (0..digits).rev() {
        out.push(b"0123456789abcdef"[(c >> (4 * i)) as usize & 15]);
    }
}

/// Whether Python prints the character as it is: none of the categories Cc, Cf, Cs, Co, Cn, Zl, Zp, Zs.
///
/// The standard library's own table for `Debug` is made by the same rule. It is asked through a string
/// that begins with a letter, since combining characters at the start are escaped for another reason.
fn is_printable(c: char) -> bool {
    let mut pair = [0; 5];
    pair[0] = b'a';
    let n = c.encode_utf8(&mut pair[1..]).len();
    let pair = std::str::from_utf8(&pair[..n + 1]).expect("a letter and a character");
    pair.escape_debug().eq(pair.chars())
}

/// A string's `repr` as text.
pub fn str_repr(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    write_str_repr(text, &mut out);
    String::from_utf8(out).expect("escapes are ASCII")
}

/// The `repr` of bytes as text.
pub fn bytes_repr(bytes: &[u8]) -> String {
    let mut out = Vec::with_capacity(bytes.len() + 3);
    write_bytes_repr(bytes, &mut out);
    String::from_utf8(out).expect("escapes are ASCII")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (text, want) in [
            ("abc", "'abc'"),
            ("it's", "\"it's\""),
            ("'\"", "'\\'\"'"),
            ("a\n\t\\\0\u{7f}", "'a\\n\\t\\\\\\x00\\x7f'"),
            ("é\u{a0}\u{200b}\u{e000}\u{1f600}", "'é\\xa0\\u200b\\ue000😀'"),
            ("e\u{301}", "'e\u{301}'"),
            ("\u{10ffff}", "'\\U0010ffff'"),
        ] {
            assert_eq!(str_repr(text), want);
        }
        assert_eq!(bytes_repr(b"a'\xff\n"), "b\"a'\\xff\\n\"");
    }
}
