//! Views: other shapes and strides over the same memory.

use crate::Array;
use numen_dtype::DType;
use numen_shape::{
    broadcast_strides, normalize_axis, reshape_strides, show, Error, Result, Shape, Slice, Strides,
};

impl Array {
    /// A view whose memory is a part of this array's: `offset`, shape and strides were derived from it.
    fn derive(&self, offset: isize, shape: Shape, strides: Strides) -> Array {
        // SAFETY: every caller below derives shape and strides so that each element reached is one of ours.
        unsafe { self.view_parts(offset, self.dtype().clone(), shape, strides) }
    }

    /// Axes reversed.
    pub fn t(&self) -> Array {
        let shape = self.shape().iter().rev().copied().collect();
        let strides = self.strides().iter().rev().copied().collect();
        self.derive(0, shape, strides)
    }

    /// Axes permuted; `axes` is a permutation of the axis numbers.
    pub fn permute(&self, axes: &[usize]) -> Array {
        debug_assert_eq!(axes.len(), self.ndim());
        let shape = axes.iter().map(|&a| self.shape()[a]).collect();
        let strides = axes.iter().map(|&a| self.strides()[a]).collect();
        self.derive(0, shape, strides)
    }

    /// Axes permuted by possibly negative numbers.
    pub fn transpose(&self, axes: &[i64]) -> Result<Array> {
        if axes.len() != self.ndim() {
            return Err(Error::value("axes don't match array"));
        }
        let mut order = Shape::new();
        for &a in axes {
            let a = normalize_axis(a, self.ndim())?;
            if order.contains(&a) {
                return Err(Error::value("repeated axis in transpose"));
            }
            order.push(a);
        }
        Ok(self.permute(&order))
    }

    pub fn swap_axes(&self, a: usize, b: usize) -> Array {
        let (mut shape, mut strides): (Shape, Strides) = (self.shape().into(), self.strides().into());
        shape.swap(a, b);
        strides.swap(a, b);
        self.derive(0, shape, strides)
    }

    /// A view in the new shape, which has as many elements; `None` if that takes a copy.
    pub fn reshaped(&self, shape: &[usize], fortran: bool) -> Option<Array> {
        let strides = if self.size() == 0 && shape == self.shape() {
            self.strides().into()
        } else if self.is_c_contiguous() && !fortran {
            numen_shape::c_strides(shape, self.itemsize())
        } else if self.is_f_contiguous() && fortran {
            numen_shape::f_strides(shape, self.itemsize())
        } else if self.size() == 0 {
            numen_shape::c_strides(shape, self.itemsize())
        } else {
            reshape_strides(self.shape(), self.strides(), shape, self.itemsize(), fortran)?
        };
        Some(self.derive(0, shape.into(), strides))
    }

    /// Stretched to a shape; read-only.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Array> {
        let fits = shape.len() >= self.ndim()
            && self.shape().iter().rev().zip(shape.iter().rev()).all(|(&a, &b)| a == b || a == 1);
        if !fits {
            return Err(Error::value(format!(
                "operands could not be broadcast together with remapped shapes [original->remapped]: {}  and requested shape {}",
                numen_shape::show_tight(self.shape()),
                numen_shape::show_tight(shape)
            )));
        }
        let mut out = self.derive(0, shape.into(), broadcast_strides(self.shape(), self.strides(), shape));
        out.set_writeable(false);
        Ok(out)
    }

    /// The part of an axis that a fitted slice covers.
    pub fn slice_axis(&self, axis: usize, s: Slice) -> Array {
        let (mut shape, mut strides): (Shape, Strides) = (self.shape().into(), self.strides().into());
        let offset = if s.len > 0 { s.start * strides[axis] } else { 0 };
        shape[axis] = s.len;
        strides[axis] = strides[axis].wrapping_mul(s.step);
        self.derive(offset, shape, strides)
    }

    /// One element along an axis, which disappears; `i` is within bounds.
    pub fn index_axis(&self, axis: usize, i: usize) -> Array {
        debug_assert!(i < self.shape()[axis]);
        let (mut shape, mut strides): (Shape, Strides) = (self.shape().into(), self.strides().into());
        shape.remove(axis);
        let offset = i as isize * strides.remove(axis);
        self.derive(offset, shape, strides)
    }

    /// A new axis of length 1 before `axis`.
    pub fn insert_axis(&self, axis: usize) -> Array {
        let (mut shape, mut strides): (Shape, Strides) = (self.shape().into(), self.strides().into());
        shape.insert(axis, 1);
        strides.insert(axis, 0);
        self.derive(0, shape, strides)
    }

    /// Without the given axes, which have length 1.
    pub fn squeeze(&self, axes: &[usize]) -> Array {
        let keep = |i: &usize| !axes.contains(i);
        let shape = (0..self.ndim()).filter(keep).map(|i| self.shape()[i]).collect();
        let strides = (0..self.ndim()).filter(keep).map(|i| self.strides()[i]).collect();
        self.derive(0, shape, strides)
    }

    /// The diagonals of two axes, as the last axis.
    pub fn diagonal(&self, offset: isize, a: usize, b: usize) -> Result<Array> {
        let (na, nb) = (self.shape()[a] as isize, self.shape()[b] as isize);
        let (sa, sb) = (self.strides()[a], self.strides()[b]);
        let (len, start) = if offset >= 0 {
            ((nb - offset).min(na), offset.saturating_mul(sb))
        } else {
            ((na + offset).min(nb), (-offset).saturating_mul(sa))
        };
        let len = len.max(0) as usize;
        let keep = |i: &usize| *i != a && *i != b;
        let mut shape: Shape = (0..self.ndim()).filter(keep).map(|i| self.shape()[i]).collect();
        let mut strides: Strides = (0..self.ndim()).filter(keep).map(|i| self.strides()[i]).collect();
        shape.push(len);
        strides.push(sa + sb);
        Ok(self.derive(if len > 0 { start } else { 0 }, shape, strides))
    }

    /// A part of each item seen as another type: a field, the real or imaginary part.
    ///
    /// The part must lie within the item (checked).
    pub fn part(&self, dtype: DType, offset: usize) -> Array {
        assert!(offset + dtype.itemsize() <= self.itemsize(), "a part reaches beyond its item");
        // SAFETY: each element of the view is a part of one of ours, as just checked.
        unsafe { self.view_parts(offset as isize, dtype, self.shape().into(), self.strides().into()) }
    }

    /// The same bytes read as another type of the same size.
    pub fn reinterpret(&self, dtype: DType) -> Array {
        self.part(dtype, 0)
    }

    /// The message of a reshape that would need a copy.
    pub fn needs_copy(shape: &[usize]) -> Error {
        Error::value(format!("Unable to avoid creating a copy while reshaping to {}.", show(shape)))
    }
}
