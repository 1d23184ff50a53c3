//! The operations that accumulate: `r = op(r, x)` on one element type, one after the other.

use half::f16;
use num_complex::Complex;

/// An operation that accumulates into its left operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Subtract,
    Multiply,
    /// NaN wins, the left one first.
    Maximum,
    Minimum,
}

/// A typed operation.
pub(crate) trait Acc<T>: 'static {
    fn acc(r: T, x: T) -> T;
}

pub(crate) struct Add;
pub(crate) struct Sub;
pub(crate) struct Mul;
pub(crate) struct Max;
pub(crate) struct Min;

/// The marker of element type bool, whose elements are bytes 0 and 1.
pub(crate) struct Logical<O>(std::marker::PhantomData<O>);

macro_rules! integer { ($($t:ty),*) => { $(
    impl Acc<$t> for Add { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r.wrapping_add(x) } }
    impl Acc<$t> for Sub { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r.wrapping_sub(x) } }
    impl Acc<$t> for Mul { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r.wrapping_mul(x) } }
    impl Acc<$t> for Max { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r.max(x) } }
    impl Acc<$t> for Min { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r.min(x) } }
)* } }
integer!(i8, u8, i16, u16, i32, u32, i64, u64);

macro_rules! float { ($($t:ty),*) => { $(
    impl Acc<$t> for Add { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r + x } }
    impl Acc<$t> for Sub { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r - x } }
    impl Acc<$t> for Mul { #[inline(always)] fn acc(r: $t, x: $t) -> $t { r * x } }
    impl Acc<$t> for Max {
        #[inline(always)]
        fn acc(r: $t, x: $t) -> $t { if (r >= x) | (r != r) { r } else { x } }
    }
    impl Acc<$t> for Min {
        #[inline(always)]
        fn acc(r: $t, x: $t) -> $t { if (r <= x) | (r != r) { r } else { x } }
    }
)* } }
float!(f32, f64);

/// Half precision computes in single precision and rounds after each step.
macro_rules! half { ($($o:ident),*) => { $(
    impl Acc<f16> for $o {
        #[inline(always)]
        fn acc(r: f16, x: f16) -> f16 { f16::from_f32(<$o as Acc<f32>>::acc(r.to_f32(), x.to_f32())) }
    }
)* } }
half!(Add, Sub, Mul, Max, Min);

macro_rules! complex { ($($t:ty),*) => { $(
    impl Acc<Complex<$t>> for Add {
        #[inline(always)]
        fn acc(r: Complex<$t>, x: Complex<$t>) -> Complex<$t> { r + x }
    }
    impl Acc<Complex<$t>> for Sub {
        #[inline(always)]
        fn acc(r: Complex<$t>, x: Complex<$t>) -> Complex<$t> { r - x }
    }
    impl Acc<Complex<$t>> for Mul {
        #[inline(always)]
        fn acc(r: Complex<$t>, x: Complex<$t>) -> Complex<$t> {
            Complex::new(r.re * x.re - r.im * x.im, r.re * x.im + r.im * x.re)
        }
    }
    impl Acc<Complex<$t>> for Max {
        #[inline(always)]
        fn acc(r: Complex<$t>, x: Complex<$t>) -> Complex<$t> {
            let above = (r.re > x.re && x.im == x.im) || (r.re == x.re && r.im >= x.im);
            if r.re != r.re || r.im != r.im || above { r } else { x }
        }
    }
    impl Acc<Complex<$t>> for Min {
        #[inline(always)]
        fn acc(r: Complex<$t>, x: Complex<$t>) -> Complex<$t> {
            let below = (r.re < x.re && x.im == x.im) || (r.re == x.re && r.im <= x.im);
            if r.re != r.re || r.im != r.im || below { r } else { x }
        }
    }
)* } }
complex!(f32, f64);

impl Acc<u8> for Logical<Add> {
    #[inline(always)]
    fn acc(r: u8, x: u8) -> u8 {
        ((r | x) != 0) as u8
    }
}
impl Acc<u8> for Logical<Mul> {
    #[inline(always)]
    fn acc(r: u8, x: u8) -> u8 {
        ((r != 0) & (x != 0)) as u8
    }
}

/// Evaluates the body with `$t` the element type and `$o` the operation, or `$none` where there is none.
macro_rules! with_op {
    ($op:expr, $ty:expr, $t:ident, $o:ident => $body:expr, _ => $none:expr) => {{
        use half::f16;
        use num_complex::Complex;
        use $crate::scan::op::{self, Op};
        use $crate::Ty;
        macro_rules! ops {
            ($e:ty) => {{
                type $t = $e;
                match $op {
                    Op::Add => {
                        type $o = op::Add;
                        $body
                    }
                    Op::Subtract => {
                        type $o = op::Sub;
                        $body
                    }
                    Op::Multiply => {
                        type $o = op::Mul;
                        $body
                    }
                    Op::Maximum => {
                        type $o = op::Max;
                        $body
                    }
                    Op::Minimum => {
                        type $o = op::Min;
                        $body
                    }
                }
            }};
        }
        match $ty {
            Ty::Bool => {
                type $t = u8;
                match $op {
                    Op::Add | Op::Maximum => {
                        type $o = op::Logical<op::Add>;
                        $body
                    }
                    Op::Multiply | Op::Minimum => {
                        type $o = op::Logical<op::Mul>;
                        $body
                    }
                    Op::Subtract => $none,
                }
            }
            Ty::I8 => ops!(i8),
            Ty::U8 => ops!(u8),
            Ty::I16 => ops!(i16),
            Ty::U16 => ops!(u16),
            Ty::I32 => ops!(i32),
            Ty::U32 => ops!(u32),
            Ty::I64 => ops!(i64),
            Ty::U64 => ops!(u64),
            Ty::F16 => ops!(f16),
            Ty::F32 => ops!(f32),
            Ty::F64 => ops!(f64),
            Ty::C64 => ops!(Complex<f32>),
            Ty::C128 => ops!(Complex<f64>),
        }
    }};
}
pub(crate) use with_op;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_wins() {
        let nan = f64::NAN;
        assert!(<Max as Acc<f64>>::acc(nan, 1.0).is_nan() && <Max as Acc<f64>>::acc(1.0, nan).is_nan());
        assert!(<Min as Acc<f64>>::acc(nan, 1.0).is_nan() && <Min as Acc<f64>>::acc(1.0, nan).is_nan());
        let c = Complex::new(1.0, f64::NAN);
        assert!(<Max as Acc<Complex<f64>>>::acc(Complex::new(9.0, 9.0), c).im.is_nan());
    }

    #[test]
    fn every_type_has_every_operation_but_bool_subtract() {
        for ty in crate::Ty::ALL {
            for o in [Op::Add, Op::Subtract, Op::Multiply, Op::Maximum, Op::Minimum] {
                let size = with_op!(o, ty, T, O => {
                    let f: fn(T, T) -> T = <O as Acc<T>>::acc;
                    let _ = f;
                    std::mem::size_of::<T>()
                }, _ => 0);
                assert_eq!(size == 0, ty == crate::Ty::Bool && o == Op::Subtract);
                assert!(size == 0 || size == ty.size());
            }
        }
    }
}
