//! NumPy's order of every element type: NaN last, complex numbers by real, then imaginary part.

use num_complex::Complex;

/// The order of sorted arrays.
pub(crate) trait Order: Copy + 'static {
    /// `a` stands before `b`.
    fn less(a: Self, b: Self) -> bool;
    /// Equal for `unique`: with `nan`, NaN equals NaN.
    fn same(a: Self, b: Self, nan: bool) -> bool;
    /// Not NaN: the operators `below` and `not_above` compare with it as `less` would.
    fn is_number(self) -> bool;
    /// `less(a, b)` for a number `b`.
    fn below(a: Self, b: Self) -> bool;
    /// `!less(b, a)` for a number `b`.
    fn not_above(a: Self, b: Self) -> bool;
}

/// The order for the standard library's sorts.
pub(crate) fn compare<T: Order>(a: T, b: T) -> std::cmp::Ordering {
    T::less(b, a).cmp(&T::less(a, b))
}

macro_rules! integer { ($($t:ty),*) => { $(impl Order for $t {
    #[inline(always)] fn less(a: $t, b: $t) -> bool { a < b }
    #[inline(always)] fn same(a: $t, b: $t, _: bool) -> bool { a == b }
    #[inline(always)] fn is_number(self) -> bool { true }
    #[inline(always)] fn below(a: $t, b: $t) -> bool { a < b }
    #[inline(always)] fn not_above(a: $t, b: $t) -> bool { a <= b }
})* } }
integer!(i8, u8, i16, u16, i32, u32, i64, u64);

macro_rules! float { ($($t:ty),*) => { $(impl Order for $t {
    #[inline(always)] fn less(a: $t, b: $t) -> bool { (a < b) | ((b != b) & (a == a)) }
    #[inline(always)] fn same(a: $t, b: $t, nan: bool) -> bool { a == b || (nan && a != a && b != b) }
    #[inline(always)] fn is_number(self) -> bool { self == self }
    #[inline(always)] fn below(a: $t, b: $t) -> bool { a < b }
    #[inline(always)] fn not_above(a: $t, b: $t) -> bool { a <= b }
})* } }
float!(half::f16, f32, f64);

macro_rules! complex { ($($t:ty),*) => { $(impl Order for Complex<$t> {
    /// Four classes in turn: no NaN, NaN imaginary part, NaN real part, both; inside by what is no NaN.
    #[inline(always)]
    fn less(a: Complex<$t>, b: Complex<$t>) -> bool {
        let numbers = (a.re == a.re) & (a.im == a.im) & (b.re == b.re) & (b.im == b.im);
        if numbers {
            return (a.re < b.re) | ((a.re == b.re) & (a.im < b.im));
        }
        let class = |c: Complex<$t>| (c.re != c.re) as u8 * 2 + (c.im != c.im) as u8;
        let (ca, cb) = (class(a), class(b));
        if ca != cb {
            return ca < cb;
        }
        a.re < b.re || ((a.re == b.re || ca >= 2) && a.im < b.im)
    }
    #[inline(always)]
    fn same(a: Complex<$t>, b: Complex<$t>, nan: bool) -> bool {
        let any = |c: Complex<$t>| c.re != c.re || c.im != c.im;
        a == b || (nan && any(a) && any(b))
    }
    #[inline(always)]
    fn is_number(self) -> bool {
        true
    }
    #[inline(always)]
    fn below(a: Self, b: Self) -> bool {
        Self::less(a, b)
    }
    #[inline(always)]
    fn not_above(a: Self, b: Self) -> bool {
        !Self::less(b, a)
    }
})* } }
complex!(f32, f64);

/// Evaluates the body with `$t` the element type (bool as `u8`).
macro_rules! with_type {
    ($ty:expr, $t:ident => $body:expr) => {
        $crate::sort::order::with_type!(@ $ty, $t, $body;
            Bool u8, I8 i8, U8 u8, I16 i16, U16 u16, I32 i32, U32 u32, I64 i64, U64 u64,
            F16 half::f16, F32 f32, F64 f64, C64 num_complex::Complex<f32>, C128 num_complex::Complex<f64>)
    };
    ($ty:expr, $t:ident => $body:expr, complex $c:ident => $other:expr) => {
        match $ty {
            $crate::Ty::C64 => { type $c = num_complex::Complex<f32>; $other }
            $crate::Ty::C128 => { type $c = num_complex::Complex<f64>; $other }
            _ => $crate::sort::order::with_type!(@ $ty, $t, $body;
                Bool u8, I8 i8, U8 u8, I16 i16, U16 u16, I32 i32, U32 u32, I64 i64, U64 u64,
                F16 half::f16, F32 f32, F64 f64 ; else unreachable!())
        }
    };
    (@ $ty:expr, $t:ident, $body:expr; $($v:ident $e:ty),* $(; else $none:expr)?) => {
        match $ty {
            $($crate::Ty::$v => { type $t = $e; $body })*
            $(_ => $none)?
        }
    };
}
pub(crate) use with_type;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn complex_classes() {
        let n = f64::NAN;
        let c = Complex::new;
        // The documented order: [R + Rj, R + nanj, nan + Rj, nan + nanj].
        let x = [c(1.0, 5.0), c(2.0, 1.0), c(0.0, n), c(1.0, n), c(n, -1.0), c(n, 3.0), c(n, n)];
        for (i, &a) in x.iter().enumerate() {
            for (j, &b) in x.iter().enumerate() {
                assert_eq!(Order::less(a, b), i < j, "{a} {b}");
            }
        }
    }
}
