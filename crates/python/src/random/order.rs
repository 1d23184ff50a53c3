//! Shuffles, permutations and choices.

use super::bits::on_source;
use super::core::{fresh, on, scratch, Random};
use super::parameters::{own_array, reals, size_of};
use crate::ndarray::object::{array_of, is_array};
use numen_array::Array;
use numen_dtype::Num;
use numen_random::{integers, shuffle};
use pyo3::exceptions::{PyMemoryError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// Moves elements of any size within one lane of an array.
struct Lane {
    first: *mut u8,
    stride: isize,
}

impl Lane {
    /// Exchanges two elements through values or `buffer`, so that elements may overlap.
    ///
    /// # Safety
    /// `i` and `j` are places of the lane, whose memory is writable; `buffer` has room for an element.
    #[inline(always)]
    unsafe fn swap(&self, i: usize, j: usize, buffer: &mut [u8]) {
        let a = self.first.offset(self.stride * i as isize);
        let b = self.first.offset(self.stride * j as isize);
        macro_rules! exchange {
            ($t:ty) => {{
                let (a, b) = (a.cast::<$t>(), b.cast::<$t>());
                let (x, y) = (a.read_unaligned(), b.read_unaligned());
                b.write_unaligned(x);
                a.write_unaligned(y);
            }};
        }
        match buffer.len() {
            8 => exchange!(u64),
            4 => exchange!(u32),
            1 => exchange!(u8),
            _ if i == j => {}
            n => {
                buffer.as_mut_ptr().copy_from_nonoverlapping(b, n);
                b.copy_from(a, n);
                a.copy_from_nonoverlapping(buffer.as_ptr(), n);
            }
        }
    }
}

/// The offsets in bytes of the lanes along an axis, the last of the other axes fastest.
fn lanes(a: &Array, axis: usize) -> impl Iterator<Item = isize> + '_ {
    let others: Vec<(usize, isize)> =
        (0..a.ndim()).filter(|&k| k != axis).map(|k| (a.shape()[k], a.strides()[k])).collect();
    let count = others.iter().map(|(n, _)| n).product();
    (0..count).map(move |mut i: usize| {
        let mut offset = 0;
        for &(n, stride) in others.iter().rev() {
            offset += stride * (i % n) as isize;
            i /= n;
        }
        offset
    })
}

#[pymethods]
impl Random {
    /// `0..n` in random order.
    fn permutation<'py>(&self, py: Python<'py>, n: usize) -> PyResult<Bound<'py, PyAny>> {
        let (o, data) = fresh::<i64>(py, Num::Long, &[n])?;
        on!(self, g => shuffle::permutation(g, data));
        Ok(o)
    }

    /// An integer in [0, max], as shuffles draw the partner of a place.
    fn interval(&self, max: u64) -> u64 {
        on!(self, g => integers::interval(g, max))
    }

    /// Shuffles a list in place.
    fn shuffle_list(&self, list: &Bound<'_, PyList>) {
        // SAFETY: the object is alive, and no Python code runs that could change its length. Items change places with
        // their references.
        unsafe {
            let n = ffi::PyList_GET_SIZE(list.as_ptr()) as usize;
            let first = (*list.as_ptr().cast::<ffi::PyListObject>()).ob_item;
            on!(self, g => shuffle::shuffle_with(g, n, |i, j| first.add(i).swap(first.add(j))));
        }
    }

    /// Shuffles each lane of an array along an axis, in place.
    fn shuffle(&self, array: &Bound<'_, PyAny>, axis: usize) -> PyResult<()> {
        // SAFETY: the object is alive, its memory is writable, and places stay below the axis's length. Objects
        // change places with their references.
        unsafe {
            if !is_array(array.as_ptr()) {
                return Err(PyValueError::new_err("only arrays are shuffled in place"));
            }
            let a = array_of(array.as_ptr());
            if !a.is_writeable() {
                return Err(PyValueError::new_err("array is read-only"));
            }
            if axis >= a.ndim() {
                return Err(PyValueError::new_err("no such axis"));
            }
            let (n, stride) = (a.shape()[axis], a.strides()[axis]);
            let first = a.write();
            let mut buffer = vec![0; a.itemsize()];
            on!(self, g => for offset in lanes(a, axis) {
                let lane = Lane { first: first.offset(offset), stride };
                shuffle::shuffle_with(g, n, |i, j| lane.swap(i, j, &mut buffer));
            });
        }
        Ok(())
    }

    /// Indices of `Generator.choice` without probabilities and without replacement.
    fn choose<'py>(
        &self,
        py: Python<'py>,
        population: usize,
        size: usize,
        shuffled: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        if size > population {
            return Err(PyValueError::new_err(
                "Cannot take a larger sample than population when replace is False",
            ));
        }
        let (o, out) = fresh::<i64>(py, Num::Long, &[size])?;
        let wanted = shuffle::choice_wants_scratch(population, size, shuffled);
        let (_held, all) = scratch(py, if wanted { population } else { 0 })?;
        on!(self, g => shuffle::choice(g, population, shuffled, all, out))
            .map_err(|_| PyMemoryError::new_err("no memory for a choice of so many"))?;
        Ok(o)
    }

    /// Indices of `choice` with probabilities; without replacement as many of them have to be positive.
    fn choose_weighted<'py>(
        &self,
        py: Python<'py>,
        p: &Bound<'py, PyAny>,
        size: &Bound<'py, PyAny>,
        replace: bool,
    ) -> PyResult<Bound<'py, PyAny>> {
        let p = own_array(p, Num::Double)?;
        let p = reals(&p);
        let (o, data) = fresh::<i64>(py, Num::Long, &size_of(size)?.unwrap_or_default())?;
        if replace {
            on!(self, g => shuffle::fill_choice(g, p, data));
            return Ok(o);
        }
        if p.iter().filter(|&&x| x > 0.0).count() < data.len() {
            return Err(PyValueError::new_err("Fewer non-zero entries in p than size"));
        }
        on!(self, g => shuffle::fill_choice_without_replacement(g, p, data));
        Ok(o)
    }
}
