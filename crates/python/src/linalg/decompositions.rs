//! Cholesky, QR and singular values.

use super::stack::*;
use super::systems::typed;
use crate::boundary::errors::ToPy;
use num_complex::Complex;
use numen_array::{Array, Order};
use numen_dtype::{DType, Num};
use numen_linalg::{Triangle, Vectors};
use pyo3::prelude::*;

type Object<'py> = Bound<'py, PyAny>;

pub(super) fn half(upper: bool) -> Triangle {
    if upper {
        Triangle::Upper
    } else {
        Triangle::Lower
    }
}

/// Cholesky factors.
#[pyfunction]
pub fn _linalg_cholesky<'py>(py: Python<'py>, a: &Object<'py>, upper: bool) -> PyResult<Object<'py>> {
    let a = array(a)?;
    square(py, &a)?;
    let k = kind(py, if upper { "cholesky_up" } else { "cholesky_lo" }, &[&a])?;
    typed!(k, cholesky(py, k, a, half(upper)))
}

fn cholesky<T: Element>(py: Python<'_>, k: Kind, a: Array, half: Triangle) -> PyResult<Object<'_>> {
    let mut out = Sink::<T>::new(py, k.single, a.shape(), &[])?;
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    work(cubic(n, n, a.count), || {
        let mut matrix = a.scratch();
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::cholesky(&mut matrix, n, half)?;
            out.store(i, &matrix, n, n, n);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    out.finish(py)
}

/// QR: `(Q, R)` for "reduced" and "complete", `(R,)` for "r", `(H, tau)` for "raw".
#[pyfunction]
pub fn _linalg_qr<'py>(py: Python<'py>, a: &Object<'py>, mode: &str) -> PyResult<Vec<Object<'py>>> {
    let a = array(a)?;
    stacked(py, &a)?;
    // Anything that converts, as NumPy takes it: its array is made before the kernel sees it.
    let a = if a.dtype().is_number() || a.dtype().num() == Num::Bool {
        a
    } else {
        numen_exec::astype(&a, &DType::of(Num::Double), Order::K).py(py)?.0
    };
    let k = kind(py, "qr_r_raw", &[&a])?;
    typed!(k, qr(py, k, a, mode))
}

fn qr<'py, T: Element>(py: Python<'py>, k: Kind, a: Array, mode: &str) -> PyResult<Vec<Object<'py>>> {
    let front: numen_shape::Shape = lead(&a).into();
    let a = Stack::<T>::new(py, a)?;
    let (m, n) = (a.m, a.n);
    let short = m.min(n);
    let mut matrix = a.scratch();
    let mut tau = vec![T::zero(); short];
    if mode == "raw" {
        // The columns of the factored matrix are the rows of H.
        let mut h = Sink::<T>::new(py, k.single, &front, &[n, m])?;
        let mut t = Sink::<T>::new(py, k.single, &front, &[short])?;
        work(cubic(m, n, a.count), || {
            for i in 0..a.count {
                a.load(i, &mut matrix);
                numen_linalg::qr_raw(&mut matrix, m, n, &mut tau);
                h.vector(i, &matrix);
                t.vector(i, &tau);
            }
        });
        return Ok(vec![h.finish(py)?, t.finish(py)?]);
    }
    let columns = if mode == "complete" { m } else { short };
    let wanted = mode != "r";
    let mut q = Sink::<T>::new(py, k.single, &front, &[m, if wanted { columns } else { 0 }])?;
    let mut r = Sink::<T>::new(py, k.single, &front, &[columns, n])?;
    let mut vectors = vec![T::zero(); if wanted { m * columns } else { 0 }];
    work(cubic(m, n, a.count * 2), || {
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::qr_raw(&mut matrix, m, n, &mut tau);
            if wanted {
                numen_linalg::form_q(&matrix, m, &tau, &mut vectors, columns);
                q.store(i, &vectors, m, columns, m);
            }
            for j in 0..n {
                matrix[(j * m + j + 1).min((j + 1) * m)..(j + 1) * m].fill(T::zero());
            }
            r.store(i, &matrix, columns, n, m);
        }
    });
    if wanted {
        Ok(vec![q.finish(py)?, r.finish(py)?])
    } else {
        Ok(vec![r.finish(py)?])
    }
}

/// `(U, S, Vh)`, with square `U` and `Vh` if `full`.
#[pyfunction]
pub fn _linalg_svd<'py>(
    py: Python<'py>,
    a: &Object<'py>,
    full: bool,
) -> PyResult<(Object<'py>, Object<'py>, Object<'py>)> {
    let a = array(a)?;
    stacked(py, &a)?;
    let k = kind(py, if full { "svd_f" } else { "svd_s" }, &[&a])?;
    typed!(k, svd(py, k, a, full))
}

type Triple<'py> = (Object<'py>, Object<'py>, Object<'py>);

fn svd<T: Element>(py: Python<'_>, k: Kind, a: Array, full: bool) -> PyResult<Triple<'_>> {
    let front: numen_shape::Shape = lead(&a).into();
    let a = Stack::<T>::new(py, a)?;
    let (m, n) = (a.m, a.n);
    let short = m.min(n);
    let (want, left, right) = if full { (Vectors::Full, m, n) } else { (Vectors::Reduced, short, short) };
    let mut us = Sink::<T>::new(py, k.single, &front, &[m, left])?;
    let mut ss = Sink::<f64>::new(py, k.single, &front, &[short])?;
    let mut vs = Sink::<T>::new(py, k.single, &front, &[right, n])?;
    work(cubic(m, n, a.count * 5), || {
        let mut matrix = a.scratch();
        let (mut u, mut s, mut v) = (vec![T::zero(); m * left], vec![0.0; short], vec![T::zero(); right * n]);
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::svd(&mut matrix, m, n, want, &mut s, &mut u, &mut v)?;
            us.store(i, &u, m, left, m);
            ss.vector(i, &s);
            vs.store(i, &v, right, n, right);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    Ok((us.finish(py)?, ss.finish(py)?, vs.finish(py)?))
}

/// Singular values.
#[pyfunction]
pub fn _linalg_svdvals<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Object<'py>> {
    let a = array(a)?;
    stacked(py, &a)?;
    let k = kind(py, "svd", &[&a])?;
    typed!(k, svdvals(py, k, a))
}

fn svdvals<T: Element>(py: Python<'_>, k: Kind, a: Array) -> PyResult<Object<'_>> {
    let short = a.shape()[a.ndim() - 1].min(a.shape()[a.ndim() - 2]);
    let mut out = Sink::<f64>::new(py, k.single, lead(&a), &[short])?;
    let a = Stack::<T>::new(py, a)?;
    work(cubic(a.m, a.n, a.count * 2), || {
        let (mut matrix, mut s) = (a.scratch(), vec![0.0; short]);
        for i in 0..a.count {
            a.load(i, &mut matrix);
            numen_linalg::svdvals(&mut matrix, a.m, a.n, &mut s)?;
            out.vector(i, &s);
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    out.finish(py)
}
