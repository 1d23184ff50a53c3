//! Eigenvalues and eigenvectors.

use super::decompositions::half;
use super::stack::*;
use super::systems::typed;
use num_complex::Complex;
use numen_array::Array;
use numen_linalg::{LinalgError, Triangle};
use pyo3::prelude::*;

type Object<'py> = Bound<'py, PyAny>;
type Pair<'py> = (Object<'py>, Object<'py>);

/// Eigenvalues and eigenvectors of Hermitian matrices, from one half.
#[pyfunction]
pub fn _linalg_eigh<'py>(py: Python<'py>, a: &Object<'py>, upper: bool) -> PyResult<Pair<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, if upper { "eigh_up" } else { "eigh_lo" }, &[&a])?;
    typed!(k, eigh(py, k, a, half(upper)))
}

fn eigh<T: Element>(py: Python<'_>, k: Kind, a: Array, half: Triangle) -> PyResult<Pair<'_>> {
    let mut vectors = Sink::<T>::new(py, k.single, a.shape(), &[])?;
    let mut values = Sink::<f64>::new(py, k.single, &a.shape()[..a.ndim() - 1], &[])?;
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    work(cubic(n, n, a.count * 4), || {
        let (mut matrix, mut w) = (a.scratch(), vec![0.0; n]);
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::eigh(&mut matrix, n, half, &mut w)?;
            values.vector(i, &w);
            vectors.store(i, &matrix, n, n, n);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    Ok((values.finish(py)?, vectors.finish(py)?))
}

/// Eigenvalues of Hermitian matrices.
#[pyfunction]
pub fn _linalg_eigvalsh<'py>(py: Python<'py>, a: &Object<'py>, upper: bool) -> PyResult<Object<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, if upper { "eigvalsh_up" } else { "eigvalsh_lo" }, &[&a])?;
    typed!(k, eigvalsh(py, k, a, half(upper)))
}

fn eigvalsh<T: Element>(py: Python<'_>, k: Kind, a: Array, half: Triangle) -> PyResult<Object<'_>> {
    let mut values = Sink::<f64>::new(py, k.single, &a.shape()[..a.ndim() - 1], &[])?;
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    work(cubic(n, n, a.count * 2), || {
        let (mut matrix, mut w) = (a.scratch(), vec![0.0; n]);
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::eigvalsh(&mut matrix, n, half, &mut w)?;
            values.vector(i, &w);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    values.finish(py)
}

/// Eigenvalues and right eigenvectors of general matrices; real where all eigenvalues of real matrices are.
#[pyfunction]
pub fn _linalg_eig<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Pair<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, "eig", &[&a])?;
    let (w, v) = typed!(k, eig(py, k, a, true))?;
    Ok((w, v.expect("asked for")))
}

/// Eigenvalues of general matrices.
#[pyfunction]
pub fn _linalg_eigvals<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Object<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, "eigvals", &[&a])?;
    Ok(typed!(k, eig(py, k, a, false))?.0)
}

type Spectrum<'py> = (Object<'py>, Option<Object<'py>>);

fn eig<T: Element>(py: Python<'_>, k: Kind, a: Array, vectors: bool) -> PyResult<Spectrum<'_>> {
    let shape: numen_shape::Shape = a.shape().into();
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    let zero = Complex::new(0.0, 0.0);
    let mut w = vec![zero; n * a.count];
    let mut v = vec![zero; if vectors { n * n * a.count } else { 0 }];
    // False: a matrix is not finite.
    let finite = work(cubic(n, n, a.count * 10), || {
        let mut matrix = a.scratch();
        for i in 0..a.count {
            a.load(i, &mut matrix);
            if !matrix.iter().all(|x| x.is_finite_scalar()) {
                return Ok(false);
            }
            let values = &mut w[i * n..(i + 1) * n];
            if vectors {
                numen_linalg::eig(&mut matrix, n, values, &mut v[i * n * n..(i + 1) * n * n])?;
            } else {
                numen_linalg::eigvals(&mut matrix, n, values)?;
            }
        }
        Ok::<bool, LinalgError>(true)
    })
    .map_err(|e| failed(py, e))?;
    if !finite {
        return Err(failure(py, "Array must not contain infs or NaNs"));
    }
    if k.complex || w.iter().any(|x| x.im != 0.0) {
        finish(py, k, &shape, n, &w, vectors.then_some(&v[..]))
    } else {
        let real = |x: &[Complex<f64>]| -> Vec<f64> { x.iter().map(|x| x.re).collect() };
        finish(py, k, &shape, n, &real(&w), vectors.then(|| real(&v)).as_deref())
    }
}

fn finish<'py, T: Element>(
    py: Python<'py>,
    k: Kind,
    shape: &[usize],
    n: usize,
    w: &[T],
    v: Option<&[T]>,
) -> PyResult<Spectrum<'py>> {
    let mut values = Sink::<T>::new(py, k.single, &shape[..shape.len() - 1], &[])?;
    values.vector(0, w);
    let Some(v) = v else { return Ok((values.finish(py)?, None)) };
    let mut columns = Sink::<T>::new(py, k.single, shape, &[])?;
    for (i, matrix) in v.chunks_exact((n * n).max(1)).enumerate() {
        columns.store(i, matrix, n, n, n);
    }
    Ok((values.finish(py)?, Some(columns.finish(py)?)))
}
