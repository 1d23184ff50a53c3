//! Element types that compute in `f64` and round the result once.

use crate::{Element, Status};
use half::f16;

/// A floating-point element type. Narrow types compute in `f64`, where every one of these
/// functions is exact to far below their own rounding.
pub trait Real: Element {
    /// The conversion to this type raises no hardware flags, so that [`Real::narrowing`] is asked.
    const SOFT: bool;
    fn widen(self) -> f64;
    fn narrow(x: f64) -> Self;
    /// The flags that rounding a result to this type should have raised.
    fn narrowing(x: f64, r: Self) -> Status;
}

impl Real for f64 {
    const SOFT: bool = false;
    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
    #[inline(always)]
    fn narrow(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    fn narrowing(_: f64, _: f64) -> Status {
        Status::OK
    }
}

impl Real for f32 {
    const SOFT: bool = false;
    #[inline(always)]
    fn widen(self) -> f64 {
        self as f64
    }
    #[inline(always)]
    fn narrow(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    fn narrowing(_: f64, _: f32) -> Status {
        Status::OK
    }
}

impl Real for f16 {
    const SOFT: bool = true;
    #[inline(always)]
    fn widen(self) -> f64 {
        self.to_f32() as f64
    }
    #[inline(always)]
    fn narrow(x: f64) -> f16 {
        f16::from_f32(x as f32)
    }
    #[inline(always)]
    fn narrowing(x: f64, r: f16) -> Status {
        let overflow = r.is_infinite() && x.is_finite();
        let underflow = x.abs() < 6.103515625e-5 && r.to_f32() as f64 != x;
        Status::OVERFLOW.when(overflow).with(Status::UNDERFLOW.when(underflow))
    }
}
