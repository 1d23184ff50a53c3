//! Smallest and largest element in one pass.

use crate::cpu::{best_v3, Level, Loop};
use crate::elementwise::fold::Fold;
use crate::elementwise::minmax::{Maximum, Minimum};
use crate::{Ctx, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// Bytes of a block that both searches find in the first-level cache.
const BLOCK_BYTES: usize = 16384;

struct MinMax<T>(PhantomData<T>);
impl<T: Copy> Loop for MinMax<T>
where
    Maximum: Fold<T>,
    Minimum: Fold<T>,
{
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let block = BLOCK_BYTES / size_of::<T>();
        let (mut low, mut high) = (*(*p as *const T), *(*p as *const T));
        let mut at = 0;
        while at < n {
            let len = block.min(n - at);
            let row = (*p).wrapping_offset(at as isize * *s);
            low = Minimum::fold::<L>(low, row, *s, len);
            high = Maximum::fold::<L>(high, row, *s, len);
            at += len;
        }
        *(*p.add(1) as *mut T) = low;
        *(*p.add(2) as *mut T) = high;
        Status::OK
    }
}

/// Smallest and largest element of a row that is not empty, both NaN if one is among them; operands:
/// row, smallest, largest. Half precision and complex numbers have none.
pub fn minmax(ty: Ty) -> Option<Kernel> {
    let run = match ty {
        Ty::I8 => best_v3::<MinMax<i8>>(),
        Ty::Bool | Ty::U8 => best_v3::<MinMax<u8>>(),
        Ty::I16 => best_v3::<MinMax<i16>>(),
        Ty::U16 => best_v3::<MinMax<u16>>(),
        Ty::I32 => best_v3::<MinMax<i32>>(),
        Ty::U32 => best_v3::<MinMax<u32>>(),
        Ty::I64 => best_v3::<MinMax<i64>>(),
        Ty::U64 => best_v3::<MinMax<u64>>(),
        Ty::F32 => best_v3::<MinMax<f32>>(),
        Ty::F64 => best_v3::<MinMax<f64>>(),
        _ => return None,
    };
    Some(Kernel::new(run, Fp::Never, 0.04 * ty.size() as f32))
}
