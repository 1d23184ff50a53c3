//! One type for all bit generators, for callers that learn at run time which one they have.

use super::{BitGenerator, Mt19937, Pcg64, Pcg64Dxsm, Philox, SeedSequence, Sfc64};

macro_rules! any {
    ($($variant:ident($kind:ty) = $name:literal),* $(,)?) => {
        /// Any of the bit generators. Matching once and then working on the concrete type is fastest; used as
        /// a [`BitGenerator`] itself it matches at every call.
        #[derive(Clone)]
        pub enum AnyBitGenerator {
            $(#[doc = concat!("`numpy.random.", $name, "`")] $variant(Box<$kind>),)*
        }

        impl AnyBitGenerator {
            /// The generator named as its Python class is, seeded from `seeds`; `None` for an unknown name.
            pub fn seeded(name: &str, seeds: &SeedSequence) -> Option<Self> {
                match name {
                    $($name => Some(Self::$variant(Box::new(<$kind>::from_seed_sequence(seeds)))),)*
                    _ => None,
                }
            }

            /// The name of the generator's Python class.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }
        }

        impl BitGenerator for AnyBitGenerator {
            fn next_u32(&mut self) -> u32 {
                match self { $(Self::$variant(g) => g.next_u32(),)* }
            }
            fn next_u64(&mut self) -> u64 {
                match self { $(Self::$variant(g) => g.next_u64(),)* }
            }
            fn next_f64(&mut self) -> f64 {
                match self { $(Self::$variant(g) => g.next_f64(),)* }
            }
            fn next_raw(&mut self) -> u64 {
                match self { $(Self::$variant(g) => g.next_raw(),)* }
            }
            fn next_f32(&mut self) -> f32 {
                match self { $(Self::$variant(g) => g.next_f32(),)* }
            }
            fn fill_f64(&mut self, out: &mut [f64]) {
                match self { $(Self::$variant(g) => g.fill_f64(out),)* }
            }
            fn fill_u32(&mut self, out: &mut [u32]) {
                match self { $(Self::$variant(g) => g.fill_u32(out),)* }
            }
            fn fill_f32(&mut self, out: &mut [f32]) {
                match self { $(Self::$variant(g) => g.fill_f32(out),)* }
            }
        }
    };
}

any! {
    Mt19937(Mt19937) = "MT19937",
    Pcg64(Pcg64) = "PCG64",
    Pcg64Dxsm(Pcg64Dxsm) = "PCG64DXSM",
    Philox(Philox) = "Philox",
    Sfc64(Sfc64) = "SFC64",
}
