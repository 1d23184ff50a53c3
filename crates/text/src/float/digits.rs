//! Decimal digits of a binary number, by the shortest way that gives exactly what `dragon` gives.
//!
//! Three facts carry the short ways. The shortest digits come from a Schubfach-style generator (crate
//! `zmij`) and equal those of free-format generation. Cutting the shortest digits equals cutting the
//! exact expansion, because no shorter decimal lies in the rounding interval; only a tail of a single 5
//! needs the exact value. And a product `mantissa · 5^p` that fits 128 bits gives exact digits at once.

use super::{dragon, Binary, Width};
use std::cmp::Ordering;

/// A binary64 has at most 767 significant digits; what follows them is zeros, which are only counted.
const CAPACITY: usize = 800;

/// What `precision` and `min_digits` count: digits after the point, or significant ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cutoff {
    Fraction,
    Total,
}

/// How many digits are wanted; -1 stands for no limit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request {
    /// Stop as soon as the digits tell the number from its neighbours.
    pub unique: bool,
    pub cutoff: Cutoff,
    pub max: i32,
    pub min: i32,
    /// Zeros after the last other digit do not matter: the caller adds those it wants.
    pub open: bool,
}

/// ASCII digits `d.ddd · 10^exponent`, then `zeros` more that are all 0.
pub(crate) struct Digits {
    buf: [u8; CAPACITY],
    len: usize,
    zeros: usize,
    exponent: i32,
}

impl Digits {
    pub(crate) fn new() -> Digits {
        Digits { buf: [0; CAPACITY], len: 0, zeros: 0, exponent: 0 }
    }

    pub(crate) fn exponent(&self) -> i32 {
        self.exponent
    }

    pub(crate) fn significant(&self) -> &[u8] {
        &self.buf[..self.len]
    }

    /// Digits in all, counted zeros included.
    pub(crate) fn count(&self) -> usize {
        self.len + self.zeros
    }

    /// Digits up to the last that is not 0.
    pub(crate) fn trimmed(&self) -> usize {
        self.significant().iter().rposition(|&d| d != b'0').map_or(0, |i| i + 1)
    }

    pub(crate) fn clear(&mut self, exponent: i32) {
        self.len = 0;
        self.zeros = 0;
        self.exponent = exponent;
    }

    pub(crate) fn push(&mut self, digit: u8) {
        if self.len < CAPACITY {
            self.buf[self.len] = digit;
            self.len += 1;
        } else {
            self.zeros += 1;
        }
    }

    /// Adds one to the last digit; nines at the end disappear into the carry.
    pub(crate) fn increment(&mut self) {
        while self.len > 0 && self.buf[self.len - 1] == b'9' {
            self.len -= 1;
        }
        if self.len == 0 {
            self.buf[0] = b'1';
            self.len = 1;
            self.exponent += 1;
        } else {
            self.buf[self.len - 1] += 1;
        }
    }

    fn place_of_last(&self) -> i32 {
        self.exponent - self.len as i32 + 1
    }

    fn set_integer(&mut self, q: u128, place: i32) {
        let mut tmp = [0u8; 40];
        let at = if q <= u64::MAX as u128 {
            crate::integer::digits_u64(q as u64, &mut tmp)
        } else {
            crate::integer::digits_u128(q, &mut tmp)
        };
        let n = tmp.len() - at;
        self.buf[..n].copy_from_slice(&tmp[at..]);
        self.len = n;
        self.zeros = 0;
        self.exponent = place + n as i32 - 1;
    }

    /// Takes the digits of `ddd.ddd` with an optional exponent.
    fn set_text(&mut self, text: &[u8]) {
        let tail = text.len().saturating_sub(5);
        let end = text[tail..].iter().position(|&c| c == b'e').map_or(text.len(), |i| tail + i);
        let scale = if end < text.len() { small_int(&text[end + 1..]) } else { 0 };
        let point = text[..end].iter().position(|&c| c == b'.').unwrap_or(end);
        let fraction = &text[(point + 1).min(end)..end];
        self.zeros = 0;
        if text[0] != b'0' {
            self.exponent = point as i32 - 1 + scale;
            self.len = point + fraction.len();
            self.buf[..point].copy_from_slice(&text[..point]);
            self.buf[point..self.len].copy_from_slice(fraction);
        } else {
            let leading = fraction.iter().position(|&c| c != b'0').unwrap_or(0);
            self.exponent = scale - 1 - leading as i32;
            self.len = fraction.len() - leading;
            self.buf[..self.len].copy_from_slice(&fraction[leading..]);
        }
    }

    fn strip_zeros(&mut self) {
        self.len = self.trimmed().max(1);
    }
}

/// Digits of the finite number `|x|`.
pub(crate) fn generate(x: f64, width: Width, r: &Request, out: &mut Digits) {
    if x == 0.0 {
        out.clear(0);
        out.push(b'0');
    } else if r.unique {
        unique(x, width, r, out);
    } else {
        exact(Binary::new(x, width), r, out);
    }
}

fn unique(x: f64, width: Width, r: &Request, out: &mut Digits) {
    if width == Width::F16 {
        return dragon::generate(Binary::new(x, width), r, out);
    }
    shortest(x, width, out);
    let place = |n: i32| if r.cutoff == Cutoff::Total { out.exponent + 1 - n } else { -n };
    let mut want = if r.min >= 0 { place(r.min) } else { i32::MAX };
    if r.max >= 0 {
        let last = place(r.max);
        if last > out.place_of_last() {
            return cut(x, width, last, out);
        }
        want = want.max(last);
    }
    if want < out.place_of_last() {
        extend(x, width, want, r, out);
    }
}

/// Shortest digits that read back as `x` among the numbers of its format (not binary16).
fn shortest(x: f64, width: Width, out: &mut Digits) {
    let x = x.abs();
    // Below this bound neighbours are a whole apart at most, so an integer needs all its digits.
    let dense = if width == Width::F32 { 16_777_216.0 } else { 9_007_199_254_740_992.0 };
    if x < dense && x as u64 as f64 == x {
        out.set_integer(x as u64 as u128, 0);
    } else {
        let mut buffer = zmij::Buffer::new();
        let text = if width == Width::F32 { buffer.format_finite(x as f32) } else { buffer.format_finite(x) };
        out.set_text(text.as_bytes());
    }
    out.strip_zeros();
}

fn small_int(text: &[u8]) -> i32 {
    let (negative, digits) = match text[0] {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let v = digits.iter().fold(0, |v, &c| v * 10 + (c - b'0') as i32);
    if negative {
        -v
    } else {
        v
    }
}

/// Shortens `out`, which holds more digits than that, to the place `last`, rounding the exact value.
fn cut(x: f64, width: Width, last: i32, out: &mut Digits) {
    let keep = out.exponent - last + 1;
    let tail = if keep < 0 { Ordering::Less } else { half(x, width, keep as usize, out) };
    if keep <= 0 {
        out.clear(last);
        out.push(b'0');
    } else {
        out.len = keep as usize;
    }
    let odd = (out.buf[out.len - 1] - b'0') % 2 == 1;
    if tail == Ordering::Greater || (tail == Ordering::Equal && odd) {
        out.increment();
    }
}

/// What lies beyond the first `keep` digits, compared with half a unit of the last kept place.
fn half(x: f64, width: Width, keep: usize, out: &Digits) -> Ordering {
    let tail = &out.buf[keep..out.len];
    match tail[0].cmp(&b'5') {
        Ordering::Equal if tail.len() > 1 => Ordering::Greater,
        Ordering::Equal => {
            let whole = out.significant().iter().fold(0u64, |v, &d| v * 10 + (d - b'0') as u64);
            compare_decimal(Binary::new(x, width), whole, out.place_of_last())
        }
        other => other,
    }
}

/// Lengthens `out` with digits of the exact value down to the place `want`.
fn extend(x: f64, width: Width, want: i32, r: &Request, out: &mut Digits) {
    let b = Binary::new(x, width);
    if r.open && !b.subnormal && out.exponent - want < width.digits10() {
        return;
    }
    // The first digits of a number just below a power of ten are nines, and the count starts there.
    let power_of_ten = r.cutoff == Cutoff::Total && out.significant() == b"1";
    match scaled(b, -want) {
        Some(s) if !power_of_ten && (s.exact || !b.unequal) => round(s, want, out),
        _ => dragon::generate(b, r, out),
    }
}

/// Digits of the exact value, stopping when nothing remains.
fn exact(b: Binary, r: &Request, out: &mut Digits) {
    let rounded = match r.cutoff {
        Cutoff::Fraction => scaled(b, r.max).map(|s| (s, -r.max)),
        Cutoff::Total => scaled_total(b, r.max),
    };
    match rounded {
        None => dragon::generate(b, r, out),
        Some((s, place)) => {
            let exact = s.exact;
            round(s, place, out);
            if exact {
                out.strip_zeros();
            }
        }
    }
}

fn round(s: Scaled, place: i32, out: &mut Digits) {
    out.set_integer(s.floor, place);
    if s.half == Ordering::Greater || (s.half == Ordering::Equal && !s.exact && s.floor % 2 == 1) {
        out.increment();
    }
}

/// `v · 10^p` as its floor, with the rest compared with one half; `exact` when there is no rest.
struct Scaled {
    floor: u128,
    /// `Equal` together with `exact` when the rest is zero, so that nothing is rounded up.
    half: Ordering,
    exact: bool,
}

const POW5: [u128; 56] = {
    let mut t = [1u128; 56];
    let mut i = 1;
    while i < 56 {
        t[i] = t[i - 1] * 5;
        i += 1;
    }
    t
};

/// `None` when an intermediate does not fit 128 bits.
fn scaled(b: Binary, p: i32) -> Option<Scaled> {
    let five = *POW5.get(p.unsigned_abs() as usize)?;
    let shift = b.exponent + p;
    if p >= 0 {
        let t = (b.mantissa as u128).checked_mul(five)?;
        if shift >= 0 {
            return Some(whole(widen(t, shift)?));
        }
        let s = shift.unsigned_abs();
        if s > 127 {
            return Some(Scaled {
                floor: 0,
                half: if s == 128 { t.cmp(&(1 << 127)) } else { Ordering::Less },
                exact: false,
            });
        }
        let rest = t & ((1 << s) - 1);
        Some(parts(t >> s, rest, rest.cmp(&(1 << (s - 1)))))
    } else {
        let m = b.mantissa as u128;
        let (num, den) = if shift >= 0 { (widen(m, shift)?, five) } else { (m, widen(five, -shift)?) };
        let rest = num % den;
        Some(parts(num / den, rest, rest.cmp(&(den - rest))))
    }
}

fn widen(v: u128, shift: i32) -> Option<u128> {
    ((shift as u32) < v.leading_zeros()).then(|| v << shift)
}

fn whole(floor: u128) -> Scaled {
    Scaled { floor, half: Ordering::Equal, exact: true }
}

fn parts(floor: u128, rest: u128, half: Ordering) -> Scaled {
    if rest == 0 {
        whole(floor)
    } else {
        Scaled { floor, half, exact: false }
    }
}

/// The first `n` significant digits as an integer, and the place of its last digit.
fn scaled_total(b: Binary, n: i32) -> Option<(Scaled, i32)> {
    if !(1..=37).contains(&n) {
        return None;
    }
    let bits = 63 - b.mantissa.leading_zeros() as i32 + b.exponent;
    let estimate = (bits as f64 * std::f64::consts::LOG10_2).floor() as i32;
    for exponent in [estimate, estimate + 1] {
        let place = exponent + 1 - n;
        let s = scaled(b, -place)?;
        if s.floor < 10u128.pow(n as u32) {
            return (s.floor >= 10u128.pow(n as u32 - 1)).then_some((s, place));
        }
    }
    None
}

/// The number against `digits · 10^place`.
fn compare_decimal(b: Binary, digits: u64, place: i32) -> Ordering {
    match scaled(b, -place) {
        Some(s) => match s.floor.cmp(&(digits as u128)) {
            Ordering::Equal if !s.exact => Ordering::Greater,
            other => other,
        },
        None => dragon::compare_decimal(b, digits, place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    fn show(d: &Digits) -> (String, i32) {
        let mut s = String::from_utf8(d.significant().to_vec()).unwrap();
        s.extend(std::iter::repeat_n('0', d.zeros));
        (s, d.exponent)
    }

    /// A number of the format: any bits, few digits, small integers, powers of two and of ten.
    fn sample(state: &mut u64, width: Width) -> f64 {
        let x = match next(state) % 6 {
            0 => f64::from_bits(next(state)),
            1 => (next(state) % 100_000) as f64 / 10f64.powi((next(state) % 12) as i32),
            2 => f64::powi(2.0, (next(state) % 600) as i32 - 300),
            3 => f64::powi(10.0, (next(state) % 60) as i32 - 30),
            4 => (next(state) % 1_000_000_007) as f64 * 0.5,
            _ => f32::from_bits(next(state) as u32) as f64,
        };
        let x = match width {
            Width::F64 => x,
            Width::F32 => x as f32 as f64,
            Width::F16 => half::f16::from_f64(x).to_f64(),
        };
        if x.is_finite() && x != 0.0 {
            x.abs()
        } else {
            1.0
        }
    }

    #[test]
    fn short_ways_equal_the_reference() {
        let mut state = 0x9e37_79b9_7f4a_7c15;
        let (mut a, mut b) = (Digits::new(), Digits::new());
        for i in 0..60_000 {
            let width = [Width::F64, Width::F32, Width::F16][i % 3];
            let x = sample(&mut state, width);
            let r = next(&mut state);
            let cutoff = if r & 1 == 0 { Cutoff::Fraction } else { Cutoff::Total };
            let least = (cutoff == Cutoff::Total) as i32;
            let unique = r & 6 != 0;
            let max = if unique && r & 8 == 0 { -1 } else { ((r >> 8) % 25) as i32 + least };
            let min = if r & 16 == 0 { -1 } else { ((r >> 16) % 25) as i32 };
            let open = r & 32 == 0;
            let request = Request { unique, cutoff, max, min, open };
            generate(x, width, &request, &mut a);
            dragon::generate(Binary::new(x, width), &request, &mut b);
            if open {
                for d in [&mut a, &mut b] {
                    d.strip_zeros();
                    d.zeros = 0;
                }
            }
            assert_eq!(show(&a), show(&b), "{x:e} {width:?} {request:?}");
        }
    }

    #[test]
    fn ties_are_decided_by_the_exact_value() {
        let mut d = Digits::new();
        let one = |max| Request { unique: true, cutoff: Cutoff::Fraction, max, min: -1, open: true };
        for (x, max, want) in [(0.15, 1, "1"), (0.25, 1, "2"), (0.35, 1, "3"), (0.75, 1, "8"), (2.5, 0, "2")]
        {
            generate(x, Width::F64, &one(max), &mut d);
            assert_eq!(d.significant(), want.as_bytes(), "{x}");
        }
    }
}
