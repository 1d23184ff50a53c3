//! The Python boundary: `numen._core`.
//!
//! | module | what |
//! |---|---|
//! | [`boundary`] | guard of raw entries, argument parsing, exceptions, type objects, interned names |
//! | [`dtype`] | `numpy.dtype` |
//! | [`ndarray`] | the array type: layout, slots, attributes, methods |
//! | [`scalar`] | the scalar types |
//! | [`ufunc`] | ufunc objects, `errstate` |
//! | [`convert`] | Python objects to arrays and back |
//! | [`objects`] | loops, casts and references of object arrays |
//! | [`text`] | `repr` and `str`, print options |
//! | [`functions`] | the functions of the module |
//! | [`linalg`] | factorizations of stacks of matrices |
//! | [`fft`] | Fourier transforms along an axis |

mod boundary;
mod convert;
mod dtype;
mod fft;
mod functions;
mod linalg;
mod ndarray;
mod objects;
mod random;
mod scalar;
mod text;
mod ufunc;

use pyo3::prelude::*;

#[pymodule]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    boundary::init(m)?;
    objects::init();
    dtype::init(m)?;
    ndarray::init(m)?;
    scalar::init(m)?;
    ufunc::init(m)?;
    functions::init(m)?;
    text::init(m)?;
    random::init(m)?;
    linalg::init(m)?;
    fft::init(m)?;
    Ok(())
}
