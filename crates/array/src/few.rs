//! Views of few axes, described on the stack: what indexing and transposing of everyday arrays needs.

use crate::{Array, Flags};
use numen_shape::{Contiguity, Shape, Slice, Strides};

/// Shape, strides and offset of a view of at most [`Few::MAX`] axes.
#[derive(Clone, Copy, Debug)]
pub struct Few {
    len: usize,
    shape: [usize; Few::MAX],
    strides: [isize; Few::MAX],
    offset: isize,
}

impl Few {
    /// Axes that shapes hold without an allocation.
    pub const MAX: usize = 4;

    /// No axes.
    #[inline(always)]
    pub fn new() -> Few {
        Few { len: 0, shape: [1; Few::MAX], strides: [0; Few::MAX], offset: 0 }
    }

    /// Adds an axis.
    ///
    /// # Panics
    /// If there are [`Few::MAX`] already.
    #[inline(always)]
    pub fn push(&mut self, n: usize, stride: isize) {
        self.shape[self.len] = n;
        self.strides[self.len] = stride;
        self.len += 1;
    }

    /// Adds an axis that a slice fitted to it leaves.
    #[inline(always)]
    pub fn push_slice(&mut self, s: Slice, stride: isize) {
        if s.len > 0 {
            self.offset += s.start * stride;
        }
        self.push(s.len, stride.wrapping_mul(s.step));
    }

    /// Moves the first element.
    #[inline(always)]
    pub fn skip(&mut self, bytes: isize) {
        self.offset += bytes;
    }

    /// Adds axes `from..to` of an array.
    #[inline(always)]
    pub fn push_axes(&mut self, a: &Array, from: usize, to: usize) {
        for i in from..to {
            self.push(a.shape()[i], a.strides()[i]);
        }
    }
}

impl Default for Few {
    fn default() -> Few {
        Few::new()
    }
}

impl Array {
    /// A view without a share in the memory's block.
    ///
    /// # Safety
    /// Each element that `few` reaches is one of this array's, which is aligned, and the caller keeps the memory
    /// alive for as long as the view lives.
    #[inline(always)]
    pub unsafe fn lend(&self, few: &Few) -> Array {
        debug_assert!(self.is_aligned());
        let item = self.itemsize();
        let (c, f) = match few.len {
            0 => (true, true),
            1 => {
                let k = few.shape[0] <= 1 || few.strides[0] == item as isize;
                (k, k)
            }
            n => {
                let k = Contiguity::of(&few.shape[..n], &few.strides[..n], item);
                (k.c, k.f)
            }
        };
        Array::from_fields(
            self.read().cast_mut().offset(few.offset),
            self.dtype().clone(),
            Shape::from_buf_and_len(few.shape, few.len),
            Strides::from_buf_and_len(few.strides, few.len),
            self.flags()
                .only(Flags::INHERITED)
                .with(Flags::ALIGNED, true)
                .with(Flags::C, c)
                .with(Flags::F, f),
        )
    }
}
