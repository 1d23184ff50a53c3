//! The ziggurats' tables, joined into the layout that the samplers read.

mod exponential;
mod normal;

/// One layer: what the fast path needs lies in one cache line.
#[derive(Clone, Copy)]
pub(super) struct Layer<K, F> {
    /// Below this integer a candidate is surely accepted.
    pub inside: K,
    /// Width in units of the integer.
    pub width: F,
}

/// A ziggurat of 256 layers.
pub(super) struct Ziggurat<K, F> {
    pub layers: [Layer<K, F>; 256],
    /// Density at the right ends of the layers.
    pub density: [F; 256],
}

macro_rules! join {
    ($int:ty, $float:ty, $inside:expr, $width:expr, $density:expr) => {{
        let mut layers = [Layer { inside: 0, width: 0.0 }; 256];
        let mut density = [0.0; 256];
        let mut i = 0;
        while i < 256 {
            layers[i] = Layer { inside: $inside[i], width: <$float>::from_bits($width[i]) };
            density[i] = <$float>::from_bits($density[i]);
            i += 1;
        }
        Ziggurat::<$int, $float> { layers, density }
    }};
}

pub(super) static NORMAL: Ziggurat<u64, f64> =
    join!(u64, f64, normal::INSIDE, normal::WIDTH_BITS, normal::DENSITY_BITS);
pub(super) static NORMAL_F32: Ziggurat<u32, f32> =
    join!(u32, f32, normal::INSIDE_F32, normal::WIDTH_F32_BITS, normal::DENSITY_F32_BITS);
pub(super) static EXPONENTIAL: Ziggurat<u64, f64> =
    join!(u64, f64, exponential::INSIDE, exponential::WIDTH_BITS, exponential::DENSITY_BITS);
pub(super) static EXPONENTIAL_F32: Ziggurat<u32, f32> =
    join!(u32, f32, exponential::INSIDE_F32, exponential::WIDTH_F32_BITS, exponential::DENSITY_F32_BITS);
