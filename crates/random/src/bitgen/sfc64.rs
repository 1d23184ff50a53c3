//! SFC64, Chris Doty-Humphrey's "small fast chaotic" generator of 64-bit words (PractRand).

use super::{BitGenerator, HalfWord, SeedSequence};

/// Three chaotic words and a counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sfc64 {
    state: [u64; 4],
    half: HalfWord,
}

impl Sfc64 {
    /// Seeded from a seed sequence.
    pub fn from_seed_sequence(seeds: &SeedSequence) -> Self {
        Self::from_seed_words(seeds.generate_u64::<3>())
    }

    /// Seeded by three words; the first twelve drawn are thrown away.
    pub fn from_seed_words([a, b, c]: [u64; 3]) -> Self {
        let mut this = Self::from_state([a, b, c, 1], HalfWord::default());
        for _ in 0..12 {
            this.next_u64();
        }
        this
    }

    /// The generator in the given state: the three words, then the counter.
    pub fn from_state(state: [u64; 4], half: HalfWord) -> Self {
        Sfc64 { state, half }
    }

    /// The three words and the counter.
    pub fn state(&self) -> [u64; 4] {
        self.state
    }

    /// The kept half of a word.
    pub fn half(&self) -> HalfWord {
        self.half
    }
}

impl BitGenerator for Sfc64 {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let [a, b, c, counter] = self.state;
        let word = a.wrapping_add(b).wrapping_add(counter);
        self.state = [
            b ^ (b >> 11),
            c.wrapping_add(c << 3),
            c.rotate_left(24).wrapping_add(word),
            counter.wrapping_add(1),
        ];
        word
    }
}
