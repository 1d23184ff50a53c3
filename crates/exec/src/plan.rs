//! The axes of a loop: which is innermost, which join.

use smallvec::{smallvec, SmallVec};

/// Most operands a loop has (inputs, outputs, mask).
pub const MAX_OPS: usize = 65;

/// The strides of all operands along one axis.
pub type AxisStrides = SmallVec<[isize; 4]>;

/// The axes of a loop, the innermost first.
#[derive(Clone, Debug, Default)]
pub struct Axes {
    pub lens: SmallVec<[usize; 4]>,
    pub strides: SmallVec<[AxisStrides; 4]>,
    /// Byte offset to add to each operand's pointer (axes walked backwards).
    pub offsets: AxisStrides,
}

/// How the order of elements matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Elements are independent: the innermost axis may be any.
    Free,
    /// Results depend on NumPy's order of axes (reductions).
    Numpy,
    /// Results depend on the order of the shape's own axes, the last one fastest.
    Given,
}

impl Axes {
    /// Plans a loop over `shape`; `strides[op][axis]` are byte strides, 0 where an operand is stretched.
    pub fn new(shape: &[usize], strides: &[&[isize]], walk: Walk) -> Axes {
        let nops = strides.len();
        let mut axes = Axes { lens: smallvec![], strides: smallvec![], offsets: smallvec![0; nops] };
        // Innermost first; axes of length 1 carry nothing.
        for i in (0..shape.len()).rev() {
            if shape[i] != 1 {
                axes.lens.push(shape[i]);
                axes.strides.push(strides.iter().map(|s| s[i]).collect());
            }
        }
        if walk != Walk::Given {
            axes.flip_negative();
            axes.sort();
        }
        if axes.lens.len() > 1 {
            axes.coalesce();
            if walk == Walk::Free {
                axes.lengthen_inner();
            }
        }
        if axes.lens.is_empty() {
            axes.lens.push(1);
            axes.strides.push(smallvec![0; nops]);
        }
        axes
    }

    /// The axes in C order (results whose order of elements counts), those that are one run joined.
    pub fn in_c_order(shape: &[usize], strides: &[&[isize]]) -> Axes {
        Axes::new(shape, strides, Walk::Given)
    }

    /// Calls `f` with the offsets of the operands for every position of the axes from `from` on, the first
    /// of them fastest.
    pub fn each<E>(&self, from: usize, mut f: impl FnMut(&[isize]) -> Result<(), E>) -> Result<(), E> {
        let ndim = self.lens.len();
        if self.lens.contains(&0) {
            return Ok(());
        }
        let mut at: AxisStrides = self.offsets.clone();
        let mut count: SmallVec<[usize; 4]> = smallvec![0; ndim];
        loop {
            f(&at)?;
            let mut axis = from;
            loop {
                if axis >= ndim {
                    return Ok(());
                }
                count[axis] += 1;
                let back = count[axis] == self.lens[axis];
                let steps = if back { 1 - self.lens[axis] as isize } else { 1 };
                for (a, s) in at.iter_mut().zip(&self.strides[axis]) {
                    *a = a.wrapping_add(steps * s);
                }
                if !back {
                    break;
                }
                count[axis] = 0;
                axis += 1;
            }
        }
    }

    /// Axes along which no operand moves forward and one moves backward are walked from the other end, so
    /// that memory is read upwards.
    fn flip_negative(&mut self) {
        for (axis, s) in self.strides.iter_mut().enumerate() {
            if s.iter().all(|&x| x <= 0) && s.iter().any(|&x| x < 0) && self.lens[axis] > 0 {
                for (o, x) in self.offsets.iter_mut().zip(s.iter_mut()) {
                    *o += *x * (self.lens[axis] as isize - 1);
                    *x = -*x;
                }
            }
        }
    }

    /// NumPy's order: an axis moves inwards past another where its strides are smaller; where operands
    /// disagree, C order stays.
    fn sort(&mut self) {
        for i in 1..self.lens.len() {
            let mut at = i;
            for j in (0..i).rev() {
                match inner_first(&self.strides[j], &self.strides[i]) {
                    Some(true) => at = j,
                    Some(false) => break,
                    None => {}
                }
            }
            if at < i {
                let (len, s) = (self.lens.remove(i), self.strides.remove(i));
                self.lens.insert(at, len);
                self.strides.insert(at, s);
            }
        }
    }

    /// Joins axes that are one run of memory in every operand.
    fn coalesce(&mut self) {
        let mut i = 0;
        while i + 1 < self.lens.len() {
            let n = self.lens[i] as isize;
            let joins =
                self.strides[i].iter().zip(&self.strides[i + 1]).all(|(&a, &b)| a.wrapping_mul(n) == b);
            if joins {
                self.lens[i] *= self.lens[i + 1];
                self.lens.remove(i + 1);
                self.strides.remove(i + 1);
            } else {
                i += 1;
            }
        }
    }

    /// A very short innermost axis makes the call of the kernel dominate; a long one goes inside instead.
    fn lengthen_inner(&mut self) {
        const SHORT: usize = 8;
        const LONGER: usize = 8;
        if self.lens[0] < SHORT {
            let best = (1..self.lens.len()).max_by_key(|&i| self.lens[i]).unwrap_or(0);
            if self.lens[best] >= self.lens[0] * LONGER {
                self.lens.swap(0, best);
                self.strides.swap(0, best);
            }
        }
    }

    /// Number of elements.
    pub fn size(&self) -> usize {
        self.lens.iter().product()
    }
}

/// Whether the axis with strides `b` belongs inside the one with strides `a` (now inside): `None` if the
/// operands leave it open.
fn inner_first(a: &[isize], b: &[isize]) -> Option<bool> {
    let mut verdict = None;
    for (&a, &b) in a.iter().zip(b) {
        if a != 0 && b != 0 {
            if a.unsigned_abs() <= b.unsigned_abs() {
                verdict = Some(false);
            } else if verdict.is_none() {
                verdict = Some(true);
            }
        }
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contiguous_operands_become_one_axis() {
        let s: &[isize] = &[96, 32, 8];
        let a = Axes::new(&[2, 3, 4], &[s, s, s], Walk::Numpy);
        assert_eq!(a.lens.as_slice(), &[24]);
        let f: &[isize] = &[8, 16, 48];
        let a = Axes::new(&[2, 3, 4], &[f, f], Walk::Numpy);
        assert_eq!(a.lens.as_slice(), &[24]);
    }

    #[test]
    fn backward_axes_are_turned() {
        let a = Axes::new(&[5], &[&[-8], &[0]], Walk::Numpy);
        assert_eq!((a.offsets.as_slice(), a.strides[0].as_slice()), (&[-32isize, 0][..], &[8isize, 0][..]));
    }

    #[test]
    fn a_reduced_axis_keeps_numpys_place() {
        // sum over axis 0 of a C array: columns inside.
        let a = Axes::new(&[100, 3], &[&[0, 8], &[24, 8], &[0, 8]], Walk::Numpy);
        assert_eq!(a.lens.as_slice(), &[3, 100]);
        // sum over axis 1: rows inside, reduced.
        let a = Axes::new(&[100, 3], &[&[8, 0], &[24, 8], &[8, 0]], Walk::Numpy);
        assert_eq!(a.lens.as_slice(), &[3, 100]);
    }
}
