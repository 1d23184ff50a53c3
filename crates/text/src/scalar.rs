//! Scalars on their own: `str` and `repr` of numbers.

use crate::float::digits::Digits;
use crate::float::{ascii, write_positional, write_scientific, Positional, Scientific, Trim, Width};
use crate::options::Legacy;

/// Whether a number of this size is written without an exponent.
fn is_positional(x: f64, width: Width, legacy: Legacy) -> bool {
    let limit = match width {
        _ if legacy <= Legacy::V2_2 => 1e16,
        Width::F16 => 1e3,
        Width::F32 => 1e6,
        Width::F64 => 1e16,
    };
    let a = x.abs();
    a == 0.0 || (1e-4..limit).contains(&a)
}

fn write(x: f64, width: Width, legacy: Legacy, trim: Trim, sign: bool, d: &mut Digits, out: &mut Vec<u8>) {
    if is_positional(x, width, legacy) {
        write_positional(x, width, &Positional { trim, sign, ..Default::default() }, d, out);
    } else {
        let trim = Trim::PointAndZeros;
        write_scientific(x, width, &Scientific { trim, sign, ..Default::default() }, d, out);
    }
}

/// `str` of a floating-point scalar: `0.1`, `1e+16`, `nan`.
pub fn float_str(x: f64, width: Width, legacy: Legacy) -> String {
    let mut out = Vec::with_capacity(24);
    write_float_str(x, width, legacy, &mut out);
    ascii(out)
}

/// Appends what [`float_str`] returns.
pub fn write_float_str(x: f64, width: Width, legacy: Legacy, out: &mut Vec<u8>) {
    if legacy <= Legacy::V1_13 {
        return old::write(x, if width == Width::F64 { 12 } else { 6 }, true, false, out);
    }
    write(x, width, legacy, Trim::LeaveOneZero, false, &mut Digits::new(), out);
}

/// `repr` of a floating-point scalar, without the wrapping `np.float64(...)`. It differs from `str` in
/// legacy mode 1.13 only.
pub fn float_repr(x: f64, width: Width, legacy: Legacy) -> String {
    if legacy <= Legacy::V1_13 {
        let mut out = Vec::new();
        old::write(x, if width == Width::F64 { 17 } else { 8 }, true, false, &mut out);
        return ascii(out);
    }
    float_str(x, width, legacy)
}

/// `str` of a complex scalar: `(1+2j)`, `2j`.
pub fn complex_str(re: f64, im: f64, width: Width, legacy: Legacy) -> String {
    let mut out = Vec::with_capacity(48);
    let digits = if width == Width::F64 { 12 } else { 6 };
    write_complex(re, im, width, legacy, digits, &mut out);
    ascii(out)
}

/// `repr` of a complex scalar, without the wrapping type name.
pub fn complex_repr(re: f64, im: f64, width: Width, legacy: Legacy) -> String {
    let mut out = Vec::with_capacity(48);
    let digits = if width == Width::F64 { 17 } else { 8 };
    write_complex(re, im, width, legacy, digits, &mut out);
    ascii(out)
}

/// Appends what [`complex_str`] returns.
pub fn write_complex_str(re: f64, im: f64, width: Width, legacy: Legacy, out: &mut Vec<u8>) {
    write_complex(re, im, width, legacy, if width == Width::F64 { 12 } else { 6 }, out);
}

fn write_complex(re: f64, im: f64, width: Width, legacy: Legacy, digits: u32, out: &mut Vec<u8>) {
    let mut d = Digits::new();
    let mut part = |x: f64, sign: bool, out: &mut Vec<u8>| {
        if legacy <= Legacy::V1_13 {
            old::write(x, digits, false, sign, out);
        } else {
            write(x, width, legacy, Trim::PointAndZeros, sign, &mut d, out);
        }
    };
    let unit: &[u8] = if legacy <= Legacy::V1_13 && !im.is_finite() { b"*j" } else { b"j" };
    if re == 0.0 && !re.is_sign_negative() {
        part(im, false, out);
        out.extend_from_slice(unit);
        return;
    }
    out.push(b'(');
    part(re, false, out);
    if im.is_nan() {
        out.push(b'+');
    }
    part(im, true, out);
    out.extend_from_slice(unit);
    out.push(b')');
}

/// Releases before 1.14 printed scalars with C's `%.{digits}g`.
mod old {
    use crate::float::digits::Digits;
    use crate::float::{write_positional, write_scientific, Positional, Scientific, Trim, Width};

    pub(super) fn write(x: f64, digits: u32, point: bool, sign: bool, out: &mut Vec<u8>) {
        let mut d = Digits::new();
        let precision = digits as i32 - 1;
        let trim = Trim::PointAndZeros;
        let s = Scientific { precision, unique: false, trim, sign, ..Default::default() };
        let start = out.len();
        write_scientific(x, Width::F64, &s, &mut d, out);
        // `%g` decides by the exponent of the rounded number.
        if !x.is_finite() || !(-4..=precision).contains(&d.exponent()) {
            // C drops the point that NumPy's scientific form leaves behind trimmed zeros.
            if let Some(p) = out[start..].windows(2).position(|w| w == b".e") {
                out.remove(start + p);
            }
            return;
        }
        let precision = precision - d.exponent();
        out.truncate(start);
        let trim = if point { Trim::LeaveOneZero } else { trim };
        let p = Positional { precision, unique: false, trim, sign, ..Default::default() };
        write_positional(x, Width::F64, &p, &mut d, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_switch_notation_by_width() {
        let show = |x, w| float_str(x, w, Legacy::Current);
        for (x, want) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (1e16, "1e+16"),
            (9.99e15, "9990000000000000.0"),
            (1e-4, "0.0001"),
            (9.9e-5, "9.9e-05"),
            (5e-324, "5e-324"),
            (f64::NAN, "nan"),
            (f64::NEG_INFINITY, "-inf"),
        ] {
            assert_eq!(show(x, Width::F64), want);
        }
        assert_eq!(show(0.1f32 as f64, Width::F32), "0.1");
        assert_eq!(show(1e6, Width::F32), "1e+06");
        assert_eq!(show(1000.0, Width::F16), "1e+03");
        assert_eq!(float_str(1e7, Width::F32, Legacy::V2_2), "10000000.0");
        assert_eq!(float_repr(1.0 / 3.0, Width::F64, Legacy::V1_13), "0.33333333333333331");
        assert_eq!(float_str(0.1, Width::F64, Legacy::V1_13), "0.1");
        assert_eq!(float_str(1e16, Width::F64, Legacy::V1_13), "1e+16");
    }

    #[test]
    fn complex_numbers() {
        let show = |re, im| complex_str(re, im, Width::F64, Legacy::Current);
        assert_eq!(show(1.0, 2.0), "(1+2j)");
        assert_eq!(show(0.0, 2.0), "2j");
        assert_eq!(show(-0.0, -0.0), "(-0-0j)");
        assert_eq!(show(0.0, -0.0), "-0j");
        assert_eq!(show(f64::NAN, f64::INFINITY), "(nan+infj)");
        assert_eq!(show(1.0, f64::NAN), "(1+nanj)");
        assert_eq!(show(0.0, f64::NAN), "nanj");
        assert_eq!(show(1e16, 1e-5), "(1e+16+1e-05j)");
    }
}
