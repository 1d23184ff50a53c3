//! Standard normals and exponentials in double precision by the ziggurat method (Marsaglia & Tsang, 2000).
//!
//! One word gives the layer, the sign and 52 or 53 bits of position. About one draw in a hundred falls
//! outside the part of its layer that lies wholly under the density and goes the slow way.

use super::tables::{EXPONENTIAL, NORMAL};
use crate::bitgen::BitGenerator;
use crate::shared::fill_from_uniform;

/// Where the base layer of the normal ziggurat ends and its tail begins, and the inverse.
const NORMAL_EDGE: f64 = 3.654_152_885_361_009;
const NORMAL_EDGE_INVERSE: f64 = 0.273_661_237_329_758_3;
/// Where the tail of the exponential ziggurat begins.
const EXPONENTIAL_EDGE: f64 = 7.697_117_470_131_05;

/// The parts of a word that a candidate normal is made of.
struct Candidate {
    layer: usize,
    position: u64,
    x: f64,
}

impl Candidate {
    #[inline(always)]
    fn of(word: u64) -> Self {
        let layer = (word & 0xff) as usize;
        let position = word >> 9 & 0x000f_ffff_ffff_ffff;
        let sign = (word >> 8) << 63;
        let x = position as f64 * NORMAL.layers[layer].width;
        Candidate { layer, position, x: f64::from_bits(x.to_bits() ^ sign) }
    }

    #[inline(always)]
    fn inside(&self) -> bool {
        self.position < NORMAL.layers[self.layer].inside
    }
}

/// A standard normal.
#[inline]
pub fn standard_normal<B: BitGenerator + ?Sized>(g: &mut B) -> f64 {
    let candidate = Candidate::of(g.next_u64());
    if candidate.inside() {
        candidate.x
    } else {
        normal_outside(g, candidate)
    }
}

#[cold]
#[inline(never)]
fn normal_outside<B: BitGenerator + ?Sized>(g: &mut B, mut candidate: Candidate) -> f64 {
    loop {
        let Candidate { layer, position, x } = candidate;
        if layer == 0 {
            return normal_tail(g, position >> 8 & 1 == 1);
        }
        let (above, below) = (NORMAL.density[layer - 1], NORMAL.density[layer]);
        if (above - below) * g.next_f64() + below < (-0.5 * x * x).exp() {
            return x;
        }
        candidate = Candidate::of(g.next_u64());
        if candidate.inside() {
            return candidate.x;
        }
    }
}

/// Marsaglia's tail ("Generating a Variable from the Tail of the Normal Distribution", Technometrics 6, 1964).
fn normal_tail<B: BitGenerator + ?Sized>(g: &mut B, negative: bool) -> f64 {
    loop {
        let x = -NORMAL_EDGE_INVERSE * (-g.next_f64()).ln_1p();
        let y = -(-g.next_f64()).ln_1p();
        if y + y > x * x {
            let x = NORMAL_EDGE + x;
            return if negative { -x } else { x };
        }
    }
}

/// A standard exponential.
#[inline]
pub fn standard_exponential<B: BitGenerator + ?Sized>(g: &mut B) -> f64 {
    let (layer, position) = exponential_parts(g.next_u64());
    let x = position as f64 * EXPONENTIAL.layers[layer].width;
    if position < EXPONENTIAL.layers[layer].inside {
        x
    } else {
        exponential_outside(g, layer, x)
    }
}

#[inline(always)]
fn exponential_parts(word: u64) -> (usize, u64) {
    ((word >> 3 & 0xff) as usize, word >> 11)
}

#[cold]
#[inline(never)]
fn exponential_outside<B: BitGenerator + ?Sized>(g: &mut B, mut layer: usize, mut x: f64) -> f64 {
    loop {
        if layer == 0 {
            // The tail of an exponential is an exponential.
            return EXPONENTIAL_EDGE - (-g.next_f64()).ln_1p();
        }
        let (above, below) = (EXPONENTIAL.density[layer - 1], EXPONENTIAL.density[layer]);
        if (above - below) * g.next_f64() + below < (-x).exp() {
            return x;
        }
        let position;
        (layer, position) = exponential_parts(g.next_u64());
        x = position as f64 * EXPONENTIAL.layers[layer].width;
        if position < EXPONENTIAL.layers[layer].inside {
            return x;
        }
    }
}

/// Fills `out` with standard normals.
pub fn fill_standard_normal<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f64]) {
    for x in out {
        *x = standard_normal(g);
    }
}

/// Fills `out` with standard exponentials.
pub fn fill_standard_exponential<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f64]) {
    for x in out {
        *x = standard_exponential(g);
    }
}

/// Fills `out` with standard exponentials by inversion (`method='inv'`).
pub fn fill_standard_exponential_inverse<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f64]) {
    fill_from_uniform(g, out, |u| -(-u).ln_1p());
}
