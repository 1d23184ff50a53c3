//! Two registers side by side: two chains of dependent instructions keep the units busier than one.

use super::Lanes;
use crate::math::constants::Table;
use std::ops::{Add, Div, Mul, Neg, Sub};

#[derive(Clone, Copy)]
pub struct Two<V>(V, V);

macro_rules! operator {
    ($op:ident, $f:ident) => {
        impl<V: Lanes> $op for Two<V> {
            type Output = Self;
            #[inline(always)]
            fn $f(self, b: Self) -> Self {
                Two(self.0.$f(b.0), self.1.$f(b.1))
            }
        }
    };
}
operator!(Add, add);
operator!(Sub, sub);
operator!(Mul, mul);
operator!(Div, div);

impl<V: Lanes> Neg for Two<V> {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        Two(-self.0, -self.1)
    }
}

macro_rules! methods {
    ($($f:ident($($x:ident),*);)*) => { $(
        #[inline(always)]
        fn $f(self $(, $x: Self)*) -> Self {
            Two(self.0.$f($($x.0),*), self.1.$f($($x.1),*))
        }
    )* };
}
macro_rules! tests {
    ($($f:ident;)*) => { $(
        #[inline(always)]
        fn $f(self, b: Self) -> Self::Mask {
            (self.0.$f(b.0), self.1.$f(b.1))
        }
    )* };
}
macro_rules! of_masks {
    ($($f:ident;)*) => { $(
        #[inline(always)]
        fn $f(m: Self::Mask, n: Self::Mask) -> Self::Mask {
            (V::$f(m.0, n.0), V::$f(m.1, n.1))
        }
    )* };
}
macro_rules! of_bits {
    ($($f:ident;)*) => { $(
        #[inline(always)]
        fn $f(a: Self::Bits, b: Self::Bits) -> Self::Bits {
            (V::$f(a.0, b.0), V::$f(a.1, b.1))
        }
    )* };
}
macro_rules! memory {
    ($($load:ident $store:ident $t:ty;)*) => { $(
        #[inline(always)]
        unsafe fn $load(p: *const $t) -> Self {
            Two(V::$load(p), V::$load(p.add(V::N)))
        }
        #[inline(always)]
        unsafe fn $store(self, p: *mut $t) {
            self.0.$store(p);
            self.1.$store(p.add(V::N));
        }
    )* };
}

impl<V: Lanes> Lanes for Two<V> {
    const N: usize = 2 * V::N;
    type Mask = (V::Mask, V::Mask);
    type Bits = (V::Bits, V::Bits);

    memory! {
        load store f64;
        load_f32 store_f32 f32;
    }
    methods! {
        mul_add(b, c);
        mul_rsub(b, c);
        fused(b, c);
        sqrt();
        abs();
        copysign(sign);
        flip(sign);
        min(b);
        max(b);
        round();
        approx_recip();
        approx_div(b);
    }
    tests! { lt; le; eq; }
    of_masks! { and; or; }
    of_bits! { add_bits; sub_bits; and_bits; or_bits; }

    #[inline(always)]
    unsafe fn load_some(p: *const f64, n: usize, fill: f64) -> Self {
        let first = n.min(V::N);
        Two(V::load_some(p, first, fill), V::load_some(p.add(first), n - first, fill))
    }
    #[inline(always)]
    unsafe fn store_some(self, p: *mut f64, n: usize) {
        let first = n.min(V::N);
        self.0.store_some(p, first);
        self.1.store_some(p.add(first), n - first);
    }
    #[inline(always)]
    fn splat(x: f64) -> Self {
        Two(V::splat(x), V::splat(x))
    }
    #[inline(always)]
    fn two_prod(self, b: Self) -> (Self, Self) {
        let ((p, d), (q, e)) = (self.0.two_prod(b.0), self.1.two_prod(b.1));
        (Two(p, q), Two(d, e))
    }
    #[inline(always)]
    fn within(self, low: f64, high: f64) -> Self::Mask {
        (self.0.within(low, high), self.1.within(low, high))
    }
    #[inline(always)]
    fn not(m: Self::Mask) -> Self::Mask {
        (V::not(m.0), V::not(m.1))
    }
    #[inline(always)]
    fn none() -> Self::Mask {
        (V::none(), V::none())
    }
    #[inline(always)]
    fn select(m: Self::Mask, a: Self, b: Self) -> Self {
        Two(V::select(m.0, a.0, b.0), V::select(m.1, a.1, b.1))
    }
    #[inline(always)]
    fn bitmask(m: Self::Mask) -> u32 {
        V::bitmask(m.0) | V::bitmask(m.1) << V::N
    }
    #[inline(always)]
    fn bits(self) -> Self::Bits {
        (self.0.bits(), self.1.bits())
    }
    #[inline(always)]
    fn from_bits(b: Self::Bits) -> Self {
        Two(V::from_bits(b.0), V::from_bits(b.1))
    }
    #[inline(always)]
    fn splat_bits(b: u64) -> Self::Bits {
        (V::splat_bits(b), V::splat_bits(b))
    }
    #[inline(always)]
    fn shl<const K: u32>(a: Self::Bits) -> Self::Bits {
        (V::shl::<K>(a.0), V::shl::<K>(a.1))
    }
    #[inline(always)]
    fn shr<const K: u32>(a: Self::Bits) -> Self::Bits {
        (V::shr::<K>(a.0), V::shr::<K>(a.1))
    }
    #[inline(always)]
    fn lookup(t: &Table, index: Self::Bits) -> Self {
        Two(V::lookup(t, index.0), V::lookup(t, index.1))
    }
}
