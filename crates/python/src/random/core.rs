//! The native object: fills arrays with draws.

use crate::boundary::errors::ToPy;
use crate::convert;
use crate::ndarray::object::NdArray;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_random::bitgen::{AnyBitGenerator, BitGenerator, Mt19937, SeedSequence};
use numen_random::dist::{self, Aux, Dist, Fill, ParamError};
use numen_random::integers::{self, BoundedInt, IntBuffer, Method};
use numen_random::{generator, multivariate, shuffle};
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// A bit generator with what its distributions keep between calls.
#[pyclass(name = "_Random", module = "numen._core")]
pub struct Random {
    pub(super) g: AnyBitGenerator,
    pub(super) aux: Aux,
}

fn param_error(e: ParamError) -> PyErr {
    match e {
        ParamError::Value(m) => PyValueError::new_err(m),
        ParamError::Overflow(m) => PyOverflowError::new_err(m),
    }
}

/// Words of a seed sequence.
fn sequence(entropy: &[u32], key: &[u32], pool: usize, children: u32) -> PyResult<SeedSequence> {
    SeedSequence::with_key(entropy, key, pool, children).map_err(|_| {
        PyValueError::new_err(format!("The size of the entropy pool should be at least 4, got {pool}"))
    })
}

/// `generate_state` of a seed sequence: `n` words of 32 bits.
#[pyfunction]
pub fn _seed_state(entropy: Vec<u32>, key: Vec<u32>, pool: usize, n: usize) -> PyResult<Vec<u32>> {
    let s = sequence(&entropy, &key, pool, 0)?;
    let mut out = vec![0; n];
    s.generate_u32(&mut out);
    Ok(out)
}

/// A new array of a number type and its elements.
fn fresh<'py, T>(py: Python<'py>, num: Num, shape: &[usize]) -> PyResult<(Bound<'py, PyAny>, &'py mut [T])> {
    let a = Array::empty(DType::of(num), shape, Order::C).py(py)?;
    // SAFETY: the elements are of the type that the number says; the array is new and lives as long as the
    // object, which the caller holds while it fills the slice.
    unsafe {
        let data = std::slice::from_raw_parts_mut(a.write().cast::<T>(), a.size());
        let o = Bound::from_owned_ptr(py, NdArray::wrap(py, a)?.cast());
        Ok((o, data))
    }
}

/// A parameter: a number, or an array of them.
enum Parameter {
    Number(f64),
    Array(Array),
}

fn parameter(p: &Bound<'_, PyAny>) -> PyResult<Parameter> {
    if let Ok(x) = p.cast::<pyo3::types::PyFloat>() {
        return Ok(Parameter::Number(x.value()));
    }
    let d = DType::of(Num::Double);
    // SAFETY: the object is alive; the array is copied before it may go.
    let a = unsafe { convert::array_as(p.py(), p.as_ptr(), &d)? };
    let a = numen_exec::copy(&a, Order::C).py(p.py())?;
    if a.ndim() == 0 {
        // SAFETY: a 0-d array of float64.
        return Ok(Parameter::Number(unsafe { a.read().cast::<f64>().read() }));
    }
    Ok(Parameter::Array(a))
}

fn values(a: &Array) -> &[f64] {
    // SAFETY: a contiguous array of float64.
    unsafe { std::slice::from_raw_parts(a.read().cast(), a.size()) }
}

macro_rules! on {
    ($any:expr, $g:ident => $e:expr) => {
        match $any {
            AnyBitGenerator::Mt19937($g) => $e,
            AnyBitGenerator::Pcg64($g) => $e,
            AnyBitGenerator::Pcg64Dxsm($g) => $e,
            AnyBitGenerator::Philox($g) => $e,
            AnyBitGenerator::Sfc64($g) => $e,
        }
    };
}

/// The table of a family for a type of generator.
fn table<B: BitGenerator + 'static>(_: &B, legacy: bool) -> &'static [Dist<B>] {
    if legacy {
        dist::legacy::<B>()
    } else {
        dist::generator::<B>()
    }
}

fn check_uniform(legacy: bool, p: &mut [f64; 3], element: bool) -> PyResult<()> {
    p[1] = if legacy {
        dist::legacy_uniform_range(p[0], p[1])
    } else if element {
        dist::uniform_range_of_element(p[0], p[1])
    } else {
        dist::uniform_range(p[0], p[1])
    }
    .map_err(param_error)?;
    Ok(())
}

/// Checks the parameters of one element as numbers.
fn check<B: ?Sized>(d: &Dist<B>, p: &[f64; 3]) -> PyResult<()> {
    let n = d.params.len();
    let counts = [p[0] as i64, p[1] as i64, p[2] as i64];
    let joint = || -> PyResult<()> {
        match d.fill {
            Fill::Counts(_) => d.joint.check_counts(&counts),
            _ => d.joint.check(&p[..n]),
        }
        .map_err(param_error)
    };
    let integer = |k: usize| matches!(d.fill, Fill::Counts(_)) || matches!(d.fill, Fill::Trials(_)) && k == 0;
    if d.joint.precedes_constraints() && !matches!(d.fill, Fill::Counts(_)) {
        joint()?;
    }
    // binomial looks at its probability first.
    let order: Vec<usize> = if matches!(d.fill, Fill::Trials(_)) { vec![1, 0] } else { (0..n).collect() };
    for k in order {
        let q = &d.params[k];
        if integer(k) {
            q.constraint.check_int(q.name, counts[k]).map_err(param_error)?;
        } else {
            q.constraint.check(q.name, p[k]).map_err(param_error)?;
        }
    }
    if !d.joint.precedes_constraints() || matches!(d.fill, Fill::Counts(_)) {
        joint()?;
    }
    Ok(())
}

#[pymethods]
impl Random {
    /// A generator by name, seeded from the words of a seed sequence.
    #[staticmethod]
    fn seeded(name: &str, entropy: Vec<u32>, key: Vec<u32>, pool: usize) -> PyResult<Random> {
        let s = sequence(&entropy, &key, pool, 0)?;
        let g = AnyBitGenerator::seeded(name, &s)
            .ok_or_else(|| PyValueError::new_err(format!("{name} is not a known bit generator")))?;
        Ok(Random { g, aux: Aux::default() })
    }

    /// MT19937 seeded as `RandomState(int)`.
    #[staticmethod]
    fn legacy_int(seed: u32) -> Random {
        Random { g: AnyBitGenerator::Mt19937(Box::new(Mt19937::from_seed(seed))), aux: Aux::default() }
    }

    /// MT19937 seeded as `RandomState(sequence)`.
    #[staticmethod]
    fn legacy_array(seeds: Vec<u32>) -> PyResult<Random> {
        let g = Mt19937::from_seed_array(&seeds)
            .ok_or_else(|| PyValueError::new_err("Seed must be non-empty"))?;
        Ok(Random { g: AnyBitGenerator::Mt19937(Box::new(g)), aux: Aux::default() })
    }

    /// The class name of the bit generator.
    #[getter]
    fn name(&self) -> &'static str {
        self.g.name()
    }

    /// A copy with the same state.
    fn copy(&self) -> Random {
        Random { g: self.g.clone(), aux: self.aux.clone() }
    }

    #[getter]
    fn gauss(&self) -> (bool, f64) {
        (self.aux.legacy.has_gauss, self.aux.legacy.gauss)
    }

    fn set_gauss(&mut self, has: bool, value: f64) {
        self.aux.legacy.has_gauss = has;
        self.aux.legacy.gauss = value;
    }

    /// Forgets what distributions kept.
    fn reset(&mut self) {
        self.aux = Aux::default();
    }

    fn next_u64(&mut self) -> u64 {
        self.g.next_raw()
    }

    fn next_f64(&mut self) -> f64 {
        self.g.next_f64()
    }

    fn raw<'py>(&mut self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<u64>(py, Num::ULong, &[n])?;
        for x in data {
            *x = self.g.next_raw();
        }
        Ok(o)
    }

    /// Uniform doubles in [0, 1).
    fn random<'py>(&mut self, py: Python<'py>, shape: Vec<usize>) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
        on!(&mut self.g, g => g.fill_f64(data));
        Ok(o)
    }

    /// A single-precision distribution of `Generator`.
    #[pyo3(signature = (name, shape, parameter=1.0))]
    fn single<'py>(
        &mut self,
        py: Python<'py>,
        name: &str,
        shape: Vec<usize>,
        parameter: f32,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<f32>(py, Num::Float, &shape)?;
        on!(&mut self.g, g => match name {
            "random" => g.fill_f32(data),
            "standard_normal" => generator::fill_standard_normal_f32(g.as_mut(), data),
            "standard_exponential" => generator::fill_standard_exponential_f32(g.as_mut(), data),
            "standard_exponential_inv" => generator::fill_standard_exponential_inverse_f32(g.as_mut(), data),
            "standard_gamma" => data.iter_mut().for_each(|x| *x = generator::standard_gamma_f32(g.as_mut(), parameter)),
            _ => return Err(PyValueError::new_err(format!("no single-precision {name}"))),
        });
        Ok(o)
    }

    /// `standard_exponential` by inversion.
    fn exponential_inverse<'py>(
        &mut self,
        py: Python<'py>,
        shape: Vec<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
        on!(&mut self.g, g => generator::fill_standard_exponential_inverse(g.as_mut(), data));
        Ok(o)
    }

    /// Draws of a distribution of the table; a Python number without a shape and with numbers as parameters.
    #[pyo3(signature = (legacy, name, params, shape=None))]
    fn draw<'py>(
        &mut self,
        py: Python<'py>,
        legacy: bool,
        name: &str,
        params: Vec<Bound<'py, PyAny>>,
        shape: Option<Vec<usize>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let params: Vec<Parameter> = params.iter().map(parameter).collect::<PyResult<_>>()?;
        let aux = &mut self.aux;
        on!(&mut self.g, g => {
            let d = dist::find(table(g.as_ref(), legacy), name)
                .ok_or_else(|| PyValueError::new_err(format!("no distribution {name}")))?;
            if params.iter().all(|p| matches!(p, Parameter::Number(_))) {
                let mut p = [0.0; 3];
                for (x, q) in p.iter_mut().zip(&params) {
                    if let Parameter::Number(v) = q {
                        *x = *v;
                    }
                }
                scalar_draw(py, legacy, d, g.as_mut(), aux, p, shape)
            } else {
                array_draw(py, legacy, d, g.as_mut(), aux, &params, shape)
            }
        })
    }

    /// Integers in [low, high] of a type by number; `low` and `high` as 128-bit numbers cover both signs.
    fn integers<'py>(
        &mut self,
        py: Python<'py>,
        legacy: bool,
        num: usize,
        low: i128,
        high: i128,
        shape: Vec<usize>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let method = if legacy { Method::Masked } else { Method::Lemire };
        let num = Num::ALL[num];
        macro_rules! fill {
            ($t:ty, $num:expr) => {{
                let (o, data) = fresh::<$t>(py, $num, &shape)?;
                on!(&mut self.g, g => <$t>::fill(g.as_mut(), low as $t, high as $t, method, data));
                Ok(o)
            }};
        }
        match num {
            Num::Bool => {
                let (o, data) = fresh::<u8>(py, num, &shape)?;
                let mut bools = vec![false; data.len()];
                on!(&mut self.g, g => bool::fill(g.as_mut(), low != 0, high != 0, method, &mut bools));
                for (x, b) in data.iter_mut().zip(bools) {
                    *x = b as u8;
                }
                Ok(o)
            }
            Num::Byte => fill!(i8, num),
            Num::UByte => fill!(u8, num),
            Num::Short => fill!(i16, num),
            Num::UShort => fill!(u16, num),
            Num::Int => fill!(i32, num),
            Num::UInt => fill!(u32, num),
            Num::ULong | Num::ULongLong => fill!(u64, num),
            _ => fill!(i64, num),
        }
    }

    /// Integers between bounds that change: one for each pair.
    fn integers_between<'py>(
        &mut self,
        py: Python<'py>,
        legacy: bool,
        num: usize,
        low: Vec<i128>,
        high: Vec<i128>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let method = if legacy { Method::Masked } else { Method::Lemire };
        let num = Num::ALL[num];
        let mut buffer = IntBuffer::default();
        macro_rules! fill {
            ($t:ty) => {{
                let (o, data) = fresh::<$t>(py, num, &[low.len()])?;
                on!(&mut self.g, g => for (x, (l, h)) in data.iter_mut().zip(low.iter().zip(&high)) {
                    *x = <$t>::draw(g.as_mut(), &mut buffer, *l as $t, *h as $t, method);
                });
                Ok(o)
            }};
        }
        match num {
            Num::Bool => {
                let (o, data) = fresh::<u8>(py, num, &[low.len()])?;
                on!(&mut self.g, g => for (x, (l, h)) in data.iter_mut().zip(low.iter().zip(&high)) {
                    *x = bool::draw(g.as_mut(), &mut buffer, *l != 0, *h != 0, method) as u8;
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
    fn bytes<'py>(&mut self, py: Python<'py>, n: usize) -> Bound<'py, PyBytes> {
        let mut out = vec![0; n];
        integers::fill_bytes(&mut self.g, &mut out);
        PyBytes::new(py, &out)
    }

    /// `0..n` in random order.
    fn permutation<'py>(&mut self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<i64>(py, Num::Long, &[n])?;
        on!(&mut self.g, g => shuffle::permutation(g.as_mut(), data));
        Ok(o)
    }

    /// Where each element comes from after a shuffle of `n`.
    fn shuffled<'py>(&mut self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<i64>(py, Num::Long, &[n])?;
        for (i, x) in data.iter_mut().enumerate() {
            *x = i as i64;
        }
        on!(&mut self.g, g => shuffle::shuffle_with(g.as_mut(), n, |i, j| data.swap(i, j)));
        Ok(o)
    }

    /// Indices of `choice` without probabilities and without replacement.
    fn choose<'py>(
        &mut self,
        py: Python<'py>,
        legacy: bool,
        population: usize,
        size: usize,
        shuffled: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        if size > population {
            return Err(PyValueError::new_err(
                "Cannot take a larger sample than population when replace is False",
            ));
        }
        let v = on!(&mut self.g, g => if legacy {
            shuffle::legacy_choice(g.as_mut(), population, size)
        } else {
            shuffle::choice(g.as_mut(), population, size, shuffled)
        });
        let (o, data) = fresh::<i64>(py, Num::Long, &[size])?;
        data.copy_from_slice(&v);
        Ok(o)
    }

    /// Indices of `choice` with probabilities.
    fn choose_weighted<'py>(
        &mut self,
        py: Python<'py>,
        p: Vec<f64>,
        shape: Vec<usize>,
        replace: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
        if replace {
            on!(&mut self.g, g => shuffle::fill_choice(g.as_mut(), &p, data));
        } else {
            on!(&mut self.g, g => shuffle::fill_choice_without_replacement(g.as_mut(), &p, data));
        }
        Ok(o)
    }

    /// One multinomial draw after the other into rows.
    fn multinomial<'py>(&mut self, py: Python<'py>, n: Vec<i64>, p: Vec<f64>) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<i64>(py, Num::Long, &[n.len(), p.len()])?;
        let binomial = &mut self.aux.binomial;
        on!(&mut self.g, g => for (row, &n) in data.chunks_mut(p.len().max(1)).zip(&n) {
            multivariate::multinomial(g.as_mut(), binomial, n, &p, row);
        });
        Ok(o)
    }

    /// `rows` Dirichlet draws.
    fn dirichlet<'py>(
        &mut self,
        py: Python<'py>,
        legacy: bool,
        alpha: Vec<f64>,
        rows: usize,
    ) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<f64>(py, Num::Double, &[rows, alpha.len()])?;
        if legacy {
            let cache = &mut self.aux.legacy;
            on!(&mut self.g, g => for row in data.chunks_mut(alpha.len().max(1)) {
                let mut source = numen_random::legacy::LegacySource { bits: g.as_mut(), cache };
                multivariate::dirichlet_by_gammas(&mut source, &alpha, row);
            });
        } else {
            let d = multivariate::Dirichlet::new(&alpha);
            on!(&mut self.g, g => for row in data.chunks_mut(alpha.len().max(1)) {
                d.draw(g.as_mut(), row);
            });
        }
        Ok(o)
    }
}

/// Numbers as parameters.
fn scalar_draw<'py, B: BitGenerator>(
    py: Python<'py>,
    legacy: bool,
    d: &Dist<B>,
    g: &mut B,
    aux: &mut Aux,
    mut p: [f64; 3],
    shape: Option<Vec<usize>>,
) -> PyResult<Bound<'py, PyAny>> {
    if d.name == "uniform" {
        check_uniform(legacy, &mut p, false)?;
    } else {
        check(d, &p)?;
    }
    let counts = [p[0] as i64, p[1] as i64, p[2] as i64];
    let Some(shape) = shape else {
        return match d.fill {
            Fill::Real(f) => {
                let mut x = [0.0];
                f(g, aux, &p, &mut x);
                Ok(x[0].into_pyobject(py)?.into_any())
            }
            _ => {
                let mut x = [0];
                integer_fill(d, g, aux, &p, &counts, &mut x);
                Ok(x[0].into_pyobject(py)?.into_any())
            }
        };
    };
    match d.fill {
        Fill::Real(f) => {
            let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
            f(g, aux, &p, data);
            Ok(o)
        }
        _ => {
            let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
            integer_fill(d, g, aux, &p, &counts, data);
            Ok(o)
        }
    }
}

fn integer_fill<B: BitGenerator>(
    d: &Dist<B>,
    g: &mut B,
    aux: &mut Aux,
    p: &[f64; 3],
    counts: &[i64; 3],
    out: &mut [i64],
) {
    match d.fill {
        Fill::Integer(f) => f(g, aux, p, out),
        Fill::Trials(f) => f(g, aux, counts[0], p[1], out),
        Fill::Counts(f) => f(g, aux, counts, out),
        Fill::Real(_) => unreachable!("real variates are filled elsewhere"),
    }
}

/// Arrays as parameters: checked as arrays, then drawn element by element.
fn array_draw<'py, B: BitGenerator>(
    py: Python<'py>,
    legacy: bool,
    d: &Dist<B>,
    g: &mut B,
    aux: &mut Aux,
    params: &[Parameter],
    shape: Option<Vec<usize>>,
) -> PyResult<Bound<'py, PyAny>> {
    let mut shapes: Vec<&[usize]> = params
        .iter()
        .map(|p| match p {
            Parameter::Number(_) => &[][..],
            Parameter::Array(a) => a.shape(),
        })
        .collect();
    if let Some(s) = &shape {
        shapes.push(s);
    }
    let common = numen_shape::broadcast_shapes(&shapes).map_err(|_| {
        PyValueError::new_err("shape mismatch: objects cannot be broadcast to a single shape")
    })?;
    if let Some(s) = &shape {
        if common.as_slice() != s.as_slice() {
            let own = numen_shape::broadcast_shapes(&shapes[..shapes.len() - 1]).py(py)?;
            return Err(PyValueError::new_err(format!(
                "Output size {} is not compatible with broadcast dimensions of inputs {}.",
                numen_shape::show(s),
                numen_shape::show(&own)
            )));
        }
    }
    for (q, p) in d.params.iter().zip(params) {
        if d.name == "uniform" {
            break;
        }
        match p {
            Parameter::Number(x) => q.constraint.check_array(q.name, [*x]),
            Parameter::Array(a) => q.constraint.check_array(q.name, values(a).iter().copied()),
        }
        .map_err(param_error)?;
    }
    let full: Vec<Array> = params
        .iter()
        .map(|p| {
            let a = match p {
                Parameter::Number(x) => {
                    let a = Array::empty(DType::of(Num::Double), &[], Order::C)?;
                    // SAFETY: a new 0-d array of float64.
                    unsafe { a.write().cast::<f64>().write(*x) };
                    a
                }
                Parameter::Array(a) => a.view(),
            };
            numen_exec::copy(&a.broadcast_to(&common)?, Order::C)
        })
        .collect::<numen_shape::Result<_>>()
        .py(py)?;
    let n: usize = common.iter().product();
    let at = |i: usize| {
        let mut p = [0.0; 3];
        for (x, a) in p.iter_mut().zip(&full) {
            *x = values(a)[i];
        }
        p
    };
    let prepare = |i: usize| -> PyResult<[f64; 3]> {
        let mut p = at(i);
        if d.name == "uniform" {
            check_uniform(legacy, &mut p, true)?;
        } else {
            let counts = [p[0] as i64, p[1] as i64, p[2] as i64];
            match d.fill {
                Fill::Counts(_) => d.joint.check_counts(&counts),
                _ => d.joint.check(&p[..d.params.len()]),
            }
            .map_err(param_error)?;
        }
        Ok(p)
    };
    let all: Vec<[f64; 3]> = (0..n).map(prepare).collect::<PyResult<_>>()?;
    match d.fill {
        Fill::Real(f) => {
            let (o, data) = fresh::<f64>(py, Num::Double, &common)?;
            for (x, p) in data.chunks_mut(1).zip(&all) {
                f(g, aux, p, x);
            }
            Ok(o)
        }
        _ => {
            let (o, data) = fresh::<i64>(py, Num::Long, &common)?;
            for (x, p) in data.chunks_mut(1).zip(&all) {
                integer_fill(d, g, aux, p, &[p[0] as i64, p[1] as i64, p[2] as i64], x);
            }
            Ok(o)
        }
    }
}
