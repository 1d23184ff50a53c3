//! Binary operations of one type.

use crate::cpu::{best, Level, Loop};
use crate::{Ctx, Element, Fp, Kernel, Status, Ty};
use std::marker::PhantomData;

/// A binary operation on elements.
pub(crate) trait Op2<T> {
    fn apply(a: T, b: T) -> T;
}

pub(crate) struct Add;
impl Op2<f64> for Add {
    #[inline(always)]
    fn apply(a: f64, b: f64) -> f64 {
        a + b
    }
}

struct Binary<T, O>(PhantomData<(T, O)>);

impl<T: Element, O: Op2<T>> Loop for Binary<T, O> {
    #[inline(always)]
    unsafe fn run<L: Level>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
        let (a, b, o) = (*p, *p.add(1), *p.add(2));
        let (sa, sb, so) = (*s, *s.add(1), *s.add(2));
        for i in 0..n as isize {
            let r = O::apply(*(a.offset(i * sa) as *const T), *(b.offset(i * sb) as *const T));
            *(o.offset(i * so) as *mut T) = r;
        }
        Status::OK
    }
}

pub(super) fn find(name: &str, types: &[Ty]) -> Option<Kernel> {
    match (name, types) {
        ("add", [Ty::F64, Ty::F64, Ty::F64]) => {
            Some(Kernel::new(best::<Binary<f64, Add>>(), Fp::Hardware, 0.2))
        }
        _ => None,
    }
}
