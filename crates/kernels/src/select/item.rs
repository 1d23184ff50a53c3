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
}

impl Item for u8 {}
impl Item for u16 {}
impl Item for u32 {}
impl Item for u64 {}
impl Item for [u64; 2] {}

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
