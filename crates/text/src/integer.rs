//! Integers as decimal text.

/// Pairs of digits "00" to "99": two digits a division.
const PAIRS: [u8; 200] = {
    let mut t = [0; 200];
    let mut i = 0;
    while i < 100 {
        t[2 * i] = b'0' + (i / 10) as u8;
        t[2 * i + 1] = b'0' + (i % 10) as u8;
        i += 1;
    }
    t
};

/// Writes the digits right-aligned into `buf` and returns where they begin.
pub(crate) fn digits_u64(mut v: u64, buf: &mut [u8; 40]) -> usize {
    let mut at = buf.len();
    while v >= 100 {
        let pair = (v % 100) as usize * 2;
        v /= 100;
        at -= 2;
        buf[at..at + 2].copy_from_slice(&PAIRS[pair..pair + 2]);
    }
    if v >= 10 {
        at -= 2;
        buf[at..at + 2].copy_from_slice(&PAIRS[v as usize * 2..v as usize * 2 + 2]);
    } else {
        at -= 1;
        buf[at] = b'0' + v as u8;
    }
    at
}

pub(crate) fn digits_u128(mut v: u128, buf: &mut [u8; 40]) -> usize {
    let mut at = buf.len();
    loop {
        at -= 1;
        buf[at] = b'0' + (v % 10) as u8;
        v /= 10;
        if v == 0 {
            return at;
        }
    }
}

/// Characters of `v` in decimal, the minus sign included.
pub fn width_i64(v: i64) -> usize {
    (v < 0) as usize + width_u64(v.unsigned_abs())
}

/// Digits of `v` in decimal.
pub fn width_u64(v: u64) -> usize {
    v.checked_ilog10().map_or(1, |n| n as usize + 1)
}

/// Appends `v`.
pub fn write_i64(v: i64, out: &mut Vec<u8>) {
    if v < 0 {
        out.push(b'-');
    }
    write_u64(v.unsigned_abs(), out);
}

/// Appends `v`.
pub fn write_u64(v: u64, out: &mut Vec<u8>) {
    let mut buf = [0; 40];
    let at = digits_u64(v, &mut buf);
    out.extend_from_slice(&buf[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits() {
        for v in [0, 9, 10, 99, 100, 101, 12345, i64::MAX, i64::MIN, -1, -10] {
            let mut out = Vec::new();
            write_i64(v, &mut out);
            assert_eq!(out, v.to_string().into_bytes());
            assert_eq!(width_i64(v), out.len());
        }
        let mut out = Vec::new();
        write_u64(u64::MAX, &mut out);
        assert_eq!(out, b"18446744073709551615");
        let mut buf = [0; 40];
        let at = digits_u128(u128::MAX, &mut buf);
        assert_eq!(&buf[at..], u128::MAX.to_string().as_bytes());
    }
}
