//! Walking the elements of an array in C order.

use numen_array::Array;
use smallvec::SmallVec;

/// The addresses of an array's elements, last axis fastest.
pub struct Elements<'a> {
    array: &'a Array,
    at: *mut u8,
    count: SmallVec<[usize; 4]>,
    left: usize,
}

impl<'a> Elements<'a> {
    pub fn of(array: &'a Array) -> Elements<'a> {
        Elements { array, at: array.write(), count: SmallVec::from_elem(0, array.ndim()), left: array.size() }
    }
}

impl Iterator for Elements<'_> {
    type Item = *mut u8;

    #[inline]
    fn next(&mut self) -> Option<*mut u8> {
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let here = self.at;
        for axis in (0..self.array.ndim()).rev() {
            let (n, s) = (self.array.shape()[axis], self.array.strides()[axis]);
            self.count[axis] += 1;
            if self.count[axis] < n {
                self.at = self.at.wrapping_offset(s);
                break;
            }
            self.count[axis] = 0;
            self.at = self.at.wrapping_offset(-s * (n as isize - 1));
        }
        Some(here)
    }
}

/// The address of the element with this position in C order.
pub fn element_at(a: &Array, position: usize) -> *mut u8 {
    let mut p = a.write();
    let mut rest = position;
    for (&n, &s) in a.shape().iter().zip(a.strides()).rev() {
        p = p.wrapping_offset((rest % n) as isize * s);
        rest /= n;
    }
    p
}
