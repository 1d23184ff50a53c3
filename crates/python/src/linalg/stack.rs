//! Stacks of matrices: checked arguments, their common type, copies from and to column-major scratch memory.

use crate::boundary::errors::{class, ToPy};
use crate::convert;
use crate::ndarray::object::NdArray;
use num_complex::Complex;
use numen_array::{Array, Order};
use numen_dtype::{can_cast, Casting, DType, Num};
use numen_kernels::convert::copy2d;
use numen_shape::Shape;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// The exception `LinAlgError`.
#[cold]
pub fn failure(py: Python<'_>, message: &str) -> PyErr {
    match class(py, "LinAlgError") {
        Ok(c) => PyErr::from_type(c, (message.to_string(),)),
        Err(e) => e,
    }
}

/// A failed factorization as an exception.
#[cold]
pub fn failed(py: Python<'_>, e: numen_linalg::LinalgError) -> PyErr {
    failure(py, e.message())
}

/// An element type of the work: everything is computed in double precision.
pub trait Element: numen_linalg::Spectrum<R = f64, Complex = Complex<f64>> + Send + Sync {
    /// Of the array that is read, and of double-precision results.
    const NUM: Num;
    /// Of single-precision results.
    const SINGLE: Num;
    /// Writes element `i` of a result.
    ///
    /// # Safety
    /// `data` holds more than `i` elements, of `SINGLE` or `NUM`.
    unsafe fn put(self, data: *mut u8, i: usize, single: bool);
}

impl Element for f64 {
    const NUM: Num = Num::Double;
    const SINGLE: Num = Num::Float;
    #[inline(always)]
    unsafe fn put(self, data: *mut u8, i: usize, single: bool) {
        if single {
            data.cast::<f32>().add(i).write(self as f32)
        } else {
            data.cast::<f64>().add(i).write(self)
        }
    }
}

impl Element for Complex<f64> {
    const NUM: Num = Num::CDouble;
    const SINGLE: Num = Num::CFloat;
    #[inline(always)]
    unsafe fn put(self, data: *mut u8, i: usize, single: bool) {
        if single {
            data.cast::<Complex<f32>>().add(i).write(Complex::new(self.re as f32, self.im as f32))
        } else {
            data.cast::<Complex<f64>>().add(i).write(self)
        }
    }
}

/// What the arguments' types give.
#[derive(Clone, Copy)]
pub struct Kind {
    pub complex: bool,
    /// The results are float32 or complex64.
    pub single: bool,
}

/// The common type of the operands of `name`.
pub fn kind(py: Python<'_>, name: &str, operands: &[&Array]) -> PyResult<Kind> {
    let mut k = Kind { complex: false, single: true };
    for a in operands {
        match a.dtype().num() {
            Num::Float => {}
            Num::Double => k.single = false,
            Num::CFloat => k.complex = true,
            Num::CDouble => (k.complex, k.single) = (true, false),
            Num::Half | Num::LongDouble | Num::CLongDouble => {
                return Err(PyTypeError::new_err(format!(
                    "array type {} is unsupported in linalg",
                    a.dtype().name()
                )))
            }
            _ => k.single = false,
        }
    }
    if name.starts_with("eig") && !name.starts_with("eigh") && !name.starts_with("eigvalsh") {
        // Their input is first tested for NaN and infinity.
        if operands.iter().any(|a| !a.dtype().is_number() && a.dtype().num() != Num::Bool) {
            return Err(PyTypeError::new_err(
                "ufunc 'isfinite' not supported for the input types, and the inputs could not be safely coerced to any \
                 supported types according to the casting rule ''safe''",
            ));
        }
    }
    let work = DType::of(if k.complex { Num::CDouble } else { Num::Double });
    for (i, a) in operands.iter().enumerate() {
        if !can_cast(a.dtype(), &work, Casting::SameKind) {
            let which = if operands.len() > 1 { format!("input {i}") } else { "input".to_string() };
            let m = format!(
                "Cannot cast ufunc '{name}' {which} from {} to {} with casting rule 'same_kind'",
                a.dtype().repr(),
                work.repr()
            );
            return Err(PyErr::from_type(class(py, "UFuncTypeError")?, (m,)));
        }
    }
    Ok(k)
}

/// Any object as an array.
pub fn array(o: &Bound<'_, PyAny>) -> PyResult<Array> {
    // SAFETY: the object is alive.
    unsafe { convert::array(o.py(), o.as_ptr()) }
}

/// At least two axes.
pub fn stacked(py: Python<'_>, a: &Array) -> PyResult<()> {
    if a.ndim() < 2 {
        let m = format!("{}-dimensional array given. Array must be at least two-dimensional", a.ndim());
        return Err(failure(py, &m));
    }
    Ok(())
}

/// Square matrices; their order.
pub fn square(py: Python<'_>, a: &Array) -> PyResult<usize> {
    stacked(py, a)?;
    let n = a.shape()[a.ndim() - 1];
    if a.shape()[a.ndim() - 2] != n {
        return Err(failure(py, "Last 2 dimensions of the array must be square"));
    }
    Ok(n)
}

/// The axes before the last two.
pub fn lead(a: &Array) -> &[usize] {
    &a.shape()[..a.ndim() - 2]
}

/// Rows up to which plain loops are as fast as the kernel that transposes.
const FEW: usize = 8;

/// Matrices that are read one by one.
pub struct Stack<T> {
    array: Array,
    pub m: usize,
    pub n: usize,
    pub count: usize,
    element: std::marker::PhantomData<T>,
}

impl<T: Element> Stack<T> {
    /// `a` has two or more axes and is of a type that casts.
    pub fn new(py: Python<'_>, a: Array) -> PyResult<Stack<T>> {
        let a = if a.dtype().num() == T::NUM && a.is_behaved() {
            a
        } else {
            numen_exec::astype(&a, &DType::of(T::NUM), Order::K).py(py)?.0
        };
        let nd = a.ndim();
        let (m, n) = (a.shape()[nd - 2], a.shape()[nd - 1]);
        let count = lead(&a).iter().product();
        Ok(Stack { array: a, m, n, count, element: std::marker::PhantomData })
    }

    /// Scratch memory for a matrix.
    pub fn scratch(&self) -> Vec<T> {
        vec![T::zero(); self.m * self.n]
    }

    /// Copies matrix `i`, column by column.
    pub fn load(&self, i: usize, to: &mut [T]) {
        let nd = self.array.ndim();
        let (mut offset, mut rest) = (0, i);
        for axis in (0..nd - 2).rev() {
            offset += (rest % self.array.shape()[axis]) as isize * self.array.strides()[axis];
            rest /= self.array.shape()[axis];
        }
        let (down, right) = (self.array.strides()[nd - 2], self.array.strides()[nd - 1]);
        if self.m == 0 {
            return;
        }
        let size = std::mem::size_of::<T>();
        if self.m > FEW {
            let to = &mut to[..self.m * self.n];
            // SAFETY: the matrix is inside the array, and `to` has room for it.
            unsafe {
                let from = self.array.read().offset(offset);
                let strides = [size as isize, (self.m * size) as isize];
                copy2d(size, to.as_mut_ptr().cast(), strides, from, [down, right], [self.m, self.n]);
            }
            return;
        }
        for (j, column) in to.chunks_exact_mut(self.m).enumerate() {
            for (i, x) in column.iter_mut().enumerate() {
                // SAFETY: the element is inside the array, which is aligned and of this type.
                *x = unsafe {
                    self.array
                        .read()
                        .offset(offset + i as isize * down + j as isize * right)
                        .cast::<T>()
                        .read()
                };
            }
        }
    }
}

/// A result, filled one matrix after the other.
pub struct Sink<T> {
    array: Array,
    data: *mut u8,
    single: bool,
    element: std::marker::PhantomData<T>,
}

impl<T: Element> Sink<T> {
    /// A new array of the shape `lead` followed by `core`.
    pub fn new(py: Python<'_>, single: bool, lead: &[usize], core: &[usize]) -> PyResult<Sink<T>> {
        let mut shape: Shape = lead.into();
        shape.extend_from_slice(core);
        let dtype = DType::of(if single { T::SINGLE } else { T::NUM });
        let array = Array::empty(dtype, &shape, Order::C).py(py)?;
        let data = array.write();
        Ok(Sink { array, data, single, element: std::marker::PhantomData })
    }

    /// Stores `rows` by `columns` elements, given column by column (`stride` apart), at place `i` of the stack.
    pub fn store(&mut self, i: usize, from: &[T], rows: usize, columns: usize, stride: usize) {
        // SAFETY: the only reference.
        unsafe { self.store_shared(i, from, rows, columns, stride) }
    }

    /// The same from several threads.
    ///
    /// # Safety
    /// No other thread stores at this place meanwhile.
    pub unsafe fn store_shared(&self, i: usize, from: &[T], rows: usize, columns: usize, stride: usize) {
        assert!((i + 1) * rows * columns <= self.array.size());
        let size = std::mem::size_of::<T>();
        if rows > FEW && columns > 0 && !self.single {
            let from = &from[..(columns - 1) * stride + rows];
            // SAFETY: inside the new array, by the check above, and inside `from`.
            unsafe {
                let to = self.data.add(i * rows * columns * size);
                let (across, down) = ((columns * size) as isize, size as isize);
                let strides = [size as isize, (stride * size) as isize];
                copy2d(size, to, [across, down], from.as_ptr().cast(), strides, [rows, columns]);
            }
            return;
        }
        // In squares, so that neither matrix is walked line by line with a stride.
        for top in (0..rows).step_by(FEW) {
            for left in (0..columns).step_by(FEW) {
                for r in top..(top + FEW).min(rows) {
                    for c in left..(left + FEW).min(columns) {
                        // SAFETY: inside the new array, by the check above.
                        unsafe {
                            from[r + c * stride].put(self.data, (i * rows + r) * columns + c, self.single)
                        };
                    }
                }
            }
        }
    }

    /// Stores a vector at place `i`.
    pub fn vector(&mut self, i: usize, from: &[T]) {
        self.store(i, from, from.len(), 1, from.len());
    }

    /// The result as an object; 0-d results become scalars.
    pub fn finish<'py>(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: a new object, owned here.
        unsafe {
            if self.array.ndim() == 0 {
                let p = crate::ndarray::object::finish_result(py, self.array)?;
                return Ok(Bound::from_owned_ptr(py, p));
            }
            Ok(Bound::from_owned_ptr(py, NdArray::wrap(py, self.array)?.cast()))
        }
    }
}

// SAFETY: the array is new and nobody else's; what threads write there is the duty of `store_shared`'s callers.
unsafe impl<T: Sync> Sync for Sink<T> {}

/// Nanoseconds that reading and storing a small matrix take.
const EACH_NS: f64 = 80.0;

/// Order up to which the matrices of a stack are shared out to threads; larger ones are worth threads of their own.
const SHARED: usize = 32;

/// Runs `some` over ranges that make up a stack of `count` matrices of order `n`, on several threads and without the
/// interpreter's lock where about `operations` flops in all are worth it. Any failure of a range is that of the whole.
pub fn parts<E: Send>(
    count: usize,
    n: usize,
    operations: f64,
    some: impl Fn(std::ops::Range<usize>) -> Result<(), E> + Sync,
) -> Result<(), E> {
    let ns = operations * 0.5 + count as f64 * EACH_NS;
    numen_exec::gil::without(ns, || {
        let threads = if n <= SHARED { numen_pool::threads_for(ns).min(count) } else { 1 };
        if threads <= 1 {
            return some(0..count);
        }
        // A few chunks a thread even out what other processes take away.
        let chunks = (threads * 4).min(count);
        let failed = std::sync::Mutex::new(None);
        numen_pool::run_on(threads, chunks, |c| {
            if let Err(e) = some(count * c / chunks..count * (c + 1) / chunks) {
                drop(failed.lock().map(|mut f| f.get_or_insert(e) as *const E));
            }
        });
        match failed.into_inner() {
            Ok(Some(e)) => Err(e),
            _ => Ok(()),
        }
    })
}

/// Runs a loop over a stack, without the interpreter's lock where about `operations` flops are worth it.
pub fn work<R>(operations: f64, f: impl FnOnce() -> R) -> R {
    numen_exec::gil::without(operations * 0.5, f)
}

/// An estimate of the work for a stack of `m` by `n` matrices.
pub fn cubic(m: usize, n: usize, count: usize) -> f64 {
    m as f64 * n as f64 * m.min(n) as f64 * count as f64 * 2.0
}
