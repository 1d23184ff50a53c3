//! The Mersenne Twister MT19937 (Matsumoto & Nishimura, ACM TOMACS 8, 1998), with the 2002 seeding.

use super::{mt19937_jump, BitGenerator, SeedSequence};

/// Words of state.
pub(super) const N: usize = 624;
/// Distance of the word that the twist adds.
pub(super) const M: usize = 397;
const MATRIX_A: u32 = 0x9908_b0df;
const UPPER: u32 = 0x8000_0000;
const LOWER: u32 = 0x7fff_ffff;

/// The Mersenne Twister.
///
/// State is twisted and tempered a block of 624 words at a time, which the compiler vectorises; `words` is
/// always the tempered `key`.
#[derive(Clone)]
pub struct Mt19937 {
    key: [u32; N],
    words: [u32; N],
    pos: usize,
}

impl Mt19937 {
    /// Seeded from a seed sequence, as `MT19937(seed)` and `RandomState(MT19937(seed))` are.
    pub fn from_seed_sequence(seeds: &SeedSequence) -> Self {
        let mut key = [0; N];
        seeds.generate_u32(&mut key);
        key[0] = UPPER;
        // The last word of the first block is handed out before the first twist.
        Self::at(key, N - 1)
    }

    /// Seeded by one word, as `RandomState(seed)` and `seed(seed)` are for an integer.
    pub fn from_seed(seed: u32) -> Self {
        Self::at(linear_fill(seed), N)
    }

    /// Seeded by an array of words, as `RandomState(seed)` is for a sequence; `None` if `seeds` is empty.
    pub fn from_seed_array(seeds: &[u32]) -> Option<Self> {
        if seeds.is_empty() {
            return None;
        }
        let mut key = linear_fill(19_650_218);
        let mut at = 1;
        let mut step = |key: &mut [u32; N], multiplier: u32, add: &dyn Fn(usize) -> u32| {
            let previous = key[at - 1];
            key[at] =
                (key[at] ^ (previous ^ (previous >> 30)).wrapping_mul(multiplier)).wrapping_add(add(at));
            at += 1;
            if at == N {
                key[0] = key[N - 1];
                at = 1;
            }
        };
        for j in 0..N.max(seeds.len()) {
            let j = j % seeds.len();
            step(&mut key, 1_664_525, &|_| seeds[j].wrapping_add(j as u32));
        }
        for _ in 1..N {
            step(&mut key, 1_566_083_941, &|at| (at as u32).wrapping_neg());
        }
        key[0] = UPPER;
        Some(Self::at(key, N))
    }

    /// The generator in the state (`key`, `pos`); `None` unless `pos` is at most 624.
    pub fn from_state(key: &[u32; N], pos: usize) -> Option<Self> {
        (pos <= N).then(|| Self::at(*key, pos))
    }

    /// The 624 words of state.
    pub fn key(&self) -> &[u32; N] {
        &self.key
    }

    /// How many words of the current block have been handed out.
    pub fn pos(&self) -> usize {
        self.pos
    }

    /// Moves on as if 2^128 words had been drawn.
    pub fn jump(&mut self) {
        let pos = if self.pos >= N { 0 } else { self.pos };
        let (key, pos) = mt19937_jump::jump(&self.key, pos);
        *self = Self::at(key, pos);
    }

    fn at(key: [u32; N], pos: usize) -> Self {
        let mut words = [0; N];
        temper(&key, &mut words);
        Mt19937 { key, words, pos }
    }

    #[cold]
    #[inline(never)]
    fn next_block(&mut self) {
        twist(&mut self.key);
        temper(&self.key, &mut self.words);
        self.pos = 0;
    }

    /// The next word of the block, after a new block where the last one is used up.
    #[inline(always)]
    fn word(&mut self) -> u32 {
        if self.pos >= N {
            self.next_block();
        }
        let word = self.words[self.pos];
        self.pos += 1;
        word
    }
}

impl BitGenerator for Mt19937 {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        self.word()
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        let upper = u64::from(self.word());
        upper << 32 | u64::from(self.word())
    }

    #[inline]
    fn next_f64(&mut self) -> f64 {
        if self.pos + 2 <= N {
            let at = self.pos;
            self.pos += 2;
            return double_of(self.words[at], self.words[at + 1]);
        }
        let upper = self.word();
        double_of(upper, self.word())
    }

    fn next_raw(&mut self) -> u64 {
        u64::from(self.word())
    }

    fn fill_f64(&mut self, mut out: &mut [f64]) {
        while !out.is_empty() {
            let pairs = ((N - self.pos) / 2).min(out.len());
            if pairs == 0 {
                // An odd word is left, or none: the double lies across two blocks.
                out[0] = self.next_f64();
                out = &mut out[1..];
                continue;
            }
            let (now, later) = out.split_at_mut(pairs);
            let words = &self.words[self.pos..self.pos + 2 * pairs];
            for (x, pair) in now.iter_mut().zip(words.chunks_exact(2)) {
                *x = double_of(pair[0], pair[1]);
            }
            self.pos += 2 * pairs;
            out = later;
        }
    }
}

/// The double with the upper 27 bits of one word above the upper 26 of the next.
///
/// Both parts go into the mantissas of doubles of fixed exponent, where one unit in the last place is what
/// the part counts; the three operations are exact, and vectorise where an integer conversion would not.
#[inline(always)]
fn double_of(upper: u32, lower: u32) -> f64 {
    let high = f64::from_bits((1023 + 25) << 52 | u64::from(upper >> 5));
    let low = f64::from_bits((1023 - 1) << 52 | u64::from(lower >> 6));
    (high - (33_554_432.0 + 0.5)) + low
}

/// Knuth's generator (TAOCP 2, 3rd ed., 3.3.4, table 1, line 26) run over the state.
fn linear_fill(seed: u32) -> [u32; N] {
    let mut key = [seed; N];
    for i in 1..N {
        let previous = key[i - 1];
        key[i] = 1_812_433_253u32.wrapping_mul(previous ^ (previous >> 30)).wrapping_add(i as u32);
    }
    key
}

/// One step of the recurrence without the added word.
#[inline(always)]
pub(super) fn twisted(this: u32, next: u32) -> u32 {
    let joined = (this & UPPER) | (next & LOWER);
    (joined >> 1) ^ ((next & 1).wrapping_neg() & MATRIX_A)
}

/// The next 624 words of the recurrence, in place.
fn twist(key: &mut [u32; N]) {
    let old = *key;
    let run = |new: &mut [u32], added: &[u32], old: &[u32]| {
        for ((word, &add), (&this, &next)) in new.iter_mut().zip(added).zip(old.iter().zip(&old[1..])) {
            *word = add ^ twisted(this, next);
        }
    };
    // New words are added in from 227 places back, so runs of 227 never read what they write.
    const RUN: usize = N - M;
    run(&mut key[..RUN], &old[M..], &old);
    let (first, rest) = key.split_at_mut(RUN);
    let (second, third) = rest.split_at_mut(RUN);
    run(second, first, &old[RUN..]);
    run(&mut third[..N - 1 - 2 * RUN], second, &old[2 * RUN..]);
    key[N - 1] = key[M - 1] ^ twisted(old[N - 1], key[0]);
}

fn temper(key: &[u32; N], words: &mut [u32; N]) {
    for (word, &y) in words.iter_mut().zip(key) {
        let mut y = y ^ (y >> 11);
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        *word = y ^ (y >> 18);
    }
}
