//! Systems of equations, inverses, determinants, least squares; the norm of a vector.

use super::stack::*;
use crate::boundary::errors::ToPy;
use num_complex::Complex;
use numen_array::Array;
use numen_dtype::{DType, Num};
use numen_exec::product::{pair, Matrix, Ty};
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
    let Ok(front) = broadcast_shapes(&[lead(&a), lead(&b)]) else { return Err(no_broadcast(&a, &b)) };
    let a = Stack::<T>::new(py, spread(py, a, &front)?)?;
    let b = Stack::<T>::new(py, spread(py, b, &front)?)?;
    let (n, columns) = (a.n, b.n);
    let core = [n, columns];
    let out = Sink::<T>::new(py, k.single, &front, if vector { &core[..1] } else { &core })?;
    parts(a.count, n.max(columns), cubic(n, n + columns, a.count), |range| {
        let (mut matrix, mut right) = (a.scratch(), b.scratch());
        for i in range {
            a.load(i, &mut matrix);
            b.load(i, &mut right);
            numen_linalg::solve(&mut matrix, n, &mut right)?;
            // SAFETY: every place is in one range.
            unsafe { out.store_shared(i, &right, n, columns, n) };
        }
        Ok(())
    })
    .map_err(|e| failed(py, e))?;
    out.finish(py)
}

/// Stacks that do not broadcast, as a generalised ufunc words it.
#[cold]
fn no_broadcast(a: &Array, b: &Array) -> PyErr {
    let tuple = |x: &[usize]| numen_shape::show_tight(x);
    let mapped = |x: &Array| {
        let all: Vec<String> =
            lead(x).iter().map(usize::to_string).chain(["newaxis", "newaxis"].map(String::from)).collect();
        format!("{}->({})", tuple(x.shape()), all.join(","))
    };
    let wanted = tuple(&b.shape()[b.ndim() - 2..]);
    PyValueError::new_err(format!(
        "operands could not be broadcast together with remapped shapes [original->remapped]: {} {}  and requested shape {wanted}",
        mapped(a),
        mapped(b)
    ))
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
    let out = Sink::<T>::new(py, k.single, a.shape(), &[])?;
    let a = Stack::<T>::new(py, a)?;
    let n = a.n;
    parts(a.count, n, cubic(n, n, a.count), |range| {
        let (mut matrix, mut inverse) = (a.scratch(), a.scratch());
        for i in range {
            a.load(i, &mut matrix);
            numen_linalg::inv(&mut matrix, n, &mut inverse)?;
            // SAFETY: every place is in one range.
            unsafe { out.store_shared(i, &inverse, n, n, n) };
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
    let out = Sink::<T>::new(py, k.single, lead(&a), &[])?;
    let a = Stack::<T>::new(py, a)?;
    let Ok(()) = parts::<std::convert::Infallible>(a.count, a.n, cubic(a.n, a.n, a.count), |range| {
        let mut matrix = a.scratch();
        for i in range {
            a.load(i, &mut matrix);
            // SAFETY: every place is in one range.
            unsafe { out.store_shared(i, &[numen_linalg::det(&mut matrix, a.n)], 1, 1, 1) };
        }
        Ok(())
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

/// The Euclidean norm of all elements of a contiguous array of float32, float64 or complex numbers (as their real
/// and imaginary parts); None for any other.
#[pyfunction]
pub fn _linalg_norm<'py>(py: Python<'py>, a: &Object<'py>) -> PyResult<Option<Object<'py>>> {
    // SAFETY: an exact array, alive during the call; its elements are aligned numbers in one run.
    unsafe {
        if !crate::ndarray::object::is_exact(a.as_ptr()) {
            return Ok(None);
        }
        let x = crate::ndarray::object::array_of(a.as_ptr());
        let (t, num, parts) = match x.dtype().num() {
            Num::Double => (Ty::F64, Num::Double, 1),
            Num::Float => (Ty::F32, Num::Float, 1),
            Num::CDouble => (Ty::F64, Num::Double, 2),
            Num::CFloat => (Ty::F32, Num::Float, 2),
            _ => return Ok(None),
        };
        if !x.is_behaved() || !(x.is_c_contiguous() || x.is_f_contiguous()) {
            return Ok(None);
        }
        let (n, size) = (x.size() * parts, if t == Ty::F64 { 8 } else { 4 });
        let mut sum = [0u64];
        let out: *mut u8 = sum.as_mut_ptr().cast();
        let (row, column) = (Matrix::new(x.read(), 0, size), Matrix::new(x.read(), size, 0));
        pair(t, 1, 1, n, [row, column, Matrix::new(out, 0, 0)]).py(py)?;
        if t == Ty::F64 {
            *out.cast::<f64>() = out.cast::<f64>().read().sqrt();
        } else {
            *out.cast::<f32>() = out.cast::<f32>().read().sqrt();
        }
        let r = crate::scalar::from_memory(py, &DType::of(num), out, std::ptr::null_mut())?;
        Ok(Some(Bound::from_owned_ptr(py, r)))
    }
}
