//! What a kernel reports: floating-point flags, or "an error is pending".

/// A mask of floating-point flags (the bits of `np.seterr`'s order) and the pending error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(transparent)]
#[must_use]
pub struct Status(pub u32);

impl Status {
    pub const OK: Status = Status(0);
    pub const DIVIDE: Status = Status(1);
    pub const OVERFLOW: Status = Status(2);
    pub const UNDERFLOW: Status = Status(4);
    pub const INVALID: Status = Status(8);
    /// An integer was raised to a negative power; the loop stopped early.
    pub const NEGATIVE_POWER: Status = Status(1 << 30);
    /// The caller's thread has an exception pending; the loop stopped early.
    pub const ERROR: Status = Status(1 << 31);

    /// Both masks together.
    #[inline(always)]
    pub const fn with(self, other: Status) -> Status {
        Status(self.0 | other.0)
    }

    /// `self` if the condition holds, else nothing.
    #[inline(always)]
    pub const fn when(self, condition: bool) -> Status {
        Status(if condition { self.0 } else { 0 })
    }

    #[inline(always)]
    pub const fn has(self, other: Status) -> bool {
        self.0 & other.0 != 0
    }

    #[inline(always)]
    pub const fn is_ok(self) -> bool {
        self.0 == 0
    }
}

/// The exponents from which on finite results of one of IEEE 754's basic operations say that it raised no more than
/// "inexact".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum Unremarkable {
    /// Sums and differences: those that are tiny are exact, and zero is no sign of anything.
    Finite = 0,
    /// Exponents 0 and 1 are zero, the subnormal, and what was rounded up from there: something may have been lost.
    Normal = 2,
}

/// All results are finite and not below the given exponent. Reading the status word takes longer than looking at a few
/// results.
///
/// # Safety
/// `p` is aligned for and readable as `n` numbers.
#[inline(always)]
pub unsafe fn unremarkable_f64(p: *const u64, n: usize, from: Unremarkable) -> bool {
    let least = from as u64;
    (0..n).fold(true, |quiet, i| {
        // Without the sign.
        let magnitude = p.add(i).read() << 1;
        quiet & (magnitude.wrapping_sub(least << 53) < (2047 - least) << 53)
    })
}

/// The same of float32.
///
/// # Safety
/// As for [`unremarkable_f64`].
#[inline(always)]
pub unsafe fn unremarkable_f32(p: *const u32, n: usize, from: Unremarkable) -> bool {
    let least = from as u32;
    (0..n).fold(true, |quiet, i| {
        let magnitude = p.add(i).read() << 1;
        quiet & (magnitude.wrapping_sub(least << 24) < (255 - least) << 24)
    })
}

#[cfg(target_arch = "x86_64")]
mod hardware {
    use super::Status;
    use std::arch::asm;

    #[inline(always)]
    fn mxcsr() -> u32 {
        let mut word = 0u32;
        // SAFETY: stmxcsr writes four bytes to the given address and touches nothing else.
        unsafe { asm!("stmxcsr [{}]", in(reg) &mut word, options(nostack, preserves_flags)) };
        word
    }

    /// Forgets the flags raised so far on this thread.
    #[inline(always)]
    pub fn clear_hardware_flags() {
        let word = mxcsr();
        if word & 0x3f != 0 {
            let clean = word & !0x3f;
            // SAFETY: ldmxcsr reads four bytes; only the sticky exception flags change.
            unsafe { asm!("ldmxcsr [{}]", in(reg) &clean, options(nostack, preserves_flags)) };
        }
    }

    /// The flags raised on this thread since they were last cleared.
    #[inline(always)]
    pub fn hardware_flags() -> Status {
        let word = mxcsr();
        // MXCSR: 1 invalid, 4 divide by zero, 8 overflow, 16 underflow.
        Status(((word >> 2) & 1) | ((word >> 2) & 2) | ((word >> 2) & 4) | ((word & 1) << 3))
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod hardware {
    use super::Status;

    extern "C" {
        fn feclearexcept(mask: i32) -> i32;
        fn fetestexcept(mask: i32) -> i32;
    }
    // aarch64: invalid 1, divide by zero 2, overflow 4, underflow 8.
    const ALL: i32 = 15;

    pub fn clear_hardware_flags() {
        // SAFETY: C99 functions on the calling thread's floating-point environment.
        unsafe { feclearexcept(ALL) };
    }

    pub fn hardware_flags() -> Status {
        // SAFETY: as above.
        let word = unsafe { fetestexcept(ALL) } as u32;
        Status(((word >> 1) & 7) | ((word & 1) << 3))
    }
}

pub use hardware::{clear_hardware_flags, hardware_flags};

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn results_that_say_that_nothing_happened() {
        let quiet = |x: f64| unsafe_f64(&[1.0, x]);
        let quiet32 = |x: f32| unsafe_f32(&[1.0, x]);
        for x in [1.0, -3.5, 4.0 * f64::MIN_POSITIVE, f64::MAX] {
            assert!(quiet(x) && quiet(-x), "{x}");
        }
        for x in [0.0, -0.0, 5e-324, f64::MIN_POSITIVE, f64::INFINITY, f64::NAN] {
            assert!(!quiet(x) && !quiet(-x), "{x}");
        }
        for x in [1.0, 4.0 * f32::MIN_POSITIVE, f32::MAX] {
            assert!(quiet32(x) && quiet32(-x), "{x}");
        }
        for x in [0.0, 1e-45, f32::MIN_POSITIVE, f32::INFINITY, f32::NAN] {
            assert!(!quiet32(x) && !quiet32(-x), "{x}");
        }
    }

    #[test]
    fn sums_may_be_zero() {
        for x in [0.0, -0.0, 5e-324, 1.0, f64::MAX, f64::INFINITY, f64::NAN] {
            // SAFETY: one number, that of this frame.
            let quiet = unsafe { unremarkable_f64((&raw const x).cast(), 1, Unremarkable::Finite) };
            assert_eq!(quiet, x.is_finite(), "{x}");
            let y = x as f32;
            // SAFETY: as above.
            let quiet = unsafe { unremarkable_f32((&raw const y).cast(), 1, Unremarkable::Finite) };
            assert_eq!(quiet, y.is_finite(), "{y}");
        }
    }

    fn unsafe_f64(x: &[f64]) -> bool {
        // SAFETY: the slice's own memory and length.
        unsafe { unremarkable_f64(x.as_ptr().cast(), x.len(), Unremarkable::Normal) }
    }

    fn unsafe_f32(x: &[f32]) -> bool {
        // SAFETY: as above.
        unsafe { unremarkable_f32(x.as_ptr().cast(), x.len(), Unremarkable::Normal) }
    }

    #[test]
    fn the_status_word_tells_what_happened() {
        clear_hardware_flags();
        assert_eq!(hardware_flags(), Status::OK);
        black_box(black_box(1.0f64) / black_box(0.0));
        assert_eq!(hardware_flags(), Status::DIVIDE);
        clear_hardware_flags();
        black_box(black_box(0.0f64) / black_box(0.0));
        assert_eq!(hardware_flags(), Status::INVALID);
        clear_hardware_flags();
        black_box(black_box(1e300f64) * black_box(1e300));
        assert_eq!(hardware_flags(), Status::OVERFLOW);
        clear_hardware_flags();
        black_box(black_box(1e-300f64) * black_box(1e-300));
        assert_eq!(hardware_flags(), Status::UNDERFLOW);
        clear_hardware_flags();
    }
}
