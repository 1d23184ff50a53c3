//! Draws of the distributions in the tables, with numbers or arrays as parameters.

use super::bits::on_source;
use super::core::{fresh, Random};
use super::parallel::fill_uniform;
use super::parameters::{counts, output_shape, reals, size_of, Parameter, Value};
use crate::boundary::errors::ToPy;
use numen_array::{Array, Order};
use numen_dtype::Num;
use numen_random::bitgen::{BitGenerator, Pcg64};
use numen_random::dist::{self, Aux, Dist, Fill, ParamError};
use numen_shape::Shape;
use pyo3::exceptions::{PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyTuple};
use std::sync::OnceLock;

fn param_error(e: ParamError) -> PyErr {
    match e {
        ParamError::Value(m) => PyValueError::new_err(m),
        ParamError::Overflow(m) => PyOverflowError::new_err(m),
    }
}

/// The table of a family for a type of generator.
fn table<B: BitGenerator + 'static>(_: &B, legacy: bool) -> &'static [Dist<B>] {
    if legacy {
        dist::legacy::<B>()
    } else {
        dist::generator::<B>()
    }
}

/// The rows of a family, which are the same for every generator.
fn rows(legacy: bool) -> &'static [Row] {
    static ROWS: OnceLock<[Vec<Row>; 2]> = OnceLock::new();
    let all = |table: &[Dist<Pcg64>]| table.iter().map(Row::of).collect();
    &ROWS.get_or_init(|| [all(dist::generator()), all(dist::legacy())])[usize::from(legacy)]
}

/// What of a row of the table does not depend on the type of generator.
#[derive(Clone, Copy)]
struct Row {
    name: &'static str,
    params: &'static [dist::Param],
    joint: dist::Joint,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Real,
    Integer,
    Trials,
    Counts,
}

impl Row {
    fn of<B>(d: &Dist<B>) -> Row {
        let kind = match d.fill {
            Fill::Real(_) => Kind::Real,
            Fill::Integer(_) => Kind::Integer,
            Fill::Trials(_) => Kind::Trials,
            Fill::Counts(_) => Kind::Counts,
        };
        Row { name: d.name, params: d.params, joint: d.joint, kind }
    }

    /// Whether a parameter is a count.
    fn is_count(&self, k: usize) -> bool {
        self.kind == Kind::Counts || self.kind == Kind::Trials && k == 0
    }

    /// The order in which parameters are checked and broadcast: binomial begins with its probability.
    fn order(&self) -> impl Iterator<Item = usize> {
        let n = self.params.len();
        let turned = self.kind == Kind::Trials;
        (0..n).map(move |k| if turned { n - 1 - k } else { k })
    }

    /// The parameters where they are plain floats, and counts where they are Python ints.
    fn plain_numbers(&self, params: &Bound<'_, PyTuple>) -> Option<Element> {
        let mut e = Element::default();
        for k in 0..params.len() {
            let p = params.get_borrowed_item(k).ok()?;
            if self.is_count(k) {
                e.counts[k] = p.cast_exact::<PyInt>().ok()?.extract().ok()?;
            } else if let Ok(x) = p.cast_exact::<PyFloat>() {
                e.reals[k] = x.value();
            } else {
                let n: i64 = p.cast_exact::<PyInt>().ok()?.extract().ok()?;
                e.reals[k] = n as f64;
            }
        }
        Some(e)
    }

    /// Checks numbers.
    fn check(&self, e: &Element) -> PyResult<()> {
        let joint = || match self.kind {
            Kind::Counts => self.joint.check_counts(&e.counts),
            _ => self.joint.check(&e.reals),
        };
        if self.joint.precedes_constraints() {
            joint().map_err(param_error)?;
        }
        for k in self.order() {
            let q = &self.params[k];
            if self.is_count(k) {
                q.constraint.check_int(q.name, e.counts[k])
            } else {
                q.constraint.check(q.name, e.reals[k])
            }
            .map_err(param_error)?;
        }
        if !self.joint.precedes_constraints() {
            joint().map_err(param_error)?;
        }
        Ok(())
    }
}

/// The parameters of one element.
#[derive(Clone, Copy, Default)]
struct Element {
    reals: [f64; 3],
    counts: [i64; 3],
}

impl Element {
    fn of_numbers(params: &[Parameter]) -> Option<Element> {
        let mut e = Element::default();
        for (k, p) in params.iter().enumerate() {
            match p.value {
                Value::Real(x) => e.reals[k] = x,
                Value::Count(n) => e.counts[k] = n,
                Value::Array(_) => return None,
            }
        }
        Some(e)
    }
}

fn fill_integers<B>(d: &Dist<B>, g: &mut B, aux: &mut Aux, e: &Element, out: &mut [i64]) {
    match d.fill {
        Fill::Integer(f) => f(g, aux, &e.reals, out),
        Fill::Trials(f) => f(g, aux, e.counts[0], e.reals[1], out),
        Fill::Counts(f) => f(g, aux, &e.counts, out),
        Fill::Real(_) => unreachable!("real variates are filled elsewhere"),
    }
}

fn fill_reals<B>(d: &Dist<B>, g: &mut B, aux: &mut Aux, e: &Element, out: &mut [f64]) {
    match d.fill {
        Fill::Real(f) => f(g, aux, &e.reals, out),
        _ => unreachable!("integers are filled elsewhere"),
    }
}

/// Runs an expression with the row `d` of the generator's own table, the generator and what is kept beside it.
macro_rules! with_row {
    ($py:expr, $random:expr, $legacy:expr, $index:expr, |$d:ident, $g:ident, $aux:ident| $e:expr) => {
        $random.locked($py, || {
            let mut kept = $random.aux();
            let $aux = &mut *kept;
            $random.bits().with(|source| {
                on_source!(source, $g => {
                    let $d = &table($g, $legacy)[$index];
                    $e
                })
            })
        })
    };
}

#[pymethods]
impl Random {
    /// Draws of a distribution by its place in the table; a Python number without a size and with numbers as parameters.
    fn draw<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        index: usize,
        params: &Bound<'py, PyTuple>,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let row = rows(legacy).get(index).ok_or_else(|| PyValueError::new_err("no such distribution"))?;
        if params.len() != row.params.len() {
            return Err(PyValueError::new_err(format!("{} takes {} parameters", row.name, row.params.len())));
        }
        if let Some(e) = row.plain_numbers(params) {
            return self.draw_alike(py, legacy, index, row, e, size);
        }
        let params: Vec<Bound<'py, PyAny>> = params.iter().collect();
        let mut params: Vec<Parameter> = params
            .iter()
            .enumerate()
            .map(|(k, p)| Parameter::new(p, row.is_count(k)))
            .collect::<PyResult<_>>()?;
        if params.iter().all(|p| !matches!(p.value, Value::Array(_))) {
            params.iter_mut().try_for_each(Parameter::ask_again)?;
        }
        match Element::of_numbers(&params) {
            Some(e) => self.draw_alike(py, legacy, index, row, e, size),
            None => self.draw_each(py, legacy, index, row, &params, size),
        }
    }
}

/// The place of a distribution in the table of `RandomState` (`legacy`) or `Generator`.
#[pyfunction]
pub fn _distribution_index(legacy: bool, name: &str) -> Option<usize> {
    rows(legacy).iter().position(|row| row.name == name)
}

impl Random {
    /// Draws with numbers as parameters.
    fn draw_alike<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        index: usize,
        row: &Row,
        mut e: Element,
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if row.name == "uniform" {
            e.reals[1] = if legacy {
                dist::legacy_uniform_range(e.reals[0], e.reals[1])
            } else {
                dist::uniform_range(e.reals[0], e.reals[1])
            }
            .map_err(param_error)?;
        } else {
            row.check(&e)?;
        }
        let size = size_of(size)?;
        if row.kind == Kind::Real {
            let Some(shape) = size else {
                let mut x = [0.0];
                with_row!(py, self, legacy, index, |d, g, aux| fill_reals(d, g, aux, &e, &mut x))?;
                return Ok(x[0].into_pyobject(py)?.into_any());
            };
            let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
            if row.name == "uniform" {
                let [low, range, _] = e.reals;
                let scale = |part: &mut [f64]| part.iter_mut().for_each(|x| *x = low + range * *x);
                self.locked(py, || self.bits().with(|source| fill_uniform(source, data, scale)))?;
            } else {
                with_row!(py, self, legacy, index, |d, g, aux| fill_reals(d, g, aux, &e, data))?;
            }
            return Ok(o);
        }
        let Some(shape) = size else {
            let mut x = [0];
            with_row!(py, self, legacy, index, |d, g, aux| fill_integers(d, g, aux, &e, &mut x))?;
            return Ok(x[0].into_pyobject(py)?.into_any());
        };
        let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
        with_row!(py, self, legacy, index, |d, g, aux| fill_integers(d, g, aux, &e, data))?;
        Ok(o)
    }

    /// Draws with arrays as parameters, checked as arrays, then drawn element by element.
    fn draw_each<'py>(
        &self,
        py: Python<'py>,
        legacy: bool,
        index: usize,
        row: &Row,
        params: &[Parameter],
        size: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let uniform = row.name == "uniform";
        if uniform || row.joint.precedes_constraints() && row.joint != dist::Joint::None {
            check_together(py, legacy, row, params)?;
        }
        if !uniform {
            for k in row.order() {
                let q = &row.params[k];
                q.constraint.check_array(q.name, params[k].value.reals()).map_err(param_error)?;
            }
        }
        if !row.joint.precedes_constraints() {
            check_together(py, legacy, row, params)?;
        }
        let shapes: Vec<&[usize]> = row.order().map(|k| params[k].value.shape()).collect();
        let shape = output_shape(size_of(size)?.as_deref(), &shapes)?;
        let elements = Elements::new(py, params, &shape, uniform)?;
        if row.kind == Kind::Real {
            let (o, data) = fresh::<f64>(py, Num::Double, &shape)?;
            with_row!(py, self, legacy, index, |d, g, aux| {
                for (i, x) in data.chunks_mut(1).enumerate() {
                    fill_reals(d, g, aux, &elements.get(i), x);
                }
            })?;
            return Ok(o);
        }
        let (o, data) = fresh::<i64>(py, Num::Long, &shape)?;
        with_row!(py, self, legacy, index, |d, g, aux| {
            for (i, x) in data.chunks_mut(1).enumerate() {
                fill_integers(d, g, aux, &elements.get(i), x);
            }
        })?;
        Ok(o)
    }
}

/// Checks what parameters that are arrays have to fulfil together.
fn check_together(py: Python<'_>, legacy: bool, row: &Row, params: &[Parameter]) -> PyResult<()> {
    let shapes: Vec<&[usize]> = params.iter().map(|p| p.value.shape()).collect();
    if row.name == "uniform" {
        let shape = subtracted_shape(&shapes)?;
        return check_ranges(legacy, &Elements::new(py, params, &shape, false)?);
    }
    let shape = output_shape(None, &shapes)?;
    let elements = Elements::new(py, params, &shape, false)?;
    match row.kind {
        Kind::Counts => row.joint.check_each_counts(elements.iter().map(|e| e.counts)),
        _ => row.joint.check_each(elements.iter().map(|e| e.reals)),
    }
    .map_err(param_error)
}

/// Checks the bounds of `uniform`: first that all ranges are finite, then that none is negative.
fn check_ranges(legacy: bool, elements: &Elements) -> PyResult<()> {
    let mut negative = Ok(());
    for e in elements.iter() {
        let checked = if legacy {
            dist::legacy_uniform_range(e.reals[0], e.reals[1])
        } else {
            dist::uniform_range_of_element(e.reals[0], e.reals[1])
        };
        match checked {
            Err(e @ ParamError::Overflow(_)) => return Err(param_error(e)),
            Err(e) => negative = Err(param_error(e)),
            Ok(_) => {}
        }
    }
    negative
}

/// The shape of `high - low`, or the message of the subtraction that does not work.
fn subtracted_shape(shapes: &[&[usize]]) -> PyResult<Shape> {
    output_shape(None, shapes).map_err(|_| {
        PyValueError::new_err(format!(
            "operands could not be broadcast together with shapes {} {} ",
            numen_shape::show_tight(shapes[1]),
            numen_shape::show_tight(shapes[0])
        ))
    })
}

/// The parameters of every element of a shape.
struct Elements {
    /// The parameters that are numbers.
    numbers: Element,
    /// The others, with their places.
    arrays: Vec<(usize, Array)>,
    size: usize,
    /// Whether the second parameter is to be the distance of the second from the first (`uniform`).
    range: bool,
}

impl Elements {
    fn new(py: Python<'_>, params: &[Parameter], shape: &[usize], range: bool) -> PyResult<Elements> {
        let mut this = Elements {
            numbers: Element::default(),
            arrays: Vec::new(),
            size: numen_shape::checked_bytes(shape, 8).py(py)? / 8,
            range,
        };
        for (k, p) in params.iter().enumerate() {
            match &p.value {
                Value::Real(x) => this.numbers.reals[k] = *x,
                Value::Count(n) => this.numbers.counts[k] = *n,
                Value::Array(a) => {
                    let full = a.broadcast_to(shape).and_then(|a| numen_exec::copy(&a, Order::C)).py(py)?;
                    this.arrays.push((k, full));
                }
            }
        }
        Ok(this)
    }

    #[inline]
    fn get(&self, i: usize) -> Element {
        let mut e = self.numbers;
        for (k, a) in &self.arrays {
            if a.dtype().num() == Num::Long {
                e.counts[*k] = counts(a)[i];
            } else {
                e.reals[*k] = reals(a)[i];
            }
        }
        if self.range {
            e.reals[1] -= e.reals[0];
        }
        e
    }

    fn iter(&self) -> impl Iterator<Item = Element> + '_ {
        (0..self.size).map(|i| self.get(i))
    }
}
