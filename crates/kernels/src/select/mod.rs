//! Masks, gather, scatter, choice, counting.
//!
//! | module | what |
//! |---|---|
//! | `index` | integer indices: modes, checks, byte offsets |
//! | `gather` | `take`, `put`, the core of `a[i, j]` and `a[i, j] = b` |
//! | `at` | `ufunc.at` |
//! | `mask` | counting, positions, compressing by a mask |
//! | `fill` | writing where a mask is true |
//! | `choose` | `where`, `choose` |
//! | `repeat` | `repeat` |
//! | `count` | `bincount`, membership by table |
//! | `histogram` | equal bins |

// Bodies name their level even where they need nothing of it; kernels index by what they mean.
#![allow(clippy::extra_unused_type_parameters, clippy::needless_range_loop)]

mod at;
mod choose;
#[cfg(target_arch = "x86_64")]
pub(crate) mod compress;
mod count;
mod fill;
mod gather;
mod histogram;
mod index;
mod item;
pub(crate) mod level;
mod mask;
mod repeat;
#[cfg(test)]
pub(crate) mod tests;

pub use at::accumulate_at;
pub use choose::{choose, where_};
pub use count::{bincount, bincount_weighted, isin_table, mark_members, range_i64};
pub use fill::{copy_where, copy_where_loop, expand, masked_fill, putmask};
pub use gather::{gather, put, scatter, take};
pub use histogram::{histogram_uniform, histogram_weighted};
pub use index::{find_bad_index, BadIndex, Index, Mode};
pub use mask::{compress, compress_strided, count_nonzero, count_true, nonzero, truth};
pub use repeat::repeat;
