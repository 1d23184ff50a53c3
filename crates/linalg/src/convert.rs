//! Between slices and `faer`'s matrices, and its scratch memory.

use crate::scalar::Scalar;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::{MatMut, MatRef};

pub(crate) fn view<T: Scalar>(a: &[T], rows: usize, cols: usize) -> MatRef<'_, T> {
    MatRef::from_column_major_slice(a, rows, cols)
}

pub(crate) fn view_mut<T: Scalar>(a: &mut [T], rows: usize, cols: usize) -> MatMut<'_, T> {
    MatMut::from_column_major_slice_mut(a, rows, cols)
}

/// Runs `f` with scratch memory.
pub(crate) fn with_scratch<O>(need: StackReq, f: impl FnOnce(&mut MemStack) -> O) -> O {
    let mut buffer = MemBuffer::new(need);
    f(MemStack::new(&mut buffer))
}

/// The conjugate transpose of a square matrix, in place.
pub(crate) fn adjoint_in_place<T: Scalar>(a: &mut [T], n: usize) {
    for j in 0..n {
        a[j + j * n] = a[j + j * n].conj();
        for i in j + 1..n {
            let t = a[i + j * n].conj();
            a[i + j * n] = a[j + i * n].conj();
            a[j + i * n] = t;
        }
    }
}
