//! Sorting, partitioning, searching in sorted arrays.
//!
//! Real elements sort as order-preserving integer keys; NaN goes last; complex numbers in NumPy's order.
//!
//! | module | what |
//! |---|---|
//! | `keys`, `order` | integer keys, NumPy's order of every type |
//! | `vector`, `network`, `lanes` | the engine: integer keys in place |
//! | `count` | counting sort of narrow types |
//! | `narrow` | counting sort of integers in a narrow range |
//! | `merge` | stable merge sort by any order |
//! | `complex` | pairs of keys |
//! | `values` | `sort`, `partition`, ranks |
//! | `rows` | many short rows at once |
//! | `arg` | `argsort`, `argpartition` |
//! | `lex` | `lexsort` |
//! | `search`, `interp` | `searchsorted`, `interp` |
//! | `unique` | runs of equal elements |

// NaN is what differs from itself; bodies name their level even where they need nothing of it.
#![allow(clippy::eq_op, clippy::extra_unused_type_parameters, clippy::needless_range_loop)]

mod arg;
mod complex;
mod count;
mod interp;
mod keys;
mod lanes;
mod lex;
mod merge;
mod narrow;
mod network;
mod order;
mod rows;
mod search;
#[cfg(test)]
mod tests;
mod unique;
mod values;
mod vector;

pub use arg::{argpartition, argpartition_scratch, argsort, argsort_scratch};
pub use interp::interp;
pub use lex::{has_columns, lexsort, lexsort_scratch, lexsort_step, lexsort_step_scratch, Column};
pub use merge::{insertion_sort_by, merge_sort_by};
pub use rows::{rows_together, sort_rows};
pub use search::{searchsorted, searchsorted_by, Side};
pub use unique::{count_distinct, dedup_sorted, most_narrow, unique_narrow, unique_sorted, Parts};
pub use values::{
    cut, partition, select_many, select_many_scratch, sort, sort_piece, sort_scratch, sort_stable,
    sort_stable_scratch, PIECES,
};
