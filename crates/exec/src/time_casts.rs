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

/// A cast of numbers to dates or durations: NaN becomes NaT without a word, other numbers out of range with one.
pub fn silent(cast: CastLoop, from: &DType) -> CastLoop {
    struct Numbers {
        kernel: Kernel,
        size: usize,
        float: bool,
    }
    unsafe fn run(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let numbers = &*c.data.cast::<Numbers>();
        let status = (numbers.kernel.run)(&Ctx::EMPTY, p, s, n);
        if status.is_ok() || !numbers.float {
            return Status::OK;
        }
        let lost = (0..n as isize).any(|i| {
            let (src, dst) = ((*p).offset(i * *s), (*p.add(1)).offset(i * *s.add(1)).cast::<i64>());
            let nan = match numbers.size {
                2 => src.cast::<u16>().read_unaligned() & 0x7fff > 0x7c00,
                4 => src.cast::<f32>().read_unaligned().is_nan(),
                _ => src.cast::<f64>().read_unaligned().is_nan(),
            };
            !nan && dst.read_unaligned() == i64::MIN
        });
        if lost {
            status
        } else {
            Status::OK
        }
    }
    let cost = cast.kernel.cost;
    let float = from.kind() == Kind::Float;
    let keep = Arc::new(Numbers { kernel: cast.kernel, size: from.itemsize(), float });
    let ctx = Ctx { data: Arc::as_ptr(&keep).cast(), ..Ctx::EMPTY };
    CastLoop { kernel: Kernel::new(run, Fp::Returned, cost), ctx, gil: false, keep: Some(keep) }
}
