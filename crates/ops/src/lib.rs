//! The table of ufuncs, type resolution, element-wise calls, reductions, and operations on whole arrays.
//!
//! | module | what |
//! |---|---|
//! | [`table`] | what each ufunc is |
//! | [`ufunc`] | a ufunc with its loops and kernels |
//! | [`families`] | families of ufuncs by the way they choose a loop |
//! | [`resolve`] | which loop serves given operand types |
//! | [`call`] | element-wise calls: broadcasting, outputs, overlap, `where` |
//! | [`reduce`] | reductions over axes |
//! | [`accumulate`] | running reductions, `reduceat` |

pub mod accumulate;
pub mod call;
pub mod families;
pub mod reduce;
pub mod resolve;
pub mod table;
pub mod ufunc;

pub use table::{rows, Identity, Row, ALIASES};
pub use ufunc::{get, Ufunc};
