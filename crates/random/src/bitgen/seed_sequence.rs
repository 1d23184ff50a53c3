//! Seed sequences: entropy of any length hashed into as many well mixed words as a generator wants.
//!
//! The construction is M. E. O'Neill's `seed_seq_fe` ("Developing a seed_seq Alternative", 2015), with
//! spawn keys so that children of one sequence are independent of each other.

use std::fmt;

/// Words in the pool unless asked otherwise; also the fewest allowed.
pub const DEFAULT_POOL_SIZE: usize = 4;

const INIT_A: u32 = 0x43b0_d7e5;
const MULT_A: u32 = 0x931e_8875;
const INIT_B: u32 = 0x8b51_f9dd;
const MULT_B: u32 = 0x58f3_8ded;
const MIX_LEFT: u32 = 0xca01_f9dd;
const MIX_RIGHT: u32 = 0x4973_f715;

/// Why a seed sequence could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeedSequenceError {
    /// The pool asked for is smaller than [`DEFAULT_POOL_SIZE`].
    PoolTooSmall,
}

impl fmt::Display for SeedSequenceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The size of the entropy pool should be at least {DEFAULT_POOL_SIZE}")
    }
}

impl std::error::Error for SeedSequenceError {}

/// Mixed entropy from which generator states are drawn.
///
/// Integers come as 32-bit words, least significant first, zero as one zero word; a sequence of integers as
/// the words of each, one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedSequence {
    entropy: Vec<u32>,
    spawn_key: Vec<u32>,
    children: u32,
    pool: Vec<u32>,
}

impl SeedSequence {
    /// A sequence over `entropy` alone, with the usual pool.
    pub fn new(entropy: &[u32]) -> Self {
        Self::mixed(entropy.to_vec(), Vec::new(), DEFAULT_POOL_SIZE, 0)
    }

    /// A sequence with its spawn key, size of pool and number of children already spawned.
    pub fn with_key(
        entropy: &[u32],
        spawn_key: &[u32],
        pool_size: usize,
        children: u32,
    ) -> Result<Self, SeedSequenceError> {
        if pool_size < DEFAULT_POOL_SIZE {
            return Err(SeedSequenceError::PoolTooSmall);
        }
        Ok(Self::mixed(entropy.to_vec(), spawn_key.to_vec(), pool_size, children))
    }

    fn mixed(entropy: Vec<u32>, spawn_key: Vec<u32>, pool_size: usize, children: u32) -> Self {
        let mut all = entropy.clone();
        if !spawn_key.is_empty() && all.len() < pool_size {
            // A short entropy followed by a key must not look like a longer entropy without one.
            all.resize(pool_size, 0);
        }
        all.extend_from_slice(&spawn_key);
        let pool = mix_pool(&all, pool_size);
        SeedSequence { entropy, spawn_key, children, pool }
    }

    /// The entropy given, in words.
    pub fn entropy(&self) -> &[u32] {
        &self.entropy
    }

    /// The spawn key, in words.
    pub fn spawn_key(&self) -> &[u32] {
        &self.spawn_key
    }

    /// The mixed pool.
    pub fn pool(&self) -> &[u32] {
        &self.pool
    }

    /// How many children have been spawned.
    pub fn n_children_spawned(&self) -> u32 {
        self.children
    }

    /// The next `n` children, each with this sequence's entropy and its own number added to the key.
    pub fn spawn(&mut self, n: u32) -> Vec<SeedSequence> {
        let first = self.children;
        self.children = first.wrapping_add(n);
        (0..n)
            .map(|i| {
                let mut key = self.spawn_key.clone();
                key.push(first.wrapping_add(i));
                Self::mixed(self.entropy.clone(), key, self.pool.len(), 0)
            })
            .collect()
    }

    /// Fills `out` with words of state.
    pub fn generate_u32(&self, out: &mut [u32]) {
        let mut factor = INIT_B;
        for (word, &seed) in out.iter_mut().zip(self.pool.iter().cycle()) {
            let keyed = seed ^ factor;
            factor = factor.wrapping_mul(MULT_B);
            let mixed = keyed.wrapping_mul(factor);
            *word = mixed ^ (mixed >> 16);
        }
    }

    /// `N` words of 64 bits, each two of 32 with the first one lower.
    pub fn generate_u64<const N: usize>(&self) -> [u64; N] {
        let mut halves = vec![0u32; 2 * N];
        self.generate_u32(&mut halves);
        std::array::from_fn(|i| u64::from(halves[2 * i]) | u64::from(halves[2 * i + 1]) << 32)
    }
}

/// A running hash whose multiplier changes with every word.
struct Hash(u32);

impl Hash {
    fn word(&mut self, value: u32) -> u32 {
        let keyed = value ^ self.0;
        self.0 = self.0.wrapping_mul(MULT_A);
        let mixed = keyed.wrapping_mul(self.0);
        mixed ^ (mixed >> 16)
    }
}

fn combine(x: u32, y: u32) -> u32 {
    let sum = MIX_LEFT.wrapping_mul(x).wrapping_sub(MIX_RIGHT.wrapping_mul(y));
    sum ^ (sum >> 16)
}

fn mix_pool(entropy: &[u32], size: usize) -> Vec<u32> {
    let mut hash = Hash(INIT_A);
    let mut pool: Vec<u32> = (0..size).map(|i| hash.word(entropy.get(i).copied().unwrap_or(0))).collect();
    for source in 0..size {
        for target in (0..size).filter(|&t| t != source) {
            pool[target] = combine(pool[target], hash.word(pool[source]));
        }
    }
    for &word in entropy.iter().skip(size) {
        for slot in &mut pool {
            *slot = combine(*slot, hash.word(word));
        }
    }
    pool
}

/// The words of one integer, as [`SeedSequence`] wants them.
pub fn words_of_u128(mut value: u128) -> Vec<u32> {
    let mut words = vec![value as u32];
    value >>= 32;
    while value > 0 {
        words.push(value as u32);
        value >>= 32;
    }
    words
}
