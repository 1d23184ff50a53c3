//! Keeping floating-point operations, and their flags, on the branch they were written on.

use std::hint::black_box;

/// A number that the compiler may not compute with before this point.
pub(crate) trait Pin {
    fn pinned(self) -> Self;
}

macro_rules! pin {
    ($($t:ident)+) => { $( impl Pin for $t {
        #[cfg(target_arch = "x86_64")]
        #[inline(always)]
        fn pinned(mut self) -> $t {
            // SAFETY: no instruction at all; the operand stays in its register.
            unsafe {
                std::arch::asm!("/* {0} */", inout(xmm_reg) self, options(nomem, nostack, preserves_flags))
            };
            self
        }
        #[cfg(not(target_arch = "x86_64"))]
        #[inline(always)]
        fn pinned(self) -> $t {
            black_box(self)
        }
    } )+ }
}
pin!(f32 f64);

#[cold]
#[inline(never)]
pub(crate) fn raise_invalid() {
    black_box(black_box(0f32) / black_box(0f32));
}

#[cold]
#[inline(never)]
pub(crate) fn raise_overflow() {
    black_box(black_box(f32::MAX) * black_box(2.0));
}

#[cold]
#[inline(never)]
pub(crate) fn raise_underflow() {
    black_box(black_box(f32::MIN_POSITIVE) * black_box(f32::MIN_POSITIVE));
}
