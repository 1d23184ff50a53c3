//! The native object: fills arrays with draws from a bit generator.

use super::bits::{on_source, Bits};
use super::lock::Lock;
use super::parallel::fill_uniform;
use super::parameters::{counts, own_array, real_of, reals, size_of};
use crate::boundary::call::owned;
use crate::boundary::errors::ToPy;
use crate::convert;
use crate::functions::quick::as_doubles;
use crate::ndarray::object::{array_of, is_array, NdArray};
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_random::bitgen::BitGenerator;
use numen_random::dist::Aux;
use numen_random::integers::{self, BoundedInt, IntBuffer, Method};
use numen_random::{generator, multivariate};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyInt};
use pyo3::{PyTraverseError, PyVisit};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The sum of all probabilities but the last may exceed one by rounding.
const SUM_LIMIT: f64 = 1.0 + 1e-12;

/// A bit generator with what the distributions of one `Generator` or `RandomState` keep between calls.
#[pyclass(name = "_Random", module = "numen._core", frozen)]
pub struct Random {
    bits: Py<Bits>,
    aux: Mutex<Aux>,
    lock: Py<PyAny>,
    /// The lock where it is one of ours.
    own_lock: Option<Py<Lock>>,
}

/// The lock of a bit generator while it is held.
struct Held<'py>(Bound<'py, PyAny>);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Ok(own) = self.0.cast_exact::<Lock>() {
            own.get().give_back();
            return;
        }
        let py = self.0.py();
        if let Err(e) = self.0.call_method1("__exit__", (py.None(), py.None(), py.None())) {
            e.write_unraisable(py, Some(&self.0));
        }
    }
}

impl Random {
    #[inline(always)]
    pub fn bits(&self) -> &Bits {
        self.bits.get()
    }

    #[inline(always)]
    pub fn aux(&self) -> MutexGuard<'_, Aux> {
        self.aux.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Draws under the lock. Where nobody holds one of ours, nobody can take it meanwhile, for `draw` runs no Python code
    /// and the interpreter's lock is ours.
    #[inline(always)]
    pub fn locked<R>(&self, py: Python<'_>, draw: impl FnOnce() -> R) -> PyResult<R> {
        if self.own_lock.as_ref().is_some_and(|lock| lock.get().is_free()) {
            return Ok(draw());
        }
        let _held = self.hold(py)?;
        Ok(draw())
    }

    /// Takes the lock.
    #[cold]
    fn hold<'py>(&self, py: Python<'py>) -> PyResult<Held<'py>> {
        match &self.own_lock {
            Some(lock) => drop(lock.get().take_or_wait(py, None)?),
            None => drop(self.lock.bind(py).call_method0("__enter__")?),
        }
        Ok(Held(self.lock.bind(py).clone()))
    }
}

/// Runs an expression with the concrete generator.
macro_rules! on {
    ($random:expr, $g:ident => $e:expr) => {
        $random.bits().with(|source| on_source!(source, $g => $e))
    };
}
pub(super) use on;

impl Random {
    /// Fills with draws of a distribution without parameters.
    fn fill_plain(&self, kind: Plain, out: &mut [f64]) {
        match kind {
            Plain::Uniform => self.bits().with(|source| fill_uniform(source, out, |_| ())),
            _ => on!(self, g => kind.fill(g, out)),
        }
    }
}

/// A new array of a number type and its elements, which the caller fills.
pub fn fresh<'py, T>(
    py: Python<'py>,
    num: Num,
    shape: &[usize],
) -> PyResult<(Bound<'py, PyAny>, &'py mut [T])> {
    // SAFETY: the elements are of the type that the number says; the array is new and lives as long as the
    // object, which the caller holds while it fills the slice.
    unsafe {
        let p = match shape {
            [n] if *n <= 1024 => NdArray::fresh(py, DType::of(num), shape)?,
            _ => NdArray::wrap(py, Array::empty(DType::of(num), shape, Order::C).py(py)?)?,
        };
        let o = Bound::from_owned_ptr(py, p.cast());
        let a = array_of(o.as_ptr());
        Ok((o, std::slice::from_raw_parts_mut(a.write().cast::<T>(), a.size())))
    }
}

/// Room for integers that are needed during a call, held by the array.
pub fn scratch(py: Python<'_>, n: usize) -> PyResult<(Array, &mut [i64])> {
    let a = Array::empty(DType::of(Num::Long), &[n], Order::C).py(py)?;
    // SAFETY: new memory of the array, which the caller holds while it uses the slice.
    let data = unsafe { std::slice::from_raw_parts_mut(a.write().cast(), n) };
    Ok((a, data))
}

/// A Python int, or a scalar of int64.
fn scalar_or_int(py: Python<'_>, x: i64, int: bool) -> PyResult<Bound<'_, PyAny>> {
    if int {
        return Ok(x.into_pyobject(py)?.into_any());
    }
    // SAFETY: the memory is an int64.
    unsafe {
        let p = (&raw const x).cast();
        owned(py, crate::scalar::from_memory(py, &DType::of(Num::Long), p, std::ptr::null_mut())?)
    }
}

/// A distribution without parameters, in double or single precision.
#[derive(Clone, Copy)]
enum Plain {
    Uniform,
    Normal,
    Exponential,
    ExponentialInverse,
}

impl Plain {
    fn named(name: &str) -> PyResult<Plain> {
        Ok(match name {
            "random" => Plain::Uniform,
            "standard_normal" => Plain::Normal,
            "standard_exponential" => Plain::Exponential,
            "standard_exponential_inv" => Plain::ExponentialInverse,
            _ => return Err(PyValueError::new_err(format!("{name} takes parameters"))),
        })
    }

    fn fill<B: BitGenerator>(self, g: &mut B, out: &mut [f64]) {
        match self {
            Plain::Uniform => g.fill_f64(out),
            Plain::Normal => generator::fill_standard_normal(g, out),
            Plain::Exponential => generator::fill_standard_exponential(g, out),
            Plain::ExponentialInverse => generator::fill_standard_exponential_inverse(g, out),
        }
    }

    fn fill_single<B: BitGenerator>(self, g: &mut B, out: &mut [f32]) {
        match self {
            Plain::Uniform => g.fill_f32(out),
            Plain::Normal => generator::fill_standard_normal_f32(g, out),
            Plain::Exponential => generator::fill_standard_exponential_f32(g, out),
            Plain::ExponentialInverse => generator::fill_standard_exponential_inverse_f32(g, out),
        }
    }
}

#[pymethods]
impl Random {
    #[new]
    fn new(bits: Py<Bits>, lock: Bound<'_, PyAny>) -> Random {
        let own_lock = lock.cast_exact::<Lock>().ok().map(|own| own.clone().unbind());
        Random { bits, aux: Mutex::default(), lock: lock.unbind(), own_lock }
    }

    /// Whether a normal of the polar method is kept, and which.
    #[getter]
    fn gauss(&self) -> (bool, f64) {
        let aux = self.aux();
        (aux.legacy.has_gauss, aux.legacy.gauss)
    }

    fn set_gauss(&self, has: bool, value: f64) {
        let mut aux = self.aux();
        aux.legacy.has_gauss = has;
        aux.legacy.gauss = value;
    }

    /// Uniform doubles in [0, 1).
    #[pyo3(signature = (size=None))]
    fn random<'py>(&self, py: Python<'py>, size: Option<&Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
        let Some(shape) = size.map(size_of).transpose()?.flatten() else {
            return Ok(self.locked(py, || on!(self, g => g.next_f64()))?.into_pyobject(py)?.into_any());
        };
        let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
        self.locked(py, || self.bits().with(|source| fill_uniform(source, data, |_| ())))?;
        Ok(o)
    }

    /// Draws of a distribution without parameters, in single precision if so asked.
    fn plain<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        single: bool,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let kind = Plain::named(name)?;
        let shape = size_of(size)?;
        if single {
            let Some(shape) = shape else {
                let mut x = [0.0];
                self.locked(py, || on!(self, g => kind.fill_single(g, &mut x)))?;
                return Ok(f64::from(x[0]).into_pyobject(py)?.into_any());
            };
            let (o, data) = fresh::<f32>(py, Num::Float, &shape)?;
            self.locked(py, || on!(self, g => kind.fill_single(g, data)))?;
            return Ok(o);
        }
        let Some(shape) = shape else {
            let mut x = [0.0];
            self.locked(py, || on!(self, g => kind.fill(g, &mut x)))?;
            return Ok(x[0].into_pyobject(py)?.into_any());
        };
        let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
        self.locked(py, || self.fill_plain(kind, data))?;
        Ok(o)
    }

    /// Fills an array of float64 or float32 in the order of its memory.
    fn fill(&self, name: &str, out: &Bound<'_, PyAny>) -> PyResult<()> {
        let kind = Plain::named(name)?;
        let refused = || PyValueError::new_err("only writable, contiguous arrays of floats can be filled");
        // SAFETY: the object is alive; its memory is contiguous, aligned, writable and of the type looked at.
        unsafe {
            if !is_array(out.as_ptr()) {
                return Err(refused());
            }
            let a = array_of(out.as_ptr());
            let contiguous = a.is_c_contiguous() || a.is_f_contiguous();
            if !(contiguous && a.is_aligned() && a.is_writeable() && a.dtype().is_native()) {
                return Err(refused());
            }
            match a.dtype().num() {
                Num::Double => {
                    let data = std::slice::from_raw_parts_mut(a.write().cast::<f64>(), a.size());
                    self.fill_plain(kind, data);
                }
                Num::Float => {
                    let data = std::slice::from_raw_parts_mut(a.write().cast::<f32>(), a.size());
                    on!(self, g => kind.fill_single(g, data));
                }
                _ => return Err(refused()),
            }
        }
        Ok(())
    }

    /// Gamma variates in single precision: of one shape parameter, or of an array of them, one each.
    fn gamma_single<'py>(
        &self,
        py: Python<'py>,
        parameter: &Bound<'py, PyAny>,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: the object is alive; what it lends is copied at once.
        let shapes = unsafe { convert::array_as(py, parameter.as_ptr(), &DType::of(Num::Float)) }
            .and_then(|a| numen_exec::copy(&a, Order::C).py(py))?;
        let refused = || PyValueError::new_err("shape < 0");
        if shapes.ndim() == 0 {
            let parameter = real_of(parameter)? as f32;
            if parameter.is_sign_negative() && !parameter.is_nan() {
                return Err(refused());
            }
            let Some(size) = size_of(size)? else {
                let x = on!(self, g => generator::standard_gamma_f32(g, parameter));
                return Ok(f64::from(x).into_pyobject(py)?.into_any());
            };
            let (o, data) = fresh::<f32>(py, Num::Float, &size)?;
            on!(self, g => data.iter_mut().for_each(|x| *x = generator::standard_gamma_f32(g, parameter)));
            return Ok(o);
        }
        let values = |a: &Array| {
            // SAFETY: a contiguous array of float32, used while the array lives.
            unsafe { std::slice::from_raw_parts(a.read().cast::<f32>(), a.size()) }.iter()
        };
        if values(&shapes).any(|x| x.is_sign_negative() && !x.is_nan()) {
            return Err(refused());
        }
        let common = super::parameters::output_shape(size_of(size)?.as_deref(), &[shapes.shape()])?;
        let full = shapes.broadcast_to(&common).and_then(|a| numen_exec::copy(&a, Order::C)).py(py)?;
        let (o, data) = fresh::<f32>(py, Num::Float, &common)?;
        on!(self, g => for (x, &parameter) in data.iter_mut().zip(values(&full)) {
            *x = generator::standard_gamma_f32(g, parameter);
        });
        Ok(o)
    }

    /// Integers of int64 from `low`, or 0, to one below `high`, or `low`: plain ints in order; None for other bounds. One
    /// integer is Python's (`legacy`) or a scalar.
    fn below<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        low: &Bound<'py, PyAny>,
        high: &Bound<'py, PyAny>,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let whole = |o: &Bound<'py, PyAny>| o.cast_exact::<PyInt>().ok()?.extract::<i64>().ok();
        let bounds = if high.is_none() { (Some(0), whole(low)) } else { (whole(low), whole(high)) };
        let (Some(low), Some(high)) = bounds else { return Ok(None) };
        let Some(last) = high.checked_sub(1).filter(|&last| low <= last) else { return Ok(None) };
        let method = if legacy { Method::Masked } else { Method::Lemire };
        let Some(shape) = size_of(size)? else {
            let mut x = [0];
            self.locked(py, || on!(self, g => i64::fill(g, low, last, method, &mut x)))?;
            return scalar_or_int(py, x[0], legacy).map(Some);
        };
        let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
        self.locked(py, || on!(self, g => i64::fill(g, low, last, method, data)))?;
        Ok(Some(o))
    }

    /// Integers in [low, high] of a type by number; a Python number without a size.
    fn integers<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        num: usize,
        low: i128,
        high: i128,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let method = if legacy { Method::Masked } else { Method::Lemire };
        let num = Num::ALL[num];
        let shape = size_of(size)?;
        macro_rules! fill {
            ($t:ty) => {{
                let Some(shape) = shape else {
                    let mut x = [<$t>::default()];
                    self.locked(py, || on!(self, g => <$t>::fill(g, low as $t, high as $t, method, &mut x)))?;
                    return Ok(x[0].into_pyobject(py)?.into_any());
                };
                let (o, data) = fresh::<$t>(py, num, &shape)?;
                self.locked(py, || on!(self, g => <$t>::fill(g, low as $t, high as $t, method, data)))?;
                Ok(o)
            }};
        }
        match num {
            Num::Bool => {
                let mut buffer = IntBuffer::default();
                let mut one = [0u8];
                let (o, data) = match &shape {
                    Some(shape) => fresh::<u8>(py, num, shape).map(|(o, data)| (Some(o), data))?,
                    None => (None, &mut one[..]),
                };
                self.locked(py, || {
                    on!(self, g => for x in data.iter_mut() {
                        *x = bool::draw(g, &mut buffer, low != 0, high != 0, method) as u8;
                    })
                })?;
                match o {
                    Some(o) => Ok(o),
                    None => Ok((one[0] == 1).into_pyobject(py)?.to_owned().into_any()),
                }
            }
            Num::Byte => fill!(i8),
            Num::UByte => fill!(u8),
            Num::Short => fill!(i16),
            Num::UShort => fill!(u16),
            Num::Int => fill!(i32),
            Num::UInt => fill!(u32),
            Num::ULong | Num::ULongLong => fill!(u64),
            _ => fill!(i64),
        }
    }

    /// Integers between bounds that change: one for each pair of two arrays of int64 (uint64 for that type).
    fn integers_between<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        num: usize,
        low: &Bound<'py, PyAny>,
        high: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let method = if legacy { Method::Masked } else { Method::Lemire };
        let num = Num::ALL[num];
        let wide = if matches!(num, Num::ULong | Num::ULongLong) { Num::ULong } else { Num::Long };
        let (low, high) = (own_array(low, wide)?, own_array(high, wide)?);
        if low.shape() != high.shape() {
            return Err(PyValueError::new_err("bounds of different shapes"));
        }
        // The bits of both types are the same; the casts below keep them.
        let pairs = || counts(&low).iter().zip(counts(&high));
        let mut buffer = IntBuffer::default();
        macro_rules! fill {
            ($t:ty) => {{
                let (o, data) = fresh::<$t>(py, num, low.shape())?;
                on!(self, g => for (x, (l, h)) in data.iter_mut().zip(pairs()) {
                    *x = <$t>::draw(g, &mut buffer, *l as $t, *h as $t, method);
                });
                Ok(o)
            }};
        }
        match num {
            Num::Bool => {
                let (o, data) = fresh::<u8>(py, num, low.shape())?;
                on!(self, g => for (x, (l, h)) in data.iter_mut().zip(pairs()) {
                    *x = bool::draw(g, &mut buffer, *l != 0, *h != 0, method) as u8;
                });
                Ok(o)
            }
            Num::Byte => fill!(i8),
            Num::UByte => fill!(u8),
            Num::Short => fill!(i16),
            Num::UShort => fill!(u16),
            Num::Int => fill!(i32),
            Num::UInt => fill!(u32),
            Num::ULong | Num::ULongLong => fill!(u64),
            _ => fill!(i64),
        }
    }

    /// `n` random bytes.
    fn bytes<'py>(&self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyBytes>> {
        PyBytes::new_with(py, n, |out| {
            on!(self, g => integers::fill_bytes(g, out));
            Ok(())
        })
    }

    /// Multinomial draws of one count and one row of probabilities, all plain numbers that may be; None for others.
    fn multinomial_of_numbers<'py>(
        &self,
        py: Python<'py>,
        n: &Bound<'py, PyAny>,
        p: &Bound<'py, PyAny>,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        let count = n.cast_exact::<PyInt>().ok().and_then(|n| n.extract().ok()).filter(|&n: &i64| n >= 0);
        // SAFETY: the object is alive.
        let (Some(n), Some(p)) = (count, unsafe { as_doubles(py, p.as_ptr())? }) else { return Ok(None) };
        let row = reals(&p);
        let Some((_, but_last)) = row.split_last().filter(|_| p.ndim() == 1) else { return Ok(None) };
        if !row.iter().all(|x| (0.0..=1.0).contains(x)) || kahan_sum(but_last) > SUM_LIMIT {
            return Ok(None);
        }
        let mut shape = size_of(size)?.unwrap_or_default();
        shape.push(row.len());
        let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
        self.locked(py, || {
            let mut aux = self.aux();
            on!(self, g => data.chunks_mut(row.len()).for_each(|counts| {
                multivariate::multinomial(g, &mut aux.binomial, n, row, counts);
            }));
        })?;
        Ok(Some(o))
    }

    /// Multinomial draws in rows: one for each count in `n`, with the probabilities of its row or of the only one.
    fn multinomial<'py>(
        &self,
        py: Python<'py>,
        n: &Bound<'py, PyAny>,
        p: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (n, p) = (own_array(n, Num::Long)?, own_array(p, Num::Double)?);
        let (rows, width) = match p.shape() {
            [width] => (1, *width),
            [rows, width] if *rows == n.size() => (*rows, *width),
            _ => return Err(PyValueError::new_err("a row of probabilities for each count, or one for all")),
        };
        let (o, data) = fresh::<i64>(py, Num::Long, &[n.size(), width])?;
        if width == 0 {
            return Ok(o);
        }
        let mut aux = self.aux();
        on!(self, g => for (i, (row, &n)) in data.chunks_mut(width).zip(counts(&n)).enumerate() {
            let p = &reals(&p)[if rows == 1 { 0 } else { i * width }..][..width];
            multivariate::multinomial(g, &mut aux.binomial, n, p, row);
        });
        Ok(o)
    }

    /// `rows` Dirichlet draws.
    fn dirichlet<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        alpha: &Bound<'py, PyAny>,
        rows: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let alpha = own_array(alpha, Num::Double)?;
        let alpha = reals(&alpha);
        let (o, data) = fresh::<f64>(py, Num::Double, &[rows, alpha.len()])?;
        let width = alpha.len().max(1);
        if legacy {
            let cache = &mut self.aux().legacy;
            on!(self, g => for row in data.chunks_mut(width) {
                let mut source = numen_random::legacy::LegacySource { bits: g, cache };
                multivariate::dirichlet_by_gammas(&mut source, alpha, row);
            });
        } else {
            let d = multivariate::Dirichlet::new(alpha);
            on!(self, g => data.chunks_mut(width).for_each(|row| d.draw(g, row)));
        }
        Ok(o)
    }

    /// `rows` draws of `nsample` items from an urn with so many of each color, by either method.
    fn multivariate_hypergeometric<'py>(
        &self,
        py: Python<'py>,
        colors: &Bound<'py, PyAny>,
        nsample: i64,
        rows: usize,
        by_count: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let colors = own_array(colors, Num::Long)?;
        let colors = counts(&colors);
        let total = colors.iter().try_fold(0i64, |sum, &n| if n < 0 { None } else { sum.checked_add(n) });
        let Some(total) = total.filter(|&total| (0..=total).contains(&nsample)) else {
            return Err(PyValueError::new_err("nsample > sum(colors)"));
        };
        let (o, data) = fresh::<i64>(py, Num::Long, &[rows, colors.len()])?;
        if by_count {
            let (_held, items) = scratch(py, total as usize)?;
            on!(self, g => multivariate::fill_multivariate_hypergeometric_count(g, colors, nsample, items, data));
        } else {
            on!(self, g => multivariate::fill_multivariate_hypergeometric(g, colors, nsample, data));
        }
        Ok(o)
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.bits)?;
        visit.call(&self.lock)
    }
}

/// `generate_state` of a seed sequence: `n` words of 32 bits.
#[pyfunction]
pub fn _seed_state<'py>(
    py: Python<'py>,
    entropy: Vec<u32>,
    key: Vec<u32>,
    pool: usize,
    n: usize,
) -> PyResult<Bound<'py, PyAny>> {
    let s = super::bits::sequence(&entropy, &key, pool)?;
    let (o, data) = fresh::<u32>(py, Num::UInt, &[n])?;
    s.generate_u32(data);
    Ok(o)
}

/// The mixed pool of a seed sequence.
#[pyfunction]
pub fn _seed_pool(entropy: Vec<u32>, key: Vec<u32>, pool: usize) -> PyResult<Vec<u32>> {
    Ok(super::bits::sequence(&entropy, &key, pool)?.pool().to_vec())
}

/// The compensated sum (Kahan, CACM 8, 1965), which the first element begins.
fn kahan_sum(values: &[f64]) -> f64 {
    let Some((&first, rest)) = values.split_first() else { return 0.0 };
    let (mut sum, mut c) = (first, 0.0);
    for &x in rest {
        let y = x - c;
        let t = sum + y;
        c = (t - sum) - y;
        sum = t;
    }
    sum
}

/// The compensated sum of an array of float64.
#[pyfunction]
pub fn _kahan_sum(values: &Bound<'_, PyAny>) -> PyResult<f64> {
    Ok(kahan_sum(reals(&own_array(values, Num::Double)?)))
}
