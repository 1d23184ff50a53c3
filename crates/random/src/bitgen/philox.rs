//! Philox 4x64-10 (Salmon, Moraes, Dror & Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC11): ten
//! rounds of a keyed bijection applied to a 256-bit counter.

use super::{BitGenerator, HalfWord, SeedSequence};

const ROUNDS: usize = 10;
const MULTIPLIERS: [u64; 2] = [0xd2e7_470e_e14c_6c93, 0xca5a_8263_9512_1157];
/// Weyl constants that the key grows by in each round: the golden ratio and the root of three minus one.
const KEY_STEPS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xbb67_ae85_84ca_a73b];

/// The counter-based generator Philox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Philox {
    counter: [u64; 4],
    key: [u64; 2],
    buffer: [u64; 4],
    buffer_pos: usize,
    half: HalfWord,
}

impl Philox {
    /// Keyed by a seed sequence, the counter at zero.
    pub fn from_seed_sequence(seeds: &SeedSequence) -> Self {
        Self::new([0; 4], seeds.generate_u64::<2>())
    }

    /// With the given counter and key, words least significant first.
    pub fn new(counter: [u64; 4], key: [u64; 2]) -> Self {
        Philox { counter, key, buffer: [0; 4], buffer_pos: 4, half: HalfWord::default() }
    }

    /// The generator in the given state; `None` unless `buffer_pos` is at most 4.
    pub fn from_state(
        counter: [u64; 4],
        key: [u64; 2],
        buffer: [u64; 4],
        buffer_pos: usize,
        half: HalfWord,
    ) -> Option<Self> {
        (buffer_pos <= 4).then_some(Philox { counter, key, buffer, buffer_pos, half })
    }

    /// The counter of the block in the buffer.
    pub fn counter(&self) -> [u64; 4] {
        self.counter
    }

    /// The key.
    pub fn key(&self) -> [u64; 2] {
        self.key
    }

    /// The current block and how many of its words have been handed out.
    pub fn buffer(&self) -> ([u64; 4], usize) {
        (self.buffer, self.buffer_pos)
    }

    /// The kept half of a word.
    pub fn half(&self) -> HalfWord {
        self.half
    }

    /// Adds `steps` (least significant word first, modulo 2^256) to the counter and drops what was buffered.
    pub fn advance(&mut self, steps: [u64; 4]) {
        let mut carry = false;
        for (word, step) in self.counter.iter_mut().zip(steps) {
            let (sum, over) = word.overflowing_add(step);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            *word = sum;
            carry = over | over_again;
        }
        *self = Self::new(self.counter, self.key);
    }

    /// Moves on by `jumps` times 2^128 blocks.
    pub fn jump(&mut self, jumps: u128) {
        self.advance([0, 0, jumps as u64, (jumps >> 64) as u64]);
    }

    fn next_block(&mut self) {
        for word in &mut self.counter {
            *word = word.wrapping_add(1);
            if *word != 0 {
                break;
            }
        }
        self.buffer = bijection(self.counter, self.key);
        self.buffer_pos = 0;
    }
}

fn bijection(mut x: [u64; 4], mut key: [u64; 2]) -> [u64; 4] {
    for _ in 0..ROUNDS {
        let first = u128::from(MULTIPLIERS[0]) * u128::from(x[0]);
        let second = u128::from(MULTIPLIERS[1]) * u128::from(x[2]);
        x = [
            (second >> 64) as u64 ^ x[1] ^ key[0],
            second as u64,
            (first >> 64) as u64 ^ x[3] ^ key[1],
            first as u64,
        ];
        key = [key[0].wrapping_add(KEY_STEPS[0]), key[1].wrapping_add(KEY_STEPS[1])];
    }
    x
}

impl BitGenerator for Philox {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        if self.buffer_pos >= 4 {
            self.next_block();
        }
        let word = self.buffer[self.buffer_pos];
        self.buffer_pos += 1;
        word
    }
}
