//! Inner loops over strided memory: no allocation, no arrays, no Python.
//!
//! A kernel is a function `(ctx, pointers, strides, n) -> Status` over `n` elements, one pointer and
//! one byte stride for each operand, inputs first, outputs last. The families:
//!
//! | module | what |
//! |---|---|
//! | [`cpu`] | the one place that knows the CPU: levels, detection, instantiation |
//! | [`elementwise`] | arithmetic, comparison, logic, bits, rounding |
//! | [`math`] | elementary functions |
//! | [`convert`] | casts between element types, byte swapping, copying |
//! | [`reduce`] | reductions that are no repeated binary operation (arg-reductions, counts, moments) |
//! | [`sort`] | sorting, partitioning, searching |
//! | [`select`] | masks, gather, scatter, where |
//! | [`gemm`] | matrix products |
//! | [`ramp`] | numbers at equal distances |
//! | [`panel`] | narrow matrices times vectors, for reflectors |
//! | [`strings`] | text and bytes of fixed width |
//!
//! Operands of a kernel are aligned and in native byte order (but for [`convert`]); they either do not
//! overlap or are exactly the same memory with the same stride ("exact in place"). A binary kernel
//! whose first input and output are one element (both strides zero) reduces into it.

pub mod convert;
pub mod cpu;
pub mod elementwise;
pub mod gemm;
pub mod math;
pub mod panel;
pub mod ramp;
pub mod reduce;
pub mod scan;
pub mod select;
pub mod sort;
mod status;
pub mod strings;
mod ty;

pub use status::{
    clear_hardware_flags, hardware_flags, unremarkable_f32, unremarkable_f64, Status, Unremarkable,
};
pub use ty::{Element, Ty};

/// What a loop needs besides memory.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Ctx {
    /// Bytes of an item, for each operand (kernels over bytes of any width).
    pub sizes: [usize; 4],
    /// A number with the meaning the kernel gives it (a unit factor, a mode).
    pub arg: i64,
    /// Data of the loop with the meaning the kernel gives it; null if none.
    pub data: *const (),
}

impl Ctx {
    /// The context of kernels that need none.
    pub const EMPTY: Ctx = Ctx { sizes: [0; 4], arg: 0, data: std::ptr::null() };
}

/// The signature of every inner loop.
pub type Raw = unsafe fn(ctx: &Ctx, ptrs: *const *mut u8, strides: *const isize, n: usize) -> Status;

/// How a loop reports floating-point errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fp {
    /// It can raise none.
    Never,
    /// Read the status word of the CPU after it (tested to raise no spurious flag).
    Hardware,
    /// It returns the mask; the status word is not to be trusted.
    Returned,
}

/// A loop with what the executor must know of it.
#[derive(Clone, Copy, Debug)]
pub struct Kernel {
    pub run: Raw,
    pub fp: Fp,
    /// Estimated nanoseconds an element, the measure by which work is split over threads.
    pub cost: f32,
}

impl Kernel {
    pub const fn new(run: Raw, fp: Fp, cost: f32) -> Kernel {
        Kernel { run, fp, cost }
    }
}
