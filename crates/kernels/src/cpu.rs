//! CPU levels: detection at start, instantiation of one generic loop for each level, selection.
//!
//! A loop is a zero-sized type with a generic body; [`best`] returns its instance for the level in use.
//! `NUMEN_CPU=baseline|avx2|avx512` forces a level (never above what the CPU has).

use crate::{Ctx, Raw, Status};
use std::sync::OnceLock;

/// What a generic body may know of the level it is compiled for.
pub trait Level: Copy {
    /// Fused multiply-add is one instruction (`mul_add` without it is a call of libm).
    const FMA: bool;
    /// 512-bit registers.
    const WIDE: bool;
    /// Conversion between half and single precision is one instruction.
    const HALF: bool;
    /// All the special loops (in place, scalar operand) are worth their code: not so at the baseline
    /// of x86-64, which only old machines run.
    const FAST: bool;

    /// Runs another loop at this level, without a second copy of its code.
    unsafe fn call<O: Loop>(ctx: &Ctx, ptrs: *const *mut u8, strides: *const isize, n: usize) -> Status;
}

#[derive(Clone, Copy)]
pub struct V2;
#[derive(Clone, Copy)]
pub struct V3;
#[derive(Clone, Copy)]
pub struct V4;

macro_rules! impl_level {
    ($l:ident, $f:ident, fma $fma:expr, wide $wide:expr, half $half:expr, fast $fast:expr) => {
        impl Level for $l {
            const FMA: bool = $fma;
            const WIDE: bool = $wide;
            const HALF: bool = $half;
            const FAST: bool = $fast;

            #[inline(always)]
            unsafe fn call<O: Loop>(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
                $f::<O>(c, p, s, n)
            }
        }
    };
}
impl_level!(V2, at_v2, fma cfg!(target_arch = "aarch64"), wide false, half false,
            fast cfg!(not(target_arch = "x86_64")));
impl_level!(V3, at_v3, fma true, wide false, half cfg!(target_arch = "x86_64"), fast true);
impl_level!(V4, at_v4, fma true, wide true, half cfg!(target_arch = "x86_64"), fast true);

/// A loop: `run` must be `#[inline(always)]`, so that it is compiled with the level's features.
pub trait Loop {
    unsafe fn run<L: Level>(ctx: &Ctx, ptrs: *const *mut u8, strides: *const isize, n: usize) -> Status;
}

macro_rules! level {
    ($f:ident, $l:ty $(, $feat:literal)?) => {
        $(#[cfg(target_arch = "x86_64")] #[target_feature(enable = $feat)])?
        unsafe fn $f<O: Loop>(ctx: &Ctx, ptrs: *const *mut u8, strides: *const isize, n: usize) -> Status {
            O::run::<$l>(ctx, ptrs, strides, n)
        }
    };
}
level!(at_v2, V2);
level!(at_v3, V3, "avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c");
level!(at_v4, V4, "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx2,fma,bmi1,bmi2,lzcnt,popcnt,f16c");

/// The levels in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CpuLevel {
    Baseline,
    Avx2,
    Avx512,
}

impl CpuLevel {
    pub const fn name(self) -> &'static str {
        match self {
            CpuLevel::Baseline => "baseline",
            CpuLevel::Avx2 => "avx2",
            CpuLevel::Avx512 => "avx512",
        }
    }
}

/// What the CPU has.
pub fn detected() -> CpuLevel {
    #[cfg(target_arch = "x86_64")]
    {
        let v3 = is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("fma")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
            && is_x86_feature_detected!("lzcnt")
            && is_x86_feature_detected!("popcnt")
            && is_x86_feature_detected!("f16c");
        let v4 = v3
            && is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl")
            && is_x86_feature_detected!("avx512cd");
        if v4 {
            CpuLevel::Avx512
        } else if v3 {
            CpuLevel::Avx2
        } else {
            CpuLevel::Baseline
        }
    }
    #[cfg(not(target_arch = "x86_64"))]
    CpuLevel::Baseline
}

/// The level in use: what the CPU has, or less where `NUMEN_CPU` says so.
#[inline]
pub fn level() -> CpuLevel {
    static LEVEL: OnceLock<CpuLevel> = OnceLock::new();
    *LEVEL.get_or_init(|| {
        let have = detected();
        let want = match std::env::var("NUMEN_CPU").as_deref() {
            Ok("baseline") => CpuLevel::Baseline,
            Ok("avx2") => CpuLevel::Avx2,
            _ => CpuLevel::Avx512,
        };
        have.min(want)
    })
}

/// The loop's instance for the level in use, of all three.
pub fn best<O: Loop>() -> Raw {
    match level() {
        CpuLevel::Baseline => at_v2::<O>,
        CpuLevel::Avx2 => at_v3::<O>,
        #[cfg(target_arch = "x86_64")]
        CpuLevel::Avx512 => at_v4::<O>,
        #[cfg(not(target_arch = "x86_64"))]
        CpuLevel::Avx512 => at_v2::<O>,
    }
}

/// The loop's instance for the level in use, where 512-bit registers gain nothing.
pub fn best_v3<O: Loop>() -> Raw {
    match level() {
        CpuLevel::Baseline => at_v2::<O>,
        _ => at_v3::<O>,
    }
}

/// The loop's only instance, where no level gains anything.
pub fn baseline<O: Loop>() -> Raw {
    at_v2::<O>
}
