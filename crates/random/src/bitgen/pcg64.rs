//! PCG64 and PCG64DXSM (O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good
//! Algorithms for Random Number Generation", HMC-CS-2014-0905): 128-bit linear congruential generators with
//! the output functions XSL-RR and DXSM.

use super::{unit_f64, BitGenerator, HalfWord, SeedSequence};

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;
/// DXSM's 64-bit multiplier, in its recurrence and in its output function.
const CHEAP_MULTIPLIER: u64 = 0xda94_2042_e4dd_58b5;
/// 2^128 divided by the golden ratio: the distance of [`Pcg64::jump`].
const JUMP: u128 = 0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835;

/// State after `steps` steps of `x -> x * multiplier + increment` (Brown, "Random Number Generation with
/// Arbitrary Strides", 1994).
fn advanced(state: u128, multiplier: u128, increment: u128, mut steps: u128) -> u128 {
    let (mut factor, mut offset) = (multiplier, increment);
    let (mut total_factor, mut total_offset) = (1u128, 0u128);
    while steps > 0 {
        if steps & 1 == 1 {
            total_factor = total_factor.wrapping_mul(factor);
            total_offset = total_offset.wrapping_mul(factor).wrapping_add(offset);
        }
        offset = factor.wrapping_add(1).wrapping_mul(offset);
        factor = factor.wrapping_mul(factor);
        steps >>= 1;
    }
    total_factor.wrapping_mul(state).wrapping_add(total_offset)
}

macro_rules! pcg {
    ($(#[$doc:meta])* $name:ident, $multiplier:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            state: u128,
            increment: u128,
            half: HalfWord,
        }

        impl $name {
            /// Seeded from a seed sequence.
            pub fn from_seed_sequence(seeds: &SeedSequence) -> Self {
                let [state_high, state_low, stream_high, stream_low] = seeds.generate_u64::<4>();
                let join = |high, low| u128::from(high) << 64 | u128::from(low);
                Self::from_seed(join(state_high, state_low), join(stream_high, stream_low))
            }

            /// Seeded by a first state and the number of a stream, of which the top bit is lost.
            pub fn from_seed(state: u128, stream: u128) -> Self {
                let increment = stream << 1 | 1;
                // From zero one step gives the increment. NumPy seeds DXSM too with the 128-bit multiplier.
                let state = increment.wrapping_add(state).wrapping_mul(MULTIPLIER).wrapping_add(increment);
                $name { state, increment, half: HalfWord::default() }
            }

            /// The generator in the given state.
            pub fn from_state(state: u128, increment: u128, half: HalfWord) -> Self {
                $name { state, increment, half }
            }

            /// The state of the recurrence.
            pub fn state(&self) -> u128 {
                self.state
            }

            /// The increment of the recurrence (`inc`).
            pub fn increment(&self) -> u128 {
                self.increment
            }

            /// The kept half of a word.
            pub fn half(&self) -> HalfWord {
                self.half
            }

            /// Moves on by `steps` draws of 64 bits, modulo 2^128, and drops a kept half word.
            pub fn advance(&mut self, steps: u128) {
                self.state = advanced(self.state, $multiplier, self.increment, steps);
                self.half = HalfWord::default();
            }

            /// Moves on by `jumps` times 2^128 divided by the golden ratio.
            pub fn jump(&mut self, jumps: u128) {
                self.advance(JUMP.wrapping_mul(jumps));
            }

            #[inline(always)]
            fn step(&mut self) {
                self.state = self.state.wrapping_mul($multiplier).wrapping_add(self.increment);
            }
        }
    };
}

pcg! {
    /// PCG XSL-RR 128/64, the generator behind `default_rng`.
    Pcg64, MULTIPLIER
}

pcg! {
    /// PCG DXSM 128/64 with the 64-bit multiplier.
    Pcg64Dxsm, CHEAP_MULTIPLIER as u128
}

#[inline(always)]
fn xsl_rr(state: u128) -> u64 {
    let folded = (state >> 64) as u64 ^ state as u64;
    folded.rotate_right((state >> 122) as u32)
}

#[inline(always)]
fn dxsm(state: u128) -> u64 {
    let mut high = (state >> 64) as u64;
    high ^= high >> 32;
    high = high.wrapping_mul(CHEAP_MULTIPLIER);
    high ^= high >> 48;
    high.wrapping_mul(state as u64 | 1)
}

impl BitGenerator for Pcg64 {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        self.step();
        xsl_rr(self.state)
    }

    fn fill_f64(&mut self, out: &mut [f64]) {
        let mut pairs = out.chunks_exact_mut(2);
        self.fill_in_pairs(&mut pairs, |pair, words| {
            pair[0] = unit_f64(words[0]);
            pair[1] = unit_f64(words[1]);
        });
        for x in pairs.into_remainder() {
            *x = self.next_f64();
        }
    }

    fn fill_u32(&mut self, out: &mut [u32]) {
        let kept = usize::from(self.half.has_uint32).min(out.len());
        let (first, rest) = out.split_at_mut(kept);
        first.iter_mut().for_each(|x| *x = self.next_u32());
        let mut fours = rest.chunks_exact_mut(4);
        let mut last = self.half.uinteger;
        self.fill_in_pairs(&mut fours, |four, words| {
            (four[0], four[1]) = (words[0] as u32, (words[0] >> 32) as u32);
            (four[2], four[3]) = (words[1] as u32, (words[1] >> 32) as u32);
            last = four[3];
        });
        self.half.uinteger = last;
        for x in fours.into_remainder() {
            *x = self.next_u32();
        }
    }
}

impl Pcg64 {
    /// Calls `fill` for each of `parts` with the next two words.
    ///
    /// One step waits for the multiplication of the last; two interleaved chains of double steps do not wait for each
    /// other.
    #[inline(always)]
    fn fill_in_pairs<T>(&mut self, parts: impl Iterator<Item = T>, mut fill: impl FnMut(T, [u64; 2])) {
        let factor = MULTIPLIER.wrapping_mul(MULTIPLIER);
        let offset = MULTIPLIER.wrapping_add(1).wrapping_mul(self.increment);
        let mut odd = self.state.wrapping_mul(MULTIPLIER).wrapping_add(self.increment);
        for part in parts {
            self.state = self.state.wrapping_mul(factor).wrapping_add(offset);
            fill(part, [xsl_rr(odd), xsl_rr(self.state)]);
            odd = odd.wrapping_mul(factor).wrapping_add(offset);
        }
    }
}

impl BitGenerator for Pcg64Dxsm {
    #[inline]
    fn next_u32(&mut self) -> u32 {
        let mut half = self.half;
        let word = half.next(|| self.next_u64());
        self.half = half;
        word
    }

    #[inline]
    fn next_u64(&mut self) -> u64 {
        // The output is that of the state before the step, so it need not wait for the multiplication.
        let word = dxsm(self.state);
        self.step();
        word
    }
}
