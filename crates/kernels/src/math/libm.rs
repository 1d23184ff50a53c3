//! Functions of the C library that the standard library does not offer, or offers less exactly.

use num_complex::{Complex32, Complex64};

// A `_Complex` argument is passed like a struct of its two parts on x86-64 (System V) and aarch64.
#[link(name = "m")]
extern "C" {
    pub fn acosh(x: f64) -> f64;
    pub fn atanh(x: f64) -> f64;

    pub fn cexp(z: Complex64) -> Complex64;
    pub fn clog(z: Complex64) -> Complex64;
    pub fn csqrt(z: Complex64) -> Complex64;
    pub fn csin(z: Complex64) -> Complex64;
    pub fn ccos(z: Complex64) -> Complex64;
    pub fn ctan(z: Complex64) -> Complex64;
    pub fn casin(z: Complex64) -> Complex64;
    pub fn cacos(z: Complex64) -> Complex64;
    pub fn catan(z: Complex64) -> Complex64;
    pub fn csinh(z: Complex64) -> Complex64;
    pub fn ccosh(z: Complex64) -> Complex64;
    pub fn ctanh(z: Complex64) -> Complex64;
    pub fn casinh(z: Complex64) -> Complex64;
    pub fn cacosh(z: Complex64) -> Complex64;
    pub fn catanh(z: Complex64) -> Complex64;
    pub fn cpow(z: Complex64, w: Complex64) -> Complex64;

    pub fn cexpf(z: Complex32) -> Complex32;
    pub fn clogf(z: Complex32) -> Complex32;
    pub fn csqrtf(z: Complex32) -> Complex32;
    pub fn csinf(z: Complex32) -> Complex32;
    pub fn ccosf(z: Complex32) -> Complex32;
    pub fn ctanf(z: Complex32) -> Complex32;
    pub fn casinf(z: Complex32) -> Complex32;
    pub fn cacosf(z: Complex32) -> Complex32;
    pub fn catanf(z: Complex32) -> Complex32;
    pub fn csinhf(z: Complex32) -> Complex32;
    pub fn ccoshf(z: Complex32) -> Complex32;
    pub fn ctanhf(z: Complex32) -> Complex32;
    pub fn casinhf(z: Complex32) -> Complex32;
    pub fn cacoshf(z: Complex32) -> Complex32;
    pub fn catanhf(z: Complex32) -> Complex32;
    pub fn cpowf(z: Complex32, w: Complex32) -> Complex32;
}
