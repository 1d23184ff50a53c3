//! Special values, flags, exact cases and spot checks of accuracy at the level in use.

use super::find;
use crate::{Ctx, Element, Status, Ty};
use half::f16;
use num_complex::Complex64;

/// Runs a kernel over contiguous operands.
fn run<T: Element + Default>(name: &str, inputs: &[&[T]]) -> (Vec<T>, Status) {
    let types = vec![T::TY; inputs.len() + 1];
    let kernel = find(name, &types).expect("the kernel is built");
    let n = inputs[0].len();
    let mut out = vec![T::default(); n];
    let mut pointers: Vec<*mut u8> = inputs.iter().map(|x| x.as_ptr() as *mut u8).collect();
    pointers.push(out.as_mut_ptr() as *mut u8);
    let strides = vec![size_of::<T>() as isize; pointers.len()];
    // SAFETY: all operands hold `n` elements; inputs are only read.
    let status = unsafe { (kernel.run)(&Ctx::EMPTY, pointers.as_ptr(), strides.as_ptr(), n) };
    (out, status)
}

fn at(name: &str, x: f64) -> (f64, Status) {
    let (r, status) = run(name, &[&[x]]);
    (r[0], status)
}

fn at2(name: &str, x: f64, y: f64) -> (f64, Status) {
    let (r, status) = run(name, &[&[x], &[y]]);
    (r[0], status)
}

/// Deterministic numbers in [low, high).
fn spread(n: usize, low: f64, high: f64) -> Vec<f64> {
    (0..n).map(|i| low + (high - low) * ((i as f64 * 0.618_033_988_749_894_9).fract())).collect()
}

fn ulps(a: f64, b: f64) -> f64 {
    if a == b || (a.is_nan() && b.is_nan()) {
        return 0.0;
    }
    (a - b).abs() / (f64::from_bits(b.abs().to_bits() + 1) - b.abs())
}

const UNARY: [&str; 25] = [
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "sin", "cos", "tan", "arcsin",
    "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "deg2rad", "rad2deg",
    "degrees", "radians",
];
const BINARY: [&str; 7] =
    ["arctan2", "hypot", "power", "float_power", "logaddexp", "logaddexp2", "nextafter"];

#[test]
fn every_loop_is_there() {
    for t in [Ty::F16, Ty::F32, Ty::F64] {
        assert!(UNARY.iter().chain(&["spacing"]).all(|name| find(name, &[t, t]).is_some()));
        assert!(BINARY.iter().all(|name| find(name, &[t, t, t]).is_some()));
    }
    for t in [Ty::C64, Ty::C128] {
        let real = ["cbrt", "deg2rad", "rad2deg", "degrees", "radians"];
        assert!(UNARY.iter().filter(|n| !real.contains(n)).all(|name| find(name, &[t, t]).is_some()));
        assert!(find("power", &[t, t, t]).is_some());
    }
    assert!(find("exp", &[Ty::I64, Ty::I64]).is_none());
    assert!(find("exp", &[Ty::F32, Ty::F64]).is_none());
}

#[test]
fn flags_are_raised_where_they_belong_and_nowhere_else() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let cases = [
        ("exp", 1000.0, inf, Status::OVERFLOW),
        ("exp", -1000.0, 0.0, Status::UNDERFLOW),
        ("exp", inf, inf, Status::OK),
        ("exp", -inf, 0.0, Status::OK),
        ("exp2", 1024.0, inf, Status::OVERFLOW),
        ("expm1", 1000.0, inf, Status::OVERFLOW),
        ("expm1", -inf, -1.0, Status::OK),
        ("log", 0.0, -inf, Status::DIVIDE),
        ("log", -0.0, -inf, Status::DIVIDE),
        ("log", -1.0, nan, Status::INVALID),
        ("log", inf, inf, Status::OK),
        ("log2", 0.0, -inf, Status::DIVIDE),
        ("log10", -1.0, nan, Status::INVALID),
        ("log1p", -1.0, -inf, Status::DIVIDE),
        ("log1p", -2.0, nan, Status::INVALID),
        ("sqrt", -1.0, nan, Status::INVALID),
        ("sqrt", -0.0, -0.0, Status::OK),
        ("cbrt", -inf, -inf, Status::OK),
        ("sin", inf, nan, Status::INVALID),
        ("cos", -inf, nan, Status::INVALID),
        ("tan", inf, nan, Status::INVALID),
        ("arcsin", 1.5, nan, Status::INVALID),
        ("arccos", -1.5, nan, Status::INVALID),
        ("arctan", inf, std::f64::consts::FRAC_PI_2, Status::OK),
        ("sinh", -1000.0, -inf, Status::OVERFLOW),
        ("cosh", 1000.0, inf, Status::OVERFLOW),
        ("tanh", -inf, -1.0, Status::OK),
        ("arcsinh", -inf, -inf, Status::OK),
        ("arccosh", 0.5, nan, Status::INVALID),
        ("arccosh", 1.0, 0.0, Status::OK),
        ("arctanh", 1.0, inf, Status::DIVIDE),
        ("arctanh", -2.0, nan, Status::INVALID),
    ];
    for (name, x, expected, flags) in cases {
        let (r, status) = at(name, x);
        assert!(
            ulps(r, expected) == 0.0 && r.is_sign_negative() == expected.is_sign_negative() || r.is_nan()
        );
        assert_eq!(r.is_nan(), expected.is_nan(), "{name}({x})");
        assert_eq!(status, flags, "{name}({x})");
    }
    for name in UNARY {
        let (r, status) = at(name, nan);
        assert!(r.is_nan() && status.is_ok(), "{name}(nan)");
    }
}

#[test]
fn flags_of_two_variables() {
    let (inf, nan) = (f64::INFINITY, f64::NAN);
    let cases = [
        ("power", 0.0, -1.0, inf, Status::DIVIDE),
        ("power", -0.0, -1.0, -inf, Status::DIVIDE),
        ("power", -2.0, 0.5, nan, Status::INVALID),
        ("power", -2.0, 3.0, -8.0, Status::OK),
        ("power", 10.0, 400.0, inf, Status::OVERFLOW),
        ("power", 10.0, -400.0, 0.0, Status::UNDERFLOW),
        ("power", nan, 0.0, 1.0, Status::OK),
        ("power", 1.0, nan, 1.0, Status::OK),
        ("power", -1.0, inf, 1.0, Status::OK),
        ("power", 0.5, inf, 0.0, Status::OK),
        ("hypot", inf, nan, inf, Status::OK),
        ("hypot", nan, -inf, inf, Status::OK),
        ("hypot", 1e308, 1.7e308, inf, Status::OVERFLOW),
        ("hypot", 0.0, -0.0, 0.0, Status::OK),
        ("arctan2", 0.0, -1.0, std::f64::consts::PI, Status::OK),
        ("arctan2", -0.0, -1.0, -std::f64::consts::PI, Status::OK),
        ("arctan2", -0.0, 0.0, -0.0, Status::OK),
        ("arctan2", inf, -inf, 3.0 * std::f64::consts::FRAC_PI_4, Status::OK),
        ("logaddexp", -inf, -inf, -inf, Status::OK),
        ("logaddexp", inf, -inf, inf, Status::OK),
        ("logaddexp2", 3.0, 3.0, 4.0, Status::OK),
        ("nextafter", 1.0, 2.0, 1.0 + f64::EPSILON, Status::OK),
    ];
    for (name, x, y, expected, flags) in cases {
        let (r, status) = at2(name, x, y);
        assert!(
            r.to_bits() == expected.to_bits() || (r.is_nan() && expected.is_nan()),
            "{name}({x}, {y}): {r}"
        );
        assert_eq!(status, flags, "{name}({x}, {y})");
    }
}

#[test]
fn results_that_are_exact() {
    for k in 0..=22 {
        assert_eq!(at("log10", 10f64.powi(k)).0, k as f64);
    }
    for k in -1074..1024i32 {
        let power = if k < -1022 { f64::from_bits(1 << (k + 1074)) } else { 2f64.powi(k) };
        assert_eq!(at("exp2", k as f64).0, power);
        assert_eq!(at("log2", power).0, k as f64);
    }
    for k in 0..200_000 {
        let x = k as f64;
        assert_eq!(at("cbrt", x * x * x).0, x);
    }
    for k in 0..33 {
        assert_eq!(at2("power", 3.0, k as f64).0, 3f64.powi(k));
        assert_eq!(at2("power", -3.0, k as f64).0, (-3f64).powi(k));
    }
    let far = 2f64.powi(600);
    assert_eq!(at2("hypot", 3.0 * far, 4.0 * far).0, 5.0 * far);
    assert_eq!(at("exp", 0.0).0, 1.0);
    assert_eq!(at("cos", 0.0).0, 1.0);
}

#[test]
fn odd_functions_keep_the_sign_of_zero() {
    for name in
        ["expm1", "log1p", "cbrt", "sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arcsinh", "arctanh"]
    {
        let (r, status) = run(name, &[&[0.0f64, -0.0]]);
        assert!(r[0].to_bits() == 0 && r[1].to_bits() == 1 << 63 && status.is_ok(), "{name}");
    }
}

/// The nearest results, from 300 binary digits.
#[test]
fn the_last_place() {
    let cases = [
        ("sin", std::f64::consts::PI, 1.2246467991473532e-16),
        ("sin", 1e22, -0.8522008497671888),
        // The numbers below 2^29 nearest to multiples of pi/2.
        ("cos", 45.553093477052, -6.189806365883577e-19),
        ("cos", 14461176.67027838, -1.6985038298986004e-18),
        ("sin", 28922353.34055676, 3.3970076597972008e-18),
        ("cos", std::f64::consts::FRAC_PI_2, 6.123233995736766e-17),
        ("tan", std::f64::consts::FRAC_PI_2, 1.633123935319537e16),
        ("exp", 1.0, std::f64::consts::E),
        ("log", 1.0000000000000002, 2.2204460492503128e-16),
        ("log1p", 1e-300, 1e-300),
        ("tanh", 1e-5, 9.999999999666668e-06),
        ("arcsin", 1.0, std::f64::consts::FRAC_PI_2),
        ("arccos", -1.0, std::f64::consts::PI),
    ];
    for (name, x, expected) in cases {
        let r = at(name, x).0;
        assert!(ulps(r, expected) <= 1.0, "{name}({x}) = {r:?}");
    }
}

#[test]
fn close_to_the_c_library() {
    let cases: [(&str, fn(f64) -> f64, f64, f64); 14] = [
        ("exp", f64::exp, -700.0, 700.0),
        ("exp2", f64::exp2, -1000.0, 1000.0),
        ("expm1", f64::exp_m1, -2.0, 2.0),
        ("log", f64::ln, 0.1, 10.0),
        ("log2", f64::log2, 0.1, 10.0),
        ("log1p", f64::ln_1p, -0.9, 3.0),
        ("sin", f64::sin, -1e5, 1e5),
        ("cos", f64::cos, -1e5, 1e5),
        ("tan", f64::tan, -1e5, 1e5),
        ("arctan", f64::atan, -9.0, 9.0),
        ("arcsin", f64::asin, -1.0, 1.0),
        ("arccos", f64::acos, -1.0, 1.0),
        ("sinh", f64::sinh, -9.0, 9.0),
        ("cosh", f64::cosh, -9.0, 9.0),
    ];
    for (name, reference, low, high) in cases {
        let x = spread(20_000, low, high);
        let (r, _) = run(name, &[&x]);
        let single: Vec<f32> = x.iter().map(|&v| v as f32).collect();
        let (s, _) = run(name, &[&single]);
        for i in 0..x.len() {
            assert!(ulps(r[i], reference(x[i])) <= 2.5, "{name}({:?}) = {:?}", x[i], r[i]);
            let nearest = reference(single[i] as f64) as f32;
            let apart = (s[i].to_bits() as i64 - nearest.to_bits() as i64).abs();
            assert!(apart <= 1, "{name}({:?}f32) = {:?}", single[i], s[i]);
        }
    }
}

#[test]
fn strides_lengths_and_exact_in_place_make_no_difference() {
    for name in ["exp", "log", "sin", "tanh", "cbrt"] {
        let kernel = find(name, &[Ty::F64, Ty::F64]).unwrap().run;
        for n in 0..40 {
            let x = spread(n, 0.1, 5.0);
            let (expected, _) = run(name, &[&x]);
            let mut wide = vec![0.0; 3 * n + 1];
            for i in 0..n {
                wide[3 * i] = x[i];
            }
            let p = wide.as_mut_ptr() as *mut u8;
            // SAFETY: `n` elements at a stride of three, in place.
            let _ = unsafe { kernel(&Ctx::EMPTY, [p, p].as_ptr(), [24isize, 24].as_ptr(), n) };
            assert!((0..n).all(|i| wide[3 * i] == expected[i]), "{name} {n}");
            let mut same = x.clone();
            let p = same.as_mut_ptr() as *mut u8;
            // SAFETY: `n` contiguous elements, in place.
            let _ = unsafe { kernel(&Ctx::EMPTY, [p, p].as_ptr(), [8isize, 8].as_ptr(), n) };
            assert_eq!(same, expected, "{name} {n}");
        }
    }
}

#[test]
fn a_binary_kernel_reduces_into_one_element() {
    let mut x = spread(100, 0.1, 5.0);
    let kernel = find("hypot", &[Ty::F64; 3]).unwrap().run;
    let mut sum = 0.0f64;
    let o = &mut sum as *mut f64 as *mut u8;
    let p = [o, x.as_mut_ptr() as *mut u8, o];
    // SAFETY: one element, a hundred elements, the same one element.
    let _ = unsafe { kernel(&Ctx::EMPTY, p.as_ptr(), [0isize, 8, 0].as_ptr(), 100) };
    let expected = x.iter().map(|v| v * v).sum::<f64>().sqrt();
    assert!((sum - expected).abs() < 1e-13 * expected);
}

#[test]
fn half_precision_rounds_once_and_reports_it() {
    let x: Vec<f16> = [1.0, 12.0, -20.0].map(f16::from_f32).to_vec();
    let (r, status) = run("exp", &[&x]);
    assert_eq!(r[0], f16::from_f32(std::f32::consts::E));
    assert!(r[1].is_infinite() && r[2] == f16::from_f32(0.0));
    assert_eq!(status, Status::OVERFLOW.with(Status::UNDERFLOW));
}

#[test]
fn neighbours_of_numbers() {
    assert_eq!(at("spacing", 1.0), (f64::EPSILON, Status::OK));
    assert_eq!(at("spacing", -1.0), (-f64::EPSILON, Status::OK));
    assert_eq!(at("spacing", 0.0).0, 5e-324);
    assert!(at("spacing", f64::INFINITY).0.is_nan());
    assert_eq!(at2("nextafter", 0.0, -1.0).0, -5e-324);
}

#[test]
fn complex_powers() {
    let z = [Complex64::new(1.0, 2.0)];
    let power = |w: f64| run("power", &[&z, &[Complex64::new(w, 0.0)]]).0[0];
    assert_eq!(power(0.0), Complex64::new(1.0, 0.0));
    assert_eq!(power(2.0), Complex64::new(-3.0, 4.0));
    assert_eq!(power(-1.0), Complex64::new(0.2, -0.4));
    let zero = [Complex64::new(0.0, 0.0)];
    let (r, status) = run("power", &[&zero, &[Complex64::new(-1.0, 0.0)]]);
    assert!(r[0].re.is_nan() && r[0].im.is_nan() && status == Status::INVALID);
    let (r, _) = run("log", &[&[Complex64::new(-1.0, -0.0)]]);
    assert_eq!(r[0], Complex64::new(0.0, -std::f64::consts::PI));
}
