//! Loops over dates and durations: 64-bit counts of one common unit, where the smallest is NaT.
//!
//! NaT compares unequal to everything, itself included, and every result of an operation with it is NaT.

use numen_dtype::Num;
use numen_dtype::NAT;
use numen_kernels::{Ctx, Fp, Kernel, Raw, Status};
use std::hint::black_box;

/// The kernel of a ufunc over these types, or None.
pub fn find(name: &str, nums: &[Num]) -> Option<Kernel> {
    use Num::{Bool, Double, LongLong, Timedelta};
    let time = |n: Num| matches!(n, Num::Datetime | Timedelta);
    let run: Raw = match *nums {
        [a, b, Bool] if time(a) && time(b) => comparison(name)?,
        [a, b, r] if time(a) && time(b) && time(r) => arithmetic(name)?,
        [Timedelta, Timedelta, Double] if name == "divide" => ratio,
        [Timedelta, Timedelta, LongLong] if name == "floor_divide" => quotient,
        [Timedelta, Timedelta, LongLong, Timedelta] if name == "divmod" => quotient_and_rest,
        [Timedelta, LongLong, Timedelta] => by_integer(name)?,
        [LongLong, Timedelta, Timedelta] if name == "multiply" => binary::<i64, i64, i64, TimesLeft>,
        [Timedelta, Double, Timedelta] => by_float(name)?,
        [Double, Timedelta, Timedelta] if name == "multiply" => binary::<f64, i64, i64, TimesFloatLeft>,
        [a, b, c, r] if name == "clip" && [a, b, c, r].into_iter().all(time) => clip,
        [a, Bool] if time(a) => question(name)?,
        [a, r] if time(a) && time(r) => alone(name)?,
        _ => return None,
    };
    let fp = if nums.contains(&Double) { Fp::Hardware } else { Fp::Never };
    Some(Kernel::new(run, fp, 1.0))
}

fn comparison(name: &str) -> Option<Raw> {
    Some(match name {
        "equal" => binary::<i64, i64, bool, Equal>,
        "not_equal" => binary::<i64, i64, bool, NotEqual>,
        "less" => binary::<i64, i64, bool, Less>,
        "less_equal" => binary::<i64, i64, bool, LessEqual>,
        "greater" => binary::<i64, i64, bool, Greater>,
        "greater_equal" => binary::<i64, i64, bool, GreaterEqual>,
        _ => return None,
    })
}

fn arithmetic(name: &str) -> Option<Raw> {
    Some(match name {
        "add" => binary::<i64, i64, i64, Add>,
        "subtract" => binary::<i64, i64, i64, Subtract>,
        "remainder" => binary::<i64, i64, i64, Rest>,
        "maximum" => binary::<i64, i64, i64, Maximum>,
        "minimum" => binary::<i64, i64, i64, Minimum>,
        "fmax" => binary::<i64, i64, i64, Fmax>,
        "fmin" => binary::<i64, i64, i64, Fmin>,
        _ => return None,
    })
}

fn by_integer(name: &str) -> Option<Raw> {
    Some(match name {
        "multiply" => binary::<i64, i64, i64, Times>,
        // NumPy's quotient by an integer is cut towards zero in both.
        "divide" | "floor_divide" => binary::<i64, i64, i64, Truncated>,
        _ => return None,
    })
}

fn by_float(name: &str) -> Option<Raw> {
    Some(match name {
        "multiply" => binary::<i64, f64, i64, TimesFloat>,
        "divide" => binary::<i64, f64, i64, ByFloat>,
        "floor_divide" => binary::<i64, f64, i64, FlooredByFloat>,
        _ => return None,
    })
}

fn question(name: &str) -> Option<Raw> {
    Some(match name {
        "isnat" | "isnan" => unary::<bool, IsNat>,
        "isfinite" => unary::<bool, IsDate>,
        "isinf" => unary::<bool, Never>,
        _ => return None,
    })
}

fn alone(name: &str) -> Option<Raw> {
    Some(match name {
        "negative" => unary::<i64, Negative>,
        "positive" => unary::<i64, Same>,
        "absolute" => unary::<i64, Absolute>,
        "sign" => unary::<i64, Sign>,
        _ => return None,
    })
}

/// One operation on two values and what it raises.
trait Two<A, B, R> {
    fn apply(a: A, b: B) -> (R, Status);
}

trait One<R> {
    fn apply(a: i64) -> R;
}

unsafe fn binary<A: Copy, B: Copy, R, O: Two<A, B, R>>(
    _: &Ctx,
    p: *const *mut u8,
    s: *const isize,
    n: usize,
) -> Status {
    let mut status = Status::OK;
    for i in 0..n as isize {
        let a = *(*p).offset(i * *s).cast::<A>();
        let b = *(*p.add(1)).offset(i * *s.add(1)).cast::<B>();
        let (r, raised) = O::apply(a, b);
        status = status.with(raised);
        *(*p.add(2)).offset(i * *s.add(2)).cast::<R>() = r;
    }
    status
}

unsafe fn unary<R, O: One<R>>(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    for i in 0..n as isize {
        let a = *(*p).offset(i * *s).cast::<i64>();
        *(*p.add(1)).offset(i * *s.add(1)).cast::<R>() = O::apply(a);
    }
    Status::OK
}

macro_rules! two {
    ($($name:ident($a:ident: $A:ty, $b:ident: $B:ty) -> $R:ty = $e:expr;)*) => { $(
        struct $name;
        impl Two<$A, $B, $R> for $name {
            #[inline(always)]
            fn apply($a: $A, $b: $B) -> ($R, Status) { $e }
        }
    )* };
}

macro_rules! one {
    ($($name:ident($a:ident) -> $R:ty = $e:expr;)*) => { $(
        struct $name;
        impl One<$R> for $name {
            #[inline(always)]
            fn apply($a: i64) -> $R { $e }
        }
    )* };
}

/// `r` unless an operand is NaT.
fn known(a: i64, b: i64, r: impl FnOnce() -> i64) -> (i64, Status) {
    (if a == NAT || b == NAT { NAT } else { r() }, Status::OK)
}

fn ordered(a: i64, b: i64, holds: bool) -> (bool, Status) {
    (a != NAT && b != NAT && holds, Status::OK)
}

two! {
    Equal(a: i64, b: i64) -> bool = ordered(a, b, a == b);
    NotEqual(a: i64, b: i64) -> bool = (!ordered(a, b, a == b).0, Status::OK);
    Less(a: i64, b: i64) -> bool = ordered(a, b, a < b);
    LessEqual(a: i64, b: i64) -> bool = ordered(a, b, a <= b);
    Greater(a: i64, b: i64) -> bool = ordered(a, b, a > b);
    GreaterEqual(a: i64, b: i64) -> bool = ordered(a, b, a >= b);
    Add(a: i64, b: i64) -> i64 = known(a, b, || a.wrapping_add(b));
    Subtract(a: i64, b: i64) -> i64 = known(a, b, || a.wrapping_sub(b));
    Maximum(a: i64, b: i64) -> i64 = known(a, b, || a.max(b));
    Minimum(a: i64, b: i64) -> i64 = known(a, b, || a.min(b));
    // NaT is the smallest integer: the maximum loses it by itself.
    Fmax(a: i64, b: i64) -> i64 = (a.max(b), Status::OK);
    Fmin(a: i64, b: i64) -> i64 = (if a == NAT { b } else if b == NAT { a } else { a.min(b) }, Status::OK);
    Rest(a: i64, b: i64) -> i64 = rest(a, b);
    Times(a: i64, b: i64) -> i64 = (if a == NAT { NAT } else { a.wrapping_mul(b) }, Status::OK);
    TimesLeft(a: i64, b: i64) -> i64 = Times::apply(b, a);
    Truncated(a: i64, b: i64) -> i64 = (if a == NAT || b == 0 { NAT } else { a.wrapping_div(b) }, Status::OK);
    TimesFloat(a: i64, b: f64) -> i64 = (if a == NAT { NAT } else { to_count(black_box(a) as f64 * b) }, Status::OK);
    TimesFloatLeft(a: f64, b: i64) -> i64 = TimesFloat::apply(b, a);
    ByFloat(a: i64, b: f64) -> i64 = (if a == NAT { NAT } else { to_count(black_box(a) as f64 / b) }, Status::OK);
    FlooredByFloat(a: i64, b: f64) -> i64 =
        (if a == NAT { NAT } else { to_count((black_box(a) as f64 / b).floor()) }, Status::OK);
    Ratio(a: i64, b: i64) -> f64 =
        (if a == NAT || b == NAT { f64::NAN } else { black_box(a) as f64 / b as f64 }, Status::OK);
    // An integer cannot be NaT: the quotient is 0 and the invalid flag tells.
    Quotient(a: i64, b: i64) -> i64 = if a == NAT || b == NAT { (0, Status::INVALID) } else { floored(a, b) };
}

one! {
    IsNat(a) -> bool = a == NAT;
    IsDate(a) -> bool = a != NAT;
    Never(_a) -> bool = false;
    // NaT is its own negative in two's complement.
    Negative(a) -> i64 = a.wrapping_neg();
    Same(a) -> i64 = a;
    Absolute(a) -> i64 = a.wrapping_abs();
    // NaT counts as negative here, as in NumPy.
    Sign(a) -> i64 = a.signum();
}

/// A float as a count: what is not finite or does not fit is NaT.
fn to_count(x: f64) -> i64 {
    // 2^63 without its sign. Bits are compared, and nothing is converted before that is settled: both raise flags.
    const LIMIT: u64 = (1023 + 63) << 53;
    if x.to_bits() << 1 < LIMIT {
        black_box(x) as i64
    } else {
        NAT
    }
}

/// The quotient rounded down; 0 where there is none.
fn floored(a: i64, b: i64) -> (i64, Status) {
    if b == 0 {
        return (0, Status::DIVIDE);
    }
    let (q, r) = (a.wrapping_div(b), a.wrapping_rem(b));
    (if r != 0 && (r < 0) != (b < 0) { q - 1 } else { q }, Status::OK)
}

/// The rest of the division rounded down.
fn rest(a: i64, b: i64) -> (i64, Status) {
    if a == NAT || b == NAT {
        return (NAT, Status::OK);
    }
    if b == 0 {
        return (NAT, Status::DIVIDE);
    }
    let r = a.wrapping_rem(b);
    (if r != 0 && (r < 0) != (b < 0) { r + b } else { r }, Status::OK)
}

unsafe fn ratio(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    binary::<i64, i64, f64, Ratio>(c, p, s, n)
}

unsafe fn quotient(c: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    binary::<i64, i64, i64, Quotient>(c, p, s, n)
}

unsafe fn quotient_and_rest(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    let mut status = Status::OK;
    for i in 0..n as isize {
        let [a, b] = [0, 1].map(|k| *(*p.add(k)).offset(i * *s.add(k)).cast::<i64>());
        let ((q, x), (r, y)) = (Quotient::apply(a, b), rest(a, b));
        status = status.with(x).with(y);
        *(*p.add(2)).offset(i * *s.add(2)).cast::<i64>() = q;
        *(*p.add(3)).offset(i * *s.add(3)).cast::<i64>() = r;
    }
    status
}

/// `min(max(a, low), high)`, NaT if any is.
unsafe fn clip(_: &Ctx, p: *const *mut u8, s: *const isize, n: usize) -> Status {
    for i in 0..n as isize {
        let [a, low, high] = [0, 1, 2].map(|k| *(*p.add(k)).offset(i * *s.add(k)).cast::<i64>());
        let r = Minimum::apply(Maximum::apply(a, low).0, high).0;
        *(*p.add(3)).offset(i * *s.add(3)).cast::<i64>() = r;
    }
    Status::OK
}
