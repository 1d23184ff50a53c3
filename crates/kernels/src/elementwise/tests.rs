//! Exact values at the edges, at whatever level the machine has.

use super::find;
use crate::{clear_hardware_flags, hardware_flags, Ctx, Element, Fp, Status, Ty};

/// Runs a kernel over contiguous rows; the result and the flags.
fn call<R: Copy + Default>(name: &str, types: &[Ty], inputs: &[*const u8], n: usize) -> (Vec<R>, Status) {
    let kernel = find(name, types).unwrap_or_else(|| panic!("no {name} for {types:?}"));
    let mut out = vec![R::default(); n];
    let mut ptrs: Vec<*mut u8> = inputs.iter().map(|&p| p as *mut u8).collect();
    ptrs.push(out.as_mut_ptr() as *mut u8);
    let strides: Vec<isize> = types.iter().map(|t| t.size() as isize).collect();
    clear_hardware_flags();
    // SAFETY: every row has `n` elements of its type.
    let mut status = unsafe { (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), n) };
    if kernel.fp == Fp::Hardware {
        status = status.with(hardware_flags());
    }
    (out, status)
}

fn one<A: Element, R: Copy + Default>(name: &str, a: &[A], out: Ty) -> (Vec<R>, Status) {
    call(name, &[A::TY, out], &[a.as_ptr() as *const u8], a.len())
}

fn two<A: Element, R: Copy + Default>(name: &str, a: &[A], b: &[A], out: Ty) -> (Vec<R>, Status) {
    call(name, &[A::TY, A::TY, out], &[a.as_ptr() as *const u8, b.as_ptr() as *const u8], a.len())
}

/// Reduces a row into a start value.
fn reduce<T: Element>(name: &str, start: T, row: &[T], stride: usize) -> T {
    let kernel = find(name, &[T::TY; 3]).unwrap();
    let mut acc = start;
    let p = &mut acc as *mut T as *mut u8;
    let ptrs = [p, row.as_ptr() as *mut u8, p];
    let strides = [0, (stride * size_of::<T>()) as isize, 0];
    // SAFETY: the row has that many elements at this stride.
    let _ = unsafe { (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), strides.as_ptr(), row.len().div_ceil(stride)) };
    acc
}

#[test]
fn integer_division_at_the_limits() {
    let (q, status) = two::<i32, i32>("floor_divide", &[7, -7, 7, i32::MIN, 5], &[2, 2, -2, -1, 0], Ty::I32);
    assert_eq!(q, [3, -4, -4, i32::MIN, 0]);
    assert_eq!(status, Status::DIVIDE.with(Status::OVERFLOW));
    let (r, status) = two::<i64, i64>("remainder", &[7, -7, 7, i64::MIN], &[2, 2, -2, -1], Ty::I64);
    assert_eq!((r, status), (vec![1, 1, -1, 0], Status::OK));
    let (r, _) = two::<i8, i8>("fmod", &[7, -7, 7, -7], &[3, 3, -3, -3], Ty::I8);
    assert_eq!(r, [1, -1, 1, -1]);
    // More than a block, small and large numbers mixed.
    let a: Vec<i64> =
        (0..100).map(|i| if i % 40 == 39 { i64::MIN + i } else { i * 1_000_003 - 50_000_000 }).collect();
    let b: Vec<i64> = (0..100).map(|i| if i % 2 == 0 { i + 1 } else { -i - 1 }).collect();
    let (q, _) = two::<i64, i64>("floor_divide", &a, &b, Ty::I64);
    for i in 0..100 {
        let (x, y) = (a[i] as i128, b[i] as i128);
        assert_eq!(q[i] as i128, x.div_euclid(y) - (y < 0 && x.rem_euclid(y) != 0) as i128, "{x} // {y}");
    }
}

#[test]
fn float_division_with_remainder() {
    let (q, status) = two::<f64, f64>(
        "floor_divide",
        &[7.0, -7.0, 1.0, 0.0, f64::INFINITY],
        &[2.0, 2.0, 0.0, 0.0, 1.0],
        Ty::F64,
    );
    assert_eq!(q[..3], [3.0, -4.0, f64::INFINITY]);
    assert!(q[3].is_nan() && q[4].is_nan());
    assert_eq!(status, Status::DIVIDE.with(Status::INVALID));
    let (r, status) =
        two::<f64, f64>("remainder", &[-1e-20, 6.0, -6.0, 5.5], &[3.0, 3.0, -3.0, -3.0], Ty::F64);
    assert_eq!(r, [3.0, 0.0, -0.0, -0.5]);
    assert!(r[2].is_sign_negative() && status.is_ok());
    // Quotients beyond the fast path.
    let (r, _) = two::<f64, f64>("fmod", &[1e300, 5e-324], &[3.0, 1e308], Ty::F64);
    assert_eq!(r, [1e300 % 3.0, 5e-324]);
}

#[test]
fn powers_of_integers_wrap_and_refuse_negative_exponents() {
    let (p, status) = two::<i8, i8>("power", &[2, -3, 0, 2], &[6, 3, 0, 7], Ty::I8);
    assert_eq!((p, status), (vec![64, -27, 1, -128], Status::OK));
    let (_, status) = two::<i64, i64>("power", &[2], &[-1], Ty::I64);
    assert_eq!(status, Status::NEGATIVE_POWER);
}

#[test]
fn extrema_and_nan() {
    let nan = f32::NAN;
    let (m, _) = two::<f32, f32>("maximum", &[1.0, nan, 2.0, 3.0], &[2.0, 1.0, nan, -3.0], Ty::F32);
    assert!(m[0] == 2.0 && m[1].is_nan() && m[2].is_nan() && m[3] == 3.0);
    let (m, _) = two::<f32, f32>("fmin", &[1.0, nan, 2.0, nan], &[2.0, 1.0, nan, nan], Ty::F32);
    assert!(m[0] == 1.0 && m[1] == 1.0 && m[2] == 2.0 && m[3].is_nan());
    for n in 1..200 {
        let mut row: Vec<f64> = (0..n).map(|i| ((i * 37) % 101) as f64).collect();
        assert_eq!(reduce("maximum", row[0], &row, 1), row.iter().copied().fold(f64::MIN, f64::max));
        assert_eq!(reduce("minimum", row[0], &row, 1), row.iter().copied().fold(f64::MAX, f64::min));
        row[n / 2] = f64::NAN;
        assert!(reduce("maximum", row[0], &row, 1).is_nan());
        assert_eq!(reduce("fmax", f64::NAN, &row, 1).is_nan(), n == 1);
        row.fill(f64::NEG_INFINITY);
        assert_eq!(reduce("maximum", row[0], &row, 1), f64::NEG_INFINITY);
    }
}

#[test]
fn the_pairwise_tree() {
    // The tree by its definition, recursively.
    fn tree(x: &[f64]) -> f64 {
        if x.len() < 8 {
            return x.iter().fold(-0.0, |s, x| s + x);
        }
        if x.len() > 128 {
            let half = x.len() / 2 / 8 * 8;
            return tree(&x[..half]) + tree(&x[half..]);
        }
        let mut r: [f64; 8] = x[..8].try_into().unwrap();
        let whole = x.len() / 8 * 8;
        for (i, x) in x[8..whole].iter().enumerate() {
            r[i % 8] += x;
        }
        let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
        x[whole..].iter().fold(sum, |s, x| s + x)
    }
    for n in [0, 1, 7, 8, 9, 127, 128, 129, 136, 137, 255, 1000, 5003] {
        let row: Vec<f64> = (0..n).map(|i| 1.0 / (i as f64 + 0.3)).collect();
        assert_eq!(reduce("add", 0.0, &row, 1).to_bits(), (0.0 + tree(&row)).to_bits(), "{n}");
        let third: Vec<f64> = row.iter().step_by(3).copied().collect();
        assert_eq!(reduce("add", 0.0, &row, 3).to_bits(), (0.0 + tree(&third)).to_bits(), "{n}");
    }
    assert!(reduce("add", 0.0f64, &[-0.0], 1).is_sign_positive());
}

#[test]
fn comparisons_of_signed_with_unsigned() {
    let (a, b) = ([-1i64, 5, i64::MAX], [u64::MAX, 5, i64::MAX as u64 + 1]);
    let ptrs = [a.as_ptr() as *const u8, b.as_ptr() as *const u8];
    let run = |name| call::<u8>(name, &[Ty::I64, Ty::U64, Ty::Bool], &ptrs, 3).0;
    assert_eq!(run("less"), [1, 0, 1]);
    assert_eq!(run("equal"), [0, 1, 0]);
    assert_eq!(run("greater_equal"), [0, 1, 0]);
}

#[test]
fn in_place_over_many_lengths() {
    let kernel = find("subtract", &[Ty::F64; 3]).unwrap();
    for n in 0..70 {
        let a: Vec<f64> = (0..n).map(|i| i as f64 * 1.5).collect();
        let mut b: Vec<f64> = (0..n).map(|i| 100.0 - i as f64).collect();
        let expected: Vec<f64> = a.iter().zip(&b).map(|(x, y)| x - y).collect();
        let ptrs = [a.as_ptr() as *mut u8, b.as_mut_ptr() as *mut u8, b.as_mut_ptr() as *mut u8];
        // SAFETY: three rows of `n` elements, the last two one.
        let _ = unsafe { (kernel.run)(&Ctx::EMPTY, ptrs.as_ptr(), [8; 3].as_ptr(), n) };
        assert_eq!(b, expected);
    }
}

#[test]
fn shifts_by_the_width_and_more() {
    let (r, _) = two::<i32, i32>("left_shift", &[1, 1, 1, 1], &[31, 32, 100, -1], Ty::I32);
    assert_eq!(r, [i32::MIN, 0, 0, 0]);
    let (r, _) = two::<i32, i32>("right_shift", &[-8, -8, 8, -8], &[1, 32, 40, -1], Ty::I32);
    assert_eq!(r, [-4, -1, 0, -1]);
}

#[test]
fn half_precision_rounds_once() {
    let half = |x: f32| half::f16::from_f32(x);
    let (a, b) = ([half(2048.0), half(65504.0)], [half(1.0), half(65504.0)]);
    let (r, status) = two::<half::f16, half::f16>("add", &a, &b, Ty::F16);
    assert_eq!((r[0], r[1]), (half(2048.0), half::f16::INFINITY));
    assert_eq!(status, Status::OVERFLOW);
}

#[test]
fn complex_division_and_magnitude() {
    type C = num_complex::Complex<f64>;
    let (r, status) = two::<C, C>(
        "divide",
        &[C::new(1.0, 2.0), C::new(1.0, 0.0)],
        &[C::new(0.0, 2.0), C::new(0.0, 0.0)],
        Ty::C128,
    );
    assert_eq!(r[0], C::new(1.0, -0.5));
    assert!(r[1].re.is_infinite() && r[1].im.is_nan());
    assert_eq!(status, Status::DIVIDE.with(Status::INVALID));
    let values =
        [C::new(3.0, -4.0), C::new(f64::NAN, f64::NEG_INFINITY), C::new(1e300, 1e300), C::new(0.0, -0.0)];
    let (r, status) = one::<C, f64>("absolute", &values, Ty::F64);
    assert_eq!(r[..2], [5.0, f64::INFINITY]);
    assert!((r[2] / 1e300 - 2f64.sqrt()).abs() < 1e-15 && r[3].to_bits() == 0 && status.is_ok());
}

#[test]
fn neighbours_and_spacing() {
    let (r, _) = one::<f64, f64>("spacing", &[1.0, -2.25, 0.0], Ty::F64);
    assert_eq!(r, [f64::EPSILON, -2.0 * f64::EPSILON, 5e-324]);
    let (r, status) = two::<f64, f64>("nextafter", &[f64::MAX], &[f64::INFINITY], Ty::F64);
    assert_eq!((r[0], status), (f64::INFINITY, Status::OVERFLOW));
}
