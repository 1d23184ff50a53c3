//! Large fills on several threads, where a generator can be moved ahead in its stream: each part begins at its own
//! place, so that the numbers are those of one thread.

use super::bits::{on_source, Source};
use numen_random::bitgen::{AnyBitGenerator, BitGenerator, Pcg64, Pcg64Dxsm, Philox};
use std::sync::{Mutex, PoisonError};

/// Numbers in a part: half a megabyte, which stays in the cache of a core for what follows the draws.
const PART: usize = 1 << 16;

/// Estimated time of a draw in nanoseconds.
const DRAW_NS: f64 = 1.0;

/// A generator of 64-bit words that can leave some out.
trait Seekable: BitGenerator + Clone + Sync {
    /// Goes on as if so many words had been drawn.
    fn skip(&mut self, words: usize);
}

macro_rules! pcg {
    ($($t:ty),*) => {$(
        impl Seekable for $t {
            fn skip(&mut self, words: usize) {
                // A kept half word stays: drawing whole words does not touch it.
                let half = self.half();
                self.advance(words as u128);
                *self = <$t>::from_state(self.state(), self.increment(), half);
            }
        }
    )*};
}
pcg!(Pcg64, Pcg64Dxsm);

impl Seekable for Philox {
    fn skip(&mut self, mut words: usize) {
        let draw = |this: &mut Philox, n: usize| {
            (0..n).for_each(|_| {
                this.next_u64();
            })
        };
        let kept = words.min(4 - self.buffer().1);
        draw(self, kept);
        words -= kept;
        // The last block is made as drawing makes it, because its words are part of the state.
        let blocks = words.saturating_sub(1) / 4;
        if blocks > 0 {
            let half = self.half();
            self.advance([blocks as u64, 0, 0, 0]);
            if let Some(moved) = Philox::from_state(self.counter(), self.key(), [0; 4], 4, half) {
                *self = moved;
            }
        }
        draw(self, words - 4 * blocks);
    }
}

fn in_parts<G: Seekable>(g: &mut G, out: &mut [f64], finish: impl Fn(&mut [f64]) + Sync) {
    let start = g.clone();
    let n = out.len();
    let parts: Vec<_> = out.chunks_mut(PART).map(Mutex::new).collect();
    numen_pool::run(parts.len(), |i| {
        let mut own = start.clone();
        own.skip(i * PART);
        // No two calls have the same part; the lock only says so.
        let mut part = parts[i].lock().unwrap_or_else(PoisonError::into_inner);
        own.fill_f64(&mut part);
        finish(&mut part);
    });
    g.skip(n);
}

/// Fills `out` with uniform doubles in [0, 1) and hands each part to `finish`.
pub fn fill_uniform(source: &mut Source, out: &mut [f64], finish: impl Fn(&mut [f64]) + Sync) {
    if out.len() > PART && numen_pool::threads_for(out.len() as f64 * DRAW_NS) > 1 {
        match source {
            Source::Own(AnyBitGenerator::Pcg64(g)) => return in_parts(g.as_mut(), out, finish),
            Source::Own(AnyBitGenerator::Pcg64Dxsm(g)) => return in_parts(g.as_mut(), out, finish),
            Source::Own(AnyBitGenerator::Philox(g)) => return in_parts(g.as_mut(), out, finish),
            _ => {}
        }
    }
    on_source!(source, g => {
        for part in out.chunks_mut(PART) {
            g.fill_f64(part);
            finish(part);
        }
    });
}
