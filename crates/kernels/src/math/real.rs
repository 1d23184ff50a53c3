//! Element types that compute in `f64` and round the result once.

use super::lanes::{Lanes, MAX};
use crate::Element;

/// What a function may know of the element type its lanes come from and go to.
pub trait Precision {
    /// 2^-29 relative is enough: what only `f64` needs can be skipped.
    const SHORT: bool;
    /// The results of e^x and 2^x are normal for |x| below these.
    const EXP: f64;
    const EXP2: f64;
    /// Twice it is no overflow.
    const LARGE: f64;
}
pub struct Full;
pub struct Single;
impl Precision for Full {
    const SHORT: bool = false;
    const EXP: f64 = 708.0;
    const EXP2: f64 = 1021.0;
    const LARGE: f64 = 8e307;
}
impl Precision for Single {
    const SHORT: bool = true;
    const EXP: f64 = 87.3;
    const EXP2: f64 = 125.9;
    const LARGE: f64 = 1.7e38;
}
/// `f64` or `f32`, which computes in `f64`, where every one of these functions is exact to far below its
/// own rounding.
pub trait Real: Element {
    type Precision: Precision;
    fn widen(self) -> f64;
    fn narrow(x: f64) -> Self;

    unsafe fn load<V: Lanes>(p: *const Self) -> V;
    unsafe fn store<V: Lanes>(x: V, p: *mut Self);

    /// Up to `V::N` elements at a stride of bytes, the other lanes filled.
    #[inline(always)]
    unsafe fn gather<V: Lanes>(p: *const u8, stride: isize, n: usize, fill: f64) -> V {
        let mut block = [Self::narrow(fill); MAX];
        for (i, x) in block.iter_mut().enumerate().take(n) {
            *x = *(p.offset(i as isize * stride) as *const Self);
        }
        Self::load(block.as_ptr())
    }

    #[inline(always)]
    unsafe fn scatter<V: Lanes>(x: V, p: *mut u8, stride: isize, n: usize) {
        let mut block = [Self::narrow(0.0); MAX];
        Self::store(x, block.as_mut_ptr());
        for (i, x) in block.iter().enumerate().take(n) {
            *(p.offset(i as isize * stride) as *mut Self) = *x;
        }
    }
}

impl Real for f64 {
    type Precision = Full;
    #[inline(always)]
    fn widen(self) -> f64 {
        self
    }
    #[inline(always)]
    fn narrow(x: f64) -> f64 {
        x
    }
    #[inline(always)]
    unsafe fn load<V: Lanes>(p: *const f64) -> V {
        V::load(p)
    }
    #[inline(always)]
    unsafe fn store<V: Lanes>(x: V, p: *mut f64) {
        x.store(p)
    }
    #[inline(always)]
    unsafe fn gather<V: Lanes>(p: *const u8, stride: isize, n: usize, fill: f64) -> V {
        if stride == 8 {
            return V::load_some(p.cast(), n, fill);
        }
        let mut block = [fill; MAX];
        for (i, x) in block.iter_mut().enumerate().take(n) {
            *x = *(p.offset(i as isize * stride) as *const f64);
        }
        V::load(block.as_ptr())
    }
    #[inline(always)]
    unsafe fn scatter<V: Lanes>(x: V, p: *mut u8, stride: isize, n: usize) {
        if stride == 8 {
            return x.store_some(p.cast(), n);
        }
        let mut block = [0.0; MAX];
        x.store(block.as_mut_ptr());
        for (i, x) in block.iter().enumerate().take(n) {
            *(p.offset(i as isize * stride) as *mut f64) = *x;
        }
    }
}

impl Real for f32 {
    type Precision = Single;
    #[inline(always)]
    fn widen(self) -> f64 {
        self as f64
    }
    #[inline(always)]
    fn narrow(x: f64) -> f32 {
        x as f32
    }
    #[inline(always)]
    unsafe fn load<V: Lanes>(p: *const f32) -> V {
        V::load_f32(p)
    }
    #[inline(always)]
    unsafe fn store<V: Lanes>(x: V, p: *mut f32) {
        x.store_f32(p)
    }
}
