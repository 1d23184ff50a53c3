//! Systems of equations, inverses, determinants, least squares; the norm of a vector.

use super::stack::*;
use crate::boundary::errors::ToPy;
use num_complex::Complex;
use numen_array::Array;
use numen_dtype::Num;
use numen_shape::broadcast_shapes;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

type Object<'py> = Bound<'py, PyAny>;

macro_rules! typed {
    ($k:expr, $f:ident($($x:expr),*)) => {
        if $k.complex { $f::<Complex<f64>>($($x),*) } else { $f::<f64>($($x),*) }
    };
}
pub(super) use typed;

/// `x` with `a @ x = b`; `b` is one vector if it has one axis.
#[pyfunction]
pub fn _linalg_solve<'py>(py: Python<'py>, a: &Object<'py>, b: &Object<'py>) -> PyResult<Object<'py>> {
    let a = array(a)?;
    let n = square(py, &a)?;
    let b = array(b)?;
    let vector = b.ndim() == 1;
    let (name, signature) =
        if vector { ("solve1", "(m,m),(m)->(m)") } else { ("solve", "(m,m),(m,n)->(m,n)") };
    let k = kind(py, name, &[&a, &b])?;
    if b.ndim() == 0 {
        return Err(PyValueError::new_err(format!(
            "{name}: Input operand 1 does not have enough dimensions (has 0, gufunc core with signature {signature} requires 2)"
        )));
    }
    let b = if vector { b.insert_axis(1) } else { b };
    let rows = b.shape()[b.ndim() - 2];
    if rows != n {
        return Err(PyValueError::new_err(format!(
            "{name}: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature {signature} (size {rows} is different from {n})"
        )));
    }
    typed!(k, solve(py, k, a, b, vector))
}

/// The array with other leading axes.
fn spread(py: Python<'_>, a: Array, lead: &[usize]) -> PyResult<Array> {
    let nd = a.ndim();
    if &a.shape()[..nd - 2] == lead {
        return Ok(a);
    }
    let mut shape: numen_shape::Shape = lead.into();
    shape.extend_from_slice(&a.shape()[nd - 2..]);
    a.broadcast_to(&shape).py(py)
}

fn solve<T: Element>(py: Python<'_>, k: Kind, a: Array, b: Array, vector: bool) -> PyResult<Object<'_>> {
    let front = broadcast_shapes(&[lead(&a), lead(&b)]).py(py)?;
    let a = Stack::<T>::new(py, spread(py, a, &front)?)?;
    let b = Stack::<T>::new(py, spread(py, b, &front)?)?;
    let (n, columns) = (a.n, b.n);
    let core = [n, columns];
    let mut out = Sink::<T>::new(py, k.single, &front, if vector { &core[..1] } else { &core })?;
    work(cubic(n, n + columns, a.count), || {
        let (mut matrix, mut right) = (a.scratch(), b.scratch());
        for i in 0..a.count {
            a.load(i, &mut matrix);
            b.load(i, &mut right);
            numen_linalg::solve(&mut matrix, n, &mut right)?;
            out.store(i, &right, n, columns, n);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    out.finish(py)
}

/// Inverses.
#[pyfunction]
pub fn _linalg_inv<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Object<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, "inv", &[&a])?;
    typed!(k, inv(py, k, a))
}

fn inv<T: Element>(py: Python<'_>, k: Kind, a: Array) -> PyResult<Object<'_>> {
    let mut out = Sink::<T>::new(py, k.single, a.shape(), &[])?;
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    work(cubic(n, n, a.count), || {
        let (mut matrix, mut inverse) = (a.scratch(), a.scratch());
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::inv(&mut matrix, n, &mut inverse)?;
            out.store(i, &inverse, n, n, n);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    out.finish(py)
}

/// Determinants.
#[pyfunction]
pub fn _linalg_det<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Object<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, "det", &[&a])?;
    typed!(k, det(py, k, a))
}

fn det<T: Element>(py: Python<'_>, k: Kind, a: Array) -> PyResult<Object<'_>> {
    let mut out = Sink::<T>::new(py, k.single, lead(&a), &[])?;
    let a = Stack::<T>::new(py, a)?;
    work(cubic(a.n, a.n, a.count), || {
        let mut matrix = a.scratch();
        for i in 0..a.count {
            a.load(i, &mut matrix);
            out.vector(i, &[numen_linalg::det(&mut matrix, a.n)]);
        }
    });
    out.finish(py)
}

/// Signs and logarithms of determinants.
#[pyfunction]
pub fn _linalg_slogdet<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<(Object<'py>, Object<'py>)> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, "slogdet", &[&a])?;
    typed!(k, slogdet(py, k, a))
}

fn slogdet<T: Element>(py: Python<'_>, k: Kind, a: Array) -> PyResult<(Object<'_>, Object<'_>)> {
    let mut signs = Sink::<T>::new(py, k.single, lead(&a), &[])?;
    let mut logs = Sink::<f64>::new(py, k.single, lead(&a), &[])?;
    let a = Stack::<T>::new(py, a)?;
    work(cubic(a.n, a.n, a.count), || {
        let mut matrix = a.scratch();
        for i in 0..a.count {
            a.load(i, &mut matrix);
            let (sign, log) = numen_linalg::slogdet(&mut matrix, a.n);
            signs.vector(i, &[sign]);
            logs.vector(i, &[log]);
        }
    });
    Ok((signs.finish(py)?, logs.finish(py)?))
}

/// Least squares for one matrix: solution, sums of squared residuals, rank, singular values.
#[pyfunction]
pub fn _linalg_lstsq<'py>(
    py: Python<'py>,
    a: &Object<'py>,
    b: &Object<'py>,
    rcond: f64,
) -> PyResult<(Object<'py>, Object<'py>, usize, Object<'py>)> {
    let (a, b) = (array(a)?, array(b)?);
    let k = kind(py, "lstsq", &[&a, &b])?;
    typed!(k, lstsq(py, k, a, b, rcond))
}

type Solved<'py> = (Object<'py>, Object<'py>, usize, Object<'py>);

fn lstsq<T: Element>(py: Python<'_>, k: Kind, a: Array, b: Array, rcond: f64) -> PyResult<Solved<'_>> {
    let vector = b.ndim() == 1;
    let b = if vector { b.insert_axis(1) } else { b };
    let (a, b) = (Stack::<T>::new(py, a)?, Stack::<T>::new(py, b)?);
    let (m, n, columns) = (a.m, a.n, b.n);
    let (mut matrix, mut right) = (a.scratch(), b.scratch());
    a.load(0, &mut matrix);
    b.load(0, &mut right);
    let mut x = vec![T::zero(); n * columns];
    let (mut residuals, mut s) = (vec![0.0; columns], vec![0.0; m.min(n)]);
    let told = work(cubic(m, n, 4), || {
        numen_linalg::lstsq(&mut matrix, m, n, &right, rcond, &mut x, &mut residuals, &mut s)
    })
    .map_err(|e| failed(py, e))?;
    let core = [n, columns];
    let mut solution = Sink::<T>::new(py, k.single, if vector { &core[..1] } else { &core }, &[])?;
    solution.store(0, &x, n, columns, n);
    let kept = if told.has_residuals { columns } else { 0 };
    let mut sums = Sink::<f64>::new(py, k.single, &[kept], &[])?;
    sums.vector(0, &residuals[..kept]);
    let mut singular = Sink::<f64>::new(py, k.single, &[s.len()], &[])?;
    singular.vector(0, &s);
    Ok((solution.finish(py)?, sums.finish(py)?, told.rank, singular.finish(py)?))
}

/// The Euclidean norm of all elements of a contiguous array of float64; None for any other.
#[pyfunction]
pub fn _linalg_norm<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Option<Object<'py>>> {
    // SAFETY: an exact array, alive during the call; its elements are aligned doubles in one run.
    unsafe {
        if !crate::ndarray::object::is_exact(a.as_ptr()) {
            return Ok(None);
        }
        let x = crate::ndarray::object::array_of(a.as_ptr());
        if x.dtype().num() != Num::Double || !x.is_behaved() || !(x.is_c_contiguous() || x.is_f_contiguous())
        {
            return Ok(None);
        }
        let data = std::slice::from_raw_parts(x.read().cast::<f64>(), x.size());
        let mut out = Sink::<f64>::new(py, false, &[], &[])?;
        out.vector(0, &[work(data.len() as f64, || sum_of_squares(data)).sqrt()]);
        out.finish(py).map(Some)
    }
}

/// Eight sums at once keep the rounding error and the chain of additions short.
fn sum_of_squares(x: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (chunks, rest) = x.as_chunks::<8>();
    for c in chunks {
        for (s, v) in sums.iter_mut().zip(c) {
            *s += v * v;
        }
    }
    let tail: f64 = rest.iter().map(|v| v * v).sum();
    sums.iter().sum::<f64>() + tail
}
