//! Floating-point errors of matrix products, from the values that went in and came out.
//!
//! The kernels pack operands beside zeros and work in several threads, so that the processor's flags say more, or
//! less, than what happened to the elements. What can be told from the values is: with finite operands an infinity
//! comes from overflow, and a NaN where none went in is an invalid operation.

use crate::ndarray::elements::Elements;
use crate::ufunc::errstate;
use numen_array::Array;
use numen_dtype::Num;
use numen_kernels::{hardware_flags, Status};
use pyo3::prelude::*;

/// What numbers there are among some.
#[derive(Clone, Copy, Default)]
struct Seen {
    infinity: bool,
    nan: bool,
}

impl Seen {
    fn finite(self) -> bool {
        !self.infinity && !self.nan
    }

    fn and(self, other: Seen) -> Seen {
        Seen { infinity: self.infinity || other.infinity, nan: self.nan || other.nan }
    }
}

/// A floating-point number by its bits.
trait Bits: Copy {
    fn is_infinite(self) -> bool;
    fn is_nan(self) -> bool;
    /// Whether any of `n` elements is infinite or no number: without a branch for each, and without flags.
    unsafe fn any_special(p: *const Self, n: usize) -> bool;
}

macro_rules! bits {
    ($($t:ty: $u:ty, $exponent:expr;)*) => { $(
        impl Bits for $t {
            fn is_infinite(self) -> bool {
                <$t>::is_infinite(self)
            }
            fn is_nan(self) -> bool {
                <$t>::is_nan(self)
            }
            #[inline(always)]
            unsafe fn any_special(p: *const $t, n: usize) -> bool {
                let mut found: $u = 0;
                for i in 0..n {
                    let bits = p.add(i).cast::<$u>().read_unaligned();
                    found |= if bits & $exponent == $exponent { <$u>::MAX } else { 0 };
                }
                found != 0
            }
        }
    )* };
}

bits! {
    f32: u32, 0xff << 23;
    f64: u64, 0x7ff << 52;
    half::f16: u16, 0x1f << 10;
}

/// Elements that are looked at together.
const BLOCK: usize = 512;

unsafe fn in_run<T: Bits>(p: *const u8, n: usize) -> Seen {
    let p = p.cast::<T>();
    let mut seen = Seen::default();
    for first in (0..n).step_by(BLOCK) {
        let many = BLOCK.min(n - first);
        if T::any_special(p.add(first), many) {
            for i in first..first + many {
                let x = p.add(i).read_unaligned();
                seen = seen.and(Seen { infinity: x.is_infinite(), nan: x.is_nan() });
            }
        }
    }
    seen
}

/// `n` elements of a type in a row; integers are finite.
unsafe fn of_run(num: Num, p: *const u8, n: usize) -> Seen {
    match num {
        Num::Half => in_run::<half::f16>(p, n),
        Num::Float => in_run::<f32>(p, n),
        Num::Double | Num::LongDouble => in_run::<f64>(p, n),
        Num::CFloat => in_run::<f32>(p, 2 * n),
        Num::CDouble | Num::CLongDouble => in_run::<f64>(p, 2 * n),
        _ => Seen::default(),
    }
}

/// All of `n` elements in a row are finite.
#[inline]
pub unsafe fn is_finite(num: Num, p: *const u8, n: usize) -> bool {
    of_run(num, p, n).finite()
}

unsafe fn of(py: Python<'_>, a: &Array) -> PyResult<Seen> {
    let d = a.dtype();
    if a.size() == 0 || !d.is_float() && !d.is_complex() {
        return Ok(Seen::default());
    }
    if d.is_swapped() {
        let native = numen_ops::call::as_type(a, &d.native());
        return of(py, &crate::boundary::errors::ToPy::py(native, py)?);
    }
    if a.is_c_contiguous() {
        return Ok(of_run(d.num(), a.read(), a.size()));
    }
    Ok(Elements::of(a).map(|p| of_run(d.num(), p, 1)).fold(Seen::default(), Seen::and))
}

/// Reports what the product `r` of `a` and `b` raised, by the name of the operation.
///
/// Those of objects are the processor's: their loop has one thread, and cleared them.
pub unsafe fn report(py: Python<'_>, r: &Array, a: &Array, b: &Array, name: &str) -> PyResult<()> {
    if r.dtype().num() == Num::Object {
        let s = hardware_flags();
        return if s.is_ok() { Ok(()) } else { errstate::report(py, s, name) };
    }
    let out = of(py, r)?;
    if out.finite() {
        return Ok(());
    }
    let given = of(py, a)?.and(of(py, b)?);
    let mut s = Status::OK;
    if given.finite() {
        s = s.with(Status::OVERFLOW);
    }
    if out.nan && !given.nan {
        s = s.with(Status::INVALID);
    }
    if s.is_ok() {
        return Ok(());
    }
    errstate::report(py, s, name)
}
