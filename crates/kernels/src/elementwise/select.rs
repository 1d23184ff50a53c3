//! Tables from element types to kernels.

use crate::Ty;

/// `table!(ty, all, Fp::Never, 0.02, |T| Map1<T, Not>; u8: I8 U8, u16: I16 U16)`: the kernel for an
/// element type; the number is nanoseconds a byte. Levels: `all`, `avx2`, `any` (baseline only).
macro_rules! table {
    (@run all, $o:ty) => { $crate::cpu::best::<$o>() };
    (@run avx2, $o:ty) => { $crate::cpu::best_v3::<$o>() };
    (@run any, $o:ty) => { $crate::cpu::baseline::<$o>() };
    ($ty:expr, $level:ident, $fp:expr, $cost:expr, |$T:ident| $o:ty; $($t:ident: $($V:ident)+),+) => {
        match $ty {
            $( $($crate::Ty::$V)|+ => {
                type $T = $t;
                Some($crate::Kernel::new(
                    table!(@run $level, $o), $fp, ($cost as f32) * size_of::<$t>() as f32))
            } )+
            #[allow(unreachable_patterns)]
            _ => None,
        }
    };
}
pub(crate) use table;

/// All operands have one type: that type.
pub(crate) fn uniform(types: &[Ty]) -> Option<Ty> {
    types.iter().all(|&t| t == types[0]).then_some(types[0])
}

/// All inputs have one type and the result is a boolean: the inputs' type.
pub(crate) fn predicate(types: &[Ty]) -> Option<Ty> {
    let (&out, inputs) = types.split_last()?;
    if out == Ty::Bool {
        uniform(inputs)
    } else {
        None
    }
}
