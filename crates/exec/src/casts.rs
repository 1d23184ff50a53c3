//! The registry of casts: from one type to another, both aligned and in native order.

use crate::{objects, structured, ty};
use numen_dtype::{DType, Kind, Num};
use numen_kernels::{clear_hardware_flags, convert, hardware_flags, Ctx, Fp, Kernel, Status};
use numen_shape::{Error, Result};
use std::any::Any;
use std::sync::{Arc, RwLock};

/// A cast: a kernel over `(source, destination)` with its context.
#[derive(Clone)]
pub struct CastLoop {
    pub kernel: Kernel,
    pub ctx: Ctx,
    /// It touches Python objects.
    pub gil: bool,
    /// Keeps what `ctx.data` points to.
    pub keep: Option<Arc<dyn Any + Send + Sync>>,
}

// SAFETY: `ctx.data` points to what `keep` holds (Send and Sync) or to static data.
unsafe impl Send for CastLoop {}
// SAFETY: as above.
unsafe impl Sync for CastLoop {}

impl CastLoop {
    pub fn plain(kernel: Kernel) -> CastLoop {
        CastLoop { kernel, ctx: Ctx::EMPTY, gil: false, keep: None }
    }

    /// A kernel that wants item sizes (source, destination).
    pub fn sized(kernel: Kernel, from: usize, to: usize) -> CastLoop {
        CastLoop { ctx: Ctx { sizes: [from, to, 0, 0], ..Ctx::EMPTY }, ..CastLoop::plain(kernel) }
    }
}

/// Finds casts between types it knows; `None` means "ask the next one".
pub type Provider = fn(from: &DType, to: &DType) -> Option<CastLoop>;

static PROVIDERS: RwLock<Vec<Provider>> = RwLock::new(Vec::new());

/// Adds a provider; later ones are asked first.
pub fn register_casts(provider: Provider) {
    PROVIDERS.write().unwrap_or_else(|e| e.into_inner()).push(provider);
}

/// One call of a kernel between numbers, with the processor's flags read where it leaves them there.
///
/// # Safety
/// As for the kernel.
#[inline]
pub unsafe fn run_plain(kernel: &Kernel, ptrs: &[*mut u8; 2], strides: &[isize; 2], n: usize) -> Status {
    let hardware = kernel.fp == Fp::Hardware;
    if hardware {
        clear_hardware_flags();
    }
    let s = (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n);
    if hardware {
        s.with(hardware_flags())
    } else {
        s
    }
}

/// The type in native order.
pub fn native(dtype: &DType) -> DType {
    dtype.native()
}

/// The cast between two native types; of objects and structured types, any two.
pub fn find_cast(from: &DType, to: &DType) -> Result<CastLoop> {
    if let (Some(f), Some(t)) = (ty(from.num()), ty(to.num())) {
        if f == t {
            return Ok(same(f.size()));
        }
        return Ok(CastLoop::plain(convert::cast(f, t)));
    }
    if from.num() == Num::Object && to.num() == Num::Object {
        if let Some(h) = objects::hooks() {
            return Ok(CastLoop { gil: true, ..CastLoop::plain(Kernel::new(h.copy, Fp::Never, 2.0)) });
        }
    }
    // Between dates and durations the numbers stay, whatever the units are.
    let same_time = from.num() != to.num() || from.time_unit() == to.time_unit();
    let bytes_alike = from == to && crate::is_plain(from) || from.is_time() && to.is_time() && same_time;
    if bytes_alike {
        return Ok(same(from.itemsize()));
    }
    if from.is_time() && from.num() == to.num() {
        return crate::time_casts::between_units(from, to);
    }
    if let Some(c) = time_as_integer(from, to) {
        return Ok(c);
    }
    if let Some(c) = structured::find(from, to)? {
        return Ok(c);
    }
    let providers = PROVIDERS.read().unwrap_or_else(|e| e.into_inner());
    providers.iter().rev().find_map(|p| p(from, to)).ok_or_else(|| {
        // For a type that is added before its casts; a test casts every type to every other.
        Error::not_implemented(format!("a cast from {} to {} is not there yet", show(from), show(to)))
    })
}

fn show(d: &DType) -> String {
    format!("dtype '{}'", d.descriptor().name)
}

fn same(size: usize) -> CastLoop {
    CastLoop::sized(convert::copy(size), size, size)
}

/// Dates and durations are 64-bit integers to numbers and back.
fn time_as_integer(from: &DType, to: &DType) -> Option<CastLoop> {
    let as_number = |d: &DType| match d.kind() {
        Kind::Timedelta | Kind::Datetime => Some(DType::of(Num::Long)),
        _ => ty(d.num()).map(|_| d.clone()),
    };
    if from.is_time() == to.is_time() {
        return None;
    }
    let (f, t) = (as_number(from)?, as_number(to)?);
    let found = find_cast(&f, &t).ok()?;
    Some(if from.is_float() && to.is_time() { crate::time_casts::silent(found, from) } else { found })
}
