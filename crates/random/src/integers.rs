//! Uniform integers between two bounds, for every integer type and bool.
//!
//! `Generator.integers` multiplies (Lemire, "Fast Random Integer Generation in an Interval", ACM TOMACS 29,
//! 2019), `RandomState.randint` masks and rejects. Types narrower than 32 bits take their bits from the
//! lower end of a buffered 32-bit word.

use crate::bitgen::BitGenerator;

/// How a word is brought into a range that is no power of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Mask to the next power of two, reject what is too large: `RandomState.randint`.
    Masked,
    /// Multiply, keep the upper half, reject the few biased ones: `Generator.integers`.
    Lemire,
}

/// The rest of a 32-bit word that narrow integers are cut from.
///
/// One is used up over one call that fills an array, and dropped at its end.
#[derive(Clone, Copy, Debug, Default)]
pub struct IntBuffer {
    word: u32,
    left: u32,
}

impl IntBuffer {
    /// The next `bits` bits, in the lower end of the result; what lies above is not cleared.
    #[inline(always)]
    fn take<B: BitGenerator + ?Sized>(&mut self, g: &mut B, bits: u32) -> u32 {
        if self.left == 0 {
            self.word = g.next_u32();
            self.left = 32 / bits - 1;
        } else {
            self.word >>= bits;
            self.left -= 1;
        }
        self.word
    }
}

/// The smallest `2^k - 1` that is at least `max`.
#[inline(always)]
pub(crate) fn mask_of(max: u64) -> u64 {
    if max == 0 {
        0
    } else {
        u64::MAX >> max.leading_zeros()
    }
}

/// Uniform on [0, `max`] by masking, as shuffles draw their partners.
#[inline]
pub fn interval<B: BitGenerator + ?Sized>(g: &mut B, max: u64) -> u64 {
    if max == 0 {
        return 0;
    }
    let mask = mask_of(max);
    if max <= u64::from(u32::MAX) {
        loop {
            let value = u64::from(g.next_u32()) & mask;
            if value <= max {
                return value;
            }
        }
    }
    loop {
        let value = g.next_u64() & mask;
        if value <= max {
            return value;
        }
    }
}

/// An unsigned word that uniform integers are drawn as.
trait Word: Copy {
    /// Uniform on [0, `range`]; takes no draw if `range` is zero.
    fn sample<B: BitGenerator + ?Sized>(
        g: &mut B,
        buffer: &mut IntBuffer,
        range: Self,
        method: Method,
    ) -> Self;
}

macro_rules! word {
    ($word:ty, $wide:ty, |$g:ident, $buffer:ident| $next:expr) => {
        impl Word for $word {
            #[inline]
            fn sample<B: BitGenerator + ?Sized>(
                $g: &mut B,
                $buffer: &mut IntBuffer,
                range: $word,
                method: Method,
            ) -> $word {
                let _ = &$buffer;
                match (range, method) {
                    (0, _) => 0,
                    (<$word>::MAX, _) => $next,
                    (_, Method::Masked) => {
                        let mask = mask_of(range as u64) as $word;
                        loop {
                            let value: $word = $next & mask;
                            if value <= range {
                                return value;
                            }
                        }
                    }
                    (_, Method::Lemire) => {
                        let count = range + 1;
                        let mut product = <$wide>::from($next) * <$wide>::from(count);
                        if (product as $word) < count {
                            let threshold = (<$word>::MAX - range) % count;
                            while (product as $word) < threshold {
                                product = <$wide>::from($next) * <$wide>::from(count);
                            }
                        }
                        (product >> <$word>::BITS) as $word
                    }
                }
            }
        }
    };
}

word!(u8, u16, |g, buffer| buffer.take(g, 8) as u8);
word!(u16, u32, |g, buffer| buffer.take(g, 16) as u16);
word!(u32, u64, |g, buffer| g.next_u32());

impl Word for u64 {
    /// Ranges of 32 bits take 32-bit words.
    #[inline]
    fn sample<B: BitGenerator + ?Sized>(
        g: &mut B,
        buffer: &mut IntBuffer,
        range: u64,
        method: Method,
    ) -> u64 {
        if let Ok(narrow) = u32::try_from(range) {
            return u64::from(u32::sample(g, buffer, narrow, method));
        }
        match (range, method) {
            (u64::MAX, _) => g.next_u64(),
            (_, Method::Masked) => interval(g, range),
            (_, Method::Lemire) => {
                let count = range + 1;
                let mut product = u128::from(g.next_u64()) * u128::from(count);
                if (product as u64) < count {
                    let threshold = (u64::MAX - range) % count;
                    while (product as u64) < threshold {
                        product = u128::from(g.next_u64()) * u128::from(count);
                    }
                }
                (product >> 64) as u64
            }
        }
    }
}

/// A type of integers that can be drawn uniformly between two bounds.
pub trait BoundedInt: Copy {
    /// One integer in [`low`, `high`], for bounds that change from element to element; `buffer` starts
    /// empty and goes from call to call.
    fn draw<B: BitGenerator + ?Sized>(
        g: &mut B,
        buffer: &mut IntBuffer,
        low: Self,
        high: Self,
        method: Method,
    ) -> Self;

    /// Fills `out` with integers in [`low`, `high`].
    fn fill<B: BitGenerator + ?Sized>(g: &mut B, low: Self, high: Self, method: Method, out: &mut [Self]) {
        let mut buffer = IntBuffer::default();
        for x in out {
            *x = Self::draw(g, &mut buffer, low, high, method);
        }
    }
}

macro_rules! bounded {
    ($($int:ty as $word:ty),*) => {$(
        impl BoundedInt for $int {
            #[inline(always)]
            fn draw<B: BitGenerator + ?Sized>(
                g: &mut B,
                buffer: &mut IntBuffer,
                low: $int,
                high: $int,
                method: Method,
            ) -> $int {
                let range = (high as $word).wrapping_sub(low as $word);
                (low as $word).wrapping_add(<$word>::sample(g, buffer, range, method)) as $int
            }

            fn fill<B: BitGenerator + ?Sized>(
                g: &mut B,
                low: $int,
                high: $int,
                method: Method,
                out: &mut [$int],
            ) {
                let range = (high as $word).wrapping_sub(low as $word) as u64;
                if <$word>::BITS >= 32 && range > 0 && range <= u32::MAX as u64 {
                    let shift = |value: u32| (low as $word).wrapping_add(value as $word) as $int;
                    if method == Method::Masked {
                        return fill_masked(g, range as u32, out, shift);
                    }
                    if range < u32::MAX as u64 {
                        return fill_multiplied(g, range as u32, out, shift);
                    }
                }
                let mut buffer = IntBuffer::default();
                for x in out {
                    *x = Self::draw(g, &mut buffer, low, high, method);
                }
            }
        }
    )*};
}

bounded!(u8 as u8, i8 as u8, u16 as u16, i16 as u16, u32 as u32, i32 as u32, u64 as u64, i64 as u64);

/// Fills `out` from masked 32-bit words; a rejected one is overwritten, not jumped over.
fn fill_masked<B: BitGenerator + ?Sized, T: Copy>(
    g: &mut B,
    range: u32,
    out: &mut [T],
    shift: impl Fn(u32) -> T,
) {
    let mask = mask_of(u64::from(range)) as u32;
    let mut found = 0;
    while found < out.len() {
        let value = g.next_u32() & mask;
        out[found] = shift(value);
        found += usize::from(value <= range);
    }
}

/// Words drawn at a time by [`fill_multiplied`].
const BLOCK: usize = 256;

/// Fills `out` from the upper halves of products of 32-bit words; a rejected one is overwritten, so that a block takes
/// no word more than it finds room for.
fn fill_multiplied<B: BitGenerator + ?Sized, T: Copy>(
    g: &mut B,
    range: u32,
    out: &mut [T],
    shift: impl Fn(u32) -> T,
) {
    let count = range + 1;
    let threshold = (u32::MAX - range) % count;
    let mut words = [0; BLOCK];
    let mut rest = out;
    while !rest.is_empty() {
        let words = &mut words[..rest.len().min(BLOCK)];
        g.fill_u32(words);
        // Most blocks have no word to reject.
        let mut rejected = false;
        for (x, &word) in rest.iter_mut().zip(&*words) {
            let product = u64::from(word) * u64::from(count);
            *x = shift((product >> 32) as u32);
            rejected |= (product as u32) < threshold;
        }
        let mut found = words.len();
        if rejected {
            found = 0;
            for &word in &*words {
                let product = u64::from(word) * u64::from(count);
                rest[found] = shift((product >> 32) as u32);
                found += usize::from(product as u32 >= threshold);
            }
        }
        rest = &mut rest[found..];
    }
}

impl BoundedInt for bool {
    /// A bit of the buffer, by either method.
    #[inline(always)]
    fn draw<B: BitGenerator + ?Sized>(
        g: &mut B,
        buffer: &mut IntBuffer,
        low: bool,
        high: bool,
        _: Method,
    ) -> bool {
        if low == high {
            low
        } else {
            buffer.take(g, 1) & 1 == 1
        }
    }
}

/// Fills `out` with random bytes, as `bytes` does: whole 32-bit words, the lowest byte first.
pub fn fill_bytes<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [u8]) {
    for chunk in out.chunks_mut(4) {
        chunk.copy_from_slice(&g.next_u32().to_le_bytes()[..chunk.len()]);
    }
}

/// A non-negative 64-bit integer (`tomaxint`).
pub fn max_int<B: BitGenerator + ?Sized>(g: &mut B) -> i64 {
    (g.next_u64() >> 1) as i64
}
