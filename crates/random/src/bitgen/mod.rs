//! Bit generators: where every stream starts.
//!
//! A generator hands out words of 32 and 64 bits and doubles with 53 random bits. How a generator of 64-bit
//! words makes a 32-bit one (lower half first, upper half kept for the next call) belongs to its state and
//! so to its streams.

mod any;
mod mt19937;
mod mt19937_jump;
mod pcg64;
mod philox;
mod seed_sequence;
mod sfc64;

pub use any::AnyBitGenerator;
pub use mt19937::Mt19937;
pub use pcg64::{Pcg64, Pcg64Dxsm};
pub use philox::Philox;
pub use seed_sequence::{words_of_u128, SeedSequence, SeedSequenceError, DEFAULT_POOL_SIZE};
pub use sfc64::Sfc64;

/// A source of uniformly distributed bits.
pub trait BitGenerator {
    /// The next 32 bits.
    fn next_u32(&mut self) -> u32;

    /// The next 64 bits.
    fn next_u64(&mut self) -> u64;

    /// The next double in [0, 1), a multiple of 2^-53.
    fn next_f64(&mut self) -> f64 {
        unit_f64(self.next_u64())
    }

    /// The generator's own word, widened to 64 bits (`random_raw`).
    fn next_raw(&mut self) -> u64 {
        self.next_u64()
    }

    /// The next single in [0, 1), a multiple of 2^-24.
    fn next_f32(&mut self) -> f32 {
        (self.next_u32() >> 8) as f32 * (1.0 / 16_777_216.0)
    }

    /// Fills `out` with the doubles that as many calls of [`next_f64`](Self::next_f64) would give.
    fn fill_f64(&mut self, out: &mut [f64]) {
        for x in out {
            *x = self.next_f64();
        }
    }

    /// The words of as many calls of [`BitGenerator::next_u32`].
    fn fill_u32(&mut self, out: &mut [u32]) {
        for x in out {
            *x = self.next_u32();
        }
    }

    /// Fills `out` with the singles that as many calls of [`next_f32`](Self::next_f32) would give.
    fn fill_f32(&mut self, out: &mut [f32]) {
        for x in out {
            *x = self.next_f32();
        }
    }
}

/// The double in [0, 1) made of the upper 53 bits of a word.
#[inline(always)]
pub(crate) fn unit_f64(word: u64) -> f64 {
    (word >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
}

/// The unused upper half of the 64-bit word that a 32-bit draw was taken from.
///
/// NumPy shows both fields in the state dictionary; `value` keeps its last content after use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HalfWord {
    /// Whether `value` is still to be handed out.
    pub has_uint32: bool,
    /// The upper half.
    pub uinteger: u32,
}

impl HalfWord {
    /// The kept half, or the lower half of a fresh word, whose upper half is then kept.
    #[inline(always)]
    pub(crate) fn next(&mut self, fresh: impl FnOnce() -> u64) -> u32 {
        if self.has_uint32 {
            self.has_uint32 = false;
            return self.uinteger;
        }
        let word = fresh();
        *self = HalfWord { has_uint32: true, uinteger: (word >> 32) as u32 };
        word as u32
    }
}
