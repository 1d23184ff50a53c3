//! What is known of an array's memory.

/// Contiguity, alignment, writeability, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(u8);

impl Flags {
    pub const C: Flags = Flags(1);
    pub const F: Flags = Flags(2);
    pub const ALIGNED: Flags = Flags(4);
    pub const WRITEABLE: Flags = Flags(8);
    /// Writing warns once (results of `broadcast_arrays`).
    pub const WARN_ON_WRITE: Flags = Flags(16);
    /// What views take over.
    pub const INHERITED: Flags = Flags(8 | 16);
    /// A copy that is to be written back into the array it stands for.
    pub const WRITEBACK: Flags = Flags(32);
    /// What a fresh array has, but for the other order's contiguity.
    pub const FRESH: Flags = Flags(1 | 4 | 8);

    #[inline(always)]
    pub const fn has(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }

    #[inline(always)]
    pub const fn with(self, other: Flags, on: bool) -> Flags {
        Flags(if on { self.0 | other.0 } else { self.0 & !other.0 })
    }

    /// Only the bits in `mask`.
    #[inline(always)]
    pub const fn only(self, mask: Flags) -> Flags {
        Flags(self.0 & mask.0)
    }
}
