//! Parameters of distributions: numbers, or arrays that are broadcast.

use crate::boundary::errors::ToPy;
use crate::convert;
use crate::ndarray::object::{array_of, is_array};
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Num};
use numen_shape::Shape;
use pyo3::exceptions::PyValueError;
use pyo3::ffi;
use pyo3::prelude::*;

/// A parameter as it was given: its value, and the object where that has to say its number itself.
pub struct Parameter<'a, 'py> {
    pub value: Value,
    object: Option<&'a Bound<'py, PyAny>>,
}

/// What a parameter stands for. Arrays are contiguous and of float64 (of int64 for counts).
pub enum Value {
    Real(f64),
    Count(i64),
    Array(Array),
}

impl Value {
    pub fn shape(&self) -> &[usize] {
        match self {
            Value::Array(a) => a.shape(),
            _ => &[],
        }
    }

    /// All values as floats, for checks of ranges.
    pub fn reals(&self) -> Box<dyn Iterator<Item = f64> + '_> {
        match self {
            Value::Real(x) => Box::new(std::iter::once(*x)),
            Value::Count(n) => Box::new(std::iter::once(*n as f64)),
            Value::Array(a) if a.dtype().num() == Num::Long => Box::new(counts(a).iter().map(|&n| n as f64)),
            Value::Array(a) => Box::new(reals(a).iter().copied()),
        }
    }
}

/// The elements of a contiguous array of float64.
pub fn reals(a: &Array) -> &[f64] {
    // SAFETY: contiguous and of float64, as the arrays of parameters are.
    unsafe { std::slice::from_raw_parts(a.read().cast(), a.size()) }
}

/// The elements of a contiguous array of int64.
pub fn counts(a: &Array) -> &[i64] {
    // SAFETY: contiguous and of int64, as the arrays of counts are.
    unsafe { std::slice::from_raw_parts(a.read().cast(), a.size()) }
}

/// An object as a contiguous array of a type, of its own memory; arrays only by a safe cast.
pub fn own_array(p: &Bound<'_, PyAny>, num: Num) -> PyResult<Array> {
    let py = p.py();
    let wanted = DType::of(num);
    // SAFETY: the object is alive, and what it lends is copied at once.
    unsafe {
        if is_array(p.as_ptr()) {
            let a = array_of(p.as_ptr());
            if !can_cast(a.dtype(), &wanted, Casting::Safe) {
                return Err(convert::cast_refused(a, &wanted, "safe"));
            }
        }
        let a = convert::array_as(py, p.as_ptr(), &wanted)?;
        numen_exec::copy(&a, Order::C).py(py)
    }
}

impl<'a, 'py> Parameter<'a, 'py> {
    /// A real parameter, or (`integer`) a count.
    pub fn new(p: &'a Bound<'py, PyAny>, integer: bool) -> PyResult<Self> {
        if !integer {
            if let Ok(x) = p.cast_exact::<pyo3::types::PyFloat>() {
                return Ok(Parameter { value: Value::Real(x.value()), object: None });
            }
        }
        if let Ok(n) = p.cast_exact::<pyo3::types::PyInt>() {
            let value = if integer { Value::Count(count_of(n)?) } else { Value::Real(real_of(n)?) };
            return Ok(Parameter { value, object: None });
        }
        let a = own_array(p, if integer { Num::Long } else { Num::Double })?;
        let value = match (a.ndim(), integer) {
            (0, false) => Value::Real(reals(&a)[0]),
            (0, true) => Value::Count(counts(&a)[0]),
            _ => Value::Array(a),
        };
        Ok(Parameter { value, object: Some(p) })
    }

    /// Asks the object for its number, as is done where all parameters are numbers.
    pub fn ask_again(&mut self) -> PyResult<()> {
        let Some(object) = self.object.take() else { return Ok(()) };
        match &mut self.value {
            Value::Real(x) => *x = real_of(object)?,
            Value::Count(n) => {
                // SAFETY: the object is alive; a new reference or an error comes back.
                let int = unsafe {
                    Bound::from_owned_ptr_or_err(object.py(), ffi::PyNumber_Long(object.as_ptr()))?
                };
                *n = count_of(&int)?;
            }
            Value::Array(_) => {}
        }
        Ok(())
    }
}

/// The float that an object says it is.
pub fn real_of(p: &Bound<'_, PyAny>) -> PyResult<f64> {
    // SAFETY: the object is alive.
    let x = unsafe { ffi::PyFloat_AsDouble(p.as_ptr()) };
    match PyErr::take(p.py()) {
        Some(e) if x == -1.0 => Err(e),
        _ => Ok(x),
    }
}

fn count_of(p: &Bound<'_, PyAny>) -> PyResult<i64> {
    // SAFETY: the object is alive.
    unsafe { convert::int(p.py(), p.as_ptr()) }
}

/// The shape that `size` says, or `None` for None.
pub fn size_of(size: &Bound<'_, PyAny>) -> PyResult<Option<Shape>> {
    if size.is_none() {
        return Ok(None);
    }
    // SAFETY: the object is alive.
    unsafe { convert::shape(size.py(), size.as_ptr()).map(Some) }
}

/// The shape of the result of draws with parameters of these shapes: `size`, which they have to fit, or theirs.
pub fn output_shape(size: Option<&[usize]>, parameters: &[&[usize]]) -> PyResult<Shape> {
    let Some(size) = size else { return convert::broadcast_arguments(parameters) };
    let mut all = vec![size];
    all.extend(parameters);
    let common = convert::broadcast_arguments(&all)?;
    if common.as_slice() != size {
        return Err(PyValueError::new_err(format!(
            "Output size {} is not compatible with broadcast dimensions of inputs {}.",
            numen_shape::show(size),
            numen_shape::show(&common)
        )));
    }
    Ok(common)
}
