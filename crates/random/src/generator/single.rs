//! Normals, exponentials and gammas in single precision, from 32-bit words.

use super::tables::{EXPONENTIAL_F32, NORMAL_F32};
use crate::bitgen::BitGenerator;

/// Where the base layer of the normal ziggurat ends, and the inverse.
const NORMAL_EDGE: f32 = 3.654_152_885_361_009_f64 as f32;
const NORMAL_EDGE_INVERSE: f32 = 0.273_661_237_329_758_3_f64 as f32;
/// Where the tail of the exponential ziggurat begins.
const EXPONENTIAL_EDGE: f32 = 7.697_117_470_131_05_f64 as f32;

/// A standard normal.
pub fn standard_normal_f32<B: BitGenerator + ?Sized>(g: &mut B) -> f32 {
    loop {
        let word = g.next_u32();
        let layer = (word & 0xff) as usize;
        let position = word >> 9;
        let sign = (word >> 8) << 31;
        let x = position as f32 * NORMAL_F32.layers[layer].width;
        let x = f32::from_bits(x.to_bits() ^ sign);
        if position < NORMAL_F32.layers[layer].inside {
            return x;
        }
        if layer == 0 {
            return normal_tail(g, position >> 8 & 1 == 1);
        }
        let (above, below) = (NORMAL_F32.density[layer - 1], NORMAL_F32.density[layer]);
        let height = (above - below) * g.next_f32() + below;
        // The density is taken in double precision.
        let x_wide = f64::from(x);
        if f64::from(height) < (-0.5 * x_wide * x_wide).exp() {
            return x;
        }
    }
}

#[cold]
fn normal_tail<B: BitGenerator + ?Sized>(g: &mut B, negative: bool) -> f32 {
    loop {
        let x = -NORMAL_EDGE_INVERSE * (-g.next_f32()).ln_1p();
        let y = -(-g.next_f32()).ln_1p();
        if y + y > x * x {
            let x = NORMAL_EDGE + x;
            return if negative { -x } else { x };
        }
    }
}

/// A standard exponential.
pub fn standard_exponential_f32<B: BitGenerator + ?Sized>(g: &mut B) -> f32 {
    loop {
        let word = g.next_u32() >> 1;
        let layer = (word & 0xff) as usize;
        let position = word >> 8;
        let x = position as f32 * EXPONENTIAL_F32.layers[layer].width;
        if position < EXPONENTIAL_F32.layers[layer].inside {
            return x;
        }
        if layer == 0 {
            return EXPONENTIAL_EDGE - (-g.next_f32()).ln_1p();
        }
        let (above, below) = (EXPONENTIAL_F32.density[layer - 1], EXPONENTIAL_F32.density[layer]);
        if (above - below) * g.next_f32() + below < (-x).exp() {
            return x;
        }
    }
}

/// Gamma with unit scale; the methods of [`crate::shared::standard_gamma`].
pub fn standard_gamma_f32<B: BitGenerator + ?Sized>(g: &mut B, shape: f32) -> f32 {
    if shape == 1.0 {
        return standard_exponential_f32(g);
    }
    if shape == 0.0 {
        return 0.0;
    }
    if shape < 1.0 {
        return gamma_below_one(g, shape);
    }
    let b = shape - 1.0 / 3.0;
    let c = 1.0 / (9.0 * b).sqrt();
    loop {
        let x = standard_normal_f32(g);
        let v = 1.0 + c * x;
        if v <= 0.0 {
            continue;
        }
        let v = v * v * v;
        let u = g.next_f32();
        if u < 1.0 - 0.0331 * (x * x) * (x * x) || u.ln() < 0.5 * x * x + b * (1.0 - v + v.ln()) {
            return b * v;
        }
    }
}

fn gamma_below_one<B: BitGenerator + ?Sized>(g: &mut B, shape: f32) -> f32 {
    loop {
        let u = g.next_f32();
        let v = standard_exponential_f32(g);
        if u <= 1.0 - shape {
            let x = u.powf(1.0 / shape);
            if x <= v {
                return x;
            }
        } else {
            let y = -((1.0 - u) / shape).ln();
            let x = (1.0 - shape + shape * y).powf(1.0 / shape);
            if x <= v + y {
                return x;
            }
        }
    }
}

/// Fills `out` with standard normals.
pub fn fill_standard_normal_f32<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f32]) {
    for x in out {
        *x = standard_normal_f32(g);
    }
}

/// Fills `out` with standard exponentials.
pub fn fill_standard_exponential_f32<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f32]) {
    for x in out {
        *x = standard_exponential_f32(g);
    }
}

/// Fills `out` with standard exponentials by inversion (`method='inv'`), the logarithm in double precision.
pub fn fill_standard_exponential_inverse_f32<B: BitGenerator + ?Sized>(g: &mut B, out: &mut [f32]) {
    for x in out {
        *x = -(-f64::from(g.next_f32())).ln_1p() as f32;
    }
}
