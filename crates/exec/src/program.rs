//! How an operand reaches a kernel that wants another type, byte order or alignment, and how a result
//! leaves one.

use crate::casts::{find_cast, CastLoop};
use crate::structured::takes_any_layout;
use numen_dtype::{DType, Kind};
use numen_kernels::{convert, Ctx, Status};
use numen_shape::Result;

/// Steps between memory and a block: at most a byte swap (or an aligning copy) and a cast. What stands between
/// two steps never holds references: casts of objects and records take memory as it is.
#[derive(Clone)]
pub struct Steps {
    first: CastLoop,
    second: Option<CastLoop>,
    /// Bytes an item between the two steps.
    middle: usize,
}

impl Steps {
    /// Any of the steps touches Python objects.
    pub fn gil(&self) -> bool {
        self.first.gil || self.second.as_ref().is_some_and(|s| s.gil)
    }

    /// Estimated nanoseconds an item.
    pub fn cost(&self) -> f32 {
        self.first.kernel.cost + self.second.as_ref().map_or(0.0, |s| s.kernel.cost)
    }

    /// Bytes an item needs between the steps.
    pub fn middle(&self) -> usize {
        if self.second.is_some() {
            self.middle
        } else {
            0
        }
    }

    /// From memory of type `from` (`aligned` or not) to a behaved block of type `to`; `None` if the memory
    /// will do as it is.
    pub fn load(from: &DType, aligned: bool, to: &DType) -> Result<Option<Steps>> {
        // Kernels that take memory as it is say so by their types.
        if aligned && from == to {
            return Ok(None);
        }
        let behaved = (aligned || from.kind() == Kind::Object) && from.is_native();
        if behaved && same_bytes(from, to) {
            return Ok(None);
        }
        if takes_any_layout(from, to) {
            return Ok(Some(Steps { first: find_cast(from, to)?, second: None, middle: 0 }));
        }
        let plain = from.native();
        if behaved {
            return Ok(Some(Steps { first: find_cast(from, to)?, second: None, middle: 0 }));
        }
        let first = tidy(from)?;
        if same_bytes(&plain, to) {
            return Ok(Some(Steps { first, second: None, middle: 0 }));
        }
        Ok(Some(Steps { first, second: Some(find_cast(&plain, to)?), middle: plain.itemsize() }))
    }

    /// From a behaved block of type `from` to memory of type `to`.
    pub fn store(from: &DType, to: &DType, aligned: bool) -> Result<Option<Steps>> {
        if aligned && from == to {
            return Ok(None);
        }
        let behaved = (aligned || to.kind() == Kind::Object) && to.is_native();
        if behaved && same_bytes(from, to) {
            return Ok(None);
        }
        if takes_any_layout(from, to) {
            return Ok(Some(Steps { first: find_cast(from, to)?, second: None, middle: 0 }));
        }
        let plain = to.native();
        if behaved {
            return Ok(Some(Steps { first: find_cast(from, to)?, second: None, middle: 0 }));
        }
        let last = tidy(to)?;
        if same_bytes(from, &plain) {
            return Ok(Some(Steps { first: last, second: None, middle: 0 }));
        }
        Ok(Some(Steps { first: find_cast(from, &plain)?, second: Some(last), middle: plain.itemsize() }))
    }

    /// Runs the steps over `n` items; `middle` has room for `n` items between them.
    ///
    /// # Safety
    /// `src` and `dst` reach `n` valid items at their strides.
    pub unsafe fn run(
        &self,
        src: (*const u8, isize),
        dst: (*mut u8, isize),
        n: usize,
        middle: *mut u8,
    ) -> Status {
        match &self.second {
            None => step(&self.first, src, dst, n),
            Some(second) => {
                let m = self.middle as isize;
                let s = step(&self.first, src, (middle, m), n);
                if s.has(Status::ERROR) {
                    return s;
                }
                s.with(step(second, (middle, m), dst, n))
            }
        }
    }
}

/// The kernels of both types read the same bytes the same way.
pub fn same_bytes(a: &DType, b: &DType) -> bool {
    if a.num() == b.num() {
        return a.itemsize() == b.itemsize() && (a.ext().is_none() && b.ext().is_none() || a == b);
    }
    match (crate::ty(a.num()), crate::ty(b.num())) {
        (Some(x), Some(y)) => x == y,
        _ => false,
    }
}

/// Unaligned or swapped items made aligned and native, or the other way round (the same operation).
pub(crate) fn tidy(d: &DType) -> Result<CastLoop> {
    debug_assert!(!takes_any_layout(d, d), "references would be copied without being counted");
    let size = d.itemsize();
    if !d.is_swapped() {
        return Ok(CastLoop::sized(convert::copy(size), size, size));
    }
    // Complex numbers and strings are swapped part by part.
    let parts = match d.kind() {
        Kind::Complex => 2,
        Kind::Str => size / 4,
        _ => 1,
    };
    let mut c = CastLoop::sized(convert::swap(size, parts), size, size);
    // The length of a part in bytes; one at least, where the text is empty.
    c.ctx.arg = (size / parts.max(1)).max(1) as i64;
    Ok(c)
}

/// One step over `n` items, with the processor's flags read where the kernel leaves them there.
///
/// # Safety
/// As for the kernel.
pub(crate) unsafe fn step(c: &CastLoop, src: (*const u8, isize), dst: (*mut u8, isize), n: usize) -> Status {
    use numen_kernels::{clear_hardware_flags, hardware_flags, Fp};
    let ptrs = [src.0.cast_mut(), dst.0];
    let strides = [src.1, dst.1];
    match c.kernel.fp {
        Fp::Hardware => {
            clear_hardware_flags();
            let s = (c.kernel.run)(&c.ctx, ptrs.as_ptr(), strides.as_ptr(), n);
            s.with(hardware_flags())
        }
        _ => (c.kernel.run)(&c.ctx, ptrs.as_ptr(), strides.as_ptr(), n),
    }
}

/// A context for kernels that copy items of a size.
pub fn sized_ctx(from: usize, to: usize) -> Ctx {
    Ctx { sizes: [from, to, 0, 0], ..Ctx::EMPTY }
}
