//! Indexing plans. Basic items give views; what remains is for `exec`'s gather and scatter.

use crate::Array;
use numen_shape::{Error, Result, Shape, Slice, Strides};

/// One item of an index.
#[derive(Debug)]
pub enum Item {
    Int(isize),
    Slice {
        start: Option<isize>,
        stop: Option<isize>,
        step: isize,
    },
    NewAxis,
    Ellipsis,
    /// Integers (int64, any shape), each an index into one axis.
    Array(Box<Array>),
    /// A boolean array covering as many axes as it has.
    Mask(Box<Array>),
}

impl Item {
    /// How many of the array's axes the item takes.
    pub fn consumes(&self) -> usize {
        match self {
            Item::NewAxis | Item::Ellipsis => 0,
            Item::Mask(m) => m.ndim(),
            _ => 1,
        }
    }

    pub fn is_basic(&self) -> bool {
        !matches!(self, Item::Array(_) | Item::Mask(_))
    }
}

/// The view that basic items select. Missing trailing axes are whole.
pub fn basic_index(a: &Array, items: &[Item]) -> Result<Array> {
    let used: usize = items.iter().map(Item::consumes).sum();
    if used > a.ndim() {
        return Err(too_many(a.ndim(), used));
    }
    let mut shape = Shape::new();
    let mut strides = Strides::new();
    let mut offset = 0isize;
    let mut axis = 0;
    let whole = |axis: &mut usize, count: usize, shape: &mut Shape, strides: &mut Strides| {
        for _ in 0..count {
            shape.push(a.shape()[*axis]);
            strides.push(a.strides()[*axis]);
            *axis += 1;
        }
    };
    let mut seen_ellipsis = false;
    for item in items {
        match item {
            Item::Int(i) => {
                let i = check_index(*i, a.shape()[axis], axis)?;
                offset += i as isize * a.strides()[axis];
                axis += 1;
            }
            Item::Slice { start, stop, step } => {
                if *step == 0 {
                    return Err(Error::value("slice step cannot be zero"));
                }
                let s = Slice::fit(*start, *stop, *step, a.shape()[axis]);
                let stride = a.strides()[axis];
                if s.len > 0 {
                    offset += s.start * stride;
                }
                shape.push(s.len);
                strides.push(stride.wrapping_mul(s.step));
                axis += 1;
            }
            Item::NewAxis => {
                shape.push(1);
                strides.push(0);
            }
            Item::Ellipsis => {
                if seen_ellipsis {
                    return Err(Error::index("an index can only have a single ellipsis ('...')"));
                }
                seen_ellipsis = true;
                whole(&mut axis, a.ndim() - used, &mut shape, &mut strides);
            }
            Item::Array(_) | Item::Mask(_) => unreachable!("only basic items come here"),
        }
    }
    let rest = a.ndim() - axis;
    whole(&mut axis, rest, &mut shape, &mut strides);
    if shape.len() > numen_shape::MAX_DIMS {
        return Err(Error::index(format!(
            "number of dimensions must be within [0, {}], indexing result would have {}",
            numen_shape::MAX_DIMS,
            shape.len()
        )));
    }
    // SAFETY: integers are within bounds, slices are fitted: every element reached is one of `a`'s.
    Ok(unsafe { a.view_parts(offset, a.dtype().clone(), shape, strides) })
}

/// A possibly negative index as a position, or NumPy's IndexError.
#[inline]
pub fn check_index(i: isize, n: usize, axis: usize) -> Result<usize> {
    let fixed = if i < 0 { i + n as isize } else { i };
    if fixed >= 0 && (fixed as usize) < n {
        Ok(fixed as usize)
    } else {
        Err(out_of_bounds(i, n, axis))
    }
}

/// NumPy's message for an index outside of an axis.
#[cold]
pub fn out_of_bounds(i: isize, n: usize, axis: usize) -> Error {
    let e = Error::index(format!("index {i} is out of bounds for axis {axis} with size {n}"));
    e.with_note(if n == 0 {
        format!("Axis {axis} is empty: no index is valid.")
    } else {
        format!("Axis {axis} has {n} elements: valid indices run from {} to {}.", -(n as isize), n - 1)
    })
}

/// NumPy's message for more indices than axes.
#[cold]
pub fn too_many(ndim: usize, used: usize) -> Error {
    if ndim == 0 && used == 1 {
        return Error::index("too many indices for array: array is 0-dimensional, but 1 were indexed");
    }
    Error::index(format!("too many indices for array: array is {ndim}-dimensional, but {used} were indexed"))
        .with_note(format!("The array has {ndim} axes, so at most {ndim} indices fit between the brackets; None and ... do not count."))
}
