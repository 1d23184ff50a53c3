//! Fourier transforms along one axis, as `_core._fft_line`; the functions that users see are Python
//! (`numen.fft`).

mod lines;

use crate::boundary::args::{index, is_none, Call};
use crate::boundary::call::new_ref;
use crate::boundary::errors::{class, ToPy};
use crate::boundary::types::method;
use crate::convert;
use crate::ndarray::object::{array_of, is_array, NdArray};
use lines::{run, Item, Shapes};
use num_complex::Complex;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Num};
use numen_fft::{Real, Transform};
use numen_shape::{normalize_axis, Shape};
use pyo3::exceptions::{PyIndexError, PyMemoryError, PyTypeError, PyValueError};
use pyo3::ffi::PyObject;
use pyo3::prelude::*;

/// The transform asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Forward,
    Inverse,
    /// Real numbers to half of the complex ones.
    Half,
    /// Back.
    Back,
}

impl Asked {
    /// What messages call it.
    fn name(self, n: usize) -> &'static str {
        match self {
            Asked::Forward => "fft",
            Asked::Inverse => "ifft",
            Asked::Half if n.is_multiple_of(2) => "rfft_n_even",
            Asked::Half => "rfft_n_odd",
            Asked::Back => "irfft",
        }
    }

    /// The factor, each step rounded by `round` to the type it is computed in.
    fn factor(self, n: usize, norm: &str, round: fn(f64) -> f64) -> f64 {
        let inverse = matches!(self, Asked::Inverse | Asked::Back);
        match norm {
            "ortho" => round(1.0 / round(round(n as f64).sqrt())),
            _ if (norm == "forward") == inverse => 1.0,
            _ => round(1.0 / round(n as f64)),
        }
    }
}

crate::signature!(LINE: "fft", 6, 6, 0; "a", "n", "axis", "norm", "out", "kind");

unsafe fn fft_line(py: Python<'_>, call: Call) -> PyResult<*mut PyObject> {
    let [a, n, axis, norm, out, kind] = LINE.parse(call)?;
    let asked = match index(py, kind)? {
        0 => Asked::Forward,
        1 => Asked::Inverse,
        2 => Asked::Half,
        _ => Asked::Back,
    };
    line(py, asked, a, n, axis, norm, out)
}

unsafe fn line(
    py: Python<'_>,
    asked: Asked,
    a: *mut PyObject,
    n: *mut PyObject,
    axis: *mut PyObject,
    norm: *mut PyObject,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    let x = convert::array(py, a)?;
    let axis = convert::axis(py, axis)?;
    let n = points(py, asked, &x, n, axis)?;
    let norm = norm_name(py, norm)?;
    check_type(py, asked, &x, n)?;
    let at = normalize_axis(axis, x.ndim()).py(py)?;
    let single = matches!(x.dtype().num(), Num::Half | Num::Float | Num::CFloat);
    let round: fn(f64) -> f64 = match x.dtype().num() {
        // NumPy computes the factor in the input's precision.
        Num::Half if n <= 1 << 15 => |v| half::f16::from_f64(v).to_f64(),
        _ if single => |v| (v as f32).into(),
        _ => |v| v,
    };
    let factor = asked.factor(n, &norm, round);
    let r = if single {
        transformed::<f32>(py, asked, &x, n, at, factor as f32)?
    } else {
        transformed::<f64>(py, asked, &x, n, at, factor)?
    };
    let r = if asked == Asked::Back && x.dtype().num() == Num::Half {
        numen_exec::astype(&r, x.dtype(), Order::K).py(py)?.0
    } else {
        r
    };
    if is_none(out) {
        return Ok(NdArray::wrap(py, r)?.cast());
    }
    store(py, asked, n, &r, out)
}

unsafe fn norm_name(py: Python<'_>, norm: *mut PyObject) -> PyResult<String> {
    if is_none(norm) {
        return Ok("backward".to_string());
    }
    let name = Bound::from_borrowed_ptr(py, norm).str()?.to_string();
    if !matches!(name.as_str(), "backward" | "ortho" | "forward") {
        return Err(PyValueError::new_err(format!(
            "Invalid norm value {name}; should be \"backward\",\"ortho\" or \"forward\"."
        )));
    }
    Ok(name)
}

/// The number of points: as given, or the axis' length.
unsafe fn points(py: Python<'_>, asked: Asked, x: &Array, n: *mut PyObject, axis: i64) -> PyResult<usize> {
    let n = if is_none(n) {
        let at = if axis < 0 { axis + x.ndim() as i64 } else { axis };
        let len = usize::try_from(at).ok().and_then(|at| x.shape().get(at));
        let len = *len.ok_or_else(|| PyIndexError::new_err("tuple index out of range"))? as isize;
        if asked == Asked::Back {
            (len - 1) * 2
        } else {
            len
        }
    } else {
        index(py, n)?
    };
    if n < 1 {
        return Err(PyValueError::new_err(format!("Invalid number of FFT data points ({n}) specified.")));
    }
    Ok(n as usize)
}

fn check_type(py: Python<'_>, asked: Asked, x: &Array, n: usize) -> PyResult<()> {
    let d = x.dtype();
    if d.is_number() && !(asked == Asked::Half && d.is_complex()) {
        return Ok(());
    }
    if !d.is_number() {
        // Types that have nothing in common with floats say so themselves.
        let module = PyModule::import(py, "numen._core")?;
        // SAFETY: a new reference.
        let dtype = unsafe { Bound::from_owned_ptr(py, crate::dtype::new_object(py, d)?) };
        module.getattr("result_type")?.call1((dtype, 1.0))?;
    }
    Err(PyTypeError::new_err(format!(
        "ufunc '{}' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
        asked.name(n)
    )))
}

/// The transform along axis `at`, times the factor, in a new array ordered in memory as the input is.
fn transformed<T: Precision>(
    py: Python<'_>,
    asked: Asked,
    x: &Array,
    n: usize,
    at: usize,
    factor: T,
) -> PyResult<Array> {
    let real_in = !x.dtype().is_complex() && asked != Asked::Back;
    let points = if asked == Asked::Half { n / 2 + 1 } else { n };
    let source = DType::of(if real_in { T::REAL } else { T::COMPLEX });
    let behaved = if *x.dtype() == source && x.is_behaved() {
        x.view()
    } else {
        numen_exec::astype(x, &source, Order::K).py(py)?.0
    };
    let result = DType::of(if asked == Asked::Back { T::REAL } else { T::COMPLEX });
    let mut shape: Shape = x.shape().into();
    shape[at] = points;
    numen_shape::checked_bytes(&shape, result.itemsize()).py(py)?;
    // Strides of a new array of this shape whose axes are ordered as the input's.
    let strides = match (x.is_c_contiguous(), x.is_f_contiguous()) {
        (true, _) => numen_shape::c_strides(&shape, result.itemsize()),
        (false, true) => numen_shape::f_strides(&shape, result.itemsize()),
        _ => numen_shape::ordered_strides(&shape, result.itemsize(), x.strides()),
    };
    let out = Array::empty_with_strides(result, &shape, strides).py(py)?;
    // A plan asks for memory itself, and takes no for an answer badly.
    let room = n.saturating_mul(4 * std::mem::size_of::<Complex<T>>());
    if Vec::<u8>::new().try_reserve_exact(room).is_err() {
        return Err(too_long(n));
    }
    let transform = match asked {
        Asked::Forward | Asked::Inverse if real_in => Transform::<T>::real_to_all(n, asked == Asked::Inverse),
        Asked::Forward | Asked::Inverse => Transform::complex(n, asked == Asked::Inverse),
        Asked::Half => Transform::real_to_half(n),
        Asked::Back => Transform::half_to_real(n),
    };
    let shapes = Shapes { input: &behaved, out: &out, axis: at };
    let done = match (real_in, asked == Asked::Back) {
        (true, _) => run::<T, T, Complex<T>>(&transform, &shapes, factor),
        (false, false) => run::<T, Complex<T>, Complex<T>>(&transform, &shapes, factor),
        (false, true) => run::<T, Complex<T>, T>(&transform, &shapes, factor),
    };
    if done {
        Ok(out)
    } else {
        Err(too_long(n))
    }
}

fn too_long(n: usize) -> PyErr {
    PyMemoryError::new_err(format!("Unable to allocate memory for a transform of {n} points"))
}

/// The result written into an array that was given for it.
unsafe fn store(
    py: Python<'_>,
    asked: Asked,
    n: usize,
    r: &Array,
    out: *mut PyObject,
) -> PyResult<*mut PyObject> {
    if !is_array(out) {
        return Err(PyTypeError::new_err("return arrays must be of ArrayType"));
    }
    let target = array_of(out);
    if target.shape() != r.shape() {
        return Err(PyValueError::new_err("output array has wrong shape."));
    }
    if !target.is_writeable() {
        return Err(PyValueError::new_err("output array is read-only"));
    }
    if !can_cast(r.dtype(), target.dtype(), Casting::SameKind) {
        let m = format!(
            "Cannot cast ufunc '{}' output from {} to {} with casting rule 'same_kind'",
            asked.name(n),
            r.dtype().repr(),
            target.dtype().repr()
        );
        return Err(PyErr::from_type(class(py, "UFuncTypeError")?, (m,)));
    }
    let s = numen_exec::assign(target, r, None).py(py)?;
    convert::report(py, s)?;
    Ok(new_ref(out))
}

/// The types of a precision.
trait Precision: Real + Item<Self> {
    const REAL: Num;
    const COMPLEX: Num;
}

impl Precision for f32 {
    const REAL: Num = Num::Float;
    const COMPLEX: Num = Num::CFloat;
}

impl Precision for f64 {
    const REAL: Num = Num::Double;
    const COMPLEX: Num = Num::CDouble;
}

/// Puts the function into the module.
pub fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let definitions = vec![method(
        "_fft_line",
        crate::c_function!(fft_line),
        "_fft_line(a, n, axis, norm, out, kind)\n--\n\nOne transform along an axis.",
    )];
    crate::functions::add(m, definitions)
}
