//! Casts of dates and durations from one unit to another.

use crate::casts::CastLoop;
use numen_dtype::{DType, ErrorClass, Kind, TimeConversion};
use numen_kernels::{Ctx, Fp, Kernel, Status};
use numen_shape::{Error, Result};
use std::sync::Arc;

/// The cast between two units of dates, or of durations.
pub fn between_units(from: &DType, to: &DType) -> Result<CastLoop> {
    let (f, t) = (from.time_unit(), to.time_unit());
    let found = match from.kind() {
        Kind::Datetime => TimeConversion::datetime(f, t),
        _ => TimeConversion::duration(f, t),
    };
    let conversion = found.map_err(|e| match e.class {
        ErrorClass::Overflow => Error::overflow(e.message),
        _ => Error::value(e.message),
    })?;
    let keep = Arc::new(conversion);
    let ctx = Ctx { data: Arc::as_ptr(&keep).cast(), ..Ctx::EMPTY };
    Ok(CastLoop { kernel: Kernel::new(convert, Fp::Never, 3.0), ctx, gil: false, keep: Some(keep) })
}

unsafe fn convert(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let conversion = &*c.data.cast::<TimeConversion>();
    for i in 0..n as isize {
        let src = (*p).offset(i * *s).cast::<i64>();
        let dst = (*p.add(1)).offset(i * *s.add(1)).cast::<i64>();
        dst.write_unaligned(conversion.apply(src.read_unaligned()));
    }
    Status::OK
}

/// A cast of numbers to dates or durations: NaN becomes NaT without a word.
pub fn silent(cast: CastLoop) -> CastLoop {
    unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let kernel = &*c.data.cast::<Kernel>();
        let _ = (kernel.run)(&Ctx::EMPTY, p, s, n);
        Status::OK
    }
    let keep = Arc::new(cast.kernel);
    let ctx = Ctx { data: Arc::as_ptr(&keep).cast(), ..Ctx::EMPTY };
    CastLoop { kernel: Kernel::new(run, Fp::Never, cast.kernel.cost), ctx, gil: false, keep: Some(keep) }
}
