//! The loop planner and the executor of programs over blocks.
//!
//! An operation on arrays is planned once ([`plan`]: broadcast strides, order of axes, coalescing) and run
//! over the inner axis ([`run`]): operands of another type, byte order or alignment pass through blocks
//! that fit L1 (load and cast steps before the kernel, a cast and store step after it).
//!
//! | module | what |
//! |---|---|
//! | [`plan`] | the axes of a loop |
//! | `plain` | copies that need no plan |
//! | `ramp` | ranges |
//! | [`program`] | load and store steps of an operand |
//! | [`run`] | executing a loop: blocks, masks, threads, floating-point status |
//! | [`casts`] | the registry of casts and copies; other crates add theirs |
//! | [`advanced`] | index arrays and masks: gather, scatter |
//! | [`assign`] | assignment with broadcasting and casting; copies |
//! | [`columns`] | passes over columns, for factorizations |
//! | [`product`] | matrix products of stacks |
//! | `join` | joining dense parts row by row |
//! | [`fold`] | reductions of whole contiguous arrays |
//! | [`sorting`], [`text_sorting`] | sorting, partitioning and searching in rows |
//! | [`structured`] | casts field by field |
//! | [`scan`] | running reductions along an axis |
//! | `turn` | operands that lie across the others |
//! | [`time_loops`] | dates and durations |
//! | [`gil`] | how to let other Python threads run during long work |

pub mod advanced;
pub mod assign;
pub mod casts;
pub mod columns;
pub mod fold;
pub mod gil;
mod join;
pub mod objects;
mod packed;
mod plain;
pub mod plan;
pub mod product;
pub mod program;
mod ramp;
mod repeat;
pub mod run;
pub mod scan;
pub mod selecting;
pub mod sorting;
pub mod structured;
pub mod text_sorting;
mod time_casts;
pub mod time_loops;
mod turn;

pub use assign::{assign, astype, copy, copy_into, fill_with, float_scalar, int_scalar, set_numbers};
pub use casts::{find_cast, native, register_casts, CastLoop};
pub use fold::{fold_all, Cut};
pub use join::join;
pub use ramp::ramp;
pub use repeat::repeat;
pub use run::{run, run_views, Loop, Mode, Operand, View};
pub use scan::scan;

use numen_dtype::{DType, Kind, Num};
use numen_kernels::Ty;

/// The kernels' element type of a number type (`longlong` shares with `long`, `longdouble` with `double`).
#[inline]
pub fn ty(num: Num) -> Option<Ty> {
    Some(match num {
        Num::Bool => Ty::Bool,
        Num::Byte => Ty::I8,
        Num::UByte => Ty::U8,
        Num::Short => Ty::I16,
        Num::UShort => Ty::U16,
        Num::Int => Ty::I32,
        Num::UInt => Ty::U32,
        Num::Long | Num::LongLong => Ty::I64,
        Num::ULong | Num::ULongLong => Ty::U64,
        Num::Half => Ty::F16,
        Num::Float => Ty::F32,
        Num::Double | Num::LongDouble => Ty::F64,
        Num::CFloat => Ty::C64,
        Num::CDouble | Num::CLongDouble => Ty::C128,
        Num::Datetime | Num::Timedelta | Num::Object | Num::Bytes | Num::Str | Num::Void => return None,
    })
}

/// Numbers and dates in native order are plain bytes to copies; objects and records with objects are not.
#[inline]
pub fn is_plain(dtype: &DType) -> bool {
    match dtype.kind() {
        Kind::Object => false,
        Kind::Void => dtype.ext().is_none() || !dtype.has_object() && !dtype.has_gaps(),
        _ => true,
    }
}
