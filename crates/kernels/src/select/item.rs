//! Items as bytes: kernels that move elements care for their width only.

/// An item of a fixed width, read and written at any alignment.
pub(crate) trait Item: Copy + 'static {
    const SIZE: usize = std::mem::size_of::<Self>();

    #[inline(always)]
    unsafe fn get(p: *const u8) -> Self {
        (p as *const Self).read_unaligned()
    }

    #[inline(always)]
    unsafe fn put(self, p: *mut u8) {
        (p as *mut Self).write_unaligned(self)
    }

    /// `a` or `b`, without a branch.
    #[inline(always)]
    fn choose(first: bool, a: Self, b: Self) -> Self {
        if first {
            a
        } else {
            b
        }
    }
}

impl Item for [u64; 2] {
    #[inline(always)]
    fn choose(first: bool, a: Self, b: Self) -> Self {
        let m = (first as u64).wrapping_neg();
        [b[0] ^ ((a[0] ^ b[0]) & m), b[1] ^ ((a[1] ^ b[1]) & m)]
    }
}
impl Item for u8 {}
impl Item for u16 {}
impl Item for u32 {}
impl Item for u64 {}

/// Evaluates the body with `$t` an [`Item`] type of `$size` bytes, or `$other` for unusual widths.
macro_rules! with_item {
    ($size:expr, $t:ident => $body:expr, _ => $other:expr) => {
        match $size {
            1 => {
                type $t = u8;
                $body
            }
            2 => {
                type $t = u16;
                $body
            }
            4 => {
                type $t = u32;
                $body
            }
            8 => {
                type $t = u64;
                $body
            }
            16 => {
                type $t = [u64; 2];
                $body
            }
            _ => $other,
        }
    };
}
pub(crate) use with_item;
