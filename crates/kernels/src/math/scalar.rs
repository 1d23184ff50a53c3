//! Loops that call one scalar function an element: levels without fused multiply-add.

use super::real::Real;
use crate::{clear_hardware_flags, hardware_flags, Status};

/// Applies a scalar function to every element; its flags are those of the status word.
#[inline(always)]
pub unsafe fn scalar1<T: Real>(
    p: *const *mut u8,
    s: *const isize,
    n: usize,
    f: impl Fn(f64) -> f64,
) -> Status {
    let (a, o) = (*p, *p.add(1));
    let (sa, so) = (*s, *s.add(1));
    clear_hardware_flags();
    for i in 0..n as isize {
        let x = f((*(a.offset(i * sa) as *const T)).widen());
        let r = T::narrow(x);
        *(o.offset(i * so) as *mut T) = r;
    }
    hardware_flags()
}

/// The same for two variables.
#[inline(always)]
pub unsafe fn scalar2<T: Real>(
    p: *const *mut u8,
    s: *const isize,
    n: usize,
    f: impl Fn(f64, f64) -> f64,
) -> Status {
    let (a, b, o) = (*p, *p.add(1), *p.add(2));
    let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
    clear_hardware_flags();
    for i in 0..n as isize {
        let (x, y) = (*(a.offset(i * sa) as *const T), *(b.offset(i * sb) as *const T));
        let z = f(x.widen(), y.widen());
        let r = T::narrow(z);
        *(o.offset(i * so) as *mut T) = r;
    }
    hardware_flags()
}
